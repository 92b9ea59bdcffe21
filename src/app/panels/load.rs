//! The load strip: active measures per quarter, stacked by colour, on the chart's time axis.

use super::plots::{Painting, Part, marks, parts_ui, still_plot};
use crate::app::App;
use crate::app::paint::{font, to_color};
use crate::app::session::Snapshot;
use crate::app::slow::Slow;
use crate::insight::UnderWay;
use crate::layout::{ColorClass, Palette, TimeAxis, figure};
use crate::model::Language;
use crate::scene::Weight;
use crate::time::{Day, Tick, TickUnit};
use crate::words;
use egui::epaint::Mesh;
use egui::{Color32, Rect, Shape, Ui};
use egui_plot::{PlotBounds, PlotPoint, PlotTransform};
use std::sync::Arc;

/// How many columns are drawn at the most; beyond that quarters become years, then decades.
const MAX_COLUMNS: usize = 400;

/// What the strip keeps between frames.
#[derive(Default)]
pub struct Load {
    series: Slow<u64, Arc<Series>>,
}

/// Tasks under way by colour.
struct Series {
    under_way: UnderWay,
    /// What the colours stand for, from the bottom; all of them have shown tasks.
    classes: Vec<ColorClass>,
    most: u32,
}

impl Series {
    fn new(Snapshot { contents, arranged, .. }: &Snapshot) -> Self {
        let colors = &arranged.colors;
        let under_way = UnderWay::new(
            &contents.roadmap,
            &arranged.shown.matches,
            contents.span,
            MAX_COLUMNS,
            colors.classes.len(),
            |task| colors.class_of(task),
        );
        Self {
            classes: under_way.classes.iter().map(|class| colors.classes[*class]).collect(),
            most: under_way.most(),
            under_way,
        }
    }
}

/// Draws the strip.
pub fn ui(app: &mut App, ui: &mut egui::Ui) {
    let (arrangement, is_large) = (app.session.arrangement(), app.session.is_large());
    let snapshot = app.session.snapshot();
    let make = move || Arc::new(Series::new(&snapshot));
    app.load.series.update(ui.ctx(), arrangement, is_large, make);
    let palette = app.palette(ui.ctx()).clone();
    let frame = egui::Frame::new().fill(to_color(palette.paper));
    let panel = egui::Panel::bottom("load")
        .frame(frame)
        .default_size(132.0)
        .size_range(70.0..=340.0)
        .resizable(true);
    panel.show(ui, |ui| {
        let Some((_, series)) = app.load.series.latest().cloned() else { return };
        let rect = ui.available_rect_before_wrap();
        let names = app.canvas.names_width();
        labels_ui(app, ui, rect, &series, &palette);
        let body = Rect::from_min_max(egui::pos2(rect.left() + names, rect.top()), rect.max);
        ui.scope_builder(egui::UiBuilder::new().max_rect(body), |ui| {
            plot_ui(app, ui, body, &series, &palette);
        });
    });
}

fn labels_ui(app: &App, ui: &Ui, rect: Rect, series: &Series, palette: &Palette) {
    let painter = ui.painter_at(rect);
    let unit = match (series.under_way.unit, app.language()) {
        (TickUnit::Quarter, Language::Japanese) => "四半期ごと",
        (TickUnit::Quarter, Language::English) => "per quarter",
        (TickUnit::FiscalYears(1), Language::Japanese) => "年度ごと",
        (TickUnit::FiscalYears(1), Language::English) => "per year",
        (_, Language::Japanese) => "期間ごと",
        (_, Language::English) => "per period",
    };
    let title = app.in_language("進行中の施策", "Measures under way");
    let at = egui::pos2(rect.left() + 16.0, rect.top() + 14.0);
    painter.text(
        at,
        egui::Align2::LEFT_CENTER,
        title,
        font(12.0, Weight::Bold),
        to_color(palette.ink),
    );
    let at = egui::pos2(rect.left() + 16.0, rect.top() + 31.0);
    painter.text(
        at,
        egui::Align2::LEFT_CENTER,
        unit,
        font(11.0, Weight::Regular),
        to_color(palette.secondary),
    );
    let edge = rect.left() + app.canvas.names_width();
    painter.vline(edge - 0.5, rect.y_range(), egui::Stroke::new(1.0, to_color(palette.year_line)));
}

