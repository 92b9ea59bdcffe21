//! What is shown while tasks are dragged is what releasing makes of the plan.

use super::super::super::{Action, App, Startup};
use super::Preview;
use crate::app::{Origin, SafePlaces, Session};
use crate::edit::laws::{Dice, dice, file, random, seeded};
use crate::model::{
    Dependency, DependencyType, Extra, Lane, LaneId, Language, OwnerId, Roadmap, Task, TaskBasis,
    TaskId, TaskKind, Text,
};
use crate::schedule::Consequences;
use crate::store::{Settings, format::laws::roadmap};
use crate::time::{Day, FiscalYearStart, Interval, Precision};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use std::cell::{Cell, RefCell};
use std::collections::{BTreeSet, HashMap};

/// Periods of every precision, with both ends and with an open one.
const WHENS: [&str; 12] = [
    "FY2022",
    "2022",
    "2022-H1",
    "FY2022-H2",
    "FY2022-Q2",
    "2022-05",
    "2022-05-mid",
    "2022-05-10",
    "2022-05-10/2022-07-01",
    "FY2022/2023-10",
    "2022-05/..",
    "2022-12-20/..",
];

/// Half of all plans have links wherever they go, the others all that a file can say.
fn plans() -> impl Strategy<Value = Roadmap> {
    let task = (any::<bool>(), 0..WHENS.len(), 0..24, any::<[bool; 3]>(), 0..3_usize);
    let link = (0..14_usize, 0..14_usize, 0..4_usize, -40..90);
    let linked = (1..=12_u8, vec(task, 2..14), vec(link, 0..28));
    let linked = linked.prop_map(|(month, tasks, links)| {
        let fiscal = FiscalYearStart::new(month).unwrap();
        let title = || Text::only(Language::English, "x");
        let mut roadmap = Roadmap { fiscal_year_start: fiscal, ..Roadmap::default() };
        let owners = ["総務省", "デジタル庁", "x"].map(|word| roadmap.owners.intern(word));
        for lane in ["a", "b"] {
            let (id, extra) = (lane.into(), Extra::default());
            roadmap.lanes.push(Lane { id, title: title(), parent: None, color: None, extra });
        }
        for (at, &(is_milestone, when, later, has_owner, basis)) in tasks.iter().enumerate() {
            let when = Interval::parse(WHENS[when], fiscal).unwrap();
            let when = when.shifted(when.precision(), later, fiscal).unwrap();
            let lane = LaneId::from_index(at % 2);
            let owners = owners.iter().zip(has_owner).filter(|(_, has)| *has);
            roadmap.tasks.push(Task {
                kind: if is_milestone { TaskKind::Milestone } else { TaskKind::Task },
                basis: TaskBasis::ALL[basis],
                owners: owners.map(|(owner, _)| OwnerId::from_index(*owner)).collect(),
                ..Task::new(format!("t{at}"), lane, title(), when)
            });
        }
        let mut seen = BTreeSet::new();
        for (from, to, kind, lag_days) in links {
            let [from, to] = [from, to].map(|it| it % roadmap.tasks.len());
            if seen.insert((from, to, kind)) {
                let [from, to] = [from, to].map(TaskId::from_index);
                let kind = DependencyType::ALL[kind];
                let link = Dependency { kind, lag_days, ..Dependency::new(from, to) };
                roadmap.dependencies.push(link);
            }
        }
        roadmap
    });
    let any = (roadmap(), dice(6)).prop_map(|(mut roadmap, dice)| {
        for dice in dice {
            if let Ok(transaction) = random(&mut roadmap, dice) {
                let _ = transaction.apply(&mut roadmap);
            }
        }
        roadmap
    });
    prop_oneof![linked, any.prop_filter("a task to drag", |it| !it.tasks.is_empty())]
}

/// What a drag makes of some tasks: as a whole, by either end, or to where they never were.
fn dragged(roadmap: &Roadmap, dice: &[Dice]) -> Vec<(TaskId, Interval)> {
    let fiscal = roadmap.fiscal_year_start;
    let mut moved: Vec<(TaskId, Interval)> = Vec::new();
    for &(kind, n) in dice {
        let task = TaskId::from_index(n[0] as usize % roadmap.tasks.len());
        let own = roadmap.task(task).when;
        let unit = [
            Precision::Day,
            Precision::MonthThird,
            Precision::Month,
            Precision::Quarter,
            Precision::FiscalYear,
        ][n[1] as usize % 5];
        let (periods, days) = ((n[2] % 19).cast_signed() - 9, (n[3] % 801).cast_signed() - 400);
        let last = Day::from_number(738_000);
        let when = match kind % 6 {
            0..3 => own.shifted(unit.max(own.precision()), periods, fiscal),
            3 => Some(own.with_start_moved(unit, days, fiscal)),
            4 => Some(own.with_end_moved(unit, days, last, fiscal)),
            _ => Interval::parse(WHENS[n[4] as usize % WHENS.len()], fiscal).ok(),
        };
        if let Some(when) = when.filter(|_| moved.iter().all(|(other, _)| *other != task)) {
            moved.push((task, when));
        }
    }
    moved
}

