//! Links in the window: what the pointer finds on their lines and on the marks that stand
//! for what cannot be seen of them.

use super::glyphs::Glyphs;
use super::panels::{prose, title};
use super::{Action, App, paint};
use crate::layout::chart::{
    Beyond, Chart, HEADER_PT, LinkEnd, LinkRoute, Side, Target, draw_link_sample,
};
use crate::model::{DependencyBasis, DependencyId, Language, TaskId};
use crate::scene::{self, Point, Region, Scene};
use crate::words::{self, Word};
use egui::{CursorIcon, Vec2};

/// How near to a line the pointer has to be.
const REACH_PT: f32 = 4.0;

/// The lines of links in the window.
#[derive(Clone, Copy)]
pub(super) struct Routes<'a> {
    /// The chart that they belong to.
    pub chart: &'a Chart,
    /// How far below their places in the chart they are painted.
    pub shift_pt: f32,
}

/// Lets the pointer ask for a link and follow it; returns whether it is on one.
///
/// Lines have no widgets of their own: a chart may have thousands. Bars and marks come
/// first, so this is asked only where there is none. A click follows the line to its
/// farther end, which is the one that cannot be seen if only one can.
pub(super) fn link_ui(
    app: &App,
    canvas: &egui::Response,
    routes: Routes<'_>,
    actions: &mut Vec<Action>,
) -> bool {
    let Some(pointer) = canvas.hover_pos().filter(|_| canvas.hovered()) else { return false };
    let body_left = app.canvas.body_left();
    let origin = canvas.rect.min.to_vec2();
    let at = pointer - origin;
    let in_body = pointer.x > body_left && at.y > HEADER_PT;
    let point = Point { x: at.x, y: at.y - routes.shift_pt };
    let Some(route) =
        routes.chart.route_at(point, REACH_PT).filter(|_| in_body && !canvas.dragged())
    else {
        return false;
    };
    highlight(app, canvas, route, origin + Vec2::new(0.0, routes.shift_pt));
    canvas.ctx.set_cursor_icon(CursorIcon::PointingHand);
    if canvas.clicked() {
        let task = farther_end(app, route, point);
        actions.push(Action::Select { task, reveal: true });
    }
    if !app.overlays.is_open() {
        canvas.clone().on_hover_ui_at_pointer(|ui| tooltip_ui(app, ui, route.link));
    }
    true
}

/// Draws the line under the pointer again, so that it stands out among others.
fn highlight(app: &App, canvas: &egui::Response, route: &LinkRoute, origin: Vec2) {
    let mut clip = canvas.rect;
    clip.min += Vec2::new(app.canvas.names_width(), HEADER_PT);
    let painter = canvas.ctx.layer_painter(canvas.layer_id).with_clip_rect(clip);
    let points = route.points.iter().map(|point| egui::pos2(point.x, point.y) + origin);
    let color = paint::to_color(app.palette(&canvas.ctx).accent);
    painter.line(points.collect(), egui::Stroke::new(2.0, color));
}

fn farther_end(app: &App, route: &LinkRoute, from: Point) -> TaskId {
    let dependency = app.session.roadmap().dependency(route.link);
    let distance = |end: Option<&Point>| {
        end.map_or(0.0, |end| (end.x - from.x).abs() + (end.y - from.y).abs())
    };
    if distance(route.points.first()) > distance(route.points.last()) {
        dependency.from
    } else {
        dependency.to
    }
}

fn tooltip_ui(app: &App, ui: &mut egui::Ui, link: DependencyId) {
    let (language, roadmap) = (app.language(), app.session.roadmap());
    let dependency = roadmap.dependency(link);
    let name = |task| roadmap.task(task).title.in_language(language);
    ui.set_max_width(340.0);
    ui.label(title(format!("{} → {}", name(dependency.from), name(dependency.to)), 13.0));
    ui.label(prose(words::tie_in_words(dependency.kind, dependency.lag_days, language)));
    let basis = words::dependency_basis_in_words(dependency.basis, language);
    let reason = dependency.reason().in_language(language);
    ui.label(prose(match (reason.is_empty(), language) {
        (true, _) => basis.to_owned(),
        (false, Language::Japanese) => format!("{basis}：{reason}"),
        (false, Language::English) => format!("{basis}: {reason}"),
    }));
    ui.weak(prose(app.in_language("クリックで離れた側の施策へ", "Click to go to the farther end")));
}

