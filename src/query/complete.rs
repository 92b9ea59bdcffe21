//! How the text of a query may go on where the cursor stands.

use super::condition::Condition;
use super::key::Key;
use super::lexer::{ends_word, is_close, is_colon, is_comma, is_minus, is_open, is_quote};
use super::matches::marks;
use super::names::titles;
use super::property::Property;
use super::syntax::{Expr, Field, Value};
use super::{Facet, FacetValue, Filter, Query, QueryContext, fold};
use crate::model::{LaneId, Language, TaskId};
use crate::time::Stamp;
use std::cell::OnceCell;
use std::ops::Range;

/// How many ways to go on are listed at most.
const MAX_LISTED: usize = 50;
/// How many tasks are listed at most; the chain of each is followed to count it.
const MAX_TASKS: usize = 12;
/// How many values of each facet a free word proposes.
const MAX_BY_WORD: usize = 3;

/// One way to go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// The part of the text that it replaces, in bytes.
    pub replace: Range<usize>,
    /// What stands there then; the cursor goes behind it.
    pub insert: String,
    /// What it is called.
    pub label: String,
    /// What else is to be said, such as its name in the other language; may be empty.
    pub detail: String,
    /// How many tasks are shown if it is chosen, in a list of values if it is the only one.
    /// `None` for keys, and while the rest of the text cannot be read.
    pub count: Option<usize>,
}

/// The ways to go on at a cursor, in bytes of the text; the likeliest first. Where nothing
/// has been typed all are listed.
#[must_use]
pub fn complete(
    text: &str,
    cursor: usize,
    language: Language,
    ctx: &QueryContext<'_>,
) -> Vec<Completion> {
    if !text.is_char_boundary(cursor) {
        return Vec::new();
    }
    let place = Place::at(text, cursor);
    let mut list =
        List { place: &place, text, language, ctx, base: OnceCell::new(), completions: Vec::new() };
    match place.key {
        None => list.keys_and_words(),
        Some(key) => list.values(key),
    }
    list.completions
}

/// What is being written where the cursor stands.
#[derive(Debug)]
struct Place {
    /// The key before the value.
    key: Option<Key>,
    /// Whether the value is one of several in parentheses, or the first of two.
    goes_on: bool,
    /// What stands before the cursor, without quotes.
    typed: String,
    /// What a completion replaces.
    replace: Range<usize>,
    /// The whole condition.
    condition: Range<usize>,
}

impl Place {
    fn at(text: &str, cursor: usize) -> Self {
        let (mut start, mut value, mut key) = (0, 0, None);
        let (mut in_list, mut in_quotes, mut is_escaped) = (false, false, false);
        for (at, char) in text[..cursor].char_indices() {
            let next = at + char.len_utf8();
            if in_quotes {
                in_quotes = is_escaped || !is_quote(char);
                is_escaped = char == '\\' && !is_escaped;
                continue;
            }
            let begins_list = key.is_some() && value == at && is_open(char);
            if is_quote(char) {
                in_quotes = true;
            } else if begins_list {
                (in_list, value) = (true, next);
            } else if in_list && char.is_whitespace() {
                value = next;
            } else if char.is_whitespace() || is_open(char) || is_close(char) {
                (start, value, key, in_list) = (next, next, None, false);
            } else if key.is_none() && at == start && is_minus(char) {
                (start, value) = (next, next);
            } else if key.is_none() && is_colon(char) {
                if let Some((found, _)) = Key::parse(&text[start..at]) {
                    (key, value) = (Some(found), next);
                }
            } else if key == Some(Key::Between) && is_comma(char) {
                value = next;
            }
        }
        let rest = &text[cursor..];
        let end_of = |ends: &dyn Fn(char) -> bool| cursor + rest.find(ends).unwrap_or(rest.len());
        let after = |at: usize, is_it: &dyn Fn(char) -> bool| {
            let char = text[at..].chars().next();
            at + char.filter(|&char| is_it(char)).map_or(0, char::len_utf8)
        };
        let is_between = key == Some(Key::Between);
        let end = match key {
            _ if in_quotes => after(end_of(&is_quote), &is_quote),
            None => after(end_of(&|char| ends_word(char) || is_colon(char)), &is_colon),
            Some(_) => end_of(&|char| ends_word(char) || (is_between && is_comma(char))),
        };
        let whole = match key {
            Some(_) if in_list => {
                let tail = &text[end..];
                let close = end + tail.find(is_close).unwrap_or(tail.len());
                after(close, &is_close)
            }
            Some(Key::Between) => end_of(&ends_word).max(end),
            _ => end,
        };
        let typed = text[value..cursor].trim_start_matches(is_quote).to_owned();
        let is_first_of_two = is_between && !text[start..value].contains(is_comma);
        Self {
            key,
            goes_on: in_list || is_first_of_two,
            typed,
            replace: value..end,
            condition: start..whole,
        }
    }
}

