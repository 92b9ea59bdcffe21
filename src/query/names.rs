//! From the values of a query to the records of a roadmap, and back.
//!
//! A value is an id as it stands in the file, or a title in either language, in any width,
//! case and kana. Where nothing is called so, the beginning of a name will do if only one
//! name begins so; several records of that one name are all meant. Ids of tasks are never
//! cut short, because ids of other tasks often continue them.

use super::key::Key;
use super::nearest::nearest;
use super::property::Property;
use super::syntax::Value;
use super::{Facet, FacetValue, QueryError, SearchIndex, fold};
use crate::model::{
    DocumentId, LaneId, Language, Roadmap, TaskBasis, TaskId, TaskKind, TaskStatus, Text,
};
use crate::time::{Precision, Stamp};
use crate::words;
use std::collections::HashMap;

/// How many names a message proposes.
const MAX_PROPOSED: usize = 4;

/// The names of a roadmap.
#[derive(Clone, Copy)]
pub(super) struct Names<'a> {
    pub roadmap: &'a Roadmap,
    pub index: &'a SearchIndex,
}

impl Names<'_> {
    /// The values of a facet that a value of its key means; at least one. Periods are not names.
    pub(super) fn facet_values(
        self,
        facet: Facet,
        value: &Value,
    ) -> Result<Vec<FacetValue>, QueryError> {
        if let Some(none) = none_of(facet)
            && !value.is_quoted
            && NONE.contains(&&*fold(&value.text))
        {
            return Ok(vec![none]);
        }
        if facet == Facet::Table {
            return self.tables(value);
        }
        let called = |value, language| self.shown(value, language)[0].clone();
        choose(value, Key::of_facet(facet), &called, &|visit| self.visit_facet(facet, visit))
    }

    /// The lanes of this name.
    pub(super) fn lanes(self, value: &Value) -> Result<Vec<LaneId>, QueryError> {
        let called =
            |lane, language| self.roadmap.lane(lane).title.in_language(language).to_owned();
        choose(value, Key::Lane, &called, &|visit| {
            self.visit_lanes(|_| true, &|lane| lane, visit);
        })
    }

    /// The documents of this name.
    pub(super) fn documents(self, value: &Value) -> Result<Vec<DocumentId>, QueryError> {
        let called = |document, _| self.document_id(document).to_owned();
        choose(value, Key::Document, &called, &|visit| {
            for (position, document) in self.roadmap.documents.iter().enumerate() {
                let id = DocumentId::from_index(position);
                visit(id, Spelling::Id(&document.id));
                for language in Language::ALL {
                    if let Some(title) = document.title.get(language) {
                        visit(id, Spelling::Folded(&fold(title)));
                    }
                }
            }
        })
    }

    /// The tasks with these ids, each found or told to be missing, in one look at all tasks.
    pub(super) fn tasks(self, values: &[Value]) -> Result<Vec<TaskId>, QueryError> {
        let mut found: Vec<Option<TaskId>> = vec![None; values.len()];
        let folded: Vec<String> = values.iter().map(|value| fold(&value.text)).collect();
        let mut wanted: HashMap<&str, Vec<usize>> = HashMap::new();
        for (position, (value, folded)) in values.iter().zip(&folded).enumerate() {
            wanted.entry(&value.text).or_default().push(position);
            // Full-width letters of a Japanese keyboard.
            wanted.entry(folded).or_default().push(position);
        }
        // Nearly all ids are told apart by their lengths, which costs no look at their letters.
        let longest = wanted.keys().map(|id| id.len()).max().unwrap_or(0);
        let mut lengths = vec![false; longest + 1];
        for id in wanted.keys() {
            lengths[id.len()] = true;
        }
        for (position, task) in self.roadmap.tasks.iter().enumerate() {
            if lengths.get(task.id.len()) == Some(&true)
                && let Some(places) = wanted.get(&*task.id)
            {
                for &place in places {
                    // Two tasks may differ only in case; the id as it was typed wins.
                    if found[place].is_none() || *task.id == values[place].text {
                        found[place] = Some(TaskId::from_index(position));
                    }
                }
            }
        }
        let missing = |value: &Value| {
            let ids = self.roadmap.tasks.iter().map(|task| &*task.id);
            let similar = nearest(&value.text, ids, MAX_PROPOSED);
            let text = &value.text;
            let error = QueryError::new(
                value.range.clone(),
                format!("「{text}」という ID の施策はありません"),
                format!("no task has the id \"{text}\""),
            );
            let similar: Vec<_> =
                similar.into_iter().map(|id| [id; 2].map(str::to_owned)).collect();
            propose(error, &similar)
        };
        let each = found.into_iter().zip(values);
        each.map(|(task, value)| task.ok_or_else(|| missing(value))).collect()
    }

    /// How a value of a facet is written, so that it is read back as this value: by its
    /// title in the language if that is clear, else by its id.
    pub(super) fn written(self, value: FacetValue, language: Language) -> Value {
        let candidates = match value {
            FacetValue::NoOwner | FacetValue::NoChapter | FacetValue::NoTable => {
                return Value::word(NONE[0]);
            }
            FacetValue::FiscalYear(year) => {
                return Value::word(Stamp::fiscal_year(year).to_string());
            }
            FacetValue::Kind(kind) => return Value::word(kind.word()),
            FacetValue::Status(status) => return Value::word(status.word()),
            FacetValue::Basis(basis) => return Value::word(basis.word()),
            FacetValue::Precision(precision) => return Value::word(precision_word(precision)),
            FacetValue::Table { document, table } => {
                [table.to_string(), format!("{}/{table}", self.document_id(document))]
            }
            FacetValue::Area(lane) => {
                let lane = self.roadmap.lane(lane);
                [lane.title.in_language(language).to_owned(), lane.id.to_string()]
            }
            FacetValue::Owner(owner) => {
                let word = self.roadmap.owners.word(owner.index());
                [self.roadmap.shown_owner(owner, language), word].map(str::to_owned)
            }
            FacetValue::Tag(tag) => {
                let word = self.roadmap.tags.word(tag.index());
                [self.roadmap.shown_tag(tag, language), word].map(str::to_owned)
            }
            FacetValue::Chapter { document, chapter } => {
                let title = &self.roadmap.documents[document.index()].chapters[chapter].title;
                [title.in_language(language).to_owned(), self.chapter_id(document, chapter)]
            }
        };
        let [title, id] = candidates.map(|name| {
            let mut written = Value::for_name(&name);
            written.is_quoted |= NONE.contains(&&*fold(&name));
            written
        });
        let means_it = self.facet_values(value.facet(), &title).is_ok_and(|means| means == [value]);
        if means_it { title } else { id }
    }

    /// What a value of a facet is called, and what else it is called.
    pub(super) fn shown(self, value: FacetValue, language: Language) -> [String; 2] {
        let roadmap = self.roadmap;
        let in_both = |name: &dyn Fn(Language) -> String| {
            let [label, other] = [language, language.other()].map(name);
            if label == other { [label, String::new()] } else { [label, other] }
        };
        match value {
            FacetValue::Area(lane) => titles(&roadmap.lane(lane).title, language),
            FacetValue::Owner(owner) => in_both(&|it| roadmap.shown_owner(owner, it).to_owned()),
            FacetValue::Tag(tag) => in_both(&|it| roadmap.shown_tag(tag, it).to_owned()),
            FacetValue::Chapter { document, chapter } => {
                titles(&roadmap.documents[document.index()].chapters[chapter].title, language)
            }
            FacetValue::Kind(kind) => {
                [kind.word(), words::kind_in_words(kind, language)].map(str::to_owned)
            }
            FacetValue::Status(status) => {
                [status.word(), words::status_in_words(status, language)].map(str::to_owned)
            }
            FacetValue::Basis(basis) => {
                [basis.word(), words::basis_in_words(basis, language)].map(str::to_owned)
            }
            FacetValue::Precision(precision) => [
                self.written(value, language).text,
                words::precision_in_words(precision, language).to_owned(),
            ],
            FacetValue::Table { .. }
            | FacetValue::FiscalYear(_)
            | FacetValue::NoOwner
            | FacetValue::NoChapter
            | FacetValue::NoTable => [self.written(value, language).text, String::new()],
        }
    }

    /// Calls out every spelling of every value of a facet.
    fn visit_facet(self, facet: Facet, visit: Visit<'_, FacetValue>) {
        match facet {
            Facet::Area => {
                let is_area = |lane| self.roadmap.lane(lane).parent.is_none();
                self.visit_lanes(is_area, &FacetValue::Area, visit);
            }
            Facet::Owner | Facet::Tag => {
                let lines = self.index.words_of(facet);
                for (&value, fields) in self.index.values(facet).iter().zip(lines.records()) {
                    match value {
                        FacetValue::Owner(owner) => {
                            visit(value, Spelling::Id(self.roadmap.owners.word(owner.index())));
                        }
                        FacetValue::Tag(tag) => {
                            visit(value, Spelling::Id(self.roadmap.tags.word(tag.index())));
                        }
                        _ => continue,
                    }
                    for field in fields {
                        visit(value, Spelling::Folded(field));
                    }
                }
            }
            Facet::Kind => visit_words(
                TaskKind::ALL,
                FacetValue::Kind,
                TaskKind::word,
                words::kind_in_words,
                visit,
            ),
            Facet::Status => {
                visit_words(
                    TaskStatus::ALL,
                    FacetValue::Status,
                    TaskStatus::word,
                    words::status_in_words,
                    visit,
                );
            }
            Facet::Basis => {
                visit_words(
                    TaskBasis::ALL,
                    FacetValue::Basis,
                    TaskBasis::word,
                    words::basis_in_words,
                    visit,
                );
            }
            Facet::Precision => visit_words(
                &Precision::ALL,
                FacetValue::Precision,
                precision_word,
                words::precision_in_words,
                visit,
            ),
            Facet::Chapter => {
                for (position, document) in self.roadmap.documents.iter().enumerate() {
                    let id = DocumentId::from_index(position);
                    for (number, chapter) in document.chapters.iter().enumerate() {
                        let value = FacetValue::Chapter { document: id, chapter: number };
                        visit(value, Spelling::Id(&self.chapter_id(id, number)));
                        for language in Language::ALL {
                            if let Some(title) = chapter.title.get(language) {
                                visit(value, Spelling::Folded(&fold(title)));
                            }
                        }
                    }
                }
            }
            // Periods and tables have numbers, not names.
            Facet::Period | Facet::Table => {}
        }
    }

    fn visit_lanes<T>(
        self,
        is_wanted: impl Fn(LaneId) -> bool,
        value: &dyn Fn(LaneId) -> T,
        visit: Visit<'_, T>,
    ) {
        for (lane, fields) in self.roadmap.lane_ids().zip(self.index.lane_titles().records()) {
            if is_wanted(lane) {
                visit(value(lane), Spelling::Id(&self.roadmap.lane(lane).id));
                for field in fields {
                    visit(value(lane), Spelling::Folded(field));
                }
            }
        }
    }

    /// A table by its number, or by its document and number: `6`, `2021-12/6`, `表6`.
    fn tables(self, value: &Value) -> Result<Vec<FacetValue>, QueryError> {
        let folded = fold(&value.text);
        let (document, number) = match folded.rsplit_once('/') {
            Some((document, number)) => (Some(document), number),
            None => (None, &*folded),
        };
        let number = number.strip_prefix('表').unwrap_or(number);
        let wanted: Option<u32> = number.parse().ok();
        let all = self.index.values(Facet::Table).iter().copied();
        let is_wanted = |&value: &FacetValue| match value {
            FacetValue::Table { document: of, table } => {
                Some(table) == wanted && document.is_none_or(|id| fold(self.document_id(of)) == id)
            }
            _ => false,
        };
        let found: Vec<_> = all.clone().filter(is_wanted).collect();
        if !found.is_empty() {
            return Ok(found);
        }
        let text = &value.text;
        let error = QueryError::new(
            value.range.clone(),
            format!("表「{text}」はありません"),
            format!("there is no table \"{text}\""),
        );
        let numbers = all.filter_map(|value| match value {
            FacetValue::Table { table, .. } => Some(table),
            _ => None,
        });
        Err(match (numbers.clone().min(), numbers.max()) {
            (Some(first), Some(last)) => error.expecting(
                format!("{first} から {last} までの番号、または none"),
                format!("a number from {first} to {last}, or none"),
            ),
            _ => error,
        })
    }

    fn document_id(&self, document: DocumentId) -> &str {
        &self.roadmap.documents[document.index()].id
    }

    /// Chapters have no id of their own: the document and which of its chapters it is, from 1.
    fn chapter_id(&self, document: DocumentId, chapter: usize) -> String {
        format!("{}/{}", self.document_id(document), chapter + 1)
    }
}

