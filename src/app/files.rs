//! Opening, saving and exporting from the window: dialogs and slow work on a thread of their own.

mod works;

pub(super) use super::official::OfficialText;
use super::session::Snapshot;
use super::{Action, App, BOLD_FONT, Notice, Origin, REGULAR_FONT, Session, panels};
use crate::export;
use crate::insight::FigureKind;
use crate::layout::{FontMetrics, Palette, Theme, figure, sheet};
use crate::model::{Diagnostic, Language, Severity, View};
use crate::scene::Scene;
use crate::store;
use crate::time::Day;
use crate::words;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
pub use works::Files;
pub(super) use works::{Answer, Job, WorkKind};

/// A dialog that is gone sooner than this was never there.
const FASTEST_CANCEL: Duration = Duration::from_millis(300);

/// What a path is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To open a roadmap.
    Open,
    /// To save the roadmap there.
    Save,
    /// To attach the official text.
    Attach,
    /// To write the picture there as SVG.
    Svg,
    /// To write the picture there as PNG.
    Png,
    /// To write the picture of a figure there as SVG.
    FigureSvg(FigureKind),
    /// To write the numbers of a figure there as CSV.
    FigureCsv(FigureKind),
}

impl App {
    /// Takes dropped files and the answers of what went on outside.
    pub(super) fn take_files(&mut self, ctx: &egui::Context) {
        let dropped = ctx.input(|input| input.raw.dropped_files.clone());
        if let Some(file) = dropped.into_iter().next() {
            self.act(ctx, Action::OpenFile(file.path().to_owned()));
        }
        match self.files.take() {
            Some(Answer::Chosen(purpose, path)) => self.chosen(ctx, purpose, path),
            Some(Answer::NoDialog(purpose)) => self.overlays.ask_path(purpose),
            Some(Answer::Preview(path, session)) => self.previewed(path, *session),
            Some(Answer::Opened(path, outcome)) => self.opened(path, outcome),
            Some(Answer::Attached(path, bytes)) => self.attached(&path, bytes),
            Some(Answer::Saved { path, session, state, roadmap, outcome }) => {
                if session == self.session.identity() {
                    self.after_saving(ctx, path, state, *roadmap, outcome);
                } else {
                    // Another document is open now, which has nothing to do with that file.
                    let outcome = outcome.map(|_| ()).map_err(|error| error.diagnostic());
                    self.written(&path, outcome);
                }
            }
            Some(Answer::Merged(outcome)) => self.merged(ctx, outcome),
            Some(Answer::BroughtBack(outcome)) => self.brought_back(outcome),
            Some(Answer::Written(path, outcome)) => self.written(&path, outcome),
            Some(Answer::Cancelled) | None => {}
        }
    }

    pub(super) fn ask_open(&mut self, ctx: &egui::Context) {
        let filter = self.in_language("工程表・公式文書のテキスト", "Roadmaps and official text");
        let dialog = rfd::FileDialog::new()
            .add_filter(filter, &["json", "txt"])
            .add_filter(self.in_language("すべてのファイル", "All files"), &["*"]);
        self.ask(ctx, Purpose::Open, move || dialog.pick_file());
    }

    pub(super) fn ask_attach(&mut self, ctx: &egui::Context) {
        let filter = self.in_language("テキスト", "Text");
        let dialog = rfd::FileDialog::new().add_filter(filter, &["txt"]);
        self.ask(ctx, Purpose::Attach, move || dialog.pick_file());
    }

    pub(super) fn ask_save(&mut self, ctx: &egui::Context, purpose: Purpose) {
        let (extension, name) = match purpose {
            Purpose::Svg => ("svg", "roadmap.svg".to_owned()),
            Purpose::Png => ("png", "roadmap.png".to_owned()),
            Purpose::FigureSvg(kind) => ("svg", format!("{}.svg", kind.word())),
            Purpose::FigureCsv(kind) => ("csv", format!("{}.csv", kind.word())),
            Purpose::Open | Purpose::Save | Purpose::Attach => {
                ("json", "plan.roadmap.json".to_owned())
            }
        };
        let dialog = rfd::FileDialog::new()
            .add_filter(extension.to_uppercase(), &[extension])
            .set_file_name(name);
        self.ask(ctx, purpose, move || dialog.save_file());
    }

