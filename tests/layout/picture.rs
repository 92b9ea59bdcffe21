//! Draws charts for the tests, and writes down what is in them.

use koteihyo::app::{BOLD_FONT, REGULAR_FONT};
use koteihyo::layout::chart::{
    self, Chart, ChartRequest, Emphasis, HiddenLinkCount, LinkBases, LinkStyle, Marks,
};
use koteihyo::layout::{Colors, FontMetrics, LinkIndex, Palette, Rows, Theme, TimeAxis};
use koteihyo::model::{Coloring, Language, Roadmap, TaskId};
use koteihyo::scene::{Rect, Shape, Tag};
use std::fmt::Write as _;
use std::path::Path;

/// A chart to be drawn.
pub struct Picture<'a> {
    pub roadmap: &'a Roadmap,
    pub rows: &'a Rows,
    pub language: Language,
    pub width: f32,
    pub height: f32,
    pub coloring: Coloring,
    pub emphasis: &'a dyn Fn(TaskId) -> Emphasis,
}

impl<'a> Picture<'a> {
    /// The whole roadmap in Japanese, nothing selected, 1000 points wide.
    pub fn of(roadmap: &'a Roadmap, rows: &'a Rows) -> Self {
        Self {
            roadmap,
            rows,
            language: Language::Japanese,
            width: 1000.0,
            height: 300.0,
            coloring: Coloring::Area,
            emphasis: &|_| Emphasis::Plain,
        }
    }

    pub fn draw(&self) -> Chart {
        let names_width = 240.0;
        let (first, last) = self.roadmap.span().unwrap();
        chart::draw(&ChartRequest {
            roadmap: self.roadmap,
            rows: self.rows,
            links: &LinkIndex::new(self.roadmap, self.rows),
            density: None,
            lit: &[],
            axis: TimeAxis::fit_with_links(first, last, self.width - names_width),
            scroll_pt: 0.0,
            row_scale: 1.0,
            width: self.width,
            height: self.height,
            names_width,
            with_status: false,
            language: self.language,
            colors: &Colors::new(self.roadmap, self.coloring, &|_| false),
            palette: &Palette::new(Theme::Light),
            fonts: &fonts(),
            today: Some("2023-06-01".parse().unwrap()),
            progress_line: None,
            emphasis: self.emphasis,
            link_emphasis: &|_| Emphasis::Plain,
            marks: &|_| Marks::default(),
            hidden_links: &|_| HiddenLinkCount::default(),
            link_style: LinkStyle::Thin,
            link_bases: LinkBases::ALL,
            focus: None,
        })
    }
}

/// The room that each task's name takes, in the order of painting.
pub fn label_boxes(chart: &Chart) -> Vec<(TaskId, Rect)> {
    let fonts = fonts();
    let items = chart.scene.items();
    let boxes = items.filter_map(|item| match (&item.shape, item.tag) {
        (Shape::Text { at, text, size, weight, .. }, Tag::TaskLabel(task)) => {
            let width = fonts.width(text, *weight, *size);
            Some((task, Rect::new(at.x, at.y - size * 0.8, at.x + width, at.y + size * 0.1)))
        }
        _ => None,
    });
    boxes.collect()
}

fn fonts() -> FontMetrics {
    FontMetrics::new(REGULAR_FONT, BOLD_FONT).unwrap()
}

/// One line for each item that stands for something, in the order of painting.
pub fn describe(roadmap: &Roadmap, chart: &Chart) -> String {
    let mut text = String::new();
    for item in chart.scene.items() {
        let what = match item.tag {
            Tag::Backdrop => continue,
            Tag::Scale => "scale".to_owned(),
            Tag::Today => "today".to_owned(),
            Tag::ProgressLine => "progress".to_owned(),
            Tag::Heading => "heading".to_owned(),
            Tag::Lane(lane) => format!("lane {}", roadmap.lane(lane).id),
            Tag::Task(task) => format!("task {}", roadmap.task(task).id),
            Tag::TaskLabel(task) => format!("name {}", roadmap.task(task).id),
            Tag::HiddenLinks(task) => format!("hidden {}", roadmap.task(task).id),
            Tag::Dependency(link) => {
                let link = roadmap.dependency(link);
                format!("link {}→{}", roadmap.task(link.from).id, roadmap.task(link.to).id)
            }
        };
        let points = |points: &[koteihyo::scene::Point]| {
            let points = points.iter().map(|point| format!("{:.0},{:.0}", point.x, point.y));
            points.collect::<Vec<_>>().join(" ")
        };
        let shape = match &item.shape {
            Shape::Rect { rect, .. } => format!(
                "rect {:.0},{:.0} {:.0}×{:.0}",
                rect.left,
                rect.top,
                rect.width(),
                rect.height()
            ),
            Shape::Polygon { points: corners, .. } => format!("polygon {}", points(corners)),
            Shape::Line { points: corners, stroke } => {
                let dashes = if stroke.dash.is_some() { "dashes" } else { "line" };
                format!("{dashes} {}", points(corners))
            }
            Shape::Text { at, text, size, .. } => {
                format!("{text:?} {:.0},{:.0} {size} pt", at.x, at.y)
            }
        };
        let _ = writeln!(text, "{what}: {shape}");
    }
    text
}

/// Compares with a golden text, or writes it if that was asked for.
#[track_caller]
pub fn assert_golden(name: &str, text: &str) {
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
