//! Paints egui's own triangles with the processor, so that pictures of the window
//! need no GPU and come out the same on every machine.

use eframe::egui::{
    Color32, Context, FullOutput, Pos2, Rect, TextureFilter, TextureId, TexturesDelta,
    epaint::{ImageData, ImageDelta, Mesh, Primitive, Vertex},
};
use egui_kittest::TestRenderer;
use image::{Rgba, RgbaImage};
use std::collections::HashMap;

/// A colour with premultiplied alpha in gamma space, as egui's shaders blend it; 0 to 255.
type Color = [f32; 4];

/// The renderer; it keeps the textures that egui hands out.
#[derive(Default)]
pub struct CpuRenderer {
    textures: HashMap<TextureId, Texture>,
}

impl TestRenderer for CpuRenderer {
    fn handle_delta(&mut self, delta: &mut TexturesDelta) {
        for (id, changes) in delta.set.drain() {
            for change in changes {
                match change.pos {
                    None => drop(self.textures.insert(id, Texture::new(&change))),
                    Some(corner) => {
                        let known = self.textures.get_mut(&id).expect("a patch follows a texture");
                        known.patch(corner, &change);
                    }
                }
            }
        }
        for id in delta.free.drain() {
            self.textures.remove(&id);
        }
    }

    fn render(&mut self, ctx: &Context, output: &FullOutput) -> Result<RgbaImage, String> {
        let scale = ctx.pixels_per_point();
        let size = ctx.content_rect().size() * scale;
        let mut canvas = Canvas::new(size.x.round() as usize, size.y.round() as usize);
        for primitive in ctx.tessellate(output.shapes.clone(), scale) {
            let Primitive::Mesh(mesh) = &primitive.primitive else {
                return Err("only meshes can be painted".to_owned());
            };
            let texture = self.textures.get(&mesh.texture_id).ok_or("an unknown texture")?;
            canvas.paint(mesh, texture, primitive.clip_rect * scale, scale);
        }
        Ok(canvas.into_image())
    }
}

struct Texture {
    width: usize,
    height: usize,
    pixels: Vec<Color32>,
    is_smooth: bool,
}

impl Texture {
    fn new(change: &ImageDelta) -> Self {
        let ImageData::Color(image) = &change.image;
        let [width, height] = image.size;
        let is_smooth = change.options.magnification == TextureFilter::Linear;
        Self { width, height, pixels: image.pixels.clone(), is_smooth }
    }

    fn patch(&mut self, [left, top]: [usize; 2], change: &ImageDelta) {
        let ImageData::Color(image) = &change.image;
        for (row, pixels) in image.pixels.chunks(image.size[0]).enumerate() {
            let start = (top + row) * self.width + left;
            self.pixels[start..start + pixels.len()].copy_from_slice(pixels);
        }
    }

    /// The colour at a place between (0, 0) and (1, 1).
    fn color_at(&self, u: f32, v: f32) -> Color {
        let (x, y) = (u * self.width as f32, v * self.height as f32);
        if !self.is_smooth {
            return self.pixel(x, y);
        }
        let (x, y) = (x - 0.5, y - 0.5);
        let (left, top) = (x.floor(), y.floor());
        let mut mixed = [0.0; 4];
        for (dx, dy) in [(0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0)] {
            let share = (1.0 - (x - left - dx).abs()) * (1.0 - (y - top - dy).abs());
            let color = self.pixel(left + dx, top + dy);
            mixed = std::array::from_fn(|channel| mixed[channel] + share * color[channel]);
        }
        mixed
    }

    /// The pixel that a place lies in; places beyond the edge give the pixel at the edge.
    fn pixel(&self, x: f32, y: f32) -> Color {
        let x = (x.max(0.0) as usize).min(self.width - 1);
        let y = (y.max(0.0) as usize).min(self.height - 1);
        self.pixels[y * self.width + x].to_array().map(f32::from)
    }
}

/// The picture while it is being painted.
struct Canvas {
    width: usize,
    height: usize,
    pixels: Vec<Color>,
}

impl Canvas {
    fn new(width: usize, height: usize) -> Self {
        Self { width, height, pixels: vec![[0.0; 4]; width * height] }
    }

