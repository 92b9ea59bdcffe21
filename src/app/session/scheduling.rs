//! What the schedule says of the document: dates, float, what is critical, what is wrong.

use super::{Session, next_stamp};
use crate::insight::Problems;
use crate::layout::chart::Marks;
use crate::model::{Language, TaskId};
use crate::schedule::Schedule;
use crate::words;

impl Session {
    /// The dates that follow from the dependencies, towards the goal.
    #[must_use]
    pub fn schedule(&self) -> &Schedule {
        self.now.schedule()
    }

    /// What in the document should be looked at, found when it is first asked for; `None` as
    /// long as a thread looks for it.
    #[must_use]
    pub fn problems(&self) -> Option<&Problems> {
        let contents = &self.now.contents;
        if self.waker.is_some() && contents.is_large() {
            contents.known_problems()
        } else {
            Some(contents.problems(self.schedule()))
        }
    }

    /// The task that late dates and float refer to; `None` for the end of the plan.
    #[must_use]
    pub fn goal(&self) -> Option<TaskId> {
        self.wanted.goal
    }

    /// Asks for late dates and float towards another goal.
    pub fn set_goal(&mut self, goal: Option<TaskId>) {
        if std::mem::replace(&mut self.wanted.goal, goal) != goal {
            self.update();
        }
    }

    /// Whether the critical chain is marked.
    #[must_use]
    pub fn shows_critical(&self) -> bool {
        self.now.shows_critical
    }

    /// Marks the critical chain, or no longer.
    pub fn show_critical(&mut self, shows: bool) {
        self.now.shows_critical = shows;
        self.revision = next_stamp();
    }

    /// Whether float is drawn.
    #[must_use]
    pub fn shows_float(&self) -> bool {
        self.now.shows_float
    }

    /// Draws float, or no longer.
    pub fn show_float(&mut self, shows: bool) {
        self.now.shows_float = shows;
        self.revision = next_stamp();
    }

    /// Whether the goal waits for a task without any float.
    #[must_use]
    pub fn is_critical(&self, task: TaskId) -> bool {
        self.schedule().is_critical(task)
    }

    /// How far a task can slip before the goal does; `None` if the goal does not wait for it.
    #[must_use]
    pub fn float_in_words(&self, task: TaskId, language: Language) -> Option<String> {
        let days = self.schedule().total_float_days(task)?;
        Some(words::float_in_words(days, self.roadmap().task(task).when.precision(), language))
    }

    /// What the schedule says of a task, as far as it is switched on.
    #[must_use]
    pub fn marks(&self, task: TaskId) -> Marks {
        self.now.marks(task)
    }
}
