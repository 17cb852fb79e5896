//! VerdictCounts of verdicts, and the one verdict that they add up to.
//!
//! Filled by whoever drives the judges; the order does not matter.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::gap::GapState;
use super::verdict::{ObjectKind, Reason, Verdict};

/// How many objects there are of each verdict.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerdictCounts {
    /// What CloudTrail delivered.
    pub valid: u64,
    /// What is proven to be changed or gone.
    pub invalid: u64,
    /// What could not be read.
    pub unreadable: u64,
    /// What could not be proven.
    pub unverified: u64,
    /// What no digest names.
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

    /// All that a verdict was passed on, but for those that nothing names.
    pub fn total(&self) -> u64 {
        self.valid + self.invalid + self.unreadable + self.unverified
    }
}

/// The verdict on a whole run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Overall {
    /// Everything in range is there and is what CloudTrail delivered.
    Valid,
    /// Something was changed, or is gone.
    Invalid,
    /// Nothing is proven to be wrong, and not everything to be right.
    Incomplete,
}

/// What a run found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// The digests of the hours.
    pub digests: VerdictCounts,
    /// Those that were made after the fact.
    pub backfill_digests: VerdictCounts,
    /// The logs.
    pub logs: VerdictCounts,
    /// From the first to the last moment that a valid digest covers.
    pub found: Option<(Timestamp, Timestamp)>,
    /// Stretches of time whose digests are proven to be missing.
    pub missing: u64,
    /// Stretches of time whose digests were due and are not there.
    pub gaps: u64,
    /// ListedLogs of digest periods that are not due yet.
    pub pending_logs: u64,
    /// ListedLogs of digest periods without a valid digest.
    pub not_verifiable: u64,
}

impl Summary {
    /// VerdictCounts a judgement on an object.
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

    /// VerdictCounts a stretch of time without digests. Digests that are missing from it are objects of
    /// their own.
    pub fn add_gap(&mut self, state: GapState) {
        self.missing += u64::from(state == GapState::Missing);
        self.gaps += u64::from(state != GapState::Missing && !state.is_harmless());
    }

    /// Notes that a valid digest covers this time.
    pub fn cover(&mut self, start: Timestamp, end: Timestamp) {
        let (first, last) = self.found.unwrap_or((start, end));
        self.found = Some((first.min(start), last.max(end)));
    }

    /// Objects in the bucket that no digest names.
    pub fn unlisted(&self) -> u64 {
        self.digests.unlisted + self.backfill_digests.unlisted + self.logs.unlisted
    }

    /// What it adds up to. A run that validated nothing proves nothing.
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
    fn what_was_found_reaches_from_the_first_to_the_last() {
        let time = |text: &str| text.parse().unwrap();
        let (early, late) = (time("2026-11-20T08:00:00Z"), time("2026-11-20T09:00:00Z"));
        let mut summary = Summary::default();
        summary.cover(late, late);
        summary.cover(early, early);
        assert_eq!(summary.found, Some((early, late)));
    }
}
