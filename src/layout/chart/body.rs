//! The body: bands, grid, links and bars, in the order in which they are painted.

use super::bars::{self, Bar};
use super::routes;
use super::{Emphasis, Frame, LinkStyle, Pen, Target, region};
use crate::layout::{BAR_PT, ROW_PT, RowKind};
use crate::model::TaskId;
use crate::scene::{Fill, Item, Point, Rect, Region, Shape, Stroke, Tag, Weight};
use crate::time::ticks;
use std::collections::HashMap;

pub(super) fn draw(frame: &Frame<'_>, pen: &mut Pen) -> Vec<Region> {
    let mut region = region(frame.body);
    draw_bands(frame, &mut region);
    draw_grid(frame, &mut region);
    let links = visible_links(frame, pen);
    // Links run behind the bars, so that none crosses a label; those of the selection run above.
    for link in links.iter().filter(|link| !is_lit(link.emphasis)) {
        routes::draw_line(frame, &mut region, link);
    }
    let mut bars = Vec::new();
    for row in frame.visible.clone() {
        pen.counts.rows += 1;
        bars::draw_row(frame, pen, &mut region, row, &mut bars);
    }
    for link in &links {
        if is_lit(link.emphasis) {
            routes::draw_line(frame, &mut region, link);
        }
        routes::draw_head(frame, &mut region, link);
    }
    draw_today(frame, &mut region);
    lift_names(&mut region);
    draw_hidden_links(frame, pen, &mut region, &bars);
    vec![region]
}

/// The line of today, across the bars and under their names.
fn draw_today(frame: &Frame<'_>, region: &mut Region) {
    let Some(today) = frame.request.today else { return };
    let x = f32::midpoint(frame.x(today.number()), frame.x(today.number() + 1)).round();
    let line = Rect::new(x, frame.body.top, x + 1.0, frame.body.bottom);
    region.push_rect(Tag::Today, line, frame.request.palette.red);
}

/// Puts the names of tasks on top of bars and lines, in the order that they had.
fn lift_names(region: &mut Region) {
    let is_name = |item: &Item| matches!(item.tag, Tag::TaskLabel(_));
    let (names, rest): (Vec<_>, Vec<_>) = region.items.drain(..).partition(is_name);
    region.items = rest;
    region.items.extend(names);
}

fn is_lit(emphasis: Emphasis) -> bool {
    matches!(
        emphasis,
        Emphasis::Needs
            | Emphasis::NeededBy
            | Emphasis::Path
            | Emphasis::LongestPath
            | Emphasis::Critical
    )
}

fn draw_bands(frame: &Frame<'_>, region: &mut Region) {
    let request = frame.request;
    let palette = request.palette;
    let (left, right) = (frame.body.left, frame.body.right);
    for index in frame.visible.clone() {
        let row = &request.rows.rows[index];
        let (top, bottom) = (frame.row_top(index), frame.row_top(index) + frame.row_height(index));
        let ends_lane = match row.kind {
            RowKind::Band { .. } => {
                region.push_rect(Tag::Backdrop, Rect::new(left, top, right, bottom), palette.band);
                continue;
            }
            RowKind::Track { index, count, .. } => index + 1 == count,
            RowKind::Task(_) => true,
        };
        if ends_lane && frame.row_height(index) >= 8.0 {
            let line = Rect::new(left, bottom - 1.0, right, bottom);
            region.push_rect(Tag::Backdrop, line, palette.hairline);
        }
    }
}

fn draw_grid(frame: &Frame<'_>, region: &mut Region) {
    let request = frame.request;
    let palette = request.palette;
    let (from, to) = frame.visible_days();
    let fiscal = request.roadmap.fiscal_year_start;
    let lower = request.axis.lower_unit();
    for (unit, color) in [(lower, palette.hairline), (lower.upper(), palette.year_line)] {
        for tick in ticks(unit, from, to, fiscal) {
            let x = frame.x(tick.first.number()).round();
            region.push_rect(
                Tag::Backdrop,
                Rect::new(x, frame.body.top, x + 1.0, frame.body.bottom),
                color,
            );
        }
    }
}

