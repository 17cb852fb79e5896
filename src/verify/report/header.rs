//! The first line of a report, and the sums at its end.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::coverage::ChainCoverage;
use super::lines::TimeRange;
use crate::digest::{ChainId, Overall, VerdictCounts};
use crate::verify::trust::KeyTrust;

/// The first line of a report: what was validated, how and when.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Header {
    /// The version of the report.
    pub version: u32,
    /// `report`.
    pub kind: String,
    /// The program and its version.
    pub tool: String,
    /// The command line.
    pub arguments: Vec<String>,
    /// When the run began.
    pub time: Timestamp,
    /// What was to be validated.
    #[serde(flatten)]
    pub scope: ReportScope,
    /// `I/N`, or none if the run did all of the work.
    pub shard: Option<String>,
}

/// What was to be validated: the same in all shards of one validation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReportScope {
    /// A folder as the user named it, or `s3://BUCKET`.
    pub source: String,
    /// Name and home Region of the trail, if one is named.
    pub trail: Option<String>,
    /// The window.
    pub requested: TimeRange,
    /// All accounts if empty.
    pub accounts: Vec<String>,
    /// All Regions if empty.
    pub only_regions: Vec<String>,
    /// The organization, if one is named.
    #[serde(rename = "organisation")]
    pub organization: Option<String>,
    /// Whether the recorded locations of digests were believed.
    pub relocated: bool,
    /// Whether log files that no digest lists were looked for.
    pub unlisted: bool,
}

impl ReportScope {
    /// The scope of two validations together.
    #[must_use]
    pub fn joined(self, other: Self) -> Self {
        let both = |one: Vec<String>, other: Vec<String>| {
            let all = one.is_empty() || other.is_empty();
            let both: BTreeSet<String> = one.into_iter().chain(other).collect();
            if all { Vec::new() } else { both.into_iter().collect() }
        };
        let same =
            |one: Option<String>, other| one.filter(|one| Some(one) == Option::as_ref(&other));
        let source = if self.source == other.source {
            self.source
        } else {
            format!("{}, {}", self.source, other.source)
        };
        Self {
            source,
            trail: same(self.trail, other.trail),
            requested: self.requested.joined(other.requested),
            accounts: both(self.accounts, other.accounts),
            only_regions: both(self.only_regions, other.only_regions),
            organization: same(self.organization, other.organization),
            relocated: self.relocated || other.relocated,
            unlisted: self.unlisted && other.unlisted,
        }
    }

    /// Whether this validation would have found a chain that `other` found in the same source.
    pub fn expects(&self, id: &ChainId, other: &Self) -> bool {
        let has = |names: &[String], name| names.is_empty() || names.contains(name);
        let is_same_trail = || self.trail == other.trail && self.accounts == other.accounts;
        self.source == other.source
            && self.organization == other.organization
            && (self.trail.is_none() || is_same_trail())
            && has(&self.accounts, &id.account)
            && has(&self.only_regions, &id.region)
    }
}

/// The sums.
#[derive(Debug, Serialize)]
pub struct Sums<'s> {
    /// The version of the line.
    pub version: u32,
    /// `summary`.
    pub kind: &'static str,
    /// The verdict on everything.
    pub verdict: Overall,
    /// The window.
    pub requested: TimeRange,
    /// From the first to the last moment that a valid digest of the window covers.
    pub found: Option<TimeRange>,
    /// Standard digests.
    pub digests: VerdictCounts,
    /// Backfill digests.
    pub backfill_digests: VerdictCounts,
    /// Log files.
    pub logs: VerdictCounts,
    /// Objects that no digest lists.
    pub unlisted: u64,
    /// Log files whose digest is not due yet.
    pub pending_logs: u64,
    /// Log files of digest periods without a valid digest.
    pub not_verifiable: u64,
    /// The Regions of the expected chains.
    pub regions: Vec<&'s str>,
    /// How long it took.
    pub seconds: f64,
    /// `true`, or absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub relocated: Option<bool>,
    /// The keys that the verdict rests on.
    #[serde(flatten)]
    pub trust: &'s KeyTrust,
    /// What each chain covers. This and the next two are in the format that is one document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub coverage: Option<&'s [ChainCoverage]>,
    /// What could not be listed or looked up.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub errors: Option<&'s [String]>,
    /// Lines on objects and gaps.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub findings: Option<&'s [Box<RawValue>]>,
}

