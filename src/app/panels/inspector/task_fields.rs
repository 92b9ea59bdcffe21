//! The fields of the selected task, or of several at once.

use super::chips::words_ui;
use super::periods;
use super::values::Values;
use crate::app::editing::{Change, WordsOf};
use crate::app::paint::to_color;
use crate::app::panels::fields::{Fields, TextField, choice_ui, row_ui, text_ui};
use crate::app::panels::lanes;
use crate::app::panels::widgets::{prose, section, title as heading};
use crate::app::{Action, App};
use crate::edit::Refusal;
use crate::edit::make::{self, TaskField};
use crate::model::{DocumentId, Language, Place, TaskBasis, TaskId, TaskKind, TaskStatus};
use crate::words::{self, grouped};
use egui::{Id, Ui};

/// How many of many tasks are asked while a text is typed; what they all refuse, these do.
const MOST_ASKED: usize = 1_000;

/// The fields of some tasks, for whoever draws one.
pub(super) struct Form<'a> {
    pub app: &'a App,
    pub fields: &'a mut Fields,
    pub tasks: &'a [TaskId],
    pub values: &'a Values,
    pub actions: &'a mut Vec<Action>,
}

impl Form<'_> {
    /// What tells a field of these tasks from those of others.
    pub fn id(&self, field: &str) -> Id {
        let (first, last) = (self.tasks.first(), self.tasks.last());
        Id::unique(("task field", field, first, last, self.tasks.len()))
    }

    /// What stands in a field: a value, or nothing if there are several.
    pub fn hint(&self, value: Option<&str>) -> String {
        let is_mixed = value.is_none() && self.tasks.len() > 1;
        let several = self.app.in_language("―（複数の値）", "― (several values)");
        if is_mixed { several } else { "―".to_owned() }
    }

    /// Sends a change that needs no second thought.
    pub fn send(&mut self, field: TaskField) {
        let change = Change::Tasks(self.tasks.to_vec(), field);
        self.actions.push(Action::Change(Box::new(change)));
    }

    /// A field of one line for a text or a number.
    pub fn line_ui(
        &mut self,
        ui: &mut Ui,
        (key, name): (&str, &str),
        value: Option<&str>,
        read: &dyn Fn(&str) -> Result<TaskField, Refusal>,
    ) {
        let hint = self.hint(value);
        let field = TextField::new(ui, self.id(key), name, value.unwrap_or_default());
        let field = TextField { hint: &hint, ..field };
        let (app, tasks) = (self.app, self.tasks);
        let read = |text: &str| change(app, tasks, read(text)?);
        text_ui(app, self.fields, ui, &field, &read, self.actions);
    }
}

fn change(app: &App, tasks: &[TaskId], field: TaskField) -> Result<Change, Refusal> {
    let asked = &tasks[..tasks.len().min(MOST_ASKED)];
    make::set_tasks(app.session.document(), asked, &field)?;
    Ok(Change::Tasks(tasks.to_vec(), field))
}

/// Draws all fields but those of dependencies.
pub(super) fn ui(form: &mut Form<'_>, ui: &mut Ui) {
    let app = form.app;
    let language = app.language();
    if form.values.count > 1 {
        let count = grouped(form.values.count);
        let text = app.in_language(&format!("{count}件の施策"), &format!("{count} tasks"));
        ui.label(heading(text, 15.0));
        let text = app.in_language(
            "ここでの変更は、選択したすべての施策に及びます。",
            "What is changed here is changed for all selected tasks.",
        );
        ui.label(prose(text).weak());
        ui.add_space(4.0);
    }
    for language in [language, language.other()] {
        title_ui(form, ui, language);
    }
    ui.add_space(6.0);
    periods::ui(form, ui);
    kind_ui(form, ui);
    status_ui(form, ui);
    progress_ui(form, ui);
    lane_ui(form, ui);
    track_ui(form, ui);
    let owners: Vec<_> = form.values.owners.iter().map(|&(it, n)| (it.index(), n)).collect();
    words_ui(form, ui, WordsOf::Owners, &owners);
    let tags: Vec<_> = form.values.tags.iter().map(|&(it, n)| (it.index(), n)).collect();
    words_ui(form, ui, WordsOf::Tags, &tags);
    basis_ui(form, ui);
    if form.values.count == 1 {
        id_ui(form, ui);
    }
    let ink = to_color(app.palette(ui.ctx()).ink);
    section(ui, &app.in_language("備考", "Note"), "", ink);
    for language in [language, language.other()] {
        note_ui(form, ui, language);
    }
}

