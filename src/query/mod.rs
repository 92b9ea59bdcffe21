//! Finding the part of a roadmap that concerns somebody: the filter language and the facets.
//!
//! A [`Query`] is a text of the language, understood. A [`Filter`] is a query asked of one
//! roadmap: names have become ids, and the values that facets select are told apart.
//! [`evaluate`] answers with [`Matches`]: which tasks are shown, how many, and how many each
//! further choice would give. The text is the one source of truth: facets are ticked by
//! what the filter selects, and tick by editing the text ([`Filter::toggled`]).
//! [`complete`] says how a text may go on. [`hidden_links`] says which dependencies of the
//! shown tasks lead out of sight. A [`SearchIndex`] is built once for a state of a roadmap.
//!
//! This module knows nothing of files, windows or pixels. Of the words of the interface
//! it knows those that the language takes as values.

mod column;
mod complete;
mod condition;
mod error;
mod facets;
mod facts;
mod filter;
mod float;
mod fold;
mod hidden;
mod index;
mod key;
mod lexer;
mod lines;
mod matches;
mod names;
mod narrow;
mod nearest;
mod parse;
mod period;
mod property;
mod ranks;
mod syntax;

pub use complete::{Completion, complete};
pub use error::QueryError;
pub use facets::{Facet, FacetValue};
pub use facts::Facts;
pub use filter::{Filter, QueryContext};
pub use float::{FLOAT_CLASSES_DAYS, float_classes};
pub use fold::fold;
pub use hidden::{HiddenEnds, HiddenLinks, hidden_links};
pub use index::SearchIndex;
pub use key::Key;
pub use matches::{FacetCount, Matches, evaluate};
pub use names::precision_word;
pub use narrow::Narrowing;
pub use ranks::ranks;
pub use syntax::{Query, name_as_value};

use crate::model::Roadmap;

/// The ids of tasks that may have been meant by one that does not exist: those that begin with
/// it or hold it, else those that differ from it by a slip; at most three, the likeliest first.
#[must_use]
pub fn nearest_task_ids<'r>(roadmap: &'r Roadmap, wrong: &str) -> Vec<&'r str> {
    nearest::nearest(wrong, roadmap.tasks.iter().map(|task| &*task.id), 3)
}

#[cfg(test)]
mod laws;
#[cfg(test)]
pub(crate) mod sample;
