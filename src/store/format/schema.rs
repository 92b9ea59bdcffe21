//! The keys of every kind of record in their fixed order, and what each may hold.

use super::problem::Words;
use crate::model::{
    Coloring, Dependency, DependencyBasis, DependencyType, Grouping, Lane, Mode, Sorting,
    TaskBasis, TaskKind, TaskStatus, View,
};

/// The lists of a document, named after what is in them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RecordKind {
    /// The documents that tasks come from.
    Document,
    /// How owners and tags are written in the other language.
    Name,
    /// The lanes.
    Lane,
    /// The tasks.
    Task,
    /// The dependencies.
    Dependency,
    /// The named views.
    View,
}

/// How many lists there are.
pub(super) const KINDS: usize = 6;

impl RecordKind {
    /// In the order of the file.
    pub const ALL: [Self; KINDS] =
        [Self::Document, Self::Name, Self::Lane, Self::Task, Self::Dependency, Self::View];

    /// The top-level key of its list.
    #[must_use]
    pub const fn list(self) -> &'static str {
        match self {
            Self::Document => "documents",
            Self::Name => "names",
            Self::Lane => "lanes",
            Self::Task => "tasks",
            Self::Dependency => "dependencies",
            Self::View => "views",
        }
    }

    /// The kind whose list has this top-level key.
    #[must_use]
    pub fn of_list(list: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.list() == list)
    }

    /// The keys of a record.
    pub(super) const fn keys(self) -> &'static [Key] {
        match self {
            Self::Document => DOCUMENT,
            Self::Name => NAME,
            Self::Lane => LANE,
            Self::Task => TASK,
            Self::Dependency => DEPENDENCY,
            Self::View => VIEW,
        }
    }
}

/// One key of a record.
pub(super) struct Key {
    pub(super) name: &'static str,
    pub(super) expect: Expect,
    /// Without a usable value the record cannot be used.
    pub(super) required: bool,
}

