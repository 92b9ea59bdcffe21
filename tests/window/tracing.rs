//! Following dependencies: the pointer, the questions, the table of the chain, isolating.

use crate::harness::Window;
use eframe::egui::{Key, Modifiers, Role};
use koteihyo::app::Command;
use koteihyo::layout::chart::Emphasis;
use koteihyo::schedule::Trace;
use std::collections::BTreeSet;

/// A task with a predecessor and a successor in its row, and what each of them is.
const BILL: &str = "residence-card.bill";
const STUDY: &str = "residence-card.study";
const ISSUE: &str = "residence-card.issue";

/// The row of the bill alone, so that all of it is in view.
fn window() -> Window {
    let mut window = Window::open();
    window.search("在留カード");
    window
}

fn emphasis(window: &Window, id: &str) -> Emphasis {
    window.session().emphasis(window.task(id))
}

/// The text ids of the shown tasks.
fn shown(window: &Window) -> BTreeSet<String> {
    let session = window.session();
    let tasks = session.matches().tasks();
    tasks.map(|task| session.roadmap().task(task).id.to_string()).collect()
}

/// The text ids of the whole chain of a task.
fn chain_of(window: &Window, id: &str) -> BTreeSet<String> {
    let session = window.session();
    let trace = Trace::of(session.graph(), window.task(id));
    let members = trace.predecessors().iter().chain(trace.successors()).copied();
    let members = members.chain([trace.selected()]);
    members.map(|task| session.roadmap().task(task).id.to_string()).collect()
}

#[test]
fn the_pointer_lights_one_step_and_nothing_fades() {
    let mut window = window();
    assert_eq!(emphasis(&window, STUDY), Emphasis::Plain);
    window.hover_bar(BILL);
    assert_eq!(emphasis(&window, STUDY), Emphasis::Needs);
    assert_eq!(emphasis(&window, "residence-card.preparation"), Emphasis::NeededBy);
    assert_eq!(emphasis(&window, ISSUE), Emphasis::Plain, "two steps away");
    assert_eq!(window.selected(), None);
    window.move_pointer_away();
    assert_eq!(emphasis(&window, STUDY), Emphasis::Plain);
}

#[test]
fn shift_and_click_follow_only_what_drives() {
    let mut window = window();
    window.click_bar(BILL);
    let whole: Vec<_> = window.session().trace().unwrap().predecessors().to_vec();
    window.click_bar_with(Modifiers::SHIFT, BILL);
    let session = window.session();
    let driving = session.trace().unwrap().predecessors();
    assert!(driving.iter().all(|task| whole.contains(task)));
    for link in
        (0..session.roadmap().dependencies.len()).map(koteihyo::model::DependencyId::from_index)
    {
        if session.link_emphasis(link) == Emphasis::Needs {
            assert!(session.schedule().is_driving(link), "{link:?} is lit");
        }
    }
    window.press_keys_of(Command::FollowChain);
    assert_eq!(window.session().trace().unwrap().predecessors(), whole);
}

#[test]
fn ctrl_and_click_on_a_second_bar_show_the_ways_between_them() {
    let mut window = window();
    window.click_bar(STUDY);
    window.click_bar_with(Modifiers::COMMAND, ISSUE);
    assert_eq!(emphasis(&window, STUDY), Emphasis::Selected);
    assert_eq!(emphasis(&window, ISSUE), Emphasis::Selected);
    assert_eq!(emphasis(&window, BILL), Emphasis::LongestPath);
    let elsewhere = window.session().roadmap().task_ids().last().unwrap();
    assert_eq!(window.session().emphasis(elsewhere), Emphasis::Faded);
}

