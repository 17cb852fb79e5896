//! `ct validate merge`: the reports of several runs as one, with one verdict.
//!
//! Believes what the reports say, but not that they are all there: a shard that is missing leaves
//! the answer incomplete.

use std::collections::hash_map::RandomState;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::hash::BuildHasher as _;
use std::io::{self, BufWriter};
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::Context as _;
use clap::Args;

use super::coverage::ChainCoverage;
use super::lines::{GapLine, KeyLine, Range, Scope};
use super::output::{Output, Subject};
use super::read::{Preamble, ReportReader};
use super::report::Report;
use super::{Shown, gaps};
use crate::commands::{Context, Outcome, user_error};
use crate::digest::{ChainId, Covered};

/// Join the reports of several runs, and give one verdict.
///
///   ct validate merge shard-*.jsonl
///   ct validate merge --report all.jsonl -o junit shard-*.jsonl > junit.xml
///
/// All shards of a validation must be there, each once. Whole reports are joined if they are of
/// different chains, or of the same chains in windows that do not overlap.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Merge {
    /// Files that ct validate --report wrote.
    #[arg(value_name = "REPORT", required = true)]
    reports: Vec<PathBuf>,
    #[command(flatten)]
    shown: Shown,
}

impl Merge {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Outcome> {
        let start = Instant::now();
        let mut reports: Vec<ReportReader> =
            self.reports.iter().map(|path| ReportReader::open(path)).collect::<Result<_, _>>()?;
        reports.sort_by_key(|report| report.shard.map(|shard| shard.index));
        let mut preambles = Vec::new();
        for report in &mut reports {
            preambles.push(report.preamble()?);
        }
        let missing = missing(&reports, &preambles)?;
        let Some(scope) = joined(&reports) else { return Ok(Outcome::Unsure) };
        if let Some(report) = &self.shown.report
            && let Some(same) = self.reports.iter().find(|path| is_same(path, report))
        {
            let message = format!("{} is one of the reports that are joined", same.display());
            return Err(user_error(message, "name another file with --report"));
        }
        let chains: BTreeSet<_> = preambles.iter().flat_map(|p| &p.chains).cloned().collect();
        let keys: BTreeSet<KeyLine> = preambles.iter().flat_map(|p| &p.keys).cloned().collect();
        let mut file = self.shown.report.as_deref().map(Report::create).transpose()?;
        if let Some(file) = &mut file {
            file.begin(scope.clone(), None)?;
            keys.iter().try_for_each(|key| file.line(key))?;
            chains.iter().try_for_each(|chain| file.line(chain))?;
        }
        let subject = Subject {
            requested: scope.requested,
            chains,
            relocated: scope.relocated,
            shared: false,
            out_of_scope: BTreeSet::new(),
            shard: None,
            is_online: false,
        };
        let out = BufWriter::with_capacity(64 << 10, io::stdout());
        let format = (self.shown.output, context.globals.verbose);
        let mut output = Output::new(format, subject, file, out);
        output.begin().context("cannot write")?;
        for error in missing {
            output.error(error);
        }
        let (mut all_gaps, mut all_chains) = (Vec::new(), Vec::new());
        let is_whole = reports.iter().all(|report| report.shard.is_none());
        // Windows that touch share the digests at their edge.
        let (hasher, mut seen) = (RandomState::new(), HashSet::new());
        for (mut report, preamble) in reports.into_iter().zip(preambles) {
            let mut own = Vec::new();
            let is_new = |uri: &str| {
                let hash = hasher.hash_one(uri);
                own.push(hash);
                !(is_whole && seen.contains(&hash))
            };
            let replayed = report.replay(preamble.next, &mut output, is_new)?;
            seen.extend(own);
            all_gaps.extend(replayed.gaps);
            let window = report.header.scope.requested;
            all_chains.extend(replayed.chains.into_iter().map(|chain| (window, chain)));
        }
        let mut gaps = gaps::joined(all_gaps);
        for chain in settle(all_chains, &mut gaps, scope.requested) {
            output.chain(chain);
        }
        gaps.into_iter().try_for_each(|gap| output.gap(gap))?;
        let verdict = output.finish(start.elapsed()).context("cannot write")?;
        output.tell(verdict, start.elapsed(), context);
        Ok(self.shown.outcome(verdict, &output))
    }
}

