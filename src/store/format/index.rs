//! Text ids and their records: the index from one to the other, and the nearest id to a wrong one.

use crate::model::distance_below;
use std::collections::HashSet;
use std::hash::{BuildHasher as _, RandomState};
use std::hint::black_box;

/// Finds records by their text ids without owning the ids.
///
/// The ids stay in the records; the table holds positions and a part of each
/// hash, eight bytes a slot. Hashes are keyed, so no file can make it slow.
#[derive(Default)]
pub(super) struct IdIndex {
    slots: Vec<Slot>,
    used: usize,
    hasher: RandomState,
    /// The ids of records that are in the file but not in the result.
    pub(super) left_out: HashSet<String>,
}

#[derive(Clone, Copy)]
struct Slot {
    hash: u32,
    position: u32,
}

/// The hash of an id, as [`IdIndex`] keeps it.
pub(super) fn hash(hasher: &RandomState, id: &str) -> u32 {
    hasher.hash_one(id) as u32
}

const FREE: Slot = Slot { hash: 0, position: u32::MAX };

impl IdIndex {
    /// Makes room for this many records.
    pub(super) fn reserve(&mut self, records: usize) {
        let slots = (records * 3 / 2 + 8).next_power_of_two();
        if slots > self.slots.len() {
            let old = std::mem::replace(&mut self.slots, vec![FREE; slots]);
            for slot in old.into_iter().filter(|slot| slot.position != FREE.position) {
                let free = self.probe(slot.hash, |_| false).1;
                self.slots[free] = slot;
            }
        }
    }

    /// The records with these ids, as [`IdIndex::find`] has them; `None` if one is missing.
    pub(super) fn find_all<'s>(
        &self,
        ids: &[&str],
        id_at: impl Fn(usize) -> &'s str,
    ) -> Option<Vec<usize>> {
        /// So many that what has been looked at stays in the cache.
        const AT_ONCE: usize = 1_024;
        let mut found = Vec::with_capacity(ids.len());
        let mut hashes = Vec::with_capacity(AT_ONCE);
        for ids in ids.chunks(AT_ONCE) {
            hashes.clear();
            hashes.extend(ids.iter().map(|id| hash(&self.hasher, id)));
            self.fetch(&hashes);
            let begins = hashes.iter().filter_map(|&hash| {
                let likely = (!self.slots.is_empty()).then(|| self.probe(hash, |_| true).0)??;
                id_at(likely).as_bytes().first().copied()
            });
            black_box(begins.fold(0, |all, begin| all ^ begin));
            for (id, &hash) in ids.iter().zip(&hashes) {
                let is_it = |position| id_at(position) == *id;
                found.push((!self.slots.is_empty()).then(|| self.probe(hash, is_it).0)??);
            }
        }
        Some(found)
    }

    /// Adds the record at a position as [`IdIndex::insert`] does.
    pub(super) fn insert_id<'s>(
        &mut self,
        id: &str,
        position: usize,
        id_at: impl Fn(usize) -> &'s str,
    ) -> bool {
        self.insert(hash(&self.hasher, id), position, |at| id_at(at) == id)
    }

    /// The record with this id; `id_at` tells the id of the record at a position.
    pub(super) fn find<'s>(&self, id: &str, id_at: impl Fn(usize) -> &'s str) -> Option<usize> {
        if self.slots.is_empty() {
            return None;
        }
        self.probe(hash(&self.hasher, id), |position| id_at(position) == id).0
    }

    /// What ids are hashed with, for whoever hashes them on another thread.
    pub(super) fn hasher(&self) -> RandomState {
        self.hasher.clone()
    }

    /// Looks at the places of these hashes, all at once: whoever looked at one after another
    /// would wait for the memory each time.
    pub(super) fn fetch(&self, hashes: &[u32]) {
        let Some(mask) = self.slots.len().checked_sub(1) else { return };
        let slot = |&hash: &u32| self.slots[hash as usize & mask].hash;
        black_box(hashes.iter().map(slot).fold(0, |all, each| all ^ each));
    }

    /// Adds the record at a position by the [`hash`] of its id; tells whether its id is new.
    /// `is_it` tells whether the record at another position has this very id.
    pub(super) fn insert(
        &mut self,
        hash: u32,
        position: usize,
        is_it: impl Fn(usize) -> bool,
    ) -> bool {
        self.reserve(self.used + 1);
        let (found, free) = self.probe(hash, is_it);
        if found.is_none() {
            let position = u32::try_from(position).expect("readers refuse 2^32 records");
            self.slots[free] = Slot { hash, position };
            self.used += 1;
        }
        found.is_none()
    }

    /// The position that `is_it` accepts, or else the free slot where it would be.
    fn probe(&self, hash: u32, is_it: impl Fn(usize) -> bool) -> (Option<usize>, usize) {
        let mask = self.slots.len() - 1;
        let mut at = hash as usize & mask;
        loop {
            let slot = self.slots[at];
            if slot.position == FREE.position {
                return (None, at);
            }
            if slot.hash == hash && is_it(slot.position as usize) {
                return (Some(slot.position as usize), at);
            }
            at = (at + 1) & mask;
        }
    }
}

