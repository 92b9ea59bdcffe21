//! What a table that was copied does not say.

use super::write;
use crate::model::{
    Dependency, DependencyType, Language, Rare, Roadmap, Source, Task, TaskId, Text,
};
use crate::schedule::Graph;
use std::collections::HashMap;

/// Tasks that were copied as a table, to be pasted with all that they have: how their links are
/// known and why, and the fields that this version does not know.
#[derive(Debug)]
pub struct Copied {
    text: String,
    /// By their ids.
    tasks: HashMap<String, Task>,
    /// What they wait for, by the ids of both and the type.
    links: HashMap<(String, String, DependencyType), Dependency>,
}

impl Copied {
    /// Copies tasks as [`write`] does.
    #[must_use]
    pub fn new(roadmap: &Roadmap, graph: &Graph, tasks: &[TaskId], language: Language) -> Self {
        let id = |task| roadmap.task(task).id.to_string();
        let links = tasks.iter().flat_map(|&to| graph.predecessors(to)).map(|(link, from)| {
            let link = roadmap.dependency(link);
            ((id(from), id(link.to), link.kind), link.clone())
        });
        Self {
            text: write(roadmap, graph, tasks, language),
            links: links.collect(),
            tasks: tasks.iter().map(|&task| (id(task), roadmap.task(task).clone())).collect(),
        }
    }

    /// The table.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Gives a task of the table what else the copied one has.
    pub(super) fn complete_task(&self, task: &mut Task) {
        let Some(copied) = self.tasks.get(&*task.id) else { return };
        task.title = with_extra(&task.title, &copied.title);
        let note = with_extra(task.note(), copied.note());
        task.rare = Rare::new(note, copied.rare.extra().clone());
        if let (Some(source), Some(copied)) = (&task.source, &copied.source) {
            task.source = Some(Source::new(source.place(), copied.extra().clone()));
        }
    }

    /// Gives a link of the table what else the copied one between these ids has.
    pub(super) fn complete_link(&self, from: &str, to: &str, link: &mut Dependency) {
        if let Some(copied) = self.links.get(&(from.to_owned(), to.to_owned(), link.kind)) {
            (link.basis, link.rare) = (copied.basis, copied.rare.clone());
        }
    }
}

/// A text with the unknown fields of another one.
fn with_extra(text: &Text, other: &Text) -> Text {
    let [ja, en] = [Language::Japanese, Language::English].map(|it| text.get(it));
    Text::from_parts(ja, en, other.extra().clone())
}
