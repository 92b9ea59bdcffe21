//! Rows: which lane, track or task stands where from top to bottom.
//!
//! Rows are made anew when the document, the filter, the folding or the mode
//! changes, never in a frame. Their heights are whole points at 100 %; the chart
//! scales them.

use crate::model::{LaneId, Roadmap, TaskId};
use crate::time::Day;
use std::collections::HashSet;
use std::ops::Range;

/// How tasks are arranged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Mode {
    /// Many bars one after another in the tracks of lanes, as in a printed table.
    #[default]
    Swimlanes,
    /// One task per row, with columns.
    Gantt,
}

/// Height of a row of bars, in points at 100 %.
pub const ROW_PT: u16 = 29;
/// Height of a bar, in points at 100 %.
pub const BAR_PT: u16 = 22;
/// Height of the band that heads a lane, in points at 100 %.
pub const BAND_PT: u16 = 26;

/// What a row shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowKind {
    /// The heading of a lane that has lanes or tasks below it.
    Band {
        /// Whether its contents are folded away.
        folded: bool,
    },
    /// One row of bars of a lane.
    Track {
        /// Which row of its lane this is, from 0.
        index: u16,
        /// How many rows the lane has.
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
    /// The lane that it belongs to.
    pub lane: LaneId,
    /// The position of its area in [`Rows::areas`].
    pub area: u32,
    /// How deep its lane is nested; 0 for areas.
    pub depth: u8,
    /// Its upper edge in points at 100 %.
    pub top: u32,
    /// Its height in points at 100 %.
    pub height: u16,
    /// Its spans in [`Rows::spans`], by time; they do not overlap.
    pub spans: Range<u32>,
}

/// A bar of a row, or the union of several in a folded lane.
#[derive(Clone, Copy, Debug)]
pub struct Span {
    /// The task, or the first of those that were united.
    pub task: TaskId,
    /// The number of its first day.
    pub first: i32,
    /// The number of the day after its last.
    pub end: i32,
}

/// A top-level lane and the rows under it.
#[derive(Clone, Debug)]
pub struct Area {
    /// The lane.
    pub lane: LaneId,
    /// Its rows, its band included.
    pub rows: Range<u32>,
    /// Which hue its bars have.
    pub hue: u8,
    /// How many tasks of it are shown or folded away.
    pub tasks: u32,
}

/// All rows of a document as it is shown.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    /// The arrangement that they were made for.
    pub mode: Mode,
    /// From top to bottom.
    pub rows: Vec<Row>,
    /// The bars, row by row.
    pub spans: Vec<Span>,
    /// The top-level lanes, from top to bottom.
    pub areas: Vec<Area>,
    /// The row of each task, `u32::MAX` for those that the filter hides.
    row_of_task: Vec<u32>,
    /// Height of all rows in points at 100 %.
    pub height: u32,
}

/// What rows are to be made.
pub struct RowsRequest<'a> {
    /// The document.
    pub roadmap: &'a Roadmap,
    /// The arrangement.
    pub mode: Mode,
    /// Lanes whose contents are folded away.
    pub folded: &'a HashSet<LaneId>,
    /// Whether the filter lets a task through.
    pub is_shown: &'a dyn Fn(TaskId) -> bool,
}

impl Rows {
    /// Arranges all tasks that the filter lets through.
    ///
    /// Lanes and tracks without any such task take no room. Bars of one track
    /// that overlap in time are spread over as many rows as they need.
    #[must_use]
    pub fn new(request: &RowsRequest<'_>) -> Self {
        Builder::new(request).build()
    }

    /// The row of a task: its own, or that of the folded lane which holds it.
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

struct Builder<'a> {
    request: &'a RowsRequest<'a>,
    /// The lanes under each lane, in the order of the document.
    children: Vec<Vec<LaneId>>,
    /// The shown tasks of each lane.
    tasks: Vec<Vec<TaskId>>,
    /// How many shown tasks each lane has, with all lanes below it.
    totals: Vec<u32>,
    /// Where open ends are drawn to: the last day of the document.
    last_day: Day,
    rows: Rows,
}

impl<'a> Builder<'a> {
    fn new(request: &'a RowsRequest<'a>) -> Self {
        let roadmap = request.roadmap;
        let mut children = vec![Vec::new(); roadmap.lanes.len()];
        for id in roadmap.lane_ids() {
            if let Some(parent) = roadmap.lane(id).parent {
                children[parent.index()].push(id);
            }
        }
        let mut tasks = vec![Vec::new(); roadmap.lanes.len()];
        for id in roadmap.task_ids().filter(|id| (request.is_shown)(*id)) {
            tasks[roadmap.task(id).lane.index()].push(id);
        }
        let mut totals: Vec<u32> = tasks.iter().map(|tasks| tasks.len() as u32).collect();
        for id in roadmap.lane_ids() {
            let own = tasks[id.index()].len() as u32;
            let mut lane = id;
            while let Some(parent) = roadmap.lane(lane).parent {
                totals[parent.index()] += own;
                lane = parent;
            }
        }
        let row_of_task = vec![u32::MAX; roadmap.tasks.len()];
        let rows = Rows { mode: request.mode, row_of_task, ..Rows::default() };
        let last_day = roadmap.span().map_or(Day::MIN, |(_, last)| last);
        Self { request, children, tasks, totals, last_day, rows }
    }

