//! Arranges tasks in rows: by the tree of lanes, or under headings of another kind.

use super::grouping::Groups;
use super::rows::{BAND_PT, Group, ROW_PT, Row, RowKind, Rows, RowsRequest, Span};
use crate::model::{GroupKey, Grouping, LaneId, Mode, TaskId, TaskStatus};
use crate::time::Day;
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

/// Makes the rows of one request.
pub(super) struct Builder<'a> {
    request: &'a RowsRequest<'a>,
    /// The lanes under each lane, in the order of the document.
    children: Vec<Vec<LaneId>>,
    /// Where open ends are drawn to: the last day of the document.
    last_day: Day,
    rows: Rows,
}

/// The shown tasks by their lanes.
struct Tree {
    /// The tasks of each lane.
    tasks: Vec<Vec<TaskId>>,
    /// How many tasks each lane has, with all lanes below it.
    totals: Vec<u32>,
}

impl<'a> Builder<'a> {
    pub(super) fn new(request: &'a RowsRequest<'a>) -> Self {
        let roadmap = request.roadmap;
        let mut children = vec![Vec::new(); roadmap.lanes.len()];
        for id in roadmap.lane_ids() {
            if let Some(parent) = roadmap.lane(id).parent {
                children[parent.index()].push(id);
            }
        }
        let row_of_task = vec![u32::MAX; roadmap.tasks.len()];
        let (mode, grouping) = (request.mode, request.grouping);
        let rows = Rows { mode, grouping, row_of_task, ..Rows::default() };
        let last_day = roadmap.span().map_or(Day::MIN, |(_, last)| last);
        Self { request, children, last_day, rows }
    }

    pub(super) fn build(mut self) -> Rows {
        if self.request.grouping == Grouping::Lanes {
            self.push_tree();
        } else {
            self.push_groups();
        }
        self.rows
    }

    fn push_tree(&mut self) {
        let roadmap = self.request.roadmap;
        let mut tree = self.tree();
        for lane in roadmap.lane_ids().filter(|id| roadmap.lane(*id).parent.is_none()) {
            let tasks = tree.totals[lane.index()];
            if tasks > 0 || self.request.shows_empty_lanes {
                self.begin_group(GroupKey::Lane(lane), tasks);
                self.push_lane(&mut tree, lane);
                self.end_group();
            }
        }
    }

    fn tree(&self) -> Tree {
        let roadmap = self.request.roadmap;
        let mut tasks = vec![Vec::new(); roadmap.lanes.len()];
        for id in roadmap.task_ids().filter(|id| (self.request.is_shown)(*id)) {
            tasks[roadmap.task(id).lane.index()].push(id);
        }
        let mut totals: Vec<u32> = tasks.iter().map(|tasks| tasks.len() as u32).collect();
        for lane in self.lanes_in_order().into_iter().rev() {
            if let Some(parent) = roadmap.lane(lane).parent {
                totals[parent.index()] += totals[lane.index()];
            }
        }
        Tree { tasks, totals }
    }

    /// All lanes as they stand from top to bottom: each before those below it.
    fn lanes_in_order(&self) -> Vec<LaneId> {
        let roadmap = self.request.roadmap;
        let top_level = roadmap.lane_ids().filter(|id| roadmap.lane(*id).parent.is_none());
        let mut stack: Vec<_> = top_level.collect();
        stack.reverse();
        let mut lanes = Vec::with_capacity(roadmap.lanes.len());
        while let Some(lane) = stack.pop() {
            lanes.push(lane);
            stack.extend(self.children[lane.index()].iter().rev());
        }
        lanes
    }

    fn begin_group(&mut self, key: GroupKey, tasks: u32) {
        let first = self.rows.rows.len() as u32;
        self.rows.groups.push(Group { key, rows: first..first, tasks });
    }

    fn end_group(&mut self) {
        let end = self.rows.rows.len() as u32;
        if let Some(group) = self.rows.groups.last_mut() {
            group.rows.end = end;
        }
    }

