//! The canonical form: fixed order of keys, one record per line, unknown keys as they were.

use super::schema::RecordKind;
use super::{FORMAT_NAME, FORMAT_VERSION};
use crate::model::{
    Chapter, Dependency, Document, DocumentId, Extra, Lane, LaneId, Language, Name, Roadmap,
    Source, Task, TaskId, TaskStatus, Text, View,
};
use std::fmt::{Display, Write as _};
use std::io::{self, Write};

/// Writes a roadmap in the canonical form, UTF-8 with a newline at its end.
///
/// # Errors
/// Those of `out`.
pub fn write(roadmap: &Roadmap, out: &mut (impl Write + ?Sized)) -> io::Result<()> {
    let mut file = File { out, buffer: String::new(), started: false };
    file.buffer.push_str("{\n");
    file.field("format", |json| json.string(&format!("{FORMAT_NAME}{FORMAT_VERSION}")))?;
    file.field("title", |json| json.text(&roadmap.title))?;
    file.field("fiscal_year_start_month", |json| {
        json.plain(roadmap.fiscal_year_start.month());
    })?;
    if !roadmap.documents.is_empty() {
        file.list(RecordKind::Document, &roadmap.documents, document)?;
    }
    if !roadmap.names.is_empty() {
        file.list(RecordKind::Name, &roadmap.names, name)?;
    }
    let references = References::Ids(roadmap);
    file.list(RecordKind::Lane, &roadmap.lanes, |json, it| lane(json, it, references))?;
    file.list(RecordKind::Task, &roadmap.tasks, |json, it| task(json, it, references))?;
    file.list(RecordKind::Dependency, &roadmap.dependencies, |json, it| {
        dependency(json, it, references);
    })?;
    if !roadmap.views.is_empty() {
        file.list(RecordKind::View, &roadmap.views, view)?;
    }
    for field in roadmap.extra.fields() {
        file.field(&field.key, |json| json.0.push_str(&field.json))?;
    }
    file.buffer.push_str("\n}\n");
    file.flush()
}

/// Appends one record of a list as it stands in the file, without separators.
pub(super) fn record(roadmap: &Roadmap, kind: RecordKind, at: usize, line: &mut String) {
    let (json, ids) = (&mut Json(line), References::Ids(roadmap));
    match kind {
        RecordKind::Document => document(json, &roadmap.documents[at]),
        RecordKind::Name => name(json, &roadmap.names[at]),
        RecordKind::Lane => lane(json, &roadmap.lanes[at], ids),
        RecordKind::Task => task(json, &roadmap.tasks[at], ids),
        RecordKind::Dependency => dependency(json, &roadmap.dependencies[at], ids),
        RecordKind::View => view(json, &roadmap.views[at]),
    }
}

/// The fields of the document itself but `format`, as one object.
pub(super) fn header(roadmap: &Roadmap) -> String {
    alone(|json| {
        json.object(|object| {
            object.field("title").text(&roadmap.title);
            object.field("fiscal_year_start_month").plain(roadmap.fiscal_year_start.month());
            object.extra(&roadmap.extra);
        });
    })
}

/// A text as a JSON string with as few escapes as possible.
pub(super) fn string(text: &str) -> String {
    alone(|json| json.string(text))
}

/// How a record names those that it refers to. Owners and tags are words in any case.
#[derive(Clone, Copy)]
pub(super) enum References<'r> {
    /// By their ids, as in a file.
    Ids(&'r Roadmap),
    /// By their positions in the lists, as in a journal; the words are those of this roadmap.
    Positions(&'r Roadmap),
}

impl<'r> References<'r> {
    fn roadmap(self) -> &'r Roadmap {
        match self {
            Self::Ids(roadmap) | Self::Positions(roadmap) => roadmap,
        }
    }

    fn lane(self, json: &mut Json<'_>, id: LaneId) {
        match self {
            Self::Ids(roadmap) => json.string(&roadmap.lane(id).id),
            Self::Positions(_) => json.quoted(id.index()),
        }
    }

    fn task(self, json: &mut Json<'_>, id: TaskId) {
        match self {
            Self::Ids(roadmap) => json.string(&roadmap.task(id).id),
            Self::Positions(_) => json.quoted(id.index()),
        }
    }

    fn document(self, json: &mut Json<'_>, id: DocumentId) {
        match self {
            Self::Ids(roadmap) => json.string(&roadmap.documents[id.index()].id),
            Self::Positions(_) => json.quoted(id.index()),
        }
    }
}

