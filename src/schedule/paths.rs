//! Every way from one task to another, and the longest of them.

use super::reach::Reach;
use super::{Graph, Schedule};
use crate::model::{DependencyId, TaskId};
use std::collections::HashMap;

/// All tasks and dependencies that lie on some way from one task to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paths {
    from: TaskId,
    to: TaskId,
    /// In the order of the document.
    tasks: Vec<TaskId>,
    /// In the order of the document.
    links: Vec<DependencyId>,
    longest: Option<LongestPath>,
}

/// The longest of several ways.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LongestPath {
    /// Its tasks from the first to the last.
    pub tasks: Vec<TaskId>,
    /// Its dependencies, one fewer than there are tasks.
    pub links: Vec<DependencyId>,
    /// How many working days it takes from the start of its first task to the finish of its
    /// last one, both included, if each of its tasks starts as early as the path's links, with
    /// their types and lags, let it. Own dates of the tasks do not count.
    pub days: i32,
}

impl Paths {
    /// All ways between two tasks: from `a` to `b`, or from `b` to `a` if there are only those.
    /// `None` if there is no way, or if both are the same task.
    ///
    /// Ways may run through cycles; the longest may not, since it would have no end. Of ways
    /// that take as many days the one with more tasks is the longest. The schedule must be that
    /// of the graph; its goal does not matter.
    #[must_use]
    pub fn between(graph: &Graph, schedule: &Schedule, a: TaskId, b: TaskId) -> Option<Self> {
        if a == b {
            return None;
        }
        Self::one_way(graph, schedule, a, b).or_else(|| Self::one_way(graph, schedule, b, a))
    }

    fn one_way(graph: &Graph, schedule: &Schedule, from: TaskId, to: TaskId) -> Option<Self> {
        let count = graph.task_count();
        let after = Reach::new(count, from, u32::MAX, |task| graph.successors(task));
        after.hops_to(to)?;
        let is_after = |&(_, task): &(DependencyId, TaskId)| after.hops_to(task).is_some();
        let between =
            Reach::new(count, to, u32::MAX, |task| graph.predecessors(task).filter(is_after));
        let is_between = |task: TaskId| between.hops_to(task).is_some();
        let mut tasks = between.members.clone();
        tasks.sort_unstable();
        let leads_on = |task: TaskId| {
            let inner = move |&(_, next): &(DependencyId, TaskId)| next != task && is_between(next);
            graph.successors(task).filter(inner)
        };
        let mut links: Vec<_> =
            tasks.iter().flat_map(|&task| leads_on(task)).map(|(link, _)| link).collect();
        links.sort_unstable();
        let in_order = schedule.order().tasks().iter().copied().filter(|&task| is_between(task));
        let longest = longest_path(in_order, leads_on, schedule, from, to);
        Some(Self { from, to, tasks, links, longest })
    }

    /// The task that all ways start from.
    #[must_use]
    pub fn from(&self) -> TaskId {
        self.from
    }

    /// The task that all ways lead to.
    #[must_use]
    pub fn to(&self) -> TaskId {
        self.to
    }

    /// The tasks on any way, both ends included, in the order of the document.
    #[must_use]
    pub fn tasks(&self) -> &[TaskId] {
        &self.tasks
    }

    /// The dependencies on any way, in the order of the document.
    #[must_use]
    pub fn links(&self) -> &[DependencyId] {
        &self.links
    }

    /// Whether a task lies on any way.
    #[must_use]
    pub fn has_task(&self, task: TaskId) -> bool {
        self.tasks.binary_search(&task).is_ok()
    }

    /// Whether a dependency lies on any way.
    #[must_use]
    pub fn has_link(&self, link: DependencyId) -> bool {
        self.links.binary_search(&link).is_ok()
    }

    /// The longest way; `None` if every way runs through a link of a cycle.
    #[must_use]
    pub fn longest(&self) -> Option<&LongestPath> {
        self.longest.as_ref()
    }
}

/// The best known way to a task.
#[derive(Clone, Copy)]
struct Step {
    /// Days from the start of the first task, and dependencies.
    length: (i64, u32),
    /// The last dependency and the task that it comes from; `None` for the first task.
    last: Option<(DependencyId, TaskId)>,
}

fn longest_path<Links: Iterator<Item = (DependencyId, TaskId)>>(
    in_order: impl Iterator<Item = TaskId>,
    leads_on: impl Fn(TaskId) -> Links,
    schedule: &Schedule,
    from: TaskId,
    to: TaskId,
) -> Option<LongestPath> {
    let mut steps = HashMap::new();
    steps.insert(from, Step { length: (0, 0), last: None });
    for task in in_order {
        let Some(&Step { length: (days, links), .. }) = steps.get(&task) else { continue };
        for (link, next) in leads_on(task) {
            let Some(more) = schedule.start_to_start_days(link) else { continue };
            let length = (days + i64::from(more), links + 1);
            let step = Step { length, last: Some((link, task)) };
            let known = steps.entry(next).or_insert(step);
            if known.length < length {
                *known = step;
            }
        }
    }
    let days = steps.get(&to)?.length.0 + i64::from(schedule.duration_days(to));
    let (mut tasks, mut links) = (vec![to], Vec::new());
    while let Some((link, before)) = steps[tasks.last()?].last {
        links.push(link);
        tasks.push(before);
    }
    tasks.reverse();
    links.reverse();
    let days = i32::try_from(days).unwrap_or(if days < 0 { i32::MIN } else { i32::MAX });
    Some(LongestPath { tasks, links, days })
}

