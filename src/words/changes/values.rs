//! What the records and fields of a document are called, and what their values say.

use super::super::{
    basis_in_words, day_in_words, days_in_words, dependency_basis_in_words, dependency_in_words,
    dependency_type_in_words, interval_in_words, kind_in_words, place_in_words, status_in_words,
};
use crate::model::{
    DependencyBasis, DependencyType, DocumentId, LaneId, Language, Place, Roadmap, TaskBasis,
    TaskId, TaskKind, TaskStatus,
};
use crate::store::diff::RecordKind;
use crate::store::merge::CONFLICTS;
use crate::time::{Day, Interval};
use Language::{English, Japanese};
use serde_json::Value;
use std::collections::HashMap;

/// The JSON of a field as people read it; what is not there is a dash. `roadmap` has the titles of
/// lanes and documents and the names of owners.
#[must_use]
pub fn value_in_words(
    list: Option<RecordKind>,
    key: &str,
    json: Option<&str>,
    roadmap: &Roadmap,
    language: Language,
) -> String {
    json.map_or_else(
        || "–".to_owned(),
        |json| Version::of(roadmap).value(list, key, json, language),
    )
}

/// What a field is called: the name of a known one, or its key.
#[must_use]
pub fn field_in_words(
    list: Option<RecordKind>,
    key: &str,
    part: Option<&str>,
    language: Language,
) -> String {
    let label = match (known_label(list, key), language) {
        (Some([ja, _]), Japanese) => ja.to_owned(),
        (Some([_, en]), English) => en.to_owned(),
        (None, Japanese) => format!("項目「{}」", cut(key)),
        (None, English) => format!("field “{}”", cut(key)),
    };
    let part = part.filter(|part| *part != language.code());
    match (part, language) {
        (None, _) => label,
        // Of the two languages only the other one is named.
        (Some("ja"), English) => format!("{label} (Japanese)"),
        (Some("en"), Japanese) => format!("{label}（英語）"),
        (Some(other), Japanese) => format!("{label}（{}）", cut(other)),
        (Some(other), English) => format!("{label} ({})", cut(other)),
    }
}

/// A document and where its records are.
pub(super) struct Version<'a> {
    pub(super) roadmap: &'a Roadmap,
    pub(super) lanes: HashMap<&'a str, LaneId>,
}

impl<'a> Version<'a> {
    pub(super) fn of(roadmap: &'a Roadmap) -> Self {
        let lanes = roadmap.lane_ids().map(|id| (&*roadmap.lane(id).id, id)).collect();
        Self { roadmap, lanes }
    }

    pub(super) fn interval(&self, json: &str) -> Option<Interval> {
        let text: String = serde_json::from_str(json).ok()?;
        Interval::parse(&text, self.roadmap.fiscal_year_start).ok()
    }

    /// What to show for an owner or a tag.
    pub(super) fn word<'w>(&'w self, key: &str, word: &'w str, language: Language) -> &'w str {
        let words = if key == "owners" { &self.roadmap.owners } else { &self.roadmap.tags };
        let name = self.roadmap.names.iter().find(|name| *name.name == *word);
        let shown = name.and_then(|name| name.title.get(language));
        shown.unwrap_or_else(|| words.find(word).map_or(word, |at| words.word(at)))
    }

    /// What a record is called.
    pub(super) fn name(&self, list: RecordKind, at: usize, language: Language) -> String {
        let roadmap = self.roadmap;
        let titled = |title: &str, id: &str| {
            let words = if title.is_empty() { id } else { title };
            match (language, list) {
                (_, RecordKind::Task) => cut(words),
                (Japanese, _) => format!("「{}」", cut(words)),
                (English, _) => format!("“{}”", cut(words)),
            }
        };
        match list {
            RecordKind::Document => {
                let it = &roadmap.documents[at];
                titled(it.title.in_language(language), &it.id)
            }
            RecordKind::Name => titled(&roadmap.names[at].name, ""),
            RecordKind::Lane => {
                let it = &roadmap.lanes[at];
                titled(it.title.in_language(language), &it.id)
            }
            RecordKind::Task => self.task(TaskId::from_index(at), language),
            RecordKind::Dependency => {
                let it = &roadmap.dependencies[at];
                let [from, to] = [it.from, it.to].map(|task| self.task(task, language));
                format!("{from} → {to}")
            }
            RecordKind::View => {
                let it = &roadmap.views[at];
                titled(it.title.in_language(language), &it.id)
            }
        }
    }

    fn task(&self, task: TaskId, language: Language) -> String {
        let task = self.roadmap.task(task);
        let title = task.title.in_language(language);
        cut(if title.is_empty() { &task.id } else { title })
    }

