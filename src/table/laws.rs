//! What holds for every table.

use super::*;
use crate::model::{
    Dependency, DependencyType, Extra, Lane, LaneId, Language, Roadmap, Task, TaskId, Text,
};
use crate::schedule::Graph;
use crate::store::format::laws::roadmap;
use crate::time::{FiscalYearStart, Interval};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed};

fn seeded(cases: u32) -> Config {
    Config { cases, rng_seed: RngSeed::Fixed(2021), failure_persistence: None, ..Config::default() }
}

/// Pastes a text into a roadmap.
fn paste(text: &str, roadmap: &mut Roadmap, language: Language) -> Pasted {
    let pasted = read(text, roadmap, Place::default(), language, None).unwrap();
    pasted.transaction.apply(roadmap).unwrap();
    pasted
}

fn told(pasted: &Pasted) -> Vec<String> {
    pasted.problems.iter().map(|problem| problem.in_words(Language::English)).collect()
}

/// A plan with one lane.
fn one_lane() -> Roadmap {
    let lane = Lane {
        id: "lane".into(),
        title: Text::new("レーン", "Lane"),
        parent: None,
        color: None,
        extra: Extra::default(),
    };
    Roadmap { lanes: vec![lane], ..Roadmap::default() }
}

/// What a table says of a task, with what has other numbers elsewhere as text.
fn fields(roadmap: &Roadmap, task: &Task) -> String {
    let owners: Vec<_> = task.owners.iter().map(|it| roadmap.owners.word(it.index())).collect();
    let tags: Vec<_> = task.tags.iter().map(|it| roadmap.tags.word(it.index())).collect();
    // Blank words say nothing, and no table has them.
    let [owners, tags] = [owners, tags]
        .map(|words| words.into_iter().filter(|word| !word.trim().is_empty()).collect::<Vec<_>>());
    let plain = |text: &Text| Language::ALL.map(|it| text.get(it).unwrap_or("").trim().to_owned());
    format!(
        "{} {:?} {} {:?} {:?} {:?} {} {:?} {owners:?} {tags:?} {:?} {:?}",
        task.id,
        plain(&task.title),
        task.when,
        task.kind,
        task.status,
        task.progress,
        task.track,
        roadmap.lane(task.lane).id,
        plain(task.note()),
        task.basis,
    )
}

/// Whether no id has blanks at its ends, which a cell does not keep.
fn ids_fit_cells(roadmap: &Roadmap) -> bool {
    roadmap.tasks.iter().all(|task| task.id.trim() == &*task.id)
}

fn links(roadmap: &Roadmap) -> Vec<String> {
    let id = |task| &*roadmap.task(task).id;
    let text =
        |it: &Dependency| format!("{} {} {:?} {}", id(it.from), id(it.to), it.kind, it.lag_days);
    roadmap.dependencies.iter().map(text).collect()
}

