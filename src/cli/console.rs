//! A terminal to try commands on, and files to try them with.

use super::{Environment, WindowRequest, run};
use crate::model::{Diagnostic, Language, Roadmap};
use crate::store::format;
use std::ffi::OsString;
use std::io::{self, Write};
use std::path::PathBuf;
use std::time::SystemTime;

/// A sound roadmap, in the canonical form.
pub(super) const SAMPLE: &str = r#"{
"format": "koteihyo-roadmap/1",
"title": {"ja": "見本の工程表", "en": "A sample roadmap"},
"fiscal_year_start_month": 4,
"lanes": [
{"id": "card", "title": {"ja": "カード", "en": "Card"}, "parent": null}
],
"tasks": [
{"id": "study", "lane": "card", "track": 0, "title": {"ja": "検討", "en": "Study"}, "when": "FY2021/FY2025", "kind": "task", "owners": ["総務省"], "tags": [], "basis": "column"},
{"id": "bill", "lane": "card", "track": 1, "title": {"ja": "法案"}, "when": "FY2021-Q1", "kind": "task", "owners": ["総務省"], "tags": [], "basis": "column"},
{"id": "issue", "lane": "card", "track": 1, "title": {"ja": "交付", "en": "Issue"}, "when": "2024-10-late", "kind": "milestone", "owners": ["総務省"], "tags": [], "basis": "text"}
],
"dependencies": [
{"from": "study", "to": "bill", "type": "FS", "lag": "0d", "basis": "stated"}
]
}
"#;

/// A roadmap with one warning (an empty title) and, below it, one error (a task that ends
/// before it starts and is left out).
pub(super) const BROKEN: &str = r#"{
"format": "koteihyo-roadmap/1",
"title": {"ja": "見本の工程表", "en": "A sample roadmap"},
"lanes": [
{"id": "card", "title": {"ja": "カード", "en": "Card"}, "parent": null}
],
"tasks": [
{"id": "study", "lane": "card", "title": {"ja": ""}, "when": "FY2021"},
{"id": "bill", "lane": "card", "title": {"ja": "法案"}, "when": "FY2023/FY2022"}
]
}
"#;

/// A text in the form of the official tables.
pub(super) const TABLES: &str = "第1 窓口\n\n\
    \t2021年度 (令和3年度)\t2022年度 (令和4年度)\t2023年度 (令和5年度)\n\
    1. 受付\n\t試行\t\t本番\n";

/// The roadmap of [`SAMPLE`].
pub(super) fn sample() -> Roadmap {
    let (roadmap, problems) = format::read(SAMPLE.as_bytes()).unwrap();
    assert_eq!(problems, []);
    roadmap
}

/// The terminal that commands are tried on.
#[derive(Default)]
pub(super) struct Console {
    /// What the windows that opened were to show.
    pub windows: Vec<WindowRequest>,
    /// Windows cannot open.
    pub no_display: bool,
    /// Where replaced versions are kept.
    pub backups: Option<PathBuf>,
    /// The output fails in this way.
    pub broken_output: Option<io::ErrorKind>,
}

/// What came of a command.
pub(super) struct Run {
    pub code: u8,
    pub stdout: String,
    pub stderr: String,
}

impl Console {
    /// Runs a command; the language is English unless the arguments say otherwise.
    pub(super) fn run(&mut self, args: &[&str]) -> Run {
        let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
        let mut broken = self.broken_output.map(Broken);
        let args = std::iter::once("koteihyo").chain(args.iter().copied()).map(OsString::from);
        let code = run(
            args,
            &mut Environment {
                stdout: match &mut broken {
                    Some(broken) => broken,
                    None => &mut stdout,
                },
                stderr: &mut stderr,
                today: "2026-11-21".parse().unwrap(),
                backups: self.backups.clone(),
                clock: || SystemTime::UNIX_EPOCH,
                language: Language::English,
                open_window: &mut |request| {
                    if self.no_display {
                        return Err(Diagnostic::error(None, "画面がありません", "no display"));
                    }
                    self.windows.push(request);
                    Ok(())
                },
            },
        );
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Run { code, stdout: text(stdout), stderr: text(stderr) }
    }
}

/// A temporary folder with one file.
pub(super) fn folder_with(name: &str, content: &[u8]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(name), content).unwrap();
    folder
}

struct Broken(io::ErrorKind);

impl Write for Broken {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(self.0.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Err(self.0.into())
    }
}
