//! From bytes to a roadmap and the list of what is wrong with them.

use super::super::Progress;
use super::assemble::Assembly;
use super::fast::{BLOCK_BYTES, read_fast};
use super::mend::Mender;
use super::problem::Problem;
use super::raw::{Field, Header, Str};
use super::recover::recover;
use super::report::{Report, offset_of};
use super::schema::RecordKind;
use super::slice::{Top, slice};
use super::{FORMAT_NAME, FORMAT_VERSION};
use crate::model::{Diagnostic, Roadmap, Severity, View};
use crate::time::FiscalYearStart;
use std::io::Read;

/// What came of reading a file.
///
/// `Ok` holds a roadmap that hangs together and the problems of the file, if
/// any; an error among them means that something of the file is missing from
/// the roadmap, so that saving it would lose that. `Err` holds the problems of
/// a file of which nothing can be used, at least one.
pub type Outcome = Result<(Roadmap, Vec<Diagnostic>), Vec<Diagnostic>>;

/// Reads a document, and whatever else it is given.
///
/// # Errors
/// If nothing can be used: the file is empty, not UTF-8, not JSON, not a
/// roadmap, or of a newer version of the format.
pub fn read(bytes: &[u8]) -> Outcome {
    read_telling(bytes, &Progress::default())
}

/// Reads a document as [`read`] does, and tells how far it has got.
///
/// # Errors
/// As [`read`] does, and if somebody cancels it.
pub fn read_telling(bytes: &[u8], progress: &Progress) -> Outcome {
    progress.begin(bytes.len() as u64);
    match read_fast(bytes, BLOCK_BYTES, progress) {
        Some(roadmap) => Ok((roadmap, Vec::new())),
        None => read_carefully(bytes, progress),
    }
}

/// Reads a sound canonical document without having all of it in memory.
///
/// `None` for any other, if reading fails, or if somebody cancels it: then [`read_carefully`]
/// has to look at it as a whole.
pub fn read_stream(reader: impl Read, progress: &Progress) -> Option<Roadmap> {
    read_fast(reader, BLOCK_BYTES, progress)
}

/// Reads a document as [`read_telling`] does, without trying first whether it is sound.
///
/// # Errors
/// As [`read_telling`] has.
pub fn read_carefully(bytes: &[u8], progress: &Progress) -> Outcome {
    if progress.is_cancelled() {
        return Err(vec![cancelled()]);
    }
    progress.begin(bytes.len() as u64);
    let text = utf8(bytes)?;
    let (text, had_mark) = match text.strip_prefix('\u{FEFF}') {
        Some(rest) => (rest, true),
        None => (text, false),
    };
    let mut report = Report::new(text);
    if had_mark {
        report.at(text, &Problem::ByteOrderMark);
    }
    let top = slice_anything(text, &mut report)?;
    assemble(text, top, report, progress).ok_or_else(|| vec![cancelled()])
}

/// That somebody has cancelled the reading.
pub(in crate::store) fn cancelled() -> Diagnostic {
    Diagnostic::error(None, "読み込みを中止しました", "the reading was cancelled")
}

/// Reads a view by itself, as [`write_view`](super::write_view) writes it; `None` if there is
/// an error in it.
#[must_use]
pub fn read_view(json: &str) -> Option<View> {
    read_alone(RecordKind::View, json)?.views.into_iter().next()
}

/// Reads one record that refers to no other; `None` if there is an error in it.
pub(super) fn read_alone(kind: RecordKind, json: &str) -> Option<Roadmap> {
    let mut assembly = Assembly::new(json, Roadmap::default(), Report::new(json));
    assembly.add_list(kind, &[json], &Progress::default())?;
    let (roadmap, problems) = assembly.finish();
    let is_sound = problems.iter().all(|problem| problem.severity == Severity::Warning);
    is_sound.then_some(roadmap)
}

