//! The picture that `export` writes: the chart of the window, whole.

use crate::layout::chart::{self, ChartRequest, Emphasis, HEADER_PT, HiddenLinkCount, LinkStyle};
use crate::layout::{FontMetrics, LinkIndex, Mode, Palette, Rows, RowsRequest, Theme, TimeAxis};
use crate::model::{Diagnostic, Language, Roadmap};
use crate::query::{Filter, HiddenLinks, Matches, SearchIndex, evaluate, hidden_links};
use crate::scene::{Point, Rect, Region, Scene, Shape, Tag, Weight};
use crate::schedule::Graph;
use crate::time::Day;
use std::collections::HashSet;

/// Which picture of a roadmap is wanted.
#[derive(Clone, Debug, PartialEq)]
pub struct PictureRequest {
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

/// Height of the line under a filtered picture that says so.
const FOOTER_PT: f32 = 30.0;

/// Size of its type.
const FOOTER_TEXT_PT: f32 = 12.0;

/// What the rows take at least, so that the picture of one task looks like a chart.
const LEAST_HEIGHT_PT: u32 = 60;

/// Draws the whole chart. A filtered picture says at its foot that it is.
///
/// # Errors
/// If nothing would be in the picture, or the fonts cannot be read.
pub fn draw(
    roadmap: &Roadmap,
    request: &PictureRequest,
    fonts: &[&[u8]],
) -> Result<Scene, Diagnostic> {
    let [regular, bold] = [fonts.first(), fonts.last()].map(|font| font.copied().unwrap_or(b""));
    let fonts = FontMetrics::new(regular, bold).map_err(|error| {
        Diagnostic::error(
            None,
            format!("書体を読めません: {error}"),
            format!("the fonts cannot be read: {error}"),
        )
    })?;
    let filter = Filter::for_words(request.search.clone().unwrap_or_default());
    let matches = evaluate(&SearchIndex::new(roadmap), &filter);
    if matches.shown() == 0 {
        return Err(nothing_found(request.search.as_deref()));
    }
    let hidden = hidden_links(&Graph::new(roadmap), &matches);
    let rows = Rows::new(&RowsRequest {
        roadmap,
        mode: request.mode,
        folded: &HashSet::new(),
        is_shown: &|task| matches.is_shown(task),
    });
    let names_width = names_width(request);
    let palette = Palette::new(request.theme);
    let mut scene = chart::draw(&ChartRequest {
        roadmap,
        rows: &rows,
        links: &LinkIndex::new(roadmap, &rows),
        axis: axis(roadmap, request, names_width),
        scroll_pt: 0.0,
        row_scale: 1.0,
        width: request.width_pt,
        height: HEADER_PT + rows.height.max(LEAST_HEIGHT_PT) as f32,
        names_width,
        language: request.language,
        palette: &palette,
        fonts: &fonts,
        today: Some(request.today),
        emphasis: &|_| Emphasis::Plain,
        link_emphasis: &|_| Emphasis::Plain,
        hidden_links: &|task| {
            let ends = hidden.of(task);
            HiddenLinkCount { predecessors: ends.predecessors, successors: ends.successors }
        },
        link_style: LinkStyle::Thin,
    })
    .scene;
    if filter.is_active() {
        add_footer(&mut scene, &footer(request, &matches, &hidden), &palette, &fonts);
    }
    Ok(scene)
}

/// The days of the request, else those of the roadmap.
fn axis(roadmap: &Roadmap, request: &PictureRequest, names_width: f32) -> TimeAxis {
    let (first, last) = roadmap.span().unwrap_or((request.today, request.today));
    let from = request.from.unwrap_or(first);
    let to = request.to.unwrap_or(last);
    // Where only one is given it may lie outside of the roadmap.
    let (from, to) = match request.from {
        Some(from) => (from, to.max(from)),
        None => (from.min(to), to),
    };
    TimeAxis::fit(from, to, request.width_pt - names_width)
}

fn names_width(request: &PictureRequest) -> f32 {
    let wanted = match request.mode {
        Mode::Swimlanes => 250.0,
        Mode::Gantt => 520.0,
    };
    (request.width_pt * 0.45).min(wanted)
}

fn nothing_found(search: Option<&str>) -> Diagnostic {
    match search {
        Some(search) => Diagnostic::error(
            None,
            format!("「{search}」に一致する作業はありません"),
            format!("no task matches \"{search}\""),
        )
        .with_hint("検索の言葉を減らしてください", "search for fewer words"),
        None => Diagnostic::error(None, "作業がありません", "there are no tasks to draw"),
    }
}

/// What a filtered picture says about itself.
fn footer(request: &PictureRequest, matches: &Matches, hidden: &HiddenLinks) -> String {
    let (shown, total, links) = (matches.shown(), matches.total(), hidden.total());
    let search = request.search.as_deref().unwrap_or_default();
    match request.language {
        Language::Japanese => format!(
            "{total} 件中 {shown} 件を表示 — 検索「{search}」 — 表示されていない作業への依存関係 {links} 件"
        ),
        Language::English => format!(
            "{shown} of {total} tasks shown — search \"{search}\" — dependencies on hidden tasks: {links}"
        ),
    }
}

fn add_footer(scene: &mut Scene, text: &str, palette: &Palette, fonts: &FontMetrics) {
    let top = scene.height;
    scene.height += FOOTER_PT;
    let place = Rect::new(0.0, top, scene.width, scene.height);
    let mut region = Region::new(place);
    region.push_rect(Tag::Backdrop, place, palette.band);
    let room = scene.width - 28.0;
    let weight = Weight::Regular;
    if let Some(text) = fonts.elided(text, weight, FOOTER_TEXT_PT, room) {
        let at = Point { x: 14.0, y: top + FOOTER_PT / 2.0 + FOOTER_TEXT_PT * 0.36 };
        let (size, color) = (FOOTER_TEXT_PT, palette.ink);
        region.push(Tag::Backdrop, Shape::Text { at, text, size, weight, color });
    }
    scene.regions.push(region);
}

#[cfg(test)]
mod tests {
    use super::super::fake::sample;
    use super::*;

