//! Dependencies that lead from a shown task to one that the filter hides.

use super::Matches;
use crate::model::TaskId;
use crate::schedule::Graph;

/// How many neighbours of a shown task are hidden.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HiddenEnds {
    /// Dependencies that come from a hidden predecessor.
    pub predecessors: u32,
    /// Dependencies that lead to a hidden successor.
    pub successors: u32,
}

/// The dependencies of a roadmap that have exactly one end in view.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HiddenLinks {
    /// Per task; empty if nothing is hidden.
    ends: Vec<HiddenEnds>,
    total: usize,
}

/// Counts the dependencies between shown and hidden tasks.
#[must_use]
pub fn hidden_links(graph: &Graph, matches: &Matches) -> HiddenLinks {
    if matches.shown() == matches.total() {
        return HiddenLinks::default();
    }
    let mut ends = vec![HiddenEnds::default(); matches.total()];
    let mut total = 0;
    let is_hidden = |&(_, task): &(_, TaskId)| !matches.is_shown(task);
    for task in matches.tasks() {
        let predecessors = graph.predecessors(task).filter(is_hidden).count();
        let successors = graph.successors(task).filter(is_hidden).count();
        total += predecessors + successors;
        ends[task.index()] =
            HiddenEnds { predecessors: predecessors as u32, successors: successors as u32 };
    }
    HiddenLinks { ends, total }
}

impl HiddenLinks {
    /// How many dependencies of a task lead to hidden tasks; none for a hidden task.
    #[must_use]
    pub fn of(&self, task: TaskId) -> HiddenEnds {
        self.ends.get(task.index()).copied().unwrap_or_default()
    }

    /// The number of dependencies with exactly one hidden end.
    #[must_use]
    pub fn total(&self) -> usize {
        self.total
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{self, Asked};
    use super::*;

    #[test]
    fn dependencies_with_one_hidden_end_are_counted_at_the_shown_one() {
        let roadmap = sample::roadmap();
        let asked = Asked::new(&roadmap);
        let hidden = |words: &str| hidden_links(&asked.graph, &asked.matches(words));
        // build → move, study → bill → issue, build → bill
        assert_eq!(hidden(""), HiddenLinks::default());
        let only_bill = hidden("card.bill");
        let bill = roadmap.find_task("card.bill").unwrap();
        assert_eq!(only_bill.of(bill), HiddenEnds { predecessors: 2, successors: 1 });
        assert_eq!(only_bill.total(), 3);
        assert_eq!(only_bill.of(roadmap.find_task("card.study").unwrap()), HiddenEnds::default());
        assert_eq!(hidden("residence").total(), 2);
        assert_eq!(hidden("no such task").total(), 0);
    }
}
