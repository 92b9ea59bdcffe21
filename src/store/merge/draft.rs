//! A document put together from records of others and from new ones.

use super::super::diff::RecordKind;
use super::super::format::{self, Piece};
use crate::model::{Diagnostic, Roadmap, Severity};

/// A document in the making.
pub(super) struct Draft<'v> {
    /// The documents that records are taken from.
    pub(super) versions: &'v [&'v Roadmap],
    /// The fields of the document itself, as a JSON object.
    pub(super) header: &'v str,
    /// The records of each list, in the order of [`RecordKind::ALL`].
    pub(super) lists: [Vec<Record<'v>>; RecordKind::ALL.len()],
}

/// A record of a document in the making.
#[derive(Clone, Copy)]
pub(super) enum Record<'v> {
    /// The one at a position of the list of a version.
    Of(usize, u32),
    /// This JSON.
    Json(&'v str),
}

impl Draft<'_> {
    /// The document, with every record in it.
    ///
    /// # Errors
    /// If the records do not hold together: the problems that a reader of the file would have.
    pub(super) fn finish(&self) -> Result<Roadmap, Vec<Diagnostic>> {
        let header = format::fields(self.header).unwrap_or_default();
        let known = header.iter().position(|(key, _)| !is_known(key)).unwrap_or(header.len());
        let (known, unknown) = header.split_at(known);
        let writers = RecordKind::ALL.map(|list| {
            move |number: usize, text: &mut String| match self.lists[list as usize][number] {
                Record::Of(version, at) => {
                    format::record_line(self.versions[version], list, at as usize, text);
                }
                Record::Json(json) => text.push_str(json),
            }
        });
        let lists = RecordKind::ALL.into_iter().zip(&writers);
        let lists =
            lists.map(|(list, write)| Piece::List(list, self.lists[list as usize].len(), write));
        let pieces = known
            .iter()
            .map(|(key, json)| Piece::Field(key, json))
            .chain(lists)
            .chain(unknown.iter().map(|(key, json)| Piece::Field(key, json)));
        let text = format::write_pieces(pieces);
        let (roadmap, mut problems) = format::read(text.as_bytes())?;
        problems.retain(|problem| problem.severity == Severity::Error);
        if problems.is_empty() { Ok(roadmap) } else { Err(problems) }
    }
}

/// Whether a field of the document itself stands before its lists.
fn is_known(key: &str) -> bool {
    matches!(key, "title" | "fiscal_year_start_month")
}
