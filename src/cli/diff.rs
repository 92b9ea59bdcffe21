//! `koteihyo diff`: what changed between two versions of a roadmap.

use super::args::{self, DiffFormat};
use super::{Environment, FAILED, Failure, OK, formats, table};
use crate::model::{Language, Roadmap};
use crate::store::diff::{Changes, diff, write_json};
use crate::words::{change_summary_in_words, changes_in_words};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// There are differences, and the exit code was to say so.
const DIFFERENT: u8 = 1;

/// Writes what changed, as sentences or as JSON.
///
/// What is broken in a file is told and cannot be compared. With `--exit-code` that is a failure;
/// without it, a broken old version does not stop a tool that goes through many.
pub(super) fn run(
    args: &args::Diff,
    language: Language,
    env: &mut Environment<'_>,
) -> Result<u8, Failure> {
    let Compared { before, after, heading } = compared(args, language)?;
    let (before, before_is_sound) = version(before, language, env)?;
    let (after, after_is_sound) = version(after, language, env)?;
    let changes = diff(&before, &after);
    match args.format {
        DiffFormat::Prose => {
            if let Some(heading) = heading {
                write_line(&heading, env.stdout)?;
            }
            write_prose(&changes, &before, &after, language, env.stdout)?;
        }
        DiffFormat::Json => write_json(&changes, &before, &after, env.stdout)?,
    }
    Ok(match args.exit_code {
        true if !before_is_sound || !after_is_sound => FAILED,
        true if !changes.is_empty() => DIFFERENT,
        _ => OK,
    })
}

/// The files to compare.
struct Compared<'a> {
    before: &'a Path,
    after: &'a Path,
    /// What git calls the file.
    heading: Option<String>,
}

/// What the arguments name: two files, or what git gives to an external diff driver, which is
/// `path old-file old-hex old-mode new-file new-hex new-mode`, and with a renamed file its new
/// path and what git has to say about that.
fn compared(args: &args::Diff, language: Language) -> Result<Compared<'_>, Failure> {
    let path = |path: &PathBuf| path.display().to_string();
    match &args.from_git[..] {
        [] => Ok(Compared { before: &args.before, after: &args.after, heading: None }),
        [_, _, after, _, _] => Ok(Compared {
            before: &args.after,
            after: Path::new(after),
            heading: Some(path(&args.before)),
        }),
        [_, _, after, _, _, new_path, _] => Ok(Compared {
            before: &args.after,
            after: Path::new(after),
            heading: Some(format!("{} → {}", path(&args.before), new_path.display())),
        }),
        _ => Err(Failure::usage(
            language,
            "比べるファイルは 2 つです",
            "there are two files to compare",
        )),
    }
}

/// A version of a document and whether all of it could be read; without a file it is empty.
fn version(
    path: &Path,
    language: Language,
    env: &mut Environment<'_>,
) -> Result<(Roadmap, bool), Failure> {
    if formats::is_no_file(path) {
        return Ok((Roadmap::default(), true));
    }
    let (name, opened) =
        formats::open(Some(path), language).map_err(|failure| failure.with_code(FAILED))?;
    let has_errors = env.remark_problems(&name, &opened.diagnostics, true, language);
    Ok((opened.roadmap, !has_errors))
}

/// A sum, and sentences under headings.
pub(super) fn write_prose(
    changes: &Changes,
    before: &Roadmap,
    after: &Roadmap,
    language: Language,
    out: &mut dyn Write,
) -> io::Result<()> {
    write_line(&change_summary_in_words(changes, language), out)?;
    for group in changes_in_words(changes, before, after, language) {
        writeln!(out)?;
        let heading = match language {
            Language::Japanese => format!("【{}】", group.heading),
            Language::English => group.heading,
        };
        write_line(&heading, out)?;
        for sentence in group.sentences {
            write_line(&format!("- {sentence}"), out)?;
        }
    }
    Ok(())
}

/// Writes a line without what could drive a terminal.
pub(super) fn write_line(line: &str, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", line.chars().map(table::harmless).collect::<String>())
}
