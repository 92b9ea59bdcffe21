//! Many short folded texts in one long one, searched in a single sweep.

use super::fold::fold_into;
use memchr::memmem::Finder;

/// Folded texts, one for each record of a list.
///
/// They lie behind each other in one string: it costs one allocation, and a
/// search runs through it once instead of starting anew for every record.
#[derive(Clone, Debug, Default)]
pub(super) struct FoldedLines {
    text: String,
    /// Where the line of each record ends, its final separator included.
    ends: Vec<usize>,
}

/// Stands behind every field; folded texts hold no line breaks, so no match crosses it.
const SEPARATOR: char = '\n';

impl FoldedLines {
    /// The folded fields of each record.
    pub(super) fn new<'a, Fields>(records: impl IntoIterator<Item = Fields>) -> Self
    where
        Fields: IntoIterator<Item = &'a str>,
    {
        let mut lines = Self::default();
        for fields in records {
            for field in fields {
                let start = lines.text.len();
                fold_into(field, &mut lines.text);
                if lines.text.len() > start {
                    lines.text.push(SEPARATOR);
                }
            }
            lines.ends.push(lines.text.len());
        }
        lines.text.shrink_to_fit();
        lines
    }

    /// The fields of each record that are not empty.
    pub(super) fn records(&self) -> impl Iterator<Item = impl Iterator<Item = &str>> {
        let mut start = 0;
        self.ends.iter().map(move |&end| {
            let fields = self.text[start..end].split_terminator(SEPARATOR);
            start = end;
            fields
        })
    }

    /// For each record, whether one of its fields contains this folded, non-empty text.
    pub(super) fn containing(&self, folded: &str) -> Vec<bool> {
        let finder = Finder::new(folded);
        let mut hits = vec![false; self.ends.len()];
        let (mut record, mut from) = (0, 0);
        while let Some(distance) = finder.find(&self.text.as_bytes()[from..]) {
            while self.ends[record] <= from + distance {
                record += 1;
            }
            hits[record] = true;
            from = self.ends[record];
        }
        hits
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_match_lies_within_one_field_of_one_record() {
        let records = [vec!["ab", "cd"], vec![], vec!["", "CDE"], vec!["ｄｅ"]];
        let lines = FoldedLines::new(records);
        assert_eq!(lines.containing("cd"), [true, false, true, false]);
        assert_eq!(lines.containing("de"), [false, false, true, true]);
        assert_eq!(lines.containing("bc"), [false; 4]);
        assert_eq!(lines.containing("dc"), [false; 4]);
        assert_eq!(FoldedLines::default().containing("x"), [false; 0]);
        let fields: Vec<Vec<_>> = lines.records().map(Iterator::collect).collect();
        assert_eq!(fields, [vec!["ab", "cd"], vec![], vec!["cde"], vec!["de"]]);
    }
}
