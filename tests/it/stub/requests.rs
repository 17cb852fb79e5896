//! What the server was asked, counted for the tests.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use serde_json::Value;

/// What was asked so far, also what was answered with an error.
#[derive(Clone, Default)]
pub(crate) struct Requests {
    /// Pages listed.
    pub(crate) lists: usize,
    /// Objects read.
    pub(crate) gets: usize,
    /// Objects and buckets asked about.
    pub(crate) heads: usize,
    /// Objects stored over the network.
    pub(crate) puts: usize,
    /// Operations of CloudTrail, in the order in which they came.
    pub(crate) cloudtrail: Vec<Call>,
    /// Operations of SQS, in the order in which they came.
    pub(crate) sqs: Vec<Call>,
    /// Answers that were `SlowDown` by chance.
    pub(crate) slow_downs: usize,
    /// Bodies that ended with their connection.
    pub(crate) resets: usize,
    /// Bodies that were half and said to be whole.
    pub(crate) truncations: usize,
    pub(crate) damages: usize,
    /// How many were being answered at the same time, at most.
    pub(crate) most_at_once: usize,
    /// The prefix of each listing, in the order in which they began; further pages and pages that
    /// were slowed down do not count.
    pub(crate) prefixes: Vec<String>,
}

/// One request to CloudTrail or SQS.
#[derive(Clone)]
pub(crate) struct Call {
    pub(crate) operation: String,
    /// The region that it was signed for; empty if it was not signed.
    pub(crate) region: String,
    pub(crate) input: Value,
    /// When it came.
    pub(crate) at: Instant,
    /// It was one too many.
    pub(crate) throttled: bool,
}

/// Counts while the server runs.
#[derive(Default)]
pub(super) struct Tally {
    counted: Mutex<Counted>,
}

#[derive(Default)]
struct Counted {
    requests: Requests,
    at_once: usize,
}

impl Tally {
    /// One more request is being answered.
    pub(super) fn begin(&self) {
        let mut counted = self.lock();
        counted.at_once += 1;
        counted.requests.most_at_once = counted.requests.most_at_once.max(counted.at_once);
    }

    /// One request is answered.
    pub(super) fn end(&self) {
        self.lock().at_once -= 1;
    }

    pub(super) fn note(&self, change: impl FnOnce(&mut Requests)) {
        change(&mut self.lock().requests);
    }

    pub(super) fn requests(&self) -> Requests {
        self.lock().requests.clone()
    }

    fn lock(&self) -> MutexGuard<'_, Counted> {
        self.counted.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
