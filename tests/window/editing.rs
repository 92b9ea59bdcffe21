//! Changing a plan with the keys and with the mouse.

use crate::harness::{Folder, Window};
use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers, Pos2, Vec2};
use koteihyo::app::{Command, Origin};
use koteihyo::model::{Language, Roadmap};
use koteihyo::store::format;

/// Three steps in two lanes, one after another.
const PLAN: &str = r#"{
"format": "koteihyo-roadmap/1",
"title": {"ja": "計画"},
"fiscal_year_start_month": 4,
"lanes": [
{"id": "a", "title": {"ja": "第一"}, "parent": null},
{"id": "b", "title": {"ja": "第二"}, "parent": null}
],
"tasks": [
{"id": "one", "lane": "a", "track": 0, "title": {"ja": "一"}, "when": "FY2022", "kind": "task", "owners": [], "tags": [], "basis": "column"},
{"id": "two", "lane": "a", "track": 0, "title": {"ja": "二"}, "when": "FY2023", "kind": "task", "owners": [], "tags": [], "basis": "column"},
{"id": "three", "lane": "b", "track": 0, "title": {"ja": "三"}, "when": "FY2024", "kind": "task", "owners": [], "tags": [], "basis": "column"}
],
"dependencies": [
{"from": "one", "to": "two", "type": "FS", "lag": "0d", "basis": "row"},
{"from": "two", "to": "three", "type": "FS", "lag": "0d", "basis": "stated"}
]
}
"#;

fn editing() -> Window {
    let (roadmap, problems) = format::read(PLAN.as_bytes()).unwrap();
    assert!(problems.is_empty(), "{problems:?}");
    Window::open_with(|startup| {
        startup.session = koteihyo::app::Session::new(roadmap, Origin::BuiltIn, Vec::new());
        startup.settings.editing = true;
    })
}

fn whens(window: &Window) -> Vec<String> {
    window.session().document().tasks.iter().map(|task| task.when.to_string()).collect()
}

fn titles(roadmap: &Roadmap) -> Vec<&str> {
    roadmap.tasks.iter().map(|task| task.title.in_language(Language::Japanese)).collect()
}

fn center(window: &Window, id: &str) -> Pos2 {
    window.bar(id).unwrap_or_else(|| panic!("{id} is not in view")).rect().center()
}

/// The width of a fiscal year on the screen.
fn year(window: &Window) -> Vec2 {
    Vec2::new((window.session().view.axis.pt_per_day * 365.25) as f32, 0.0)
}

#[test]
fn a_plan_is_made_with_the_keys_alone() {
    let mut window = Window::open();
    window.press_keys_of(Command::New);
    assert_eq!(window.session().origin, Origin::New);
    for title in ["調査", "検討", "法案", "準備", "開始"] {
        window.press(Key::Insert);
        window.type_text(title);
        window.press(Key::Enter);
    }
    assert_eq!(titles(window.session().document()), ["調査", "検討", "法案", "準備", "開始"]);
    window.press_with(Modifiers::COMMAND, Key::A);
    window.press(Key::L);
    let roadmap = window.session().document();
    let links: Vec<_> =
        roadmap.dependencies.iter().map(|link| (link.from.index(), link.to.index())).collect();
    assert_eq!(links, [(0, 1), (1, 2), (2, 3), (3, 4)]);
    assert!(window.title().starts_with('*'));

    // Each is behind the one before it; the last one later, and all links follow.
    let before = whens(&window);
    window.press_keys_of(Command::StepBack);
    window.press(Key::ArrowRight);
    window.press_with(Modifiers::ALT, Key::ArrowRight);
    assert_ne!(whens(&window)[0], before[0]);
    assert_eq!(whens(&window)[1..], before[1..]);
    window.press_with(Modifiers::COMMAND, Key::Z);
    assert_eq!(whens(&window), before);
    window.press_with(Modifiers::COMMAND | Modifiers::ALT, Key::ArrowRight);
    assert!(whens(&window).iter().zip(&before).all(|(now, before)| now != before));
    let mut steps = 0;
    while window.session().history().to_undo().is_some() {
        window.press_with(Modifiers::COMMAND, Key::Z);
        steps += 1;
    }
    assert_eq!(steps, 1 + 1 + 5 + 5 + 1, "a lane, five tasks with titles, links, a move");
    assert_eq!(window.session().document().tasks.len(), 0);
    assert!(!window.title().starts_with('*'));
    window.press_with(Modifiers::COMMAND, Key::Y);
    assert_eq!(window.session().document().lanes.len(), 1);
}

