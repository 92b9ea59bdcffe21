//! Writing what the chart says of a task in its place: its title over its bar and, where tasks
//! have columns, each of their cells.

use super::super::editing::Change;
use super::super::panels::{Composition, KEYS_OF_TEXT};
use super::super::{Action, App};
use super::Canvas;
use crate::edit::Refusal;
use crate::layout::Mode;
use crate::layout::chart::{Target, TaskColumn};
use crate::model::{Language, OwnerId, TaskId, TaskStatus};
use crate::table::Column;
use crate::words;
use egui::{EventFilter, Key, Modifiers, Rect, Response, Vec2};

/// The least width of the field, in points.
const LEAST_WIDTH_PT: f32 = 220.0;
/// The height of the field, in points.
const HEIGHT_PT: f32 = 26.0;

/// What is being written.
pub(super) struct Cell {
    task: TaskId,
    column: TaskColumn,
    text: String,
    /// What the document says.
    before: String,
    /// The columns of a table that the text fills.
    columns: Vec<Column>,
    /// Why the text cannot be taken.
    refusal: Option<Refusal>,
    /// The state of the history for which the task stands at its position.
    state: u64,
    composition: Composition,
    had_focus: bool,
}

impl Canvas {
    /// Takes what has been written in its place and changes the document in this state of its
    /// history.
    pub fn take_change(&mut self, state: u64) -> Option<Change> {
        let is_ready = |cell: &mut Cell| cell.state == state && cell.refusal.is_none();
        self.cell.take_if(is_ready)?.change()
    }
}

/// How somebody has left the field.
enum Left {
    /// What was written is taken.
    Taken,
    /// It is taken, and the cell beside it is next.
    TakenFor(TaskColumn),
    /// Nothing is taken.
    GivenUp,
}

impl Cell {
    /// What stands in a column of a task, to be written anew.
    pub(super) fn new(task: TaskId, column: TaskColumn, app: &App) -> Self {
        let roadmap = app.session.document();
        let (record, language) = (roadmap.task(task), app.language());
        let (text, columns) = match column {
            TaskColumn::Name => {
                let title = &record.title;
                // A title that has the other language only is written in that one.
                let has_own =
                    title.get(language).is_some() || title.get(language.other()).is_none();
                let language = if has_own { language } else { language.other() };
                let column = match language {
                    Language::Japanese => Column::TitleJa,
                    Language::English => Column::TitleEn,
                };
                (title.get(language).unwrap_or_default().to_owned(), vec![column])
            }
            TaskColumn::When => {
                (words::interval_in_words(record.when, language), vec![Column::When])
            }
            TaskColumn::Status => (
                words::status_and_progress_in_words(record, language),
                vec![Column::Status, Column::Progress],
            ),
            TaskColumn::Owner => {
                let shown = |owner: &OwnerId| roadmap.shown_owner(*owner, language);
                let owners = crate::table::join(record.owners.iter().map(shown));
                (owners, vec![Column::Owners])
            }
        };
        Self {
            task,
            column,
            before: text.clone(),
            text,
            columns,
            refusal: None,
            state: app.session.history().state(),
            composition: Composition::default(),
            had_focus: false,
        }
    }

    /// What was written, if that is anything new.
    fn change(&self) -> Option<Change> {
        let is_new = self.text != self.before;
        is_new.then(|| Change::Cells(self.task, self.cells()))
    }

    /// The columns of a table that the text stands for, with their parts of it.
    fn cells(&self) -> Vec<(Column, String)> {
        let parts = match self.column {
            TaskColumn::Status => {
                let (status, progress) = status_and_progress(&self.text);
                vec![status.to_owned(), progress.to_owned()]
            }
            _ => vec![self.text.clone()],
        };
        self.columns.iter().copied().zip(parts).collect()
    }

