//! `koteihyo export`: the whole chart as a picture.

use super::formats;
use super::{
    Environment, FILE_HAS_ERRORS, Failure, OK, Parts, PictureRequest, args, extension,
    writing_problem,
};
use crate::export::png::{self, PngError};
use crate::export::svg::{self, About};
use crate::model::{Diagnostic, Language, Roadmap};
use crate::scene::Scene;
use crate::store::save;
use std::path::Path;

/// Pixels per point of a PNG: sharp on fine screens and in print.
const PNG_SCALE: f32 = 2.0;

/// Draws the chart and writes it, with its size as a remark to the error output.
pub(super) fn run(
    args: &args::Export,
    language: Language,
    env: &mut Environment<'_>,
) -> Result<u8, Failure> {
    let output = args.to.display().to_string();
    let refuse = |problem: &Diagnostic| Failure::problem(&output, problem, language);
    let format = Format::of(&args.to).map_err(|problem| refuse(&problem))?;
    let opened = formats::open(args.file.as_deref(), FILE_HAS_ERRORS, language, env.parts)?;
    let request = picture_request(args, &opened.roadmap, language, env)?;
    let has_errors = env.remark_problems(&opened.name, &opened.diagnostics, true, language);
    let scene = (env.parts.draw)(&opened.roadmap, &request, env.parts.fonts)
        .map_err(|problem| Failure::problem(&opened.name, &problem, language))?;
    let about = about(&opened.roadmap, &request);
    format
        .write(&scene, &opened.roadmap, &about, env.parts, &args.to)
        .map_err(|problem| refuse(&problem))?;
    let size = match format {
        Format::Svg => format!("{} × {} pt", scene.width.round(), scene.height.round()),
        Format::Png => {
            let [width, height] =
                [scene.width, scene.height].map(|side| (side * PNG_SCALE).round());
            format!("{width} × {height} px")
        }
    };
    env.remark(&format_args!("{output}: {size}"));
    Ok(if has_errors { FILE_HAS_ERRORS } else { OK })
}

#[derive(Clone, Copy)]
enum Format {
    Svg,
    Png,
}

impl Format {
    fn of(path: &Path) -> Result<Self, Diagnostic> {
        match extension(path).as_str() {
            "svg" => Ok(Self::Svg),
            "png" => Ok(Self::Png),
            _ => Err(Diagnostic::error(
                None,
                "この形式の図は書き出せません",
                "cannot draw in this format",
            )
            .with_hint("名前を .svg か .png で終えてください", "end the name in .svg or .png")),
        }
    }

    fn write(
        self,
        scene: &Scene,
        roadmap: &Roadmap,
        about: &About,
        parts: &Parts,
        path: &Path,
    ) -> Result<(), Diagnostic> {
        let written = save::replace_file(path, |mut out| match self {
            Self::Svg => svg::write(scene, roadmap, about, &mut out).map_err(PngError::from),
            Self::Png => png::write(scene, PNG_SCALE, parts.fonts, &mut out),
        });
        written.map_err(|error| match error {
            PngError::Io(error) => writing_problem(&error),
            PngError::Size { width, height } => Diagnostic::error(
                None,
                format!("{width} × {height} ピクセルの図は大きすぎます"),
                format!("a picture of {width} × {height} pixels is too large"),
            )
            .with_hint(
                "SVG にするか、--search や --from、--to-date、--width で小さくしてください",
                "export SVG, or make it smaller by --search, --from, --to-date or --width",
            ),
            PngError::Drawing(error) => Diagnostic::error(
                None,
                format!("図を描けません: {error}"),
                format!("the picture cannot be drawn: {error}"),
            ),
        })
    }
}

fn picture_request(
    args: &args::Export,
    roadmap: &Roadmap,
    language: Language,
    env: &Environment<'_>,
) -> Result<PictureRequest, Failure> {
    let fiscal = roadmap.fiscal_year_start;
    let from = args.from.map(|stamp| stamp.first_day(fiscal));
    let to = args.to_date.map(|stamp| stamp.last_day(fiscal));
    if let (Some(from), Some(to)) = (from, to)
        && to < from
    {
        return Err(Failure::usage(
            language,
            "--to-date が --from より前です",
            "--to-date lies before --from",
        ));
    }
    Ok(PictureRequest {
        mode: args.mode,
        language,
        theme: args.theme,
        from,
        to,
        search: args.search.clone().filter(|search| !search.trim().is_empty()),
        width_pt: args.width,
        today: args.today.unwrap_or(env.today),
    })
}

