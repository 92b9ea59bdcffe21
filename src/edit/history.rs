//! What was done, to be taken back and done again.

use super::{Label, Refusal, Renumberings, Transaction};
use crate::model::Roadmap;
use std::collections::VecDeque;

/// What the steps that can be taken back may take together, in bytes. Small steps have a few
/// hundred, so this is enough for some hundred thousand of them.
const MOST_BYTES: usize = 256 << 20;

/// The steps that led to the present state of a document, and those that were taken back.
///
/// Each state has a number, so that it is known again: taking back a step leads to the number from
/// before. Saving notes the number and forgets no step.
#[derive(Debug, Default)]
pub struct History {
    /// What takes the steps back, the last one at the end.
    done: VecDeque<Step>,
    /// What does them again, the one to do next at the end.
    undone: Vec<Step>,
    /// The number of the state before the first step that can be taken back.
    first: u64,
    /// The number of the state that was saved last.
    saved: u64,
    /// The highest number that was given away.
    last: u64,
    /// What the steps take.
    bytes: usize,
    /// How many steps were forgotten because they took too much.
    forgotten: u64,
}

#[derive(Debug)]
struct Step {
    /// What leads to the state on the other side of this step.
    way: Transaction,
    /// The number of the state after it, as it was first done.
    state: u64,
}

/// What has been changed, for whoever has to follow.
#[derive(Debug)]
pub struct Applied {
    /// The change itself, in the direction in which it was made.
    pub transaction: Transaction,
    /// What it did to the positions of records.
    pub renumberings: Renumberings,
}

impl Applied {
    fn new(transaction: Transaction) -> Self {
        Self { renumberings: transaction.renumberings(), transaction }
    }
}

impl History {
    /// Changes the roadmap. What had been taken back cannot be done again afterwards.
    ///
    /// # Errors
    /// If the transaction is refused; then nothing has changed.
    pub fn commit(
        &mut self,
        roadmap: &mut Roadmap,
        transaction: Transaction,
    ) -> Result<Applied, Refusal> {
        let back = transaction.apply(roadmap)?;
        for step in self.undone.drain(..) {
            self.bytes -= step.way.bytes();
        }
        self.last += 1;
        self.push(Step { way: back, state: self.last });
        Ok(Applied::new(transaction))
    }

    /// Changes the roadmap as [`History::commit`] does, as a part of the step before: both are
    /// then taken back at once.
    ///
    /// # Errors
    /// If the transaction is refused; then nothing has changed.
    pub fn extend(
        &mut self,
        roadmap: &mut Roadmap,
        transaction: Transaction,
    ) -> Result<Applied, Refusal> {
        let before = self.done.pop_back();
        let applied = self.commit(roadmap, transaction);
        match (before, self.done.pop_back().filter(|_| applied.is_ok())) {
            (Some(before), Some(step)) => {
                self.bytes -= before.way.bytes() + step.way.bytes();
                let label = before.way.label.clone();
                let way = Transaction { label, ..step.way.compose(before.way) };
                self.push(Step { way, state: step.state });
            }
            (before, step) => self.done.extend(before.into_iter().chain(step)),
        }
        applied
    }

    /// Takes the last step back; `None` if there is none.
    pub fn undo(&mut self, roadmap: &mut Roadmap) -> Option<Applied> {
        let step = self.done.pop_back()?;
        let (applied, way) = walk(&step.way, roadmap);
        self.bytes = self.bytes - step.way.bytes() + way.bytes();
        self.undone.push(Step { way, state: step.state });
        Some(applied)
    }

    /// Does again what was taken back last; `None` if there is nothing.
    pub fn redo(&mut self, roadmap: &mut Roadmap) -> Option<Applied> {
        let step = self.undone.pop()?;
        let (applied, way) = walk(&step.way, roadmap);
        self.bytes -= step.way.bytes();
        self.push(Step { way, state: step.state });
        Some(applied)
    }

