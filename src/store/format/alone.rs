//! Records by themselves, as a journal has them: in the form of the file, but what they refer to
//! stands as its position in its list. A position fits where the record is applied, whatever ids
//! there are by then.

use super::parse::{Dependencies, Lanes, Record as _, Tasks};
use super::raw::{Str, TextValue};
use super::read::read_alone;
use super::schema::RecordKind;
use super::write::{self, References, alone};
use crate::model::{
    Dependency, Document, DocumentId, Lane, LaneId, Name, Roadmap, Task, TaskId, Text,
};
use crate::time::FiscalYearStart;

/// A text in both languages.
pub(in crate::store) fn write_text(it: &Text) -> String {
    alone(|json| json.text(it))
}

/// What [`write_text`] has written; `None` if it is something else.
pub(in crate::store) fn read_text(json: &str) -> Option<Text> {
    serde_json::from_str::<TextValue>(json).ok().map(|text| text.0)
}

/// A document, which refers to nothing.
pub(in crate::store) fn write_document(it: &Document) -> String {
    alone(|json| write::document(json, it))
}

/// What [`write_document`] has written; `None` if it is something else.
pub(in crate::store) fn read_document(json: &str) -> Option<Document> {
    read_alone(RecordKind::Document, json)?.documents.into_iter().next()
}

/// A name, which refers to nothing.
pub(in crate::store) fn write_name(it: &Name) -> String {
    alone(|json| write::name(json, it))
}

/// What [`write_name`] has written; `None` if it is something else.
pub(in crate::store) fn read_name(json: &str) -> Option<Name> {
    read_alone(RecordKind::Name, json)?.names.into_iter().next()
}

/// A lane with the position of its parent.
pub(in crate::store) fn write_lane(it: &Lane, words: &Roadmap) -> String {
    alone(|json| write::lane(json, it, References::Positions(words)))
}

/// What [`write_lane`] has written; `None` if it is something else.
pub(in crate::store) fn read_lane(json: &str) -> Option<Lane> {
    let mut record = Lanes::parse(json, FiscalYearStart::default()).ok()?;
    let parent = match record.rest.parent.take() {
        Some(parent) => Some(LaneId::from_index(position(&parent)?)),
        None => None,
    };
    Some(record.tied(parent))
}

/// A task with the positions of its lane and its document; its owners and tags are among the
/// words of a roadmap.
pub(in crate::store) fn write_task(it: &Task, words: &Roadmap) -> String {
    alone(|json| write::task(json, it, References::Positions(words)))
}

/// What [`write_task`] has written, with its owners and tags among the words of a roadmap, which
/// learns new ones; `None` if it is something else.
pub(in crate::store) fn read_task(
    json: &str,
    fiscal: FiscalYearStart,
    words: &mut Roadmap,
) -> Option<Task> {
    let mut record = Tasks::parse(json, fiscal).ok()?;
    let source = match record.rest.source.take() {
        Some(mut source) => {
            let document = DocumentId::from_index(position(&source.document.take()?)?);
            Some(source.tied(document))
        }
        None => None,
    };
    let lane = LaneId::from_index(position(&record.lane)?);
    Some(record.tied(lane, source, &mut words.owners, &mut words.tags))
}

/// A dependency with the positions of its tasks.
pub(in crate::store) fn write_dependency(it: &Dependency, words: &Roadmap) -> String {
    alone(|json| write::dependency(json, it, References::Positions(words)))
}

/// What [`write_dependency`] has written; `None` if it is something else.
pub(in crate::store) fn read_dependency(json: &str) -> Option<Dependency> {
    let record = Dependencies::parse(json, FiscalYearStart::default()).ok()?;
    let [from, to] = [&record.from, &record.to].map(position);
    let [from, to] = [TaskId::from_index(from?), TaskId::from_index(to?)];
    Some(record.tied(from, to))
}

/// The position that a reference gives.
fn position(reference: &Str<'_>) -> Option<usize> {
    let position: u32 = reference.0.parse().ok()?;
    Some(position as usize)
}