    /// Adds a lane and all below it. Nesting is walked with a stack of its own, so
    /// that a file with a million nested lanes cannot exhaust the program's.
    fn push_lane(&mut self, tree: &mut Tree, lane: LaneId) {
        let mut stack = vec![(lane, 0_u8)];
        while let Some((lane, depth)) = stack.pop() {
            if tree.totals[lane.index()] == 0 && !self.request.shows_empty_lanes {
                continue;
            }
            let has_band = depth == 0
                || !self.children[lane.index()].is_empty()
                || self.request.mode == Mode::Gantt;
            if has_band && self.push_band(GroupKey::Lane(lane), depth) {
                let tasks = self.tasks_below(tree, lane);
                self.fold_into_last_row(&tasks);
                continue;
            }
            let tasks = std::mem::take(&mut tree.tasks[lane.index()]);
            match self.request.mode {
                Mode::Swimlanes => {
                    let mut tracks = self.own_tracks(&tasks);
                    if tracks.is_empty() && self.children[lane.index()].is_empty() {
                        // Only an empty lane that is asked for has got as far as this.
                        tracks.push(Vec::new());
                    }
                    self.push_tracks(lane, tracks, depth);
                }
                Mode::Gantt => self.push_task_rows(tasks, depth),
            }
            let below = self.children[lane.index()].iter().rev();
            stack.extend(below.map(|child| (*child, depth.saturating_add(1))));
        }
    }

    fn push_groups(&mut self) {
        let roadmap = self.request.roadmap;
        let groups = Groups::new(roadmap, self.request.grouping);
        let mut places = vec![0_u32; roadmap.lanes.len()];
        for (place, lane) in self.lanes_in_order().into_iter().enumerate() {
            places[lane.index()] = place as u32;
        }
        let mut members = vec![Vec::new(); groups.keys.len()];
        for id in roadmap.task_ids().filter(|id| (self.request.is_shown)(*id)) {
            members[groups.of_task[id.index()] as usize].push(id);
        }
        for (key, mut tasks) in groups.keys.into_iter().zip(members) {
            if tasks.is_empty() {
                continue;
            }
            tasks.sort_by_key(|task| places[roadmap.task(*task).lane.index()]);
            self.begin_group(key, tasks.len() as u32);
            if self.push_band(key, 0) {
                self.fold_into_last_row(&tasks);
            } else {
                match self.request.mode {
                    Mode::Swimlanes => self.push_lanes_of_group(&tasks),
                    Mode::Gantt => self.push_task_rows(tasks, 0),
                }
            }
            self.end_group();
        }
    }

    /// Adds the tasks of a group that is no lane, given lane by lane.
    fn push_lanes_of_group(&mut self, tasks: &[TaskId]) {
        let roadmap = self.request.roadmap;
        let mut lanes: Vec<&[TaskId]> =
            tasks.chunk_by(|a, b| roadmap.task(*a).lane == roadmap.task(*b).lane).collect();
        if let Some(rank) = self.request.rank {
            lanes.sort_by_cached_key(|tasks| tasks.iter().map(|task| rank(*task)).min());
        }
        for tasks in lanes {
            let tracks = packed(self.by_time(tasks));
            self.push_tracks(roadmap.task(tasks[0]).lane, tracks, 1);
        }
    }

    /// Adds a heading; tells whether it is folded.
    fn push_band(&mut self, key: GroupKey, depth: u8) -> bool {
        let folded = self.request.folded.contains(&key);
        self.push_row(RowKind::Band { key, folded }, depth, BAND_PT);
        folded
    }

    fn push_row(&mut self, kind: RowKind, depth: u8, height: u16) {
        let at = self.rows.spans.len() as u32;
        let group = self.rows.groups.len() as u32 - 1;
        let top = self.rows.height;
        self.rows.rows.push(Row { kind, group, depth, top, height, spans: at..at });
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
        let record = self.request.roadmap.task(span.task);
        self.rows.tell_status |= record.status != TaskStatus::Unknown || record.progress.is_some();
        let row = self.rows.rows.len() - 1;
        self.rows.row_of_task[span.task.index()] = row as u32;
        self.rows.spans.push(span);
        self.rows.rows[row].spans.end = self.rows.spans.len() as u32;
    }

    fn push_task_rows(&mut self, mut tasks: Vec<TaskId>, depth: u8) {
        if let Some(rank) = self.request.rank {
            tasks.sort_by_cached_key(|task| rank(*task));
        }
        for task in tasks {
            self.push_row(RowKind::Task(task), depth, ROW_PT);
            let span = self.span(task);
            self.push_span(span);
        }
    }

    /// The spans of some tasks with their tracks, by time.
    fn by_time(&self, tasks: &[TaskId]) -> Vec<(u16, Span)> {
        let track = |task: &TaskId| self.request.roadmap.task(*task).track;
        let mut spans: Vec<_> = tasks.iter().map(|task| (track(task), self.span(*task))).collect();
        spans.sort_by_key(|(_, span)| (span.first, span.end, span.task));
        spans
    }

