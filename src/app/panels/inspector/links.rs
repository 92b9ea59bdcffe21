//! The dependencies of the selected task, to be changed, taken out and added.

use super::neighbour_ui;
use crate::app::editing::Change;
use crate::app::panels::fields::{Fields, Find, TextField, choice_ui, row_ui, text_ui};
use crate::app::panels::widgets::{Icon, icon_button};
use crate::app::{Action, App};
use crate::edit::Refusal;
use crate::edit::make::{self, LinkField};
use crate::model::{Dependency, DependencyBasis, DependencyId, DependencyType, Language, TaskId};
use crate::query::Completion;
use crate::scene::Color;
use crate::words;
use egui::{Id, Ui, Vec2};

/// How many tasks are proposed.
const MOST_PROPOSED: usize = 8;
/// The width of the two buttons beside a neighbour.
const BUTTONS_PT: f32 = 56.0;

/// A predecessor or successor with buttons to change the dependency and to take it out.
pub(super) fn link_ui(
    app: &App,
    fields: &mut Fields,
    ui: &mut Ui,
    (link, other): (DependencyId, TaskId),
    color: Color,
    actions: &mut Vec<Action>,
) {
    let language = app.language();
    let title = app.session.roadmap().task(other).title.in_language(language);
    let is_open = fields.open_link == Some(link);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        let width = ui.available_width() - BUTTONS_PT;
        ui.allocate_ui(Vec2::new(width, 37.0), |ui| {
            neighbour_ui(app, ui, link, other, color, actions);
        });
        let edit = app.in_language(
            &format!("「{title}」との依存を編集"),
            &format!("Edit the link with {title}"),
        );
        if icon_button(ui, Icon::Pencil, &edit, is_open).clicked() {
            fields.open_link = if is_open { None } else { Some(link) };
        }
        let delete = app.in_language(
            &format!("「{title}」との依存を削除"),
            &format!("Delete the link with {title}"),
        );
        if icon_button(ui, Icon::Close, &delete, false).clicked() {
            actions.push(Action::Change(Box::new(Change::DeleteLinks(vec![link]))));
        }
    });
    if fields.open_link == Some(link) {
        let frame =
            egui::Frame::new().inner_margin(egui::Margin { left: 12, ..Default::default() });
        frame.show(ui, |ui| link_fields_ui(app, fields, ui, link, actions));
    }
}

fn link_fields_ui(
    app: &App,
    fields: &mut Fields,
    ui: &mut Ui,
    link: DependencyId,
    actions: &mut Vec<Action>,
) {
    let language = app.language();
    let Some(record) = app.session.document().dependencies.get(link.index()) else { return };
    let mut send = |field| {
        actions.push(Action::Change(Box::new(Change::Links(vec![link], field))));
    };
    let name = app.in_language("種類", "Type");
    row_ui(ui, &name, |ui| {
        let word = |it: DependencyType| {
            format!("{} {}", it.word(), words::dependency_type_in_words(it, language))
        };
        let choices = DependencyType::ALL.iter().map(|&it| (word(it), it == record.kind));
        if let Some(at) = choice_ui(ui, &name, &word(record.kind), choices) {
            send(LinkField::Kind(DependencyType::ALL[at]));
        }
    });
    let name = app.in_language("根拠", "Basis");
    row_ui(ui, &name, |ui| {
        let word = |it| words::dependency_basis_in_words(it, language);
        let choices =
            DependencyBasis::ALL.iter().map(|&it| (word(it).to_owned(), it == record.basis));
        if let Some(at) = choice_ui(ui, &name, word(record.basis), choices) {
            send(LinkField::Basis(DependencyBasis::ALL[at]));
        }
    });
    let set = |field| {
        make::set_links(app.session.document(), &[link], &field)?;
        Ok(Change::Links(vec![link], field))
    };
    let name = app.in_language("ラグ（日）", "Lag (days)");
    row_ui(ui, &name, |ui| {
        let value = record.lag_days.to_string();
        let field = TextField::new(ui, id(link, "lag"), &name, &value);
        let read = |text: &str| set(LinkField::LagDays(days(text)?));
        text_ui(app, fields, ui, &field, &read, actions);
    });
    for reason_language in [language, language.other()] {
        let name = match reason_language {
            Language::Japanese => app.in_language("理由（日）", "Why (ja)"),
            Language::English => app.in_language("理由（英）", "Why (en)"),
        };
        row_ui(ui, &name, |ui| {
            let value = record.reason().get(reason_language).unwrap_or_default();
            let field = TextField {
                lines: 2,
                ..TextField::new(ui, id(link, reason_language.code()), &name, value)
            };
            let read = |text: &str| set(LinkField::Reason(reason_language, text.to_owned()));
            text_ui(app, fields, ui, &field, &read, actions);
        });
    }
    ui.add_space(6.0);
}

fn id(link: DependencyId, field: &str) -> Id {
    Id::unique(("link field", field, link))
}

/// Days to wait, or to overlap if negative.
fn days(text: &str) -> Result<i32, Refusal> {
    let text = text.trim();
    let (sign, digits) = match text.strip_prefix(['-', '−', '－']) {
        Some(digits) => (-1, digits),
        None => (1, text.trim_start_matches('+')),
    };
    let days = super::task_fields::number(digits)?.unwrap_or(0);
    i32::try_from(days).map(|days| sign * days).map_err(|_| Refusal::LagTooLong)
}

/// A field for another predecessor or successor, which proposes tasks.
pub(super) fn add_ui(
    app: &App,
    fields: &mut Fields,
    ui: &mut Ui,
    task: TaskId,
    is_successor: bool,
    actions: &mut Vec<Action>,
) {
    let name = if is_successor {
        app.in_language("これを待つ施策を追加", "Add a successor")
    } else {
        app.in_language("必要とする施策を追加", "Add a predecessor")
    };
    let id = Id::unique(("new link", is_successor, task));
    let find = |text: &str| find(app, task, text);
    let field = TextField {
        hint: &name,
        find: Some(&find),
        goes_on: true,
        ..TextField::new(ui, id, &name, "")
    };
    let read = |text: &str| {
        let text = text.trim();
        let roadmap = app.session.document();
        let other = roadmap.find_task(text).ok_or_else(|| Refusal::NoSuchId(text.to_owned()))?;
        let link =
            if is_successor { Dependency::new(task, other) } else { Dependency::new(other, task) };
        make::add_link(roadmap, app.session.graph(), link.clone())?;
        Ok(Change::AddLink(link))
    };
    text_ui(app, fields, ui, &field, &read, actions);
}

/// The tasks in whose texts the typed one occurs.
fn find(app: &App, task: TaskId, text: &str) -> Find {
    let (snapshot, language) = (app.session.snapshot(), app.language());
    let text = text.trim().to_owned();
    Box::new(move || {
        let roadmap = &snapshot.contents.roadmap;
        let found = snapshot.contents.index.find(&text).into_iter();
        let found = found.filter(|&other| other != task).take(MOST_PROPOSED);
        let completion = |other: TaskId| {
            let record = roadmap.task(other);
            let lane = roadmap.lane(record.lane).title.in_language(language);
            let when = words::interval_in_words(record.when, language);
            Completion {
                replace: 0..0,
                insert: record.id.to_string(),
                label: record.title.in_language(language).to_owned(),
                detail: format!("{when}　{lane}"),
                count: None,
            }
        };
        found.map(completion).collect()
    })
}
