//! The search field: a text of the filter language, what is wrong with it, and how it may go on.

use super::completions::{self, Choice};
use super::fields::Composition;
use super::query_help;
use super::widgets::{Icon, paint_icon};
use crate::app::paint::to_color;
use crate::app::slow::Slow;
use crate::app::{Action, App, Command, Shortcut};
use crate::model::Language;
use crate::query::{Completion, QueryError, complete};
use egui::text::{
    ByteIndex, CCursor, CCursorRange, CharIndex, LayoutJob, LayoutSection, TextFormat,
};
use egui::text_edit::TextEditState;
use egui::{EventFilter, Id, Key, Modifiers, Rect, Stroke, Vec2};
use std::ops::Range;

/// What is in the field.
#[derive(Default)]
pub struct Search {
    /// As it was typed.
    text: String,
    /// Why the text is not the filter in force.
    error: Option<QueryError>,
    list: List,
    composition: Composition,
}

/// The ways in which the text may go on.
#[derive(Default)]
struct List {
    /// The ways that were found.
    found: Slow<ListKeys, Vec<Completion>>,
    /// For what the list below was made.
    made_for: Option<ListKeys>,
    completions: Vec<Completion>,
    /// Whether they were asked for and are not there yet.
    is_asked: bool,
    /// Whether they are wanted: something was typed, or they were asked for.
    is_wanted: bool,
    /// Whether they were shown in the last frame; then the keys are theirs.
    is_shown: bool,
    chosen: Option<usize>,
}

/// On which text, cursor, language and document the ways to go on depend.
type ListKeys = (String, usize, Language, u64);

impl Search {
    /// Puts a text into the field, and what is wrong with it.
    pub fn set(&mut self, text: &str, error: Option<QueryError>) {
        text.clone_into(&mut self.text);
        self.error = error;
    }

    /// The text in the field.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The part of the text that is wrong: a character where something is missing.
    fn wrong_part(&self) -> Option<Range<usize>> {
        let range = self.error.as_ref()?.range();
        let whole = self.text.get(range.clone())?;
        if !whole.is_empty() {
            return Some(range);
        }
        let before = self.text[..range.start].char_indices().next_back();
        before.map(|(start, _)| start..range.start)
    }
}

/// A key that is the list's while it is shown; the first also asks for it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ListKey {
    Down,
    Up,
    /// Takes the chosen completion, or the first.
    Tab,
    /// Takes the chosen completion; without one it ends the editing.
    Enter,
    Escape,
}

/// Draws the field.
pub fn ui(app: &mut App, ui: &mut egui::Ui, room: f32, actions: &mut Vec<Action>) {
    let width = (ui.available_width() - 8.0).clamp(90.0, (room * 0.6).max(120.0)).min(520.0);
    let id = ui.scope_id().with("search");
    let (rect, _) = ui.allocate_exact_size(Vec2::new(width, 28.0), egui::Sense::HOVER);
    let has_focus = ui.memory(|memory| memory.has_focus(id));
    let visuals = ui.visuals();
    let line = if app.search.error.is_some() {
        Stroke::new(1.0, to_color(app.palette(ui.ctx()).red))
    } else if has_focus {
        visuals.selection.stroke
    } else {
        visuals.window_stroke
    };
    ui.painter().rect(rect, 6.0, visuals.extreme_bg_color, line, egui::StrokeKind::Inside);
    let square = |center_x: f32, size: f32| {
        Rect::from_center_size(egui::pos2(center_x, rect.center().y), Vec2::splat(size))
    };
    let icon = square(rect.left() + 15.0, 13.0);
    paint_icon(ui.painter(), icon, Icon::Search, visuals.weak_text_color());
    let clear = square(rect.right() - 15.0, 20.0);
    let help = square(clear.left() - 11.0, 20.0);
    let inner = Rect::from_min_max(
        egui::pos2(icon.right() + 6.0, rect.top() + 2.0),
        egui::pos2(help.left() - 2.0, rect.bottom() - 2.0),
    );
    let key = take_key(app, ui, has_focus);
    let cursor = edit_ui(app, ui, id, inner, actions);
    query_help::ui(app, ui, help, id.with("help"), actions);
    if !app.search.text.is_empty() {
        clear_ui(app, ui, clear, id.with("clear"), actions);
    }
    let accepted = list_ui(app, ui, id, rect, cursor, key);
    if let Some(completion) = accepted {
        accept(app, ui, id, completion, actions);
    }
    app.search.list.is_shown = app.search.list.is_wanted && !app.search.list.completions.is_empty();
    if !app.search.list.is_shown {
        error_ui(app, ui, rect, id.with("error"));
    }
}

/// Takes a key of the list before the field or the window gets it.
fn take_key(app: &mut App, ui: &egui::Ui, has_focus: bool) -> Option<ListKey> {
    if app.search.composition.follow(ui) || !has_focus {
        return None;
    }
    let list = &app.search.list;
    let keys = [
        (Key::ArrowDown, ListKey::Down, true),
        (Key::ArrowUp, ListKey::Up, list.is_shown),
        (Key::Tab, ListKey::Tab, list.is_shown),
        (Key::Enter, ListKey::Enter, list.is_shown && list.chosen.is_some()),
        (Key::Escape, ListKey::Escape, list.is_shown),
    ];
    ui.input_mut(|input| {
        let mut taken = keys
            .into_iter()
            .filter(|&(key, _, is_ours)| is_ours && input.consume_key(Modifiers::NONE, key));
        taken.next().map(|(_, key, _)| key)
    })
}

