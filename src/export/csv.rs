//! Tables as CSV, for spreadsheets.
//!
//! A file begins with a byte order mark and has CRLF line ends (RFC 4180): without the mark
//! Excel takes the file for `Shift_JIS` where Japanese is the language of the system, and shows
//! its names as nonsense. Other programs skip the mark.

use ::csv::{QuoteStyle, Terminator, WriterBuilder};

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// Rows as the content of a CSV file.
///
/// # Panics
/// Never: writing into memory does not fail.
#[must_use]
pub fn write(rows: &[Vec<impl AsRef<str>>]) -> Vec<u8> {
    let mut builder = WriterBuilder::new();
    let text = delimited(rows, builder.terminator(Terminator::CRLF));
    [BYTE_ORDER_MARK, text.as_bytes()].concat()
}

/// Rows as text that spreadsheets take from the clipboard: cells parted by tabs.
///
/// # Panics
/// Never: writing into memory does not fail.
#[must_use]
pub fn tabbed(rows: &[Vec<impl AsRef<str>>]) -> String {
    delimited(rows, WriterBuilder::new().delimiter(b'\t').quote_style(QuoteStyle::Necessary))
}

fn delimited(rows: &[Vec<impl AsRef<str>>], builder: &WriterBuilder) -> String {
    let mut writer = builder.from_writer(Vec::new());
    for row in rows {
        let cells = row.iter().map(AsRef::as_ref);
        writer.write_record(cells).expect("memory takes everything, and rows are equally long");
    }
    let bytes = writer.into_inner().expect("memory takes everything");
    String::from_utf8(bytes).expect("all cells were texts")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_opens_in_spreadsheets() {
        let rows = [vec!["担当", "施策数"], vec!["庁, \"A\"", "3"]];
        let text = String::from_utf8(write(&rows)).unwrap();
        assert_eq!(text, "\u{FEFF}担当,施策数\r\n\"庁, \"\"A\"\"\",3\r\n");
        assert_eq!(tabbed(&rows[..1]), "担当\t施策数\n");
    }
}
