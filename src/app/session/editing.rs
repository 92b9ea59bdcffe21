//! Changing the document: transactions, undo, and how what is shown follows.

use super::arranged::Arranged;
use super::contents::Contents;
use super::{Session, next_stamp};
use crate::edit::{Applied, History, Label, Refusal, Renumbering, Renumberings, Transaction};
use crate::model::{OwnerId, Roadmap, TagId, TaskId, View};
use crate::schedule::{Consequences, Ripple};
use crate::time::Interval;
use std::sync::Arc;

/// The document as it is changed. What is shown is made of it: at once, or for a large document a
/// moment later, when a thread is done.
pub(super) struct Editing {
    live: Roadmap,
    history: History,
    /// What was changed since what is shown was made; `None` if that is nothing.
    not_shown: Option<Renumberings>,
    /// What was changed and is not in the journal yet.
    not_in_journal: Vec<Transaction>,
    /// What is to be selected as soon as it is shown.
    to_select: Option<Vec<TaskId>>,
    /// Whether a filter was dropped because it named what is gone.
    has_lost_filter: bool,
}

impl Editing {
    pub(super) fn new(roadmap: &Roadmap) -> Self {
        Self {
            live: roadmap.clone(),
            history: History::default(),
            not_shown: None,
            not_in_journal: Vec::new(),
            to_select: None,
            has_lost_filter: false,
        }
    }

    /// The document and how it has changed since it was shown, if it has.
    pub(super) fn not_shown(&self) -> Option<(Roadmap, Renumberings)> {
        self.not_shown.as_ref().map(|changed| (self.live.clone(), changed.clone()))
    }

    pub(super) fn set_views(&mut self, views: &[View]) {
        self.live.views = views.to_vec();
    }
}

impl Session {
    /// The document with all changes; what is shown may be a moment behind.
    #[must_use]
    pub fn document(&self) -> &Roadmap {
        &self.editing.live
    }

    /// Whether every task and lane that is shown has the same position in the document.
    #[must_use]
    pub fn is_numbered_as_shown(&self) -> bool {
        self.editing.not_shown.as_ref().is_none_or(Renumberings::is_empty)
    }

    /// Whether what is shown is the document with all changes.
    #[must_use]
    pub fn is_shown_as_changed(&self) -> bool {
        self.editing.not_shown.is_none()
    }

    /// What was done and can be taken back.
    #[must_use]
    pub fn history(&self) -> &History {
        &self.editing.history
    }

    /// Whether the document differs from its file.
    #[must_use]
    pub fn is_modified(&self) -> bool {
        self.editing.history.is_modified()
    }

    /// Notes that this state of the history was saved.
    pub fn mark_saved(&mut self, state: u64) {
        self.editing.history.mark_saved(state);
    }

    /// Notes that the document is in no file.
    pub fn mark_unsaved(&mut self) {
        self.editing.history.mark_unsaved();
    }

    /// The position of an owner among the words of the document, which it is added to.
    pub fn owner(&mut self, word: &str) -> OwnerId {
        OwnerId::from_index(self.editing.live.owners.intern(word))
    }

    /// The position of a tag among the words of the document, which it is added to.
    pub fn tag(&mut self, word: &str) -> TagId {
        TagId::from_index(self.editing.live.tags.intern(word))
    }

    /// Takes over the words of owners and tags of a copy of the document, which has further ones.
    pub fn learn_words(&mut self, copy: &Roadmap) {
        self.editing.live.owners.clone_from(&copy.owners);
        self.editing.live.tags.clone_from(&copy.tags);
    }

    /// Does again what was done to the document before, as a journal has it.
    pub fn replay(&mut self, transactions: Vec<Transaction>) {
        let Editing { live, history, .. } = &mut self.editing;
        let commit = |transaction| history.commit(live, transaction).ok();
        let all: Vec<Applied> = transactions.into_iter().map_while(commit).collect();
        self.follow_all(all);
    }

    /// Changes the document.
    ///
    /// # Errors
    /// If the transaction is refused, or if it names positions while those that are shown are not
    /// those of the document; then nothing has changed.
    pub fn change(&mut self, transaction: Transaction) -> Result<(), Refusal> {
        if transaction.edits.is_empty() {
            return Ok(());
        }
        if !self.is_numbered_as_shown() {
            return Err(Refusal::OutOfDate);
        }
        let Editing { live, history, .. } = &mut self.editing;
        let applied = history.commit(live, transaction)?;
        self.follow(applied);
        Ok(())
    }

    /// Changes the document as a part of the step before.
    ///
    /// # Errors
    /// As [`Session::change`].
    pub fn change_further(&mut self, transaction: Transaction) -> Result<(), Refusal> {
        if transaction.edits.is_empty() {
            return Ok(());
        }
        if !self.is_numbered_as_shown() {
            return Err(Refusal::OutOfDate);
        }
        let Editing { live, history, .. } = &mut self.editing;
        let applied = history.extend(live, transaction)?;
        self.follow(applied);
        Ok(())
    }

