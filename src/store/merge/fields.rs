//! One record that both sides have: field by field, and what is in them.

use super::super::diff::{Field, Key, RecordKind, ThreeWays};
use super::super::format;
use super::conflict::CONFLICTS;
use super::{BASE, OURS, THEIRS};
use serde_json::value::RawValue;
use std::borrow::Cow;

/// A field that both sides changed differently: the JSON of base, ours and theirs.
pub(super) type FieldConflict = (Field, [Option<Box<str>>; 3]);

/// Merges three forms of a record and tells where they disagree; ours stands there.
///
/// `list` is `None` for the document itself; there may be no base.
pub(super) fn merge_record(
    list: Option<RecordKind>,
    forms: [Option<&str>; 3],
) -> (String, Vec<FieldConflict>) {
    let mut conflicts = Vec::new();
    let merged = merge_object(forms, |key, values| {
        if let Agreed::On(value) = agreed(values) {
            return value.map(Cow::Borrowed);
        }
        if format::holds_text(list, key) {
            let text = merge_object(values, |part, values| {
                let value = match agreed(values) {
                    Agreed::On(value) => value,
                    Agreed::Not => {
                        conflicts.push((Field::part(key, part), owned(values)));
                        values[OURS]
                    }
                };
                value.map(Cow::Borrowed)
            });
            return Some(Cow::Owned(text));
        }
        if is_set(list, key)
            && let Some(set) = merge_set(values)
        {
            return Some(Cow::Owned(set));
        }
        conflicts.push((Field::whole(key), owned(values)));
        values[OURS].map(Cow::Borrowed)
    });
    (merged, conflicts)
}

fn owned(values: [Option<&str>; 3]) -> [Option<Box<str>>; 3] {
    values.map(|value| value.map(Into::into))
}

/// Whether two sides agree about a field.
enum Agreed<'j> {
    /// At most one has changed it, or both in the same way; a key that is to go has no value.
    On(Option<&'j str>),
    /// Both changed it differently.
    Not,
}

fn agreed([base, ours, theirs]: [Option<&str>; 3]) -> Agreed<'_> {
    if ours == theirs || theirs == base {
        Agreed::On(ours)
    } else if ours == base {
        Agreed::On(theirs)
    } else {
        Agreed::Not
    }
}

/// Lists that are merged as sets: what either side adds is in, what either takes out is not.
fn is_set(list: Option<RecordKind>, key: &str) -> bool {
    match list {
        Some(RecordKind::Task) => matches!(key, "owners" | "tags"),
        Some(RecordKind::View) => key == "folded",
        None => key == CONFLICTS,
        Some(_) => false,
    }
}

/// Merges objects key by key; `decide` gives the value of a key, or `None` to leave it out.
fn merge_object<'j>(
    forms: [Option<&'j str>; 3],
    mut decide: impl FnMut(&str, [Option<&'j str>; 3]) -> Option<Cow<'j, str>>,
) -> String {
    let fields = forms.map(|form| form.and_then(format::fields).unwrap_or_default());
    let keys = fields.each_ref().map(|fields| fields.iter().map(|(key, _)| Key::Id(&**key)));
    let ways = ThreeWays::new(keys);
    let decided: Vec<Option<Cow<'j, str>>> = ways
        .keys
        .iter()
        .zip(&ways.at)
        .map(|(key, at)| {
            let value = |version: usize| at[version].map(|at| fields[version][at as usize].1);
            decide(text_of(*key), [value(BASE), value(OURS), value(THEIRS)])
        })
        .collect();
    let order = ways.merged_order(|number| decided[number].is_some());
    format::object(order.iter().filter_map(|&number| {
        let value = decided[number as usize].as_deref()?;
        Some((text_of(ways.keys[number as usize]), value))
    }))
}

/// Merges lists as sets; `None` if one is no list.
fn merge_set(values: [Option<&str>; 3]) -> Option<String> {
    let mut lists: [Vec<&str>; 3] = Default::default();
    for (list, json) in lists.iter_mut().zip(values) {
        if let Some(json) = json {
            let items: Vec<&RawValue> = serde_json::from_str(json).ok()?;
            *list = items.into_iter().map(RawValue::get).collect();
        }
    }
    let ways = ThreeWays::new(lists.each_ref().map(|list| list.iter().map(|item| Key::Id(*item))));
    let order = ways.merged_order(|number| {
        let [base, ours, theirs] = ways.at[number].map(|at| at.is_some());
        if base { ours && theirs } else { ours || theirs }
    });
    let items: Vec<&str> =
        order.into_iter().map(|number| text_of(ways.keys[number as usize])).collect();
    Some(format!("[{}]", items.join(", ")))
}

fn text_of(key: Key<&str>) -> &str {
    match key {
        Key::Id(id) => id,
        Key::Link { from, .. } => from,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn task(forms: [&str; 3]) -> (String, Vec<FieldConflict>) {
        merge_record(Some(RecordKind::Task), forms.map(Some))
    }

    #[test]
    fn languages_and_unknown_fields_are_fields_of_their_own() {
        let (merged, conflicts) = task([
            r#"{"title": {"ja": "甲", "en": "A"}, "track": 0, "x": 1}"#,
            r#"{"title": {"ja": "乙", "en": "A"}, "track": 0, "x": 1, "y": 1.10}"#,
            r#"{"title": {"ja": "甲", "en": "B", "fr": "C"}, "track": 2}"#,
        ]);
        let expected = r#"{"title": {"ja": "乙", "en": "B", "fr": "C"}, "track": 2, "y": 1.10}"#;
        assert_eq!((&*merged, conflicts), (expected, Vec::new()));
    }

    #[test]
    fn owners_are_a_set_and_other_values_are_not() {
        let (merged, conflicts) = task([
            r#"{"when": "FY2021", "owners": ["a", "b"]}"#,
            r#"{"when": "FY2022", "owners": ["a", "b", "d"]}"#,
            r#"{"when": "FY2023", "owners": ["c", "b"]}"#,
        ]);
        assert_eq!(merged, r#"{"when": "FY2022", "owners": ["c", "b", "d"]}"#);
        let values = ["FY2021", "FY2022", "FY2023"].map(|it| Some(format!("\"{it}\"").into()));
        assert_eq!(conflicts, [(Field::whole("when"), values)]);
    }

    #[test]
    fn what_both_add_differently_is_a_conflict_for_each_field() {
        let forms = [None, Some(r#"{"track": 1, "basis": "text"}"#), Some(r#"{"track": 2}"#)];
        let (merged, conflicts) = merge_record(Some(RecordKind::Task), forms);
        assert_eq!(merged, r#"{"track": 1, "basis": "text"}"#);
        let values = [None, Some("1".into()), Some("2".into())];
        assert_eq!(conflicts, [(Field::whole("track"), values)]);
    }

    #[test]
    fn a_note_that_one_side_removes_and_the_other_changes_is_a_conflict() {
        let (merged, conflicts) = task([
            r#"{"note": {"ja": "甲", "en": "A"}}"#,
            r"{}",
            r#"{"note": {"ja": "甲", "en": "B"}}"#,
        ]);
        assert_eq!(merged, r#"{"note": {}}"#);
        let values = [Some("\"A\"".into()), None, Some("\"B\"".into())];
        assert_eq!(conflicts, [(Field::part("note", "en"), values)]);
    }
}
