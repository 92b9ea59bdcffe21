//! What the passes need of dates and links, in flat lists: a pass reads these and not the records,
//! which are many times as large.

use crate::model::{Dependency, DependencyType, Roadmap, TaskId, TaskKind};
use crate::time::Day;

/// No day at all: beyond everything that [`plus`] returns.
pub(super) const NEVER: i32 = i32::MAX;

/// The own dates of the tasks and the demands of the links.
#[derive(Clone, Debug)]
pub(super) struct Network {
    /// The own start of each task, as the number of a day.
    pub starts: Vec<i32>,
    /// Days from the first to the last; 0 for milestones.
    pub durations: Vec<i32>,
    /// By how many days the start of each link's successor must follow that of its predecessor;
    /// [`NEVER`] for links from a task to itself.
    pub leads: Vec<i32>,
}

impl Network {
    pub(super) fn new(roadmap: &Roadmap) -> Self {
        let (starts, durations) = own_dates(roadmap);
        let leads = leads(roadmap, &durations);
        Self { starts, durations, leads }
    }
}

/// The own start and the duration of every task.
fn own_dates(roadmap: &Roadmap) -> (Vec<i32>, Vec<i32>) {
    let fiscal = roadmap.fiscal_year_start;
    let mut starts = Vec::with_capacity(roadmap.tasks.len());
    let mut durations = Vec::with_capacity(roadmap.tasks.len());
    let mut open = Vec::new();
    let mut last_of_all = Day::MIN;
    for (position, task) in roadmap.tasks.iter().enumerate() {
        let first = task.when.first_day(fiscal);
        let last = task.when.last_day(fiscal);
        // As `Roadmap::span` has it, an open end counts as its start.
        let known = last.unwrap_or_else(|| task.when.start().last_day(fiscal));
        last_of_all = last_of_all.max(known);
        let is_milestone = task.kind == TaskKind::Milestone;
        if last.is_none() && !is_milestone {
            open.push(position);
        }
        starts.push(first.number());
        durations.push(if is_milestone { 0 } else { known.number() - first.number() + 1 });
    }
    for position in open {
        durations[position] = last_of_all.number() - starts[position] + 1;
    }
    (starts, durations)
}

/// What [`Network::leads`] holds.
fn leads(roadmap: &Roadmap, durations: &[i32]) -> Vec<i32> {
    use DependencyType::{FinishToFinish, FinishToStart, StartToFinish};
    let lead = |link: &Dependency| {
        if link.from == link.to {
            return NEVER;
        }
        // Counted in the starts of days, a finish is the start plus the duration.
        let from = matches!(link.kind, FinishToStart | FinishToFinish);
        let to = matches!(link.kind, FinishToFinish | StartToFinish);
        let days = |task: TaskId, counts: bool| if counts { durations[task.index()] } else { 0 };
        plus(link.lag_days, days(link.from, from) - days(link.to, to))
    };
    roadmap.dependencies.iter().map(lead).collect()
}

/// The sum, kept within ±1 000 000 000 so that differences of two such numbers always fit.
pub(super) fn plus(number: i32, days: i32) -> i32 {
    const LIMIT: i32 = 1_000_000_000;
    number.saturating_add(days).clamp(-LIMIT, LIMIT)
}
