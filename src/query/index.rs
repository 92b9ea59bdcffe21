//! What is computed once for a state of a roadmap, so that a filter is evaluated quickly.

use super::facets::{Facet, FacetIndex, FacetValue};
use super::lines::FoldedLines;
use super::period::TaskDays;
use crate::model::{LaneId, Language, Name, Roadmap, TaskId, Text};
use crate::parallel::in_order;
use std::collections::HashMap;
use std::sync::OnceLock;

/// The searchable texts and the facet values of all tasks of a roadmap.
///
/// A task is found by its id, its title and its note, by the titles of its lane and of all
/// lanes above it, and by its owners and tags, each in both languages. What tasks share is
/// kept, and searched, once. The index is built anew after an edit.
#[derive(Clone, Debug)]
pub struct SearchIndex {
    /// In the order of [`Facet::ALL`].
    facets: Vec<FacetIndex>,
    tasks: FoldedLines,
    lanes: FoldedLines,
    /// In the order in which the facets list their values.
    owners: FoldedLines,
    tags: FoldedLines,
    lane_of_task: Vec<LaneId>,
    parents: Vec<Option<LaneId>>,
    /// Every lane behind its parent.
    parents_first: Vec<LaneId>,
    /// Made when a query first asks for periods.
    days: OnceLock<Vec<TaskDays>>,
}

impl SearchIndex {
    /// The index of a roadmap.
    #[must_use]
    pub fn new(roadmap: &Roadmap) -> Self {
        let parents: Vec<_> = roadmap.lanes.iter().map(|lane| lane.parent).collect();
        let parents_first = parents_first(&parents);
        let mut areas: Vec<_> = roadmap.lane_ids().collect();
        for &lane in &parents_first {
            if let Some(parent) = parents[lane.index()] {
                areas[lane.index()] = areas[parent.index()];
            }
        }
        let mut facets = Vec::with_capacity(Facet::ALL.len());
        let facet = |facet| FacetIndex::new(facet, roadmap, &areas);
        in_order(Facet::ALL.into_iter(), facet, |facet| {
            facets.push(facet);
            Some(())
        });
        let names: HashMap<&str, &Name> =
            roadmap.names.iter().map(|name| (&*name.name, name)).collect();
        let words = |facet: Facet| {
            let values: &[FacetValue] = &facets[facet as usize].values;
            FoldedLines::new(values, |value| {
                let word = match value {
                    FacetValue::Owner(owner) => roadmap.owners.word(owner.index()),
                    FacetValue::Tag(tag) => roadmap.tags.word(tag.index()),
                    _ => "",
                };
                let title = names.get(word).map(|name| &name.title);
                std::iter::once(word).chain(title.into_iter().flat_map(both_languages))
            })
        };
        Self {
            tasks: FoldedLines::of_list(&roadmap.tasks, |task| {
                let texts = both_languages(&task.title).chain(both_languages(task.note()));
                std::iter::once(&*task.id).chain(texts)
            }),
            lanes: FoldedLines::new(&roadmap.lanes, |lane| both_languages(&lane.title)),
            owners: words(Facet::Owner),
            tags: words(Facet::Tag),
            lane_of_task: roadmap.tasks.iter().map(|task| task.lane).collect(),
            facets,
            parents,
            parents_first,
            days: OnceLock::new(),
        }
    }

    /// The number of tasks of the roadmap.
    #[must_use]
    pub fn task_count(&self) -> usize {
        self.lane_of_task.len()
    }

    /// The values of a facet that any task has, in the order of their list.
    #[must_use]
    pub fn values(&self, facet: Facet) -> &[FacetValue] {
        &self.facet(facet).values
    }

    /// The values of a facet and which task has which.
    pub(super) fn facet(&self, facet: Facet) -> &FacetIndex {
        &self.facets[facet as usize]
    }

    /// The days of each task; `roadmap` is the one of the index.
    pub(super) fn days(&self, roadmap: &Roadmap) -> &[TaskDays] {
        let fiscal = roadmap.fiscal_year_start;
        let days = || roadmap.tasks.iter().map(|task| TaskDays::new(task.when, fiscal)).collect();
        self.days.get_or_init(days)
    }

    /// The folded titles of the lanes.
    pub(super) fn lane_titles(&self) -> &FoldedLines {
        &self.lanes
    }

    /// The folded words of owners or tags, and their titles, in the order of the facet's values.
    pub(super) fn words_of(&self, facet: Facet) -> &FoldedLines {
        if facet == Facet::Owner { &self.owners } else { &self.tags }
    }

    /// For each task, whether it lies in one of these lanes or in a lane below.
    pub(super) fn in_lanes(&self, lanes: &[LaneId]) -> Vec<bool> {
        let mut wanted = vec![false; self.parents.len()];
        for lane in lanes {
            wanted[lane.index()] = true;
        }
        self.hand_down(&mut wanted);
        self.lane_of_task.iter().map(|lane| wanted[lane.index()]).collect()
    }

