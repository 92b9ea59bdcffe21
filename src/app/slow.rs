//! Values that are made anew when their cause changes: at once, or on a thread if that takes long.

use std::sync::mpsc::{Receiver, TryRecvError, channel};

/// A value and what it was made for.
pub struct Slow<K, T> {
    made: Option<(K, T)>,
    making: Option<(K, Receiver<T>)>,
}

impl<K, T> Default for Slow<K, T> {
    fn default() -> Self {
        Self { made: None, making: None }
    }
}

impl<K: PartialEq, T: Send + 'static> Slow<K, T> {
    /// Sees to it that the value is the one for `key`, now or, if making it takes long, in a
    /// later frame. One thread makes it at a time.
    pub fn update<F>(&mut self, ctx: &egui::Context, key: K, takes_long: bool, make: F)
    where
        F: FnOnce() -> T + Send + 'static,
    {
        if let Some((made_for, receiver)) = &self.making {
            match receiver.try_recv() {
                Ok(value) => {
                    let is_current = *made_for == key;
                    let made_for = self.making.take().map(|(made_for, _)| made_for);
                    if is_current {
                        self.made = made_for.map(|made_for| (made_for, value));
                    }
                }
                Err(TryRecvError::Empty) => return,
                // It has failed, and would again.
                Err(TryRecvError::Disconnected) if *made_for == key => return,
                Err(TryRecvError::Disconnected) => self.making = None,
            }
        }
        if self.made.as_ref().is_some_and(|(made_for, _)| *made_for == key) {
            return;
        }
        if !takes_long {
            self.made = Some((key, make()));
            return;
        }
        let (sender, receiver) = channel();
        let ctx = ctx.clone();
        std::thread::spawn(move || {
            // Nobody listens any more if the window was closed meanwhile.
            let _ = sender.send(make());
            ctx.request_repaint();
        });
        self.making = Some((key, receiver));
    }

    /// The value that was made last, and for what.
    pub fn latest(&self) -> Option<&(K, T)> {
        self.made.as_ref()
    }

    /// The value that was made for this.
    pub fn made_for(&self, key: &K) -> Option<&T> {
        self.made.as_ref().filter(|(made_for, _)| made_for == key).map(|(_, value)| value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::{Duration, Instant};

    #[test]
    fn what_takes_long_is_made_on_a_thread_and_stale_values_are_dropped() {
        let ctx = egui::Context::default();
        let mut slow = Slow::default();
        slow.update(&ctx, 1, false, || "at once");
        assert_eq!(slow.made_for(&1), Some(&"at once"));
        let (go, wait) = channel::<()>();
        slow.update(&ctx, 2, true, move || wait.recv().map_or("nobody", |()| "stale"));
        assert_eq!(slow.latest(), Some(&(1, "at once")));
        // Something else is wanted before the thread is done.
        slow.update(&ctx, 3, true, || "too early: one at a time");
        go.send(()).unwrap();
        let patience = Instant::now();
        while slow.made_for(&3).is_none() && patience.elapsed() < Duration::from_secs(20) {
            slow.update(&ctx, 3, true, || "fresh");
            assert_eq!(slow.made_for(&2), None);
            std::thread::yield_now();
        }
        assert_eq!(slow.made_for(&3), Some(&"fresh"));
    }
}
