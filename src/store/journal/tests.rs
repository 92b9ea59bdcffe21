//! What a journal gives back after each way in which a window can end.

use super::folder::{JOURNAL, all};
use super::{Journal, OnDisk, Recoverable, Subject};
use crate::edit::{Edit, Label, Transaction};
use crate::model::{Language, Roadmap, Text};
use crate::sample::{SampleRequest, generate};
use crate::store::{FileStamp, Progress, SaveOptions, open_file, save_plan};
use crate::time::FiscalYearStart;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A document on the disk, and a folder for journals.
struct Desk {
    folder: TempDir,
}

impl Desk {
    fn new() -> Self {
        let desk = Self { folder: tempfile::tempdir().unwrap() };
        desk.save(&plan("plan"), &SaveOptions::default());
        desk
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("計画.roadmap.json")
    }

    fn journals(&self) -> PathBuf {
        self.folder.path().join("data").join("journals")
    }

    fn save(&self, roadmap: &Roadmap, options: &SaveOptions<'_>) {
        save_plan(roadmap, &self.path(), options, &Progress::default()).unwrap();
    }

    /// Opens the document as a window does.
    fn open(&self) -> Journal {
        let opened = open_file(&self.path()).unwrap();
        let subject = Subject {
            document: Some(self.path()),
            file: opened.stamp.map(|stamp| stamp.hash()),
            roadmap: opened.roadmap,
        };
        Journal::begin(&self.journals(), subject, || {}).unwrap()
    }

    fn orphans(&self) -> Vec<Recoverable> {
        Recoverable::all(&self.journals()).unwrap()
    }

    /// What the one orphan brings back: the title of what it applies to, the transactions and
    /// what is said about it.
    fn recovered(&self) -> (String, Vec<String>, OnDisk, Vec<String>) {
        let orphans = self.orphans();
        let [orphan] = &orphans[..] else { panic!("{} orphans", orphans.len()) };
        let recovered = orphan.recover().unwrap();
        assert_eq!(orphan.count(), recovered.transactions.len());
        assert_eq!(orphan.on_disk(), &recovered.on_disk);
        let title = recovered.base.title.get(Language::English).unwrap().to_owned();
        let transactions =
            recovered.transactions.iter().map(|it| it.label.en.to_string()).collect();
        let said = recovered.diagnostics.iter();
        let said = said.map(|it| it.message(Language::English).to_owned()).collect();
        (title, transactions, recovered.on_disk, said)
    }
}

fn plan(title: &str) -> Roadmap {
    Roadmap { title: Text::only(Language::English, title), ..generate(&SampleRequest::of(30)) }
}

/// A transaction with a number on it.
fn transaction(number: u32) -> Transaction {
    let title = Text::only(Language::English, "changed");
    let edit = Edit::Header { title, fiscal_year_start: FiscalYearStart::default() };
    Transaction::new(Label::new("変更", number.to_string()), vec![edit])
}

fn append(journal: &Journal, numbers: impl IntoIterator<Item = u32>) {
    for number in numbers {
        journal.append(&transaction(number), &Roadmap::default());
    }
    journal.flush().unwrap();
}

/// Waits until everything that threads still do for a journal is done.
fn settle(journal: &Journal) {
    while !base_is_noted(&journal.folder) {
        std::thread::sleep(std::time::Duration::from_millis(2));
        journal.flush().unwrap();
    }
}

fn base_is_noted(folder: &Path) -> bool {
    fs::read_to_string(folder.join(JOURNAL)).unwrap().contains("{\"base\":{")
}

#[test]
fn a_window_that_vanishes_loses_nothing() {
    let desk = Desk::new();
    let journal = desk.open();
    append(&journal, 0..3);
    assert_eq!((journal.count(), journal.flushed()), (3, 3));
    assert!(desk.orphans().is_empty(), "it is alive");
    drop(journal);
    let stamp = FileStamp::of(&desk.path()).unwrap();
    let numbers = ["0", "1", "2"].map(str::to_owned).to_vec();
    assert_eq!(desk.recovered(), ("plan".into(), numbers, OnDisk::AsKnown(stamp), vec![]));
    // Looking changes nothing, and while one window looks no other is offered the same.
    let mut orphans = desk.orphans();
    assert!(desk.orphans().is_empty());
    let orphan = orphans.pop().unwrap();
    assert_eq!(orphan.document(), Some(&*desk.path().canonicalize().unwrap()));
    orphan.discard().unwrap();
    assert_eq!(fs::read_dir(desk.journals()).unwrap().count(), 0);
}