    fn build(mut self) -> Rows {
        let roadmap = self.request.roadmap;
        let top_level = roadmap.lane_ids().filter(|id| roadmap.lane(*id).parent.is_none());
        for (nth, lane) in top_level.enumerate() {
            let tasks = self.totals[lane.index()];
            if tasks == 0 {
                continue;
            }
            let first = self.rows.rows.len() as u32;
            let hue = roadmap.lane(lane).color.unwrap_or_else(|| golden_hue(nth));
            self.rows.areas.push(Area { lane, rows: first..first, hue, tasks });
            self.push_lane(lane);
            let end = self.rows.rows.len() as u32;
            if let Some(area) = self.rows.areas.last_mut() {
                area.rows.end = end;
            }
        }
        self.rows
    }

    /// Adds a lane and all below it. Nesting is walked with a stack of its own, so
    /// that a file with a million nested lanes cannot exhaust the program's.
    fn push_lane(&mut self, lane: LaneId) {
        let mut stack = vec![(lane, 0_u8)];
        while let Some((lane, depth)) = stack.pop() {
            if self.totals[lane.index()] == 0 {
                continue;
            }
            let has_band = depth == 0
                || !self.children[lane.index()].is_empty()
                || self.request.mode == Mode::Gantt;
            if has_band {
                let folded = self.request.folded.contains(&lane);
                self.push_row(RowKind::Band { folded }, lane, depth, BAND_PT);
                if folded {
                    self.fold_into_last_row(lane);
                    continue;
                }
            }
            match self.request.mode {
                Mode::Swimlanes => self.push_tracks(lane, depth),
                Mode::Gantt => self.push_task_rows(lane, depth),
            }
            let below = self.children[lane.index()].iter().rev();
            stack.extend(below.map(|child| (*child, depth.saturating_add(1))));
        }
    }

    fn push_row(&mut self, kind: RowKind, lane: LaneId, depth: u8, height: u16) {
        let at = self.rows.spans.len() as u32;
        let area = self.rows.areas.len() as u32 - 1;
        let top = self.rows.height;
        self.rows.rows.push(Row { kind, lane, area, depth, top, height, spans: at..at });
        self.rows.height += u32::from(height);
    }

    /// The span of a task; an open end reaches to the end of the document.
    fn span(&self, task: TaskId) -> Span {
        let roadmap = self.request.roadmap;
        let fiscal = roadmap.fiscal_year_start;
        let when = roadmap.task(task).when;
        let first = when.first_day(fiscal).number();
        let open_end = || self.last_day.max(when.start().last_day(fiscal));
        let last = when.last_day(fiscal).unwrap_or_else(open_end);
        Span { task, first, end: last.number() + 1 }
    }

    fn push_span(&mut self, span: Span) {
        let row = self.rows.rows.len() - 1;
        self.rows.row_of_task[span.task.index()] = row as u32;
        self.rows.spans.push(span);
        self.rows.rows[row].spans.end = self.rows.spans.len() as u32;
    }

    fn push_task_rows(&mut self, lane: LaneId, depth: u8) {
        for task in std::mem::take(&mut self.tasks[lane.index()]) {
            self.push_row(RowKind::Task(task), lane, depth, ROW_PT);
            let span = self.span(task);
            self.push_span(span);
        }
    }

    fn push_tracks(&mut self, lane: LaneId, depth: u8) {
        let mut spans: Vec<(u16, Span)> = std::mem::take(&mut self.tasks[lane.index()])
            .into_iter()
            .map(|task| (self.request.roadmap.task(task).track, self.span(task)))
            .collect();
        spans.sort_by_key(|(track, span)| (*track, span.first, span.end, span.task));
        let mut tracks: Vec<Vec<Span>> = Vec::new();
        for track in spans.chunk_by(|one, other| one.0 == other.0) {
            tracks.extend(spread(track.iter().map(|(_, span)| *span)));
        }
        let count = u16::try_from(tracks.len()).unwrap_or(u16::MAX);
        for (index, track) in tracks.into_iter().enumerate() {
            let index = u16::try_from(index).unwrap_or(u16::MAX);
            self.push_row(RowKind::Track { index, count }, lane, depth, ROW_PT);
            for span in track {
                self.push_span(span);
            }
        }
    }

    /// Puts the united spans of a lane and all lanes below it into the last row.
    fn fold_into_last_row(&mut self, lane: LaneId) {
        let row = (self.rows.rows.len() - 1) as u32;
        let mut spans = Vec::new();
        let mut stack = vec![lane];
        while let Some(lane) = stack.pop() {
            stack.extend(&self.children[lane.index()]);
            for task in std::mem::take(&mut self.tasks[lane.index()]) {
                self.rows.row_of_task[task.index()] = row;
                spans.push(self.span(task));
            }
        }
        spans.sort_by_key(|span| (span.first, span.end, span.task));
        let mut united: Vec<Span> = Vec::new();
        for span in spans {
            match united.last_mut() {
                Some(last) if span.first <= last.end => last.end = last.end.max(span.end),
                _ => united.push(span),
            }
        }
        self.rows.spans.extend(united);
        self.rows.rows[row as usize].spans.end = self.rows.spans.len() as u32;
    }
}

/// Distributes spans, sorted by start, over as few rows as keep them apart.
fn spread(spans: impl Iterator<Item = Span>) -> Vec<Vec<Span>> {
    let mut rows: Vec<Vec<Span>> = Vec::new();
    for span in spans {
        let free = rows.iter_mut().find(|row| row.last().is_none_or(|last| last.end <= span.first));
        match free {
            Some(row) => row.push(span),
            None => rows.push(vec![span]),
        }
    }
    rows
}

/// Hues for areas that name none: steps of the golden angle keep neighbours apart.
fn golden_hue(nth: usize) -> u8 {
    ((25.0 + nth as f64 * 36.0 * 0.381_966) % 36.0) as u8
}
