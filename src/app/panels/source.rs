//! Where a task comes from: its document, its table in small, and the cell itself if the official
//! text is attached.

use super::widgets::{prose, section};
use crate::app::official::OfficialRow;
use crate::app::paint::{font, to_color};
use crate::app::{Action, App, Command};
use crate::layout::Palette;
use crate::model::{Place, TaskId};
use crate::scene::Weight;
use crate::words;
use egui::{Rect, Sense, Vec2};
use std::collections::BTreeMap;

/// What the section keeps between frames.
#[derive(Default)]
pub struct SourceSection {
    /// The bars of the table that the selected task comes from, found once for each selection.
    table: Option<TableSketch>,
}

/// The rows of a table of the document, as far as tasks come from them.
struct TableSketch {
    task: TaskId,
    arrangement: u64,
    /// The bars of each line of the document that has some, from the top.
    rows: Vec<Vec<SketchBar>>,
    /// The first and the last year of all bars.
    years: (i16, i16),
}

/// A bar of such a row, in fiscal years; both belong to it.
struct SketchBar {
    first: i16,
    last: i16,
    task: TaskId,
}

/// Where the task comes from, and the cell itself if the official text is attached.
pub(super) fn ui(
    app: &App,
    ui: &mut egui::Ui,
    task: TaskId,
    place: Place,
    palette: &Palette,
    actions: &mut Vec<Action>,
) {
    let (language, roadmap) = (app.language(), app.session.roadmap());
    section(ui, &app.in_language("出典", "Source"), "", to_color(palette.ink));
    let document = &roadmap.documents[place.document.index()];
    ui.label(prose(document.title.in_language(language)));
    ui.weak(words::place_in_words(place, document, language));
    ui.add_space(4.0);
    if let Some(sketch) = &app.source.table {
        sketch_ui(app, ui, sketch, task, actions);
    }
    let Some(official) = &app.session.official else {
        ui.add_space(4.0);
        let text = app.in_language(
            "公式文書のテキストを添付すると、原文の枠を表の中で確かめられます。",
            "Attach the official text to read the very cell in its table.",
        );
        ui.label(prose(text).weak());
        let label = Command::AttachOfficial.label(language);
        if ui.add_enabled(!app.files.is_busy(), egui::Button::new(label)).clicked() {
            actions.push(Action::Perform(Command::AttachOfficial));
        }
        return;
    };
    let Some(cell) = official.cell(place) else {
        let text = app.in_language(
            "添付したテキストにこの枠がありません。別の版かもしれません。",
            "The attached text has no such cell. It may be another edition.",
        );
        ui.colored_label(ui.visuals().warn_fg_color, text);
        return;
    };
    ui.add_space(4.0);
    let frame = egui::Frame::new()
        .fill(to_color(palette.paper))
        .stroke(egui::Stroke::new(1.5, to_color(palette.accent)))
        .corner_radius(4)
        .inner_margin(egui::Margin::same(8));
    frame.show(ui, |ui| {
        ui.set_min_width(ui.available_width());
        ui.add(egui::Label::new(prose(plain(cell))).wrap().selectable(true));
    });
    official_table_ui(app, ui, place, palette);
}

/// The cells around the cell, as the text has them, with the head of the table.
fn official_table_ui(app: &App, ui: &mut egui::Ui, place: Place, palette: &Palette) {
    const ROWS_AROUND: u32 = 2;
    const CELL_CHARS: usize = 13;
    let (Some(official), Some(line), Some(column)) =
        (&app.session.official, place.line, place.column)
    else {
        return;
    };
    let table = official.table_around(line);
    let first = table.first().map_or(line, |row| row.line);
    let is_near =
        |row: &&OfficialRow<'_>| row.line == first || row.line.abs_diff(line) <= ROWS_AROUND;
    let title = app.in_language("原文の表での位置", "Its place in the published table");
    section(ui, &title, "", to_color(palette.ink));
    egui::ScrollArea::horizontal().id_salt("official").show(ui, |ui| {
        egui::Grid::new("official-table").striped(true).min_col_width(20.0).show(ui, |ui| {
            for row in table.iter().filter(is_near) {
                ui.label(egui::RichText::new(row.line.to_string()).small().weak());
                let columns = (0_u32..).zip(&row.cells);
                for (position, cell) in columns.filter(|(at, _)| at.abs_diff(column) <= 1) {
                    let is_source = row.line == line && position == column;
                    let text = plain(cell).replace('\n', " ");
                    let mut shown: String = text.chars().take(CELL_CHARS).collect();
                    if shown.len() < text.len() {
                        shown.push('…');
                    }
                    let mut text_of_cell = egui::RichText::new(shown).small();
                    if is_source {
                        let ground = palette.accent.mixed(palette.paper, 0.75);
                        text_of_cell = text_of_cell.background_color(to_color(ground));
                    }
                    let label = egui::Label::new(text_of_cell).extend();
                    let response = ui.add(label);
                    if text.chars().count() > CELL_CHARS {
                        response.on_hover_text(text);
                    }
                }
                ui.end_row();
            }
        });
    });
}

