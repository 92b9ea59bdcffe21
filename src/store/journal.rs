//! The journal of a document: its transactions since it was saved, on the disk as they happen.
//!
//! Each open document has a folder with a journal of its own. The first line names the file that
//! the transactions apply to by its content, and a *base*, a copy that is written beside the
//! journal when the first transaction comes, so that they can be applied even if the file was
//! changed or removed since. Every further line is a transaction, or notes that a file with a
//! certain content is about to take the place of the document: a crash just behind that leaves a
//! file which tells by its content that it holds them already. When a file has been saved, a new
//! journal takes the place of the old one as a whole.
//!
//! A lock says whether the window of a journal is alive. One without a window was left by a crash
//! and is offered back.

mod folder;
mod lines;
mod recovery;
#[cfg(test)]
mod tests;
mod transactions;
mod writer;

pub use recovery::{OnDisk, Recoverable, Recovered};

use super::ContentHash;
use super::folders::{data_folder, real_path};
use crate::edit::Transaction;
use crate::model::{Diagnostic, Roadmap};
use folder::{JOURNAL, OwnFolder};
use lines::Read;
use serde_json::value::RawValue;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Sender, channel, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use transactions::encode;
use writer::{Message, SavedState, Writer};

/// What a journal belongs to.
pub struct Subject {
    /// Where the document is; `None` if it was never saved.
    pub document: Option<PathBuf>,
    /// What stands for the content of that file, from which the roadmap was read.
    pub file: Option<ContentHash>,
    /// What the first transaction will apply to.
    pub roadmap: Roadmap,
}

/// The journal of a document that is open. Nothing here but [`Journal::flush`] and
/// [`Journal::saving`] waits for the disk.
///
/// A journal that is dropped stays on the disk, and is offered back at the next start if it has
/// transactions that are in no file. [`Journal::close`] removes it.
pub struct Journal {
    sender: Sender<Message>,
    thread: Option<JoinHandle<()>>,
    count: AtomicU64,
    shared: Arc<Shared>,
    folder: PathBuf,
}

/// What the window sees of the thread.
struct Shared {
    flushed: AtomicU64,
    problem: Mutex<Option<Diagnostic>>,
    waker: Box<dyn Fn() + Send + Sync>,
}

impl Journal {
    /// Where the journals of all documents are; `None` if the user has no home folder.
    #[must_use]
    pub fn default_folder() -> Option<PathBuf> {
        data_folder("journals")
    }

    /// Begins the journal of a document in a folder that is for journals; `waker` is called from
    /// a thread when there is a new [`Journal::problem`], or none any more.
    ///
    /// # Errors
    /// If the folder cannot be made or written, or has no locks.
    pub fn begin(
        folder: &Path,
        subject: Subject,
        waker: impl Fn() + Send + Sync + 'static,
    ) -> io::Result<Self> {
        let document = subject.document.as_deref().map(real_path);
        let own = OwnFolder::make(folder, document.as_deref())?;
        let path = own.path().to_owned();
        let shared = Arc::new(Shared {
            flushed: AtomicU64::new(0),
            problem: Mutex::default(),
            waker: Box::new(waker),
        });
        let (sender, messages) = channel();
        let subject = Subject { document, ..subject };
        let writer = Writer::new(own, subject, sender.clone(), shared.clone())?;
        let thread = std::thread::Builder::new()
            .name("journal".into())
            .spawn(move || writer.run(&messages))?;
        Ok(Self { sender, thread: Some(thread), count: AtomicU64::new(0), shared, folder: path })
    }

    /// Writes a transaction down, which has just been applied to a roadmap (as
    /// [`History`](crate::edit::History) says it: what was taken back is a transaction, too).
    pub fn append(&self, transaction: &Transaction, roadmap: &Roadmap) {
        self.append_json(encode(transaction, roadmap));
    }

