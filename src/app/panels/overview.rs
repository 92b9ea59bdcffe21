//! The overview strip: all rows and all years in small, and the part that is in view.

use crate::app::paint::{font, to_color};
use crate::app::session::Reach;
use crate::app::{App, Session};
use crate::layout::chart::Shades;
use crate::layout::{BarColor, Palette, RowKind, TimeAxis};
use crate::scene::Weight;
use crate::time::Day;
use egui::{Color32, ColorImage, Rect, Sense, TextureHandle, TextureOptions, Vec2};

const HEIGHT_PT: f32 = 56.0;
/// With so many rows for each line of pixels no bar is seen by itself.
const MIN_ROWS_PER_LINE: usize = 16;

/// What the strip keeps between frames: the picture of the whole document.
#[derive(Default)]
pub struct Overview {
    picture: Option<(Key, TextureHandle)>,
}

/// What the picture depends on.
#[derive(Clone, Copy, PartialEq)]
struct Key {
    arrangement: u64,
    size: [usize; 2],
    theme: egui::Theme,
}

/// Draws the strip.
pub fn ui(app: &mut App, ui: &mut egui::Ui) {
    let palette = app.palette(ui.ctx()).clone();
    let frame = egui::Frame::new().fill(to_color(palette.paper));
    egui::Panel::bottom("overview").frame(frame).exact_size(HEIGHT_PT).resizable(false).show(
        ui,
        |ui| {
            let rect = ui.available_rect_before_wrap();
            let left = rect.left() + app.canvas.names_width();
            let painter = ui.painter_at(rect);
            let label = app.in_language("全体", "Overview");
            let at = egui::pos2(rect.left() + 16.0, rect.top() + 14.0);
            painter.text(
                at,
                egui::Align2::LEFT_CENTER,
                label.as_str(),
                font(12.0, Weight::Bold),
                to_color(palette.ink),
            );
            painter.vline(
                left - 0.5,
                rect.y_range(),
                egui::Stroke::new(1.0, to_color(palette.year_line)),
            );
            let strip = Rect::from_min_max(
                egui::pos2(left, rect.top() + 4.0),
                rect.max - Vec2::new(0.0, 4.0),
            );
            let Some((first, last)) = app.session.span() else { return };
            if strip.width() < 20.0 || app.session.rows().is_empty() {
                return;
            }
            let axis = TimeAxis::fit(first, last, strip.width());
            picture_ui(app, ui, strip, axis, &palette);
            let response = ui.interact(strip, ui.scope_id().with("strip"), Sense::click_and_drag());
            response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Slider, true, &label));
            viewport_ui(app, ui, strip, axis, &palette);
            if let Some(pointer) =
                response.interact_pointer_pos().filter(|_| response.clicked() || response.dragged())
            {
                go_to(app, strip, axis, pointer);
            }
            let hint = app.in_language("クリックまたはドラッグで移動", "Click or drag to go there");
            response.on_hover_text(hint);
        },
    );
}

fn picture_ui(app: &mut App, ui: &egui::Ui, strip: Rect, axis: TimeAxis, palette: &Palette) {
    let ctx = ui.ctx();
    let scale = ctx.pixels_per_point();
    let size = [(strip.width() * scale) as usize, (strip.height() * scale) as usize]
        .map(|side| side.clamp(1, 4096));
    let key = Key { arrangement: app.session.arrangement(), size, theme: ctx.theme() };
    if app.overview.picture.as_ref().is_none_or(|(known, _)| *known != key) {
        let image = picture(&app.session, size, axis, f64::from(scale), palette);
        let texture = ctx.load_texture("overview", image, TextureOptions::LINEAR);
        app.overview.picture = Some((key, texture));
    }
    if let Some((_, texture)) = &app.overview.picture {
        let whole = Rect::from_min_max(egui::Pos2::ZERO, egui::pos2(1.0, 1.0));
        ui.painter().image(texture.id(), strip, whole, Color32::WHITE);
    }
}

/// The whole document in small.
fn picture(
    session: &Session,
    size: [usize; 2],
    axis: TimeAxis,
    scale: f64,
    palette: &Palette,
) -> ColorImage {
    let mut image = ColorImage::filled(size, to_color(palette.paper));
    if session.rows().rows.len() < size[1] * MIN_ROWS_PER_LINE {
        paint_bars(&mut image, session, axis, scale, palette);
    } else {
        paint_crowds(&mut image, session, axis, scale, palette);
    }
    image
}

/// Where one line of pixels stands for many rows, it has the shades of the far view.
fn paint_crowds(
    image: &mut ColorImage,
    session: &Session,
    axis: TimeAxis,
    scale: f64,
    palette: &Palette,
) {
    let [width, height] = image.size;
    let (rows, density, colors) = (session.rows(), session.density(), session.colors());
    let shades = Shades::new(density, palette, false);
    let x = |day: Day| (f64::from(axis.x_of_day(day)) * scale).round().max(0.0) as usize;
    let row = |line: usize| rows.rows.len() * line / height;
    let mut sums = Vec::new();
    for (line, pixels) in image.pixels.chunks_mut(width).enumerate() {
        let range = row(line)..row(line + 1);
        density.sum(rows, colors, range.clone(), &mut sums);
        for (period, sum) in density.periods.iter().zip(&sums) {
            let Some(color) = shades.of(colors, *sum, range.len()) else { continue };
            let (left, right) = (x(period.first).min(width), x(period.next).min(width));
            pixels[left..right].fill(to_color(color));
        }
    }
}

