//! The filter language in the search field: writing it, its mistakes, its completions, its facets.

use crate::harness::Window;
use eframe::egui::{Event, ImeEvent, Key, Role};
use koteihyo::app::Command;
use koteihyo::model::Language;
use koteihyo::query::Facet;

/// The text in the field.
fn field(window: &Window) -> String {
    window.value_of(Role::SearchInput).unwrap_or_default()
}

#[track_caller]
fn shown(window: &Window) -> usize {
    let matches = window.session().matches();
    assert!(window.says(&format!("{} / {}", matches.shown(), matches.total())));
    matches.shown()
}

/// Opens the field and types, as a keyboard does.
#[track_caller]
fn type_query(window: &mut Window, text: &str) {
    window.press_keys_of(Command::Find);
    window.type_text(text);
}

#[test]
fn a_query_is_typed_and_filters() {
    let mut window = Window::open();
    window.search("owner:総務省 when:FY2023 -is:milestone");
    let narrow = shown(&window);
    assert!((1..417).contains(&narrow));
    window.search("担当：総務省　期間：２０２３年度　−性質：マイルストーン");
    assert_eq!(shown(&window), narrow);
    window.search("owner:総務省 OR owner:財務省");
    assert!(shown(&window) > narrow);
}

#[test]
fn a_mistake_keeps_the_last_good_result_and_says_where_it_is() {
    let mut window = Window::open();
    window.search("owner:総務省");
    let good = shown(&window);
    window.search("owner:総務省 onwer:財務省");
    assert_eq!(shown(&window), good);
    assert_eq!(field(&window), "owner:総務省 onwer:財務省");
    assert_eq!(window.session().filter().query().text(), "owner:総務省");
    assert!(window.says("「onwer:」という条件はありません"));
    assert!(window.says_something_with("owner:のこと"));
    assert_eq!(window.underlined(), ["onwer"]);
    window.search("(クラウド");
    assert_eq!(window.underlined(), ["("]);
    assert_eq!(shown(&window), good);
    window.search("up:no-such-task");
    assert!(window.says("「no-such-task」という ID の施策はありません"));
    window.search("クラウド");
    assert!(window.underlined().is_empty());
    assert_ne!(shown(&window), good);
}

#[test]
fn the_message_leaves_the_field_uncovered() {
    let mut window = Window::open();
    window.search("(クラウド");
    // The list of completions goes first.
    window.press(Key::Escape);
    let field = window.rect_of(Role::SearchInput);
    let message = window.rect_of_text("この括弧が閉じていません");
    assert!(message.top() >= field.bottom());
}

#[test]
fn completions_are_taken_by_keys() {
    let mut window = Window::open();
    type_query(&mut window, "own");
    assert!(window.says("owner: 担当"));
    window.press(Key::Tab);
    assert_eq!(field(&window), "owner:");
    // The values follow at once, with their counts.
    let all = window.session().matches().counts(Facet::Owner)[0];
    assert!(window.says_something_with(&format!(" {}", all.count)));
    window.press(Key::ArrowDown);
    window.press(Key::ArrowDown);
    window.press(Key::ArrowUp);
    window.press(Key::Enter);
    assert_eq!(shown(&window), all.total as usize);
    assert!(field(&window).starts_with("owner:") && field(&window).ends_with(' '));
    // The field is still being edited.
    window.type_text("k");
    window.press(Key::ArrowDown);
    window.press(Key::Escape);
    assert_eq!(window.count_of(Role::ListBoxOption), 0);
    window.type_text("x");
    assert!(field(&window).ends_with(" kx"));
}

#[test]
fn enter_ends_the_editing_while_nothing_is_chosen() {
    let mut window = Window::open();
    type_query(&mut window, "own");
    assert!(window.count_of(Role::ListBoxOption) > 0);
    window.press(Key::Enter);
    assert_eq!(field(&window), "own");
    assert_eq!(window.count_of(Role::ListBoxOption), 0);
}

#[test]
fn completions_are_taken_by_the_mouse() {
    let mut window = Window::open();
    type_query(&mut window, "is:");
    let count = window.session().roadmap().tasks.iter().filter(|task| task.when.is_open()).count();
    window.click(Role::ListBoxOption, &format!("open 終わりの定めなし {count}"));
    assert_eq!(field(&window), "is:open ");
    assert_eq!(shown(&window), count);
    window.type_text("x");
    assert_eq!(field(&window), "is:open x");
}

#[test]
fn the_arrow_lists_all_keys() {
    let mut window = Window::open();
    window.press_keys_of(Command::Find);
    assert_eq!(window.count_of(Role::ListBoxOption), 0);
    window.press(Key::ArrowDown);
    assert!(window.count_of(Role::ListBoxOption) > 5);
}

#[test]
fn the_list_gives_way_to_an_input_method() {
    let mut window = Window::open();
    type_query(&mut window, "owner:");
    assert!(window.count_of(Role::ListBoxOption) > 0);
    let composing = ImeEvent::Preedit { text: "そうむ".to_owned(), active_range_chars: None };
    window.send(Event::Ime(composing));
    assert_eq!(window.count_of(Role::ListBoxOption), 0);
    window.send(Event::Ime(ImeEvent::Commit("総務省".to_owned())));
    assert!(window.session().filter().query().text().contains("総務省"), "{}", field(&window));
}

#[test]
fn facets_write_the_language() {
    let mut window = Window::open();
    window.click_button("領域");
    window.search("クラウド");
    window.click_beginning(Role::CheckBox, "デジタル庁 ");
    assert_eq!(field(&window), "クラウド owner:デジタル庁");
    window.click_beginning(Role::CheckBox, "総務省 ");
    assert_eq!(field(&window), "クラウド owner:(デジタル庁 OR 総務省)");
    let both = shown(&window);
    window.click_beginning(Role::CheckBox, "デジタル庁 ");
    assert_eq!(field(&window), "クラウド owner:総務省");
    assert!(shown(&window) <= both);
    window.click_button("担当: 解除");
    assert_eq!(field(&window), "クラウド");
}

#[test]
fn the_language_ticks_the_facets() {
    let mut window = Window::open();
    for facet in ["領域", "タグ"] {
        window.click_button(facet);
    }
    window.search("owner:総務省 when:(FY2022 OR FY2023)");
    assert!(window.is_ticked("総務省 "));
    assert!(window.is_ticked("2022年度 ") && window.is_ticked("2023年度 "));
    assert!(!window.is_ticked("2024年度 "));
    window.search("-owner:総務省");
    assert!(!window.is_ticked("総務省 "));
    // A mistake changes no tick.
    window.search("owner:総務省");
    window.search("owner:総務省 (");
    assert!(window.is_ticked("総務省 "));
}

#[test]
fn what_is_revealed_clears_the_field() {
    let mut window = Window::open();
    window.search("is:open");
    window.press_keys_of(Command::ClearFilter);
    assert_eq!(field(&window), "");
    window.search("owner:");
    window.press_keys_of(Command::ClearFilter);
    assert_eq!(field(&window), "");
    assert!(window.underlined().is_empty());
}

#[test]
fn the_language_is_explained_by_examples_to_try() {
    for language in Language::ALL {
        let mut window = Window::open();
        let (command, name) = match language {
            Language::Japanese => (Command::Japanese, "絞り込みの書き方"),
            Language::English => (Command::English, "How to write a filter"),
        };
        window.choose(command);
        window.click_button(name);
        window.click(Role::Link, "is:milestone");
        assert_eq!(field(&window), "is:milestone");
        assert_eq!(shown(&window), window.session().milestone_count());
    }
}
