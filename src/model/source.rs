//! Where a task comes from.

use super::{DocumentId, Extra};

/// The cell of a document that a task comes from.
///
/// Sixteen bytes in the record; numbers that do not fit, and unknown fields, lie outside of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Source(Form);

/// A place in a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The document.
    pub document: DocumentId,
    /// The number of the table, from 1.
    pub table: Option<u32>,
    /// The line of the text file, from 1.
    pub line: Option<u32>,
    /// The tab-separated column of the line, from 0.
    pub column: Option<u32>,
    /// The paragraph or ▲ mark of the cell, from 1, where one cell holds several.
    pub paragraph: Option<u32>,
}

impl Place {
    /// A document as a whole.
    #[must_use]
    pub const fn of(document: DocumentId) -> Self {
        Self { document, table: None, line: None, column: None, paragraph: None }
    }
}

/// One form for each content: [`Form::Near`] wherever that can hold it.
#[derive(Clone, Debug, PartialEq)]
enum Form {
    Near {
        /// Which of the numbers are given, one bit each; those that are not are 0.
        given: u8,
        document: u16,
        table: u16,
        column: u16,
        paragraph: u16,
        line: u32,
    },
    Far(Box<(Place, Extra)>),
}

const TABLE: u8 = 1;
const LINE: u8 = 2;
const COLUMN: u8 = 4;
const PARAGRAPH: u8 = 8;

impl Source {
    /// A source at a place, with the fields of its record that this version does not know.
    #[must_use]
    pub fn new(place: Place, extra: Extra) -> Self {
        let near = if extra.is_empty() { near(place) } else { None };
        Self(near.unwrap_or_else(|| Form::Far(Box::new((place, extra)))))
    }

    /// Where it is.
    #[must_use]
    pub fn place(&self) -> Place {
        match self.0 {
            Form::Far(ref far) => far.0,
            Form::Near { given, document, table, column, paragraph, line } => {
                let number = |bit, number| (given & bit != 0).then_some(number);
                Place {
                    document: DocumentId::from_index(document.into()),
                    table: number(TABLE, table.into()),
                    line: number(LINE, line),
                    column: number(COLUMN, column.into()),
                    paragraph: number(PARAGRAPH, paragraph.into()),
                }
            }
        }
    }

    /// Fields that this version does not know.
    #[must_use]
    pub fn extra(&self) -> &Extra {
        match &self.0 {
            Form::Far(far) => &far.1,
            Form::Near { .. } => &Extra::EMPTY,
        }
    }
}

impl From<Place> for Source {
    fn from(place: Place) -> Self {
        Self::new(place, Extra::EMPTY)
    }
}

fn near(place: Place) -> Option<Form> {
    let Place { document, table, line, column, paragraph } = place;
    let short = |number: Option<u32>| u16::try_from(number.unwrap_or(0)).ok();
    let given = [(table, TABLE), (line, LINE), (column, COLUMN), (paragraph, PARAGRAPH)];
    Some(Form::Near {
        given: given.into_iter().filter(|(number, _)| number.is_some()).map(|(_, bit)| bit).sum(),
        document: u16::try_from(document.index()).ok()?,
        table: short(table)?,
        column: short(column)?,
        paragraph: short(paragraph)?,
        line: line.unwrap_or(0),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_comes_back() {
        let numbers = [None, Some(0), Some(3), Some(65_535), Some(65_536), Some(u32::MAX)];
        for document in [0, 7, 70_000].map(DocumentId::from_index) {
            for number in numbers {
                for place in [
                    Place { table: number, ..Place::of(document) },
                    Place { line: number, ..Place::of(document) },
                    Place { column: number, ..Place::of(document) },
                    Place { paragraph: number, table: Some(1), ..Place::of(document) },
                ] {
                    assert_eq!(Source::from(place).place(), place);
                }
            }
        }
    }

    #[test]
    fn no_source_costs_no_more_than_one() {
        assert_eq!(size_of::<Option<Source>>(), 16);
    }
}
