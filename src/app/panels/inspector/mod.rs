//! The inspector: everything about the selected task, and where it comes from. In edit mode its
//! values are fields.

mod chips;
mod links;
mod periods;
mod task_fields;
mod values;

use self::task_fields::Form;
use self::values::Values;
use super::fields::Fields;
use super::widgets::{prose, readable, section, title as heading};
use super::{lanes, source};
use crate::app::paint::{font, to_color};
use crate::app::slow::Slow;
use crate::app::{Action, App, Command};
use crate::model::{DependencyId, Language, Task, TaskId, TaskStatus};
use crate::scene::Weight;
use crate::time::{Precision, Stamp};
use crate::words::{self, grouped};
use egui::{Rect, Sense, Vec2};
use std::sync::Arc;

/// How many of the neighbours of a task are listed at once.
const MAX_LISTED: usize = 60;

/// Draws the panel.
pub fn ui(app: &mut App, ui: &mut egui::Ui, actions: &mut Vec<Action>) {
    let frame = egui::Frame::side_top_panel(ui.style()).inner_margin(egui::Margin {
        left: 14,
        right: 6,
        top: 10,
        bottom: 8,
    });
    egui::Panel::right("inspector")
        .frame(frame)
        .default_size(318.0)
        .size_range(220.0..=620.0)
        .show(ui, |ui| {
            egui::ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
                ui.set_max_width(ui.available_width() - 10.0);
                if app.is_editing() && app.session.selection_count() > 0 {
                    let mut fields = std::mem::take(&mut app.fields);
                    form_ui(app, &mut fields, ui, actions);
                    app.fields = fields;
                } else if let Some(task) = app.session.selected() {
                    task_ui(app, ui, task, actions);
                } else {
                    document_ui(app, ui, actions);
                    if app.is_editing() {
                        lanes::section_ui(app, ui, actions);
                    }
                }
            });
        });
}

/// More tasks than these are looked at on a thread.
const MANY: usize = 20_000;

/// The selected tasks and what they say.
struct Selection {
    tasks: Vec<TaskId>,
    values: Values,
}

/// What the inspector keeps between frames.
#[derive(Default)]
pub struct Inspector {
    /// What the selected tasks say, by the selection, the document and the state of its history.
    values: Slow<[u64; 3], Option<Arc<Selection>>>,
}

/// The selected task or tasks as fields.
fn form_ui(app: &mut App, fields: &mut Fields, ui: &mut egui::Ui, actions: &mut Vec<Action>) {
    let session = &app.session;
    let key = [session.focus_stamp(), session.document_stamp(), session.history().state()];
    let is_new = app.inspector.values.made_for(&key).is_none();
    // While positions are not those of the document, its values would be those of other tasks.
    if is_new && session.is_numbered_as_shown() {
        let takes_long = session.selection_count() > MANY;
        let (tasks, document) = (session.selection(), session.document().clone());
        app.inspector.values.update(ui.ctx(), key, takes_long, move || {
            let values = Values::of(&document, &tasks)?;
            Some(Arc::new(Selection { tasks, values }))
        });
    }
    let made = app.inspector.values.latest().and_then(|(_, made)| made.clone());
    let Some(selection) = made else {
        ui.weak(app.in_language("集計しています…", "Being counted…"));
        return;
    };
    let single = app.session.selected();
    if let Some(task) = single {
        source::prepare(app, task);
    }
    let app = &*app;
    let Selection { tasks, values } = &*selection;
    let mut form = Form { app, fields, tasks, values, actions };
    task_fields::ui(&mut form, ui);
    if let Some(task) = single {
        facts_ui(ui, &schedule_facts(app, task));
        links_ui(app, Some(form.fields), ui, task, form.actions);
    }
    task_fields::source_ui(&mut form, ui);
    if let Some(task) = single
        && let Some(place) = app.session.roadmap().task(task).place()
    {
        source::ui(app, ui, task, place, app.palette(ui.ctx()), form.actions);
    }
}

