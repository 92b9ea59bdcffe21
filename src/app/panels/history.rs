//! The steps that led to the present state of the document; a click goes to one of them.

use super::widgets::{prose, title as heading};
use crate::app::editing::Change;
use crate::app::paint::{font, to_color};
use crate::app::{Action, App, Command, Origin};
use crate::scene::Weight;
use crate::words::grouped;
use egui::{Align2, Rect, Role, Sense, Ui, Vec2, WidgetInfo};

const ROW_PT: f32 = 26.0;
/// Where the text of a line begins, behind the mark of the present state.
const TEXT_PT: f32 = 20.0;

/// What the panel keeps between frames.
#[derive(Default)]
pub struct HistoryPanel {
    /// The step that was the present one when it was last brought into view.
    followed: Option<usize>,
}

/// Draws the panel.
pub fn ui(app: &mut App, ui: &mut Ui, actions: &mut Vec<Action>) {
    let frame = egui::Frame::side_top_panel(ui.style()).inner_margin(egui::Margin {
        left: 12,
        right: 6,
        top: 10,
        bottom: 8,
    });
    let mut followed = app.history.followed.take();
    egui::Panel::right("history").frame(frame).default_size(230.0).size_range(160.0..=420.0).show(
        ui,
        |ui| {
            ui.label(heading(Command::ToggleHistory.label(app.language()), 15.0));
            followed = steps_ui(app, ui, followed, actions);
        },
    );
    app.history.followed = followed;
}

/// The lines in view, the newest step on top; returns the present step.
fn steps_ui(
    app: &App,
    ui: &mut Ui,
    followed: Option<usize>,
    actions: &mut Vec<Action>,
) -> Option<usize> {
    let history = app.session.history();
    let (count, done) = (history.step_count(), history.done_count());
    if count == 0 {
        let text = app.in_language(
            "まだ変更していません。変更するたびに、ここに1行ずつ増えます。行をクリックすると、その時点に戻れます。",
            "Nothing has been changed yet. Each change adds a line here; a click on a line goes back to it.",
        );
        ui.add(egui::Label::new(prose(text).weak()).wrap());
        return None;
    }
    let note = app.in_language(
        &format!("{} / {} 段階", grouped(done), grouped(count)),
        &format!("Step {} of {}", grouped(done), grouped(count)),
    );
    ui.weak(note);
    ui.add_space(4.0);
    ui.spacing_mut().item_spacing.y = 0.0;
    let mut area = egui::ScrollArea::vertical().auto_shrink([false, false]);
    if followed != Some(done) {
        // The present step comes into view when it has become another one.
        let top = (count - done) as f32 * ROW_PT;
        area = area.vertical_scroll_offset((top - ui.available_height() / 2.0).max(0.0));
    }
    area.show_rows(ui, ROW_PT, count + 1, |ui, range| {
        for row in range {
            step_ui(app, ui, count - row, actions);
        }
    });
    Some(done)
}

/// The state after so many steps.
fn step_ui(app: &App, ui: &mut Ui, step: usize, actions: &mut Vec<Action>) {
    let (language, history) = (app.language(), app.session.history());
    let done = history.done_count();
    let label = match step.checked_sub(1).and_then(|at| history.label(at)) {
        Some(label) => label.in_language(language).to_owned(),
        None if history.forgotten() > 0 => {
            app.in_language("これより前は破棄", "Older steps are gone")
        }
        None => app.in_language("開いた時点", "As it was opened"),
    };
    let (is_present, is_undone) = (step == done, step > done);
    let is_in_file = step > 0 || matches!(app.session.origin, Origin::File(_));
    let is_saved = is_in_file && history.saved_step() == Some(step);
    let palette = app.palette(ui.ctx());
    let width = ui.available_width();
    let (rect, response) = ui.allocate_exact_size(Vec2::new(width, ROW_PT), Sense::click());
    let saved = app.in_language("保存済み", "saved");
    let name = if is_saved { format!("{label} {saved}") } else { label.clone() };
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_present, &name));
    let painter = ui.painter();
    if is_present {
        painter.rect_filled(rect, 4.0, ui.visuals().selection.bg_fill);
    } else if response.hovered() || response.has_focus() {
        painter.rect_filled(rect, 4.0, to_color(palette.band));
    }
    let middle = rect.center().y;
    let mark = egui::pos2(rect.left() + 10.0, middle);
    let (ink, secondary) = (to_color(palette.ink), to_color(palette.secondary));
    let weight = if is_present { Weight::Bold } else { Weight::Regular };
    if is_present {
        painter.circle_filled(mark, 3.5, to_color(palette.accent));
    } else {
        painter.circle_stroke(mark, 2.5, egui::Stroke::new(1.0, secondary));
    }
    let mut room = rect.width() - TEXT_PT - 6.0;
    if is_saved {
        let place = egui::pos2(rect.right() - 6.0, middle);
        let drawn = painter.text(
            place,
            Align2::RIGHT_CENTER,
            saved,
            font(10.5, Weight::Regular),
            secondary,
        );
        room -= drawn.width() + 8.0;
    }
    let shown = app.fonts.elided(&label, weight, 12.5, room).unwrap_or_default();
    let is_cut = *shown != *label;
    let left = egui::pos2(rect.left() + TEXT_PT, middle);
    let color = if is_undone { secondary } else { ink };
    let drawn = painter.text(left, Align2::LEFT_CENTER, shown, font(12.5, weight), color);
    if is_undone {
        // Colour alone would not tell it from a step that is done.
        let line = Rect::from_min_max(
            egui::pos2(drawn.left(), middle),
            egui::pos2(drawn.right(), middle + 1.0),
        );
        painter.rect_filled(line, 0.0, secondary);
    }
    let response = if is_cut { response.on_hover_text(label) } else { response };
    if response.clicked() && !is_present {
        actions.push(Action::Change(Box::new(Change::GoToStep(step))));
    }
}
