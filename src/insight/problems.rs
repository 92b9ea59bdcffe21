//! What in a document should be looked at: contradictions, gaps and doubts.

use crate::model::{
    DependencyId, Diagnostic, DocumentId, LaneId, Roadmap, Severity, Task, TaskBasis, TaskId,
    TaskKind,
};
use crate::schedule::{Conflict, ConflictKind, Graph, Schedule, conflicts};
use crate::time::{Day, IntervalEnd};
use std::collections::HashMap;

/// All problems of a document in groups.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problems {
    /// The groups that hold any, the most serious first.
    groups: Vec<(ProblemGroup, Vec<Problem>)>,
}

/// Problems of one sort.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ProblemGroup {
    /// Dependencies that the dates of their tasks break, whatever the days are.
    Conflicts,
    /// Tasks that wait for each other in a circle.
    Cycles,
    /// Parts of the file that could not be used, such as a link to a task that is not there.
    FileErrors,
    /// Dependencies that say nothing: from a task to itself, or said before.
    IdleLinks,
    /// Dates that do not agree with themselves or with their source.
    Dates,
    /// Dependencies that hold for some of the days that are possible.
    Conditions,
    /// Parts of the file that may have been understood otherwise than they were meant.
    FileRemarks,
    /// Lanes in which nothing stands.
    EmptyLanes,
    /// Tasks for which nobody is named.
    NoOwner,
}

impl ProblemGroup {
    /// Whether something is wrong, and not only open or missing.
    #[must_use]
    pub const fn is_serious(self) -> bool {
        matches!(
            self,
            Self::Conflicts | Self::Cycles | Self::FileErrors | Self::IdleLinks | Self::Dates
        )
    }
}

/// One problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// A dependency does not hold, or not for all days.
    Conflict(Conflict),
    /// A cycle, by its position in [`Schedule::cycles`].
    Cycle(usize),
    /// What a reader says of the file, by its position among all that it says.
    File(usize),
    /// A task depends on itself.
    SelfLink(DependencyId),
    /// A dependency of the same type stands between the same tasks before this one.
    DoubleLink(DependencyId),
    /// A date is doubtful.
    Date(TaskId, DateDoubt),
    /// Nothing stands in a lane, nor in those below it.
    EmptyLane(LaneId),
    /// Nobody is named for a task.
    NoOwner(TaskId),
}

/// Why a date is doubtful.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateDoubt {
    /// The period of its start goes on after that of its end.
    StartsAfterEnd,
    /// A milestone is a point, and this one has no end.
    OpenMilestone,
    /// Its text dates it out of what the column of the table stands for: the first and the
    /// last day that the other tasks of that column are given by it.
    OutsideColumn {
        /// The first day.
        first: Day,
        /// The last day.
        last: Day,
    },
}

impl Problems {
    /// Looks through a document, in time O(tasks + dependencies); `diagnostics` is what was
    /// said when it was read.
    #[must_use]
    pub fn new(
        roadmap: &Roadmap,
        graph: &Graph,
        schedule: &Schedule,
        diagnostics: &[Diagnostic],
    ) -> Self {
        let (broken, conditional) = conflicts_of(roadmap);
        let of_file = |severity| {
            let found = diagnostics.iter().enumerate();
            let found = found.filter(move |(_, diagnostic)| diagnostic.severity == severity);
            found.map(|(at, _)| Problem::File(at)).collect()
        };
        let idle = graph.self_links().into_iter().map(Problem::SelfLink);
        let double = graph.double_links(roadmap).into_iter();
        let nobody = roadmap.task_ids().filter(|&task| roadmap.task(task).owners.is_empty());
        let groups = [
            (ProblemGroup::Conflicts, broken),
            (ProblemGroup::Cycles, (0..schedule.cycles().len()).map(Problem::Cycle).collect()),
            (ProblemGroup::FileErrors, of_file(Severity::Error)),
            (
                ProblemGroup::IdleLinks,
                idle.chain(double.map(|[_, again]| Problem::DoubleLink(again))).collect(),
            ),
            (ProblemGroup::Dates, doubtful_dates(roadmap)),
            (ProblemGroup::Conditions, conditional),
            (ProblemGroup::FileRemarks, of_file(Severity::Warning)),
            (
                ProblemGroup::EmptyLanes,
                empty_lanes(roadmap).into_iter().map(Problem::EmptyLane).collect(),
            ),
            (ProblemGroup::NoOwner, nobody.map(Problem::NoOwner).collect()),
        ];
        Self { groups: groups.into_iter().filter(|(_, found)| !found.is_empty()).collect() }
    }

    /// The groups that hold any problem, the most serious first.
    #[must_use]
    pub fn groups(&self) -> &[(ProblemGroup, Vec<Problem>)] {
        &self.groups
    }

    /// How many problems there are of those that are serious, or of the others.
    #[must_use]
    pub fn count(&self, serious: bool) -> usize {
        let groups = self.groups.iter().filter(|(group, _)| group.is_serious() == serious);
        groups.map(|(_, found)| found.len()).sum()
    }
}

