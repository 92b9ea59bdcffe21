//! Text fields that change the document.
//!
//! They look like text until somebody points at them. What is typed is turned into a [`Change`]
//! with each letter, so that a reason against it stands below the field at once; the change is
//! made when the field is left. Of all fields one has a draft.

use super::completions::{self, Choice};
use super::lanes::Lanes;
use crate::app::editing::Change;
use crate::app::paint::{font, to_color};
use crate::app::slow::Slow;
use crate::app::{Action, App};
use crate::edit::Refusal;
use crate::model::DependencyId;
use crate::query::Completion;
use crate::scene::Weight;
use egui::{
    Event, EventFilter, Frame, Id, ImeEvent, Key, Margin, Modifiers, Rect, Response, Role, Stroke,
    SurrenderFocusOn, Ui, Vec2, WidgetInfo,
};

/// The room between the edge of a field and its text.
const MARGIN: Margin = Margin::symmetric(5, 3);

/// Which keys a field gets before they mean anything else. What Esc does is up to the field: left
/// to egui, it would take the keyboard away unseen, and clear the selection as well.
pub const KEYS_OF_TEXT: EventFilter =
    EventFilter { horizontal_arrows: true, vertical_arrows: true, tab: false, escape: true };

/// What is being typed, in whichever field.
#[derive(Default)]
pub struct Fields {
    draft: Option<Draft>,
    proposals: Proposals,
    composition: Composition,
    /// Lists and menus of lanes.
    pub lanes: Lanes,
    /// The dependency whose fields are shown.
    pub open_link: Option<DependencyId>,
}

/// What an input method does while a text is edited.
#[derive(Default)]
pub struct Composition {
    is_going_on: bool,
}

impl Composition {
    /// Whether something is being composed.
    pub fn is_going_on(&self) -> bool {
        self.is_going_on
    }

    /// Follows the input method; tells whether the keys of this frame are its own.
    pub fn follow(&mut self, ui: &Ui) -> bool {
        let mut has_keys = self.is_going_on;
        ui.input(|input| {
            for event in &input.events {
                if let Event::Ime(ime) = event {
                    // The key that ends the composition arrives together with it.
                    has_keys = true;
                    self.is_going_on =
                        matches!(ime, ImeEvent::Preedit { text, .. } if !text.is_empty());
                }
            }
        });
        has_keys
    }

    /// Follows the input method. While it has the keys, Enter and Esc choose among the readings of
    /// what is being composed: they are taken, and it is told that they were.
    pub fn take_keys(&mut self, ui: &Ui) -> bool {
        let has_keys = self.follow(ui);
        if has_keys {
            ui.input_mut(|input| {
                for key in [Key::Enter, Key::Escape, Key::Tab] {
                    input.consume_key(Modifiers::NONE, key);
                }
            });
        }
        has_keys
    }
}

/// A text that is not in the document yet.
struct Draft {
    field: Id,
    text: String,
    outcome: Result<Change, Refusal>,
    /// The state of the history for which that is the outcome.
    state: u64,
    /// Whether the field was there in this frame.
    is_there: bool,
}

/// The ways in which the text of a field may go on.
#[derive(Default)]
struct Proposals {
    found: Slow<ProposalKey, Vec<Completion>>,
    made_for: Option<ProposalKey>,
    list: Vec<Completion>,
    /// Whether something was typed since the list was last closed.
    are_wanted: bool,
    /// Whether they were shown in the last frame; then some keys are theirs.
    are_shown: bool,
    chosen: Option<usize>,
}

/// On which field, text and document proposals depend.
type ProposalKey = (Id, String, u64);

/// Finds proposals, perhaps on another thread.
pub type Find = Box<dyn FnOnce() -> Vec<Completion> + Send>;

/// How a field looks and what is in it.
pub struct TextField<'a> {
    /// Tells it from all others.
    pub id: Id,
    /// What it is called.
    pub name: &'a str,
    /// What the document says.
    pub value: &'a str,
    /// What stands in it while it is empty.
    pub hint: &'a str,
    /// How many lines it has at the least; with more than one, Enter begins another.
    pub lines: usize,
    /// The size of its letters.
    pub size: f32,
    /// Whether its letters are bold.
    pub is_bold: bool,
    /// How wide it is.
    pub width: f32,
    /// Whether the next text is typed at once when one was taken.
    pub goes_on: bool,
    /// Finds how a text may go on.
    pub find: Option<&'a dyn Fn(&str) -> Find>,
}

