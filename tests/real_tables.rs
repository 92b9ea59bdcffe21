//! The importer on the official tables as published, which are not part of this
//! repository: set `KOTEIHYO_SOURCES` to the folder that holds their text.
//!
//! The lines that are named here are expectations; the importer knows none.

use koteihyo::import::tables::{CellUse, Import, looks_like_tables, read};
use koteihyo::model::{Language, TaskBasis, TaskKind};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

const FILE: &str = "004_7d78c6ac9bcafb0c.txt";

/// Rows whose years begin one column late.
const SHIFTED: [u32; 17] =
    [120, 121, 122, 135, 136, 243, 244, 245, 265, 266, 267, 268, 269, 270, 271, 272, 273];

/// Measures that stand among the labels.
const MEASURES_AMONG_LABELS: [u32; 5] = [86, 137, 155, 156, 292];

/// The text and what came of it, unless there is no text.
fn real_import() -> Option<(String, Import)> {
    let Some(folder) = std::env::var_os("KOTEIHYO_SOURCES") else {
        report("skipped: KOTEIHYO_SOURCES is not set");
        return None;
    };
    let path = Path::new(&folder).join(FILE);
    let text = std::fs::read_to_string(&path).expect("KOTEIHYO_SOURCES holds the text");
    let import = read(&text, FILE);
    Some((text, import))
}

#[expect(clippy::print_stderr, reason = "a test that does nothing has to say so")]
fn report(message: &str) {
    eprintln!("{message}");
}

#[test]
fn every_cell_is_accounted_for() {
    let Some((text, import)) = real_import() else { return };
    assert!(looks_like_tables(&text));
    let total = import.account.total();
    report(&import.account.in_language(Language::English).to_string());
    report(&import.account.in_language(Language::Japanese).to_string());
    assert_eq!(import.account.tables.len(), 25);
    assert_eq!(total.cells, 531);
    assert!(import.account.is_complete());
    assert_eq!(total.used_as(CellUse::Task), 411);
    assert_eq!(total.tasks as usize, import.roadmap.tasks.len());
    assert_eq!(import.roadmap.documents[0].id.as_ref(), "2021-12");
}

#[test]
fn headings_are_chapters() {
    let Some((_, import)) = real_import() else { return };
    let chapters: Vec<_> = import.roadmap.documents[0]
        .chapters
        .iter()
        .map(|it| (it.title.in_language(Language::Japanese), it.first_table, it.last_table))
        .collect();
    assert_eq!(
        chapters.iter().map(|it| (it.1, it.2)).collect::<Vec<_>>(),
        [(1, 1), (2, 4), (5, 22), (23, 25)]
    );
    for (chapter, start) in chapters.iter().zip(["第4 ", "第5 ", "第6 ", "マイナンバーカード"])
    {
        assert!(chapter.0.starts_with(start), "{}", chapter.0);
    }
}

#[test]
fn spans_are_those_of_the_columns() {
    let Some((text, import)) = real_import() else { return };
    let literal = literal_spans(&text);
    let mut seen = BTreeSet::new();
    let mut wrong = String::new();
    for task in &import.roadmap.tasks {
        let source = task.place().unwrap();
        let place = (source.line.unwrap(), source.column.unwrap());
        seen.insert(place);
        let expected = literal.get(&place).map_or("not a chart cell", |span| span.as_str());
        if task.basis == TaskBasis::Column && task.when.to_string() != expected {
            writeln!(wrong, "{}: {}, expected {expected}", task.id, task.when).unwrap();
        }
    }
    assert_eq!(wrong, "");
    assert_eq!(seen, literal.keys().copied().collect());
}

#[test]
fn dates_in_the_text_win_where_they_date_the_cell() {
    let Some((_, import)) = real_import() else { return };
    let dated: Vec<_> = import
        .roadmap
        .tasks
        .iter()
        .filter(|task| task.basis == TaskBasis::Text || task.kind == TaskKind::Milestone)
        .map(|task| format!("{} {} {}", task.id, task.when, task.kind.word()))
        .collect();
    assert_eq!(
        dated,
        [
            "t15.l211.c2.p1 2021-10 milestone",
            "t15.l211.c2.p2 2021-11 milestone",
            "t15.l212.c2.p1 2022-02 milestone",
            "t23.l331.c5 2023-01/.. task",
        ]
    );
}

#[test]
fn what_is_not_read_as_it_stands_is_reported() {
    let Some((_, import)) = real_import() else { return };
    for diagnostic in &import.diagnostics {
        report(&diagnostic.line(FILE, Language::Japanese).to_string());
        report(&diagnostic.line(FILE, Language::English).to_string());
    }
    let lines_with = |words: &[&str]| -> Vec<u32> {
        import
            .diagnostics
            .iter()
            .filter(|diagnostic| {
                words.iter().any(|word| diagnostic.message(Language::English).contains(word))
            })
            .map(|diagnostic| diagnostic.position.unwrap().line)
            .collect()
    };
    assert_eq!(lines_with(&["one column later", "one column to the left"]), SHIFTED);
    assert_eq!(lines_with(&["among the labels"]), MEASURES_AMONG_LABELS);
    assert_eq!(lines_with(&["as it stands"]), [277]);
    assert_eq!(lines_with(&["past the last year"]), [41, 42, 211, 288, 291, 335, 342, 343, 344]);
}

/// What the rule says about every chart cell, worked out in the plainest way
/// from the text and the two lists above: line and column to span.
fn literal_spans(text: &str) -> BTreeMap<(u32, u32), String> {
    let mut spans = BTreeMap::new();
    let mut table = 0;
    let mut in_table = false;
    for (line, row) in (1..).zip(text.lines()) {
        let cells: Vec<(u32, &str)> = (0..)
            .zip(row.split('\t').map(str::trim))
            .filter(|(_, cell)| !cell.is_empty())
            .collect();
        if cells.iter().any(|(_, cell)| cell.starts_with("2021年度")) {
            table += 1;
            in_table = true;
        } else if cells.is_empty() {
            in_table = false;
        } else if in_table {
            let (first_column, last_year) = if table <= 22 { (1, 2025) } else { (3, 2023) };
            let mut chart = cells;
            if table > 22 && chart.last().is_some_and(|&(column, _)| column >= 6) {
                chart.pop();
            }
            if !MEASURES_AMONG_LABELS.contains(&line) {
                chart.retain(|&(column, _)| column >= first_column);
            }
            if [120, 122, 135].contains(&line) {
                chart.remove(0);
            }
            chart.retain(|(_, cell)| !cell.starts_with('※') && !cell.starts_with("<「"));
            let late = u32::from(SHIFTED.contains(&line));
            let year = |column: u32| {
                let years_on = column.max(first_column) - first_column;
                (2021 + years_on).saturating_sub(late).min(last_year)
            };
            for (index, &(column, _)) in chart.iter().enumerate() {
                let start = year(column);
                let next = chart.get(index + 1).map(|&(next, _)| next);
                let end = next.map_or(last_year, |next| year(next - 1).max(start));
                let span = match (table > 22 && end == last_year, start == end) {
                    (true, _) => format!("FY{start}/.."),
                    (false, true) => format!("FY{start}"),
                    (false, false) => format!("FY{start}/FY{end}"),
                };
                spans.insert((line, column), span);
            }
        }
    }
    assert_eq!(spans.len(), 411);
    spans
}
