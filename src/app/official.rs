//! The official text of a document, attached by its reader, cell by cell.

use crate::model::Place;
use std::ops::Range;

/// The lines of an attached text file.
///
/// It is only looked into, never stored: the roadmap names the line and the column
/// of each task, and this finds the cell there and the table around it.
#[derive(Clone, Debug)]
pub struct OfficialText {
    /// The name of the file.
    pub name: String,
    text: String,
    /// Where each line begins and ends in `text`.
    lines: Vec<Range<usize>>,
}

/// A row of a table, cut at its tabs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfficialRow<'a> {
    /// The line of the file, from 1.
    pub line: u32,
    /// Its cells; the position is the column that [`Source`] names.
    pub cells: Vec<&'a str>,
}

impl OfficialText {
    /// Takes a text apart into lines.
    #[must_use]
    pub fn new(name: String, text: String) -> Self {
        let mut lines = Vec::new();
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let end = start + line.trim_end_matches(['\n', '\r']).len();
            lines.push(start..end);
            start += line.len();
        }
        Self { name, text, lines }
    }

    /// A row of the file; `None` if there is no such line.
    #[must_use]
    pub fn row(&self, line: u32) -> Option<OfficialRow<'_>> {
        let range = self.lines.get((line as usize).checked_sub(1)?)?.clone();
        Some(OfficialRow { line, cells: self.text[range].split('\t').collect() })
    }

    /// The cell at a place; `None` if the text has no such cell.
    #[must_use]
    pub fn cell(&self, place: Place) -> Option<&str> {
        let row = self.row(place.line?)?;
        row.cells.get(place.column? as usize).copied().filter(|cell| !cell.trim().is_empty())
    }

    /// The rows of the table around a line: from the row after the last empty line
    /// before it to the row before the next.
    #[must_use]
    pub fn table_around(&self, line: u32) -> Vec<OfficialRow<'_>> {
        let is_blank = |line: u32| {
            self.row(line).is_none_or(|row| row.cells.iter().all(|cell| cell.trim().is_empty()))
        };
        if is_blank(line) {
            return Vec::new();
        }
        let mut first = line;
        while first > 1 && !is_blank(first - 1) {
            first -= 1;
        }
        let last = u32::try_from(self.lines.len()).unwrap_or(u32::MAX);
        (first..=last)
            .take_while(|line| !is_blank(*line))
            .filter_map(|line| self.row(line))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::DocumentId;

    #[test]
    fn a_task_finds_its_cell_and_the_table_around_it() {
        let text = "見出し\r\n\r\n\t2021年度\t2022年度\r\n道路\t調査\t着工\r\n\r\n次の表\r\n";
        let official = OfficialText::new("x.txt".to_owned(), text.to_owned());
        let place = |line, column| Place {
            line: Some(line),
            column: Some(column),
            ..Place::of(DocumentId::from_index(0))
        };
        assert_eq!(official.cell(place(4, 2)), Some("着工"));
        assert_eq!(official.cell(place(4, 9)), None);
        assert_eq!(official.cell(place(0, 2)), None);
        let table = official.table_around(4);
        assert_eq!(table.len(), 2);
        assert_eq!(table[0].cells, ["", "2021年度", "2022年度"]);
        assert!(official.table_around(5).is_empty());
    }
}
