//! Single records as JSON, for whoever compares them or makes a document out of pieces.

use super::raw::Fields;
use super::schema::{Expect, HEADER, RecordKind};
use super::{FORMAT_NAME, FORMAT_VERSION, write};
use crate::model::Roadmap;

/// Appends one record of a list as it stands in the file, on one line without separators.
pub(in crate::store) fn record_line(
    roadmap: &Roadmap,
    list: RecordKind,
    at: usize,
    line: &mut String,
) {
    write::record(roadmap, list, at, line);
}

/// The fields of the document itself as one JSON object: title, fiscal year, unknown fields.
pub(in crate::store) fn header_line(roadmap: &Roadmap) -> String {
    write::header(roadmap)
}

/// A text as a JSON string.
pub(in crate::store) fn quoted(text: &str) -> String {
    write::string(text)
}

/// The fields of a JSON object in order, keys decoded and values as they stand there; `None` if
/// it is no object.
pub(in crate::store) fn fields(json: &str) -> Option<Vec<(String, &str)>> {
    let Fields(fields) = serde_json::from_str(json).ok()?;
    fields.into_iter().map(|field| Some((field.name()?, field.value))).collect()
}

/// A JSON object of these fields.
pub(in crate::store) fn object<'f>(fields: impl IntoIterator<Item = (&'f str, &'f str)>) -> String {
    let mut json = String::from("{");
    for (key, value) in fields {
        if json.len() > 1 {
            json.push_str(", ");
        }
        json.push_str(&quoted(key));
        json.push_str(": ");
        json.push_str(value);
    }
    json.push('}');
    json
}

/// Whether the value of a key is a text in several languages; `None` stands for the document
/// itself.
pub(in crate::store) fn holds_text(list: Option<RecordKind>, key: &str) -> bool {
    let keys = list.map_or(HEADER, RecordKind::keys);
    keys.iter().any(|known| known.name == key && matches!(known.expect, Expect::Text))
}

/// A part of a document that is to be written.
pub(in crate::store) enum Piece<'p> {
    /// A top-level field and its JSON.
    Field(&'p str, &'p str),
    /// A list with this many records; each is appended to the text by a call with its number.
    List(RecordKind, usize, &'p dyn Fn(usize, &mut String)),
}

/// The text of a document of these pieces, in the layout of the canonical form.
pub(in crate::store) fn write_pieces<'p>(pieces: impl IntoIterator<Item = Piece<'p>>) -> String {
    let mut text = format!("{{\n\"format\": \"{FORMAT_NAME}{FORMAT_VERSION}\"");
    let key = |text: &mut String, key: &str| {
        text.push_str(",\n");
        text.push_str(&quoted(key));
        text.push_str(": ");
    };
    for piece in pieces {
        match piece {
            Piece::Field(name, json) => {
                key(&mut text, name);
                text.push_str(json);
            }
            Piece::List(RecordKind::Document | RecordKind::Name | RecordKind::View, 0, _) => {}
            Piece::List(list, count, record) => {
                key(&mut text, list.list());
                text.push('[');
                for number in 0..count {
                    text.push_str(if number == 0 { "\n" } else { ",\n" });
                    record(number, &mut text);
                }
                text.push_str(if count == 0 { "]" } else { "\n]" });
            }
        }
    }
    text.push_str("\n}\n");
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{built_in, format};

    #[test]
    fn a_document_of_its_own_records_is_the_same_file() {
        let roadmap = built_in();
        let header = header_line(&roadmap);
        let header = fields(&header).unwrap();
        let counts = [
            roadmap.documents.len(),
            roadmap.names.len(),
            roadmap.lanes.len(),
            roadmap.tasks.len(),
            roadmap.dependencies.len(),
            roadmap.views.len(),
        ];
        let records = RecordKind::ALL.map(|list| {
            let roadmap = &roadmap;
            move |at: usize, line: &mut String| record_line(roadmap, list, at, line)
        });
        let lists = RecordKind::ALL.into_iter().zip(counts).zip(&records);
        let pieces = header.iter().map(|(key, json)| Piece::Field(key, json));
        let text = write_pieces(
            pieces.chain(lists.map(|((list, count), record)| Piece::List(list, count, record))),
        );
        let mut file = Vec::new();
        format::write(&roadmap, &mut file).unwrap();
        assert_eq!(text.as_bytes(), file);
    }

    #[test]
    fn an_object_falls_apart_into_its_fields() {
        let json = r#"{"id": "a", "title": {"ja": "x"}, "\u0063ost": 1.10}"#;
        let parts = fields(json).unwrap();
        let expected = [("id", "\"a\""), ("title", "{\"ja\": \"x\"}"), ("cost", "1.10")];
        assert!(parts.iter().map(|(key, value)| (&**key, *value)).eq(expected));
        assert_eq!(object(expected), r#"{"id": "a", "title": {"ja": "x"}, "cost": 1.10}"#);
        assert_eq!(fields("[1]"), None);
        assert!(holds_text(Some(RecordKind::Task), "note") && holds_text(None, "title"));
        assert!(!holds_text(Some(RecordKind::Task), "when"));
    }
}