fn title_ui(form: &mut Form<'_>, ui: &mut Ui, language: Language) {
    let app = form.app;
    let is_own = language == app.language();
    let value = form.values.titles[language as usize].as_deref();
    let name = match language {
        Language::Japanese => app.in_language("名称（日本語）", "Title (Japanese)"),
        Language::English => app.in_language("名称（英語）", "Title (English)"),
    };
    let hint = if value.is_none() { form.hint(None) } else { name.clone() };
    let field = TextField {
        hint: &hint,
        is_bold: is_own,
        size: if is_own { 15.0 } else { 13.0 },
        ..TextField::new(ui, form.id(language.code()), &name, value.unwrap_or_default())
    };
    let tasks = form.tasks;
    let read = |text: &str| change(app, tasks, TaskField::Title(language, text.to_owned()));
    text_ui(app, form.fields, ui, &field, &read, form.actions);
}

fn note_ui(form: &mut Form<'_>, ui: &mut Ui, language: Language) {
    let app = form.app;
    let value = form.values.notes[language as usize].as_deref();
    let name = match language {
        Language::Japanese => app.in_language("備考（日本語）", "Note (Japanese)"),
        Language::English => app.in_language("備考（英語）", "Note (English)"),
    };
    let hint = if value.is_none() { form.hint(None) } else { name.clone() };
    let key = ["note ja", "note en"][language as usize];
    let field = TextField {
        hint: &hint,
        lines: 2,
        ..TextField::new(ui, form.id(key), &name, value.unwrap_or_default())
    };
    let tasks = form.tasks;
    let read = |text: &str| change(app, tasks, TaskField::Note(language, text.to_owned()));
    text_ui(app, form.fields, ui, &field, &read, form.actions);
}

/// What a menu shows for a value, or that there are several.
fn shown(app: &App, value: Option<impl Into<String>>) -> String {
    value.map_or_else(|| app.in_language("―（複数の値）", "― (several values)"), Into::into)
}

fn kind_ui(form: &mut Form<'_>, ui: &mut Ui) {
    let (app, present) = (form.app, form.values.kind);
    let name = app.in_language("種別", "Kind");
    let word = |kind| words::kind_in_words(kind, app.language());
    row_ui(ui, &name, |ui| {
        let choices = TaskKind::ALL.iter().map(|&it| (word(it).to_owned(), Some(it) == present));
        if let Some(at) = choice_ui(ui, &name, &shown(app, present.map(word)), choices) {
            form.send(TaskField::Kind(TaskKind::ALL[at]));
        }
    });
}

fn status_ui(form: &mut Form<'_>, ui: &mut Ui) {
    let (app, present) = (form.app, form.values.status);
    let name = app.in_language("状況", "Status");
    let word = |status| words::status_in_words(status, app.language());
    row_ui(ui, &name, |ui| {
        let choices = TaskStatus::ALL.iter().map(|&it| (word(it).to_owned(), Some(it) == present));
        if let Some(at) = choice_ui(ui, &name, &shown(app, present.map(word)), choices) {
            form.send(TaskField::Status(TaskStatus::ALL[at]));
        }
    });
}

fn basis_ui(form: &mut Form<'_>, ui: &mut Ui) {
    let (app, present) = (form.app, form.values.basis);
    let name = app.in_language("根拠", "Basis");
    let word = |basis| words::basis_in_words(basis, app.language());
    row_ui(ui, &name, |ui| {
        let choices = TaskBasis::ALL.iter().map(|&it| (word(it).to_owned(), Some(it) == present));
        if let Some(at) = choice_ui(ui, &name, &shown(app, present.map(word)), choices) {
            form.send(TaskField::Basis(TaskBasis::ALL[at]));
        }
    });
}

fn progress_ui(form: &mut Form<'_>, ui: &mut Ui) {
    let name = form.app.in_language("進捗 %", "Progress %");
    let value = form.values.progress;
    let value = value.map(|percent| percent.map(|it| it.to_string()).unwrap_or_default());
    row_ui(ui, &name, |ui| {
        let read = |text: &str| {
            let text = text.trim().trim_end_matches(['%', '％']);
            number(text).map(|percent| TaskField::Progress(percent.map(|it| it.min(255) as u8)))
        };
        form.line_ui(ui, ("progress", &name), value.as_deref(), &read);
    });
}

fn lane_ui(form: &mut Form<'_>, ui: &mut Ui) {
    let (app, present) = (form.app, form.values.lane);
    let name = app.in_language("レーン", "Lane");
    row_ui(ui, &name, |ui| {
        let text = shown(app, present.map(|lane| lanes::path_in_words(app, lane)));
        let chosen = lanes::choice_ui(app, form.fields, ui, (&name, &text), present);
        if let Some(lane) = chosen.filter(|lane| Some(*lane) != present) {
            form.send(TaskField::Lane(lane));
        }
        if let Some(lane) = present {
            let edit = app.in_language("このレーンを編集", "Edit this lane");
            lanes::menu_button_ui(app, form.fields, ui, (&edit, &edit), lane, form.actions);
        }
    });
}

