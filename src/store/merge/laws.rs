//! What holds for every diff and every merge, on random documents and random edits of them.

use super::super::diff::{Changes, Key, RecordChange, diff, transaction};
use super::super::format;
use super::super::format::laws::{config, roadmap, written};
use super::*;
use crate::edit::Label;
use crate::edit::laws::{Dice, dice, random};
use crate::model::{
    Dependency, DependencyType, Extra, ExtraField, Lane, LaneId, Language, Name, OwnerId, TagId,
    Task, TaskBasis, TaskId, TaskKind, TaskStatus, Text, View,
};
use crate::time::{Interval, Stamp};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use std::collections::HashSet;

/// One random edit: what, where, where else, and a number.
type Op = (u8, Index, Index, u16);

fn ops() -> impl Strategy<Value = Vec<Op>> {
    vec((any::<u8>(), any::<Index>(), any::<Index>(), any::<u16>()), 0..12)
}

/// What the edits of one side may touch.
#[derive(Clone, Copy)]
struct Scope {
    /// Marks what this side adds.
    mark: &'static str,
    /// Only records at positions of this parity of the first version, and what this side adds.
    parity: usize,
    /// Whether records may be put elsewhere.
    moves: bool,
}

/// A document with its lists as plain vectors.
struct Lists {
    roadmap: Roadmap,
    lanes: Vec<Lane>,
    tasks: Vec<Task>,
    links: Vec<Dependency>,
    names: Vec<Name>,
    views: Vec<View>,
}

impl Lists {
    fn of(roadmap: &Roadmap) -> Self {
        Self {
            roadmap: roadmap.clone(),
            lanes: roadmap.lanes.clone(),
            tasks: roadmap.tasks.iter().cloned().collect(),
            links: roadmap.dependencies.iter().cloned().collect(),
            names: roadmap.names.clone(),
            views: roadmap.views.clone(),
        }
    }

    /// The document as it is read again from its file.
    fn finish(self) -> Roadmap {
        let roadmap = Roadmap {
            lanes: self.lanes,
            tasks: self.tasks.into_iter().collect(),
            dependencies: self.links.into_iter().collect(),
            names: self.names,
            views: self.views,
            ..self.roadmap
        };
        format::read(written(&roadmap).as_bytes()).unwrap().0
    }

    /// Removes a task with its dependencies.
    fn remove_task(&mut self, at: usize) {
        self.tasks.remove(at);
        self.links.retain(|link| link.from.index() != at && link.to.index() != at);
        self.renumber(|task| if task > at { task - 1 } else { task });
    }

    fn renumber(&mut self, number: impl Fn(usize) -> usize) {
        for link in &mut self.links {
            let [from, to] = [link.from, link.to].map(|it| TaskId::from_index(number(it.index())));
            (link.from, link.to) = (from, to);
        }
    }

    /// Puts a record elsewhere and tells where each position has got to.
    fn moved<T>(list: &mut Vec<T>, from: usize, to: usize) -> impl Fn(usize) -> usize + use<T> {
        let record = list.remove(from);
        list.insert(to, record);
        move |at| match at {
            _ if at == from => to,
            _ if from < at && at <= to => at - 1,
            _ if to <= at && at < from => at + 1,
            _ => at,
        }
    }

    fn is_below(&self, lane: usize, above: usize) -> bool {
        std::iter::successors(Some(lane), |lane| self.lanes[*lane].parent.map(LaneId::index))
            .any(|lane| lane == above)
    }
}

fn with_text(text: &Text, language: Language, words: &str) -> Text {
    let mut text = text.clone();
    text.set(language, Some(words));
    text
}

