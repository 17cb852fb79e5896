//! Which request fails: by chance, and yet the same from run to run.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError, RwLock};
use std::time::Duration;

/// How often the same thing may fail in a row, so that ten attempts are always enough.
const LONGEST_STREAK: u32 = 5;

/// What goes wrong, each as a share from 0 to 1 of the requests that it may hit.
#[derive(Default, Clone, Copy)]
pub(crate) struct Faults {
    /// Objects read and pages listed: 503 `SlowDown`.
    pub(crate) slow_down: f64,
    /// Objects read: the connection ends after half of the body.
    pub(crate) reset: f64,
    /// Objects read: half of the body is sent, and `Content-Length` agrees with that.
    pub(crate) truncate: f64,
    /// Objects read: one byte of the body is another.
    pub(crate) damage: f64,
    /// How long every answer takes.
    pub(crate) latency: Duration,
}

/// What goes wrong with one request.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    SlowDown,
    Reset,
    Truncate,
    Damage,
}

/// Decides what goes wrong.
#[derive(Default)]
pub(super) struct Dice {
    faults: RwLock<Faults>,
    throws: AtomicU64,
    /// How often in a row a thing has failed; those that have not are absent.
    streaks: Mutex<HashMap<String, u32>>,
}

impl Dice {
    pub(super) fn set(&self, faults: Faults) {
        *self.faults.write().unwrap_or_else(PoisonError::into_inner) = faults;
    }

    pub(super) fn faults(&self) -> Faults {
        *self.faults.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// The fate of reading an object.
    pub(super) fn for_object(&self, name: &str) -> Option<Fault> {
        self.throw(self.faults(), name)
    }

    /// The fate of listing a page, which is never cut nor damaged.
    pub(super) fn for_page(&self, name: &str) -> Option<Fault> {
        self.throw(Faults { reset: 0.0, truncate: 0.0, damage: 0.0, ..self.faults() }, name)
    }

    fn throw(&self, faults: Faults, name: &str) -> Option<Fault> {
        let Faults { slow_down, reset, truncate, damage, .. } = faults;
        let cut = slow_down + reset + truncate;
        if cut + damage <= 0.0 {
            return None;
        }
        let fate = match chance(self.throws.fetch_add(1, Ordering::Relaxed)) {
            chance if chance < slow_down => Some(Fault::SlowDown),
            chance if chance < slow_down + reset => Some(Fault::Reset),
            chance if chance < cut => Some(Fault::Truncate),
            chance if chance < cut + damage => Some(Fault::Damage),
            _ => None,
        };
        let mut streaks = self.streaks.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(fault) = fate else {
            streaks.remove(name);
            return None;
        };
        let streak = streaks.entry(name.to_owned()).or_default();
        if *streak == LONGEST_STREAK {
            streaks.remove(name);
            return None;
        }
        *streak += 1;
        Some(fault)
    }
}

/// A number from 0 to 1 that looks like chance: `SplitMix64` of the counter.
fn chance(counter: u64) -> f64 {
    let mut bits = counter.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^= bits >> 31;
    let upper = u32::try_from(bits >> 32).expect("half of the bits are left");
    f64::from(upper) / (f64::from(u32::MAX) + 1.0)
}