    fn ask(
        &mut self,
        ctx: &egui::Context,
        purpose: Purpose,
        dialog: impl FnOnce() -> Option<PathBuf> + Send + 'static,
    ) {
        if !self.has_dialogs {
            return self.overlays.ask_path(purpose);
        }
        self.files.run(ctx, WorkKind::Dialog, None, move |_| {
            let asked = Instant::now();
            match dialog() {
                Some(path) => Answer::Chosen(purpose, path),
                // Without a portal and without zenity the answer is the same as for a
                // dialog that was cancelled, but nobody cancels one so fast.
                None if asked.elapsed() < FASTEST_CANCEL => Answer::NoDialog(purpose),
                None => Answer::Cancelled,
            }
        });
    }

    /// Goes on with a path that the user chose.
    pub(super) fn chosen(&mut self, ctx: &egui::Context, purpose: Purpose, path: PathBuf) {
        match purpose {
            // The document may have been changed while a dialog of the system was open.
            Purpose::Open if self.has_new_work() => self.ask_before(Action::OpenFile(path)),
            Purpose::Open => self.open_path(ctx, path),
            Purpose::Attach => self.files.run(ctx, WorkKind::Attaching, None, move |_| {
                let bytes = std::fs::read(&path);
                Answer::Attached(path, bytes)
            }),
            Purpose::Save => {
                let path = with_extension(path, "roadmap.json");
                match self.loss_by_saving(&path) {
                    Some(loss) => {
                        let heading = self.in_language("上書きしますか", "Overwrite the file?");
                        let text = format!("{}\n{loss}", path.display());
                        let label = self.in_language("上書きする", "Overwrite");
                        self.overlays.ask(heading, text, vec![(label, Action::SaveTo(path))]);
                    }
                    None => self.save(ctx, path, false),
                }
            }
            Purpose::Svg => self.export(ctx, with_extension(path, "svg")),
            Purpose::Png => self.export(ctx, with_extension(path, "png")),
            Purpose::FigureSvg(kind) => self.export_figure(ctx, kind, with_extension(path, "svg")),
            Purpose::FigureCsv(kind) => self.export_numbers(ctx, kind, with_extension(path, "csv")),
        }
    }

    /// What would be lost if the document took the place of a file: the parts of that
    /// very file that could not be read.
    fn loss_by_saving(&self, path: &Path) -> Option<String> {
        let Origin::File(origin) = &self.session.origin else { return None };
        let is_error = |problem: &&Diagnostic| problem.severity == Severity::Error;
        let errors = self.session.diagnostics().iter().filter(is_error).count();
        let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
        (errors > 0 && real(origin) == real(path)).then(|| {
            self.in_language(
                &format!("このファイルには読み取れなかった部分があります（誤り{errors}件）。上書きすると、その部分は失われます。"),
                &format!("Parts of this file could not be read ({errors} errors). Overwriting it loses them."),
            )
        })
    }

    /// Reads a file in the background; what is open stays until it is known to be sound.
    pub(super) fn open_path(&mut self, ctx: &egui::Context, path: PathBuf) {
        let job = Job::new(path);
        let Job { path: file, progress, .. } = job.clone();
        self.files.run(ctx, WorkKind::Opening, Some(job), move |tell| {
            // Everything that a session derives is derived here, too: it takes as long as reading.
            let session = |roadmap, diagnostics| {
                Box::new(Session::new(roadmap, Origin::File(file.clone()), diagnostics))
            };
            let mut preview = |head| tell(Answer::Preview(file.clone(), session(head, Vec::new())));
            let outcome = store::open_file_telling(&file, &progress, &mut preview);
            let outcome =
                outcome.map(|opened| (session(opened.roadmap, opened.diagnostics), opened.stamp));
            let outcome = outcome.map_err(store::OpenError::into_diagnostics);
            Answer::Opened(file.clone(), outcome)
        });
    }

