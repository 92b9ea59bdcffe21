//! Bringing what is shown up to what is wanted: at once, or on a thread if that takes long.

use super::arranged::{Arranged, Wanted};
use super::contents::{Contents, is_large};
use super::{Session, next_stamp};
use crate::edit::Renumberings;
use crate::model::Roadmap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::time::{Duration, Instant};

/// Asks for another frame; threads call it when they are done.
pub type Waker = Arc<dyn Fn() + Send + Sync>;

/// A thread that works out what is wanted.
pub(super) struct Arranging {
    /// Whether something else has been wanted since it began.
    is_stale: Arc<AtomicBool>,
    outcome: Receiver<Option<Worked>>,
    /// Since when something has been wanted that is not shown.
    since: Instant,
}

/// What a thread has worked out: the changed document, if it has changed, and what is wanted of it.
type Worked = (Option<Contents>, Arranged);

impl Drop for Arranging {
    fn drop(&mut self) {
        self.is_stale.store(true, Ordering::Relaxed);
    }
}

impl Session {
    /// From now on, what takes long is worked out on threads, which call this when they are done;
    /// [`Session::take_arranged`] then takes what came of it.
    pub fn work_on_threads(&mut self, waker: Waker) {
        if self.now.contents.is_large() {
            let (now, waker) = (self.now.clone(), waker.clone());
            std::thread::spawn(move || {
                now.contents.problems(now.schedule());
                waker();
            });
        }
        self.waker = Some(waker);
    }

    /// For how long something has been wanted that is not shown yet; `None` if nothing is.
    #[must_use]
    pub fn arranging_for(&self) -> Option<Duration> {
        self.arranging.as_ref().map(|arranging| arranging.since.elapsed())
    }

    /// Wants again what is shown.
    pub fn cancel_arranging(&mut self) {
        if self.arranging.take().is_some() {
            self.wanted = self.now.arranged.wanted.clone();
            self.in_place = None;
        }
    }

    /// Shows what a thread has worked out; tells whether anything is new.
    pub fn take_arranged(&mut self) -> bool {
        let Some(arranging) = &self.arranging else { return false };
        let outcome = match arranging.outcome.try_recv() {
            Ok(outcome) => outcome,
            Err(TryRecvError::Disconnected) => None,
            Err(TryRecvError::Empty) => return false,
        };
        let is_stale = arranging.is_stale.load(Ordering::Relaxed);
        let since = arranging.since;
        self.arranging = None;
        match outcome.filter(|_| !is_stale) {
            Some((contents, arranged)) => {
                self.take(contents, arranged);
                true
            }
            None if is_stale => {
                self.arrange_on_thread(since);
                false
            }
            // The thread has failed; what is shown stays.
            None => {
                self.wanted = self.now.arranged.wanted.clone();
                true
            }
        }
    }

    /// Shows what is wanted, now or as soon as it is worked out.
    pub(super) fn update(&mut self) {
        if let Some(arranging) = &self.arranging {
            // One thread at a time: the next begins when this one has seen that it can end.
            arranging.is_stale.store(true, Ordering::Relaxed);
        } else if self.waker.is_some() && is_large(self.document()) {
            self.arrange_on_thread(Instant::now());
        } else {
            let request = self.request();
            let worked = request.work(&|| false);
            drop(request);
            if let Some((contents, arranged)) = worked {
                self.take(contents, arranged);
            }
        }
    }

    /// What is to be worked out.
    fn request(&self) -> Request {
        Request {
            contents: self.now.contents.clone(),
            before: self.now.arranged.clone(),
            wanted: self.wanted.clone(),
            changed: self.editing.not_shown(),
        }
    }

    fn arrange_on_thread(&mut self, since: Instant) {
        let Some(waker) = self.waker.clone() else { return };
        let request = self.request();
        let is_stale = Arc::new(AtomicBool::new(false));
        let (sender, outcome) = channel();
        self.arranging = Some(Arranging { is_stale: is_stale.clone(), outcome, since });
        std::thread::spawn(move || {
            let is_stale = || is_stale.load(Ordering::Relaxed);
            let worked = request.work(&is_stale);
            // The document is given back before it is told of, so that nobody has to copy it.
            drop(request);
            // Nobody listens any more if the document was closed meanwhile.
            let _ = sender.send(worked);
            waker();
        });
    }

    /// Shows what was worked out.
    fn take(&mut self, contents: Option<Contents>, arranged: Arranged) {
        match contents {
            None => self.show(arranged),
            Some(contents) => self.show_changed(contents, arranged),
        }
    }

