//! Records as the file has them, deserialised in one pass over their text.
//!
//! The fast way: a record with anything wrong in it is refused as a whole,
//! without a word; [`super::mend`] then finds out what it is. Strings that
//! need no decoding are borrowed from the file.

use crate::model::{
    Coloring, DependencyBasis, DependencyType, Extra, ExtraField, Grouping, Mode, Sorting,
    TaskBasis, TaskKind, TaskStatus, Text,
};
use crate::time::Day;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;

/// How deep a value that this version does not know may be nested.
///
/// Together with the levels around it this stays below the 128 levels at which
/// common JSON readers, `serde_json` among them, give up.
pub(super) const MAX_EXTRA_DEPTH: usize = 100;

/// Declares a record: its known keys, each optional here, and the unknown ones.
macro_rules! record {
    ($(#[$doc:meta])* $name:ident { $($key:literal => $field:ident: $type:ty,)* }) => {
        $(#[$doc])*
        #[derive(Default)]
        pub(super) struct $name<'a> {
            $(pub(super) $field: Option<$type>,)*
            pub(super) extra: Extra,
            borrowed: std::marker::PhantomData<&'a str>,
        }

        impl<'de> Deserialize<'de> for $name<'de> {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct RecordVisitor;

                impl<'de> Visitor<'de> for RecordVisitor {
                    type Value = $name<'de>;

                    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                        f.write_str("an object")
                    }

                    fn visit_map<A: MapAccess<'de>>(
                        self,
                        mut map: A,
                    ) -> Result<Self::Value, A::Error> {
                        let mut record = $name::default();
                        while let Some(key) = map.next_key::<Str<'de>>()? {
                            match &*key.0 {
                                $($key => set(&mut record.$field, &mut map)?,)*
                                _ => push_extra(&mut record.extra, key, &mut map)?,
                            }
                        }
                        refuse_doubles(&record.extra)?;
                        Ok(record)
                    }
                }

                deserializer.deserialize_map(RecordVisitor)
            }
        }
    };
}

record!(
    /// The top level without its lists.
    Header {
        "format" => format: Str<'a>,
        "title" => title: TextValue,
        "fiscal_year_start_month" => fiscal_year_start_month: u8,
    }
);

record!(
    /// A record of `documents`.
    Document {
        "id" => id: Str<'a>,
        "title" => title: TextValue,
        "date" => date: Date,
        "publisher" => publisher: TextValue,
        "file" => file: Box<str>,
        "chapters" => chapters: Vec<Chapter<'a>>,
    }
);

record!(
    /// One of the `chapters` of a document.
    Chapter {
        "title" => title: TextValue,
        "tables" => tables: Tables,
    }
);

record!(
    /// A record of `names`.
    Name {
        "name" => word: Str<'a>,
        "title" => title: TextValue,
    }
);

record!(
    /// A record of `lanes`.
    Lane {
        "id" => id: Str<'a>,
        "title" => title: TextValue,
        "parent" => parent: Str<'a>,
        "color" => color: u8,
    }
);

record!(
    /// A record of `tasks`.
    Task {
        "id" => id: Str<'a>,
        "lane" => lane: Str<'a>,
        "track" => track: u16,
        "title" => title: TextValue,
        "when" => when: Str<'a>,
        "kind" => kind: Word<TaskKind>,
        "status" => status: Word<TaskStatus>,
        "progress" => progress: u8,
        "owners" => owners: Vec<Str<'a>>,
        "tags" => tags: Vec<Str<'a>>,
        "note" => note: TextValue,
        "source" => source: Source<'a>,
        "basis" => basis: Word<TaskBasis>,
    }
);

record!(
    /// The `source` of a task.
    Source {
        "document" => document: Str<'a>,
        "table" => table: u32,
        "line" => line: u32,
        "column" => column: u32,
        "paragraph" => paragraph: u32,
    }
);

record!(
    /// A record of `dependencies`.
    Dependency {
        "from" => from: Str<'a>,
        "to" => to: Str<'a>,
        "type" => kind: Word<DependencyType>,
        "lag" => lag: Lag,
        "basis" => basis: Word<DependencyBasis>,
        "reason" => reason: TextValue,
    }
);

