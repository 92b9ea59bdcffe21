//! A long list whose copies share what is the same.

use std::fmt;
use std::ops::{Index, IndexMut};
use std::slice;
use std::sync::Arc;

/// How many records lie in a block.
const BLOCK: usize = 1024;

/// The records of a document: a list of which a copy costs next to nothing.
///
/// Records lie in blocks of 1 024. A copy shares the blocks, and whoever changes a record copies
/// its block first if others have it too. So a thread can save a million tasks while somebody goes
/// on to change them, and two copies are compared without a look at what they share.
pub struct List<T> {
    /// All full but the last, and none empty.
    blocks: Vec<Arc<Vec<T>>>,
    length: usize,
}

impl<T> List<T> {
    /// How many records there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.length
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// The record at a position, if there is one.
    #[must_use]
    pub fn get(&self, at: usize) -> Option<&T> {
        self.blocks.get(at / BLOCK)?.get(at % BLOCK)
    }

    /// The first record, if there is one.
    #[must_use]
    pub fn first(&self) -> Option<&T> {
        self.get(0)
    }

    /// The last record, if there is one.
    #[must_use]
    pub fn last(&self) -> Option<&T> {
        self.blocks.last()?.last()
    }

    /// All records in order.
    #[must_use]
    pub fn iter(&self) -> Iter<'_, T> {
        Iter { blocks: self.blocks.iter(), front: [].iter(), back: [].iter(), left: self.length }
    }

    /// All records in parts of about so many, in order: for threads.
    pub fn parts(&self, records: usize) -> impl Iterator<Item = impl Iterator<Item = &T>> {
        let parts = self.blocks.chunks(records.div_ceil(BLOCK).max(1));
        parts.map(|blocks| blocks.iter().flat_map(|block| block.iter()))
    }

    /// Whether nothing was changed in this list since the other was copied from it, or the other
    /// way round; takes time by the number of blocks only.
    #[must_use]
    pub fn shares_all_with(&self, other: &Self) -> bool {
        self.length == other.length
            && self.blocks.iter().zip(&other.blocks).all(|(ours, theirs)| Arc::ptr_eq(ours, theirs))
    }
}

impl<T: Clone> List<T> {
    /// Adds a record behind the last.
    pub fn push(&mut self, record: T) {
        if let Some(block) = self.blocks.last_mut().filter(|block| block.len() < BLOCK) {
            Arc::make_mut(block).push(record);
        } else {
            // A short list takes no more room than it needs.
            let mut block = Vec::with_capacity(if self.length == 0 { 4 } else { BLOCK });
            block.push(record);
            self.blocks.push(Arc::new(block));
        }
        self.length += 1;
    }

