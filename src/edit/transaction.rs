//! What one gesture or one command changes.

use super::change::Records;
use super::{Change, Refusal, Renumbering, Renumberings};
use crate::model::{
    Dependency, Document, DocumentId, Extra, Lane, LaneId, Language, Name, Place, Roadmap, Source,
    Task, TaskId, Text, View,
};
use crate::time::{FiscalYearStart, Interval};
use std::collections::HashSet;

/// One change of one part of a document.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    /// The title of the document, and when its fiscal years begin.
    Header {
        /// What the roadmap is called.
        title: Text,
        /// When its fiscal years begin.
        fiscal_year_start: FiscalYearStart,
    },
    /// The dates of a task; a [`Change::Replace`] of little size, since these change most often.
    When {
        /// The task.
        task: TaskId,
        /// When it takes place.
        when: Interval,
    },
    /// Of the documents that tasks come from.
    Document(Change<Document>),
    /// Of the translated names of owners and tags.
    Name(Change<Name>),
    /// Of the lanes.
    Lane(Change<Lane>),
    /// Of the tasks.
    Task(Change<Task>),
    /// Of the dependencies.
    Dependency(Change<Dependency>),
    /// Of the named views.
    View(Change<View>),
    /// All top-level fields that this version does not know.
    Extra(Extra),
}

/// What a transaction does, in both languages: "Move \"Study\"".
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Label {
    /// In Japanese.
    pub ja: Box<str>,
    /// In English.
    pub en: Box<str>,
}

impl Label {
    /// A label in both languages.
    #[must_use]
    pub fn new(ja: impl Into<Box<str>>, en: impl Into<Box<str>>) -> Self {
        Self { ja: ja.into(), en: en.into() }
    }

    /// The label in one language.
    #[must_use]
    pub fn in_language(&self, language: Language) -> &str {
        match language {
            Language::Japanese => &self.ja,
            Language::English => &self.en,
        }
    }
}

/// Changes that are made and taken back together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Transaction {
    /// What they do.
    pub label: Label,
    /// The changes in order; positions are those after the changes before.
    pub edits: Vec<Edit>,
}

impl Transaction {
    /// A transaction of one or several edits.
    #[must_use]
    pub fn new(label: Label, edits: Vec<Edit>) -> Self {
        Self { label, edits }
    }

    /// Changes a roadmap, and returns the transaction that takes that back.
    ///
    /// # Errors
    /// If the roadmap would not hold together afterwards, or if the transaction was made for
    /// another one; then nothing has changed.
    ///
    /// # Panics
    /// Never: what was applied can be taken back.
    pub fn apply(&self, roadmap: &mut Roadmap) -> Result<Self, Refusal> {
        let mut taking_back = Vec::with_capacity(self.edits.len());
        for edit in &self.edits {
            match edit.apply(roadmap) {
                Ok(back) => taking_back.push(back),
                Err(refusal) => {
                    for back in taking_back.iter().rev() {
                        back.apply(roadmap).expect("what was sound before is sound again");
                    }
                    return Err(refusal);
                }
            }
        }
        taking_back.reverse();
        Ok(Self { label: self.label.clone(), edits: taking_back })
    }

    /// The transaction that does what this one and then another one does, under this one's label.
    #[must_use]
    pub fn compose(mut self, then: Self) -> Self {
        self.edits.extend(then.edits);
        self
    }

    /// What it does to the positions of records.
    #[must_use]
    pub fn renumberings(&self) -> Renumberings {
        let mut all = Renumberings::default();
        for edit in &self.edits {
            match edit {
                Edit::Task(change) => all.tasks.extend(change.renumbering()),
                Edit::Lane(change) => all.lanes.extend(change.renumbering()),
                Edit::Dependency(change) => all.dependencies.extend(change.renumbering()),
                Edit::Document(change) => all.documents.extend(change.renumbering()),
                Edit::Header { .. }
                | Edit::When { .. }
                | Edit::Name(_)
                | Edit::View(_)
                | Edit::Extra(_) => {}
            }
        }
        all
    }

    /// About how many bytes it takes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let labels = self.label.ja.len() + self.label.en.len();
        let of_edits = self.edits.iter().map(|edit| size_of::<Edit>() + edit.further_bytes());
        size_of::<Self>() + labels + of_edits.sum::<usize>()
    }
}

