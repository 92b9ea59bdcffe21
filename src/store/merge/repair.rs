//! What two sound versions do to each other: references to what the other side removed, circles
//! of lanes and of dependencies, periods that end before they start.

use super::super::diff::{Field, Key, RecordKind};
use super::super::format;
use super::{BASE, Cause, Conflict, ListMerge, Merging, OURS, Outcome, Side, THEIRS};
use crate::model::{Roadmap, TaskId};
use crate::schedule::{Graph, Order};
use crate::time::{FiscalYearStart, Interval};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

/// A field that names another record.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reference {
    /// The lane of a task.
    Lane,
    /// The document of the source of a task.
    Document,
    /// The parent of a lane.
    Parent,
}

impl Reference {
    /// The list of the record that it stands in, its key there, and the list that it leads to.
    const fn place(self) -> (RecordKind, &'static str, RecordKind) {
        match self {
            Self::Lane => (RecordKind::Task, "lane", RecordKind::Lane),
            Self::Document => (RecordKind::Task, "source", RecordKind::Document),
            Self::Parent => (RecordKind::Lane, "parent", RecordKind::Lane),
        }
    }
}

impl Merging<'_> {
    /// Makes what is to be in the merged document hold together.
    pub(super) fn repair(&mut self) {
        self.keep_ends_of_our_links();
        self.drop_links_without_ends();
        self.drop_equal_links();
        self.keep_targets(Reference::Document);
        self.keep_targets(Reference::Lane);
        self.keep_targets(Reference::Parent);
        while self.break_lane_cycle() {
            self.keep_targets(Reference::Parent);
        }
        self.check_periods();
        self.check_views();
        self.offer_what_theirs_need();
    }

    /// Leaves out dependencies of theirs that close a cycle with dependencies of ours; `links` are
    /// the numbers of the dependencies of the merged document.
    ///
    /// Cycles that one side had already are its own affair.
    pub(super) fn break_cycles(&mut self, roadmap: &mut Roadmap, links: &[u32]) {
        let at = &self.list(RecordKind::Dependency).ways.at;
        let is_only_in = |number: u32, side: usize, other: usize| {
            let at = at[number as usize];
            at[side].is_some() && at[other].is_none()
        };
        if !links.iter().any(|link| is_only_in(*link, OURS, THEIRS))
            || !links.iter().any(|link| is_only_in(*link, THEIRS, OURS))
            || links.len() != roadmap.dependencies.len()
        {
            return;
        }
        let order = Order::new(&Graph::new(roadmap));
        if order.cycles().is_empty() {
            return;
        }
        let their_roadmap = self.versions[THEIRS];
        let mut cycle_of: HashMap<&str, usize> = HashMap::new();
        for (number, cycle) in Order::new(&Graph::new(their_roadmap)).cycles().iter().enumerate() {
            cycle_of
                .extend(cycle.members.iter().map(|task| (&*their_roadmap.task(*task).id, number)));
        }
        let mut dropped = HashSet::new();
        for cycle in order.cycles() {
            for &link in &cycle.links {
                let ends = roadmap.dependency(link);
                let in_theirs = |task: TaskId| cycle_of.get(&*roadmap.task(task).id);
                let is_old =
                    in_theirs(ends.from).is_some() && in_theirs(ends.from) == in_theirs(ends.to);
                if is_only_in(links[link.index()], THEIRS, OURS) && !is_old {
                    dropped.insert(link.index());
                }
            }
        }
        let links_now = roadmap.dependencies.iter().enumerate();
        let kept = links_now.filter(|(at, _)| !dropped.contains(at)).map(|(_, link)| link.clone());
        roadmap.dependencies = kept.collect();
        let mut dropped: Vec<usize> = dropped.into_iter().collect();
        dropped.sort_unstable();
        for at in dropped {
            self.leave_out(RecordKind::Dependency, links[at] as usize, Cause::LinkCycle);
        }
    }

    /// Makes a conflict of each record that ours removed and that a disputed record of theirs
    /// needs, so that both can be brought back.
    fn offer_what_theirs_need(&mut self) {
        let mut open: Vec<(RecordKind, usize)> = Vec::new();
        for list in RecordKind::ALL {
            let ListMerge { outcomes, disputed, .. } = self.list(list);
            let gone = disputed.keys().filter(|(number, _)| outcomes[*number] == Outcome::Gone);
            open.extend(gone.map(|(number, _)| (list, *number)));
        }
        // A map has no order of its own.
        open.sort_unstable();
        open.reverse();
        while let Some((list, number)) = open.pop() {
            let Some(line) = self.version_line(list, number, THEIRS) else { continue };
            for (list, id) in named_records(list, &line) {
                let Some(needed) = self.list(list).ways.number(Key::Id(&id)) else { continue };
                let ListMerge { outcomes, disputed, .. } = self.list(list);
                if outcomes[needed] == Outcome::Gone && !disputed.contains_key(&(needed, None)) {
                    self.dispute_record(list, needed, Cause::StillNeeded, Side::Ours);
                    open.push((list, needed));
                }
            }
        }
    }

    /// Keeps tasks that theirs removed if a dependency of ours needs them.
    fn keep_ends_of_our_links(&mut self) {
        for link in 0..self.list(RecordKind::Dependency).outcomes.len() {
            if self.list(RecordKind::Dependency).ways.at[link][OURS].is_some() {
                for end in self.missing_ends(link) {
                    self.keep(RecordKind::Task, end);
                }
            }
        }
    }

    /// Leaves out dependencies of theirs on tasks that are not there.
    fn drop_links_without_ends(&mut self) {
        for link in 0..self.list(RecordKind::Dependency).outcomes.len() {
            if !self.missing_ends(link).is_empty() {
                self.leave_out(RecordKind::Dependency, link, Cause::EndRemoved);
            }
        }
    }

    /// The numbers of the tasks that a dependency needs and that are not there.
    fn missing_ends(&self, link: usize) -> Vec<usize> {
        let links = self.list(RecordKind::Dependency);
        let Key::Link { from, to, .. } = links.ways.keys[link] else { return Vec::new() };
        if links.outcomes[link] == Outcome::Gone {
            return Vec::new();
        }
        let tasks = self.list(RecordKind::Task);
        let numbers = [from, to].map(|id| tasks.ways.number(Key::Id(id)));
        let missing = numbers.into_iter().flatten();
        missing.filter(|number| tasks.outcomes[*number] == Outcome::Gone).collect()
    }

    /// Of dependencies that have become equal in every field, leaves one.
    fn drop_equal_links(&mut self) {
        let links = self.list(RecordKind::Dependency);
        let several: HashSet<Key<&str>> =
            links.ways.keys.iter().filter_map(|key| first_of_several(*key)).collect();
        if several.is_empty() {
            return;
        }
        let mut seen = HashSet::new();
        let mut equal = Vec::new();
        for (number, key) in links.ways.keys.iter().enumerate() {
            if links.outcomes[number] != Outcome::Gone
                && several.contains(&with_number(*key, 0))
                && !seen.insert(self.line(RecordKind::Dependency, number))
            {
                equal.push(number);
            }
        }
        for number in equal {
            self.list_mut(RecordKind::Dependency).outcomes[number] = Outcome::Gone;
        }
    }

    /// Keeps records that one side removed if a record of the merged document names them, and in
    /// turn what those name.
    fn keep_targets(&mut self, reference: Reference) {
        let (list, _, target) = reference.place();
        let targets = self.list(target);
        let is_missing = |number: usize| {
            let [_, ours, theirs] = targets.ways.at[number];
            targets.outcomes[number] == Outcome::Gone && (ours.is_some() || theirs.is_some())
        };
        if !(0..targets.outcomes.len()).any(is_missing) {
            return;
        }
        let mut open: Vec<usize> = (0..self.list(list).outcomes.len()).collect();
        while let Some(number) = open.pop() {
            let Some(named) = self.named(reference, number) else { continue };
            let targets = self.list(target);
            let found = targets.ways.number(Key::Id(&named));
            if let Some(found) = found.filter(|it| targets.outcomes[*it] == Outcome::Gone) {
                self.keep(target, found);
                if list == target {
                    open.push(found);
                }
            }
        }
    }

    /// The id that a record names, if it is there and names one.
    fn named(&self, reference: Reference, number: usize) -> Option<Cow<'_, str>> {
        let (list, key, _) = reference.place();
        let merged = self.list(list);
        match &merged.outcomes[number] {
            Outcome::Gone => None,
            Outcome::Of(version) => {
                let roadmap = self.versions[*version];
                let at = merged.ways.at[number][*version]? as usize;
                let id: &str = match reference {
                    Reference::Lane => &roadmap.lane(roadmap.tasks[at].lane).id,
                    Reference::Document => {
                        &roadmap.documents[roadmap.tasks[at].place()?.document.index()].id
                    }
                    Reference::Parent => &roadmap.lane(roadmap.lanes[at].parent?).id,
                };
                Some(Cow::Borrowed(id))
            }
            Outcome::Mixed(json) => {
                let value = value_of(json, key)?;
                let value = if reference == Reference::Document {
                    value_of(value, "document")?
                } else {
                    value
                };
                serde_json::from_str(value).ok().map(Cow::Owned)
            }
        }
    }

    /// Finds lanes that lead back to themselves and gives one of each such circle the parent that
    /// ours has; tells whether there were any.
    fn break_lane_cycle(&mut self) -> bool {
        let lanes = self.list(RecordKind::Lane);
        let parents: Vec<Option<usize>> = (0..lanes.outcomes.len())
            .map(|lane| lanes.ways.number(Key::Id(&self.named(Reference::Parent, lane)?)))
            .collect();
        // The walk upwards from each lane leaves its number behind.
        let mut walks = vec![usize::MAX; parents.len()];
        let mut circles = Vec::new();
        for start in 0..parents.len() {
            let mut next = Some(start);
            while let Some(lane) = next {
                if walks[lane] == start {
                    circles.push(lane);
                }
                if walks[lane] != usize::MAX {
                    break;
                }
                walks[lane] = start;
                next = parents[lane];
            }
        }
        let mut has_changed = false;
        for entry in circles {
            let around = std::iter::successors(Some(entry), |lane| {
                parents[*lane].filter(|next| *next != entry)
            });
            // Ours has no circle: so somewhere in it a lane of ours has a parent by theirs.
            let by_theirs = around.min_by_key(|lane| {
                let lanes = self.list(RecordKind::Lane);
                (!self.differs_from_ours(*lane), lanes.ways.keys[*lane])
            });
            if let Some(lane) = by_theirs.filter(|lane| self.differs_from_ours(*lane)) {
                self.take_our_field(RecordKind::Lane, lane, "parent", Cause::LaneCycle);
                has_changed = true;
            }
        }
        has_changed
    }

    /// Whether a lane of ours has another parent than it has there.
    fn differs_from_ours(&self, lane: usize) -> bool {
        let ours = self.versions[OURS];
        self.list(RecordKind::Lane).ways.at[lane][OURS].is_some_and(|at| {
            let parent = ours.lanes[at as usize].parent.map(|parent| &*ours.lane(parent).id);
            self.named(Reference::Parent, lane).as_deref() != parent
        })
    }

    /// Looks for periods that end before they start now that fiscal years begin elsewhere.
    fn check_periods(&mut self) {
        let month = value_of(&self.header, "fiscal_year_start_month");
        let month = month.and_then(|json| serde_json::from_str(json).ok());
        let fiscal = month.and_then(FiscalYearStart::new).unwrap_or_default();
        if [OURS, THEIRS].iter().all(|side| self.versions[*side].fiscal_year_start == fiscal) {
            return;
        }
        for task in 0..self.list(RecordKind::Task).outcomes.len() {
            if self.list(RecordKind::Task).outcomes[task] == Outcome::Gone {
                continue;
            }
            let line = self.line(RecordKind::Task, task);
            let Some(when) = value_of(&line, "when") else { continue };
            let text: String = serde_json::from_str(when).unwrap_or_default();
            if Interval::parse(&text, fiscal).is_err() {
                // A single period never ends before it starts.
                let start = text.split('/').next().unwrap_or_default();
                let start = format::quoted(start);
                self.dispute(RecordKind::Task, task, "when", Cause::FiscalYear);
                self.set(RecordKind::Task, task, "when", Some(&start));
            }
        }
    }

    /// Looks for views whose first and last day do not go together.
    fn check_views(&mut self) {
        for view in 0..self.list(RecordKind::View).outcomes.len() {
            let Outcome::Mixed(json) = &self.list(RecordKind::View).outcomes[view] else {
                continue;
            };
            // Days of four-digit years are in the order of their texts.
            let is_sound = match (value_of(json, "from"), value_of(json, "to")) {
                (None, None) => true,
                (Some(from), Some(to)) => from <= to,
                _ => false,
            };
            if !is_sound {
                for key in ["from", "to"] {
                    self.take_our_field(RecordKind::View, view, key, Cause::BothChanged);
                }
            }
        }
    }

    /// Puts our value of a field into a record and lets somebody decide, unless it stands there.
    fn take_our_field(&mut self, list: RecordKind, number: usize, key: &str, cause: Cause) {
        let ours = self.version_line(list, number, OURS).unwrap_or_default();
        let ours = value_of(&ours, key);
        if value_of(&self.line(list, number), key) != ours {
            self.dispute(list, number, key, cause);
            self.set(list, number, key, ours);
        }
    }

    /// Makes a conflict about a field of a record, unless there is one.
    fn dispute(&mut self, list: RecordKind, number: usize, key: &str, cause: Cause) {
        let what = (number, Some(Field::whole(key)));
        if !self.list(list).disputed.contains_key(&what) {
            let values = [BASE, OURS, THEIRS].map(|version| {
                let line = self.version_line(list, number, version)?;
                value_of(&line, key).map(Into::into)
            });
            self.add_conflict(list, what, cause, values);
        }
    }

    /// Puts another value into a record.
    fn set(&mut self, list: RecordKind, number: usize, key: &str, value: Option<&str>) {
        let json = with_field(&self.line(list, number), key, value);
        self.list_mut(list).outcomes[number] = Outcome::Mixed(json.into());
    }

    /// Brings a removed record back, as ours has it or else as theirs does.
    fn keep(&mut self, list: RecordKind, number: usize) {
        let is_ours = self.list(list).ways.at[number][OURS].is_some();
        let (version, taken) = if is_ours { (OURS, Side::Ours) } else { (THEIRS, Side::Theirs) };
        self.dispute_record(list, number, Cause::StillNeeded, taken);
        self.list_mut(list).outcomes[number] = Outcome::Of(version);
    }

    /// Leaves out a record of theirs.
    fn leave_out(&mut self, list: RecordKind, number: usize, cause: Cause) {
        self.dispute_record(list, number, cause, Side::Ours);
        self.list_mut(list).outcomes[number] = Outcome::Gone;
    }

    /// Makes one conflict about a record as a whole, however often it is disputed.
    fn dispute_record(&mut self, list: RecordKind, number: usize, cause: Cause, taken: Side) {
        let what = (number, None);
        let at = self.list(list).disputed.get(&what).copied().unwrap_or_else(|| {
            let values = [BASE, OURS, THEIRS]
                .map(|version| self.version_line(list, number, version).map(Into::into));
            self.add_conflict(list, what, cause, values)
        });
        (self.conflicts[at].cause, self.conflicts[at].taken) = (cause, taken);
    }

    /// Adds a conflict and returns where it stands.
    fn add_conflict(
        &mut self,
        list: RecordKind,
        what: (usize, Option<Field>),
        cause: Cause,
        values: [Option<Box<str>>; 3],
    ) -> usize {
        let record = Some((list, self.list(list).ways.keys[what.0].to_owned()));
        let at = self.conflicts.len();
        self.conflicts
            .push(Conflict { field: what.1.clone(), ..Conflict::new(record, cause, values) });
        self.list_mut(list).disputed.insert(what, at);
        at
    }

    fn list(&self, list: RecordKind) -> &ListMerge<'_> {
        &self.lists[list as usize]
    }
}

