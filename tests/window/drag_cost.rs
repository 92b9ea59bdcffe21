//! What a drag costs depends on what is visible and on what it pushes, not on the size of the
//! document.

use crate::harness::Window;
use eframe::egui::{Modifiers, Pos2, Role, Vec2};
use koteihyo::app::{Command, Origin, Session};
use koteihyo::layout::chart::Counts;
use koteihyo::model::{Dependency, Extra, Lane, LaneId, Roadmap, Task, TaskId, Text};
use koteihyo::time::{FiscalYearStart, Interval};

const STEPS: usize = 5;
const PROJECTS_PER_LANE: usize = 4;

/// Projects of five steps, year after year, each in a track of its own and tied to nothing else.
fn projects(tasks: usize) -> Roadmap {
    let mut roadmap = Roadmap::default();
    for nth in 0..tasks {
        if nth % (STEPS * PROJECTS_PER_LANE) == 0 {
            let number = roadmap.lanes.len();
            let title = Text::new(format!("施策{number}"), format!("Measure {number}"));
            let id = format!("lane-{number}").into();
            roadmap.lanes.push(Lane {
                id,
                title,
                parent: None,
                color: None,
                extra: Extra::default(),
            });
        }
        let (project, step) = (nth / STEPS, nth % STEPS);
        let lane = LaneId::from_index(roadmap.lanes.len() - 1);
        let when = Interval::parse(&format!("FY{}", 2021 + step), FiscalYearStart::APRIL).unwrap();
        let title = Text::new(format!("作業{nth}"), format!("Step {nth}"));
        roadmap.tasks.push(Task {
            track: u16::try_from(project % PROJECTS_PER_LANE).unwrap(),
            ..Task::new(format!("task-{nth}"), lane, title, when)
        });
        if step > 0 {
            let [from, to] = [nth - 1, nth].map(TaskId::from_index);
            roadmap.dependencies.push(Dependency::new(from, to));
        }
    }
    roadmap
}

#[test]
fn a_frame_of_a_drag_costs_the_same_in_a_document_of_any_size() {
    let [small, large] = [10_000, 200_000].map(|tasks| {
        let session = Session::new(projects(tasks), Origin::BuiltIn, Vec::new());
        let mut window = Window::open_sized([1280.0, 2_400.0], |startup| {
            startup.session = session;
            startup.settings.editing = true;
        });
        let first = TaskId::from_index(0);
        let year = Vec2::new((window.session().view.axis.pt_per_day * 365.25) as f32, 0.0);
        let from = window.bar("task-0").unwrap().rect().center();
        window.begin_drag(from, from + year);
        let session = window.session();
        let when = session.roadmap().task(first).when;
        let fiscal = session.roadmap().fiscal_year_start;
        let moved = when.shifted(when.precision(), 1, fiscal).unwrap();
        let (ripple, told) = session.ripple(&[(first, moved)]);
        assert_eq!((ripple.pushed.len(), told.tasks), (STEPS - 1, STEPS - 1));
        // At the edge the chart scrolls, so that each frame draws it anew.
        let chart = window.rect_of(Role::Canvas);
        let before = window.session().view.scroll_pt;
        let counts: Vec<Counts> = (0..40)
            .map(|_| {
                window.hold_drag(Pos2::new(from.x + year.x, chart.bottom() - 2.0));
                window.app().chart_counts()
            })
            .collect();
        let scrolled = window.session().view.scroll_pt - before;
        assert!(scrolled > 200.0, "{scrolled}");
        // A body that was drawn some way ahead is moved before it is drawn again.
        let most = |count: fn(&Counts) -> usize| counts.iter().map(count).max().unwrap();
        window.press_meanwhile(Modifiers::NONE, Command::StepBack.shortcut().unwrap().key);
        assert!(!window.session().is_modified());
        [
            ("links of the ripple", ripple.links_seen),
            ("rows", most(|it| it.rows)),
            ("bars", most(|it| it.bars)),
            ("links", most(|it| it.links)),
            ("labels", most(|it| it.labels)),
            ("shapes", most(|it| it.shapes)),
        ]
    });
    for ((what, small), (_, large)) in small.into_iter().zip(large) {
        assert!(small > 0 && small.abs_diff(large) * 10 <= small, "{what}: {small}, {large}");
    }
}
