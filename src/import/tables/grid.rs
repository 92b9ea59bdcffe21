//! From the text to tables of cells: which lines are headers, rows and headings.
//!
//! Nothing is interpreted here beyond that; what a cell is gets decided in
//! `shape`. Lines are counted from 1, tab-separated columns from 0.

use super::dates::year_heading;
use crate::model::Position;

/// A cell that is not empty.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cell<'a> {
    /// The tab-separated column, from 0.
    pub column: u32,
    /// Where its text begins.
    pub position: Position,
    /// Its text without the blanks around it.
    pub text: &'a str,
}

/// A line of a table with at least one cell.
#[derive(Clone, Debug)]
pub(super) struct Row<'a> {
    /// The line, from 1.
    pub line: u32,
    /// Its cells from left to right, at least one.
    pub cells: Vec<Cell<'a>>,
}

/// What the columns of a table are.
#[derive(Clone, Debug)]
pub(super) struct Header<'a> {
    /// The line, from 1.
    pub line: u32,
    /// Columns and their fiscal years, both increasing; at least one.
    years: Vec<(u32, i16)>,
    /// Whether the last year stands for the time from then on.
    pub open_ended: bool,
    /// The column of what has been done before.
    pub done: Option<u32>,
    /// The column of the office in charge.
    pub office: Option<u32>,
    /// Cells whose year does not come after the one before; they are no columns.
    pub disordered: Vec<Cell<'a>>,
    /// Cells that carry a ※ note behind their year.
    pub notes: Vec<Cell<'a>>,
}

/// A table and what stands around it.
#[derive(Clone, Debug)]
pub(super) struct Table<'a> {
    /// Counted through the text, from 1.
    pub number: u32,
    /// The heading above it, if it has one of its own.
    pub heading: Option<&'a str>,
    /// Its columns.
    pub header: Header<'a>,
    /// Its rows.
    pub rows: Vec<Row<'a>>,
    /// Where rows go on behind a blank line.
    pub after_gap: Vec<Position>,
    /// ※ lines below it.
    pub notes: Vec<Line<'a>>,
}

/// A line outside the tables.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'a> {
    /// Where its text begins.
    pub position: Position,
    /// Its text without the blanks around it.
    pub text: &'a str,
}

/// A whole text.
#[derive(Clone, Debug, Default)]
pub(super) struct Grid<'a> {
    /// The lines above the first heading: title and date of the document, notes.
    pub front: Vec<Line<'a>>,
    /// The tables in order.
    pub tables: Vec<Table<'a>>,
    /// Lines that are part of no table and no heading of one.
    pub strays: Vec<Line<'a>>,
}

impl<'a> Grid<'a> {
    /// Cuts a text into tables; every text has a grid.
    pub(super) fn read(text: &'a str) -> Self {
        let mut grid = Self::default();
        let mut outside: Vec<Line<'a>> = Vec::new();
        let mut in_rows = false;
        for (index, text_of_line) in text.lines().enumerate() {
            let line = number(index + 1);
            let cells = cells(text_of_line, line);
            let Some(&first) = cells.first() else {
                in_rows = false;
                continue;
            };
            if let Some(header) = Header::read(line, &cells) {
                grid.start_table(header, &mut outside);
                in_rows = true;
                continue;
            }
            let has_columns = cells.iter().any(|cell| cell.column > 0);
            in_rows &= has_columns || chapter_number(first.text).is_none();
            match grid.tables.last_mut() {
                Some(table) if in_rows || (has_columns && outside.is_empty()) => {
                    if !in_rows {
                        table.after_gap.push(first.position);
                    }
                    table.rows.push(Row { line, cells });
                    in_rows = true;
                }
                _ if has_columns => grid.strays.extend(cells.iter().map(Line::of_cell)),
                _ => outside.push(Line::of_cell(&first)),
            }
        }
        grid.end_table(&mut outside);
        grid
    }

    fn start_table(&mut self, header: Header<'a>, outside: &mut Vec<Line<'a>>) {
        let heading = outside
            .iter()
            .rposition(|line| chapter_number(line.text).is_some())
            .or_else(|| outside.iter().rposition(|line| !line.text.starts_with('※')))
            .map(|index| outside.remove(index).text);
        if self.tables.is_empty() {
            self.front = std::mem::take(outside);
        } else {
            self.end_table(outside);
        }
        let number = u32::try_from(self.tables.len() + 1).unwrap_or(u32::MAX);
        let (rows, after_gap, notes) = Default::default();
        self.tables.push(Table { number, heading, header, rows, after_gap, notes });
    }

