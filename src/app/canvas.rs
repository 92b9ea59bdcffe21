//! The chart in the window: input, painting, tooltips, and names for screen readers.

use super::paint::{self, Painted};
use super::session::{MAX_ROW_SCALE, MIN_ROW_SCALE, Reach, Session, Viewport};
use super::{Action, App, Command, link_targets};
use crate::focus::Question;
use crate::layout::chart::{self, Chart, ChartRequest, HEADER_PT, LinkStyle, Target};
use crate::layout::{Mode, TimeAxis};
use crate::model::{GroupKey, Language, TaskId};
use crate::scene::Weight;
use crate::words;
use egui::{CursorIcon, Rect, Sense, Vec2};
use std::sync::Arc;

/// The state of the chart in the window that is not part of the document's view.
#[derive(Default)]
pub struct Canvas {
    /// Where the chart was painted last.
    rect: Option<Rect>,
    names_width: f32,
    /// A task to bring into view in the next frame.
    pending_scroll: Option<TaskId>,
    drawn: Option<Drawn>,
}

/// A chart that can be painted again as long as nothing it depends on changes.
struct Drawn {
    key: Key,
    chart: Chart,
    painted: Painted,
    /// A text of egui's own cache; it is another one after the font atlas was rebuilt.
    atlas: Arc<egui::Galley>,
}

/// All that a drawn chart depends on.
#[derive(Clone, PartialEq)]
struct Key {
    revision: u64,
    view: Viewport,
    rect: Rect,
    names_width: f32,
    language: Language,
    theme: egui::Theme,
    pixels_per_point: f32,
    today: crate::time::Day,
    link_style: LinkStyle,
}

impl Canvas {
    /// Width of the part with bars, in points.
    pub fn body_width(&self) -> f32 {
        self.rect.map_or(1000.0, |rect| (rect.width() - self.names_width).max(50.0))
    }

    /// Height of the part with bars, in points.
    pub fn body_height(&self) -> f32 {
        self.rect.map_or(600.0, |rect| (rect.height() - HEADER_PT).max(50.0))
    }

    /// The left edge of the bars in the window.
    pub fn body_left(&self) -> f32 {
        self.rect.map_or(0.0, |rect| rect.left() + self.names_width)
    }

    /// Width of the column of names, in points.
    pub fn names_width(&self) -> f32 {
        self.names_width
    }

    /// How much work the chart on screen was to draw.
    pub fn counts(&self) -> chart::Counts {
        self.drawn.as_ref().map_or_else(chart::Counts::default, |drawn| drawn.chart.counts)
    }

    /// Brings a task into view in the next frame.
    pub fn scroll_to(&mut self, task: TaskId) {
        self.pending_scroll = Some(task);
    }

    /// Scrolls back what was scrolled past the ends.
    pub fn keep_in_range(&self, session: &mut Session) {
        let overhang = f64::from(self.body_height()) * 0.3;
        let most = (session.content_height() - f64::from(self.body_height()) + overhang).max(0.0);
        let fits = session.content_height() <= f64::from(self.body_height());
        session.view.scroll_pt = session.view.scroll_pt.clamp(0.0, if fits { 0.0 } else { most });
    }

    fn bring_into_view(&mut self, session: &mut Session, task: TaskId) {
        let Some(row) = session.rows().row_of(task) else { return };
        let scale = f64::from(session.view.row_scale);
        let row = &session.rows().rows[row];
        let (top, height) = (f64::from(row.top) * scale, f64::from(row.height) * scale);
        let view_height = f64::from(self.body_height());
        let sticky = 2.0 * height;
        let scroll = &mut session.view.scroll_pt;
        if top < *scroll + sticky || top + height > *scroll + view_height - 8.0 {
            *scroll = top - view_height * 0.4;
        }
        let fiscal = session.roadmap().fiscal_year_start;
        let when = session.roadmap().task(task).when;
        let axis = session.view.axis;
        let (left, right) = (axis.x_of_day(when.first_day(fiscal)), self.body_width());
        let end = when.last_day(fiscal).unwrap_or_else(|| when.start().last_day(fiscal));
        let end_x = axis.x_of_day(end.plus_days(1));
        if left < 0.0 || left > right - 40.0 || (end_x > right && end_x - left < right) {
            let middle = f64::midpoint(f64::from(left), f64::from(end_x.min(left + right)));
            let shift = middle - f64::from(right) / 2.0;
            session.view.axis.left_day += shift / axis.pt_per_day;
            session.view.reach = Reach::Free;
        }
        self.keep_in_range(session);
    }
}

