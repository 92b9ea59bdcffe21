//! Never losing work: the journal, what the file was like, recovery after a crash, changes that
//! somebody else has saved meanwhile, and the questions before anything is left unsaved.

use super::files::{Answer, Job, WorkKind};
use super::session::Session;
use super::{Action, App, Command, Origin};
use crate::edit::{Label, Transaction};
use crate::model::{Diagnostic, Language, Roadmap};
use crate::store::{
    Backups, FileStamp, Journal, OnDisk, OpenError, Recoverable, SaveError, SaveOptions, Saved,
    Subject, diff, merge, open_file, save_plan,
};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

/// What of the world outside keeps work safe.
#[derive(Clone, Debug)]
pub struct SafePlaces {
    /// Where journals are written; `None` writes none.
    pub journals: Option<PathBuf>,
    /// Where backups are kept; `None` keeps none.
    pub backups: Option<PathBuf>,
    /// What time it is.
    pub clock: fn() -> SystemTime,
}

impl SafePlaces {
    /// Nothing is written anywhere.
    #[must_use]
    pub fn nowhere() -> Self {
        Self { journals: None, backups: None, clock: || SystemTime::UNIX_EPOCH }
    }

    /// The program's own folders.
    #[must_use]
    pub fn of_user(clock: fn() -> SystemTime) -> Self {
        Self { journals: Journal::default_folder(), backups: Backups::default_folder(), clock }
    }
}

/// How the open document stands to its file and its journal.
pub(super) struct Keeping {
    pub(super) places: SafePlaces,
    journal: Option<Arc<Journal>>,
    /// What the file was like when it was opened or saved last.
    stamp: Option<FileStamp>,
    /// What it said.
    base: Roadmap,
    /// Whether the file is known to say something else than what the changes were made to.
    must_merge: bool,
    /// What crashes have left, to be offered one after the other.
    left: Vec<Recoverable>,
    /// What is to be done once the document is saved.
    then: Option<Box<Action>>,
    /// Whether the window may be closed without a further question.
    may_close: bool,
    /// Which session was to be left as it was in this state of its history, without being saved.
    given_up: Option<(u64, u64)>,
    told: Option<Diagnostic>,
}

/// A document that a crash had left, ready to be shown.
pub(super) struct BroughtBack {
    session: Session,
    left: Recoverable,
    base: Roadmap,
    stamp: Option<FileStamp>,
    must_merge: bool,
}

/// What comes of the changes of two.
pub(super) struct Merged {
    path: PathBuf,
    /// The session that it is made for.
    session: u64,
    /// The state of the history that it is made for.
    state: u64,
    stamp: Option<FileStamp>,
    theirs: Roadmap,
    /// The document with the words that the transaction names.
    words: Roadmap,
    transaction: Transaction,
    conflicts: usize,
}

impl Keeping {
    pub(super) fn new(places: SafePlaces, session: &Session) -> Self {
        let left = places.journals.as_deref().map(Recoverable::all);
        Self {
            places,
            journal: None,
            stamp: None,
            base: session.document().clone(),
            must_merge: false,
            left: left.and_then(Result::ok).unwrap_or_default(),
            then: None,
            may_close: false,
            given_up: None,
            told: None,
        }
    }

    /// The backups of a document, if any are kept.
    pub(super) fn backups(&self, path: &Path) -> Option<Backups> {
        self.places.backups.as_deref().map(|folder| Backups::of(folder, path))
    }
}

impl App {
    /// Begins to keep another document, which is in this state on the disk.
    pub(super) fn keep_document(&mut self, stamp: Option<FileStamp>) {
        self.leave_journal();
        self.keeping.stamp = stamp;
        self.keeping.base = self.session.document().clone();
        self.keeping.must_merge = false;
        if matches!(self.session.origin, Origin::File(_)) {
            self.begin_journal();
            self.tell_of_other_windows();
        }
    }

    /// Closes the journal of a document that is saved or given up.
    pub(super) fn leave_journal(&mut self) {
        if let Some(journal) = self.keeping.journal.take().and_then(Arc::into_inner) {
            // Removing it waits for the disk.
            std::thread::spawn(move || journal.close());
        }
    }

