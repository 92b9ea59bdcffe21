//! What the schedule costs: both passes, traces, cycles, conflicts, and what a move pushes, over
//! generated plans.
//!
//! `cargo bench --bench schedule` prints the medians of each case and writes them to
//! `target/bench/schedule.json`. The budget of a pass is 1, 10 and 120 ms at 10 000, 100 000 and
//! 1 000 000 tasks with as many links, that of a trace 2 ms. `-- --quick` runs every case
//! briefly and leaves out the largest plan.
//!
//! This is a plain program, like the bench of frames.

#![expect(clippy::print_stdout, reason = "a bench talks to the terminal")]

use koteihyo::model::{Dependency, DependencyType, LaneId, Roadmap, Task, TaskId, TaskKind, Text};
use koteihyo::schedule::{Graph, Order, Paths, Ripple, Schedule, Trace, conflicts};
use koteihyo::time::{FiscalYearStart, Interval, Precision};
use serde::Serialize;
use std::hint::black_box;
use std::io;
use std::path::Path;
use std::time::Instant;

/// Tasks, and how many milliseconds a pass may take.
const SIZES: [(usize, f64); 3] = [(10_000, 1.0), (100_000, 10.0), (1_000_000, 120.0)];

/// The figures of a case, as the JSON file has them.
#[derive(Serialize)]
struct Figures {
    case: &'static str,
    tasks: usize,
    p50_ms: f64,
    p95_ms: f64,
}

fn main() -> io::Result<()> {
    let is_quick = std::env::args().any(|argument| argument == "--quick");
    let (sizes, runs) = if is_quick { (&SIZES[..2], 5) } else { (&SIZES[..], 31) };
    println!("{:<16} {:>9} {:>10} {:>10}", "case", "tasks", "p50 ms", "p95 ms");
    let mut all = Vec::new();
    for &(tasks, budget_ms) in sizes {
        let mut report = |case: &'static str, run: &mut dyn FnMut()| -> f64 {
            let figures = Figures::of(case, tasks, runs, run);
            let Figures { p50_ms, p95_ms, .. } = figures;
            println!("{case:<16} {tasks:>9} {p50_ms:>10.3} {p95_ms:>10.3}");
            all.push(figures);
            p50_ms
        };
        let roadmap = plan(tasks);
        let graph = Graph::new(&roadmap);
        let schedule = Schedule::new(&graph);
        let middle = TaskId::from_index(tasks / 2);
        report("graph", &mut || drop(black_box(Graph::new(&roadmap))));
        report("order", &mut || drop(black_box(Order::new(&graph))));
        let pass_ms = report("pass", &mut || drop(black_box(Schedule::new(&graph))));
        report("pass to goal", &mut || {
            drop(black_box(Schedule::towards(&graph, Some(middle))));
        });
        report("trace", &mut || drop(black_box(Trace::of(&graph, middle))));
        report("driving trace", &mut || {
            drop(black_box(Trace::driving(&graph, &schedule, middle)));
        });
        let first = *Trace::of(&graph, middle).predecessors().last().unwrap_or(&middle);
        report("paths", &mut || drop(black_box(Paths::between(&graph, &schedule, first, middle))));
        let (moved, pushed) = far_reaching(&roadmap, &graph, schedule.order());
        report("ripple", &mut || {
            drop(black_box(Ripple::new(&roadmap, &graph, schedule.order(), &moved)));
        });
        println!("{:<16} {tasks:>9} {pushed:>10} pushed", "");
        report("conflicts", &mut || drop(black_box(conflicts(&roadmap))));
        let chain = Graph::new(&linked(roadmap.clone(), |nth| (nth > 0).then(|| nth - 1)));
        report("order of chain", &mut || drop(black_box(Order::new(&chain))));
        let cycle = Graph::new(&linked(roadmap, |nth| Some((nth + tasks - 1) % tasks)));
        report("one cycle", &mut || drop(black_box(Order::new(&cycle))));
        if pass_ms > budget_ms {
            println!("over budget: a pass over {tasks} tasks may take {budget_ms} ms");
        }
    }
    write(&all)
}

