//! Tasks and dependencies in the very form in which they are written, read without looking at
//! anything twice: in large files this takes a third of the time of a general reader.
//!
//! Whatever differs in a space, has an escape or a key that this version does not know, gives
//! `None` and is left to [`super::parse`], which also decides what is wrong.

use super::parse::{DependencyRecord, TaskRecord};
use super::raw::{self, FromWord, Str, TextValue, Word, lag};
use super::schema::MAX_PROGRESS;
use crate::model::{Extra, Text};
use crate::time::{FiscalYearStart, Interval};
use std::borrow::Cow;

/// A task as [`super::write`] writes it.
pub(super) fn task(record: &str, fiscal: FiscalYearStart) -> Option<TaskRecord<'_>> {
    let mut reader = Reader::new(record)?;
    let mut rest = raw::Task::default();
    reader.eat("{\"id\": ")?;
    let id = reader.string().filter(|id| !id.is_empty())?;
    reader.eat(", \"lane\": ")?;
    let lane = reader.borrowed()?;
    reader.eat(", \"track\": ")?;
    rest.track = Some(u16::try_from(reader.number()?).ok()?);
    reader.eat(", \"title\": ")?;
    let title = reader.text()?;
    reader.eat(", \"when\": ")?;
    let when = Interval::parse(reader.string()?, fiscal).ok()?;
    reader.eat(", \"kind\": ")?;
    rest.kind = Some(reader.word()?);
    if reader.eat(", \"status\": ").is_some() {
        rest.status = Some(reader.word()?);
    }
    if reader.eat(", \"progress\": ").is_some() {
        let progress = u8::try_from(reader.number()?).ok();
        rest.progress = Some(progress.filter(|&progress| progress <= MAX_PROGRESS)?);
    }
    reader.eat(", \"owners\": ")?;
    rest.owners = Some(reader.strings()?);
    reader.eat(", \"tags\": ")?;
    rest.tags = Some(reader.strings()?);
    if reader.eat(", \"note\": ").is_some() {
        rest.note = Some(TextValue(reader.text()?));
    }
    if reader.eat(", \"source\": ").is_some() {
        rest.source = Some(reader.source()?);
    }
    reader.eat(", \"basis\": ")?;
    rest.basis = Some(reader.word()?);
    reader.end()?;
    Some(TaskRecord { id: id.into(), lane, title, when, rest })
}

/// A dependency as [`super::write`] writes it.
pub(super) fn dependency(record: &str) -> Option<DependencyRecord<'_>> {
    let mut reader = Reader::new(record)?;
    let mut rest = raw::Dependency::default();
    reader.eat("{\"from\": ")?;
    let from = reader.borrowed()?;
    reader.eat(", \"to\": ")?;
    let to = reader.borrowed()?;
    reader.eat(", \"type\": ")?;
    rest.kind = Some(reader.word()?);
    reader.eat(", \"lag\": ")?;
    rest.lag = Some(lag(reader.string()?)?);
    reader.eat(", \"basis\": ")?;
    rest.basis = Some(reader.word()?);
    if reader.eat(", \"reason\": ").is_some() {
        rest.reason = Some(TextValue(reader.text()?));
    }
    reader.end()?;
    Some(DependencyRecord { from, to, rest })
}

/// What has not been read of a line in which every string stands for itself.
struct Reader<'a>(&'a str);

impl<'a> Reader<'a> {
    /// `None` for a line with a backslash, which only escapes have, or with a control character,
    /// which no JSON string may hold.
    fn new(line: &'a str) -> Option<Self> {
        // Without an early end this goes over many bytes at once.
        let is_plain = |byte: u8| byte >= 0x20 && byte != b'\\';
        line.bytes().fold(true, |all, byte| all & is_plain(byte)).then_some(Self(line))
    }

    fn eat(&mut self, token: &str) -> Option<()> {
        self.0 = self.0.strip_prefix(token)?;
        Some(())
    }

    fn end(mut self) -> Option<()> {
        self.eat("}")?;
        self.0.is_empty().then_some(())
    }

