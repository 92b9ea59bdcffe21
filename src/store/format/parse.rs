//! One record by itself: everything that can be checked without the others.

use super::assemble::{Assembly, optional};
use super::raw::{self, Str, TextValue};
use super::schema::{MAX_PROGRESS, RecordKind};
use crate::model::{
    Dependency, DependencyBasis, DependencyType, DocumentId, Lane, LaneId, OwnerId, Place, Rare,
    Source, TagId, Task, TaskBasis, TaskId, TaskKind, TaskStatus, Text, View, WordList,
};
use crate::time::{FiscalYearStart, Interval};
use ecow::EcoString;
use std::borrow::Cow;

/// A record has something wrong in itself.
pub(super) struct Broken;

/// A kind of record, and the two steps of reading it.
pub(super) trait Record {
    const KIND: RecordKind;

    /// A record that is sound by itself; parts of it are borrowed from its JSON.
    type Parsed<'t>: Send;

    /// Reads the record from its JSON.
    fn parse(json: &str, fiscal: FiscalYearStart) -> Result<Self::Parsed<'_>, Broken>;

    /// Adds it to a roadmap; `place` is the record as it stands in the file.
    fn link<'a>(parsed: Self::Parsed<'_>, assembly: &mut Assembly<'a>, place: &'a str);
}

pub(super) struct DocumentRecord<'t> {
    pub(super) id: Box<str>,
    pub(super) title: Text,
    pub(super) rest: raw::Document<'t>,
}

pub(super) enum Documents {}

impl Record for Documents {
    const KIND: RecordKind = RecordKind::Document;
    type Parsed<'t> = DocumentRecord<'t>;

    fn parse(json: &str, _: FiscalYearStart) -> Result<DocumentRecord<'_>, Broken> {
        let mut rest: raw::Document<'_> = deserialize(json)?;
        let is_whole = |it: &raw::Chapter<'_>| it.title.is_some() && it.tables.is_some();
        if !rest.chapters.iter().flatten().all(is_whole) {
            return Err(Broken);
        }
        Ok(DocumentRecord { id: id(rest.id.take())?, title: title(rest.title.take())?, rest })
    }

    fn link<'a>(parsed: DocumentRecord<'_>, assembly: &mut Assembly<'a>, place: &'a str) {
        assembly.add_document(parsed, place);
    }
}

pub(super) struct NameRecord<'t> {
    pub(super) name: Box<str>,
    pub(super) title: Text,
    pub(super) rest: raw::Name<'t>,
}

pub(super) enum Names {}

impl Record for Names {
    const KIND: RecordKind = RecordKind::Name;
    type Parsed<'t> = NameRecord<'t>;

    fn parse(json: &str, _: FiscalYearStart) -> Result<NameRecord<'_>, Broken> {
        let mut rest: raw::Name<'_> = deserialize(json)?;
        Ok(NameRecord { name: id(rest.word.take())?, title: title(rest.title.take())?, rest })
    }

    fn link<'a>(parsed: NameRecord<'_>, assembly: &mut Assembly<'a>, place: &'a str) {
        assembly.add_name(parsed, place);
    }
}

pub(super) struct LaneRecord<'t> {
    pub(super) id: Box<str>,
    pub(super) title: Text,
    pub(super) rest: raw::Lane<'t>,
}

impl LaneRecord<'_> {
    /// The lane, within this one.
    pub(super) fn tied(self, parent: Option<LaneId>) -> Lane {
        let Self { id, title, rest } = self;
        Lane { id, title, parent, color: rest.color, extra: rest.extra }
    }
}

pub(super) enum Lanes {}

impl Record for Lanes {
    const KIND: RecordKind = RecordKind::Lane;
    type Parsed<'t> = LaneRecord<'t>;

    fn parse(json: &str, _: FiscalYearStart) -> Result<LaneRecord<'_>, Broken> {
        let mut rest: raw::Lane<'_> = deserialize(json)?;
        if rest.color.is_some_and(|color| color > Lane::MAX_COLOR) {
            return Err(Broken);
        }
        Ok(LaneRecord { id: id(rest.id.take())?, title: title(rest.title.take())?, rest })
    }

    fn link<'a>(parsed: LaneRecord<'_>, assembly: &mut Assembly<'a>, place: &'a str) {
        assembly.add_lane(parsed, place);
    }
}

pub(super) struct TaskRecord<'t> {
    pub(super) id: EcoString,
    pub(super) lane: Str<'t>,
    pub(super) title: Text,
    pub(super) when: Interval,
    pub(super) rest: raw::Task<'t>,
}