/// Applies random edits that cannot collide with those of the other side.
fn edited(base: &Roadmap, ops: &[Op], scope: Scope) -> Roadmap {
    let mut it = Lists::of(base);
    let own = |id: &str, old: Option<usize>| match old {
        Some(at) => at % 2 == scope.parity,
        None => id.ends_with(scope.mark),
    };
    let own_task = |id: &str| own(id, base.tasks.iter().position(|it| *it.id == *id));
    let own_lane = |id: &str| own(id, base.lanes.iter().position(|it| *it.id == *id));
    for (nth, (what, one, other, number)) in ops.iter().enumerate() {
        let words = format!("{}{number}", scope.mark);
        let language = Language::ALL[usize::from(*number) % 2];
        let task = (!it.tasks.is_empty()).then(|| one.index(it.tasks.len()));
        let task = task.filter(|at| own_task(&it.tasks[*at].id));
        let lane = (!it.lanes.is_empty()).then(|| one.index(it.lanes.len()));
        let lane = lane.filter(|at| own_lane(&it.lanes[*at].id));
        let any_lane = (!it.lanes.is_empty()).then(|| other.index(it.lanes.len()));
        let stamp = Stamp::fiscal_year(2000 + i16::try_from(number % 30).unwrap());
        match (what % 22, task, lane) {
            (0, Some(at), _) => {
                it.tasks[at].title = with_text(&it.tasks[at].title, language, &words);
            }
            (1, Some(at), _) => it.tasks[at].when = Interval::single(stamp),
            (2, Some(at), _) => it.tasks[at].status = *other.get(TaskStatus::ALL),
            (3, Some(at), _) => {
                let note = with_text(it.tasks[at].note(), language, &words);
                it.tasks[at].rare.set_remark(note);
            }
            (4, Some(at), _) => {
                let owner = OwnerId::from_index(it.roadmap.owners.intern(&words));
                let owners = it.tasks[at].owners.iter().copied().chain([owner]);
                it.tasks[at].owners = owners.collect();
            }
            (5, Some(at), _) => {
                let owners = it.tasks[at].owners.iter().copied().skip(1);
                it.tasks[at].owners = owners.collect();
            }
            (6, Some(at), _) => {
                let tag = TagId::from_index(it.roadmap.tags.intern(&words));
                it.tasks[at].tags = [tag].into();
            }
            (7, Some(at), _) => {
                it.tasks[at].kind = *other.get(TaskKind::ALL);
                it.tasks[at].basis = *one.get(TaskBasis::ALL);
                it.tasks[at].source = None;
            }
            (8, Some(at), _) => {
                let lane = any_lane.filter(|lane| own_lane(&it.lanes[*lane].id));
                it.tasks[at].lane = lane.map_or(it.tasks[at].lane, LaneId::from_index);
            }
            (9, Some(at), _) => {
                let linked =
                    it.links.iter().filter(|link| link.from.index() == at || link.to.index() == at);
                let mut ends = linked.flat_map(|link| [link.from, link.to]);
                if ends.all(|end| own_task(&it.tasks[end.index()].id)) {
                    it.remove_task(at);
                }
            }
            (10 | 11, ..) => {
                if let Some(lane) = any_lane {
                    let id = format!("new{}{}", number % 4, scope.mark);
                    if it.tasks.iter().all(|task| *task.id != *id) {
                        let lane = LaneId::from_index(lane);
                        let title = Text::only(language, words);
                        let task = Task::new(id, lane, title, Interval::single(stamp));
                        let at = other.index(it.tasks.len() + 1);
                        it.tasks.insert(at, task);
                        it.renumber(|task| if task >= at { task + 1 } else { task });
                    }
                }
            }
            (12, Some(at), _) if scope.moves => {
                let to = other.index(it.tasks.len());
                let number = Lists::moved(&mut it.tasks, at, to);
                it.renumber(number);
            }
            (13, _, Some(at)) => {
                it.lanes[at].title = with_text(&it.lanes[at].title, language, &words);
            }
            (14, _, Some(at)) => {
                // Of two sides that must not collide only one builds the tree anew.
                let parent = any_lane.filter(|parent| !it.is_below(*parent, at));
                if scope.parity == 0 {
                    it.lanes[at].parent = parent.map(LaneId::from_index);
                }
            }
            (16, ..) => {
                let id = format!("lane{number}{}", scope.mark);
                if it.lanes.iter().all(|lane| *lane.id != *id) {
                    let title = Text::only(language, words);
                    let parent = any_lane.map(LaneId::from_index);
                    let extra = it.roadmap.title.extra().clone();
                    it.lanes.push(Lane { id: id.into(), title, parent, color: Some(1), extra });
                }
            }
            (17, Some(from), _) => {
                let to = other.index(it.tasks.len());
                let kind = DependencyType::ALL[usize::from(*number) % 4];
                let [from_id, to_id] = [from, to].map(TaskId::from_index);
                let link = Dependency { kind, ..Dependency::new(from_id, to_id) };
                let is_new = !it.links.contains(&link);
                if from != to && is_new && own_task(&it.tasks[to].id) {
                    it.links.push(link);
                }
            }
            (18 | 19, ..) if !it.links.is_empty() => {
                let at = one.index(it.links.len());
                let ends = [it.links[at].from, it.links[at].to];
                if ends.iter().all(|end| own_task(&it.tasks[end.index()].id)) {
                    if what % 22 == 18 {
                        it.links.remove(at);
                    } else {
                        let new = Dependency { lag_days: (*number).into(), ..it.links[at].clone() };
                        if !it.links.contains(&new) {
                            it.links[at] = new;
                        }
                    }
                }
            }
            (20, ..) => {
                let key = format!("x{}{}", nth, scope.mark);
                if it.roadmap.extra.fields().iter().all(|field| *field.key != *key) {
                    it.roadmap.extra.push(ExtraField { key: key.into(), json: "1.10".into() });
                }
            }
            (21, ..) => {
                let id = format!("view{number}{}", scope.mark);
                if it.views.iter().all(|view| *view.id != *id) {
                    it.views.push(View::new(&*id, Text::only(language, &*words)));
                }
                if it.names.iter().all(|name| *name.name != *words) {
                    let title = Text::only(language, "x");
                    it.names.push(Name { name: (&*words).into(), title, extra: Extra::default() });
                }
            }
            _ => {}
        }
    }
    it.finish()
}