/// What each chain covers in all reports. Adds the gaps that only all of them together show.
fn settle(
    chains: Vec<(Range, ChainCoverage)>,
    gaps: &mut Vec<GapLine<'static>>,
    window: Range,
) -> Vec<ChainCoverage> {
    let mut covered: BTreeMap<ChainId, (Covered, Vec<Range>)> = BTreeMap::new();
    for (window, chain) in chains {
        let (spans, windows) = covered.entry(chain.id()).or_default();
        chain.covered.into_iter().for_each(|span| spans.add(span));
        windows.push(window);
    }
    let mut settled = Vec::new();
    for (id, (spans, windows)) in &covered {
        let is_own = |gap: &GapLine<'static>| gap.is_of(id);
        let (own, rest): (Vec<_>, Vec<_>) = std::mem::take(gaps).into_iter().partition(is_own);
        *gaps = rest;
        let mut others = Covered::default();
        for (other, (spans, _)) in &covered {
            if other != id && other.trail == id.trail && other.home == id.home {
                spans.stretches().for_each(|span| others.add(span));
            }
        }
        let mut own: Vec<_> = own.into_iter().map(|gap| gap.seen_with(&others, window)).collect();
        own.extend(gaps::between(id, windows));
        own.sort_by_key(|gap| (gap.from, gap.to));
        settled.push(ChainCoverage::new(id, spans, &own, window));
        gaps.extend(own);
    }
    settled
}

/// Which shards are missing.
///
/// # Errors
/// The reports are not parts of one validation, or one is there twice.
fn missing(reports: &[ReportReader], preambles: &[Preamble]) -> anyhow::Result<Vec<String>> {
    for (at, report) in reports.iter().enumerate() {
        for (before, other) in reports[..at].iter().enumerate() {
            let overlap = || overlap([other, report], [&preambles[before], &preambles[at]]);
            if let Some(why) = conflict(other, report).map(str::to_owned).or_else(overlap) {
                let (one, other) = (report.path.display(), other.path.display());
                let help = "name the report of each part of one validation once";
                return Err(user_error(format!("{other} and {one} {why}"), help));
            }
        }
    }
    let count = reports.iter().find_map(|report| report.shard).map_or(0, |shard| shard.count);
    let there: BTreeSet<u32> =
        reports.iter().filter_map(|report| report.shard).map(|shard| shard.index).collect();
    let gone = (1..=count).filter(|index| !there.contains(index));
    Ok(gone.map(|index| format!("no report of shard {index}/{count}")).collect())
}

/// Why two reports cannot be joined.
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
fn overlap(reports: [&ReportReader; 2], preambles: [&Preamble; 2]) -> Option<String> {
    let [one, other] = reports.map(|report| report.header.scope.requested);
    if reports.iter().any(|report| report.shard.is_some())
        || one.from > other.to
        || other.from > one.to
    {
        return None;
    }
    let chain = preambles[0].chains.intersection(&preambles[1].chains).next()?;
    let (from, to) = (one.from.max(other.from), one.to.min(other.to));
    Some(format!("overlap: both are of {chain} from {from} to {to}"))
}

/// What all of them together are of.
fn joined(reports: &[ReportReader]) -> Option<Scope> {
    let mut scopes = reports.iter().map(|report| report.header.scope.clone());
    let first = scopes.next()?;
    Some(scopes.fold(first, Scope::joined))
}

fn is_same(one: &Path, other: &Path) -> bool {
    same_file::is_same_file(one, other).unwrap_or(false)
}