/// One value by itself, as it stands in a file.
pub(super) fn alone(write: impl FnOnce(&mut Json<'_>)) -> String {
    let mut line = String::new();
    write(&mut Json(&mut line));
    line
}

/// One dependency as it stands in the file.
pub(super) fn dependency_line(it: &Dependency, roadmap: &Roadmap) -> String {
    alone(|json| dependency(json, it, References::Ids(roadmap)))
}

pub(super) fn document(json: &mut Json<'_>, it: &Document) {
    json.object(|object| {
        object.field("id").string(&it.id);
        object.field("title").text(&it.title);
        if let Some(date) = it.date {
            object.field("date").quoted(date);
        }
        object.text_unless_empty("publisher", &it.publisher);
        if let Some(file) = &it.file {
            object.field("file").string(file);
        }
        if !it.chapters.is_empty() {
            object.field("chapters").list(&it.chapters, chapter);
        }
        object.extra(&it.extra);
    });
}

fn chapter(json: &mut Json<'_>, it: &Chapter) {
    json.object(|object| {
        object.field("title").text(&it.title);
        object.field("tables").plain(format_args!("[{}, {}]", it.first_table, it.last_table));
        object.extra(&it.extra);
    });
}

pub(super) fn name(json: &mut Json<'_>, it: &Name) {
    json.object(|object| {
        object.field("name").string(&it.name);
        object.field("title").text(&it.title);
        object.extra(&it.extra);
    });
}

pub(super) fn lane(json: &mut Json<'_>, it: &Lane, references: References<'_>) {
    json.object(|object| {
        object.field("id").string(&it.id);
        object.field("title").text(&it.title);
        match it.parent {
            Some(parent) => references.lane(&mut object.field("parent"), parent),
            None => object.field("parent").plain("null"),
        }
        if let Some(color) = it.color {
            object.field("color").plain(color);
        }
        object.extra(&it.extra);
    });
}

pub(super) fn task(json: &mut Json<'_>, it: &Task, references: References<'_>) {
    json.object(|object| {
        object.field("id").string(&it.id);
        references.lane(&mut object.field("lane"), it.lane);
        object.field("track").plain(it.track);
        object.field("title").text(&it.title);
        object.field("when").quoted(it.when);
        object.field("kind").quoted(it.kind.word());
        if it.status != TaskStatus::Unknown {
            object.field("status").quoted(it.status.word());
        }
        if let Some(progress) = it.progress {
            object.field("progress").plain(progress);
        }
        let Roadmap { owners, tags, .. } = references.roadmap();
        let owners = it.owners.iter().map(|owner| owners.word(owner.index()));
        object.field("owners").strings(owners);
        let tags = it.tags.iter().map(|tag| tags.word(tag.index()));
        object.field("tags").strings(tags);
        object.text_unless_empty("note", it.note());
        if let Some(it) = &it.source {
            source(&mut object.field("source"), it, references);
        }
        object.field("basis").quoted(it.basis.word());
        object.extra(it.rare.extra());
    });
}

fn source(json: &mut Json<'_>, it: &Source, references: References<'_>) {
    json.object(|object| {
        let place = it.place();
        references.document(&mut object.field("document"), place.document);
        let numbers = [
            ("table", place.table),
            ("line", place.line),
            ("column", place.column),
            ("paragraph", place.paragraph),
        ];
        for (key, number) in numbers {
            if let Some(number) = number {
                object.field(key).plain(number);
            }
        }
        object.extra(it.extra());
    });
}

pub(super) fn dependency(json: &mut Json<'_>, it: &Dependency, references: References<'_>) {
    json.object(|object| {
        references.task(&mut object.field("from"), it.from);
        references.task(&mut object.field("to"), it.to);
        object.field("type").quoted(it.kind.word());
        object.field("lag").quoted(format_args!("{}d", it.lag_days));
        object.field("basis").quoted(it.basis.word());
        object.text_unless_empty("reason", it.reason());
        object.extra(it.rare.extra());
    });
}

/// A view by itself, as it would stand in a file.
#[must_use]
pub fn write_view(it: &View) -> String {
    alone(|json| view(json, it))
}

fn view(json: &mut Json<'_>, it: &View) {
    json.object(|object| {
        object.field("id").string(&it.id);
        object.field("title").text(&it.title);
        object.field("query").string(&it.query);
        object.field("mode").quoted(it.mode.word());
        object.field("group").quoted(it.grouping.word());
        object.field("sort").quoted(it.sorting.word());
        object.field("color").quoted(it.coloring.word());
        if !it.folded.is_empty() {
            object.field("folded").strings(it.folded.iter().map(|key| &**key));
        }
        if let Some((from, to)) = it.days {
            object.field("from").quoted(from);
            object.field("to").quoted(to);
        }
        if it.row_percent != View::ROW_PERCENT {
            object.field("row_percent").plain(it.row_percent);
        }
        if let Some(day) = it.progress_day {
            object.field("progress_line").quoted(day);
        }
        object.extra(&it.extra);
    });
}

/// The top level: one field or one record per line.
struct File<'o, W: ?Sized> {
    out: &'o mut W,
    /// Text that is not written yet.
    buffer: String,
    started: bool,
}

