//! Writing the title of a task where its bar is.

use super::super::editing::Change;
use super::super::{Action, App, Session};
use crate::edit::make::{self, TaskField};
use crate::layout::chart::Target;
use crate::model::{Language, TaskId};
use egui::{Key, Rect, Response, Vec2};

/// The least width of the field, in points.
const LEAST_WIDTH_PT: f32 = 220.0;

/// A title that is being written.
pub(super) struct Renaming {
    task: TaskId,
    language: Language,
    text: String,
    had_focus: bool,
}

impl Renaming {
    pub(super) fn new(task: TaskId, session: &Session, language: Language) -> Self {
        let title = &session.document().task(task).title;
        // A title that has the other language only is written in that one.
        let language = if title.get(language).is_some() || title.get(language.other()).is_none() {
            language
        } else {
            language.other()
        };
        let text = title.get(language).unwrap_or_default().to_owned();
        Self { task, language, text, had_focus: false }
    }
}

/// The field over the bar, while a title is being written.
pub(super) fn ui(app: &mut App, ui: &mut egui::Ui, canvas: &Response, actions: &mut Vec<Action>) {
    let Some(mut renaming) = app.canvas.renaming.take() else { return };
    let Some(place) = place(app, canvas, renaming.task) else {
        // It is still to come into view, or the task is gone.
        if !renaming.had_focus && app.canvas.pending_scroll.is_some() {
            app.canvas.renaming = Some(renaming);
            ui.ctx().request_repaint();
        }
        return;
    };
    let field = TaskField::Title(renaming.language, renaming.text.clone());
    let refusal = make::set_tasks(app.session.document(), &[renaming.task], &field).err();
    let mut outcome = None;
    ui.scope_builder(egui::UiBuilder::new().max_rect(place), |ui| {
        let edit = egui::TextEdit::singleline(&mut renaming.text)
            .desired_width(place.width())
            .margin(Vec2::new(6.0, 3.0));
        let output = edit.show(ui);
        let response = output.response.response;
        let name = app.in_language("施策の名称", "Title of the task");
        response.widget_info(|| {
            egui::WidgetInfo::text_edit(true, &renaming.text, &renaming.text, name.clone())
        });
        if !renaming.had_focus {
            renaming.had_focus = true;
            response.request_focus();
            let all = egui::text::CCursorRange::two(
                egui::text::CCursor::new(0),
                egui::text::CCursor::new(renaming.text.chars().count()),
            );
            let mut state = output.state;
            state.cursor.set_char_range(Some(all));
            state.store(ui.ctx(), response.id);
        } else if response.lost_focus() {
            outcome = Some(!ui.input(|input| input.key_pressed(Key::Escape)));
        }
        if let Some(refusal) = &refusal {
            ui.painter().rect_stroke(
                response.rect,
                3.0,
                egui::Stroke::new(1.5, ui.visuals().error_fg_color),
                egui::StrokeKind::Outside,
            );
            response.show_tooltip_text(refusal.in_words(app.language()));
        }
    });
    match outcome {
        None => app.canvas.renaming = Some(renaming),
        Some(false) => {}
        Some(true) => {
            let change = Change::Tasks(vec![renaming.task], field);
            actions.push(Action::Change(Box::new(change)));
        }
    }
}

/// Where the field stands: over the bar, as far as it is in view.
fn place(app: &App, canvas: &Response, task: TaskId) -> Option<Rect> {
    let mut hits = app.canvas.picture.hits();
    let of_task = |target| match target {
        Target::Task(it) => it == task,
        _ => false,
    };
    let hit = hits.find(|hit| of_task(hit.target))?;
    let bar = super::targets::to_rect(hit).translate(canvas.rect.min.to_vec2());
    let body =
        Rect::from_min_max(egui::pos2(app.canvas.body_left(), canvas.rect.top()), canvas.rect.max);
    let left = bar.left().clamp(body.left(), (body.right() - LEAST_WIDTH_PT).max(body.left()));
    let width = bar.width().clamp(LEAST_WIDTH_PT, (body.right() - left).max(LEAST_WIDTH_PT));
    Some(Rect::from_min_size(egui::pos2(left, bar.center().y - 13.0), Vec2::new(width, 26.0)))
}
