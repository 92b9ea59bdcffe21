//! The commands of the edit menu: new tasks and lanes, and what is done with those that are selected.

use super::super::session::{Direction, Reach};
use super::super::{App, Origin, Session};
use super::Change;
use crate::edit::make::{self, NewTask};
use crate::edit::{Label, Refusal, Transaction};
use crate::layout::chart::TaskColumn;
use crate::model::{Dependency, LaneId, Mode, Roadmap, TaskId, TaskKind, Text};
use crate::time::{Day, Interval, Precision, Stamp, TickUnit};

impl App {
    /// A new task behind the selected one or, if there is none, in the first lane in view. A
    /// roadmap without lanes gets one.
    pub(in crate::app) fn new_task(&mut self, kind: TaskKind) {
        if !self.is_editing() {
            return;
        }
        let outcome = self.new_lane_if_none().and_then(|()| {
            let (lane, track, first) = self.place_for_new();
            let fiscal = self.session.document().fiscal_year_start;
            let start = Stamp::containing(first, self.unit_of_zoom(), fiscal);
            self.try_change(Change::AddTask { lane, track, when: Interval::single(start), kind })
        });
        if let Err(refusal) = outcome {
            self.refuse(&refusal);
        }
    }

    fn new_lane_if_none(&mut self) -> Result<(), Refusal> {
        if !self.session.document().lanes.is_empty() {
            return Ok(());
        }
        let title = self.in_language("新しいレーン", "New lane");
        self.try_change(Change::AddLane { parent: None, title })
    }

    pub(in crate::app) fn place_for_new(&self) -> (LaneId, u16, Day) {
        let roadmap = self.session.document();
        let fiscal = roadmap.fiscal_year_start;
        if let Some(task) = self.session.selected() {
            let task = roadmap.task(task);
            let last = task.when.last_day(fiscal);
            let last = last.unwrap_or_else(|| task.when.start().last_day(fiscal));
            return (task.lane, task.track, last.plus_days(1));
        }
        let view = &self.session.view;
        let row = self.session.rows().row_at(view.scroll_pt / f64::from(view.row_scale));
        let spans = row.map(|row| {
            let rows = self.session.rows();
            rows.rows[row..].iter().flat_map(|row| rows.spans_of(row)).next()
        });
        let lane = spans.flatten().map(|span| roadmap.task(span.task).lane);
        let lane = lane.unwrap_or(LaneId::from_index(0));
        let tracks = roadmap.tasks.iter().filter(|task| task.lane == lane).map(|task| task.track);
        let track = tracks.max().map_or(0, |last| last.saturating_add(1));
        (lane, track, self.today)
    }

    /// The period by which dates snap: that of the scale, and never a finer one.
    pub(in crate::app) fn unit_of_zoom(&self) -> Precision {
        match self.session.view.axis.lower_unit() {
            TickUnit::Day | TickUnit::Week => Precision::Day,
            TickUnit::MonthThird => Precision::MonthThird,
            TickUnit::Month => Precision::Month,
            TickUnit::Quarter => Precision::Quarter,
            TickUnit::FiscalYears(_) => Precision::FiscalYear,
        }
    }

    pub(in crate::app) fn new_lane(&mut self) {
        if !self.is_editing() {
            return;
        }
        let selected = self.session.selected();
        let lane = selected.map(|task| self.session.document().task(task).lane);
        let parent = lane.and_then(|lane| self.session.document().lane(lane).parent);
        let title = self.in_language("新しいレーン", "New lane");
        self.change(Change::AddLane { parent, title });
    }

    pub(in crate::app) fn rename_selected(&mut self) {
        if let Some(task) = self.session.selected().filter(|_| self.is_editing()) {
            self.edit_cell(task, TaskColumn::Name);
        }
    }

    pub(in crate::app) fn delete_selected(&mut self) {
        let tasks = self.session.selection();
        if tasks.is_empty() || !self.is_editing() {
            return;
        }
        let count = tasks.len();
        match self.try_change(Change::DeleteTasks(tasks)) {
            Ok(()) => {
                let text = self.in_language(
                    &format!("施策を{count}件削除しました。"),
                    &if count == 1 {
                        "1 task is deleted.".to_owned()
                    } else {
                        format!("{count} tasks are deleted.")
                    },
                );
                self.tell_with_undo(text);
            }
            Err(refusal) => self.refuse(&refusal),
        }
    }

    /// Copies of the selected tasks, with the links between them, behind the originals in the
    /// document and below them on the chart.
    pub(in crate::app) fn duplicate_selected(&mut self) {
        let tasks = self.session.selection();
        if tasks.is_empty() || !self.is_editing() || !self.session.is_numbered_as_shown() {
            return;
        }
        let roadmap = self.session.document();
        let place = |task: TaskId| tasks.binary_search(&task).ok().map(TaskId::from_index);
        let new = |&task: &TaskId| NewTask { task: roadmap.task(task).clone(), behind: Some(task) };
        let links = tasks.iter().flat_map(|&task| self.session.graph().successors(task));
        let links = links.filter_map(|(link, _)| {
            let link = roadmap.dependency(link);
            Some(Dependency { from: place(link.from)?, to: place(link.to)?, ..link.clone() })
        });
        let mut new: Vec<NewTask> = tasks.iter().map(new).collect();
        make::to_free_tracks(roadmap, new.iter_mut().map(|new| &mut new.task));
        let made = make::add_tasks(roadmap, new, links.collect());
        let outcome = made.and_then(|(transaction, new)| {
            let label = Label::new("施策を複製", "Duplicate");
            self.session.change(Transaction { label, ..transaction })?;
            Ok(new)
        });
        match outcome {
            Ok(new) => self.show_new(new, false),
            Err(refusal) => self.refuse(&refusal),
        }
    }

