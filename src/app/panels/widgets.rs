//! Small widgets that several panels share, and icons drawn as shapes.

use egui::{Color32, Pos2, Rect, Response, Sense, Stroke, Vec2};
use std::borrow::Cow;

/// Nobody reads more in a panel, and laying out megabytes would stop the window.
const MOST_CHARACTERS: usize = 4_000;

/// The first characters of a text that is longer than `most` of them, with … for the rest.
pub fn shortened(text: &str, most: usize) -> Cow<'_, str> {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &text[..end]).into(),
        None => text.into(),
    }
}

/// A text as far as anybody reads it.
pub fn readable(text: &str) -> Cow<'_, str> {
    shortened(text, MOST_CHARACTERS)
}

/// Running text, with room between its lines for kanji.
pub fn prose(text: impl AsRef<str>) -> egui::RichText {
    egui::RichText::new(readable(text.as_ref())).line_height(Some(19.0))
}

/// The title of a panel or a tooltip.
pub fn title(text: impl AsRef<str>, size: f32) -> egui::RichText {
    let font = super::super::paint::font(size, crate::scene::Weight::Bold);
    egui::RichText::new(readable(text.as_ref())).font(font).line_height(Some((size * 1.45).round()))
}

/// A row of choices of which one is in force; returns the position of a clicked one.
pub fn segmented(ui: &mut egui::Ui, choices: &[(&str, String, bool)]) -> Option<usize> {
    let mut clicked = None;
    let visuals = ui.visuals();
    let frame = egui::Frame::new()
        .fill(visuals.extreme_bg_color)
        .stroke(visuals.window_stroke)
        .corner_radius(6)
        .inner_margin(egui::Margin::same(2));
    frame.show(ui, |ui| {
        ui.spacing_mut().item_spacing.x = 1.0;
        ui.spacing_mut().interact_size.y = 22.0;
        ui.spacing_mut().button_padding = Vec2::new(9.0, 3.0);
        for (position, (label, hint, is_on)) in choices.iter().enumerate() {
            let text = if *is_on {
                let font = super::super::paint::font(13.0, crate::scene::Weight::Bold);
                egui::RichText::new(*label).font(font).color(ui.visuals().hyperlink_color)
            } else {
                egui::RichText::new(*label)
            };
            let button = egui::Button::selectable(*is_on, text).corner_radius(4);
            if ui.add(button).on_hover_text(hint).clicked() {
                clicked = Some(position);
            }
        }
    });
    clicked
}

/// A picture that is drawn rather than written, because fonts lack it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    /// A magnifying glass.
    Search,
    /// A cross.
    Close,
    /// A pencil.
    Pencil,
    /// An arrow that turns back.
    Undo,
    /// An arrow that turns forward.
    Redo,
    /// A panel at the left.
    LeftPanel,
    /// A panel at the right.
    RightPanel,
    /// A panel at the bottom.
    BottomPanel,
    /// Columns of a figure.
    Bars,
    /// An arrow out of a tray.
    Export,
    /// A sun or moon.
    Theme,
}

/// A button with an icon and a name for tooltips and screen readers.
pub fn icon_button(ui: &mut egui::Ui, icon: Icon, name: &str, is_on: bool) -> Response {
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(26.0), Sense::click());
    response.widget_info(|| egui::WidgetInfo::selected(egui::Role::Button, true, is_on, name));
    let visuals = ui.style().interact_selectable(&response, false);
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, 5.0, visuals.weak_bg_fill);
    }
    let color = if is_on { ui.visuals().hyperlink_color } else { ui.visuals().weak_text_color() };
    paint_icon(ui.painter(), Rect::from_center_size(rect.center(), Vec2::splat(14.0)), icon, color);
    response.on_hover_text(name)
}

