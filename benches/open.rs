//! What opening and saving a file costs: made-up roadmaps of 10 000, 100 000 and 1 000 000 tasks
//! and as many dependencies, from files that the system has in memory.
//!
//! `cargo bench --bench open` prints the median of each case and writes it to
//! `target/bench/open.json`. `-- --quick` leaves out the largest roadmap, `-- --tasks N` runs one
//! size.

#![expect(clippy::print_stdout, reason = "a bench talks to the terminal")]

use koteihyo::app::{Origin, Session};
use koteihyo::cli::{self, Environment};
use koteihyo::model::{Language, Roadmap};
use koteihyo::query::SearchIndex;
use koteihyo::sample::{SampleRequest, generate};
use koteihyo::schedule::Graph;
use koteihyo::store::{self, Backups, Progress, SaveOptions, format, save};
use koteihyo::time::Day;
use serde::Serialize;
use std::hint::black_box;
use std::io;
use std::path::Path;
use std::time::{Duration, Instant, UNIX_EPOCH};

/// That of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// What opening a file and making a session of it may take, by the number of tasks.
const BUDGETS_MS: [(usize, f64); 3] = [(10_000, 15.0), (100_000, 80.0), (1_000_000, 800.0)];

/// The figures of a case, as the JSON file has them.
#[derive(Serialize)]
struct Figures {
    case: &'static str,
    tasks: usize,
    p50_ms: f64,
    file_bytes: u64,
}

fn main() -> io::Result<()> {
    let arguments: Vec<String> = std::env::args().collect();
    let is_quick = arguments.iter().any(|argument| argument == "--quick");
    let after = |name| arguments.iter().skip_while(move |argument| *argument != name).nth(1);
    let only = after("--tasks").and_then(|tasks| tasks.parse().ok());
    let sizes = BUDGETS_MS.map(|(tasks, _)| tasks);
    let sizes = if is_quick { &sizes[..2] } else { &sizes[..] };
    let mut all = Vec::new();
    println!("{:<22} {:>9} {:>10}", "case", "tasks", "p50 ms");
    for &tasks in only.as_ref().map_or(sizes, std::slice::from_ref) {
        run(tasks, &mut all)?;
    }
    write(&all)
}

fn run(tasks: usize, all: &mut Vec<Figures>) -> io::Result<()> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("sample.roadmap.json");
    let roadmap = generate(&SampleRequest::of(tasks));
    let save = || save::replace_file(&path, |out| format::write(&roadmap, out));
    save()?;
    let file_bytes = std::fs::metadata(&path)?.len();
    let repeats = (3_000_000 / tasks.max(1)).clamp(5, 31);
    let mut report = |case, mut time: Box<dyn FnMut() -> Duration + '_>| {
        let mut times: Vec<_> = (0..repeats).map(|_| time()).collect();
        times.sort();
        let p50_ms = times[repeats / 2].as_secs_f64() * 1e3;
        println!("{case:<22} {tasks:>9} {p50_ms:>10.2}");
        let budget = BUDGETS_MS.iter().find(|budget| budget.0 == tasks);
        if let Some((_, budget_ms)) = budget.filter(|it| case == "ready to work" && it.1 < p50_ms) {
            println!("over budget: {budget_ms} ms");
        }
        all.push(Figures { case, tasks, p50_ms, file_bytes });
    };
    report("open", Box::new(|| timed(|| open(&path))));
    report("first rows", Box::new(|| first_rows(&path)));
    report("ready to work", Box::new(|| timed(|| session(open(&path)))));
    report(
        "session",
        Box::new(|| {
            let copy = roadmap.clone();
            timed(|| session(copy))
        }),
    );
    report("graph", Box::new(|| timed(|| Graph::new(&roadmap))));
    report("search index", Box::new(|| timed(|| SearchIndex::new(&roadmap))));
    report("info", Box::new(|| timed(|| info(&path))));
    report("write", Box::new(|| timed(|| save().expect("it could be written before"))));
    let backups = Backups::of(folder.path(), &path);
    let save_plan = || {
        let options =
            SaveOptions { backups: Some((&backups, UNIX_EPOCH)), ..SaveOptions::default() };
        store::save_plan(&roadmap, &path, &options, &Progress::default())
    };
    report("save", Box::new(|| timed(|| save_plan().expect("it could be written before"))));
    // A space in front, and no block of it can be read by itself.
    let mut other = vec![b' '];
    format::write(&roadmap, &mut other)?;
    std::fs::write(&path, other)?;
    report("open in other layout", Box::new(|| timed(|| open(&path))));
    Ok(())
}

/// How long something takes, without the time to drop what it returns.
fn timed<T>(run: impl FnOnce() -> T) -> Duration {
    let began = Instant::now();
    let made = black_box(run());
    let time = began.elapsed();
    drop(made);
    time
}

fn open(path: &Path) -> Roadmap {
    store::open_file(path).expect("it has just been written").roadmap
}

fn session(roadmap: Roadmap) -> Session {
    Session::new(roadmap, Origin::BuiltIn, Vec::new())
}

/// How long it takes until there is something to show.
fn first_rows(path: &Path) -> Duration {
    let began = Instant::now();
    let progress = Progress::default();
    let mut time = None;
    let opened = store::open_file_telling(path, &progress, &mut |_| {
        time = Some(began.elapsed());
        progress.cancel();
    });
    // Small files have no first rows but all.
    drop(black_box(opened));
    time.unwrap_or_else(|| began.elapsed())
}

fn info(path: &Path) {
    let arguments = ["koteihyo", "info", path.to_str().expect("temporary paths are plain")];
    let code = cli::run(
        arguments.map(Into::into),
        &mut Environment {
            stdout: &mut io::sink(),
            stderr: &mut io::sink(),
            today: Day::from_number(738_000),
            backups: None,
            clock: std::time::SystemTime::now,
            language: Language::English,
            open_window: &mut |_| unreachable!("`info` opens no window"),
        },
    );
    assert_eq!(code, 0);
}

fn write(all: &[Figures]) -> io::Result<()> {
    // Cargo makes `tmp` in the target folder, wherever that is.
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("tmp lies in a folder");
    let folder = target.join("bench");
    std::fs::create_dir_all(&folder)?;
    let path = folder.join("open.json");
    std::fs::write(&path, serde_json::to_string_pretty(all)? + "\n")?;
    println!("written: {}", path.display());
    Ok(())
}
