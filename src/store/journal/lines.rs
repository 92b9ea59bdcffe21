//! The lines of a journal, each with a checksum that also depends on all lines before it: a line
//! that is torn, damaged, missing or out of place is recognised.

use super::super::stamp::ContentHash;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use std::path::{Path, PathBuf};
use twox_hash::XxHash3_64;

/// What this version writes, and all that it reads.
const FORMAT: &str = "koteihyo-journal/1";

const SUM: &str = "{\"sum\": \"";
const ENTRY: &str = "\", \"entry\": ";
const SUM_DIGITS: usize = 16;

/// What a line says.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Entry {
    /// What the transactions apply to. The first line and no other.
    Header(Header),
    /// A change of the document.
    Transaction(Box<RawValue>),
    /// A file is about to take the place of a document.
    Saving(Saving),
    /// The base is complete.
    Base(BaseEntry),
}

/// Which document a journal belongs to, and from where on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Header {
    format: String,
    /// Where the document is; a name that is not UTF-8 is not found again.
    document: Option<String>,
    /// What stands for the content of the file that the first transaction applies to, if it
    /// stands in a file.
    pub(super) file: Option<Hash>,
    /// The name of the file beside the journal that holds the same.
    pub(super) base: String,
    /// How many transactions there were before the first one.
    pub(super) before: u64,
}

/// A file is about to take the place of a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Saving {
    document: String,
    /// What stands for its content.
    pub(super) content: Hash,
    /// How many transactions it holds, counted as in [`Header::before`].
    pub(super) after: u64,
}

/// A base that is complete.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct BaseEntry {
    /// What stands for its content.
    pub(super) content: Hash,
}

/// A [`ContentHash`] as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub(super) struct Hash(pub(super) ContentHash);

impl From<Hash> for String {
    fn from(hash: Hash) -> Self {
        hash.0.to_string()
    }
}

impl TryFrom<String> for Hash {
    type Error = std::num::ParseIntError;

    fn try_from(digits: String) -> Result<Self, Self::Error> {
        digits.parse().map(Self)
    }
}

impl Header {
    pub(super) fn new(
        document: Option<&Path>,
        file: Option<ContentHash>,
        base: String,
        before: u64,
    ) -> Self {
        let document = document.map(|path| path.to_string_lossy().into_owned());
        Self { format: FORMAT.into(), document, file: file.map(Hash), base, before }
    }

    pub(super) fn document(&self) -> Option<PathBuf> {
        self.document.as_ref().map(PathBuf::from)
    }
}

impl Saving {
    pub(super) fn new(document: &Path, content: ContentHash, after: u64) -> Self {
        let document = document.to_string_lossy().into_owned();
        Self { document, content: Hash(content), after }
    }

    pub(super) fn document(&self) -> PathBuf {
        PathBuf::from(&self.document)
    }
}

/// The checksum of everything so far.
#[derive(Clone, Copy, Default)]
pub(super) struct Chain(u64);

impl Chain {
    /// Appends an entry as a line, with its end.
    pub(super) fn push(&mut self, entry: &Entry, lines: &mut Vec<u8>) {
        let entry = serde_json::to_string(entry).expect("an entry has nothing but strings as keys");
        self.0 = XxHash3_64::oneshot_with_seed(self.0, entry.as_bytes());
        lines.extend_from_slice(format!("{SUM}{:016x}{ENTRY}{entry}}}\n", self.0).as_bytes());
    }

    /// The entry of the next line, given without its end; `None` if it is not sound.
    fn read(&mut self, line: &str) -> Option<Entry> {
        let (sum, rest) = line.strip_prefix(SUM)?.split_at_checked(SUM_DIGITS)?;
        let entry = rest.strip_prefix(ENTRY)?.strip_suffix('}')?;
        let next = XxHash3_64::oneshot_with_seed(self.0, entry.as_bytes());
        if sum != format!("{next:016x}") {
            return None;
        }
        self.0 = next;
        serde_json::from_str(entry).ok()
    }
}