/// What the value of a key must be.
#[derive(Clone, Copy)]
pub(super) enum Expect {
    /// A string that is not empty.
    Id,
    /// Any string.
    String,
    /// An object with a string per language.
    Text,
    /// A whole number, both limits included.
    Whole(u32, u32),
    /// One of a few words.
    Word(fn() -> Vec<&'static str>),
    /// A stamp or an interval.
    Interval,
    /// A day.
    Date,
    /// A number of days.
    Lag,
    /// A list of strings.
    Strings,
    /// The cell of a document.
    Source,
    /// A chapter of a document.
    Chapter,
    /// A list of chapters.
    Chapters,
    /// The first and the last of some tables.
    Tables,
}

/// All of a task is done, in percent.
pub(super) const MAX_PROGRESS: u8 = 100;

impl Expect {
    /// What to write, as a sentence for a hint.
    pub(super) fn hint(self) -> Words {
        let fixed = |ja: &str, en: &str| [ja.to_owned(), en.to_owned()];
        match self {
            Self::Id => fixed("空でない文字列を書いてください", "write a string that is not empty"),
            Self::String => fixed("文字列を書いてください", "write a string"),
            Self::Text => fixed(
                r#"{"ja": "…", "en": "…"} の形で書いてください"#,
                r#"write it like {"ja": "…", "en": "…"}"#,
            ),
            Self::Whole(min, max) => [
                format!("{min}～{max} の整数を書いてください"),
                format!("write a whole number from {min} to {max}"),
            ],
            Self::Word(words) => {
                let words = words().join(", ");
                [
                    format!("次のどれかを書いてください: {words}"),
                    format!("write one of these: {words}"),
                ]
            }
            Self::Interval => fixed(
                "FY2021、FY2022-Q3、2022-H1、2023-01、2024-10-late、2025-03-24、\
                 期間は FY2021/FY2023、終わりがないときは 2023-01/.. のように書いてください。\
                 年は 0001～9999 です",
                "write it like FY2021, FY2022-Q3, 2022-H1, 2023-01, 2024-10-late or 2025-03-24, \
                 a span like FY2021/FY2023, an open end like 2023-01/..; years go from 0001 to 9999",
            ),
            Self::Date => fixed(
                "実在する日付を 2021-12-24 のように書いてください",
                "write an existing date like 2021-12-24",
            ),
            Self::Lag => [
                format!(
                    "30d や -5d のように日数を書いてください（±{} 日まで）",
                    Dependency::MAX_LAG_DAYS
                ),
                format!(
                    "write a number of days like 30d or -5d, up to ±{}",
                    Dependency::MAX_LAG_DAYS
                ),
            ],
            Self::Strings => fixed(
                r#"文字列のリストを ["…", "…"] の形で書いてください"#,
                r#"write a list of strings like ["…", "…"]"#,
            ),
            Self::Source => fixed(
                r#"{"document": "…", "table": 1, "line": 1, "column": 0} の形で書いてください"#,
                r#"write it like {"document": "…", "table": 1, "line": 1, "column": 0}"#,
            ),
            Self::Chapter => fixed(
                r#"{"title": {"ja": "…", "en": "…"}, "tables": [1, 3]} の形で書いてください"#,
                r#"write it like {"title": {"ja": "…", "en": "…"}, "tables": [1, 3]}"#,
            ),
            Self::Chapters => fixed(
                r#"章のリストを [{"title": {"ja": "…", "en": "…"}, "tables": [1, 3]}] の形で書いてください"#,
                r#"write a list like [{"title": {"ja": "…", "en": "…"}, "tables": [1, 3]}]"#,
            ),
            Self::Tables => fixed(
                "最初と最後の表の番号を [1, 3] の形で書いてください",
                "write the numbers of the first and the last table like [1, 3]",
            ),
        }
    }
}

const fn required(name: &'static str, expect: Expect) -> Key {
    Key { name, expect, required: true }
}

const fn optional(name: &'static str, expect: Expect) -> Key {
    Key { name, expect, required: false }
}

/// The top-level keys that are not lists.
pub(super) const HEADER: &[Key] = &[
    optional("format", Expect::String),
    optional("title", Expect::Text),
    optional("fiscal_year_start_month", Expect::Whole(1, 12)),
];

const DOCUMENT: &[Key] = &[
    required("id", Expect::Id),
    required("title", Expect::Text),
    optional("date", Expect::Date),
    optional("publisher", Expect::Text),
    optional("file", Expect::String),
    optional("chapters", Expect::Chapters),
];

/// The keys of one of a document's `chapters`.
pub(super) const CHAPTER: &[Key] =
    &[required("title", Expect::Text), required("tables", Expect::Tables)];

const NAME: &[Key] = &[required("name", Expect::Id), required("title", Expect::Text)];

const LANE: &[Key] = &[
    required("id", Expect::Id),
    required("title", Expect::Text),
    optional("parent", Expect::String),
    optional("color", Expect::Whole(0, Lane::MAX_COLOR as u32)),
];

const TASK: &[Key] = &[
    required("id", Expect::Id),
    required("lane", Expect::String),
    optional("track", Expect::Whole(0, u16::MAX as u32)),
    required("title", Expect::Text),
    required("when", Expect::Interval),
    optional("kind", Expect::Word(|| TaskKind::ALL.iter().map(|it| it.word()).collect())),
    optional("status", Expect::Word(|| TaskStatus::ALL.iter().map(|it| it.word()).collect())),
    optional("progress", Expect::Whole(0, MAX_PROGRESS as u32)),
    optional("owners", Expect::Strings),
    optional("tags", Expect::Strings),
    optional("note", Expect::Text),
    optional("source", Expect::Source),
    optional("basis", Expect::Word(|| TaskBasis::ALL.iter().map(|it| it.word()).collect())),
];

/// The keys of a task's `source`.
pub(super) const SOURCE: &[Key] = &[
    required("document", Expect::String),
    optional("table", Expect::Whole(0, u32::MAX)),
    optional("line", Expect::Whole(0, u32::MAX)),
    optional("column", Expect::Whole(0, u32::MAX)),
    optional("paragraph", Expect::Whole(0, u32::MAX)),
];

const DEPENDENCY: &[Key] = &[
    required("from", Expect::String),
    required("to", Expect::String),
    optional("type", Expect::Word(|| DependencyType::ALL.iter().map(|it| it.word()).collect())),
    optional("lag", Expect::Lag),
    optional("basis", Expect::Word(|| DependencyBasis::ALL.iter().map(|it| it.word()).collect())),
    optional("reason", Expect::Text),
];

const VIEW: &[Key] = &[
    required("id", Expect::Id),
    required("title", Expect::Text),
    optional("query", Expect::String),
    optional("mode", Expect::Word(|| Mode::ALL.iter().map(|it| it.word()).collect())),
    optional("group", Expect::Word(|| Grouping::ALL.iter().map(|it| it.word()).collect())),
    optional("sort", Expect::Word(|| Sorting::ALL.iter().map(|it| it.word()).collect())),
    optional("color", Expect::Word(|| Coloring::ALL.iter().map(|it| it.word()).collect())),
    optional("folded", Expect::Strings),
    optional("from", Expect::Date),
    optional("to", Expect::Date),
    optional(
        "row_percent",
        Expect::Whole(*View::ROW_PERCENTS.start() as u32, *View::ROW_PERCENTS.end() as u32),
    ),
    optional("progress_line", Expect::Date),
];

/// The keys of a text in two languages.
pub(super) const TEXT: &[Key] = &[optional("ja", Expect::String), optional("en", Expect::String)];
