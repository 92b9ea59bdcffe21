//! Saving a plan: written beside the old file, read back, compared, backed up, and only then in
//! its place.

use super::super::stamp::{Hashing, Look};
use super::super::{Backups, ContentHash, FileStamp, Journal, Progress, format, open_file};
use super::problem::{is_cancelled, problem};
use super::replacement::{Cancelled, Replacement, Target, Telling};
use super::same::say_the_same;
use crate::model::{Diagnostic, Roadmap, Severity};
use std::fs::{self, File};
use std::io::{self, BufWriter, Write as _};
use std::path::Path;
use std::time::SystemTime;

/// A plan with so many tasks is not replaced by one without any, unless somebody says so.
const MANY_TASKS: usize = 10;

/// What has to be known of a plan to save it.
#[derive(Clone, Copy, Default)]
pub struct SaveOptions<'a> {
    /// What the file was like when it was opened or saved last. If it is not like that any more,
    /// nothing is saved. `None` where somebody chose the file and agreed to replace it.
    pub known: Option<&'a FileStamp>,
    /// Whether somebody agreed to replace a plan of many tasks by an empty one.
    pub may_become_empty: bool,
    /// Where the old version is kept, and what time it is.
    pub backups: Option<(&'a Backups, SystemTime)>,
    /// The journal of the document, and how many of its transactions the roadmap holds
    /// ([`Journal::count`] at the time when the roadmap was taken).
    pub journal: Option<(&'a Journal, u64)>,
}

/// A plan that was saved.
#[derive(Debug)]
pub struct Saved {
    /// What the file is like now; `None` for a pipe or device.
    pub stamp: Option<FileStamp>,
    /// What went wrong beside the saving, such as a backup that could not be made.
    pub warnings: Vec<Diagnostic>,
}

/// Why a plan was not saved. The file is as it was, and nothing is left beside it.
#[derive(Debug)]
pub enum SaveError {
    /// Somebody else changed the file since it was opened or saved; it wants to be merged.
    ChangedByOthers,
    /// A plan of so many tasks would be replaced by one without any.
    WouldEmpty {
        /// How many tasks the file has.
        tasks: usize,
    },
    /// What was written was read back otherwise.
    NotAsWritten,
    /// Somebody cancelled it.
    Cancelled,
    /// The system refused it.
    File(io::Error),
}

impl SaveError {
    /// The problem in words, with what to do about it.
    #[must_use]
    pub fn diagnostic(&self) -> Diagnostic {
        match self {
            Self::ChangedByOthers => Diagnostic::error(
                None,
                "このファイルは、開いたあとに別の人またはプログラムが変更しました",
                "somebody else has changed this file since it was opened",
            )
            .with_hint(
                "上書きせずに、双方の変更をまとめるか、別の名前で保存してください",
                "merge both versions, or save under another name; nothing was overwritten",
            ),
            Self::WouldEmpty { tasks } => Diagnostic::error(
                None,
                format!("施策が{tasks}件ある計画を、空の計画で置き換えることになります"),
                format!("a plan of {tasks} tasks would be replaced by an empty one"),
            )
            .with_hint(
                "それでよければ、その旨を指定して保存してください",
                "confirm it if that is what you want",
            ),
            Self::NotAsWritten => Diagnostic::error(
                None,
                "書き込んだ内容を読み直したところ、元と一致しませんでした",
                "what was written was not read back as it should be",
            )
            .with_hint(
                "元のファイルは変わっていません。別の場所に保存してください",
                "an existing file was left as it was; save to another place",
            ),
            Self::Cancelled => problem(&io::Error::other(Cancelled)),
            Self::File(error) => problem(error),
        }
    }
}

impl From<io::Error> for SaveError {
    fn from(error: io::Error) -> Self {
        if is_cancelled(&error) { Self::Cancelled } else { Self::File(error) }
    }
}

/// Saves a plan in the canonical form, so that nothing is lost whatever happens meanwhile.
///
/// It is written to a file in the same folder, flushed to the disk and read back; only if that
/// says what the roadmap says, and the old file is still the one that is known, the old one is
/// kept as a backup and the new one takes its place. The journal learns of it just before and
/// just after, so that a crash at any moment leaves a complete file and a journal that fits.
/// Owner, permissions and symbolic links are kept as [`super::replace_file`] does. Progress counts
/// the bytes written and then read. Reading back may be served from the memory of the system.
///
/// # Errors
/// As [`SaveError`] lists them; nothing has changed then.
pub fn save_plan(
    roadmap: &Roadmap,
    path: &Path,
    options: &SaveOptions<'_>,
    progress: &Progress,
) -> Result<Saved, SaveError> {
    let mut new = match Target::at(path)? {
        Target::File(new) => new,
        Target::Device(device) => {
            let mut out = BufWriter::new(Telling::new(device, progress));
            format::write(roadmap, &mut out)?;
            out.flush()?;
            return Ok(Saved { stamp: None, warnings: Vec::new() });
        }
    };
    if let Some(known) = options.known.filter(|known| !known.seems_current(new.target())) {
        refuse_change_by_others(known, new.target())?;
    }
    if roadmap.tasks.is_empty() && !options.may_become_empty && new.old().is_some() {
        refuse_to_empty(new.target())?;
    }
    // As much as before is the best guess, and all of it is read as well.
    progress.begin(new.old().map_or(0, |old| old.len() * 2));
    let content = write(roadmap, &mut new, progress)?;
    read_back(roadmap, content, new.path(), progress)?;
    // Once more and for certain, since writing and reading took their time.
    if let Some(known) = options.known {
        refuse_change_by_others(known, new.target())?;
    }
    let mut warnings = Vec::new();
    if let (Some((backups, now)), Some(_)) = (options.backups, new.old())
        && let Err(error) = backups.keep(new.target(), content, now)
    {
        warnings.push(no_backup(&error));
    }
    if let Some((journal, after)) = options.journal {
        journal.saving(new.target(), content, after);
    }
    let target = new.target().to_owned();
    let file = new.finish(progress)?;
    let stamp = FileStamp::new(Look::of(&file.metadata()?)?, content);
    if let Some((journal, after)) = options.journal {
        journal.saved(&target, content, after, roadmap.clone());
    }
    Ok(Saved { stamp: Some(stamp), warnings })
}

fn refuse_change_by_others(known: &FileStamp, path: &Path) -> Result<(), SaveError> {
    match known.is_current(path) {
        Ok(true) => Ok(()),
        Ok(false) => Err(SaveError::ChangedByOthers),
        // What somebody removed cannot be overwritten.
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error.into()),
    }
}

