//! What one frame costs: an egui pass over the whole window and its tessellation, at 1920×1080
//! without a window or a GPU, with the built-in roadmap and with made-up ones of 10 000, 100 000
//! and 1 000 000 tasks and as many dependencies.
//!
//! `cargo bench --bench frame` prints the figures of each case and writes them to
//! `target/bench/frame.json`. `-- --quick` runs every case briefly and leaves out the larger
//! documents, `-- --only CASE` runs one case, `-- --tasks N` one size (0: the built-in roadmap).
//!
//! This is a plain program, because no harness reports shapes and vertices beside times.

#![expect(clippy::print_stdout, reason = "a bench talks to the terminal")]

use cap::Cap;
use egui::epaint::Primitive;
use egui::{Event, Key, Modifiers, Pos2, RawInput, Rect, Vec2, pos2, vec2};
use koteihyo::app::{App, Origin, Session, Startup};
use koteihyo::layout::chart::Counts;
use koteihyo::model::{Language, Roadmap};
use koteihyo::sample::{SampleRequest, generate};
use koteihyo::store::{self, Settings};
use koteihyo::time::Day;
use mimalloc::MiMalloc;
use serde::Serialize;
use std::hint::black_box;
use std::io;
use std::path::Path;
use std::time::{Duration, Instant};

/// That of the program; it counts the bytes that a pass allocates.
#[global_allocator]
static ALLOCATOR: Cap<MiMalloc> = Cap::new(MiMalloc, usize::MAX);

const SIZE: Vec2 = vec2(1920.0, 1080.0);
/// What a frame may take in which nothing changes; at every size.
const BUDGET_MS: f64 = 0.3;
/// The sizes of the made-up roadmaps; 0 stands for the built-in one.
const SIZES: [usize; 4] = [0, 10_000, 100_000, 1_000_000];
/// A place in the middle of the chart, over bars.
const CHART: Pos2 = pos2(900.0, 500.0);

/// Something that a user does again and again.
struct Case {
    name: &'static str,
    /// What is pressed once before.
    before: &'static [(Modifiers, Key)],
    /// What happens in each pass, counted from 0.
    step: fn(u64) -> Vec<Event>,
    /// Of how many passes one is made: what arranges the document anew takes long.
    one_in: u64,
}

impl Case {
    /// A case of a view as it opens.
    const fn new(name: &'static str, step: fn(u64) -> Vec<Event>) -> Self {
        Self { name, before: &[], step, one_in: 1 }
    }

    /// A case after these keys.
    const fn after(
        before: &'static [(Modifiers, Key)],
        name: &'static str,
        step: fn(u64) -> Vec<Event>,
    ) -> Self {
        Self { before, ..Self::new(name, step) }
    }
}

const CASES: &[Case] = &[
    Case::new("still", |_| Vec::new()),
    Case::new("hover", |nth| vec![Event::PointerMoved(wander(nth))]),
    Case::new("slow scroll", |nth| wheel(there_and_back(nth, 200, -3.0, 3.0))),
    Case::new("select", |nth| {
        press(Modifiers::NONE, there_and_back(nth, 40, Key::ArrowDown, Key::ArrowUp))
    }),
    Case::after(EDIT, "drag", drag),
    Case::after(SELECT, "selected still", |_| Vec::new()),
    Case::new("zoom step", |nth| {
        press(Modifiers::NONE, there_and_back(nth, 8, Key::Plus, Key::Minus))
    }),
    Case::new("zoom ladder", |nth| zoom_rows(there_and_back(nth, 60, -40.0, 40.0))),
    Case::new("page", |nth| {
        press(Modifiers::NONE, there_and_back(nth, 10, Key::PageDown, Key::PageUp))
    }),
    Case::new("fit all", |nth| press(Modifiers::NONE, there_and_back(nth, 1, Key::F, Key::Num0))),
    Case::after(FIT_ALL, "fit all still", |_| Vec::new()),
    Case::after(FIT_ALL, "fit all zoom", |nth| {
        press(Modifiers::NONE, there_and_back(nth, 8, Key::Plus, Key::Minus))
    }),
    Case {
        one_in: 50,
        ..Case::new("fold all", |nth| {
            let keys = (Key::OpenBracket, Key::CloseBracket);
            press(Modifiers::NONE, there_and_back(nth, 1, keys.0, keys.1))
        })
    },
    Case::after(GANTT, "Gantt still", |_| Vec::new()),
    Case::after(GANTT, "Gantt slow scroll", |nth| wheel(there_and_back(nth, 200, -3.0, 3.0))),
];

const EDIT: &[(Modifiers, Key)] = &[(Modifiers::NONE, Key::E)];
const SELECT: &[(Modifiers, Key)] = &[(Modifiers::NONE, Key::ArrowDown)];
const FIT_ALL: &[(Modifiers, Key)] = &[(Modifiers::NONE, Key::F)];
const GANTT: &[(Modifiers, Key)] = &[(Modifiers::COMMAND, Key::Num2)];