/// A move that pushes as many tasks as there are, but no more than a thousand, and how many.
fn far_reaching(
    roadmap: &Roadmap,
    graph: &Graph,
    order: &Order,
) -> (Vec<(TaskId, Interval)>, usize) {
    let fiscal = roadmap.fiscal_year_start;
    let candidates = (0..2_000).map(|nth| TaskId::from_index(nth * roadmap.tasks.len() / 2_000));
    let moves = candidates.filter_map(|task| {
        if Trace::of(graph, task).successors().len() > 1_000 {
            return None;
        }
        let moved = vec![(task, roadmap.task(task).when.shifted(Precision::Month, 120, fiscal)?)];
        let pushed = Ripple::new(roadmap, graph, order, &moved).pushed.len();
        Some((moved, pushed))
    });
    moves.max_by_key(|(_, pushed)| *pushed).expect("most tasks lead to fewer")
}

/// Rows of ten steps whose dates follow each other, with nearly as many links as tasks: each step
/// follows the one before it, but some follow a step of any row above, and so do a hundred rows
/// the end of the row above.
fn plan(tasks: usize) -> Roadmap {
    let whens = (0..10).map(|step| {
        let when = format!("20{:02}-{:02}", 20 + step / 2, 1 + step % 2 * 6);
        Interval::parse(&when, FiscalYearStart::APRIL).expect("a month")
    });
    let whens: Vec<Interval> = whens.collect();
    let task = |nth: usize| Task {
        kind: if nth % 10 == 9 { TaskKind::Milestone } else { TaskKind::Task },
        ..Task::new(format!("task-{nth}"), LaneId::from_index(0), Text::default(), whens[nth % 10])
    };
    let roadmap = Roadmap { tasks: (0..tasks).map(task).collect(), ..Roadmap::default() };
    // A fixed sequence of numbers that look random.
    let mut state = 1_u64;
    linked(roadmap, |nth| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        match nth % 10 {
            0 if nth % 1000 == 0 => None,
            0 => Some(nth - 2),
            3 => Some((state >> 33) as usize % nth / 10 * 10 + 2),
            _ => Some(nth - 1),
        }
    })
}

/// The same tasks, each with a link from the one that `predecessor` names.
fn linked(mut roadmap: Roadmap, mut predecessor: impl FnMut(usize) -> Option<usize>) -> Roadmap {
    let link = |(to, from): (usize, usize)| Dependency {
        kind: DependencyType::ALL[to % 4],
        lag_days: i32::try_from(to % 31).expect("less than 31") - 15,
        ..Dependency::new(TaskId::from_index(from), TaskId::from_index(to))
    };
    let ends = (0..roadmap.tasks.len()).filter_map(|to| Some((to, predecessor(to)?)));
    roadmap.dependencies = ends.map(link).collect();
    roadmap
}

impl Figures {
    fn of(case: &'static str, tasks: usize, runs: usize, run: &mut dyn FnMut()) -> Self {
        let run_once = |_| {
            let began = Instant::now();
            run();
            began.elapsed().as_secs_f64() * 1e3
        };
        let mut times: Vec<f64> = (0..runs).map(run_once).collect();
        times.sort_by(f64::total_cmp);
        Self { case, tasks, p50_ms: times[runs / 2], p95_ms: times[runs * 95 / 100] }
    }
}

fn write(all: &[Figures]) -> io::Result<()> {
    // Cargo makes `tmp` in the target folder, wherever that is.
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("tmp lies in a folder");
    let folder = target.join("bench");
    std::fs::create_dir_all(&folder)?;
    let path = folder.join("schedule.json");
    std::fs::write(&path, serde_json::to_string_pretty(all)? + "\n")?;
    println!("written: {}", path.display());
    Ok(())
}
