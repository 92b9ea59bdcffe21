//! Settling what a merge has left.

use crate::harness::Window;
use eframe::egui::Role;
use koteihyo::app::{Command, Origin, Session};
use koteihyo::model::{Language, Roadmap, Text};
use koteihyo::store::merge::{merge, read_conflicts};
use koteihyo::store::{self};
use koteihyo::time::{FiscalYearStart, Interval};

/// The built-in plan with another date and another title for its first task.
fn side(when: &str, title: &str) -> Roadmap {
    let mut roadmap = store::built_in();
    let task = &mut roadmap.tasks[0];
    task.when = Interval::parse(when, FiscalYearStart::APRIL).unwrap();
    task.title = Text::only(Language::Japanese, title);
    roadmap
}

fn merged(editing: bool) -> Window {
    let (ours, theirs) = (side("FY2022", "甲"), side("FY2023/FY2025", "乙"));
    let merged = merge(Some(&store::built_in()), &ours, &theirs).unwrap();
    assert_eq!(merged.conflicts.len(), 2);
    Window::open_with(|startup| {
        startup.session = Session::new(merged.roadmap, Origin::BuiltIn, Vec::new());
        startup.settings.editing = editing;
    })
}

fn says(window: &Window, text: &str) -> bool {
    window.said().iter().any(|it| it.contains(text))
}

#[test]
fn a_conflict_is_settled_for_either_side_and_can_be_taken_back() {
    let mut window = merged(true);
    assert!(says(&window, "統合で残った競合が2件あります"));
    window.click_button("内容を選ぶ…");
    assert!(says(&window, "2023～2025年度"), "{:?}", window.said());
    window.click_beginning(Role::Button, "相手: 「甲」の期間 – 2023～2025年度");
    let task = |window: &Window| window.session().document().tasks[0].clone();
    assert_eq!(task(&window).when.to_string(), "FY2023/FY2025");
    assert_eq!(read_conflicts(window.session().document()).len(), 1);
    window.click_beginning(Role::Button, "自分: 「甲」の名称");
    assert_eq!(task(&window).title.get(Language::Japanese), Some("甲"));
    assert!(read_conflicts(window.session().document()).is_empty());
    assert!(says(&window, "競合はすべて解消しました。"));
    assert!(!says(&window, "統合で残った競合"));
    window.press_keys_of(Command::Undo);
    window.press_keys_of(Command::Undo);
    assert_eq!(task(&window).when.to_string(), "FY2022");
    assert_eq!(read_conflicts(window.session().document()).len(), 2);
    assert!(says(&window, "統合で残った競合が2件あります"));
}

#[test]
fn all_conflicts_are_settled_at_once() {
    for (button, when, title) in
        [("すべて自分", "FY2022", "甲"), ("すべて相手", "FY2023/FY2025", "乙")]
    {
        let mut window = merged(true);
        window.choose(Command::ToggleConflicts);
        window.click_button(button);
        let task = &window.session().document().tasks[0];
        assert_eq!(task.when.to_string(), when);
        assert_eq!(task.title.get(Language::Japanese), Some(title));
        assert!(read_conflicts(window.session().document()).is_empty());
        window.press_keys_of(Command::Undo);
        assert_eq!(read_conflicts(window.session().document()).len(), 2, "it is one step");
    }
}

#[test]
fn conflicts_are_only_settled_in_edit_mode() {
    let mut window = merged(false);
    window.click_button("内容を選ぶ…");
    assert!(says(&window, "編集モードにすると選べます。"));
    let before = window.session().revision();
    window.click_button("すべて相手");
    assert_eq!(window.session().revision(), before);
    assert_eq!(read_conflicts(window.session().document()).len(), 2);
}