/// Draws the chart in what is left of the window, and takes its input.
pub(super) fn ui(app: &mut App, ui: &mut egui::Ui, actions: &mut Vec<Action>) {
    let frame = egui::Frame::new().fill(paint::to_color(app.palette(ui.ctx()).paper));
    egui::CentralPanel::default().frame(frame).show(ui, |ui| {
        let rect = ui.available_rect_before_wrap();
        take_place(app, ui, rect);
        // Where it will stand is known when the rows are.
        if app.session.arranging_for().is_none()
            && let Some(task) = app.canvas.pending_scroll.take()
        {
            app.canvas.bring_into_view(&mut app.session, task);
        }
        if app.session.rows().is_empty() {
            empty_ui(app, ui, rect, actions);
            return;
        }
        let response = ui.allocate_rect(rect, Sense::click_and_drag());
        response.widget_info(|| {
            let label = app.in_language("工程表の図", "Chart of the roadmap");
            egui::WidgetInfo::labeled(egui::Role::Canvas, true, label)
        });
        navigate(app, ui, &response);
        splitter_ui(app, ui, rect);
        draw(app, ui, rect);
        let hovered = targets_ui(app, ui, &response, actions);
        if app.session.hover(hovered) {
            ui.ctx().request_repaint();
        }
    });
}

/// Notes where the chart is, and fits the axis to it.
fn take_place(app: &mut App, ui: &egui::Ui, rect: Rect) {
    let before = (app.canvas.rect, app.canvas.names_width, app.session.view.axis);
    app.canvas.rect = Some(rect);
    app.canvas.names_width = names_width(app, rect.width());
    fit_axis(app);
    if before != (app.canvas.rect, app.canvas.names_width, app.session.view.axis) {
        // The panels were drawn for another place, above all in the very first pass. Once
        // more, unseen, so that no picture shows them apart from the chart.
        ui.ctx().request_discard("the chart has another place");
    }
}

/// The width of the column of names; it never takes more than half of the chart.
fn names_width(app: &App, width: f32) -> f32 {
    let wanted = match app.session.rows().mode {
        Mode::Swimlanes => app.settings.lane_names_width,
        Mode::Gantt => app.settings.task_columns_width,
    };
    wanted.min(width * 0.42).round()
}

/// Spreads the days that the session wants over the width.
fn fit_axis(app: &mut App) {
    let width = app.canvas.body_width();
    let view = &mut app.session.view;
    view.width_pt = width;
    match view.reach {
        Reach::Everything => {
            if let Some((first, last)) = app.session.span() {
                app.session.view.axis = TimeAxis::fit_with_links(first, last, width);
            }
        }
        Reach::Days(first, last) => view.axis = TimeAxis::fit(first, last, width),
        Reach::Free => {}
    }
}

/// What stands in place of the chart when nothing is shown.
fn empty_ui(app: &App, ui: &mut egui::Ui, rect: Rect, actions: &mut Vec<Action>) {
    let size = Vec2::new(460.0, 130.0);
    let place = Rect::from_center_size(rect.center(), size.min(rect.size()));
    ui.scope_builder(egui::UiBuilder::new().max_rect(place), |ui| {
        ui.vertical_centered(|ui| {
            let has_tasks = !app.session.roadmap().tasks.is_empty();
            let (heading, hint) = if has_tasks {
                (
                    app.in_language("該当する施策はありません", "No task matches"),
                    app.in_language(
                        "検索の言葉や絞り込みの条件を減らしてください。",
                        "Use fewer words or conditions.",
                    ),
                )
            } else {
                (
                    app.in_language("この工程表には施策がありません", "This roadmap has no tasks"),
                    app.in_language("別のファイルを開いてください。", "Open another file."),
                )
            };
            ui.heading(heading);
            ui.weak(hint);
            ui.add_space(10.0);
            let command = if has_tasks { Command::ClearFilter } else { Command::Open };
            if ui.button(command.label(app.language())).clicked() {
                actions.push(Action::Perform(command));
            }
        });
    });
}

