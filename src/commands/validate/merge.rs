//! `ct validate merge`: the reports of several runs as one, with one verdict.
//!
//! Believes what the reports say, but not that they are all there: a shard that is missing, or a
//! report that does not end with its sums, leaves the answer incomplete.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, BufRead as _, BufReader, BufWriter, Lines, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::Context as _;
use clap::Args;
use serde::Deserialize;

use super::lines::{
    ChainLine, CoverageLine, ErrorLine, GapLine, Header, KeyLine, ObjectLine, Range, Scope, Tag,
    VERSION,
};
use super::output::{Output, Subject};
use super::report::Report;
use super::shard::Shard;
use super::{Shown, gaps};
use crate::commands::{Context, Outcome, user_error};
use crate::digest::{Counts, Summary};

/// Join the reports of several runs, and give one verdict.
///
///   ct validate merge shard-*.jsonl
///   ct validate merge --report all.jsonl -o junit shard-*.jsonl > junit.xml
///
/// All shards of a validation must be there, each once; reports without a shard are joined if they
/// are of different things.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Merge {
    /// Files that ct validate --report made.
    #[arg(value_name = "REPORT", required = true)]
    reports: Vec<PathBuf>,
    #[command(flatten)]
    shown: Shown,
}

/// A report, as far as it was read.
struct Opened {
    path: PathBuf,
    header: Header,
    shard: Option<Shard>,
    lines: Lines<BufReader<File>>,
    number: usize,
}

impl Merge {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Outcome> {
        let start = Instant::now();
        let mut reports: Vec<Opened> =
            self.reports.iter().map(|path| Opened::open(path)).collect::<Result<_, _>>()?;
        reports.sort_by_key(|report| report.shard.map(|shard| shard.index));
        let missing = missing(&reports)?;
        let (mut chains, mut keys) = (BTreeSet::new(), BTreeSet::new());
        let mut first = Vec::new();
        for report in &mut reports {
            first.push(report.preamble(&mut chains, &mut keys)?);
        }

        let Some(scope) = joined(&reports) else { return Ok(Outcome::Unsure) };
        if let Some(report) = &self.shown.report
            && let Some(same) = self.reports.iter().find(|path| is_same(path, report))
        {
            let message = format!("{} is one of the reports that are joined", same.display());
            return Err(user_error(message, "name another file with --report"));
        }
        let mut file = self.shown.report.as_deref().map(Report::create).transpose()?;
        if let Some(file) = &mut file {
            file.begin(scope.clone(), None)?;
            keys.iter().try_for_each(|key| file.line(key))?;
            chains.iter().try_for_each(|chain| file.line(chain))?;
        }
        let (requested, relocated) = (scope.requested, scope.relocated);
        let subject = Subject { requested, chains, relocated, shared: false, shard: None };
        let out = BufWriter::with_capacity(64 << 10, io::stdout());
        let format = (self.shown.output, context.globals.verbose);
        let mut output = Output::new(format, subject, file, out);
        output.begin().context("cannot write")?;
        for error in missing {
            output.error(error);
        }
        let mut gaps = Vec::new();
        for (mut report, first) in reports.into_iter().zip(first) {
            report.replay(first, &mut gaps, &mut output)?;
        }
        gaps::joined(gaps).into_iter().try_for_each(|gap| output.gap(gap))?;
        let verdict = output.finish(start.elapsed()).context("cannot write")?;
        output.tell(verdict, start.elapsed(), context);
        Ok(self.shown.outcome(verdict, &output))
    }
}

impl Opened {
    fn open(path: &Path) -> anyhow::Result<Self> {
        let file = File::open(path).with_context(|| path.display().to_string())?;
        let mut lines = BufReader::new(file).lines();
        let first = lines.next().transpose().with_context(|| path.display().to_string())?;
        let what = || format!("{}: not a report", path.display());
        let help = "name files that ct validate --report made";
        let first = first.unwrap_or_default();
        let header: Header = serde_json::from_str(&first).map_err(|_| user_error(what(), help))?;
        if header.kind != "report" || header.version != VERSION {
            return Err(user_error(what(), help));
        }
        let shard = header.shard.as_deref().map(str::parse).transpose();
        let shard = shard.map_err(|_| user_error(what(), help))?;
        Ok(Self { path: path.to_owned(), header, shard, lines, number: 1 })
    }

