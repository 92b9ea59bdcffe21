//! The versions of the open document that were kept when it was saved, what going back to one
//! would change, and the way back.

use super::widgets::{prose, title};
use crate::app::slow::Slow;
use crate::app::{App, Origin};
use crate::edit::Label;
use crate::model::{Language, Roadmap};
use crate::store::{Backup, OpenError, diff};
use crate::words::{self, ChangeGroup};
use chrono::{DateTime, Local};
use egui::{ScrollArea, Vec2};

/// How many sentences are shown of what would change.
const MOST_SENTENCES: usize = 200;

/// The window that lists versions.
#[derive(Default)]
pub struct Restore {
    open: Option<Versions>,
}

struct Versions {
    list: Vec<Backup>,
    at: usize,
    shown: Slow<(usize, u64, Language), Result<Version, String>>,
}

/// A version that was read and compared.
struct Version {
    roadmap: Roadmap,
    summary: String,
    groups: Vec<ChangeGroup>,
}

impl App {
    /// Lists the versions of the open document.
    pub(in crate::app) fn open_restore(&mut self) {
        let Origin::File(path) = &self.session.origin else {
            let text = self.in_language(
                "保存したことのない工程表には、以前の版がありません。",
                "A roadmap that was never saved has no versions before.",
            );
            return self.tell(text);
        };
        let list = self.keeping.backups(path).map(|backups| backups.list());
        match list.transpose() {
            Ok(list) => {
                let list = list.unwrap_or_default();
                self.restore.open = Some(Versions { list, at: 0, shown: Slow::default() });
            }
            Err(error) => self.tell_problem(error.to_string()),
        }
    }

    /// Makes the document what a version of it was; that can be undone.
    pub(in crate::app) fn restore(&mut self, roadmap: &Roadmap) {
        let label = Label::new("以前の版を復元", "Restore a version before");
        let mut words = self.session.document().clone();
        let transaction = diff::transaction(&mut words, roadmap, label);
        self.session.learn_words(&words);
        match self.session.change(transaction) {
            Ok(()) => {
                self.restore.open = None;
                let text = self.in_language(
                    "以前の版に戻しました。まだ保存されていません。",
                    "The version is restored. It is not saved yet.",
                );
                self.tell(text);
            }
            Err(refusal) => self.refuse(&refusal),
        }
    }
}

/// Draws the window, if it is open.
pub fn ui(app: &mut App, ctx: &egui::Context) {
    let Some(mut versions) = app.restore.open.take() else { return };
    let mut is_open = true;
    let mut restored = None;
    egui::Window::new(app.in_language("版を復元", "Restore a version"))
        .id(egui::Id::unique("restore"))
        .open(&mut is_open)
        .collapsible(false)
        .default_size([720.0, 420.0])
        .pivot(egui::Align2::CENTER_CENTER)
        .default_pos(ctx.content_rect().center())
        .show(ctx, |ui| restored = versions_ui(app, ui, &mut versions));
    let closes = !is_open || ctx.input(|input| input.key_pressed(egui::Key::Escape));
    if !closes {
        app.restore.open = Some(versions);
    }
    if let Some(roadmap) = restored {
        app.restore(&roadmap);
    }
}

fn versions_ui(app: &App, ui: &mut egui::Ui, versions: &mut Versions) -> Option<Roadmap> {
    if versions.list.is_empty() {
        ui.label(prose(app.in_language(
            "以前の版はまだありません。保存するたびに、それまでの版が10まで残ります。",
            "There is no version before yet. With every saving the one before is kept, ten in all.",
        )));
        return None;
    }
    let mut restored = None;
    ui.horizontal_top(|ui| {
        ui.vertical(|ui| {
            ui.set_width(210.0);
            for (nth, backup) in versions.list.iter().enumerate() {
                let when = DateTime::<Local>::from(backup.when).format("%Y-%m-%d %H:%M:%S");
                let text = format!("{when}　{}", size_in_words(backup.bytes));
                if ui.selectable_label(versions.at == nth, text).clicked() {
                    versions.at = nth;
                }
            }
        });
        ui.separator();
        ui.vertical(|ui| restored = version_ui(app, ui, versions));
    });
    restored
}

fn version_ui(app: &App, ui: &mut egui::Ui, versions: &mut Versions) -> Option<Roadmap> {
    let language = app.language();
    let key = (versions.at, app.session.history().state(), language);
    let (backup, ours) = (versions.list[versions.at].clone(), app.session.document().clone());
    versions.shown.update(ui.ctx(), key, true, move || {
        let opened = backup.open().map_err(|error| why(error, language))?;
        let changes = diff::diff(&ours, &opened.roadmap);
        Ok(Version {
            summary: words::change_summary_in_words(&changes, language),
            groups: words::changes_in_words(&changes, &ours, &opened.roadmap, language),
            roadmap: opened.roadmap,
        })
    });
    let Some(shown) = versions.shown.made_for(&key) else {
        ui.spinner();
        return None;
    };
    let version = match shown {
        Ok(version) => version,
        Err(why) => {
            ui.colored_label(ui.visuals().error_fg_color, why);
            return None;
        }
    };
    ui.label(title(app.in_language("この版に戻すと", "Going back to it means"), 13.0));
    ui.label(prose(&version.summary));
    ui.add_space(4.0);
    let height = (ui.available_height() - 44.0).max(80.0);
    ScrollArea::vertical().max_height(height).auto_shrink([false, false]).show(ui, |ui| {
        let mut left = MOST_SENTENCES;
        for group in &version.groups {
            if left == 0 {
                ui.weak("…");
                break;
            }
            ui.label(title(&group.heading, 12.0));
            for sentence in group.sentences.iter().take(left) {
                ui.label(prose(sentence));
            }
            left = left.saturating_sub(group.sentences.len());
        }
    });
    ui.add_space(6.0);
    let is_other = !version.groups.is_empty();
    let button = egui::Button::new(app.in_language("この版に戻す", "Go back to this version"))
        .min_size(Vec2::new(120.0, 26.0));
    ui.add_enabled(is_other, button).clicked().then(|| version.roadmap.clone())
}

fn why(error: OpenError, language: Language) -> String {
    let problems = error.into_diagnostics();
    problems.first().map_or_else(String::new, |problem| problem.message(language).to_owned())
}

fn size_in_words(bytes: u64) -> String {
    match bytes {
        0..=999_999 => format!("{} KB", bytes.div_ceil(1000)),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}
