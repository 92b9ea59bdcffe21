//! What a filter comes to: the shown tasks, and the counts of the facets.

use super::condition::{Condition, Days};
use super::period::Period;
use super::{Facet, FacetValue, Filter, QueryContext};
use crate::model::TaskId;
use std::collections::BTreeSet;

/// What a filter comes to: the shown tasks, and what each choice of a value would give.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Matches {
    is_shown: Vec<bool>,
    shown: usize,
    counts: [Vec<FacetCount>; Facet::ALL.len()],
}

/// A value of a facet and the tasks that have it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FacetCount {
    /// The value.
    pub value: FacetValue,
    /// The tasks that have it and match the words and all *other* facets: those
    /// that are shown if it is selected alone in its facet.
    pub count: u32,
    /// All tasks that have it, at least one.
    pub total: u32,
}

impl Matches {
    /// Whether the filter lets a task through.
    #[must_use]
    pub fn is_shown(&self, task: TaskId) -> bool {
        self.is_shown[task.index()]
    }

    /// The tasks that the filter lets through, in the order of the document.
    pub fn tasks(&self) -> impl Iterator<Item = TaskId> + '_ {
        let shown = self.is_shown.iter().enumerate().filter(|(_, is_shown)| **is_shown);
        shown.map(|(task, _)| TaskId::from_index(task))
    }

    /// How many tasks the filter lets through.
    #[must_use]
    pub fn shown(&self) -> usize {
        self.shown
    }

    /// How many tasks the roadmap has.
    #[must_use]
    pub fn total(&self) -> usize {
        self.is_shown.len()
    }

    /// The values of a facet in the order of their list: areas by document, owners and tags
    /// by their total (no owner last), years ascending, precisions from the finest, chapters
    /// and tables by document and number (none last). Every value that any task has is listed, even if its count is 0.
    #[must_use]
    pub fn counts(&self, facet: Facet) -> &[FacetCount] {
        &self.counts[facet as usize]
    }
}

/// Applies a filter to the roadmap that it was made for.
#[must_use]
pub fn evaluate(filter: &Filter, ctx: &QueryContext<'_>) -> Matches {
    let failures = Failures::new(filter, ctx);
    let is_shown: Vec<bool> = failures.of_task.iter().map(|&failures| failures == 0).collect();
    let shown = is_shown.iter().filter(|is_shown| **is_shown).count();
    let counts = Facet::ALL.map(|facet| {
        let values = ctx.index.facet(facet);
        let counts = if shown == is_shown.len() {
            values.totals.clone()
        } else {
            let own = Failures::bit(facet);
            values.column.count(values.values.len(), |task| failures.of_task[task] & !own == 0)
        };
        let listed = values.values.iter().zip(&values.totals).zip(counts);
        listed.map(|((&value, &total), count)| FacetCount { value, count, total }).collect()
    });
    Matches { is_shown, shown, counts }
}

/// For each task, whether a filter lets it through; without the counts of the facets.
pub(super) fn marks(filter: &Filter, ctx: &QueryContext<'_>) -> Vec<bool> {
    let failures = Failures::new(filter, ctx);
    failures.of_task.iter().map(|&failures| failures == 0).collect()
}

/// The parts of a filter that each task fails, one bit for each facet and one for all else.
struct Failures {
    of_task: Vec<u16>,
}

impl Failures {
    const OTHERS: u16 = 1 << Facet::ALL.len();

    fn bit(facet: Facet) -> u16 {
        1 << facet as u16
    }

    fn new(filter: &Filter, ctx: &QueryContext<'_>) -> Self {
        let mut failures = Self { of_task: vec![0; ctx.index.task_count()] };
        for condition in &filter.others {
            failures.add(Self::OTHERS, &condition.marks(ctx));
        }
        for facet in Facet::ALL {
            let values: BTreeSet<_> =
                filter.selected().filter(|value| value.facet() == facet).collect();
            if !values.is_empty() {
                failures.add(Self::bit(facet), &of_values(facet, values, ctx).marks(ctx));
            }
        }
        failures
    }