impl<'a> Merging<'a> {
    fn list_mut(&mut self, list: RecordKind) -> &mut ListMerge<'a> {
        &mut self.lists[list as usize]
    }

    /// A record as the merged document has it so far; empty if it is gone.
    fn line(&self, list: RecordKind, number: usize) -> String {
        match &self.lists[list as usize].outcomes[number] {
            Outcome::Gone => String::new(),
            Outcome::Of(version) => self.version_line(list, number, *version).unwrap_or_default(),
            Outcome::Mixed(json) => json.to_string(),
        }
    }

    /// A record as a version has it.
    fn version_line(&self, list: RecordKind, number: usize, version: usize) -> Option<String> {
        let at = self.lists[list as usize].ways.at[number][version]?;
        let mut line = String::new();
        format::record_line(self.versions[version], list, at as usize, &mut line);
        Some(line)
    }
}

/// The JSON of a key of an object.
fn value_of<'j>(json: &'j str, key: &str) -> Option<&'j str> {
    format::fields(json)?.into_iter().find(|field| field.0 == key).map(|field| field.1)
}

/// An object with another value of a key, or without it.
pub(super) fn with_field(json: &str, key: &str, value: Option<&str>) -> String {
    let fields = format::fields(json).unwrap_or_default();
    let is_there = fields.iter().any(|field| field.0 == key);
    let changed = fields
        .iter()
        .filter_map(|(name, json)| Some((&**name, if name == key { value? } else { *json })));
    let added = value.filter(|_| !is_there).map(|value| (key, value));
    format::object(changed.chain(added))
}

