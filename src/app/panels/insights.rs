//! The insights panel: figures about what the filter shows, whose bars are filters themselves.

use super::plots::{Painting, Part, labelled, marks, parts_ui, still_plot};
use super::widgets::{Icon, icon_button, title};
use crate::app::files::Purpose;
use crate::app::paint::{font, to_color};
use crate::app::{Action, App, Command, Session};
use crate::export::csv;
use crate::insight::{Figure, FigureKind, Grouping, Subject, figures};
use crate::layout::figure::{self, Plan};
use crate::layout::{FontMetrics, Palette};
use crate::model::Language;
use crate::query::{Filter, Narrowing};
use crate::scene::Weight;
use egui::epaint::Mesh;
use egui::{Color32, Rect, Sense, Shape, Ui, Vec2};
use egui_plot::{AxisHints, PlotBounds, PlotPoint, PlotTransform};
use std::collections::HashSet;
use std::sync::Arc;

/// In columns narrower than this figures would not be legible.
const LEAST_FIGURE_PT: f32 = 300.0;
const GAP_PT: f32 = 22.0;
const STANDING_PLOT_PT: f32 = 168.0;
const LYING_PLACE_PT: f32 = 21.0;
const LABEL_PT: f32 = 10.5;
/// Names of lying bars take at most this share of a figure.
const MAX_NAMES_SHARE: f32 = 0.42;
/// How many areas the legend names; the tooltips name them all.
const MAX_LEGEND: usize = 6;

