//! Opening, saving and exporting from the window: dialogs and slow work on a thread of their own.

use super::official::OfficialText;
use super::{App, Origin, Session};
use crate::cli::formats;
use crate::export;
use crate::layout::Theme;
use crate::model::{Diagnostic, Roadmap};
use crate::store;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};

/// What a path is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To open a roadmap.
    Open,
    /// To save the roadmap there.
    Save,
    /// To attach the official text.
    Attach,
    /// To write the picture there as SVG.
    Svg,
    /// To write the picture there as PNG.
    Png,
}

/// Work that goes on outside of the window's thread.
#[derive(Default)]
pub struct Files {
    answers: Option<Receiver<Answer>>,
}

/// What comes back from it.
enum Answer {
    /// The user chose a path; nothing if the dialog was cancelled or could not be shown.
    Chosen(Purpose, Option<PathBuf>),
    /// A file was read.
    Opened(PathBuf, Result<(Roadmap, Vec<Diagnostic>), Vec<Diagnostic>>),
    /// The official text was read.
    Attached(PathBuf, std::io::Result<Vec<u8>>),
    /// A file was written.
    Written(PathBuf, Result<(), String>),
}

impl Files {
    /// Whether something goes on.
    pub fn is_busy(&self) -> bool {
        self.answers.is_some()
    }

    fn run(&mut self, ctx: &egui::Context, work: impl FnOnce() -> Answer + Send + 'static) {
        let (sender, receiver) = channel();
        let ctx = ctx.clone();
        std::thread::spawn(move || {
            let answer = work();
            // Nobody listens any more if the window was closed meanwhile.
            let _ = sender.send(answer);
            ctx.request_repaint();
        });
        self.answers = Some(receiver);
    }

    fn take(&mut self) -> Option<Answer> {
        use std::sync::mpsc::TryRecvError;
        match self.answers.as_ref()?.try_recv() {
            Ok(answer) => {
                self.answers = None;
                Some(answer)
            }
            Err(TryRecvError::Empty) => None,
            Err(TryRecvError::Disconnected) => {
                self.answers = None;
                None
            }
        }
    }
}
