//! Saving, recovery and the changes of somebody else, as people meet them.

use crate::harness::{Folder, Window};
use eframe::egui::{Key, Modifiers, Role};
use koteihyo::app::Command;
use koteihyo::model::Language;
use std::path::Path;

const PLAN: &str = r#"{
"format": "koteihyo-roadmap/1",
"title": {"ja": "計画"},
"fiscal_year_start_month": 4,
"lanes": [
{"id": "a", "title": {"ja": "第一"}, "parent": null}
],
"tasks": [
{"id": "one", "lane": "a", "track": 0, "title": {"ja": "一"}, "when": "FY2022", "kind": "task", "owners": [], "tags": [], "basis": "editor"},
{"id": "two", "lane": "a", "track": 0, "title": {"ja": "二"}, "when": "FY2023", "kind": "task", "owners": [], "tags": [], "basis": "editor"}
],
"dependencies": []
}
"#;

fn rename(window: &mut Window, id: &str, title: &str) {
    window.click_bar(id);
    window.press(Key::F2);
    window.type_text(title);
    window.press(Key::Enter);
}

fn save(window: &mut Window) {
    window.press_with(Modifiers::COMMAND, Key::S);
    window.settle();
}

fn text(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap()
}

#[test]
fn what_was_not_saved_is_offered_again_after_a_crash() {
    let folder = Folder::new();
    let path = folder.file("plan.roadmap.json", PLAN);
    let mut first = Window::open_safe(&folder);
    first.open_path(&path);
    rename(&mut first, "one", "別");
    rename(&mut first, "two", "名");
    // A window that is dropped has not been closed: nobody was asked.
    drop(first);
    assert_eq!(text(&path), PLAN);

    let mut second = Window::open_safe(&folder);
    second.settle();
    assert!(second.says_something_with("変更2件"), "{:?}", second.said());
    second.click_button("変更を復元");
    second.settle();
    assert!(!second.says_something_with("別のウィンドウ"), "the other one is gone");
    let tasks = second.session().document().tasks.iter();
    let titles: Vec<_> = tasks.map(|it| it.title.in_language(Language::Japanese)).collect();
    assert_eq!(titles, ["別", "名"]);
    assert!(second.session().is_modified());
    second.press_with(Modifiers::COMMAND, Key::Z);
    assert_eq!(second.session().history().labels().1, 1, "even its steps are back");
    second.press_with(Modifiers::COMMAND, Key::Y);
    save(&mut second);
    assert!(text(&path).contains("別") && text(&path).contains("名"));
    second.close();
    let mut third = Window::open_safe(&folder);
    third.settle();
    assert!(!third.says_something_with("変更を復元"), "everything is in the file");
}

#[test]
fn what_somebody_else_saved_meanwhile_is_merged_and_not_overwritten() {
    let folder = Folder::new();
    let path = folder.file("plan.roadmap.json", PLAN);
    let mut window = Window::open_safe(&folder);
    window.open_path(&path);
    rename(&mut window, "one", "別");
    std::fs::write(&path, PLAN.replace("FY2023", "FY2025")).unwrap();
    save(&mut window);
    assert!(window.says_something_with("ほかの人が変更"), "{:?}", window.said());
    assert!(!text(&path).contains("別"), "nothing is overwritten");
    window.click_button("変更を取り込む");
    window.settle();
    assert!(!window.session().is_modified());
    assert!(text(&path).contains("別") && text(&path).contains("FY2025"), "{}", text(&path));
}

#[test]
fn a_version_before_is_shown_and_restored() {
    let folder = Folder::new();
    let path = folder.file("plan.roadmap.json", PLAN);
    let mut window = Window::open_safe(&folder);
    window.open_path(&path);
    rename(&mut window, "one", "別");
    save(&mut window);
    window.run_command(Command::Restore);
    window.settle();
    while !window.says("この版に戻す") {
        std::thread::sleep(std::time::Duration::from_millis(5));
        window.step();
    }
    window.click_button("この版に戻す");
    assert_eq!(window.session().document().tasks[0].title.in_language(Language::Japanese), "一");
    assert!(window.session().is_modified());
    save(&mut window);
    assert_eq!(text(&path), PLAN);
}

#[test]
fn unsaved_changes_are_asked_for_before_another_document_is_opened() {
    let folder = Folder::new();
    let path = folder.file("plan.roadmap.json", PLAN);
    let mut window = Window::open_safe(&folder);
    window.open_path(&path);
    rename(&mut window, "one", "別");
    window.press_keys_of(Command::New);
    assert!(window.says_something_with("保存していない変更"), "{:?}", window.said());
    window.press(Key::Escape);
    assert_eq!(window.session().document().tasks.len(), 2);
    window.press_keys_of(Command::New);
    window.click_button("保存して続ける");
    window.settle();
    assert_eq!(window.session().document().tasks.len(), 0);
    assert!(text(&path).contains("別"));
}

#[test]
fn a_file_that_cannot_be_written_says_why_and_the_work_stays() {
    let folder = Folder::new();
    let path = folder.file("plan.roadmap.json", PLAN);
    let mut window = Window::open_safe(&folder);
    window.open_path(&path);
    rename(&mut window, "one", "別");
    let mut permissions = std::fs::metadata(&path).unwrap().permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(&path, permissions).unwrap();
    save(&mut window);
    assert!(window.says_something_with("読み取り専用"), "{:?}", window.said());
    assert!(window.session().is_modified());
    assert_eq!(text(&path), PLAN);
}

#[test]
fn two_windows_on_one_file_know_of_each_other() {
    let folder = Folder::new();
    let path = folder.file("plan.roadmap.json", PLAN);
    let mut first = Window::open_safe(&folder);
    first.open_path(&path);
    assert!(!first.says_something_with("別のウィンドウ"));
    let mut second = Window::open_safe(&folder);
    second.open_path(&path);
    assert!(second.says_something_with("別のウィンドウ"), "{:?}", second.said());
}

#[test]
fn what_was_to_follow_a_saving_that_was_given_up_does_not_follow_the_next() {
    let folder = Folder::new();
    let mut window = Window::open_safe(&folder);
    window.press_keys_of(Command::New);
    window.press(Key::Insert);
    window.press(Key::Enter);
    window.press_keys_of(Command::New);
    window.click_button("保存して続ける");
    window.press(Key::Escape);
    let path = folder.path("later.roadmap.json");
    window.press_keys_of(Command::SaveAs);
    window.enter_path(&path);
    window.settle();
    assert!(path.exists());
    assert_eq!(window.session().document().tasks.len(), 1, "nothing else was asked for");
}

#[test]
fn what_is_still_being_written_is_saved_and_asked_about() {
    let folder = Folder::new();
    let path = folder.file("plan.roadmap.json", PLAN);
    let mut window = Window::open_safe(&folder);
    window.open_path(&path);
    window.click_bar("one");
    window.press(Key::F2);
    window.type_text("書きかけ");
    window.press_with(Modifiers::COMMAND, Key::S);
    assert!(std::fs::read_to_string(&path).unwrap().contains("書きかけ"));
    assert!(!window.session().is_modified());

    window.click(Role::TextInput, "名称（日本語）");
    window.press_with(Modifiers::COMMAND, Key::A);
    window.type_text("続き");
    assert!(!window.session().is_modified());
    window.press_with(Modifiers::COMMAND, Key::N);
    assert!(window.says("保存していない変更があります。"));
    let title = &window.session().document().tasks[0].title;
    assert_eq!(title.get(Language::Japanese), Some("続き"));
}
