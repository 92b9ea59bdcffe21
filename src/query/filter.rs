//! What somebody wants to see, and what that comes to.

use super::{Facet, FacetValue, SearchIndex, fold};
use crate::model::TaskId;
use std::collections::BTreeSet;

/// Words to be found and values to choose from.
///
/// A task matches if all the words occur in its texts and if, for every facet with selected
/// values, it has one of them. The ids of the values belong to one roadmap; a value that no
/// task of the roadmap has is matched by none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// As typed: words with white space between them, in any width, case and kana.
    pub words: String,
    selected: BTreeSet<FacetValue>,
}

impl Filter {
    /// Asks for words only.
    #[must_use]
    pub fn for_words(words: impl Into<String>) -> Self {
        Self { words: words.into(), ..Self::default() }
    }

    /// Whether it asks for anything.
    #[must_use]
    pub fn is_active(&self) -> bool {
        !self.selected.is_empty() || !fold(&self.words).is_empty()
    }

    /// INTERIM
    #[must_use]
    pub fn asks_for(&self, query: &str) -> bool {
        self.words == query
    }

    /// Asks for nothing any more.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// Removes all selected values of one facet.
    pub fn clear_facet(&mut self, facet: Facet) {
        self.selected.retain(|value| value.facet() != facet);
    }

    /// Selects a value, or removes it.
    pub fn set(&mut self, value: FacetValue, selected: bool) {
        if selected {
            self.selected.insert(value);
        } else {
            self.selected.remove(&value);
        }
    }

    /// Selects a value that is not selected, removes one that is.
    pub fn toggle(&mut self, value: FacetValue) {
        self.set(value, !self.is_selected(value));
    }

    /// Whether a value is selected.
    #[must_use]
    pub fn is_selected(&self, value: FacetValue) -> bool {
        self.selected.contains(&value)
    }

    /// The selected values, facet by facet.
    pub fn selected(&self) -> impl Iterator<Item = FacetValue> + '_ {
        self.selected.iter().copied()
    }
}

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

