//! The chain as a table: what is lit in the chart, in order, with the reason of each link.

use super::widgets::segmented;
use crate::app::paint::{font, to_color};
use crate::app::{Action, App, Command};
use crate::focus::Question;
use crate::layout::Palette;
use crate::model::{DependencyId, Language, TaskId};
use crate::scene::{Color, Weight};
use crate::schedule::ChainLine;
use crate::words;
use egui::{Rect, Sense, Vec2};
use std::fmt::Write as _;

const ROW_PT: f32 = 24.0;
const HEAD_PT: f32 = 19.0;
const TEXT_PT: f32 = 12.0;

/// What the table keeps between frames.
#[derive(Default)]
pub struct Chain {
    /// The members of what is lit, listed once for each question.
    lines: Vec<ChainLine>,
    of: Option<(Question, u64)>,
}

/// A column of the table.
#[derive(Clone, Copy, PartialEq)]
enum Column {
    Step,
    Title,
    When,
    Owner,
    Float,
    Link,
}

const COLUMNS: [Column; 6] =
    [Column::Step, Column::Title, Column::When, Column::Owner, Column::Float, Column::Link];

impl Column {
    /// Its fixed width in points, and its share of what is left.
    const fn width(self) -> (f32, f32) {
        match self {
            Self::Step => (52.0, 0.0),
            Self::Title => (90.0, 0.34),
            Self::When => (140.0, 0.0),
            Self::Owner => (60.0, 0.2),
            Self::Float => (108.0, 0.0),
            Self::Link => (80.0, 0.46),
        }
    }

    const fn name(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Step, Language::Japanese) => "段",
            (Self::Step, Language::English) => "Step",
            (Self::Title, Language::Japanese) => "施策",
            (Self::Title, Language::English) => "Task",
            (Self::When, Language::Japanese) => "期間",
            (Self::When, Language::English) => "When",
            (Self::Owner, Language::Japanese) => "担当",
            (Self::Owner, Language::English) => "Owner",
            (Self::Float, Language::Japanese) => "余裕",
            (Self::Float, Language::English) => "Float",
            (Self::Link, Language::Japanese) => "つながりと理由",
            (Self::Link, Language::English) => "Link and its reason",
        }
    }
}

/// Draws the panel.
pub fn ui(app: &mut App, ui: &mut egui::Ui, actions: &mut Vec<Action>) {
    list(app);
    let app = &*app;
    let frame =
        egui::Frame::side_top_panel(ui.style()).inner_margin(egui::Margin::symmetric(12, 6));
    let panel = egui::Panel::bottom("chain")
        .frame(frame)
        .default_size(196.0)
        .size_range(110.0..=520.0)
        .resizable(true);
    panel.show(ui, |ui| {
        head_ui(app, ui, actions);
        if app.chain.lines.is_empty() {
            let text = app.in_language(
                "施策を選ぶと、その前後の連鎖がここに並びます。Shift＋クリックで日程を決めている依存だけ、Ctrl＋クリックで二つの施策の間の道筋をたどれます。",
                "Select a task to list its chain here. Shift+click follows only the links that drive dates, Ctrl+click the ways between two tasks.",
            );
            ui.add_space(10.0);
            ui.label(super::prose(text).weak());
            return;
        }
        table_ui(app, ui, actions);
    });
}

/// Brings the list up to date with what is lit.
fn list(app: &mut App) {
    let session = &app.session;
    let of = session.focus().map(|focus| (focus.question(), session.focus_stamp()));
    if app.chain.of != of {
        app.chain.lines = session
            .focus()
            .map_or_else(Vec::new, |focus| focus.lines(session.graph(), session.schedule()));
        app.chain.of = of;
    }
}