/// Draws an icon into a square of about 14 points.
pub fn paint_icon(painter: &egui::Painter, rect: Rect, icon: Icon, color: Color32) {
    let stroke = Stroke::new(1.4, color);
    let at =
        |x: f32, y: f32| Pos2::new(rect.left() + x * rect.width(), rect.top() + y * rect.height());
    let frame = Rect::from_min_max(at(0.02, 0.12), at(0.98, 0.88));
    match icon {
        Icon::Search => {
            painter.circle_stroke(at(0.42, 0.42), rect.width() * 0.30, stroke);
            painter.line_segment([at(0.64, 0.64), at(0.92, 0.92)], Stroke::new(1.8, color));
        }
        Icon::Close => {
            painter.line_segment([at(0.2, 0.2), at(0.8, 0.8)], stroke);
            painter.line_segment([at(0.8, 0.2), at(0.2, 0.8)], stroke);
        }
        Icon::Pencil => {
            let outline = [(0.08, 0.92), (0.16, 0.64), (0.70, 0.10), (0.90, 0.30), (0.36, 0.84)];
            let points = outline.map(|(x, y)| at(x, y)).to_vec();
            painter.add(egui::Shape::closed_line(points, stroke));
            painter.line_segment([at(0.56, 0.24), at(0.76, 0.44)], stroke);
        }
        Icon::Undo | Icon::Redo => {
            let side = |x: f32| if icon == Icon::Undo { x } else { 1.0 - x };
            let arc = (0..=10).map(|step| {
                let angle = std::f32::consts::PI * (1.5 - step as f32 / 10.0);
                at(side(0.56 - 0.30 * angle.cos()), 0.58 + 0.26 * angle.sin())
            });
            let mut line: Vec<Pos2> = arc.collect();
            line.push(at(side(0.30), 0.84));
            let tail = [at(side(0.10), 0.32), at(side(0.56), 0.32)];
            painter.line_segment(tail, stroke);
            painter.add(egui::Shape::line(line, stroke));
            painter.line_segment([tail[0], at(side(0.32), 0.12)], stroke);
            painter.line_segment([tail[0], at(side(0.32), 0.52)], stroke);
        }
        Icon::LeftPanel | Icon::RightPanel | Icon::BottomPanel => {
            painter.rect_stroke(frame, 2.0, stroke, egui::StrokeKind::Inside);
            let part = match icon {
                Icon::LeftPanel => {
                    Rect::from_min_max(frame.min, egui::pos2(at(0.36, 0.0).x, frame.bottom()))
                }
                Icon::RightPanel => {
                    Rect::from_min_max(egui::pos2(at(0.64, 0.0).x, frame.top()), frame.max)
                }
                _ => Rect::from_min_max(egui::pos2(frame.left(), at(0.0, 0.6).y), frame.max),
            };
            painter.rect_filled(part, 2.0, color);
        }
        Icon::Bars => {
            for (left, top) in [(0.06, 0.5), (0.4, 0.1), (0.74, 0.3)] {
                let column = Rect::from_min_max(at(left, top), at(left + 0.2, 0.94));
                painter.rect_filled(column, 1.0, color);
            }
        }
        Icon::Export => {
            painter.line_segment([at(0.5, 0.06), at(0.5, 0.62)], stroke);
            painter.line_segment([at(0.5, 0.06), at(0.28, 0.28)], stroke);
            painter.line_segment([at(0.5, 0.06), at(0.72, 0.28)], stroke);
            let tray = vec![at(0.08, 0.56), at(0.08, 0.92), at(0.92, 0.92), at(0.92, 0.56)];
            painter.add(egui::Shape::line(tray, stroke));
        }
        Icon::Theme => {
            let center = rect.center();
            painter.circle_stroke(center, rect.width() * 0.38, stroke);
            let half: Vec<Pos2> = (0..=12)
                .map(|step| {
                    let angle = std::f32::consts::PI * (step as f32 / 12.0 - 0.5);
                    center + Vec2::angled(angle) * rect.width() * 0.38
                })
                .collect();
            painter.add(egui::Shape::convex_polygon(half, color, Stroke::NONE));
        }
    }
}

/// A heading of a panel's section, with something small at its right end.
pub fn section(ui: &mut egui::Ui, title: &str, note: &str, color: Color32) {
    ui.add_space(8.0);
    ui.horizontal(|ui| {
        let font = super::super::paint::font(12.5, crate::scene::Weight::Bold);
        ui.label(egui::RichText::new(title).font(font).color(color));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            ui.label(egui::RichText::new(note).color(color));
        });
    });
}
