//! The dependencies of a roadmap as a graph that is walked in both directions.

use super::network::Network;
use crate::model::{Dependency, DependencyId, List, Roadmap, TaskId};
use std::collections::HashMap;

/// All dependencies of a roadmap, found from either of their tasks, with the own dates of these:
/// to be made anew when dates or dependencies change.
///
/// The dependencies of a task are listed in the order of the document. Nothing
/// is assumed about them: there may be several between the same two tasks, from
/// a task to itself, and cycles.
#[derive(Clone, Debug)]
pub struct Graph {
    successors: Adjacency,
    predecessors: Adjacency,
    network: Network,
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
            network: Network::new(roadmap),
        }
    }

    pub(super) fn network(&self) -> &Network {
        &self.network
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

    /// The dependencies that lead from a task to itself, in the order of the document.
    #[must_use]
    pub fn self_links(&self) -> Vec<DependencyId> {
        let tasks = (0..self.task_count()).map(TaskId::from_index);
        let of = |task| self.successors(task).filter(move |&(_, next)| next == task);
        let mut links: Vec<_> = tasks.flat_map(of).map(|(link, _)| link).collect();
        links.sort_unstable();
        links
    }

    /// The dependencies of the same type that lead between the same two tasks as an earlier
    /// one, each after the first of its kind; in the order of the document.
    ///
    /// The roadmap must be the one that the graph was made of.
    #[must_use]
    pub fn double_links(&self, roadmap: &Roadmap) -> Vec<[DependencyId; 2]> {
        let mut doubles = Vec::new();
        let mut first_of = HashMap::new();
        for task in (0..self.task_count()).map(TaskId::from_index) {
            if self.successors(task).len() < 2 {
                continue;
            }
            first_of.clear();
            for (link, next) in self.successors(task) {
                let first = *first_of.entry((next, roadmap.dependency(link).kind)).or_insert(link);
                if first != link {
                    doubles.push([first, link]);
                }
            }
        }
        doubles.sort_unstable_by_key(|&[_, again]| again);
        doubles
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
        dependencies: &List<Dependency>,
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
    use crate::model::{DependencyType, LaneId, TaskKind, Text};
    use crate::time::{Interval, Stamp};
    use proptest::test_runner::{Config as ProptestConfig, RngSeed};

    /// Nameless tasks with these dependencies, given as pairs of positions.
    pub(crate) fn network(tasks: usize, links: &[(usize, usize)]) -> Roadmap {
        let when = Interval::single(Stamp::fiscal_year(2021));
        let task = crate::model::Task::new("", LaneId::from_index(0), Text::default(), when);
        let link = |&(from, to): &(usize, usize)| {
            Dependency::new(TaskId::from_index(from), TaskId::from_index(to))
        };
        Roadmap {
            tasks: vec![task; tasks].into(),
            dependencies: links.iter().map(link).collect(),
            ..Roadmap::default()
        }
    }

    /// Property tests of this module try the same cases every time.
    pub(crate) fn seeded() -> ProptestConfig {
        ProptestConfig {
            rng_seed: RngSeed::Fixed(1959),
            failure_persistence: None,
            ..ProptestConfig::default()
        }
    }

    /// A roadmap in the making, of nameless tasks.
    #[derive(Default)]
    pub(crate) struct Plan {
        pub(crate) roadmap: Roadmap,
    }

    impl Plan {
        pub(crate) fn interval(when: &str) -> Interval {
            Interval::parse(when, crate::time::FiscalYearStart::APRIL).unwrap()
        }

        pub(crate) fn task(&mut self, when: &str) -> TaskId {
            let mut task = network(1, &[]).tasks[0].clone();
            task.when = Self::interval(when);
            self.roadmap.tasks.push(task);
            TaskId::from_index(self.roadmap.tasks.len() - 1)
        }

        pub(crate) fn milestone(&mut self, when: &str) -> TaskId {
            let id = self.task(when);
            self.roadmap.tasks[id.index()].kind = TaskKind::Milestone;
            id
        }

        pub(crate) fn link(&mut self, from: TaskId, to: TaskId, kind: DependencyType, lag: i32) {
            let mut link = network(0, &[(from.index(), to.index())]).dependencies[0].clone();
            (link.kind, link.lag_days) = (kind, lag);
            self.roadmap.dependencies.push(link);
        }

        pub(crate) fn schedule(&self) -> crate::schedule::Schedule {
            crate::schedule::Schedule::new(&Graph::new(&self.roadmap))
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
    fn links_to_oneself_and_double_links_are_told_apart() {
        let mut roadmap = network(3, &[(2, 1), (0, 1), (1, 1), (0, 1), (0, 1), (0, 2), (1, 0)]);
        roadmap.dependencies[3].kind = DependencyType::StartToStart;
        roadmap.dependencies[4].lag_days = 5;
        let graph = Graph::new(&roadmap);
        let positions = |links: &[DependencyId]| links.iter().map(|id| id.index()).collect();
        let self_links: Vec<_> = positions(&graph.self_links());
        assert_eq!(self_links, [2]);
        let doubles: Vec<Vec<_>> =
            graph.double_links(&roadmap).iter().map(|double| positions(double)).collect();
        assert_eq!(doubles, [[1, 4]], "another type is another link, another lag is not");
    }

    #[test]
    fn a_roadmap_without_tasks_has_a_graph() {
        let graph = Graph::new(&Roadmap::default());
        assert_eq!((graph.task_count(), graph.dependency_count()), (0, 0));
    }
}