impl<W: Write + ?Sized> File<'_, W> {
    fn field(&mut self, key: &str, value: impl FnOnce(&mut Json<'_>)) -> io::Result<()> {
        if std::mem::replace(&mut self.started, true) {
            self.buffer.push_str(",\n");
        }
        let mut json = Json(&mut self.buffer);
        json.string(key);
        json.plain(": ");
        value(&mut json);
        self.flush_if_large()
    }

    fn list<'r, T: 'r>(
        &mut self,
        kind: RecordKind,
        records: impl IntoIterator<Item = &'r T>,
        write: impl Fn(&mut Json<'_>, &T),
    ) -> io::Result<()> {
        self.field(kind.list(), |json| json.plain("["))?;
        let mut separator = "\n";
        let mut end = "]";
        for record in records {
            self.buffer.push_str(separator);
            (separator, end) = (",\n", "\n]");
            write(&mut Json(&mut self.buffer), record);
            self.flush_if_large()?;
        }
        self.buffer.push_str(end);
        Ok(())
    }

    fn flush_if_large(&mut self) -> io::Result<()> {
        const LARGE: usize = 1 << 16;
        if self.buffer.len() >= LARGE { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.write_all(self.buffer.as_bytes())?;
        self.buffer.clear();
        Ok(())
    }
}

/// Appends JSON values to a text.
pub(super) struct Json<'b>(&'b mut String);

impl Json<'_> {
    /// A value that reads in JSON as it is displayed.
    fn plain(&mut self, value: impl Display) {
        write!(self.0, "{value}").expect("writing to a String does not fail");
    }

    /// A string that needs no escapes.
    fn quoted(&mut self, value: impl Display) {
        write!(self.0, "\"{value}\"").expect("writing to a String does not fail");
    }

    /// A string with as few escapes as JSON allows.
    fn string(&mut self, text: &str) {
        self.0.push('"');
        let mut rest = text;
        while let Some(at) =
            rest.bytes().position(|byte| byte < 0x20 || matches!(byte, b'"' | b'\\'))
        {
            self.0.push_str(&rest[..at]);
            match rest.as_bytes()[at] {
                b'"' => self.0.push_str("\\\""),
                b'\\' => self.0.push_str("\\\\"),
                b'\n' => self.0.push_str("\\n"),
                b'\r' => self.0.push_str("\\r"),
                b'\t' => self.0.push_str("\\t"),
                0x08 => self.0.push_str("\\b"),
                0x0c => self.0.push_str("\\f"),
                control => self.plain(format_args!("\\u{control:04x}")),
            }
            rest = &rest[at + 1..];
        }
        self.0.push_str(rest);
        self.0.push('"');
    }

    pub(super) fn text(&mut self, text: &Text) {
        self.object(|object| {
            for language in Language::ALL {
                if let Some(text) = text.get(language) {
                    object.field(language.code()).string(text);
                }
            }
            object.extra(text.extra());
        });
    }

    fn strings<'s>(&mut self, texts: impl Iterator<Item = &'s str>) {
        self.list(texts, Self::string);
    }

    /// A list on one line.
    fn list<T>(&mut self, items: impl IntoIterator<Item = T>, write: impl Fn(&mut Self, T)) {
        self.0.push('[');
        for (position, item) in items.into_iter().enumerate() {
            if position > 0 {
                self.0.push_str(", ");
            }
            write(self, item);
        }
        self.0.push(']');
    }

    fn object(&mut self, fields: impl FnOnce(&mut Object<'_>)) {
        self.0.push('{');
        fields(&mut Object { json: Json(self.0), started: false });
        self.0.push('}');
    }
}

/// Appends the fields of an object.
struct Object<'b> {
    json: Json<'b>,
    started: bool,
}

impl Object<'_> {
    /// Appends a key; its value must follow.
    fn field(&mut self, key: &str) -> Json<'_> {
        if std::mem::replace(&mut self.started, true) {
            self.json.0.push_str(", ");
        }
        self.json.string(key);
        self.json.0.push_str(": ");
        Json(self.json.0)
    }

    fn text_unless_empty(&mut self, key: &str, text: &Text) {
        if !text.is_empty() {
            self.field(key).text(text);
        }
    }

    fn extra(&mut self, extra: &Extra) {
        for field in extra.fields() {
            self.field(&field.key).0.push_str(&field.json);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_escaped_as_little_as_possible() {
        let text: String = (0..0x80_u8).map(char::from).chain("工\u{2028}😀".chars()).collect();
        let mut ours = String::new();
        Json(&mut ours).string(&text);
        assert_eq!(ours, serde_json::to_string(&text).unwrap());
    }

    #[test]
    fn a_full_disk_is_an_error() {
        struct Full;
        impl Write for Full {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(io::ErrorKind::StorageFull.into())
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        assert!(write(&Roadmap::default(), &mut Full).is_err());
    }
}