    fn append_json(&self, transaction: Box<RawValue>) {
        self.count.fetch_add(1, Ordering::Relaxed);
        self.send(Message::Transaction(transaction));
    }

    /// How many transactions were appended since the journal began.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.count.load(Ordering::Relaxed)
    }

    /// How many of them are on the disk, or in a file that was saved.
    #[must_use]
    pub fn flushed(&self) -> u64 {
        self.shared.flushed()
    }

    /// Why transactions cannot be written down; `None` while all is well. Every further one tries
    /// again.
    #[must_use]
    pub fn problem(&self) -> Option<Diagnostic> {
        self.shared.problem.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Waits until all transactions so far are on the disk.
    ///
    /// # Errors
    /// If they cannot be written.
    pub fn flush(&self) -> Result<(), Diagnostic> {
        let (answer, answered) = sync_channel(1);
        self.send(Message::Flush(answer));
        // The thread has no other end than that of this value.
        let _ = answered.recv();
        self.problem().map_or(Ok(()), Err)
    }

    /// Notes, and waits until it is on the disk, that a file with this content and the first
    /// `after` transactions in it is about to take the place of a document.
    ///
    /// If it cannot be noted, a crash just behind the saving makes the file look as if somebody
    /// else had changed it; nothing is lost by that.
    pub fn saving(&self, document: &Path, content: ContentHash, after: u64) {
        let (answer, answered) = sync_channel(1);
        let saving = lines::Saving::new(&real_path(document), content, after);
        self.send(Message::Saving(saving, answer));
        let _ = answered.recv();
    }

    /// Goes on with what came after the first `after` transactions, since a file with this
    /// content has all others. `roadmap` is what the file says.
    pub fn saved(&self, document: &Path, content: ContentHash, after: u64, roadmap: Roadmap) {
        let (document, roadmap) = (real_path(document), Arc::new(roadmap));
        self.send(Message::Saved(SavedState { document, content, after, roadmap }));
    }

    /// Removes the journal, since everything is saved or nobody wants it.
    ///
    /// # Errors
    /// If it cannot be removed; it may be offered back at the next start then.
    pub fn close(mut self) -> io::Result<()> {
        let (answer, answered) = sync_channel(1);
        self.send(Message::Close(answer));
        let outcome = answered.recv().map_err(io::Error::other)?;
        self.join();
        outcome
    }

    /// How many other windows, of this program or others on this machine, have the document open.
    ///
    /// # Errors
    /// If the folder of the journals cannot be read.
    pub fn other_windows(&self, document: &Path) -> io::Result<usize> {
        let folder = self.folder.parent().unwrap_or(Path::new("."));
        let document = real_path(document);
        let is_other = |path: &PathBuf| {
            *path != self.folder
                && folder::is_alive(path)
                && std::fs::read(path.join(JOURNAL)).is_ok_and(|text| {
                    Read::new(&text).and_then(|it| it.header.document()) == Some(document.clone())
                })
        };
        Ok(folder::all(folder)?.iter().filter(|path| is_other(path)).count())
    }

    fn send(&self, message: Message) {
        // The thread is there as long as this value: it stops when it is told to.
        let _ = self.sender.send(message);
    }

    fn join(&mut self) {
        if let Some(thread) = self.thread.take() {
            // A panic over there has been told where it happened.
            let _ = thread.join();
        }
    }
}

impl Drop for Journal {
    fn drop(&mut self) {
        self.send(Message::Stop);
        self.join();
    }
}

impl Shared {
    fn flushed(&self) -> u64 {
        self.flushed.load(Ordering::Acquire)
    }

    fn set_flushed(&self, count: u64) {
        self.flushed.store(count, Ordering::Release);
    }

    fn tell(&self, problem: Option<Diagnostic>) {
        let mut told = self.problem.lock().unwrap_or_else(PoisonError::into_inner);
        if *told != problem {
            *told = problem;
            drop(told);
            (self.waker)();
        }
    }
}
