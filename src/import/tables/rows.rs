//! The rows of one table: tasks, owners, notes and dependencies.

use super::account::{CellUse, TableAccount};
use super::build::Output;
use super::cell::{
    Piece, PieceKind, collapse, is_note, is_unprintable, ministry, numbering, pieces, split_note,
};
use super::dates::dated_parenthesis;
use super::grid::{Cell, Table};
use super::lanes::{Lanes, TableLanes};
use super::report;
use super::shape::{Role, ShapedRow, Shift};
use super::span::{dated, spans};
use crate::model::{
    Dependency, DependencyBasis, LaneId, Language, OwnerId, Place, Position, Task, TaskBasis,
    TaskId, TaskKind, Text,
};
use crate::time::{Day, FiscalYearStart, Interval};

/// How many tasks a note is given to at most if they refer to it by ※.
const MOST_REFERENCES: usize = 100;

/// How many characters of an office go into the notes of its tasks.
const MOST_OF_OFFICE: usize = 1000;

/// Reads the rows of one table from top to bottom.
pub(super) struct RowReader<'o, 't> {
    output: &'o mut Output,
    table: &'t Table<'t>,
    lanes: TableLanes,
    account: TableAccount,
    /// The office in charge of the rows under the label in force.
    office: Option<(OwnerId, String)>,
    /// Tasks with a ※ in their title that no note has answered yet.
    references: Vec<(u32, TaskId)>,
    /// The tasks of the last row that had some, with their columns.
    last_row: Vec<(u32, TaskId)>,
    last_row_line: u32,
}

/// The row that is being read.
struct RowInHand {
    line: u32,
    /// The lane that the next task goes to.
    lane: LaneId,
    /// Its tasks so far, with their columns.
    tasks: Vec<(u32, TaskId)>,
    /// The last day of each track that it uses in this lane.
    ends: Vec<Day>,
    office: Option<(OwnerId, String)>,
}

/// The tasks of one cell, as the cells beside it see them.
#[derive(Default)]
struct CellTasks {
    first: Vec<TaskId>,
    last: Vec<TaskId>,
}

impl<'o, 't> RowReader<'o, 't> {
    /// A reader at the top of a table.
    pub(super) fn new(output: &'o mut Output, table: &'t Table<'t>, lanes: TableLanes) -> Self {
        let account = TableAccount::new(table.number, table.header.line);
        let (office, references, last_row) = Default::default();
        Self { output, table, lanes, account, office, references, last_row, last_row_line: 0 }
    }

    /// Reads the next row.
    pub(super) fn read(&mut self, shaped: &ShapedRow<'_>) {
        self.report_form(shaped);
        let lane = self.lanes.enter_row(&mut self.output.lanes, shaped);
        self.find_office(shaped);
        let mut row = RowInHand {
            line: shaped.row.line,
            lane,
            tasks: Vec::new(),
            ends: Vec::new(),
            office: self.office.clone(),
        };
        let mut before = CellTasks::default();
        let spans = spans(&self.table.header, shaped);
        let is_only = spans.len() == 1;
        for (cell, (when, past_last)) in shaped.measures().zip(spans) {
            if past_last {
                self.output.diagnostics.push(report::past_last_year(cell, when, is_only));
            }
            let after = self.read_measure(cell, when, &mut row);
            if !after.first.is_empty() {
                self.link(&before, &after);
                before = after;
            }
        }
        close_tracks(&mut self.output.lanes, &mut row);
        self.read_remarks(shaped, &row);
        if !row.tasks.is_empty() {
            self.last_row = row.tasks;
            self.last_row_line = row.line;
        }
    }

    /// Reads what stands below the rows, and hands out the account.
    pub(super) fn finish(mut self) -> TableAccount {
        for note in &self.table.notes {
            self.give_note(note.position, u32::MAX, note.text);
        }
        self.account
    }

    /// Reports what is unusual about the form of a row.
    fn report_form(&mut self, shaped: &ShapedRow<'_>) {
        let reports = &mut self.output.diagnostics;
        for (cell, role) in shaped.cells() {
            if cell.text.contains(is_unprintable) {
                reports.push(report::unprintable(cell));
            }
            if pieces(cell.text).1 {
                reports.push(report::broken_tags(cell));
            }
            match role {
                Role::Name => reports.push(report::name_among_years(cell)),
                Role::NameOfNextRow => reports.push(report::name_of_next_row(cell)),
                _ => {}
            }
        }
        let cell = &shaped.row.cells[0];
        match shaped.shift {
            Some(Shift::Continues(line)) => reports.push(report::continues_shifted(cell, line)),
            Some(Shift::LateRun) => reports.push(report::late_run(cell)),
            Some(Shift::Name) | None if shaped.doubtful => {
                reports.push(report::doubtful_start(cell));
            }
            Some(Shift::Name) | None => {}
        }
    }

