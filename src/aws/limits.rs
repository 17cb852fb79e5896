//! How long AWS is waited for and how often a request is repeated.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher as _, Hasher as _};
use std::time::Duration;

/// The limits of one session. The default values are for use; tests take shorter times.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Attempts of a request before it fails. The usual 3 make reading thousands of objects fail:
    /// S3 asks all clients to slow down while it scales.
    pub attempts: u32,
    /// Attempts of the first request to a host: a user without a network should know soon.
    pub first_attempts: u32,
    /// The pause before the second attempt. It doubles from attempt to attempt.
    pub first_pause: Duration,
    /// The longest pause between two attempts.
    pub longest_pause: Duration,
    /// Time to open a connection.
    pub connect: Duration,
    /// Time until a response begins.
    pub response: Duration,
    /// Time until a response other than an object is complete, in one attempt.
    pub attempt: Duration,
    /// Time until an object is complete, in one attempt.
    pub object_attempt: Duration,
    /// An object's transfer that moves less than 1 KiB/s for so long is repeated.
    pub stall: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            attempts: 10,
            first_attempts: 3,
            first_pause: Duration::from_millis(100),
            longest_pause: Duration::from_secs(20),
            connect: Duration::from_secs(5),
            response: Duration::from_mins(1),
            attempt: Duration::from_mins(2),
            object_attempt: Duration::from_mins(15),
            stall: Duration::from_secs(30),
        }
    }
}

/// The pauses between the attempts of one request.
pub(super) struct Backoff {
    pause: Duration,
    longest: Duration,
    retries: u32,
}

impl Backoff {
    /// Pauses that start with `first` and allow so many attempts.
    pub(super) fn new(first: Duration, longest: Duration, attempts: u32) -> Self {
        Self { pause: first, longest, retries: attempts.saturating_sub(1) }
    }
}

impl Iterator for Backoff {
    type Item = Duration;

    /// The pause before the next attempt; `None` if there is none left.
    fn next(&mut self) -> Option<Duration> {
        self.retries = self.retries.checked_sub(1)?;
        let pause = self.pause;
        self.pause = (pause * 2).min(self.longest);
        Some(jittered(pause))
    }
}

/// Between half the pause and all of it, so that not all clients come back at once.
pub(super) fn jittered(pause: Duration) -> Duration {
    let chance = RandomState::new().build_hasher().finish() % 64;
    pause / 2 + pause / 2 * u32::try_from(chance).unwrap_or_default() / 64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_the_longest_and_end_with_the_attempts() {
        let second = Duration::from_secs(1);
        let pauses: Vec<_> = Backoff::new(second, 3 * second, 5).collect();
        assert_eq!(pauses.len(), 4);
        for (pause, full) in pauses.into_iter().zip([1, 2, 3, 3]) {
            assert!(full * second / 2 <= pause && pause <= full * second, "{pause:?}");
        }
        assert_eq!(Backoff::new(second, second, 1).count(), 0);
    }
}
