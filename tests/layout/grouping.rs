//! What holds for the rows of any document, however it is grouped, sorted and folded.

use crate::picture::{Picture, assert_golden, describe};
use koteihyo::layout::{Mode, RowKind, Rows, RowsRequest, heading_of, headings};
use koteihyo::model::{Coloring, GroupKey, Grouping, Language, Roadmap, Sorting, TaskId};
use koteihyo::query::ranks;
use koteihyo::store::format;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use std::collections::HashSet;
use std::fmt::Write as _;

/// How a document is arranged.
#[derive(Clone, Copy, Debug)]
struct Arrangement {
    mode: Mode,
    grouping: Grouping,
    sorting: Sorting,
}

impl Arrangement {
    fn all() -> impl Iterator<Item = Self> {
        Mode::ALL.iter().flat_map(|&mode| {
            Grouping::ALL.iter().flat_map(move |&grouping| {
                let sortings = Sorting::ALL.iter();
                sortings.map(move |&sorting| Self { mode, grouping, sorting })
            })
        })
    }

    fn ranks(self, roadmap: &Roadmap) -> Vec<i64> {
        let float = |task: TaskId| i64::from(task.index() as u32) * 7 % 5;
        ranks(roadmap, self.sorting, Language::Japanese, &float)
    }

    fn rows(
        self,
        roadmap: &Roadmap,
        folded: &HashSet<GroupKey>,
        is_shown: &dyn Fn(TaskId) -> bool,
    ) -> Rows {
        let ranks = self.ranks(roadmap);
        let rank = |task: TaskId| ranks[task.index()];
        Rows::new(&RowsRequest {
            roadmap,
            mode: self.mode,
            grouping: self.grouping,
            rank: if ranks.is_empty() { None } else { Some(&rank) },
            folded,
            is_shown,
            shows_empty_lanes: false,
        })
    }
}

/// Nested lanes, and tasks with few different values, so that many share a heading.
fn any_roadmap() -> impl Strategy<Value = Roadmap> {
    let task = (0..5_usize, 0..3_u8, 0..6_usize, 0..4_usize, (0..6_usize, 0..4_u8));
    vec(task, 0..24).prop_map(|tasks| {
        let whens =
            ["FY2021", "FY2021/FY2023", "2022-05", "2022-10-03", "2023-01/..", "FY2020/2022-01"];
        let owners = ["[]", r#"["総務省"]"#, r#"["デジタル庁", "総務省"]"#, r#"["NICT", "総務省"]"#];
        let statuses = ["planned", "under-way", "done", "dropped", "unknown", "done"];
        let mut list = String::new();
        for (number, (lane, track, when, owner, (status, rest))) in tasks.into_iter().enumerate() {
            let comma = if number > 0 { "," } else { "" };
            let kind = if rest % 2 == 0 { "task" } else { "milestone" };
            let (when, owners, status) = (whens[when], owners[owner], statuses[status]);
            let _ = writeln!(
                list,
                r#"{comma}{{"id": "t{number}", "lane": "l{lane}", "track": {track}, "when": "{when}",
                "title": {{"ja": "題{rest}"}}, "owners": {owners}, "kind": "{kind}",
                "status": "{status}", "source": {{"document": "d", "table": {rest}}}}}"#
            );
        }
        let text = format!(
            r#"{{"format": "koteihyo-roadmap/1", "title": {{"ja": "表"}},
            "documents": [{{"id": "d", "title": {{"ja": "書"}}, "chapters": [
                {{"title": {{"ja": "一"}}, "tables": [0, 0]}}, {{"title": {{"ja": "二"}}, "tables": [2, 3]}}]}}],
            "lanes": [
                {{"id": "l0", "title": {{"ja": "零"}}, "parent": "l2"}},
                {{"id": "l1", "title": {{"ja": "一"}}}},
                {{"id": "l2", "title": {{"ja": "二"}}, "parent": "l3"}},
                {{"id": "l3", "title": {{"ja": "三"}}}},
                {{"id": "l4", "title": {{"ja": "四"}}, "parent": "l1"}}],
            "tasks": [{list}]}}"#
        );
        let (roadmap, diagnostics) = format::read(text.as_bytes()).unwrap();
        assert_eq!(diagnostics, []);
        roadmap
    })
}