    /// What the cell is called.
    fn name(&self, app: &App) -> String {
        match self.column {
            TaskColumn::Name => app.in_language("施策の名称", "Title of the task"),
            column => column.heading().text(app.language()).to_owned(),
        }
    }

    /// Why the text is refused and, where only some words will do, which ones these are.
    fn reason(&self, app: &App) -> Option<String> {
        let language = app.language();
        let reason = self.refusal.as_ref()?.in_words(language);
        if self.column != TaskColumn::Status {
            return Some(reason);
        }
        let all = TaskStatus::ALL.iter().map(|it| words::status_in_words(*it, language));
        let all = all.collect::<Vec<_>>().join(" / ");
        Some(app.in_language(
            &format!("{reason}\n{all}、または進捗（50 %）"),
            &format!("{reason}\n{all}, and perhaps progress (50 %)"),
        ))
    }
}

/// A text like `実施中 50 %` in two: the status, and the percentage if there is one.
fn status_and_progress(text: &str) -> (&str, &str) {
    let is_of_number =
        |c: char| crate::time::digit(c).is_some() || c.is_whitespace() || matches!(c, '%' | '％');
    let status = text.trim_end_matches(is_of_number);
    (status.trim(), text[status.len()..].trim())
}

/// The field in its place, while something is written.
pub(super) fn ui(app: &mut App, ui: &mut egui::Ui, canvas: &Response, actions: &mut Vec<Action>) {
    let Some(mut cell) = app.canvas.cell.take() else { return };
    let Some(place) = place(app, canvas, &cell) else {
        if cell.had_focus {
            // Whoever scrolls on has done with it, unless the task itself is another one.
            let is_same = cell.state == app.session.history().state();
            let change = cell.change().filter(|_| is_same);
            actions.extend(change.map(|change| Action::Change(Box::new(change))));
        } else if app.canvas.pending_scroll.is_some() {
            // It is still to come into view.
            app.canvas.cell = Some(cell);
            ui.ctx().request_repaint();
        }
        return;
    };
    let left = field_ui(app, ui, place, &mut cell);
    let next = match left {
        None => {
            app.canvas.cell = Some(cell);
            return;
        }
        Some(Left::GivenUp) => return,
        Some(Left::Taken) => None,
        Some(Left::TakenFor(column)) => Some(column),
    };
    actions.extend(cell.change().map(|change| Action::Change(Box::new(change))));
    if let Some(column) = next {
        actions.push(Action::EditCell(cell.task, column));
    }
}

fn field_ui(app: &App, ui: &mut egui::Ui, place: Rect, cell: &mut Cell) -> Option<Left> {
    let is_in_table = app.session.rows().mode == Mode::Gantt;
    let is_composing = cell.had_focus && cell.composition.take_keys(ui);
    let takes_tab = is_in_table && cell.had_focus && !is_composing;
    let tab = if takes_tab { take_tab(ui) } else { None };
    let is_given_up =
        cell.had_focus && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
    if is_given_up {
        return Some(Left::GivenUp);
    }
    // What is refused is left by Esc, or for something else.
    let mut left = tab.filter(|_| cell.refusal.is_none()).map(|is_forward| {
        let beside = app.task_columns().beside(cell.column, is_forward);
        beside.map_or(Left::Taken, Left::TakenFor)
    });
    ui.scope_builder(egui::UiBuilder::new().max_rect(place), |ui| {
        let edit = egui::TextEdit::singleline(&mut cell.text)
            .desired_width(place.width())
            .margin(Vec2::new(6.0, 3.0))
            .align(egui::Align2::LEFT_CENTER)
            .event_filter(EventFilter { tab: is_in_table, ..KEYS_OF_TEXT });
        let output = edit.show(ui);
        let response = output.response.response;
        let name = cell.name(app);
        response.widget_info(|| egui::WidgetInfo {
            label: Some(name.clone()),
            ..egui::WidgetInfo::text_edit(true, &cell.text, &cell.text, "")
        });
        if response.changed() {
            cell.refusal = app.refusal_of_cells(cell.task, &cell.cells());
        }
        if !cell.had_focus {
            cell.had_focus = true;
            response.request_focus();
            let all = egui::text::CCursorRange::two(
                egui::text::CCursor::new(0),
                egui::text::CCursor::new(cell.text.chars().count()),
            );
            let mut state = output.state;
            state.cursor.set_char_range(Some(all));
            state.store(ui.ctx(), response.id);
        } else if response.lost_focus() {
            let is_entered = ui.input(|input| input.key_pressed(Key::Enter));
            if is_entered && cell.refusal.is_some() {
                cell.had_focus = false;
                ui.ctx().request_repaint();
            } else {
                left = Some(Left::Taken);
            }
        }
        if let Some(reason) = cell.reason(app) {
            ui.painter().rect_stroke(
                response.rect,
                3.0,
                egui::Stroke::new(1.5, ui.visuals().error_fg_color),
                egui::StrokeKind::Outside,
            );
            response.show_tooltip_text(reason);
        }
    });
    left
}