    /// Stops reading a file. What was open before a preview is gone; the preview goes, too.
    pub(super) fn cancel_opening(&mut self) {
        self.files.cancel_opening();
        if self.session.is_preview {
            self.open_built_in();
        }
    }

    pub(super) fn open_built_in(&mut self) {
        self.files.cancel_opening();
        self.replace_session(Session::new(store::built_in(), Origin::BuiltIn, Vec::new()));
        self.keep_document(None);
    }

    /// Shows the first rows of a file that is being read, unless work would be lost.
    fn previewed(&mut self, path: PathBuf, mut session: Session) {
        if self.has_new_work() {
            self.files.cancel_opening();
            return self.ask_before(Action::OpenFile(path));
        }
        session.is_preview = true;
        self.replace_session(session);
    }

    /// Goes on with a file that was read. If the document was changed meanwhile, that is asked
    /// about first, and the file read again.
    fn opened(&mut self, path: PathBuf, outcome: works::OpenedSession) {
        match outcome {
            Ok(_) if self.has_new_work() => self.ask_before(Action::OpenFile(path)),
            Ok((session, stamp)) => {
                let notice = self.notice_of(session.diagnostics());
                self.settings.remember(path);
                self.replace_session(*session);
                self.keep_document(stamp);
                self.notice = self.notice.take().or(notice);
            }
            Err(diagnostics) => {
                if self.session.is_preview {
                    self.open_built_in();
                }
                self.overlays.refuse(path.display().to_string(), diagnostics);
            }
        }
    }

    /// What to say about the problems of a file that was opened.
    fn notice_of(&self, diagnostics: &[Diagnostic]) -> Option<Notice> {
        let is_error = |problem: &&Diagnostic| problem.severity == Severity::Error;
        let errors = diagnostics.iter().filter(is_error).count();
        let warnings = diagnostics.len() - errors;
        let text = match (errors, warnings) {
            (0, 0) => return None,
            (0, _) => self.in_language(
                &format!("読み取りについての注記が{warnings}件あります（表示＞問題の一覧）。"),
                &format!("{warnings} remarks on how the file was read (View > Problems)."),
            ),
            _ => self.in_language(
                &format!("{errors}件の誤りがあります。使える部分だけを表示しています（表示＞問題の一覧）。"),
                &format!("{errors} errors: only the sound part is shown (View > Problems)."),
            ),
        };
        Some(Notice::new(text, errors > 0))
    }

    pub(super) fn replace_session(&mut self, mut session: Session) {
        self.write_views();
        session.official = self.session.official.take();
        if session.origin == self.session.origin {
            // The whole document after its first rows, or the same one once more.
            session.view = self.session.view;
        }
        session.set_link_style(self.session.link_style());
        session.set_link_bases(self.session.link_bases());
        let old = std::mem::replace(&mut self.session, session);
        if old.is_large() {
            // Giving back the memory of a million tasks takes longer than a frame.
            std::thread::spawn(move || drop(old));
        }
        self.session.work_on_threads(self.waker.clone());
        self.search.set("", None);
        self.fields = panels::Fields::default();
        self.canvas.forget_tasks();
        self.notice = None;
        self.recall_views();
    }

