//! Files made to do harm: each must end soon, with a short list of problems.

use super::*;

fn head(rest: &str) -> String {
    format!("{{\"format\": \"koteihyo-roadmap/1\",\n{rest}")
}

#[test]
fn a_million_brackets() {
    let brackets = "[".repeat(1_000_000);
    assert_eq!(refused(brackets.as_bytes()).len(), 1);
    assert_eq!(refused(format!("{{\"a\": {brackets}").as_bytes()).len(), 1);
    for list in ["lanes", "tasks", "other"] {
        let (_, lines) = problems(&head(&format!("\"{list}\": {brackets}")));
        assert!(!lines.is_empty());
        let closed = format!("{brackets}{}", "]".repeat(1_000_000));
        let (_, lines) = problems(&head(&format!("\"{list}\": {closed}}}")));
        assert_eq!(lines.len(), 1, "{list}");
    }
    let closed = format!("{brackets}{}", "]".repeat(1_000_000));
    let (_, lines) = problems(&file("", &format!(",\n{{\"id\": {closed}}}"), ""));
    assert_eq!(lines.len(), 4);
}

#[test]
fn a_million_unclosed_records() {
    for line in
        ["{\"a\": [\n", "{\"a\": {\"b\":\n", "\"x\": [\n", "{\"\n", "\"tasks\": [\n{\"a\":[\n"]
    {
        let text = head(&format!("\"tasks\": [\n{}", line.repeat(200_000)));
        let (_, lines) = problems(&text);
        assert!(!lines.is_empty() && lines.len() <= 1001, "{line}: {}", lines.len());
    }
}

#[test]
fn a_very_long_string() {
    let long = "長".repeat(10_000_000);
    let (roadmap, lines) = problems(&head(&format!(
        "\"title\": {{\"ja\": \"{long}\"}}, \"lanes\": [{{\"id\": \"{long}\", \"title\": {{\"ja\": 5}}, \"parent\": \"{long}\"}}]}}"
    )));
    assert_eq!(roadmap.title.in_language(Language::Japanese).len(), long.len());
    assert_eq!(lines.len(), 4);
    assert!(lines.iter().all(|line| line.len() < 500));
    assert!(refused(format!("{{\"format\": \"{long}\"}}").as_bytes())[0].len() < 500);
    assert!(refused(format!("{{\"format\": \"{long}").as_bytes())[0].len() < 500);
}

#[test]
fn a_flood_of_problems_on_one_line() {
    let tasks = "{\"id\": \"工\", \"lane\": 5},".repeat(100_000);
    let (_, diagnostics) = read(head(&format!("\"tasks\": [{tasks}1]}}")).as_bytes()).unwrap();
    assert_eq!(diagnostics.len(), 1001);
    let last = diagnostics.last().unwrap();
    assert_eq!(last.severity, Severity::Error);
    assert!(last.message(Language::English).contains("299001 errors"), "{last:?}");
}

#[test]
fn many_dependencies_on_nothing() {
    let mut dependencies = String::new();
    for number in 0..100_000 {
        use std::fmt::Write;
        write!(dependencies, ",\n{{\"from\": \"study{number}\", \"to\": \"bill\"}}").unwrap();
    }
    let (roadmap, lines) = problems(&file("", "", &dependencies));
    assert_eq!(roadmap.dependencies.len(), 1);
    assert_eq!(lines.len(), 1001);
}
