//! Dependencies that the tasks' own dates break, for certain or perhaps.
//!
//! A date that is known to a period may be any day of it, so a link is broken only if no choice
//! of days can satisfy it. Counted in the starts of days, a task that lasts from a day of the
//! period that its interval starts with to a day of the period that it ends with starts at the
//! former and finishes at the day after the latter; a milestone does both at the start of a day
//! of its interval. An open end may be any day from the start on. A link asks that its end of
//! the successor be no earlier than its end of the predecessor plus the lag:
//!
//! - with the latest day of the successor and the earliest of the predecessor even so too early,
//!   it is *broken*;
//! - with the earliest day of the successor and the latest of the predecessor late enough, it
//!   holds whatever the days are;
//! - else it is *conditional*, and the condition is that the predecessor's end comes by one day
//!   and the successor's from another. It is worth telling if it takes days off one of the
//!   periods. Between two steps of the same fiscal year it takes but the one day that both
//!   cannot share, and says no more than that one follows the other: then it is *order only*.

use crate::model::{Dependency, DependencyId, DependencyType, Roadmap, TaskId, TaskKind};
use crate::time::{Day, FiscalYearStart, Interval, IntervalEnd};

/// A dependency that does not hold for all days that its tasks may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// The dependency.
    pub link: DependencyId,
    /// How bad it is.
    pub kind: ConflictKind,
}

/// How bad a conflict is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConflictKind {
    /// No choice of days within the stated periods satisfies the link.
    Broken {
        /// By how many days its end of the successor comes too early, at least; from 1.
        missing_days: i32,
        /// Both ends are known to the day, so that it is exactly that many.
        is_exact: bool,
    },
    /// It holds for some days only, and they leave out a part of a stated period.
    Conditional(Condition),
    /// It holds if the one comes before the other within the periods that they share, which
    /// takes no more than a day off either.
    OrderOnly(Condition),
}

/// When a dependency can hold. Where both are given, they are needed both, and that is not
/// enough: within them the days must still keep the distance that the link asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Condition {
    /// The last day on which the predecessor may start (SS, SF) or finish (FS, FF), if that is
    /// earlier than its period allows.
    pub predecessor_by: Option<Day>,
    /// The first day on which the successor may start (FS, SS) or finish (FF, SF), if that is
    /// later than its period allows.
    pub successor_from: Option<Day>,
}

/// All conflicts of a roadmap, in the order of its dependencies; links from a task to itself
/// are left out (see [`Graph::self_links`](super::Graph::self_links)).
#[must_use]
pub fn conflicts(roadmap: &Roadmap) -> Vec<Conflict> {
    let links = roadmap.dependencies.iter().enumerate();
    let of = |(position, link)| {
        conflict(roadmap, link)
            .map(|kind| Conflict { link: DependencyId::from_index(position), kind })
    };
    links.filter_map(of).collect()
}

/// By how many days the earliest day of the successor's end comes after the latest that the link
/// asks for, if both tasks took place at these times: from 0 on the link holds whatever the days
/// are. `None` if the predecessor's end is open.
pub(super) fn room_days(
    roadmap: &Roadmap,
    link: &Dependency,
    from_when: Interval,
    to_when: Interval,
) -> Option<i32> {
    let [from_side, to_side] = sides(link.kind);
    let fiscal = roadmap.fiscal_year_start;
    let from = End::of(roadmap.task(link.from).kind, from_when, from_side, fiscal);
    let to = End::of(roadmap.task(link.to).kind, to_when, to_side, fiscal);
    Some(to.first.saturating_sub(from.last?.saturating_add(link.lag_days)))
}

/// Which ends of its predecessor and its successor a link ties together.
fn sides(kind: DependencyType) -> [Side; 2] {
    use DependencyType::{FinishToStart, StartToFinish, StartToStart};
    let side = |is_start| if is_start { Side::Start } else { Side::Finish };
    [
        side(matches!(kind, StartToStart | StartToFinish)),
        side(matches!(kind, FinishToStart | StartToStart)),
    ]
}