    /// All records in order, to be changed. Copies all blocks that are shared.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.blocks.iter_mut().flat_map(|block| Arc::make_mut(block).iter_mut())
    }

    /// The last record, to be changed.
    #[must_use]
    pub fn last_mut(&mut self) -> Option<&mut T> {
        Arc::make_mut(self.blocks.last_mut()?).last_mut()
    }

    /// Leaves the first so many records and drops the rest.
    pub fn truncate(&mut self, length: usize) {
        if length < self.length {
            self.blocks.truncate(length.div_ceil(BLOCK));
            if let Some(last) = self.blocks.last_mut().filter(|_| !length.is_multiple_of(BLOCK)) {
                Arc::make_mut(last).truncate(length % BLOCK);
            }
            self.length = length;
        }
    }

    /// Leaves only the records of which this is true.
    pub fn retain(&mut self, is_kept: impl FnMut(&T) -> bool) {
        let mut records = self.split_off(0);
        records.retain(is_kept);
        self.extend(records);
    }

    /// Gives back memory that more records would have needed.
    pub fn shrink_to_fit(&mut self) {
        if let Some(last) = self.blocks.last_mut() {
            Arc::make_mut(last).shrink_to_fit();
        }
        self.blocks.shrink_to_fit();
    }

    /// Drops all records.
    pub fn clear(&mut self) {
        self.truncate(0);
    }

    /// Puts records in: each will stand at its position, and these rise. What stands before the
    /// first position stays where it is, in blocks that stay shared.
    ///
    /// # Panics
    /// If a position is not above the one before, or lies beyond the end.
    pub fn insert_all(&mut self, records: Vec<(usize, T)>) {
        let Some(&(first, _)) = records.first() else { return };
        let mut old = self.split_off(first).into_iter();
        for (at, record) in records {
            while self.length < at {
                self.push(old.next().expect("a position lies within the list"));
            }
            assert_eq!(self.length, at, "positions rise");
            self.push(record);
        }
        self.extend(old);
    }

    /// Takes the records at these positions out, which rise; they are returned in order.
    ///
    /// # Panics
    /// If a position is not above the one before, or lies beyond the end.
    pub fn remove_all(&mut self, positions: &[usize]) -> Vec<T> {
        let Some(&first) = positions.first() else { return Vec::new() };
        let mut removed = Vec::with_capacity(positions.len());
        let mut positions = positions.iter().copied().peekable();
        for (at, record) in (first..).zip(self.split_off(first)) {
            if positions.next_if_eq(&at).is_some() {
                removed.push(record);
            } else {
                self.push(record);
            }
        }
        assert_eq!(positions.next(), None, "positions rise and lie within the list");
        removed
    }

    /// Moves a record so that it then stands at the position `to`; those between close up.
    ///
    /// # Panics
    /// If a position lies beyond the last record.
    pub fn move_record(&mut self, from: usize, to: usize) {
        let record = self[from].clone();
        let towards: &mut dyn Iterator<Item = usize> =
            if from < to { &mut (from..to) } else { &mut (to..from).rev() };
        for at in towards {
            let (into, out) = if from < to { (at, at + 1) } else { (at + 1, at) };
            self[into] = self[out].clone();
        }
        self[to] = record;
    }

    /// Takes all records from a position on out of the list.
    fn split_off(&mut self, at: usize) -> Vec<T> {
        assert!(at <= self.length, "the position lies within the list");
        let mut tail = Vec::with_capacity(self.length - at);
        let blocks = self.blocks.split_off(at / BLOCK);
        self.length = self.blocks.len() * BLOCK;
        for (position, block) in blocks.into_iter().enumerate() {
            let mut block = Arc::unwrap_or_clone(block);
            if position == 0 {
                let rest = block.split_off(at % BLOCK);
                tail.extend(rest);
                if !block.is_empty() {
                    self.length += block.len();
                    self.blocks.push(Arc::new(block));
                }
            } else {
                tail.append(&mut block);
            }
        }
        tail
    }
}

impl<T> Clone for List<T> {
    fn clone(&self) -> Self {
        Self { blocks: self.blocks.clone(), length: self.length }
    }
}

impl<T> Default for List<T> {
    fn default() -> Self {
        Self { blocks: Vec::new(), length: 0 }
    }
}

impl<T: fmt::Debug> fmt::Debug for List<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self).finish()
    }
}

impl<T: PartialEq> PartialEq for List<T> {
    fn eq(&self, other: &Self) -> bool {
        let same = |(ours, theirs): (&Arc<Vec<T>>, &Arc<Vec<T>>)| {
            Arc::ptr_eq(ours, theirs) || ours == theirs
        };
        self.length == other.length && self.blocks.iter().zip(&other.blocks).all(same)
    }
}

impl<T> Index<usize> for List<T> {
    type Output = T;

    fn index(&self, at: usize) -> &T {
        &self.blocks[at / BLOCK][at % BLOCK]
    }
}

impl<T: Clone> IndexMut<usize> for List<T> {
    fn index_mut(&mut self, at: usize) -> &mut T {
        &mut Arc::make_mut(&mut self.blocks[at / BLOCK])[at % BLOCK]
    }
}

impl<T: Clone> Extend<T> for List<T> {
    fn extend<Records: IntoIterator<Item = T>>(&mut self, records: Records) {
        for record in records {
            self.push(record);
        }
    }
}

impl<T: Clone> FromIterator<T> for List<T> {
    fn from_iter<Records: IntoIterator<Item = T>>(records: Records) -> Self {
        let mut list = Self::default();
        list.extend(records);
        list
    }
}

impl<T: Clone> From<Vec<T>> for List<T> {
    fn from(records: Vec<T>) -> Self {
        records.into_iter().collect()
    }
}

impl<'a, T> IntoIterator for &'a List<T> {
    type Item = &'a T;
    type IntoIter = Iter<'a, T>;

    fn into_iter(self) -> Iter<'a, T> {
        self.iter()
    }
}

/// The records of a [`List`] in order.
pub struct Iter<'a, T> {
    blocks: slice::Iter<'a, Arc<Vec<T>>>,
    front: slice::Iter<'a, T>,
    back: slice::Iter<'a, T>,
    left: usize,
}

impl<T> Clone for Iter<'_, T> {
    fn clone(&self) -> Self {
        let Self { blocks, front, back, left } = self;
        Self { blocks: blocks.clone(), front: front.clone(), back: back.clone(), left: *left }
    }
}

