//! The filter panel: what there is, how much of it, and what is shown.

use crate::app::glyphs::{Atlas, Glyphs};
use crate::app::paint::Painted;
use crate::app::{Action, App};
use crate::layout::Palette;
use crate::model::Language;
use crate::query::{Facet, FacetCount, FacetValue};
use crate::scene::{self, Fill, Point, Region, Scene, Shape, Stroke, Tag, Weight};
use crate::words;
use egui::{Rect, Response, Sense, Vec2};
use std::collections::HashSet;

const ROW_PT: f32 = 23.0;
/// How far below the middle of a line its baseline lies, as egui centres texts.
const BASELINE_EM: f32 = 0.44;
const SQUARE_PT: f32 = 12.0;
const NUMBER_TEXT: (f32, Weight) = (11.5, Weight::Regular);
const CLEAR_TEXT: (f32, Weight) = (11.0, Weight::Regular);

/// Which facets are folded, and the lines as they were drawn last.
pub struct Facets {
    folded: HashSet<Facet>,
    picture: Picture,
}

/// The lines in view, painted again as long as nothing changes.
#[derive(Default)]
struct Picture {
    scene: Scene,
    painted: Painted,
    glyphs: Glyphs,
    made_for: Option<(Key, Atlas)>,
}

/// All that the lines depend on.
#[derive(Clone, PartialEq)]
struct Key {
    stamp: (u64, u64),
    /// What is asked for may be ahead of what is shown.
    query: Box<str>,
    language: Language,
    theme: egui::Theme,
    clip: Rect,
    /// Each with its place, and whether the pointer or the focus is on it.
    lines: Vec<(Line, (Rect, bool, bool))>,
}

impl Default for Facets {
    fn default() -> Self {
        // The first screen shows what people look for; the rest is one click away.
        let folded = [Facet::Table, Facet::Basis].into();
        Self { folded, picture: Picture::default() }
    }
}

/// One line of the panel.
#[derive(Clone, Copy, PartialEq)]
enum Line {
    Heading(Facet),
    Value(FacetCount),
}

impl Facets {
    /// What the lines in view say.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.picture.scene.texts()
    }
}

/// Draws the panel.
pub fn ui(app: &mut App, ui: &mut egui::Ui, actions: &mut Vec<Action>) {
    let frame = egui::Frame::side_top_panel(ui.style()).inner_margin(egui::Margin {
        left: 12,
        right: 4,
        top: 6,
        bottom: 0,
    });
    egui::Panel::left("facets").frame(frame).default_size(222.0).size_range(150.0..=420.0).show(
        ui,
        |ui| {
            let matches = app.session.matches();
            let sections: Vec<(Facet, usize)> = FACETS
                .iter()
                .map(|&facet| {
                    let values = matches.counts(facet).len();
                    (facet, if app.facets.folded.contains(&facet) { 0 } else { values })
                })
                .filter(|(facet, _)| matches.counts(*facet).len() > 1)
                .collect();
            let total: usize = sections.iter().map(|(_, values)| values + 1).sum();
            let mut toggled = None;
            ui.spacing_mut().item_spacing.y = 0.0;
            egui::ScrollArea::vertical().auto_shrink([false, false]).show_rows(
                ui,
                ROW_PT,
                total,
                |ui, rows| {
                    let mut lines = Vec::with_capacity(rows.len());
                    for line in rows.filter_map(|row| line_at(app, &sections, row)) {
                        let response = match line {
                            Line::Heading(facet) => {
                                heading_ui(app, ui, facet, &mut toggled, actions)
                            }
                            Line::Value(count) => value_ui(app, ui, count, actions),
                        };
                        lines.push((line, response));
                    }
                    let first = sections.first().map(|(facet, _)| *facet);
                    paint_lines(app, ui, &lines, first);
                },
            );
            if let Some(facet) = toggled
                && !app.facets.folded.remove(&facet)
            {
                app.facets.folded.insert(facet);
            }
        },
    );
}

/// The order in which people look for things.
const FACETS: [Facet; 10] = [
    Facet::Area,
    Facet::Owner,
    Facet::Tag,
    Facet::Period,
    Facet::Precision,
    Facet::Kind,
    Facet::Status,
    Facet::Chapter,
    Facet::Table,
    Facet::Basis,
];