/// What the panel keeps between frames.
#[derive(Default)]
pub struct Insights {
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
    fn update(&mut self, session: &Session) {
        let stamp = session.shown_stamp();
        if self.figures.as_ref().is_some_and(|(known, _)| *known == stamp) {
            return;
        }
        let figures = figures(&Subject {
            roadmap: session.roadmap(),
            matches: session.matches(),
            span: session.span(),
            total_float_days: &|task| session.schedule().total_float_days(task),
        });
        let shown = figures.into_iter().map(|figure| {
            let plan = Plan::new(&figure, self.unfolded.contains(&figure.kind));
            Arc::new(Shown::new(figure, plan, session.filter()))
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
    app.insights.update(&app.session);
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
        let Some((_, figures)) = &app.insights.figures else { return };
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
        let (shown, total) = (matches.shown(), matches.total());
        ui.weak(match language {
            Language::Japanese if shown == total => format!("{total}施策すべて"),
            Language::Japanese => format!("{total}施策のうち{shown}施策"),
            Language::English if shown == total => format!("all {total} measures"),
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

/// Draws the bars with their axes; returns the query of a clicked one.
fn plot_ui(app: &App, ui: &mut Ui, shown: &Arc<Shown>) -> Option<Vec<Narrowing>> {
    let (figure, plan) = (&shown.figure, &shown.plan);
    let palette = app.palette(ui.ctx());
    let places = plan.shown.len() as f64;
    let top = f64::from(plan.top);
    let width = ui.available_width();
    let plot = still_plot(("insight", figure.kind), palette);
    let (plot, bounds) = if figure.lies {
        // Free at the right for the numbers behind the bars.
        let right = top * 1.0_f64.max(f64::from(width / (width * 0.9 - 20.0)));
        let (labels, names) = names(app, figure, plan, width * MAX_NAMES_SHARE);
        let axis = labelled(AxisHints::new_y(), labels, palette).min_thickness(names + 8.0);
        let plot = plot
            .height(plan.shown.len() as f32 * LYING_PLACE_PT)
            .show_axes([false, true])
            .show_grid([false, false])
            .invert_y(true)
            .custom_y_axes(vec![axis])
            .y_grid_spacer({
                let count = plan.shown.len();
                move |_| marks((0..count).map(|place| place as f64 + 0.5))
            });
        (plot, PlotBounds::from_min_max([0.0, 0.0], [right, places]))
    } else {
        let counts: Vec<(f64, String)> = (0..=plan.top)
            .step_by(plan.step.max(1) as usize)
            .map(|count| (f64::from(count), count.to_string()))
            .collect();
        let left = app.fonts.width(&plan.top.to_string(), Weight::Regular, LABEL_PT) + 10.0;
        let labels = mark_labels(app, figure, plan, (width - left) / places as f32);
        let at: Vec<f64> = counts.iter().map(|(at, _)| *at).collect();
        let under: Vec<f64> = labels.iter().map(|(at, _)| *at).collect();
        let plot = plot
            .height(STANDING_PLOT_PT)
            .show_axes([true, true])
            .custom_x_axes(vec![labelled(AxisHints::new_x(), labels, palette).min_thickness(16.0)])
            .custom_y_axes(vec![labelled(AxisHints::new_y(), counts, palette).min_thickness(left)])
            .y_grid_spacer(move |_| marks(at.iter().copied()))
            .x_grid_spacer(move |_| marks(under.iter().copied()));
        // Free above the highest bar for its number.
        (plot, PlotBounds::from_min_max([0.0, 0.0], [places, top * 1.1]))
    };
    let item = bars_item(app, shown, palette);
    let response = plot.show(ui, move |plot| {
        plot.set_plot_bounds(bounds);
        plot.add(item);
    });
    targets_ui(app, ui, shown, &response.transform, palette)
}

/// What stands beside lying bars, cut to some width; and the width that they need.
fn names(app: &App, figure: &Figure, plan: &Plan, room: f32) -> (Vec<(f64, String)>, f32) {
    let cut = |fonts: &FontMetrics, text: &str| -> String {
        fonts.elided(text, Weight::Regular, LABEL_PT, room).unwrap_or_default().into()
    };
    let labels: Vec<(f64, String)> = plan
        .marks(figure)
        .map(|(middle, _, number)| {
            (middle, cut(&app.fonts, figure.marks[number].label.in_language(app.language())))
        })
        .collect();
    let widths = labels.iter().map(|(_, name)| app.fonts.width(name, Weight::Regular, LABEL_PT));
    let widest = widths.fold(0.0, f32::max);
    (labels, widest)
}

/// What stands under bars, as many as have room.
fn mark_labels(app: &App, figure: &Figure, plan: &Plan, place_pt: f32) -> Vec<(f64, String)> {
    let text = |number: usize| figure.marks[number].label.in_language(app.language());
    let marks: Vec<_> = plan.marks(figure).collect();
    let sizes = marks.iter().map(|&(_, length, number)| {
        let width = app.fonts.width(text(number), Weight::Regular, LABEL_PT);
        (length as f32 * place_pt, width)
    });
    let every = figure::every_nth(sizes);
    marks.iter().step_by(every).map(|&(at, _, number)| (at, text(number).to_owned())).collect()
}

/// The corners of a block in the units of the plot: counts and places.
fn corners(figure: &Figure, along: (f64, f64), counts: (u32, u32)) -> [PlotPoint; 2] {
    let counts = (f64::from(counts.0), f64::from(counts.1));
    if figure.lies {
        [PlotPoint::new(counts.0, along.0), PlotPoint::new(counts.1, along.1)]
    } else {
        [PlotPoint::new(along.0, counts.0), PlotPoint::new(along.1, counts.1)]
    }
}

fn on_screen(transform: &PlotTransform, corners: &[PlotPoint; 2]) -> Rect {
    let [one, other] = corners.each_ref().map(|point| transform.position_from_point(point));
    Rect::from_two_pos(one, other)
}

/// All bars as one mesh, and the line that they stand on.
fn bars_item<'a>(
    app: &'a App,
    shown: &Arc<Shown>,
    palette: &Palette,
) -> Painting<impl Fn(&PlotTransform, &mut Vec<Shape>) + use<'a>> {
    let shown = shown.clone();
    let colors = colors(app, &shown.figure, palette);
    let (base, ground) = (to_color(palette.year_line), to_color(palette.panel));
    Painting::new(move |transform: &PlotTransform, shapes: &mut Vec<Shape>| {
        let Shown { figure, plan, .. } = &*shown;
        let (mut mesh, mut cuts) = (Mesh::default(), Vec::new());
        for block in &plan.blocks {
            let along = (block.along.start, block.along.end);
            let corners = corners(figure, along, (block.counts.start, block.counts.end));
            let mut rect = on_screen(transform, &corners);
            if !figure.lies && block.counts.start > 0 && rect.height() > 5.0 {
                rect.max.y -= 0.75;
            }
            mesh.add_colored_rect(rect, colors[block.series]);
            if plan.cut_off == Some(block.bar) {
                cuts.push(rect);
            }
        }
        shapes.push(Shape::mesh(mesh));
        let gaps = cuts.iter().map(|bar| cut_shape(*bar, ground));
        shapes.extend(gaps);
        let frame = *transform.frame();
        let (from, to) = if figure.lies {
            (frame.left_top(), frame.left_bottom())
        } else {
            (frame.left_bottom(), frame.right_bottom())
        };
        shapes.push(Shape::line_segment([from, to], egui::Stroke::new(1.0, base)));
    })
}

/// The gap in a bar that goes on further than it is drawn.
fn cut_shape(bar: Rect, ground: Color32) -> Shape {
    let bar = crate::scene::Rect::new(bar.left(), bar.top(), bar.right(), bar.bottom());
    let points = figure::cut(bar).map(|point| egui::pos2(point.x, point.y));
    Shape::convex_polygon(points.to_vec(), ground, egui::Stroke::NONE)
}

/// Writes the numbers, and makes each bar something to point at; returns the query of a
/// clicked one.
fn targets_ui(
    app: &App,
    ui: &mut Ui,
    shown: &Shown,
    transform: &PlotTransform,
    palette: &Palette,
) -> Option<Vec<Narrowing>> {
    numbers_ui(app, ui, shown, transform, palette);
    let Shown { figure, plan, .. } = shown;
    let language = app.language();
    let top = plan.top;
    let mut clicked = None;
    for target in targets(figure, plan) {
        let Target { bar, series, along } = target;
        let rect = on_screen(transform, &corners(figure, along, (0, top)));
        let id = ui.scope_id().with(("bar", figure.kind, bar, series));
        let response = ui.interact(rect, id, Sense::CLICK);
        let is_asked = shown.is_asked_for(bar, series);
        let count =
            series.map_or_else(|| figure.bars[bar].total(), |at| figure.bars[bar].counts[at]);
        let name = target_in_words(figure, bar, series, count, language);
        response
            .widget_info(|| egui::WidgetInfo::selected(egui::Role::Button, true, is_asked, &name));
        let pointer = response.hover_pos();
        let part = pointer.and_then(|at| part_at(figure, plan, bar, transform, at));
        let ink = to_color(palette.ink);
        let block = on_screen(transform, &corners(figure, along, (0, count.min(top))));
        if response.hovered() || response.has_focus() {
            let color = to_color(palette.ink.with_alpha(14));
            ui.painter().rect_filled(rect, 2.0, color);
        }
        if is_asked {
            let stroke = egui::Stroke::new(1.5, ink);
            ui.painter().rect_stroke(block, 1.0, stroke, egui::StrokeKind::Outside);
        }
        if response.has_focus() {
            let stroke = egui::Stroke::new(1.5, to_color(palette.accent));
            ui.painter().rect_stroke(rect, 2.0, stroke, egui::StrokeKind::Inside);
        }
        let conditions = figure.found_by(bar, part.or(series));
        let response = if conditions.is_empty() {
            response
        } else {
            if response.clicked() {
                clicked = Some(conditions);
            }
            response.on_hover_cursor(egui::CursorIcon::PointingHand)
        };
        response.on_hover_ui_at_pointer(|ui| {
            let colors = colors(app, figure, palette);
            let is_stack = figure.grouping == Grouping::Stacked && figure.series.len() > 1;
            let parts = figure.bars[bar].counts.iter().zip(&figure.series).enumerate();
            let parts = parts.filter(|_| is_stack).map(|(at, (count, series))| Part {
                name: series.name.in_language(language).into(),
                color: colors[at],
                count: *count,
                is_meant: part == Some(at),
            });
            parts_ui(ui, &name, parts.collect(), language);
        });
    }
    clicked
}

/// A bar that can be pointed at, or one of those that stand side by side.
struct Target {
    bar: usize,
    series: Option<usize>,
    /// From where to where along the axis of places.
    along: (f64, f64),
}

fn targets(figure: &Figure, plan: &Plan) -> Vec<Target> {
    let places = plan.shown.iter().enumerate().map(|(place, &bar)| (place as f64, bar));
    let series = figure.series.len();
    places
        .flat_map(|(place, bar)| match figure.grouping {
            Grouping::Stacked => vec![Target { bar, series: None, along: (place, place + 1.0) }],
            Grouping::SideBySide => (0..series)
                .filter(|at| figure.bars[bar].counts[*at] > 0)
                .map(|at| {
                    let width = 1.0 / series as f64;
                    let left = place + width * at as f64;
                    Target { bar, series: Some(at), along: (left, left + width) }
                })
                .collect(),
        })
        .collect()
}

/// What a screen reader says of a bar, and the head of its tooltip.
fn target_in_words(
    figure: &Figure,
    bar: usize,
    series: Option<usize>,
    count: u32,
    language: Language,
) -> String {
    let label = figure.bars[bar].label.in_language(language);
    let name = series.map(|at| figure.series[at].name.in_language(language)).unwrap_or_default();
    let gap = if name.is_empty() { "" } else { " " };
    match language {
        Language::Japanese => format!("{label}{gap}{name}：{count}施策"),
        Language::English => {
            let unit = if count == 1 { "measure" } else { "measures" };
            format!("{label}{gap}{name}: {count} {unit}")
        }
    }
}

/// The series of a stack that lies under the pointer.
fn part_at(
    figure: &Figure,
    plan: &Plan,
    bar: usize,
    transform: &PlotTransform,
    pointer: egui::Pos2,
) -> Option<usize> {
    let at = transform.value_from_position(pointer);
    let count = if figure.lies { at.x } else { at.y };
    let mut blocks = plan.blocks.iter().filter(|block| block.bar == bar);
    let is_stack = figure.grouping == Grouping::Stacked && figure.series.len() > 1;
    let holds = |block: &&figure::Block| {
        (f64::from(block.counts.start)..f64::from(block.counts.end)).contains(&count)
    };
    blocks.find(holds).filter(|_| is_stack).map(|block| block.series)
}

/// The numbers at the ends of bars that are wide enough for them.
fn numbers_ui(app: &App, ui: &Ui, shown: &Shown, transform: &PlotTransform, palette: &Palette) {
    let Shown { figure, plan, .. } = shown;
    let parts = match figure.grouping {
        Grouping::Stacked => 1.0,
        Grouping::SideBySide => figure.series.len() as f32,
    };
    let room = transform.frame().width() / plan.shown.len().max(1) as f32 / parts;
    for (place, reach, count) in plan.ends(figure) {
        let text = count.to_string();
        let [at, _] = corners(figure, (place, place), (reach, reach));
        let at = transform.position_from_point(&at);
        let (at, anchor) = if figure.lies {
            (at + Vec2::new(5.0, 0.0), egui::Align2::LEFT_CENTER)
        } else {
            (at - Vec2::new(0.0, 2.0), egui::Align2::CENTER_BOTTOM)
        };
        if figure.lies || app.fonts.width(&text, Weight::Regular, LABEL_PT) <= room {
            let small = font(LABEL_PT, Weight::Regular);
            ui.painter().text(at, anchor, text, small, to_color(palette.ink));
        }
    }
}

/// The series with their colours; each is a filter, too, if it is an area.
fn legend_ui(app: &App, ui: &mut Ui, shown: &Shown, actions: &mut Vec<Action>) {
    let figure = &shown.figure;
    let series = figure::legend(figure);
    if series.is_empty() {
        return;
    }
    let language = app.language();
    let palette = app.palette(ui.ctx());
    let colors = colors(app, figure, palette);
    let more = series.len().saturating_sub(MAX_LEGEND);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = Vec2::new(10.0, 2.0);
        for at in series.into_iter().take(MAX_LEGEND) {
            let series = &figure.series[at];
            let name = series.name.in_language(language);
            let width = app.fonts.width(name, Weight::Regular, LABEL_PT);
            let size = Vec2::new(width + 15.0, 17.0);
            let is_filter = series.found_by.is_some();
            let sense = if is_filter { Sense::CLICK } else { Sense::HOVER };
            let (rect, response) = ui.allocate_exact_size(size, sense);
            let middle = rect.left_center() + Vec2::new(5.0, 0.0);
            let square = Rect::from_center_size(middle, Vec2::splat(9.0));
            ui.painter().rect_filled(square, 2.0, colors[at]);
            let ink = if response.hovered() && is_filter { palette.accent } else { palette.ink };
            let text = rect.left_center() + Vec2::new(14.0, 0.0);
            let small = font(LABEL_PT, Weight::Regular);
            ui.painter().text(text, egui::Align2::LEFT_CENTER, name, small, to_color(ink));
            if is_filter {
                let is_on = shown.asked_series[at];
                response.widget_info(|| {
                    egui::WidgetInfo::selected(egui::Role::Button, true, is_on, name)
                });
                if response.clicked() {
                    actions.push(Action::ToggleQuery(series.found_by.iter().cloned().collect()));
                }
            }
        }
        if more > 0 {
            ui.label(
                egui::RichText::new(match language {
                    Language::Japanese => format!("ほか{more}領域"),
                    Language::English => format!("and {more} more areas"),
                })
                .weak()
                .size(LABEL_PT),
            );
        }
    });
}

fn colors(app: &App, figure: &Figure, palette: &Palette) -> Vec<Color32> {
    let hue = |area| app.session.hue_of_area(area);
    (0..figure.series.len())
        .map(|series| to_color(figure::series_color(figure, series, palette, &hue)))
        .collect()
}