    /// What there is to say of a record that was added or removed; may be nothing.
    pub(super) fn details(&self, list: RecordKind, at: usize, language: Language) -> String {
        let roadmap = self.roadmap;
        match list {
            RecordKind::Task => {
                let task = &roadmap.tasks[at];
                let when = interval_in_words(task.when, language);
                let owners: Vec<&str> =
                    task.owners.iter().map(|owner| roadmap.shown_owner(*owner, language)).collect();
                match (owners.is_empty(), language) {
                    (true, _) => when,
                    (false, Japanese) => format!("{when}、担当：{}", owners.join("、")),
                    (false, English) if owners.len() == 1 => format!("{when}, owner {}", owners[0]),
                    (false, English) => format!("{when}, owners {}", owners.join(", ")),
                }
            }
            RecordKind::Lane => {
                let parent = roadmap.lanes[at].parent;
                parent.map(|lane| lane_path(roadmap, lane, language)).unwrap_or_default()
            }
            RecordKind::Dependency => dependency_in_words(&roadmap.dependencies[at], language),
            RecordKind::Name => roadmap.names[at].title.in_language(language).to_owned(),
            RecordKind::Document | RecordKind::View => String::new(),
        }
    }

    /// The JSON of a field as people read it.
    pub(super) fn value(
        &self,
        list: Option<RecordKind>,
        key: &str,
        json: &str,
        language: Language,
    ) -> String {
        let value: Option<Value> = serde_json::from_str(json).ok();
        let text = value.as_ref().and_then(Value::as_str);
        let known = match (list, key, text) {
            (Some(RecordKind::Task), "when", _) => {
                self.interval(json).map(|when| interval_in_words(when, language))
            }
            (Some(RecordKind::Task), "lane", Some(id))
            | (Some(RecordKind::Lane), "parent", Some(id)) => {
                let path = self.lanes.get(id).map(|lane| lane_path(self.roadmap, *lane, language));
                path.map(|path| quoted(&path, language))
            }
            (Some(RecordKind::Lane), "parent", None) => Some(match language {
                Japanese => "最上位".to_owned(),
                English => "the top level".to_owned(),
            }),
            (Some(RecordKind::Task), "kind", Some(word)) => {
                TaskKind::from_word(word).map(|it| kind_in_words(it, language).to_owned())
            }
            (Some(RecordKind::Task), "status", Some(word)) => {
                TaskStatus::from_word(word).map(|it| status_in_words(it, language).to_owned())
            }
            (Some(RecordKind::Task), "progress", None) => Some(format!("{json}%")),
            (Some(RecordKind::Task), "basis", Some(word)) => {
                let basis = TaskBasis::from_word(word);
                basis.map(|it| quoted(basis_in_words(it, language), language))
            }
            (Some(RecordKind::Task), "source", _) => {
                value.as_ref().and_then(|value| self.source(value, language))
            }
            (Some(RecordKind::Task), "owners" | "tags", _) => {
                let words: Option<Vec<String>> = serde_json::from_str(json).ok();
                let separator = if language == Japanese { "、" } else { ", " };
                let shown = |words: Vec<String>| {
                    let shown: Vec<&str> =
                        words.iter().map(|word| self.word(key, word, language)).collect();
                    shown.join(separator)
                };
                words.map(shown).filter(|words| !words.is_empty())
            }
            (Some(RecordKind::Dependency), "basis", Some(word)) => {
                let basis = DependencyBasis::from_word(word);
                basis.map(|it| dependency_basis_in_words(it, language).to_owned())
            }
            (Some(RecordKind::Dependency), "type", Some(word)) => {
                let kind = DependencyType::from_word(word);
                kind.map(|it| dependency_type_in_words(it, language).to_owned())
            }
            (Some(RecordKind::Dependency), "lag", Some(lag)) => {
                let days = lag.strip_suffix('d').and_then(|days| days.parse().ok());
                days.map(|days| days_in_words(days, language))
            }
            (Some(RecordKind::Document), "date", Some(day))
            | (Some(RecordKind::View), "from" | "to", Some(day)) => {
                day.parse::<Day>().ok().map(|day| day_in_words(day, language))
            }
            (None, CONFLICTS, _) => {
                value.as_ref().and_then(Value::as_array).map(|list| list.len().to_string())
            }
            (None, "fiscal_year_start_month", _) if language == Japanese => {
                Some(format!("{json}月"))
            }
            (_, _, Some(text)) => Some(quoted(text, language)),
            _ => None,
        };
        known.unwrap_or_else(|| cut(json))
    }