fn line_at(app: &App, sections: &[(Facet, usize)], row: usize) -> Option<Line> {
    let mut before = 0;
    for &(facet, values) in sections {
        if row == before {
            return Some(Line::Heading(facet));
        }
        if row <= before + values {
            let counts = app.session.matches().counts(facet);
            return counts.get(row - before - 1).copied().map(Line::Value);
        }
        before += values + 1;
    }
    None
}

/// A heading, which folds its values; answers with where it has to be clicked for that.
fn heading_ui(
    app: &App,
    ui: &mut egui::Ui,
    facet: Facet,
    toggled: &mut Option<Facet>,
    actions: &mut Vec<Action>,
) -> Response {
    let (rect, response) =
        ui.allocate_exact_size(Vec2::new(ui.available_width(), ROW_PT), Sense::click());
    let name = facet_in_words(facet, app.language());
    let folded = app.facets.folded.contains(&facet);
    response.widget_info(|| egui::WidgetInfo::selected(egui::Role::Button, true, !folded, name));
    let is_cleared = is_filtered_by(app, facet) && {
        let button = ui.interact(clear_place(app, rect), response.id.with("clear"), Sense::click());
        button.widget_info(|| {
            let clear = clear_in_words(app);
            egui::WidgetInfo::labeled(egui::Role::Button, true, format!("{name}: {clear}"))
        });
        button.clicked()
    };
    if is_cleared {
        actions.push(Action::ClearFacet(facet));
    } else if response.clicked() {
        *toggled = Some(facet);
    }
    response
}

/// A value, which filters by itself.
fn value_ui(
    app: &App,
    ui: &mut egui::Ui,
    count: FacetCount,
    actions: &mut Vec<Action>,
) -> Response {
    let size = Vec2::new(ui.available_width(), ROW_PT);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| {
        let is_on = app.session.filter().is_selected(count.value);
        let label = format!("{} {}", value_in_words(app, count.value), count.count);
        egui::WidgetInfo::selected(egui::Role::CheckBox, true, is_on, label)
    });
    if response.clicked() {
        actions.push(Action::ToggleFacet(count.value));
    }
    if response.hovered() {
        let label = value_in_words(app, count.value);
        if *ValueLabel::new(app, rect, count).text != *label {
            return response.on_hover_text(label);
        }
    }
    response
}

/// Draws the lines in view, unless nothing has changed since they were drawn last.
fn paint_lines(app: &mut App, ui: &egui::Ui, lines: &[(Line, Response)], first: Option<Facet>) {
    let ctx = ui.ctx();
    let place = |response: &Response| (response.rect, response.hovered(), response.has_focus());
    let key = Key {
        stamp: (app.session.document_stamp(), app.session.shown_stamp()),
        query: app.session.filter().query().text().into(),
        language: app.language(),
        theme: ctx.theme(),
        clip: ui.clip_rect(),
        lines: lines.iter().map(|(line, response)| (*line, place(response))).collect(),
    };
    let mut picture = std::mem::take(&mut app.facets.picture);
    let atlas = Atlas::now(ctx);
    let is_true = |(known, of): &(Key, Atlas)| *known == key && *of == atlas;
    if !picture.made_for.as_ref().is_some_and(is_true) {
        let clip = key.clip;
        let clip = scene::Rect::new(clip.left(), clip.top(), clip.right(), clip.bottom());
        let mut region = Region::new(clip);
        for (line, response) in lines {
            match line {
                Line::Heading(facet) => {
                    draw_heading(app, app.palette(ctx), &mut region, *facet, response);
                    if Some(*facet) != first {
                        draw_rule(app.palette(ctx), &mut region, response.rect);
                    }
                }
                Line::Value(count) => {
                    draw_value(app, app.palette(ctx), &mut region, *count, response);
                }
            }
        }
        let Picture { scene, painted, glyphs, made_for } = &mut picture;
        scene.regions = vec![region];
        let atlas = painted.redraw(ctx, glyphs, scene, egui::Pos2::ZERO);
        *made_for = Some((key, atlas));
    }
    picture.painted.paint(ui.painter(), ui.clip_rect());
    app.facets.picture = picture;
}

