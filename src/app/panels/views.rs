//! The list of named views: showing, saving, renaming and deleting them.

use super::widgets::{Icon, icon_button};
use crate::app::views::ViewAction;
use crate::app::{Action, App, Command};
use crate::model::Language;
use egui::{Context, Key, Layout, Popup, PopupCloseBehavior, Rect, Response, Vec2};

const WIDTH_PT: f32 = 320.0;
const ROW_PT: f32 = 26.0;
/// How many views are listed without scrolling.
const ROWS_IN_SIGHT: usize = 12;
/// The name of a view takes no more of the toolbar.
const BUTTON_PT: f32 = 100.0;
/// The most letters of a name that is typed here.
const LONGEST_NAME: usize = 60;

/// The state of the list.
#[derive(Default)]
pub struct Views {
    just_opened: bool,
    naming: Option<Naming>,
}

/// A name that is being typed.
struct Naming {
    /// The view that gets it; `None` for a new one.
    view: Option<usize>,
    name: String,
    just_begun: bool,
}

impl Views {
    /// Opens the list, or closes it.
    pub fn open(&mut self, ctx: &Context) {
        Popup::toggle_id(ctx, popup_id());
        self.just_opened = true;
        self.naming = None;
    }

    /// Opens the list and asks for the name of a new view.
    pub fn ask_name(&mut self, ctx: &Context) {
        Popup::open_id(ctx, popup_id());
        self.naming = Some(Naming { view: None, name: String::new(), just_begun: true });
    }
}

fn popup_id() -> egui::Id {
    egui::Id::unique("views")
}

/// The button in the toolbar, with the name of the view in force.
pub fn button_ui(app: &App, ui: &mut egui::Ui) -> Response {
    let in_force = app.session.view_in_force();
    let text = in_force.map_or_else(
        || app.in_language("ビュー", "Views"),
        |at| {
            let title = app.session.views()[at].title.in_language(app.language());
            if app.session.has_left_view() { format!("* {title}") } else { title.to_owned() }
        },
    );
    let hint = match (in_force, app.session.has_left_view()) {
        (None, _) => Command::Views.label(app.language()).to_owned(),
        (Some(_), false) => app.in_language("表示中のビュー", "The view shown"),
        (Some(_), true) => {
            app.in_language("ビューから変更された表示", "Changed since this view was shown")
        }
    };
    ui.scope(|ui| {
        ui.set_max_width(BUTTON_PT);
        let button = egui::Button::new(text).selected(in_force.is_some()).truncate();
        ui.add(button).on_hover_text(hint)
    })
    .inner
}

/// The list, below its button or where the button would be.
pub fn popup_ui(app: &mut App, ui: &egui::Ui, button: Option<Response>, actions: &mut Vec<Action>) {
    let clicked = button.as_ref().is_some_and(Response::clicked);
    let anchor = button.map_or_else(
        || Rect::from_min_size(ui.max_rect().left_bottom(), Vec2::ZERO),
        |button| button.rect,
    );
    // Esc first gives up the name, and only then closes the list.
    if app.views.naming.is_some()
        && ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, Key::Escape))
    {
        app.views.naming = None;
    }
    let mut views = std::mem::take(&mut app.views);
    let shown = Popup::new(popup_id(), ui.ctx().clone(), anchor, ui.layer_id())
        .open_memory(clicked.then_some(egui::SetOpenCommand::Toggle))
        .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
        .gap(4.0)
        .show(|ui| list_ui(app, ui, &mut views, actions));
    match shown {
        Some(shown) => {
            views.just_opened = false;
            if shown.inner {
                Popup::close_id(ui.ctx(), popup_id());
            }
        }
        None => views = Views::default(),
    }
    app.views = views;
}

/// Draws the list; answers whether it is done with.
fn list_ui(app: &App, ui: &mut egui::Ui, views: &mut Views, actions: &mut Vec<Action>) -> bool {
    ui.set_width(WIDTH_PT);
    ui.spacing_mut().item_spacing = Vec2::new(2.0, 2.0);
    let mut chosen = None;
    let standard = app.in_language("標準の表示", "Standard view");
    let first = name_ui(ui, &standard, false, WIDTH_PT);
    if std::mem::take(&mut views.just_opened) {
        first.request_focus();
    }
    if first.clicked() {
        chosen = Some(ViewAction::ShowStandard);
    }
    ui.separator();
    let count = app.session.views().len();
    if count == 0 {
        let text =
            app.in_language("保存したビューはまだありません。", "No view has been saved yet.");
        note_ui(ui, egui::RichText::new(text).weak());
    } else {
        let height = ROWS_IN_SIGHT as f32 * (ROW_PT + 2.0);
        let area = egui::ScrollArea::vertical().max_height(height);
        area.show_rows(ui, ROW_PT, count, |ui, range| {
            for at in range {
                chosen = view_ui(app, ui, at, views, actions).or(chosen.take());
            }
        });
    }
    ui.separator();
    if views.naming.as_ref().is_some_and(|naming| naming.view.is_none()) {
        naming_ui(app, ui, views, actions);
    } else {
        let label = Command::SaveView.label(app.language());
        if name_ui(ui, label, false, WIDTH_PT).clicked() {
            views.naming = Some(Naming { view: None, name: String::new(), just_begun: true });
        }
    }
    if app.session.has_unsaved_views() {
        ui.separator();
        let text = app.in_language(
            "ビューの変更は、文書を保存するまでこのパソコンだけに残ります。",
            "Until the document is saved, changes of views are kept on this computer only.",
        );
        note_ui(ui, super::widgets::prose(text).weak());
        if name_ui(ui, Command::SaveAs.label(app.language()), false, WIDTH_PT).clicked() {
            actions.push(Action::Perform(Command::SaveAs));
            return true;
        }
    }
    let is_done = chosen.is_some();
    actions.extend(chosen.map(Action::View));
    is_done
}