impl<'a, T> Iterator for Iter<'a, T> {
    type Item = &'a T;

    fn next(&mut self) -> Option<&'a T> {
        loop {
            if let Some(record) = self.front.next() {
                self.left -= 1;
                return Some(record);
            }
            let Some(block) = self.blocks.next() else {
                let record = self.back.next()?;
                self.left -= 1;
                return Some(record);
            };
            self.front = block.iter();
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }

    fn fold<B, F: FnMut(B, &'a T) -> B>(self, start: B, mut fold: F) -> B {
        let so_far = self.front.fold(start, &mut fold);
        let so_far = self.blocks.fold(so_far, |so_far, block| block.iter().fold(so_far, &mut fold));
        self.back.fold(so_far, fold)
    }
}

impl<'a, T> DoubleEndedIterator for Iter<'a, T> {
    fn next_back(&mut self) -> Option<&'a T> {
        loop {
            if let Some(record) = self.back.next_back() {
                self.left -= 1;
                return Some(record);
            }
            let Some(block) = self.blocks.next_back() else {
                let record = self.front.next_back()?;
                self.left -= 1;
                return Some(record);
            };
            self.back = block.iter();
        }
    }
}

impl<T> ExactSizeIterator for Iter<'_, T> {}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(length: usize) -> (List<usize>, Vec<usize>) {
        ((0..length).collect(), (0..length).collect())
    }

    #[test]
    fn a_list_is_as_long_as_what_was_put_in() {
        for length in [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK + 7] {
            let (list, all) = numbers(length);
            assert_eq!(list.len(), length);
            assert_eq!(list.iter().len(), length);
            assert!(list.iter().eq(&all));
            assert!(list.iter().rev().eq(all.iter().rev()));
            assert_eq!(list.iter().sum::<usize>(), all.iter().sum::<usize>());
            assert_eq!(list.last(), all.last());
            assert_eq!(list.get(length), None);
            let mut rest = list.iter();
            let ends = (rest.next(), rest.next_back());
            assert_eq!(rest.len(), length.saturating_sub(2));
            assert_eq!(ends, (all.first(), all.last().filter(|_| length > 1)));
        }
    }

    #[test]
    fn records_go_in_and_out_where_they_should() {
        for length in [0, 5, BLOCK, 2 * BLOCK + 3] {
            for positions in [vec![0], vec![0, 1, 4], vec![length], vec![length / 2, length + 1]] {
                let (mut list, mut plain) = numbers(length);
                if positions.last().is_some_and(|&last| last > length + positions.len() - 1) {
                    continue;
                }
                for &at in &positions {
                    plain.insert(at, 7_000 + at);
                }
                list.insert_all(positions.iter().map(|&at| (at, 7_000 + at)).collect());
                assert!(list.iter().eq(&plain), "{length} {positions:?}");
                let removed = list.remove_all(&positions);
                assert_eq!(removed, positions.iter().map(|at| 7_000 + at).collect::<Vec<_>>());
                assert_eq!(list, numbers(length).0);
            }
        }
    }

    #[test]
    fn a_record_is_moved_and_the_others_close_up() {
        for (from, to) in [(0, 2 * BLOCK), (2 * BLOCK, 3), (5, 5), (BLOCK, BLOCK - 1)] {
            let (mut list, mut plain) = numbers(2 * BLOCK + 1);
            let record = plain.remove(from);
            plain.insert(to, record);
            list.move_record(from, to);
            assert!(list.iter().eq(&plain));
        }
    }

    #[test]
    fn copies_share_what_nobody_changed() {
        let (mut list, _) = numbers(3 * BLOCK);
        let copy = list.clone();
        assert!(list.shares_all_with(&copy));
        list[BLOCK + 1] = 0;
        let shared = list.blocks.iter().zip(&copy.blocks).map(|(a, b)| Arc::ptr_eq(a, b));
        assert_eq!(shared.collect::<Vec<_>>(), [true, false, true]);
        assert_eq!(copy[BLOCK + 1], BLOCK + 1);
        assert_ne!(list, copy);
        list[BLOCK + 1] = BLOCK + 1;
        assert_eq!(list, copy);
        assert!(!list.shares_all_with(&copy));
    }

    #[test]
    fn a_list_is_cut_short() {
        for length in [0, 1, BLOCK, BLOCK + 1, 2 * BLOCK] {
            let (mut list, _) = numbers(2 * BLOCK);
            list.truncate(length);
            assert_eq!(list, numbers(length).0);
            list.push(length);
            assert_eq!(list, numbers(length + 1).0);
        }
    }
}
