//! The last versions of each document that was saved.

use super::folders::{data_folder, make_private, name_of, real_path};
use super::save::{replace_file, sync_folder};
use super::stamp::{ContentHash, FileStamp};
use super::{OpenError, Opened, open_file};
use crate::model::Diagnostic;
use chrono::{DateTime, NaiveDateTime, Utc};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// How many versions of a document are kept.
const MAX_VERSIONS: usize = 10;
/// How many bytes all versions of a document may have; the latest is kept whatever its size.
const MAX_BYTES: u64 = 1 << 30;
/// How the time stands in the name of a backup, in UTC; names sort by time.
const TIME: &str = "%Y-%m-%dT%H-%M-%S%.6fZ";
const EXTENSION: &str = ".roadmap.json";
/// Says in the folder of a document where that is.
const PATH_FILE: &str = "path.txt";

/// The backups of one document.
#[derive(Clone, Debug)]
pub struct Backups {
    folder: PathBuf,
    document: PathBuf,
}

/// One version of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backup {
    /// Where it is.
    pub path: PathBuf,
    /// When another version took its place.
    pub when: SystemTime,
    /// Its size.
    pub bytes: u64,
    /// What stands for its content.
    content: ContentHash,
}

impl Backups {
    /// Where the backups of all documents are kept; `None` if the user has no home folder.
    #[must_use]
    pub fn default_folder() -> Option<PathBuf> {
        data_folder("backups")
    }

    /// The backups of a document in a folder that is for backups. Nothing is written until the
    /// first is kept; all ways that lead to a file through links lead to the same backups.
    #[must_use]
    pub fn of(folder: &Path, document: &Path) -> Self {
        let document = real_path(document);
        Self { folder: folder.join(name_of(&document)), document }
    }

    /// What is kept, the latest first.
    ///
    /// # Errors
    /// If the folder is there and cannot be read.
    pub fn list(&self) -> io::Result<Vec<Backup>> {
        let entries = match fs::read_dir(&self.folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(error),
        };
        let mut backups = Vec::new();
        for entry in entries {
            // Other files are somebody else's.
            backups.extend(Backup::from_path(entry?.path()));
        }
        backups.sort_by(|one, other| other.path.cmp(&one.path));
        Ok(backups)
    }

    /// Keeps the file at `old`, which another one with the content `new` is about to replace.
    ///
    /// Nothing is kept if both have the same content, or if the latest backup has it already.
    /// Older backups go beyond ten, or 1 GiB, of a document.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn keep(&self, old: &Path, new: ContentHash, now: SystemTime) -> io::Result<()> {
        let content = FileStamp::of(old)?.hash();
        let latest = self.list()?.into_iter().next();
        if content == new || latest.as_ref().is_some_and(|latest| latest.content == content) {
            return Ok(());
        }
        // A clock that was set back must not make the new one the oldest.
        let now = latest.map_or(now, |latest| now.max(latest.when + Duration::from_micros(1)));
        make_private(&self.folder)?;
        let document = format!("{}\n", self.document.display());
        if !fs::read_to_string(self.folder.join(PATH_FILE)).is_ok_and(|it| it == document) {
            replace_file(&self.folder.join(PATH_FILE), |out| out.write_all(document.as_bytes()))?;
        }
        link_or_copy(old, &self.path_for(now, content))?;
        self.remove_oldest()
    }

    fn path_for(&self, when: SystemTime, content: ContentHash) -> PathBuf {
        let time = DateTime::<Utc>::from(when).format(TIME);
        self.folder.join(format!("{time}-{content}{EXTENSION}"))
    }

    fn remove_oldest(&self) -> io::Result<()> {
        let mut bytes = 0_u64;
        for (nth, backup) in self.list()?.into_iter().enumerate() {
            bytes += backup.bytes;
            if nth > 0 && (nth >= MAX_VERSIONS || bytes > MAX_BYTES) {
                fs::remove_file(&backup.path)?;
            }
        }
        Ok(())
    }
}

impl Backup {
    /// Reads it. That takes as long as any file of its size; its number of tasks, and what
    /// restoring it would change, are known then. If it is not as it was kept, a warning says so.
    ///
    /// # Errors
    /// If it cannot be read, or if nothing in it is sound.
    pub fn open(&self) -> Result<Opened, OpenError> {
        let mut opened = open_file(&self.path)?;
        if opened.stamp.as_ref().is_none_or(|stamp| stamp.hash() != self.content) {
            opened.diagnostics.push(damaged());
        }
        Ok(opened)
    }

