//! Opening, saving, recent files and settings.

use crate::harness::{Folder, Window};
use eframe::egui::Role;
use koteihyo::app::{Command, Group, Origin};
use koteihyo::model::Language;
use koteihyo::sample::{SampleRequest, generate};
use koteihyo::store::{self, Settings, format};
use koteihyo::words::grouped;
use std::path::Path;

/// A small roadmap in the canonical form.
const PLAN: &str = r#"{
"format": "koteihyo-roadmap/1",
"title": {"ja": "小さな計画", "en": "A small plan"},
"fiscal_year_start_month": 4,
"lanes": [
{"id": "road", "title": {"ja": "道路", "en": "Road"}, "parent": null}
],
"tasks": [
{"id": "road.survey", "lane": "road", "track": 0, "title": {"ja": "測量", "en": "Survey"}, "when": "FY2022", "kind": "task", "owners": [], "tags": [], "basis": "editor"},
{"id": "road.build", "lane": "road", "track": 0, "title": {"ja": "着工", "en": "Build"}, "when": "FY2023", "kind": "task", "owners": [], "tags": [], "basis": "editor"}
],
"dependencies": []
}
"#;

fn is_open(window: &Window, path: &Path) -> bool {
    window.session().origin == Origin::File(path.to_owned())
}

#[test]
fn without_dialogs_open_asks_for_a_path() {
    let mut window = Window::open();
    let texts = window.count_of(Role::TextInput);
    window.press_keys_of(Command::Open);
    assert_eq!(window.count_of(Role::TextInput), texts + 1);
    window.click_button("キャンセル");
    assert_eq!(window.count_of(Role::TextInput), texts);
}

#[test]
fn a_sound_file_replaces_what_is_open_and_is_remembered() {
    let (mut window, folder) = (Window::open(), Folder::new());
    let path = folder.file("plan.roadmap.json", PLAN);
    window.search("医療");
    window.open_path(&path);
    assert!(is_open(&window, &path));
    assert!(window.says("2 / 2"), "the filter went with the old roadmap");
    assert!(window.bar("road.survey").is_some());
    assert_eq!(window.app().settings().recent, std::slice::from_ref(&path));

    window.choose(Command::OpenBuiltIn);
    assert!(window.says("417 / 417"));
    window.click_button(Group::File.label(Language::Japanese));
    window.click_beginning(Role::Button, "最近使ったファイル");
    window.click_button("plan.roadmap.json");
    assert!(is_open(&window, &path));
    assert!(window.says("2 / 2"));
}

/// The text of a made-up roadmap that takes a while to read.
fn large() -> String {
    let mut file = Vec::new();
    format::write(&generate(&SampleRequest::of(LARGE_TASKS)), &mut file).unwrap();
    assert!(file.len() > 8 << 20, "{} bytes are no large file", file.len());
    String::from_utf8(file).unwrap()
}

const LARGE_TASKS: usize = 30_000;

#[test]
fn a_large_file_is_opened_whole() {
    let (mut window, folder) = (Window::open(), Folder::new());
    let path = folder.file("large.roadmap.json", &large());
    window.open_path(&path);
    assert!(is_open(&window, &path));
    let roadmap = window.session().roadmap();
    assert_eq!([roadmap.tasks.len(), roadmap.dependencies.len()], [LARGE_TASKS; 2]);
}

#[test]
fn a_large_file_is_filtered_arranged_and_looked_through_on_threads() {
    let (mut window, folder) = (Window::open(), Folder::new());
    window.open_path(&folder.file("large.roadmap.json", &large()));
    assert!(window.session().is_large());
    window.search("kind:milestone");
    let milestones = window.session().milestone_count();
    assert_eq!(window.session().matches().shown(), milestones);
    assert!(window.says("30,000 施策　30,000 依存"));
    window.choose(Command::Gantt);
    let rows = window.session().rows();
    assert!(rows.rows.len() > milestones, "headings and a row for each");
    window.choose(Command::ToggleInsights);
    window.choose(Command::ToggleProblems);
    assert!(window.session().problems().is_some());
    assert!(window.says_something_with(&format!("30,000施策のうち{}施策", grouped(milestones))));
}

/// The first rows of a file are looked at; saving them would cut the file off behind them.
#[test]
fn the_first_rows_of_a_file_are_not_saved() {
    let (mut window, folder) = (Window::open(), Folder::new());
    let content = large();
    let path = folder.file("large.roadmap.json", &content);
    window.begin_to_open(&path);
    while !is_open(&window, &path) {
        window.step();
    }
    assert!(window.session().is_preview);
    let shown = window.session().roadmap().tasks.len();
    assert!(shown > 100 && shown < LARGE_TASKS, "{shown}");
    let shortcut = Command::Save.shortcut().unwrap();
    window.press_meanwhile(shortcut.modifiers, shortcut.key);
    window.settle();
    assert!(!window.session().is_preview);
    assert_eq!(window.session().document().tasks.len(), LARGE_TASKS);
    assert!(std::fs::read_to_string(&path).unwrap() == content, "the file is what it was");
}

