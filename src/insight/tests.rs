//! Figures against plain counts.

use super::*;
use crate::model::{Language, Task, TaskKind};
use crate::query::sample::{self, Asked};
use crate::query::{FacetValue, Narrowing};
use crate::time::{IntervalEnd, Precision, Stamp, TickUnit};
use proptest::prelude::*;

/// All figures of what a query leaves of a roadmap.
fn figures_of(roadmap: &Roadmap, words: &str, floats: &[Option<i32>]) -> Vec<Figure> {
    let matches = Asked::new(roadmap).matches(words);
    let span = roadmap.span();
    let total_float_days = &|task: TaskId| floats[task.index()];
    figures(&Subject { roadmap, matches: &matches, span, total_float_days })
}

fn of_kind(figures: &[Figure], kind: FigureKind) -> &Figure {
    figures.iter().find(|figure| figure.kind == kind).expect("it has something to show")
}

/// What each bar says and counts.
fn bars(figure: &Figure) -> Vec<(&str, &[u32])> {
    figure.bars.iter().map(|bar| (bar.label.in_language(Language::English), &*bar.counts)).collect()
}

#[test]
fn the_sample_is_counted_as_one_would_by_hand() {
    let roadmap = sample::roadmap();
    let floats = [Some(0), Some(-3), Some(30), Some(31), None];
    let figures = figures_of(&roadmap, "", &floats);
    // The owner who is named twice by one task counts once for it.
    let owners: [(&str, &[u32]); 4] =
        [("Digital Agency", &[3]), ("総務省", &[1]), ("法務省", &[1]), ("No owner named", &[1])];
    assert_eq!(bars(of_kind(&figures, FigureKind::Owners)), owners);
    let years: [(&str, &[u32]); 7] = [
        ("FY2019", &[1, 1]),
        ("FY2020", &[0, 0]),
        ("FY2021", &[1, 0]),
        ("FY2022", &[2, 2]),
        ("FY2023", &[1, 0]),
        ("FY2024", &[0, 1]),
        ("Open end", &[0, 1]),
    ];
    assert_eq!(bars(of_kind(&figures, FigureKind::StartsAndEnds)), years);
    let classes: [(&str, &[u32]); 9] = [
        ("Negative", &[1]),
        ("0 days", &[1]),
        ("1–30", &[1]),
        ("31–90", &[1]),
        ("91–180", &[0]),
        ("181–365", &[0]),
        ("366–730", &[0]),
        ("731 or more", &[0]),
        ("Not in the schedule", &[1]),
    ];
    assert_eq!(bars(of_kind(&figures, FigureKind::Float)), classes);
    let kinds: [(&str, &[u32]); 2] = [("Task", &[4]), ("Milestone", &[1])];
    assert_eq!(bars(of_kind(&figures, FigureKind::Kinds)), kinds);
    let precisions: [(&str, &[u32]); 2] = [("Month", &[1]), ("Fiscal year", &[4])];
    assert_eq!(bars(of_kind(&figures, FigureKind::Precision)), precisions);
}

#[test]
fn quarters_stack_their_areas_and_years_mark_them() {
    let roadmap = sample::roadmap();
    let figures = figures_of(&roadmap, "", &[Some(0); 5]);
    let figure = of_kind(&figures, FigureKind::UnderWay);
    let names: Vec<_> =
        figure.series.iter().map(|series| series.name.in_language(Language::English)).collect();
    assert_eq!(names, ["Cloud", "My Number Card"]);
    // From April 2019 to March 2025.
    assert_eq!(figure.bars.len(), 24);
    let bar = figure
        .bars
        .iter()
        .position(|bar| bar.label.in_language(Language::English) == "FY2023 Apr–Jun")
        .unwrap();
    assert_eq!(figure.bars[bar].counts, [1, 1]);
    let quarter = Narrowing::text("when:FY2023-Q1");
    let cloud = Narrowing::Value(FacetValue::Area(crate::model::LaneId::from_index(1)));
    assert_eq!(figure.found_by(bar, None), std::slice::from_ref(&quarter));
    assert_eq!(figure.found_by(bar, Some(0)), [quarter, cloud]);
    assert_eq!(figure.most(), 3);
    let marks: Vec<_> = figure.marks.iter().map(|mark| (mark.first, mark.bars)).collect();
    assert_eq!(marks, (0..6).map(|year| (year * 4, 4)).collect::<Vec<_>>());
    let table = figure.table(Language::Japanese);
    assert_eq!(table[0], ["四半期", "クラウド", "マイナンバーカード", "合計"]);
    assert_eq!(table[bar + 1], ["2023年度 4–6月", "1", "1", "2"]);
}

