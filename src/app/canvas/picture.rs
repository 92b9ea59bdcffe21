//! The chart as it was drawn last, painted again as long as nothing that it depends on changes.
//!
//! Scrolling changes little: the body is drawn some way ahead and moved, and only what stands
//! at the edges of the view is drawn anew.

use super::super::App;
use super::super::glyphs::{Atlas, Glyphs};
use super::super::link_targets::Routes;
use super::super::paint::Painted;
use super::super::session::{Session, Viewport};
use crate::layout::chart::{
    self, Chart, ChartRequest, Counts, HEADER_PT, Hit, LinkStyle, Lit, Overhang,
};
use crate::scene::{Point, Rect};
use egui::pos2;

/// How far ahead the body is drawn while it is scrolled, in points.
const AHEAD_PT: f32 = 120.0;
/// A view that moves by more than this share of its height in a frame is not scrolled slowly.
const SLOW_SHARE: f64 = 0.2;

/// What the canvas keeps of its chart.
#[derive(Default)]
pub struct Picture {
    drawn: Option<Drawn>,
    glyphs: Glyphs,
    lit: LitRows,
}

/// A chart that can be painted again.
struct Drawn {
    key: Key,
    /// For which rows it is drawn, in whole pixels.
    scroll_pt: f64,
    body: Body,
    /// Names, header, and what stands at the edges.
    around: Layer,
    /// What the places of its glyphs are true for.
    atlas: Atlas,
}

/// Bars and links.
struct Body {
    layer: Layer,
    /// For which rows they were drawn.
    scroll_pt: f64,
    overhang: Overhang,
}

#[derive(Default)]
struct Layer {
    chart: Chart,
    painted: Painted,
}

/// All that a drawn chart depends on, but for the rows in view.
#[derive(Clone, PartialEq)]
struct Key {
    revision: u64,
    view: Viewport,
    rect: egui::Rect,
    names_width: f32,
    language: crate::model::Language,
    theme: egui::Theme,
    pixels_per_point: f32,
    today: crate::time::Day,
    link_style: LinkStyle,
    with_status: bool,
}

/// The members of what is lit, by rows.
#[derive(Default)]
struct LitRows {
    made_for: Option<(u64, u64)>,
    lit: Vec<Lit>,
}

impl Picture {
    /// How much work the chart was to draw.
    pub fn counts(&self) -> Counts {
        self.drawn.as_ref().map_or_else(Counts::default, |drawn| {
            drawn.body.layer.chart.counts.plus(drawn.around.chart.counts)
        })
    }

    /// All texts, in the order in which they are painted.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        let layers = self.drawn.iter().flat_map(|drawn| [&drawn.body.layer, &drawn.around]);
        layers.flat_map(|layer| layer.chart.scene.texts())
    }

    /// Whether there is a chart.
    pub fn is_drawn(&self) -> bool {
        self.drawn.is_some()
    }

    /// Whether its glyphs are where this atlas has them.
    pub fn is_of(&self, atlas: &Atlas) -> bool {
        self.drawn.as_ref().is_some_and(|drawn| drawn.atlas == *atlas)
    }

    /// What lies at a point of the chart.
    pub fn hit_at(&self, point: Point) -> Option<Hit> {
        let drawn = self.drawn.as_ref()?;
        let over = drawn.around.chart.hit_at(point).copied();
        let shift = drawn.shift_pt();
        let in_body = || {
            let below = drawn.body.layer.chart.hit_at(Point { y: point.y - shift, ..point })?;
            let is_seen = drawn.view().contains(point);
            is_seen.then(|| Hit { rect: below.rect.shifted(0.0, shift), ..*below })
        };
        over.or_else(in_body)
    }

    /// Everything that can be pointed at in view, the topmost last.
    pub fn hits(&self) -> impl Iterator<Item = Hit> {
        self.drawn.iter().flat_map(|drawn| {
            let (shift, view) = (drawn.shift_pt(), drawn.view());
            let moved = drawn.body.layer.chart.hits.iter().map(move |hit| {
                let rect = hit.rect.shifted(0.0, shift);
                let (top, bottom) = (rect.top.max(view.top), rect.bottom.min(view.bottom));
                Hit { rect: Rect { top, bottom, ..rect }, ..*hit }
            });
            let in_view = moved.filter(|hit| hit.rect.height() > 0.0);
            in_view.chain(drawn.around.chart.hits.iter().copied())
        })
    }

    /// The lines of links; empty before the first chart.
    pub fn routes(&self) -> Option<Routes<'_>> {
        let drawn = self.drawn.as_ref()?;
        Some(Routes { chart: &drawn.body.layer.chart, shift_pt: drawn.shift_pt() })
    }

    /// Which rows and periods are drawn at a point as one, with the strip as it is painted.
    pub fn strip_at(&self, point: Point) -> Option<chart::Strip> {
        let drawn = self.drawn.as_ref()?;
        let shift = drawn.shift_pt();
        let strips = &drawn.body.layer.chart.strips;
        let at = strips.partition_point(|strip| strip.bottom + shift <= point.y);
        let strip = strips.get(at).filter(|strip| strip.top + shift <= point.y)?;
        drawn.view().contains(point).then(|| chart::Strip {
            top: strip.top + shift,
            bottom: strip.bottom + shift,
            rows: strip.rows.clone(),
        })
    }
}

