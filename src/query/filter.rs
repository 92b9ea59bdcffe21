//! A query asked of a roadmap: which values of facets it selects, and what else it wants.

use super::condition::Condition;
use super::key::Key;
use super::names::Names;
use super::period::Period;
use super::syntax::{Expr, Field, Value};
use super::{Facet, FacetValue, Facts, Query, QueryError, SearchIndex};
use crate::model::{Language, Roadmap};
use crate::schedule::{Graph, Schedule};
use std::collections::BTreeSet;

/// What a query can be asked of. All parts belong to one state of one roadmap.
#[derive(Clone, Copy)]
pub struct QueryContext<'a> {
    /// The document.
    pub roadmap: &'a Roadmap,
    /// Its dependencies.
    pub graph: &'a Graph,
    /// Its texts and the values of its facets.
    pub index: &'a SearchIndex,
    /// What follows from its dates and dependencies; only asked if a query does.
    pub facts: &'a Facts,
}

impl<'a> QueryContext<'a> {
    pub(super) fn names(&self) -> Names<'a> {
        Names { roadmap: self.roadmap, index: self.index }
    }

    pub(super) fn schedule(&self) -> &'a Schedule {
        self.facts.schedule(self.graph)
    }
}

/// A query with the ids of a roadmap in place of names.
///
/// Its conditions that must all hold are told apart: for each facet the first that asks for
/// values of it *selects* these values (`owner:(A OR B)`, `when:FY2023`); all the rest
/// are other conditions. The ids belong to the roadmap that it was made for.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    query: Query,
    selected: BTreeSet<FacetValue>,
    /// Which of the conditions of the query selects values of each facet.
    pub(super) selecting: [Option<usize>; Facet::ALL.len()],
    pub(super) others: Vec<Condition>,
}

impl PartialEq for Filter {
    fn eq(&self, other: &Self) -> bool {
        self.query == other.query
    }
}

impl Filter {
    /// Finds out what the names and dates of a query mean in a roadmap.
    ///
    /// # Errors
    /// If it names something that the roadmap does not have, or that several of its records
    /// are called; with the place in the text and the nearest names.
    pub fn new(query: Query, ctx: &QueryContext<'_>) -> Result<Self, QueryError> {
        let mut this = Self::default();
        for (position, part) in query.conjuncts().iter().enumerate() {
            match selection(part, ctx)? {
                Some((facet, values)) if this.selecting[facet as usize].is_none() => {
                    this.selecting[facet as usize] = Some(position);
                    this.selected.extend(values);
                }
                _ => this.others.push(Condition::new(part, ctx)?),
            }
        }
        Ok(Self { query, ..this })
    }

    /// The query that it was made of.
    #[must_use]
    pub fn query(&self) -> &Query {
        &self.query
    }

    /// Whether it asks for anything.
    #[must_use]
    pub fn is_active(&self) -> bool {
        !self.query.is_empty()
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

    /// What it asks for besides the selected values, in the canonical form; may be empty.
    #[must_use]
    pub fn other_conditions(&self) -> String {
        let parts = self.query.conjuncts().iter().enumerate();
        let others = parts.filter(|(position, _)| !self.selecting.contains(&Some(*position)));
        Query::from_conjuncts(others.map(|(_, part)| part.clone()).collect()).text().to_owned()
    }

    /// The text of the query with a value selected that is not, or no longer selected if it is.
    /// A new value is written in a language where its title is clear.
    #[must_use]
    pub fn toggled(&self, value: FacetValue, language: Language, ctx: &QueryContext<'_>) -> String {
        let facet = value.facet();
        let names = ctx.names();
        let Some(position) = self.selecting[facet as usize] else {
            let written = names.written(value, language);
            let key = Key::of_facet(facet);
            let field = Field { key, language: Language::English, values: vec![written] };
            return self.query.narrowed_by(&field.to_string());
        };
        let mut parts = self.query.conjuncts().to_vec();
        let Expr::Field(field) = &mut parts[position] else {
            unreachable!("only fields select values")
        };
        if self.is_selected(value) {
            let kept = std::mem::take(&mut field.values).into_iter();
            field.values = kept
                .flat_map(|written| {
                    let means = values_of(facet, &written, ctx).unwrap_or_default();
                    if !means.contains(&value) {
                        return vec![written];
                    }
                    // One name can stand for several values.
                    let others = means.into_iter().filter(|&other| other != value);
                    others.map(|other| names.written(other, language)).collect()
                })
                .collect();
        } else {
            field.values.push(names.written(value, language));
        }
        if field.values.is_empty() {
            parts.remove(position);
        }
        Query::from_conjuncts(parts).text().to_owned()
    }

    /// The text of the query without the condition that selects values of a facet.
    #[must_use]
    pub fn without_facet(&self, facet: Facet) -> String {
        let mut parts = self.query.conjuncts().to_vec();
        if let Some(position) = self.selecting[facet as usize] {
            parts.remove(position);
        }
        Query::from_conjuncts(parts).text().to_owned()
    }
}

/// The facet and the values of it that a condition selects, if it has that form.
fn selection(
    part: &Expr,
    ctx: &QueryContext<'_>,
) -> Result<Option<(Facet, BTreeSet<FacetValue>)>, QueryError> {
    let Expr::Field(field) = part else { return Ok(None) };
    let Some(facet) = field.key.facet() else { return Ok(None) };
    let mut values = BTreeSet::new();
    for written in &field.values {
        let means = values_of(facet, written, ctx)?;
        if means.is_empty() {
            return Ok(None);
        }
        values.extend(means);
    }
    Ok(Some((facet, values)))
}

/// The values of a facet that a value of its key means; none for a period that is not one
/// fiscal year.
fn values_of(
    facet: Facet,
    written: &Value,
    ctx: &QueryContext<'_>,
) -> Result<Vec<FacetValue>, QueryError> {
    if facet == Facet::Period {
        let period = Period::parse(written, ctx.roadmap.fiscal_year_start)?;
        return Ok(period.fiscal_year.map(FacetValue::FiscalYear).into_iter().collect());
    }
    ctx.names().facet_values(facet, written)
}

#[cfg(test)]
mod tests {
    use super::super::sample::{self, Asked};
    use super::*;
    use crate::model::TaskKind;

