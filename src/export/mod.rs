//! Writers of pictures: one file per format, each walks a finished scene.
//!
//! They decide nothing about the layout and know nothing of the window.

pub mod png;
pub mod svg;

use crate::model::Roadmap;
use crate::scene::Scene;
use crate::store::save::replace_file;
use std::path::Path;

/// Pixels per point of a PNG: sharp on fine screens and in print.
pub const PNG_SCALE: f32 = 2.0;

/// The fonts of pictures: regular, bold.
pub static FONTS: [&[u8]; 2] = [
    include_bytes!("../../assets/fonts/BIZUDPGothic-Regular.ttf"),
    include_bytes!("../../assets/fonts/BIZUDPGothic-Bold.ttf"),
];

/// Writes a scene in the format that the name of the file ends in: `.svg`, else PNG.
///
/// # Errors
/// If the picture is too large, or the file cannot be written; an old file then stays.
pub fn write_file(
    path: &Path,
    scene: &Scene,
    roadmap: &Roadmap,
    about: &svg::About,
) -> Result<(), png::PngError> {
    let is_svg = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("svg"));
    replace_file(path, |mut out| {
        if is_svg {
            svg::write(scene, roadmap, about, &mut out).map_err(png::PngError::from)
        } else {
            png::write(scene, PNG_SCALE, &FONTS, &mut out)
        }
    })
}
