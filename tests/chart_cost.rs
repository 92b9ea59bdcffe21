//! What a chart costs depends on what is visible, not on the size of the document.

#![expect(clippy::unwrap_used, reason = "a test may fail where it stands")]

use koteihyo::app::{BOLD_FONT, REGULAR_FONT};
use koteihyo::layout::chart::{
    ChartRequest, Counts, Emphasis, HiddenLinkCount, LinkBases, LinkStyle, Marks, draw,
};
use koteihyo::layout::{
    Colors, Density, FontMetrics, LinkIndex, MAX_DENSITY_PERIODS, MAX_PASSING, Mode, Palette, Rows,
    RowsRequest, Theme, TimeAxis,
};
use koteihyo::model::{
    Coloring, Dependency, DependencyBasis, Extra, Grouping, Lane, LaneId, Language, Roadmap, Task,
    TaskId, Text,
};
use koteihyo::time::{FiscalYearStart, Interval};
use std::collections::HashSet;

const TRACKS: usize = 3;
const BARS: usize = 5;
const TASKS_PER_LANE: usize = TRACKS * BARS;
const LANES_PER_AREA: usize = 10;

/// The scales of rows at which bars have names, are thin, and are too low to be drawn.
const NEAR: f32 = 1.0;
const MIDDLE: f32 = 0.12;
const FAR: f32 = 0.02;

#[test]
fn a_screen_costs_the_same_in_a_document_of_any_size() {
    for mode in [Mode::Swimlanes, Mode::Gantt] {
        let documents = [10_000, 200_000].map(|tasks| Document::new(roadmap(tasks), mode));
        for row_scale in [NEAR, MIDDLE, FAR] {
            let [small, large] = documents.each_ref().map(|document| document.counts(row_scale));
            let pairs = [
                ("shapes", small.shapes, large.shapes),
                ("rows", small.rows, large.rows),
                ("bars", small.bars, large.bars),
                ("cells", small.cells, large.cells),
                ("links", small.links, large.links),
                ("labels", small.labels, large.labels),
            ];
            if row_scale == FAR {
                assert!(small.cells > 100 && small.bars == 0, "{mode:?}");
            } else {
                assert!(small.bars > 10 && small.cells == 0, "{mode:?}");
            }
            for (what, small, large) in pairs {
                let scene = format!("{mode:?} at {row_scale}, {what}: {small}, {large}");
                assert!(small.abs_diff(large) * 10 <= small, "{scene}");
            }
        }
    }
}

#[test]
fn everything_on_one_screen_costs_what_the_screen_does() {
    for mode in [Mode::Swimlanes, Mode::Gantt] {
        let all = [10_000, 60_000, 200_000].map(|tasks| {
            let document = Document::new(roadmap(tasks), mode);
            let counts = document.counts(750.0 / document.rows.height as f32);
            assert_eq!((counts.rows, counts.bars, counts.links), (0, 0, 0));
            counts
        });
        for counts in all {
            // Strips of three points, and no more periods than there are.
            assert!((100..250 * MAX_DENSITY_PERIODS).contains(&counts.cells), "{counts:?}");
            assert!(counts.labels < 120 && counts.shapes < 8_000, "{counts:?}");
        }
    }
}

#[test]
fn links_past_a_screen_are_few_or_counted() {
    let mut roadmap = roadmap(20_000);
    let long = |from: usize, to: usize| Dependency {
        from: TaskId::from_index(from),
        to: TaskId::from_index(to),
        ..roadmap.dependencies[0].clone()
    };
    let passing: Vec<_> = (0..40_000).map(|nth| long(nth % 50, 19_000 + nth % 900)).collect();
    let counts = |roadmap: &Roadmap| {
        let roadmap = roadmap.clone();
        Document::new(roadmap, Mode::Gantt).counts_at(NEAR, 3000.0)
    };
    let near = counts(&roadmap);
    assert_eq!(near.left_out_links, 0);
    let few = MAX_PASSING;
    roadmap.dependencies.extend(passing[..few].iter().cloned());
    let with_few = counts(&roadmap);
    assert_eq!((with_few.links, with_few.left_out_links), (near.links + few, 0));
    roadmap.dependencies.extend(passing[few..].iter().cloned());
    let with_many = counts(&roadmap);
    assert_eq!((with_many.links, with_many.left_out_links), (near.links, passing.len()));
}

