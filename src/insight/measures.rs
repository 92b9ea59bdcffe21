//! Tasks counted by owner, by the years of their ends, by float, kind and precision.

use super::terms::{precision_word, term};
use super::under_way::both;
use super::{Bar, Figure, FigureKind, Grouping, MAX_PERIODS, Mark, Series, Subject};
use crate::model::{Language, OwnerId, TaskKind, Text};
use crate::time::Precision;
use crate::words;

/// Tasks of each owner, most first, those of nobody last. A task of several owners counts
/// for each of them.
pub(super) fn by_owner(subject: &Subject<'_>) -> Figure {
    let roadmap = subject.roadmap;
    let mut counts = vec![0_u32; roadmap.owners.words().len()];
    let mut last_task_of = vec![None; counts.len()];
    let mut of_nobody = 0;
    for task in subject.matches.tasks() {
        let owners = &roadmap.task(task).owners;
        of_nobody += u32::from(owners.is_empty());
        for owner in owners {
            // An owner that is named twice is still one.
            if last_task_of[owner.index()].replace(task) != Some(task) {
                counts[owner.index()] += 1;
            }
        }
    }
    let mut owners: Vec<usize> = (0..counts.len()).filter(|&owner| counts[owner] > 0).collect();
    owners.sort_by_key(|&owner| std::cmp::Reverse(counts[owner]));
    let of_owner = |owner: usize| {
        let id = OwnerId::from_index(owner);
        Bar {
            label: both(|language| roadmap.shown_owner(id, language).to_owned()),
            counts: vec![counts[owner]],
            term: Some(term("owner", roadmap.owners.word(owner)).into()),
        }
    };
    let nobody = (of_nobody > 0).then(|| Bar {
        label: Text::new("担当の記載なし", "No owner named"),
        counts: vec![of_nobody],
        term: Some("owner:none".into()),
    });
    let has_rest = nobody.is_some();
    let figure = of_one_series(
        FigureKind::Owners,
        Text::new("担当別の施策数", "Measures by owner"),
        Text::new(
            "担当が複数の施策は、それぞれに数えます",
            "one with several owners counts for each",
        ),
        Text::new("担当", "Owner"),
        owners.into_iter().map(of_owner).chain(nobody).collect(),
        true,
    );
    Figure { has_rest, ..figure }
}

/// How queries name an end that is not given.
const OPEN: &str = "open";

/// Tasks that start and that end in each fiscal year; open ends have a bar of their own.
pub(super) fn starts_and_ends(subject: &Subject<'_>) -> Figure {
    let fiscal = subject.roadmap.fiscal_year_start;
    let tasks = || subject.matches.tasks().map(|task| subject.roadmap.task(task).when);
    let ends_of = |when: crate::time::Interval| {
        let first = when.first_day(fiscal);
        // Another beginning of the fiscal year can have turned an interval around.
        let last = when.last_day(fiscal).map(|last| fiscal.fiscal_year_of(last.max(first)));
        (fiscal.fiscal_year_of(first), last)
    };
    let years = tasks().map(ends_of).map(|(first, last)| (first, last.unwrap_or(first)));
    let range = years.fold(None, |range, (first, last)| match range {
        None => Some((first, last)),
        Some((from, to)) => Some((first.min(from), last.max(to))),
    });
    let mut bars = Vec::new();
    let mut open = 0;
    if let Some((from, to)) = range {
        // Round numbers of years, so that a plan of centuries still gives a figure.
        let lengths = [1, 10, 100, 1000];
        let count = |years: i16| {
            usize::from((to.div_euclid(years) - from.div_euclid(years)).unsigned_abs()) + 1
        };
        let years = lengths.into_iter().find(|&years| count(years) <= MAX_PERIODS).unwrap_or(1000);
        let base = from.div_euclid(years);
        let at = |year: i16| usize::from((year.div_euclid(years) - base).unsigned_abs());
        let mut counts = vec![[0_u32; 2]; count(years)];
        for (first, last) in tasks().map(ends_of) {
            counts[at(first)][0] += 1;
            match last {
                Some(last) => counts[at(last)][1] += 1,
                None => open += 1,
            }
        }
        bars = counts
            .iter()
            .zip(base..)
            .map(|(counts, number)| years_bar(number, years, *counts))
            .collect();
    }
    if open > 0 {
        bars.push(Bar {
            label: Text::new("終わりの定めなし", "Open end"),
            counts: vec![0, open],
            term: Some(OPEN.into()),
        });
    }
    let series =
        |ja, en, term: &str| Series { name: Text::new(ja, en), area: None, term: term.into() };
    Figure {
        kind: FigureKind::StartsAndEnds,
        title: Text::new("年度別の開始と終了", "Starts and ends per fiscal year"),
        note: Text::new("始まる施策と終わる施策", "measures that start, and that end"),
        category: Text::new("年度", "Fiscal year"),
        lies: false,
        grouping: Grouping::SideBySide,
        series: vec![series("開始", "Starts", "starts:"), series("終了", "Ends", "ends:")],
        has_rest: false,
        marks: marks_of_years(&bars),
        bars,
    }
}

