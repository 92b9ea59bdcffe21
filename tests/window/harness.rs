//! The program in a window of fixed size on a fixed day, and how tests use it.

use crate::renderer::CpuRenderer;
use eframe::egui::accesskit::Toggled;
use eframe::egui::{self, Event, Key, Modifiers, Pos2, Rect, Role, Shape};
use egui_kittest::kittest::{AccessKitNode, NodeT as _, Queryable as _};
use egui_kittest::{Harness, Node};
use image::RgbaImage;
use koteihyo::app::{App, Command, Origin, SafePlaces, Session, Shortcut, Startup};
use koteihyo::model::{Language, TaskId};
use koteihyo::store::{self, Settings, ThemeSetting};
use koteihyo::words;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

/// How long work on another thread may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// A start on a fresh machine on a fixed day.
pub fn startup() -> Startup {
    Startup {
        session: Session::new(store::built_in(), Origin::BuiltIn, Vec::new()),
        settings: Settings::default(),
        settings_path: None,
        language: None,
        system_language: Language::Japanese,
        today: "2023-06-01".parse().unwrap(),
        notice: None,
        places: SafePlaces::nowhere(),
        has_dialogs: false,
    }
}

/// The open window.
pub struct Window {
    harness: Harness<'static, App>,
}

impl Window {
    /// The window as it opens on a fresh machine: the built-in roadmap in Japanese.
    pub fn open() -> Self {
        Self::open_with(|_| {})
    }

    /// A window that starts with something else.
    pub fn open_with(adjust: impl FnOnce(&mut Startup)) -> Self {
        Self::open_sized([1280.0, 800.0], adjust)
    }

    /// A window of another size.
    pub fn open_sized(size: [f32; 2], adjust: impl FnOnce(&mut Startup)) -> Self {
        let mut startup = startup();
        adjust(&mut startup);
        // The harness sets a theme of its own once the program has set its.
        let theme = match startup.settings.theme {
            ThemeSetting::Dark => egui::Theme::Dark,
            ThemeSetting::Light | ThemeSetting::System => egui::Theme::Light,
        };
        let harness = Harness::builder()
            .with_size(size)
            .with_theme(theme)
            .with_max_steps(10)
            .with_render_cursor(false)
            .renderer(CpuRenderer::default())
            .build_eframe(|context| App::new(&context.egui_ctx, startup));
        Self { harness }
    }

    /// Opens the built-in roadmap to be changed, with journals and backups in a folder.
    #[track_caller]
    pub fn open_safe(folder: &Folder) -> Self {
        let places = SafePlaces {
            journals: Some(folder.path("journals")),
            backups: Some(folder.path("backups")),
            clock: SystemTime::now,
        };
        Self::open_with(|startup| {
            startup.places = places;
            startup.settings.editing = true;
        })
    }

    /// What is open and how it is looked at.
    pub fn session(&self) -> &Session {
        self.harness.state().session()
    }

    /// The program.
    pub fn app(&self) -> &App {
        self.harness.state()
    }

    /// egui's state.
    pub fn ctx(&self) -> &egui::Context {
        &self.harness.ctx
    }

    /// The task with a text id.
    #[track_caller]
    pub fn task(&self, id: &str) -> TaskId {
        self.session().roadmap().find_task(id).unwrap_or_else(|| panic!("there is no task {id}"))
    }

    /// The text id of the selected task.
    pub fn selected(&self) -> Option<&str> {
        let session = self.session();
        session.selected().map(|task| &*session.roadmap().task(task).id)
    }

