//! The thread that writes a journal.

use super::super::save::{replace_file_telling, sync_folder};
use super::super::stamp::Hashing;
use super::super::{ContentHash, Progress, format};
use super::folder::{JOURNAL, NEXT_JOURNAL, OwnFolder, base_name, remove_if_there};
use super::lines::{BaseEntry, Chain, Entry, Hash, Header, Read, Saving};
use super::{Shared, Subject};
use crate::model::{Diagnostic, Roadmap};
use serde_json::value::RawValue;
use std::fs::{self, File};
use std::io::{self, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, SyncSender};
use std::thread::{self, JoinHandle};

/// What the thread is asked to do.
pub(super) enum Message {
    /// Writes a transaction down.
    Transaction(Box<RawValue>),
    /// Notes what is about to be saved, and answers when that is on the disk or cannot be.
    Saving(Saving, SyncSender<()>),
    /// The document was saved: a new journal begins with what came after that.
    Saved(SavedState),
    /// The base with this number was written, or could not be.
    Based(u32, io::Result<ContentHash>),
    /// Answers when everything so far is on the disk, or cannot be.
    Flush(SyncSender<()>),
    /// Stops; everything so far is written first.
    Stop,
    /// Stops and removes the journal.
    Close(SyncSender<io::Result<()>>),
}

/// A document as it was saved.
pub(super) struct SavedState {
    pub(super) document: PathBuf,
    pub(super) content: ContentHash,
    pub(super) after: u64,
    pub(super) roadmap: Arc<Roadmap>,
}

/// What the base of the journal is about.
enum Base {
    /// It is this, and not written as there is no transaction yet.
    Waiting(Arc<Roadmap>),
    /// A thread writes it.
    Writing(Arc<Roadmap>),
    /// It is on the disk.
    Written,
}

/// A journal that will take the place of this one when its base is written.
struct Next {
    number: u32,
    document: PathBuf,
    content: ContentHash,
    after: u64,
}

pub(super) struct Writer {
    folder: OwnFolder,
    file: File,
    header: Header,
    /// How much of the file is known to be on the disk.
    flushed_bytes: u64,
    /// Lines that are not in the file yet.
    unwritten: Vec<u8>,
    chain: Chain,
    /// How many transactions there were in all.
    count: u64,
    base: Base,
    base_number: u32,
    next: Option<Next>,
    /// The largest number that a base has got.
    last_number: u32,
    /// The threads that write bases, each with what stops it.
    base_threads: Vec<(JoinHandle<()>, Arc<Progress>)>,
    sender: Sender<Message>,
    shared: Arc<Shared>,
}

impl Writer {
    /// Begins the lines of a journal in its folder.
    pub(super) fn new(
        folder: OwnFolder,
        subject: Subject,
        sender: Sender<Message>,
        shared: Arc<Shared>,
    ) -> io::Result<Self> {
        let Subject { document, file: content, roadmap } = subject;
        let header = Header::new(document.as_deref(), content, base_name(0), 0);
        let mut file = File::create(folder.path().join(JOURNAL))?;
        let mut chain = Chain::default();
        let mut line = Vec::new();
        chain.push(&Entry::Header(header.clone()), &mut line);
        // It is flushed with the first transaction: until then there is nothing to bring back.
        file.write_all(&line)?;
        Ok(Self {
            folder,
            file,
            header,
            flushed_bytes: line.len() as u64,
            unwritten: Vec::new(),
            chain,
            count: 0,
            base: Base::Waiting(Arc::new(roadmap)),
            base_number: 0,
            next: None,
            last_number: 0,
            base_threads: Vec::new(),
            sender,
            shared,
        })
    }

