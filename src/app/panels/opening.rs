//! How far the reading of a large file has got, with the way out.

use super::widgets::title;
use crate::app::paint::to_color;
use crate::app::{Action, App};
use crate::model::Language;
use crate::words::grouped;
use egui::{Align2, Area, Id, Order, Vec2};
use std::time::Duration;

/// Whoever waits shorter than this needs no reason.
const SOON: Duration = Duration::from_millis(200);
/// Between two looks at how far it has got.
const BETWEEN_LOOKS: Duration = Duration::from_millis(50);

/// Draws the progress of a file that is being opened, above the chart.
pub fn ui(app: &App, ctx: &egui::Context, actions: &mut Vec<Action>) {
    let Some(opening) = app.files.opening() else { return };
    let waited = opening.began.elapsed();
    if waited < SOON {
        return ctx.request_repaint_after(SOON.saturating_sub(waited));
    }
    ctx.request_repaint_after(BETWEEN_LOOKS);
    let language = app.language();
    let name = opening.path.file_name().unwrap_or_default().to_string_lossy();
    let tasks = grouped(opening.progress.tasks());
    let part = opening.progress.part();
    // Links follow tasks, and what is derived from both follows the links.
    let so_far = match language {
        Language::Japanese if part >= 0.999 => "準備しています".to_owned(),
        Language::Japanese => format!("{:.0} %　{tasks} 施策", part * 100.0),
        Language::English if part >= 0.999 => "making ready".to_owned(),
        Language::English => format!("{:.0} %, {tasks} tasks", part * 100.0),
    };
    let accent = to_color(app.palette(ctx).accent);
    Area::new(Id::unique("opening"))
        .order(Order::Foreground)
        .anchor(Align2::CENTER_CENTER, Vec2::ZERO)
        .show(ctx, |ui| {
            let frame = egui::Frame::popup(ui.style()).inner_margin(egui::Margin::same(16));
            frame.show(ui, |ui| {
                ui.set_width(360.0);
                let heading = app
                    .in_language(&format!("「{name}」を開いています"), &format!("Opening {name}"));
                ui.add(egui::Label::new(title(heading, 14.0)).truncate());
                ui.add_space(8.0);
                ui.add(egui::ProgressBar::new(part).fill(accent).desired_height(8.0));
                ui.add_space(4.0);
                ui.horizontal(|ui| {
                    ui.weak(so_far);
                    ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                        if ui.button(app.in_language("中止", "Cancel")).clicked() {
                            actions.push(Action::CancelOpening);
                        }
                    });
                });
            });
        });
}
