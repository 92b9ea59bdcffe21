//! The built-in roadmap keeps the promises of `roadmap-data/README.md`.

mod chart_cells;

use chart_cells::{Place, SHIFTED_LINES, chart_cells};
use koteihyo::model::{DependencyBasis, Lane, LaneId, Language, Roadmap, Task, TaskBasis, Text};
use koteihyo::schedule::{self, Conflict, ConflictKind, Graph, Order};
use koteihyo::store::{self, BUILT_IN, format};
use koteihyo::time::Interval;
use std::collections::{BTreeMap, HashMap, HashSet};

/// The longest title in Japanese, in half-width characters.
const MAX_HALF_WIDTHS: usize = 48;
/// The longest title in English, in characters.
const MAX_ENGLISH: usize = 48;

#[test]
fn it_reads_without_a_word_and_is_canonical() {
    let (roadmap, diagnostics) = format::read(BUILT_IN).unwrap();
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    let mut written = Vec::new();
    format::write(&roadmap, &mut written).unwrap();
    let [written, file] = [&*written, BUILT_IN].map(|bytes| std::str::from_utf8(bytes).unwrap());
    for (number, (line, expected)) in (1..).zip(file.lines().zip(written.lines())) {
        assert_eq!(line, expected, "line {number} is not canonical");
    }
    assert_eq!(file.len(), written.len());
}

#[test]
fn ids_are_unique() {
    let roadmap = store::built_in();
    assert_unique(roadmap.tasks.iter().map(|task| &*task.id));
    assert_unique(roadmap.lanes.iter().map(|lane| &*lane.id));
    assert_unique(roadmap.names.iter().map(|name| &*name.name));
}

#[test]
fn titles_are_short_and_in_both_languages() {
    let roadmap = store::built_in();
    assert_none(titles(&roadmap).filter_map(|(id, title)| {
        let [ja, en] = Language::ALL.map(|language| title.get(language).unwrap_or_default());
        let is_fine = !ja.trim().is_empty()
            && !en.trim().is_empty()
            && half_widths(ja) <= MAX_HALF_WIDTHS
            && en.chars().count() <= MAX_ENGLISH;
        (!is_fine).then(|| format!("{id}: {ja} / {en}"))
    }));
}

#[test]
fn notes_and_reasons_are_in_both_languages() {
    let roadmap = store::built_in();
    let notes = roadmap.tasks.iter().filter(|task| !task.note().is_empty());
    let notes = notes.map(|task| (task.id.to_string(), task.note()));
    let reasons = roadmap.dependencies.iter().map(|link| {
        let [from, to] = [link.from, link.to].map(|task| &roadmap.task(task).id);
        (format!("{from} -> {to}"), link.reason())
    });
    let is_half = |text: &Text| Language::ALL.iter().any(|language| text.get(*language).is_none());
    assert_none(notes.chain(reasons).filter(|(_, text)| is_half(text)).map(|(id, _)| id));
}

#[test]
fn owners_and_tags_have_english_names() {
    let roadmap = store::built_in();
    let has_name = |word: &str| {
        let name = roadmap.names.iter().find(|name| &*name.name == word);
        name.is_some_and(|name| name.title.get(Language::English).is_some())
    };
    let words = roadmap.owners.words().iter().chain(roadmap.tags.words());
    assert_none(words.filter(|word| !has_name(word)));
}

#[test]
fn every_chart_cell_is_used_once_or_once_for_each_paragraph() {
    let roadmap = store::built_in();
    let cells = chart_cells();
    let mut uses: BTreeMap<Place, Vec<Option<u32>>> = BTreeMap::new();
    for task in &roadmap.tasks {
        let source = source_of(task);
        let place = place_of(source);
        let cell = cells.get(&place).unwrap_or_else(|| panic!("{}: no such cell", task.id));
        assert_eq!(source.table, Some(cell.table), "{}", task.id);
        uses.entry(place).or_default().push(source.paragraph);
    }
    assert_none(cells.keys().filter(|place| !uses.contains_key(place)));
    assert_none(uses.iter().filter(|(_, paragraphs)| {
        let distinct: HashSet<_> = paragraphs.iter().collect();
        let is_whole_cell = paragraphs.contains(&None) && paragraphs.len() > 1;
        distinct.len() < paragraphs.len() || is_whole_cell
    }));
}

#[test]
fn dates_read_off_a_column_are_those_of_the_rule() {
    let roadmap = store::built_in();
    let cells = chart_cells();
    let by_column = roadmap.tasks.iter().filter(|task| task.basis == TaskBasis::Column);
    assert_none(by_column.filter_map(|task| {
        let place = place_of(source_of(task));
        let expected = cells[&place].when;
        let is_fine = task.when.to_string() == expected && !SHIFTED_LINES.contains(&place.0);
        (!is_fine).then(|| format!("{}: {}, expected {expected}", task.id, task.when))
    }));
}

