//! What makes a record the same record in two documents, and the pairs that this gives.

use super::RecordKind;
use crate::model::{DependencyType, Roadmap};
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// What names a record among those of its list, in every version of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key<S> {
    /// Its id, or the word that a record of `names` is about.
    Id(S),
    /// A dependency, which has no id of its own.
    Link {
        /// The id of the predecessor.
        from: S,
        /// The id of the successor.
        to: S,
        /// Which ends are tied together.
        kind: DependencyType,
        /// Counts dependencies with the same ends and type, from 0.
        number: u32,
    },
}

/// A [`Key`] that owns its texts.
pub type RecordKey = Key<Box<str>>;

impl Key<&str> {
    /// The same key with texts of its own.
    #[must_use]
    pub fn to_owned(self) -> RecordKey {
        match self {
            Self::Id(id) => Key::Id(id.into()),
            Self::Link { from, to, kind, number } => {
                Key::Link { from: from.into(), to: to.into(), kind, number }
            }
        }
    }
}

impl RecordKey {
    /// The same key with borrowed texts.
    #[must_use]
    pub fn as_ref(&self) -> Key<&str> {
        match self {
            Self::Id(id) => Key::Id(id),
            Self::Link { from, to, kind, number } => {
                Key::Link { from, to, kind: *kind, number: *number }
            }
        }
    }
}

/// The keys of a list in order; `number` is always 0.
pub(in crate::store) fn keys(
    roadmap: &Roadmap,
    list: RecordKind,
) -> Box<dyn Iterator<Item = Key<&str>> + '_> {
    match list {
        RecordKind::Document => Box::new(roadmap.documents.iter().map(|it| Key::Id(&*it.id))),
        RecordKind::Name => Box::new(roadmap.names.iter().map(|it| Key::Id(&*it.name))),
        RecordKind::Lane => Box::new(roadmap.lanes.iter().map(|it| Key::Id(&*it.id))),
        RecordKind::Task => Box::new(roadmap.tasks.iter().map(|it| Key::Id(&*it.id))),
        RecordKind::Dependency => Box::new(roadmap.dependencies.iter().map(|it| Key::Link {
            from: &*roadmap.task(it.from).id,
            to: &*roadmap.task(it.to).id,
            kind: it.kind,
            number: 0,
        })),
        RecordKind::View => Box::new(roadmap.views.iter().map(|it| Key::Id(&*it.id))),
    }
}

/// Where each of some keys stands in several versions of a list.
pub(in crate::store) struct Matched<'a, const VERSIONS: usize> {
    /// Every key of any version once; those of the first version come first, in its order.
    pub(in crate::store) keys: Vec<Key<&'a str>>,
    /// Where each version has the key, by the numbers of the keys.
    pub(in crate::store) at: Vec<[Option<u32>; VERSIONS]>,
    /// The numbers of the keys in the order of each version.
    pub(in crate::store) order: [Vec<u32>; VERSIONS],
    numbers: HashMap<Key<&'a str>, u32>,
}

impl<'a, const VERSIONS: usize> Matched<'a, VERSIONS> {
    /// Matches versions of a list by the keys of their records.
    pub(in crate::store) fn new<I: IntoIterator<Item = Key<&'a str>>>(
        versions: [I; VERSIONS],
    ) -> Self {
        let mut this = Self {
            keys: Vec::new(),
            at: Vec::new(),
            order: std::array::from_fn(|_| Vec::new()),
            numbers: HashMap::new(),
        };
        for (version, keys) in versions.into_iter().enumerate() {
            for (at, key) in keys.into_iter().enumerate() {
                this.add(version, at, key);
            }
        }
        this
    }

    /// The number of a key, if any version has it.
    pub(in crate::store) fn number(&self, key: Key<&str>) -> Option<usize> {
        self.numbers.get(&key).map(|number| *number as usize)
    }

    fn add(&mut self, version: usize, at: usize, mut key: Key<&'a str>) {
        let at = u32::try_from(at).expect("readers refuse 2^32 records");
        // Most often a version goes on as the first one does, and nothing has to be looked up.
        let next = self.order[version].last().map_or(0, |last| last + 1);
        if self.keys.get(next as usize) == Some(&key)
            && let place @ None = &mut self.at[next as usize][version]
        {
            *place = Some(at);
            self.order[version].push(next);
            return;
        }
        loop {
            let next = u32::try_from(self.keys.len()).expect("readers refuse 2^32 records");
            let number = match self.numbers.entry(key) {
                Entry::Occupied(entry) => *entry.get(),
                Entry::Vacant(entry) => {
                    self.keys.push(key);
                    self.at.push([None; VERSIONS]);
                    *entry.insert(next)
                }
            };
            let place = &mut self.at[number as usize][version];
            if place.is_none() {
                *place = Some(at);
                self.order[version].push(number);
                return;
            }
            // Equal keys of one version: dependencies are counted, of anything else the first
            // one stands for all.
            match &mut key {
                Key::Link { number, .. } => *number += 1,
                Key::Id(_) => return,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_dependencies_are_counted() {
        let link = |to| Key::Link { from: "a", to, kind: DependencyType::FinishToStart, number: 0 };
        let matched = Matched::new([vec![link("b"), link("c"), link("b")], vec![link("b")]]);
        assert_eq!(matched.at, [[Some(0), Some(0)], [Some(1), None], [Some(2), None]]);
        assert_eq!(matched.order, [vec![0, 1, 2], vec![0]]);
        assert!(matches!(matched.keys[2], Key::Link { number: 1, to: "b", .. }));
        assert_eq!(matched.number(link("c")), Some(1));
        assert_eq!(matched.keys[2].to_owned().as_ref(), matched.keys[2]);
    }
}