impl Drawn {
    /// How far below its place in its chart the body is painted.
    fn shift_pt(&self) -> f32 {
        (self.body.scroll_pt - self.scroll_pt) as f32
    }

    /// What is seen of the body, in points of the chart.
    fn view(&self) -> Rect {
        let size = self.key.rect.size();
        Rect::new(self.key.names_width, HEADER_PT, size.x, size.y)
    }

    /// Whether the rows in view are drawn when they are scrolled so far.
    fn reaches(&self, scroll_pt: f64) -> bool {
        let moved = scroll_pt - self.body.scroll_pt;
        let Overhang { above, below } = self.body.overhang;
        (-f64::from(above)..=f64::from(below)).contains(&moved)
    }
}

/// Paints the chart, and draws as much of it anew as has changed.
pub(super) fn draw(app: &mut App, ui: &egui::Ui, rect: egui::Rect) {
    let ctx = ui.ctx();
    let pixels_per_point = ctx.pixels_per_point();
    let view = app.session.view;
    // Everything stands on whole pixels, so that it can be moved and stays sharp.
    let pixels = f64::from(pixels_per_point);
    let scroll_pt = (view.scroll_pt * pixels).round() / pixels;
    let key = Key {
        revision: app.session.revision(),
        view: Viewport { scroll_pt: 0.0, ..view },
        rect,
        names_width: app.canvas.names_width,
        language: app.language(),
        theme: ctx.theme(),
        pixels_per_point,
        today: app.today,
        link_style: app.session.link_style(),
        with_status: app.shows_status_column(),
    };
    let mut picture = std::mem::take(&mut app.canvas.picture);
    picture.lit.follow(&app.session);
    let atlas = Atlas::now(ctx);
    match &mut picture.drawn {
        Some(drawn) if drawn.key == key && drawn.atlas == atlas => {
            if (drawn.scroll_pt - scroll_pt).abs() > f64::EPSILON {
                scroll(app, ctx, drawn, &mut picture.glyphs, &picture.lit.lit, scroll_pt);
            }
        }
        drawn => {
            let mut before = drawn.take();
            let layers = before.as_mut().map(|drawn| {
                (std::mem::take(&mut drawn.body.layer), std::mem::take(&mut drawn.around))
            });
            let (mut body, mut around) = layers.unwrap_or_default();
            let overhang = Overhang::default();
            let glyphs = &mut picture.glyphs;
            with_request(app, ctx, rect, scroll_pt, &picture.lit.lit, |request| {
                body.chart = chart::draw_body(request, overhang);
                around.chart = chart::draw_around(request);
            });
            body.painted.redraw(ctx, glyphs, &body.chart.scene, rect.min);
            let atlas = around.painted.redraw(ctx, glyphs, &around.chart.scene, rect.min);
            let body = Body { layer: body, scroll_pt, overhang };
            *drawn = Some(Drawn { key, scroll_pt, body, around, atlas });
        }
    }
    if let Some(drawn) = &picture.drawn {
        let corner = |x: f32, y: f32| pos2(x, y) + rect.min.to_vec2();
        let seen = drawn.view();
        let body =
            egui::Rect::from_min_max(corner(seen.left, seen.top), corner(seen.right, seen.bottom));
        drawn.body.layer.painted.paint(ui.painter(), body);
        drawn.around.painted.paint(ui.painter(), rect);
    }
    app.canvas.picture = picture;
}

