//! Lays out the labels of charts glyph by glyph.
//!
//! A zoom step cuts most labels at other places, and egui would shape each of them anew, at ten
//! microseconds a label. The faces have no kerning, and label widths know no ligatures, so a label
//! is its glyphs one after the other, and those are few and stay where they are in the atlas. Characters that depend
//! on their neighbours (combining marks, scripts that join letters) are left to egui.

use super::paint::font;
use crate::scene::Weight;
use egui::epaint::text::{ByteIndex, LayoutJob, LayoutSection, TextFormat};
use egui::epaint::{Mesh, TessellationOptions, Tessellator, TextShape, Vertex};
use egui::{Color32, Pos2, Rect, Vec2, pos2, vec2};
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::Arc;

/// The glyphs that labels have used, as long as the font atlas is the same.
#[derive(Default)]
pub struct Glyphs {
    by_key: HashMap<u64, Glyph, BuildHasherDefault<KeyHasher>>,
    /// A text of egui's own cache; it is another one after the font atlas was made anew.
    atlas: Option<Arc<egui::Galley>>,
    pixels_per_point: f32,
}

/// What the places of glyphs in meshes are true for.
#[derive(Clone, Debug)]
pub struct Atlas {
    /// A text of egui's own cache, see [`Glyphs`].
    text: Arc<egui::Galley>,
    /// Its size in texels; it grows as long as there are new glyphs.
    size: [usize; 2],
}

impl PartialEq for Atlas {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.text, &other.text) && self.size == other.size
    }
}

impl Atlas {
    /// The font atlas as it is now. Asked for in every pass, so that egui keeps its text.
    pub fn now(ctx: &egui::Context) -> Self {
        let (text, size) = ctx.fonts_mut(|fonts| {
            let font = font(12.0, Weight::Regular);
            let text = fonts.layout_no_wrap("…".to_owned(), font, Color32::PLACEHOLDER);
            (text, fonts.font_image_size())
        });
        Self { text, size }
    }

    /// Its width and height in texels.
    pub fn size(&self) -> [usize; 2] {
        self.size
    }
}

/// Spreads the keys of glyphs, which nobody chooses in order to make them collide.
#[derive(Default)]
struct KeyHasher(u64);

impl Hasher for KeyHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_u64(u64::from(byte));
        }
    }

    fn write_u64(&mut self, key: u64) {
        // By the golden ratio; the upper half of the product depends on all bits of the key.
        let product = u128::from(self.0 ^ key) * 0x9E37_79B9_7F4A_7C15;
        self.0 = (product >> 64) as u64 ^ product as u64;
    }
}

/// One character of one face and size, at one of four places between two pixels.
#[derive(Clone, Copy)]
struct Glyph {
    /// From the left end of the label's pixel and from its baseline, in points.
    rect: Rect,
    /// In texels.
    uv: Rect,
    advance_px: f32,
    /// How far below the upper edge of a line the baseline lies, in points.
    baseline: f32,
}

/// A label to be laid out.
#[derive(Clone, Copy)]
pub struct Label<'a> {
    /// The left end of the baseline in the window.
    pub at: Pos2,
    /// What it says, on one line.
    pub text: &'a str,
    /// Size of the type in points.
    pub size: f32,
    /// Weight of the type.
    pub weight: Weight,
    /// Its colour.
    pub color: Color32,
}

impl Glyphs {
    /// Forgets all glyphs if the atlas was made anew since.
    pub fn follow(&mut self, ctx: &egui::Context, atlas: &Atlas) {
        let is_same = self.atlas.as_ref().is_some_and(|text| Arc::ptr_eq(text, &atlas.text));
        if !is_same || self.pixels_per_point.to_bits() != ctx.pixels_per_point().to_bits() {
            self.by_key.clear();
            self.atlas = Some(Arc::clone(&atlas.text));
            self.pixels_per_point = ctx.pixels_per_point();
        }
    }