/// Routes for all links that touch what is visible.
fn visible_links(frame: &Frame<'_>, pen: &mut Pen) -> Vec<routes::Link> {
    let request = frame.request;
    let mut links = Vec::new();
    if !frame.has_row_text() && request.link_style != LinkStyle::Full {
        return links;
    }
    let mut bars: HashMap<TaskId, Option<(usize, Rect)>> = HashMap::new();
    let mut bar_of = |task: TaskId| {
        *bars.entry(task).or_insert_with(|| {
            let row = request.rows.row_of(task)?;
            Some((row, bar_rect(frame, task, row)?))
        })
    };
    for id in request.links.near(request.roadmap, request.rows, frame.visible.clone()) {
        pen.counts.links += 1;
        let emphasis = (request.link_emphasis)(id);
        let is_wanted = is_lit(emphasis) || request.link_style != LinkStyle::Hidden;
        let dependency = request.roadmap.dependency(id);
        if let (true, Some(from), Some(to)) =
            (is_wanted, bar_of(dependency.from), bar_of(dependency.to))
        {
            let link = routes::Link::new(frame, id, dependency, from, to, emphasis);
            if link.bounds.overlaps(frame.body) {
                links.push(link);
            }
        }
    }
    links
}

/// Where the bar of a task lies, whether or not it is visible.
fn bar_rect(frame: &Frame<'_>, task: TaskId, row: usize) -> Option<Rect> {
    let rows = frame.request.rows;
    let record = &rows.rows[row];
    let spans = rows.spans_of(record);
    let span = match record.kind {
        RowKind::Band { .. } => {
            let fiscal = frame.request.roadmap.fiscal_year_start;
            let first = frame.request.roadmap.task(task).when.first_day(fiscal).number();
            let after = spans.partition_point(|span| span.first <= first);
            spans.get(after.checked_sub(1)?)?
        }
        RowKind::Track { .. } | RowKind::Task(_) => {
            // Spans of a track do not overlap, so their starts tell them apart.
            let fiscal = frame.request.roadmap.fiscal_year_start;
            let first = frame.request.roadmap.task(task).when.first_day(fiscal).number();
            let at = spans.partition_point(|span| span.first < first);
            spans[at..].iter().find(|span| span.task == task)?
        }
    };
    Some(Bar::rect(frame, row, span))
}

/// Pills that say how many links of a shown task lead to hidden ones.
fn draw_hidden_links(frame: &Frame<'_>, pen: &mut Pen, region: &mut Region, bars: &[Bar]) {
    const TEXT_PT: f32 = 9.5;
    let request = frame.request;
    let palette = request.palette;
    if f32::from(ROW_PT) * request.row_scale < 20.0 {
        return;
    }
    for bar in bars {
        let hidden = (request.hidden_links)(bar.task);
        let ends = [
            (hidden.predecessors, palette.needs, true),
            (hidden.successors, palette.needed_by, false),
        ];
        for (count, color, at_start) in ends.into_iter().filter(|(count, ..)| *count > 0) {
            let text = format!("+{count}");
            let width = request.fonts.width(&text, Weight::Bold, TEXT_PT) + 8.0;
            let left = if at_start {
                (bar.rect.left - width * 0.4).max(frame.body.left + 1.0)
            } else {
                (bar.rect.right - width * 0.6).min(frame.body.right - width - 1.0)
            };
            // At a start it hangs from the upper edge and at an end from the lower one, so
            // that those of neighbours stay apart and names stay legible.
            let top = if at_start { bar.rect.top - 6.0 } else { bar.rect.bottom - 6.0 };
            let rect = Rect::new(left.round(), top, (left + width).round(), top + 12.0);
            let fill = Some(Fill::Solid(color));
            let stroke = Some(Stroke::solid(1.0, palette.paper));
            let tag = Tag::HiddenLinks(bar.task);
            region.push(tag, Shape::Rect { rect, radius: 6.0, fill, stroke });
            let at = Point { x: rect.left + 4.0, y: (rect.bottom - 3.0).round() };
            let weight = Weight::Bold;
            let text = text.into();
            region.push(
                tag,
                Shape::Text { at, text, size: TEXT_PT, weight, color: palette.on_strong },
            );
            pen.counts.labels += 1;
            pen.hit(rect, frame.body, Target::HiddenLinks(bar.task));
        }
    }
}

/// The height of a bar at a scale: it leaves a gap between rows as long as there is room.
pub(super) fn bar_height(row_height: f32) -> f32 {
    let share = f32::from(BAR_PT) / f32::from(ROW_PT);
    if row_height < 6.0 { (row_height - 0.5).max(1.0) } else { (row_height * share).round() }
}
