//! The body: bands, grid, links and bars, in the order in which they are painted.

use super::cuts::Labels;
use super::{Frame, Pen, bars, far, links, progress_line, region, stubs};
use crate::layout::{BAR_PT, ROW_PT, RowKind};
use crate::scene::{Item, Rect, Region, Tag};
use crate::time::ticks;

pub(super) fn draw(frame: &Frame<'_>, pen: &mut Pen) -> Region {
    let mut region = region(frame.body);
    if let Some(density) = frame.density() {
        far::draw_strips(frame, pen, &mut region, density);
        draw_today(frame, &mut region);
        progress_line::draw(frame, &mut region, &Labels::default());
        far::draw_lit(frame, &mut region);
        return region;
    }
    draw_bands(frame, &mut region);
    draw_grid(frame, &mut region);
    let mut bars = Vec::new();
    for row in frame.visible.clone() {
        pen.counts.rows += 1;
        bars::draw_row(frame, pen, &mut region, row, &mut bars);
    }
    let labels = Labels::new(&pen.names);
    links::draw(frame, pen, &mut region, &labels);
    draw_today(frame, &mut region);
    progress_line::draw(frame, &mut region, &labels);
    lift_names(&mut region);
    stubs::draw(frame, pen, &mut region, &bars);
    region
}

/// The line of today, across the bars and under their names.
fn draw_today(frame: &Frame<'_>, region: &mut Region) {
    let Some(today) = frame.request.today else { return };
    let x = frame.x_of_middle(today);
    let line = Rect::new(x, frame.body.top, x + 1.0, frame.body.bottom);
    region.push_rect(Tag::Today, line, frame.request.palette.red);
}

/// Puts the names of tasks on top of bars and lines, in the order that they had.
fn lift_names(region: &mut Region) {
    let is_name = |item: &mut Item| matches!(item.tag, Tag::TaskLabel(_));
    let names: Vec<_> = region.items.extract_if(.., is_name).collect();
    region.items.extend(names);
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

/// The height of a bar at a scale: it leaves a gap between rows as long as there is room.
pub(super) fn bar_height(row_height: f32) -> f32 {
    let share = f32::from(BAR_PT) / f32::from(ROW_PT);
    if row_height < 6.0 { (row_height - 0.5).max(1.0) } else { (row_height * share).round() }
}
