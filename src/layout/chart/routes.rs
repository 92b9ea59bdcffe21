//! The routes of links: along the gaps between rows, with rounded corners.

use super::{Emphasis, Frame, LinkStyle};
use crate::model::{Dependency, DependencyBasis, DependencyId, DependencyType};
use crate::scene::{Color, Point, Rect, Region, Shape, Stroke, Tag};

/// How far a link leaves a bar before it turns.
const STUB_PT: f32 = 6.0;
const CORNER_PT: f32 = 3.5;
const HEAD_PT: f32 = 5.0;
/// Ends nearer than this in one row are tied by a head alone.
const ADJACENT_PT: f32 = 14.0;

/// A link with its route.
#[derive(Clone, Debug)]
pub(super) struct Link {
    id: DependencyId,
    basis: DependencyBasis,
    pub emphasis: Emphasis,
    /// The corners, from the predecessor to the successor.
    points: Vec<Point>,
    /// Whether it enters the successor towards the right.
    head_right: bool,
    pub bounds: Rect,
}

impl Link {
    /// The route between two bars, given with their rows.
    pub(super) fn new(
        frame: &Frame<'_>,
        id: DependencyId,
        dependency: &Dependency,
        (from_row, from): (usize, Rect),
        (to_row, to): (usize, Rect),
        emphasis: Emphasis,
    ) -> Self {
        use DependencyType::{FinishToFinish, FinishToStart, StartToStart};
        let leaves_right = matches!(dependency.kind, FinishToStart | FinishToFinish);
        let head_right = matches!(dependency.kind, FinishToStart | StartToStart);
        let start = Point { x: if leaves_right { from.right } else { from.left }, y: middle(from) };
        let end = Point { x: if head_right { to.left } else { to.right }, y: middle(to) };
        let points = if from_row == to_row {
            same_row(start, end, leaves_right, head_right, from)
        } else {
            let gap = gap_beside(frame, to_row, from_row < to_row);
            across_rows(start, end, leaves_right, head_right, from, gap, from_row < to_row)
        };
        let bounds = points.iter().fold(
            Rect::new(f32::MAX, f32::MAX, f32::MIN, f32::MIN),
            |bounds, point| Rect {
                left: bounds.left.min(point.x - HEAD_PT),
                top: bounds.top.min(point.y - HEAD_PT),
                right: bounds.right.max(point.x + HEAD_PT),
                bottom: bounds.bottom.max(point.y + HEAD_PT),
            },
        );
        Self { id, basis: dependency.basis, emphasis, points, head_right, bounds }
    }
}

fn middle(rect: Rect) -> f32 {
    rect.center().y.round() + 0.5
}

/// The height of the gap between rows on the side of a row from which a link comes.
fn gap_beside(frame: &Frame<'_>, row: usize, from_above: bool) -> f32 {
    let top = frame.row_top(row);
    let edge = if from_above { top } else { top + frame.row_height(row) };
    edge.round() - 0.5
}

fn same_row(
    start: Point,
    end: Point,
    leaves_right: bool,
    head_right: bool,
    from: Rect,
) -> Vec<Point> {
    let forward = leaves_right && head_right && end.x >= start.x - 1.0;
    if forward && end.x - start.x < ADJACENT_PT {
        return vec![Point { x: end.x - HEAD_PT, ..end }, end];
    }
    if forward {
        return vec![start, end];
    }
    let below = from.bottom + 3.0;
    let out = if leaves_right { start.x + STUB_PT } else { start.x - STUB_PT };
    let into = if head_right { end.x - STUB_PT } else { end.x + STUB_PT };
    vec![
        start,
        Point { x: out, y: start.y },
        Point { x: out, y: below },
        Point { x: into, y: below },
        Point { x: into, y: end.y },
        end,
    ]
}

