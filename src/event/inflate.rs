//! Gzip: inflates objects and reports how they were packed.
//!
//! CloudTrail writes one gzip member per object, which is inflated in one call. Several members,
//! trailing bytes and damage are found by reading member after member, so that nothing is missed that
//! another tool might show.

use std::io::{self, Read as _};

use flate2::bufread::GzDecoder;
use libdeflater::{Crc, Decompressor};

const MAGIC: [u8; 2] = [0x1F, 0x8B];
/// The start of a member's header without names and comments (RFC 1952, section 2.3.1).
const PLAIN_HEADER: &[u8] = &[0x1F, 0x8B, 8, 0];
const HEADER: usize = 10;
/// The checksum and the length of the inflated data.
const TRAILER: usize = 8;
/// The highest compression ratio of deflate (RFC 1951: 258 bytes in two bits).
const BEST_RATIO: usize = 1_032;

/// How an object was packed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Packing {
    /// Gzip members; 0 for an object that is not gzip.
    pub members: usize,
    /// Further layers of gzip inside the first.
    pub layers: usize,
    /// Bytes after the last member that are not gzip.
    pub trailing: usize,
    /// Why the object could not be inflated to its end.
    pub damage: Option<Damage>,
}

/// Why an object could not be inflated to its end.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
pub enum Damage {
    /// The object ends in the middle of a member.
    #[error("truncated gzip: the object ends early")]
    Truncated,
    /// The packed bytes, or their checksum, are wrong.
    #[error("corrupt gzip: {0}")]
    Corrupt(String),
    /// The object inflates past the limit.
    #[error("inflates past the limit of {0} bytes")]
    TooLarge(usize),
}

/// Whether the object begins like gzip.
pub fn is_gzip(object: &[u8]) -> bool {
    object.starts_with(&MAGIC)
}

/// The inflated length that the object records. Wrong for several members, and for 4 GiB or more.
pub fn recorded_length(object: &[u8]) -> usize {
    match object.last_chunk() {
        Some(last) if is_gzip(object) => u32::from_le_bytes(*last) as usize,
        _ => object.len(),
    }
}

/// Inflates objects into a buffer that only grows.
pub struct Inflater {
    decompressor: Decompressor,
    limit: usize,
}

impl Inflater {
    /// `limit`: how many bytes an object may inflate to.
    pub fn new(limit: usize) -> Self {
        Self { decompressor: Decompressor::new(), limit }
    }

    /// Inflates `object` into the beginning of `buffer` and returns the length. The rest of the buffer
    /// is left over from earlier objects.
    ///
    /// If it returns a [`Checksum`], the text is correct only if that holds; otherwise call
    /// [`Inflater::inflate_carefully`].
    pub fn inflate(
        &mut self,
        object: &[u8],
        buffer: &mut Vec<u8>,
    ) -> (usize, Packing, Option<Checksum>) {
        if let Some((length, checksum)) = self.in_one_call(object, buffer) {
            return (length, Packing { members: 1, ..Packing::default() }, Some(checksum));
        }
        let (length, packing) = self.inflate_carefully(object, buffer);
        (length, packing, None)
    }

    /// Inflates member after member, each of which is checked.
    ///
    /// Keeps what was read before the damage. The length of an object that is too large is 0.
    pub fn inflate_carefully(&self, object: &[u8], buffer: &mut Vec<u8>) -> (usize, Packing) {
        let (length, packing) = self.member_by_member(object, buffer);
        if matches!(packing.damage, Some(Damage::TooLarge(_))) {
            *buffer = Vec::new();
            return (0, packing);
        }
        (length, packing)
    }

    /// Inflates an object that is one plain member of the length in its last four bytes.
    fn in_one_call(&mut self, object: &[u8], buffer: &mut Vec<u8>) -> Option<(usize, Checksum)> {
        let size = u32::from_le_bytes(*object.last_chunk()?) as usize;
        if !object.starts_with(PLAIN_HEADER) || size > self.limit.min(object.len() * BEST_RATIO) {
            return None;
        }
        let (packed, trailer) = object.get(HEADER..)?.split_last_chunk::<TRAILER>()?;
        let expected = u32::from_le_bytes(*trailer.first_chunk()?);
        if buffer.len() < size {
            buffer.resize(size, 0);
        }
        let length = self.decompressor.deflate_decompress(packed, &mut buffer[..size]).ok()?;
        let checksum = Checksum { crc: Crc::new(), done: 0, expected };
        (length == size && ends_at_trailer(object, length)).then_some((length, checksum))
    }

    fn member_by_member(&self, object: &[u8], buffer: &mut Vec<u8>) -> (usize, Packing) {
        let mut packing = Packing::default();
        let mut rest = object;
        buffer.clear();
        while is_gzip(rest) {
            packing.members += 1;
            let room = self.limit - buffer.len();
            let mut member = GzDecoder::new(rest).take(room as u64 + 1);
            if let Err(error) = member.read_to_end(buffer) {
                packing.damage = Some(Damage::from(error));
                break;
            }
            if buffer.len() > self.limit {
                packing.damage = Some(Damage::TooLarge(self.limit));
                break;
            }
            rest = member.into_inner().into_inner();
        }
        if packing.damage.is_none() {
            packing.trailing = rest.len();
        }
        (buffer.len(), packing)
    }
}

