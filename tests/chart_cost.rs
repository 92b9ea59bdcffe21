//! What a chart costs depends on what is visible, not on the size of the document.

#![expect(clippy::unwrap_used, reason = "a test may fail where it stands")]

use koteihyo::app::{BOLD_FONT, REGULAR_FONT};
use koteihyo::layout::chart::{
    ChartRequest, Counts, Emphasis, HiddenLinkCount, LinkBases, LinkStyle, Marks, draw,
};
use koteihyo::layout::{
    Colors, FontMetrics, LinkIndex, MAX_PASSING, Mode, Palette, Rows, RowsRequest, Theme, TimeAxis,
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

#[test]
fn a_screen_costs_the_same_in_a_document_of_any_size() {
    for mode in [Mode::Swimlanes, Mode::Gantt] {
        let [small, large] = [1_000, 20_000].map(|tasks| counts(&roadmap(tasks), mode));
        let pairs = [
            ("rows", small.rows, large.rows),
            ("bars", small.bars, large.bars),
            ("links", small.links, large.links),
            ("labels", small.labels, large.labels),
        ];
        for (what, small, large) in pairs {
            assert!(small > 0, "{mode:?}: no {what}");
            assert!(small.abs_diff(large) * 10 <= small, "{mode:?} {what}: {small}, {large}");
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
    let near = counts(&roadmap, Mode::Gantt);
    assert_eq!(near.left_out_links, 0);
    let few = MAX_PASSING;
    roadmap.dependencies.extend_from_slice(&passing[..few]);
    let with_few = counts(&roadmap, Mode::Gantt);
    assert_eq!((with_few.links, with_few.left_out_links), (near.links + few, 0));
    roadmap.dependencies.extend_from_slice(&passing[few..]);
    let with_many = counts(&roadmap, Mode::Gantt);
    assert_eq!((with_many.links, with_many.left_out_links), (near.links, passing.len()));
}

/// How much work one screen in the midst of the first thousand tasks is.
fn counts(roadmap: &Roadmap, mode: Mode) -> Counts {
    let rows = Rows::new(&RowsRequest {
        roadmap,
        mode,
        grouping: Grouping::Lanes,
        rank: None,
        folded: &HashSet::new(),
        is_shown: &|_| true,
    });
    let (first, last) = roadmap.span().unwrap();
    let chart = draw(&ChartRequest {
        roadmap,
        rows: &rows,
        links: &LinkIndex::new(roadmap, &rows),
        axis: TimeAxis::fit(first, last, 1000.0),
        scroll_pt: 3000.0,
        row_scale: 1.0,
        width: 1240.0,
        height: 800.0,
        names_width: 240.0,
        language: Language::Japanese,
        colors: &Colors::new(roadmap, Coloring::Area, &|_| false),
        palette: &Palette::new(Theme::Light),
        fonts: &FontMetrics::new(REGULAR_FONT, BOLD_FONT).unwrap(),
        today: None,
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
