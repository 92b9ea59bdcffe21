//! What a query costs in made-up roadmaps of 10 000, 100 000 and 1 000 000 tasks.
//!
//! `cargo bench --bench query` prints the median of each case and writes it to
//! `target/bench/query.json`. The budgets at 100 000 tasks are 5 ms for conditions on fields
//! and 30 ms for free words. `-- --quick` leaves out the largest roadmap.
//!
//! A case is a text, read, resolved and evaluated with the counts of all facets. What is
//! computed when it is first asked (days, schedule) is timed as cases of its own.

#![expect(clippy::print_stdout, reason = "a bench talks to the terminal")]

use koteihyo::model::{
    Dependency, DependencyBasis, Extra, Lane, LaneId, OwnerId, Roadmap, TagId, Task, TaskId,
    TaskKind, Text,
};
use koteihyo::model::{Language, Name};
use koteihyo::query::{Facts, Filter, Query, QueryContext, SearchIndex, complete, evaluate};
use koteihyo::schedule::Graph;
use koteihyo::time::{FiscalYearStart, Interval};
use serde::Serialize;
use std::hint::black_box;
use std::io;
use std::path::Path;
use std::time::Instant;

const BUDGET_TASKS: usize = 100_000;
const FIELD_BUDGET_MS: f64 = 5.0;
const WORD_BUDGET_MS: f64 = 30.0;

/// A query and what it may cost at [`BUDGET_TASKS`].
struct Case {
    text: &'static str,
    budget_ms: Option<f64>,
}

const fn field(text: &'static str) -> Case {
    Case { text, budget_ms: Some(FIELD_BUDGET_MS) }
}

const fn words(text: &'static str) -> Case {
    Case { text, budget_ms: Some(WORD_BUDGET_MS) }
}

const CASES: &[Case] = &[
    field(""),
    field("owner:owner-7"),
    field("owner:(owner-7 OR owner-8 OR owner-9) when:FY2023"),
    field("area:area-3 -tag:tag-2 kind:task"),
    field("lane:lane-77"),
    field("when:2022-10..2023-03"),
    field("starts:FY2023 OR ends:..FY2022"),
    field("is:open -is:milestone"),
    field("id:task-4711"),
    field("is:critical"),
    field("is:conflict"),
    field("up:task-9000"),
    words("クラウド"),
    words("government cloud 移行"),
    words("\"step 4711\" OR デジタル庁 -検討"),
    words("クラウド owner:owner-7 when:FY2023 -is:milestone"),
];

/// The figures of a case, as the JSON file has them.
#[derive(Serialize)]
struct Figures {
    case: String,
    tasks: usize,
    p50_ms: f64,
}

fn main() -> io::Result<()> {
    let is_quick = std::env::args().any(|argument| argument == "--quick");
    let sizes: &[usize] = if is_quick { &[10_000, 100_000] } else { &[10_000, 100_000, 1_000_000] };
    let mut all = Vec::new();
    println!("{:<58} {:>9} {:>10}", "case", "tasks", "p50 ms");
    for &tasks in sizes {
        run(tasks, &mut all);
    }
    write(&all)
}

fn run(tasks: usize, all: &mut Vec<Figures>) {
    let roadmap = roadmap(tasks);
    let graph = Graph::new(&roadmap);
    let repeats = (2_000_000 / tasks).clamp(5, 51);
    let mut report = |case: String, times: Vec<f64>, budget_ms: Option<f64>| {
        let figures = Figures { case, tasks, p50_ms: median(times) };
        println!("{:<58} {:>9} {:>10.3}", figures.case, tasks, figures.p50_ms);
        if tasks == BUDGET_TASKS && budget_ms.is_some_and(|budget| figures.p50_ms > budget) {
            println!("over budget: {} ms", budget_ms.unwrap_or_default());
        }
        all.push(figures);
    };
    let mut index = None;
    let made = timed(5, || index = Some(SearchIndex::new(&roadmap)));
    report("index".to_owned(), made, None);
    let index = index.expect("it was just made");
    let facts = Facts::default();
    let ctx = QueryContext { roadmap: &roadmap, graph: &graph, index: &index, facts: &facts };
    for first in ["is:open", "is:critical", "is:conflict"] {
        report(format!("first {first}"), timed(1, || ask(first, &ctx)), None);
    }
    for case in CASES {
        let times = timed(repeats, || ask(case.text, &ctx));
        report(
            if case.text.is_empty() { "(empty)" } else { case.text }.to_owned(),
            times,
            case.budget_ms,
        );
    }
    for text in ["own", "owner:owner-1", "クラウド lane:lane-7", "up:task-47"] {
        let choices = || complete(text, text.len(), Language::English, &ctx);
        let times = timed(repeats, || drop(black_box(choices())));
        report(format!("complete {text}"), times, None);
    }
    let wrong = "up:task-x4711";
    let refuse = || Filter::new(Query::parse(wrong).expect("it can be read"), &ctx).is_err();
    report(format!("refuse {wrong}"), timed(repeats, || assert!(black_box(refuse()))), None);
}