impl Edit {
    /// Changes a roadmap, and returns what takes that back; if it refuses, nothing has changed.
    fn apply(&self, roadmap: &mut Roadmap) -> Result<Self, Refusal> {
        match self {
            Self::Header { title, fiscal_year_start } => {
                if *fiscal_year_start != roadmap.fiscal_year_start {
                    check_fiscal_years(roadmap, *fiscal_year_start)?;
                }
                Ok(Self::Header {
                    title: std::mem::replace(&mut roadmap.title, title.clone()),
                    fiscal_year_start: std::mem::replace(
                        &mut roadmap.fiscal_year_start,
                        *fiscal_year_start,
                    ),
                })
            }
            &Self::When { task, when } => {
                if task.index() >= roadmap.tasks.len() {
                    return Err(Refusal::OutOfDate);
                }
                check_period(when, roadmap.fiscal_year_start)?;
                let old = std::mem::replace(&mut roadmap.tasks[task.index()].when, when);
                Ok(Self::When { task, when: old })
            }
            Self::Document(change) => {
                check_places(change, roadmap.documents.len())?;
                check_ids(change, &roadmap.documents, |it| &it.id)?;
                if change.records().any(|document| !chapters_rise(document)) {
                    return Err(Refusal::Chapters);
                }
                if let Some(renumbering) = change.renumbering() {
                    renumber_documents(roadmap, &renumbering)?;
                }
                Ok(Self::Document(change.apply(&mut roadmap.documents)))
            }
            Self::Name(change) => {
                check_places(change, roadmap.names.len())?;
                check_ids(change, &roadmap.names, |it| &it.name)?;
                Ok(Self::Name(change.apply(&mut roadmap.names)))
            }
            Self::Lane(change) => Self::apply_to_lanes(change, roadmap).map(Self::Lane),
            Self::Task(change) => Self::apply_to_tasks(change, roadmap).map(Self::Task),
            Self::Dependency(change) => {
                check_places(change, roadmap.dependencies.len())?;
                check_links(change, roadmap)?;
                Ok(Self::Dependency(change.apply(&mut roadmap.dependencies)))
            }
            Self::View(change) => {
                check_places(change, roadmap.views.len())?;
                check_ids(change, &roadmap.views, |it| &it.id)?;
                Ok(Self::View(change.apply(&mut roadmap.views)))
            }
            Self::Extra(extra) => {
                Ok(Self::Extra(std::mem::replace(&mut roadmap.extra, extra.clone())))
            }
        }
    }

    fn apply_to_lanes(
        change: &Change<Lane>,
        roadmap: &mut Roadmap,
    ) -> Result<Change<Lane>, Refusal> {
        check_places(change, roadmap.lanes.len())?;
        check_ids(change, &roadmap.lanes, |it| &it.id)?;
        if change.records().any(|lane| lane.color.is_some_and(|color| color > Lane::MAX_COLOR)) {
            return Err(Refusal::NoSuchColor);
        }
        // The parents of new lanes are counted as they are after the change.
        let parents = change.records().filter_map(|lane| lane.parent);
        let count = roadmap.lanes.len() + change.records().count();
        if parents.into_iter().any(|parent| parent.index() >= count) {
            return Err(Refusal::OutOfDate);
        }
        let back = change_lanes(change, roadmap)?;
        if change.records().next().is_some() && has_cycle_of_lanes(&roadmap.lanes) {
            change_lanes(&back, roadmap).expect("nobody lies in a lane that is new");
            return Err(Refusal::LaneInItself);
        }
        Ok(back)
    }

    fn apply_to_tasks(
        change: &Change<Task>,
        roadmap: &mut Roadmap,
    ) -> Result<Change<Task>, Refusal> {
        check_places(change, roadmap.tasks.len())?;
        check_ids(change, &roadmap.tasks, |it| &it.id)?;
        for task in change.records() {
            check_period(task.when, roadmap.fiscal_year_start)?;
            let documents = roadmap.documents.len();
            let is_known = task.lane.index() < roadmap.lanes.len()
                && task.place().is_none_or(|place| place.document.index() < documents)
                && task.owners.iter().all(|it| it.index() < roadmap.owners.words().len())
                && task.tags.iter().all(|it| it.index() < roadmap.tags.words().len());
            if !is_known {
                return Err(Refusal::OutOfDate);
            }
        }
        if let Some(renumbering) = change.renumbering()
            && !renumbering.keeps_all(roadmap.tasks.len())
        {
            renumber_tasks(roadmap, &renumbering)?;
        }
        Ok(change.apply(&mut roadmap.tasks))
    }