fn config() -> ProptestConfig {
    ProptestConfig {
        cases: 60,
        rng_seed: RngSeed::Fixed(20_211_224),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// Every shown task has exactly one bar in the row that is said to be its own, or is
/// part of one folded heading; nothing else has one.
fn check_places(roadmap: &Roadmap, rows: &Rows, shown: &[bool]) -> Result<(), TestCaseError> {
    let mut seen = vec![0; roadmap.tasks.len()];
    for (position, row) in rows.rows.iter().enumerate() {
        let spans = rows.spans_of(row);
        prop_assert!(spans.windows(2).all(|pair| pair[0].end <= pair[1].first), "no overlap");
        if matches!(row.kind, RowKind::Band { .. }) {
            continue;
        }
        for span in spans {
            seen[span.task.index()] += 1;
            prop_assert_eq!(rows.row_of(span.task), Some(position));
        }
    }
    for task in roadmap.task_ids() {
        let Some(row) = rows.row_of(task) else {
            prop_assert!(!shown[task.index()]);
            continue;
        };
        prop_assert!(shown[task.index()]);
        let row = &rows.rows[row];
        let is_folded = matches!(row.kind, RowKind::Band { folded: true, .. });
        prop_assert_eq!(seen[task.index()], usize::from(!is_folded));
        prop_assert_eq!(
            rows.groups[row.group as usize].key,
            heading_of(roadmap, rows.grouping, task)
        );
        let first = roadmap.task(task).when.first_day(roadmap.fiscal_year_start).number();
        let covers = |span: &koteihyo::layout::Span| (span.first..span.end).contains(&first);
        prop_assert!(rows.spans_of(row).iter().any(covers));
    }
    Ok(())
}

/// The headings hold all rows, each its own, in the order that is promised.
fn check_groups(roadmap: &Roadmap, rows: &Rows, shown: &[bool]) -> Result<(), TestCaseError> {
    let mut next = 0;
    for group in &rows.groups {
        prop_assert_eq!(group.rows.start, next);
        next = group.rows.end;
        let band = &rows.rows[group.rows.start as usize];
        let is_own = matches!(band.kind, RowKind::Band { key, .. } if key == group.key);
        prop_assert!(is_own);
        let of_group = |task: &TaskId| heading_of(roadmap, rows.grouping, *task) == group.key;
        let members = roadmap.task_ids().filter(|task| shown[task.index()]).filter(of_group);
        prop_assert_eq!(group.tasks as usize, members.count());
    }
    prop_assert_eq!(next as usize, rows.rows.len());
    let keys: Vec<_> = rows.groups.iter().map(|group| group.key).collect();
    let mut expected = headings(roadmap, rows.grouping);
    expected.retain(|key| keys.contains(key));
    prop_assert_eq!(keys, expected);
    Ok(())
}

/// Tasks that follow each other in rows of their own stand in their order.
fn check_order(
    arrangement: Arrangement,
    roadmap: &Roadmap,
    rows: &Rows,
) -> Result<(), TestCaseError> {
    let ranks = arrangement.ranks(roadmap);
    for pair in rows.rows.windows(2) {
        if let (RowKind::Task(above), RowKind::Task(below)) = (pair[0].kind, pair[1].kind) {
            let [upper, lower] = [above, below].map(|task| ranks.get(task.index()));
            prop_assert!(upper <= lower);
            let same_lane = roadmap.task(above).lane == roadmap.task(below).lane;
            prop_assert!(upper < lower || !same_lane || above < below, "equal ones keep order");
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn every_shown_task_has_one_place(
        roadmap in any_roadmap(),
        hidden in vec(any::<bool>(), 24),
        folds in vec(any::<bool>(), 8),
    ) {
        let shown: Vec<_> =
            roadmap.task_ids().map(|task| !hidden[task.index()] || folds[0]).collect();
        for arrangement in Arrangement::all() {
            let keys = headings(&roadmap, arrangement.grouping).into_iter();
            let lanes = roadmap.lane_ids().map(GroupKey::Lane);
            let folded = keys.chain(lanes).zip(folds.iter().cycle());
            let folded = folded.filter(|(_, fold)| **fold).map(|(key, _)| key).collect();
            let rows = arrangement.rows(&roadmap, &folded, &|task| shown[task.index()]);
            check_places(&roadmap, &rows, &shown)?;
            check_groups(&roadmap, &rows, &shown)?;
            check_order(arrangement, &roadmap, &rows)?;
        }
    }

    #[test]
    fn headings_are_found_by_their_texts(roadmap in any_roadmap()) {
        for &grouping in Grouping::ALL {
            let keys = headings(&roadmap, grouping);
            let texts: Vec<Box<str>> = keys.iter().map(|key| key.text(&roadmap).into()).collect();
            prop_assert_eq!(GroupKey::find_all(&texts, &roadmap), keys.into_iter().collect());
        }
    }
}

#[test]
fn texts_that_name_nothing_are_passed_over() {
    let roadmap = crate::sample();
    let texts = ["lane:nowhere", "owner:", "chapter:d/1", "year:soon", "status:", "x", ""];
    assert_eq!(GroupKey::find_all(&texts.map(Into::into), &roadmap), HashSet::new());
    let texts = ["lane:works".into(), "year:2024".into(), "no-owner".into()];
    assert_eq!(GroupKey::find_all(&texts, &roadmap).len(), 3);
}

#[test]
fn tracks_of_a_lane_share_rows_under_a_heading_that_is_no_lane() {
    let text = r#"{"format": "koteihyo-roadmap/1",
"lanes": [{"id": "a", "title": {"ja": "い"}}],
"tasks": [
{"id": "1", "lane": "a", "track": 0, "title": {"ja": "1"}, "when": "2021"},
{"id": "2", "lane": "a", "track": 1, "title": {"ja": "2"}, "when": "2021"},
{"id": "3", "lane": "a", "track": 2, "title": {"ja": "3"}, "when": "2022"},
{"id": "4", "lane": "a", "track": 1, "title": {"ja": "4"}, "when": "2022"}
]}"#;
    let (roadmap, _) = format::read(text.as_bytes()).unwrap();
    let rows = |grouping| {
        let (mode, sorting) = (Mode::Swimlanes, Sorting::Document);
        Arrangement { mode, grouping, sorting }.rows(&roadmap, &HashSet::new(), &|_| true)
    };
    assert_eq!(rows(Grouping::Lanes).rows.len(), 4, "a band and three tracks");
    let grouped = rows(Grouping::Owner);
    let tracks: Vec<Vec<&str>> = grouped.rows[1..]
        .iter()
        .map(|row| grouped.spans_of(row).iter().map(|it| &*roadmap.task(it.task).id).collect())
        .collect();
    // What follows in its own track stays there.
    assert_eq!(tracks, [["1", "3"], ["2", "4"]]);
}

#[test]
fn a_grouped_chart_is_drawn_as_it_was() {
    let roadmap = crate::sample();
    let arrangement =
        Arrangement { mode: Mode::Gantt, grouping: Grouping::Year, sorting: Sorting::Title };
    let rows = arrangement.rows(&roadmap, &HashSet::from([GroupKey::Year(2023)]), &|_| true);
    let picture = Picture { coloring: Coloring::Kind, ..Picture::of(&roadmap, &rows) };
    assert_golden("by-year-ja.txt", &describe(&roadmap, &picture.draw()));
}
