//! The line at the bottom: how much is open, what is hidden, what is wrong.

use crate::app::{Action, App, Command, Origin, Shortcut};
use crate::model::Language;
use crate::words;

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
                Language::Japanese => format!("{tasks} 施策　{links} 依存"),
                Language::English => format!("{tasks} tasks   {links} dependencies"),
            });
            let hidden = app.session.hidden_links().total();
            if hidden > 0 {
                ui.label(match language {
                    Language::Japanese => format!("隠れた施策への依存 {hidden}"),
                    Language::English => format!("{hidden} dependencies lead to hidden tasks"),
                });
            }
            problems_ui(app, ui, actions);
            if app.files.is_busy() {
                ui.spinner();
            }
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                ui.label(words::day_in_words(app.today, language));
                ui.label(format!("{:.0} %", app.settings.zoom * 100.0));
                let origin = match &app.session.origin {
                    Origin::BuiltIn => {
                        app.in_language("内蔵（読み取り専用）", "Built in (read-only)")
                    }
                    Origin::File(path) => path.display().to_string(),
                };
                ui.add(egui::Label::new(origin).truncate());
            });
        });
    });
}

fn problems_ui(app: &App, ui: &mut egui::Ui, actions: &mut Vec<Action>) {
    let problems = app.session.problems();
    let language = app.language();
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
