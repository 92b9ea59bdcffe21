//! Conflicts of a merge in words.

use super::{field_in_words, value_in_words};
use crate::model::{Language, Roadmap};
use crate::store::diff::{Key, RecordKey, RecordKind};
use crate::store::merge::{Cause, Conflict, Side};
use Language::{English, Japanese};

/// What a conflict is about and what either side says; `roadmap` is the merged document.
#[must_use]
pub fn merge_conflict_in_words(
    conflict: &Conflict,
    roadmap: &Roadmap,
    language: Language,
) -> String {
    let list = conflict.record.as_ref().map(|record| record.0);
    let name = match &conflict.record {
        Some((list, key)) => record_in_words(*list, key, conflict, roadmap, language),
        None if language == Japanese => "工程表".to_owned(),
        None => "the roadmap".to_owned(),
    };
    let Some(field) = &conflict.field else {
        let what = whole_record_in_words(conflict, language);
        return match language {
            Japanese => format!("{name}：{what}"),
            English => format!("{name}: {what}"),
        };
    };
    let label = field_in_words(list, &field.key, field.part.as_deref(), language);
    let [base, ours, theirs] = [&conflict.base, &conflict.ours, &conflict.theirs]
        .map(|json| value_in_words(list, &field.key, json.as_deref(), roadmap, language));
    let note = match (conflict.cause, language) {
        (Cause::LaneCycle, Japanese) => "。両方では上位のレーンが循環する",
        (Cause::LaneCycle, English) => "; both together would make a circle of lanes",
        (Cause::FiscalYear, Japanese) => "。新しい年度の始まりでは終了が開始より前になる",
        (Cause::FiscalYear, English) => "; by the new fiscal year it would end before it starts",
        _ => "",
    };
    match language {
        Japanese => format!("{name}の{label}：自分は{ours}、相手は{theirs}（元は{base}）{note}"),
        English => format!("{name}, {label}: ours {ours}, theirs {theirs} (base {base}){note}"),
    }
}

/// What a conflict is about: the record, and which field of it.
#[must_use]
pub fn conflict_subject_in_words(
    conflict: &Conflict,
    roadmap: &Roadmap,
    language: Language,
) -> String {
    let list = conflict.record.as_ref().map(|record| record.0);
    let name = match &conflict.record {
        Some((list, key)) => record_in_words(*list, key, conflict, roadmap, language),
        None if language == Japanese => "工程表".to_owned(),
        None => "the roadmap".to_owned(),
    };
    let Some(field) = &conflict.field else { return name };
    let label = field_in_words(list, &field.key, field.part.as_deref(), language);
    match language {
        Japanese => format!("{name}の{label}"),
        English => format!("{name}, {label}"),
    }
}

fn whole_record_in_words(conflict: &Conflict, language: Language) -> &'static str {
    let is_gone_here = conflict.ours.is_none();
    match (conflict.cause, is_gone_here, conflict.taken) {
        (Cause::EndRemoved, ..) => match language {
            Japanese => "自分が削除した施策への依存関係を、相手が追加した（入れていない）",
            English => "theirs added it, but ours removed a task that it needs (left out)",
        },
        (Cause::LinkCycle, ..) => match language {
            Japanese => "相手が追加した依存関係だが、入れると循環になる（入れていない）",
            English => "theirs added it, but it would close a cycle (left out)",
        },
        (Cause::StillNeeded, true, Side::Theirs) => match language {
            Japanese => "自分は削除、相手はまだ使っている（残した）",
            English => "ours removed it, theirs still needs it (kept)",
        },
        (Cause::StillNeeded, true, Side::Ours) => match language {
            Japanese => "自分は削除、相手の変更はこれを必要とする（削除のまま）",
            English => "ours removed it, a change of theirs needs it (removed)",
        },
        (Cause::StillNeeded, false, _) => match language {
            Japanese => "相手は削除、自分はまだ使っている（残した）",
            English => "theirs removed it, ours still needs it (kept)",
        },
        (_, true, _) => match language {
            Japanese => "自分は削除、相手は変更（削除のまま）",
            English => "ours removed it, theirs changed it (removed)",
        },
        (_, false, _) => match language {
            Japanese => "自分は変更、相手は削除（残した）",
            English => "ours changed it, theirs removed it (kept)",
        },
    }
}

/// What a record is called, by the merged document or by what the conflict holds of it.
fn record_in_words(
    list: RecordKind,
    key: &RecordKey,
    conflict: &Conflict,
    roadmap: &Roadmap,
    language: Language,
) -> String {
    let task = |id: &str| {
        let found =
            roadmap.find_task(id).map(|task| roadmap.task(task).title.in_language(language));
        found.filter(|title| !title.is_empty()).unwrap_or(id).to_owned()
    };
    let words = match key {
        Key::Link { from, to, .. } => format!("{} → {}", task(from), task(to)),
        Key::Id(id) => {
            let here = match list {
                RecordKind::Task => roadmap
                    .find_task(id)
                    .map(|task| roadmap.task(task).title.in_language(language).to_owned()),
                RecordKind::Lane => roadmap
                    .lanes
                    .iter()
                    .find(|lane| lane.id == *id)
                    .map(|lane| lane.title.in_language(language).to_owned()),
                _ => None,
            };
            let title = here.or_else(|| title_of(conflict, language)).unwrap_or_default();
            if title.is_empty() { id.to_string() } else { title }
        }
    };
    match language {
        Japanese => format!("「{words}」"),
        English => format!("“{words}”"),
    }
}

/// The title of a record that a conflict holds as a whole.
fn title_of(conflict: &Conflict, language: Language) -> Option<String> {
    let json = [&conflict.ours, &conflict.theirs].into_iter().flatten().next()?;
    let record: serde_json::Value = serde_json::from_str(json).ok()?;
    let title = record.get("title")?;
    let text = [language, language.other()].into_iter().find_map(|it| title.get(it.code()))?;
    text.as_str().map(str::to_owned)
}
