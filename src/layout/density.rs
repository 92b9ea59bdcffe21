//! How many tasks are under way where: what a chart shows of rows that are too low for bars.
//!
//! The rows are counted in blocks, period by period, and blocks in larger blocks, so that the
//! sum over any rows costs a few additions for each period, however many rows they are. Made
//! anew with the rows and the colours, in linear time, never in a frame.

use super::{Colors, Row, Rows, Span};
use crate::time::{Day, FiscalYearStart, Tick, TickUnit, ticks};
use std::num::NonZero;
use std::ops::Range;
use std::thread;

/// The most periods that a plan is divided into.
pub const MAX_DENSITY_PERIODS: usize = 128;

/// Rows of one block of the finest level.
const BLOCK_ROWS: usize = 32;
/// Blocks of one level that make one of the next.
const BLOCKS_IN_BLOCK: usize = 8;
/// A level with no more blocks than this needs none above it.
const MAX_TOP_BLOCKS: usize = 1_024;
/// So many bars are counted one by one in a frame; more of them come from the blocks.
const MAX_SPANS: usize = 16_000;
/// Below so many rows a second thread costs more than it saves.
const MIN_ROWS_PER_THREAD: usize = 20_000;
/// How finely the table is divided that finds the period of a day.
const STEPS: u8 = 255;

/// Tasks under way by rows and periods, with the colours that most of them have.
#[derive(Clone, Debug)]
pub struct Density {
    /// How long a period is: the shortest unit of which [`MAX_DENSITY_PERIODS`] are enough.
    pub unit: TickUnit,
    /// The periods of the whole document, in order.
    pub periods: Vec<Tick>,
    /// The number of the first day.
    first: i32,
    /// How many days there are from one entry of `period_of_step` to the next.
    step_days: i32,
    /// The period of every so manieth day.
    period_of_step: Vec<u8>,
    /// The finest first; none for a document whose bars may be counted one by one.
    levels: Vec<Level>,
    /// See [`Density::busy_share`].
    busy_share: f32,
}

/// The counts of all blocks of one size.
#[derive(Clone, Debug)]
struct Level {
    /// How many rows a block has.
    rows: usize,
    /// Block by block, as many as there are periods.
    cells: Vec<Cell>,
}

/// The tasks of a block that are under way in a period.
#[derive(Clone, Copy, Debug, Default)]
struct Cell {
    /// How many, at most `u16::MAX`.
    tasks: u16,
    class: u16,
}

/// The tasks of some rows that are under way in a period.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    /// How many tasks touch the period.
    pub tasks: u32,
    /// The position in [`Colors::classes`] of the class that most of them have, if one has
    /// more than half of them; else one of those that many have.
    pub class: u16,
    /// By how much the class leads in the vote.
    lead: u32,
}

impl Sum {
    /// Counts tasks of one class. The class in the end is found as Boyer and Moore do
    /// ("MJRTY", 1981), in one pass and without a list of classes.
    fn add(&mut self, tasks: u32, class: u16) {
        self.tasks = self.tasks.saturating_add(tasks);
        if self.class == class {
            self.lead = self.lead.saturating_add(tasks);
        } else if self.lead >= tasks {
            self.lead -= tasks;
        } else {
            (self.class, self.lead) = (class, tasks - self.lead);
        }
    }
}

impl Default for Density {
    fn default() -> Self {
        Self::of_days(None, FiscalYearStart::APRIL)
    }
}

impl Density {
    /// Counts the bars of all rows; `days` are the first and the last of the document.
    #[must_use]
    pub fn new(
        rows: &Rows,
        colors: &Colors,
        days: Option<(Day, Day)>,
        fiscal: FiscalYearStart,
    ) -> Self {
        let mut this = Self::of_days(days, fiscal);
        let width = this.periods.len();
        if width == 0 {
            return this;
        }
        let finest = this.finest(rows, colors);
        this.busy_share = finest.busy_share();
        if rows.spans.len() <= MAX_SPANS {
            return this;
        }
        let mut levels = vec![finest];
        while let Some(level) = levels.last()
            && level.cells.len() / width > MAX_TOP_BLOCKS
        {
            levels.push(level.next(width));
        }
        this.levels = levels;
        this
    }

    /// How many tasks for each row are under way in a busy block: nine of ten blocks and periods
    /// that have any tasks have fewer.
    #[must_use]
    pub fn busy_share(&self) -> f32 {
        self.busy_share
    }

