//! Changing tasks.

use super::{check_line, named, set_remark, set_title};
use crate::edit::{Change, Edit, Label, Refusal, Transaction};
use crate::model::{
    Dependency, IdList, LaneId, Language, OwnerId, Place, Roadmap, Source, TagId, Task, TaskBasis,
    TaskId, TaskKind, TaskStatus, Text,
};
use crate::time::Interval;
use std::collections::{HashMap, HashSet};

/// What of a task is to be otherwise.
#[derive(Clone, Debug, PartialEq)]
pub enum TaskField {
    /// Its stable id.
    Id(String),
    /// Its title in one language; empty for none, if the other language has one.
    Title(Language, String),
    /// When it takes place; its date then counts as the editor's.
    When(Interval),
    /// What it is.
    Kind(TaskKind),
    /// How far it has got.
    Status(TaskStatus),
    /// How much of it is done, in percent; `None` if that is not known.
    Progress(Option<u8>),
    /// The lane that it lies in.
    Lane(LaneId),
    /// The row of its lane.
    Track(u16),
    /// Who is in charge.
    Owners(IdList<OwnerId>),
    /// Its keywords.
    Tags(IdList<TagId>),
    /// Its note in one language; empty for none.
    Note(Language, String),
    /// Where it comes from.
    Source(Option<Place>),
    /// How its date is known.
    Basis(TaskBasis),
}

impl TaskField {
    /// What it is called, in both languages.
    const fn words(&self) -> [&'static str; 2] {
        match self {
            Self::Id(_) => ["ID", "id"],
            Self::Title(..) => ["名称", "title"],
            Self::When(_) => ["期間", "dates"],
            Self::Kind(_) => ["種類", "kind"],
            Self::Status(_) => ["状況", "status"],
            Self::Progress(_) => ["進捗", "progress"],
            Self::Lane(_) => ["レーン", "lane"],
            Self::Track(_) => ["段", "track"],
            Self::Owners(_) => ["担当", "owners"],
            Self::Tags(_) => ["タグ", "tags"],
            Self::Note(..) => ["備考", "note"],
            Self::Source(_) => ["出典", "source"],
            Self::Basis(_) => ["日付の根拠", "basis of the date"],
        }
    }

    /// Gives a task this field; what it refers to is looked at when that is applied to a roadmap.
    ///
    /// # Errors
    /// If no task can have it; then the task is as it was.
    pub fn set(&self, task: &mut Task) -> Result<(), Refusal> {
        match self {
            Self::Id(id) => {
                const MOST_CHARACTERS: usize = 200;
                check_line(id, MOST_CHARACTERS)?;
                let id = id.trim();
                if id.is_empty() {
                    return Err(Refusal::EmptyId);
                }
                task.id = id.into();
            }
            Self::Title(language, text) => set_title(&mut task.title, *language, text)?,
            Self::When(when) => {
                if task.when != *when {
                    (task.when, task.basis) = (*when, TaskBasis::Editor);
                }
            }
            Self::Kind(kind) => task.kind = *kind,
            Self::Status(status) => task.status = *status,
            Self::Progress(Some(percent)) if *percent > 100 => return Err(Refusal::NumberTooLarge),
            Self::Progress(percent) => task.progress = *percent,
            Self::Lane(lane) => task.lane = *lane,
            Self::Track(track) => task.track = *track,
            Self::Owners(owners) => task.owners = owners.clone(),
            Self::Tags(tags) => task.tags = tags.clone(),
            Self::Note(language, text) => {
                let mut note = task.note().clone();
                set_remark(&mut note, *language, text)?;
                task.rare.set_remark(note);
            }
            Self::Source(place) => {
                let extra = task.source.as_ref().map(|source| source.extra().clone());
                task.source = place.map(|place| Source::new(place, extra.unwrap_or_default()));
            }
            Self::Basis(basis) => task.basis = *basis,
        }
        Ok(())
    }
}

/// Sets a field of one or several tasks. Tasks that have it already are left alone, so the
/// transaction may be empty.
///
/// # Errors
/// If one of them cannot have it.
pub fn set_tasks(
    roadmap: &Roadmap,
    tasks: &[TaskId],
    field: &TaskField,
) -> Result<Transaction, Refusal> {
    let mut edits = Vec::new();
    for &id in tasks {
        let old = task_of(roadmap, id)?;
        let mut task = old.clone();
        field.set(&mut task)?;
        if task != *old {
            edits.push(replace(id, task));
        }
    }
    let [ja, en] = name_of(roadmap, tasks);
    let [field_ja, field_en] = field.words();
    let label =
        Label::new(format!("{ja}の{field_ja}を変更"), format!("Change the {field_en} of {en}"));
    Ok(Transaction::new(label, edits))
}