    /// A row with a label has its own office or none; a row without shares the one above.
    fn find_office(&mut self, shaped: &ShapedRow<'_>) {
        let office = shaped.cells().find(|&(_, role)| role == Role::Owner);
        if let Some((cell, _)) = office {
            let text = collapse(cell.text);
            let owner = OwnerId::from_index(self.output.roadmap.owners.intern(ministry(&text)));
            let shown: String = text.chars().take(MOST_OF_OFFICE).collect();
            self.office = Some((owner, format!("担当：{shown}")));
        } else if shaped.has_label() {
            self.office = None;
        }
    }

    /// Makes the tasks of one cell.
    fn read_measure(&mut self, cell: &Cell<'_>, when: Interval, row: &mut RowInHand) -> CellTasks {
        if cell.column < self.table.header.first_column() {
            self.output.diagnostics.push(report::measure_among_labels(cell, when));
        }
        let (pieces, _) = pieces(cell.text);
        let row_lane = row.lane;
        let (mut tasks, mut notes) = (Vec::new(), Vec::new());
        let (mut labels, mut milestones) = (0, 0);
        for (index, piece) in pieces.iter().enumerate() {
            if is_note(piece.text.trim_start()) {
                notes.push(piece);
            } else if is_heading(piece, pieces.get(index + 1)) {
                close_tracks(&mut self.output.lanes, row);
                let id = format!("{}.p{}", self.id(row.line, cell), piece.number);
                row.lane = self.output.lanes.add(id, &collapse(piece.text), Some(row_lane));
                labels += 1;
            } else {
                milestones += usize::from(piece.kind == PieceKind::Milestone);
                tasks.push(self.add_task(cell, piece, pieces.len() > 1, when, row));
            }
        }
        row.tasks.extend(tasks.iter().map(|&task| (cell.column, task)));
        self.account.count(if tasks.is_empty() { CellUse::Note } else { CellUse::Task });
        let reports = &mut self.output.diagnostics;
        let is_parallel = pieces.iter().any(|piece| piece.kind == PieceKind::Paragraph);
        if is_parallel {
            reports.push(report::several_paragraphs(cell, tasks.len(), labels));
        }
        if milestones > 0 {
            reports.push(report::milestones(cell, milestones));
        }
        if pieces.is_empty() {
            reports.push(report::no_text(cell));
        }
        for note in notes {
            match tasks.last() {
                Some(&task) => {
                    self.output.diagnostics.push(report::inner_note(cell));
                    self.output.add_note(task, collapse(note.text));
                }
                None => self.give_note(cell.position, cell.column, note.text),
            }
        }
        if is_parallel {
            return CellTasks { first: tasks.clone(), last: tasks };
        }
        for pair in tasks.windows(2) {
            self.depend(pair[0], pair[1]);
        }
        let end = |task: Option<&TaskId>| task.copied().into_iter().collect();
        CellTasks { first: end(tasks.first()), last: end(tasks.last()) }
    }

    fn add_task(
        &mut self,
        cell: &Cell<'_>,
        piece: &Piece<'_>,
        is_one_of_several: bool,
        column: Interval,
        row: &mut RowInHand,
    ) -> TaskId {
        let is_milestone = piece.kind == PieceKind::Milestone;
        let (main, note) = split_note(piece.text.trim());
        let text_date = dated_parenthesis(main).and_then(|date| dated(date, column, is_milestone));
        if let Some(date) = text_date {
            self.output.diagnostics.push(report::dated_by_text(cell, date, column));
        }
        let when = text_date.unwrap_or(column);
        let numbered = (is_milestone || is_one_of_several).then_some(piece.number);
        let mut id = self.id(row.line, cell);
        if let Some(number) = numbered {
            id = format!("{id}.p{number}");
        }
        let place = Place {
            document: Output::document(),
            table: Some(self.table.number),
            line: Some(row.line),
            column: Some(cell.column),
            paragraph: numbered,
        };
        let track = self.place(row, when, cell.position);
        let task = TaskId::from_index(self.output.roadmap.tasks.len());
        self.output.notes.push(Vec::new());
        let title = Text::only(Language::Japanese, collapse(main));
        self.output.roadmap.tasks.push(Task {
            track,
            kind: if is_milestone { TaskKind::Milestone } else { TaskKind::Task },
            owners: row.office.iter().map(|&(owner, _)| owner).collect(),
            source: Some(place.into()),
            basis: if text_date.is_some() { TaskBasis::Text } else { TaskBasis::Column },
            ..Task::new(id, row.lane, title, when)
        });
        if let Some(note) = note {
            self.output.diagnostics.push(report::inner_note(cell));
            self.output.add_note(task, collapse(note));
        }
        if main.contains('※') {
            self.references.push((row.line, task));
        }
        task
    }

