//! Both languages and both themes.

use crate::harness::Window;
use eframe::egui::{Key, Role};
use koteihyo::app::Command;
use koteihyo::model::Language;

/// What stays Japanese in an English window: the way to the Japanese one.
const JAPANESE: &str = "日本語";

fn is_japanese(text: &str) -> bool {
    text.chars().any(|c| matches!(c, 'ぁ'..='ヿ' | '一'..='\u{9fff}' | '々' | 'ｦ'..='ﾟ'))
}

/// Fails if an English window writes or says something in Japanese, except for the
/// other title of what the inspector is about.
#[track_caller]
fn assert_english(window: &Window) {
    let session = window.session();
    let subject = match session.selected() {
        Some(task) => &session.roadmap().task(task).title,
        None => &session.roadmap().title,
    };
    let subject = subject.in_language(Language::Japanese);
    let mut texts: Vec<_> = window.written().into_iter().chain(window.said()).collect();
    texts.retain(|text| is_japanese(&text.replace(JAPANESE, "")) && text != subject);
    assert!(texts.is_empty(), "{texts:#?}");
}

/// An English window, switched by its button.
fn english() -> Window {
    let mut window = Window::open();
    window.click_button("English");
    assert_eq!(window.app().language(), Language::English);
    window
}

#[test]
fn one_click_switches_the_language_and_back() {
    let mut window = english();
    assert!(window.says(Command::Gantt.label(Language::English)));
    assert!(window.writes("My Number system"));
    window.click_button(JAPANESE);
    assert!(window.writes("マイナンバー制度"));
}

#[test]
fn an_english_window_is_english() {
    let mut window = english();
    assert_english(&window);
    window.press_keys_of(Command::Gantt);
    // Tasks with owners, notes and links to other areas are among them.
    for _ in 0..40 {
        window.press(Key::ArrowDown);
        assert_english(&window);
    }
    for command in [Command::FoldAll, Command::Swimlanes, Command::FitAll, Command::ShowMonths] {
        window.press_keys_of(command);
        assert_english(&window);
    }
}

#[test]
fn what_lies_on_top_of_an_english_window_is_english() {
    let mut window = english();
    for command in
        [Command::Keys, Command::ToggleProblems, Command::CommandPalette, Command::OpenPath]
    {
        window.choose(command);
        assert_english(&window);
        window.press(Key::Escape);
    }
    for menu in [Command::Open, Command::ZoomIn, Command::Keys] {
        window.click_button(menu.group().label(Language::English));
        assert_english(&window);
        window.press(Key::Escape);
    }
}

#[test]
fn the_theme_changes_with_its_button_and_its_command() {
    let mut window = Window::open();
    assert!(!window.is_dark());
    window.click_button(Command::ThemeDark.label(Language::Japanese));
    assert!(window.is_dark());
    window.choose(Command::ThemeLight);
    assert!(!window.is_dark());
}

#[test]
fn the_interface_grows_and_shrinks() {
    let mut window = Window::open();
    window.press_keys_of(Command::LargerInterface);
    assert!((window.app().settings().zoom - 1.1).abs() < 1e-6);
    assert!((window.ctx().zoom_factor() - 1.1).abs() < 1e-6);
    window.press_keys_of(Command::ResetInterface);
    assert!((window.ctx().zoom_factor() - 1.0).abs() < 1e-6);
    assert_eq!(window.count_of(Role::Canvas), 1);
}