/// The figures of a case, as the JSON file has them.
#[derive(Serialize)]
struct Figures {
    case: &'static str,
    tasks: usize,
    p50_ms: f64,
    p95_ms: f64,
    shapes: usize,
    vertices: usize,
    primitives: usize,
    rows: usize,
    bars: usize,
    links: usize,
    labels_laid_out: usize,
    cells: usize,
    chart_shapes: usize,
    allocated_bytes: usize,
}

/// The cost of one pass.
#[derive(Clone, Copy, Default)]
struct Pass {
    ms: f64,
    shapes: usize,
    vertices: usize,
    primitives: usize,
    allocated_bytes: usize,
    counts: Counts,
}

fn main() -> io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let is_quick = arguments.iter().any(|argument| argument == "--quick");
    let only = arguments.iter().position(|argument| argument == "--only");
    let only = only.and_then(|at| arguments.get(at + 1));
    let (starts, passes) = if is_quick { (3, 40) } else { (7, 1000) };
    let of_size = arguments.iter().position(|argument| argument == "--tasks");
    let of_size = of_size.and_then(|at| arguments.get(at + 1)?.parse::<usize>().ok());

    println!(
        "{:<18} {:>8} {:>9} {:>9} {:>7} {:>9} {:>11} {:>6} {:>6} {:>6} {:>6} {:>6} {:>7}",
        "case",
        "tasks",
        "p50 ms",
        "p95 ms",
        "shapes",
        "vertices",
        "primitives",
        "rows",
        "bars",
        "links",
        "labels",
        "cells",
        "bytes"
    );
    let mut all = Vec::new();
    for tasks in SIZES {
        if of_size.map_or(is_quick && tasks > 10_000, |size| size != tasks) {
            continue;
        }
        let roadmap = match tasks {
            0 => store::built_in(),
            _ => generate(&SampleRequest::of(tasks)),
        };
        let mut report = |case: &'static str, passes: &[Pass]| {
            let figures = Figures::of(case, roadmap.tasks.len(), passes);
            figures.print();
            all.push(figures);
        };
        if only.is_none_or(|only| only == "start") {
            let starts = (0..starts).map(|_| start(&roadmap));
            let (opening, starting): (Vec<_>, Vec<_>) = starts.unzip();
            report("session", &opening);
            report("start", &starting);
        }
        for case in CASES {
            if only.is_none_or(|only| only == case.name) {
                report(case.name, &run(case, passes, &roadmap));
            }
        }
    }
    for figures in &all {
        if figures.case == "still" && figures.p50_ms > BUDGET_MS {
            let Figures { tasks, .. } = figures;
            println!("over budget: a still frame may take {BUDGET_MS} ms ({tasks} tasks)");
        }
    }
    write(&all)
}

/// Derives what a session needs from the document, then makes the window's state and its first picture.
fn start(roadmap: &Roadmap) -> (Pass, Pass) {
    let roadmap = roadmap.clone();
    let began = Instant::now();
    let session = Session::new(roadmap, Origin::BuiltIn, Vec::new());
    let opening = Pass { ms: ms_since(began), ..Pass::default() };
    let began = Instant::now();
    let mut window = Window::new(session);
    let mut starting = window.pass(Vec::new());
    starting.ms = ms_since(began);
    (opening, starting)
}

fn run(case: &Case, passes: u64, roadmap: &Roadmap) -> Vec<Pass> {
    let mut window = Window::new(Session::new(roadmap.clone(), Origin::BuiltIn, Vec::new()));
    window.settle();
    for &(modifiers, key) in case.before {
        window.pass(press(modifiers, key));
    }
    window.settle();
    (0..passes.div_ceil(case.one_in)).map(|nth| window.pass((case.step)(nth))).collect()
}

/// The program without a window around it.
struct Window {
    ctx: egui::Context,
    app: App,
    passes: u64,
}

impl Window {
    fn new(session: Session) -> Self {
        let ctx = egui::Context::default();
        let startup = Startup {
            session,
            settings: Settings::default(),
            settings_path: None,
            language: None,
            system_language: Language::Japanese,
            today: Day::from_year_month_day(2023, 6, 15).expect("the day exists"),
            notice: None,
            places: koteihyo::app::SafePlaces::nowhere(),
            has_dialogs: false,
        };
        let app = App::new(&ctx, startup);
        Self { ctx, app, passes: 0 }
    }

    /// Lets animations and sizes come to rest, with the pointer over the chart.
    fn settle(&mut self) {
        self.pass(vec![Event::PointerMoved(CHART)]);
        for _ in 0..30 {
            self.pass(Vec::new());
        }
        // Large documents are arranged on a thread.
        while self.app.session().arranging_for().is_some() {
            std::thread::sleep(Duration::from_millis(2));
            self.pass(Vec::new());
        }
        self.pass(vec![Event::PointerGone]);
    }

