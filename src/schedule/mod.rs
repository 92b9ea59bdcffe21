//! What hangs on what: the graph of dependencies and the chains through it.
//!
//! This module knows nothing of files, windows or pixels. What it returns is
//! computed for one state of a [`Roadmap`](crate::model::Roadmap) and refers to
//! it by id; after an edit it is computed anew.

mod graph;
mod trace;

pub use graph::Graph;
pub use trace::{DependencyRole, Role, Trace};
