//! What plots of several panels share: they stand still, and paint their bars in one mesh.

use crate::app::paint::{font, to_color};
use crate::layout::Palette;
use crate::model::Language;
use crate::scene::Weight;
use egui::{Color32, Shape, Ui};
use egui_plot::{
    AxisHints, GridMark, Plot, PlotBounds, PlotGeometry, PlotItem, PlotItemBase, PlotTransform,
};
use std::borrow::Cow;
use std::ops::RangeInclusive;

/// A plot that neither moves nor zooms, without axes, with lines at counts only.
pub fn still_plot<'a>(id: impl egui::AsIdSalt, palette: &Palette) -> Plot<'a> {
    Plot::new(id)
        .show_axes([false, false])
        .show_grid([false, true])
        .grid_color(to_color(palette.hairline))
        .show_background(false)
        .show_crosshair(false)
        .show_x(false)
        .show_y(false)
        .allow_zoom(false)
        .allow_drag(false)
        .allow_scroll(false)
        .allow_boxed_zoom(false)
        .allow_axis_zoom_drag(false)
        .allow_double_click_reset(false)
        .set_margin_fraction(egui::Vec2::ZERO)
        .sense(egui::Sense::HOVER)
}

/// An axis with these labels: where each stands, and what it says. All are painted, so
/// whoever makes them sees to it that they have room.
pub fn labelled<'a>(
    axis: AxisHints<'a>,
    labels: Vec<(f64, String)>,
    palette: &Palette,
) -> AxisHints<'a> {
    axis.formatter(move |mark: GridMark, _: &RangeInclusive<f64>| {
        let at = labels.iter().find(|(at, _)| (at - mark.value).abs() < 1e-6);
        at.map(|(_, label)| label.clone()).unwrap_or_default()
    })
    .label_spacing(0.0..=1.0)
    .tick_label_color(to_color(palette.secondary))
    .tick_label_font(font(10.5, Weight::Regular))
}

/// Marks that egui's axes take for far enough apart whatever their labels are.
pub fn marks(at: impl Iterator<Item = f64>) -> Vec<GridMark> {
    at.map(|value| GridMark { value, step_size: 1e6 }).collect()
}

/// One line of a tooltip about a bar of several parts.
pub struct Part<'a> {
    /// What it is.
    pub name: Cow<'a, str>,
    /// Its colour.
    pub color: Color32,
    /// What it counts.
    pub count: u32,
    /// Whether the pointer is on it.
    pub is_meant: bool,
}

/// The tooltip of a bar: what it is as a whole, and its parts, the largest first.
pub fn parts_ui(ui: &mut Ui, heading: &str, mut parts: Vec<Part<'_>>, language: Language) {
    const MAX_LINES: usize = 12;
    ui.label(egui::RichText::new(heading).font(font(12.5, Weight::Bold)));
    parts.retain(|part| part.count > 0);
    parts.sort_by_key(|part| (!part.is_meant, std::cmp::Reverse(part.count)));
    let more = parts.len().saturating_sub(MAX_LINES);
    for part in parts.into_iter().take(MAX_LINES) {
        ui.horizontal(|ui| {
            let (square, _) = ui.allocate_exact_size(egui::Vec2::splat(10.0), egui::Sense::HOVER);
            ui.painter().rect_filled(square, 2.0, part.color);
            let text = egui::RichText::new(format!("{} {}", part.name, part.count));
            let weight = if part.is_meant { Weight::Bold } else { Weight::Regular };
            ui.label(text.font(font(13.0, weight)));
        });
    }
    if more > 0 {
        ui.weak(match language {
            Language::Japanese => format!("ほか{more}件"),
            Language::English => format!("and {more} more"),
        });
    }
}

/// Something to be painted by a function that is told how the plot lies on the screen;
/// `egui_plot`'s own bars would be a shape each.
pub struct Painting<F> {
    base: PlotItemBase,
    paint: F,
}

impl<F: Fn(&PlotTransform, &mut Vec<Shape>)> Painting<F> {
    /// An item that is painted by this function.
    pub fn new(paint: F) -> Self {
        Self { base: PlotItemBase::new(String::new()), paint }
    }
}

impl<F: Fn(&PlotTransform, &mut Vec<Shape>)> PlotItem for Painting<F> {
    fn shapes(&self, _ui: &Ui, transform: &PlotTransform, shapes: &mut Vec<Shape>) {
        (self.paint)(transform, shapes);
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
