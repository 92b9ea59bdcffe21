//! `koteihyo export`: the whole chart as a picture.

use super::formats;
use super::picture::{self, Picture, PictureRequest};
use super::query::Asked;
use super::{Environment, FILE_HAS_ERRORS, Failure, OK, args, task_named};
use crate::export::{self, PNG_SCALE, PictureFormat};
use crate::model::{Diagnostic, Language, Roadmap};

/// Draws the chart and writes it, with its size as a remark to the error output.
pub(super) fn run(
    args: &args::Export,
    language: Language,
    env: &mut Environment<'_>,
) -> Result<u8, Failure> {
    let output = args.to.display().to_string();
    let refuse = |problem: Diagnostic| Failure::problem(&output, &problem, language);
    let format = PictureFormat::of(&args.to).map_err(refuse)?;
    let (name, opened) = formats::open(args.file.as_deref(), language)?;
    let roadmap = &opened.roadmap;
    let request = picture_request(args, roadmap, language, env)?;
    let has_errors = env.remark_problems(&name, &opened.diagnostics, true, language);
    let goal = args.goal.as_deref();
    let goal = goal.map(|id| task_named(roadmap, id, language)).transpose()?;
    let asked = Asked::new(roadmap, goal);
    let matches = asked.matches(request.query.as_deref(), language)?;
    let Picture { scene, shown } = picture::draw(&asked, &matches, &request)
        .map_err(|problem| Failure::problem(&name, &problem, language))?;
    let about = export::about(roadmap, shown, language);
    export::write_file(&args.to, &scene, roadmap, &about).map_err(refuse)?;
    let (scale, unit) = match format {
        PictureFormat::Svg => (1.0, "pt"),
        PictureFormat::Png => (PNG_SCALE, "px"),
    };
    let [width, height] = [scene.width, scene.height].map(|side| (side * scale).round());
    env.remark(&format_args!("{output}: {width} × {height} {unit}"));
    Ok(if has_errors { FILE_HAS_ERRORS } else { OK })
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
        query: args.query.clone().filter(|query| !query.trim().is_empty()),
        trace: args.trace.as_deref().map(|id| task_named(roadmap, id, language)).transpose()?,
        shows_critical: args.critical,
        width_pt: args.width,
        today: args.today.unwrap_or(env.today),
    })
}

#[cfg(test)]
mod tests {
    use super::super::FAILED;
    use super::super::console::{Console, Run, SAMPLE, folder_with};
    use super::*;
    use std::fs;

    /// Exports the sample into a file of this name.
    fn export(name: &str, args: &[&str]) -> (Run, Vec<u8>) {
        let folder = folder_with("plan.json", SAMPLE.as_bytes());
        let path = |name| folder.path().join(name).into_os_string().into_string().unwrap();
        let (plan, picture) = (path("plan.json"), path(name));
        let run = Console::default().run(&[&["export", &plan, "--to", &picture], args].concat());
        let stderr = run.stderr.replace(&format!("{}/", folder.path().display()), "");
        (Run { stderr, ..run }, fs::read(&picture).unwrap_or_default())
    }

    #[test]
    fn the_picture_is_what_was_asked_for() {
        let (Run { code, stdout, stderr }, svg) = export("chart.svg", &[]);
        assert_eq!((code, &*stdout), (OK, ""));
        assert!(stderr.starts_with("chart.svg: 1600 × "), "{stderr}");
        let svg = String::from_utf8(svg).unwrap();
        for part in [
            "<title>A sample roadmap</title>",
            "<desc>Tasks: 3, dependencies: 1.</desc>",
            ">FY2021 to FY2025 · 3 tasks<",
            ">Study<",
        ] {
            assert!(svg.contains(part), "{part} in {svg}");
        }
        let args = "--mode gantt --lang ja --theme dark --from FY2021 --to-date FY2022 \
                    --where 検討 --width 900.5 --today 2022-04-01";
        let (Run { code, .. }, svg) =
            export("chart.SVG", &args.split_whitespace().collect::<Vec<_>>());
        assert_eq!(code, OK);
        let svg = String::from_utf8(svg).unwrap();
        for part in [
            "width=\"900.5\"",
            "xml:lang=\"ja\"",
            "<desc>3施策のうち1施策を表示。</desc>",
            ">2021～2022年度　絞り込み表示：3施策のうち1施策<",
            ">絞り込み：「検討」　表示していない施策への依存関係：1件（「+1」などの印）<",
            ">今日<",
            "#17191D",
        ] {
            assert!(svg.to_uppercase().contains(&part.to_uppercase()), "{part} in {svg}");
        }
    }

    #[test]
    fn a_png_is_twice_as_fine() {
        let (Run { code, stderr, .. }, png) = export("chart.png", &["--width", "640"]);
        assert_eq!(code, OK);
        let image = image::load_from_memory(&png).unwrap();
        assert_eq!(image.width(), 1280);
        assert_eq!(stderr, format!("chart.png: 1280 × {} px\n", image.height()));
    }

    #[test]
    fn what_cannot_be_drawn_is_told_and_not_written() {
        let cases: [(&str, &[&str], &str); 4] = [
            ("chart.pdf", &[], "chart.pdf: error: cannot draw in this format (end the name"),
            ("chart.svg", &["--from", "FY2025", "--to-date", "2021"], "koteihyo: error: --to-date"),
            ("chart.svg", &["--where", "宇宙"], "plan.json: error: no task matches \"宇宙\""),
            ("no/chart.png", &[], "no/chart.png: error: its folder does not exist"),
        ];
        for (name, args, words) in cases {
            let (Run { code, stderr, .. }, written) = export(name, args);
            assert_eq!(code, FAILED, "{stderr}");
            assert!(stderr.starts_with(words), "{stderr}");
            assert!(written.is_empty());
        }
    }
}
