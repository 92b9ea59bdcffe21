//! The figures: what they count, what a click on a bar does, and their files.

use crate::harness::{Folder, Window};
use eframe::egui::Role;
use koteihyo::app::Command;
use koteihyo::model::TaskKind;

/// A window so high that all figures are in view.
fn with_figures() -> Window {
    let mut window = Window::open_sized([1440.0, 2600.0], |startup| {
        startup.settings.facets = false;
    });
    window.press_keys_of(Command::ToggleInsights);
    window
}

/// The bars of all figures with what they count.
fn bars(window: &Window) -> Vec<(String, usize)> {
    let count = |name: &str| name.strip_suffix("施策")?.rsplit_once('：')?.1.parse().ok();
    let names = window.said_by(Role::Button).into_iter();
    names.filter_map(|name| Some((name.clone(), count(&name)?))).collect()
}

fn milestones(window: &Window) -> usize {
    let session = window.session();
    let is_milestone = |task: &_| session.roadmap().task(*task).kind == TaskKind::Milestone;
    session.matches().tasks().filter(is_milestone).count()
}

#[test]
fn figures_open_by_key_and_follow_the_filter() {
    let mut window = with_figures();
    assert!(window.says("417施策すべて"));
    let all = milestones(&window);
    assert!(window.says(&format!("マイルストーン：{all}施策")));
    window.search("医療");
    let some = milestones(&window);
    assert!(0 < some && some < all);
    assert!(window.says(&format!("マイルストーン：{some}施策")));
    window.search("そのような施策はない");
    assert!(window.says("数える施策がありません。"));
    assert_eq!(bars(&window), []);
    window.press_keys_of(Command::ToggleInsights);
    assert!(!window.says("数える施策がありません。"));
}

#[test]
fn a_click_on_a_bar_shows_what_it_counts_and_back_leads_back() {
    let mut window = with_figures();
    let bars = bars(&window);
    assert!(bars.len() > 40, "{} bars", bars.len());
    for (name, count) in bars.iter().filter(|(_, count)| *count > 0) {
        window.click_button(name);
        let shown = window.session().matches().shown();
        let query = window.session().filter().query().text().to_owned();
        // In the middle of a high stack lies the part of an area, and a click there asks for it.
        if query.contains("when:") && query.contains("area:") {
            assert!(0 < shown && shown < *count, "{name}: {query}");
        } else {
            assert_eq!(shown, *count, "{name}: {query}");
        }
        assert_eq!(window.session().crumbs().len(), 1, "{name}");
        window.press_keys_of(Command::Back);
        assert_eq!(window.session().matches().shown(), 417, "{name}");
    }
}

#[test]
fn bars_narrow_what_others_have_left_and_let_go() {
    let mut window = with_figures();
    let works = format!("作業：{}施策", 417 - milestones(&window));
    window.click_button(&works);
    let left = window.session().matches().shown();
    let name = |window: &Window| {
        let open = bars(window).into_iter().find(|(name, _)| name.starts_with("2023年度 開始"));
        open.expect("some start in that year")
    };
    let (starts, count) = name(&window);
    window.click_button(&starts);
    assert_eq!(window.session().matches().shown(), count);
    assert!(count < left);
    // Once more on the same bar lets go, which is the way back.
    window.click_button(&name(&window).0);
    assert_eq!(window.session().matches().shown(), left);
    assert_eq!(window.session().crumbs().len(), 1);
    window.click_button(&works);
    assert!(!window.session().filter().is_active());
    assert_eq!(window.session().crumbs(), []);
}

#[test]
fn figures_and_their_numbers_are_written() {
    let (mut window, folder) = (with_figures(), Folder::new());
    let milestones = milestones(&window);
    window.click_button("種別の書き出し");
    window.click_button("数値をCSVで保存…");
    window.enter_path(&folder.path("kinds"));
    let csv = std::fs::read_to_string(folder.path("kinds.csv")).unwrap();
    let tasks = 417 - milestones;
    let expected =
        format!("\u{FEFF}種別,施策数\r\n作業,{tasks}\r\nマイルストーン,{milestones}\r\n");
    assert_eq!(csv, expected);

    window.search("在留カード");
    window.click_button("進行中の施策（領域別）の書き出し");
    window.click_button("図をSVGで保存…");
    window.enter_path(&folder.path("figure"));
    let svg = std::fs::read_to_string(folder.path("figure.svg")).unwrap();
    for text in ["進行中の施策（領域別）", "絞り込み：", "出典："] {
        assert!(svg.contains(text), "{text}");
    }
}