/// Scrolls, pans and zooms.
fn navigate(app: &mut App, ui: &egui::Ui, response: &egui::Response) {
    let (body_left, top) = (app.canvas.body_left(), response.rect.top());
    let mut view = app.session.view;
    if response.dragged() {
        let delta = response.drag_delta();
        view.axis = view.axis.panned(delta.x);
        view.scroll_pt -= f64::from(delta.y);
        ui.set_cursor_icon(CursorIcon::Grabbing);
    }
    let pointer = ui.input(|input| input.pointer.hover_pos());
    // Bars lie above the canvas, so it is asked where the pointer is, not what it hovers.
    let over_chart = pointer.filter(|pos| {
        response.rect.contains(*pos)
            && ui.layer_id_at(*pos).is_none_or(|layer| layer == ui.layer_id())
    });
    if let Some(pointer) = over_chart {
        let (scroll, zoom, alt) = ui
            .input(|input| (input.smooth_scroll_delta(), input.zoom_delta(), input.modifiers.alt));
        if alt && scroll.y != 0.0 {
            let factor = (scroll.y / 200.0).exp();
            let scale = (view.row_scale * factor).clamp(MIN_ROW_SCALE, MAX_ROW_SCALE);
            let anchor = f64::from(pointer.y - top - HEADER_PT) + view.scroll_pt;
            view.scroll_pt += anchor * (f64::from(scale / view.row_scale) - 1.0);
            view.row_scale = scale;
        } else {
            view.scroll_pt -= f64::from(scroll.y);
            view.axis = view.axis.panned(scroll.x);
        }
        if (zoom - 1.0).abs() > f32::EPSILON {
            view.axis = view.axis.zoomed(f64::from(zoom), (pointer.x - body_left).max(0.0));
        }
    }
    if view != app.session.view {
        if view.axis != app.session.view.axis {
            view.reach = Reach::Free;
        }
        app.session.view = view;
        app.canvas.keep_in_range(&mut app.session);
    }
}

/// The edge between names and bars can be dragged.
fn splitter_ui(app: &mut App, ui: &egui::Ui, rect: Rect) {
    let x = app.canvas.body_left();
    let grip =
        Rect::from_min_max(egui::pos2(x - 4.0, rect.top()), egui::pos2(x + 3.0, rect.bottom()));
    let response = ui.interact(grip, ui.scope_id().with("splitter"), Sense::DRAG);
    if response.hovered() || response.dragged() {
        ui.set_cursor_icon(CursorIcon::ResizeHorizontal);
    }
    if response.dragged() {
        let width = app.canvas.names_width + response.drag_delta().x;
        match app.session.rows().mode {
            Mode::Swimlanes => app.settings.lane_names_width = width.clamp(120.0, 600.0),
            Mode::Gantt => app.settings.task_columns_width = width.clamp(320.0, 1200.0),
        }
    }
}

fn draw(app: &mut App, ui: &egui::Ui, rect: Rect) {
    let ctx = ui.ctx();
    let key = Key {
        revision: app.session.revision(),
        view: app.session.view,
        rect,
        names_width: app.canvas.names_width,
        language: app.language(),
        theme: ctx.theme(),
        pixels_per_point: ctx.pixels_per_point(),
        today: app.today,
        link_style: app.session.link_style(),
    };
    let atlas = ctx.fonts_mut(|fonts| {
        fonts.layout_no_wrap(
            "…".to_owned(),
            paint::font(12.0, Weight::Regular),
            egui::Color32::PLACEHOLDER,
        )
    });
    let is_current = |drawn: &Drawn| drawn.key == key && Arc::ptr_eq(&drawn.atlas, &atlas);
    if !app.canvas.drawn.as_ref().is_some_and(is_current) {
        let session = &app.session;
        let chart = chart::draw(&ChartRequest {
            roadmap: session.roadmap(),
            rows: session.rows(),
            links: session.links(),
            axis: session.view.axis,
            scroll_pt: session.view.scroll_pt,
            row_scale: session.view.row_scale,
            width: rect.width(),
            height: rect.height(),
            names_width: app.canvas.names_width,
            language: app.language(),
            colors: session.colors(),
            palette: app.palette(ctx),
            fonts: &app.fonts,
            today: Some(app.today),
            emphasis: &|task| session.emphasis(task),
            link_emphasis: &|link| session.link_emphasis(link),
            marks: &|task| session.marks(task),
            hidden_links: &|task| session.hidden_link_count(task),
            link_style: session.link_style(),
            link_bases: session.link_bases(),
            focus: session.links_in_focus(),
        });
        let painted = Painted::new(ctx, &chart.scene, rect.min);
        app.canvas.drawn = Some(Drawn { key, chart, painted, atlas });
    }
    if let Some(drawn) = &app.canvas.drawn {
        drawn.painted.paint(ui.painter(), rect);
    }
}

