//! The window's behaviour, without a GPU and without a display: what people see, click
//! and type is found by its words and roles, as a screen reader finds it.

#![expect(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod cells;
mod chart;
mod clipboard;
mod commands;
mod conflicts;
mod drag_cost;
mod editing;
mod editing_fields;
mod far;
mod files;
mod finding;
mod harness;
mod insights;
mod keeping;
mod languages;
mod links;
mod looks;
#[cfg(unix)]
mod meanwhile;
mod official;
mod pictures;
mod problems;
mod progress_line;
mod querying;
mod renderer;
mod selecting;
mod tracing;
mod views;
