//! The present look of a session as a value and back, and the named views of its document.

use super::{Reach, Session, next_stamp};
use crate::model::{GroupKey, Language, Text, View};
use crate::query::{Filter, Query, QueryError};
use crate::time::Day;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// What makes the views of a session others than those in its file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ViewChanges {
    /// Views that are new or look different.
    pub changed: Vec<View>,
    /// The ids of views that are gone.
    pub removed: Vec<Box<str>>,
}

/// How the views of a session stand to those in its file.
pub(super) struct ViewState {
    /// The views as they stand in the file.
    saved: Vec<View>,
    has_unsaved: bool,
    /// The position of the view that was shown or saved last.
    in_force: Option<usize>,
    /// Whether other headings are folded than in that view.
    folds_differ: bool,
    stamp: u64,
}

impl ViewState {
    /// All of them are as in the file, and none is shown.
    pub(super) fn new(saved: &[View]) -> Self {
        Self {
            saved: saved.to_vec(),
            has_unsaved: false,
            in_force: None,
            folds_differ: false,
            stamp: 0,
        }
    }
}

impl Session {
    /// How the document is looked at, as a view without id and title.
    #[must_use]
    pub fn present_view(&self) -> View {
        let mut folded: Vec<Box<str>> =
            self.folded().iter().map(|key| key.text(self.roadmap()).into()).collect();
        folded.sort_unstable();
        View {
            query: self.filter().query().text().into(),
            mode: self.mode(),
            grouping: self.grouping(),
            sorting: self.sorting(),
            coloring: self.coloring(),
            folded: folded.into(),
            days: self.days_in_view(),
            row_percent: self.row_percent(),
            progress_day: self.progress_day(),
            ..View::new("", Text::default())
        }
    }

    /// Looks at the document as a view says. What it shows already stays in place, and
    /// headings that it folds and the document does not have count for nothing.
    ///
    /// # Errors
    /// If its query cannot be read, or names what the document does not have; then the filter
    /// stays as it was, and all the rest is as in the view.
    pub fn apply_view(&mut self, view: &View) -> Result<(), QueryError> {
        let filter =
            Query::parse(&view.query).and_then(|query| Filter::new(query, &self.query_context()));
        self.in_place = self.task_near_top();
        let folded = GroupKey::find_all(&view.folded, self.roadmap());
        let wanted = &mut self.wanted;
        wanted.mode = view.mode;
        wanted.grouping = view.grouping;
        wanted.sorting = view.sorting;
        wanted.coloring = view.coloring;
        wanted.folded = Arc::new(folded);
        wanted.progress_day = view.progress_day;
        let outcome = filter.map(|filter| wanted.filter = Arc::new(filter));
        if self.days_in_view() != view.days {
            self.view.reach =
                view.days.map_or(Reach::Everything, |(first, last)| Reach::Days(first, last));
        }
        if self.row_percent() != view.row_percent {
            self.view.row_scale = f32::from(view.row_percent) / 100.0;
        }
        self.forget_crumbs();
        self.update();
        outcome
    }

    /// The first and the last day in view; `None` if it is all of the document.
    #[must_use]
    pub fn days_in_view(&self) -> Option<(Day, Day)> {
        match self.view.reach {
            Reach::Everything => None,
            Reach::Days(first, last) => Some((first, last)),
            Reach::Free => {
                let axis = self.view.axis;
                let first = axis.whole_day_at(0.0);
                let end = axis.day_at(self.view.width_pt).ceil() as i32;
                Some((first, Day::from_number(end.saturating_sub(1)).max(first)))
            }
        }
    }

    /// The scale of the rows, 100 for the standard one.
    #[must_use]
    pub fn row_percent(&self) -> u16 {
        let percent = (self.view.row_scale * 100.0).round() as u16;
        percent.clamp(*View::ROW_PERCENTS.start(), *View::ROW_PERCENTS.end())
    }

    /// The named views of the document.
    #[must_use]
    pub fn views(&self) -> &[View] {
        &self.roadmap().views
    }

    /// The position of the view that was shown or saved last, whether or not it is still
    /// what is shown.
    #[must_use]
    pub fn view_in_force(&self) -> Option<usize> {
        self.views.in_force
    }

    /// Whether the document is no longer looked at as the view in force says.
    #[must_use]
    pub fn has_left_view(&self) -> bool {
        let Some(view) = self.views.in_force.map(|at| &self.views()[at]) else {
            return false;
        };
        self.views.folds_differ
            || *view.query != *self.filter().query().text()
            || view.mode != self.mode()
            || view.grouping != self.grouping()
            || view.sorting != self.sorting()
            || view.coloring != self.coloring()
            || view.days != self.days_in_view()
            || view.row_percent != self.row_percent()
            || view.progress_day != self.progress_day()
    }

    /// Calls the view with this id the one in force; `None`, or an id that no view has, for none.
    pub fn set_view_in_force(&mut self, id: Option<&str>) {
        self.views.in_force = id.and_then(|id| self.find_view(id));
        self.compare_folds();
    }

