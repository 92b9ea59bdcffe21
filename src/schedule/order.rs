//! The order in which tasks follow from each other, and the cycles that have none.

use super::Graph;
use crate::model::{DependencyId, TaskId};
use std::sync::OnceLock;

/// All tasks, predecessors before their successors, but for the links of cycles.
#[derive(Clone, Debug, Default)]
pub struct Order {
    tasks: Vec<TaskId>,
    cycles: Vec<Cycle>,
    ranks: OnceLock<Vec<u32>>,
    /// The links of all cycles, which rise.
    links_of_cycles: OnceLock<Vec<DependencyId>>,
}

/// Tasks that all wait for each other, directly or through others: a strongly connected
/// component of the graph with more than one task.
///
/// Two cycles that share a task are one, since every task of both waits for every other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cycle {
    /// Its tasks in the order of the document, two or more.
    pub members: Vec<TaskId>,
    /// The dependencies between them in the order of the document, without those that lead
    /// from a task to itself.
    pub links: Vec<DependencyId>,
}

impl Order {
    /// Orders all tasks of a graph in time O(tasks + dependencies).
    #[must_use]
    pub fn new(graph: &Graph) -> Self {
        let tasks = without_cycles(graph);
        if tasks.len() == graph.task_count() {
            Self { tasks, ..Self::default() }
        } else {
            Components::find(graph)
        }
    }

    /// Every task once. A dependency leads from an earlier to a later one, unless it lies
    /// in a cycle or leads from a task to itself.
    #[must_use]
    pub fn tasks(&self) -> &[TaskId] {
        &self.tasks
    }

    /// The place of every task in [`Order::tasks`], found when it is first asked for.
    #[must_use]
    pub fn ranks(&self) -> &[u32] {
        self.ranks.get_or_init(|| {
            let mut ranks = vec![0; self.tasks.len()];
            for (task, rank) in self.tasks.iter().zip(0..) {
                ranks[task.index()] = rank;
            }
            ranks
        })
    }

    /// The cycles, each once, in the order of their first tasks.
    #[must_use]
    pub fn cycles(&self) -> &[Cycle] {
        &self.cycles
    }

    /// Whether a link lies in a cycle, in time that hardly depends on how many there are. Links
    /// from a task to itself do not.
    #[must_use]
    pub fn is_in_cycle(&self, link: DependencyId) -> bool {
        let links = self.links_of_cycles.get_or_init(|| {
            let links = self.cycles.iter().flat_map(|cycle| cycle.links.iter().copied());
            let mut links: Vec<_> = links.collect();
            links.sort_unstable();
            links
        });
        links.binary_search(&link).is_ok()
    }
}

/// The tasks that neither lie in a cycle nor follow from one, in order (Kahn's algorithm).
fn without_cycles(graph: &Graph) -> Vec<TaskId> {
    let ids = || (0..graph.task_count()).map(TaskId::from_index);
    let mut waits_for: Vec<u32> = ids()
        .map(|task| graph.predecessors(task).filter(|&(_, other)| other != task).count() as u32)
        .collect();
    // The task that became free last comes next: so the order follows chains, whose tasks tend
    // to stand beside each other in memory. By levels, a million tasks take twice as long.
    let mut free: Vec<TaskId> = ids().rev().filter(|task| waits_for[task.index()] == 0).collect();
    let mut tasks = Vec::with_capacity(graph.task_count());
    while let Some(task) = free.pop() {
        tasks.push(task);
        for (_, next) in graph.successors(task).filter(|&(_, next)| next != task) {
            waits_for[next.index()] -= 1;
            if waits_for[next.index()] == 0 {
                free.push(next);
            }
        }
    }
    tasks
}

/// Tarjan's algorithm, with a stack of its own so that no chain is too long for it.
struct Components<'a> {
    graph: &'a Graph,
    /// Per task when it was reached, from 1; once its component is complete the number of the
    /// task by which that was entered, which no task outside of it has.
    number: Vec<u32>,
    /// Per task the least number that is known to be reached from it; [`COMPLETE`] once its
    /// component is.
    least: Vec<u32>,
    /// Tasks whose component is not complete.
    open: Vec<TaskId>,
    order: Order,
}

const COMPLETE: u32 = u32::MAX;

impl<'a> Components<'a> {
    fn find(graph: &'a Graph) -> Order {
        let tasks = graph.task_count();
        let order = Order { tasks: Vec::with_capacity(tasks), ..Order::default() };
        let (number, least) = (vec![0; tasks], vec![0; tasks]);
        let mut this = Self { graph, number, least, open: Vec::new(), order };
        let mut reached = 0;
        for task in (0..tasks).map(TaskId::from_index) {
            if this.number[task.index()] == 0 {
                this.walk_from(task, &mut reached);
            }
        }
        // Components are completed after all that follow from them.
        this.order.tasks.reverse();
        this.order.cycles.sort_by_key(|cycle| cycle.members[0]);
        this.order
    }

