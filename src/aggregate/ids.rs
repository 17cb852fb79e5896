//! Sets of distinct values. A value is remembered as 16 bytes, a keyed hash: whoever chooses the values
//! cannot make two look like one.

use std::hash::{BuildHasher as _, RandomState};

use crate::sink::ids::{ID_BYTES, Ids};

/// Values that are compared one by one before a set is made.
const FEW: usize = 8;

/// Makes the hashes of one run.
#[derive(Clone, Debug, Default)]
pub(super) struct Hashes([RandomState; 2]);

impl Hashes {
    pub(super) fn hash(&self, bytes: &[u8]) -> u128 {
        let [high, low] = self.0.each_ref().map(|key| u128::from(key.hash_one(bytes)));
        high << 64 | low
    }
}

/// Distinct values.
#[derive(Clone, Debug)]
pub(super) enum Set {
    Few(Vec<u128>),
    Many(Box<Ids>),
}

impl Default for Set {
    fn default() -> Self {
        Self::Few(Vec::new())
    }
}

impl Set {
    pub(super) fn len(&self) -> usize {
        match self {
            Self::Few(ids) => ids.len(),
            Self::Many(ids) => ids.len(),
        }
    }

    pub(super) fn contains(&self, id: u128) -> bool {
        match self {
            Self::Few(ids) => ids.contains(&id),
            Self::Many(ids) => ids.contains(&id),
        }
    }

    /// Adds a value; `true` if it is new.
    pub(super) fn insert(&mut self, id: u128) -> bool {
        match self {
            Self::Few(ids) if ids.contains(&id) => false,
            Self::Few(ids) if ids.len() < FEW => {
                ids.push(id);
                true
            }
            Self::Few(ids) => {
                let mut many: Box<Ids> = Box::default();
                many.extend(ids.drain(..));
                many.insert(id);
                *self = Self::Many(many);
                true
            }
            Self::Many(ids) => ids.insert(id),
        }
    }

    /// Adds the values of another set.
    pub(super) fn merge(&mut self, other: Self) {
        match other {
            Self::Few(ids) => ids.into_iter().for_each(|id| _ = self.insert(id)),
            Self::Many(ids) => {
                if self.len() == 0 {
                    *self = Self::Many(ids);
                } else {
                    ids.into_iter().for_each(|id| _ = self.insert(id));
                }
            }
        }
    }

    /// Bytes that it takes on the heap.
    pub(super) fn bytes(&self) -> usize {
        self.len() * ID_BYTES
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_counts_once_in_small_and_large_sets() {
        let mut set = Set::default();
        for round in 0..2 {
            for id in 0..100_u128 {
                assert_eq!(set.insert(id << 7), round == 0);
            }
        }
        assert_eq!(set.len(), 100);
        let mut other = Set::default();
        other.insert(7);
        other.merge(set);
        assert_eq!(other.len(), 101);
    }
}
