//! Opening a file of any format that the program reads.

use super::stamp::{Hashing, Look};
use super::{ContentHash, FileStamp, Progress, format};
use crate::import::tables;
use crate::model::{Diagnostic, Position, Roadmap, Severity};
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::Path;

/// The most bytes of a file that has to be in memory as a whole; a million tasks need less.
const MAX_BYTES: u64 = 1 << 30;
/// The most bytes of a sound roadmap in its canonical form, of which only the records are kept.
const MAX_STREAMED_BYTES: u64 = 4 << 30;

/// An opened file.
#[derive(Debug)]
pub struct Opened {
    /// What is sound in it.
    pub roadmap: Roadmap,
    /// What is wrong with it.
    pub diagnostics: Vec<Diagnostic>,
    /// What became of each cell, if it was the text of the official tables.
    pub account: Option<tables::Account>,
    /// What the file was like; `None` for a pipe.
    pub stamp: Option<FileStamp>,
}

/// Why a file was not opened.
#[derive(Debug)]
pub enum OpenError {
    /// It could not be read at all.
    Unreadable(Diagnostic),
    /// Nothing in it is sound; at least one problem says why.
    Unsound(Vec<Diagnostic>),
}

impl OpenError {
    /// All problems.
    #[must_use]
    pub fn into_diagnostics(self) -> Vec<Diagnostic> {
        match self {
            Self::Unreadable(problem) => vec![problem],
            Self::Unsound(problems) => problems,
        }
    }
}

/// Opens a file; its content decides the format, and its name only where that says nothing.
///
/// # Errors
/// If it cannot be read, or if nothing in it is sound.
pub fn open_file(path: &Path) -> Result<Opened, OpenError> {
    open(path, &Progress::default())
}

/// Opens a file as [`open_file`] does and tells how far it has got; of a large roadmap the first
/// rows are handed to `preview` long before the end.
///
/// # Errors
/// As [`open_file`] has, and if somebody cancels it.
pub fn open_file_telling(
    path: &Path,
    progress: &Progress,
    preview: &mut dyn FnMut(Roadmap),
) -> Result<Opened, OpenError> {
    if let Some(head) = first_rows(path) {
        preview(head);
    }
    open(path, progress)
}

fn open(path: &Path, progress: &Progress) -> Result<Opened, OpenError> {
    if let Some((roadmap, stamp)) = stream(path, progress) {
        let stamp = Some(stamp);
        return Ok(Opened { roadmap, diagnostics: Vec::new(), account: None, stamp });
    }
    if progress.is_cancelled() {
        return Err(OpenError::Unsound(vec![format::cancelled()]));
    }
    let (bytes, look) = read(path).map_err(OpenError::Unreadable)?;
    let stamp = look.map(|look| FileStamp::new(look, ContentHash::of(&bytes)));
    let refuse = |problem| Err(OpenError::Unsound(vec![problem]));
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return refuse(empty_file());
    }
    let content = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes);
    let is_json = content.trim_ascii_start().starts_with(b"{");
    if is_json || path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json")) {
        // What is no file could not be tried before: a pipe is read once.
        let outcome = if stamp.is_some() {
            format::read_carefully(&bytes, progress)
        } else {
            format::read_telling(&bytes, progress)
        };
        let (roadmap, diagnostics) = outcome.map_err(OpenError::Unsound)?;
        let is_empty = roadmap.tasks.is_empty() && roadmap.lanes.is_empty();
        if is_empty && diagnostics.iter().any(|problem| problem.severity == Severity::Error) {
            return Err(OpenError::Unsound(diagnostics));
        }
        return Ok(Opened { roadmap, diagnostics, account: None, stamp });
    }
    let text = match std::str::from_utf8(content) {
        Ok(text) => text,
        Err(error) => return refuse(not_utf8(&content[..error.valid_up_to()])),
    };
    if !tables::looks_like_tables(text) {
        return refuse(unknown_format());
    }
    let file_name = path.file_name().unwrap_or_default().to_string_lossy();
    let import = tables::read(text, &file_name);
    Ok(Opened {
        roadmap: import.roadmap,
        diagnostics: import.diagnostics,
        account: Some(import.account),
        stamp,
    })
}