    pub(super) fn show(&mut self, arranged: Arranged) {
        let before = std::mem::replace(&mut self.now.arranged, arranged);
        let now = &self.now.arranged;
        self.revision = next_stamp();
        if before.wanted.goal != now.wanted.goal {
            self.focus_stamp = self.revision;
        }
        if before.shown.stamp != now.shown.stamp {
            self.count_hidden_members();
        }
        self.compare_folds();
        let in_place = self.in_place.take();
        self.keep_in_place(in_place);
        if self.is_large() {
            // Giving back its memory takes longer than a frame.
            std::thread::spawn(move || drop(before));
        }
    }
}

/// All that is needed to work out what is wanted.
struct Request {
    contents: Contents,
    before: Arranged,
    wanted: Wanted,
    /// The document, if it has changed since it was shown, and how.
    changed: Option<(Roadmap, Renumberings)>,
}

impl Request {
    /// `None` as soon as nobody waits for it any more.
    fn work(&self, is_stale: &(dyn Fn() -> bool + Sync)) -> Option<Worked> {
        let Some((roadmap, renumberings)) = &self.changed else {
            let before = Some(&self.before);
            return Some((None, Arranged::new(&self.contents, &self.wanted, before, is_stale)?));
        };
        let contents = Contents::new(roadmap.clone(), self.contents.diagnostics.clone());
        if is_stale() {
            return None;
        }
        let wanted = self.wanted.carried(renumberings, &contents);
        let arranged = Arranged::new(&contents, &wanted, None, is_stale)?;
        Some((Some(contents), arranged))
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Origin, Session};
    use super::*;
    use crate::model::Mode;
    use crate::sample::{SampleRequest, generate};
    use std::sync::mpsc::Receiver;

    /// A session that works on threads, and what they say when they are done.
    fn large() -> (Session, Receiver<()>) {
        let roadmap = generate(&SampleRequest::of(25_000));
        let mut session = Session::new(roadmap, Origin::BuiltIn, Vec::new());
        let (sender, done) = channel();
        session.work_on_threads(Arc::new(move || sender.send(()).unwrap_or_default()));
        done.recv().unwrap();
        assert!(session.problems().is_some(), "the first thing that a thread does");
        (session, done)
    }

    fn wait(session: &mut Session, done: &Receiver<()>) {
        while session.arranging_for().is_some() {
            done.recv().unwrap();
            session.take_arranged();
        }
    }

    #[test]
    fn what_is_shown_stays_until_the_rest_is_worked_out() {
        let (mut session, done) = large();
        let all = session.matches().shown();
        session.set_query("kind:milestone").unwrap();
        assert_eq!(session.filter().query().text(), "kind:milestone");
        assert_eq!((session.matches().shown(), session.matches().total()), (all, all));
        assert!(session.arranging_for().is_some());
        wait(&mut session, &done);
        let milestones = session.milestone_count();
        assert_eq!(session.matches().shown(), milestones);
        assert!(milestones > 0 && milestones < all);
    }

    #[test]
    fn only_the_last_of_many_wishes_is_shown() {
        let (mut session, done) = large();
        for text in ["a", "ab", "abc", "kind:milestone"] {
            session.set_query(text).unwrap();
        }
        session.set_mode(Mode::Gantt);
        session.fold_all(true);
        let before = session.shown_stamp();
        let mut stamps = Vec::new();
        while session.arranging_for().is_some() {
            done.recv().unwrap();
            if session.take_arranged() {
                stamps.push(session.shown_stamp());
            }
        }
        assert_eq!(stamps.len(), 1);
        assert_ne!(stamps[0], before);
        assert_eq!(session.matches().shown(), session.milestone_count());
        assert_eq!(session.rows().mode, Mode::Gantt);
        assert_eq!(session.rows().rows.len(), session.rows().groups.len());

        // The same as at once.
        let mut other = Session::new(session.roadmap().clone(), Origin::BuiltIn, Vec::new());
        other.set_query("kind:milestone").unwrap();
        other.set_mode(Mode::Gantt);
        other.fold_all(true);
        assert!(other.arranging_for().is_none());
        assert_eq!(other.matches(), session.matches());
        assert_eq!(other.rows().height, session.rows().height);
    }

    #[test]
    fn what_was_cancelled_is_not_shown_later() {
        let (mut session, done) = large();
        session.set_query("kind:milestone").unwrap();
        session.cancel_arranging();
        assert!(session.arranging_for().is_none());
        assert!(!session.filter().is_active());
        done.recv().unwrap();
        assert!(!session.take_arranged());
        assert_eq!(session.matches().shown(), session.matches().total());
        session.set_mode(Mode::Gantt);
        wait(&mut session, &done);
        assert_eq!(session.rows().mode, Mode::Gantt);
    }

    #[test]
    fn a_small_document_needs_no_thread() {
        let roadmap = generate(&SampleRequest::of(300));
        let mut session = Session::new(roadmap, Origin::BuiltIn, Vec::new());
        session.work_on_threads(Arc::new(|| panic!("no thread")));
        session.set_query("kind:milestone").unwrap();
        assert_eq!(session.matches().shown(), session.milestone_count());
    }
}