/// Each bar in its colour, at the height of its row.
fn paint_bars(
    image: &mut ColorImage,
    session: &Session,
    axis: TimeAxis,
    scale: f64,
    palette: &Palette,
) {
    let [width, height] = image.size;
    let rows = session.rows();
    let total = f64::from(rows.height.max(1));
    for row in &rows.rows {
        let top = (f64::from(row.top) / total * height as f64) as usize;
        let bottom = (f64::from(row.top + u32::from(row.height)) / total * height as f64) as usize;
        let bottom = bottom.clamp(top + 1, height.max(top + 1)).min(height);
        let is_band = matches!(row.kind, RowKind::Band { .. });
        let of_group = session.colors().of_group(rows.groups[row.group as usize].key);
        let mut rest = rows.spans_of(row);
        while let Some(span) = rest.first() {
            let color = if is_band {
                palette.colors(of_group.unwrap_or(BarColor::Neutral)).edge.mixed(palette.paper, 0.6)
            } else {
                palette.colors(session.colors().of_task(span.task)).edge.mixed(palette.paper, 0.3)
            };
            let color = to_color(color);
            let x = |day: i32| (f64::from(axis.x(f64::from(day))) * scale).round() as usize;
            let left = x(span.first).min(width.saturating_sub(1));
            let right = x(span.end).saturating_sub(1).clamp(left + 1, width.max(left + 1));
            for y in top..bottom {
                image.pixels[y * width + left..y * width + right.min(width)].fill(color);
            }
            // What ends within the same pixels is not looked at, however many bars that is.
            let painted_to = axis.day_at((right as f64 / scale) as f32);
            rest = &rest[rest.partition_point(|span| f64::from(span.end) <= painted_to).max(1)..];
        }
    }
}

/// The frame around what the chart shows.
fn viewport_ui(app: &App, ui: &egui::Ui, strip: Rect, axis: TimeAxis, palette: &Palette) {
    let view = app.session.view;
    let height = app.session.content_height().max(1.0);
    let y = |points: f64| strip.top() + (points / height).clamp(0.0, 1.0) as f32 * strip.height();
    let x = |day: f64| (strip.left() + axis.x(day)).clamp(strip.left(), strip.right());
    let bottom = view.scroll_pt + f64::from(app.canvas.body_height());
    let right = view.axis.day_at(app.canvas.body_width());
    let frame = Rect::from_min_max(
        egui::pos2(x(view.axis.left_day), y(view.scroll_pt)),
        egui::pos2(x(right), y(bottom)),
    );
    let accent = to_color(palette.accent);
    ui.painter().rect_filled(frame, 3.0, to_color(palette.accent.with_alpha(24)));
    ui.painter().rect_stroke(frame, 3.0, egui::Stroke::new(1.5, accent), egui::StrokeKind::Inside);
}

/// Puts what lies under the pointer into the middle of the chart.
fn go_to(app: &mut App, strip: Rect, axis: TimeAxis, pointer: egui::Pos2) {
    let share = f64::from(((pointer.y - strip.top()) / strip.height()).clamp(0.0, 1.0));
    let middle = share * app.session.content_height();
    app.session.view.scroll_pt = middle - f64::from(app.canvas.body_height()) / 2.0;
    let (from, shown) =
        (axis.day_at(0.0), f64::from(app.canvas.body_width()) / app.session.view.axis.pt_per_day);
    let whole = f64::from(strip.width()) / axis.pt_per_day;
    if shown < whole * 0.98 {
        let day = axis.day_at(pointer.x - strip.left());
        app.session.view.axis.left_day = (day - shown / 2.0).clamp(from, from + whole - shown);
        app.session.view.reach = Reach::Free;
    }
    app.canvas.keep_in_range(&mut app.session);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::Origin;
    use crate::layout::Theme;
    use crate::store::format::read;

    #[test]
    fn bars_narrower_than_a_pixel_are_seen() {
        let task = |id: &str, when: &str| {
            format!(r#"{{"id": "{id}", "lane": "a", "title": {{"ja": "題"}}, "when": "{when}"}}"#)
        };
        let tasks = [task("old", "1500-01-01"), task("new", "2500-01-01")].join(", ");
        let text = format!(
            r#"{{"format": "koteihyo-roadmap/1", "title": {{"ja": "題"}},
            "lanes": [{{"id": "a", "title": {{"ja": "列"}}}}], "tasks": [{tasks}]}}"#
        );
        let (roadmap, _) = read(text.as_bytes()).unwrap();
        let session = Session::new(roadmap, Origin::BuiltIn, Vec::new());
        let palette = Palette::new(Theme::Light);
        let (first, last) = session.span().unwrap();
        let image = picture(&session, [100, 20], TimeAxis::fit(first, last, 100.0), 1.0, &palette);
        let paper = to_color(palette.paper);
        let painted = |columns: std::ops::Range<usize>| {
            image.pixels.chunks(100).any(|line| line[columns.clone()].iter().any(|it| *it != paper))
        };
        assert!(painted(0..30) && painted(70..100) && !painted(30..70));
    }
}
