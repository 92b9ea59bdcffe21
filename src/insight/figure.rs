//! What a figure says, in numbers and words.

use crate::model::{LaneId, Language, Text};
use crate::query::Narrowing;
use std::borrow::Cow;

/// Which figure it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FigureKind {
    /// Tasks that go on in each quarter, by area.
    UnderWay,
    /// Tasks of each owner.
    Owners,
    /// Tasks that start and that end in each fiscal year.
    StartsAndEnds,
    /// Tasks by their total float.
    Float,
    /// Tasks and milestones.
    Kinds,
    /// Tasks by how exactly their dates are known.
    Precision,
}

impl FigureKind {
    /// The word for it in names of files.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::UnderWay => "under-way",
            Self::Owners => "owners",
            Self::StartsAndEnds => "starts-and-ends",
            Self::Float => "float",
            Self::Kinds => "kinds",
            Self::Precision => "precision",
        }
    }
}

/// How the counts of one bar stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grouping {
    /// On top of each other: they add up to something.
    Stacked,
    /// Beside each other: each counts something else.
    SideBySide,
}

/// Numbers as bars, with all that is to be said about them.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// Which figure it is.
    pub kind: FigureKind,
    /// What it is called.
    pub title: Text,
    /// What is to be known before the numbers are compared.
    pub note: Text,
    /// What the bars stand for, such as "owner".
    pub category: Text,
    /// Whether the bars lie, so that long names have room beside them.
    pub lies: bool,
    /// How the counts of one bar stand to each other.
    pub grouping: Grouping,
    /// What the counts of each bar are counts of.
    pub series: Vec<Series>,
    /// The bars in order.
    pub bars: Vec<Bar>,
    /// Whether the last bar is of what none of the others counts, and so stays in sight
    /// where there are too many bars for all of them.
    pub has_rest: bool,
    /// What the axis says under or beside the bars; in order, without overlaps.
    pub marks: Vec<Mark>,
}

/// What the counts at one position of all bars are counts of.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// What it is called; empty if there is nothing to tell apart.
    pub name: Text,
    /// The area whose colour it has.
    pub area: Option<LaneId>,
    /// What finds it among what a bar counts, if there is anything to tell apart.
    pub found_by: Option<Narrowing>,
}

/// One bar.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// What it stands for, in full.
    pub label: Text,
    /// The tasks that it counts, one number for each series.
    pub counts: Vec<u32>,
    /// What finds the tasks that it counts: one condition, or one for each of the counts if
    /// they stand side by side; nothing if no query finds them.
    pub found_by: Vec<Narrowing>,
}

impl Bar {
    /// The sum of its counts.
    #[must_use]
    pub fn total(&self) -> u32 {
        self.counts.iter().sum()
    }
}

/// A label of the axis for bars that follow each other.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// The position of the first bar.
    pub first: usize,
    /// How many bars it is for, at least one.
    pub bars: usize,
    /// What it says.
    pub label: Text,
}

impl Figure {
    /// What the numbers count.
    #[must_use]
    pub const fn unit(language: Language) -> &'static str {
        match language {
            Language::Japanese => "施策数",
            Language::English => "Measures",
        }
    }

    /// The conditions that together find what a bar counts: all of it, or the part of one
    /// series. Nothing if no query does, and for the whole of a bar with counts side by side.
    #[must_use]
    pub fn found_by(&self, bar: usize, series: Option<usize>) -> Vec<Narrowing> {
        let of_bar = &self.bars[bar].found_by;
        match (self.grouping, series) {
            (Grouping::Stacked, None) => of_bar.clone(),
            (Grouping::Stacked, Some(_)) if of_bar.is_empty() => Vec::new(),
            (Grouping::Stacked, Some(series)) => {
                of_bar.iter().chain(&self.series[series].found_by).cloned().collect()
            }
            (Grouping::SideBySide, Some(series)) => {
                of_bar.get(series).cloned().into_iter().collect()
            }
            (Grouping::SideBySide, None) => Vec::new(),
        }
    }

    /// The largest number that a bar reaches to.
    #[must_use]
    pub fn most(&self) -> u32 {
        self.most_of(&self.bars)
    }

    /// The largest number that one of some of its bars reaches to.
    #[must_use]
    pub fn most_of(&self, bars: &[Bar]) -> u32 {
        let reach = |bar: &Bar| match self.grouping {
            Grouping::Stacked => bar.total(),
            Grouping::SideBySide => bar.counts.iter().copied().max().unwrap_or(0),
        };
        bars.iter().map(reach).max().unwrap_or(0)
    }

    /// The numbers as rows of a table, the first with the headings. With several series
    /// that add up, the last column is their sum.
    #[must_use]
    pub fn table(&self, language: Language) -> Vec<Vec<Cow<'_, str>>> {
        let unit = Self::unit(language);
        let has_total = self.grouping == Grouping::Stacked && self.series.len() > 1;
        let mut head = vec![Cow::from(self.category.in_language(language))];
        head.extend(self.series.iter().map(|series| match series.name.in_language(language) {
            "" => Cow::from(unit),
            name => Cow::from(name),
        }));
        if has_total {
            head.push(match language {
                Language::Japanese => "合計".into(),
                Language::English => "Total".into(),
            });
        }
        let line = |bar: &'_ Bar| -> Vec<Cow<'_, str>> {
            let mut line = vec![Cow::from(bar.label.in_language(language).to_owned())];
            line.extend(bar.counts.iter().map(|count| Cow::from(count.to_string())));
            line.extend(has_total.then(|| Cow::from(bar.total().to_string())));
            line
        };
        std::iter::once(head).chain(self.bars.iter().map(line)).collect()
    }
}