    fn pass(&mut self, events: Vec<Event>) -> Pass {
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, SIZE)),
            time: Some(self.passes as f64 / 60.0),
            focused: true,
            events,
            ..RawInput::default()
        };
        self.passes += 1;
        let allocated = ALLOCATOR.total_allocated();
        let began = Instant::now();
        let mut output = self.ctx.run_ui(input, |ui| self.app.show(ui));
        let shapes = std::mem::take(&mut output.shapes);
        let shape_count = shapes.len();
        let primitives = self.ctx.tessellate(shapes, output.pixels_per_point);
        let ms = ms_since(began);
        let allocated = ALLOCATOR.total_allocated() - allocated;
        output.drop_without_applying_deltas();
        let vertices = primitives.iter().map(|clipped| match &clipped.primitive {
            Primitive::Mesh(mesh) => mesh.vertices.len(),
            Primitive::Callback(_) => 0,
        });
        let pass = Pass {
            ms,
            shapes: shape_count,
            vertices: vertices.sum(),
            primitives: primitives.len(),
            allocated_bytes: allocated,
            counts: self.app.chart_counts(),
        };
        black_box(primitives);
        pass
    }
}

impl Figures {
    /// Times and sizes are each sorted on their own: medians, and the time of the slowest 5 %.
    fn of(case: &'static str, tasks: usize, passes: &[Pass]) -> Self {
        let mut times: Vec<f64> = passes.iter().map(|pass| pass.ms).collect();
        times.sort_by(f64::total_cmp);
        let median = |size: fn(&Pass) -> usize| {
            let mut sizes: Vec<usize> = passes.iter().map(size).collect();
            sizes.sort_unstable();
            sizes[sizes.len() / 2]
        };
        Self {
            case,
            tasks,
            p50_ms: times[times.len() / 2],
            p95_ms: times[times.len() * 95 / 100],
            shapes: median(|pass| pass.shapes),
            vertices: median(|pass| pass.vertices),
            primitives: median(|pass| pass.primitives),
            rows: median(|pass| pass.counts.rows),
            bars: median(|pass| pass.counts.bars),
            links: median(|pass| pass.counts.links),
            labels_laid_out: median(|pass| pass.counts.labels),
            cells: median(|pass| pass.counts.cells),
            chart_shapes: median(|pass| pass.counts.shapes),
            allocated_bytes: median(|pass| pass.allocated_bytes),
        }
    }

    fn print(&self) {
        println!(
            "{:<18} {:>8} {:>9.3} {:>9.3} {:>7} {:>9} {:>11} {:>6} {:>6} {:>6} {:>6} {:>6} {:>7}",
            self.case,
            self.tasks,
            self.p50_ms,
            self.p95_ms,
            self.shapes,
            self.vertices,
            self.primitives,
            self.rows,
            self.bars,
            self.links,
            self.labels_laid_out,
            self.cells,
            self.allocated_bytes
        );
    }
}

fn write(all: &[Figures]) -> io::Result<()> {
    // Cargo makes `tmp` in the target folder, wherever that is.
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("tmp lies in a folder");
    let folder = target.join("bench");
    std::fs::create_dir_all(&folder)?;
    let path = folder.join("frame.json");
    std::fs::write(&path, serde_json::to_string_pretty(all)? + "\n")?;
    println!("written: {}", path.display());
    Ok(())
}

fn ms_since(began: Instant) -> f64 {
    began.elapsed().as_secs_f64() * 1e3
}

/// A way to and fro over the bars, about 8 points in a pass.
fn wander(nth: u64) -> Pos2 {
    let (line, along) = (nth / 100, nth % 100);
    let x = if line.is_multiple_of(2) { along } else { 99 - along };
    pos2(560.0 + x as f32 * 8.0, 200.0 + (line % 12) as f32 * 40.0)
}

/// Takes what is under the pointer and drags it to and fro, some days in each pass.
fn drag(nth: u64) -> Vec<Event> {
    let along = there_and_back(nth, 60, nth % 60, 59 - nth % 60) as f32;
    let at = Event::PointerMoved(CHART + vec2(12.0 * along, 0.0));
    let button = Event::PointerButton {
        pos: CHART,
        button: egui::PointerButton::Primary,
        pressed: true,
        modifiers: Modifiers::NONE,
    };
    if nth == 0 { vec![at, button] } else { vec![at] }
}

/// One of two opposite things for some passes, then the other for as many.
fn there_and_back<T>(nth: u64, passes: u64, there: T, back: T) -> T {
    if (nth / passes).is_multiple_of(2) { there } else { back }
}

fn wheel(delta_y: f32) -> Vec<Event> {
    let wheel = Event::MouseWheel {
        unit: egui::MouseWheelUnit::Point,
        delta: vec2(0.0, delta_y),
        phase: egui::TouchPhase::Move,
        source: egui::MouseWheelSource::Unknown,
        modifiers: Modifiers::NONE,
    };
    vec![Event::PointerMoved(CHART), wheel]
}

/// Makes rows higher or lower around the pointer.
fn zoom_rows(delta_y: f32) -> Vec<Event> {
    let mut events = wheel(delta_y);
    events.insert(0, Event::ModifiersChanged(Modifiers::ALT));
    events
}

fn press(modifiers: Modifiers, key: Key) -> Vec<Event> {
    let event = |pressed| Event::Key { key, physical_key: None, pressed, repeat: false, modifiers };
    vec![
        Event::ModifiersChanged(modifiers),
        event(true),
        event(false),
        Event::ModifiersChanged(Modifiers::NONE),
    ]
}