#[cfg(test)]
mod tests {
    use super::super::graph::tests::{Plan, network, seeded};
    use super::*;
    use crate::model::DependencyType::{FinishToStart, StartToStart};
    use crate::model::Roadmap;
    use proptest::prelude::*;

    fn between(roadmap: &Roadmap, a: usize, b: usize) -> Option<Paths> {
        let graph = Graph::new(roadmap);
        let schedule = Schedule::new(&graph);
        Paths::between(&graph, &schedule, TaskId::from_index(a), TaskId::from_index(b))
    }

    fn positions(tasks: &[TaskId]) -> Vec<usize> {
        tasks.iter().map(|task| task.index()).collect()
    }

    #[test]
    fn all_ways_are_found_from_either_end_and_the_longest_is_told_apart() {
        let mut plan = Plan::default();
        let start = plan.task("2022-04-01/2022-04-04");
        let long = plan.task("2022-04-01/2022-04-10");
        let short = plan.task("2022-04-01/2022-04-02");
        let end = plan.milestone("2022-04-01");
        let beside = plan.task("2022-04-01");
        plan.link(start, long, StartToStart, 0);
        plan.link(start, short, FinishToStart, 0);
        plan.link(long, end, FinishToStart, 0);
        plan.link(short, end, FinishToStart, 10);
        plan.link(start, beside, FinishToStart, 0);
        plan.link(beside, beside, FinishToStart, 0);
        let there = between(&plan.roadmap, 0, 3).unwrap();
        assert_eq!(between(&plan.roadmap, 3, 0).as_ref(), Some(&there));
        assert_eq!((there.from(), there.to()), (start, end));
        assert_eq!(positions(there.tasks()), [0, 1, 2, 3]);
        assert!(there.has_task(long) && !there.has_task(beside));
        assert!(there.has_link(DependencyId::from_index(3)) && there.links().len() == 4);
        // By the long task 10 days; by the short one 4 + 2 + a lag of 10.
        let longest = there.longest().unwrap();
        assert_eq!((positions(&longest.tasks), longest.days), (vec![0, 2, 3], 16));
        assert_eq!(between(&plan.roadmap, 3, 4), None);
        assert_eq!(between(&plan.roadmap, 1, 1), None);
    }

    #[test]
    fn ways_run_through_cycles_but_the_longest_does_not() {
        let cycle = network(4, &[(0, 1), (1, 2), (2, 1), (2, 3), (3, 3)]);
        let paths = between(&cycle, 0, 3).unwrap();
        assert_eq!((paths.tasks().len(), paths.links().len()), (4, 4));
        assert_eq!(paths.longest(), None);
        let by_pass = network(4, &[(0, 1), (1, 2), (2, 1), (2, 3), (0, 3)]);
        let longest = between(&by_pass, 0, 3).unwrap().longest().unwrap().clone();
        assert_eq!(positions(&longest.tasks), [0, 3]);
    }

    #[test]
    fn a_chain_of_a_million_tasks_is_a_path() {
        let links: Vec<_> = (1..1_000_000).map(|task| (task - 1, task)).collect();
        let paths = between(&network(1_000_000, &links), 999_999, 0).unwrap();
        assert_eq!(paths.longest().unwrap().tasks.len(), 1_000_000);
        assert_eq!(paths.longest().unwrap().days, 365_000_000);
    }

    proptest! {
        #![proptest_config(seeded())]

        #[test]
        fn every_way_is_walked(
            links in prop::collection::vec((0..7usize, 0..7usize, -3..8i32), 0..14),
        ) {
            let mut plan = Plan::default();
            for _ in 0..7 {
                plan.task("2022-04-01/2022-04-03");
            }
            // From lower to higher positions, so that there is no cycle.
            for &(a, b, lag) in links.iter().filter(|(a, b, _)| a != b) {
                let [from, to] = [a.min(b), a.max(b)].map(TaskId::from_index);
                plan.link(from, to, FinishToStart, lag);
            }
            let links = &plan.roadmap.dependencies;
            // Each way is a list of links; they are made by adding links at the end.
            let mut ways: Vec<Vec<usize>> = vec![Vec::new()];
            let mut whole: Vec<Vec<usize>> = Vec::new();
            while let Some(way) = ways.pop() {
                let at = way.last().map_or(0, |&link| links[link].to.index());
                if at == 6 {
                    whole.push(way);
                    continue;
                }
                let on = (0..links.len()).filter(|&link| links[link].from.index() == at);
                ways.extend(on.map(|link| [&way[..], &[link]].concat()));
            }
            let days = |way: &Vec<usize>| {
                3 + way.iter().map(|&link| 3 + links[link].lag_days).sum::<i32>()
            };
            let paths = between(&plan.roadmap, 6, 0);
            let longest = whole.iter().map(|way| (days(way), way.len())).max();
            let found = paths.as_ref().and_then(Paths::longest);
            prop_assert_eq!(found.map(|path| (path.days, path.links.len())), longest);
            let mut used: Vec<usize> = whole.concat();
            used.sort_unstable();
            used.dedup();
            let found = paths.iter().flat_map(Paths::links).map(|link| link.index());
            prop_assert_eq!(found.collect::<Vec<_>>(), used);
            if let Some(path) = paths.as_ref().and_then(Paths::longest) {
                for (pair, link) in path.tasks.windows(2).zip(&path.links) {
                    let link = plan.roadmap.dependency(*link);
                    prop_assert_eq!(pair, [link.from, link.to]);
                }
            }
        }
    }
}
