//! PNG: the display list drawn by resvg, strip by strip.
//!
//! Pictures of a whole chart are tall. The picture is drawn and compressed in strips,
//! so that memory does not grow with its height.

use super::svg;
use crate::scene::{Color, Rect, Scene};
use resvg::tiny_skia::{self, BlendMode, IntRect, Pixmap, PixmapPaint, Transform};
use resvg::usvg::{self, fontdb};
use std::io;
use std::sync::Arc;

/// The longest side that is written, in pixels; many programs open nothing longer.
pub const MAX_SIDE_PX: u32 = 60_000;

/// The most pixels that are written: what a program that opens it needs 1.6 GB for.
pub const MAX_PIXELS: u64 = 400_000_000;

/// How many pixels are drawn at a time.
const STRIP_PIXELS: u64 = 8_000_000;

/// Dots per metre of a picture at scale 1: 96 per inch.
const DOTS_PER_METRE: f32 = 96.0 / 0.0254;

/// Why a scene did not become a PNG file.
#[derive(Debug, thiserror::Error)]
pub enum PngError {
    /// The picture would have no pixels, or more than are sensible.
    #[error("a picture of {width} × {height} px cannot be written")]
    Size {
        /// Its width in pixels.
        width: u64,
        /// Its height in pixels.
        height: u64,
    },
    /// The scene could not be drawn.
    #[error("the picture cannot be drawn: {0}")]
    Drawing(#[from] usvg::Error),
    /// The file could not be written.
    #[error(transparent)]
    Io(#[from] io::Error),
}

impl From<png::EncodingError> for PngError {
    fn from(error: png::EncodingError) -> Self {
        match error {
            png::EncodingError::IoError(error) => Self::Io(error),
            error => Self::Io(io::Error::other(error)),
        }
    }
}

/// Draws a scene with `scale` pixels per point and writes it as PNG.
///
/// Only the given font files are used; they should hold both weights of the font.
/// The paper counts as opaque.
///
/// # Errors
/// If the picture would be empty or larger than [`MAX_SIDE_PX`] and [`MAX_PIXELS`]
/// allow, which is found before anything is drawn, or if `out` fails.
pub fn write(
    scene: &Scene,
    scale: f32,
    fonts: &[&'static [u8]],
    out: &mut impl io::Write,
) -> Result<(), PngError> {
    let (width, height) = size_px(scene, scale)?;
    let strip_height = u32::try_from(STRIP_PIXELS / u64::from(width)).unwrap_or(height).max(1);
    write_strips(scene, scale, fonts, (width, height), strip_height, out)
}

/// The size of the picture of a scene in pixels.
///
/// # Errors
/// If it would be empty or larger than [`MAX_SIDE_PX`] and [`MAX_PIXELS`] allow.
pub fn size_px(scene: &Scene, scale: f32) -> Result<(u32, u32), PngError> {
    // Casting clamps, and turns what is not a number into 0.
    let pixels = |points: f32| (f64::from(points) * f64::from(scale)).round() as u64;
    let (width, height) = (pixels(scene.width), pixels(scene.height));
    let sides = 1..=u64::from(MAX_SIDE_PX);
    if sides.contains(&width) && sides.contains(&height) && width * height <= MAX_PIXELS {
        Ok((width as u32, height as u32))
    } else {
        Err(PngError::Size { width, height })
    }
}

fn write_strips(
    scene: &Scene,
    scale: f32,
    fonts: &[&'static [u8]],
    (width, height): (u32, u32),
    strip_height: u32,
    out: &mut impl io::Write,
) -> Result<(), PngError> {
    let layers = layers(scene, scale, fonts)?;
    let mut encoder = png::Encoder::new(out, width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_source_srgb(png::SrgbRenderingIntent::Perceptual);
    let dots = (DOTS_PER_METRE * scale).round() as u32;
    encoder.set_pixel_dims(Some(png::PixelDimensions {
        xppu: dots,
        yppu: dots,
        unit: png::Unit::Meter,
    }));
    let mut file = encoder.write_header()?;
    let mut rows = file.stream_writer_with_size(1 << 16)?;
    let Color { r, g, b, .. } = scene.background;
    let mut strip = None;
    for top in (0..height).step_by(strip_height as usize) {
        let strip_height = strip_height.min(height - top);
        let strip = match &mut strip {
            Some(strip) if Pixmap::height(strip) == strip_height => strip,
            strip => strip.insert(
                Pixmap::new(width, strip_height)
                    .ok_or_else(|| io::Error::from(io::ErrorKind::OutOfMemory))?,
            ),
        };
        strip.fill(tiny_skia::Color::from_rgba8(r, g, b, 255));
        for layer in &layers {
            layer.draw(scale, top, strip);
        }
        for row in strip.data().chunks_exact(4 * width as usize) {
            let opaque: Vec<u8> =
                row.chunks_exact(4).flat_map(|pixel| &pixel[..3]).copied().collect();
            io::Write::write_all(&mut rows, &opaque)?;
        }
    }
    rows.finish()?;
    file.finish()?;
    Ok(())
}

/// One region of the scene, ready to be drawn.
struct Layer {
    tree: usvg::Tree,
    /// Left, top, right and lower edge in pixels.
    clip: [i64; 4],
}

fn layers(scene: &Scene, scale: f32, fonts: &[&'static [u8]]) -> Result<Vec<Layer>, PngError> {
    let options = usvg::Options { fontdb: Arc::new(font_database(fonts)), ..Default::default() };
    let layer = |region| {
        let mut document = Vec::new();
        svg::write_region(scene, region, &mut document)?;
        let tree = usvg::Tree::from_data(&document, &options)?;
        Ok(Layer { tree, clip: clip_px(region.clip, scale) })
    };
    scene.regions.iter().map(layer).collect()
}

fn font_database(fonts: &[&'static [u8]]) -> fontdb::Database {
    let mut database = fontdb::Database::new();
    for &font in fonts {
        database.load_font_source(fontdb::Source::Binary(Arc::new(font)));
    }
    let family = database.faces().next().and_then(|face| Some(face.families.first()?.0.clone()));
    if let Some(family) = family {
        database.set_sans_serif_family(family);
    }
    database
}

/// A clip rectangle in whole pixels, as the window clips too.
fn clip_px(clip: Rect, scale: f32) -> [i64; 4] {
    [clip.left, clip.top, clip.right, clip.bottom]
        .map(|edge| (f64::from(edge) * f64::from(scale)).round() as i64)
}

impl Layer {
    /// Draws what of the layer lies in a strip of the picture that begins at row `top`.
    fn draw(&self, scale: f32, top: u32, strip: &mut Pixmap) {
        let [left, clip_top, right, bottom] = self.clip;
        let (width, height) = (i64::from(strip.width()), i64::from(strip.height()));
        let (left, right) = (left.clamp(0, width) as i32, right.clamp(0, width) as i32);
        let (clip_top, bottom) = (
            (clip_top - i64::from(top)).clamp(0, height) as i32,
            (bottom - i64::from(top)).clamp(0, height) as i32,
        );
        // An empty part, or one that cannot be allocated, leaves the paper as it is.
        let Some(part) = IntRect::from_ltrb(left, clip_top, right, bottom) else { return };
        let Some(mut piece) = strip.clone_rect(part) else { return };
        let transform = Transform::from_scale(scale, scale)
            .post_translate(-(left as f32), -(top as f32 + clip_top as f32));
        resvg::render(&self.tree, transform, &mut piece.as_mut());
        let replace = PixmapPaint { blend_mode: BlendMode::Source, ..PixmapPaint::default() };
        strip.draw_pixmap(left, clip_top, piece.as_ref(), &replace, Transform::identity(), None);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scene::{Fill, Point, Region, Shape, Stroke, Tag, Weight};

    const FONTS: [&[u8]; 2] = [
        include_bytes!("../../assets/fonts/BIZUDPGothic-Regular.ttf"),
        include_bytes!("../../assets/fonts/BIZUDPGothic-Bold.ttf"),
    ];
    const PAPER: [u8; 3] = [0xFC, 0xFB, 0xF8];
    const RED: Color = Color::hex(0xC4_302B);
    const BLUE: Color = Color::hex(0x1F_5FA8);

    struct Picture {
        width: u32,
        height: u32,
        rgb: Vec<u8>,
    }

    impl Picture {
        fn of(png: &[u8]) -> Self {
            let image = image::load_from_memory(png).unwrap().into_rgb8();
            Self { width: image.width(), height: image.height(), rgb: image.into_raw() }
        }

        fn pixel(&self, x: u32, y: u32) -> [u8; 3] {
            let at = (y * self.width + x) as usize * 3;
            self.rgb[at..at + 3].try_into().unwrap()
        }

        /// The sum of how much darker than the paper the pixels of a part are.
        fn ink(&self, columns: std::ops::Range<u32>, rows: std::ops::Range<u32>) -> u32 {
            let darkness = |x, y| u32::from(PAPER[1].saturating_sub(self.pixel(x, y)[1]));
            rows.flat_map(|y| columns.clone().map(move |x| (x, y)))
                .map(|(x, y)| darkness(x, y))
                .sum()
        }
    }

    fn scene(width: f32, height: f32) -> Scene {
        let mut region = Region::new(Rect::new(0.0, 0.0, width, height));
        let rect = Rect::new(10.0, 10.0, 50.0, 30.0);
        let stroke = Some(Stroke::solid(2.0, RED));
        let fill = Some(Fill::Solid(BLUE));
        region.push(Tag::Backdrop, Shape::Rect { rect, radius: 0.0, fill, stroke });
        let (left, right) = (Color::hex(0), Color::hex(0xFF_FFFF));
        let fill = Some(Fill::Gradient { left, right });
        let rect = Rect::new(60.0, 10.0, 100.0, 30.0);
        region.push(Tag::Backdrop, Shape::Rect { rect, radius: 0.0, fill, stroke: None });
        let text = |x: f32, weight| Shape::Text {
            at: Point { x, y: 60.0 },
            text: "工程表".into(),
            size: 20.0,
            weight,
            color: Color::hex(0x23_262B),
        };
        region.push(Tag::Scale, text(10.0, Weight::Regular));
        region.push(Tag::Scale, text(80.0, Weight::Bold));
        let mut clipped = Region::new(Rect::new(110.0, 10.0, 120.0, 30.0));
        clipped.push_rect(Tag::Today, Rect::new(0.0, 0.0, 150.0, 80.0), RED);
        Scene { width, height, background: Color::hex(0xFC_FBF8), regions: vec![region, clipped] }
    }

    fn png(scene: &Scene, scale: f32) -> Picture {
        let mut out = Vec::new();
        write(scene, scale, &FONTS, &mut out).unwrap();
        Picture::of(&out)
    }

    #[test]
    fn shapes_have_their_places_and_colours() {
        let picture = png(&scene(150.0, 80.0), 2.0);
        assert_eq!((picture.width, picture.height), (300, 160));
        let (red, blue) = ([RED.r, RED.g, RED.b], [BLUE.r, BLUE.g, BLUE.b]);
        assert_eq!(picture.pixel(0, 0), PAPER);
        assert_eq!(picture.pixel(19, 40), PAPER, "the outline stays inside the edge");
        assert_eq!(picture.pixel(20, 40), red);
        assert_eq!(picture.pixel(23, 40), red);
        assert_eq!(picture.pixel(24, 40), blue);
        assert_eq!(picture.pixel(99, 59), red);
        assert_eq!(picture.pixel(100, 60), PAPER);
        assert!(picture.pixel(121, 40)[0] < 16 && picture.pixel(198, 40)[0] > 240);
        assert_eq!(picture.pixel(219, 40), PAPER, "outside of the clip rectangle");
        assert_eq!(picture.pixel(220, 40), red);
        assert_eq!(picture.pixel(239, 59), red);
        assert_eq!(picture.pixel(230, 60), PAPER);
    }

    #[test]
    fn japanese_glyphs_leave_ink_and_bold_ones_more() {
        let picture = png(&scene(150.0, 80.0), 2.0);
        let (regular, bold) = (picture.ink(20..150, 80..130), picture.ink(160..290, 80..130));
        assert!(regular > 20_000, "{regular}");
        assert!(bold * 10 > regular * 11, "{bold} against {regular}");
        // The characters are different ones, not three times the mark for a missing one.
        let first = picture.ink(20..60, 80..130);
        let second = picture.ink(60..100, 80..130);
        assert_ne!(first, second);
    }

    #[test]
    fn strips_fit_together() {
        let scene = scene(150.0, 80.0);
        let draw = |strip_height| {
            let mut out = Vec::new();
            write_strips(&scene, 1.5, &FONTS, (225, 120), strip_height, &mut out).unwrap();
            Picture::of(&out).rgb
        };
        // Edges are rounded a little differently where a strip begins elsewhere.
        let (whole, strips) = (draw(120), draw(17));
        let differences = whole.iter().zip(&strips).map(|(one, other)| one.abs_diff(*other));
        assert!(differences.clone().max() <= Some(40), "{:?}", differences.clone().max());
        let changed = differences.filter(|difference| *difference > 0).count();
        assert!(changed * 50 < whole.len(), "{changed} of {}", whole.len());
    }

    #[test]
    fn senseless_sizes_are_refused_before_drawing() {
        let sizes = [
            (0.0, 100.0),
            (-5.0, 100.0),
            (f32::NAN, 100.0),
            (f32::INFINITY, 100.0),
            (100.0, 60_001.0),
            (30_000.0, 30_000.0),
        ];
        for (width, height) in sizes {
            let mut out = Vec::new();
            let result = write(&scene(width, height), 1.0, &FONTS, &mut out);
            assert!(matches!(result, Err(PngError::Size { .. })), "{width} × {height}");
            assert!(out.is_empty());
        }
    }
}