#[test]
fn links_form_no_cycle() {
    let roadmap = store::built_in();
    let graph = Graph::new(&roadmap);
    let order = Order::new(&graph);
    assert_eq!(order.tasks().len(), roadmap.tasks.len());
    assert_none(order.cycles().iter());
    assert_none(graph.self_links().into_iter());
    assert_none(graph.double_links(&roadmap).into_iter());
}

#[test]
fn many_links_are_more_than_the_order_of_a_row() {
    let roadmap = store::built_in();
    let beyond_rows =
        roadmap.dependencies.iter().filter(|link| link.basis != DependencyBasis::Row).count();
    assert!(beyond_rows >= 80, "{beyond_rows}");
}

#[test]
fn no_link_contradicts_the_dates_of_its_tasks() {
    let roadmap = store::built_in();
    let ids = |conflict: &Conflict| {
        let link = roadmap.dependency(conflict.link);
        let id = |task| roadmap.task(task).id.to_string();
        (id(link.from), id(link.to))
    };
    let conflicts = schedule::conflicts(&roadmap);
    let broken = |conflict: &&Conflict| matches!(conflict.kind, ConflictKind::Broken { .. });
    assert_none(conflicts.iter().filter(broken).map(ids));
    // The document dates the second of each pair to a month inside the first one's fiscal year,
    // so the first has to begin by then. It does not say that it will not.
    let conditional = |conflict: &&Conflict| matches!(conflict.kind, ConflictKind::Conditional(_));
    let conditional: Vec<_> = conflicts.iter().filter(conditional).map(ids).collect();
    let pairs = [
        ("mynaportal-data-viewing.build", "mynaportal-data-viewing.medicines"),
        ("health-insurance-card.nearly-all", "e-prescription.launch"),
        ("phr-checkups.drug-viewing", "mynaportal-data-viewing.medicines"),
    ];
    assert_eq!(conditional, pairs.map(|(from, to)| (from.to_owned(), to.to_owned())));
}

#[test]
fn lanes_have_tasks_and_areas_have_colours() {
    let roadmap = store::built_in();
    let mut tasks_in: HashMap<LaneId, usize> = HashMap::new();
    for task in &roadmap.tasks {
        let mut lane = Some(task.lane);
        while let Some(id) = lane {
            *tasks_in.entry(id).or_default() += 1;
            lane = roadmap.lane(id).parent;
        }
    }
    let lanes = || roadmap.lane_ids().map(|id| (id, roadmap.lane(id)));
    assert_none(lanes().filter(|(id, _)| !tasks_in.contains_key(id)).map(|(_, lane)| &lane.id));
    let is_plain_area = |(_, lane): &(LaneId, &Lane)| lane.parent.is_none() && lane.color.is_none();
    assert_none(lanes().filter(is_plain_area).map(|(_, lane)| &lane.id));
}

#[test]
fn bars_of_one_track_do_not_overlap() {
    let roadmap = store::built_in();
    let fiscal = roadmap.fiscal_year_start;
    let mut tracks: BTreeMap<(LaneId, u16), Vec<&Task>> = BTreeMap::new();
    for task in &roadmap.tasks {
        tracks.entry((task.lane, task.track)).or_default().push(task);
    }
    let ends_before = |earlier: Interval, later: Interval| {
        earlier.last_day(fiscal).is_some_and(|last| last < later.first_day(fiscal))
    };
    for tasks in tracks.values_mut() {
        tasks.sort_by_key(|task| task.when.first_day(fiscal));
        assert_none(tasks.windows(2).filter_map(|pair| {
            let [one, two] = pair else { return None };
            (!ends_before(one.when, two.when)).then(|| format!("{} and {}", one.id, two.id))
        }));
    }
}

/// Fails with everything that should not be there.
#[track_caller]
fn assert_none<T: std::fmt::Debug>(unwanted: impl Iterator<Item = T>) {
    let unwanted: Vec<_> = unwanted.collect();
    assert!(unwanted.is_empty(), "{unwanted:#?}");
}

#[track_caller]
fn assert_unique<'a>(ids: impl Iterator<Item = &'a str>) {
    let mut seen = HashSet::new();
    assert_none(ids.filter(|id| !seen.insert(*id)));
}

/// Titles of tasks and lanes with the id of their record.
fn titles(roadmap: &Roadmap) -> impl Iterator<Item = (&str, &Text)> {
    let tasks = roadmap.tasks.iter().map(|task| (&*task.id, &task.title));
    tasks.chain(roadmap.lanes.iter().map(|lane| (&*lane.id, &lane.title)))
}

fn source_of(task: &Task) -> koteihyo::model::Place {
    task.place().unwrap_or_else(|| panic!("{} names no source", task.id))
}

fn place_of(source: koteihyo::model::Place) -> Place {
    (source.line.expect("a line"), source.column.expect("a column"))
}

/// The width of a text in half-width characters: everything beyond ASCII and the
/// half-width kana is full width in Japanese type.
fn half_widths(text: &str) -> usize {
    let is_half = |c: char| c.is_ascii() || ('\u{ff61}'..='\u{ff9f}').contains(&c);
    text.chars().map(|c| if is_half(c) { 1 } else { 2 }).sum()
}
