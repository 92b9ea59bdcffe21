//! Tasks that start and that end in each fiscal year.

use super::under_way::both;
use super::{Bar, Figure, FigureKind, Grouping, MAX_PERIODS, Mark, Series, Subject};
use crate::model::{Language, Text};
use crate::query::Narrowing;
use crate::time::{Interval, IntervalEnd, Stamp};
use crate::words;

/// How many fiscal years a bar stands for: round numbers, the least that gives few enough bars.
const LENGTHS_YEARS: [i16; 4] = [1, 10, 100, 1000];

/// The figure. A start or end that is known to a calendar year only lies in one of two fiscal
/// years, and counts in both, as filters find it in both. Open ends have a bar of their own.
pub(super) fn figure(subject: &Subject<'_>) -> Figure {
    let fiscal = subject.roadmap.fiscal_year_start;
    let years_of = |stamp: Stamp| {
        if stamp.is_fiscal() {
            return (stamp.year(), stamp.year());
        }
        let year = |day| fiscal.fiscal_year_of(day);
        (year(stamp.first_day(fiscal)), year(stamp.last_day(fiscal)))
    };
    // Records of tasks are large: they are visited once, their dates several times.
    let tasks = subject.matches.tasks().map(|task| subject.roadmap.task(task).when);
    let tasks: Vec<Interval> = tasks.collect();
    let ends = |when: Interval| match when.end() {
        IntervalEnd::With(end) => Some(years_of(end)),
        IntervalEnd::Open => None,
    };
    let years = tasks.iter().flat_map(|&when| [Some(years_of(when.start())), ends(when)]).flatten();
    let range = years.reduce(|range, (first, last)| (range.0.min(first), range.1.max(last)));
    let mut bars = Vec::new();
    if let Some((from, to)) = range {
        let places = |years: i16| to.div_euclid(years) - from.div_euclid(years) + 1;
        let is_enough = |years: &i16| usize::from(places(*years).unsigned_abs()) <= MAX_PERIODS;
        let years = LENGTHS_YEARS.into_iter().find(is_enough).unwrap_or(1000);
        let base = from.div_euclid(years);
        let at = |year: i16| usize::from((year.div_euclid(years) - base).unsigned_abs());
        let mut counts = vec![[0_u32; 2]; usize::from(places(years).unsigned_abs())];
        for &when in &tasks {
            for (series, period) in [Some(years_of(when.start())), ends(when)].iter().enumerate() {
                let Some((first, last)) = *period else { continue };
                counts[at(first)..=at(last)].iter_mut().for_each(|count| count[series] += 1);
            }
        }
        let numbered = counts.into_iter().zip(base..);
        bars.extend(numbered.map(|(counts, number)| bar_of_years(number, years, counts)));
    }
    let open = tasks.iter().filter(|when| when.is_open()).count() as u32;
    if open > 0 {
        let bar = Bar {
            label: Text::new("終わりの定めなし", "Open end"),
            counts: vec![0, open],
            found_by: vec![Narrowing::text("is:open"); 2],
        };
        bars.push((bar, Text::new("定めなし", "open")));
    }
    let (bars, labels): (Vec<Bar>, Vec<Text>) = bars.into_iter().unzip();
    let mark = |(first, label)| Mark { first, bars: 1, label };
    let series = |ja, en| Series { name: Text::new(ja, en), area: None, found_by: None };
    Figure {
        kind: FigureKind::StartsAndEnds,
        title: Text::new("年度別の開始と終了", "Starts and ends per fiscal year"),
        note: Text::new("始まる施策と終わる施策", "measures that start, and that end"),
        category: Text::new("年度", "Fiscal year"),
        lies: false,
        grouping: Grouping::SideBySide,
        series: vec![series("開始", "Starts"), series("終了", "Ends")],
        bars,
        has_rest: false,
        marks: labels.into_iter().enumerate().map(mark).collect(),
    }
}

/// The bar of the `number`-th so many years, and the mark below it, which is as brief as the
/// title of the figure allows.
fn bar_of_years(number: i16, years: i16, counts: [u32; 2]) -> (Bar, Text) {
    // Stamps have years from 1 to 9999.
    let (first, last) = ((number * years).max(1), number * years + (years - 1));
    let label = |language| {
        let last_in_words = words::fiscal_year_in_words(last, language);
        match language {
            _ if years == 1 => last_in_words,
            Language::Japanese => format!("{first}～{last_in_words}"),
            Language::English => format!("FY{first}–{last}"),
        }
    };
    let (stamps, mark) = if years == 1 {
        (format!("FY{last:04}"), Text::new(last.to_string(), last.to_string()))
    } else {
        let mark = Text::new(format!("{first}～"), format!("{first}–"));
        (format!("FY{first:04}..FY{last:04}"), mark)
    };
    let found_by = ["starts", "ends"].map(|key| Narrowing::text(format!("{key}:{stamps}")));
    (Bar { label: both(label), counts: counts.to_vec(), found_by: found_by.into() }, mark)
}