/// The roadmap of the first megabyte of a canonical file that is much larger, without links;
/// `None` for any other.
#[must_use]
pub fn first_rows(path: &Path) -> Option<Roadmap> {
    const HEAD_BYTES: u64 = 1 << 20;
    let is_large = |metadata: fs::Metadata| metadata.is_file() && metadata.len() > 8 * HEAD_BYTES;
    fs::metadata(path).is_ok_and(is_large).then_some(())?;
    let mut head = Vec::new();
    File::open(path).ok()?.take(HEAD_BYTES).read_to_end(&mut head).ok()?;
    // One record a line: up to the last whole one, and then the end of a list and of the file.
    let end = memchr::memrchr(b'\n', &head)?;
    let records = head[..end].strip_suffix(b",")?;
    let (roadmap, _) = format::read(&[records, b"\n]\n}\n"].concat()).ok()?;
    (!roadmap.tasks.is_empty()).then_some(roadmap)
}

/// The roadmap of a sound canonical file, read in pieces; `None` for any other.
fn stream(path: &Path, progress: &Progress) -> Option<(Roadmap, FileStamp)> {
    // Whoever opens a pipe takes from it.
    fs::metadata(path).ok().filter(fs::Metadata::is_file)?;
    let file = File::open(path).ok()?;
    let metadata = file.metadata().ok()?;
    let (look, length) = (Look::of(&metadata).ok()?, metadata.len());
    (length <= MAX_STREAMED_BYTES).then(|| progress.begin(length))?;
    let mut reader = Hashing::new(file.take(MAX_STREAMED_BYTES));
    let roadmap = format::read_stream(&mut reader, progress)?;
    Some((roadmap, FileStamp::new(look, reader.hash())))
}

/// Reads a file, which may be a pipe and then has no look, or says why not.
fn read(path: &Path) -> Result<(Vec<u8>, Option<Look>), Diagnostic> {
    if path.is_dir() {
        return Err(reading_problem(&io::ErrorKind::IsADirectory.into()));
    }
    let mut bytes = Vec::new();
    let metadata = fs::metadata(path);
    let look = metadata.as_ref().ok().and_then(|metadata| Look::of(metadata).ok());
    let length = metadata.map_or(0, |metadata| metadata.len());
    if length <= MAX_BYTES {
        File::open(path)
            .and_then(|file| file.take(MAX_BYTES + 1).read_to_end(&mut bytes))
            .map_err(|error| reading_problem(&error))?;
    }
    match length.max(bytes.len() as u64) {
        0..=MAX_BYTES => Ok((bytes, look)),
        length => Err(too_large(length)),
    }
}

/// A problem of the system with reading a file, in words.
fn reading_problem(error: &io::Error) -> Diagnostic {
    match error.kind() {
        io::ErrorKind::NotFound => {
            Diagnostic::error(None, "ファイルがありません", "there is no such file")
                .with_hint("名前とフォルダーを確かめてください", "check the name and the folder")
        }
        io::ErrorKind::IsADirectory => Diagnostic::error(
            None,
            "ファイルではなくフォルダーです",
            "this is a folder, not a file",
        )
        .with_hint("中のファイルを指定してください", "name a file inside it"),
        io::ErrorKind::OutOfMemory => {
            Diagnostic::error(None, "メモリーが足りません", "there is not enough memory to read it")
                .with_hint("他のプログラムを閉じてください", "close other programs")
        }
        io::ErrorKind::PermissionDenied => Diagnostic::error(
            None,
            "ファイルを読む権限がありません",
            "you are not allowed to read this file",
        )
        .with_hint("アクセス権を確かめてください", "check its permissions"),
        _ => Diagnostic::error(
            None,
            format!("ファイルを読めません: {error}"),
            format!("cannot be read: {error}"),
        ),
    }
}

