//! How a document is looked at: arrangement, groups, order and colours.

use super::{DocumentId, Extra, LaneId, OwnerId, Roadmap, TaskKind, TaskStatus, Text};
use crate::time::Day;
use std::collections::{HashMap, HashSet};

words!(
    /// How tasks are arranged.
    #[derive(Default)]
    Mode {
        /// Many bars one after another in the tracks of lanes, as in a printed table.
        #[default]
        Swimlanes = "swimlane",
        /// One task per row, with columns.
        Gantt = "gantt",
    }
);

words!(
    /// Under which headings tasks stand. Every task stands under one heading.
    #[derive(Default)]
    Grouping {
        /// The tree of lanes, as the document has it.
        #[default]
        Lanes = "lanes",
        /// The areas, without the lanes below them.
        Area = "area",
        /// The owner; where there are several, the first one that is named.
        Owner = "owner",
        /// Task or milestone.
        Kind = "kind",
        /// The chapter of the document.
        Chapter = "chapter",
        /// The fiscal year in which it starts.
        Year = "year",
        /// How far it has got.
        Status = "status",
    }
);

words!(
    /// In which order tasks stand under one heading.
    #[derive(Default)]
    Sorting {
        /// As in the document.
        #[default]
        Document = "document",
        /// The earliest start first.
        Start = "start",
        /// The earliest end first; open ends last.
        End = "end",
        /// The least total float first.
        Float = "float",
        /// By title.
        Title = "title",
    }
);

words!(
    /// What the colour of a bar stands for.
    #[derive(Default)]
    Coloring {
        /// Its area.
        #[default]
        Area = "area",
        /// Its owner; where there are several, the first one that is named.
        Owner = "owner",
        /// How far it has got.
        Status = "status",
        /// Whether it is critical.
        Criticality = "criticality",
        /// Task or milestone.
        Kind = "kind",
    }
);

/// A way to look at a document, under a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// Its stable id.
    pub id: Box<str>,
    /// What it is called.
    pub title: Text,
    /// The filter, as it is written in the search field; empty for everything.
    pub query: Box<str>,
    /// How tasks are arranged.
    pub mode: Mode,
    /// Under which headings they stand.
    pub grouping: Grouping,
    /// In which order they stand there.
    pub sorting: Sorting,
    /// What their colours stand for.
    pub coloring: Coloring,
    /// Headings whose contents are folded away, as [`GroupKey::text`] writes them. Texts
    /// that name nothing are kept: what they name may come back.
    pub folded: Box<[Box<str>]>,
    /// The first and the last day in view, not turned around; `None` for the whole document.
    pub days: Option<(Day, Day)>,
    /// Scale of the rows, 100 for the standard one.
    pub row_percent: u16,
    /// The status date of the progress line; `None` if it is not shown.
    pub progress_day: Option<Day>,
    /// Fields that this version does not know.
    pub extra: Extra,
}

impl View {
    /// The usual scale of rows.
    pub const ROW_PERCENT: u16 = 100;
    /// The scales that rows may have.
    pub const ROW_PERCENTS: std::ops::RangeInclusive<u16> = 3..=200;

    /// Everything as a document is first shown.
    #[must_use]
    pub fn new(id: impl Into<Box<str>>, title: Text) -> Self {
        Self {
            id: id.into(),
            title,
            query: "".into(),
            mode: Mode::default(),
            grouping: Grouping::default(),
            sorting: Sorting::default(),
            coloring: Coloring::default(),
            folded: Box::default(),
            days: None,
            row_percent: Self::ROW_PERCENT,
            progress_day: None,
            extra: Extra::default(),
        }
    }

    /// Whether two views show the same, whatever they are called.
    #[must_use]
    pub fn shows_the_same(&self, other: &Self) -> bool {
        let Self { id, title, extra, .. } = self.clone();
        Self { id, title, extra, ..other.clone() } == *self
    }
}

/// What the tasks under one heading have in common. Its ids belong to one roadmap.
///
/// The order is that of the headings, but for owners, of whom those with the most
/// tasks come first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GroupKey {
    /// They lie in this lane, or in lanes below it.
    Lane(LaneId),
    /// This is the first of their owners.
    Owner(OwnerId),
    /// They name no owner.
    NoOwner,
    /// They are of this kind.
    Kind(TaskKind),
    /// They come from this chapter.
    Chapter {
        /// The document that the chapter is part of.
        document: DocumentId,
        /// The position of the chapter in its document.
        chapter: u32,
    },
    /// They come from no chapter.
    NoChapter,
    /// They start in the fiscal year that begins in this calendar year.
    Year(i16),
    /// They have got this far.
    Status(TaskStatus),
}

impl GroupKey {
    /// The text by which files name it: `lane:ID`, `owner:WORD`, `no-owner`, `kind:WORD`,
    /// `chapter:DOCUMENT/NUMBER` counted from 1, `no-chapter`, `year:2021`, `status:WORD`.
    #[must_use]
    pub fn text(self, roadmap: &Roadmap) -> String {
        match self {
            Self::Lane(lane) => format!("lane:{}", roadmap.lane(lane).id),
            Self::Owner(owner) => format!("owner:{}", roadmap.owners.word(owner.index())),
            Self::NoOwner => "no-owner".to_owned(),
            Self::Kind(kind) => format!("kind:{}", kind.word()),
            Self::Chapter { document, chapter } => {
                format!("chapter:{}/{}", roadmap.documents[document.index()].id, chapter + 1)
            }
            Self::NoChapter => "no-chapter".to_owned(),
            Self::Year(year) => format!("year:{year}"),
            Self::Status(status) => format!("status:{}", status.word()),
        }
    }

    /// Those of some texts that name something in a roadmap.
    #[must_use]
    pub fn find_all(texts: &[Box<str>], roadmap: &Roadmap) -> HashSet<Self> {
        if texts.is_empty() {
            return HashSet::new();
        }
        let lanes = roadmap.lane_ids().map(|id| (&*roadmap.lane(id).id, id)).collect();
        texts.iter().filter_map(|text| Self::find(text, roadmap, &lanes)).collect()
    }

    fn find(text: &str, roadmap: &Roadmap, lanes: &HashMap<&str, LaneId>) -> Option<Self> {
        match text.split_once(':') {
            None if text == "no-owner" => Some(Self::NoOwner),
            None if text == "no-chapter" => Some(Self::NoChapter),
            Some(("lane", id)) => lanes.get(id).copied().map(Self::Lane),
            Some(("owner", word)) => {
                roadmap.owners.find(word).map(|at| Self::Owner(OwnerId::from_index(at)))
            }
            Some(("kind", word)) => TaskKind::from_word(word).map(Self::Kind),
            Some(("chapter", place)) => {
                let (id, number) = place.rsplit_once('/')?;
                let document = roadmap.documents.iter().position(|it| &*it.id == id)?;
                let chapter = number.parse::<u32>().ok()?.checked_sub(1)?;
                let exists = (chapter as usize) < roadmap.documents[document].chapters.len();
                let document = DocumentId::from_index(document);
                exists.then_some(Self::Chapter { document, chapter })
            }
            Some(("year", year)) => year.parse().ok().map(Self::Year),
            Some(("status", word)) => TaskStatus::from_word(word).map(Self::Status),
            _ => None,
        }
    }
}
