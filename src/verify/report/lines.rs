//! Single lines: objects, gaps, chains, keys, errors and the hash of a report.

use std::borrow::Cow;
use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::VERSION;
use crate::digest::{ChainId, Finding, Gap, GapCause, GapState, Hash, ObjectKind, Reason, Verdict};

/// What every line has.
#[derive(Deserialize)]
pub struct Tag<'l> {
    /// Of the line.
    pub version: u32,
    /// What the line is.
    #[serde(borrow)]
    pub kind: Cow<'l, str>,
}

/// A range of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimeRange {
    /// The first moment.
    pub from: Timestamp,
    /// The last moment.
    pub to: Timestamp,
}

impl TimeRange {
    /// From the first to the last moment of both.
    #[must_use]
    pub fn joined(self, other: Self) -> Self {
        Self { from: self.from.min(other.from), to: self.to.max(other.to) }
    }
}

/// A verdict on one object.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ObjectLine<'l> {
    /// [`VERSION`].
    pub version: u32,
    /// What the object is.
    pub kind: ObjectKind,
    /// `s3://BUCKET/KEY`.
    #[serde(borrow)]
    pub uri: Cow<'l, str>,
    /// Of its chain.
    #[serde(borrow)]
    pub account: Cow<'l, str>,
    /// Of its chain.
    #[serde(borrow)]
    pub region: Cow<'l, str>,
    /// Whether it is a backfill digest, or a log file that one lists.
    pub backfill: bool,
    /// What is known.
    pub verdict: Verdict,
    /// Why, unless it is valid.
    pub reason: Option<Reason>,
    /// The same for people.
    #[serde(borrow)]
    pub message: Cow<'l, str>,
    /// The SHA-256 of the inflated bytes; in a report, if the object could be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sha256: Option<Hash>,
    /// The SHA-256 of the bytes as they are stored; likewise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stored_sha256: Option<Hash>,
}

impl<'l> ObjectLine<'l> {
    /// The line of a finding in a chain of this account and Region.
    pub fn new([account, region]: [&'l str; 2], finding: &'l Finding) -> Self {
        let judgement = &finding.judgement;
        Self {
            version: VERSION,
            kind: finding.kind,
            uri: finding.uri.to_string().into(),
            account: account.into(),
            region: region.into(),
            backfill: finding.backfill,
            verdict: judgement.verdict,
            reason: judgement.reason,
            message: Cow::Borrowed(&judgement.message),
            sha256: finding.hash,
            stored_sha256: finding.stored,
        }
    }
}

impl fmt::Display for ObjectLine<'_> {
    /// As aws-cli prints it: kind, URI and verdict, with tabs between.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match (self.kind, self.backfill) {
            (ObjectKind::Log, _) => "Log file",
            (ObjectKind::Digest, false) => "Digest file",
            (ObjectKind::Digest, true) => "(backfill) Digest file",
        };
        let verdict = match (self.verdict, self.reason) {
            (Verdict::Valid, _) => "",
            (Verdict::Invalid, _) => "INVALID: ",
            (Verdict::Unreadable, _) => "unreadable: ",
            (_, Some(Reason::NoDigest | Reason::NotValidated)) => "not verifiable: ",
            (_, Some(Reason::Unlinked)) => "stray: ",
            (Verdict::Unverified, _) => "unverified: ",
            (Verdict::Unlisted, _) => "unlisted: ",
        };
        write!(formatter, "{kind}\t{}\t{verdict}{}", self.uri, self.message)
    }
}

/// Time that no valid digest of a chain covers.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct GapLine<'l> {
    /// [`VERSION`].
    pub version: u32,
    /// `gap`.
    #[serde(borrow)]
    pub kind: Cow<'l, str>,
    /// Of the chain.
    #[serde(borrow)]
    pub account: Cow<'l, str>,
    /// Of the chain.
    #[serde(borrow)]
    pub region: Cow<'l, str>,
    /// When the gap begins.
    pub from: Timestamp,
    /// When it ends.
    pub to: Timestamp,
    /// How many digests are missing.
    pub missing_digests: u64,
    /// The event that switched the trail off, with its time.
    #[serde(borrow)]
    pub explained_by: Option<Cow<'l, str>>,
    /// What the gap means.
    pub state: GapState,
    /// Log files of that time that are in the bucket.
    pub logs: u64,
    /// Where the gap lies in the chain; in a report.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cause: Option<GapCause>,
    /// As [`trail_name`] has it; in a report.
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    pub trail: Option<Cow<'l, str>>,
}

