//! Which picture `export` draws: filter, rows, sheet.

use super::query::Asked;
use crate::export::FONTS;
use crate::focus::{Focus, Question};
use crate::layout::chart::{Emphasis, HiddenLinkCount, LinkBases, LinkStyle, Marks};
use crate::layout::sheet::{self, Filtered, SheetRequest};
use crate::layout::{Colors, FontMetrics, Palette, ProgressLine, Rows, RowsRequest, Theme};
use crate::model::{Diagnostic, GroupKey, Language, Roadmap, TaskId, View};
use crate::query::{Matches, ranks};
use crate::scene::Scene;
use crate::schedule::Graph;
use crate::time::Day;
use crate::words;

/// Which picture of a roadmap is wanted.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct PictureRequest {
    /// Its rows and colours; its filter and days are those of the request.
    pub view: View,
    /// The language of its texts.
    pub language: Language,
    /// Its colours.
    pub theme: Theme,
    /// Its first day; `None` for that of the roadmap.
    pub from: Option<Day>,
    /// Its last day; `None` for that of the roadmap. Not before `from`.
    pub to: Option<Day>,
    /// The query that found what is drawn, for the foot of the picture; never empty.
    pub query: Option<String>,
    /// The task whose chain is lit.
    pub trace: Option<TaskId>,
    /// Whether the critical chain is marked.
    pub shows_critical: bool,
    /// The status date of the progress line; `None` for no line.
    pub progress_day: Option<Day>,
    /// Its width in points.
    pub width_pt: f32,
    /// The day of the today line.
    pub today: Day,
}

/// A picture and how many tasks it shows.
#[derive(Debug)]
pub(super) struct Picture {
    pub scene: Scene,
    pub shown: usize,
}

/// Draws the matches that lie in the period of the request.
///
/// # Errors
/// If there are none.
pub(super) fn draw(
    asked: &Asked<'_>,
    matches: &Matches,
    request: &PictureRequest,
) -> Result<Picture, Diagnostic> {
    let (roadmap, graph) = (asked.roadmap, &asked.graph);
    if matches.shown() == 0 {
        return Err(nothing_found(request.query.as_deref()));
    }
    let days = days(roadmap, request);
    let open_end = roadmap.span().map_or(Day::MAX, |(_, last)| last);
    let is_shown: Vec<bool> = roadmap
        .task_ids()
        .map(|task| matches.is_shown(task) && touches(roadmap, task, days, open_end))
        .collect();
    let shown = is_shown.iter().filter(|is_shown| **is_shown).count();
    if shown == 0 {
        return Err(nothing_in_period());
    }
    let hidden_links = |task| hidden_link_count(graph, &is_shown, task);
    let filtered = (shown < roadmap.tasks.len()).then(|| Filtered {
        shown,
        conditions: request.query.iter().map(|words| quoted(words, request.language)).collect(),
        hidden_links: roadmap
            .task_ids()
            .filter(|task| is_shown[task.index()])
            .map(hidden_links)
            .map(|ends| (ends.predecessors + ends.successors) as usize)
            .sum(),
    });
    let question = request.trace.map(Question::Chain);
    let focus = question.map(|question| Focus::new(question, graph, asked.schedule()));
    let mut notes: Vec<String> =
        question.iter().map(|question| question.note(roadmap, request.language)).collect();
    if request.shows_critical {
        let goal = asked.schedule().goal();
        let goal = goal.map(|task| roadmap.task(task).title.in_language(request.language));
        notes.push(words::critical_in_words(goal, request.language));
    }
    let emphasis = |task| focus.as_ref().map_or(Emphasis::Plain, |focus| focus.emphasis(task));
    let link_emphasis = |link| match &focus {
        Some(focus) => focus.link_emphasis(roadmap, link),
        None if request.shows_critical && asked.schedule().is_critical_link(roadmap, link) => {
            Emphasis::Critical
        }
        None => Emphasis::Plain,
    };
    let marks = |task| Marks {
        is_critical: request.shows_critical && asked.schedule().is_critical(task),
        ..Marks::default()
    };
    let view = &request.view;
    let float = |task| asked.schedule().total_float_days(task).map_or(i64::MAX, i64::from);
    let ranks = ranks(roadmap, view.sorting, request.language, &float);
    let rank = |task: TaskId| ranks[task.index()];
    let rows = Rows::new(&RowsRequest {
        roadmap,
        mode: view.mode,
        grouping: view.grouping,
        rank: if ranks.is_empty() { None } else { Some(&rank) },
        folded: &GroupKey::find_all(&view.folded, roadmap),
        is_shown: &|task| is_shown[task.index()],
        shows_empty_lanes: false,
    });
    let progress_line = request.progress_day.map(|day| ProgressLine::new(roadmap, &rows, day));
    notes.extend(
        request.progress_day.map(|day| words::progress_line_in_words(day, request.language)),
    );
    let [regular, bold] = FONTS;
    let scene = sheet::draw(&SheetRequest {
        roadmap,
        rows: &rows,
        days,
        width: request.width_pt,
        language: request.language,
        colors: &Colors::new(roadmap, view.coloring, &|task| asked.schedule().is_critical(task)),
        palette: &Palette::new(request.theme),
        fonts: &FontMetrics::new(regular, bold).expect("the embedded fonts are fonts"),
        today: Some(request.today),
        progress_line: progress_line.as_ref(),
        filtered: filtered.as_ref(),
        notes: &notes,
        emphasis: &emphasis,
        link_emphasis: &link_emphasis,
        marks: &marks,
        hidden_links: &hidden_links,
        link_style: LinkStyle::Thin,
        link_bases: LinkBases::ALL,
    });
    Ok(Picture { scene, shown })
}

