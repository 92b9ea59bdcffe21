//! How links look: a stroke and a head for each basis, in colours for the selection.
//!
//! The bases differ in more than colour, so that they can be told on a black and white
//! print: row order is a fine line, a stated link a strong line with two heads, an
//! inferred one a dashed line with a hollow head.

use super::cuts::{Labels, Scratch};
use super::routes::{HEAD_PT, Heading, Link};
use super::{Emphasis, LinkStyle};
use crate::layout::Palette;
use crate::model::DependencyBasis;
use crate::scene::{Color, Point, Region, Shape, Stroke, Tag};

/// Radius of the corners of a route.
const CORNER_PT: f32 = 3.5;

/// How a link is drawn.
#[derive(Clone, Copy)]
pub(super) struct Look {
    color: Color,
    /// Inside hollow heads.
    paper: Color,
    stroke: Stroke,
    basis: DependencyBasis,
    head_pt: f32,
}

impl Look {
    pub(super) fn new(
        palette: &Palette,
        basis: DependencyBasis,
        emphasis: Emphasis,
        style: LinkStyle,
    ) -> Self {
        let plain = palette.secondary.mixed(palette.paper, 0.2);
        let (color, is_strong) = match (emphasis, style) {
            (Emphasis::Needs, _) => (palette.needs, true),
            (Emphasis::NeededBy | Emphasis::LongestPath, _) => (palette.needed_by, true),
            (Emphasis::Critical, _) => (palette.red, true),
            (Emphasis::Faded, _) => (plain.mixed(palette.paper, 0.65), false),
            (Emphasis::Path, _) | (_, LinkStyle::Full) => (palette.secondary, true),
            _ => (plain, false),
        };
        let fine = if is_strong { 1.5 } else { 1.0 };
        let (width, dash) = match basis {
            DependencyBasis::Row => (fine, None),
            DependencyBasis::Stated if emphasis == Emphasis::Faded => (fine, None),
            DependencyBasis::Stated => (fine + 0.6, None),
            DependencyBasis::Inferred => (fine, Some((3.0, 2.0))),
        };
        let head_pt = if is_strong { HEAD_PT + 1.0 } else { HEAD_PT };
        let stroke = Stroke { width, color, dash };
        Self { color, paper: palette.paper, stroke, basis, head_pt }
    }
}

/// Draws the line of a link as far as it crosses no name.
pub(super) fn draw_line(
    region: &mut Region,
    link: &Link,
    look: Look,
    labels: &Labels,
    (path, scratch): &mut (Vec<Point>, Scratch),
) {
    path.clone_from(&link.points);
    // The line ends inside of its head, so that it does not show in a hollow one.
    if let [.., before, tip] = &mut path[..] {
        let length = (tip.x - before.x).abs() + (tip.y - before.y).abs();
        let back = (look.head_pt * 0.9).min(length);
        let (dx, dy) = link.heading.step();
        *tip = Point { x: tip.x - dx * back, y: tip.y - dy * back };
    }
    let stroke = Stroke { dash: look.stroke.dash.map(|dash| drawn_out(dash, path)), ..look.stroke };
    labels.cut(path, scratch, |piece| {
        let shape = Shape::Line { points: rounded(piece), stroke };
        region.push(Tag::Dependency(link.id), shape);
    });
}

/// Draws the head of a link.
pub(super) fn draw_head(region: &mut Region, link: &Link, look: Look) {
    if let Some(&tip) = link.points.last() {
        push_head(region, Tag::Dependency(link.id), tip, link.heading, look);
    }
}

/// Draws a level line with its head, as links of a basis look, for a legend.
pub fn draw_link_sample(
    region: &mut Region,
    palette: &Palette,
    basis: DependencyBasis,
    from: Point,
    to_x: f32,
) {
    let look = Look::new(palette, basis, Emphasis::Plain, LinkStyle::Thin);
    let tip = Point { x: to_x, y: from.y };
    let back = Point { x: to_x - look.head_pt * 0.9, y: from.y };
    region.push(Tag::Backdrop, Shape::Line { points: vec![from, back], stroke: look.stroke });
    push_head(region, Tag::Backdrop, tip, Heading::Right, look);
}

fn push_head(region: &mut Region, tag: Tag, tip: Point, heading: Heading, look: Look) {
    let (dx, dy) = heading.step();
    let (long, half) = (look.head_pt, look.head_pt * 0.58);
    let triangle = |behind: f32| {
        let tip = Point { x: tip.x - dx * behind, y: tip.y - dy * behind };
        let base = Point { x: tip.x - dx * long, y: tip.y - dy * long };
        vec![
            Point { x: base.x - dy * half, y: base.y + dx * half },
            tip,
            Point { x: base.x + dy * half, y: base.y - dx * half },
        ]
    };
    let filled = |points| Shape::Polygon { points, fill: Some(look.color), stroke: None };
    match look.basis {
        DependencyBasis::Row => region.push(tag, filled(triangle(0.0))),
        DependencyBasis::Stated => {
            region.push(tag, filled(triangle(0.0)));
            region.push(tag, filled(triangle(long * 0.8)));
        }
        DependencyBasis::Inferred => {
            let stroke = Some(Stroke::solid(1.0, look.color));
            let points = triangle(0.5);
            region.push(tag, Shape::Polygon { points, fill: Some(look.paper), stroke });
        }
    }
}

impl Heading {
    /// One point in its direction.
    fn step(self) -> (f32, f32) {
        match self {
            Self::Right => (1.0, 0.0),
            Self::Left => (-1.0, 0.0),
            Self::Down => (0.0, 1.0),
            Self::Up => (0.0, -1.0),
        }
    }
}

/// The dash and gap of a path: longer ones on a long path, which looks calmer and needs fewer.
fn drawn_out((dash, gap): (f32, f32), path: &[Point]) -> (f32, f32) {
    let lengths =
        path.windows(2).map(|run| (run[1].x - run[0].x).abs() + (run[1].y - run[0].y).abs());
    let factor = match lengths.sum::<f32>() {
        ..240.0 => 1.0,
        ..960.0 => 2.0,
        _ => 3.0,
    };
    (dash * factor, gap * factor)
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
