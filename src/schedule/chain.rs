//! The members of a trace as a list: in order, each with the link that ties it in.

use super::{Graph, Paths, Schedule, Trace};
use crate::model::{DependencyId, TaskId};
use std::collections::{HashMap, VecDeque};

/// A member of a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChainLine {
    /// The task.
    pub task: TaskId,
    /// Dependencies between it and the selected task: below 0 before it, above 0 after it,
    /// 0 for itself.
    pub hops: i32,
    /// The dependency by which it hangs on the next member towards the selected task; the
    /// first of the document if there are several. `None` for the selected task.
    pub via: Option<DependencyId>,
    /// How many more dependencies tie it to members as near to the selected task as that one.
    pub more_links: u32,
}

impl Trace {
    /// All members in the order in which work goes through them: what the selected task needs,
    /// farthest first, then itself, then what needs it, nearest first; equally far ones in the
    /// order of the document. Only dependencies that are `followed` tie members together.
    #[must_use]
    pub fn lines(&self, graph: &Graph, followed: &dyn Fn(DependencyId) -> bool) -> Vec<ChainLine> {
        let before = self.predecessors().iter().map(|&task| {
            let hops = self.hops_upstream(task).unwrap_or(0);
            let nearer = |other| self.hops_upstream(other) == hops.checked_sub(1);
            line(task, -signed(hops), graph.successors(task), followed, nearer)
        });
        let after = self.successors().iter().map(|&task| {
            let hops = self.hops_downstream(task).unwrap_or(0);
            let nearer = |other| self.hops_downstream(other) == hops.checked_sub(1);
            line(task, signed(hops), graph.predecessors(task), followed, nearer)
        });
        let own = ChainLine { task: self.selected(), hops: 0, via: None, more_links: 0 };
        let mut lines: Vec<_> = before.chain([own]).chain(after).collect();
        lines.sort_by_key(|line| (line.hops, line.task));
        lines
    }
}

impl Paths {
    /// All members in the order of their early starts; `hops` counts from the task that the
    /// ways start from, by the shortest of them.
    #[must_use]
    pub fn lines(&self, graph: &Graph, schedule: &Schedule) -> Vec<ChainLine> {
        let mut hops: HashMap<TaskId, u32> = HashMap::from([(self.from(), 0)]);
        let mut reached = VecDeque::from([self.from()]);
        while let Some(task) = reached.pop_front() {
            let next = hops[&task] + 1;
            for (_, other) in graph.successors(task).filter(|(link, _)| self.has_link(*link)) {
                hops.entry(other).or_insert_with(|| {
                    reached.push_back(other);
                    next
                });
            }
        }
        let hops_to = |task: TaskId| hops.get(&task).copied();
        let mut lines: Vec<_> = self
            .tasks()
            .iter()
            .map(|&task| {
                let own = hops_to(task).unwrap_or(0);
                let nearer = |other| own > 0 && hops_to(other) == Some(own - 1);
                let followed = |link| self.has_link(link);
                line(task, signed(own), graph.predecessors(task), &followed, nearer)
            })
            .collect();
        lines.sort_by_key(|line| (schedule.early_start(line.task), line.hops, line.task));
        lines
    }
}

fn line(
    task: TaskId,
    hops: i32,
    links: impl Iterator<Item = (DependencyId, TaskId)>,
    followed: &dyn Fn(DependencyId) -> bool,
    nearer: impl Fn(TaskId) -> bool,
) -> ChainLine {
    let mut links = links.filter(|(link, other)| nearer(*other) && followed(*link));
    let via = links.next().map(|(link, _)| link);
    let more_links = u32::try_from(links.count()).unwrap_or(u32::MAX);
    ChainLine { task, hops, via, more_links }
}

fn signed(hops: u32) -> i32 {
    i32::try_from(hops).unwrap_or(i32::MAX)
}

#[cfg(test)]
mod tests {
    use super::super::graph::tests::network;
    use super::*;

    #[test]
    fn a_chain_is_listed_in_the_order_of_work() {
        // 0 → 1 → 2 → 3, a second link 1 → 2, a short cut 0 → 2, and 2 → 4.
        let roadmap = network(6, &[(0, 1), (1, 2), (2, 3), (1, 2), (0, 2), (2, 4)]);
        let graph = Graph::new(&roadmap);
        let lines = Trace::of(&graph, TaskId::from_index(2)).lines(&graph, &|_| true);
        let told: Vec<_> = lines
            .iter()
            .map(|line| {
                (line.task.index(), line.hops, line.via.map(DependencyId::index), line.more_links)
            })
            .collect();
        assert_eq!(
            told,
            [
                (0, -1, Some(4), 0),
                (1, -1, Some(1), 1),
                (2, 0, None, 0),
                (3, 1, Some(2), 0),
                (4, 1, Some(5), 0)
            ]
        );
    }
}
