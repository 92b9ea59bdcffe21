//! The legend of a figure: its series with their colours.

use super::{LABEL_PT, Shown};
use crate::app::paint::{font, to_color};
use crate::app::{Action, App};
use crate::insight::Figure;
use crate::layout::Palette;
use crate::layout::figure;
use crate::model::Language;
use crate::scene::Weight;
use egui::{Color32, Rect, Sense, Ui, Vec2};

/// How many areas the legend names; the tooltips name them all.
const MAX_LEGEND: usize = 6;

/// The series with their colours; each is a filter, too, if it is an area.
pub(super) fn legend_ui(app: &App, ui: &mut Ui, shown: &Shown, actions: &mut Vec<Action>) {
    let figure = &shown.figure;
    let series = figure::legend(figure);
    if series.is_empty() {
        return;
    }
    let language = app.language();
    let palette = app.palette(ui.ctx());
    let colors = colors(app, figure, palette);
    let more = series.len().saturating_sub(MAX_LEGEND);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = Vec2::new(10.0, 2.0);
        for at in series.into_iter().take(MAX_LEGEND) {
            let series = &figure.series[at];
            let name = series.name.in_language(language);
            let width = app.fonts.width(name, Weight::Regular, LABEL_PT);
            let size = Vec2::new(width + 15.0, 17.0);
            let is_filter = series.found_by.is_some();
            let sense = if is_filter { Sense::CLICK } else { Sense::HOVER };
            let (rect, response) = ui.allocate_exact_size(size, sense);
            let middle = rect.left_center() + Vec2::new(5.0, 0.0);
            let square = Rect::from_center_size(middle, Vec2::splat(9.0));
            ui.painter().rect_filled(square, 2.0, colors[at]);
            let ink = if response.hovered() && is_filter { palette.accent } else { palette.ink };
            let text = rect.left_center() + Vec2::new(14.0, 0.0);
            let small = font(LABEL_PT, Weight::Regular);
            ui.painter().text(text, egui::Align2::LEFT_CENTER, name, small, to_color(ink));
            if is_filter {
                let is_on = shown.asked_series[at];
                response.widget_info(|| {
                    egui::WidgetInfo::selected(egui::Role::Button, true, is_on, name)
                });
                if response.clicked() {
                    actions.push(Action::ToggleQuery(series.found_by.iter().cloned().collect()));
                }
            }
        }
        if more > 0 {
            ui.label(
                egui::RichText::new(match language {
                    Language::Japanese => format!("ほか{more}領域"),
                    Language::English => format!("and {more} more areas"),
                })
                .weak()
                .size(LABEL_PT),
            );
        }
    });
}

pub(super) fn colors(app: &App, figure: &Figure, palette: &Palette) -> Vec<Color32> {
    let hue = |area| app.session.hue_of_area(area);
    (0..figure.series.len())
        .map(|series| to_color(figure::series_color(figure, series, palette, &hue)))
        .collect()
}
