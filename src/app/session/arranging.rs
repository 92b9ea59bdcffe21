//! How the tasks stand in rows: mode, groups, order, folding, and where a row is.

use super::Session;
use crate::layout::{ProgressLine, heading_of, headings};
use crate::model::{Coloring, GroupKey, Grouping, Mode, Sorting, TaskId};
use crate::query::Filter;
use crate::time::Day;
use std::collections::HashSet;
use std::sync::Arc;

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
        self.wanted.mode
    }

    /// Under which headings they stand.
    #[must_use]
    pub fn grouping(&self) -> Grouping {
        self.wanted.grouping
    }

    /// In which order they stand under one heading.
    #[must_use]
    pub fn sorting(&self) -> Sorting {
        self.wanted.sorting
    }

    /// Headings whose contents are folded away.
    #[must_use]
    pub fn folded(&self) -> &HashSet<GroupKey> {
        &self.wanted.folded
    }

    /// Arranges the tasks in another way.
    pub fn set_mode(&mut self, mode: Mode) {
        if std::mem::replace(&mut self.wanted.mode, mode) != mode {
            self.update_in_place();
        }
    }

    /// Puts the tasks under other headings.
    pub fn set_grouping(&mut self, grouping: Grouping) {
        if std::mem::replace(&mut self.wanted.grouping, grouping) != grouping {
            self.update_in_place();
        }
    }

    /// Puts the tasks under one heading in another order.
    pub fn set_sorting(&mut self, sorting: Sorting) {
        if std::mem::replace(&mut self.wanted.sorting, sorting) != sorting {
            self.update_in_place();
        }
    }

    /// What the colours of bars stand for.
    #[must_use]
    pub fn coloring(&self) -> Coloring {
        self.wanted.coloring
    }

    /// Shows lanes without tasks as well, or no longer.
    pub fn show_empty_lanes(&mut self, shows: bool) {
        if std::mem::replace(&mut self.wanted.shows_empty_lanes, shows) != shows {
            self.update_in_place();
        }
    }

    /// The status date of the progress line; `None` if it is not shown.
    #[must_use]
    pub fn progress_day(&self) -> Option<Day> {
        self.wanted.progress_day
    }

    /// Shows the progress line of a day, or none.
    pub fn set_progress_day(&mut self, day: Option<Day>) {
        if std::mem::replace(&mut self.wanted.progress_day, day) != day {
            self.update();
        }
    }

    /// The day on which the progress line begins when it is switched on: today or, if the
    /// document is about another time, its day next to that.
    #[must_use]
    pub fn usual_progress_day(&self, today: Day) -> Day {
        self.span().map_or(today, |(first, last)| today.clamp(first, last))
    }

    /// The progress line that is shown.
    #[must_use]
    pub fn progress_line(&self) -> Option<&ProgressLine> {
        self.now.arranged.progress_line.as_deref()
    }

    /// Gives the colours of bars another meaning.
    pub fn set_coloring(&mut self, coloring: Coloring) {
        if std::mem::replace(&mut self.wanted.coloring, coloring) != coloring {
            self.update();
        }
    }

    /// Folds or unfolds what stands under a heading.
    pub fn set_folded(&mut self, key: GroupKey, folded: bool) {
        if folded != self.wanted.folded.contains(&key) {
            self.change_folded(&[key], folded);
            self.update();
        }
    }

    /// Folds all top-level headings, or unfolds everything.
    pub fn fold_all(&mut self, folded: bool) {
        self.wanted.folded = Arc::new(if !folded {
            HashSet::new()
        } else if self.wanted.grouping == self.rows().grouping {
            self.now.arranged.headings.iter().copied().collect()
        } else {
            headings(self.roadmap(), self.wanted.grouping).into_iter().collect()
        });
        self.update();
    }

    /// Makes a task visible: unfolds its headings, and drops the filter if it hides the task.
    pub fn reveal(&mut self, task: TaskId) {
        if !self.matches().is_shown(task) {
            self.wanted.filter = Arc::new(Filter::default());
        }
        self.open_headings(task);
        self.update();
    }

    /// Unfolds the lanes above a task.
    pub fn unfold_to(&mut self, task: TaskId) {
        if self.open_headings(task) {
            self.update();
        }
    }

    /// Unfolds the headings of a task in what is wanted; tells whether any was folded.
    fn open_headings(&mut self, task: TaskId) -> bool {
        let roadmap = self.roadmap();
        let mut keys = vec![heading_of(roadmap, self.wanted.grouping, task)];
        let mut lane = Some(roadmap.task(task).lane);
        while let Some(id) = lane {
            keys.push(GroupKey::Lane(id));
            lane = roadmap.lane(id).parent;
        }
        keys.retain(|key| self.wanted.folded.contains(key));
        self.change_folded(&keys, false);
        !keys.is_empty()
    }

    fn change_folded(&mut self, keys: &[GroupKey], folded: bool) {
        let all = Arc::make_mut(&mut self.wanted.folded);
        for key in keys {
            if folded {
                all.insert(*key);
            } else {
                all.remove(key);
            }
        }
    }

    /// Height of all rows at the current scale, in points.
    #[must_use]
    pub fn content_height(&self) -> f64 {
        f64::from(self.rows().height) * f64::from(self.view.row_scale)
    }

    /// The next shown task in the order of rows, `step` rows away; the first or last at the ends.
    #[must_use]
    pub fn neighbour(&self, direction: Direction) -> Option<TaskId> {
        let rows = self.rows();
        let Some(selected) = self.selected() else {
            return rows
                .rows
                .iter()
                .find_map(|row| rows.spans_of(row).first())
                .map(|span| span.task);
        };
        self.neighbour_of(selected, direction)
    }

    /// The next shown task in the order of rows from this one; the first or last at the ends.
    #[must_use]
    pub fn neighbour_of(&self, selected: TaskId, direction: Direction) -> Option<TaskId> {
        let rows = self.rows();
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

    /// Arranges everything anew around what is in view.
    pub(super) fn update_in_place(&mut self) {
        self.in_place = self.task_near_top();
        self.update();
    }

    /// The task that stays where it is when others move, and how far below the upper edge
    /// that is: the selected one, else the first in view. `None` at the very top, where
    /// the beginning is in view and not a task.
    pub(super) fn task_near_top(&self) -> Option<(TaskId, f64)> {
        let scale = f64::from(self.view.row_scale);
        let rows = self.rows();
        let selected = self.selected().filter(|task| rows.row_of(*task).is_some());
        if selected.is_none() && self.view.scroll_pt <= 0.0 {
            return None;
        }
        let task = selected.or_else(|| {
            let first = rows.row_at(self.view.scroll_pt / scale)?;
            let below = rows.rows[first..].iter();
            below.flat_map(|row| rows.spans_of(row)).map(|span| span.task).next()
        })?;
        let row = rows.row_of(task)?;
        Some((task, f64::from(rows.rows[row].top) * scale - self.view.scroll_pt))
    }

    /// Scrolls so that a task stands as far below the upper edge as it did.
    pub(super) fn keep_in_place(&mut self, place: Option<(TaskId, f64)>) {
        if let Some((task, below_top)) = place
            && let Some(row) = self.rows().row_of(task)
        {
            let top = f64::from(self.rows().rows[row].top) * f64::from(self.view.row_scale);
            self.view.scroll_pt = (top - below_top).max(0.0);
        }
    }
}
