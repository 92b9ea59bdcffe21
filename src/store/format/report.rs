//! Collects problems with their places; costs nothing as long as there are none.

use super::problem::Problem;
use crate::model::{Diagnostic, Position};
use memchr::{memchr_iter, memrchr};

/// How many errors are kept, and how many warnings; a number stands for the rest.
pub(super) const MOST_KEPT: usize = 1000;

/// The problems of one text.
#[derive(Clone)]
pub(super) struct Report<'a> {
    text: &'a str,
    kept: Vec<(Option<usize>, Diagnostic)>,
    errors: usize,
    warnings: usize,
}

impl<'a> Report<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, kept: Vec::new(), errors: 0, warnings: 0 }
    }

    /// Notes a problem with the part of the text that it is about.
    pub(super) fn at(&mut self, part: &'a str, problem: &Problem<'_>) {
        let offset = part.as_ptr().addr().saturating_sub(self.text.as_ptr().addr());
        self.at_offset(offset, problem);
    }

    /// Notes a problem with its byte offset in the text.
    pub(super) fn at_offset(&mut self, offset: usize, problem: &Problem<'_>) {
        let seen = if problem.is_warning() { &mut self.warnings } else { &mut self.errors };
        *seen += 1;
        if *seen <= MOST_KEPT {
            self.kept.push((Some(offset), problem.diagnostic()));
        }
    }

    /// Whether nothing has been noted.
    pub(super) fn is_empty(&self) -> bool {
        self.errors + self.warnings == 0
    }

    /// Whether another error would be kept, so that work on its wording is worth it.
    pub(super) fn has_room(&self) -> bool {
        self.errors < MOST_KEPT
    }

    /// The problems in the order of the text, with lines and columns.
    pub(super) fn finish(mut self) -> Vec<Diagnostic> {
        let more = Problem::More {
            errors: self.errors.saturating_sub(MOST_KEPT),
            warnings: self.warnings.saturating_sub(MOST_KEPT),
        };
        if self.kept.len() < self.errors + self.warnings {
            self.kept.push((None, more.diagnostic()));
        }
        self.kept.sort_by_key(|(offset, _)| offset.unwrap_or(usize::MAX));
        let mut places = Places { text: self.text.as_bytes(), offset: 0, line: 1, column: 1 };
        self.kept
            .into_iter()
            .map(|(offset, mut diagnostic)| {
                diagnostic.position = offset.map(|offset| places.at(offset));
                diagnostic
            })
            .collect()
    }
}

/// Turns rising byte offsets into lines and columns in one pass over the text.
struct Places<'a> {
    text: &'a [u8],
    offset: usize,
    line: u32,
    column: u32,
}

impl Places<'_> {
    fn at(&mut self, offset: usize) -> Position {
        let offset = offset.min(self.text.len()).max(self.offset);
        let passed = &self.text[self.offset..offset];
        let lines = memchr_iter(b'\n', passed).count();
        if lines > 0 {
            self.line = self.line.saturating_add(u32::try_from(lines).unwrap_or(u32::MAX));
            self.column = 1;
        }
        let last_line = memrchr(b'\n', passed).map_or(passed, |newline| &passed[newline + 1..]);
        // Only the first byte of a character counts.
        let characters = last_line.iter().filter(|&&byte| byte & 0b1100_0000 != 0b1000_0000);
        self.column =
            self.column.saturating_add(u32::try_from(characters.count()).unwrap_or(u32::MAX));
        self.offset = offset;
        Position { line: self.line, column: self.column }
    }
}

/// The byte offset of a place that `serde_json` names in `text`.
pub(super) fn offset_of(text: &str, error: &serde_json::Error) -> usize {
    let start = match error.line().checked_sub(2) {
        None => 0,
        Some(line) => {
            memchr_iter(b'\n', text.as_bytes()).nth(line).map_or(text.len(), |newline| newline + 1)
        }
    };
    // The column counts the bytes up to and including the one that is wrong.
    let offset = (start + error.column()).saturating_sub(1);
    text.floor_char_boundary(offset.min(text.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Severity;

    #[test]
    fn places_count_lines_and_characters_from_one() {
        let text = "工程\n表x";
        let mut report = Report::new(text);
        report.at_offset(10, &Problem::Empty);
        report.at(&text[3..], &Problem::Empty);
        let places: Vec<_> = report.finish().iter().map(|it| it.position.unwrap()).collect();
        assert_eq!(places, [Position { line: 1, column: 2 }, Position { line: 2, column: 2 }]);
    }

    #[test]
    fn a_flood_is_counted_instead_of_kept() {
        let mut report = Report::new("x");
        for _ in 0..MOST_KEPT + 7 {
            report.at_offset(0, &Problem::Empty);
        }
        report.at_offset(0, &Problem::ByteOrderMark);
        let diagnostics = report.finish();
        assert_eq!(diagnostics.len(), MOST_KEPT + 2);
        let last = diagnostics.last().unwrap();
        assert_eq!(last.severity, Severity::Error);
        assert_eq!(
            last.message(crate::model::Language::English),
            "and 7 errors and 0 warnings more"
        );
    }

    #[test]
    fn the_place_of_a_syntax_error_is_found() {
        let text = "[1,\n \"工\" x]";
        let error = serde_json::from_str::<serde::de::IgnoredAny>(text).unwrap_err();
        assert_eq!(&text[offset_of(text, &error)..], "x]");
    }
}
