//! The inflated bytes of an object and their SHA-256, or what is wrong with its gzip data.
//!
//! Digests and log files are hashed before they are compressed ("CloudTrail digest file structure",
//! AWS CloudTrail User Guide), so one that was compressed again is still valid; but it must be exactly
//! one intact gzip member. Knows nothing of the format of the text.

use sha2::{Digest as _, Sha256};

use super::verdict::{Hash, Judgement};
use crate::event::inflate::{Checksum, Inflater};

/// Both sums are computed piece by piece, so that the text is read from memory once.
const PIECE: usize = 64 << 10;

/// Inflates and hashes objects, one after another, into a buffer that only grows.
pub(super) struct Unpacker {
    inflater: Inflater,
    buffer: Vec<u8>,
    length: usize,
}

impl Unpacker {
    /// `limit`: the most bytes that an object may inflate to.
    pub(super) fn new(limit: usize) -> Self {
        Self { inflater: Inflater::new(limit), buffer: Vec::new(), length: 0 }
    }

    /// The SHA-256 of the inflated object, which [`Unpacker::text`] then returns.
    pub(super) fn unpack(&mut self, object: &[u8]) -> Result<Hash, Judgement> {
        let (length, packing, checksum) = self.inflater.inflate(object, &mut self.buffer);
        self.length = length;
        if let Some(checksum) = checksum {
            let (hash, sound) = sums(self.text(), checksum);
            if sound {
                return Ok(hash);
            }
            let (length, packing) = self.inflater.inflate_carefully(object, &mut self.buffer);
            self.length = length;
            let damage = Judgement::from_packing(&packing);
            return Err(damage.unwrap_or_else(|| Judgement::format("the checksum is wrong")));
        }
        match Judgement::from_packing(&packing) {
            Some(damage) => Err(damage),
            None => Ok(Hash(Sha256::digest(self.text()).into())),
        }
    }

    /// The last object's inflated bytes, as far as it could be read.
    pub(super) fn text(&self) -> &[u8] {
        &self.buffer[..self.length]
    }
}

/// The SHA-256 of the text, and whether its checksum matches.
fn sums(text: &[u8], mut checksum: Checksum) -> (Hash, bool) {
    let mut hasher = Sha256::new();
    let mut end = 0;
    for piece in text.chunks(PIECE) {
        end += piece.len();
        checksum.advance(text, end);
        hasher.update(piece);
    }
    (Hash(hasher.finalize().into()), checksum.holds(text))
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;
    use crate::digest::verdict::Reason;

    fn gzip(text: &[u8], level: u32) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::new(level));
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    fn reason(object: &[u8]) -> Option<Reason> {
        Unpacker::new(1 << 20).unpack(object).err().and_then(|judgement| judgement.reason)
    }

    #[test]
    fn the_hash_does_not_depend_on_the_compression() {
        let text: Vec<u8> = (0..200_000_u32).flat_map(|n| n.to_string().into_bytes()).collect();
        let mut unpacker = Unpacker::new(1 << 21);
        let hash = unpacker.unpack(&gzip(&text, 6)).unwrap();
        assert_eq!(unpacker.text(), text);
        assert_eq!(unpacker.unpack(&gzip(&text, 1)), Ok(hash));
        let empty = unpacker.unpack(&gzip(b"", 6)).unwrap();
        let known = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!((empty.to_string().as_str(), unpacker.text()), (known, &b""[..]));
    }

    #[test]
    fn anything_but_one_intact_member_is_refused() {
        let object = gzip(b"{\"Records\":[]}", 6);
        assert_eq!(reason(&object), None);
        assert_eq!(reason(b""), Some(Reason::Format));
        assert_eq!(reason(b"{\"Records\":[]}"), Some(Reason::Format));
        for end in 0..object.len() {
            assert_eq!(reason(&object[..end]), Some(Reason::Format), "{end}");
        }
        for rest in [&b"x"[..], b"\0", &object, &object[..12]] {
            let object = [&object, rest].concat();
            assert_eq!(reason(&object), Some(Reason::TrailingData), "{rest:?}");
        }
        for at in object.len() - 8..object.len() {
            let mut wrong = object.clone();
            wrong[at] ^= 0x40;
            assert_eq!(reason(&wrong), Some(Reason::Format), "{at}");
        }
        assert_eq!(reason(&gzip(&vec![0; 2 << 20], 6)), Some(Reason::TooLarge));
    }
}
