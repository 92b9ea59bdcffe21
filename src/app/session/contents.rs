//! What is open, and what is derived from it alone.

use crate::insight::Problems;
use crate::layout::area_hues;
use crate::model::{Diagnostic, LaneId, Roadmap, TaskKind};
use crate::parallel::both;
use crate::query::{Facts, QueryContext, SearchIndex};
use crate::schedule::{Graph, PlanEnd, Schedule};
use crate::time::Day;
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

/// What is derived from documents with more tasks and dependencies than this is derived on a
/// thread: at this size it takes about as long as a frame may.
const MOST_RECORDS_AT_ONCE: usize = 40_000;

/// A document with its graph and its indexes.
///
/// A clone shares all of it, so that a thread can have one.
#[derive(Clone)]
pub(in crate::app) struct Contents {
    /// The document.
    pub roadmap: Arc<Roadmap>,
    /// What was wrong with its file.
    pub diagnostics: Arc<[Diagnostic]>,
    /// Its dependencies in both directions.
    pub graph: Arc<Graph>,
    /// Its texts and values, to be searched.
    pub index: Arc<SearchIndex>,
    /// The hue of each area.
    pub hues: Arc<HashMap<LaneId, u8>>,
    /// How many tasks are milestones.
    pub milestones: usize,
    /// The first and the last day.
    pub span: Option<(Day, Day)>,
    /// The tasks that end last.
    pub end: Arc<PlanEnd>,
    problems: Arc<OnceLock<Problems>>,
}

impl Contents {
    pub(super) fn new(roadmap: Roadmap, diagnostics: Arc<[Diagnostic]>) -> Self {
        let milestones = roadmap.tasks.iter().filter(|task| task.kind == TaskKind::Milestone);
        let is_large = is_large(&roadmap);
        let (graph, index) = both(is_large, || Graph::new(&roadmap), || SearchIndex::new(&roadmap));
        Self {
            diagnostics,
            graph: Arc::new(graph),
            index: Arc::new(index),
            hues: Arc::new(area_hues(&roadmap)),
            milestones: milestones.count(),
            span: roadmap.span(),
            end: Arc::new(PlanEnd::new(&roadmap)),
            problems: Arc::default(),
            roadmap: Arc::new(roadmap),
        }
    }

    /// Whether what is derived from it takes longer than a frame may.
    pub fn is_large(&self) -> bool {
        is_large(&self.roadmap)
    }

    /// What queries are asked of.
    pub fn query_context<'a>(&'a self, facts: &'a Facts) -> QueryContext<'a> {
        QueryContext { roadmap: &self.roadmap, graph: &self.graph, index: &self.index, facts }
    }

    /// What should be looked at, if it was found already.
    pub fn known_problems(&self) -> Option<&Problems> {
        self.problems.get()
    }

    /// What should be looked at, found when it is first asked for.
    pub fn problems(&self, schedule: &Schedule) -> &Problems {
        let find = || Problems::new(&self.roadmap, &self.graph, schedule, &self.diagnostics);
        self.problems.get_or_init(find)
    }

    /// Forgets what was wrong with the file.
    pub(super) fn clear_diagnostics(&mut self) {
        self.diagnostics = Arc::default();
        self.problems = Arc::default();
    }
}

/// Whether what is derived from a document takes longer than a frame may.
pub(super) fn is_large(roadmap: &Roadmap) -> bool {
    roadmap.tasks.len() + roadmap.dependencies.len() > MOST_RECORDS_AT_ONCE
}
