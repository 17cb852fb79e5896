//! What the digests of each chain cover: one value for each account and Region.
//!
//! Speaks for each chain, never for several together. Knows nothing of how gaps are found or shown.

use std::borrow::Cow;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::VERSION;
use super::lines::{GapLine, TimeRange};
use crate::digest::{ChainId, CoveredTime, GapCause, GapState};

/// What the standard digests of a chain cover in the window.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChainCoverage {
    /// [`VERSION`].
    pub version: u32,
    /// `coverage`.
    pub kind: Cow<'static, str>,
    /// The account.
    pub account: String,
    /// The Region.
    pub region: String,
    /// The trail's name.
    pub trail: String,
    /// The trail's home Region.
    pub home: String,
    /// The first moment of the window that a valid digest covers.
    pub from: Option<Timestamp>,
    /// The last one.
    pub to: Option<Timestamp>,
    /// Time that no valid digest covers, the oldest first.
    pub gaps: Vec<CoverageGap>,
    /// Time whose digests are not due yet.
    pub pending: Option<TimeRange>,
    /// That the chain is known to have ended.
    pub ended: Option<ChainEnd>,
    /// All time that valid digests cover, whatever the window; in a report.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub covered: Vec<[Timestamp; 2]>,
}

/// Time that no valid digest of a chain covers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CoverageGap {
    /// When the gap begins.
    pub from: Timestamp,
    /// When it ends.
    pub to: Timestamp,
    /// What it means.
    pub state: GapState,
    /// How many digests are missing.
    pub missing_digests: u64,
    /// Log files of that time that are in the bucket.
    pub logs: u64,
    /// The event that switched the trail off, with its time.
    pub explained_by: Option<String>,
}

/// When a chain ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChainEnd {
    /// When.
    pub time: Timestamp,
    /// The event that ended it, with its time.
    pub by: Option<String>,
}

impl ChainCoverage {
    /// `covered` and `gaps` are those of the chain.
    pub fn new(
        id: &ChainId,
        covered: &CoveredTime,
        gaps: &[GapLine<'_>],
        window: TimeRange,
    ) -> Self {
        let TimeRange { from: since, to: until } = window;
        let clipped = covered.spans().map(|[from, to]| [from.max(since), to.min(until)]);
        let clipped: Vec<[Timestamp; 2]> = clipped.filter(|[from, to]| from <= to).collect();
        let pending = gaps.iter().find(|gap| gap.state == GapState::Pending).map(|gap| {
            let from = gap.from.max(since);
            TimeRange { from, to: gap.to.min(until).max(from) }
        });
        let listed = gaps.iter().filter(|gap| !gap.is_detail());
        let is_end = |gap: &&GapLine<'_>| {
            gap.state == GapState::Explained && gap.cause != Some(GapCause::Restart)
        };
        let ended = gaps.iter().find(is_end);
        Self {
            version: VERSION,
            kind: "coverage".into(),
            account: id.account.clone(),
            region: id.region.clone(),
            trail: id.trail.clone(),
            home: id.home.clone(),
            from: clipped.first().map(|[from, _]| *from),
            to: clipped.last().map(|[_, to]| *to),
            gaps: listed.map(CoverageGap::from).collect(),
            pending,
            ended: ended.map(|gap| ChainEnd {
                time: gap.from,
                by: gap.explained_by.as_deref().map(str::to_owned),
            }),
            covered: covered.spans().collect(),
        }
    }

    /// The same without what only a report records.
    #[must_use]
    pub fn without_details(&self) -> Self {
        Self { covered: Vec::new(), ..self.clone() }
    }

    /// The chain.
    pub fn id(&self) -> ChainId {
        let Self { account, region, trail, home, .. } = self.clone();
        ChainId { account, region, trail, home, backfill: false }
    }

    /// The worst gap's meaning.
    pub fn worst(&self) -> Option<GapState> {
        self.gaps.iter().map(|gap| gap.state).min()
    }

    /// Whether all of the window is covered.
    pub fn is_complete(&self, window: TimeRange) -> bool {
        self.gaps.is_empty() && self.from == Some(window.from) && self.to == Some(window.to)
    }
}

impl From<&GapLine<'_>> for CoverageGap {
    fn from(gap: &GapLine<'_>) -> Self {
        Self {
            from: gap.from,
            to: gap.to,
            state: gap.state,
            missing_digests: gap.missing_digests,
            logs: gap.logs,
            explained_by: gap.explained_by.as_deref().map(str::to_owned),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_of_coverage_are_published() {
        let time = |text: &str| format!("2026-11-20T{text}:00Z").parse().unwrap();
        let [account, region, trail, home] = ["1", "r", "t", "h"].map(str::to_owned);
        let coverage = ChainCoverage {
            version: VERSION,
            kind: "coverage".into(),
            account,
            region,
            trail,
            home,
            from: None,
            to: Some(time("12:00")),
            gaps: vec![CoverageGap {
                from: time("09:00"),
                to: time("10:00"),
                state: GapState::BeforeStart,
                missing_digests: 1,
                logs: 2,
                explained_by: None,
            }],
            pending: Some(TimeRange { from: time("10:00"), to: time("11:00") }),
            ended: Some(ChainEnd { time: time("11:00"), by: None }),
            covered: vec![[time("08:00"), time("09:00")]],
        };
        let expected = concat!(
            r#"{"version":1,"kind":"coverage","account":"1","region":"r","trail":"t","home":"h","#,
            r#""from":null,"to":"2026-11-20T12:00:00Z","gaps":[{"from":"2026-11-20T09:00:00Z","#,
            r#""to":"2026-11-20T10:00:00Z","state":"before_start","missing_digests":1,"logs":2,"#,
            r#""explained_by":null}],"pending":{"from":"2026-11-20T10:00:00Z","#,
            r#""to":"2026-11-20T11:00:00Z"},"ended":{"time":"2026-11-20T11:00:00Z","by":null},"#,
            r#""covered":[["2026-11-20T08:00:00Z","2026-11-20T09:00:00Z"]]}"#,
        );
        assert_eq!(serde_json::to_string(&coverage).unwrap(), expected);
    }
}
