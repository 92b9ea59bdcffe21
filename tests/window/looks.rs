//! Grouping, sorting and colouring.

use crate::harness::Window;
use eframe::egui::{Key, Role};
use koteihyo::app::Command;
use koteihyo::layout::{BarColor, RowKind};
use koteihyo::model::{Coloring, GroupKey, Grouping, Language, Mode, Sorting};

#[test]
fn owners_are_headings_that_fold() {
    let mut window = Window::open();
    window.choose(Command::GroupByOwner);
    assert_eq!(window.session().grouping(), Grouping::Owner);
    assert!(window.writes("厚生労働省"));
    let rows = window.session().rows().rows.len();
    window.click_button("厚生労働省を折りたたむ");
    assert!(window.session().rows().rows.len() < rows);
    assert!(window.says("厚生労働省を展開"));
    window.click_button("厚生労働省を展開");
    assert_eq!(window.session().rows().rows.len(), rows);
    window.press_keys_of(Command::FoldAll);
    let session = window.session();
    assert_eq!(session.rows().rows.len(), session.rows().groups.len());
    window.press_keys_of(Command::SelectDown);
    window.press_keys_of(Command::UnfoldAll);
    assert_eq!(window.session().rows().rows.len(), rows);
}

#[test]
fn a_heading_that_scrolled_out_stays_in_view() {
    let mut window = Window::open();
    window.run_command(Command::GroupByYear);
    assert!(window.says("2021年度に開始を折りたたむ"));
    window.press(Key::PageDown);
    assert!(window.session().view.scroll_pt > 100.0);
    assert!(window.says("2021年度に開始を折りたたむ"));
}

#[test]
fn keys_go_through_groups_and_reveal_what_is_folded() {
    let mut window = Window::open();
    window.press_keys_of(Command::Gantt);
    window.run_command(Command::GroupByStatus);
    window.press_keys_of(Command::SelectDown);
    let first = window.session().selected();
    window.press_keys_of(Command::SelectDown);
    assert!(first.is_some() && window.session().selected() != first);
    window.press_keys_of(Command::FoldAll);
    assert_eq!(window.session().folded().len(), 1);
    window.run_command(Command::GroupByKind);
    assert!(window.session().folded().iter().all(|key| matches!(key, GroupKey::Status(_))));
}

#[test]
fn tasks_are_sorted_by_their_start() {
    let mut window = Window::open();
    window.press_keys_of(Command::Gantt);
    window.run_command(Command::GroupByArea);
    window.run_command(Command::SortByStart);
    let session = window.session();
    assert_eq!((session.mode(), session.sorting()), (Mode::Gantt, Sorting::Start));
    let fiscal = session.roadmap().fiscal_year_start;
    let starts = |kind: RowKind| match kind {
        RowKind::Task(task) => Some(session.roadmap().task(task).when.first_day(fiscal)),
        _ => None,
    };
    let rows = &session.rows().rows;
    let pairs = rows.windows(2).filter_map(|it| Some((starts(it[0].kind)?, starts(it[1].kind)?)));
    let pairs: Vec<_> = pairs.collect();
    assert!(pairs.len() > 300);
    assert!(pairs.iter().all(|(above, below)| above <= below));
    assert!(pairs.iter().any(|(above, below)| above < below));
}

#[test]
fn titles_are_sorted_in_the_language_of_the_window() {
    let mut window = Window::open();
    window.press_keys_of(Command::Gantt);
    window.run_command(Command::GroupByArea);
    window.run_command(Command::SortByTitle);
    let order = |window: &Window| {
        let spans = window.session().rows().spans.iter();
        spans.map(|span| span.task).collect::<Vec<_>>()
    };
    let japanese = order(&window);
    window.run_command(Command::English);
    assert_ne!(order(&window), japanese);
    window.run_command(Command::Japanese);
    assert_eq!(order(&window), japanese);
}

#[test]
fn a_legend_says_what_other_colours_mean() {
    let mut window = Window::open();
    assert!(!window.says_something_with("色："));
    window.run_command(Command::ColorByCriticality);
    assert!(window.says("色：クリティカル") && window.says("クリティカル"));
    let session = window.session();
    assert_eq!(session.colors().coloring, Coloring::Criticality);
    for task in session.roadmap().task_ids() {
        let is_red = session.colors().of_task(task) == BarColor::Red;
        assert_eq!(is_red, session.schedule().is_critical(task));
    }
    window.run_command(Command::ColorByOwner);
    assert!(window.says("厚生労働省") && window.says("その他・記載なし"));
    window.run_command(Command::ColorByArea);
    assert!(!window.says_something_with("色："));
}

#[test]
fn one_button_has_all_the_choices_and_stays_open() {
    let mut window = Window::open();
    window.click_button("表示の切替");
    window.click_button("開始年度 ");
    window.click_button("終了 ");
    let session = window.session();
    assert_eq!((session.grouping(), session.sorting()), (Grouping::Year, Sorting::End));
    window.press(Key::Escape);
    assert_eq!(window.count_of(Role::Canvas), 1);
    assert_eq!(window.app().language(), Language::Japanese);
}
