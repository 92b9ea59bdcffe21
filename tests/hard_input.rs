//! Large documents of a kind that nobody draws up and a program makes: they open, and in time.

#![expect(clippy::unwrap_used, reason = "a test may fail where it stands")]

use koteihyo::app::{Origin, Session};
use koteihyo::model::{Dependency, Lane, LaneId, Language, Roadmap, Task, TaskId, Text};
use koteihyo::store::{self, format};
use koteihyo::time::{FiscalYearStart, Interval};
use std::time::{Duration, Instant};

const TASKS: usize = 100_000;
/// Far more than any of them takes; what grows with the square of the tasks takes hours.
const LIMIT: Duration = Duration::from_mins(1);

/// Tasks in one track of one lane; `when` is asked for the dates of each.
fn plan(tasks: usize, when: impl Fn(usize) -> String) -> Roadmap {
    let lane = Lane {
        id: "lane".into(),
        title: Text::new("一つのレーン", "One lane"),
        parent: None,
        color: None,
        extra: koteihyo::model::Extra::default(),
    };
    let task = |nth| {
        let when = Interval::parse(&when(nth), FiscalYearStart::APRIL).unwrap();
        let title = Text::new(format!("工程{nth}"), format!("Step {nth}"));
        Task::new(format!("task-{nth}"), LaneId::from_index(0), title, when)
    };
    Roadmap {
        title: Text::new("計画", "Plan"),
        lanes: vec![lane],
        tasks: (0..tasks).map(task).collect(),
        ..Roadmap::default()
    }
}

/// Writes it, opens the file and makes all that a window shows of it.
fn opened(roadmap: &Roadmap) -> Session {
    let began = Instant::now();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("hard.roadmap.json");
    let mut file = Vec::new();
    format::write(roadmap, &mut file).unwrap();
    std::fs::write(&path, file).unwrap();
    let opened = store::open_file(&path).unwrap();
    assert!(opened.roadmap == *roadmap);
    let session = Session::new(opened.roadmap, Origin::File(path), opened.diagnostics);
    assert!(began.elapsed() < LIMIT, "{:?}", began.elapsed());
    session
}

#[test]
fn all_tasks_on_one_day() {
    let session = opened(&plan(TASKS, |_| "2025-03-24".to_owned()));
    let rows = session.rows();
    assert!((0..TASKS).all(|task| rows.row_of(TaskId::from_index(task)).is_some()));
}

#[test]
fn all_tasks_in_one_track_behind_each_other() {
    let session = opened(&plan(TASKS, |nth| {
        format!("{:04}-{:02}-{:02}", 2000 + nth / 336, nth / 28 % 12 + 1, nth % 28 + 1)
    }));
    let rows = session.rows();
    assert!((0..TASKS).all(|task| rows.row_of(TaskId::from_index(task)) == Some(1)));
}

#[test]
fn all_tasks_linked_to_one() {
    let mut roadmap = plan(TASKS, |nth| format!("{:04}", 2000 + nth % 100));
    let hub = TaskId::from_index(0);
    let others = (1..TASKS).map(TaskId::from_index);
    roadmap.dependencies = others
        .map(|other| {
            let is_before = other.index() % 2 == 0;
            if is_before { Dependency::new(other, hub) } else { Dependency::new(hub, other) }
        })
        .collect();
    let session = opened(&roadmap);
    let links = session.graph().successors(hub).len() + session.graph().predecessors(hub).len();
    assert_eq!(links, TASKS - 1);
}

#[test]
fn all_tasks_in_one_chain() {
    let mut roadmap = plan(TASKS, |nth| format!("{:04}-{:02}", 2000 + nth / 1_000, nth % 12 + 1));
    let task = TaskId::from_index;
    roadmap.dependencies =
        (1..TASKS).map(|nth| Dependency::new(task(nth - 1), task(nth))).collect();
    let session = opened(&roadmap);
    assert_eq!(session.graph().dependency_count(), TASKS - 1);
}

#[test]
fn a_title_of_ten_megabytes() {
    let mut roadmap = plan(3, |_| "2025".to_owned());
    let title = "工程".repeat(10_000_000 / 6);
    roadmap.tasks[1].title = Text::only(Language::Japanese, title);
    let session = opened(&roadmap);
    assert!(!session.diagnostics().is_empty(), "such a title is worth a warning");
}
