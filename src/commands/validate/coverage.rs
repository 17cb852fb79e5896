//! What the digests of each chain cover: one value, and one line, for each account and Region.
//!
//! Speaks for each chain and never for their union. Knows nothing of how gaps are found.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::lines::{GapLine, Range, VERSION};
use crate::commands::counted;
use crate::digest::{Cause, ChainId, Covered, State};
use crate::sink::safe::shown;

/// What the standard digests of a chain cover in the window.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct ChainCoverage {
    pub(super) version: u32,
    pub(super) kind: Cow<'static, str>,
    pub(super) account: String,
    pub(super) region: String,
    pub(super) trail: String,
    pub(super) home: String,
    /// The first and the last moment in the window that a valid digest covers.
    pub(super) from: Option<Timestamp>,
    pub(super) to: Option<Timestamp>,
    /// Time that no valid digest covers, the oldest first.
    pub(super) gaps: Vec<CoverageGap>,
    /// Digests of this time are not due yet.
    pub(super) pending: Option<Range>,
    /// The chain is known to have ended.
    pub(super) ended: Option<Ended>,
    /// All time that valid digests cover, whatever the window. In a report.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) covered: Vec<[Timestamp; 2]>,
}

/// Time that no valid digest of a chain covers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct CoverageGap {
    pub(super) from: Timestamp,
    pub(super) to: Timestamp,
    pub(super) state: State,
    pub(super) missing_digests: u64,
    /// Logs of that time that are in the bucket.
    pub(super) logs: u64,
    pub(super) explained_by: Option<String>,
}

/// When a chain ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Ended {
    pub(super) time: Timestamp,
    pub(super) by: Option<String>,
}

impl ChainCoverage {
    /// What is covered: `covered` and `gaps` are those of the chain.
    pub(super) fn new(
        id: &ChainId,
        covered: &Covered,
        gaps: &[GapLine<'_>],
        window: Range,
    ) -> Self {
        let Range { from: since, to: until } = window;
        let clipped = covered.stretches().map(|[from, to]| [from.max(since), to.min(until)]);
        let clipped: Vec<[Timestamp; 2]> = clipped.filter(|[from, to]| from <= to).collect();
        let pending = gaps.iter().find(|gap| gap.state == State::Pending).map(|gap| {
            let from = gap.from.max(since);
            Range { from, to: gap.to.min(until).max(from) }
        });
        let shown = gaps.iter().filter(|gap| !gap.is_detail());
        let is_end =
            |gap: &&GapLine<'_>| gap.state == State::Explained && gap.cause != Some(Cause::Restart);
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
            gaps: shown.map(CoverageGap::from).collect(),
            pending,
            ended: ended.map(|gap| Ended {
                time: gap.from,
                by: gap.explained_by.as_deref().map(str::to_owned),
            }),
            covered: covered.stretches().collect(),
        }
    }

    /// The same without what only a report records.
    pub(super) fn without_details(&self) -> Self {
        Self { covered: Vec::new(), ..self.clone() }
    }

    /// The chain.
    pub(super) fn id(&self) -> ChainId {
        let Self { account, region, trail, home, .. } = self.clone();
        ChainId { account, region, trail, home, backfill: false }
    }

    /// The worst that is known of the chain.
    fn worst(&self) -> Option<State> {
        self.gaps.iter().map(|gap| gap.state).min()
    }

    /// Whether all of the window is covered.
    pub(super) fn is_whole(&self, window: Range) -> bool {
        self.gaps.is_empty() && self.from == Some(window.from) && self.to == Some(window.to)
    }

    /// One line for people.
    pub(super) fn line(&self, window: Range) -> String {
        let mut parts = Vec::new();
        match (self.from, self.to) {
            _ if self.is_whole(window) => parts.push("covered".to_owned()),
            (Some(from), Some(to)) if self.gaps.is_empty() && from == window.from => {
                parts.push(format!("covered to {to}"));
            }
            (Some(from), Some(to)) => parts.push(format!("covered from {from} to {to}")),
            _ => parts.push("nothing covered".to_owned()),
        }
        let mut gaps: Vec<&CoverageGap> = self.gaps.iter().collect();
        gaps.sort_by_key(|gap| (gap.state, Reverse(gap.to)));
        parts.extend(gaps.iter().take(SHOWN).map(|gap| gap.words()));
        if gaps.len() > SHOWN {
            parts.push(format!("and {} more gaps", gaps.len() - SHOWN));
        }
        if let Some(Range { from, .. }) = self.pending {
            parts.push(format!("pending from {from}"));
        }
        shown(&format!("{} {}: {}", self.account, self.region, parts.join("; "))).into_owned()
    }
}

/// Chains that are named in one line; `-v` names all.
const NAMED: usize = 40;
/// Gaps that the line of a chain names.
const SHOWN: usize = 3;

