//! A whole chart as a sheet to hand out: title, all rows, what a filter hides, and the source.

use super::axis::link_margin_pt;
use super::chart::{
    self, ChartRequest, Emphasis, HEADER_PT, HiddenLinkCount, LinkBases, LinkStyle, Marks,
    TaskColumns,
};
use super::legend::Legend;
use super::{Colors, FontMetrics, LinkIndex, Mode, Palette, ProgressLine, RowKind, Rows, TimeAxis};
use crate::model::{
    DependencyBasis, DependencyId, Document, Grouping, LaneId, Language, Roadmap, TaskId,
};
use crate::scene::{Color, Item, Point, Rect, Region, Scene, Shape, Tag, Weight};
use crate::time::Day;
use crate::words::{self, Word};
use std::ops::Range;

/// The width of a sheet if nobody asks for another, in points.
pub const DEFAULT_WIDTH_PT: f32 = 1600.0;
/// The narrowest sheet whose parts do not overlap, in points.
pub const MIN_WIDTH_PT: f32 = 640.0;

pub(super) const MARGIN_PT: f32 = 28.0;
/// From the upper edge to the title, and from the subtitle to the chart.
const HEAD_GAPS_PT: (f32, f32) = (12.0, 8.0);
/// From the rule under the chart to the text below it, and from there to the lower edge.
const FOOT_GAPS_PT: (f32, f32) = (9.0, 20.0);
/// The column of names is as wide as the names, but leaves this share of the chart to time.
const MAX_NAMES_SHARE: f32 = 0.3;
/// The same for the columns of tasks.
const MAX_TASK_COLUMNS_SHARE: f32 = 0.45;
/// On a narrow sheet names take this much all the same: less would leave nothing of them.
const MIN_NAMES_PT: f32 = 240.0;
/// The same for the columns of tasks.
const MIN_TASK_COLUMNS_PT: f32 = 380.0;
/// The rows take at least this much, so that the sheet of one task looks like a chart.
const MIN_ROWS_PT: f32 = 60.0;

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
    /// What the colours of bars stand for.
    pub colors: &'a Colors,
    /// The colours.
    pub palette: &'a Palette,
    /// The widths of texts.
    pub fonts: &'a FontMetrics,
    /// The day that counts as today.
    pub today: Option<Day>,
    /// The progress line of these rows, if it is drawn.
    pub progress_line: Option<&'a ProgressLine>,
    /// What the filter does, if there is one.
    pub filtered: Option<&'a Filtered>,
    /// What is lit in the chart, in the language of the sheet; a line of its foot each.
    pub notes: &'a [String],
    /// How tasks stand to the selection.
    pub emphasis: &'a dyn Fn(TaskId) -> Emphasis,
    /// How links stand to the selection.
    pub link_emphasis: &'a dyn Fn(DependencyId) -> Emphasis,
    /// What the schedule says of tasks.
    pub marks: &'a dyn Fn(TaskId) -> Marks,
    /// Links of shown tasks to hidden ones.
    pub hidden_links: &'a dyn Fn(TaskId) -> HiddenLinkCount,
    /// Which links are drawn.
    pub link_style: LinkStyle,
    /// Links of which bases are drawn.
    pub link_bases: LinkBases,
}

/// What a filter does, so that the sheet can say so.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filtered {
    /// How many tasks it lets through.
    pub shown: usize,
    /// What it asks for, in the language of the sheet.
    pub conditions: Vec<String>,
    /// How many dependencies lead from a shown task to a hidden one.
    pub hidden_links: usize,
}