    fn string(&mut self) -> Option<&'a str> {
        let behind = self.0.strip_prefix('"')?;
        let end = memchr::memchr(b'"', behind.as_bytes())?;
        self.0 = &behind[end + 1..];
        Some(&behind[..end])
    }

    fn borrowed(&mut self) -> Option<Str<'a>> {
        self.string().map(|text| Str(Cow::Borrowed(text)))
    }

    fn word<T: FromWord>(&mut self) -> Option<Word<T>> {
        T::from_word(self.string()?).map(Word)
    }

    /// A whole number, written as JSON demands.
    fn number(&mut self) -> Option<u32> {
        let digits = self.0.bytes().take_while(u8::is_ascii_digit).count();
        let (number, behind) = self.0.split_at(digits);
        let is_json = digits == 1 || !number.starts_with('0');
        self.0 = behind;
        if is_json { number.parse().ok() } else { None }
    }

    fn strings(&mut self) -> Option<Vec<Str<'a>>> {
        let mut strings = Vec::new();
        self.eat("[")?;
        if self.eat("]").is_none() {
            strings.push(self.borrowed()?);
            while self.eat("]").is_none() {
                self.eat(", ")?;
                strings.push(self.borrowed()?);
            }
        }
        Some(strings)
    }

    /// A text without further fields.
    fn text(&mut self) -> Option<Text> {
        let (mut ja, mut en) = (None, None);
        if self.eat("{\"ja\": ").is_some() {
            ja = Some(self.string()?);
            if self.eat(", \"en\": ").is_some() {
                en = Some(self.string()?);
            }
        } else if self.eat("{\"en\": ").is_some() {
            en = Some(self.string()?);
        } else {
            self.eat("{")?;
        }
        self.eat("}")?;
        Some(Text::from_parts(ja, en, Extra::EMPTY))
    }

    /// A source without further fields.
    fn source(&mut self) -> Option<raw::Source<'a>> {
        let mut source = raw::Source::default();
        self.eat("{\"document\": ")?;
        source.document = Some(self.borrowed()?);
        let raw::Source { table, line, column, paragraph, .. } = &mut source;
        for (key, number) in [
            (", \"table\": ", table),
            (", \"line\": ", line),
            (", \"column\": ", column),
            (", \"paragraph\": ", paragraph),
        ] {
            if self.eat(key).is_some() {
                *number = Some(self.number()?);
            }
        }
        self.eat("}")?;
        Some(source)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TASK: &str = r#"{"id": "a", "lane": "b", "track": 0, "title": {"ja": "工程", "en": "Step"}, "when": "2021-04/FY2022", "kind": "task", "status": "done", "progress": 100, "owners": ["総務省", "x"], "tags": [], "note": {"en": "n"}, "source": {"document": "d", "line": 10}, "basis": "text"}"#;

    #[test]
    fn a_task_is_read_as_it_was_written() {
        let TaskRecord { id, lane, title, when, rest } =
            task(TASK, FiscalYearStart::APRIL).unwrap();
        assert_eq!((id.as_str(), &*lane.0), ("a", "b"));
        assert_eq!(
            (title, when.to_string().as_str()),
            (Text::new("工程", "Step"), "2021-04/FY2022")
        );
        assert_eq!(rest.owners.unwrap().len(), 2);
        assert_eq!(rest.source.unwrap().line, Some(10));
    }

    #[test]
    fn whatever_is_written_otherwise_is_left_alone() {
        for (old, new) in [
            ("\"track\": 0", "\"track\": 00"),
            ("\"track\": 0", "\"track\": 65536"),
            ("\"track\": 0", "\"track\": "),
            ("\"track\": 0", "\"track\":0"),
            ("Step", "St\\u0065p"),
            ("Step", "St\tep"),
            ("\"en\": \"Step\"", "\"en\": \"Step\", \"fr\": \"Pas\""),
            ("\"id\": \"a\"", "\"id\": \"\""),
            ("\"done\"", "\"Done\""),
            ("\"basis\": \"text\"", "\"basis\": \"text\", \"cost\": 1"),
            ("\"line\": 10", "\"line\": 10, \"line\": 10"),
            ("\"x\"]", "\"x\",]"),
            ("2021-04/", "2031-04/"),
        ] {
            let changed = TASK.replace(old, new);
            assert_ne!(changed, TASK);
            assert!(task(&changed, FiscalYearStart::APRIL).is_none(), "{new}");
        }
    }
}
