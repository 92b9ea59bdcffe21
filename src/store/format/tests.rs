//! Single cases: the form of a file, and what is said about a wrong one.

mod broken_json;
mod hostile;

use super::{read, write};
use crate::model::{Diagnostic, LaneId, Language, Roadmap, Severity, Text, View};

/// A canonical file with every key that there is, and unknown ones everywhere.
const FULL: &str = r#"{
"format": "koteihyo-roadmap/1",
"title": {"ja": "工程表", "en": "Roadmap", "fr": "Feuille de route"},
"fiscal_year_start_month": 4,
"documents": [
{"id": "2021-12", "title": {"ja": "重点計画"}, "date": "2021-12-24", "publisher": {"ja": "デジタル庁"}, "file": "004.txt", "chapters": [{"title": {"ja": "第4 理念", "de": "Ideen"}, "tables": [1, 1]}, {"title": {"en": "Measures"}, "tables": [3, 22], "pages": 1.10}], "pages": 12345678901234567890123}
],
"names": [
{"name": "デジタル庁", "title": {"ja": "デジタル庁", "en": "Digital Agency"}, "since": "2021-09-01"}
],
"lanes": [
{"id": "card.licence", "title": {"ja": "運転免許証"}, "parent": "card"},
{"id": "card", "title": {"ja": "カード", "en": "Card"}, "parent": null, "color": 3, "x": { "a":[1 , 2.50] }}
],
"tasks": [
{"id": "a", "lane": "card", "track": 0, "title": {"ja": "検討"}, "when": "FY2021/FY2022", "kind": "task", "owners": ["デジタル庁", "総務省"], "tags": ["法令"], "note": {"ja": "一行目\n二行目"}, "source": {"document": "2021-12", "table": 6, "line": 81, "column": 2, "paragraph": 1, "weight": 1.10}, "basis": "column", "cost": 1.10, "費用": null},
{"id": "b", "lane": "card.licence", "track": 1, "title": {"ja": "交付", "en": "Issue"}, "when": "2023-01/..", "kind": "milestone", "status": "under-way", "owners": [], "tags": [], "basis": "editor"}
],
"dependencies": [
{"from": "a", "to": "b", "type": "FS", "lag": "-30d", "basis": "row", "reason": {"ja": "同じ行の次の工程"}, "seen": true},
{"from": "a", "to": "b", "type": "SS", "lag": "0d", "basis": "inferred"}
],
"views": [
{"id": "ministry", "title": {"ja": "省庁別", "en": "By ministry"}, "query": "tag:\"法令\" -kind:milestone", "mode": "gantt", "group": "owner", "sort": "start", "color": "criticality", "folded": ["owner:総務省", "lane:nowhere"], "from": "2021-04-01", "to": "2026-03-31", "row_percent": 75, "progress_line": "2023-06-30", "note": [ ]},
{"id": "all", "title": {"ja": "すべて"}, "query": "", "mode": "swimlane", "group": "lanes", "sort": "document", "color": "area"}
],
"Ünknown": {"nested": [ {"odd" :1e2} ]},
"other": 1.10
}
"#;

fn written(roadmap: &Roadmap) -> String {
    let mut bytes = Vec::new();
    write(roadmap, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

#[track_caller]
fn sound(text: &str) -> Roadmap {
    let (roadmap, diagnostics) = read(text.as_bytes()).unwrap();
    assert_eq!(lines(&diagnostics), Vec::<String>::new());
    roadmap
}

fn lines(diagnostics: &[Diagnostic]) -> Vec<String> {
    for diagnostic in diagnostics {
        let ja = diagnostic.message(Language::Japanese);
        assert!(ja.chars().any(|char| char > '\u{3000}'), "{ja}");
    }
    let line = |it: &Diagnostic| it.line("f", Language::English).to_string();
    diagnostics.iter().map(line).collect()
}

/// What is said about a file of which something can be used.
#[track_caller]
fn problems(text: &str) -> (Roadmap, Vec<String>) {
    let (roadmap, diagnostics) = read(text.as_bytes()).unwrap();
    (roadmap, lines(&diagnostics))
}

fn refused(bytes: &[u8]) -> Vec<String> {
    lines(&read(bytes).unwrap_err())
}

/// A file with one lane, two tasks and whatever is added.
fn file(lanes: &str, tasks: &str, dependencies: &str) -> String {
    format!(
        r#"{{
"format": "koteihyo-roadmap/1",
"lanes": [
{{"id": "card", "title": {{"ja": "カード"}}}}{lanes}
],
"tasks": [
{{"id": "study", "lane": "card", "title": {{"ja": "検討"}}, "when": "FY2021"}},
{{"id": "bill", "lane": "card", "title": {{"ja": "法案"}}, "when": "FY2022"}}{tasks}
],
"dependencies": [
{{"from": "study", "to": "bill"}}{dependencies}
]
}}
"#
    )
}