    /// For each lane the number of counted tasks in it and in the lanes below.
    pub(super) fn count_in_lanes(&self, counted: impl Fn(usize) -> bool) -> Vec<u32> {
        let mut counts = vec![0; self.parents.len()];
        for (task, lane) in self.lane_of_task.iter().enumerate() {
            counts[lane.index()] += u32::from(counted(task));
        }
        for lane in self.parents_first.iter().rev() {
            if let Some(parent) = self.parents[lane.index()] {
                counts[parent.index()] += counts[lane.index()];
            }
        }
        counts
    }

    /// The tasks in whose texts this text occurs; the empty text occurs in all.
    #[must_use]
    pub fn find(&self, text: &str) -> Vec<TaskId> {
        let folded = super::fold(text);
        let found = self.containing(&folded).into_iter().enumerate();
        found.filter(|&(_, hit)| hit).map(|(task, _)| TaskId::from_index(task)).collect()
    }

    /// For each task, whether this folded text occurs in its id, title or note.
    pub(super) fn task_texts_containing(&self, folded: &str) -> Vec<bool> {
        if folded.is_empty() {
            return vec![true; self.task_count()];
        }
        self.tasks.containing(folded)
    }

    /// For each task, whether this folded text occurs in one of its texts.
    pub(super) fn containing(&self, folded: &str) -> Vec<bool> {
        if folded.is_empty() {
            return vec![true; self.task_count()];
        }
        let mut hits = self.tasks.containing(folded);
        let lanes = self.lanes_containing(folded);
        if lanes.contains(&true) {
            for (hit, lane) in hits.iter_mut().zip(&self.lane_of_task) {
                *hit |= lanes[lane.index()];
            }
        }
        for (facet, words) in [(Facet::Owner, &self.owners), (Facet::Tag, &self.tags)] {
            let wanted = words.containing(folded);
            if wanted.contains(&true) {
                self.facet(facet).column.mark_any(&wanted, &mut hits);
            }
        }
        hits
    }

    /// For each lane, whether the text occurs in its own title or in one above it.
    fn lanes_containing(&self, folded: &str) -> Vec<bool> {
        let mut hits = self.lanes.containing(folded);
        if hits.contains(&true) {
            self.hand_down(&mut hits);
        }
        hits
    }

    /// Marks the lanes that lie below a marked one.
    fn hand_down(&self, marks: &mut [bool]) {
        for lane in &self.parents_first {
            if let Some(parent) = self.parents[lane.index()] {
                marks[lane.index()] |= marks[parent.index()];
            }
        }
    }
}

fn both_languages(text: &Text) -> impl Iterator<Item = &str> {
    Language::ALL.into_iter().filter_map(|language| text.get(language))
}

/// All lanes, every one behind its parent, in time O(lanes) however deep they lie.
fn parents_first(parents: &[Option<LaneId>]) -> Vec<LaneId> {
    let mut order = Vec::with_capacity(parents.len());
    let mut placed = vec![false; parents.len()];
    let mut waiting = Vec::new();
    for lane in 0..parents.len() {
        let mut next = Some(LaneId::from_index(lane));
        while let Some(lane) = next.filter(|lane| !placed[lane.index()]) {
            placed[lane.index()] = true;
            waiting.push(lane);
            next = parents[lane.index()];
        }
        order.extend(waiting.drain(..).rev());
    }
    order
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    #[track_caller]
    fn finds(text: &str, expected: &[&str]) {
        let roadmap = sample::roadmap();
        let found = SearchIndex::new(&roadmap).find(text);
        let ids: Vec<_> = found.iter().map(|&task| &*roadmap.task(task).id).collect();
        assert_eq!(ids, expected, "{text}");
    }

    #[test]
    fn a_title_is_found_in_both_languages_and_any_spelling() {
        finds("がばめんとくらうど", &["cloud.build", "cloud.move"]);
        finds("ｶﾞﾊﾞﾒﾝﾄ", &["cloud.build", "cloud.move"]);
        finds("GOVERNMENT　ｃｌｏｕｄ", &["cloud.build"]);
        finds("submit", &["card.bill"]);
    }

    #[test]
    fn a_task_is_found_by_its_owners_tags_note_and_id() {
        finds("デジタル庁", &["cloud.build", "cloud.move", "card.study"]);
        finds("digital agency", &["cloud.build", "cloud.move", "card.study"]);
        finds("DA2021", &["cloud.build", "cloud.move", "card.study"]);
        finds("legislation", &["card.bill"]);
        finds("令和5年1月", &["card.issue"]);
        finds("card.bi", &["card.bill"]);
    }

    #[test]
    fn a_task_is_found_by_the_titles_of_all_lanes_above_it() {
        finds("residence", &["card.bill", "card.issue"]);
        finds("マイナンバーカード", &["card.study", "card.bill", "card.issue"]);
        finds("nothing of the kind", &[]);
        finds(" ", &["cloud.build", "cloud.move", "card.study", "card.bill", "card.issue"]);
    }

    #[test]
    fn parents_come_first_in_a_deep_tree_in_any_order() {
        let depth = 100_000;
        let parents: Vec<_> =
            (1..=depth).map(|lane| (lane < depth).then(|| LaneId::from_index(lane))).collect();
        let order = parents_first(&parents);
        assert_eq!(order.len(), depth);
        assert_eq!(order[0].index(), depth - 1);
        assert!(order.windows(2).all(|pair| parents[pair[1].index()] == Some(pair[0])));
    }
}
