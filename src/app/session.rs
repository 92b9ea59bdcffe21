//! What is open and how it is looked at: the state that panels read and commands change.
//!
//! Everything derived from the document (rows, links, matches, traces) is brought
//! up to date here, when its causes change and never in a frame.

mod views;

pub use views::ViewChanges;

use views::ViewState;

use super::official::OfficialText;
use crate::focus::{Focus, Hover, Question};
use crate::insight::Problems;
use crate::layout::chart::{self, Emphasis, HiddenLinkCount, LinkBases, LinkStyle, Marks};
use crate::layout::{
    Colors, LinkIndex, Rows, RowsRequest, TimeAxis, area_hues, heading_of, headings,
};
use crate::model::{
    Coloring, DependencyId, Diagnostic, GroupKey, Grouping, LaneId, Language, Mode, Roadmap,
    Sorting, Task, TaskId, TaskKind,
};
use crate::query::{
    self, Facts, Filter, HiddenLinks, Matches, Query, QueryContext, QueryError, SearchIndex,
};
use crate::schedule::{Graph, Schedule, Trace};
use crate::time::Day;
use crate::words;
use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

/// Where the open document came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// It is built in, and can only be saved elsewhere.
    BuiltIn,
    /// It was read from this file.
    File(PathBuf),
}

/// A filter that was left by isolating something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crumb {
    /// Its text.
    pub query: String,
    /// What it isolates, if it does.
    pub isolated: Option<Question>,
}

/// Which days the width of the chart shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// All years, whatever the width.
    Everything,
    /// From this day to that one, whatever the width.
    Days(Day, Day),
    /// What somebody has zoomed and panned to; a wider chart shows more.
    Free,
}

