//! What a drag would make of the plan, painted over the chart.

use super::super::{App, paint};
use super::gestures::{HANDLE_PT, Preview, row_edges, row_rect};
use crate::layout::chart::{HEADER_PT, Target};
use crate::layout::{BAR_PT, Palette};
use crate::model::{TaskId, TaskKind};
use crate::scene::Weight;
use crate::time::Interval;
use crate::words;
use egui::{Painter, Pos2, Rect, Response, Shape, Stroke, Vec2};

/// Room of a dash and the gap behind it, in points.
const DASH_PT: f32 = 4.0;

/// Paints the preview of a gesture, and the handle for links of the bar under the pointer.
pub(super) fn ui(app: &mut App, ui: &egui::Ui, canvas: &Response) {
    if app.canvas.settling.is_some() && app.session.is_shown_as_changed() {
        app.canvas.settling = None;
    }
    let canvas_rect = canvas.rect;
    let body = Rect::from_min_max(
        Pos2::new(app.canvas.body_left(), canvas_rect.top() + HEADER_PT),
        canvas_rect.max,
    );
    let painter = ui.painter().with_clip_rect(body);
    let dragged = app.canvas.gesture.as_ref().filter(|gesture| !gesture.is_cancelled());
    match (dragged, &app.canvas.settling) {
        (Some(gesture), _) => {
            preview_ui(app, &painter, canvas_rect, &gesture.preview);
            tooltip_ui(app, ui, canvas_rect, &gesture.preview);
        }
        (None, Some(preview)) => preview_ui(app, &painter, canvas_rect, preview),
        (None, None) => {
            app.canvas.handle = handle(app, canvas);
            if let Some((_, at)) = app.canvas.handle {
                let palette = app.palette(ui.ctx());
                let accent = paint::to_color(palette.accent);
                painter.circle(at, 4.5, paint::to_color(palette.paper), Stroke::new(1.5, accent));
                painter.circle_filled(at, 1.6, accent);
            }
        }
    }
}

/// The handle of the bar under the pointer; it stays while the pointer goes to it.
fn handle(app: &App, canvas: &Response) -> Option<(TaskId, Pos2)> {
    let at = canvas.hover_pos().filter(|_| app.is_editing() && canvas.hovered())?;
    if let Some((_, before)) = app.canvas.handle
        && before.distance(at) <= HANDLE_PT + 2.0
    {
        return app.canvas.handle;
    }
    let place = at - canvas.rect.min;
    let point = crate::scene::Point { x: place.x, y: place.y };
    let hit = app.canvas.picture.hit_at(point)?;
    let Target::Task(task) = hit.target else { return None };
    let bar = super::targets::to_rect(hit).translate(canvas.rect.min.to_vec2());
    // At the lower corner it is in the way of neither the end nor the next bar.
    let x = bar.right().min(canvas.rect.right() - HANDLE_PT);
    Some((task, Pos2::new(x, bar.bottom() + 1.0)))
}

fn preview_ui(app: &App, painter: &Painter, canvas: Rect, preview: &Preview) {
    let palette = app.palette(painter.ctx());
    let [accent, later, paper] =
        [palette.accent, palette.needed_by, palette.paper].map(paint::to_color);
    for &(task, when) in &preview.ripple.pushed {
        if let Some(row) = row_rect(app, canvas, task) {
            let bar = bar_rect(app, row, when);
            let fill = later.gamma_multiply(if preview.with_all { 0.28 } else { 0.12 });
            ghost(app, painter, task, bar, fill, later, !preview.with_all);
        }
    }
    for &(task, when) in &preview.moved {
        let row = match (preview.to, preview.to_row) {
            (Some((to, ..)), Some(row)) if to == task => row_edges(app, canvas, row),
            _ => row_rect(app, canvas, task),
        };
        if let Some(row) = row {
            let bar = bar_rect(app, row, when);
            ghost(app, painter, task, bar, accent.gamma_multiply(0.25), accent, false);
        }
    }
    if let Some((row, when)) = preview.created
        && let Some(row) = row_edges(app, canvas, row)
    {
        let bar = bar_rect(app, row, when);
        painter.rect(
            bar,
            2.0,
            accent.gamma_multiply(0.2),
            Stroke::new(1.5, accent),
            egui::StrokeKind::Inside,
        );
    }
    if let Some((from, to)) = preview.link
        && let Some(start) = end_of(app, canvas, from)
    {
        let to_bar = to.and_then(|to| {
            let row = row_rect(app, canvas, to)?;
            Some(bar_rect(app, row, app.session.roadmap().task(to).when))
        });
        let end = to_bar.map_or(preview.pointer, |bar| bar.left_center());
        painter.line_segment([start, end], Stroke::new(2.0, accent));
        let back = (start - end).normalized();
        let side = back.rot90() * 4.0;
        let head = vec![end, end + back * 9.0 + side, end + back * 9.0 - side];
        painter.add(Shape::convex_polygon(head, accent, Stroke::new(1.0, paper)));
        if let Some(bar) = to_bar {
            painter.rect_stroke(bar, 2.0, Stroke::new(2.0, accent), egui::StrokeKind::Outside);
        }
    }
    if let Some(frame) = preview.frame {
        painter.rect(
            frame,
            0.0,
            accent.gamma_multiply(0.1),
            Stroke::new(1.0, accent),
            egui::StrokeKind::Inside,
        );
    }
}

