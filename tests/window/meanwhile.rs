//! What people do while a file is read or written. Pipes hold the threads up until the test lets
//! them go on, so nothing here depends on how fast they are.

use crate::harness::{Folder, Window};
use eframe::egui::{Key, Modifiers};
use koteihyo::app::{Command, Origin};
use koteihyo::store::Backups;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process;
use std::thread::{self, JoinHandle};
use std::time::Duration;

const PLAN: &str = r#"{
"format": "koteihyo-roadmap/1",
"title": {"ja": "計画"},
"fiscal_year_start_month": 4,
"lanes": [
{"id": "a", "title": {"ja": "第一"}, "parent": null}
],
"tasks": [
{"id": "one", "lane": "a", "track": 0, "title": {"ja": "一"}, "when": "FY2022", "kind": "task", "owners": [], "tags": [], "basis": "editor"}
],
"dependencies": []
}
"#;

/// A window in which the only task of the plan is selected.
fn window_with(path: &Path, folder: &Folder) -> Window {
    let mut window = Window::open_safe(folder);
    window.open_path(path);
    window.click_bar("one");
    window
}

/// A year later.
fn nudge(window: &mut Window) {
    window.press_meanwhile(Modifiers::ALT, Key::ArrowRight);
}

fn when(window: &Window) -> String {
    window.session().document().tasks[0].when.to_string()
}

/// Makes a pipe, which stops whoever opens it until somebody is at its other end.
fn pipe(path: PathBuf) -> PathBuf {
    assert!(process::Command::new("mkfifo").arg(&path).status().unwrap().success());
    path
}

fn reader(path: &Path) -> JoinHandle<String> {
    let path = path.to_owned();
    thread::spawn(move || fs::read_to_string(path).unwrap())
}

fn writer(path: &Path, content: &str) -> JoinHandle<()> {
    let (path, content) = (path.to_owned(), content.to_owned());
    thread::spawn(move || fs::write(path, content).unwrap())
}

#[test]
fn a_saving_that_ends_late_belongs_to_the_document_that_was_saved() {
    let folder = Folder::new();
    let path = folder.file("plan.roadmap.json", PLAN);
    let pipe = pipe(folder.path("pipe.roadmap.json"));
    let mut window = window_with(&path, &folder);
    window.press_keys_of(Command::SaveAs);
    window.begin_to_enter_path(&pipe);
    let shortcut = Command::New.shortcut().unwrap();
    window.press_meanwhile(shortcut.modifiers, shortcut.key);
    assert_eq!(window.session().origin, Origin::New);
    window.press_meanwhile(Modifiers::NONE, Key::Insert);
    window.press_meanwhile(Modifiers::NONE, Key::Enter);
    assert_eq!(window.session().document().tasks.len(), 1);
    assert!(window.session().is_modified());

    let reader = reader(&pipe);
    window.settle();
    assert_eq!(reader.join().unwrap(), PLAN, "the plan that was open then");
    assert!(window.says_something_with("pipe.roadmap.json"), "it is told: {:?}", window.said());
    assert_eq!(window.session().origin, Origin::New, "the new one is in no file");
    assert!(window.session().is_modified() && window.title().starts_with('*'));
    window.press_keys_of(Command::OpenPath);
    assert!(window.says_something_with("保存していない変更"), "{:?}", window.said());
}

