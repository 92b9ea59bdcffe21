//! The far view of a large document, and a chart without a widget for each bar.

use crate::harness::{Window, startup};
use eframe::egui::{self, Event, Key, Role};
use koteihyo::app::{App, Command, Origin, Session};
use koteihyo::sample::{SampleRequest, generate};

fn large() -> Window {
    let roadmap = generate(&SampleRequest::of(12_000));
    let session = Session::new(roadmap, Origin::BuiltIn, Vec::new());
    Window::open_with(|startup| startup.session = session)
}

/// Everything fits into one view, and the areas are named in it.
#[test]
fn all_of_a_large_document_is_seen_at_once() {
    let mut window = large();
    for command in [Command::Swimlanes, Command::Gantt] {
        window.press_keys_of(command);
        window.press_keys_of(Command::FitAll);
        let session = window.session();
        let height = f64::from(session.rows().height) * f64::from(session.view.row_scale);
        let chart = f64::from(window.rect_of(Role::Canvas).height());
        assert!((chart - 60.0..=chart).contains(&height), "{height} of {chart}");
        let counts = window.app().chart_counts();
        assert_eq!((counts.rows, counts.bars, counts.links), (0, 0, 0));
        assert!(counts.cells > 200, "{counts:?}");
        let roadmap = session.roadmap();
        let areas = roadmap.lanes.iter().filter(|lane| lane.parent.is_none());
        let titles: Vec<_> =
            areas.map(|lane| lane.title.in_language(window.app().language())).collect();
        let named = titles.iter().filter(|title| window.writes(title)).count();
        assert!(named > 2 && named >= titles.len().min(8), "{named} of {}", titles.len());
    }
}

#[test]
fn the_far_view_says_what_is_there_and_leads_there() {
    let mut window = large();
    window.press_keys_of(Command::FitAll);
    let far = window.session().view;
    let chart = window.rect_of(Role::Canvas);
    let place = egui::pos2(chart.center().x + 60.0, chart.top() + 200.0);
    window.send(Event::PointerMoved(place));
    for _ in 0..6 {
        window.step();
    }
    assert!(window.writes("クリックで拡大"), "{:?}", window.written());
    let counted = window.written();
    let count = counted.iter().find(|text| text.ends_with("施策") && text.contains("年")).unwrap();
    assert!(count.contains('月'), "a period of months: {count}");
    window.click_at(place);
    let near = window.session().view;
    assert!((near.row_scale - 1.0).abs() < f32::EPSILON && near.axis == far.axis);
    // The rows that were clicked are where the pointer is.
    let below_header = f64::from(place.y - chart.top() - koteihyo::layout::chart::HEADER_PT);
    let clicked = below_header / f64::from(far.row_scale);
    let shown = near.scroll_pt + below_header;
    assert!((clicked - shown).abs() < 6.0 / f64::from(far.row_scale), "{clicked}, {shown}");
    assert!(window.app().chart_counts().bars > 10);
}

#[test]
fn the_selected_chain_is_marked_from_far_away() {
    let mut window = large();
    let marks = |window: &Window| window.app().chart_counts().shapes;
    window.press(Key::ArrowDown);
    window.press_keys_of(Command::StepBack);
    window.press_keys_of(Command::FitAll);
    let without = marks(&window);
    window.press(Key::ArrowDown);
    window.press_keys_of(Command::FitAll);
    let members = window.session().focus_members().len();
    assert!(members > 1, "the first task has no links");
    assert!(marks(&window) > without, "{members}");
}

/// A screen reader clicks a bar by its node.
#[test]
fn a_bar_can_be_clicked_without_a_pointer() {
    let mut window = Window::open();
    window.click_bar_by_name("emergency-benefits.use-my-number");
    assert_eq!(window.selected(), Some("emergency-benefits.use-my-number"));
}

/// Without a screen reader the chart is one thing, however many bars it shows.
#[test]
fn bars_are_no_widgets() {
    let widgets = |tasks: usize| {
        let mut startup = startup();
        let roadmap = generate(&SampleRequest::of(tasks));
        startup.session = Session::new(roadmap, Origin::BuiltIn, Vec::new());
        startup.settings.facets = false;
        let ctx = egui::Context::default();
        let mut app = App::new(&ctx, startup);
        let screen = egui::Rect::from_min_size(egui::Pos2::ZERO, egui::vec2(1280.0, 800.0));
        for _ in 0..3 {
            let input = egui::RawInput { screen_rect: Some(screen), ..Default::default() };
            let mut output = ctx.run_ui(input, |ui| app.show(ui));
            output.textures_delta.clear();
        }
        assert!(app.chart_counts().bars >= tasks.min(50));
        ctx.interactive_rects_last_pass().len()
    };
    assert_eq!(widgets(2), widgets(5_000));
}
