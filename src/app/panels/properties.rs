//! What the roadmap says of itself: its title, when its fiscal years begin, and its documents.

use super::fields::{Fields, TextField, choice_ui, row_ui, text_ui};
use super::widgets::{Icon, icon_button, section};
use crate::app::editing::Change;
use crate::app::paint::to_color;
use crate::app::{Action, App, Command};
use crate::edit::Refusal;
use crate::edit::make::{self, DocumentField};
use crate::model::Language;
use crate::time::{FiscalYearStart, IntervalError, Precision, typed_stamp};
use egui::{Context, Id, Ui};

const WIDTH_PT: f32 = 420.0;

/// Draws the window, if it is open.
pub fn ui(app: &mut App, ctx: &Context, actions: &mut Vec<Action>) {
    if !app.shows_properties {
        return;
    }
    let mut is_open = true;
    let mut fields = std::mem::take(&mut app.fields);
    let most = (ctx.content_rect().height() - 160.0).max(160.0);
    egui::Window::new(Command::Properties.label(app.language()).trim_end_matches('…'))
        .id(Id::unique("properties"))
        .open(&mut is_open)
        .collapsible(false)
        .resizable([true, false])
        .default_width(WIDTH_PT)
        .default_pos(ctx.content_rect().center_top() + egui::vec2(-WIDTH_PT / 2.0, 70.0))
        .show(ctx, |ui| {
            let area = egui::ScrollArea::vertical().max_height(most).auto_shrink([false, true]);
            // Else the window stays as low as it was when it was first drawn.
            let area = area.min_scrolled_height(most);
            area.show(ui, |ui| {
                ui.set_max_width(ui.available_width() - 10.0);
                contents_ui(app, &mut fields, ui, actions);
            });
        });
    app.fields = fields;
    app.shows_properties &= is_open;
}

fn contents_ui(app: &App, fields: &mut Fields, ui: &mut Ui, actions: &mut Vec<Action>) {
    if !app.is_editing() {
        ui.weak(app.in_language("編集モードで変更できます。", "Edit mode allows changes."));
        if ui.button(Command::ToggleEditing.label(app.language())).clicked() {
            actions.push(Action::Perform(Command::ToggleEditing));
        }
    }
    ui.add_enabled_ui(app.is_editing(), |ui| {
        header_ui(app, fields, ui, actions);
        let ink = to_color(app.palette(ui.ctx()).ink);
        section(ui, &app.in_language("出典文書", "Source documents"), "", ink);
        for at in 0..app.session.document().documents.len() {
            document_ui(app, fields, ui, at, actions);
            ui.add_space(4.0);
        }
        if ui.button(app.in_language("文書を追加", "Add a document")).clicked() {
            let title = app.in_language("新しい文書", "New document");
            actions.push(Action::Change(Box::new(Change::AddDocument { title })));
        }
    });
}

fn header_ui(app: &App, fields: &mut Fields, ui: &mut Ui, actions: &mut Vec<Action>) {
    let roadmap = app.session.document();
    for language in Language::ALL {
        let name = match language {
            Language::Japanese => app.in_language("名称（日本語）", "Title (Japanese)"),
            Language::English => app.in_language("名称（英語）", "Title (English)"),
        };
        row_ui(ui, &name, |ui| {
            let label = app.in_language(&format!("工程表の{name}"), &format!("Roadmap: {name}"));
            let value = roadmap.title.get(language).unwrap_or_default();
            let id = Id::unique(("roadmap title", language.code()));
            let field = TextField::new(ui, id, &label, value);
            let read = |text: &str| {
                make::set_roadmap_title(roadmap, language, text)?;
                Ok(Change::RoadmapTitle(language, text.to_owned()))
            };
            text_ui(app, fields, ui, &field, &read, actions);
        });
    }
    let name = app.in_language("年度の始まり", "Fiscal year");
    let word = |month: u8| match app.language() {
        Language::Japanese => format!("{month}月に始まる"),
        Language::English => format!("begins in month {month}"),
    };
    let present = roadmap.fiscal_year_start.month();
    row_ui(ui, &name, |ui| {
        let choices = (1..=12).map(|month| (word(month), month == present));
        if let Some(at) = choice_ui(ui, &name, &word(present), choices)
            && let Some(start) = FiscalYearStart::new(at as u8 + 1)
        {
            actions.push(Action::Change(Box::new(Change::FiscalYearStart(start))));
        }
    });
}

fn document_ui(app: &App, fields: &mut Fields, ui: &mut Ui, at: usize, actions: &mut Vec<Action>) {
    let document = &app.session.document().documents[at];
    let text = |value: Option<&str>| value.unwrap_or_default().to_owned();
    let date = document.date.map(|date| date.to_string()).unwrap_or_default();
    type Make = fn(&str) -> Result<DocumentField, Refusal>;
    let rows: [(&str, &str, String, Make); 7] = [
        (
            "名称（日本語）",
            "Title (Japanese)",
            text(document.title.get(Language::Japanese)),
            |text| Ok(DocumentField::Title(Language::Japanese, text.to_owned())),
        ),
        (
            "名称（英語）",
            "Title (English)",
            text(document.title.get(Language::English)),
            |text| Ok(DocumentField::Title(Language::English, text.to_owned())),
        ),
        ("発行日", "Date", date, |text| date_field(text)),
        (
            "発行者（日）",
            "Publisher (ja)",
            text(document.publisher.get(Language::Japanese)),
            |text| Ok(DocumentField::Publisher(Language::Japanese, text.to_owned())),
        ),
        (
            "発行者（英）",
            "Publisher (en)",
            text(document.publisher.get(Language::English)),
            |text| Ok(DocumentField::Publisher(Language::English, text.to_owned())),
        ),
        ("ファイル名", "File", text(document.file.as_deref()), |text| {
            Ok(DocumentField::File(text.to_owned()))
        }),
        ("ID", "ID", document.id.to_string(), |text| Ok(DocumentField::Id(text.to_owned()))),
    ];
    let title = document.title.in_language(app.language());
    ui.horizontal(|ui| {
        ui.add(egui::Label::new(super::widgets::title(title, 13.0)).truncate());
        let name = app.in_language(&format!("文書「{title}」を削除"), &format!("Delete {title}"));
        if icon_button(ui, Icon::Close, &name, false).clicked() {
            actions.push(Action::Change(Box::new(Change::DeleteDocument(at))));
        }
    });
    for (ja, en, value, make_field) in rows {
        let name = app.in_language(ja, en);
        row_ui(ui, &name, |ui| {
            let label = match app.language() {
                Language::Japanese => format!("文書{}の{ja}", at + 1),
                Language::English => format!("Document {}: {en}", at + 1),
            };
            let field = TextField::new(ui, Id::unique(("document", en, at)), &label, &value);
            let read = |text: &str| {
                let field = make_field(text)?;
                make::set_document(app.session.document(), at, &field)?;
                Ok(Change::Document(at, field))
            };
            text_ui(app, fields, ui, &field, &read, actions);
        });
    }
}

/// The day that was typed, in any form; a longer period is no day of publication.
fn date_field(text: &str) -> Result<DocumentField, Refusal> {
    if text.trim().is_empty() {
        return Ok(DocumentField::Date(None));
    }
    let stamp = typed_stamp(text).map_err(|error| Refusal::Period(IntervalError::Stamp(error)))?;
    if stamp.precision() == Precision::Day {
        Ok(DocumentField::Date(Some(stamp.first_day(FiscalYearStart::APRIL))))
    } else {
        Err(Refusal::NoSuchWord(text.trim().to_owned()))
    }
}
