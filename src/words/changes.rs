//! Differences between two versions of a document as sentences that a meeting can read.

mod values;

use super::{grouped, interval_in_words, precision_in_words, stamp_in_words, status_in_words};
use crate::model::{LaneId, Language, Roadmap, TaskStatus};
use crate::store::diff::{Changes, FieldChange, RecordChange, RecordKind};
use crate::time::{Interval, IntervalEnd, Precision};
use Language::{English, Japanese};
use std::collections::BTreeMap;
use values::{Version, lane_path};
pub use values::{field_in_words, value_in_words};

/// Sentences under one heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangeGroup {
    /// What they are about: a lane with those above it, or a kind of record.
    pub heading: String,
    /// One sentence for each record.
    pub sentences: Vec<String>,
}

/// How much differs: "3 tasks added, 1 removed; 2 dependencies changed", or that nothing does.
#[must_use]
pub fn change_summary_in_words(changes: &Changes, language: Language) -> String {
    let kinds = RecordKind::ALL.map(|list| {
        let mut counts = [0_usize; 4];
        for change in changes.records.iter().filter(|change| change.list == list) {
            match (change.before, change.after) {
                (None, _) => counts[0] += 1,
                (_, None) => counts[1] += 1,
                _ if change.fields.is_empty() => counts[3] += 1,
                _ => counts[2] += 1,
            }
        }
        counts_in_words(list, counts, language)
    });
    let header = match (changes.header.is_empty(), language) {
        (true, _) => None,
        (false, Japanese) => Some("工程表の情報を変更".to_owned()),
        (false, English) => Some("the roadmap itself changed".to_owned()),
    };
    // Tasks and dependencies are what people ask for first.
    let [documents, names, lanes, tasks, links, views] = kinds;
    let parts = [tasks, links, lanes, documents, names, views, header];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    match language {
        _ if !parts.is_empty() => parts.join(if language == Japanese { "。" } else { "; " }),
        Japanese => "違いはありません".to_owned(),
        English => "no differences".to_owned(),
    }
}

/// Everything that differs, in sentences: tasks under their lanes in the order of the later
/// version, other records under what they are. Dates are as exact as they are known.
#[must_use]
pub fn changes_in_words(
    changes: &Changes,
    before: &Roadmap,
    after: &Roadmap,
    language: Language,
) -> Vec<ChangeGroup> {
    let teller = Teller { before: Version::of(before), after: Version::of(after), language };
    // What stands in front of the tasks, the tasks by lane, and what stands behind them.
    let mut groups: BTreeMap<(u8, usize), ChangeGroup> = BTreeMap::new();
    let mut say = |place: (u8, usize), heading: &dyn Fn() -> String, sentence: String| {
        let group = groups
            .entry(place)
            .or_insert_with(|| ChangeGroup { heading: heading(), sentences: Vec::new() });
        group.sentences.push(sentence);
    };
    for change in &changes.header {
        let heading = || teller.say("工程表", "The roadmap");
        for phrase in teller.field(None, change) {
            say((0, 0), &heading, phrase);
        }
    }
    for change in &changes.records {
        let sentence = teller.record(change);
        if change.list == RecordKind::Task {
            let (version, lane) = teller.lane_of(change);
            let heading = || lane_path(version.roadmap, lane, language);
            let is_gone = !std::ptr::eq(version.roadmap, after);
            say((2 + u8::from(is_gone), lane.index()), &heading, sentence);
        } else {
            let (ja, en, place) = match change.list {
                RecordKind::Document => ("出典の文書", "Documents", 1),
                RecordKind::Name => ("担当とタグの表記", "Names of owners and tags", 1),
                RecordKind::Lane => ("レーン", "Lanes", 1),
                RecordKind::Dependency | RecordKind::Task => ("依存関係", "Dependencies", 4),
                RecordKind::View => ("ビュー", "Views", 4),
            };
            say((place, change.list as usize), &|| teller.say(ja, en), sentence);
        }
    }
    groups.into_values().collect()
}

