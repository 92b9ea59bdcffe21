//! The official text, attached by its reader. The texts here are our own words.

use crate::harness::Window;
use eframe::egui::Event;
use koteihyo::app::Command;

const BILL: &str = "residence-card.bill";

/// A text whose cell at this line and column holds these words, in a table of three rows.
fn text_with_cell(line: u32, column: u32, words: &str) -> String {
    let before = "\n".repeat(line as usize - 2);
    let tabs = "\t".repeat(column as usize);
    format!("{before}\t2021年度\t2022年度\n見本の行{tabs}{words}\n{tabs}見本の下\n\n離れた行\n")
}

/// A window with the bill selected and a text attached.
fn with_attached(content: &[u8]) -> Window {
    let mut window = Window::open();
    window.search("在留カード");
    window.click_bar(BILL);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sample.txt");
    std::fs::write(&path, content).unwrap();
    window.choose(Command::AttachOfficial);
    window.enter_path(&path);
    window
}

#[test]
fn the_attached_text_shows_the_cell_in_its_table() {
    let mut window = with_attached(text_with_cell(81, 2, "<p>見本の言葉</p>").as_bytes());
    assert!(window.says("見本の言葉"), "the cell without its marks");
    assert!(window.says("見本の下"), "what stands around it");
    assert!(!window.says("離れた行"), "not what lies beyond the table");
    window.send(Event::PointerGone);
    assert!(window.session().official.is_some());
}

#[test]
fn a_text_without_the_cell_says_so() {
    let window = with_attached("別の文書\n".as_bytes());
    assert!(window.says_something_with("この枠がありません"));
}

#[test]
fn what_is_not_utf8_is_not_attached() {
    let window = with_attached(b"\x83\x65\n");
    assert!(window.session().official.is_none());
    assert!(window.says_something_with("UTF-8"));
}
