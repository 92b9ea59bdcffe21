//! What holds for every roadmap and every file: nothing is lost between the two.

use super::super::Progress;
use super::fast::read_fast;
use super::raw::depth;
use super::{read, read_carefully, write};
use crate::model::{
    Chapter, Coloring, Dependency, DependencyBasis, DependencyType, Document, DocumentId, Extra,
    ExtraField, Grouping, Lane, LaneId, Language, Mode, Name, OwnerId, Place, Rare, Roadmap,
    Sorting, Source, TagId, Task, TaskBasis, TaskId, TaskKind, TaskStatus, Text, View,
};
use crate::time::{Day, FiscalYearStart, Interval, IntervalEnd, Stamp};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::RngSeed;

pub(in crate::store) fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        rng_seed: RngSeed::Fixed(20_211_224),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

pub(in crate::store) fn written(roadmap: &Roadmap) -> String {
    let mut bytes = Vec::new();
    write(roadmap, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[a-z][a-z.-]{0,8}",
        2 => "[ぁ-ん一-龠]{1,6}",
        1 => "[\\PC\"\\\\\n\t\u{7f}\u{2028}]{0,12}",
    ]
}

/// A JSON value in whatever layout.
fn json() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        select(vec![
            "1.10",
            "12345678901234567890123",
            "-0",
            "1e400",
            "0.1E-7",
            "true",
            "null",
            "\"\\u5de5\\/\\ud800\"",
            "[ ]",
            "{\n}",
        ])
        .prop_map(str::to_owned),
        word().prop_map(|word| serde_json::to_string(&word).unwrap()),
    ];
    let space = || select(vec!["", " ", "  ", "\t", " \n "]);
    leaf.prop_recursive(4, 16, 4, move |inner| {
        let list = (vec(inner.clone(), 0..4), space(), space())
            .prop_map(|(items, a, b)| format!("[{a}{}{b}]", items.join(&format!("{b},{a}"))));
        let object = (word(), inner, space(), space()).prop_map(|(key, value, a, b)| {
            let key = serde_json::to_string(&key).unwrap();
            format!("{{{a}{key}{b}:{a}{value}{b}}}")
        });
        prop_oneof![list, object]
    })
}

fn extra() -> impl Strategy<Value = Extra> {
    let fields = vec((word(), json()), 0..4);
    prop_oneof![3 => Just(Vec::new()), 1 => fields].prop_map(|fields| {
        let mut extra = Extra::default();
        let mut seen = std::collections::HashSet::new();
        for (key, json) in fields {
            // A prefix that no known key has.
            let key = format!("x{key}");
            if seen.insert(key.clone()) {
                extra.push(ExtraField { key: key.into(), json: json.into() });
            }
        }
        extra
    })
}

fn text() -> impl Strategy<Value = Text> {
    (option::of(word()), option::of(word()), extra())
        .prop_map(|(ja, en, extra)| Text::from_parts(ja.as_deref(), en.as_deref(), extra))
}

fn stamp() -> impl Strategy<Value = Stamp> {
    let year = prop_oneof![8 => 2000..2030_i16, 1 => 1..=9999_i16];
    (year, 1..=12_u8, 1..=28_u8, 0..10_u8).prop_map(|(year, month, day, form)| {
        let half = month % 2 + 1;
        let quarter = month % 4 + 1;
        match form {
            0 => format!("FY{year:04}"),
            1 => format!("FY{year:04}-H{half}"),
            2 => format!("FY{year:04}-Q{quarter}"),
            3 => format!("{year:04}"),
            4 => format!("{year:04}-H{half}"),
            5 => format!("{year:04}-Q{quarter}"),
            6 => format!("{year:04}-{month:02}"),
            7 => format!("{year:04}-{month:02}-early"),
            8 => format!("{year:04}-{month:02}-late"),
            _ => format!("{year:04}-{month:02}-{day:02}"),
        }
        .parse()
        .unwrap()
    })
}

fn interval(fiscal: FiscalYearStart) -> impl Strategy<Value = Interval> {
    (stamp(), option::of(stamp()), any::<bool>()).prop_map(move |(start, end, open)| {
        let end = match end {
            _ if open => IntervalEnd::Open,
            Some(end) => IntervalEnd::With(end),
            None => IntervalEnd::With(start),
        };
        Interval::new(start, end, fiscal).unwrap_or(Interval::single(start))
    })
}

fn id(list: &str, position: usize, word: &str) -> Box<str> {
    format!("{list}{position}{word}").into()
}