    /// Adds a label to a mesh whose texture is an atlas of this size. The glyphs that it needs
    /// may let the atlas grow; then the mesh has to be made anew.
    pub fn add(
        &mut self,
        ctx: &egui::Context,
        label: Label<'_>,
        size: [usize; 2],
        mesh: &mut Mesh,
    ) {
        if label.text.chars().any(depends_on_neighbours) {
            return add_shaped(ctx, label, size, mesh);
        }
        let pixels = self.pixels_per_point;
        let normal = vec2(1.0 / size[0] as f32, 1.0 / size[1] as f32);
        let mut pen_px = 0.0;
        for c in label.text.chars() {
            let (x_px, part) = place(c, pen_px);
            let glyph = self.glyph(ctx, c, (label.size, label.weight), part);
            pen_px += glyph.advance_px;
            if glyph.uv.width() <= 0.0 {
                continue;
            }
            // The label begins and its line stands on whole pixels, as all texts of egui do.
            let round = |at: f32| (at * pixels).round() / pixels;
            let line = round(label.at.y - glyph.baseline) + glyph.baseline;
            let origin = vec2(round(label.at.x) + x_px / pixels, line);
            push_quad(mesh, glyph.rect.translate(origin), glyph.uv, normal, label.color);
        }
    }

    /// A glyph, `part` quarters of a pixel right of a whole one.
    fn glyph(
        &mut self,
        ctx: &egui::Context,
        c: char,
        (size, weight): (f32, Weight),
        part: u8,
    ) -> Glyph {
        let style = u64::from(part) << 1 | u64::from(weight == Weight::Bold);
        let key = u64::from(size.to_bits()) << 32 | u64::from(u32::from(c)) << 3 | style;
        let pixels = self.pixels_per_point;
        *self.by_key.entry(key).or_insert_with(|| {
            let section = LayoutSection {
                leading_space: f32::from(part) * 0.25 / pixels,
                byte_range: ByteIndex(0)..ByteIndex(c.len_utf8()),
                format: TextFormat::simple(font(size, weight), Color32::PLACEHOLDER),
            };
            let job = LayoutJob {
                text: c.to_string(),
                sections: vec![section],
                break_on_newline: false,
                ..LayoutJob::default()
            };
            Glyph::of(&ctx.fonts_mut(|fonts| fonts.layout_job(job)), pixels)
        })
    }
}

impl Glyph {
    /// The first glyph of a laid-out text.
    fn of(galley: &egui::Galley, pixels: f32) -> Self {
        let nothing = Self { rect: Rect::ZERO, uv: Rect::ZERO, advance_px: 0.0, baseline: 0.0 };
        let Some((row, glyph)) =
            galley.rows.first().and_then(|row| Some((row, row.glyphs.first()?)))
        else {
            return nothing;
        };
        let uv = glyph.uv_rect;
        let round = |at: f32| (at * pixels).round() / pixels;
        let left_top = pos2(round(uv.offset.x), round(glyph.pos.y + uv.offset.y) - glyph.pos.y);
        let corner = |[x, y]: [u16; 2]| pos2(f32::from(x), f32::from(y));
        Self {
            rect: Rect::from_min_size(left_top, uv.size),
            uv: Rect::from_min_max(corner(uv.min), corner(uv.max)),
            advance_px: glyph.advance_width * pixels,
            baseline: row.pos.y + glyph.pos.y,
        }
    }
}

/// The pixel that a glyph stands in, and how many quarters of one it stands right of it. As in
/// egui, the many characters of Japanese stand on whole pixels, so that each is in the atlas once.
fn place(c: char, pen_px: f32) -> (f32, u8) {
    if matches!(c, '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}') {
        return (pen_px.round(), 0);
    }
    let whole = pen_px.trunc();
    match pen_px - whole {
        ..0.125 => (whole, 0),
        ..0.375 => (whole, 1),
        ..0.625 => (whole, 2),
        ..0.875 => (whole, 3),
        _ => (whole + 1.0, 0),
    }
}

/// Whether a character may look different or stand elsewhere because of those beside it.
fn depends_on_neighbours(c: char) -> bool {
    matches!(
        c,
        '\u{0}'..='\u{1F}'
            | '\u{300}'..='\u{36F}'
            | '\u{483}'..='\u{489}'
            | '\u{590}'..='\u{1CFF}'
            | '\u{1DC0}'..='\u{1DFF}'
            | '\u{200B}'..='\u{200F}'
            | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{20D0}'..='\u{20FF}'
            | '\u{302A}'..='\u{302F}'
            | '\u{3099}'..='\u{309A}'
            | '\u{A000}'..='\u{D7FF}'
            | '\u{FB00}'..='\u{FE2F}'
            | '\u{FFF0}'..='\u{10_FFFF}'
    )
}

