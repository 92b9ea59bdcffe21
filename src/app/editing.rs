//! Changing the document from the window: what commands, gestures and fields ask for becomes
//! transactions of the session.

mod commands;

use super::{Action, App, Notice};
use crate::edit::make::{
    self, DocumentField, LaneField, LinkField, NewTask, TaskField, TasksOfLane,
};
use crate::edit::{Refusal, Transaction};
use crate::layout::chart::TaskColumn;
use crate::model::{
    Dependency, DependencyId, IdList, LaneId, Language, Roadmap, Task, TaskId, TaskKind, Text,
};
use crate::table::{self, Column};
use crate::time::{Day, FiscalYearStart, Interval, IntervalEnd, Precision, Stamp};

/// A change that a field or a gesture asks for. Positions are those that are shown.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Change {
    /// Sets a field of tasks.
    Tasks(Vec<TaskId>, TaskField),
    /// Sets the fields of a task that columns of a table have, to what people write there.
    Cells(TaskId, Vec<(Column, String)>),
    /// Gives tasks further owners or tags, and takes others away.
    Words {
        /// The tasks.
        tasks: Vec<TaskId>,
        /// Whether they are owners or tags.
        of: WordsOf,
        /// Words that each task gets behind those that it has.
        added: Vec<String>,
        /// Words that none of them keeps.
        removed: Vec<String>,
    },
    /// Gives tasks other dates, and perhaps a task another row.
    Move {
        /// The tasks with their dates: those that were dragged, and perhaps those they push.
        tasks: Vec<(TaskId, Interval)>,
        /// A task that goes to this track of a lane as well.
        to: Option<(TaskId, LaneId, u16)>,
    },
    /// Gives tasks that were left where they are other dates after all, as a part of that step.
    MoveAlong {
        /// The tasks with their dates.
        tasks: Vec<(TaskId, Interval)>,
        /// The state of the history at which they were left.
        state: u64,
    },
    /// Puts a new task in.
    AddTask {
        /// Where it lies.
        lane: LaneId,
        /// Its row.
        track: u16,
        /// Its dates.
        when: Interval,
        /// What it is.
        kind: TaskKind,
    },
    /// Takes tasks out.
    DeleteTasks(Vec<TaskId>),
    /// Puts a task at the place of another in the order of the document.
    OrderTask(TaskId, TaskId),
    /// Lets a task wait for another.
    AddLink(Dependency),
    /// Sets a field of dependencies.
    Links(Vec<DependencyId>, LinkField),
    /// Takes dependencies out.
    DeleteLinks(Vec<DependencyId>),
    /// Puts a new lane in.
    AddLane {
        /// The lane that it is part of.
        parent: Option<LaneId>,
        /// Its title.
        title: String,
    },
    /// Puts a new lane in below another one, beside it.
    AddLaneBelow(LaneId, String),
    /// Sets a field of a lane.
    Lane(LaneId, LaneField),
    /// Puts a lane elsewhere: within `parent`, before a neighbour or at the end.
    PlaceLane {
        /// The lane.
        lane: LaneId,
        /// The lane that it is to be part of.
        parent: Option<LaneId>,
        /// The neighbour whose place it takes.
        before: Option<LaneId>,
    },
    /// Takes a lane out.
    DeleteLane(LaneId, TasksOfLane),
    /// Calls the roadmap otherwise.
    RoadmapTitle(Language, String),
    /// Lets fiscal years begin otherwise.
    FiscalYearStart(FiscalYearStart),
    /// Puts a document in.
    AddDocument {
        /// Its title.
        title: String,
    },
    /// Sets a field of the document at a position.
    Document(usize, DocumentField),
    /// Takes the document at a position out.
    DeleteDocument(usize),
    /// Takes back steps, or does them again, until so many are done.
    GoToStep(usize),
}

/// The words that tasks share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum WordsOf {
    /// Who is in charge.
    Owners,
    /// Keywords.
    Tags,
}

impl App {
    /// Whether the document can be changed, or only looked at.
    pub(super) fn is_editing(&self) -> bool {
        self.settings.editing && !self.session.is_preview
    }