    /// Runs frames until nothing moves any more, no file is being read or written, and what is
    /// wanted is shown.
    #[track_caller]
    pub fn settle(&mut self) {
        let start = Instant::now();
        while self.harness.run_ok().is_none() || self.session().arranging_for().is_some() {
            let causes = || self.ctx().repaint_causes();
            let waited = start.elapsed();
            assert!(waited < PATIENCE, "the window does not come to rest: {:?}", causes());
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    /// Hands an event to the window.
    #[track_caller]
    pub fn send(&mut self, event: Event) {
        self.harness.event(event);
        self.settle();
    }

    /// Presses and releases a key.
    #[track_caller]
    pub fn press(&mut self, key: Key) {
        self.press_with(Modifiers::NONE, key);
    }

    /// Presses and releases a key while others are held down.
    #[track_caller]
    pub fn press_with(&mut self, modifiers: Modifiers, key: Key) {
        self.harness.key_press_modifiers(modifiers, key);
        self.settle();
    }

    /// Types a text as a keyboard does: keys and what they write.
    #[track_caller]
    pub fn type_text(&mut self, text: &str) {
        for letter in text.chars() {
            let key = Key::from_name(&letter.to_uppercase().to_string());
            if let Some(key) = key {
                self.harness.key_down(key);
            }
            self.harness.event(Event::Text(letter.to_string()));
            if let Some(key) = key {
                self.harness.key_up(key);
            }
        }
        self.settle();
    }

    /// Presses the keys of a command.
    #[track_caller]
    pub fn press_keys_of(&mut self, command: Command) {
        let shortcut = command.shortcut().expect("the command has a key");
        self.press_with(shortcut.modifiers, shortcut.key);
    }

    /// Puts words into the search field.
    #[track_caller]
    pub fn search(&mut self, words: &str) {
        self.press_keys_of(Command::Find);
        self.press_with(Modifiers::COMMAND, Key::A);
        self.send(Event::Text(words.to_owned()));
    }

    /// Clicks what has this role and exactly this name.
    #[track_caller]
    pub fn click(&mut self, role: Role, name: &str) {
        self.harness.get_by_role_and_label(role, name).click();
        self.settle();
    }

    /// Clicks the only thing of this role whose name begins so.
    #[track_caller]
    pub fn click_beginning(&mut self, role: Role, name: &str) {
        let begins = |node: &AccessKitNode<'_>| {
            node.role() == role && node.label().is_some_and(|label| label.starts_with(name))
        };
        self.harness.get_by(begins).click();
        self.settle();
    }

    /// Clicks a button.
    #[track_caller]
    pub fn click_button(&mut self, name: &str) {
        self.click(Role::Button, name);
    }

    /// Opens a menu and clicks a command in it.
    #[track_caller]
    pub fn choose(&mut self, command: Command) {
        let language = self.app().language();
        self.click_button(command.group().label(language));
        if let Some(submenu) = command.submenu() {
            self.click_beginning(Role::Button, submenu.label(language));
        }
        let keys = command.shortcut().map(Shortcut::text).unwrap_or_default();
        let label = command.look().map_or(command.label(language), |look| look.label(language));
        self.click_button(&format!("{label} {keys}"));
    }

    /// Finds a command by its name in the palette, and carries it out.
    #[track_caller]
    pub fn run_command(&mut self, command: Command) {
        self.press_keys_of(Command::CommandPalette);
        self.send(Event::Text(command.label(self.app().language()).to_owned()));
        self.press(Key::Enter);
    }

    /// Clicks at a place.
    #[track_caller]
    pub fn click_at(&mut self, place: Pos2) {
        self.harness.hover_at(place);
        self.harness.drag_at(place);
        self.harness.drop_at(place);
        self.settle();
    }

    /// Drags with the pointer.
    #[track_caller]
    pub fn drag(&mut self, from: Pos2, to: Pos2) {
        self.harness.hover_at(from);
        self.harness.drag_at(from);
        self.harness.hover_at(to);
        self.harness.drop_at(to);
        self.settle();
    }

    /// Drags with the pointer while keys are held down.
    #[track_caller]
    pub fn drag_with(&mut self, modifiers: Modifiers, from: Pos2, to: Pos2) {
        self.harness.event(Event::ModifiersChanged(modifiers));
        self.drag(from, to);
        self.send(Event::ModifiersChanged(Modifiers::NONE));
    }

    /// Drags with the pointer and does not release it.
    #[track_caller]
    pub fn begin_drag(&mut self, from: Pos2, to: Pos2) {
        self.harness.hover_at(from);
        self.harness.drag_at(from);
        self.harness.hover_at(to);
        self.settle();
    }

    /// Drags on to a place for a frame.
    pub fn hold_drag(&mut self, at: Pos2) {
        self.harness.hover_at(at);
        self.harness.step();
    }

    /// Releases what was dragged.
    #[track_caller]
    pub fn end_drag(&mut self, at: Pos2) {
        self.harness.drop_at(at);
        self.settle();
    }

    /// Takes the pointer out of the window.
    #[track_caller]
    pub fn move_pointer_away(&mut self) {
        self.send(Event::PointerGone);
    }

    /// How many things of a role there are.
    pub fn count_of(&self, role: Role) -> usize {
        self.harness.query_all_by_role(role).count()
    }

    /// Whether the dark theme is in force.
    pub fn is_dark(&self) -> bool {
        self.ctx().theme() == egui::Theme::Dark
    }

    /// The bar of a task, if it is in view.
    pub fn bar(&self, id: &str) -> Option<Node<'_>> {
        let record = self.session().roadmap().task(self.task(id));
        let language = self.app().language();
        let title = record.title.in_language(language);
        let name = format!("{title}, {}, ", words::interval_in_words(record.when, language));
        let mut bars = self.harness.query_all_by(move |node| {
            node.role() == Role::Button && node.label().is_some_and(|text| text.starts_with(&name))
        });
        bars.next()
    }