/// The sums as a report is read again.
#[derive(Deserialize)]
pub struct RecordedSums {
    /// As in [`Sums`], like all members.
    pub found: Option<TimeRange>,
    /// Standard digests.
    pub digests: VerdictCounts,
    /// Backfill digests.
    pub backfill_digests: VerdictCounts,
    /// Log files.
    pub logs: VerdictCounts,
    /// Log files whose digest is not due yet.
    pub pending_logs: u64,
    /// The keys that the verdict rests on.
    #[serde(flatten)]
    pub trust: KeyTrust,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::verify::report::VERSION;

    fn range() -> TimeRange {
        let time = |text: &str| text.parse().unwrap();
        TimeRange { from: time("2026-11-20T08:00:00Z"), to: time("2026-11-20T09:00:00Z") }
    }

    /// A validation of one Region.
    fn scope() -> ReportScope {
        ReportScope {
            source: "s".to_owned(),
            trail: None,
            requested: range(),
            accounts: Vec::new(),
            only_regions: vec!["r".to_owned()],
            organization: None,
            relocated: false,
            unlisted: true,
        }
    }

    #[test]
    fn a_validation_expects_the_chains_that_its_filters_admit() {
        let [account, region, trail, home] = ["1", "r", "t", "h"].map(str::to_owned);
        let id = ChainId { account, region, trail, home, backfill: false };
        let all = ReportScope { only_regions: Vec::new(), ..scope() };
        let admits = |scope: &ReportScope| scope.expects(&id, &all);
        assert!(admits(&all) && admits(&scope()));
        assert!(!admits(&ReportScope { only_regions: vec!["q".to_owned()], ..scope() }));
        assert!(!admits(&ReportScope { accounts: vec!["2".to_owned()], ..scope() }));
        assert!(!admits(&ReportScope { source: "other".to_owned(), ..scope() }));
        assert!(!admits(&ReportScope { trail: Some("u (h)".to_owned()), ..scope() }));
    }

    #[test]
    fn members_of_the_first_line_are_published() {
        let header = Header {
            version: 3,
            kind: "report".to_owned(),
            tool: "ct".to_owned(),
            arguments: vec!["validate".to_owned()],
            time: range().from,
            scope: scope(),
            shard: Some("1/2".to_owned()),
        };
        let expected = concat!(
            r#"{"version":3,"kind":"report","tool":"ct","arguments":["validate"],"#,
            r#""time":"2026-11-20T08:00:00Z","source":"s","trail":null,"#,
            r#""requested":{"from":"2026-11-20T08:00:00Z","to":"2026-11-20T09:00:00Z"},"#,
            r#""accounts":[],"only_regions":["r"],"organisation":null,"relocated":false,"#,
            r#""unlisted":true,"shard":"1/2"}"#,
        );
        assert_eq!(serde_json::to_string(&header).unwrap(), expected);
    }

    #[test]
    fn members_of_the_sums_are_published() {
        let trust = KeyTrust::default();
        let sums = Sums {
            version: VERSION,
            kind: "summary",
            verdict: Overall::Incomplete,
            requested: range(),
            found: None,
            digests: VerdictCounts { valid: 1, ..VerdictCounts::default() },
            backfill_digests: VerdictCounts::default(),
            logs: VerdictCounts::default(),
            unlisted: 2,
            pending_logs: 3,
            not_verifiable: 4,
            regions: vec!["r"],
            seconds: 0.5,
            relocated: Some(true),
            trust: &trust,
            coverage: None,
            errors: None,
            findings: None,
        };
        let counts = r#"{"valid":0,"invalid":0,"unreadable":0,"unverified":0,"unlisted":0}"#;
        let one = counts.replacen('0', "1", 1);
        let expected = [
            r#"{"version":1,"kind":"summary","verdict":"incomplete","#,
            r#""requested":{"from":"2026-11-20T08:00:00Z","to":"2026-11-20T09:00:00Z"},"#,
            r#""found":null,"digests":"#,
            &one,
            r#","backfill_digests":"#,
            counts,
            r#","logs":"#,
            counts,
            r#","unlisted":2,"pending_logs":3,"not_verifiable":4,"regions":["r"],"seconds":0.5,"#,
            r#""relocated":true,"keys":[],"unknown_keys":[]}"#,
        ];
        assert_eq!(serde_json::to_string(&sums).unwrap(), expected.concat());
    }
}