/// A line of the list: the view, and what can be done with it. Returns a view to show.
fn view_ui(
    app: &App,
    ui: &mut egui::Ui,
    at: usize,
    views: &mut Views,
    actions: &mut Vec<Action>,
) -> Option<ViewAction> {
    if views.naming.as_ref().is_some_and(|naming| naming.view == Some(at)) {
        naming_ui(app, ui, views, actions);
        return None;
    }
    let is_in_force = app.session.view_in_force() == Some(at);
    let is_changed = is_in_force && app.session.has_left_view();
    let title = app.session.views()[at].title.in_language(app.language());
    let label = if is_changed {
        app.in_language(&format!("変更あり：{title}"), &format!("Changed: {title}"))
    } else {
        title.to_owned()
    };
    let mut chosen = None;
    ui.horizontal(|ui| {
        let update = app.in_language("更新", "Update");
        let buttons = 2.0 * 28.0 + if is_changed { 80.0 } else { 0.0 };
        if name_ui(ui, &label, is_in_force, ui.available_width() - buttons).clicked() {
            chosen = Some(ViewAction::Show(at));
        }
        ui.with_layout(Layout::right_to_left(egui::Align::Center), |ui| {
            let delete = app.in_language(&format!("「{title}」を削除"), &format!("Delete {title}"));
            if icon_button(ui, Icon::Close, &delete, false).clicked() {
                views.naming = None;
                actions.push(Action::View(ViewAction::Remove(at)));
            }
            let rename =
                app.in_language(&format!("「{title}」の名前を変更"), &format!("Rename {title}"));
            if icon_button(ui, Icon::Pencil, &rename, false).clicked() {
                let name = title.to_owned();
                views.naming = Some(Naming { view: Some(at), name, just_begun: true });
            }
            if is_changed && ui.button(update).clicked() {
                actions.push(Action::View(ViewAction::Update(at)));
            }
        });
    });
    chosen
}

/// A button as wide as this, with its text at the left.
fn name_ui(ui: &mut egui::Ui, text: &str, is_on: bool, width: f32) -> Response {
    let layout = Layout::top_down_justified(egui::Align::Min);
    ui.allocate_ui_with_layout(Vec2::new(width, ROW_PT), layout, |ui| {
        let button = egui::Button::selectable(is_on, text).truncate();
        ui.add(button.min_size(Vec2::new(0.0, ROW_PT)))
    })
    .inner
}

/// Words that begin where the texts of the buttons do.
fn note_ui(ui: &mut egui::Ui, text: egui::RichText) {
    let margin = egui::Margin::symmetric(ui.spacing().button_padding.x as i8, 2);
    egui::Frame::new().inner_margin(margin).show(ui, |ui| {
        ui.add(egui::Label::new(text).wrap());
    });
}

/// The field for a name. Enter takes it, unless another view has it.
fn naming_ui(app: &App, ui: &mut egui::Ui, views: &mut Views, actions: &mut Vec<Action>) {
    let Some(naming) = &mut views.naming else { return };
    let language = app.language();
    let hint = app.in_language("ビューの名前", "Name of the view");
    let mut is_entered = false;
    ui.horizontal(|ui| {
        let edit = egui::TextEdit::singleline(&mut naming.name)
            .hint_text(hint.as_str())
            .char_limit(LONGEST_NAME)
            .align(egui::Align2::LEFT_CENTER)
            .min_size(Vec2::new(0.0, ROW_PT))
            .desired_width(WIDTH_PT - 84.0);
        let response = ui.add(edit);
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, &hint));
        if std::mem::take(&mut naming.just_begun) {
            response.request_focus();
        }
        is_entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        if is_entered {
            response.request_focus();
        }
        let save = ui.button(app.in_language("保存", "Save"));
        is_entered |= save.clicked();
    });
    let name = naming.name.trim();
    if is_taken(app, name, naming.view, language) {
        let text = app.in_language("同じ名前のビューがあります。", "There is a view of this name.");
        note_ui(ui, egui::RichText::new(text).color(ui.visuals().warn_fg_color));
    } else if is_entered && !name.is_empty() {
        let name = name.to_owned();
        actions.push(Action::View(match naming.view {
            Some(at) => ViewAction::Rename(at, name),
            None => ViewAction::Add(name),
        }));
        views.naming = None;
    }
}

/// Whether a view other than this one has the name.
fn is_taken(app: &App, name: &str, view: Option<usize>, language: Language) -> bool {
    let mut others = app.session.views().iter().enumerate();
    others.any(|(at, other)| Some(at) != view && other.title.in_language(language) == name)
}
