//! Figures about a roadmap: how much goes on when, who does it, what is urgent.
//!
//! A [`Figure`] is a finished value: its texts stand in both languages, and each of its
//! bars says by which query the chart is filtered to what it counts. Figures are
//! computed for one state of a roadmap and of its filter, in one visit to each shown task.
//!
//! This module knows nothing of files, windows, pixels or colours.

mod figure;
mod measures;
mod problem_words;
mod problems;
#[cfg(test)]
mod tests;
mod under_way;
mod years;

pub use figure::{Bar, Figure, FigureKind, Grouping, Mark, Series};
pub use problem_words::ProblemWords;
pub use problems::{DateDoubt, Problem, ProblemGroup, Problems};
pub use under_way::UnderWay;

use crate::model::{Roadmap, TaskId};
use crate::query::Matches;
use crate::time::Day;

/// How many periods a figure of periods has at the most; beyond that they become longer.
pub const MAX_PERIODS: usize = 48;

/// What figures are about.
#[derive(Clone, Copy)]
pub struct Subject<'a> {
    /// The document.
    pub roadmap: &'a Roadmap,
    /// The tasks that count: those that the filter lets through.
    pub matches: &'a Matches,
    /// The first and the last day of the document; `None` if it has no tasks.
    pub span: Option<(Day, Day)>,
    /// The total float of a task in days; `None` if nothing is said about it, as of a task
    /// that the goal of the schedule does not need.
    pub total_float_days: &'a dyn Fn(TaskId) -> Option<i32>,
}

/// All figures that have something to show, in the order in which they are shown.
#[must_use]
pub fn figures(subject: &Subject<'_>) -> Vec<Figure> {
    let figures = [
        under_way::figure(subject),
        measures::by_owner(subject),
        years::figure(subject),
        measures::by_float(subject),
        measures::by_kind(subject),
        measures::by_precision(subject),
    ];
    figures.into_iter().filter(|figure| !figure.bars.is_empty()).collect()
}
