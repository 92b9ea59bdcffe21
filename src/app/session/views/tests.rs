use super::*;
use crate::app::Origin;
use crate::layout::TimeAxis;
use crate::model::{Coloring, Grouping, Mode, Sorting};
use crate::store;
use proptest::prelude::*;
use proptest::sample::{Index, select};

fn session() -> Session {
    Session::new(store::built_in(), Origin::BuiltIn, Vec::new())
}

fn title() -> Text {
    Text::new("見る", "Look")
}

/// What somebody does to the look of a document.
#[derive(Clone, Debug)]
enum Step {
    Query(&'static str),
    Mode(Mode),
    Grouping(Grouping),
    Sorting(Sorting),
    Coloring(Coloring),
    Fold(Index),
    FoldAll(bool),
    Axis(i32, u16),
    Days(i32, i32),
    Everything,
    Width(u16),
    RowScale(u16),
    Scroll(u16),
}

fn step() -> impl Strategy<Value = Step> {
    const QUERIES: [&str; 5] = [
        "",
        "医療",
        "owner:デジタル庁 -is:milestone",
        "is:critical OR when:FY2023",
        "kind:milestone",
    ];
    prop_oneof![
        select(&QUERIES[..]).prop_map(Step::Query),
        select(Mode::ALL).prop_map(Step::Mode),
        select(Grouping::ALL).prop_map(Step::Grouping),
        select(Sorting::ALL).prop_map(Step::Sorting),
        select(Coloring::ALL).prop_map(Step::Coloring),
        any::<Index>().prop_map(Step::Fold),
        any::<bool>().prop_map(Step::FoldAll),
        (730_000..745_000_i32, 1..16_000_u16).prop_map(|(day, scale)| Step::Axis(day, scale)),
        (730_000..745_000_i32, 0..4000_i32).prop_map(|(day, days)| Step::Days(day, days)),
        Just(Step::Everything),
        (50..3000_u16).prop_map(Step::Width),
        (3..=200_u16).prop_map(Step::RowScale),
        any::<u16>().prop_map(Step::Scroll),
    ]
}

fn take(session: &mut Session, step: &Step) {
    match *step {
        Step::Query(text) => session.set_query(text).unwrap(),
        Step::Mode(mode) => session.set_mode(mode),
        Step::Grouping(grouping) => session.set_grouping(grouping),
        Step::Sorting(sorting) => session.set_sorting(sorting),
        Step::Coloring(coloring) => session.set_coloring(coloring),
        Step::Fold(at) => {
            let keys = crate::layout::headings(session.roadmap(), session.grouping());
            session.set_folded(*at.get(&keys.into_iter().collect::<Vec<_>>()), true);
        }
        Step::FoldAll(folded) => session.fold_all(folded),
        Step::Axis(day, scale) => {
            session.view.axis =
                TimeAxis { left_day: f64::from(day) + 0.3, pt_per_day: f64::from(scale) / 100.0 };
            session.view.reach = Reach::Free;
        }
        Step::Days(day, days) => {
            session.view.reach = Reach::Days(Day::from_number(day), Day::from_number(day + days));
        }
        Step::Everything => session.view.reach = Reach::Everything,
        Step::Width(width) => session.view.width_pt = f32::from(width),
        Step::RowScale(percent) => session.view.row_scale = f32::from(percent) / 100.0 + 0.002,
        Step::Scroll(points) => session.view.scroll_pt = f64::from(points),
    }
}

/// What is shown where.
fn shown(session: &Session) -> String {
    let (rows, colors) = (session.rows(), session.colors());
    let of_tasks: Vec<_> = session.roadmap().task_ids().map(|it| colors.of_task(it)).collect();
    format!("{:?} {:?} {:?}", rows.rows, rows.spans, of_tasks)
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 48, rng_seed: proptest::test_runner::RngSeed::Fixed(2021),
        failure_persistence: None, ..ProptestConfig::default()
    })]

    #[test]
    fn a_view_shows_the_same_again(steps in proptest::collection::vec(step(), 0..12)) {
        let mut session = session();
        for step in &steps {
            take(&mut session, step);
        }
        let (view, viewport, before) = (session.present_view(), session.view, shown(&session));
        session.apply_view(&view).unwrap();
        prop_assert!(shown(&session) == before);
        prop_assert_eq!(session.view, viewport);
        prop_assert_eq!(session.present_view(), view.clone());

        let json = store::format::write_view(&View { id: "a".into(), title: title(), ..view.clone() });
        let read = store::format::read_view(&json).unwrap();
        let mut fresh = self::session();
        fresh.apply_view(&read).unwrap();
        prop_assert!(shown(&fresh) == before);
        prop_assert_eq!(fresh.present_view(), view);
    }
}