    /// Clicks the bar of a task, which must be in view.
    #[track_caller]
    pub fn click_bar(&mut self, id: &str) {
        self.bar(id).unwrap_or_else(|| panic!("{id} is not in view")).click();
        self.settle();
        assert_eq!(self.selected(), Some(id), "another bar of this name is in view");
    }

    /// Clicks the bar of a task, which must be in view, as a screen reader does.
    #[track_caller]
    pub fn click_bar_by_name(&mut self, id: &str) {
        self.bar(id).unwrap_or_else(|| panic!("{id} is not in view")).click_accesskit();
        self.settle();
    }

    /// Clicks the bar of a task, which must be in view, with keys held down.
    #[track_caller]
    pub fn click_bar_with(&mut self, modifiers: Modifiers, id: &str) {
        self.bar(id).unwrap_or_else(|| panic!("{id} is not in view")).click_modifiers(modifiers);
        self.settle();
    }

    /// Moves the pointer over the bar of a task, which must be in view.
    #[track_caller]
    pub fn hover_bar(&mut self, id: &str) {
        self.bar(id).unwrap_or_else(|| panic!("{id} is not in view")).hover();
        self.settle();
    }

    /// The names of everything with this role, in the order of the window.
    pub fn said_by(&self, role: Role) -> Vec<String> {
        let nodes = self.harness.query_all_by_role(role);
        nodes.filter_map(|node| node.accesskit_node().label()).collect()
    }

    /// What a command puts on the clipboard.
    pub fn copy_by(&mut self, command: Command) -> Option<String> {
        let shortcut = command.shortcut().expect("the command has a key");
        self.harness.event(Event::Key {
            key: shortcut.key,
            physical_key: None,
            pressed: true,
            repeat: false,
            modifiers: shortcut.modifiers,
        });
        self.copied_in_a_step()
    }

    /// What a click on a button puts on the clipboard.
    #[track_caller]
    pub fn copy_by_button(&mut self, name: &str) -> Option<String> {
        self.harness.get_by_role_and_label(Role::Button, name).click();
        self.copied_in_a_step()
    }

    fn copied_in_a_step(&mut self) -> Option<String> {
        // One event is one frame, and a frame forgets what the one before it copied.
        self.harness.step();
        let commands = &self.harness.output().platform_output.commands;
        commands.iter().find_map(|command| match command {
            egui::OutputCommand::CopyText(text) => Some(text.clone()),
            _ => None,
        })
    }

    /// Everything that the window says to a screen reader.
    pub fn said(&self) -> Vec<String> {
        let nodes = self.harness.root().children_recursive();
        let texts = nodes.flat_map(|node| {
            let node = node.accesskit_node();
            [node.label(), node.value()]
        });
        texts.flatten().collect()
    }

    /// Whether the window says exactly this.
    pub fn says(&self, text: &str) -> bool {
        self.said().iter().any(|said| said == text)
    }

    /// Whether the window says something with this in it.
    pub fn says_something_with(&self, text: &str) -> bool {
        self.said().iter().any(|said| said.contains(text))
    }

    /// Everything that is written in the window, also where no screen reader reads it.
    pub fn written(&self) -> Vec<String> {
        let mut texts = Vec::new();
        for clipped in &self.harness.output().shapes {
            collect_texts(&clipped.shape, &mut texts);
        }
        texts.extend(self.app().pictured_texts().map(str::to_owned));
        texts
    }

    /// Whether exactly this is written somewhere.
    pub fn writes(&self, text: &str) -> bool {
        self.written().iter().any(|written| written == text)
    }

    /// The value of the only thing of this role, such as the text of a field.
    pub fn value_of(&self, role: Role) -> Option<String> {
        self.harness.get_by_role(role).accesskit_node().value()
    }

