//! The window.
//!
//! [`App`] holds the [`Session`] (what is open), the settings and what is on top of
//! the window. Panels draw the session and answer with [`Command`]s or [`Action`]s;
//! only [`App::perform`] and [`App::act`] change anything.

mod canvas;
mod clipboard;
mod command;
mod conflicts;
mod dashes;
mod editing;
mod files;
mod glyphs;
mod keeping;
mod link_targets;
mod look;
mod official;
mod paint;
mod panels;
mod perform;
mod run;
mod session;
mod slow;
mod theme;
mod views;

pub use command::{Command, Group, Shortcut, Submenu};
pub use keeping::SafePlaces;
pub use look::Look;
pub use run::{RunOptions, run};
pub use session::{Origin, Session};
pub use theme::{BOLD_FONT, REGULAR_FONT, install as install_theme};

use crate::focus::Question;
use crate::layout::{FontMetrics, Palette, Theme, chart};
use crate::model::{GroupKey, LaneId, Language, TaskId};
use crate::query::{Facet, FacetValue, Narrowing};
use crate::store::{LanguageSetting, Settings};
use crate::time::Day;
use canvas::Canvas;
use files::Files;
use keeping::Keeping;
use panels::Overlays;
use session::Waker;
use std::path::PathBuf;
use std::sync::Arc;
use views::{ViewAction, ViewKeeper};

/// In windows narrower than this the inspector only shows while something is selected.
const NARROW_WINDOW_PT: f32 = 1360.0;

/// In windows narrower than this the filter panel makes way for the chart.
const ROOM_FOR_FACETS_PT: f32 = 600.0;
/// In windows lower than these the strips below the chart make way for it.
const ROOM_FOR_LOAD_PT: f32 = 480.0;
const ROOM_FOR_OVERVIEW_PT: f32 = 380.0;
const ROOM_FOR_LIST_PT: f32 = 400.0;
/// With a list open below the chart, bars matter more than how many there are.
const ROOM_BESIDE_LIST_PT: f32 = 620.0;

/// What the window is started with; everything from outside enters here.
pub struct Startup {
    /// What is open first.
    pub session: Session,
    /// The settings.
    pub settings: Settings,
    /// Where settings are written; `None` writes none.
    pub settings_path: Option<PathBuf>,
    /// The language that was asked for at the start; the settings keep theirs.
    pub language: Option<Language>,
    /// The language of the system.
    pub system_language: Language,
    /// The day that counts as today.
    pub today: Day,
    /// Something to tell the user at once.
    pub notice: Option<String>,
    /// Where work is kept safe.
    pub places: SafePlaces,
    /// Whether the system is asked to show file dialogs; else paths are typed.
    pub has_dialogs: bool,
}

/// The window.
pub struct App {
    session: Session,
    settings: Settings,
    written_settings: Settings,
    settings_path: Option<PathBuf>,
    /// The language of the command line, until another is chosen.
    asked_language: Option<Language>,
    system_language: Language,
    today: Day,
    has_dialogs: bool,
    palettes: [Palette; 2],
    fonts: FontMetrics,
    /// What threads call when they are done.
    waker: Waker,
    canvas: Canvas,
    overlays: Overlays,
    insights: panels::Insights,
    source: panels::SourceSection,
    inspector: panels::Inspector,
    /// What is typed into fields of the document.
    fields: panels::Fields,
    history: panels::HistoryPanel,
    shows_properties: bool,
    status_date: panels::StatusDate,
    load: panels::Load,
    overview: panels::Overview,
    facets: panels::Facets,
    chain: panels::Chain,
    views: panels::Views,
    view_keeper: ViewKeeper,
    problems: panels::ProblemList,
    conflicts: panels::Conflicts,
    files: Files,
    keeping: Keeping,
    restore: panels::Restore,
    /// A large file that is read once the first picture is on screen, so that the two do not
    /// share the processor.
    opens_later: Option<PathBuf>,
    search: panels::Search,
    wants_search_focus: bool,
    notice: Option<Notice>,
    /// What was copied last.
    copied: Option<crate::table::Copied>,
    /// What could not be taken of the table that was pasted last.
    paste_problems: Vec<crate::table::Problem>,
    window_title: String,
}

/// A message at the lower edge of the window.
#[derive(Clone, Debug)]
struct Notice {
    text: String,
    is_problem: bool,
    /// What can be done about it, with the words of its button.
    choices: Vec<(String, Action)>,
    /// When it goes away, in seconds of egui's clock; problems stay until they are closed.
    until: Option<f64>,
}

impl Notice {
    fn new(text: String, is_problem: bool) -> Self {
        Self { text, is_problem, choices: Vec::new(), until: None }
    }
}

/// How long a message stays, in seconds.
const NOTICE_SECONDS: f64 = 6.0;
/// How long one stays that offers to do something.
const CHOICE_SECONDS: f64 = 15.0;