    fn attached(&mut self, path: &Path, bytes: std::io::Result<Vec<u8>>) {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let problem = match bytes {
            Ok(bytes) => match String::from_utf8(bytes) {
                Ok(text) => {
                    let told = self.in_language(
                        &format!("「{name}」を添付しました。"),
                        &format!("{name} is attached."),
                    );
                    self.session.official = Some(OfficialText::new(name, text));
                    self.settings.inspector = true;
                    return self.tell(told);
                }
                Err(error) => self.in_language(
                    &format!(
                        "UTF-8のテキストではありません（{}バイト目）。",
                        error.utf8_error().valid_up_to() + 1
                    ),
                    &format!(
                        "It is not UTF-8 text (byte {}).",
                        error.utf8_error().valid_up_to() + 1
                    ),
                ),
            },
            Err(error) => error.to_string(),
        };
        self.tell_problem(format!("{}: {problem}", path.display()));
    }

    /// Saves the document where it came from, or asks where to.
    pub(super) fn save_in_place(&mut self, ctx: &egui::Context) {
        match self.session.origin.clone() {
            Origin::File(path) => self.chosen(ctx, Purpose::Save, path),
            Origin::BuiltIn | Origin::New => self.ask_save(ctx, Purpose::Save),
        }
    }

    /// Goes on with the file that the document was saved as.
    pub(super) fn saved(&mut self, path: PathBuf, views: Vec<View>) {
        // What was remembered of the file that was open until now stays with it.
        self.write_views();
        self.settings.remember(path.clone());
        self.session.origin = Origin::File(path);
        // The parts that could not be read are not in this file.
        self.session.clear_diagnostics();
        self.session.set_saved_views(views);
        self.write_views();
    }

    /// Writes the whole chart, as it is filtered, folded and arranged, as a picture.
    fn export(&mut self, ctx: &egui::Context, path: PathBuf) {
        let theme = if ctx.theme() == egui::Theme::Dark { Theme::Dark } else { Theme::Light };
        let sheet = Sheet {
            snapshot: self.session.snapshot(),
            theme,
            language: self.language(),
            today: self.today,
            filtered: self.filtered(),
            notes: self.notes(),
        };
        self.files.write(ctx, path, move |path, progress| {
            let roadmap = &sheet.snapshot.contents.roadmap;
            let shown = sheet.snapshot.arranged.shown.matches.shown();
            let about = export::about(roadmap, shown, sheet.language);
            let outcome = export::write_file(&path, &sheet.draw(), roadmap, &about, progress);
            Answer::Written(path, outcome)
        });
    }

    /// Writes a figure of the insights as a picture, as it is shown.
    fn export_figure(&mut self, ctx: &egui::Context, kind: FigureKind, path: PathBuf) {
        let theme = if ctx.theme() == egui::Theme::Dark { Theme::Dark } else { Theme::Light };
        let language = self.language();
        let Some((figure, all)) = self.insights.figure(kind) else { return };
        let session = &self.session;
        let scene = figure::draw(&figure::FigureRequest {
            figure,
            all,
            roadmap: session.roadmap(),
            filtered: self.filtered().as_ref(),
            hue_of_area: &|area| session.hue_of_area(area),
            width: figure::DEFAULT_WIDTH_PT,
            language,
            palette: &Palette::new(theme),
            fonts: &self.fonts,
        });
        let roadmap = session.snapshot().contents.roadmap;
        let about = export::about(&roadmap, session.matches().shown(), language);
        let title = format!("{} — {}", figure.title.in_language(language), about.title);
        let about = export::svg::About { title, ..about };
        self.files.write(ctx, path, move |path, progress| {
            let outcome = export::write_file(&path, &scene, &roadmap, &about, progress);
            Answer::Written(path, outcome)
        });
    }

    /// Writes the numbers of a figure of the insights, of all its bars.
    fn export_numbers(&mut self, ctx: &egui::Context, kind: FigureKind, path: PathBuf) {
        let Some((figure, _)) = self.insights.figure(kind) else { return };
        let rows = figure.table(self.language());
        let text = export::csv::write(&rows);
        self.files.write(ctx, path, move |path, progress| {
            let write = |out: &mut dyn std::io::Write| out.write_all(&text);
            let outcome = store::save::replace_file_telling(&path, progress, |out| write(out));
            let outcome = outcome.map_err(|error: std::io::Error| store::save::problem(&error));
            Answer::Written(path, outcome)
        });
    }

