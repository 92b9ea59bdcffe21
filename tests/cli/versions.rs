//! `diff` and `merge`: what they say, what they write, and with which exit code.

use super::{Folder, Run};

/// The version that the others of these tests go back to.
pub(super) const BASE: &str = r#"{
"format": "koteihyo-roadmap/1",
"title": {"ja": "カードの工程表", "en": "Card roadmap"},
"fiscal_year_start_month": 4,
"names": [
{"name": "総務省", "title": {"en": "MIC"}},
{"name": "警察庁", "title": {"en": "NPA"}}
],
"lanes": [
{"id": "card", "title": {"ja": "カード", "en": "Cards"}, "parent": null, "color": 3},
{"id": "residence", "title": {"ja": "在留カード", "en": "Residence card"}, "parent": "card"}
],
"tasks": [
{"id": "study", "lane": "residence", "track": 0, "title": {"ja": "検討", "en": "Study"}, "when": "FY2022", "kind": "task", "owners": ["総務省"], "tags": [], "basis": "editor"},
{"id": "unify", "lane": "residence", "track": 0, "title": {"ja": "在留カードとの一体化", "en": "Unify with the residence card"}, "when": "FY2024/FY2026", "kind": "task", "owners": ["総務省"], "tags": [], "note": {"ja": "一", "en": "one"}, "basis": "editor", "cost": 1.10},
{"id": "issue", "lane": "residence", "track": 0, "title": {"ja": "交付", "en": "Issue"}, "when": "FY2026", "kind": "milestone", "owners": [], "tags": [], "basis": "editor"}
],
"dependencies": [
{"from": "study", "to": "unify", "type": "FS", "lag": "0d", "basis": "stated"}
]
}
"#;

/// [`BASE`] with parts replaced.
pub(super) fn version(changes: &[(&str, &str)]) -> String {
    changes.iter().fold(BASE.to_owned(), |text, (old, new)| {
        assert!(text.contains(old), "{old}");
        text.replacen(old, new, 1)
    })
}