fn counts_in_words(list: RecordKind, counts: [usize; 4], language: Language) -> Option<String> {
    let (ja, one, many) = match list {
        RecordKind::Document => ("出典の文書", "document", "documents"),
        RecordKind::Name => ("表記", "name", "names"),
        RecordKind::Lane => ("レーン", "lane", "lanes"),
        RecordKind::Task => ("施策", "task", "tasks"),
        RecordKind::Dependency => ("依存関係", "dependency", "dependencies"),
        RecordKind::View => ("ビュー", "view", "views"),
    };
    let verbs = match language {
        Japanese => ["追加", "削除", "変更", "並べ替え"],
        English => ["added", "removed", "changed", "moved"],
    };
    let mut parts: Vec<String> = Vec::new();
    for (count, verb) in counts.into_iter().zip(verbs).filter(|(count, _)| *count > 0) {
        let number = grouped(count);
        parts.push(match language {
            Japanese => format!("{number}件{verb}"),
            English if !parts.is_empty() => format!("{number} {verb}"),
            English => format!("{number} {} {verb}", if count == 1 { one } else { many }),
        });
    }
    (!parts.is_empty()).then(|| match language {
        Japanese => format!("{ja}：{}", parts.join("、")),
        English => parts.join(", "),
    })
}

/// Says what became of records and their fields.
struct Teller<'a> {
    before: Version<'a>,
    after: Version<'a>,
    language: Language,
}

impl<'a> Teller<'a> {
    fn say(&self, ja: &str, en: &str) -> String {
        match self.language {
            Japanese => ja.to_owned(),
            English => en.to_owned(),
        }
    }

    /// The lane under which a task is told: that of the later version, if it is still there.
    fn lane_of(&self, change: &RecordChange) -> (&Version<'a>, LaneId) {
        if let Some(at) = change.after {
            return (&self.after, self.after.roadmap.tasks[at].lane);
        }
        let at = change.before.expect("a record of neither version is no change");
        let before = self.before.roadmap;
        let lane = before.tasks[at].lane;
        match self.after.lanes.get(&*before.lane(lane).id) {
            Some(still) => (&self.after, *still),
            None => (&self.before, lane),
        }
    }

    /// One record: what it is, and all that became of it.
    fn record(&self, change: &RecordChange) -> String {
        let (version, at) = match (change.after, change.before) {
            (Some(at), _) => (&self.after, at),
            (None, at) => (&self.before, at.expect("one version has it")),
        };
        let name = version.name(change.list, at, self.language);
        let details = || version.details(change.list, at, self.language);
        match (change.before, change.after, self.language) {
            (None, _, Japanese) => format!("{name}を追加{}", in_brackets(&details(), Japanese)),
            (None, _, English) => format!("{name} added{}", in_brackets(&details(), English)),
            (_, None, Japanese) => format!("{name}を削除{}", in_brackets(&details(), Japanese)),
            (_, None, English) => format!("{name} removed{}", in_brackets(&details(), English)),
            (Some(_), Some(at), _) => {
                let mut phrases: Vec<String> =
                    change.fields.iter().flat_map(|it| self.field(Some(change.list), it)).collect();
                if change.moved {
                    phrases.push(self.moved(change.list, at));
                }
                match self.language {
                    Japanese => format!("{name}：{}", phrases.join("、")),
                    English => format!("{name}: {}", phrases.join("; ")),
                }
            }
        }
    }

    /// Where a record stands now.
    fn moved(&self, list: RecordKind, at: usize) -> String {
        let tasks = &self.after.roadmap.tasks;
        let is_beside =
            |before: &usize| list != RecordKind::Task || tasks[*before].lane == tasks[at].lane;
        match (at.checked_sub(1).filter(is_beside), self.language) {
            (Some(before), language) => {
                let name = self.after.name(list, before, language);
                self.say(&format!("{name}の次へ移動"), &format!("now stands behind {name}"))
            }
            (None, _) if at == 0 => self.say("先頭へ移動", "now stands first"),
            (None, _) => self.say("並び順を変更", "stands elsewhere in the order"),
        }
    }

    /// What became of a field; owners and tags give a phrase for each.
    fn field(&self, list: Option<RecordKind>, change: &FieldChange) -> Vec<String> {
        let FieldChange { field, before, after } = change;
        let key = &*field.key;
        if let (Some(RecordKind::Task), "when", Some(before), Some(after)) =
            (list, key, before, after)
            && let (Some(before), Some(after)) =
                (self.before.interval(before), self.after.interval(after))
        {
            return vec![self.period(before, after)];
        }
        if list == Some(RecordKind::Task) && matches!(key, "owners" | "tags") {
            return self.words(key, before.as_deref(), after.as_deref());
        }
        let label = field_in_words(list, key, field.part.as_deref(), self.language);
        let old = before.as_ref().map(|json| self.before.value(list, key, json, self.language));
        let new = after.as_ref().map(|json| self.after.value(list, key, json, self.language));
        let is_status = list == Some(RecordKind::Task) && key == "status";
        let unknown = || status_in_words(TaskStatus::Unknown, self.language).to_owned();
        let (old, new) = if is_status {
            (Some(old.unwrap_or_else(unknown)), Some(new.unwrap_or_else(unknown)))
        } else {
            (old, new)
        };
        let verb = if list == Some(RecordKind::Task) && key == "lane" {
            ["移動", "moved"]
        } else {
            ["変更", "changed"]
        };
        vec![match (old, new, self.language) {
            (Some(old), Some(new), Japanese) => format!("{label}を{old}から{new}へ{}", verb[0]),
            (Some(old), Some(new), English) => format!("{label} {} from {old} to {new}", verb[1]),
            (None, Some(new), Japanese) => format!("{label}を追加：{new}"),
            (None, Some(new), English) => format!("{label} added: {new}"),
            (Some(old), None, Japanese) => format!("{label}を削除：{old}"),
            (Some(old), None, English) => format!("{label} removed: {old}"),
            (None, None, _) => label,
        }]
    }