    /// The ids of the tasks that a text lets through, in the order of the document.
    #[track_caller]
    fn shows(text: &str, expected: &[&str]) {
        let roadmap = sample::roadmap();
        assert_eq!(Asked::new(&roadmap).shown(text), expected, "{text}");
    }

    #[test]
    fn every_key_asks_for_its_own() {
        shows("area:クラウド", &["cloud.build", "cloud.move"]);
        shows("lane:lane-2", &["card.study", "card.bill", "card.issue"]);
        shows("lane:在留カード", &["card.bill", "card.issue"]);
        shows("owner:\"Digital Agency\"", &["cloud.build", "cloud.move", "card.study"]);
        shows("owner:none", &["card.issue"]);
        shows("-owner:なし tag:legislation", &["card.bill"]);
        shows("kind:milestone", &["card.issue"]);
        shows("種別:マイルストーン", &["card.issue"]);
        shows("status:done", &["card.study"]);
        shows("document:2021-12", &["cloud.build", "card.study", "card.bill", "card.issue"]);
        shows("chapter:(2021-12/3 OR none)", &["cloud.build", "cloud.move", "card.issue"]);
        shows("table:2", &["card.study", "card.bill"]);
        shows("表:(表６ OR none)", &["cloud.build", "cloud.move", "card.issue"]);
        shows("table:2021-12/6", &["cloud.build"]);
        shows("when:FY2023", &["cloud.move", "card.issue"]);
        shows("when:2022-10..2023-03", &["cloud.build", "cloud.move", "card.bill"]);
        shows("when:FY2040", &["card.issue"]);
        shows("starts:FY2022", &["cloud.build", "cloud.move"]);
        shows("ends:..FY2022", &["cloud.build", "card.study", "card.bill"]);
        shows("ends:2023..", &["cloud.build", "cloud.move", "card.bill"]);
        shows("precision:month", &["card.issue"]);
        shows("basis:text", &["card.issue"]);
        shows("is:open", &["card.issue"]);
        shows("is:(open OR conflict)", &["cloud.build", "card.bill", "card.issue"]);
        // The bill begins in 2021, but must wait for the end of the cloud's building in 2022.
        shows("is:conflict", &["cloud.build", "card.bill"]);
        shows("is:critical", &["cloud.build", "cloud.move"]);
        // build → move, study → bill → issue, build → bill
        shows("up:card.bill", &["cloud.build", "card.study", "card.bill"]);
        shows("down:cloud.build", &["cloud.build", "cloud.move", "card.bill", "card.issue"]);
        shows("chain:card.bill", &["cloud.build", "card.study", "card.bill", "card.issue"]);
        shows("driving:card.bill", &["cloud.build", "card.bill", "card.issue"]);
        shows("between:card.study,card.issue", &["card.study", "card.bill", "card.issue"]);
        shows("between:card.issue,card.study", &["card.study", "card.bill", "card.issue"]);
        shows("between:cloud.move,card.study", &[]);
        shows("id:(card.issue OR ｃｌｏｕｄ．ｍｏｖｅ)", &["cloud.move", "card.issue"]);
        shows("\"government cloud\" OR 法務省", &["cloud.build", "card.bill"]);
        shows("-(クラウド OR 検討)", &["card.bill", "card.issue"]);
    }

