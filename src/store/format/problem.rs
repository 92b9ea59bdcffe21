//! What can be wrong with a file, in the words that people read.

use super::FORMAT_NAME;
use super::schema::{Expect, RecordKind};
use super::syntax::syntax;
use crate::model::Diagnostic;
use crate::time::IntervalError;

/// The same in Japanese and in English.
pub(super) type Words = [String; 2];

/// What is missing from the result because of a problem.
#[derive(Clone, Copy)]
pub(super) enum Loss<'a> {
    /// The whole record.
    Record(RecordKind),
    /// The value of this key, an object.
    Key(&'a str),
    /// One of the chapters of a document.
    Chapter,
    /// The one value that is wrong.
    Value,
}

/// A thing that other records refer to by its id.
#[derive(Clone, Copy)]
pub(super) enum Absent<'a> {
    /// No such record is in the file; here is the most similar id.
    Unknown(Option<&'a str>),
    /// The record is in the file but could not be used.
    LeftOut,
}

/// One problem; the report adds its place.
pub(super) enum Problem<'a> {
    Empty,
    NotUtf8,
    NotJson(&'a serde_json::Error),
    NotARoadmap,
    NewerVersion(&'a str),
    ByteOrderMark,
    /// The JSON is broken here, and nothing but punctuation is lost.
    Syntax(&'a serde_json::Error),
    /// The JSON is broken here, and this text is lost.
    Unreadable {
        error: &'a serde_json::Error,
        loss: Option<RecordKind>,
    },
    /// Text that belongs to no list and no key.
    Stray(&'a str),
    ConflictMarker,
    NotAList(RecordKind),
    NotAnObject(RecordKind),
    /// The fast way and the careful way disagree, which no known input brings about.
    Refused(RecordKind),
    WrongValue {
        key: &'a str,
        found: &'a str,
        expect: Expect,
        loss: Loss<'a>,
    },
    WrongInterval {
        found: &'a str,
        error: IntervalError,
        loss: Loss<'a>,
    },
    BrokenKey(&'a str),
    DuplicateKey(&'a str),
    MissingKey {
        key: &'a str,
        loss: Loss<'a>,
    },
    TooDeep {
        key: &'a str,
        limit: usize,
    },
    DuplicateId {
        kind: RecordKind,
        id: &'a str,
    },
    NoParent {
        parent: &'a str,
        lanes: usize,
        absent: Absent<'a>,
    },
    ParentCycle(&'a str),
    NoLane {
        lane: &'a str,
        tasks: usize,
        absent: Absent<'a>,
    },
    NoDocument {
        document: &'a str,
        tasks: usize,
        absent: Absent<'a>,
    },
    NoTask {
        task: &'a str,
        dependencies: usize,
        nearest: Option<&'a str>,
    },
    /// Dependencies name a lane where a task belongs.
    LaneAsTask {
        lane: &'a str,
        dependencies: usize,
    },
    TasksLeftOut {
        dependencies: usize,
    },
    /// A chapter does not stand behind the one before it.
    ChapterOutOfOrder {
        first_table: u32,
        last_table: u32,
    },
    SelfDependency(&'a str),
    DoubleDependency {
        from: &'a str,
        to: &'a str,
    },
    EmptyTitle(&'a str),
    ControlCharacter(&'a str),
    LongTitle {
        key: &'a str,
        limit: usize,
    },
    /// The report is full.
    More {
        errors: usize,
        warnings: usize,
    },
}

impl Problem<'_> {
    /// The problem in words, without its place.
    pub(super) fn diagnostic(&self) -> Diagnostic {
        let [ja, en] = self.message();
        let diagnostic = if self.is_warning() {
            Diagnostic::warning(None, ja, en)
        } else {
            Diagnostic::error(None, ja, en)
        };
        match self.hint() {
            Some([ja, en]) => diagnostic.with_hint(ja, en),
            None => diagnostic,
        }
    }

    /// Whether nothing is missing from the result.
    pub(super) fn is_warning(&self) -> bool {
        match self {
            Self::ByteOrderMark
            | Self::DoubleDependency { .. }
            | Self::EmptyTitle(_)
            | Self::ControlCharacter(_)
            | Self::LongTitle { .. } => true,
            Self::More { errors, .. } => *errors == 0,
            _ => false,
        }
    }

    fn message(&self) -> Words {
        match self {
            Self::Empty => words("ファイルが空です", "the file is empty"),
            Self::NotUtf8 => words(
                "ここから先が UTF-8 の文字として読めません",
                "from here on the file is not UTF-8 text",
            ),
            Self::NotJson(error) => {
                let [ja, en] = syntax(error);
                [
                    format!("工程表ファイルとして読めません: {ja}"),
                    format!("this is not a roadmap file: {en}"),
                ]
            }
            Self::NotARoadmap => words(
                format!(
                    "工程表ファイルではありません: \"format\": \"{FORMAT_NAME}1\" がありません"
                ),
                format!("this is not a roadmap file: it lacks \"format\": \"{FORMAT_NAME}1\""),
            ),
            Self::NewerVersion(format) => {
                let format = clip(format);
                words(
                    format!("新しい形式 {format} のファイルなので、このバージョンでは開けません"),
                    format!(
                        "the file has the newer format {format}, which this version cannot read"
                    ),
                )
            }
            Self::ByteOrderMark => words(
                "ファイルの先頭に BOM があります。保存すると取り除かれます",
                "the file starts with a byte order mark, which saving removes",
            ),
            Self::Syntax(error) => {
                let [ja, en] = syntax(error);
                [format!("JSON の書き方の誤り: {ja}"), format!("broken JSON: {en}")]
            }
            Self::Unreadable { error, loss } => {
                let [ja, en] = syntax(error);
                let [loss_ja, loss_en] = match loss {
                    Some(kind) => lost(Loss::Record(*kind)),
                    None => words("この行を読み込みませんでした", "this line is left out"),
                };
                [
                    format!("JSON の書き方の誤り: {ja}。{loss_ja}"),
                    format!("broken JSON: {en}; {loss_en}"),
                ]
            }
            Self::Stray(text) => {
                let text = clip(text);
                words(
                    format!("どの項目にも属さない {text} があり、この行を読み込みませんでした"),
                    format!("{text} belongs to no record; the line is left out"),
                )
            }
            Self::ConflictMarker => words(
                "git の競合マーカーが残っています。両方の版の行を読み込みました",
                "a git conflict marker was left behind; the lines of both sides were read",
            ),
            Self::NotAList(kind) => {
                let list = kind.list();
                words(
                    format!("\"{list}\" がリストではないため、読み込みませんでした"),
                    format!("\"{list}\" is not a list; it is left out"),
                )
            }
            Self::NotAnObject(kind) => {
                let list = kind.list();
                let [ja, en] = lost(Loss::Record(*kind));
                [
                    format!("\"{list}\" の中に {{…}} の形でない値があります。{ja}"),
                    format!("a value in \"{list}\" is not an object {{…}}; {en}"),
                ]
            }
            Self::Refused(kind) => {
                let [ja, en] = lost(Loss::Record(*kind));
                [
                    format!("このレコードは使えません。{ja}"),
                    format!("this record is unusable; {en}"),
                ]
            }
            Self::WrongValue { key, found, loss, .. } => {
                let (key, found) = (clip(key), clip(found));
                let [ja, en] = lost(*loss);
                [
                    format!("\"{key}\" に {found} は使えません。{ja}"),
                    format!("\"{key}\" cannot be {found}; {en}"),
                ]
            }
            Self::WrongInterval { found, error, loss } => {
                let found = clip(found);
                let [ja, en] = lost(*loss);
                let [why_ja, why_en] = match error {
                    IntervalError::Stamp(crate::time::StampError::NoSuchPeriod) => {
                        ["は実在しない時期です", "does not exist in the calendar"]
                    }
                    IntervalError::Stamp(_) => {
                        ["は時期として読めません", "is not a date or a period"]
                    }
                    IntervalError::EndsBeforeStart => {
                        ["は終わりが始まりより前です", "ends before it starts"]
                    }
                };
                [format!("{found} {why_ja}。{ja}"), format!("{found} {why_en}; {en}")]
            }
            Self::BrokenKey(key) => {
                let key = clip(key);
                words(
                    format!("キー {key} は文字として読めません。このキーを無視しました"),
                    format!("the key {key} is not valid text; the key is ignored"),
                )
            }
            Self::DuplicateKey(key) => {
                let key = clip(key);
                words(
                    format!("キー \"{key}\" が重複しています。最初の値だけを使います"),
                    format!("the key \"{key}\" is here twice; only the first value is used"),
                )
            }
            Self::MissingKey { key, loss } => {
                let [ja, en] = lost(*loss);
                [format!("\"{key}\" がありません。{ja}"), format!("\"{key}\" is missing; {en}")]
            }
            Self::TooDeep { key, limit } => {
                let key = clip(key);
                words(
                    format!(
                        "\"{key}\" の入れ子が {limit} 段を超えています。このキーを無視しました"
                    ),
                    format!(
                        "\"{key}\" is nested more than {limit} levels deep; the key is ignored"
                    ),
                )
            }
            Self::DuplicateId { kind, id } => {
                let id = clip(id);
                let (noun_ja, noun_en) = noun(*kind);
                let [ja, en] = lost(Loss::Record(*kind));
                [
                    format!("{noun_ja}「{id}」はすでにあります。{ja}"),
                    format!("there already is a {noun_en} \"{id}\"; {en}"),
                ]
            }
            Self::NoParent { parent, lanes, absent } => {
                let [ja, en] = absence(RecordKind::Lane, parent, absent);
                [
                    format!("{ja}。これを親とするレーン {lanes} 件を最上位に置きました"),
                    format!(
                        "{en}; {} moved to the top level",
                        count(*lanes, "lane under it is", "lanes under it are")
                    ),
                ]
            }
            Self::ParentCycle(lane) => {
                let lane = clip(lane);
                words(
                    format!("レーン「{lane}」の親をたどると自分に戻ります。最上位に置きました"),
                    format!(
                        "the parents of lane \"{lane}\" lead back to it; it is moved to the top level"
                    ),
                )
            }
            Self::NoLane { lane, tasks, absent } => {
                let [ja, en] = absence(RecordKind::Lane, lane, absent);
                [
                    format!("{ja}。そのタスク {tasks} 件を読み込みませんでした"),
                    format!("{en}; {} left out", count(*tasks, "task in it is", "tasks in it are")),
                ]
            }
            Self::NoDocument { document, tasks, absent } => {
                let [ja, en] = absence(RecordKind::Document, document, absent);
                [
                    format!("{ja}。タスク {tasks} 件の出典を読み込みませんでした"),
                    format!(
                        "{en}; the source of {} left out",
                        count(*tasks, "task is", "tasks is")
                    ),
                ]
            }
            Self::NoTask { task, dependencies, nearest } => {
                let [ja, en] = absence(RecordKind::Task, task, &Absent::Unknown(*nearest));
                [
                    format!("{ja}。これを指す依存関係 {dependencies} 件を読み込みませんでした"),
                    format!(
                        "{en}; {} left out",
                        count(*dependencies, "dependency on it is", "dependencies on it are")
                    ),
                ]
            }
            Self::LaneAsTask { lane, dependencies } => {
                let lane = clip(lane);
                words(
                    format!(
                        "「{lane}」はタスクではなくレーンです。これを指す依存関係 {dependencies} 件を読み込みませんでした"
                    ),
                    format!(
                        "\"{lane}\" is a lane, not a task; {} left out",
                        count(*dependencies, "dependency on it is", "dependencies on it are")
                    ),
                )
            }
            Self::TasksLeftOut { dependencies } => words(
                format!(
                    "読み込めなかったタスクを指す依存関係 {dependencies} 件も読み込みませんでした"
                ),
                format!(
                    "{} left out with the tasks that they name",
                    count(*dependencies, "dependency is", "dependencies are")
                ),
            ),
            Self::ChapterOutOfOrder { first_table, last_table } => {
                let [ja, en] = lost(Loss::Chapter);
                [
                    format!(
                        "表 {first_table}～{last_table} の章が、前の章の表より後に来ていません。{ja}"
                    ),
                    format!(
                        "the chapter of the tables {first_table} to {last_table} does not come \
                         after the tables of the chapter before; {en}"
                    ),
                ]
            }
            Self::SelfDependency(task) => {
                let task = clip(task);
                let [ja, en] = lost(Loss::Record(RecordKind::Dependency));
                [
                    format!("タスク「{task}」が自分自身に依存しています。{ja}"),
                    format!("task \"{task}\" depends on itself; {en}"),
                ]
            }
            Self::DoubleDependency { from, to } => {
                let (from, to) = (clip(from), clip(to));
                words(
                    format!(
                        "「{from}」から「{to}」への同じ依存関係が二度あります。一つにまとめました"
                    ),
                    format!(
                        "the same dependency from \"{from}\" to \"{to}\" is here twice; it is kept once"
                    ),
                )
            }
            Self::EmptyTitle(key) => words(
                format!("\"{key}\" が日本語でも英語でも空です"),
                format!("\"{key}\" is empty in both languages"),
            ),
            Self::ControlCharacter(key) => words(
                format!("\"{key}\" に制御文字（改行など）が含まれています"),
                format!("\"{key}\" holds a control character, such as a line break"),
            ),
            Self::LongTitle { key, limit } => words(
                format!("\"{key}\" が {limit} 文字を超えています"),
                format!("\"{key}\" is longer than {limit} characters"),
            ),
            Self::More { errors, warnings } => words(
                format!("ほかにエラー {errors} 件、警告 {warnings} 件があります"),
                format!(
                    "and {} and {} more",
                    count(*errors, "error", "errors"),
                    count(*warnings, "warning", "warnings")
                ),
            ),
        }
    }
}

pub(super) fn words(ja: impl Into<String>, en: impl Into<String>) -> Words {
    [ja.into(), en.into()]
}

/// What one of these records is called.
const fn noun(kind: RecordKind) -> (&'static str, &'static str) {
    match kind {
        RecordKind::Document => ("資料", "document"),
        RecordKind::Name => ("名称", "name"),
        RecordKind::Lane => ("レーン", "lane"),
        RecordKind::Task => ("タスク", "task"),
        RecordKind::Dependency => ("依存関係", "dependency"),
    }
}

fn lost(loss: Loss<'_>) -> Words {
    match loss {
        Loss::Record(kind) => {
            let (ja, en) = noun(kind);
            [format!("この{ja}を読み込みませんでした"), format!("the {en} is left out")]
        }
        Loss::Key(key) => {
            [format!("\"{key}\" を読み込みませんでした"), format!("\"{key}\" is left out")]
        }
        Loss::Chapter => words("この章を読み込みませんでした", "the chapter is left out"),
        Loss::Value => words("この値を無視しました", "the value is ignored"),
    }
}

fn absence(kind: RecordKind, id: &str, absent: &Absent<'_>) -> Words {
    let id = clip(id);
    let (ja, en) = noun(kind);
    match absent {
        Absent::Unknown(_) => {
            [format!("{ja}「{id}」がありません"), format!("there is no {en} \"{id}\"")]
        }
        Absent::LeftOut => [
            format!("{ja}「{id}」は読み込めませんでした"),
            format!("{en} \"{id}\" could not be read"),
        ],
    }
}

fn count(number: usize, one: &str, many: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {many}") }
}

/// At most forty characters of a text from the file, on one line.
pub(super) fn clip(text: &str) -> String {
    const LONGEST: usize = 40;
    let mut clipped: String = text
        .chars()
        .take(LONGEST)
        .map(|char| if char.is_control() { '\u{FFFD}' } else { char })
        .collect();
    if text.chars().nth(LONGEST).is_some() {
        clipped.push('…');
    }
    clipped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_from_the_file_is_clipped_and_harmless() {
        assert_eq!(clip("a\nb\u{1b}[31m"), "a\u{FFFD}b\u{FFFD}[31m");
        assert_eq!(clip(&"長".repeat(41)), format!("{}…", "長".repeat(40)));
        assert_eq!(clip(&"長".repeat(40)), "長".repeat(40));
    }
}
