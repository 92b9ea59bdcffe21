//! Koteihyo (工程表): roadmaps and schedules on a time line.
//!
//! `ARCHITECTURE.md` has the map of the modules and the rules between them.

pub mod import;
pub mod model;
pub mod time;