fn draw_heading(
    app: &App,
    palette: &Palette,
    region: &mut Region,
    facet: Facet,
    response: &Response,
) {
    let rect = response.rect;
    let ink = if response.hovered() { palette.ink } else { palette.secondary };
    let (left, middle) = (rect.left(), rect.center().y + 2.0);
    let corners = if app.facets.folded.contains(&facet) {
        [(1.0, -3.5), (6.0, 0.0), (1.0, 3.5)]
    } else {
        [(0.0, -2.0), (7.0, -2.0), (3.5, 3.0)]
    };
    let points = corners.map(|(x, y)| Point { x: left + x, y: middle + y }).to_vec();
    let fill = Some(palette.secondary);
    region.push(Tag::Heading, Shape::Polygon { points, fill, stroke: None });
    let name = facet_in_words(facet, app.language()).into();
    push_text(region, name, (left + 13.0, middle), (11.5, Weight::Bold), ink);
    if is_filtered_by(app, facet) {
        let place = clear_place(app, rect);
        let at = (place.left() + 2.0, middle);
        push_text(region, clear_in_words(app).into(), at, CLEAR_TEXT, palette.accent);
    }
}

/// The line above a heading.
fn draw_rule(palette: &Palette, region: &mut Region, heading: Rect) {
    let (top, right) = (heading.top().round() + 1.0, heading.right() - 8.0);
    let line = scene::Rect::new(heading.left(), top, right, top + 1.0);
    region.push_rect(Tag::Heading, line, palette.hairline);
}

fn draw_value(
    app: &App,
    palette: &Palette,
    region: &mut Region,
    count: FacetCount,
    response: &Response,
) {
    let rect = response.rect;
    let is_on = app.session.filter().is_selected(count.value);
    let tag = Tag::Backdrop;
    let rounded =
        |rect: scene::Rect, radius: f32, fill, stroke| Shape::Rect { rect, radius, fill, stroke };
    if response.hovered() || response.has_focus() {
        let row =
            scene::Rect::new(rect.left() - 6.0, rect.top(), rect.right() - 4.0, rect.bottom());
        region.push(tag, rounded(row, 4.0, Some(Fill::Solid(palette.band)), None));
    }
    let color = match count.value {
        FacetValue::Area(lane) => hue_of(app, palette, lane),
        _ => palette.secondary,
    };
    let (left, middle) = (rect.left() + 1.0, rect.center().y);
    let square = scene::Rect::new(left, middle - 6.0, left + SQUARE_PT, middle + 6.0);
    let any = is_filtered_by(app, count.value.facet());
    if is_on || (!any && matches!(count.value, FacetValue::Area(_))) {
        region.push(tag, rounded(square, 3.0, Some(Fill::Solid(color)), None));
    } else {
        let inner = scene::Rect::new(
            square.left + 0.5,
            square.top + 0.5,
            square.right - 0.5,
            square.bottom - 0.5,
        );
        region.push(tag, rounded(inner, 3.0, None, Some(Stroke::solid(1.5, color))));
    }
    if is_on {
        let at = |(x, y): (f32, f32)| Point { x: square.left + x, y: square.top + y };
        let points = [(2.8, 6.2), (5.2, 8.6), (9.4, 3.6)].map(at).to_vec();
        region.push(tag, Shape::Line { points, stroke: Stroke::solid(1.6, palette.paper) });
    }
    let ValueLabel { text, style, left, number, number_left } = ValueLabel::new(app, rect, count);
    push_text(region, number.into(), (number_left, middle), NUMBER_TEXT, palette.secondary);
    let ink = if count.count == 0 { palette.secondary } else { palette.ink };
    push_text(region, text, (left, middle), style, ink);
}

/// What a value says, cut to its room, and where.
struct ValueLabel {
    text: Box<str>,
    style: (f32, Weight),
    left: f32,
    number: String,
    number_left: f32,
}

impl ValueLabel {
    fn new(app: &App, rect: Rect, count: FacetCount) -> Self {
        let is_on = app.session.filter().is_selected(count.value);
        let style = (12.5, if is_on { Weight::Bold } else { Weight::Regular });
        let number = words::grouped(count.count);
        let width = app.fonts.width(&number, NUMBER_TEXT.1, NUMBER_TEXT.0);
        let number_left = rect.right() - 10.0 - width;
        let left = rect.left() + 1.0 + SQUARE_PT + 7.0;
        let label = value_in_words(app, count.value);
        let room = number_left - 8.0 - left;
        let text = app.fonts.elided(&label, style.1, style.0, room).unwrap_or_default();
        Self { text, style, left, number, number_left }
    }
}