/// The bars marked as briefly as the title allows, which says that these are fiscal years.
fn marks_of_years(bars: &[Bar]) -> Vec<Mark> {
    let mut marks = marks_of(bars);
    for (mark, bar) in marks.iter_mut().zip(bars) {
        let years = bar.term.as_deref().unwrap_or_default().replace("FY", "");
        mark.label = match years.split_once("..") {
            _ if years == OPEN => Text::new("定めなし", "open"),
            Some((first, _)) => Text::new(format!("{first}～"), format!("{first}–")),
            None => Text::new(&*years, &*years),
        };
    }
    marks
}

/// The bar of the `number`-th so many years.
fn years_bar(number: i16, years: i16, counts: [u32; 2]) -> Bar {
    let (first, last) = (number * years, number * years + (years - 1));
    let label = |language| {
        let last_in_words = words::fiscal_year_in_words(last, language);
        match language {
            _ if years == 1 => last_in_words,
            Language::Japanese => format!("{first}～{last_in_words}"),
            Language::English => format!("FY{first}–{last}"),
        }
    };
    // Years have four digits, from 1 to 9999.
    let stamps = match (first.max(1), last) {
        (first, last) if first == last => format!("FY{first:04}"),
        (first, last) => format!("FY{first:04}..FY{last:04}"),
    };
    Bar { label: both(label), counts: counts.to_vec(), term: Some(stamps.into()) }
}

/// The first number of days of each class of total float above none.
const FLOAT_CLASSES_DAYS: [i32; 6] = [1, 31, 91, 181, 366, 731];

/// Tasks by how far they could slip without moving the end of the plan.
pub(super) fn by_float(subject: &Subject<'_>) -> Figure {
    // Negative, none, and one class for each lower bound; then those without any float.
    let mut counts = [0_u32; FLOAT_CLASSES_DAYS.len() + 3];
    for task in subject.matches.tasks() {
        let class = match (subject.total_float_days)(task) {
            None => FLOAT_CLASSES_DAYS.len() + 2,
            Some(days) if days < 0 => 0,
            Some(days) => 1 + FLOAT_CLASSES_DAYS.partition_point(|&first| first <= days),
        };
        counts[class] += 1;
    }
    let bars: Vec<Bar> = counts
        .iter()
        .enumerate()
        // What no plan should have is shown only where there is some of it.
        .filter(|&(class, &count)| count > 0 || (1..FLOAT_CLASSES_DAYS.len() + 2).contains(&class))
        .map(|(class, &count)| {
            let (label, term) = float_class(class);
            Bar { label, counts: vec![count], term: term.map(Into::into) }
        })
        .collect();
    let is_empty = counts.iter().all(|&count| count == 0);
    of_one_series(
        FigureKind::Float,
        Text::new("余裕日数の分布", "Total float"),
        Text::new(
            "目標（ふつうは全体の終わり）を遅らせずに延ばせる日数",
            "days a measure can slip without moving the goal, usually the end of the plan",
        ),
        Text::new("余裕日数", "Total float"),
        if is_empty { Vec::new() } else { bars },
        true,
    )
}

