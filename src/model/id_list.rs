//! Short lists of ids without an allocation of their own.

use std::ops::Deref;

/// A list of ids that is read like a slice; up to three of them lie in the record itself, because
/// hardly a task has more owners or tags.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdList<T>(Ids<T>);

/// One form for each length, so that equal lists have equal forms.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Ids<T> {
    None,
    One([T; 1]),
    Two([T; 2]),
    Three([T; 3]),
    Many(
        #[expect(clippy::box_collection, reason = "one pointer wide, a boxed slice has two")]
        Box<Vec<T>>,
    ),
}

impl<T> Default for IdList<T> {
    fn default() -> Self {
        Self(Ids::None)
    }
}

impl<T> Deref for IdList<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        match &self.0 {
            Ids::None => &[],
            Ids::One(ids) => ids,
            Ids::Two(ids) => ids,
            Ids::Three(ids) => ids,
            Ids::Many(ids) => ids,
        }
    }
}

impl<T: Copy> FromIterator<T> for IdList<T> {
    fn from_iter<I: IntoIterator<Item = T>>(ids: I) -> Self {
        let mut ids = ids.into_iter();
        let Some(first) = ids.next() else { return Self(Ids::None) };
        let Some(second) = ids.next() else { return Self(Ids::One([first])) };
        let Some(third) = ids.next() else { return Self(Ids::Two([first, second])) };
        let Some(fourth) = ids.next() else { return Self(Ids::Three([first, second, third])) };
        let mut all = vec![first, second, third, fourth];
        all.extend(ids);
        all.shrink_to_fit();
        Self(Ids::Many(Box::new(all)))
    }
}

impl<T: Copy, const N: usize> From<[T; N]> for IdList<T> {
    fn from(ids: [T; N]) -> Self {
        ids.into_iter().collect()
    }
}

impl<'a, T> IntoIterator for &'a IdList<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::OwnerId;

    #[test]
    fn a_list_of_any_length_reads_as_it_was_made() {
        for length in 0..9 {
            let ids: Vec<_> = (0..length).map(OwnerId::from_index).collect();
            let list: IdList<_> = ids.iter().copied().collect();
            assert_eq!(*list, *ids);
        }
        assert!(IdList::<OwnerId>::default().is_empty());
    }

    #[test]
    fn a_list_is_two_pointers_wide() {
        assert_eq!(size_of::<IdList<OwnerId>>(), 16);
    }
}