fn push_text(
    region: &mut Region,
    text: Box<str>,
    (x, middle): (f32, f32),
    (size, weight): (f32, Weight),
    color: scene::Color,
) {
    let at = Point { x: x.round(), y: (middle + size * BASELINE_EM).round() };
    region.push(Tag::Backdrop, Shape::Text { at, text, size, weight, color });
}

fn is_filtered_by(app: &App, facet: Facet) -> bool {
    app.session.filter().selected().any(|value| value.facet() == facet)
}

fn clear_in_words(app: &App) -> String {
    app.in_language("解除", "clear")
}

/// Where a heading says that its values can be dropped.
fn clear_place(app: &App, heading: Rect) -> Rect {
    let width = app.fonts.width(&clear_in_words(app), CLEAR_TEXT.1, CLEAR_TEXT.0);
    let middle = heading.center().y + 2.0;
    let (left, right) = (heading.right() - 10.0 - width, heading.right() - 10.0);
    Rect::from_min_max(egui::pos2(left - 2.0, middle - 9.0), egui::pos2(right + 2.0, middle + 9.0))
}

fn hue_of(app: &App, palette: &Palette, lane: crate::model::LaneId) -> crate::scene::Color {
    let hue = app.session.hue_of_area(lane);
    palette.bar(hue).edge
}

fn facet_in_words(facet: Facet, language: Language) -> &'static str {
    match (facet, language) {
        (Facet::Area, Language::Japanese) => "領域",
        (Facet::Area, Language::English) => "Area",
        (Facet::Owner, Language::Japanese) => "担当",
        (Facet::Owner, Language::English) => "Owner",
        (Facet::Kind, Language::Japanese) => "種別",
        (Facet::Kind, Language::English) => "Kind",
        (Facet::Status, Language::Japanese) => "状況",
        (Facet::Status, Language::English) => "Status",
        (Facet::Tag, Language::Japanese) => "タグ",
        (Facet::Tag, Language::English) => "Tag",
        (Facet::Period, Language::Japanese) => "年度",
        (Facet::Period, Language::English) => "Fiscal year",
        (Facet::Precision, Language::Japanese) => "期日の細かさ",
        (Facet::Precision, Language::English) => "Precision of dates",
        (Facet::Chapter, Language::Japanese) => "文書の章",
        (Facet::Chapter, Language::English) => "Chapter",
        (Facet::Table, Language::Japanese) => "文書の表",
        (Facet::Table, Language::English) => "Table of the document",
        (Facet::Basis, Language::Japanese) => "期日の根拠",
        (Facet::Basis, Language::English) => "Basis of dates",
    }
}

/// What a value of a facet is called.
pub fn value_in_words(app: &App, value: FacetValue) -> String {
    let (language, roadmap) = (app.language(), app.session.roadmap());
    match value {
        FacetValue::Area(lane) => roadmap.lane(lane).title.in_language(language).to_owned(),
        FacetValue::Owner(owner) => roadmap.shown_owner(owner, language).to_owned(),
        FacetValue::NoOwner => words::Word::NoOwner.text(language).to_owned(),
        FacetValue::Kind(kind) => words::kind_in_words(kind, language).to_owned(),
        FacetValue::Status(status) => words::status_in_words(status, language).to_owned(),
        FacetValue::Tag(tag) => roadmap.shown_tag(tag, language).to_owned(),
        FacetValue::FiscalYear(year) => words::fiscal_year_in_words(year, language),
        FacetValue::Precision(precision) => {
            words::precision_in_words(precision, language).to_owned()
        }
        FacetValue::Chapter { document, chapter } => {
            let chapter = &roadmap.documents[document.index()].chapters[chapter];
            chapter.title.in_language(language).to_owned()
        }
        FacetValue::NoChapter => words::Word::NoChapter.text(language).to_owned(),
        FacetValue::Table { table, .. } => match language {
            Language::Japanese => format!("表{table}"),
            Language::English => format!("Table {table}"),
        },
        FacetValue::NoTable => app.in_language("表の記載なし", "No table"),
        FacetValue::Basis(basis) => words::basis_in_words(basis, language).to_owned(),
    }
}
