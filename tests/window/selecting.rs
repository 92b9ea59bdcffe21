//! Selecting tasks, the inspector, and the keys that move the selection.

use crate::harness::Window;
use eframe::egui::{Key, Role};
use koteihyo::app::Command;
use koteihyo::layout::chart::Emphasis;
use koteihyo::model::Language;
use koteihyo::words;

/// A task with neighbours on both sides, near the top of the roadmap.
const BILL: &str = "residence-card.bill";
const PREPARATION: &str = "residence-card.preparation";
/// A task of another area that needs a task of the first.
const TOP_BAR: &str = "public-money-accounts.portal";

/// A window in which the bill on residence cards is selected.
fn with_the_bill() -> Window {
    let mut window = Window::open();
    window.search("在留カード");
    window.click_bar(BILL);
    assert_eq!(window.selected(), Some(BILL));
    window
}

#[test]
fn the_inspector_tells_everything_about_the_clicked_bar() {
    let window = with_the_bill();
    let roadmap = window.session().roadmap();
    let record = roadmap.task(window.task(BILL));
    let source = record.place().unwrap();
    let days = words::interval_in_days(record.when, roadmap.fiscal_year_start, Language::Japanese);
    for text in ["法案提出", "Submit the bill", "2022年度", &days] {
        assert!(window.says(text), "{text}");
    }
    assert_eq!(days, "2022年4月1日～2023年3月31日");
    let line = format!("{}行", source.line.unwrap());
    assert!(window.says_something_with(&line), "{line}");
    assert!(window.says_something_with("一体化の検討 へ移動"), "a predecessor");
    assert!(window.says_something_with("政省令・システムの準備 へ移動"), "a successor");
}

#[test]
fn the_chain_is_lit_and_the_rest_fades() {
    let window = with_the_bill();
    let emphasis = |id| window.session().emphasis(window.task(id));
    assert_eq!(emphasis(BILL), Emphasis::Selected);
    assert_eq!(emphasis("residence-card.study"), Emphasis::Needs);
    assert_eq!(emphasis("residence-card.issue"), Emphasis::NeededBy);
    assert_eq!(emphasis(TOP_BAR), Emphasis::Faded);
}

#[test]
fn a_neighbour_in_the_inspector_is_one_click_away() {
    let mut window = with_the_bill();
    window.click_beginning(Role::Link, "政省令・システムの準備 ");
    assert_eq!(window.selected(), Some(PREPARATION));
    assert!(window.session().filter().is_active(), "the filter shows it, so it stays");
}

#[test]
fn a_hidden_neighbour_is_brought_into_view() {
    let mut window = Window::open();
    window.search("在留カード 法案提出");
    window.click_bar(BILL);
    let neighbour = window.task(PREPARATION);
    assert!(!window.session().matches().is_shown(neighbour));
    window.click_beginning(Role::Link, "政省令・システムの準備 ");
    assert_eq!(window.selected(), Some(PREPARATION));
    assert!(window.says("417 / 417"), "the filter that hid it is gone");
    assert!(window.bar(PREPARATION).is_some(), "it is in view");
}

#[test]
fn escape_steps_back_from_selection_to_filter() {
    let mut window = with_the_bill();
    window.press(Key::Escape);
    assert_eq!(window.selected(), None);
    assert!(window.session().filter().is_active());
    window.press(Key::Escape);
    assert!(!window.session().filter().is_active());
    assert!(window.says("417 / 417"));
}

#[test]
fn arrows_move_the_selection_in_time_and_between_rows() {
    let mut window = with_the_bill();
    window.press(Key::ArrowRight);
    assert_eq!(window.selected(), Some(PREPARATION));
    window.press(Key::Home);
    assert_eq!(window.selected(), Some("residence-card.study"));
    window.press(Key::ArrowLeft);
    assert_eq!(window.selected(), Some("residence-card.study"), "the first bar stays selected");
    window.press(Key::End);
    assert_eq!(window.selected(), Some("residence-card.issue"));
    window.press_keys_of(Command::ClearFilter);
    window.press(Key::ArrowDown);
    let below = window.selected().map(str::to_owned);
    assert_ne!(below.as_deref(), Some("residence-card.issue"));
    window.press(Key::ArrowUp);
    window.press(Key::ArrowDown);
    assert_eq!(window.selected(), below.as_deref());
}

#[test]
fn the_first_arrow_selects_the_first_bar() {
    let mut window = Window::open();
    window.press(Key::ArrowDown);
    assert_eq!(window.selected(), Some("emergency-benefits.use-my-number"));
}

#[test]
fn a_selection_that_the_keys_reach_is_in_view() {
    let mut window = Window::open();
    for _ in 0..60 {
        window.press(Key::ArrowDown);
        let selected = window.selected().unwrap().to_owned();
        assert!(window.bar(&selected).is_some(), "{selected}");
    }
}
