//! The coverage of chains as text, for people.
//!
//! One line for each chain, unless all of them cover the window. Knows no terminal: characters that
//! could control one are replaced.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::coverage::{ChainCoverage, CoverageGap};
use super::lines::TimeRange;
use crate::digest::GapState;
use crate::sink::numbers::counted;
use crate::sink::safe::shown;

/// Chains that one line names; with more it names none.
const NAMED: usize = 40;
/// Gaps that the line of a chain names.
const GAPS: usize = 3;

/// What all chains cover: one line if all cover the window, else one for each, the worst first.
pub fn coverage_lines(chains: &[ChainCoverage], window: TimeRange) -> Vec<String> {
    let TimeRange { from, to } = window;
    if chains.is_empty() {
        return Vec::new();
    }
    let count = counted(chains.len() as u64, "chain");
    if chains.iter().all(|chain| chain.is_complete(window)) {
        let names = names(chains).map_or(String::new(), |names| format!(": {names}"));
        return vec![format!("Coverage: {from} to {to}, every digest period of {count}{names}")];
    }
    let mut sorted: Vec<&ChainCoverage> = chains.iter().collect();
    let rank = |chain: &ChainCoverage| {
        (
            chain.worst().unwrap_or(GapState::BeforeStart),
            chain.pending.is_none(),
            chain.gaps.is_empty(),
        )
    };
    sorted.sort_by_key(|chain| rank(chain));
    let (complete, others): (Vec<_>, Vec<_>) =
        sorted.into_iter().partition(|chain| chain.is_complete(window));
    let mut lines = vec![format!("Coverage of {count}:")];
    lines.extend(others.iter().map(|chain| format!("  {}", line(chain, window))));
    lines.extend(complete.iter().map(|chain| format!("  {}", line(chain, window))));
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
pub fn gap_lines(chains: &[ChainCoverage], window: TimeRange) -> Vec<String> {
    let with_gaps = chains.iter().filter(|chain| !chain.gaps.is_empty());
    with_gaps.map(|chain| line(chain, window)).collect()
}

/// A chain, in one line.
fn line(chain: &ChainCoverage, window: TimeRange) -> String {
    let mut parts = Vec::new();
    match (chain.from, chain.to) {
        _ if chain.is_complete(window) => parts.push("covered".to_owned()),
        (Some(from), Some(to)) if chain.gaps.is_empty() && from == window.from => {
            parts.push(format!("covered to {to}"));
        }
        (Some(from), Some(to)) => parts.push(format!("covered from {from} to {to}")),
        _ => parts.push("nothing covered".to_owned()),
    }
    let mut gaps: Vec<&CoverageGap> = chain.gaps.iter().collect();
    gaps.sort_by_key(|gap| (gap.state, Reverse(gap.to)));
    parts.extend(gaps.iter().take(GAPS).map(|it| gap_text(it)));
    if gaps.len() > GAPS {
        parts.push(format!("and {} more gaps", gaps.len() - GAPS));
    }
    if let Some(TimeRange { from, .. }) = chain.pending {
        parts.push(format!("pending from {from}"));
    }
    shown(&format!("{} {}: {}", chain.account, chain.region, parts.join("; "))).into_owned()
}

/// A gap, for people.
pub fn gap_text(gap: &CoverageGap) -> String {
    let CoverageGap { from, to, .. } = gap;
    let digests = counted(gap.missing_digests, "digest");
    let mut words = match gap.state {
        GapState::Missing => format!("INVALID: {digests} missing from {from} to {to}"),
        GapState::Gap => format!("GAP: no valid digest from {from} to {to}"),
        GapState::Expired => {
            format!("expired, not fetched or deleted: nothing before {to} is there")
        }
        GapState::Explained => {
            let by = gap.explained_by.as_deref().unwrap_or("the trail");
            format!("not logging from {from} to {to}, explained by {by}")
        }
        GapState::BeforeStart => format!("before the trail started: {from} to {to}"),
        GapState::Partial | GapState::Pending => format!("pending from {from}"),
    };
    if gap.logs > 0 {
        let _ = write!(words, " ({} not verifiable)", counted(gap.logs, "log file"));
    }
    words
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::verify::report::VERSION;

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

    fn gap(state: GapState) -> CoverageGap {
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
    fn chains_that_cover_the_window_share_one_line() {
        let window = TimeRange { from: time("08:00"), to: time("12:00") };
        let all = coverage_lines(&[chain("a", Vec::new()), chain("b", Vec::new())], window);
        let span = "2026-11-20T08:00:00Z to 2026-11-20T12:00:00Z";
        let chains = "every digest period of 2 chains: 111122223333 a b";
        assert_eq!(all, [format!("Coverage: {span}, {chains}")]);
    }

    #[test]
    fn the_worst_chain_is_first() {
        let window = TimeRange { from: time("08:00"), to: time("12:00") };
        let chains = [
            chain("whole", Vec::new()),
            chain("gap", vec![gap(GapState::Gap)]),
            chain("missing", vec![gap(GapState::Missing)]),
        ];
        let all = coverage_lines(&chains, window);
        assert_eq!(all.len(), 4);
        assert!(all[1].contains("missing: covered from"), "{all:?}");
        assert!(all[1].contains("INVALID: 1 digest missing from 2026-11-20T09:00:00Z"), "{all:?}");
        assert!(all[1].contains("2 log files not verifiable"), "{all:?}");
        assert!(all[2].contains("gap: covered from"), "{all:?}");
        assert!(all[3].ends_with("whole: covered"), "{all:?}");
    }
}
