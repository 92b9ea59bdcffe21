//! Whether two roadmaps say the same.

use crate::model::{OwnerId, Roadmap, TagId, Task, WordList};

/// Whether files of two roadmaps would say the same: they are equal but for the numbers that
/// owners and tags have, and for words that no task uses.
pub(super) fn say_the_same(one: &Roadmap, other: &Roadmap) -> bool {
    let Roadmap {
        title,
        fiscal_year_start,
        documents,
        names,
        lanes,
        tasks,
        dependencies,
        views,
        owners,
        tags,
        extra,
    } = one;
    let rest = *title == other.title
        && *fiscal_year_start == other.fiscal_year_start
        && *documents == other.documents
        && *names == other.names
        && *lanes == other.lanes
        && *dependencies == other.dependencies
        && *views == other.views
        && *extra == other.extra;
    if !rest || tasks.len() != other.tasks.len() {
        return false;
    }
    let (owners, tags) = (Numbers::new(owners, &other.owners), Numbers::new(tags, &other.tags));
    tasks.iter().zip(other.tasks.iter()).all(|(one, other)| same_task(one, other, &owners, &tags))
}

/// Which numbers the words of one list have in another.
struct Numbers {
    of_other: Vec<Option<usize>>,
}

impl Numbers {
    fn new(one: &WordList, other: &WordList) -> Self {
        Self { of_other: one.words().iter().map(|word| other.find(word)).collect() }
    }

    /// Whether two lists of numbers stand for the same words.
    fn are_same(
        &self,
        one: impl ExactSizeIterator<Item = usize>,
        other: impl ExactSizeIterator<Item = usize>,
    ) -> bool {
        one.len() == other.len()
            && one.zip(other).all(|(one, other)| self.of_other[one] == Some(other))
    }
}

fn same_task(one: &Task, other: &Task, owner_numbers: &Numbers, tag_numbers: &Numbers) -> bool {
    let Task {
        id,
        lane,
        track,
        title,
        when,
        kind,
        status,
        progress,
        owners,
        tags,
        source,
        basis,
        rare,
    } = one;
    *id == other.id
        && *lane == other.lane
        && *track == other.track
        && *title == other.title
        && *when == other.when
        && *kind == other.kind
        && *status == other.status
        && *progress == other.progress
        && *source == other.source
        && *basis == other.basis
        && *rare == other.rare
        && owner_numbers.are_same(
            owners.iter().map(|it: &OwnerId| it.index()),
            other.owners.iter().map(|it| it.index()),
        )
        && tag_numbers.are_same(
            tags.iter().map(|it: &TagId| it.index()),
            other.tags.iter().map(|it| it.index()),
        )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{built_in, format};

    #[test]
    fn only_what_a_file_says_counts() {
        let roadmap = built_in();
        let mut other = Roadmap { owners: WordList::default(), ..roadmap.clone() };
        // The words backwards, with one that nobody uses.
        for word in roadmap.owners.words().iter().rev() {
            other.owners.intern(word);
        }
        other.owners.intern("nobody");
        assert!(!say_the_same(&roadmap, &other));
        let last = roadmap.owners.words().len() - 1;
        let tasks = roadmap.tasks.iter().map(|task| {
            let owners = task.owners.iter().map(|it| OwnerId::from_index(last - it.index()));
            Task { owners: owners.collect(), ..task.clone() }
        });
        other.tasks = tasks.collect();
        assert_ne!(roadmap, other);
        assert!(say_the_same(&roadmap, &other) && say_the_same(&other, &roadmap));
        let written = [&roadmap, &other].map(|roadmap| {
            let mut bytes = Vec::new();
            format::write(roadmap, &mut bytes).unwrap();
            bytes
        });
        assert!(written[0] == written[1]);
        other.fiscal_year_start = crate::time::FiscalYearStart::new(1).unwrap();
        assert!(!say_the_same(&roadmap, &other));
    }
}