/// Sets several fields of one task, in their order. The transaction is empty if it has them all
/// already.
///
/// # Errors
/// If it cannot have one of them.
pub fn set_fields(
    roadmap: &Roadmap,
    task: TaskId,
    fields: &[TaskField],
) -> Result<Transaction, Refusal> {
    let old = task_of(roadmap, task)?;
    let mut record = old.clone();
    for field in fields {
        field.set(&mut record)?;
    }
    let edits = if record == *old { Vec::new() } else { vec![replace(task, record)] };
    let [ja, en] = name_of(roadmap, &[task]);
    let words: Vec<_> = fields.iter().map(TaskField::words).collect();
    let [fields_ja, fields_en] = [(0, "・"), (1, ", ")].map(|(language, between)| {
        words.iter().map(|it| it[language]).collect::<Vec<_>>().join(between)
    });
    let label =
        Label::new(format!("{ja}の{fields_ja}を変更"), format!("Change the {fields_en} of {en}"));
    Ok(Transaction::new(label, edits))
}

/// Gives tasks other dates, and says that these are the editor's.
///
/// # Errors
/// If one of the tasks does not exist.
pub fn move_tasks(roadmap: &Roadmap, moved: &[(TaskId, Interval)]) -> Result<Transaction, Refusal> {
    let mut edits = Vec::with_capacity(moved.len());
    for &(id, when) in moved {
        let task = task_of(roadmap, id)?;
        if task.when == when {
            continue;
        }
        if task.basis == TaskBasis::Editor {
            edits.push(Edit::When { task: id, when });
        } else {
            edits.push(replace(id, Task { when, basis: TaskBasis::Editor, ..task.clone() }));
        }
    }
    let tasks: Vec<_> = moved.iter().map(|&(task, _)| task).collect();
    let [ja, en] = name_of(roadmap, &tasks);
    Ok(Transaction::new(Label::new(format!("{ja}を移動"), format!("Move {en}")), edits))
}

/// A task that is to be put in.
#[derive(Clone, Debug, PartialEq)]
pub struct NewTask {
    /// The task; an id that is empty or in use is replaced by a free one.
    pub task: Task,
    /// The task behind which it stands in the document; `None` for the last of its lane.
    pub behind: Option<TaskId>,
}

/// Puts tasks in, with links between them: these name the new tasks by their places in `tasks`.
/// The new tasks are returned as they will be numbered.
///
/// # Errors
/// If a lane does not exist, or there are more tasks than a document can have.
pub fn add_tasks(
    roadmap: &Roadmap,
    tasks: Vec<NewTask>,
    links: Vec<Dependency>,
) -> Result<(Transaction, Vec<TaskId>), Refusal> {
    let mut taken: HashSet<String> = HashSet::new();
    let wanted: HashSet<&str> = tasks.iter().map(|new| &*new.task.id).collect();
    let mut last_of_lane: HashMap<LaneId, usize> = HashMap::new();
    let lanes: HashSet<LaneId> = tasks.iter().map(|new| new.task.lane).collect();
    for (at, task) in roadmap.tasks.iter().enumerate() {
        if wanted.contains(&*task.id) {
            taken.insert(task.id.to_string());
        }
        if lanes.contains(&task.lane) {
            last_of_lane.insert(task.lane, at);
        }
    }
    // Where each is to stand: behind an old task, in the order in which they are given.
    let mut placed = Vec::with_capacity(tasks.len());
    let mut ids = FreeIds::default();
    for (place, NewTask { mut task, behind }) in tasks.into_iter().enumerate() {
        let lane = roadmap.lanes.get(task.lane.index()).ok_or(Refusal::OutOfDate)?;
        if task.id.is_empty() || !taken.insert(task.id.to_string()) {
            let stem = if task.id.is_empty() { &*lane.id } else { &*task.id };
            let id = ids.next(roadmap, stem, |id| taken.contains(id));
            taken.insert(id.clone());
            task.id = id.into();
        }
        let last = last_of_lane.get(&task.lane).copied();
        let behind = behind.map(TaskId::index).or(last).map_or(roadmap.tasks.len(), |at| at + 1);
        placed.push((behind, place, task));
    }
    placed.sort_by_key(|&(behind, place, _)| (behind, place));
    let mut new_ids = vec![TaskId::from_index(0); placed.len()];
    let mut inserted = Vec::with_capacity(placed.len());
    for (before, (behind, place, task)) in placed.into_iter().enumerate() {
        new_ids[place] = TaskId::from_index(behind + before);
        inserted.push((behind + before, task));
    }
    let [ja, en] = match &inserted[..] {
        [(_, one)] => named(1, &one.title, ["", ""]),
        several => named(several.len(), &Text::EMPTY, ["件の施策", "tasks"]),
    };
    let mut edits = vec![Edit::Task(Change::Insert(inserted))];
    if !links.is_empty() {
        let first = roadmap.dependencies.len();
        let link = |link: Dependency| Dependency {
            from: new_ids[link.from.index()],
            to: new_ids[link.to.index()],
            ..link
        };
        let links = links.into_iter().map(link);
        edits.push(Edit::Dependency(Change::Insert((first..).zip(links).collect())));
    }
    let label = Label::new(format!("{ja}を追加"), format!("Add {en}"));
    Ok((Transaction::new(label, edits), new_ids))
}