impl From<io::Error> for Damage {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::UnexpectedEof {
            return Self::Truncated;
        }
        let why = error.to_string();
        Self::Corrupt(why.trim_start_matches("corrupt gzip stream ").to_owned())
    }
}

/// The checksum of a text, computed part by part just before the part is searched, so that a large
/// text is read from memory only once.
pub struct Checksum {
    crc: Crc,
    done: usize,
    expected: u32,
}

impl Checksum {
    /// Adds the text up to `end`.
    pub fn advance(&mut self, text: &[u8], end: usize) {
        if let Some(piece) = text.get(self.done..end.min(text.len())) {
            self.crc.update(piece);
            self.done += piece.len();
        }
    }

    /// Whether the checksum of the whole text is correct.
    pub fn holds(mut self, text: &[u8]) -> bool {
        self.advance(text, text.len());
        self.crc.sum() == self.expected
    }
}

/// Whether a member that inflated to `length` bytes ends where the object does.
///
/// The one-call inflater does not report where in the object it stopped. A member ends with its
/// length. If those four bytes occur only at the end of the object, the member ends there. If they
/// also occur earlier, which is very rare, the answer is no.
fn ends_at_trailer(object: &[u8], length: usize) -> bool {
    #[expect(clippy::cast_possible_truncation, reason = "RFC 1952: the length modulo 2^32")]
    let size = (length as u32).to_le_bytes();
    memchr::memmem::find(&object[HEADER..], &size) == Some(object.len() - HEADER - size.len())
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::GzEncoder;
    use proptest::prelude::*;

    use super::*;

    fn gzip(text: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    fn inflate(object: &[u8], limit: usize) -> (Vec<u8>, Packing) {
        let mut buffer = b"left over".to_vec();
        let mut inflater = Inflater::new(limit);
        let (mut length, mut packing, checksum) = inflater.inflate(object, &mut buffer);
        if checksum.is_some_and(|checksum| !checksum.holds(&buffer[..length])) {
            (length, packing) = inflater.inflate_carefully(object, &mut buffer);
        }
        (buffer[..length].to_vec(), packing)
    }

    #[test]
    fn a_second_member_is_read_even_if_it_is_a_copy_of_the_first() {
        let twice = [gzip(b"records"), gzip(b"records")].concat();
        let (text, packing) = inflate(&twice, 1_000);
        assert_eq!((text.as_slice(), packing.members), (b"recordsrecords".as_slice(), 2));
        assert_eq!((packing.trailing, packing.damage), (0, None));
    }

    #[test]
    fn trailing_bytes_are_counted() {
        let mut object = gzip(b"records");
        let trailer = object[object.len() - 8..].to_vec();
        object.extend_from_slice(b"junk");
        object.extend_from_slice(&trailer);
        let (text, packing) = inflate(&object, 1_000);
        assert_eq!(
            (text.as_slice(), packing.members, packing.trailing),
            (b"records".as_slice(), 1, 12)
        );
    }

    #[test]
    fn damage_keeps_what_was_read_before_it() {
        let text = (0..20_000).map(|n| n.to_string()).collect::<String>();
        let mut object = gzip(text.as_bytes());
        let (read, packing) = inflate(&object[..object.len() / 2], 1 << 20);
        assert_eq!(packing.damage, Some(Damage::Truncated));
        assert!(read.len() > 1_000 && text.as_bytes().starts_with(&read));
        let last = object.len() - 6;
        object[last] ^= 1;
        assert!(matches!(inflate(&object, 1 << 20).1.damage, Some(Damage::Corrupt(_))));
    }

    #[test]
    fn an_object_past_the_limit_is_rejected() {
        let bomb = gzip(&vec![b' '; 10_000_000]);
        let (text, packing) = inflate(&bomb, 1_000_000);
        assert_eq!((text.len(), packing.damage), (0, Some(Damage::TooLarge(1_000_000))));
        let mut liar = bomb.clone();
        let trailer = liar.len() - 4;
        liar[trailer..].copy_from_slice(&10_u32.to_le_bytes());
        assert!(inflate(&liar, 1_000_000).1.damage.is_some());
        assert_eq!(inflate(&gzip(b"12345"), 5).0, b"12345");
    }

    proptest! {
        #[test]
        fn members_are_separated_whatever_they_contain(
            parts in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..300), 1..4),
            trailing in prop::collection::vec(any::<u8>(), 0..3),
        ) {
            let object = [parts.iter().flat_map(|p| gzip(p)).collect(), trailing.clone()].concat();
            let (text, packing) = inflate(&object, 10_000);
            prop_assert_eq!(text, parts.concat());
            prop_assert_eq!(packing.members, parts.len());
            prop_assert_eq!(packing.trailing, trailing.len());
        }
    }
}
