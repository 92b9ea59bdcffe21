//! The status date of the progress line, as it can be typed.

use super::fields::KEYS_OF_TEXT;
use super::widgets::{Icon, icon_button};
use crate::app::paint::to_color;
use crate::app::{Action, App, Command};
use crate::time::{Day, typed_stamp};
use crate::words;
use egui::{Id, Key, Modifiers, Ui, Vec2, WidgetInfo};

/// What is being typed as the date.
#[derive(Default)]
pub struct StatusDate {
    draft: Option<String>,
    wants_focus: bool,
}

impl StatusDate {
    /// Gives the field the keyboard in the next frame.
    pub fn focus(&mut self) {
        self.wants_focus = true;
    }
}

/// Draws date and meaning of the line, from the right; nothing if it is not shown.
pub fn ui(app: &mut App, ui: &mut Ui, actions: &mut Vec<Action>) {
    let Some(day) = app.session.progress_day() else { return };
    let mut status_date = std::mem::take(&mut app.status_date);
    line_ui(app, &mut status_date, ui, day, actions);
    app.status_date = status_date;
}

fn line_ui(
    app: &App,
    status_date: &mut StatusDate,
    ui: &mut Ui,
    day: Day,
    actions: &mut Vec<Action>,
) {
    let hide = app.in_language("進捗線を隠す", "Hide the progress line");
    if icon_button(ui, Icon::Close, &hide, false).clicked() {
        actions.push(Action::Perform(Command::ShowProgressLine));
    }
    field_ui(app, status_date, ui, day, actions);
    let name = ui.label(app.in_language("進捗線", "Progress line as of"));
    name.on_hover_text(app.in_language(
        "行ごとに、その日までに進んでいるはずの所からの差。左は遅れ、右は先行",
        "How far each row is off where it ought to be that day: left behind, right ahead",
    ));
    if app.session.progress_line().is_some_and(|line| line.telling() == 0) {
        ui.weak(app.in_language(
            "状況・進捗の記載がないため直線です",
            "straight, as no status or progress is given",
        ));
    }
}

fn field_ui(
    app: &App,
    status_date: &mut StatusDate,
    ui: &mut Ui,
    day: Day,
    actions: &mut Vec<Action>,
) {
    const WIDTH_PT: f32 = 132.0;
    const HEIGHT_PT: f32 = 22.0;
    let fiscal = app.session.document().fiscal_year_start;
    let read = |text: &str| typed_stamp(text).map(|stamp| stamp.last_day(fiscal));
    let draft = status_date.draft.take();
    let is_refused = draft.as_ref().is_some_and(|text| read(text).is_err());
    let was_typed = draft.is_some();
    let mut text = draft.unwrap_or_else(|| words::day_in_words(day, app.language()));
    let refused = to_color(app.palette(ui.ctx()).red);
    let edit = egui::TextEdit::singleline(&mut text)
        .id(Id::unique("status date"))
        .margin(Vec2::new(6.0, 1.0))
        .min_size(Vec2::new(0.0, HEIGHT_PT))
        .align(egui::Align2::LEFT_CENTER)
        .desired_width(WIDTH_PT)
        .event_filter(KEYS_OF_TEXT)
        .text_color_opt(is_refused.then_some(refused));
    // Fields are as high as buttons unless they are asked not to be.
    let response = ui.scope(|ui| {
        ui.spacing_mut().interact_size.y = HEIGHT_PT;
        ui.add(edit)
    });
    let response = response.inner;
    let name = app.in_language("進捗線の日付", "Date of the progress line");
    response.widget_info(|| WidgetInfo {
        label: Some(name.clone()),
        ..WidgetInfo::text_edit(true, &text, &text, "")
    });
    if is_refused {
        response.show_tooltip_text(app.in_language(
            "日付として読めません（例：2023-06-30、2023年6月、令和5年度）",
            "This is no date (such as 2023-06-30, Jun 2023, FY2023)",
        ));
    }
    if std::mem::take(&mut status_date.wants_focus) {
        response.request_focus();
    }
    if response.has_focus() && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape))
    {
        response.surrender_focus();
    } else if !response.lost_focus() {
        status_date.draft = (was_typed || response.changed()).then_some(text);
    } else if was_typed && let Ok(day) = read(&text) {
        actions.push(Action::SetStatusDate(day));
    }
}