#[test]
fn what_is_changed_during_a_saving_stays_unsaved_and_in_the_journal() {
    let folder = Folder::new();
    let path = folder.file("plan.roadmap.json", PLAN);
    let mut window = window_with(&path, &folder);
    nudge(&mut window);
    window.press_keys_of(Command::Save);
    let first = fs::read_to_string(&path).unwrap();
    assert!(first.contains("FY2023") && !window.session().is_modified());

    // The next saving stops where it reads of which document the backups are.
    let backup = Backups::of(&folder.path("backups"), &path).list().unwrap().remove(0).path;
    let note = backup.with_file_name("path.txt");
    let noted = fs::read_to_string(&note).unwrap();
    fs::remove_file(&note).unwrap();
    let note = pipe(note);
    nudge(&mut window);
    let shortcut = Command::Save.shortcut().unwrap();
    window.press_meanwhile(shortcut.modifiers, shortcut.key);
    nudge(&mut window);
    assert_eq!((when(&window), fs::read_to_string(&path).unwrap()), ("FY2025".to_owned(), first));
    let writer = writer(&note, &noted);
    window.settle();
    writer.join().unwrap();
    let saved = fs::read_to_string(&path).unwrap();
    assert!(saved.contains("FY2024") && !saved.contains("FY2025"), "as it was then: {saved}");
    assert!(window.session().is_modified() && window.title().starts_with('*'));
    // Taking back what was done since leads to what is in the file.
    window.press_keys_of(Command::Undo);
    assert!(!window.session().is_modified());
    window.press_keys_of(Command::Redo);
    assert!(window.session().is_modified());

    drop(window);
    let mut next = self::Window::open_safe(&folder);
    next.settle();
    // The change, its undo and its redo.
    assert!(
        next.says_something_with("変更3件"),
        "what the file lacks, and no more: {:?}",
        next.said()
    );
    next.click_button("変更を復元");
    next.settle();
    assert_eq!((when(&next), next.session().is_modified()), ("FY2025".to_owned(), true));
    assert_eq!(fs::read_to_string(&path).unwrap(), saved);
}

#[test]
fn what_is_changed_while_a_file_is_read_is_not_dropped() {
    let folder = Folder::new();
    let path = folder.file("plan.roadmap.json", PLAN);
    let other = pipe(folder.path("other.roadmap.json"));
    let content = PLAN.replace("FY2022", "FY2030");
    let mut window = window_with(&path, &folder);
    window.begin_to_open(&other);
    nudge(&mut window);
    assert_eq!(when(&window), "FY2023", "what is open can be changed meanwhile");
    let first = writer(&other, &content);
    window.settle();
    first.join().unwrap();
    assert!(window.says_something_with("保存していない変更"), "{:?}", window.said());
    assert_eq!(window.session().origin, Origin::File(path.clone()));
    window.press(Key::Escape);
    assert_eq!((when(&window), window.session().is_modified()), ("FY2023".to_owned(), true));

    // Whoever gives the changes up is not asked once more when the file is there.
    window.press_keys_of(Command::OpenPath);
    let second = writer(&other, &content);
    window.click_button("保存せずに続ける");
    window.enter_path(&other);
    second.join().unwrap();
    assert_eq!(window.session().origin, Origin::File(other.clone()), "{:?}", window.said());
    assert_eq!((when(&window), window.session().is_modified()), ("FY2030".to_owned(), false));
    assert_eq!(fs::read_to_string(&path).unwrap(), PLAN);
}

#[test]
fn what_was_changed_while_a_file_was_read_is_saved_before_it_is_shown() {
    let folder = Folder::new();
    let path = folder.file("plan.roadmap.json", PLAN);
    let other = pipe(folder.path("other.roadmap.json"));
    let content = PLAN.replace("FY2022", "FY2030");
    let mut window = window_with(&path, &folder);
    window.begin_to_open(&other);
    nudge(&mut window);
    let first = writer(&other, &content);
    window.settle();
    first.join().unwrap();
    // The file is read anew.
    let second = writer(&other, &content);
    window.click_button("保存して続ける");
    second.join().unwrap();
    assert_eq!(window.session().origin, Origin::File(other.clone()));
    assert!(fs::read_to_string(&path).unwrap().contains("FY2023"));
}

#[test]
fn a_file_that_is_still_read_does_not_come_over_a_new_document() {
    let folder = Folder::new();
    let other = pipe(folder.path("other.roadmap.json"));
    let mut window = Window::open_safe(&folder);
    window.begin_to_open(&other);
    // Whoever opens this end of the pipe waits until somebody reads at the other one.
    let mut end = fs::File::options().write(true).open(&other).unwrap();
    let shortcut = Command::New.shortcut().unwrap();
    window.press_meanwhile(shortcut.modifiers, shortcut.key);
    end.write_all(PLAN.as_bytes()).unwrap();
    drop(end);
    window.settle();
    thread::sleep(Duration::from_millis(20));
    window.settle();
    assert_eq!(window.session().origin, Origin::New);
}
