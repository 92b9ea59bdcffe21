//! The queries that `list` and `export` are given.

use super::Failure;
use super::table::{columns, harmless};
use crate::model::{Diagnostic, Language, Roadmap, TaskId};
use crate::query::{
    Facts, Filter, Matches, Query, QueryContext, QueryError, SearchIndex, evaluate,
};
use crate::schedule::{Graph, Schedule};

/// A roadmap with all that a query may ask of it.
pub(super) struct Asked<'a> {
    pub roadmap: &'a Roadmap,
    pub graph: Graph,
    index: SearchIndex,
    facts: Facts,
}

impl<'a> Asked<'a> {
    /// Late dates and float count back from the goal; from the end of the plan without one.
    pub(super) fn new(roadmap: &'a Roadmap, goal: Option<TaskId>) -> Self {
        let graph = Graph::new(roadmap);
        let index = SearchIndex::new(roadmap);
        Self { roadmap, graph, index, facts: Facts::towards(goal) }
    }

    /// The schedule, computed when it is first asked for.
    pub(super) fn schedule(&self) -> &Schedule {
        self.facts.schedule(&self.graph)
    }

    /// Finds what a query finds; without one, everything. Mistakes are told of the option that
    /// it came with.
    ///
    /// # Errors
    /// If the text is not a query or names something that the roadmap does not have; with the
    /// place of the mistake and what was expected there.
    pub(super) fn matches(
        &self,
        query: Option<&str>,
        option: &str,
        language: Language,
    ) -> Result<Matches, Failure> {
        let ctx = QueryContext {
            roadmap: self.roadmap,
            graph: &self.graph,
            index: &self.index,
            facts: &self.facts,
        };
        let text = query.unwrap_or_default();
        let filter = Query::parse(text).and_then(|query| Filter::new(query, &ctx));
        match filter {
            Ok(filter) => Ok(evaluate(&filter, &ctx)),
            Err(error) => Err(mistake(text, &error, option, language)),
        }
    }
}

/// What is wrong with a query, with the query and a mark under the place.
fn mistake(text: &str, error: &QueryError, option: &str, language: Language) -> Failure {
    let problem = Diagnostic::error(
        None,
        format!("{option}: {}", error.message(Language::Japanese)),
        format!("{option}: {}", error.message(Language::English)),
    );
    let [ja, en] = Language::ALL.map(|language| error.expected(language));
    let problem = if en.is_empty() {
        problem
    } else {
        problem.with_hint(format!("候補・書き方: {ja}"), format!("expected: {en}"))
    };
    let shown = |part: &str| part.chars().map(harmless).collect::<String>();
    let (before, wrong) = (&text[..error.range().start], &text[error.range()]);
    let mark = format!(
        "{:before$}{:^<wrong$}",
        "",
        "",
        before = columns(&shown(before)),
        wrong = columns(&shown(wrong)).max(1),
    );
    let line = problem.line("koteihyo", language);
    Failure::Told { text: format!("{line}\n  {}\n  {mark}", shown(text)), code: super::FAILED }
}