    /// The first track of the row that is free at the time, or a further one.
    fn place(&mut self, row: &mut RowInHand, when: Interval, position: Position) -> u16 {
        /// How many tracks to look through: rows of a real table need two or three.
        const TRACKS_TO_TRY: usize = 8;
        let first = when.first_day(FiscalYearStart::APRIL);
        let last = when.last_day(FiscalYearStart::APRIL).unwrap_or(Day::MAX);
        let free = row.ends.iter().take(TRACKS_TO_TRY).position(|&end| end < first);
        let own = free.unwrap_or(row.ends.len());
        match row.ends.get_mut(own) {
            Some(end) => *end = last,
            None => row.ends.push(last),
        }
        let track = self.output.lanes.tracks(row.lane) as usize + own;
        u16::try_from(track).unwrap_or_else(|_| {
            if own == 0 {
                self.output.diagnostics.push(report::crowded_lane(position));
            }
            u16::MAX
        })
    }

    /// Ties neighbouring cells together, without a bar for every pair of long lists.
    fn link(&mut self, before: &CellTasks, after: &CellTasks) {
        let several = before.last.len() > 1 && after.first.len() > 1;
        let from = if several { &before.last[before.last.len() - 1..] } else { &before.last };
        for &from in from {
            for &to in &after.first {
                self.depend(from, to);
            }
        }
    }

    fn depend(&mut self, from: TaskId, to: TaskId) {
        self.output.roadmap.dependencies.push(Dependency {
            basis: DependencyBasis::Row,
            rare: Text::new("同じ行の次の工程", "Next step of the same row").into(),
            ..Dependency::new(from, to)
        });
    }

    /// Puts labels, notes, what has been done and the office into the account and the notes.
    fn read_remarks(&mut self, shaped: &ShapedRow<'_>, row: &RowInHand) {
        let first = row.tasks.first().map(|&(_, task)| task);
        for (cell, role) in shaped.cells() {
            let (cell_use, is_used) = match role {
                Role::Measure | Role::MeasureAmongLabels => continue,
                Role::Label(_) | Role::Name | Role::NameOfNextRow => (CellUse::Label, true),
                Role::Owner => (CellUse::Owner, first.is_some()),
                Role::Done => {
                    if let Some(first) = first {
                        self.output.add_note(first, format!("実施済み：{}", collapse(cell.text)));
                    }
                    (CellUse::Done, first.is_some())
                }
                Role::Note => {
                    match nearest(&row.tasks, cell.column) {
                        Some(task) => {
                            self.output.add_note(task, collapse(cell.text));
                            let report = report::row_note(cell.position, row.line, false);
                            self.output.diagnostics.push(report);
                        }
                        None => self.give_note(cell.position, cell.column, cell.text),
                    }
                    (CellUse::Note, true)
                }
            };
            if !is_used {
                self.output.diagnostics.push(report::remark_without_task(cell));
            }
            self.account.count(cell_use);
        }
        if let Some((_, office)) = &row.office {
            for &(_, task) in &row.tasks {
                self.output.add_note(task, office.clone());
            }
        }
    }

    /// Gives a note that stands alone to the tasks above that refer to it by ※,
    /// else to the nearest task of the row above.
    fn give_note(&mut self, position: Position, column: u32, text: &str) {
        let note = collapse(text);
        if let Some(&(line, _)) = self.references.first() {
            for (_, task) in std::mem::take(&mut self.references).into_iter().take(MOST_REFERENCES)
            {
                self.output.add_note(task, note.clone());
            }
            self.output.diagnostics.push(report::row_note(position, line, true));
        } else if let Some(task) = nearest(&self.last_row, column) {
            self.output.add_note(task, note);
            self.output.diagnostics.push(report::row_note(position, self.last_row_line, false));
        } else {
            self.output.diagnostics.push(report::note_without_task(position));
        }
    }

    fn id(&self, line: u32, cell: &Cell<'_>) -> String {
        format!("{}.l{line:03}.c{}", self.lanes.prefix(), cell.column)
    }
}

/// Whether a paragraph is the heading of the next: it is numbered, the next is not.
fn is_heading(piece: &Piece<'_>, next: Option<&Piece<'_>>) -> bool {
    piece.kind == PieceKind::Paragraph
        && numbering(piece.text).is_some()
        && next.is_some_and(|next| numbering(next.text).is_none() && !is_note(next.text))
}

/// The last task that does not stand to the right of a column, else the first.
fn nearest(tasks: &[(u32, TaskId)], column: u32) -> Option<TaskId> {
    let to_the_right = tasks.partition_point(|&(own, _)| own <= column);
    tasks.get(to_the_right.saturating_sub(1)).map(|&(_, task)| task)
}

/// Keeps the tracks that a row has used in its lane for it alone.
fn close_tracks(lanes: &mut Lanes, row: &mut RowInHand) {
    lanes.add_tracks(row.lane, u32::try_from(row.ends.len()).unwrap_or(u32::MAX));
    row.ends.clear();
}
