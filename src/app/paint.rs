//! Paints scenes with egui.

use super::dashes::visible_dashes;
use super::glyphs::{Atlas, Glyphs, Label};
use crate::scene::{Color, Fill, Point, Rect, Scene, Shape, Weight};
use egui::epaint::{Mesh, PathShape, RectShape, Tessellator};
use egui::{Color32, FontFamily, FontId, StrokeKind, Vec2};
use std::sync::Arc;

/// The family of bold text; the regular face is egui's proportional family.
pub const BOLD: &str = "bold";

/// A scene turned into one mesh for each clip rectangle.
///
/// It can be painted again as long as the scene and the font atlas stay the same: a frame in
/// which nothing changes only copies it.
#[derive(Default)]
pub struct Painted {
    regions: Vec<(egui::Rect, Arc<Mesh>)>,
}

impl Painted {
    /// Turns a scene whose upper left corner lies at `origin` into meshes, in the place of what
    /// was painted before. Answers with the font atlas that they are made for.
    pub fn redraw(
        &mut self,
        ctx: &egui::Context,
        glyphs: &mut Glyphs,
        scene: &Scene,
        origin: egui::Pos2,
    ) -> Atlas {
        let mut atlas = Atlas::now(ctx);
        loop {
            glyphs.follow(ctx, &atlas);
            self.draw(ctx, glyphs, scene, origin, &atlas);
            // New glyphs may have made the atlas larger, but never twice: now it has them all.
            let after = Atlas::now(ctx);
            if after == atlas {
                return atlas;
            }
            atlas = after;
        }
    }

    /// Moves everything, but not what it is clipped to, down by so many points.
    pub fn shift(&mut self, dy: f32) {
        for (_, mesh) in &mut self.regions {
            let mesh = Arc::make_mut(mesh);
            mesh.vertices.iter_mut().for_each(|vertex| vertex.pos.y += dy);
        }
    }

    /// Paints it into a layer, clipped to `clip` as well.
    pub fn paint(&self, painter: &egui::Painter, clip: egui::Rect) {
        for (region, mesh) in &self.regions {
            painter.with_clip_rect(region.intersect(clip)).add(egui::Shape::Mesh(Arc::clone(mesh)));
        }
    }

    fn draw(
        &mut self,
        ctx: &egui::Context,
        glyphs: &mut Glyphs,
        scene: &Scene,
        origin: egui::Pos2,
        atlas: &Atlas,
    ) {
        // The memory of the meshes before is used again unless somebody still holds them.
        let before = std::mem::take(&mut self.regions).into_iter();
        let mut meshes = before.map(|(_, mesh)| Arc::try_unwrap(mesh).unwrap_or_default());
        for region in &scene.regions {
            let mut mesh = meshes.next().unwrap_or_default();
            mesh.clear();
            let clip = to_rect(region.clip).translate(origin.to_vec2());
            let mut brush = Brush::new(ctx, glyphs, atlas, clip, origin.to_vec2(), mesh);
            region.items.iter().for_each(|item| brush.push(&item.shape));
            self.regions.push((clip, Arc::new(brush.mesh)));
        }
    }
}

/// Turns the shapes of a region into one mesh.
struct Brush<'a> {
    ctx: &'a egui::Context,
    glyphs: &'a mut Glyphs,
    atlas: &'a Atlas,
    pixels_per_point: f32,
    clip: egui::Rect,
    offset: Vec2,
    tessellator: Tessellator,
    /// The path that was drawn last; its memory is used again.
    path: PathShape,
    mesh: Mesh,
}

impl<'a> Brush<'a> {
    fn new(
        ctx: &'a egui::Context,
        glyphs: &'a mut Glyphs,
        atlas: &'a Atlas,
        clip: egui::Rect,
        offset: Vec2,
        mesh: Mesh,
    ) -> Self {
        let pixels_per_point = ctx.pixels_per_point();
        let options = ctx.tessellation_options(|options| *options);
        // Only texts and discs need the font atlas, and neither gets there.
        let mut tessellator = Tessellator::new(pixels_per_point, options, [1, 1], Vec::new());
        tessellator.set_clip_rect(clip);
        let path = PathShape::line(Vec::new(), egui::Stroke::NONE);
        Self { ctx, glyphs, atlas, pixels_per_point, clip, offset, tessellator, path, mesh }
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
                self.add_path(points, true, fill, stroke);
            }
            Shape::Line { points, stroke } => {
                let Some(dash) = stroke.dash else {
                    return self.add_path(points, false, Color32::TRANSPARENT, to_stroke(*stroke));
                };
                let points = self.take_points(points);
                let (view, stroke) = (self.clip.expand(1.0), to_stroke(*stroke));
                visible_dashes(&points, dash, view, |from, to| self.add_dash(from, to, stroke));
                self.path.points = points;
            }
            Shape::Text { at, text, size, weight, color } => {
                let at = to_pos(*at) + self.offset;
                let (size, weight, color) = (*size, *weight, to_color(*color));
                let label = Label { at, text, size, weight, color };
                self.glyphs.add(self.ctx, label, self.atlas.size(), &mut self.mesh);
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
        let pixels = self.pixels_per_point;
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

    fn add_path(&mut self, points: &[Point], closed: bool, fill: Color32, stroke: egui::Stroke) {
        self.path.points = self.take_points(points);
        (self.path.closed, self.path.fill, self.path.stroke) = (closed, fill, stroke.into());
        self.tessellator.tessellate_path(&self.path, &mut self.mesh);
    }

    /// The points in the window, in the memory of those before.
    fn take_points(&mut self, points: &[Point]) -> Vec<egui::Pos2> {
        let mut moved = std::mem::take(&mut self.path.points);
        moved.clear();
        moved.extend(points.iter().map(|point| to_pos(*point) + self.offset));
        moved
    }
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