    /// Lets the selected tasks wait for each other in the order of their starts, as one step.
    pub(in crate::app) fn link_selected(&mut self) {
        if !self.is_editing() {
            return;
        }
        let fiscal = self.session.document().fiscal_year_start;
        let mut tasks = self.session.selection();
        tasks.sort_by_key(|task| self.session.document().task(*task).when.first_day(fiscal));
        let mut is_first = true;
        for pair in tasks.windows(2) {
            let link = Dependency::new(pair[0], pair[1]);
            let made = make::add_link(self.session.document(), self.session.graph(), link);
            let outcome = made.and_then(|transaction| {
                if std::mem::take(&mut is_first) {
                    self.session.change(transaction)
                } else {
                    self.session.change_further(transaction)
                }
            });
            if let Err(refusal) = outcome {
                return self.refuse(&refusal);
            }
        }
        self.session.select_changed(tasks);
    }

    /// Moves the selected tasks by periods of the zoom, with all that they push if asked.
    pub(in crate::app) fn nudge(&mut self, periods: i32, with_all: bool) {
        if !self.is_editing() {
            return;
        }
        let (roadmap, unit) = (self.session.document(), self.unit_of_zoom());
        let fiscal = roadmap.fiscal_year_start;
        let moved = self.session.selection().into_iter().map(|task| {
            let when = roadmap.task(task).when.shifted(unit, periods, fiscal);
            when.map(|when| (task, when))
        });
        let Some(mut tasks) = moved.collect::<Option<Vec<_>>>() else {
            return self.refuse(&Refusal::BeyondCalendar);
        };
        if with_all && self.session.is_numbered_as_shown() {
            tasks.extend(self.session.ripple(&tasks).0.pushed);
        }
        if !tasks.is_empty() {
            self.change(Change::Move { tasks, to: None });
        }
    }

    /// Moves the selected task to the track of the row above or below.
    pub(in crate::app) fn move_by_row(&mut self, down: bool) {
        let Some(task) = self.session.selected().filter(|_| self.is_editing()) else { return };
        let direction = if down { Direction::Down(1) } else { Direction::Up(1) };
        let Some(other) = self.session.neighbour(direction) else { return };
        let roadmap = self.session.document();
        let is_listed = self.session.rows().mode == Mode::Gantt;
        if is_listed && roadmap.task(other).lane == roadmap.task(task).lane {
            // One task a row: the order of the document is what can be changed.
            return self.change(Change::OrderTask(task, other));
        }
        let other = roadmap.task(other);
        let to = Some((task, other.lane, other.track));
        self.change(Change::Move { tasks: Vec::new(), to });
    }

    pub(in crate::app) fn select_all(&mut self) {
        let tasks = self.session.matches().tasks().collect();
        self.session.pick(tasks);
    }

    /// Adds the neighbour of the task that was selected last to the selection.
    pub(in crate::app) fn extend_selection(&mut self, direction: Direction) {
        let from = self.session.selection();
        let last = match direction {
            Direction::Earlier | Direction::Up(_) | Direction::First => from.first(),
            Direction::Later | Direction::Down(_) | Direction::Last => from.last(),
        };
        let neighbour = match last {
            Some(&last) => self.session.neighbour_of(last, direction),
            None => self.session.neighbour(direction),
        };
        if let Some(task) = neighbour {
            let mut tasks = from;
            tasks.push(task);
            self.session.pick(tasks);
            self.canvas.scroll_to(task);
        }
    }

    pub(in crate::app) fn undo(&mut self) {
        if let Some(label) = self.session.undo() {
            let what = label.in_language(self.language()).to_owned();
            self.tell(
                self.in_language(&format!("元に戻しました：{what}"), &format!("Undone: {what}")),
            );
        }
    }

    pub(in crate::app) fn redo(&mut self) {
        if let Some(label) = self.session.redo() {
            let what = label.in_language(self.language()).to_owned();
            self.tell(
                self.in_language(
                    &format!("やり直しました：{what}"),
                    &format!("Done again: {what}"),
                ),
            );
        }
    }

    /// An empty roadmap, ready to be changed.
    pub(in crate::app) fn new_document(&mut self) {
        let title = self.in_language("新しい工程表", "New roadmap");
        let roadmap = Roadmap { title: Text::only(self.language(), title), ..Roadmap::default() };
        self.files.cancel_opening();
        self.replace_session(Session::new(roadmap, Origin::New, Vec::new()));
        self.keep_document(None);
        self.settings.editing = true;
        // Room to draw in: this fiscal year and the two that follow.
        let fiscal = self.session.document().fiscal_year_start;
        let this_year = Stamp::containing(self.today, Precision::FiscalYear, fiscal);
        if let Some(last) = this_year.shifted(Precision::FiscalYear, 2) {
            self.session.view.reach =
                Reach::Days(this_year.first_day(fiscal), last.last_day(fiscal));
        }
    }
}
