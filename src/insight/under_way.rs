//! Tasks that go on in each period, by area or by another class.

use super::{Bar, Figure, FigureKind, Grouping, MAX_PERIODS, Mark, Series, Subject};
use crate::model::{LaneId, Language, Roadmap, TaskId, Text};
use crate::query::{FacetValue, Matches, Narrowing};
use crate::time::{Day, FiscalYearStart, Interval, Tick, TickUnit, ticks};
use crate::words;

/// How many tasks of each class touch each period.
///
/// A task touches every period from that of its first to that of its last possible day. An
/// open end counts up to the last day of the document, as it does in filters.
#[derive(Clone, Debug, PartialEq)]
pub struct UnderWay {
    /// How long a period is: a quarter, or years where those would be too many.
    pub unit: TickUnit,
    /// The classes that have any of the tasks, in order.
    pub classes: Vec<usize>,
    /// The periods of the whole document, in order.
    pub periods: Vec<Tick>,
    /// For each period as many counts as there are classes.
    counts: Vec<u32>,
}

impl UnderWay {
    /// Counts the tasks in at most `max_periods` periods, as far as years are long enough;
    /// `class_of` puts each task into one of so many `classes`.
    #[must_use]
    pub fn new(
        roadmap: &Roadmap,
        matches: &Matches,
        span: Option<(Day, Day)>,
        max_periods: usize,
        classes: usize,
        class_of: impl Fn(TaskId) -> usize,
    ) -> Self {
        let fiscal = roadmap.fiscal_year_start;
        let mut has_tasks = vec![false; classes];
        for task in matches.tasks() {
            has_tasks[class_of(task)] = true;
        }
        let classes: Vec<usize> = (0..classes).filter(|class| has_tasks[*class]).collect();
        let mut column_of = vec![0; has_tasks.len()];
        for (column, class) in classes.iter().enumerate() {
            column_of[*class] = column;
        }

        let (unit, periods) = periods(span, max_periods, fiscal);
        // Beginnings at the first period and ends after the last one, then a running
        // sum: a task costs the same however long it is.
        let width = classes.len();
        let mut changes = vec![0_i64; (periods.len() + 1) * width];
        for task in matches.tasks() {
            let class = column_of[class_of(task)];
            let when = roadmap.task(task).when;
            let Some((first, last)) = touched(&periods, when, fiscal) else { continue };
            changes[first * width + class] += 1;
            changes[(last + 1) * width + class] -= 1;
        }
        for at in width..changes.len() {
            changes[at] += changes[at - width];
        }
        changes.truncate(periods.len() * width);
        let counts = changes.into_iter().map(|count| u32::try_from(count).unwrap_or(0)).collect();
        Self { unit, classes, periods, counts }
    }

    /// The counts of a period, one for each class.
    #[must_use]
    pub fn counts(&self, period: usize) -> &[u32] {
        let width = self.classes.len();
        &self.counts[period * width..(period + 1) * width]
    }

    /// The largest number of tasks of any period.
    #[must_use]
    pub fn most(&self) -> u32 {
        let sums = (0..self.periods.len()).map(|period| self.counts(period).iter().sum());
        sums.max().unwrap_or(0)
    }
}

/// The shortest periods of which at most so many cover the document.
fn periods(
    span: Option<(Day, Day)>,
    max_periods: usize,
    fiscal: FiscalYearStart,
) -> (TickUnit, Vec<Tick>) {
    let Some((first, last)) = span else { return (TickUnit::Quarter, Vec::new()) };
    let days = f64::from(last.number() - first.number() + 1);
    let units = [TickUnit::Quarter, TickUnit::FiscalYears(1), TickUnit::FiscalYears(10)];
    let is_enough = |unit: &TickUnit| days / unit.shortest_days() <= max_periods as f64;
    let unit = units.into_iter().find(is_enough).unwrap_or(TickUnit::FiscalYears(100));
    (unit, ticks(unit, first, last, fiscal).collect())
}

