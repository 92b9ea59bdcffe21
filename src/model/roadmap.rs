//! The records of a roadmap.

use super::{
    DependencyId, Extra, IdList, LaneId, Language, List, OwnerId, Place, Rare, Source, TagId,
    TaskId, Text, View,
};
use crate::time::{Day, FiscalYearStart, Interval};
use ecow::EcoString;
use std::collections::HashMap;

/// A whole document.
///
/// Every id inside points at a record that exists; readers leave out, and report,
/// what does not hold together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Roadmap {
    /// What the roadmap is called.
    pub title: Text,
    /// When its fiscal years begin.
    pub fiscal_year_start: FiscalYearStart,
    /// The documents that its tasks come from.
    pub documents: Vec<Document>,
    /// How owners and tags are written in the other language.
    pub names: Vec<Name>,
    /// The lanes, in the order of the document; a parent may stand anywhere.
    pub lanes: Vec<Lane>,
    /// The tasks, in the order of the document.
    pub tasks: List<Task>,
    /// The dependencies, in the order of the document.
    pub dependencies: List<Dependency>,
    /// The ways to look at it that somebody has named.
    pub views: Vec<View>,
    /// The words that [`Task::owners`] points into.
    pub owners: WordList,
    /// The words that [`Task::tags`] points into.
    pub tags: WordList,
    /// Top-level fields that this version does not know.
    pub extra: Extra,
}

impl Roadmap {
    /// The lane with this id; the id must be of this roadmap.
    #[must_use]
    pub fn lane(&self, id: LaneId) -> &Lane {
        &self.lanes[id.index()]
    }

    /// The task with this id; the id must be of this roadmap.
    #[must_use]
    pub fn task(&self, id: TaskId) -> &Task {
        &self.tasks[id.index()]
    }

    /// The dependency with this id; the id must be of this roadmap.
    #[must_use]
    pub fn dependency(&self, id: DependencyId) -> &Dependency {
        &self.dependencies[id.index()]
    }

    /// All lane ids in order.
    pub fn lane_ids(&self) -> impl ExactSizeIterator<Item = LaneId> + use<> {
        (0..self.lanes.len()).map(LaneId::from_index)
    }

    /// All task ids in order.
    pub fn task_ids(&self) -> impl ExactSizeIterator<Item = TaskId> + use<> {
        (0..self.tasks.len()).map(TaskId::from_index)
    }

    /// The task with this text id; looks at every task.
    #[must_use]
    pub fn find_task(&self, id: &str) -> Option<TaskId> {
        self.tasks.iter().position(|task| &*task.id == id).map(TaskId::from_index)
    }

    /// The top-level lane above (or at) a lane: its area.
    #[must_use]
    pub fn area_of(&self, lane: LaneId) -> LaneId {
        let mut area = lane;
        while let Some(parent) = self.lane(area).parent {
            area = parent;
        }
        area
    }

    /// The area of every lane, by the positions of the lanes.
    #[must_use]
    pub fn areas(&self) -> Vec<LaneId> {
        let mut areas: Vec<Option<LaneId>> = vec![None; self.lanes.len()];
        let mut way = Vec::new();
        for start in self.lane_ids() {
            // Upwards to a lane whose area is known, or to the top; each lane is on one way only.
            let mut lane = start;
            let area = loop {
                if let Some(area) = areas[lane.index()] {
                    break area;
                }
                way.push(lane);
                match self.lane(lane).parent {
                    Some(parent) => lane = parent,
                    None => break lane,
                }
            };
            for lane in way.drain(..) {
                areas[lane.index()] = Some(area);
            }
        }
        areas.into_iter().flatten().collect()
    }

    /// What to show for an owner in a language: its translated name, else the plain word.
    #[must_use]
    pub fn shown_owner(&self, owner: OwnerId, language: Language) -> &str {
        self.shown_name(self.owners.word(owner.index()), language)
    }

    /// What to show for a tag in a language: its translated name, else the plain word.
    #[must_use]
    pub fn shown_tag(&self, tag: TagId, language: Language) -> &str {
        self.shown_name(self.tags.word(tag.index()), language)
    }

    fn shown_name<'a>(&'a self, word: &'a str, language: Language) -> &'a str {
        let name = self.names.iter().find(|name| &*name.name == word);
        name.and_then(|name| name.title.get(language)).unwrap_or(word)
    }

    /// The first and last day of all tasks; open ends count as their start.
    /// `None` for a roadmap without tasks.
    #[must_use]
    pub fn span(&self) -> Option<(Day, Day)> {
        let fiscal = self.fiscal_year_start;
        self.tasks.iter().map(|task| (task.when.first_day(fiscal), task.when)).fold(
            None,
            |span, (first, when)| {
                let last = when.last_day(fiscal).unwrap_or_else(|| when.start().last_day(fiscal));
                Some(match span {
                    None => (first, last),
                    Some((from, to)) => (first.min(from), last.max(to)),
                })
            },
        )
    }
}

