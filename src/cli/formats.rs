//! The one place where the command line meets readers, writers and the layout.

use super::{Failure, PictureRequest};
use crate::model::{Diagnostic, Language, Position, Roadmap};
use crate::scene::Scene;
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::Path;

/// The most bytes that are read of a file; a million tasks need less.
const MAX_BYTES: u64 = 1 << 30;

/// What a reader makes of a file: what is sound in it, and its problems; or only problems.
pub type Reading = Result<(Roadmap, Vec<Diagnostic>), Vec<Diagnostic>>;

/// Draws a whole chart, with the widths of the texts in these fonts.
pub type Drawing = fn(&Roadmap, &PictureRequest, &[&[u8]]) -> Result<Scene, Diagnostic>;

/// The parts of the program that the command line puts to work.
pub struct Parts {
    /// The built-in roadmap, as a file.
    pub built_in: &'static [u8],
    /// Reads the native format.
    pub read_native: fn(&[u8]) -> Reading,
    /// Writes the native format.
    pub write_native: fn(&Roadmap, &mut dyn io::Write) -> io::Result<()>,
    /// Whether a text is the text of the official tables.
    pub looks_like_tables: fn(&str) -> bool,
    /// Reads the text of the official tables, with the name of its file.
    pub read_tables: fn(&str, &str, Language) -> Tables,
    /// Draws a whole chart.
    pub draw: Drawing,
    /// The font files of pictures: regular, bold.
    pub fonts: &'static [&'static [u8]],
}

/// What the importer made of the official tables.
pub struct Tables {
    /// The roadmap.
    pub roadmap: Roadmap,
    /// What was in doubt.
    pub diagnostics: Vec<Diagnostic>,
    /// What became of each cell, for people.
    pub account: String,
}

/// An opened roadmap.
pub(super) struct Opened {
    /// What is sound in the file.
    pub roadmap: Roadmap,
    /// The problems of the file.
    pub diagnostics: Vec<Diagnostic>,
    /// What to call the file in messages.
    pub name: String,
    /// The importer's account, if the file was the text of the official tables.
    pub account: Option<String>,
}

/// Opens a file, or the built-in roadmap.
///
/// `code` is the exit code if nothing in the file is sound; a file that cannot be read
/// at all always ends with [`super::FAILED`].
pub(super) fn open(
    path: Option<&Path>,
    code: u8,
    language: Language,
    parts: &Parts,
) -> Result<Opened, Failure> {
    let Some(path) = path else {
        let name = match language {
            Language::Japanese => "内蔵の工程表",
            Language::English => "built-in roadmap",
        };
        return open_native(parts.built_in, name.to_owned(), code, language, parts);
    };
    let name = path.display().to_string();
    let bytes = read(path).map_err(|problem| Failure::problem(&name, &problem, language))?;
    let refuse = |problem: &Diagnostic| Failure::Told {
        text: problem.line(&name, language).to_string(),
        code,
    };
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(refuse(&empty_file()));
    }
    let content = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes);
    let json = content.trim_ascii_start().starts_with(b"{");
    if json || super::extension(path) == "json" {
        return open_native(&bytes, name, code, language, parts);
    }
    let text = match std::str::from_utf8(&bytes) {
        Ok(text) => text,
        Err(error) => return Err(refuse(&not_utf8(&bytes[..error.valid_up_to()]))),
    };
    if !(parts.looks_like_tables)(text) {
        return Err(refuse(&unknown_format()));
    }
    let file_name = path.file_name().unwrap_or_default().to_string_lossy();
    let tables = (parts.read_tables)(text, &file_name, language);
    Ok(Opened {
        roadmap: tables.roadmap,
        diagnostics: tables.diagnostics,
        name,
        account: Some(tables.account),
    })
}

fn open_native(
    bytes: &[u8],
    name: String,
    code: u8,
    language: Language,
    parts: &Parts,
) -> Result<Opened, Failure> {
    match (parts.read_native)(bytes) {
        Ok((roadmap, diagnostics)) => Ok(Opened { roadmap, diagnostics, name, account: None }),
        Err(problems) => {
            let lines: Vec<String> =
                problems.iter().map(|problem| problem.line(&name, language).to_string()).collect();
            Err(Failure::Told { text: lines.join("\n"), code })
        }
    }
}

/// Reads a file, which may be a pipe, or says why not.
fn read(path: &Path) -> Result<Vec<u8>, Diagnostic> {
    if path.is_dir() {
        return Err(reading_problem(&io::ErrorKind::IsADirectory.into()));
    }
    let mut bytes = Vec::new();
    let length = fs::metadata(path).map_or(0, |metadata| metadata.len());
    if length <= MAX_BYTES {
        File::open(path)
            .and_then(|file| file.take(MAX_BYTES + 1).read_to_end(&mut bytes))
            .map_err(|error| reading_problem(&error))?;
    }
    if length.max(bytes.len() as u64) > MAX_BYTES {
        return Err(Diagnostic::error(
            None,
            "ファイルが大きすぎます（1 GiB まで）",
            "the file is too large; at most 1 GiB is read",
        ));
    }
    Ok(bytes)
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
