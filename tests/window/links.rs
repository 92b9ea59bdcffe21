//! Links in the window: what their lines say, and the marks for what cannot be seen of them.

use crate::harness::Window;
use eframe::egui::Event;
use koteihyo::app::Command;
use koteihyo::layout::chart::LinkBases;

const BILL: &str = "residence-card.bill";
const MIGRATION: &str = "drivers-licence.police-migration";

#[test]
fn hidden_neighbours_are_counted_at_the_end_that_they_hang_on() {
    let mut window = Window::open();
    window.search(BILL);
    let name = "1件の先行が絞り込みで隠れています — クリックで表示";
    assert!(window.says(name), "{:?}", window.said());
    window.click_button(name);
    assert_eq!(window.selected(), Some(BILL));
    let session = window.session();
    let bill = window.task(BILL);
    let neighbours = session.graph().predecessors(bill).chain(session.graph().successors(bill));
    for (_, neighbour) in neighbours {
        assert!(session.matches().is_shown(neighbour));
    }
    assert!(session.filter().is_active(), "what has nothing to do with it stays hidden");
    assert!(window.bar(BILL).is_some(), "and the task is in view");
}

#[test]
fn a_folded_lane_says_how_many_links_it_holds_and_unfolds() {
    let mut window = Window::open();
    window.press_keys_of(Command::FoldAll);
    let row = window.session().rows().groups[0].rows.start as usize;
    let count = window.session().links().inside(row);
    assert!(count > 0);
    let name = format!("折りたたんだ中に依存線が{count}本あります — クリックで展開");
    window.click_button(&name);
    assert!(!window.says(&name));
    assert!(window.bar("emergency-benefits.use-my-number").is_some());
}

#[test]
fn links_of_the_selected_task_that_leave_the_view_lead_there() {
    let mut window = Window::open();
    window.click_bar(MIGRATION);
    let name = window.said().into_iter().find(|said| said.contains("画面の下にあります"));
    let name = name.expect("the trial of the first forces stands far below");
    assert!(name.starts_with("1件の先行が"), "{name}");
    let before = window.session().view.scroll_pt;
    window.click_button(&name);
    assert!(window.session().view.scroll_pt > before);
    assert!(window.bar("licence-management-system.first-forces").is_some());
    assert_eq!(window.selected(), Some(MIGRATION), "it stays selected");
}

#[test]
fn bases_are_drawn_or_not() {
    let mut window = Window::open();
    assert_eq!(window.session().link_bases(), LinkBases::ALL);
    window.choose(Command::LinksInferred);
    assert_eq!(window.session().link_bases(), LinkBases { inferred: false, ..LinkBases::ALL });
    window.choose(Command::LinksInferred);
    assert_eq!(window.session().link_bases(), LinkBases::ALL);
}

#[test]
fn a_line_tells_what_it_is_and_leads_to_its_farther_end() {
    let mut window = Window::open();
    window.press_keys_of(Command::Gantt);
    let from = window.bar("public-money-accounts.bank-preparation").unwrap().rect();
    let to = window.bar("public-money-accounts.bank-registration").unwrap().rect();
    assert!(to.top() > from.top());
    // Beside the end of the first, where its link leaves.
    let place = eframe::egui::pos2(from.right() + 5.0, from.center().y + 6.0);
    window.send(Event::PointerMoved(place));
    for _ in 0..6 {
        window.step();
    }
    assert!(window.writes("完了→開始"), "{:?}", window.written());
    window.click_at(place);
    assert_eq!(window.selected(), Some("public-money-accounts.bank-registration"));
}
