//! The bars of a figure as something to point at and to click, with their numbers.

use super::super::plots::{Part, parts_ui};
use super::legend::colors;
use super::plot::{corners, on_screen};
use super::{LABEL_PT, Shown};
use crate::app::App;
use crate::app::paint::{font, to_color};
use crate::insight::{Figure, Grouping};
use crate::layout::Palette;
use crate::layout::figure::{self, Plan};
use crate::model::Language;
use crate::query::Narrowing;
use crate::scene::Weight;
use crate::words::grouped;
use egui::{Sense, Ui, Vec2};
use egui_plot::PlotTransform;

/// Writes the numbers, and makes each bar something to point at; returns the query of a
/// clicked one.
pub(super) fn targets_ui(
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
    let number = grouped(count);
    match language {
        Language::Japanese => format!("{label}{gap}{name}：{number}施策"),
        Language::English => {
            let unit = if count == 1 { "measure" } else { "measures" };
            format!("{label}{gap}{name}: {number} {unit}")
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

/// The numbers at the ends of bars, if they have room.
fn numbers_ui(app: &App, ui: &Ui, shown: &Shown, transform: &PlotTransform, palette: &Palette) {
    let Shown { figure, plan, .. } = shown;
    let width = |text: &str| app.fonts.width(text, Weight::Regular, LABEL_PT);
    let room = transform.frame().width();
    if !figure.lies && !plan.has_room_for_numbers(figure, room, width) {
        return;
    }
    for (place, reach, count) in plan.ends(figure) {
        let [at, _] = corners(figure, (place, place), (reach, reach));
        let at = transform.position_from_point(&at);
        let (at, anchor) = if figure.lies {
            (at + Vec2::new(5.0, 0.0), egui::Align2::LEFT_CENTER)
        } else {
            (at - Vec2::new(0.0, 2.0), egui::Align2::CENTER_BOTTOM)
        };
        let small = font(LABEL_PT, Weight::Regular);
        ui.painter().text(at, anchor, grouped(count), small, to_color(palette.ink));
    }
}