record!(
    /// A record of `views`.
    View {
        "id" => id: Str<'a>,
        "title" => title: TextValue,
        "query" => query: Box<str>,
        "mode" => mode: Word<Mode>,
        "group" => grouping: Word<Grouping>,
        "sort" => sorting: Word<Sorting>,
        "color" => coloring: Word<Coloring>,
        "folded" => folded: Vec<Str<'a>>,
        "from" => from: Date,
        "to" => to: Date,
        "row_percent" => row_percent: u16,
        "progress_line" => progress_line: Date,
    }
);

/// Reads the value of a known key; `null` stands for a missing key.
fn set<'de, T: Deserialize<'de>, A: MapAccess<'de>>(
    slot: &mut Option<T>,
    map: &mut A,
) -> Result<(), A::Error> {
    if slot.is_some() {
        return Err(A::Error::custom("duplicate key"));
    }
    *slot = map.next_value()?;
    Ok(())
}

/// Keeps the value of an unknown key as it is.
fn push_extra<'de, A: MapAccess<'de>>(
    extra: &mut Extra,
    key: Str<'de>,
    map: &mut A,
) -> Result<(), A::Error> {
    let json = map.next_value::<&'de RawValue>()?.get();
    if depth(json) > MAX_EXTRA_DEPTH {
        return Err(A::Error::custom("nested too deeply"));
    }
    extra.push(ExtraField { key: key.0.into(), json: json.into() });
    Ok(())
}

fn refuse_doubles<E: Error>(extra: &Extra) -> Result<(), E> {
    let fields = extra.fields();
    if fields.len() > 1 {
        let mut seen = HashSet::with_capacity(fields.len());
        if !fields.iter().all(|field| seen.insert(&*field.key)) {
            return Err(E::custom("duplicate key"));
        }
    }
    Ok(())
}

/// How many objects and lists of a JSON value stand inside each other.
pub(super) fn depth(json: &str) -> usize {
    let (mut depth, mut deepest, mut in_string, mut escaped) = (0_usize, 0, false, false);
    for byte in json.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => in_string = !in_string,
            _ if in_string => {}
            b'{' | b'[' => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

/// A string, borrowed from the file unless it has escapes.
///
/// (`Cow<str>` itself always deserialises to an owned string.)
#[derive(Clone)]
pub(super) struct Str<'a>(pub(super) Cow<'a, str>);

impl<'de> Deserialize<'de> for Str<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct StrVisitor;

        impl<'de> Visitor<'de> for StrVisitor {
            type Value = Str<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }

            fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Str(Cow::Borrowed(text)))
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Str(Cow::Owned(text.to_owned())))
            }
        }

        deserializer.deserialize_str(StrVisitor)
    }
}

/// A text in two languages.
pub(super) struct TextValue(pub(super) Text);

impl<'de> Deserialize<'de> for TextValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TextVisitor;

        impl<'de> Visitor<'de> for TextVisitor {
            type Value = TextValue;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object with a string per language")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let (mut ja, mut en): (Option<Str<'de>>, Option<Str<'de>>) = (None, None);
                let mut extra = Extra::default();
                while let Some(key) = map.next_key::<Str<'de>>()? {
                    match &*key.0 {
                        "ja" => set(&mut ja, &mut map)?,
                        "en" => set(&mut en, &mut map)?,
                        _ => push_extra(&mut extra, key, &mut map)?,
                    }
                }
                refuse_doubles(&extra)?;
                let [ja, en] = [&ja, &en].map(|text| text.as_ref().map(|text| &*text.0));
                Ok(TextValue(Text::from_parts(ja, en, extra)))
            }
        }

        deserializer.deserialize_map(TextVisitor)
    }
}

/// One of a few words.
pub(super) struct Word<T>(pub(super) T);

/// The types with one fixed word for each of their values.
pub(super) trait FromWord: Sized {
    /// The value with this word.
    fn from_word(word: &str) -> Option<Self>;
}

macro_rules! from_word {
    ($($type:ty),*) => {
        $(impl FromWord for $type {
            fn from_word(word: &str) -> Option<Self> {
                Self::from_word(word)
            }
        })*
    };
}

from_word!(
    TaskKind,
    TaskStatus,
    TaskBasis,
    DependencyType,
    DependencyBasis,
    Mode,
    Grouping,
    Sorting,
    Coloring
);

