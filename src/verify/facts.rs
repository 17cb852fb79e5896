//! What is found out while the chains are walked, and what is gathered of it for the end.
//!
//! Single verdicts leave at once. What the digests cover, the gaps between them and the log files
//! that they list is kept until all of it is known. Decides nothing.

use std::collections::hash_map::RandomState;
use std::collections::{BTreeMap, HashSet};
use std::hash::BuildHasher as _;
use std::io;
use std::sync::Arc;

use jiff::Timestamp;

use super::plan::Plan;
use super::report::ObjectLine;
use super::scope::PERIOD;
use super::verdicts::Verdicts;
use super::{AccountRegion, ByRegion};
use crate::digest::{ChainId, CoveredTime, Finding, Gap, LogEntry, S3Uri};

/// Something that was found out.
pub(super) enum Fact {
    /// A verdict on an object.
    Object(Arc<ChainId>, Finding),
    /// A verdict on a log file of the oldest digest, which may have expired.
    OldestLog(Arc<ChainId>, Finding),
    /// Log files of a valid digest next to the window: they may show why a trail stopped.
    NearbyLogs(Vec<(LogEntry, S3Uri)>),
    /// A part of a chain was walked to its end: whether its oldest valid digest links to an older
    /// one.
    Walked(Arc<ChainId>, bool),
    /// A digest whose own signature is lost is proven by the next one.
    ProvenByNext,
    /// A valid digest covers time.
    Covered(Arc<ChainId>, CoveredPeriod),
    /// Time without digests.
    Gap(Arc<ChainId>, Gap),
    /// Records that may show that a trail was switched on or off.
    Switches(Vec<Vec<u8>>),
    /// Something could not be listed.
    Error(String),
}

/// What a valid digest covers.
pub(super) struct CoveredPeriod {
    /// From its start to its end.
    pub(super) span: [Timestamp; 2],
    /// The keys of the log files that it lists.
    pub(super) logs: Vec<String>,
    /// Whether it is a digest of the window.
    pub(super) is_in_window: bool,
}

/// What is kept until the end.
#[derive(Default)]
pub(super) struct Facts {
    /// Hashes of the keys of the log files that valid digests list; the keys would take more memory.
    listed: ByRegion<HashSet<u64>>,
    pub(super) chains: BTreeMap<Arc<ChainId>, ChainFacts>,
    /// Records that may show that a trail was switched on or off.
    pub(super) records: Vec<Vec<u8>>,
    /// Log files of digests next to the window. They are read only if a gap is unexplained.
    pub(super) nearby: Vec<(LogEntry, S3Uri)>,
    hasher: RandomState,
}

/// What is kept of a chain.
#[derive(Default)]
pub(super) struct ChainFacts {
    /// By valid standard digests.
    pub(super) covered: CoveredTime,
    pub(super) gaps: Vec<Gap>,
    /// Verdicts on the log files of the oldest digest, which may have expired.
    pub(super) oldest_logs: Vec<Finding>,
    /// Whether the oldest valid digest links to an older one; none until it was reached.
    pub(super) is_continued: Option<bool>,
}

impl Facts {
    /// Hands in a verdict, or keeps what matters at the end.
    pub(super) fn take(
        &mut self,
        fact: Fact,
        plan: &Plan,
        verdicts: &mut impl Verdicts,
    ) -> io::Result<()> {
        match fact {
            Fact::Object(chain, finding) => {
                return object(verdicts, &chain, &plan.with_advice(finding));
            }
            Fact::OldestLog(chain, finding) => {
                self.chain(chain).oldest_logs.push(plan.with_advice(finding));
            }
            Fact::NearbyLogs(logs) => self.nearby.extend(logs),
            Fact::Walked(chain, is_continued) => {
                let known = &mut self.chain(chain).is_continued;
                *known = Some(is_continued || *known == Some(true));
            }
            Fact::ProvenByNext => verdicts.proven_by_next(),
            Fact::Covered(chain, period) => {
                if period.is_in_window {
                    verdicts.cover(period.span);
                }
                self.cover(chain, &period);
            }
            Fact::Gap(chain, gap) => self.chain(chain).gaps.push(gap),
            Fact::Switches(records) => self.records.extend(records),
            Fact::Error(error) => verdicts.error(error),
        }
        Ok(())
    }

    /// The facts of a chain, none so far if it is new.
    pub(super) fn chain(&mut self, id: Arc<ChainId>) -> &mut ChainFacts {
        self.chains.entry(id).or_default()
    }

    fn cover(&mut self, chain: Arc<ChainId>, period: &CoveredPeriod) {
        let listed = self.listed.entry(account_region(&chain)).or_default();
        listed.extend(period.logs.iter().map(|key| self.hasher.hash_one(key.as_str())));
        if !chain.backfill {
            self.chain(chain).covered.add(period.span);
        }
    }

    /// The standard chains of an account and Region.
    pub(super) fn chains_at<'f>(
        &'f self,
        at: &'f AccountRegion,
    ) -> impl Iterator<Item = (&'f Arc<ChainId>, &'f ChainFacts)> {
        let (account, region) = at;
        self.chains
            .iter()
            .filter(move |(id, _)| !id.backfill && id.account == *account && id.region == *region)
    }

    /// Whether a valid digest lists a log file.
    pub(super) fn is_listed(&self, at: &AccountRegion, key: &str) -> bool {
        let listed = self.listed.get(at);
        listed.is_some_and(|listed| listed.contains(&self.hasher.hash_one(key)))
    }

    /// Whether each chain has the digest of a time and the next one, so that one of them would list
    /// a log file delivered then.
    pub(super) fn would_be_listed(&self, at: &AccountRegion, time: Timestamp) -> bool {
        let mut chains = self.chains_at(at).peekable();
        chains.peek().is_some()
            && chains.all(|(_, chain)| {
                chain.covered.end_at(time).is_some_and(|end| end >= time + PERIOD)
            })
    }
}

/// Hands in a verdict on an object of a chain.
pub(super) fn object(
    verdicts: &mut impl Verdicts,
    chain: &ChainId,
    finding: &Finding,
) -> io::Result<()> {
    verdicts.object(ObjectLine::new([&*chain.account, &*chain.region], finding))
}

/// The account and the Region of a chain.
pub(super) fn account_region(chain: &ChainId) -> AccountRegion {
    (chain.account.clone(), chain.region.clone())
}
