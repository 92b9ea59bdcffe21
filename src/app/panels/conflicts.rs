//! What a merge has left to decide: both versions of each field or record, and a choice.

use super::widgets::{prose, title};
use crate::app::paint::to_color;
use crate::app::{Action, App, Command};
use crate::model::{Language, Roadmap};
use crate::store::diff::{Field, RecordKind};
use crate::store::merge::{Conflict, Side, read_conflicts};
use crate::time::{Day, Interval};
use crate::words::{conflict_subject_in_words, grouped, value_in_words};
use egui::{Rect, Role, Sense, Ui, Vec2, WidgetInfo};

const BANNER_PT: f32 = 32.0;
const ROW_PT: f32 = 96.0;
/// The part of a row that has the two values; the rest is for their bars.
const VALUES_SHARE: f32 = 0.55;
/// How many are put into words; the others follow when these are settled.
const MOST_LISTED: usize = 200;

/// The conflicts that the document carries, put into words when it changes.
#[derive(Default)]
pub struct Conflicts {
    /// Whether the list is shown.
    pub is_open: bool,
    all: Vec<Conflict>,
    rows: Vec<Row>,
    made_for: Option<(u64, Language)>,
}

/// A conflict in words.
struct Row {
    subject: String,
    base: String,
    /// What ours and theirs have.
    values: [String; 2],
    /// The days of both, if it is about dates.
    periods: Option<[(Day, Day); 2]>,
}

impl Conflicts {
    /// How many there are.
    pub fn count(&self) -> usize {
        self.all.len()
    }

    /// All of them with one side, for an action that settles them.
    fn each(&self, side: Side) -> Vec<(Conflict, Side)> {
        self.all.iter().map(|conflict| (conflict.clone(), side)).collect()
    }
}

/// Looks for conflicts in a document that has changed.
pub fn follow(app: &mut App) {
    let key = (app.session.document_stamp(), app.language());
    if app.conflicts.made_for == Some(key) {
        return;
    }
    let roadmap = app.session.roadmap();
    let all = read_conflicts(roadmap);
    let row = |conflict| Row::new(conflict, roadmap, key.1);
    let rows = all.iter().take(MOST_LISTED).map(row).collect();
    let is_open = app.conflicts.is_open && !all.is_empty();
    app.conflicts = Conflicts { is_open, all, rows, made_for: Some(key) };
}

/// The line above the chart that says that there is something to decide.
pub fn banner_ui(app: &App, ui: &mut Ui, actions: &mut Vec<Action>) {
    let count = app.conflicts.count();
    if count == 0 {
        return;
    }
    let palette = app.palette(ui.ctx());
    let frame = egui::Frame::new()
        .fill(to_color(palette.band))
        .inner_margin(egui::Margin::symmetric(12, 0));
    egui::Panel::top("conflict-banner").frame(frame).resizable(false).show(ui, |ui| {
        ui.set_height(BANNER_PT);
        ui.horizontal_centered(|ui| {
            let said = grouped(count);
            let text = app.in_language(
                &format!("統合で残った競合が{said}件あります"),
                &match count {
                    1 => "1 conflict left from a merge".to_owned(),
                    _ => format!("{said} conflicts left from a merge"),
                },
            );
            ui.colored_label(to_color(palette.red), text);
            let button = if app.conflicts.is_open {
                app.in_language("一覧を閉じる", "Hide them")
            } else {
                app.in_language("内容を選ぶ…", "Decide…")
            };
            if ui.button(button).clicked() {
                actions.push(Action::Perform(Command::ToggleConflicts));
            }
        });
    });
}

/// The list of conflicts.
pub fn ui(app: &App, ui: &mut Ui, actions: &mut Vec<Action>) {
    let frame =
        egui::Frame::side_top_panel(ui.style()).inner_margin(egui::Margin::symmetric(12, 6));
    let panel = egui::Panel::bottom("conflicts")
        .frame(frame)
        .default_size(280.0)
        .size_range(140.0..=560.0)
        .resizable(true);
    panel.show(ui, |ui| {
        head_ui(app, ui, actions);
        ui.spacing_mut().item_spacing.y = 0.0;
        let area = egui::ScrollArea::vertical().auto_shrink([false, false]);
        area.show_rows(ui, ROW_PT, app.conflicts.rows.len(), |ui, range| {
            for at in range {
                ui.push_id(at, |ui| row_ui(app, ui, at, actions));
            }
        });
    });
}

fn head_ui(app: &App, ui: &mut Ui, actions: &mut Vec<Action>) {
    ui.horizontal(|ui| {
        ui.label(title(Command::ToggleConflicts.label(app.language()), 13.0));
        if !app.is_editing() {
            let text = app
                .in_language("編集モードにすると選べます。", "They can be settled in edit mode.");
            ui.weak(text);
            if ui.button(Command::ToggleEditing.label(app.language())).clicked() {
                actions.push(Action::Perform(Command::ToggleEditing));
            }
        }
        let hidden = app.conflicts.count() - app.conflicts.rows.len();
        if hidden > 0 {
            let hidden = grouped(hidden);
            ui.weak(app.in_language(&format!("ほか{hidden}件"), &format!("and {hidden} more")));
        }
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let names = [("すべて相手", "All theirs"), ("すべて自分", "All ours")];
            for ((ja, en), side) in names.into_iter().zip([Side::Theirs, Side::Ours]) {
                let button = egui::Button::new(app.in_language(ja, en));
                if ui.add_enabled(app.is_editing(), button).clicked() {
                    actions.push(Action::Settle(app.conflicts.each(side)));
                }
            }
        });
    });
}