/// Draws a whole chart, every row and all the given days.
#[must_use]
pub fn draw(request: &SheetRequest<'_>) -> Scene {
    let width = request.width.max(MIN_WIDTH_PT);
    let chart_width = width - 2.0 * MARGIN_PT;
    let head = head(request, chart_width);
    let chart_top =
        HEAD_GAPS_PT.0 + head.iter().map(Paragraph::height).sum::<f32>() + HEAD_GAPS_PT.1;
    let chart_height = HEADER_PT + (request.rows.height as f32).max(MIN_ROWS_PT);
    let legend = Legend::new(request, chart_width);
    let marks = words::status_marks_in_words(request.language).to_owned();
    let marks = request.rows.tell_status.then_some(marks);
    let notes: Vec<String> = request.notes.iter().cloned().chain(marks).collect();
    let foot = foot(
        request.roadmap,
        request.filtered,
        &notes,
        request.fonts,
        request.palette,
        request.language,
        chart_width,
    );
    let foot_top = chart_top + chart_height;
    let notes_height = foot.iter().map(Paragraph::height).sum::<f32>();
    let link_legend = LinkLegend::new(request);
    let links_height = link_legend.as_ref().map_or(0.0, |_| LinkLegend::HEIGHT_PT);
    let foot_height =
        FOOT_GAPS_PT.0 + legend.height() + links_height + notes_height + FOOT_GAPS_PT.1;
    let height = foot_top + foot_height;

    let mut scene = draw_chart(request, chart_width, chart_height);
    scene.shift(MARGIN_PT, chart_top);
    let mut frame = Region::new(Rect::new(0.0, 0.0, width, height));
    push(&mut frame, HEAD_GAPS_PT.0, &head);
    let rule = Rect::new(MARGIN_PT, foot_top, width - MARGIN_PT, foot_top + 1.0);
    frame.push_rect(Tag::Backdrop, rule, request.palette.year_line);
    let mut below = foot_top + FOOT_GAPS_PT.0;
    legend.push(&mut frame, Point { x: MARGIN_PT, y: below });
    below += legend.height();
    if let Some(link_legend) = link_legend {
        link_legend.draw(request, &mut frame, below);
        below += LinkLegend::HEIGHT_PT;
    }
    push(&mut frame, below, &foot);
    scene.regions.insert(0, frame);
    Scene { width, height, ..scene }
}

fn draw_chart(request: &SheetRequest<'_>, width: f32, height: f32) -> Scene {
    let names_width = names_width(request, width);
    let (first, last) = request.days;
    let mut scene = chart::draw(&ChartRequest {
        roadmap: request.roadmap,
        rows: request.rows,
        links: &LinkIndex::new(request.roadmap, request.rows),
        density: None,
        lit: &[],
        axis: axis(first, last, width - names_width),
        scroll_pt: 0.0,
        row_scale: 1.0,
        width,
        height,
        names_width,
        with_status: request.rows.tell_status,
        language: request.language,
        colors: request.colors,
        palette: request.palette,
        fonts: request.fonts,
        today: request.today.filter(|today| (first..=last).contains(today)),
        progress_line: request.progress_line.filter(|it| (first..=last).contains(&it.day())),
        emphasis: request.emphasis,
        link_emphasis: request.link_emphasis,
        marks: request.marks,
        hidden_links: request.hidden_links,
        link_style: request.link_style,
        link_bases: request.link_bases,
        focus: None,
    })
    .scene;
    let margin = link_margin_pt(width - names_width);
    let period = names_width + margin..width - margin;
    if let Some(header) = scene.regions.last_mut() {
        header.items.retain(|item| !is_cut_label(request.fonts, item, names_width, &period));
    }
    scene
}

/// Whether an item of the header is a label that the margins beside the period cut through.
fn is_cut_label(fonts: &FontMetrics, item: &Item, names_width: f32, period: &Range<f32>) -> bool {
    let (Tag::Scale, Shape::Text { at, text, size, weight, .. }) = (item.tag, &item.shape) else {
        return false;
    };
    // Labels stand on whole points, so they may be up to one point off.
    let (left, right) = (at.x + 1.0, at.x + fonts.width(text, *weight, *size) - 1.0);
    right > names_width && (left < period.start || right > period.end)
}

/// The column of names as wide as the longest name, as far as the sheet allows.
fn names_width(request: &SheetRequest<'_>, width: f32) -> f32 {
    // What the chart puts beside a name: indent, triangle, count; for tasks two more columns.
    const INDENT_PT: f32 = 12.0;
    let fonts = request.fonts;
    let roadmap = request.roadmap;
    let needed = request.rows.rows.iter().map(|row| {
        let indent = f32::from(row.depth.min(8)) * INDENT_PT;
        let lane_width = |lane: LaneId, size_pt| {
            let title = roadmap.lane(lane).title.in_language(request.language);
            fonts.width(title, Weight::Regular, size_pt)
        };
        match row.kind {
            RowKind::Band { key, .. } => {
                let title = words::group_in_words(key, roadmap, request.language);
                indent + 66.0 + fonts.width(&title, Weight::Bold, 12.5)
            }
            // The names of lanes with several rows have several lines.
            RowKind::Track { count, .. } if count > 1 => 0.0,
            RowKind::Track { lane, .. } => indent + 36.0 + lane_width(lane, 12.0),
            RowKind::Task(task) => {
                let record = roadmap.task(task);
                let title = record.title.in_language(request.language);
                let lane = match request.rows.grouping {
                    Grouping::Lanes => 0.0,
                    _ => chart::LANE_GAP_PT + lane_width(record.lane, 11.0),
                };
                let status = if request.rows.tell_status { chart::STATUS_PT } else { 0.0 };
                indent + 264.0 + status + lane + fonts.width(title, Weight::Regular, 12.0)
            }
        }
    });
    let (least, usual, share) = match request.rows.mode {
        Mode::Swimlanes => (MIN_NAMES_PT, MIN_NAMES_PT, MAX_NAMES_SHARE),
        Mode::Gantt => {
            let all_columns = TaskColumns::whole_width(request.rows.tell_status);
            (MIN_TASK_COLUMNS_PT, all_columns, MAX_TASK_COLUMNS_SHARE)
        }
    };
    needed.fold(usual, f32::max).min((width * share).max(least)).round()
}