/// Takes Tab, which leads forward, and Shift+Tab, which leads back; tells which it was.
fn take_tab(ui: &egui::Ui) -> Option<bool> {
    ui.input_mut(|input| {
        let keys = [(Modifiers::SHIFT, false), (Modifiers::NONE, true)];
        let mut taken = keys.into_iter().filter(|(keys, _)| input.consume_key(*keys, Key::Tab));
        taken.next().map(|(_, is_forward)| is_forward)
    })
}

/// Where the field stands: over the cell or, where there are none, over the bar.
fn place(app: &App, canvas: &Response, cell: &Cell) -> Option<Rect> {
    let mut hits = app.canvas.picture.hits();
    let is_in_table = app.session.rows().mode == Mode::Gantt;
    let target = if is_in_table { Target::TaskName(cell.task) } else { Target::Task(cell.task) };
    let hit = hits.find(|hit| hit.target == target)?;
    let hit = super::targets::to_rect(hit).translate(canvas.rect.min.to_vec2());
    let top = hit.center().y - HEIGHT_PT / 2.0;
    if is_in_table {
        let span = app.task_columns().span(cell.column)?;
        // The text in the field stands where the text of the cell does.
        let left = canvas.rect.left() + span.start - 7.0;
        let width = span.end - span.start;
        return Some(Rect::from_min_size(egui::pos2(left, top), Vec2::new(width, HEIGHT_PT)));
    }
    let body =
        Rect::from_min_max(egui::pos2(app.canvas.body_left(), canvas.rect.top()), canvas.rect.max);
    let left = hit.left().clamp(body.left(), (body.right() - LEAST_WIDTH_PT).max(body.left()));
    let width = hit.width().clamp(LEAST_WIDTH_PT, (body.right() - left).max(LEAST_WIDTH_PT));
    Some(Rect::from_min_size(egui::pos2(left, top), Vec2::new(width, HEIGHT_PT)))
}

/// The cell of the table under a place of the window, if it can be written in.
pub(super) fn cell_at(
    app: &App,
    canvas: &Response,
    at: egui::Pos2,
) -> Option<(TaskId, TaskColumn)> {
    if !app.is_editing() || app.session.rows().mode != Mode::Gantt {
        return None;
    }
    let place = at - canvas.rect.min;
    let hit = app.canvas.picture.hit_at(crate::scene::Point { x: place.x, y: place.y })?;
    let Target::TaskName(task) = hit.target else { return None };
    Some((task, app.task_columns().at(place.x)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_is_told_from_its_percentage() {
        for (text, expected) in [
            ("実施中 50 %", ("実施中", "50 %")),
            ("実施中５０％", ("実施中", "５０％")),
            ("Under way", ("Under way", "")),
            (" 40", ("", "40")),
            ("", ("", "")),
        ] {
            assert_eq!(status_and_progress(text), expected);
        }
    }
}
