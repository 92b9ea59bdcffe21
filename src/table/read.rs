//! A table of tasks that somebody pastes.

use super::field::shown;
use super::link::{self, Written};
use super::{Column, Copied, Names, task_fields};
use crate::edit::make::{self, NewTask, TaskField};
use crate::edit::{Change, Edit, Refusal, Renumberings, Transaction};
use crate::model::{
    Dependency, DependencyId, DependencyType, LaneId, Language, Roadmap, Task, TaskId, Text,
};
use crate::schedule::{Graph, Order};
use crate::time::{Day, Interval, IntervalError, StampError};
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, HashSet};

/// What a table becomes in a document.
#[derive(Debug)]
pub struct Pasted {
    /// What puts the good rows in, as one step.
    pub transaction: Transaction,
    /// The new tasks as they will be numbered.
    pub tasks: Vec<TaskId>,
    /// How many rows have something that is no task and were left out.
    pub left_out: usize,
    /// What could not be taken as it stands.
    pub problems: Vec<Problem>,
}

/// Something in a table that could not be taken as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The line of the text, from 1.
    pub line: u64,
    /// Its column, if it is one cell.
    pub column: Option<Column>,
    /// What stands there.
    pub cell: String,
    /// Why it could not be taken, in Japanese and English.
    pub reason: [String; 2],
    /// Whether the row was left out, and not only this cell.
    pub is_row: bool,
}

impl Problem {
    /// It in one line: where it is, what stands there, why it cannot be taken, and what became of
    /// the row.
    #[must_use]
    pub fn in_words(&self, language: Language) -> String {
        let Self { line, column, cell, reason: [ja, en], is_row } = self;
        let heading = column.map(|column| column.heading(language));
        match language {
            Language::Japanese => {
                let place = heading.map_or(String::new(), |it| format!("「{it}」"));
                let cell = if cell.is_empty() { String::new() } else { format!("「{cell}」") };
                let rest = if *is_row { "" } else { "（行は貼り付けました）" };
                let gap = if place.is_empty() || cell.is_empty() { "" } else { "の" };
                format!("{line}行目{place}{gap}{cell}：{ja}{rest}")
            }
            Language::English => {
                let place = heading.map_or(String::new(), |it| format!(", {it}"));
                let cell = if cell.is_empty() { String::new() } else { format!(" “{cell}”") };
                let rest = if *is_row { "" } else { " (the row was pasted)" };
                format!("Line {line}{place}{cell}: {en}{rest}")
            }
        }
    }
}

/// Where rows go that do not say so themselves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The lane; `None` for the first one. A roadmap without lanes gets one.
    pub lane: Option<LaneId>,
    /// The task of that lane behind which they stand in the document; `None` for its last one.
    pub behind: Option<TaskId>,
}

/// Reads what somebody pastes: cells parted by tabs, with a row of headings in either language and
/// any order, or without one the title, the start and the end of each task.
///
/// Rows that are no tasks are left out, and told. A lane that is not there is replaced by that of
/// `place`, an id that is taken by a free one, and tracks by such as are free at that time. Links lead to the tasks of the table or, if it does
/// not have their id, of the roadmap. New owners and tags are added to the words of the roadmap;
/// nothing else of it is changed. If the text is that of `copied`, the tasks and their links get
/// all that was copied with them.
///
/// # Errors
/// If there is no row with anything, or the roadmap cannot take as many.
pub fn read(
    text: &str,
    roadmap: &mut Roadmap,
    place: Place,
    language: Language,
    copied: Option<&Copied>,
) -> Result<Pasted, Refusal> {
    let text = with_plain_ends(text);
    let copied = copied.filter(|it| with_plain_ends(it.text()).trim_end() == text.trim_end());
    let mut table = Table::new(&text);
    let mut reader = Reader::new(roadmap, place, language, copied)?;
    let Some(first) = table.next_row() else { return Err(Refusal::EmptyTitle) };
    let mut columns = reader.headings(&first);
    let mut row = if columns.is_empty() { Some(first) } else { table.next_row() };
    if columns.is_empty() {
        columns = [Column::Title, Column::Start, Column::End].map(Some).to_vec();
    }
    while let Some(cells) = row {
        reader.row(&cells, &columns);
        row = table.next_row();
    }
    reader.finish()
}

