//! Which links touch which rows, and which lanes they keep to.

mod crossing;
mod lanes;

pub use lanes::{LinkLanes, MAX_TRUNK_LANES};

use super::{RowKind, Rows};
use crate::model::{DependencyId, Roadmap};
use crate::parallel::both;
use crossing::Crossing;
use std::ops::Range;

/// At most this many links with an end in view are drawn at once; only a task with
/// thousands of links in view has more.
pub const MAX_ENDING: usize = 2_000;
/// Links that pass the view with both ends outside of it are drawn if they are no more
/// than this: whoever sees more of them could not follow one.
pub const MAX_PASSING: usize = 200;

/// The links between shown tasks by row, so that a frame visits only those near what
/// it shows. Its size is linear in rows and links.
#[derive(Clone, Debug, Default)]
pub struct LinkIndex {
    /// Links within one row.
    level: ByRow,
    /// Links between two rows, by the upper one.
    upper: ByRow,
    /// The same links by the lower row.
    lower: ByRow,
    /// The same links by what lies between.
    crossing: Crossing,
    /// The lanes of each dependency of the document.
    lanes: Vec<LinkLanes>,
    /// The folded rows that hold both ends of links, with the number of these links.
    inside: Vec<(u32, u32)>,
}

/// The links that a view may show.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Near {
    /// Each once; those with an end in view come first.
    pub links: Vec<DependencyId>,
    /// How many more cross these rows.
    pub left_out: usize,
}

/// A link between two rows.
#[derive(Clone, Copy, Debug)]
struct RowSpan {
    first: u32,
    last: u32,
    link: DependencyId,
}

impl LinkIndex {
    /// Indexes every link whose two tasks are shown.
    #[must_use]
    pub fn new(roadmap: &Roadmap, rows: &Rows) -> Self {
        let mut level = Vec::new();
        let mut spans = Vec::new();
        let mut inside = Vec::new();
        for index in 0..roadmap.dependencies.len() {
            let link = DependencyId::from_index(index);
            let Some((first, last)) = row_range(roadmap, rows, link) else { continue };
            if first < last {
                spans.push(RowSpan { first, last, link });
            } else if is_folded(rows, first) {
                inside.push(first);
            } else {
                level.push((first, link));
            }
        }
        inside.sort_unstable();
        let inside = inside.chunk_by(|one, other| one == other);
        let count = rows.rows.len();
        let by_rows = || {
            let upper = ByRow::new(count, spans.iter().map(|span| (span.first, span.link)));
            let lower = ByRow::new(count, spans.iter().map(|span| (span.last, span.link)));
            (upper, lower, Crossing::new(count, spans.clone()))
        };
        let is_large = spans.len() > lanes::MANY_LINKS;
        let ((upper, lower, crossing), lanes) =
            both(is_large, by_rows, || lanes::assign(roadmap, rows, &spans));
        Self {
            level: ByRow::new(count, level.iter().copied()),
            upper,
            lower,
            lanes,
            inside: inside.map(|chunk| (chunk[0], chunk.len() as u32)).collect(),
            crossing,
        }
    }

    /// The links that touch or cross these rows, as many as a chart can show.
    ///
    /// The work depends on what ends in these rows and on the two limits
    /// [`MAX_ENDING`] and [`MAX_PASSING`], not on the number of links that cross.
    #[must_use]
    pub fn near(&self, roadmap: &Roadmap, rows: &Rows, visible: Range<usize>) -> Near {
        let count = self.upper.row_count();
        let (start, end) = (visible.start.min(count), visible.end.min(count));
        if start >= end {
            return Near::default();
        }
        let level = self.level.of_rows(start..end);
        let from_below = self.lower.of_rows(start..end).iter().copied().filter(|link| {
            row_range(roadmap, rows, *link).is_some_and(|(first, _)| (first as usize) < start)
        });
        let ending = self.upper.of_rows(start..end).iter().copied().chain(from_below);
        let mut links: Vec<_> = level.iter().copied().chain(ending).take(MAX_ENDING + 1).collect();
        let is_whole = links.len() <= MAX_ENDING;
        links.truncate(MAX_ENDING);
        // Whatever begins above the lower edge of the view and does not end above it.
        let all = level.len() + self.upper.before(end) - self.lower.before(start);
        if is_whole && all - links.len() <= MAX_PASSING {
            self.crossing.passing(start as u32, end as u32, |link| links.push(link));
        }
        Near { left_out: all - links.len(), links }
    }

    /// The lanes of a link between two rows; those of any other are of no account.
    #[must_use]
    pub fn lanes(&self, link: DependencyId) -> LinkLanes {
        self.lanes.get(link.index()).copied().unwrap_or_default()
    }

    /// How many links have both ends in a folded row.
    #[must_use]
    pub fn inside(&self, row: usize) -> u32 {
        let at = self.inside.binary_search_by_key(&(row as u32), |(row, _)| *row);
        at.map_or(0, |at| self.inside[at].1)
    }
}

/// The upper and the lower row of a link; `None` if one of its tasks is hidden.
fn row_range(roadmap: &Roadmap, rows: &Rows, link: DependencyId) -> Option<(u32, u32)> {
    let dependency = roadmap.dependency(link);
    let (from, to) = (rows.row_of(dependency.from)? as u32, rows.row_of(dependency.to)? as u32);
    Some((from.min(to), from.max(to)))
}

fn is_folded(rows: &Rows, row: u32) -> bool {
    matches!(rows.rows[row as usize].kind, RowKind::Band { .. })
}

/// Links listed by a row, in compressed rows.
#[derive(Clone, Debug, Default)]
struct ByRow {
    /// Where the links of each row begin; one more than there are rows.
    offsets: Vec<u32>,
    links: Vec<DependencyId>,
}

impl ByRow {
    fn new(rows: usize, links: impl Iterator<Item = (u32, DependencyId)> + Clone) -> Self {
        let mut offsets = vec![0_u32; rows + 1];
        for (row, _) in links.clone() {
            offsets[row as usize + 1] += 1;
        }
        for row in 0..rows {
            offsets[row + 1] += offsets[row];
        }
        let mut next = offsets.clone();
        let mut sorted = vec![DependencyId::from_index(0); offsets[rows] as usize];
        for (row, link) in links {
            let place = &mut next[row as usize];
            sorted[*place as usize] = link;
            *place += 1;
        }
        Self { offsets, links: sorted }
    }

    fn row_count(&self) -> usize {
        self.offsets.len().saturating_sub(1)
    }

    fn of_rows(&self, rows: Range<usize>) -> &[DependencyId] {
        &self.links[self.before(rows.start)..self.before(rows.end)]
    }

    /// How many links belong to the rows above this one.
    fn before(&self, row: usize) -> usize {
        self.offsets[row] as usize
    }
}

#[cfg(test)]
mod tests;
