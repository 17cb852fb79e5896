//! The grammar of JSON checked on bit masks, for text without white space between its tokens.
//!
//! In such text, which token may follow which is decided by neighbouring bits, 64 bytes at a time.
//! Only brackets are visited one by one, to know which commas are in an object. A text that is
//! accepted is valid. One that is not accepted may still be valid: a slower reader decides.

use fearless_simd::{prelude::*, u8x64};

use super::Index;
use super::block::{Block, Escapes, SIZE, prefix_xor};

/// Checks that `text` is one JSON object and notes its members in `index`, which must be empty.
/// `None` leaves the decision to a slower reader.
#[inline(always)]
pub(super) fn check<S: Simd>(simd: S, text: &[u8], index: &mut Index) -> Option<()> {
    if text.first() != Some(&b'{') || u32::try_from(text.len()).is_err() {
        return None;
    }
    let mut tokens = Tokens::default();
    let mut neighbours = Neighbours::default();
    let mut brackets = Brackets::default();
    let mut bytes = u8x64::splat(simd, 0);
    let mut at = 0;
    while let Some(block) = Block::read(simd, text, at) {
        let found = tokens.find(&block, text, at)?;
        let levels = brackets.walk(text, at, &found);
        let scalars = neighbours.check(&found, &levels)?;
        if scalars != 0 {
            check_scalars(text, at, scalars)?;
        }
        index.note(at, (found.colons | found.commas) & levels.outermost);
        bytes |= block.bytes;
        at += SIZE;
    }
    if brackets.wrong || brackets.depth != 0 || tokens.string_carry != 0 {
        return None;
    }
    let non_ascii = bytes.simd_ge(0x80).any_true();
    if non_ascii && std::str::from_utf8(text).is_err() {
        return None;
    }
    (index.compact, index.escapes) = (true, tokens.any_escaped);
    index.note_end(text.len() - 1);
    Some(())
}

/// The masks of one block.
struct Found {
    /// Inside strings, opening quotes included, closing ones not.
    inside: u64,
    string_starts: u64,
    string_ends: u64,
    colons: u64,
    commas: u64,
    opens: u64,
    closes: u64,
    /// Bytes of numbers, `true`, `false`, `null`, or of invalid text.
    scalars: u64,
}

/// Finds tokens, block after block.
#[derive(Default)]
struct Tokens {
    escapes: Escapes,
    any_escaped: bool,
    /// All ones while a string is open at the end of a block.
    string_carry: u64,
}

impl Tokens {
    #[inline(always)]
    fn find<S: Simd>(&mut self, block: &Block<S>, text: &[u8], at: usize) -> Option<Found> {
        let escaped = self.escapes.escaped(block.equal(b'\\')) & block.text;
        if escaped != 0 {
            self.any_escaped = true;
            check_escapes(text, at, escaped)?;
        }
        let quotes = block.equal(b'"') & !escaped;
        let inside = prefix_xor(quotes) ^ self.string_carry;
        self.string_carry = 0_u64.wrapping_sub(inside >> (SIZE - 1));
        let outside = !inside & block.text;
        // Neither in a string nor, here, between tokens; a space between tokens is taken for a
        // scalar, which it is not.
        if block.at_most(0x1F) != 0 {
            return None;
        }
        let string_ends = quotes & outside;
        let (colons, commas) = (block.equal(b':') & outside, block.equal(b',') & outside);
        let (opens, closes) = (block.bracket(b'{') & outside, block.bracket(b'}') & outside);
        let scalars = outside & !(string_ends | colons | commas | opens | closes);
        let string_starts = quotes & inside;
        Some(Found { inside, string_starts, string_ends, colons, commas, opens, closes, scalars })
    }
}

/// What the last byte of a block was: single bits, carried into bit 0 of the next.
#[derive(Default)]
struct Neighbours {
    separator: u64,
    open: u64,
    end: u64,
    /// A name must follow: after `{`, and after a comma in an object.
    name: u64,
    name_end: u64,
    /// A name is open at the end of the block.
    name_carry: bool,
    begun: bool,
}

impl Neighbours {
    /// Checks each token against the byte before it; gives the first bytes of scalars.
    ///
    /// Outside strings every byte is a separator, a bracket, the end of a string or part of a
    /// scalar, so what does not follow a separator or an opening bracket follows a value.
    #[inline(always)]
    fn check(&mut self, found: &Found, levels: &Levels) -> Option<u64> {
        let separators = found.colons | found.commas;
        let follows_separator = follows(separators, &mut self.separator);
        let follows_open = follows(found.opens, &mut self.open);
        let value_may_start = follows_separator | follows_open | u64::from(!self.begun);
        self.begun = true;
        let follows_end = follows(found.string_ends | found.closes, &mut self.end);
        let name_must_start =
            follows((found.commas & !levels.arrays) | levels.objects, &mut self.name);
        let name_ends = self.name_ends(found, found.string_starts & name_must_start);
        let colon_must_stand = follows(name_ends, &mut self.name_end);

        let scalar_starts = found.scalars & value_may_start;
        let wrong = ((found.string_starts | found.opens) & !value_may_start)
            | (found.scalars & follows_end)
            | ((found.opens | scalar_starts) & name_must_start)
            | (separators & value_may_start)
            | (found.closes & follows_separator)
            | (found.colons ^ colon_must_stand);
        (wrong == 0).then_some(scalar_starts)
    }

