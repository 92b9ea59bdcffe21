//! What is open and how it is looked at: the state that panels read and commands change.
//!
//! Everything derived from the document (rows, links, matches, traces) is brought
//! up to date here, when its causes change and never in a frame.

mod arranging;
mod scheduling;
mod tracing;
mod views;

pub use arranging::Direction;
pub use views::ViewChanges;

use views::ViewState;

use super::official::OfficialText;
use crate::focus::{Focus, Hover, Question};
use crate::insight::Problems;
use crate::layout::chart::{LinkBases, LinkStyle};
use crate::layout::{Colors, Density, LinkIndex, Rows, TimeAxis, area_hues};
use crate::model::{
    Coloring, DependencyId, Diagnostic, GroupKey, Grouping, LaneId, Language, Mode, Roadmap,
    Sorting, Task, TaskId, TaskKind,
};
use crate::query::{
    self, Facts, Filter, HiddenLinks, Matches, Query, QueryContext, QueryError, SearchIndex,
};
use crate::schedule::Graph;
use crate::time::Day;
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

/// The smallest scale of rows, about a point a row, unless more of them are to fit into a view.
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
    density: Density,
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
            density: Density::default(),
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
        this.span = this.roadmap.span();
        this.hues = area_hues(&this.roadmap);
        this.set_coloring(Coloring::default());
        this.find_matches();
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

    /// How many of its tasks are under way where.
    #[must_use]
    pub fn density(&self) -> &Density {
        &self.density
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

    /// What the colours of bars stand for.
    #[must_use]
    pub fn colors(&self) -> &Colors {
        &self.colors
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

    /// Sorts titles by their text in this language.
    pub fn set_language(&mut self, language: Language) {
        if std::mem::replace(&mut self.language, language) != language
            && self.sorting == Sorting::Title
        {
            self.rearrange_in_place(|_| ());
        }
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

    fn find_matches(&mut self) {
        self.matches = query::evaluate(&self.filter, &self.query_context());
        self.hidden_links = query::hidden_links(&self.graph, &self.matches);
        self.count_hidden_members();
        self.shown_stamp = next_stamp();
        self.rearrange();
    }
}

/// A number that was never returned before, so that what one session has left in a
/// cache is never taken for another's.
fn next_stamp() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    NEXT.fetch_add(1, Ordering::Relaxed)
}
