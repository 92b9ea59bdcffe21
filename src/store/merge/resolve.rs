//! Settling a conflict for one of its sides.

use super::super::diff::{Key, Matched, RecordKind, keys};
use super::super::format;
use super::conflict::{Conflict, Side, read_conflicts, without_conflict};
use super::draft::{Draft, Record};
use super::repair::{named_records, with_field};
use crate::model::{Diagnostic, Roadmap};
use std::collections::{HashMap, HashSet};

/// Puts the value of one side into a document and takes the conflict off its list.
///
/// Dependencies of a task that goes this way go with it. A record that comes back stands at the
/// end of its list, and what it names comes back with it where that is a conflict, too.
///
/// # Errors
/// If the document would not hold together: the record whose field it is has gone, or another one
/// names what is to go, or what is to come names what is not there.
pub fn resolve(
    roadmap: &Roadmap,
    conflict: &Conflict,
    side: Side,
) -> Result<Roadmap, Vec<Diagnostic>> {
    let needed = needed(roadmap, conflict, side);
    let Some((first, more)) = needed.split_first() else {
        return settle(roadmap, conflict, side);
    };
    let mut resolved = settle(roadmap, first, side)?;
    for other in more {
        resolved = settle(&resolved, other, side)?;
    }
    settle(&resolved, conflict, side)
}

/// The conflicts about records that one side of a conflict needs and that are not there; what is
/// needed by another one comes before it.
fn needed(roadmap: &Roadmap, conflict: &Conflict, side: Side) -> Vec<Conflict> {
    let (Some((list, _)), None, Some(line)) =
        (&conflict.record, &conflict.field, conflict.value(side))
    else {
        return Vec::new();
    };
    let conflicts = read_conflicts(roadmap);
    let of_record: HashMap<(RecordKind, Key<&str>), &Conflict> = conflicts
        .iter()
        .filter(|conflict| conflict.field.is_none())
        .filter_map(|conflict| {
            let (list, key) = conflict.record.as_ref()?;
            Some(((*list, key.as_ref()), conflict))
        })
        .collect();
    let mut needed: Vec<Conflict> = Vec::new();
    let mut open = named_records(*list, line);
    let mut seen = HashSet::new();
    while let Some((list, id)) = open.pop() {
        let is_there = || keys(roadmap, list).any(|key| key == Key::Id(&*id));
        let Some(other) = of_record.get(&(list, Key::Id(&*id))) else { continue };
        let Some(line) = other.value(side) else { continue };
        if seen.insert((list, id.clone())) && !is_there() {
            open.extend(named_records(list, line));
            needed.push((*other).clone());
        }
    }
    // Documents name nothing and lanes only lanes, so that the lists are in a possible order; of
    // lanes the parents were found after their children.
    needed.reverse();
    needed.sort_by_key(|conflict| conflict.record.as_ref().map(|record| record.0));
    needed
}

fn settle(roadmap: &Roadmap, conflict: &Conflict, side: Side) -> Result<Roadmap, Vec<Diagnostic>> {
    let value = conflict.value(side);
    let changed = |json: &str| match &conflict.field {
        None => value.unwrap_or_default().to_owned(),
        Some(field) => match &field.part {
            None => with_field(json, &field.key, value),
            Some(part) => {
                let fields = format::fields(json).unwrap_or_default();
                let text = fields.iter().find(|it| *it.0 == *field.key).map_or("{}", |it| it.1);
                with_field(json, &field.key, Some(&with_field(text, part, value)))
            }
        },
    };
    let rest = Roadmap { extra: without_conflict(roadmap, conflict), ..roadmap.clone() };
    let mut header = format::header_line(&rest);
    let mut lists = RecordKind::ALL.map(|list| {
        (0_u32..).zip(keys(&rest, list)).map(|(at, _)| Record::Of(0, at)).collect::<Vec<_>>()
    });
    let new;
    match &conflict.record {
        None => header = changed(&header),
        Some((list, key)) => {
            let matched = Matched::new([keys(&rest, *list)]);
            let found = matched.number(key.as_ref());
            let records = &mut lists[*list as usize];
            match (found, conflict.field.is_some() || value.is_some()) {
                (Some(at), true) => {
                    let mut line = String::new();
                    format::record_line(&rest, *list, at, &mut line);
                    new = changed(&line);
                    records[at] = Record::Json(&new);
                }
                (Some(at), false) => {
                    records.remove(at);
                    if *list == RecordKind::Task {
                        let is_left = |record: &Record<'_>| match record {
                            Record::Of(_, link) => {
                                let link = &rest.dependencies[*link as usize];
                                link.from.index() != at && link.to.index() != at
                            }
                            Record::Json(_) => true,
                        };
                        lists[RecordKind::Dependency as usize].retain(is_left);
                    }
                }
                (None, true) if conflict.field.is_none() => {
                    new = changed("");
                    records.push(Record::Json(&new));
                }
                (None, true) => return Err(vec![record_gone()]),
                (None, false) => {}
            }
        }
    }
    Draft { versions: &[&rest], header: &header, lists }.finish()
}

fn record_gone() -> Diagnostic {
    Diagnostic::error(
        None,
        "この項目の記録はもうありません",
        "the record of this field is not there any more",
    )
    .with_hint("先に記録を戻してください", "bring the record back first")
}
