//! The grammar of JSON checked on bit masks, for text without white space between its tokens.
//!
//! In such text, which token may follow which is decided by neighbouring bits, 64 bytes at a time.
//! Only brackets are visited one by one, to know which commas are in an object. A text that is
//! accepted is valid. One that is not accepted may still be valid: a slower reader decides.

use fearless_simd::{prelude::*, u8x64};

use super::Index;
use super::block::{Block, Escapes, SIZE, prefix_xor};

/// Blocks per step. A step has few enough masks in hand for them to stay in registers.
const BLOCKS: usize = 32;

/// Checks that `text` is one JSON object and notes its members in `index`, which must be empty.
/// `None` leaves the decision to a slower reader.
#[inline(always)]
pub(super) fn check<S: Simd>(
    simd: S,
    text: &[u8],
    index: &mut Index,
    blocks: &mut Blocks,
) -> Option<()> {
    let is_object = text.first() == Some(&b'{') && text.last() == Some(&b'}');
    if !is_object || u32::try_from(text.len()).is_err() {
        return None;
    }
    let mut tokens = Tokens::new(simd);
    let (mut brackets, mut neighbours) = (Brackets::new(), Neighbours::new());
    let mut at = 0;
    if let Some(end) = index.begin_as_before(text) {
        (brackets, neighbours, at) = (Brackets::in_object(), Neighbours::after_value(), end);
    }
    while at < text.len() {
        let count = tokens.find(text, at, &mut blocks.0);
        let found = &mut blocks.0[..count];
        brackets.walk(found);
        neighbours.check(found)?;
        for found in found {
            if found.escaped != 0 {
                check_escapes(text, at, found.escaped)?;
            }
            if found.scalar_starts != 0 {
                check_scalars(text, at, found.scalar_starts)?;
            }
            index.note(at, (found.colons | found.commas) & found.outermost);
            at += SIZE;
        }
    }
    if !brackets.are_closed() || !tokens.are_text(text) {
        return None;
    }
    (index.compact, index.escapes) = (true, tokens.escaped != 0);
    index.note_end(text.len() - 1);
    Some(())
}

/// The masks of one block.
#[derive(Clone, Copy, Debug, Default)]
struct Found {
    /// Inside strings, opening quotes included, closing ones not.
    inside: u64,
    string_starts: u64,
    string_ends: u64,
    colons: u64,
    commas: u64,
    opens: u64,
    closes: u64,
    /// Bytes whose bit 0x20 is set: of brackets, the braces.
    braces: u64,
    /// Bytes of numbers, `true`, `false`, `null`, or of invalid text.
    scalars: u64,
    scalar_starts: u64,
    /// Directly in an object.
    objects: u64,
    /// Directly in the outermost object.
    outermost: u64,
    /// After an escaping backslash.
    escaped: u64,
}

/// Room for the masks of blocks, kept from one text to the next.
#[derive(Debug)]
pub(super) struct Blocks([Found; BLOCKS]);

impl Default for Blocks {
    fn default() -> Self {
        Self([Found::default(); BLOCKS])
    }
}

/// Finds tokens, block after block.
struct Tokens<S: Simd> {
    simd: S,
    escapes: Escapes,
    /// The bits of `escaped` of any block.
    escaped: u64,
    /// All ones while a string is open at the end of a block.
    string_carry: u64,
    /// The bits that any byte has, and the smallest byte, lane by lane.
    any: u8x64<S>,
    lowest: u8x64<S>,
}

impl<S: Simd> Tokens<S> {
    #[inline(always)]
    fn new(simd: S) -> Self {
        let (any, lowest) = (u8x64::splat(simd, 0), u8x64::splat(simd, b' '));
        Self { simd, escapes: Escapes::default(), escaped: 0, string_carry: 0, any, lowest }
    }

    /// Finds the tokens of blocks from `at` on; gives their number.
    #[inline(always)]
    fn find(&mut self, text: &[u8], mut at: usize, blocks: &mut [Found]) -> usize {
        let mut count = 0;
        for found in blocks {
            let Some(block) = Block::read(self.simd, text, at) else { break };
            let escaped = self.escapes.escaped(block.equal(b'\\')) & block.text;
            self.escaped |= escaped;
            let quotes = block.equal(b'"') & !escaped;
            let inside = prefix_xor(quotes) ^ self.string_carry;
            self.string_carry = 0_u64.wrapping_sub(inside >> (SIZE - 1));
            let outside = !inside & block.text;
            let string_ends = quotes & outside;
            let (colons, commas) = (block.equal(b':') & outside, block.equal(b',') & outside);
            let (opens, closes) = (block.bracket(b'{') & outside, block.bracket(b'}') & outside);
            *found = Found {
                inside,
                string_starts: quotes & inside,
                string_ends,
                colons,
                commas,
                opens,
                closes,
                braces: block.lower(),
                // A space between tokens is taken for a scalar, which it is not.
                scalars: outside & !(string_ends | colons | commas | opens | closes),
                escaped,
                // The next steps find these.
                scalar_starts: 0,
                objects: 0,
                outermost: 0,
            };
            self.any |= block.bytes;
            self.lowest = self.lowest.min(block.bytes);
            count += 1;
            at += SIZE;
        }
        count
    }

