//! What a crash has left, and how it is brought back.

use super::super::folders::real_path;
use super::super::{ContentHash, FileStamp, Opened, open_file};
use super::folder::{JOURNAL, OwnFolder, all};
use super::lines::Read;
use super::transactions::Decoder;
use crate::edit::Transaction;
use crate::model::{Diagnostic, Roadmap};
use serde_json::value::RawValue;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// A journal whose window is gone without closing it. While this value lives, no other window is
/// offered the same.
pub struct Recoverable {
    folder: OwnFolder,
    /// `None` if not even its first line is sound.
    read: Option<Read>,
    state: State,
    when: SystemTime,
}

/// What there is where the document was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OnDisk {
    /// The file that the transactions apply to.
    AsKnown(FileStamp),
    /// A file that somebody else has changed since; the changes of both want to be merged.
    Changed,
    /// Nothing.
    Missing,
    /// The document was never saved.
    Never,
}

/// How the file fits to a journal.
struct State {
    document: Option<PathBuf>,
    on_disk: OnDisk,
    /// How many of the transactions of the journal are in it.
    held: usize,
}

/// A document that was brought back.
#[derive(Debug)]
pub struct Recovered {
    /// What the transactions apply to: the file if that is as it is known, else the copy that the
    /// journal kept.
    pub base: Roadmap,
    /// What is in no file, to be applied to the base one after the other.
    pub transactions: Vec<Transaction>,
    /// What comes of that: the document as the window had it.
    pub roadmap: Roadmap,
    /// Where the document was.
    pub document: Option<PathBuf>,
    /// What there is now.
    pub on_disk: OnDisk,
    /// What is missing or doubtful.
    pub diagnostics: Vec<Diagnostic>,
}

impl Recoverable {
    /// The journals in a folder that no window has open, the latest first. Those that have nothing
    /// to bring back are removed.
    ///
    /// # Errors
    /// If the folder cannot be read.
    pub fn all(folder: &Path) -> io::Result<Vec<Self>> {
        let own = all(folder)?.into_iter().filter_map(|path| OwnFolder::take_over(&path));
        let mut found: Vec<_> = own.filter_map(Self::look).collect();
        found.sort_by_key(|it| std::cmp::Reverse(it.when));
        Ok(found)
    }

    /// Where the document is or was; `None` if it was never saved, or if that cannot be read.
    #[must_use]
    pub fn document(&self) -> Option<&Path> {
        self.state.document.as_deref()
    }

    /// When the journal was written last.
    #[must_use]
    pub fn when(&self) -> SystemTime {
        self.when
    }

    /// How many transactions are in no file.
    #[must_use]
    pub fn count(&self) -> usize {
        self.read.as_ref().map_or(0, |read| read.transactions.len() - self.state.held)
    }

    /// What there is where the document was.
    #[must_use]
    pub fn on_disk(&self) -> &OnDisk {
        &self.state.on_disk
    }

    /// Brings back what the window had. Nothing is changed on the disk.
    ///
    /// # Errors
    /// If nothing can be brought back; at least one problem says why.
    pub fn recover(&self) -> Result<Recovered, Vec<Diagnostic>> {
        let Some(read) = &self.read else { return Err(vec![unreadable(1)]) };
        let lost = has_lost_all(&self.folder, read).then_some(2);
        let mut diagnostics: Vec<_> =
            read.damaged_line.or(lost).map(breaks_off).into_iter().collect();
        let (opened, held) = self.base(read, &mut diagnostics)?;
        diagnostics.extend(opened.diagnostics);
        let mut base = opened.roadmap;
        let (transactions, roadmap) = replay(&read.transactions[held..], &mut base);
        if transactions.len() < read.transactions.len() - held {
            diagnostics.push(cannot_be_applied(transactions.len() + 1));
        }
        Ok(Recovered {
            base,
            transactions,
            roadmap,
            document: self.state.document.clone(),
            on_disk: self.state.on_disk.clone(),
            diagnostics,
        })
    }

    /// Removes the journal for good, since what it holds was brought back into a journal of its
    /// own or a file, or since nobody wants it.
    ///
    /// # Errors
    /// Those of removing files.
    pub fn discard(self) -> io::Result<()> {
        self.folder.remove()
    }

    /// `None` if there is nothing to bring back.
    fn look(folder: OwnFolder) -> Option<Self> {
        let path = folder.path().join(JOURNAL);
        let text = fs::read(&path).unwrap_or_default();
        let read = Read::new(&text);
        let state = State::find(read.as_ref());
        let is_empty = match &read {
            Some(read) if read.damaged_line.is_some() => false,
            Some(read) if read.transactions.is_empty() => !has_lost_all(&folder, read),
            Some(read) => read.transactions.len() == state.held,
            None => !text.contains(&b'\n') && !folder.has_base(),
        };
        if is_empty {
            // Whoever cannot remove it looks at it again at the next start.
            let _ = folder.remove();
            return None;
        }
        let when = fs::metadata(&path).and_then(|it| it.modified());
        let when = when.unwrap_or(SystemTime::UNIX_EPOCH);
        Some(Self { folder, read, state, when })
    }