/// The text of a cell without the marks of paragraphs that the extraction left in it.
fn plain(cell: &str) -> String {
    cell.replace("<p>", "").replace("</p>", "\n").trim().to_owned()
}

/// Finds the bars of the table that a task comes from, once for each selection.
pub(super) fn prepare(app: &mut App, task: TaskId) {
    let arrangement = app.session.arrangement();
    let is_current =
        |sketch: &TableSketch| sketch.task == task && sketch.arrangement == arrangement;
    if app.source.table.as_ref().is_some_and(is_current) {
        return;
    }
    let roadmap = app.session.roadmap();
    let place = roadmap.task(task).place();
    let Some((document, table)) = place.and_then(|place| Some((place.document, place.table?)))
    else {
        app.source.table = None;
        return;
    };
    let fiscal = roadmap.fiscal_year_start;
    let span = app.session.span().map_or((0, 0), |(first, last)| {
        (fiscal.fiscal_year_of(first), fiscal.fiscal_year_of(last))
    });
    let mut rows: BTreeMap<u32, Vec<SketchBar>> = BTreeMap::new();
    for id in roadmap.task_ids() {
        let record = roadmap.task(id);
        let Some(other) = record.place() else { continue };
        if (other.document, other.table) == (document, Some(table))
            && let Some(line) = other.line
        {
            let first = fiscal.fiscal_year_of(record.when.first_day(fiscal));
            let last =
                record.when.last_day(fiscal).map_or(span.1, |day| fiscal.fiscal_year_of(day));
            let bar = SketchBar { first, last: last.max(first), task: id };
            rows.entry(line).or_default().push(bar);
        }
    }
    let bars = || rows.values().flatten();
    let years = (
        bars().map(|bar| bar.first).min().unwrap_or(0),
        bars().map(|bar| bar.last).max().unwrap_or(0),
    );
    app.source.table =
        Some(TableSketch { task, arrangement, rows: rows.into_values().collect(), years });
}

/// The table in small, with the cell of the task marked; a click goes to another cell's task.
fn sketch_ui(
    app: &App,
    ui: &mut egui::Ui,
    sketch: &TableSketch,
    selected: TaskId,
    actions: &mut Vec<Action>,
) {
    const MAX_ROWS: usize = 40;
    let palette = app.palette(ui.ctx());
    let row_pt = 13.0;
    let shown = sketch.rows.len().min(MAX_ROWS);
    let years = f32::from(sketch.years.1 - sketch.years.0 + 1);
    let frame = egui::Frame::new()
        .fill(to_color(palette.paper))
        .stroke(egui::Stroke::new(1.0, to_color(palette.hairline)))
        .corner_radius(4)
        .inner_margin(egui::Margin::same(8));
    frame.show(ui, |ui| {
        let size = Vec2::new(ui.available_width(), 17.0 + row_pt * shown as f32);
        let (rect, _) = ui.allocate_exact_size(size, Sense::HOVER);
        let year_pt = rect.width() / years;
        if years <= 12.0 {
            for year in sketch.years.0..=sketch.years.1 {
                let x = rect.left() + f32::from(year - sketch.years.0) * year_pt + year_pt / 2.0;
                let at = egui::pos2(x, rect.top() + 5.0);
                ui.painter().text(
                    at,
                    egui::Align2::CENTER_CENTER,
                    year.to_string(),
                    font(9.5, Weight::Regular),
                    to_color(palette.secondary),
                );
            }
        }
        for (row, bars) in sketch.rows.iter().take(shown).enumerate() {
            for &SketchBar { first, last, task } in bars {
                let left = rect.left() + f32::from(first - sketch.years.0) * year_pt;
                let right = rect.left() + f32::from(last - sketch.years.0 + 1) * year_pt;
                let top = rect.top() + 16.0 + row as f32 * row_pt;
                let bar = Rect::from_min_max(
                    egui::pos2(left + 1.0, top),
                    egui::pos2(right - 1.0, top + row_pt - 3.0),
                );
                let response = ui.interact(bar, ui.scope_id().with(("sketch", task)), Sense::CLICK);
                let title = app.session.roadmap().task(task).title.in_language(app.language());
                let table = app.in_language("表", "Table");
                response.widget_info(|| {
                    egui::WidgetInfo::labeled(egui::Role::Link, true, format!("{table}: {title}"))
                });
                let is_selected = task == selected;
                let fill = if is_selected {
                    palette.accent.mixed(palette.paper, 0.7)
                } else {
                    palette.band
                };
                ui.painter().rect_filled(bar, 2.0, to_color(fill));
                if is_selected || response.hovered() {
                    let color = if is_selected { palette.accent } else { palette.secondary };
                    ui.painter().rect_stroke(
                        bar,
                        2.0,
                        egui::Stroke::new(1.2, to_color(color)),
                        egui::StrokeKind::Inside,
                    );
                }
                if response.on_hover_text(title).clicked() {
                    actions.push(Action::Select { task, reveal: true });
                }
            }
        }
    });
}
