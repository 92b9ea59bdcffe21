//! Tasks counted by owner, float, kind and precision.

use super::under_way::both;
use super::{Bar, Figure, FigureKind, Grouping, Mark, Series, Subject};
use crate::model::{OwnerId, TaskKind, Text};
use crate::query::{FLOAT_CLASSES_DAYS, FacetValue, Narrowing, float_classes};
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
            found_by: vec![Narrowing::Value(FacetValue::Owner(id))],
        }
    };
    let nobody = (of_nobody > 0).then(|| Bar {
        label: Text::new("担当の記載なし", "No owner named"),
        counts: vec![of_nobody],
        found_by: vec![Narrowing::Value(FacetValue::NoOwner)],
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
    let queries = float_classes();
    let bars: Vec<Bar> = counts
        .iter()
        .enumerate()
        // What no plan should have is shown only where there is some of it.
        .filter(|&(class, &count)| count > 0 || (1..FLOAT_CLASSES_DAYS.len() + 2).contains(&class))
        .map(|(class, &count)| {
            let days = queries.get(class);
            let found_by = days.map(|days| Narrowing::text(format!("float:{days}")));
            Bar {
                label: float_class(class),
                counts: vec![count],
                found_by: found_by.into_iter().collect(),
            }
        })
        .collect();
    let is_empty = counts.iter().all(|&count| count == 0);
    of_one_series(
        FigureKind::Float,
        Text::new("余裕日数の分布", "Total float"),
        Text::new(
            "目標（ふつうは計画の終わり）を遅らせずに延ばせる日数",
            "days to spare before the goal moves",
        ),
        Text::new("余裕日数", "Total float"),
        if is_empty { Vec::new() } else { bars },
        true,
    )
}

/// What a class of total float is called.
fn float_class(class: usize) -> Text {
    let bounds = FLOAT_CLASSES_DAYS;
    match class {
        0 => Text::new("マイナス", "Negative"),
        1 => Text::new("0日", "0 days"),
        class if class == bounds.len() + 1 => {
            let first = bounds[bounds.len() - 1];
            Text::new(format!("{first}日～"), format!("{first} or more"))
        }
        class if class <= bounds.len() => {
            let (first, last) = (bounds[class - 2], bounds[class - 1] - 1);
            Text::new(format!("{first}～{last}日"), format!("{first}–{last}"))
        }
        _ => Text::new("計算の対象外", "Not in the schedule"),
    }
}

/// Tasks and milestones.
pub(super) fn by_kind(subject: &Subject<'_>) -> Figure {
    let mut counts = [0; TaskKind::ALL.len()];
    for task in subject.matches.tasks() {
        counts[subject.roadmap.task(task).kind as usize] += 1;
    }
    let kinds = TaskKind::ALL.iter().zip(counts).map(|(&kind, count)| {
        let label = both(|language| words::kind_in_words(kind, language).to_owned());
        (label, count, FacetValue::Kind(kind))
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
        (label, count, FacetValue::Precision(precision))
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
fn bars_of_some(values: impl Iterator<Item = (Text, usize, FacetValue)>) -> Vec<Bar> {
    let bar = |(label, count, value): (Text, usize, FacetValue)| Bar {
        label,
        counts: vec![u32::try_from(count).unwrap_or(u32::MAX)],
        found_by: vec![Narrowing::Value(value)],
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
    let series = Series { name: Text::default(), area: None, found_by: None };
    Figure {
        kind,
        title,
        note,
        category,
        lies,
        grouping: Grouping::Stacked,
        series: vec![series],
        has_rest: false,
        marks: bars.iter().enumerate().map(own_mark).collect(),
        bars,
    }
}

/// A bar marked by its own label.
fn own_mark((first, bar): (usize, &Bar)) -> Mark {
    Mark { first, bars: 1, label: bar.label.clone() }
}
