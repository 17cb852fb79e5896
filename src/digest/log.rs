//! One log file: is it the one that its digest lists?
//!
//! Most of the time of a run is spent here, inflating and hashing. Knows nothing of events, nor of
//! where a log file comes from.

use super::document::LogEntry;
use super::unpack::Unpacker;
use super::verdict::{Hash, Judgement, Reason, Verdict};
use crate::source::Fault;

/// Judges log files, one after another; each thread has its own.
pub struct LogJudge {
    unpacker: Unpacker,
    hash: Option<Hash>,
}

impl LogJudge {
    /// `limit`: the most bytes that a log file may inflate to.
    pub fn new(limit: usize) -> Self {
        Self { unpacker: Unpacker::new(limit), hash: None }
    }

    /// Compares a log file with its entry in a digest. `object`: the log file, or why it could not
    /// be fetched.
    pub fn judge(&mut self, entry: &LogEntry, object: Result<&[u8], &Fault>) -> Judgement {
        self.hash = None;
        let unpacked = object.map_err(Judgement::from).and_then(|log| self.unpacker.unpack(log));
        let hash = match unpacked {
            Ok(hash) => hash,
            Err(judgement) => return judgement,
        };
        self.hash = Some(hash);
        match entry.hash {
            Some(expected) if expected == hash => Judgement::VALID,
            Some(_) => Judgement::invalid(Reason::HashMismatch, "hash value doesn't match"),
            None => Judgement::format("the digest has no SHA-256 of it"),
        }
    }

    /// The SHA-256 of the last log file's inflated bytes; none if it could not be inflated.
    pub fn hash(&self) -> Option<Hash> {
        self.hash
    }

    /// The inflated bytes of the last log file, if it has a hash.
    pub fn text(&self) -> Option<&[u8]> {
        self.hash.map(|_| self.unpacker.text())
    }
}

impl Judgement {
    /// The judgement on a log file if the digest that lists it is not proven.
    pub fn by_unproven_digest(self) -> Self {
        if self.verdict != Verdict::Valid {
            return self;
        }
        let message = "as an unverified digest lists it";
        Self::unverified(Reason::UnverifiedDigest, message)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::GzEncoder;
    use sha2::{Digest as _, Sha256};

    use super::*;
    use crate::source::S3Uri;

    const TEXT: &[u8] = br#"{"Records":[]}"#;

    fn gzip(text: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    fn entry() -> LogEntry {
        LogEntry { uri: S3Uri::new("b", "k"), hash: Some(Hash(Sha256::digest(TEXT).into())) }
    }

    fn judged(object: Result<&[u8], &Fault>) -> (Verdict, Option<Reason>) {
        let judgement = LogJudge::new(1 << 16).judge(&entry(), object);
        (judgement.verdict, judgement.reason)
    }

    #[test]
    fn a_log_with_the_listed_hash_is_valid() {
        let mut judge = LogJudge::new(1 << 16);
        assert_eq!(judge.judge(&entry(), Ok(&gzip(TEXT))), Judgement::VALID);
        assert_eq!((judge.text(), judge.hash()), (Some(TEXT), entry().hash));
        let unproven = Judgement::VALID.by_unproven_digest();
        assert_eq!(unproven.reason, Some(Reason::UnverifiedDigest));
        assert_eq!(Judgement::missing().by_unproven_digest(), Judgement::missing());
    }

    #[test]
    fn a_log_with_another_hash_or_format_is_invalid() {
        let invalid = |reason| (Verdict::Invalid, Some(reason));
        assert_eq!(judged(Ok(&gzip(br#"{"Records":[ ]}"#))), invalid(Reason::HashMismatch));
        assert_eq!(judged(Ok(TEXT)), invalid(Reason::Format));
        assert_eq!(judged(Ok(&gzip(TEXT)[..12])), invalid(Reason::Format));
        let twice = [gzip(TEXT), gzip(TEXT)].concat();
        assert_eq!(judged(Ok(&twice)), invalid(Reason::TrailingData));
        assert_eq!(judged(Err(&Fault::Missing)), invalid(Reason::Missing));
        assert_eq!(judged(Err(&Fault::Denied)).0, Verdict::Unreadable);
        let mut judge = LogJudge::new(1 << 16);
        let unknown = LogEntry { hash: None, ..entry() };
        assert_eq!(judge.judge(&unknown, Ok(&gzip(TEXT))).reason, Some(Reason::Format));
        judge.judge(&entry(), Err(&Fault::Missing));
        assert_eq!(judge.text(), None);
    }
}