fn head_ui(app: &App, ui: &mut egui::Ui, actions: &mut Vec<Action>) {
    let language = app.language();
    ui.horizontal(|ui| {
        ui.label(super::title(app.in_language("連鎖", "Chain"), 13.0));
        if let Some(focus) = app.session.focus() {
            let question = focus.question();
            let choices = [Command::FollowChain, Command::FollowDriving].map(|command| {
                let is_on = matches!(
                    (command, question),
                    (Command::FollowChain, Question::Chain(_))
                        | (Command::FollowDriving, Question::Driving(_))
                );
                (command.short_label(language), command.label(language).to_owned(), is_on)
            });
            if let Some(clicked) = segmented(ui, &choices) {
                actions
                    .push(Action::Perform([Command::FollowChain, Command::FollowDriving][clicked]));
            }
            ui.add(egui::Label::new(egui::RichText::new(summary(app)).weak()).truncate());
        }
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let close = Command::ToggleChain;
            if super::widgets::icon_button(
                ui,
                super::widgets::Icon::Close,
                close.label(language),
                false,
            )
            .clicked()
            {
                actions.push(Action::Perform(close));
            }
            if app.session.focus().is_none() {
                return;
            }
            for command in [Command::CopyChain, Command::RevealChain, Command::Isolate] {
                let button = egui::Button::new(command.short_label(language));
                let response = ui.add_enabled(super::is_possible(app, command), button);
                if response.on_hover_text(command.label(language)).clicked() {
                    actions.push(Action::Perform(command));
                }
            }
        });
    });
}

/// How many tasks are in the chain, and how many of them the filter hides.
fn summary(app: &App) -> String {
    let lines = &app.chain.lines;
    let before = lines.partition_point(|line| line.hops < 0);
    let after = lines.len() - lines.partition_point(|line| line.hops <= 0);
    let is_path = matches!(app.chain.of, Some((Question::Paths(..), _)));
    let text = match (is_path, app.language()) {
        (true, Language::Japanese) => format!("道筋の上に{}施策", lines.len()),
        (true, Language::English) => format!("{} tasks on the way", lines.len()),
        (false, Language::Japanese) => format!("前に{before}・後に{after}"),
        (false, Language::English) => format!("{before} before, {after} after"),
    };
    let hidden = app.session.hidden_members();
    if hidden == 0 {
        return text;
    }
    match app.language() {
        Language::Japanese => format!("{text}（うち{hidden}は絞り込みで非表示）"),
        Language::English => format!("{text} ({hidden} hidden by the filter)"),
    }
}

fn table_ui(app: &App, ui: &mut egui::Ui, actions: &mut Vec<Action>) {
    ui.spacing_mut().item_spacing.y = 0.0;
    ui.add_space(4.0);
    let palette = app.palette(ui.ctx());
    let lines = &app.chain.lines;
    let overflows = lines.len() as f32 * ROW_PT > ui.available_height() - HEAD_PT;
    let bar = if overflows { ui.spacing().scroll.allocated_width() } else { 0.0 };
    let size = Vec2::new(ui.available_width() - bar, HEAD_PT);
    let (rect, _) = ui.allocate_exact_size(size, Sense::HOVER);
    for (column, place) in columns(rect) {
        let name = column.name(app.language());
        write(app, ui, place, name, Weight::Bold, palette.secondary);
    }
    let line = egui::Stroke::new(1.0, to_color(palette.year_line));
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, line);
    egui::ScrollArea::vertical().auto_shrink([false, false]).show_rows(
        ui,
        ROW_PT,
        lines.len(),
        |ui, rows| {
            for line in &lines[rows] {
                line_ui(app, ui, line, palette, actions);
            }
        },
    );
}

fn line_ui(
    app: &App,
    ui: &mut egui::Ui,
    line: &ChainLine,
    palette: &Palette,
    actions: &mut Vec<Action>,
) {
    let (rect, response) =
        ui.allocate_exact_size(Vec2::new(ui.available_width(), ROW_PT), Sense::click());
    let cells = COLUMNS.map(|column| cell(app, line, column));
    response.widget_info(|| {
        let text = cells.iter().filter(|cell| !cell.is_empty()).cloned().collect::<Vec<_>>();
        egui::WidgetInfo::labeled(egui::Role::Row, true, text.join(", "))
    });
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect.expand2(Vec2::new(4.0, 0.0)), 4.0, to_color(palette.band));
    }
    let is_hidden = !app.session.matches().is_shown(line.task);
    let ink = if is_hidden { palette.secondary } else { palette.ink };
    for ((column, place), text) in columns(rect).zip(&cells) {
        let (weight, color) = match column {
            Column::Step => (Weight::Bold, step_color(line, palette)),
            Column::Title if line.hops == 0 => (Weight::Bold, ink),
            Column::Title => (Weight::Regular, ink),
            Column::Float if app.session.is_critical(line.task) => (Weight::Bold, palette.red),
            _ => (Weight::Regular, palette.secondary),
        };
        write(app, ui, place, text, weight, color);
    }
    let response = response.on_hover_ui_at_pointer(|ui| {
        ui.set_max_width(420.0);
        ui.label(super::title(&*cells[1], 13.0));
        ui.label(super::prose(format!("{}　{}", cells[2], cells[3])));
        if !cells[5].is_empty() {
            ui.label(super::prose(&*cells[5]));
        }
        if is_hidden {
            ui.weak(app.in_language("絞り込みで隠れています", "Hidden by the filter"));
        }
    });
    // The chain stays as it is, so that one can go from member to member along it.
    if response.clicked() {
        actions.push(Action::Show(line.task));
    }
    if response.double_clicked() {
        actions.push(Action::Select { task: line.task, reveal: true });
    }
}

