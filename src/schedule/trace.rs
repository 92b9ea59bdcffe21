//! The chain of a task: what it needs and what needs it.

use super::reach::Reach;
use super::{Graph, Schedule};
use crate::model::{DependencyId, Roadmap, TaskId};

/// A selected task, all tasks that it waits for, and all tasks that wait for it.
///
/// A hop is one dependency; a task's distance is that of the shortest way.
/// In a cycle a task can both come before and after the selected one. It then
/// counts as a predecessor, because what holds the selected task up matters more.
#[derive(Clone, Debug)]
pub struct Trace {
    upstream: Reach,
    downstream: Reach,
    /// The dependencies that it followed, rising; `None` if it followed all that it met.
    only: Option<Vec<DependencyId>>,
}

/// What a task is to the selected one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// The selected task itself.
    Selected,
    /// The selected task waits for it.
    Predecessor {
        /// The number of dependencies between them, from 1.
        hops: u32,
    },
    /// It waits for the selected task.
    Successor {
        /// The number of dependencies between them, from 1.
        hops: u32,
    },
}

/// In which half of a trace a dependency lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DependencyRole {
    /// On the way to the selected task: part of what it needs.
    Needs,
    /// On the way from the selected task: part of what it is needed by.
    NeededBy,
}

impl Trace {
    /// The whole chain of a task of the graph, to its beginnings and its ends.
    #[must_use]
    pub fn of(graph: &Graph, selected: TaskId) -> Self {
        Self::within(graph, selected, u32::MAX)
    }

    /// One step each way: the tasks that a task depends on directly, or that depend on it.
    #[must_use]
    pub fn neighbours(graph: &Graph, selected: TaskId) -> Self {
        Self::within(graph, selected, 1)
    }

    /// The part of the chain that is tied by driving links: what decides when the task can
    /// start, and whose start it decides.
    ///
    /// The schedule must be that of the graph; its goal does not matter.
    #[must_use]
    pub fn driving(graph: &Graph, schedule: &Schedule, selected: TaskId) -> Self {
        let tasks = graph.task_count();
        let drives = |(link, _): &(DependencyId, TaskId)| schedule.is_driving(*link);
        let before = |task| graph.predecessors(task).filter(drives);
        let after = |task| graph.successors(task).filter(drives);
        let upstream = Reach::new(tasks, selected, u32::MAX, before);
        let downstream = Reach::new(tasks, selected, u32::MAX, after);
        let needs = upstream.members.iter().flat_map(|&task| before(task));
        let needed_by = downstream.members.iter().flat_map(|&task| after(task));
        let mut only: Vec<_> = needs.chain(needed_by).map(|(link, _)| link).collect();
        only.sort_unstable();
        // Driving links form no cycle, so no task is on both sides.
        Self { upstream, downstream, only: Some(only) }
    }

    fn within(graph: &Graph, selected: TaskId, max_hops: u32) -> Self {
        let tasks = graph.task_count();
        let upstream = Reach::new(tasks, selected, max_hops, |task| graph.predecessors(task));
        let mut downstream = Reach::new(tasks, selected, max_hops, |task| graph.successors(task));
        downstream.members.retain(|&task| upstream.hops_to(task).is_none() || task == selected);
        Self { upstream, downstream, only: None }
    }

    /// The task that the trace starts from.
    #[must_use]
    pub fn selected(&self) -> TaskId {
        self.upstream.members[0]
    }

    /// What a task is to the selected one; `None` if they have nothing to do with each other.
    #[must_use]
    pub fn role(&self, task: TaskId) -> Option<Role> {
        if task == self.selected() {
            return Some(Role::Selected);
        }
        let predecessor = self.upstream.hops_to(task).map(|hops| Role::Predecessor { hops });
        predecessor.or_else(|| self.downstream.hops_to(task).map(|hops| Role::Successor { hops }))
    }

    /// The predecessors, nearest first.
    #[must_use]
    pub fn predecessors(&self) -> &[TaskId] {
        &self.upstream.members[1..]
    }