/// What a journal says, up to where it is damaged.
pub(super) struct Read {
    pub(super) header: Header,
    /// The transactions, as JSON.
    pub(super) transactions: Vec<Box<RawValue>>,
    /// All the times that the document was about to be saved, the last one last.
    pub(super) saving: Vec<Saving>,
    /// What stands for the base, once it is complete.
    pub(super) base: Option<ContentHash>,
    /// The first line, from 1, that is not sound.
    pub(super) damaged_line: Option<usize>,
}

impl Read {
    /// Reads a journal; `None` if not even its header is sound.
    pub(super) fn new(text: &[u8]) -> Option<Self> {
        let mut chain = Chain::default();
        let mut lines = text.split_inclusive(|&byte| byte == b'\n').enumerate();
        let mut next = || {
            let (nth, line) = lines.next()?;
            // Without its end a line was not written to the end.
            let line = line.strip_suffix(b"\n").and_then(|line| str::from_utf8(line).ok());
            Some((nth, line.and_then(|line| chain.read(line))))
        };
        let Some((_, Some(Entry::Header(header)))) = next() else { return None };
        if header.format != FORMAT {
            return None;
        }
        let (transactions, saving) = (Vec::new(), Vec::new());
        let mut read = Self { header, transactions, saving, base: None, damaged_line: None };
        while let Some((nth, entry)) = next() {
            match entry {
                Some(Entry::Transaction(json)) => read.transactions.push(json),
                Some(Entry::Saving(saving)) => read.saving.push(saving),
                Some(Entry::Base(base)) => read.base = Some(base.content.0),
                Some(Entry::Header(_)) | None => {
                    read.damaged_line = Some(nth + 1);
                    break;
                }
            }
        }
        Some(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raw(json: &str) -> Box<RawValue> {
        RawValue::from_string(json.to_owned()).unwrap()
    }

    fn journal(transactions: usize) -> Vec<u8> {
        let mut chain = Chain::default();
        let mut lines = Vec::new();
        let header = Header::new(Some(Path::new("/工程表.json")), None, "base".into(), 7);
        chain.push(&Entry::Header(header), &mut lines);
        for nth in 0..transactions {
            chain.push(&Entry::Transaction(raw(&format!("{{\"nth\": {nth}}}"))), &mut lines);
        }
        lines
    }

    fn count(text: &[u8]) -> Option<(usize, Option<usize>)> {
        Read::new(text).map(|read| (read.transactions.len(), read.damaged_line))
    }

    #[test]
    fn a_journal_says_what_was_written() {
        let read = Read::new(&journal(3)).unwrap();
        assert_eq!(read.header.document(), Some(PathBuf::from("/工程表.json")));
        assert_eq!(read.header.before, 7);
        let transactions: Vec<_> = read.transactions.iter().map(|it| it.get()).collect();
        assert_eq!(transactions, [r#"{"nth": 0}"#, r#"{"nth": 1}"#, r#"{"nth": 2}"#]);
        assert_eq!(read.damaged_line, None);
    }

    #[test]
    fn it_is_believed_up_to_the_first_damage() {
        let text = journal(5);
        let ends: Vec<_> =
            (0..text.len()).filter(|&at| text[at] == b'\n').map(|at| at + 1).collect();
        for cut in 0..text.len() {
            let lines = ends.iter().filter(|&&end| end <= cut).count();
            let is_torn = cut > 0 && text[cut - 1] != b'\n';
            let expected = lines.checked_sub(1).map(|it| (it, is_torn.then_some(lines + 1)));
            assert_eq!(count(&text[..cut]), expected, "cut at {cut}");
        }
        for at in 0..text.len() {
            let mut damaged = text.clone();
            damaged[at] ^= 1;
            let line = ends.iter().filter(|&&end| end <= at).count();
            let expected = line.checked_sub(1).map(|it| (it, Some(line + 1)));
            assert_eq!(count(&damaged), expected, "flipped at {at}");
        }
        // A line that is missing, and one that comes twice.
        let missing = [&text[..ends[2]], &text[ends[3]..]].concat();
        assert_eq!(count(&missing), Some((2, Some(4))));
        let double = [&text[..ends[2]], &text[ends[1]..]].concat();
        assert_eq!(count(&double), Some((2, Some(4))));
        assert_eq!(count(&[&text, &text[..ends[0]]].concat()), Some((5, Some(7))));
    }
}