    /// The labels of all steps, the first one first, and how many of them are done: the others
    /// were taken back.
    #[must_use]
    pub fn labels(&self) -> (impl DoubleEndedIterator<Item = &Label> + ExactSizeIterator, usize) {
        let count = self.done.len() + self.undone.len();
        let label = move |at: usize| match self.done.get(at) {
            Some(step) => &step.way.label,
            None => &self.undone[count - 1 - at].way.label,
        };
        ((0..count).map(label), self.done.len())
    }

    /// The label of the step at this position, counted from the first.
    #[must_use]
    pub fn label(&self, at: usize) -> Option<&Label> {
        let step = self.done.get(at).or_else(|| {
            let undone = at.checked_sub(self.done.len())?;
            self.undone.get(self.undone.len().checked_sub(undone + 1)?)
        });
        step.map(|step| &step.way.label)
    }

    /// How many steps there are, with those that were taken back.
    #[must_use]
    pub fn step_count(&self) -> usize {
        self.done.len() + self.undone.len()
    }

    /// How many steps are done.
    #[must_use]
    pub fn done_count(&self) -> usize {
        self.done.len()
    }

    /// After how many steps the document was as it was saved last; `None` if no number of them
    /// leads there.
    #[must_use]
    pub fn saved_step(&self) -> Option<usize> {
        if self.saved == self.first {
            return Some(0);
        }
        // The numbers of states rise from step to step.
        let done = self.done.binary_search_by_key(&self.saved, |step| step.state);
        let undone = || {
            let at = self.undone.binary_search_by(|step| self.saved.cmp(&step.state)).ok()?;
            Some(self.step_count() - at)
        };
        done.map(|at| at + 1).ok().or_else(undone)
    }

    /// What would be taken back.
    #[must_use]
    pub fn to_undo(&self) -> Option<&Label> {
        self.done.back().map(|step| &step.way.label)
    }

    /// What would be done again.
    #[must_use]
    pub fn to_redo(&self) -> Option<&Label> {
        self.undone.last().map(|step| &step.way.label)
    }

    /// The number of the present state.
    #[must_use]
    pub fn state(&self) -> u64 {
        self.done.back().map_or(self.first, |step| step.state)
    }

    /// Whether the present state differs from the one that was saved, or opened.
    #[must_use]
    pub fn is_modified(&self) -> bool {
        self.state() != self.saved
    }

    /// Notes that this state was saved. No step is forgotten.
    pub fn mark_saved(&mut self, state: u64) {
        self.saved = state;
    }

    /// Notes that no state that can be reached is saved, as after a recovery.
    pub fn mark_unsaved(&mut self) {
        self.saved = u64::MAX;
    }

    /// How many steps were done before those that can still be taken back.
    #[must_use]
    pub fn forgotten(&self) -> u64 {
        self.forgotten
    }

    fn push(&mut self, step: Step) {
        self.bytes += step.way.bytes();
        self.done.push_back(step);
        while self.bytes > MOST_BYTES && self.done.len() > 1 {
            let oldest = self.done.pop_front().expect("there are several");
            self.bytes -= oldest.way.bytes();
            self.first = oldest.state;
            self.forgotten += 1;
        }
    }
}

