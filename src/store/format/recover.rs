//! What can be saved of a file whose JSON is broken: every record that is sound by itself.
//!
//! The canonical form has one record per line, so a fault costs the lines that
//! it is on and no more. Records that span lines are taken too.

use super::problem::Problem;
use super::raw::Field;
use super::report::{Report, offset_of};
use super::schema::{KINDS, RecordKind};
use super::slice::Top;
use serde_json::value::RawValue;

/// Slices a broken file as far as it goes; `error` is what [`super::slice`] said about it.
pub(super) fn recover<'a>(
    text: &'a str,
    error: &serde_json::Error,
    report: &mut Report<'a>,
) -> Top<'a> {
    let mut recovery = Recovery {
        text,
        at: 0,
        top: Top::default(),
        list: None,
        wasted: 0,
        places: Vec::new(),
        report: &mut *report,
    };
    recovery.run();
    let (place, places) = (offset_of(text, error), recovery.places);
    let top = recovery.top;
    if !places.contains(&place) {
        report.at_offset(place, &Problem::Syntax(error));
    }
    top
}

struct Recovery<'a, 'r> {
    text: &'a str,
    /// The byte offset of what comes next.
    at: usize,
    top: Top<'a>,
    /// The list that is open.
    list: Option<RecordKind>,
    /// Bytes read in vain; beyond a limit values must end on their line, so
    /// that the time stays linear whatever the file holds.
    wasted: usize,
    /// Where each problem with the syntax was reported.
    places: Vec<usize>,
    report: &'r mut Report<'a>,
}