    /// How many rows a strip has that stands for at least `wanted` of those in `view`, so that
    /// its sums are at hand.
    #[must_use]
    pub fn strip_rows(&self, rows: &Rows, view: Range<usize>, wanted: usize) -> usize {
        let wanted = wanted.max(1);
        let spans = |row: Option<&Row>| row.map_or(0, |row| row.spans.start as usize);
        let end = rows.rows.get(view.end).map_or(rows.spans.len(), |row| row.spans.start as usize);
        if self.levels.is_empty() || end - spans(rows.rows.get(view.start)) <= MAX_SPANS {
            return wanted;
        }
        let fitting = self.levels.iter().rev().find(|level| level.rows <= wanted);
        wanted.next_multiple_of(fitting.map_or(BLOCK_ROWS, |level| level.rows))
    }

    /// Adds up the tasks of some rows, period by period, into `sums`.
    pub fn sum(&self, rows: &Rows, colors: &Colors, range: Range<usize>, sums: &mut Vec<Sum>) {
        let width = self.periods.len();
        sums.clear();
        sums.resize(width, Sum::default());
        let mut row = range.start;
        while row < range.end {
            let block = self
                .levels
                .iter()
                .rev()
                .find(|level| row.is_multiple_of(level.rows) && row + level.rows <= range.end);
            if let Some(level) = block {
                let at = row / level.rows * width;
                for (sum, cell) in sums.iter_mut().zip(&level.cells[at..at + width]) {
                    sum.add(u32::from(cell.tasks), cell.class);
                }
                row += level.rows;
            } else {
                self.add_row(rows, colors, row, sums);
                row += 1;
            }
        }
    }

    /// The period that a day lies in; the first or the last for days outside of all.
    /// `None` if there are no periods.
    #[must_use]
    pub fn period_of(&self, day_number: i32) -> Option<usize> {
        (!self.periods.is_empty()).then(|| self.nearest_period(day_number))
    }

    fn of_days(days: Option<(Day, Day)>, fiscal: FiscalYearStart) -> Self {
        let (first, last) = days.unwrap_or((Day::MIN, Day::MIN));
        let length = last.number() - first.number() + 1;
        let is_enough = |unit: &&TickUnit| {
            // The outer periods may lie half outside.
            f64::from(length) / unit.shortest_days() + 2.0 <= MAX_DENSITY_PERIODS as f64
        };
        let unit = TickUnit::LADDER.iter().find(is_enough).copied();
        let unit = unit.unwrap_or(TickUnit::FiscalYears(1000));
        let periods: Vec<Tick> = match days {
            Some(_) => ticks(unit, first, last, fiscal).take(MAX_DENSITY_PERIODS).collect(),
            None => Vec::new(),
        };
        let step_days = length / i32::from(STEPS) + 1;
        let mut period = 0;
        let steps = (0..i32::from(STEPS)).map(|step| {
            let day = first.number() + step * step_days;
            while periods.get(period).is_some_and(|it| it.next.number() <= day) {
                period += 1;
            }
            period.min(periods.len().saturating_sub(1)) as u8
        });
        let period_of_step = steps.collect();
        let first = first.number();
        let levels = Vec::new();
        Self { unit, periods, first, step_days, period_of_step, levels, busy_share: 1.0 }
    }

    fn nearest_period(&self, day_number: i32) -> usize {
        let step = (day_number.saturating_sub(self.first) / self.step_days).max(0) as usize;
        let mut period = usize::from(self.period_of_step[step.min(usize::from(STEPS) - 1)]);
        while period + 1 < self.periods.len() && self.periods[period].next.number() <= day_number {
            period += 1;
        }
        period
    }

