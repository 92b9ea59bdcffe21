//! Links can be followed: none crosses a name or lies on one that it has nothing to do with.

use crate::picture::{Picture, label_boxes};
use crate::{rows, sample};
use koteihyo::layout::chart::Chart;
use koteihyo::layout::{Mode, Rows};
use koteihyo::model::{DependencyId, Roadmap};
use koteihyo::scene::{Point, Rect, Shape, Tag};
use koteihyo::store;
use std::collections::HashSet;

/// Modes and widths of the chart: years of 40 to 700 points.
fn charts(roadmap: &Roadmap) -> Vec<(Mode, f32, Chart)> {
    let mut charts = Vec::new();
    for mode in [Mode::Swimlanes, Mode::Gantt] {
        let rows = rows(roadmap, mode, &[], &[]);
        for width in [700.0, 1100.0, 1900.0, 4000.0] {
            let chart = whole(roadmap, &rows, width).draw();
            charts.push((mode, width, chart));
        }
    }
    charts
}

fn whole<'a>(roadmap: &'a Roadmap, rows: &'a Rows, width: f32) -> Picture<'a> {
    Picture { width, height: rows.height as f32 + 60.0, ..Picture::of(roadmap, rows) }
}

/// Bars of all lengths, milestones, names of all lengths, and links of all types between
/// tasks that have nothing to do with each other.
fn random_roadmap(seed: u64) -> Roadmap {
    let mut state = seed;
    let mut below = |most: u64| {
        // Knuth's linear congruential generator; its upper bits are good enough here.
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (state >> 33) % most
    };
    let mut tasks = Vec::new();
    for nth in 0..60 {
        let (lane, track, from) = (below(6), below(2), 2021 + below(4));
        let name = "長い名前の施策".chars().cycle().take(1 + below(24) as usize);
        let name: String = name.collect();
        let when = match below(4) {
            0 => format!("{from}-{:02}", 1 + below(12)),
            1 => format!("FY{from}"),
            2 => format!("FY{from}-Q{}", 1 + below(4)),
            _ => format!("FY{from}/FY{}", from + below(3)),
        };
        let kind = if below(6) == 0 { "milestone" } else { "task" };
        tasks.push(format!(
            r#"{{"id": "t{nth}", "lane": "l{lane}", "track": {track}, "title": {{"ja": "{name}"}}, "when": "{when}", "kind": "{kind}"}}"#
        ));
    }
    let links = (0..90).map(|_| {
        let (from, to) = (below(60), below(60));
        let kind = ["FS", "SS", "FF", "SF"][below(4) as usize];
        format!(r#"{{"from": "t{from}", "to": "t{to}", "type": "{kind}"}}"#)
    });
    let links: Vec<_> = links.collect();
    let lanes: Vec<_> = (0..6)
        .map(|lane| format!(r#"{{"id": "l{lane}", "title": {{"ja": "場{lane}"}}}}"#))
        .collect();
    let text = format!(
        r#"{{"format": "koteihyo-roadmap/1", "title": {{"ja": "計画"}}, "lanes": [{}], "tasks": [{}], "dependencies": [{}]}}"#,
        lanes.join(","),
        tasks.join(","),
        links.join(",")
    );
    let (roadmap, _) = koteihyo::store::format::read(text.as_bytes()).unwrap();
    assert!(roadmap.tasks.len() == 60 && roadmap.dependencies.len() > 80);
    roadmap
}

/// The level and upright parts of the drawn lines of all links.
fn drawn_runs(chart: &Chart) -> Vec<(DependencyId, Point, Point)> {
    let mut runs = Vec::new();
    for item in chart.scene.items() {
        if let (Tag::Dependency(link), Shape::Line { points, .. }) = (item.tag, &item.shape) {
            runs.extend(points.windows(2).map(|pair| (link, pair[0], pair[1])));
        }
    }
    runs
}

fn around(from: Point, to: Point) -> Rect {
    Rect::new(
        from.x.min(to.x) - 0.5,
        from.y.min(to.y) - 0.5,
        from.x.max(to.x) + 0.5,
        from.y.max(to.y) + 0.5,
    )
}

#[test]
fn no_line_crosses_a_name() {
    let random = (1..=12).map(random_roadmap);
    for roadmap in [sample(), store::built_in()].into_iter().chain(random) {
        for (mode, width, chart) in charts(&roadmap) {
            let labels = label_boxes(&chart);
            for (link, from, to) in drawn_runs(&chart) {
                let line = around(from, to);
                let crossed = labels.iter().find(|(_, label)| label.overlaps(line));
                let crossed = crossed.map(|(task, _)| &*roadmap.task(*task).id);
                assert_eq!(crossed, None, "{mode:?} at {width} pt: {link:?}");
            }
        }
    }
}

/// Names may interrupt lines, but lines that had to be interrupted often could not be followed.
#[test]
fn few_names_stand_in_the_way_of_lines() {
    let roadmap = store::built_in();
    for (mode, width, chart) in charts(&roadmap) {
        let labels = label_boxes(&chart);
        let mut crossings = 0;
        let mut upright_pt = 0.0;
        for route in &chart.routes {
            for pair in route.points.windows(2) {
                let line = around(pair[0], pair[1]);
                crossings += labels.iter().filter(|(_, label)| label.overlaps(line)).count();
                upright_pt += (pair[1].y - pair[0].y).abs();
            }
        }
        let rows = upright_pt / 29.0;
        let share = crossings as f32 / rows;
        // Where a year is narrow, names fill their bars and leave no room at their ends.
        let most = if width < 1500.0 { 0.3 } else { 0.05 };
        assert!(share < most, "{mode:?} {width}: {crossings} names in {rows} rows");
    }
}

#[test]
fn links_that_have_nothing_to_do_with_each_other_share_no_line() {
    let roadmap = store::built_in();
    for (mode, width, chart) in charts(&roadmap) {
        assert_eq!(chart.routes.len(), roadmap.dependencies.len());
        let shared = shared_runs(&roadmap, &chart);
        let name = |link: DependencyId| {
            let link = roadmap.dependency(link);
            format!("{} → {}", roadmap.task(link.from).id, roadmap.task(link.to).id)
        };
        let shared = shared.iter().map(|(one, other, length)| {
            format!("{} | {} for {length} pt", name(*one), name(*other))
        });
        let shared: Vec<_> = shared.collect();
        // Lanes keep links of one day apart. Those of different days can still meet where
        // the days lie closer together than the lanes of one of them are wide.
        let most = if width < 1000.0 { 25 } else { 4 };
        assert!(shared.len() <= most, "{mode:?} {width}: {shared:#?}");
    }
}

/// Pairs of links without a common end that lie on each other for more than a few points.
fn shared_runs(roadmap: &Roadmap, chart: &Chart) -> Vec<(DependencyId, DependencyId, f32)> {
    const FEW_PT: f32 = 5.0;
    let mut runs = Vec::new();
    for route in &chart.routes {
        for pair in route.points.windows(2) {
            let is_upright = (pair[0].x - pair[1].x).abs() < 0.01;
            let (at, from, to) = if is_upright {
                (pair[0].x, pair[0].y.min(pair[1].y), pair[0].y.max(pair[1].y))
            } else {
                (pair[0].y, pair[0].x.min(pair[1].x), pair[0].x.max(pair[1].x))
            };
            runs.push((is_upright, at, from, to, route.link));
        }
    }
    runs.sort_by(|one, other| (one.0, one.1).partial_cmp(&(other.0, other.1)).unwrap());
    let mut shared = Vec::new();
    let mut seen = HashSet::new();
    for (nth, one) in runs.iter().enumerate() {
        let near =
            runs[nth + 1..].iter().take_while(|other| other.0 == one.0 && other.1 - one.1 < 0.9);
        for other in near {
            let length = one.3.min(other.3) - one.2.max(other.2);
            let [first, second] = [one.4, other.4].map(|link| roadmap.dependency(link));
            let is_related = first.from == second.from || first.to == second.to;
            if length > FEW_PT && !is_related && seen.insert((one.4, other.4)) {
                shared.push((one.4, other.4, length));
            }
        }
    }
    shared
}
