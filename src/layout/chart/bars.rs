//! Bars and milestones of one row, and their names.

use super::body::bar_height;
use super::{Emphasis, Frame, Pen, Target, baseline, progress, tag_of_heading};
use crate::layout::{BarColor, BarColors, Row, RowKind, Span};
use crate::model::{TaskId, TaskKind};
use crate::scene::{Color, Fill, Point, Rect, Region, Shape, Stroke, Tag, Weight};
use crate::time::{IntervalEnd, Precision};

/// Bars leave this much free at each end, so that neighbours and links can be told apart.
const END_GAP_PT: f32 = 1.5;
/// Bars narrower than this are drawn together with their neighbours.
const MIN_BAR_PT: f32 = 3.0;
/// Length of a soft end.
const SOFT_END_PT: f32 = 22.0;
pub(super) const EDGE_PT: f32 = 3.5;
const STRONG_EDGE_PT: f32 = 6.0;
const LABEL_INSET_PT: f32 = 9.0;
const TIP_PT: f32 = 8.0;
const CRITICAL_PT: f32 = 2.5;
const FLOAT_STOP_PT: f32 = 5.0;

/// A bar that was drawn.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bar {
    pub task: TaskId,
    pub rect: Rect,
}

impl Bar {
    /// Where the bar of a span lies in its row.
    pub(super) fn rect(frame: &Frame<'_>, row: usize, span: &Span) -> Rect {
        let (top, height) = (frame.row_top(row), frame.row_height(row));
        let bar = bar_height(height);
        let top = (top + (height - bar) / 2.0).round();
        let left = frame.x(span.first) + END_GAP_PT;
        let right = (frame.x(span.end) - END_GAP_PT).max(left + 1.0);
        Rect::new(left, top, right, top + bar)
    }
}

/// What links need to know of the bar of a task, whether or not it is visible.
#[derive(Clone, Copy, Debug)]
pub(super) struct BarEnd {
    pub row: usize,
    pub rect: Rect,
    /// To the left nothing stands in the row up to here.
    pub free_left: f32,
    /// To the right nothing stands in the row up to here.
    pub free_right: f32,
    pub is_milestone: bool,
}

impl BarEnd {
    /// Where the bar of a task lies; `None` if the filter hides it.
    pub(super) fn of(frame: &Frame<'_>, task: TaskId) -> Option<Self> {
        let rows = frame.request.rows;
        let row = rows.row_of(task)?;
        let record = &rows.rows[row];
        let spans = rows.spans_of(record);
        let (roadmap, fiscal) = (frame.request.roadmap, frame.request.roadmap.fiscal_year_start);
        let first = roadmap.task(task).when.first_day(fiscal).number();
        if matches!(record.kind, RowKind::Band { .. }) {
            // The folded lane shows one bar for many tasks; a link keeps to the days of its own.
            let after = spans.partition_point(|span| span.first <= first);
            let united = spans.get(after.checked_sub(1)?)?;
            let last = roadmap.task(task).when.last_day(fiscal);
            let end = last.map_or(united.end, |last| last.number() + 1);
            let rect = folded_rect(frame, row, &Span { task, first, end });
            let (free_left, free_right) = (rect.left, rect.right);
            return Some(Self { row, rect, free_left, free_right, is_milestone: false });
        }
        // Spans of a row do not overlap, so their starts tell them apart.
        let from = spans.partition_point(|span| span.first < first);
        let at = from + spans[from..].iter().position(|span| span.task == task)?;
        let before = at.checked_sub(1).map(|at| &spans[at]);
        let free_left = before.map_or(f32::NEG_INFINITY, |span| frame.x(span.end) - END_GAP_PT);
        let free_right =
            spans.get(at + 1).map_or(f32::INFINITY, |span| frame.x(span.first) + END_GAP_PT);
        let rect = Bar::rect(frame, row, &spans[at]);
        let is_milestone = roadmap.task(task).kind == TaskKind::Milestone && frame.has_row_text();
        let rect = if is_milestone { diamond(rect) } else { rect };
        Some(Self { row, rect, free_left, free_right, is_milestone })
    }
}

