//! Replacing a file as a whole or not at all, and saving plans so that nothing is lost by it.

mod plan;
mod problem;
mod replacement;
mod same;

pub use plan::{SaveError, SaveOptions, Saved, save_plan};
pub use problem::problem;
pub(super) use replacement::sync_folder;

use super::Progress;
use replacement::{Target, Telling};
use std::io::{self, BufWriter, Write};
use std::path::Path;

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
    match Target::at(path)? {
        Target::File(mut new) => {
            new.write(progress, write)?;
            new.finish(progress)?;
        }
        Target::Device(device) => {
            let mut out = BufWriter::new(Telling::new(device, progress));
            write(&mut out)?;
            out.flush()?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

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
