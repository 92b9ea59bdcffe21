//! The aspects by which tasks are filtered, and the values that the tasks of a roadmap have.

use super::column::{Column, Numbers};
use crate::model::{
    DocumentId, LaneId, OwnerId, Roadmap, TagId, Task, TaskBasis, TaskKind, TaskStatus,
};
use crate::time::Precision;

/// An aspect of a task that a filter can ask about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Facet {
    /// The top-level lane that it lies in.
    Area,
    /// Who is in charge.
    Owner,
    /// Whether it is a task or a milestone.
    Kind,
    /// How far it has got.
    Status,
    /// Its keywords.
    Tag,
    /// The fiscal years that it touches.
    Period,
    /// How exactly its dates are known.
    Precision,
    /// The chapter of the document that it comes from.
    Chapter,
    /// The table of the document that it comes from.
    Table,
    /// How its date is known.
    Basis,
}

impl Facet {
    /// All facets, in order.
    pub const ALL: [Self; 10] = [
        Self::Area,
        Self::Owner,
        Self::Kind,
        Self::Status,
        Self::Tag,
        Self::Period,
        Self::Precision,
        Self::Chapter,
        Self::Table,
        Self::Basis,
    ];
}

/// One value of a facet; its ids belong to one roadmap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FacetValue {
    /// Lies in this area, a top-level lane.
    Area(LaneId),
    /// This owner is, perhaps with others, in charge.
    Owner(OwnerId),
    /// Nobody is named as in charge.
    NoOwner,
    /// Is of this kind.
    Kind(TaskKind),
    /// Has got this far.
    Status(TaskStatus),
    /// Has this keyword.
    Tag(TagId),
    /// Touches the fiscal year that begins in this calendar year.
    FiscalYear(i16),
    /// The coarser of its two dates is known this exactly.
    Precision(Precision),
    /// Comes from a table of this chapter.
    Chapter {
        /// The document that the chapter is part of.
        document: DocumentId,
        /// The position of the chapter in its document.
        chapter: usize,
    },
    /// Comes from no table, or from one that is in no chapter.
    NoChapter,
    /// Comes from this table.
    Table {
        /// The document that the table stands in.
        document: DocumentId,
        /// The number of the table in its document.
        table: u32,
    },
    /// Comes from no numbered table.
    NoTable,
    /// Its date is known in this way.
    Basis(TaskBasis),
}

impl FacetValue {
    /// The facet that it is a value of.
    #[must_use]
    pub const fn facet(self) -> Facet {
        match self {
            Self::Area(_) => Facet::Area,
            Self::Owner(_) | Self::NoOwner => Facet::Owner,
            Self::Kind(_) => Facet::Kind,
            Self::Status(_) => Facet::Status,
            Self::Tag(_) => Facet::Tag,
            Self::FiscalYear(_) => Facet::Period,
            Self::Precision(_) => Facet::Precision,
            Self::Chapter { .. } | Self::NoChapter => Facet::Chapter,
            Self::Table { .. } | Self::NoTable => Facet::Table,
            Self::Basis(_) => Facet::Basis,
        }
    }
}

/// The values of one facet that the tasks of a roadmap have.
#[derive(Clone, Debug)]
pub(super) struct FacetIndex {
    /// In the order of the list, each once; every value belongs to a task.
    pub(super) values: Vec<FacetValue>,
    /// The number of tasks that have each value.
    pub(super) totals: Vec<u32>,
    /// The values of each task.
    pub(super) column: Column,
}

/// In which order the values of a facet are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Order {
    /// As the candidates come.
    AsGiven,
    /// Those with the most tasks first, equal ones as they come; [`FacetValue::NoOwner`] last.
    MostFirst,
}

impl FacetIndex {
    /// The values of a facet in a roadmap; `areas` is the area of each lane.
    pub(super) fn new(facet: Facet, roadmap: &Roadmap, areas: &[LaneId]) -> Self {
        let one = |candidates: Vec<FacetValue>, number: &dyn Fn(&Task) -> usize| {
            let of_task = roadmap.tasks.iter().map(|task| number(task) as u32);
            let column = Column::One(Numbers::new(of_task, candidates.len()));
            Self::from_column(&candidates, column, Order::AsGiven)
        };
        match facet {
            Facet::Area => {
                let candidates = roadmap.lane_ids().map(FacetValue::Area).collect();
                one(candidates, &|task| areas[task.lane.index()].index())
            }
            Facet::Owner => {
                let count = roadmap.owners.words().len();
                let owners = (0..count).map(|owner| FacetValue::Owner(OwnerId::from_index(owner)));
                let candidates: Vec<_> = owners.chain([FacetValue::NoOwner]).collect();
                let column = several(roadmap, candidates.len(), |task, values| {
                    values.extend(task.owners.iter().map(|owner| owner.index()));
                    if task.owners.is_empty() {
                        values.push(count);
                    }
                });
                Self::from_column(&candidates, column, Order::MostFirst)
            }
            Facet::Kind => {
                one(of_enum(TaskKind::ALL, FacetValue::Kind), &|task| task.kind as usize)
            }
            Facet::Status => {
                one(of_enum(TaskStatus::ALL, FacetValue::Status), &|task| task.status as usize)
            }
            Facet::Tag => {
                let count = roadmap.tags.words().len();
                let tags = (0..count).map(|tag| FacetValue::Tag(TagId::from_index(tag)));
                let column = several(roadmap, count, |task, values| {
                    values.extend(task.tags.iter().map(|tag| tag.index()));
                });
                Self::from_column(&tags.collect::<Vec<_>>(), column, Order::MostFirst)
            }
            Facet::Period => Self::periods(roadmap),
            Facet::Precision => {
                let candidates = of_enum(&Precision::ALL, FacetValue::Precision);
                one(candidates, &|task| task.when.precision() as usize)
            }
            Facet::Chapter => Self::sorted(roadmap, |task| chapter_of(task, roadmap)),
            Facet::Table => Self::sorted(roadmap, table_of),
            Facet::Basis => {
                one(of_enum(TaskBasis::ALL, FacetValue::Basis), &|task| task.basis as usize)
            }
        }
    }