fn conflict(roadmap: &Roadmap, link: &Dependency) -> Option<ConflictKind> {
    if link.from == link.to {
        return None;
    }
    let [from_side, to_side] = sides(link.kind);
    let from = End::new(roadmap, link.from, from_side);
    let to = End::new(roadmap, link.to, to_side);
    // What the link asks of its successor's end at the least, and allows its predecessor's.
    let earliest = from.first.saturating_add(link.lag_days);
    let latest = to.last.map(|last| last.saturating_sub(link.lag_days));
    if let Some(last) = to.last
        && last < earliest
    {
        let is_exact = from.last == Some(from.first) && to.first == last;
        return Some(ConflictKind::Broken {
            missing_days: earliest.saturating_sub(last),
            is_exact,
        });
    }
    if from.last.is_some_and(|last| to.first >= last.saturating_add(link.lag_days)) {
        return None;
    }
    // An open end has room for whatever is asked, and loses all when it must come by a day.
    let days_off_from = match (from.last, latest) {
        (_, None) => 0,
        (None, Some(_)) => i32::MAX,
        (Some(last), Some(latest)) => last.saturating_sub(latest),
    };
    let days_off_to = if to.last.is_some() { earliest.saturating_sub(to.first) } else { 0 };
    let condition = Condition {
        predecessor_by: latest.filter(|_| days_off_from > 0).map(|latest| from.day(latest)),
        successor_from: (days_off_to > 0).then(|| to.day(earliest)),
    };
    Some(if days_off_from.max(days_off_to) > 1 {
        ConflictKind::Conditional(condition)
    } else {
        ConflictKind::OrderOnly(condition)
    })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Start,
    Finish,
}

/// When one end of a task can come, as numbers of days at whose start it does.
struct End {
    first: i32,
    /// `None` without limit.
    last: Option<i32>,
    /// The start of the day after is meant, not that of the day itself.
    is_after_its_day: bool,
}

impl End {
    fn new(roadmap: &Roadmap, task: TaskId, side: Side) -> Self {
        let task = roadmap.task(task);
        Self::of(task.kind, task.when, side, roadmap.fiscal_year_start)
    }

    fn of(kind: TaskKind, when: Interval, side: Side, fiscal: FiscalYearStart) -> Self {
        let (start, end) = (when.start(), when.end());
        let first = start.first_day(fiscal).number();
        let end = match end {
            IntervalEnd::With(end) => Some(end),
            IntervalEnd::Open => None,
        };
        let last = end.map(|end| end.last_day(fiscal).number());
        if kind == TaskKind::Milestone {
            return Self { first, last, is_after_its_day: false };
        }
        match side {
            Side::Start => {
                let last_start = start.last_day(fiscal).number();
                let last = Some(last.map_or(last_start, |last| last.min(last_start)));
                Self { first, last, is_after_its_day: false }
            }
            Side::Finish => {
                let first_finish = end.map_or(first, |end| end.first_day(fiscal).number());
                let first = first.max(first_finish) + 1;
                Self { first, last: last.map(|last| last + 1), is_after_its_day: true }
            }
        }
    }

    /// The day that people name for an end at the start of this one.
    fn day(&self, number: i32) -> Day {
        Day::from_number(number - i32::from(self.is_after_its_day))
    }
}

#[cfg(test)]
mod tests {
    use super::super::graph::tests::{Plan, seeded};
    use super::ConflictKind::{Broken, Conditional, OrderOnly};
    use super::*;
    use DependencyType::{FinishToFinish, FinishToStart, StartToFinish, StartToStart};
    use proptest::prelude::*;

    fn kind(from: &str, kind: DependencyType, lag: i32, to: &str) -> Option<ConflictKind> {
        let mut plan = Plan::default();
        let mut add = |when: &str| match when.strip_prefix('◆') {
            Some(when) => plan.milestone(when),
            None => plan.task(when),
        };
        let [from, to] = [from, to].map(&mut add);
        plan.link(from, to, kind, lag);
        conflicts(&plan.roadmap).first().map(|conflict| conflict.kind)
    }