/// The window, which changes one plan after the other.
fn window(ctx: &egui::Context) -> App {
    let session = Session::new(Roadmap::default(), Origin::BuiltIn, Vec::new());
    let startup = Startup {
        session,
        settings: Settings { editing: true, ..Settings::default() },
        settings_path: None,
        language: None,
        system_language: Language::Japanese,
        today: Day::from_number(738_000),
        notice: None,
        places: SafePlaces::nowhere(),
        has_dialogs: false,
    };
    App::new(ctx, startup)
}

/// The plan with nothing but these dates, which are the editor's.
fn with_dates(before: &Roadmap, dates: &[(TaskId, Interval)]) -> Roadmap {
    let mut after = before.clone();
    for &(task, when) in dates {
        if before.task(task).when != when {
            let task = &mut after.tasks[task.index()];
            (task.when, task.basis) = (when, TaskBasis::Editor);
        }
    }
    after
}

/// What differs between two plans, but for what was dragged, counted one task after the other.
fn told(before: &Roadmap, after: &Roadmap, dragged: &[(TaskId, Interval)]) -> Consequences {
    let fiscal = before.fiscal_year_start;
    let years = |when: Interval| {
        [Some(when.first_day(fiscal)), when.last_day(fiscal)]
            .map(|day| day.map(|day| fiscal.fiscal_year_of(day)))
    };
    let mut told = Consequences::default();
    let mut owners = BTreeSet::new();
    for ((id, old), new) in before.task_ids().zip(&before.tasks).zip(&after.tasks) {
        if old.when != new.when && dragged.iter().all(|(task, _)| *task != id) {
            told.tasks += 1;
            owners.extend(old.owners.iter().copied());
            told.other_fiscal_year += usize::from(years(old.when) != years(new.when));
        }
    }
    told.owners = owners.into_iter().collect();
    let [(_, old), (_, new)] = [before, after].map(|plan| plan.span().unwrap());
    told.end = Some((old, new)).filter(|_| old != new);
    told
}

/// Drops the drag of a preview in the window, and tells what the plan is like then and, once that
/// is taken back, again.
fn released(app: &mut App, ctx: &egui::Context, preview: &Preview) -> [Roadmap; 2] {
    if let Some(change) = preview.moving(app.session.roadmap()) {
        app.act(ctx, Action::Change(Box::new(change)));
    }
    let after = app.session.document().clone();
    app.session.undo();
    [after, app.session.document().clone()]
}

#[test]
fn what_a_drag_shows_is_what_releasing_does() {
    let ctx = egui::Context::default();
    let app = RefCell::new(window(&ctx));
    let [pushed_later, pushed_earlier, in_other_year, ends_otherwise] = [const { Cell::new(0) }; 4];
    let count = |cell: &Cell<u32>, is: bool| cell.set(cell.get() + u32::from(is));
    let law = |(before, dice, row): (Roadmap, Vec<Dice>, Option<u16>)| {
        let mut app = app.borrow_mut();
        app.session = Session::new(before.clone(), Origin::BuiltIn, Vec::new());
        let moved = dragged(&before, &dice);
        let (ripple, consequences) = app.session.ripple(&moved);
        let dates: HashMap<_, _> = moved.iter().chain(&ripple.pushed).copied().collect();
        prop_assert_eq!(dates.len(), moved.len() + ripple.pushed.len(), "each has one place");
        for &(task, when) in &ripple.pushed {
            prop_assert_ne!(when, before.task(task).when, "who is pushed goes elsewhere");
            let fiscal = before.fiscal_year_start;
            let is_later = when.first_day(fiscal) > before.task(task).when.first_day(fiscal);
            count(if is_later { &pushed_later } else { &pushed_earlier }, true);
        }
        let mut preview = Preview { moved, ripple, consequences, ..Preview::default() };
        // One that is dragged alone may change its row, too.
        if let ([(task, _)], Some(track)) = (&preview.moved[..], row) {
            let lanes = before.lanes.len();
            preview.to = Some((*task, LaneId::from_index(usize::from(track) % lanes), track));
        }
        let expected = |dates: &[(TaskId, Interval)]| {
            let mut plan = with_dates(&before, dates);
            if let Some((task, lane, track)) = preview.to {
                let task = &mut plan.tasks[task.index()];
                (task.lane, task.track) = (lane, track);
            }
            plan
        };
        let alone = expected(&preview.moved);
        let with_all = expected(&[&preview.moved[..], &preview.ripple.pushed].concat());
        for (is_with_all, expected) in [(false, &alone), (true, &with_all)] {
            preview.with_all = is_with_all;
            let [after, back] = released(&mut app, &ctx, &preview);
            prop_assert_eq!(&after, expected);
            prop_assert_eq!(file(&after), file(expected));
            prop_assert_eq!(&back, &before);
            prop_assert_eq!(file(&back), file(&before));
            prop_assert!(!app.session.is_modified());
        }
        let told = told(&before, &with_all, &preview.moved);
        prop_assert_eq!(&preview.consequences, &told);
        count(&in_other_year, told.other_fiscal_year > 0);
        count(&ends_otherwise, told.end.is_some());
        Ok(())
    };
    let cases = (plans(), vec(any::<Dice>(), 1..4), proptest::option::of(0..4_u16));
    TestRunner::new(seeded(1_000)).run(&cases, law).unwrap();
    let seen = [&pushed_later, &pushed_earlier, &in_other_year, &ends_otherwise].map(Cell::get);
    assert!(seen.iter().all(|&times| times > 60), "{seen:?}");
}
