//! Ties the records of a file together: ids become positions, and what does not fit is reported.

use super::super::Progress;
use super::index::{IdIndex, Nearest};
use super::mend::Mender;
use super::parse::{
    Broken, Dependencies, DependencyRecord, DocumentRecord, Documents, LaneRecord, Lanes,
    NameRecord, Names, Record, TaskRecord, Tasks, ViewRecord, Views,
};
use super::problem::{Absent, Problem};
use super::raw::{self, Str, TextValue, locate};
use super::report::Report;
use super::schema::RecordKind;
use super::write::dependency_line;
use crate::model::{
    Chapter, Diagnostic, Document, DocumentId, LaneId, Language, Name, Roadmap, Source, TaskId,
    Text, View,
};
use crate::parallel::in_order;
use std::collections::{HashMap, HashSet};

/// The longest title that passes without a warning, in characters.
const LONGEST_TITLE: usize = 10_000;

/// A roadmap in the making.
pub(super) struct Assembly<'a> {
    text: &'a str,
    pub(super) roadmap: Roadmap,
    report: Report<'a>,
    pub(super) documents: IdIndex,
    names: IdIndex,
    pub(super) lanes: IdIndex,
    pub(super) tasks: IdIndex,
    views: IdIndex,
    nearest: Nearest,
    /// The text of each lane in the roadmap, and the parent that it names.
    lane_records: Vec<(&'a str, Option<String>)>,
    /// The text of each dependency in the roadmap.
    dependency_records: Vec<&'a str>,
    missing_parents: Missing<'a>,
    missing_lanes: Missing<'a>,
    missing_documents: Missing<'a>,
    missing_tasks: Missing<'a>,
    /// The first dependency on a task that was left out, and how many there are.
    on_left_out: Option<(&'a str, usize)>,
}

impl<'a> Assembly<'a> {
    /// Goes on from a roadmap that has its title and fiscal year but no records.
    pub(super) fn new(text: &'a str, roadmap: Roadmap, report: Report<'a>) -> Self {
        Self {
            text,
            roadmap,
            report,
            documents: IdIndex::default(),
            names: IdIndex::default(),
            lanes: IdIndex::default(),
            tasks: IdIndex::default(),
            views: IdIndex::default(),
            nearest: Nearest::new(),
            lane_records: Vec::new(),
            dependency_records: Vec::new(),
            missing_parents: Missing::default(),
            missing_lanes: Missing::default(),
            missing_documents: Missing::default(),
            missing_tasks: Missing::default(),
            on_left_out: None,
        }
    }

    /// Looks for faults in the title of the roadmap, which stands in the file as `json`.
    pub(super) fn check_header_title(&mut self, json: &'a str) {
        if !self.roadmap.title.is_empty() {
            check_title(&mut self.report, &self.roadmap.title, || json);
        }
    }

    /// Notes a record that is in the file but could not even be sliced out of it.
    pub(super) fn note_left_out(&mut self, kind: RecordKind, id: String) {
        let index = match kind {
            RecordKind::Document => &mut self.documents,
            RecordKind::Lane => &mut self.lanes,
            RecordKind::Task => &mut self.tasks,
            RecordKind::Name | RecordKind::Dependency | RecordKind::View => return,
        };
        index.left_out.insert(id);
    }

    /// Adds the records of a list; the lists must come in the order of the file format.
    /// `None` if somebody cancels.
    pub(super) fn add_list(
        &mut self,
        kind: RecordKind,
        records: &[&'a str],
        progress: &Progress,
    ) -> Option<()> {
        match kind {
            RecordKind::Document => self.add_records::<Documents>(records, progress),
            RecordKind::Name => self.add_records::<Names>(records, progress),
            RecordKind::Lane => {
                self.add_records::<Lanes>(records, progress)?;
                self.resolve_parents();
                Some(())
            }
            RecordKind::Task => {
                self.tasks.reserve(records.len());
                self.add_records::<Tasks>(records, progress)
            }
            RecordKind::Dependency => {
                self.dependency_records.reserve_exact(records.len());
                self.add_records::<Dependencies>(records, progress)
            }
            RecordKind::View => self.add_records::<Views>(records, progress),
        }
    }

    /// The roadmap and everything that is wrong with its file.
    pub(super) fn finish(mut self) -> (Roadmap, Vec<Diagnostic>) {
        self.drop_double_dependencies();
        self.report_missing();
        (self.roadmap, self.report.finish())
    }

    fn add_records<R: Record>(&mut self, records: &[&'a str], progress: &Progress) -> Option<()> {
        const AT_ONCE: usize = 2_048;
        let fiscal = self.roadmap.fiscal_year_start;
        in_order(
            records.chunks(AT_ONCE),
            |chunk| {
                let parsed = chunk.iter().map(|record| R::parse(record, fiscal)).collect();
                (chunk, parsed)
            },
            |(chunk, parsed): (_, Vec<_>)| {
                for (&record, parsed) in chunk.iter().zip(parsed) {
                    match parsed {
                        Ok(parsed) => R::link(parsed, self, record),
                        Err(Broken) => self.mend::<R>(record),
                    }
                }
                let last = chunk.last().map_or(self.text, |record| record);
                let read = last.as_ptr().addr() - self.text.as_ptr().addr() + last.len();
                progress.advance(read, self.roadmap.tasks.len());
                (!progress.is_cancelled()).then_some(())
            },
        )
    }

    /// Says what is wrong with a record and adds its sound part.
    fn mend<R: Record>(&mut self, record: &'a str) {
        let fiscal = self.roadmap.fiscal_year_start;
        let sound = Mender { report: &mut self.report, fiscal }.record(record, R::KIND);
        if let Some(sound) = sound {
            if let Ok(parsed) = R::parse(&sound, fiscal) {
                return R::link(parsed, self, record);
            }
            self.report.at(record, &Problem::Refused(R::KIND));
        }
        if let Ok(id) = serde_json::from_str::<Str<'_>>(locate(record, &["id"])) {
            self.note_left_out(R::KIND, id.0.into_owned());
        }
    }

    pub(super) fn add_document(&mut self, record: DocumentRecord<'_>, place: &'a str) {
        let DocumentRecord { id, title, rest } = record;
        let documents = &mut self.roadmap.documents;
        if !self.documents.insert_id(&id, documents.len(), |at| &documents[at].id) {
            return self.duplicate(RecordKind::Document, place, "id", &id);
        }
        check_title(&mut self.report, &title, || locate(place, &["title"]));
        let chapters = self.chapters(rest.chapters.unwrap_or_default(), place);
        self.roadmap.documents.push(Document {
            id,
            title,
            date: rest.date.map(|date| date.0),
            publisher: optional(rest.publisher),
            file: rest.file,
            chapters,
            extra: rest.extra,
        });
    }

    /// The chapters of a document but those whose tables do not come after the ones before.
    fn chapters(&mut self, raw: Vec<raw::Chapter<'_>>, place: &'a str) -> Vec<Chapter> {
        if raw.is_empty() {
            return Vec::new();
        }
        let list = locate(place, &["chapters"]);
        let mut chapters: Vec<Chapter> = Vec::with_capacity(raw.len());
        for chapter in raw {
            let (Some(title), Some(tables)) = (chapter.title, chapter.tables) else { continue };
            let (first_table, last_table) = (tables.0, tables.1);
            if chapters.last().is_some_and(|before| before.last_table >= first_table) {
                let problem = Problem::ChapterOutOfOrder { first_table, last_table };
                self.report.at(list, &problem);
                continue;
            }
            check_title(&mut self.report, &title.0, || list);
            chapters.push(Chapter {
                title: title.0,
                first_table,
                last_table,
                extra: chapter.extra,
            });
        }
        chapters
    }

    pub(super) fn add_name(&mut self, record: NameRecord<'_>, place: &'a str) {
        let NameRecord { name, title, rest } = record;
        let names = &mut self.roadmap.names;
        if !self.names.insert_id(&name, names.len(), |at| &names[at].name) {
            return self.duplicate(RecordKind::Name, place, "name", &name);
        }
        check_title(&mut self.report, &title, || locate(place, &["title"]));
        self.roadmap.names.push(Name { name, title, extra: rest.extra });
    }

    pub(super) fn add_lane(&mut self, mut record: LaneRecord<'_>, place: &'a str) {
        let id = &record.id;
        let lanes = &mut self.roadmap.lanes;
        if !self.lanes.insert_id(id, lanes.len(), |at| &lanes[at].id) {
            return self.duplicate(RecordKind::Lane, place, "id", id);
        }
        check_title(&mut self.report, &record.title, || locate(place, &["title"]));
        let parent = record.rest.parent.take().map(|parent| parent.0.into_owned());
        self.lane_records.push((place, parent));
        self.roadmap.lanes.push(record.tied(None));
    }

    pub(super) fn add_task(&mut self, mut record: TaskRecord<'_>, place: &'a str) {
        let id = &record.id;
        let Some(lane) = self.lane(&record.lane.0) else {
            self.missing_lanes.note(&record.lane.0, || locate(place, &["lane"]));
            self.tasks.left_out.insert(id.as_str().into());
            return;
        };
        let tasks = &self.roadmap.tasks;
        if !self.tasks.insert_id(id, tasks.len(), |at| &tasks[at].id) {
            return self.duplicate(RecordKind::Task, place, "id", id);
        }
        check_title(&mut self.report, &record.title, || locate(place, &["title"]));
        let source = record.rest.source.take().and_then(|source| self.source(source, place));
        let Roadmap { tasks, owners, tags, .. } = &mut self.roadmap;
        tasks.push(record.tied(lane, source, owners, tags));
    }

    /// The lane with this id; most tasks lie in the lane of the task before them.
    fn lane(&self, id: &str) -> Option<LaneId> {
        let lanes = &self.roadmap.lanes;
        let last = self.roadmap.tasks.last().map(|task| task.lane);
        match last {
            Some(last) if *lanes[last.index()].id == *id => Some(last),
            _ => self.lanes.find(id, |at| &lanes[at].id).map(LaneId::from_index),
        }
    }

    fn source(&mut self, mut raw: raw::Source<'_>, place: &'a str) -> Option<Source> {
        let document = raw.document.take()?.0;
        let documents = &self.roadmap.documents;
        let Some(found) = self.documents.find(&document, |at| &documents[at].id) else {
            let place = || locate(place, &["source", "document"]);
            self.missing_documents.note(&document, place);
            return None;
        };
        Some(raw.tied(DocumentId::from_index(found)))
    }

    pub(super) fn add_dependency(&mut self, record: DependencyRecord<'_>, place: &'a str) {
        let Some(from) = self.task(&record.from.0, "from", place) else { return };
        let Some(to) = self.task(&record.to.0, "to", place) else { return };
        if from == to {
            let problem = Problem::SelfDependency(&record.to.0);
            return self.report.at(locate(place, &["to"]), &problem);
        }
        self.dependency_records.push(place);
        self.roadmap.dependencies.push(record.tied(from, to));
    }

    pub(super) fn add_view(&mut self, record: ViewRecord<'_>, place: &'a str) {
        let ViewRecord { id, title, rest } = record;
        let views = &self.roadmap.views;
        if !self.views.insert_id(&id, views.len(), |at| &views[at].id) {
            return self.duplicate(RecordKind::View, place, "id", &id);
        }
        check_title(&mut self.report, &title, || locate(place, &["title"]));
        let days = match (rest.from, rest.to) {
            (Some(from), Some(to)) if from.0 <= to.0 => Some((from.0, to.0)),
            (None, None) => None,
            (from, _) => {
                let key = if from.is_some() { "from" } else { "to" };
                self.report.at(locate(place, &[key]), &Problem::WrongDays);
                None
            }
        };
        let folded = rest.folded.unwrap_or_default();
        self.roadmap.views.push(View {
            query: rest.query.unwrap_or_default(),
            mode: rest.mode.map_or_else(Default::default, |mode| mode.0),
            grouping: rest.grouping.map_or_else(Default::default, |grouping| grouping.0),
            sorting: rest.sorting.map_or_else(Default::default, |sorting| sorting.0),
            coloring: rest.coloring.map_or_else(Default::default, |coloring| coloring.0),
            folded: folded.into_iter().map(|key| key.0.into()).collect(),
            days,
            row_percent: rest.row_percent.unwrap_or(View::ROW_PERCENT),
            progress_day: rest.progress_line.map(|day| day.0),
            extra: rest.extra,
            ..View::new(id, title)
        });
    }

    /// The task with this id; notes it as missing if there is none.
    fn task(&mut self, id: &str, key: &str, place: &'a str) -> Option<TaskId> {
        let tasks = &self.roadmap.tasks;
        let found = self.tasks.find(id, |at| &tasks[at].id);
        if found.is_none() {
            if self.tasks.left_out.contains(id) {
                self.on_left_out.get_or_insert((place, 0)).1 += 1;
            } else {
                self.missing_tasks.note(id, || locate(place, &[key]));
            }
        }
        found.map(TaskId::from_index)
    }

    fn duplicate(&mut self, kind: RecordKind, place: &'a str, key: &str, id: &str) {
        self.report.at(locate(place, &[key]), &Problem::DuplicateId { kind, id });
    }

    /// Turns the parents that lanes name into positions and takes cycles apart.
    pub(super) fn resolve_parents(&mut self) {
        for position in 0..self.lane_records.len() {
            let (record, parent) = &mut self.lane_records[position];
            let Some(parent) = parent.take() else { continue };
            let lanes = &self.roadmap.lanes;
            match self.lanes.find(&parent, |at| &lanes[at].id) {
                Some(found) => {
                    self.roadmap.lanes[position].parent = Some(LaneId::from_index(found));
                }
                None => self.missing_parents.note(&parent, || locate(record, &["parent"])),
            }
        }

        // The walk upwards from each lane leaves its number, so that it ends where
        // an earlier one has been, and a lane with its own number closes a cycle.
        let mut walks = vec![usize::MAX; self.roadmap.lanes.len()];
        for start in self.roadmap.lane_ids() {
            let mut next = Some(start);
            while let Some(lane) = next {
                if walks[lane.index()] == start.index() {
                    self.roadmap.lanes[lane.index()].parent = None;
                    let place = locate(self.lane_records[lane.index()].0, &["parent"]);
                    let problem = Problem::ParentCycle(&self.roadmap.lane(lane).id);
                    self.report.at(place, &problem);
                }
                if walks[lane.index()] != usize::MAX {
                    break;
                }
                walks[lane.index()] = start.index();
                next = self.roadmap.lane(lane).parent;
            }
        }
    }

    /// Keeps one of several dependencies that are equal in every field.
    fn drop_double_dependencies(&mut self) {
        let mut doubles = HashSet::new();
        for group in groups_with_equal_ends(&self.roadmap) {
            let mut seen = HashSet::new();
            for position in group {
                let dependency = &self.roadmap.dependencies[position];
                if !seen.insert(dependency_line(dependency, &self.roadmap)) {
                    let [from, to] = [dependency.from, dependency.to];
                    let [from, to] = [from, to].map(|task| &*self.roadmap.task(task).id);
                    let problem = Problem::DoubleDependency { from, to };
                    // Without its record there is no place for it, and nobody who asks for one.
                    let place = self.dependency_records.get(position).copied().unwrap_or(self.text);
                    self.report.at(place, &problem);
                    doubles.insert(position);
                }
            }
        }
        if !doubles.is_empty() {
            let mut position = 0;
            self.roadmap.dependencies.retain(|_| {
                position += 1;
                !doubles.contains(&(position - 1))
            });
        }
    }

    /// Reports each id that is named but not there once, however often it is named.
    fn report_missing(&mut self) {
        let Self { roadmap, report, nearest, .. } = self;
        let lane_ids = || roadmap.lanes.iter().map(|lane| &*lane.id);
        for (parent, place, lanes) in std::mem::take(&mut self.missing_parents).list {
            let absent = absent(&self.lanes, &parent, || nearest.find(&parent, lane_ids()));
            report.at(place, &Problem::NoParent { parent: &parent, lanes, absent });
        }
        for (lane, place, tasks) in std::mem::take(&mut self.missing_lanes).list {
            let absent = absent(&self.lanes, &lane, || nearest.find(&lane, lane_ids()));
            report.at(place, &Problem::NoLane { lane: &lane, tasks, absent });
        }
        for (document, place, tasks) in std::mem::take(&mut self.missing_documents).list {
            let ids = roadmap.documents.iter().map(|document| &*document.id);
            let absent = absent(&self.documents, &document, || nearest.find(&document, ids));
            report.at(place, &Problem::NoDocument { document: &document, tasks, absent });
        }
        for (task, place, dependencies) in std::mem::take(&mut self.missing_tasks).list {
            if self.lanes.find(&task, |at| &roadmap.lanes[at].id).is_some() {
                report.at(place, &Problem::LaneAsTask { lane: &task, dependencies });
                continue;
            }
            let ids = roadmap.tasks.iter().map(|task| &*task.id);
            let nearest = if report.has_room() { nearest.find(&task, ids) } else { None };
            report.at(place, &Problem::NoTask { task: &task, dependencies, nearest });
        }
        if let Some((place, dependencies)) = self.on_left_out {
            report.at(place, &Problem::TasksLeftOut { dependencies });
        }
    }
}

/// Ids that are named but not there: where first, and how often.
#[derive(Default)]
struct Missing<'a> {
    list: Vec<(String, &'a str, usize)>,
    positions: HashMap<String, usize>,
}

impl<'a> Missing<'a> {
    fn note(&mut self, id: &str, place: impl FnOnce() -> &'a str) {
        if let Some(&position) = self.positions.get(id) {
            self.list[position].2 += 1;
        } else {
            self.positions.insert(id.to_owned(), self.list.len());
            self.list.push((id.to_owned(), place(), 1));
        }
    }
}

fn absent<'i>(index: &IdIndex, id: &str, nearest: impl FnOnce() -> Option<&'i str>) -> Absent<'i> {
    if index.left_out.contains(id) { Absent::LeftOut } else { Absent::Unknown(nearest()) }
}

