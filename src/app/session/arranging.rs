//! How the tasks stand in rows: mode, groups, order, folding, and where a row is.

use super::{Session, next_stamp};
use crate::layout::{Colors, Density, LinkIndex, Rows, RowsRequest, heading_of, headings};
use crate::model::{Coloring, GroupKey, Grouping, Mode, Sorting, TaskId};
use crate::query::{self, Filter};
use std::collections::HashSet;

/// Where the selection moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// To the bar before it in its row.
    Earlier,
    /// To the bar after it in its row.
    Later,
    /// To the first bar of its row.
    First,
    /// To the last bar of its row.
    Last,
    /// This many rows with bars up.
    Up(usize),
    /// This many rows with bars down.
    Down(usize),
}

impl Session {
    /// How tasks are arranged.
    #[must_use]
    pub fn mode(&self) -> Mode {
        self.mode
    }

    /// Under which headings they stand.
    #[must_use]
    pub fn grouping(&self) -> Grouping {
        self.grouping
    }

    /// In which order they stand under one heading.
    #[must_use]
    pub fn sorting(&self) -> Sorting {
        self.sorting
    }

    /// Headings whose contents are folded away.
    #[must_use]
    pub fn folded(&self) -> &HashSet<GroupKey> {
        &self.folded
    }

    /// Arranges the tasks in another way.
    pub fn set_mode(&mut self, mode: Mode) {
        if self.mode != mode {
            self.rearrange_in_place(|this| this.mode = mode);
        }
    }

    /// Puts the tasks under other headings.
    pub fn set_grouping(&mut self, grouping: Grouping) {
        if self.grouping != grouping {
            self.rearrange_in_place(|this| this.grouping = grouping);
        }
    }

    /// Puts the tasks under one heading in another order.
    pub fn set_sorting(&mut self, sorting: Sorting) {
        if self.sorting != sorting {
            self.rearrange_in_place(|this| this.sorting = sorting);
        }
    }

    /// Gives the colours of bars another meaning.
    pub fn set_coloring(&mut self, coloring: Coloring) {
        let schedule = self.schedule();
        self.colors = Colors::new(&self.roadmap, coloring, &|task| schedule.is_critical(task));
        self.count_density();
        self.revision = next_stamp();
        self.arrangement = self.revision;
    }

    /// Folds or unfolds what stands under a heading.
    pub fn set_folded(&mut self, key: GroupKey, folded: bool) {
        let changed = if folded { self.folded.insert(key) } else { self.folded.remove(&key) };
        if changed {
            self.rearrange();
        }
    }

    /// Folds all top-level headings, or unfolds everything.
    pub fn fold_all(&mut self, folded: bool) {
        self.folded = if folded {
            headings(&self.roadmap, self.grouping).into_iter().collect()
        } else {
            HashSet::new()
        };
        self.rearrange();
    }

    /// Makes a task visible: unfolds its headings, and drops the filter if it hides the task.
    pub fn reveal(&mut self, task: TaskId) {
        if !self.matches.is_shown(task) {
            self.filter = Filter::default();
            self.find_matches();
        }
        self.unfold_to(task);
    }

    /// Unfolds the lanes above a task.
    pub fn unfold_to(&mut self, task: TaskId) {
        let mut lane = Some(self.roadmap.task(task).lane);
        while let Some(id) = lane {
            self.set_folded(GroupKey::Lane(id), false);
            lane = self.roadmap.lane(id).parent;
        }
        self.set_folded(heading_of(&self.roadmap, self.grouping, task), false);
    }

    /// Height of all rows at the current scale, in points.
    #[must_use]
    pub fn content_height(&self) -> f64 {
        f64::from(self.rows.height) * f64::from(self.view.row_scale)
    }

