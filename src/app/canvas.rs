//! The chart in the window: where it is, and how it is scrolled and zoomed.

mod cell;
mod crowds;
mod gestures;
mod ghosts;
mod picture;
mod status_date;
mod targets;

use super::glyphs::Atlas;
use super::paint;
use super::session::{self, MAX_ROW_SCALE, Reach, Session};
use super::{Action, App, Command};
use crate::layout::chart::{self, HEADER_PT, TaskColumn, TaskColumns};
use crate::layout::{Mode, TimeAxis};
use crate::model::TaskId;
use egui::{CursorIcon, Rect, Sense, Vec2};
use picture::Picture;

/// The state of the chart in the window that is not part of the document's view.
#[derive(Default)]
pub struct Canvas {
    /// Where the chart was painted last.
    rect: Option<Rect>,
    names_width: f32,
    /// What it is for the keyboard.
    id: Option<egui::Id>,
    /// A task to bring into view in the next frame.
    pending_scroll: Option<TaskId>,
    /// Whose context menu was opened last.
    menu: Option<targets::MenuOf>,
    /// What is being written in its place.
    cell: Option<cell::Cell>,
    /// What is being dragged, if that changes the plan.
    gesture: Option<gestures::Gesture>,
    /// What was dragged and is not shown yet.
    settling: Option<gestures::Preview>,
    /// The flag of the progress line, while it is dragged.
    status_date: Option<status_date::Dragged>,
    /// The task whose handle for links is shown, and where.
    handle: Option<(TaskId, egui::Pos2)>,
    picture: Picture,
}

impl Canvas {
    /// Width of the part with bars, in points.
    pub fn body_width(&self) -> f32 {
        self.rect.map_or(1000.0, |rect| (rect.width() - self.names_width).max(50.0))
    }

    /// Whether the keys go to a widget other than the chart.
    pub fn is_left_by_keyboard(&self, ctx: &egui::Context) -> bool {
        let focused = ctx.memory(egui::Memory::focused);
        focused.is_some() && focused != self.id
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
        self.picture.counts()
    }

    /// The texts of the chart on screen, in the order in which they are painted.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.picture.texts()
    }

    /// Asks for another pass if new glyphs have moved those of the chart in the font atlas. To
    /// be called when everything else is laid out.
    pub fn follow_atlas(&self, ctx: &egui::Context) {
        if self.picture.is_drawn() && !self.picture.is_of(&Atlas::now(ctx)) {
            ctx.request_discard("the font atlas has grown");
            ctx.request_repaint();
        }
    }

    /// The smallest scale of rows: everything fits into the view.
    pub fn min_row_scale(&self, session: &Session) -> f32 {
        let all = self.body_height() / session.rows().height.max(1) as f32;
        all.min(session::MIN_ROW_SCALE)
    }

    /// Brings a row into view at the standard scale, with its middle so far below the header.
    pub fn zoom_to_row(&self, session: &mut Session, row: usize, below_header_pt: f32) {
        let Some(record) = session.rows().rows.get(row) else { return };
        let middle = f64::from(record.top) + f64::from(record.height) / 2.0;
        session.view.row_scale = 1.0;
        session.view.scroll_pt = middle - f64::from(below_header_pt);
        self.keep_in_range(session);
    }

    /// Forgets what names tasks of a document that gives way to another.
    pub fn forget_tasks(&mut self) {
        (self.cell, self.menu, self.handle) = (None, None, None);
        (self.gesture, self.settling, self.status_date) = (None, None, None);
    }

    /// Leaves what is being dragged as it was; tells whether anything was.
    pub fn cancel_gesture(&mut self, session: &mut Session) -> bool {
        if let Some(flag) = &mut self.status_date {
            flag.cancel(session);
            return true;
        }
        let Some(gesture) = &mut self.gesture else { return false };
        gesture.cancel();
        true
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

impl App {
    /// Lets what stands in a column of a task be written in its place; its title over its bar where
    /// there are no columns.
    pub(super) fn edit_cell(&mut self, task: TaskId, column: TaskColumn) {
        self.canvas.cell = Some(cell::Cell::new(task, column, self));
        self.canvas.scroll_to(task);
    }

    /// The columns of tasks in Gantt mode.
    fn task_columns(&self) -> TaskColumns {
        TaskColumns::new(self.canvas.names_width, self.shows_status_column())
    }

    /// Whether tasks have a column with their status.
    pub(super) fn shows_status_column(&self) -> bool {
        self.is_editing() || self.session.rows().tell_status
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
        app.canvas.id = Some(response.id);
        let is_gesture =
            status_date::ui(app, ui, &response) || gestures::ui(app, ui, &response, actions);
        navigate(app, ui, &response, !is_gesture);
        splitter_ui(app, ui, rect);
        picture::draw(app, ui, rect);
        let hovered = targets::ui(app, ui, &response, actions);
        ghosts::ui(app, ui, &response);
        cell::ui(app, ui, &response, actions);
        // What is dragged speaks for itself.
        let hovered = hovered.filter(|_| app.canvas.gesture.is_none());
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
            let is_to_fill = !has_tasks && app.is_editing();
            let (heading, hint) = if is_to_fill {
                (
                    app.in_language("まだ何もありません", "Nothing here yet"),
                    app.in_language(
                        "最初の施策を追加すると、レーンも一緒に作られます。",
                        "The first task brings its lane with it.",
                    ),
                )
            } else if has_tasks {
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
            let command = if has_tasks {
                Command::ClearFilter
            } else if is_to_fill {
                Command::NewTask
            } else {
                Command::Open
            };
            if ui.button(command.label(app.language())).clicked() {
                actions.push(Action::Perform(command));
            }
        });
    });
}

/// Scrolls, pans and zooms.
fn navigate(app: &mut App, ui: &egui::Ui, response: &egui::Response, pans: bool) {
    let (body_left, top) = (app.canvas.body_left(), response.rect.top());
    let mut view = app.session.view;
    if response.dragged() && pans {
        let delta = response.drag_delta();
        view.axis = view.axis.panned(delta.x);
        view.scroll_pt -= f64::from(delta.y);
        ui.set_cursor_icon(CursorIcon::Grabbing);
    }
    let pointer = ui.input(|input| input.pointer.hover_pos());
    // The grip of the names lies above the canvas, so it is asked where the pointer is.
    let over_chart = pointer.filter(|pos| {
        response.rect.contains(*pos)
            && ui.layer_id_at(*pos).is_none_or(|layer| layer == ui.layer_id())
    });
    if let Some(pointer) = over_chart {
        let (scroll, zoom, alt) = ui
            .input(|input| (input.smooth_scroll_delta(), input.zoom_delta(), input.modifiers.alt));
        if alt && scroll.y != 0.0 {
            let factor = (scroll.y / 200.0).exp();
            let least = app.canvas.min_row_scale(&app.session);
            let scale = (view.row_scale * factor).clamp(least, MAX_ROW_SCALE);
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
