//! Telling objects apart by how they begin, without reading what is in them.
//!
//! In sound JSON the bytes `{"name":` can only be the opening of an object: were the brace in a
//! string, the quote behind it would end that string, and no name may follow. So a list whose
//! objects all begin with the same name is cut at these openings. The guess is wrong only where
//! such an object stands in a list inside an object, so a piece that is taken for an object must
//! still be checked to be one, and if it is none the list is to be split by [`super::split`].

use std::ops::Range;

use fearless_simd::prelude::*;

use super::block::{Block, SIZE};
use super::probe::Probe;

/// Cuts the list whose first object begins at `from` and whose last ends with the text; notes in
/// `seen` where the literal of `probe` stands or may be spelled by an escape. `None` if the text is
/// not of this kind.
#[inline(always)]
pub(super) fn chop<const PROBE: bool, S: Simd>(
    simd: S,
    text: &[u8],
    from: usize,
    opening: &Probe,
    cut: &mut Cut<'_>,
) -> Option<usize> {
    let end = text.trim_ascii_end().strip_suffix(b"]}")?.len();
    if opening.start(text, from + opening.offset()) != Some(from) || !text[..end].ends_with(b"}") {
        return None;
    }
    let mut start = from;
    let mut at = from;
    while let Some(block) = Block::read(simd, text, at) {
        let mut openings = opening.candidates(simd, &block, text, at);
        while openings != 0 {
            let place = at + openings.trailing_zeros() as usize;
            openings &= openings - 1;
            let Some(next) = opening.start(text, place).filter(|&next| next != from) else {
                continue;
            };
            if !text[..next].ends_with(b"},") {
                return None;
            }
            cut.objects.push(start..next - 1);
            start = next;
        }
        if PROBE {
            cut.look(simd, &block, text, at);
        }
        at += SIZE;
    }
    cut.objects.push(start..end);
    Some(end + 1)
}

/// What comes of it.
pub(super) struct Cut<'c> {
    pub(super) objects: &'c mut Vec<Range<usize>>,
    pub(super) probe: Option<&'c Probe>,
    pub(super) seen: &'c mut Vec<usize>,
}

impl Cut<'_> {
    /// Looks for the literal, and for escapes that may spell it.
    #[inline(always)]
    fn look<S: Simd>(&mut self, simd: S, block: &Block<S>, text: &[u8], at: usize) {
        let Some(probe) = self.probe else { return };
        let mut candidates = probe.candidates(simd, block, text, at);
        while candidates != 0 {
            let place = at + candidates.trailing_zeros() as usize;
            candidates &= candidates - 1;
            self.seen.extend(probe.start(text, place));
        }
        if !probe.is_spellable() {
            return;
        }
        let mut backslashes = block.equal(b'\\');
        while backslashes != 0 {
            let place = at + backslashes.trailing_zeros() as usize;
            backslashes &= backslashes - 1;
            if probe.spells(text, place + 1) {
                self.seen.push(place);
            }
        }
    }
}
