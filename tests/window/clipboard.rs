//! Tasks on the clipboard: copied, cut and pasted as a table.

use crate::harness::Window;
use eframe::egui::{Event, Key, Modifiers};
use koteihyo::app::{Command, Origin, Session};
use koteihyo::model::{Dependency, LaneId, Language, Roadmap, TaskId};
use koteihyo::store;
use koteihyo::time::Day;
use std::collections::{HashMap, HashSet};

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
        (task.title.clone(), task.when, task.owners.clone(), task.lane, task.track, task.place())
    };
    assert_eq!(same(pasted), same(&task));
}

/// What a spreadsheet does not see comes back as well, and nothing lies on anything else.
#[test]
fn a_pasted_copy_has_all_that_the_original_has() {
    let mut window = editing(store::built_in());
    window.press_with(Modifiers::COMMAND, Key::A);
    let count = window.session().selection_count();
    let table = window.copy_by(Command::CopySelection).unwrap();
    window.send(Event::Paste(table));
    let roadmap = window.session().document();
    let bases = |links: &mut dyn Iterator<Item = &Dependency>| {
        let mut bases: Vec<_> = links.map(|link| (link.basis, link.reason().clone())).collect();
        bases.sort_by_key(|(basis, reason)| (basis.word(), format!("{reason:?}")));
        bases
    };
    let (old, new) = (roadmap.dependencies.iter(), roadmap.dependencies.iter());
    let half = roadmap.dependencies.len() / 2;
    let [old, new] = [bases(&mut old.take(half)), bases(&mut new.skip(half))];
    assert!(old.iter().any(|(_, reason)| !reason.is_empty()));
    assert_eq!(old, new);
    assert_eq!(roadmap.tasks.len(), 2 * count);
    let new: HashSet<TaskId> = window.session().selection().into_iter().collect();
    let fiscal = roadmap.fiscal_year_start;
    let mut last: HashMap<(LaneId, u16, bool), Vec<(Day, Day)>> = HashMap::new();
    for (id, task) in roadmap.task_ids().zip(&roadmap.tasks) {
        let days = (task.when.first_day(fiscal), task.when.last_day(fiscal).unwrap_or(Day::MAX));
        last.entry((task.lane, task.track, new.contains(&id))).or_default().push(days);
    }
    for (&(lane, track, is_new), days) in last.iter().filter(|((.., is_new), _)| *is_new) {
        let others = last.get(&(lane, track, !is_new)).into_iter().flatten();
        for other in others {
            assert!(days.iter().all(|days| days.1 < other.0 || other.1 < days.0), "{track}");
        }
    }
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
