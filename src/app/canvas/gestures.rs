//! Changing the plan with the mouse: moving, resizing, creating, linking, and picking several.
//!
//! While something is dragged, the document stays as it is. What would become of it is painted
//! over the chart: the dragged bars, and as ghosts all that their links would push. Releasing
//! makes one transaction of it. So a frame of a drag takes time by what is pushed, and not by the
//! size of the document.

#[cfg(test)]
mod laws;

use super::super::editing::{Change, interval_between};
use super::super::{Action, App};
use super::ghosts;
use crate::layout::Mode;
use crate::layout::chart::{HEADER_PT, Target};
use crate::layout::{Row, RowKind};
use crate::model::{Dependency, Grouping, LaneId, Roadmap, TaskId, TaskKind};
use crate::scene::Point;
use crate::schedule::{Consequences, Ripple};
use crate::time::{Day, Interval, Precision};
use egui::{CursorIcon, PointerButton, Pos2, Rect, Response, Vec2};

/// How near to the end of a bar it is taken by that end, in points.
const END_PT: f32 = 6.0;
/// Bars narrower than this have no ends to be taken by, in points.
const LEAST_BAR_PT: f32 = 18.0;
/// How near to the handle for links the pointer has to be, in points.
pub(super) const HANDLE_PT: f32 = 7.0;
/// How near to an edge of the chart it scrolls by itself, in points.
const EDGE_PT: f32 = 28.0;
/// How fast it scrolls there at most, in points per second.
const SCROLL_PT_PER_SECOND: f32 = 900.0;

/// What the pointer is doing to the plan.
pub(super) struct Gesture {
    kind: Kind,
    /// The day under the pointer when it was pressed.
    grabbed_day: f64,
    /// Where it was pressed: x in the window, and how far below the first row.
    grabbed: Pos2,
    grabbed_y_pt: f64,
    /// What would become of the plan.
    pub(super) preview: Preview,
    /// Esc was pressed; nothing happens until the button is released.
    is_cancelled: bool,
}

/// What is dragged.
#[derive(Clone, Debug, PartialEq)]
enum Kind {
    /// Tasks as a whole; the first is the one under the pointer.
    Move(Vec<TaskId>),
    /// The start of a task.
    Start(TaskId),
    /// The end of a task.
    End(TaskId),
    /// A new task in this track of a lane.
    Create(LaneId, u16),
    /// A link from this task.
    Link(TaskId),
    /// A frame around tasks.
    Frame,
}

/// What would become of the plan if the button were released.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Preview {
    /// What was dragged, with its new dates.
    pub(super) moved: Vec<(TaskId, Interval)>,
    /// By how many periods, where that is the same for all.
    pub(super) shift: Option<(Precision, i32)>,
    /// Another row for the task under the pointer, and its upper edge and height.
    pub(super) to: Option<(TaskId, LaneId, u16)>,
    pub(super) to_row: Option<usize>,
    /// What that pushes.
    pub(super) ripple: Ripple,
    /// What it means for the plan.
    pub(super) consequences: Consequences,
    /// A new task: its row and its dates.
    pub(super) created: Option<(usize, Interval)>,
    /// A link: from a task to another one, or to where the pointer is.
    pub(super) link: Option<(TaskId, Option<TaskId>)>,
    /// A frame, in points of the window.
    pub(super) frame: Option<Rect>,
    /// Where the pointer is.
    pub(super) pointer: Pos2,
    /// Whether what is pushed moves along.
    pub(super) with_all: bool,
}

impl Preview {
    /// What releasing makes of tasks that are dragged: the dragged ones alone, or with all that
    /// they push, just as it is shown; `None` if that changes nothing.
    fn moving(&self, roadmap: &Roadmap) -> Option<Change> {
        let is_new = |&&(task, when): &&(TaskId, Interval)| roadmap.task(task).when != when;
        let mut tasks: Vec<_> = self.moved.iter().filter(is_new).copied().collect();
        if self.with_all {
            tasks.extend(self.ripple.pushed.iter().copied());
        }
        let changes = !tasks.is_empty() || self.to.is_some();
        changes.then_some(Change::Move { tasks, to: self.to })
    }
}