impl<'a> TextField<'a> {
    /// A field of one line as wide as there is room.
    pub fn new(ui: &Ui, id: Id, name: &'a str, value: &'a str) -> Self {
        Self {
            id,
            name,
            value,
            hint: "―",
            lines: 1,
            size: 13.0,
            is_bold: false,
            width: ui.available_width(),
            goes_on: false,
            find: None,
        }
    }
}

/// A key that the field does not get.
#[derive(Clone, Copy, PartialEq, Eq)]
enum FieldKey {
    Down,
    Up,
    /// Takes the chosen proposal, or ends a text of several lines.
    Take,
    /// A text that is refused is not left by Enter.
    Stay,
    Escape,
}

/// Draws a field. `read` says what its text changes.
pub fn text_ui(
    app: &App,
    fields: &mut Fields,
    ui: &mut Ui,
    field: &TextField<'_>,
    read: &dyn Fn(&str) -> Result<Change, Refusal>,
    actions: &mut Vec<Action>,
) {
    let state = app.session.history().state();
    let mut draft = fields.draft.take_if(|draft| draft.field == field.id);
    if let Some(draft) = &mut draft {
        draft.is_there = true;
        if draft.state != state {
            (draft.outcome, draft.state) = (read(&draft.text), state);
        }
    }
    let is_refused = draft.as_ref().is_some_and(|draft| draft.outcome.is_err());
    let had_focus = ui.memory(|memory| memory.has_focus(field.id));
    let key = if had_focus { fields.take_key(ui, field, is_refused) } else { None };
    let value = || field.value.to_owned();
    let mut text = draft.as_ref().map_or_else(value, |draft| draft.text.clone());
    let response = edit_ui(app, fields, ui, field, &mut text, is_refused);
    let new_draft = |text: String| {
        let outcome = read(&text);
        Draft { field: field.id, text, outcome, state, is_there: true }
    };
    if response.changed() {
        draft = Some(new_draft(text.clone()));
        fields.proposals.are_wanted = field.find.is_some();
    }
    if key == Some(FieldKey::Escape) {
        draft = None;
        response.surrender_focus();
    }
    let is_typing = response.has_focus() && key != Some(FieldKey::Escape);
    if is_typing && let Some(taken) = proposals_ui(app, fields, ui, field, &text, &response, key) {
        draft = Some(new_draft(taken.insert));
        response.surrender_focus();
    } else if key == Some(FieldKey::Take) {
        response.surrender_focus();
    }
    if key == Some(FieldKey::Stay) {
        // The reason stands where the list was.
        fields.close_list();
    }
    let is_entered = key == Some(FieldKey::Take) || ui.input(|input| input.key_pressed(Key::Enter));
    let is_left = !response.has_focus();
    match draft {
        Some(Draft { text, .. }) if is_left && text == field.value => {}
        // While a large document is brought up to date, positions are not those of the document.
        Some(Draft { outcome: Ok(change), .. })
            if is_left && app.session.is_numbered_as_shown() =>
        {
            actions.push(Action::Change(Box::new(change)));
            if field.goes_on && is_entered {
                response.request_focus();
            }
        }
        draft => {
            if let Some(Draft { outcome: Err(refusal), .. }) = &draft
                && !fields.proposals.are_shown
            {
                refusal_ui(app, ui, refusal);
            }
            if draft.is_some() {
                fields.draft = draft;
            }
        }
    }
}

impl Fields {
    /// What the field says that is being typed into, or why that is refused; `None` if nothing
    /// has been typed.
    pub fn typed(&self, field: Id) -> Option<Result<&Change, &Refusal>> {
        self.draft.as_ref().filter(|it| it.field == field).map(|draft| draft.outcome.as_ref())
    }

    /// Takes what has been typed and would change the document in this state of its history.
    pub fn take_change(&mut self, state: u64) -> Option<Change> {
        let is_ready = |draft: &mut Draft| draft.state == state && draft.outcome.is_ok();
        self.draft.take_if(is_ready)?.outcome.ok()
    }

    /// Takes a key of the list, or one that ends the editing.
    fn take_key(&mut self, ui: &Ui, field: &TextField<'_>, is_refused: bool) -> Option<FieldKey> {
        if self.composition.take_keys(ui) {
            return None;
        }
        let has_list = self.proposals.are_shown;
        let has_chosen = has_list && self.proposals.chosen.is_some();
        let is_one_line = field.lines == 1;
        let none = Modifiers::NONE;
        let keys = [
            (none, Key::ArrowDown, FieldKey::Down, has_list),
            (none, Key::ArrowUp, FieldKey::Up, has_list),
            (none, Key::Enter, FieldKey::Take, has_chosen),
            (none, Key::Enter, FieldKey::Stay, is_one_line && is_refused),
            (Modifiers::COMMAND, Key::Enter, FieldKey::Take, !is_one_line && !is_refused),
            (none, Key::Escape, FieldKey::Escape, true),
        ];
        ui.input_mut(|input| {
            let mut taken = keys.into_iter().filter(|&(modifiers, key, _, is_ours)| {
                is_ours && input.consume_key(modifiers, key)
            });
            taken.next().map(|(_, _, key, _)| key)
        })
    }

