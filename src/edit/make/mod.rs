//! Transactions for the things that people change, and the rules that only people have to keep.
//!
//! Each function looks at a roadmap and returns the transaction, or why it is refused; nothing is
//! changed before the transaction is applied.

mod documents;
mod lanes;
mod links;
mod tasks;
mod tracks;

pub use documents::{DocumentField, add_document, delete_document, set_document};
pub use lanes::{
    LaneField, TasksOfLane, add_lane, add_lane_below, delete_lane, place_lane, set_lane,
};
pub use links::{LinkField, add_link, delete_links, set_links};
pub use tasks::{
    NewTask, TaskField, add_tasks, delete_tasks, free_id, move_tasks, order_task, set_fields,
    set_tasks,
};
pub use tracks::to_free_tracks;

use super::{Edit, Label, Refusal, Transaction};
use crate::model::{Language, Roadmap, Text};
use crate::time::FiscalYearStart;

/// The longest title, in characters.
pub const MOST_TITLE_CHARACTERS: usize = 1_000;
/// The longest note or reason, in characters.
pub const MOST_NOTE_CHARACTERS: usize = 100_000;

/// Calls the roadmap otherwise, in one language.
///
/// # Errors
/// If the title is too long or has control characters.
pub fn set_roadmap_title(
    roadmap: &Roadmap,
    language: Language,
    text: &str,
) -> Result<Transaction, Refusal> {
    let mut title = roadmap.title.clone();
    set_title(&mut title, language, text)?;
    let fiscal_year_start = roadmap.fiscal_year_start;
    let label = Label::new("工程表の名称を変更", "Rename the roadmap");
    Ok(Transaction::new(label, vec![Edit::Header { title, fiscal_year_start }]))
}

/// Lets fiscal years begin with another month.
#[must_use]
pub fn set_fiscal_year_start(roadmap: &Roadmap, start: FiscalYearStart) -> Transaction {
    let edit = Edit::Header { title: roadmap.title.clone(), fiscal_year_start: start };
    let month = start.month();
    let label = Label::new(
        format!("年度の始まりを{month}月に変更"),
        format!("Begin fiscal years in month {month}"),
    );
    Transaction::new(label, vec![edit])
}

/// Sets a title in one language; an empty text removes it, if there is one in the other language.
fn set_title(title: &mut Text, language: Language, text: &str) -> Result<(), Refusal> {
    check_line(text, MOST_TITLE_CHARACTERS)?;
    let text = text.trim();
    if text.is_empty() && title.get(language.other()).is_none_or(str::is_empty) {
        return Err(Refusal::EmptyTitle);
    }
    title.set(language, Some(text).filter(|text| !text.is_empty()));
    Ok(())
}

/// Sets a note or a reason in one language; an empty text removes it.
fn set_remark(remark: &mut Text, language: Language, text: &str) -> Result<(), Refusal> {
    check_length(text, MOST_NOTE_CHARACTERS)?;
    if text.chars().any(|c| c.is_control() && c != '\n' && c != '\t') {
        return Err(Refusal::ControlCharacter);
    }
    remark.set(language, Some(text).filter(|text| !text.trim().is_empty()));
    Ok(())
}

/// A word for the lists of owners and tags, without blanks around it.
///
/// # Errors
/// If it is empty, too long or has control characters.
pub fn check_word(text: &str) -> Result<&str, Refusal> {
    check_line(text, MOST_TITLE_CHARACTERS)?;
    Some(text.trim()).filter(|word| !word.is_empty()).ok_or(Refusal::EmptyTitle)
}

/// Whether a text can stand on one line.
fn check_line(text: &str, limit: usize) -> Result<(), Refusal> {
    check_length(text, limit)?;
    if text.chars().any(char::is_control) { Err(Refusal::ControlCharacter) } else { Ok(()) }
}

fn check_length(text: &str, limit: usize) -> Result<(), Refusal> {
    // The bytes are known at once; only a long text has to be counted.
    if text.len() <= limit {
        return Ok(());
    }
    let characters = text.chars().count();
    if characters > limit { Err(Refusal::TooLong { characters, limit }) } else { Ok(()) }
}

/// 「検討」 or, of several, 「3 件の施策」; "Study" or 3 tasks.
fn named(count: usize, title: &Text, several: [&str; 2]) -> [String; 2] {
    if count == 1 {
        let short = |language| {
            const MOST: usize = 24;
            let text = title.in_language(language);
            match text.char_indices().nth(MOST) {
                Some((end, _)) => format!("{}…", &text[..end]),
                None => text.to_owned(),
            }
        };
        let [ja, en] = Language::ALL.map(short);
        [format!("「{ja}」"), format!("\"{en}\"")]
    } else {
        let [ja, en] = several;
        [format!("{count} {ja}"), format!("{count} {en}")]
    }
}
