//! Named views: saving, showing, changing and keeping them.

use crate::harness::Window;
use eframe::egui::{Event, Key, Modifiers, Role};
use koteihyo::app::{Command, Group};
use koteihyo::model::{Grouping, Language, Mode};
use koteihyo::store::{LanguageSetting, Settings, ThemeSetting, format};
use std::path::{Path, PathBuf};

/// Saves the present look under a name.
fn save_view(window: &mut Window, name: &str) {
    window.press_keys_of(Command::SaveView);
    window.send(Event::Text(name.to_owned()));
    window.press(Key::Enter);
    window.press(Key::Escape);
}

fn titles(window: &Window) -> Vec<&str> {
    let views = window.session().views();
    views.iter().map(|view| view.title.in_language(window.app().language())).collect()
}

/// A window whose settings are kept in this folder.
fn open_in(folder: &Path) -> Window {
    let path = folder.join("settings.json");
    Window::open_with(|startup| {
        startup.settings = Settings::read(&path).0;
        startup.settings_path = Some(path);
    })
}

#[test]
fn a_view_is_saved_left_and_shown_again() {
    let mut window = Window::open();
    window.search("医療");
    window.press(Key::Escape);
    window.press_keys_of(Command::Gantt);
    window.run_command(Command::GroupByOwner);
    let shown = window.session().matches().shown();
    save_view(&mut window, "医療の担当");
    assert_eq!(titles(&window), ["医療の担当"]);
    assert!(window.says("医療の担当"), "the button in the toolbar");

    window.press_keys_of(Command::Swimlanes);
    assert!(window.says("* 医療の担当"));
    window.press_keys_of(Command::Views);
    assert!(window.says("変更あり：医療の担当"));
    window.click_button("標準の表示");
    let session = window.session();
    assert_eq!((session.matches().shown(), session.grouping()), (417, Grouping::Lanes));
    assert!(window.says("ビュー"), "none is in force");

    window.press_keys_of(Command::Views);
    window.click_button("医療の担当");
    let session = window.session();
    assert_eq!((session.mode(), session.grouping()), (Mode::Gantt, Grouping::Owner));
    assert_eq!(session.matches().shown(), shown);
    assert!(window.says_something_with("医療"), "in the search field");
    assert!(!window.says("標準の表示"), "the list is closed");
}

#[test]
fn the_list_opens_by_its_button_its_key_and_its_command() {
    let mut window = Window::open();
    window.click_button("ビュー");
    assert!(window.says("標準の表示"));
    window.click_button("ビュー");
    assert!(!window.says("標準の表示"));
    window.press_keys_of(Command::Find);
    window.press_keys_of(Command::Views);
    assert!(window.says("標準の表示"));
    window.press(Key::Escape);
    assert!(!window.says("標準の表示"));
    window.choose(Command::Views);
    assert!(window.says("標準の表示"));
    window.press_keys_of(Command::Views);
    assert!(!window.says("標準の表示"));
}

#[test]
fn a_changed_view_is_updated() {
    let mut window = Window::open();
    save_view(&mut window, "一覧");
    window.press_keys_of(Command::Gantt);
    window.press_keys_of(Command::Views);
    window.click_button("更新");
    assert_eq!(window.session().views()[0].mode, Mode::Gantt);
    assert!(window.says("一覧") && !window.says_something_with("変更あり："));
    assert_eq!(window.count_of(Role::Canvas), 1);
}

#[test]
fn names_are_changed_and_never_shared() {
    let mut window = Window::open();
    save_view(&mut window, "甲");
    save_view(&mut window, "乙");
    window.press_keys_of(Command::Views);
    window.click_button("「甲」の名前を変更");
    window.press_with(Modifiers::COMMAND, Key::A);
    window.send(Event::Text("乙".to_owned()));
    assert!(window.says("同じ名前のビューがあります。"));
    window.press(Key::Enter);
    assert_eq!(titles(&window), ["甲", "乙"]);
    window.send(Event::Text("丙".to_owned()));
    window.press(Key::Enter);
    assert_eq!(titles(&window), ["乙丙", "乙"]);

    window.click_button("「乙」の名前を変更");
    window.send(Event::Text("丁".to_owned()));
    window.press(Key::Escape);
    assert_eq!(titles(&window), ["乙丙", "乙"], "Esc gives the name up");
    assert!(window.says("標準の表示"), "and leaves the list open");
    window.click_button("今の表示をビューとして保存…");
    window.press(Key::Enter);
    assert_eq!(window.session().views().len(), 2, "nothing has no name");
}

#[test]
fn a_deleted_view_comes_back_by_undo() {
    let mut window = Window::open();
    save_view(&mut window, "甲");
    save_view(&mut window, "乙");
    window.press_keys_of(Command::Views);
    window.click_button("「甲」を削除");
    assert_eq!(titles(&window), ["乙"]);
    assert!(window.says("ビュー「甲」を削除しました。"));
    window.press(Key::Escape);
    window.click_button("元に戻す");
    assert_eq!(titles(&window), ["甲", "乙"]);
    assert!(!window.says("ビュー「甲」を削除しました。"));
}

