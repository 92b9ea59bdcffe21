//! `set` and `shift`: what they change in the file, what they say, and when they refuse.

use super::versions::{BASE, version};
use super::{Folder, Run};

/// How many lines of the file are not those of another text.
fn changed_lines(folder: &Folder, before: &str) -> Vec<String> {
    let after = folder.text("plan.json");
    assert_eq!(after.lines().count(), before.lines().count());
    let pairs = after.lines().zip(before.lines());
    pairs.filter(|(new, old)| new != old).map(|(new, _)| new.to_owned()).collect()
}

#[test]
fn a_field_is_one_line_of_the_file() {
    for (change, part) in [
        ("when=令和7年度", r#""when": "FY2025""#),
        ("end=2027/3", r#""when": "FY2024/2027-03""#),
        ("title.en=Unify, all of it", r#""en": "Unify, all of it""#),
        ("kind=マイルストーン", r#""kind": "milestone""#),
        ("status=under-way", r#""status": "under-way""#),
        ("progress=40%", r#""progress": 40"#),
        ("lane=カード", r#""lane": "card""#),
        ("track=3", r#""track": 3"#),
        ("owners=NPA、デジタル庁", r#""owners": ["警察庁", "デジタル庁"]"#),
        ("tags=a;b", r#""tags": ["a", "b"]"#),
        ("note.en=", r#""note": {"ja": "一"}"#),
        ("basis=column", r#""basis": "column""#),
    ] {
        let folder = Folder::with("plan.json", BASE);
        folder.works(&["set", "plan.json", "unify", change]);
        let lines = changed_lines(&folder, BASE);
        assert_eq!(lines.len(), 1, "{change}");
        assert!(lines[0].contains(part) && lines[0].contains(r#""cost": 1.10"#), "{}", lines[0]);
    }
}

#[test]
fn what_was_set_is_told_as_a_difference() {
    let folder = Folder::with("plan.json", BASE);
    let told = folder.works(&["set", "plan.json", "unify", "start=2025年度", "--lang", "ja"]);
    assert_eq!(
        told,
        "施策：1件変更\n\n【カード › 在留カード】\n\
         - 在留カードとの一体化：開始を2024年度から2025年度へ変更\n"
    );
    let text = folder.text("plan.json");
    assert_eq!(folder.works(&["set", "plan.json", "unify", "start=FY2025"]), "no differences\n");
    assert_eq!(folder.text("plan.json"), text);
    // Both ends at once, and into another file.
    folder.works(&["set", "plan.json", "unify", "start=2030", "end=2031", "-o", "b.json"]);
    assert_eq!(folder.text("plan.json"), text);
    assert!(folder.text("b.json").contains(r#""when": "2030/2031""#));
}

#[test]
fn what_cannot_be_set_is_refused_with_the_reason() {
    let folder = Folder::with("plan.json", BASE);
    let long = format!("title={}", "x".repeat(100_000));
    for (args, words) in [
        (&["unfy", "when=2025"][..], "there is no task 'unfy' (did you mean 'unify'"),
        (
            &["unify", "when=2026/2025"],
            "when=2026/2025 cannot be changed: it ends before it starts",
        ),
        (&["unify", "when=soon"], "when=soon cannot be changed: write a period like FY2023"),
        (&["unify", "when=0000"], "years go from 1 to 9999"),
        (&["unify", "kind=job"], "there is no value \"job\""),
        (&["unify", "lane=nowhere"], "there is no id \"nowhere\""),
        (&["unify", "id=study"], "the id \"study\" is already in use"),
        (&["unify", "progress=101"], "the number is too large"),
        (&["unify", "title.ja=a\u{7}"], "control characters cannot be used"),
        (&["unify", &long], "1000 are the most"),
        (&["unify", "title.ja=", "title.en="], "the title is empty"),
        (&["unify", "depends_on=study"], "there is no field 'depends_on'"),
        (&["unify", "when"], "write 'when' as FIELD=VALUE"),
        (&["unify", "when=2025", "期間=2026"], "'期間' is given twice"),
        (&["unify"], "required"),
    ] {
        let Run { code, stdout, stderr } = folder.run(&[&["set", "plan.json"], args].concat());
        assert_eq!((code, &*stdout), (Some(2), ""), "{args:?}");
        assert!(stderr.contains(words), "{args:?}: {stderr}");
        assert_eq!(folder.text("plan.json"), BASE);
    }
}

#[test]
fn files_with_errors_are_not_replaced() {
    let broken = version(&[("FY2024/FY2026", "FY2026/FY2024")]);
    let folder = Folder::with("plan.json", &broken);
    for args in
        [&["set", "plan.json", "study", "when=2025"][..], &["shift", "plan.json", "study", "365"]]
    {
        let Run { code, stderr, .. } = folder.run(args);
        assert_eq!(code, Some(2));
        assert!(
            stderr.contains("not changed, because its broken records would be lost"),
            "{stderr}"
        );
        assert_eq!(folder.run(&[args, &["-o", "plan.json"]].concat()).code, Some(2));
        assert_eq!(folder.text("plan.json"), broken);
        assert_eq!(folder.run(&[args, &["-o", "other.json"]].concat()).code, Some(1));
        assert!(!folder.text("other.json").contains("FY2022"));
        assert_eq!(folder.run(&[args, &["-o", "other.svg"]].concat()).code, Some(2));
    }
    assert_eq!(folder.run(&["set", "none.json", "a", "when=2025"]).code, Some(2));
}

#[test]
fn a_task_moves_by_periods_of_its_own_precision() {
    let folder = Folder::with("plan.json", BASE);
    let Run { code, stdout, stderr } = folder.run(&["shift", "plan.json", "study", "600"]);
    assert_eq!(code, Some(0));
    assert_eq!(
        stdout,
        "+2 fiscal years: 1 task, 1 office, 1 crosses a fiscal year, end of plan +1 year\n\
         - Study (study): FY2022 → FY2024\n"
    );
    assert_eq!(stderr, "the other task was not moved; --with-successors moves it as well\n");
    assert_eq!(changed_lines(&folder, BASE).len(), 1);
}

#[test]
fn with_successors_all_of_it_moves_and_a_dry_run_writes_nothing() {
    let folder = Folder::with("plan.json", BASE);
    let args = ["shift", "plan.json", "study", "730", "--with-successors", "--lang", "ja"];
    let dry = folder.run(&[&args[..], &["--dry-run"]].concat());
    assert_eq!(folder.text("plan.json"), BASE);
    assert_eq!(dry.stderr, "試しに計算しただけで、何も書いていません\n");
    let wet = folder.run(&args);
    assert_eq!((wet.code, &*wet.stdout, &*wet.stderr), (Some(0), &*dry.stdout, ""));
    assert_eq!(
        wet.stdout,
        "+2年度：施策1件、担当1、年度をまたぐもの1件、計画の終わり+1年\n\
         - 検討（study）：2022年度 → 2024年度\n\
         - 在留カードとの一体化（unify）：2024～2026年度 → 2025～2027年度\n"
    );
    assert_eq!(changed_lines(&folder, BASE).len(), 2);
    // And back again, which pushes nothing.
    folder.works(&["shift", "plan.json", "unify", "-365"]);
    folder.works(&["shift", "plan.json", "study", "-730"]);
    assert_eq!(folder.text("plan.json"), BASE);
}

#[test]
fn too_few_days_and_too_many_move_nothing() {
    let folder = Folder::with("plan.json", BASE);
    let Run { code, stdout, stderr } = folder.run(&["shift", "plan.json", "study", "30"]);
    assert_eq!(code, Some(0));
    assert_eq!(stdout, "+0 fiscal years: no other task moves\n");
    assert!(stderr.contains("30 days are less than half of that"), "{stderr}");
    for days in ["2147483647", "-2147483648", "3000000"] {
        let Run { code, stderr, .. } = folder.run(&["shift", "plan.json", "study", days]);
        assert_eq!(code, Some(2), "{days}");
        assert!(stderr.contains("years go from 1 to 9999"), "{stderr}");
    }
    assert_eq!(folder.run(&["shift", "plan.json", "study", "x"]).code, Some(2));
    assert_eq!(folder.text("plan.json"), BASE);
}
