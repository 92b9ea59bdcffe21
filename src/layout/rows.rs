//! Rows: which heading, track or task stands where from top to bottom.
//!
//! Rows are made anew when the document, the filter, the folding or the arrangement
//! changes, never in a frame. Their heights are whole points at 100 %; the chart
//! scales them.

use super::arrange::Builder;
use crate::model::{GroupKey, Grouping, LaneId, Mode, Roadmap, TaskId};
use std::collections::HashSet;
use std::ops::Range;

/// Height of a row of bars, in points at 100 %.
pub const ROW_PT: u16 = 29;
/// Height of a bar, in points at 100 %.
pub const BAR_PT: u16 = 22;
/// Height of the band that heads a lane, in points at 100 %.
pub const BAND_PT: u16 = 26;

/// What a row shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowKind {
    /// A heading with lanes or tasks below it.
    Band {
        /// The lane, or what else the tasks have in common.
        key: GroupKey,
        /// Whether its contents are folded away.
        folded: bool,
    },
    /// One row of bars of a lane.
    Track {
        /// The lane.
        lane: LaneId,
        /// Which row of its lane this is, from 0.
        index: u16,
        /// How many rows the lane has here; they follow each other.
        count: u16,
    },
    /// One task with its columns.
    Task(TaskId),
}

/// One row.
#[derive(Clone, Debug)]
pub struct Row {
    /// What it shows.
    pub kind: RowKind,
    /// The position of its top-level heading in [`Rows::groups`].
    pub group: u32,
    /// How deep its lane is nested; 0 for areas and other top-level headings.
    pub depth: u8,
    /// Its upper edge in points at 100 %.
    pub top: u32,
    /// Its height in points at 100 %.
    pub height: u16,
    /// Its spans in [`Rows::spans`], by time; they do not overlap.
    pub spans: Range<u32>,
}

/// A bar of a row, or the union of several under a folded heading.
#[derive(Clone, Copy, Debug)]
pub struct Span {
    /// The task, or the first of those that were united.
    pub task: TaskId,
    /// The number of its first day.
    pub first: i32,
    /// The number of the day after its last.
    pub end: i32,
}

/// A top-level heading and the rows under it.
#[derive(Clone, Debug)]
pub struct Group {
    /// The area, or what else the tasks have in common.
    pub key: GroupKey,
    /// Its rows, its band included.
    pub rows: Range<u32>,
    /// How many of its tasks are shown or folded away.
    pub tasks: u32,
}

/// All rows of a document as it is shown.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    /// The arrangement that they were made for.
    pub mode: Mode,
    /// The headings that they were made for.
    pub grouping: Grouping,
    /// From top to bottom.
    pub rows: Vec<Row>,
    /// The bars, row by row.
    pub spans: Vec<Span>,
    /// The top-level headings, from top to bottom.
    pub groups: Vec<Group>,
    /// The row of each task, `u32::MAX` for those that the filter hides.
    pub(super) row_of_task: Vec<u32>,
    /// Whether any task with a bar of its own says how far it has got.
    pub tell_status: bool,
    /// Height of all rows in points at 100 %.
    pub height: u32,
}

/// What rows are to be made.
pub struct RowsRequest<'a> {
    /// The document.
    pub roadmap: &'a Roadmap,
    /// The arrangement.
    pub mode: Mode,
    /// The headings that tasks stand under.
    pub grouping: Grouping,
    /// The rank of each task by which those under one heading are ordered, the least
    /// first; `None` keeps the order of the document. Equal ones keep it, too.
    ///
    /// In swimlanes, where time decides what follows what, it orders the tracks of a
    /// lane, and the lanes under a heading that is no lane.
    pub rank: Option<&'a dyn Fn(TaskId) -> i64>,
    /// Headings whose contents are folded away.
    pub folded: &'a HashSet<GroupKey>,
    /// Whether the filter lets a task through.
    pub is_shown: &'a dyn Fn(TaskId) -> bool,
    /// Whether lanes without tasks have their heading, or an empty track, where lanes are shown.
    pub shows_empty_lanes: bool,
}

impl Rows {
    /// Arranges all tasks that the filter lets through.
    ///
    /// Each of them has exactly one bar, or a part in the union of one folded heading: a
    /// task with several owners stands under the first. Headings and tracks without any
    /// such task take no room, unless empty lanes are asked for. Bars of one track that overlap in time are spread over as
    /// many rows as they need; under headings that are no lanes, the tracks of a lane
    /// share rows where they can.
    #[must_use]
    pub fn new(request: &RowsRequest<'_>) -> Self {
        Builder::new(request).build()
    }

    /// The row of a task: its own, or that of the folded heading which holds it.
    /// `None` if the filter hides the task.
    #[must_use]
    pub fn row_of(&self, task: TaskId) -> Option<usize> {
        self.row_of_task.get(task.index()).filter(|row| **row != u32::MAX).map(|row| *row as usize)
    }

    /// The bars of a row, by time.
    #[must_use]
    pub fn spans_of(&self, row: &Row) -> &[Span] {
        &self.spans[row.spans.start as usize..row.spans.end as usize]
    }

    /// The row at a height in points at 100 %; the last one below the end.
    /// `None` if there are no rows.
    #[must_use]
    pub fn row_at(&self, y: f64) -> Option<usize> {
        let after = self.rows.partition_point(|row| f64::from(row.top) <= y);
        if self.rows.is_empty() { None } else { Some(after.saturating_sub(1)) }
    }

    /// Whether nothing is shown.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}