/// The property of this name.
pub(super) fn property(value: &Value) -> Result<Property, QueryError> {
    let called = |property: Property, _| property.word().to_owned();
    let found = choose(value, Key::Is, &called, &|visit| {
        for property in Property::ALL {
            let titles = Language::ALL.map(|language| property.title(language));
            visit_word(property, property.word(), titles, visit);
        }
    });
    found.map(|properties| properties[0])
}

/// The records that a value means, by the rules above. `each` calls out every spelling of
/// every record, and `called` says what to call a record in a message.
fn choose<T: Copy + PartialEq>(
    value: &Value,
    key: Key,
    called: &dyn Fn(T, Language) -> String,
    each: &dyn Fn(Visit<'_, T>),
) -> Result<Vec<T>, QueryError> {
    let folded = fold(&value.text);
    let (mut by_id, mut called_so, mut begin_so) = (None, Vec::new(), Vec::new());
    each(&mut |record, spelling| {
        let (is_it, begins) = match spelling {
            Spelling::Id(id) => {
                if id == value.text {
                    by_id = Some(record);
                }
                let start = id.get(..folded.len());
                (
                    id.eq_ignore_ascii_case(&folded),
                    start.is_some_and(|start| start.eq_ignore_ascii_case(&folded)),
                )
            }
            Spelling::Folded(name) => (name == folded, name.starts_with(&folded)),
        };
        if is_it {
            called_so.push(record);
        } else if begins {
            begin_so.push((record, spelling.text().to_owned()));
        }
    });
    if let Some(record) = by_id {
        return Ok(vec![record]);
    }
    called_so.dedup();
    if !called_so.is_empty() {
        return Ok(called_so);
    }
    let one_record = begin_so.windows(2).all(|pair| pair[0].0 == pair[1].0);
    let one_name = begin_so.windows(2).all(|pair| pair[0].1 == pair[1].1);
    let begin_so_records = || begin_so.iter().map(|(record, _)| *record);
    if !folded.is_empty() && !begin_so.is_empty() && (one_record || one_name) {
        let mut records: Vec<_> = begin_so_records().collect();
        records.dedup();
        return Ok(records);
    }
    let text = &value.text;
    let [ja, en] = [Language::Japanese, Language::English].map(|it| key.about(it));
    if !folded.is_empty() && !begin_so.is_empty() {
        let error = QueryError::new(
            value.range.clone(),
            format!("「{text}」で始まる名前がいくつかあります（{ja}）"),
            format!("several names begin with \"{text}\" ({en})"),
        );
        return Err(propose(error, &proposals(begin_so_records(), called)));
    }
    let error = QueryError::new(
        value.range.clone(),
        format!("「{text}」という名前はありません（{ja}）"),
        format!("nothing is called \"{text}\" ({en})"),
    );
    let mut spellings = Vec::new();
    each(&mut |record, spelling| spellings.push((record, fold(spelling.text()))));
    let names = spellings.iter().map(|(_, name)| name.as_str());
    let similar = nearest(&folded, names, MAX_PROPOSED * 2);
    let is_similar = |(record, name): &(T, String)| similar.contains(&&**name).then_some(*record);
    Err(if similar.is_empty() {
        propose(error, &proposals(spellings.iter().map(|(record, _)| *record), called))
    } else {
        propose(error, &proposals(spellings.iter().filter_map(is_similar), called))
    })
}

/// What the first few of some records are called in both languages.
fn proposals<T: Copy + PartialEq>(
    records: impl Iterator<Item = T>,
    called: &dyn Fn(T, Language) -> String,
) -> Vec<[String; 2]> {
    let mut listed = Vec::new();
    for record in records {
        if listed.len() == MAX_PROPOSED {
            break;
        }
        if !listed.contains(&record) {
            listed.push(record);
        }
    }
    let names = |record| Language::ALL.map(|language| called(record, language));
    listed.into_iter().map(names).collect()
}

/// The word for no value at all.
const NONE: [&str; 2] = ["none", "なし"];

/// The value of a facet for tasks without any.
const fn none_of(facet: Facet) -> Option<FacetValue> {
    match facet {
        Facet::Owner => Some(FacetValue::NoOwner),
        Facet::Chapter => Some(FacetValue::NoChapter),
        Facet::Table => Some(FacetValue::NoTable),
        _ => None,
    }
}

/// The word that queries use.
#[must_use]
pub const fn precision_word(precision: Precision) -> &'static str {
    match precision {
        Precision::Day => "day",
        Precision::MonthThird => "third",
        Precision::Month => "month",
        Precision::Quarter => "quarter",
        Precision::Half => "half",
        Precision::Year => "year",
        Precision::FiscalYear => "fy",
    }
}

