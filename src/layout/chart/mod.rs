//! Draws the visible part of a document as a scene.
//!
//! The chart has a header with the time scale at the top, a column with the names
//! of lanes or tasks at the left, and the body with bars and links. Every part has
//! a file of its own; this one says what goes in, what comes out, and in which
//! order the parts are painted.

mod bars;
mod body;
mod columns;
mod cuts;
mod far;
mod header;
mod links;
mod names;
mod progress;
mod progress_line;
mod routes;
mod strokes;
mod stubs;
mod targets;

pub use columns::{TaskColumn, TaskColumns};
pub use far::{Lit, Shades, Strip};
pub use strokes::draw_link_sample;
pub use targets::{Beyond, Hit, LinkEnd, LinkRoute, Side, Target};

pub(super) use columns::STATUS_PT;
pub(super) use names::LANE_GAP_PT;

use super::{
    Colors, Density, FontMetrics, LinkIndex, Palette, ProgressLine, ROW_PT, Rows, TimeAxis,
};
use crate::model::{DependencyBasis, DependencyId, GroupKey, Language, Roadmap, TaskId};
use crate::scene::{Point, Rect, Region, Scene, Tag, Weight};
use crate::time::Day;
use std::ops::Range;

/// Height of the header, two tiers, in points.
pub const HEADER_PT: f32 = 50.0;

/// How a task or link stands to what is selected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Emphasis {
    /// Nothing is selected.
    Plain,
    /// It is selected.
    Selected,
    /// What is selected needs it.
    Needs,
    /// It needs what is selected.
    NeededBy,
    /// It lies on a way between the two selected tasks.
    Path,
    /// It lies on the longest way between the two selected tasks.
    LongestPath,
    /// Nothing is selected, and it is a link of the critical chain.
    Critical,
    /// It has nothing to do with what is selected.
    Faded,
}

/// What the schedule says of a task, as far as it is to be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Marks {
    /// Whether it is marked as critical.
    pub is_critical: bool,
    /// How many days it can slip before the goal does, drawn as a line behind its bar.
    pub float_days: Option<i32>,
}

/// Which links are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum LinkStyle {
    /// Only those of the selection.
    Hidden,
    /// All, in fine lines.
    #[default]
    Thin,
    /// All, in strong lines.
    Full,
}

/// Of which bases links are drawn; those of the selection are drawn in any case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct LinkBases {
    /// Those from the order of a row.
    pub row: bool,
    /// Those that the document states.
    pub stated: bool,
    /// Those that a reader inferred.
    pub inferred: bool,
}

impl LinkBases {
    /// Links of every basis.
    pub const ALL: Self = Self { row: true, stated: true, inferred: true };

    /// Whether links of a basis are drawn.
    #[must_use]
    pub const fn contains(self, basis: DependencyBasis) -> bool {
        match basis {
            DependencyBasis::Row => self.row,
            DependencyBasis::Stated => self.stated,
            DependencyBasis::Inferred => self.inferred,
        }
    }
}

/// A task whose links lead on even out of the view.
#[derive(Clone, Copy, Debug)]
pub struct Focus<'a> {
    /// The task.
    pub task: TaskId,
    /// All links that lead to it or away from it.
    pub links: &'a [DependencyId],
}

/// The links of a shown task that lead to hidden ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct HiddenLinkCount {
    /// From hidden predecessors.
    pub predecessors: u32,
    /// To hidden successors.
    pub successors: u32,
}

/// All that a chart depends on.
pub struct ChartRequest<'a> {
    /// The document.
    pub roadmap: &'a Roadmap,
    /// Its rows as they are shown.
    pub rows: &'a Rows,
    /// Its links by rows.
    pub links: &'a LinkIndex,
    /// What is drawn of rows too low for bars; without it they have their bars all the same.
    pub density: Option<&'a Density>,
    /// The tasks of the selection and its chain by rows, marked where there are no bars.
    pub lit: &'a [Lit],
    /// Where days lie, relative to the left edge of the body.
    pub axis: TimeAxis,
    /// How far the rows are scrolled up, in points.
    pub scroll_pt: f64,
    /// Scale of the rows, 1 at 100 %.
    pub row_scale: f32,
    /// Width of the whole chart in points.
    pub width: f32,
    /// Height of the whole chart in points.
    pub height: f32,
    /// Width of the column of names in points.
    pub names_width: f32,
    /// Whether tasks have a column with their status, where there is room for it.
    pub with_status: bool,
    /// The language of names and dates.
    pub language: Language,
    /// What the colours of bars stand for.
    pub colors: &'a Colors,
    /// The colours.
    pub palette: &'a Palette,
    /// The widths of texts.
    pub fonts: &'a FontMetrics,
    /// The day that counts as today.
    pub today: Option<Day>,
    /// The progress line of these rows, if it is shown.
    pub progress_line: Option<&'a ProgressLine>,
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
    /// The task whose links are told at the edges of the view.
    pub focus: Option<Focus<'a>>,
}