/// The days of the request, else those of the roadmap.
fn days(roadmap: &Roadmap, request: &PictureRequest) -> (Day, Day) {
    let (first, last) = roadmap.span().unwrap_or((request.today, request.today));
    let from = request.from.unwrap_or(first);
    let to = request.to.unwrap_or(last);
    // Where only one is given it may lie outside of the roadmap.
    match request.from {
        Some(from) => (from, to.max(from)),
        None => (from.min(to), to),
    }
}

/// Whether a bar reaches into these days; open ends are drawn to the end of the roadmap.
fn touches(roadmap: &Roadmap, task: TaskId, (from, to): (Day, Day), open_end: Day) -> bool {
    let fiscal = roadmap.fiscal_year_start;
    let when = roadmap.task(task).when;
    when.first_day(fiscal) <= to && when.last_day(fiscal).unwrap_or(open_end) >= from
}

fn hidden_link_count(graph: &Graph, is_shown: &[bool], task: TaskId) -> HiddenLinkCount {
    let is_hidden = |task: TaskId| !is_shown[task.index()];
    HiddenLinkCount {
        predecessors: graph.predecessors(task).filter(|(_, task)| is_hidden(*task)).count() as u32,
        successors: graph.successors(task).filter(|(_, task)| is_hidden(*task)).count() as u32,
    }
}

fn quoted(words: &str, language: Language) -> String {
    match language {
        Language::Japanese => format!("「{}」", words.trim()),
        Language::English => format!("\"{}\"", words.trim()),
    }
}

fn nothing_found(query: Option<&str>) -> Diagnostic {
    match query {
        Some(query) => Diagnostic::error(
            None,
            format!("「{query}」に一致する施策はありません"),
            format!("no task matches \"{query}\""),
        )
        .with_hint("条件を減らしてください", "ask for less"),
        None => Diagnostic::error(None, "施策がありません", "there are no tasks to draw"),
    }
}

fn nothing_in_period() -> Diagnostic {
    Diagnostic::error(None, "この期間に施策はありません", "no task lies in this period")
        .with_hint("--from と --to-date を確かめてください", "check --from and --to-date")
}

#[cfg(test)]
mod tests {
    use super::super::console::sample;
    use super::*;
    use crate::layout::sheet::DEFAULT_WIDTH_PT;
    use crate::model::{Mode, Text};
    use crate::scene::{Shape, Tag};

    fn request() -> PictureRequest {
        PictureRequest {
            view: View::new("", Text::default()),
            language: Language::English,
            theme: Theme::Light,
            from: None,
            to: None,
            query: None,
            trace: None,
            shows_critical: false,
            progress_day: None,
            width_pt: DEFAULT_WIDTH_PT,
            today: "2023-01-01".parse().unwrap(),
        }
    }