impl TaskRecord<'_> {
    /// The task in its lane, with its owners and tags as positions in these lists.
    pub(super) fn tied(
        self,
        lane: LaneId,
        source: Option<Source>,
        owners: &mut WordList,
        tags: &mut WordList,
    ) -> Task {
        let Self { id, title, when, rest, .. } = self;
        let owner = |owner: &Str<'_>| OwnerId::from_index(owners.intern(&owner.0));
        let tag = |tag: &Str<'_>| TagId::from_index(tags.intern(&tag.0));
        Task {
            track: rest.track.unwrap_or(0),
            kind: rest.kind.map_or(TaskKind::Task, |kind| kind.0),
            status: rest.status.map_or(TaskStatus::Unknown, |status| status.0),
            progress: rest.progress,
            owners: rest.owners.iter().flatten().map(owner).collect(),
            tags: rest.tags.iter().flatten().map(tag).collect(),
            source,
            basis: rest.basis.map_or(TaskBasis::Editor, |basis| basis.0),
            rare: Rare::new(optional(rest.note), rest.extra),
            ..Task::new(id, lane, title, when)
        }
    }
}

impl raw::Source<'_> {
    /// The source in its document.
    pub(super) fn tied(self, document: DocumentId) -> Source {
        let Self { table, line, column, paragraph, extra, .. } = self;
        Source::new(Place { document, table, line, column, paragraph }, extra)
    }
}

pub(super) enum Tasks {}

impl Record for Tasks {
    const KIND: RecordKind = RecordKind::Task;
    type Parsed<'t> = TaskRecord<'t>;

    fn parse(json: &str, fiscal: FiscalYearStart) -> Result<TaskRecord<'_>, Broken> {
        let mut rest: raw::Task<'_> = deserialize(json)?;
        if rest.source.as_ref().is_some_and(|source| source.document.is_none())
            || rest.progress.is_some_and(|progress| progress > MAX_PROGRESS)
        {
            return Err(Broken);
        }
        let when = rest.when.take().ok_or(Broken)?.0;
        Ok(TaskRecord {
            id: id(rest.id.take())?,
            lane: rest.lane.take().ok_or(Broken)?,
            title: title(rest.title.take())?,
            when: Interval::parse(&when, fiscal).map_err(|_| Broken)?,
            rest,
        })
    }

    fn link<'a>(parsed: TaskRecord<'_>, assembly: &mut Assembly<'a>, place: &'a str) {
        assembly.add_task(parsed, place);
    }
}

pub(super) struct DependencyRecord<'t> {
    pub(super) from: Str<'t>,
    pub(super) to: Str<'t>,
    pub(super) rest: raw::Dependency<'t>,
}

impl DependencyRecord<'_> {
    /// The dependency between its tasks.
    pub(super) fn tied(self, from: TaskId, to: TaskId) -> Dependency {
        let rest = self.rest;
        Dependency {
            kind: rest.kind.map_or(DependencyType::FinishToStart, |kind| kind.0),
            lag_days: rest.lag.map_or(0, |lag| lag.0),
            basis: rest.basis.map_or(DependencyBasis::Inferred, |basis| basis.0),
            rare: Rare::new(optional(rest.reason), rest.extra),
            ..Dependency::new(from, to)
        }
    }
}

pub(super) enum Dependencies {}

impl Record for Dependencies {
    const KIND: RecordKind = RecordKind::Dependency;
    type Parsed<'t> = DependencyRecord<'t>;

    fn parse(json: &str, _: FiscalYearStart) -> Result<DependencyRecord<'_>, Broken> {
        let mut rest: raw::Dependency<'_> = deserialize(json)?;
        let (from, to) = (rest.from.take(), rest.to.take());
        Ok(DependencyRecord { from: from.ok_or(Broken)?, to: to.ok_or(Broken)?, rest })
    }

    fn link<'a>(parsed: DependencyRecord<'_>, assembly: &mut Assembly<'a>, place: &'a str) {
        assembly.add_dependency(parsed, place);
    }
}

pub(super) struct ViewRecord<'t> {
    pub(super) id: Box<str>,
    pub(super) title: Text,
    pub(super) rest: raw::View<'t>,
}

pub(super) enum Views {}

impl Record for Views {
    const KIND: RecordKind = RecordKind::View;
    type Parsed<'t> = ViewRecord<'t>;

    fn parse(json: &str, _: FiscalYearStart) -> Result<ViewRecord<'_>, Broken> {
        let mut rest: raw::View<'_> = deserialize(json)?;
        if rest.row_percent.is_some_and(|percent| !View::ROW_PERCENTS.contains(&percent)) {
            return Err(Broken);
        }
        Ok(ViewRecord { id: id(rest.id.take())?, title: title(rest.title.take())?, rest })
    }

    fn link<'a>(parsed: ViewRecord<'_>, assembly: &mut Assembly<'a>, place: &'a str) {
        assembly.add_view(parsed, place);
    }
}

fn deserialize<'t, T: serde::Deserialize<'t>>(json: &'t str) -> Result<T, Broken> {
    serde_json::from_str(json).map_err(|_| Broken)
}

fn id<T: for<'t> From<Cow<'t, str>>>(id: Option<Str<'_>>) -> Result<T, Broken> {
    id.filter(|id| !id.0.is_empty()).map(|id| id.0.into()).ok_or(Broken)
}

fn title(title: Option<TextValue>) -> Result<Text, Broken> {
    title.map(|title| title.0).ok_or(Broken)
}
