//! Laws that hold for every roadmap and every query, checked against a plain reading.

use super::sample::{self, Asked};
use super::syntax::Value;
use super::{Facet, FacetValue, Query, fold};
use crate::model::{Chapter, DependencyId, LaneId, Language, Roadmap, Task, TaskId, TaskKind};
use crate::schedule::{ConflictKind, conflicts};
use crate::time::{Interval, IntervalEnd};
use proptest::prelude::*;

/// A condition whose meaning needs no names to be found out.
#[derive(Clone, Debug)]
enum Wish {
    All(Vec<Wish>),
    Any(Vec<Wish>),
    Not(Box<Wish>),
    Word(String),
    /// The value at this place of the facet's list, if there is one; else of the first task.
    Value(Facet, usize),
    Lane(usize),
    /// `when:`, `starts:` or `ends:`, and the ends of the range, as places in [`STAMPS`].
    Period(&'static str, usize, usize),
    Is(&'static str),
    /// A key that takes ids of tasks, and the places of the tasks.
    Tasks(&'static str, usize, usize),
}

/// In order of time; the place behind them stands for an open end.
const STAMPS: [&str; 5] = ["FY2021", "2022-10", "FY2023", "2023-12-early", "2024"];

fn any_wish() -> impl Strategy<Value = Wish> {
    let facet = prop::sample::select(Facet::ALL.to_vec());
    let leaf = prop_oneof![
        "[aあア庁か]{1,2}".prop_map(Wish::Word),
        (facet, 0..4usize).prop_map(|(facet, place)| Wish::Value(facet, place)),
        (0..5usize).prop_map(Wish::Lane),
        (prop::sample::select(vec!["when", "starts", "ends"]), 0..=STAMPS.len(), 0..=STAMPS.len())
            .prop_map(|(key, from, to)| Wish::Period(key, from, to)),
        prop::sample::select(vec!["critical", "milestone", "conflict", "open"]).prop_map(Wish::Is),
        (
            prop::sample::select(vec!["up", "down", "chain", "driving", "between", "id"]),
            0..20usize,
            0..20usize
        )
            .prop_map(|(key, a, b)| Wish::Tasks(key, a, b)),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 1..4).prop_map(Wish::All),
            prop::collection::vec(inner.clone(), 1..4).prop_map(Wish::Any),
            inner.prop_map(|wish| Wish::Not(Box::new(wish))),
        ]
    })
}

/// A roadmap with some dependencies in which every task has an id of its own.
fn any_roadmap() -> impl Strategy<Value = Roadmap> {
    let links = prop::collection::vec((0..20usize, 0..20usize), 0..20);
    (sample::any_roadmap(), links).prop_map(|(mut roadmap, links)| {
        for (position, task) in roadmap.tasks.iter_mut().enumerate() {
            task.id = format!("{}{position}", task.id).into();
        }
        let count = roadmap.tasks.len();
        if count > 0 {
            for (from, to) in links {
                roadmap.dependencies.push(sample::dependency(from % count, to % count));
            }
        }
        roadmap
    })
}

/// The text of a wish; every wish stands in parentheses, needed or not.
fn written(wish: &Wish, asked: &Asked<'_>) -> String {
    let joined = |parts: &[Wish], between: &str| {
        let parts: Vec<_> = parts.iter().map(|part| written(part, asked)).collect();
        format!("({})", parts.join(between))
    };
    match wish {
        Wish::All(parts) => joined(parts, " "),
        Wish::Any(parts) => joined(parts, " OR "),
        Wish::Not(part) => format!("-{}", written(part, asked)),
        Wish::Word(word) => word.clone(),
        Wish::Value(facet, place) => match asked.index.values(*facet).get(*place) {
            Some(&value) => asked.toggled("", &[value]),
            None => "\"\"".to_owned(),
        },
        Wish::Lane(lane) => {
            format!("lane:{}", asked.roadmap.lane(LaneId::from_index(*lane)).id)
        }
        Wish::Period(key, from, to) => match range(*from, *to) {
            [None, None] => format!("{key}:FY2022"),
            range => {
                let [from, to] = range.map(Option::unwrap_or_default);
                format!("{key}:{from}..{to}")
            }
        },
        Wish::Is(property) => format!("is:{property}"),
        Wish::Tasks(key, a, b) => match ends(asked.roadmap, *a, *b) {
            None => "\"\"".to_owned(),
            Some([a, b]) => {
                let id = |task| Value::for_name(&asked.roadmap.task(task).id);
                match *key {
                    "between" => format!("{key}:{},{}", id(a), id(b)),
                    _ => format!("{key}:({} OR {})", id(a), id(b)),
                }
            }
        },
    }
}

