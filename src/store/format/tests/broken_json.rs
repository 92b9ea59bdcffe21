//! Files whose JSON is broken, and how much of them is saved.

use super::*;

const FIX: &str = "(correct this place in a text editor, or restore the file from a backup)";

#[test]
fn a_missing_comma_loses_nothing() {
    let (roadmap, lines) = problems(&FULL.replacen("},\n{\"id\": \"b\"", "}\n{\"id\": \"b\"", 1));
    assert_eq!(lines, [format!("f:17:1: error: broken JSON: a , or ] is missing {FIX}")]);
    assert_eq!(written(&roadmap), FULL);
}

#[test]
fn a_missing_bracket_loses_nothing() {
    let (roadmap, lines) = problems(&FULL.replacen("],\n\"tasks\"", "\"tasks\"", 1));
    assert_eq!(lines.len(), 1);
    assert_eq!(written(&roadmap), FULL);
}

#[test]
fn a_broken_record_loses_itself_and_what_hangs_on_it() {
    let (roadmap, lines) = problems(&FULL.replacen("\"milestone\"", "milestone", 1));
    assert_eq!(
        lines,
        [
            format!("f:17:117: error: broken JSON: a value is missing; the task is left out {FIX}"),
            "f:20:1: error: 2 dependencies are left out with the tasks that they name \
             (correcting the tasks solves this too)"
                .to_owned(),
        ]
    );
    assert_eq!((roadmap.lanes.len(), roadmap.tasks.len()), (2, 1));
    assert_eq!(roadmap.extra.fields().len(), 2);
}

#[test]
fn a_truncated_file_keeps_what_came_before() {
    let cut = FULL.find("\"SS\"").unwrap() + 2;
    let (roadmap, lines) = problems(&FULL[..cut]);
    assert_eq!(
        lines,
        [format!(
            "f:21:35: error: broken JSON: the file ends inside a string; the dependency is left out {FIX}"
        )]
    );
    assert_eq!((roadmap.tasks.len(), roadmap.dependencies.len()), (2, 1));
    let lines_only: Vec<_> = FULL.lines().take(16).collect();
    let (roadmap, lines) = problems(&lines_only.join("\n"));
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert_eq!(roadmap.tasks.len(), 1);
}

#[test]
fn a_git_conflict_keeps_both_sides() {
    let (before, after) = FULL.split_once("{\"id\": \"b\"").unwrap();
    let text = format!("{before}<<<<<<< HEAD\n{{\"id\": \"b\"{after}");
    let text = text.replace(
        "\"editor\"}\n]",
        "\"editor\"}\n=======\n{\"id\": \"c\", \"lane\": \"card\", \"title\": {\"en\": \"C\"}, \"when\": \"2024\"}\n>>>>>>> other\n]",
    );
    let (roadmap, lines) = problems(&text);
    assert_eq!(lines.len(), 3, "{lines:?}");
    assert!(lines.iter().all(|line| line.contains("git conflict marker")));
    assert_eq!(roadmap.tasks.len(), 3);
}

#[test]
fn garbage_and_wrong_encodings_of_a_line_are_named() {
    let (roadmap, lines) =
        problems(&FULL.replacen("{\"id\": \"b\"", "garbage\n\"loose\",\n{\"id\": \"b\"", 1));
    let stray = |place, text: &str| {
        format!(
            "f:{place}: error: {text} belongs to no record; the line is left out (remove or correct this line)"
        )
    };
    assert_eq!(lines, [stray("17:1", "garbage"), stray("18:1", "\"loose\",")]);
    assert_eq!(written(&roadmap), FULL);
}

#[test]
fn an_indented_file_loses_only_the_broken_record() {
    let value = |line: &str| serde_json::from_str::<serde_json::Value>(line).unwrap();
    let pretty = serde_json::to_string_pretty(&value(FULL)).unwrap();
    let broken = pretty.replacen("\"kind\": \"task\"", "\"kind\": task", 1);
    assert_ne!(broken, pretty);
    let (roadmap, lines) = problems(&broken);
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(
        lines[1].contains("true, false or null is misspelt; the task is left out"),
        "{lines:?}"
    );
    assert_eq!((roadmap.lanes.len(), roadmap.tasks.len()), (2, 1));
    assert_eq!(roadmap.extra.fields().len(), 2);
}

#[test]
fn a_file_on_one_line_loses_only_the_broken_record() {
    let minified: String = FULL.lines().collect();
    let (roadmap, lines) = problems(&minified.replacen("\"kind\": \"task\"", "\"kind\": task", 1));
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert_eq!((roadmap.lanes.len(), roadmap.tasks.len()), (2, 1));
    assert_eq!(roadmap.extra.fields().len(), 2);
}

#[test]
fn a_marker_before_indented_lines_does_not_swallow_them() {
    let indented = FULL.replace("\n{\"", "\n  {\"");
    let (roadmap, lines) =
        problems(&indented.replacen("  {\"id\": \"b\"", "=======\n  {\"id\": \"b\"", 1));
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert_eq!(written(&roadmap), FULL);
}
