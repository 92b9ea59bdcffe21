//! The chart in the window: folding, arrangement, zoom, and no work when nothing happens.

use crate::harness::Window;
use eframe::egui::{Key, Pos2};
use koteihyo::app::Command;
use koteihyo::layout::Mode;
use std::time::Duration;

const FIRST_BAR: &str = "emergency-benefits.use-my-number";

#[test]
fn a_band_folds_its_area_and_unfolds_it() {
    let mut window = Window::open();
    window.click_button("マイナンバー制度を折りたたむ");
    assert!(window.bar(FIRST_BAR).is_none());
    assert!(window.says("417 / 417"), "folding hides nothing from the count");
    window.click_button("マイナンバー制度を展開");
    assert!(window.bar(FIRST_BAR).is_some());
}

#[test]
fn everything_folds_and_unfolds_at_once() {
    let mut window = Window::open();
    window.press_keys_of(Command::FoldAll);
    let areas = window.session().rows().groups.len();
    assert_eq!(window.session().rows().rows.len(), areas);
    window.press_keys_of(Command::UnfoldAll);
    assert!(window.bar(FIRST_BAR).is_some());
}

#[test]
fn the_gantt_gives_every_task_a_row() {
    let mut window = Window::open();
    let swimlanes = window.session().rows().rows.len();
    window.click_button(Command::Gantt.label(window.app().language()));
    assert_eq!(window.session().mode(), Mode::Gantt);
    let rows = window.session().rows();
    assert!(rows.rows.len() > 417 && rows.rows.len() > swimlanes);
    assert!(window.bar(FIRST_BAR).is_some());
    assert!(window.writes("2021～2025年度"), "the columns say when");
    window.click_button(Command::Swimlanes.label(window.app().language()));
    assert_eq!(window.session().mode(), Mode::Swimlanes);
}

#[test]
fn f_fits_everything_and_0_returns_to_the_standard() {
    let mut window = Window::open();
    let standard = window.session().view;
    window.press(Key::PageDown);
    window.press(Key::Plus);
    assert!(window.session().view.scroll_pt > 0.0);
    window.press(Key::F);
    let all = window.session().view;
    assert!(all.scroll_pt == 0.0 && all.row_scale < standard.row_scale);
    assert_eq!(all.axis, standard.axis);
    window.press(Key::Num0);
    assert_eq!(window.session().view, standard);
}

#[test]
fn t_goes_to_today() {
    let mut window = Window::open();
    window.press(Key::Num3);
    window.press(Key::T);
    let axis = window.session().view.axis;
    let today = "2023-06-01".parse::<koteihyo::time::Day>().unwrap();
    let x = axis.x_of_day(today);
    assert!((50.0..1000.0).contains(&x), "{x}");
    assert!(window.writes("今日"));
}

#[test]
fn the_pointer_drags_the_chart_and_the_scale_follows_its_buttons() {
    let mut window = Window::open();
    let before = window.session().view;
    let (from, to) = (Pos2::new(640.0, 420.0), Pos2::new(640.0, 300.0));
    window.drag(from, to);
    assert!(window.session().view.scroll_pt > before.scroll_pt);
    let days = window.session().view.axis.pt_per_day;
    window.click_button("月");
    assert!(window.session().view.axis.pt_per_day > days);
}

#[test]
fn nothing_is_drawn_while_nothing_happens() {
    let mut window = Window::open();
    window.click_bar(FIRST_BAR);
    window.move_pointer_away();
    for _ in 0..5 {
        window.step();
        assert_eq!(window.repaint_delay(), Duration::MAX);
        assert!(!window.ctx().has_requested_repaint());
    }
}

#[test]
fn panels_come_and_go() {
    let mut window = Window::open();
    window.click_bar(FIRST_BAR);
    let toggles = [
        (Command::ToggleFacets, "領域"),
        (Command::ToggleInspector, "出典"),
        (Command::ToggleLoad, "進行中の施策"),
    ];
    for (command, sign) in toggles {
        assert!(window.writes(sign), "{sign}");
        window.press_keys_of(command);
        assert!(!window.writes(sign), "{sign}");
        window.press_keys_of(command);
        assert!(window.writes(sign), "{sign}");
    }
}
