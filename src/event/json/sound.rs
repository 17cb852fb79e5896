//! The grammar of JSON checked on bit masks, for text without white space between its tokens.
//!
//! There, what may follow what is a question about neighbouring bits, answered for 64 bytes at
//! once; only brackets are walked one by one, to know which commas stand in an object. The answer
//! "sound" is sure; the answer "not sure" sends the text to a slower reader.

use fearless_simd::prelude::*;

use super::Member;
use super::block::{Block, Escapes, SIZE, prefix_xor};

/// Checks that `text` is one JSON object; `None` means "not sure". With `MEMBERS`, appends them.
#[inline(always)]
pub(super) fn index<const MEMBERS: bool, S: Simd>(
    simd: S,
    text: &[u8],
    members: &mut Vec<Member>,
) -> Option<()> {
    if text.first() != Some(&b'{') || u32::try_from(text.len()).is_err() {
        return None;
    }
    let mut tokens = Tokens::default();
    let mut neighbours = Neighbours::default();
    let mut brackets = Brackets::default();
    let mut separators = Separators::new();
    let mut non_ascii = false;
    let mut at = 0;
    while let Some(block) = Block::read(simd, text, at) {
        let found = tokens.find(&block, text, at)?;
        let levels = brackets.walk(text, at, found.opens | found.closes)?;
        let mut scalars = neighbours.check(&found, levels.arrays)?;
        while scalars != 0 {
            sound_scalar(&text[at + scalars.trailing_zeros() as usize..])?;
            scalars &= scalars - 1;
        }
        if MEMBERS {
            separators.push(at, (found.colons | found.commas) & levels.outermost)?;
        }
        non_ascii |= block.non_ascii();
        at += SIZE;
    }
    if brackets.depth != 0 || tokens.string_carry != 0 {
        return None;
    }
    if non_ascii && std::str::from_utf8(text).is_err() {
        return None;
    }
    separators.members(text.len(), members);
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
    /// `{`, of the opens.
    objects: u64,
    /// Bytes of numbers, `true`, `false`, `null`, or of nothing that JSON knows.
    scalars: u64,
}

/// Finds tokens, block after block.
#[derive(Default)]
struct Tokens {
    escapes: Escapes,
    /// All ones while a string is open at the end of a block.
    string_carry: u64,
}

impl Tokens {
    #[inline(always)]
    fn find<S: Simd>(&mut self, block: &Block<S>, text: &[u8], at: usize) -> Option<Found> {
        let escaped = self.escapes.escaped(block.equal(b'\\')) & block.text;
        if escaped != 0 {
            sound_escapes(text, at, escaped)?;
        }
        let quotes = block.equal(b'"') & !escaped;
        let inside = prefix_xor(quotes) ^ self.string_carry;
        self.string_carry = 0_u64.wrapping_sub(inside >> (SIZE - 1));
        let outside = !inside & block.text;
        let blank = block.at_most(b' ') & outside;
        let control = block.at_most(0x1F) & inside;
        if blank | control != 0 {
            return None;
        }
        let (string_starts, string_ends) = (quotes & inside, quotes & outside);
        let (colons, commas) = (block.equal(b':') & outside, block.equal(b',') & outside);
        let (opens, closes) = (block.bracket(b'{') & outside, block.bracket(b'}') & outside);
        let objects = block.equal(b'{') & outside;
        let scalars = outside & !(string_ends | colons | commas | opens | closes);
        Some(Found {
            inside,
            string_starts,
            string_ends,
            colons,
            commas,
            opens,
            closes,
            objects,
            scalars,
        })
    }
}

/// What the last byte of a block was: single bits, carried into bit 0 of the next.
struct Neighbours {
    separator: u64,
    end: u64,
    open: u64,
    scalar: u64,
    /// A name must follow: behind `{`, and behind a comma in an object.
    name: u64,
    name_end: u64,
    /// A name is open at the end of the block.
    name_carry: bool,
}

impl Default for Neighbours {
    /// Before the text stands what a value may follow.
    fn default() -> Self {
        Self { separator: 1, end: 0, open: 0, scalar: 0, name: 0, name_end: 0, name_carry: false }
    }
}