    fn condition(by: &str, from: &str) -> Condition {
        let day = |text: &str| text.parse::<Day>().ok();
        Condition { predecessor_by: day(by), successor_from: day(from) }
    }

    #[test]
    fn exact_dates_are_broken_by_so_many_days_or_not_at_all() {
        let exact = |missing_days| Some(Broken { missing_days, is_exact: true });
        let (first, second) = ("2022-08-01/2022-10-31", "2022-08-01/2022-12-01");
        assert_eq!(kind(first, FinishToStart, 0, second), exact(92));
        assert_eq!(kind(first, FinishToStart, -92, second), None);
        assert_eq!(kind(first, StartToStart, 3, second), exact(3));
        assert_eq!(kind(second, FinishToFinish, 0, first), exact(31));
        assert_eq!(kind(first, StartToFinish, 124, second), exact(1));
        assert_eq!(kind(first, FinishToStart, 0, "2022-11-01"), None);
        assert_eq!(kind("◆2022-11-01", FinishToStart, 0, "2022-11-01"), None);
        assert_eq!(kind(first, FinishToStart, 0, "◆2022-10-31"), exact(1));
    }

    #[test]
    fn steps_of_one_year_ask_for_their_order_only() {
        let order = condition("2023-03-30", "2022-04-02");
        assert_eq!(kind("FY2022", FinishToStart, 0, "FY2022"), Some(OrderOnly(order)));
        let order = condition("2023-03-30", "2022-04-02");
        let found = kind("FY2021/FY2022", FinishToStart, 0, "FY2022/FY2025");
        assert_eq!(found, Some(OrderOnly(order)));
        let found = kind("FY2022", StartToStart, 0, "FY2022");
        assert_eq!(found, Some(OrderOnly(condition("", ""))));
        assert_eq!(kind("FY2021", FinishToStart, 0, "FY2022"), None);
    }

    #[test]
    fn a_period_that_loses_days_is_a_condition() {
        let found = kind("FY2022", FinishToStart, 0, "2022-10");
        assert_eq!(found, Some(Conditional(condition("2022-10-30", ""))));
        let found = kind("2022-10", FinishToStart, 0, "FY2022");
        assert_eq!(found, Some(Conditional(condition("", "2022-10-02"))));
        let found = kind("FY2022", FinishToStart, 30, "FY2022");
        assert_eq!(found, Some(Conditional(condition("2023-02-28", "2022-05-02"))));
        let found = kind("◆FY2022", FinishToStart, 0, "◆2022-06-15");
        assert_eq!(found, Some(Conditional(condition("2022-06-15", ""))));
    }

    #[test]
    fn periods_are_broken_if_no_choice_of_days_helps() {
        let broken = |missing_days| Some(Broken { missing_days, is_exact: false });
        assert_eq!(kind("FY2023", FinishToStart, 0, "FY2022"), broken(2));
        assert_eq!(kind("FY2021/FY2023", FinishToStart, 0, "FY2022/FY2025"), broken(2));
        assert_eq!(kind("FY2022", FinishToStart, 365, "FY2022"), broken(2));
        assert_eq!(kind("◆FY2023", FinishToStart, 0, "◆FY2022"), broken(1));
    }

    #[test]
    fn an_open_end_can_come_early_or_late() {
        let found = kind("FY2021/..", FinishToStart, 0, "FY2023");
        assert_eq!(found, Some(Conditional(condition("2024-03-30", ""))));
        let broken = Some(Broken { missing_days: 2, is_exact: false });
        assert_eq!(kind("FY2024/..", FinishToStart, 0, "FY2023"), broken);
        let order = Some(OrderOnly(condition("", "")));
        assert_eq!(kind("FY2021/..", FinishToFinish, 0, "FY2023/.."), order);
        assert_eq!(kind("FY2022", FinishToFinish, 0, "FY2021/.."), order);
    }