#[test]
fn counts_side_by_side_are_found_one_by_one() {
    let roadmap = sample::roadmap();
    let figures = figures_of(&roadmap, "", &[Some(0); 5]);
    let years = of_kind(&figures, FigureKind::StartsAndEnds);
    assert_eq!(years.found_by(3, Some(0)), [Narrowing::text("starts:FY2022")]);
    assert_eq!(years.found_by(3, Some(1)), [Narrowing::text("ends:FY2022")]);
    assert_eq!(years.found_by(6, Some(1)), [Narrowing::text("is:open")]);
    assert_eq!(years.found_by(3, None), []);
    assert_eq!(years.table(Language::English)[0], ["Fiscal year", "Starts", "Ends"]);
}

#[test]
fn centuries_give_longer_periods_and_nothing_gives_no_figure() {
    let mut roadmap = sample::roadmap();
    let far = |text| crate::time::Interval::parse(text, roadmap.fiscal_year_start).unwrap();
    let (early, late) = (far("FY1600"), far("FY2400"));
    (roadmap.tasks[0].when, roadmap.tasks[1].when) = (early, late);
    let figures = figures_of(&roadmap, "", &[None; 5]);
    for kind in [FigureKind::UnderWay, FigureKind::StartsAndEnds] {
        let figure = of_kind(&figures, kind);
        assert!(figure.bars.len() <= MAX_PERIODS + 2, "{kind:?}");
    }
    let years = of_kind(&figures, FigureKind::StartsAndEnds);
    assert_eq!(years.bars[0].label.in_language(Language::Japanese), "1600～1699年度");
    assert_eq!(years.found_by(0, Some(0)), [Narrowing::text("starts:FY1600..FY1699")]);
    assert!(figures_of(&roadmap, "そのような施策はない", &[None; 5]).is_empty());
    assert!(figures_of(&Roadmap::default(), "", &[]).is_empty());
}

/// Whether a task touches the days of a period, read plainly.
fn touches(roadmap: &Roadmap, task: &Task, period: crate::time::Tick) -> bool {
    let fiscal = roadmap.fiscal_year_start;
    let first = task.when.first_day(fiscal);
    let last = task.when.last_day(fiscal).unwrap_or(roadmap.span().unwrap().1).max(first);
    first < period.next && period.first <= last
}