/// A document with all that a chart of it needs.
struct Document {
    roadmap: Roadmap,
    rows: Rows,
    links: LinkIndex,
    colors: Colors,
    density: Density,
}

impl Document {
    fn new(roadmap: Roadmap, mode: Mode) -> Self {
        let rows = Rows::new(&RowsRequest {
            roadmap: &roadmap,
            mode,
            grouping: Grouping::Lanes,
            rank: None,
            folded: &HashSet::new(),
            is_shown: &|_| true,
            shows_empty_lanes: false,
        });
        let colors = Colors::new(&roadmap, Coloring::Area, &|_| false);
        let links = LinkIndex::new(&roadmap, &rows);
        let fiscal = roadmap.fiscal_year_start;
        let density = Density::new(&rows, &colors, roadmap.span(), fiscal);
        Self { roadmap, rows, links, colors, density }
    }

    /// How much work a screen near the beginning is; one of everything begins at the top.
    fn counts(&self, row_scale: f32) -> Counts {
        let is_all = self.rows.height as f32 * row_scale < 800.0;
        self.counts_at(row_scale, if is_all { 0.0 } else { 3000.0 * f64::from(row_scale) })
    }

    fn counts_at(&self, row_scale: f32, scroll_pt: f64) -> Counts {
        let (first, last) = self.roadmap.span().unwrap();
        let chart = draw(&ChartRequest {
            roadmap: &self.roadmap,
            rows: &self.rows,
            links: &self.links,
            density: Some(&self.density),
            lit: &[],
            axis: TimeAxis::fit(first, last, 1000.0),
            scroll_pt,
            row_scale,
            width: 1240.0,
            height: 800.0,
            names_width: 240.0,
            with_status: false,
            language: Language::Japanese,
            colors: &self.colors,
            palette: &Palette::new(Theme::Light),
            fonts: &FontMetrics::new(REGULAR_FONT, BOLD_FONT).unwrap(),
            today: None,
            progress_line: None,
            emphasis: &|_| Emphasis::Plain,
            link_emphasis: &|_| Emphasis::Plain,
            marks: &|_| Marks::default(),
            hidden_links: &|_| HiddenLinkCount::default(),
            link_style: LinkStyle::Thin,
            link_bases: LinkBases::ALL,
            focus: None,
        });
        chart.counts
    }
}

/// Areas of lanes of tracks of bars; every bar is linked to the next of its track, and
/// the last one of a lane to the first one of the next lane.
fn roadmap(tasks: usize) -> Roadmap {
    let mut roadmap = Roadmap::default();
    for number in 0..tasks {
        if number % (TASKS_PER_LANE * LANES_PER_AREA) == 0 {
            push_lane(&mut roadmap, None);
        }
        if number % TASKS_PER_LANE == 0 {
            let area = roadmap.lanes.iter().rposition(|lane| lane.parent.is_none());
            push_lane(&mut roadmap, area.map(LaneId::from_index));
        }
        push_task(&mut roadmap, number);
    }
    roadmap
}

fn push_lane(roadmap: &mut Roadmap, parent: Option<LaneId>) {
    let number = roadmap.lanes.len();
    roadmap.lanes.push(Lane {
        id: format!("lane-{number}").into(),
        title: Text::new(format!("施策{number}"), format!("Measure {number}")),
        parent,
        color: None,
        extra: Extra::default(),
    });
}

fn push_task(roadmap: &mut Roadmap, number: usize) {
    let (place, year) = (number % TASKS_PER_LANE, 2021 + number % BARS);
    let lane = LaneId::from_index(roadmap.lanes.len() - 1);
    let title = Text::new(format!("作業{number}"), format!("Step {number}"));
    let when = Interval::parse(&format!("FY{year}"), FiscalYearStart::APRIL).unwrap();
    roadmap.tasks.push(Task {
        track: u16::try_from(place / BARS).unwrap(),
        ..Task::new(format!("task-{number}"), lane, title, when)
    });
    let is_first_of_track = place % BARS == 0 && place > 0;
    if number > 0 && !is_first_of_track {
        roadmap.dependencies.push(Dependency {
            basis: DependencyBasis::Row,
            ..Dependency::new(TaskId::from_index(number - 1), TaskId::from_index(number))
        });
    }
}
