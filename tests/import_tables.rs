//! The importer of the roadmap tables, case by case: `tests/import_tables/NAME.txt`
//! is a text with one kind of fault, `NAME.expected` is what it comes to.
//!
//! With `KOTEIHYO_ACCEPT=1` the expectations are written anew.

#![expect(clippy::unwrap_used, reason = "a case that cannot be read or shown has failed")]

use koteihyo::import::tables::{Import, looks_like_tables, read};
use koteihyo::model::{Language, Roadmap, Severity};
use std::fmt::Write as _;
use std::path::Path;

#[track_caller]
fn check(name: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import_tables");
    let text = std::fs::read_to_string(folder.join(format!("{name}.txt"))).unwrap();
    assert!(looks_like_tables(&text));
    let import = read(&text, "case.txt");
    assert!(import.account.is_complete());
    let shown = show(&import);
    let expected = folder.join(format!("{name}.expected"));
    if std::env::var_os("KOTEIHYO_ACCEPT").is_some() {
        std::fs::write(&expected, &shown).unwrap();
    }
    assert_eq!(shown, std::fs::read_to_string(&expected).unwrap_or_default(), "{name}");
}

/// Lanes as a tree with their tasks, then dependencies, diagnostics and the account.
fn show(import: &Import) -> String {
    let roadmap = &import.roadmap;
    let ja = Language::Japanese;
    let mut out = String::new();
    for document in &roadmap.documents {
        writeln!(out, "document {} {}", document.id, document.title.in_language(ja)).unwrap();
        for chapter in &document.chapters {
            let (first, last) = (chapter.first_table, chapter.last_table);
            writeln!(out, "tables {first}-{last} [{}]", chapter.title.in_language(ja)).unwrap();
        }
    }
    show_lanes(roadmap, None, 0, &mut out);
    for link in &roadmap.dependencies {
        let id = |task| &roadmap.task(task).id;
        let (kind, basis) = (link.kind.word(), link.basis.word());
        writeln!(out, "{} -> {} {kind} {basis}", id(link.from), id(link.to)).unwrap();
    }
    for diagnostic in &import.diagnostics {
        writeln!(out, "{}", diagnostic.line("case.txt", Language::English)).unwrap();
    }
    writeln!(out, "{}", import.account.in_language(Language::English)).unwrap();
    out
}

fn show_lanes(roadmap: &Roadmap, parent: Option<&str>, depth: usize, out: &mut String) {
    let ja = Language::Japanese;
    let indent = "  ".repeat(depth);
    for lane in roadmap.lane_ids() {
        let (id, record) = (lane, roadmap.lane(lane));
        if record.parent.map(|parent| &*roadmap.lane(parent).id) != parent {
            continue;
        }
        writeln!(out, "{indent}{} [{}]", record.id, record.title.in_language(ja)).unwrap();
        for task in roadmap.tasks.iter().filter(|task| task.lane == id) {
            let (kind, basis) = (task.kind.word(), task.basis.word());
            let (id, track, when) = (&task.id, task.track, task.when);
            write!(out, "{indent}  {id} @{track} {when} {kind} {basis}").unwrap();
            write!(out, " 「{}」", task.title.in_language(ja)).unwrap();
            for owner in &task.owners {
                write!(out, " {}", roadmap.owners.word(owner.index())).unwrap();
            }
            if !task.note().is_empty() {
                write!(out, " {{{}}}", task.note().in_language(ja).replace('\n', " | ")).unwrap();
            }
            out.push('\n');
        }
        show_lanes(roadmap, Some(&record.id), depth + 1, out);
    }
}

macro_rules! cases {
    ($($name:ident)*) => { $(#[test] fn $name() { check(stringify!($name)); })* };
}

cases!(
    spans
    measures_among_labels
    past_last_year
    late_run
    names_among_years
    paragraphs
    milestones
    notes
    cards
    dates_in_text
    other_years
    broken
);

#[test]
fn a_text_without_tables_is_an_error() {
    let texts =
        ["", "\n\n", "{\"format\": \"koteihyo-roadmap/1\"}", "2021年度の予定\t2022年度の予定"];
    for text in texts {
        assert!(!looks_like_tables(text), "{text}");
        let import = read(text, "case.txt");
        assert_eq!(import.roadmap, Roadmap::default());
        assert_eq!(import.diagnostics.len(), 1);
        assert_eq!(import.diagnostics[0].severity, Severity::Error);
    }
}

#[test]
fn every_diagnostic_speaks_both_languages_and_has_a_place() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import_tables");
    for entry in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        for diagnostic in read(&text, "case.txt").diagnostics {
            assert!(diagnostic.position.is_some());
            for language in Language::ALL {
                assert_ne!(diagnostic.message(language), "");
                assert_ne!(diagnostic.hint(language), "", "{}", diagnostic.message(language));
            }
        }
    }
}
