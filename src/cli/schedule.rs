//! `koteihyo schedule`: early and late dates, float and the critical tasks.

use super::args::TableFormat;
use super::formats;
use super::table::{Cell, Column, Table, columns, harmless};
use super::{Environment, FILE_HAS_ERRORS, Failure, OK, args, task_named};
use crate::model::{Language, Roadmap, TaskId};
use crate::schedule::{Conflict, ConflictKind, Graph, Schedule, conflicts};
use crate::time::Day;
use crate::words::{conflict_in_words, cycle_in_words};
use serde::Serialize;
use std::io::{self, BufWriter, Write};

/// Writes the dates of every task, in the order of the document, and the totals.
pub(super) fn run(
    args: &args::Schedule,
    language: Language,
    env: &mut Environment<'_>,
) -> Result<u8, Failure> {
    let (name, opened) = formats::open(args.file.as_deref(), language)?;
    let has_errors = env.remark_problems(&name, &opened.diagnostics, true, language);
    let roadmap = &opened.roadmap;
    let goal = args.goal.as_deref().map(|id| task_named(roadmap, id, language)).transpose()?;
    let schedule = Schedule::towards(&Graph::new(roadmap), goal);
    let row = |row| cells(roadmap, &schedule, TaskId::from_index(row));
    let table = Table { columns: COLUMNS, rows: roadmap.tasks.len(), row: &row };
    let mut out = BufWriter::new(&mut *env.stdout);
    match args.format {
        TableFormat::Csv => table.write_csv(&mut out)?,
        TableFormat::Json => {
            let report = Report::new(roadmap, &schedule, &table);
            serde_json::to_writer_pretty(&mut out, &report).map_err(io::Error::from)?;
            writeln!(out)?;
        }
        TableFormat::Table => {
            table.write_text(language, &mut out)?;
            writeln!(out)?;
            write_totals(roadmap, &schedule, language, &mut out)?;
        }
    }
    out.flush()?;
    Ok(if has_errors { FILE_HAS_ERRORS } else { OK })
}

const COLUMNS: &[Column] = &[
    Column { key: "id", heading: ["施策", "Task"] },
    Column { key: "early_start", heading: ["最早開始", "Early start"] },
    Column { key: "early_finish", heading: ["最早終了", "Early finish"] },
    Column { key: "late_start", heading: ["最遅開始", "Late start"] },
    Column { key: "late_finish", heading: ["最遅終了", "Late finish"] },
    Column { key: "total_float_days", heading: ["全余裕", "Total float"] },
    Column { key: "free_float_days", heading: ["自由余裕", "Free float"] },
    Column { key: "critical", heading: ["クリティカル", "Critical"] },
];

fn cells<'a>(roadmap: &'a Roadmap, schedule: &Schedule, task: TaskId) -> Vec<Cell<'a>> {
    let day = |day: Day| Cell::Text(day.to_string().into());
    let late = |late: Option<Day>| late.map_or(Cell::Nothing, day);
    let float = |days: Option<i32>| days.map_or(Cell::Nothing, |days| Cell::Number(days.into()));
    vec![
        Cell::Text((&*roadmap.task(task).id).into()),
        day(schedule.early_start(task)),
        day(schedule.early_finish(task)),
        late(schedule.late_start(task)),
        late(schedule.late_finish(task)),
        float(schedule.total_float_days(task)),
        float(schedule.free_float_days(task)),
        Cell::Flag(schedule.is_critical(task)),
    ]
}

/// The JSON, under its names and in its order.
#[derive(Serialize)]
struct Report<'a> {
    totals: Totals<'a>,
    conflicts: Vec<BrokenLink<'a>>,
    cycles: Vec<Members<'a>>,
    tasks: &'a Table<'a>,
}

#[derive(Serialize)]
struct Totals<'a> {
    /// `null` for the end of the plan.
    goal: Option<&'a str>,
    /// When the goal is reached; `null` without tasks.
    finish: Option<String>,
    tasks: usize,
    critical: usize,
    conflicts: usize,
    cycles: usize,
}

