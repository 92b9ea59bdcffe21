//! What is open and how it is looked at: the state that panels read and commands change.
//!
//! Everything derived from the document (rows, links, matches, traces) is brought
//! up to date here, when its causes change and never in a frame; of a large document on a
//! thread, while what was there before is still shown.

mod arranged;
mod arranging;
mod contents;
mod editing;
mod scheduling;
mod snapshot;
mod tracing;
mod updating;
mod views;

pub use arranging::Direction;
pub(super) use snapshot::Snapshot;
pub use updating::Waker;
pub use views::ViewChanges;

use super::official::OfficialText;
use crate::focus::Question;
use crate::layout::chart::{LinkBases, LinkStyle};
use crate::layout::{Colors, Density, LinkIndex, Rows, TimeAxis};
use crate::model::{DependencyId, Diagnostic, LaneId, Language, Roadmap, Sorting, TaskId};
use crate::query::{Filter, HiddenLinks, Matches, Query, QueryContext, QueryError};
use crate::schedule::Graph;
use crate::time::Day;
use arranged::{Arranged, Wanted};
use contents::Contents;
use editing::Editing;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use updating::Arranging;
use views::ViewState;

/// Where the open document came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// It is built in, and can only be saved elsewhere.
    BuiltIn,
    /// It is new and in no file yet.
    New,
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
    /// The text of the official document, if somebody attached it.
    pub official: Option<OfficialText>,
    /// What is in view.
    pub view: Viewport,
    /// Whether it is no more than the first rows of a file that is still being read. Such a
    /// document is looked at, but neither changed nor saved.
    pub is_preview: bool,
    /// What is shown.
    now: Snapshot,
    /// What is to be shown; the same, unless a thread still works on it.
    wanted: Wanted,
    arranging: Option<Arranging>,
    waker: Option<Waker>,
    /// What is to stay where it is when the rows change.
    in_place: Option<(TaskId, f64)>,
    views: ViewState,
    editing: Editing,
    hidden_members: usize,
    focus_stamp: u64,
    crumbs: Vec<Crumb>,
    /// What the present filter isolates, as long as it is that filter.
    isolated: Option<Question>,
    /// The links of the selected task itself.
    focus_links: Vec<DependencyId>,
    identity: u64,
    document_stamp: u64,
    revision: u64,
}

impl Session {
    /// Opens a document; everything is shown and nothing selected.
    #[must_use]
    pub fn new(roadmap: Roadmap, origin: Origin, diagnostics: Vec<Diagnostic>) -> Self {
        let views = ViewState::new(&roadmap.views);
        let editing = Editing::new(&roadmap);
        let contents = Contents::new(roadmap, diagnostics.into());
        let wanted = Wanted::default();
        let arranged = Arranged::at_once(&contents, &wanted, None);
        let now = Snapshot {
            contents,
            arranged,
            link_style: LinkStyle::default(),
            link_bases: LinkBases::ALL,
            focus: None,
            picked: Arc::default(),
            hover: None,
            shows_critical: false,
            shows_float: false,
        };
        Self {
            origin,
            official: None,
            view: Viewport {
                axis: TimeAxis { left_day: 0.0, pt_per_day: 1.0 },
                reach: Reach::Everything,
                width_pt: 1000.0,
                scroll_pt: 0.0,
                row_scale: 1.0,
            },
            is_preview: false,
            now,
            wanted,
            arranging: None,
            waker: None,
            in_place: None,
            views,
            editing,
            hidden_members: 0,
            focus_stamp: 0,
            crumbs: Vec::new(),
            isolated: None,
            focus_links: Vec::new(),
            identity: next_stamp(),
            document_stamp: next_stamp(),
            revision: next_stamp(),
        }
    }

    /// All that is shown, for a thread.
    pub(super) fn snapshot(&self) -> Snapshot {
        self.now.clone()
    }

    /// Whether what is derived from the document takes longer than a frame may.
    #[must_use]
    pub fn is_large(&self) -> bool {
        self.now.contents.is_large()
    }

