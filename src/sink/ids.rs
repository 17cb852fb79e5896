//! Finds events that were delivered more than once: the same `eventID` for the same receiving account.
//!
//! An event is remembered as 16 bytes, a keyed hash of both: an attacker who chooses ids cannot make
//! two events look like one.

use std::collections::HashSet;
use std::hash::{BuildHasher as _, BuildHasherDefault, Hasher, RandomState};

use crate::event::Event;

/// How many events are remembered to count duplicates.
const MOST: usize = 1_000_000;
/// Bytes that an id takes in a set, whose table is at least half full.
pub const ID_BYTES: usize = 40;

/// Makes the hashes of one run.
#[derive(Clone, Debug, Default)]
pub(super) struct Keys([RandomState; 2]);

impl Keys {
    /// The key by which an event is remembered; `None` without an id: such events are all different.
    pub(super) fn id(&self, event: &Event<'_>) -> Option<u128> {
        let id = event.id();
        if id.is_empty() {
            return None;
        }
        let both = (id, event.account());
        let [high, low] = self.0.each_ref().map(|key| u128::from(key.hash_one(&both)));
        Some(high << 64 | low)
    }
}

/// A hash of a hash: some of its bits.
#[derive(Debug, Default)]
pub struct Bits(u64);

impl Hasher for Bits {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, _: &[u8]) {}

    #[expect(clippy::cast_possible_truncation, reason = "half of the bits are as good as all")]
    fn write_u128(&mut self, id: u128) {
        self.0 = id as u64;
    }

    /// A small number is no hash: its bits are spread.
    fn write_u32(&mut self, number: u32) {
        self.0 = u64::from(number).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }
}

/// A set of keyed hashes.
pub type Ids = HashSet<u128, BuildHasherDefault<Bits>>;

/// The events seen so far.
#[derive(Debug)]
pub(super) struct Seen {
    ids: Ids,
    /// Those before the current set was begun.
    before: Ids,
    /// The most ids of a set.
    most: usize,
}

impl Seen {
    pub(super) fn new() -> Self {
        Self { ids: Ids::default(), before: Ids::default(), most: usize::MAX }
    }

    /// Remembers at most twice so many ids, the latest.
    pub(super) fn limit(&mut self, most: usize) {
        self.most = most;
    }

    pub(super) fn clear(&mut self) {
        self.ids.clear();
        self.before.clear();
    }

    pub(super) fn len(&self) -> usize {
        self.ids.len() + self.before.len()
    }

    /// Bytes that the ids take, in tables that are at least half full.
    pub(super) fn bytes(&self) -> usize {
        self.len() * ID_BYTES
    }

    /// Remembers an event; `true` if it was not seen before.
    pub(super) fn insert(&mut self, id: Option<u128>) -> bool {
        let Some(id) = id else { return true };
        if self.ids.len() >= self.most {
            self.before = std::mem::take(&mut self.ids);
        }
        !self.before.contains(&id) && self.ids.insert(id)
    }
}

/// The number of events that came again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Duplicates {
    /// Events beyond the first of each id.
    pub count: u64,
    /// There may be more: not all events could be remembered.
    pub is_least: bool,
}

/// Counts events that come again, in bounded memory.
#[derive(Debug, Default)]
pub(super) struct Counter {
    ids: Ids,
    pub(super) duplicates: Duplicates,
}

impl Counter {
    pub(super) fn count(&mut self, id: Option<u128>) {
        self.count_within(id, MOST);
    }

    fn count_within(&mut self, id: Option<u128>, most: usize) {
        let Some(id) = id else { return };
        if self.ids.len() < most {
            self.duplicates.count += u64::from(!self.ids.insert(id));
        } else if self.ids.contains(&id) {
            self.duplicates.count += 1;
        } else {
            self.duplicates.is_least = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::json::Index;

    fn id(keys: &Keys, record: &str) -> Option<u128> {
        keys.id(&Event::parse(record.as_bytes(), &mut Index::default()).unwrap())
    }

    #[test]
    fn the_same_id_for_another_account_is_another_event() {
        let keys = Keys::default();
        let one = id(&keys, r#"{"eventID":"e","recipientAccountId":"1"}"#);
        assert_eq!(one, id(&keys, r#"{"recipientAccountId":"1","a":0,"eventID":"e"}"#));
        assert_ne!(one, id(&keys, r#"{"eventID":"e","recipientAccountId":"2"}"#));
        assert_ne!(one, id(&keys, r#"{"eventID":"e1","recipientAccountId":""}"#));
        assert_eq!(id(&keys, r#"{"recipientAccountId":"1"}"#), None);
    }

    #[test]
    fn beyond_the_remembered_ids_the_count_is_a_lower_bound() {
        let mut counter = Counter::default();
        for id in [1, 2, 1] {
            counter.count_within(Some(id), 2);
        }
        assert_eq!(counter.duplicates, Duplicates { count: 1, is_least: false });
        for id in [Some(3), Some(3), Some(2), None, None] {
            counter.count_within(id, 2);
        }
        assert_eq!(counter.duplicates, Duplicates { count: 2, is_least: true });
        assert_eq!(counter.ids.len(), 2);
    }

    #[test]
    fn a_limit_of_memory_keeps_the_latest_ids() {
        let mut seen = Seen::new();
        seen.limit(2);
        let is_new = |seen: &mut Seen, id| seen.insert(Some(id));
        assert!(is_new(&mut seen, 1) && is_new(&mut seen, 2) && !is_new(&mut seen, 1));
        assert!(is_new(&mut seen, 3) && is_new(&mut seen, 4) && !is_new(&mut seen, 3));
        assert!(is_new(&mut seen, 5) && is_new(&mut seen, 1) && seen.insert(None));
    }
}