/// The tasks that are shown if the condition at the cursor holds, and if it does not.
struct Base {
    holding: Vec<bool>,
    failing: Vec<bool>,
    failing_count: usize,
}

impl Base {
    /// How many are shown if the tasks with this property fulfil the condition.
    fn count(&self, fulfils: impl Fn(usize) -> bool) -> usize {
        let task =
            |task: usize| if fulfils(task) { self.holding[task] } else { self.failing[task] };
        (0..self.holding.len()).filter(|&position| task(position)).count()
    }

    /// The same for many values at once: `count` says for each how many of some tasks have it.
    fn counts(&self, count: impl Fn(&dyn Fn(usize) -> bool) -> Vec<u32>) -> Vec<usize> {
        let holding = count(&|task| self.holding[task]);
        let failing = count(&|task| self.failing[task]);
        let counts = holding.into_iter().zip(failing);
        let shown = |(holding, failing): (u32, u32)| {
            self.failing_count + holding as usize - failing as usize
        };
        counts.map(shown).collect()
    }
}

/// A list of completions in the making.
struct List<'a> {
    place: &'a Place,
    text: &'a str,
    language: Language,
    ctx: &'a QueryContext<'a>,
    /// Made when a count is first needed; `None` if the rest cannot be read.
    base: OnceCell<Option<Base>>,
    completions: Vec<Completion>,
}

/// A value before it is known whether it fits what was typed.
struct Candidate<'c> {
    insert: String,
    label: &'c str,
    detail: &'c str,
    count: Option<usize>,
}

