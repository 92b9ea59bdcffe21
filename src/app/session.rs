//! What is open and how it is looked at: the state that panels read and commands change.
//!
//! Everything derived from the document (rows, links, matches, traces) is brought
//! up to date here, when its causes change and never in a frame.

use super::official::OfficialText;
use crate::layout::chart::{Emphasis, HiddenLinkCount, LinkStyle};
use crate::layout::{LinkIndex, Mode, Rows, RowsRequest, TimeAxis};
use crate::model::{DependencyId, Diagnostic, LaneId, Roadmap, Task, TaskId, TaskKind};
use crate::query::{
    self, Facts, Filter, HiddenLinks, Matches, Query, QueryContext, QueryError, SearchIndex,
};
use crate::schedule::{DependencyRole, Graph, Role, Schedule, Trace};
use crate::time::Day;
use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};

/// Where the open document came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// It is built in, and can only be saved elsewhere.
    BuiltIn,
    /// It was read from this file.
    File(PathBuf),
}

/// The part of the chart that is in view.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct View {
    /// Where days lie.
    pub axis: TimeAxis,
    /// How far the rows are scrolled up, in points.
    pub scroll_pt: f64,
    /// Scale of the rows, 1 at 100 %.
    pub row_scale: f32,
}

/// The smallest scale of rows: about a point a row.
pub const MIN_ROW_SCALE: f32 = 0.03;
/// The largest scale of rows.
pub const MAX_ROW_SCALE: f32 = 2.0;

/// An open document and how it is looked at.
pub struct Session {
    /// Where it came from.
    pub origin: Origin,
    /// What was wrong with its file.
    pub diagnostics: Vec<Diagnostic>,
    /// The text of the official document, if somebody attached it.
    pub official: Option<OfficialText>,
    /// What is in view.
    pub view: View,
    roadmap: Roadmap,
    graph: Graph,
    index: SearchIndex,
    facts: Facts,
    filter: Filter,
    matches: Matches,
    hidden_links: HiddenLinks,
    mode: Mode,
    folded: HashSet<LaneId>,
    rows: Rows,
    links: LinkIndex,
    trace: Option<Trace>,
    link_style: LinkStyle,
    hues: HashMap<LaneId, u8>,
    milestones: usize,
    span: Option<(Day, Day)>,
    revision: u64,
    arrangement: u64,
}

impl Session {
    /// Opens a document; everything is shown and nothing selected.
    #[must_use]
    pub fn new(roadmap: Roadmap, origin: Origin, diagnostics: Vec<Diagnostic>) -> Self {
        let graph = Graph::new(&roadmap);
        let index = SearchIndex::new(&roadmap);
        let axis = TimeAxis { left_day: 0.0, pt_per_day: 1.0 };
        let mut this = Self {
            origin,
            diagnostics,
            official: None,
            view: View { axis, scroll_pt: 0.0, row_scale: 1.0 },
            roadmap,
            graph,
            index,
            facts: Facts::default(),
            filter: Filter::default(),
            matches: Matches::default(),
            hidden_links: HiddenLinks::default(),
            mode: Mode::default(),
            folded: HashSet::new(),
            rows: Rows::default(),
            links: LinkIndex::default(),
            trace: None,
            link_style: LinkStyle::default(),
            hues: HashMap::new(),
            milestones: 0,
            span: None,
            revision: 0,
            arrangement: 0,
        };
        this.find_matches();
        this.hues = this.rows.areas.iter().map(|area| (area.lane, area.hue)).collect();
        this.span = this.roadmap.span();
        let is_milestone = |task: &&Task| task.kind == TaskKind::Milestone;
        this.milestones = this.roadmap.tasks.iter().filter(is_milestone).count();
        this
    }

    /// The document.
    #[must_use]
    pub fn roadmap(&self) -> &Roadmap {
        &self.roadmap
    }

    /// Its dependencies in both directions.
    #[must_use]
    pub fn graph(&self) -> &Graph {
        &self.graph
    }

    /// The dates that its dependencies demand.
    #[must_use]
    pub fn schedule(&self) -> &Schedule {
        self.facts.schedule(&self.roadmap, &self.graph)
    }

    /// Its rows as they are shown.
    #[must_use]
    pub fn rows(&self) -> &Rows {
        &self.rows
    }

    /// Its links by rows.
    #[must_use]
    pub fn links(&self) -> &LinkIndex {
        &self.links
    }

    /// The filter in force.
    #[must_use]
    pub fn filter(&self) -> &Filter {
        &self.filter
    }

    /// What the filter lets through.
    #[must_use]
    pub fn matches(&self) -> &Matches {
        &self.matches
    }

