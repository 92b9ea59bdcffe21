//! Writing in the columns of Gantt mode.

use crate::harness::{Folder, Window};
use eframe::egui::accesskit::Role;
use eframe::egui::{Event, ImeEvent, Key, Modifiers, Pos2};
use koteihyo::app::Command;
use koteihyo::model::{Language, Task, TaskStatus};

/// Gantt mode in a window that is wide enough for all columns.
fn open(folder: &Folder) -> Window {
    let plan = folder.file(
        "plan.roadmap.json",
        r#"{
"format": "koteihyo-roadmap/1",
"title": {"ja": "計画"},
"fiscal_year_start_month": 4,
"lanes": [
{"id": "a", "title": {"ja": "第一"}, "parent": null}
],
"tasks": [
{"id": "one", "lane": "a", "track": 0, "title": {"ja": "一"}, "when": "FY2022", "kind": "task", "owners": ["総務省"], "tags": [], "basis": "column"},
{"id": "two", "lane": "a", "track": 0, "title": {"ja": "二"}, "when": "FY2023", "kind": "task", "owners": [], "tags": [], "basis": "column"}
],
"dependencies": [
]
}
"#,
    );
    let mut window = Window::open_sized([2000.0, 900.0], |startup| {
        startup.settings.editing = true;
        startup.settings.task_columns_width = 560.0;
    });
    window.open_path(&plan);
    window.press_keys_of(Command::Gantt);
    window
}

fn task<'w>(window: &'w Window, id: &str) -> &'w Task {
    window.session().document().task(window.task(id))
}

fn titled<'w>(window: &'w Window, id: &str) -> &'w str {
    task(window, id).title.in_language(Language::Japanese)
}

#[test]
fn all_columns_are_written_in_with_the_keys() {
    let folder = Folder::new();
    let mut window = open(&folder);
    window.press(Key::ArrowDown);
    assert_eq!(window.selected(), Some("one"));
    window.press(Key::F2);
    assert_eq!(window.field("施策の名称").as_deref(), Some("一"));
    window.type_text("調査");
    window.press(Key::Tab);
    assert_eq!(titled(&window, "one"), "調査");
    assert_eq!(window.field("期間").as_deref(), Some("2022年度"));
    window.type_text("令和4年10月～2023年度");
    window.press(Key::Tab);
    assert_eq!(task(&window, "one").when.to_string(), "2022-10/FY2023");
    window.type_text("実施中 ３０％");
    window.press(Key::Tab);
    assert_eq!(
        (task(&window, "one").status, task(&window, "one").progress),
        (TaskStatus::UnderWay, Some(30))
    );
    assert_eq!(window.field("担当").as_deref(), Some("総務省"));
    window.type_text("デジタル庁、総務省");
    window.press(Key::Enter);
    let roadmap = window.session().document();
    let owners: Vec<_> =
        task(&window, "one").owners.iter().map(|it| roadmap.owners.word(it.index())).collect();
    assert_eq!(owners, ["デジタル庁", "総務省"]);
    assert!(window.writes("実施中 30 %"));
    assert_eq!(window.field("担当"), None);

    // Four steps, each one to be taken back; back from the owner leads to the status.
    assert_eq!(window.session().history().done_count(), 4);
    window.press(Key::F2);
    for _ in 0..3 {
        window.press(Key::Tab);
    }
    window.press_with(Modifiers::SHIFT, Key::Tab);
    assert_eq!(window.field("状況").as_deref(), Some("実施中 30 %"));
    window.type_text("完了");
    window.press(Key::Escape);
    assert_eq!((window.field("状況"), window.selected()), (None, Some("one")));
    assert_eq!(window.session().history().done_count(), 4);
}

#[test]
fn a_cell_is_opened_by_a_double_click_and_refuses_what_it_cannot_hold() {
    let folder = Folder::new();
    let mut window = open(&folder);
    let bar = window.bar("two").expect("it is in view").rect();
    // Beside the column of dates stand those of the status and the owners.
    let left = window.rect_of(Role::Canvas).left();
    let when = Pos2::new(left + 560.0 - 104.0 - 92.0 - 60.0, bar.center().y);
    window.double_click_at(when);
    assert_eq!(window.field("期間").as_deref(), Some("2023年度"));
    assert_eq!(window.selected(), Some("two"));
    window.type_text("2023-13");
    assert_eq!(task(&window, "two").when.to_string(), "FY2023");
    assert!(window.says_something_with("月"));
    // What is refused is not left for the next cell, and Enter tells why.
    for key in [Key::Tab, Key::Enter] {
        window.press(key);
        assert_eq!(window.field("期間").as_deref(), Some("2023-13"));
        assert_eq!(task(&window, "two").when.to_string(), "FY2023");
    }
    window.press(Key::Escape);
    assert_eq!(window.field("期間"), None);
    assert_eq!(window.session().history().done_count(), 0);
    assert_eq!(window.selected(), Some("two"));

    // Enter chooses a reading while an input method composes; it does not close the field.
    window.press(Key::F2);
    window.type_text("調");
    window.send(Event::Ime(ImeEvent::Preedit { text: "さ".to_owned(), active_range_chars: None }));
    window.press(Key::Enter);
    assert!(window.field("施策の名称").is_some());
    window.send(Event::Ime(ImeEvent::Commit("査".to_owned())));
    assert_eq!(titled(&window, "two"), "二");
    window.press(Key::Enter);
    assert_eq!(titled(&window, "two"), "調査");

    // Without edit mode a double click is two clicks.
    window.press_keys_of(Command::ToggleEditing);
    window.double_click_at(when);
    assert_eq!(window.field("期間"), None);
    assert_eq!(window.selected(), Some("two"));
}