/// The axis on which all the days have room, however few or many they are.
fn axis(first: Day, last: Day, width: f32) -> TimeAxis {
    let days = f64::from(last.number() - first.number() + 1).max(1.0);
    let margin = link_margin_pt(width);
    let pt_per_day = f64::from(width - 2.0 * margin) / days;
    TimeAxis { left_day: f64::from(first.number()), pt_per_day }.panned(margin)
}

/// The title; below it the period and the number of tasks.
fn head(request: &SheetRequest<'_>, room: f32) -> [Paragraph; 2] {
    let palette = request.palette;
    let title = request.roadmap.title.in_language(request.language);
    [
        Paragraph::new(request.fonts, title, TITLE, palette.ink, room),
        Paragraph::new(request.fonts, &subtitle(request), SUBTITLE, palette.secondary, room),
    ]
}

fn subtitle(request: &SheetRequest<'_>) -> String {
    let fiscal = request.roadmap.fiscal_year_start;
    let period = words::days_or_years_in_words(request.days, fiscal, request.language);
    let total = words::grouped(request.roadmap.tasks.len());
    let shown = request.filtered.map(|filtered| words::grouped(filtered.shown));
    match (request.language, shown) {
        (Language::Japanese, None) => format!("{period}　{total}施策"),
        (Language::Japanese, Some(shown)) => {
            format!("{period}　絞り込み表示：{total}施策のうち{shown}施策")
        }
        (Language::English, None) => format!("{period} · {total} tasks"),
        (Language::English, Some(shown)) => {
            format!("{period} · filtered: {shown} of {total} tasks shown")
        }
    }
}

/// What the filter asks for and hides, and where the tasks come from.
pub(super) fn foot(
    roadmap: &Roadmap,
    filtered: Option<&Filtered>,
    notes: &[String],
    fonts: &FontMetrics,
    palette: &Palette,
    language: Language,
    room: f32,
) -> Vec<Paragraph> {
    let filter = filtered.map(|filtered| filter_note(filtered, language));
    let source = source_note(&roadmap.documents, language);
    let notes = filter.iter().chain(notes);
    let notes = notes.map(|text| Paragraph::new(fonts, text, NOTE, palette.ink, room));
    let source = source.map(|text| Paragraph::new(fonts, &text, NOTE, palette.secondary, room));
    notes.chain(source).filter(|paragraph| !paragraph.lines.is_empty()).collect()
}

fn filter_note(filtered: &Filtered, language: Language) -> String {
    let Filtered { conditions, hidden_links, .. } = filtered;
    let mut parts = Vec::new();
    match language {
        Language::Japanese => {
            if !conditions.is_empty() {
                parts.push(format!("絞り込み：{}", conditions.join("、")));
            }
            if *hidden_links > 0 {
                parts.push(format!(
                    "表示していない施策への依存関係：{hidden_links}件（「+1」などの印）"
                ));
            }
            parts.join("　")
        }
        Language::English => {
            if !conditions.is_empty() {
                parts.push(format!("Filter: {}", conditions.join(", ")));
            }
            if *hidden_links > 0 {
                parts.push(format!(
                    "Dependencies on tasks that are not shown: {hidden_links} (marked +1, +2 …)"
                ));
            }
            parts.join(" · ")
        }
    }
}

/// The documents that the tasks come from, as the terms of public documents ask for.
fn source_note(documents: &[Document], language: Language) -> Option<String> {
    let documents: Vec<String> = documents
        .iter()
        .map(|document| document_in_words(document, language))
        .filter(|document| !document.is_empty())
        .collect();
    if documents.is_empty() {
        return None;
    }
    Some(match language {
        Language::Japanese => format!("出典：{}を加工して作成", documents.join("、")),
        Language::English => format!("Source: {} (edited)", documents.join("; ")),
    })
}

