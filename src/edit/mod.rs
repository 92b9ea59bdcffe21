//! Changes of a document as values: made, applied, taken back and kept.
//!
//! A [`Transaction`] is what one gesture or one command changes. Applying it checks it as a whole,
//! changes a roadmap and answers with the transaction that takes it back; so undo, redo, the
//! journal on the disk and a merge are all the same thing. [`make`] has a function for each thing
//! that people change, with the rules that only people have to keep (a title of reasonable length,
//! no cycle of links); what [`Transaction::apply`] refuses would leave a document that no file
//! can hold.
//!
//! The lists of owners and tags in a roadmap are no part of the document: words are added to them
//! before a transaction names them, and stay. This module knows nothing of files and windows.

mod change;
mod history;
pub mod make;
mod refusal;
mod renumbering;
mod transaction;

#[cfg(test)]
pub(crate) mod laws;

pub use change::Change;
pub use history::{Applied, History};
pub use refusal::Refusal;
pub use renumbering::{Renumbering, Renumberings};
pub use transaction::{Edit, Label, Transaction};
