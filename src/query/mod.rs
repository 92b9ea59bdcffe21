//! Finding the part of a roadmap that concerns somebody: words and facets.
//!
//! A [`SearchIndex`] is built once for a state of a roadmap. A [`Filter`] says
//! what is wanted, and [`evaluate`] answers with [`Matches`]: which tasks are
//! shown, how many, and how many each further choice would give.
//! [`hidden_links`] says which dependencies of the shown tasks lead out of sight.
//!
//! This module knows nothing of files, windows or pixels, nor of the words by
//! which the interface calls a facet or a value.

mod column;
mod facets;
mod filter;
mod fold;
mod hidden;
mod index;
mod lines;

pub use facets::{Facet, FacetValue};
pub use filter::{FacetCount, Filter, Matches, evaluate};
pub use fold::fold;
pub use hidden::{HiddenEnds, HiddenLinks, hidden_links};
pub use index::SearchIndex;

#[cfg(test)]
pub(crate) mod sample;