#[test]
fn a_plan_is_made_with_the_mouse_alone() {
    let mut window = Window::open();
    window.choose(Command::New);
    window.click_button("施策を追加");
    // The title that is proposed stays when the pointer goes elsewhere.
    let first = window.session().document().tasks[0].id.to_string();
    let bar = window.bar(&first).unwrap().rect();
    window.click_at(bar.right_center() + Vec2::new(120.0, 60.0));
    assert_eq!(window.session().document().tasks.len(), 1);
    let mut at = window.bar(&first).unwrap().rect().right_center() + Vec2::new(16.0, 0.0);
    for count in 2..=5 {
        window.drag(at, at + Vec2::new(24.0, 0.0));
        assert_eq!(window.session().document().tasks.len(), count, "{:?}", whens(&window));
        let id = window.selected().unwrap().to_owned();
        let bar = window.bar(&id).unwrap().rect();
        window.click_at(bar.right_center() + Vec2::new(20.0, 60.0));
        at = window.bar(&id).unwrap().rect().right_center() + Vec2::new(16.0, 0.0);
    }
    let ids: Vec<String> =
        window.session().document().tasks.iter().map(|task| task.id.to_string()).collect();
    for pair in ids.windows(2) {
        link(&mut window, &pair[0], &pair[1]);
    }
    assert_eq!(window.session().document().dependencies.len(), 4);
    // The same once more, and a circle, are refused in words.
    link(&mut window, &ids[4], &ids[0]);
    assert!(window.says_something_with("循環します"), "{:?}", window.said());
    assert_eq!(window.session().document().dependencies.len(), 4);
}

/// Drags from the handle of a bar to another bar.
fn link(window: &mut Window, from: &str, to: &str) {
    window.hover_bar(from);
    let handle = window.bar(from).unwrap().rect().right_bottom();
    let to = center(window, to);
    window.drag(handle, to);
}

#[test]
fn a_bar_is_dragged_alone_or_with_what_it_pushes() {
    let mut window = editing();
    let from = center(&window, "one");
    let to = from + year(&window);
    window.drag(from, to);
    assert_eq!(whens(&window), ["FY2023", "FY2023", "FY2024"]);
    assert_eq!(window.session().history().labels().1, 1);
    window.press_with(Modifiers::COMMAND, Key::Z);
    window.drag_with(Modifiers::COMMAND, from, to);
    assert_eq!(whens(&window), ["FY2023", "FY2024", "FY2025"]);
    assert_eq!(window.session().history().labels().1, 1, "one gesture is one step");
    window.press_with(Modifiers::COMMAND, Key::Z);
    assert_eq!(whens(&window), ["FY2022", "FY2023", "FY2024"]);
    assert!(!window.session().is_modified());
}

#[test]
fn what_a_move_leaves_behind_is_moved_along_afterwards_as_one_step() {
    let mut window = editing();
    let from = center(&window, "one");
    let to = from + year(&window);
    window.drag(from, to);
    assert_eq!(whens(&window), ["FY2023", "FY2023", "FY2024"]);
    assert!(window.says("つながる施策2件と日程が合わなくなりました。"));
    window.click_button("つながる施策も動かす");
    assert_eq!(whens(&window), ["FY2023", "FY2024", "FY2025"]);
    assert_eq!(window.session().history().done_count(), 1);
    window.press_with(Modifiers::COMMAND, Key::Z);
    assert_eq!(whens(&window), ["FY2022", "FY2023", "FY2024"]);

    // Whoever takes the move back is no longer asked about it.
    window.drag(from, to);
    window.press_with(Modifiers::COMMAND, Key::Z);
    assert!(!window.says_something_with("つながる施策"));
    // With Ctrl nothing is left behind.
    let mut window = editing();
    window.drag_with(Modifiers::COMMAND, from, to);
    assert!(!window.says_something_with("つながる施策"));
}

#[test]
fn the_menu_of_a_lane_opens_at_its_name() {
    let mut window = editing();
    let name = window.rect_of_named(Role::Button, "第二を折りたたむ");
    window.secondary_click_at(name.center());
    assert_eq!(window.field("レーンの名称（日本語）").as_deref(), Some("第二"));
    window.press(Key::Escape);
    window.press(Key::E);
    window.secondary_click_at(name.center());
    assert_eq!(window.field("レーンの名称（日本語）"), None);
}

#[test]
fn a_drag_tells_what_it_means_and_esc_leaves_all_as_it_was() {
    let mut window = editing();
    let from = center(&window, "one");
    let to = from + year(&window);
    window.begin_drag(from, to);
    let (before, picture) = (whens(&window), window.picture());
    window.press(Key::Escape);
    assert_ne!(window.picture(), picture, "the ghosts are gone");
    window.end_drag(to);
    assert_eq!(whens(&window), before);
    assert!(!window.session().is_modified());
}

