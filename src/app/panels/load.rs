//! The load strip: active measures per quarter, stacked by area, on the chart's time axis.

use crate::app::paint::{font, to_color};
use crate::app::{App, Session};
use crate::insight::UnderWay;
use crate::layout::{Palette, TimeAxis, figure};
use crate::model::Language;
use crate::scene::Weight;
use crate::time::{Day, Tick, TickUnit};
use crate::words;
use egui::epaint::Mesh;
use egui::{Color32, Rect, Shape, Ui};
use egui_plot::{Plot, PlotBounds, PlotGeometry, PlotItem, PlotItemBase, PlotPoint, PlotTransform};
use std::ops::RangeInclusive;
use std::sync::Arc;

/// How many columns are drawn at the most; beyond that quarters become years, then decades.
const MAX_COLUMNS: usize = 400;

/// What the strip keeps between frames.
#[derive(Default)]
pub struct Load {
    series: Option<Arc<Series>>,
}

/// Tasks under way, with the hues of their areas.
struct Series {
    arrangement: u64,
    under_way: UnderWay,
    hues: Vec<u8>,
    most: u32,
}

impl Series {
    fn new(session: &Session) -> Self {
        let under_way =
            UnderWay::new(session.roadmap(), session.matches(), session.span(), MAX_COLUMNS);
        Self {
            arrangement: session.arrangement(),
            hues: under_way.areas.iter().map(|area| session.hue_of_area(*area)).collect(),
            most: under_way.most(),
            under_way,
        }
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
    let grid = to_color(palette.hairline);
    let item = Columns {
        base: PlotItemBase::new("load".to_owned()),
        series: series.clone(),
        colors: series.hues.iter().map(|hue| to_color(palette.bar(*hue).edge)).collect(),
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

/// The period at an x of the strip.
fn column_at(series: &Series, axis: TimeAxis, x: f32) -> Option<usize> {
    let day = axis.day_at(x);
    let periods = &series.under_way.periods;
    let at = periods.partition_point(|period| f64::from(period.next.number()) <= day);
    periods.get(at).filter(|period| f64::from(period.first.number()) <= day).map(|_| at)
}

fn tooltip_ui(app: &App, ui: &mut Ui, series: &Series, column: usize, palette: &Palette) {
    const MAX_LINES: usize = 12;
    let (language, roadmap) = (app.language(), app.session.roadmap());
    let under_way = &series.under_way;
    let tick = under_way.periods[column];
    let period = words::period_in_words(under_way.unit, tick, roadmap.fiscal_year_start, language);
    let counts = under_way.counts(column);
    let total: u32 = counts.iter().sum();
    let heading = match language {
        Language::Japanese => format!("{period}　{total}施策"),
        Language::English => format!("{period}: {total} measures"),
    };
    ui.label(egui::RichText::new(heading).font(font(12.5, Weight::Bold)));
    let areas = under_way.areas.iter().zip(&series.hues).zip(counts);
    let mut areas: Vec<_> = areas.filter(|(_, count)| **count > 0).collect();
    areas.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
    let more = areas.len().saturating_sub(MAX_LINES);
    for ((lane, hue), count) in areas.into_iter().take(MAX_LINES) {
        ui.horizontal(|ui| {
            let (square, _) = ui.allocate_exact_size(egui::Vec2::splat(10.0), egui::Sense::HOVER);
            ui.painter().rect_filled(square, 2.0, to_color(palette.bar(*hue).edge));
            ui.label(format!("{} {count}", roadmap.lane(*lane).title.in_language(language)));
        });
    }
    if more > 0 {
        ui.weak(match language {
            Language::Japanese => format!("ほか{more}領域"),
            Language::English => format!("and {more} more areas"),
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
        let under_way = &self.series.under_way;
        let end = |period: &Tick| f64::from(period.next.number());
        let hidden = under_way.periods.partition_point(|period| end(period) <= from);
        let periods = under_way.periods.iter().enumerate().skip(hidden);
        for (number, period) in
            periods.take_while(|(_, period)| f64::from(period.first.number()) < to)
        {
            let at = |day: Day, count: u32| {
                let day = f64::from(day.number());
                transform.position_from_point(&PlotPoint::new(day, f64::from(count)))
            };
            let left = at(period.first, 0).x;
            let right = at(period.next, 0).x;
            let gap = if right - left > 6.0 { 1.5 } else { 0.0 };
            let mut below = 0;
            for (count, color) in
                under_way.counts(number).iter().zip(&self.colors).filter(|(count, _)| **count > 0)
            {
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