#[test]
fn saving_a_canonical_file_changes_nothing() {
    assert_eq!(written(&sound(FULL)), FULL);
    let empty = "{\n\"format\": \"koteihyo-roadmap/1\",\n\"title\": {},\n\"fiscal_year_start_month\": 4,\n\
                 \"lanes\": [],\n\"tasks\": [],\n\"dependencies\": []\n}\n";
    assert_eq!(written(&sound(empty)), empty);
    assert_eq!(written(&Roadmap::default()), empty);
}

#[test]
fn another_layout_is_brought_into_the_canonical_form() {
    // One line; known keys moved behind the unknown ones; the lists in another order.
    let minified: String = FULL.lines().collect();
    assert_eq!(written(&sound(&minified)), FULL);
    let windows = FULL.replace('\n', "\r\n");
    assert_eq!(written(&sound(&windows)), FULL);
    let moved =
        FULL.replace(r#""id": "a", "#, "").replace(r#""cost": 1.10"#, r#""cost": 1.10, "id": "a""#);
    assert_eq!(written(&sound(&moved)), FULL);
    let (head, lists) = FULL.split_once("\"documents\"").unwrap();
    let turned =
        format!("{{\"documents\"{}, {}", lists.trim_end().trim_end_matches('}'), &head[2..]);
    let turned = format!("{}}}", turned.trim_end().trim_end_matches(','));
    assert_eq!(written(&sound(&turned)), FULL);
}

#[test]
fn missing_keys_have_their_defaults() {
    let roadmap = sound(&file("", "", ""));
    let expected = r#"{
"format": "koteihyo-roadmap/1",
"title": {},
"fiscal_year_start_month": 4,
"lanes": [
{"id": "card", "title": {"ja": "カード"}, "parent": null}
],
"tasks": [
{"id": "study", "lane": "card", "track": 0, "title": {"ja": "検討"}, "when": "FY2021", "kind": "task", "owners": [], "tags": [], "basis": "editor"},
{"id": "bill", "lane": "card", "track": 0, "title": {"ja": "法案"}, "when": "FY2022", "kind": "task", "owners": [], "tags": [], "basis": "editor"}
],
"dependencies": [
{"from": "study", "to": "bill", "type": "FS", "lag": "0d", "basis": "inferred"}
]
}
"#;
    assert_eq!(written(&roadmap), expected);
    let nulls =
        expected.replace(r#""basis": "editor""#, r#""note": null, "source": null, "basis": null"#);
    assert_eq!(written(&sound(&nulls)), expected);
    let unknown = expected.replace(r#""kind": "task""#, r#""kind": "task", "status": "unknown""#);
    assert_eq!(written(&sound(&unknown)), expected);
}

#[test]
fn files_of_which_nothing_can_be_used_are_refused() {
    assert_eq!(
        refused(b""),
        ["f:1:1: error: the file is empty (open another file, or restore this one from a backup)"]
    );
    assert_eq!(refused(b" \r\n")[0], refused(b"")[0]);
    assert_eq!(
        refused(
            "{\n\"工\u{0}".as_bytes().iter().copied().chain([0xff]).collect::<Vec<_>>().as_slice()
        ),
        ["f:2:4: error: from here on the file is not UTF-8 text (save the file again as UTF-8)"]
    );
    let hint =
        "(choose a file that ends in .roadmap.json; tables and other formats can be converted)";
    let not_json =
        |place, what| [format!("f:{place}: error: this is not a roadmap file: {what} {hint}")];
    assert_eq!(refused(b"hello"), not_json("1:1", "a value is missing"));
    assert_eq!(refused(b"{\"a\": 1"), not_json("1:7", "the file ends inside an object"));
    let lacks = "it lacks \"format\": \"koteihyo-roadmap/1\"";
    assert_eq!(refused(b"[]"), not_json("1:1", lacks));
    assert_eq!(refused(b"{\"format\": \"other/1\"}"), not_json("1:12", lacks));
    assert_eq!(refused(b"{\"format\": 1}"), not_json("1:12", lacks));
    assert_eq!(
        refused(b"{\"tasks\": 5,\n \"format\": \"koteihyo-roadmap/12\"}"),
        [
            "f:2:12: error: the file has the newer format koteihyo-roadmap/12, which this version cannot read \
             (open it with a newer Koteihyo; this one reads up to koteihyo-roadmap/1)"
        ]
    );
}

#[test]
fn a_byte_order_mark_is_tolerated() {
    let (roadmap, lines) = problems(&format!("\u{feff}{FULL}"));
    assert_eq!(
        lines,
        ["f:1:1: warning: the file starts with a byte order mark, which saving removes"]
    );
    assert_eq!(written(&roadmap), FULL);
    assert!(refused(b"\xef\xbb\xbf{\"\xff")[0].starts_with("f:1:3:"));
}

/// Each case: a task appended to [`file`], and what is said about it; the
/// `true` ones stay in the roadmap.
#[test]
fn a_wrong_task_is_explained() {
    let rest = r#""lane": "card", "title": {"ja": "x"}, "when": "2021"}"#;
    let dates = "(write it like FY2021, FY2022-Q3, 2022-H1, 2023-01, 2024-10-late or 2025-03-24, a span \
                 like FY2021/FY2023, an open end like 2023-01/..; years go from 0001 to 9999)";
    let when = |when: &str| {
        format!(r#"{{"id": "x", "lane": "card", "title": {{"ja": "x"}}, "when": {when}}}"#)
    };
    let not_when = |text: &str| format!("9:59: error: {text}; the task is left out {dates}");
    let cases: Vec<(String, bool, String)> = vec![
        ("5".into(), false,
         "9:1: error: a value in \"tasks\" is not an object {…}; the task is left out (remove the value, or write it like the other lines)".into()),
        (r#"{"lane": "card", "when": "2021"}"#.into(), false,
         "9:1: error: \"id\" is missing; the task is left out (add \"id\")|9:1: error: \"title\" is missing; the task is left out (add \"title\")".into()),
        (format!(r#"{{"id": "", {rest}"#), false,
         "9:8: error: \"id\" cannot be \"\"; the task is left out (write a string that is not empty)".into()),
        (format!(r#"{{"id": "bill", {rest}"#), false,
         "9:8: error: there already is a task \"bill\"; the task is left out (give one of them another id, or remove it)".into()),
        (format!(r#"{{"id": "x", "id": "y", {rest}"#), true,
         "9:13: error: the key \"id\" is here twice; only the first value is used (remove one of them)".into()),
        (format!(r#"{{"id": "x", "ｘ": 1, "ｘ": 2, {rest}"#), true,
         "9:21: error: the key \"ｘ\" is here twice; only the first value is used (remove one of them)".into()),
        (format!(r#"{{"id": "x", "track": 65536, {rest}"#), true,
         "9:22: error: \"track\" cannot be 65536; the value is ignored (write a whole number from 0 to 65535)".into()),
        (format!(r#"{{"id": "x", "kind": "Task", "basis": "x", {rest}"#), true,
         "9:21: error: \"kind\" cannot be \"Task\"; the value is ignored (write one of these: task, milestone)\
          |9:38: error: \"basis\" cannot be \"x\"; the value is ignored (write one of these: column, text, editor)".into()),
        (format!(r#"{{"id": "x", "owners": ["工", 5], "tags": "工", {rest}"#), true,
         "9:29: error: \"owners\" cannot be 5; the value is ignored (write a string)\
          |9:41: error: \"tags\" cannot be \"工\"; the value is ignored (write a list of strings like [\"…\", \"…\"])".into()),
        (format!(r#"{{"id": "x", "note": {{"ja": 1, "en": "n"}}, {rest}"#), true,
         "9:28: error: \"ja\" cannot be 1; the value is ignored (write a string)".into()),
        (format!(r#"{{"id": "x", "note": "n", {rest}"#), true,
         "9:21: error: \"note\" cannot be \"n\"; the value is ignored (write it like {\"ja\": \"…\", \"en\": \"…\"})".into()),
        (format!(r#"{{"id": "x", "source": {{"line": -1}}, {rest}"#), true,
         "9:23: error: \"document\" is missing; \"source\" is left out (add \"document\")\
          |9:32: error: \"line\" cannot be -1; the value is ignored (write a whole number from 0 to 4294967295)".into()),
        (format!(r#"{{"id": "x", "source": {{"document": "d"}}, {rest}"#), true,
         "9:36: error: there is no document \"d\"; the source of 1 task is left out (correct the id, or add the record that it names)".into()),
        (format!(r#"{{"id": "\ud800", {rest}"#), false,
         "9:8: error: \"id\" cannot be \"\\ud800\"; the task is left out (write a string that is not empty)".into()),
        (format!(r#"{{"id": "x", "\ud800": 1, {rest}"#), true,
         "9:13: error: the key \"\\ud800\" is not valid text; the key is ignored (correct the escape that starts with \\u)".into()),
        (format!(r#"{{"id": "x", "deep": {}1{}, {rest}"#, "[".repeat(101), "]".repeat(101)), true,
         "9:21: error: \"deep\" is nested more than 100 levels deep; the key is ignored (use fewer levels)".into()),
        (r#"{"id": "x", "lane": "cadr", "title": {"ja": "x"}, "when": "2021"}"#.into(), false,
         "9:21: error: there is no lane \"cadr\"; 1 task in it is left out (did you mean \"card\"?)".into()),
        (r#"{"id": "x", "lane": "card", "title": "x", "when": "2021"}"#.into(), false,
         "9:38: error: \"title\" cannot be \"x\"; the task is left out (write it like {\"ja\": \"…\", \"en\": \"…\"})".into()),
        (r#"{"id": "x", "lane": "card", "title": {"ja": "一\n二"}, "when": "2021"}"#.into(), true,
         "9:45: warning: \"title\" holds a control character, such as a line break (keep a title to one line of plain text)".into()),
        (r#"{"id": "x", "lane": "card", "title": {"ja": " "}, "when": "2021"}"#.into(), true,
         "9:38: warning: \"title\" is empty in both languages (write a title)".into()),
        (format!(r#"{{"id": "x", "lane": "card", "title": {{"en": "{}"}}, "when": "2021"}}"#, "長".repeat(10_001)), true,
         "9:45: warning: \"title\" is longer than 10000 characters (shorten it and move the rest to \"note\")".into()),
        (when("5"), false,
         format!("9:59: error: \"when\" cannot be 5; the task is left out {dates}")),
        (when(r#""99999""#), false, not_when("\"99999\" is not a date or a period")),
        (when(r#""2021-13""#), false, not_when("\"2021-13\" does not exist in the calendar")),
        (when(r#""FY2023/FY2021""#), false,
         "9:59: error: \"FY2023/FY2021\" ends before it starts; the task is left out (swap the start and the end, or correct them)".into()),
    ];
    for (task, kept, expected) in cases {
        let (roadmap, lines) = problems(&file("", &format!(",\n{task}"), ""));
        let expected: Vec<_> = expected.split('|').map(|line| format!("f:{line}")).collect();
        assert_eq!(lines, expected, "{task}");
        assert_eq!(roadmap.tasks.len(), 2 + usize::from(kept), "{task}");
        assert_eq!(roadmap.dependencies.len(), 1);
    }
}

#[test]
fn a_view_has_its_defaults_and_a_wrong_one_is_explained() {
    let with = |views: &str| {
        let text = file("", "", "");
        let text = text.trim_end().strip_suffix('}').unwrap().trim_end();
        format!("{text},\n\"views\": [\n{views}\n]\n}}\n")
    };
    let title = r#""title": {"ja": "ア"}"#;
    let roadmap = sound(&with(&format!(r#"{{"id": "a", {title}}}"#)));
    assert_eq!(roadmap.views, [View::new("a", Text::only(Language::Japanese, "ア"))]);
    let days = r#""from" and "to" make no period; both are ignored (write both dates, the earlier one as "from")"#;
    let cases = [
        (r#""mode": "list""#, r#"f:14:43: error: "mode" cannot be "list"; the value is ignored (write one of these: swimlane, gantt)"#.to_owned()),
        (r#""row_percent": 2"#, r#"f:14:50: error: "row_percent" cannot be 2; the value is ignored (write a whole number from 3 to 200)"#.to_owned()),
        (r#""from": "2022-01-02", "to": "2022-01-01""#, format!("f:14:43: error: {days}")),
        (r#""to": "2022-01-01""#, format!("f:14:41: error: {days}")),
        (r#""folded": ["lane:x", 5]"#, r#"f:14:56: error: "folded" cannot be 5; the value is ignored (write a string)"#.to_owned()),
    ];
    for (field, expected) in cases {
        let (roadmap, lines) = problems(&with(&format!(r#"{{"id": "a", {title}, {field}}}"#)));
        assert_eq!(lines, [expected]);
        assert_eq!(roadmap.views.len(), 1);
    }
    let (roadmap, lines) = problems(&with(r#"{"id": "a"}"#));
    assert_eq!(
        lines,
        ["f:14:1: error: \"title\" is missing; the view is left out (add \"title\")"]
    );
    assert!(roadmap.views.is_empty());
    let two = format!("{{\"id\": \"a\", {title}}},\n{{\"id\": \"a\", {title}}}");
    assert_eq!(problems(&with(&two)).0.views.len(), 1);
}

#[test]
fn wrong_chapters_are_explained() {
    let form = r#"{"title": {"ja": "…", "en": "…"}, "tables": [1, 3]}"#;
    let order = "(list the chapters in the order of their tables, each table in one chapter only)";
    let tables = "(write the numbers of the first and the last table like [1, 3])";
    // The chapters, how many of them stay, and what is said.
    let cases: &[(&str, usize, String)] = &[
        ("[]", 0, String::new()),
        ("null", 0, String::new()),
        (r#"[{"title": {"ja": "い"}, "tables": [0, 4294967295]}]"#, 1, String::new()),
        ("5", 0, format!("4:66: error: \"chapters\" cannot be 5; the value is ignored (write a list like [{form}])")),
        (r#"[null, {"title": {"ja": "い"}, "tables": [1, 2]}, "い"]"#, 1, format!(
            "4:67: error: \"chapters\" cannot be null; the chapter is left out (write it like {form})\
             |4:115: error: \"chapters\" cannot be \"い\"; the chapter is left out (write it like {form})")),
        (r#"[{"tables": [1, 2]}, {"title": null, "tables": [2, 1]}]"#, 0, format!(
            "4:67: error: \"title\" is missing; the chapter is left out (add \"title\")\
             |4:97: error: \"title\" cannot be null; the chapter is left out (write it like {{\"ja\": \"…\", \"en\": \"…\"}})\
             |4:113: error: \"tables\" cannot be [2, 1]; the chapter is left out {tables}")),
        (r#"[{"title": {"ja": "い"}, "tables": [1]}, {"title": {"ja": "ろ"}, "tables": [1, 2, 3]}]"#, 0, format!(
            "4:100: error: \"tables\" cannot be [1]; the chapter is left out {tables}\
             |4:139: error: \"tables\" cannot be [1, 2, 3]; the chapter is left out {tables}")),
        (r#"[{"title": {"ja": "い"}, "tables": [1, 3]}, {"title": {"ja": "ろ"}, "tables": [3, 4]}, {"title": {"ja": "は"}, "tables": [4, 4]}]"#, 2, format!(
            "4:66: error: the chapter of the tables 3 to 4 does not come after the tables of the chapter before; the chapter is left out {order}")),
        (r#"[{"title": {}, "tables": [1, 1]}]"#, 1,
            "4:66: warning: \"title\" is empty in both languages (write a title)".into()),
        (r#"[{"title": {"ja": "い", "en": 1}, "x": 1, "x": 2, "tables": [1, 1]}]"#, 1,
            "4:95: error: \"en\" cannot be 1; the value is ignored (write a string)\
             |4:107: error: the key \"x\" is here twice; only the first value is used (remove one of them)".into()),
    ];
    for (chapters, kept, expected) in cases {
        let documents = format!(
            "\"documents\": [\n{{\"id\": \"2021\", \"title\": {{\"ja\": \"重点計画\"}}, \"file\": \"x\", \"chapters\": {chapters}}}\n],\n\"lanes\""
        );
        let text = file("", "", "").replacen("\"lanes\"", &documents, 1);
        let (roadmap, lines) = problems(&text);
        let expected: Vec<_> = expected
            .split('|')
            .filter(|it| !it.is_empty())
            .map(|line| format!("f:{line}"))
            .collect();
        assert_eq!(lines, expected, "{chapters}");
        assert_eq!(roadmap.documents[0].chapters.len(), *kept, "{chapters}");
    }
}

#[test]
fn a_wrong_lane_is_explained() {
    let cases = [
        (
            r#"{"id": "x", "title": {"ja": "x"}, "color": 36}"#,
            2,
            "5:44: error: \"color\" cannot be 36; the value is ignored (write a whole number from 0 to 35)",
        ),
        (
            r#"{"id": "x", "title": {"ja": "x"}, "parent": "crad"}"#,
            2,
            "5:45: error: there is no lane \"crad\"; 1 lane under it is moved to the top level (did you mean \"card\"?)",
        ),
        (
            r#"{"id": "x", "title": {"ja": "x"}, "parent": "x"}"#,
            2,
            "5:45: error: the parents of lane \"x\" lead back to it; it is moved to the top level (set \"parent\" to null or to another lane)",
        ),
        (
            r#"{"id": "card", "title": {"ja": "x"}}"#,
            1,
            "5:8: error: there already is a lane \"card\"; the lane is left out (give one of them another id, or remove it)",
        ),
    ];
    for (lane, lanes, expected) in cases {
        let (roadmap, lines) = problems(&file(&format!(",\n{lane}"), "", ""));
        assert_eq!(lines, [format!("f:{expected}")]);
        assert_eq!(roadmap.lanes.len(), lanes);
        assert!(roadmap.lanes.iter().all(|lane| lane.parent.is_none()));
    }
}

#[test]
fn a_circle_of_lanes_is_opened_at_one_place() {
    let lane = |id, parent| {
        format!(",\n{{\"id\": \"{id}\", \"title\": {{\"en\": \"x\"}}, \"parent\": \"{parent}\"}}")
    };
    let circle = [lane("under", "a"), lane("a", "b"), lane("b", "c"), lane("c", "a")].concat();
    let (roadmap, lines) = problems(&file(&circle, "", ""));
    assert_eq!(lines.len(), 1);
    assert!(
        lines[0].starts_with("f:6:45: error: the parents of lane \"a\" lead back"),
        "{}",
        lines[0]
    );
    assert_eq!(roadmap.area_of(LaneId::from_index(4)), LaneId::from_index(2));
}

#[test]
fn a_wrong_dependency_is_explained() {
    let cases = [
        (
            r#"{"from": "study", "to": "bil"}"#,
            1,
            "12:25: error: there is no task \"bil\"; 1 dependency on it is left out (did you mean \"bill\"?)",
        ),
        (
            r#"{"from": "study", "to": "card"}"#,
            1,
            "12:25: error: \"card\" is a lane, not a task; 1 dependency on it is left out (write the id of a task of that lane)",
        ),
        (
            r#"{"from": "bill", "to": "bill"}"#,
            1,
            "12:24: error: task \"bill\" depends on itself; the dependency is left out (let \"from\" or \"to\" name another task)",
        ),
        (
            r#"{"from": "bill"}"#,
            1,
            "12:1: error: \"to\" is missing; the dependency is left out (add \"to\")",
        ),
        (
            r#"{"from": "study","to": "bill", "lag": "0d"}"#,
            1,
            "12:1: warning: the same dependency from \"study\" to \"bill\" is here twice; it is kept once",
        ),
        (
            r#"{"from": "bill", "to": "study", "lag": "1000001d"}"#,
            2,
            "12:40: error: \"lag\" cannot be \"1000001d\"; the value is ignored (write a number of days like 30d or -5d, up to ±1000000)",
        ),
        (
            r#"{"from": "bill", "to": "study", "type": "fs"}"#,
            2,
            "12:41: error: \"type\" cannot be \"fs\"; the value is ignored (write one of these: FS, SS, FF, SF)",
        ),
    ];
    for (dependency, dependencies, expected) in cases {
        let (roadmap, lines) = problems(&file("", "", &format!(",\n{dependency}")));
        assert_eq!(lines, [format!("f:{expected}")]);
        assert_eq!(roadmap.dependencies.len(), dependencies);
    }
    // Not equal in every field, so both say something.
    sound(&file("", "", ",\n{\"from\": \"study\", \"to\": \"bill\", \"basis\": \"stated\"}"));
}

#[test]
fn a_wrong_top_level_is_explained() {
    let text = r#"{"format": "koteihyo-roadmap/1", "title": 5, "fiscal_year_start_month": 13, "tasks": {"a": 1},
"lanes": [], "lanes": [1], "format": "x", "deep": null}"#;
    let (roadmap, lines) = problems(text);
    assert_eq!(
        lines,
        [
            "f:1:43: error: \"title\" cannot be 5; the value is ignored (write it like {\"ja\": \"…\", \"en\": \"…\"})",
            "f:1:73: error: \"fiscal_year_start_month\" cannot be 13; the value is ignored (write a whole number from 1 to 12)",
            "f:1:77: error: \"tasks\" is not a list; it is left out (write it like \"tasks\": […])",
            "f:2:14: error: the key \"lanes\" is here twice; only the first value is used (remove one of them)",
            "f:2:28: error: the key \"format\" is here twice; only the first value is used (remove one of them)",
        ]
    );
    assert_eq!(roadmap.extra.fields().len(), 1);
}

#[test]
fn what_hangs_on_a_lost_record_is_reported_once_per_level() {
    let mut children = String::from(",\n{\"id\": \"lost\", \"title\": 5}");
    let (mut tasks, mut dependencies) = (String::new(), String::new());
    for number in 0..50 {
        use std::fmt::Write;
        write!(
            children,
            ",\n{{\"id\": \"l{number}\", \"title\": {{\"ja\": \"x\"}}, \"parent\": \"lost\"}}"
        )
        .unwrap();
        write!(tasks, ",\n{{\"id\": \"t{number}\", \"lane\": \"lost\", \"title\": {{\"ja\": \"x\"}}, \"when\": \"2021\"}}").unwrap();
        write!(dependencies, ",\n{{\"from\": \"t{number}\", \"to\": \"bill\"}}").unwrap();
    }
    let (roadmap, lines) = problems(&file(&children, &tasks, &dependencies));
    assert_eq!(
        lines,
        [
            "f:5:25: error: \"title\" cannot be 5; the lane is left out (write it like {\"ja\": \"…\", \"en\": \"…\"})",
            "f:6:46: error: lane \"lost\" could not be read; 50 lanes under it are moved to the top level (correcting that record solves this too)",
            "f:60:22: error: lane \"lost\" could not be read; 50 tasks in it are left out (correcting that record solves this too)",
            "f:113:1: error: 50 dependencies are left out with the tasks that they name (correcting the tasks solves this too)",
        ]
    );
    assert_eq!((roadmap.lanes.len(), roadmap.tasks.len()), (51, 2));
}
