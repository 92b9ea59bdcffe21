//! What is wrong with a query, and where.

use crate::model::Language;
use std::ops::Range;

/// Why a text is not a query, or not one about the roadmap that it is asked of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryError {
    range: Range<usize>,
    /// What is wrong: Japanese and English.
    message: [String; 2],
    /// What was expected instead; empty if there is nothing to say.
    expected: [String; 2],
}

impl QueryError {
    pub(super) fn new(range: Range<usize>, ja: impl Into<String>, en: impl Into<String>) -> Self {
        Self { range, message: [ja.into(), en.into()], expected: Default::default() }
    }

    pub(super) fn expecting(mut self, ja: impl Into<String>, en: impl Into<String>) -> Self {
        self.expected = [ja.into(), en.into()];
        self
    }

    /// Where it is, in bytes of the text. Empty only where something is missing at this place.
    #[must_use]
    pub fn range(&self) -> Range<usize> {
        self.range.clone()
    }

    /// What is wrong.
    #[must_use]
    pub fn message(&self, language: Language) -> &str {
        &self.message[language as usize]
    }

    /// What was expected; empty if the message says it all.
    #[must_use]
    pub fn expected(&self, language: Language) -> &str {
        &self.expected[language as usize]
    }
}
