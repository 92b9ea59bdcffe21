//! Menus, the command palette, the list of keys, and keys that must not act.

use crate::harness::Window;
use eframe::egui::{Key, Role};
use koteihyo::app::{Command, Group};
use koteihyo::layout::Mode;
use koteihyo::model::Language;

#[test]
fn every_command_stands_in_its_menu() {
    let mut window = Window::open();
    for group in Group::ALL {
        window.click_button(group.label(Language::Japanese));
        let mut submenu = None;
        for command in Command::of(group) {
            let mut label = command.label(Language::Japanese);
            if submenu != command.submenu() {
                submenu = command.submenu();
                if let Some(submenu) = submenu {
                    window.click_beginning(Role::Button, submenu.label(Language::Japanese));
                }
            }
            if let Some(look) = command.look() {
                label = look.label(Language::Japanese);
            }
            assert!(window.says_something_with(label), "{label}");
        }
        window.press(Key::Escape);
    }
}

#[test]
fn the_palette_runs_the_command_that_was_typed() {
    let mut window = Window::open();
    window.press_keys_of(Command::CommandPalette);
    window.type_text("gantt");
    window.press(Key::Enter);
    assert_eq!(window.session().mode(), Mode::Gantt);
    assert!(!window.says("コマンドを入力"), "the palette is gone");
}

#[test]
fn the_palette_finds_kana_and_goes_with_escape() {
    let mut window = Window::open();
    window.press_keys_of(Command::CommandPalette);
    window.type_text("がんと");
    let language = Language::Japanese;
    let entry = |command: Command| {
        format!("{}　{}", Command::Gantt.group().label(language), command.label(language))
    };
    assert!(window.says_something_with(&entry(Command::Gantt)));
    assert!(!window.says_something_with(&entry(Command::Swimlanes)));
    window.press(Key::Escape);
    assert!(!window.says_something_with(&entry(Command::Gantt)));
    assert_eq!(window.session().mode(), Mode::Swimlanes);
}

#[test]
fn arrows_choose_in_the_palette() {
    let mut window = Window::open();
    window.press_keys_of(Command::CommandPalette);
    window.type_text("theme");
    window.press(Key::ArrowDown);
    window.press(Key::Enter);
    assert!(window.is_dark(), "light, dark, system: the second one");
    assert_eq!(window.selected(), None, "the arrow moved nothing behind the palette");
}

#[test]
fn the_question_mark_shows_the_keys() {
    let mut window = Window::open();
    window.press(Key::Questionmark);
    for command in Command::ALL {
        if let Some(shortcut) = command.shortcut() {
            assert!(window.says(&shortcut.text()), "{}", shortcut.text());
        }
    }
    window.press(Key::Escape);
    assert!(!window.says("Ctrl+Shift+S"));
}

#[test]
fn no_single_key_acts_while_the_search_is_typed() {
    let mut window = Window::open();
    window.press_keys_of(Command::Find);
    let view = window.session().view;
    window.type_text("ft1230");
    for key in [Key::Home, Key::End, Key::ArrowLeft, Key::ArrowUp, Key::ArrowDown, Key::Enter] {
        window.press(key);
    }
    assert_eq!(window.session().filter().query().text(), "ft1230");
    assert_eq!(window.session().view.axis, view.axis);
    assert!((window.session().view.row_scale - view.row_scale).abs() < f32::EPSILON);
    assert_eq!(window.selected(), None);
}

#[test]
fn no_single_key_acts_behind_an_open_menu() {
    let mut window = Window::open();
    let view = window.session().view;
    window.click_button(Group::View.label(Language::Japanese));
    window.press(Key::F);
    assert_eq!(window.session().view, view);
    assert_eq!(window.count_of(Role::Window), 0);
}

#[test]
fn the_readme_lists_every_key() {
    let readme = include_str!("../../README.md");
    let table = readme.split("\n### Keys\n").nth(1).and_then(|rest| rest.split("\n## ").next());
    let cells = |row: &'static str| row.split(" | ").nth(1).zip(row.split(" | ").nth(2));
    let listed: Vec<_> = table
        .expect("the README has a table of keys")
        .lines()
        .filter_map(|row| cells(row.strip_prefix('|')?))
        .filter_map(|(key, label)| Some((key.split('`').nth(1)?, label.trim_end_matches(" |"))))
        .collect();
    let with_keys = Group::ALL
        .into_iter()
        .flat_map(Command::of)
        .filter_map(|command| Some((command.shortcut()?.text(), command.label(Language::English))));
    let expected: Vec<_> = with_keys.collect();
    let listed: Vec<_> = listed.into_iter().map(|(key, label)| (key.to_owned(), label)).collect();
    assert_eq!(listed, expected);
}

#[test]
fn a_button_that_tab_has_led_to_is_pressed_by_enter_and_by_space() {
    for key in [Key::Enter, Key::Space] {
        let mut window = Window::open();
        let open = Command::Open.label(Language::Japanese);
        let is_open = |window: &Window| window.says_something_with(open);
        assert!(!is_open(&window));
        window.press(Key::Tab);
        window.press(key);
        assert!(is_open(&window), "the menu of files");
        window.press(Key::Escape);
        assert!(!is_open(&window));
    }
}
