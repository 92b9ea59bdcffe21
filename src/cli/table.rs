//! Records as a table for people, as CSV or as JSON: what all commands that list have in common.
//!
//! Keys are the same in CSV and JSON, and in English. Rows are made when they are written, so
//! that a list of a million tasks is never held as a whole.

use crate::model::Language;
use serde::ser::{Serialize, Serializer};
use std::borrow::Cow;
use std::io::{self, Write};

/// A list of records with the same columns.
pub(super) struct Table<'a> {
    pub columns: &'a [Column],
    /// How many rows it has.
    pub rows: usize,
    /// The cells of a row, as many as there are columns. It is asked twice for each row of a
    /// table for people: for the widths and for the text.
    pub row: &'a dyn Fn(usize) -> Vec<Cell<'a>>,
}

/// One column.
pub(super) struct Column {
    /// What CSV and JSON call it.
    pub key: &'static str,
    /// What people read above it: Japanese and English.
    pub heading: [&'static str; 2],
}

/// One value of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Cell<'a> {
    Text(Cow<'a, str>),
    Number(i64),
    Flag(bool),
    List(Vec<Cow<'a, str>>),
    /// There is no value: `null`, or an empty place.
    Nothing,
}

impl Table<'_> {
    /// Writes aligned columns with headings; numbers stand at the right.
    pub(super) fn write_text(&self, language: Language, out: &mut dyn Write) -> io::Result<()> {
        let headings = || self.columns.iter().map(|column| column.heading[language as usize]);
        let mut widths: Vec<usize> = headings().map(columns).collect();
        let mut is_number = vec![false; self.columns.len()];
        for cells in (0..self.rows).map(self.row) {
            for (column, cell) in cells.iter().enumerate() {
                is_number[column] |= matches!(cell, Cell::Number(_));
                widths[column] = widths[column].max(columns(&cell.in_words(language)));
            }
        }
        let mut write_line = |cells: &mut dyn Iterator<Item = Cow<'_, str>>| -> io::Result<()> {
            let mut line = String::new();
            for (column, text) in cells.enumerate() {
                let gap = widths[column] - columns(&text);
                let (before, behind) = if is_number[column] { (gap, 0) } else { (0, gap) };
                let between = if column > 0 { 2 } else { 0 };
                line.extend(std::iter::repeat_n(' ', between + before));
                line.extend(text.chars().map(harmless));
                line.extend(std::iter::repeat_n(' ', behind));
            }
            writeln!(out, "{}", line.trim_end())
        };
        write_line(&mut headings().map(Cow::Borrowed))?;
        for cells in (0..self.rows).map(self.row) {
            write_line(&mut cells.iter().map(|cell| cell.in_words(language)))?;
        }
        Ok(())
    }

    /// Writes a line of keys and a line for each row, as RFC 4180 has them but with the line
    /// ends of the terminal; without a byte order mark, which would become part of the first key.
    pub(super) fn write_csv(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut writer = csv::Writer::from_writer(out);
        writer.write_record(self.columns.iter().map(|column| column.key)).map_err(io_error)?;
        for cells in (0..self.rows).map(self.row) {
            let cells = cells.iter().map(|cell| cell.in_csv().into_owned());
            writer.write_record(cells).map_err(io_error)?;
        }
        writer.flush()
    }
}

impl Serialize for Table<'_> {
    /// A list of objects.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let rows =
            (0..self.rows).map(|row| Record { columns: self.columns, cells: (self.row)(row) });
        serializer.collect_seq(rows)
    }
}

struct Record<'a> {
    columns: &'a [Column],
    cells: Vec<Cell<'a>>,
}

impl Serialize for Record<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.columns.iter().map(|column| column.key).zip(&self.cells))
    }
}

impl Serialize for Cell<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Number(number) => serializer.serialize_i64(*number),
            Self::Flag(flag) => serializer.serialize_bool(*flag),
            Self::List(list) => serializer.collect_seq(list),
            Self::Nothing => serializer.serialize_none(),
        }
    }
}