const APART: [Scope; 2] =
    [Scope { mark: "A", parity: 0, moves: true }, Scope { mark: "B", parity: 1, moves: false }];

/// A document after random changes of every kind that people make.
fn changed(base: &Roadmap, dice: &[Dice]) -> Roadmap {
    let mut roadmap = base.clone();
    for &dice in dice {
        // Some are refused, and leave everything as it is.
        if let Ok(transaction) = random(&mut roadmap, dice) {
            drop(transaction.apply(&mut roadmap));
        }
    }
    format::read(written(&roadmap).as_bytes()).unwrap().0
}

/// What a change says, without the positions.
fn said(change: &RecordChange) -> (String, bool, bool, Vec<String>) {
    let key = format!("{:?} {:?}", change.list, change.key);
    let mut fields: Vec<String> = change.fields.iter().map(|it| format!("{it:?}")).collect();
    fields.sort();
    (key, change.before.is_some(), change.after.is_some(), fields)
}

/// Every difference between two documents, found the slow way: through their JSON.
fn brute_force(before: &Roadmap, after: &Roadmap) -> HashSet<String> {
    let flat = |roadmap: &Roadmap| {
        let mut values: HashSet<(String, String)> = HashSet::new();
        let mut counts: HashMap<String, u32> = HashMap::new();
        let mut add = |place: &str, list: Option<RecordKind>, json: &str| {
            for (key, json) in format::fields(json).unwrap() {
                let parts =
                    if format::holds_text(list, &key) { format::fields(json) } else { None };
                for (part, json) in parts.unwrap_or_else(|| vec![(String::new(), json)]) {
                    values.insert((format!("{place}/{key}/{part}"), json.to_owned()));
                }
            }
            values.insert((place.to_owned(), String::new()));
        };
        add("header", None, &format::header_line(roadmap));
        for list in RecordKind::ALL {
            for (at, key) in keys(roadmap, list).enumerate() {
                let count = counts.entry(format!("{list:?} {key:?}")).or_default();
                let key = match key {
                    Key::Id(_) => key,
                    Key::Link { from, to, kind, .. } => {
                        Key::Link { from, to, kind, number: *count }
                    }
                };
                *count += 1;
                let mut line = String::new();
                format::record_line(roadmap, list, at, &mut line);
                add(&format!("{list:?} {:?}", key.to_owned()), Some(list), &line);
            }
        }
        values
    };
    let [before, after] = [before, after].map(flat);
    before.symmetric_difference(&after).map(|(place, _)| place.clone()).collect()
}

