//! Rows too low for bars: strips of several rows, darker where more tasks are under way.
//!
//! The work depends on the height of the view and the number of periods, not on how many rows
//! the view holds.

use super::{Emphasis, Frame, HEADER_PT, Pen};
use crate::layout::{BarColor, Colors, Density, HUES, Palette, ROW_PT, Sum};
use crate::model::TaskId;
use crate::scene::{Color, Point, Rect, Region, Shape, Stroke, Tag};
use crate::time::ticks;
use std::ops::Range;

/// Rows lower than this have strips instead of bars.
pub(super) const MIN_ROW_PT: f32 = 2.5;
/// Strips are at least this high.
const STRIP_PT: f32 = 3.0;
/// Headings at least this high are kept apart from each other.
const TALL_PT: f32 = 9.0;
/// Between two headings.
const GAP_PT: f32 = 1.0;
/// The share of rows with a task under way up to which each shade goes, but the last.
const SHARES: [f32; SHADES - 1] = [0.1, 0.25, 0.45, 0.7];
/// How much of the colour each shade has, the rest being paper.
const STRENGTHS: [f32; SHADES] = [0.2, 0.38, 0.56, 0.76, 1.0];
const SHADES: usize = 5;
/// While something is selected, strips have this much of their colour.
const FADED: f32 = 0.4;
/// At most so many marks of the selection at one height.
const MAX_LIT: usize = 12;

/// Some rows that are drawn as one.
#[derive(Clone, Debug, PartialEq)]
pub struct Strip {
    /// Which rows.
    pub rows: Range<usize>,
    /// Its upper edge on the scene.
    pub top: f32,
    /// Its lower edge on the scene.
    pub bottom: f32,
}

/// A task of the selection, or of what belongs to it, with its place among the rows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lit {
    /// Its row.
    pub row: u32,
    /// The number of its first day.
    pub first: i32,
    /// The number of the day after its last.
    pub end: i32,
    /// The task.
    pub task: TaskId,
    /// How it stands to the selection.
    pub emphasis: Emphasis,
}

/// Draws the rows in view as strips.
pub(super) fn draw_strips(
    frame: &Frame<'_>,
    pen: &mut Pen,
    region: &mut Region,
    density: &Density,
) {
    let request = frame.request;
    let row_pt = f32::from(ROW_PT) * request.row_scale;
    let wanted = (STRIP_PT / row_pt).ceil() as usize;
    let step = density.strip_rows(request.rows, frame.visible.clone(), wanted);
    let columns = columns(frame, density);
    let shades = Shades::new(request.palette, !request.lit.is_empty());
    let mut sums = Vec::new();
    let mut first = first_row(frame, step);
    while first < frame.visible.end {
        let end = end_of_strip(frame, first, step);
        density.sum(request.rows, request.colors, first..end, &mut sums);
        let strip = Strip {
            top: frame.row_top(first).round(),
            bottom: (frame.row_top(end - 1) + frame.row_height(end - 1)).round(),
            rows: first..end,
        };
        draw_strip(frame, pen, region, &strip, &columns, &sums, &shades);
        pen.strips.push(strip);
        first = end;
    }
    draw_years(frame, region);
}

/// Marks the selection and what belongs to it, at most a few tasks at one height.
pub(super) fn draw_lit(frame: &Frame<'_>, region: &mut Region) {
    let lit = frame.request.lit;
    let below = |row: usize| lit.partition_point(|it| (it.row as usize) < row);
    let mut nth = below(frame.visible.start);
    let end = below(frame.visible.end);
    let mut selected = Vec::new();
    while nth < end {
        let top = frame.row_top(lit[nth].row as usize);
        let next = below(frame.row_at(top + 1.0)).max(nth + 1).min(end);
        for it in &lit[nth..next.min(nth + MAX_LIT)] {
            draw_mark(frame, region, it);
        }
        selected.extend(lit[nth..next].iter().find(|it| it.emphasis == Emphasis::Selected));
        nth = next;
    }
    for it in selected {
        draw_selected(frame, region, it);
    }
}

/// The row of the first strip: strips stay where they are when the view moves.
fn first_row(frame: &Frame<'_>, step: usize) -> usize {
    let aligned = frame.visible.start / step * step;
    match frame.tall_group(frame.visible.start) {
        Some(group) => aligned.max(group.start),
        None => aligned,
    }
}

/// Where a strip ends that begins at a row: strips do not reach across tall headings.
fn end_of_strip(frame: &Frame<'_>, first: usize, step: usize) -> usize {
    let end = ((first / step + 1) * step).min(frame.request.rows.rows.len());
    if let Some(group) = frame.tall_group(first).filter(|group| group.end < end) {
        return group.end;
    }
    match frame.tall_group(end - 1) {
        Some(group) if group.start > first => group.start,
        _ => end,
    }
}

impl Frame<'_> {
    /// The rows of the heading that a row belongs to, if they are high enough to be told apart.
    fn tall_group(&self, row: usize) -> Option<Range<usize>> {
        let rows = self.request.rows;
        let group = &rows.groups[rows.rows[row].group as usize];
        let (start, end) = (group.rows.start as usize, group.rows.end as usize);
        let height = self.row_top(end - 1) + self.row_height(end - 1) - self.row_top(start);
        (height >= TALL_PT).then_some(start..end)
    }

    /// The row at a height of the scene.
    pub(super) fn row_at(&self, y: f32) -> usize {
        let request = self.request;
        let y = (f64::from(y - HEADER_PT) + request.scroll_pt) / f64::from(request.row_scale);
        request.rows.row_at(y).unwrap_or(0)
    }
}

