//! How far a reader or a writer has got.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// What a reader or a writer has done so far, for whoever waits for it on another thread, and
/// whether they still do.
#[derive(Debug, Default)]
pub struct Progress {
    bytes: AtomicU64,
    total_bytes: AtomicU64,
    tasks: AtomicU64,
    is_cancelled: AtomicBool,
}

impl Progress {
    /// The part of the file that has been read, from 0 to 1; 0 while its size is not known.
    #[must_use]
    pub fn part(&self) -> f32 {
        let total = self.total_bytes.load(Ordering::Relaxed);
        let bytes = self.bytes.load(Ordering::Relaxed);
        if total == 0 { 0.0 } else { (bytes as f64 / total as f64).min(1.0) as f32 }
    }

    /// The size of the file in bytes; 0 while it is not known.
    #[must_use]
    pub fn total_bytes(&self) -> u64 {
        self.total_bytes.load(Ordering::Relaxed)
    }

    /// How many tasks have been read.
    #[must_use]
    pub fn tasks(&self) -> u64 {
        self.tasks.load(Ordering::Relaxed)
    }

    /// How many bytes have been read or written.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.bytes.load(Ordering::Relaxed)
    }

    /// Nobody waits any more: the reader or writer gives up soon, and says so as a problem of
    /// the file.
    pub fn cancel(&self) {
        self.is_cancelled.store(true, Ordering::Relaxed);
    }

    pub(super) fn is_cancelled(&self) -> bool {
        self.is_cancelled.load(Ordering::Relaxed)
    }

    pub(super) fn begin(&self, total_bytes: u64) {
        self.total_bytes.store(total_bytes, Ordering::Relaxed);
    }

    pub(super) fn add_bytes(&self, bytes: usize) {
        self.bytes.fetch_add(bytes as u64, Ordering::Relaxed);
    }

    pub(super) fn advance(&self, bytes: usize, tasks: usize) {
        self.bytes.store(bytes as u64, Ordering::Relaxed);
        self.tasks.store(tasks as u64, Ordering::Relaxed);
    }
}
