//! A literal that is searched while a text is split: that costs little, and a second pass over a
//! large text would cost as much as the first.

/// The bit in which a lower-case letter differs from its capital.
const CASE: u8 = 0x20;
/// Bytes that are this close often occur together.
const CLOSE: usize = 3;

/// A literal, and the two of its bytes that are the rarest in CloudTrail's logs.
#[derive(Clone, Debug)]
pub struct Probe {
    /// In small letters if case does not count.
    literal: Vec<u8>,
    pub(super) ignores_case: bool,
    /// A bit for each ASCII character that counts as a sighting when an escape spells it.
    spellable: u128,
    /// The offset of the first of the two bytes in the literal.
    offset: usize,
    pub(super) distance: usize,
    pub(super) first: Chosen,
    pub(super) second: Chosen,
}

/// A byte of the literal that is looked for in every block.
#[derive(Clone, Copy, Debug)]
pub(super) struct Chosen {
    pub(super) byte: u8,
    /// Bits to set in the text before it is compared.
    pub(super) mask: u8,
}

impl Probe {
    /// A probe for a literal, and for escapes (`\u0026`, `\/`) that spell one of the characters
    /// whose bits are set in `spellable`; `None` for a literal of less than two bytes.
    pub fn new(literal: &[u8], spellable: u128) -> Option<Self> {
        let mut places: Vec<usize> = (0..literal.len()).collect();
        places.sort_by_key(|&place| commonness(literal[place]));
        let (one, other) = (*places.first()?, *places.get(1)?);
        let (offset, last) = (one.min(other), one.max(other));
        Some(Self {
            literal: literal.to_vec(),
            ignores_case: false,
            spellable,
            offset,
            distance: last - offset,
            first: Chosen { byte: literal[offset], mask: 0 },
            second: Chosen { byte: literal[last], mask: 0 },
        })
    }

    /// The same for any mixture of small and capital letters. Small letters are common, and the
    /// more so beside their neighbours in a word, so the two bytes are chosen apart.
    pub fn ignoring_case(self) -> Self {
        let literal = self.literal.to_ascii_lowercase();
        let place = |from: &dyn Fn(usize) -> bool| {
            let places = (0..literal.len()).filter(|&place| from(place));
            places.min_by_key(|&place| commonness(literal[place]))
        };
        let one = place(&|_| true).unwrap_or(0);
        let far = place(&|place| place.abs_diff(one) >= CLOSE);
        let other = far.or_else(|| place(&|place| place != one)).unwrap_or(one);
        let (offset, last) = (one.min(other), one.max(other));
        let chosen =
            |byte: u8| Chosen { byte, mask: if byte.is_ascii_alphabetic() { CASE } else { 0 } };
        Self {
            ignores_case: true,
            spellable: self.spellable,
            offset,
            distance: last - offset,
            first: chosen(literal[offset]),
            second: chosen(literal[last]),
            literal,
        }
    }

    /// Whether the literal begins at `start`.
    pub(super) fn is_at(&self, text: &[u8], start: usize) -> bool {
        let found = text.get(start..).and_then(|rest| rest.get(..self.literal.len()));
        found.is_some_and(|found| {
            found == self.literal || self.ignores_case && found.eq_ignore_ascii_case(&self.literal)
        })
    }

    /// Where the literal begins, if its first chosen byte is the one at `place`.
    pub(super) fn start(&self, text: &[u8], place: usize) -> Option<usize> {
        let start = place.checked_sub(self.offset)?;
        self.is_at(text, start).then_some(start)
    }

    /// Where the literal begins, if its first chosen byte is at one of the places of a mask.
    pub(super) fn starts(
        &self,
        text: &[u8],
        at: usize,
        places: u64,
    ) -> impl Iterator<Item = usize> {
        bits(at, places).filter_map(move |place| self.start(text, place))
    }

    /// The backslashes of a mask with which escapes begin that may spell a character of the literal.
    pub(super) fn escapes(
        &self,
        text: &[u8],
        at: usize,
        backslashes: u64,
    ) -> impl Iterator<Item = usize> {
        bits(at, backslashes).filter(move |&place| {
            Escape::parse(text, place + 1).is_some_and(|escape| self.spells(text, &escape))
        })
    }

    /// Whether an escape may spell a character of the literal: its neighbours must be those of that
    /// character, or escapes themselves.
    fn spells(&self, text: &[u8], escape: &Escape) -> bool {
        let Escape { code, start, end } = *escape;
        if self.spellable & (1 << code) == 0 {
            return false;
        }
        let before = &text[..start];
        let after = text.get(end).copied();
        self.literal.iter().enumerate().filter(|&(_, &byte)| self.is(code, byte)).any(|(at, _)| {
            let is = |found: Option<u8>, byte: u8| found.is_some_and(|found| self.is(found, byte));
            let follows =
                at == 0 || is(before.last().copied(), self.literal[at - 1]) || ends_escaped(before);
            let next = self.literal.get(at + 1);
            follows && next.is_none_or(|&next| is(after, next) || after == Some(b'\\'))
        })
    }

    /// Whether a byte of a text counts as this one of the literal.
    fn is(&self, found: u8, byte: u8) -> bool {
        found == byte || self.ignores_case && found.eq_ignore_ascii_case(&byte)
    }
}

/// The offsets of a mask's bits, in a block that begins at `at`.
fn bits(at: usize, mut mask: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let place = at + mask.trailing_zeros() as usize;
        (mask != 0).then(|| {
            mask &= mask - 1;
            place
        })
    })
}

/// An escape that spells an ASCII character.
struct Escape {
    code: u8,
    /// Where its backslash stands.
    start: usize,
    end: usize,
}

impl Escape {
    /// The escape whose second character is at `place`.
    #[inline]
    fn parse(text: &[u8], place: usize) -> Option<Self> {
        let (code, length) = match text.get(place)? {
            b'/' => (b'/', 1),
            b'u' => (code(text.get(place + 1..place + 5))?, 5),
            _ => return None,
        };
        Some(Self { code, start: place - 1, end: place + length })
    }
}

/// The ASCII character with this code of four hexadecimal digits.
fn code(digits: Option<&[u8]>) -> Option<u8> {
    let digits = std::str::from_utf8(digits?).ok()?;
    u8::from_str_radix(digits.strip_prefix("00")?, 16).ok().filter(u8::is_ascii)
}

/// Whether the text may end with an escape.
fn ends_escaped(text: &[u8]) -> bool {
    text.ends_with(b"\\/") || (text.len() >= 6 && text[text.len() - 6..].starts_with(b"\\u"))
}

/// How common a byte is in CloudTrail's logs, roughly.
fn commonness(byte: u8) -> u8 {
    match byte {
        b'"' | b'e' | b'a' | b's' => 9,
        b'n' | b't' | b'i' | b'o' | b'r' | b':' | b',' | b'c' | b'.' => 8,
        b'0'..=b'9' | b'd' | b'l' | b'm' | b'p' | b'u' | b'-' => 7,
        b'b' | b'f' | b'g' | b'h' | b'v' | b'w' | b'y' | b'/' => 6,
        b'A' | b'S' | b'E' | b'I' | b'T' | b'k' | b'x' | b'z' | b'_' | b'{' | b'}' => 5,
        b'C' | b'D' | b'R' | b'N' | b'P' | b'j' | b'q' | b' ' | b'\\' => 4,
        b'A'..=b'Z' => 3,
        _ => 2,
    }
}