    fn walk_from(&mut self, start: TaskId, reached: &mut u32) {
        let graph = self.graph;
        let mut enter = |this: &mut Self, task: TaskId| {
            *reached += 1;
            this.number[task.index()] = *reached;
            this.least[task.index()] = *reached;
            this.open.push(task);
            (task, graph.successors(task))
        };
        let mut way = vec![enter(self, start)];
        while let Some((task, successors)) = way.last_mut() {
            let task = task.index();
            if let Some((_, next)) = successors.next() {
                if self.number[next.index()] == 0 {
                    way.push(enter(self, next));
                } else {
                    self.least[task] = self.least[task].min(self.least[next.index()]);
                }
                continue;
            }
            way.pop();
            if let Some((before, _)) = way.last() {
                let before = before.index();
                self.least[before] = self.least[before].min(self.least[task]);
            }
            if self.least[task] == self.number[task] {
                self.complete(TaskId::from_index(task));
            }
        }
    }

    /// Takes the component that was entered by this task off the open tasks.
    fn complete(&mut self, entered_by: TaskId) {
        let number = self.number[entered_by.index()];
        let from = self.open.iter().rposition(|&task| task == entered_by);
        let mut members = self.open.split_off(from.expect("a task is open until it is complete"));
        for task in &members {
            self.least[task.index()] = COMPLETE;
            self.number[task.index()] = number;
        }
        self.order.tasks.extend(&members);
        if members.len() > 1 {
            members.sort_unstable();
            let mut links: Vec<DependencyId> = Vec::new();
            for &task in &members {
                let inner = self
                    .graph
                    .successors(task)
                    .filter(|&(_, next)| next != task && self.number[next.index()] == number);
                links.extend(inner.map(|(link, _)| link));
            }
            links.sort_unstable();
            self.order.cycles.push(Cycle { members, links });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::graph::tests::{network, seeded};
    use super::*;
    use proptest::prelude::*;

    fn order(tasks: usize, links: &[(usize, usize)]) -> Order {
        Order::new(&Graph::new(&network(tasks, links)))
    }

    /// Members and links of each cycle as positions.
    fn cycles(order: &Order) -> Vec<(Vec<usize>, Vec<usize>)> {
        let cycles = order.cycles().iter();
        let positions = |cycle: &Cycle| {
            let members = cycle.members.iter().map(|task| task.index());
            (members.collect(), cycle.links.iter().map(|link| link.index()).collect())
        };
        cycles.map(positions).collect()
    }

    #[test]
    fn predecessors_come_first() {
        let order = order(4, &[(3, 1), (1, 0), (3, 0), (0, 2), (2, 2)]);
        let tasks: Vec<_> = order.tasks().iter().map(|task| task.index()).collect();
        assert_eq!(tasks, [3, 1, 0, 2]);
        assert!(order.cycles().is_empty(), "a link from a task to itself is no cycle");
    }

    #[test]
    fn each_cycle_is_told_once_with_its_links() {
        // 4 → 5 → 6 → 4 with a short cut 5 → 4 and a self-link; 0 ⇄ 2; both hang on task 3.
        let links =
            [(3, 4), (4, 5), (5, 6), (6, 4), (5, 4), (5, 5), (2, 0), (0, 2), (3, 0), (6, 7)];
        let order = order(8, &links);
        let expected = [(vec![0, 2], vec![6, 7]), (vec![4, 5, 6], vec![1, 2, 3, 4])];
        assert_eq!(cycles(&order), expected);
        let at = |task| order.tasks().iter().position(|other| other.index() == task);
        assert!(at(3) < at(4) && at(3) < at(0) && at(6) < at(7));
        assert_eq!(order.tasks().len(), 8);
    }

    #[test]
    fn a_chain_of_a_million_and_a_cycle_of_a_hundred_thousand_are_walked() {
        let chain: Vec<_> = (1..1_000_000).map(|task| (task - 1, task)).collect();
        let order_of_chain = order(1_000_000, &chain);
        assert!(order_of_chain.tasks().is_sorted() && order_of_chain.cycles().is_empty());
        let length = 100_000;
        let ring: Vec<_> = (0..length).map(|task| (task, (task + 1) % length)).collect();
        let order = order(length, &ring);
        assert_eq!(order.cycles().len(), 1);
        assert_eq!(
            (order.cycles()[0].members.len(), order.cycles()[0].links.len()),
            (length, length)
        );
    }

    proptest! {
        #![proptest_config(seeded())]

        #[test]
        fn cycles_are_the_tasks_that_reach_each_other(
            links in prop::collection::vec((0..9usize, 0..9usize), 0..20),
        ) {
            let order = order(9, &links);
            let mut reaches = [[false; 9]; 9];
            for &(from, to) in &links {
                reaches[from][to] = true;
            }
            for middle in 0..9 {
                for from in 0..9 {
                    for to in 0..9 {
                        reaches[from][to] |= reaches[from][middle] && reaches[middle][to];
                    }
                }
            }
            let in_one = |a: usize, b: usize| a != b && reaches[a][b] && reaches[b][a];
            let mut expected = Vec::new();
            for first in 0..9 {
                let members: Vec<_> = (0..9).filter(|&other| in_one(first, other)).collect();
                if members.first().is_some_and(|&other| first < other) {
                    let members = [vec![first], members].concat();
                    let is_inner = |&at: &usize| in_one(links[at].0, links[at].1)
                        && members.contains(&links[at].0);
                    let inner = (0..links.len()).filter(is_inner).collect();
                    expected.push((members, inner));
                }
            }
            prop_assert_eq!(cycles(&order), expected);
            let at = |task| order.tasks().iter().position(|other| other.index() == task);
            for &(from, to) in &links {
                prop_assert!(from == to || in_one(from, to) || at(from) < at(to));
            }
        }
    }
}
