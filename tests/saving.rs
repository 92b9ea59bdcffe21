//! Saving plans: whatever happens, the file is the old or the new one as a whole.

#![expect(clippy::unwrap_used, reason = "a plan that cannot be saved or read has failed")]

use koteihyo::model::{Diagnostic, LaneId, Language, Roadmap, Severity, Text};
use koteihyo::sample::{SampleRequest, generate};
use koteihyo::store::{
    Backups, FileStamp, Progress, SaveError, SaveOptions, Saved, format, open_file, save_plan,
};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, SystemTime};
use tempfile::TempDir;

fn plan(tasks: usize) -> Roadmap {
    generate(&SampleRequest::of(tasks))
}

fn written(roadmap: &Roadmap) -> String {
    let mut bytes = Vec::new();
    format::write(roadmap, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

fn save(roadmap: &Roadmap, path: &Path, options: &SaveOptions<'_>) -> Result<Saved, SaveError> {
    save_plan(roadmap, path, options, &Progress::default())
}

/// A folder with a saved plan.
fn desk(tasks: usize) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("計画.roadmap.json");
    save(&plan(tasks), &path, &SaveOptions::default()).unwrap();
    (folder, path)
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<_> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// Every problem is told in both languages, with what to do about it.
#[track_caller]
fn told(problem: &Diagnostic, expected: &str) {
    assert!(problem.message(Language::Japanese).chars().any(|it| it > '\u{3000}'));
    assert!(problem.hint(Language::Japanese).chars().any(|it| it > '\u{3000}'));
    assert!(!problem.hint(Language::English).is_empty());
    let message = problem.message(Language::English);
    assert!(message.contains(expected), "{message}");
}

#[test]
fn a_saved_plan_is_what_was_in_memory() {
    let (folder, path) = desk(200);
    let roadmap = plan(200);
    assert_eq!(fs::read_to_string(&path).unwrap(), written(&roadmap));
    let opened = open_file(&path).unwrap();
    assert_eq!(opened.stamp, Some(FileStamp::of(&path).unwrap()));
    // Saving again changes no byte, and the stamp of one save is good for the next.
    let mut stamp = opened.stamp.unwrap();
    for _ in 0..2 {
        let options = SaveOptions { known: Some(&stamp), ..SaveOptions::default() };
        let saved = save(&opened.roadmap, &path, &options).unwrap();
        assert!(saved.warnings.is_empty());
        stamp = saved.stamp.unwrap();
        assert!(stamp.seems_current(&path) && stamp.is_current(&path).unwrap());
    }
    assert_eq!(fs::read_to_string(&path).unwrap(), written(&roadmap));
    assert_eq!(names(folder.path()), ["計画.roadmap.json"]);
}

#[test]
fn a_changed_field_is_a_changed_line() {
    let (_folder, path) = desk(200);
    let before = fs::read_to_string(&path).unwrap();
    let mut roadmap = open_file(&path).unwrap().roadmap;
    roadmap.tasks[77].title = Text::new("別の名前", "Another name");
    save(&roadmap, &path, &SaveOptions::default()).unwrap();
    let after = fs::read_to_string(&path).unwrap();
    assert_eq!(before.lines().count(), after.lines().count());
    let changed = before.lines().zip(after.lines()).filter(|(before, after)| before != after);
    assert_eq!(changed.count(), 1);
}

#[test]
fn what_somebody_else_changed_is_not_overwritten() {
    let (folder, path) = desk(20);
    let known = FileStamp::of(&path).unwrap();
    let options = SaveOptions { known: Some(&known), ..SaveOptions::default() };
    let theirs = written(&plan(30));
    fs::write(&path, &theirs).unwrap();
    let error = save(&plan(40), &path, &options).unwrap_err();
    assert!(matches!(error, SaveError::ChangedByOthers), "{error:?}");
    told(&error.diagnostic(), "somebody else");
    assert_eq!(fs::read_to_string(&path).unwrap(), theirs);
    assert_eq!(names(folder.path()), ["計画.roadmap.json"]);
    // The same content in another file is nobody's change, and neither is a file that is gone.
    fs::write(&path, written(&plan(20))).unwrap();
    save(&plan(20), &path, &options).unwrap();
    fs::remove_file(&path).unwrap();
    save(&plan(40), &path, &options).unwrap();
}

#[test]
fn a_plan_is_not_emptied_by_mistake() {
    let (_folder, path) = desk(20);
    let error = save(&Roadmap::default(), &path, &SaveOptions::default()).unwrap_err();
    assert!(matches!(error, SaveError::WouldEmpty { tasks: 20 }), "{error:?}");
    told(&error.diagnostic(), "20 tasks");
    assert_eq!(open_file(&path).unwrap().roadmap.tasks.len(), 20);
    let options = SaveOptions { may_become_empty: true, ..SaveOptions::default() };
    save(&Roadmap::default(), &path, &options).unwrap();
    // Nobody misses few tasks.
    save(&plan(9), &path, &SaveOptions::default()).unwrap();
    save(&Roadmap::default(), &path, &SaveOptions::default()).unwrap();
}

#[test]
fn what_could_not_be_read_again_is_not_saved() {
    let (folder, path) = desk(20);
    let mut roadmap = plan(20);
    // Two lanes of one id: a reader would leave one of them out, with its tasks.
    let lane = roadmap.lanes[0].clone();
    roadmap.lanes.push(lane);
    let error = save(&roadmap, &path, &SaveOptions::default()).unwrap_err();
    assert!(matches!(error, SaveError::NotAsWritten), "{error:?}");
    told(&error.diagnostic(), "not read back");
    assert_eq!(fs::read_to_string(&path).unwrap(), written(&plan(20)));
    assert_eq!(names(folder.path()), ["計画.roadmap.json"]);
    // What is merely odd is saved: a task without a title, a link that comes of nowhere.
    let mut roadmap = plan(20);
    roadmap.tasks[3].title = Text::default();
    save(&roadmap, &path, &SaveOptions::default()).unwrap();
    let opened = open_file(&path).unwrap();
    assert_eq!(opened.roadmap, roadmap);
    assert!(opened.diagnostics.iter().all(|it| it.severity == Severity::Warning));
}

#[test]
fn the_versions_before_are_kept() {
    let (folder, path) = desk(20);
    let backups = Backups::of(&folder.path().join("data"), &path);
    let time = |minutes: u64| SystemTime::UNIX_EPOCH + Duration::from_mins(30_000_000 + minutes);
    for minutes in 1..=3_u64 {
        let options =
            SaveOptions { backups: Some((&backups, time(minutes))), ..SaveOptions::default() };
        let saved = save(&plan(20 + minutes as usize), &path, &options).unwrap();
        assert!(saved.warnings.is_empty());
    }
    let kept = backups.list().unwrap();
    let tasks: Vec<_> = kept.iter().map(|it| it.open().unwrap().roadmap.tasks.len()).collect();
    assert_eq!(tasks, [22, 21, 20]);
    assert_eq!(kept[0].when, time(3));
    // No room for a backup is no reason to lose the work.
    let nowhere = Backups::of(&path, &path);
    let options = SaveOptions { backups: Some((&nowhere, time(4))), ..SaveOptions::default() };
    let saved = save(&plan(50), &path, &options).unwrap();
    assert_eq!(saved.warnings.len(), 1);
    assert_eq!(open_file(&path).unwrap().roadmap.tasks.len(), 50);
}

#[test]
fn progress_counts_writing_and_reading_and_can_be_cancelled() {
    let (folder, path) = desk(3_000);
    let progress = Progress::default();
    save_plan(&plan(3_000), &path, &SaveOptions::default(), &progress).unwrap();
    let bytes = fs::metadata(&path).unwrap().len();
    assert_eq!((progress.bytes(), progress.total_bytes()), (2 * bytes, 2 * bytes));
    progress.cancel();
    let error = save_plan(&plan(10), &path, &SaveOptions::default(), &progress).unwrap_err();
    assert!(matches!(error, SaveError::Cancelled), "{error:?}");
    told(&error.diagnostic(), "cancelled");
    assert_eq!(open_file(&path).unwrap().roadmap.tasks.len(), 3_000);
    assert_eq!(names(folder.path()), ["計画.roadmap.json"]);
}

#[test]
fn folders_that_are_gone_are_told() {
    let (folder, path) = desk(20);
    let stamp = FileStamp::of(&path).unwrap();
    fs::remove_dir_all(folder.path()).unwrap();
    let options = SaveOptions { known: Some(&stamp), ..SaveOptions::default() };
    let error = save(&plan(20), &path, &options).unwrap_err();
    told(&error.diagnostic(), "folder does not exist");
    fs::create_dir_all(&path).unwrap();
    let error = save(&plan(20), &path, &options).unwrap_err();
    told(&error.diagnostic(), "this is a folder");
}

#[cfg(unix)]
mod unix {
    use super::*;
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown, symlink};

    #[test]
    fn links_and_permissions_are_kept() {
        let (folder, path) = desk(20);
        let link = folder.path().join("link.roadmap.json");
        symlink("計画.roadmap.json", &link).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        // Only an administrator may give it away; for others this is their own group.
        let _ = chown(&path, None, Some(1_234));
        let group = fs::metadata(&path).unwrap().gid();
        let stamp = FileStamp::of(&link).unwrap();
        let options = SaveOptions { known: Some(&stamp), ..SaveOptions::default() };
        save(&plan(30), &link, &options).unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(open_file(&path).unwrap().roadmap.tasks.len(), 30);
        let saved = fs::metadata(&path).unwrap();
        assert_eq!((saved.mode() & 0o777, saved.gid()), (0o640, group));
        // A link whose end is gone leads to where the file belongs.
        fs::remove_file(&path).unwrap();
        save(&plan(40), &link, &options).unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(open_file(&path).unwrap().roadmap.tasks.len(), 40);
    }

    #[test]
    fn read_only_files_stay_as_they_are() {
        let (folder, path) = desk(20);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).unwrap();
        let error = save(&plan(30), &path, &SaveOptions::default()).unwrap_err();
        told(&error.diagnostic(), "read-only");
        assert_eq!(open_file(&path).unwrap().roadmap.tasks.len(), 20);
        assert_eq!(names(folder.path()), ["計画.roadmap.json"]);
    }

    #[test]
    fn a_full_device_is_told() {
        let device = Path::new("/dev/full");
        if device.exists() {
            let error = save(&plan(20), device, &SaveOptions::default()).unwrap_err();
            told(&error.diagnostic(), "disk is full");
        }
        let saved = save(&plan(20), Path::new("/dev/null"), &SaveOptions::default()).unwrap();
        assert_eq!(saved.stamp, None);
    }

    /// Says to the test that it runs with little room, and where.
    const ROOM: &str = "KOTEIHYO_TEST_LITTLE_ROOM";

    /// Starts itself in a process that may write no file beyond 64 KiB, as on a full disk.
    #[test]
    fn without_room_the_old_file_stays() {
        if let Some(path) = std::env::var_os(ROOM) {
            let path = PathBuf::from(path);
            let stamp = FileStamp::of(&path).unwrap();
            let options = SaveOptions { known: Some(&stamp), ..SaveOptions::default() };
            let error = save(&plan(3_000), &path, &options).unwrap_err();
            told(&error.diagnostic(), "larger than this place allows");
            assert!(stamp.seems_current(&path));
            // What has room is saved as if nothing had been.
            save(&plan(30), &path, &options).unwrap();
            return;
        }
        let (folder, path) = desk(20);
        // Without the trap the system would end the process.
        let limited = "trap '' XFSZ; ulimit -f 128; exec \"$0\" \"$@\"";
        let status = Command::new("sh")
            .args(["-c", limited])
            .arg(std::env::current_exe().unwrap())
            .args(["--exact", "unix::without_room_the_old_file_stays"])
            .env(ROOM, &path)
            .output()
            .unwrap();
        assert!(status.status.success(), "{}", String::from_utf8_lossy(&status.stdout));
        assert_eq!(open_file(&path).unwrap().roadmap.tasks.len(), 30);
        assert_eq!(names(folder.path()), ["計画.roadmap.json"]);
    }
}

#[test]
fn parents_that_lead_nowhere_are_noticed() {
    let (_folder, path) = desk(20);
    let mut roadmap = plan(2_000);
    // A lane inside itself is taken apart by a reader.
    roadmap.lanes[0].parent = Some(LaneId::from_index(0));
    let error = save(&roadmap, &path, &SaveOptions::default()).unwrap_err();
    assert!(matches!(error, SaveError::NotAsWritten), "{error:?}");
}
