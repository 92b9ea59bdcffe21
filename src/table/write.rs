//! Tasks as a table for a spreadsheet.

use super::field::{end_as_text, place_as_text, stamp_as_text};
use super::{Column, Names, link, list};
use crate::export::csv;
use crate::model::{Language, Roadmap, Task, TaskBasis, TaskId, TaskStatus};
use crate::schedule::Graph;
use crate::words::{basis_in_words, kind_in_words, status_in_words};

/// Tasks as rows of cells parted by tabs, below a row of headings in a language.
///
/// Columns in which nobody has anything are left out. Owners and tags stand as the file has them,
/// and what a task waits for by ids. [`super::read`] reads it back. The graph must be that of the
/// roadmap.
#[must_use]
pub fn write(roadmap: &Roadmap, graph: &Graph, tasks: &[TaskId], language: Language) -> String {
    let names = Names::new(roadmap);
    let columns: Vec<Column> = Column::ALL
        .iter()
        .copied()
        .filter(|column| tasks.iter().any(|task| has(*column, roadmap, graph, *task)))
        .collect();
    let heading = columns.iter().map(|column| column.heading(language).to_owned()).collect();
    let mut rows: Vec<Vec<String>> = vec![heading];
    rows.extend(tasks.iter().map(|&task| {
        let cell = |column: &Column| cell(*column, roadmap, graph, &names, task, language);
        columns.iter().map(cell).collect()
    }));
    csv::tabbed(&rows)
}

/// Whether a task has something for a column.
fn has(column: Column, roadmap: &Roadmap, graph: &Graph, id: TaskId) -> bool {
    let task = roadmap.task(id);
    let has = |text: &crate::model::Text, language| text.get(language).is_some();
    match column {
        Column::Id | Column::Lane | Column::Track | Column::Start | Column::End | Column::Kind => {
            true
        }
        Column::Title | Column::When | Column::Note => false,
        Column::TitleJa => has(&task.title, Language::Japanese),
        Column::TitleEn => has(&task.title, Language::English),
        Column::Status => task.status != TaskStatus::Unknown,
        Column::Progress => task.progress.is_some(),
        Column::Owners => !task.owners.is_empty(),
        Column::Tags => !task.tags.is_empty(),
        Column::NoteJa => has(task.note(), Language::Japanese),
        Column::NoteEn => has(task.note(), Language::English),
        Column::Basis => task.basis != TaskBasis::Editor,
        Column::Source => task.source.is_some(),
        Column::DependsOn => graph.predecessors(id).next().is_some(),
    }
}

fn cell(
    column: Column,
    roadmap: &Roadmap,
    graph: &Graph,
    names: &Names,
    id: TaskId,
    language: Language,
) -> String {
    let task: &Task = roadmap.task(id);
    let text = |text: &crate::model::Text, language| text.get(language).unwrap_or("").to_owned();
    match column {
        Column::Id => task.id.to_string(),
        Column::Lane => names.name_of(task.lane, roadmap, language),
        Column::Track => task.track.to_string(),
        Column::Title => text(&task.title, language),
        Column::TitleJa => text(&task.title, Language::Japanese),
        Column::TitleEn => text(&task.title, Language::English),
        Column::When => crate::words::interval_in_words(task.when, language),
        Column::Start => stamp_as_text(task.when.start(), language),
        Column::End => end_as_text(task.when, language),
        Column::Kind => kind_in_words(task.kind, language).to_owned(),
        Column::Status if task.status == TaskStatus::Unknown => String::new(),
        Column::Status => status_in_words(task.status, language).to_owned(),
        Column::Progress => task.progress.map_or(String::new(), |percent| format!("{percent}%")),
        Column::Owners => {
            list::join(task.owners.iter().map(|owner| roadmap.owners.word(owner.index())))
        }
        Column::Tags => list::join(task.tags.iter().map(|tag| roadmap.tags.word(tag.index()))),
        Column::Note => text(task.note(), language),
        Column::NoteJa => text(task.note(), Language::Japanese),
        Column::NoteEn => text(task.note(), Language::English),
        Column::Basis => basis_in_words(task.basis, language).to_owned(),
        Column::Source => task.place().map_or(String::new(), |it| place_as_text(it, roadmap)),
        Column::DependsOn => {
            let links = graph.predecessors(id).map(|(link, _)| roadmap.dependency(link));
            link::join(links, roadmap)
        }
    }
}
