//! The top level of a well-formed file: which text belongs to which list and key.
//!
//! [`slice_lines`] takes canonical files only and looks at little more than
//! line ends; [`slice()`] takes any JSON and reads through all of it.

use super::raw::Field;
use super::schema::{KINDS, RecordKind};
use memchr::memchr_iter;
use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use std::fmt;

/// A file sliced into its parts; nothing inside the parts has been looked at.
#[derive(Default)]
pub(super) struct Top<'a> {
    /// The fields that are not lists of records, in the order of the file.
    pub(super) header: Vec<Field<'a>>,
    /// The records of each list, by [`RecordKind`].
    pub(super) records: [Vec<&'a str>; KINDS],
    /// The key of each list that was found.
    pub(super) lists: [Option<&'a str>; KINDS],
    /// Keys of lists whose value is no list.
    pub(super) not_lists: Vec<(RecordKind, &'a str)>,
    /// Keys of lists that were there before.
    pub(super) doubles: Vec<(RecordKind, &'a str)>,
    /// Ids of records that could not be made out, as far as they are known.
    pub(super) left_out: Vec<(RecordKind, String)>,
}

/// Slices a file that has the layout of the canonical form.
///
/// Anything else gives `None`. The records are not looked at: the file is sound
/// only if each of them turns out to be an object.
pub(super) fn slice_lines(text: &str) -> Option<Top<'_>> {
    let mut top = Top::default();
    let text = text.strip_suffix("\n}\n")?;
    let line_ends = memchr_iter(b'\n', text.as_bytes()).chain([text.len()]);
    let mut start = 0;
    let mut lines = line_ends.map(|end| &text[std::mem::replace(&mut start, end + 1)..end]);
    if lines.next()? != "{" {
        return None;
    }
    let mut more = true;
    while more {
        let field = lines.next()?;
        if let Some((kind, key)) = opened_list(field) {
            if top.lists[kind as usize].replace(key).is_some() {
                return None;
            }
            more = slice_records(&mut lines, &mut top.records[kind as usize])?;
        } else {
            let (field, comma) = strip_comma(field);
            more = comma;
            let mut values = serde_json::Deserializer::from_str(field).into_iter::<&RawValue>();
            let key = values.next()?.ok()?.get();
            let value = field[values.byte_offset()..].strip_prefix(": ")?;
            let value = serde_json::from_str::<&RawValue>(value).ok()?.get();
            let name: String = serde_json::from_str(key).ok()?;
            match RecordKind::of_list(&name) {
                None => top.header.push(Field { key, value }),
                Some(kind) if value == "[]" && top.lists[kind as usize].is_none() => {
                    top.lists[kind as usize] = Some(key);
                }
                Some(_) => return None,
            }
        }
    }
    lines.next().is_none().then_some(top)
}

/// The list that a line such as `"tasks": [` opens, and its key.
fn opened_list(line: &str) -> Option<(RecordKind, &str)> {
    let key = line.strip_suffix(": [")?;
    let name = key.strip_prefix('"')?.strip_suffix('"')?;
    RecordKind::of_list(name).map(|kind| (kind, key))
}

/// Takes the lines up to the end of a list; tells whether another field follows.
fn slice_records<'a>(
    lines: &mut impl Iterator<Item = &'a str>,
    records: &mut Vec<&'a str>,
) -> Option<bool> {
    loop {
        let (record, comma) = strip_comma(lines.next()?);
        if !(record.starts_with('{') && record.ends_with('}')) {
            return None;
        }
        records.push(record);
        if !comma {
            let (end, comma) = strip_comma(lines.next()?);
            return (end == "]").then_some(comma);
        }
    }
}

fn strip_comma(line: &str) -> (&str, bool) {
    line.strip_suffix(',').map_or((line, false), |line| (line, true))
}

/// Slices a file of any layout.
///
/// # Errors
/// If the file is not JSON or not an object.
pub(super) fn slice(text: &str) -> serde_json::Result<Top<'_>> {
    serde_json::from_str(text)
}

impl<'de> Deserialize<'de> for Top<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TopVisitor;

        impl<'de> Visitor<'de> for TopVisitor {
            type Value = Top<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut top = Top::default();
                while let Some(key) = map.next_key::<&'de RawValue>()? {
                    let key = key.get();
                    let name: Option<String> = serde_json::from_str(key).ok();
                    match name.as_deref().and_then(RecordKind::of_list) {
                        None => {
                            let value = map.next_value::<&'de RawValue>()?.get();
                            top.header.push(Field { key, value });
                        }
                        Some(kind) => top.add_list(kind, key, map.next_value()?),
                    }
                }
                Ok(top)
            }
        }

        deserializer.deserialize_map(TopVisitor)
    }
}

impl<'a> Top<'a> {
    /// The first field with this key that is not a list of records.
    pub(super) fn header_field(&self, name: &str) -> Option<&Field<'a>> {
        self.header.iter().find(|field| field.name().as_deref() == Some(name))
    }

    fn add_list(&mut self, kind: RecordKind, key: &'a str, List(records): List<'a>) {
        if self.lists[kind as usize].is_some() {
            self.doubles.push((kind, key));
            return;
        }
        self.lists[kind as usize] = Some(key);
        match records {
            Some(records) => self.records[kind as usize] = records,
            None => self.not_lists.push((kind, key)),
        }
    }
}

/// The elements of a list; `None` for any other value.
struct List<'a>(Option<Vec<&'a str>>);

impl<'de> Deserialize<'de> for List<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ListVisitor;

        impl<'de> Visitor<'de> for ListVisitor {
            type Value = List<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
                let mut records = Vec::new();
                while let Some(record) = seq.next_element::<&'de RawValue>()? {
                    records.push(record.get());
                }
                Ok(List(Some(records)))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(List(None))
            }

            fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
                Ok(List(None))
            }

            fn visit_bool<E: Error>(self, _: bool) -> Result<Self::Value, E> {
                Ok(List(None))
            }

            fn visit_i64<E: Error>(self, _: i64) -> Result<Self::Value, E> {
                Ok(List(None))
            }

            fn visit_u64<E: Error>(self, _: u64) -> Result<Self::Value, E> {
                Ok(List(None))
            }

            fn visit_f64<E: Error>(self, _: f64) -> Result<Self::Value, E> {
                Ok(List(None))
            }

            fn visit_str<E: Error>(self, _: &str) -> Result<Self::Value, E> {
                Ok(List(None))
            }
        }

        deserializer.deserialize_any(ListVisitor)
    }
}
