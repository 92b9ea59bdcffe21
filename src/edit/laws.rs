//! What holds for every sequence of changes, whatever they are.

use super::make::{self, DocumentField, LaneField, LinkField, NewTask, TaskField, TasksOfLane};
use super::{Change, Edit, History, Label, Refusal, Transaction};
use crate::model::{
    Dependency, DependencyBasis, DependencyId, DependencyType, Diagnostic, Extra, ExtraField,
    LaneId, Language, Name, OwnerId, Place, Roadmap, Severity, Task, TaskBasis, TaskId, TaskKind,
    TaskStatus, Text, View,
};
use crate::schedule::Graph;
use crate::store::format::{self, laws::roadmap};
use crate::time::{FiscalYearStart, Interval};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed};

/// What a random change is made of.
pub(crate) type Dice = (u8, [u32; 5]);

/// So many random changes.
pub(crate) fn dice(most: usize) -> impl Strategy<Value = Vec<Dice>> {
    vec(any::<Dice>(), 0..most)
}

/// The same cases in every run.
pub(crate) fn seeded(cases: u32) -> Config {
    Config { cases, rng_seed: RngSeed::Fixed(2021), failure_persistence: None, ..Config::default() }
}

/// A random change, of every kind that people make; some are to be refused.
pub(crate) fn random(roadmap: &mut Roadmap, (kind, n): Dice) -> Result<Transaction, Refusal> {
    let at =
        |n: u32, length: usize| n as usize % (length + usize::from(n.is_multiple_of(50))).max(1);
    let task = |n| TaskId::from_index(at(n, roadmap.tasks.len()));
    let lane = |n| LaneId::from_index(at(n, roadmap.lanes.len()));
    let link = |n| DependencyId::from_index(at(n, roadmap.dependencies.len()));
    let language = Language::ALL[n[4] as usize % 2];
    let fiscal = roadmap.fiscal_year_start;
    let text = ["", "検討", "Study \"x\"", "a\u{7}b", "工程\n二", "x".repeat(1_001).leak()];
    let text = text[n[3] as usize % text.len()].to_owned();
    let label = Label::new("変更", "Change");
    let raw = |edit| Ok(Transaction::new(label.clone(), vec![edit]));
    match kind % 31 {
        0 => make::set_tasks(roadmap, &[task(n[0]), task(n[1])], &TaskField::Title(language, text)),
        1 | 2 => {
            let moved = |n, periods: u32| {
                let task = task(n);
                let when = roadmap.tasks.get(task.index())?.when;
                Some((task, when.shifted(when.precision(), periods.cast_signed() % 5, fiscal)?))
            };
            let moved: Vec<_> =
                [moved(n[0], n[2]), moved(n[1], n[3])].into_iter().flatten().collect();
            make::move_tasks(roadmap, &moved)
        }
        3 => {
            let year = format!("FY{:04}/2023-05", 2_000 + n[1] % 40);
            let when = Interval::parse(&year, fiscal).map_err(Refusal::Period)?;
            make::set_tasks(roadmap, &[task(n[0])], &TaskField::When(when))
        }
        4 => {
            let ids = ["", "t-0", "new", "new.1"];
            let id = ids[n[1] as usize % ids.len()].to_owned();
            make::set_tasks(roadmap, &[task(n[0])], &TaskField::Id(id))
        }
        5 => {
            let fields = [
                TaskField::Kind(TaskKind::ALL[n[1] as usize % 2]),
                TaskField::Status(TaskStatus::ALL[n[1] as usize % 5]),
                TaskField::Basis(TaskBasis::ALL[n[1] as usize % 3]),
                TaskField::Progress(u8::try_from(n[1] % 120).ok()),
                TaskField::Track(n[1] as u16),
                TaskField::Note(language, text),
                TaskField::Lane(lane(n[3])),
                TaskField::Source(Some(Place::of(crate::model::DocumentId::from_index(at(
                    n[3],
                    roadmap.documents.len(),
                ))))),
                TaskField::Source(None),
            ];
            make::set_tasks(roadmap, &[task(n[0])], &fields[n[2] as usize % fields.len()])
        }
        6 => {
            let task = task(n[0]);
            let words = [n[1], n[2] % 7].map(|n| format!("owner {}", n % 7));
            let mut owners: Vec<_> =
                words.iter().map(|word| OwnerId::from_index(roadmap.owners.intern(word))).collect();
            owners.dedup();
            make::set_tasks(roadmap, &[task], &TaskField::Owners(owners.into_iter().collect()))
        }
        7..=9 => {
            let when = Interval::parse("FY2023", fiscal).map_err(Refusal::Period)?;
            let new = |n: u32, id: &str| NewTask {
                task: Task::new(id, lane(n), Text::only(language, "新規"), when),
                behind: n.is_multiple_of(2).then(|| task(n)),
            };
            if roadmap.tasks.is_empty() || roadmap.lanes.is_empty() {
                return Err(Refusal::OutOfDate);
            }
            let tasks = vec![new(n[0], ""), new(n[1], "new"), new(n[2], "")];
            let links = vec![Dependency::new(TaskId::from_index(0), TaskId::from_index(2))];
            make::add_tasks(roadmap, tasks, links).map(|(transaction, _)| transaction)
        }
        10 | 11 => make::delete_tasks(roadmap, &[task(n[0]), task(n[1])]),
        12 => make::order_task(roadmap, task(n[0]), task(n[1])),
        13 => make::set_lane(roadmap, lane(n[0]), &LaneField::Title(language, text)),
        14 => {
            let color = u8::try_from(n[1] % 40).ok();
            make::set_lane(roadmap, lane(n[0]), &LaneField::Color(color))
        }
        15 | 16 => {
            let parent = Some(lane(n[0])).filter(|it| it.index() < roadmap.lanes.len());
            let parent = parent.filter(|_| !n[1].is_multiple_of(3));
            match parent {
                Some(lane) if n[2] % 3 == 0 => make::add_lane_below(roadmap, lane, language, &text),
                _ => make::add_lane(roadmap, parent, language, &text).map(|(adding, _)| adding),
            }
        }
        17 => make::delete_lane(roadmap, lane(n[0]), TasksOfLane::Delete),
        18 => make::delete_lane(roadmap, lane(n[0]), TasksOfLane::MoveUp),
        19 | 20 => {
            let within = |lane: &LaneId| lane.index() < roadmap.lanes.len();
            let parent = Some(lane(n[1])).filter(within).filter(|_| !n[1].is_multiple_of(3));
            let before = Some(lane(n[2])).filter(within).filter(|_| !n[2].is_multiple_of(3));
            make::place_lane(roadmap, lane(n[0]), parent, before)
        }
        21 | 22 => {
            let graph = Graph::new(roadmap);
            let new = Dependency {
                kind: DependencyType::ALL[n[2] as usize % 4],
                lag_days: n[3].cast_signed() % 1_000_100,
                ..Dependency::new(task(n[0]), task(n[1]))
            };
            make::add_link(roadmap, &graph, new)
        }
        23 => {
            let fields = [
                LinkField::Kind(DependencyType::ALL[n[1] as usize % 4]),
                LinkField::LagDays(n[1].cast_signed() % 1_000_100),
                LinkField::Basis(DependencyBasis::ALL[n[1] as usize % 3]),
                LinkField::Reason(language, text),
            ];
            make::set_links(roadmap, &[link(n[0])], &fields[n[2] as usize % fields.len()])
        }
        24 => make::delete_links(roadmap, &[link(n[0]), link(n[1])]),
        25 => make::set_roadmap_title(roadmap, language, &text),
        26 => {
            let month = FiscalYearStart::new((n[0] % 12) as u8 + 1).expect("1 to 12");
            Ok(make::set_fiscal_year_start(roadmap, month))
        }
        27 => {
            let at = at(n[0], roadmap.documents.len());
            match n[1] % 3 {
                0 if at < roadmap.documents.len() => make::delete_document(roadmap, at),
                1 => raw(Edit::Document(Change::Move { from: at, to: 0 })),
                _ if n[2] % 2 == 0 => make::add_document(roadmap, language, &format!("文書{text}")),
                _ => {
                    let fields = [
                        DocumentField::Id(format!("document-{}", n[3] % 5)),
                        DocumentField::Title(language, text.clone()),
                        DocumentField::Publisher(language, text.clone()),
                        DocumentField::File(text),
                        DocumentField::Date(None),
                    ];
                    make::set_document(roadmap, at, &fields[n[3] as usize % fields.len()])
                }
            }
        }
        28 => {
            let name: Box<str> = format!("owner {}", n[0] % 7).into();
            let record = Name {
                name,
                title: Text::only(language, format!("文書{text}")),
                extra: Extra::default(),
            };
            raw(Edit::Name(Change::Insert(vec![(at(n[1], roadmap.names.len()), record)])))
        }
        29 => {
            let mut extra = Extra::default();
            for key in 0..n[0] % 3 {
                let (key, json) = (format!("x {key}").into(), format!("[\n{}]", n[1]).into());
                extra.push(ExtraField { key, json });
            }
            raw(Edit::Extra(extra))
        }
        _ => {
            let id = format!("view {}", n[0] % 5);
            let view = View::new(id, Text::only(language, format!("表示{text}")));
            raw(Edit::View(Change::Insert(vec![(at(n[1], roadmap.views.len()), view)])))
        }
    }
}