fn refuse_to_empty(path: &Path) -> Result<(), SaveError> {
    let tasks = open_file(path).map_or(0, |old| old.roadmap.tasks.len());
    if tasks >= MANY_TASKS { Err(SaveError::WouldEmpty { tasks }) } else { Ok(()) }
}

fn write(
    roadmap: &Roadmap,
    new: &mut Replacement,
    progress: &Progress,
) -> Result<ContentHash, SaveError> {
    let mut content = None;
    new.write::<io::Error>(progress, |out| {
        let mut out = Hashing::new(out);
        format::write(roadmap, &mut out)?;
        content = Some(out.hash());
        Ok(())
    })?;
    Ok(content.expect("what was written without an error was written to the end"))
}

/// Makes sure that a file has this content and says what the roadmap says.
fn read_back(
    roadmap: &Roadmap,
    content: ContentHash,
    path: &Path,
    progress: &Progress,
) -> Result<(), SaveError> {
    let mut reader = Hashing::new(Telling::new(File::open(path)?, progress));
    // Only the bytes that go through the reader are told, and cancelling stops that, too.
    let (hash, read) = match format::read_stream(&mut reader, &Progress::default()) {
        Some(read) => (reader.hash(), Some(read)),
        None if progress.is_cancelled() => return Err(SaveError::Cancelled),
        // There is a warning about it, such as an empty title.
        None => {
            let bytes = fs::read(path)?;
            let read = format::read_carefully(&bytes, progress);
            let is_whole = |problems: &[Diagnostic]| {
                problems.iter().all(|problem| problem.severity == Severity::Warning)
            };
            let read = read.ok().filter(|(_, problems)| is_whole(problems));
            (ContentHash::of(&bytes), read.map(|(read, _)| read))
        }
    };
    let is_same = hash == content && read.is_some_and(|read| say_the_same(roadmap, &read));
    if is_same { Ok(()) } else { Err(SaveError::NotAsWritten) }
}

fn no_backup(error: &io::Error) -> Diagnostic {
    Diagnostic::warning(
        None,
        format!("前の版のバックアップを残せませんでした: {error}"),
        format!("no backup of the version before could be kept: {error}"),
    )
}
