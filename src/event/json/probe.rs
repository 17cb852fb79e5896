//! A literal to look out for on the way: whoever passes every byte of a text anyhow can look for
//! it at little cost, and a second walk over a large text would cost as much as the first.

/// A literal, and the two of its bytes that are the rarest in CloudTrail's logs.
#[derive(Clone, Debug)]
pub struct Probe {
    literal: Vec<u8>,
    /// A bit for each ASCII character that counts as a sighting when an escape spells it.
    spellable: u128,
    /// Where the first of the two bytes stands in the literal, and how far behind it the second.
    offset: usize,
    pub(super) distance: usize,
    pub(super) first: u8,
    pub(super) second: u8,
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
            spellable,
            offset,
            distance: last - offset,
            first: literal[offset],
            second: literal[last],
        })
    }

    /// Whether the literal begins at `start`.
    pub(super) fn stands_at(&self, text: &[u8], start: usize) -> bool {
        text.get(start..).is_some_and(|rest| rest.starts_with(&self.literal))
    }

    /// Where the literal begins, if its first chosen byte is the one at `place`.
    pub(super) fn start(&self, text: &[u8], place: usize) -> Option<usize> {
        let start = place.checked_sub(self.offset)?;
        self.stands_at(text, start).then_some(start)
    }

    /// Whether the escape whose second character is at `place` may spell a character of the
    /// literal: its neighbours must be those of that character, or escapes themselves.
    pub(super) fn spells(&self, text: &[u8], place: usize) -> bool {
        let (code, length) = match text.get(place) {
            Some(b'/') => (Some(b'/'), 1),
            Some(b'u') => (code(text.get(place + 1..place + 5)), 5),
            _ => (None, 0),
        };
        let Some(code) = code.filter(|&code| self.spellable & (1 << code) != 0) else {
            return false;
        };
        let before = &text[..place - 1];
        let behind = text.get(place + length);
        self.literal.iter().enumerate().filter(|&(_, &byte)| byte == code).any(|(at, _)| {
            let follows =
                at == 0 || before.last() == Some(&self.literal[at - 1]) || ends_escaped(before);
            let next = self.literal.get(at + 1);
            follows && (next.is_none() || behind == next || behind == Some(&b'\\'))
        })
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