fn too_large(bytes: u64) -> Diagnostic {
    if bytes > MAX_STREAMED_BYTES {
        return Diagnostic::error(
            None,
            "ファイルが大きすぎます（4 GiB まで）",
            "the file is too large; at most 4 GiB is read",
        );
    }
    Diagnostic::error(
        None,
        "ファイルが大きすぎます（1 GiB まで。保存したままの形で問題のない工程表は 4 GiB まで）",
        "the file is too large; at most 1 GiB is read, or 4 GiB of a sound roadmap in the form that this program writes",
    )
}

fn empty_file() -> Diagnostic {
    Diagnostic::error(None, "ファイルが空です", "the file is empty")
        .with_hint("バックアップがあれば、そちらを開いてください", "open a backup if there is one")
}

fn unknown_format() -> Diagnostic {
    Diagnostic::error(
        None,
        "工程表でも、公表された工程表のテキストでもありません",
        "this is neither a roadmap nor the text of the official tables",
    )
    .with_hint(
        "工程表は「{」で始まる JSON、公表の表は「2021年度」の見出しがあるタブ区切りのテキストです",
        "a roadmap is JSON and begins with {; the tables are tab-separated, with a row that names 2021年度",
    )
}

/// A byte that is not UTF-8 behind `sound` text.
fn not_utf8(sound: &[u8]) -> Diagnostic {
    let sound = String::from_utf8_lossy(sound);
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let position = Position {
        line: count(sound.matches('\n').count() + 1),
        column: count(sound.rsplit('\n').next().unwrap_or_default().chars().count() + 1),
    };
    Diagnostic::error(Some(position), "UTF-8 の文字ではありません", "this is not UTF-8 text")
        .with_hint(
            "テキストエディターで文字コードを UTF-8 にして保存し直してください",
            "save the file as UTF-8 in a text editor",
        )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{SampleRequest, generate};

    #[test]
    fn a_file_larger_than_memory_gets_an_answer() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("large.roadmap.json");
        for (gibibytes, expected) in [(2, "at most 1 GiB"), (5, "at most 4 GiB"), (4_000, "4 GiB")]
        {
            // Holes take no room on the disk; a file system without them is left alone.
            let file = File::create(&path).unwrap();
            if file.set_len(gibibytes << 30).is_err() {
                continue;
            }
            let began = std::time::Instant::now();
            let problems = open_file(&path).unwrap_err().into_diagnostics();
            assert!(began.elapsed().as_secs() < 5);
            let [problem] = &problems[..] else { panic!("one problem") };
            let message = problem.message(crate::model::Language::English);
            assert!(message.contains(expected), "{message}");
        }
    }

    #[test]
    fn first_rows_come_before_the_rest_and_nothing_after_the_end() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("large.roadmap.json");
        let whole = generate(&SampleRequest::of(30_000));
        let mut file = Vec::new();
        format::write(&whole, &mut file).unwrap();
        fs::write(&path, &file).unwrap();
        let progress = Progress::default();
        let mut heads = Vec::new();
        let opened =
            open_file_telling(&path, &progress, &mut |head| heads.push((progress.tasks(), head)));
        assert_eq!(opened.unwrap().roadmap, whole);
        let [(so_far, head)] = &heads[..] else { panic!("one preview") };
        assert_eq!(*so_far, 0);
        assert!(head.tasks.len() > 1_000);
        assert!(head.tasks.iter().eq(whole.tasks.iter().take(head.tasks.len())));
        assert_eq!((progress.tasks(), progress.total_bytes()), (30_000, file.len() as u64));
        assert!(progress.part() > 0.99, "{}", progress.part());

        progress.cancel();
        let cancelled = open_file_telling(&path, &progress, &mut |_| {}).unwrap_err();
        assert_eq!(cancelled.into_diagnostics().len(), 1);
    }
}