impl<'l> GapLine<'l> {
    /// The line of a gap.
    pub fn new(chain: &'l ChainId, gap: &'l Gap) -> Self {
        Self {
            version: VERSION,
            kind: "gap".into(),
            account: Cow::Borrowed(&chain.account),
            region: Cow::Borrowed(&chain.region),
            from: gap.from,
            to: gap.to,
            missing_digests: gap.missing_digests(),
            explained_by: gap.explained_by.as_deref().map(Cow::Borrowed),
            state: gap.state,
            logs: gap.logs,
            cause: Some(gap.cause),
            trail: Some(trail_name(chain).into()),
        }
    }

    /// The same, borrowing nothing.
    pub fn into_owned(self) -> GapLine<'static> {
        let owned = |text: Cow<'l, str>| Cow::Owned(text.into_owned());
        GapLine {
            kind: owned(self.kind),
            account: owned(self.account),
            region: owned(self.region),
            explained_by: self.explained_by.map(owned),
            trail: self.trail.map(owned),
            version: self.version,
            from: self.from,
            to: self.to,
            missing_digests: self.missing_digests,
            state: self.state,
            logs: self.logs,
            cause: self.cause,
        }
    }

    /// Whether only a report records it, because the coverage of the chain has the rest.
    pub fn is_detail(&self) -> bool {
        matches!(self.state, GapState::Pending | GapState::Partial)
    }

    /// Whether it is a gap of this chain.
    pub fn is_of(&self, id: &ChainId) -> bool {
        self.account == id.account
            && self.region == id.region
            && self.trail.as_deref().is_none_or(|trail| trail == trail_name(id))
    }
}

/// A chain's trail: name, home Region, and whether its digests are backfill digests.
pub fn trail_name(chain: &ChainId) -> String {
    let backfill = if chain.backfill { ", backfill" } else { "" };
    format!("{} ({}{backfill})", chain.trail, chain.home)
}

/// A public key of a run.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct KeyLine {
    /// [`VERSION`].
    pub version: u32,
    /// `key`.
    pub kind: String,
    /// None: the key is used for any Region.
    pub region: Option<String>,
    /// The MD5 of the key, in hexadecimal.
    pub fingerprint: String,
    /// `cloudtrail`, `file`, `record` or `mirror`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Base64 of the key's DER, as `ListPublicKeys` returns it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// The first moment at which it is valid; open if none.
    pub from: Option<Timestamp>,
    /// The last moment at which it is valid; open if none.
    pub to: Option<Timestamp>,
    /// Why it was not used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refused: Option<String>,
}

/// An expected chain.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ChainLine {
    /// [`VERSION`].
    pub version: u32,
    /// `chain`.
    pub kind: String,
    /// The account.
    pub account: String,
    /// The Region.
    pub region: String,
    /// The trail's name.
    pub trail: String,
    /// The trail's home Region.
    pub home: String,
    /// Whether it is a chain of backfill digests.
    pub backfill: bool,
}

impl fmt::Display for ChainLine {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { account, region, trail, home, .. } = self;
        let backfill = if self.backfill { ", backfill" } else { "" };
        write!(formatter, "{account} {region}: trail {trail} ({home}{backfill})")
    }
}

impl From<&ChainId> for ChainLine {
    fn from(id: &ChainId) -> Self {
        let ChainId { account, region, trail, home, backfill } = id.clone();
        Self { version: VERSION, kind: "chain".to_owned(), account, region, trail, home, backfill }
    }
}

impl From<ChainLine> for ChainId {
    fn from(line: ChainLine) -> Self {
        let ChainLine { account, region, trail, home, backfill, .. } = line;
        Self { account, region, trail, home, backfill }
    }
}