#[test]
fn opening_is_cancelled_by_a_key() {
    let (mut window, folder) = (Window::open(), Folder::new());
    let path = folder.file("large.roadmap.json", &large());
    window.begin_to_open(&path);
    assert!(!is_open(&window, &path));
    window.press_keys_of(Command::StepBack);
    assert!(!is_open(&window, &path));
    assert!(window.says("417 / 417"));
    window.open_path(&path);
    assert_eq!(window.session().roadmap().tasks.len(), LARGE_TASKS);
}

#[test]
fn a_broken_file_leaves_what_is_open_and_says_where_it_is_wrong() {
    let (mut window, folder) = (Window::open(), Folder::new());
    let broken = [
        ("no-roadmap.json", "{\n\"name\": \"x\"\n}\n", "1行"),
        (
            "cut.json",
            "{\n\"format\": \"koteihyo-roadmap/1\",\n\"tasks\": [\n{\"id\": \"a\"\n",
            "4行",
        ),
        ("no-utf8.json", "", ""),
        ("notes.txt", "買い物\n", ""),
        ("empty.json", "", ""),
    ];
    for (name, content, place) in broken {
        let path = folder.file(name, content);
        if name == "no-utf8.json" {
            std::fs::write(&path, b"{\n\"title\": \"\xFF\"}").unwrap();
        }
        window.open_path(&path);
        assert!(window.says_something_with(name));
        assert!(window.says("417 / 417"), "{name}");
        assert!(window.says_something_with(place), "{name}");
        window.click_button("閉じる");
        assert_eq!(window.session().origin, Origin::BuiltIn, "{name}");
    }
    let missing = folder.path("missing.json");
    window.open_path(&missing);
    assert!(window.says_something_with("missing.json"));
    assert_eq!(window.session().origin, Origin::BuiltIn);
}

#[test]
fn the_sound_part_of_a_file_is_shown_with_its_problems() {
    let (mut window, folder) = (Window::open(), Folder::new());
    let path = folder
        .file("plan.roadmap.json", &PLAN.replacen("\"road\", \"track\"", "\"rail\", \"track\"", 1));
    window.open_path(&path);
    assert!(window.says("1 / 1"));
    window.choose(Command::ToggleProblems);
    assert!(window.says_something_with("9行"), "the line of the broken record");
    assert!(window.says_something_with("rail"));
}

#[test]
fn what_is_saved_is_canonical() {
    let (mut window, folder) = (Window::open(), Folder::new());
    let path = folder.path("copy.roadmap.json");
    window.press_keys_of(Command::SaveAs);
    window.enter_path(&path);
    assert!(window.says_something_with("書き込みました"));
    assert_eq!(std::fs::read(&path).unwrap(), store::BUILT_IN);
    assert_eq!(window.app().settings().recent, [path]);
}

#[test]
fn the_picture_of_the_window_is_exported() {
    let (mut window, folder) = (Window::open(), Folder::new());
    let path = folder.path("picture");
    window.search("在留カード");
    window.press_keys_of(Command::ExportSvg);
    window.enter_path(&path);
    assert!(window.says_something_with("picture.svg"));
    let svg = std::fs::read_to_string(folder.path("picture.svg")).unwrap();
    assert!(svg.contains("法案提出") && !svg.contains("給付事務"), "as it is filtered");
}

#[test]
fn broken_settings_do_not_stop_the_start() {
    let folder = Folder::new();
    let path = folder.file("settings.json", "{\"zoom\": \"big\"");
    let (settings, why) = Settings::read(&path);
    let why = why.expect("the file is broken");
    let notice = format!("設定ファイルを読めません：{why}");
    let mut window = Window::open_with(|startup| {
        startup.settings = settings;
        startup.settings_path = Some(path.clone());
        startup.notice = Some(notice.clone());
    });
    assert!(window.says("417 / 417"));
    assert!(window.says(&notice));
    window.click_button("English");
    let (written, why) = Settings::read(&path);
    assert_eq!(why, None, "a change writes sound settings");
    assert_eq!(&written, window.app().settings());
}

#[test]
fn the_plan_of_these_tests_is_canonical() {
    let (roadmap, diagnostics) = format::read(PLAN.as_bytes()).unwrap();
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    let mut written = Vec::new();
    format::write(&roadmap, &mut written).unwrap();
    assert_eq!(String::from_utf8(written).unwrap(), PLAN);
}