    fn source(&self, value: &Value, language: Language) -> Option<String> {
        let id = value.get("document")?.as_str()?;
        let at = self.roadmap.documents.iter().position(|document| *document.id == *id)?;
        let number = |key: &str| value.get(key)?.as_u64().and_then(|it| u32::try_from(it).ok());
        let place = Place {
            document: DocumentId::from_index(at),
            table: number("table"),
            line: number("line"),
            column: number("column"),
            paragraph: number("paragraph"),
        };
        let document = &self.roadmap.documents[at];
        let title = document.title.in_language(language);
        let title = if title.is_empty() { &*document.id } else { title };
        let words = place_in_words(place, document, language);
        let place = if words.is_empty() { title.to_owned() } else { format!("{title} {words}") };
        Some(quoted(&place, language))
    }
}

/// A lane with those above it: カード › 交付.
pub(super) fn lane_path(roadmap: &Roadmap, lane: LaneId, language: Language) -> String {
    let way = std::iter::successors(Some(lane), |lane| roadmap.lane(*lane).parent);
    let mut names: Vec<&str> = way
        .map(|lane| {
            let lane = roadmap.lane(lane);
            let title = lane.title.in_language(language);
            if title.is_empty() { &*lane.id } else { title }
        })
        .collect();
    names.reverse();
    names.join(" › ")
}

/// What a known field is called, in Japanese and English.
fn known_label(list: Option<RecordKind>, key: &str) -> Option<[&'static str; 2]> {
    Some(match (list, key) {
        (None, "title") => ["工程表の名称", "title of the roadmap"],
        (None, CONFLICTS) => ["未解決の競合", "conflicts to settle"],
        (None, "fiscal_year_start_month") => ["年度の始まり", "first month of the fiscal year"],
        (Some(_), "title") => ["名称", "title"],
        (Some(RecordKind::Document), "date") => ["公表日", "date"],
        (Some(RecordKind::Document), "publisher") => ["公表者", "publisher"],
        (Some(RecordKind::Document), "file") => ["ファイル", "file"],
        (Some(RecordKind::Document), "chapters") => ["章", "chapters"],
        (Some(RecordKind::Lane), "parent") => ["上位のレーン", "parent lane"],
        (Some(RecordKind::Lane), "color") => ["色", "colour"],
        (Some(RecordKind::Task), "lane") => ["レーン", "lane"],
        (Some(RecordKind::Task), "track") => ["段", "track"],
        (Some(RecordKind::Task), "when") => ["期間", "period"],
        (Some(RecordKind::Task), "kind") => ["種別", "kind"],
        (Some(RecordKind::Task), "status") => ["状況", "status"],
        (Some(RecordKind::Task), "progress") => ["進捗", "progress"],
        (Some(RecordKind::Task), "owners") => ["担当", "owners"],
        (Some(RecordKind::Task), "tags") => ["タグ", "tags"],
        (Some(RecordKind::Task), "note") => ["備考", "note"],
        (Some(RecordKind::Task), "source") => ["出典", "source"],
        (Some(RecordKind::Task), "basis") => ["日付の根拠", "basis of the date"],
        (Some(RecordKind::Dependency), "type") => ["種類", "type"],
        (Some(RecordKind::Dependency), "lag") => ["ラグ", "lag"],
        (Some(RecordKind::Dependency), "basis") => ["根拠", "basis"],
        (Some(RecordKind::Dependency), "reason") => ["理由", "reason"],
        (Some(RecordKind::View), "query") => ["絞り込み", "filter"],
        (Some(RecordKind::View), "mode") => ["表示", "arrangement"],
        (Some(RecordKind::View), "group") => ["グループ", "grouping"],
        (Some(RecordKind::View), "sort") => ["並び順", "order"],
        (Some(RecordKind::View), "color") => ["色分け", "colouring"],
        (Some(RecordKind::View), "folded") => ["折りたたみ", "folded headings"],
        (Some(RecordKind::View), "from") => ["期間の始まり", "first day"],
        (Some(RecordKind::View), "to") => ["期間の終わり", "last day"],
        (Some(RecordKind::View), "row_percent") => ["行の高さ", "height of rows"],
        (Some(RecordKind::View), "progress_line") => ["進捗線の日付", "date of the progress line"],
        _ => return None,
    })
}

fn quoted(text: &str, language: Language) -> String {
    match language {
        Japanese => format!("「{}」", cut(text)),
        English => format!("“{}”", cut(text)),
    }
}

/// A text in a sentence: on one line, and no longer than anybody reads.
fn cut(text: &str) -> String {
    const LONGEST: usize = 120;
    let plain = |character: char| if character.is_control() { ' ' } else { character };
    let mut short: String = text.chars().take(LONGEST).map(plain).collect();
    if text.chars().nth(LONGEST).is_some() {
        short.push('…');
    }
    short
}
