//! The load strip: active measures per quarter, stacked by colour, on the chart's time axis.

use crate::app::paint::{font, to_color};
use crate::app::{App, Session};
use crate::layout::{ColorClass, Palette, TimeAxis};
use crate::model::Language;
use crate::scene::Weight;
use crate::time::{TickUnit, ticks};
use crate::words;
use egui::epaint::Mesh;
use egui::{Color32, Rect, Shape, Ui};
use egui_plot::{Plot, PlotBounds, PlotGeometry, PlotItem, PlotItemBase, PlotPoint, PlotTransform};
use std::ops::RangeInclusive;
use std::sync::Arc;

/// How many columns are drawn at the most; beyond that quarters become years, then decades.
const MAX_COLUMNS: i32 = 400;

/// What the strip keeps between frames.
#[derive(Default)]
pub struct Load {
    series: Option<Arc<Series>>,
}

/// Active tasks per period and colour.
#[derive(Clone, Debug, PartialEq)]
struct Series {
    arrangement: u64,
    unit: TickUnit,
    /// What the colours stand for, from the bottom; all of them have shown tasks.
    classes: Vec<ColorClass>,
    columns: Vec<Column>,
    most: u32,
}

/// One period.
#[derive(Clone, Debug, PartialEq)]
struct Column {
    first: i32,
    end: i32,
    /// How many tasks of each colour are active in it.
    counts: Vec<u32>,
}

impl Series {
    /// Counts, for each period, the shown tasks that touch it.
    fn new(session: &Session) -> Self {
        let roadmap = session.roadmap();
        let fiscal = roadmap.fiscal_year_start;
        let colors = session.colors();
        let mut is_shown = vec![false; colors.classes.len()];
        for task in session.matches().tasks() {
            is_shown[colors.class_of(task)] = true;
        }
        let mut classes = Vec::new();
        let mut place_of_class = vec![0; colors.classes.len()];
        for (class, _) in is_shown.iter().enumerate().filter(|(_, is_shown)| **is_shown) {
            place_of_class[class] = classes.len();
            classes.push(colors.classes[class]);
        }
        let mut this = Self {
            arrangement: session.arrangement(),
            unit: TickUnit::Quarter,
            classes,
            columns: Vec::new(),
            most: 0,
        };
        let Some((first, last)) = session.span() else { return this };
        let days = last.number() - first.number() + 1;
        this.unit = [TickUnit::Quarter, TickUnit::FiscalYears(1), TickUnit::FiscalYears(10)]
            .into_iter()
            .find(|unit| f64::from(days) / unit.shortest_days() <= f64::from(MAX_COLUMNS))
            .unwrap_or(TickUnit::FiscalYears(100));
        let periods: Vec<_> = ticks(this.unit, first, last, fiscal).collect();
        // Differences at the first period and after the last one, then a running sum: one visit a task.
        let mut changes = vec![vec![0_i64; this.classes.len()]; periods.len() + 1];
        for task in session.matches().tasks() {
            let record = roadmap.task(task);
            let class = place_of_class[colors.class_of(task)];
            let from = record.when.first_day(fiscal);
            let to = record.when.last_day(fiscal).unwrap_or(last).max(from);
            let start = periods.partition_point(|period| period.next <= from);
            let end = periods.partition_point(|period| period.first <= to);
            changes[start][class] += 1;
            changes[end][class] -= 1;
        }
        let mut running = vec![0_i64; this.classes.len()];
        for (period, change) in periods.iter().zip(&changes) {
            for (count, change) in running.iter_mut().zip(change) {
                *count += change;
            }
            let counts: Vec<u32> =
                running.iter().map(|count| u32::try_from(*count).unwrap_or(0)).collect();
            this.most = this.most.max(counts.iter().sum());
            this.columns.push(Column {
                first: period.first.number(),
                end: period.next.number(),
                counts,
            });
        }
        this
    }
}

