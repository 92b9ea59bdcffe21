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
use crate::parallel::both;

/// Trunks at one day have at most this many lanes; more would not fit between two bars,
/// and the rest shares the outermost.
pub const MAX_TRUNK_LANES: u8 = 24;
/// A gap between rows has room for this many lanes on either side.
const MAX_GAP_LANES: u8 = 2;
/// Trunks over more rows than this stand outside of the shorter ones, so that short
/// links need not cross long ones.
const SHORT_ROWS: u32 = 24;

/// With more links than this a second core is worth a thread.
pub(super) const MANY_LINKS: usize = 20_000;

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
    let ends: Vec<End> = spans.iter().map(|span| End::new(roadmap, rows, *span)).collect();
    let is_large = spans.len() > MANY_LINKS;
    let (trunks, gaps) = both(is_large, || trunks_of(spans, &ends), || gaps_of(&ends));
    let mut lanes = vec![LinkLanes::default(); roadmap.dependencies.len()];
    for ((span, (trunk, trunks)), gap) in spans.iter().zip(trunks).zip(gaps) {
        lanes[span.link.index()] = LinkLanes { trunk, trunks, gap };
    }
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
    /// The links of the run, as a range of the sorted keys.
    links: (usize, usize),
}

/// What links are sorted by, in one number: a million of them are sorted several times as fast
/// as positions whose keys have to be looked up. The position of the link stands in its last
/// 32 bits, and the links of one run have all but these in common.
type Key = u128;

const POSITION_BITS: u32 = 32;

fn position(key: Key) -> usize {
    key as u32 as usize
}

fn number(number: usize) -> Key {
    Key::from(number as u32)
}

/// The lane of the trunk of each link, and how many lanes the trunks at its day have.
fn trunks_of(spans: &[RowSpan], ends: &[End]) -> Vec<(u8, u8)> {
    /// Behind them stands where a trunk stands.
    const TRUNK_BITS: u32 = POSITION_BITS + 32;
    let key = |(at, end): (usize, &End)| {
        // The order of numbers below 0 is that of the bits if the first one is turned over.
        let day = Key::from(end.leave_day as u32 ^ (1 << 31));
        let place = (day << 1) | Key::from(end.leaves_finish);
        (place << TRUNK_BITS) | (number(end.from.index()) << POSITION_BITS) | number(at)
    };
    let mut keys: Vec<Key> = ends.iter().enumerate().map(key).collect();
    keys.sort_unstable();
    let mut lanes = vec![(0, 0); spans.len()];
    let mut begin = 0;
    for group in keys.chunk_by(|one, other| one >> TRUNK_BITS == other >> TRUNK_BITS) {
        let mut runs = Vec::new();
        for trunk in group.chunk_by(|one, other| one >> POSITION_BITS == other >> POSITION_BITS) {
            let links = (begin, begin + trunk.len());
            begin = links.1;
            let spans = || trunk.iter().map(|key| spans[position(*key)]);
            let from = spans().map(|span| i64::from(span.first)).min();
            let to = spans().map(|span| i64::from(span.last)).max();
            if let (Some(from), Some(to)) = (from, to) {
                runs.push(Run { from, to, links });
            }
        }
        let is_short = |run: &Run| run.to - run.from <= i64::from(SHORT_ROWS);
        let (short, long): (Vec<_>, Vec<_>) = runs.into_iter().partition(is_short);
        let mut given = Vec::with_capacity(short.len() + long.len());
        let inner = spread(short, 0, MAX_TRUNK_LANES, &mut given);
        let trunks = spread(long, inner, MAX_TRUNK_LANES, &mut given);
        for (run, lane) in given {
            for key in &keys[run.links.0..run.links.1] {
                lanes[position(*key)] = (lane, trunks);
            }
        }
    }
    lanes
}

/// The lane of the gap run of each link.
fn gaps_of(ends: &[End]) -> Vec<u8> {
    /// Behind them stands which gap a run is in.
    const GAP_BITS: u32 = POSITION_BITS + 33;
    let key = |(at, end): (usize, &End)| {
        let gap = (Key::from(end.to_row) << 1) | Key::from(end.from_above);
        let entry = (number(end.to.index()) << 1) | Key::from(end.enters_finish);
        (gap << GAP_BITS) | (entry << POSITION_BITS) | number(at)
    };
    let mut keys: Vec<Key> = ends.iter().enumerate().map(key).collect();
    keys.sort_unstable();
    let mut lanes = vec![0; ends.len()];
    let mut begin = 0;
    for group in keys.chunk_by(|one, other| one >> GAP_BITS == other >> GAP_BITS) {
        let mut runs = Vec::new();
        for run in group.chunk_by(|one, other| one >> POSITION_BITS == other >> POSITION_BITS) {
            let links = (begin, begin + run.len());
            begin = links.1;
            let ends = || run.iter().map(|key| ends[position(*key)]);
            let days = || ends().flat_map(|end| [end.leave_day, end.enter_day]);
            if let (Some(from), Some(to)) = (days().min(), days().max()) {
                runs.push(Run { from: i64::from(from), to: i64::from(to), links });
            }
        }
        let mut given = Vec::with_capacity(runs.len());
        spread(runs, 0, MAX_GAP_LANES, &mut given);
        for (run, lane) in given {
            for key in &keys[run.links.0..run.links.1] {
                lanes[position(*key)] = lane;
            }
        }
    }
    lanes
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