/// What the lines of links mean, on one line.
pub(super) fn link_legend_ui(app: &App, ui: &mut egui::Ui) {
    const SAMPLE: Vec2 = Vec2::new(30.0, 14.0);
    let language = app.language();
    ui.horizontal_wrapped(|ui| {
        ui.weak(Word::LinkLegend.text(language));
        for basis in DependencyBasis::ALL {
            let (rect, _) = ui.allocate_exact_size(SAMPLE, egui::Sense::hover());
            let palette = app.palette(ui.ctx());
            let mut region = Region::new(scene::Rect::new(0.0, 0.0, SAMPLE.x, SAMPLE.y));
            let from = Point { x: 1.0, y: SAMPLE.y / 2.0 };
            draw_link_sample(&mut region, palette, *basis, from, SAMPLE.x - 1.0);
            let scene = Scene {
                width: SAMPLE.x,
                height: SAMPLE.y,
                background: palette.panel,
                regions: vec![region],
            };
            let mut painted = paint::Painted::default();
            painted.redraw(ui.ctx(), &mut Glyphs::default(), &scene, rect.min);
            painted.paint(ui.painter(), rect);
            ui.label(words::dependency_basis_in_words(*basis, language));
            ui.add_space(8.0);
        }
    });
    ui.add_space(4.0);
}

/// What a mark for unseen links says to the pointer and to a screen reader.
pub(super) fn mark_in_words(app: &App, target: Target) -> String {
    match target {
        Target::HiddenLinks(task, end) => hidden_in_words(app, task, end),
        Target::FoldedLinks(_, count) => app.in_language(
            &format!("折りたたんだ中に依存線が{count}本あります — クリックで展開"),
            &format!("Dependencies inside of the folded lane: {count} — click to unfold"),
        ),
        Target::Beyond(beyond) => beyond_in_words(app, beyond),
        _ => String::new(),
    }
}

fn hidden_in_words(app: &App, task: TaskId, end: LinkEnd) -> String {
    let hidden = app.session.hidden_link_count(task);
    match (end, app.language()) {
        (LinkEnd::Predecessors, Language::Japanese) => {
            format!("{}件の先行が絞り込みで隠れています — クリックで表示", hidden.predecessors)
        }
        (LinkEnd::Successors, Language::Japanese) => {
            format!("{}件の後続が絞り込みで隠れています — クリックで表示", hidden.successors)
        }
        (LinkEnd::Predecessors, Language::English) => {
            format!("Predecessors hidden by the filter: {} — click to show", hidden.predecessors)
        }
        (LinkEnd::Successors, Language::English) => {
            format!("Successors hidden by the filter: {} — click to show", hidden.successors)
        }
    }
}

fn beyond_in_words(app: &App, beyond: Beyond) -> String {
    let language = app.language();
    let nearest = app.session.roadmap().task(beyond.nearest).title.in_language(language);
    let count = beyond.count;
    match language {
        Language::Japanese => {
            let end = match beyond.end {
                LinkEnd::Predecessors => "先行",
                LinkEnd::Successors => "後続",
            };
            let side = match beyond.side {
                Side::Above => "上",
                Side::Below => "下",
                Side::Before => "左",
                Side::After => "右",
            };
            format!("{count}件の{end}が画面の{side}にあります — クリックで「{nearest}」へ移動")
        }
        Language::English => {
            let end = match beyond.end {
                LinkEnd::Predecessors => "Predecessors",
                LinkEnd::Successors => "Successors",
            };
            let side = match beyond.side {
                Side::Above => "above",
                Side::Below => "below",
                Side::Before => "to the left",
                Side::After => "to the right",
            };
            format!("{end} {side}, out of view: {count} — click to go to {nearest}")
        }
    }
}
