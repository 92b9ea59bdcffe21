//! What lies under the pointer in the chart: clicks, tooltips, menus, and names for screen readers.
//!
//! The chart is one widget with a hit test of its own. Only while somebody listens (a screen
//! reader, or a test) each visible bar has a node with its name in the accessibility tree.

use super::super::panels::lane_menu_ui;
use super::super::{Action, App, Command, link_targets, paint};
use super::{crowds, gestures};
use crate::focus::Question;
use crate::layout::chart::{Hit, Target};
use crate::model::{GroupKey, LaneId, Language, TaskId};
use crate::scene::Point;
use crate::words;
use egui::accesskit;
use egui::{CursorIcon, Id, Pos2, Rect, Response, Sense};

/// Lets the pointer click and ask for bars, headings and links; answers with the task under it.
pub(super) fn ui(
    app: &mut App,
    ui: &egui::Ui,
    canvas: &Response,
    actions: &mut Vec<Action>,
) -> Option<TaskId> {
    nodes_ui(app, ui, canvas, actions);
    let hit =
        canvas.hover_pos().filter(|_| canvas.hovered()).and_then(|at| hit_at(app, canvas, at));
    menu_ui(app, canvas, actions);
    let app = &*app;
    if let Some(hit) = hit {
        target_ui(app, ui, canvas, hit, actions);
        if !canvas.dragged() {
            let cursor = edit_cursor(app, ui, canvas).unwrap_or(CursorIcon::PointingHand);
            ui.set_cursor_icon(cursor);
        }
        return task_of(hit.target);
    }
    let on_other = crowds::ui(app, canvas, actions)
        || app
            .canvas
            .picture
            .routes()
            .is_some_and(|routes| link_targets::link_ui(app, canvas, routes, actions));
    if canvas.clicked() && !on_other {
        actions.push(Action::Deselect);
    }
    if let Some(cursor) = edit_cursor(app, ui, canvas).filter(|_| !on_other && !canvas.dragged()) {
        ui.set_cursor_icon(cursor);
    }
    None
}

/// What a drag from under the pointer would do to the plan, as a cursor.
fn edit_cursor(app: &App, ui: &egui::Ui, canvas: &Response) -> Option<CursorIcon> {
    let at = canvas.hover_pos().filter(|_| app.is_editing() && canvas.hovered())?;
    gestures::cursor_at(app, canvas, at, ui.input(|input| input.modifiers.shift))
}

/// What can be clicked at a place of the window.
fn hit_at(app: &App, canvas: &Response, at: Pos2) -> Option<Hit> {
    let at = at - canvas.rect.min;
    let hit = app.canvas.picture.hit_at(Point { x: at.x, y: at.y })?;
    (!matches!(hit.target, Target::LaneName(_))).then_some(hit)
}

fn task_of(target: Target) -> Option<TaskId> {
    match target {
        Target::Task(task) | Target::TaskName(task) => Some(task),
        _ => None,
    }
}

/// What the pointer does on a target.
fn target_ui(app: &App, ui: &egui::Ui, canvas: &Response, hit: Hit, actions: &mut Vec<Action>) {
    let response = as_target(canvas, hit);
    if !canvas.dragged() {
        outline(app, ui, response.rect, hit.target, canvas.rect);
    }
    let cell = canvas.interact_pointer_pos().filter(|_| canvas.double_clicked());
    if let Some((task, column)) = cell.and_then(|at| super::cell::cell_at(app, canvas, at)) {
        actions.push(Action::EditCell(task, column));
    } else if canvas.clicked() {
        click(app, ui, hit.target, actions);
    }
    match hit.target {
        Target::Task(task) | Target::TaskName(task) => {
            if !app.overlays.is_open() && !canvas.dragged() {
                response.on_hover_ui_at_pointer(|ui| tooltip_ui(app, ui, task));
            }
        }
        Target::Band(GroupKey::Owner(_)) => {
            response.on_hover_text_at_pointer(app.in_language(
                "担当が複数ある施策は、最初に記載された担当の下に一度だけ並びます",
                "A task with several owners stands once, under the first one named",
            ));
        }
        Target::HiddenLinks(..) | Target::FoldedLinks(..) | Target::Beyond(_) => {
            response.on_hover_text_at_pointer(link_targets::mark_in_words(app, hit.target));
        }
        Target::ProgressLine => {
            response.on_hover_text_at_pointer(app.in_language(
                "ドラッグで日付を変更、クリックで入力",
                "Drag to another day; click to type one",
            ));
        }
        Target::Band(_) | Target::LaneName(_) | Target::Today => {}
    }
}

/// The response of the chart as one of the target, so that tooltips and menus are its own.
fn as_target(canvas: &Response, hit: Hit) -> Response {
    let mut response = canvas.clone();
    response.id = canvas.id.with(hit.target);
    response.rect = to_rect(hit).translate(canvas.rect.min.to_vec2());
    response
}

pub(super) fn to_rect(hit: Hit) -> Rect {
    let rect = hit.rect;
    Rect::from_min_max(egui::pos2(rect.left, rect.top), egui::pos2(rect.right, rect.bottom))
}