    /// What was wrong with its file.
    #[must_use]
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.now.contents.diagnostics
    }

    /// Forgets what was wrong with its file.
    pub fn clear_diagnostics(&mut self) {
        self.now.contents.clear_diagnostics();
    }

    /// The document.
    #[must_use]
    pub fn roadmap(&self) -> &Roadmap {
        &self.now.contents.roadmap
    }

    /// Its dependencies in both directions.
    #[must_use]
    pub fn graph(&self) -> &Graph {
        &self.now.contents.graph
    }

    /// Its rows as they are shown.
    #[must_use]
    pub fn rows(&self) -> &Rows {
        &self.now.arranged.rows
    }

    /// Its links by rows.
    #[must_use]
    pub fn links(&self) -> &LinkIndex {
        &self.now.arranged.links
    }

    /// How many of its tasks are under way where.
    #[must_use]
    pub fn density(&self) -> &Density {
        &self.now.arranged.density
    }

    /// The filter that is wanted; it is in force unless a thread still applies it.
    #[must_use]
    pub fn filter(&self) -> &Filter {
        &self.wanted.filter
    }

    /// What the filter lets through.
    #[must_use]
    pub fn matches(&self) -> &Matches {
        &self.now.arranged.shown.matches
    }

    /// Dependencies that lead to what the filter hides.
    #[must_use]
    pub fn hidden_links(&self) -> &HiddenLinks {
        &self.now.arranged.shown.hidden_links
    }

    /// What the colours of bars stand for.
    #[must_use]
    pub fn colors(&self) -> &Colors {
        &self.now.arranged.colors
    }

    /// A number that changes whenever a chart of this session would.
    #[must_use]
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// A number that this session keeps and no other has, however its document changes.
    #[must_use]
    pub fn identity(&self) -> u64 {
        self.identity
    }

    /// A number that no other state of any open document has.
    #[must_use]
    pub fn document_stamp(&self) -> u64 {
        self.document_stamp
    }

    /// A number that changes whenever the rows or the colours of bars do.
    #[must_use]
    pub fn arrangement(&self) -> u64 {
        self.now.arranged.stamp
    }

    /// A number that changes whenever other tasks are shown or float refers to another goal;
    /// folding, sorting and colours leave it.
    #[must_use]
    pub fn shown_stamp(&self) -> u64 {
        self.now.arranged.shown.stamp
    }

    /// Which links are drawn.
    #[must_use]
    pub fn link_style(&self) -> LinkStyle {
        self.now.link_style
    }

    /// Draws links in another way.
    pub fn set_link_style(&mut self, style: LinkStyle) {
        self.now.link_style = style;
        self.revision = next_stamp();
    }

    /// Links of which bases are drawn; those of the selection are drawn in any case.
    #[must_use]
    pub fn link_bases(&self) -> LinkBases {
        self.now.link_bases
    }

    /// Draws links of other bases.
    pub fn set_link_bases(&mut self, bases: LinkBases) {
        self.now.link_bases = bases;
        self.revision = next_stamp();
    }

    /// What queries are asked of.
    #[must_use]
    pub fn query_context(&self) -> QueryContext<'_> {
        self.now.contents.query_context(&self.now.arranged.facts)
    }

    /// Shows only what a text of the filter language lets through.
    ///
    /// # Errors
    /// If the text cannot be read, or names what the document does not have; then the filter
    /// stays as it was.
    pub fn set_query(&mut self, text: &str) -> Result<(), QueryError> {
        if text != self.wanted.filter.query().text() {
            let filter = Filter::new(Query::parse(text)?, &self.query_context())?;
            self.wanted.filter = Arc::new(filter);
            self.update();
        }
        Ok(())
    }

    /// Sorts titles by their text in this language.
    pub fn set_language(&mut self, language: Language) {
        let is_new = std::mem::replace(&mut self.wanted.language, language) != language;
        if is_new && self.wanted.sorting == Sorting::Title {
            self.update_in_place();
        }
    }

    /// The hue of a top-level lane; areas that the filter hides keep theirs.
    #[must_use]
    pub fn hue_of_area(&self, lane: LaneId) -> u8 {
        self.now.contents.hues.get(&lane).copied().unwrap_or(0)
    }

    /// The first and last day of the document, found once; `None` if it has no tasks.
    #[must_use]
    pub fn span(&self) -> Option<(Day, Day)> {
        self.now.contents.span
    }

    /// How many tasks are milestones.
    #[must_use]
    pub fn milestone_count(&self) -> usize {
        self.now.contents.milestones
    }
}

/// A number that was never returned before, so that what one session has left in a
/// cache is never taken for another's.
fn next_stamp() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    NEXT.fetch_add(1, Ordering::Relaxed)
}