impl Problem {
    /// The task to look at: the later one of a dependency, the first one of a cycle.
    #[must_use]
    pub fn task_to_show(self, roadmap: &Roadmap, schedule: &Schedule) -> Option<TaskId> {
        let tasks = self.tasks(roadmap, schedule, 2);
        match self {
            Self::Cycle(_) => tasks.first().copied(),
            _ => tasks.last().copied(),
        }
    }

    /// The tasks that it is about, at most so many.
    #[must_use]
    pub fn tasks(self, roadmap: &Roadmap, schedule: &Schedule, limit: usize) -> Vec<TaskId> {
        match self {
            Self::Conflict(Conflict { link, .. }) | Self::DoubleLink(link) => {
                let link = roadmap.dependency(link);
                vec![link.from, link.to]
            }
            Self::SelfLink(link) => vec![roadmap.dependency(link).from],
            Self::Cycle(at) => schedule.cycles()[at].members.iter().copied().take(limit).collect(),
            Self::Date(task, _) | Self::NoOwner(task) => vec![task],
            Self::File(_) | Self::EmptyLane(_) => Vec::new(),
        }
    }
}

/// The dependencies that cannot hold, and those that hold only for some days.
fn conflicts_of(roadmap: &Roadmap) -> (Vec<Problem>, Vec<Problem>) {
    let found = conflicts(roadmap).into_iter();
    // That the days must follow each other within one period goes without saying.
    let found = found.filter(|conflict| !matches!(conflict.kind, ConflictKind::OrderOnly(_)));
    let (broken, conditional): (Vec<_>, Vec<_>) =
        found.partition(|conflict| matches!(conflict.kind, ConflictKind::Broken { .. }));
    [broken, conditional].map(|found| found.into_iter().map(Problem::Conflict).collect()).into()
}

/// The cells of one column of a table.
type ColumnKey = (DocumentId, u32, u32);

fn doubtful_dates(roadmap: &Roadmap) -> Vec<Problem> {
    let columns = columns(roadmap);
    let problems = roadmap.task_ids().filter_map(|id| {
        let doubt = doubt(roadmap, roadmap.task(id), &columns)?;
        Some(Problem::Date(id, doubt))
    });
    problems.collect()
}

fn doubt(
    roadmap: &Roadmap,
    task: &Task,
    columns: &HashMap<ColumnKey, (Day, Day)>,
) -> Option<DateDoubt> {
    let fiscal = roadmap.fiscal_year_start;
    match task.when.end() {
        IntervalEnd::Open if task.kind == TaskKind::Milestone => {
            return Some(DateDoubt::OpenMilestone);
        }
        IntervalEnd::With(end) if end.last_day(fiscal) < task.when.start().last_day(fiscal) => {
            return Some(DateDoubt::StartsAfterEnd);
        }
        _ => {}
    }
    if task.basis != TaskBasis::Text {
        return None;
    }
    let &(first, last) = columns.get(&column_of(task)?)?;
    let starts_after = task.when.first_day(fiscal) > last;
    let ends_before = task.when.last_day(fiscal).is_some_and(|end| end < first);
    (starts_after || ends_before).then_some(DateDoubt::OutsideColumn { first, last })
}

/// For each column of the tables the days that the tasks cover whose dates were read off it.
/// An open end counts as far as its start is known.
fn columns(roadmap: &Roadmap) -> HashMap<ColumnKey, (Day, Day)> {
    let fiscal = roadmap.fiscal_year_start;
    let mut columns = HashMap::new();
    for task in roadmap.tasks.iter().filter(|task| task.basis == TaskBasis::Column) {
        let Some(key) = column_of(task) else { continue };
        let first = task.when.first_day(fiscal);
        let last = task.when.last_day(fiscal).unwrap_or_else(|| task.when.start().last_day(fiscal));
        let known = columns.entry(key).or_insert((first, last));
        *known = (known.0.min(first), known.1.max(last));
    }
    columns
}

fn column_of(task: &Task) -> Option<ColumnKey> {
    let place = task.place()?;
    Some((place.document, place.table?, place.column?))
}

