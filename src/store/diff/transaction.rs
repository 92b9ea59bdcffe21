//! The transaction that makes one version of a document out of another.

use super::key::{Matched, keys};
use super::{RecordKind, diff};
use crate::edit::{Change, Edit, Label, Transaction};
use crate::model::{
    Dependency, DocumentId, Lane, LaneId, OwnerId, Place, Roadmap, Source, TagId, Task, TaskId,
};
use crate::time::Interval;
use std::collections::HashSet;

/// The changes that make `after` out of `before`, as one step that can be taken back; the words
/// that they name are added to `before`.
///
/// The order of unknown fields in a record stays as it is. Each record that was moved costs a
/// walk over its list.
#[must_use]
pub fn transaction(before: &mut Roadmap, after: &Roadmap, label: Label) -> Transaction {
    let owners: Vec<OwnerId> = after
        .owners
        .words()
        .iter()
        .map(|word| OwnerId::from_index(before.owners.intern(word)))
        .collect();
    let tags: Vec<TagId> =
        after.tags.words().iter().map(|word| TagId::from_index(before.tags.intern(word))).collect();
    let before = &*before;
    let mut changed = RecordKind::ALL.map(|_| HashSet::new());
    for change in diff(before, after).records {
        if let (Some(at), false) = (change.after, change.fields.is_empty()) {
            changed[change.list as usize].insert(at);
        }
    }
    let plan = |list: RecordKind| Plan::new(before, after, list, &changed[list as usize]);
    let [documents, names, lanes, tasks, links, views] = RecordKind::ALL.map(plan);

    let document = |at: usize| after.documents[at].clone();
    let lane = |at: usize| {
        let it = &after.lanes[at];
        let parent = it.parent.map(|parent| LaneId::from_index(lanes.place(parent.index())));
        Lane { parent, ..it.clone() }
    };
    let orphan = |at: usize| Lane { parent: None, ..after.lanes[at].clone() };
    let task = |at: usize| {
        let it = &after.tasks[at];
        let source = it.source.as_ref().map(|source| {
            let place = source.place();
            let document = DocumentId::from_index(documents.place(place.document.index()));
            Source::new(Place { document, ..place }, source.extra().clone())
        });
        Task {
            lane: LaneId::from_index(lanes.place(it.lane.index())),
            owners: it.owners.iter().map(|owner| owners[owner.index()]).collect(),
            tags: it.tags.iter().map(|tag| tags[tag.index()]).collect(),
            source,
            ..it.clone()
        }
    };
    let link = |at: usize| {
        let it = &after.dependencies[at];
        let [from, to] = [it.from, it.to].map(|task| TaskId::from_index(tasks.place(task.index())));
        Dependency { from, to, ..it.clone() }
    };

    // What names others goes first and comes last.
    let mut edits = Vec::new();
    links.remove(Edit::Dependency, &mut edits);
    tasks.remove(Edit::Task, &mut edits);
    header(before, after, &tasks, &mut edits);
    documents.arrange(Edit::Document, document, &mut edits);
    documents.replace(Edit::Document, document, &mut edits);
    lanes.arrange(Edit::Lane, lane, &mut edits);
    // No lane may stand in itself on the way from one tree to the other.
    lanes.replace(Edit::Lane, orphan, &mut edits);
    lanes.replace(Edit::Lane, lane, &mut edits);
    tasks.arrange(Edit::Task, task, &mut edits);
    tasks.replace(Edit::Task, task, &mut edits);
    lanes.remove(Edit::Lane, &mut edits);
    documents.remove(Edit::Document, &mut edits);
    links.arrange(Edit::Dependency, link, &mut edits);
    let name = |at: usize| after.names[at].clone();
    names.remove(Edit::Name, &mut edits);
    names.arrange(Edit::Name, name, &mut edits);
    names.replace(Edit::Name, name, &mut edits);
    let view = |at: usize| after.views[at].clone();
    views.remove(Edit::View, &mut edits);
    views.arrange(Edit::View, view, &mut edits);
    views.replace(Edit::View, view, &mut edits);
    if before.extra != after.extra {
        edits.push(Edit::Extra(after.extra.clone()));
    }
    Transaction::new(label, edits)
}

/// Changes title and fiscal year. Periods that change as well are single ones meanwhile, which
/// no fiscal year makes end before they start.
fn header(before: &Roadmap, after: &Roadmap, tasks: &Plan, edits: &mut Vec<Edit>) {
    let fiscal_year_start = after.fiscal_year_start;
    if before.fiscal_year_start != fiscal_year_start {
        for (at, task) in before.tasks.iter().enumerate() {
            let Some((now, to)) = tasks.kept_at(at) else { continue };
            if after.tasks[to].when != task.when {
                let when = Interval::single(task.when.start());
                edits.push(Edit::When { task: TaskId::from_index(now), when });
            }
        }
    }
    if before.title != after.title || before.fiscal_year_start != fiscal_year_start {
        edits.push(Edit::Header { title: after.title.clone(), fiscal_year_start });
    }
}

