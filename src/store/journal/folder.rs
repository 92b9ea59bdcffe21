//! The folder of one journal, and the lock that says whether its window is alive.

use super::super::folders::{make_private, name_of};
use std::ffi::OsStr;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::Duration;

/// The lines.
pub(super) const JOURNAL: &str = "journal.jsonl";
/// The lines that are about to take their place.
pub(super) const NEXT_JOURNAL: &str = "next.jsonl";
const LOCK: &str = "lock";
const BASE: &str = "base-";

/// A folder that this program has to itself until the value is dropped.
pub(super) struct OwnFolder {
    path: PathBuf,
    lock: File,
}

impl OwnFolder {
    /// Makes a new one for a document, beside those of other windows and of those that crashed.
    pub(super) fn make(folder: &Path, document: Option<&Path>) -> io::Result<Self> {
        make_private(folder)?;
        let name = document.map_or_else(|| "new-document".to_owned(), name_of);
        let mut number = 1_u32;
        loop {
            let path = folder.join(format!("{name}-{number}"));
            match fs::create_dir(&path) {
                Ok(()) => {}
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                    number += 1;
                    continue;
                }
                Err(error) => return Err(error),
            }
            let lock = File::create(path.join(LOCK))?;
            match lock.try_lock() {
                Ok(()) => return Ok(Self { path, lock }),
                // Somebody looked whether it is left over, and takes it away.
                Err(TryLockError::WouldBlock) => number += 1,
                Err(TryLockError::Error(error)) => return Err(error),
            }
        }
    }

    /// Takes over one whose window is gone; `None` if it is alive.
    pub(super) fn take_over(path: &Path) -> Option<Self> {
        /// Somebody who only looks holds the lock for a moment.
        const TRIES: usize = 3;
        let lock = File::options().write(true).open(path.join(LOCK)).ok()?;
        for _ in 0..TRIES {
            if lock.try_lock().is_ok() {
                return Some(Self { path: path.to_owned(), lock });
            }
            sleep(Duration::from_millis(2));
        }
        None
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Whether a base is complete, or was begun.
    pub(super) fn has_base(&self) -> bool {
        let is_base = |name: &OsStr| name.as_encoded_bytes().starts_with(BASE.as_bytes());
        // Where that cannot be told, it is not nothing.
        fs::read_dir(&self.path).map_or(true, |mut entries| {
            entries.any(|it| it.is_ok_and(|it| is_base(&it.file_name())))
        })
    }

    /// Removes it with everything in it: the lines first, so that what is left if this is
    /// interrupted stands for nothing.
    pub(super) fn remove(self) -> io::Result<()> {
        let Self { path, lock } = self;
        for name in [JOURNAL, NEXT_JOURNAL] {
            remove_if_there(&path.join(name))?;
        }
        // Not every system removes a file that is open. Whoever takes the folder over now finds
        // nothing in it, and removes it, too.
        drop(lock);
        match fs::remove_dir_all(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }
}

/// Whether the window of a journal is alive.
pub(super) fn is_alive(path: &Path) -> bool {
    File::open(path.join(LOCK))
        .is_ok_and(|lock| matches!(lock.try_lock_shared(), Err(TryLockError::WouldBlock)))
}

/// The folders of all journals; none if nothing was ever written there.
pub(super) fn all(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut folders = match fs::read_dir(folder) {
        Ok(entries) => entries.map(|it| it.map(|it| it.path())).collect::<io::Result<Vec<_>>>()?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
        Err(error) => return Err(error),
    };
    folders.retain(|path| path.join(LOCK).is_file());
    folders.sort();
    Ok(folders)
}

/// The name of a base; every one of a journal has its own.
pub(super) fn base_name(number: u32) -> String {
    format!("{BASE}{number}.roadmap.json")
}

pub(super) fn remove_if_there(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
