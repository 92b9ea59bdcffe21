//! The search field: a text of the filter language.

use super::widgets::{Icon, paint_icon};
use crate::app::{Action, App, Command, Shortcut};
use crate::query::QueryError;
use egui::{Rect, Vec2};

/// What is in the field.
#[derive(Default)]
pub struct Search {
    /// As it was typed.
    text: String,
    /// Why the text is not the filter in force.
    error: Option<QueryError>,
}

impl Search {
    /// The text in the field.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Puts a text into the field, and what is wrong with it.
    pub fn set(&mut self, text: &str, error: Option<QueryError>) {
        text.clone_into(&mut self.text);
        self.error = error;
    }
}

/// Draws the field.
pub fn ui(app: &mut App, ui: &mut egui::Ui, room: f32, actions: &mut Vec<Action>) {
    let width = (ui.available_width() - 8.0).clamp(90.0, (room * 0.6).max(120.0)).min(520.0);
    let hint = app.in_language("検索・絞り込み", "Find and filter");
    let shortcut = Command::Find.shortcut().map(Shortcut::text).unwrap_or_default();
    let id = ui.scope_id().with("search");
    let language = app.language();
    let (rect, _) = ui.allocate_exact_size(Vec2::new(width, 28.0), egui::Sense::HOVER);
    let visuals = ui.visuals();
    let has_focus = ui.memory(|memory| memory.has_focus(id));
    let line = if has_focus { visuals.selection.stroke } else { visuals.window_stroke };
    ui.painter().rect(rect, 6.0, visuals.extreme_bg_color, line, egui::StrokeKind::Inside);
    let icon = Rect::from_center_size(rect.left_center() + Vec2::new(15.0, 0.0), Vec2::splat(13.0));
    paint_icon(ui.painter(), icon, Icon::Search, visuals.weak_text_color());
    let clear =
        Rect::from_center_size(rect.right_center() - Vec2::new(15.0, 0.0), Vec2::splat(20.0));
    let inner = Rect::from_min_max(
        egui::pos2(icon.right() + 6.0, rect.top() + 2.0),
        egui::pos2(clear.left() - 2.0, rect.bottom() - 2.0),
    );
    let edit = egui::TextEdit::singleline(&mut app.search.text)
        .id(id)
        .hint_text(format!("{hint}　{shortcut}"))
        .frame(egui::Frame::NONE)
        .margin(egui::Margin::ZERO)
        .align(egui::Align2::LEFT_CENTER)
        .desired_width(inner.width());
    let response = ui.put(inner, edit);
    response.widget_info(|| {
        egui::WidgetInfo::labeled(egui::Role::SearchInput, true, Command::Find.label(language))
    });
    if response.changed() {
        actions.push(Action::Search(app.search.text.clone()));
    }
    if std::mem::take(&mut app.wants_search_focus) {
        response.request_focus();
    }
    if !app.search.text.is_empty() {
        let button = ui.interact(clear, id.with("clear"), egui::Sense::click());
        let name = app.in_language("検索の言葉を消す", "Clear the search");
        button.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &name));
        let color = if button.hovered() {
            ui.visuals().text_color()
        } else {
            ui.visuals().weak_text_color()
        };
        paint_icon(
            ui.painter(),
            Rect::from_center_size(clear.center(), Vec2::splat(11.0)),
            Icon::Close,
            color,
        );
        if button.on_hover_text(name).clicked() {
            actions.push(Action::Search(String::new()));
        }
    }
}
