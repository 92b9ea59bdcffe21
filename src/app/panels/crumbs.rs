//! The strip above the chart that says how the filter came about, with the way back, and what
//! float, the critical chain and the progress line refer to.

use super::widgets::shortened;
use crate::app::paint::to_color;
use crate::app::session::Crumb;
use crate::app::{Action, App, Command, Shortcut};
use crate::words;
use egui::{Rect, Sense, Vec2};

const STRIP_PT: f32 = 28.0;

/// Whether there is anything to say.
pub fn is_needed(app: &App) -> bool {
    let session = &app.session;
    !session.crumbs().is_empty()
        || session.shows_critical()
        || session.shows_float()
        || session.progress_day().is_some()
}

/// Draws the strip.
pub fn ui(app: &mut App, ui: &mut egui::Ui, actions: &mut Vec<Action>) {
    let palette = app.palette(ui.ctx());
    let frame = egui::Frame::new()
        .fill(to_color(palette.band))
        .inner_margin(egui::Margin::symmetric(12, 0));
    egui::Panel::top("crumbs").frame(frame).resizable(false).show(ui, |ui| {
        ui.set_height(STRIP_PT);
        ui.horizontal_centered(|ui| {
            crumbs_ui(app, ui, actions);
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                super::progress_line::ui(app, ui, actions);
                schedule_ui(app, ui, actions);
            });
        });
    });
}

/// From everything over each filter that was left to the present one.
fn crumbs_ui(app: &App, ui: &mut egui::Ui, actions: &mut Vec<Action>) {
    let crumbs = app.session.crumbs();
    if crumbs.is_empty() {
        return;
    }
    for (depth, crumb) in crumbs.iter().enumerate() {
        let label = in_words(app, crumb);
        let hint = app.in_language("ここへ戻る", "Back to here");
        if ui.link(label).on_hover_text(hint).clicked() {
            actions.push(Action::BackTo(depth));
        }
        ui.weak("＞");
    }
    ui.label(super::title(in_words(app, &app.session.present_crumb()), 12.5));
    let back = Command::Back;
    let hint = back.shortcut().map(Shortcut::text).unwrap_or_default();
    ui.add_space(6.0);
    if ui.small_button(back.label(app.language())).on_hover_text(hint).clicked() {
        actions.push(Action::Perform(back));
    }
}

/// What a filter shows: what it isolates, else its text.
fn in_words(app: &App, crumb: &Crumb) -> String {
    const MOST_CHARACTERS: usize = 36;
    match crumb.isolated {
        Some(question) => question.in_words(app.session.roadmap(), app.language()),
        None if crumb.query.trim().is_empty() => app.in_language("全体", "Everything"),
        None => shortened(&crumb.query, MOST_CHARACTERS).into_owned(),
    }
}

/// What the marks of the schedule mean and which goal they refer to, from the right.
fn schedule_ui(app: &App, ui: &mut egui::Ui, actions: &mut Vec<Action>) {
    let session = &app.session;
    if !session.shows_critical() && !session.shows_float() {
        return;
    }
    let palette = app.palette(ui.ctx());
    if session.progress_day().is_some() {
        ui.separator();
    }
    let language = app.language();
    if session.goal().is_some()
        && ui
            .small_button(app.in_language("計画の終わりに戻す", "End of the plan"))
            .on_hover_text(Command::ClearGoal.label(language))
            .clicked()
    {
        actions.push(Action::Perform(Command::ClearGoal));
    }
    let goal = match session.goal() {
        Some(task) => session.roadmap().task(task).title.in_language(language).to_owned(),
        None => app.in_language("計画の終わり", "the end of the plan"),
    };
    ui.weak(app.in_language(&format!("目標：{goal}"), &format!("towards {goal}")));
    if session.shows_float() {
        ui.label(app.in_language("余裕", "float"));
        let (place, _) = ui.allocate_exact_size(Vec2::new(26.0, 12.0), Sense::HOVER);
        let color = to_color(palette.secondary.mixed(palette.paper, 0.25));
        let y = place.center().y;
        ui.painter().hline(place.x_range(), y, egui::Stroke::new(1.5, color));
        ui.painter().vline(place.right(), y - 3.5..=y + 3.5, egui::Stroke::new(1.5, color));
    }
    if session.shows_critical() {
        let count = words::grouped(session.schedule().critical_count());
        let text = app
            .in_language(&format!("クリティカル {count}施策"), &format!("critical: {count} tasks"));
        ui.label(text);
        let (place, _) = ui.allocate_exact_size(Vec2::new(22.0, 14.0), Sense::HOVER);
        let painter = ui.painter();
        painter.rect_filled(place, 2.0, to_color(palette.paper));
        let red = to_color(palette.red);
        let foot = Rect { min: egui::pos2(place.left(), place.bottom() - 3.0), ..place };
        painter.rect_filled(foot, 0.0, red);
        let edge = Rect { max: egui::pos2(place.left() + 3.0, place.bottom()), ..place };
        painter.rect_filled(edge, 0.0, red);
    }
}
