//! Which links touch which rows.

use super::Rows;
use crate::model::{DependencyId, Roadmap};
use std::ops::Range;

/// Rows per block of the index.
const BLOCK_ROWS: usize = 64;

/// The links between shown tasks, by block of rows, so that a frame visits only
/// those near what it shows.
#[derive(Clone, Debug, Default)]
pub struct LinkIndex {
    /// Where the links of each block begin in `links`; one more than there are blocks.
    offsets: Vec<u32>,
    links: Vec<DependencyId>,
}

impl LinkIndex {
    /// Indexes every link whose two tasks are shown and do not lie in the same folded lane.
    #[must_use]
    pub fn new(roadmap: &Roadmap, rows: &Rows) -> Self {
        let blocks_of = |index: usize| -> Option<Range<usize>> {
            let (first, last) = row_range(roadmap, rows, DependencyId::from_index(index))?;
            Some(first / BLOCK_ROWS..last / BLOCK_ROWS + 1)
        };
        let blocks = rows.rows.len().div_ceil(BLOCK_ROWS);
        let mut offsets = vec![0_u32; blocks + 1];
        for block in (0..roadmap.dependencies.len()).filter_map(blocks_of).flatten() {
            offsets[block + 1] += 1;
        }
        for block in 0..blocks {
            offsets[block + 1] += offsets[block];
        }
        let mut next = offsets.clone();
        let mut links = vec![DependencyId::from_index(0); offsets[blocks] as usize];
        for index in 0..roadmap.dependencies.len() {
            for block in blocks_of(index).into_iter().flatten() {
                links[next[block] as usize] = DependencyId::from_index(index);
                next[block] += 1;
            }
        }
        Self { offsets, links }
    }

    /// The links that may touch these rows, each once, by block.
    pub fn near<'a>(
        &'a self,
        roadmap: &'a Roadmap,
        rows: &'a Rows,
        visible: Range<usize>,
    ) -> impl Iterator<Item = DependencyId> + 'a {
        let first_block = visible.start / BLOCK_ROWS;
        let end_block = visible.end.div_ceil(BLOCK_ROWS).min(self.offsets.len().saturating_sub(1));
        (first_block..end_block).flat_map(move |block| {
            let range = self.offsets[block] as usize..self.offsets[block + 1] as usize;
            self.links[range].iter().copied().filter(move |link| {
                // A link is told in the first block of the range that it touches.
                row_range(roadmap, rows, *link)
                    .is_some_and(|(first, _)| (first / BLOCK_ROWS).max(first_block) == block)
            })
        })
    }
}

/// The upper and the lower row of a link; `None` if one of its tasks is hidden or
/// both lie folded in one row.
fn row_range(roadmap: &Roadmap, rows: &Rows, link: DependencyId) -> Option<(usize, usize)> {
    let dependency = roadmap.dependency(link);
    let (from, to) = (rows.row_of(dependency.from)?, rows.row_of(dependency.to)?);
    let is_folded = |row: usize| matches!(rows.rows[row].kind, super::RowKind::Band { .. });
    (from != to || !is_folded(from)).then_some((from.min(to), from.max(to)))
}