/// What the picture says about itself.
fn about(roadmap: &Roadmap, request: &PictureRequest) -> About {
    let (tasks, links) = (roadmap.tasks.len(), roadmap.dependencies.len());
    let whole = match request.language {
        Language::Japanese => format!("作業 {tasks} 件、依存関係 {links} 件の工程表。"),
        Language::English => format!("A roadmap of {tasks} tasks and {links} dependencies."),
    };
    let part = match (&request.search, request.language) {
        (None, _) => String::new(),
        (Some(search), Language::Japanese) => format!("「{search}」に一致するものだけを表示。"),
        (Some(search), Language::English) => format!(" Only what \"{search}\" finds is shown."),
    };
    About {
        title: roadmap.title.in_language(request.language).to_owned(),
        description: whole + &part,
        language: request.language,
    }
}

#[cfg(test)]
mod tests {
    use super::super::FAILED;
    use super::super::fake::{Console, Run};
    use super::*;
    use std::fs;

    /// Exports the built-in roadmap into a file of this name.
    fn export(name: &str, args: &[&str]) -> (Run, Vec<u8>) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        let all = [&["export", "--to", path.to_str().unwrap()], args].concat();
        let run = Console::default().run(&all);
        let stderr = run.stderr.replace(path.to_str().unwrap(), name);
        (Run { stderr, ..run }, fs::read(&path).unwrap_or_default())
    }

    #[test]
    fn the_picture_is_what_was_asked_for() {
        let (Run { code, stdout, stderr }, svg) = export("chart.svg", &[]);
        assert_eq!((code, &*stdout, &*stderr), (OK, "", "chart.svg: 1600 × 50 pt\n"));
        let svg = String::from_utf8(svg).unwrap();
        let request = "Swimlanes English Light from None to None search None today 2026-11-21";
        assert!(svg.contains(&format!(">{request}<")), "{svg}");
        assert!(svg.contains("<title>A sample roadmap</title>"));
        assert!(svg.contains("<desc>A roadmap of 3 tasks and 1 dependencies.</desc>"));

        let args = "--mode gantt --lang ja --theme dark --from FY2021 --to-date FY2025 \
                    --search カード --width 900.5 --today 2024-04-01";
        let (Run { code, .. }, svg) =
            export("chart.SVG", &args.split_whitespace().collect::<Vec<_>>());
        assert_eq!(code, OK);
        let svg = String::from_utf8(svg).unwrap();
        let request = "Gantt Japanese Dark from Some(2021-04-01) to Some(2026-03-31) \
                       search Some(カード) today 2024-04-01";
        assert!(svg.contains(&format!(">{request}<")), "{svg}");
        assert!(svg.contains("width=\"900.5\"") && svg.contains("xml:lang=\"ja\""));
        assert!(svg.contains("「カード」に一致するものだけを表示。</desc>"));
    }

    #[test]
    fn a_png_is_twice_as_fine() {
        let (Run { code, stderr, .. }, png) = export("chart.png", &["--width", "400"]);
        assert_eq!((code, &*stderr), (OK, "chart.png: 800 × 100 px\n"));
        let image = image::load_from_memory(&png).unwrap();
        assert_eq!((image.width(), image.height()), (800, 100));
    }

    #[test]
    fn what_cannot_be_drawn_is_told_and_not_written() {
        let cases: [(&str, &[&str], &str); 4] = [
            ("chart.pdf", &[], "chart.pdf: error: cannot draw in this format (end the name"),
            ("chart.svg", &["--from", "FY2025", "--to-date", "2021"], "koteihyo: error: --to-date"),
            ("chart.svg", &["--search", "nothing"], "built-in roadmap: error: nothing is found"),
            (
                "chart.png",
                &["--search", "tall"],
                "chart.png: error: a picture of 3200 × 200000 pixels is too large (export SVG",
            ),
        ];
        for (name, args, words) in cases {
            let (Run { code, stderr, .. }, written) = export(name, args);
            assert_eq!(code, FAILED, "{stderr}");
            assert!(stderr.starts_with(words), "{stderr}");
            assert!(written.is_empty());
        }
    }
}