proptest! {
    #![proptest_config(seeded(1_000))]

    #[test]
    fn what_is_copied_comes_back_in_an_empty_plan(plan in roadmap()) {
        prop_assume!(ids_fit_cells(&plan));
        for language in Language::ALL {
            // What only files can hold, such as an empty title, is told and left out.
            let tasks: Vec<TaskId> = plan.task_ids().collect();
            let text = write(&plan, &Graph::new(&plan), &tasks, language);
            let mut empty = Roadmap {
                tasks: [].into_iter().collect(),
                dependencies: [].into_iter().collect(),
                ..plan.clone()
            };
            if empty.lanes.is_empty() || tasks.is_empty() {
                continue;
            }
            let pasted = paste(&text, &mut empty, language);
            prop_assert_eq!(pasted.tasks.len() + pasted.left_out, tasks.len());
            let is_left_out = |id: &str| empty.find_task(id).is_none();
            for task in &plan.tasks {
                match empty.find_task(&task.id) {
                    Some(id) => prop_assert_eq!(
                        fields(&empty, empty.task(id)), fields(&plan, task), "{}\n{:?}", text, told(&pasted)
                    ),
                    None => prop_assert!(pasted.left_out > 0, "{}", task.id),
                }
            }
            let copied = links(&empty);
            for (link, text) in plan.dependencies.iter().zip(links(&plan)) {
                let ends = [link.from, link.to].map(|task| plan.task(task));
                let is_told = pasted.problems.iter().any(|it| it.column == Some(Column::DependsOn));
                prop_assert!(
                    copied.contains(&text) || is_told
                        || ends.iter().any(|task| is_left_out(&task.id))
                        || plan.dependencies.iter().filter(|it| {
                            (it.from, it.to, it.kind) == (link.from, link.to, link.kind)
                        }).count() > 1,
                    "{} {:?}", text, told(&pasted)
                );
            }
        }
    }

    #[test]
    fn what_a_table_does_not_say_comes_back_where_it_was_copied(plan in roadmap()) {
        prop_assume!(!plan.tasks.is_empty() && ids_fit_cells(&plan));
        let tasks: Vec<TaskId> = plan.task_ids().collect();
        let copied = Copied::new(&plan, &Graph::new(&plan), &tasks, Language::English);
        let mut empty = Roadmap {
            tasks: [].into_iter().collect(),
            dependencies: [].into_iter().collect(),
            ..plan.clone()
        };
        // A clipboard may have its own line ends.
        let text = copied.text().replace('\n', "\r\n");
        let place = Place::default();
        let pasted = read(&text, &mut empty, place, Language::Japanese, Some(&copied)).unwrap();
        pasted.transaction.apply(&mut empty).unwrap();
        let unsaid = |task: &Task| {
            let source = task.source.as_ref().map(|source| source.extra().clone());
            let texts = [&task.title, task.note()].map(|text| text.extra().clone());
            (texts, task.rare.extra().clone(), source)
        };
        for task in &empty.tasks {
            if let Some(old) = plan.find_task(&task.id) {
                prop_assert_eq!(unsaid(task), unsaid(plan.task(old)));
            }
        }
        let ends = |plan: &Roadmap, link: &Dependency| {
            [link.from, link.to].map(|task| plan.task(task).id.to_string())
        };
        for link in &empty.dependencies {
            let is_same = |old: &&Dependency| {
                old.kind == link.kind && ends(&plan, old) == ends(&empty, link)
            };
            // An id that is written otherwise in a table is another one.
            if ends(&empty, link).iter().any(|id| plan.find_task(id).is_none()) {
                continue;
            }
            let old: Vec<_> = plan.dependencies.iter().filter(is_same).collect();
            let has_all = |old: &&Dependency| (old.basis, &old.rare) == (link.basis, &link.rare);
            prop_assert!(old.iter().any(has_all), "{:?} {:?}", link, old);
        }
    }

    #[test]
    fn any_text_can_be_pasted(
        text in "[a-cA-Z名称開始終了期間題名\t\n\"0-9/～;年度FSid -]{0,80}|\\PC{0,60}",
        mut plan in roadmap(),
    ) {
        if let Ok(pasted) = read(&text, &mut plan, Place::default(), Language::Japanese, None) {
            let before = plan.tasks.len();
            pasted.transaction.apply(&mut plan).unwrap();
            prop_assert_eq!(plan.tasks.len(), before + pasted.tasks.len());
        }
    }
}

#[test]
fn good_rows_are_pasted_and_bad_ones_listed() {
    let mut plan = one_lane();
    let text = "担当\t施策\t期間\t先行\tID\t費用\tレーン\r\n\
        総務省、デジタル庁\t検討\t令和5年10月～\t\ta\t1億円\tLane\r\n\
        \t法案\t2023/10/05\ta FS+30d; zzz\tb\t\tどこか\r\n\
        \t交付\t来年\ta\tc\t\t\r\n\
        \t\t2023\t\t\t\t\r\n\
        \t\"二行\n目\"\t2023\t\t\t\t\r\n";
    let pasted = paste(text, &mut plan, Language::Japanese);
    let tasks: Vec<_> = plan.tasks.iter().map(|task| fields(&plan, task)).collect();
    assert_eq!(
        tasks,
        [
            "a [\"検討\", \"\"] 2023-10/.. Task Unknown None 0 \"lane\" [\"総務省\", \"デジタル庁\"] [] [\"\", \"\"] Editor",
            "b [\"法案\", \"\"] 2023-10-05 Task Unknown None 1 \"lane\" [] [] [\"\", \"\"] Editor",
        ]
    );
    assert_eq!(links(&plan), ["a b FinishToStart 30"]);
    assert_eq!((pasted.tasks.len(), pasted.left_out), (2, 3));
    assert_eq!(
        told(&pasted),
        [
            "Line 1 “費用”: this column is not read (the row was pasted)",
            "Line 3, Lane “どこか”: there is no such lane; its rows went to the lane where they were pasted (the row was pasted)",
            "Line 3, Depends on “zzz”: there is no id \"zzz\" (the row was pasted)",
            "Line 4, When “来年”: write a period like FY2023, 2023-10, 2023-10-05, 2023-04/2024-03 or 2023-01/..",
            "Line 5: the title is empty",
            "Line 6 “ 二行 目 2023    ”: line breaks and other control characters cannot be used",
        ]
    );
    assert_eq!(
        pasted.problems[3].in_words(Language::Japanese),
        "4行目「期間」の「来年」：期間は FY2023、2023-10、2023-10-05、2023-04/2024-03、2023-01/.. のように書いてください"
    );
}