/// The file of a roadmap.
pub(crate) fn file(roadmap: &Roadmap) -> String {
    let mut file = Vec::new();
    format::write(roadmap, &mut file).unwrap();
    String::from_utf8(file).unwrap()
}

proptest! {
    #![proptest_config(seeded(1_500))]

    #[test]
    fn everything_is_taken_back_and_done_again(mut roadmap in roadmap(), dice in dice(24)) {
        let first = file(&roadmap);
        let mut history = History::default();
        let mut states = vec![first.clone()];
        for dice in dice {
            let Ok(transaction) = random(&mut roadmap, dice) else { continue };
            let before = roadmap.clone();
            if history.commit(&mut roadmap, transaction).is_ok() {
                states.push(file(&roadmap));
            } else {
                prop_assert_eq!(&roadmap, &before);
            }
            // What no file can hold must not come to be; an empty title is worth a warning only.
            let (read, problems) = format::read(states.last().unwrap().as_bytes()).unwrap();
            let is_error = |it: &Diagnostic| it.severity == Severity::Error;
            prop_assert!(!problems.iter().any(is_error), "{:?}", problems);
            prop_assert_eq!(&file(&read), states.last().unwrap());
        }
        for state in states.iter().rev().skip(1) {
            prop_assert!(history.is_modified());
            history.undo(&mut roadmap);
            prop_assert_eq!(&file(&roadmap), state);
        }
        prop_assert!(history.undo(&mut roadmap).is_none());
        prop_assert!(!history.is_modified());
        for state in states.iter().skip(1) {
            history.redo(&mut roadmap);
            prop_assert_eq!(&file(&roadmap), state);
        }
        prop_assert!(history.redo(&mut roadmap).is_none());
    }

    #[test]
    fn composed_they_do_the_same_at_once(roadmap in roadmap(), dice in dice(12)) {
        let mut one_by_one = roadmap.clone();
        let mut composed = Transaction::default();
        for dice in dice {
            if let Ok(transaction) = random(&mut one_by_one, dice)
                && transaction.apply(&mut one_by_one).is_ok()
            {
                composed = composed.compose(transaction);
            }
        }
        // Words are no part of a document: the other one has to know them, too.
        let mut at_once = roadmap.clone();
        (at_once.owners, at_once.tags) = (one_by_one.owners.clone(), one_by_one.tags.clone());
        let back = composed.apply(&mut at_once).unwrap();
        prop_assert_eq!(file(&at_once), file(&one_by_one));
        let again = back.apply(&mut at_once).unwrap();
        prop_assert_eq!(file(&at_once), file(&roadmap));
        prop_assert_eq!(again.edits.len(), composed.edits.len());
    }

    #[test]
    fn a_positions_record_is_found_again(mut roadmap in roadmap(), dice in dice(12)) {
        for dice in dice {
            let Ok(transaction) = random(&mut roadmap, dice) else { continue };
            let before = roadmap.clone();
            if transaction.apply(&mut roadmap).is_err() {
                continue;
            }
            let renumberings = transaction.renumberings();
            for (at, task) in before.tasks.iter().enumerate() {
                let new = super::Renumberings::position(&renumberings.tasks, at);
                let is_renamed = dice.0 % 31 == 4;
                match new {
                    Some(new) if !is_renamed => prop_assert_eq!(&roadmap.tasks[new].id, &task.id),
                    Some(_) => {}
                    None => prop_assert!(roadmap.find_task(&task.id).is_none()),
                }
            }
        }
    }
}
