//! `list`: what it finds, which columns it writes, and queries that are wrong.

use super::{Folder, Run};
use koteihyo::store;
use serde_json::{Value, json};

const PLAN: &str = r#"{
"format": "koteihyo-roadmap/1",
"title": {"en": "Plan"},
"lanes": [
{"id": "area", "title": {"ja": "窓口", "en": "Desk"}},
{"id": "lane", "parent": "area", "title": {"en": "Counter"}}
],
"tasks": [
{"id": "study", "lane": "lane", "title": {"ja": "検討", "en": "Study"}, "when": "FY2022", "owners": ["総務省", "A; B"], "tags": ["card"], "status": "done", "progress": 100},
{"id": "build", "lane": "lane", "title": {"en": "Build"}, "when": "2023-04/2023-06", "owners": ["総務省"]},
{"id": "open", "lane": "area", "title": {"en": "After"}, "when": "2022-07-01/..", "kind": "task"},
{"id": "decision", "lane": "area", "title": {"en": "Decision"}, "when": "2023-03-mid", "kind": "milestone"}
],
"dependencies": [
{"from": "study", "to": "build", "basis": "stated"}
]
}
"#;

#[test]
fn columns_are_written_in_the_order_in_which_they_are_asked_for() {
    let folder = Folder::with("plan.json", PLAN);
    let list = |args: &[&str]| folder.works(&[&["list", "plan.json"], args].concat());
    let columns = "id,when,start,end,precision,owners,area,lane,kind,status,progress,tags";
    let csv = list(&["--columns", columns, "--format", "csv"]);
    let expected = "\
id,when,start,end,precision,owners,area,lane,kind,status,progress,tags
study,FY2022,FY2022,FY2022,fy,総務省; A; B,Desk,Counter,task,done,100,card
build,2023-04/2023-06,2023-04,2023-06,month,総務省,Desk,Counter,task,unknown,,
open,2022-07-01/..,2022-07-01,,day,,Desk,Desk,task,unknown,,
decision,2023-03-mid,2023-03-mid,2023-03-mid,third,,Desk,Desk,milestone,unknown,,
";
    assert_eq!(csv, expected);
    let args = ["--where", "id:study", "--columns", "float,critical,title,owners,source"];
    let json: Value =
        serde_json::from_str(&list(&[&args[..], &["--format", "json"]].concat())).unwrap();
    let study = json!({
        "float": 0, "critical": true, "title": "Study", "owners": ["総務省", "A; B"], "source": null,
    });
    assert_eq!(json, json!([study]));
    let table = list(&["--lang", "ja", "--where", "検討"]);
    assert_eq!(table, "施策   期間      題名  担当\nstudy  2022年度  検討  総務省、A; B\n");
}

#[test]
fn tasks_are_found_and_sorted() {
    let folder = Folder::with("plan.json", PLAN);
    let ids = |args: &[&str]| {
        let args = [&["list", "plan.json", "--columns", "id", "--format", "csv"], args].concat();
        folder.works(&args).lines().skip(1).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(ids(&[]), ["study", "build", "open", "decision"]);
    assert_eq!(ids(&["--sort", "start"]), ["study", "open", "decision", "build"]);
    assert_eq!(ids(&["--sort", "end"]), ["decision", "study", "build", "open"]);
    assert_eq!(ids(&["--sort", "title"]), ["open", "build", "decision", "study"]);
    assert_eq!(ids(&["--sort", "float"])[..2], ["study", "build"]);
    assert_eq!(ids(&["--where", "down:study -id:study"]), ["build"]);
    assert_eq!(ids(&["--where", "is:critical", "--goal", "study"]), ["study"]);
    assert_eq!(ids(&["--where", "宇宙"]), [""; 0]);
    let built_in = folder.works(&["list", "--format", "csv"]);
    assert_eq!(built_in.lines().count(), store::built_in().tasks.len() + 1);
}

#[test]
fn a_mistake_is_marked_in_its_place() {
    let folder = Folder::with("plan.json", PLAN);
    let cases = [
        (
            "owner:総務省 onwer:x",
            "koteihyo: error: --where: there is no condition \"onwer:\" (expected: perhaps owner:; put it in quotes to find the words)\n  \
             owner:総務省 onwer:x\n               ^^^^^\n",
        ),
        (
            "x (study",
            "koteihyo: error: --where: this parenthesis is not closed (expected: a closing parenthesis)\n  x (study\n    ^\n",
        ),
    ];
    for (query, message) in cases {
        for command in [&["list", "plan.json"][..], &["export", "plan.json", "--to", "a.svg"]] {
            let Run { code, stdout, stderr } = folder.run(&[command, &["--where", query]].concat());
            assert_eq!((code, &*stdout), (Some(2), ""));
            assert_eq!(stderr, message);
        }
    }
    let Run { code, stderr, .. } = folder.run(&["list", "plan.json", "--columns", "id,titel"]);
    assert_eq!(code, Some(2));
    assert!(stderr.contains("titel") && stderr.contains("title"), "{stderr}");
}
