//! Replacing a file as a whole or not at all.

use super::Progress;
use crate::model::Diagnostic;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// Writes a file so that at every moment either the old or the new content is there.
///
/// The content goes to a temporary file in the same folder, is flushed to the disk and
/// then takes the place of `path`; if `write` fails, nothing has changed. Permissions of
/// the old file are kept and symbolic links followed. Pipes and devices are written
/// directly, since they have no content to protect.
///
/// # Errors
/// Those of `write`, and those of the file system: among them a folder in the place of
/// the file, and an old file that is marked as read-only.
pub fn replace_file<E: From<io::Error>>(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> Result<(), E>,
) -> Result<(), E> {
    replace_file_telling(path, &Progress::default(), write)
}

/// Writes a file as [`replace_file`] does, and tells how many bytes are written.
///
/// # Errors
/// As [`replace_file`] has, and if somebody cancels it; nothing has changed then.
pub fn replace_file_telling<E: From<io::Error>>(
    path: &Path,
    progress: &Progress,
    write: impl FnOnce(&mut dyn Write) -> Result<(), E>,
) -> Result<(), E> {
    let old = match fs::metadata(path) {
        Ok(old) => Some(old),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(error.into()),
    };
    let target = match &old {
        Some(old) if old.is_dir() => {
            return Err(io::Error::from(io::ErrorKind::IsADirectory).into());
        }
        Some(old) if !old.is_file() => {
            let device = File::options().write(true).open(path)?;
            let mut out = BufWriter::new(Telling { out: device, progress });
            write(&mut out)?;
            return Ok(out.flush()?);
        }
        Some(old) if old.permissions().readonly() => {
            return Err(io::Error::from(io::ErrorKind::PermissionDenied).into());
        }
        Some(_) => fs::canonicalize(path)?,
        None => path.to_owned(),
    };
    let folder = folder_of(&target);
    let mut builder = tempfile::Builder::new();
    builder.prefix(".koteihyo-").suffix(".tmp");
    // Temporary files are otherwise for their owner only; other systems ask the folder.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let temporary = builder.tempfile_in(&folder)?;
    if let Some(old) = old {
        temporary.as_file().set_permissions(old.permissions())?;
    }
    let mut out = BufWriter::new(Telling { out: temporary, progress });
    write(&mut out)?;
    let Telling { out: temporary, .. } =
        out.into_inner().map_err(io::IntoInnerError::into_error)?;
    temporary.as_file().sync_all()?;
    if progress.is_cancelled() {
        return Err(io::Error::other(Cancelled).into());
    }
    temporary.persist(&target).map_err(|error| error.error)?;
    sync_folder(&folder);
    Ok(())
}

/// Tells how much was written, and refuses more once that is cancelled.
struct Telling<'a, W> {
    out: W,
    progress: &'a Progress,
}

impl<W: Write> Write for Telling<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.progress.is_cancelled() {
            return Err(io::Error::other(Cancelled));
        }
        let written = self.out.write(bytes)?;
        self.progress.add_bytes(written);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Somebody stopped the writing.
#[derive(Debug, thiserror::Error)]
#[error("the writing was cancelled")]
struct Cancelled;

/// A problem of the system with writing a file, in words.
#[must_use]
pub fn problem(error: &io::Error) -> Diagnostic {
    if error.get_ref().and_then(|inner| inner.downcast_ref::<Cancelled>()).is_some() {
        return Diagnostic::error(None, "書き込みを中止しました", "the writing was cancelled")
            .with_hint("元のファイルは変わっていません", "an existing file was left as it was");
    }
    match error.kind() {
        io::ErrorKind::NotFound => {
            Diagnostic::error(None, "保存先のフォルダーがありません", "its folder does not exist")
                .with_hint("先にフォルダーを作ってください", "make the folder first")
        }
        io::ErrorKind::IsADirectory => {
            Diagnostic::error(None, "同じ名前のフォルダーがあります", "this is a folder")
                .with_hint("別の名前を指定してください", "name a file inside it")
        }
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Diagnostic::error(
            None,
            "書き込む権限がないか、読み取り専用です",
            "it is read-only, or you may not write there",
        )
        .with_hint("別の場所を指定してください", "write to another place"),
        io::ErrorKind::StorageFull => {
            Diagnostic::error(None, "ディスクに空きがありません", "the disk is full")
                .with_hint("元のファイルは変わっていません", "an existing file was left as it was")
        }
        _ => Diagnostic::error(
            None,
            format!("書き込めません: {error}"),
            format!("cannot be written: {error}"),
        ),
    }
}

