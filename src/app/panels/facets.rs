//! The filter panel: what there is, how much of it, and what is shown.

use crate::app::paint::{font, to_color};
use crate::app::{Action, App};
use crate::layout::Palette;
use crate::model::Language;
use crate::query::{Facet, FacetCount, FacetValue};
use crate::scene::Weight;
use crate::words;
use egui::{Rect, Sense, Vec2};
use std::collections::HashSet;

const ROW_PT: f32 = 23.0;

/// Which facets are folded.
pub struct Facets {
    folded: HashSet<Facet>,
}

impl Default for Facets {
    fn default() -> Self {
        // The first screen shows what people look for; the rest is one click away.
        Self { folded: [Facet::Table, Facet::Basis].into() }
    }
}

/// One line of the panel.
enum Line {
    Heading(Facet),
    Value(FacetCount),
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
                    for row in rows {
                        match line_at(app, &sections, row) {
                            Some(Line::Heading(facet)) => {
                                heading_ui(app, ui, facet, row == 0, &mut toggled, actions);
                            }
                            Some(Line::Value(count)) => value_ui(app, ui, count, actions),
                            None => {}
                        }
                    }
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

fn heading_ui(
    app: &App,
    ui: &mut egui::Ui,
    facet: Facet,
    is_first: bool,
    toggled: &mut Option<Facet>,
    actions: &mut Vec<Action>,
) {
    let (rect, response) =
        ui.allocate_exact_size(Vec2::new(ui.available_width(), ROW_PT), Sense::click());
    let name = facet_in_words(facet, app.language());
    let folded = app.facets.folded.contains(&facet);
    response.widget_info(|| egui::WidgetInfo::selected(egui::Role::Button, true, !folded, name));
    let palette = app.palette(ui.ctx());
    let painter = ui.painter();
    if !is_first {
        let y = rect.top() + 1.0;
        painter.hline(
            rect.left()..=rect.right() - 8.0,
            y,
            egui::Stroke::new(1.0, to_color(palette.hairline)),
        );
    }
    let ink = if response.hovered() { palette.ink } else { palette.secondary };
    let at = rect.left_center() + Vec2::new(0.0, 2.0);
    let points = if folded {
        vec![at + Vec2::new(1.0, -3.5), at + Vec2::new(6.0, 0.0), at + Vec2::new(1.0, 3.5)]
    } else {
        vec![at + Vec2::new(0.0, -2.0), at + Vec2::new(7.0, -2.0), at + Vec2::new(3.5, 3.0)]
    };
    painter.add(egui::Shape::convex_polygon(
        points,
        to_color(palette.secondary),
        egui::Stroke::NONE,
    ));
    painter.text(
        at + Vec2::new(13.0, 0.0),
        egui::Align2::LEFT_CENTER,
        name,
        font(11.5, Weight::Bold),
        to_color(ink),
    );
    if app.session.filter().selected().any(|value| value.facet() == facet) {
        let clear = app.in_language("解除", "clear");
        let galley = painter.layout_no_wrap(
            clear.clone(),
            font(11.0, Weight::Regular),
            to_color(palette.accent),
        );
        let place = Rect::from_center_size(
            egui::pos2(rect.right() - 10.0 - galley.size().x / 2.0, at.y),
            galley.size() + Vec2::splat(4.0),
        );
        painter.galley(place.min + Vec2::splat(2.0), galley, to_color(palette.accent));
        let button = ui.interact(place, response.id.with("clear"), Sense::click());
        button.widget_info(|| {
            egui::WidgetInfo::labeled(egui::Role::Button, true, format!("{name}: {clear}"))
        });
        if button.clicked() {
            actions.push(Action::ClearFacet(facet));
            return;
        }
    }
    if response.clicked() {
        *toggled = Some(facet);
    }
}

fn value_ui(app: &App, ui: &mut egui::Ui, count: FacetCount, actions: &mut Vec<Action>) {
    let size = Vec2::new(ui.available_width(), ROW_PT);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let label = value_in_words(app, count.value);
    let is_on = app.session.filter().is_selected(count.value);
    response.widget_info(|| {
        egui::WidgetInfo::selected(
            egui::Role::CheckBox,
            true,
            is_on,
            format!("{label} {}", count.count),
        )
    });
    let palette = app.palette(ui.ctx());
    let painter = ui.painter();
    if response.hovered() || response.has_focus() {
        let row =
            Rect::from_min_max(rect.min - Vec2::new(6.0, 0.0), rect.max - Vec2::new(4.0, 0.0));
        painter.rect_filled(row, 4.0, to_color(palette.band));
    }
    let color = match count.value {
        FacetValue::Area(lane) => hue_of(app, palette, lane),
        _ => palette.secondary,
    };
    let square =
        Rect::from_center_size(rect.left_center() + Vec2::new(7.0, 0.0), Vec2::splat(12.0));
    let any = app.session.filter().selected().any(|value| value.facet() == count.value.facet());
    let filled = is_on || (!any && matches!(count.value, FacetValue::Area(_)));
    if filled {
        painter.rect_filled(square, 3.0, to_color(color));
    } else {
        let stroke = egui::Stroke::new(1.5, to_color(color));
        painter.rect_stroke(square.shrink(0.5), 3.0, stroke, egui::StrokeKind::Inside);
    }
    if is_on {
        let at = |x: f32, y: f32| square.min + Vec2::new(x, y);
        let check = vec![at(2.8, 6.2), at(5.2, 8.6), at(9.4, 3.6)];
        painter.add(egui::Shape::line(check, egui::Stroke::new(1.6, to_color(palette.paper))));
    }
    let number = words::grouped(count.count);
    let small = font(11.5, Weight::Regular);
    let number_width = app.fonts.width(&number, Weight::Regular, 11.5);
    let right = rect.right() - 10.0;
    painter.text(
        egui::pos2(right, rect.center().y),
        egui::Align2::RIGHT_CENTER,
        number,
        small,
        to_color(palette.secondary),
    );
    let left = square.right() + 7.0;
    let room = right - number_width - 8.0 - left;
    let weight = if is_on { Weight::Bold } else { Weight::Regular };
    let shown = app.fonts.elided(&label, weight, 12.5, room).unwrap_or_default();
    let ink = if count.count == 0 { palette.secondary } else { palette.ink };
    let is_cut = *shown != *label;
    painter.text(
        egui::pos2(left, rect.center().y),
        egui::Align2::LEFT_CENTER,
        shown,
        font(12.5, weight),
        to_color(ink),
    );
    if response.clicked() {
        actions.push(Action::ToggleFacet(count.value));
    }
    if is_cut {
        response.on_hover_text(label);
    }
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