/// What is shown when nothing is selected: the document itself.
fn document_ui(app: &App, ui: &mut egui::Ui, actions: &mut Vec<Action>) {
    let (language, roadmap) = (app.language(), app.session.roadmap());
    let palette = app.palette(ui.ctx());
    ui.label(heading(roadmap.title.in_language(language), 15.0));
    if let Some(other) = roadmap.title.translation(language) {
        ui.label(prose(other).weak());
    }
    ui.add_space(6.0);
    let milestones = app.session.milestone_count();
    facts_ui(
        ui,
        &[
            (app.in_language("施策", "Tasks"), grouped(roadmap.tasks.len())),
            (app.in_language("節目", "Milestones"), grouped(milestones)),
            (app.in_language("依存", "Dependencies"), grouped(roadmap.dependencies.len())),
        ],
    );
    for document in &roadmap.documents {
        section(ui, &app.in_language("出典文書", "Source document"), "", to_color(palette.ink));
        ui.label(prose(document.title.in_language(language)));
        let publisher = document.publisher.in_language(language);
        let date =
            document.date.map(|date| words::day_in_words(date, language)).unwrap_or_default();
        ui.weak(format!("{publisher}　{date}"));
    }
    ui.add_space(14.0);
    let text = app.in_language(
        "施策をクリックすると、期間・担当・前後の依存・出典がここに表示されます。",
        "Click a task to see its dates, owners, dependencies and source here.",
    );
    ui.label(prose(text).weak());
    ui.add_space(8.0);
    let keys = format!("{}　?", Command::Keys.label(language));
    if ui.button(keys).clicked() {
        actions.push(Action::Perform(Command::Keys));
    }
}

fn task_ui(app: &mut App, ui: &mut egui::Ui, task: TaskId, actions: &mut Vec<Action>) {
    source::prepare(app, task);
    let app = &*app;
    let language = app.language();
    let roadmap = app.session.roadmap();
    let record = roadmap.task(task);
    let palette = app.palette(ui.ctx());
    ui.label(heading(record.title.in_language(language), 15.0));
    if let Some(other) = record.title.translation(language) {
        ui.label(prose(other).weak());
    }
    ui.add_space(6.0);
    facts_ui(ui, &facts(app, record));
    facts_ui(ui, &schedule_facts(app, task));
    let note = record.note().in_language(language);
    if !note.is_empty() {
        section(ui, &app.in_language("備考", "Note"), "", to_color(palette.ink));
        ui.label(prose(note));
    }
    links_ui(app, None, ui, task, actions);
    if let Some(place) = record.place() {
        source::ui(app, ui, task, place, palette, actions);
    }
}

/// What the task needs and what needs it; with fields the dependencies can be changed.
fn links_ui(
    app: &App,
    mut fields: Option<&mut Fields>,
    ui: &mut egui::Ui,
    task: TaskId,
    actions: &mut Vec<Action>,
) {
    let (language, palette) = (app.language(), app.palette(ui.ctx()));
    let graph = app.session.graph();
    let trace = app.session.trace();
    let heads = [
        (
            app.in_language("必要とするもの", "Needs"),
            palette.needs,
            trace.map_or(0, |trace| trace.predecessors().len()),
            false,
        ),
        (
            app.in_language("これを待つもの", "Needed by"),
            palette.needed_by,
            trace.map_or(0, |trace| trace.successors().len()),
            true,
        ),
    ];
    let neighbours: [Vec<(DependencyId, TaskId)>; 2] = [
        graph.predecessors(task).take(MAX_LISTED).collect(),
        graph.successors(task).take(MAX_LISTED).collect(),
    ];
    for ((title, color, chain, is_successor), links) in heads.into_iter().zip(neighbours) {
        let note = match language {
            Language::Japanese => format!("直接 {}・連鎖 {chain}", links.len()),
            Language::English => format!("{} direct, {chain} in chain", links.len()),
        };
        section(ui, &title, &note, to_color(color));
        if links.is_empty() {
            ui.weak(app.in_language("なし", "None"));
        }
        for (link, other) in links {
            match fields.as_deref_mut() {
                Some(fields) => links::link_ui(app, fields, ui, (link, other), color, actions),
                None => neighbour_ui(app, ui, link, other, color, actions),
            }
        }
        if let Some(fields) = fields.as_deref_mut() {
            links::add_ui(app, fields, ui, task, is_successor, actions);
        }
    }
}

