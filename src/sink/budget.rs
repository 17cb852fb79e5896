//! One memory budget for all that an answer remembers until the end: groups, distinct values, the ids of
//! events that must come only once.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use indicatif::HumanBytes;

use super::numbers::counted;
use crate::error::UserError;

/// A budget, shared by all who remember something.
#[derive(Clone, Debug)]
pub struct Budget {
    most: usize,
    used: Arc<AtomicUsize>,
}

/// The answer needs more memory than it may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OverBudget {
    /// The budget in bytes.
    pub most: usize,
    /// Groups that were reached.
    pub groups: u64,
    /// Ids of events that were reached.
    pub ids: u64,
}

impl Budget {
    /// A budget of so many bytes.
    pub fn new(most: usize) -> Self {
        Self { most, used: Arc::default() }
    }

    /// The budget in bytes.
    pub fn most(&self) -> usize {
        self.most
    }

    /// Replaces what one of those who share it uses; `false` if all together use more than there is.
    pub fn change(&self, before: usize, after: usize) -> bool {
        let used = if after >= before {
            let more = after - before;
            self.used.fetch_add(more, Ordering::Relaxed) + more
        } else {
            let less = before - after;
            self.used.fetch_sub(less, Ordering::Relaxed) - less
        };
        used <= self.most
    }
}

impl From<OverBudget> for UserError {
    fn from(over: OverBudget) -> Self {
        let most = HumanBytes(over.most as u64);
        let reached = match over.ids {
            0 => counted(over.groups, "group"),
            ids => format!("{} (--unique)", counted(ids, "event ID")),
        };
        Self::new(
            format_args!(
                "the answer needs more than {most} of memory: {reached} reached, nothing is printed"
            ),
            "narrow the search, use fewer or coarser fields in --by, or raise --max-memory (half of it \
             is for the answer)",
        )
    }
}

impl From<OverBudget> for io::Error {
    fn from(over: OverBudget) -> Self {
        Self::other(UserError::from(over))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_who_share_a_budget_use_it_together() {
        let (one, two) = (Budget::new(100), Budget::new(100));
        let other = one.clone();
        assert!(one.change(0, 60) && other.change(0, 40) && !other.change(40, 41));
        assert!(one.change(60, 0) && two.change(0, 100));
    }
}
