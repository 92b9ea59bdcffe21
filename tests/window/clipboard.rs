//! Tasks on the clipboard: copied, cut and pasted as a table.

use crate::harness::Window;
use eframe::egui::{Event, Key, Modifiers};
use koteihyo::app::{Command, Origin, Session};
use koteihyo::model::{Language, Roadmap};
use koteihyo::store;

fn editing(roadmap: Roadmap) -> Window {
    Window::open_with(|startup| {
        startup.session = Session::new(roadmap, Origin::BuiltIn, Vec::new());
        startup.settings.editing = true;
    })
}

fn titles(window: &Window) -> Vec<&str> {
    let tasks = window.session().document().tasks.iter();
    tasks.map(|task| task.title.in_language(Language::Japanese)).collect()
}

#[test]
fn what_is_copied_is_a_table_and_comes_back() {
    let mut window = editing(store::built_in());
    window.press(Key::ArrowDown);
    window.press_with(Modifiers::SHIFT, Key::ArrowDown);
    let count = window.session().selection_count();
    assert!(count > 1);
    let table = window.copy_by(Command::CopySelection).unwrap();
    assert_eq!(table.lines().count(), count + 1);
    assert!(table.starts_with("ID\tレーン\t"), "{table}");
    let before = window.session().document().tasks.len();
    window.send(Event::Paste(table.clone()));
    assert_eq!(window.session().document().tasks.len(), before + count);
    assert_eq!(window.session().selection_count(), count, "the new ones are selected");
    assert!(window.said().iter().any(|text| *text == format!("{count}行を貼り付けました。")));
    window.press_keys_of(Command::Undo);
    assert_eq!(window.session().document().tasks.len(), before, "it is one step");
}

#[test]
fn what_is_cut_goes_and_can_be_pasted() {
    let mut window = editing(store::built_in());
    window.press(Key::ArrowDown);
    let id = window.selected().unwrap().to_owned();
    let task = window.session().document().task(window.task(&id)).clone();
    let table = window.copy_by(Command::Cut).unwrap();
    window.settle();
    assert_eq!(window.session().document().find_task(&id), None);
    window.send(Event::Paste(table));
    let roadmap = window.session().document();
    let pasted = roadmap.task(roadmap.find_task(&id).expect("its id was free again"));
    let same = |task: &koteihyo::model::Task| {
        (task.title.clone(), task.when, task.owners.clone(), task.lane, task.place())
    };
    assert_eq!(same(pasted), same(&task));
}

#[test]
fn good_rows_are_pasted_and_the_others_listed() {
    let mut window = editing(Roadmap::default());
    window.send(Event::Paste("施策\t開始\t終了\n調査\t2023年度\n検討\t来年\n\t2024\n".to_owned()));
    assert_eq!(titles(&window), ["調査"]);
    let said = |window: &Window, text: &str| window.said().iter().any(|it| it.contains(text));
    assert!(said(&window, "1行を貼り付けました。2行は貼り付けていません。"));
    window.click_button("一覧…");
    assert!(said(&window, "3行目「開始」の「来年」："), "{:?}", window.said());
    assert!(said(&window, "4行目：名称が空です"));
    let copied = window.copy_by_button("一覧をコピー").unwrap();
    assert_eq!(copied.lines().count(), 2);
    window.press(Key::Escape);
    window.press_keys_of(Command::Undo);
    assert!(window.session().document().lanes.is_empty(), "the lane came with the rows");
}

#[test]
fn nothing_is_pasted_where_nothing_can_be_changed_or_a_text_is_edited() {
    let mut window = Window::open();
    let before = window.session().document().tasks.len();
    window.send(Event::Paste("検討\t2023\n".to_owned()));
    assert_eq!(window.session().document().tasks.len(), before);
    let mut window = editing(store::built_in());
    window.press_keys_of(Command::Find);
    window.send(Event::Paste("法案".to_owned()));
    assert_eq!(window.session().document().tasks.len(), before);
    assert!(window.session().filter().is_active());
}

#[test]
fn whatever_is_pasted_the_window_stands() {
    let mut window = editing(Roadmap::default());
    let long = "長".repeat(1_000_000);
    for text in ["\u{0}\u{7}\t\"\"\"\n\t\t\t", "x", &format!("{long}\t2023"), "\n\n", "\"\t2023\n"]
    {
        window.send(Event::Paste(text.to_owned()));
        assert_eq!(titles(&window), [""; 0], "{:?}", &text[..1]);
    }
}
