//! The line above the chart that says what the colours stand for.

use super::widgets::prose;
use crate::app::paint::{font, to_color};
use crate::app::{App, Look};
use crate::scene::Weight;
use egui::{Sense, Vec2};

const TEXT_PT: f32 = 11.5;
const SWATCH_PT: f32 = 10.0;
/// Between the swatch and its text, and between one entry and the next.
const GAPS_PT: [f32; 2] = [5.0, 14.0];
/// Kept free for the number of entries that have no room.
const REST_PT: f32 = 44.0;

/// Draws the line if the headings do not say it.
pub fn ui(app: &App, ui: &mut egui::Ui) {
    let colors = app.session.colors();
    if !colors.need_legend(app.session.rows().grouping) {
        return;
    }
    let palette = app.palette(ui.ctx());
    let frame = egui::Frame::new().fill(to_color(palette.paper)).inner_margin(egui::Margin {
        left: 16,
        right: 8,
        top: 5,
        bottom: 3,
    });
    egui::Panel::top("legend").frame(frame).resizable(false).show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            let (language, roadmap) = (app.language(), app.session.roadmap());
            let what = Look::Color(colors.coloring).label(language);
            let heading = app.in_language(&format!("色：{what}"), &format!("Colour: {what}"));
            let heading = egui::RichText::new(heading).font(font(TEXT_PT, Weight::Bold));
            ui.label(heading);
            ui.add_space(GAPS_PT[1]);
            for (nth, class) in colors.classes.iter().enumerate() {
                let text = class.meaning.text(roadmap, language);
                let width = app.fonts.width(&text, Weight::Regular, TEXT_PT);
                let needed = SWATCH_PT + GAPS_PT[0] + width;
                let is_last = nth + 1 == colors.classes.len();
                let room = ui.available_width() - if is_last { 0.0 } else { REST_PT };
                if needed > room {
                    rest_ui(app, ui, nth);
                    break;
                }
                swatch_ui(ui, to_color(palette.colors(class.color).edge));
                ui.label(egui::RichText::new(&*text).font(font(TEXT_PT, Weight::Regular)));
                ui.add_space(GAPS_PT[1]);
            }
        });
    });
}

fn swatch_ui(ui: &mut egui::Ui, color: egui::Color32) {
    let (square, _) = ui.allocate_exact_size(Vec2::splat(SWATCH_PT), Sense::HOVER);
    ui.painter().rect_filled(square, 2.0, color);
    ui.add_space(GAPS_PT[0]);
}

/// How many entries have no room; a tooltip lists the first of them.
fn rest_ui(app: &App, ui: &mut egui::Ui, from: usize) {
    const MAX_LINES: usize = 30;
    let classes = &app.session.colors().classes[from..];
    let label = ui.label(prose(format!("+{}", classes.len())).weak());
    label.on_hover_ui(|ui| {
        let palette = app.palette(ui.ctx());
        for class in classes.iter().take(MAX_LINES) {
            ui.horizontal(|ui| {
                swatch_ui(ui, to_color(palette.colors(class.color).edge));
                ui.label(class.meaning.text(app.session.roadmap(), app.language()));
            });
        }
        if classes.len() > MAX_LINES {
            ui.weak("…");
        }
    });
}