fn track_ui(form: &mut Form<'_>, ui: &mut Ui) {
    let name = form.app.in_language("段", "Track");
    let value = form.values.track.map(|track| (u32::from(track) + 1).to_string());
    row_ui(ui, &name, |ui| {
        let read = |text: &str| {
            let track = number(text)?.unwrap_or(1).checked_sub(1);
            let track = track.ok_or_else(|| Refusal::NoSuchWord(text.trim().to_owned()))?;
            Ok(TaskField::Track(u16::try_from(track).map_err(|_| Refusal::NumberTooLarge)?))
        };
        form.line_ui(ui, ("track", &name), value.as_deref(), &read);
    });
}

/// Sets one of the numbers of a place.
type SetNumber = fn(&mut Place, Option<u32>);

fn id_ui(form: &mut Form<'_>, ui: &mut Ui) {
    let (app, value) = (form.app, form.values.id.as_str());
    row_ui(ui, "ID", |ui| {
        let read = |text: &str| {
            // Two tasks of one id are refused in any case; here while it is typed.
            if text.trim() != value && app.session.document().find_task(text.trim()).is_some() {
                return Err(Refusal::IdTaken(text.trim().to_owned()));
            }
            Ok(TaskField::Id(text.to_owned()))
        };
        form.line_ui(ui, ("id", "ID"), Some(value), &read);
    });
}

/// The place in a document, as it can be changed.
pub(super) fn source_ui(form: &mut Form<'_>, ui: &mut Ui) {
    let app = form.app;
    let (language, documents) = (app.language(), &app.session.document().documents);
    let ink = to_color(app.palette(ui.ctx()).ink);
    section(ui, &app.in_language("出典の位置", "Place in the source"), "", ink);
    let present = form.values.place;
    let name = app.in_language("文書", "Document");
    let none = app.in_language("なし", "None");
    let word = |place: Option<Place>| match place {
        Some(place) => match documents.get(place.document.index()) {
            Some(document) => document.title.in_language(language).to_owned(),
            None => String::new(),
        },
        None => none.clone(),
    };
    row_ui(ui, &name, |ui| {
        let of = |at: usize| Place::of(DocumentId::from_index(at));
        let choices = std::iter::once(None).chain((0..documents.len()).map(|at| Some(of(at))));
        let is_present = |place: &Option<Place>| {
            present.is_some_and(|it| it.map(|it| it.document) == place.map(|it| it.document))
        };
        let choices = choices.map(|place| (word(place), is_present(&place)));
        if let Some(at) = choice_ui(ui, &name, &shown(app, present.map(word)), choices) {
            let place = at.checked_sub(1).map(|at| Place {
                document: DocumentId::from_index(at),
                ..present.flatten().unwrap_or(of(at))
            });
            form.send(TaskField::Source(place));
        }
    });
    let Some(Some(place)) = present else { return };
    let numbers: [(&str, String, Option<u32>, SetNumber); 4] = [
        ("table", app.in_language("表", "Table"), place.table, |it, n| it.table = n),
        ("line", app.in_language("行", "Line"), place.line, |it, n| it.line = n),
        ("column", app.in_language("列", "Column"), place.column, |it, n| it.column = n),
        ("paragraph", app.in_language("段落", "Paragraph"), place.paragraph, |it, n| {
            it.paragraph = n;
        }),
    ];
    for (key, name, value, set) in numbers {
        let value = value.map(|number| number.to_string()).unwrap_or_default();
        row_ui(ui, &name, |ui| {
            let read = |text: &str| {
                let mut place = place;
                set(&mut place, number(text)?);
                Ok(TaskField::Source(Some(place)))
            };
            form.line_ui(ui, (key, &name), Some(&value), &read);
        });
    }
}

/// The number that a text says, in digits of any width; `None` if it is empty.
pub(super) fn number(text: &str) -> Result<Option<u32>, Refusal> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let digits: Option<Vec<u32>> = text.chars().map(crate::time::digit).collect();
    let digits = digits.ok_or_else(|| Refusal::NoSuchWord(text.to_owned()))?;
    let number = digits
        .into_iter()
        .try_fold(0_u32, |number, digit| number.checked_mul(10)?.checked_add(digit));
    Ok(Some(number.ok_or(Refusal::NumberTooLarge)?))
}