fn document_in_words(document: &Document, language: Language) -> String {
    let publisher = document.publisher.in_language(language);
    let title = document.title.in_language(language);
    let date = document.date.map(|date| words::day_in_words(date, language)).unwrap_or_default();
    match language {
        Language::Japanese => {
            let title = if title.is_empty() { String::new() } else { format!("「{title}」") };
            let date = if date.is_empty() { date } else { format!("（{date}）") };
            format!("{publisher}{title}{date}")
        }
        Language::English => {
            let parts = [publisher, title, &date];
            let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
            parts.join(", ")
        }
    }
}

/// What the lines of links mean, on one line.
struct LinkLegend {
    bases: Vec<DependencyBasis>,
}

impl LinkLegend {
    const HEIGHT_PT: f32 = NOTE.line_pt;
    const SAMPLE_PT: f32 = 28.0;
    /// Between a line and its word, and from there to the next line.
    const GAPS_PT: (f32, f32) = (6.0, 18.0);

    /// The bases that the chart draws; `None` if it draws no links.
    fn new(request: &SheetRequest<'_>) -> Option<Self> {
        let is_drawn = |basis: &DependencyBasis| {
            let links = &request.roadmap.dependencies;
            request.link_bases.contains(*basis) && links.iter().any(|link| link.basis == *basis)
        };
        let bases: Vec<_> = DependencyBasis::ALL.iter().copied().filter(is_drawn).collect();
        (request.link_style != LinkStyle::Hidden && !bases.is_empty()).then_some(Self { bases })
    }

    fn draw(&self, request: &SheetRequest<'_>, region: &mut Region, top: f32) {
        let Style { size_pt: size, weight, .. } = NOTE;
        let palette = request.palette;
        let y = (top + NOTE.line_pt / 2.0).round() + 0.5;
        let mut x = MARGIN_PT;
        let write = |region: &mut Region, x: f32, text: &str| {
            let at = Point { x: x.round(), y: (top + NOTE.line_pt * 0.75).round() };
            let color = palette.secondary;
            let shape = Shape::Text { at, text: text.into(), size, weight, color };
            region.push(Tag::Backdrop, shape);
            x + request.fonts.width(text, weight, size)
        };
        x = write(region, x, Word::LinkLegend.text(request.language)) + Self::GAPS_PT.1;
        for basis in &self.bases {
            chart::draw_link_sample(region, palette, *basis, Point { x, y }, x + Self::SAMPLE_PT);
            let word = words::dependency_basis_in_words(*basis, request.language);
            x = write(region, x + Self::SAMPLE_PT + Self::GAPS_PT.0, word) + Self::GAPS_PT.1;
        }
    }
}

/// How a paragraph is set.
#[derive(Clone, Copy)]
pub(super) struct Style {
    size_pt: f32,
    weight: Weight,
    line_pt: f32,
    max_lines: usize,
}

const TITLE: Style = Style { size_pt: 20.0, weight: Weight::Bold, line_pt: 28.0, max_lines: 3 };
pub(super) const FIGURE_TITLE: Style =
    Style { size_pt: 16.0, weight: Weight::Bold, line_pt: 23.0, max_lines: 2 };
pub(super) const SUBTITLE: Style =
    Style { size_pt: 12.0, weight: Weight::Regular, line_pt: 18.0, max_lines: 2 };
const NOTE: Style = Style { size_pt: 10.5, weight: Weight::Regular, line_pt: 15.0, max_lines: 4 };

/// Text in lines that fit the sheet.
pub(super) struct Paragraph {
    lines: Vec<Box<str>>,
    style: Style,
    color: Color,
}

impl Paragraph {
    pub(super) fn new(
        fonts: &FontMetrics,
        text: &str,
        style: Style,
        color: Color,
        room: f32,
    ) -> Self {
        let Style { size_pt, weight, max_lines, .. } = style;
        let lines = fonts.wrapped(text, weight, size_pt, room, max_lines);
        // A word without a place to break can be longer than its line.
        let fitted = lines.iter().filter_map(|line| fonts.elided(line, weight, size_pt, room));
        Self { lines: fitted.collect(), style, color }
    }

    pub(super) fn height(&self) -> f32 {
        self.lines.len() as f32 * self.style.line_pt
    }
}

pub(super) fn push(region: &mut Region, mut top: f32, paragraphs: &[Paragraph]) {
    for Paragraph { lines, style, color } in paragraphs {
        for line in lines {
            let at = Point { x: MARGIN_PT, y: (top + style.line_pt * 0.75).round() };
            let text = Shape::Text {
                at,
                text: line.clone(),
                size: style.size_pt,
                weight: style.weight,
                color: *color,
            };
            region.push(Tag::Backdrop, text);
            top += style.line_pt;
        }
    }
}