/// The positions of dependencies that lead between the same two tasks, two or more each.
fn groups_with_equal_ends(roadmap: &Roadmap) -> Vec<Vec<usize>> {
    // Sorted by predecessors through their numbers, since comparing a million pairs costs more.
    let mut starts = vec![0_u32; roadmap.tasks.len() + 1];
    for link in &roadmap.dependencies {
        starts[link.from.index() + 1] += 1;
    }
    for task in 0..roadmap.tasks.len() {
        starts[task + 1] += starts[task];
    }
    let mut next = starts.clone();
    let mut ends = vec![(TaskId::from_index(0), 0_u32); roadmap.dependencies.len()];
    for (position, link) in (0_u32..).zip(&roadmap.dependencies) {
        let place = &mut next[link.from.index()];
        ends[*place as usize] = (link.to, position);
        *place += 1;
    }
    let mut groups = Vec::new();
    for range in starts.windows(2) {
        let ends = &mut ends[range[0] as usize..range[1] as usize];
        ends.sort_unstable();
        let equal = ends.chunk_by(|one, other| one.0 == other.0).filter(|group| group.len() > 1);
        groups.extend(equal.map(|group| group.iter().map(|end| end.1 as usize).collect()));
    }
    groups
}

pub(super) fn optional(text: Option<TextValue>) -> Text {
    text.map(|text| text.0).unwrap_or_default()
}

/// Warns of a title that cannot be shown as it is; `json` finds it in the file.
pub(super) fn check_title<'a>(report: &mut Report<'a>, title: &Text, json: impl Fn() -> &'a str) {
    let mut empty = true;
    for language in Language::ALL {
        let Some(text) = title.get(language) else { continue };
        empty &= text.trim_ascii().is_empty();
        let key = language.code();
        if text.bytes().any(|byte| byte.is_ascii_control()) {
            report.at(locate(json(), &[key]), &Problem::ControlCharacter("title"));
        }
        if text.len() > LONGEST_TITLE && text.chars().count() > LONGEST_TITLE {
            let problem = Problem::LongTitle { key: "title", limit: LONGEST_TITLE };
            report.at(locate(json(), &[key]), &problem);
        }
    }
    if empty {
        report.at(json(), &Problem::EmptyTitle("title"));
    }
}
