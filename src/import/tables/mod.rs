//! The official roadmap tables, read from the text that was extracted from their PDF.
//!
//! A table starts at a row that names fiscal years (`2021年度`, `2022年度` …);
//! the columns of the years come from that row, so that a later edition with
//! other years is read as well. Columns are separated by tabs. The heading
//! above a table gives its chapter. A cell takes the years from its own column
//! up to the column before the next cell of its row; the last cell of a row
//! goes on to the last year, and with no end if that year is headed `～`.
//!
//! The extraction has faults; `shape` says by which signs they are told and
//! how the rows are read then. Everything that is not read as it stands is
//! reported, and the [`Account`] says what became of every cell.
//!
//! What comes out:
//!
//! - chapters of the document: the headings, each with its tables;
//! - lanes: a heading, in it its tables (`t06`), in them the labels of rows;
//! - tracks: one for each row, and more where bars of a row overlap;
//! - tasks with stable ids, `t06.l081.c2` for table 6, line 81, column 2, and
//!   `.p1` behind it for a paragraph or ▲ mark of a cell that has several;
//! - titles as the text has them, on one line, without tags, ▲ and notes;
//! - dependencies between neighbouring bars of a row. The paragraphs of one
//!   cell stand side by side, its ▲ marks one behind the other.

mod account;
mod build;
mod cell;
mod dates;
mod grid;
mod lanes;
mod report;
mod rows;
mod shape;
mod span;

pub use account::{Account, CellUse, TableAccount};

use crate::model::{Diagnostic, Roadmap};

/// What came out of a text.
#[derive(Clone, Debug, Default)]
pub struct Import {
    /// The roadmap; empty if the text has no table.
    pub roadmap: Roadmap,
    /// What there is to say about the text, in the order of its lines.
    pub diagnostics: Vec<Diagnostic>,
    /// What became of every cell.
    pub account: Account,
}

/// Reads the text of the tables. `file_name` is recorded as the document's file.
#[must_use]
pub fn read(text: &str, file_name: &str) -> Import {
    build::build(text, file_name)
}

/// Whether a text has a table that [`read`] would find.
#[must_use]
pub fn looks_like_tables(text: &str) -> bool {
    grid::has_table(text)
}
