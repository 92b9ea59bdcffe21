//! All that charts, figures and tables are made from at one moment.

use super::arranged::Arranged;
use super::contents::Contents;
use crate::focus::{Focus, Hover};
use crate::layout::chart::{Emphasis, HiddenLinkCount, LinkBases, LinkStyle, Marks};
use crate::model::{DependencyId, TaskId};
use crate::schedule::Schedule;
use std::sync::Arc;

/// A document as it is shown, with what is lit in it.
///
/// A clone shares all of it and is what a thread works with.
#[derive(Clone)]
pub(in crate::app) struct Snapshot {
    /// What is open.
    pub contents: Contents,
    /// How it is arranged.
    pub arranged: Arranged,
    /// Which links are drawn.
    pub link_style: LinkStyle,
    /// Links of which bases are drawn.
    pub link_bases: LinkBases,
    pub(super) focus: Option<Arc<Focus>>,
    /// Several tasks that are selected together, rising; else nothing.
    pub(super) picked: Arc<[TaskId]>,
    pub(super) hover: Option<Arc<Hover>>,
    pub(super) shows_critical: bool,
    pub(super) shows_float: bool,
}

impl Snapshot {
    /// The dates that follow from the dependencies, towards the goal.
    pub fn schedule(&self) -> &Schedule {
        self.arranged.facts.schedule(&self.contents.graph)
    }

    /// How a task stands to the selection.
    pub fn emphasis(&self, task: TaskId) -> Emphasis {
        if !self.picked.is_empty() {
            let is_picked = self.picked.binary_search(&task).is_ok();
            return if is_picked { Emphasis::Selected } else { Emphasis::Plain };
        }
        match (&self.focus, &self.hover) {
            (Some(focus), _) => focus.emphasis(task),
            (None, Some(hover)) => hover.emphasis(task),
            (None, None) => Emphasis::Plain,
        }
    }

    /// How a link stands to the selection.
    pub fn link_emphasis(&self, link: DependencyId) -> Emphasis {
        let roadmap = &self.contents.roadmap;
        if let Some(focus) = &self.focus {
            return focus.link_emphasis(roadmap, link);
        }
        let hovered = self.hover.as_ref().and_then(|hover| hover.link_emphasis(roadmap, link));
        let is_critical = || self.schedule().is_critical_link(roadmap, link);
        hovered.unwrap_or(if self.shows_critical && is_critical() {
            Emphasis::Critical
        } else {
            Emphasis::Plain
        })
    }

    /// What the schedule says of a task, as far as it is switched on.
    pub fn marks(&self, task: TaskId) -> Marks {
        if !self.shows_critical && !self.shows_float {
            return Marks::default();
        }
        let schedule = self.schedule();
        Marks {
            is_critical: self.shows_critical && schedule.is_critical(task),
            float_days: schedule.total_float_days(task).filter(|_| self.shows_float),
        }
    }

    /// The links of a task to hidden ones, as charts show them.
    pub fn hidden_link_count(&self, task: TaskId) -> HiddenLinkCount {
        let ends = self.arranged.shown.hidden_links.of(task);
        HiddenLinkCount { predecessors: ends.predecessors, successors: ends.successors }
    }
}
