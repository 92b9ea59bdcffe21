//! Tasks as text: the fields of a task as somebody types them, and whole tables as they go to a
//! spreadsheet and come back. It knows nothing of files and windows.
//!
//! Words are read in either language and in the form of the file; a table is written in one.

mod column;
mod copied;
mod field;
mod link;
mod list;
mod names;
mod read;
mod write;

#[cfg(test)]
mod laws;

pub use column::Column;
pub use copied::Copied;
pub use field::task_fields;
pub use list::join;
pub use names::Names;
pub use read::{Pasted, Place, Problem, read};
pub use write::write;