/// One conflict: what it is about, and a line for each side.
fn row_ui(app: &App, ui: &mut Ui, at: usize, actions: &mut Vec<Action>) {
    let (row, conflict) = (&app.conflicts.rows[at], &app.conflicts.all[at]);
    ui.set_height(ROW_PT);
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 4.0;
        ui.horizontal(|ui| {
            ui.add(egui::Label::new(title(&row.subject, 12.5)).truncate());
            ui.weak(prose(
                app.in_language(&format!("元は{}", row.base), &format!("it was {}", row.base)),
            ));
        });
        for (place, side) in Side::ALL.into_iter().enumerate() {
            ui.horizontal(|ui| {
                let width = ui.available_width();
                let name = side_in_words(side, app.language());
                let value = &row.values[place];
                let button = egui::Button::new(name).min_size(Vec2::new(72.0, 22.0));
                let response = ui.add_enabled(app.is_editing(), button);
                response.widget_info(|| {
                    let label = format!("{name}: {} – {value}", row.subject);
                    WidgetInfo::labeled(Role::Button, app.is_editing(), label)
                });
                if response.clicked() {
                    actions.push(Action::Settle(vec![(conflict.clone(), side)]));
                }
                let is_taken = conflict.taken == side;
                let text = if is_taken { prose(value).strong() } else { prose(value) };
                let room = (width * VALUES_SHARE - 90.0).max(60.0);
                let label_width = if row.periods.is_some() { room } else { width - 90.0 };
                ui.scope(|ui| {
                    ui.set_width(label_width);
                    ui.add(egui::Label::new(text).truncate());
                });
                if let Some(periods) = row.periods {
                    bar_ui(app, ui, periods, place);
                }
            });
        }
    });
    ui.separator();
}

/// The period of one side on the scale of both.
fn bar_ui(app: &App, ui: &mut Ui, periods: [(Day, Day); 2], place: usize) {
    let palette = app.palette(ui.ctx());
    let first = periods[0].0.min(periods[1].0).number();
    let last = periods[0].1.max(periods[1].1).number() + 1;
    let size = Vec2::new((ui.available_width() - 8.0).max(20.0), 16.0);
    let (room, response) = ui.allocate_exact_size(size, Sense::HOVER);
    response.widget_info(|| WidgetInfo::new(Role::Image));
    let x = |day: i32| {
        let share = (day - first) as f32 / (last - first).max(1) as f32;
        room.left() + share * room.width()
    };
    let (start, end) = periods[place];
    let bar = Rect::from_x_y_ranges(
        x(start.number())..=x(end.number() + 1).max(x(start.number()) + 2.0),
        room.y_range(),
    );
    let color = if place == 0 { palette.needs } else { palette.needed_by };
    ui.painter().hline(room.x_range(), room.center().y, (1.0, to_color(palette.hairline)));
    ui.painter().rect_filled(bar, 3.0, to_color(color));
}

fn side_in_words(side: Side, language: Language) -> &'static str {
    match (side, language) {
        (Side::Ours, Language::Japanese) => "自分",
        (Side::Ours, Language::English) => "Ours",
        (Side::Theirs, Language::Japanese) => "相手",
        (Side::Theirs, Language::English) => "Theirs",
    }
}

impl Row {
    fn new(conflict: &Conflict, roadmap: &Roadmap, language: Language) -> Self {
        let list = conflict.record.as_ref().map(|record| record.0);
        let value = |json: Option<&str>| match &conflict.field {
            Some(field) => value_in_words(list, &field.key, json, roadmap, language),
            None => match (json.is_some(), language) {
                (true, Language::Japanese) => "ある",
                (true, Language::English) => "is there",
                (false, Language::Japanese) => "ない（削除）",
                (false, Language::English) => "is not there (removed)",
            }
            .to_owned(),
        };
        Self {
            subject: conflict_subject_in_words(conflict, roadmap, language),
            base: value(conflict.base.as_deref()),
            values: Side::ALL.map(|side| value(conflict.value(side))),
            periods: periods(conflict, roadmap),
        }
    }
}

/// The days of both sides, where they disagree about when a task takes place.
fn periods(conflict: &Conflict, roadmap: &Roadmap) -> Option<[(Day, Day); 2]> {
    let is_of_task = conflict.record.as_ref().is_some_and(|record| record.0 == RecordKind::Task);
    if !is_of_task || conflict.field != Some(Field::whole("when")) {
        return None;
    }
    let fiscal = roadmap.fiscal_year_start;
    let days = |side| {
        let text: String = serde_json::from_str(conflict.value(side)?).ok()?;
        let when = Interval::parse(&text, fiscal).ok()?;
        // What has no end is as long as its start, and its words say so.
        let last = when.last_day(fiscal).unwrap_or_else(|| when.start().last_day(fiscal));
        Some((when.first_day(fiscal), last))
    };
    Some([days(Side::Ours)?, days(Side::Theirs)?])
}
