//! The fast way: through a canonical file in blocks of lines, on all cores, and never with the
//! whole file in memory.
//!
//! It takes nothing but sound files. Whatever needs a word said about it, and be it a warning, is
//! left to the careful way, which has the text and so the places.

use super::super::Progress;
use super::assemble::{Assembly, check_title, optional};
use super::canonical;
use super::index::{IdIndex, hash};
use super::lines::{Block, Lines};
use super::parse::{Dependencies, DependencyRecord, Documents, Lanes, Names, Record, Tasks, Views};
use super::raw::{self, Fields};
use super::report::Report;
use super::schema::RecordKind;
use super::{FORMAT_NAME, FORMAT_VERSION};
use crate::model::{
    Dependency, Document, DocumentId, Extra, Lane, LaneId, OwnerId, Roadmap, TagId, Task, TaskId,
    Text, WordList,
};
use crate::parallel::in_order;
use crate::time::FiscalYearStart;
use std::cell::RefCell;
use std::hash::RandomState;
use std::io::Read;

/// How much a thread reads at once: it fits into the cache, and handing it over costs nothing.
pub(super) const BLOCK_BYTES: usize = 1 << 18;

/// Reads a sound canonical file; `None` for any other, if reading fails, or if somebody cancels.
pub(super) fn read_fast(
    reader: impl Read,
    block_bytes: usize,
    progress: &Progress,
) -> Option<Roadmap> {
    let mut lines = Lines::new(reader, block_bytes);
    lines.opening()?;
    let mut fields = TopFields::default();
    let mut assembly = Assembly::new("", Roadmap::default(), Report::new(""));
    let mut lists_behind = 0;
    let mut fiscal_of_lists = None;
    let mut more = true;
    while more {
        let line = lines.line()?;
        let (line, comma) = line.strip_suffix(',').map_or((line, false), |line| (line, true));
        more = comma;
        let Some((kind, is_empty)) = list(line) else {
            fields.add(line)?;
            continue;
        };
        // The lists must stand in their order, each once.
        (kind as usize >= lists_behind).then_some(())?;
        lists_behind = kind as usize + 1;
        if !is_empty {
            let fiscal = fields.parse()?.fiscal;
            fiscal_of_lists = Some(fiscal);
            assembly.roadmap.fiscal_year_start = fiscal;
            add_list(&mut assembly, kind, &mut lines, progress)?;
            more = match lines.line()? {
                "]," => true,
                "]" => false,
                _ => return None,
            };
        }
    }
    (lines.line()? == "}" && lines.is_at_end()).then_some(())?;
    let Header { fiscal, title, extra } = fields.parse()?;
    fiscal_of_lists.is_none_or(|before| before == fiscal).then_some(())?;
    assembly.roadmap.fiscal_year_start = fiscal;
    assembly.roadmap.title = title;
    assembly.roadmap.extra = extra;
    assembly.check_header_title("");
    progress.advance(lines.handed_out(), assembly.roadmap.tasks.len());
    let (roadmap, problems) = assembly.finish();
    problems.is_empty().then_some(roadmap)
}

/// The list that a line such as `"tasks": [` opens, and whether it is closed at once.
fn list(line: &str) -> Option<(RecordKind, bool)> {
    let (key, value) = line.strip_prefix('"')?.split_once("\": ")?;
    let is_empty = match value {
        "[" => false,
        "[]" => true,
        _ => return None,
    };
    RecordKind::of_list(key).map(|kind| (kind, is_empty))
}

/// The fields of the top level that are no lists, behind each other.
#[derive(Default)]
struct TopFields(String);

/// What they say.
struct Header {
    fiscal: FiscalYearStart,
    title: Text,
    extra: Extra,
}

impl TopFields {
    /// Adds the field that a line consists of.
    fn add(&mut self, line: &str) -> Option<()> {
        let object = format!("{{{line}}}");
        let Fields(fields) = serde_json::from_str(&object).ok()?;
        let [field] = &fields[..] else { return None };
        if RecordKind::of_list(&field.name()?).is_some() {
            return None;
        }
        if !self.0.is_empty() {
            self.0.push(',');
        }
        self.0.push_str(line);
        Some(())
    }

