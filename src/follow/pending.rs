//! Objects that could not be read: when to try them again, and that each is reported once.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::time::{Duration, Instant};

use indicatif::HumanCount;
use jiff::civil::Date;

use super::Reporter;
use super::seen_objects::day_of;
use crate::sink::safe::shown;

/// The pause before the next attempt doubles up to this: an archive is not restored, nor access to a
/// key granted, from one minute to the next.
const LONGEST: Duration = Duration::from_mins(10);
/// Names that are reported for each reason.
const NAMED: usize = 3;

/// Objects that were listed and not read, by key.
#[derive(Default)]
pub(super) struct Pending {
    retries: HashMap<String, Retry>,
    /// Objects that are no longer listed.
    given_up: u64,
    /// Corrupt objects: only another version of them can be read.
    corrupt: HashSet<String>,
}

struct Retry {
    since: Instant,
    pause: Duration,
    next: Instant,
    is_listed: bool,
}

impl Pending {
    /// Begins a poll cycle.
    pub(super) fn begin_cycle(&mut self) {
        self.retries.values_mut().for_each(|retry| retry.is_listed = false);
    }

    /// Notes that an object is listed that was not read; gives whether to try it now.
    pub(super) fn is_due(&mut self, key: &str) -> bool {
        self.retries.get_mut(key).is_none_or(|retry| {
            retry.is_listed = true;
            retry.next <= Instant::now()
        })
    }

    /// Adds an object that could not be read, to be tried again after `pause`; gives whether it is the
    /// first time.
    pub(super) fn add(&mut self, key: &str, pause: Duration) -> bool {
        let now = Instant::now();
        let is_first = !self.retries.contains_key(key);
        let new = || Retry { since: now, pause, next: now, is_listed: true };
        let retry = self.retries.entry(key.to_owned()).or_insert_with(new);
        retry.next = now + retry.pause;
        retry.pause = (retry.pause * 2).min(LONGEST.max(pause));
        is_first
    }

    /// Adds a corrupt object, which is not tried again.
    pub(super) fn add_corrupt(&mut self, key: &str) {
        self.retries.remove(key);
        self.corrupt.insert(key.to_owned());
    }

    /// Removes an object that was read.
    pub(super) fn remove(&mut self, key: &str) {
        self.retries.remove(key);
        self.corrupt.remove(key);
    }

    /// Ends a poll cycle that listed everything: an object that it did not list is given up.
    pub(super) fn end_cycle(&mut self) {
        let before = self.retries.len();
        self.retries.retain(|_, retry| retry.is_listed);
        self.given_up += (before - self.retries.len()) as u64;
    }

    /// The first day of the objects that were added within `patience`.
    pub(super) fn first_day(&self, patience: Duration) -> Option<Date> {
        let recent = self.retries.iter().filter(|(_, it)| it.since.elapsed() < patience);
        recent.filter_map(|(key, _)| day_of(key)).min()
    }

    /// How many objects were not read.
    pub(super) fn len(&self) -> u64 {
        (self.retries.len() + self.corrupt.len()) as u64 + self.given_up
    }
}

/// Objects or folders that failed: the name of each, and why.
pub(super) type Failures = Vec<(String, String)>;

/// Reports failures; of many for the same reason only the first by name.
pub(super) fn report_failures(failures: Failures, reporter: &dyn Reporter) {
    let mut reasons: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, why) in failures {
        reasons.entry(why).or_default().push(name);
    }
    for (why, names) in reasons {
        for name in names.iter().take(NAMED) {
            reporter.problem(&format!("{}: {}", shown(name), shown(&why)));
        }
        if let Some(rest) = names.len().checked_sub(NAMED).filter(|rest| *rest > 0) {
            let rest = HumanCount(rest as u64);
            reporter.problem(&format!("… and {rest} more: {}", shown(&why)));
        }
    }
}