fn ends(roadmap: &Roadmap, a: usize, b: usize) -> Option<[TaskId; 2]> {
    let count = roadmap.tasks.len();
    (count > 0).then(|| [a % count, b % count].map(TaskId::from_index))
}

/// The plain reading of a wish, without any index.
fn holds(wish: &Wish, task: TaskId, asked: &Asked<'_>) -> bool {
    let roadmap = asked.roadmap;
    let record = roadmap.task(task);
    match wish {
        Wish::All(parts) => parts.iter().all(|part| holds(part, task, asked)),
        Wish::Any(parts) => parts.iter().any(|part| holds(part, task, asked)),
        Wish::Not(part) => !holds(part, task, asked),
        Wish::Word(word) => mentions(roadmap, record, word),
        Wish::Value(facet, place) => {
            let value = asked.index.values(*facet).get(*place);
            value.is_none_or(|&value| has(roadmap, record, value))
        }
        Wish::Lane(wanted) => {
            let mut lane = Some(record.lane);
            while let Some(id) = lane {
                if id.index() == *wanted {
                    return true;
                }
                lane = roadmap.lane(id).parent;
            }
            false
        }
        Wish::Period(key, from, to) => {
            let range = match range(*from, *to) {
                [None, None] => [Some("FY2022"); 2],
                range => range,
            };
            touches(roadmap, record.when, key, range.map(Option::unwrap_or_default))
        }
        Wish::Is("critical") => asked.ctx().schedule().is_critical(task),
        Wish::Is("conflict") => is_in_conflict(asked, task),
        Wish::Is("open") => record.when.is_open(),
        Wish::Is(_) => record.kind == TaskKind::Milestone,
        Wish::Tasks(key, a, b) => {
            let Some([a, b]) = ends(roadmap, *a, *b) else { return true };
            let leads = |from, to| leads(roadmap, from, to, |_| true);
            let drives = |from, to| leads_over_driving(asked, from, to);
            let either = |is_it: &dyn Fn(TaskId) -> bool| is_it(a) || is_it(b);
            match *key {
                "id" => task == a || task == b,
                "up" => either(&|end| leads(task, end)),
                "down" => either(&|end| leads(end, task)),
                "chain" => either(&|end| leads(end, task) || leads(task, end)),
                "driving" => either(&|end| drives(end, task) || drives(task, end)),
                _ => (leads(a, task) && leads(task, b)) || (leads(b, task) && leads(task, a)),
            }
        }
    }
}

fn leads_over_driving(asked: &Asked<'_>, from: TaskId, to: TaskId) -> bool {
    let schedule = asked.ctx().schedule();
    leads(asked.roadmap, from, to, |link| schedule.is_driving(DependencyId::from_index(link)))
}

/// Whether a task has a link that its dates break, or waits for itself.
fn is_in_conflict(asked: &Asked<'_>, task: TaskId) -> bool {
    let roadmap = asked.roadmap;
    let is_end = |link: DependencyId| {
        let link = roadmap.dependency(link);
        link.from == task || link.to == task
    };
    let breaks = conflicts(roadmap).into_iter().any(|conflict| {
        matches!(conflict.kind, ConflictKind::Broken { .. }) && is_end(conflict.link)
    });
    let mut links = roadmap.dependencies.iter();
    let returns = links.any(|link| link.from == task && leads(roadmap, link.to, task, |_| true));
    breaks || returns
}

/// Whether a way of any length leads from one task to another.
fn leads(roadmap: &Roadmap, from: TaskId, to: TaskId, follows: impl Fn(usize) -> bool) -> bool {
    let mut reached = vec![from];
    loop {
        let links = roadmap.dependencies.iter().enumerate();
        let next = links
            .filter(|(position, link)| follows(*position) && reached.contains(&link.from))
            .map(|(_, link)| link.to)
            .find(|task| !reached.contains(task));
        match next {
            Some(task) => reached.push(task),
            None => return reached.contains(&to),
        }
    }
}

