//! Sixty-four bytes of JSON as bit masks, and the split of an array into objects, which needs no
//! more than these.

use std::ops::Range;

use fearless_simd::{prelude::*, u8x64};

use super::SplitEnd;

/// Bytes in a block: as many as a mask has bits.
pub(super) const SIZE: usize = 64;

/// A block of text, padded with spaces at the end of the text.
pub(super) struct Block<S: Simd> {
    pub(super) bytes: u8x64<S>,
    /// The bits of the bytes that are text.
    pub(super) text: u64,
}

impl<S: Simd> Block<S> {
    /// The block that begins at `at`; `None` at the end of the text.
    #[inline(always)]
    pub(super) fn read(simd: S, text: &[u8], at: usize) -> Option<Self> {
        if let Some(block) = text.get(at..at + SIZE) {
            return Some(Self::new(simd, block, u64::MAX));
        }
        let rest = text.get(at..).filter(|rest| !rest.is_empty())?;
        let mut block = [b' '; SIZE];
        block[..rest.len()].copy_from_slice(rest);
        Some(Self::new(simd, &block, u64::MAX >> (SIZE - rest.len())))
    }

    /// Spaces, none of which are text.
    #[inline(always)]
    pub(super) fn blank(simd: S) -> Self {
        Self::new(simd, &[b' '; SIZE], 0)
    }

    #[inline(always)]
    fn new(simd: S, block: &[u8], text: u64) -> Self {
        Self { bytes: u8x64::from_slice(simd, block), text }
    }

    #[inline(always)]
    pub(super) fn equal(&self, byte: u8) -> u64 {
        self.bytes.simd_eq(byte).to_bitmask()
    }

    /// Bytes equal to `byte` once bit 0x20 is set: `{` finds `{` and `[`, `}` finds `}` and `]`.
    #[inline(always)]
    pub(super) fn bracket(&self, byte: u8) -> u64 {
        (self.bytes | 0x20).simd_eq(byte).to_bitmask()
    }

    /// Bytes whose bit 0x20 is set.
    #[inline(always)]
    pub(super) fn lower(&self) -> u64 {
        (self.bytes & 0x20).simd_eq(0x20).to_bitmask()
    }

    /// Bytes from `first` to `last`, both included.
    #[inline(always)]
    fn between(&self, first: u8, last: u8) -> u64 {
        (self.bytes - first).simd_le(last - first).to_bitmask()
    }
}

/// Which bytes a backslash escapes, carried from block to block.
#[derive(Default)]
pub(super) struct Escapes {
    /// One if the first byte of the next block is escaped.
    carry: u64,
}

impl Escapes {
    /// Of a run of backslashes every second one is escaped, and what follows a run of odd length.
    #[inline(always)]
    pub(super) fn escaped(&mut self, backslashes: u64) -> u64 {
        const ODD: u64 = 0xAAAA_AAAA_AAAA_AAAA;
        if backslashes | self.carry == 0 {
            return 0;
        }
        let escaping = backslashes & !self.carry;
        let codes = ((escaping << 1) | ODD).wrapping_sub(escaping) ^ ODD;
        let escaped = codes ^ (backslashes | self.carry);
        self.carry = (codes & backslashes) >> (SIZE - 1);
        escaped
    }
}

/// Bit n of the answer is the parity of the bits 0 to n: a mask of quotes becomes a mask of the
/// strings, opening quotes included, closing ones not.
#[inline(always)]
pub(super) fn prefix_xor(mut bits: u64) -> u64 {
    for shift in [1, 2, 4, 8, 16, 32] {
        bits ^= bits << shift;
    }
    bits
}

/// Lists objects from the one that begins at `start`; see [`super::split`]. Each block that is read
/// is handed to `look`, with its offset.
///
/// Counts the quotes before each brace to see whether it is in a string. Braces are few, so this is
/// cheaper than a mask of all strings.
#[inline(always)]
pub(super) fn split<S: Simd>(
    simd: S,
    text: &[u8],
    mut start: usize,
    objects: &mut Vec<Range<usize>>,
    mut look: impl FnMut(&Block<S>, usize),
) -> SplitEnd {
    let (mut at, mut depth, mut quotes_before) = (start, 0_u32, 0_u32);
    let mut escapes = Escapes::default();
    'blocks: while let Some(block) = Block::read(simd, text, at) {
        look(&block, at);
        let quotes = block.equal(b'"') & !escapes.escaped(block.equal(b'\\'));
        let mut braces = block.between(b'{', b'}');
        while braces != 0 {
            let place = at + braces.trailing_zeros() as usize;
            let below = braces ^ (braces - 1);
            braces &= braces - 1;
            if (quotes_before + (quotes & below).count_ones()) % 2 == 1 {
                continue;
            }
            match text[place] {
                b'{' => depth += 1,
                b'}' if depth > 1 => depth -= 1,
                b'}' => {
                    objects.push(start..place + 1);
                    depth = 0;
                    start = match next_object(text, place + 1) {
                        Ok(next) => next,
                        Err(end) => return end,
                    };
                    if start >= at + SIZE {
                        (at, quotes_before, escapes) = (start, 0, Escapes::default());
                        continue 'blocks;
                    }
                }
                _ => {}
            }
        }
        quotes_before = (quotes_before + quotes.count_ones()) % 2;
        at += SIZE;
    }
    SplitEnd::Open(start)
}

/// The `{` that begins the next object at or after `at`, past commas and white space.
#[inline(always)]
pub(super) fn next_object(text: &[u8], at: usize) -> Result<usize, SplitEnd> {
    if let Some(b",{") = text.get(at..at + 2) {
        return Ok(at + 1);
    }
    let mut place = at;
    loop {
        match text.get(place) {
            Some(b'{') => return Ok(place),
            Some(b',' | b' ' | b'\t' | b'\r' | b'\n') => place += 1,
            Some(b']') => return Err(SplitEnd::Closed(place + 1)),
            Some(_) => return Err(SplitEnd::Stray(place)),
            None => return Err(SplitEnd::End(place)),
        }
    }
}

/// The length of the object or array that `text` begins with; see [`super::bracket_length`].
#[inline(always)]
pub(super) fn bracket_length<S: Simd>(simd: S, text: &[u8]) -> Option<usize> {
    let (mut at, mut depth, mut quotes_before) = (0, 0_u32, 0_u32);
    let mut escapes = Escapes::default();
    while let Some(block) = Block::read(simd, text, at) {
        let quotes = block.equal(b'"') & !escapes.escaped(block.equal(b'\\'));
        let (opens, closes) = (block.bracket(b'{') & block.text, block.bracket(b'}') & block.text);
        let mut brackets = opens | closes;
        while brackets != 0 {
            let bit = brackets & brackets.wrapping_neg();
            let below = bit - 1;
            brackets ^= bit;
            if (quotes_before + (quotes & below).count_ones()) % 2 == 1 {
                continue;
            }
            if opens & bit != 0 {
                depth += 1;
            } else if depth > 1 {
                depth -= 1;
            } else {
                return Some(at + bit.trailing_zeros() as usize + 1);
            }
        }
        quotes_before = (quotes_before + quotes.count_ones()) % 2;
        at += SIZE;
    }
    None
}
