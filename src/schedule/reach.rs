//! What can be reached from a task in one direction.

use crate::model::{DependencyId, TaskId};

/// All tasks that can be reached in one direction.
#[derive(Clone, Debug)]
pub(super) struct Reach {
    /// In the order in which they were reached, so by distance; the first is the selected task.
    pub(super) members: Vec<TaskId>,
    /// Hops + 1 per task of the graph, 0 where it is not reached. Zeroed memory
    /// costs nothing before it is touched, so a short trace stays cheap in a large graph.
    marks: Vec<u32>,
    /// Dependencies of tasks at this distance were not followed.
    max_hops: u32,
}

impl Reach {
    /// Goes from a task of a graph with so many tasks wherever `others` leads.
    pub(super) fn new<Others: Iterator<Item = (DependencyId, TaskId)>>(
        tasks: usize,
        selected: TaskId,
        max_hops: u32,
        mut others: impl FnMut(TaskId) -> Others,
    ) -> Self {
        let mut members = vec![selected];
        let mut marks = vec![0; tasks];
        marks[selected.index()] = 1;
        let mut position = 0;
        while let Some(&task) = members.get(position) {
            position += 1;
            let mark: u32 = marks[task.index()];
            if mark > max_hops {
                break;
            }
            for (_, other) in others(task) {
                let unseen = &mut marks[other.index()];
                if *unseen == 0 {
                    *unseen = mark + 1;
                    members.push(other);
                }
            }
        }
        Self { members, marks, max_hops }
    }

    /// The number of dependencies of the shortest way to a task; `None` if there is no way.
    pub(super) fn hops_to(&self, task: TaskId) -> Option<u32> {
        self.marks[task.index()].checked_sub(1)
    }

    /// Whether the dependencies of this task were followed.
    pub(super) fn goes_on_from(&self, task: TaskId) -> bool {
        self.hops_to(task).is_some_and(|hops| hops < self.max_hops)
    }
}
