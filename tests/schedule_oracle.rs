//! The schedule against a second one that is written in another way, on thousands of random
//! plans, and against textbook networks with their published answers.
//!
//! The second one keeps inclusive first and last days, knows the rule of each type of dependency
//! as it is stated in words, and moves dates until nothing changes any more. Where plans are
//! small, it does not even compute floats and driving links but tries them out.

#![expect(clippy::unwrap_used, reason = "a test may fail where it stands")]

use koteihyo::model::{
    Dependency, DependencyId, DependencyType, LaneId, Roadmap, Task, TaskId, TaskKind, Text,
};
use koteihyo::schedule::{Graph, Schedule, Trace};
use koteihyo::time::{Day, Interval, IntervalEnd, Stamp};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use std::cell::Cell;

/// The first day of all plans.
const FIRST: &str = "2021-04-01";

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 10_000,
        rng_seed: RngSeed::Fixed(1959),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn both_schedules_agree(plan in any_plan()) {
        let roadmap = plan.roadmap();
        let graph = Graph::new(&roadmap);
        let goal = plan.goal.map(TaskId::from_index);
        let schedule = Schedule::towards(&graph, goal);
        let oracle = Oracle::new(&plan);
        let tasks = || roadmap.task_ids();

        let number = |day: Day| i64::from(day.number());
        let early: Vec<_> = tasks()
            .map(|task| (number(schedule.early_start(task)), number(schedule.early_finish(task))))
            .collect();
        prop_assert_eq!(&early, &oracle.early);
        let late: Vec<_> = tasks()
            .map(|task| {
                let [start, finish] = [schedule.late_start(task), schedule.late_finish(task)];
                Some((number(start?), number(finish?)))
            })
            .collect();
        prop_assert_eq!(&late, &oracle.late);
        let floats = |float: &dyn Fn(TaskId) -> Option<i32>| -> Vec<Option<i64>> {
            tasks().map(|task| float(task).map(i64::from)).collect()
        };
        prop_assert_eq!(floats(&|task| schedule.total_float_days(task)), oracle.total_floats());
        prop_assert_eq!(floats(&|task| schedule.free_float_days(task)), oracle.free_floats());
        let critical: Vec<_> = tasks().map(|task| schedule.is_critical(task)).collect();
        prop_assert_eq!(schedule.critical_count(), critical.iter().filter(|is| **is).count());
        let expected: Vec<_> =
            oracle.total_floats().iter().map(|float| float.is_some_and(|days| days <= 0)).collect();
        prop_assert_eq!(critical, expected);
        let drives: Vec<_> = (0..plan.links.len())
            .map(|link| schedule.is_driving(DependencyId::from_index(link)))
            .collect();
        prop_assert_eq!(drives, oracle.drives());
        let cycles: Vec<Vec<usize>> = schedule
            .cycles()
            .iter()
            .map(|cycle| cycle.members.iter().map(|task| task.index()).collect())
            .collect();
        prop_assert_eq!(cycles, oracle.cycles());
        let finish = oracle.finish().map(|day| Day::from_number(i32::try_from(day).unwrap()));
        prop_assert_eq!(schedule.finish(), finish);
        if plan.tasks.len() <= 10 {
            oracle.try_out()?;
        }

        // What drives a task is driven by it the other way round.
        if let Some(one) = goal {
            let trace = Trace::driving(&graph, &schedule, one);
            for &other in trace.predecessors() {
                let back = Trace::driving(&graph, &schedule, other);
                prop_assert_eq!(trace.hops_upstream(other), back.hops_downstream(one));
            }
        }
    }
}

#[derive(Clone, Debug)]
struct PlannedTask {
    is_milestone: bool,
    /// Days after [`FIRST`].
    start: i32,
    /// `None` for an open end.
    days: Option<i32>,
}

#[derive(Clone, Debug)]
struct PlannedLink {
    from: usize,
    to: usize,
    kind: DependencyType,
    lag: i32,
}

#[derive(Clone, Debug)]
struct Plan {
    tasks: Vec<PlannedTask>,
    links: Vec<PlannedLink>,
    goal: Option<usize>,
}

