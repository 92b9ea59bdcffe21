//! The list of problems.

use crate::harness::{Folder, Window};
use eframe::egui::Role;
use koteihyo::app::Command;
use std::fmt::Write as _;

/// A file with tasks (id, period, owners) and dependencies (from, to, lag). Nothing stands in
/// its second lane.
fn plan(tasks: &[(&str, &str, &str)], links: &[(&str, &str, &str)]) -> String {
    let mut text = String::from(
        "{\n\"format\": \"koteihyo-roadmap/1\",\n\"title\": {\"ja\": \"計画\"},\n\
         \"fiscal_year_start_month\": 4,\n\"lanes\": [\n\
         {\"id\": \"road\", \"title\": {\"ja\": \"道路\"}, \"parent\": null},\n\
         {\"id\": \"rail\", \"title\": {\"ja\": \"鉄道\"}, \"parent\": null}\n],\n\"tasks\": [\n",
    );
    let records: Vec<String> = tasks
        .iter()
        .map(|(id, when, owners)| {
            let kind = if id.starts_with("m.") { "milestone" } else { "task" };
            format!(
                "{{\"id\": \"{id}\", \"lane\": \"road\", \"track\": 0, \"title\": {{\"ja\": \
                 \"施策{id}\"}}, \"when\": \"{when}\", \"kind\": \"{kind}\", \"owners\": [{owners}], \
                 \"tags\": [], \"basis\": \"editor\"}}"
            )
        })
        .collect();
    let links: Vec<String> = links
        .iter()
        .map(|(from, to, lag)| {
            format!(
                "{{\"from\": \"{from}\", \"to\": \"{to}\", \"type\": \"FS\", \"lag\": \"{lag}\", \
                 \"basis\": \"stated\", \"reason\": {{\"ja\": \"順序\"}}}}"
            )
        })
        .collect();
    let _ = write!(
        text,
        "{}\n],\n\"dependencies\": [\n{}\n]\n}}\n",
        records.join(",\n"),
        links.join(",\n")
    );
    text
}

const OWNED: &str = "\"道路課\"";

/// One problem of each kind.
fn faulty() -> String {
    let tasks = [
        ("early", "FY2020", OWNED),
        ("late", "FY2021", OWNED),
        ("round", "FY2023", OWNED),
        ("about", "FY2023", OWNED),
        ("self", "FY2023", OWNED),
        ("first", "FY2021", OWNED),
        ("second", "FY2022", OWNED),
        ("m.open", "2023-01/..", OWNED),
        ("orphan", "FY2022", ""),
        ("year", "FY2022", OWNED),
        ("month", "2022-10", OWNED),
    ];
    let links = [
        ("late", "early", "0d"),
        ("round", "about", "0d"),
        ("about", "round", "0d"),
        ("self", "self", "0d"),
        ("first", "second", "0d"),
        ("first", "second", "5d"),
        ("late", "nowhere", "0d"),
        ("late", "road", "0d"),
        ("year", "month", "0d"),
        ("year", "month", "0d"),
    ];
    plan(&tasks, &links)
}

fn open(text: &str) -> (Window, Folder) {
    let (mut window, folder) = (Window::open(), Folder::new());
    window.open_path(&folder.file("plan.roadmap.json", text));
    window.press_keys_of(Command::ToggleProblems);
    (window, folder)
}

#[test]
fn each_kind_of_problem_is_listed_once() {
    let (mut window, _folder) = open(&faulty());
    let groups = [
        ("日付と矛盾する依存関係", 1),
        ("循環する依存関係", 1),
        ("読み込めなかった部分", 3),
        ("自分自身への依存・二重の依存", 1),
        ("疑わしい日付", 1),
        ("一部の日付でだけ成り立つ依存関係", 1),
        ("読み取りについての注記", 1),
        ("施策のないレーン", 1),
        ("担当の記載がない施策", 1),
    ];
    let counts: usize = groups.iter().map(|(_, count)| count).sum();
    let problems = window.session().problems().expect("the document is small");
    assert_eq!(problems.count(true) + problems.count(false), counts);
    assert!(window.says("日付と矛盾する依存関係：1件"));
    let copied = window.copy_by_button("コピー").unwrap();
    for (group, count) in groups {
        let listed = copied.lines().filter(|line| line.split('\t').next() == Some(group));
        assert_eq!(listed.count(), count, "{group} in {copied}");
    }
    assert!(window.says("問題 7・確認 4"), "the badge");
}