impl CoverageGap {
    /// For people.
    pub(super) fn words(&self) -> String {
        let Self { from, to, .. } = self;
        let digests = counted(self.missing_digests, "digest");
        let mut words = match self.state {
            State::Missing => format!("INVALID: {digests} missing from {from} to {to}"),
            State::Gap => format!("GAP: no valid digest from {from} to {to}"),
            State::Expired => {
                format!("expired, not fetched or deleted: nothing before {to} is there")
            }
            State::Explained => {
                let by = self.explained_by.as_deref().unwrap_or("the trail");
                format!("not logging from {from} to {to}, explained by {by}")
            }
            State::BeforeStart => format!("before the trail started: {from} to {to}"),
            State::Partial | State::Pending => format!("pending from {from}"),
        };
        if self.logs > 0 {
            let _ = write!(words, " ({} not verifiable)", counted(self.logs, "log file"));
        }
        words
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

/// What all chains cover, in as many lines as they differ; the worst first.
pub(super) fn lines(chains: &[ChainCoverage], window: Range) -> Vec<String> {
    let Range { from, to } = window;
    if chains.is_empty() {
        return Vec::new();
    }
    let count = counted(chains.len() as u64, "chain");
    if chains.iter().all(|chain| chain.is_whole(window)) {
        let names = names(chains).map_or(String::new(), |names| format!(": {names}"));
        return vec![format!("Coverage: {from} to {to}, every digest period of {count}{names}")];
    }
    let mut sorted: Vec<&ChainCoverage> = chains.iter().collect();
    let rank = |chain: &ChainCoverage| {
        (
            chain.worst().unwrap_or(State::BeforeStart),
            chain.pending.is_none(),
            chain.gaps.is_empty(),
        )
    };
    sorted.sort_by_key(|chain| rank(chain));
    let (whole, differing): (Vec<_>, Vec<_>) =
        sorted.into_iter().partition(|chain| chain.is_whole(window));
    let mut lines = vec![format!("Coverage of {count}:")];
    lines.extend(differing.iter().map(|chain| format!("  {}", chain.line(window))));
    lines.extend(whole.iter().map(|chain| format!("  {}", chain.line(window))));
    lines
}

/// The accounts and Regions of chains, unless they are too many for a line.
fn names(chains: &[ChainCoverage]) -> Option<String> {
    let mut accounts: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for chain in chains {
        accounts.entry(&chain.account).or_default().insert(&chain.region);
    }
    let one = |(account, regions): (&str, BTreeSet<&str>)| {
        format!("{account} {}", regions.into_iter().collect::<Vec<_>>().join(" "))
    };
    let is_short = chains.len() <= NAMED;
    is_short.then(|| accounts.into_iter().map(one).collect::<Vec<_>>().join(", "))
}

/// The chains that have gaps, for a run that sees only a part of each chain.
pub(super) fn gap_lines(chains: &[ChainCoverage], window: Range) -> Vec<String> {
    let with_gaps = chains.iter().filter(|chain| !chain.gaps.is_empty());
    with_gaps.map(|chain| chain.line(window)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(text: &str) -> Timestamp {
        format!("2026-11-20T{text}:00Z").parse().unwrap()
    }

    fn chain(region: &str, gaps: Vec<CoverageGap>) -> ChainCoverage {
        let [account, trail, home] = ["111122223333", "main", "us-east-1"].map(str::to_owned);
        ChainCoverage {
            version: VERSION,
            kind: "coverage".into(),
            account,
            region: region.to_owned(),
            trail,
            home,
            from: Some(time("08:00")),
            to: Some(time("12:00")),
            gaps,
            pending: None,
            ended: None,
            covered: Vec::new(),
        }
    }

    fn gap(state: State) -> CoverageGap {
        CoverageGap {
            from: time("09:00"),
            to: time("10:00"),
            state,
            missing_digests: 1,
            logs: 2,
            explained_by: None,
        }
    }

    #[test]
    fn chains_that_cover_the_window_are_one_line() {
        let window = Range { from: time("08:00"), to: time("12:00") };
        let all = lines(&[chain("a", Vec::new()), chain("b", Vec::new())], window);
        let span = "2026-11-20T08:00:00Z to 2026-11-20T12:00:00Z";
        let chains = "every digest period of 2 chains: 111122223333 a b";
        assert_eq!(all, [format!("Coverage: {span}, {chains}")]);
    }

    #[test]
    fn the_worst_chain_comes_first() {
        let window = Range { from: time("08:00"), to: time("12:00") };
        let chains = [
            chain("whole", Vec::new()),
            chain("gap", vec![gap(State::Gap)]),
            chain("missing", vec![gap(State::Missing)]),
        ];
        let all = lines(&chains, window);
        assert_eq!(all.len(), 4);
        assert!(all[1].contains("missing: covered from"), "{all:?}");
        assert!(all[1].contains("INVALID: 1 digest missing from 2026-11-20T09:00:00Z"), "{all:?}");
        assert!(all[1].contains("2 log files not verifiable"), "{all:?}");
        assert!(all[2].contains("gap: covered from"), "{all:?}");
        assert!(all[3].ends_with("whole: covered"), "{all:?}");
    }
}
