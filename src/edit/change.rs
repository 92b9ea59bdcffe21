//! Changes of one list of records.

use super::Renumbering;
use crate::model::List;
use serde::{Deserialize, Serialize};

/// What becomes of the records of a list. Positions are those at the moment of the change.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change<R> {
    /// Another record takes the place of one.
    Replace {
        /// Its position.
        at: usize,
        /// What stands there afterwards.
        record: Box<R>,
    },
    /// Records are put in, each at the position that it will have; positions rise.
    Insert(Vec<(usize, R)>),
    /// The records at these positions, which rise, are taken out.
    Remove(Vec<usize>),
    /// A record is moved, and those between close up.
    Move {
        /// Where it stands.
        from: usize,
        /// Where it will stand.
        to: usize,
    },
}

impl<R> Change<R> {
    /// The same change of a list with these records in place of its own.
    ///
    /// # Panics
    /// Never by itself.
    pub fn map<S>(&self, mut of: impl FnMut(&R) -> S) -> Change<S> {
        self.try_map(|record| Some(of(record))).expect("there is a record for every record")
    }

    /// The same change of a list with these records in place of its own; `None` if there is none
    /// for one of them.
    pub fn try_map<S>(&self, mut of: impl FnMut(&R) -> Option<S>) -> Option<Change<S>> {
        Some(match self {
            Self::Replace { at, record } => {
                Change::Replace { at: *at, record: Box::new(of(record)?) }
            }
            Self::Insert(records) => {
                let records = records.iter().map(|(at, record)| Some((*at, of(record)?)));
                Change::Insert(records.collect::<Option<_>>()?)
            }
            Self::Remove(positions) => Change::Remove(positions.clone()),
            &Self::Move { from, to } => Change::Move { from, to },
        })
    }
}

impl<R: Clone> Change<R> {
    /// The records that it puts in or in the place of others.
    pub(super) fn records(&self) -> impl Iterator<Item = &R> {
        let (one, many): (Option<&R>, &[(usize, R)]) = match self {
            Self::Replace { record, .. } => (Some(&**record), &[]),
            Self::Insert(records) => (None, records),
            Self::Remove(_) | Self::Move { .. } => (None, &[]),
        };
        one.into_iter().chain(many.iter().map(|(_, record)| record))
    }

    /// Whether the positions exist in a list of so many records, and rise.
    pub(super) fn fits(&self, length: usize) -> bool {
        match self {
            Self::Replace { at, .. } => *at < length,
            Self::Insert(records) => {
                rises(records.iter().map(|&(at, _)| at))
                    && records.iter().enumerate().all(|(place, &(at, _))| at <= length + place)
            }
            Self::Remove(positions) => {
                rises(positions.iter().copied()) && positions.last().is_none_or(|&at| at < length)
            }
            Self::Move { from, to } => *from < length && *to < length,
        }
    }

    /// What it does to positions.
    pub(super) fn renumbering(&self) -> Option<Renumbering> {
        match self {
            Self::Replace { .. } => None,
            Self::Insert(records) => {
                Some(Renumbering::Inserted(records.iter().map(|&(at, _)| at).collect()))
            }
            Self::Remove(positions) => Some(Renumbering::Removed(positions.clone())),
            &Self::Move { from, to } => Some(Renumbering::Moved { from, to }),
        }
    }

    /// Changes a list that it fits, and returns what takes it back.
    pub(super) fn apply(&self, list: &mut impl Records<R>) -> Self {
        match self {
            Self::Replace { at, record } => {
                let old = std::mem::replace(list.record_mut(*at), R::clone(record));
                Self::Replace { at: *at, record: Box::new(old) }
            }
            Self::Insert(records) => {
                list.put_in(records.clone());
                Self::Remove(records.iter().map(|&(at, _)| at).collect())
            }
            Self::Remove(positions) => {
                let removed = list.take_out(positions);
                Self::Insert(positions.iter().copied().zip(removed).collect())
            }
            &Self::Move { from, to } => {
                list.change_place(from, to);
                Self::Move { from: to, to: from }
            }
        }
    }
}

fn rises(mut positions: impl Iterator<Item = usize>) -> bool {
    let mut last = None;
    positions.all(|at| last.replace(at).is_none_or(|last| last < at))
}

/// A list of records that can be changed: long ones lie in blocks, short ones in one piece.
pub(super) trait Records<R> {
    fn record(&self, at: usize) -> &R;
    fn each<'r>(&'r self) -> impl Iterator<Item = &'r R>
    where
        R: 'r;
    fn record_mut(&mut self, at: usize) -> &mut R;
    fn put_in(&mut self, records: Vec<(usize, R)>);
    fn take_out(&mut self, positions: &[usize]) -> Vec<R>;
    fn change_place(&mut self, from: usize, to: usize);
}

impl<R: Clone> Records<R> for List<R> {
    fn record(&self, at: usize) -> &R {
        &self[at]
    }

    fn each<'r>(&'r self) -> impl Iterator<Item = &'r R>
    where
        R: 'r,
    {
        self.iter()
    }

    fn record_mut(&mut self, at: usize) -> &mut R {
        &mut self[at]
    }

    fn put_in(&mut self, records: Vec<(usize, R)>) {
        self.insert_all(records);
    }

    fn take_out(&mut self, positions: &[usize]) -> Vec<R> {
        self.remove_all(positions)
    }

    fn change_place(&mut self, from: usize, to: usize) {
        self.move_record(from, to);
    }
}

impl<R: Clone> Records<R> for Vec<R> {
    fn record(&self, at: usize) -> &R {
        &self[at]
    }

    fn each<'r>(&'r self) -> impl Iterator<Item = &'r R>
    where
        R: 'r,
    {
        self.iter()
    }

    fn record_mut(&mut self, at: usize) -> &mut R {
        &mut self[at]
    }

    fn put_in(&mut self, records: Vec<(usize, R)>) {
        let mut list = List::from(std::mem::take(self));
        list.insert_all(records);
        *self = list.iter().cloned().collect();
    }

    fn take_out(&mut self, positions: &[usize]) -> Vec<R> {
        let mut list = List::from(std::mem::take(self));
        let removed = list.remove_all(positions);
        *self = list.iter().cloned().collect();
        removed
    }

    fn change_place(&mut self, from: usize, to: usize) {
        let record = self.remove(from);
        self.insert(to, record);
    }
}
