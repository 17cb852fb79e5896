//! Objects that could not be read: when to try them again, and that they are told of once.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::time::{Duration, Instant};

use jiff::civil::Date;

use super::seen::day_of;
use crate::commands::{grouped, tell};
use crate::sink::safe::shown;

/// The pause before an object is tried again doubles up to this: nobody restores an archive, or
/// allows the use of a key, from one minute to the next.
const LONGEST: Duration = Duration::from_mins(10);
/// Names that are told for each reason.
const NAMED: usize = 3;

/// Objects that could not be had, by their keys.
#[derive(Default)]
pub(super) struct Unread {
    waiting: HashMap<String, Waiting>,
    /// Those that are no longer asked for.
    given_up: u64,
    /// Those that came, and are broken: only another version of them can be read.
    broken: HashSet<String>,
}

struct Waiting {
    since: Instant,
    pause: Duration,
    next: Instant,
    is_listed: bool,
}

impl Unread {
    /// A round begins.
    pub(super) fn begin(&mut self) {
        self.waiting.values_mut().for_each(|waiting| waiting.is_listed = false);
    }

    /// Whether it is time to read an object that is listed, and was not read.
    pub(super) fn is_due(&mut self, key: &str) -> bool {
        self.waiting.get_mut(key).is_none_or(|waiting| {
            waiting.is_listed = true;
            waiting.next <= Instant::now()
        })
    }

    /// An object could not be had; gives whether that is news. `pause`: before it is tried again.
    pub(super) fn fail(&mut self, key: &str, pause: Duration) -> bool {
        let now = Instant::now();
        let is_news = !self.waiting.contains_key(key);
        let new = || Waiting { since: now, pause, next: now, is_listed: true };
        let waiting = self.waiting.entry(key.to_owned()).or_insert_with(new);
        waiting.next = now + waiting.pause;
        waiting.pause = (waiting.pause * 2).min(LONGEST.max(pause));
        is_news
    }

    /// An object came, and is broken.
    pub(super) fn is_broken(&mut self, key: &str) {
        self.waiting.remove(key);
        self.broken.insert(key.to_owned());
    }

    /// An object was read.
    pub(super) fn is_read(&mut self, key: &str) {
        self.waiting.remove(key);
        self.broken.remove(key);
    }

    /// A whole round ends: what it did not list will not come.
    pub(super) fn end(&mut self) {
        let before = self.waiting.len();
        self.waiting.retain(|_, waiting| waiting.is_listed);
        self.given_up += (before - self.waiting.len()) as u64;
    }

    /// The first day of those that are waited for, for no longer than `patience`.
    pub(super) fn first_day(&self, patience: Duration) -> Option<Date> {
        let waited = self.waiting.iter().filter(|(_, it)| it.since.elapsed() < patience);
        waited.filter_map(|(key, _)| day_of(key)).min()
    }

    pub(super) fn number(&self) -> u64 {
        (self.waiting.len() + self.broken.len()) as u64 + self.given_up
    }
}

/// What went wrong with objects or folders: a name, and why.
pub(super) type Failures = Vec<(String, String)>;

/// Tells of failures, of many for the same reason only the first by name.
pub(super) fn told(failures: Failures) {
    let mut reasons: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, why) in failures {
        reasons.entry(why).or_default().push(name);
    }
    for (why, names) in reasons {
        for name in names.iter().take(NAMED) {
            tell(&format!("{}: {}", shown(name), shown(&why)));
        }
        if let Some(rest) = names.len().checked_sub(NAMED).filter(|rest| *rest > 0) {
            tell(&format!("… and {} more: {}", grouped(rest as u64), shown(&why)));
        }
    }
}