    fn begin_journal(&mut self) {
        let Some(folder) = self.keeping.places.journals.clone() else { return };
        let document = match &self.session.origin {
            Origin::File(path) => Some(path.clone()),
            Origin::BuiltIn | Origin::New => None,
        };
        let file = self.keeping.stamp.as_ref().map(FileStamp::hash);
        let subject = Subject { document, file, roadmap: self.keeping.base.clone() };
        let waker = self.waker.clone();
        match Journal::begin(&folder, subject, move || waker()) {
            Ok(journal) => self.keeping.journal = Some(Arc::new(journal)),
            Err(error) => {
                self.keeping.places.journals = None;
                self.tell_problem(self.in_language(
                    &format!("変更の控えを書き込めません（{error}）。こまめに保存してください。"),
                    &format!("Changes cannot be noted on the disk ({error}). Save often."),
                ));
            }
        }
    }

    fn tell_of_other_windows(&mut self) {
        let (Some(journal), Origin::File(path)) = (&self.keeping.journal, &self.session.origin)
        else {
            return;
        };
        // What a crash has left is held by this window while it is offered.
        let is_same = |left: &&Recoverable| left.document().is_some_and(|it| same_file(it, path));
        let left = self.keeping.left.iter().filter(is_same).count();
        if journal.other_windows(path).is_ok_and(|others| others > left) {
            self.tell_problem(self.in_language(
                "このファイルは別のウィンドウでも開いています。両方で変更すると、保存のときに取り込みが必要になります。",
                "This file is open in another window, too. If both change it, saving will have to merge.",
            ));
        }
    }

    /// Notes down what was changed, and says if that is impossible.
    pub(super) fn keep_journal(&mut self) {
        let changes = self.session.take_journal();
        if !changes.is_empty() && self.keeping.journal.is_none() {
            self.begin_journal();
        }
        let Some(journal) = &self.keeping.journal else { return };
        for transaction in &changes {
            journal.append(transaction, self.session.document());
        }
        let problem = journal.problem();
        if problem != self.keeping.told {
            self.keeping.told.clone_from(&problem);
            if let Some(problem) = problem {
                let language = self.language();
                self.tell_problem(format!(
                    "{} {}",
                    problem.message(language),
                    problem.hint(language)
                ));
            }
        }
    }

    /// Offers what a crash has left, and asks before unsaved work is closed.
    pub(super) fn guard_work(&mut self, ctx: &egui::Context) {
        if ctx.input(|input| input.viewport().close_requested()) && !self.keeping.may_close {
            self.take_what_is_typed();
            if self.files.writing().next().is_some() && self.keeping.then.is_none() {
                // It closes when it is written.
                ctx.send_viewport_cmd(egui::ViewportCommand::CancelClose);
                self.keeping.then = Some(Box::new(Action::Perform(Command::Quit)));
            } else if self.session.is_modified() {
                ctx.send_viewport_cmd(egui::ViewportCommand::CancelClose);
                self.ask_before(Action::Perform(Command::Quit));
            }
        }
        if !self.overlays.is_open() && !self.keeping.left.is_empty() && !self.files.is_busy() {
            self.offer_recovery();
        }
    }

    /// Asks before unsaved changes are given up; tells whether there is anything to ask.
    pub(super) fn asks_before(&mut self, action: &Action) -> bool {
        self.take_what_is_typed();
        let asks = self.session.is_modified() && !self.keeping.may_close;
        if asks {
            self.ask_before(action.clone());
        }
        asks
    }

    /// Whether there are changes that are neither saved nor given up.
    pub(super) fn has_new_work(&mut self) -> bool {
        self.take_what_is_typed();
        let now = (self.session.identity(), self.session.history().state());
        self.session.is_modified() && self.keeping.given_up != Some(now)
    }

    /// Makes the changes of fields that are still being written in, before the document is saved or
    /// gives way to another. What is refused stays in its field.
    fn take_what_is_typed(&mut self) {
        if self.session.is_numbered_as_shown() {
            let state = self.session.history().state();
            let typed = self.fields.take_change(state);
            let in_place = self.canvas.take_change(state);
            for change in typed.into_iter().chain(in_place) {
                self.change(change);
            }
        }
    }

