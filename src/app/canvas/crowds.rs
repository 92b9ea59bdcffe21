//! Pointing at rows that are too low for bars: what they hold, and going there.

use super::super::panels::{prose, title};
use super::super::{Action, App, paint};
use crate::layout::chart::{HEADER_PT, Strip};
use crate::model::{GroupKey, Language};
use crate::scene::Point;
use crate::time::Tick;
use crate::words;
use egui::{CursorIcon, Rect, Response};

/// Some rows in a period.
struct Crowd {
    strip: Strip,
    period: Tick,
    /// How many of their bars touch the period.
    bars: u32,
}

/// Lets the pointer ask what is drawn as one, and go there; answers whether it is on anything.
pub(super) fn ui(app: &App, canvas: &Response, actions: &mut Vec<Action>) -> bool {
    let Some(pointer) = canvas.hover_pos().filter(|_| canvas.hovered() && !canvas.dragged()) else {
        return false;
    };
    let at = pointer - canvas.rect.min;
    let Some(crowd) = crowd_at(app, Point { x: at.x, y: at.y }) else { return false };
    let rect = rect_of(app, &crowd).translate(canvas.rect.min.to_vec2());
    let clip = canvas.rect.with_min_x(app.canvas.body_left());
    let brush = canvas.ctx.layer_painter(canvas.layer_id).with_clip_rect(clip);
    let ink = paint::to_color(app.palette(&canvas.ctx).ink);
    brush.rect_stroke(rect, 1.0, egui::Stroke::new(1.0, ink), egui::StrokeKind::Outside);
    canvas.ctx.set_cursor_icon(CursorIcon::ZoomIn);
    if canvas.clicked() {
        let rows = &crowd.strip.rows;
        let row = usize::midpoint(rows.start, rows.end - 1);
        actions.push(Action::ZoomToRow { row, below_header_pt: at.y - HEADER_PT });
    }
    if !app.overlays.is_open() {
        canvas.clone().on_hover_ui_at_pointer(|ui| tooltip_ui(app, ui, &crowd));
    }
    true
}

fn crowd_at(app: &App, point: Point) -> Option<Crowd> {
    let strip = app.canvas.picture.strip_at(point)?;
    let session = &app.session;
    let (density, axis) = (session.density(), session.view.axis);
    let day = axis.whole_day_at(point.x - app.canvas.names_width());
    let period = density.period_of(day.number())?;
    let tick = density.periods[period];
    let mut sums = Vec::new();
    density.sum(session.rows(), session.colors(), strip.rows.clone(), &mut sums);
    let bars = sums[period].tasks;
    (bars > 0 && (tick.first..tick.next).contains(&day)).then_some(Crowd {
        strip,
        period: tick,
        bars,
    })
}

fn rect_of(app: &App, crowd: &Crowd) -> Rect {
    let axis = app.session.view.axis;
    let x = |day| (app.canvas.names_width() + axis.x_of_day(day)).round();
    Rect::from_min_max(
        egui::pos2(x(crowd.period.first), crowd.strip.top),
        egui::pos2(x(crowd.period.next), crowd.strip.bottom),
    )
}

fn tooltip_ui(app: &App, ui: &mut egui::Ui, crowd: &Crowd) {
    let (language, session) = (app.language(), &app.session);
    let (roadmap, rows) = (session.roadmap(), session.rows());
    let first = &rows.rows[crowd.strip.rows.start];
    let last = &rows.rows[crowd.strip.rows.end - 1];
    let name =
        |group: u32| words::group_in_words(rows.groups[group as usize].key, roadmap, language);
    ui.set_max_width(340.0);
    let heading = match (last.group - first.group, language) {
        (0, _) => name(first.group).into_owned(),
        (more, Language::Japanese) => format!("{} ほか{more}", name(first.group)),
        (more, Language::English) => format!("{} and {more} more", name(first.group)),
    };
    ui.label(title(heading, 13.0));
    if let Some(lane) = lane_of(app, crowd) {
        ui.label(prose(lane));
    }
    let unit = session.density().unit;
    let fiscal = roadmap.fiscal_year_start;
    let period = words::period_in_words(unit, crowd.period, fiscal, language);
    // One bar of a folded heading stands for several tasks.
    let is_exact = session.folded().is_empty();
    let bars = crowd.bars;
    ui.label(prose(match (is_exact, language) {
        (true, Language::Japanese) => format!("{period}　{bars}施策"),
        (false, Language::Japanese) => format!("{period}　{bars}施策以上"),
        (true, Language::English) => format!("{period}: {bars} measures"),
        (false, Language::English) => format!("{period}: {bars} measures or more"),
    }));
    ui.weak(prose(app.in_language("クリックで拡大", "Click to zoom in")));
}

/// The lane of all these rows, if they have one in common below the heading.
fn lane_of(app: &App, crowd: &Crowd) -> Option<String> {
    use crate::layout::RowKind;
    let session = &app.session;
    let rows = &session.rows().rows[crowd.strip.rows.clone()];
    let lane = |kind| match kind {
        RowKind::Track { lane, .. } | RowKind::Band { key: GroupKey::Lane(lane), .. } => Some(lane),
        RowKind::Task(task) => Some(session.roadmap().task(task).lane),
        RowKind::Band { .. } => None,
    };
    let first = lane(rows.first()?.kind)?;
    // Rows of one lane follow each other.
    let is_common = lane(rows.last()?.kind) == Some(first);
    let roadmap = session.roadmap();
    is_common.then(|| roadmap.lane(first).title.in_language(app.language()).to_owned())
}