/// One row with something in it.
struct Row {
    line: u64,
    cells: Vec<String>,
}

/// The rows of a text.
struct Table<'t> {
    reader: csv::Reader<&'t [u8]>,
}

impl<'t> Table<'t> {
    fn new(text: &'t str) -> Self {
        let mut builder = csv::ReaderBuilder::new();
        builder.delimiter(b'\t').has_headers(false).flexible(true);
        Self { reader: builder.from_reader(text.as_bytes()) }
    }

    fn next_row(&mut self) -> Option<Row> {
        let mut record = csv::StringRecord::new();
        // The text is one and its rows may be of any length: nothing can go wrong but the end.
        while self.reader.read_record(&mut record).ok()? {
            if record.iter().any(|cell| !cell.trim().is_empty()) {
                let line = record.position().map_or(0, csv::Position::line);
                return Some(Row { line, cells: record.iter().map(str::to_owned).collect() });
            }
        }
        None
    }
}

struct Reader<'r> {
    roadmap: &'r mut Roadmap,
    /// What gives a roadmap without lanes one, and the roadmap with it.
    with_lane: Option<(Transaction, Box<Roadmap>)>,
    names: Names,
    place: Place,
    lane: LaneId,
    language: Language,
    copied: Option<&'r Copied>,
    tasks: Vec<NewTask>,
    /// Whether each task says which track it is in.
    has_track: Vec<bool>,
    /// What each task waits for, with its place among the tasks and its line.
    links: Vec<(usize, u64, Written)>,
    unknown_lanes: HashSet<String>,
    left_out: usize,
    problems: Vec<Problem>,
}

impl<'r> Reader<'r> {
    fn new(
        roadmap: &'r mut Roadmap,
        place: Place,
        language: Language,
        copied: Option<&'r Copied>,
    ) -> Result<Self, Refusal> {
        let mut with_lane = None;
        let mut lane = place.lane.unwrap_or(LaneId::from_index(0));
        if roadmap.lanes.is_empty() {
            let title = match language {
                Language::Japanese => "新しいレーン",
                Language::English => "New lane",
            };
            let (transaction, new) = make::add_lane(roadmap, None, language, title)?;
            let mut with = Box::new(roadmap.clone());
            transaction.apply(&mut with)?;
            lane = new;
            with_lane = Some((transaction, with));
        }
        Ok(Self {
            names: Names::new(roadmap),
            roadmap,
            with_lane,
            place,
            lane,
            language,
            copied,
            tasks: Vec::new(),
            has_track: Vec::new(),
            links: Vec::new(),
            unknown_lanes: HashSet::new(),
            left_out: 0,
            problems: Vec::new(),
        })
    }

    /// The columns of a row of headings, `None` for what is not known; empty if it is no such row.
    fn headings(&mut self, row: &Row) -> Vec<Option<Column>> {
        let mut columns: Vec<_> = row.cells.iter().map(|cell| Column::named(cell)).collect();
        let titles = [Column::Title, Column::TitleJa, Column::TitleEn];
        let has_title = columns.iter().flatten().any(|column| titles.contains(column));
        // Most tables call the title 施策 or Task, and those of the command line the id.
        let id = columns.iter().position(|column| *column == Some(Column::Id));
        if let Some(at) = id.filter(|at| !has_title && !is_id(&row.cells[*at])) {
            columns[at] = Some(Column::Title);
        }
        let known = columns.iter().flatten().count();
        let named = row.cells.iter().filter(|cell| !cell.trim().is_empty()).count();
        let has_title = columns.iter().flatten().any(|column| titles.contains(column));
        let are_headings = if has_title { known >= named.min(2) } else { known == named };
        if !are_headings {
            return Vec::new();
        }
        let mut seen = HashSet::new();
        for (column, cell) in columns.iter_mut().zip(&row.cells) {
            if column.is_some_and(|column| !seen.insert(column)) {
                *column = None;
            }
            if column.is_none() && !cell.trim().is_empty() {
                let reason = ["この列は読み取りません", "this column is not read"];
                self.problems.push(Problem {
                    line: row.line,
                    column: None,
                    cell: shown(cell.trim()),
                    reason: reason.map(str::to_owned),
                    is_row: false,
                });
            }
        }
        columns
    }

