//! Differences as JSON for other programs.

use super::{Changes, Field, FieldChange, Key, RecordKey};
use crate::model::Roadmap;
use crate::store::format;
use std::fmt::Write as _;
use std::io::{self, Write};

/// Writes a JSON list with one difference on each line.
///
/// Each has `change` (`added`, `removed`, `changed` or `moved`), the `list` and the `id` of the
/// record unless it is about the document itself, and for a changed field its `field` with the
/// values `before` and `after`, as the files have them; a key that a version does not have is left
/// out. What was added or removed stands there as a whole.
///
/// # Errors
/// Those of `out`.
pub fn write_json(
    changes: &Changes,
    before: &Roadmap,
    after: &Roadmap,
    out: &mut (impl Write + ?Sized),
) -> io::Result<()> {
    let mut separator = "[\n";
    let mut line = |fields: &[(&str, &str)]| {
        write!(out, "{separator}{}", format::object(fields.iter().copied()))?;
        separator = ",\n";
        Ok::<(), io::Error>(())
    };
    for change in &changes.header {
        line(&field_entries(&[("change", "\"changed\"")], change, &field_json(&change.field)))?;
    }
    for change in &changes.records {
        let (list, id) = (format::quoted(change.list.list()), key_json(&change.key));
        let place = [("list", &*list), ("id", &*id)];
        let whole = |roadmap: &Roadmap, at: usize| {
            let mut json = String::new();
            format::record_line(roadmap, change.list, at, &mut json);
            json
        };
        let entries = |what: &'static str| [("change", what), place[0], place[1]];
        match (change.before, change.after) {
            (None, Some(at)) => {
                let record = whole(after, at);
                line(&[&entries("\"added\"")[..], &[("after", &record)]].concat())?;
            }
            (Some(at), None) => {
                let record = whole(before, at);
                line(&[&entries("\"removed\"")[..], &[("before", &record)]].concat())?;
            }
            _ => {
                if change.moved {
                    line(&entries("\"moved\""))?;
                }
                for field in &change.fields {
                    let name = field_json(&field.field);
                    line(&field_entries(&entries("\"changed\""), field, &name))?;
                }
            }
        }
    }
    let is_empty = changes.is_empty();
    writeln!(out, "{}", if is_empty { "[]" } else { "\n]" })
}

/// The key of a record as JSON: its id, or the ends and the type of a dependency.
#[must_use]
pub fn key_json(key: &RecordKey) -> String {
    match key {
        Key::Id(id) => format::quoted(id),
        Key::Link { from, to, kind, number } => {
            let mut json = format!(
                "{{\"from\": {}, \"to\": {}, \"type\": \"{}\"",
                format::quoted(from),
                format::quoted(to),
                kind.word()
            );
            if *number > 0 {
                write!(json, ", \"number\": {number}").expect("a String takes everything");
            }
            json.push('}');
            json
        }
    }
}

/// A field as JSON: `"when"`, `"title.ja"`, or a list of keys where a dot would be misread.
#[must_use]
pub fn field_json(field: &Field) -> String {
    match &field.part {
        None if !field.key.contains('.') => format::quoted(&field.key),
        None => format!("[{}]", format::quoted(&field.key)),
        Some(part) if !field.key.contains('.') => format::quoted(&format!("{}.{part}", field.key)),
        Some(part) => format!("[{}, {}]", format::quoted(&field.key), format::quoted(part)),
    }
}

fn field_entries<'e>(
    place: &[(&'e str, &'e str)],
    change: &'e FieldChange,
    name: &'e str,
) -> Vec<(&'e str, &'e str)> {
    let values = [("before", &change.before), ("after", &change.after)];
    let values = values.into_iter().filter_map(|(key, value)| Some((key, value.as_deref()?)));
    place.iter().copied().chain([("field", name)]).chain(values).collect()
}
