//! What all verdicts of a run add up to.
//!
//! Counts verdicts; knows nothing of how they were found or are shown.

use std::collections::BTreeSet;

use super::report::{ChainCoverage, ChainLine, GapLine, ObjectLine, ReportScope, TimeRange};
use super::shard::Shard;
use super::trust::KeyTrust;
use crate::digest::{Overall, Summary};

/// What is validated.
#[derive(Clone, Debug)]
pub struct Subject {
    /// The window.
    pub requested: TimeRange,
    /// The expected chains.
    pub chains: BTreeSet<ChainLine>,
    /// Whether the recorded locations of digests are believed.
    pub is_relocated: bool,
    /// Whether other trails deliver to the same folders, so that unlisted log files are not looked
    /// for.
    pub is_shared: bool,
    /// Accounts with digests in the bucket that the trail does not record.
    pub out_of_scope: BTreeSet<String>,
    /// The part of the work that the run does, if it shares the work.
    pub shard: Option<Shard>,
    /// Whether the source is a bucket, so that all keys are CloudTrail's.
    pub is_online: bool,
}

impl Subject {
    /// What a report or several of them validate.
    pub fn reported(
        scope: &ReportScope,
        chains: BTreeSet<ChainLine>,
        shard: Option<Shard>,
    ) -> Self {
        Self {
            requested: scope.requested,
            chains,
            is_relocated: scope.relocated,
            is_shared: false,
            out_of_scope: BTreeSet::new(),
            shard,
            is_online: false,
        }
    }
}

/// What all verdicts add up to.
#[derive(Debug)]
pub struct Answer {
    /// What is validated.
    pub subject: Subject,
    /// The counts.
    pub summary: Summary,
    /// What each chain covers.
    pub chains: Vec<ChainCoverage>,
    /// Log files from before the window that expired with everything older.
    pub expired_logs: u64,
    /// Digests whose own signature is lost, and that the next digest proves.
    pub proven_by_next: u64,
    /// What could not be listed or looked up.
    pub errors: Vec<String>,
    /// The public keys that the verdicts rest on.
    pub trust: KeyTrust,
}

impl Answer {
    /// Nothing so far.
    pub fn new(subject: Subject) -> Self {
        Self {
            subject,
            summary: Summary::default(),
            chains: Vec::new(),
            expired_logs: 0,
            proven_by_next: 0,
            errors: Vec::new(),
            trust: KeyTrust::default(),
        }
    }

    /// Counts a verdict on an object.
    pub fn add_object(&mut self, line: &ObjectLine<'_>) {
        self.summary.add(line.kind, line.backfill, line.verdict, line.reason);
    }

    /// Counts a gap.
    pub fn add_gap(&mut self, line: &GapLine<'_>) {
        self.summary.add_gap(line.state);
    }

    /// Whether everything could be listed and looked up.
    pub fn is_complete(&self) -> bool {
        self.errors.is_empty()
    }

    /// Whether there is no digest.
    pub fn is_empty(&self) -> bool {
        let Summary { digests, backfill_digests, .. } = &self.summary;
        digests.total() + backfill_digests.total() == 0
    }

    /// Whether all that exists belongs to other shards.
    pub fn has_no_share(&self) -> bool {
        let Subject { shard, chains, .. } = &self.subject;
        shard.is_some() && !chains.is_empty() && self.is_empty()
    }

    /// Whether the only reason for doubt is that the keys are the mirror's own.
    pub fn is_valid_by_own_keys(&self) -> bool {
        self.summary.verdict() == Overall::Valid
            && self.is_complete()
            && self.trust.is_mirrors_own()
    }

    /// The verdict on everything, where the user counts an unlisted log file as INVALID (`is_strict`), or
    /// no digest at all as a pass (`allows_empty`).
    pub fn verdict_by(&self, is_strict: bool, allows_empty: bool) -> Overall {
        match self.verdict() {
            Overall::Invalid => Overall::Invalid,
            _ if is_strict && self.summary.unlisted() > 0 => Overall::Invalid,
            Overall::Valid if self.is_complete() => Overall::Valid,
            _ if self.is_empty() && allows_empty && self.is_complete() => Overall::Valid,
            _ => Overall::Incomplete,
        }
    }

    /// The verdict on everything.
    pub fn verdict(&self) -> Overall {
        match self.summary.verdict() {
            _ if !self.trust.unknown_keys.is_empty() => Overall::Invalid,
            Overall::Valid if !self.is_complete() => Overall::Incomplete,
            Overall::Valid if !self.trust.is_trusted() => Overall::Incomplete,
            Overall::Incomplete
                if self.has_no_share() && self.is_complete() && self.summary.gaps == 0 =>
            {
                Overall::Valid
            }
            verdict => verdict,
        }
    }
}
