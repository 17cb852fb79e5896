//! Verdicts as plain values: what was found out about one object, and why.
//!
//! Serialised by the names that the command's machine-readable output uses; the messages are those
//! of `aws cloudtrail validate-logs` wherever it has one, so that scripts that look for its words
//! find them. Knows nothing of how an object was judged, nor of how a verdict is shown.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest as _, Sha256};

use crate::event::inflate::{Damage, Packing};
use crate::source::{Fault, FaultKind};

/// What is known of an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// It is what CloudTrail delivered.
    Valid,
    /// It is proven not to be, or proven to be gone.
    Invalid,
    /// It is there and could not be read: nothing is known.
    Unreadable,
    /// It was read, and what would prove it is not at hand.
    Unverified,
    /// No digest names it.
    Unlisted,
}

/// Why a verdict is not "valid".
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// It must be there, and is not.
    Missing,
    /// A log is not the one that its digest lists.
    HashMismatch,
    /// A digest's signature is wrong, or is none.
    Signature,
    /// CloudTrail has no such public key at the time.
    UnknownKey,
    /// The public key at hand is none, or not the one that its fingerprint says.
    BadKey,
    /// It lies elsewhere than where CloudTrail wrote it.
    Moved,
    /// It is no sound gzip member, or no digest.
    Format,
    /// Something follows what was signed.
    TrailingData,
    /// It is signed, but not the digest that its successor links to.
    BrokenLink,
    /// It may not be read.
    AccessDenied,
    /// It must be restored from an archive first.
    Archived,
    /// It inflates, or is stored, past the limit.
    TooLarge,
    /// It could not be had for another reason.
    Unreachable,
    /// The metadata with the signature was lost, and no other digest records it.
    NoSignature,
    /// No public key of the time is at hand.
    NoKey,
    /// A log is the one that an unverified digest lists.
    UnverifiedDigest,
    /// It is named as a digest, and no digest of the chain links to it.
    Unlinked,
    /// A log of a digest period whose digest is missing.
    NoDigest,
    /// A log that was delivered while log file validation was off.
    NotValidated,
    /// It is gone together with everything older: expired, not fetched or deleted.
    Expired,
}

/// A verdict with its reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// What is known.
    pub verdict: Verdict,
    /// Why; none if it is valid, or a log that is unlisted.
    pub reason: Option<Reason>,
    /// The same for people, in one line.
    pub message: Cow<'static, str>,
}

impl Judgement {
    /// Nothing is wrong.
    pub const VALID: Self =
        Self { verdict: Verdict::Valid, reason: None, message: Cow::Borrowed("valid") };

    /// A log in the bucket that no digest lists; to be used by whoever lists the bucket.
    pub const UNLISTED: Self = Self {
        verdict: Verdict::Unlisted,
        reason: None,
        message: Cow::Borrowed("no digest lists it"),
    };

    /// A log that was delivered in a period whose digest is missing.
    pub const NOT_VERIFIABLE: Self = Self {
        verdict: Verdict::Unlisted,
        reason: Some(Reason::NoDigest),
        message: Cow::Borrowed("no valid digest covers its period"),
    };

    /// A log that was delivered while the trail had log file validation turned off.
    pub const NOT_VALIDATED: Self = Self {
        verdict: Verdict::Unlisted,
        reason: Some(Reason::NotValidated),
        message: Cow::Borrowed("delivered while log file validation was off"),
    };

    /// A log that is gone together with everything older.
    pub const EXPIRED: Self = Self {
        verdict: Verdict::Unverified,
        reason: Some(Reason::Expired),
        message: Cow::Borrowed(
            "not found, and nothing older is there: expired, not fetched or deleted",
        ),
    };

    pub(super) fn invalid(reason: Reason, message: impl Into<Cow<'static, str>>) -> Self {
        Self { verdict: Verdict::Invalid, reason: Some(reason), message: message.into() }
    }

    pub(super) fn unverified(reason: Reason, message: impl Into<Cow<'static, str>>) -> Self {
        Self { verdict: Verdict::Unverified, reason: Some(reason), message: message.into() }
    }

    pub(super) fn missing() -> Self {
        Self::invalid(Reason::Missing, "not found")
    }

    pub(super) fn format(detail: impl fmt::Display) -> Self {
        Self::invalid(Reason::Format, one_line(&format!("invalid format: {detail}")))
    }

    pub(super) fn signature() -> Self {
        Self::invalid(Reason::Signature, "signature verification failed")
    }

    pub(super) fn unlinked() -> Self {
        Self {
            verdict: Verdict::Unlisted,
            reason: Some(Reason::Unlinked),
            message: Cow::Borrowed("no digest of the chain links to it"),
        }
    }

    /// What is wrong with how an object was packed: CloudTrail writes one gzip member and nothing
    /// behind it, and a reader that stops after the first would show other events than one that
    /// goes on.
    pub(super) fn from_packing(packing: &Packing) -> Option<Self> {
        if packing.members > 1 || packing.trailing > 0 && packing.members == 1 {
            let message = "unexpected data after end of compressed stream";
            return Some(Self::invalid(Reason::TrailingData, message));
        }
        match &packing.damage {
            Some(damage @ Damage::TooLarge(_)) => Some(Self {
                verdict: Verdict::Unreadable,
                reason: Some(Reason::TooLarge),
                message: Cow::Owned(damage.to_string()),
            }),
            Some(damage) => Some(Self::format(damage)),
            None if packing.members == 0 => Some(Self::format("not gzip")),
            None => None,
        }
    }
}

