//! The SVG exporter against texts in `tests/golden`.
//!
//! `KOTEIHYO_ACCEPT=1 cargo test --test svg` writes them anew.

#![expect(clippy::unwrap_used, reason = "a test may fail where it stands")]

use koteihyo::export::svg::{self, About};
use koteihyo::model::{
    Dependency, DependencyBasis, DependencyId, Extra, Lane, LaneId, Language, Roadmap, Task,
    TaskId, Text,
};
use koteihyo::scene::{Color, Fill, Point, Rect, Region, Scene, Shape, Stroke, Tag, Weight};
use koteihyo::time::{FiscalYearStart, Interval};
use resvg::usvg::roxmltree;
use std::path::Path;

const INK: Color = Color::hex(0x23_262B);
const BLUE: Color = Color::hex(0x1F_5FA8);
const RED: Color = Color::hex(0xC4_302B);

#[track_caller]
fn assert_golden(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    if std::env::var_os("KOTEIHYO_ACCEPT").is_some() {
        std::fs::write(&path, text).unwrap();
    }
    let golden = std::fs::read_to_string(&path).unwrap_or_default();
    for (number, (line, expected)) in text.lines().zip(golden.lines()).enumerate() {
        assert_eq!(line, expected, "line {} of {name}", number + 1);
    }
    assert_eq!(text, golden, "{name}");
}

/// Exports a scene and checks what holds for every export.
#[track_caller]
fn export(scene: &Scene, language: Language) -> String {
    let about = About {
        title: "工程表 <2021> & \"others\"".to_owned(),
        description: "A sample.".to_owned(),
        language,
    };
    let draw = || {
        let mut out = Vec::new();
        svg::write(scene, &roadmap(), &about, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    };
    let text = draw();
    assert_eq!(text, draw(), "the same scene gives the same text");
    let document = roxmltree::Document::parse(&text).unwrap();
    let title = document.root_element().first_element_child().unwrap();
    assert_eq!(title.text(), Some(&*about.title));
    for line in text.lines().skip(1) {
        assert!(line.starts_with('<') && line.ends_with('>'), "one element per line: {line}");
    }
    resvg::usvg::Tree::from_str(&text, &resvg::usvg::Options::default()).unwrap();
    text
}

fn roadmap() -> Roadmap {
    let when = Interval::parse("FY2021", FiscalYearStart::APRIL).unwrap();
    let task = |id: &str, title| Task::new(id, LaneId::from_index(0), title, when);
    Roadmap {
        lanes: vec![Lane {
            id: "residence-card".into(),
            title: Text::new("在留カードとの一体化", "Residence card integration"),
            parent: None,
            color: None,
            extra: Extra::default(),
        }],
        tasks: [
            task("residence-card.study", Text::new("検討", "Study")),
            task("residence-card.bill", Text::new("法案の提出", "Submit the bill")),
        ]
        .into_iter()
        .collect(),
        dependencies: [Dependency {
            basis: DependencyBasis::Row,
            ..Dependency::new(TaskId::from_index(0), TaskId::from_index(1))
        }]
        .into_iter()
        .collect(),
        ..Roadmap::default()
    }
}

fn page(regions: Vec<Region>) -> Scene {
    Scene { width: 320.0, height: 90.5, background: Color::hex(0xFC_FBF8), regions }
}

fn whole_page() -> Region {
    Region::new(Rect::new(0.0, 0.0, 320.0, 90.5))
}

fn text(x: f32, y: f32, text: &str, weight: Weight) -> Shape {
    Shape::Text { at: Point { x, y }, text: text.into(), size: 12.0, weight, color: INK }
}

#[test]
fn every_shape_has_its_element() {
    let mut region = whole_page();
    let rect = Rect::new(10.0, 10.0, 110.333_3, 32.0);
    let fill = Some(Fill::Solid(BLUE.with_alpha(51)));
    region.push(Tag::Backdrop, Shape::Rect { rect, radius: 0.0, fill, stroke: None });
    let stroke = Some(Stroke::solid(1.0, INK));
    region.push(Tag::Backdrop, Shape::Rect { rect, radius: 4.0, fill: None, stroke });
    let points =
        vec![Point { x: 5.0, y: 0.0 }, Point { x: 10.0, y: 5.5 }, Point { x: 0.0, y: 5.5 }];
    let stroke = Some(Stroke { width: 1.5, color: RED.with_alpha(128), dash: None });
    let fill = Some(RED);
    region.push(Tag::Backdrop, Shape::Polygon { points: points.clone(), fill, stroke });
    let stroke = Stroke { width: 0.75, color: INK, dash: Some((4.0, 2.5)) };
    region.push(Tag::Backdrop, Shape::Line { points, stroke });
    region.push(Tag::Backdrop, text(10.0, 60.0, "法案 <提出> & \u{1}\"了\"", Weight::Regular));
    region.push(Tag::Backdrop, text(10.0, 75.0, " two  spaces", Weight::Bold));
    assert_golden("shapes.svg", &export(&page(vec![region]), Language::Japanese));
}

#[test]
fn groups_say_what_they_stand_for() {
    let [study, bill] = [0, 1].map(TaskId::from_index);
    let bar = |left: f32| Shape::Rect {
        rect: Rect::new(left, 40.0, left + 80.0, 62.0),
        radius: 3.0,
        fill: Some(Fill::Solid(BLUE)),
        stroke: None,
    };
    let points = vec![Point { x: 90.0, y: 51.0 }, Point { x: 120.0, y: 51.0 }];
    let line = || Shape::Line { points: points.clone(), stroke: Stroke::solid(1.0, INK) };
    let mut region = whole_page();
    region.push(Tag::Scale, text(10.0, 12.0, "FY2021", Weight::Bold));
    region.push(Tag::Lane(LaneId::from_index(0)), text(10.0, 30.0, "Residence…", Weight::Bold));
    region.push(Tag::Dependency(DependencyId::from_index(0)), line());
    region.push(Tag::Task(study), bar(10.0));
    region.push(Tag::Task(study), line());
    region.push(Tag::Task(bill), bar(120.0));
    region.push(Tag::TaskLabel(bill), text(124.0, 55.0, "Submit…", Weight::Regular));
    region.push(Tag::HiddenLinks(bill), text(204.0, 55.0, "+2", Weight::Regular));
    region.push(Tag::Today, line());
    assert_golden("groups.svg", &export(&page(vec![region]), Language::English));
}

#[test]
fn regions_clip_and_gradients_are_shared() {
    let soft = |rect| Shape::Rect {
        rect,
        radius: 0.0,
        fill: Some(Fill::Gradient { left: BLUE, right: BLUE.with_alpha(0) }),
        stroke: None,
    };
    let mut scale = Region::new(Rect::new(0.0, 0.0, 320.0, 24.0));
    scale.push(Tag::Scale, soft(Rect::new(0.0, 0.0, 40.0, 24.0)));
    let mut bars = Region::new(Rect::new(100.0, 24.0, 320.0, 90.5));
    bars.push(Tag::Backdrop, soft(Rect::new(90.0, 30.0, 160.0, 50.0)));
    let fill = Some(Fill::Gradient { left: RED, right: BLUE });
    let rect = Rect::new(90.0, 60.0, 160.0, 80.0);
    bars.push(Tag::Backdrop, Shape::Rect { rect, radius: 0.0, fill, stroke: None });
    let scene = page(vec![whole_page(), scale, bars]);
    assert_golden("regions.svg", &export(&scene, Language::English));
}
