//! Changing the document in the inspector, in menus of lanes, in the history and in its properties.

use crate::harness::Window;
use eframe::egui::{Event, ImeEvent, Key, Modifiers, Role};
use koteihyo::app::{Command, Origin, Session};
use koteihyo::model::{DependencyType, Language, Roadmap, Task, TaskStatus};
use koteihyo::store::format;

const PLAN: &str = r#"{
"format": "koteihyo-roadmap/1",
"title": {"ja": "橋の架け替え", "en": "Bridge"},
"fiscal_year_start_month": 4,
"documents": [
{"id": "plan", "title": {"ja": "計画書", "en": "The plan"}, "date": "2021-12-24"}
],
"lanes": [
{"id": "design", "title": {"ja": "設計", "en": "Design"}, "color": 3},
{"id": "works", "title": {"ja": "工事", "en": "Works"}}
],
"tasks": [
{"id": "survey", "lane": "design", "title": {"ja": "測量", "en": "Survey"}, "when": "FY2021", "owners": ["国土交通省"], "source": {"document": "plan", "table": 1}, "basis": "column"},
{"id": "plans", "lane": "design", "title": {"ja": "図面の作成", "en": "Draw up the plans"}, "when": "FY2022", "owners": ["国土交通省"]},
{"id": "build", "lane": "works", "title": {"ja": "架設", "en": "Build"}, "when": "FY2023/FY2024"}
],
"dependencies": [
{"from": "survey", "to": "plans", "basis": "row"}
]
}
"#;

fn open() -> Window {
    let (roadmap, diagnostics) = format::read(PLAN.as_bytes()).unwrap();
    assert_eq!(diagnostics, []);
    let mut window = Window::open_sized([1600.0, 1200.0], |startup| {
        startup.session = Session::new(roadmap, Origin::New, Vec::new());
        startup.settings.editing = true;
    });
    window.settle();
    window
}

/// A window in which a task is selected.
fn open_at(task: &str) -> Window {
    let mut window = open();
    window.click_bar(task);
    window
}

fn document(window: &Window) -> &Roadmap {
    window.session().document()
}

fn task<'a>(window: &'a Window, id: &str) -> &'a Task {
    document(window).tasks.iter().find(|task| &*task.id == id).unwrap()
}

/// Puts a text in the place of what a field says, and stays in it.
fn type_into(window: &mut Window, field: &str, text: &str) {
    window.click(Role::TextInput, field);
    window.press_with(Modifiers::COMMAND, Key::A);
    window.press(Key::Backspace);
    window.send(Event::Text(text.to_owned()));
}

fn steps(window: &Window) -> usize {
    window.session().history().done_count()
}

#[test]
fn a_title_is_changed_by_enter_and_comes_back_by_undo() {
    let mut window = open_at("plans");
    type_into(&mut window, "名称（日本語）", "製図");
    assert_eq!(task(&window, "plans").title.get(Language::Japanese), Some("図面の作成"));
    window.press(Key::Enter);
    assert_eq!(task(&window, "plans").title.get(Language::Japanese), Some("製図"));
    assert_eq!(task(&window, "plans").title.get(Language::English), Some("Draw up the plans"));
    assert_eq!(steps(&window), 1);
    window.press_keys_of(Command::Undo);
    assert_eq!(task(&window, "plans").title.get(Language::Japanese), Some("図面の作成"));
    assert_eq!(window.field("名称（日本語）").as_deref(), Some("図面の作成"));
}

#[test]
fn a_field_is_done_when_it_is_left_and_unchanged_text_is_no_step() {
    let mut window = open_at("plans");
    type_into(&mut window, "名称（英語）", "Drawings");
    window.press(Key::Tab);
    assert_eq!(task(&window, "plans").title.get(Language::English), Some("Drawings"));
    type_into(&mut window, "名称（英語）", "Drawings");
    window.press(Key::Enter);
    assert_eq!(steps(&window), 1);
    // Something else is selected while the text is being typed.
    type_into(&mut window, "名称（英語）", "Plans");
    window.click_bar("build");
    assert_eq!(task(&window, "plans").title.get(Language::English), Some("Plans"));
    assert_eq!(task(&window, "build").title.get(Language::English), Some("Build"));
}