/// Takes the pointer for the plan, if it means that; tells whether it does.
pub(super) fn ui(
    app: &mut App,
    ui: &egui::Ui,
    canvas: &Response,
    actions: &mut Vec<Action>,
) -> bool {
    let mut gesture = app.canvas.gesture.take();
    if canvas.drag_started_by(PointerButton::Primary) && app.is_editing() {
        gesture = begin(app, ui, canvas);
    }
    let Some(mut gesture) = gesture else { return false };
    let pointer = ui.input(|input| input.pointer.latest_pos()).unwrap_or(gesture.grabbed);
    if canvas.dragged() {
        if !gesture.is_cancelled {
            scroll_at_edges(app, ui, canvas.rect, pointer);
            follow(app, ui, &mut gesture, canvas, pointer);
            ui.set_cursor_icon(gesture.cursor());
        }
        app.canvas.gesture = Some(gesture);
        return true;
    }
    if ui.input(|input| input.pointer.primary_down()) {
        // Esc ends a drag while the button is still down.
        gesture.cancel();
        app.canvas.gesture = Some(gesture);
        return true;
    }
    if canvas.drag_stopped() && !gesture.is_cancelled {
        follow(app, ui, &mut gesture, canvas, pointer);
        release(app, &gesture, actions);
        // Until a large document is shown as it was changed, the preview stands for it.
        app.canvas.settling = Some(gesture.preview);
    }
    true
}

impl Gesture {
    /// Leaves everything as it was.
    pub(super) fn cancel(&mut self) {
        self.is_cancelled = true;
        self.preview = Preview::default();
    }

    pub(super) fn is_cancelled(&self) -> bool {
        self.is_cancelled
    }

    fn cursor(&self) -> CursorIcon {
        match self.kind {
            Kind::Move(_) => CursorIcon::Grabbing,
            Kind::Start(_) | Kind::End(_) | Kind::Create(..) => CursorIcon::ResizeHorizontal,
            Kind::Link(_) | Kind::Frame => CursorIcon::Crosshair,
        }
    }
}

/// The cursor that says what a drag from here would do; `None` where it moves the view.
pub(super) fn cursor_at(app: &App, canvas: &Response, at: Pos2, shift: bool) -> Option<CursorIcon> {
    let kind = kind_at(app, canvas, at, shift)?;
    Some(match kind {
        Kind::Move(_) => CursorIcon::Grab,
        Kind::Start(_) | Kind::End(_) => CursorIcon::ResizeHorizontal,
        Kind::Create(..) => CursorIcon::Cell,
        Kind::Link(_) | Kind::Frame => CursorIcon::Crosshair,
    })
}

fn begin(app: &App, ui: &egui::Ui, canvas: &Response) -> Option<Gesture> {
    let (at, shift) = ui.input(|input| (input.pointer.press_origin(), input.modifiers.shift));
    let at = at?;
    let kind = kind_at(app, canvas, at, shift)?;
    let view = &app.session.view;
    Some(Gesture {
        kind,
        grabbed_day: view.axis.day_at(at.x - app.canvas.body_left()),
        grabbed: at,
        grabbed_y_pt: f64::from(at.y - canvas.rect.top() - HEADER_PT) + view.scroll_pt,
        preview: Preview::default(),
        is_cancelled: false,
    })
}

/// What a drag that begins here does.
fn kind_at(app: &App, canvas: &Response, at: Pos2, shift: bool) -> Option<Kind> {
    let session = &app.session;
    if !session.is_numbered_as_shown() || at.x < app.canvas.body_left() {
        return None;
    }
    if let Some(task) = app.canvas.handle.filter(|(_, handle)| handle.distance(at) <= HANDLE_PT) {
        return Some(Kind::Link(task.0));
    }
    let place = at - canvas.rect.min;
    let hit = app.canvas.picture.hit_at(Point { x: place.x, y: place.y });
    match hit.map(|hit| (hit.target, super::targets::to_rect(hit))) {
        Some((Target::Task(task), bar)) => {
            let can_resize = bar.width() >= LEAST_BAR_PT
                && session.roadmap().task(task).kind == TaskKind::Task
                && session.selection_count() <= 1;
            if can_resize && place.x - bar.left() < END_PT {
                return Some(Kind::Start(task));
            }
            if can_resize && bar.right() - place.x < END_PT {
                return Some(Kind::End(task));
            }
            let picked = session.selection();
            let mut tasks = vec![task];
            if picked.contains(&task) {
                tasks.extend(picked.into_iter().filter(|it| *it != task));
            }
            Some(Kind::Move(tasks))
        }
        Some(_) => None,
        None if shift => Some(Kind::Frame),
        None => {
            let (lane, track, _) = track_at(app, canvas.rect, at)?;
            Some(Kind::Create(lane, track))
        }
    }
}