/// Moves the body as far as it was drawn ahead, else draws it ahead.
fn scroll(
    app: &App,
    ctx: &egui::Context,
    drawn: &mut Drawn,
    glyphs: &mut Glyphs,
    lit: &[Lit],
    scroll_pt: f64,
) {
    let (rect, step) = (drawn.key.rect, scroll_pt - drawn.scroll_pt);
    let moves = drawn.reaches(scroll_pt);
    let is_slow = step.abs() < f64::from(rect.height()) * SLOW_SHARE;
    let ahead = if is_slow { AHEAD_PT } else { 0.0 };
    let overhang = if step > 0.0 {
        Overhang { below: ahead, above: 0.0 }
    } else {
        Overhang { above: ahead, below: 0.0 }
    };
    let body = &mut drawn.body;
    with_request(app, ctx, rect, scroll_pt, lit, |request| {
        if !moves {
            body.layer.chart = chart::draw_body(request, overhang);
            (body.scroll_pt, body.overhang) = (scroll_pt, overhang);
        }
        drawn.around.chart = chart::draw_around(request);
    });
    if moves {
        body.layer.painted.shift(-step as f32);
    } else {
        body.layer.painted.redraw(ctx, glyphs, &body.layer.chart.scene, rect.min);
    }
    drawn.scroll_pt = scroll_pt;
    drawn.atlas = drawn.around.painted.redraw(ctx, glyphs, &drawn.around.chart.scene, rect.min);
}

/// Hands on what a chart of the session depends on.
fn with_request(
    app: &App,
    ctx: &egui::Context,
    rect: egui::Rect,
    scroll_pt: f64,
    lit: &[Lit],
    draw: impl FnOnce(&ChartRequest<'_>),
) {
    let session = &app.session;
    draw(&ChartRequest {
        roadmap: session.roadmap(),
        rows: session.rows(),
        links: session.links(),
        density: Some(session.density()),
        lit,
        axis: session.view.axis,
        scroll_pt,
        row_scale: session.view.row_scale,
        width: rect.width(),
        height: rect.height(),
        names_width: app.canvas.names_width,
        with_status: app.shows_status_column(),
        language: app.language(),
        colors: session.colors(),
        palette: app.palette(ctx),
        fonts: &app.fonts,
        today: Some(app.today),
        progress_line: session.progress_line(),
        emphasis: &|task| session.emphasis(task),
        link_emphasis: &|link| session.link_emphasis(link),
        marks: &|task| session.marks(task),
        hidden_links: &|task| session.hidden_link_count(task),
        link_style: session.link_style(),
        link_bases: session.link_bases(),
        focus: session.links_in_focus(),
    });
}

impl LitRows {
    /// Brings the list up to date when something else is lit or rows are other ones.
    fn follow(&mut self, session: &Session) {
        let stamps = Some((session.focus_stamp(), session.arrangement()));
        if self.made_for == stamps {
            return;
        }
        self.made_for = stamps;
        let (roadmap, rows) = (session.roadmap(), session.rows());
        let fiscal = roadmap.fiscal_year_start;
        let members = session.focus_members();
        let lit = members.into_iter().filter_map(|task| {
            let when = roadmap.task(task).when;
            let first = when.first_day(fiscal);
            let last = when.last_day(fiscal).unwrap_or_else(|| when.start().last_day(fiscal));
            Some(Lit {
                row: rows.row_of(task)? as u32,
                first: first.number(),
                end: last.number() + 1,
                task,
                emphasis: session.emphasis(task),
            })
        });
        self.lit = lit.collect();
        self.lit.sort_unstable_by_key(|lit| (lit.row, lit.first, lit.task));
    }
}