/// What a click on a target does.
fn click(app: &App, ui: &egui::Ui, target: Target, actions: &mut Vec<Action>) {
    match target {
        Target::Task(task) | Target::TaskName(task) => {
            let modifiers = ui.input(|input| input.modifiers);
            if app.is_editing() && (modifiers.command || modifiers.shift) {
                actions.push(Action::TogglePick(task));
            } else {
                actions.push(Action::Ask(question(app, task, modifiers)));
            }
        }
        Target::Band(key) | Target::FoldedLinks(key, _) => actions.push(Action::ToggleFold(key)),
        Target::HiddenLinks(task, _) => actions.push(Action::RevealNeighbours(task)),
        Target::Beyond(beyond) => actions.push(Action::Show(beyond.nearest)),
        Target::Today => actions.push(Action::Perform(Command::GoToToday)),
        Target::ProgressLine => actions.push(Action::TypeStatusDate),
        Target::LaneName(_) => {}
    }
}

/// What has a context menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum MenuOf {
    Task(TaskId),
    /// In edit mode.
    Lane(LaneId),
}

impl MenuOf {
    fn at(app: &App, canvas: &Response) -> Option<Self> {
        let at = canvas.interact_pointer_pos()? - canvas.rect.min;
        match app.canvas.picture.hit_at(Point { x: at.x, y: at.y })?.target {
            Target::Task(task) | Target::TaskName(task) => Some(Self::Task(task)),
            Target::LaneName(lane) | Target::Band(GroupKey::Lane(lane)) if app.is_editing() => {
                Some(Self::Lane(lane))
            }
            _ => None,
        }
    }
}

/// The context menu of what was clicked last with the other button.
fn menu_ui(app: &mut App, canvas: &Response, actions: &mut Vec<Action>) {
    if canvas.secondary_clicked() {
        app.canvas.menu = MenuOf::at(app, canvas);
    }
    let Some(menu) = app.canvas.menu else { return };
    let mut response = canvas.clone();
    response.id = canvas.id.with(("menu", menu));
    match menu {
        MenuOf::Task(task) => context_menu_ui(app, &response, task, actions),
        MenuOf::Lane(lane) => {
            // Its fields are clicked without closing it.
            egui::Popup::context_menu(&response)
                .close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside)
                .show(|ui| lane_menu_ui(app, ui, lane, actions));
        }
    }
}

/// Gives everything in view a node in the accessibility tree, if there is one.
fn nodes_ui(app: &App, ui: &egui::Ui, canvas: &Response, actions: &mut Vec<Action>) {
    let ctx = ui.ctx();
    if ctx.accesskit_node_builder(canvas.id, |_| ()).is_none() {
        return;
    }
    let origin = canvas.rect.min.to_vec2();
    let mut previous = None;
    for hit in app.canvas.picture.hits() {
        // A milestone has its room and its diamond, one right after the other.
        let is_second = previous.replace(hit.target) == Some(hit.target);
        let id = ui.scope_id().with((hit.target, is_second));
        let response = ui.interact(to_rect(hit).translate(origin), id, Sense::HOVER);
        name_ui(app, &response, hit.target);
        if !matches!(hit.target, Target::LaneName(_)) && is_clicked_by_name(ctx, id) {
            click(app, ui, hit.target, actions);
        }
    }
}

/// Whether a screen reader clicks a node; from now on it may.
fn is_clicked_by_name(ctx: &egui::Context, id: Id) -> bool {
    ctx.accesskit_node_builder(id, |node| node.add_action(accesskit::Action::Click));
    ctx.input(|input| input.has_accesskit_action_request(id, accesskit::Action::Click))
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
            let title = crate::app::panels::readable(record.title.in_language(language));
            let when = words::interval_in_words(record.when, language);
            let links = match language {
                Language::Japanese => format!("必要とするもの{needs}、これを待つもの{needed_by}"),
                Language::English => format!("needs {needs}, needed by {needed_by}"),
            };
            let owners: Vec<_> =
                record.owners.iter().map(|owner| roadmap.shown_owner(*owner, language)).collect();
            let status = words::status_and_progress_in_words(record, language);
            let parts = [title.as_ref(), &when].into_iter().map(str::to_owned);
            let parts = parts.chain(Some(status).filter(|status| !status.is_empty()));
            let parts = parts.chain(owners.into_iter().map(str::to_owned)).chain([links]);
            parts.collect::<Vec<_>>().join(", ")
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
        Target::ProgressLine => {
            app.in_language("進捗線の日付を変更", "Change the date of the progress line")
        }
    }
}

fn tooltip_ui(app: &App, ui: &mut egui::Ui, task: TaskId) {
    let (language, roadmap) = (app.language(), app.session.roadmap());
    let record = roadmap.task(task);
    ui.set_max_width(340.0);
    ui.label(crate::app::panels::title(record.title.in_language(language), 13.0));
    if let Some(other) = record.title.translation(language) {
        ui.label(crate::app::panels::prose(other).weak());
    }
    ui.label(crate::app::panels::prose(words::interval_in_words(record.when, language)));
    let lane = roadmap.lane(record.lane).title.in_language(language);
    ui.label(crate::app::panels::prose(lane));
    let status = words::status_and_progress_in_words(record, language);
    if !status.is_empty() {
        ui.label(crate::app::panels::prose(status));
    }
    let owners: Vec<_> =
        record.owners.iter().map(|owner| roadmap.shown_owner(*owner, language)).collect();
    if !owners.is_empty() {
        ui.label(crate::app::panels::prose(owners.join(separator(language))));
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