impl<'de, T: FromWord> Deserialize<'de> for Word<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = Str::deserialize(deserializer)?.0;
        T::from_word(&word).map(Self).ok_or_else(|| D::Error::custom("unknown word"))
    }
}

/// A calendar day.
pub(super) struct Date(pub(super) Day);

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Str::deserialize(deserializer)?.0.parse().map(Self).map_err(D::Error::custom)
    }
}

/// The first and the last of some tables.
pub(super) struct Tables(pub(super) u32, pub(super) u32);

impl<'de> Deserialize<'de> for Tables {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let [first, last] = <[u32; 2]>::deserialize(deserializer)?;
        if first > last {
            return Err(D::Error::custom("ends before it starts"));
        }
        Ok(Self(first, last))
    }
}

/// A number of days to wait.
pub(super) struct Lag(pub(super) i32);

impl<'de> Deserialize<'de> for Lag {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Str::deserialize(deserializer)?.0;
        lag(&text).ok_or_else(|| D::Error::custom("not a number of days"))
    }
}

/// The lag that a text stands for.
pub(super) fn lag(text: &str) -> Option<Lag> {
    lag_days(text).map(Lag)
}

/// Reads `<int>d` within ±[`crate::model::Dependency::MAX_LAG_DAYS`].
fn lag_days(text: &str) -> Option<i32> {
    const MOST: i32 = crate::model::Dependency::MAX_LAG_DAYS;
    let number = text.strip_suffix('d')?;
    // `parse` alone would accept a leading plus sign.
    let days = if number.starts_with('+') { None } else { number.parse().ok() };
    days.filter(|days| (-MOST..=MOST).contains(days))
}

/// One field of an object: its key with the quotes, and its value, as they stand in the file.
pub(super) struct Field<'a> {
    pub(super) key: &'a str,
    pub(super) value: &'a str,
}

impl Field<'_> {
    /// The key decoded; `None` if its escapes make no valid text.
    pub(super) fn name(&self) -> Option<String> {
        serde_json::from_str(self.key).ok()
    }
}

/// All fields of an object, whatever they hold.
pub(super) struct Fields<'a>(pub(super) Vec<Field<'a>>);

impl<'de> Deserialize<'de> for Fields<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct FieldsVisitor;

        impl<'de> Visitor<'de> for FieldsVisitor {
            type Value = Fields<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut fields = Vec::new();
                while let Some(key) = map.next_key::<&'de RawValue>()? {
                    let value = map.next_value::<&'de RawValue>()?;
                    fields.push(Field { key: key.get(), value: value.get() });
                }
                Ok(Fields(fields))
            }
        }

        deserializer.deserialize_map(FieldsVisitor)
    }
}

/// The value at the end of a path of keys, or the innermost value there is on the way.
pub(super) fn locate<'a>(json: &'a str, path: &[&str]) -> &'a str {
    path.iter().fold(json, |json, key| {
        let Ok(Fields(fields)) = serde_json::from_str(json) else { return json };
        let found = fields.iter().find(|field| field.name().as_deref() == Some(key));
        found.map_or(json, |field| field.value)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lag_is_a_whole_number_of_days() {
        assert_eq!(lag_days("0d"), Some(0));
        assert_eq!(lag_days("-30d"), Some(-30));
        assert_eq!(lag_days("1000000d"), Some(1_000_000));
        for wrong in ["", "d", "30", "+3d", "1000001d", "1.5d", "3 d", "99999999999999999999d"] {
            assert_eq!(lag_days(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn depth_counts_brackets_outside_strings_only() {
        assert_eq!(depth("1"), 0);
        assert_eq!(depth(r#"[{"a[[": "\"[["}, []]"#), 2);
    }

    #[test]
    fn values_are_found_where_they_stand() {
        let json = r#"{"id": "a", "title": {"\u006aa": "x", "en": "y"}}"#;
        assert_eq!(locate(json, &["title", "ja"]), r#""x""#);
        assert_eq!(locate(json, &["title", "fr"]), r#"{"\u006aa": "x", "en": "y"}"#);
    }

    #[test]
    fn strings_without_escapes_are_borrowed() {
        let text: Str<'_> = serde_json::from_str(r#""工程""#).unwrap();
        assert!(matches!(text.0, Cow::Borrowed("工程")));
        let text: Str<'_> = serde_json::from_str(r#""\u5de5""#).unwrap();
        assert_eq!(text.0, "工");
    }
}
