//! Parsing on all cores, and adding the results in their order.

use std::num::NonZero;
use std::sync::mpsc::sync_channel;
use std::thread;

/// How many items a thread takes at once: enough that handing them over costs nothing.
const CHUNK: usize = 2_048;
/// How many finished chunks may wait, so that few results are in memory at a time.
const WAITING: usize = 2;

/// Hands each item with its result to `take`, in order; `None` as soon as `take` gives one.
///
/// The results are made on as many threads as there are cores, while this one takes them.
pub(super) fn in_order<T: Copy + Sync, R: Send>(
    items: &[T],
    make: impl Fn(T) -> R + Sync,
    mut take: impl FnMut(T, R) -> Option<()>,
) -> Option<()> {
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    if items.len() < 2 * CHUNK || threads < 2 {
        return items.iter().try_for_each(|&item| take(item, make(item)));
    }
    let make = &make;
    thread::scope(|scope| {
        let finished: Vec<_> = (0..threads)
            .map(|nth| {
                let (send, finished) = sync_channel(WAITING);
                scope.spawn(move || {
                    for chunk in items.chunks(CHUNK).skip(nth).step_by(threads) {
                        let results: Vec<R> = chunk.iter().map(|&item| make(item)).collect();
                        // Nobody takes it if the end has come early.
                        if send.send(results).is_err() {
                            break;
                        }
                    }
                });
                finished
            })
            .collect();
        for (chunk, finished) in items.chunks(CHUNK).zip(finished.iter().cycle()) {
            let results = finished.recv().expect("each thread makes every chunk that is its own");
            chunk.iter().zip(results).try_for_each(|(&item, result)| take(item, result))?;
        }
        Some(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_items_and_end_early() {
        for count in [0, 1, 2 * CHUNK - 1, 2 * CHUNK, 9 * CHUNK + 5] {
            let items: Vec<usize> = (0..count).collect();
            let mut taken = Vec::new();
            let whole = in_order(
                &items,
                |item| item * 2,
                |item, double| {
                    taken.push((item, double));
                    Some(())
                },
            );
            assert_eq!(whole, Some(()));
            assert!(taken.iter().copied().eq((0..count).map(|item| (item, item * 2))));
            let mut seen = 0;
            let early = in_order(
                &items,
                |item| item,
                |item, _| {
                    seen += 1;
                    (item < CHUNK + 3).then_some(())
                },
            );
            assert_eq!(early.is_none(), count > CHUNK + 3);
            assert_eq!(seen, count.min(CHUNK + 4));
        }
    }
}
