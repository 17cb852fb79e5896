//! The flag that ends a run early, and what it wakes.
//!
//! Knows nothing of signals: the code that receives one sets the flag.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// Whether the user has interrupted the run. All clones share one flag.
#[derive(Clone, Default)]
pub struct Interrupt(Arc<Shared>);

#[derive(Default)]
struct Shared {
    is_set: AtomicBool,
    /// Called when the flag is set.
    wakers: Mutex<Vec<Box<dyn Fn() + Send>>>,
}

impl Interrupt {
    /// Whether the run is interrupted.
    pub fn is_set(&self) -> bool {
        self.0.is_set.load(Ordering::Acquire)
    }

    /// Interrupts the run.
    pub fn set(&self) {
        self.0.is_set.store(true, Ordering::Release);
        self.0.wakers.lock().unwrap_or_else(PoisonError::into_inner).iter().for_each(|wake| wake());
    }

    /// Calls `wake` when the flag is set, or now if it is. It may be called twice.
    pub fn wakes(&self, wake: impl Fn() + Send + 'static) {
        let mut wakers = self.0.wakers.lock().unwrap_or_else(PoisonError::into_inner);
        // The check comes after the push, so that either `set` or this calls `wake`.
        wakers.push(Box::new(wake));
        if self.is_set()
            && let Some(wake) = wakers.last()
        {
            wake();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Barrier;
    use std::thread;

    use super::*;

    #[test]
    fn a_waker_that_is_added_while_the_flag_is_set_is_called() {
        for _ in 0..20_000 {
            let (interrupt, start) = (Interrupt::default(), Barrier::new(2));
            let woken = Arc::new(AtomicBool::new(false));
            let flag = Arc::clone(&woken);
            thread::scope(|scope| {
                scope.spawn(|| {
                    start.wait();
                    interrupt.set();
                });
                start.wait();
                interrupt.wakes(move || flag.store(true, Ordering::Release));
            });
            assert!(woken.load(Ordering::Acquire) && interrupt.is_set());
        }
    }
}
