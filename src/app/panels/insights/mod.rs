//! The insights panel: figures about what the filter shows, whose bars are filters themselves.

mod legend;
mod plot;
mod targets;

use super::widgets::{Icon, icon_button, title};
use crate::app::files::Purpose;
use crate::app::session::Snapshot;
use crate::app::slow::Slow;
use crate::app::{Action, App, Command, Session};
use crate::export::csv;
use crate::insight::{Figure, FigureKind, Subject, figures};
use crate::layout::figure::{self, Plan};
use crate::model::Language;
use crate::query::{Filter, Narrowing};
use crate::words::grouped;
use egui::{Ui, Vec2};
use legend::legend_ui;
use plot::plot_ui;
use std::collections::HashSet;
use std::sync::Arc;

/// In columns narrower than this figures would not be legible.
const LEAST_FIGURE_PT: f32 = 300.0;
const GAP_PT: f32 = 22.0;
const LABEL_PT: f32 = 10.5;

/// What the panel keeps between frames.
#[derive(Default)]
pub struct Insights {
    /// What was counted, of the tasks that were shown at this stamp.
    counted: Slow<u64, Vec<Figure>>,
    /// The same with the bars in place, and the query that they were compared with.
    figures: Option<(u64, Vec<Arc<Shown>>)>,
    /// Figures of which all bars are shown, however many they are.
    unfolded: HashSet<FigureKind>,
}

/// A figure with its bars in place.
struct Shown {
    figure: Figure,
    plan: Plan,
    /// Which of the series the filter asks for.
    asked_series: Vec<bool>,
    /// Which of the bars it asks for, or of their counts side by side.
    asked_bars: Vec<Vec<bool>>,
}

impl Insights {
    /// The figure of a kind as it is shown: with all its bars, or the first ones only.
    pub fn figure(&self, kind: FigureKind) -> Option<(&Figure, bool)> {
        let (_, figures) = self.figures.as_ref()?;
        let shown = figures.iter().find(|shown| shown.figure.kind == kind)?;
        Some((&shown.figure, self.unfolded.contains(&kind)))
    }

    /// Counts anew if the filter or the document has changed.
    fn update(&mut self, ctx: &egui::Context, session: &Session) {
        let stamp = session.shown_stamp();
        let Snapshot { contents, arranged, .. } = session.snapshot();
        self.counted.update(ctx, stamp, session.is_large(), move || {
            let schedule = arranged.facts.schedule(&contents.graph);
            figures(&Subject {
                roadmap: &contents.roadmap,
                matches: &arranged.shown.matches,
                span: contents.span,
                total_float_days: &|task| schedule.total_float_days(task),
            })
        });
        if self.figures.as_ref().is_some_and(|(known, _)| *known == stamp) {
            return;
        }
        let Some(counted) = self.counted.made_for(&stamp) else { return };
        let shown = counted.iter().map(|figure| {
            let plan = Plan::new(figure, self.unfolded.contains(&figure.kind));
            Arc::new(Shown::new(figure.clone(), plan, session.filter()))
        });
        self.figures = Some((stamp, shown.collect()));
    }
}

impl Shown {
    fn new(figure: Figure, plan: Plan, filter: &Filter) -> Self {
        let series = figure.series.iter();
        let asks = |wanted: &Narrowing| filter.is_active() && filter.asks_for(wanted);
        let asked_series =
            series.map(|series| series.found_by.as_ref().is_some_and(asks)).collect();
        let bars = figure.bars.iter();
        let asked_bars = bars.map(|bar| bar.found_by.iter().map(asks).collect()).collect();
        Self { figure, plan, asked_series, asked_bars }
    }

    /// Whether the filter asks for a bar, or for one of its counts side by side.
    fn is_asked_for(&self, bar: usize, series: Option<usize>) -> bool {
        self.asked_bars[bar].get(series.unwrap_or(0)).copied().unwrap_or(false)
    }
}

/// Draws the panel.
pub fn ui(app: &mut App, ui: &mut Ui, actions: &mut Vec<Action>) {
    app.insights.update(ui.ctx(), &app.session);
    let frame = egui::Frame::side_top_panel(ui.style()).inner_margin(egui::Margin {
        left: 14,
        right: 6,
        top: 10,
        bottom: 0,
    });
    let window = ui.ctx().content_rect().width();
    let panel = egui::Panel::right("insights")
        .frame(frame)
        .default_size((window * 0.345).clamp(360.0, 720.0))
        .size_range(LEAST_FIGURE_PT + 40.0..=(window * 0.7).max(LEAST_FIGURE_PT + 60.0));
    let mut toggled = None;
    panel.show(ui, |ui| {
        head_ui(app, ui, actions);
        let Some((_, figures)) = &app.insights.figures else {
            ui.add_space(24.0);
            ui.vertical_centered(Ui::spinner);
            return;
        };
        if figures.is_empty() {
            empty_ui(app, ui, actions);
            return;
        }
        egui::ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
            ui.set_max_width(ui.available_width() - 12.0);
            let room = ui.available_width();
            let columns = (((room + GAP_PT) / (LEAST_FIGURE_PT + GAP_PT)) as usize).clamp(1, 3);
            let width = (room - GAP_PT * (columns - 1) as f32) / columns as f32;
            for row in figures.chunks(columns) {
                ui.horizontal_top(|ui| {
                    ui.spacing_mut().item_spacing.x = GAP_PT;
                    for shown in row {
                        ui.allocate_ui(Vec2::new(width, 0.0), |ui| {
                            ui.vertical(|ui| {
                                ui.set_width(width);
                                ui.spacing_mut().item_spacing.x = 8.0;
                                if figure_ui(app, ui, shown, actions) {
                                    toggled = Some(shown.figure.kind);
                                }
                            });
                        });
                    }
                });
                ui.add_space(14.0);
            }
        });
    });
    if let Some(kind) = toggled {
        if !app.insights.unfolded.remove(&kind) {
            app.insights.unfolded.insert(kind);
        }
        app.insights.figures = None;
    }
}

