//! What `is:` asks for.

use crate::model::Language;

/// Something that is so or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Property {
    /// No delay without delaying the end of the plan.
    Critical,
    /// A point that is reached.
    Milestone,
    /// One of its dependencies cannot hold with the dates of the document.
    Conflict,
    /// The document gives no end.
    Open,
}

impl Property {
    pub(super) const ALL: [Self; 4] = [Self::Critical, Self::Milestone, Self::Conflict, Self::Open];

    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Critical => "critical",
            Self::Milestone => "milestone",
            Self::Conflict => "conflict",
            Self::Open => "open",
        }
    }

    pub(super) const fn title(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Critical, Language::Japanese) => "クリティカル",
            (Self::Critical, Language::English) => "Critical",
            (Self::Milestone, Language::Japanese) => "マイルストーン",
            (Self::Milestone, Language::English) => "Milestone",
            (Self::Conflict, Language::Japanese) => "矛盾",
            (Self::Conflict, Language::English) => "Conflict",
            (Self::Open, Language::Japanese) => "終わりの定めなし",
            (Self::Open, Language::English) => "Open end",
        }
    }
}