    /// Reads them, if they belong to a roadmap of the present version.
    fn parse(&self) -> Option<Header> {
        let object = format!("{{{}}}", self.0);
        let header: raw::Header<'_> = serde_json::from_str(&object).ok()?;
        let version = header.format?.0.strip_prefix(FORMAT_NAME)?.to_owned();
        (version == FORMAT_VERSION.to_string()).then_some(())?;
        let fiscal = match header.fiscal_year_start_month {
            None => FiscalYearStart::default(),
            Some(month) => FiscalYearStart::new(month)?,
        };
        Some(Header { fiscal, title: optional(header.title), extra: header.extra })
    }
}

fn add_list(
    assembly: &mut Assembly<'static>,
    kind: RecordKind,
    lines: &mut Lines<impl Read>,
    progress: &Progress,
) -> Option<()> {
    match kind {
        RecordKind::Document => add_records::<Documents>(assembly, lines),
        RecordKind::Name => add_records::<Names>(assembly, lines),
        RecordKind::Lane => {
            add_records::<Lanes>(assembly, lines)?;
            assembly.resolve_parents();
            Some(())
        }
        RecordKind::Task => add_tasks(assembly, lines, progress),
        RecordKind::Dependency => add_dependencies(assembly, lines, progress),
        RecordKind::View => add_records::<Views>(assembly, lines),
    }
}

/// Adds the records of a list that is short in every document.
fn add_records<R: Record>(
    assembly: &mut Assembly<'static>,
    lines: &mut Lines<impl Read>,
) -> Option<()> {
    let fiscal = assembly.roadmap.fiscal_year_start;
    let mut spare = Vec::new();
    loop {
        let block = lines.block(spare)?;
        block.records(|record| {
            R::link(R::parse(record, fiscal).ok()?, assembly, "");
            Some(())
        })?;
        if block.is_last {
            return Some(());
        }
        spare = block.into_spare();
    }
}

/// Makes something of every block of a list on all cores, and takes it in order on this one.
fn in_blocks<T: Send>(
    lines: &mut Lines<impl Read>,
    progress: &Progress,
    make: impl Fn(&Block) -> Option<T> + Sync,
    mut take: impl FnMut(T) -> Option<usize>,
) -> Option<()> {
    // Memory that has been used once is at hand, and that of another block is not.
    let spares = RefCell::new(Vec::new());
    let (mut is_over, mut is_cut_off) = (false, false);
    let blocks = std::iter::from_fn(|| {
        if is_over {
            return None;
        }
        let block = lines.block(spares.borrow_mut().pop().unwrap_or_default());
        is_over = block.as_ref().is_none_or(|block| block.is_last);
        is_cut_off = block.is_none();
        block.map(|block| (block, lines.handed_out()))
    });
    let outcome = in_order(
        blocks,
        |(block, read)| {
            let result = make(&block);
            (block, read, result)
        },
        |(block, read, result)| {
            let tasks = take(result?)?;
            spares.borrow_mut().push(block.into_spare());
            progress.advance(read, tasks);
            (!progress.is_cancelled()).then_some(())
        },
    );
    outcome.filter(|()| !is_cut_off)
}

/// The tasks of a block.
#[derive(Default)]
struct TaskBlock {
    tasks: Vec<Task>,
    /// The hash of the id of each.
    hashes: Vec<u32>,
    /// The words that their owners and tags point into.
    owners: WordList,
    tags: WordList,
}

