//! A new version of a file beside the old one, until it takes its place.

use super::super::Progress;
use std::fs::{self, File, Metadata};
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;
use tempfile::NamedTempFile;

const PREFIX: &str = ".koteihyo-";
const SUFFIX: &str = ".tmp";
/// What another program has begun less than this ago is not taken for a remainder.
const YOUNGEST_REMAINDER: Duration = Duration::from_secs(10);

/// What a path leads to, for whoever wants to write there.
pub(super) enum Target {
    /// A file, or the place for one.
    File(Box<Replacement>),
    /// A pipe or a device, which has no content to protect.
    Device(File),
}

/// A file that is being written beside the one whose place it will take.
pub(super) struct Replacement {
    temporary: NamedTempFile,
    target: PathBuf,
    old: Option<Metadata>,
}

impl Target {
    /// Finds out what is there, following symbolic links, and makes room for its replacement.
    ///
    /// # Errors
    /// Those of the file system, and if there is a folder, or a file marked as read-only.
    pub(super) fn at(path: &Path) -> io::Result<Self> {
        let old = match fs::metadata(path) {
            Ok(old) => Some(old),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(error),
        };
        let target = match &old {
            Some(old) if old.is_dir() => return Err(io::ErrorKind::IsADirectory.into()),
            Some(old) if !old.is_file() => {
                return File::options().write(true).open(path).map(Self::Device);
            }
            Some(old) if old.permissions().readonly() => {
                return Err(io::ErrorKind::PermissionDenied.into());
            }
            Some(_) => fs::canonicalize(path)?,
            // A link that leads nowhere yet is followed as well: the file is made at its end.
            None => fs::read_link(path)
                .map_or_else(|_| path.to_owned(), |end| folder_of(path).join(end)),
        };
        let folder = folder_of(&target);
        let mut builder = tempfile::Builder::new();
        builder.prefix(PREFIX).suffix(SUFFIX);
        // Temporary files are otherwise for their owner only; other systems ask the folder.
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        let temporary = builder.tempfile_in(&folder)?;
        // The lock says that somebody is still at it. Not every file system has locks, and on some
        // systems nobody could read the file back.
        #[cfg(unix)]
        let _ = temporary.as_file().try_lock();
        remove_remainders(&folder, &temporary);
        if let Some(old) = &old {
            keep_owner(temporary.as_file(), old);
            temporary.as_file().set_permissions(old.permissions())?;
        }
        Ok(Self::File(Box::new(Replacement { temporary, target, old })))
    }
}

impl Replacement {
    /// The file whose place will be taken, behind all symbolic links.
    pub(super) fn target(&self) -> &Path {
        &self.target
    }

    /// The old file, if there is one.
    pub(super) fn old(&self) -> Option<&Metadata> {
        self.old.as_ref()
    }

    /// Where the new content is until then.
    pub(super) fn path(&self) -> &Path {
        self.temporary.path()
    }

    /// Writes the content and flushes it to the disk.
    pub(super) fn write<E: From<io::Error>>(
        &mut self,
        progress: &Progress,
        write: impl FnOnce(&mut dyn Write) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut out = BufWriter::new(Telling::new(self.temporary.as_file(), progress));
        write(&mut out)?;
        out.into_inner().map_err(io::IntoInnerError::into_error)?;
        Ok(self.temporary.as_file().sync_all()?)
    }

    /// Takes the place of the old file, and gives back the new one.
    ///
    /// # Errors
    /// Those of the file system, and if somebody has cancelled it.
    pub(super) fn finish(self, progress: &Progress) -> io::Result<File> {
        if progress.is_cancelled() {
            return Err(io::Error::other(Cancelled));
        }
        let file = self.temporary.persist(&self.target).map_err(|error| error.error)?;
        sync_folder(&folder_of(&self.target));
        Ok(file)
    }
}

/// Tells how much was read or written, and refuses more once that is cancelled.
pub(super) struct Telling<'a, I> {
    inner: I,
    progress: &'a Progress,
}

impl<'a, I> Telling<'a, I> {
    pub(super) fn new(inner: I, progress: &'a Progress) -> Self {
        Self { inner, progress }
    }

    fn go_on(&self) -> io::Result<()> {
        if self.progress.is_cancelled() { Err(io::Error::other(Cancelled)) } else { Ok(()) }
    }
}

impl<W: Write> Write for Telling<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.go_on()?;
        let written = self.inner.write(bytes)?;
        self.progress.add_bytes(written);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

impl<R: Read> Read for Telling<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.go_on()?;
        let read = self.inner.read(buffer)?;
        self.progress.add_bytes(read);
        Ok(read)
    }
}

/// Somebody stopped the writing.
#[derive(Debug, thiserror::Error)]
#[error("the writing was cancelled")]
pub(super) struct Cancelled;

pub(super) fn folder_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// Makes the names in a folder last through a power cut, where the system can do that.
pub(in crate::store) fn sync_folder(folder: &Path) {
    // Not every file system can flush a folder; the content itself is on the disk already.
    let _ = File::open(folder).and_then(|folder| folder.sync_all());
}

/// Lets the new file belong to whom the old one does, as far as the user may decide that.
fn keep_owner(file: &File, old: &Metadata) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt as _, fchown};
        let is_same = |new: Metadata| (new.uid(), new.gid()) == (old.uid(), old.gid());
        if !file.metadata().is_ok_and(is_same) {
            // Only an administrator may give files away; the group is often one's own.
            let _ = fchown(file, Some(old.uid()), Some(old.gid()))
                .or_else(|_| fchown(file, None, Some(old.gid())));
        }
    }
    #[cfg(not(unix))]
    let _ = (file, old);
}

/// Removes what programs have left in a folder that were killed while they wrote.
fn remove_remainders(folder: &Path, own: &NamedTempFile) {
    // The clock is that of the file system, which may not be that of this machine.
    let modified = |metadata: Metadata| metadata.modified();
    let Ok(now) = own.as_file().metadata().and_then(modified) else { return };
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let is_ours =
            name.to_str().is_some_and(|name| name.starts_with(PREFIX) && name.ends_with(SUFFIX));
        if !is_ours || entry.path() == own.path() {
            continue;
        }
        let age = entry.metadata().and_then(modified).map(|it| now.duration_since(it));
        let is_old = age.is_ok_and(|age| age.is_ok_and(|age| age >= YOUNGEST_REMAINDER));
        let is_free = |file: File| file.try_lock().is_ok();
        if is_old && File::options().write(true).open(entry.path()).is_ok_and(is_free) {
            // Whoever may not remove it leaves it to the next one.
            let _ = fs::remove_file(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remainders_of_killed_programs_are_removed_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let made = |name: &str, age: Duration| {
            let file = File::create(folder.path().join(name)).unwrap();
            let modified = file.metadata().unwrap().modified().unwrap();
            file.set_modified(modified - age).unwrap();
            file
        };
        let hour = Duration::from_hours(1);
        drop(made(".koteihyo-old.tmp", hour));
        drop(made(".koteihyo-young.tmp", Duration::ZERO));
        drop(made("koteihyo-old.tmp", hour));
        let busy = made(".koteihyo-busy.tmp", hour);
        busy.lock().unwrap();
        drop(Target::at(&folder.path().join("plan.json")).unwrap());
        let left = |name: &str| folder.path().join(name).exists();
        assert!(!left(".koteihyo-old.tmp"));
        assert!(
            [".koteihyo-young.tmp", "koteihyo-old.tmp", ".koteihyo-busy.tmp"].map(left)
                == [true; 3]
        );
    }
}