/// The periods in view, with their edges on the scene.
fn columns(frame: &Frame<'_>, density: &Density) -> Vec<(usize, f32, f32)> {
    let edges = density.periods.iter().enumerate().map(|(nth, period)| {
        (nth, frame.x(period.first.number()).round(), frame.x(period.next.number()).round())
    });
    edges.filter(|(_, left, right)| *right > frame.body.left && *left < frame.body.right).collect()
}

fn draw_strip(
    frame: &Frame<'_>,
    pen: &mut Pen,
    region: &mut Region,
    strip: &Strip,
    columns: &[(usize, f32, f32)],
    sums: &[Sum],
    shades: &Shades,
) {
    let ends_group =
        frame.tall_group(strip.rows.start).is_some_and(|group| group.end == strip.rows.end);
    let bottom = if ends_group { strip.bottom - GAP_PT } else { strip.bottom };
    let tag = Tag::Backdrop;
    let mut run: Option<(Color, f32, f32)> = None;
    for &(period, left, right) in columns {
        let color = shades.of(frame.request.colors, sums[period], strip.rows.len());
        match (&mut run, color) {
            (Some((known, _, end)), Some(color)) if *known == color => *end = right,
            (_, color) => {
                let next = color.map(|color| (color, left, right));
                if let Some((color, left, right)) = std::mem::replace(&mut run, next) {
                    region.push_rect(tag, Rect::new(left, strip.top, right, bottom), color);
                    pen.counts.cells += 1;
                }
            }
        }
    }
    if let Some((color, left, right)) = run {
        region.push_rect(tag, Rect::new(left, strip.top, right, bottom), color);
        pen.counts.cells += 1;
    }
}

/// The colours of strips: those of bars, the stronger the more tasks are under way.
#[derive(Clone, Debug)]
pub struct Shades {
    /// By hue; after them without one, and red.
    by_color: Vec<[Color; SHADES]>,
}

impl Shades {
    /// The colours of a theme; faded ones for what has nothing to do with a selection.
    #[must_use]
    pub fn new(palette: &Palette, is_faded: bool) -> Self {
        let strength = if is_faded { FADED } else { 1.0 };
        let colors = (0..HUES).map(BarColor::Hue).chain([BarColor::Neutral, BarColor::Red]);
        let shades = |color| {
            let edge = palette.colors(color).edge;
            STRENGTHS.map(|share| palette.paper.mixed(edge, share * strength))
        };
        Self { by_color: colors.map(shades).collect() }
    }

    /// The colour of so many tasks in so many rows; none if there are no tasks.
    #[must_use]
    pub fn of(&self, colors: &Colors, sum: Sum, rows: usize) -> Option<Color> {
        if sum.tasks == 0 {
            return None;
        }
        let class = colors.classes.get(usize::from(sum.class))?;
        let color = match class.color {
            BarColor::Hue(hue) => usize::from(hue % HUES),
            BarColor::Neutral => usize::from(HUES),
            BarColor::Red => usize::from(HUES) + 1,
        };
        let busy = sum.tasks as f32 / rows as f32;
        let shade = SHARES.iter().filter(|upper| busy > **upper).count();
        Some(self.by_color[color][shade])
    }
}

/// The boundaries of years, on top of the strips.
fn draw_years(frame: &Frame<'_>, region: &mut Region) {
    let request = frame.request;
    let (from, to) = frame.visible_days();
    let unit = request.axis.lower_unit().upper();
    let (paper, line) = (request.palette.paper, request.palette.year_line);
    for tick in ticks(unit, from, to, request.roadmap.fiscal_year_start) {
        let x = frame.x(tick.first.number()).round();
        let rect = |x: f32| Rect::new(x, frame.body.top, x + 1.0, frame.body.bottom);
        region.push_rect(Tag::Backdrop, rect(x), line);
        region.push_rect(Tag::Backdrop, rect(x + 1.0), paper.with_alpha(150));
    }
}

fn mark_color(palette: &Palette, emphasis: Emphasis) -> Option<Color> {
    match emphasis {
        Emphasis::Selected => Some(palette.accent),
        Emphasis::Needs => Some(palette.needs),
        Emphasis::NeededBy | Emphasis::LongestPath => Some(palette.needed_by),
        Emphasis::Path => Some(palette.secondary),
        Emphasis::Critical => Some(palette.red),
        Emphasis::Plain | Emphasis::Faded => None,
    }
}

fn draw_mark(frame: &Frame<'_>, region: &mut Region, lit: &Lit) {
    let Some(color) = mark_color(frame.request.palette, lit.emphasis) else { return };
    let (left, right) = (frame.x(lit.first), frame.x(lit.end));
    if right < frame.body.left || left > frame.body.right {
        return;
    }
    let row = lit.row as usize;
    let middle = (frame.row_top(row) + frame.row_height(row) / 2.0).round();
    let rect =
        Rect::new(left.round(), middle - 1.0, right.round().max(left.round() + 3.0), middle + 2.0);
    region.push_rect(Tag::Task(lit.task), rect, color);
}

/// The selected task itself is found at one glance.
fn draw_selected(frame: &Frame<'_>, region: &mut Region, lit: &Lit) {
    const HALF_PT: f32 = 6.0;
    let palette = frame.request.palette;
    let row = lit.row as usize;
    let x = f32::midpoint(frame.x(lit.first), frame.x(lit.end)).round();
    let y = (frame.row_top(row) + frame.row_height(row) / 2.0).round();
    let corners = [(0.0, -HALF_PT), (HALF_PT, 0.0), (0.0, HALF_PT), (-HALF_PT, 0.0)];
    let points = corners.map(|(dx, dy)| Point { x: x + dx, y: y + dy }).to_vec();
    let stroke = Some(Stroke::solid(2.0, palette.paper));
    let shape = Shape::Polygon { points, fill: Some(palette.accent), stroke };
    region.push(Tag::Task(lit.task), shape);
}