    fn next(&mut self) -> anyhow::Result<Option<String>> {
        self.number += 1;
        self.lines.next().transpose().with_context(|| self.path.display().to_string())
    }

    fn parsed<'l, T: Deserialize<'l>>(&self, line: &'l str) -> anyhow::Result<T> {
        serde_json::from_str(line).map_err(|error| {
            let what = format!("{}:{}: not a line of a report", self.path.display(), self.number);
            user_error(format!("{what}: {error}"), "make the report again")
        })
    }

    /// Takes the keys and chains, which come first; gives the first line behind them.
    fn preamble(
        &mut self,
        chains: &mut BTreeSet<ChainLine>,
        keys: &mut BTreeSet<KeyLine>,
    ) -> anyhow::Result<Option<String>> {
        while let Some(line) = self.next()? {
            match &*self.parsed::<Tag<'_>>(&line)?.kind {
                "chain" => drop(chains.insert(self.parsed(&line)?)),
                "key" => drop(keys.insert(self.parsed(&line)?)),
                _ => return Ok(Some(line)),
            }
        }
        Ok(None)
    }

    /// Says again what the report says; time without digests may go on in another.
    fn replay<W: Write>(
        &mut self,
        first: Option<String>,
        gaps: &mut Vec<GapLine<'static>>,
        output: &mut Output<W>,
    ) -> anyhow::Result<()> {
        let mut counted = Summary::default();
        let mut next = first;
        while let Some(line) = next {
            let Tag { version, kind } = self.parsed(&line)?;
            match &*kind {
                _ if version != VERSION => {
                    let what = format!(
                        "{}:{}: of another version of ct",
                        self.path.display(),
                        self.number
                    );
                    return Err(user_error(what, "merge with the version that made it"));
                }
                "digest" | "log" => {
                    let object = self.parsed::<ObjectLine<'_>>(&line)?;
                    counted.add(object.kind, object.backfill, object.verdict);
                    output.object(object)?;
                }
                "gap" => gaps.push(self.parsed::<GapLine<'_>>(&line)?.into_owned()),
                "error" => output.error(self.parsed::<ErrorLine<'_>>(&line)?.message.into_owned()),
                "coverage" => {
                    let CoverageLine { account, region, from, to, .. } = self.parsed(&line)?;
                    counted.cover(from, to);
                    output.cover([&account, &region], [from, to]);
                }
                "summary" => return self.end(&line, &counted, output),
                other => {
                    let at = format!("{}:{}", self.path.display(), self.number);
                    return Err(user_error(
                        format!("{at}: unknown line: {other}"),
                        "make the report again",
                    ));
                }
            }
            next = self.next()?;
        }
        output.error(format!("{}: cut off: it does not end with its sums", self.path.display()));
        Ok(())
    }

    /// Holds the lines against the sums, behind which nothing comes.
    fn end<W: Write>(
        &mut self,
        sums: &str,
        counted: &Summary,
        output: &mut Output<W>,
    ) -> anyhow::Result<()> {
        let told: Told = self.parsed(sums)?;
        let is_same = told.digests == counted.digests
            && told.backfill_digests == counted.backfill_digests
            && told.logs == counted.logs
            && told.found.map(|Range { from, to }| (from, to)) == counted.found;
        let name = self.path.display().to_string();
        if !is_same {
            output.error(format!("{name}: its lines do not add up to its sums"));
        }
        if self.next()?.is_some() {
            output.error(format!("{name}: something comes behind its sums"));
        }
        Ok(())
    }
}

/// What the sums at the end of a report say.
#[derive(Deserialize)]
struct Told {
    found: Option<Range>,
    digests: Counts,
    backfill_digests: Counts,
    logs: Counts,
}

/// Which shards are missing.
///
/// # Errors
/// The reports are not parts of one validation, or one is there twice.
fn missing(reports: &[Opened]) -> anyhow::Result<Vec<String>> {
    for (at, report) in reports.iter().enumerate() {
        for other in &reports[..at] {
            if let Some(why) = conflict(other, report) {
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
fn conflict(one: &Opened, other: &Opened) -> Option<&'static str> {
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

/// What all of them together are of.
fn joined(reports: &[Opened]) -> Option<Scope> {
    let mut scopes = reports.iter().map(|report| report.header.scope.clone());
    let first = scopes.next()?;
    Some(scopes.fold(first, Scope::joined))
}

fn is_same(one: &Path, other: &Path) -> bool {
    same_file::is_same_file(one, other).unwrap_or(false)
}