/// Makes bars and headings clickable and gives them names; answers with the task under the
/// pointer.
fn targets_ui(
    app: &App,
    ui: &egui::Ui,
    canvas: &egui::Response,
    actions: &mut Vec<Action>,
) -> Option<TaskId> {
    let drawn = app.canvas.drawn.as_ref()?;
    let mut hovered = None;
    let origin = canvas.rect.min.to_vec2();
    let mut on_target = false;
    let mut previous = None;
    for hit in &drawn.chart.hits {
        let rect = Rect::from_min_max(
            egui::pos2(hit.rect.left, hit.rect.top),
            egui::pos2(hit.rect.right, hit.rect.bottom),
        )
        .translate(origin);
        if matches!(hit.target, Target::LaneName(_)) {
            let id = ui.scope_id().with(hit.target);
            let response = ui.interact(rect, id, Sense::HOVER);
            name_ui(app, &response, hit.target);
            continue;
        }
        // A milestone has its room and its diamond, one right after the other.
        let is_second = previous.replace(hit.target) == Some(hit.target);
        let id = ui.scope_id().with((hit.target, is_second));
        let response = ui.interact(rect, id, Sense::CLICK);
        name_ui(app, &response, hit.target);
        if response.hovered() {
            on_target = true;
            if let Target::Task(task) | Target::TaskName(task) = hit.target {
                hovered = Some(task);
            }
            outline(app, ui, rect, hit.target, canvas.rect);
        }
        match hit.target {
            Target::Task(task) | Target::TaskName(task) => {
                if response.clicked() {
                    let modifiers = ui.input(|input| input.modifiers);
                    actions.push(Action::Ask(question(app, task, modifiers)));
                }
                context_menu_ui(app, &response, task, actions);
                if !app.overlays.is_open() {
                    response.on_hover_ui_at_pointer(|ui| tooltip_ui(app, ui, task));
                }
            }
            Target::Band(key) => {
                if response.clicked() {
                    actions.push(Action::ToggleFold(key));
                }
                if matches!(key, GroupKey::Owner(_)) {
                    response.on_hover_text_at_pointer(app.in_language(
                        "担当が複数ある施策は、最初に記載された担当の下に一度だけ並びます",
                        "A task with several owners stands once, under the first one named",
                    ));
                }
            }
            Target::HiddenLinks(..) | Target::FoldedLinks(..) | Target::Beyond(_) => {
                link_targets::mark_ui(app, response, hit.target, actions);
            }
            Target::Today => {
                if response.clicked() {
                    actions.push(Action::Perform(Command::GoToToday));
                }
            }
            Target::LaneName(_) => {}
        }
    }
    if on_target {
        ui.set_cursor_icon(CursorIcon::PointingHand);
    }
    let on_link = !on_target && link_targets::link_ui(app, canvas, &drawn.chart, actions);
    if canvas.clicked() && !on_link {
        actions.push(Action::Deselect);
    }
    hovered
}

/// What a click on a task asks: its chain, and with Shift only what drives it; with Ctrl the
/// ways between the selected task and it.
fn question(app: &App, task: TaskId, modifiers: egui::Modifiers) -> Question {
    match app.session.selected() {
        Some(selected) if modifiers.command && selected != task => Question::Paths(selected, task),
        _ if modifiers.shift => Question::Driving(task),
        _ => Question::Chain(task),
    }
}

/// A fine outline under the pointer; the chart itself is not drawn anew.
fn outline(app: &App, ui: &egui::Ui, rect: Rect, target: Target, clip: Rect) {
    if let Target::Task(task) = target {
        let palette = app.palette(ui.ctx());
        let selected = app.session.selected() == Some(task);
        let color = if selected { palette.accent } else { palette.secondary };
        let stroke = egui::Stroke::new(1.0, paint::to_color(color));
        let painter = ui.painter().with_clip_rect(clip);
        painter.rect_stroke(rect, 2.0, stroke, egui::StrokeKind::Outside);
    }
}

