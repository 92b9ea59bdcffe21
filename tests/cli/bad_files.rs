//! Files that are wrong: each is told with its place, and none brings the program down.

use super::{Folder, Run};
use std::time::{Duration, Instant};

/// A roadmap with these records; the tasks begin on line 6.
fn plan(tasks: &[&str], dependencies: &[&str]) -> String {
    format!(
        "{{\n\"format\": \"koteihyo-roadmap/1\",\n\"lanes\": [\n{{\"id\": \"desk\", \"title\": {{\"ja\": \"窓口\"}}}}\n], \
         \"tasks\": [\n{}\n],\n\"dependencies\": [\n{}\n]\n}}\n",
        tasks.join(",\n"),
        dependencies.join(",\n"),
    )
}

fn task(id: &str, when: &str) -> String {
    format!(
        "{{\"id\": \"{id}\", \"lane\": \"desk\", \"title\": {{\"ja\": \"試行\", \"en\": \"Trial\"}}, \"when\": \"{when}\"}}"
    )
}

/// Checks a file; its output and exit code.
#[track_caller]
fn check(name: &str, content: impl AsRef<[u8]>) -> Run {
    let folder = Folder::with(name, content);
    let start = Instant::now();
    let run = folder.run(&["check", name]);
    assert!(start.elapsed() < Duration::from_secs(20), "{name} takes too long");
    run
}

/// Holds one kind of bad file against the line that it must give.
#[track_caller]
fn assert_told(name: &str, content: impl AsRef<[u8]>, line: &str) {
    let Run { code, stdout, stderr } = check(name, content);
    assert_eq!(code, Some(1), "{stdout}{stderr}");
    assert!(stdout.lines().any(|told| told.starts_with(line)), "{line:?} in\n{stdout}");
    assert!(stdout.lines().all(|told| told.starts_with(&format!("{name}:"))), "{stdout}");
}

#[test]
fn a_sound_file_is_silent() {
    let (one, other) = (task("a", "FY2021"), task("b", "FY2022/.."));
    let link = "{\"from\": \"a\", \"to\": \"b\"}";
    let Run { code, stdout, stderr } = check("plan.json", plan(&[&one, &other], &[link]));
    assert_eq!((code, &*stdout), (Some(0), ""));
    assert_eq!(stderr, "plan.json: 0 errors, 0 warnings\n");
}

#[test]
fn records_that_are_wrong_are_told_with_their_place() {
    let sound = task("a", "FY2021");
    let told = |tasks: &[&str], links: &[&str], line| {
        assert_told("plan.json", plan(tasks, links), line);
    };
    told(&[&sound, &task("a", "FY2022")], &[], "plan.json:7:8: error: ");
    told(
        &[&sound, &task("b", "FY2023/FY2021")],
        &[],
        "plan.json:7:75: error: \"FY2023/FY2021\" ends",
    );
    told(&[&sound, &task("b", "FY99999")], &[], "plan.json:7:75: error: ");
    told(&[&sound, &task("b", "99999-01-01")], &[], "plan.json:7:75: error: ");
    told(&[&sound, &task("b", "2021-02-30")], &[], "plan.json:7:75: error: ");
    told(&[&sound, "{\"id\": 7}"], &[], "plan.json:7:8: error: ");
    told(&[&sound], &["{\"from\": \"a\", \"to\": \"nowhere\"}"], "plan.json:9:21: error: ");
    told(&[&sound], &["{\"from\": \"a\", \"to\": \"a\"}"], "plan.json:9:");
    told(
        &["{\"id\": \"x\", \"lane\": \"no\", \"title\": {\"ja\": \"試\"}, \"when\": \"FY2021\"}"],
        &[],
        "plan.json:6:21: error: ",
    );
}

#[test]
fn what_is_sound_is_still_counted_and_drawn() {
    let content = plan(&[&task("a", "FY2021"), &task("b", "FY2023/FY2021")], &[]);
    let folder = Folder::with("plan.json", content);
    let Run { code, stdout, stderr } = folder.run(&["info", "plan.json", "--json"]);
    assert_eq!(code, Some(1));
    assert!(stdout.contains("\"tasks\": 1,"), "{stdout}");
    assert!(stderr.starts_with("plan.json:7:75: error: "), "{stderr}");
    let Run { code, .. } = folder.run(&["export", "plan.json", "--to", "plan.svg"]);
    assert_eq!(code, Some(1));
    assert!(folder.text("plan.svg").contains(">Trial<"));
    let Run { code, stderr, .. } = folder.run(&["convert", "plan.json", "new.json"]);
    assert_eq!(code, Some(1));
    assert!(stderr.contains("not converted") && !folder.path("new.json").exists(), "{stderr}");
}

#[test]
fn files_that_are_no_roadmap_are_told() {
    let truncated = plan(&[&task("a", "FY2021"), &task("b", "FY2022")], &[]);
    let cut = truncated.find("FY2022").unwrap();
    assert_told("plan.json", &truncated[..cut], "plan.json:7:75: error: ");
    assert_told("plan.json", "", "plan.json: error: the file is empty");
    assert_told("plan.json", " \n\t\n", "plan.json: error: the file is empty");
    assert_told("plan.json", b"{\n\"format\": \"\x83\x65\"}", "plan.json:2:12: error: ");
    assert_told("plan.txt", b"\n\x83\x65", "plan.txt:2:1: error: this is not UTF-8 text");
    assert_told("plan.txt", "hello\n", "plan.txt: error: this is neither a roadmap");
    assert_told("plan.json", "[1, 2, 3]", "plan.json:1:1: error: ");
    assert_told("plan.json", "{\"format\": \"koteihyo-roadmap/99\"}", "plan.json:1:12: error: ");
    assert_told("plan.json", "\0\0\0\0", "plan.json:1:1: error: ");
}

#[test]
fn hostile_files_are_survived() {
    let deep = "[".repeat(100_000);
    assert_told("plan.json", &deep, "plan.json:1:");
    assert_told("plan.json", "{\"a\":".repeat(100_000), "plan.json:1:");
    let inside = plan(&[&task("a", "FY2021"), &format!("{{\"id\": {deep}")], &[]);
    assert_told("plan.json", inside, "plan.json:7:");
    let closed = format!("{{\"id\": \"b\", \"x\": {deep}{}}}", "]".repeat(100_000));
    let Run { code, .. } = check("plan.json", plan(&[&task("a", "FY2021"), &closed], &[]));
    assert!(matches!(code, Some(0 | 1)));
    let long = format!("{{\"format\": \"{}", "あ".repeat(3_000_000));
    let Run { code, stdout, .. } = check("plan.json", long);
    assert_eq!(code, Some(1));
    assert!(stdout.len() < 2000, "a message does not repeat the file");
}

#[test]
fn files_that_cannot_be_read_are_failures() {
    let folder = Folder::with("plan.json", "{}");
    for command in ["check", "info"] {
        let Run { code, stdout, stderr } = folder.run(&[command, "no/such.json"]);
        assert_eq!((code, &*stdout), (Some(2), ""));
        assert!(stderr.starts_with("no/such.json: error: there is no such file ("), "{stderr}");
        let Run { code, stderr, .. } = folder.run(&[command, ".", "--lang", "ja"]);
        assert_eq!(code, Some(2));
        assert!(stderr.starts_with(".: error: ファイルではなくフォルダーです ("), "{stderr}");
    }
}