/// The ends of a range, the earlier one first.
fn range(from: usize, to: usize) -> [Option<&'static str>; 2] {
    let is_range = from < STAMPS.len() && to < STAMPS.len();
    let [from, to] = if is_range { [from.min(to), from.max(to)] } else { [from, to] };
    [from, to].map(|place| STAMPS.get(place).copied())
}

fn touches(roadmap: &Roadmap, when: Interval, key: &str, [from, to]: [&str; 2]) -> bool {
    let fiscal = roadmap.fiscal_year_start;
    let end = match when.end() {
        IntervalEnd::With(stamp) => Some(stamp),
        IntervalEnd::Open => None,
    };
    let (first, last) = match key {
        "starts" => (when.start().first_day(fiscal), Some(when.start().last_day(fiscal))),
        "ends" => match end {
            Some(stamp) => (stamp.first_day(fiscal), Some(stamp.last_day(fiscal))),
            None => return false,
        },
        _ => (when.first_day(fiscal), when.last_day(fiscal)),
    };
    let begins_after =
        !to.is_empty() && first > to.parse::<crate::time::Stamp>().unwrap().last_day(fiscal);
    let is_over = !from.is_empty()
        && last.is_some_and(|last| {
            last < from.parse::<crate::time::Stamp>().unwrap().first_day(fiscal)
        });
    !begins_after && !is_over
}

fn mentions(roadmap: &Roadmap, task: &Task, word: &str) -> bool {
    let mut texts = vec![&*task.id];
    let mut lane = Some(task.lane);
    while let Some(id) = lane {
        texts.push(roadmap.lane(id).title.in_language(Language::Japanese));
        lane = roadmap.lane(id).parent;
    }
    texts.extend(task.owners.iter().map(|owner| roadmap.owners.word(owner.index())));
    texts.extend(task.tags.iter().map(|tag| roadmap.tags.word(tag.index())));
    texts.iter().any(|text| fold(text).contains(&fold(word)))
}

/// The plain reading of what a task has, without any index.
fn has(roadmap: &Roadmap, task: &Task, value: FacetValue) -> bool {
    let fiscal = roadmap.fiscal_year_start;
    let year = |day| fiscal.fiscal_year_of(day);
    let table = task.place().and_then(|place| place.table);
    match value {
        FacetValue::Area(area) => roadmap.area_of(task.lane) == area,
        FacetValue::Owner(owner) => task.owners.contains(&owner),
        FacetValue::NoOwner => task.owners.is_empty(),
        FacetValue::Kind(kind) => task.kind == kind,
        FacetValue::Status(status) => task.status == status,
        FacetValue::Tag(tag) => task.tags.contains(&tag),
        FacetValue::FiscalYear(wanted) => {
            let end = roadmap.span().unwrap().1;
            let last = task.when.last_day(fiscal).unwrap_or(end);
            (year(task.when.first_day(fiscal))..=year(last)).contains(&wanted)
        }
        FacetValue::Precision(precision) => task.when.precision() == precision,
        FacetValue::Chapter { chapter, .. } => chapter_of(roadmap, table) == Some(chapter),
        FacetValue::NoChapter => chapter_of(roadmap, table).is_none(),
        FacetValue::Table { table: wanted, .. } => table == Some(wanted),
        FacetValue::NoTable => table.is_none(),
        FacetValue::Basis(basis) => task.basis == basis,
    }
}

/// All tables of the samples stand in one document.
fn chapter_of(roadmap: &Roadmap, table: Option<u32>) -> Option<usize> {
    let chapters = &roadmap.documents[0].chapters;
    let holds = |it: &Chapter| (it.first_table..=it.last_table).contains(&table.unwrap());
    table.and_then(|_| chapters.iter().position(holds))
}