    /// The tracks of a lane as the document has them.
    fn own_tracks(&self, tasks: &[TaskId]) -> Vec<Vec<Span>> {
        let mut spans = self.by_time(tasks);
        spans.sort_by_key(|(track, _)| *track);
        let tracks = spans.chunk_by(|one, other| one.0 == other.0);
        tracks.flat_map(|track| spread(track.iter().map(|(_, span)| *span))).collect()
    }

    fn push_tracks(&mut self, lane: LaneId, mut tracks: Vec<Vec<Span>>, depth: u8) {
        if let Some(rank) = self.request.rank {
            tracks.sort_by_cached_key(|track| track.iter().map(|span| rank(span.task)).min());
        }
        let count = u16::try_from(tracks.len()).unwrap_or(u16::MAX);
        for (index, track) in tracks.into_iter().enumerate() {
            let index = u16::try_from(index).unwrap_or(u16::MAX);
            self.push_row(RowKind::Track { lane, index, count }, depth, ROW_PT);
            for span in track {
                self.push_span(span);
            }
        }
    }

    /// Takes the tasks of a lane and of all lanes below it.
    fn tasks_below(&self, tree: &mut Tree, lane: LaneId) -> Vec<TaskId> {
        let mut tasks = Vec::new();
        let mut stack = vec![lane];
        while let Some(lane) = stack.pop() {
            stack.extend(&self.children[lane.index()]);
            tasks.append(&mut tree.tasks[lane.index()]);
        }
        tasks
    }

    /// Puts the united spans of some tasks into the last row.
    fn fold_into_last_row(&mut self, tasks: &[TaskId]) {
        let row = (self.rows.rows.len() - 1) as u32;
        let mut united: Vec<Span> = Vec::new();
        for (_, span) in self.by_time(tasks) {
            self.rows.row_of_task[span.task.index()] = row;
            match united.last_mut() {
                Some(last) if span.first <= last.end => last.end = last.end.max(span.end),
                _ => united.push(span),
            }
        }
        self.rows.spans.extend(united);
        self.rows.rows[row as usize].spans.end = self.rows.spans.len() as u32;
    }
}

/// Distributes spans, sorted by start, over as few rows as keep them apart: each into the
/// first row that is free.
fn spread(spans: impl Iterator<Item = Span>) -> Vec<Vec<Span>> {
    let mut rows: Vec<Vec<Span>> = Vec::new();
    // Starts only rise, so a row that is free once stays so until it is taken.
    let mut taken: BinaryHeap<Reverse<(i32, usize)>> = BinaryHeap::new();
    let mut free: BinaryHeap<Reverse<usize>> = BinaryHeap::new();
    for span in spans {
        while let Some(&Reverse((end, row))) = taken.peek()
            && end <= span.first
        {
            taken.pop();
            free.push(Reverse(row));
        }
        let row = free.pop().map_or(rows.len(), |Reverse(row)| row);
        if row == rows.len() {
            rows.push(Vec::new());
        }
        rows[row].push(span);
        taken.push(Reverse((span.end, row)));
    }
    rows
}

/// Distributes the spans of several tracks, sorted by start, over as few rows as keep
/// them apart. A span follows one of its own track where it can.
fn packed(spans: Vec<(u16, Span)>) -> Vec<Vec<Span>> {
    let mut rows: Vec<Vec<Span>> = Vec::new();
    let mut row_of_track: HashMap<u16, usize> = HashMap::new();
    // The rows by their ends; an entry is stale if its row has gone on since.
    let mut ends: BinaryHeap<Reverse<(i32, usize)>> = BinaryHeap::new();
    for (track, span) in spans {
        let end_of = |row: usize| rows[row].last().map_or(i32::MIN, |last| last.end);
        let own = row_of_track.get(&track).copied().filter(|&row| end_of(row) <= span.first);
        while ends.peek().is_some_and(|Reverse((end, row))| end_of(*row) != *end) {
            ends.pop();
        }
        let free = ends.peek().filter(|Reverse((end, _))| *end <= span.first);
        let row = own.or(free.map(|Reverse((_, row))| *row)).unwrap_or(rows.len());
        if row == rows.len() {
            rows.push(Vec::new());
        }
        rows[row].push(span);
        row_of_track.insert(track, row);
        ends.push(Reverse((span.end, row)));
    }
    rows
}