#[test]
fn without_headings_there_are_title_start_and_end() {
    let mut plan = Roadmap::default();
    let pasted = paste("検討\t2023年度\t2024年度\n法案\t2025年度\n", &mut plan, Language::Japanese);
    assert_eq!(pasted.problems, []);
    assert_eq!(&*plan.lanes[0].id, "lane-1");
    let tasks: Vec<_> =
        plan.tasks.iter().map(|task| format!("{} {}", task.id, task.when)).collect();
    assert_eq!(tasks, ["lane-1.1 FY2023/FY2024", "lane-1.2 FY2025"]);
    assert_eq!(plan.tasks[0].track, plan.tasks[1].track, "bars of one track follow each other");
}

#[test]
fn copies_get_free_ids_and_keep_their_links() {
    let mut plan = one_lane();
    let when = Interval::parse("FY2023", FiscalYearStart::APRIL).unwrap();
    let task = |id: &str| Task::new(id, LaneId::from_index(0), Text::new("検討", "Study"), when);
    plan.tasks = ["x", "a", "b"].map(task).into_iter().collect();
    let link = |from, to| Dependency {
        kind: DependencyType::StartToStart,
        lag_days: -3,
        ..Dependency::new(TaskId::from_index(from), TaskId::from_index(to))
    };
    plan.dependencies = [link(0, 1), link(1, 2)].into_iter().collect();
    let tasks = [1, 2].map(TaskId::from_index);
    let text = write(&plan, &Graph::new(&plan), &tasks, Language::English);
    assert_eq!(
        text,
        "ID\tLane\tTrack\tTitle (Japanese)\tTitle (English)\tStart\tEnd\tKind\tDepends on\n\
         a\tLane\t0\t検討\tStudy\tFY2023\t\tTask\tx SS-3d\n\
         b\tLane\t0\t検討\tStudy\tFY2023\t\tTask\ta SS-3d\n"
    );
    let pasted = paste(&text, &mut plan, Language::Japanese);
    assert_eq!(pasted.problems, []);
    let tracks: Vec<_> = plan.tasks.iter().map(|task| (&*task.id, task.track)).collect();
    assert_eq!(tracks, [("x", 0), ("a", 0), ("b", 0), ("a.1", 1), ("b.1", 1)]);
    assert_eq!(
        links(&plan),
        [
            "x a StartToStart -3",
            "a b StartToStart -3",
            "a.1 b.1 StartToStart -3",
            "x a.1 StartToStart -3",
        ]
    );
}

#[test]
fn circles_of_links_are_told_and_left_out() {
    let mut plan = one_lane();
    let text = "id\ttitle\twhen\tdepends_on\na\tA\t2023\tb\nb\tB\t2023\ta; b\nc\tC\t2023\ta\n";
    let pasted = paste(text, &mut plan, Language::English);
    assert_eq!(links(&plan), ["a c FinishToStart 0"]);
    assert_eq!(
        told(&pasted),
        [
            "Line 2, Depends on “b”: this is part of a circle of dependencies (the row was pasted)",
            "Line 3, Depends on “b”: a task cannot depend on itself (the row was pasted)",
            "Line 3, Depends on “a”: this is part of a circle of dependencies (the row was pasted)",
        ]
    );
}

#[test]
fn large_tables_take_no_longer_than_they_are() {
    let mut plan = one_lane();
    let row = |n: usize| {
        format!(
            "stem{n}.x\t検討{n}\tFY2023\t{}\n",
            if n > 0 { format!("stem{}.x", n - 1) } else { String::new() }
        )
    };
    let mut text = "ID\t名称\t期間\t先行\n".to_owned();
    text.extend((0..100_000).map(row));
    let begun = std::time::Instant::now();
    assert_eq!(paste(&text, &mut plan, Language::Japanese).tasks.len(), 100_000);
    // Every id is taken now, and each has a stem of its own.
    assert_eq!(paste(&text, &mut plan, Language::Japanese).tasks.len(), 100_000);
    assert_eq!(plan.dependencies.len(), 2 * 99_999);
    assert!(begun.elapsed().as_secs() < 30, "{:?}", begun.elapsed());
    let title = format!("{}\tFY2023\nb\tFY2023\n", "長".repeat(1_000_000));
    let pasted = paste(&title, &mut one_lane(), Language::Japanese);
    assert_eq!((pasted.tasks.len(), pasted.left_out), (1, 1));
}