    /// Dependencies that lead to what the filter hides.
    #[must_use]
    pub fn hidden_links(&self) -> &HiddenLinks {
        &self.hidden_links
    }

    /// How tasks are arranged.
    #[must_use]
    pub fn mode(&self) -> Mode {
        self.mode
    }

    /// Lanes whose contents are folded away.
    #[must_use]
    pub fn folded(&self) -> &HashSet<LaneId> {
        &self.folded
    }

    /// The chain of the selected task.
    #[must_use]
    pub fn trace(&self) -> Option<&Trace> {
        self.trace.as_ref()
    }

    /// The selected task.
    #[must_use]
    pub fn selected(&self) -> Option<TaskId> {
        self.trace.as_ref().map(Trace::selected)
    }

    /// A number that changes whenever a chart of this session would.
    #[must_use]
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// A number that changes whenever the rows do.
    #[must_use]
    pub fn arrangement(&self) -> u64 {
        self.arrangement
    }

    /// Which links are drawn.
    #[must_use]
    pub fn link_style(&self) -> LinkStyle {
        self.link_style
    }

    /// Draws links in another way.
    pub fn set_link_style(&mut self, style: LinkStyle) {
        self.link_style = style;
        self.revision = next_stamp();
    }

    /// What queries are asked of.
    #[must_use]
    pub fn query_context(&self) -> QueryContext<'_> {
        QueryContext {
            roadmap: &self.roadmap,
            graph: &self.graph,
            index: &self.index,
            facts: &self.facts,
        }
    }

    /// Shows only what a text of the filter language lets through.
    ///
    /// # Errors
    /// If the text cannot be read, or names what the document does not have; then the filter
    /// stays as it was.
    pub fn set_query(&mut self, text: &str) -> Result<(), QueryError> {
        if text == self.filter.query().text() {
            return Ok(());
        }
        let filter = Filter::new(Query::parse(text)?, &self.query_context())?;
        let is_same = filter.query().to_string() == self.filter.query().to_string();
        self.filter = filter;
        if !is_same {
            self.find_matches();
        }
        Ok(())
    }

    /// Arranges the tasks in another way.
    pub fn set_mode(&mut self, mode: Mode) {
        if self.mode != mode {
            let in_view = self.task_near_top();
            self.mode = mode;
            self.rearrange();
            self.keep_in_place(in_view);
        }
    }

    /// Folds or unfolds a lane.
    pub fn set_folded(&mut self, lane: LaneId, folded: bool) {
        let changed = if folded { self.folded.insert(lane) } else { self.folded.remove(&lane) };
        if changed {
            self.rearrange();
        }
    }

    /// Folds all areas, or unfolds everything.
    pub fn fold_all(&mut self, folded: bool) {
        self.folded = if folded {
            let areas =
                self.roadmap.lane_ids().filter(|id| self.roadmap.lane(*id).parent.is_none());
            areas.collect()
        } else {
            HashSet::new()
        };
        self.rearrange();
    }

    /// Selects a task or nothing.
    pub fn select(&mut self, task: Option<TaskId>) {
        if self.selected() != task {
            self.trace = task.map(|task| Trace::of(&self.graph, task));
            self.revision = next_stamp();
        }
    }

    /// Makes a task visible: unfolds its lanes, and drops the filter if it hides the task.
    pub fn reveal(&mut self, task: TaskId) {
        if !self.matches.is_shown(task) {
            self.filter = Filter::default();
            self.find_matches();
        }
        let mut lane = Some(self.roadmap.task(task).lane);
        while let Some(id) = lane {
            self.set_folded(id, false);
            lane = self.roadmap.lane(id).parent;
        }
    }

    /// How a task stands to the selection.
    #[must_use]
    pub fn emphasis(&self, task: TaskId) -> Emphasis {
        let Some(trace) = &self.trace else { return Emphasis::Plain };
        match trace.role(task) {
            Some(Role::Selected) => Emphasis::Selected,
            Some(Role::Predecessor { .. }) => Emphasis::Needs,
            Some(Role::Successor { .. }) => Emphasis::NeededBy,
            None => Emphasis::Faded,
        }
    }

    /// How a link stands to the selection.
    #[must_use]
    pub fn link_emphasis(&self, link: DependencyId) -> Emphasis {
        let Some(trace) = &self.trace else { return Emphasis::Plain };
        match trace.dependency_role(&self.roadmap, link) {
            Some(DependencyRole::Needs) => Emphasis::Needs,
            Some(DependencyRole::NeededBy) => Emphasis::NeededBy,
            None => Emphasis::Faded,
        }
    }

    /// The links of a task to hidden ones, as charts show them.
    #[must_use]
    pub fn hidden_link_count(&self, task: TaskId) -> HiddenLinkCount {
        let ends = self.hidden_links.of(task);
        HiddenLinkCount { predecessors: ends.predecessors, successors: ends.successors }
    }

    /// The hue of a top-level lane; areas that the filter hides keep theirs.
    #[must_use]
    pub fn hue_of_area(&self, lane: LaneId) -> u8 {
        self.hues.get(&lane).copied().unwrap_or(0)
    }

    /// The first and last day of the document, found once; `None` if it has no tasks.
    #[must_use]
    pub fn span(&self) -> Option<(Day, Day)> {
        self.span
    }

    /// How many tasks are milestones.
    #[must_use]
    pub fn milestone_count(&self) -> usize {
        self.milestones
    }

    /// Height of all rows at the current scale, in points.
    #[must_use]
    pub fn content_height(&self) -> f64 {
        f64::from(self.rows.height) * f64::from(self.view.row_scale)
    }

    /// The next shown task in the order of rows, `step` rows away; the first or last at the ends.
    #[must_use]
    pub fn neighbour(&self, direction: Direction) -> Option<TaskId> {
        let rows = &self.rows;
        let Some(selected) = self.selected() else {
            return rows
                .rows
                .iter()
                .find_map(|row| rows.spans_of(row).first())
                .map(|span| span.task);
        };
        let row = rows.row_of(selected)?;
        let spans = rows.spans_of(&rows.rows[row]);
        let at = spans.iter().position(|span| span.task == selected).unwrap_or(0);
        let start = spans.get(at)?.first;
        let nearest = |index: usize| {
            let spans = rows.spans_of(&rows.rows[index]);
            let after = spans.partition_point(|span| span.first <= start);
            spans.get(after.saturating_sub(1)).map(|span| span.task)
        };
        match direction {
            Direction::Earlier => spans.get(at.wrapping_sub(1)).map(|span| span.task),
            Direction::Later => spans.get(at + 1).map(|span| span.task),
            Direction::First => spans.first().map(|span| span.task),
            Direction::Last => spans.last().map(|span| span.task),
            Direction::Up(count) => (0..row).rev().filter_map(nearest).take(count).last(),
            Direction::Down(count) => {
                (row + 1..rows.rows.len()).filter_map(nearest).take(count).last()
            }
        }
    }

    fn find_matches(&mut self) {
        self.matches = query::evaluate(&self.filter, &self.query_context());
        self.hidden_links = query::hidden_links(&self.graph, &self.matches);
        self.rearrange();
    }

    fn rearrange(&mut self) {
        let matches = &self.matches;
        self.rows = Rows::new(&RowsRequest {
            roadmap: &self.roadmap,
            mode: self.mode,
            folded: &self.folded,
            is_shown: &|task| matches.is_shown(task),
        });
        self.links = LinkIndex::new(&self.roadmap, &self.rows);
        self.revision = next_stamp();
        self.arrangement = self.revision;
    }

    /// The first task below the upper edge of the view, and how far below it.
    fn task_near_top(&self) -> Option<(TaskId, f64)> {
        let scale = f64::from(self.view.row_scale);
        let selected = self.selected().filter(|task| self.rows.row_of(*task).is_some());
        let task = selected.or_else(|| {
            let first = self.rows.row_at(self.view.scroll_pt / scale)?;
            let below = self.rows.rows[first..].iter();
            below.flat_map(|row| self.rows.spans_of(row)).map(|span| span.task).next()
        })?;
        let row = self.rows.row_of(task)?;
        Some((task, f64::from(self.rows.rows[row].top) * scale - self.view.scroll_pt))
    }

    /// Scrolls so that a task stands as far below the upper edge as it did.
    fn keep_in_place(&mut self, place: Option<(TaskId, f64)>) {
        if let Some((task, below_top)) = place
            && let Some(row) = self.rows.row_of(task)
        {
            let top = f64::from(self.rows.rows[row].top) * f64::from(self.view.row_scale);
            self.view.scroll_pt = (top - below_top).max(0.0);
        }
    }
}

/// A number that was never returned before, so that what one session has left in a
/// cache is never taken for another's.
fn next_stamp() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

/// Where the selection moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// To the bar before it in its row.
    Earlier,
    /// To the bar after it in its row.
    Later,
    /// To the first bar of its row.
    First,
    /// To the last bar of its row.
    Last,
    /// This many rows with bars up.
    Up(usize),
    /// This many rows with bars down.
    Down(usize),
}