/// How one list becomes another.
struct Plan {
    /// The positions of what is taken out, at the moment when it is.
    gone: Vec<usize>,
    /// Records that are moved, one after another: from where to where.
    moves: Vec<(usize, usize)>,
    /// What is put in: where, and its position in the later version.
    new: Vec<(usize, usize)>,
    /// What is replaced, as positions in the later version.
    changed: Vec<usize>,
    /// Where each record of the later version stands until what is gone has been taken out.
    places: Vec<usize>,
    /// Where each record of the earlier version stands once what is gone has been taken out, if
    /// that comes first, and its position in the later version.
    kept: Vec<Option<(usize, usize)>>,
}

impl Plan {
    fn new(before: &Roadmap, after: &Roadmap, list: RecordKind, changed: &HashSet<usize>) -> Self {
        let matched = Matched::new([keys(before, list), keys(after, list)]);
        // What others name can only go when those do not any more.
        let goes_last = matches!(list, RecordKind::Lane | RecordKind::Document);
        // A dependency has no fields that outlive its ends: it is taken out and put in again.
        let is_replaced = list != RecordKind::Dependency;
        let later = |number: u32| matched.at[number as usize][1].map(|at| at as usize);
        let is_kept = |number: u32| {
            matched.at[number as usize][0].is_some()
                && later(number).is_some_and(|at| is_replaced || !changed.contains(&at))
        };
        let mut now: Vec<u32> = matched.order[0].clone();
        let mut gone: Vec<usize> = Vec::new();
        if !goes_last {
            gone = (0..now.len()).filter(|at| !is_kept(now[*at])).collect();
            now.retain(|number| is_kept(*number));
        }
        let mut kept = vec![None; matched.order[0].len()];
        for (at, &number) in now.iter().enumerate() {
            if let [Some(before), Some(after)] = matched.at[number as usize] {
                kept[before as usize] = Some((at, after as usize));
            }
        }

        let was_moved = matched.moved(1);
        let mut moves = Vec::new();
        let mut previous = None;
        for &number in matched.order[1].iter().filter(|number| is_kept(**number)) {
            if was_moved[number as usize] {
                let find = |now: &[u32], it: u32| now.iter().position(|other| *other == it);
                let from = find(&now, number).expect("it is kept");
                now.remove(from);
                let before = previous.and_then(|previous| find(&now, previous));
                let to = before.map_or(0, |at| at + 1);
                now.insert(to, number);
                if from != to {
                    moves.push((from, to));
                }
            }
            previous = Some(number);
        }

        let mut whole: Vec<u32> = Vec::with_capacity(matched.keys.len());
        let mut new = Vec::new();
        let mut left = now.into_iter();
        for (at, &number) in matched.order[1].iter().enumerate() {
            if is_kept(number) {
                // What is gone still stands among the others.
                for other in left.by_ref() {
                    whole.push(other);
                    if other == number {
                        break;
                    }
                }
            } else {
                new.push((whole.len(), at));
                whole.push(number);
            }
        }
        whole.extend(left);
        let mut places = vec![0; matched.order[1].len()];
        for (place, &number) in whole.iter().enumerate() {
            if let Some(at) = later(number) {
                places[at] = place;
            }
        }
        if goes_last {
            gone = (0..whole.len()).filter(|at| later(whole[*at]).is_none()).collect();
        }
        let is_old = |at: &usize| matched.at[matched.order[1][*at] as usize][0].is_some();
        let mut changed: Vec<usize> =
            changed.iter().copied().filter(|at| is_replaced && is_old(at)).collect();
        changed.sort_unstable();
        Self { gone, moves, new, changed, places, kept }
    }

    /// Where a record of the later version stands.
    fn place(&self, at: usize) -> usize {
        self.places[at]
    }

    /// Where a record of the earlier version stands once others have gone, and its position in
    /// the later version; `None` if it goes as well.
    fn kept_at(&self, at: usize) -> Option<(usize, usize)> {
        self.kept[at]
    }

    fn remove<R>(&self, wrap: fn(Change<R>) -> Edit, edits: &mut Vec<Edit>) {
        if !self.gone.is_empty() {
            edits.push(wrap(Change::Remove(self.gone.clone())));
        }
    }

    fn arrange<R>(
        &self,
        wrap: fn(Change<R>) -> Edit,
        record: impl Fn(usize) -> R,
        edits: &mut Vec<Edit>,
    ) {
        edits.extend(self.moves.iter().map(|&(from, to)| wrap(Change::Move { from, to })));
        if !self.new.is_empty() {
            let new = self.new.iter().map(|&(place, at)| (place, record(at)));
            edits.push(wrap(Change::Insert(new.collect())));
        }
    }

    fn replace<R>(
        &self,
        wrap: fn(Change<R>) -> Edit,
        record: impl Fn(usize) -> R,
        edits: &mut Vec<Edit>,
    ) {
        edits.extend(self.changed.iter().map(|&at| {
            wrap(Change::Replace { at: self.places[at], record: Box::new(record(at)) })
        }));
    }
}
