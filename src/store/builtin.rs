//! The roadmap that is built into the program.

use crate::model::Roadmap;

/// The file `roadmap-data/digital-society-2021-12.roadmap.json`, byte for byte.
pub static BUILT_IN: &[u8] =
    include_bytes!("../../roadmap-data/digital-society-2021-12.roadmap.json");

/// Japan's digital-society roadmap of December 2021.
///
/// # Panics
/// Never in a build that passed its tests, which read this very file.
#[must_use]
pub fn built_in() -> Roadmap {
    let (roadmap, diagnostics) =
        super::format::read(BUILT_IN).expect("the built-in roadmap is checked by a test");
    debug_assert!(diagnostics.is_empty(), "{diagnostics:?}");
    roadmap
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Language;

    #[test]
    fn every_task_stands_in_a_chapter_with_both_titles() {
        let roadmap = built_in();
        let document = &roadmap.documents[0];
        let tables: Vec<_> =
            document.chapters.iter().map(|it| (it.first_table, it.last_table)).collect();
        assert_eq!(tables, [(1, 1), (2, 4), (5, 22), (23, 25)]);
        for chapter in &document.chapters {
            assert!(Language::ALL.iter().all(|&it| chapter.title.get(it).is_some()));
        }
        for task in &roadmap.tasks {
            let table = task.place().and_then(|place| place.table);
            assert!(table.is_some_and(|it| document.chapter_of(it).is_some()), "{}", task.id);
        }
    }
}