    /// Whether all strings are closed and the text is UTF-8 without control characters.
    #[inline(always)]
    fn are_text(&self, text: &[u8]) -> bool {
        self.string_carry == 0
            && !self.lowest.simd_lt(b' ').any_true()
            && (!self.any.simd_ge(0x80).any_true() || std::str::from_utf8(text).is_ok())
    }
}

/// The brackets that are open.
struct Brackets {
    /// A bit a level, the innermost lowest: one for an object. Above them a bit that is always one.
    open: u64,
    /// The bits that `open` ever had: the highest is set if there are more levels than bits.
    depths: u64,
    /// How often the outermost bracket was closed.
    ends: u64,
    /// The lowest bit is set if a bracket closes one of another kind.
    wrong: u64,
}

impl Brackets {
    /// None is open.
    fn new() -> Self {
        Self { open: 1, depths: 0, ends: 0, wrong: 0 }
    }

    /// One object is open.
    fn in_object() -> Self {
        Self { open: 0b11, ..Self::new() }
    }

    /// Finds the nesting of the bytes of blocks.
    #[inline(always)]
    fn walk(&mut self, blocks: &mut [Found]) {
        let Self { mut open, mut depths, mut ends, mut wrong } = *self;
        for found in blocks {
            let (opens, braces) = (found.opens, found.braces);
            let (mut objects, mut outermost) = (0, 0);
            let mut brackets = opens | found.closes;
            let mut last = 1;
            while brackets != 0 {
                let bit = brackets & brackets.wrapping_neg();
                brackets &= brackets - 1;
                // The bits from the last bracket to before this one.
                let between = bit.wrapping_sub(last);
                last = bit;
                objects |= between & (open & 1).wrapping_neg();
                outermost |= if open >> 1 == 1 { between } else { 0 };
                let kind = u64::from(braces & bit != 0);
                let is_open = opens & bit != 0;
                wrong |= if is_open { 0 } else { open ^ kind };
                open = if is_open { (open << 1) | kind } else { open >> 1 };
                depths |= open;
                ends += u64::from(open < 2);
            }
            let rest = 0_u64.wrapping_sub(last);
            found.objects = objects | (rest & (open & 1).wrapping_neg());
            found.outermost = outermost | if open >> 1 == 1 { rest } else { 0 };
        }
        *self = Self { open, depths, ends, wrong };
    }

    /// Whether each bracket was closed by one of its kind, the outermost by the last byte of the
    /// text, which must be a bracket.
    fn are_closed(&self) -> bool {
        self.open == 1 && self.ends == 1 && self.wrong & 1 == 0 && self.depths >> (SIZE - 1) == 0
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
}

impl Neighbours {
    /// Those of the first byte: a value may begin there, as after a separator.
    fn new() -> Self {
        Self { separator: 1, ..Self::default() }
    }

    /// Those of the byte after a value.
    fn after_value() -> Self {
        Self { end: 1, ..Self::default() }
    }

    /// Checks each token against the byte before it, and finds the first bytes of scalars.
    ///
    /// Outside strings every byte is a separator, a bracket, the end of a string or part of a
    /// scalar, so what does not follow a separator or an opening bracket follows a value.
    #[inline(always)]
    fn check(&mut self, blocks: &mut [Found]) -> Option<()> {
        let mut wrong = 0;
        for found in blocks {
            let separators = found.colons | found.commas;
            let follows_separator = follows(separators, &mut self.separator);
            let value_may_start = follows_separator | follows(found.opens, &mut self.open);
            let follows_end = follows(found.string_ends | found.closes, &mut self.end);
            let names = (found.commas & found.objects) | (found.opens & found.braces);
            let name_must_start = follows(names, &mut self.name);
            let scalar_starts = found.scalars & value_may_start;
            wrong |= ((found.string_starts | found.opens) & !value_may_start)
                | (found.scalars & follows_end)
                | ((found.opens | scalar_starts) & name_must_start)
                | (separators & value_may_start)
                | (found.closes & follows_separator);
            found.scalar_starts = scalar_starts;
            let name_ends = self.name_ends(found, found.string_starts & name_must_start);
            wrong |= found.colons ^ follows(name_ends, &mut self.name_end);
        }
        (wrong == 0).then_some(())
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
    let length = match text.first_chunk() {
        Some(b"true" | b"null") => 4,
        Some(b"fals") if text.get(4) == Some(&b'e') => 5,
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