/// Up to 200 tasks; in two of three plans no link leads back, so that chains grow long.
fn any_plan() -> impl Strategy<Value = Plan> {
    let size = prop_oneof![4 => 1..=10usize, 3 => 11..=40usize, 3 => 41..=200usize];
    size.prop_flat_map(|size| {
        let task = (prop::bool::weighted(0.2), 0..60, prop::option::weighted(0.9, 1..25));
        let link = (0..size, 0..size, 0..4usize, -30..=30);
        (
            prop::collection::vec(task, size),
            prop::collection::vec(link, 0..=size * 3 / 2),
            prop::option::weighted(0.4, 0..size),
            0..3,
        )
    })
    .prop_map(|(tasks, links, goal, direction)| {
        let tasks = tasks.into_iter().map(|(is_milestone, start, days)| PlannedTask {
            is_milestone,
            start,
            days,
        });
        let links = links.into_iter().filter_map(|(from, to, kind, lag)| {
            let kind = DependencyType::ALL[kind];
            let (from, to) = if direction == 0 { (from, to) } else { (from.min(to), from.max(to)) };
            (direction == 0 || from != to).then_some(PlannedLink { from, to, kind, lag })
        });
        Plan { tasks: tasks.collect(), links: links.collect(), goal }
    })
}

impl Plan {
    fn roadmap(&self) -> Roadmap {
        let first: Day = FIRST.parse().unwrap();
        let task = |task: &PlannedTask| {
            let start = first.plus_days(task.start);
            let end = task.days.map_or(IntervalEnd::Open, |days| {
                IntervalEnd::With(Stamp::day(start.plus_days(days - 1)))
            });
            let kind = if task.is_milestone { TaskKind::Milestone } else { TaskKind::Task };
            let roadmap = Roadmap::default();
            let when = Interval::new(Stamp::day(start), end, roadmap.fiscal_year_start).unwrap();
            Task { kind, ..Task::new("", LaneId::from_index(0), Text::default(), when) }
        };
        let link = |link: &PlannedLink| Dependency {
            kind: link.kind,
            lag_days: link.lag,
            ..Dependency::new(TaskId::from_index(link.from), TaskId::from_index(link.to))
        };
        Roadmap {
            tasks: self.tasks.iter().map(task).collect(),
            dependencies: self.links.iter().map(link).collect(),
            ..Roadmap::default()
        }
    }
}

/// The second schedule: first and last days as numbers, the last of a milestone the day before.
struct Oracle<'a> {
    plan: &'a Plan,
    own_starts: Vec<i64>,
    days: Vec<i64>,
    /// For each task the tasks that can be reached from it.
    reaches: Vec<[u64; 4]>,
    early: Vec<(i64, i64)>,
    late: Vec<Option<(i64, i64)>>,
}

impl<'a> Oracle<'a> {
    fn new(plan: &'a Plan) -> Self {
        let first = i64::from(FIRST.parse::<Day>().unwrap().number());
        let last_of_all = plan
            .tasks
            .iter()
            .map(|task| first + i64::from(task.start + task.days.unwrap_or(1) - 1))
            .max()
            .unwrap_or(first);
        let own_starts: Vec<_> =
            plan.tasks.iter().map(|task| first + i64::from(task.start)).collect();
        let days = plan.tasks.iter().zip(&own_starts).map(|(task, start)| {
            match (task.is_milestone, task.days) {
                (true, _) => 0,
                (false, Some(days)) => i64::from(days),
                (false, None) => last_of_all - start + 1,
            }
        });
        let mut this = Self {
            plan,
            days: days.collect(),
            own_starts,
            reaches: reaches(plan),
            early: Vec::new(),
            late: Vec::new(),
        };
        this.early = this.early_dates(&this.own_starts, None);
        this.late = this.late_dates();
        this
    }

    fn wait_for_each_other(&self, a: usize, b: usize) -> bool {
        let reaches = |from: usize, to: usize| self.reaches[from][to / 64] >> (to % 64) & 1 == 1;
        a == b || (reaches(a, b) && reaches(b, a))
    }

    fn links(&self) -> impl Iterator<Item = (usize, &PlannedLink)> {
        let counts = |link: &PlannedLink| !self.wait_for_each_other(link.from, link.to);
        self.plan.links.iter().enumerate().filter(move |(_, link)| counts(link))
    }

    /// The first day on which a link lets its successor start.
    fn demand(&self, link: &PlannedLink, lag: i64, (start, finish): (i64, i64)) -> i64 {
        let starts_to_finish_on = |finish: i64| finish - self.days[link.to] + 1;
        match link.kind {
            DependencyType::FinishToStart => finish + 1 + lag,
            DependencyType::StartToStart => start + lag,
            DependencyType::FinishToFinish => starts_to_finish_on(finish + lag),
            DependencyType::StartToFinish => starts_to_finish_on(start - 1 + lag),
        }
    }

    /// Moves tasks from their own starts until all links hold; one link may ask for a day more.
    fn early_dates(&self, own_starts: &[i64], longer: Option<usize>) -> Vec<(i64, i64)> {
        let mut dates: Vec<_> = own_starts
            .iter()
            .zip(&self.days)
            .map(|(start, days)| (*start, start + days - 1))
            .collect();
        let is_moving = Cell::new(true);
        while is_moving.take() {
            for (position, link) in self.links() {
                let lag = i64::from(link.lag) + i64::from(longer == Some(position));
                let start = self.demand(link, lag, dates[link.from]);
                if start > dates[link.to].0 {
                    dates[link.to] = (start, start + self.days[link.to] - 1);
                    is_moving.set(true);
                }
            }
        }
        dates
    }