/// The lanes in which no task stands; of those inside each other only the outermost.
fn empty_lanes(roadmap: &Roadmap) -> Vec<LaneId> {
    let mut is_used = vec![false; roadmap.lanes.len()];
    for task in &roadmap.tasks {
        let mut lane = Some(task.lane);
        // What stands above a used lane is used already.
        while let Some(id) = lane.filter(|id| !is_used[id.index()]) {
            is_used[id.index()] = true;
            lane = roadmap.lane(id).parent;
        }
    }
    let is_outermost = |id: &LaneId| {
        !is_used[id.index()]
            && roadmap.lane(*id).parent.is_none_or(|parent| is_used[parent.index()])
    };
    roadmap.lane_ids().filter(is_outermost).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Place;
    use crate::query::sample;
    use crate::time::{FiscalYearStart, Interval};

    fn problems(roadmap: &Roadmap, diagnostics: &[Diagnostic]) -> Problems {
        let graph = Graph::new(roadmap);
        Problems::new(roadmap, &graph, &Schedule::new(&graph), diagnostics)
    }

    fn of_group(problems: &Problems, group: ProblemGroup) -> Vec<Problem> {
        let found = problems.groups().iter().find(|(each, _)| *each == group);
        found.map(|(_, found)| found.clone()).unwrap_or_default()
    }

    fn when(text: &str) -> Interval {
        Interval::parse(text, FiscalYearStart::APRIL).unwrap()
    }

    fn task(index: usize) -> TaskId {
        TaskId::from_index(index)
    }

    #[test]
    fn a_sound_document_only_lacks_owners() {
        let mut roadmap = sample::roadmap();
        // The sample has a link into the past and a milestone without end.
        roadmap.dependencies.truncate(3);
        roadmap.tasks[4].when = when("2023-04");
        let problems = problems(&roadmap, &[]);
        assert_eq!(problems.count(true), 0);
        assert_eq!(of_group(&problems, ProblemGroup::NoOwner), [Problem::NoOwner(task(4))]);
        assert_eq!(of_group(&problems, ProblemGroup::EmptyLanes), []);
    }

    #[test]
    fn each_sort_of_problem_is_found() {
        let mut roadmap = sample::roadmap();
        // The bill follows the study, which now comes three years after it.
        roadmap.tasks[2].when = when("FY2025");
        // A circle, a link to itself and one said twice.
        for (from, to) in [(1, 0), (4, 4), (2, 3)] {
            let mut link = roadmap.dependencies[0].clone();
            (link.from, link.to) = (task(from), task(to));
            roadmap.dependencies.push(link);
        }
        let diagnostics =
            [Diagnostic::warning(None, "注記", "remark"), Diagnostic::error(None, "誤り", "error")];
        let mut lane = roadmap.lanes[0].clone();
        lane.parent = None;
        roadmap.lanes.push(lane.clone());
        lane.parent = Some(LaneId::from_index(3));
        roadmap.lanes.push(lane);

        let problems = problems(&roadmap, &diagnostics);
        let links = of_group(&problems, ProblemGroup::Conflicts);
        let links: Vec<_> = links
            .iter()
            .map(|problem| match problem {
                Problem::Conflict(conflict) => conflict.link.index(),
                other => panic!("{other:?}"),
            })
            .collect();
        assert!(links.contains(&1), "{links:?}");
        assert_eq!(of_group(&problems, ProblemGroup::Cycles), [Problem::Cycle(0)]);
        let graph = Graph::new(&roadmap);
        let schedule = Schedule::new(&graph);
        assert_eq!(Problem::Cycle(0).tasks(&roadmap, &schedule, 9), [task(0), task(1)]);
        let idle = [5, 6].map(DependencyId::from_index);
        assert_eq!(
            of_group(&problems, ProblemGroup::IdleLinks),
            [Problem::SelfLink(idle[0]), Problem::DoubleLink(idle[1])]
        );
        assert_eq!(of_group(&problems, ProblemGroup::FileErrors), [Problem::File(1)]);
        assert_eq!(of_group(&problems, ProblemGroup::FileRemarks), [Problem::File(0)]);
        let outermost = [Problem::EmptyLane(LaneId::from_index(3))];
        assert_eq!(of_group(&problems, ProblemGroup::EmptyLanes), outermost);
        let counted: usize = problems.groups().iter().map(|(_, found)| found.len()).sum();
        assert_eq!(problems.count(true) + problems.count(false), counted);
        assert!(problems.groups().is_sorted_by_key(|(group, _)| *group), "serious ones first");
    }

    #[test]
    fn dates_that_do_not_agree_are_doubtful() {
        let mut roadmap = sample::roadmap();
        // May 2022 ends before fiscal year 2022 does, in which it is to start.
        roadmap.tasks[3].when = when("FY2022/2022-05");
        let dates = |roadmap: &Roadmap| of_group(&problems(roadmap, &[]), ProblemGroup::Dates);
        assert_eq!(
            dates(&roadmap),
            [
                Problem::Date(task(3), DateDoubt::StartsAfterEnd),
                Problem::Date(task(4), DateDoubt::OpenMilestone)
            ]
        );
        // Task 0 says by its column what the column stands for, task 4 by its text.
        roadmap.tasks[3].when = when("FY2022");
        let place = Place { column: Some(2), ..roadmap.tasks[0].place().unwrap() };
        for task in [0, 4] {
            roadmap.tasks[task].source = Some(place.into());
        }
        roadmap.tasks[4].when = when("2023-04");
        let day = |text: &str| text.parse().unwrap();
        let (first, last) = (day("2022-04-01"), day("2023-03-31"));
        assert_eq!(
            dates(&roadmap),
            [Problem::Date(task(4), DateDoubt::OutsideColumn { first, last })]
        );
        roadmap.tasks[4].when = when("2023-03");
        assert_eq!(dates(&roadmap), []);
    }
}
