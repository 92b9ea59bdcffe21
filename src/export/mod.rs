//! Writers of pictures and tables: one file per format, each walks a finished scene or rows.
//!
//! They decide nothing about the layout and know nothing of the window.

pub mod csv;
pub mod png;
pub mod svg;

use crate::model::{Diagnostic, Language, Roadmap};
use crate::scene::Scene;
use crate::store::Progress;
use crate::store::save::{self, replace_file_telling};
use png::PngError;
use std::path::Path;
use svg::About;

/// Pixels per point of a PNG: sharp on fine screens and in print.
pub const PNG_SCALE: f32 = 2.0;

/// The fonts of pictures: regular, bold.
pub static FONTS: [&[u8]; 2] = [
    include_bytes!("../../assets/fonts/BIZUDPGothic-Regular.ttf"),
    include_bytes!("../../assets/fonts/BIZUDPGothic-Bold.ttf"),
];

/// A format of pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PictureFormat {
    /// Shapes and texts, for editing and print.
    Svg,
    /// Pixels, [`PNG_SCALE`] per point.
    Png,
}

impl PictureFormat {
    /// The format that the name of a file asks for.
    ///
    /// # Errors
    /// If it ends neither in `.svg` nor in `.png`.
    pub fn of(path: &Path) -> Result<Self, Diagnostic> {
        let extension = path.extension().unwrap_or_default();
        if extension.eq_ignore_ascii_case("svg") {
            Ok(Self::Svg)
        } else if extension.eq_ignore_ascii_case("png") {
            Ok(Self::Png)
        } else {
            Err(Diagnostic::error(
                None,
                "この形式の図は書き出せません",
                "cannot draw in this format",
            )
            .with_hint("名前を .svg か .png で終えてください", "end the name in .svg or .png"))
        }
    }
}

/// Writes a scene in the format that the name of the file ends in, and tells how far it is.
///
/// # Errors
/// If that is no format of pictures, the picture is too large, the file cannot be written, or
/// somebody cancels it; an old file then stays as it was.
pub fn write_file(
    path: &Path,
    scene: &Scene,
    roadmap: &Roadmap,
    about: &About,
    progress: &Progress,
) -> Result<(), Diagnostic> {
    let format = PictureFormat::of(path)?;
    replace_file_telling(path, progress, |mut out| match format {
        PictureFormat::Svg => svg::write(scene, roadmap, about, &mut out).map_err(PngError::from),
        PictureFormat::Png => png::write(scene, PNG_SCALE, &FONTS, &mut out),
    })
    .map_err(|error| problem(&error))
}

/// What a picture of `shown` tasks of a roadmap says about itself.
#[must_use]
pub fn about(roadmap: &Roadmap, shown: usize, language: Language) -> About {
    let (total, links) = (roadmap.tasks.len(), roadmap.dependencies.len());
    let description = match language {
        _ if shown < total => match language {
            Language::Japanese => format!("{total}施策のうち{shown}施策を表示。"),
            Language::English => format!("Shows {shown} of {total} tasks."),
        },
        Language::Japanese => format!("施策：{total}、依存関係：{links}。"),
        Language::English => format!("Tasks: {total}, dependencies: {links}."),
    };
    About { title: roadmap.title.in_language(language).to_owned(), description, language }
}

/// Why a picture was not written, in words.
fn problem(error: &PngError) -> Diagnostic {
    match error {
        PngError::Io(error) => save::problem(error),
        PngError::Size { width, height } => Diagnostic::error(
            None,
            format!("{width} × {height} ピクセルの図は大きすぎます"),
            format!("a picture of {width} × {height} pixels is too large"),
        )
        .with_hint(
            "SVG にするか、絞り込みや期間で小さくしてください",
            "export SVG, or fewer tasks or a shorter period",
        ),
        PngError::Drawing(error) => Diagnostic::error(
            None,
            format!("図を描けません: {error}"),
            format!("the picture cannot be drawn: {error}"),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scene::Color;

    #[test]
    fn the_name_decides_the_format() {
        assert_eq!(PictureFormat::of(Path::new("a.b/chart.SVG")), Ok(PictureFormat::Svg));
        assert_eq!(PictureFormat::of(Path::new("図.png")), Ok(PictureFormat::Png));
        for name in ["chart", "chart.svg.gz", ".png", "chart.jpeg"] {
            let problem = PictureFormat::of(Path::new(name)).unwrap_err();
            assert_eq!(problem.hint(Language::English), "end the name in .svg or .png", "{name}");
        }
    }

    #[test]
    fn a_picture_that_is_too_large_is_refused_and_the_old_one_stays() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("chart.png");
        std::fs::write(&path, "old").unwrap();
        let scene = Scene {
            width: 100.0,
            height: 90_000.0,
            background: Color::hex(0),
            regions: Vec::new(),
        };
        let roadmap = Roadmap::default();
        let about = about(&roadmap, 0, Language::English);
        let problem =
            write_file(&path, &scene, &roadmap, &about, &Progress::default()).unwrap_err();
        assert_eq!(
            problem.message(Language::English),
            "a picture of 200 × 180000 pixels is too large"
        );
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "old");
        let missing = folder.path().join("no/chart.svg");
        let problem =
            write_file(&missing, &scene, &roadmap, &about, &Progress::default()).unwrap_err();
        assert_eq!(problem.message(Language::Japanese), "保存先のフォルダーがありません");
    }
}
