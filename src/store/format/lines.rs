//! A canonical file in pieces: the lines around its lists, and blocks of records.

use memchr::{memchr, memmem, memrchr};
use std::io::Read;
use std::ops::Range;

/// Cuts what a reader gives into lines and blocks of lines, and holds no more of it than that.
///
/// Every method gives `None` where the text does not go on as a canonical file would, and also
/// where it cannot be read.
pub(super) struct Lines<R> {
    reader: R,
    block_bytes: usize,
    /// What has been read; from `start` on it has not been handed out.
    buffer: Vec<u8>,
    start: usize,
    is_at_end: bool,
    handed_out: usize,
}

/// Whole lines of one list.
pub(super) struct Block {
    buffer: Vec<u8>,
    lines: Range<usize>,
    /// Whether the list ends behind it.
    pub(super) is_last: bool,
}

impl<R: Read> Lines<R> {
    /// Blocks have about this many bytes; more only if a line is longer.
    pub(super) fn new(reader: R, block_bytes: usize) -> Self {
        let buffer = Vec::new();
        Self { reader, block_bytes, buffer, start: 0, is_at_end: false, handed_out: 0 }
    }

    /// How many bytes have been handed out.
    pub(super) fn handed_out(&self) -> usize {
        self.handed_out
    }

    /// Takes the line that opens the file.
    pub(super) fn opening(&mut self) -> Option<()> {
        // Whoever looks for the end of the first line of any file may have to read all of it.
        const OPENING: &[u8] = b"{\n";
        while self.rest().len() < OPENING.len() {
            self.fill()?;
        }
        self.rest().starts_with(OPENING).then(|| self.hand_out(OPENING.len()))
    }

    /// Takes the next line, without its end.
    pub(super) fn line(&mut self) -> Option<&str> {
        let length = loop {
            match memchr(b'\n', self.rest()) {
                Some(length) => break length,
                None => self.fill()?,
            }
        };
        self.hand_out(length + 1);
        str::from_utf8(&self.buffer[self.start - length - 1..self.start - 1]).ok()
    }

    /// Whether nothing follows.
    pub(super) fn is_at_end(&mut self) -> bool {
        while self.rest().is_empty() && self.fill().is_some() {}
        self.rest().is_empty() && self.is_at_end
    }

    /// Takes the next records of a list, each with its line end; `spare` is used as memory.
    pub(super) fn block(&mut self, mut spare: Vec<u8>) -> Option<Block> {
        let (length, is_last) = loop {
            let rest = self.rest();
            if rest.starts_with(b"]") {
                break (0, true);
            }
            if let Some(end) = memmem::find(rest, b"\n]") {
                break (end + 1, true);
            }
            // Whether a record is the last one is told by the line behind it.
            match memrchr(b'\n', rest) {
                Some(end) if end + 1 < rest.len() => break (end + 1, false),
                _ => self.fill()?,
            }
        };
        let lines = self.start..self.start + length;
        spare.clear();
        spare.extend_from_slice(&self.buffer[lines.end..]);
        let buffer = std::mem::replace(&mut self.buffer, spare);
        self.start = 0;
        self.handed_out += length;
        Some(Block { buffer, lines, is_last })
    }

    fn rest(&self) -> &[u8] {
        &self.buffer[self.start..]
    }

    fn hand_out(&mut self, length: usize) {
        self.start += length;
        self.handed_out += length;
    }

    /// Reads on; `None` at the end.
    fn fill(&mut self) -> Option<()> {
        if self.is_at_end {
            return None;
        }
        self.buffer.drain(..self.start);
        self.start = 0;
        // A long line is read in pieces that grow with it, so that it is not searched too often.
        let wanted = self.block_bytes.max(self.buffer.len());
        self.buffer.reserve(wanted);
        let read = self.reader.by_ref().take(wanted as u64).read_to_end(&mut self.buffer).ok()?;
        self.is_at_end = read < wanted;
        Some(())
    }
}

impl Block {
    /// Hands each record to `take`, which gives `None` to stop; so does this if it was stopped, or
    /// if the lines are not those of a list of objects.
    pub(super) fn records<'b>(&'b self, mut take: impl FnMut(&'b str) -> Option<()>) -> Option<()> {
        let text = str::from_utf8(&self.buffer[self.lines.clone()]).ok()?;
        let mut rest = text;
        while !rest.is_empty() {
            let end = memchr(b'\n', rest.as_bytes())?;
            let line = &rest[..end];
            rest = &rest[end + 1..];
            let is_last = self.is_last && rest.is_empty();
            let record = if is_last { line } else { line.strip_suffix(',')? };
            if !(record.starts_with('{') && record.ends_with('}')) {
                return None;
            }
            take(record)?;
        }
        Some(())
    }

    /// Its memory, for the next one.
    pub(super) fn into_spare(self) -> Vec<u8> {
        self.buffer
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = "{\n\"a\": 1,\n{1},\n{22},\n{工工},\n{4}\n],\n}\n";

    #[test]
    fn a_list_comes_in_blocks_of_any_size() {
        for block_bytes in 1..2 * LIST.len() {
            let mut lines = Lines::new(LIST.as_bytes(), block_bytes);
            assert_eq!(lines.opening(), Some(()));
            assert_eq!(lines.line(), Some("\"a\": 1,"));
            let mut records = Vec::new();
            let mut spare = Vec::new();
            loop {
                let block = lines.block(spare).unwrap();
                let whole = block.records(|record| {
                    records.push(record.to_owned());
                    Some(())
                });
                assert_eq!(whole, Some(()));
                let is_last = block.is_last;
                spare = block.into_spare();
                if is_last {
                    break;
                }
            }
            assert_eq!(records, ["{1}", "{22}", "{工工}", "{4}"], "{block_bytes}");
            assert_eq!(lines.line(), Some("],"));
            assert!(!lines.is_at_end());
            assert_eq!(lines.line(), Some("}"));
            assert!(lines.is_at_end());
            assert_eq!(lines.handed_out(), LIST.len());
            assert_eq!(lines.line(), None);
        }
    }

    #[test]
    fn what_is_no_list_of_objects_is_refused() {
        for (list, is_list) in [
            ("]", true),
            ("{}\n]", true),
            ("{},\n{}\n]", true),
            ("{},\n]", false),
            ("{}\n{}\n]", false),
            ("1\n]", false),
            ("{},{}]\n]", false),
        ] {
            let block = Lines::new(list.as_bytes(), 100).block(Vec::new()).unwrap();
            assert_eq!(block.records(|_| Some(())).is_some(), is_list, "{list}");
        }
        for list in ["", "{}", "{},\n", "{},\n{}"] {
            let mut lines = Lines::new(list.as_bytes(), 100);
            let last = std::iter::from_fn(|| lines.block(Vec::new())).last();
            assert!(last.is_none_or(|block| !block.is_last), "{list}");
        }
    }
}
