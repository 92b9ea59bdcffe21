//! A figure as a plot: its axes and its bars.

use super::super::plots::{Painting, labelled, marks, still_plot};
use super::legend::colors;
use super::targets::targets_ui;
use super::{LABEL_PT, Shown};
use crate::app::App;
use crate::app::paint::to_color;
use crate::insight::Figure;
use crate::layout::figure::{self, Plan};
use crate::layout::{FontMetrics, Palette};
use crate::query::Narrowing;
use crate::scene::Weight;
use crate::words::grouped;
use egui::epaint::Mesh;
use egui::{Color32, Rect, Shape, Ui};
use egui_plot::{AxisHints, PlotBounds, PlotPoint, PlotTransform};
use std::sync::Arc;

const STANDING_PLOT_PT: f32 = 168.0;
const LYING_PLACE_PT: f32 = 21.0;
/// Names of lying bars take at most this share of a figure.
const MAX_NAMES_SHARE: f32 = 0.42;

/// Draws the bars with their axes; returns the query of a clicked one.
pub(super) fn plot_ui(app: &App, ui: &mut Ui, shown: &Arc<Shown>) -> Option<Vec<Narrowing>> {
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
            .map(|count| (f64::from(count), grouped(count)))
            .collect();
        let left = app.fonts.width(&grouped(plan.top), Weight::Regular, LABEL_PT) + 10.0;
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
pub(super) fn corners(figure: &Figure, along: (f64, f64), counts: (u32, u32)) -> [PlotPoint; 2] {
    let counts = (f64::from(counts.0), f64::from(counts.1));
    if figure.lies {
        [PlotPoint::new(counts.0, along.0), PlotPoint::new(counts.1, along.1)]
    } else {
        [PlotPoint::new(along.0, counts.0), PlotPoint::new(along.1, counts.1)]
    }
}

pub(super) fn on_screen(transform: &PlotTransform, corners: &[PlotPoint; 2]) -> Rect {
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
