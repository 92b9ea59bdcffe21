//! Search, facets and the count of what is shown.

use crate::harness::Window;
use eframe::egui::{Event, ImeEvent, Key, Role};
use koteihyo::app::Command;

/// Words for the same tasks in the ways in which people write them.
const SAME_WORDS: [&str; 4] = ["マイナポータル", "ﾏｲﾅﾎﾟｰﾀﾙ", "まいなぽーたる", "MYNAPORTAL"];

#[track_caller]
fn shown(window: &Window) -> usize {
    let matches = window.session().matches();
    let count = format!("{} / {}", matches.shown(), matches.total());
    assert!(window.says(&count), "the count follows the filter: {count}");
    matches.shown()
}

#[test]
fn the_built_in_roadmap_is_shown_as_a_whole() {
    let window = Window::open();
    assert!(window.says("417 / 417"));
    assert!(window.writes("マイナンバー制度"));
    assert!(window.bar("public-money-accounts.portal").is_some());
}

#[test]
fn the_search_takes_width_case_and_kana_for_the_same() {
    let mut window = Window::open();
    let counts = SAME_WORDS.map(|words| {
        window.search(words);
        shown(&window)
    });
    assert!((1..417).contains(&counts[0]), "{counts:?}");
    // The English name stands in more texts than the Japanese one, never in fewer.
    assert_eq!(counts[..3], [counts[0]; 3]);
    assert!(counts[3] > 0);
    window.click_button("検索の言葉を消す");
    assert_eq!(shown(&window), 417);
}

#[test]
fn the_search_filters_with_every_letter() {
    let mut window = Window::open();
    window.press_keys_of(Command::Find);
    let mut last = 417;
    for letter in ["c", "y", "b", "e", "r"] {
        window.type_text(letter);
        assert!(shown(&window) <= last);
        last = shown(&window);
    }
    assert!(last > 0 && last < 417);
    for _ in 0..5 {
        window.press(Key::Backspace);
    }
    assert_eq!(shown(&window), 417);
}

#[test]
fn what_an_input_method_composes_reaches_the_search() {
    let mut window = Window::open();
    window.press_keys_of(Command::Find);
    let view = window.session().view;
    let composing = ImeEvent::Preedit { text: "いりょう".to_owned(), active_range_chars: None };
    window.send(Event::Ime(composing));
    assert_eq!(window.session().view, view);
    assert!(window.session().selected().is_none());
    window.send(Event::Ime(ImeEvent::Commit("医療".to_owned())));
    assert_eq!(window.session().filter().query().text(), "医療");
    assert!((1..417).contains(&shown(&window)));
}

#[test]
fn nothing_found_says_so_and_offers_the_way_back() {
    let mut window = Window::open();
    window.search("そのような施策はない");
    assert_eq!(shown(&window), 0);
    window.click_button(Command::ClearFilter.label(window.app().language()));
    assert_eq!(shown(&window), 417);
}

#[test]
fn an_area_filters_and_its_heading_lets_go() {
    let mut window = Window::open();
    window.click_beginning(Role::CheckBox, "マイナンバーカード ");
    let of_the_area = shown(&window);
    assert!((1..417).contains(&of_the_area));
    assert!(window.session().hidden_links().total() > 0);
    assert!(window.says_something_with("隠れた"), "links to hidden tasks are owned up to");
    window.click_beginning(Role::CheckBox, "教育 ");
    assert!(shown(&window) > of_the_area, "two areas are shown together");
    window.click_button("領域: 解除");
    assert_eq!(shown(&window), 417);
}

#[test]
fn search_and_facets_narrow_each_other() {
    let mut window = Window::open();
    window.search("システム");
    let found = shown(&window);
    window.click_beginning(Role::CheckBox, "マイナンバーカード ");
    assert!(shown(&window) < found);
    window.press_keys_of(Command::ClearFilter);
    assert_eq!(shown(&window), 417);
}