    /// About how many bytes it takes besides its own size.
    fn further_bytes(&self) -> usize {
        fn of<R>(change: &Change<R>, texts: impl Fn(&R) -> usize) -> usize {
            match change {
                Change::Replace { record, .. } => size_of::<R>() + texts(record),
                Change::Insert(records) => {
                    let each = |(_, record): &(usize, R)| size_of::<(usize, R)>() + texts(record);
                    records.iter().map(each).sum()
                }
                Change::Remove(positions) => size_of_val(positions.as_slice()),
                Change::Move { .. } => 0,
            }
        }
        match self {
            Self::Header { title, .. } => text_bytes(title),
            Self::When { .. } => 0,
            Self::Document(change) => of(change, |it| {
                let chapters = it.chapters.iter().map(|it| 64 + text_bytes(&it.title));
                text_bytes(&it.title) + chapters.sum::<usize>()
            }),
            Self::Name(change) => of(change, |it| it.name.len() + text_bytes(&it.title)),
            Self::Lane(change) => of(change, |it| it.id.len() + text_bytes(&it.title)),
            Self::Task(change) => of(change, |it| {
                let ids = 4 * (it.owners.len() + it.tags.len());
                it.id.len() + text_bytes(&it.title) + text_bytes(it.note()) + ids
            }),
            Self::Dependency(change) => of(change, |it| text_bytes(it.reason())),
            Self::View(change) => of(change, |it| {
                it.query.len() + it.folded.iter().map(|key| 16 + key.len()).sum::<usize>()
            }),
            Self::Extra(extra) => {
                extra.fields().iter().map(|field| 32 + field.key.len() + field.json.len()).sum()
            }
        }
    }
}

fn text_bytes(text: &Text) -> usize {
    Language::ALL.iter().filter_map(|&language| text.get(language)).map(str::len).sum()
}

fn check_places<R: Clone>(change: &Change<R>, length: usize) -> Result<(), Refusal> {
    if change.fits(length) { Ok(()) } else { Err(Refusal::OutOfDate) }
}

/// Whether all ids would be there once.
fn check_ids<'r, R: Clone + 'r>(
    change: &Change<R>,
    list: &'r impl Records<R>,
    id: impl Fn(&R) -> &str,
) -> Result<(), Refusal> {
    let mut new = HashSet::new();
    for record in change.records() {
        if id(record).is_empty() {
            return Err(Refusal::EmptyId);
        }
        if !new.insert(id(record)) {
            return Err(Refusal::IdTaken(id(record).to_owned()));
        }
    }
    let replaced = match change {
        Change::Replace { at, record } => {
            if id(list.record(*at)) == id(record) {
                return Ok(());
            }
            Some(*at)
        }
        _ => None,
    };
    if new.is_empty() {
        return Ok(());
    }
    let others = list.each().enumerate().filter(|(at, _)| Some(*at) != replaced);
    match others.map(|(_, record)| id(record)).find(|id| new.contains(id)) {
        Some(taken) => Err(Refusal::IdTaken(taken.to_owned())),
        None => Ok(()),
    }
}

fn check_period(when: Interval, fiscal: FiscalYearStart) -> Result<(), Refusal> {
    Interval::new(when.start(), when.end(), fiscal).map(|_| ()).map_err(Refusal::Period)
}

fn check_fiscal_years(roadmap: &Roadmap, start: FiscalYearStart) -> Result<(), Refusal> {
    let is_wrong = |task: &&Task| check_period(task.when, start).is_err();
    match roadmap.tasks.iter().find(is_wrong) {
        Some(task) => Err(Refusal::FiscalYear(task.id.to_string())),
        None => Ok(()),
    }
}

fn chapters_rise(document: &Document) -> bool {
    let chapters = &document.chapters;
    chapters.iter().all(|it| it.first_table <= it.last_table)
        && chapters.is_sorted_by(|one, next| one.last_table < next.first_table)
}

/// Whether the ends of all links exist, and no link is there twice.
fn check_links(change: &Change<Dependency>, roadmap: &Roadmap) -> Result<(), Refusal> {
    let mut new: Vec<&Dependency> = change.records().collect();
    if new.is_empty() {
        return Ok(());
    }
    for link in &new {
        if link.from.index().max(link.to.index()) >= roadmap.tasks.len() {
            return Err(Refusal::OutOfDate);
        }
        if link.from == link.to {
            return Err(Refusal::LinkToItself);
        }
        if link.lag_days.saturating_abs() > Dependency::MAX_LAG_DAYS {
            return Err(Refusal::LagTooLong);
        }
    }
    let ends = |link: &Dependency| (link.from, link.to);
    new.sort_by_key(|link| ends(link));
    let replaced = if let Change::Replace { at, .. } = change { Some(*at) } else { None };
    let others = roadmap.dependencies.iter().enumerate().filter(|(at, _)| Some(*at) != replaced);
    let is_double = |link: &Dependency| {
        let from = new.partition_point(|it| ends(it) < ends(link));
        new[from..].iter().take_while(|it| ends(it) == ends(link)).any(|it| *it == link)
    };
    let among_new = new.windows(2).any(|pair| pair[0] == pair[1]);
    if among_new || others.map(|(_, link)| link).any(is_double) {
        return Err(Refusal::SameLink);
    }
    Ok(())
}

