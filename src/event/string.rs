//! JSON strings as written in a record, with their quotes: their length, and their text.
//!
//! Knows no other value. Text that is not JSON gives a meaningless but bounded result.

use std::borrow::Cow;

/// A member's name without its quotes, decoded where it has escapes.
#[inline]
pub(super) fn decoded_name(written: &[u8]) -> Cow<'_, [u8]> {
    match written {
        [b'"', name @ .., b'"'] if !has_backslash(name) => Cow::Borrowed(name),
        name => Cow::Owned(decoded(name).as_bytes().to_vec()),
    }
}

/// Whether a name as written, with its quotes, is `name`.
pub(super) fn name_is(written: &[u8], name: &str) -> bool {
    match written {
        [b'"', inner @ .., b'"'] if inner == name.as_bytes() => true,
        // An escape only ever makes a name longer.
        _ => written.len() > name.len() + 2 && has_backslash(written) && decoded(written) == name,
    }
}

/// The text of a JSON string with its quotes. A string with an unpaired surrogate, which has no text,
/// is left as written.
pub(super) fn decoded(written: &[u8]) -> Cow<'_, str> {
    let inner = match written {
        [b'"', inner @ .., b'"'] => inner,
        other => other,
    };
    if !has_backslash(inner) {
        return lossy(inner);
    }
    match serde_json::from_slice::<String>(written) {
        Ok(text) => Cow::Owned(text),
        Err(_) => String::from_utf8_lossy(inner),
    }
}

/// Whether one of the bytes is a backslash. Most texts are short, so this is inlined.
#[inline]
pub(super) fn has_backslash(bytes: &[u8]) -> bool {
    let (chunks, rest) = bytes.as_chunks::<16>();
    // Without a branch, so that a fold over a chunk becomes a vector instruction.
    let has = |chunk: &[u8]| chunk.iter().fold(0, |any, &byte| any | u8::from(byte == b'\\')) != 0;
    chunks.iter().any(|chunk| has(chunk)) || has(rest)
}

/// Whether all bytes are printable ASCII and none is a backslash.
pub(super) fn is_plain(bytes: &[u8]) -> bool {
    let is_plain = |byte: u8| matches!(byte, b' '..=b'[' | b']'..=b'~');
    // A fold over whole chunks becomes vector instructions.
    let (chunks, rest) = bytes.as_chunks::<16>();
    let is_plain_chunk =
        |chunk: &[u8; 16]| chunk.iter().fold(true, |all, &byte| all & is_plain(byte));
    chunks.iter().all(is_plain_chunk) && rest.iter().fold(true, |all, &byte| all & is_plain(byte))
}

/// The bytes as text; the quick way is for those that are UTF-8.
pub(super) fn lossy(bytes: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => String::from_utf8_lossy(bytes),
    }
}

/// The length of the string that `text` begins with, quotes included.
#[inline]
pub(super) fn length(text: &[u8]) -> usize {
    let mut at = 1;
    loop {
        // Most strings are short: eight bytes at a time are quicker than a vector search.
        while let Some(bytes) = text.get(at..).and_then(|rest| rest.first_chunk::<8>()) {
            let bytes = u64::from_le_bytes(*bytes);
            let found = first_equal(bytes, b'"') | first_equal(bytes, b'\\');
            if found != 0 {
                at += found.trailing_zeros() as usize / 8;
                break;
            }
            at += 8;
        }
        match text.get(at) {
            None => return text.len(),
            Some(b'"') => return at + 1,
            Some(b'\\') => at += 2,
            Some(_) => at += 1,
        }
    }
}

/// The high bit of each of eight bytes that is `byte`, exact for the first one; bits after it may be
/// set too.
fn first_equal(bytes: u64, byte: u8) -> u64 {
    const ONES: u64 = u64::MAX / 255;
    let zero_if_equal = bytes ^ (ONES * u64::from(byte));
    zero_if_equal.wrapping_sub(ONES) & !zero_if_equal & (ONES << 7)
}
