//! What each cell of a table is, and in which column it would stand if the
//! extraction had kept the table's form.
//!
//! The rules go by the shape of a row and its neighbours, never by where in a
//! document it stands. In tables with one column of labels and no column of
//! what has been done:
//!
//! - **A measure among the labels.** Text in the label column of any row but
//!   the first (notes aside) that has no number of a list in front is a measure if the row
//!   has nothing else (it then takes all years), or if the row goes on only
//!   after the first year (it then takes the years up to there).
//! - **A name among the years.** The first year's cell names its row, and the
//!   years begin one column later, if more cells follow it in the row and it is
//!   a `<「…」>` name, or has the number of a list although nothing stands in
//!   the label column and the next cell is not numbered alike, or names a
//!   topic (…について).
//!   - If such a row fills three or more columns from the first year on without
//!     a gap and leaves out the last one, rows right above it that fill exactly
//!     the same columns share its form, and with them the rows between that
//!     begin after the first year.
//!   - Rows below it that have no label and begin after the first year belong
//!     to it and share its shift.
//! - **A late run.** Two or more rows running that begin in the second year,
//!   one of which goes on past the last year, begin one column late. Other
//!   rows of the table that begin in the second year are doubtful, but they are
//!   read as they stand.
//!
//! In every table, the last cell of a row is the office in charge if it stands
//! in or behind the column of offices and is called like one, or if it stands in
//! that very column. Text that begins with ※ is a note.

use super::cell::{is_note, is_sub_label, is_topic, names_office, numbering};
use super::grid::{Cell, Row, Table};

/// What a cell is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// A label of its row, in this label column.
    Label(u32),
    /// A measure that stands among the labels.
    MeasureAmongLabels,
    /// The name of its row, which stands among the years.
    Name,
    /// A name without a measure: it stands above the next row.
    NameOfNextRow,
    /// A measure.
    Measure,
    /// A note.
    Note,
    /// What has been done before.
    Done,
    /// The office in charge.
    Owner,
}

/// Why the years of a row begin one column late.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shift {
    /// A name stands in the first year's column.
    Name,
    /// The row above, on this line, has its name in the first year's column.
    Continues(u32),
    /// The row belongs to a run that begins late and goes past the last year.
    LateRun,
}

/// A row with what its cells are.
#[derive(Clone, Debug)]
pub(super) struct ShapedRow<'a> {
    /// The row.
    pub row: &'a Row<'a>,
    /// What its cells are, one for one.
    pub roles: Vec<Role>,
    /// Whether its years begin one column late.
    pub shift: Option<Shift>,
    /// Whether it may begin late as the run of its table does.
    pub doubtful: bool,
}

impl<'a> ShapedRow<'a> {
    /// The cells with what they are.
    pub(super) fn cells(&self) -> impl Iterator<Item = (&'a Cell<'a>, Role)> + Clone + '_ {
        self.row.cells.iter().zip(self.roles.iter().copied())
    }

    /// The cells that are measures, from left to right.
    pub(super) fn measures(&self) -> impl Iterator<Item = &'a Cell<'a>> + Clone + '_ {
        let is_measure = |role| matches!(role, Role::Measure | Role::MeasureAmongLabels);
        self.cells().filter(move |&(_, role)| is_measure(role)).map(|(cell, _)| cell)
    }

    /// Whether it holds nothing but notes.
    pub(super) fn is_notes(&self) -> bool {
        self.roles.iter().all(|&role| role == Role::Note)
    }

    /// Whether something stands in a label column.
    pub(super) fn has_label(&self) -> bool {
        self.roles.iter().any(|role| matches!(role, Role::Label(_) | Role::MeasureAmongLabels))
    }

    /// The column of its first measure, unless a label stands before it.
    fn unlabelled_start(&self) -> Option<u32> {
        let first = self.measures().next()?;
        (!self.has_label()).then_some(first.column)
    }
}

/// Decides what every cell of a table is.
pub(super) fn shape<'a>(table: &'a Table<'a>) -> Vec<ShapedRow<'a>> {
    let mut rows: Vec<_> = table
        .rows
        .iter()
        .map(|row| ShapedRow { row, roles: roles(table, row), shift: None, doubtful: false })
        .collect();
    if table.header.label_columns() == 1 && table.header.done.is_none() {
        find_measures_among_labels(table, &mut rows);
        if table.header.second_column().is_some() {
            find_names_among_years(table, &mut rows);
            find_late_runs(table, &mut rows);
        }
    }
    rows
}

