//! What a task that is moved pushes.
//!
//! # What a push is
//!
//! Periods are known as exactly as the plan says and no more, so a link does not demand a day; see
//! [`conflicts`](super::conflicts). What counts here is the *room* of a link: by how many days the
//! earliest day of its end of the successor comes after the latest day that its end of the
//! predecessor asks for. From 0 on, the link holds whatever the days are; below, it may or may not.
//!
//! A moved task may take no link's room away that it needs: a link with room keeps at least 0, and
//! one that had less than 0 before, as between two steps of the same fiscal year, keeps what it
//! had. Where it would have less, the task at its other end is pushed: a successor later, a
//! predecessor earlier, by whole periods of its own precision and by no more of them than needed.
//! So a plan drawn up by fiscal years moves by fiscal years, one of days by days, and nothing gets
//! worse than it was. Periods of a year or a quarter differ by a day or two; a link that had less
//! than 0 may lose that much, or two steps of one year would come a year apart.
//!
//! What is moved by hand is never pushed. Links of a cycle count for nothing, as in the schedule.

use super::conflict::room_days;
use super::{Graph, Order};
use crate::model::{Dependency, DependencyId, OwnerId, Roadmap, TaskId};
use crate::time::{Day, FiscalYearStart, Interval, Precision};
use std::collections::{BinaryHeap, HashMap, HashSet};

/// What tasks that are moved push.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ripple {
    /// The pushed tasks and when they would take place, in the order in which they were reached.
    pub pushed: Vec<(TaskId, Interval)>,
    /// Links that are short of room even so: pushing would lead beyond the years 1 to 9999, or to
    /// a task that is itself moved by hand.
    pub unsettled: Vec<DependencyId>,
    /// How many links were looked at to find that out, which is what it costs: those of the moved
    /// and of the pushed tasks.
    pub links_seen: usize,
}

impl Ripple {
    /// What these tasks push when they take place at these times. The order must be that of the
    /// graph, and the graph that of the roadmap.
    ///
    /// The time taken depends on the tasks that are pushed and their links alone.
    #[must_use]
    pub fn new(
        roadmap: &Roadmap,
        graph: &Graph,
        order: &Order,
        moved: &[(TaskId, Interval)],
    ) -> Self {
        let mut this = Pushing {
            roadmap,
            graph,
            order,
            when: moved.iter().copied().collect(),
            by_hand: moved.iter().map(|&(task, _)| task).collect(),
            ripple: Self::default(),
        };
        let tasks: Vec<TaskId> = moved.iter().map(|&(task, _)| task).collect();
        this.push(&tasks, Direction::Later);
        this.push(&tasks, Direction::Earlier);
        let when = this.when;
        let mut ripple = this.ripple;
        for (task, pushed) in &mut ripple.pushed {
            *pushed = when[task];
        }
        ripple.unsettled.sort_unstable();
        ripple.unsettled.dedup();
        ripple
    }
}

/// To which side tasks are pushed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Direction {
    Later,
    Earlier,
}

struct Pushing<'a> {
    roadmap: &'a Roadmap,
    graph: &'a Graph,
    order: &'a Order,
    /// When the tasks take place that are not where they were.
    when: HashMap<TaskId, Interval>,
    by_hand: HashSet<TaskId>,
    ripple: Ripple,
}