    /// Asks whether changes are to be saved before something is done that gives them up.
    pub(super) fn ask_before(&mut self, action: Action) {
        let is_quit = action == Action::Perform(Command::Quit);
        let heading = self.in_language("変更を保存しますか", "Save the changes?");
        let text = self
            .in_language("保存していない変更があります。", "There are changes that are not saved.");
        let [save, discard] = if is_quit {
            [("保存して終了", "Save and quit"), ("保存せずに終了", "Quit without saving")]
        } else {
            [("保存して続ける", "Save and go on"), ("保存せずに続ける", "Go on without saving")]
        };
        let choices = vec![
            (self.in_language(save.0, save.1), Action::SaveThen(Box::new(action.clone()))),
            (self.in_language(discard.0, discard.1), Action::GiveUpThen(Box::new(action))),
        ];
        self.overlays.ask(heading, text, choices);
    }

    /// Does nothing of its own after the next saving: somebody saves for another reason.
    pub(super) fn forget_what_follows(&mut self) {
        self.keeping.then = None;
    }

    /// Saves, and then does something.
    pub(super) fn save_then(&mut self, ctx: &egui::Context, action: Box<Action>) {
        self.keeping.then = Some(action);
        self.save_in_place(ctx);
    }

    /// Gives up what is not saved, and does something.
    pub(super) fn give_up_then(&mut self, ctx: &egui::Context, action: Action) {
        self.keeping.may_close = true;
        self.keeping.given_up = Some((self.session.identity(), self.session.history().state()));
        let quits = action == Action::Perform(Command::Quit);
        self.act(ctx, action);
        if !quits {
            self.keeping.may_close = false;
        }
    }

    /// Writes the document, as safely as can be.
    pub(super) fn save(&mut self, ctx: &egui::Context, path: PathBuf, may_become_empty: bool) {
        if self.session.is_preview {
            return self.tell_problem(self.in_language(
                "まだ読み込み中です。終わってから保存してください。",
                "The file is still being read. Save it when all of it is there.",
            ));
        }
        self.take_what_is_typed();
        let is_own = self.session.origin == Origin::File(path.clone());
        if is_own && self.keeping.must_merge {
            return self.merge_with_file(ctx, path);
        }
        self.keep_journal();
        let roadmap = self.session.document().clone();
        let state = self.session.history().state();
        let session = self.session.identity();
        let known = self.keeping.stamp.clone().filter(|_| is_own);
        let backups = self.keeping.backups(&path);
        let now = (self.keeping.places.clock)();
        let journal = self.keeping.journal.clone().map(|journal| {
            let count = journal.count();
            (journal, count)
        });
        self.files.write(ctx, path, move |path, progress| {
            let options = SaveOptions {
                known: known.as_ref(),
                may_become_empty,
                backups: backups.as_ref().map(|backups| (backups, now)),
                journal: journal.as_ref().map(|(journal, count)| (&**journal, *count)),
            };
            let outcome = save_plan(&roadmap, &path, &options, progress);
            Answer::Saved { path, session, state, roadmap: Box::new(roadmap), outcome }
        });
    }

    /// Goes on after the document was written, or says why it was not.
    pub(super) fn after_saving(
        &mut self,
        ctx: &egui::Context,
        path: PathBuf,
        state: u64,
        roadmap: Roadmap,
        outcome: Result<Saved, SaveError>,
    ) {
        let then = self.keeping.then.take();
        match outcome {
            Ok(saved) => {
                self.session.mark_saved(state);
                self.saved(path.clone(), roadmap.views.clone());
                self.keeping.stamp = saved.stamp;
                self.keeping.base = roadmap;
                self.keeping.must_merge = false;
                if self.keeping.journal.is_none() {
                    self.begin_journal();
                }
                self.written(&path, saved.warnings.into_iter().next().map_or(Ok(()), Err));
                if let Some(then) = then.filter(|_| !self.session.is_modified()) {
                    self.act(ctx, *then);
                }
            }
            Err(SaveError::ChangedByOthers) => {
                self.keeping.then = then;
                self.ask_to_merge(path);
            }
            Err(SaveError::WouldEmpty { tasks }) => {
                let heading =
                    self.in_language("空の計画で置き換えますか", "Replace it by nothing?");
                let text = self.in_language(
                    &format!("このファイルには施策が{tasks}件あります。保存すると空になります。以前の版は「版を復元」で戻せます。"),
                    &format!("This file has {tasks} tasks and would have none. Restore… can bring the version before back."),
                );
                let label = self.in_language("空の計画で置き換える", "Replace it by an empty plan");
                self.overlays.ask(heading, text, vec![(label, Action::SaveEmpty(path))]);
            }
            Err(error) => self.written(&path, Err(error.diagnostic())),
        }
    }