/// A published document that tasks come from.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// Its stable id.
    pub id: Box<str>,
    /// What it is called.
    pub title: Text,
    /// When it was published.
    pub date: Option<Day>,
    /// Who published it.
    pub publisher: Text,
    /// The name of the text file whose lines a [`Place`] counts.
    pub file: Option<Box<str>>,
    /// Its chapters, with rising tables: none of a chapter is also one of the next.
    pub chapters: Vec<Chapter>,
    /// Fields that this version does not know.
    pub extra: Extra,
}

impl Document {
    /// The position of the chapter that a table stands in, if one is known.
    #[must_use]
    pub fn chapter_of(&self, table: u32) -> Option<usize> {
        let behind = self.chapters.partition_point(|chapter| chapter.first_table <= table);
        let last = behind.checked_sub(1)?;
        (table <= self.chapters[last].last_table).then_some(last)
    }
}

/// A part of a document: tables that stand under one heading.
#[derive(Clone, Debug, PartialEq)]
pub struct Chapter {
    /// What it is called.
    pub title: Text,
    /// The number of its first table.
    pub first_table: u32,
    /// The number of its last table, not below the first.
    pub last_table: u32,
    /// Fields that this version does not know.
    pub extra: Extra,
}

/// How an owner or a tag is written in each language.
///
/// Tasks name owners and tags by one plain word; this says what to show for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Name {
    /// The word as tasks write it.
    pub name: Box<str>,
    /// What to show for it.
    pub title: Text,
    /// Fields that this version does not know.
    pub extra: Extra,
}

/// A horizontal band of the chart: an area, or a measure inside one.
#[derive(Clone, Debug, PartialEq)]
pub struct Lane {
    /// Its stable id.
    pub id: Box<str>,
    /// What it is called.
    pub title: Text,
    /// The lane that it is part of; the parents of a lane never lead back to it.
    pub parent: Option<LaneId>,
    /// Which hue of the palette it has, up to [`Self::MAX_COLOR`]; only that of top-level lanes is
    /// shown.
    pub color: Option<u8>,
    /// Fields that this version does not know.
    pub extra: Extra,
}

impl Lane {
    /// The largest number of a colour: hues lie ten degrees apart.
    pub const MAX_COLOR: u8 = 35;
}

/// One bar or milestone.
#[derive(Clone, Debug, PartialEq)]
pub struct Task {
    /// Its stable id; up to 15 bytes lie in the record itself.
    pub id: EcoString,
    /// The lane that it lies in.
    pub lane: LaneId,
    /// The row of the lane, from 0; bars of one track follow each other.
    pub track: u16,
    /// What it is called.
    pub title: Text,
    /// When it takes place, as exactly as that is known.
    pub when: Interval,
    /// What it is.
    pub kind: TaskKind,
    /// How far it has got.
    pub status: TaskStatus,
    /// How much of it is done, in percent from 0 to 100; `None` if that is not known.
    pub progress: Option<u8>,
    /// Who is in charge.
    pub owners: IdList<OwnerId>,
    /// Free keywords.
    pub tags: IdList<TagId>,
    /// Where it comes from.
    pub source: Option<Source>,
    /// How its date is known.
    pub basis: TaskBasis,
    /// Its note and unknown fields.
    pub rare: Rare,
}

impl Task {
    /// A task in the first track of a lane, of which nothing else is known.
    #[must_use]
    pub fn new(id: impl Into<EcoString>, lane: LaneId, title: Text, when: Interval) -> Self {
        Self {
            id: id.into(),
            lane,
            track: 0,
            title,
            when,
            kind: TaskKind::Task,
            status: TaskStatus::Unknown,
            progress: None,
            owners: IdList::default(),
            tags: IdList::default(),
            source: None,
            basis: TaskBasis::Editor,
            rare: Rare::default(),
        }
    }

    /// Where it comes from, if that is known.
    #[must_use]
    pub fn place(&self) -> Option<Place> {
        self.source.as_ref().map(Source::place)
    }

    /// What else is to be said.
    #[must_use]
    pub fn note(&self) -> &Text {
        self.rare.remark()
    }
}

words!(
    /// What a task is.
    TaskKind {
        /// Work that takes time.
        Task = "task",
        /// A point that is reached.
        Milestone = "milestone",
    }
);

words!(
    /// How far a task has got, as the document says; nothing is concluded from its dates.
    TaskStatus {
        /// It has not begun.
        Planned = "planned",
        /// It has begun and is not finished.
        UnderWay = "under-way",
        /// It is finished.
        Done = "done",
        /// It was given up.
        Dropped = "dropped",
        /// The document does not say; a file leaves the key out.
        Unknown = "unknown",
    }
);

