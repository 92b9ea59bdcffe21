//! Help, `info`, `convert`, and the window that cannot open.

use super::{Folder, Run};
use koteihyo::store::BUILT_IN;
use serde_json::Value;
use std::io::{BufRead as _, BufReader, Read as _};
use std::process::Stdio;

const TABLES: &str = "架空市の計画\n\n第1 はじめに\n\n\
    \t2021年度 (令和3年度)\t2022年度 (令和4年度)\t2023年度 (令和5年度)\t2024年度 (令和6年度)\t2025年度 (令和7年度)\t\n\
    1. 窓口\n\
    \t受付の試行\t\t受付の本番\t\t\t\n\
    \t案内板の設計\t案内板の設置\t\t\t\t\n\
    2. 電話\n\
    \t番号の整理 ※一部\t\t\t\t回線の廃止\t\n";

#[test]
fn help_is_there_in_both_languages() {
    let folder = Folder::new();
    let english = folder.works(&["--help"]);
    for word in ["Usage: koteihyo", "check", "info", "convert", "export", "--lang"] {
        assert!(english.contains(word), "{word} in {english}");
    }
    let japanese = folder.works(&["--help", "--lang", "ja"]);
    for word in ["使い方: koteihyo", "コマンド:", "オプション:", "export", "書き出す"]
    {
        assert!(japanese.contains(word), "{word} in {japanese}");
    }
    let output = folder.program(&["export", "--help"]).env("LC_ALL", "ja_JP.UTF-8").output();
    let Run { code, stdout, .. } = Run::of(&output.unwrap());
    assert_eq!(code, Some(0));
    assert!(stdout.contains("使い方: koteihyo export"), "{stdout}");
    for option in [
        "--to",
        "--mode",
        "--theme",
        "--from",
        "--to-date",
        "--where",
        "--trace",
        "--critical",
        "--width",
    ] {
        assert!(stdout.contains(option), "{option} in {stdout}");
    }
    assert_eq!(folder.works(&["--version"]), concat!("koteihyo ", env!("CARGO_PKG_VERSION"), "\n"));
}

#[test]
fn mistakes_in_the_arguments_are_failures() {
    let folder = Folder::with("plan.json", "{}");
    let cases: [&[&str]; 9] = [
        &["--unknown"],
        &["info", "--jsn"],
        &["check"],
        &["export"],
        &["export", "--to", "a.svg", "--width", "639"],
        &["export", "--to", "a.svg", "--from", "FY99999"],
        &["export", "--to", "a.svg", "--today", "2021-02-30"],
        &["plan.json", "info"],
        &["check", "plan.json", "plan.json"],
    ];
    for args in cases {
        for language in ["en", "ja"] {
            let args = [&["--lang", language], args].concat();
            let Run { code, stdout, stderr } = folder.run(&args);
            assert_eq!((code, &*stdout), (Some(2), ""), "{args:?}");
            assert!(stderr.starts_with("koteihyo: error: "), "{args:?}: {stderr}");
        }
    }
}

#[test]
fn the_built_in_roadmap_holds_what_it_promises() {
    let folder = Folder::new();
    let counts: Value = serde_json::from_str(&folder.works(&["info", "--json"])).unwrap();
    let count = |key: &str| counts[key].as_u64().unwrap();
    assert!(count("tasks") >= 411, "{counts}");
    assert!(count("lanes") >= 25 && count("milestones") >= 1 && count("owners") >= 10, "{counts}");
    assert_eq!((count("without_source"), count("without_both_titles")), (0, 0));
    assert_eq!(count("documents"), 1);
    let links = &counts["dependencies"];
    let [total, row, stated, inferred] =
        ["total", "row", "stated", "inferred"].map(|key| links[key].as_u64().unwrap());
    assert_eq!(total, row + stated + inferred);
    assert!(stated + inferred >= 80 && stated > 0 && inferred > 0, "{links}");
    for language in ["ja", "en"] {
        assert_ne!(counts["title"][language].as_str().unwrap(), "");
    }
    assert_eq!(counts["span"]["first"], "FY2021");

    let table = folder.works(&["info"]);
    assert!(table.lines().any(|line| line.starts_with("Tasks ")), "{table}");
    let table = folder.works(&["info", "--lang=ja"]);
    assert!(table.lines().any(|line| line.starts_with("依存関係 ")), "{table}");
}