    fn from_path(path: PathBuf) -> Option<Self> {
        let name = path.file_name()?.to_str()?.strip_suffix(EXTENSION)?;
        let (time, content) = name.rsplit_once('-')?;
        let when = NaiveDateTime::parse_from_str(time, TIME).ok()?.and_utc().into();
        let content = content.parse().ok()?;
        let bytes = fs::metadata(&path).ok()?.len();
        Some(Self { path, when, bytes, content })
    }
}

fn damaged() -> Diagnostic {
    Diagnostic::warning(
        None,
        "このバックアップは残したときの内容と一致しません",
        "this backup is not as it was kept",
    )
    .with_hint("ほかの版も確かめてください", "look at the other versions as well")
}

/// Keeps a file under another name too, which is sound as it will lose its own one and nobody
/// writes to it then; where that is not possible, makes a copy.
fn link_or_copy(old: &Path, backup: &Path) -> io::Result<()> {
    if has_one_name(old) && fs::hard_link(old, backup).is_ok() {
        sync_folder(backup.parent().unwrap_or(Path::new(".")));
        return Ok(());
    }
    let mut from = fs::File::open(old)?;
    replace_file(backup, |out| io::copy(&mut from, out).map(drop))
}

/// Whether a file has no other name through which somebody may write to it.
#[cfg(unix)]
fn has_one_name(path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    fs::metadata(path).is_ok_and(|it| it.nlink() == 1)
}

#[cfg(not(unix))]
fn has_one_name(_: &Path) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(seconds: u64) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(1_600_000_000 + seconds)
    }

    /// Replaces a file as saving does, keeping the old one.
    fn replace(backups: &Backups, path: &Path, content: &str, seconds: u64) {
        backups.keep(path, ContentHash::of(content.as_bytes()), time(seconds)).unwrap();
        replace_file::<io::Error>(path, |out| out.write_all(content.as_bytes())).unwrap();
    }

    fn contents(backups: &Backups) -> Vec<String> {
        let backups = backups.list().unwrap();
        backups.iter().map(|it| fs::read_to_string(&it.path).unwrap()).collect()
    }

    #[test]
    fn the_last_ten_versions_are_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("計画.roadmap.json");
        fs::write(&path, "0").unwrap();
        let backups = Backups::of(&folder.path().join("backups"), &path);
        assert_eq!(backups.list().unwrap(), []);
        for version in 1..=15 {
            replace(&backups, &path, &version.to_string(), version);
        }
        let expected: Vec<_> = (5..15).rev().map(|it: u32| it.to_string()).collect();
        assert_eq!(contents(&backups), expected);
        let latest = &backups.list().unwrap()[0];
        assert_eq!((latest.when, latest.bytes), (time(15), 2));
        // Through another way to the file, and after the clock was set back.
        let other_way = folder.path().join(".").join("計画.roadmap.json");
        let other = Backups::of(&folder.path().join("backups"), &other_way);
        assert_eq!(contents(&other), expected);
        replace(&other, &path, "16", 0);
        assert_eq!(contents(&backups)[..2], ["15", "14"]);
        let noted = fs::read_to_string(backups.folder.join(PATH_FILE)).unwrap();
        assert_eq!(Path::new(noted.trim_end()), real_path(&path));
    }

    #[test]
    fn the_same_version_is_kept_once() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("plan.json");
        fs::write(&path, "one").unwrap();
        let backups = Backups::of(folder.path(), &path);
        replace(&backups, &path, "one", 1);
        assert_eq!(contents(&backups), [""; 0]);
        for seconds in 2..5 {
            backups.keep(&path, ContentHash::of(b"two"), time(seconds)).unwrap();
        }
        assert_eq!(contents(&backups), ["one"]);
    }

    #[test]
    fn a_file_with_other_names_is_copied() {
        let folder = tempfile::tempdir().unwrap();
        let (path, other) = (folder.path().join("plan.json"), folder.path().join("same.json"));
        fs::write(&path, "old").unwrap();
        fs::hard_link(&path, &other).unwrap();
        let backups = Backups::of(folder.path(), &path);
        replace(&backups, &path, "new", 1);
        fs::write(&other, "written in place").unwrap();
        assert_eq!(contents(&backups), ["old"]);
    }

    #[test]
    fn large_versions_do_not_fill_the_disk() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("plan.json");
        let backups = Backups::of(folder.path(), &path);
        for nth in 0..4 {
            // Holes take no room on the disk.
            make_private(&backups.folder).unwrap();
            let backup = backups.path_for(time(nth), ContentHash::of(&[nth as u8]));
            fs::File::create(backup).unwrap().set_len(400 << 20).unwrap();
            backups.remove_oldest().unwrap();
        }
        let times: Vec<_> = backups.list().unwrap().iter().map(|it| it.when).collect();
        assert_eq!(times, [time(3), time(2)]);
    }
}
