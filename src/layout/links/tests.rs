use super::*;
use crate::layout::{Mode, RowsRequest};
use crate::model::{Dependency, Extra, GroupKey, Grouping, Lane, LaneId, Task, TaskId, Text};
use crate::time::{FiscalYearStart, Interval};
use proptest::prelude::*;
use std::collections::{BTreeSet, HashSet};
use std::time::Instant;

/// One lane of tasks of the same fiscal year, with these links between them.
fn roadmap(tasks: usize, links: impl Iterator<Item = (usize, usize)>) -> Roadmap {
    let when = Interval::parse("FY2021", FiscalYearStart::APRIL).unwrap();
    let task = Task::new("", LaneId::from_index(0), Text::default(), when);
    let link = |(from, to)| Dependency::new(TaskId::from_index(from), TaskId::from_index(to));
    let lane = Lane {
        id: "lane".into(),
        title: Text::default(),
        parent: None,
        color: None,
        extra: Extra::default(),
    };
    Roadmap {
        lanes: vec![lane],
        tasks: vec![task; tasks].into(),
        dependencies: links.map(link).collect(),
        ..Roadmap::default()
    }
}

/// In Gantt mode each task has a row, after that of the lane.
fn rows(roadmap: &Roadmap) -> Rows {
    rows_folded(roadmap, &HashSet::new())
}

fn rows_folded(roadmap: &Roadmap, folded: &HashSet<GroupKey>) -> Rows {
    Rows::new(&RowsRequest {
        roadmap,
        mode: Mode::Gantt,
        grouping: Grouping::Lanes,
        rank: None,
        folded,
        is_shown: &|_| true,
        shows_empty_lanes: false,
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, rng_seed: proptest::test_runner::RngSeed::Fixed(7), ..ProptestConfig::default() })]

    #[test]
    fn every_link_that_touches_the_view_is_told_once(
        links in proptest::collection::vec((0..60_usize, 0..60_usize), 0..150),
        start in 0..62_usize,
        length in 0..62_usize,
    ) {
        let roadmap = roadmap(60, links.iter().copied());
        let rows = rows(&roadmap);
        let index = LinkIndex::new(&roadmap, &rows);
        let near = index.near(&roadmap, &rows, start..start + length);
        let touches = |link: &(usize, usize)| {
            let (first, last) = (link.0.min(link.1) + 1, link.0.max(link.1) + 1);
            first < start + length && last >= start
        };
        let is_empty = length == 0 || start >= rows.rows.len();
        let expected = links.iter().enumerate().filter(|(_, link)| !is_empty && touches(link));
        let expected: BTreeSet<_> =
            expected.map(|(nth, _)| DependencyId::from_index(nth)).collect();
        prop_assert_eq!(near.left_out, 0);
        prop_assert_eq!(near.links.len(), expected.len());
        prop_assert_eq!(near.links.into_iter().collect::<BTreeSet<_>>(), expected);
    }

    #[test]
    fn trunks_of_different_tasks_that_overlap_have_lanes_of_their_own(
        links in proptest::collection::vec((0..40_usize, 0..40_usize), 0..60),
    ) {
        let roadmap = roadmap(40, links.iter().copied());
        let rows = rows(&roadmap);
        let index = LinkIndex::new(&roadmap, &rows);
        let trunk = |task: usize| {
            let own = links.iter().enumerate().filter(|(_, link)| link.0 == task && link.1 != task);
            let own: Vec<_> = own.map(|(nth, link)| (DependencyId::from_index(nth), link.1)).collect();
            let (first, ..) = *own.first()?;
            let ends = || own.iter().map(|(_, to)| *to).chain([task]);
            Some((index.lanes(first).trunk, ends().min()?, ends().max()?))
        };
        for one in 0..40 {
            for other in 0..one {
                let (Some(one), Some(other)) = (trunk(one), trunk(other)) else { continue };
                let overlap = one.1 <= other.2 && other.1 <= one.2;
                let is_last = one.0 == MAX_TRUNK_LANES - 1;
                prop_assert!(!overlap || one.0 != other.0 || is_last, "{one:?} {other:?}");
            }
        }
    }
}

#[test]
fn a_million_long_links_take_memory_for_each_and_no_time_to_pass() {
    const TASKS: usize = 300_000;
    const LINKS: usize = 1_000_000;
    // Every link is long: it leads over a third of the document or more.
    let links = (0..LINKS).map(|nth| (nth * 7 % (TASKS / 2), TASKS / 2 + nth * 11 % (TASKS / 2)));
    let roadmap = roadmap(TASKS, links);
    let rows = rows(&roadmap);
    let index = LinkIndex::new(&roadmap, &rows);
    let numbers = index.level.links.len()
        + index.upper.links.len()
        + index.lower.links.len()
        + index.crossing.stored();
    assert!(numbers <= 7 * LINKS, "{numbers}");
    let began = Instant::now();
    let mut told = 0;
    for view in 0..1_000 {
        let start = view * (TASKS - 100) / 1_000;
        let near = index.near(&roadmap, &rows, start..start + 40);
        assert!(near.links.len() <= MAX_ENDING + MAX_PASSING);
        told += near.links.len();
    }
    assert!(told > 100_000, "the ends of links are still told: {told}");
    assert!(began.elapsed().as_millis() < 2_000, "{:?} for 1000 views", began.elapsed());
    let middle = index.near(&roadmap, &rows, TASKS / 2 - 20..TASKS / 2 + 20);
    assert!(middle.left_out > LINKS * 9 / 10, "{}", middle.left_out);
}

#[test]
fn a_task_with_very_many_links_is_bounded_and_the_rest_is_counted() {
    let roadmap = roadmap(50_001, (1..50_001).map(|to| (0, to)));
    let rows = rows(&roadmap);
    let near = LinkIndex::new(&roadmap, &rows).near(&roadmap, &rows, 0..30);
    assert_eq!((near.links.len(), near.left_out), (MAX_ENDING, 50_000 - MAX_ENDING));
}

#[test]
fn links_inside_of_a_folded_lane_are_counted() {
    let roadmap = roadmap(4, [(0, 1), (1, 2), (3, 3)].into_iter());
    let rows = rows_folded(&roadmap, &HashSet::from([GroupKey::Lane(LaneId::from_index(0))]));
    let index = LinkIndex::new(&roadmap, &rows);
    assert_eq!((rows.rows.len(), index.inside(0)), (1, 3));
    assert_eq!(index.near(&roadmap, &rows, 0..1), Near::default());
}