/// Where the diamond of a milestone lies in the room of its bar.
fn diamond(bar: Rect) -> Rect {
    let (middle, half) = (bar.center(), (bar.height() * 0.34).clamp(3.0, 7.5));
    Rect::new(middle.x - half, middle.y - half, middle.x + half, middle.y + half)
}

/// Where a span of a folded lane lies in its band.
fn folded_rect(frame: &Frame<'_>, row: usize, span: &Span) -> Rect {
    let height = frame.row_height(row);
    let (middle, half) = (frame.row_top(row) + height / 2.0, (height * 0.16).clamp(0.5, 4.0));
    let left = frame.x(span.first) + END_GAP_PT;
    let right = (frame.x(span.end) - END_GAP_PT).max(left + 1.0);
    Rect::new(left, (middle - half).round(), right, (middle + half).round())
}

/// How the end of a bar looks.
#[derive(Clone, Copy, PartialEq)]
enum End {
    /// The day is known: a closed edge.
    Sharp,
    /// Known to a longer period: it fades out.
    Soft,
    /// There is no end: an arrow.
    Open,
}

/// Draws the visible bars of a row and their names.
pub(super) fn draw_row(
    frame: &Frame<'_>,
    pen: &mut Pen,
    region: &mut Region,
    index: usize,
    bars: &mut Vec<Bar>,
) {
    let row = &frame.request.rows.rows[index];
    let spans = visible_spans(frame, row);
    if let RowKind::Band { key, .. } = row.kind {
        return draw_folded(frame, region, index, tag_of_heading(key), spans);
    }
    let has_text = frame.has_row_text();
    if has_text {
        for span in spans {
            draw_float(frame, region, index, span);
        }
    }
    let mut nth = 0;
    while nth < spans.len() {
        let span = &spans[nth];
        let rect = Bar::rect(frame, index, span);
        let is_milestone = frame.request.roadmap.task(span.task).kind == TaskKind::Milestone;
        if rect.width() < MIN_BAR_PT && !(is_milestone && has_text) {
            nth += draw_crowd(frame, pen, region, index, &spans[nth..]);
            continue;
        }
        let colors = colors(frame, span.task);
        if is_milestone && has_text {
            draw_milestone(frame, pen, region, index, spans, nth, colors);
        } else {
            draw_bar(frame, region, rect, span.task, colors);
            if has_text && row_has_names(row) {
                let next = spans.get(nth + 1).map_or(frame.body.right, |next| frame.x(next.first));
                draw_name(frame, pen, region, rect, next, span.task, colors);
            }
        }
        bars.push(Bar { task: span.task, rect });
        pen.hit(rect, frame.body, Target::Task(span.task));
        pen.counts.bars += 1;
        nth += 1;
    }
}

/// In Gantt mode the names stand in the column at the left.
fn row_has_names(row: &Row) -> bool {
    matches!(row.kind, RowKind::Track { .. })
}

/// The spans of a row that touch the visible days, found by binary search.
fn visible_spans<'a>(frame: &Frame<'a>, row: &Row) -> &'a [Span] {
    let spans = frame.request.rows.spans_of(row);
    let from = frame.request.axis.day_at(-40.0);
    let to = frame.request.axis.day_at(frame.body.width() + 40.0);
    let first = spans.partition_point(|span| f64::from(span.end) < from);
    let end = first + spans[first..].partition_point(|span| f64::from(span.first) <= to);
    &spans[first..end]
}

fn colors(frame: &Frame<'_>, task: TaskId) -> BarColors {
    let palette = frame.request.palette;
    let colors = palette.colors(frame.request.colors.of_task(task));
    let colors = progress::colors_of(frame, frame.request.roadmap.task(task), colors);
    match (frame.request.emphasis)(task) {
        Emphasis::Faded => palette.faded(colors),
        _ => colors,
    }
}