words!(
    /// How the date of a task is known.
    TaskBasis {
        /// Read off the column of the table that the cell stands in.
        Column = "column",
        /// Said by the text of the cell, which wins over the column.
        Text = "text",
        /// Decided by the editor of the roadmap.
        Editor = "editor",
    }
);

words!(
    /// Which ends of two tasks a dependency ties together.
    DependencyType {
        /// The successor starts after the predecessor finishes.
        FinishToStart = "FS",
        /// The successor starts after the predecessor starts.
        StartToStart = "SS",
        /// The successor finishes after the predecessor finishes.
        FinishToFinish = "FF",
        /// The successor finishes after the predecessor starts.
        StartToFinish = "SF",
    }
);

words!(
    /// How a dependency is known.
    DependencyBasis {
        /// The bars follow each other in one row of the table.
        Row = "row",
        /// The document says so.
        Stated = "stated",
        /// A reader's judgement, for the reason given.
        Inferred = "inferred",
    }
);

/// One task waits for another.
#[derive(Clone, Debug, PartialEq)]
pub struct Dependency {
    /// The predecessor.
    pub from: TaskId,
    /// The successor.
    pub to: TaskId,
    /// Which ends are tied together.
    pub kind: DependencyType,
    /// Days to wait (lag), or to overlap if negative (lead), within [`Self::MAX_LAG_DAYS`].
    pub lag_days: i32,
    /// How it is known.
    pub basis: DependencyBasis,
    /// Its reason and unknown fields.
    pub rare: Rare,
}

impl Dependency {
    /// The longest lag or lead that a document can have, in days.
    pub const MAX_LAG_DAYS: i32 = 1_000_000;

    /// The successor starts after the predecessor finishes; a reader's judgement.
    #[must_use]
    pub fn new(from: TaskId, to: TaskId) -> Self {
        Self {
            from,
            to,
            kind: DependencyType::FinishToStart,
            lag_days: 0,
            basis: DependencyBasis::Inferred,
            rare: Rare::default(),
        }
    }

    /// Why.
    #[must_use]
    pub fn reason(&self) -> &Text {
        self.rare.remark()
    }
}

/// Words that many tasks share, each stored once.
#[derive(Clone, Debug, Default)]
pub struct WordList {
    words: Vec<Box<str>>,
    positions: HashMap<Box<str>, u32>,
}

impl WordList {
    /// The position of a word, which is added if it is new.
    ///
    /// # Panics
    /// With more than 2³² different words, which no memory holds.
    pub fn intern(&mut self, word: &str) -> usize {
        if let Some(&position) = self.positions.get(word) {
            return position as usize;
        }
        let position = self.words.len();
        self.words.push(word.into());
        self.positions.insert(word.into(), u32::try_from(position).expect("fewer than 2^32 words"));
        position
    }

    /// The position of a word, if it is one of the list.
    #[must_use]
    pub fn find(&self, word: &str) -> Option<usize> {
        self.positions.get(word).map(|position| *position as usize)
    }

    /// The word at a position.
    #[must_use]
    pub fn word(&self, position: usize) -> &str {
        &self.words[position]
    }

    /// All words, in the order in which they were first used.
    #[must_use]
    pub fn words(&self) -> &[Box<str>] {
        &self.words
    }
}

impl PartialEq for WordList {
    fn eq(&self, other: &Self) -> bool {
        self.words == other.words
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_small() {
        assert_eq!(size_of::<Task>(), 120);
        assert_eq!(size_of::<Interval>(), 12);
        assert_eq!(size_of::<Dependency>(), 24);
    }

    #[test]
    fn words_are_stored_once() {
        let mut list = WordList::default();
        assert_eq!(list.intern("総務省"), 0);
        assert_eq!(list.intern("デジタル庁"), 1);
        assert_eq!(list.intern("総務省"), 0);
        assert_eq!(list.word(1), "デジタル庁");
    }

    #[test]
    fn a_table_is_found_in_its_chapter() {
        let chapter = |first_table, last_table| Chapter {
            title: Text::default(),
            first_table,
            last_table,
            extra: Extra::default(),
        };
        let document = Document {
            id: "d".into(),
            title: Text::default(),
            date: None,
            publisher: Text::default(),
            file: None,
            chapters: vec![chapter(2, 2), chapter(3, 5), chapter(8, u32::MAX)],
            extra: Extra::default(),
        };
        let found = [0, 1, 2, 3, 5, 6, 7, 8, u32::MAX].map(|table| document.chapter_of(table));
        let none = None;
        let (a, b, c) = (Some(0), Some(1), Some(2));
        assert_eq!(found, [none, none, a, b, b, none, none, c, c]);
        assert_eq!(Document { chapters: Vec::new(), ..document }.chapter_of(1), None);
    }

    #[test]
    fn every_value_is_found_by_its_word() {
        for &kind in DependencyType::ALL {
            assert_eq!(DependencyType::from_word(kind.word()), Some(kind));
        }
        assert_eq!(TaskKind::from_word("Task"), None);
    }
}
