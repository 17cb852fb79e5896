//! What a validation says, in JSON: the lines of `-o jsonl`, and those that only `--report` has.
//!
//! Written by one run and read by another that merges; knows nothing of how either comes by them.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::coverage::ChainCoverage;
use super::trust::KeyTrust;
use crate::digest::{
    Cause, ChainId, Counts, Finding, Gap, Hash, Kind, Overall, Reason, State, Verdict,
};

/// Of all lines.
pub(super) const VERSION: u32 = 1;
/// Of reports. Those of version 1 had no keys, no stored hashes and no hash of their own; those of
/// version 2 did not say where keys come from.
pub(super) const REPORT_VERSION: u32 = 3;

/// What tells the lines apart.
#[derive(Deserialize)]
pub(super) struct Tag<'l> {
    pub(super) version: u32,
    #[serde(borrow)]
    pub(super) kind: Cow<'l, str>,
}

/// One object.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct ObjectLine<'l> {
    pub(super) version: u32,
    pub(super) kind: Kind,
    #[serde(borrow)]
    pub(super) uri: Cow<'l, str>,
    #[serde(borrow)]
    pub(super) account: Cow<'l, str>,
    #[serde(borrow)]
    pub(super) region: Cow<'l, str>,
    pub(super) backfill: bool,
    pub(super) verdict: Verdict,
    pub(super) reason: Option<Reason>,
    #[serde(borrow)]
    pub(super) message: Cow<'l, str>,
    /// The SHA-256 of the inflated bytes; in a report, if the object could be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) sha256: Option<Hash>,
    /// The SHA-256 of the bytes as they are stored; likewise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) stored_sha256: Option<Hash>,
}

impl<'l> ObjectLine<'l> {
    pub(super) fn new([account, region]: [&'l str; 2], finding: &'l Finding) -> Self {
        let judgement = &finding.judgement;
        Self {
            version: VERSION,
            kind: finding.kind,
            uri: finding.place.to_string().into(),
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
    /// The line that aws-cli prints: kind, place and verdict, with tabs between.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match (self.kind, self.backfill) {
            (Kind::Log, _) => "Log file",
            (Kind::Digest, false) => "Digest file",
            (Kind::Digest, true) => "(backfill) Digest file",
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
pub(super) struct GapLine<'l> {
    pub(super) version: u32,
    #[serde(borrow)]
    pub(super) kind: Cow<'l, str>,
    #[serde(borrow)]
    pub(super) account: Cow<'l, str>,
    #[serde(borrow)]
    pub(super) region: Cow<'l, str>,
    pub(super) from: Timestamp,
    pub(super) to: Timestamp,
    pub(super) missing_digests: u64,
    #[serde(borrow)]
    pub(super) explained_by: Option<Cow<'l, str>>,
    pub(super) state: State,
    /// Logs of that time that are in the bucket.
    pub(super) logs: u64,
    /// In a report.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) cause: Option<Cause>,
    /// Name and home region, in a report.
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    pub(super) trail: Option<Cow<'l, str>>,
}

impl<'l> GapLine<'l> {
    pub(super) fn new(chain: &'l ChainId, gap: &'l Gap) -> Self {
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
            trail: Some(trail_of(chain).into()),
        }
    }

    /// The same, borrowing nothing.
    pub(super) fn into_owned(self) -> GapLine<'static> {
        let owned = |text: Cow<'l, str>| Cow::Owned(text.into_owned());
        let [kind, account, region] = [self.kind, self.account, self.region].map(owned);
        let [explained_by, trail] = [self.explained_by, self.trail].map(|text| text.map(owned));
        let Self { version, from, to, missing_digests, state, logs, cause, .. } = self;
        GapLine {
            version,
            kind,
            account,
            region,
            from,
            to,
            missing_digests,
            explained_by,
            state,
            logs,
            cause,
            trail,
        }
    }

    /// Whether only a report records it: the coverage of the chain says the rest.
    pub(super) fn is_detail(&self) -> bool {
        matches!(self.state, State::Pending | State::Partial)
    }
}

/// A chain's trail as gaps name it: name, home Region, and whether its digests are backfill ones.
pub(super) fn trail_of(chain: &ChainId) -> String {
    let backfill = if chain.backfill { ", backfill" } else { "" };
    format!("{} ({}{backfill})", chain.trail, chain.home)
}

/// The sums.
#[derive(Debug, Serialize)]
pub(super) struct Sums<'s> {
    pub(super) version: u32,
    pub(super) kind: &'static str,
    pub(super) verdict: Overall,
    pub(super) requested: Range,
    pub(super) found: Option<Range>,
    pub(super) digests: Counts,
    pub(super) backfill_digests: Counts,
    pub(super) logs: Counts,
    pub(super) unlisted: u64,
    /// Logs of digest periods that are not due yet.
    pub(super) pending_logs: u64,
    /// Logs of digest periods without a valid digest.
    pub(super) not_verifiable: u64,
    pub(super) regions: Vec<&'s str>,
    pub(super) seconds: f64,
    /// Only if it is so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) relocated: Option<bool>,
    /// The keys that the verdict rests on.
    #[serde(flatten)]
    pub(super) trust: &'s KeyTrust,
    /// What each chain covers. This and the next two are of the format that is one document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) coverage: Option<&'s [ChainCoverage]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) errors: Option<&'s [String]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) findings: Option<&'s [Box<RawValue>]>,
}