    fn row(&mut self, row: &Row, columns: &[Option<Column>]) {
        if let Err((column, cell, refusal)) = self.try_row(row, columns) {
            self.left_out += 1;
            self.problems.push(Problem {
                line: row.line,
                column,
                cell: shown(&cell),
                reason: refusal.both(),
                is_row: true,
            });
        }
    }

    fn try_row(
        &mut self,
        row: &Row,
        columns: &[Option<Column>],
    ) -> Result<(), (Option<Column>, String, Refusal)> {
        let mut lane = self.lane;
        let mut links = Vec::new();
        let mut cells: Vec<(Column, &str)> = Vec::with_capacity(row.cells.len());
        for (column, cell) in columns.iter().zip(&row.cells) {
            let Some(column) = column.filter(|_| !cell.trim().is_empty()) else { continue };
            match column {
                Column::Lane => match self.names.lane(cell, self.roadmap) {
                    Some(found) => lane = found,
                    None => self.unknown_lane(row.line, cell),
                },
                Column::DependsOn => links = link::split(cell),
                column => cells.push((column, cell)),
            }
        }
        let titles = [Column::Title, Column::TitleJa, Column::TitleEn];
        if !cells.iter().any(|(column, _)| titles.contains(column)) {
            return Err((None, String::new(), Refusal::EmptyTitle));
        }
        if !cells.iter().any(|(column, _)| matches!(column, Column::When | Column::Start)) {
            let refusal = Refusal::Period(IntervalError::Stamp(StampError::Form));
            return Err((Some(Column::Start), String::new(), refusal));
        }
        let fields = task_fields(self.roadmap, &self.names, None, &cells, self.language);
        let of_cell = |at: usize| (Some(cells[at].0), cells[at].1.trim().to_owned());
        let fields = fields.map_err(|(at, refusal)| {
            let (column, cell) = of_cell(at);
            (column, cell, refusal)
        })?;
        let when = fields.iter().find_map(|field| match field {
            TaskField::When(when) => Some(*when),
            _ => None,
        });
        let when = when.expect("there is a cell for it");
        let mut task = Task::new("", lane, Text::EMPTY, when);
        for field in &fields {
            field.set(&mut task).map_err(|refusal| (None, row.cells.join(" "), refusal))?;
        }
        if let Some(copied) = self.copied {
            copied.complete_task(&mut task);
        }
        let place = self.tasks.len();
        self.links.extend(links.into_iter().map(|link| (place, row.line, link)));
        self.has_track.push(cells.iter().any(|(column, _)| *column == Column::Track));
        let behind = self.place.behind.filter(|_| lane == self.lane);
        self.tasks.push(NewTask { task, behind });
        Ok(())
    }

    /// Tells once of each lane that it is not there.
    fn unknown_lane(&mut self, line: u64, name: &str) {
        if self.unknown_lanes.insert(name.to_owned()) {
            let [ja, en] = [
                "このレーンはないため、貼り付け先のレーンに入れました",
                "there is no such lane; its rows went to the lane where they were pasted",
            ];
            self.problems.push(Problem {
                line,
                column: Some(Column::Lane),
                cell: shown(name.trim()),
                reason: [ja.to_owned(), en.to_owned()],
                is_row: false,
            });
        }
    }