    fn add(&mut self, bit: u16, passes: &[bool]) {
        for (failures, &passes) in self.of_task.iter_mut().zip(passes) {
            *failures |= if passes { 0 } else { bit };
        }
    }
}

/// The condition to have one of these values. Years are compared by days, so that a task
/// with an open end also touches those after the last one that the facet lists.
fn of_values(facet: Facet, values: BTreeSet<FacetValue>, ctx: &QueryContext<'_>) -> Condition {
    if facet != Facet::Period {
        return Condition::Facet(facet, values);
    }
    let fiscal = ctx.roadmap.fiscal_year_start;
    let period = |value| match value {
        FacetValue::FiscalYear(year) => Some(Period::of_fiscal_year(year, fiscal)),
        _ => None,
    };
    Condition::Periods(Days::All, values.into_iter().filter_map(period).collect())
}

#[cfg(test)]
mod tests {
    use super::super::sample::{self, Asked};
    use super::*;
    use crate::model::{DocumentId, Roadmap, TaskKind};
    use crate::time::{FiscalYearStart, Interval, Precision};

    fn counts(matches: &Matches, facet: Facet, roadmap: &Roadmap) -> Vec<(String, u32, u32)> {
        let listed = matches.counts(facet).iter();
        listed.map(|each| (sample::label(each.value, roadmap), each.count, each.total)).collect()
    }

    fn listed(expected: &[(&str, u32, u32)]) -> Vec<(String, u32, u32)> {
        expected.iter().map(|&(label, count, total)| (label.to_owned(), count, total)).collect()
    }

    #[test]
    fn without_a_filter_everything_is_shown_and_counted() {
        let roadmap = sample::roadmap();
        let asked = Asked::new(&roadmap);
        assert!(!asked.filter(" \u{3000}").is_active());
        let matches = asked.matches(" \u{3000}");
        assert_eq!((matches.shown(), matches.total()), (5, 5));
        let facets = [
            (Facet::Area, listed(&[("クラウド", 2, 2), ("マイナンバーカード", 3, 3)])),
            (
                Facet::Owner,
                listed(&[("デジタル庁", 3, 3), ("総務省", 1, 1), ("法務省", 1, 1), ("none", 1, 1)]),
            ),
            (Facet::Kind, listed(&[("task", 4, 4), ("milestone", 1, 1)])),
            (Facet::Status, listed(&[("done", 1, 1), ("unknown", 4, 4)])),
            (Facet::Tag, listed(&[("法令", 1, 1)])),
            // The open end counts up to 2024, the last year of the roadmap; 2020 is touched by none.
            (
                Facet::Period,
                listed(&[
                    ("2019", 1, 1),
                    ("2021", 1, 1),
                    ("2022", 3, 3),
                    ("2023", 2, 2),
                    ("2024", 2, 2),
                ]),
            ),
            (Facet::Precision, listed(&[("Month", 1, 1), ("FiscalYear", 4, 4)])),
            (Facet::Chapter, listed(&[("戦略", 2, 2), ("施策", 1, 1), ("none", 2, 2)])),
            (Facet::Table, listed(&[("2", 2, 2), ("6", 1, 1), ("none", 2, 2)])),
            (Facet::Basis, listed(&[("column", 4, 4), ("text", 1, 1)])),
        ];
        for (facet, expected) in facets {
            assert_eq!(counts(&matches, facet, &roadmap), expected, "{facet:?}");
            assert_eq!(asked.index.values(facet).len(), expected.len());
        }
    }

