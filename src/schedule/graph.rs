//! The dependencies of a roadmap as a graph that is walked in both directions.

use crate::model::{Dependency, DependencyId, Roadmap, TaskId};

/// All dependencies of a roadmap, found from either of their tasks.
///
/// The dependencies of a task are listed in the order of the document. Nothing
/// is assumed about them: there may be several between the same two tasks, from
/// a task to itself, and cycles.
#[derive(Clone, Debug)]
pub struct Graph {
    successors: Adjacency,
    predecessors: Adjacency,
}

impl Graph {
    /// The graph of all dependencies of a roadmap, in time O(tasks + dependencies).
    #[must_use]
    pub fn new(roadmap: &Roadmap) -> Self {
        let tasks = roadmap.tasks.len();
        let links = &roadmap.dependencies;
        Self {
            successors: Adjacency::new(tasks, links, |link| (link.from, link.to)),
            predecessors: Adjacency::new(tasks, links, |link| (link.to, link.from)),
        }
    }

    /// How many tasks the roadmap has, with or without dependencies.
    #[must_use]
    pub fn task_count(&self) -> usize {
        self.successors.starts.len() - 1
    }

    /// How many dependencies the roadmap has.
    #[must_use]
    pub fn dependency_count(&self) -> usize {
        self.successors.ends.len()
    }

    /// The dependencies that lead away from a task, each with the task that it leads to.
    #[must_use]
    pub fn successors(
        &self,
        task: TaskId,
    ) -> impl ExactSizeIterator<Item = (DependencyId, TaskId)> + '_ {
        self.successors.of(task)
    }

    /// The dependencies that lead to a task, each with the task that it comes from.
    #[must_use]
    pub fn predecessors(
        &self,
        task: TaskId,
    ) -> impl ExactSizeIterator<Item = (DependencyId, TaskId)> + '_ {
        self.predecessors.of(task)
    }
}

/// One direction of the graph in compressed rows: all rows in one list, and
/// where the row of each task starts.
#[derive(Clone, Debug)]
struct Adjacency {
    /// One more than there are tasks; the last is the length of `ends`.
    starts: Vec<u32>,
    ends: Vec<(DependencyId, TaskId)>,
}

impl Adjacency {
    /// `row_and_end` says in which task's row a dependency stands and where it leads.
    fn new(
        tasks: usize,
        dependencies: &[Dependency],
        row_and_end: impl Fn(&Dependency) -> (TaskId, TaskId),
    ) -> Self {
        let mut starts = vec![0u32; tasks + 1];
        for dependency in dependencies {
            starts[row_and_end(dependency).0.index() + 1] += 1;
        }
        for task in 0..tasks {
            starts[task + 1] += starts[task];
        }
        let mut next = starts.clone();
        let mut ends =
            vec![(DependencyId::from_index(0), TaskId::from_index(0)); dependencies.len()];
        for (position, dependency) in dependencies.iter().enumerate() {
            let (row, end) = row_and_end(dependency);
            let place = &mut next[row.index()];
            ends[*place as usize] = (DependencyId::from_index(position), end);
            *place += 1;
        }
        Self { starts, ends }
    }

    fn of(&self, task: TaskId) -> impl ExactSizeIterator<Item = (DependencyId, TaskId)> + '_ {
        let from = self.starts[task.index()] as usize;
        let to = self.starts[task.index() + 1] as usize;
        self.ends[from..to].iter().copied()
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::model::{
        DependencyBasis, DependencyType, Extra, LaneId, TaskBasis, TaskKind, TaskStatus, Text,
    };
    use crate::time::{Interval, Stamp};

    /// Nameless tasks with these dependencies, given as pairs of positions.
    pub(crate) fn network(tasks: usize, links: &[(usize, usize)]) -> Roadmap {
        let task = crate::model::Task {
            id: "".into(),
            lane: LaneId::from_index(0),
            track: 0,
            title: Text::default(),
            when: Interval::single(Stamp::fiscal_year(2021)),
            kind: TaskKind::Task,
            status: TaskStatus::Unknown,
            owners: Box::default(),
            tags: Box::default(),
            note: Text::default(),
            source: None,
            basis: TaskBasis::Column,
            extra: Extra::default(),
        };
        let link = |&(from, to): &(usize, usize)| Dependency {
            from: TaskId::from_index(from),
            to: TaskId::from_index(to),
            kind: DependencyType::FinishToStart,
            lag_days: 0,
            basis: DependencyBasis::Row,
            reason: Text::default(),
            extra: Extra::default(),
        };
        Roadmap {
            tasks: vec![task; tasks],
            dependencies: links.iter().map(link).collect(),
            ..Roadmap::default()
        }
    }

    fn indices(ends: impl Iterator<Item = (DependencyId, TaskId)>) -> Vec<(usize, usize)> {
        ends.map(|(dependency, task)| (dependency.index(), task.index())).collect()
    }

    #[test]
    fn each_dependency_is_found_from_both_ends_in_the_order_of_the_document() {
        let roadmap = network(4, &[(0, 2), (1, 2), (0, 1), (0, 2), (2, 2)]);
        let graph = Graph::new(&roadmap);
        let task = TaskId::from_index;
        assert_eq!(indices(graph.successors(task(0))), [(0, 2), (2, 1), (3, 2)]);
        assert_eq!(indices(graph.successors(task(3))), []);
        assert_eq!(indices(graph.predecessors(task(2))), [(0, 0), (1, 1), (3, 0), (4, 2)]);
        assert_eq!((graph.task_count(), graph.dependency_count()), (4, 5));
    }

    #[test]
    fn a_roadmap_without_tasks_has_a_graph() {
        let graph = Graph::new(&Roadmap::default());
        assert_eq!((graph.task_count(), graph.dependency_count()), (0, 0));
    }
}