/// A range of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Range {
    pub(super) from: Timestamp,
    pub(super) to: Timestamp,
}

/// The first line of a report: who asked what, of what, and when.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Header {
    pub(super) version: u32,
    pub(super) kind: String,
    /// The program and its version.
    pub(super) tool: String,
    pub(super) arguments: Vec<String>,
    /// When it was begun.
    pub(super) time: Timestamp,
    #[serde(flatten)]
    pub(super) scope: Scope,
    /// `I/N`; the whole if none.
    pub(super) shard: Option<String>,
}

/// What was to be validated: the same in all parts of one validation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Scope {
    /// As it was named: a folder, or `s3://BUCKET`.
    pub(super) source: String,
    /// Name and home region of the trail, if one is meant.
    pub(super) trail: Option<String>,
    pub(super) requested: Range,
    /// All if none are named.
    pub(super) accounts: Vec<String>,
    pub(super) only_regions: Vec<String>,
    pub(super) organisation: Option<String>,
    pub(super) relocated: bool,
    /// Whether logs that no digest lists were looked for.
    pub(super) unlisted: bool,
}

impl Scope {
    /// What two validations are of.
    pub(super) fn joined(self, other: Self) -> Self {
        let both = |one: Vec<String>, other: Vec<String>| {
            let all = one.is_empty() || other.is_empty();
            let both: BTreeSet<String> = one.into_iter().chain(other).collect();
            if all { Vec::new() } else { both.into_iter().collect() }
        };
        let same =
            |one: Option<String>, other| one.filter(|one| Some(one) == Option::as_ref(&other));
        let one_of = |one: String, other: String| {
            if one == other { one } else { format!("{one}, {other}") }
        };
        Self {
            source: one_of(self.source, other.source),
            trail: same(self.trail, other.trail),
            requested: Range {
                from: self.requested.from.min(other.requested.from),
                to: self.requested.to.max(other.requested.to),
            },
            accounts: both(self.accounts, other.accounts),
            only_regions: both(self.only_regions, other.only_regions),
            organisation: same(self.organisation, other.organisation),
            relocated: self.relocated || other.relocated,
            unlisted: self.unlisted && other.unlisted,
        }
    }
}

/// A public key that was at hand.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct KeyLine {
    pub(super) version: u32,
    pub(super) kind: String,
    /// None: of any region.
    pub(super) region: Option<String>,
    pub(super) fingerprint: String,
    /// `cloudtrail`, `file`, `record` or `mirror`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) source: Option<String>,
    /// The key itself: Base64 of its DER, as `ListPublicKeys` gives it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) value: Option<String>,
    pub(super) from: Option<Timestamp>,
    pub(super) to: Option<Timestamp>,
    /// Why it was not used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) refused: Option<String>,
}

/// Whose digests were looked for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct ChainLine {
    pub(super) version: u32,
    pub(super) kind: String,
    pub(super) account: String,
    pub(super) region: String,
    pub(super) trail: String,
    pub(super) home: String,
    pub(super) backfill: bool,
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

/// Something that could not be listed or asked.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct ErrorLine<'l> {
    pub(super) version: u32,
    #[serde(borrow)]
    pub(super) kind: Cow<'l, str>,
    #[serde(borrow)]
    pub(super) message: Cow<'l, str>,
}

/// The last line of a report: the SHA-256 of all bytes before it.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct SealLine {
    pub(super) version: u32,
    pub(super) kind: Cow<'static, str>,
    pub(super) sha256: Hash,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::digest::{Judgement, Place};

    #[test]
    fn lines_are_those_of_the_reference() {
        let finding = Finding {
            kind: Kind::Digest,
            backfill: true,
            place: Place::new("b", "k"),
            judgement: Judgement::from(&crate::source::Fault::Missing),
            hash: None,
            stored: None,
        };
        let line = ObjectLine::new(["1", "r"], &finding);
        assert_eq!(line.to_string(), "(backfill) Digest file\ts3://b/k\tINVALID: not found");
        let finding = Finding { kind: Kind::Log, judgement: Judgement::VALID, ..finding };
        let line = ObjectLine::new(["1", "r"], &finding);
        assert_eq!(line.to_string(), "Log file\ts3://b/k\tvalid");
    }
}
