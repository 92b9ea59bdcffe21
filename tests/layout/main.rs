//! The layout against texts in `tests/golden`, and what it promises for any document.
//!
//! `KOTEIHYO_ACCEPT=1 cargo test --test layout` writes the golden texts anew.

#![expect(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod grouping;
mod links;
mod picture;

use koteihyo::layout::chart::{Emphasis, Target};
use koteihyo::layout::{LinkIndex, Mode, RowKind, Rows, RowsRequest};
use koteihyo::model::{GroupKey, Grouping, Language, Roadmap, TaskId, TaskStatus};
use koteihyo::scene::{Shape, Tag};
use picture::{Picture, assert_golden, describe, label_boxes};

/// Two areas with nested lanes, every kind of end, a milestone, overlapping bars, and links of all types.
const SAMPLE: &str = r#"{
"format": "koteihyo-roadmap/1",
"title": {"ja": "橋の架け替え", "en": "Bridge replacement"},
"lanes": [
{"id": "bridge", "title": {"ja": "橋", "en": "Bridge"}, "parent": null, "color": 25},
{"id": "design", "title": {"ja": "設計", "en": "Design"}, "parent": "bridge"},
{"id": "works", "title": {"ja": "工事の準備と実施", "en": "Preparing and doing the works"}, "parent": "bridge"},
{"id": "road", "title": {"ja": "道路", "en": "Road"}, "parent": null}
],
"tasks": [
{"id": "design.survey", "lane": "design", "title": {"ja": "測量", "en": "Survey"}, "when": "FY2021"},
{"id": "design.plans", "lane": "design", "title": {"ja": "図面の作成", "en": "Draw up the plans"}, "when": "FY2022"},
{"id": "works.permit", "lane": "works", "title": {"ja": "許可", "en": "Permit"}, "when": "2022-10", "kind": "milestone"},
{"id": "works.build", "lane": "works", "title": {"ja": "架設", "en": "Build"}, "when": "FY2023/2024-05-20"},
{"id": "works.checks", "lane": "works", "title": {"ja": "検査", "en": "Checks"}, "when": "2024-01/FY2024"},
{"id": "road.open", "lane": "road", "title": {"ja": "供用", "en": "Open to traffic"}, "when": "2024-06/.."}
],
"dependencies": [
{"from": "design.survey", "to": "design.plans", "basis": "row"},
{"from": "design.plans", "to": "works.build", "basis": "stated"},
{"from": "works.build", "to": "works.checks", "type": "FF", "basis": "inferred"},
{"from": "works.build", "to": "road.open", "basis": "stated"},
{"from": "works.permit", "to": "works.build", "type": "SS", "basis": "inferred"}
]
}
"#;

fn sample() -> Roadmap {
    let (roadmap, diagnostics) = koteihyo::store::format::read(SAMPLE.as_bytes()).unwrap();
    assert_eq!(diagnostics, []);
    roadmap
}

fn rows(roadmap: &Roadmap, mode: Mode, folded: &[&str], hidden: &[&str]) -> Rows {
    let folded: Vec<Box<str>> = folded.iter().map(|id| format!("lane:{id}").into()).collect();
    let is_shown = |task: TaskId| !hidden.contains(&&*roadmap.task(task).id);
    Rows::new(&RowsRequest {
        roadmap,
        mode,
        grouping: Grouping::Lanes,
        rank: None,
        folded: &GroupKey::find_all(&folded, roadmap),
        is_shown: &is_shown,
        shows_empty_lanes: false,
    })
}

/// One line for each row: what it is and which bars it has.
fn outline(roadmap: &Roadmap, rows: &Rows) -> Vec<String> {
    let line = |row: &koteihyo::layout::Row| {
        let lane = |lane| &roadmap.lane(lane).id;
        let what = match row.kind {
            RowKind::Band { key, folded: true } => format!("folded {}", key.text(roadmap)),
            RowKind::Band { key, folded: false } => format!("band {}", key.text(roadmap)),
            RowKind::Track { lane: of, .. } => format!("track {}", lane(of)),
            RowKind::Task(task) => format!("task {}", lane(roadmap.task(task).lane)),
        };
        let bars = rows.spans_of(row).iter().map(|span| &*roadmap.task(span.task).id);
        let bars: Vec<_> = bars.collect();
        format!("{what} [{}]", bars.join(" ")).replace("lane:", "")
    };
    rows.rows.iter().map(line).collect()
}