impl Pushing<'_> {
    /// Pushes everything behind (or before) these tasks. Each task is done with once all that can
    /// push it is: in the order of the schedule.
    fn push(&mut self, tasks: &[TaskId], direction: Direction) {
        let (graph, ranks) = (self.graph, self.order.ranks());
        let rank = |task: TaskId| match direction {
            // The heap hands out the greatest.
            Direction::Later => u32::MAX - ranks[task.index()],
            Direction::Earlier => ranks[task.index()],
        };
        let mut open: BinaryHeap<(u32, TaskId)> =
            tasks.iter().map(|&task| (rank(task), task)).collect();
        let mut last = None;
        let mut reached = Vec::new();
        while let Some((_, task)) = open.pop() {
            if last.replace(task) == Some(task) {
                continue;
            }
            reached.clear();
            match direction {
                Direction::Later => reached.extend(graph.successors(task)),
                Direction::Earlier => reached.extend(graph.predecessors(task)),
            }
            self.ripple.links_seen += reached.len();
            for &(link, other) in &reached {
                if self.settle(link, task, other, direction) {
                    open.push((rank(other), other));
                }
            }
        }
    }

    /// Gives a link its room by pushing the other end, if need be; tells whether it was pushed.
    fn settle(
        &mut self,
        id: DependencyId,
        task: TaskId,
        other: TaskId,
        direction: Direction,
    ) -> bool {
        if task == other || self.order.is_in_cycle(id) {
            return false;
        }
        let link = self.roadmap.dependency(id);
        let own = self.roadmap.task(other).when;
        let here = self.when[&task];
        let there = self.when.get(&other).copied().unwrap_or(own);
        let Some(before) = self.room(link, self.own(link.from), self.own(link.to)) else {
            return false;
        };
        // What exact periods have to keep, and what coarse ones may lose of it.
        let unit = own.precision();
        let least = if before >= 0 { 0 } else { before.saturating_sub(play_days(unit)) };
        let room = |there| match direction {
            Direction::Later => self.room(link, here, there),
            Direction::Earlier => self.room(link, there, here),
        };
        let Some(now) = room(there).filter(|&now| now < least) else { return false };
        if self.by_hand.contains(&other) {
            self.ripple.unsettled.push(id);
            return false;
        }
        let sign = if direction == Direction::Later { 1 } else { -1 };
        let fiscal = self.roadmap.fiscal_year_start;
        let at = |periods: i32| own.shifted(unit, sign * periods, fiscal);
        // Counted from where it stood by itself, so that the periods stay whole ones.
        let missing = f64::from(least) - f64::from(now);
        let already = periods_between(own, there, unit, fiscal);
        let guess = already.saturating_add((missing / unit.average_days()).floor() as i32 - 1);
        let mut periods = guess.max(already + 1);
        let pushed = loop {
            let Some(when) = at(periods) else { break None };
            if room(when).is_none_or(|room| room >= least) {
                break Some(when);
            }
            periods += 1;
        };
        let Some(when) = pushed else {
            self.ripple.unsettled.push(id);
            return false;
        };
        if self.when.insert(other, when).is_none() {
            self.ripple.pushed.push((other, when));
        }
        true
    }

    fn own(&self, task: TaskId) -> Interval {
        self.roadmap.task(task).when
    }

    fn room(&self, link: &Dependency, from: Interval, to: Interval) -> Option<i32> {
        room_days(self.roadmap, link, from, to)
    }
}

/// By how many days two periods of a precision differ at most.
const fn play_days(unit: Precision) -> i32 {
    match unit {
        Precision::Day => 0,
        Precision::MonthThird | Precision::Month | Precision::Quarter | Precision::Half => 3,
        Precision::Year | Precision::FiscalYear => 1,
    }
}

/// How many periods lie between two places of one interval.
fn periods_between(a: Interval, b: Interval, unit: Precision, fiscal: FiscalYearStart) -> i32 {
    let days = b.first_day(fiscal).number() - a.first_day(fiscal).number();
    a.periods_near(unit, days, fiscal).abs()
}

/// What a ripple means for the plan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Consequences {
    /// How many tasks are pushed.
    pub tasks: usize,
    /// Who is in charge of them, each once.
    pub owners: Vec<OwnerId>,
    /// How many of them start or end in another fiscal year than before.
    pub other_fiscal_year: usize,
    /// The last day of the plan before and after, if it is another one.
    pub end: Option<(Day, Day)>,
}

impl Consequences {
    /// What it means that these tasks are moved and those are pushed.
    #[must_use]
    pub fn new(
        roadmap: &Roadmap,
        end: &PlanEnd,
        moved: &[(TaskId, Interval)],
        pushed: &[(TaskId, Interval)],
    ) -> Self {
        let fiscal = roadmap.fiscal_year_start;
        let years = |when: Interval| {
            let year = |day| fiscal.fiscal_year_of(day);
            (year(when.first_day(fiscal)), when.last_day(fiscal).map(year))
        };
        let changes =
            |&&(task, when): &&(TaskId, Interval)| years(when) != years(roadmap.task(task).when);
        let mut owners: Vec<OwnerId> = pushed
            .iter()
            .flat_map(|(task, _)| roadmap.task(*task).owners.iter().copied())
            .collect();
        owners.sort_unstable();
        owners.dedup();
        let all: HashMap<TaskId, Interval> = moved.iter().chain(pushed).copied().collect();
        Self {
            tasks: pushed.len(),
            owners,
            other_fiscal_year: pushed.iter().filter(changes).count(),
            end: end.moved(&all, fiscal),
        }
    }
}

