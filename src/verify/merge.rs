//! Several reports as one, with one verdict.
//!
//! Believes what the reports record, but not that all of them are given: a shard without a report
//! leaves the answer incomplete.

use std::collections::hash_map::RandomState;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::hash::BuildHasher as _;
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::merged_gaps::{between, is_within, joined, uncovered, with_ends, with_others};
use super::replay::{Preamble, ReportError, ReportReader};
use super::report::{
    ChainCoverage, ChainLine, GapLine, KeyLine, ObjectLine, ReportScope, TimeRange,
};
use super::shard::Shard;
use super::verdicts::Verdicts;
use crate::digest::{ChainId, CoveredTime, DigestWindow};
use crate::error::UserError;

/// Reports that fit together.
pub struct Merge {
    /// What all of them together validate.
    pub scope: ReportScope,
    /// The expected chains of all.
    pub chains: BTreeSet<ChainLine>,
    /// The public keys of all.
    pub keys: BTreeSet<KeyLine>,
    reports: Vec<(ReportReader, Preamble)>,
    missing: Vec<String>,
}

impl Merge {
    /// Opens the reports. None without reports.
    ///
    /// # Errors
    /// A report cannot be read, or they do not fit together: they are not of one validation, or
    /// would count something twice.
    pub fn open(paths: &[PathBuf]) -> Result<Option<Self>, ReportError> {
        let mut readers: Vec<ReportReader> =
            paths.iter().map(|path| ReportReader::open(path)).collect::<Result<_, _>>()?;
        readers.sort_by_key(|report| {
            let window = report.header.scope.requested;
            (report.shard.map(|shard| shard.index), window.from, window.to)
        });
        let mut reports = Vec::new();
        for mut reader in readers {
            let preamble = reader.preamble()?;
            reports.push((reader, preamble));
        }
        check(&reports)?;
        let scopes = reports.iter().map(|(report, _)| report.header.scope.clone());
        let Some(scope) = scopes.reduce(ReportScope::joined) else { return Ok(None) };
        let preambles = || reports.iter().map(|(_, preamble)| preamble);
        Ok(Some(Self {
            scope,
            chains: preambles().flat_map(|preamble| &preamble.chains).cloned().collect(),
            keys: preambles().flat_map(|preamble| &preamble.keys).cloned().collect(),
            missing: missing_shards(&reports),
            reports,
        }))
    }

    /// Hands in what all reports say.
    ///
    /// # Errors
    /// A report cannot be read, or a verdict cannot be written.
    pub fn run(self, verdicts: &mut impl Verdicts) -> Result<(), ReportError> {
        for error in self.missing {
            verdicts.error(error);
        }
        let (mut all_gaps, mut parts) = (Vec::new(), Vec::new());
        let is_whole = self.reports.iter().all(|(report, _)| report.shard.is_none());
        // Adjoining windows share the digests at their edge. An object counts once for each verdict
        // on it, so that the worst one counts whatever the order of the reports.
        let (hasher, mut seen) = (RandomState::new(), HashSet::new());
        for (mut report, preamble) in self.reports {
            let mut own = Vec::new();
            let is_new = |object: &ObjectLine<'_>| {
                let hash = hasher.hash_one((&*object.uri, object.verdict));
                own.push(hash);
                !(is_whole && seen.contains(&hash))
            };
            let replayed = report.replay(preamble.next, verdicts, is_new)?;
            seen.extend(own);
            all_gaps.extend(replayed.gaps);
            let chains = replayed.chains.into_iter().map(|chain| (chain.id(), chain.covered));
            let (scope, shard) = (report.header.scope, report.shard);
            parts.push(Part { scope, shard, chains: chains.collect() });
        }
        let (chains, gaps) = settle(&parts, joined(all_gaps), self.scope.requested);
        for chain in chains {
            verdicts.chain(chain);
        }
        gaps.into_iter().try_for_each(|gap| verdicts.gap(gap))?;
        Ok(())
    }
}

/// What one report covers.
struct Part {
    scope: ReportScope,
    shard: Option<Shard>,
    chains: BTreeMap<ChainId, Vec<[Timestamp; 2]>>,
}

/// Checks that a merged report is written to none of the reports that it merges.
///
/// # Errors
/// It is one of them.
pub fn check_output(output: Option<&Path>, reports: &[PathBuf]) -> Result<(), UserError> {
    let is_same = |report: &&PathBuf| output.is_some_and(|output| is_same_file(report, output));
    reports.iter().find(is_same).map_or(Ok(()), |same| {
        let message = format_args!("{} is one of the merged reports", same.display());
        Err(UserError::new(message, "name another file with --report"))
    })
}

/// Whether two paths are one file.
fn is_same_file(one: &Path, other: &Path) -> bool {
    same_file::is_same_file(one, other).unwrap_or(false)
}