/// Something a panel asks for that has an argument.
#[derive(Clone, Debug, PartialEq)]
enum Action {
    /// Carry out a command.
    Perform(Command),
    /// Select a task, and bring it into view if asked.
    Select { task: TaskId, reveal: bool },
    /// Light what a question is about.
    Ask(Question),
    /// Bring a task into view and leave what is lit as it is.
    Show(TaskId),
    /// Bring a lane into view, or where it would stand.
    ShowLane(LaneId),
    /// Show rows that were too low for bars at the standard scale, one of them at this place.
    ZoomToRow { row: usize, below_header_pt: f32 },
    /// Go back to a filter that was left by isolating, counted from the first.
    BackTo(usize),
    /// Show, beside what the filter lets through, the direct neighbours of a task, and select it.
    RevealNeighbours(TaskId),
    /// Select nothing.
    Deselect,
    /// Fold or unfold what stands under a heading.
    ToggleFold(GroupKey),
    /// Filter by a value, or no longer.
    ToggleFacet(FacetValue),
    /// Drop all values of a facet.
    ClearFacet(Facet),
    /// Filter by further conditions, or no longer if all are asked for.
    ToggleQuery(Vec<Narrowing>),
    /// Filter by these words.
    Search(String),
    /// Show everything that the filter hides.
    ClearFilter,
    /// Ask where to write something.
    AskSave(files::Purpose),
    /// Open a file.
    OpenFile(PathBuf),
    /// Stop reading the file that is being opened.
    CancelOpening,
    /// Stop writing this file.
    CancelWriting(PathBuf),
    /// Leave what is shown as it is.
    CancelArranging,
    /// Show the progress line of another day.
    SetStatusDate(Day),
    /// Let the date of the progress line be typed.
    TypeStatusDate,
    /// Put this text on the clipboard.
    Copy(String),
    /// Show, add, change or remove a named view.
    View(ViewAction),
    /// Change the document.
    Change(Box<editing::Change>),
    /// Save, and then do something.
    SaveThen(Box<Action>),
    /// Do something although changes are not saved.
    GiveUpThen(Box<Action>),
    /// Save there, whatever is there now.
    SaveTo(PathBuf),
    /// Save there, although the plan is empty.
    SaveEmpty(PathBuf),
    /// Merge what somebody else has saved there.
    MergeFile(PathBuf),
    /// Bring back what a crash has left.
    Recover,
    /// Offer it again at the next start.
    RecoverLater,
    /// Throw it away.
    DiscardLeft,
    /// Settle conflicts of a merge, each for one side.
    Settle(Vec<(crate::store::merge::Conflict, crate::store::merge::Side)>),
    /// List what could not be taken of what was pasted.
    ShowPasteProblems,
    /// Let what stands in a column of a task be written in its place.
    EditCell(TaskId, chart::TaskColumn),
    /// Select these tasks together.
    Pick(Vec<TaskId>),
    /// Select a task beside the others, or no longer.
    TogglePick(TaskId),
}

impl App {
    /// Makes the window's state. The fonts and the look go into the context.
    ///
    /// # Panics
    /// Never: the embedded fonts are checked by a test.
    #[must_use]
    pub fn new(ctx: &egui::Context, startup: Startup) -> Self {
        theme::install(ctx);
        ctx.options_mut(|options| {
            options.zoom_with_keyboard = false;
            // The panels paint what is in view, and a mesh is measured only to be culled.
            options.tessellation_options.coarse_tessellation_culling = false;
            options.quit_shortcuts = Vec::new();
        });
        let fonts =
            FontMetrics::new(REGULAR_FONT, BOLD_FONT).expect("the embedded fonts are fonts");
        let settings = startup.settings;
        ctx.set_zoom_factor(settings.zoom);
        theme::choose(ctx, settings.theme);
        let notice = startup.notice.map(|text| Notice::new(text, true));
        let mut this = Self {
            search: panels::Search::default(),
            written_settings: settings.clone(),
            settings,
            view_keeper: ViewKeeper::beside(startup.settings_path.as_deref()),
            settings_path: startup.settings_path,
            asked_language: startup.language,
            system_language: startup.system_language,
            today: startup.today,
            has_dialogs: startup.has_dialogs,
            palettes: [Palette::new(Theme::Light), Palette::new(Theme::Dark)],
            fonts,
            waker: Arc::new({
                let ctx = ctx.clone();
                move || ctx.request_repaint()
            }),
            canvas: Canvas::default(),
            overlays: Overlays::default(),
            insights: panels::Insights::default(),
            source: panels::SourceSection::default(),
            inspector: panels::Inspector::default(),
            fields: panels::Fields::default(),
            history: panels::HistoryPanel::default(),
            shows_properties: false,
            status_date: panels::StatusDate::default(),
            load: panels::Load::default(),
            overview: panels::Overview::default(),
            facets: panels::Facets::default(),
            chain: panels::Chain::default(),
            views: panels::Views::default(),
            problems: panels::ProblemList::default(),
            conflicts: panels::Conflicts::default(),
            files: Files::default(),
            restore: panels::Restore::default(),
            keeping: Keeping::new(startup.places, &startup.session),
            opens_later: None,
            wants_search_focus: false,
            notice,
            copied: None,
            paste_problems: Vec::new(),
            window_title: String::new(),
            session: startup.session,
        };
        this.session.work_on_threads(this.waker.clone());
        this.recall_views();
        this
    }

