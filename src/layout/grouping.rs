//! Which heading each task stands under.

use crate::model::{GroupKey, Grouping, LaneId, Roadmap, TaskId};
use std::cmp::Reverse;
use std::collections::HashMap;

/// The headings of a document by one grouping, whether or not a filter shows their tasks.
#[derive(Clone, Debug, Default)]
pub(super) struct Groups {
    /// In the order of the headings; every one has a task.
    pub keys: Vec<GroupKey>,
    /// The position in `keys` for each task.
    pub of_task: Vec<u32>,
    /// How many tasks each heading has.
    pub totals: Vec<u32>,
}

impl Groups {
    /// Groups all tasks of a document; the tree of lanes counts as its areas.
    pub(super) fn new(roadmap: &Roadmap, grouping: Grouping) -> Self {
        let areas = roadmap.areas();
        let key = |task| key(roadmap, grouping, task, |lane| areas[lane.index()]);
        let mut positions = HashMap::new();
        let mut this = Self::default();
        for task in roadmap.task_ids() {
            let key = key(task);
            let position = *positions.entry(key).or_insert_with(|| {
                this.keys.push(key);
                this.totals.push(0);
                this.keys.len() as u32 - 1
            });
            this.totals[position as usize] += 1;
            this.of_task.push(position);
        }
        this.sorted()
    }

    fn sorted(self) -> Self {
        let mut order: Vec<usize> = (0..self.keys.len()).collect();
        order.sort_by_key(|&at| {
            let key = self.keys[at];
            let is_owner = matches!(key, GroupKey::Owner(_));
            (!is_owner, Reverse(if is_owner { self.totals[at] } else { 0 }), key)
        });
        let mut places = vec![0; order.len()];
        for (place, &at) in order.iter().enumerate() {
            places[at] = place as u32;
        }
        Self {
            keys: order.iter().map(|&at| self.keys[at]).collect(),
            totals: order.iter().map(|&at| self.totals[at]).collect(),
            of_task: self.of_task.iter().map(|&at| places[at as usize]).collect(),
        }
    }
}

/// The headings that a document has by one grouping, from top to bottom.
#[must_use]
pub fn headings(roadmap: &Roadmap, grouping: Grouping) -> Vec<GroupKey> {
    Groups::new(roadmap, grouping).keys
}

/// The top-level heading that a task stands under.
#[must_use]
pub fn heading_of(roadmap: &Roadmap, grouping: Grouping, task: TaskId) -> GroupKey {
    key(roadmap, grouping, task, |lane| roadmap.area_of(lane))
}

fn key(
    roadmap: &Roadmap,
    grouping: Grouping,
    task: TaskId,
    area_of: impl Fn(LaneId) -> LaneId,
) -> GroupKey {
    let task = roadmap.task(task);
    match grouping {
        Grouping::Lanes | Grouping::Area => GroupKey::Lane(area_of(task.lane)),
        Grouping::Owner => task.owners.first().map_or(GroupKey::NoOwner, |it| GroupKey::Owner(*it)),
        Grouping::Kind => GroupKey::Kind(task.kind),
        Grouping::Chapter => {
            let chapter = task.place().and_then(|place| {
                let document = place.document;
                let chapter = roadmap.documents[document.index()].chapter_of(place.table?)?;
                Some(GroupKey::Chapter { document, chapter: u32::try_from(chapter).ok()? })
            });
            chapter.unwrap_or(GroupKey::NoChapter)
        }
        Grouping::Year => {
            let fiscal = roadmap.fiscal_year_start;
            GroupKey::Year(fiscal.fiscal_year_of(task.when.first_day(fiscal)))
        }
        Grouping::Status => GroupKey::Status(task.status),
    }
}
