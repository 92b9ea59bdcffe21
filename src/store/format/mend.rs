//! A record that the fast way refuses: says what is wrong and keeps what is sound.

use super::problem::{Loss, Problem};
use super::raw::{Date, Field, Fields, Lag, MAX_EXTRA_DEPTH, Str, Tables, depth};
use super::report::Report;
use super::schema::{CHAPTER, Expect, HEADER, Key, RecordKind, SOURCE, TEXT};
use crate::time::{FiscalYearStart, Interval};
use serde_json::value::RawValue;
use std::collections::HashSet;

/// Goes through records field by field.
///
/// What it hands back is JSON again: the record without the fields that are
/// wrong, the unknown ones with their exact text.
pub(super) struct Mender<'r, 'a> {
    pub(super) report: &'r mut Report<'a>,
    pub(super) fiscal: FiscalYearStart,
}

impl<'a> Mender<'_, 'a> {
    /// The sound part of a record; `None` if a key that it needs is missing or wrong.
    pub(super) fn record(&mut self, record: &'a str, kind: RecordKind) -> Option<String> {
        let Ok(Fields(fields)) = serde_json::from_str(record) else {
            self.report.at(record, &Problem::NotAnObject(kind));
            return None;
        };
        self.object(record, &fields, kind.keys(), Loss::Record(kind))
    }

    /// The sound part of the top level without its lists.
    pub(super) fn header(&mut self, text: &'a str, fields: &[Field<'a>]) -> String {
        self.object(text, fields, HEADER, Loss::Value)
            .expect("no key of the header is required here")
    }

    fn object(
        &mut self,
        whole: &'a str,
        fields: &[Field<'a>],
        keys: &[Key],
        loss: Loss<'_>,
    ) -> Option<String> {
        let mut sound = String::from("{");
        let mut usable = true;
        let mut seen = HashSet::new();
        for field in fields {
            let Some(name) = field.name() else {
                self.report.at(field.key, &Problem::BrokenKey(field.key));
                continue;
            };
            if !seen.insert(name.clone()) {
                self.report.at(field.key, &Problem::DuplicateKey(&name));
                continue;
            }
            let value = match keys.iter().find(|key| key.name == name) {
                None => self.unknown(&name, field.value),
                Some(key) if !key.required && field.value == "null" => None,
                Some(key) => {
                    let loss = if key.required { loss } else { Loss::Value };
                    let value = self.value(key, field.value, loss);
                    usable &= value.is_some() || !key.required;
                    value
                }
            };
            if let Some(value) = value {
                if sound.len() > 1 {
                    sound.push(',');
                }
                sound.extend([field.key, ":", &value]);
            }
        }
        for key in keys.iter().filter(|key| key.required && !seen.contains(key.name)) {
            self.report.at(whole, &Problem::MissingKey { key: key.name, loss });
            usable = false;
        }
        sound.push('}');
        usable.then_some(sound)
    }

    fn unknown(&mut self, name: &str, value: &'a str) -> Option<String> {
        if depth(value) > MAX_EXTRA_DEPTH {
            let problem = Problem::TooDeep { key: name, limit: MAX_EXTRA_DEPTH };
            self.report.at(value, &problem);
            return None;
        }
        Some(value.to_owned())
    }

    /// The sound part of a value, if it has one.
    fn value(&mut self, key: &Key, value: &'a str, loss: Loss<'_>) -> Option<String> {
        let string = || serde_json::from_str::<Str<'a>>(value).map(|text| text.0);
        let sound = match key.expect {
            Expect::Text => return self.part(key, value, TEXT, loss),
            Expect::Source => return self.part(key, value, SOURCE, loss),
            Expect::Chapter => return self.chapter(key, value),
            Expect::Chapters => return self.chapters(key, value, loss),
            Expect::Strings => return self.strings(key, value, loss),
            Expect::Interval => return self.interval(key, value, loss),
            Expect::Id => string().is_ok_and(|text| !text.is_empty()),
            Expect::String => string().is_ok(),
            Expect::Word(words) => string().is_ok_and(|text| words().contains(&&*text)),
            Expect::Date => serde_json::from_str::<Date>(value).is_ok(),
            Expect::Tables => serde_json::from_str::<Tables>(value).is_ok(),
            Expect::Lag => serde_json::from_str::<Lag>(value).is_ok(),
            Expect::Whole(min, max) => {
                serde_json::from_str(value).is_ok_and(|number| (min..=max).contains(&number))
            }
        };
        if !sound {
            self.wrong(key.name, value, key.expect, loss);
        }
        sound.then(|| value.to_owned())
    }

    fn wrong(&mut self, key: &str, value: &'a str, expect: Expect, loss: Loss<'_>) {
        self.report.at(value, &Problem::WrongValue { key, found: value, expect, loss });
    }

    /// An object inside a record.
    fn part(&mut self, key: &Key, value: &'a str, keys: &[Key], loss: Loss<'_>) -> Option<String> {
        if let Ok(Fields(fields)) = serde_json::from_str(value) {
            self.object(value, &fields, keys, Loss::Key(key.name))
        } else {
            self.wrong(key.name, value, key.expect, loss);
            None
        }
    }

    fn chapter(&mut self, key: &Key, value: &'a str) -> Option<String> {
        if let Ok(Fields(fields)) = serde_json::from_str(value) {
            self.object(value, &fields, CHAPTER, Loss::Chapter)
        } else {
            self.wrong(key.name, value, Expect::Chapter, Loss::Chapter);
            None
        }
    }

    fn chapters(&mut self, key: &Key, value: &'a str, loss: Loss<'_>) -> Option<String> {
        let Ok(values) = serde_json::from_str::<Vec<&RawValue>>(value) else {
            self.wrong(key.name, value, key.expect, loss);
            return None;
        };
        let sound: Vec<String> =
            values.into_iter().filter_map(|value| self.chapter(key, value.get())).collect();
        Some(format!("[{}]", sound.join(",")))
    }

    fn strings(&mut self, key: &Key, value: &'a str, loss: Loss<'_>) -> Option<String> {
        let Ok(values) = serde_json::from_str::<Vec<&RawValue>>(value) else {
            self.wrong(key.name, value, key.expect, loss);
            return None;
        };
        let mut sound = Vec::with_capacity(values.len());
        for value in values.into_iter().map(RawValue::get) {
            if serde_json::from_str::<Str<'_>>(value).is_ok() {
                sound.push(value);
            } else {
                self.wrong(key.name, value, Expect::String, Loss::Value);
            }
        }
        Some(format!("[{}]", sound.join(",")))
    }

    fn interval(&mut self, key: &Key, value: &'a str, loss: Loss<'_>) -> Option<String> {
        let Ok(text) = serde_json::from_str::<Str<'a>>(value) else {
            self.wrong(key.name, value, key.expect, loss);
            return None;
        };
        match Interval::parse(&text.0, self.fiscal) {
            Ok(_) => Some(value.to_owned()),
            Err(error) => {
                self.report.at(value, &Problem::WrongInterval { found: value, error, loss });
                None
            }
        }
    }
}