impl List<'_> {
    fn keys_and_words(&mut self) {
        let typed = fold(&self.place.typed);
        for &key in Key::ALL {
            let begins = |language| {
                let word = fold(key.word(language));
                word.starts_with(&typed) && word != typed
            };
            let Some(spelling) =
                [Language::English, Language::Japanese].into_iter().find(|&it| begins(it))
            else {
                continue;
            };
            let word = key.word(spelling);
            self.completions.push(Completion {
                replace: self.place.replace.clone(),
                insert: format!("{word}:"),
                label: format!("{word}:"),
                detail: key.about(self.language).to_owned(),
                count: None,
            });
        }
        // A letter is in every name.
        if typed.chars().count() < 2 {
            return;
        }
        for facet in [Facet::Area, Facet::Owner, Facet::Tag] {
            let before = self.completions.len();
            self.facet(facet, true);
            self.completions.truncate(before + MAX_BY_WORD);
        }
    }

    fn values(&mut self, key: Key) {
        match key {
            Key::When | Key::Starts | Key::Ends => self.periods(key),
            Key::Lane => self.lanes(),
            Key::Document => self.documents(),
            Key::Float => self.floats(),
            Key::Is => self.properties(),
            Key::Up | Key::Down | Key::Chain | Key::Driving | Key::Between | Key::Id => {
                self.tasks(key);
            }
            _ => self.facet(key.facet().expect("the others are facets"), false),
        }
        self.order();
    }

    /// The values of a facet; with their key if `with_key`.
    fn facet(&mut self, facet: Facet, with_key: bool) {
        let ctx = self.ctx;
        let values = ctx.index.facet(facet);
        let counts = self
            .base()
            .map(|base| base.counts(|counted| values.column.count(values.values.len(), counted)));
        for (position, &value) in values.values.iter().enumerate() {
            let written = ctx.names().written(value, self.language).to_string();
            let insert = if with_key {
                format!("{}:{written}", Key::of_facet(facet).word(Language::English))
            } else {
                written
            };
            let [label, detail] = ctx.names().shown(value, self.language);
            if self.fits(&label, &detail, "") {
                let label = if with_key { insert.clone() } else { label };
                let count = counts.as_ref().map(|counts| counts[position]);
                self.add(Candidate { insert, label: &label, detail: &detail, count });
            }
        }
    }

    /// Fiscal years, and the parts of a year that has been typed.
    fn periods(&mut self, key: Key) {
        let typed = fold(&self.place.typed).to_uppercase();
        let years = self.ctx.index.values(Facet::Period).iter().filter_map(|value| match value {
            FacetValue::FiscalYear(year) => Some(*year),
            _ => None,
        });
        let mut periods: Vec<String> =
            years.map(|year| Stamp::fiscal_year(year).to_string()).collect();
        let year = typed.split('-').next().filter(|year| year.parse::<Stamp>().is_ok());
        if let Some(year) = year {
            let parts = ["H1", "H2", "Q1", "Q2", "Q3", "Q4"].map(str::to_owned);
            let months = (1..=12).map(|month| format!("{month:02}"));
            let months = months.filter(|_| !year.starts_with("FY"));
            periods.extend(std::iter::once(year.to_owned()));
            periods.extend(parts.into_iter().chain(months).map(|part| format!("{year}-{part}")));
            periods.dedup();
        }
        let ctx = self.ctx;
        for period in periods {
            if !period.starts_with(&typed) {
                continue;
            }
            let condition = condition(key, Value::word(&*period), ctx);
            let count = self.count(condition.as_ref());
            let stamp: Option<Stamp> = period.parse().ok();
            let detail = stamp
                .map(|stamp| crate::words::stamp_in_words(stamp, self.language))
                .filter(|words| *words != period)
                .unwrap_or_default();
            let insert = period.clone();
            self.push(Candidate { insert, label: &period, detail: &detail, count });
        }
    }

    fn lanes(&mut self) {
        let ctx = self.ctx;
        let counts = self.base().map(|base| base.counts(|it| ctx.index.count_in_lanes(it)));
        for (position, lane) in ctx.roadmap.lanes.iter().enumerate() {
            let [label, detail] = titles(&lane.title, self.language);
            let by_title = Value::for_name(&label);
            let id = LaneId::from_index(position);
            let is_clear = || ctx.names().lanes(&by_title).is_ok_and(|lanes| lanes == [id]);
            // Looking for the one lane of a title looks at all lanes.
            if !self.fits(&label, &detail, &lane.id) {
                continue;
            }
            let insert = if is_clear() {
                by_title.to_string()
            } else {
                Value::for_name(&lane.id).to_string()
            };
            let count = counts.as_ref().map(|counts| counts[position]);
            self.add(Candidate { insert, label: &label, detail: &detail, count });
            if self.completions.len() >= MAX_LISTED {
                return;
            }
        }
    }

    fn documents(&mut self) {
        let ctx = self.ctx;
        for document in &ctx.roadmap.documents {
            let id = Value::for_name(&document.id);
            let condition = condition(Key::Document, id.clone(), ctx);
            let count = self.count(condition.as_ref());
            let [title, _] = titles(&document.title, self.language);
            self.push(Candidate {
                insert: id.to_string(),
                label: &document.id,
                detail: &title,
                count,
            });
        }
    }

    fn floats(&mut self) {
        for class in super::float_classes() {
            let condition = condition(Key::Float, Value::word(&*class), self.ctx);
            let count = self.count(condition.as_ref());
            let insert = class.clone();
            self.push(Candidate { insert, label: &class, detail: "", count });
        }
    }

    fn properties(&mut self) {
        for property in Property::ALL {
            let count = self.count(Some(&Condition::Properties(vec![property])));
            let word = property.word();
            let title = property.title(self.language);
            self.push(Candidate { insert: word.to_owned(), label: word, detail: title, count });
        }
    }

    fn tasks(&mut self, key: Key) {
        let ctx = self.ctx;
        let typed = fold(&self.place.typed);
        let found = ctx.index.task_texts_containing(&typed);
        let found = || (0..found.len()).filter(|&task| found[task]).map(TaskId::from_index);
        let begins = |task: &TaskId| ctx.roadmap.task(*task).id.starts_with(&*typed);
        let first = found().filter(begins).take(MAX_TASKS);
        let rest = found().filter(|task| !begins(task)).take(MAX_TASKS);
        let listed: Vec<TaskId> = first.chain(rest).take(MAX_TASKS).collect();
        for task in listed {
            let task = ctx.roadmap.task(task);
            let id = Value::for_name(&task.id);
            let count = if key == Key::Between {
                None
            } else {
                let condition = condition(key, id.clone(), ctx);
                self.count(condition.as_ref())
            };
            let [title, _] = titles(&task.title, self.language);
            let label = task.id.to_string();
            self.add(Candidate { insert: id.to_string(), label: &label, detail: &title, count });
        }
    }

    /// How many tasks are shown if this is the condition.
    fn count(&self, condition: Option<&Condition>) -> Option<usize> {
        let fulfils = condition?.marks(self.ctx);
        self.base().map(|base| base.count(|task| fulfils[task]))
    }

    /// Whether what was typed stands in one of these names.
    fn fits(&self, label: &str, detail: &str, id: &str) -> bool {
        let typed = fold(&self.place.typed);
        typed.is_empty() || [label, detail, id].into_iter().any(|name| fold(name).contains(&typed))
    }

    /// Lists a candidate if it fits what was typed.
    fn push(&mut self, candidate: Candidate<'_>) {
        if self.fits(candidate.label, candidate.detail, &candidate.insert) {
            self.add(candidate);
        }
    }

    fn add(&mut self, candidate: Candidate<'_>) {
        let Candidate { mut insert, label, detail, count } = candidate;
        let place = self.place;
        if place.goes_on {
            if place.key == Some(Key::Between)
                && !self.text[place.replace.end..].starts_with(is_comma)
            {
                insert.push(',');
            }
        } else if place.replace.end == self.text.len() {
            // The next condition can be typed at once.
            insert.push(' ');
        }
        let (label, detail) = (label.to_owned(), detail.to_owned());
        self.completions.push(Completion {
            replace: place.replace.clone(),
            insert,
            label,
            detail,
            count,
        });
    }

    /// Names that begin with what was typed first; else as they are listed.
    fn order(&mut self) {
        let typed = fold(&self.place.typed);
        let begins = |completion: &Completion| {
            [&completion.label, &completion.detail]
                .into_iter()
                .any(|it| fold(it).starts_with(&typed))
        };
        self.completions.sort_by_cached_key(|completion| !begins(completion));
        self.completions.truncate(MAX_LISTED);
    }

    fn base(&self) -> Option<&Base> {
        let base = self.base.get_or_init(|| {
            let Range { start, end } = self.place.condition;
            let (before, after) = (&self.text[..start], &self.text[end..]);
            // The empty phrase stands in every text.
            let holding = shown_by(&format!("{before}\"\"{after}"), self.ctx)?;
            let failing = shown_by(&format!("{before}-\"\"{after}"), self.ctx)?;
            let failing_count = failing.iter().filter(|shown| **shown).count();
            Some(Base { holding, failing, failing_count })
        });
        base.as_ref()
    }
}