#[test]
fn a_window_that_closes_leaves_nothing() {
    let desk = Desk::new();
    let journal = desk.open();
    append(&journal, 0..3);
    journal.close().unwrap();
    assert_eq!(fs::read_dir(desk.journals()).unwrap().count(), 0);
    // One that did nothing leaves something, which is no one's concern.
    drop(desk.open());
    assert_eq!(all(&desk.journals()).unwrap().len(), 1);
    assert!(desk.orphans().is_empty());
    assert_eq!(fs::read_dir(desk.journals()).unwrap().count(), 0);
}

#[test]
fn changes_survive_the_file() {
    let desk = Desk::new();
    let journal = desk.open();
    append(&journal, 0..2);
    settle(&journal);
    drop(journal);
    let numbers = vec!["0".to_owned(), "1".to_owned()];
    desk.save(&plan("theirs"), &SaveOptions::default());
    assert_eq!(desk.recovered(), ("plan".into(), numbers.clone(), OnDisk::Changed, vec![]));
    fs::remove_file(desk.path()).unwrap();
    assert_eq!(desk.recovered(), ("plan".into(), numbers, OnDisk::Missing, vec![]));
}

#[test]
fn a_document_that_was_never_saved_comes_back() {
    let desk = Desk::new();
    let subject = Subject { document: None, file: None, roadmap: plan("new") };
    let journal = Journal::begin(&desk.journals(), subject, || {}).unwrap();
    append(&journal, 0..1);
    drop(journal);
    assert_eq!(desk.recovered(), ("new".into(), vec!["0".into()], OnDisk::Never, vec![]));
}

#[test]
fn a_document_that_is_saved_elsewhere_is_found_there() {
    let desk = Desk::new();
    fs::remove_file(desk.path()).unwrap();
    let subject = Subject { document: None, file: None, roadmap: plan("new") };
    let journal = Journal::begin(&desk.journals(), subject, || {}).unwrap();
    append(&journal, 0..2);
    let options = SaveOptions { journal: Some((&journal, 2)), ..SaveOptions::default() };
    desk.save(&plan("saved"), &options);
    append(&journal, 2..3);
    assert_eq!(desk.open().other_windows(&desk.path()).unwrap(), 1);
    drop(journal);
    let [orphan] = &desk.orphans()[..] else { panic!("one orphan") };
    assert_eq!(orphan.document(), Some(&*desk.path().canonicalize().unwrap()));
    assert_eq!(orphan.recover().unwrap().base, plan("saved"));
}

#[test]
fn what_is_saved_is_not_brought_back() {
    let desk = Desk::new();
    let journal = desk.open();
    append(&journal, 0..5);
    let options = SaveOptions { journal: Some((&journal, 5)), ..SaveOptions::default() };
    desk.save(&plan("saved"), &options);
    journal.flush().unwrap();
    // The old base is gone, and none is needed before the next transaction.
    assert_eq!(fs::read_dir(&journal.folder).unwrap().count(), 2, "lines and lock");
    append(&journal, 5..7);
    drop(journal);
    let (title, numbers, on_disk, said) = desk.recovered();
    assert_eq!((&*title, &*numbers, &*said), ("saved", &["5".to_owned(), "6".into()][..], &[][..]));
    assert!(matches!(on_disk, OnDisk::AsKnown(_)));
}

