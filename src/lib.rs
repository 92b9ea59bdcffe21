//! Koteihyo (工程表): roadmaps and schedules on a time line.
//!
//! `ARCHITECTURE.md` has the map of the modules and the rules between them.

pub mod app;
pub mod cli;
pub mod edit;
pub mod export;
pub mod focus;
pub mod import;
pub mod insight;
pub mod layout;
pub mod model;
mod parallel;
pub mod query;
pub mod sample;
pub mod scene;
pub mod schedule;
pub mod store;
pub mod table;
pub mod time;
pub mod words;