    /// Looks at the document as its view at this position says.
    ///
    /// # Errors
    /// As [`Session::apply_view`].
    pub fn show_view(&mut self, at: usize) -> Result<(), QueryError> {
        self.views.in_force = Some(at);
        self.apply_view(&self.views()[at].clone())
    }

    /// Adds the present look to the views of the document; it becomes the one in force.
    pub fn add_view(&mut self, title: Text) {
        // One of so many ids is free.
        let mut ids = (1..=self.views().len() + 1).map(|number| format!("view-{number}"));
        let id = ids.find(|id| self.find_view(id).is_none()).unwrap_or_default();
        let view = View { id: id.into(), title, ..self.present_view() };
        self.insert_view(self.views().len(), view);
        self.views.in_force = Some(self.views().len() - 1);
        self.compare_folds();
    }

    /// Makes the view at this position the present look, which it thereby is in force.
    /// Headings that it folds and the document does not have stay in it.
    pub fn update_view(&mut self, at: usize) {
        let present = self.present_view();
        let view = &self.views()[at];
        let found = GroupKey::find_all(&view.folded, self.roadmap());
        let found: HashSet<_> = found.into_iter().map(|key| key.text(self.roadmap())).collect();
        let unknown = view.folded.iter().filter(|text| !found.contains(&***text)).cloned();
        let folded = present.folded.iter().cloned().chain(unknown).collect();
        let View { id, title, extra, .. } = view.clone();
        self.views_mut()[at] = View { id, title, folded, extra, ..present };
        self.views.in_force = Some(at);
        self.note_changed_views();
    }

    /// Calls the view at this position otherwise in a language.
    pub fn rename_view(&mut self, at: usize, language: Language, title: &str) {
        self.views_mut()[at].title.set(language, Some(title));
        self.note_changed_views();
    }

    /// Takes the view at this position out of the document.
    pub fn remove_view(&mut self, at: usize) -> View {
        self.views.in_force = match self.views.in_force {
            Some(in_force) if in_force == at => None,
            Some(in_force) if in_force > at => Some(in_force - 1),
            other => other,
        };
        let view = self.views_mut().remove(at);
        self.note_changed_views();
        view
    }

    /// Puts a view at this position, or at the end if there are fewer. Its id must be new.
    pub fn insert_view(&mut self, at: usize, view: View) {
        let at = at.min(self.views().len());
        self.views.in_force = self.views.in_force.map(|it| if it >= at { it + 1 } else { it });
        self.views_mut().insert(at, view);
        self.note_changed_views();
    }

    /// A number that changes whenever a view is added, changed, removed or saved.
    #[must_use]
    pub fn views_stamp(&self) -> u64 {
        self.views.stamp
    }

    /// Whether the views are others than those in the file.
    #[must_use]
    pub fn has_unsaved_views(&self) -> bool {
        self.views.has_unsaved
    }

    /// Takes note that these views stand in the file now.
    pub fn set_saved_views(&mut self, views: Vec<View>) {
        self.views.saved = views;
        self.note_changed_views();
    }

    /// What makes the views others than those in the file.
    #[must_use]
    pub fn view_changes(&self) -> ViewChanges {
        let by_id = |views: &'_ [View]| -> HashMap<Box<str>, usize> {
            views.iter().enumerate().map(|(at, view)| (view.id.clone(), at)).collect()
        };
        let (present, saved) = (self.views(), &self.views.saved);
        let (present_ids, saved_ids) = (by_id(present), by_id(saved));
        let is_saved = |view: &View| saved_ids.get(&view.id).is_some_and(|at| saved[*at] == *view);
        ViewChanges {
            changed: present.iter().filter(|view| !is_saved(view)).cloned().collect(),
            removed: saved
                .iter()
                .map(|view| &view.id)
                .filter(|id| !present_ids.contains_key(*id))
                .cloned()
                .collect(),
        }
    }

    /// Makes changes of views that are not in the file.
    pub fn change_views(&mut self, changes: ViewChanges) {
        let ViewChanges { changed, removed } = changes;
        for id in removed {
            if let Some(at) = self.find_view(&id) {
                self.remove_view(at);
            }
        }
        for view in changed {
            match self.find_view(&view.id) {
                Some(at) => {
                    self.views_mut()[at] = view;
                    self.note_changed_views();
                }
                None => self.insert_view(usize::MAX, view),
            }
        }
    }

    fn views_mut(&mut self) -> &mut Vec<View> {
        &mut Arc::make_mut(&mut self.now.contents.roadmap).views
    }

    fn find_view(&self, id: &str) -> Option<usize> {
        self.views().iter().position(|view| &*view.id == id)
    }

    fn note_changed_views(&mut self) {
        self.editing.set_views(&self.now.contents.roadmap.views);
        self.compare_folds();
        self.views.has_unsaved = self.views() != self.views.saved;
        self.views.stamp = next_stamp();
    }

    pub(super) fn compare_folds(&mut self) {
        self.views.folds_differ = self.views.in_force.is_some_and(|at| {
            GroupKey::find_all(&self.views()[at].folded, self.roadmap()) != *self.wanted.folded
        });
    }
}

#[cfg(test)]
mod tests;