/// The united spans under a folded heading, as a thin line in its band.
fn draw_folded(frame: &Frame<'_>, region: &mut Region, index: usize, tag: Tag, spans: &[Span]) {
    let request = frame.request;
    let group = &request.rows.groups[request.rows.rows[index].group as usize];
    let color = request.colors.of_group(group.key).unwrap_or(BarColor::Neutral);
    let colors = request.palette.colors(color);
    for span in spans {
        let rect = folded_rect(frame, index, span);
        region.push_rect(tag, rect, colors.outline);
    }
}

/// Draws the run of bars too narrow to be told apart as one; returns how many it was.
fn draw_crowd(
    frame: &Frame<'_>,
    pen: &mut Pen,
    region: &mut Region,
    index: usize,
    spans: &[Span],
) -> usize {
    let first = Bar::rect(frame, index, &spans[0]);
    // Everything that ends within the width of one narrow bar, found by binary search.
    let limit = frame.request.axis.day_at(first.left - frame.body.left + MIN_BAR_PT);
    let count = spans.partition_point(|span| f64::from(span.end) <= limit).max(1);
    let last = Bar::rect(frame, index, &spans[count - 1]);
    let rect = Rect { right: last.right.max(first.left + 1.0), ..first };
    region.push_rect(Tag::Task(spans[0].task), rect, colors(frame, spans[0].task).edge);
    pen.hit(rect, frame.body, Target::Task(spans[0].task));
    pen.counts.bars += 1;
    count
}

fn draw_bar(frame: &Frame<'_>, region: &mut Region, rect: Rect, task: TaskId, colors: BarColors) {
    let request = frame.request;
    let tag = Tag::Task(task);
    let emphasis = (request.emphasis)(task);
    if rect.height() < 9.0 {
        let fill = colors.edge.mixed(colors.fill, 0.35);
        region.push_rect(tag, rect, fill);
        return;
    }
    let record = request.roadmap.task(task);
    let end = match record.when.end() {
        IntervalEnd::Open => End::Open,
        IntervalEnd::With(stamp) if stamp.precision() == Precision::Day => End::Sharp,
        IntervalEnd::With(_) => End::Soft,
    };
    let fill = if emphasis == Emphasis::Selected {
        colors.fill.mixed(colors.outline, 0.35)
    } else {
        colors.fill
    };
    match end {
        End::Sharp => {
            let stroke = Some(Stroke::solid(1.0, colors.outline));
            region.push(
                tag,
                Shape::Rect { rect, radius: 2.0, fill: Some(Fill::Solid(fill)), stroke },
            );
        }
        End::Soft => draw_soft(region, tag, rect, fill, colors.outline),
        End::Open => draw_open(region, tag, rect, fill, colors.outline),
    }
    // Red is not told from the other colours by everybody, so these edges are thicker, too.
    let is_red = request.colors.of_task(task) == BarColor::Red;
    let edge_pt = if is_red { STRONG_EDGE_PT } else { EDGE_PT };
    let edge_pt = progress::edge_width(record, rect, edge_pt);
    let edge = Rect { right: (rect.left + edge_pt).min(rect.right), ..rect };
    region.push_rect(tag, edge, colors.edge);
    if (request.marks)(task).is_critical {
        draw_critical(frame, region, rect, task);
    }
    progress::draw(frame, region, tag, rect, record, colors);
    draw_frame(frame, region, rect, task, emphasis);
}

/// The mark of the critical chain: a line along the foot of the bar, and its edge.
fn draw_critical(frame: &Frame<'_>, region: &mut Region, rect: Rect, task: TaskId) {
    let red = frame.request.palette.red;
    let foot = Rect { top: rect.bottom - CRITICAL_PT, ..rect };
    region.push_rect(Tag::Task(task), foot, red);
    let edge_pt = progress::edge_width(frame.request.roadmap.task(task), rect, EDGE_PT);
    let edge = Rect { right: (rect.left + edge_pt).min(rect.right), ..rect };
    region.push_rect(Tag::Task(task), edge, red);
}