#[test]
fn what_is_refused_is_said_below_the_field_and_never_done() {
    let mut window = open_at("plans");
    type_into(&mut window, "ID", "build");
    assert!(window.says("ID「build」はすでに使われています"));
    window.press(Key::Enter);
    assert_eq!(steps(&window), 0);
    window.press(Key::Escape);
    assert!(!window.says("ID「build」はすでに使われています"));
    assert_eq!(window.field("ID").as_deref(), Some("plans"));
    assert_eq!(window.selected(), Some("plans"), "Esc took back the text and nothing else");
    type_into(&mut window, "進捗 %", "140");
    assert!(window.says("数が大きすぎます"));
    type_into(&mut window, "進捗 %", "４０%");
    window.press(Key::Enter);
    assert_eq!(task(&window, "plans").progress, Some(40));
    type_into(&mut window, "進捗 %", " ");
    window.press(Key::Enter);
    assert_eq!(task(&window, "plans").progress, None);
}

#[test]
fn an_input_method_keeps_its_keys() {
    let mut window = open_at("plans");
    type_into(&mut window, "名称（日本語）", "");
    let preedit = |text: &str| {
        Event::Ime(ImeEvent::Preedit { text: text.to_owned(), active_range_chars: None })
    };
    window.send(preedit("せいず"));
    window.press(Key::Enter);
    assert_eq!(steps(&window), 0, "Enter belongs to the composition");
    window.press(Key::Escape);
    assert_eq!(window.selected(), Some("plans"), "and so does Esc");
    window.send(preedit("製図"));
    window.send(Event::Ime(ImeEvent::Commit("製図".to_owned())));
    assert_eq!(steps(&window), 0);
    window.press(Key::Enter);
    assert_eq!(task(&window, "plans").title.get(Language::Japanese), Some("製図"));
}

#[test]
fn dates_are_typed_as_people_write_them() {
    let mut window = open_at("plans");
    type_into(&mut window, "開始", "令和5年10月");
    assert!(window.says("→ 2023年10月"), "what was understood stands below");
    window.press(Key::Enter);
    assert_eq!(task(&window, "plans").when.to_string(), "2023-10");
    type_into(&mut window, "終了", "R6");
    window.press(Key::Enter);
    assert_eq!(task(&window, "plans").when.to_string(), "2023-10/FY2024");
    type_into(&mut window, "終了", "2022");
    assert!(window.says("終わりが始まりより前です"));
    window.press(Key::Enter);
    type_into(&mut window, "終了", "..");
    window.press(Key::Enter);
    assert_eq!(task(&window, "plans").when.to_string(), "2023-10/..");
    type_into(&mut window, "開始", "いつか");
    assert!(window.says_something_with("期間は FY2023"));
    window.press(Key::Escape);
    window.click_button("細かさ: 月");
    window.click_button("半期");
    assert_eq!(task(&window, "plans").when.to_string(), "FY2023-H2/..");
    assert_eq!(steps(&window), 4);
}

#[test]
fn values_are_chosen_from_menus() {
    let mut window = open_at("survey");
    window.click_button("状況: 状況の記載なし");
    window.click_button("完了");
    assert_eq!(task(&window, "survey").status, TaskStatus::Done);
    window.click_button("種別: 作業");
    window.click_button("マイルストーン");
    window.click_button("根拠: 表の列の位置から");
    window.click_button("本文の日付から");
    window.click_button("レーン: 設計");
    window.click_button("工事");
    let record = task(&window, "survey");
    assert_eq!((record.kind.word(), record.basis.word()), ("milestone", "text"));
    assert_eq!(&*document(&window).lane(record.lane).id, "works");
    type_into(&mut window, "段", "3");
    window.press(Key::Enter);
    assert_eq!(task(&window, "survey").track, 2);
    type_into(&mut window, "行", "81");
    window.press(Key::Enter);
    let place = task(&window, "survey").place().unwrap();
    assert_eq!((place.table, place.line), (Some(1), Some(81)));
    window.click_button("文書: 計画書");
    window.click_button("なし");
    assert_eq!(task(&window, "survey").place(), None);
}

