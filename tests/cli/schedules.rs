//! `schedule` and `trace`: what they compute, how it is written, and ids that do not exist.

use super::{Folder, Run};
use serde_json::{Value, json};
use std::io::{BufRead as _, BufReader, Read as _};
use std::process::Stdio;

/// The example of the schedule's documentation with a short task beside it.
const PLAN: &str = r#"{
"format": "koteihyo-roadmap/1",
"title": {"en": "Plan"},
"lanes": [
{"id": "lane", "title": {"ja": "窓口", "en": "Desk"}}
],
"tasks": [
{"id": "study", "lane": "lane", "title": {"ja": "検討", "en": "Study"}, "when": "2022-04-01/2022-04-10", "owners": ["総務省"]},
{"id": "decision", "lane": "lane", "title": {"en": "Decision"}, "when": "2022-04-05", "kind": "milestone"},
{"id": "build", "lane": "lane", "title": {"en": "Build"}, "when": "2022-04-08/2022-04-12"},
{"id": "notice", "lane": "lane", "title": {"en": "Notice"}, "when": "2022-04-01/2022-04-02"}
],
"dependencies": [
{"from": "study", "to": "decision", "basis": "stated"},
{"from": "decision", "to": "build", "basis": "row", "reason": {"en": "next step"}},
{"from": "notice", "to": "build", "lag": "3d"}
]
}
"#;

fn json_of(folder: &Folder, args: &[&str]) -> Value {
    serde_json::from_str(&folder.works(args)).unwrap()
}

/// The ids of a list of members.
fn ids(members: &Value) -> Vec<&str> {
    members.as_array().unwrap().iter().map(|member| member["id"].as_str().unwrap()).collect()
}

#[test]
fn a_schedule_is_written_in_three_formats() {
    let folder = Folder::with("plan.json", PLAN);
    let csv = folder.works(&["schedule", "plan.json", "--format", "csv"]);
    let expected = "\
id,early_start,early_finish,late_start,late_finish,total_float_days,free_float_days,critical
study,2022-04-01,2022-04-10,2022-04-01,2022-04-10,0,0,true
decision,2022-04-11,2022-04-10,2022-04-11,2022-04-10,0,0,true
build,2022-04-11,2022-04-15,2022-04-11,2022-04-15,0,0,true
notice,2022-04-01,2022-04-02,2022-04-06,2022-04-07,5,5,false
";
    assert_eq!(csv, expected);

    let json = json_of(&folder, &["schedule", "plan.json", "--format", "json"]);
    let notice = json!({
        "id": "notice",
        "early_start": "2022-04-01",
        "early_finish": "2022-04-02",
        "late_start": "2022-04-06",
        "late_finish": "2022-04-07",
        "total_float_days": 5,
        "free_float_days": 5,
        "critical": false,
    });
    assert_eq!(json["tasks"][3], notice);
    let totals = json!({
        "goal": null, "finish": "2022-04-15", "tasks": 4, "critical": 3, "conflicts": 1, "cycles": 0,
    });
    assert_eq!(json["totals"], totals);
    let conflict = json!({
        "from": "study", "to": "decision", "type": "FS", "lag": "0d", "missing_days": 6, "exact": true,
    });
    assert_eq!(json["conflicts"][0], conflict);

    let table = folder.works(&["schedule", "plan.json"]);
    for line in [
        "Task      Early start  Early finish  Late start  Late finish  Total float  Free float  Critical",
        "notice    2022-04-01   2022-04-02    2022-04-06  2022-04-07             5           5",
        "Finish     2022-04-15",
        "conflict: study → decision: starts 6 days before its predecessor ends",
    ] {
        assert!(table.lines().any(|other| other == line), "{line} in\n{table}");
    }
    let table = folder.works(&["schedule", "plan.json", "--lang", "ja"]);
    for part in ["最早開始", "目標の終了    2022-04-15", "先行工程の終了より6日早く始まる"]
    {
        assert!(table.contains(part), "{part} in\n{table}");
    }
}

