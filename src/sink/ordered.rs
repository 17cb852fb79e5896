//! Puts the results of threads in the order of the objects.
//!
//! A thread that is early leaves its part and continues, as long as all waiting parts are small
//! together; otherwise it waits for its turn. Knows nothing of what a part is.

use std::collections::BTreeMap;
use std::io;
use std::ops::ControlFlow;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Bytes that parts may hold together while they wait.
const ROOM: usize = 16 << 20;
/// Parts that may wait, whatever their size.
const PARTS: usize = 4_096;

/// A turnstile for parts that are numbered from 0 without gaps.
pub struct Ordered<P, F> {
    state: Mutex<State<P, F>>,
    turn: Condvar,
}

struct State<P, F> {
    take: F,
    next: u64,
    waiting: BTreeMap<u64, (usize, P)>,
    held: usize,
    /// No more parts are taken.
    over: bool,
    error: Option<io::Error>,
}

impl<P, F: FnMut(P) -> io::Result<ControlFlow<()>>> Ordered<P, F> {
    /// `take` receives the parts in order, one at a time, until it breaks.
    pub fn new(take: F) -> Self {
        let state =
            State { take, next: 0, waiting: BTreeMap::new(), held: 0, over: false, error: None };
        Self { state: Mutex::new(state), turn: Condvar::new() }
    }

    /// Submits the part with this number, which holds so many bytes. `Break` if no more are taken.
    pub fn submit(&self, number: u64, held: usize, part: P) -> ControlFlow<()> {
        let mut state = self.lock();
        loop {
            if state.over {
                return ControlFlow::Break(());
            }
            if state.next == number {
                state.take(part);
                break;
            }
            if state.held + held <= ROOM && state.waiting.len() < PARTS {
                state.held += held;
                state.waiting.insert(number, (held, part));
                return ControlFlow::Continue(());
            }
            state = self.turn.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        while let Some((held, part)) = state.take_next() {
            state.held -= held;
            state.take(part);
        }
        self.turn.notify_all();
        if state.over { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    /// Wakes every thread and takes no more: another thread will never submit its part.
    fn abandon(&self) {
        self.lock().over = true;
        self.turn.notify_all();
    }

    /// Abandons the order if the thread that holds this guard panics, so that no other thread waits
    /// for its part.
    pub fn abandon_on_panic(&self) -> impl Drop {
        OnPanic(|| self.abandon())
    }

    /// Ends the order.
    ///
    /// # Errors
    /// The first error of `take`.
    pub fn finish(self) -> io::Result<()> {
        let state = self.state.into_inner().unwrap_or_else(PoisonError::into_inner);
        state.error.map_or(Ok(()), Err)
    }

    fn lock(&self) -> MutexGuard<'_, State<P, F>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<P, F: FnMut(P) -> io::Result<ControlFlow<()>>> State<P, F> {
    fn take(&mut self, part: P) {
        self.next += 1;
        match (self.take)(part) {
            Ok(ControlFlow::Continue(())) => {}
            Ok(ControlFlow::Break(())) => self.over = true,
            Err(error) => {
                self.over = true;
                self.error = Some(error);
            }
        }
    }

    fn take_next(&mut self) -> Option<(usize, P)> {
        if self.over { None } else { self.waiting.remove(&self.next) }
    }
}

/// Calls a function if its thread panics.
struct OnPanic<F: Fn()>(F);

impl<F: Fn()> Drop for OnPanic<F> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            (self.0)();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU64, Ordering};

    use super::*;

    fn run(
        threads: usize,
        parts: u64,
        held: usize,
        mut take: impl FnMut(u64) -> io::Result<ControlFlow<()>> + Send,
    ) -> io::Result<()> {
        let ordered = Ordered::new(&mut take);
        let number = AtomicU64::new(0);
        std::thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(|| {
                    loop {
                        let mine = number.fetch_add(1, Ordering::Relaxed);
                        if mine >= parts || ordered.submit(mine, held, mine).is_break() {
                            return;
                        }
                    }
                });
            }
        });
        ordered.finish()
    }

    #[test]
    fn parts_are_taken_in_order_whatever_their_size() {
        for held in [0, ROOM / 2, ROOM + 1] {
            let mut seen = Vec::new();
            run(8, 2_000, held, |part| {
                seen.push(part);
                Ok(ControlFlow::Continue(()))
            })
            .unwrap();
            assert_eq!(seen, (0..2_000).collect::<Vec<_>>());
        }
    }

    #[test]
    fn an_error_stops_every_thread() {
        let error = run(8, 1_000_000, ROOM, |part| {
            if part < 10 {
                Ok(ControlFlow::Continue(()))
            } else {
                Err(io::ErrorKind::BrokenPipe.into())
            }
        });
        assert_eq!(error.unwrap_err().kind(), io::ErrorKind::BrokenPipe);
    }

    #[test]
    fn no_part_is_taken_after_a_break() {
        let mut seen = 0;
        run(8, 1_000, 0, |_| {
            seen += 1;
            Ok(if seen == 5 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
        })
        .unwrap();
        assert_eq!(seen, 5);
    }
}
