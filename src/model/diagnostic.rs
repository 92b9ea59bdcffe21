//! What a reader has to say about its input.

use super::Language;
use std::fmt;

/// A place in a text file, both counted from 1; columns count characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The line, from 1.
    pub line: u32,
    /// The character of the line, from 1.
    pub column: u32,
}

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Something was understood, perhaps not as it was meant.
    Warning,
    /// Something could not be used and is missing from the result.
    Error,
}

impl Severity {
    /// The word that the command line prints.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// One problem of an input: where, what is wrong and what to do, in both languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// Where it is, if it has a place.
    pub position: Option<Position>,
    /// What is wrong: Japanese and English.
    message: [String; 2],
    /// What to do about it; empty if there is nothing to say.
    hint: [String; 2],
}

impl Diagnostic {
    /// A problem that left something out of the result.
    #[must_use]
    pub fn error(position: Option<Position>, ja: impl Into<String>, en: impl Into<String>) -> Self {
        Self::new(Severity::Error, position, ja.into(), en.into())
    }

    /// A problem that may have been understood wrongly.
    #[must_use]
    pub fn warning(
        position: Option<Position>,
        ja: impl Into<String>,
        en: impl Into<String>,
    ) -> Self {
        Self::new(Severity::Warning, position, ja.into(), en.into())
    }

    fn new(severity: Severity, position: Option<Position>, ja: String, en: String) -> Self {
        Self { severity, position, message: [ja, en], hint: Default::default() }
    }

    /// Says what to do about it.
    #[must_use]
    pub fn with_hint(mut self, ja: impl Into<String>, en: impl Into<String>) -> Self {
        self.hint = [ja.into(), en.into()];
        self
    }

    /// What is wrong.
    #[must_use]
    pub fn message(&self, language: Language) -> &str {
        &self.message[language as usize]
    }

    /// What to do; empty if there is nothing to say.
    #[must_use]
    pub fn hint(&self, language: Language) -> &str {
        &self.hint[language as usize]
    }

    /// As the command line prints it: `FILE:LINE:COLUMN: error: message (hint)`.
    #[must_use]
    pub fn line(&self, file: &str, language: Language) -> impl fmt::Display {
        let place = match self.position {
            Some(Position { line, column }) => format!("{file}:{line}:{column}"),
            None => file.to_owned(),
        };
        let hint = match self.hint(language) {
            "" => String::new(),
            hint => format!(" ({hint})"),
        };
        format!("{place}: {}: {}{hint}", self.severity.word(), self.message(language))
    }
}