/// What a screen reader says, and what tests look for.
fn name_ui(app: &App, response: &egui::Response, target: Target) {
    response.widget_info(|| {
        let role = match target {
            Target::LaneName(_) => egui::Role::Label,
            _ => egui::Role::Button,
        };
        egui::WidgetInfo::labeled(role, true, target_in_words(app, target))
    });
}

fn target_in_words(app: &App, target: Target) -> String {
    let (language, roadmap) = (app.language(), app.session.roadmap());
    match target {
        Target::Task(task) | Target::TaskName(task) => {
            let record = roadmap.task(task);
            let needs = app.session.graph().predecessors(task).len();
            let needed_by = app.session.graph().successors(task).len();
            let title = super::panels::readable(record.title.in_language(language));
            let when = words::interval_in_words(record.when, language);
            let links = match language {
                Language::Japanese => format!("必要とするもの{needs}、これを待つもの{needed_by}"),
                Language::English => format!("needs {needs}, needed by {needed_by}"),
            };
            let owners: Vec<_> =
                record.owners.iter().map(|owner| roadmap.shown_owner(*owner, language)).collect();
            let owners =
                if owners.is_empty() { String::new() } else { format!("{}, ", owners.join(", ")) };
            format!("{title}, {when}, {owners}{links}")
        }
        Target::Band(key) => {
            let title = words::group_in_words(key, roadmap, language);
            match (app.session.folded().contains(&key), language) {
                (true, Language::Japanese) => format!("{title}を展開"),
                (true, Language::English) => format!("Unfold {title}"),
                (false, Language::Japanese) => format!("{title}を折りたたむ"),
                (false, Language::English) => format!("Fold {title}"),
            }
        }
        Target::LaneName(lane) => roadmap.lane(lane).title.in_language(language).to_owned(),
        Target::HiddenLinks(..) | Target::FoldedLinks(..) | Target::Beyond(_) => {
            link_targets::mark_in_words(app, target)
        }
        Target::Today => Command::GoToToday.label(language).to_owned(),
    }
}

fn tooltip_ui(app: &App, ui: &mut egui::Ui, task: TaskId) {
    let (language, roadmap) = (app.language(), app.session.roadmap());
    let record = roadmap.task(task);
    ui.set_max_width(340.0);
    ui.label(super::panels::title(record.title.in_language(language), 13.0));
    if let Some(other) = record.title.translation(language) {
        ui.label(super::panels::prose(other).weak());
    }
    ui.label(super::panels::prose(format!(
        "{}　{}",
        words::interval_in_words(record.when, language),
        roadmap.lane(record.lane).title.in_language(language)
    )));
    let owners: Vec<_> =
        record.owners.iter().map(|owner| roadmap.shown_owner(*owner, language)).collect();
    if !owners.is_empty() {
        ui.label(super::panels::prose(owners.join(separator(language))));
    }
    let needs = app.session.graph().predecessors(task).len();
    let needed_by = app.session.graph().successors(task).len();
    if needs + needed_by > 0 {
        ui.weak(match language {
            Language::Japanese => format!("必要とするもの {needs}・これを待つもの {needed_by}"),
            Language::English => format!("Needs {needs} · needed by {needed_by}"),
        });
    }
}

/// What stands between two names of a list.
fn separator(language: Language) -> &'static str {
    match language {
        Language::Japanese => "、",
        Language::English => ", ",
    }
}

fn context_menu_ui(app: &App, response: &egui::Response, task: TaskId, actions: &mut Vec<Action>) {
    response.context_menu(|ui| {
        let language = app.language();
        let entries = [Command::ShowInInspector, Command::FitSelection];
        for command in entries {
            if ui.button(command.label(language)).clicked() {
                actions.push(Action::Select { task, reveal: false });
                actions.push(Action::Perform(command));
            }
        }
        ui.separator();
        if ui.button(app.in_language("名前と期間をコピー", "Copy name and dates")).clicked()
        {
            actions.push(Action::Copy(app.task_as_text(task)));
        }
        if ui.button(app.in_language("IDをコピー", "Copy the id")).clicked() {
            actions.push(Action::Copy(app.session.roadmap().task(task).id.to_string()));
        }
    });
}