    #[test]
    fn a_beginning_is_enough_if_only_one_name_begins_so() {
        shows("owner:デジ", &["cloud.build", "cloud.move", "card.study"]);
        shows("owner:digital", &["cloud.build", "cloud.move", "card.study"]);
        shows("area:まい", &["card.study", "card.bill", "card.issue"]);
        shows("precision:mon", &["card.issue"]);
    }

    /// The wrong part of a text, and the words about it.
    #[track_caller]
    fn refuses(text: &str, part: &str, message: &str, expected: &str) {
        let roadmap = sample::roadmap();
        let asked = Asked::new(&roadmap);
        let error = Filter::new(Query::parse(text).unwrap(), &asked.ctx()).unwrap_err();
        assert_eq!(&text[error.range()], part, "{text}");
        assert_eq!(error.message(Language::English), message);
        assert_eq!(error.expected(Language::English), expected, "{text}");
        assert_ne!(error.message(Language::Japanese), message);
    }

    #[test]
    fn what_the_roadmap_does_not_have_is_told_with_what_it_has() {
        refuses(
            "a owner:総務庁",
            "総務庁",
            "nothing is called \"総務庁\" (who is in charge)",
            "総務省",
        );
        refuses("kind:x", "x", "nothing is called \"x\" (task or milestone)", "task, milestone");
        refuses("-up:card.bil", "card.bil", "no task has the id \"card.bil\"", "card.bill");
        refuses(
            "id:(card.issue OR crad.bill)",
            "crad.bill",
            "no task has the id \"crad.bill\"",
            "card.bill",
        );
        refuses(
            "between:card,cloud.build",
            "card",
            "no task has the id \"card\"",
            "card.study, card.bill, card.issue",
        );
        refuses("table:7", "7", "there is no table \"7\"", "a number from 2 to 6, or none");
        refuses(
            "is:late",
            "late",
            "nothing is called \"late\" (milestone, open end, …)",
            "critical, milestone, conflict, open",
        );
        refuses("area:\"\"", "\"\"", "nothing is called \"\" (area)", "Cloud, My Number Card");
    }

    #[test]
    fn facets_are_ticked_by_the_text_and_edit_it() {
        let roadmap = sample::roadmap();
        let asked = Asked::new(&roadmap);
        let owner = |name: &str| {
            let found = roadmap.owners.words().iter().position(|word| &**word == name).unwrap();
            FacetValue::Owner(crate::model::OwnerId::from_index(found))
        };
        let (digital, mic) = (owner("デジタル庁"), owner("総務省"));
        let text = asked.toggled("a　OR b", &[mic]);
        assert_eq!(text, "(a OR b) owner:総務省");
        let text = asked.toggled("検討 owner:総務省 -x", &[digital]);
        assert_eq!(text, "検討 owner:(総務省 OR \"デジタル庁 DA2021\") -x");
        let filter = asked.filter(&text);
        assert!(filter.is_selected(mic) && filter.is_selected(digital));
        assert_eq!(filter.selected().count(), 2);
        assert_eq!(filter.other_conditions(), "検討 -x");
        assert_eq!(filter.without_facet(Facet::Owner), "検討 -x");
        assert_eq!(asked.toggled(&text, &[mic]), "検討 owner:\"デジタル庁 DA2021\" -x");
        assert_eq!(asked.toggled(&text, &[mic, digital]), "検討 -x");
        // The key stays as it was typed.
        assert_eq!(asked.toggled("担当：総務", &[owner("法務省")]), "担当:(総務 OR 法務省)");
        let english = asked.filter("").toggled(digital, Language::English, &asked.ctx());
        assert_eq!(english, "owner:\"Digital Agency\"");
    }

    #[test]
    fn what_is_negated_or_one_of_several_ticks_no_facet() {
        let roadmap = sample::roadmap();
        let asked = Asked::new(&roadmap);
        for text in ["-owner:総務省", "owner:総務省 OR a", "when:2022-10..2023-03", "is:milestone"]
        {
            assert_eq!(asked.filter(text).selected().count(), 0, "{text}");
            assert_eq!(asked.filter(text).other_conditions(), text);
        }
        let filter = asked.filter("when:(FY2022 OR 2023年度) kind:milestone kind:task");
        let selected = [
            FacetValue::Kind(TaskKind::Milestone),
            FacetValue::FiscalYear(2022),
            FacetValue::FiscalYear(2023),
        ];
        assert_eq!(filter.selected().collect::<Vec<_>>(), selected);
        assert_eq!(filter.other_conditions(), "kind:task");
    }
}
