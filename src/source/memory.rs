//! One budget of memory for all threads that hold objects.
//!
//! Objects are small as a rule, so each thread may hold one of a share's size at any time. A larger
//! one is held alone: all others wait until it is let go. So the peak is that of the budget, however
//! many threads there are. Knows nothing of machines: the budget is given.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// The least budget that there can be.
pub const LEAST: usize = 512 << 20;

/// An object needs room for its bytes as they are stored, for its text, and for what is noted of
/// both: about four times its size at worst.
const COPIES: usize = 4;

/// A budget, divided.
#[derive(Debug)]
pub struct Memory {
    ahead: usize,
    share: usize,
    most: usize,
    alone: Mutex<()>,
}

impl Memory {
    /// One half of the budget for objects of all threads, an eighth of the whole for those that no
    /// thread reads yet among them; the other half for the one that is held alone. No object may
    /// have more than `limit` bytes.
    pub fn new(budget: usize, threads: usize, limit: usize) -> Self {
        let half = budget / 2;
        // Twice: the half holds what one large object needs at worst, and rarely needs that.
        let most = (2 * half / COPIES).min(limit);
        let ahead = half / 4;
        let share = ((half - ahead) / COPIES / threads.max(1)).min(most);
        Self { ahead, share, most, alone: Mutex::new(()) }
    }

    /// How many bytes all objects together may have that no thread reads yet.
    pub fn ahead(&self) -> usize {
        self.ahead
    }

    /// How many bytes an object may have that is held beside others.
    pub fn share(&self) -> usize {
        self.share
    }

    /// How many bytes an object may have at all.
    pub fn most(&self) -> usize {
        self.most
    }

    /// Waits until no other large object is held.
    pub fn alone(&self) -> MutexGuard<'_, ()> {
        self.alone.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_ahead_the_shares_of_all_threads_and_one_large_object_fit_in_the_budget() {
        for budget in [LEAST, 3 << 30, 64 << 30] {
            for threads in [1, 2, 7, 64, 500] {
                let memory = Memory::new(budget, threads, usize::MAX);
                assert!(memory.ahead() + memory.share() * threads * COPIES <= budget / 2);
                assert!(
                    memory.most() * COPIES / 2 <= budget / 2 && memory.share() <= memory.most()
                );
            }
        }
        let memory = Memory::new(LEAST, 1, 1000);
        assert_eq!((memory.share(), memory.most()), (1000, 1000));
    }
}