    fn finish(mut self) -> Result<Pasted, Refusal> {
        let placed = self.tasks.iter_mut().zip(&self.has_track).filter(|(_, has)| **has);
        make::to_free_tracks(self.roadmap, placed.map(|(new, _)| &mut new.task));
        self.choose_tracks();
        let (inside, outside) = self.resolve_links();
        let Self { roadmap, with_lane, tasks, left_out, mut problems, .. } = self;
        problems.sort_by_key(|problem| problem.line);
        if tasks.is_empty() {
            let transaction = Transaction::default();
            return Ok(Pasted { transaction, tasks: Vec::new(), left_out, problems });
        }
        let lanes = with_lane.as_ref().map_or(&*roadmap, |(_, with)| with);
        let first_link = roadmap.dependencies.len() + inside.len();
        let (mut transaction, new) = make::add_tasks(lanes, tasks, inside)?;
        if !outside.is_empty() {
            let renumberings = transaction.renumberings();
            let links = outside.into_iter().map(|link| {
                let old = Renumberings::position(&renumberings.tasks, link.from.index());
                let from = TaskId::from_index(old.expect("nothing is taken out"));
                Dependency { from, to: new[link.to.index()], ..link }
            });
            let links = (first_link..).zip(links).collect();
            transaction.edits.push(Edit::Dependency(Change::Insert(links)));
        }
        if let Some((lane, _)) = with_lane {
            let label = transaction.label.clone();
            transaction = Transaction { label, ..lane.compose(transaction) };
        }
        Ok(Pasted { transaction, tasks: new, left_out, problems })
    }

    /// Puts tasks that do not say so into tracks of their lanes below those that are in use, so
    /// that none covers another.
    fn choose_tracks(&mut self) {
        let fiscal = self.roadmap.fiscal_year_start;
        let mut next: HashMap<LaneId, u16> = HashMap::new();
        for (new, _) in self.tasks.iter().zip(&self.has_track).filter(|(_, has)| !**has) {
            next.insert(new.task.lane, 0);
        }
        if next.is_empty() {
            return;
        }
        let own = self.tasks.iter().zip(&self.has_track).filter(|(_, has)| **has);
        let taken = self.roadmap.tasks.iter().chain(own.map(|(new, _)| &new.task));
        for task in taken {
            if let Some(next) = next.get_mut(&task.lane) {
                *next = task.track.saturating_add(1).max(*next);
            }
        }
        // The last day and the number of each new track, the one that ends first on top.
        let mut tracks: HashMap<LaneId, BinaryHeap<Reverse<(Day, u16)>>> = HashMap::new();
        for (new, _) in self.tasks.iter_mut().zip(&self.has_track).filter(|(_, has)| !**has) {
            let task = &mut new.task;
            let tracks = tracks.entry(task.lane).or_default();
            let is_free = |track: &Reverse<(Day, u16)>| track.0.0 < task.when.first_day(fiscal);
            if tracks.peek().is_some_and(is_free) {
                let Reverse((_, track)) = tracks.pop().expect("it was looked at");
                task.track = track;
            } else {
                let next = next.get_mut(&task.lane).expect("all lanes are known");
                task.track = *next;
                *next = next.saturating_add(1);
            }
            tracks.push(Reverse((last_day(task.when, fiscal), task.track)));
        }
    }

