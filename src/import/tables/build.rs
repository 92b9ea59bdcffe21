//! From a text to a roadmap: the document, its tables one by one, what is left over.

use super::account::TableAccount;
use super::cell::{collapse, is_note};
use super::grid::{Grid, Table};
use super::lanes::{Lanes, TableLanes};
use super::rows::RowReader;
use super::shape::shape;
use super::{Import, report};
use crate::model::{
    Chapter, Diagnostic, Document, DocumentId, Extra, Language, Roadmap, TaskId, Text,
};
use crate::time::japanese_date;
use crate::time::{FiscalYearStart, Precision};

/// Reads a text; see the module above.
pub(super) fn build(text: &str, file_name: &str) -> Import {
    let grid = Grid::read(text);
    let mut import = Import::default();
    if grid.tables.is_empty() {
        import.diagnostics.push(report::nothing_to_read(text.trim().is_empty()));
        return import;
    }
    let mut output = Output::default();
    output.describe_document(&grid, file_name);
    for table in &grid.tables {
        import.account.tables.push(output.read_table(table));
    }
    output.diagnostics.extend(grid.strays.iter().map(|line| report::stray_line(line.position)));
    import.roadmap = output.roadmap;
    import.roadmap.lanes = output.lanes.list;
    for (task, notes) in import.roadmap.tasks.iter_mut().zip(output.notes) {
        if !notes.is_empty() {
            task.rare = Text::only(Language::Japanese, notes.join("\n")).into();
        }
    }
    import.diagnostics = output.diagnostics;
    import.diagnostics.sort_by_key(|diagnostic| diagnostic.position);
    import
}

/// What has been made so far.
#[derive(Default)]
pub(super) struct Output {
    /// The roadmap, but for lanes and notes.
    pub roadmap: Roadmap,
    /// Its lanes.
    pub lanes: Lanes,
    /// The notes of its tasks, one list each.
    pub notes: Vec<Vec<String>>,
    /// What there is to say.
    pub diagnostics: Vec<Diagnostic>,
}

impl Output {
    /// The document that all tasks come from.
    pub(super) fn document() -> DocumentId {
        DocumentId::from_index(0)
    }

    /// Adds a note to a task.
    pub(super) fn add_note(&mut self, task: TaskId, note: String) {
        self.notes[task.index()].push(note);
    }

    /// Title and date from the lines above the first heading, chapters from the headings.
    fn describe_document(&mut self, grid: &Grid<'_>, file_name: &str) {
        let (mut title, mut date) = (Vec::new(), None);
        for line in &grid.front {
            if is_note(line.text) {
                self.diagnostics.push(report::front_note(line.position));
            } else if let Some(stamp) = japanese_date(line.text) {
                date = Some(stamp);
            } else {
                title.push(collapse(line.text.trim_matches(['<', '>', '＜', '＞'])));
            }
        }
        let title = match (title.join(" "), file_name) {
            (title, _) if !title.is_empty() => title,
            (_, "") => "工程表".to_owned(),
            (_, name) => name.to_owned(),
        };
        let title = Text::only(Language::Japanese, title);
        self.roadmap.title = title.clone();
        self.roadmap.documents.push(Document {
            id: date.map_or("tables".into(), |date| date.to_string().into()),
            title,
            date: date
                .filter(|date| date.precision() == Precision::Day)
                .map(|date| date.first_day(FiscalYearStart::APRIL)),
            publisher: Text::default(),
            file: (!file_name.is_empty()).then(|| file_name.into()),
            chapters: chapters(&grid.tables),
            extra: Extra::default(),
        });
    }

    fn read_table(&mut self, table: &Table<'_>) -> TableAccount {
        let header = &table.header;
        self.diagnostics.extend(header.disordered.iter().map(report::disordered_year));
        self.diagnostics.extend(header.notes.iter().map(report::header_note));
        self.diagnostics.extend(table.after_gap.iter().map(|&at| report::row_behind_gap(at)));
        if table.rows.is_empty() {
            self.diagnostics.push(report::no_rows(header));
        }
        let rows = shape(table);
        let tasks_before = self.roadmap.tasks.len();
        let lanes = TableLanes::start(&mut self.lanes, table, &rows);
        let mut reader = RowReader::new(self, table, lanes);
        for row in &rows {
            reader.read(row);
        }
        let mut account = reader.finish();
        let cells = table.rows.iter().map(|row| row.cells.len()).sum::<usize>();
        account.cells = u32::try_from(cells).unwrap_or(u32::MAX);
        account.tasks = u32::try_from(self.roadmap.tasks.len() - tasks_before).unwrap_or(u32::MAX);
        account
    }
}

/// A chapter for each heading; a table goes on with the chapter of the table before if it
/// has the same heading or none. What stands above the first heading is in no chapter.
fn chapters(tables: &[Table<'_>]) -> Vec<Chapter> {
    let mut chapters: Vec<Chapter> = Vec::new();
    for table in tables {
        let title = collapse(table.heading.unwrap_or_default());
        match chapters.last_mut() {
            Some(last)
                if title.is_empty() || last.title.get(Language::Japanese) == Some(&title) =>
            {
                last.last_table = table.number;
            }
            None if title.is_empty() => {}
            _ => chapters.push(Chapter {
                title: Text::only(Language::Japanese, title),
                first_table: table.number,
                last_table: table.number,
                extra: Extra::default(),
            }),
        }
    }
    chapters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_under_one_heading_are_a_chapter() {
        let table = "\t2021年度\t2022年度\n件\t検討\t実施\n";
        let headed = |heading| format!("{heading}\n\n{table}\n");
        let text: String = [
            headed("計画\n\n第1 理念"),
            headed("第1  理念"),
            headed(""),
            headed("第2 施策"),
            headed("第1 理念"),
        ]
        .concat();
        let roadmap = build(&text, "").roadmap;
        let chapters: Vec<_> = roadmap.documents[0]
            .chapters
            .iter()
            .map(|it| (it.title.get(Language::Japanese), it.first_table, it.last_table))
            .collect();
        assert_eq!(
            chapters,
            [(Some("第1 理念"), 1, 3), (Some("第2 施策"), 4, 4), (Some("第1 理念"), 5, 5)]
        );
        assert!(build(table, "").roadmap.documents[0].chapters.is_empty());
    }
}
