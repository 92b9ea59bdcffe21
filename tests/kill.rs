//! A window that is killed at any moment, while a plan is edited, journalled and saved: the file is
//! always a whole version, and file and journal give back every change that was flushed.
//!
//! The test starts itself as a child process that opens the plan, brings back what the one before
//! had not saved, and then edits and saves without end; each change has a number, which the title of
//! the plan says. The parent kills it after a random time, makes the same changes itself, and
//! compares.
//!
//! `cargo test` kills it six times with a plan of 2 000 tasks; `KOTEIHYO_KILLS=200` does it so
//! often, with 100 000 tasks, as `.ci/run` has it.

#![expect(clippy::unwrap_used, reason = "what fails here has failed the test")]

use koteihyo::edit::{Change, Edit, Label, Transaction, make};
use koteihyo::model::{Language, Roadmap, Task, TaskId, Text};
use koteihyo::sample::{SampleRequest, generate};
use koteihyo::store::{
    Backups, FileStamp, Journal, Progress, Recoverable, SaveOptions, Subject, format, open_file,
    save_plan,
};
use std::collections::HashSet;
use std::ffi::OsString;
use std::fs;
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

/// Tells the child where the plan and the journals are.
const FOLDER: &str = "KOTEIHYO_TEST_KILL_FOLDER";

#[test]
fn whoever_is_killed_loses_nothing() {
    let (kills, tasks, longest) = match std::env::var("KOTEIHYO_KILLS") {
        Ok(kills) => (kills.parse().unwrap(), 100_000, Duration::from_secs(1)),
        Err(_) => (6, 2_000, Duration::from_millis(150)),
    };
    let folder = tempfile::tempdir().unwrap();
    let desk = Desk { folder: folder.path().to_owned() };
    let first = numbered(generate(&SampleRequest::of(tasks)));
    save_plan(&first, &desk.plan(), &SaveOptions::default(), &Progress::default()).unwrap();
    // What the file has, and what the window had when it was killed.
    let (mut in_file, mut in_window) = (first.clone(), first);
    let mut random = 2_021_u64;
    let mut while_saving = 0;
    for nth in 0..kills {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let delay = longest.mul_f64((random >> 40) as f64 / (1_u64 << 24) as f64);
        let before = remainders(&desk.folder);
        let flushed = kill_after(&desk, nth % 4 > 0, delay);
        while_saving += usize::from(!remainders(&desk.folder).is_subset(&before));

        let opened = open_file(&desk.plan()).unwrap();
        assert!(opened.diagnostics.is_empty(), "kill {nth}: {:?}", opened.diagnostics);
        let saved = number(&opened.roadmap);
        if saved >= number(&in_window) {
            // There is less to do from here.
            in_file = in_window.clone();
        }
        advance(&mut in_file, saved);
        assert!(fs::read(desk.plan()).unwrap() == written(&in_file), "kill {nth}: the file");

        let recovered = recovered(&desk).map_or(opened.roadmap, |it| it.1);
        assert!(number(&recovered) >= flushed, "kill {nth}: {flushed} were flushed");
        assert!(number(&recovered) >= number(&in_window).max(number(&in_file)), "kill {nth}");
        if number(&in_file) > number(&in_window) {
            in_window = in_file.clone();
        }
        advance(&mut in_window, number(&recovered));
        assert!(written(&recovered) == written(&in_window), "kill {nth}: what was brought back");
    }
    let (saved, changed) = (number(&in_file), number(&in_window));
    let told = format!(
        "{kills} kills, {while_saving} of them while a file was written: {changed} changes, {saved} of them saved\n"
    );
    io::stdout().write_all(told.as_bytes()).unwrap();
    // Otherwise the times say nothing about saving and editing.
    assert!(saved > kills && changed > saved && while_saving > 0, "{told}");
}

/// Not a test: what the child does.
#[test]
fn child() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    let desk = Desk { folder: folder.into() };
    let opened = open_file(&desk.plan()).unwrap();
    let mut known = opened.stamp.unwrap();
    let mut roadmap = opened.roadmap;
    let subject = |roadmap: &Roadmap, known: &FileStamp| Subject {
        document: Some(desk.plan()),
        file: Some(known.hash()),
        roadmap: roadmap.clone(),
    };
    let journal = match recovered(&desk) {
        Some((orphans, _, latest)) => {
            let recovered = orphans[latest].recover().unwrap();
            roadmap = recovered.base;
            let journal = Journal::begin(&desk.journals(), subject(&roadmap, &known), || {});
            let journal = journal.unwrap();
            for transaction in recovered.transactions {
                transaction.apply(&mut roadmap).unwrap();
                journal.append(&transaction, &roadmap);
            }
            journal.flush().unwrap();
            for orphan in orphans {
                orphan.discard().unwrap();
            }
            journal
        }
        None => Journal::begin(&desk.journals(), subject(&roadmap, &known), || {}).unwrap(),
    };
    report("ready", number(&roadmap));
    let backups = Backups::of(&desk.folder.join("backups"), &desk.plan());
    loop {
        // Editing goes on while a thread saves.
        known = std::thread::scope(|scope| {
            let (snapshot, count) = (roadmap.clone(), journal.count());
            let saved_number = number(&snapshot);
            let saving = scope.spawn({
                let (desk, journal, known, backups) = (&desk, &journal, &known, &backups);
                move || {
                    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(saved_number);
                    let options = SaveOptions {
                        known: Some(known),
                        backups: Some((backups, now)),
                        journal: Some((journal, count)),
                        ..SaveOptions::default()
                    };
                    save_plan(&snapshot, &desk.plan(), &options, &Progress::default())
                }
            });
            while !saving.is_finished() {
                let transaction = step(number(&roadmap) + 1, &roadmap);
                transaction.apply(&mut roadmap).unwrap();
                journal.append(&transaction, &roadmap);
                if number(&roadmap).is_multiple_of(3) {
                    journal.flush().unwrap();
                    report("flushed", number(&roadmap));
                }
            }
            saving.join().unwrap().unwrap().stamp.unwrap()
        });
    }
}

