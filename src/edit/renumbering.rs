//! Which positions records have after others were put in, taken out or moved.

/// What a change of a list did to the positions of its records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Renumbering {
    /// Records were put in; each now stands at one of these positions, which rise.
    Inserted(Vec<usize>),
    /// The records at these positions, which rise, were taken out.
    Removed(Vec<usize>),
    /// A record was moved, and those between closed up.
    Moved {
        /// Where it stood.
        from: usize,
        /// Where it stands.
        to: usize,
    },
}

impl Renumbering {
    /// Where the record at a position now stands; `None` if it was taken out.
    #[must_use]
    pub fn position(&self, old: usize) -> Option<usize> {
        match self {
            Self::Inserted(positions) => {
                // Before the position p at place i of the list, p − i old records stand.
                let before = |&(place, &at): &(usize, &usize)| at - place <= old;
                let (mut low, mut high) = (0, positions.len());
                while low < high {
                    let middle = usize::midpoint(low, high);
                    if before(&(middle, &positions[middle])) {
                        low = middle + 1;
                    } else {
                        high = middle;
                    }
                }
                Some(old + low)
            }
            Self::Removed(positions) => match positions.binary_search(&old) {
                Ok(_) => None,
                Err(before) => Some(old - before),
            },
            &Self::Moved { from, to } if old == from => Some(to),
            &Self::Moved { from, to } if from < old && old <= to => Some(old - 1),
            &Self::Moved { from, to } if to <= old && old < from => Some(old + 1),
            Self::Moved { .. } => Some(old),
        }
    }

    /// Whether all records of a list that had so many keep their positions.
    #[must_use]
    pub fn keeps_all(&self, length: usize) -> bool {
        match self {
            Self::Inserted(positions) => positions.first().is_none_or(|&first| first >= length),
            Self::Removed(positions) => positions.is_empty(),
            Self::Moved { from, to } => from == to,
        }
    }
}

/// What a transaction did to the positions of records, one after another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Renumberings {
    /// Of tasks.
    pub tasks: Vec<Renumbering>,
    /// Of lanes.
    pub lanes: Vec<Renumbering>,
    /// Of dependencies.
    pub dependencies: Vec<Renumbering>,
    /// Of documents.
    pub documents: Vec<Renumbering>,
}

impl Renumberings {
    /// Whether every record kept its position.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let Self { tasks, lanes, dependencies, documents } = self;
        [tasks, lanes, dependencies, documents].iter().all(|of_list| of_list.is_empty())
    }

    /// Where the record at a position stands after all of these; `None` if it is gone.
    #[must_use]
    pub fn position(of_list: &[Renumbering], old: usize) -> Option<usize> {
        of_list.iter().try_fold(old, |at, renumbering| renumbering.position(at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::List;

    #[test]
    fn positions_follow_their_records() {
        let old: List<usize> = (100..110).collect();
        let check = |new: &List<usize>, renumbering: &Renumbering| {
            for (at, record) in old.iter().enumerate() {
                let found = renumbering.position(at).map(|at| new[at]);
                let expected = new.iter().find(|it| *it == record).copied();
                assert_eq!(found, expected, "{at} {renumbering:?}");
            }
        };
        for positions in [vec![], vec![0], vec![10], vec![3, 4, 9], vec![0, 1, 12]] {
            let mut new = old.clone();
            new.insert_all(positions.iter().map(|&at| (at, at)).collect());
            check(&new, &Renumbering::Inserted(positions));
        }
        for positions in [vec![], vec![0], vec![9], vec![3, 4, 8]] {
            let mut new = old.clone();
            new.remove_all(&positions);
            check(&new, &Renumbering::Removed(positions));
        }
        for (from, to) in [(0, 9), (9, 0), (3, 5), (5, 4), (2, 2)] {
            let mut new = old.clone();
            new.move_record(from, to);
            check(&new, &Renumbering::Moved { from, to });
        }
    }
}
