//! What can be wrong with a file, in the words that people read.

use super::schema::{Expect, RecordKind};
use super::{FORMAT_NAME, FORMAT_VERSION};
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
    TasksLeftOut {
        dependencies: usize,
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
            Self::TasksLeftOut { dependencies } => words(
                format!(
                    "読み込めなかったタスクを指す依存関係 {dependencies} 件も読み込みませんでした"
                ),
                format!(
                    "{} left out with the tasks that they name",
                    count(*dependencies, "dependency is", "dependencies are")
                ),
            ),
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

    fn hint(&self) -> Option<Words> {
        let nearest = |id: &str| {
            let id = clip(id);
            words(format!("「{id}」のことですか"), format!("did you mean \"{id}\"?"))
        };
        Some(match self {
            Self::Empty => words(
                "別のファイルを開くか、バックアップから復元してください",
                "open another file, or restore this one from a backup",
            ),
            Self::NotUtf8 => words(
                "文字コードを UTF-8 にして保存し直してください",
                "save the file again as UTF-8",
            ),
            Self::NotJson(_) | Self::NotARoadmap => words(
                ".roadmap.json で終わるファイルを選んでください。表やほかの形式のファイルは変換で読み込めます",
                "choose a file that ends in .roadmap.json; tables and other formats can be converted",
            ),
            Self::NewerVersion(_) => words(
                format!(
                    "新しいバージョンの Koteihyo で開いてください（読めるのは {FORMAT_NAME}{FORMAT_VERSION} まで）"
                ),
                format!(
                    "open it with a newer Koteihyo; this one reads up to {FORMAT_NAME}{FORMAT_VERSION}"
                ),
            ),
            Self::Syntax(_) | Self::Unreadable { .. } => words(
                "テキストエディターでこの位置を直すか、バックアップから復元してください",
                "correct this place in a text editor, or restore the file from a backup",
            ),
            Self::Stray(_) => {
                words("この行を消すか、直してください", "remove or correct this line")
            }
            Self::ConflictMarker => words(
                "残す行を選び、<<<<<<<、=======、>>>>>>> の行を消してください",
                "choose the lines to keep and remove the lines <<<<<<<, ======= and >>>>>>>",
            ),
            Self::NotAList(kind) => {
                let list = kind.list();
                words(
                    format!("\"{list}\": […] の形で書いてください"),
                    format!("write it like \"{list}\": […]"),
                )
            }
            Self::NotAnObject(_) | Self::Refused(_) => words(
                "この値を消すか、ほかの行と同じ形に直してください",
                "remove the value, or write it like the other lines",
            ),
            Self::WrongValue { expect, .. } => expect.hint(),
            Self::WrongInterval { error: IntervalError::EndsBeforeStart, .. } => words(
                "始まりと終わりを入れ替えるか、正しい時期に直してください",
                "swap the start and the end, or correct them",
            ),
            Self::WrongInterval { .. } => Expect::Interval.hint(),
            Self::BrokenKey(_) => words(
                "\\u で始まる文字の指定を直してください",
                "correct the escape that starts with \\u",
            ),
            Self::DuplicateKey(_) => words("どちらか一つを消してください", "remove one of them"),
            Self::MissingKey { key, .. } => {
                words(format!("\"{key}\" を書き足してください"), format!("add \"{key}\""))
            }
            Self::TooDeep { .. } => words("入れ子を浅くしてください", "use fewer levels"),
            Self::DuplicateId { .. } => words(
                "どちらかに別の id を付けるか、一方を消してください",
                "give one of them another id, or remove it",
            ),
            Self::NoParent { absent, .. }
            | Self::NoLane { absent, .. }
            | Self::NoDocument { absent, .. } => match absent {
                Absent::Unknown(Some(id)) => nearest(id),
                Absent::Unknown(None) => words(
                    "id を直すか、この id のレコードを書き足してください",
                    "correct the id, or add the record that it names",
                ),
                Absent::LeftOut => words(
                    "そのレコードの問題を直すと解決します",
                    "correcting that record solves this too",
                ),
            },
            Self::NoTask { nearest: Some(id), .. } => nearest(id),
            Self::NoTask { nearest: None, .. } => words(
                "id を直すか、この依存関係を消してください",
                "correct the id, or remove the dependency",
            ),
            Self::TasksLeftOut { .. } => {
                words("タスクの問題を直すと解決します", "correcting the tasks solves this too")
            }
            Self::ParentCycle(_) => words(
                "\"parent\" を null か、ほかのレーンに変えてください",
                "set \"parent\" to null or to another lane",
            ),
            Self::SelfDependency(_) => words(
                "\"from\" か \"to\" を別のタスクにしてください",
                "let \"from\" or \"to\" name another task",
            ),
            Self::EmptyTitle(_) => words("題名を書いてください", "write a title"),
            Self::ControlCharacter(_) => words(
                "題名は 1 行の文字だけにしてください",
                "keep a title to one line of plain text",
            ),
            Self::LongTitle { .. } => words(
                "短い題名にし、説明は \"note\" に書いてください",
                "shorten it and move the rest to \"note\"",
            ),
            Self::ByteOrderMark | Self::DoubleDependency { .. } | Self::More { .. } => return None,
        })
    }
}

