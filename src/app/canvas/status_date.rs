//! Dragging the flag of the progress line to another day.

use super::super::{App, Session};
use crate::layout::chart::Target;
use crate::scene::Point;
use crate::time::Day;
use egui::{CursorIcon, PointerButton, Response};

/// A flag that is being dragged.
pub(super) struct Dragged {
    /// Where it stood.
    before: Day,
    /// Esc was pressed; nothing happens until the button is released.
    is_cancelled: bool,
}

/// Takes the pointer for the flag, if that is what it dragged; tells whether it did.
pub(super) fn ui(app: &mut App, ui: &egui::Ui, canvas: &Response) -> bool {
    if canvas.drag_started_by(PointerButton::Primary)
        && let Some(before) = app.session.progress_day()
        && let Some(at) = ui.input(|input| input.pointer.press_origin())
    {
        let place = at - canvas.rect.min;
        let hit = app.canvas.picture.hit_at(Point { x: place.x, y: place.y });
        if hit.is_some_and(|hit| hit.target == Target::ProgressLine) {
            app.canvas.status_date = Some(Dragged { before, is_cancelled: false });
        }
    }
    let Some(dragged) = &app.canvas.status_date else { return false };
    if let Some(at) = canvas.interact_pointer_pos().filter(|_| !dragged.is_cancelled) {
        let left = app.canvas.body_left();
        let day = app.session.view.axis.whole_day_at(at.x.clamp(left, canvas.rect.right()) - left);
        app.session.set_progress_day(Some(day));
        ui.set_cursor_icon(CursorIcon::ResizeHorizontal);
    }
    if !ui.input(|input| input.pointer.primary_down()) {
        app.canvas.status_date = None;
    }
    true
}

impl Dragged {
    /// Puts the flag back where it stood.
    pub(super) fn cancel(&mut self, session: &mut Session) {
        self.is_cancelled = true;
        session.set_progress_day(Some(self.before));
    }
}