fn facts(app: &App, record: &Task) -> Vec<(String, String)> {
    let (language, roadmap) = (app.language(), app.session.roadmap());
    let fiscal = roadmap.fiscal_year_start;
    let precision = record.when.precision();
    let exactness = words::precision_in_words(precision, language);
    let exactness = match (precision, language) {
        (Precision::Day, _) => exactness.to_owned(),
        (_, Language::Japanese) => format!("{exactness}（日付は未定）"),
        (_, Language::English) => format!("{exactness} (no day is set)"),
    };
    let separator = if language == Language::Japanese { "、" } else { ", " };
    let join =
        |names: Vec<&str>| if names.is_empty() { "―".to_owned() } else { names.join(separator) };
    let owners = record.owners.iter().map(|owner| roadmap.shown_owner(*owner, language)).collect();
    let tags = record.tags.iter().map(|tag| roadmap.shown_tag(*tag, language)).collect();
    let mut lanes = vec![roadmap.lane(record.lane).title.in_language(language)];
    let mut lane = roadmap.lane(record.lane);
    while let Some(parent) = lane.parent {
        lane = roadmap.lane(parent);
        lanes.push(lane.title.in_language(language));
    }
    lanes.reverse();
    let mut facts = vec![
        (app.in_language("期間", "When"), words::interval_in_words(record.when, language)),
        (
            app.in_language("日付", "In days"),
            words::interval_in_days(record.when, fiscal, language),
        ),
        (app.in_language("細かさ", "Precision"), exactness),
        (
            app.in_language("根拠", "Basis"),
            words::basis_in_words(record.basis, language).to_owned(),
        ),
        (app.in_language("担当", "Owner"), join(owners)),
        (app.in_language("タグ", "Tags"), join(tags)),
        (app.in_language("種別", "Kind"), words::kind_in_words(record.kind, language).to_owned()),
        (
            app.in_language("位置", "Lane"),
            lanes.join(if language == Language::Japanese { " ＞ " } else { " > " }),
        ),
    ];
    if let Some(percent) = record.progress {
        facts.insert(1, (app.in_language("進捗", "Progress"), format!("{percent} %")));
    }
    if record.status != TaskStatus::Unknown {
        let status = words::status_in_words(record.status, language).to_owned();
        facts.insert(1, (app.in_language("状況", "Status"), status));
    }
    facts
}

/// What the links say of a task's dates, no more exactly than its own dates are known.
fn schedule_facts(app: &App, task: TaskId) -> Vec<(String, String)> {
    let (language, roadmap) = (app.language(), app.session.roadmap());
    let (fiscal, schedule) = (roadmap.fiscal_year_start, app.session.schedule());
    let when = roadmap.task(task).when;
    let goal = match app.session.goal() {
        Some(goal) => roadmap.task(goal).title.in_language(language).to_owned(),
        None => app.in_language("計画の終わり", "the end of the plan"),
    };
    let float = match (app.session.float_in_words(task, language), language) {
        (Some(float), Language::Japanese) => format!("{float}（目標：{goal}）"),
        (Some(float), Language::English) => format!("{float} (towards {goal})"),
        (None, Language::Japanese) => format!("―（「{goal}」はこれを待たない）"),
        (None, Language::English) => format!("― ({goal} does not wait for it)"),
    };
    let mut facts = vec![(app.in_language("余裕", "Float"), float)];
    let earliest = schedule.early_start(task);
    if earliest > when.first_day(fiscal) {
        let stamp = Stamp::containing(earliest, when.start().precision(), fiscal);
        let stamp = words::stamp_in_words(stamp, language);
        let text = match language {
            Language::Japanese => format!("依存に従えば{stamp}以降"),
            Language::English => format!("{stamp}, if its links hold"),
        };
        facts.push((app.in_language("最早の開始", "Earliest"), text));
    }
    facts
}