fn plot_ui(app: &App, ui: &mut Ui, body: Rect, series: &Arc<Series>, palette: &Palette) {
    let axis = app.session.view.axis;
    let top = figure::nice_top(series.most);
    let step = f64::from(top) / 2.0;
    let edge = |class: &ColorClass| to_color(palette.colors(class.color).edge);
    let colors: Vec<Color32> = series.classes.iter().map(edge).collect();
    let shown = series.clone();
    let item = Painting::new(move |transform, shapes| {
        shapes.push(columns(&shown.under_way, &colors, transform));
    });
    let response = still_plot("load-plot", palette)
        .y_grid_spacer(move |_| marks([step, step * 2.0].into_iter()))
        .show(ui, move |plot| {
            let right = axis.day_at(body.width());
            plot.set_plot_bounds(PlotBounds::from_min_max(
                [axis.left_day, 0.0],
                [right, f64::from(top) * 1.12],
            ));
            plot.add(item);
        });
    if series.most > 0 {
        scale_ui(ui, body, top, palette);
    }
    let pointer = response.response.hover_pos();
    if let Some(column) =
        pointer.and_then(|pointer| column_at(series, axis, pointer.x - body.left()))
    {
        response.response.on_hover_ui_at_pointer(|ui| tooltip_ui(app, ui, series, column, palette));
    }
}

/// The numbers of the two grid lines.
fn scale_ui(ui: &Ui, body: Rect, top: u32, palette: &Palette) {
    for (share, value) in [(0.5, f64::from(top) / 2.0), (1.0, f64::from(top))] {
        let y = body.bottom() - body.height() * share / 1.12;
        let at = egui::pos2(body.left() - 8.0, y);
        let painter = ui.painter().with_clip_rect(body.expand2(egui::vec2(60.0, 0.0)));
        painter.text(
            at,
            egui::Align2::RIGHT_CENTER,
            value.to_string(),
            font(10.5, Weight::Regular),
            to_color(palette.secondary),
        );
    }
}

/// The period at an x of the strip.
fn column_at(series: &Series, axis: TimeAxis, x: f32) -> Option<usize> {
    let day = axis.day_at(x);
    let periods = &series.under_way.periods;
    let at = periods.partition_point(|period| f64::from(period.next.number()) <= day);
    periods.get(at).filter(|period| f64::from(period.first.number()) <= day).map(|_| at)
}

fn tooltip_ui(app: &App, ui: &mut Ui, series: &Series, column: usize, palette: &Palette) {
    let (language, roadmap) = (app.language(), app.session.roadmap());
    let under_way = &series.under_way;
    let tick = under_way.periods[column];
    let period = words::period_in_words(under_way.unit, tick, roadmap.fiscal_year_start, language);
    let counts = under_way.counts(column);
    let total = words::grouped(counts.iter().sum::<u32>());
    let heading = match language {
        Language::Japanese => format!("{period}　{total}施策"),
        Language::English => format!("{period}: {total} measures"),
    };
    let parts = series.classes.iter().zip(counts).map(|(class, count)| Part {
        name: class.meaning.text(roadmap, language),
        color: to_color(palette.colors(class.color).edge),
        count: *count,
        is_meant: false,
    });
    parts_ui(ui, &heading, parts.collect(), language);
}

/// The columns in view as one mesh.
fn columns(under_way: &UnderWay, colors: &[Color32], transform: &PlotTransform) -> Shape {
    let mut mesh = Mesh::default();
    let bounds = transform.bounds();
    let (from, to) = (bounds.min()[0], bounds.max()[0]);
    let end = |period: &Tick| f64::from(period.next.number());
    let hidden = under_way.periods.partition_point(|period| end(period) <= from);
    let periods = under_way.periods.iter().enumerate().skip(hidden);
    for (number, period) in periods.take_while(|(_, period)| f64::from(period.first.number()) < to)
    {
        let at = |day: Day, count: u32| {
            let day = f64::from(day.number());
            transform.position_from_point(&PlotPoint::new(day, f64::from(count)))
        };
        let left = at(period.first, 0).x;
        let right = at(period.next, 0).x;
        let gap = if right - left > 6.0 { 1.5 } else { 0.0 };
        let mut below = 0;
        let counts = under_way.counts(number).iter().zip(colors);
        for (count, color) in counts.filter(|(count, _)| **count > 0) {
            let bottom = at(period.first, below).y;
            below += count;
            let top = at(period.first, below).y;
            let line = if bottom - top > 3.0 { 0.75 } else { 0.0 };
            let rect = Rect::from_min_max(
                egui::pos2(left + gap, top + line),
                egui::pos2(right - gap, bottom),
            );
            mesh.add_colored_rect(rect, *color);
        }
    }
    Shape::mesh(mesh)
}
