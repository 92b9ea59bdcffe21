//! Finds the links that cross a row without visiting those that do not.
//!
//! This is an interval tree (Edelsbrunner 1980) whose shape needs no memory: the node
//! of a span of rows is the row in it that is divisible by the highest power of two.

use super::RowSpan;
use crate::model::DependencyId;

/// The spans of all links between different rows. Each is stored twice.
#[derive(Clone, Debug, Default)]
pub(super) struct Crossing {
    /// Where the spans of each node begin; one more than there are rows.
    offsets: Vec<u32>,
    /// The spans of each node, the uppermost beginning first: row and link.
    by_first: Vec<(u32, DependencyId)>,
    /// The lower rows of the same spans, in the same order.
    last_of: Vec<u32>,
    /// The same spans, the lowest end first.
    by_last: Vec<(u32, DependencyId)>,
}

impl Crossing {
    pub(super) fn new(rows: usize, mut spans: Vec<RowSpan>) -> Self {
        spans.sort_unstable_by_key(|span| (node(span.first, span.last), span.first, span.link));
        let mut offsets = vec![0_u32; rows + 1];
        for span in &spans {
            offsets[node(span.first, span.last) as usize + 1] += 1;
        }
        for row in 0..rows {
            offsets[row + 1] += offsets[row];
        }
        let by_first = spans.iter().map(|span| (span.first, span.link)).collect();
        let last_of = spans.iter().map(|span| span.last).collect();
        spans.sort_unstable_by_key(|span| {
            (node(span.first, span.last), u32::MAX - span.last, span.link)
        });
        let by_last = spans.iter().map(|span| (span.last, span.link)).collect();
        Self { offsets, by_first, last_of, by_last }
    }

    /// Tells every link that begins above row `start` and ends in row `end` or below it.
    pub(super) fn passing(&self, start: u32, end: u32, mut tell: impl FnMut(DependencyId)) {
        let rows = self.offsets.len().saturating_sub(1) as u64;
        for level in 0..u32::BITS {
            let node = u64::from(start >> level | 1) << level;
            if node >= rows {
                continue;
            }
            let (from, to) =
                (self.offsets[node as usize] as usize, self.offsets[node as usize + 1] as usize);
            if u64::from(start) < node {
                let begin_above =
                    self.by_first[from..to].iter().take_while(|(first, _)| *first < start);
                for ((_, link), last) in begin_above.zip(&self.last_of[from..to]) {
                    if *last >= end {
                        tell(*link);
                    }
                }
            } else {
                let end_below = self.by_last[from..to].iter().take_while(|(last, _)| *last >= end);
                end_below.for_each(|(_, link)| tell(*link));
            }
        }
    }
}

#[cfg(test)]
impl Crossing {
    /// How many numbers of 32 bits are stored for links.
    pub(super) fn stored(&self) -> usize {
        2 * self.by_first.len() + self.last_of.len() + 2 * self.by_last.len()
    }
}

/// The row in `first + 1 ..= last` that is divisible by the highest power of two.
fn node(first: u32, last: u32) -> u32 {
    let level = (first ^ last).ilog2();
    last >> level << level
}