/// The track of a lane under a place, where rows are tracks of lanes, and its row.
fn track_at(app: &App, canvas: Rect, at: Pos2) -> Option<(LaneId, u16, usize)> {
    let session = &app.session;
    let y = f64::from(at.y - canvas.top() - HEADER_PT);
    if y < 0.0 || session.grouping() != Grouping::Lanes || session.mode() != Mode::Swimlanes {
        return None;
    }
    let rows = session.rows();
    let y = (y + session.view.scroll_pt) / f64::from(session.view.row_scale);
    if y >= f64::from(rows.height) {
        return None;
    }
    let at = rows.row_at(y)?;
    let row = &rows.rows[at];
    let RowKind::Track { lane, .. } = row.kind else { return None };
    Some((lane, track_of(app, row), at))
}

/// The track of the document that a row shows.
fn track_of(app: &App, row: &Row) -> u16 {
    let spans = app.session.rows().spans_of(row);
    spans.first().map_or(0, |span| app.session.roadmap().task(span.task).track)
}

/// Brings the preview up to the pointer.
fn follow(app: &App, ui: &egui::Ui, gesture: &mut Gesture, canvas: &Response, pointer: Pos2) {
    let session = &app.session;
    let (roadmap, unit) = (session.roadmap(), app.unit_of_zoom());
    let fiscal = roadmap.fiscal_year_start;
    let day = session.view.axis.day_at(pointer.x - app.canvas.body_left());
    let days = (day - gesture.grabbed_day).round() as i32;
    let mut preview = Preview { pointer, ..Preview::default() };
    preview.with_all = ui.input(|input| input.modifiers.command);
    match &gesture.kind {
        Kind::Move(tasks) => {
            let first = roadmap.task(tasks[0]).when;
            let own = unit.max(first.precision());
            let periods = first.periods_near(unit, days, fiscal);
            let moved = tasks
                .iter()
                .map(|&task| Some((task, roadmap.task(task).when.shifted(own, periods, fiscal)?)));
            // Beyond the calendar nothing moves.
            preview.moved = moved.collect::<Option<Vec<_>>>().unwrap_or_default();
            preview.shift = Some((own, periods)).filter(|_| !preview.moved.is_empty());
            if let [task] = tasks[..] {
                let from = row_rect(app, canvas.rect, task);
                let has_left =
                    from.is_none_or(|(top, bottom)| !(top..=bottom).contains(&pointer.y));
                let target = track_at(app, canvas.rect, pointer).filter(|_| has_left);
                if let Some((lane, track, row)) = target {
                    let own = roadmap.task(task);
                    if (lane, track) != (own.lane, own.track) {
                        preview.to = Some((task, lane, track));
                        preview.to_row = Some(row);
                    }
                }
            }
        }
        &Kind::Start(task) => {
            let when = roadmap.task(task).when.with_start_moved(unit, days, fiscal);
            preview.moved = vec![(task, when)];
        }
        &Kind::End(task) => {
            let open_end = session.span().map_or(app.today, |(_, last)| last);
            let when = roadmap.task(task).when;
            // An end that is not touched stays open.
            let moved =
                if days == 0 { when } else { when.with_end_moved(unit, days, open_end, fiscal) };
            preview.moved = vec![(task, moved)];
        }
        Kind::Create(..) => {
            let row = track_at(app, canvas.rect, gesture.grabbed_now(app, canvas.rect));
            let first = Day::from_number(gesture.grabbed_day.floor() as i32);
            let last = Day::from_number(day.floor() as i32);
            let when = interval_between(first, last, unit, fiscal);
            preview.created = row.map(|(_, _, row)| (row, when));
        }
        &Kind::Link(task) => {
            let place = pointer - canvas.rect.min;
            let hit = app.canvas.picture.hit_at(Point { x: place.x, y: place.y });
            let to = hit.and_then(|hit| match hit.target {
                Target::Task(to) if to != task => Some(to),
                _ => None,
            });
            preview.link = Some((task, to));
        }
        Kind::Frame => {
            let corner = gesture.grabbed_now(app, canvas.rect);
            preview.frame = Some(Rect::from_two_pos(corner, pointer));
        }
    }
    if preview.moved == gesture.preview.moved {
        preview.ripple = std::mem::take(&mut gesture.preview.ripple);
        preview.consequences = std::mem::take(&mut gesture.preview.consequences);
    } else {
        (preview.ripple, preview.consequences) = session.ripple(&preview.moved);
    }
    gesture.preview = preview;
}