/// Something that could not be listed or looked up.
#[derive(Debug, Serialize, Deserialize)]
pub struct ErrorLine<'l> {
    /// [`VERSION`].
    pub version: u32,
    /// `error`.
    #[serde(borrow)]
    pub kind: Cow<'l, str>,
    /// What, and why.
    #[serde(borrow)]
    pub message: Cow<'l, str>,
}

/// The last line of a report: the SHA-256 of all bytes before it.
#[derive(Debug, Serialize, Deserialize)]
pub struct SealLine {
    /// [`VERSION`].
    pub version: u32,
    /// `sha256`.
    pub kind: Cow<'static, str>,
    /// The hash.
    pub sha256: Hash,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::digest::{DigestWindow, Judgement, S3Uri};
    use crate::source::Fault;

    fn chain() -> ChainId {
        let [account, region, trail, home] = ["1", "r", "t", "h"].map(str::to_owned);
        ChainId { account, region, trail, home, backfill: false }
    }

    fn missing_digest() -> Finding {
        Finding {
            kind: ObjectKind::Digest,
            backfill: true,
            uri: S3Uri::new("b", "k"),
            judgement: Judgement::from(&Fault::Missing),
            hash: Some(Hash([0xAB; 32])),
            stored: None,
        }
    }

    fn json(line: &impl Serialize) -> String {
        serde_json::to_string(line).unwrap()
    }

    #[test]
    fn text_lines_are_those_of_aws_cli() {
        let finding = missing_digest();
        let line = ObjectLine::new(["1", "r"], &finding);
        assert_eq!(line.to_string(), "(backfill) Digest file\ts3://b/k\tINVALID: not found");
        let valid = Judgement::VALID;
        let finding = Finding { kind: ObjectKind::Log, judgement: valid, ..finding };
        let line = ObjectLine::new(["1", "r"], &finding);
        assert_eq!(line.to_string(), "Log file\ts3://b/k\tvalid");
    }

    #[test]
    fn members_of_an_object_are_published() {
        let expected = concat!(
            r#"{"version":1,"kind":"digest","uri":"s3://b/k","account":"1","region":"r","#,
            r#""backfill":true,"verdict":"invalid","reason":"missing","message":"not found","#,
            r#""sha256":"abababababababababababababababababababababababababababababababab"}"#,
        );
        assert_eq!(json(&ObjectLine::new(["1", "r"], &missing_digest())), expected);
    }

    #[test]
    fn members_of_a_gap_are_published() {
        let time = |text: &str| text.parse().unwrap();
        let window = DigestWindow::new(time("2026-11-20T08:00:00Z"), time("2026-11-20T09:00:00Z"));
        let (id, gap) = (chain(), Gap::nothing(window));
        let expected = concat!(
            r#"{"version":1,"kind":"gap","account":"1","region":"r","#,
            r#""from":"2026-11-20T08:00:00Z","to":"2026-11-20T10:00:00Z","missing_digests":0,"#,
            r#""explained_by":null,"state":"gap","logs":0,"cause":"nothing","trail":"t (h)"}"#,
        );
        assert_eq!(json(&GapLine::new(&id, &gap)), expected);
    }

    #[test]
    fn members_of_chains_keys_and_errors_are_published() {
        let chain = json(&ChainLine::from(&chain()));
        let expected = concat!(
            r#"{"version":1,"kind":"chain","account":"1","region":"r","trail":"t","home":"h","#,
            r#""backfill":false}"#,
        );
        assert_eq!(chain, expected);
        let key = KeyLine {
            version: VERSION,
            kind: "key".to_owned(),
            region: None,
            fingerprint: "f".to_owned(),
            source: Some("file".to_owned()),
            value: Some("v".to_owned()),
            from: None,
            to: None,
            refused: Some("why".to_owned()),
        };
        let expected = concat!(
            r#"{"version":1,"kind":"key","region":null,"fingerprint":"f","source":"file","#,
            r#""value":"v","from":null,"to":null,"refused":"why"}"#,
        );
        assert_eq!(json(&key), expected);
        let error = ErrorLine { version: VERSION, kind: "error".into(), message: "m".into() };
        assert_eq!(json(&error), r#"{"version":1,"kind":"error","message":"m"}"#);
    }
}