/// Applies a way that is known to be open, and returns the way back with it.
fn walk(way: &Transaction, roadmap: &mut Roadmap) -> (Applied, Transaction) {
    let back =
        way.apply(roadmap).expect("the steps are taken in the order in which they were done");
    (Applied::new(way.clone()), back)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::Edit;
    use crate::model::{LaneId, Task, TaskId, Text};
    use crate::time::{FiscalYearStart, Interval};

    fn roadmap() -> Roadmap {
        let when = when(1);
        let task = Task::new("a", LaneId::from_index(0), Text::new("検討", "Study"), when);
        Roadmap { tasks: [task].into_iter().collect(), ..Roadmap::default() }
    }

    fn when(year: usize) -> Interval {
        Interval::parse(&format!("FY{year:04}"), FiscalYearStart::APRIL).unwrap()
    }

    fn to(year: usize) -> Transaction {
        let label = Label::new(year.to_string(), year.to_string());
        let edit = Edit::When { task: TaskId::from_index(0), when: when(year) };
        Transaction::new(label, vec![edit])
    }

    #[test]
    fn ten_thousand_steps_and_more_are_taken_back_and_done_again() {
        let (mut roadmap, mut history) = (roadmap(), History::default());
        let first = roadmap.clone();
        for year in 2..=9_999 {
            history.commit(&mut roadmap, to(year)).unwrap();
        }
        for year in (2..=9_999).rev().chain(2..=5_000) {
            history.commit(&mut roadmap, to(year)).unwrap();
        }
        let last = roadmap.clone();
        let mut steps = 0;
        while history.undo(&mut roadmap).is_some() {
            steps += 1;
        }
        assert_eq!(steps, 2 * 9_998 + 4_999);
        assert_eq!((&roadmap, history.forgotten()), (&first, 0));
        assert!(!history.is_modified());
        while history.redo(&mut roadmap).is_some() {}
        assert_eq!(roadmap, last);
    }

    #[test]
    fn saving_forgets_nothing_and_is_known_again() {
        let (mut roadmap, mut history) = (roadmap(), History::default());
        assert!(!history.is_modified());
        history.commit(&mut roadmap, to(2)).unwrap();
        history.mark_saved(history.state());
        history.commit(&mut roadmap, to(3)).unwrap();
        assert!(history.is_modified());
        history.undo(&mut roadmap);
        assert!(!history.is_modified());
        history.undo(&mut roadmap);
        assert!(history.is_modified(), "the file has the step");
        history.commit(&mut roadmap, to(4)).unwrap();
        assert!(history.is_modified(), "another step, not the one that was saved");
        assert_eq!(history.to_redo(), None);
    }

    #[test]
    fn a_step_can_be_extended() {
        let (mut roadmap, mut history) = (roadmap(), History::default());
        for year in 2..5 {
            history.extend(&mut roadmap, to(year)).unwrap();
        }
        let (labels, done) = history.labels();
        assert_eq!((labels.map(|label| &*label.en).collect::<Vec<_>>(), done), (vec!["2"], 1));
        history.undo(&mut roadmap);
        assert_eq!(roadmap.tasks[0].when, when(1));
        history.redo(&mut roadmap);
        assert_eq!(roadmap.tasks[0].when, when(4));
    }

    #[test]
    fn the_labels_are_in_the_order_of_the_steps() {
        let (mut roadmap, mut history) = (roadmap(), History::default());
        for year in 2..6 {
            history.commit(&mut roadmap, to(year)).unwrap();
        }
        history.undo(&mut roadmap);
        history.undo(&mut roadmap);
        let (labels, done) = history.labels();
        assert_eq!(labels.map(|label| &*label.en).collect::<Vec<_>>(), ["2", "3", "4", "5"]);
        assert_eq!(done, 2);
        assert_eq!(history.to_undo().unwrap().in_language(crate::model::Language::English), "3");
    }

    #[test]
    fn what_takes_too_much_is_forgotten_from_the_beginning() {
        let (mut roadmap, mut history) = (roadmap(), History::default());
        let long = "工".repeat(20 << 20);
        for _ in 0..6 {
            let title = Text::new(&long, "");
            let fiscal_year_start = FiscalYearStart::APRIL;
            let edits = vec![Edit::Header { title, fiscal_year_start }];
            history.commit(&mut roadmap, Transaction::new(Label::default(), edits)).unwrap();
        }
        assert!(history.bytes <= MOST_BYTES);
        assert_eq!(history.forgotten(), 2, "the first one, which is short, and one that is long");
        while history.undo(&mut roadmap).is_some() {}
        assert!(history.is_modified(), "the state that was opened cannot be reached");
    }
}