/// Down (or up) beside the predecessor to the gap next to the successor's row,
/// along the gap, and into the successor.
fn across_rows(
    start: Point,
    end: Point,
    leaves_right: bool,
    head_right: bool,
    from: Rect,
    gap: f32,
    downwards: bool,
) -> Vec<Point> {
    let into = if head_right { end.x - STUB_PT } else { end.x + STUB_PT };
    let out = if leaves_right { start.x + STUB_PT } else { start.x - STUB_PT };
    let meets_next_bar = leaves_right && head_right && (into - out) < 0.0 && end.x >= start.x - 2.0;
    if meets_next_bar {
        // The successor begins where the predecessor ends: leave through its long side.
        let edge = if downwards { from.bottom } else { from.top };
        let x = (start.x - STUB_PT).min(into).max(from.left + 1.0);
        return vec![Point { x, y: edge }, Point { x, y: end.y }, end];
    }
    if (out - into).abs() < CORNER_PT {
        return vec![start, Point { x: into, y: start.y }, Point { x: into, y: end.y }, end];
    }
    vec![
        start,
        Point { x: out, y: start.y },
        Point { x: out, y: gap },
        Point { x: into, y: gap },
        Point { x: into, y: end.y },
        end,
    ]
}

/// Draws the line of a link.
pub(super) fn draw_line(frame: &Frame<'_>, region: &mut Region, link: &Link) {
    let (color, width) = ink(frame, link);
    let dash = match link.basis {
        DependencyBasis::Inferred => Some((4.0, 3.0)),
        DependencyBasis::Row | DependencyBasis::Stated => None,
    };
    let points = rounded(&link.points);
    let stroke = Stroke { width, color, dash };
    region.push(Tag::Dependency(link.id), Shape::Line { points, stroke });
}

/// Draws the head of a link; it stays visible above the bars.
pub(super) fn draw_head(frame: &Frame<'_>, region: &mut Region, link: &Link) {
    let Some(&tip) = link.points.last() else { return };
    let (color, width) = ink(frame, link);
    let size = if width > 1.2 { HEAD_PT + 1.0 } else { HEAD_PT };
    let back = if link.head_right { tip.x - size } else { tip.x + size };
    let points = vec![
        Point { x: back, y: tip.y - size * 0.62 },
        tip,
        Point { x: back, y: tip.y + size * 0.62 },
    ];
    region
        .push(Tag::Dependency(link.id), Shape::Polygon { points, fill: Some(color), stroke: None });
}

fn ink(frame: &Frame<'_>, link: &Link) -> (Color, f32) {
    let request = frame.request;
    let palette = request.palette;
    let plain = palette.secondary.mixed(palette.paper, 0.35);
    match (link.emphasis, request.link_style) {
        (Emphasis::Needs, _) => (palette.needs, 1.6),
        (Emphasis::NeededBy, _) => (palette.needed_by, 1.6),
        (Emphasis::LongestPath, _) => (palette.needed_by, 2.2),
        (Emphasis::Path, _) => (palette.secondary, 1.4),
        (Emphasis::Critical, _) => (palette.red, 1.6),
        (Emphasis::Faded, _) => (plain.mixed(palette.paper, 0.65), 1.0),
        (_, LinkStyle::Full) => (palette.secondary, 1.5),
        _ => (plain, 1.0),
    }
}

/// The same route with its corners rounded.
fn rounded(points: &[Point]) -> Vec<Point> {
    let mut path = Vec::with_capacity(points.len() * 3);
    for (nth, &corner) in points.iter().enumerate() {
        let (Some(before), Some(after)) =
            (nth.checked_sub(1).map(|nth| points[nth]), points.get(nth + 1))
        else {
            path.push(corner);
            continue;
        };
        let toward = |other: Point| {
            let (dx, dy) = (other.x - corner.x, other.y - corner.y);
            let length = dx.hypot(dy);
            let reach = CORNER_PT.min(length / 2.0);
            let share = if length > 0.0 { reach / length } else { 0.0 };
            Point { x: corner.x + dx * share, y: corner.y + dy * share }
        };
        let (enter, leave) = (toward(before), toward(*after));
        // The middle of a quadratic curve with the corner as its control point.
        let bend = Point {
            x: (enter.x + leave.x) / 4.0 + corner.x / 2.0,
            y: (enter.y + leave.y) / 4.0 + corner.y / 2.0,
        };
        path.extend([enter, bend, leave]);
    }
    path
}
