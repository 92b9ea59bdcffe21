//! How far a task has got, as it is seen on its bar: in shapes, so that it is not colour alone.
//!
//! What is done has a tick in a broader edge, what is under way a triangle; what was dropped is
//! struck through and pale; a line along the foot says how much is done.

use super::Frame;
use super::bars::EDGE_PT;
use crate::layout::BarColors;
use crate::model::{Task, TaskStatus};
use crate::scene::{Color, Point, Rect, Region, Shape, Stroke, Tag};

/// The width of the edge with a mark in it.
const MARKED_EDGE_PT: f32 = 13.0;
/// Bars narrower than this have no room for a mark.
const LEAST_MARKED_PT: f32 = 24.0;
/// The height of the line along the foot.
const FOOT_PT: f32 = 3.0;
/// How far that line keeps from the lower edge, where the critical chain is marked.
const FOOT_GAP_PT: f32 = 2.5;

/// How wide the edge of a bar is, instead of `edge_pt`, if a mark stands in it.
pub(super) fn edge_width(task: &Task, bar: Rect, edge_pt: f32) -> f32 {
    if has_mark(task, bar) { MARKED_EDGE_PT } else { edge_pt }
}

/// How much further the name of a bar stands inwards.
pub(super) fn name_inset(task: &Task, bar: Rect) -> f32 {
    if has_mark(task, bar) { MARKED_EDGE_PT - EDGE_PT } else { 0.0 }
}

fn has_mark(task: &Task, bar: Rect) -> bool {
    matches!(task.status, TaskStatus::Done | TaskStatus::UnderWay) && bar.width() >= LEAST_MARKED_PT
}

/// The colours of a bar; one that was dropped is pale, but its name is as dark as any.
pub(super) fn colors_of(frame: &Frame<'_>, task: &Task, colors: BarColors) -> BarColors {
    if task.status == TaskStatus::Dropped {
        BarColors { label: colors.label, ..frame.request.palette.faded(colors) }
    } else {
        colors
    }
}

/// Draws the mark and the line along the foot over a bar and its edge: two shapes at most.
pub(super) fn draw(
    frame: &Frame<'_>,
    region: &mut Region,
    tag: Tag,
    bar: Rect,
    task: &Task,
    colors: BarColors,
) {
    let middle = bar.center().y;
    let center = Point { x: bar.left + MARKED_EDGE_PT / 2.0, y: middle };
    match task.status {
        TaskStatus::Done if has_mark(task, bar) => {
            draw_tick(region, tag, center, frame.request.palette.paper);
        }
        TaskStatus::UnderWay if has_mark(task, bar) => {
            let points = [(-2.5, -4.0), (3.5, 0.0), (-2.5, 4.0)];
            let points = points.map(|(dx, dy)| Point { x: center.x + dx, y: center.y + dy });
            let fill = Some(frame.request.palette.paper);
            region.push(tag, Shape::Polygon { points: points.to_vec(), fill, stroke: None });
        }
        TaskStatus::Dropped => strike(region, tag, bar.left, bar.right, middle, colors.label),
        _ => {}
    }
    if let Some(percent) = task.progress.filter(|percent| *percent > 0) {
        let right = bar.left + bar.width() * f32::from(percent.min(100)) / 100.0;
        let bottom = bar.bottom - FOOT_GAP_PT;
        let foot = Rect::new(bar.left, bottom - FOOT_PT, right, bottom);
        region.push_rect(tag, foot, colors.edge);
    }
}

/// Draws the mark of a milestone, whose diamond is given: a tick in it, or a line through it.
pub(super) fn draw_on_diamond(
    frame: &Frame<'_>,
    region: &mut Region,
    tag: Tag,
    diamond: Rect,
    task: &Task,
    colors: BarColors,
) {
    let center = diamond.center();
    match task.status {
        TaskStatus::Done if diamond.width() >= 12.0 => {
            draw_tick(region, tag, center, frame.request.palette.paper);
        }
        TaskStatus::Dropped => {
            let [left, right] = [diamond.left - 3.0, diamond.right + 3.0];
            strike(region, tag, left, right, center.y, colors.label);
        }
        _ => {}
    }
}

fn draw_tick(region: &mut Region, tag: Tag, center: Point, color: Color) {
    let points = [(-3.2, 0.2), (-0.8, 2.8), (3.2, -2.8)];
    let points = points.map(|(dx, dy)| Point { x: center.x + dx, y: center.y + dy }).to_vec();
    region.push(tag, Shape::Line { points, stroke: Stroke::solid(1.8, color) });
}

fn strike(region: &mut Region, tag: Tag, left: f32, right: f32, y: f32, color: Color) {
    let points = vec![Point { x: left, y }, Point { x: right, y }];
    region.push(tag, Shape::Line { points, stroke: Stroke::solid(1.2, color) });
}