fn add_tasks(
    assembly: &mut Assembly<'static>,
    lines: &mut Lines<impl Read>,
    progress: &Progress,
) -> Option<()> {
    let Assembly { roadmap, lanes: lane_ids, documents: document_ids, tasks: ids, .. } = assembly;
    let Roadmap { lanes, documents, tasks, owners, tags, fiscal_year_start, .. } = roadmap;
    let places = Places {
        fiscal: *fiscal_year_start,
        lanes,
        lane_ids,
        documents,
        document_ids,
        hasher: ids.hasher(),
    };
    in_blocks(
        lines,
        progress,
        |block| places.read(block),
        |mut block| {
            let words = block.owners.words().iter();
            let owner_ids: Vec<_> =
                words.map(|word| OwnerId::from_index(owners.intern(word))).collect();
            let words = block.tags.words().iter();
            let tag_ids: Vec<_> = words.map(|word| TagId::from_index(tags.intern(word))).collect();
            ids.reserve(tasks.len() + block.tasks.len());
            ids.fetch(&block.hashes);
            for (mut task, hash) in block.tasks.drain(..).zip(block.hashes) {
                if !ids.insert(hash, tasks.len(), |at| tasks[at].id == task.id) {
                    return None;
                }
                task.owners = task.owners.iter().map(|owner| owner_ids[owner.index()]).collect();
                task.tags = task.tags.iter().map(|tag| tag_ids[tag.index()]).collect();
                tasks.push(task);
            }
            Some(tasks.len())
        },
    )?;
    tasks.shrink_to_fit();
    Some(())
}

/// Where tasks can lie and come from.
struct Places<'r> {
    fiscal: FiscalYearStart,
    lanes: &'r [Lane],
    lane_ids: &'r IdIndex,
    documents: &'r [Document],
    document_ids: &'r IdIndex,
    hasher: RandomState,
}

impl Places<'_> {
    fn read(&self, block: &Block) -> Option<TaskBlock> {
        let mut made = TaskBlock::default();
        let mut report = Report::new("");
        let (mut last_lane, mut last_document) = (None, None);
        block.records(|record| {
            let canonical = canonical::task(record, self.fiscal);
            let mut record = canonical.or_else(|| Tasks::parse(record, self.fiscal).ok())?;
            check_title(&mut report, &record.title, || "");
            let lane_id = |at: usize| &*self.lanes[at].id;
            let lane = find_near(self.lane_ids, &record.lane.0, &mut last_lane, lane_id)?;
            let source = match record.rest.source.take() {
                None => None,
                Some(mut source) => {
                    let document = source.document.take()?.0;
                    let id = |at: usize| &*self.documents[at].id;
                    let at = find_near(self.document_ids, &document, &mut last_document, id)?;
                    Some(source.tied(DocumentId::from_index(at)))
                }
            };
            made.hashes.push(hash(&self.hasher, &record.id));
            let lane = LaneId::from_index(lane);
            made.tasks.push(record.tied(lane, source, &mut made.owners, &mut made.tags));
            Some(())
        })?;
        report.is_empty().then_some(made)
    }
}

/// The record with this id; most often it is the one that was found before.
fn find_near<'s>(
    ids: &IdIndex,
    id: &str,
    last: &mut Option<usize>,
    id_at: impl Fn(usize) -> &'s str,
) -> Option<usize> {
    if last.is_none_or(|last| id_at(last) != id) {
        *last = ids.find(id, id_at);
    }
    *last
}

fn add_dependencies(
    assembly: &mut Assembly<'static>,
    lines: &mut Lines<impl Read>,
    progress: &Progress,
) -> Option<()> {
    let Assembly { roadmap, tasks: ids, .. } = assembly;
    let Roadmap { tasks, dependencies, fiscal_year_start, .. } = roadmap;
    let (tasks, ids, fiscal) = (&*tasks, &*ids, *fiscal_year_start);
    let read = |block: &Block| {
        let mut records: Vec<DependencyRecord<'_>> = Vec::new();
        block.records(|record| {
            let canonical = canonical::dependency(record);
            records.push(canonical.or_else(|| Dependencies::parse(record, fiscal).ok())?);
            Some(())
        })?;
        let ends: Vec<&str> = records.iter().flat_map(|it| [&*it.from.0, &*it.to.0]).collect();
        let ends = ids.find_all(&ends, |at| &tasks[at].id)?;
        let mut made: Vec<Dependency> = Vec::with_capacity(records.len());
        for (record, ends) in records.into_iter().zip(ends.chunks_exact(2)) {
            let [from, to] = [ends[0], ends[1]].map(TaskId::from_index);
            (from != to).then(|| made.push(record.tied(from, to)))?;
        }
        Some(made)
    };
    in_blocks(lines, progress, read, |made| {
        dependencies.extend(made);
        Some(tasks.len())
    })?;
    dependencies.shrink_to_fit();
    Some(())
}