/// The records that a record names: their lists and ids.
pub(super) fn named_records(list: RecordKind, json: &str) -> Vec<(RecordKind, String)> {
    let id = |json: &str, key| serde_json::from_str::<String>(value_of(json, key)?).ok();
    let named = match list {
        RecordKind::Lane => vec![(RecordKind::Lane, id(json, "parent"))],
        RecordKind::Task => {
            let source = value_of(json, "source").unwrap_or("{}");
            vec![
                (RecordKind::Lane, id(json, "lane")),
                (RecordKind::Document, id(source, "document")),
            ]
        }
        RecordKind::Dependency => {
            ["from", "to"].map(|key| (RecordKind::Task, id(json, key))).into()
        }
        RecordKind::Document | RecordKind::Name | RecordKind::View => Vec::new(),
    };
    named.into_iter().filter_map(|(list, id)| Some((list, id?))).collect()
}

/// The first of several dependencies with the same ends and type, if this is a later one.
fn first_of_several(key: Key<&str>) -> Option<Key<&str>> {
    matches!(key, Key::Link { number: 1.., .. }).then(|| with_number(key, 0))
}

fn with_number(key: Key<&str>, number: u32) -> Key<&str> {
    match key {
        Key::Link { from, to, kind, .. } => Key::Link { from, to, kind, number },
        id @ Key::Id(_) => id,
    }
}