/// The start of a task, one of its owners, a date that has become more exact, a lag, a field that
/// the program does not know, and a task more.
fn changed() -> String {
    version(&[
        ("FY2024/FY2026", "FY2025/FY2026"),
        (r#""owners": ["総務省"], "tags": [], "note""#, r#""owners": ["警察庁"], "tags": [], "note""#),
        (r#""when": "FY2022""#, r#""when": "2022-10""#),
        (r#""lag": "0d""#, r#""lag": "30d""#),
        ("1.10", "1.1"),
        (
            "],\n\"dependencies\"",
            ",\n{\"id\": \"review\", \"lane\": \"card\", \"track\": 0, \"title\": {\"ja\": \"見直し\", \"en\": \"Review\"}, \"when\": \"2026-04/..\", \"owners\": [\"総務省\"]}\n],\n\"dependencies\"",
        ),
    ])
    .replace("}\n,\n", "},\n")
}

fn folder(versions: &[(&str, &str)]) -> Folder {
    let folder = Folder::new();
    for (name, text) in versions {
        std::fs::write(folder.path(name), text).unwrap();
    }
    folder
}

#[test]
fn differences_are_sentences_in_both_languages() {
    let folder = folder(&[("a.json", BASE), ("b.json", &changed())]);
    let japanese = folder.works(&["diff", "a.json", "b.json", "--lang", "ja"]);
    assert_eq!(
        japanese,
        "施策：1件追加、2件変更。依存関係：1件変更\n\n\
         【カード】\n\
         - 見直しを追加（2026年4月～、担当：総務省）\n\n\
         【カード › 在留カード】\n\
         - 検討：時期を2022年度から2022年10月へ変更（精度：年度→月）\n\
         - 在留カードとの一体化：開始を2024年度から2025年度へ変更、担当から総務省を削除、\
         担当に警察庁を追加、項目「cost」を1.10から1.1へ変更\n\n\
         【依存関係】\n\
         - 検討 → 在留カードとの一体化：ラグを0日から30日へ変更\n"
    );
    let english = folder.works(&["diff", "a.json", "b.json"]);
    assert_eq!(
        english,
        "1 task added, 2 changed; 1 dependency changed\n\n\
         Cards\n\
         - Review added (from Apr 2026, owner MIC)\n\n\
         Cards › Residence card\n\
         - Study: date moved from FY2022 to Oct 2022 (precision: fiscal year → month)\n\
         - Unify with the residence card: start moved from FY2024 to FY2025; owner MIC removed; \
         owner NPA added; field “cost” changed from 1.10 to 1.1\n\n\
         Dependencies\n\
         - Study → Unify with the residence card: lag changed from 0 days to 30 days\n"
    );
    let back = folder.works(&["diff", "b.json", "a.json", "--lang", "ja"]);
    assert!(back.contains("- 見直しを削除（2026年4月～、担当：総務省）"), "{back}");
}

#[test]
fn differences_are_json_with_the_values_of_the_files() {
    let folder = folder(&[("a.json", BASE), ("b.json", &changed())]);
    let json = folder.works(&["diff", "a.json", "b.json", "--format", "json"]);
    serde_json::from_str::<Vec<serde_json::Value>>(&json).unwrap();
    for line in [
        r#"{"change": "changed", "list": "tasks", "id": "unify", "field": "when", "before": "FY2024/FY2026", "after": "FY2025/FY2026"}"#,
        r#"{"change": "changed", "list": "tasks", "id": "unify", "field": "cost", "before": 1.10, "after": 1.1}"#,
        r#"{"change": "changed", "list": "dependencies", "id": {"from": "study", "to": "unify", "type": "FS"}, "field": "lag", "before": "0d", "after": "30d"}"#,
    ] {
        assert!(json.lines().any(|it| it.trim_end_matches(',') == line), "{line} in {json}");
    }
    assert!(
        json.contains(r#"{"change": "added", "list": "tasks", "id": "review", "after": {"id""#)
    );
    assert_eq!(folder.works(&["diff", "a.json", "a.json", "--format", "json"]), "[]\n");
}

#[test]
fn the_exit_code_tells_differences_only_if_asked() {
    let folder = folder(&[("a.json", BASE), ("b.json", &changed()), ("none.json", "")]);
    let code = |args: &[&str]| folder.run(&[&["diff"], args].concat()).code;
    assert_eq!(code(&["a.json", "b.json"]), Some(0));
    assert_eq!(code(&["a.json", "b.json", "--exit-code"]), Some(1));
    assert_eq!(code(&["a.json", "a.json", "--exit-code"]), Some(0));
    assert_eq!(code(&["a.json", "missing.json"]), Some(2));
    assert_eq!(code(&["a.json"]), Some(2));
    assert_eq!(code(&["a.json", "b.json", "c.json"]), Some(2));
    assert_eq!(folder.works(&["diff", "a.json", "a.json", "--lang", "ja"]), "違いはありません\n");
    assert_eq!(folder.works(&["diff", "a.json", "a.json"]), "no differences\n");
    let new = folder.works(&["diff", "none.json", "a.json"]);
    assert!(new.starts_with("3 tasks added; 1 dependency added; 2 lanes added; "), "{new}");
    let broken = version(&[("FY2024/FY2026", "FY2026/FY2024")]);
    std::fs::write(folder.path("c.json"), broken).unwrap();
    let Run { code, stderr, .. } = folder.run(&["diff", "a.json", "c.json"]);
    assert_eq!(code, Some(0));
    assert!(stderr.contains("ends before it starts"), "{stderr}");
    assert_eq!(folder.run(&["diff", "a.json", "c.json", "--exit-code"]).code, Some(2));
}

#[test]
fn what_only_one_side_changed_is_merged() {
    let ours = version(&[("FY2024/FY2026", "FY2025/FY2026"), (r#""en": "one""#, r#""en": "two""#)]);
    let theirs = version(&[
        (
            r#""owners": ["総務省"], "tags": [], "note""#,
            r#""owners": ["総務省", "警察庁"], "tags": [], "note""#,
        ),
        (r#""note": {"ja": "一""#, r#""note": {"ja": "二""#),
        (r#", "cost": 1.10"#, r#", "cost": 1.20"#),
    ]);
    let expected = version(&[
        ("FY2024/FY2026", "FY2025/FY2026"),
        (
            r#""owners": ["総務省"], "tags": [], "note""#,
            r#""owners": ["総務省", "警察庁"], "tags": [], "note""#,
        ),
        (r#"{"ja": "一", "en": "one"}"#, r#"{"ja": "二", "en": "two"}"#),
        (r#", "cost": 1.10"#, r#", "cost": 1.20"#),
    ]);
    let folder = folder(&[("base", BASE), ("ours", &ours), ("theirs", &theirs)]);
    let printed = folder.run(&["merge", "base", "ours", "theirs"]);
    assert_eq!((printed.code, &*printed.stdout), (Some(0), &*expected));
    assert_eq!(printed.stderr, "merged: 1 task changed\n");
    folder.works(&["merge", "base", "ours", "theirs", "-o", "ours"]);
    assert_eq!(folder.text("ours"), expected);
}

#[test]
fn conflicts_are_told_and_kept_until_they_are_settled() {
    let ours = version(&[("FY2024/FY2026", "FY2025/FY2026"), ("1.10", "1.20")]);
    let theirs = version(&[("FY2024/FY2026", "FY2024/FY2027")]);
    let folder = folder(&[("base.json", BASE), ("ours.json", &ours), ("theirs.json", &theirs)]);
    let merge = |language: &str| {
        let files = ["merge", "base.json", "ours.json", "theirs.json", "-o", "out.json"];
        folder.run(&[&files[..], &["--lang", language]].concat())
    };
    let Run { code, stderr, .. } = merge("en");
    assert_eq!(code, Some(1));
    assert_eq!(
        stderr,
        "1 conflict, where ours was kept (no differences)\n\
         “Unify with the residence card”, period: ours FY2025–FY2026, theirs FY2024–FY2027 \
         (base FY2024–FY2026)\n"
    );
    let Run { stderr, .. } = merge("ja");
    assert!(
        stderr.ends_with(
            "「在留カードとの一体化」の期間：自分は2025～2026年度、相手は2024～2027年度\
             （元は2024～2026年度）\n"
        ),
        "{stderr}"
    );
    let conflict = r#"{"list": "tasks", "id": "unify", "field": "when", "cause": "both-changed", "base": "FY2024/FY2026", "ours": "FY2025/FY2026", "theirs": "FY2024/FY2027", "taken": "ours"}"#;
    let with_list = format!("],\n\"conflicts\": [\n{conflict}\n]\n}}\n");
    let text = folder.text("out.json");
    assert_eq!(text, ours.replace("]\n}\n", &with_list));
    // They survive being opened and saved.
    folder.works(&["convert", "out.json", "again.json"]);
    assert_eq!(folder.text("again.json"), text);
}

#[test]
fn broken_files_are_not_merged_and_nothing_is_written() {
    let broken = version(&[("FY2024/FY2026", "FY2026/FY2024")]);
    let folder = folder(&[("a", BASE), ("broken.json", &broken), ("none", "")]);
    for files in [["a", "a", "broken.json"], ["broken.json", "a", "a"], ["a", "none", "a"]] {
        let Run { code, stderr, .. } =
            folder.run(&[&["merge"][..], &files, &["-o", "out.json"]].concat());
        assert_eq!(code, Some(2), "{stderr}");
        assert!(stderr.contains("error: "), "{stderr}");
        assert!(!folder.path("out.json").exists());
    }
    // Without a common version both sides count as new.
    let ours = version(&[("FY2024/FY2026", "FY2025/FY2026")]);
    std::fs::write(folder.path("b"), ours).unwrap();
    assert_eq!(folder.run(&["merge", "none", "a", "a"]).code, Some(0));
    assert_eq!(folder.run(&["merge", "none", "a", "b"]).code, Some(1));
}