    /// Added to the mask of the strings, the first bit of a name runs through to its closing quote.
    #[inline(always)]
    fn name_ends(&mut self, found: &Found, name_starts: u64) -> u64 {
        let (sum, first) = found.inside.overflowing_add(name_starts);
        let (sum, second) = sum.overflowing_add(u64::from(self.name_carry));
        self.name_carry = first | second;
        sum & found.string_ends
    }
}

/// The bytes after those of `mask`; the last one is carried to the next block.
#[inline(always)]
fn follows(mask: u64, carry: &mut u64) -> u64 {
    let moved = (mask << 1) | *carry;
    *carry = mask >> (SIZE - 1);
    moved
}

/// The brackets that are open.
#[derive(Default)]
struct Brackets {
    depth: u32,
    /// A bit a level, the innermost lowest: one for an object.
    objects: u64,
    /// A bracket closes another kind or none, or closes the object before the end of the text, or
    /// there are more levels than bits.
    wrong: bool,
}

/// The nesting of the bytes of a block.
#[derive(Default)]
struct Levels {
    /// Directly in an array.
    arrays: u64,
    /// Directly in the outermost object.
    outermost: u64,
    /// The opening brackets of objects.
    objects: u64,
}

impl Brackets {
    /// Updates the open brackets. Only the number of iterations depends on the text.
    #[inline(always)]
    fn walk(&mut self, text: &[u8], at: usize, found: &Found) -> Levels {
        let mut levels = Levels::default();
        let mut brackets = found.opens | found.closes;
        let mut walked = 0;
        while brackets != 0 {
            let bit = brackets & brackets.wrapping_neg();
            let upto = brackets ^ (brackets - 1);
            self.mark(upto & !walked, &mut levels);
            walked = upto;
            let place = at + brackets.trailing_zeros() as usize;
            // Bit 0x20 is set in a brace and not in a square bracket.
            let object = u64::from(text[place] >> 5 & 1);
            let open = found.opens & bit != 0;
            let shut = !open && (self.depth == 0 || (self.objects ^ object) & 1 == 1);
            self.wrong |= shut;
            self.wrong |= open && self.depth == u64::BITS;
            let (deeper, shallower) = ((self.objects << 1) | object, self.objects >> 1);
            self.objects = if open { deeper } else { shallower };
            self.depth = self.depth.wrapping_add(u32::from(open)).wrapping_sub(u32::from(!open));
            self.wrong |= self.depth == 0 && place + 1 != text.len();
            levels.objects |= bit & 0_u64.wrapping_sub(u64::from(open) & object);
            brackets &= brackets - 1;
        }
        self.mark(!walked, &mut levels);
        levels
    }

    #[inline(always)]
    fn mark(&self, bytes: u64, levels: &mut Levels) {
        levels.arrays |= bytes & (self.objects & 1).wrapping_sub(1);
        levels.outermost |= bytes & 0_u64.wrapping_sub(u64::from(self.depth == 1));
    }
}

/// Checks the scalars that begin at these bytes.
#[inline(never)]
fn check_scalars(text: &[u8], at: usize, mut starts: u64) -> Option<()> {
    while starts != 0 {
        check_scalar(&text[at + starts.trailing_zeros() as usize..])?;
        starts &= starts - 1;
    }
    Some(())
}

/// Checks the escapes whose second characters are at these bytes.
#[inline(never)]
fn check_escapes(text: &[u8], at: usize, mut escaped: u64) -> Option<()> {
    while escaped != 0 {
        let place = at + escaped.trailing_zeros() as usize;
        escaped &= escaped - 1;
        match text[place] {
            b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => {}
            b'u' if text.get(place + 1..place + 5)?.iter().all(u8::is_ascii_hexdigit) => {}
            _ => return None,
        }
    }
    Some(())
}

/// Checks for `true`, `false`, `null` or a number (RFC 8259, section 6), and the end of the value.
#[inline(always)]
fn check_scalar(text: &[u8]) -> Option<()> {
    let length = match text[0] {
        b't' if text.starts_with(b"true") => 4,
        b'f' if text.starts_with(b"false") => 5,
        b'n' if text.starts_with(b"null") => 4,
        _ => number(text)?,
    };
    matches!(text.get(length), Some(b',' | b'}' | b']')).then_some(())
}

/// The length of the number that `text` begins with.
fn number(text: &[u8]) -> Option<usize> {
    let digits = |from: usize| text[from..].iter().take_while(|b| b.is_ascii_digit()).count();
    let sign = usize::from(text.first() == Some(&b'-'));
    let mut end = match text.get(sign)? {
        b'0' => sign + 1,
        b'1'..=b'9' => sign + digits(sign),
        _ => return None,
    };
    if text.get(end) == Some(&b'.') {
        let count = digits(end + 1);
        if count == 0 {
            return None;
        }
        end += 1 + count;
    }
    if let Some(b'e' | b'E') = text.get(end) {
        let sign = usize::from(matches!(text.get(end + 1), Some(b'+' | b'-')));
        let count = digits(end + 1 + sign);
        if count == 0 {
            return None;
        }
        end += 1 + sign + count;
    }
    Some(end)
}