proptest! {
    #[test]
    fn figures_are_plain_counts(
        roadmap in sample::any_roadmap(),
        words in "[aあ]?",
        floats in prop::collection::vec(prop::option::of(-5..1000), 20),
        max_periods in 1..50usize,
    ) {
        let matches = Asked::new(&roadmap).matches(&words);
        let shown: Vec<TaskId> = matches.tasks().collect();
        let area_of = |task: TaskId| roadmap.area_of(roadmap.task(task).lane).index();
        let lanes = roadmap.lanes.len();
        let under_way =
            UnderWay::new(&roadmap, &matches, roadmap.span(), max_periods, lanes, area_of);
        for (number, period) in under_way.periods.iter().enumerate() {
            for (area, count) in under_way.classes.iter().zip(under_way.counts(number)) {
                let holds = |task: &&TaskId| {
                    area_of(**task) == *area && touches(&roadmap, roadmap.task(**task), *period)
                };
                prop_assert_eq!(*count as usize, shown.iter().filter(holds).count());
            }
        }
        let is_coarsest = under_way.unit == TickUnit::FiscalYears(100);
        prop_assert!(is_coarsest || under_way.periods.len() <= max_periods + 2);

        let figures = figures_of(&roadmap, &words, &floats);
        prop_assert_eq!(figures.is_empty(), shown.is_empty());
        for figure in &figures {
            let sum = |series: usize| figure.bars.iter().map(|bar| bar.counts[series] as usize).sum::<usize>();
            match figure.kind {
                // Here a task can count several times.
                FigureKind::UnderWay | FigureKind::Owners => prop_assert!(sum(0) > 0),
                // What is known to a calendar year only counts in two fiscal years.
                FigureKind::StartsAndEnds => {
                    let extra = |stamp: Stamp| usize::from(stamp.precision() == Precision::Year);
                    let whens = shown.iter().map(|task| roadmap.task(*task).when);
                    let starts: usize = whens.clone().map(|when| extra(when.start())).sum();
                    let ends = whens.map(|when| match when.end() {
                        IntervalEnd::With(end) => extra(end),
                        IntervalEnd::Open => 0,
                    });
                    prop_assert_eq!(sum(0), shown.len() + starts);
                    prop_assert_eq!(sum(1), shown.len() + ends.sum::<usize>());
                }
                _ => prop_assert_eq!(sum(0), shown.len()),
            }
            for (number, bar) in figure.bars.iter().enumerate() {
                prop_assert_eq!(bar.counts.len(), figure.series.len());
                prop_assert!(figure.marks.iter().any(|mark| (mark.first..mark.first + mark.bars).contains(&number)));
            }
        }
        if let Some(owners) = figures.iter().find(|figure| figure.kind == FigureKind::Owners) {
            let mut named: Vec<u32> = (0..roadmap.owners.words().len())
                .map(crate::model::OwnerId::from_index)
                .map(|owner| shown.iter().filter(|task| roadmap.task(**task).owners.contains(&owner)).count() as u32)
                .filter(|count| *count > 0)
                .collect();
            named.sort_unstable_by_key(|count| std::cmp::Reverse(*count));
            let nobody = shown.iter().filter(|task| roadmap.task(**task).owners.is_empty()).count();
            named.extend((nobody > 0).then_some(nobody as u32));
            prop_assert_eq!(owners.bars.iter().map(Bar::total).collect::<Vec<_>>(), named);
            prop_assert_eq!(owners.has_rest, nobody > 0);
        }
        let milestones = shown.iter().filter(|task| roadmap.task(**task).kind == TaskKind::Milestone).count();
        let kinds = figures.iter().find(|figure| figure.kind == FigureKind::Kinds);
        let milestone = Narrowing::Value(FacetValue::Kind(TaskKind::Milestone));
        let counted = kinds.and_then(|figure| figure.bars.iter().find(|bar| bar.found_by == [milestone.clone()]));
        prop_assert_eq!(counted.map_or(0, |bar| bar.total() as usize), milestones);
    }

    #[test]
    fn a_bar_counts_what_its_query_finds(roadmap in sample::any_roadmap(), words in "[aあ]?") {
        let asked = Asked::new(&roadmap);
        let filter = asked.filter(&words);
        let ctx = asked.ctx();
        let schedule = ctx.facts.schedule(&asked.graph);
        let floats: Vec<_> =
            roadmap.task_ids().map(|task| schedule.total_float_days(task)).collect();
        for figure in figures_of(&roadmap, &words, &floats) {
            for (number, bar) in figure.bars.iter().enumerate() {
                let parts = bar.counts.iter().enumerate().map(|(series, count)| (Some(series), *count));
                let whole = (figure.grouping == Grouping::Stacked).then(|| (None, bar.total()));
                for (series, count) in parts.filter(|(_, count)| *count > 0).chain(whole) {
                    let conditions = figure.found_by(number, series);
                    prop_assert!(!conditions.is_empty());
                    let text = filter.narrowed(&conditions, Language::Japanese, &asked.ctx());
                    prop_assert_eq!(asked.matches(&text).shown(), count as usize, "{}", &text);
                    let back = asked.filter(&text).narrowed(&conditions, Language::Japanese, &asked.ctx());
                    prop_assert_eq!(back, filter.query().to_string());
                }
            }
        }
    }
}