    /// The next shown task in the order of rows, `step` rows away; the first or last at the ends.
    #[must_use]
    pub fn neighbour(&self, direction: Direction) -> Option<TaskId> {
        let rows = &self.rows;
        let Some(selected) = self.selected() else {
            return rows
                .rows
                .iter()
                .find_map(|row| rows.spans_of(row).first())
                .map(|span| span.task);
        };
        let row = rows.row_of(selected)?;
        let spans = rows.spans_of(&rows.rows[row]);
        let at = spans.iter().position(|span| span.task == selected).unwrap_or(0);
        let start = spans.get(at)?.first;
        let nearest = |index: usize| {
            let spans = rows.spans_of(&rows.rows[index]);
            let after = spans.partition_point(|span| span.first <= start);
            spans.get(after.saturating_sub(1)).map(|span| span.task)
        };
        match direction {
            Direction::Earlier => spans.get(at.wrapping_sub(1)).map(|span| span.task),
            Direction::Later => spans.get(at + 1).map(|span| span.task),
            Direction::First => spans.first().map(|span| span.task),
            Direction::Last => spans.last().map(|span| span.task),
            Direction::Up(count) => (0..row).rev().filter_map(nearest).take(count).last(),
            Direction::Down(count) => {
                (row + 1..rows.rows.len()).filter_map(nearest).take(count).last()
            }
        }
    }

    pub(super) fn rearrange(&mut self) {
        let matches = &self.matches;
        let float = |task| self.schedule().total_float_days(task).map_or(i64::MAX, i64::from);
        let ranks = query::ranks(&self.roadmap, self.sorting, self.language, &float);
        let rank = |task: TaskId| ranks[task.index()];
        self.rows = Rows::new(&RowsRequest {
            roadmap: &self.roadmap,
            mode: self.mode,
            grouping: self.grouping,
            rank: if ranks.is_empty() { None } else { Some(&rank) },
            folded: &self.folded,
            is_shown: &|task| matches.is_shown(task),
        });
        self.links = LinkIndex::new(&self.roadmap, &self.rows);
        self.count_density();
        self.compare_folds();
        self.revision = next_stamp();
        self.arrangement = self.revision;
    }

    /// Counts what the far view shows, after a change of rows or colours.
    fn count_density(&mut self) {
        let fiscal = self.roadmap.fiscal_year_start;
        self.density = Density::new(&self.rows, &self.colors, self.span, fiscal);
    }

    /// Arranges everything anew after a change, around what is in view.
    pub(super) fn rearrange_in_place(&mut self, change: impl FnOnce(&mut Self)) {
        let in_view = self.task_near_top();
        change(self);
        self.rearrange();
        self.keep_in_place(in_view);
    }

    /// The task that stays where it is when others move, and how far below the upper edge
    /// that is: the selected one, else the first in view. `None` at the very top, where
    /// the beginning is in view and not a task.
    pub(super) fn task_near_top(&self) -> Option<(TaskId, f64)> {
        let scale = f64::from(self.view.row_scale);
        let selected = self.selected().filter(|task| self.rows.row_of(*task).is_some());
        if selected.is_none() && self.view.scroll_pt <= 0.0 {
            return None;
        }
        let task = selected.or_else(|| {
            let first = self.rows.row_at(self.view.scroll_pt / scale)?;
            let below = self.rows.rows[first..].iter();
            below.flat_map(|row| self.rows.spans_of(row)).map(|span| span.task).next()
        })?;
        let row = self.rows.row_of(task)?;
        Some((task, f64::from(self.rows.rows[row].top) * scale - self.view.scroll_pt))
    }

    /// Scrolls so that a task stands as far below the upper edge as it did.
    pub(super) fn keep_in_place(&mut self, place: Option<(TaskId, f64)>) {
        if let Some((task, below_top)) = place
            && let Some(row) = self.rows.row_of(task)
        {
            let top = f64::from(self.rows.rows[row].top) * f64::from(self.view.row_scale);
            self.view.scroll_pt = (top - below_top).max(0.0);
        }
    }
}