/// Draws the strip.
pub fn ui(app: &mut App, ui: &mut egui::Ui) {
    if app.load.series.as_ref().is_none_or(|series| series.arrangement != app.session.arrangement())
    {
        app.load.series = Some(Arc::new(Series::new(&app.session)));
    }
    let palette = app.palette(ui.ctx()).clone();
    let frame = egui::Frame::new().fill(to_color(palette.paper));
    let panel = egui::Panel::bottom("load")
        .frame(frame)
        .default_size(132.0)
        .size_range(70.0..=340.0)
        .resizable(true);
    panel.show(ui, |ui| {
        let Some(series) = app.load.series.clone() else { return };
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
    let unit = match (series.unit, app.language()) {
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
    let top = nice_top(series.most);
    let step = f64::from(top) / 2.0;
    let grid = to_color(palette.hairline);
    let item = Columns {
        base: PlotItemBase::new("load".to_owned()),
        series: series.clone(),
        colors: series
            .classes
            .iter()
            .map(|class| to_color(palette.colors(class.color).edge))
            .collect(),
    };
    let response = Plot::new("load-plot")
        .show_axes([false, false])
        .show_grid([false, true])
        .grid_color(grid)
        .show_background(false)
        .show_crosshair(false)
        .show_x(false)
        .show_y(false)
        .allow_zoom(false)
        .allow_drag(false)
        .allow_scroll(false)
        .allow_boxed_zoom(false)
        .allow_double_click_reset(false)
        .set_margin_fraction(egui::Vec2::ZERO)
        .y_grid_spacer(move |_| {
            vec![
                egui_plot::GridMark { value: step, step_size: step },
                egui_plot::GridMark { value: step * 2.0, step_size: step },
            ]
        })
        .sense(egui::Sense::HOVER)
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

/// The least round number not below the largest sum, of the even ones whose half is easily read.
fn nice_top(most: u32) -> u32 {
    let mut power = 1;
    loop {
        for step in [10, 12, 16, 20, 24, 30, 40, 50, 60, 80] {
            let top: u32 = power * step / 5;
            if top.is_multiple_of(2) && top >= most.max(2) || power >= 10_000_000 {
                return top;
            }
        }
        power *= 10;
    }
}

fn column_at(series: &Series, axis: TimeAxis, x: f32) -> Option<&Column> {
    let day = axis.day_at(x);
    let at = series.columns.partition_point(|column| f64::from(column.end) <= day);
    series.columns.get(at).filter(|column| f64::from(column.first) <= day)
}

fn tooltip_ui(app: &App, ui: &mut Ui, series: &Series, column: &Column, palette: &Palette) {
    const MAX_LINES: usize = 12;
    let (language, roadmap) = (app.language(), app.session.roadmap());
    let fiscal = roadmap.fiscal_year_start;
    let first = crate::time::Day::from_number(column.first);
    let tick = crate::time::Tick { first, next: crate::time::Day::from_number(column.end) };
    let year = words::fiscal_year_in_words(fiscal.fiscal_year_of(first), language);
    let period = match series.unit {
        TickUnit::Quarter => {
            format!("{year} {}", words::tick_label(series.unit, tick, fiscal, language))
        }
        unit => words::tick_label(unit, tick, fiscal, language),
    };
    let total: u32 = column.counts.iter().sum();
    let heading = match language {
        Language::Japanese => format!("{period}　{total}施策"),
        Language::English => format!("{period}: {total} measures"),
    };
    ui.label(egui::RichText::new(heading).font(font(12.5, Weight::Bold)));
    let mut classes: Vec<_> =
        series.classes.iter().zip(&column.counts).filter(|(_, count)| **count > 0).collect();
    classes.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
    let more = classes.len().saturating_sub(MAX_LINES);
    for (class, count) in classes.into_iter().take(MAX_LINES) {
        ui.horizontal(|ui| {
            let (square, _) = ui.allocate_exact_size(egui::Vec2::splat(10.0), egui::Sense::HOVER);
            ui.painter().rect_filled(square, 2.0, to_color(palette.colors(class.color).edge));
            ui.label(format!("{} {count}", class.meaning.text(roadmap, language)));
        });
    }
    if more > 0 {
        ui.weak(match language {
            Language::Japanese => format!("ほか{more}件"),
            Language::English => format!("and {more} more"),
        });
    }
}

/// All columns as one mesh; `egui_plot`'s own bars would be a shape each.
struct Columns {
    base: PlotItemBase,
    series: Arc<Series>,
    colors: Vec<Color32>,
}

impl PlotItem for Columns {
    fn shapes(&self, _ui: &Ui, transform: &PlotTransform, shapes: &mut Vec<Shape>) {
        let mut mesh = Mesh::default();
        let bounds = transform.bounds();
        let (from, to) = (bounds.min()[0], bounds.max()[0]);
        let first = self.series.columns.partition_point(|column| f64::from(column.end) <= from);
        for column in
            self.series.columns[first..].iter().take_while(|column| f64::from(column.first) < to)
        {
            let at = |day: i32, count: u32| {
                transform.position_from_point(&PlotPoint::new(f64::from(day), f64::from(count)))
            };
            let left = at(column.first, 0).x;
            let right = at(column.end, 0).x;
            let gap = if right - left > 6.0 { 1.5 } else { 0.0 };
            let mut below = 0;
            for (count, color) in
                column.counts.iter().zip(&self.colors).filter(|(count, _)| **count > 0)
            {
                let bottom = at(column.first, below).y;
                below += count;
                let top = at(column.first, below).y;
                let line = if bottom - top > 3.0 { 0.75 } else { 0.0 };
                let rect = Rect::from_min_max(
                    egui::pos2(left + gap, top + line),
                    egui::pos2(right - gap, bottom),
                );
                mesh.add_colored_rect(rect, *color);
            }
        }
        shapes.push(Shape::mesh(mesh));
    }

    fn initialize(&mut self, _x_range: RangeInclusive<f64>) {}

    fn color(&self) -> Color32 {
        Color32::TRANSPARENT
    }

    fn geometry(&self) -> PlotGeometry<'_> {
        PlotGeometry::None
    }

    fn bounds(&self) -> PlotBounds {
        PlotBounds::NOTHING
    }

    fn base(&self) -> &PlotItemBase {
        &self.base
    }

    fn base_mut(&mut self) -> &mut PlotItemBase {
        &mut self.base
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scale_ends_at_a_round_number() {
        assert_eq!([0, 2, 3, 11, 38, 41, 100, 101].map(nice_top), [2, 2, 4, 12, 40, 48, 100, 120]);
    }
}