#[test]
fn the_table_lists_the_chain_in_order_and_leads_along_it() {
    let mut window = window();
    window.click_bar(BILL);
    window.press_keys_of(Command::ToggleChain);
    let rows: Vec<String> =
        window.said_by(Role::Row).into_iter().filter(|row| row.contains("年度")).collect();
    let chain = chain_of(&window, BILL);
    assert_eq!(rows.len(), chain.len());
    let at = |title: &str| rows.iter().position(|row| row.contains(title)).unwrap();
    assert!(at("一体化の検討") < at("法案提出") && at("法案提出") < at("政省令・システムの準備"));
    assert!(rows[at("法案提出")].starts_with('●'), "{}", rows[at("法案提出")]);
    assert!(rows[at("政省令・システムの準備")].contains("同じ行の次の工程"));
    window.click_beginning(Role::Row, "→ 1, 政省令");
    assert_eq!(window.selected(), Some(BILL), "one looks at a member without leaving the chain");
}

#[test]
fn the_table_is_copied_with_the_reason_of_each_link() {
    let mut window = window();
    window.click_bar(BILL);
    let table = window.copy_by(Command::CopyChain).expect("a table is copied");
    let lines: Vec<Vec<&str>> = table.lines().map(|line| line.split('\t').collect()).collect();
    assert_eq!(lines.len(), chain_of(&window, BILL).len() + 1);
    assert!(lines.iter().all(|line| line.len() == lines[0].len()));
    let own = lines.iter().find(|line| line[0] == "0").unwrap();
    assert_eq!(own[1], "法案提出");
}

#[test]
fn the_critical_chain_and_float_are_marked_and_say_towards_what() {
    let mut window = window();
    window.click_bar(BILL);
    window.press(Key::Escape);
    let issue = window.task(ISSUE);
    assert_eq!(window.session().marks(issue), koteihyo::layout::chart::Marks::default());
    window.press_keys_of(Command::ShowCritical);
    window.press_keys_of(Command::ShowFloat);
    assert!(window.says("目標：計画の終わり"));
    window.click_bar(BILL);
    window.press_keys_of(Command::SetGoal);
    assert!(window.says("目標：法案提出"));
    let marks = window.session().marks(window.task(BILL));
    assert!(marks.is_critical, "a goal has no float towards itself");
    assert_eq!(window.session().marks(issue).float_days, None, "the bill does not wait for it");
    window.press_keys_of(Command::ClearGoal);
    assert!(window.says("目標：計画の終わり"));
    window.press(Key::Escape);
}

#[test]
fn isolating_shows_exactly_the_chain_and_a_crumb_leads_back() {
    let mut window = window();
    let before = shown(&window);
    let chain = chain_of(&window, BILL);
    assert_ne!(before, chain);
    window.click_bar(BILL);
    window.press_keys_of(Command::Isolate);
    assert_eq!(shown(&window), chain);
    assert_eq!(window.selected(), Some(BILL), "the chain stays lit");
    window.click(Role::Link, "在留カード");
    assert_eq!(shown(&window), before);
    assert!(!window.says("前の絞り込みに戻る"), "nothing is left to go back to");
}

#[test]
fn ways_and_driving_chains_are_isolated_as_well() {
    let mut window = window();
    window.click_bar(STUDY);
    window.click_bar_with(Modifiers::COMMAND, ISSUE);
    window.press_keys_of(Command::Isolate);
    let session = window.session();
    let paths = session.focus_members();
    let shown: Vec<_> = session.matches().tasks().collect();
    assert_eq!(shown, paths);
    window.press_keys_of(Command::Back);
    window.click_bar_with(Modifiers::SHIFT, BILL);
    window.press_keys_of(Command::Isolate);
    let mut members = window.session().focus_members();
    members.sort_unstable();
    assert_eq!(window.session().matches().tasks().collect::<Vec<_>>(), members);
}

#[test]
fn what_the_filter_hides_of_a_chain_comes_back() {
    let mut window = Window::open();
    window.search("運転免許証");
    window.click_bar("drivers-licence.integration");
    let hidden = window.session().hidden_members();
    assert!(hidden > 0, "the chain goes beyond the filter");
    let before = shown(&window);
    window.press_keys_of(Command::RevealChain);
    assert_eq!(window.session().hidden_members(), 0);
    let chain = chain_of(&window, "drivers-licence.integration");
    assert_eq!(shown(&window), before.union(&chain).cloned().collect());
}