    /// The days of a task as (start, day after the last), tried one by one.
    fn choices(milestone: bool, start: (i32, i32), end: (i32, i32)) -> Vec<(i32, i32)> {
        if milestone {
            return (start.0..=end.1).map(|day| (day, day)).collect();
        }
        let starts = start.0..=start.1;
        starts
            .flat_map(|first| (end.0.max(first)..=end.1).map(move |last| (first, last + 1)))
            .collect()
    }

    proptest! {
        #![proptest_config(seeded())]

        #[test]
        fn every_choice_of_days_is_judged_alike(
            tasks in prop::array::uniform2((prop::bool::ANY, 0..5usize, 0..5usize)),
            (kind, lag) in (0..4usize, -40..40i32),
        ) {
            // Periods that lie beside and within each other: thirds of two months and a month.
            let periods =
                ["2022-04-early", "2022-04-mid", "2022-04-late", "2022-05-early", "2022-04"];
            let mut plan = Plan::default();
            let mut all = Vec::new();
            for &(milestone, start, end) in &tasks {
                let (start, end) = (periods[start], periods[end]);
                let fiscal = plan.roadmap.fiscal_year_start;
                let range = |text: &str| {
                    let stamp: crate::time::Stamp = text.parse().unwrap();
                    (stamp.first_day(fiscal).number(), stamp.last_day(fiscal).number())
                };
                prop_assume!(range(start).0 <= range(end).1);
                let when = format!("{start}/{end}");
                if milestone { plan.milestone(&when) } else { plan.task(&when) };
                all.push(choices(milestone, range(start), range(end)));
            }
            let kind = DependencyType::ALL[kind];
            plan.link(TaskId::from_index(0), TaskId::from_index(1), kind, lag);
            let ends = |(from_start, from_end): (i32, i32), (to_start, to_end): (i32, i32)| {
                match kind {
                    FinishToStart => (from_end, to_start),
                    StartToStart => (from_start, to_start),
                    FinishToFinish => (from_end, to_end),
                    StartToFinish => (from_start, to_end),
                }
            };
            let pairs = all[0].iter().flat_map(|&from| all[1].iter().map(move |&to| ends(from, to)));
            let pairs: Vec<_> = pairs.collect();
            let good: Vec<_> = pairs.iter().filter(|(from, to)| *to >= from + lag).collect();
            let conflict = conflicts(&plan.roadmap).first().map(|conflict| conflict.kind);
            match conflict {
                None => prop_assert_eq!(good.len(), pairs.len()),
                Some(Broken { missing_days, .. }) => {
                    prop_assert!(good.is_empty());
                    let missing = pairs.iter().map(|(from, to)| from + lag - to).min();
                    prop_assert_eq!(missing, Some(missing_days));
                }
                Some(Conditional(condition) | OrderOnly(condition)) => {
                    prop_assert!(!good.is_empty() && good.len() < pairs.len());
                    let from_day = |end: i32| {
                        let is_after = !tasks[0].0 && matches!(kind, FinishToStart | FinishToFinish);
                        Day::from_number(end - i32::from(is_after))
                    };
                    let to_day = |end: i32| {
                        let is_after = !tasks[1].0 && matches!(kind, FinishToFinish | StartToFinish);
                        Day::from_number(end - i32::from(is_after))
                    };
                    let latest = good.iter().map(|pair| pair.0).max().unwrap();
                    let all_latest = pairs.iter().map(|pair| pair.0).max().unwrap();
                    let by = (latest < all_latest).then(|| from_day(latest));
                    prop_assert_eq!(condition.predecessor_by, by);
                    let earliest = good.iter().map(|pair| pair.1).min().unwrap();
                    let all_earliest = pairs.iter().map(|pair| pair.1).min().unwrap();
                    let from = (earliest > all_earliest).then(|| to_day(earliest));
                    prop_assert_eq!(condition.successor_from, from);
                    let is_more_than_order =
                        (all_latest - latest).max(earliest - all_earliest) > 1;
                    prop_assert_eq!(is_more_than_order, matches!(conflict, Some(Conditional(_))));
                }
            }
        }
    }
}