/// The tasks that end last, so that a move is known to move the end of the plan without a look at
/// all tasks.
#[derive(Clone, Debug, Default)]
pub struct PlanEnd(Vec<(Day, TaskId)>);

impl PlanEnd {
    /// How many of the last are kept.
    const KEPT: usize = 256;

    /// The tasks of a roadmap that end last.
    #[must_use]
    pub fn new(roadmap: &Roadmap) -> Self {
        let fiscal = roadmap.fiscal_year_start;
        let mut last: Vec<(Day, TaskId)> = roadmap
            .task_ids()
            .zip(&roadmap.tasks)
            .map(|(id, task)| (known_end(task.when, fiscal), id))
            .collect();
        if last.len() > Self::KEPT {
            last.select_nth_unstable_by(Self::KEPT, |a, b| b.cmp(a));
            last.truncate(Self::KEPT);
        }
        last.sort_unstable_by(|a, b| b.cmp(a));
        last.shrink_to_fit();
        Self(last)
    }

    /// The last day before and after, if it is another one and known.
    fn moved(
        &self,
        moved: &HashMap<TaskId, Interval>,
        fiscal: FiscalYearStart,
    ) -> Option<(Day, Day)> {
        let &(before, _) = self.0.first()?;
        let unmoved = self.0.iter().find(|(_, task)| !moved.contains_key(task));
        // Beyond those that are kept nothing is known but that it does not end later.
        let rest = unmoved.map(|&(day, _)| day);
        let ends = moved.values().map(|&when| known_end(when, fiscal)).max();
        if rest.is_none() && self.0.len() == Self::KEPT && ends < Some(before) {
            return None;
        }
        let after = rest.max(ends)?;
        (after != before).then_some((before, after))
    }
}

/// The last day of a period, that of its start if its end is open.
fn known_end(when: Interval, fiscal: FiscalYearStart) -> Day {
    when.last_day(fiscal).unwrap_or_else(|| when.start().last_day(fiscal))
}

#[cfg(test)]
mod tests {
    use super::super::graph::tests::{Plan, seeded};
    use super::*;
    use crate::model::DependencyType;
    use crate::model::DependencyType::{
        FinishToFinish, FinishToStart, StartToFinish, StartToStart,
    };
    use proptest::prelude::*;

    fn ripple(plan: &Plan, moved: &[(TaskId, &str)]) -> (Vec<(usize, String)>, usize) {
        let graph = Graph::new(&plan.roadmap);
        let moved: Vec<_> =
            moved.iter().map(|&(task, when)| (task, Plan::interval(when))).collect();
        let ripple = Ripple::new(&plan.roadmap, &graph, &Order::new(&graph), &moved);
        let pushed = ripple.pushed.iter();
        let pushed = pushed.map(|(task, when)| (task.index(), when.to_string())).collect();
        (pushed, ripple.unsettled.len())
    }

    fn chain(whens: &[&str]) -> (Plan, Vec<TaskId>) {
        let mut plan = Plan::default();
        let tasks: Vec<_> = whens.iter().map(|when| plan.task(when)).collect();
        for pair in tasks.windows(2) {
            plan.link(pair[0], pair[1], FinishToStart, 0);
        }
        (plan, tasks)
    }

    fn told(pushed: &[(usize, &str)]) -> (Vec<(usize, String)>, usize) {
        (pushed.iter().map(|&(task, when)| (task, when.to_owned())).collect(), 0)
    }

    #[test]
    fn a_plan_of_fiscal_years_moves_by_fiscal_years() {
        let (plan, tasks) = chain(&["FY2021", "FY2022", "FY2022", "FY2024"]);
        assert_eq!(ripple(&plan, &[(tasks[0], "FY2021")]), told(&[]));
        let later = told(&[(1, "FY2023"), (2, "FY2023")]);
        assert_eq!(ripple(&plan, &[(tasks[0], "FY2022")]), later);
        let later = told(&[(1, "FY2024"), (2, "FY2024"), (3, "FY2025")]);
        assert_eq!(ripple(&plan, &[(tasks[0], "FY2023")]), later);
    }