#[test]
fn tables_become_a_roadmap_that_is_sound() {
    let folder = Folder::with("tables.txt", TABLES);
    let Run { code, stdout, stderr } = folder.run(&["convert", "tables.txt", "plan.roadmap.json"]);
    assert_eq!((code, &*stdout), (Some(0), ""), "{stderr}");
    assert!(stderr.contains("1 table: 8 cells = 6 for tasks (6 in all) + 2 labels"), "{stderr}");
    let plan = folder.text("plan.roadmap.json");
    for part in ["\"受付の試行\"", "\"FY2021/FY2022\"", "\"回線の廃止\"", "\"番号の整理\""]
    {
        assert!(plan.contains(part), "{part} in {plan}");
    }
    assert_eq!(folder.works(&["check", "plan.roadmap.json"]), "");
    folder.works(&["convert", "plan.roadmap.json", "again.json"]);
    assert_eq!(folder.text("again.json"), plan);
    let counts = folder.works(&["info", "plan.roadmap.json", "--json"]);
    let counts: Value = serde_json::from_str(&counts).unwrap();
    assert_eq!(
        (counts["tasks"].as_u64(), counts["dependencies"]["row"].as_u64()),
        (Some(6), Some(3))
    );

    let Run { stderr, .. } = folder.run(&["convert", "tables.txt", "b.json", "--lang", "ja"]);
    assert!(stderr.contains("計1表：8セル"), "{stderr}");
}

#[test]
fn converting_the_built_in_roadmap_changes_no_byte() {
    let folder = Folder::with("plan.roadmap.json", BUILT_IN);
    folder.works(&["convert", "plan.roadmap.json", "copy.roadmap.json"]);
    assert!(std::fs::read(folder.path("copy.roadmap.json")).unwrap() == BUILT_IN);
    assert_eq!(folder.works(&["check", "copy.roadmap.json"]), "");
}

#[test]
fn nothing_is_written_where_it_must_not_be() {
    let folder = Folder::with("tables.txt", TABLES);
    for output in ["tables.txt", "plan.svg", "plan", "no/plan.json"] {
        let Run { code, stderr, .. } = folder.run(&["convert", "tables.txt", output]);
        assert_eq!(code, Some(2), "{output}: {stderr}");
        let last = stderr.lines().last().unwrap_or_default();
        assert!(last.starts_with(&format!("{output}: error: ")), "{stderr}");
    }
    assert_eq!(folder.text("tables.txt"), TABLES);
    assert_eq!(std::fs::read_dir(folder.path("")).unwrap().count(), 1, "nothing is left behind");
}

/// What `koteihyo check FILE | head -1` does.
#[test]
fn a_closed_pipe_is_a_quiet_end() {
    let tasks: Vec<String> = (0..4000)
        .map(|nth| {
            format!(
                "{{\"id\": \"t{nth}\", \"lane\": \"none\", \"title\": {{}}, \"when\": \"FY{nth}\"}}"
            )
        })
        .collect();
    let plan =
        format!("{{\"format\": \"koteihyo-roadmap/1\", \"tasks\": [\n{}\n]}}", tasks.join(",\n"));
    let folder = Folder::with("plan.json", plan);
    let mut program = folder.program(&["check", "plan.json"]);
    let mut child = program.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut first = String::new();
    BufReader::with_capacity(64, child.stdout.take().unwrap()).read_line(&mut first).unwrap();
    assert!(first.starts_with("plan.json:"), "{first}");
    let mut stderr = String::new();
    child.stderr.take().unwrap().read_to_string(&mut stderr).unwrap();
    let code = child.wait().unwrap().code();
    assert!(matches!(code, Some(0 | 1)), "{code:?}: {stderr}");
    assert!(!stderr.contains("panicked") && !stderr.contains("pipe"), "{stderr}");
}

#[test]
fn a_missing_display_is_one_line_that_says_what_to_install() {
    let folder = Folder::new();
    for (language, words) in [("en", "the window cannot be opened"), ("ja", "画面を開けません")]
    {
        let Run { code, stdout, stderr } = folder.run(&["--lang", language]);
        assert_eq!((code, &*stdout), (Some(2), ""), "{stderr}");
        assert_eq!(stderr.lines().count(), 1, "{stderr}");
        for part in ["koteihyo: error: ", words, "apt install", "libgl1", "libxkbcommon"] {
            assert!(stderr.contains(part), "{part} in {stderr}");
        }
    }
}