    fn ask_to_merge(&mut self, path: PathBuf) {
        let heading = self.in_language("ほかの人が変更しています", "Somebody else has changed it");
        let text = self.in_language(
            "このファイルは、開いたあとに別の人かプログラムが保存しました。上書きはしていません。双方の変更を取り込むと、競合だけをあとで選べます。",
            "The file was saved by somebody else after it was opened. Nothing is overwritten. Merging takes in the changes of both; only conflicts are left to choose.",
        );
        let choices = vec![
            (self.in_language("変更を取り込む", "Merge the changes"), Action::MergeFile(path)),
            (
                self.in_language("別の名前で保存…", "Save under another name…"),
                Action::Perform(Command::SaveAs),
            ),
        ];
        self.overlays.ask(heading, text, choices);
    }

    /// Reads what somebody else has saved and merges it, on a thread.
    pub(super) fn merge_with_file(&mut self, ctx: &egui::Context, path: PathBuf) {
        let (base, ours) = (self.keeping.base.clone(), self.session.document().clone());
        let (session, state) = (self.session.identity(), self.session.history().state());
        let label = Label::new("ほかの人の変更を取り込む", "Merge the changes of somebody else");
        let job = Job::new(path.clone());
        self.files.run(ctx, WorkKind::Attaching, Some(job), move |_| {
            let stamp = FileStamp::of(&path).ok();
            let theirs = match open_file(&path).map_err(OpenError::into_diagnostics) {
                Ok(opened) => opened.roadmap,
                Err(problems) => return Answer::Merged(Err((path, problems))),
            };
            Answer::Merged(match merge::merge(Some(&base), &ours, &theirs) {
                Ok(merged) => {
                    let mut words = ours;
                    let transaction = diff::transaction(&mut words, &merged.roadmap, label);
                    let conflicts = merged.conflicts.len();
                    let merged = Merged {
                        path,
                        session,
                        state,
                        stamp,
                        theirs,
                        words,
                        transaction,
                        conflicts,
                    };
                    Ok(Box::new(merged))
                }
                Err(problems) => Err((path, problems)),
            })
        });
    }

    /// Goes on with what came of the changes of two.
    pub(super) fn merged(
        &mut self,
        ctx: &egui::Context,
        outcome: Result<Box<Merged>, (PathBuf, Vec<Diagnostic>)>,
    ) {
        let merged = match outcome {
            Ok(merged) => *merged,
            Err((path, problems)) => {
                return self.overlays.refuse(path.display().to_string(), problems);
            }
        };
        if merged.session != self.session.identity() {
            return;
        }
        if merged.state != self.session.history().state() {
            // Something was changed meanwhile.
            return self.merge_with_file(ctx, merged.path);
        }
        self.session.learn_words(&merged.words);
        if let Err(refusal) = self.session.change(merged.transaction) {
            return self.refuse(&refusal);
        }
        self.keeping.stamp = merged.stamp;
        self.keeping.base = merged.theirs;
        self.keeping.must_merge = false;
        if merged.conflicts == 0 {
            return self.save(ctx, merged.path, false);
        }
        self.keeping.then = None;
        let count = merged.conflicts;
        self.tell_problem(self.in_language(
            &format!("取り込みました。競合{count}件は、いまはこちらの内容になっています。確かめてから保存してください。"),
            &format!("Merged. {count} conflicts have your version for now; look at them before you save."),
        ));
    }