impl<'a> Recovery<'a, '_> {
    fn run(&mut self) {
        loop {
            self.skip(|byte| byte.is_ascii_whitespace() || byte == b',');
            let Some(&byte) = self.text.as_bytes().get(self.at) else { break };
            let opens_file = self.list.is_none() && self.top.header.is_empty();
            match byte {
                b'{' if opens_file && self.top.lists == [None; KINDS] => self.at += 1,
                b'{' if self.list.is_some() => self.record(),
                b'}' => self.at += 1,
                b']' => {
                    self.list = None;
                    self.at += 1;
                }
                b'"' => self.field(),
                _ => self.stray(),
            }
        }
    }

    /// Takes the record that starts here.
    fn record(&mut self) {
        let Some(kind) = self.list else { return };
        match self.value() {
            Ok(record) => self.top.records[kind as usize].push(record),
            Err(error) => {
                let rest = line(&self.text[self.at..]);
                if let Some(id) = id_of_broken(rest) {
                    self.top.left_out.push((kind, id.to_owned()));
                }
                let place = self.place_on_line(&error);
                let behind = &self.text[place..self.at + rest.len()];
                let next = RECORD_STARTS.iter().filter_map(|start| behind.find(start)).min();
                // Whatever else opens on the line is lost with the record.
                let loss = if next.is_none() && behind.contains('{') { None } else { Some(kind) };
                self.syntax_error(&error, loss);
                match next {
                    Some(next) => self.at = place + next,
                    None => self.skip_record(),
                }
            }
        }
    }

    /// Takes the top-level field that starts here, or opens the list that it holds.
    fn field(&mut self) {
        let start = self.at;
        let Ok(key) = self.value() else { return self.stray_at(start) };
        self.skip(|byte| byte.is_ascii_whitespace());
        if self.text.as_bytes().get(self.at) != Some(&b':') {
            return self.stray_at(start);
        }
        self.at += 1;
        self.skip(|byte| byte.is_ascii_whitespace());
        let name: Option<String> = serde_json::from_str(key).ok();
        let list = name.as_deref().and_then(RecordKind::of_list);
        if let Some(kind) = list
            && self.text.as_bytes().get(self.at) == Some(&b'[')
        {
            self.top.lists[kind as usize] = Some(key);
            self.list = Some(kind);
            self.at += 1;
            return;
        }
        if self.list.is_some() {
            // A piece of a broken record, not a key of the file.
            return self.stray_at(start);
        }
        match self.value() {
            Ok(_) if list.is_some() => {
                self.top.not_lists.extend(list.map(|kind| (kind, key)));
            }
            Ok(value) => self.top.header.push(Field { key, value }),
            Err(error) => {
                self.syntax_error(&error, None);
                self.at = start;
                self.skip_record();
            }
        }
    }

    /// Reports text that belongs nowhere and leaves its line out.
    fn stray(&mut self) {
        let text = line(&self.text[self.at..]);
        let marker = ["<<<<<<<", "=======", ">>>>>>>", "|||||||"];
        let problem = if marker.iter().any(|marker| text.starts_with(marker)) {
            Problem::ConflictMarker
        } else {
            Problem::Stray(text)
        };
        self.places.push(self.at);
        self.report.at(text, &problem);
        self.at += text.len();
    }

    fn stray_at(&mut self, start: usize) {
        self.at = start;
        self.stray();
    }

    /// Reads the value that starts here and steps behind it; stays here if it is broken.
    fn value(&mut self) -> serde_json::Result<&'a str> {
        let rest = &self.text[self.at..];
        let rest = if self.wasted > 4 * self.text.len() { line(rest) } else { rest };
        let mut values = serde_json::Deserializer::from_str(rest).into_iter::<&RawValue>();
        match values.next() {
            Some(Ok(value)) => {
                self.at += values.byte_offset();
                Ok(value.get())
            }
            Some(Err(error)) => {
                self.wasted += offset_of(rest, &error);
                Err(error)
            }
            None => serde_json::from_str::<&RawValue>("").map(RawValue::get),
        }
    }

    fn syntax_error(&mut self, error: &serde_json::Error, loss: Option<RecordKind>) {
        let place = self.place_on_line(error);
        self.places.extend([place, self.at + offset_of(&self.text[self.at..], error)]);
        self.report.at_offset(place, &Problem::Unreadable { error, loss });
    }

    /// Where the value that starts here is broken. An error behind the line began
    /// on the line: a quote or a bracket is not closed.
    fn place_on_line(&self, error: &serde_json::Error) -> usize {
        let rest = &self.text[self.at..];
        self.at + offset_of(rest, error).min(line(rest).len())
    }

    fn skip(&mut self, skipped: impl Fn(u8) -> bool) {
        let rest = &self.text.as_bytes()[self.at..];
        self.at += rest.iter().position(|&byte| !skipped(byte)).unwrap_or(rest.len());
    }

    /// Goes on behind this line and the lines that are indented more, which belong to it.
    fn skip_record(&mut self) {
        let start = self.text[..self.at].rfind('\n').map_or(0, |newline| newline + 1);
        let (indent, _) = split_indent(line(&self.text[start..]));
        loop {
            self.at += line(&self.text[self.at..]).len();
            if self.at == self.text.len() {
                break;
            }
            self.at += 1;
            let (next_indent, next) = split_indent(line(&self.text[self.at..]));
            let starts_record = RECORD_STARTS.iter().any(|start| next.starts_with(start));
            if starts_record || (indent >= next_indent && !next.is_empty()) {
                break;
            }
        }
    }
}

/// How the records of the canonical form begin.
const RECORD_STARTS: [&str; 3] = ["{\"id\"", "{\"name\"", "{\"from\""];

/// The text up to the end of its line.
fn line(text: &str) -> &str {
    text.split('\n').next().unwrap_or(text)
}

/// The length of the white space before a line, and the line without it.
fn split_indent(line: &str) -> (usize, &str) {
    let trimmed = line.trim_ascii();
    (line.len() - line.trim_ascii_start().len(), trimmed)
}

/// The id of a broken record, if it stands there in the usual way.
fn id_of_broken(line: &str) -> Option<&str> {
    let (_, rest) = line.split_once(r#""id": ""#)?;
    let (id, _) = rest.split_once('"')?;
    Some(id)
}