/// How much work a chart was; tests hold these against the size of the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Counts {
    /// Rows looked at one by one.
    pub rows: usize,
    /// Bars drawn.
    pub bars: usize,
    /// Rectangles drawn that stand for many bars each, in rows too low for bars.
    pub cells: usize,
    /// Links looked at.
    pub links: usize,
    /// Links that cross the view and are too many to be drawn.
    pub left_out_links: usize,
    /// Texts placed.
    pub labels: usize,
    /// Shapes drawn.
    pub shapes: usize,
}

impl Counts {
    /// The work of two parts of a chart.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            rows: self.rows + other.rows,
            bars: self.bars + other.bars,
            cells: self.cells + other.cells,
            links: self.links + other.links,
            left_out_links: self.left_out_links + other.left_out_links,
            labels: self.labels + other.labels,
            shapes: self.shapes + other.shapes,
        }
    }
}

/// A drawn chart.
#[derive(Clone, Debug, Default)]
pub struct Chart {
    /// The picture.
    pub scene: Scene,
    /// What lies where, the topmost last.
    pub hits: Vec<Hit>,
    /// Where the links run, the topmost last.
    pub routes: Vec<LinkRoute>,
    /// What stands for rows too low for bars, from top to bottom; empty where there are bars.
    pub strips: Vec<Strip>,
    /// How much work it was.
    pub counts: Counts,
}

impl Chart {
    /// What lies at a point.
    #[must_use]
    pub fn hit_at(&self, point: Point) -> Option<&Hit> {
        self.hits.iter().rev().find(|hit| hit.rect.contains(point))
    }

    /// The topmost link that runs past a point at no more than this distance in points.
    #[must_use]
    pub fn route_at(&self, point: Point, reach_pt: f32) -> Option<&LinkRoute> {
        self.routes.iter().rev().find(|route| route.distance_to(point) <= reach_pt)
    }
}

/// Draws what the request makes visible.
#[must_use]
pub fn draw(request: &ChartRequest<'_>) -> Chart {
    let Chart { scene, hits, routes, strips, counts } = draw_body(request, Overhang::default());
    let mut around = draw_around(request);
    around.scene.regions.splice(0..0, scene.regions);
    around.hits.splice(0..0, hits);
    Chart { routes, strips, counts: counts.plus(around.counts), ..around }
}

/// Draws bands, bars and links, and some of them above and below the view as well, so that they
/// can be scrolled by that much and painted again. What depends on the edges of the view is left
/// to [`draw_around`].
#[must_use]
pub fn draw_body(request: &ChartRequest<'_>, overhang: Overhang) -> Chart {
    let frame = Frame::new(request, overhang);
    let mut pen = Pen::default();
    let region = body::draw(&frame, &mut pen);
    pen.finish(request, vec![region])
}

/// Draws what is around the body and over its edges: the column of names, the header, headings
/// that stick, and marks that lead out of the view.
#[must_use]
pub fn draw_around(request: &ChartRequest<'_>) -> Chart {
    let frame = Frame::new(request, Overhang::default());
    let mut pen = Pen::default();
    let mut regions: Vec<Region> = stubs::draw_beyond(&frame, &mut pen).into_iter().collect();
    regions.extend(names::draw(&frame, &mut pen));
    regions.push(header::draw(&frame, &mut pen));
    pen.finish(request, regions)
}

/// How far a body is drawn beyond the view, in points.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct Overhang {
    /// Above it.
    pub above: f32,
    /// Below it.
    pub below: f32,
}

/// What the parts collect besides their regions.
#[derive(Default)]
struct Pen {
    hits: Vec<Hit>,
    routes: Vec<LinkRoute>,
    strips: Vec<Strip>,
    counts: Counts,
    /// The rooms of the names of tasks in the body.
    names: Vec<Rect>,
}

impl Pen {
    fn finish(self, request: &ChartRequest<'_>, regions: Vec<Region>) -> Chart {
        let Self { hits, routes, strips, mut counts, .. } = self;
        counts.shapes = regions.iter().map(|region| region.items.len()).sum();
        let scene = Scene {
            width: request.width,
            height: request.height,
            background: request.palette.paper,
            regions,
        };
        Chart { scene, hits, routes, strips, counts }
    }

    /// Notes the name of a task, with the left end of its baseline.
    fn name(&mut self, frame: &Frame<'_>, at: Point, text: &str, (size, weight): (f32, Weight)) {
        let width = frame.request.fonts.width(text, weight, size);
        let (top, bottom) = (at.y - size * ASCENT_EM, at.y + size * DESCENT_EM);
        self.names.push(Rect::new(at.x, top, at.x + width, bottom));
        self.counts.labels += 1;
    }

