//! Which picture `export` draws: filter, rows, sheet.

use crate::export::FONTS;
use crate::layout::chart::{Emphasis, HiddenLinkCount, LinkBases, LinkStyle, Marks};
use crate::layout::sheet::{self, Filtered, SheetRequest};
use crate::layout::{Colors, FontMetrics, Mode, Palette, Rows, RowsRequest, Theme};
use crate::model::{Coloring, Diagnostic, Grouping, Language, Roadmap, TaskId};
use crate::query::{Facts, Filter, Query, QueryContext, SearchIndex, evaluate};
use crate::scene::Scene;
use crate::schedule::Graph;
use crate::time::Day;
use std::collections::HashSet;

/// Which picture of a roadmap is wanted.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct PictureRequest {
    /// How it is arranged.
    pub mode: Mode,
    /// The language of its texts.
    pub language: Language,
    /// Its colours.
    pub theme: Theme,
    /// Its first day; `None` for that of the roadmap.
    pub from: Option<Day>,
    /// Its last day; `None` for that of the roadmap. Not before `from`.
    pub to: Option<Day>,
    /// Only what this finds is drawn; never empty.
    pub search: Option<String>,
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

/// Draws the tasks that the search finds in the period of the request.
///
/// # Errors
/// If there are none.
pub(super) fn draw(roadmap: &Roadmap, request: &PictureRequest) -> Result<Picture, Diagnostic> {
    let graph = Graph::new(roadmap);
    let ctx = QueryContext {
        roadmap,
        graph: &graph,
        index: &SearchIndex::new(roadmap),
        facts: &Facts::default(),
    };
    let query = Query::for_words(request.search.as_deref().unwrap_or_default());
    let filter = Filter::new(query, &ctx).expect("words name nothing");
    let matches = evaluate(&filter, &ctx);
    if matches.shown() == 0 {
        return Err(nothing_found(request.search.as_deref()));
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
    let hidden_links = |task| hidden_link_count(&graph, &is_shown, task);
    let filtered = (shown < roadmap.tasks.len()).then(|| Filtered {
        shown,
        conditions: request.search.iter().map(|words| quoted(words, request.language)).collect(),
        hidden_links: roadmap
            .task_ids()
            .filter(|task| is_shown[task.index()])
            .map(hidden_links)
            .map(|ends| (ends.predecessors + ends.successors) as usize)
            .sum(),
    });
    let [regular, bold] = FONTS;
    let scene = sheet::draw(&SheetRequest {
        roadmap,
        rows: &Rows::new(&RowsRequest {
            roadmap,
            mode: request.mode,
            grouping: Grouping::Lanes,
            rank: None,
            folded: &HashSet::new(),
            is_shown: &|task| is_shown[task.index()],
        }),
        days,
        width: request.width_pt,
        language: request.language,
        colors: &Colors::new(roadmap, Coloring::Area, &|_| false),
        palette: &Palette::new(request.theme),
        fonts: &FontMetrics::new(regular, bold).expect("the embedded fonts are fonts"),
        today: Some(request.today),
        filtered: filtered.as_ref(),
        emphasis: &|_| Emphasis::Plain,
        link_emphasis: &|_| Emphasis::Plain,
        marks: &|_| Marks::default(),
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

fn nothing_found(search: Option<&str>) -> Diagnostic {
    match search {
        Some(search) => Diagnostic::error(
            None,
            format!("「{search}」に一致する施策はありません"),
            format!("no task matches \"{search}\""),
        )
        .with_hint("検索の言葉を減らしてください", "search for fewer words"),
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
    use crate::scene::{Shape, Tag};

    fn request() -> PictureRequest {
        PictureRequest {
            mode: Mode::Swimlanes,
            language: Language::English,
            theme: Theme::Light,
            from: None,
            to: None,
            search: None,
            width_pt: DEFAULT_WIDTH_PT,
            today: "2023-01-01".parse().unwrap(),
        }
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
            let picture = draw(&sample(), &PictureRequest { mode, ..request() }).unwrap();
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
        let search = Some("study".to_owned());
        let picture = draw(&sample(), &PictureRequest { search, ..request() }).unwrap();
        assert_eq!(picture.shown, 1);
        let texts = texts(&picture);
        for text in [
            "FY2021 to FY2025 · filtered: 1 of 3 tasks shown",
            "Filter: \"study\" · Dependencies on tasks that are not shown: 1 (marked +1, +2 …)",
        ] {
            assert!(texts.contains(&text), "{text} in {texts:?}");
        }
        let search = Some("宇宙".to_owned());
        let error = draw(&sample(), &PictureRequest { search, ..request() }).unwrap_err();
        assert_eq!(error.message(Language::English), "no task matches \"宇宙\"");
        let error = draw(&Roadmap::default(), &request()).unwrap_err();
        assert_eq!(error.message(Language::Japanese), "施策がありません");
    }

    #[test]
    fn a_period_shows_its_own_tasks() {
        let day = |text: &str| Some(text.parse().unwrap());
        let shown = |from, to| {
            draw(&sample(), &PictureRequest { from, to, ..request() }).map(|picture| picture.shown)
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
}