    /// Makes a change, or tells why it is refused.
    pub(super) fn change(&mut self, change: Change) {
        let deleted = match change {
            Change::DeleteLane(lane, tasks) => Some((lane, tasks)),
            _ => None,
        };
        let title = deleted.and_then(|(lane, _)| {
            let lane = self.session.document().lanes.get(lane.index())?;
            Some(lane.title.in_language(self.language()).to_owned())
        });
        let left = self.left_behind(&change);
        let outcome = self.try_change(change);
        if outcome.is_ok() {
            // What was offered before means another step, or a plan as it is no longer.
            self.notice.take_if(|notice| !notice.is_problem && !notice.choices.is_empty());
        }
        match (outcome, deleted, title) {
            (Err(refusal), ..) => self.refuse(&refusal),
            (Ok(()), Some((_, tasks)), Some(title)) => self.tell_of_deleted_lane(&title, tasks),
            (Ok(()), ..) if !left.is_empty() => self.offer_to_move_along(left),
            (Ok(()), ..) => {}
        }
    }

    fn tell_of_deleted_lane(&mut self, title: &str, tasks: TasksOfLane) {
        let text = match tasks {
            TasksOfLane::Delete => self.in_language(
                &format!("レーン「{title}」を施策ごと削除しました。"),
                &format!("The lane “{title}” is deleted with its tasks."),
            ),
            TasksOfLane::MoveUp => self.in_language(
                &format!("レーン「{title}」を削除し、施策を上のレーンに移しました。"),
                &format!("The lane “{title}” is deleted; its tasks are in the lane above."),
            ),
        };
        self.tell_with_undo(text);
    }

    /// Tells what was done, with a button that takes it back.
    fn tell_with_undo(&mut self, text: String) {
        let choices = vec![self.undo_choice()];
        self.notice = Some(Notice { choices, ..Notice::new(text, false) });
    }

    /// The button that takes back what was done last.
    pub(super) fn undo_choice(&self) -> (String, Action) {
        (self.in_language("元に戻す", "Undo"), Action::Perform(super::Command::Undo))
    }

    /// What the links of the tasks that a change moves would push, and what it leaves where it is.
    /// Of so many tasks that it would take long nothing is told.
    fn left_behind(&self, change: &Change) -> Vec<(TaskId, Interval)> {
        const MOST_MOVED: usize = 10_000;
        let moved = match change {
            Change::Move { tasks, .. } if tasks.len() <= MOST_MOVED => tasks.clone(),
            Change::Cells(task, cells) => {
                let fields = self.read_cells(*task, cells).map(|(_, fields)| fields);
                let when = |field| match field {
                    TaskField::When(when) => Some((*task, when)),
                    _ => None,
                };
                fields.unwrap_or_default().into_iter().filter_map(when).collect()
            }
            _ => Vec::new(),
        };
        if moved.is_empty() || !self.session.is_numbered_as_shown() {
            return Vec::new();
        }
        self.session.ripple(&moved).0.pushed
    }

    /// Offers to move along what no longer fits its links, as a part of the step that was made.
    fn offer_to_move_along(&mut self, pushed: Vec<(TaskId, Interval)>) {
        let count = pushed.len();
        let text = self.in_language(
            &format!("つながる施策{count}件と日程が合わなくなりました。"),
            &if count == 1 {
                "1 linked task no longer fits.".to_owned()
            } else {
                format!("{count} linked tasks no longer fit.")
            },
        );
        let state = self.session.history().state();
        let change = Change::MoveAlong { tasks: pushed, state };
        let label = self.in_language("つながる施策も動かす", "Move them along");
        let choices = vec![(label, Action::Change(Box::new(change))), self.undo_choice()];
        self.notice = Some(Notice { choices, ..Notice::new(text, false) });
    }

    /// Tells why a change was refused.
    pub(super) fn refuse(&mut self, refusal: &Refusal) {
        let reason = refusal.in_words(self.language());
        self.tell_problem(self.in_language(
            &format!("変更できません：{reason}。"),
            &format!("This cannot be changed: {reason}."),
        ));
    }