/// A bar that is not there yet.
fn ghost(
    app: &App,
    painter: &Painter,
    task: TaskId,
    bar: Rect,
    fill: egui::Color32,
    line: egui::Color32,
    is_dashed: bool,
) {
    if !painter.clip_rect().intersects(bar) {
        return;
    }
    let stroke = Stroke::new(1.5, line);
    if app.session.roadmap().task(task).kind == TaskKind::Milestone {
        let (center, half) = (bar.center(), bar.height() * 0.45);
        let corners = [Vec2::UP, Vec2::RIGHT, Vec2::DOWN, Vec2::LEFT];
        let corners = corners.map(|corner| center + corner * half).to_vec();
        painter.add(Shape::convex_polygon(corners, fill, stroke));
        return;
    }
    painter.rect_filled(bar, 2.0, fill);
    if is_dashed {
        // Dashes beyond what is seen are not worth their memory.
        let seen = bar.intersect(painter.clip_rect().expand(DASH_PT * 4.0));
        let corners = [
            seen.left_top(),
            seen.right_top(),
            seen.right_bottom(),
            seen.left_bottom(),
            seen.left_top(),
        ];
        painter.extend(Shape::dashed_line(&corners, stroke, DASH_PT, DASH_PT * 0.75));
    } else {
        painter.rect_stroke(bar, 2.0, stroke, egui::StrokeKind::Inside);
    }
}

fn bar_rect(app: &App, (top, bottom): (f32, f32), when: Interval) -> Rect {
    let session = &app.session;
    let fiscal = session.roadmap().fiscal_year_start;
    let left = app.canvas.body_left();
    let x = |day| left + session.view.axis.x_of_day(day);
    let end = when.last_day(fiscal).map(|last| last.plus_days(1));
    let open = || session.span().map_or(when.start().last_day(fiscal), |(_, last)| last);
    let end = end.unwrap_or_else(|| open().max(when.start().last_day(fiscal)).plus_days(1));
    let height = (f32::from(BAR_PT) * session.view.row_scale).min(bottom - top).max(2.0);
    let middle = f32::midpoint(top, bottom);
    let (from, to) = (x(when.first_day(fiscal)), x(end));
    Rect::from_x_y_ranges(from..=to.max(from + 2.0), middle - height / 2.0..=middle + height / 2.0)
}

fn end_of(app: &App, canvas: Rect, task: TaskId) -> Option<Pos2> {
    let row = row_rect(app, canvas, task)?;
    Some(bar_rect(app, row, app.session.roadmap().task(task).when).right_center())
}

/// What is about to happen, beside the pointer.
fn tooltip_ui(app: &App, ui: &egui::Ui, canvas: Rect, preview: &Preview) {
    let palette = app.palette(ui.ctx());
    let lines = lines(app, palette, preview);
    if lines.is_empty() {
        return;
    }
    let painter = ui.ctx().layer_painter(egui::LayerId::new(
        egui::Order::Tooltip,
        egui::Id::unique("what a drag does"),
    ));
    let texts: Vec<_> = lines
        .into_iter()
        .map(|(text, weight, color)| {
            let font = paint::font(12.5, weight);
            painter.layout(text, font, paint::to_color(color), 380.0)
        })
        .collect();
    let width = texts.iter().map(|text| text.size().x).fold(0.0, f32::max);
    let height: f32 = texts.iter().map(|text| text.size().y + 3.0).sum();
    let size = Vec2::new(width + 20.0, height + 11.0);
    let mut place = Rect::from_min_size(preview.pointer + Vec2::new(16.0, 18.0), size);
    if place.bottom() > canvas.bottom() {
        place = place.translate(Vec2::new(0.0, -size.y - 36.0));
    }
    if place.right() > canvas.right() {
        place = place.translate(Vec2::new(canvas.right() - place.right(), 0.0));
    }
    let visuals = &ui.style().visuals;
    painter.add(visuals.popup_shadow.as_shape(place, 6));
    painter.rect(place, 6.0, visuals.window_fill, visuals.window_stroke, egui::StrokeKind::Inside);
    let mut at = place.min + Vec2::new(10.0, 7.0);
    for text in texts {
        let below = text.size().y + 3.0;
        painter.galley(at, text, paint::to_color(palette.ink));
        at.y += below;
    }
}