/// What the cells of a row are, going by their columns alone.
fn roles(table: &Table<'_>, row: &Row<'_>) -> Vec<Role> {
    let header = &table.header;
    let last = row.cells.last().map_or(0, |cell| cell.column);
    let role = |cell: &Cell<'_>| {
        let is_office = |office| {
            cell.column == last
                && (cell.column == office || (cell.column > office && names_office(cell.text)))
        };
        if is_note(cell.text) {
            Role::Note
        } else if cell.column < header.label_columns() {
            Role::Label(cell.column)
        } else if cell.column < header.first_column() {
            Role::Done
        } else if header.office.is_some_and(is_office) {
            Role::Owner
        } else {
            Role::Measure
        }
    };
    row.cells.iter().map(role).collect()
}

fn find_measures_among_labels(table: &Table<'_>, rows: &mut [ShapedRow<'_>]) {
    for shaped in rows.iter_mut().skip_while(|shaped| shaped.is_notes()).skip(1) {
        let cell = &shaped.row.cells[0];
        if shaped.roles[0] != Role::Label(0) || numbering(cell.text).is_some() {
            continue;
        }
        let goes_on = shaped.measures().next().map(|cell| cell.column);
        if goes_on.is_none_or(|column| column > table.header.first_column()) {
            shaped.roles[0] = Role::MeasureAmongLabels;
        }
    }
}

fn find_names_among_years(table: &Table<'_>, rows: &mut [ShapedRow<'_>]) {
    for index in 0..rows.len() {
        let is_name = name_among_years(table, &rows[index]);
        if let Some((cell, role)) = is_name {
            rows[index].roles[cell] = role;
        }
        if is_name.is_some_and(|(_, role)| role == Role::Name) {
            rows[index].shift = Some(Shift::Name);
            spread_upwards(table, rows, index);
        }
    }
    let mut named_on = None;
    for shaped in rows {
        if shaped.shift == Some(Shift::Name) {
            named_on = Some(shaped.row.line);
        } else if named_on.is_some() && begins_late(table, shaped) {
            shaped.shift = named_on.map(Shift::Continues);
        } else {
            named_on = None;
        }
    }
}

/// Which cell of the row is a name in the first year's column, and of what kind.
fn name_among_years(table: &Table<'_>, shaped: &ShapedRow<'_>) -> Option<(usize, Role)> {
    let at = shaped.row.cells.iter().position(|cell| cell.column == table.header.first_column())?;
    let cell = &shaped.row.cells[at];
    let next = shaped.measures().find(|next| next.column > cell.column);
    if shaped.roles[at] != Role::Measure {
        return None;
    }
    let Some(next) = next else {
        return is_sub_label(cell.text).then_some((at, Role::NameOfNextRow));
    };
    let number = numbering(cell.text).filter(|_| !shaped.has_label());
    let is_numbered = number.is_some() && number != numbering(next.text);
    (is_sub_label(cell.text) || is_numbered || is_topic(cell.text)).then_some((at, Role::Name))
}

/// Gives the form of a row with a name among the years to the rows above it
/// that fill the same columns.
fn spread_upwards(table: &Table<'_>, rows: &mut [ShapedRow<'_>], anchor: usize) {
    let columns = |shaped: &ShapedRow<'_>| -> Vec<u32> {
        shaped.row.cells.iter().map(|cell| cell.column).collect()
    };
    let wanted = columns(&rows[anchor]);
    let first = table.header.first_column();
    let without_gap = (first..).zip(&wanted).all(|(column, &own)| column == own);
    let short_of_last = wanted.last().is_some_and(|&last| last < table.header.last_column());
    if wanted.len() < 3 || !without_gap || !short_of_last {
        return;
    }
    for shaped in rows[..anchor].iter_mut().rev() {
        if shaped.shift.is_some() {
            break;
        }
        if !shaped.has_label() && columns(shaped) == wanted {
            shaped.roles[0] = Role::Name;
            shaped.shift = Some(Shift::Name);
        } else if !begins_late(table, shaped) {
            break;
        }
    }
}

/// Whether a row has no label and no measure in the first year.
fn begins_late(table: &Table<'_>, shaped: &ShapedRow<'_>) -> bool {
    shaped.unlabelled_start().is_some_and(|column| column > table.header.first_column())
}

fn find_late_runs(table: &Table<'_>, rows: &mut [ShapedRow<'_>]) {
    let second = table.header.second_column();
    let is_late = |shaped: &ShapedRow<'_>| {
        shaped.shift.is_none() && shaped.unlabelled_start().is_some_and(|c| Some(c) == second)
    };
    let is_past_last = |shaped: &ShapedRow<'_>| {
        shaped.measures().any(|cell| cell.column > table.header.last_column())
    };
    let mut found = false;
    for run in rows.chunk_by_mut(|above, below| is_late(above) && is_late(below)) {
        if run.len() > 1 && run.iter().any(is_past_last) {
            found = true;
            for shaped in run {
                shaped.shift = Some(Shift::LateRun);
            }
        }
    }
    if found {
        for shaped in rows {
            shaped.doubtful = is_late(shaped);
        }
    }
}