    fn try_change(&mut self, change: Change) -> Result<(), Refusal> {
        let language = self.language();
        let session = &mut self.session;
        if !session.is_numbered_as_shown() {
            return Err(Refusal::OutOfDate);
        }
        let transaction = match change {
            Change::Tasks(tasks, field) => make::set_tasks(session.document(), &tasks, &field)?,
            Change::Cells(task, cells) => {
                let (words, fields) = self.read_cells(task, &cells)?;
                let transaction = make::set_fields(self.session.document(), task, &fields)?;
                self.session.learn_words(&words);
                return self.session.change(transaction);
            }
            Change::Words { tasks, of, added, removed } => match of {
                WordsOf::Owners => {
                    let added: Vec<_> = added.iter().map(|word| session.owner(word)).collect();
                    let removed: Vec<_> = removed.iter().map(|word| session.owner(word)).collect();
                    let (list, field) = (|task: &Task| task.owners.clone(), TaskField::Owners);
                    other_words(session.document(), &tasks, [&added, &removed], list, field)?
                }
                WordsOf::Tags => {
                    let added: Vec<_> = added.iter().map(|word| session.tag(word)).collect();
                    let removed: Vec<_> = removed.iter().map(|word| session.tag(word)).collect();
                    let (list, field) = (|task: &Task| task.tags.clone(), TaskField::Tags);
                    other_words(session.document(), &tasks, [&added, &removed], list, field)?
                }
            },
            Change::Move { tasks, to } => moved(session.document(), &tasks, to)?,
            Change::MoveAlong { tasks, state } => {
                if session.history().state() != state {
                    return Err(Refusal::OutOfDate);
                }
                let transaction = make::move_tasks(session.document(), &tasks)?;
                return session.change_further(transaction);
            }
            Change::AddTask { lane, track, when, kind } => {
                return self.add_task(lane, track, when, kind);
            }
            Change::DeleteTasks(tasks) => make::delete_tasks(session.document(), &tasks)?,
            Change::OrderTask(task, place) => make::order_task(session.document(), task, place)?,
            Change::AddLink(link) => make::add_link(session.document(), session.graph(), link)?,
            Change::Links(links, field) => make::set_links(session.document(), &links, &field)?,
            Change::DeleteLinks(links) => make::delete_links(session.document(), &links)?,
            Change::AddLane { parent, title } => {
                make::add_lane(session.document(), parent, language, &title)?.0
            }
            Change::AddLaneBelow(lane, title) => {
                make::add_lane_below(session.document(), lane, language, &title)?
            }
            Change::Lane(lane, field) => make::set_lane(session.document(), lane, &field)?,
            Change::PlaceLane { lane, parent, before } => {
                make::place_lane(session.document(), lane, parent, before)?
            }
            Change::DeleteLane(lane, tasks) => make::delete_lane(session.document(), lane, tasks)?,
            Change::RoadmapTitle(language, title) => {
                make::set_roadmap_title(session.document(), language, &title)?
            }
            Change::FiscalYearStart(start) => {
                make::set_fiscal_year_start(session.document(), start)
            }
            Change::AddDocument { title } => {
                make::add_document(session.document(), language, &title)?
            }
            Change::Document(at, field) => make::set_document(session.document(), at, &field)?,
            Change::DeleteDocument(at) => make::delete_document(session.document(), at)?,
            Change::GoToStep(steps) => {
                session.go_to_step(steps);
                return Ok(());
            }
        };
        session.change(transaction)
    }

    /// Why texts in the columns of a table cannot be what a task has there; `None` if they can.
    pub(super) fn refusal_of_cells(
        &self,
        task: TaskId,
        cells: &[(Column, String)],
    ) -> Option<Refusal> {
        let fields = self.read_cells(task, cells);
        let made = fields.and_then(|(_, it)| make::set_fields(self.session.document(), task, &it));
        made.err()
    }

    /// Reads texts in the columns of a table as fields of a task, with the words of the document
    /// and those that are new. It is done with each letter, so it takes no copy of the lanes: no
    /// column that is written in names one.
    fn read_cells(
        &self,
        task: TaskId,
        cells: &[(Column, String)],
    ) -> Result<(Roadmap, Vec<TaskField>), Refusal> {
        let document = self.session.document();
        let own = document.tasks.get(task.index()).ok_or(Refusal::OutOfDate)?.when;
        let mut words = Roadmap {
            fiscal_year_start: document.fiscal_year_start,
            names: document.names.clone(),
            owners: document.owners.clone(),
            tags: document.tags.clone(),
            ..Roadmap::default()
        };
        let names = table::Names::new(&words);
        let cells: Vec<_> = cells.iter().map(|(column, text)| (*column, text.as_str())).collect();
        let fields = table::task_fields(&mut words, &names, Some(own), &cells, self.language());
        Ok((words, fields.map_err(|(_, refusal)| refusal)?))
    }