/// For each task, whether a text lets it through; open parentheses are closed at the end.
fn shown_by(text: &str, ctx: &QueryContext<'_>) -> Option<Vec<bool>> {
    const MAX_OPEN: usize = 8;
    let query = (0..=MAX_OPEN)
        .find_map(|open| Query::parse(&format!("{text}{}", ")".repeat(open))).ok())?;
    let filter = Filter::new(query, ctx).ok()?;
    Some(marks(&filter, ctx))
}

fn condition(key: Key, value: Value, ctx: &QueryContext<'_>) -> Option<Condition> {
    let field = Field { key, language: Language::English, values: vec![value] };
    Condition::new(&Expr::Field(field), ctx).ok()
}

#[cfg(test)]
mod tests {
    use super::super::sample::{self, Asked};
    use super::*;

    /// What is offered at the `|` of a text: the whole text with each choice, and its count.
    fn offers(text: &str, language: Language) -> Vec<(String, Option<usize>)> {
        let cursor = text.find('|').unwrap();
        let text = text.replace('|', "");
        let roadmap = sample::roadmap();
        let asked = Asked::new(&roadmap);
        let with = |it: Completion| {
            let (before, after) = (&text[..it.replace.start], &text[it.replace.end..]);
            (format!("{before}{}{after}", it.insert), it.count)
        };
        complete(&text, cursor, language, &asked.ctx()).into_iter().map(with).collect()
    }

