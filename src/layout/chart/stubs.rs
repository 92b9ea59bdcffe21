//! Marks for links whose other end cannot be seen: hidden by the filter, folded away, or
//! outside of the view. Each has a count and leads there, so that no link vanishes.

use super::bars::{Bar, BarEnd};
use super::links::MAX_FOCUS_LINKS;
use super::{Beyond, Frame, LinkEnd, Pen, Side, Target, region, tag_of_heading};
use crate::layout::{ROW_PT, RowKind};
use crate::scene::{Color, Fill, Point, Rect, Region, Shape, Stroke, Tag, Weight};
use crate::words;

const TEXT_PT: f32 = 9.5;
const PILL_PT: f32 = 12.0;
/// The marks at the edge of the view are a little larger, since they stand alone.
const EDGE_TEXT_PT: f32 = 10.5;
const EDGE_PILL_PT: f32 = 15.0;
const ARROW_PT: f32 = 7.0;

pub(super) fn draw(frame: &Frame<'_>, pen: &mut Pen, region: &mut Region, bars: &[Bar]) {
    if f32::from(ROW_PT) * frame.request.row_scale >= 20.0 {
        draw_filtered(frame, pen, region, bars);
    }
    if frame.has_row_text() {
        draw_folded(frame, pen, region);
    }
}

/// Pills that say how many links of a shown task lead to ones that the filter hides.
fn draw_filtered(frame: &Frame<'_>, pen: &mut Pen, region: &mut Region, bars: &[Bar]) {
    let request = frame.request;
    let palette = request.palette;
    for bar in bars {
        let hidden = (request.hidden_links)(bar.task);
        let ends = [
            (hidden.predecessors, palette.needs, LinkEnd::Predecessors),
            (hidden.successors, palette.needed_by, LinkEnd::Successors),
        ];
        for (count, color, end) in ends.into_iter().filter(|(count, ..)| *count > 0) {
            let text = format!("+{count}");
            let width = request.fonts.width(&text, Weight::Bold, TEXT_PT) + 8.0;
            let at_start = end == LinkEnd::Predecessors;
            let left = if at_start {
                (bar.rect.left - width * 0.4).max(frame.body.left + 1.0)
            } else {
                (bar.rect.right - width * 0.6).min(frame.body.right - width - 1.0)
            };
            // At a start it hangs from the lower edge and at an end from the upper one, so
            // that those of neighbours stay apart, names stay legible, and links on their
            // way down, which most are, enter and leave beside them.
            let top = if at_start { bar.rect.bottom - 6.0 } else { bar.rect.top - 6.0 };
            let rect = Rect::new(left.round(), top, (left + width).round(), top + PILL_PT);
            push_pill(frame, region, Tag::HiddenLinks(bar.task), rect, color);
            let at = Point { x: rect.left + 4.0, y: (rect.bottom - 3.0).round() };
            push_text(frame, pen, region, Tag::HiddenLinks(bar.task), at, text, TEXT_PT);
            pen.hit(rect, frame.body, Target::HiddenLinks(bar.task, end));
        }
    }
}

/// Pills that say how many links lie inside of a folded lane.
fn draw_folded(frame: &Frame<'_>, pen: &mut Pen, region: &mut Region) {
    let request = frame.request;
    for index in frame.visible.clone() {
        let row = &request.rows.rows[index];
        let count = request.links.inside(index);
        let RowKind::Band { key, .. } = row.kind else { continue };
        if count == 0 {
            continue;
        }
        let text = words::links_inside_in_words(count, request.language);
        let width = request.fonts.width(&text, Weight::Bold, TEXT_PT) + 10.0;
        let middle = frame.row_top(index) + frame.row_height(index) / 2.0;
        let right = (frame.body.right - 4.0).floor();
        let top = (middle - PILL_PT / 2.0).round();
        let rect = Rect::new((right - width).floor(), top, right, top + PILL_PT);
        let tag = tag_of_heading(key);
        push_pill(frame, region, tag, rect, request.palette.secondary);
        let at = Point { x: rect.left + 5.0, y: (rect.bottom - 3.0).round() };
        push_text(frame, pen, region, tag, at, text, TEXT_PT);
        pen.hit(rect, frame.body, Target::FoldedLinks(key, count));
    }
}

/// Marks at the edges of the view for the links of the task in focus that leave it.
pub(super) fn draw_beyond(frame: &Frame<'_>, pen: &mut Pen) -> Option<Region> {
    let focus = frame.request.focus.as_ref()?;
    let bar = BarEnd::of(frame, focus.task)?;
    let view = view(frame);
    let mut groups: Vec<(Beyond, f32)> = Vec::new();
    for link in focus.links.iter().take(MAX_FOCUS_LINKS) {
        let dependency = frame.request.roadmap.dependency(*link);
        let (nearest, end) = if dependency.to == focus.task {
            (dependency.from, LinkEnd::Predecessors)
        } else {
            (dependency.to, LinkEnd::Successors)
        };
        let Some(other) = BarEnd::of(frame, nearest) else { continue };
        let Some((side, distance)) = side_of(view, other.rect) else { continue };
        let is_same = |(beyond, _): &&mut (Beyond, f32)| beyond.side == side && beyond.end == end;
        match groups.iter_mut().find(is_same) {
            Some((beyond, least)) => {
                beyond.count += 1;
                if distance < *least {
                    (beyond.nearest, *least) = (nearest, distance);
                }
            }
            None => groups.push((Beyond { nearest, side, end, count: 1 }, distance)),
        }
    }
    let mut region = region(frame.body);
    for (beyond, _) in groups {
        draw_edge_pill(frame, pen, &mut region, view, &bar, beyond);
    }
    (!region.items.is_empty()).then_some(region)
}