#[test]
fn ends_are_dragged_and_stop_at_each_other() {
    let mut window = editing();
    let bar = window.bar("two").unwrap().rect();
    let by = year(&window);
    window.drag(bar.right_center() - Vec2::new(2.0, 0.0), bar.right_center() + by);
    assert_eq!(whens(&window)[1], "FY2023/FY2024");
    let bar = window.bar("two").unwrap().rect();
    window.drag(bar.left_center() + Vec2::new(2.0, 0.0), bar.right_center() + by * 3.0);
    assert_eq!(whens(&window)[1], "FY2024");
}

#[test]
fn a_bar_goes_to_another_lane() {
    let mut window = editing();
    let from = center(&window, "two");
    let to = Pos2::new(from.x, center(&window, "three").y);
    window.drag(from, to);
    let roadmap = window.session().document();
    assert_eq!(&*roadmap.lane(roadmap.tasks[1].lane).id, "b");
    assert_eq!(whens(&window)[1], "FY2023", "its dates are as they were");
}

#[test]
fn several_are_picked_and_moved_together() {
    let mut window = editing();
    window.click_bar_with(Modifiers::COMMAND, "one");
    window.click_bar_with(Modifiers::COMMAND, "three");
    assert_eq!(window.session().selection_count(), 2);
    let from = center(&window, "one");
    let to = from + year(&window);
    window.drag(from, to);
    assert_eq!(whens(&window), ["FY2023", "FY2023", "FY2025"]);
    window.press(Key::Delete);
    assert_eq!(titles(window.session().document()), ["二"]);
    assert!(window.session().document().dependencies.is_empty());
    window.click_button("元に戻す");
    assert_eq!(titles(window.session().document()), ["一", "二", "三"]);
    assert_eq!(window.session().document().dependencies.len(), 2);

    // A frame around two of them.
    let [one, two] = ["one", "two"].map(|id| window.bar(id).unwrap().rect());
    let frame = one.union(two);
    let corner = frame.right_bottom() + Vec2::new(6.0, 2.0);
    window.drag_with(Modifiers::SHIFT, corner, frame.left_top() + Vec2::new(20.0, -3.0));
    assert_eq!(window.session().selection_count(), 2);
}

#[test]
fn nothing_changes_while_only_looking() {
    let mut window = editing();
    window.press(Key::E);
    let from = center(&window, "one");
    let to = from + year(&window);
    window.drag(from, to);
    window.press(Key::Delete);
    window.press(Key::Insert);
    window.press_with(Modifiers::ALT, Key::ArrowRight);
    assert!(!window.session().is_modified());
    assert_eq!(window.session().document().tasks.len(), 3);
}

#[test]
fn a_copy_has_its_links_and_ids_of_its_own() {
    let mut window = editing();
    window.press_with(Modifiers::COMMAND, Key::A);
    window.press_with(Modifiers::COMMAND, Key::D);
    let roadmap = window.session().document();
    let ids: Vec<&str> = roadmap.tasks.iter().map(|task| &*task.id).collect();
    assert_eq!(ids, ["one", "one.1", "two", "two.1", "three", "three.1"]);
    assert_eq!(roadmap.dependencies.len(), 4);
    let tracks: Vec<u16> = roadmap.tasks.iter().map(|task| task.track).collect();
    assert_eq!(tracks, [0, 1, 0, 1, 0, 1], "below the originals");
    assert_eq!(window.session().selection_count(), 3);
    assert!(["one", "one.1", "three.1"].iter().all(|id| window.bar(id).is_some()));
}

#[test]
fn a_changed_field_changes_one_line_of_the_file() {
    let folder = Folder::new();
    let path = folder.file("plan.roadmap.json", PLAN);
    let mut window = Window::open_with(|startup| startup.settings.editing = true);
    window.open_path(&path);
    window.click_bar("two");
    window.press(Key::F2);
    window.type_text("別の名");
    window.press(Key::Enter);
    assert!(window.session().is_modified());
    window.press_with(Modifiers::COMMAND, Key::S);
    assert!(!window.session().is_modified());
    let saved = std::fs::read_to_string(&path).unwrap();
    let changed: Vec<_> =
        PLAN.lines().zip(saved.lines()).filter(|(before, after)| before != after).collect();
    assert_eq!((changed.len(), saved.lines().count()), (1, PLAN.lines().count()));
    assert!(changed[0].1.contains("別の名"));
    // Saving forgets no step.
    window.press_with(Modifiers::COMMAND, Key::Z);
    assert_eq!(titles(window.session().document()), ["一", "二", "三"]);
    assert!(window.session().is_modified());
}