fn step_color(line: &ChainLine, palette: &Palette) -> Color {
    match line.hops.cmp(&0) {
        std::cmp::Ordering::Less => palette.needs,
        std::cmp::Ordering::Equal => palette.accent,
        std::cmp::Ordering::Greater => palette.needed_by,
    }
}

/// The columns of a row of the table from the left, with their places.
fn columns(row: Rect) -> impl Iterator<Item = (Column, Rect)> {
    let fixed: f32 = COLUMNS.iter().map(|column| column.width().0).sum();
    let rest = (row.width() - fixed).max(0.0);
    let mut left = row.left();
    COLUMNS.into_iter().map(move |column| {
        let (width, share) = column.width();
        let right = left + width + rest * share;
        let place =
            Rect::from_min_max(egui::pos2(left, row.top()), egui::pos2(right, row.bottom()));
        left = right;
        (column, place)
    })
}

fn write(app: &App, ui: &egui::Ui, place: Rect, text: &str, weight: Weight, color: Color) {
    let room = place.width() - 10.0;
    let Some(shown) = app.fonts.elided(text, weight, TEXT_PT, room) else { return };
    let at = place.left_center() + Vec2::new(2.0, 0.0);
    ui.painter().text(at, egui::Align2::LEFT_CENTER, shown, font(TEXT_PT, weight), to_color(color));
}

fn cell(app: &App, line: &ChainLine, column: Column) -> String {
    let (language, roadmap) = (app.language(), app.session.roadmap());
    let record = roadmap.task(line.task);
    match column {
        Column::Step => match line.hops {
            0 => "●".to_owned(),
            hops if hops < 0 => format!("← {}", -hops),
            hops => format!("→ {hops}"),
        },
        Column::Title => record.title.in_language(language).to_owned(),
        Column::When => words::interval_in_words(record.when, language),
        Column::Owner => owners(app, line.task),
        Column::Float => app.session.float_in_words(line.task, language).unwrap_or_default(),
        Column::Link => line.via.map_or_else(String::new, |via| link(app, via, line.more_links)),
    }
}

fn owners(app: &App, task: TaskId) -> String {
    let (language, roadmap) = (app.language(), app.session.roadmap());
    let owners = roadmap.task(task).owners.iter();
    let owners: Vec<_> = owners.map(|owner| roadmap.shown_owner(*owner, language)).collect();
    owners.join(if language == Language::Japanese { "、" } else { ", " })
}

/// A link in words: how it is known, how it ties, why.
fn link(app: &App, id: DependencyId, more: u32) -> String {
    let language = app.language();
    let record = app.session.roadmap().dependency(id);
    let mut text = words::dependency_in_words(record, language);
    if more > 0 {
        let _ = match language {
            Language::Japanese => write!(text, "（ほか{more}件）"),
            Language::English => write!(text, " (and {more} more)"),
        };
    }
    text
}

/// The chain as lines with tabs between the columns, for a spreadsheet or a mail.
pub fn as_table(app: &mut App) -> String {
    list(app);
    let app = &*app;
    let language = app.language();
    let mut text = COLUMNS.map(|column| column.name(language)).join("\t");
    for line in &app.chain.lines {
        text.push('\n');
        let cells = COLUMNS.map(|column| match column {
            // A plain number, which a spreadsheet can sort.
            Column::Step => line.hops.to_string(),
            column => cell(app, line, column),
        });
        text.push_str(&cells.join("\t"));
    }
    text
}