/// The text itself; returns where its cursor stands, in bytes, while it is being edited.
fn edit_ui(
    app: &mut App,
    ui: &mut egui::Ui,
    id: Id,
    inner: Rect,
    actions: &mut Vec<Action>,
) -> Option<usize> {
    let language = app.language();
    let hint = app.in_language("検索・絞り込み", "Find and filter");
    let shortcut = Command::Find.shortcut().map(Shortcut::text).unwrap_or_default();
    let wrong = app.search.wrong_part();
    let red = to_color(app.palette(ui.ctx()).red);
    let mut layouter = |ui: &egui::Ui, text: &dyn egui::TextBuffer, _: f32| {
        let job = underlined(ui, text.as_str(), wrong.clone(), red);
        ui.fonts_mut(|fonts| fonts.layout_job(job))
    };
    let is_shown = app.search.list.is_shown;
    let edit = egui::TextEdit::singleline(&mut app.search.text)
        .id(id)
        .hint_text(format!("{hint}　{shortcut}"))
        .frame(egui::Frame::NONE)
        .margin(egui::Margin::ZERO)
        .align(egui::Align2::LEFT_CENTER)
        .layouter(&mut layouter)
        .event_filter(EventFilter {
            horizontal_arrows: true,
            vertical_arrows: true,
            tab: is_shown,
            escape: is_shown,
        })
        .desired_width(inner.width());
    // A click on the list must not end the editing.
    let surrenders = ui.ctx().options(|options| options.input_options.surrender_focus_on);
    if is_shown && completions::is_pointed_at(ui.ctx(), id) {
        ui.ctx().options_mut(|options| {
            options.input_options.surrender_focus_on = egui::SurrenderFocusOn::Never;
        });
    }
    let layout = egui::Layout::centered_and_justified(egui::Direction::TopDown);
    let builder = egui::UiBuilder::new().max_rect(inner).layout(layout);
    let output = ui.scope_builder(builder, |ui| edit.show(ui)).inner;
    ui.ctx().options_mut(|options| options.input_options.surrender_focus_on = surrenders);
    let response = output.response.response;
    response.widget_info(|| {
        egui::WidgetInfo::labeled(egui::Role::SearchInput, true, Command::Find.label(language))
    });
    if response.changed() {
        actions.push(Action::Search(app.search.text.clone()));
        app.search.list.is_wanted = true;
    }
    if std::mem::take(&mut app.wants_search_focus) {
        response.request_focus();
    }
    if !response.has_focus() {
        app.search.list.is_wanted = false;
        return None;
    }
    let char = output.cursor_range?.primary.index.0;
    let text = &app.search.text;
    Some(text.char_indices().nth(char).map_or(text.len(), |(at, _)| at))
}

/// The text of the field with a red line under its wrong part.
fn underlined(
    ui: &egui::Ui,
    text: &str,
    wrong: Option<Range<usize>>,
    red: egui::Color32,
) -> LayoutJob {
    let font = egui::FontSelection::Default.resolve(ui.style());
    let color = ui.visuals().override_text_color.unwrap_or(ui.visuals().text_color());
    let plain = TextFormat::simple(font, color);
    let marked = TextFormat { underline: Stroke::new(2.0, red), ..plain.clone() };
    // While it is edited the text may be newer than the error.
    let wrong = wrong.filter(|wrong| text.get(wrong.clone()).is_some()).unwrap_or(0..0);
    let parts =
        [(0..wrong.start, plain.clone()), (wrong.clone(), marked), (wrong.end..text.len(), plain)];
    let sections = parts.into_iter().filter(|(range, _)| !range.is_empty());
    LayoutJob {
        text: text.to_owned(),
        sections: sections
            .map(|(range, format)| LayoutSection {
                leading_space: 0.0,
                byte_range: ByteIndex(range.start)..ByteIndex(range.end),
                format,
            })
            .collect(),
        break_on_newline: false,
        ..LayoutJob::default()
    }
}

fn clear_ui(app: &App, ui: &egui::Ui, place: Rect, id: Id, actions: &mut Vec<Action>) {
    let button = ui.interact(place, id, egui::Sense::click());
    let name = app.in_language("検索の言葉を消す", "Clear the search");
    button.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &name));
    let color =
        if button.hovered() { ui.visuals().text_color() } else { ui.visuals().weak_text_color() };
    let cross = Rect::from_center_size(place.center(), Vec2::splat(11.0));
    paint_icon(ui.painter(), cross, Icon::Close, color);
    if button.on_hover_text(name).clicked() {
        actions.push(Action::Search(String::new()));
    }
}

