//! Randomly damaged files: whatever happened to a file, it is opened within a second, without a
//! panic, and what is missing in the outcome is told.
//!
//! `cargo test` tries two thousand files; with `KOTEIHYO_DAMAGED_FILES=100000` it is as many as
//! that, as `.ci/run` has it. The same number gives the same files.

#![expect(clippy::unwrap_used, reason = "a file that cannot be made has failed")]

use koteihyo::edit::{Label, Transaction, make};
use koteihyo::model::{Language, Roadmap, Severity, TaskId};
use koteihyo::sample::{SampleRequest, generate};
use koteihyo::store::{
    Backups, ContentHash, Journal, OpenError, Opened, Recoverable, Subject, format, open_file,
};
use serde_json::Value;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant, SystemTime};

/// How long opening may take.
const LONGEST: Duration = Duration::from_secs(1);

#[test]
fn damaged_files_lose_nothing_in_silence() {
    let files: u64 =
        std::env::var("KOTEIHYO_DAMAGED_FILES").map_or(2_000, |count| count.parse().unwrap());
    let threads = std::thread::available_parallelism().map_or(1, |it| it.get() as u64);
    let slowest = Mutex::new(Duration::ZERO);
    let compared = AtomicU64::new(0);
    std::thread::scope(|scope| {
        for first in 0..threads {
            let (slowest, compared) = (&slowest, &compared);
            scope.spawn(move || {
                let bench = Bench::new();
                for number in (first..files).step_by(threads as usize) {
                    let (took, was_compared) = bench.try_one(number);
                    compared.fetch_add(u64::from(was_compared), Ordering::Relaxed);
                    let mut slowest = slowest.lock().unwrap();
                    *slowest = took.max(*slowest);
                }
            });
        }
    });
    let (slowest, compared) = (slowest.into_inner().unwrap(), compared.into_inner());
    let told = format!("{files} files, {compared} of them sound, the slowest in {slowest:?}\n");
    io::stdout().write_all(told.as_bytes()).unwrap();
    assert!(slowest < LONGEST, "{told}");
    // If nearly all had errors, nobody would have looked for silent losses.
    assert!((files / 100..files / 2).contains(&compared), "{told}");
}

/// Sound files of all kinds, and a folder for the damaged ones.
struct Bench {
    folder: tempfile::TempDir,
    plans: Vec<Vec<u8>>,
    tables: Vec<Vec<u8>>,
    backup: (Backups, PathBuf, Vec<u8>),
    journal: SoundJournal,
}

struct SoundJournal {
    /// The folder of all journals.
    folder: PathBuf,
    lines: PathBuf,
    content: Vec<u8>,
    transactions: Vec<Transaction>,
}

impl Bench {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let small = written(&generate(&SampleRequest::of(25)));
        let json: Value = serde_json::from_slice(&small).unwrap();
        let strange = include_bytes!("data/strange.roadmap.json").to_vec();
        let plans = vec![
            small,
            // Other layouts than the canonical one.
            serde_json::to_vec_pretty(&json).unwrap(),
            serde_json::to_vec(&json).unwrap(),
            strange,
        ];
        let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import_tables");
        let cases = fs::read_dir(cases).unwrap().map(|entry| entry.unwrap().path());
        let mut cases: Vec<_> =
            cases.filter(|path| path.extension().is_some_and(|it| it == "txt")).collect();
        cases.sort();
        let tables = cases.iter().map(|path| fs::read(path).unwrap()).collect();
        let (backup, journal) = (backup(folder.path()), SoundJournal::new(folder.path()));
        Self { folder, plans, tables, backup, journal }
    }

    /// Damages one file and opens it; says how long that took, and whether there was no error to
    /// excuse a loss.
    fn try_one(&self, number: u64) -> (Duration, bool) {
        let mut random = Random(number);
        match number % 8 {
            0 => self.try_journal(number, &mut random),
            1 => {
                let (backups, path, content) = &self.backup;
                let damaged = damage(content, &mut random);
                put(path, &damaged);
                let began = Instant::now();
                let outcome = backups.list().unwrap()[0].open();
                let took = began.elapsed();
                if let Ok(opened) = &outcome {
                    // It is known what it was.
                    assert!(damaged == *content || !opened.diagnostics.is_empty(), "{number}");
                }
                (took, check_plan(number, &damaged, outcome))
            }
            2 | 3 => {
                let path = self.folder.path().join("tables.txt");
                let content = random.one_of(&self.tables);
                let damaged = damage(content, &mut random);
                let (outcome, took) = open(&path, &damaged);
                let was_compared = match &outcome {
                    // Every cell of every table is accounted for.
                    Ok(Opened { account: Some(account), .. }) => {
                        assert!(account.is_complete(), "{number}");
                        false
                    }
                    _ => check_plan(number, &damaged, outcome),
                };
                (took, was_compared)
            }
            _ => {
                let path = self.folder.path().join("plan.roadmap.json");
                let content = random.one_of(&self.plans);
                let damaged = damage(content, &mut random);
                let (outcome, took) = open(&path, &damaged);
                (took, check_plan(number, &damaged, outcome))
            }
        }
    }

    fn try_journal(&self, number: u64, random: &mut Random) -> (Duration, bool) {
        let SoundJournal { folder, lines, content, transactions } = &self.journal;
        let damaged = damage(content, random);
        put(lines, &damaged);
        let began = Instant::now();
        let orphans = Recoverable::all(folder).unwrap();
        let [orphan] = &orphans[..] else { panic!("{number}: the journal was thrown away") };
        let outcome = orphan.recover();
        let took = began.elapsed();
        match outcome {
            Err(problems) => {
                assert!(!problems.is_empty(), "{number}");
                (took, false)
            }
            Ok(recovered) => {
                let back = &recovered.transactions;
                assert_eq!(back[..], transactions[..back.len()], "{number}");
                // Nothing tells of whole lines that are missing at the end: nobody can know.
                let is_cut = content.starts_with(&damaged) && damaged.ends_with(b"\n");
                assert!(
                    back.len() == transactions.len() || is_cut || !recovered.diagnostics.is_empty(),
                    "{number}: transactions were lost in silence"
                );
                (took, recovered.diagnostics.is_empty())
            }
        }
    }
}