/// Adds a label that egui shapes as a whole.
fn add_shaped(ctx: &egui::Context, label: Label<'_>, size: [usize; 2], mesh: &mut Mesh) {
    let galley = ctx.fonts_mut(|fonts| {
        let font = font(label.size, label.weight);
        fonts.layout_no_wrap(label.text.to_owned(), font, Color32::PLACEHOLDER)
    });
    let baseline = galley
        .rows
        .first()
        .map_or(0.0, |row| row.pos.y + row.glyphs.first().map_or(0.0, |glyph| glyph.pos.y));
    let at = label.at - Vec2::new(0.0, baseline);
    let options = TessellationOptions { coarse_tessellation_culling: false, ..Default::default() };
    let mut tessellator = Tessellator::new(ctx.pixels_per_point(), options, size, Vec::new());
    tessellator.tessellate_text(&TextShape::new(at, galley, label.color), mesh);
}

fn push_quad(mesh: &mut Mesh, rect: Rect, uv: Rect, normal: Vec2, color: Color32) {
    let first = mesh.vertices.len() as u32;
    mesh.indices.extend([first, first + 1, first + 2, first + 2, first + 1, first + 3]);
    let corners = [Rect::left_top, Rect::right_top, Rect::left_bottom, Rect::right_bottom];
    mesh.vertices.extend(corners.map(|corner: fn(&Rect) -> Pos2| Vertex {
        pos: corner(&rect),
        uv: (corner(&uv).to_vec2() * normal).to_pos2(),
        color,
    }));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Language;

    /// Glyphs of both ways, to be compared: where they are, and what of the atlas they show.
    fn vertices(mesh: &Mesh, size: [usize; 2]) -> Vec<[i32; 4]> {
        let texel = |at: f32, size: usize| (at * size as f32).round() as i32;
        let vertices = mesh.vertices.iter().map(|vertex| {
            let Vertex { pos, uv, .. } = *vertex;
            let hundredths = |at: f32| (at * 100.0).round() as i32;
            [hundredths(pos.x), hundredths(pos.y), texel(uv.x, size[0]), texel(uv.y, size[1])]
        });
        vertices.collect()
    }

    #[test]
    fn labels_look_as_egui_lays_them_out() {
        let roadmap = crate::store::built_in();
        let titles = roadmap.tasks.iter().flat_map(|task| {
            Language::ALL.map(|language| task.title.in_language(language).to_owned())
        });
        // Egui joins these letters, which makes a label narrower than its measured width.
        let titles = titles.filter(|title| !["fi", "fl", "ff"].iter().any(|it| title.contains(it)));
        let titles: Vec<String> =
            titles.chain(["か\u{3099}く".to_owned(), String::new()]).collect();
        let ctx = egui::Context::default();
        super::super::theme::install(&ctx);
        for pixels in [1.0, 1.25, 2.0] {
            ctx.set_pixels_per_point(pixels);
            for _ in 0..2 {
                let mut output = ctx.run_ui(egui::RawInput::default(), |_| {});
                output.textures_delta.clear();
            }
            let mut glyphs = Glyphs::default();
            glyphs.follow(&ctx, &Atlas::now(&ctx));
            for (nth, text) in titles.iter().enumerate() {
                let sizes =
                    [(12.0, Weight::Regular), (10.5, Weight::Regular), (13.5, Weight::Bold)];
                let (size, weight) = sizes[nth % 3];
                let at = pos2(101.0, 80.0 + nth as f32);
                let label = Label { at, text, size, weight, color: Color32::BLACK };
                let meshes = || {
                    let atlas = Atlas::now(&ctx).size;
                    let (mut own, mut shaped) = (Mesh::default(), Mesh::default());
                    glyphs.add(&ctx, label, atlas, &mut own);
                    add_shaped(&ctx, label, atlas, &mut shaped);
                    (vertices(&own, atlas), vertices(&shaped, atlas))
                };
                // The first time may let the atlas grow.
                let mut meshes = meshes;
                meshes();
                let (own, shaped) = meshes();
                assert_eq!(own, shaped, "{text} at {pixels}");
            }
        }
    }
}
