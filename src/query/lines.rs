//! Many short folded texts in a few long ones, searched in a single sweep.

use super::fold::fold_into;
use crate::model::List;
use crate::parallel::in_order;
use memchr::memmem::Finder;

/// Folded texts, one for each record of a list.
///
/// They lie behind each other in a few strings: each costs one allocation, and a search runs
/// through it once instead of starting anew for every record. Making and searching use all cores.
#[derive(Clone, Debug, Default)]
pub(super) struct FoldedLines {
    pieces: Vec<Piece>,
}

/// The lines of records that follow each other.
#[derive(Clone, Debug, Default)]
struct Piece {
    text: String,
    /// Where the line of each record ends, its final separator included.
    ends: Vec<u32>,
}

/// Stands behind every field; folded texts hold no line breaks, so no match crosses it.
const SEPARATOR: char = '\n';

/// How many records a thread takes at once.
const RECORDS_AT_ONCE: usize = 16_384;
/// How much of a field is searched, in bytes: nobody looks for what stands behind a book.
const SEARCHED_BYTES: usize = 1 << 24;
/// A piece ends with the record that makes it longer, so that its ends fit into 32 bits: folding
/// makes a text eleven times as long at most, and a record has a handful of fields.
const PIECE_BYTES: usize = 1 << 30;

impl FoldedLines {
    /// The folded fields of each record.
    pub(super) fn new<'a, R: Sync + 'a, Fields>(
        records: &'a [R],
        fields_of: impl Fn(&'a R) -> Fields + Sync,
    ) -> Self
    where
        Fields: IntoIterator<Item = &'a str>,
    {
        Self::of_parts(records.chunks(RECORDS_AT_ONCE), fields_of)
    }

    /// The folded fields of each record of a long list.
    pub(super) fn of_list<'a, R: Clone + Send + Sync + 'a, Fields>(
        records: &'a List<R>,
        fields_of: impl Fn(&'a R) -> Fields + Sync,
    ) -> Self
    where
        Fields: IntoIterator<Item = &'a str>,
    {
        Self::of_parts(records.parts(RECORDS_AT_ONCE), fields_of)
    }

    fn of_parts<'a, R: 'a, Part, Fields>(
        parts: impl Iterator<Item = Part>,
        fields_of: impl Fn(&'a R) -> Fields + Sync,
    ) -> Self
    where
        Part: IntoIterator<Item = &'a R> + Send,
        Fields: IntoIterator<Item = &'a str>,
    {
        let mut pieces = Vec::new();
        let fold = |part: Part| Piece::of_each(part.into_iter().map(&fields_of));
        in_order(parts, fold, |folded| {
            pieces.extend(folded);
            Some(())
        });
        Self { pieces }
    }

    /// The fields of each record that are not empty.
    pub(super) fn records(&self) -> impl Iterator<Item = impl Iterator<Item = &str>> {
        self.pieces.iter().flat_map(|piece| {
            let mut start = 0;
            piece.ends.iter().map(move |&end| {
                let fields = piece.text[start..end as usize].split_terminator(SEPARATOR);
                start = end as usize;
                fields
            })
        })
    }

    /// For each record, whether one of its fields contains this folded, non-empty text.
    pub(super) fn containing(&self, folded: &str) -> Vec<bool> {
        let finder = Finder::new(folded);
        let mut hits = Vec::with_capacity(self.pieces.iter().map(|piece| piece.ends.len()).sum());
        in_order(
            self.pieces.iter(),
            |piece| piece.containing(&finder),
            |of_piece| {
                hits.extend(of_piece);
                Some(())
            },
        );
        hits
    }
}

impl Piece {
    /// Records in one piece, or in several if they are long.
    fn of_each<'a, Fields>(records: impl Iterator<Item = Fields>) -> Vec<Self>
    where
        Fields: IntoIterator<Item = &'a str>,
    {
        let mut pieces = Vec::new();
        let mut piece = Self::default();
        for fields in records {
            for field in fields {
                piece.add(&field[..field.floor_char_boundary(SEARCHED_BYTES)]);
            }
            piece.ends.push(u32::try_from(piece.text.len()).expect("a piece ends before"));
            if piece.text.len() > PIECE_BYTES {
                pieces.push(std::mem::take(&mut piece));
            }
        }
        pieces.push(piece);
        for piece in &mut pieces {
            piece.text.shrink_to_fit();
            piece.ends.shrink_to_fit();
        }
        pieces
    }

    fn add(&mut self, field: &str) {
        let start = self.text.len();
        fold_into(field, &mut self.text);
        if self.text.len() > start {
            self.text.push(SEPARATOR);
        }
    }

    fn containing(&self, finder: &Finder<'_>) -> Vec<bool> {
        let mut hits = vec![false; self.ends.len()];
        let (mut record, mut from) = (0, 0);
        while let Some(distance) = finder.find(&self.text.as_bytes()[from..]) {
            while self.ends[record] as usize <= from + distance {
                record += 1;
            }
            hits[record] = true;
            from = self.ends[record] as usize;
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
        let lines = FoldedLines::new(&records, |fields| fields.iter().copied());
        assert_eq!(lines.containing("cd"), [true, false, true, false]);
        assert_eq!(lines.containing("de"), [false, false, true, true]);
        assert_eq!(lines.containing("bc"), [false; 4]);
        assert_eq!(lines.containing("dc"), [false; 4]);
        assert_eq!(FoldedLines::default().containing("x"), [false; 0]);
        let fields: Vec<Vec<_>> = lines.records().map(Iterator::collect).collect();
        assert_eq!(fields, [vec!["ab", "cd"], vec![], vec!["cde"], vec!["de"]]);
    }

    #[test]
    fn many_records_lie_in_several_pieces() {
        let records: Vec<String> = (0..2 * RECORDS_AT_ONCE + 7).map(|it| it.to_string()).collect();
        let lines = FoldedLines::new(&records, |record| [record.as_str()]);
        assert_eq!(lines.pieces.len(), 3);
        assert!(lines.records().flatten().eq(&records));
        let expected: Vec<_> = records.iter().map(|record| record.contains("6384")).collect();
        assert_eq!(lines.containing("6384"), expected);
    }

    #[test]
    fn a_very_long_text_is_searched_as_far_as_a_book_goes() {
        let long = "工".repeat(SEARCHED_BYTES / 3 + 1) + "x";
        let lines = FoldedLines::new(&[long], |long| [long.as_str()]);
        assert_eq!((lines.containing("工工"), lines.containing("x")), (vec![true], vec![false]));
    }
}
