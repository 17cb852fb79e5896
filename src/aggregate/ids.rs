//! Sets: of numbers of values, and of events by a hash of their ids.

use std::collections::HashSet;
use std::hash::{BuildHasher as _, BuildHasherDefault, Hash};

use foldhash::quality::RandomState;

use crate::sink::ids::{Bits, ID_BYTES};

/// Values that are compared one by one before a set is made.
const FEW: usize = 8;

/// Makes the hashes of one run. An attacker who chooses ids cannot make two look like one.
#[derive(Clone, Debug, Default)]
pub(super) struct Hashes([RandomState; 2]);

impl Hashes {
    pub(super) fn hash(&self, bytes: &[u8]) -> u128 {
        let [high, low] = self.0.each_ref().map(|key| u128::from(key.hash_one(bytes)));
        high << 64 | low
    }
}

/// A set. Most have few members.
#[derive(Clone, Debug)]
pub(super) enum Set<T> {
    One(Option<T>),
    Few(Vec<T>),
    Many(HashSet<T, BuildHasherDefault<Bits>>),
}

impl<T> Default for Set<T> {
    fn default() -> Self {
        Self::One(None)
    }
}

impl<T: Copy + Eq + Hash> Set<T> {
    pub(super) fn len(&self) -> usize {
        match self {
            Self::One(one) => usize::from(one.is_some()),
            Self::Few(few) => few.len(),
            Self::Many(many) => many.len(),
        }
    }

    pub(super) fn contains(&self, member: T) -> bool {
        match self {
            Self::One(one) => *one == Some(member),
            Self::Few(few) => few.contains(&member),
            Self::Many(many) => many.contains(&member),
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = T> {
        let (one, few, many) = match self {
            Self::One(one) => (*one, None, None),
            Self::Few(few) => (None, Some(few), None),
            Self::Many(many) => (None, None, Some(many)),
        };
        let few = few.into_iter().flatten().copied();
        one.into_iter().chain(few).chain(many.into_iter().flat_map(|many| many.iter().copied()))
    }

    /// Adds a member; gives the bytes that the set grew by.
    pub(super) fn insert(&mut self, member: T) -> usize {
        match self {
            Self::One(None) => *self = Self::One(Some(member)),
            Self::One(Some(one)) if *one == member => {}
            Self::One(Some(one)) => {
                *self = Self::Few(vec![*one, member]);
                return 2 * ID_BYTES;
            }
            Self::Few(few) if few.contains(&member) => {}
            Self::Few(few) if few.len() < FEW => {
                few.push(member);
                return ID_BYTES;
            }
            Self::Few(few) => {
                let mut many: HashSet<_, _> = HashSet::default();
                many.extend(few.drain(..));
                many.insert(member);
                *self = Self::Many(many);
                return ID_BYTES;
            }
            Self::Many(many) => return if many.insert(member) { ID_BYTES } else { 0 },
        }
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_counts_once_in_small_and_large_sets() {
        let mut set = Set::default();
        let mut bytes = 0;
        for member in (0..100_u32).chain(0..100) {
            bytes += set.insert(member);
        }
        assert_eq!((set.len(), bytes), (100, 100 * ID_BYTES));
        let mut members: Vec<u32> = set.iter().collect();
        members.sort_unstable();
        assert_eq!(members, (0..100).collect::<Vec<_>>());
    }
}