    /// What is open.
    #[must_use]
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// What stands in the title bar.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.window_title
    }

    /// The language of the interface.
    #[must_use]
    pub fn language(&self) -> Language {
        let set = self.settings.language.map(|language| match language {
            LanguageSetting::Ja => Language::Japanese,
            LanguageSetting::En => Language::English,
        });
        self.asked_language.or(set).unwrap_or(self.system_language)
    }

    fn set_language(&mut self, language: LanguageSetting) {
        self.asked_language = None;
        self.settings.language = Some(language);
    }

    /// How much work the chart on screen was to draw.
    #[must_use]
    pub fn chart_counts(&self) -> chart::Counts {
        self.canvas.counts()
    }

    /// What is written where egui knows no texts but a picture: in the chart and the filter panel.
    pub fn pictured_texts(&self) -> impl Iterator<Item = &str> {
        let facets = self.settings.facets.then(|| self.facets.texts());
        self.canvas.texts().chain(facets.into_iter().flatten())
    }

    /// The settings in force.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    fn palette(&self, ctx: &egui::Context) -> &Palette {
        &self.palettes[usize::from(ctx.theme() == egui::Theme::Dark)]
    }

    /// Draws the whole window and takes its input.
    pub fn show(&mut self, ui: &mut egui::Ui) {
        let ctx = ui.ctx().clone();
        self.take_files(&ctx);
        if self.session.take_arranged() {
            self.canvas.keep_in_range(&mut self.session);
        }
        self.session.set_language(self.language());
        self.session.show_empty_lanes(self.is_editing());
        panels::follow_conflicts(self);
        self.take_paste(&ctx);
        let mut actions = self.take_keys(&ctx);
        let is_narrow = ui.available_width() < NARROW_WINDOW_PT;
        panels::toolbar_ui(self, ui, &mut actions);
        panels::status_ui(self, ui, &mut actions);
        if self.settings.facets && ui.available_width() >= ROOM_FOR_FACETS_PT {
            panels::facets_ui(self, ui, &mut actions);
        }
        // In a narrow window one of the panels at the right is enough.
        let has_selection = self.session.selection_count() > 0;
        let shows_history = self.settings.history;
        let has_room = !is_narrow || has_selection && !shows_history;
        let inspects = self.settings.inspector && has_room;
        if shows_history {
            panels::history_ui(self, ui, &mut actions);
        }
        if inspects {
            panels::inspector_ui(self, ui, &mut actions);
        }
        if self.settings.insights && !(is_narrow && (inspects || shows_history)) {
            panels::insights_ui(self, ui, &mut actions);
        }
        if self.settings.chain && ui.available_height() >= ROOM_FOR_LIST_PT {
            panels::chain_ui(self, ui, &mut actions);
        }
        if self.settings.problems && ui.available_height() >= ROOM_FOR_LIST_PT {
            panels::problems_ui(self, ui, &mut actions);
        }
        if self.conflicts.is_open {
            panels::conflicts_ui(self, ui, &mut actions);
        }
        let height = ui.available_height();
        let has_list = self.settings.chain || self.settings.problems || self.conflicts.is_open;
        let room_for_load = if has_list { ROOM_BESIDE_LIST_PT } else { ROOM_FOR_LOAD_PT };
        if self.settings.load && height >= room_for_load {
            panels::load_ui(self, ui);
        }
        if self.settings.overview && height >= ROOM_FOR_OVERVIEW_PT {
            panels::overview_ui(self, ui);
        }
        panels::conflict_banner_ui(self, ui, &mut actions);
        if panels::crumbs_needed(self) {
            panels::crumbs_ui(self, ui, &mut actions);
        }
        panels::legend_ui(self, ui);
        canvas::ui(self, ui, &mut actions);
        panels::opening_ui(self, &ctx, &mut actions);
        panels::properties_ui(self, &ctx, &mut actions);
        panels::restore_ui(self, &ctx);
        panels::overlays_ui(self, &ctx, &mut actions);
        panels::leave_fields(self, &mut actions);
        for action in actions {
            self.act(&ctx, action);
        }
        self.keep_journal();
        self.guard_work(&ctx);
        self.canvas.follow_atlas(&ctx);
        self.open_later(&ctx);
        self.keep_views(&ctx);
        self.update_window_title(&ctx);
        self.write_changed_settings(&ctx);
    }

    fn open_later(&mut self, ctx: &egui::Context) {
        if self.opens_later.is_none() {
            return;
        }
        if ctx.cumulative_frame_nr() == 0 {
            ctx.request_repaint();
        } else if let Some(path) = self.opens_later.take() {
            self.open_path(ctx, path);
        }
    }

    /// The commands whose keys were pressed.
    fn take_keys(&mut self, ctx: &egui::Context) -> Vec<Action> {
        let typing = ctx.text_edit_focused();
        let on_widget = self.canvas.is_left_by_keyboard(ctx);
        let covered = self.overlays.is_open() || egui::Popup::is_any_open(ctx);
        // A pattern without Shift also matches with it, so the longer ones come first.
        let with_keys = |shift: bool| {
            Command::ALL.iter().filter_map(move |command| {
                let shortcut = command.shortcut().filter(|it| it.modifiers.shift == shift)?;
                Some((*command, shortcut))
            })
        };
        let mut actions = Vec::new();
        let is_key = |event: &egui::Event| {
            matches!(event, egui::Event::Key { .. } | egui::Event::Copy | egui::Event::Cut)
        };
        ctx.input_mut(|input| {
            if !input.events.iter().any(is_key) {
                return;
            }
            for (command, shortcut) in with_keys(true).chain(with_keys(false)) {
                if (typing && command.is_for_text())
                    || (typing || covered) && !shortcut.works_while_typing()
                {
                    continue;
                }
                // Space and Enter press the button that Tab has led to.
                if command == Command::ShowInInspector && on_widget {
                    continue;
                }
                let mut pressed = input.consume_key(shortcut.modifiers, shortcut.key);
                if shortcut.key == egui::Key::Plus {
                    pressed |= input.consume_key(shortcut.modifiers, egui::Key::Equals);
                }
                if command == Command::ShowInInspector {
                    pressed |= input.consume_key(shortcut.modifiers, egui::Key::Space);
                }
                if command == Command::CopySelection && !typing {
                    pressed |= input.events.contains(&egui::Event::Copy);
                }
                if command == Command::Cut && !typing {
                    pressed |= input.events.contains(&egui::Event::Cut);
                }
                if pressed {
                    actions.push(Action::Perform(command));
                }
            }
        });
        actions
    }

    fn update_window_title(&mut self, ctx: &egui::Context) {
        let language = self.language();
        let title = match &self.session.origin {
            Origin::BuiltIn | Origin::New => {
                self.session.document().title.in_language(language).to_owned()
            }
            Origin::File(path) => path
                .file_name()
                .map_or_else(String::new, |name| name.to_string_lossy().into_owned()),
        };
        let is_changed = self.session.is_modified() || self.session.has_unsaved_views();
        let mark = if is_changed { "* " } else { "" };
        let title = match language {
            Language::Japanese => format!("{mark}{title} — 工程表"),
            Language::English => format!("{mark}{title} — Koteihyo"),
        };
        if title != self.window_title {
            ctx.send_viewport_cmd(egui::ViewportCommand::Title(title.clone()));
            self.window_title = title;
        }
    }

    fn write_changed_settings(&mut self, ctx: &egui::Context) {
        let viewport = ctx.input(|input| input.viewport().clone());
        if let Some(rect) = viewport.inner_rect
            && viewport.maximized == Some(false)
            && viewport.fullscreen != Some(true)
        {
            // A new window is measured before the zoom of the interface is set.
            let zoom = ctx.zoom_factor();
            self.settings.window = [rect.width() * zoom, rect.height() * zoom].map(f32::round);
        }
        if let Some(maximized) = viewport.maximized {
            self.settings.maximized = maximized;
        }
        let is_dragging = ctx.input(|input| input.pointer.any_down());
        if self.settings == self.written_settings || is_dragging {
            return;
        }
        self.written_settings = self.settings.clone();
        if let Some(path) = &self.settings_path
            && let Err(error) = self.settings.write(path)
        {
            self.tell_problem(match self.language() {
                Language::Japanese => format!("設定を保存できません：{error}"),
                Language::English => format!("The settings cannot be saved: {error}"),
            });
            self.settings_path = None;
        }
    }

    fn tell(&mut self, text: impl Into<String>) {
        self.notice = Some(Notice::new(text.into(), false));
    }

    fn tell_problem(&mut self, text: impl Into<String>) {
        self.notice = Some(Notice::new(text.into(), true));
    }
}

impl eframe::App for App {
    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        self.show(ui);
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        self.write_views();
        self.close_journal();
    }
}