/// Brings the list up to date and shows it; returns what was taken from it.
fn list_ui(
    app: &mut App,
    ui: &egui::Ui,
    id: Id,
    field: Rect,
    cursor: Option<usize>,
    key: Option<ListKey>,
) -> Option<Completion> {
    let cursor = cursor?;
    update_list(app, ui.ctx(), cursor, key);
    let list = &mut app.search.list;
    if !list.is_wanted || list.completions.is_empty() {
        return None;
    }
    let bottom = list.completions.len() - 1;
    match key {
        Some(ListKey::Down) if list.is_shown => {
            list.chosen =
                Some(list.chosen.map_or(0, |row| if row == bottom { 0 } else { row + 1 }));
        }
        Some(ListKey::Up) => {
            list.chosen =
                Some(list.chosen.map_or(bottom, |row| row.checked_sub(1).unwrap_or(bottom)));
        }
        _ => {}
    }
    let by_key = match key {
        Some(ListKey::Enter) => list.chosen,
        Some(ListKey::Tab) => Some(list.chosen.unwrap_or(0)),
        _ => None,
    };
    let follow = matches!(key, Some(ListKey::Down | ListKey::Up));
    let choice = Choice { chosen: list.chosen, follow };
    let clicked = completions::ui(app, ui, id, field, &app.search.list.completions, choice);
    by_key.or(clicked).map(|taken| app.search.list.completions.swap_remove(taken))
}

/// Makes the list anew if its causes have changed.
fn update_list(app: &mut App, ctx: &egui::Context, cursor: usize, key: Option<ListKey>) {
    let language = app.language();
    let session = &app.session;
    let search = &mut app.search;
    if key == Some(ListKey::Escape) {
        search.list.is_wanted = false;
    }
    if search.composition.is_going_on() {
        search.list.is_wanted = false;
        return;
    }
    let asked = key == Some(ListKey::Down) && !search.list.is_shown;
    search.list.is_wanted |= asked;
    search.list.is_asked |= asked;
    if !search.list.is_wanted {
        return;
    }
    let made_for = (search.text.clone(), cursor, language, session.document_stamp());
    if search.list.made_for.as_ref() == Some(&made_for) && !asked {
        return;
    }
    let (text, snapshot) = (search.text.clone(), session.snapshot());
    search.list.found.update(ctx, made_for.clone(), session.is_large(), move || {
        let facts = &snapshot.arranged.facts;
        complete(&text, cursor, language, &snapshot.contents.query_context(facts))
    });
    search.list.completions.clear();
    // Those for another text would put the rest of a word in a wrong place.
    let Some(completions) = search.list.found.made_for(&made_for) else { return };
    search.list.completions.clone_from(completions);
    search.list.made_for = Some(made_for);
    search.list.chosen = None;
    // All the keys at once are for those who ask.
    let nothing_typed = search
        .list
        .completions
        .first()
        .is_some_and(|first| first.replace.is_empty() && first.label.ends_with(':'));
    search.list.is_wanted = std::mem::take(&mut search.list.is_asked) || !nothing_typed;
}

/// Writes what was taken from the list into the field, and the cursor behind it.
fn accept(app: &mut App, ui: &egui::Ui, id: Id, taken: Completion, actions: &mut Vec<Action>) {
    let text = &mut app.search.text;
    let Completion { replace, insert, .. } = taken;
    let cursor = text[..replace.start].chars().count() + insert.chars().count();
    text.replace_range(replace, &insert);
    let mut state = TextEditState::load(ui.ctx(), id).unwrap_or_default();
    let cursor = CCursor::new(CharIndex(cursor));
    state.cursor.set_char_range(Some(CCursorRange::one(cursor)));
    state.store(ui.ctx(), id);
    ui.memory_mut(|memory| memory.request_focus(id));
    // Behind a key its values are listed at once.
    app.search.list.is_wanted = !insert.ends_with(' ');
    app.search.list.completions.clear();
    app.search.list.made_for = None;
    actions.push(Action::Search(app.search.text.clone()));
}

/// What is wrong with the text, below the field.
fn error_ui(app: &App, ui: &egui::Ui, field: Rect, id: Id) {
    let Some(error) = &app.search.error else { return };
    let language = app.language();
    let (message, expected) = (error.message(language), error.expected(language));
    let palette = app.palette(ui.ctx());
    let (red, secondary) = (to_color(palette.red), to_color(palette.secondary));
    egui::Area::new(id)
        .order(egui::Order::Foreground)
        .fixed_pos(field.left_bottom() + Vec2::new(0.0, 3.0))
        .constrain(true)
        .show(ui.ctx(), |ui| {
            let frame = egui::Frame::popup(ui.style()).stroke(Stroke::new(1.0, red));
            frame.inner_margin(egui::Margin::symmetric(10, 6)).show(ui, |ui| {
                ui.set_max_width(field.width().max(320.0));
                ui.label(egui::RichText::new(message).color(red));
                if !expected.is_empty() {
                    let expected = app.in_language(
                        &format!("候補・書き方：{expected}"),
                        &format!("Expected: {expected}"),
                    );
                    ui.label(egui::RichText::new(expected).color(secondary));
                }
            });
        });
}
