//! The top level of a well-formed file of any layout: which text belongs to which list and key.

use super::raw::Field;
use super::schema::{KINDS, RecordKind};
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