/// What is wrong, when nothing can be used.
type Refusal = Vec<Diagnostic>;

fn refuse(text: &str, offset: usize, problem: &Problem<'_>) -> Refusal {
    let mut report = Report::new(text);
    report.at_offset(offset, problem);
    report.finish()
}

fn utf8(bytes: &[u8]) -> Result<&str, Refusal> {
    std::str::from_utf8(bytes).map_err(|error| {
        let sound = str::from_utf8(&bytes[..error.valid_up_to()])
            .expect("the error says that it is UTF-8 up to there");
        let sound = sound.strip_prefix('\u{FEFF}').unwrap_or(sound);
        refuse(sound, sound.len(), &Problem::NotUtf8)
    })
}

/// Slices a file whatever its layout, and makes sure that it is a roadmap of a known version.
fn slice_anything<'a>(text: &'a str, report: &mut Report<'a>) -> Result<Top<'a>, Refusal> {
    if text.trim_ascii().is_empty() {
        return Err(refuse(text, 0, &Problem::Empty));
    }
    let (top, broken) = match slice(text) {
        Ok(top) => (top, None),
        Err(error) if error.is_data() => return Err(refuse(text, 0, &Problem::NotARoadmap)),
        Err(error) => (recover(text, &error, report), Some(error)),
    };
    check_format(text, &top, broken.as_ref())?;
    Ok(top)
}

/// Makes sure that a file is a roadmap of a known version; `broken` is what is wrong with its JSON.
fn check_format(
    text: &str,
    top: &Top<'_>,
    broken: Option<&serde_json::Error>,
) -> Result<(), Refusal> {
    let Some(Field { value, .. }) = top.header_field("format") else {
        return Err(match broken {
            Some(error) => refuse(text, offset_of(text, error), &Problem::NotJson(error)),
            None => refuse(text, 0, &Problem::NotARoadmap),
        });
    };
    let offset = value.as_ptr().addr() - text.as_ptr().addr();
    let format = serde_json::from_str::<Str<'_>>(value).map(|format| format.0).unwrap_or_default();
    let version = format.strip_prefix(FORMAT_NAME).unwrap_or_default();
    if version == FORMAT_VERSION.to_string() {
        Ok(())
    } else if version.starts_with(|digit| matches!(digit, '1'..='9'))
        && version.bytes().all(|byte| byte.is_ascii_digit())
    {
        Err(refuse(text, offset, &Problem::NewerVersion(&format)))
    } else {
        Err(refuse(text, offset, &Problem::NotARoadmap))
    }
}

/// `None` if somebody cancels.
fn assemble<'a>(
    text: &'a str,
    top: Top<'a>,
    mut report: Report<'a>,
    progress: &Progress,
) -> Option<(Roadmap, Vec<Diagnostic>)> {
    for &(kind, key) in &top.not_lists {
        report.at(key, &Problem::NotAList(kind));
    }
    for &(kind, key) in &top.doubles {
        report.at(key, &Problem::DuplicateKey(kind.list()));
    }
    let fiscal = FiscalYearStart::default();
    let header = Mender { report: &mut report, fiscal }.header(text, &top.header);
    let header: Header<'_> = serde_json::from_str(&header).unwrap_or_default();

    let mut roadmap = Roadmap::default();
    let month = header.fiscal_year_start_month.and_then(FiscalYearStart::new);
    roadmap.fiscal_year_start = month.unwrap_or_default();
    roadmap.title = header.title.map(|title| title.0).unwrap_or_default();
    roadmap.extra = header.extra;

    let mut assembly = Assembly::new(text, roadmap, report);
    if let Some(title) = top.header_field("title") {
        assembly.check_header_title(title.value);
    }
    for (kind, id) in top.left_out {
        assembly.note_left_out(kind, id);
    }
    for kind in RecordKind::ALL {
        assembly.add_list(kind, &top.records[kind as usize], progress)?;
    }
    Some(assembly.finish())
}