impl From<&Fault> for Judgement {
    /// What it means that an object could not be had. Only one that is gone tells of tampering.
    fn from(fault: &Fault) -> Self {
        let (reason, message) = match (fault, fault.kind()) {
            (Fault::TooLarge(_), _) => (Reason::TooLarge, one_line(&fault.to_string())),
            (_, FaultKind::Missing) => return Self::missing(),
            (_, FaultKind::Denied) => (Reason::AccessDenied, "access denied".to_owned()),
            (_, FaultKind::Archived) => {
                (Reason::Archived, "archived: it must be restored before it can be read".to_owned())
            }
            (_, FaultKind::Other) => (Reason::Unreachable, one_line(&fault.to_string())),
        };
        Self { verdict: Verdict::Unreadable, reason: Some(reason), message: message.into() }
    }
}

/// Text from outside as part of a message: in one line, without control characters, and short.
pub(super) fn one_line(text: &str) -> String {
    const LONGEST: usize = 300;
    let shown = |c: char| if c.is_control() { char::REPLACEMENT_CHARACTER } else { c };
    text.chars().take(LONGEST).map(shown).collect()
}

/// Where an object is, or is said to be.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct S3Uri {
    /// The bucket's name.
    pub bucket: String,
    /// The key in it.
    pub key: String,
}

impl S3Uri {
    /// A place by its two names.
    pub fn new(bucket: impl Into<String>, key: impl Into<String>) -> Self {
        Self { bucket: bucket.into(), key: key.into() }
    }

    /// The name of the object without its folder.
    pub(super) fn file_name(&self) -> &str {
        self.key.rsplit_once('/').map_or(&self.key, |(_, file)| file)
    }
}

impl fmt::Display for S3Uri {
    /// `s3://BUCKET/KEY`
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "s3://{}/{}", self.bucket, self.key)
    }
}

/// A SHA-256; shown in hexadecimal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hash(pub [u8; 32]);

impl Hash {
    /// Reads 64 hexadecimal digits.
    pub fn parse(text: &str) -> Option<Self> {
        unhex(text)?.try_into().ok().map(Self)
    }
}

impl Hash {
    /// The SHA-256 of these bytes.
    pub fn compute(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(formatter, "{byte:02x}"))
    }
}

impl Serialize for Hash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Hash {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <Cow<'de, str>>::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("not a SHA-256"))
    }
}

/// The bytes that hexadecimal digits stand for; `None` for anything else.
pub(super) fn unhex(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: &u8| char::from(*byte).to_digit(16).and_then(|d| u8::try_from(d).ok());
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    if !rest.is_empty() {
        return None;
    }
    pairs.iter().map(|[high, low]| Some(digit(high)? << 4 | digit(low)?)).collect()
}

/// What kind of object a finding is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ObjectKind {
    /// A digest.
    Digest,
    /// A log.
    Log,
}

/// A judgement on one object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What the object is.
    pub kind: ObjectKind,
    /// Whether it is a backfill digest, or a log that one lists.
    pub backfill: bool,
    /// Where it is; for a missing one, where it ought to be.
    pub uri: S3Uri,
    /// What is known of it.
    pub judgement: Judgement,
    /// The SHA-256 of the inflated bytes, if the object could be read.
    pub hash: Option<Hash>,
    /// The SHA-256 of the bytes as they are stored, if that was asked for.
    pub stored: Option<Hash>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reason(fault: &Fault) -> (Verdict, Option<Reason>) {
        let judgement = Judgement::from(fault);
        (judgement.verdict, judgement.reason)
    }

    #[test]
    fn only_what_is_gone_is_invalid() {
        assert_eq!(reason(&Fault::Missing), (Verdict::Invalid, Some(Reason::Missing)));
        assert_eq!(reason(&Fault::Denied), (Verdict::Unreadable, Some(Reason::AccessDenied)));
        assert_eq!(reason(&Fault::TooLarge(1)), (Verdict::Unreadable, Some(Reason::TooLarge)));
        let other = Fault::Other("reset\nby peer".to_owned());
        assert_eq!(reason(&other), (Verdict::Unreadable, Some(Reason::Unreachable)));
        assert!(!Judgement::from(&other).message.contains('\n'));
        let refused = |kind| Fault::Refused { kind, message: "no".to_owned() };
        let archived = refused(FaultKind::Archived);
        assert_eq!(reason(&archived), (Verdict::Unreadable, Some(Reason::Archived)));
        assert_eq!(reason(&refused(FaultKind::Missing)).0, Verdict::Invalid);
    }

    #[test]
    fn names_are_those_of_the_output() {
        let name = |reason| serde_json::to_string(&reason).unwrap();
        assert_eq!(name(Reason::HashMismatch), r#""hash_mismatch""#);
        assert_eq!(name(Reason::UnknownKey), r#""unknown_key""#);
        assert_eq!(serde_json::to_string(&Verdict::Unreadable).unwrap(), r#""unreadable""#);
        assert_eq!(serde_json::to_string(&ObjectKind::Digest).unwrap(), r#""digest""#);
    }

    #[test]
    fn hexadecimal_is_strict() {
        assert_eq!(unhex("00fFa1"), Some(vec![0, 255, 0xA1]));
        for wrong in ["0", "0g", "+1", "é", " 00", "0x00"] {
            assert_eq!(unhex(wrong), None, "{wrong}");
        }
        let text = "b38eb1bbc28f5064ff1b79eb89eaa5043057f1b9b63d2427acf3faa46ae3e2af";
        assert_eq!(Hash::parse(text).unwrap().to_string(), text);
        assert_eq!(Hash::parse(&text[2..]), None);
    }
}