#[test]
fn the_copied_list_says_what_is_wrong() {
    let (mut window, _folder) = open(&faulty());
    let copied = window.copy_by_button("コピー").unwrap();
    let lines: Vec<&str> = copied.lines().collect();
    assert_eq!(lines.len(), 1 + 11, "{copied}");
    let expected = [
        ("施策late → 施策early", "先行工程の終了より少なくとも"),
        ("施策round、施策about", "2件の施策が互いを待ち"),
        ("施策first → 施策second", "同じ種類の依存関係が二重にある"),
        ("施策m.open", "マイルストーンなのに終わりがない（2023年1月～）"),
        ("施策year → 施策month", "先行工程の終了が2022年10月30日まで"),
        ("施策orphan", "担当が書かれていない\t道路"),
        ("鉄道", "施策が一つもない"),
    ];
    for (subject, sentence) in expected {
        let cells = format!("\t{subject}\t{sentence}");
        let holds = lines.iter().filter(|line| line.contains(&cells)).count();
        assert_eq!(holds, 1, "{cells} in {copied}");
    }
    for absent in ["self", "nowhere", "road"] {
        let holds = lines
            .iter()
            .filter(|line| line.starts_with("読み込めなかった部分") && line.contains(absent));
        assert_eq!(holds.count(), 1, "{absent} in {copied}");
    }
}

#[test]
fn going_to_a_problem_selects_its_task_even_if_a_filter_hides_it() {
    let (mut window, _folder) = open(&faulty());
    window.search("施策first");
    assert_eq!(window.session().matches().shown(), 1);
    window.click_beginning(Role::Button, "施策late → 施策early, ");
    assert_eq!(window.selected(), Some("early"));
    assert!(!window.session().filter().is_active(), "the filter made way");
    assert!(window.bar("early").is_some(), "it is in view");
}

#[test]
fn what_could_not_be_read_is_no_problem_of_a_file_that_is_saved_without_it() {
    let (mut window, folder) = open(&faulty());
    assert!(window.says("読み込めなかった部分：3件"));
    window.press_keys_of(Command::SaveAs);
    window.enter_path(&folder.path("sound.roadmap.json"));
    assert!(window.says_something_with("書き込みました"));
    assert!(!window.says_something_with("読み込めなかった部分"));
    assert!(window.says("循環する依存関係：1件"));
}

#[test]
fn a_sound_plan_has_no_problems() {
    let (mut window, _folder) =
        open(&plan(&[("a", "FY2021", OWNED), ("b", "FY2022", OWNED)], &[("a", "b", "0d")]));
    // The lane without any task is one thing to look at, and nothing else is.
    assert!(window.says("確認 1"));
    window.click_beginning(Role::Button, "鉄道, ");
    assert_eq!(window.selected(), None, "a lane is gone to without selecting a task");
    let text = plan(&[("a", "FY2021", OWNED)], &[]).replace(
        "\"parent\": null},\n{\"id\": \"rail\"",
        "\"parent\": null}\n],\n\"was\": [\n{\"id\": \"rail\"",
    );
    let folder = Folder::new();
    window.open_path(&folder.file("sound.roadmap.json", &text));
    assert!(window.says("問題なし"), "{:?}", window.session().problems());
    assert!(window.says_something_with("問題は見つかりません"));
}

#[test]
fn of_many_problems_only_those_in_view_are_drawn() {
    let ids: Vec<String> = (0..3000).map(|number| format!("t{number}")).collect();
    let tasks: Vec<_> = ids.iter().map(|id| (id.as_str(), "FY2022", "")).collect();
    let (mut window, _folder) = open(&plan(&tasks, &[]));
    let group = "担当の記載がない施策：3000件";
    assert!(window.says(group));
    let listed = |window: &Window| {
        let names = window.said_by(Role::Button);
        names.iter().filter(|name| name.contains("担当が書かれていない")).count()
    };
    assert_eq!(listed(&window), 0, "so many start folded");
    window.click_button(group);
    let listed = listed(&window);
    assert!((3..40).contains(&listed), "{listed} of 3000");
}
