//! Paints scenes with egui.

use super::dashes::visible_dashes;
use crate::scene::{Color, Fill, Point, Rect, Region, Scene, Shape, Weight};
use egui::epaint::{Mesh, RectShape, Tessellator, TextShape};
use egui::{Color32, FontFamily, FontId, StrokeKind, Vec2};

/// The family of bold text; the regular face is egui's proportional family.
pub const BOLD: &str = "bold";

/// A scene turned into meshes and texts, one list for each clip rectangle.
///
/// It can be painted again as long as the scene and the font atlas stay the same.
/// Meshes are finished here, so that a frame in which nothing changes only copies
/// them. Texts are left to egui, because their meshes depend on the size of the
/// font atlas, which may grow at any time.
#[derive(Default)]
pub struct Painted {
    regions: Vec<(egui::Rect, Vec<egui::Shape>)>,
}

impl Painted {
    /// Turns a scene whose upper left corner lies at `origin` into meshes and texts.
    #[must_use]
    pub fn new(ctx: &egui::Context, scene: &Scene, origin: egui::Pos2) -> Self {
        let regions = scene.regions.iter();
        let regions = regions.map(|region| Shapes::of(ctx, region, origin.to_vec2())).collect();
        Self { regions }
    }

    /// Paints it into a layer, clipped to `clip` as well.
    pub fn paint(&self, painter: &egui::Painter, clip: egui::Rect) {
        for (region, shapes) in &self.regions {
            painter.with_clip_rect(region.intersect(clip)).extend(shapes.iter().cloned());
        }
    }
}

/// Collects shapes; everything between two texts becomes one mesh.
struct Shapes<'a> {
    ctx: &'a egui::Context,
    clip: egui::Rect,
    offset: Vec2,
    tessellator: Tessellator,
    mesh: Mesh,
    finished: Vec<egui::Shape>,
}

impl<'a> Shapes<'a> {
    fn of(ctx: &'a egui::Context, region: &Region, offset: Vec2) -> (egui::Rect, Vec<egui::Shape>) {
        let clip = to_rect(region.clip).translate(offset);
        let options = ctx.tessellation_options(|options| *options);
        // Only texts and discs need the font atlas, and neither gets here.
        let mut tessellator = Tessellator::new(ctx.pixels_per_point(), options, [1, 1], Vec::new());
        tessellator.set_clip_rect(clip);
        let (mesh, finished) = (Mesh::default(), Vec::new());
        let mut this = Self { ctx, clip, offset, tessellator, mesh, finished };
        for item in &region.items {
            this.push(&item.shape);
        }
        this.flush();
        (clip, this.finished)
    }

    fn push(&mut self, shape: &Shape) {
        match shape {
            Shape::Rect { rect, radius, fill: Some(fill), stroke: None } if *radius == 0.0 => {
                self.add_rect(to_rect(*rect).translate(self.offset), *fill);
            }
            Shape::Rect { rect, radius, fill, stroke } => {
                let color = match fill {
                    Some(Fill::Solid(color) | Fill::Gradient { left: color, .. }) => {
                        to_color(*color)
                    }
                    None => Color32::TRANSPARENT,
                };
                let stroke = stroke.map_or(egui::Stroke::NONE, to_stroke);
                let rect = to_rect(*rect).translate(self.offset);
                let rect = RectShape::new(rect, *radius as u8, color, stroke, StrokeKind::Inside);
                self.add(rect.into());
            }
            Shape::Polygon { points, fill, stroke } => {
                let fill = fill.map_or(Color32::TRANSPARENT, to_color);
                let stroke = stroke.map_or(egui::Stroke::NONE, to_stroke);
                self.add(egui::Shape::convex_polygon(self.points(points), fill, stroke));
            }
            Shape::Line { points, stroke } => {
                let points = self.points(points);
                match stroke.dash {
                    None => self.add(egui::Shape::line(points, to_stroke(*stroke))),
                    Some(dash) => {
                        let (view, stroke) = (self.clip.expand(1.0), to_stroke(*stroke));
                        visible_dashes(&points, dash, view, |from, to| {
                            self.add_dash(from, to, stroke);
                        });
                    }
                }
            }
            Shape::Text { at, text, size, weight, color } => {
                self.flush();
                let galley = layout(self.ctx, text, *size, *weight);
                let baseline = galley.rows.first().map_or(0.0, |row| {
                    row.pos.y + row.glyphs.first().map_or(0.0, |glyph| glyph.pos.y)
                });
                let at = to_pos(*at) + self.offset - Vec2::new(0.0, baseline);
                self.finished.push(TextShape::new(at, galley, to_color(*color)).into());
            }
        }
    }