    /// Closes the list.
    fn close_list(&mut self) {
        self.proposals.are_wanted = false;
        self.proposals.are_shown = false;
        self.proposals.chosen = None;
    }
}

/// Makes the change of a field that is gone, as when something else was selected meanwhile.
pub fn leave_ui(app: &mut App, actions: &mut Vec<Action>) {
    let state = app.session.history().state();
    let Some(draft) = &mut app.fields.draft else { return };
    if std::mem::take(&mut draft.is_there) {
        return;
    }
    let draft = app.fields.draft.take().expect("there is one");
    match draft.outcome {
        // Made for other positions, it might change something else.
        Ok(_) if draft.state != state => app.refuse(&Refusal::OutOfDate),
        Ok(change) => actions.push(Action::Change(Box::new(change))),
        Err(refusal) => app.refuse(&refusal),
    }
}

/// The text itself.
fn edit_ui(
    app: &App,
    fields: &Fields,
    ui: &mut Ui,
    field: &TextField<'_>,
    text: &mut String,
    is_refused: bool,
) -> Response {
    let palette = app.palette(ui.ctx());
    let visuals = ui.visuals();
    let last = ui.ctx().read_response(field.id);
    let is_pointed_at = last.as_ref().is_some_and(Response::hovered);
    let has_focus = ui.memory(|memory| memory.has_focus(field.id));
    let line = if is_refused {
        Stroke::new(1.5, to_color(palette.red))
    } else if has_focus {
        visuals.selection.stroke
    } else if is_pointed_at {
        visuals.window_stroke
    } else {
        Stroke::new(1.0, egui::Color32::TRANSPARENT)
    };
    let is_plain = !(is_refused || has_focus || is_pointed_at);
    let fill = if is_plain { egui::Color32::TRANSPARENT } else { visuals.extreme_bg_color };
    let frame = Frame::new().inner_margin(MARGIN).corner_radius(4).stroke(line).fill(fill);
    let weight = if field.is_bold { Weight::Bold } else { Weight::Regular };
    let before = text.clone();
    let edit = if field.lines == 1 {
        egui::TextEdit::singleline(text)
    } else {
        egui::TextEdit::multiline(text).desired_rows(field.lines)
    };
    let edit = edit
        .id(field.id)
        .font(font(field.size, weight))
        .frame(frame)
        .hint_text(field.hint)
        .desired_width(field.width - f32::from(MARGIN.left + MARGIN.right) - 2.0)
        .event_filter(KEYS_OF_TEXT);
    // A click on the list must not end the editing.
    let surrenders = ui.ctx().options(|options| options.input_options.surrender_focus_on);
    if has_focus && fields.proposals.are_shown && completions::is_pointed_at(ui.ctx(), field.id) {
        ui.ctx().options_mut(|options| {
            options.input_options.surrender_focus_on = SurrenderFocusOn::Never;
        });
    }
    let edit = |ui: &mut Ui| ui.scope(|ui| edit.show(ui).response.response).inner;
    let response = edit(ui);
    ui.ctx().options_mut(|options| options.input_options.surrender_focus_on = surrenders);
    response.widget_info(|| {
        let role = if field.lines == 1 { Role::TextInput } else { Role::MultilineTextInput };
        let info = WidgetInfo::text_edit(true, &before, text.as_str(), field.hint);
        WidgetInfo { role, label: Some(field.name.to_owned()), ..info }
    });
    response
}

