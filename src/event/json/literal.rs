//! The literal of a probe in blocks of text.
//!
//! The two chosen bytes of a literal are compared with each block and with the block at their
//! distance; only where both stand is the text itself compared.

use std::ops::Range;

use fearless_simd::{mask8x64, prelude::*, u8x64};

use super::block::{self, Block, SIZE};
use super::scan::Probe;
use super::{Before, PIECE, SplitEnd};

/// Lists objects as [`block::split`] does, and notes where the probe's literal begins in them, and
/// where escapes stand that may spell part of it.
#[inline(always)]
pub(super) fn split<const ANY_CASE: bool, S: Simd>(
    simd: S,
    text: &[u8],
    start: usize,
    objects: &mut Vec<Range<usize>>,
    sightings: &mut Sightings<'_>,
) -> SplitEnd {
    let pair = Pair::<S, ANY_CASE>::new(simd, sightings.probe);
    let mut next = 0;
    block::split(simd, text, start, objects, |block, at| {
        if at >= next {
            next = at + PIECE;
            (sightings.before)(next);
        }
        let places = pair.find_in(block, text, at).to_bitmask();
        let backslashes = block.equal(b'\\');
        if places | backslashes != 0 {
            sightings.note(text, at, places, backslashes);
        }
    })
}

/// What was found of a literal.
pub(super) struct Sightings<'s> {
    pub(super) probe: &'s Probe,
    pub(super) before: Before<'s>,
    /// Offsets of the literal, and of escapes that may spell part of it.
    pub(super) seen: &'s mut Vec<usize>,
}

impl Sightings<'_> {
    #[inline(never)]
    fn note(&mut self, text: &[u8], at: usize, places: u64, backslashes: u64) {
        self.seen.extend(self.probe.starts(text, at, places));
        self.seen.extend(self.probe.escapes(text, at, backslashes));
    }
}

/// Whether the text contains the literal of a probe that ignores case.
#[inline(always)]
pub(super) fn occurs<S: Simd>(simd: S, text: &[u8], probe: &Probe) -> bool {
    let pair = Pair::<S, true>::new(simd, probe);
    let is_here = |at: usize| {
        let Some(block) = Block::read(simd, text, at) else { return false };
        let places = pair.find_in(&block, text, at).to_bitmask();
        probe.starts(text, at, places).next().is_some()
    };
    let blocks = text.as_chunks::<SIZE>().0;
    let after = text.get(pair.distance..).unwrap_or_default().as_chunks::<SIZE>().0;
    let mut rest = blocks.iter().zip(after);
    let whole = rest.len() * SIZE;
    let mut at = 0;
    while let Some(passed) = rest.position(|(here, after)| {
        let here = u8x64::from_slice(simd, here);
        pair.stands(here, u8x64::from_slice(simd, after)).any_true()
    }) {
        at += passed * SIZE;
        if is_here(at) {
            return true;
        }
        at += SIZE;
    }
    (whole..text.len()).step_by(SIZE).any(is_here)
}

/// The two chosen bytes of a probe, each as often as a block has bytes.
pub(super) struct Pair<S: Simd, const ANY_CASE: bool> {
    simd: S,
    first: u8x64<S>,
    second: u8x64<S>,
    /// For each of the two the bits to set in the text before it is compared.
    masks: (u8x64<S>, u8x64<S>),
    pub(super) distance: usize,
}

impl<S: Simd, const ANY_CASE: bool> Pair<S, ANY_CASE> {
    #[inline(always)]
    pub(super) fn new(simd: S, probe: &Probe) -> Self {
        let splat = |byte| u8x64::splat(simd, byte);
        let Probe { first, second, distance, .. } = *probe;
        let (masks, distance) = ((splat(first.mask), splat(second.mask)), distance);
        Self { simd, first: splat(first.byte), second: splat(second.byte), masks, distance }
    }

    /// Where in the block that begins at `at` the first byte stands with the second at its
    /// distance.
    #[inline(always)]
    pub(super) fn find_in(&self, block: &Block<S>, text: &[u8], at: usize) -> mask8x64<S> {
        let after = Block::read(self.simd, text, at + self.distance);
        let after = after.unwrap_or_else(|| Block::blank(self.simd));
        self.stands(block.bytes, after.bytes)
    }

    #[inline(always)]
    pub(super) fn stands(&self, here: u8x64<S>, after: u8x64<S>) -> mask8x64<S> {
        if ANY_CASE {
            return (here | self.masks.0).simd_eq(self.first)
                & (after | self.masks.1).simd_eq(self.second);
        }
        here.simd_eq(self.first) & after.simd_eq(self.second)
    }
}