    /// Counts the bars of every row, on all cores.
    fn finest(&self, rows: &Rows, colors: &Colors) -> Level {
        let width = self.periods.len();
        let blocks = rows.rows.len().div_ceil(BLOCK_ROWS);
        let mut cells = vec![Cell::default(); blocks * width];
        let cores = thread::available_parallelism().map_or(1, NonZero::get);
        let threads = cores.min(rows.rows.len() / MIN_ROWS_PER_THREAD).max(1);
        let blocks_per_thread = blocks.div_ceil(threads).max(1);
        let count = |nth: usize, cells: &mut [Cell]| {
            let mut sums = Vec::new();
            for (block, cells) in cells.chunks_mut(width).enumerate() {
                let first = (nth * blocks_per_thread + block) * BLOCK_ROWS;
                let end = (first + BLOCK_ROWS).min(rows.rows.len());
                self.sum(rows, colors, first..end, &mut sums);
                store(&sums, cells);
            }
        };
        let parts = cells.chunks_mut(blocks_per_thread * width).enumerate();
        thread::scope(|scope| {
            for (nth, part) in parts {
                if threads == 1 {
                    count(nth, part);
                } else {
                    scope.spawn(move || count(nth, part));
                }
            }
        });
        Level { rows: BLOCK_ROWS, cells }
    }

    fn add_row(&self, rows: &Rows, colors: &Colors, row: usize, sums: &mut [Sum]) {
        let spans = rows.spans_of(&rows.rows[row]);
        let class = |span: &Span| colors.class_of(span.task) as u16;
        if spans.len() <= 4 * self.periods.len() {
            for span in spans {
                let periods = self.nearest_period(span.first)..=self.nearest_period(span.end - 1);
                let class = class(span);
                sums[periods].iter_mut().for_each(|sum| sum.add(1, class));
            }
            return;
        }
        // Spans of a row do not overlap, so a row with very many is counted by binary search.
        let mut from = 0;
        for (sum, period) in sums.iter_mut().zip(&self.periods) {
            from += spans[from..].partition_point(|span| span.end <= period.first.number());
            let count = spans[from..].partition_point(|span| span.first < period.next.number());
            if let Some(span) = spans.get(from + count / 2).filter(|_| count > 0) {
                sum.add(count as u32, class(span));
            }
        }
    }
}

impl Level {
    /// See [`Density::busy_share`].
    fn busy_share(&self) -> f32 {
        let mut tasks: Vec<u16> = self.cells.iter().map(|cell| cell.tasks).collect();
        tasks.retain(|tasks| *tasks > 0);
        let at = tasks.len() * 9 / 10;
        if at == 0 {
            return 1.0;
        }
        f32::from(*tasks.select_nth_unstable(at).1) / self.rows as f32
    }

    /// The same counts in larger blocks.
    fn next(&self, width: usize) -> Self {
        let larger = self.cells.chunks(BLOCKS_IN_BLOCK * width);
        let mut cells = Vec::with_capacity(larger.len() * width);
        for blocks in larger {
            let mut sums = vec![Sum::default(); width];
            for block in blocks.chunks(width) {
                for (sum, cell) in sums.iter_mut().zip(block) {
                    sum.add(u32::from(cell.tasks), cell.class);
                }
            }
            let at = cells.len();
            cells.resize(at + width, Cell::default());
            store(&sums, &mut cells[at..]);
        }
        Self { rows: self.rows * BLOCKS_IN_BLOCK, cells }
    }
}

