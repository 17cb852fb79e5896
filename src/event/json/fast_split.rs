//! Splits a list into objects by their first bytes, without reading their contents.
//!
//! In valid JSON the bytes `{"name":` can only open an object: if the brace were in a string, the
//! quote after it would end that string, and a name cannot follow. So a list whose objects all begin
//! with the same name is split at these openings. The guess is wrong only if such an object is in a
//! list inside another object. Each piece must therefore be checked to be an object; if one is not,
//! the list must be split with [`super::split`].

use std::ops::Range;

use fearless_simd::{prelude::*, u8x64};

use super::block::{Block, SIZE};
use super::literal::Pair;
use super::scan::Probe;
use super::{Before, Lookout, PIECE};

/// Cuts the list whose first object begins at `from` and whose last ends with the text. `None` if the
/// text is not of this kind, or if it may contain what the lookout looks for.
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
        let backslashes = block.equal(b'\\');
        let any = seen | barred | backslashes != 0;
        if any && cut.is_sighted(text, at, [seen, barred], backslashes) {
            return None;
        }
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

    /// Whether the block has one of the two literals, or an escape that may spell a part of one.
    #[inline(never)]
    fn is_sighted(&self, text: &[u8], at: usize, places: [u64; 2], backslashes: u64) -> bool {
        let Some(Lookout { probe, barred }) = &self.lookout else { return false };
        [probe, barred].into_iter().zip(places).any(|(literal, places)| {
            literal.starts(text, at, places).next().is_some()
                || literal.escapes(text, at, backslashes).next().is_some()
        })
    }
}

/// What is searched in each block.
struct Pairs<S: Simd, const ANY_CASE: bool> {
    opening: Pair<S, false>,
    sighting: Pair<S, ANY_CASE>,
    barred: Pair<S, false>,
}
