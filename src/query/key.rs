//! The keys of the filter language: what stands before a colon.

use super::{Facet, fold};
use crate::model::Language;

macro_rules! keys {
    ($($(#[$doc:meta])* $key:ident: $en:literal, $ja:literal, $about_ja:literal, $about_en:literal;)*) => {
        /// What a condition `key:value` asks about.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Key { $($(#[$doc])* $key,)* }

        impl Key {
            /// All keys, in the order in which they are offered.
            pub const ALL: &[Self] = &[$(Self::$key,)*];

            /// How it is written; both ways are always understood.
            #[must_use]
            pub const fn word(self, language: Language) -> &'static str {
                match (self, language) {
                    $((Self::$key, Language::English) => $en,
                    (Self::$key, Language::Japanese) => $ja,)*
                }
            }

            /// What it asks about, in a few words.
            #[must_use]
            pub const fn about(self, language: Language) -> &'static str {
                match (self, language) {
                    $((Self::$key, Language::English) => $about_en,
                    (Self::$key, Language::Japanese) => $about_ja,)*
                }
            }
        }
    };
}

keys! {
    /// The top-level lane.
    Area: "area", "領域", "領域", "area";
    /// A lane at any level, with all lanes below it.
    Lane: "lane", "レーン", "レーンとその下のレーン", "a lane and the lanes below it";
    /// Who is in charge.
    Owner: "owner", "担当", "担当", "who is in charge";
    /// A keyword.
    Tag: "tag", "タグ", "タグ", "keyword";
    /// Task or milestone.
    Kind: "kind", "種別", "種別", "task or milestone";
    /// How far it has got.
    Status: "status", "状態", "進み具合", "how far it has got";
    /// The document that it comes from.
    Document: "document", "文書", "出典の文書", "document that it comes from";
    /// The chapter that it comes from.
    Chapter: "chapter", "章", "文書の章", "chapter of the document";
    /// The table that it comes from.
    Table: "table", "表", "文書の表の番号", "number of the table in the document";
    /// The period that it touches.
    When: "when", "期間", "この期間にかかる", "touches this period";
    /// The period that it starts in.
    Starts: "starts", "開始", "この期間に始まる", "starts in this period";
    /// The period that it ends in.
    Ends: "ends", "終了", "この期間に終わる", "ends in this period";
    /// How exactly its dates are known.
    Precision: "precision", "精度", "期日の細かさ", "how exactly the dates are known";
    /// How its date is known.
    Basis: "basis", "根拠", "期日の根拠", "how the dates are known";
    /// How far it could slip.
    Float: "float", "余裕", "余裕日数（0、1..30、..-1 など）", "total float in days: 0, 1..30, ..-1";
    /// A property.
    Is: "is", "性質", "マイルストーン・終わりの定めなしなど", "milestone, open end, …";
    /// A task and its predecessors.
    Up: "up", "先行", "この施策と、これに必要な施策すべて", "a task and all its predecessors";
    /// A task and its successors.
    Down: "down", "後続", "この施策と、これを必要とする施策すべて", "a task and all its successors";
    /// A task, its predecessors and its successors.
    Chain: "chain", "連鎖", "この施策の先行と後続すべて", "a task with all predecessors and successors";
    /// The chain over driving links.
    Driving: "driving", "律速", "期日を決めている依存関係だけの連鎖", "its chain over driving links only";
    /// The members of all paths between two tasks.
    Between: "between", "経路", "二つの施策を結ぶ経路にある施策（A,B）", "on a path between two tasks: A,B";
    /// The task with this id.
    Id: "id", "ID", "この ID の施策", "the task with this id";
}

impl Key {
    /// The key that is written so, in any width and case and in either language, and that language.
    pub(super) fn parse(text: &str) -> Option<(Self, Language)> {
        let folded = fold(text);
        let is_it = |key: Self, language| fold(key.word(language)) == folded;
        let languages = [Language::English, Language::Japanese];
        languages.into_iter().find_map(|language| {
            let key = Self::ALL.iter().copied().find(|&key| is_it(key, language))?;
            Some((key, language))
        })
    }

    /// The facet whose values it asks for.
    pub(super) const fn facet(self) -> Option<Facet> {
        Some(match self {
            Self::Area => Facet::Area,
            Self::Owner => Facet::Owner,
            Self::Tag => Facet::Tag,
            Self::Kind => Facet::Kind,
            Self::Status => Facet::Status,
            Self::Chapter => Facet::Chapter,
            Self::Table => Facet::Table,
            Self::When => Facet::Period,
            Self::Precision => Facet::Precision,
            Self::Basis => Facet::Basis,
            _ => return None,
        })
    }

    /// The key that asks for the values of a facet.
    pub(super) fn of_facet(facet: Facet) -> Self {
        let key = Self::ALL.iter().copied().find(|key| key.facet() == Some(facet));
        key.expect("every facet has its key")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_found_by_both_its_words() {
        for &key in Key::ALL {
            for language in Language::ALL {
                assert_eq!(Key::parse(key.word(language)).unwrap().0, key);
            }
        }
        assert_eq!(Key::parse("ＯＷＮＥＲ"), Some((Key::Owner, Language::English)));
        assert_eq!(Key::parse("たぐ"), Some((Key::Tag, Language::Japanese)));
        assert_eq!(Key::parse("owners"), None);
    }

    #[test]
    fn every_facet_has_a_key() {
        for facet in Facet::ALL {
            assert_eq!(Key::of_facet(facet).facet(), Some(facet));
        }
    }
}
