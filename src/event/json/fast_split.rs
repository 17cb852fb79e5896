//! Splits a list into objects by their first bytes, without reading their contents.
//!
//! In valid JSON the bytes `{"name":` can only open an object: if the brace were in a string, the
//! quote after it would end that string, and a name cannot follow. So a list whose objects all begin
//! with the same name is split at these openings. The guess is wrong only if such an object is in a
//! list inside another object. Each piece must therefore be checked to be an object; if one is not,
//! the list must be split with [`super::split`].

use std::ops::Range;

use fearless_simd::{mask8x64, prelude::*, u8x64};

use super::block::{Block, SIZE};
use super::scan::{Escape, Probe};
use super::{Before, Lookout};

/// Bytes that fit in the first-level cache.
const PIECE: usize = 16 << 10;

/// Cuts the list whose first object begins at `from` and whose last ends with the text, and notes
/// what the lookout looks for. `None` if the text is not of this kind.
#[inline(always)]
pub(super) fn fast_split<const PROBE: bool, const ANY_CASE: bool, S: Simd>(
    simd: S,
    text: &[u8],
    from: usize,
    cut: &mut Cut<'_>,
) -> Option<usize> {
    let end = text.trim_ascii_end().strip_suffix(b"]}")?.len();
    if !cut.opening.is_at(text, from) || !text[..end].ends_with(b"}") {
        return None;
    }
    cut.start = from;
    let opening = Pair::<S, false>::new(simd, cut.opening);
    let lookout = cut.lookout.as_ref();
    let sighting = Pair::new(simd, lookout.map_or(cut.opening, |lookout| lookout.probe));
    let barred = Pair::new(simd, lookout.map_or(cut.opening, |lookout| lookout.barred));
    let pairs = Pairs { opening, sighting, barred };
    let Pairs { opening, sighting, barred } = &pairs;
    look::<PROBE, ANY_CASE, S>(simd, (text, from), &pairs, cut)?;
    // Large texts are read from memory: from here on each block is one whole cache line. What is
    // in two blocks is noted twice, which is harmless.
    let mut at = from + text[from..].as_ptr().align_offset(SIZE).min(SIZE);
    while at < text.len() {
        (cut.before)(at + PIECE);
        let piece = &text[at..];
        let blocks = |distance| {
            let bytes = piece.get(distance..).unwrap_or_default();
            bytes[..bytes.len().min(PIECE)].as_chunks::<SIZE>().0
        };
        let after = blocks(sighting.distance).iter().zip(blocks(barred.distance));
        let after = blocks(opening.distance).iter().zip(after);
        let mut rest = blocks(0).iter().zip(after);
        // At the end of the text not every block has one after it.
        let last = at + rest.len() * SIZE..text.len().min(at + PIECE);
        while let Some(passed) = rest.position(|(here, (after_opening, others))| {
            let here = u8x64::from_slice(simd, here);
            let mut stands = opening.stands(here, u8x64::from_slice(simd, after_opening));
            if PROBE {
                let (after_sighting, after_barred) = others;
                stands |= sighting.stands(here, u8x64::from_slice(simd, after_sighting));
                stands |= barred.stands(here, u8x64::from_slice(simd, after_barred));
                stands |= here.simd_eq(b'\\');
            }
            stands.any_true()
        }) {
            at += passed * SIZE;
            look::<PROBE, ANY_CASE, S>(simd, (text, at), &pairs, cut)?;
            at += SIZE;
        }
        for at in last.clone().step_by(SIZE) {
            look::<PROBE, ANY_CASE, S>(simd, (text, at), &pairs, cut)?;
        }
        at = last.end;
    }
    cut.objects.push(cut.start..end);
    Some(end + 1)
}