impl Gesture {
    /// Where the place that was pressed is now that the chart may have been scrolled.
    fn grabbed_now(&self, app: &App, canvas: Rect) -> Pos2 {
        let view = &app.session.view;
        let x = app.canvas.body_left() + view.axis.x(self.grabbed_day);
        let y = (self.grabbed_y_pt - view.scroll_pt) as f32 + canvas.top() + HEADER_PT;
        Pos2::new(x, y)
    }
}

/// The upper and lower edge of a task's row in the window.
pub(super) fn row_rect(app: &App, canvas: Rect, task: TaskId) -> Option<(f32, f32)> {
    row_edges(app, canvas, app.session.rows().row_of(task)?)
}

/// The upper and lower edge of a row in the window.
pub(super) fn row_edges(app: &App, canvas: Rect, row: usize) -> Option<(f32, f32)> {
    let view = &app.session.view;
    let row = app.session.rows().rows.get(row)?;
    let top = f64::from(row.top) * f64::from(view.row_scale) - view.scroll_pt;
    let height = f64::from(row.height) * f64::from(view.row_scale);
    let top = top as f32 + canvas.top() + HEADER_PT;
    Some((top, top + height as f32))
}

fn scroll_at_edges(app: &mut App, ui: &egui::Ui, canvas: Rect, pointer: Pos2) {
    let body =
        Rect::from_min_max(Pos2::new(app.canvas.body_left(), canvas.top() + HEADER_PT), canvas.max);
    // From 0 at the border of the zone to 1 at the edge and beyond.
    let beyond = |at: f32, low: f32, high: f32| {
        ((at - (high - EDGE_PT)) / EDGE_PT).clamp(0.0, 1.0)
            - (((low + EDGE_PT) - at) / EDGE_PT).clamp(0.0, 1.0)
    };
    let speed = Vec2::new(
        beyond(pointer.x, body.left(), body.right()),
        beyond(pointer.y, body.top(), body.bottom()),
    );
    if speed == Vec2::ZERO {
        return;
    }
    let seconds = ui.input(|input| input.stable_dt).min(1.0 / 30.0);
    let by = speed * SCROLL_PT_PER_SECOND * seconds;
    let view = &mut app.session.view;
    if by.x != 0.0 {
        view.axis = view.axis.panned(-by.x);
        view.reach = super::super::session::Reach::Free;
    }
    view.scroll_pt += f64::from(by.y);
    app.canvas.keep_in_range(&mut app.session);
    ui.ctx().request_repaint();
}

/// Makes a change of what was dragged.
fn release(app: &App, gesture: &Gesture, actions: &mut Vec<Action>) {
    let preview = &gesture.preview;
    let mut ask = |change| actions.push(Action::Change(Box::new(change)));
    match &gesture.kind {
        Kind::Move(_) | Kind::Start(_) | Kind::End(_) => {
            if let Some(change) = preview.moving(app.session.roadmap()) {
                ask(change);
            }
        }
        &Kind::Create(lane, track) => {
            if let Some((_, when)) = preview.created {
                ask(Change::AddTask { lane, track, when, kind: TaskKind::Task });
            }
        }
        &Kind::Link(from) => {
            if let Some((_, Some(to))) = preview.link {
                ask(Change::AddLink(Dependency::new(from, to)));
            }
        }
        Kind::Frame => {
            if let Some(frame) = preview.frame {
                actions.push(Action::Pick(ghosts::tasks_in(app, frame)));
            }
        }
    }
}