#[test]
fn overlapping_bars_of_a_track_are_spread_over_rows() {
    let roadmap = sample();
    let expected = [
        "band bridge []",
        "track design [design.survey design.plans]",
        "track works [works.permit works.build]",
        "track works [works.checks]",
        "band road []",
        "track road [road.open]",
    ];
    assert_eq!(outline(&roadmap, &rows(&roadmap, Mode::Swimlanes, &[], &[])), expected);
}

#[test]
fn a_folded_area_unites_its_bars_in_its_band() {
    let roadmap = sample();
    let rows = rows(&roadmap, Mode::Swimlanes, &["bridge"], &[]);
    let expected = ["folded bridge [design.survey]", "band road []", "track road [road.open]"];
    assert_eq!(outline(&roadmap, &rows), expected);
    let row_of = |id: &str| rows.row_of(roadmap.find_task(id).unwrap());
    assert_eq!((row_of("works.checks"), row_of("road.open")), (Some(0), Some(2)));
    let united = rows.spans_of(&rows.rows[0]);
    assert_eq!(united.len(), 1, "they follow each other without a gap");
}

#[test]
fn what_the_filter_hides_takes_no_room() {
    let roadmap = sample();
    let hidden = ["road.open", "design.survey", "design.plans"];
    let rows = rows(&roadmap, Mode::Gantt, &[], &hidden);
    let expected = [
        "band bridge []",
        "band works []",
        "task works [works.permit]",
        "task works [works.build]",
        "task works [works.checks]",
    ];
    assert_eq!(outline(&roadmap, &rows), expected);
    assert_eq!(rows.row_of(roadmap.find_task("road.open").unwrap()), None);
    assert_eq!(rows.groups.len(), 1);
}

#[test]
fn every_link_near_the_view_is_told_once() {
    let roadmap = sample();
    let all = rows(&roadmap, Mode::Gantt, &[], &[]);
    let index = LinkIndex::new(&roadmap, &all);
    let near =
        |rows: &Rows, index: &LinkIndex| index.near(&roadmap, rows, 0..rows.rows.len()).links.len();
    assert_eq!(near(&all, &index), 5);
    let folded = rows(&roadmap, Mode::Swimlanes, &["bridge"], &[]);
    let index = LinkIndex::new(&roadmap, &folded);
    assert_eq!(near(&folded, &index), 1, "links inside a folded lane are not drawn");
}

#[test]
fn charts_are_drawn_as_they_were() {
    let roadmap = sample();
    for (name, mode, language) in [
        ("swimlanes-ja.txt", Mode::Swimlanes, Language::Japanese),
        ("gantt-en.txt", Mode::Gantt, Language::English),
    ] {
        let rows = rows(&roadmap, mode, &[], &[]);
        let picture = Picture { language, ..Picture::of(&roadmap, &rows) };
        assert_golden(name, &describe(&roadmap, &picture.draw()));
    }
}

#[test]
fn names_never_overlap_each_other_or_another_bar() {
    let (roadmap, _) = koteihyo::store::format::read(koteihyo::store::BUILT_IN).unwrap();
    let rows = rows(&roadmap, Mode::Swimlanes, &[], &[]);
    for language in Language::ALL {
        for width in [700.0, 1100.0, 1900.0, 4000.0] {
            let height = rows.height as f32 + 60.0;
            let picture = Picture { language, width, height, ..Picture::of(&roadmap, &rows) };
            let chart = picture.draw();
            let labels = label_boxes(&chart);
            assert!(labels.len() > 150, "{width}: {}", labels.len());
            let clashes = labels
                .windows(2)
                .filter(|pair| pair[0].1.overlaps(pair[1].1))
                .map(|pair| roadmap.task(pair[0].0).title.in_language(language));
            assert_eq!(clashes.collect::<Vec<_>>(), [""; 0], "at {width} pt");
            for (task, label) in &labels {
                let other = chart.hits.iter().find(|hit| {
                    matches!(hit.target, Target::Task(other) if other != *task)
                        && hit.rect.overlaps(*label)
                });
                assert_eq!(other, None, "{} at {width} pt", roadmap.task(*task).id);
            }
        }
    }
}