/// Chapters with rising tables, some of which are in none.
fn chapters() -> impl Strategy<Value = Vec<Chapter>> {
    let step = || prop_oneof![4 => 0..3_u32, 1 => Just(u32::MAX / 8)];
    vec((text(), step(), step(), extra()), 0..4).prop_map(|parts| {
        let mut next = 0;
        let chapter = |(title, gap, length, extra)| {
            let first_table = next + gap;
            let last_table = first_table + length;
            next = last_table + 1;
            Chapter { title, first_table, last_table, extra }
        };
        parts.into_iter().map(chapter).collect()
    })
}

/// A roadmap as a reader would make it: no lane above itself, no dependency
/// twice, owners and tags in the order of their first use.
pub(crate) fn roadmap() -> impl Strategy<Value = Roadmap> {
    let document = (word(), text(), option::of(1..=3_652_059_i32), text(), option::of(word()))
        .prop_flat_map(|parts| (chapters(), extra()).prop_map(move |more| (parts.clone(), more)));
    let lane = (word(), text(), option::of(any::<Index>()), option::of(0..=35_u8), extra());
    let lists = (
        text(),
        1..=12_u8,
        vec(document, 0..3),
        vec((word(), text(), extra()), 0..3),
        vec(lane, 0..5),
        extra(),
    );
    lists.prop_flat_map(|(title, month, documents, names, lanes, extra)| {
        let fiscal = FiscalYearStart::new(month).unwrap();
        let mut roadmap = Roadmap { title, fiscal_year_start: fiscal, extra, ..Roadmap::default() };
        for (position, ((word, title, date, publisher, file), (chapters, extra))) in
            documents.into_iter().enumerate()
        {
            roadmap.documents.push(Document {
                id: id("d", position, &word),
                title,
                date: date.map(Day::from_number),
                publisher,
                file: file.map(Into::into),
                chapters,
                extra,
            });
        }
        for (position, (word, title, extra)) in names.into_iter().enumerate() {
            roadmap.names.push(Name { name: id("n", position, &word), title, extra });
        }
        let count = lanes.len();
        for (position, (word, title, parent, color, extra)) in lanes.into_iter().enumerate() {
            // Parents stand behind their children as well as before them.
            let parent = parent.map(|parent| parent.index(count)).filter(|it| *it > position);
            let parent = parent.map(LaneId::from_index);
            roadmap.lanes.push(Lane { id: id("l", position, &word), title, parent, color, extra });
        }
        let most_tasks = if roadmap.lanes.is_empty() { 0 } else { 8 };
        vec(task(fiscal), 0..=most_tasks).prop_flat_map(move |tasks| {
            let mut roadmap = roadmap.clone();
            for (position, (parts, more)) in tasks.into_iter().enumerate() {
                push_task(&mut roadmap, position, parts, more);
            }
            (vec(dependency(), 0..6), vec(view(), 0..3)).prop_map(move |(dependencies, views)| {
                let mut roadmap = roadmap.clone();
                for (position, view) in views.into_iter().enumerate() {
                    roadmap.views.push(View { id: id("v", position, &view.id), ..view });
                }
                for parts in dependencies {
                    push_dependency(&mut roadmap, parts);
                }
                roadmap
            })
        })
    })
}

type TaskParts = (String, Index, u16, Text, Interval, bool, Index);
type TaskMore =
    (Vec<String>, Vec<String>, Text, Option<(Index, [Option<u32>; 4], Extra)>, Index, Extra);

fn task(fiscal: FiscalYearStart) -> impl Strategy<Value = (TaskParts, TaskMore)> {
    let number = || option::of(any::<u32>());
    let numbers = [number(), number(), number(), number()];
    let source = option::of((any::<Index>(), numbers, extra()));
    (
        (
            word(),
            any::<Index>(),
            any::<u16>(),
            text(),
            interval(fiscal),
            any::<bool>(),
            any::<Index>(),
        ),
        (vec(word(), 0..3), vec(word(), 0..3), text(), source, any::<Index>(), extra()),
    )
}

