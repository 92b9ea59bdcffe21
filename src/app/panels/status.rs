//! The line at the bottom: how much is open, what is hidden, what is wrong.

use crate::app::{Action, App, Command, Origin, Shortcut};
use crate::model::Language;
use crate::words::{self, grouped};
use std::time::Duration;

/// Whoever waits shorter than this needs no reason.
const SOON: Duration = Duration::from_millis(200);

/// Draws the line.
pub fn ui(app: &mut App, ui: &mut egui::Ui, actions: &mut Vec<Action>) {
    let frame =
        egui::Frame::side_top_panel(ui.style()).inner_margin(egui::Margin::symmetric(12, 3));
    egui::Panel::bottom("status").frame(frame).show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.style_mut().override_text_style = Some(egui::TextStyle::Small);
            ui.spacing_mut().item_spacing.x = 16.0;
            let roadmap = app.session.roadmap();
            let (tasks, links) = (roadmap.tasks.len(), roadmap.dependencies.len());
            let language = app.language();
            ui.label(match language {
                Language::Japanese => format!("{} 施策　{} 依存", grouped(tasks), grouped(links)),
                Language::English => {
                    format!("{} tasks   {} dependencies", grouped(tasks), grouped(links))
                }
            });
            let hidden = app.session.hidden_links().total();
            if hidden > 0 {
                ui.label(match language {
                    Language::Japanese => format!("隠れた施策への依存 {}", grouped(hidden)),
                    Language::English => {
                        format!("{} dependencies lead to hidden tasks", grouped(hidden))
                    }
                });
            }
            problems_ui(app, ui, actions);
            files_ui(app, ui, actions);
            arranging_ui(app, ui, actions);
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                ui.label(words::day_in_words(app.today, language));
                ui.label(format!("{:.0} %", app.settings.zoom * 100.0));
                let origin = match &app.session.origin {
                    Origin::BuiltIn => {
                        app.in_language("内蔵（読み取り専用）", "Built in (read-only)")
                    }
                    Origin::New => app.in_language("未保存", "Not saved yet"),
                    Origin::File(path) => path.display().to_string(),
                };
                ui.add(egui::Label::new(origin).truncate());
            });
        });
    });
}

/// What is being read and written, with the way out of what takes long.
fn files_ui(app: &App, ui: &mut egui::Ui, actions: &mut Vec<Action>) {
    if app.files.is_busy() {
        ui.spinner();
    }
    for job in app.files.writing().filter(|job| job.began.elapsed() >= SOON) {
        let name = job.path.file_name().unwrap_or_default().to_string_lossy();
        let megabytes = grouped(job.progress.bytes() >> 20);
        ui.label(app.in_language(
            &format!("{name}に書き込んでいます　{megabytes} MB"),
            &format!("Writing {name}, {megabytes} MB"),
        ));
        if ui.button(app.in_language("中止", "Cancel")).clicked() {
            actions.push(Action::CancelWriting(job.path.clone()));
        }
    }
}

/// What a large document still needs for what was asked of it, with the way out.
fn arranging_ui(app: &App, ui: &mut egui::Ui, actions: &mut Vec<Action>) {
    let Some(waited) = app.session.arranging_for() else { return };
    if waited < SOON {
        return ui.ctx().request_repaint_after(SOON.saturating_sub(waited));
    }
    ui.spinner();
    ui.label(app.in_language("表示を更新しています", "Updating the view"));
    if ui.button(app.in_language("中止", "Cancel")).clicked() {
        actions.push(Action::CancelArranging);
    }
}

fn problems_ui(app: &App, ui: &mut egui::Ui, actions: &mut Vec<Action>) {
    let language = app.language();
    let Some(problems) = app.session.problems() else {
        ui.weak(app.in_language("問題を調べています", "Looking for problems"));
        return;
    };
    let counts = super::problems::counts(problems);
    // Remarks are for those who look for them; only what is wrong calls.
    let calls = counts[0] > 0;
    let shown = if calls { [counts[0], 0] } else { counts };
    let mut text = egui::RichText::new(super::problems::counts_in_words(shown, language));
    if calls {
        text = text.color(ui.visuals().error_fg_color);
    }
    let command = Command::ToggleProblems;
    let keys = command.shortcut().map(Shortcut::text).unwrap_or_default();
    let counts = super::problems::counts_in_words(counts, language);
    let hint = format!("{}（{counts}）  {keys}", command.label(language));
    let button = egui::Button::new(text).frame_when_inactive(false);
    if ui.add(button).on_hover_text(hint).clicked() {
        actions.push(Action::Perform(command));
    }
}