/// Looks for the id that someone may have meant.
pub(super) struct Nearest {
    /// How many more ids may be compared: a file full of wrong ids must not cost
    /// the square of its size.
    comparisons_left: usize,
}

impl Nearest {
    pub(super) const fn new() -> Self {
        Self { comparisons_left: 2_000_000 }
    }

    /// The most similar id, if one is similar enough to be worth mentioning.
    pub(super) fn find<'i>(
        &mut self,
        wrong: &str,
        ids: impl ExactSizeIterator<Item = &'i str>,
    ) -> Option<&'i str> {
        const LONGEST: usize = 80;
        self.comparisons_left = self.comparisons_left.checked_sub(ids.len())?;
        let wrong: Vec<char> = wrong.chars().take(LONGEST + 1).collect();
        if wrong.len() > LONGEST {
            return None;
        }
        let mut best = None;
        let mut limit = wrong.len() / 3 + 1;
        for id in ids {
            // A character has one to four bytes.
            if id.len() + limit <= wrong.len() || id.len() >= 4 * (wrong.len() + limit) {
                continue;
            }
            if let Some(distance) = distance_below(&wrong, id, limit) {
                best = Some(id);
                limit = distance;
                if limit == 0 {
                    break;
                }
            }
        }
        best
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_id_is_found_where_it_was_put() {
        let ids: Vec<String> = (0..1000).map(|number| format!("task-{number}")).collect();
        let mut index = IdIndex::default();
        for (position, id) in ids.iter().enumerate() {
            assert!(index.insert_id(id, position, |at| &ids[at]));
        }
        assert!(!index.insert_id("task-7", 1000, |at| &ids[at]));
        for (position, id) in ids.iter().enumerate() {
            assert_eq!(index.find(id, |at| &ids[at]), Some(position));
        }
        let wanted: Vec<&str> = ids.iter().rev().chain(&ids).map(|id| &**id).collect();
        let found = index.find_all(&wanted, |at| &ids[at]).unwrap();
        assert!(found.into_iter().eq((0..1000).rev().chain(0..1000)));
        assert_eq!(index.find_all(&["task-3", "task-1000"], |at| &ids[at]), None);
        assert_eq!(IdIndex::default().find_all(&[""], |at| &ids[at]), None);
        assert_eq!(index.find("task-1000", |at| &ids[at]), None);
        assert_eq!(IdIndex::default().find("", |at| &ids[at]), None);
    }

    #[test]
    fn the_nearest_id_is_a_likely_slip() {
        let ids = ["residence-card.bill", "residence-card.study", "gov-cloud", "法案"];
        let find = |wrong| Nearest::new().find(wrong, ids.iter().copied());
        assert_eq!(find("residence-card.bil"), Some("residence-card.bill"));
        assert_eq!(find("gov-colud"), Some("gov-cloud"));
        assert_eq!(find("cloud-gov"), None);
        assert_eq!(find("法安"), None);
        assert_eq!(find("法案a"), Some("法案"));
        assert_eq!(find(""), None);
    }

    #[test]
    fn looking_for_the_nearest_id_has_an_end() {
        let ids = vec!["a"; 1_500_000];
        let mut nearest = Nearest::new();
        assert_eq!(nearest.find("b", ids.iter().copied()), None);
        assert_eq!(nearest.find("a", ids.iter().copied()), None);
    }
}