    fn paint(&mut self, mesh: &Mesh, texture: &Texture, clip: Rect, scale: f32) {
        for corners in mesh.triangles() {
            let corners = corners.map(|index| mesh.vertices[index as usize]);
            if let Some(triangle) = Triangle::new(corners, scale) {
                self.fill(&triangle, texture, clip);
            }
        }
    }

    fn fill(&mut self, triangle: &Triangle, texture: &Texture, clip: Rect) {
        let bounds = triangle.bounds();
        let range = |low: f32, clip_low: f32, high: f32, clip_high: f32, end: usize| {
            let first = low.floor().max(clip_low.round()).max(0.0) as usize;
            first..(high.ceil().min(clip_high.round()).max(0.0) as usize).min(end)
        };
        let rows = range(bounds.min.y, clip.min.y, bounds.max.y, clip.max.y, self.height);
        let columns = range(bounds.min.x, clip.min.x, bounds.max.x, clip.max.x, self.width);
        for y in rows {
            for x in columns.clone() {
                let middle = Pos2::new(x as f32 + 0.5, y as f32 + 0.5);
                if let Some(shares) = triangle.shares_at(middle) {
                    let source = triangle.color_at(shares, texture);
                    let pixel = &mut self.pixels[y * self.width + x];
                    let rest = 1.0 - source[3] / 255.0;
                    *pixel = std::array::from_fn(|channel| source[channel] + pixel[channel] * rest);
                }
            }
        }
    }

    fn into_image(self) -> RgbaImage {
        let mut image = RgbaImage::new(self.width as u32, self.height as u32);
        for (target, pixel) in image.pixels_mut().zip(self.pixels) {
            *target = Rgba(pixel.map(|value| value.round().clamp(0.0, 255.0) as u8));
        }
        image
    }
}

/// A triangle in pixels.
struct Triangle {
    corners: [Vertex; 3],
    places: [Pos2; 3],
    /// Twice its area, negative if it turns the other way.
    area: f32,
    /// Whether a point on the edge opposite of each corner belongs to it, so that
    /// two triangles with a common edge paint each pixel once.
    owns_edge: [bool; 3],
}

impl Triangle {
    fn new(corners: [Vertex; 3], scale: f32) -> Option<Self> {
        let places = corners.map(|corner| corner.pos * scale);
        let area = cross(places[0], places[1], places[2]);
        let owns = |from: Pos2, to: Pos2| {
            let along = (to - from) * area.signum();
            along.y < 0.0 || (along.y == 0.0 && along.x > 0.0)
        };
        let [a, b, c] = places;
        let owns_edge = [owns(b, c), owns(c, a), owns(a, b)];
        (area != 0.0).then_some(Self { corners, places, area, owns_edge })
    }

    fn bounds(&self) -> Rect {
        Rect::from_points(&self.places)
    }

    /// How much each corner counts at a point; `None` outside of the triangle.
    fn shares_at(&self, point: Pos2) -> Option<[f32; 3]> {
        let [a, b, c] = self.places;
        let shares = [cross(b, c, point), cross(c, a, point), cross(a, b, point)]
            .map(|part| part / self.area);
        let holds = |(&share, &owns): (&f32, &bool)| share > 0.0 || (share == 0.0 && owns);
        shares.iter().zip(&self.owns_edge).all(holds).then_some(shares)
    }

    fn color_at(&self, shares: [f32; 3], texture: &Texture) -> Color {
        let mix = |value: &dyn Fn(&Vertex) -> f32| -> f32 {
            self.corners.iter().zip(shares).map(|(corner, share)| share * value(corner)).sum()
        };
        let texel = texture.color_at(mix(&|corner| corner.uv.x), mix(&|corner| corner.uv.y));
        std::array::from_fn(|channel| {
            let tint = mix(&|corner| f32::from(corner.color.to_array()[channel]));
            tint * texel[channel] / 255.0
        })
    }
}

/// Twice the area of the triangle with these corners.
fn cross(a: Pos2, b: Pos2, c: Pos2) -> f32 {
    (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
}
