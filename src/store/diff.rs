//! What differs between two versions of a document: by record and field, never by line.
//!
//! Records are the same if their ids are; a record with a new id is one that was removed and one
//! that was added. Dependencies are the same if they tie the same ends of the same tasks.

mod json;
mod key;
mod order;
mod transaction;

pub use super::format::RecordKind;
pub use json::{field_json, key_json, write_json};
pub use key::{Key, RecordKey};
pub use transaction::transaction;

pub(super) use key::{Matched, keys};
pub(super) use order::ThreeWays;

use super::format;
use crate::model::Roadmap;
use crate::parallel::in_order;
use std::collections::HashMap;

/// Everything that differs between two versions of a document.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Changes {
    /// The changed fields of the document itself: its title, its fiscal year, unknown ones.
    pub header: Vec<FieldChange>,
    /// The changed records: list by list, in the order of the later version; what was removed
    /// comes behind the others of its list, in the order of the earlier one.
    pub records: Vec<RecordChange>,
}

impl Changes {
    /// Whether the versions hold the same.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.header.is_empty() && self.records.is_empty()
    }
}

/// What became of one record; it was moved or changed, or only one version has it.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordChange {
    /// The list that it is in.
    pub list: RecordKind,
    /// Which record of the list it is.
    pub key: RecordKey,
    /// Its position in the earlier version; `None` if it was added.
    pub before: Option<usize>,
    /// Its position in the later version; `None` if it was removed.
    pub after: Option<usize>,
    /// Whether it stands elsewhere among the records that both versions have.
    pub moved: bool,
    /// What differs in it; empty if only one version has it.
    pub fields: Vec<FieldChange>,
}

/// What became of one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldChange {
    /// Which field it is.
    pub field: Field,
    /// Its JSON in the earlier version; `None` where the file has no such key.
    pub before: Option<Box<str>>,
    /// Its JSON in the later version.
    pub after: Option<Box<str>>,
}

/// A field of a record. Of a text each language is one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Field {
    /// Its key in the file.
    pub key: Box<str>,
    /// The key inside of it, where it holds a text: `ja`, `en`, or one that this version does
    /// not know.
    pub part: Option<Box<str>>,
}

impl Field {
    /// The field with this key, as a whole.
    #[must_use]
    pub fn whole(key: &str) -> Self {
        Self { key: key.into(), part: None }
    }

    /// One part of the text with this key.
    #[must_use]
    pub fn part(key: &str, part: &str) -> Self {
        Self { key: key.into(), part: Some(part.into()) }
    }
}

/// Finds what differs between an earlier and a later version, in time O(n log n).
///
/// The order of unknown fields among each other says nothing, and is no difference.
#[must_use]
pub fn diff(before: &Roadmap, after: &Roadmap) -> Changes {
    let [header_before, header_after] = [before, after].map(format::header_line);
    let mut changes = Changes {
        header: changed_fields(None, &header_before, &header_after),
        records: Vec::new(),
    };
    for list in RecordKind::ALL {
        diff_list(list, before, after, &mut changes.records);
    }
    changes
}

fn diff_list(list: RecordKind, before: &Roadmap, after: &Roadmap, records: &mut Vec<RecordChange>) {
    /// So many records are compared at a time.
    const AT_ONCE: usize = 4_096;
    let matched = Matched::new([keys(before, list), keys(after, list)]);
    let moved = matched.moved(1);
    let compare = |numbers: &[u32]| -> Vec<RecordChange> {
        let mut lines = [String::new(), String::new()];
        let changes = numbers.iter().filter_map(|&number| {
            let number = number as usize;
            let [at_before, at_after] = matched.at[number].map(|at| at.map(|at| at as usize));
            let mut fields = Vec::new();
            if let (Some(at_before), Some(at_after)) = (at_before, at_after) {
                lines.iter_mut().for_each(String::clear);
                format::record_line(before, list, at_before, &mut lines[0]);
                format::record_line(after, list, at_after, &mut lines[1]);
                fields = changed_fields(Some(list), &lines[0], &lines[1]);
                if fields.is_empty() && !moved[number] {
                    return None;
                }
            }
            Some(RecordChange {
                list,
                key: matched.keys[number].to_owned(),
                before: at_before,
                after: at_after,
                moved: moved[number],
                fields,
            })
        });
        changes.collect()
    };
    let is_removed = |number: &&u32| matched.at[**number as usize][1].is_none();
    let removed: Vec<u32> = matched.order[0].iter().filter(is_removed).copied().collect();
    let done = in_order(
        matched.order[1].chunks(AT_ONCE).chain(removed.chunks(AT_ONCE)),
        compare,
        |changes| {
            records.extend(changes);
            Some(())
        },
    );
    debug_assert_eq!(done, Some(()), "nobody stops it");
}

/// The fields that differ between two forms of a record; `list` is `None` for the document itself.
fn changed_fields(list: Option<RecordKind>, before: &str, after: &str) -> Vec<FieldChange> {
    if before == after {
        return Vec::new();
    }
    let [before, after] = [before, after].map(|json| flat_fields(list, json));
    let later: HashMap<&Field, &str> = after.iter().map(|(field, json)| (field, *json)).collect();
    let earlier: HashMap<&Field, &str> =
        before.iter().map(|(field, json)| (field, *json)).collect();
    let change = |field: &Field, before: Option<&str>, after: Option<&str>| FieldChange {
        field: field.clone(),
        before: before.map(Into::into),
        after: after.map(Into::into),
    };
    let changed_or_gone = before.iter().filter_map(|(field, json)| {
        let now = later.get(field).copied();
        (now != Some(*json)).then(|| change(field, Some(json), now))
    });
    let new = after.iter().filter(|(field, _)| !earlier.contains_key(field));
    changed_or_gone.chain(new.map(|(field, json)| change(field, None, Some(json)))).collect()
}

/// The fields of a record, with the texts among them taken apart.
fn flat_fields(list: Option<RecordKind>, json: &str) -> Vec<(Field, &str)> {
    let mut flat = Vec::new();
    for (key, json) in format::fields(json).unwrap_or_default() {
        let parts = if format::holds_text(list, &key) { format::fields(json) } else { None };
        match parts {
            Some(parts) => {
                flat.extend(parts.into_iter().map(|(part, json)| (Field::part(&key, &part), json)));
            }
            None => flat.push((Field::whole(&key), json)),
        }
    }
    flat
}