impl SoundJournal {
    /// The journal of a document that was never saved, after a crash.
    fn new(folder: &Path) -> Self {
        let folder = folder.join("journals");
        let mut roadmap = generate(&SampleRequest::of(25));
        let subject = Subject { document: None, file: None, roadmap: roadmap.clone() };
        let journal = Journal::begin(&folder, subject, || {}).unwrap();
        let mut transactions = Vec::new();
        for nth in 0..20 {
            let task = TaskId::from_index(nth);
            let transaction = if nth % 5 == 4 {
                make::delete_tasks(&roadmap, &[task]).unwrap()
            } else {
                let field = make::TaskField::Title(Language::Japanese, format!("改名{nth}"));
                make::set_tasks(&roadmap, &[task], &field).unwrap()
            };
            let transaction = Transaction { label: Label::new("変更", "Change"), ..transaction };
            transaction.apply(&mut roadmap).unwrap();
            journal.append(&transaction, &roadmap);
            transactions.push(transaction);
        }
        journal.flush().unwrap();
        drop(journal);
        let own = fs::read_dir(&folder).unwrap().next().unwrap().unwrap().path();
        let lines = own.join("journal.jsonl");
        Self { content: fs::read(&lines).unwrap(), folder, lines, transactions }
    }
}

/// A plan with a backup, and where that is.
fn backup(folder: &Path) -> (Backups, PathBuf, Vec<u8>) {
    let path = folder.join("kept.roadmap.json");
    let content = written(&generate(&SampleRequest { seed: 3, ..SampleRequest::of(15) }));
    fs::write(&path, &content).unwrap();
    let backups = Backups::of(&folder.join("backups"), &path);
    backups.keep(&path, ContentHash::of(b"another"), SystemTime::UNIX_EPOCH).unwrap();
    let kept = backups.list().unwrap()[0].path.clone();
    (backups, kept, content)
}

fn written(roadmap: &Roadmap) -> Vec<u8> {
    let mut bytes = Vec::new();
    format::write(roadmap, &mut bytes).unwrap();
    bytes
}

fn open(path: &Path, content: &[u8]) -> (Result<Opened, OpenError>, Duration) {
    put(path, content);
    let began = Instant::now();
    let outcome = open_file(path);
    (outcome, began.elapsed())
}

/// Writes a file anew: some systems bring one that is written over to the disk at once.
fn put(path: &Path, content: &[u8]) {
    if path.exists() {
        fs::remove_file(path).unwrap();
    }
    fs::write(path, content).unwrap();
}