/// What a class of total float is called and found by.
fn float_class(class: usize) -> (Text, Option<String>) {
    let bounds = FLOAT_CLASSES_DAYS;
    match class {
        0 => (Text::new("マイナス", "Negative"), Some("float:<0".to_owned())),
        1 => (Text::new("0日", "0 days"), Some("float:0".to_owned())),
        class if class == bounds.len() + 1 => {
            let first = bounds[bounds.len() - 1];
            let label = Text::new(format!("{first}日～"), format!("{first}+"));
            (label, Some(format!("float:>={first}")))
        }
        class if class <= bounds.len() => {
            let (first, last) = (bounds[class - 2], bounds[class - 1] - 1);
            let label = Text::new(format!("{first}～{last}"), format!("{first}–{last}"));
            (label, Some(format!("float:{first}..{last}")))
        }
        _ => (Text::new("計算の対象外", "Not in the schedule"), None),
    }
}

/// Tasks and milestones.
pub(super) fn by_kind(subject: &Subject<'_>) -> Figure {
    let kinds = TaskKind::ALL.iter().map(|&kind| {
        let is_one = |task: &_| subject.roadmap.task(*task).kind == kind;
        let label = both(|language| words::kind_in_words(kind, language).to_owned());
        (label, subject.matches.tasks().filter(is_one).count(), term("kind", kind.word()))
    });
    of_one_series(
        FigureKind::Kinds,
        Text::new("種別", "By kind"),
        Text::new("作業とマイルストーン", "work that takes time, and points that are reached"),
        Text::new("種別", "Kind"),
        bars_of_some(kinds),
        true,
    )
}

/// Tasks by how exactly their dates are known.
pub(super) fn by_precision(subject: &Subject<'_>) -> Figure {
    let mut counts = [0; Precision::ALL.len()];
    for task in subject.matches.tasks() {
        counts[subject.roadmap.task(task).when.precision() as usize] += 1;
    }
    let precisions = Precision::ALL.into_iter().zip(counts).map(|(precision, count)| {
        let label = both(|language| words::precision_in_words(precision, language).to_owned());
        (label, count, term("precision", precision_word(precision)))
    });
    of_one_series(
        FigureKind::Precision,
        Text::new("期日の細かさ", "Precision of dates"),
        Text::new("どこまで細かく期日が分かっているか", "how exactly dates are known"),
        Text::new("期日の細かさ", "Precision"),
        bars_of_some(precisions),
        true,
    )
}

/// The bars of those of some values that any task has.
fn bars_of_some(values: impl Iterator<Item = (Text, usize, String)>) -> Vec<Bar> {
    let bar = |(label, count, term): (Text, usize, String)| Bar {
        label,
        counts: vec![u32::try_from(count).unwrap_or(u32::MAX)],
        term: Some(term.into()),
    };
    values.filter(|(_, count, _)| *count > 0).map(bar).collect()
}

/// A figure whose bars count nothing but tasks.
fn of_one_series(
    kind: FigureKind,
    title: Text,
    note: Text,
    category: Text,
    bars: Vec<Bar>,
    lies: bool,
) -> Figure {
    let series = Series { name: Text::default(), area: None, term: "".into() };
    Figure {
        kind,
        title,
        note,
        category,
        lies,
        grouping: Grouping::Stacked,
        series: vec![series],
        has_rest: false,
        marks: marks_of(&bars),
        bars,
    }
}

/// Each bar marked by its own label.
fn marks_of(bars: &[Bar]) -> Vec<Mark> {
    let mark = |(first, bar): (usize, &Bar)| Mark { first, bars: 1, label: bar.label.clone() };
    bars.iter().enumerate().map(mark).collect()
}