impl Neighbours {
    /// Checks each token against the byte before it; gives the first bytes of scalars.
    #[inline(always)]
    fn check(&mut self, found: &Found, arrays: u64) -> Option<u64> {
        let separators = found.colons | found.commas;
        let follows_separator = follows(separators | found.opens, &mut self.separator);
        let follows_end = follows(found.string_ends | found.closes | found.scalars, &mut self.end);
        let follows_open = follows(found.opens, &mut self.open);
        let name_must_start = follows((found.commas & !arrays) | found.objects, &mut self.name);
        let scalar_starts = found.scalars & !follows(found.scalars, &mut self.scalar);
        let name_ends = self.name_ends(found, found.string_starts & name_must_start);
        let colon_must_stand = follows(name_ends, &mut self.name_end);

        let other_starts = found.opens | scalar_starts;
        let wrong = ((found.string_starts | other_starts) & !follows_separator)
            | (other_starts & name_must_start)
            | (separators & !follows_end)
            | (found.closes & !(follows_end | follows_open))
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

/// The bytes behind those of `mask`; the last one is carried to the next block.
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
}

/// Which bytes of a block stand where.
#[derive(Default)]
struct LevelMasks {
    /// Directly in an array.
    arrays: u64,
    /// Directly in the outermost object.
    outermost: u64,
}

impl Brackets {
    #[inline(always)]
    fn walk(&mut self, text: &[u8], at: usize, mut brackets: u64) -> Option<LevelMasks> {
        let mut masks = LevelMasks::default();
        let mut walked = 0;
        while brackets != 0 {
            let upto = brackets ^ (brackets - 1);
            self.mark(upto & !walked, &mut masks);
            walked = upto;
            self.step(text, at + brackets.trailing_zeros() as usize)?;
            brackets &= brackets - 1;
        }
        self.mark(!walked, &mut masks);
        Some(masks)
    }

    #[inline(always)]
    fn mark(&self, bytes: u64, masks: &mut LevelMasks) {
        if self.objects & 1 == 0 {
            masks.arrays |= bytes;
        }
        if self.depth == 1 {
            masks.outermost |= bytes;
        }
    }

    #[inline(always)]
    fn step(&mut self, text: &[u8], place: usize) -> Option<()> {
        match text[place] {
            open @ (b'{' | b'[') if self.depth < u64::BITS => {
                self.depth += 1;
                self.objects = (self.objects << 1) | u64::from(open == b'{');
            }
            close @ (b'}' | b']')
                if self.depth > 0 && (close == b'}') == (self.objects & 1 == 1) =>
            {
                self.depth -= 1;
                self.objects >>= 1;
                if self.depth == 0 && place + 1 != text.len() {
                    return None;
                }
            }
            _ => return None,
        }
        Some(())
    }
}

/// The colons and commas between the members of the outermost object.
struct Separators {
    places: [u32; Self::MOST + Self::STEP],
    count: usize,
}

impl Separators {
    /// Of more members than half of these the quick way knows nothing.
    const MOST: usize = 192;
    /// How many places are written at once: a fixed number, so that no branch has to be guessed.
    const STEP: usize = 4;

    fn new() -> Self {
        Self { places: [0; Self::MOST + Self::STEP], count: 0 }
    }

    #[inline(always)]
    #[expect(clippy::cast_possible_truncation, reason = "index() refuses longer texts")]
    fn push(&mut self, at: usize, mut mask: u64) -> Option<()> {
        loop {
            let places = self.places.get_mut(self.count..self.count + Self::STEP)?;
            let found = mask.count_ones() as usize;
            for place in places {
                *place = at as u32 + mask.trailing_zeros();
                mask &= mask.wrapping_sub(1);
            }
            if found <= Self::STEP {
                self.count += found;
                return Some(());
            }
            self.count += Self::STEP;
        }
    }

    /// Colon and comma take turns; behind the last value stands the closing brace.
    #[expect(clippy::cast_possible_truncation, reason = "index() refuses longer texts")]
    fn members(&mut self, length: usize, members: &mut Vec<Member>) {
        if self.count == 0 {
            return;
        }
        self.places[self.count] = length as u32 - 1;
        let mut start = 1;
        members.extend(self.places[..=self.count].chunks_exact(2).map(|pair| {
            let member = Member { name: (start, pair[0]), value: (pair[0] + 1, pair[1]) };
            start = pair[1] + 1;
            member
        }));
    }
}

/// A backslash must be followed by one of the characters that JSON knows.
fn sound_escapes(text: &[u8], at: usize, mut escaped: u64) -> Option<()> {
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

/// `true`, `false`, `null` or a number (RFC 8259, section 6), and nothing behind it.
#[inline(always)]
fn sound_scalar(text: &[u8]) -> Option<()> {
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
