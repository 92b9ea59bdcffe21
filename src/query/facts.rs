//! What follows from the dates and dependencies of a roadmap, computed when it is first asked.

use crate::model::{Roadmap, TaskId};
use crate::schedule::{ConflictKind, Graph, Schedule, conflicts};
use std::sync::OnceLock;

/// The schedule and the conflicts of one state of a roadmap.
///
/// Nothing is computed before a query asks for it. Every call must name the same roadmap
/// and its graph.
#[derive(Debug, Default)]
pub struct Facts {
    goal: Option<TaskId>,
    schedule: OnceLock<Schedule>,
    in_conflict: OnceLock<Vec<bool>>,
}

impl Facts {
    /// The facts with criticality relative to a task, or to the end of the plan.
    #[must_use]
    pub fn towards(goal: Option<TaskId>) -> Self {
        Self { goal, ..Self::default() }
    }

    /// The schedule.
    pub fn schedule(&self, graph: &Graph) -> &Schedule {
        self.schedule.get_or_init(|| Schedule::towards(graph, self.goal))
    }

    /// For each task, whether it is an end of a dependency that its own dates break, or waits
    /// for itself in a cycle.
    pub fn in_conflict(&self, roadmap: &Roadmap, graph: &Graph) -> &[bool] {
        self.in_conflict.get_or_init(|| {
            let mut marks = vec![false; roadmap.tasks.len()];
            let broken = conflicts(roadmap).into_iter();
            let broken = broken.filter(|it| matches!(it.kind, ConflictKind::Broken { .. }));
            for link in broken.map(|it| it.link).chain(graph.self_links()) {
                let link = roadmap.dependency(link);
                marks[link.from.index()] = true;
                marks[link.to.index()] = true;
            }
            let cycles = self.schedule(graph).cycles();
            for task in cycles.iter().flat_map(|cycle| &cycle.members) {
                marks[task.index()] = true;
            }
            marks
        })
    }
}