/// A fine line from the end of a bar to where it may slip to, with a stop at its end.
fn draw_float(frame: &Frame<'_>, region: &mut Region, index: usize, span: &Span) {
    let Some(days) = (frame.request.marks)(span.task).float_days.filter(|days| *days > 0) else {
        return;
    };
    let bar = Bar::rect(frame, index, span);
    let end = frame.x(span.end.saturating_add(days)).min(frame.body.right + FLOAT_STOP_PT);
    if end <= bar.right {
        return;
    }
    let palette = frame.request.palette;
    let color = palette.secondary.mixed(palette.paper, 0.25);
    let y = bar.bottom - 3.0;
    let tag = Tag::Task(span.task);
    region.push_rect(tag, Rect::new(bar.right, y, end, y + 1.5), color);
    let half = FLOAT_STOP_PT / 2.0;
    region.push_rect(tag, Rect::new(end - 1.5, y - half, end, y + 1.5 + half), color);
}

/// A bar whose end fades out, because no day is known for it.
fn draw_soft(region: &mut Region, tag: Tag, rect: Rect, fill: Color, outline: Color) {
    let soft = SOFT_END_PT.min(rect.width() * 0.6);
    let from = rect.right - soft;
    let mut piece = |left: f32, right: f32, top: f32, bottom: f32, color: Color, fades: bool| {
        let fill = if fades {
            Fill::Gradient { left: color, right: color.with_alpha(0) }
        } else {
            Fill::Solid(color)
        };
        let rect = Rect::new(left, top, right, bottom);
        region.push(tag, Shape::Rect { rect, radius: 0.0, fill: Some(fill), stroke: None });
    };
    piece(rect.left, from, rect.top, rect.bottom, fill, false);
    piece(from, rect.right, rect.top, rect.bottom, fill, true);
    for (top, bottom) in [(rect.top, rect.top + 1.0), (rect.bottom - 1.0, rect.bottom)] {
        piece(rect.left, from, top, bottom, outline, false);
        piece(from, rect.right, top, bottom, outline, true);
    }
}

/// A bar without an end: it points onwards.
fn draw_open(region: &mut Region, tag: Tag, rect: Rect, fill: Color, outline: Color) {
    let tip = TIP_PT.min(rect.width() / 2.0);
    let middle = rect.center().y;
    let points = vec![
        Point { x: rect.left, y: rect.top + 0.5 },
        Point { x: rect.right - tip, y: rect.top + 0.5 },
        Point { x: rect.right, y: middle },
        Point { x: rect.right - tip, y: rect.bottom - 0.5 },
        Point { x: rect.left, y: rect.bottom - 0.5 },
    ];
    let stroke = Some(Stroke::solid(1.0, outline));
    region.push(tag, Shape::Polygon { points, fill: Some(fill), stroke });
}

/// The frame of the selection and its chain: colour and kind of line say which it is.
fn draw_frame(
    frame: &Frame<'_>,
    region: &mut Region,
    rect: Rect,
    task: TaskId,
    emphasis: Emphasis,
) {
    let palette = frame.request.palette;
    let stroke = match emphasis {
        Emphasis::Selected => Stroke::solid(2.0, palette.accent),
        Emphasis::Needs => Stroke::solid(1.5, palette.needs),
        Emphasis::NeededBy => {
            Stroke { width: 1.5, color: palette.needed_by, dash: Some((5.0, 2.5)) }
        }
        Emphasis::LongestPath => Stroke::solid(2.0, palette.needed_by),
        Emphasis::Path => Stroke { width: 1.5, color: palette.secondary, dash: Some((5.0, 2.5)) },
        Emphasis::Plain | Emphasis::Faded | Emphasis::Critical => return,
    };
    let tag = Tag::Task(task);
    if stroke.dash.is_none() {
        region.push(tag, Shape::Rect { rect, radius: 2.5, fill: None, stroke: Some(stroke) });
        return;
    }
    let (left, right) = (rect.left + 0.75, rect.right - 0.75);
    let (top, bottom) = (rect.top + 0.75, rect.bottom - 0.75);
    let corners = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)];
    let points = corners.map(|(x, y)| Point { x, y }).to_vec();
    region.push(tag, Shape::Line { points, stroke });
}

