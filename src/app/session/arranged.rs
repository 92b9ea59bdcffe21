//! What is wanted of a document, and what comes of it: matches, colours, rows and links.

use super::contents::Contents;
use super::next_stamp;
use crate::edit::Renumberings;
use crate::layout::{Colors, Density, LinkIndex, ProgressLine, Rows, RowsRequest, headings};
use crate::model::{
    Coloring, DocumentId, GroupKey, Grouping, LaneId, Language, Mode, Sorting, TaskId,
};
use crate::parallel::both;
use crate::query::{self, Facts, Filter, HiddenLinks, Matches};
use crate::time::Day;
use std::collections::HashSet;
use std::sync::Arc;

/// What somebody wants to see; cheap to clone.
#[derive(Clone, Default)]
pub(super) struct Wanted {
    pub filter: Arc<Filter>,
    /// What late dates and float refer to; `None` for the end of the plan.
    pub goal: Option<TaskId>,
    pub mode: Mode,
    pub grouping: Grouping,
    pub sorting: Sorting,
    /// The language by which titles are sorted.
    pub language: Language,
    pub coloring: Coloring,
    pub folded: Arc<HashSet<GroupKey>>,
    /// Whether lanes without tasks are shown, to be filled.
    pub shows_empty_lanes: bool,
    /// The status date of the progress line; `None` if it is not shown.
    pub progress_day: Option<Day>,
}

impl Wanted {
    /// The same of a document that has changed. A filter that names what is gone is dropped.
    pub fn carried(&self, changed: &Renumberings, contents: &Contents) -> Self {
        let position = Renumberings::position;
        let goal = self.goal.and_then(|task| position(&changed.tasks, task.index()));
        let goal = goal.map(TaskId::from_index);
        let key = |key: &GroupKey| match *key {
            GroupKey::Lane(lane) => {
                let lane = position(&changed.lanes, lane.index())?;
                Some(GroupKey::Lane(LaneId::from_index(lane)))
            }
            GroupKey::Chapter { document, chapter } => {
                let document = position(&changed.documents, document.index())?;
                let document = DocumentId::from_index(document);
                Some(GroupKey::Chapter { document, chapter })
            }
            other => Some(other),
        };
        let filter = if self.filter.is_active() {
            let facts = Facts::towards(goal);
            let query = self.filter.query().clone();
            Filter::new(query, &contents.query_context(&facts)).map(Arc::new).unwrap_or_default()
        } else {
            self.filter.clone()
        };
        let folded = Arc::new(self.folded.iter().filter_map(key).collect());
        Self { filter, goal, folded, ..self.clone() }
    }

    /// Whether the same tasks are let through in any case.
    fn shows_as(&self, other: &Self) -> bool {
        self.goal == other.goal
            && (Arc::ptr_eq(&self.filter, &other.filter)
                || self.filter.query().to_string() == other.filter.query().to_string())
    }

    /// Whether the same tasks stand in the same rows in any case.
    fn arranges_as(&self, other: &Self) -> bool {
        self.mode == other.mode
            && self.grouping == other.grouping
            && self.sorting == other.sorting
            && (self.sorting != Sorting::Title || self.language == other.language)
            && self.folded == other.folded
            && self.shows_empty_lanes == other.shows_empty_lanes
    }
}

/// What is shown, as it was wanted. A clone shares all of it.
#[derive(Clone)]
pub(in crate::app) struct Arranged {
    pub(super) wanted: Wanted,
    /// The schedule towards the goal.
    pub facts: Arc<Facts>,
    /// What the filter lets through.
    pub shown: Shown,
    /// What the colours of bars stand for.
    pub colors: Arc<Colors>,
    /// The top-level headings of the whole document.
    pub headings: Arc<[GroupKey]>,
    /// What stands where.
    pub rows: Arc<Rows>,
    /// The links by rows.
    pub links: Arc<LinkIndex>,
    /// How many tasks are under way where.
    pub density: Arc<Density>,
    /// The progress line, if it is shown.
    pub progress_line: Option<Arc<ProgressLine>>,
    /// Changes with the rows and the colours.
    pub stamp: u64,
}

/// What a filter lets through. A clone shares all of it.
#[derive(Clone)]
pub(in crate::app) struct Shown {
    /// The tasks, and the counts of the facets.
    pub matches: Arc<Matches>,
    /// Dependencies that lead to what is hidden.
    pub hidden_links: Arc<HiddenLinks>,
    /// Changes with the tasks that are shown, and with the goal.
    pub stamp: u64,
}

impl Arranged {
    /// Works out what is wanted, whatever it takes.
    pub(super) fn at_once(contents: &Contents, wanted: &Wanted, before: Option<&Self>) -> Self {
        Self::new(contents, wanted, before, &|| false).expect("nothing makes it stale")
    }