#[test]
fn notes_have_lines() {
    let mut window = open_at("build");
    window.click(Role::MultilineTextInput, "備考（日本語）");
    window.send(Event::Text("一行目".to_owned()));
    window.press(Key::Enter);
    window.send(Event::Text("二行目".to_owned()));
    assert_eq!(steps(&window), 0);
    window.press_with(Modifiers::COMMAND, Key::Enter);
    assert_eq!(task(&window, "build").note().get(Language::Japanese), Some("一行目\n二行目"));
}

#[test]
fn owners_are_proposed_added_and_taken_away() {
    let mut window = open_at("build");
    type_into(&mut window, "担当を追加", "国土");
    assert!(window.says("国土交通省"), "it is proposed");
    window.press(Key::ArrowDown);
    window.press(Key::Enter);
    window.send(Event::Text("県、 市".to_owned()));
    window.press(Key::Enter);
    let owners = |window: &Window| {
        let roadmap = document(window);
        let owners = task(window, "build").owners.iter();
        owners.map(|it| roadmap.owners.word(it.index()).to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(owners(&window), ["国土交通省", "県", "市"]);
    window.click_button("「県」を外す");
    assert_eq!(owners(&window), ["国土交通省", "市"]);
}

#[test]
fn several_tasks_are_changed_at_once() {
    let mut window = open();
    window.press_keys_of(Command::SelectAll);
    assert!(window.says("3件の施策"));
    assert!(window.says("細かさ: ―（複数の値）"));
    assert_eq!(window.field("開始").as_deref(), Some(""));
    window.click_button("状況: 状況の記載なし");
    window.click_button("実施中");
    assert!(document(&window).tasks.iter().all(|task| task.status == TaskStatus::UnderWay));
    type_into(&mut window, "タグを追加", "橋");
    window.press(Key::Enter);
    assert!(document(&window).tasks.iter().all(|task| task.tags.len() == 1));
    window.click_button("「国土交通省 2/3」を外す");
    assert!(document(&window).tasks.iter().all(|task| task.owners.is_empty()));
    assert_eq!(steps(&window), 3);
    window.click_button("細かさ: ―（複数の値）");
    window.click_button("日");
    assert_eq!(task(&window, "build").when.to_string(), "2023-04-01/2025-03-31");
    assert_eq!(window.session().selection_count(), 3);
}

#[test]
fn dependencies_are_added_changed_and_taken_out() {
    let mut window = open_at("plans");
    type_into(&mut window, "これを待つ施策を追加", "架設");
    window.press(Key::ArrowDown);
    window.press(Key::Enter);
    assert_eq!(document(&window).dependencies.len(), 2);
    type_into(&mut window, "必要とする施策を追加", "build");
    window.press(Key::Enter);
    assert!(window.says_something_with("循環します"), "and not done");
    window.press(Key::Escape);
    assert_eq!(document(&window).dependencies.len(), 2);
    window.click_button("「架設」との依存を編集");
    window.click_button("種類: FS 完了→開始");
    window.click_button("SS 開始→開始");
    type_into(&mut window, "ラグ（日）", "-14");
    window.press(Key::Enter);
    let link = &document(&window).dependencies[1];
    assert_eq!((link.kind, link.lag_days), (DependencyType::StartToStart, -14));
    window.click_button("「架設」との依存を削除");
    assert_eq!(document(&window).dependencies.len(), 1);
}

#[test]
fn lanes_are_renamed_coloured_moved_and_deleted() {
    let mut window = open();
    window.click_button("設計");
    type_into(&mut window, "レーンの名称（日本語）", "調査と設計");
    window.press(Key::Enter);
    window.click_button("色 7");
    let lane = &document(&window).lanes[0];
    assert_eq!((lane.title.get(Language::Japanese), lane.color), (Some("調査と設計"), Some(7)));
    window.click_button("下にレーンを追加");
    let titles = |window: &Window| {
        let lanes = document(window).lanes.iter();
        lanes.map(|lane| lane.title.in_language(Language::Japanese).to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(titles(&window), ["調査と設計", "新しいレーン", "工事"]);
    window.click_button("新しいレーン");
    window.click_button("上のレーンの中へ");
    let inner = document(&window).lanes.iter().find(|lane| lane.parent.is_some()).unwrap();
    assert_eq!(inner.title.get(Language::Japanese), Some("新しいレーン"));
    window.click_button("調査と設計");
    window.click_button("施策ごと削除");
    assert_eq!((titles(&window), document(&window).tasks.len()), (vec!["工事".to_owned()], 1));
    window.click_button("元に戻す");
    assert_eq!(document(&window).tasks.len(), 3);
}

#[test]
fn a_click_in_the_history_goes_there() {
    let mut window = open_at("plans");
    window.press_keys_of(Command::ToggleHistory);
    assert!(window.says_something_with("まだ変更していません"));
    for title in ["一", "二", "三"] {
        type_into(&mut window, "名称（日本語）", title);
        window.press(Key::Enter);
    }
    assert_eq!(steps(&window), 3);
    window.click_button("開いた時点");
    assert_eq!(steps(&window), 0);
    assert_eq!(task(&window, "plans").title.get(Language::Japanese), Some("図面の作成"));
    window.click_button("「二」の名称を変更");
    assert_eq!(task(&window, "plans").title.get(Language::Japanese), Some("三"));
    window.press_keys_of(Command::ToggleHistory);
    assert!(!window.says("開いた時点"));
}

#[test]
fn the_roadmap_itself_is_described_in_a_window() {
    let mut window = open();
    window.choose(Command::Properties);
    type_into(&mut window, "工程表の名称（日本語）", "新しい橋");
    window.press(Key::Enter);
    assert_eq!(document(&window).title.get(Language::Japanese), Some("新しい橋"));
    window.click_button("年度の始まり: 4月に始まる");
    window.click_button("1月に始まる");
    assert_eq!(document(&window).fiscal_year_start.month(), 1);
    window.click_button("文書を追加");
    type_into(&mut window, "文書2の名称（日本語）", "改定版");
    window.press(Key::Enter);
    type_into(&mut window, "文書2の発行日", "2022年6月");
    window.press(Key::Enter);
    assert_eq!(document(&window).documents[1].date, None, "a month is no day");
    type_into(&mut window, "文書2の発行日", "令和4年6月7日");
    assert_eq!(window.field("文書2の発行日").as_deref(), Some("令和4年6月7日"));
    window.press(Key::Enter);
    assert_eq!(window.field("文書2の発行日").as_deref(), Some("2022-06-07"));
    let document_date = document(&window).documents[1].date.unwrap();
    assert_eq!(document_date.to_string(), "2022-06-07");
    window.click_button("文書「計画書」を削除");
    assert_eq!(document(&window).documents.len(), 2, "a task comes from it");
    window.click_button("文書「改定版」を削除");
    assert_eq!(document(&window).documents.len(), 1);
    window.press(Key::Escape);
    assert!(!window.says("文書を追加"));
}

#[test]
fn without_edit_mode_the_inspector_has_no_fields() {
    let mut window = open_at("plans");
    assert!(window.count_of(Role::TextInput) > 5);
    window.press_keys_of(Command::ToggleEditing);
    assert_eq!(window.count_of(Role::TextInput), 0);
    assert!(window.says("図面の作成"));
}