    /// What the filter does, if there is one.
    fn filtered(&self) -> Option<sheet::Filtered> {
        let session = &self.session;
        session.filter().is_active().then(|| sheet::Filtered {
            shown: session.matches().shown(),
            conditions: self.filter_conditions(),
            hidden_links: session.hidden_links().total(),
        })
    }

    /// What is lit, what red stands for, and what the progress line says.
    fn notes(&self) -> Vec<String> {
        let (session, language) = (&self.session, self.language());
        let lit = session.focus().map(|focus| focus.question().note(session.roadmap(), language));
        let goal = session.goal();
        let goal = goal.map(|task| session.roadmap().task(task).title.in_language(language));
        let critical = session.shows_critical().then(|| words::critical_in_words(goal, language));
        let progress =
            session.progress_line().map(|line| words::progress_line_in_words(line.day(), language));
        lit.into_iter().chain(critical).chain(progress).collect()
    }

    /// What the filter asks for: its conditions, then the chosen values.
    fn filter_conditions(&self) -> Vec<String> {
        let filter = self.session.filter();
        let others = filter.other_conditions();
        let others = (!others.is_empty())
            .then(|| self.in_language(&format!("「{others}」"), &format!("\"{others}\"")));
        let values = filter.selected().map(|value| panels::facet_value_in_words(self, value));
        others.into_iter().chain(values).collect()
    }

    pub(super) fn written(&mut self, path: &Path, outcome: Result<(), Diagnostic>) {
        let place = path.display();
        match outcome {
            Ok(()) => self.tell(
                self.in_language(&format!("書き込みました：{place}"), &format!("Written: {place}")),
            ),
            Err(problem) => {
                let language = self.language();
                let (message, hint) = (problem.message(language), problem.hint(language));
                self.tell_problem(match language {
                    Language::Japanese => format!("{place}：{message}。{hint}"),
                    Language::English => format!("{place}: {message}. {hint}"),
                });
            }
        }
    }
}

/// A picture of the whole chart that is still to be drawn, as everything was when it was asked for.
struct Sheet {
    snapshot: Snapshot,
    theme: Theme,
    language: Language,
    today: Day,
    filtered: Option<sheet::Filtered>,
    notes: Vec<String>,
}

impl Sheet {
    fn draw(&self) -> Scene {
        let Snapshot { contents, arranged, .. } = &self.snapshot;
        // Those of the window are its own; reading the faces costs little beside a picture.
        let fonts =
            FontMetrics::new(REGULAR_FONT, BOLD_FONT).expect("the embedded fonts are fonts");
        sheet::draw(&sheet::SheetRequest {
            roadmap: &contents.roadmap,
            rows: &arranged.rows,
            days: contents.span.unwrap_or((self.today, self.today)),
            width: sheet::DEFAULT_WIDTH_PT,
            language: self.language,
            colors: &arranged.colors,
            palette: &Palette::new(self.theme),
            fonts: &fonts,
            today: Some(self.today),
            progress_line: arranged.progress_line.as_deref(),
            filtered: self.filtered.as_ref(),
            notes: &self.notes,
            emphasis: &|task| self.snapshot.emphasis(task),
            link_emphasis: &|link| self.snapshot.link_emphasis(link),
            marks: &|task| self.snapshot.marks(task),
            hidden_links: &|task| self.snapshot.hidden_link_count(task),
            link_style: self.snapshot.link_style,
            link_bases: self.snapshot.link_bases,
        })
    }
}

/// The path with an extension if it has none.
fn with_extension(path: PathBuf, extension: &str) -> PathBuf {
    if path.extension().is_some() { path } else { path.with_extension(extension) }
}