    /// Notes what lies at a place, as far as it lies inside `clip`.
    fn hit(&mut self, rect: Rect, clip: Rect, target: Target) {
        let visible = Rect::new(
            rect.left.max(clip.left),
            rect.top.max(clip.top),
            rect.right.min(clip.right),
            rect.bottom.min(clip.bottom),
        );
        if visible.width() > 0.0 && visible.height() > 0.0 {
            self.hits.push(Hit { rect: visible, target });
        }
    }
}

/// A request with what all parts work out from it.
struct Frame<'a> {
    request: &'a ChartRequest<'a>,
    /// The rows that are at least partly visible.
    visible: Range<usize>,
    /// Where bars are painted.
    body: Rect,
}

/// Rows lower than this show no text.
const MIN_TEXT_ROW_PT: f32 = 15.0;

impl<'a> Frame<'a> {
    fn new(request: &'a ChartRequest<'a>, overhang: Overhang) -> Self {
        let (top, bottom) = (HEADER_PT - overhang.above, request.height + overhang.below);
        let body = Rect::new(request.names_width, top, request.width, bottom);
        let scale = f64::from(request.row_scale);
        let above = request.scroll_pt - f64::from(overhang.above);
        let first = request.rows.row_at(above / scale).unwrap_or(0);
        let bottom = (above + f64::from(body.height())) / scale;
        let end = request.rows.row_at(bottom).map_or(0, |last| last + 1);
        Self { request, visible: first..end.max(first), body }
    }

    /// The upper edge of a row on the scene.
    fn row_top(&self, row: usize) -> f32 {
        let top = f64::from(self.request.rows.rows[row].top) * f64::from(self.request.row_scale);
        (top - self.request.scroll_pt) as f32 + HEADER_PT
    }

    /// The height of a row on the scene.
    fn row_height(&self, row: usize) -> f32 {
        f32::from(self.request.rows.rows[row].height) * self.request.row_scale
    }

    /// The columns of tasks.
    fn columns(&self) -> TaskColumns {
        TaskColumns::new(self.request.names_width, self.request.with_status)
    }

    /// The x of a day number on the scene.
    fn x(&self, day_number: i32) -> f32 {
        self.body.left + self.request.axis.x(f64::from(day_number))
    }

    /// Where the line of a day stands: in the middle of it, on a whole point.
    fn x_of_middle(&self, day: Day) -> f32 {
        f32::midpoint(self.x(day.number()), self.x(day.number() + 1)).round()
    }

    /// Whether rows are high enough for text.
    fn has_row_text(&self) -> bool {
        f32::from(super::BAND_PT) * self.request.row_scale >= MIN_TEXT_ROW_PT
    }

    /// What is drawn instead of bars, if rows are too low for them.
    fn density(&self) -> Option<&'a Density> {
        let row_pt = f32::from(ROW_PT) * self.request.row_scale;
        self.request.density.filter(|_| row_pt < far::MIN_ROW_PT)
    }

    /// The first and last day that the body shows.
    fn visible_days(&self) -> (Day, Day) {
        let axis = self.request.axis;
        (axis.whole_day_at(0.0), axis.whole_day_at(self.body.width()))
    }

    /// The rectangle from the left edge of the names to the right edge of the body.
    fn below_header(&self) -> Rect {
        Rect::new(0.0, HEADER_PT, self.request.width, self.request.height)
    }

    /// The top-level heading that has scrolled out at the top and sticks there, with
    /// the upper edge at which it is drawn; the next one pushes it up.
    fn sticky_group(&self) -> Option<(u32, f32)> {
        let rows = &self.request.rows.rows;
        let first = rows.get(self.visible.start)?;
        let group = &self.request.rows.groups[first.group as usize];
        let band = group.rows.start as usize;
        if self.row_top(band) >= HEADER_PT || !self.has_row_text() {
            return None;
        }
        let end = group.rows.end as usize;
        let bottom = self.row_top(end - 1) + self.row_height(end - 1);
        Some((first.group, HEADER_PT.min(bottom - self.row_height(band))))
    }
}

/// What the parts of a heading stand for.
fn tag_of_heading(key: GroupKey) -> Tag {
    match key {
        GroupKey::Lane(lane) => Tag::Lane(lane),
        _ => Tag::Heading,
    }
}

/// Kanji of BIZ UDPGothic reach this far above the baseline.
const ASCENT_EM: f32 = 0.80;
/// They reach this far below the baseline.
const DESCENT_EM: f32 = 0.12;

/// The baseline of a text whose middle stands at `middle`.
fn baseline(middle: f32, size: f32) -> f32 {
    (middle + size * 0.36).round()
}

/// A region that only paints inside `clip`.
fn region(clip: Rect) -> Region {
    Region::new(clip)
}
