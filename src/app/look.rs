//! The choices of how tasks are grouped, sorted and coloured, with their words.

use super::{Session, Submenu};
use crate::model::{Coloring, Grouping, Language, Sorting};

/// One choice of how the document is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// Which headings tasks stand under.
    Group(Grouping),
    /// In which order they stand there.
    Sort(Sorting),
    /// What their colours stand for.
    Color(Coloring),
}

impl Look {
    /// The submenu of its command.
    #[must_use]
    pub const fn submenu(self) -> Submenu {
        match self {
            Self::Group(_) => Submenu::Group,
            Self::Sort(_) => Submenu::Sort,
            Self::Color(_) => Submenu::Color,
        }
    }

    /// What it is called in its submenu.
    #[must_use]
    pub const fn label(self, language: Language) -> &'static str {
        let [ja, en] = match self {
            Self::Group(Grouping::Lanes) => ["レーン（文書どおり）", "Lanes (as in the document)"],
            Self::Group(Grouping::Area) | Self::Color(Coloring::Area) => ["領域", "Area"],
            Self::Group(Grouping::Owner) | Self::Color(Coloring::Owner) => ["担当", "Owner"],
            Self::Group(Grouping::Kind) | Self::Color(Coloring::Kind) => ["種別", "Kind"],
            Self::Group(Grouping::Chapter) => ["文書の章", "Chapter"],
            Self::Group(Grouping::Year) => ["開始年度", "Year of the start"],
            Self::Group(Grouping::Status) | Self::Color(Coloring::Status) => ["状況", "Status"],
            Self::Sort(Sorting::Document) => ["文書の順", "Order of the document"],
            Self::Sort(Sorting::Start) => ["開始", "Start"],
            Self::Sort(Sorting::End) => ["終了", "End"],
            Self::Sort(Sorting::Float) => ["余裕", "Float"],
            Self::Sort(Sorting::Title) => ["題名", "Title"],
            Self::Color(Coloring::Criticality) => ["クリティカル", "Criticality"],
        };
        match language {
            Language::Japanese => ja,
            Language::English => en,
        }
    }

    /// Whether a session shows its document so.
    #[must_use]
    pub fn is_in_force(self, session: &Session) -> bool {
        match self {
            Self::Group(grouping) => session.grouping() == grouping,
            Self::Sort(sorting) => session.sorting() == sorting,
            Self::Color(coloring) => session.coloring() == coloring,
        }
    }

    /// Whether it is what a document is first shown with.
    #[must_use]
    pub fn is_default(self) -> bool {
        match self {
            Self::Group(grouping) => grouping == Grouping::default(),
            Self::Sort(sorting) => sorting == Sorting::default(),
            Self::Color(coloring) => coloring == Coloring::default(),
        }
    }
}
