//! A program without real formats and charts, for the tests of the commands.

use super::formats::{Parts, Reading, Tables};
use super::{Environment, PictureRequest, WindowRequest, run};
use crate::model::{
    Dependency, DependencyBasis, DependencyType, Diagnostic, Extra, Lane, LaneId, Language,
    OwnerId, Position, Roadmap, Task, TaskBasis, TaskId, TaskKind, Text,
};
use crate::scene::{Color, Point, Rect, Region, Scene, Shape, Tag, Weight};
use crate::time::{FiscalYearStart, Interval};
use std::ffi::OsString;
use std::io::{self, Write};

/// A text that the fake importer takes for the official tables.
pub(super) const TABLES: &str = "\t2021年度\t2022年度\n施策\t検討\t実施\n";

/// The terminal that commands are tried on.
#[derive(Default)]
pub(super) struct Console {
    /// What the windows that opened were to show.
    pub windows: Vec<WindowRequest>,
    /// Windows cannot open.
    pub no_display: bool,
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
                language: Language::English,
                parts: &PARTS,
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

const PARTS: Parts = Parts {
    built_in: b"{}",
    read_native,
    write_native: |roadmap, out| {
        writeln!(out, "written: {}", roadmap.title.in_language(Language::Japanese))
    },
    looks_like_tables: |text| text.contains("2021年度\t"),
    read_tables: |_, file_name, _| Tables {
        roadmap: Roadmap { title: Text::new(file_name, file_name), ..Roadmap::default() },
        diagnostics: vec![Diagnostic::warning(
            Some(place(1, 1)),
            "列の誤り",
            "a label in the wrong column",
        )],
        account: "3 cells: 2 tasks, 1 label\n".to_owned(),
    },
    draw,
    fonts: &[include_bytes!("../../assets/fonts/BIZUDPGothic-Regular.ttf")],
};

const fn place(line: u32, column: u32) -> Position {
    Position { line, column }
}

fn read_native(bytes: &[u8]) -> Reading {
    let text = String::from_utf8_lossy(bytes);
    let problems = vec![
        Diagnostic::error(
            Some(place(3, 5)),
            "終わりが始まりより前です",
            "the task ends before it starts",
        ),
        Diagnostic::warning(Some(place(2, 1)), "題名が変です", "an odd title")
            .with_hint("短くしてください", "shorten it"),
    ];
    if text.contains("ruined") {
        Err(vec![Diagnostic::error(
            Some(place(1, 9)),
            "途中で切れています",
            "the file ends too early",
        )])
    } else if text.contains("broken") {
        Ok((sample(), problems))
    } else {
        Ok((sample(), Vec::new()))
    }
}

pub(super) fn sample() -> Roadmap {
    let mut roadmap = Roadmap {
        title: Text::new("見本の工程表", "A sample roadmap"),
        ..Roadmap::default()
    };
    roadmap.lanes.push(Lane {
        id: "card".into(),
        title: Text::new("カード", "Card"),
        parent: None,
        color: None,
        extra: Extra::default(),
    });
    let owner = OwnerId::from_index(roadmap.owners.intern("総務省"));
    let mut task = |id: &str, when: &str, kind, title| {
        roadmap.tasks.push(Task {
            id: id.into(),
            lane: LaneId::from_index(0),
            track: 0,
            title,
            when: Interval::parse(when, FiscalYearStart::APRIL).unwrap(),
            kind,
            owners: [owner].into(),
            tags: [].into(),
            note: Text::default(),
            source: None,
            basis: TaskBasis::Column,
            extra: Extra::default(),
        });
    };
    task("study", "FY2021/FY2025", TaskKind::Task, Text::new("検討", "Study"));
    task("bill", "FY2021-Q1", TaskKind::Task, Text::only(Language::Japanese, "法案"));
    task("issue", "2024-10-late", TaskKind::Milestone, Text::new("交付", "Issue"));
    roadmap.dependencies.push(Dependency {
        from: TaskId::from_index(0),
        to: TaskId::from_index(1),
        kind: DependencyType::FinishToStart,
        lag_days: 0,
        basis: DependencyBasis::Stated,
        reason: Text::default(),
        extra: Extra::default(),
    });
    roadmap
}

/// A picture that says what was asked for.
fn draw(_: &Roadmap, request: &PictureRequest, _: &[&[u8]]) -> Result<Scene, Diagnostic> {
    if request.search.as_deref() == Some("nothing") {
        return Err(Diagnostic::error(None, "該当がありません", "nothing is found"));
    }
    let day = |day: Option<crate::time::Day>| {
        day.map_or_else(|| "None".to_owned(), |day| format!("Some({day})"))
    };
    let search =
        request.search.as_ref().map_or_else(|| "None".to_owned(), |text| format!("Some({text})"));
    let text = format!(
        "{:?} {:?} {:?} from {} to {} search {search} today {}",
        request.mode,
        request.language,
        request.theme,
        day(request.from),
        day(request.to),
        request.today,
    );
    let height = if search.contains("tall") { 100_000.0 } else { 50.0 };
    let mut region = Region::new(Rect::new(0.0, 0.0, request.width_pt, height));
    region.push(
        Tag::Backdrop,
        Shape::Text {
            at: Point { x: 4.0, y: 20.0 },
            text: text.into(),
            size: 12.0,
            weight: Weight::Regular,
            color: Color::hex(0),
        },
    );
    let background = Color::hex(0xFF_FFFF);
    Ok(Scene { width: request.width_pt, height, background, regions: vec![region] })
}
