//! A quick hash for tables of names that are fixed when the program is built.
//!
//! Its keys come from the program alone, so it needs no protection from chosen collisions.

use std::hash::{BuildHasher, Hasher};

/// Makes the hashers of a table of names.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct NameHash;

/// Hashes eight bytes at a time.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct NameHasher(u64);

impl BuildHasher for NameHash {
    type Hasher = NameHasher;

    fn build_hasher(&self) -> NameHasher {
        NameHasher::default()
    }
}

impl NameHasher {
    fn add(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x517C_C1B7_2722_0A95);
    }
}

impl Hasher for NameHasher {
    fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks::<8>();
        for word in words {
            self.add(u64::from_le_bytes(*word));
        }
        let rest = rest.iter().fold(0, |word, &byte| (word << 8) | u64::from(byte));
        self.add(rest ^ ((bytes.len() as u64) << 56));
    }

    fn write_u8(&mut self, byte: u8) {
        self.add(byte.into());
    }

    fn write_usize(&mut self, number: usize) {
        self.add(number as u64);
    }

    fn finish(&self) -> u64 {
        // The table takes its places from the low bits, and the product is best in the high ones.
        self.0.rotate_left(26)
    }
}