/// Applies a filter to the roadmap of an index.
#[must_use]
pub fn evaluate(index: &SearchIndex, filter: &Filter) -> Matches {
    let failures = Failures::new(index, filter);
    let is_shown: Vec<bool> = failures.of_task.iter().map(|&failures| failures == 0).collect();
    let shown = is_shown.iter().filter(|is_shown| **is_shown).count();
    let counts = Facet::ALL.map(|facet| {
        let values = index.facet(facet);
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

/// The parts of a filter that each task fails, one bit for each facet and one for the words.
struct Failures {
    of_task: Vec<u16>,
}

impl Failures {
    const WORDS: u16 = 1 << Facet::ALL.len();

    fn bit(facet: Facet) -> u16 {
        1 << facet as u16
    }

    fn new(index: &SearchIndex, filter: &Filter) -> Self {
        let mut failures = Self { of_task: vec![0; index.task_count()] };
        for word in fold(&filter.words).split_whitespace() {
            failures.add(Self::WORDS, &index.containing(word));
        }
        let facets: BTreeSet<Facet> = filter.selected().map(FacetValue::facet).collect();
        for facet in facets {
            let values = index.facet(facet);
            let wanted: Vec<_> =
                values.values.iter().map(|&value| filter.is_selected(value)).collect();
            let mut passes = vec![false; index.task_count()];
            values.column.mark_any(&wanted, &mut passes);
            failures.add(Self::bit(facet), &passes);
        }
        failures
    }

    fn add(&mut self, bit: u16, passes: &[bool]) {
        for (failures, &passes) in self.of_task.iter_mut().zip(passes) {
            *failures |= if passes { 0 } else { bit };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;
    use crate::model::{Chapter, DocumentId, Language, Roadmap, Task, TaskKind};
    use crate::time::{FiscalYearStart, Interval, Precision};
    use proptest::prelude::*;

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
        let index = SearchIndex::new(&roadmap);
        let filter = Filter::for_words(" \u{3000}");
        assert!(!filter.is_active());
        let matches = evaluate(&index, &filter);
        assert_eq!((matches.shown(), matches.total()), (5, 5));
        let facets = [
            (Facet::Area, listed(&[("クラウド", 2, 2), ("マイナンバーカード", 3, 3)])),
            (
                Facet::Owner,
                listed(&[("デジタル庁", 3, 3), ("総務省", 1, 1), ("法務省", 1, 1), ("none", 1, 1)]),
            ),
            (Facet::Kind, listed(&[("task", 4, 4), ("milestone", 1, 1)])),
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
            assert_eq!(index.values(facet).len(), expected.len());
        }
    }

    #[test]
    fn a_value_counts_what_the_other_facets_and_the_words_leave() {
        let roadmap = sample::roadmap();
        let index = SearchIndex::new(&roadmap);
        let mut filter = Filter::default();
        filter.toggle(FacetValue::FiscalYear(2023));
        filter.set(FacetValue::NoOwner, true);
        let matches = evaluate(&index, &filter);
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

        filter.words = "くらうど".into();
        assert_eq!(evaluate(&index, &filter).shown(), 0);
        filter.clear_facet(Facet::Owner);
        assert_eq!(evaluate(&index, &filter).shown(), 1);
        filter.clear();
        assert_eq!(filter, Filter::default());
    }

    #[test]
    fn a_chapter_shows_the_tasks_of_its_tables() {
        let roadmap = sample::roadmap();
        let index = SearchIndex::new(&roadmap);
        let mut filter = Filter::default();
        let document = DocumentId::from_index(0);
        let shown = |filter: &Filter| {
            let matches = evaluate(&index, filter);
            matches.tasks().map(|task| roadmap.task(task).id.to_string()).collect::<Vec<_>>()
        };
        filter.toggle(FacetValue::Chapter { document, chapter: 1 });
        assert_eq!(shown(&filter), ["card.study", "card.bill"]);
        filter.toggle(FacetValue::NoChapter);
        assert_eq!(shown(&filter), ["cloud.move", "card.study", "card.bill", "card.issue"]);
        // The first chapter holds no task's table.
        assert_eq!(index.values(Facet::Chapter).len(), 3);
        filter.toggle(FacetValue::Table { document, table: 6 });
        assert!(shown(&filter).is_empty());
    }

    #[test]
    fn every_word_must_occur_but_not_in_the_same_text() {
        let index = SearchIndex::new(&sample::roadmap());
        let shown = |words: &str| evaluate(&index, &Filter::for_words(words)).shown();
        assert_eq!(shown("クラウド"), 2);
        assert_eq!(shown("総務　CLOUD.MOVE  くらうど"), 1);
        assert_eq!(shown("クラウド 法令"), 0);
    }

    #[test]
    fn a_selected_value_that_no_task_has_shows_nothing() {
        let index = SearchIndex::new(&sample::roadmap());
        let mut filter = Filter::default();
        filter.set(FacetValue::Precision(Precision::Day), true);
        assert_eq!(evaluate(&index, &filter).shown(), 0);
        filter.set(FacetValue::Precision(Precision::Month), true);
        assert_eq!(evaluate(&index, &filter).shown(), 1);
    }

    #[test]
    fn a_roadmap_without_tasks_can_be_asked() {
        let index = SearchIndex::new(&Roadmap::default());
        let mut filter = Filter::for_words("x");
        filter.set(FacetValue::Kind(TaskKind::Task), true);
        let matches = evaluate(&index, &filter);
        assert_eq!((matches.shown(), matches.total()), (0, 0));
        assert!(Facet::ALL.into_iter().all(|facet| matches.counts(facet).is_empty()));
    }

    #[test]
    fn an_interval_turned_around_by_another_fiscal_year_counts_where_it_starts() {
        let mut roadmap = sample::roadmap();
        roadmap.tasks.truncate(1);
        let when = Interval::parse("FY2022/2022-05", roadmap.fiscal_year_start).unwrap();
        roadmap.tasks[0].when = when;
        roadmap.fiscal_year_start = FiscalYearStart::new(7).unwrap();
        let matches = evaluate(&SearchIndex::new(&roadmap), &Filter::default());
        assert_eq!(counts(&matches, Facet::Period, &roadmap), listed(&[("2022", 1, 1)]));
    }

    /// The plain reading of what a task has, without any index.
    fn has(roadmap: &Roadmap, task: &Task, value: FacetValue) -> bool {
        let fiscal = roadmap.fiscal_year_start;
        let year = |day| fiscal.fiscal_year_of(day);
        let table = task.source.as_ref().and_then(|source| source.table);
        match value {
            FacetValue::Area(area) => roadmap.area_of(task.lane) == area,
            FacetValue::Owner(owner) => task.owners.contains(&owner),
            FacetValue::NoOwner => task.owners.is_empty(),
            FacetValue::Kind(kind) => task.kind == kind,
            FacetValue::Tag(tag) => task.tags.contains(&tag),
            FacetValue::FiscalYear(wanted) => {
                let end = roadmap.span().unwrap().1;
                let last = task.when.last_day(fiscal).unwrap_or(end);
                (year(task.when.first_day(fiscal))..=year(last)).contains(&wanted)
            }
            FacetValue::Precision(precision) => task.when.precision() == precision,
            FacetValue::Chapter { chapter, .. } => chapter_of(roadmap, table) == Some(chapter),
            FacetValue::NoChapter => chapter_of(roadmap, table).is_none(),
            FacetValue::Table { table: wanted, .. } => table == Some(wanted),
            FacetValue::NoTable => table.is_none(),
            FacetValue::Basis(basis) => task.basis == basis,
        }
    }

    /// All tables of the samples stand in one document.
    fn chapter_of(roadmap: &Roadmap, table: Option<u32>) -> Option<usize> {
        let chapters = &roadmap.documents[0].chapters;
        let holds = |it: &Chapter| (it.first_table..=it.last_table).contains(&table.unwrap());
        table.and_then(|_| chapters.iter().position(holds))
    }

    fn matches_plainly(
        roadmap: &Roadmap,
        task: &Task,
        filter: &Filter,
        except: Option<Facet>,
    ) -> bool {
        let mut texts = vec![&*task.id];
        let mut lane = Some(task.lane);
        while let Some(id) = lane {
            texts.push(roadmap.lane(id).title.in_language(Language::Japanese));
            lane = roadmap.lane(id).parent;
        }
        texts.extend(task.owners.iter().map(|owner| roadmap.owners.word(owner.index())));
        texts.extend(task.tags.iter().map(|tag| roadmap.tags.word(tag.index())));
        let found = |word: &str| texts.iter().any(|text| fold(text).contains(word));
        let words = fold(&filter.words).split_whitespace().all(found);
        words
            && Facet::ALL.into_iter().filter(|&facet| Some(facet) != except).all(|facet| {
                let mut values =
                    filter.selected().filter(|value| value.facet() == facet).peekable();
                values.peek().is_none() || values.any(|value| has(roadmap, task, value))
            })
    }

    proptest! {
        #[test]
        fn the_answer_is_that_of_a_plain_reading(
            roadmap in sample::any_roadmap(),
            picks in prop::collection::vec((0..Facet::ALL.len(), 0..6usize), 0..6),
            words in "[aあア庁 ]{0,3}",
        ) {
            let index = SearchIndex::new(&roadmap);
            let mut filter = Filter::for_words(words);
            for (facet, number) in picks {
                if let Some(&value) = index.values(Facet::ALL[facet]).get(number) {
                    filter.toggle(value);
                }
            }
            let matches = evaluate(&index, &filter);
            let plain = |task: &&Task, except| matches_plainly(&roadmap, task, &filter, except);
            let expected: Vec<_> = roadmap.task_ids()
                .filter(|&task| plain(&roadmap.task(task), None))
                .collect();
            prop_assert_eq!(matches.tasks().collect::<Vec<_>>(), expected);
            prop_assert_eq!(matches.shown(), matches.tasks().count());
            for facet in Facet::ALL {
                for listed in matches.counts(facet) {
                    let holders = || roadmap.tasks.iter().filter(|task| has(&roadmap, task, listed.value));
                    let count = holders().filter(|task| plain(task, Some(facet))).count();
                    prop_assert_eq!(listed.count as usize, count, "{:?}", listed.value);
                    prop_assert_eq!(listed.total as usize, holders().count());
                }
            }
        }
    }
}