#[test]
fn a_view_is_left_and_updated() {
    let mut session = session();
    session.set_query("医療").unwrap();
    session.add_view(title());
    assert_eq!((session.view_in_force(), session.has_left_view()), (Some(0), false));
    assert_eq!(&*session.views()[0].id, "view-1");
    let leave: [fn(&mut Session); 6] = [
        |it| it.set_query("").unwrap(),
        |it| it.set_mode(Mode::Gantt),
        |it| it.set_coloring(Coloring::Kind),
        |it| it.fold_all(true),
        |it| it.view.reach = Reach::Days(Day::from_number(738_000), Day::from_number(738_100)),
        |it| it.view.row_scale = 0.5,
    ];
    for leave in leave {
        leave(&mut session);
        assert!(session.has_left_view());
        session.show_view(0).unwrap();
        assert!(!session.has_left_view());
    }
    session.set_mode(Mode::Gantt);
    session.update_view(0);
    assert!(!session.has_left_view());
    assert_eq!((session.views()[0].mode, &*session.views()[0].query), (Mode::Gantt, "医療"));
}

#[test]
fn a_query_about_what_is_gone_leaves_the_filter_and_takes_the_rest() {
    let mut session = session();
    session.set_query("医療").unwrap();
    let view = View { query: "up:gone".into(), mode: Mode::Gantt, ..View::new("a", title()) };
    let error = session.apply_view(&view).unwrap_err();
    assert_eq!(error.range(), 3..7);
    assert_eq!(session.mode(), Mode::Gantt);
    assert_eq!(session.filter().query().text(), "医療");
    assert!(session.matches().shown() < session.matches().total());
}

#[test]
fn folded_headings_that_are_gone_stay_in_a_view() {
    let mut session = session();
    let folded = ["lane:gone".into(), "owner:デジタル庁".into()].into();
    session.insert_view(0, View { folded, ..View::new("a", title()) });
    session.show_view(0).unwrap();
    assert_eq!(session.folded().len(), 1);
    assert!(!session.has_left_view());
    session.fold_all(false);
    assert!(session.has_left_view());
    session.update_view(0);
    assert_eq!(session.views()[0].folded.concat(), "lane:gone");
}

#[test]
fn changes_are_those_since_the_file() {
    let mut session = session();
    let view = |id: &str| View::new(id, title());
    session.insert_view(0, view("a"));
    session.insert_view(1, view("b"));
    assert!(session.has_unsaved_views());
    session.set_saved_views(session.views().to_vec());
    assert!(!session.has_unsaved_views());
    assert_eq!(session.view_changes(), ViewChanges::default());

    let saved = session.views().to_vec();
    let removed = session.remove_view(0);
    session.rename_view(0, Language::English, "Other");
    session.add_view(title());
    let changes = session.view_changes();
    assert_eq!(changes.removed, ["a".into()]);
    let ids: Vec<_> = changes.changed.iter().map(|view| &*view.id).collect();
    assert_eq!(ids, ["b", "view-1"]);

    let mut other = self::session();
    for view in saved {
        other.insert_view(usize::MAX, view);
    }
    other.set_saved_views(other.views().to_vec());
    other.change_views(changes.clone());
    assert_eq!(other.views(), session.views());
    assert_eq!(other.view_changes(), changes);

    session.insert_view(0, removed);
    session.rename_view(1, Language::English, "Look");
    session.remove_view(2);
    assert!(!session.has_unsaved_views(), "all is as it was");
}

#[test]
fn the_view_in_force_stays_the_same_when_others_come_and_go() {
    let mut session = session();
    for id in ["a", "b", "c"] {
        session.insert_view(usize::MAX, View::new(id, title()));
    }
    session.show_view(1).unwrap();
    let first = session.remove_view(0);
    assert_eq!(session.view_in_force(), Some(0));
    session.insert_view(0, first);
    assert_eq!(session.view_in_force(), Some(1));
    session.remove_view(2);
    assert_eq!(session.view_in_force(), Some(1));
    session.remove_view(1);
    assert_eq!((session.view_in_force(), session.has_left_view()), (None, false));
}