/// The part of the chart that is in view.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Viewport {
    /// Where days lie.
    pub axis: TimeAxis,
    /// What the axis follows when the width changes.
    pub reach: Reach,
    /// Width of the part with bars, in points.
    pub width_pt: f32,
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
    pub view: Viewport,
    roadmap: Roadmap,
    views: ViewState,
    graph: Graph,
    index: SearchIndex,
    facts: Facts,
    problems: OnceLock<Problems>,
    filter: Filter,
    matches: Matches,
    hidden_links: HiddenLinks,
    mode: Mode,
    grouping: Grouping,
    sorting: Sorting,
    /// The language by which titles are sorted.
    language: Language,
    folded: HashSet<GroupKey>,
    colors: Colors,
    rows: Rows,
    links: LinkIndex,
    focus: Option<Focus>,
    hover: Option<Hover>,
    hidden_members: usize,
    focus_stamp: u64,
    goal: Option<TaskId>,
    shows_critical: bool,
    shows_float: bool,
    crumbs: Vec<Crumb>,
    /// What the present filter isolates, as long as it is that filter.
    isolated: Option<Question>,
    link_style: LinkStyle,
    link_bases: LinkBases,
    /// The links of the selected task itself.
    focus_links: Vec<DependencyId>,
    hues: HashMap<LaneId, u8>,
    milestones: usize,
    span: Option<(Day, Day)>,
    document_stamp: u64,
    revision: u64,
    arrangement: u64,
    shown_stamp: u64,
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
            view: Viewport {
                axis,
                reach: Reach::Everything,
                width_pt: 1000.0,
                scroll_pt: 0.0,
                row_scale: 1.0,
            },
            views: ViewState::new(&roadmap.views),
            roadmap,
            graph,
            index,
            facts: Facts::default(),
            problems: OnceLock::new(),
            filter: Filter::default(),
            matches: Matches::default(),
            hidden_links: HiddenLinks::default(),
            mode: Mode::default(),
            grouping: Grouping::default(),
            sorting: Sorting::default(),
            language: Language::default(),
            folded: HashSet::new(),
            colors: Colors::default(),
            rows: Rows::default(),
            links: LinkIndex::default(),
            focus: None,
            hover: None,
            hidden_members: 0,
            focus_stamp: 0,
            goal: None,
            shows_critical: false,
            shows_float: false,
            crumbs: Vec::new(),
            isolated: None,
            link_style: LinkStyle::default(),
            link_bases: LinkBases::ALL,
            focus_links: Vec::new(),
            hues: HashMap::new(),
            milestones: 0,
            span: None,
            document_stamp: next_stamp(),
            revision: 0,
            arrangement: 0,
            shown_stamp: 0,
        };
        this.hues = area_hues(&this.roadmap);
        this.set_coloring(Coloring::default());
        this.find_matches();
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

    /// Under which headings they stand.
    #[must_use]
    pub fn grouping(&self) -> Grouping {
        self.grouping
    }

    /// In which order they stand under one heading.
    #[must_use]
    pub fn sorting(&self) -> Sorting {
        self.sorting
    }

    /// What the colours of bars stand for.
    #[must_use]
    pub fn colors(&self) -> &Colors {
        &self.colors
    }

    /// Headings whose contents are folded away.
    #[must_use]
    pub fn folded(&self) -> &HashSet<GroupKey> {
        &self.folded
    }

    /// What is lit, if anything is selected.
    #[must_use]
    pub fn focus(&self) -> Option<&Focus> {
        self.focus.as_ref()
    }

    /// The chain of the selected task.
    #[must_use]
    pub fn trace(&self) -> Option<&Trace> {
        self.focus.as_ref().and_then(Focus::trace)
    }

    /// The selected task.
    #[must_use]
    pub fn selected(&self) -> Option<TaskId> {
        self.focus.as_ref().map(|focus| focus.question().selected())
    }

    /// A number that changes whenever a chart of this session would.
    #[must_use]
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// A number that no other open document has.
    #[must_use]
    pub fn document_stamp(&self) -> u64 {
        self.document_stamp
    }

    /// A number that changes whenever the rows or the colours of bars do.
    #[must_use]
    pub fn arrangement(&self) -> u64 {
        self.arrangement
    }

    /// A number that changes whenever other tasks are shown or float refers to another goal;
    /// folding, sorting and colours leave it.
    #[must_use]
    pub fn shown_stamp(&self) -> u64 {
        self.shown_stamp
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

    /// Links of which bases are drawn; those of the selection are drawn in any case.
    #[must_use]
    pub fn link_bases(&self) -> LinkBases {
        self.link_bases
    }

    /// Draws links of other bases.
    pub fn set_link_bases(&mut self, bases: LinkBases) {
        self.link_bases = bases;
        self.revision = next_stamp();
    }

    /// The selected task with the links whose other ends are told at the edges of the view.
    #[must_use]
    pub fn links_in_focus(&self) -> Option<chart::Focus<'_>> {
        Some(chart::Focus { task: self.selected()?, links: &self.focus_links })
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
            self.rearrange_in_place(|this| this.mode = mode);
        }
    }

    /// Puts the tasks under other headings.
    pub fn set_grouping(&mut self, grouping: Grouping) {
        if self.grouping != grouping {
            self.rearrange_in_place(|this| this.grouping = grouping);
        }
    }

    /// Puts the tasks under one heading in another order.
    pub fn set_sorting(&mut self, sorting: Sorting) {
        if self.sorting != sorting {
            self.rearrange_in_place(|this| this.sorting = sorting);
        }
    }

    /// Sorts titles by their text in this language.
    pub fn set_language(&mut self, language: Language) {
        if std::mem::replace(&mut self.language, language) != language
            && self.sorting == Sorting::Title
        {
            self.rearrange_in_place(|_| ());
        }
    }

    /// Gives the colours of bars another meaning.
    pub fn set_coloring(&mut self, coloring: Coloring) {
        let schedule = self.schedule();
        self.colors = Colors::new(&self.roadmap, coloring, &|task| schedule.is_critical(task));
        self.revision = next_stamp();
        self.arrangement = self.revision;
    }

    /// Folds or unfolds what stands under a heading.
    pub fn set_folded(&mut self, key: GroupKey, folded: bool) {
        let changed = if folded { self.folded.insert(key) } else { self.folded.remove(&key) };
        if changed {
            self.rearrange();
        }
    }

    /// Folds all top-level headings, or unfolds everything.
    pub fn fold_all(&mut self, folded: bool) {
        self.folded = if folded {
            headings(&self.roadmap, self.grouping).into_iter().collect()
        } else {
            HashSet::new()
        };
        self.rearrange();
    }

    /// Selects a task with its whole chain, or nothing.
    pub fn select(&mut self, task: Option<TaskId>) {
        self.ask(task.map(Question::Chain));
    }

    /// Lights what a question is about, or nothing.
    pub fn ask(&mut self, question: Option<Question>) {
        if self.focus.as_ref().map(Focus::question) != question {
            self.focus =
                question.map(|question| Focus::new(question, &self.graph, self.schedule()));
            self.hover = None;
            self.count_hidden_members();
            self.focus_links = self.selected().map_or_else(Vec::new, |task| {
                let needs = self.graph.predecessors(task);
                needs.chain(self.graph.successors(task)).map(|(link, _)| link).collect()
            });
            self.revision = next_stamp();
            self.focus_stamp = self.revision;
        }
    }

    /// How many tasks of what is lit the filter hides.
    #[must_use]
    pub fn hidden_members(&self) -> usize {
        self.hidden_members
    }

    fn count_hidden_members(&mut self) {
        let matches = &self.matches;
        let members = self.focus.iter().flat_map(Focus::members);
        self.hidden_members = members.filter(|task| !matches.is_shown(*task)).count();
    }

    /// The dates that follow from the dependencies, towards the goal.
    #[must_use]
    pub fn schedule(&self) -> &Schedule {
        self.facts.schedule(&self.roadmap, &self.graph)
    }

    /// What in the document should be looked at, found when it is first asked for.
    #[must_use]
    pub fn problems(&self) -> &Problems {
        self.problems.get_or_init(|| {
            Problems::new(&self.roadmap, &self.graph, self.schedule(), &self.diagnostics)
        })
    }

    /// The task that late dates and float refer to; `None` for the end of the plan.
    #[must_use]
    pub fn goal(&self) -> Option<TaskId> {
        self.goal
    }

    /// Asks for late dates and float towards another goal.
    pub fn set_goal(&mut self, goal: Option<TaskId>) {
        if self.goal != goal {
            self.goal = goal;
            self.facts = Facts::towards(goal);
            // A query, an order and colours may ask for what is critical.
            self.set_coloring(self.colors.coloring);
            self.find_matches();
            self.focus_stamp = self.revision;
        }
    }

    /// Whether the critical chain is marked.
    #[must_use]
    pub fn shows_critical(&self) -> bool {
        self.shows_critical
    }

    /// Marks the critical chain, or no longer.
    pub fn show_critical(&mut self, shows: bool) {
        self.shows_critical = shows;
        self.revision = next_stamp();
    }

    /// Whether float is drawn.
    #[must_use]
    pub fn shows_float(&self) -> bool {
        self.shows_float
    }

    /// Draws float, or no longer.
    pub fn show_float(&mut self, shows: bool) {
        self.shows_float = shows;
        self.revision = next_stamp();
    }

    /// Whether the goal waits for a task without any float.
    #[must_use]
    pub fn is_critical(&self, task: TaskId) -> bool {
        self.schedule().is_critical(task)
    }

    /// A number that changes whenever what is lit may have other members or other dates.
    #[must_use]
    pub fn focus_stamp(&self) -> u64 {
        self.focus_stamp
    }

    /// The members of what is lit; empty if nothing is.
    #[must_use]
    pub fn focus_members(&self) -> Vec<TaskId> {
        self.focus.as_ref().map_or_else(Vec::new, Focus::members)
    }

    /// What was asked about the selected task; `None` if nothing is selected.
    #[must_use]
    pub fn question(&self) -> Option<Question> {
        self.focus.as_ref().map(Focus::question)
    }

    /// The filters that were left by isolating, the first one first.
    #[must_use]
    pub fn crumbs(&self) -> &[Crumb] {
        &self.crumbs
    }

    /// The present filter as one to come back to.
    #[must_use]
    pub fn present_crumb(&self) -> Crumb {
        let query = self.filter.query().text().to_owned();
        let is_isolated = |question: &Question| question.as_query(&self.roadmap) == query;
        Crumb { isolated: self.isolated.filter(is_isolated), query }
    }

    /// Remembers the present filter before another one takes its place, which isolates what is
    /// asked or adds to it.
    pub fn leave_crumb(&mut self, isolated: Option<Question>) {
        self.crumbs.push(self.present_crumb());
        self.isolated = isolated;
    }

    /// The query that was left at this depth; it and those after it are forgotten.
    pub fn take_crumb(&mut self, depth: usize) -> Option<String> {
        let crumb = self.crumbs.get(depth)?.clone();
        self.crumbs.truncate(depth);
        self.isolated = crumb.isolated;
        Some(crumb.query)
    }

    /// Forgets all filters that were left.
    pub fn forget_crumbs(&mut self) {
        self.crumbs.clear();
    }

    /// How far a task can slip before the goal does; `None` if the goal does not wait for it.
    #[must_use]
    pub fn float_in_words(&self, task: TaskId, language: Language) -> Option<String> {
        let days = self.schedule().total_float_days(task)?;
        Some(words::float_in_words(days, self.roadmap.task(task).when.precision(), language))
    }

    /// Lights one step around a task while nothing is selected; answers whether that changes
    /// the chart.
    pub fn hover(&mut self, task: Option<TaskId>) -> bool {
        let task = task.filter(|_| self.focus.is_none());
        let is_new = self.hover.as_ref().map(Hover::task) != task;
        if is_new {
            self.hover = task.map(|task| Hover::new(task, &self.graph));
            self.revision = next_stamp();
        }
        is_new
    }

    /// Makes a task visible: unfolds its headings, and drops the filter if it hides the task.
    pub fn reveal(&mut self, task: TaskId) {
        if !self.matches.is_shown(task) {
            self.filter = Filter::default();
            self.find_matches();
        }
        self.unfold_to(task);
    }

    /// Unfolds the lanes above a task.
    pub fn unfold_to(&mut self, task: TaskId) {
        let mut lane = Some(self.roadmap.task(task).lane);
        while let Some(id) = lane {
            self.set_folded(GroupKey::Lane(id), false);
            lane = self.roadmap.lane(id).parent;
        }
        self.set_folded(heading_of(&self.roadmap, self.grouping, task), false);
    }

    /// How a task stands to the selection.
    #[must_use]
    pub fn emphasis(&self, task: TaskId) -> Emphasis {
        match (&self.focus, &self.hover) {
            (Some(focus), _) => focus.emphasis(task),
            (None, Some(hover)) => hover.emphasis(task),
            (None, None) => Emphasis::Plain,
        }
    }

    /// How a link stands to the selection.
    #[must_use]
    pub fn link_emphasis(&self, link: DependencyId) -> Emphasis {
        if let Some(focus) = &self.focus {
            return focus.link_emphasis(&self.roadmap, link);
        }
        let hovered =
            self.hover.as_ref().and_then(|hover| hover.link_emphasis(&self.roadmap, link));
        let is_critical = || self.schedule().is_critical_link(&self.roadmap, link);
        hovered.unwrap_or(if self.shows_critical && is_critical() {
            Emphasis::Critical
        } else {
            Emphasis::Plain
        })
    }

    /// What the schedule says of a task, as far as it is switched on.
    #[must_use]
    pub fn marks(&self, task: TaskId) -> Marks {
        Marks {
            is_critical: self.shows_critical && self.schedule().is_critical(task),
            float_days: self.schedule().total_float_days(task).filter(|_| self.shows_float),
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
        self.count_hidden_members();
        self.shown_stamp = next_stamp();
        self.rearrange();
    }

    fn rearrange(&mut self) {
        let matches = &self.matches;
        let float = |task| self.schedule().total_float_days(task).map_or(i64::MAX, i64::from);
        let ranks = query::ranks(&self.roadmap, self.sorting, self.language, &float);
        let rank = |task: TaskId| ranks[task.index()];
        self.rows = Rows::new(&RowsRequest {
            roadmap: &self.roadmap,
            mode: self.mode,
            grouping: self.grouping,
            rank: if ranks.is_empty() { None } else { Some(&rank) },
            folded: &self.folded,
            is_shown: &|task| matches.is_shown(task),
        });
        self.links = LinkIndex::new(&self.roadmap, &self.rows);
        self.compare_folds();
        self.revision = next_stamp();
        self.arrangement = self.revision;
    }

    /// Arranges everything anew after a change, around what is in view.
    fn rearrange_in_place(&mut self, change: impl FnOnce(&mut Self)) {
        let in_view = self.task_near_top();
        change(self);
        self.rearrange();
        self.keep_in_place(in_view);
    }

    /// The task that stays where it is when others move, and how far below the upper edge
    /// that is: the selected one, else the first in view. `None` at the very top, where
    /// the beginning is in view and not a task.
    fn task_near_top(&self) -> Option<(TaskId, f64)> {
        let scale = f64::from(self.view.row_scale);
        let selected = self.selected().filter(|task| self.rows.row_of(*task).is_some());
        if selected.is_none() && self.view.scroll_pt <= 0.0 {
            return None;
        }
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