    /// Takes messages until it is told to stop.
    pub(super) fn run(mut self, messages: &Receiver<Message>) {
        while let Ok(first) = messages.recv() {
            // Whatever has come meanwhile goes to the disk together.
            let mut answers = Vec::new();
            let mut closing = None;
            let mut stops = false;
            for message in std::iter::once(first).chain(messages.try_iter()) {
                match message {
                    Message::Transaction(json) => {
                        self.count += 1;
                        self.push(&Entry::Transaction(json));
                    }
                    Message::Saving(saving, answer) => {
                        self.push(&Entry::Saving(saving));
                        answers.push(answer);
                    }
                    Message::Saved(saved) => self.saved(saved),
                    Message::Based(number, outcome) => self.based(number, outcome),
                    Message::Flush(answer) => answers.push(answer),
                    Message::Stop => stops = true,
                    Message::Close(answer) => closing = Some(answer),
                }
            }
            if let Some(answer) = closing {
                // Nobody needs the bases any more.
                self.base_threads.iter().for_each(|(_, progress)| progress.cancel());
                self.wait_for_bases();
                // Nobody waits if the window is gone.
                let _ = answer.send(self.folder.remove());
                return;
            }
            self.write_out_and_tell();
            for answer in answers {
                let _ = answer.send(());
            }
            if stops {
                self.wait_for_bases();
                for message in messages.try_iter() {
                    if let Message::Based(number, outcome) = message {
                        self.based(number, outcome);
                    }
                }
                self.write_out_and_tell();
                return;
            }
        }
    }

    fn wait_for_bases(&mut self) {
        for (thread, _) in self.base_threads.drain(..) {
            // A panic over there has been told where it happened.
            let _ = thread.join();
        }
    }

    fn write_out_and_tell(&mut self) {
        let outcome = self.write_out();
        self.shared.tell(outcome.as_ref().err().map(not_written));
        if outcome.is_ok() {
            self.shared.set_flushed(self.count);
        }
    }

    fn push(&mut self, entry: &Entry) {
        self.chain.push(entry, &mut self.unwritten);
    }

    /// Brings everything so far to the disk. What could not be written is tried again with the
    /// next message.
    fn write_out(&mut self) -> io::Result<()> {
        if self.unwritten.is_empty() {
            return Ok(());
        }
        if let (Base::Waiting(roadmap), None) = (&self.base, self.header.file) {
            // There is no file that could serve as the base.
            let (folder, progress) = (self.folder.path(), Progress::default());
            let content = write_base(folder, self.base_number, roadmap, &progress)?;
            self.base = Base::Written;
            self.push(&Entry::Base(BaseEntry { content: Hash(content) }));
        }
        // What a full disk has taken of a line goes first.
        self.file.set_len(self.flushed_bytes)?;
        self.file.seek(SeekFrom::Start(self.flushed_bytes))?;
        self.file.write_all(&self.unwritten)?;
        self.file.sync_data()?;
        if self.shared.flushed() == self.header.before {
            // It was not worth a wait as long as there was no transaction.
            sync_folder(self.folder.path());
        }
        if is_removed(&self.file) {
            return Err(io::Error::new(io::ErrorKind::NotFound, "the journal was removed"));
        }
        self.flushed_bytes += self.unwritten.len() as u64;
        self.unwritten.clear();
        if let Base::Waiting(roadmap) = &self.base {
            // Until then the document itself serves as the base.
            let roadmap = roadmap.clone();
            self.write_base(self.base_number, roadmap.clone());
            self.base = Base::Writing(roadmap);
        }
        Ok(())
    }

    /// Writes a base on a thread of its own, as that may take seconds.
    fn write_base(&mut self, number: u32, roadmap: Arc<Roadmap>) {
        let (folder, sender) = (self.folder.path().to_owned(), self.sender.clone());
        let progress = Arc::new(Progress::default());
        let cancel = progress.clone();
        self.base_threads.retain(|(thread, _)| !thread.is_finished());
        let thread = thread::spawn(move || {
            let outcome = write_base(&folder, number, &roadmap, &progress);
            // Nobody waits for it if the journal was closed.
            let _ = sender.send(Message::Based(number, outcome));
        });
        self.base_threads.push((thread, cancel));
    }

    fn based(&mut self, number: u32, outcome: io::Result<ContentHash>) {
        if let Some(next) = self.next.take_if(|next| next.number == number) {
            // If that fails, this journal still has everything, and the next save tries again.
            let _ = outcome.and_then(|content| self.switch(&next, Base::Written, Some(content)));
        } else if let Base::Writing(roadmap) = &self.base
            && number == self.base_number
        {
            match outcome {
                Ok(content) => {
                    self.base = Base::Written;
                    self.push(&Entry::Base(BaseEntry { content: Hash(content) }));
                }
                // The next transaction tries again.
                Err(_) => self.base = Base::Waiting(roadmap.clone()),
            }
        } else {
            // A later save was faster. A base that stays is only a waste of space.
            let _ = remove_if_there(&self.folder.path().join(base_name(number)));
        }
    }