    /// Gives the lines below the last table to it if they are notes.
    fn end_table(&mut self, outside: &mut Vec<Line<'a>>) {
        for line in outside.drain(..) {
            match self.tables.last_mut() {
                Some(table) if line.text.starts_with('※') => table.notes.push(line),
                _ => self.strays.push(line),
            }
        }
    }
}

/// Whether a text has a header row.
pub(super) fn has_table(text: &str) -> bool {
    text.lines()
        .filter(|line| line.contains("年度") && line.contains('\t'))
        .any(|line| Header::read(1, &cells(line, 1)).is_some())
}

impl<'a> Header<'a> {
    /// The columns of a header row; `None` if the row is none, which takes two
    /// cells that name a year, or one behind a tab with nothing beside it.
    pub(super) fn read(line: u32, cells: &[Cell<'a>]) -> Option<Self> {
        if !cells.iter().any(|cell| cell.text.contains("年度")) {
            return None;
        }
        let headings: Vec<_> = cells
            .iter()
            .filter_map(|cell| year_heading(cell.text).map(|(year, open)| (cell, year, open)))
            .collect();
        let is_header = match headings.as_slice() {
            [] => false,
            [(cell, ..)] => cells.len() == 1 && cell.column > 0,
            _ => true,
        };
        if !is_header {
            return None;
        }
        let (mut years, mut disordered) = (Vec::<(u32, i16)>::new(), Vec::new());
        let mut open_ended = false;
        for &(cell, year, open) in &headings {
            if years.last().is_some_and(|&(_, before)| year.year() <= before) {
                disordered.push(*cell);
            } else {
                years.push((cell.column, year.year()));
                open_ended = open;
            }
        }
        let last = years.last().map_or(0, |&(column, _)| column);
        let done = cells.iter().find(|cell| cell.text.contains("実施済"));
        let office = cells.iter().find(|cell| cell.column > last && !cell.text.contains("年度"));
        Some(Self {
            line,
            open_ended,
            done: done.map(|cell| cell.column),
            office: office.map(|cell| cell.column),
            disordered,
            notes: headings
                .iter()
                .filter(|(cell, ..)| cell.text.contains('※'))
                .map(|&(cell, ..)| *cell)
                .collect(),
            years,
        })
    }

    /// The column of the first year.
    pub(super) fn first_column(&self) -> u32 {
        self.years.first().map_or(0, |&(column, _)| column)
    }

    /// The column of the second year, if there is one.
    pub(super) fn second_column(&self) -> Option<u32> {
        self.years.get(1).map(|&(column, _)| column)
    }

    /// The column of the last year.
    pub(super) fn last_column(&self) -> u32 {
        self.years.last().map_or(0, |&(column, _)| column)
    }

    /// The first and the last year.
    pub(super) fn span(&self) -> (i16, i16) {
        (self.year_at(0), self.year_at(u32::MAX))
    }

    /// The year that a column belongs to, clamped to the years of the table.
    pub(super) fn year_at(&self, column: u32) -> i16 {
        let behind = self.years.partition_point(|&(start, _)| start <= column);
        self.years.get(behind.saturating_sub(1)).map_or(0, |&(_, year)| year)
    }

    /// How many columns in front of the first year hold labels.
    pub(super) fn label_columns(&self) -> u32 {
        self.done.map_or(self.first_column(), |done| done.min(self.first_column()))
    }
}

impl<'a> Line<'a> {
    const fn of_cell(cell: &Cell<'a>) -> Self {
        Self { position: cell.position, text: cell.text }
    }
}

/// The number of a chapter heading such as 第4.
pub(super) fn chapter_number(text: &str) -> Option<u32> {
    let rest = text.strip_prefix('第')?.trim_start();
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    rest[..digits].parse().ok()
}

/// The cells of a line that are not empty.
fn cells(line: &str, line_number: u32) -> Vec<Cell<'_>> {
    let mut cells = Vec::new();
    let mut characters_before = 0;
    for (column, field) in line.split('\t').enumerate() {
        let text = field.trim_matches(is_blank);
        if !text.is_empty() {
            let blanks = field.chars().take_while(|&c| is_blank(c)).count();
            let position =
                Position { line: line_number, column: number(characters_before + blanks + 1) };
            cells.push(Cell { column: number(column), position, text });
        }
        characters_before += field.chars().count() + 1;
    }
    cells
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Blanks, and the byte order mark that some programs write in front of a file.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || c == '\u{feff}'
}
