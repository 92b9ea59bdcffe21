//! The same work on many records, on as many cores as there are.

use std::collections::BTreeMap;
use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::sync_channel;
use std::thread;

/// Records that one thread takes at a time: little enough to stay in its cache.
const CHUNK: usize = 1024;

/// More threads than this would only wait for the caller.
const MOST_THREADS: usize = 6;

/// Calls `work` on every record, on any thread, and `take` on every result, in
/// the order of the records and on this thread, until it returns `false`.
pub(super) fn in_order<R: Copy + Sync, T: Send>(
    records: &[R],
    work: impl Fn(R) -> T + Sync,
    mut take: impl FnMut(R, T) -> bool,
) {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let threads = cores.min(MOST_THREADS).min(records.len() / (2 * CHUNK));
    if threads < 2 {
        for &record in records {
            if !take(record, work(record)) {
                return;
            }
        }
        return;
    }
    let next_chunk = AtomicUsize::new(0);
    let (sender, receiver) = sync_channel(4 * threads);
    thread::scope(|scope| {
        for _ in 0..threads {
            let sender = sender.clone();
            let (work, next_chunk) = (&work, &next_chunk);
            thread::Builder::new()
                .name("wrk".into())
                .spawn_scoped(scope, move || {
                    loop {
                        let number = next_chunk.fetch_add(1, Ordering::Relaxed);
                        let Some(chunk) = records.chunks(CHUNK).nth(number) else { break };
                        let results: Vec<T> = chunk.iter().map(|&record| work(record)).collect();
                        // The receiver is gone when the caller wants no more.
                        if sender.send((number, results)).is_err() {
                            break;
                        }
                    }
                })
                .unwrap();
        }
        drop(sender);
        let mut early = BTreeMap::new();
        let mut wanted = 0;
        for (number, results) in receiver {
            early.insert(number, results);
            while let Some(results) = early.remove(&wanted) {
                let chunk = &records[wanted * CHUNK..];
                for (&record, result) in chunk.iter().zip(results) {
                    if !take(record, result) {
                        return;
                    }
                }
                wanted += 1;
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_order_and_stop_when_told() {
        for count in [0, 1, 10 * CHUNK + 7] {
            let records: Vec<usize> = (0..count).collect();
            let mut taken = Vec::new();
            in_order(
                &records,
                |record| record * 2,
                |record, result| {
                    assert_eq!(result, record * 2);
                    taken.push(record);
                    true
                },
            );
            assert_eq!(taken, records);
            let mut calls = 0;
            in_order(
                &records,
                |record| record,
                |record, _| {
                    calls += 1;
                    record < 3000
                },
            );
            assert_eq!(calls, count.min(3001));
        }
    }
}