    /// The successors that are not also predecessors, nearest first.
    #[must_use]
    pub fn successors(&self) -> &[TaskId] {
        &self.downstream.members[1..]
    }

    /// Hops from a task forward to the selected one, 0 for itself; `None` if no way leads there.
    #[must_use]
    pub fn hops_upstream(&self, task: TaskId) -> Option<u32> {
        self.upstream.hops_to(task)
    }

    /// Hops from the selected task forward to this one, 0 for itself; `None` if no way leads
    /// there. Unlike [`Trace::role`] it also answers for a task of a cycle.
    #[must_use]
    pub fn hops_downstream(&self, task: TaskId) -> Option<u32> {
        self.downstream.hops_to(task)
    }

    /// In which half of the trace a dependency of the roadmap lies; `None` if in neither.
    ///
    /// Every dependency on some way to the selected task counts, not only
    /// those of the shortest way; in a driving trace, only driving ones.
    #[must_use]
    pub fn dependency_role(&self, roadmap: &Roadmap, link: DependencyId) -> Option<DependencyRole> {
        if self.only.as_ref().is_some_and(|only| only.binary_search(&link).is_err()) {
            return None;
        }
        let dependency = roadmap.dependency(link);
        if self.upstream.goes_on_from(dependency.to) {
            Some(DependencyRole::Needs)
        } else if self.downstream.goes_on_from(dependency.from) {
            Some(DependencyRole::NeededBy)
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::graph::tests::{Plan, network, seeded};
    use super::*;
    use crate::model::DependencyType::{FinishToStart, StartToStart};
    use proptest::prelude::*;

    fn task(index: usize) -> TaskId {
        TaskId::from_index(index)
    }

    fn indices(tasks: &[TaskId]) -> Vec<usize> {
        tasks.iter().map(|task| task.index()).collect()
    }

    fn roles(trace: &Trace, roadmap: &Roadmap) -> Vec<Option<DependencyRole>> {
        let links = (0..roadmap.dependencies.len()).map(DependencyId::from_index);
        links.map(|link| trace.dependency_role(roadmap, link)).collect()
    }

    #[test]
    fn a_trace_goes_to_both_ends_with_the_shortest_hops() {
        use DependencyRole::{NeededBy, Needs};
        // 0 → 1 → 2 → 3 → 4, a short cut 0 → 2, and 0 → 5 beside the chain.
        let roadmap = network(6, &[(0, 1), (1, 2), (2, 3), (3, 4), (0, 2), (0, 5)]);
        let graph = Graph::new(&roadmap);
        let trace = Trace::of(&graph, task(2));
        assert_eq!(indices(trace.predecessors()), [1, 0]);
        assert_eq!(indices(trace.successors()), [3, 4]);
        assert_eq!(trace.role(task(2)), Some(Role::Selected));
        assert_eq!(trace.role(task(0)), Some(Role::Predecessor { hops: 1 }));
        assert_eq!(trace.role(task(4)), Some(Role::Successor { hops: 2 }));
        assert_eq!(trace.role(task(5)), None);
        let (needs, needed_by) = (Some(Needs), Some(NeededBy));
        assert_eq!(roles(&trace, &roadmap), [needs, needs, needed_by, needed_by, needs, None]);
    }

    #[test]
    fn neighbours_are_one_step_away_and_their_own_links_stay_unlit() {
        use DependencyRole::{NeededBy, Needs};
        let roadmap = network(5, &[(0, 1), (1, 2), (2, 3), (3, 4), (0, 2)]);
        let trace = Trace::neighbours(&Graph::new(&roadmap), task(2));
        assert_eq!(indices(trace.predecessors()), [1, 0]);
        assert_eq!(indices(trace.successors()), [3]);
        assert_eq!(trace.role(task(4)), None);
        let (needs, needed_by) = (Some(Needs), Some(NeededBy));
        assert_eq!(roles(&trace, &roadmap), [None, needs, needed_by, None, needs]);
    }

    #[test]
    fn a_driving_trace_follows_driving_links_only() {
        use DependencyRole::{NeededBy, Needs};
        let mut plan = Plan::default();
        let long = plan.task("2022-04-01/2022-04-10");
        let short = plan.task("2022-04-01/2022-04-03");
        let middle = plan.task("2022-04-01/2022-04-05");
        let next = plan.task("2022-04-01/2022-04-02");
        let later = plan.task("2022-06-01");
        plan.link(long, middle, FinishToStart, 0);
        plan.link(short, middle, FinishToStart, 0);
        plan.link(long, middle, StartToStart, 0);
        plan.link(middle, next, FinishToStart, 0);
        plan.link(next, later, FinishToStart, 0);
        let graph = Graph::new(&plan.roadmap);
        let trace = Trace::driving(&graph, &plan.schedule(), middle);
        assert_eq!((trace.predecessors(), trace.successors()), (&[long][..], &[next][..]));
        let expected = [Some(Needs), None, None, Some(NeededBy), None];
        assert_eq!(
            roles(&trace, &plan.roadmap),
            expected,
            "a second link of a pair need not drive"
        );
    }

    #[test]
    fn cycles_end_and_their_tasks_are_predecessors() {
        // 0 → 1 → 2 → 0, out of the cycle to 3, and a task that waits for itself.
        let roadmap = network(5, &[(0, 1), (1, 2), (2, 0), (2, 3), (4, 4)]);
        let graph = Graph::new(&roadmap);
        let trace = Trace::of(&graph, task(0));
        assert_eq!(indices(trace.predecessors()), [2, 1]);
        assert_eq!(indices(trace.successors()), [3]);
        assert_eq!(trace.role(task(1)), Some(Role::Predecessor { hops: 2 }));
        assert_eq!(trace.hops_downstream(task(1)), Some(1));
        assert_eq!(trace.role(task(3)), Some(Role::Successor { hops: 3 }));
        let alone = Trace::of(&graph, task(4));
        assert_eq!(alone.role(task(4)), Some(Role::Selected));
        assert!(alone.predecessors().is_empty() && alone.successors().is_empty());
    }

    #[test]
    fn a_chain_of_a_million_tasks_is_followed() {
        let length = 1_000_000;
        let links: Vec<_> = (1..length).map(|index| (index - 1, index)).collect();
        let graph = Graph::new(&network(length, &links));
        let trace = Trace::of(&graph, task(length / 2));
        assert_eq!(trace.predecessors().len(), length / 2);
        assert_eq!(trace.role(task(0)), Some(Role::Predecessor { hops: 500_000 }));
        assert_eq!(trace.role(task(length - 1)), Some(Role::Successor { hops: 499_999 }));
    }

    proptest! {
        #![proptest_config(seeded())]

        #[test]
        fn upstream_and_downstream_mirror_each_other(
            links in prop::collection::vec((0..12usize, 0..12usize), 0..40),
        ) {
            let graph = Graph::new(&network(12, &links));
            let traces: Vec<_> = (0..12).map(|index| Trace::of(&graph, task(index))).collect();
            for (a, from_a) in traces.iter().enumerate() {
                for (b, from_b) in traces.iter().enumerate() {
                    prop_assert_eq!(from_a.hops_upstream(task(b)), from_b.hops_downstream(task(a)));
                }
                let by_distance = |tasks: &[TaskId], hops: &dyn Fn(TaskId) -> Option<u32>| {
                    tasks.is_sorted_by_key(|&task| hops(task))
                };
                prop_assert!(by_distance(from_a.predecessors(), &|task| from_a.hops_upstream(task)));
                prop_assert!(by_distance(from_a.successors(), &|task| from_a.hops_downstream(task)));
                let listed = from_a.predecessors().len() + from_a.successors().len() + 1;
                let with_role = (0..12).filter(|&b| from_a.role(task(b)).is_some()).count();
                prop_assert_eq!(listed, with_role);
            }
        }
    }
}