    /// What became of a period: only the end that differs, and the precision if that does.
    fn period(&self, before: Interval, after: Interval) -> String {
        let language = self.language;
        let is_point = |it: Interval| it.end() == IntervalEnd::With(it.start());
        let end = |it: Interval| match (it.end(), language) {
            (IntervalEnd::With(end), _) => stamp_in_words(end, language),
            (IntervalEnd::Open, Japanese) => "期限なし".to_owned(),
            (IntervalEnd::Open, English) => "open".to_owned(),
        };
        let precision_of_end = |it: Interval| match it.end() {
            IntervalEnd::With(end) => Some(end.precision()),
            IntervalEnd::Open => None,
        };
        let (label, from, to, precisions) = if before.start() == after.start() {
            let precisions = precision_of_end(before).zip(precision_of_end(after));
            (["終了", "end"], end(before), end(after), precisions)
        } else if before.end() == after.end() {
            let [from, to] = [before, after].map(|it| stamp_in_words(it.start(), language));
            let precisions = (before.start().precision(), after.start().precision());
            (["開始", "start"], from, to, Some(precisions))
        } else {
            let [from, to] = [before, after].map(|it| interval_in_words(it, language));
            let label = if is_point(before) && is_point(after) {
                ["時期", "date"]
            } else {
                ["期間", "period"]
            };
            (label, from, to, Some((before.precision(), after.precision())))
        };
        let note = precisions.filter(|(from, to)| from != to).map(|(from, to)| {
            let [from, to] = [from, to].map(|it| precision_word(it, language));
            match language {
                Japanese => format!("（精度：{from}→{to}）"),
                English => format!(" (precision: {from} → {to})"),
            }
        });
        let note = note.unwrap_or_default();
        match language {
            Japanese => format!("{}を{from}から{to}へ変更{note}", label[0]),
            English => format!("{} moved from {from} to {to}{note}", label[1]),
        }
    }

    /// What became of owners or tags.
    fn words(&self, key: &str, before: Option<&str>, after: Option<&str>) -> Vec<String> {
        let list = |json: Option<&str>| -> Vec<String> {
            json.and_then(|json| serde_json::from_str(json).ok()).unwrap_or_default()
        };
        let (before, after) = (list(before), list(after));
        let (ja, en) = if key == "owners" { ("担当", "owner") } else { ("タグ", "tag") };
        let removed = before.iter().filter(|word| !after.contains(word)).map(|word| {
            let name = self.before.word(key, word, self.language);
            self.say(&format!("{ja}から{name}を削除"), &format!("{en} {name} removed"))
        });
        let added = after.iter().filter(|word| !before.contains(word)).map(|word| {
            let name = self.after.word(key, word, self.language);
            self.say(&format!("{ja}に{name}を追加"), &format!("{en} {name} added"))
        });
        let mut phrases: Vec<String> = removed.chain(added).collect();
        if phrases.is_empty() {
            let order: Vec<&str> =
                after.iter().map(|word| self.after.word(key, word, self.language)).collect();
            phrases.push(self.say(
                &format!("{ja}の順を{}に変更", order.join("、")),
                &format!("order of {en}s changed to {}", order.join(", ")),
            ));
        }
        phrases
    }
}

/// The name of a precision within a sentence.
fn precision_word(precision: Precision, language: Language) -> String {
    precision_in_words(precision, language).to_lowercase()
}

fn in_brackets(text: &str, language: Language) -> String {
    match language {
        _ if text.is_empty() => String::new(),
        Japanese => format!("（{text}）"),
        English => format!(" ({text})"),
    }
}
