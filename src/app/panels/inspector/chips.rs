//! Owners and tags: a word each with a cross that takes it away, and a field for another.

use super::task_fields::Form;
use crate::app::App;
use crate::app::editing::{Change, WordsOf};
use crate::app::paint::{font, to_color};
use crate::app::panels::fields::{Find, TextField, row_ui, text_ui};
use crate::app::panels::widgets::{Icon, paint_icon};
use crate::edit::Refusal;
use crate::edit::make;
use crate::query::{Completion, fold};
use crate::scene::Weight;
use egui::{Rect, Role, Sense, Ui, Vec2, WidgetInfo};

/// The width of a long word, in points.
const MOST_PT: f32 = 150.0;
/// How many words are proposed.
const MOST_PROPOSED: usize = 8;

/// Draws the words and the field. They come as positions in the list of owners or tags, with the
/// number of tasks that have them.
pub(super) fn words_ui(form: &mut Form<'_>, ui: &mut Ui, of: WordsOf, present: &[(usize, usize)]) {
    let app = form.app;
    let name = match of {
        WordsOf::Owners => app.in_language("担当", "Owner"),
        WordsOf::Tags => app.in_language("タグ", "Tags"),
    };
    row_ui(ui, &name, |ui| {
        if !present.is_empty() {
            ui.horizontal_wrapped(|ui| {
                ui.spacing_mut().item_spacing = Vec2::new(4.0, 3.0);
                for &(word, count) in present {
                    chip_ui(form, ui, of, word, count);
                }
            });
        }
        let hint = match of {
            WordsOf::Owners => app.in_language("担当を追加", "Add an owner"),
            WordsOf::Tags => app.in_language("タグを追加", "Add a tag"),
        };
        let tasks = form.tasks;
        let read = |text: &str| {
            let added = split(text).map(make::check_word).collect::<Result<Vec<_>, Refusal>>()?;
            let added = added.into_iter().map(str::to_owned).collect();
            Ok(Change::Words { tasks: tasks.to_vec(), of, added, removed: Vec::new() })
        };
        let find = |text: &str| find(app, of, text);
        let key = if of == WordsOf::Owners { "owner" } else { "tag" };
        let field = TextField {
            hint: &hint,
            goes_on: true,
            find: Some(&find),
            ..TextField::new(ui, form.id(key), &hint, "")
        };
        text_ui(app, form.fields, ui, &field, &read, form.actions);
    });
}

/// A word with its cross; one that only some of the tasks have says so.
fn chip_ui(form: &mut Form<'_>, ui: &mut Ui, of: WordsOf, word: usize, count: usize) {
    let app = form.app;
    let (language, roadmap) = (app.language(), app.session.document());
    let list = match of {
        WordsOf::Owners => &roadmap.owners,
        WordsOf::Tags => &roadmap.tags,
    };
    let word = list.word(word);
    let shown = shown_name(app, word);
    let palette = app.palette(ui.ctx());
    let is_partial = count < form.values.count;
    let label = if is_partial { format!("{shown} {count}/{}", form.values.count) } else { shown };
    // One widget of a known width each: a row of others would not wrap, and pushes the panel wide.
    let shown = app.fonts.elided(&label, Weight::Regular, 12.0, MOST_PT).unwrap_or_default();
    let text_pt = app.fonts.width(&shown, Weight::Regular, 12.0);
    let size = Vec2::new(text_pt + 30.0, 22.0);
    let (rect, _) = ui.allocate_exact_size(size, Sense::HOVER);
    let line = egui::Stroke::new(1.0, to_color(palette.hairline));
    ui.painter().rect(rect, 4.0, to_color(palette.band), line, egui::StrokeKind::Inside);
    let color = if is_partial { palette.secondary } else { palette.ink };
    ui.painter().text(
        rect.left_center() + Vec2::new(7.0, 0.0),
        egui::Align2::LEFT_CENTER,
        shown,
        font(12.0, Weight::Regular),
        to_color(color),
    );
    let place = Rect::from_min_max(egui::pos2(rect.right() - 21.0, rect.top()), rect.max);
    let cross = ui.interact(place, ui.scope_id().with(("chip", of, word)), Sense::CLICK);
    let name = match language {
        crate::model::Language::Japanese => format!("「{label}」を外す"),
        crate::model::Language::English => format!("Remove {label}"),
    };
    cross.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    let is_lit = cross.hovered() || cross.has_focus();
    let color = if is_lit { palette.ink } else { palette.secondary };
    let icon = Rect::from_center_size(place.center(), Vec2::splat(9.0));
    paint_icon(ui.painter(), icon, Icon::Close, to_color(color));
    let is_removed = cross.on_hover_text(name).clicked();
    if is_removed {
        let change = Change::Words {
            tasks: form.tasks.to_vec(),
            of,
            added: Vec::new(),
            removed: vec![word.to_owned()],
        };
        form.actions.push(crate::app::Action::Change(Box::new(change)));
    }
}

/// What parts several words that are typed at once.
const COMMAS: [char; 5] = ['、', ',', '，', ';', '；'];

fn split(text: &str) -> impl Iterator<Item = &str> {
    text.split(COMMAS).map(str::trim).filter(|word| !word.is_empty())
}

fn shown_name(app: &App, word: &str) -> String {
    let names = &app.session.document().names;
    let name = names.iter().find(|name| &*name.name == word);
    name.and_then(|name| name.title.get(app.language())).unwrap_or(word).to_owned()
}

/// The words of the document in which the last typed one occurs, those that begin with it first.
fn find(app: &App, of: WordsOf, text: &str) -> Find {
    let (snapshot, language) = (app.session.snapshot(), app.language());
    let last =
        text.rfind(COMMAS).map_or(0, |at| at + text[at..].chars().next().map_or(0, char::len_utf8));
    let (before, typed) = (text[..last].to_owned(), fold(&text[last..]));
    Box::new(move || {
        let roadmap = &snapshot.contents.roadmap;
        let words = match of {
            WordsOf::Owners => &roadmap.owners,
            WordsOf::Tags => &roadmap.tags,
        };
        let mut found = Vec::new();
        for word in words.words() {
            let name = roadmap.names.iter().find(|name| name.name == *word);
            let title = name.and_then(|name| name.title.get(language)).unwrap_or(word);
            let texts = [fold(word), fold(title)];
            if let Some(at) = texts.iter().filter_map(|text| text.find(&typed)).min() {
                let detail = if title == &**word { String::new() } else { word.to_string() };
                found.push((at, title.to_owned(), detail, format!("{before}{word}")));
            }
        }
        found.sort_by_key(|(at, ..)| *at);
        found.truncate(MOST_PROPOSED);
        let completion = |(_, label, detail, insert)| Completion {
            replace: 0..0,
            insert,
            label,
            detail,
            count: None,
        };
        found.into_iter().map(completion).collect()
    })
}