    #[test]
    fn a_plan_of_days_moves_by_days_and_uses_its_room() {
        let (plan, tasks) =
            chain(&["2022-04-01/2022-04-10", "2022-04-11/2022-04-20", "2022-05-01/2022-05-02"]);
        let later = told(&[(1, "2022-04-14/2022-04-23")]);
        assert_eq!(ripple(&plan, &[(tasks[0], "2022-04-01/2022-04-13")]), later);
        let later = told(&[(1, "2022-05-01/2022-05-10"), (2, "2022-05-11/2022-05-12")]);
        assert_eq!(ripple(&plan, &[(tasks[0], "2022-04-21/2022-04-30")]), later);
    }

    #[test]
    fn predecessors_are_pushed_earlier() {
        let (plan, tasks) = chain(&["2022-01", "2022-02", "2022-03"]);
        let earlier = told(&[(1, "2022-01"), (0, "2021-12")]);
        assert_eq!(ripple(&plan, &[(tasks[2], "2022-02")]), earlier);
        let both = told(&[(2, "2022-05"), (0, "2021-12")]);
        assert_eq!(ripple(&plan, &[(tasks[1], "2022-01/2022-04")]), both);
    }

    #[test]
    fn what_is_moved_by_hand_is_not_pushed() {
        let (plan, tasks) = chain(&["2022-01", "2022-02", "2022-03"]);
        let moved = [(tasks[0], "2022-02"), (tasks[1], "2022-02")];
        assert_eq!(ripple(&plan, &moved), (Vec::new(), 1));
        let (plan, tasks) = chain(&["9998", "9999"]);
        assert_eq!(ripple(&plan, &[(tasks[0], "9999")]), (Vec::new(), 1));
    }

    #[test]
    fn circles_push_nothing_within_themselves() {
        let (mut plan, tasks) = chain(&["2022-01", "2022-02", "2022-03"]);
        plan.link(tasks[1], tasks[0], StartToStart, 0);
        let later = told(&[]);
        assert_eq!(ripple(&plan, &[(tasks[0], "2022-02")]), later);
        assert_eq!(ripple(&plan, &[(tasks[1], "2022-03")]), told(&[(2, "2022-04")]));
    }

