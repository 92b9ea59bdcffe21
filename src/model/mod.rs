//! The document in memory: a roadmap of lanes, tasks and the dependencies between them.
//!
//! This module knows nothing of files, windows or today's date. Records refer
//! to each other by small integers ([`LaneId`], [`TaskId`] …), which are
//! positions in the lists of one [`Roadmap`]; the stable text ids stand in the
//! records and matter at the edges only.

mod diagnostic;
mod distance;
mod ids;
mod roadmap;
mod text;

pub use diagnostic::{Diagnostic, Position, Severity};
pub use distance::distance_below;
pub use ids::{DependencyId, DocumentId, LaneId, OwnerId, TagId, TaskId};
pub use roadmap::{
    Chapter, Dependency, DependencyBasis, DependencyType, Document, Lane, Name, Roadmap, Source,
    Task, TaskBasis, TaskKind, TaskStatus, WordList,
};
pub use text::{Extra, ExtraField, Language, Text};