impl Cell<'_> {
    fn in_words(&self, language: Language) -> Cow<'_, str> {
        match (self, language) {
            (Self::Flag(true), Language::Japanese) => "はい".into(),
            (Self::Flag(true), Language::English) => "yes".into(),
            (Self::Flag(false) | Self::Nothing, _) => "".into(),
            (Self::List(list), Language::Japanese) => list.join("、").into(),
            (Self::List(list), Language::English) => list.join(", ").into(),
            _ => self.in_csv(),
        }
    }

    fn in_csv(&self) -> Cow<'_, str> {
        match self {
            Self::Text(text) => Cow::Borrowed(text),
            Self::Number(number) => number.to_string().into(),
            Self::Flag(flag) => if *flag { "true" } else { "false" }.into(),
            Self::List(list) => list.join("; ").into(),
            Self::Nothing => "".into(),
        }
    }
}

/// How many columns of a terminal a text takes: two for a full-width character.
pub(super) fn columns(text: &str) -> usize {
    let is_wide = |character: char| {
        matches!(character,
            '\u{1100}'..='\u{115F}' | '\u{2E80}'..='\u{A4CF}' | '\u{AC00}'..='\u{D7A3}'
            | '\u{F900}'..='\u{FAFF}' | '\u{FE30}'..='\u{FE6F}' | '\u{FF00}'..='\u{FF60}'
            | '\u{FFE0}'..='\u{FFE6}' | '\u{1F300}'..='\u{1FAFF}' | '\u{20000}'..='\u{3FFFD}')
    };
    text.chars().map(|character| if is_wide(character) { 2 } else { 1 }).sum()
}

/// A character of a file as it may go to a terminal, which control characters could drive.
pub(super) fn harmless(character: char) -> char {
    if character.is_control() { '\u{FFFD}' } else { character }
}

/// Keeps what kind of error an output had: a closed pipe is a quiet end.
fn io_error(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: [Column; 3] = [
        Column { key: "id", heading: ["施策", "Task"] },
        Column { key: "days", heading: ["日", "Days"] },
        Column { key: "critical", heading: ["重要", "Critical"] },
    ];

    fn row(row: usize) -> Vec<Cell<'static>> {
        let text = |text: &'static str| Cell::Text(text.into());
        match row {
            0 => vec![text("検討, \"一\""), Cell::Number(-7), Cell::Flag(true)],
            _ => vec![text("a\u{1b}[31m"), Cell::Nothing, Cell::Flag(false)],
        }
    }

    const TABLE: Table<'static> = Table { columns: &COLUMNS, rows: 2, row: &row };

    fn written(write: impl FnOnce(&mut Vec<u8>) -> io::Result<()>) -> String {
        let mut out = Vec::new();
        write(&mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn columns_of_a_text_are_aligned_in_both_languages() {
        let text = written(|out| TABLE.write_text(Language::English, out));
        let expected = "Task        Days  Critical\n検討, \"一\"    -7  yes\na\u{FFFD}[31m\n";
        assert_eq!(text, expected);
        let text = written(|out| TABLE.write_text(Language::Japanese, out));
        assert_eq!(text, "施策        日  重要\n検討, \"一\"  -7  はい\na\u{FFFD}[31m\n");
    }

    #[test]
    fn csv_and_json_have_the_same_keys() {
        let csv = written(|out| TABLE.write_csv(out));
        let expected = "id,days,critical\n\"検討, \"\"一\"\"\",-7,true\na\u{1b}[31m,,false\n";
        assert_eq!(csv, expected);
        assert_eq!(
            serde_json::to_string(&TABLE).unwrap(),
            r#"[{"id":"検討, \"一\"","days":-7,"critical":true},{"id":"a\u001b[31m","days":null,"critical":false}]"#
        );
    }
}