/// What is really seen of the body: the heading that sticks covers its upper end.
fn view(frame: &Frame<'_>) -> Rect {
    let covered = frame.sticky_group().map_or(frame.body.top, |(group, top)| {
        let band = frame.request.rows.groups[group as usize].rows.start as usize;
        top + frame.row_height(band)
    });
    Rect { top: covered.max(frame.body.top), ..frame.body }
}

/// On which side of the view a bar lies and how far off; `None` if part of it is seen.
fn side_of(view: Rect, bar: Rect) -> Option<(Side, f32)> {
    if bar.bottom <= view.top {
        Some((Side::Above, view.top - bar.bottom))
    } else if bar.top >= view.bottom {
        Some((Side::Below, bar.top - view.bottom))
    } else if bar.right <= view.left {
        Some((Side::Before, view.left - bar.right))
    } else if bar.left >= view.right {
        Some((Side::After, bar.left - view.right))
    } else {
        None
    }
}

fn draw_edge_pill(
    frame: &Frame<'_>,
    pen: &mut Pen,
    region: &mut Region,
    view: Rect,
    bar: &BarEnd,
    beyond: Beyond,
) {
    let (fonts, palette) = (frame.request.fonts, frame.request.palette);
    let is_start = beyond.end == LinkEnd::Predecessors;
    let color = if is_start { palette.needs } else { palette.needed_by };
    let text = beyond.count.to_string();
    let text_width = fonts.width(&text, Weight::Bold, EDGE_TEXT_PT);
    let width = (text_width + ARROW_PT + 15.0).ceil();
    // Those of the start of the bar stand left of those of its end, or above them.
    let beside = |at: f32, least: f32, most: f32| {
        let shift = if is_start { -width - 1.0 } else { 1.0 };
        let middle = at.clamp(least + width + 3.0, (most - width - 3.0).max(least + width + 3.0));
        (middle + shift).round()
    };
    let middle_x = bar.rect.center().x;
    let (left, top) = match beyond.side {
        Side::Above => (beside(middle_x, view.left, view.right), view.top + 3.0),
        Side::Below => (beside(middle_x, view.left, view.right), view.bottom - EDGE_PILL_PT - 3.0),
        Side::Before | Side::After => {
            let most = (view.bottom - 40.0).max(view.top + 40.0);
            let y = bar.rect.center().y.clamp(view.top + 40.0, most);
            let shift = if is_start { -EDGE_PILL_PT - 1.0 } else { 1.0 };
            let left = if beyond.side == Side::Before {
                view.left + 3.0
            } else {
                view.right - width - 3.0
            };
            (left, y + shift)
        }
    };
    let (left, top) = (left.round(), top.round());
    let rect = Rect::new(left, top, left + width, top + EDGE_PILL_PT);
    let tag = Tag::HiddenLinks(beyond.nearest);
    push_pill(frame, region, tag, rect, color);
    let middle = Point { x: rect.left + 6.0 + ARROW_PT / 2.0, y: rect.center().y };
    push_arrow(region, tag, middle, beyond.side, palette.on_strong);
    let at = Point { x: rect.left + 9.0 + ARROW_PT, y: (rect.bottom - 3.5).round() };
    push_text(frame, pen, region, tag, at, text, EDGE_TEXT_PT);
    pen.hit(rect, frame.body, Target::Beyond(beyond));
}

fn push_arrow(region: &mut Region, tag: Tag, middle: Point, side: Side, color: Color) {
    let (long, half) = (ARROW_PT * 0.4, ARROW_PT * 0.5);
    let (dx, dy) = match side {
        Side::Above => (0.0, -1.0),
        Side::Below => (0.0, 1.0),
        Side::Before => (-1.0, 0.0),
        Side::After => (1.0, 0.0),
    };
    let base = Point { x: middle.x - dx * long, y: middle.y - dy * long };
    let points = vec![
        Point { x: base.x - dy * half, y: base.y + dx * half },
        Point { x: middle.x + dx * long, y: middle.y + dy * long },
        Point { x: base.x + dy * half, y: base.y - dx * half },
    ];
    region.push(tag, Shape::Polygon { points, fill: Some(color), stroke: None });
}

fn push_pill(frame: &Frame<'_>, region: &mut Region, tag: Tag, rect: Rect, color: Color) {
    let radius = (rect.height() / 2.0).floor();
    let stroke = Some(Stroke::solid(1.0, frame.request.palette.paper));
    region.push(tag, Shape::Rect { rect, radius, fill: Some(Fill::Solid(color)), stroke });
}

fn push_text(
    frame: &Frame<'_>,
    pen: &mut Pen,
    region: &mut Region,
    tag: Tag,
    at: Point,
    text: String,
    size: f32,
) {
    let color = frame.request.palette.on_strong;
    let text = text.into();
    region.push(tag, Shape::Text { at, text, size, weight: Weight::Bold, color });
    pen.counts.labels += 1;
}