    fn saved(&mut self, saved: SavedState) {
        let SavedState { document, content, after, roadmap } = saved;
        self.last_number += 1;
        let next = Next { number: self.last_number, document, content, after };
        if after == self.count {
            self.next = None;
            // If that fails, this journal still has everything, and the next save tries again.
            let _ = self.switch(&next, Base::Waiting(roadmap), None);
        } else {
            // What came after it needs a base that nobody can change; until then this one serves.
            self.write_base(next.number, roadmap);
            self.next = Some(next);
        }
    }

    /// Goes on with a journal that begins where the document was saved.
    fn switch(
        &mut self,
        next: &Next,
        base: Base,
        base_content: Option<ContentHash>,
    ) -> io::Result<()> {
        let rest = self.transactions_after(next.after)?;
        let folder = self.folder.path().to_owned();
        let document = Some(&*next.document);
        let header = Header::new(document, Some(next.content), base_name(next.number), next.after);

        let mut chain = Chain::default();
        let mut lines = Vec::new();
        chain.push(&Entry::Header(header.clone()), &mut lines);
        if let Some(content) = base_content {
            chain.push(&Entry::Base(BaseEntry { content: Hash(content) }), &mut lines);
        }
        for json in rest {
            chain.push(&Entry::Transaction(json), &mut lines);
        }
        let path = folder.join(NEXT_JOURNAL);
        let mut file = File::create(&path)?;
        file.write_all(&lines)?;
        file.sync_all()?;
        fs::rename(&path, folder.join(JOURNAL))?;
        sync_folder(&folder);
        // A base that stays is only a waste of space.
        let _ = remove_if_there(&folder.join(&self.header.base));
        self.file = file;
        self.header = header;
        self.flushed_bytes = lines.len() as u64;
        self.unwritten.clear();
        self.chain = chain;
        self.base = base;
        self.base_number = next.number;
        Ok(())
    }

    /// The transactions behind this many.
    fn transactions_after(&mut self, after: u64) -> io::Result<Vec<Box<RawValue>>> {
        if after == self.count {
            // Even if there was no room for them, a file has them now.
            return Ok(Vec::new());
        }
        self.write_out()?;
        let text = fs::read(self.folder.path().join(JOURNAL))?;
        let old = Read::new(&text).ok_or(io::ErrorKind::InvalidData)?;
        let held = usize::try_from(after.saturating_sub(old.header.before));
        Ok(old.transactions.into_iter().skip(held.unwrap_or(usize::MAX)).collect())
    }
}

/// Writes a roadmap as the base of a journal.
fn write_base(
    folder: &Path,
    number: u32,
    roadmap: &Roadmap,
    progress: &Progress,
) -> io::Result<ContentHash> {
    let mut content = None;
    replace_file_telling::<io::Error>(&folder.join(base_name(number)), progress, |out| {
        let mut out = Hashing::new(out);
        format::write(roadmap, &mut out)?;
        content = Some(out.hash());
        Ok(())
    })?;
    Ok(content.expect("what was written without an error was written to the end"))
}

/// Whether a file has lost its name, so that nobody will find what is written to it.
fn is_removed(file: &File) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        file.metadata().is_ok_and(|metadata| metadata.nlink() == 0)
    }
    #[cfg(not(unix))]
    {
        let _ = file;
        false
    }
}

fn not_written(error: &io::Error) -> Diagnostic {
    let why = super::super::save::problem(error);
    let [ja, en] = [crate::model::Language::Japanese, crate::model::Language::English]
        .map(|language| why.message(language).to_owned());
    Diagnostic::warning(
        None,
        format!("変更の記録を書けません: {ja}"),
        format!("the journal of changes cannot be written: {en}"),
    )
    .with_hint(
        "変更はこのウィンドウの中にだけあります。早めに保存してください",
        "the changes are in this window only; save soon",
    )
}