proptest! {
    #[test]
    fn the_answer_is_that_of_a_plain_reading(roadmap in any_roadmap(), wish in any_wish()) {
        let asked = Asked::new(&roadmap);
        let text = written(&wish, &asked);
        let expected: Vec<_> =
            roadmap.task_ids().filter(|&task| holds(&wish, task, &asked)).collect();
        let matches = asked.matches(&text);
        prop_assert_eq!(matches.tasks().collect::<Vec<_>>(), &*expected, "{}", text);
        prop_assert_eq!(matches.shown(), expected.len());
        // The canonical form means the same.
        let canonical = Query::parse(&text).unwrap().to_string();
        prop_assert_eq!(asked.matches(&canonical).tasks().collect::<Vec<_>>(), expected, "{}", canonical);
        prop_assert_eq!(Query::parse(&canonical).unwrap().to_string(), canonical);
    }

    #[test]
    fn facets_count_what_everything_but_they_leaves(
        roadmap in any_roadmap(),
        picks in prop::collection::vec((0..Facet::ALL.len(), 0..6usize), 0..6),
        wish in any_wish(),
    ) {
        let asked = Asked::new(&roadmap);
        let picked: Vec<FacetValue> = picks
            .into_iter()
            .filter_map(|(facet, number)| asked.index.values(Facet::ALL[facet]).get(number).copied())
            .collect();
        // A negated group is never taken for a facet.
        let text = asked.toggled(&format!("--({})", written(&wish, &asked)), &picked);
        let filter = asked.filter(&text);
        let matches = asked.matches(&text);
        let plain = |task: TaskId, except: Option<Facet>| {
            let facets = Facet::ALL.into_iter().filter(|&facet| Some(facet) != except);
            holds(&wish, task, &asked)
                && facets.into_iter().all(|facet| {
                    let mut values = filter.selected().filter(|value| value.facet() == facet).peekable();
                    values.peek().is_none()
                        || values.any(|value| has(&roadmap, roadmap.task(task), value))
                })
        };
        for facet in Facet::ALL {
            for listed in matches.counts(facet) {
                let with = |task: &TaskId| has(&roadmap, roadmap.task(*task), listed.value);
                let count = roadmap.task_ids().filter(with).filter(|&task| plain(task, Some(facet)));
                prop_assert_eq!(listed.count as usize, count.count(), "{:?} in {}", listed.value, text);
                prop_assert_eq!(listed.total as usize, roadmap.task_ids().filter(with).count());
            }
        }
    }

    #[test]
    fn a_facet_toggled_twice_changes_nothing(
        roadmap in any_roadmap(),
        wish in any_wish(),
        facet in 0..Facet::ALL.len(),
        number in 0..6usize,
        is_english in any::<bool>(),
    ) {
        let asked = Asked::new(&roadmap);
        let text = written(&wish, &asked);
        let before = asked.filter(&text);
        // Of two conditions on one facet the second is ticked once the first is gone.
        let others = asked.filter(&before.other_conditions());
        prop_assume!(others.selected().all(|value| value.facet() != Facet::ALL[facet]));
        if let Some(&value) = asked.index.values(Facet::ALL[facet]).get(number) {
            let language = if is_english { Language::English } else { Language::Japanese };
            let once = before.toggled(value, language, &asked.ctx());
            prop_assert_ne!(asked.filter(&once).is_selected(value), before.is_selected(value), "{}", once);
            let twice = asked.toggled(&once, &[value]);
            let after = asked.filter(&twice);
            prop_assert!(before.selected().eq(after.selected()), "{} {} {}", text, once, twice);
            prop_assert_eq!(asked.matches(&text), asked.matches(&twice), "{} {} {}", text, once, twice);
        }
    }

    #[test]
    fn a_completion_shows_as_many_as_it_says(
        roadmap in any_roadmap(),
        wish in any_wish(),
        before in "(|-|a |\\()",
        key in prop::sample::select(super::Key::ALL.to_vec()),
    ) {
        let asked = Asked::new(&roadmap);
        let rest = format!(" {}", written(&wish, &asked));
        let start = format!("{before}{}:", key.word(Language::English));
        let close = if before == "(" { ")" } else { "" };
        for completion in super::complete(&format!("{start}{close}{rest}"), start.len(), Language::Japanese, &asked.ctx()) {
            let text = format!("{start}{close}{rest}");
            let text = format!(
                "{}{}{}",
                &text[..completion.replace.start], completion.insert, &text[completion.replace.end..]
            );
            if key != super::Key::Between {
                let shown = asked.matches(&text).shown();
                prop_assert_eq!(completion.count, Some(shown), "{}", text);
            }
        }
    }
}