#[test]
fn only_the_selection_and_its_chain_stand_out() {
    let roadmap = sample();
    let rows = rows(&roadmap, Mode::Swimlanes, &[], &[]);
    let selected = roadmap.find_task("works.build").unwrap();
    let emphasis = |task| if task == selected { Emphasis::Selected } else { Emphasis::Faded };
    let plain = Picture::of(&roadmap, &rows).draw();
    let lit = Picture { emphasis: &emphasis, ..Picture::of(&roadmap, &rows) }.draw();
    let color_of = |chart: &koteihyo::layout::chart::Chart, task| {
        chart.scene.items().find_map(|item| match (&item.shape, item.tag) {
            (Shape::Text { color, .. }, Tag::TaskLabel(of)) if of == task => Some(*color),
            _ => None,
        })
    };
    let other = roadmap.find_task("design.survey").unwrap();
    assert_eq!(color_of(&plain, selected), color_of(&lit, selected));
    assert_ne!(color_of(&plain, other), color_of(&lit, other));
}

#[test]
fn an_open_end_points_on_and_a_vague_one_fades() {
    let roadmap = sample();
    let rows = rows(&roadmap, Mode::Swimlanes, &[], &[]);
    let chart = Picture::of(&roadmap, &rows).draw();
    let shapes = |id: &str| {
        let task = roadmap.find_task(id).unwrap();
        let items = chart.scene.items().filter(move |item| item.tag == Tag::Task(task));
        items.map(|item| &item.shape).collect::<Vec<_>>()
    };
    let is_gradient = |shape: &&Shape| {
        matches!(shape, Shape::Rect { fill: Some(koteihyo::scene::Fill::Gradient { .. }), .. })
    };
    assert!(shapes("design.survey").iter().any(is_gradient), "known to the fiscal year");
    assert!(!shapes("works.build").iter().any(is_gradient), "known to the day");
    let is_arrow =
        |shape: &&Shape| matches!(shape, Shape::Polygon { points, .. } if points.len() == 5);
    assert!(shapes("road.open").iter().any(is_arrow));
    assert!(!shapes("works.build").iter().any(is_arrow));
}

#[test]
fn bars_show_how_far_they_have_got_in_shapes() {
    let mut roadmap = sample();
    let counts = |roadmap: &Roadmap| {
        let rows = rows(roadmap, Mode::Swimlanes, &[], &[]);
        let chart = Picture::of(roadmap, &rows).draw();
        let count = |id: &str| {
            let task = roadmap.find_task(id).unwrap();
            let items = chart.scene.items().filter(|item| item.tag == Tag::Task(task));
            let mut counts = [0; 3];
            for item in items {
                match item.shape {
                    Shape::Rect { .. } => counts[0] += 1,
                    Shape::Polygon { .. } => counts[1] += 1,
                    Shape::Line { .. } => counts[2] += 1,
                    Shape::Text { .. } => {}
                }
            }
            counts
        };
        ["design.survey", "design.plans", "works.build", "works.permit"].map(count)
    };
    let plain = counts(&roadmap);
    let states = [TaskStatus::Done, TaskStatus::UnderWay, TaskStatus::Dropped, TaskStatus::Done];
    let ids = ["design.survey", "design.plans", "works.build", "works.permit"];
    for (id, status) in ids.into_iter().zip(states) {
        let at = roadmap.find_task(id).unwrap().index();
        roadmap.tasks[at].status = status;
    }
    let at = roadmap.find_task("design.plans").unwrap().index();
    roadmap.tasks[at].progress = Some(40);
    let marked = counts(&roadmap);
    let more = |at: usize| {
        let [before, after] = [plain[at], marked[at]];
        [0, 1, 2].map(|kind| after[kind] - before[kind])
    };
    assert_eq!(more(0), [0, 0, 1], "a tick");
    assert_eq!(more(1), [1, 1, 0], "a triangle, and a line along the foot");
    assert_eq!(more(2), [0, 0, 1], "a line through the bar");
    assert_eq!(more(3), [0, 0, 1], "a tick in the diamond");
}