fn has_cycle_of_lanes(lanes: &[Lane]) -> bool {
    // Where the way upwards from a lane has been walked: by which walk, so that a walk that
    // meets itself is told from one that meets an earlier one.
    let mut walked = vec![0_u32; lanes.len()];
    for (start, walk) in (0..lanes.len()).zip(1..) {
        let mut lane = Some(start);
        while let Some(at) = lane.filter(|&at| walked[at] == 0 || walked[at] == walk) {
            if walked[at] == walk {
                return true;
            }
            walked[at] = walk;
            lane = lanes[at].parent.map(LaneId::index);
        }
    }
    false
}

fn renumber_documents(roadmap: &mut Roadmap, renumbering: &Renumbering) -> Result<(), Refusal> {
    if renumbering.keeps_all(roadmap.documents.len()) {
        return Ok(());
    }
    let new = |at: usize| renumbering.position(at);
    let places = || roadmap.tasks.iter().filter_map(Task::place);
    if places().any(|place| new(place.document.index()).is_none()) {
        return Err(Refusal::DocumentInUse);
    }
    for at in 0..roadmap.tasks.len() {
        let Some(source) = &roadmap.tasks[at].source else { continue };
        let place = source.place();
        let document = new(place.document.index()).expect("it was looked at above");
        if document != place.document.index() {
            let place = Place { document: DocumentId::from_index(document), ..place };
            let source = Source::new(place, source.extra().clone());
            roadmap.tasks[at].source = Some(source);
        }
    }
    Ok(())
}

/// Changes the lanes, and all that names them by position. A lane that is taken out or put in
/// names its parent by the position from before or afterwards, so that both fit together.
fn change_lanes(change: &Change<Lane>, roadmap: &mut Roadmap) -> Result<Change<Lane>, Refusal> {
    let length = roadmap.lanes.len();
    let Some(renumbering) = change.renumbering().filter(|it| !it.keeps_all(length)) else {
        return Ok(change.apply(&mut roadmap.lanes));
    };
    let new = |lane: LaneId| renumbering.position(lane.index()).map(LaneId::from_index);
    let stays = |lane: &usize| renumbering.position(*lane).is_some();
    let parents = (0..length).filter(stays).filter_map(|lane| roadmap.lanes[lane].parent);
    let mut named = parents.chain(roadmap.tasks.iter().map(|task| task.lane));
    if named.any(|lane| new(lane).is_none()) {
        return Err(Refusal::LaneInUse);
    }
    let renumber = |lanes: &mut [Lane]| {
        for lane in lanes {
            lane.parent = lane.parent.and_then(new);
        }
    };
    let back = if matches!(change, Change::Remove(_)) {
        let back = change.apply(&mut roadmap.lanes);
        renumber(&mut roadmap.lanes);
        back
    } else {
        renumber(&mut roadmap.lanes);
        change.apply(&mut roadmap.lanes)
    };
    for at in 0..roadmap.tasks.len() {
        let lane = roadmap.tasks[at].lane;
        let moved = new(lane).expect("it was looked at above");
        if moved != lane {
            roadmap.tasks[at].lane = moved;
        }
    }
    Ok(back)
}

fn renumber_tasks(roadmap: &mut Roadmap, renumbering: &Renumbering) -> Result<(), Refusal> {
    let new = |task: TaskId| renumbering.position(task.index()).map(TaskId::from_index);
    let is_whole = |link: &Dependency| new(link.from).is_some() && new(link.to).is_some();
    if !roadmap.dependencies.iter().all(is_whole) {
        return Err(Refusal::TaskInUse);
    }
    for at in 0..roadmap.dependencies.len() {
        let link = &roadmap.dependencies[at];
        let ends = (new(link.from).expect("looked at"), new(link.to).expect("looked at"));
        if ends != (link.from, link.to) {
            let link = &mut roadmap.dependencies[at];
            (link.from, link.to) = ends;
        }
    }
    Ok(())
}
