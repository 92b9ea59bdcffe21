//! Settling what a merge has left to decide.

use super::App;
use crate::edit::Label;
use crate::model::Diagnostic;
use crate::store::diff;
use crate::store::merge::{Conflict, Side, read_conflicts, resolve};

impl App {
    /// Settles conflicts, each for one side, as one step. Those that cannot be settled stay, and
    /// the reason of the first is told.
    pub(super) fn settle(&mut self, choices: &[(Conflict, Side)]) {
        if !self.is_editing() || choices.is_empty() {
            return;
        }
        let mut words = self.session.document().clone();
        let mut settled = words.clone();
        let mut problem: Option<Diagnostic> = None;
        for (conflict, side) in choices {
            // One may have gone with another that was settled before it.
            if !read_conflicts(&settled).contains(conflict) {
                continue;
            }
            match resolve(&settled, conflict, *side) {
                Ok(resolved) => settled = resolved,
                Err(problems) => problem = problem.or(problems.into_iter().next()),
            }
        }
        let label = Label::new("統合の競合を解消", "Settle conflicts of a merge");
        let transaction = diff::transaction(&mut words, &settled, label);
        self.session.learn_words(&words);
        if let Err(refusal) = self.session.change(transaction) {
            return self.refuse(&refusal);
        }
        if let Some(problem) = problem {
            let reason = problem.message(self.language()).to_owned();
            self.tell_problem(self.in_language(
                &format!("選べないものが残りました：{reason}。"),
                &format!("Some could not be settled: {reason}."),
            ));
        } else if read_conflicts(&settled).is_empty() {
            self.tell(self.in_language("競合はすべて解消しました。", "All conflicts are settled."));
        }
    }
}