    fn drawn(roadmap: &Roadmap, request: &PictureRequest) -> Result<Picture, Diagnostic> {
        let asked = Asked::new(roadmap, None);
        let matches = asked.matches(request.query.as_deref(), "--where", Language::English);
        draw(&asked, &matches.unwrap_or_else(|_| panic!("a query")), request)
    }

    fn texts(picture: &Picture) -> Vec<&str> {
        let shapes = picture.scene.items().map(|item| &item.shape);
        shapes
            .filter_map(|shape| match shape {
                Shape::Text { text, .. } => Some(&**text),
                _ => None,
            })
            .collect()
    }

    #[test]
    fn every_task_is_in_the_picture() {
        for mode in [Mode::Swimlanes, Mode::Gantt] {
            let view = View { mode, ..request().view };
            let picture = drawn(&sample(), &PictureRequest { view, ..request() }).unwrap();
            let texts = texts(&picture);
            for title in ["A sample roadmap", "FY2021 to FY2025 · 3 tasks", "Study", "法案"] {
                assert!(texts.contains(&title), "{title} in {texts:?}");
            }
            assert_eq!(picture.shown, 3);
            assert!(picture.scene.items().any(|item| item.tag == Tag::Today));
        }
    }

    #[test]
    fn a_filtered_picture_says_what_it_shows_and_hides() {
        let query = Some("study".to_owned());
        let picture = drawn(&sample(), &PictureRequest { query, ..request() }).unwrap();
        assert_eq!(picture.shown, 1);
        let texts = texts(&picture);
        for text in [
            "FY2021 to FY2025 · filtered: 1 of 3 tasks shown",
            "Filter: \"study\" · Dependencies on tasks that are not shown: 1 (marked +1, +2 …)",
        ] {
            assert!(texts.contains(&text), "{text} in {texts:?}");
        }
        let query = Some("宇宙".to_owned());
        let error = drawn(&sample(), &PictureRequest { query, ..request() }).unwrap_err();
        assert_eq!(error.message(Language::English), "no task matches \"宇宙\"");
        let error = drawn(&Roadmap::default(), &request()).unwrap_err();
        assert_eq!(error.message(Language::Japanese), "施策がありません");
    }

    #[test]
    fn a_period_shows_its_own_tasks() {
        let day = |text: &str| Some(text.parse().unwrap());
        let shown = |from, to| {
            drawn(&sample(), &PictureRequest { from, to, ..request() }).map(|picture| picture.shown)
        };
        // Study FY2021 to FY2025, the bill in FY2021-Q1, issue in late October 2024.
        assert_eq!(shown(day("2021-06-30"), day("2021-07-01")), Ok(2));
        assert_eq!(shown(day("2022-04-01"), None), Ok(2));
        assert_eq!(shown(None, day("2022-03-31")), Ok(2));
        assert_eq!(shown(day("2024-10-31"), day("2024-10-31")), Ok(2));
        assert_eq!(shown(day("0001-01-01"), day("9999-12-31")), Ok(3));
        for (from, to) in [(day("2040-01-01"), None), (None, day("1990-01-01"))] {
            let problem = shown(from, to).unwrap_err();
            assert_eq!(problem.message(Language::English), "no task lies in this period");
        }
    }

    #[test]
    fn a_chain_is_lit_and_the_critical_one_is_marked() {
        let roadmap = sample();
        let lit = |trace, shows_critical| {
            let request = PictureRequest { trace, shows_critical, ..request() };
            drawn(&roadmap, &request).unwrap()
        };
        let plain = lit(None, false);
        let trace = lit(roadmap.find_task("study"), false);
        let critical = lit(None, true);
        let notes = [
            "Lit: chain of “Study” (solid outline: needed for it, dashed: needs it)",
            "Red: no float until the end of the plan",
        ];
        let said =
            [&plain, &trace, &critical].map(|it| notes.map(|note| texts(it).contains(&note)));
        assert_eq!(said, [[false, false], [true, false], [false, true]]);
        let shapes = |it: &Picture| format!("{:?}", it.scene.items().collect::<Vec<_>>());
        assert_ne!(shapes(&plain), shapes(&trace));
        let red = Palette::new(Theme::Light).red;
        let is_red = |it: &Picture| shapes(it).contains(&format!("{red:?}"));
        assert!(is_red(&critical));
    }
}