/// Writes the name of a task into its bar, beside it, or cut into it.
fn draw_name(
    frame: &Frame<'_>,
    pen: &mut Pen,
    region: &mut Region,
    rect: Rect,
    next_left: f32,
    task: TaskId,
    colors: BarColors,
) {
    let request = frame.request;
    let emphasis = (request.emphasis)(task);
    let size = name_size(rect.height());
    let record = request.roadmap.task(task);
    let title = record.title.in_language(request.language);
    let widths =
        [Weight::Regular, Weight::Bold].map(|weight| request.fonts.width(title, weight, size));
    // The name of a bar that begins to the left of the view starts where the view does.
    let inset = rect.left + progress::name_inset(record, rect);
    let left = inset.max(frame.body.left - 2.0) + LABEL_INSET_PT;
    let inside = rect.right - 5.0 - left;
    // A name stays where it is when its bar is selected, if it has to be regular for that.
    let is_bold = emphasis == Emphasis::Selected && (widths[1] <= inside || widths[0] > inside);
    let (weight, width) =
        if is_bold { (Weight::Bold, widths[1]) } else { (Weight::Regular, widths[0]) };
    let beside = next_left - 6.0 - (rect.right + 6.0);
    let (x, text) = if width <= inside {
        (left, Some(title.into()))
    } else if width <= beside && rect.right > frame.body.left {
        (rect.right + 6.0, Some(title.into()))
    } else {
        (left, request.fonts.elided(title, weight, size, inside))
    };
    if let Some(text) = text {
        let at = Point { x: x.round(), y: baseline(rect.center().y, size) };
        let color = colors.label;
        pen.name(frame, at, &text, (size, weight));
        region.push(Tag::TaskLabel(task), Shape::Text { at, text, size, weight, color });
    }
}

fn name_size(bar_height: f32) -> f32 {
    if bar_height >= 17.0 { 12.0 } else { 10.5 }
}

/// A diamond in the middle of the period that it is known to, with the period as a thin line.
fn draw_milestone(
    frame: &Frame<'_>,
    pen: &mut Pen,
    region: &mut Region,
    index: usize,
    spans: &[Span],
    nth: usize,
    colors: BarColors,
) {
    let request = frame.request;
    let span = &spans[nth];
    let task = span.task;
    let row = &request.rows.rows[index];
    let rect = Bar::rect(frame, index, span);
    let middle = rect.center();
    let half = diamond(rect).width() / 2.0;
    let tag = Tag::Task(task);
    if rect.width() > half * 2.0 + 4.0 {
        let line = Rect::new(rect.left, middle.y - 1.0, rect.right, middle.y + 1.0);
        region.push_rect(tag, line, colors.outline);
    }
    let points = [(0.0, -half), (half, 0.0), (0.0, half), (-half, 0.0)]
        .map(|(dx, dy)| Point { x: middle.x + dx, y: middle.y + dy })
        .to_vec();
    let is_critical = (request.marks)(task).is_critical;
    let fill = Some(if is_critical { request.palette.red } else { colors.edge });
    region.push(tag, Shape::Polygon { points, fill, stroke: None });
    let record = request.roadmap.task(task);
    progress::draw_on_diamond(frame, region, tag, diamond(rect), record, colors);
    let reach = (rect.width() / 2.0).max(half);
    let mark = Rect::new(middle.x - reach, rect.top, middle.x + reach, rect.bottom);
    draw_frame(frame, region, mark, task, (request.emphasis)(task));
    pen.hit(mark, frame.body, Target::Task(task));
    if !row_has_names(row) {
        return;
    }
    let title = request.roadmap.task(task).title.in_language(request.language);
    let size = name_size(rect.height());
    let next = spans.get(nth + 1).map_or(frame.body.right, |next| frame.x(next.first));
    let x = middle.x + reach.max(half) + 6.0;
    if let Some(text) = request.fonts.elided(title, Weight::Regular, size, next - 5.0 - x) {
        let at = Point { x: x.round(), y: baseline(middle.y, size) };
        pen.name(frame, at, &text, (size, Weight::Regular));
        let shape = Shape::Text { at, text, size, weight: Weight::Regular, color: colors.label };
        region.push(Tag::TaskLabel(task), shape);
    }
}