/// The places that a diff names.
fn named(before: &Roadmap, after: &Roadmap) -> HashSet<String> {
    let changes = diff(before, after);
    let mut places = HashSet::new();
    let field = |place: &str, field: &Field| {
        format!("{place}/{}/{}", field.key, field.part.as_deref().unwrap_or_default())
    };
    places.extend(changes.header.iter().map(|it| field("header", &it.field)));
    for change in &changes.records {
        let place = format!("{:?} {:?}", change.list, change.key);
        places.extend(change.fields.iter().map(|it| field(&place, &it.field)));
        let one_sided = match (change.before, change.after) {
            (Some(at), None) => Some((before, at)),
            (None, Some(at)) => Some((after, at)),
            _ => None,
        };
        if let Some((roadmap, at)) = one_sided {
            let mut line = String::new();
            format::record_line(roadmap, change.list, at, &mut line);
            for (key, json) in format::fields(&line).unwrap() {
                let is_text = format::holds_text(Some(change.list), &key);
                let parts = if is_text { format::fields(json) } else { None };
                for (part, _) in parts.unwrap_or_else(|| vec![(String::new(), json)]) {
                    places.insert(format!("{place}/{key}/{part}"));
                }
            }
            places.insert(place);
        }
    }
    places
}

proptest! {
    #![proptest_config(config(1_000))]

    #[test]
    fn every_difference_is_told_and_none_is_made_up(base in roadmap(), dice in dice(12)) {
        let after = changed(&base, &dice);
        prop_assert!(diff(&after, &after).is_empty());
        prop_assert_eq!(named(&base, &after), brute_force(&base, &after));
        let back = diff(&after, &base);
        let count = |changes: &Changes| changes.records.iter().filter(|it| it.moved).count();
        prop_assert_eq!(count(&diff(&base, &after)), count(&back));
        prop_assert_eq!(diff(&base, &after).is_empty(), written(&base) == written(&after));
    }

    #[test]
    fn two_strangers_differ_in_everything_they_differ_in(one in roadmap(), other in roadmap()) {
        prop_assert_eq!(named(&one, &other), brute_force(&one, &other));
    }

    #[test]
    fn a_transaction_leads_from_any_version_to_any_other(
        base in roadmap(), dice in dice(12), other in roadmap(),
    ) {
        for after in [changed(&base, &dice), other] {
            let mut document = base.clone();
            let label = Label::new("統合", "Merge");
            let forth = transaction(&mut document, &after, label);
            let back = forth.apply(&mut document).unwrap();
            prop_assert_eq!(written(&document), written(&after));
            back.apply(&mut document).unwrap();
            prop_assert_eq!(written(&document), written(&base));
        }
    }

    #[test]
    fn one_side_alone_is_taken_as_it_is(base in roadmap(), dice in dice(12)) {
        let changed = changed(&base, &dice);
        let text = written(&changed);
        for (base, ours, theirs) in [
            (Some(&base), &changed, &base),
            (Some(&base), &base, &changed),
            (Some(&base), &changed, &changed),
            (None, &changed, &changed),
        ] {
            let merged = merge(base, ours, theirs).unwrap();
            prop_assert_eq!(&merged.conflicts, &[]);
            prop_assert_eq!(&written(&merged.roadmap), &text);
        }
    }

    #[test]
    fn edits_apart_commute_and_are_all_there(base in roadmap(), one in ops(), other in ops()) {
        let sides = [(&one, APART[0]), (&other, APART[1])];
        let [ours, theirs] = sides.map(|(ops, scope)| edited(&base, ops, scope));
        let merged = merge(Some(&base), &ours, &theirs).unwrap();
        prop_assert_eq!(&merged.conflicts, &[]);
        let swapped = merge(Some(&base), &theirs, &ours).unwrap();
        prop_assert_eq!(written(&merged.roadmap), written(&swapped.roadmap));

        let told = |after: &Roadmap| {
            let changes = diff(&base, after);
            let header = changes.header.iter().map(|it| format!("{it:?}"));
            let records = changes.records.iter().map(said).filter(|it| {
                // What was only moved has nothing else to say.
                !(it.1 && it.2 && it.3.is_empty())
            });
            header.map(|it| (it, true, true, Vec::new())).chain(records).collect::<HashSet<_>>()
        };
        let both: HashSet<_> = told(&ours).union(&told(&theirs)).cloned().collect();
        prop_assert_eq!(told(&merged.roadmap), both);
    }

    #[test]
    fn whatever_two_do_the_result_is_sound_and_nothing_goes_without_a_word(
        base in roadmap(), one in dice(12), other in dice(12),
    ) {
        let [ours, theirs] = [one, other].map(|dice| changed(&base, &dice));
        let Merge { roadmap: merged, conflicts } = merge(Some(&base), &ours, &theirs).unwrap();
        let text = written(&merged);
        let (again, problems) = format::read(text.as_bytes()).unwrap();
        prop_assert!(problems.iter().all(|it| it.severity == crate::model::Severity::Warning));
        prop_assert_eq!(written(&again), text);
        prop_assert_eq!(&read_conflicts(&merged), &conflicts);
        prop_assert_eq!(merge(Some(&base), &ours, &theirs).unwrap().conflicts, conflicts.clone());

        // What a side changed is in the merged document, or the other side says something else
        // of it, or it is in a conflict.
        let place = |list: RecordKind, key: &RecordKey| format!("{list:?} {key:?}");
        let disputed: HashSet<String> = conflicts
            .iter()
            .filter_map(|it| it.record.as_ref().map(|(list, key)| place(*list, key)))
            .collect();
        let differs = |after: &Roadmap| brute_force(&base, after);
        let [by_ours, by_theirs] = [differs(&ours), differs(&theirs)];
        for (side, its, others) in
            [(&ours, &by_ours, &by_theirs), (&theirs, &by_theirs, &by_ours)]
        {
            let missing = brute_force(side, &merged);
            for lost in its.intersection(&missing) {
                let record = lost.split('/').next().unwrap_or_default();
                let is_told = disputed.iter().any(|it| lost.starts_with(&**it) || record == it)
                    || others.contains(lost)
                    || lost.starts_with("header");
                prop_assert!(is_told, "{} in {:?}", lost, disputed);
            }
        }

        // Each conflict can be settled for either side, or says why not; none is left then.
        for side in Side::ALL {
            let mut settled = merged.clone();
            for _ in 0..conflicts.len() {
                let left = read_conflicts(&settled);
                let Some(conflict) = left.first() else { break };
                match resolve(&settled, conflict, side) {
                    Ok(next) => {
                        prop_assert!(read_conflicts(&next).len() < left.len());
                        settled = next;
                    }
                    Err(problems) => {
                        prop_assert!(!problems.is_empty());
                        break;
                    }
                }
            }
            // A record can be needed by another one, a side can name a lane or a document that the
            // other one has deleted, and a period can end before it starts by the fiscal year of
            // the other side.
            let lanes = merged.lanes.iter().map(|lane| &lane.id);
            let ids: HashSet<String> = lanes
                .chain(merged.documents.iter().map(|document| &document.id))
                .map(|id| serde_json::to_string(id).unwrap())
                .collect();
            let is_there = |conflict: &Conflict| {
                let names = conflict.field.as_ref().is_some_and(|field| {
                    ["lane", "parent", "source"].contains(&&*field.key)
                });
                !names || Side::ALL.iter().all(|side| {
                    let value = conflict.value(*side).unwrap_or("null");
                    value == "null" || ids.contains(value)
                })
            };
            let is_free = conflicts.iter().all(|it| it.cause == Cause::BothChanged)
                && conflicts.iter().all(is_there)
                && ours.fiscal_year_start == theirs.fiscal_year_start;
            if is_free {
                prop_assert_eq!(read_conflicts(&settled), []);
            }
        }
    }
}