fn push_task(roadmap: &mut Roadmap, position: usize, parts: TaskParts, more: TaskMore) {
    let (word, lane, track, title, when, milestone, status) = parts;
    let (owners, tags, note, source, basis, extra) = more;
    let source = source.filter(|_| !roadmap.documents.is_empty()).map(
        |(document, [table, line, column, paragraph], extra)| {
            let document = DocumentId::from_index(document.index(roadmap.documents.len()));
            Source::new(Place { document, table, line, column, paragraph }, extra)
        },
    );
    let (owner_words, tag_words) = (&mut roadmap.owners, &mut roadmap.tags);
    roadmap.tasks.push(Task {
        id: (&*id("t", position, &word)).into(),
        lane: LaneId::from_index(lane.index(roadmap.lanes.len())),
        track,
        title,
        when,
        kind: if milestone { TaskKind::Milestone } else { TaskKind::Task },
        status: *status.get(TaskStatus::ALL),
        progress: (track % 3 == 0).then_some((track % 101) as u8),
        owners: owners.iter().map(|it| OwnerId::from_index(owner_words.intern(it))).collect(),
        tags: tags.iter().map(|it| TagId::from_index(tag_words.intern(it))).collect(),
        source,
        basis: *basis.get(TaskBasis::ALL),
        rare: Rare::new(note, extra),
    });
}

type DependencyParts = (Index, Index, Index, i32, Index, Text, Extra);

fn dependency() -> impl Strategy<Value = DependencyParts> {
    let index = any::<Index>;
    (index(), index(), index(), -1_000_000..=1_000_000_i32, index(), text(), extra())
}

fn push_dependency(roadmap: &mut Roadmap, parts: DependencyParts) {
    let (from, to, kind, lag_days, basis, reason, extra) = parts;
    if roadmap.tasks.is_empty() {
        return;
    }
    let task = |index: Index| TaskId::from_index(index.index(roadmap.tasks.len()));
    let dependency = Dependency {
        from: task(from),
        to: task(to),
        kind: *kind.get(DependencyType::ALL),
        lag_days,
        basis: *basis.get(DependencyBasis::ALL),
        rare: Rare::new(reason, extra),
    };
    if dependency.from != dependency.to && !roadmap.dependencies.iter().any(|it| *it == dependency)
    {
        roadmap.dependencies.push(dependency);
    }
}

fn view() -> impl Strategy<Value = View> {
    let words = (any::<Index>(), any::<Index>(), any::<Index>(), any::<Index>());
    let day = || 1..=3_652_059_i32;
    let days = option::of(
        (day(), day()).prop_map(|(a, b)| (Day::from_number(a.min(b)), Day::from_number(a.max(b)))),
    );
    let texts = (word(), text(), word(), vec(word(), 0..3));
    let progress_day = option::of(day().prop_map(Day::from_number));
    (texts, words, days, View::ROW_PERCENTS, progress_day, extra()).prop_map(
        |((id, title, query, folded), words, days, row_percent, progress_day, extra)| View {
            query: query.into(),
            mode: *words.0.get(Mode::ALL),
            grouping: *words.1.get(Grouping::ALL),
            sorting: *words.2.get(Sorting::ALL),
            coloring: *words.3.get(Coloring::ALL),
            folded: folded.into_iter().map(Into::into).collect(),
            days,
            row_percent,
            progress_day,
            extra,
            ..View::new(id, title)
        },
    )
}

/// Replaces, inserts or removes pieces of a text, wherever in it.
fn mutate(text: &str, changes: &[(Index, u8, usize, Vec<u8>)]) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    for (place, what, length, new) in changes {
        let from = place.index(bytes.len() + 1);
        let to = (from + length).min(bytes.len());
        match what % 5 {
            0 => drop(bytes.splice(from..to, new.iter().copied())),
            1 => drop(bytes.splice(from..from, new.iter().copied())),
            2 => drop(bytes.drain(from..to)),
            3 => {
                let piece = bytes[from..to].to_vec();
                let at = (from * 7 + length) % (bytes.len() + 1);
                drop(bytes.splice(at..at, piece));
            }
            // A whole line goes or comes twice.
            _ => {
                let start =
                    bytes[..from].iter().rposition(|byte| *byte == b'\n').map_or(0, |it| it + 1);
                let end = bytes[from..].iter().position(|byte| *byte == b'\n');
                let end = end.map_or(bytes.len(), |it| from + it + 1);
                let line = bytes[start..end].to_vec();
                if length % 2 == 0 {
                    bytes.drain(start..end);
                } else {
                    drop(bytes.splice(start..start, line));
                }
            }
        }
    }
    bytes
}