/// One way to write a name.
#[derive(Clone, Copy)]
enum Spelling<'n> {
    /// As it stands in the file.
    Id(&'n str),
    /// A title, folded.
    Folded(&'n str),
}

impl<'n> Spelling<'n> {
    fn text(self) -> &'n str {
        match self {
            Self::Id(text) | Self::Folded(text) => text,
        }
    }
}

/// What is called with every spelling of every record.
type Visit<'v, T> = &'v mut dyn FnMut(T, Spelling<'_>);

fn visit_words<T: Copy, V: Copy>(
    all: &[T],
    value: impl Fn(T) -> V,
    word: impl Fn(T) -> &'static str,
    title: impl Fn(T, Language) -> &'static str,
    visit: Visit<'_, V>,
) {
    for &each in all {
        let titles = Language::ALL.map(|language| title(each, language));
        visit_word(value(each), word(each), titles, visit);
    }
}

fn visit_word<V: Copy>(value: V, word: &str, titles: [&str; 2], visit: Visit<'_, V>) {
    visit(value, Spelling::Id(word));
    for title in titles {
        visit(value, Spelling::Folded(&fold(title)));
    }
}

fn propose(error: QueryError, proposals: &[[String; 2]]) -> QueryError {
    let list = |language: usize, between: &str| {
        let names = proposals.iter().map(|names| names[language].as_str());
        names.collect::<Vec<_>>().join(between)
    };
    if proposals.is_empty() {
        return error;
    }
    error.expecting(list(0, "、"), list(1, ", "))
}

/// A title, and the same in the other language if it has one.
pub(super) fn titles(title: &Text, language: Language) -> [String; 2] {
    let label = title.in_language(language);
    let other = title.get(language.other()).filter(|other| *other != label);
    [label, other.unwrap_or_default()].map(str::to_owned)
}