    /// The links among the tasks of the table, and those from tasks of the roadmap; `to` and, of
    /// the former, `from` are places in the table.
    fn resolve_links(&mut self) -> (Vec<Dependency>, Vec<Dependency>) {
        let links = std::mem::take(&mut self.links);
        let mut places: HashMap<&str, usize> = HashMap::new();
        for (place, new) in self.tasks.iter().enumerate().filter(|(_, it)| !it.task.id.is_empty()) {
            places.entry(&new.task.id).or_insert(place);
        }
        let wanted: HashSet<&str> = links
            .iter()
            .map(|(_, _, link)| &*link.id)
            .filter(|id| !places.contains_key(id))
            .collect();
        let mut there: HashMap<&str, TaskId> = HashMap::new();
        if !wanted.is_empty() {
            let tasks = self.roadmap.task_ids().zip(&self.roadmap.tasks);
            there.extend(tasks.filter_map(|(id, task)| Some((*wanted.get(&*task.id)?, id))));
        }
        let mut seen: HashSet<(bool, TaskId, usize, DependencyType)> = HashSet::new();
        let (mut inside, mut told, mut outside) = (Vec::new(), Vec::new(), Vec::new());
        let mut problems = Vec::new();
        for (to, line, link) in &links {
            let refuse = |refusal: Refusal| Problem {
                line: *line,
                column: Some(Column::DependsOn),
                cell: shown(&link.id),
                reason: refusal.both(),
                is_row: false,
            };
            let (is_inside, from) = match (places.get(&*link.id), there.get(&*link.id)) {
                (Some(&place), _) => (true, TaskId::from_index(place)),
                (None, Some(&task)) => (false, task),
                (None, None) => {
                    problems.push(refuse(Refusal::NoSuchId(shown(&link.id))));
                    continue;
                }
            };
            if is_inside && from.index() == *to {
                problems.push(refuse(Refusal::LinkToItself));
            } else if link.lag_days.saturating_abs() > Dependency::MAX_LAG_DAYS {
                problems.push(refuse(Refusal::LagTooLong));
            } else if seen.insert((is_inside, from, *to, link.kind)) {
                let mut dependency = Dependency {
                    kind: link.kind,
                    lag_days: link.lag_days,
                    ..Dependency::new(from, TaskId::from_index(*to))
                };
                if let Some(copied) = self.copied {
                    copied.complete_link(&link.id, &self.tasks[*to].task.id, &mut dependency);
                }
                if is_inside {
                    inside.push(dependency);
                    told.push(refuse(Refusal::Cycle(Vec::new())));
                } else {
                    outside.push(dependency);
                }
            }
        }
        let in_cycles = self.links_in_cycles(&inside);
        let cyclic = |at: &usize| in_cycles.contains(&DependencyId::from_index(*at));
        problems.extend((0..inside.len()).filter(cyclic).map(|at| {
            let reason = ["依存関係が循環しています", "this is part of a circle of dependencies"];
            Problem { reason: reason.map(str::to_owned), ..told[at].clone() }
        }));
        let whole = inside.into_iter().enumerate().filter(|(at, _)| !cyclic(at));
        let inside = whole.map(|(_, link)| link).collect();
        self.problems.extend(problems);
        (inside, outside)
    }

    /// Which of these links between the tasks of the table lie in circles. Nothing leads from a
    /// new task to an old one, so that no others can.
    fn links_in_cycles(&self, links: &[Dependency]) -> HashSet<DependencyId> {
        if links.is_empty() {
            return HashSet::new();
        }
        let table = Roadmap {
            tasks: self.tasks.iter().map(|new| new.task.clone()).collect(),
            dependencies: links.iter().cloned().collect(),
            ..Roadmap::default()
        };
        let order = Order::new(&Graph::new(&table));
        order.cycles().iter().flat_map(|cycle| cycle.links.iter().copied()).collect()
    }
}

/// A text with one kind of line end, in cells as well.
fn with_plain_ends(text: &str) -> String {
    text.trim_start_matches('\u{FEFF}').replace("\r\n", "\n").replace('\r', "\n")
}

/// Whether a heading means an id and nothing else.
fn is_id(heading: &str) -> bool {
    heading.trim().eq_ignore_ascii_case("id") || heading.trim() == "ＩＤ"
}

fn last_day(when: Interval, fiscal: crate::time::FiscalYearStart) -> Day {
    when.last_day(fiscal).unwrap_or(Day::MAX)
}