/// What must hold for the outcome of opening a damaged plan: an error or a warning tells of it, or
/// the file is sound and everything that it says, as any reader of JSON understands it, is there.
/// Says whether it came to that.
fn check_plan(number: u64, damaged: &[u8], outcome: Result<Opened, OpenError>) -> bool {
    let opened = match outcome {
        Err(error) => {
            assert!(!error.into_diagnostics().is_empty(), "{number}");
            return false;
        }
        Ok(opened) => opened,
    };
    // What went out of the list, an error says; a warning tells what was understood otherwise.
    if opened.diagnostics.iter().any(|it| it.severity == Severity::Error) {
        return false;
    }
    let damaged = damaged.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(damaged);
    let said: Value = serde_json::from_slice(damaged)
        .unwrap_or_else(|error| panic!("{number}: no error tells that {error}"));
    let kept: Value = serde_json::from_slice(&written(&opened.roadmap)).unwrap();
    if let Some(lost) = lost(&said, &kept) {
        assert!(!opened.diagnostics.is_empty(), "{number}: lost in silence: {lost}");
    }
    true
}

/// Something of one value that is not in another: `null` and what is empty stand for nothing.
fn lost(said: &Value, kept: &Value) -> Option<String> {
    match (said, kept) {
        (Value::Object(said), Value::Object(kept)) => {
            said.iter().find_map(|(key, said)| match kept.get(key) {
                Some(kept) => lost(said, kept),
                None if is_nothing(said) => None,
                None => Some(format!("{key}: {said}")),
            })
        }
        (Value::Array(said), Value::Array(kept)) if said.len() == kept.len() => {
            said.iter().zip(kept).find_map(|(said, kept)| lost(said, kept))
        }
        (Value::Null, _) => None,
        // A period or a lag may be written in several ways, and is kept in one.
        _ if said == kept || same_text(said, kept) => None,
        _ => Some(format!("{said} became {kept}")),
    }
}

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.values().all(is_nothing),
        Value::String(text) => text == "unknown",
        Value::Bool(_) | Value::Number(_) => false,
    }
}

/// Whether two texts stand for the same period or lag.
fn same_text(said: &Value, kept: &Value) -> bool {
    let (Some(said), Some(kept)) = (said.as_str(), kept.as_str()) else { return false };
    let lag = |text: &str| text.strip_suffix('d').and_then(|days| days.parse::<i32>().ok());
    let ends = |text: &str| {
        text.split_once('/').map_or((text.to_owned(), text.to_owned()), |(start, end)| {
            (start.to_owned(), end.to_owned())
        })
    };
    lag(said).is_some_and(|days| lag(kept) == Some(days)) || ends(said) == ends(kept)
}

/// A copy of a file with one thing wrong, or up to four.
fn damage(content: &[u8], random: &mut Random) -> Vec<u8> {
    let mut bytes = content.to_vec();
    for _ in 0..=random.below(4) * random.below(2) {
        let at = random.below(bytes.len() + 1);
        let length = 1 << random.below(10);
        let end = (at + 1 + random.below(length)).min(bytes.len());
        match random.below(8) {
            // Bits of a byte flip, or a byte becomes any other.
            0 if at < bytes.len() => bytes[at] ^= 1 << random.below(8),
            1 if at < bytes.len() => bytes[at] = random.below(256) as u8,
            // A piece is missing, comes twice, or is full of zeros as after a power cut.
            2 => drop(bytes.drain(at..end)),
            3 => {
                let piece = bytes[at..end].to_vec();
                drop(bytes.splice(at..at, piece));
            }
            4 => bytes[at..end].fill(0),
            // The file ends early.
            5 => bytes.truncate(at),
            // Two pieces change places.
            6 => {
                let piece: Vec<u8> = bytes.drain(at..end).collect();
                let to = random.below(bytes.len() + 1);
                drop(bytes.splice(to..to, piece));
            }
            // A line is missing or comes twice.
            _ => {
                let lines: Vec<Vec<u8>> =
                    bytes.split_inclusive(|&byte| byte == b'\n').map(<[u8]>::to_vec).collect();
                let line = random.below(lines.len().max(1));
                let copies = 2 * random.below(2);
                let kept = lines.iter().enumerate().flat_map(|(nth, it)| {
                    std::iter::repeat_n(it, if nth == line { copies } else { 1 })
                });
                bytes = kept.flatten().copied().collect();
            }
        }
    }
    bytes
}

/// Numbers that are the same in every run (`SplitMix64`).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    fn one_of<'a>(&mut self, contents: &'a [Vec<u8>]) -> &'a [u8] {
        &contents[self.below(contents.len())]
    }
}