/// The list of proposals, while something is typed; returns one that was taken.
fn proposals_ui(
    app: &App,
    fields: &mut Fields,
    ui: &Ui,
    field: &TextField<'_>,
    text: &str,
    response: &Response,
    key: Option<FieldKey>,
) -> Option<Completion> {
    let Some(find) =
        field.find.filter(|_| !fields.composition.is_going_on && !text.trim().is_empty())
    else {
        fields.close_list();
        return None;
    };
    let proposals = &mut fields.proposals;
    if !proposals.are_wanted {
        proposals.are_shown = false;
        return None;
    }
    let made_for = (field.id, text.to_owned(), app.session.document_stamp());
    if proposals.made_for.as_ref() != Some(&made_for) {
        let is_large = app.session.is_large();
        proposals.found.update(ui.ctx(), made_for.clone(), is_large, find(text));
        let found = proposals.found.made_for(&made_for)?;
        proposals.list.clone_from(found);
        proposals.made_for = Some(made_for);
        proposals.chosen = None;
    }
    proposals.are_shown = !proposals.list.is_empty();
    let bottom = proposals.list.len().checked_sub(1)?;
    match key {
        Some(FieldKey::Down) => {
            let next = proposals.chosen.map_or(0, |row| if row == bottom { 0 } else { row + 1 });
            proposals.chosen = Some(next);
        }
        Some(FieldKey::Up) => {
            let before = |row: usize| row.checked_sub(1).unwrap_or(bottom);
            proposals.chosen = Some(proposals.chosen.map_or(bottom, before));
        }
        _ => {}
    }
    let follow = matches!(key, Some(FieldKey::Down | FieldKey::Up));
    let choice = Choice { chosen: proposals.chosen, follow };
    let clicked = completions::ui(app, ui, field.id, response.rect, &proposals.list, choice);
    let by_key = proposals.chosen.filter(|_| key == Some(FieldKey::Take));
    let taken = by_key.or(clicked).map(|row| proposals.list[row].clone());
    if taken.is_some() {
        fields.close_list();
    }
    taken
}

/// Why what was typed is refused.
fn refusal_ui(app: &App, ui: &mut Ui, refusal: &Refusal) {
    let red = to_color(app.palette(ui.ctx()).red);
    let reason = refusal.in_words(app.language());
    let text = egui::RichText::new(super::widgets::readable(&reason)).color(red).size(11.5);
    ui.add(egui::Label::new(text).wrap());
}

/// A value that is chosen from a menu and looks like text; returns the position of what was
/// clicked.
pub fn choice_ui(
    ui: &mut Ui,
    name: &str,
    present: &str,
    choices: impl Iterator<Item = (String, bool)>,
) -> Option<usize> {
    let (_, clicked) = menu_ui(ui, name, present, false, |ui| {
        let mut clicked = None;
        for (at, (label, is_present)) in choices.enumerate() {
            let button = egui::Button::selectable(is_present, label);
            if ui.add(button).clicked() {
                clicked = Some(at);
            }
        }
        clicked
    });
    clicked.flatten()
}

/// A button that looks like text and opens a menu; with `stays` the menu stays open until
/// something else is clicked.
pub fn menu_ui<R>(
    ui: &mut Ui,
    name: &str,
    present: &str,
    stays: bool,
    content: impl FnOnce(&mut Ui) -> R,
) -> (Response, Option<R>) {
    ui.scope(|ui| {
        ui.spacing_mut().button_padding = Vec2::new(f32::from(MARGIN.left) + 1.0, 3.0);
        let text = egui::RichText::new(super::widgets::readable(present));
        let button = egui::Button::new(text).frame_when_inactive(false).truncate();
        let close = if stays {
            egui::PopupCloseBehavior::CloseOnClickOutside
        } else {
            egui::PopupCloseBehavior::CloseOnClick
        };
        let config = egui::containers::menu::MenuConfig::default().close_behavior(close);
        let menu = egui::containers::menu::MenuButton::from_button(button).config(config);
        let (response, inner) = menu.ui(ui, |ui| {
            ui.set_min_width(140.0);
            content(ui)
        });
        response.widget_info(|| {
            let is_plain = name == present;
            let name = if is_plain { name.to_owned() } else { format!("{name}: {present}") };
            WidgetInfo::labeled(Role::Button, true, name)
        });
        (response, inner.map(|inner| inner.inner))
    })
    .inner
}

/// A line of the inspector: a name and what stands beside it.
pub fn row_ui(ui: &mut Ui, name: &str, content: impl FnOnce(&mut Ui)) {
    const NAME_PT: f32 = 80.0;
    const HEIGHT_PT: f32 = 24.0;
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing = Vec2::new(2.0, 0.0);
        let place = Rect::from_min_size(ui.cursor().min, Vec2::new(NAME_PT, HEIGHT_PT));
        ui.allocate_rect(place, egui::Sense::HOVER);
        let color = ui.visuals().weak_text_color();
        ui.painter().text(
            place.left_center(),
            egui::Align2::LEFT_CENTER,
            name,
            font(13.0, Weight::Regular),
            color,
        );
        let room = ui.available_width();
        ui.vertical(|ui| {
            ui.set_max_width(room);
            ui.spacing_mut().item_spacing.y = 1.0;
            content(ui);
        });
    });
}
