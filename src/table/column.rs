//! The columns of a table of tasks and what they are called.

use crate::model::Language;
use unicode_normalization::UnicodeNormalization as _;

macro_rules! columns {
    ($($(#[$doc:meta])* $variant:ident: $key:literal, $ja:literal, $en:literal, $others:expr;)*) => {
        /// A column of a table of tasks.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Column { $($(#[$doc])* $variant,)* }

        impl Column {
            /// All columns, in the order in which a table has them.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// What commands call it: the key of the file where it has one, `title.ja`.
            #[must_use]
            pub const fn key(self) -> &'static str {
                match self { $(Self::$variant => $key,)* }
            }

            /// What stands above it.
            #[must_use]
            pub const fn heading(self, language: Language) -> &'static str {
                match (self, language) {
                    $((Self::$variant, Language::Japanese) => $ja,
                    (Self::$variant, Language::English) => $en,)*
                }
            }

            /// What people call it besides, in the form of [`normal`].
            const fn other_names(self) -> &'static [&'static str] {
                match self { $(Self::$variant => &$others,)* }
            }
        }
    };
}

columns! {
    /// The stable id. Lists of the command line write `施策` and `Task` above it.
    Id: "id", "ID", "ID", ["施策", "task"];
    /// The lane, by its id or by the titles on the way to it.
    Lane: "lane", "レーン", "Lane", [];
    /// The row of its lane, from 0.
    Track: "track", "段", "Track", [];
    /// The title in the language of the reader.
    Title: "title", "名称", "Title", ["題名", "施策名", "タイトル", "name"];
    /// The title in Japanese.
    TitleJa: "title.ja", "名称（日本語）", "Title (Japanese)", ["題名(日本語)"];
    /// The title in English.
    TitleEn: "title.en", "名称（英語）", "Title (English)", ["題名(英語)"];
    /// Start and end in one.
    When: "when", "期間", "When", ["時期", "period", "dates"];
    /// When it starts.
    Start: "start", "開始", "Start", ["開始日", "開始時期"];
    /// When it ends; empty for the end of the period in which it starts.
    End: "end", "終了", "End", ["終了日", "終了時期", "finish"];
    /// What it is.
    Kind: "kind", "種別", "Kind", ["種類"];
    /// How far it has got.
    Status: "status", "状況", "Status", [];
    /// How much of it is done, in percent.
    Progress: "progress", "進捗", "Progress", ["進捗率", "進捗(%)", "progress %", "%"];
    /// Who is in charge.
    Owners: "owners", "担当", "Owners", ["担当者", "担当府省", "owner"];
    /// Its keywords.
    Tags: "tags", "タグ", "Tags", ["tag"];
    /// The note in the language of the reader.
    Note: "note", "備考", "Note", ["notes"];
    /// The note in Japanese.
    NoteJa: "note.ja", "備考（日本語）", "Note (Japanese)", [];
    /// The note in English.
    NoteEn: "note.en", "備考（英語）", "Note (English)", [];
    /// How its date is known.
    Basis: "basis", "日付の根拠", "Basis of the date", ["根拠"];
    /// Where it comes from.
    Source: "source", "出典", "Source", [];
    /// What it waits for.
    DependsOn: "depends_on", "先行", "Depends on", ["先行施策", "predecessors"];
}

impl Column {
    /// The column that a key or a heading in either language names; width and case count for
    /// nothing.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        const MOST_BYTES: usize = 100;
        if name.len() > MOST_BYTES {
            return None;
        }
        let name = normal(name);
        let is_called = |column: Self| {
            name == column.key()
                || Language::ALL.iter().any(|it| name == normal(column.heading(*it)))
                || column.other_names().contains(&&*name)
        };
        Self::ALL.iter().copied().find(|column| is_called(*column))
    }
}

/// A name in one width and one case.
fn normal(name: &str) -> String {
    name.trim().nfkc().flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_is_found_by_each_of_its_names() {
        for &column in Column::ALL {
            let headings = Language::ALL.map(|language| column.heading(language));
            let others = column.other_names().iter().copied();
            for name in headings.into_iter().chain(others).chain([column.key()]) {
                assert_eq!(Column::named(name), Some(column), "{name}");
                assert_eq!(Column::named(&format!(" {} ", name.to_uppercase())), Some(column));
            }
        }
        assert_eq!(Column::named("ＴＩＴＬＥ"), Some(Column::Title));
        assert_eq!(Column::named("費用"), None);
        assert_eq!(Column::named(""), None);
    }
}