    #[test]
    fn a_value_counts_what_the_other_facets_and_the_words_leave() {
        let roadmap = sample::roadmap();
        let asked = Asked::new(&roadmap);
        let text = asked.toggled("", &[FacetValue::FiscalYear(2023), FacetValue::NoOwner]);
        assert_eq!(text, "when:FY2023 owner:none");
        let matches = asked.matches(&text);
        assert_eq!(matches.shown(), 1);
        let owners =
            listed(&[("デジタル庁", 1, 3), ("総務省", 1, 1), ("法務省", 0, 1), ("none", 1, 1)]);
        assert_eq!(counts(&matches, Facet::Owner, &roadmap), owners);
        let areas = listed(&[("クラウド", 0, 2), ("マイナンバーカード", 1, 3)]);
        assert_eq!(counts(&matches, Facet::Area, &roadmap), areas);
        let years = listed(&[
            ("2019", 0, 1),
            ("2021", 0, 1),
            ("2022", 0, 3),
            ("2023", 1, 2),
            ("2024", 1, 2),
        ]);
        assert_eq!(counts(&matches, Facet::Period, &roadmap), years);

        let filter = asked.filter("くらうど when:FY2023 owner:none");
        assert_eq!(evaluate(&filter, &asked.ctx()).shown(), 0);
        assert_eq!(asked.matches(&filter.without_facet(Facet::Owner)).shown(), 1);
    }

    #[test]
    fn a_chapter_shows_the_tasks_of_its_tables() {
        let roadmap = sample::roadmap();
        let asked = Asked::new(&roadmap);
        let document = DocumentId::from_index(0);
        let text = asked.toggled("", &[FacetValue::Chapter { document, chapter: 1 }]);
        assert_eq!(text, "chapter:戦略");
        assert_eq!(asked.shown(&text), ["card.study", "card.bill"]);
        let text = asked.toggled(&text, &[FacetValue::NoChapter]);
        let expected = ["cloud.move", "card.study", "card.bill", "card.issue"];
        assert_eq!(asked.shown(&text), expected);
        // The first chapter holds no task's table.
        assert_eq!(asked.index.values(Facet::Chapter).len(), 3);
        let text = asked.toggled(&text, &[FacetValue::Table { document, table: 6 }]);
        assert!(asked.shown(&text).is_empty());
    }

    #[test]
    fn every_word_must_occur_but_not_in_the_same_text() {
        let roadmap = sample::roadmap();
        let asked = Asked::new(&roadmap);
        let shown = |words: &str| asked.matches(words).shown();
        assert_eq!(shown("クラウド"), 2);
        assert_eq!(shown("総務　CLOUD.MOVE  くらうど"), 1);
        assert_eq!(shown("クラウド 法令"), 0);
    }

    #[test]
    fn a_selected_value_that_no_task_has_shows_nothing() {
        let roadmap = sample::roadmap();
        let asked = Asked::new(&roadmap);
        let text = asked.toggled("", &[FacetValue::Precision(Precision::Day)]);
        assert_eq!(asked.matches(&text).shown(), 0);
        let text = asked.toggled(&text, &[FacetValue::Precision(Precision::Month)]);
        assert_eq!(asked.matches(&text).shown(), 1);
    }

    #[test]
    fn a_roadmap_without_tasks_can_be_asked() {
        let roadmap = Roadmap::default();
        let asked = Asked::new(&roadmap);
        let text = asked.toggled("x", &[FacetValue::Kind(TaskKind::Task)]);
        let matches = asked.matches(&text);
        assert_eq!((matches.shown(), matches.total()), (0, 0));
        assert!(Facet::ALL.into_iter().all(|facet| matches.counts(facet).is_empty()));
    }

    #[test]
    fn an_interval_turned_around_by_another_fiscal_year_counts_where_it_starts() {
        let mut roadmap = sample::roadmap();
        roadmap.tasks.truncate(1);
        roadmap.dependencies.clear();
        let when = Interval::parse("FY2022/2022-05", roadmap.fiscal_year_start).unwrap();
        roadmap.tasks[0].when = when;
        roadmap.fiscal_year_start = FiscalYearStart::new(7).unwrap();
        let matches = Asked::new(&roadmap).matches("");
        assert_eq!(counts(&matches, Facet::Period, &roadmap), listed(&[("2022", 1, 1)]));
    }
}