/// Whether the text contains the literal of a probe that ignores case.
#[inline(always)]
pub(super) fn occurs<S: Simd>(simd: S, text: &[u8], probe: &Probe) -> bool {
    let pair = Pair::<S, true>::new(simd, probe);
    let is_here = |at: usize| {
        let Some(block) = Block::read(simd, text, at) else { return false };
        let mut places = pair.find_in(&block, text, at).to_bitmask();
        while places != 0 {
            if probe.start(text, at + places.trailing_zeros() as usize).is_some() {
                return true;
            }
            places &= places - 1;
        }
        false
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

/// Examines one block.
#[inline(always)]
fn look<const PROBE: bool, const ANY_CASE: bool, S: Simd>(
    simd: S,
    (text, at): (&[u8], usize),
    pairs: &Pairs<S, ANY_CASE>,
    cut: &mut Cut<'_>,
) -> Option<()> {
    let block = Block::read(simd, text, at)?;
    let opened = pairs.opening.find_in(&block, text, at).to_bitmask();
    cut.note_openings(text, at, opened)?;
    if PROBE {
        let seen = pairs.sighting.find_in(&block, text, at).to_bitmask();
        let barred = pairs.barred.find_in(&block, text, at).to_bitmask();
        cut.note_literals(text, at, seen, barred)?;
        cut.note_escapes(text, at, block.equal(b'\\'))?;
    }
    Some(())
}

/// The state of a split.
pub(super) struct Cut<'c> {
    pub(super) opening: &'c Probe,
    pub(super) objects: &'c mut Vec<Range<usize>>,
    pub(super) before: Before<'c>,
    pub(super) lookout: Option<Lookout<'c>>,
    /// Where the object begins that is listed next.
    pub(super) start: usize,
}

impl Cut<'_> {
    /// Splits where an object opens.
    #[inline(never)]
    fn note_openings(&mut self, text: &[u8], at: usize, mut opened: u64) -> Option<()> {
        while opened != 0 {
            let place = at + opened.trailing_zeros() as usize;
            opened &= opened - 1;
            let next = self.opening.start(text, place).filter(|&next| next > self.start);
            let Some(next) = next else { continue };
            if !text[..next].ends_with(b"},") {
                return None;
            }
            self.objects.push(self.start..next - 1);
            self.start = next;
        }
        Some(())
    }

    /// Notes each place of the literal; `None` if the barred literal is found.
    #[inline(never)]
    fn note_literals(
        &mut self,
        text: &[u8],
        at: usize,
        mut seen: u64,
        mut barred: u64,
    ) -> Option<()> {
        let Some(lookout) = &mut self.lookout else { return Some(()) };
        while barred != 0 {
            let place = at + barred.trailing_zeros() as usize;
            barred &= barred - 1;
            if lookout.barred.start(text, place).is_some() {
                return None;
            }
        }
        while seen != 0 {
            let place = at + seen.trailing_zeros() as usize;
            seen &= seen - 1;
            lookout.seen.extend(lookout.probe.start(text, place));
        }
        Some(())
    }

    /// Notes escapes that may spell a character of the literal; `None` if one may spell one of the
    /// barred literal.
    #[inline(never)]
    fn note_escapes(&mut self, text: &[u8], at: usize, mut backslashes: u64) -> Option<()> {
        let Some(lookout) = &mut self.lookout else { return Some(()) };
        while backslashes != 0 {
            let place = at + backslashes.trailing_zeros() as usize;
            backslashes &= backslashes - 1;
            let Some(escape) = Escape::parse(text, place + 1) else { continue };
            if lookout.barred.spells(text, &escape) {
                return None;
            }
            if lookout.probe.spells(text, &escape) {
                lookout.seen.push(place);
            }
        }
        Some(())
    }
}

/// What is searched in each block.
struct Pairs<S: Simd, const ANY_CASE: bool> {
    opening: Pair<S, false>,
    sighting: Pair<S, ANY_CASE>,
    barred: Pair<S, false>,
}

/// The two chosen bytes of a probe, each as often as a block has bytes.
struct Pair<S: Simd, const ANY_CASE: bool> {
    simd: S,
    first: u8x64<S>,
    second: u8x64<S>,
    /// For each of the two the bits to set in the text before it is compared.
    masks: (u8x64<S>, u8x64<S>),
    distance: usize,
}

impl<S: Simd, const ANY_CASE: bool> Pair<S, ANY_CASE> {
    #[inline(always)]
    fn new(simd: S, probe: &Probe) -> Self {
        let splat = |byte| u8x64::splat(simd, byte);
        let Probe { first, second, distance, .. } = *probe;
        let (masks, distance) = ((splat(first.mask), splat(second.mask)), distance);
        Self { simd, first: splat(first.byte), second: splat(second.byte), masks, distance }
    }

    /// Where in the block that begins at `at` the first byte stands with the second at its
    /// distance.
    #[inline(always)]
    fn find_in(&self, block: &Block<S>, text: &[u8], at: usize) -> mask8x64<S> {
        let after = Block::read(self.simd, text, at + self.distance);
        let after = after.unwrap_or_else(|| Block::blank(self.simd));
        self.stands(block.bytes, after.bytes)
    }

    #[inline(always)]
    fn stands(&self, here: u8x64<S>, after: u8x64<S>) -> mask8x64<S> {
        if ANY_CASE {
            return (here | self.masks.0).simd_eq(self.first)
                & (after | self.masks.1).simd_eq(self.second);
        }
        here.simd_eq(self.first) & after.simd_eq(self.second)
    }
}
