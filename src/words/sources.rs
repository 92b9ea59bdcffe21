//! Sources in words.

use crate::model::{Document, Language, Place};

/// Where in a document something stands: chapter, table, line, column, item.
#[must_use]
pub fn place_in_words(place: Place, document: &Document, language: Language) -> String {
    let chapter = place.table.and_then(|table| document.chapter_of(table));
    let chapter = chapter.map(|chapter| document.chapters[chapter].title.in_language(language));
    let part = |number: Option<u32>, ja: (&str, &str), en: &str| {
        number.map(|number| match language {
            Language::Japanese => format!("{}{number}{}", ja.0, ja.1),
            Language::English => format!("{en} {number}"),
        })
    };
    let parts = [
        chapter.filter(|title| !title.is_empty()).map(str::to_owned),
        part(place.table, ("表", ""), "table"),
        part(place.line, ("", "行目"), "line"),
        part(place.column, ("列", ""), "column"),
        part(place.paragraph, ("", "番目の項目"), "item"),
    ];
    let separator = if language == Language::Japanese { "・" } else { ", " };
    parts.into_iter().flatten().collect::<Vec<_>>().join(separator)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::DocumentId;

    #[test]
    fn the_place_of_a_source_begins_with_its_chapter() {
        let roadmap = crate::store::built_in();
        let document = &roadmap.documents[0];
        let at = |table| Place {
            table,
            line: Some(81),
            column: Some(2),
            ..Place::of(DocumentId::from_index(0))
        };
        let words = |table, language| place_in_words(at(table), document, language);
        assert_eq!(words(Some(6), Language::Japanese), "第6 施策・表6・81行目・列2");
        assert_eq!(words(Some(6), Language::English), "6 Measures, table 6, line 81, column 2");
        assert_eq!(words(Some(26), Language::English), "table 26, line 81, column 2");
        assert_eq!(words(None, Language::English), "line 81, column 2");
    }
}