    #[track_caller]
    fn offers_texts(text: &str, expected: &[&str]) {
        let offered = offers(text, Language::Japanese);
        let texts: Vec<_> = offered.iter().map(|(text, _)| &**text).collect();
        assert_eq!(texts, expected, "{text}");
    }

    #[test]
    fn keys_complete_a_beginning_in_either_language() {
        offers_texts("a ow|", &["a owner:"]);
        offers_texts("a ＯＷ|", &["a owner:"]);
        offers_texts("-(担|", &["-(担当:"]);
        offers_texts("ow|ner:x", &["owner:x"]);
        offers_texts("owner|", &[]);
        assert_eq!(offers("|", Language::English).len(), Key::ALL.len());
        assert_eq!(offers("a |", Language::English).len(), Key::ALL.len());
    }

    #[test]
    fn values_come_with_what_they_show() {
        let some = |text: &str, count| (text.to_owned(), Some(count));
        assert_eq!(
            offers("owner:|", Language::English),
            [
                some("owner:\"Digital Agency\" ", 3),
                some("owner:総務省 ", 1),
                some("owner:法務省 ", 1),
                some("owner:none ", 1)
            ]
        );
        assert_eq!(offers("検討 owner:総|", Language::English), [some("検討 owner:総務省 ", 0)]);
        assert_eq!(offers("-owner:総|", Language::English), [some("-owner:総務省 ", 4)]);
        assert_eq!(
            offers("id:card.issue OR (owner:総|", Language::English),
            [some("id:card.issue OR (owner:総務省 ", 2)]
        );
        assert_eq!(
            offers("lane:lane-0| ", Language::English),
            [some("lane:\"Residence card\" ", 2)]
        );
        assert_eq!(offers("is:op|", Language::English), [some("is:open ", 1)]);
        assert_eq!(offers("up:bill|", Language::English), [some("up:card.bill ", 3)]);
        assert_eq!(offers("table:|", Language::English)[0], some("table:2 ", 2));
        assert_eq!(offers("document:|", Language::English), [some("document:2021-12 ", 4)]);
        let periods = offers("when:FY2022|", Language::English);
        assert_eq!(periods[0], some("when:FY2022 ", 3));
        assert!(periods.contains(&some("when:FY2022-Q3 ", 3)));
        // The rest cannot be read.
        let unknown = offers("up:nobody owner:総|", Language::English);
        assert_eq!(unknown, [("up:nobody owner:総務省 ".to_owned(), None)]);
    }

    #[test]
    fn lists_quotes_and_pairs_are_continued() {
        offers_texts("owner:(総務省 OR 法|)", &["owner:(総務省 OR 法務省)"]);
        offers_texts("owner:(総|", &["owner:(総務省"]);
        offers_texts("owner:\"総|\" a", &["owner:総務省 a"]);
        offers_texts("owner:\"デジ|", &["owner:\"デジタル庁 DA2021\" "]);
        offers_texts("between:card.b|", &["between:card.bill,"]);
        offers_texts("between:card.bill,card.i|", &["between:card.bill,card.issue "]);
        offers_texts(
            "ｂｅｔｗｅｅｎ：card.b|,card.issue",
            &["ｂｅｔｗｅｅｎ：card.bill,card.issue"],
        );
        offers_texts("クラ|", &["area:クラウド "]);
        offers_texts("\"area:x|", &[]);
    }
}
