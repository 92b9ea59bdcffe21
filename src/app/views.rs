//! Named views in the window: showing and changing them, and keeping what is not in the file.
//!
//! A view that was added or changed stands in the document once the document is saved. Until
//! then, and for a document that nobody saves, it is kept beside the settings together with
//! how the document was looked at last ([`Memory`]).

use super::session::ViewChanges;
use super::{Action, App, Notice, Origin};
use crate::model::{Language, Text, View};
use crate::store::Memory;
use crate::time::Day;
use std::path::{Path, PathBuf};

/// For how long nothing must change before the last look is written down, in seconds.
const SECONDS_OF_REST: f64 = 2.0;

/// Something to do with a view.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum ViewAction {
    /// Look at the document as it says.
    Show(usize),
    /// Look at the document as it is first shown.
    ShowStandard,
    /// Add the present look under this name.
    Add(String),
    /// Make it the present look.
    Update(usize),
    /// Call it otherwise.
    Rename(usize, String),
    /// Take it out of the document.
    Remove(usize),
    /// Put it back.
    Restore(usize, Box<View>),
}

/// Keeps the last look and unsaved views of the open document.
#[derive(Default)]
pub(super) struct ViewKeeper {
    /// Where; `None` for nowhere.
    path: Option<PathBuf>,
    /// What stands there of the open document.
    written: Memory,
    /// The look that was seen last.
    seen: Option<Look>,
    /// When it was first seen, in seconds of egui's clock, if it is not written yet.
    seen_at: Option<f64>,
}

/// What changes whenever the look does, and is found without a walk over the document.
#[derive(Clone, Copy, PartialEq)]
struct Look {
    arrangement: u64,
    views_stamp: u64,
    in_force: Option<usize>,
    days: Option<(Day, Day)>,
    row_percent: u16,
}

impl ViewKeeper {
    /// Keeps them beside the settings, if there are any.
    pub(super) fn beside(settings: Option<&Path>) -> Self {
        Self { path: settings.map(Memory::path_beside), ..Self::default() }
    }
}

impl App {
    /// Carries out what was asked for of a view.
    pub(super) fn act_on_view(&mut self, action: ViewAction) {
        let language = self.language();
        match action {
            ViewAction::Show(at) => {
                let query = self.session.views()[at].query.clone();
                let outcome = self.session.show_view(at);
                self.search.set(&query, outcome.err());
            }
            ViewAction::ShowStandard => {
                self.look_at(&View::new("", Text::default()));
                self.session.set_view_in_force(None);
            }
            ViewAction::Add(title) => self.session.add_view(Text::only(language, title)),
            ViewAction::Update(at) => self.session.update_view(at),
            ViewAction::Rename(at, title) => self.session.rename_view(at, language, &title),
            ViewAction::Remove(at) => {
                let view = self.session.remove_view(at);
                let title = view.title.in_language(language);
                let text = self.in_language(
                    &format!("ビュー「{title}」を削除しました。"),
                    &format!("The view \"{title}\" is deleted."),
                );
                let undo = Action::View(ViewAction::Restore(at, Box::new(view)));
                let choices = vec![(self.in_language("元に戻す", "Undo"), undo)];
                self.notice = Some(Notice { choices, ..Notice::new(text, false) });
            }
            ViewAction::Restore(at, view) => self.session.insert_view(at, *view),
        }
        self.canvas.keep_in_range(&mut self.session);
    }

    fn look_at(&mut self, view: &View) {
        let outcome = self.session.apply_view(view);
        self.search.set(&view.query, outcome.err());
        self.canvas.keep_in_range(&mut self.session);
    }

    /// Brings back how the open document was looked at last, and its unsaved views.
    pub(super) fn recall_views(&mut self) {
        let Some(path) = &self.view_keeper.path else { return };
        let Some(key) = document_key(&self.session.origin) else { return };
        let memory = match Memory::recall(path, &key) {
            Ok(memory) => memory,
            Err(error) => {
                self.tell_problem(match self.language() {
                    Language::Japanese => {
                        format!("控えてあったビューと前回の表示を読み取れません（{error}）。")
                    }
                    Language::English => {
                        format!("The views and the last look kept here are unreadable ({error}).")
                    }
                });
                Memory::default()
            }
        };
        self.view_keeper.written = memory.clone();
        let Memory { last, in_force, changed, removed } = memory;
        self.session.change_views(ViewChanges { changed, removed });
        if let Some(last) = last {
            self.look_at(&last);
        }
        self.session.set_view_in_force(in_force.as_deref());
        self.view_keeper.seen = Some(self.look());
        self.view_keeper.seen_at = None;
    }

    /// Writes down changed views at once, and the look once it has rested for a while.
    pub(super) fn keep_views(&mut self, ctx: &egui::Context) {
        let look = self.look();
        let now = ctx.input(|input| input.time);
        let before = self.view_keeper.seen.replace(look);
        if before.is_none_or(|before| before.views_stamp != look.views_stamp) {
            return self.write_views();
        }
        if before != Some(look) {
            self.view_keeper.seen_at = Some(now);
        }
        let Some(seen_at) = self.view_keeper.seen_at else { return };
        let rest = seen_at + SECONDS_OF_REST - now;
        if rest > 0.0 {
            ctx.request_repaint_after_secs(rest as f32);
        } else {
            self.write_views();
        }
    }

    /// Writes down the look and the unsaved views, if they are not written yet.
    pub(super) fn write_views(&mut self) {
        self.view_keeper.seen_at = None;
        let Some(path) = &self.view_keeper.path else { return };
        let Some(key) = document_key(&self.session.origin) else { return };
        let ViewChanges { changed, removed } = self.session.view_changes();
        let last = View {
            id: "last".into(),
            title: Text::only(Language::English, "last"),
            ..self.session.present_view()
        };
        let is_usual = last.shows_the_same(&View::new("", Text::default()));
        let in_force = self.session.view_in_force().map(|at| self.session.views()[at].id.clone());
        let memory = Memory { last: (!is_usual).then_some(last), in_force, changed, removed };
        if memory == self.view_keeper.written {
            return;
        }
        match memory.remember(path, &key) {
            Ok(()) => self.view_keeper.written = memory,
            Err(error) => {
                // Once is enough; the mark in the title stays until the document is saved.
                self.view_keeper.path = None;
                self.tell_problem(match self.language() {
                    Language::Japanese => format!(
                        "ビューを控えておけません（{error}）。残すには文書に名前を付けて保存してください。"
                    ),
                    Language::English => format!(
                        "Views cannot be kept here ({error}). Save the document to keep them."
                    ),
                });
            }
        }
    }

    fn look(&self) -> Look {
        Look {
            arrangement: self.session.arrangement(),
            views_stamp: self.session.views_stamp(),
            in_force: self.session.view_in_force(),
            days: self.session.days_in_view(),
            row_percent: self.session.row_percent(),
        }
    }
}

/// By what a document is known when it is opened again; `None` for one that is in no file.
fn document_key(origin: &Origin) -> Option<String> {
    match origin {
        Origin::BuiltIn => Some("built-in".to_owned()),
        Origin::New => None,
        Origin::File(path) => {
            let path = path.canonicalize().unwrap_or_else(|_| path.clone());
            Some(path.to_string_lossy().into_owned())
        }
    }
}