#[test]
fn a_goal_leaves_what_does_not_lead_to_it_without_late_dates() {
    let folder = Folder::with("plan.json", PLAN);
    let args = ["schedule", "plan.json", "--goal", "decision", "--format"];
    let json = json_of(&folder, &[&args[..], &["json"]].concat());
    assert_eq!(json["totals"]["goal"], "decision");
    assert_eq!(json["totals"]["finish"], "2022-04-10");
    assert_eq!(json["totals"]["critical"], 2);
    for key in ["late_start", "late_finish", "total_float_days", "free_float_days"] {
        assert_eq!(json["tasks"][3][key], Value::Null);
        assert_ne!(json["tasks"][0][key], Value::Null);
    }
    let csv = folder.works(&[&args[..], &["csv"]].concat());
    assert!(csv.ends_with("\nnotice,2022-04-01,2022-04-02,,,,,false\n"), "{csv}");
}

#[test]
fn a_trace_has_hops_directions_and_links() {
    let folder = Folder::with("plan.json", PLAN);
    let json = json_of(&folder, &["trace", "plan.json", "decision", "--format", "json"]);
    assert_eq!(json["task"], "decision");
    assert_eq!(ids(&json["members"]), ["study", "decision", "build"]);
    let places: Vec<_> = json["members"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| (&it["direction"], &it["hops"]))
        .collect();
    let expected = [("up", 1), ("selected", 0), ("down", 1)];
    for ((direction, hops), expected) in places.into_iter().zip(expected) {
        assert_eq!((direction.as_str().unwrap(), hops.as_u64().unwrap()), expected);
    }
    let link = json!({
        "from": "decision", "to": "build", "type": "FS", "lag": "0d", "basis": "row",
        "driving": true, "reason": {"ja": null, "en": "next step"},
    });
    assert_eq!(json["links"].as_array().unwrap().len(), 2);
    assert_eq!(json["links"][1], link);

    let members = |args: &[&str]| -> Vec<String> {
        let args = [&["trace", "plan.json", "build", "--format", "json"], args].concat();
        ids(&json_of(&folder, &args)["members"]).into_iter().map(str::to_owned).collect()
    };
    assert_eq!(members(&["--down"]), ["build"]);
    assert_eq!(members(&["--up"]), ["study", "decision", "notice", "build"]);
    assert_eq!(members(&["--up", "--driving"]), ["study", "decision", "build"]);

    let text = folder.works(&["trace", "plan.json", "study", "--lang", "ja"]);
    assert!(text.lines().any(|line| line.ends_with("検討      総務省")), "{text}");
    assert!(text.contains("文書に明記"), "{text}");
}

#[test]
fn paths_are_found_from_either_end() {
    let folder = Folder::with("plan.json", PLAN);
    for (from, to) in [("study", "build"), ("build", "study")] {
        let args = ["trace", "plan.json", from, "--to", to, "--format", "json"];
        let json = json_of(&folder, &args);
        assert_eq!((&json["from"], &json["to"]), (&json!("study"), &json!("build")));
        assert_eq!(ids(&json["members"]), ["study", "decision", "build"]);
        let longest = json!({"days": 15, "members": ["study", "decision", "build"]});
        assert_eq!(json["longest"], longest);
        assert_eq!(json["links"].as_array().unwrap().len(), 2);
    }
    let text = folder.works(&["trace", "plan.json", "study", "--to", "build"]);
    assert!(text.ends_with("\nlongest path: 15 days, 3 tasks\n"), "{text}");
    let text = folder.works(&["trace", "plan.json", "study", "--to", "notice"]);
    assert_eq!(text, "there is no path between 'study' and 'notice'\n");
    let Run { code, .. } = folder.run(&["trace", "plan.json", "study", "--to", "build", "--up"]);
    assert_eq!(code, Some(2), "paths have no direction");
}