/// Where everything is.
struct Desk {
    folder: PathBuf,
}

impl Desk {
    fn plan(&self) -> PathBuf {
        self.folder.join("plan.roadmap.json")
    }

    fn journals(&self) -> PathBuf {
        self.folder.join("journals")
    }
}

/// Starts a child, kills it after a time, and says the number of the last change that it knew to
/// be flushed.
fn kill_after(desk: &Desk, when_ready: bool, delay: Duration) -> u64 {
    let mut child: Child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "child", "--nocapture"])
        .env(FOLDER, &desk.folder)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let output = BufReader::new(child.stdout.take().unwrap());
    let flushed = Arc::new(AtomicU64::new(0));
    let (tell_ready, ready) = std::sync::mpsc::channel();
    let listener = std::thread::spawn({
        let flushed = flushed.clone();
        move || {
            // The last line may be torn: it ends without a line break.
            for line in output.split(b'\n').map_while(Result::ok) {
                let line = String::from_utf8(line).unwrap();
                let Some((what, number)) = line.split_once(' ') else { continue };
                match (what, number.strip_suffix('.').map(str::parse)) {
                    ("ready", Some(Ok(_))) => tell_ready.send(()).unwrap(),
                    ("flushed", Some(Ok(number))) => flushed.store(number, Ordering::Relaxed),
                    _ => {}
                }
            }
        }
    });
    if when_ready {
        ready.recv().expect("the child ends only when it is killed");
    }
    std::thread::sleep(delay);
    child.kill().unwrap();
    child.wait().unwrap();
    listener.join().unwrap();
    flushed.load(Ordering::Relaxed)
}

fn report(what: &str, number: u64) {
    let mut out = io::stdout().lock();
    out.write_all(format!("{what} {number}.\n").as_bytes()).unwrap();
    out.flush().unwrap();
}

/// All journals that were left, what the latest of them brings back, and which one that is: a
/// child that is killed while it takes over a journal leaves two.
fn recovered(desk: &Desk) -> Option<(Vec<Recoverable>, Roadmap, usize)> {
    let orphans = Recoverable::all(&desk.journals()).unwrap();
    let recovered = orphans.iter().map(|it| it.recover().unwrap().roadmap);
    let (latest, roadmap) = recovered.enumerate().max_by_key(|(_, roadmap)| number(roadmap))?;
    Some((orphans, roadmap, latest))
}

/// The files that were being written when somebody was killed.
fn remainders(folder: &Path) -> HashSet<OsString> {
    let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
    names.filter(|name| name.to_string_lossy().starts_with(".koteihyo-")).collect()
}

/// Makes the changes up to a number, which is not below that of the roadmap.
fn advance(roadmap: &mut Roadmap, last: u64) {
    for next in number(roadmap) + 1..=last {
        step(next, roadmap).apply(roadmap).unwrap();
    }
}

/// The change with a number: it also puts the number into the title.
fn step(next: u64, roadmap: &Roadmap) -> Transaction {
    let at = (next.wrapping_mul(7_919) % roadmap.tasks.len() as u64) as usize;
    let task = TaskId::from_index(at);
    let title = Text::only(Language::English, next.to_string());
    let fiscal_year_start = roadmap.fiscal_year_start;
    let header = Edit::Header { title, fiscal_year_start };
    let label = Label::new("変更", "Change");
    // Those that renumber all tasks behind take long, for the child as for its parent.
    let change = match next % 30 {
        0 => make::delete_tasks(roadmap, &[task]).unwrap(),
        1 => {
            let new = Task { id: format!("new-{next}").into(), ..roadmap.task(task).clone() };
            Transaction::new(label.clone(), vec![Edit::Task(Change::Insert(vec![(at, new)]))])
        }
        2..12 => {
            let when = roadmap.tasks[(at + 1) % roadmap.tasks.len()].when;
            make::move_tasks(roadmap, &[(task, when)]).unwrap()
        }
        _ => {
            let field = make::TaskField::Title(Language::Japanese, format!("第{next}版"));
            make::set_tasks(roadmap, &[task], &field).unwrap()
        }
    };
    Transaction::new(label, vec![header]).compose(change)
}

fn numbered(roadmap: Roadmap) -> Roadmap {
    Roadmap { title: Text::only(Language::English, "0"), ..roadmap }
}

fn number(roadmap: &Roadmap) -> u64 {
    roadmap.title.get(Language::English).unwrap().parse().unwrap()
}

fn written(roadmap: &Roadmap) -> Vec<u8> {
    let mut bytes = Vec::new();
    format::write(roadmap, &mut bytes).unwrap();
    bytes
}
