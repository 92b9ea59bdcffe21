//! A whole chart as a sheet to hand out: title, all rows, and where it comes from.

use super::chart::{self, ChartRequest, Emphasis, HEADER_PT, HiddenLinkCount, LinkStyle};
use super::{FontMetrics, LinkIndex, Mode, Palette, Rows, TimeAxis};
use crate::model::{DependencyId, Language, Roadmap, TaskId};
use crate::scene::{Color, Point, Rect, Region, Scene, Shape, Tag, Weight};
use crate::time::Day;
use crate::words;

const MARGIN_PT: f32 = 28.0;
const TITLE_PT: f32 = 20.0;
const SUBTITLE_PT: f32 = 12.0;
const HEAD_PT: f32 = 64.0;
const FOOT_PT: f32 = 30.0;
const NAMES_PT: f32 = 240.0;
const TASK_COLUMNS_PT: f32 = 520.0;

/// The width of a sheet if nobody asks for another, in points.
pub const DEFAULT_WIDTH_PT: f32 = 1600.0;
/// The narrowest sheet that shows anything, in points.
pub const MIN_WIDTH_PT: f32 = 640.0;

/// All that a sheet depends on.
pub struct SheetRequest<'a> {
    /// The document.
    pub roadmap: &'a Roadmap,
    /// Its rows as they are shown.
    pub rows: &'a Rows,
    /// The first and last day of the time scale.
    pub days: (Day, Day),
    /// Width of the sheet in points.
    pub width: f32,
    /// The language.
    pub language: Language,
    /// The colours.
    pub palette: &'a Palette,
    /// The widths of texts.
    pub fonts: &'a FontMetrics,
    /// The day that counts as today.
    pub today: Option<Day>,
    /// How many tasks are shown, and of how many, if a filter hides some.
    pub filtered: Option<(usize, usize)>,
    /// How tasks stand to the selection.
    pub emphasis: &'a dyn Fn(TaskId) -> Emphasis,
    /// How links stand to the selection.
    pub link_emphasis: &'a dyn Fn(DependencyId) -> Emphasis,
    /// Links of shown tasks to hidden ones.
    pub hidden_links: &'a dyn Fn(TaskId) -> HiddenLinkCount,
    /// Which links are drawn.
    pub link_style: LinkStyle,
}

/// Draws a whole chart, every row and all the given days.
#[must_use]
pub fn draw(request: &SheetRequest<'_>) -> Scene {
    let width = request.width.max(MIN_WIDTH_PT);
    let chart_width = width - 2.0 * MARGIN_PT;
    let names = if request.rows.mode == Mode::Gantt { TASK_COLUMNS_PT } else { NAMES_PT };
    let names_width = names.min(chart_width * 0.45).round();
    let axis = TimeAxis::fit(request.days.0, request.days.1, chart_width - names_width);
    let chart_height = HEADER_PT + request.rows.height as f32;
    let links = LinkIndex::new(request.roadmap, request.rows);
    let chart = chart::draw(&ChartRequest {
        roadmap: request.roadmap,
        rows: request.rows,
        links: &links,
        axis,
        scroll_pt: 0.0,
        row_scale: 1.0,
        width: chart_width,
        height: chart_height,
        names_width,
        language: request.language,
        palette: request.palette,
        fonts: request.fonts,
        today: request.today.filter(|today| (request.days.0..=request.days.1).contains(today)),
        emphasis: request.emphasis,
        link_emphasis: request.link_emphasis,
        hidden_links: request.hidden_links,
        link_style: request.link_style,
    });
    let height = HEAD_PT + chart_height + FOOT_PT + MARGIN_PT / 2.0;
    let mut scene = chart.scene;
    scene.shift(MARGIN_PT, HEAD_PT);
    let mut frame = Region::new(Rect::new(0.0, 0.0, width, height));
    draw_head(request, &mut frame, width);
    draw_foot(request, &mut frame, width, HEAD_PT + chart_height);
    scene.regions.insert(0, frame);
    Scene { width, height, ..scene }
}

fn draw_head(request: &SheetRequest<'_>, region: &mut Region, width: f32) {
    let palette = request.palette;
    let title = request.roadmap.title.in_language(request.language);
    let room = width - 2.0 * MARGIN_PT;
    let bold = (TITLE_PT, Weight::Bold);
    push(request, region, title, (MARGIN_PT, 32.0), bold, palette.ink, room);
    let subtitle = subtitle(request);
    let small = (SUBTITLE_PT, Weight::Regular);
    push(request, region, &subtitle, (MARGIN_PT, 52.0), small, palette.secondary, room);
}

/// The period, the number of tasks, and, if there is a filter, that there is one.
fn subtitle(request: &SheetRequest<'_>) -> String {
    let fiscal = request.roadmap.fiscal_year_start;
    let [first, last] = [request.days.0, request.days.1]
        .map(|day| words::fiscal_year_in_words(fiscal.fiscal_year_of(day), request.language));
    let total = request.roadmap.tasks.len();
    match (request.language, request.filtered) {
        (Language::Japanese, None) => format!("{first}～{last}　{total}施策"),
        (Language::Japanese, Some((shown, total))) => {
            format!("{first}～{last}　絞り込み表示：{total}施策のうち{shown}施策")
        }
        (Language::English, None) => format!("{first} to {last} · {total} tasks"),
        (Language::English, Some((shown, total))) => {
            format!("{first} to {last} · filtered: {shown} of {total} tasks shown")
        }
    }
}

fn draw_foot(request: &SheetRequest<'_>, region: &mut Region, width: f32, top: f32) {
    let palette = request.palette;
    let rule = Rect::new(MARGIN_PT, top, width - MARGIN_PT, top + 1.0);
    region.push_rect(Tag::Backdrop, rule, palette.year_line);
    let Some(document) = request.roadmap.documents.first() else { return };
    let language = request.language;
    let publisher = document.publisher.in_language(language);
    let title = document.title.in_language(language);
    let date = document.date.map(|date| words::day_in_words(date, language));
    let parts: Vec<&str> = [Some(publisher), Some(title), date.as_deref()]
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .collect();
    let text = match (language, parts.as_slice()) {
        (Language::Japanese, [publisher, title, date]) => {
            format!("出典：{publisher}「{title}」（{date}）をもとに作成")
        }
        (Language::Japanese, parts) => format!("出典：{}", parts.join("、")),
        (Language::English, parts) => format!("Source: {}", parts.join(", ")),
    };
    let room = width - 2.0 * MARGIN_PT;
    let at = (MARGIN_PT, top + 20.0);
    push(request, region, &text, at, (10.5, Weight::Regular), palette.secondary, room);
}

fn push(
    request: &SheetRequest<'_>,
    region: &mut Region,
    text: &str,
    (x, y): (f32, f32),
    (size, weight): (f32, Weight),
    color: Color,
    room: f32,
) {
    if let Some(text) = request.fonts.elided(text, weight, size, room) {
        let at = Point { x, y };
        region.push(Tag::Backdrop, Shape::Text { at, text, size, weight, color });
    }
}