    /// Moves tasks back from the goal until no link moves it.
    fn late_dates(&self) -> Vec<Option<(i64, i64)>> {
        let end = self.early.iter().map(|dates| dates.1).max().unwrap_or_default();
        let mut dates: Vec<_> = match self.plan.goal {
            None => self.days.iter().map(|days| Some((end - days + 1, end))).collect(),
            Some(_) => vec![None; self.days.len()],
        };
        if let Some(goal) = self.plan.goal {
            dates[goal] = Some(self.early[goal]);
        }
        let is_moving = Cell::new(true);
        while is_moving.take() {
            for (_, link) in self.links() {
                let Some((start, finish)) = dates[link.to] else { continue };
                let (lag, days) = (i64::from(link.lag), self.days[link.from]);
                let latest_finish = match link.kind {
                    DependencyType::FinishToStart => start - lag - 1,
                    DependencyType::StartToStart => start - lag + days - 1,
                    DependencyType::FinishToFinish => finish - lag,
                    DependencyType::StartToFinish => finish + 1 - lag + days - 1,
                };
                if dates[link.from].is_none_or(|(_, known)| latest_finish < known) {
                    dates[link.from] = Some((latest_finish - days + 1, latest_finish));
                    is_moving.set(true);
                }
            }
        }
        dates
    }

    fn finish_of(&self, dates: &[(i64, i64)]) -> Option<i64> {
        match self.plan.goal {
            Some(goal) => Some(dates[goal].1),
            None => dates.iter().map(|dates| dates.1).max(),
        }
    }

    fn finish(&self) -> Option<i64> {
        self.finish_of(&self.early)
    }

    fn total_floats(&self) -> Vec<Option<i64>> {
        let dates = self.early.iter().zip(&self.late);
        dates.map(|(early, late)| late.map(|late| late.1 - early.1)).collect()
    }

    fn free_floats(&self) -> Vec<Option<i64>> {
        let end = self.finish().unwrap_or_default();
        let mut floats: Vec<Option<i64>> = self
            .late
            .iter()
            .enumerate()
            .map(|(task, late)| match (late, self.plan.goal) {
                (None, _) => None,
                (Some(_), Some(goal)) => Some(if task == goal { 0 } else { i64::MAX }),
                (Some(_), None) => Some(end - self.early[task].1),
            })
            .collect();
        for (_, link) in self.links().filter(|(_, link)| self.late[link.to].is_some()) {
            let demand = self.demand(link, i64::from(link.lag), self.early[link.from]);
            let room = self.early[link.to].0 - demand;
            floats[link.from] = floats[link.from].map(|float| float.min(room));
        }
        floats
    }

    fn drives(&self) -> Vec<bool> {
        let mut drives = vec![false; self.plan.links.len()];
        for (position, link) in self.links() {
            let demand = self.demand(link, i64::from(link.lag), self.early[link.from]);
            drives[position] = demand == self.early[link.to].0;
        }
        drives
    }

    fn cycles(&self) -> Vec<Vec<usize>> {
        let tasks = 0..self.days.len();
        let with = |task| tasks.clone().filter(move |&other| self.wait_for_each_other(task, other));
        let groups = tasks.clone().map(|task| with(task).collect::<Vec<_>>());
        groups
            .enumerate()
            .filter(|(task, group)| group.len() > 1 && group[0] == *task)
            .map(|(_, group)| group)
            .collect()
    }

    /// Lets every task slip and every link ask for more, and looks at what moves.
    fn try_out(&self) -> Result<(), TestCaseError> {
        let slipped = |task: usize, days: i64| {
            let mut starts = self.own_starts.clone();
            starts[task] = self.early[task].0 + days;
            self.early_dates(&starts, None)
        };
        let moves_goal = |task, days| self.finish_of(&slipped(task, days)) != self.finish();
        let moves_any = |task: usize, days| {
            let dates = slipped(task, days);
            let mut next = self.links().filter(|(_, link)| link.from == task);
            let moves_next = next.any(|(_, link)| {
                self.late[link.to].is_some() && dates[link.to] != self.early[link.to]
            });
            moves_next || self.finish_of(&dates) != self.finish()
        };
        for (task, (total, free)) in
            self.total_floats().into_iter().zip(self.free_floats()).enumerate()
        {
            let (Some(total), Some(free)) = (total, free) else {
                prop_assert!(!moves_goal(task, 1000), "{task} does not lead to the goal");
                continue;
            };
            prop_assert!(!moves_goal(task, total) && moves_goal(task, total + 1), "{task}");
            prop_assert!(!moves_any(task, free) && moves_any(task, free + 1), "{task}");
        }
        for (link, drives) in self.drives().into_iter().enumerate() {
            let to = self.plan.links[link].to;
            let dates = self.early_dates(&self.own_starts, Some(link));
            prop_assert_eq!(dates[to] != self.early[to], drives, "link {}", link);
        }
        Ok(())
    }
}