fn facts_ui(ui: &mut egui::Ui, facts: &[(String, String)]) {
    const NAME_PT: f32 = 88.0;
    for (name, value) in facts {
        ui.horizontal_top(|ui| {
            ui.allocate_ui_with_layout(
                Vec2::new(NAME_PT, 16.0),
                egui::Layout::left_to_right(egui::Align::Min),
                |ui| {
                    ui.set_min_width(NAME_PT);
                    ui.label(prose(name).weak());
                },
            );
            ui.add(egui::Label::new(prose(value)).wrap());
        });
    }
}

/// A predecessor or successor; a click goes there.
fn neighbour_ui(
    app: &App,
    ui: &mut egui::Ui,
    link: DependencyId,
    other: TaskId,
    color: crate::scene::Color,
    actions: &mut Vec<Action>,
) {
    let (language, roadmap) = (app.language(), app.session.roadmap());
    let palette = app.palette(ui.ctx());
    let record = roadmap.task(other);
    let dependency = roadmap.dependency(link);
    let width = ui.available_width();
    let (rect, response) = ui.allocate_exact_size(Vec2::new(width, 37.0), Sense::click());
    let title = readable(record.title.in_language(language));
    let go = app.in_language("へ移動", "go to");
    response
        .widget_info(|| egui::WidgetInfo::labeled(egui::Role::Link, true, format!("{title} {go}")));
    let painter = ui.painter();
    if response.hovered() || response.has_focus() {
        painter.rect_filled(rect, 4.0, to_color(palette.band));
    }
    let mark = Rect::from_min_size(rect.min + Vec2::new(2.0, 5.0), Vec2::new(4.0, 12.0));
    painter.rect_filled(mark, 1.0, to_color(color));
    let left = rect.left() + 13.0;
    let room = rect.right() - left - 4.0;
    let hidden = !app.session.matches().is_shown(other);
    let text_color = if hidden { palette.secondary } else { palette.ink };
    let shown = app.fonts.elided(&title, Weight::Regular, 12.5, room).unwrap_or_default();
    painter.text(
        egui::pos2(left, rect.top() + 11.0),
        egui::Align2::LEFT_CENTER,
        shown,
        font(12.5, Weight::Regular),
        to_color(text_color),
    );
    let lane = roadmap.lane(record.lane).title.in_language(language);
    let when = words::interval_in_words(record.when, language);
    let basis = words::dependency_basis_in_words(dependency.basis, language);
    let detail = format!("{when}　{lane}　{basis}");
    let shown = app.fonts.elided(&detail, Weight::Regular, 10.5, room).unwrap_or_default();
    painter.text(
        egui::pos2(left, rect.top() + 27.0),
        egui::Align2::LEFT_CENTER,
        shown,
        font(10.5, Weight::Regular),
        to_color(palette.secondary),
    );
    let response = response.on_hover_ui(|ui| {
        ui.set_max_width(320.0);
        ui.label(heading(title, 13.0));
        ui.label(format!("{when}　{lane}"));
        ui.label(prose(words::dependency_in_words(dependency, language)));
        if hidden {
            ui.weak(app.in_language("絞り込みで隠れています", "Hidden by the filter"));
        }
    });
    if response.clicked() {
        actions.push(Action::Select { task: other, reveal: true });
    }
}
