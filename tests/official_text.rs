//! The built-in roadmap and the importer against the official text, which is not part
//! of this repository: set `KOTEIHYO_SOURCES` to the folder that holds it.

#![expect(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod chart_cells;

use chart_cells::{Place, SHIFTED_LINES, chart_cells};
use koteihyo::import::tables;
use koteihyo::model::{Language, TaskBasis};
use koteihyo::store;
use std::collections::{BTreeSet, HashSet};
use std::path::Path;

const FILE: &str = "004_7d78c6ac9bcafb0c.txt";

/// A Japanese title this long is not a generic term any more.
const LONG_TITLE: usize = 12;
/// Names of programmes, offices, cards and systems, which cannot be said otherwise.
const PROPER_NAMES: [&str; 9] = [
    "ガバメントクラウドの整備",
    "デジタルアーキテクチャ・デザインセンター",
    "デジタル人材育成プラットフォーム",
    "医療扶助の医療券・調剤券",
    "国土交通データプラットフォーム",
    "子育て・介護ワンストップ",
    "建設キャリアアップカード",
    "政府ウェブサイトの標準化",
    "次世代コンピューティング",
];
/// A run of this many characters is a quotation.
const QUOTATION: usize = 20;

/// The text, unless there is none.
fn official_text() -> Option<String> {
    let Some(folder) = std::env::var_os("KOTEIHYO_SOURCES") else {
        report("skipped: KOTEIHYO_SOURCES is not set");
        return None;
    };
    Some(std::fs::read_to_string(Path::new(&folder).join(FILE)).unwrap())
}

#[expect(clippy::print_stderr, reason = "a test that does nothing has to say so")]
fn report(message: &str) {
    eprintln!("{message}");
}

#[test]
fn the_importer_reads_the_spans_that_the_built_in_roadmap_was_checked_against() {
    let Some(text) = official_text() else { return };
    let cells = chart_cells();
    let import = tables::read(&text, FILE);
    let mut seen: BTreeSet<Place> = BTreeSet::new();
    let mut wrong = Vec::new();
    for task in &import.roadmap.tasks {
        let source = task.place().unwrap();
        let place = (source.line.unwrap(), source.column.unwrap());
        seen.insert(place);
        let cell = cells.get(&place).unwrap_or_else(|| panic!("{}: no chart cell", task.id));
        assert_eq!(source.table, Some(cell.table), "{}", task.id);
        let is_by_column = task.basis == TaskBasis::Column && !SHIFTED_LINES.contains(&place.0);
        if is_by_column && task.when.to_string() != cell.when {
            wrong.push(format!("{}: {}, expected {}", task.id, task.when, cell.when));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert_eq!(seen, cells.keys().copied().collect());
}

#[test]
fn long_titles_are_not_those_of_the_document() {
    let Some(text) = official_text() else { return };
    let text = without_blanks(&text);
    let roadmap = store::built_in();
    let titles = roadmap.tasks.iter().map(|task| &task.title);
    let titles = titles.chain(roadmap.lanes.iter().map(|lane| &lane.title));
    let quoted: BTreeSet<_> = titles
        .filter_map(|title| title.get(Language::Japanese))
        .filter(|title| full_widths(title) >= LONG_TITLE && !PROPER_NAMES.contains(title))
        .filter(|title| text.contains(&without_blanks(title)))
        .collect();
    assert!(quoted.is_empty(), "{quoted:#?}");
}

#[test]
fn notes_do_not_quote_the_document() {
    let Some(text) = official_text() else { return };
    let text: Vec<char> = without_blanks(&text).chars().collect();
    let runs: HashSet<&[char]> = text.windows(QUOTATION).collect();
    let roadmap = store::built_in();
    let quoting: Vec<_> = roadmap
        .tasks
        .iter()
        .flat_map(|task| Language::ALL.map(|language| (&task.id, task.note().get(language))))
        .filter_map(|(id, note)| {
            let note: Vec<char> = without_names(note?).chars().collect();
            let run = note.windows(QUOTATION).find(|run| runs.contains(run))?;
            Some(format!("{id}: {}", String::from_iter(run)))
        })
        .collect();
    assert!(quoting.is_empty(), "{quoting:#?}");
}

/// A note without blanks and with a mark in place of each proper name.
fn without_names(note: &str) -> String {
    PROPER_NAMES.iter().fold(without_blanks(note), |note, name| note.replace(name, "\0"))
}

/// The extraction broke lines and set blanks where the document has none.
fn without_blanks(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// How many full-width characters a text has.
fn full_widths(text: &str) -> usize {
    text.chars().filter(|c| !c.is_ascii()).count()
}
