//! Verdicts as plain values: what is known about one object, and why.
//!
//! Serialised names are published. Messages are those of `aws cloudtrail validate-logs` where it has
//! one, so that scripts that search for them still work. Knows nothing of how an object is judged, nor
//! of how a verdict is shown.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest as _, Sha256};

use crate::event::inflate::{Damage, Packing};
use crate::source::{Fault, FaultKind, S3Uri};

/// What is known about an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// It is what CloudTrail delivered.
    Valid,
    /// It is proven to be something else, or proven to be missing.
    Invalid,
    /// It exists and could not be read: nothing is known.
    Unreadable,
    /// It was read, and what would prove it is missing.
    Unverified,
    /// No digest lists it.
    Unlisted,
}

/// Why an object is not valid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// It must exist, and does not.
    Missing,
    /// A log file does not have the hash that its digest lists.
    HashMismatch,
    /// A digest's signature does not verify.
    Signature,
    /// CloudTrail had no such public key at the time.
    UnknownKey,
    /// The public key is malformed, or has another fingerprint.
    BadKey,
    /// It is not where CloudTrail delivered it.
    Moved,
    /// It is no intact gzip member, or no digest.
    Format,
    /// Data follows the gzip member.
    TrailingData,
    /// It is signed, but the next digest links to another one.
    BrokenLink,
    /// Access is denied.
    AccessDenied,
    /// It must be restored from an archive first.
    Archived,
    /// It is larger than the limit, stored or inflated.
    TooLarge,
    /// It could not be fetched for another reason.
    Unreachable,
    /// Its metadata with the signature is missing, and no other digest records the signature.
    NoSignature,
    /// There is no public key of the time.
    NoKey,
    /// A log file has the hash that an unverified digest lists.
    UnverifiedDigest,
    /// It has the name of a digest, and no digest of the chain links to it.
    Unlinked,
    /// A log file of a digest period without a valid digest.
    NoDigest,
    /// A log file delivered while log file validation was off.
    NotValidated,
    /// It is missing together with everything older: expired, not fetched or deleted.
    Expired,
}

/// A verdict with its reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// What is known.
    pub verdict: Verdict,
    /// Why; none if it is valid, or an unlisted log file.
    pub reason: Option<Reason>,
    /// The same for people, in one line.
    pub message: Cow<'static, str>,
}

impl Judgement {
    /// Valid.
    pub const VALID: Self =
        Self { verdict: Verdict::Valid, reason: None, message: Cow::Borrowed("valid") };

    /// A log file in the bucket that no digest lists.
    pub const UNLISTED: Self = Self {
        verdict: Verdict::Unlisted,
        reason: None,
        message: Cow::Borrowed("no digest lists it"),
    };

    /// A log file delivered in a period without a valid digest.
    pub const NOT_VERIFIABLE: Self = Self {
        verdict: Verdict::Unlisted,
        reason: Some(Reason::NoDigest),
        message: Cow::Borrowed("no valid digest covers its period"),
    };

    /// A log file delivered while log file validation was off.
    pub const NOT_VALIDATED: Self = Self {
        verdict: Verdict::Unlisted,
        reason: Some(Reason::NotValidated),
        message: Cow::Borrowed("delivered while log file validation was off"),
    };

    /// A log file that is missing together with everything older.
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

    /// What is wrong with an object's gzip data. CloudTrail writes one gzip member and nothing after
    /// it; with more, a reader that stops after the first shows other events than one that continues.
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
    /// The verdict on an object that could not be fetched. Only a missing one is INVALID.
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

/// Text from outside for a message: one short line without control characters.
pub(super) fn one_line(text: &str) -> String {
    const LONGEST: usize = 300;
    let shown = |c: char| if c.is_control() { char::REPLACEMENT_CHARACTER } else { c };
    text.chars().take(LONGEST).map(shown).collect()
}

/// A SHA-256; shown in hexadecimal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hash(pub [u8; 32]);

impl Hash {
    /// Parses 64 hexadecimal digits.
    pub fn parse(text: &str) -> Option<Self> {
        unhex(text)?.try_into().ok().map(Self)
    }

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

/// Decodes hexadecimal digits; `None` for anything else.
pub(super) fn unhex(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: &u8| char::from(*byte).to_digit(16).and_then(|d| u8::try_from(d).ok());
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    if !rest.is_empty() {
        return None;
    }
    pairs.iter().map(|[high, low]| Some(digit(high)? << 4 | digit(low)?)).collect()
}

/// What an object is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ObjectKind {
    /// A digest file.
    Digest,
    /// A log file.
    Log,
}

/// A verdict on one object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What the object is.
    pub kind: ObjectKind,
    /// Whether it is a backfill digest, or a log file that one lists.
    pub backfill: bool,
    /// Where it is, or where it should be.
    pub uri: S3Uri,
    /// What is known of it.
    pub judgement: Judgement,
    /// The SHA-256 of the inflated bytes, if the object could be read.
    pub hash: Option<Hash>,
    /// The SHA-256 of the stored bytes, if it was computed.
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
    fn only_a_missing_object_is_invalid() {
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

    fn names<T: Serialize>(all: &[T]) -> Vec<String> {
        all.iter().map(|one| serde_json::to_string(one).unwrap().replace('"', "")).collect()
    }

    #[test]
    fn names_of_verdicts_are_published() {
        let all = [
            Verdict::Valid,
            Verdict::Invalid,
            Verdict::Unreadable,
            Verdict::Unverified,
            Verdict::Unlisted,
        ];
        let expected = ["valid", "invalid", "unreadable", "unverified", "unlisted"];
        assert_eq!(names(&all), expected);
        assert_eq!(names(&[ObjectKind::Digest, ObjectKind::Log]), ["digest", "log"]);
    }

    #[test]
    fn names_of_reasons_are_published() {
        let all = [
            (Reason::Missing, "missing"),
            (Reason::HashMismatch, "hash_mismatch"),
            (Reason::Signature, "signature"),
            (Reason::UnknownKey, "unknown_key"),
            (Reason::BadKey, "bad_key"),
            (Reason::Moved, "moved"),
            (Reason::Format, "format"),
            (Reason::TrailingData, "trailing_data"),
            (Reason::BrokenLink, "broken_link"),
            (Reason::AccessDenied, "access_denied"),
            (Reason::Archived, "archived"),
            (Reason::TooLarge, "too_large"),
            (Reason::Unreachable, "unreachable"),
            (Reason::NoSignature, "no_signature"),
            (Reason::NoKey, "no_key"),
            (Reason::UnverifiedDigest, "unverified_digest"),
            (Reason::Unlinked, "unlinked"),
            (Reason::NoDigest, "no_digest"),
            (Reason::NotValidated, "not_validated"),
            (Reason::Expired, "expired"),
        ];
        for (reason, name) in all {
            assert_eq!(names(&[reason]), [name]);
        }
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