    /// Puts a task in, selects it and lets its title be written.
    fn add_task(
        &mut self,
        lane: LaneId,
        track: u16,
        when: Interval,
        kind: TaskKind,
    ) -> Result<(), Refusal> {
        let language = self.language();
        let title = match kind {
            TaskKind::Task => self.in_language("新しい施策", "New task"),
            TaskKind::Milestone => self.in_language("新しいマイルストーン", "New milestone"),
        };
        let task = Task { track, kind, ..Task::new("", lane, Text::only(language, title), when) };
        let behind = self.session.selected();
        let behind = behind.filter(|it| self.session.document().task(*it).lane == lane);
        let new = vec![NewTask { task, behind }];
        let (transaction, tasks) = make::add_tasks(self.session.document(), new, Vec::new())?;
        self.session.change(transaction)?;
        self.show_new(tasks, true);
        Ok(())
    }

    /// Selects new tasks; if asked, the title of one alone can be written at once.
    pub(super) fn show_new(&mut self, tasks: Vec<TaskId>, renames: bool) {
        let first = tasks.first().copied();
        let is_one = tasks.len() == 1 && renames;
        self.session.select_changed(tasks);
        if let Some(task) = first.filter(|_| self.session.is_numbered_as_shown()) {
            if !self.session.matches().is_shown(task) {
                self.session.reveal(task);
                self.take_search_from_filter();
            }
            self.session.unfold_to(task);
            self.canvas.scroll_to(task);
            if is_one {
                self.edit_cell(task, TaskColumn::Name);
            }
        }
    }
}

/// Gives each task its own words with some more and without others.
fn other_words<T: Copy + PartialEq>(
    roadmap: &Roadmap,
    tasks: &[TaskId],
    [added, removed]: [&[T]; 2],
    list: impl Fn(&Task) -> IdList<T>,
    field: impl Fn(IdList<T>) -> TaskField,
) -> Result<Transaction, Refusal> {
    let mut edits = Vec::new();
    for &task in tasks {
        let old = list(roadmap.tasks.get(task.index()).ok_or(Refusal::OutOfDate)?);
        let mut new: Vec<T> = old.iter().copied().filter(|word| !removed.contains(word)).collect();
        for word in added {
            if !new.contains(word) {
                new.push(*word);
            }
        }
        let new = field(new.into_iter().collect());
        edits.extend(make::set_tasks(roadmap, &[task], &new)?.edits);
    }
    let label = make::set_tasks(roadmap, tasks, &field(IdList::default()))?.label;
    Ok(Transaction::new(label, edits))
}

/// Gives tasks other dates, and one of them another row.
fn moved(
    roadmap: &Roadmap,
    tasks: &[(TaskId, Interval)],
    to: Option<(TaskId, LaneId, u16)>,
) -> Result<Transaction, Refusal> {
    let transaction = make::move_tasks(roadmap, tasks)?;
    let Some((task, lane, track)) = to else { return Ok(transaction) };
    let old = roadmap.tasks.get(task.index()).ok_or(Refusal::OutOfDate)?;
    let dates = tasks.iter().find(|(moved, _)| *moved == task);
    let mut record = Task { lane, track, ..old.clone() };
    if let Some(&(_, when)) = dates.filter(|(_, when)| *when != old.when) {
        (record.when, record.basis) = (when, crate::model::TaskBasis::Editor);
    }
    if record == *old {
        return Ok(transaction);
    }
    let others: Vec<_> = tasks.iter().filter(|(moved, _)| *moved != task).copied().collect();
    let others = make::move_tasks(roadmap, &others)?;
    let change = crate::edit::Change::Replace { at: task.index(), record: Box::new(record) };
    let mut edits = vec![crate::edit::Edit::Task(change)];
    edits.extend(others.edits);
    let label = if tasks.is_empty() {
        make::set_tasks(roadmap, &[task], &TaskField::Track(track))?.label
    } else {
        transaction.label
    };
    Ok(Transaction::new(label, edits))
}

/// An interval between two days in either order, known to a precision.
pub(super) fn interval_between(
    one: Day,
    other: Day,
    unit: Precision,
    fiscal: FiscalYearStart,
) -> Interval {
    let stamp = |day| Stamp::containing(day, unit, fiscal);
    let (start, end) = (stamp(one.min(other)), stamp(one.max(other)));
    Interval::new(start, IntervalEnd::With(end), fiscal).unwrap_or(Interval::single(start))
}