#[test]
fn what_is_changed_while_saving_is_brought_back() {
    let desk = Desk::new();
    let journal = desk.open();
    append(&journal, 0..5);
    // The plan that is saved is the one after three transactions.
    let options = SaveOptions { journal: Some((&journal, 3)), ..SaveOptions::default() };
    desk.save(&plan("saved"), &options);
    append(&journal, 5..6);
    while !journal.folder.join("base-1.roadmap.json").exists() {
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
    settle(&journal);
    drop(journal);
    let numbers: Vec<_> = (3..6).map(|it| it.to_string()).collect();
    let (title, brought, ..) = desk.recovered();
    assert_eq!((&*title, &brought), ("saved", &numbers));
    desk.save(&plan("theirs"), &SaveOptions::default());
    let (title, mut brought, on_disk, _) = desk.recovered();
    if title == "plan" {
        // The first base serves until the second is complete.
        brought.drain(..3);
    }
    assert_eq!((&brought, on_disk), (&numbers, OnDisk::Changed));
}

#[test]
fn a_crash_on_either_side_of_the_rename_is_told_by_the_file() {
    for has_renamed in [false, true] {
        let desk = Desk::new();
        let journal = desk.open();
        append(&journal, 0..4);
        settle(&journal);
        let elsewhere = desk.folder.path().join("new.json");
        let saved =
            save_plan(&plan("saved"), &elsewhere, &SaveOptions::default(), &Progress::default());
        journal.saving(&desk.path(), saved.unwrap().stamp.unwrap().hash(), 3);
        if has_renamed {
            fs::rename(&elsewhere, desk.path()).unwrap();
        }
        append(&journal, 4..5);
        drop(journal);
        let (title, numbers, on_disk, _) = desk.recovered();
        assert!(matches!(on_disk, OnDisk::AsKnown(_)));
        if has_renamed {
            assert_eq!((&*title, numbers), ("saved", vec!["3".to_owned(), "4".into()]));
        } else {
            assert_eq!((&*title, numbers.len()), ("plan", 5));
        }
        // Whatever somebody makes of the file, the base is still that of all transactions.
        desk.save(&plan("theirs"), &SaveOptions::default());
        let (title, numbers, on_disk, _) = desk.recovered();
        assert_eq!((&*title, numbers.len(), on_disk), ("plan", 5, OnDisk::Changed));
    }
}

#[test]
fn windows_on_the_same_file_know_of_each_other() {
    let desk = Desk::new();
    let one = desk.open();
    assert_eq!(one.other_windows(&desk.path()).unwrap(), 0);
    let other = desk.open();
    assert_eq!(one.other_windows(&desk.path()).unwrap(), 1);
    assert_eq!(one.other_windows(&desk.folder.path().join("another.json")).unwrap(), 0);
    append(&one, 0..1);
    append(&other, 1..3);
    drop(one);
    assert_eq!(other.other_windows(&desk.path()).unwrap(), 0);
    assert_eq!(desk.recovered().1, ["0"]);
    drop(other);
    assert_eq!(desk.orphans().len(), 2);
}

#[test]
fn what_is_damaged_is_told() {
    let desk = Desk::new();
    let journal = desk.open();
    append(&journal, 0..4);
    settle(&journal);
    let lines = journal.folder.join(JOURNAL);
    let base = journal.folder.join("base-0.roadmap.json");
    drop(journal);
    let text = fs::read_to_string(&lines).unwrap();
    fs::write(&lines, text.replace("\"en\":\"2\"", "\"en\":\"7\"")).unwrap();
    let (_, numbers, _, said) = desk.recovered();
    assert_eq!(numbers, ["0", "1"]);
    assert_eq!(
        said,
        ["the journal of changes breaks off in line 4; what came before is brought back"]
    );

    fs::write(&lines, &text).unwrap();
    fs::remove_file(desk.path()).unwrap();
    let old = fs::read_to_string(&base).unwrap();
    fs::write(&base, old.replace("\"plan\"", "\"plum\"")).unwrap();
    let (title, numbers, _, said) = desk.recovered();
    assert_eq!((&*title, numbers.len()), ("plum", 4));
    assert_eq!(
        said,
        ["the copy of the plan beside the journal is damaged; check what was brought back"]
    );

    fs::remove_file(&base).unwrap();
    let problems = desk.orphans()[0].recover().unwrap_err();
    assert_eq!(problems.len(), 2);

    fs::write(&lines, "nonsense\n").unwrap();
    let [orphan] = &desk.orphans()[..] else { panic!("it is not thrown away") };
    assert_eq!((orphan.count(), orphan.document()), (0, None));
    assert_eq!(orphan.recover().unwrap_err().len(), 1);
}

#[cfg(unix)]
#[test]
fn a_journal_that_cannot_be_written_says_so_and_tries_again() {
    let desk = Desk::new();
    let journal = desk.open();
    append(&journal, 0..1);
    settle(&journal);
    let lines = journal.folder.join(JOURNAL);
    let aside = journal.folder.join("aside");
    // A file without a name is lost to everybody else.
    fs::hard_link(&lines, &aside).unwrap();
    fs::remove_file(&lines).unwrap();
    append(&journal, 1..2);
    fs::remove_file(&aside).unwrap();
    journal.append(&transaction(2), &Roadmap::default());
    let problem = journal.flush().unwrap_err();
    assert_eq!(Some(&problem), journal.problem().as_ref());
    assert_eq!((journal.count(), journal.flushed()), (3, 2));
    // A saved file ends the trouble: nothing of the lost journal is needed any more.
    let options = SaveOptions { journal: Some((&journal, 3)), ..SaveOptions::default() };
    desk.save(&plan("saved"), &options);
    append(&journal, 3..4);
    assert_eq!((journal.problem(), journal.flushed()), (None, 4));
    drop(journal);
    assert_eq!(desk.recovered().1, ["3"]);
}
