//! `koteihyo export`: the whole chart as a picture.

use super::picture::{self, Picture, PictureRequest};
use super::query::Asked;
use super::{Environment, FILE_HAS_ERRORS, Failure, OK, args, formats, table, task_named};
use crate::export::{self, PNG_SCALE, PictureFormat};
use crate::model::{Diagnostic, Language, Roadmap, Text, View};
use crate::query::Query;
use crate::store::Progress;

/// How many views are named where the one asked for does not exist.
const MAX_LISTED_VIEWS: usize = 10;

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
    let option = if args.view.is_some() { "--view" } else { "--where" };
    let matches = asked.matches(request.query.as_deref(), option, language)?;
    let Picture { scene, shown } = picture::draw(&asked, &matches, &request)
        .map_err(|problem| Failure::problem(&name, &problem, language))?;
    let about = export::about(roadmap, shown, language);
    export::write_file(&args.to, &scene, roadmap, &about, &Progress::default()).map_err(refuse)?;
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
    let view = match &args.view {
        Some(name) => view_named(roadmap, name, language)?.clone(),
        None => View::new("", Text::default()),
    };
    let view = View { mode: args.mode.unwrap_or(view.mode), ..view };
    let from = args.from.map(|stamp| stamp.first_day(fiscal)).or(view.days.map(|days| days.0));
    let to = args.to_date.map(|stamp| stamp.last_day(fiscal)).or(view.days.map(|days| days.1));
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
        language,
        theme: args.theme,
        from,
        to,
        query: both(&view.query, args.query.as_deref().unwrap_or_default()),
        trace: args.trace.as_deref().map(|id| task_named(roadmap, id, language)).transpose()?,
        shows_critical: args.critical,
        progress_day: args.progress_line.map(|stamp| stamp.last_day(fiscal)).or(view.progress_day),
        width_pt: args.width,
        today: args.today.unwrap_or(env.today),
        view,
    })
}

/// A query for what both of these find. Where one of them cannot be read it is that one, so that
/// the place of the mistake is that in its own text.
fn both(view: &str, asked: &str) -> Option<String> {
    let text = match (Query::parse(view), Query::parse(asked)) {
        (Err(_), _) => view.to_owned(),
        (_, Err(_)) => asked.to_owned(),
        (Ok(query), Ok(asked)) if asked.is_empty() => query.text().to_owned(),
        (Ok(query), Ok(asked)) if query.is_empty() => asked.text().to_owned(),
        (Ok(query), Ok(asked)) => query.narrowed_by(&format!("({asked})")),
    };
    Some(text).filter(|text| !text.trim().is_empty())
}

/// The view with this id or title; those that there are are told if there is none.
fn view_named<'a>(
    roadmap: &'a Roadmap,
    name: &str,
    language: Language,
) -> Result<&'a View, Failure> {
    let is_named = |view: &&View| {
        &*view.id == name || Language::ALL.iter().any(|it| view.title.get(*it) == Some(name))
    };
    roadmap.views.iter().find(is_named).ok_or_else(|| {
        let name: String = name.chars().map(table::harmless).collect();
        let ja = format!("ビュー「{name}」はありません");
        let problem = Diagnostic::error(None, ja, format!("there is no view \"{name}\""));
        let titles = roadmap.views.iter().take(MAX_LISTED_VIEWS);
        let titles: Vec<_> = titles.map(|view| view.title.in_language(language)).collect();
        let problem = if titles.is_empty() {
            problem.with_hint("この工程表にビューはありません", "the roadmap has no views")
        } else {
            problem.with_hint(
                format!("ビューは「{}」です", titles.join("」「")),
                format!("its views are \"{}\"", titles.join("\", \"")),
            )
        };
        Failure::problem("koteihyo", &problem, language)
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
    fn a_view_decides_how_it_is_drawn() {
        let views = r#""views": [
{"id": "v", "title": {"ja": "審議", "en": "Bills"}, "query": "bill OR issue", "mode": "gantt", "group": "kind", "color": "status"},
{"id": "gone", "title": {"ja": "なし"}, "query": "id:none"}
]
}
"#;
        let content = SAMPLE.trim_end().strip_suffix('}').unwrap().trim_end();
        let folder = folder_with("plan.json", format!("{content},\n{views}").as_bytes());
        let path = |name| folder.path().join(name).into_os_string().into_string().unwrap();
        let (plan, picture) = (path("plan.json"), path("chart.svg"));
        let export = |args: &[&str]| {
            let run =
                Console::default().run(&[&["export", &plan, "--to", &picture], args].concat());
            (run.code, run.stderr, fs::read_to_string(&picture).unwrap_or_default())
        };
        for name in ["v", "審議", "Bills"] {
            let (code, stderr, svg) = export(&["--view", name]);
            assert_eq!(code, OK, "{stderr}");
            assert!(
                svg.contains("<desc>2 of 3 tasks") || svg.contains("2 of 3 tasks shown"),
                "{svg}"
            );
            assert!(svg.contains("bill OR issue") && !svg.contains(">Study<"));
            assert!(svg.contains(">Milestone"), "a heading of kinds: {svg}");
        }
        let (code, stderr, svg) = export(&["--view", "v", "--where", "bill"]);
        assert_eq!(code, OK, "{stderr}");
        assert!(svg.contains("1 of 3 tasks shown"));
        let (code, stderr, _) = export(&["--view", "other"]);
        assert_eq!(code, FAILED);
        assert_eq!(
            stderr,
            "koteihyo: error: there is no view \"other\" (its views are \"Bills\", \"なし\")\n"
        );
        let (code, stderr, _) = export(&["--view", "gone"]);
        assert_eq!(code, FAILED);
        assert!(
            stderr.starts_with("koteihyo: error: --view: ") && stderr.contains("id:none"),
            "{stderr}"
        );
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