    fn add(&mut self, shape: egui::Shape) {
        self.tessellator.tessellate_shape(shape, &mut self.mesh);
    }

    /// Adds one dash. The dashes of fine links are by far the most shapes of a chart; as upright
    /// or level rectangles on whole pixels they have a third of the corners of a smoothed line
    /// and look the same.
    fn add_dash(&mut self, from: egui::Pos2, to: egui::Pos2, stroke: egui::Stroke) {
        let pixels = self.ctx.pixels_per_point();
        let width_px = (stroke.width * pixels).round();
        let is_whole = (stroke.width * pixels - width_px).abs() < 0.05 && width_px >= 1.0;
        let is_upright = (from.x - to.x).abs() < 0.01;
        if !is_whole || !(is_upright || (from.y - to.y).abs() < 0.01) {
            return self.add(egui::Shape::line_segment([from, to], stroke));
        }
        let edge = |middle: f32| (middle * pixels - width_px / 2.0).round() / pixels;
        let (min, max) = (from.min(to), from.max(to));
        let size = width_px / pixels;
        let rect = if is_upright {
            egui::Rect::from_min_max(
                egui::pos2(edge(min.x), min.y),
                egui::pos2(edge(min.x) + size, max.y),
            )
        } else {
            egui::Rect::from_min_max(
                egui::pos2(min.x, edge(min.y)),
                egui::pos2(max.x, edge(min.y) + size),
            )
        };
        self.mesh.add_colored_rect(rect, stroke.color);
    }

    fn add_rect(&mut self, rect: egui::Rect, fill: Fill) {
        match fill {
            Fill::Solid(color) => self.mesh.add_colored_rect(rect, to_color(color)),
            Fill::Gradient { left, right } => {
                let (left, right) = (to_color(left), to_color(right));
                let first = self.mesh.vertices.len() as u32;
                self.mesh.colored_vertex(rect.left_top(), left);
                self.mesh.colored_vertex(rect.right_top(), right);
                self.mesh.colored_vertex(rect.left_bottom(), left);
                self.mesh.colored_vertex(rect.right_bottom(), right);
                self.mesh.add_triangle(first, first + 1, first + 2);
                self.mesh.add_triangle(first + 2, first + 1, first + 3);
            }
        }
    }

    fn flush(&mut self) {
        if !self.mesh.is_empty() {
            self.finished.push(egui::Shape::mesh(std::mem::take(&mut self.mesh)));
        }
    }

    fn points(&self, points: &[Point]) -> Vec<egui::Pos2> {
        points.iter().map(|point| to_pos(*point) + self.offset).collect()
    }
}

/// One line of text; egui keeps it as long as it is used in every pass.
fn layout(
    ctx: &egui::Context,
    text: &str,
    size: f32,
    weight: Weight,
) -> std::sync::Arc<egui::Galley> {
    ctx.fonts_mut(|fonts| {
        fonts.layout_no_wrap(text.to_owned(), font(size, weight), Color32::PLACEHOLDER)
    })
}

/// The font of a weight.
#[must_use]
pub fn font(size: f32, weight: Weight) -> FontId {
    match weight {
        Weight::Regular => FontId::proportional(size),
        Weight::Bold => FontId::new(size, FontFamily::Name(BOLD.into())),
    }
}

/// A colour of a scene as egui wants it.
#[must_use]
pub fn to_color(color: Color) -> Color32 {
    Color32::from_rgba_unmultiplied(color.r, color.g, color.b, color.a)
}

fn to_stroke(stroke: crate::scene::Stroke) -> egui::Stroke {
    egui::Stroke::new(stroke.width, to_color(stroke.color))
}

fn to_pos(point: Point) -> egui::Pos2 {
    egui::pos2(point.x, point.y)
}

fn to_rect(rect: Rect) -> egui::Rect {
    egui::Rect::from_min_max(egui::pos2(rect.left, rect.top), egui::pos2(rect.right, rect.bottom))
}