    /// The values that the tasks have, one each, in their own order.
    fn sorted(roadmap: &Roadmap, value_of: impl Fn(&Task) -> FacetValue) -> Self {
        let mut candidates: Vec<_> = roadmap.tasks.iter().map(&value_of).collect();
        // Tasks of one table stand beside each other, so that little is left to be sorted.
        candidates.dedup();
        candidates.sort_unstable();
        candidates.dedup();
        let place = |task: &Task| {
            candidates.binary_search(&value_of(task)).expect("all were collected") as u32
        };
        let column = Column::One(Numbers::new(roadmap.tasks.iter().map(place), candidates.len()));
        Self::from_column(&candidates, column, Order::AsGiven)
    }

    /// The fiscal years from the first to the last that a task touches. An open end
    /// counts up to the last fiscal year of the whole roadmap.
    fn periods(roadmap: &Roadmap) -> Self {
        let fiscal = roadmap.fiscal_year_start;
        let first_year = |task: &Task| fiscal.fiscal_year_of(task.when.first_day(fiscal));
        let last_of_all = roadmap.span().map(|(_, last)| fiscal.fiscal_year_of(last));
        let horizon = roadmap.tasks.iter().map(first_year).chain(last_of_all).max().unwrap_or(0);
        let base = roadmap.tasks.iter().map(first_year).min().unwrap_or(0);
        let number = |year: i16| u16::try_from(year - base).expect("no task starts before `base`");
        // Every year of a task's range is touched by it and so listed: ranges stay ranges.
        let range = |task: &Task| {
            let first = first_year(task);
            let last = task.when.last_day(fiscal).map_or(horizon, |day| fiscal.fiscal_year_of(day));
            // Another beginning of the fiscal year can have turned an interval around.
            (number(first), number(last.max(first)))
        };
        let candidates = if roadmap.tasks.is_empty() { base..base } else { base..horizon + 1 };
        let candidates: Vec<_> = candidates.map(FacetValue::FiscalYear).collect();
        let column = Column::Range(roadmap.tasks.iter().map(range).collect());
        Self::from_column(&candidates, column, Order::AsGiven)
    }

    /// Orders the values and leaves out those that no task has. The column counts
    /// by the places of the candidates.
    fn from_column(candidates: &[FacetValue], column: Column, order: Order) -> Self {
        let counts = column.count(candidates.len(), |_| true);
        let mut listed: Vec<_> = (0..candidates.len()).filter(|&place| counts[place] > 0).collect();
        if order == Order::MostFirst {
            let is_none = |place: usize| candidates[place] == FacetValue::NoOwner;
            listed.sort_by_key(|&place| (is_none(place), std::cmp::Reverse(counts[place])));
        }
        let mut renumbered = vec![0; candidates.len()];
        for (number, &place) in listed.iter().enumerate() {
            renumbered[place] = number as u32;
        }
        Self {
            values: listed.iter().map(|&place| candidates[place]).collect(),
            totals: listed.iter().map(|&place| counts[place]).collect(),
            column: column.renumbered(&renumbered, listed.len()),
        }
    }
}

fn of_enum<T: Copy>(all: &[T], value: impl Fn(T) -> FacetValue) -> Vec<FacetValue> {
    all.iter().map(|&each| value(each)).collect()
}

fn chapter_of(task: &Task, roadmap: &Roadmap) -> FacetValue {
    let chapter = task.place().and_then(|place| {
        let document = place.document;
        let chapter = roadmap.documents[document.index()].chapter_of(place.table?)?;
        Some(FacetValue::Chapter { document, chapter })
    });
    chapter.unwrap_or(FacetValue::NoChapter)
}

fn table_of(task: &Task) -> FacetValue {
    let numbered = task.place().and_then(|place| Some((place.document, place.table?)));
    numbered.map_or(FacetValue::NoTable, |(document, table)| FacetValue::Table { document, table })
}

/// A column of the values that `collect` adds for each task; a value named twice counts once.
fn several(
    roadmap: &Roadmap,
    value_count: usize,
    collect: impl Fn(&Task, &mut Vec<usize>),
) -> Column {
    let (mut ends, mut values) = (Vec::with_capacity(roadmap.tasks.len()), Vec::new());
    let mut last_task_with = vec![usize::MAX; value_count];
    let mut of_task = Vec::new();
    for (position, task) in roadmap.tasks.iter().enumerate() {
        collect(task, &mut of_task);
        for value in of_task.drain(..) {
            if last_task_with[value] != position {
                last_task_with[value] = position;
                values.push(value as u32);
            }
        }
        ends.push(u32::try_from(values.len()).expect("readers refuse documents of 2^32 records"));
    }
    Column::Several { ends, values: Numbers::new(values.into_iter(), value_count) }
}