/// What each chain covers in all reports, and all gaps, those included that only all reports
/// together show.
fn settle(
    parts: &[Part],
    mut gaps: Vec<GapLine<'static>>,
    window: TimeRange,
) -> (Vec<ChainCoverage>, Vec<GapLine<'static>>) {
    let mut covered: BTreeMap<&ChainId, CoveredTime> = BTreeMap::new();
    for (id, spans) in parts.iter().flat_map(|part| &part.chains) {
        let time = covered.entry(id).or_default();
        for span in spans {
            time.add(*span);
        }
    }
    let mut settled = Vec::new();
    for (id, time) in &covered {
        let (own, rest): (Vec<_>, Vec<_>) = gaps.into_iter().partition(|gap| gap.is_of(id));
        gaps = rest;
        let mut others = CoveredTime::default();
        for (other, time) in &covered {
            if other != id && other.trail == id.trail && other.home == id.home {
                time.spans().for_each(|span| others.add(span));
            }
        }
        let mut own: Vec<_> =
            own.into_iter().map(|gap| with_others(gap, &others, window)).collect();
        own.extend(unreported(id, parts, &own, time));
        own.sort_by_key(|gap| (gap.from, gap.to));
        settled.push(ChainCoverage::new(id, time, &own, window));
        gaps.extend(own);
    }
    (settled, gaps)
}

/// The time of a chain of which no report says anything: between the windows of the reports that
/// have the chain, and where another report should have it.
fn unreported(
    id: &ChainId,
    parts: &[Part],
    gaps: &[GapLine<'static>],
    covered: &CoveredTime,
) -> Vec<GapLine<'static>> {
    let (having, lacking): (Vec<&Part>, Vec<&Part>) =
        parts.iter().partition(|part| part.chains.contains_key(id));
    let should = |part: &&Part| having.iter().any(|other| part.scope.expects(id, &other.scope));
    let lacking: Vec<&Part> = lacking.into_iter().filter(should).collect();
    let windows: Vec<TimeRange> = having.iter().map(|part| part.scope.requested).collect();
    let missed = lacking.iter().map(|part| part.scope.requested);
    let missed: Vec<TimeRange> = missed.collect();
    let all = windows.iter().chain(&missed).copied();
    let whole = all.reduce(TimeRange::joined);
    let mut found = whole.map_or_else(Vec::new, |whole| between(whole, &windows));
    let shares = lacking.iter().filter_map(|part| {
        let TimeRange { from, to } = part.scope.requested;
        Some(part.shard?.parts(id, DigestWindow::new(from, to)))
    });
    found.extend(shares.flatten().map(|part| TimeRange { from: part.since, to: part.until }));
    let gap = |range: TimeRange| {
        let gap = uncovered(id, range);
        if missed.iter().any(|window| is_within(range, *window)) {
            with_ends(gap, gaps, covered)
        } else {
            gap
        }
    };
    found.into_iter().map(gap).collect()
}

/// Checks that reports fit together.
fn check(reports: &[(ReportReader, Preamble)]) -> Result<(), ReportError> {
    for (at, report) in reports.iter().enumerate() {
        for other in &reports[..at] {
            let conflict = conflict(&other.0, &report.0).map(str::to_owned);
            if let Some(why) = conflict.or_else(|| overlap(other, report)) {
                let (one, other) = (report.0.path.display(), other.0.path.display());
                let help = "name the report of each part of one validation once";
                return Err(ReportError::refused(format_args!("{other} and {one} {why}"), help));
            }
        }
    }
    Ok(())
}

/// The shards without a report.
fn missing_shards(reports: &[(ReportReader, Preamble)]) -> Vec<String> {
    let shards = || reports.iter().filter_map(|(report, _)| report.shard);
    let count = shards().next().map_or(0, |shard| shard.count);
    let existing: BTreeSet<u32> = shards().map(|shard| shard.index).collect();
    let missing = (1..=count).filter(|index| !existing.contains(index));
    missing.map(|index| format!("no report of shard {index}/{count}")).collect()
}

/// Why two reports cannot be merged.
fn conflict(one: &ReportReader, other: &ReportReader) -> Option<&'static str> {
    let same = one.header.scope == other.header.scope;
    match (one.shard, other.shard) {
        (Some(a), Some(b)) if a.count != b.count => Some("are not of as many shards"),
        (Some(_), Some(_)) if !same => {
            Some("are of different validations: source, times and filters must be the same")
        }
        (Some(a), Some(b)) if a.index == b.index => Some("are of the same shard"),
        (None, None) if same => Some("are of the same validation"),
        (None, Some(_)) | (Some(_), None) => Some("are not both of a shard"),
        _ => None,
    }
}

/// Why two whole reports would count something twice.
fn overlap(
    (one, one_preamble): &(ReportReader, Preamble),
    (other, other_preamble): &(ReportReader, Preamble),
) -> Option<String> {
    let is_whole = one.shard.is_none() && other.shard.is_none();
    let [one, other] = [one, other].map(|report| report.header.scope.requested);
    if !is_whole || one.from > other.to || other.from > one.to {
        return None;
    }
    let chain = one_preamble.chains.intersection(&other_preamble.chains).next()?;
    let (from, to) = (one.from.max(other.from), one.to.min(other.to));
    Some(format!("overlap: both are of {chain} from {from} to {to}"))
}