/// The positions of the first and the last period that an interval touches.
fn touched(periods: &[Tick], when: Interval, fiscal: FiscalYearStart) -> Option<(usize, usize)> {
    let from = when.first_day(fiscal);
    let first = periods.partition_point(|period| period.next <= from);
    let behind = match when.last_day(fiscal) {
        // Another beginning of the fiscal year can have turned an interval around.
        Some(last) => periods.partition_point(|period| period.first <= last.max(from)),
        None => periods.len(),
    };
    (first < behind).then(|| (first, behind - 1))
}

/// The figure.
pub(super) fn figure(subject: &Subject<'_>) -> Figure {
    let Subject { roadmap, matches, span, .. } = *subject;
    let fiscal = roadmap.fiscal_year_start;
    // An area is a top-level lane; every lane is asked for its own once.
    let area_of: Vec<usize> =
        roadmap.lane_ids().map(|lane| roadmap.area_of(lane).index()).collect();
    let area_of_task = |task| area_of[roadmap.task(task).lane.index()];
    let under_way = UnderWay::new(roadmap, matches, span, MAX_PERIODS, area_of.len(), area_of_task);
    let area = |class: &usize| {
        let area = LaneId::from_index(*class);
        Series {
            name: roadmap.lane(area).title.clone(),
            area: Some(area),
            found_by: Some(Narrowing::Value(FacetValue::Area(area))),
        }
    };
    let bar = |(at, period): (usize, &Tick)| Bar {
        label: both(|language| words::period_in_words(under_way.unit, *period, fiscal, language)),
        counts: under_way.counts(at).to_vec(),
        found_by: vec![Narrowing::text(format!(
            "when:{}",
            stamps(under_way.unit, *period, fiscal)
        ))],
    };
    let is_empty = under_way.classes.is_empty();
    let periods = if is_empty { &[] } else { &under_way.periods[..] };
    Figure {
        kind: FigureKind::UnderWay,
        title: Text::new("進行中の施策（領域別）", "Measures under way, by area"),
        note: match under_way.unit {
            TickUnit::Quarter => Text::new("四半期ごと", "per quarter"),
            TickUnit::FiscalYears(1) => Text::new("年度ごと", "per fiscal year"),
            _ => Text::new("期間ごと", "per period"),
        },
        category: match under_way.unit {
            TickUnit::Quarter => Text::new("四半期", "Quarter"),
            TickUnit::FiscalYears(1) => Text::new("年度", "Fiscal year"),
            _ => Text::new("期間", "Period"),
        },
        lies: false,
        grouping: Grouping::Stacked,
        series: under_way.classes.iter().map(area).collect(),
        bars: periods.iter().enumerate().map(bar).collect(),
        has_rest: false,
        marks: marks(under_way.unit, periods, fiscal),
    }
}

/// Quarters are marked by their years, longer periods by themselves.
fn marks(unit: TickUnit, periods: &[Tick], fiscal: FiscalYearStart) -> Vec<Mark> {
    let shown = if unit == TickUnit::Quarter { TickUnit::FiscalYears(1) } else { unit };
    let mut marks: Vec<Mark> = Vec::new();
    let groups = periods
        .chunk_by(|one, next| shown.floor(one.first, fiscal) == shown.floor(next.first, fiscal));
    for group in groups {
        let first = marks.last().map_or(0, |mark| mark.first + mark.bars);
        let label = both(|language| words::tick_label(shown, group[0], fiscal, language));
        marks.push(Mark { first, bars: group.len(), label });
    }
    marks
}

/// A period as filters write it: `FY2023-Q1`, `FY2023`, `FY2020..FY2029`.
fn stamps(unit: TickUnit, period: Tick, fiscal: FiscalYearStart) -> String {
    let year = fiscal.fiscal_year_of(period.first);
    match unit {
        TickUnit::Quarter => format!("FY{year:04}-Q{}", fiscal.quarter_of(period.first)),
        TickUnit::FiscalYears(1) => format!("FY{year:04}"),
        _ => {
            let last = fiscal.fiscal_year_of(period.next.plus_days(-1));
            format!("FY{year:04}..FY{last:04}")
        }
    }
}

/// A text made for each language.
pub(super) fn both(words: impl Fn(Language) -> String) -> Text {
    Text::new(words(Language::Japanese), words(Language::English))
}