fn reaches(plan: &Plan) -> Vec<[u64; 4]> {
    let mut reaches = vec![[0; 4]; plan.tasks.len()];
    for link in &plan.links {
        reaches[link.from][link.to / 64] |= 1_u64 << (link.to % 64);
    }
    for middle in 0..reaches.len() {
        let on = reaches[middle];
        for from in &mut reaches {
            if from[middle / 64] >> (middle % 64) & 1 == 1 {
                for (word, more) in from.iter_mut().zip(on) {
                    *word |= more;
                }
            }
        }
    }
    reaches
}

/// An activity of a textbook: its letter, duration and predecessors, and its published early
/// start, late start and slack, counted from 0.
type Activity = (&'static str, i32, &'static str, [i32; 3]);

#[track_caller]
fn assert_published(activities: &[Activity], length: i32, critical: &str) {
    let position = |letter: char| {
        activities.iter().position(|activity| activity.0.starts_with(letter)).unwrap()
    };
    let tasks = activities.iter().map(|&(_, days, ..)| PlannedTask {
        is_milestone: false,
        start: 0,
        days: Some(days),
    });
    let links = activities.iter().enumerate().flat_map(|(to, &(_, _, needs, _))| {
        needs.chars().map(move |letter| PlannedLink {
            from: position(letter),
            to,
            kind: DependencyType::FinishToStart,
            lag: 0,
        })
    });
    let plan = Plan { tasks: tasks.collect(), links: links.collect(), goal: None };
    let roadmap = plan.roadmap();
    let schedule = Schedule::new(&Graph::new(&roadmap));
    let first: Day = FIRST.parse().unwrap();
    let mut found_critical = String::new();
    for (&(name, days, _, [early, late, slack]), task) in activities.iter().zip(roadmap.task_ids())
    {
        assert_eq!(schedule.early_start(task), first.plus_days(early), "{name}");
        assert_eq!(schedule.early_finish(task), first.plus_days(early + days - 1), "{name}");
        assert_eq!(schedule.late_start(task), Some(first.plus_days(late)), "{name}");
        assert_eq!(schedule.total_float_days(task), Some(slack), "{name}");
        if schedule.is_critical(task) {
            found_critical.push_str(name);
        }
    }
    assert_eq!(found_critical, critical);
    assert_eq!(schedule.finish(), Some(first.plus_days(length - 1)));
}

/// Hillier and Lieberman, *Introduction to Operations Research*, the Reliable Construction
/// Co. project: 44 weeks, critical path A–B–C–E–F–J–L–N.
#[test]
fn the_reliable_construction_project() {
    let activities = [
        ("A", 2, "", [0, 0, 0]),
        ("B", 4, "A", [2, 2, 0]),
        ("C", 10, "B", [6, 6, 0]),
        ("D", 6, "C", [16, 20, 4]),
        ("E", 4, "C", [16, 16, 0]),
        ("F", 5, "E", [20, 20, 0]),
        ("G", 7, "D", [22, 26, 4]),
        ("H", 9, "EG", [29, 33, 4]),
        ("I", 7, "C", [16, 18, 2]),
        ("J", 8, "FI", [25, 25, 0]),
        ("K", 4, "J", [33, 34, 1]),
        ("L", 5, "J", [33, 33, 0]),
        ("M", 2, "H", [38, 42, 4]),
        ("N", 6, "KL", [38, 38, 0]),
    ];
    assert_published(&activities, 44, "ABCEFJLN");
}

/// Heizer and Render, *Operations Management*, the Milwaukee Paper project: 15 weeks, critical
/// path A–C–E–G–H.
#[test]
fn the_milwaukee_paper_project() {
    let activities = [
        ("A", 2, "", [0, 0, 0]),
        ("B", 3, "", [0, 1, 1]),
        ("C", 2, "A", [2, 2, 0]),
        ("D", 4, "AB", [3, 4, 1]),
        ("E", 4, "C", [4, 4, 0]),
        ("F", 3, "C", [4, 10, 6]),
        ("G", 5, "DE", [8, 8, 0]),
        ("H", 2, "FG", [13, 13, 0]),
    ];
    assert_published(&activities, 15, "ACEGH");
}
