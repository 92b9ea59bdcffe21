//! What is selected and asked about, what is lit, and the way that led there.

use super::{Crumb, Session, next_stamp};
use crate::focus::{Focus, Hover, Question};
use crate::layout::chart::{self, Emphasis, HiddenLinkCount};
use crate::model::{DependencyId, TaskId};
use crate::schedule::Trace;
use std::sync::Arc;

impl Session {
    /// What is lit, if anything is selected.
    #[must_use]
    pub fn focus(&self) -> Option<&Focus> {
        self.now.focus.as_deref()
    }

    /// The chain of the selected task.
    #[must_use]
    pub fn trace(&self) -> Option<&Trace> {
        self.now.focus.as_deref().and_then(Focus::trace)
    }

    /// The selected task.
    #[must_use]
    pub fn selected(&self) -> Option<TaskId> {
        self.now.focus.as_deref().map(|focus| focus.question().selected())
    }

    /// The selected task with the links whose other ends are told at the edges of the view.
    #[must_use]
    pub fn links_in_focus(&self) -> Option<chart::Focus<'_>> {
        Some(chart::Focus { task: self.selected()?, links: &self.focus_links })
    }

    /// All selected tasks, rising: several that were picked together, or the one whose chain is lit.
    #[must_use]
    pub fn selection(&self) -> Vec<TaskId> {
        if self.now.picked.is_empty() {
            self.selected().into_iter().collect()
        } else {
            self.now.picked.to_vec()
        }
    }

    /// How many tasks are selected.
    #[must_use]
    pub fn selection_count(&self) -> usize {
        self.now.picked.len().max(usize::from(self.now.focus.is_some()))
    }

    /// Selects these tasks together; of one alone the chain is lit.
    pub fn pick(&mut self, mut tasks: Vec<TaskId>) {
        tasks.sort_unstable();
        tasks.dedup();
        self.ask(if let [task] = tasks[..] { Some(Question::Chain(task)) } else { None });
        self.now.picked = if tasks.len() > 1 { tasks.into() } else { Arc::default() };
        self.revision = next_stamp();
        self.focus_stamp = self.revision;
    }

    /// Selects a task beside those that are, or no longer.
    pub fn toggle_pick(&mut self, task: TaskId) {
        let mut tasks = self.selection();
        match tasks.binary_search(&task) {
            Ok(at) => _ = tasks.remove(at),
            Err(at) => tasks.insert(at, task),
        }
        self.pick(tasks);
    }

    /// Selects a task with its whole chain, or nothing.
    pub fn select(&mut self, task: Option<TaskId>) {
        self.ask(task.map(Question::Chain));
    }

    /// Lights what a question is about, or nothing.
    pub fn ask(&mut self, question: Option<Question>) {
        if !self.now.picked.is_empty() {
            self.now.picked = Arc::default();
            self.revision = next_stamp();
        }
        if self.now.focus.as_deref().map(Focus::question) != question {
            let focus =
                question.map(|question| Focus::new(question, self.graph(), self.schedule()));
            self.now.focus = focus.map(Arc::new);
            self.now.hover = None;
            self.count_hidden_members();
            self.focus_links = self.selected().map_or_else(Vec::new, |task| {
                let needs = self.graph().predecessors(task);
                needs.chain(self.graph().successors(task)).map(|(link, _)| link).collect()
            });
            self.revision = next_stamp();
            self.focus_stamp = self.revision;
        }
    }

    /// How many tasks of what is lit the filter hides.
    #[must_use]
    pub fn hidden_members(&self) -> usize {
        self.hidden_members
    }

    pub(super) fn count_hidden_members(&mut self) {
        let members = self.focus_members().into_iter();
        self.hidden_members = members.filter(|task| !self.matches().is_shown(*task)).count();
    }

    /// A number that changes whenever what is lit may have other members or other dates.
    #[must_use]
    pub fn focus_stamp(&self) -> u64 {
        self.focus_stamp
    }

    /// The members of what is lit; empty if nothing is.
    #[must_use]
    pub fn focus_members(&self) -> Vec<TaskId> {
        self.now.focus.as_deref().map_or_else(Vec::new, Focus::members)
    }

    /// What was asked about the selected task; `None` if nothing is selected.
    #[must_use]
    pub fn question(&self) -> Option<Question> {
        self.now.focus.as_deref().map(Focus::question)
    }

    /// The filters that were left by isolating, the first one first.
    #[must_use]
    pub fn crumbs(&self) -> &[Crumb] {
        &self.crumbs
    }

    /// The present filter as one to come back to.
    #[must_use]
    pub fn present_crumb(&self) -> Crumb {
        let query = self.filter().query().text().to_owned();
        let is_isolated = |question: &Question| question.as_query(self.roadmap()) == query;
        Crumb { isolated: self.isolated.filter(is_isolated), query }
    }

    /// Remembers the present filter before another one takes its place, which isolates what is
    /// asked or adds to it.
    pub fn leave_crumb(&mut self, isolated: Option<Question>) {
        self.crumbs.push(self.present_crumb());
        self.isolated = isolated;
    }

    /// The query that was left at this depth; it and those after it are forgotten.
    pub fn take_crumb(&mut self, depth: usize) -> Option<String> {
        let crumb = self.crumbs.get(depth)?.clone();
        self.crumbs.truncate(depth);
        self.isolated = crumb.isolated;
        Some(crumb.query)
    }

    /// Forgets all filters that were left.
    pub fn forget_crumbs(&mut self) {
        self.crumbs.clear();
    }

    /// Lights one step around a task while nothing is selected; answers whether that changes
    /// the chart.
    pub fn hover(&mut self, task: Option<TaskId>) -> bool {
        let task = task.filter(|_| self.now.focus.is_none());
        let is_new = self.now.hover.as_deref().map(Hover::task) != task;
        if is_new {
            self.now.hover = task.map(|task| Arc::new(Hover::new(task, self.graph())));
            self.revision = next_stamp();
        }
        is_new
    }

    /// How a task stands to the selection.
    #[must_use]
    pub fn emphasis(&self, task: TaskId) -> Emphasis {
        self.now.emphasis(task)
    }

    /// How a link stands to the selection.
    #[must_use]
    pub fn link_emphasis(&self, link: DependencyId) -> Emphasis {
        self.now.link_emphasis(link)
    }

    /// The links of a task to hidden ones, as charts show them.
    #[must_use]
    pub fn hidden_link_count(&self, task: TaskId) -> HiddenLinkCount {
        self.now.hidden_link_count(task)
    }
}
