//! The progress line: switched on, typed, dragged, and kept in a view.

use crate::harness::Window;
use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Pos2, Vec2};
use koteihyo::app::{Command, Origin, Session};
use koteihyo::store::format;
use koteihyo::time::Day;

const PLAN: &str = r#"{
"format": "koteihyo-roadmap/1",
"title": {"ja": "計画", "en": "Plan"},
"fiscal_year_start_month": 4,
"lanes": [
{"id": "a", "title": {"ja": "第一", "en": "First"}, "parent": null},
{"id": "b", "title": {"ja": "第二", "en": "Second"}, "parent": null}
],
"tasks": [
{"id": "late", "lane": "a", "track": 0, "title": {"ja": "遅れ", "en": "Late"}, "when": "2021-04/2022-09", "kind": "task", "owners": [], "tags": [], "status": "under-way", "progress": 50, "basis": "column"},
{"id": "early", "lane": "a", "track": 1, "title": {"ja": "先行", "en": "Early"}, "when": "FY2023", "kind": "task", "owners": [], "tags": [], "status": "done", "basis": "column"},
{"id": "silent", "lane": "b", "track": 0, "title": {"ja": "記載なし", "en": "Silent"}, "when": "FY2024", "kind": "task", "owners": [], "tags": [], "basis": "column"}
]
}
"#;

fn open() -> Window {
    let (roadmap, problems) = format::read(PLAN.as_bytes()).unwrap();
    assert!(problems.is_empty(), "{problems:?}");
    Window::open_with(|startup| {
        startup.session = Session::new(roadmap, Origin::BuiltIn, Vec::new());
        startup.today = day("2022-09-30");
    })
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// How many half days ahead the row of each task is.
fn half_days_ahead(window: &Window) -> [i32; 3] {
    let session = window.session();
    let line = session.progress_line().expect("it is shown");
    ["late", "early", "silent"].map(|id| {
        let row = session.rows().row_of(window.task(id)).expect("it is shown");
        (line.ahead_days(row) * 2.0).round() as i32
    })
}

fn flag(window: &Window) -> Pos2 {
    window.rect_of_named(Role::Button, "進捗線の日付を変更").center()
}

#[test]
fn the_line_is_switched_on_typed_and_kept_in_a_view() {
    let mut window = open();
    window.press_keys_of(Command::ShowProgressLine);
    assert!(window.writes("進捗 2022年9月30日"));
    assert_eq!(half_days_ahead(&window), [-547, 1097, 0]);

    // A month means its last day; what is no date is said to be none and left by Esc.
    window.click(Role::TextInput, "進捗線の日付");
    window.press_with(eframe::egui::Modifiers::COMMAND, Key::A);
    window.type_text("令和5年3月");
    window.press(Key::Enter);
    assert_eq!(window.session().progress_day(), Some(day("2023-03-31")));
    assert!(window.writes("進捗 2023年3月31日"));
    window.click(Role::TextInput, "進捗線の日付");
    window.press_with(eframe::egui::Modifiers::COMMAND, Key::A);
    window.type_text("いつか");
    assert!(window.says_something_with("日付として読めません"));
    window.press(Key::Escape);
    assert_eq!(window.session().progress_day(), Some(day("2023-03-31")));
    window.click(Role::TextInput, "進捗線の日付");
    window.press_with(eframe::egui::Modifiers::COMMAND, Key::A);
    window.type_text("2024-01");
    window.press(Key::Escape);
    assert_eq!(window.session().progress_day(), Some(day("2023-03-31")));
    assert!(!window.says_something_with("日付として読めません"));

    let view = window.session().present_view();
    assert_eq!(view.progress_day, Some(day("2023-03-31")));
    window.press_keys_of(Command::ShowProgressLine);
    assert_eq!(window.session().progress_day(), None);
    assert!(!window.says("進捗線"));
}

#[test]
fn the_flag_is_dragged_and_escape_puts_it_back() {
    let mut window = open();
    window.press_keys_of(Command::ShowProgressLine);
    let from = flag(&window);
    let year = Vec2::new((window.session().view.axis.pt_per_day * 365.0) as f32, 0.0);
    let left_day = window.session().view.axis.left_day;
    window.drag(from, from + year);
    let moved = window.session().progress_day().unwrap();
    assert!((moved.number() - day("2023-09-30").number()).abs() <= 2, "{moved}");
    // The chart itself has stayed, and the plan as well.
    assert!((window.session().view.axis.left_day - left_day).abs() < 1e-9);
    assert!(window.session().history().to_undo().is_none());

    let from = flag(&window);
    window.begin_drag(from, from - year);
    assert_ne!(window.session().progress_day(), Some(moved));
    window.press(Key::Escape);
    assert_eq!(window.session().progress_day(), Some(moved));
    window.end_drag(from - year);
    assert_eq!(window.session().progress_day(), Some(moved));
}

#[test]
fn a_line_of_a_plan_without_status_says_why_it_is_straight() {
    let mut window = Window::open();
    window.press_keys_of(Command::ShowProgressLine);
    assert_eq!(window.session().progress_line().unwrap().telling(), 0);
    assert!(window.says("状況・進捗の記載がないため直線です"));
}