fn store(sums: &[Sum], cells: &mut [Cell]) {
    for (sum, cell) in sums.iter().zip(cells) {
        *cell = Cell { tasks: u16::try_from(sum.tasks).unwrap_or(u16::MAX), class: sum.class };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::RowsRequest;
    use crate::model::{Coloring, Grouping, Mode, Roadmap};
    use crate::sample::{SampleRequest, generate};
    use crate::time::{Interval, Stamp};
    use std::collections::HashSet;

    fn rows(roadmap: &Roadmap, mode: Mode) -> Rows {
        Rows::new(&RowsRequest {
            roadmap,
            mode,
            grouping: Grouping::Lanes,
            rank: None,
            folded: &HashSet::new(),
            is_shown: &|_| true,
            shows_empty_lanes: false,
        })
    }

    /// The bars of some rows that touch a period, counted one by one.
    fn count(rows: &Rows, range: Range<usize>, period: Tick) -> u32 {
        let spans = rows.rows[range].iter().flat_map(|row| rows.spans_of(row));
        let touches =
            |span: &&Span| span.first < period.next.number() && span.end > period.first.number();
        spans.filter(touches).count() as u32
    }

    #[test]
    fn sums_are_those_of_the_bars_however_they_are_found() {
        let roadmap = generate(&SampleRequest::of(40_000));
        let colors = Colors::new(&roadmap, Coloring::Area, &|_| false);
        for mode in [Mode::Swimlanes, Mode::Gantt] {
            let rows = rows(&roadmap, mode);
            let density = Density::new(&rows, &colors, roadmap.span(), roadmap.fiscal_year_start);
            assert!(!density.levels.is_empty() && density.periods.len() > 50);
            let all = rows.rows.len();
            let mut sums = Vec::new();
            for range in [0..1, 31..33, 5..700, 256..512, 0..all, all - 77..all, 9..9] {
                density.sum(&rows, &colors, range.clone(), &mut sums);
                let counts = density.periods.iter().map(|it| count(&rows, range.clone(), *it));
                let expected: Vec<u32> = counts.collect();
                let found: Vec<u32> = sums.iter().map(|sum| sum.tasks).collect();
                assert_eq!(found, expected, "{mode:?} {range:?}");
            }
        }
    }

    #[test]
    fn a_sum_has_the_class_of_the_most_tasks() {
        let roadmap = generate(&SampleRequest::of(40_000));
        let rows = rows(&roadmap, Mode::Swimlanes);
        let colors = Colors::new(&roadmap, Coloring::Area, &|_| false);
        let fiscal = roadmap.fiscal_year_start;
        let density = Density::new(&rows, &colors, roadmap.span(), fiscal);
        let mut sums = Vec::new();
        for group in &rows.groups {
            let range = group.rows.start as usize..group.rows.end as usize;
            density.sum(&rows, &colors, range.clone(), &mut sums);
            let busiest = sums.iter().max_by_key(|sum| sum.tasks).unwrap();
            // All tasks of an area have its class.
            let mut spans = rows.rows[range].iter().flat_map(|row| rows.spans_of(row));
            let class = colors.class_of(spans.next().unwrap().task);
            assert!(spans.all(|span| colors.class_of(span.task) == class));
            assert_eq!(usize::from(busiest.class), class);
        }
        let mut sum = Sum::default();
        for class in [3, 7, 7, 1, 7, 7] {
            sum.add(1, class);
        }
        assert_eq!((sum.tasks, sum.class), (6, 7));
    }

    #[test]
    fn every_day_lies_in_its_period_and_others_in_the_nearest() {
        let fiscal = FiscalYearStart::APRIL;
        for (first, last) in [
            ("2021-04-01", "2021-04-01"),
            ("2021-04-15", "2021-06-20"),
            ("2021-04-01", "2031-03-31"),
            ("1900-01-01", "2999-12-31"),
        ] {
            let days: (Day, Day) = (first.parse().unwrap(), last.parse().unwrap());
            let density = Density::of_days(Some(days), fiscal);
            assert!((1..=MAX_DENSITY_PERIODS).contains(&density.periods.len()), "{first}");
            for (nth, period) in density.periods.iter().enumerate() {
                for day in [period.first.number(), period.next.number() - 1] {
                    if (days.0.number()..=days.1.number()).contains(&day) {
                        assert_eq!(density.period_of(day), Some(nth), "{first} {day}");
                    }
                }
            }
            assert_eq!(density.period_of(i32::MIN), Some(0));
            assert_eq!(density.period_of(i32::MAX), Some(density.periods.len() - 1));
        }
        assert_eq!(Density::default().period_of(0), None);
    }

    #[test]
    fn a_row_with_very_many_bars_is_counted_by_search() {
        let mut roadmap = generate(&SampleRequest::of(5_000));
        let lane = roadmap.tasks[0].lane;
        for (number, task) in (738_000..).zip(roadmap.tasks.iter_mut()) {
            let day = Day::from_number(number);
            task.when = Interval::single(Stamp::day(day));
            (task.lane, task.track) = (lane, 0);
        }
        let rows = rows(&roadmap, Mode::Swimlanes);
        let row = rows.rows.iter().position(|row| row.spans.len() == 5_000).unwrap();
        let colors = Colors::new(&roadmap, Coloring::Area, &|_| false);
        let fiscal = roadmap.fiscal_year_start;
        let density = Density::new(&rows, &colors, roadmap.span(), fiscal);
        let mut sums = Vec::new();
        density.sum(&rows, &colors, row..row + 1, &mut sums);
        let counts = density.periods.iter().map(|period| count(&rows, row..row + 1, *period));
        assert_eq!(
            sums.iter().map(|sum| sum.tasks).collect::<Vec<_>>(),
            counts.collect::<Vec<_>>()
        );
    }
}
