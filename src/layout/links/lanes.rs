//! Lanes: which of several parallel places a link keeps to, so that no two links that
//! have nothing to do with each other lie on one line.
//!
//! All links that leave one end of a task share a *trunk*, the upright run beside that
//! end. All links that enter one task from above (or from below) share a *gap run*, the
//! level run between two rows. Trunks that stand at the same day and gap runs in the
//! same gap get lanes of their own where they overlap. Lanes depend on rows and days
//! alone, so they stay when the view moves.

use super::RowSpan;
use crate::layout::Rows;
use crate::model::{DependencyType, Roadmap, TaskId};

/// Trunks at one day have at most this many lanes; more would not fit between two bars,
/// and the rest shares the outermost.
pub const MAX_TRUNK_LANES: u8 = 24;
/// A gap between rows has room for this many lanes on either side.
const MAX_GAP_LANES: u8 = 2;
/// Trunks over more rows than this stand outside of the shorter ones, so that short
/// links need not cross long ones.
const SHORT_ROWS: u32 = 24;

/// The lanes of a link.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LinkLanes {
    /// The lane of its trunk, counted away from the end of the predecessor from 0.
    pub trunk: u8,
    /// How many lanes the trunks at this day have.
    pub trunks: u8,
    /// The lane of its gap run, 0 next to the middle of the gap.
    pub gap: u8,
}

/// The lanes of all dependencies of a roadmap.
pub(super) fn assign(roadmap: &Roadmap, rows: &Rows, spans: &[RowSpan]) -> Vec<LinkLanes> {
    let mut lanes = vec![LinkLanes::default(); roadmap.dependencies.len()];
    let ends: Vec<End> = spans.iter().map(|span| End::new(roadmap, rows, *span)).collect();
    assign_trunks(spans, &ends, &mut lanes);
    assign_gaps(spans, &ends, &mut lanes);
    lanes
}

/// What the lanes of a link depend on.
#[derive(Clone, Copy)]
struct End {
    from: TaskId,
    leaves_finish: bool,
    /// The number of the day at which the link leaves.
    leave_day: i32,
    to: TaskId,
    to_row: u32,
    from_above: bool,
    enters_finish: bool,
    /// The number of the day at which the link enters.
    enter_day: i32,
}

impl End {
    fn new(roadmap: &Roadmap, rows: &Rows, span: RowSpan) -> Self {
        use DependencyType::{FinishToFinish, FinishToStart, StartToFinish};
        let dependency = roadmap.dependency(span.link);
        let leaves_finish = matches!(dependency.kind, FinishToStart | FinishToFinish);
        let enters_finish = matches!(dependency.kind, FinishToFinish | StartToFinish);
        let fiscal = roadmap.fiscal_year_start;
        let day = |task: TaskId, finish: bool| {
            let when = roadmap.task(task).when;
            if !finish {
                return when.first_day(fiscal).number();
            }
            // Open ends are all drawn to the same day.
            when.last_day(fiscal).map_or(i32::MAX, |day| day.number() + 1)
        };
        let to_row = rows.row_of(dependency.to).map_or(span.last, |row| row as u32);
        Self {
            from: dependency.from,
            leaves_finish,
            leave_day: day(dependency.from, leaves_finish),
            to: dependency.to,
            to_row,
            from_above: to_row == span.last,
            enters_finish,
            enter_day: day(dependency.to, enters_finish),
        }
    }
}

/// Something that takes a lane from one place to another; both belong to it.
struct Run {
    from: i64,
    to: i64,
    /// The links of the run, as a range of the sorted order.
    links: (usize, usize),
}

fn assign_trunks(spans: &[RowSpan], ends: &[End], lanes: &mut [LinkLanes]) {
    let mut order: Vec<usize> = (0..spans.len()).collect();
    let column = |at: usize| (ends[at].leave_day, ends[at].leaves_finish);
    order.sort_unstable_by_key(|&at| (column(at), ends[at].from, spans[at].link));
    let mut begin = 0;
    for group in order.chunk_by(|&one, &other| column(one) == column(other)) {
        let mut runs = Vec::new();
        let mut at = 0;
        for trunk in group.chunk_by(|&one, &other| ends[one].from == ends[other].from) {
            let from = trunk.iter().map(|&at| i64::from(spans[at].first)).min();
            let to = trunk.iter().map(|&at| i64::from(spans[at].last)).max();
            let links = (begin + at, begin + at + trunk.len());
            if let (Some(from), Some(to)) = (from, to) {
                runs.push(Run { from, to, links });
            }
            at += trunk.len();
        }
        begin += group.len();
        let is_short = |run: &Run| run.to - run.from <= i64::from(SHORT_ROWS);
        let (short, long): (Vec<_>, Vec<_>) = runs.into_iter().partition(is_short);
        let mut given = Vec::with_capacity(short.len() + long.len());
        let inner = spread(short, 0, MAX_TRUNK_LANES, &mut given);
        let trunks = spread(long, inner, MAX_TRUNK_LANES, &mut given);
        for (run, lane) in given {
            for &at in &order[run.links.0..run.links.1] {
                let lanes = &mut lanes[spans[at].link.index()];
                (lanes.trunk, lanes.trunks) = (lane, trunks);
            }
        }
    }
}

fn assign_gaps(spans: &[RowSpan], ends: &[End], lanes: &mut [LinkLanes]) {
    let mut order: Vec<usize> = (0..spans.len()).collect();
    let gap = |at: usize| (ends[at].to_row, ends[at].from_above);
    let entry = |at: usize| (ends[at].to, ends[at].enters_finish);
    order.sort_unstable_by_key(|&at| (gap(at), entry(at), spans[at].link));
    let mut begin = 0;
    for group in order.chunk_by(|&one, &other| gap(one) == gap(other)) {
        let mut runs = Vec::new();
        let mut at = 0;
        for run in group.chunk_by(|&one, &other| entry(one) == entry(other)) {
            let days = || run.iter().flat_map(|&at| [ends[at].leave_day, ends[at].enter_day]);
            let links = (begin + at, begin + at + run.len());
            if let (Some(from), Some(to)) = (days().min(), days().max()) {
                runs.push(Run { from: i64::from(from), to: i64::from(to), links });
            }
            at += run.len();
        }
        begin += group.len();
        let mut given = Vec::with_capacity(runs.len());
        spread(runs, 0, MAX_GAP_LANES, &mut given);
        for (run, lane) in given {
            for &at in &order[run.links.0..run.links.1] {
                lanes[spans[at].link.index()].gap = lane;
            }
        }
    }
}

/// Gives each run the first lane from `inner` on that is free over its whole length; the
/// last of `most` lanes takes all that find none. Returns how many lanes are in use.
fn spread(mut runs: Vec<Run>, inner: u8, most: u8, given: &mut Vec<(Run, u8)>) -> u8 {
    runs.sort_unstable_by_key(|run| (run.from, run.to, run.links));
    let mut taken_to: Vec<i64> = Vec::new();
    let room = usize::from(most.saturating_sub(inner).max(1));
    for run in runs {
        let free = taken_to.iter().position(|to| *to < run.from);
        let lane = free.unwrap_or(taken_to.len()).min(room - 1);
        match taken_to.get_mut(lane) {
            Some(to) => *to = run.to.max(*to),
            None => taken_to.push(run.to),
        }
        let lane = (inner + lane as u8).min(most - 1);
        given.push((run, lane));
    }
    (inner + taken_to.len() as u8).min(most)
}