type Line = (String, Weight, crate::scene::Color);

fn lines(app: &App, palette: &Palette, preview: &Preview) -> Vec<Line> {
    let (language, session) = (app.language(), &app.session);
    let roadmap = session.roadmap();
    let when = |interval| words::interval_in_words(interval, language);
    let mut lines = Vec::new();
    if let Some((_, new)) = preview.created {
        lines.push((when(new), Weight::Bold, palette.ink));
    }
    if let Some((from, to)) = preview.link {
        let title = |task: TaskId| {
            crate::app::panels::shortened(roadmap.task(task).title.in_language(language), 24)
        };
        let to = to.map_or_else(
            || {
                app.in_language(
                    "つなぐ施策まで動かしてください",
                    "drag to the task that waits for it",
                )
            },
            |to| title(to).into_owned(),
        );
        lines.push((format!("{} → {to}", title(from)), Weight::Bold, palette.ink));
    }
    let Some(&(task, new)) = preview.moved.first() else { return lines };
    let old = roadmap.task(task).when;
    let dates = if old == new { when(old) } else { format!("{} → {}", when(old), when(new)) };
    lines.push((dates, Weight::Bold, palette.ink));
    if let Some((_, lane, _)) = preview.to {
        let lane = roadmap.lane(lane).title.in_language(language);
        lines.push((format!("→ {lane}"), Weight::Regular, palette.ink));
    }
    if old == new {
        return lines;
    }
    let shift = match preview.shift {
        Some((unit, count)) => words::shift_in_words(unit, count, language),
        None => app.in_language("影響", "Effect"),
    };
    let told = words::consequences_in_words(&shift, &preview.consequences, language);
    lines.push((told, Weight::Regular, palette.ink));
    if !preview.ripple.unsettled.is_empty() {
        let count = preview.ripple.unsettled.len();
        let text = app.in_language(
            &format!("満たせない依存：{count}件"),
            &format!("Links that cannot be kept: {count}"),
        );
        lines.push((text, Weight::Regular, palette.red));
    }
    if !preview.ripple.pushed.is_empty() {
        let text = if preview.with_all {
            app.in_language("離すと、後続・先行も動かします", "Release: what is pushed moves, too")
        } else {
            app.in_language(
                "離すと、この施策だけを動かします（Ctrlで後続・先行も）",
                "Release: this task alone (Ctrl: with what it pushes)",
            )
        };
        lines.push((text, Weight::Regular, palette.secondary));
    }
    lines
}

/// The shown tasks whose bars touch a frame in the window.
pub(super) fn tasks_in(app: &App, frame: Rect) -> Vec<TaskId> {
    let session = &app.session;
    let (rows, view) = (session.rows(), &session.view);
    let Some(canvas) = app.canvas.rect else { return Vec::new() };
    let scale = f64::from(view.row_scale);
    let y = |y: f32| (f64::from(y - canvas.top() - HEADER_PT) + view.scroll_pt) / scale;
    let (Some(first), Some(last)) = (rows.row_at(y(frame.top())), rows.row_at(y(frame.bottom())))
    else {
        return Vec::new();
    };
    let left = app.canvas.body_left();
    let day = |x: f32| view.axis.day_at(x - left);
    let (from, to) = (day(frame.left()), day(frame.right()));
    let mut tasks = Vec::new();
    for row in &rows.rows[first..=last] {
        if matches!(row.kind, crate::layout::RowKind::Band { .. }) {
            continue;
        }
        let spans = rows.spans_of(row);
        let begin = spans.partition_point(|span| f64::from(span.end) <= from);
        let within = spans[begin..].iter().take_while(|span| f64::from(span.first) < to);
        tasks.extend(within.map(|span| span.task));
    }
    tasks
}