fn ask(text: &str, ctx: &QueryContext<'_>) {
    let query = Query::parse(text).expect("the cases can be read");
    let filter = Filter::new(query, ctx).expect("the cases name what there is");
    black_box(evaluate(&filter, ctx));
}

fn timed(repeats: usize, mut run: impl FnMut()) -> Vec<f64> {
    let times = (0..repeats).map(|_| {
        let began = Instant::now();
        run();
        began.elapsed().as_secs_f64() * 1e3
    });
    times.collect()
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

/// Chains of eight tasks in 100 lanes per 10 000 tasks below ten areas; 40 owners, 20 tags.
fn roadmap(tasks: usize) -> Roadmap {
    const AREAS: usize = 10;
    let mut roadmap = Roadmap::default();
    for owner in 0..40 {
        let name = format!("owner-{owner}");
        roadmap.owners.intern(&name);
        let title =
            Text::new(format!("デジタル庁{owner}課"), format!("Digital Agency, division {owner}"));
        roadmap.names.push(Name { name: name.into(), title, extra: Extra::default() });
    }
    for tag in 0..20 {
        roadmap.tags.intern(&format!("tag-{tag}"));
    }
    let lanes = AREAS + tasks / 100;
    for lane in 0..lanes {
        let is_area = lane < AREAS;
        let id = if is_area { format!("area-{lane}") } else { format!("lane-{lane}") };
        let title = Text::new(format!("{lane}番の領域"), format!("Field of work {lane}"));
        let parent = (!is_area).then(|| LaneId::from_index(lane % AREAS));
        roadmap.lanes.push(Lane {
            id: id.into(),
            title,
            parent,
            color: None,
            extra: Extra::default(),
        });
    }
    let fiscal = FiscalYearStart::APRIL;
    for task in 0..tasks {
        let year = 2019 + task % 7;
        let when = match task % 5 {
            0 => format!("FY{year}"),
            1 => format!("{year}-04/{}-09", year + 1),
            2 => format!("{year}-10-15/FY{}", year + 2),
            3 => format!("{year}-Q2"),
            _ => format!("{year}-07/.."),
        };
        let subject =
            ["クラウドへの移行", "システムの検討", "法案の準備", "運用の見直し"][task % 4];
        let english = ["Move to the government cloud", "Study systems", "Prepare a bill", "Review"];
        let title = Text::new(
            format!("{subject}（第{task}段階）"),
            format!("{}, step {task}", english[task % 4]),
        );
        let when = Interval::parse(&when, fiscal).expect("the intervals are right");
        let lane = LaneId::from_index(task % lanes);
        roadmap.tasks.push(Task {
            kind: if task % 9 == 0 { TaskKind::Milestone } else { TaskKind::Task },
            owners: [task % 40, task % 37].map(OwnerId::from_index).into(),
            tags: [TagId::from_index(task % 20)].into(),
            ..Task::new(format!("task-{task}"), lane, title, when)
        });
        if task % 8 > 0 {
            roadmap.dependencies.push(Dependency {
                basis: DependencyBasis::Row,
                ..Dependency::new(TaskId::from_index(task - 1), TaskId::from_index(task))
            });
        }
    }
    roadmap
}

fn write(all: &[Figures]) -> io::Result<()> {
    // Cargo makes `tmp` in the target folder, wherever that is.
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("tmp lies in a folder");
    let folder = target.join("bench");
    std::fs::create_dir_all(&folder)?;
    let path = folder.join("query.json");
    std::fs::write(&path, serde_json::to_string_pretty(all)? + "\n")?;
    println!("written: {}", path.display());
    Ok(())
}
