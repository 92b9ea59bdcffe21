//! Tasks on the clipboard: as a table that spreadsheets take, and back.

use super::{Action, App, Notice};
use crate::edit::Refusal;
use crate::table::{self, Copied, Pasted, Place};
use crate::words::grouped;

impl App {
    /// Puts the selected tasks on the clipboard; tells whether there are any.
    pub(super) fn copy_selection(&mut self, ctx: &egui::Context) -> bool {
        let session = &self.session;
        let tasks = session.selection();
        if tasks.is_empty() {
            return false;
        }
        let copied = Copied::new(session.roadmap(), session.graph(), &tasks, self.language());
        ctx.copy_text(copied.text().to_owned());
        self.copied = Some(copied);
        true
    }

    /// Puts the selected tasks on the clipboard and takes them out.
    pub(super) fn cut_selection(&mut self, ctx: &egui::Context) {
        if self.is_editing() && self.copy_selection(ctx) {
            self.delete_selected();
        }
    }

    /// Takes what was pasted, unless a text is edited or something lies on top.
    pub(super) fn take_paste(&mut self, ctx: &egui::Context) {
        if ctx.text_edit_focused() || self.overlays.is_open() || !self.is_editing() {
            return;
        }
        let pasted = ctx.input_mut(|input| {
            let is_paste = |event: &egui::Event| matches!(event, egui::Event::Paste(_));
            let at = input.events.iter().position(is_paste)?;
            match input.events.remove(at) {
                egui::Event::Paste(text) => Some(text),
                _ => None,
            }
        });
        if let Some(text) = pasted
            && let Err(refusal) = self.paste(&text)
        {
            self.refuse(&refusal);
        }
    }

    /// Puts the rows of a table in behind the selected task, as one step.
    fn paste(&mut self, text: &str) -> Result<(), Refusal> {
        if text.trim().is_empty() {
            return Ok(());
        }
        if !self.session.is_numbered_as_shown() {
            return Err(Refusal::OutOfDate);
        }
        let behind = self.session.selection().last().copied();
        let lane = match behind {
            Some(task) => self.session.document().task(task).lane,
            None => self.place_for_new().0,
        };
        // New owners and tags come first to a copy, and then only if there is anything to paste.
        let mut roadmap = self.session.document().clone();
        let place = Place { lane: Some(lane), behind };
        let Pasted { transaction, tasks, left_out, problems } =
            table::read(text, &mut roadmap, place, self.language(), self.copied.as_ref())?;
        let count = tasks.len();
        if count > 0 {
            self.session.learn_words(&roadmap);
            self.session.change(transaction)?;
            self.show_new(tasks, false);
        }
        let [pasted, rest] = [count, left_out].map(grouped);
        let rows = if count == 1 { "row" } else { "rows" };
        let text = if left_out > 0 {
            self.in_language(
                &format!("{pasted}行を貼り付けました。{rest}行は貼り付けていません。"),
                &format!("{pasted} {rows} pasted, {rest} not."),
            )
        } else {
            self.in_language(
                &format!("{pasted}行を貼り付けました。"),
                &format!("{pasted} {rows} pasted."),
            )
        };
        let list = (self.in_language("一覧…", "List…"), Action::ShowPasteProblems);
        let undo = (count > 0).then(|| self.undo_choice());
        let choices = undo.into_iter().chain((!problems.is_empty()).then_some(list)).collect();
        self.paste_problems = problems;
        self.notice = Some(Notice { choices, ..Notice::new(text, left_out > 0) });
        Ok(())
    }
}
