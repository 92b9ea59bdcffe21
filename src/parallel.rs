//! Work on all cores whose results are taken in order.

use std::num::NonZero;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

/// How many jobs a thread has before it, or results behind it, so that few are in memory at a time.
const WAITING: usize = 2;

/// The results of two pieces of work, done at the same time if that is worth a thread.
pub(crate) fn both<A: Send, B>(
    is_worth_it: bool,
    one: impl FnOnce() -> A + Send,
    other: impl FnOnce() -> B,
) -> (A, B) {
    if !is_worth_it {
        return (one(), other());
    }
    thread::scope(|scope| {
        let one = scope.spawn(one);
        let other = other();
        (one.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)), other)
    })
}

/// Hands the result of each job to `take`, in order; `None` as soon as `take` gives one.
///
/// The results are made on as many threads as there are cores, while this one fetches the jobs
/// and takes the results. A single job is done on this one.
pub(crate) fn in_order<J: Send, R: Send>(
    mut jobs: impl Iterator<Item = J>,
    make: impl Fn(J) -> R + Sync,
    mut take: impl FnMut(R) -> Option<()>,
) -> Option<()> {
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    let Some(first) = jobs.next() else { return Some(()) };
    let second = if threads < 2 { None } else { jobs.next() };
    let Some(second) = second else {
        take(make(first))?;
        return jobs.try_for_each(|job| take(make(job)));
    };
    let mut jobs = [first, second].into_iter().chain(jobs);
    let make = &make;
    thread::scope(|scope| {
        let workers: Vec<(SyncSender<J>, Receiver<R>)> = (0..threads)
            .map(|_| {
                let (give, given) = sync_channel(WAITING);
                let (send, results) = sync_channel(WAITING);
                scope.spawn(move || {
                    // Nobody takes it if the end has come early.
                    for job in given {
                        if send.send(make(job)).is_err() {
                            break;
                        }
                    }
                });
                (give, results)
            })
            .collect();
        let (mut given, mut taken) = (0, 0);
        loop {
            while given - taken < threads * WAITING
                && let Some(job) = jobs.next()
            {
                let worker = &workers[given % threads].0;
                worker.send(job).expect("a thread lives as long as somebody has jobs for it");
                given += 1;
            }
            if taken == given {
                return Some(());
            }
            let result = workers[taken % threads].1.recv();
            take(result.expect("a thread makes something of each of its jobs"))?;
            taken += 1;
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_pieces_of_work_are_done() {
        for is_worth_it in [false, true] {
            assert_eq!(both(is_worth_it, || 1, || "other"), (1, "other"));
        }
    }

    #[test]
    fn results_come_in_the_order_of_the_jobs_and_end_early() {
        for count in [0, 1, 2, 3, 100] {
            let mut taken = Vec::new();
            let whole = in_order(
                0..count,
                |job| job * 2,
                |double| {
                    taken.push(double);
                    Some(())
                },
            );
            assert_eq!(whole, Some(()));
            assert!(taken.iter().copied().eq((0..count).map(|job| job * 2)));
            let mut seen = 0;
            let early = in_order(
                0..count,
                |job| job,
                |job| {
                    seen += 1;
                    (job < 2).then_some(())
                },
            );
            assert_eq!(early.is_none(), count > 2);
            assert_eq!(seen, count.min(3));
        }
    }

    #[test]
    fn jobs_are_not_fetched_long_before_they_are_done() {
        let threads = thread::available_parallelism().map_or(1, NonZero::get);
        let (fetched, taken) = (std::cell::Cell::new(0), std::cell::Cell::new(0));
        let jobs = (0..1_000).inspect(|_| {
            fetched.set(fetched.get() + 1);
            assert!(fetched.get() - taken.get() <= threads * WAITING);
        });
        let whole = in_order(
            jobs,
            |job| job,
            |_| {
                taken.set(taken.get() + 1);
                Some(())
            },
        );
        assert_eq!((whole, taken.get()), (Some(()), 1_000));
    }
}