    fn offer_recovery(&mut self) {
        let Some(left) = self.keeping.left.first() else { return };
        let language = self.language();
        let name = left.document().map_or_else(
            || self.in_language("一度も保存されていない工程表", "a roadmap that was never saved"),
            |path| path.display().to_string(),
        );
        let count = left.count();
        let minutes = (self.keeping.places.clock)().duration_since(left.when());
        let minutes = minutes.map_or(0, |since| since.as_secs() / 60);
        let ago = match (language, minutes) {
            (Language::Japanese, 0) => "直前".to_owned(),
            (Language::English, 0) => "just now".to_owned(),
            (Language::English, 1) => "a minute ago".to_owned(),
            (Language::Japanese, 1..=119) => format!("{minutes}分前"),
            (Language::Japanese, 120..=2879) => format!("{}時間前", minutes / 60),
            (Language::Japanese, _) => format!("{}日前", minutes / 1440),
            (Language::English, 2..=119) => format!("{minutes} minutes ago"),
            (Language::English, 120..=2879) => format!("{} hours ago", minutes / 60),
            (Language::English, _) => format!("{} days ago", minutes / 1440),
        };
        let heading = self
            .in_language("保存されなかった変更があります", "There are changes that were not saved");
        let text = self.in_language(
            &format!("{name}\n{ago}の変更{count}件が、保存されないまま残っています。"),
            &format!("{name}\n{count} changes, the last {ago}, are in no file."),
        );
        let choices = vec![
            (self.in_language("変更を復元", "Bring them back"), Action::Recover),
            (self.in_language("あとで", "Later"), Action::RecoverLater),
            (self.in_language("破棄", "Throw them away"), Action::DiscardLeft),
        ];
        self.overlays.ask_firmly(heading, text, choices);
    }

    /// Brings back what a crash has left, on a thread.
    pub(super) fn recover(&mut self, ctx: &egui::Context) {
        if self.keeping.left.is_empty() {
            return;
        }
        let left = self.keeping.left.remove(0);
        self.files.run(ctx, WorkKind::Opening, None, move |_| {
            Answer::BroughtBack(match left.recover() {
                Err(problems) => Err(problems),
                Ok(recovered) => {
                    let origin = recovered.document.map_or(Origin::New, Origin::File);
                    let base = recovered.base.clone();
                    let mut session = Session::new(recovered.base, origin, recovered.diagnostics);
                    session.replay(recovered.transactions);
                    let must_merge = recovered.on_disk == OnDisk::Changed;
                    let stamp = match recovered.on_disk {
                        OnDisk::AsKnown(stamp) => Some(stamp),
                        OnDisk::Changed | OnDisk::Missing | OnDisk::Never => None,
                    };
                    Ok(Box::new(BroughtBack { session, left, base, stamp, must_merge }))
                }
            })
        });
    }

    /// Shows what was brought back; the old journal goes when the new one holds everything.
    pub(super) fn brought_back(&mut self, outcome: Result<Box<BroughtBack>, Vec<Diagnostic>>) {
        let back = match outcome {
            Ok(back) => *back,
            Err(problems) => {
                let name = self.in_language("変更の控え", "Journal");
                return self.overlays.refuse(name, problems);
            }
        };
        if self.has_new_work() {
            self.keeping.left.insert(0, back.left);
            return self.ask_before(Action::Recover);
        }
        self.replace_session(back.session);
        self.leave_journal();
        self.keeping.stamp = back.stamp;
        self.keeping.base = back.base;
        self.keeping.must_merge = back.must_merge;
        self.begin_journal();
        self.keep_journal();
        self.settings.editing = true;
        if let Some(journal) = self.keeping.journal.clone() {
            let left = back.left;
            std::thread::spawn(move || journal.flush().is_ok().then(|| left.discard()));
        }
        let text = self.in_language(
            "変更を復元しました。まだ保存されていません。",
            "The changes are back. They are not saved yet.",
        );
        self.tell(text);
    }

    /// Leaves what a crash has left for the next start.
    pub(super) fn recover_later(&mut self) {
        self.keeping.left.clear();
    }

    /// Throws away what a crash has left.
    pub(super) fn discard_left(&mut self) {
        if self.keeping.left.is_empty() {
            return;
        }
        if let Err(error) = self.keeping.left.remove(0).discard() {
            self.tell_problem(error.to_string());
        }
    }

    /// The window closes: what is saved or given up leaves no journal.
    pub(super) fn close_journal(&mut self) {
        self.keep_journal();
        let is_done = !self.session.is_modified() || self.keeping.may_close;
        if is_done && let Some(journal) = self.keeping.journal.take().and_then(Arc::into_inner) {
            // If it cannot be removed it is offered back, which does no harm.
            let _ = journal.close();
        }
    }
}

/// Whether two paths lead to the same file.
fn same_file(one: &Path, other: &Path) -> bool {
    let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    real(one) == real(other)
}
