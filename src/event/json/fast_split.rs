//! Splits a list into objects by how they begin, without reading what is in them.
//!
//! In sound JSON the bytes `{"name":` can only be the opening of an object: were the brace in a
//! string, the quote after it would end that string, and no name may follow. So a list whose
//! objects all begin with the same name is cut at these openings. The guess is wrong only where
//! such an object stands in a list inside an object, so a piece that is taken for an object must
//! still be checked to be one, and if it is none the list is to be split by [`super::split`].

use std::ops::Range;

use fearless_simd::{mask8x64, prelude::*, u8x64};

use super::Before;
use super::block::{Block, SIZE};
use super::scan::Probe;

/// Bytes that stay in the nearest cache until they are read again.
const PIECE: usize = 16 << 10;

/// Cuts the list whose first object begins at `from` and whose last ends with the text; notes in
/// `seen` where the literal of `probe` stands or may be spelled by an escape. `None` if the text is
/// not of this kind.
#[inline(always)]
pub(super) fn fast_split<const PROBE: bool, const ANY_CASE: bool, S: Simd>(
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
    let opening = Pair::<S, false>::new(simd, cut.opening);
    let sighting = Pair::<S, ANY_CASE>::new(simd, cut.probe.unwrap_or(cut.opening));
    let pairs = (&opening, &sighting);
    look::<PROBE, ANY_CASE, S>(simd, (text, from), pairs, cut)?;
    // Large texts are slow to come from memory: from here on each block is one whole line of the
    // cache. What is in two blocks is noted twice, which does no harm.
    let mut at = from + text[from..].as_ptr().align_offset(SIZE).min(SIZE);
    while at < text.len() {
        (cut.before)(at + PIECE);
        let piece = &text[at..];
        let blocks = |distance| {
            let bytes = piece.get(distance..).unwrap_or_default();
            bytes[..bytes.len().min(PIECE)].as_chunks::<SIZE>().0
        };
        let after = blocks(opening.distance).iter().zip(blocks(sighting.distance));
        let mut rest = blocks(0).iter().zip(after);
        // At the end of the text not every block has one after it.
        let last = at + rest.len() * SIZE..text.len().min(at + PIECE);
        while let Some(passed) = rest.position(|(here, (after_opening, after_sighting))| {
            let here = u8x64::from_slice(simd, here);
            let mut stands = opening.stands(here, u8x64::from_slice(simd, after_opening));
            if PROBE {
                stands |= sighting.stands(here, u8x64::from_slice(simd, after_sighting));
                stands |= here.simd_eq(b'\\');
            }
            stands.any_true()
        }) {
            at += passed * SIZE;
            look::<PROBE, ANY_CASE, S>(simd, (text, at), pairs, cut)?;
            at += SIZE;
        }
        for at in last.clone().step_by(SIZE) {
            look::<PROBE, ANY_CASE, S>(simd, (text, at), pairs, cut)?;
        }
        at = last.end;
    }
    cut.objects.push(cut.start..end);
    Some(end + 1)
}

/// Whether the literal of a probe that ignores case stands somewhere in the text.
#[inline(always)]
pub(super) fn occurs<S: Simd>(simd: S, text: &[u8], probe: &Probe) -> bool {
    let pair = Pair::<S, true>::new(simd, probe);
    let is_here = |at: usize| {
        let Some(block) = Block::read(simd, text, at) else { return false };
        let mut places = pair.stands_in(&block, text, at).to_bitmask();
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

/// Looks at one block closely.
#[inline(always)]
fn look<const PROBE: bool, const ANY_CASE: bool, S: Simd>(
    simd: S,
    (text, at): (&[u8], usize),
    (opening, sighting): (&Pair<S, false>, &Pair<S, ANY_CASE>),
    cut: &mut Cut<'_>,
) -> Option<()> {
    let block = Block::read(simd, text, at)?;
    let opened = opening.stands_in(&block, text, at);
    if !PROBE {
        return cut.note(text, at, opened.to_bitmask(), 0);
    }
    let seen = sighting.stands_in(&block, text, at);
    cut.note(text, at, opened.to_bitmask(), seen.to_bitmask())?;
    cut.note_escapes(text, at, block.equal(b'\\'));
    Some(())
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
        while seen != 0 {
            let place = at + seen.trailing_zeros() as usize;
            seen &= seen - 1;
            self.seen.extend(self.probe.and_then(|probe| probe.start(text, place)));
        }
        Some(())
    }

    /// Notes escapes that may spell a character of the literal.
    #[inline(never)]
    fn note_escapes(&mut self, text: &[u8], at: usize, mut backslashes: u64) {
        while backslashes != 0 {
            let place = at + backslashes.trailing_zeros() as usize;
            backslashes &= backslashes - 1;
            if self.probe.is_some_and(|probe| probe.spells(text, place + 1)) {
                self.seen.push(place);
            }
        }
    }
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
    fn stands_in(&self, block: &Block<S>, text: &[u8], at: usize) -> mask8x64<S> {
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