fn words(ja: impl Into<String>, en: impl Into<String>) -> Words {
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
fn clip(text: &str) -> String {
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

/// What is wrong with the JSON, without the place.
fn syntax(error: &serde_json::Error) -> Words {
    let text = error.to_string();
    let text = text.rfind(" at line ").map_or(&*text, |end| &text[..end]);
    let known = SYNTAX.iter().find(|(said, ..)| *said == text);
    match known {
        Some((_, ja, en)) => words(*ja, *en),
        None => words(format!("JSON として読めません（{text}）"), text),
    }
}

/// What `serde_json` says, and what Koteihyo says.
const SYNTAX: &[(&str, &str, &str)] = &[
    (
        "EOF while parsing a list",
        "リストの途中でファイルが終わっています",
        "the file ends inside a list",
    ),
    (
        "EOF while parsing an object",
        "{…} の途中でファイルが終わっています",
        "the file ends inside an object",
    ),
    (
        "EOF while parsing a string",
        "文字列の途中でファイルが終わっています",
        "the file ends inside a string",
    ),
    (
        "EOF while parsing a value",
        "値のあるはずの所でファイルが終わっています",
        "the file ends where a value should be",
    ),
    ("expected `:`", "キーの後に : がありません", "a : is missing after a key"),
    ("expected `,` or `]`", ", か ] がありません", "a , or ] is missing"),
    ("expected `,` or `}`", ", か } がありません", "a , or } is missing"),
    ("expected ident", "true、false、null のつづりが違います", "true, false or null is misspelt"),
    ("expected value", "値がありません", "a value is missing"),
    ("invalid escape", "\\ の後の文字が正しくありません", "the character after \\ is wrong"),
    (
        "unexpected end of hex escape",
        "\\u の後の 4 桁が正しくありません",
        "the four digits after \\u are wrong",
    ),
    (
        "lone leading surrogate in hex escape",
        "\\u の後の 4 桁が正しくありません",
        "the four digits after \\u are wrong",
    ),
    ("invalid number", "数の書き方が正しくありません", "a number is written wrongly"),
    ("number out of range", "数が大きすぎます", "a number is too large"),
    (
        "control character (\\u0000-\\u001F) found while parsing a string",
        "文字列が閉じられていないか、制御文字を含んでいます",
        "a string is not closed or holds a control character",
    ),
    ("key must be a string", "キーは \"…\" で囲みます", "a key must be a string in quotes"),
    (
        "trailing comma",
        "最後の要素の後に余分な , があります",
        "there is a comma after the last element",
    ),
    (
        "trailing characters",
        "終わりの } の後に余分な文字があります",
        "there is text after the closing }",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_from_the_file_is_clipped_and_harmless() {
        assert_eq!(clip("a\nb\u{1b}[31m"), "a\u{FFFD}b\u{FFFD}[31m");
        assert_eq!(clip(&"長".repeat(41)), format!("{}…", "長".repeat(40)));
        assert_eq!(clip(&"長".repeat(40)), "長".repeat(40));
    }

    #[test]
    fn every_broken_json_is_explained_in_japanese() {
        let broken = [
            "[1",
            "{",
            "\"",
            "{\"a\"",
            "{\"a\" 1}",
            "[1 2]",
            "{\"a\":1 \"b\":2}",
            "nul",
            "[,]",
            "\"\\x\"",
            "\"\\u12\"",
            "01",
            "1e99999",
            "\"\n\"",
            "{a:1}",
            "[1,]",
            "{} x",
            "{\"a\":1,}",
            "-",
            "\"\\ud800\"",
        ];
        for json in broken {
            let error = serde_json::from_str::<std::collections::HashMap<String, f64>>(json)
                .map(|_| ())
                .and_then(|()| serde_json::from_str::<f64>(json).map(|_| ()));
            let loose = serde_json::from_str::<serde::de::IgnoredAny>(json).map(|_| ());
            for error in [error, loose].into_iter().filter_map(Result::err) {
                if error.is_data() {
                    continue;
                }
                let [ja, _] = syntax(&error);
                assert!(!ja.contains('（'), "{json}: {error}");
            }
        }
    }
}