    /// Takes the last step back and says what it was; `None` if there is none.
    pub fn undo(&mut self) -> Option<Label> {
        let Editing { live, history, .. } = &mut self.editing;
        let applied = history.undo(live)?;
        let label = applied.transaction.label.clone();
        self.follow(applied);
        Some(label)
    }

    /// Does again what was taken back and says what it is; `None` if there is nothing.
    pub fn redo(&mut self) -> Option<Label> {
        let Editing { live, history, .. } = &mut self.editing;
        let applied = history.redo(live)?;
        let label = applied.transaction.label.clone();
        self.follow(applied);
        Some(label)
    }

    /// Takes steps back or does them again until so many of them are done.
    pub fn go_to_step(&mut self, steps: usize) {
        let mut all = Vec::new();
        let Editing { live, history, .. } = &mut self.editing;
        loop {
            let (_, done) = history.labels();
            let applied = match done.cmp(&steps) {
                std::cmp::Ordering::Greater => history.undo(live),
                std::cmp::Ordering::Less => history.redo(live),
                std::cmp::Ordering::Equal => None,
            };
            match applied {
                Some(applied) => all.push(applied),
                None => break,
            }
        }
        self.follow_all(all);
    }

    /// What was changed since this was asked last, for the journal.
    pub fn take_journal(&mut self) -> Vec<Transaction> {
        std::mem::take(&mut self.editing.not_in_journal)
    }

    /// Tells once whether the filter was dropped because it named what is gone.
    pub fn take_lost_filter(&mut self) -> bool {
        std::mem::take(&mut self.editing.has_lost_filter)
    }

    /// Selects tasks by their positions in the document, now or as soon as they are shown.
    pub fn select_changed(&mut self, tasks: Vec<TaskId>) {
        if self.editing.not_shown.is_some() {
            self.editing.to_select = Some(tasks);
        } else {
            self.pick(tasks);
        }
    }

    /// What tasks push if they are moved, and what that means for the plan.
    #[must_use]
    pub fn ripple(&self, moved: &[(TaskId, Interval)]) -> (Ripple, Consequences) {
        let (roadmap, graph) = (self.roadmap(), self.graph());
        let ripple = Ripple::new(roadmap, graph, self.schedule().order(), moved);
        let end = &self.now.contents.end;
        let consequences = Consequences::new(roadmap, end, moved, &ripple.pushed);
        (ripple, consequences)
    }

    fn follow(&mut self, applied: Applied) {
        self.follow_all(vec![applied]);
    }

    fn follow_all(&mut self, all: Vec<Applied>) {
        if all.is_empty() {
            return;
        }
        let changed = self.editing.not_shown.get_or_insert_default();
        for Applied { transaction, renumberings } in all {
            changed.tasks.extend(renumberings.tasks);
            changed.lanes.extend(renumberings.lanes);
            changed.dependencies.extend(renumberings.dependencies);
            changed.documents.extend(renumberings.documents);
            self.editing.not_in_journal.push(transaction);
        }
        self.update_in_place();
    }

    /// Shows a changed document.
    pub(super) fn show_changed(&mut self, mut contents: Contents, arranged: Arranged) {
        let changed = self.editing.not_shown.take().unwrap_or_default();
        let new = |task: TaskId| renumbered(&changed.tasks, task);
        // Views may have been changed while a thread was at work.
        if contents.roadmap.views != self.editing.live.views {
            Arc::make_mut(&mut contents.roadmap).views.clone_from(&self.editing.live.views);
        }
        let question = self.question().and_then(|question| question.renumbered(new));
        let picked: Vec<TaskId> = self.now.picked.iter().filter_map(|&task| new(task)).collect();
        self.isolated = self.isolated.and_then(|question| question.renumbered(new));
        self.in_place = self.in_place.and_then(|(task, at)| Some((new(task)?, at)));
        self.editing.has_lost_filter |=
            self.wanted.filter.is_active() && !arranged.wanted.filter.is_active();
        self.wanted = arranged.wanted.clone();
        let old = std::mem::replace(&mut self.now.contents, contents);
        if old.is_large() {
            // Giving back its memory takes longer than a frame.
            std::thread::spawn(move || drop(old));
        }
        self.document_stamp = next_stamp();
        // What is lit is asked anew, of the new graph.
        self.now.focus = None;
        self.now.hover = None;
        self.now.picked = Arc::default();
        self.focus_links.clear();
        self.show(arranged);
        match self.editing.to_select.take() {
            Some(tasks) => self.pick(tasks),
            None if picked.len() > 1 => self.pick(picked),
            None => self.ask(question),
        }
    }
}

fn renumbered(tasks: &[Renumbering], task: TaskId) -> Option<TaskId> {
    Renumberings::position(tasks, task.index()).map(TaskId::from_index)
}