fn changes() -> impl Strategy<Value = Vec<(Index, u8, usize, Vec<u8>)>> {
    let tokens = select(vec![
        "\"",
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\\",
        "null",
        "0",
        "-1",
        "1e9",
        "\n",
        "99999",
        "\"id\"",
        "\"lane\"",
        "\"tasks\"",
        "\"title\"",
        "\u{feff}",
        "工",
    ]);
    let new = prop_oneof![
        3 => tokens.prop_map(|token| token.as_bytes().to_vec()),
        1 => vec(any::<u8>(), 0..4),
    ];
    vec((any::<Index>(), any::<u8>(), 0..12_usize, new), 1..6)
}

/// Sizes of blocks that cut files into few and into many pieces.
const BLOCK_BYTES: [usize; 4] = [1, 7, 100, 10_000];

/// Everything that must hold for the outcome of reading any bytes at all.
fn check_outcome(bytes: &[u8]) -> Result<(), TestCaseError> {
    let careful = read_carefully(bytes, &Progress::default());
    for block_bytes in BLOCK_BYTES {
        if let Some(roadmap) = read_fast(bytes, block_bytes, &Progress::default()) {
            prop_assert_eq!(&careful, &Ok((roadmap, Vec::new())));
        }
    }
    let outcome = read(bytes);
    prop_assert_eq!(&careful, &outcome);
    let diagnostics = match &outcome {
        Ok((_, diagnostics)) => diagnostics,
        Err(diagnostics) => {
            prop_assert!(!diagnostics.is_empty());
            diagnostics
        }
    };
    for diagnostic in diagnostics {
        for language in Language::ALL {
            prop_assert!(!diagnostic.message(language).is_empty());
        }
        // The careful way must explain whatever the fast way refuses.
        prop_assert!(!diagnostic.message(Language::English).contains("is unusable"));
    }
    if let Ok((roadmap, _)) = outcome {
        let canonical = written(&roadmap);
        let (again, _) = read(canonical.as_bytes()).unwrap();
        prop_assert_eq!(&again, &roadmap);
        prop_assert_eq!(written(&again), canonical);
    }
    Ok(())
}

proptest! {
    #![proptest_config(config(1_000))]

    #[test]
    fn a_roadmap_comes_back_as_it_was(roadmap in roadmap()) {
        let text = written(&roadmap);
        let (back, diagnostics) = read(text.as_bytes()).unwrap();
        prop_assert_eq!(&back, &roadmap);
        prop_assert!(diagnostics.iter().all(|it| it.severity == crate::model::Severity::Warning));
        prop_assert_eq!(written(&back), &*text);
        for view in &roadmap.views {
            let alone = super::read_view(&super::write_view(view));
            prop_assert_eq!(alone.as_ref(), Some(view));
        }
        // Left to the careful way is what needs a word said about it, and what has line breaks of
        // its own, as `json` makes them.
        let is_fast = diagnostics.is_empty() && !text.contains(" \n ") && !text.contains("{\n}");
        for block_bytes in BLOCK_BYTES {
            let fast = read_fast(text.as_bytes(), block_bytes, &Progress::default());
            prop_assert_eq!(fast.as_ref(), is_fast.then_some(&back));
        }
        let careful = read_carefully(text.as_bytes(), &Progress::default());
        prop_assert_eq!(careful, Ok((back, diagnostics)));
    }

    #[test]
    fn the_canonical_form_is_json(roadmap in roadmap()) {
        let text = written(&roadmap);
        let parsed = serde_json::from_str::<serde::de::IgnoredAny>(&text);
        prop_assert!(parsed.is_ok());
        prop_assert!(depth(&text) < 128);
    }

    #[test]
    fn random_bytes_never_harm(bytes in vec(any::<u8>(), 0..200)) {
        check_outcome(&bytes)?;
    }

    #[test]
    fn random_values_never_harm(list in 0..super::schema::KINDS, key in any::<Index>(), value in json()) {
        let kind = super::schema::RecordKind::ALL[list];
        let name = kind.keys()[key.index(kind.keys().len())].name;
        let list = kind.list();
        let file = format!(
            r#"{{"format": "koteihyo-roadmap/1", "{list}": [{{"{name}": {value}, "id": "a", "name": "a",
            "title": {value}, "lane": "a", "when": "2021", "from": "a", "to": "b", "{name}": 1}}]}}"#
        );
        check_outcome(file.as_bytes())?;
    }
}

proptest! {
    #![proptest_config(config(1500))]

    #[test]
    fn damaged_files_never_harm(roadmap in roadmap(), changes in changes()) {
        check_outcome(&mutate(&written(&roadmap), &changes))?;
    }
}