#[test]
fn views_speak_english_and_work_in_the_dark() {
    let mut window = Window::open_with(|startup| {
        startup.settings.language = Some(LanguageSetting::En);
        startup.settings.theme = ThemeSetting::Dark;
    });
    assert!(window.is_dark());
    save_view(&mut window, "All of it");
    window.press_keys_of(Command::Gantt);
    window.press_keys_of(Command::Views);
    assert!(window.says("Changed: All of it") && window.says("Standard view"));
    window.click_button("Rename All of it");
    window.press_with(Modifiers::COMMAND, Key::A);
    window.send(Event::Text("Everything".to_owned()));
    window.press(Key::Enter);
    window.click_button("Delete Everything");
    assert!(window.says("The view \"Everything\" is deleted."));
    window.press(Key::Escape);
    window.click_button("Undo");
    assert_eq!(titles(&window), ["Everything"]);
}

#[test]
fn the_last_look_and_unsaved_views_come_back_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open_in(folder.path());
    save_view(&mut window, "はじめ");
    window.search("医療");
    window.press(Key::Escape);
    window.run_command(Command::GroupByKind);
    window.run_command(Command::ColorByStatus);
    window.press_keys_of(Command::FoldAll);
    window.press_keys_of(Command::ShowQuarters);
    let before = window.session().present_view();
    assert!(before.days.is_some() && !before.folded.is_empty());
    window.close();

    let mut window = open_in(folder.path());
    assert_eq!(window.session().present_view(), before);
    assert_eq!(titles(&window), ["はじめ"]);
    assert!(window.says("* はじめ"), "it had been left");
    window.press_keys_of(Command::Views);
    window.click_button("「はじめ」を削除");
    window.press(Key::Escape);
    window.press_keys_of(Command::Views);
    window.click_button("標準の表示");
    window.close();

    let window = open_in(folder.path());
    assert_eq!(titles(&window), [""; 0]);
    assert_eq!(window.session().matches().shown(), 417);
}

#[test]
fn a_view_is_kept_at_once_and_a_look_when_it_rests() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open_in(folder.path());
    save_view(&mut window, "甲");
    drop(window);
    let window = open_in(folder.path());
    assert_eq!(titles(&window), ["甲"], "nobody closed the window");
}

#[test]
fn a_broken_memory_is_told_and_put_aside() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("documents.json"), "[{").unwrap();
    let window = open_in(folder.path());
    assert!(window.says_something_with("documents.broken.json"));
    assert_eq!(window.session().matches().shown(), 417);
}

#[test]
fn a_query_that_names_what_is_gone_is_told_and_the_rest_is_shown() {
    let folder = tempfile::tempdir().unwrap();
    let path = plan_with(folder.path(), r#""query": "up:gone", "mode": "gantt""#);
    let mut window = Window::open();
    window.open_path(&path);
    window.press_keys_of(Command::Views);
    window.click_button("見る");
    assert_eq!(window.session().mode(), Mode::Gantt);
    assert!(window.says("up:gone"), "the text stays in the field");
    assert!(window.says("1 / 1"));
}

#[test]
fn saving_puts_the_views_into_the_document() {
    let folder = tempfile::tempdir().unwrap();
    let path = plan_with(folder.path(), r#""mode": "gantt""#);
    let mut window = open_in(folder.path());
    window.open_path(&path);
    window.press_keys_of(Command::Gantt);
    save_view(&mut window, "二つ目");
    assert!(window.session().has_unsaved_views());
    assert_eq!(window.title(), "* plan.roadmap.json — 工程表");
    window.press_keys_of(Command::Views);
    window.click_button("名前を付けて保存…");
    window.enter_path(&path);
    assert!(!window.session().has_unsaved_views());
    assert_eq!(window.title(), "plan.roadmap.json — 工程表");
    let (saved, problems) = format::read(&std::fs::read(&path).unwrap()).unwrap();
    assert!(problems.is_empty());
    assert_eq!(saved.views, window.session().views());
    assert_eq!(saved.views.len(), 2);
}

#[test]
fn a_narrow_window_has_the_list_in_its_menu() {
    let mut window = Window::open();
    window.resize(760.0, 600.0);
    assert!(!window.says("ビュー"));
    window.click_button(Group::View.label(Language::Japanese));
    window.press(Key::Escape);
    window.press_keys_of(Command::Views);
    assert!(window.says("標準の表示"));
}

/// A small plan with one view that has these fields.
fn plan_with(folder: &Path, fields: &str) -> PathBuf {
    let path = folder.join("plan.roadmap.json");
    let text = format!(
        r#"{{
"format": "koteihyo-roadmap/1",
"title": {{"ja": "計画", "en": "A plan"}},
"fiscal_year_start_month": 4,
"lanes": [
{{"id": "road", "title": {{"ja": "道路", "en": "Road"}}, "parent": null}}
],
"tasks": [
{{"id": "survey", "lane": "road", "track": 0, "title": {{"ja": "測量", "en": "Survey"}}, "when": "FY2022", "kind": "task", "owners": [], "tags": [], "basis": "editor"}}
],
"dependencies": [],
"views": [
{{"id": "look", "title": {{"ja": "見る", "en": "Look"}}, {fields}}}
]
}}
"#
    );
    std::fs::write(&path, text).unwrap();
    path
}