    /// What the transactions apply to, and how many of them it holds.
    fn base(
        &self,
        read: &Read,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Result<(Opened, usize), Vec<Diagnostic>> {
        if let (OnDisk::AsKnown(_), Some(document)) = (&self.state.on_disk, &self.state.document)
            && let Ok(opened) = open_file(document)
        {
            return Ok((opened, self.state.held));
        }
        let path = self.folder.path().join(&read.header.base);
        let opened = open_file(&path).map_err(|error| {
            let mut problems = vec![no_base()];
            problems.extend(error.into_diagnostics());
            problems
        })?;
        let content = opened.stamp.as_ref().map(FileStamp::hash);
        if read.base.is_some() && content != read.base {
            diagnostics.push(damaged_base());
        }
        Ok((opened, 0))
    }
}

impl State {
    fn find(read: Option<&Read>) -> Self {
        let Some(read) = read else {
            return Self { document: None, on_disk: OnDisk::Never, held: 0 };
        };
        // The last file that was saved is the most likely one.
        for saving in read.saving.iter().rev() {
            let document = saving.document();
            if let Some(stamp) = stamp_if(&document, saving.content.0) {
                let held = saving.after.saturating_sub(read.header.before);
                let held = usize::try_from(held).unwrap_or(usize::MAX);
                return Self {
                    document: Some(document),
                    on_disk: OnDisk::AsKnown(stamp),
                    held: held.min(read.transactions.len()),
                };
            }
        }
        let Some(document) = read.header.document() else {
            return Self { document: None, on_disk: OnDisk::Never, held: 0 };
        };
        let on_disk = match read.header.file.and_then(|file| stamp_if(&document, file.0)) {
            Some(stamp) => OnDisk::AsKnown(stamp),
            None if document.exists() => OnDisk::Changed,
            None => OnDisk::Missing,
        };
        Self { document: Some(real_path(&document)), on_disk, held: 0 }
    }
}

/// Whether the end of a journal is missing with all its transactions: a base is written when there
/// is one.
fn has_lost_all(folder: &OwnFolder, read: &Read) -> bool {
    read.transactions.is_empty() && folder.path().join(&read.header.base).exists()
}

/// The transactions of a journal, up to the first that is none or does not apply, and what comes
/// of a roadmap by them. The roadmap learns the words of their tasks.
fn replay(lines: &[Box<RawValue>], base: &mut Roadmap) -> (Vec<Transaction>, Roadmap) {
    let mut decoder = Decoder::new(base);
    let mut transactions: Vec<_> = lines.iter().map_while(|it| decoder.decode(it)).collect();
    let mut roadmap = base.clone();
    let applied = transactions.iter().take_while(|it| it.apply(&mut roadmap).is_ok()).count();
    transactions.truncate(applied);
    (transactions, roadmap)
}

/// The stamp of a file if it has this content.
fn stamp_if(path: &Path, content: ContentHash) -> Option<FileStamp> {
    FileStamp::of(path).ok().filter(|stamp| stamp.hash() == content)
}

fn unreadable(line: usize) -> Diagnostic {
    Diagnostic::error(
        None,
        format!("変更の記録は{line}行目から読めません"),
        format!("the journal of changes cannot be read from line {line} on"),
    )
    .with_hint(
        "保存したファイルとバックアップを確かめてください",
        "look at the saved file and its backups",
    )
}

fn breaks_off(line: usize) -> Diagnostic {
    Diagnostic::error(
        None,
        format!("変更の記録は{line}行目で途切れています。それより前の変更だけを復元しました"),
        format!(
            "the journal of changes breaks off in line {line}; what came before is brought back"
        ),
    )
    .with_hint(
        "最後の変更が含まれているか確かめてください",
        "check whether the last changes are there",
    )
}

fn cannot_be_applied(number: usize) -> Diagnostic {
    Diagnostic::error(
        None,
        format!(
            "{number}番目の変更は元の計画に当てはまりません。それより前の変更だけを復元しました"
        ),
        format!("change {number} does not fit the plan; what came before is brought back"),
    )
    .with_hint(
        "最後の変更が含まれているか確かめてください",
        "check whether the last changes are there",
    )
}

fn no_base() -> Diagnostic {
    Diagnostic::error(
        None,
        "変更の記録が当てはまる元の計画が見つかりません",
        "the plan that the journal of changes applies to cannot be found",
    )
    .with_hint(
        "元のファイルを元の場所に戻してから、もう一度開始してください",
        "put the original file back in its place and start again",
    )
}

fn damaged_base() -> Diagnostic {
    Diagnostic::warning(
        None,
        "変更の記録に付けた元の計画の写しが壊れています。復元した内容を確かめてください",
        "the copy of the plan beside the journal is damaged; check what was brought back",
    )
}