/// A link that no choice of days within the stated periods satisfies.
#[derive(Serialize)]
struct BrokenLink<'a> {
    from: &'a str,
    to: &'a str,
    r#type: &'static str,
    lag: String,
    /// At least, unless `exact`.
    missing_days: i32,
    exact: bool,
}

#[derive(Serialize)]
struct Members<'a> {
    members: Vec<&'a str>,
}

impl<'a> Report<'a> {
    fn new(roadmap: &'a Roadmap, schedule: &Schedule, tasks: &'a Table<'a>) -> Self {
        let id = |task: TaskId| &*roadmap.task(task).id;
        let conflicts: Vec<_> = broken_links(roadmap)
            .map(|(Conflict { link, .. }, missing_days, exact)| {
                let link = roadmap.dependency(link);
                BrokenLink {
                    from: id(link.from),
                    to: id(link.to),
                    r#type: link.kind.word(),
                    lag: format!("{}d", link.lag_days),
                    missing_days,
                    exact,
                }
            })
            .collect();
        let cycles: Vec<_> = schedule
            .cycles()
            .iter()
            .map(|cycle| Members { members: cycle.members.iter().map(|task| id(*task)).collect() })
            .collect();
        let totals = Totals {
            goal: schedule.goal().map(id),
            finish: schedule.finish().map(|day| day.to_string()),
            tasks: roadmap.tasks.len(),
            critical: schedule.critical_count(),
            conflicts: conflicts.len(),
            cycles: cycles.len(),
        };
        Self { totals, conflicts, cycles, tasks }
    }
}

/// The conflicts that are certain, with the days that are missing and whether that is exact.
fn broken_links(roadmap: &Roadmap) -> impl Iterator<Item = (Conflict, i32, bool)> {
    conflicts(roadmap).into_iter().filter_map(|conflict| match conflict.kind {
        ConflictKind::Broken { missing_days, is_exact } => Some((conflict, missing_days, is_exact)),
        ConflictKind::Conditional(_) | ConflictKind::OrderOnly(_) => None,
    })
}

fn write_totals(
    roadmap: &Roadmap,
    schedule: &Schedule,
    language: Language,
    out: &mut dyn Write,
) -> io::Result<()> {
    let word = |ja: &'static str, en: &'static str| match language {
        Language::Japanese => ja,
        Language::English => en,
    };
    let id = |task: TaskId| roadmap.task(task).id.chars().map(harmless).collect::<String>();
    let broken: Vec<Conflict> = broken_links(roadmap).map(|(conflict, ..)| conflict).collect();
    let goal = schedule.goal().map_or_else(|| word("計画の終わり", "end of the plan").into(), id);
    let finish = schedule.finish().map_or_else(|| "–".to_owned(), |day| day.to_string());
    let totals = [
        (word("目標", "Goal"), goal),
        (word("目標の終了", "Finish"), finish),
        (word("施策", "Tasks"), roadmap.tasks.len().to_string()),
        (word("クリティカル", "Critical"), schedule.critical_count().to_string()),
        (word("矛盾", "Conflicts"), broken.len().to_string()),
        (word("循環", "Cycles"), schedule.cycles().len().to_string()),
    ];
    let width = totals.iter().map(|(label, _)| columns(label)).max().unwrap_or(0) + 2;
    for (label, value) in totals {
        writeln!(out, "{label}{:1$}{value}", "", width - columns(label))?;
    }
    for Conflict { link, kind } in broken {
        let link = roadmap.dependency(link);
        let words = conflict_in_words(link, kind, language);
        let label = word("矛盾", "conflict");
        writeln!(out, "{label}: {} → {}: {words}", id(link.from), id(link.to))?;
    }
    for cycle in schedule.cycles() {
        // All of them are in the JSON.
        const SHOWN: usize = 10;
        let members: Vec<_> = cycle.members.iter().take(SHOWN).map(|task| id(*task)).collect();
        let more = if cycle.members.len() > SHOWN { ", …" } else { "" };
        let words = cycle_in_words(cycle.members.len(), language);
        writeln!(out, "{}: {}{more}: {words}", word("循環", "cycle"), members.join(", "))?;
    }
    Ok(())
}
