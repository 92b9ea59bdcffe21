//! Changing the documents that tasks come from.

use super::{MOST_TITLE_CHARACTERS, check_line, set_title};
use crate::edit::{Change, Edit, Label, Refusal, Transaction};
use crate::model::{Document, Extra, Language, Roadmap, Text};
use crate::time::Day;

/// What of a document is to be otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DocumentField {
    /// Its stable id.
    Id(String),
    /// Its title in one language; empty for none, if the other language has one.
    Title(Language, String),
    /// When it was published.
    Date(Option<Day>),
    /// Who published it, in one language; empty for nobody.
    Publisher(Language, String),
    /// The name of its text file; empty for none.
    File(String),
}

/// Puts a document in, behind the others.
///
/// # Errors
/// If the title cannot be one.
pub fn add_document(
    roadmap: &Roadmap,
    language: Language,
    title: &str,
) -> Result<Transaction, Refusal> {
    let mut text = Text::EMPTY;
    set_title(&mut text, language, title)?;
    let number = |document: &Document| document.id.strip_prefix("document-")?.parse::<u64>().ok();
    let last = roadmap.documents.iter().filter_map(number).max().unwrap_or(0);
    let document = Document {
        id: format!("document-{}", last.saturating_add(1)).into(),
        title: text,
        date: None,
        publisher: Text::EMPTY,
        file: None,
        chapters: Vec::new(),
        extra: Extra::default(),
    };
    let label = Label::new(format!("文書「{title}」を追加"), format!("Add the document {title}"));
    let change = Change::Insert(vec![(roadmap.documents.len(), document)]);
    Ok(Transaction::new(label, vec![Edit::Document(change)]))
}

/// Sets a field of the document at a position.
///
/// # Errors
/// If the document cannot have it.
pub fn set_document(
    roadmap: &Roadmap,
    at: usize,
    field: &DocumentField,
) -> Result<Transaction, Refusal> {
    let old = roadmap.documents.get(at).ok_or(Refusal::OutOfDate)?;
    let mut new = old.clone();
    let [what_ja, what_en] = match field {
        DocumentField::Id(id) => {
            check_line(id, MOST_TITLE_CHARACTERS)?;
            let id = id.trim();
            if id.is_empty() {
                return Err(Refusal::EmptyId);
            }
            let mut others = roadmap.documents.iter().enumerate().filter(|(other, _)| *other != at);
            if others.any(|(_, other)| &*other.id == id) {
                return Err(Refusal::IdTaken(id.to_owned()));
            }
            new.id = id.into();
            ["ID", "id"]
        }
        DocumentField::Title(language, text) => {
            set_title(&mut new.title, *language, text)?;
            ["名称", "title"]
        }
        DocumentField::Date(date) => {
            new.date = *date;
            ["発行日", "date"]
        }
        DocumentField::Publisher(language, text) => {
            check_line(text, MOST_TITLE_CHARACTERS)?;
            new.publisher.set(*language, Some(text.trim()).filter(|text| !text.is_empty()));
            ["発行者", "publisher"]
        }
        DocumentField::File(name) => {
            check_line(name, MOST_TITLE_CHARACTERS)?;
            new.file = Some(name.trim()).filter(|name| !name.is_empty()).map(Into::into);
            ["ファイル名", "file"]
        }
    };
    let label = Label::new(
        format!("文書「{}」の{what_ja}を変更", old.id),
        format!("Change the {what_en} of the document {}", old.id),
    );
    let change = Change::Replace { at, record: Box::new(new.clone()) };
    let edits = if new == *old { Vec::new() } else { vec![Edit::Document(change)] };
    Ok(Transaction::new(label, edits))
}

/// Takes a document out, from which no task may come.
///
/// # Errors
/// If there is no such document, or if tasks come from it.
pub fn delete_document(roadmap: &Roadmap, at: usize) -> Result<Transaction, Refusal> {
    let id = &roadmap.documents.get(at).ok_or(Refusal::OutOfDate)?.id;
    if roadmap
        .tasks
        .iter()
        .filter_map(crate::model::Task::place)
        .any(|it| it.document.index() == at)
    {
        return Err(Refusal::DocumentInUse);
    }
    let label = Label::new(format!("文書「{id}」を削除"), format!("Delete the document {id}"));
    Ok(Transaction::new(label, vec![Edit::Document(Change::Remove(vec![at]))]))
}
