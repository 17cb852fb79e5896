//! JSON strings as written in a record, with their quotes: their length, and their text.
//!
//! Knows no other value. Text that is not JSON gives a meaningless but bounded result.

use std::borrow::Cow;

use fearless_simd::{Level, dispatch, prelude::*, u8x16};

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
    !all(bytes, |byte| byte != b'\\')
}

/// Whether all bytes are printable ASCII and none is a backslash.
#[expect(
    clippy::needless_bitwise_bool,
    reason = "without a branch, it becomes vector instructions"
)]
pub(super) fn is_plain(bytes: &[u8]) -> bool {
    all(bytes, |byte| (byte.wrapping_sub(b' ') <= b'~' - b' ') & (byte != b'\\'))
}

/// Whether a test holds for all bytes. A test without branches becomes vector instructions. The last
/// chunk overlaps the one before it, so that only texts of less than four bytes are tested byte by
/// byte.
#[inline]
pub fn all(bytes: &[u8], test: impl Fn(u8) -> bool) -> bool {
    let (chunks, rest) = bytes.as_chunks::<16>();
    if !chunks.iter().all(|chunk| holds(chunk, &test)) {
        return false;
    }
    if rest.is_empty() {
        return true;
    }
    if let Some(last) = bytes.last_chunk::<16>() {
        return holds(last, &test);
    }
    if let (Some(first), Some(last)) = (rest.first_chunk::<8>(), rest.last_chunk::<8>()) {
        return holds(first, &test) & holds(last, &test);
    }
    if let (Some(first), Some(last)) = (rest.first_chunk::<4>(), rest.last_chunk::<4>()) {
        return holds(first, &test) & holds(last, &test);
    }
    rest.iter().all(|&byte| test(byte))
}

/// The same for a few bytes, without branches.
#[inline]
fn holds<const N: usize>(bytes: &[u8; N], test: impl Fn(u8) -> bool) -> bool {
    bytes.iter().fold(true, |all, &byte| all & test(byte))
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
    end(text, 0)
}

/// Where the string ends that begins at `start`: after its closing quote, or with the text.
#[inline]
pub(super) fn end(text: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    loop {
        // Most strings are short: sixteen bytes at a time are quicker than a vector search.
        while let Some(bytes) = text.get(at..).and_then(|rest| rest.first_chunk::<16>()) {
            let marks = quotes_and_backslashes(bytes);
            if marks != 0 {
                at += marks.trailing_zeros() as usize;
                break;
            }
            at += 16;
        }
        match text.get(at) {
            None => return text.len(),
            Some(b'"') => return at + 1,
            Some(b'\\') => at += 2,
            Some(_) => at += 1,
        }
    }
}

/// A bit for each of sixteen bytes that is a quote or a backslash. Uses the vector instructions that
/// every processor of the target has: a choice at run time would cost more than it gains.
#[inline]
fn quotes_and_backslashes(bytes: &[u8; 16]) -> u64 {
    dispatch!(Level::baseline(), simd => {
        let bytes = u8x16::from_slice(simd, bytes);
        bytes.simd_eq(b'"').to_bitmask() | bytes.simd_eq(b'\\').to_bitmask()
    })
}
