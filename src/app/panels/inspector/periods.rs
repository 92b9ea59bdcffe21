//! When tasks take place: typed as people write dates, and how exactly it is known.

use super::task_fields::Form;
use crate::app::App;
use crate::app::editing::Change;
use crate::app::panels::fields::{TextField, choice_ui, row_ui, text_ui};
use crate::edit::Refusal;
use crate::edit::make::TaskField;
use crate::model::{Roadmap, TaskId};
use crate::time::{FiscalYearStart, Interval, IntervalEnd, IntervalError, Precision, typed_stamp};
use crate::words;
use egui::Ui;

/// What was typed as a start or an end.
#[derive(Clone, Copy)]
enum Typed {
    Start(IntervalOrStamp),
    End(IntervalOrStamp),
}

/// A date, no date (～), or both at once.
#[derive(Clone, Copy)]
enum IntervalOrStamp {
    Date(IntervalEnd),
    Both(Interval),
}

/// Draws start, end and precision.
pub(super) fn ui(form: &mut Form<'_>, ui: &mut Ui) {
    let app = form.app;
    let when = form.values.when;
    let start = when.map(|when| when.start().to_string());
    let end = when.map(|when| match when.end() {
        IntervalEnd::With(end) => end.to_string(),
        IntervalEnd::Open => "..".to_owned(),
    });
    let names = [app.in_language("開始", "Start"), app.in_language("終了", "End")];
    let [start_name, end_name] = &names;
    row_ui(ui, start_name, |ui| {
        period_ui(form, ui, ("start", start_name), start.as_deref(), Typed::Start);
    });
    row_ui(ui, end_name, |ui| {
        period_ui(form, ui, ("end", end_name), end.as_deref(), Typed::End);
        understood_ui(form, ui);
    });
    let name = app.in_language("細かさ", "Precision");
    let present = when.map(Interval::precision);
    row_ui(ui, &name, |ui| {
        let word = |it| words::precision_in_words(it, app.language());
        let several = app.in_language("―（複数の値）", "― (several values)");
        let shown = present.map_or(several, |it| word(it).to_owned());
        let choices = Precision::ALL.iter().map(|&it| (word(it).to_owned(), Some(it) == present));
        if let Some(at) = choice_ui(ui, &name, &shown, choices) {
            let fiscal = app.session.document().fiscal_year_start;
            let finer = |when: Interval| Ok(when.with_precision(Precision::ALL[at], fiscal));
            if let Ok(change) = change(app, form.tasks, finer) {
                form.actions.push(crate::app::Action::Change(Box::new(change)));
            }
        }
    });
}

fn period_ui(
    form: &mut Form<'_>,
    ui: &mut Ui,
    (key, name): (&str, &str),
    value: Option<&str>,
    typed: fn(IntervalOrStamp) -> Typed,
) {
    let (app, tasks) = (form.app, form.tasks);
    let hint = form.hint(value);
    let field = TextField::new(ui, form.id(key), name, value.unwrap_or_default());
    let field = TextField { hint: &hint, ..field };
    let fiscal = app.session.document().fiscal_year_start;
    let read = |text: &str| {
        let typed = typed(read_date(text, fiscal)?);
        change(app, tasks, |when| with_typed(when, typed, fiscal))
    };
    text_ui(app, form.fields, ui, &field, &read, form.actions);
}

/// What is typed in words while it is typed, else what the dates of one task mean in days.
fn understood_ui(form: &Form<'_>, ui: &mut Ui) {
    let (app, language) = (form.app, form.app.language());
    let typed = ["start", "end"].into_iter().find_map(|key| form.fields.typed(form.id(key)));
    let typed = match typed {
        Some(Ok(Change::Tasks(_, TaskField::When(when)))) => Some(*when),
        Some(Ok(Change::Move { tasks, .. })) => tasks.first().map(|&(_, when)| when),
        Some(_) => return,
        None => None,
    };
    let fiscal = app.session.document().fiscal_year_start;
    let text = match (typed, form.values.when) {
        (Some(when), _) => format!("→ {}", words::interval_in_words(when, language)),
        (None, Some(when)) => {
            let words = words::interval_in_words(when, language);
            let days = words::interval_in_days(when, fiscal, language);
            if words == days { words } else { format!("{words}\n{days}") }
        }
        (None, None) => return,
    };
    let text = egui::RichText::new(text).weak().size(11.5).line_height(Some(16.0));
    egui::Frame::new()
        .inner_margin(egui::Margin { left: 6, bottom: 3, ..egui::Margin::ZERO })
        .show(ui, |ui| ui.add(egui::Label::new(text).wrap()));
}

/// A date in any form that people type, `..` or ～ for an open end, or a whole period in the
/// form of the document.
fn read_date(text: &str, fiscal: FiscalYearStart) -> Result<IntervalOrStamp, Refusal> {
    let text = text.trim();
    if matches!(text, ".." | "～" | "〜" | "~") {
        return Ok(IntervalOrStamp::Date(IntervalEnd::Open));
    }
    match typed_stamp(text) {
        Ok(stamp) => Ok(IntervalOrStamp::Date(IntervalEnd::With(stamp))),
        Err(error) => match Interval::parse(text, fiscal) {
            Ok(interval) => Ok(IntervalOrStamp::Both(interval)),
            Err(_) => Err(Refusal::Period(IntervalError::Stamp(error))),
        },
    }
}

/// The dates with another start or end. What was one period stays one when its start is typed.
fn with_typed(when: Interval, typed: Typed, fiscal: FiscalYearStart) -> Result<Interval, Refusal> {
    let (start, end) = match typed {
        Typed::Start(IntervalOrStamp::Both(both)) | Typed::End(IntervalOrStamp::Both(both)) => {
            return Ok(both);
        }
        Typed::Start(IntervalOrStamp::Date(IntervalEnd::With(start))) => {
            let is_one = when.end() == IntervalEnd::With(when.start());
            (start, if is_one { IntervalEnd::With(start) } else { when.end() })
        }
        Typed::Start(IntervalOrStamp::Date(IntervalEnd::Open)) => {
            return Err(Refusal::NoSuchWord("～".to_owned()));
        }
        Typed::End(IntervalOrStamp::Date(end)) => (when.start(), end),
    };
    Interval::new(start, end, fiscal).map_err(Refusal::Period)
}

/// The change that gives each task other dates made of its own.
fn change(
    app: &App,
    tasks: &[TaskId],
    new: impl Fn(Interval) -> Result<Interval, Refusal>,
) -> Result<Change, Refusal> {
    let roadmap: &Roadmap = app.session.document();
    let of = |&task: &TaskId| {
        let task_record = roadmap.tasks.get(task.index()).ok_or(Refusal::OutOfDate)?;
        Ok((task, new(task_record.when)?))
    };
    if let [task] = tasks {
        return Ok(Change::Tasks(vec![*task], TaskField::When(of(task)?.1)));
    }
    let tasks = tasks.iter().map(of).collect::<Result<Vec<_>, _>>()?;
    Ok(Change::Move { tasks, to: None })
}