    #[test]
    fn the_end_of_the_plan_and_the_years_are_told() {
        let (mut plan, tasks) = chain(&["FY2022-Q3", "FY2022-Q4", "FY2023-Q1"]);
        let graph = Graph::new(&plan.roadmap);
        let office = OwnerId::from_index(plan.roadmap.owners.intern("総務省"));
        for task in plan.roadmap.tasks.iter_mut() {
            task.owners = [office].into();
        }
        let moved = [(tasks[0], Plan::interval("FY2022-Q4"))];
        let ripple = Ripple::new(&plan.roadmap, &graph, &Order::new(&graph), &moved);
        let end = PlanEnd::new(&plan.roadmap);
        let told = Consequences::new(&plan.roadmap, &end, &moved, &ripple.pushed);
        let day = |text: &str| text.parse::<Day>().unwrap();
        let expected = Consequences {
            tasks: 2,
            owners: vec![office],
            other_fiscal_year: 1,
            end: Some((day("2023-06-30"), day("2023-09-30"))),
        };
        assert_eq!(told, expected);
        let moved = [(tasks[2], Plan::interval("FY2022-Q4"))];
        let earlier = Consequences::new(&plan.roadmap, &end, &moved, &[]).end;
        assert_eq!(earlier, Some((day("2023-06-30"), day("2023-03-31"))));
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 1_500, ..seeded() })]

        #[test]
        fn no_link_has_less_room_than_before_and_nothing_is_pushed_too_far(
            tasks in prop::collection::vec((prop::bool::ANY, 0..8usize, 0..24i32), 2..12),
            links in prop::collection::vec((0..12usize, 0..12usize, 0..4usize, -40..40i32), 0..24),
            (which, periods) in (0..12usize, -9..9i32),
        ) {
            let kinds = [
                "FY2022", "2022-H1", "FY2022-Q2", "2022-05", "2022-05-mid", "2022-05-10/2022-07-01",
                "FY2022/2023-10", "2022-05/..",
            ];
            let mut plan = Plan::default();
            let fiscal = plan.roadmap.fiscal_year_start;
            for &(milestone, kind, later) in &tasks {
                let task =
                    if milestone { plan.milestone(kinds[kind]) } else { plan.task(kinds[kind]) };
                let own = plan.roadmap.task(task).when;
                let when = own.shifted(own.precision(), later, fiscal).unwrap();
                plan.roadmap.tasks[task.index()].when = when;
            }
            for &(from, to, kind, lag) in &links {
                let [from, to] = [from, to].map(|it| TaskId::from_index(it % tasks.len()));
                plan.link(from, to, DependencyType::ALL[kind], lag);
            }
            let roadmap = &plan.roadmap;
            let graph = Graph::new(roadmap);
            let order = Order::new(&graph);
            let task = TaskId::from_index(which % tasks.len());
            let own = roadmap.task(task).when;
            let moved = [(task, own.shifted(own.precision(), periods, fiscal).unwrap())];
            let ripple = Ripple::new(roadmap, &graph, &order, &moved);
            if periods == 0 {
                prop_assert!(ripple.pushed.is_empty() && ripple.unsettled.is_empty());
            }
            let touched = ripple.pushed.iter().map(|(task, _)| *task).chain([task]);
            let links = |task| graph.successors(task).len() + graph.predecessors(task).len();
            prop_assert!(ripple.links_seen <= touched.map(links).sum());
            let mut after = roadmap.clone();
            for &(task, when) in moved.iter().chain(&ripple.pushed) {
                after.tasks[task.index()].when = when;
            }
            let circles: HashSet<_> =
                order.cycles().iter().flat_map(|cycle| cycle.links.iter().copied()).collect();
            let short = |after: &Roadmap, play: i32| -> Vec<DependencyId> {
                let ids = (0..after.dependencies.len()).map(DependencyId::from_index);
                ids.filter(|id| {
                    let link = after.dependency(*id);
                    let room = |roadmap: &Roadmap| {
                        let [from, to] = [link.from, link.to].map(|it| roadmap.task(it).when);
                        room_days(roadmap, link, from, to)
                    };
                    let before = room(roadmap);
                    let least = before.map(|room| if room >= 0 { 0 } else { room - play });
                    !circles.contains(id)
                        && link.from != link.to
                        && least.is_some_and(|least| room(after).is_some_and(|it| it < least))
                })
                .collect()
            };
            let left = short(&after, 3);
            prop_assert!(left.iter().all(|link| ripple.unsettled.contains(link)), "{left:?}");
            // One period less is too little for each of them.
            for &(task, when) in &ripple.pushed {
                let own = roadmap.task(task).when;
                prop_assert!(task != moved[0].0 && when != own);
                let sign = if when.first_day(fiscal) > own.first_day(fiscal) { -1 } else { 1 };
                let mut less = after.clone();
                less.tasks[task.index()].when =
                    when.shifted(own.precision(), sign, fiscal).unwrap();
                prop_assert!(
                    short(&less, 0).len() > short(&after, 0).len()
                        || own.precision() > Precision::Day,
                    "{task:?} could stay earlier"
                );
            }
        }

        #[test]
        fn four_kinds_of_links_push_the_end_that_they_tie(kind in 0..4usize, days in 1..60i32) {
            let kind = DependencyType::ALL[kind];
            let mut plan = Plan::default();
            let from = plan.task("2022-05-01/2022-05-10");
            let to = plan.task("2022-05-11/2022-05-20");
            // No room at all between the ends that are tied together.
            let lag = match kind {
                FinishToStart => 0,
                StartToStart | FinishToFinish => 10,
                StartToFinish => 20,
            };
            plan.link(from, to, kind, lag);
            let own = plan.roadmap.task(from).when;
            let fiscal = plan.roadmap.fiscal_year_start;
            let moved = own.shifted(Precision::Day, days, fiscal).unwrap();
            let (pushed, _) = ripple(&plan, &[(from, &moved.to_string())]);
            let expected = plan.roadmap.task(to).when.shifted(Precision::Day, days, fiscal).unwrap();
            prop_assert_eq!(pushed, [(to.index(), expected.to_string())]);
        }
    }
}