#[test]
fn an_id_that_does_not_exist_is_told_with_the_nearest() {
    let folder = Folder::with("plan.json", PLAN);
    let cases: [(&[&str], &str); 4] = [
        (
            &["schedule", "plan.json", "--goal", "decisoin"],
            "koteihyo: error: there is no task 'decisoin' (did you mean 'decision'?)\n",
        ),
        (
            &["trace", "plan.json", "bui"],
            "koteihyo: error: there is no task 'bui' (did you mean 'build'?)\n",
        ),
        (
            &["trace", "plan.json", "build", "--to", "notise", "--lang=ja"],
            "koteihyo: error: 施策「notise」はありません (「notice」のことですか)\n",
        ),
        (
            &["trace", "no-such-task"],
            "koteihyo: error: there is no task 'no-such-task' (koteihyo schedule lists the ids)\n",
        ),
    ];
    for (args, line) in cases {
        let Run { code, stdout, stderr } = folder.run(args);
        assert_eq!((code, &*stdout, &*stderr), (Some(2), "", line), "{args:?}");
    }
    let Run { code, stderr, .. } = folder.run(&["trace"]);
    assert_eq!(code, Some(2), "{stderr}");
    assert!(stderr.contains("<ID>"), "{stderr}");
}

#[test]
fn a_cycle_is_told_with_its_members_and_the_rest_is_computed() {
    let back = r#"{"from": "build", "to": "decision"},"#;
    let plan = PLAN.replacen("\"dependencies\": [", &format!("\"dependencies\": [\n{back}"), 1);
    let folder = Folder::with("plan.json", plan);
    let json = json_of(&folder, &["schedule", "plan.json", "--format", "json"]);
    assert_eq!(json["cycles"], json!([{"members": ["decision", "build"]}]));
    assert_eq!(json["tasks"][1]["early_start"], "2022-04-11", "what comes from outside counts");
    assert_eq!(json["tasks"][2]["early_start"], "2022-04-08");
    let table = folder.works(&["schedule", "plan.json"]);
    let line = "\ncycle: decision, build: 2 tasks wait for each other in a circle\n";
    assert!(table.contains(line), "{table}");
    let json = json_of(&folder, &["trace", "plan.json", "study", "--to", "build", "--format=json"]);
    assert_eq!(json["longest"], Value::Null);
    assert_eq!(json["members"].as_array().unwrap().len(), 3);
}

#[test]
fn the_built_in_roadmap_is_sound_and_can_be_traced() {
    let folder = Folder::new();
    let json = json_of(&folder, &["schedule", "--format", "json"]);
    assert_eq!(json["totals"]["cycles"], 0);
    let tasks = json["tasks"].as_array().unwrap();
    assert_eq!(json["totals"]["tasks"], tasks.len());
    let critical = tasks.iter().filter(|task| task["critical"] == true).count();
    assert_eq!(json["totals"]["critical"], critical);

    let trace = |args: &[&str]| json_of(&folder, &[&["trace", "--format=json"], args].concat());
    let up = trace(&["drivers-licence.integration", "--up"]);
    assert!(ids(&up["members"]).contains(&"licence-management-system.build"), "{up}");
    let down = trace(&["gov-cloud-environment.multi-cloud", "--down"]);
    assert!(ids(&down["members"]).contains(&"local-standardisation.migration"), "{down}");
    for link in down["links"].as_array().unwrap() {
        assert!(ids(&down["members"]).contains(&link["to"].as_str().unwrap()));
    }
}

/// What `koteihyo schedule | head -1` does.
#[test]
fn a_closed_pipe_ends_quietly() {
    let folder = Folder::new();
    for args in [&["schedule"][..], &["schedule", "--format=csv"], &["schedule", "--format=json"]] {
        let mut program = folder.program(args);
        let mut child = program.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut first = String::new();
        BufReader::with_capacity(16, child.stdout.take().unwrap()).read_line(&mut first).unwrap();
        let mut stderr = String::new();
        child.stderr.take().unwrap().read_to_string(&mut stderr).unwrap();
        assert_eq!((child.wait().unwrap().code(), &*stderr), (Some(0), ""), "{args:?}: {first}");
    }
}
