//! What the selected tasks say, where they agree.

use crate::model::{
    IdList, LaneId, Language, OwnerId, Place, Roadmap, TagId, Task, TaskBasis, TaskId, TaskKind,
    TaskStatus,
};
use crate::time::Interval;
use std::collections::HashMap;

/// How many owners or tags of several tasks are listed.
const MOST_WORDS: usize = 40;

/// The values of one task, or those that several have in common; `None` where they differ.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::option_option, reason = "whether all have the same, and whether that is any")]
pub(super) struct Values {
    /// How many tasks there are.
    pub count: usize,
    /// The stable id of the first.
    pub id: String,
    /// The titles in the order of [`Language::ALL`], empty where there is none.
    pub titles: [Option<String>; 2],
    /// The notes likewise.
    pub notes: [Option<String>; 2],
    pub when: Option<Interval>,
    pub kind: Option<TaskKind>,
    pub status: Option<TaskStatus>,
    pub progress: Option<Option<u8>>,
    pub lane: Option<LaneId>,
    pub track: Option<u16>,
    pub basis: Option<TaskBasis>,
    pub place: Option<Option<Place>>,
    /// The owners of any task with the number of tasks that have them, in the order in which
    /// they first stand; at most [`MOST_WORDS`].
    pub owners: Vec<(OwnerId, usize)>,
    /// The tags likewise.
    pub tags: Vec<(TagId, usize)>,
}

impl Values {
    /// The values of tasks that exist; of no task there are none.
    pub fn of(roadmap: &Roadmap, tasks: &[TaskId]) -> Option<Self> {
        let (&first, others) = tasks.split_first()?;
        let first = roadmap.tasks.get(first.index())?;
        let text = |text: Option<&str>| Some(text.unwrap_or_default().to_owned());
        let mut values = Self {
            count: tasks.len(),
            id: first.id.to_string(),
            titles: Language::ALL.map(|language| text(first.title.get(language))),
            notes: Language::ALL.map(|language| text(first.note().get(language))),
            when: Some(first.when),
            kind: Some(first.kind),
            status: Some(first.status),
            progress: Some(first.progress),
            lane: Some(first.lane),
            track: Some(first.track),
            basis: Some(first.basis),
            place: Some(first.place()),
            owners: counted(roadmap, tasks, |task| &task.owners),
            tags: counted(roadmap, tasks, |task| &task.tags),
        };
        for other in others {
            values.compare(roadmap.tasks.get(other.index())?);
        }
        Some(values)
    }

    /// Drops the values that a task has otherwise.
    fn compare(&mut self, task: &Task) {
        fn drop_other<T: PartialEq>(value: &mut Option<T>, other: &T) {
            value.take_if(|value| value != other);
        }
        for (at, language) in Language::ALL.into_iter().enumerate() {
            let (title, note) = (task.title.get(language), task.note().get(language));
            self.titles[at].take_if(|value| value != title.unwrap_or_default());
            self.notes[at].take_if(|value| value != note.unwrap_or_default());
        }
        drop_other(&mut self.when, &task.when);
        drop_other(&mut self.kind, &task.kind);
        drop_other(&mut self.status, &task.status);
        drop_other(&mut self.progress, &task.progress);
        drop_other(&mut self.lane, &task.lane);
        drop_other(&mut self.track, &task.track);
        drop_other(&mut self.basis, &task.basis);
        drop_other(&mut self.place, &task.place());
    }
}

/// The words of all tasks and how many have each.
fn counted<T: Copy + Eq + std::hash::Hash>(
    roadmap: &Roadmap,
    tasks: &[TaskId],
    words: impl Fn(&Task) -> &IdList<T>,
) -> Vec<(T, usize)> {
    let mut places: HashMap<T, usize> = HashMap::new();
    let mut counts: Vec<(T, usize)> = Vec::new();
    let tasks = tasks.iter().filter_map(|task| roadmap.tasks.get(task.index()));
    for &word in tasks.flat_map(|task| words(task).iter()) {
        let place = *places.entry(word).or_insert(counts.len());
        match counts.get_mut(place) {
            Some((_, count)) => *count += 1,
            None => counts.push((word, 1)),
        }
    }
    counts.truncate(MOST_WORDS);
    counts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Text;
    use crate::time::FiscalYearStart;

    #[test]
    fn only_what_tasks_have_in_common_is_a_value() {
        let when = |text| Interval::parse(text, FiscalYearStart::APRIL).unwrap();
        let mut roadmap = Roadmap::default();
        let [one, two] = ["甲", "乙"].map(|word| OwnerId::from_index(roadmap.owners.intern(word)));
        let task = |title: &str, owners: &[OwnerId]| Task {
            owners: owners.iter().copied().collect(),
            progress: Some(40),
            ..Task::new(title, LaneId::from_index(0), Text::new(title, "same"), when("FY2023"))
        };
        roadmap.tasks = [task("a", &[one]), task("b", &[two, one])].into_iter().collect();
        let both: Vec<_> = roadmap.task_ids().collect();
        let values = Values::of(&roadmap, &both).unwrap();
        assert_eq!(values.titles, [None, Some("same".to_owned())]);
        assert_eq!((values.when, values.progress), (Some(when("FY2023")), Some(Some(40))));
        assert_eq!(values.owners, [(one, 2), (two, 1)]);
        let single = Values::of(&roadmap, &both[1..]).unwrap();
        assert_eq!(single.titles[0].as_deref(), Some("b"));
        assert_eq!(single.owners, [(two, 1), (one, 1)]);
        assert_eq!(Values::of(&roadmap, &[]), None);
    }
}
