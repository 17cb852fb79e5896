//! Telling objects apart by how they begin, without reading what is in them.
//!
//! In sound JSON the bytes `{"name":` can only be the opening of an object: were the brace in a
//! string, the quote behind it would end that string, and no name may follow. So a list whose
//! objects all begin with the same name is cut at these openings. The guess is wrong only where
//! such an object stands in a list inside an object, so a piece that is taken for an object must
//! still be checked to be one, and if it is none the list is to be split by [`super::split`].

use std::ops::Range;

use fearless_simd::{prelude::*, u8x64};

use super::Before;
use super::block::{Block, SIZE};
use super::probe::Probe;

/// Bytes that stay in the nearest cache until they are read again.
const PIECE: usize = 16 << 10;

/// Cuts the list whose first object begins at `from` and whose last ends with the text; notes in
/// `seen` where the literal of `probe` stands or may be spelled by an escape. `None` if the text is
/// not of this kind.
#[inline(always)]
pub(super) fn chop<const PROBE: bool, S: Simd>(
    simd: S,
    text: &[u8],
    from: usize,
    cut: &mut Cut<'_>,
) -> Option<usize> {
    let end = text.trim_ascii_end().strip_suffix(b"]}")?.len();
    if !cut.opening.stands_at(text, from) || !text[..end].ends_with(b"}") {
        return None;
    }
    cut.start = from;
    let mut pursuits = Pursuits::new(simd, cut);
    // Large texts are slow to come from memory: each block is one whole line of the cache.
    let (head, mut at) = Block::before_aligned(simd, text, from);
    pursuits.step::<PROBE>(&head, text, at, cut)?;
    at = at.wrapping_add(SIZE);
    while at < text.len() {
        let piece_end = at + PIECE;
        (cut.before)(piece_end);
        while at < piece_end
            && let Some(block) = Block::read(simd, text, at)
        {
            pursuits.step::<PROBE>(&block, text, at, cut)?;
            at += SIZE;
        }
    }
    pursuits.step::<PROBE>(&Block::blank(simd), text, at, cut)?;
    cut.objects.push(cut.start..end);
    Some(end + 1)
}

/// What is followed from block to block.
struct Pursuits<S: Simd> {
    openings: Pursuit<S>,
    sightings: Pursuit<S>,
}

impl<S: Simd> Pursuits<S> {
    #[inline(always)]
    fn new(simd: S, cut: &Cut<'_>) -> Self {
        let openings = Pursuit::new(simd, cut.opening);
        Self { openings, sightings: Pursuit::new(simd, cut.probe.unwrap_or(cut.opening)) }
    }

    /// A literal may reach into the next block, so what is found is in the block before.
    #[inline(always)]
    fn step<const PROBE: bool>(
        &mut self,
        block: &Block<S>,
        text: &[u8],
        at: usize,
        cut: &mut Cut<'_>,
    ) -> Option<()> {
        let opened = self.openings.next(block);
        let (seen, escapes) =
            if PROBE { (self.sightings.next(block), block.equal(b'\\')) } else { (0, 0) };
        if opened | seen | escapes != 0 {
            cut.note(text, at.wrapping_sub(SIZE), opened, seen)?;
            cut.note_escapes(text, at, escapes);
        }
        Some(())
    }
}

/// What comes of it.
pub(super) struct Cut<'c> {
    pub(super) opening: &'c Probe,
    pub(super) objects: &'c mut Vec<Range<usize>>,
    pub(super) before: Before<'c>,
    pub(super) probe: Option<&'c Probe>,
    pub(super) seen: &'c mut Vec<usize>,
    /// Where the object begins that is not listed yet.
    pub(super) start: usize,
}

impl Cut<'_> {
    /// Cuts where an object opens, and notes where the literal stands.
    #[inline(never)]
    fn note(&mut self, text: &[u8], at: usize, mut opened: u64, mut seen: u64) -> Option<()> {
        while opened != 0 {
            let place = at.wrapping_add(opened.trailing_zeros() as usize);
            opened &= opened - 1;
            let next = self.opening.start(text, place).filter(|&next| next > self.start);
            let Some(next) = next else { continue };
            if !text[..next].ends_with(b"},") {
                return None;
            }
            self.objects.push(self.start..next - 1);
            self.start = next;
        }
        while seen != 0 {
            let place = at.wrapping_add(seen.trailing_zeros() as usize);
            seen &= seen - 1;
            self.seen.extend(self.probe.and_then(|probe| probe.start(text, place)));
        }
        Some(())
    }

    /// Notes escapes that may spell a character of the literal.
    #[inline(never)]
    fn note_escapes(&mut self, text: &[u8], at: usize, mut backslashes: u64) {
        while backslashes != 0 {
            let place = at.wrapping_add(backslashes.trailing_zeros() as usize);
            backslashes &= backslashes - 1;
            if self.probe.is_some_and(|probe| probe.spells(text, place + 1)) {
                self.seen.push(place);
            }
        }
    }
}

/// Follows the two chosen bytes of a probe from block to block.
struct Pursuit<S: Simd> {
    first: u8x64<S>,
    second: u8x64<S>,
    distance: u32,
    /// Where they stand in the block before.
    firsts: u64,
    seconds: u64,
}

impl<S: Simd> Pursuit<S> {
    #[inline(always)]
    fn new(simd: S, probe: &Probe) -> Self {
        let (first, second) = (u8x64::splat(simd, probe.first), u8x64::splat(simd, probe.second));
        Self { first, second, distance: probe.distance, firsts: 0, seconds: 0 }
    }

    /// Where in the block before `block` the first byte stands with the second at its distance.
    #[inline(always)]
    fn next(&mut self, block: &Block<S>) -> u64 {
        let (firsts, seconds) = (block.same(self.first), block.same(self.second));
        let behind = (self.seconds >> self.distance) | (seconds << (u64::BITS - self.distance));
        let found = self.firsts & behind;
        (self.firsts, self.seconds) = (firsts, seconds);
        found
    }
}