fn head_ui(app: &App, ui: &mut Ui, actions: &mut Vec<Action>) {
    let language = app.language();
    let matches = app.session.matches();
    ui.horizontal(|ui| {
        ui.label(title(Command::ToggleInsights.label(language), 15.0));
        let is_all = matches.shown() == matches.total();
        let [shown, total] = [matches.shown(), matches.total()].map(grouped);
        ui.weak(match language {
            Language::Japanese if is_all => format!("{total}施策すべて"),
            Language::Japanese => format!("{total}施策のうち{shown}施策"),
            Language::English if is_all => format!("all {total} measures"),
            Language::English => format!("{shown} of {total} measures"),
        });
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            ui.add_space(6.0);
            let name = app.in_language("分析パネルを閉じる", "Close the insights");
            if icon_button(ui, Icon::Close, &name, false).clicked() {
                actions.push(Action::Perform(Command::ToggleInsights));
            }
        });
    });
    let hint = app.in_language(
        "棒をクリックすると工程表が絞り込まれ、もう一度クリックすると戻ります。",
        "Click a bar to filter the chart to it, and again to let go.",
    );
    ui.add(egui::Label::new(egui::RichText::new(hint).weak().size(11.5)).wrap());
    ui.add_space(8.0);
}

fn empty_ui(app: &App, ui: &mut Ui, actions: &mut Vec<Action>) {
    ui.add_space(24.0);
    ui.label(app.in_language("数える施策がありません。", "There is nothing to count."));
    if app.session.filter().is_active() {
        ui.add_space(4.0);
        if ui.button(Command::ClearFilter.label(app.language())).clicked() {
            actions.push(Action::ClearFilter);
        }
    }
}

/// Draws a figure; returns whether to show more or fewer of its bars.
fn figure_ui(app: &App, ui: &mut Ui, shown: &Arc<Shown>, actions: &mut Vec<Action>) -> bool {
    let (language, figure) = (app.language(), &shown.figure);
    let name = figure.title.in_language(language);
    ui.horizontal(|ui| {
        ui.label(title(name, 13.0));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            export_ui(app, ui, figure, actions);
        });
    });
    let note = egui::RichText::new(figure.note.in_language(language)).weak().size(11.0);
    ui.add(egui::Label::new(note).truncate());
    if let Some(conditions) = plot_ui(app, ui, shown) {
        actions.push(Action::ToggleQuery(conditions));
    }
    legend_ui(app, ui, shown, actions);
    let is_unfolded = app.insights.unfolded.contains(&figure.kind);
    let text = match shown.plan.left_out {
        0 if is_unfolded => app.in_language("少なく表示", "Show fewer"),
        0 => return false,
        number => figure::left_out_in_words(number, language),
    };
    ui.link(egui::RichText::new(text).size(11.5)).clicked()
}

/// The button with what can be done with the numbers of a figure.
fn export_ui(app: &App, ui: &mut Ui, figure: &Figure, actions: &mut Vec<Action>) {
    let language = app.language();
    let name = match language {
        Language::Japanese => format!("{}の書き出し", figure.title.in_language(language)),
        Language::English => format!("Export: {}", figure.title.in_language(language)),
    };
    let button = icon_button(ui, Icon::Export, &name, false);
    egui::Popup::menu(&button).show(|ui| {
        ui.set_min_width(190.0);
        let can_write = !app.files.is_busy();
        let purposes = [
            (Purpose::FigureSvg(figure.kind), app.in_language("図をSVGで保存…", "Picture as SVG…")),
            (
                Purpose::FigureCsv(figure.kind),
                app.in_language("数値をCSVで保存…", "Numbers as CSV…"),
            ),
        ];
        for (purpose, label) in purposes {
            if ui.add_enabled(can_write, egui::Button::new(label)).clicked() {
                actions.push(Action::AskSave(purpose));
            }
        }
        if ui
            .button(app.in_language("数値を表としてコピー", "Copy the numbers as a table"))
            .clicked()
        {
            actions.push(Action::Copy(csv::tabbed(&figure.table(language))));
        }
    });
}
