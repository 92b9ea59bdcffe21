//! What the program remembers of each document between two starts: how it was looked at
//! last, and views that are not in its file.
//!
//! It has a file of its own beside the settings, which is read anew before each change, so that
//! two windows do not undo what the other one has remembered.

use super::format::{read_view, write_view};
use super::save::replace_file;
use crate::model::View;
use serde::{Deserialize, Serialize};
use std::io;
use std::path::{Path, PathBuf};

/// How many documents are remembered. Those with views that are nowhere else do not count.
const MAX_DOCUMENTS: usize = 20;

/// What is remembered of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Memory {
    /// How it was looked at last; `None` for the usual way.
    pub last: Option<View>,
    /// The id of the view that was in force.
    pub in_force: Option<Box<str>>,
    /// Views that its file does not have, or has otherwise.
    pub changed: Vec<View>,
    /// The ids of views that its file still has.
    pub removed: Vec<Box<str>>,
}

impl Memory {
    /// The file beside the settings that holds what is remembered.
    #[must_use]
    pub fn path_beside(settings: &Path) -> PathBuf {
        settings.with_file_name("documents.json")
    }

    /// What is remembered of a document; nothing if the file does not exist.
    ///
    /// # Errors
    /// If the file cannot be read. It is put aside then, and the error says where to.
    pub fn recall(path: &Path, document: &str) -> io::Result<Self> {
        let documents = read(path)?;
        let known = documents.into_iter().find(|it| it.document == document);
        match known.map(Line::read) {
            None => Ok(Self::default()),
            Some(Some(memory)) => Ok(memory),
            Some(None) => put_aside(path),
        }
    }

    /// Remembers this of a document, and nothing of it if there is nothing to remember.
    ///
    /// # Errors
    /// If the file cannot be read or written.
    pub fn remember(&self, path: &Path, document: &str) -> io::Result<()> {
        let mut documents = read(path)?;
        documents.retain(|it| it.document != document);
        if *self != Self::default() {
            documents.insert(0, Line::new(document, self));
        }
        let mut room = MAX_DOCUMENTS;
        documents.retain(|it| {
            let is_kept = it.has_views() || room > 0;
            room = room.saturating_sub(usize::from(!it.has_views()));
            is_kept
        });
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        let text = serde_json::to_string_pretty(&documents)?;
        replace_file(path, |out| writeln!(out, "{text}"))
    }
}

/// A document in the file. Views stand in it as the native format writes them.
#[derive(Default, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
struct Line {
    document: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    last: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    in_force: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    changed: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    removed: Vec<String>,
}

impl Line {
    fn new(document: &str, memory: &Memory) -> Self {
        Self {
            document: document.to_owned(),
            last: memory.last.as_ref().map(write_view),
            in_force: memory.in_force.as_deref().map(str::to_owned),
            changed: memory.changed.iter().map(write_view).collect(),
            removed: memory.removed.iter().map(ToString::to_string).collect(),
        }
    }

    /// `None` if one of the views cannot be read.
    fn read(self) -> Option<Memory> {
        let last = match self.last {
            Some(line) => Some(read_view(&line)?),
            None => None,
        };
        Some(Memory {
            last,
            in_force: self.in_force.map(Into::into),
            changed: self.changed.iter().map(|line| read_view(line)).collect::<Option<_>>()?,
            removed: self.removed.into_iter().map(Into::into).collect(),
        })
    }

    /// Whether it holds changes of views that are nowhere else.
    fn has_views(&self) -> bool {
        !self.changed.is_empty() || !self.removed.is_empty()
    }
}

fn read(path: &Path) -> io::Result<Vec<Line>> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) if error.kind() == io::ErrorKind::InvalidData => return put_aside(path),
        Err(error) => return Err(error),
    };
    serde_json::from_str(&text).or_else(|_| put_aside(path))
}

/// Gives a broken file another name, so that what it still holds is not written over.
fn put_aside<T>(path: &Path) -> io::Result<T> {
    let aside = path.with_extension("broken.json");
    std::fs::rename(path, &aside)?;
    Err(io::Error::new(io::ErrorKind::InvalidData, aside.display().to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Language, Text};

    fn view(id: &str) -> View {
        View::new(id, Text::only(Language::English, "a \"view\""))
    }

    #[test]
    fn documents_are_remembered_each_by_itself() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new").join("documents.json");
        assert_eq!(Memory::recall(&path, "a").unwrap(), Memory::default());
        let memory = Memory {
            last: Some(View { query: "owner:総務省".into(), ..view("last") }),
            in_force: Some("one".into()),
            changed: vec![view("one"), view("two")],
            removed: vec!["three".into()],
        };
        memory.remember(&path, "a").unwrap();
        let other = Memory { last: Some(view("last")), ..Memory::default() };
        other.remember(&path, "b").unwrap();
        assert_eq!(Memory::recall(&path, "a").unwrap(), memory);
        assert_eq!(Memory::recall(&path, "b").unwrap(), other);
        Memory::default().remember(&path, "a").unwrap();
        assert_eq!(Memory::recall(&path, "a").unwrap(), Memory::default());
        assert_eq!(Memory::recall(&path, "b").unwrap(), other);
    }

    #[test]
    fn the_oldest_are_forgotten_but_not_their_views() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("documents.json");
        let last = Memory { last: Some(view("last")), ..Memory::default() };
        let changed = Memory { changed: vec![view("only here")], ..Memory::default() };
        changed.remember(&path, "changed").unwrap();
        for number in 0..=MAX_DOCUMENTS {
            last.remember(&path, &number.to_string()).unwrap();
        }
        assert_eq!(Memory::recall(&path, "0").unwrap(), Memory::default());
        assert_eq!(Memory::recall(&path, "1").unwrap(), last);
        assert_eq!(Memory::recall(&path, "changed").unwrap(), changed);
    }

    #[test]
    fn a_broken_file_is_put_aside() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("documents.json");
        let broken: [&[u8]; 4] =
            [b"[", b"\xFF", b"{}", br#"[{"document": "a", "changed": ["{}"]}]"#];
        for content in broken {
            std::fs::write(&path, content).unwrap();
            let error = Memory::recall(&path, "a").unwrap_err();
            let aside = folder.path().join("documents.broken.json");
            assert_eq!(error.to_string(), aside.display().to_string());
            assert_eq!(std::fs::read(&aside).unwrap(), content);
            assert_eq!(Memory::recall(&path, "a").unwrap(), Memory::default());
        }
    }
}
