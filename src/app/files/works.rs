//! Dialogs, reading and writing on threads, and what they answer.

use super::Purpose;
use crate::app::Session;
use crate::app::keeping::{BroughtBack, Merged};
use crate::model::{Diagnostic, Roadmap};
use crate::store::{FileStamp, Progress, SaveError, Saved};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::time::Instant;

/// Work that goes on outside of the window's thread.
#[derive(Default)]
pub struct Files {
    works: Vec<Work>,
}

/// What a thread does.
struct Work {
    kind: WorkKind,
    /// What it works on, if that is known.
    job: Option<Job>,
    answers: Receiver<Answer>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::app) enum WorkKind {
    /// It shows a dialog.
    Dialog,
    /// It reads a roadmap, which will take the place of the one that is open.
    Opening,
    /// It reads the official text.
    Attaching,
    /// It writes a file.
    Writing,
}

/// A file that is being read or written.
#[derive(Clone)]
pub struct Job {
    /// Where it is.
    pub path: PathBuf,
    /// How far that has got.
    pub progress: Arc<Progress>,
    /// When it began.
    pub began: Instant,
}

impl Job {
    pub(in crate::app) fn new(path: PathBuf) -> Self {
        Self { path, progress: Arc::default(), began: Instant::now() }
    }
}

/// A file that was read, with what it was like; or why it was not.
pub(super) type OpenedSession = Result<(Box<Session>, Option<FileStamp>), Vec<Diagnostic>>;

/// What comes back from a thread.
pub(in crate::app) enum Answer {
    /// The user chose a path.
    Chosen(Purpose, PathBuf),
    /// The user closed the dialog without choosing.
    Cancelled,
    /// The system has no dialog to show.
    NoDialog(Purpose),
    /// The first rows of a large file were read; the rest will follow.
    Preview(PathBuf, Box<Session>),
    /// A file was read.
    Opened(PathBuf, OpenedSession),
    /// The official text was read.
    Attached(PathBuf, std::io::Result<Vec<u8>>),
    /// The document was written, or not.
    Saved {
        /// Where.
        path: PathBuf,
        /// Which session it was.
        session: u64,
        /// The state of its history.
        state: u64,
        /// What was written.
        roadmap: Box<Roadmap>,
        /// What came of it.
        outcome: Result<Saved, SaveError>,
    },
    /// The changes of somebody else were merged, or not.
    Merged(Result<Box<Merged>, (PathBuf, Vec<Diagnostic>)>),
    /// What a crash had left was brought back, or not.
    BroughtBack(Result<Box<BroughtBack>, Vec<Diagnostic>>),
    /// A picture was written.
    Written(PathBuf, Result<(), Diagnostic>),
}

impl Files {
    /// Whether something goes on.
    pub fn is_busy(&self) -> bool {
        !self.works.is_empty()
    }

    /// The roadmap that is being read, if one is.
    pub fn opening(&self) -> Option<&Job> {
        let opening = self.works.iter().find(|work| work.kind == WorkKind::Opening)?;
        opening.job.as_ref()
    }

    /// The files that are being written.
    pub fn writing(&self) -> impl Iterator<Item = &Job> {
        let writing = self.works.iter().filter(|work| work.kind == WorkKind::Writing);
        writing.filter_map(|work| work.job.as_ref())
    }

    /// Stops reading; what comes of it all the same is dropped.
    pub fn cancel_opening(&mut self) -> Option<Job> {
        let opening = self.opening()?.clone();
        self.cancel(WorkKind::Opening, &opening.path);
        Some(opening)
    }

    /// Stops writing a file, which then stays as it was.
    pub fn cancel_writing(&mut self, path: &Path) {
        self.cancel(WorkKind::Writing, path);
    }

    fn cancel(&mut self, kind: WorkKind, path: &Path) {
        let is_meant = |work: &Work| {
            work.kind == kind && work.job.as_ref().is_some_and(|job| job.path == path)
        };
        let cancelled = self.works.extract_if(.., |work| is_meant(work));
        for job in cancelled.filter_map(|work| work.job) {
            job.progress.cancel();
        }
    }

    /// Does work that may tell something before it answers.
    pub(in crate::app) fn run(
        &mut self,
        ctx: &egui::Context,
        kind: WorkKind,
        job: Option<Job>,
        work: impl FnOnce(&dyn Fn(Answer)) -> Answer + Send + 'static,
    ) {
        match kind {
            WorkKind::Opening => drop(self.cancel_opening()),
            // The answer of a dialog that nobody looks at any more is not waited for.
            WorkKind::Dialog => self.works.retain(|work| work.kind != kind),
            WorkKind::Attaching | WorkKind::Writing => {}
        }
        let (sender, answers) = channel();
        let ctx = ctx.clone();
        std::thread::spawn(move || {
            let tell = |answer| {
                // Nobody listens any more if the window was closed meanwhile.
                let _ = sender.send(answer);
                ctx.request_repaint();
            };
            let answer = work(&tell);
            tell(answer);
        });
        self.works.push(Work { kind, job, answers });
    }

    /// Writes a file and tells how far that is.
    pub(in crate::app) fn write(
        &mut self,
        ctx: &egui::Context,
        path: PathBuf,
        write: impl FnOnce(PathBuf, &Progress) -> Answer + Send + 'static,
    ) {
        let job = Job::new(path.clone());
        let progress = job.progress.clone();
        self.run(ctx, WorkKind::Writing, Some(job), move |_| write(path, &progress));
    }

    pub(super) fn take(&mut self) -> Option<Answer> {
        let mut taken = None;
        self.works.retain(|work| {
            if taken.is_some() {
                return true;
            }
            match work.answers.try_recv() {
                Ok(answer) => {
                    let is_last = !matches!(answer, Answer::Preview(..));
                    taken = Some(answer);
                    !is_last
                }
                Err(TryRecvError::Empty) => true,
                Err(TryRecvError::Disconnected) => false,
            }
        });
        taken
    }
}