    /// What the field of this name says, if it is there.
    pub fn field(&self, name: &str) -> Option<String> {
        let is_field = |node: &AccessKitNode<'_>| {
            matches!(node.role(), Role::TextInput | Role::MultilineTextInput)
                && node.label().is_some_and(|label| label == name)
        };
        self.harness
            .query_by(is_field)
            .map(|node| node.accesskit_node().value().unwrap_or_default())
    }

    /// Where the only thing of this role is.
    pub fn rect_of(&self, role: Role) -> Rect {
        self.harness.get_by_role(role).rect()
    }

    /// Clicks a place with the other button.
    #[track_caller]
    pub fn secondary_click_at(&mut self, place: Pos2) {
        self.harness.hover_at(place);
        for pressed in [true, false] {
            let (button, modifiers) = (egui::PointerButton::Secondary, Modifiers::NONE);
            self.harness.event(Event::PointerButton { pos: place, button, pressed, modifiers });
            self.step();
        }
        self.settle();
    }

    /// Clicks a place twice. The frames of tests lie further apart than such clicks may usually.
    #[track_caller]
    pub fn double_click_at(&mut self, place: Pos2) {
        let set_delay = |ctx: &egui::Context, seconds: f64| {
            ctx.options_mut(|options| options.input_options.max_double_click_delay = seconds);
        };
        let usual = egui::InputOptions::default().max_double_click_delay;
        set_delay(self.ctx(), 10.0);
        self.click_at(place);
        self.click_at(place);
        set_delay(self.ctx(), usual);
    }

    /// Where the only thing of this role and name is.
    pub fn rect_of_named(&self, role: Role, name: &str) -> Rect {
        self.harness.get_by_role_and_label(role, name).rect()
    }

    /// Where the only thing that says exactly this is.
    pub fn rect_of_text(&self, text: &str) -> Rect {
        self.harness.get_by_value(text).rect()
    }

    /// Whether the only box whose name begins so is ticked.
    pub fn is_ticked(&self, name: &str) -> bool {
        let begins = |node: &AccessKitNode<'_>| {
            node.role() == Role::CheckBox
                && node.label().is_some_and(|label| label.starts_with(name))
        };
        self.harness.get_by(begins).accesskit_node().toggled() == Some(Toggled::True)
    }

    /// The parts of texts that are underlined.
    pub fn underlined(&self) -> Vec<String> {
        let mut parts = Vec::new();
        for clipped in &self.harness.output().shapes {
            collect_underlined(&clipped.shape, &mut parts);
        }
        parts
    }

    /// Answers the box that asks for a path.
    #[track_caller]
    pub fn enter_path(&mut self, path: &Path) {
        self.send(Event::Text(path.display().to_string()));
        self.press(Key::Enter);
    }

    /// Opens a file by its path.
    #[track_caller]
    pub fn open_path(&mut self, path: &Path) {
        self.press_keys_of(Command::OpenPath);
        self.enter_path(path);
    }

    /// Begins to open a file by its path, and does not wait for it.
    pub fn begin_to_open(&mut self, path: &Path) {
        self.press_keys_of(Command::OpenPath);
        self.begin_to_enter_path(path);
    }

    /// Answers the box that asks for a path, and does not wait for what comes of it.
    pub fn begin_to_enter_path(&mut self, path: &Path) {
        self.send(Event::Text(path.display().to_string()));
        self.press_meanwhile(Modifiers::NONE, Key::Enter);
    }

    /// Presses and releases a key, and does not wait for what else goes on.
    pub fn press_meanwhile(&mut self, modifiers: Modifiers, key: Key) {
        self.harness.key_press_modifiers(modifiers, key);
        self.harness.step();
    }

    /// A picture of the window.
    pub fn picture(&mut self) -> RgbaImage {
        self.harness.render().unwrap()
    }

    /// After how long egui wants to draw again by itself.
    pub fn repaint_delay(&self) -> Duration {
        self.harness.output().viewport_output[&egui::ViewportId::ROOT].repaint_delay
    }

    /// Closes the window.
    pub fn close(mut self) {
        eframe::App::on_exit(self.harness.state_mut(), None);
    }

    /// Gives the window another size.
    pub fn resize(&mut self, width: f32, height: f32) {
        self.harness.set_size(egui::vec2(width, height));
        self.settle();
    }

    /// What stands in the title bar.
    pub fn title(&self) -> &str {
        self.app().title()
    }

    /// Runs one frame.
    pub fn step(&mut self) {
        self.harness.step();
    }
}

fn collect_underlined(shape: &Shape, parts: &mut Vec<String>) {
    match shape {
        Shape::Text(text) => {
            let job = &text.galley.job;
            let lined = job.sections.iter().filter(|part| part.format.underline.width > 0.0);
            parts.extend(
                lined.map(|part| {
                    job.text[part.byte_range.start.0..part.byte_range.end.0].to_owned()
                }),
            );
        }
        Shape::Vec(shapes) => shapes.iter().for_each(|shape| collect_underlined(shape, parts)),
        _ => {}
    }
}

/// A folder of its own for a test.
pub struct Folder(tempfile::TempDir);

impl Folder {
    /// An empty one, which goes away with this value.
    pub fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// The path of a file in it.
    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Writes a file into it.
    pub fn file(&self, name: &str, content: &str) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, content).unwrap();
        path
    }
}

fn collect_texts(shape: &Shape, texts: &mut Vec<String>) {
    match shape {
        Shape::Text(text) => texts.push(text.galley.text().to_owned()),
        Shape::Vec(shapes) => shapes.iter().for_each(|shape| collect_texts(shape, texts)),
        _ => {}
    }
}
