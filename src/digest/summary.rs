//! Counts of verdicts, and the one verdict that they add up to.
//!
//! The order in which verdicts are added does not matter.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::gap::GapState;
use super::verdict::{ObjectKind, Reason, Verdict};

/// How many objects have each verdict.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerdictCounts {
    /// Objects that CloudTrail delivered.
    pub valid: u64,
    /// Objects that are proven to be changed or missing.
    pub invalid: u64,
    /// Objects that could not be read.
    pub unreadable: u64,
    /// Objects that could not be verified.
    pub unverified: u64,
    /// Objects that no digest lists.
    pub unlisted: u64,
}

impl VerdictCounts {
    fn add(&mut self, verdict: Verdict) {
        *match verdict {
            Verdict::Valid => &mut self.valid,
            Verdict::Invalid => &mut self.invalid,
            Verdict::Unreadable => &mut self.unreadable,
            Verdict::Unverified => &mut self.unverified,
            Verdict::Unlisted => &mut self.unlisted,
        } += 1;
    }

    /// All objects but the unlisted ones.
    pub fn total(&self) -> u64 {
        self.valid + self.invalid + self.unreadable + self.unverified
    }
}

/// The verdict on a whole run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Overall {
    /// Everything in the window exists and is what CloudTrail delivered.
    Valid,
    /// Something was changed, or is missing.
    Invalid,
    /// Nothing is proven to be invalid, and not everything to be valid.
    Incomplete,
}

/// The counts of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Standard digests.
    pub digests: VerdictCounts,
    /// Backfill digests.
    pub backfill_digests: VerdictCounts,
    /// Log files.
    pub logs: VerdictCounts,
    /// From the first to the last moment that a valid digest covers.
    pub found: Option<(Timestamp, Timestamp)>,
    /// Gaps whose digests are proven to have existed.
    pub missing: u64,
    /// Other gaps in which digests were due.
    pub gaps: u64,
    /// Log files whose digest is not due yet.
    pub pending_logs: u64,
    /// Log files of digest periods without a valid digest.
    pub not_verifiable: u64,
}

impl Summary {
    /// Counts a verdict on an object.
    pub fn add(
        &mut self,
        kind: ObjectKind,
        backfill: bool,
        verdict: Verdict,
        reason: Option<Reason>,
    ) {
        if matches!(reason, Some(Reason::NoDigest | Reason::NotValidated)) {
            self.not_verifiable += 1;
            return;
        }
        let counts = match (kind, backfill) {
            (ObjectKind::Log, _) => &mut self.logs,
            (ObjectKind::Digest, false) => &mut self.digests,
            (ObjectKind::Digest, true) => &mut self.backfill_digests,
        };
        counts.add(verdict);
    }

    /// Counts a gap. Its missing digests are also counted as objects.
    pub fn add_gap(&mut self, state: GapState) {
        self.missing += u64::from(state == GapState::Missing);
        self.gaps += u64::from(state != GapState::Missing && !state.is_harmless());
    }

    /// Adds the time that a valid digest covers.
    pub fn cover(&mut self, start: Timestamp, end: Timestamp) {
        let (first, last) = self.found.unwrap_or((start, end));
        self.found = Some((first.min(start), last.max(end)));
    }

    /// Objects in the bucket that no digest lists.
    pub fn unlisted(&self) -> u64 {
        self.digests.unlisted + self.backfill_digests.unlisted + self.logs.unlisted
    }

    /// The verdict on all. A run without a valid digest is incomplete.
    pub fn verdict(&self) -> Overall {
        let all = [&self.digests, &self.backfill_digests, &self.logs];
        let any = |count: fn(&VerdictCounts) -> u64| all.iter().any(|counts| count(counts) > 0);
        if any(|counts| counts.invalid) || self.missing > 0 {
            Overall::Invalid
        } else if self.digests.valid + self.backfill_digests.valid == 0
            || any(|counts| counts.unreadable + counts.unverified)
            || self.gaps > 0
        {
            Overall::Incomplete
        } else {
            Overall::Valid
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_is_valid_only_if_everything_is() {
        let mut summary = Summary::default();
        assert_eq!(summary.verdict(), Overall::Incomplete);
        summary.add(ObjectKind::Digest, false, Verdict::Valid, None);
        summary.add(ObjectKind::Log, false, Verdict::Unlisted, None);
        assert_eq!((summary.verdict(), summary.unlisted()), (Overall::Valid, 1));
        let mut unsure = summary.clone();
        unsure.add(ObjectKind::Log, false, Verdict::Unverified, None);
        assert_eq!(unsure.verdict(), Overall::Incomplete);
        unsure.add(ObjectKind::Log, false, Verdict::Invalid, None);
        assert_eq!(unsure.verdict(), Overall::Invalid);
        for harmless in
            [GapState::Pending, GapState::Partial, GapState::Explained, GapState::BeforeStart]
        {
            summary.add_gap(harmless);
        }
        assert_eq!(summary.verdict(), Overall::Valid);
        for (state, verdict) in [
            (GapState::Gap, Overall::Incomplete),
            (GapState::Expired, Overall::Incomplete),
            (GapState::Missing, Overall::Invalid),
        ] {
            let mut summary = summary.clone();
            summary.add_gap(state);
            assert_eq!(summary.verdict(), verdict, "{state:?}");
        }
    }

    #[test]
    fn names_of_overall_verdicts_are_published() {
        for (verdict, name) in [
            (Overall::Valid, "\"valid\""),
            (Overall::Invalid, "\"invalid\""),
            (Overall::Incomplete, "\"incomplete\""),
        ] {
            assert_eq!(serde_json::to_string(&verdict).unwrap(), name);
        }
    }

    #[test]
    fn found_time_spans_the_first_to_the_last_digest() {
        let time = |text: &str| text.parse().unwrap();
        let (early, late) = (time("2026-11-20T08:00:00Z"), time("2026-11-20T09:00:00Z"));
        let mut summary = Summary::default();
        summary.cover(late, late);
        summary.cover(early, early);
        assert_eq!(summary.found, Some((early, late)));
    }
}