    const FONTS: &[&[u8]] = &[
        include_bytes!("../../assets/fonts/BIZUDPGothic-Regular.ttf"),
        include_bytes!("../../assets/fonts/BIZUDPGothic-Bold.ttf"),
    ];

    fn request() -> PictureRequest {
        PictureRequest {
            mode: Mode::Swimlanes,
            language: Language::English,
            theme: Theme::Light,
            from: None,
            to: None,
            search: None,
            width_pt: 1000.0,
            today: "2023-01-01".parse().unwrap(),
        }
    }

    fn texts(scene: &Scene) -> Vec<&str> {
        scene
            .items()
            .filter_map(|item| match &item.shape {
                Shape::Text { text, .. } => Some(&**text),
                _ => None,
            })
            .collect()
    }

    #[test]
    fn every_task_is_in_the_picture() {
        for mode in [Mode::Swimlanes, Mode::Gantt] {
            let scene = draw(&sample(), &PictureRequest { mode, ..request() }, FONTS).unwrap();
            assert!((scene.width - 1000.0).abs() < f32::EPSILON);
            for title in ["Study", "法案", "Issue"] {
                assert!(texts(&scene).contains(&title), "{title} in {:?}", texts(&scene));
            }
            assert!(scene.items().any(|item| item.tag == Tag::Today));
        }
    }

    #[test]
    fn a_filtered_picture_says_so() {
        let search = Some("study".to_owned());
        let scene = draw(&sample(), &PictureRequest { search, ..request() }, FONTS).unwrap();
        let foot = "1 of 3 tasks shown — search \"study\" — dependencies on hidden tasks: 1";
        assert_eq!(texts(&scene).last(), Some(&foot));
        let search = Some("宇宙".to_owned());
        let error = draw(&sample(), &PictureRequest { search, ..request() }, FONTS).unwrap_err();
        assert_eq!(error.message(Language::English), "no task matches \"宇宙\"");
    }

    #[test]
    fn a_period_outside_of_the_roadmap_is_drawn_too() {
        let day = |text: &str| Some(text.parse().unwrap());
        for (from, to) in [
            (day("2040-01-01"), None),
            (None, day("1990-01-01")),
            (day("2000-01-01"), day("2000-01-01")),
            (day("0001-01-01"), day("9999-12-31")),
        ] {
            let scene = draw(&sample(), &PictureRequest { from, to, ..request() }, FONTS).unwrap();
            assert!(scene.height > HEADER_PT);
        }
    }

    #[test]
    fn an_empty_roadmap_has_no_picture() {
        let error = draw(&Roadmap::default(), &request(), FONTS).unwrap_err();
        assert_eq!(error.message(Language::Japanese), "作業がありません");
    }
}