/// Takes tasks out, with all dependencies that lead to them or away from them.
///
/// # Errors
/// If one of the tasks does not exist.
pub fn delete_tasks(roadmap: &Roadmap, tasks: &[TaskId]) -> Result<Transaction, Refusal> {
    let mut positions: Vec<usize> = tasks.iter().map(|task| task.index()).collect();
    positions.sort_unstable();
    positions.dedup();
    if positions.last().is_some_and(|&last| last >= roadmap.tasks.len()) {
        return Err(Refusal::OutOfDate);
    }
    let [ja, en] = name_of(roadmap, tasks);
    let label = Label::new(format!("{ja}を削除"), format!("Delete {en}"));
    Ok(Transaction::new(label, without_tasks(roadmap, positions)))
}

/// What takes out the tasks at these positions, which rise, and their dependencies.
pub(super) fn without_tasks(roadmap: &Roadmap, positions: Vec<usize>) -> Vec<Edit> {
    let is_gone = |task: TaskId| positions.binary_search(&task.index()).is_ok();
    let links: Vec<usize> = roadmap
        .dependencies
        .iter()
        .enumerate()
        .filter(|(_, link)| is_gone(link.from) || is_gone(link.to))
        .map(|(at, _)| at)
        .collect();
    let mut edits = Vec::new();
    if !links.is_empty() {
        edits.push(Edit::Dependency(Change::Remove(links)));
    }
    if !positions.is_empty() {
        edits.push(Edit::Task(Change::Remove(positions)));
    }
    edits
}

/// Puts a task at the place of another one in the order of the document.
///
/// # Errors
/// If one of them does not exist.
pub fn order_task(roadmap: &Roadmap, task: TaskId, place: TaskId) -> Result<Transaction, Refusal> {
    task_of(roadmap, place)?;
    let [ja, en] = named(1, &task_of(roadmap, task)?.title, ["", ""]);
    let change = Change::Move { from: task.index(), to: place.index() };
    let edits = if task == place { Vec::new() } else { vec![Edit::Task(change)] };
    Ok(Transaction::new(
        Label::new(format!("{ja}の並び順を変更"), format!("Change the place of {en}")),
        edits,
    ))
}

/// An id that no task has: the stem with a number behind it.
#[must_use]
pub fn free_id(roadmap: &Roadmap, stem: &str) -> String {
    FreeIds::default().next(roadmap, stem, |_| false)
}

/// Numbers for new ids. The document is looked through for each stem or, when these get many, once
/// for all of them.
#[derive(Default)]
struct FreeIds {
    last: HashMap<String, u64>,
    knows_all: bool,
}

impl FreeIds {
    fn next(&mut self, roadmap: &Roadmap, stem: &str, is_taken: impl Fn(&str) -> bool) -> String {
        const FEW_STEMS: usize = 8;
        // `plan.3` is followed by `plan.4` and not by `plan.3.1`.
        let stem = numbered(stem).map_or(stem, |(stem, _)| stem);
        if !self.knows_all && self.last.len() == FEW_STEMS {
            for (stem, number) in roadmap.tasks.iter().filter_map(|task| numbered(&task.id)) {
                match self.last.get_mut(stem) {
                    Some(last) => *last = number.max(*last),
                    None => drop(self.last.insert(stem.to_owned(), number)),
                }
            }
            self.knows_all = true;
        }
        let knows_all = self.knows_all;
        let last = self.last.entry(stem.to_owned()).or_insert_with(|| {
            let number = |task: &Task| {
                let number = task.id.strip_prefix(stem)?.strip_prefix('.')?;
                number.parse::<u64>().ok().filter(|_| is_number(number))
            };
            let tasks = roadmap.tasks.iter().filter(|_| !knows_all);
            tasks.filter_map(number).max().unwrap_or(0)
        });
        loop {
            *last += 1;
            let id = format!("{stem}.{last}");
            if !is_taken(&id) {
                return id;
            }
        }
    }
}

/// The stem and the number of an id like `plan.3`.
fn numbered(id: &str) -> Option<(&str, u64)> {
    let (stem, number) = id.rsplit_once('.')?;
    Some((stem, number.parse().ok().filter(|_| is_number(number))?))
}

fn is_number(text: &str) -> bool {
    (1..=9).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn task_of(roadmap: &Roadmap, id: TaskId) -> Result<&Task, Refusal> {
    roadmap.tasks.get(id.index()).ok_or(Refusal::OutOfDate)
}

fn replace(id: TaskId, task: Task) -> Edit {
    Edit::Task(Change::Replace { at: id.index(), record: Box::new(task) })
}

fn name_of(roadmap: &Roadmap, tasks: &[TaskId]) -> [String; 2] {
    let title = tasks.first().and_then(|task| roadmap.tasks.get(task.index()));
    named(tasks.len(), title.map_or(&Text::EMPTY, |task| &task.title), ["件の施策", "tasks"])
}