    /// Works out what is wanted. What is the same as `before` is taken from there; `None` as
    /// soon as nobody waits for it any more.
    pub(super) fn new(
        contents: &Contents,
        wanted: &Wanted,
        before: Option<&Self>,
        is_stale: &(dyn Fn() -> bool + Sync),
    ) -> Option<Self> {
        let is_large = contents.is_large();
        let same_goal = before.filter(|before| before.wanted.goal == wanted.goal);
        let facts = same_goal
            .map_or_else(|| Arc::new(Facts::towards(wanted.goal)), |before| before.facts.clone());
        let same_colors = same_goal.filter(|before| before.wanted.coloring == wanted.coloring);
        let colors = || {
            // Whatever asks for the schedule later may be a frame, which has no time for it.
            let schedule = facts.schedule(&contents.graph);
            let is_critical = |task| schedule.is_critical(task);
            same_colors.map_or_else(
                || Arc::new(Colors::new(&contents.roadmap, wanted.coloring, &is_critical)),
                |before| before.colors.clone(),
            )
        };
        let same_shown = before.filter(|before| before.wanted.shows_as(wanted));
        let same_rows = same_shown.filter(|before| before.wanted.arranges_as(wanted));
        let shown_rows = || {
            let shown = same_shown.map_or_else(
                || Shown::new(contents, wanted, &facts),
                |before| before.shown.clone(),
            );
            if is_stale() {
                return None;
            }
            let rows = match same_rows {
                Some(before) => before.rows.clone(),
                None => arrange(contents, wanted, &facts, &shown.matches, is_stale)?,
            };
            Some((shown, rows))
        };
        let (colors, shown_rows) = both(is_large, colors, shown_rows);
        let (shown, rows) = shown_rows?;
        if is_stale() {
            return None;
        }
        let same_headings = before.filter(|before| before.wanted.grouping == wanted.grouping);
        let headings = || {
            same_headings.map_or_else(
                || headings(&contents.roadmap, wanted.grouping).into(),
                |before| before.headings.clone(),
            )
        };
        let density = || {
            let is_same = |before: &&Self| {
                Arc::ptr_eq(&before.rows, &rows) && Arc::ptr_eq(&before.colors, &colors)
            };
            let fiscal = contents.roadmap.fiscal_year_start;
            before.filter(is_same).map_or_else(
                || Arc::new(Density::new(&rows, &colors, contents.span, fiscal)),
                |before| before.density.clone(),
            )
        };
        let links = || {
            same_rows.map_or_else(
                || Arc::new(LinkIndex::new(&contents.roadmap, &rows)),
                |before| before.links.clone(),
            )
        };
        let progress_line = wanted.progress_day.map(|day| {
            let of_before = same_rows.and_then(|before| before.progress_line.clone());
            let is_same = |line: &Arc<ProgressLine>| line.day() == day;
            of_before
                .filter(is_same)
                .unwrap_or_else(|| Arc::new(ProgressLine::new(&contents.roadmap, &rows, day)))
        });
        let ((density, headings), links) = both(is_large, || (density(), headings()), links);
        let (wanted, stamp) = (wanted.clone(), next_stamp());
        Some(Self {
            wanted,
            facts,
            shown,
            colors,
            headings,
            rows,
            links,
            density,
            progress_line,
            stamp,
        })
    }
}

impl Shown {
    fn new(contents: &Contents, wanted: &Wanted, facts: &Facts) -> Self {
        let matches = query::evaluate(&wanted.filter, &contents.query_context(facts));
        let hidden_links = query::hidden_links(&contents.graph, &matches);
        Self {
            matches: Arc::new(matches),
            hidden_links: Arc::new(hidden_links),
            stamp: next_stamp(),
        }
    }
}

fn arrange(
    contents: &Contents,
    wanted: &Wanted,
    facts: &Facts,
    matches: &Matches,
    is_stale: &(dyn Fn() -> bool + Sync),
) -> Option<Arc<Rows>> {
    let float = |task| {
        let schedule = facts.schedule(&contents.graph);
        schedule.total_float_days(task).map_or(i64::MAX, i64::from)
    };
    let ranks = query::ranks(&contents.roadmap, wanted.sorting, wanted.language, &float);
    if is_stale() {
        return None;
    }
    let rank = |task: TaskId| ranks[task.index()];
    let rows = Rows::new(&RowsRequest {
        roadmap: &contents.roadmap,
        mode: wanted.mode,
        grouping: wanted.grouping,
        rank: if ranks.is_empty() { None } else { Some(&rank) },
        folded: &wanted.folded,
        is_shown: &|task| matches.is_shown(task),
        shows_empty_lanes: wanted.shows_empty_lanes && !wanted.filter.is_active(),
    });
    Some(Arc::new(rows))
}