fn folder_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// Makes the new name last through a power cut, where the system can do that.
fn sync_folder(folder: &Path) {
    // Not every file system can flush a folder; the content itself is on the disk already.
    let _ = File::open(folder).and_then(|folder| folder.sync_all());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<_> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn files_are_made_and_replaced_and_nothing_is_left_behind() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("計画.roadmap.json");
        for content in ["old", "new"] {
            replace_file::<io::Error>(&path, |out| out.write_all(content.as_bytes())).unwrap();
            assert_eq!(fs::read_to_string(&path).unwrap(), content);
        }
        assert_eq!(names(folder.path()), ["計画.roadmap.json"]);
    }

    #[test]
    fn a_failure_changes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("plan.json");
        fs::write(&path, "old").unwrap();
        let result = replace_file(&path, |out| {
            out.write_all(b"half of it")?;
            Err(io::Error::other("stopped"))
        });
        assert_eq!(result.unwrap_err().to_string(), "stopped");
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
        assert_eq!(names(folder.path()), ["plan.json"]);
    }

    #[test]
    fn folders_and_missing_folders_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let kind = |path: &Path| {
            replace_file::<io::Error>(path, |_| panic!("nothing to write to")).unwrap_err().kind()
        };
        assert_eq!(kind(folder.path()), io::ErrorKind::IsADirectory);
        assert_eq!(kind(&folder.path().join("no/plan.json")), io::ErrorKind::NotFound);
    }

    #[cfg(unix)]
    #[test]
    fn permissions_and_links_are_respected() {
        use std::os::unix::fs::{PermissionsExt as _, symlink};
        let folder = tempfile::tempdir().unwrap();
        let (path, link) = (folder.path().join("plan.json"), folder.path().join("link.json"));
        fs::write(&path, "old").unwrap();
        symlink(&path, &link).unwrap();
        let mode = |mode| fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        mode(0o640);
        replace_file::<io::Error>(&link, |out| out.write_all(b"new")).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        mode(0o440);
        let refused = replace_file::<io::Error>(&path, |_| Ok(())).unwrap_err();
        assert_eq!(refused.kind(), io::ErrorKind::PermissionDenied);
    }

    #[cfg(unix)]
    #[test]
    fn devices_are_written_and_not_replaced() {
        use std::os::unix::fs::FileTypeExt as _;
        let device = Path::new("/dev/null");
        replace_file::<io::Error>(device, |out| out.write_all(b"gone")).unwrap();
        assert!(fs::metadata(device).unwrap().file_type().is_char_device());
    }

    #[test]
    fn what_is_cancelled_changes_nothing_and_says_so() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("plan.json");
        fs::write(&path, "old").unwrap();
        // While it is written, and when all is written but nothing replaced yet.
        for writes_on in [true, false] {
            let progress = Progress::default();
            let outcome: io::Result<()> = replace_file_telling(&path, &progress, |out| {
                out.write_all(&vec![b'x'; 100_000])?;
                progress.cancel();
                if writes_on { out.write_all(&vec![b'y'; 100_000]) } else { Ok(()) }
            });
            let problem = problem(&outcome.unwrap_err());
            assert_eq!(
                problem.message(crate::model::Language::English),
                "the writing was cancelled"
            );
            assert_eq!(fs::read_to_string(&path).unwrap(), "old");
            assert_eq!(names(folder.path()), ["plan.json"]);
            assert_eq!(progress.bytes(), 100_000);
        }
    }
}
