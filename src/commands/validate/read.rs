//! Reading reports: for `ct validate merge`, `ct validate report` and `--previous`.
//!
//! Believes what a report says once its SHA-256 shows that it is the report that was written.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, BufRead as _, BufReader, BufWriter, Lines, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::Context as _;
use clap::Args;
use serde::Deserialize;
use sha2::{Digest as _, Sha256};

use super::coverage::ChainCoverage;
use super::lines::{
    ChainLine, ErrorLine, GapLine, Header, KeyLine, ObjectLine, REPORT_VERSION, Range, SealLine,
    Tag, VERSION,
};
use super::output::{Output, Subject};
use super::shard::Shard;
use super::trust::KeyTrust;
use super::{Format, Shown};
use crate::commands::stdout::UntilClosed;
use crate::commands::{Context, Outcome, user_error};
use crate::digest::{ChainId, Counts, Hash, Summary};
use crate::sink::safe::shown;

/// Show a report as text.
///
///   ct validate report evidence.jsonl
///   ct validate report evidence.jsonl --verbose
///
/// Prints who validated what and when, the public keys, every object that is not valid (all with
/// --verbose), and what each chain covers. Exits as the validation did.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Show {
    /// A file that ct validate --report wrote.
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

impl Show {
    pub(super) fn run(&self, context: &Context) -> anyhow::Result<Outcome> {
        let start = Instant::now();
        let mut report = ReportReader::open(&self.file)?;
        let preamble = report.preamble()?;
        let mut out = UntilClosed::new(BufWriter::with_capacity(64 << 10, io::stdout()));
        describe(&report.header, &preamble, &mut out).context("cannot write")?;
        let subject = Subject {
            requested: report.header.scope.requested,
            chains: preamble.chains.clone(),
            relocated: report.header.scope.relocated,
            shared: false,
            out_of_scope: BTreeSet::new(),
            shard: report.shard,
            is_online: false,
        };
        let format = (Format::Text, context.globals.verbose);
        let mut output = Output::new(format, subject, None, out);
        let replayed = report.replay(preamble.next, &mut output, |_| true)?;
        replayed.chains.into_iter().for_each(|chain| output.chain(chain));
        replayed.gaps.into_iter().try_for_each(|gap| output.gap(gap)).context("cannot write")?;
        let verdict = output.finish(start.elapsed()).context("cannot write")?;
        output.tell(verdict, start.elapsed(), context);
        Ok(Shown::default().outcome(verdict, &output))
    }
}

/// Says who validated what, and with which keys.
fn describe(header: &Header, preamble: &Preamble, out: &mut impl Write) -> io::Result<()> {
    let Header { tool, arguments, time, scope, .. } = header;
    writeln!(out, "Report of {} at {time}: {}", shown(tool), shown(&arguments.join(" ")))?;
    let trail = scope.trail.as_deref().map_or(String::new(), |trail| format!(", trail {trail}"));
    let Range { from, to } = scope.requested;
    writeln!(out, "Source {}{}, {from} to {to}", shown(&scope.source), shown(&trail))?;
    for key in &preamble.keys {
        let region = key.region.as_deref().unwrap_or("any Region");
        let refused =
            key.refused.as_deref().map_or(String::new(), |why| format!(", refused: {why}"));
        let source = key.source.as_deref().map_or(String::new(), |name| format!(", from {name}"));
        let refused = source + &refused;
        writeln!(
            out,
            "Public key {} ({}{})",
            shown(&key.fingerprint),
            shown(region),
            shown(&refused)
        )?;
    }
    for chain in &preamble.chains {
        writeln!(out, "Chain {}", shown(&chain.to_string()))?;
    }
    writeln!(out)
}

/// The chains that a report names.
pub(super) fn chains(path: &Path) -> anyhow::Result<Vec<ChainId>> {
    let preamble = ReportReader::open(path)?.preamble()?;
    let id = |line: ChainLine| {
        let ChainLine { account, region, trail, home, backfill, .. } = line;
        ChainId { account, region, trail, home, backfill }
    };
    Ok(preamble.chains.into_iter().map(id).collect())
}

/// A report, as far as it was read.
pub(super) struct ReportReader {
    pub(super) path: PathBuf,
    pub(super) header: Header,
    pub(super) shard: Option<Shard>,
    lines: Lines<BufReader<File>>,
    number: usize,
}

/// What comes first in a report.
#[derive(Default)]
pub(super) struct Preamble {
    pub(super) chains: BTreeSet<ChainLine>,
    pub(super) keys: BTreeSet<KeyLine>,
    /// The first line after it.
    pub(super) next: Option<String>,
}

/// What is known once a report was read to its end.
#[derive(Default)]
pub(super) struct Replayed {
    pub(super) gaps: Vec<GapLine<'static>>,
    pub(super) chains: Vec<ChainCoverage>,
}

impl ReportReader {
    /// Opens a report and checks its SHA-256.
    ///
    /// # Errors
    /// The file cannot be read, is no report of this version, or was changed or cut off.
    pub(super) fn open(path: &Path) -> anyhow::Result<Self> {
        let name = || path.display().to_string();
        let help = "name a file that ct validate --report wrote";
        let is_file = path.metadata().with_context(name)?.is_file();
        if !is_file {
            return Err(user_error(format!("{}: not a file", path.display()), help));
        }
        let mut lines = BufReader::new(File::open(path).with_context(name)?).lines();
        let first = lines.next().transpose().with_context(name)?.unwrap_or_default();
        let refuse = |what: &str| user_error(format!("{}: {what}", path.display()), help);
        let header: Header = serde_json::from_str(&first).map_err(|_| refuse("not a report"))?;
        if header.kind != "report" {
            return Err(refuse("not a report"));
        }
        if header.version != REPORT_VERSION {
            let help = "validate again with --report";
            let what = format!("{}: a report of another version of ct", path.display());
            return Err(user_error(what, help));
        }
        check_hash(path)?;
        let shard = header.shard.as_deref().map(str::parse).transpose();
        let shard = shard.map_err(|_| refuse("not a report"))?;
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

    /// Takes the keys and chains, which come first.
    pub(super) fn preamble(&mut self) -> anyhow::Result<Preamble> {
        let mut preamble = Preamble::default();
        while let Some(line) = self.next()? {
            match &*self.parsed::<Tag<'_>>(&line)?.kind {
                "chain" => drop(preamble.chains.insert(self.parsed(&line)?)),
                "key" => drop(preamble.keys.insert(self.parsed(&line)?)),
                _ => {
                    preamble.next = Some(line);
                    break;
                }
            }
        }
        Ok(preamble)
    }

    /// Hands in the objects and errors of the report; gives its gaps and coverage. `is_new` says
    /// whether the object with this URI still counts.
    pub(super) fn replay<W: Write>(
        &mut self,
        first: Option<String>,
        output: &mut Output<W>,
        mut is_new: impl FnMut(&str) -> bool,
    ) -> anyhow::Result<Replayed> {
        let mut replayed = Replayed::default();
        let mut sums = Summary::default();
        let mut next = first;
        while let Some(line) = next {
            let Tag { version, kind } = self.parsed(&line)?;
            match &*kind {
                _ if version != VERSION => {
                    let at = format!("{}:{}", self.path.display(), self.number);
                    let what = format!("{at}: written by another version of ct");
                    return Err(user_error(what, "merge with the version that wrote it"));
                }
                "digest" | "log" => {
                    let object = self.parsed::<ObjectLine<'_>>(&line)?;
                    sums.add(object.kind, object.backfill, object.verdict, object.reason);
                    if is_new(&object.uri) {
                        output.object(object)?;
                    }
                }
                "gap" => replayed.gaps.push(self.parsed::<GapLine<'_>>(&line)?.into_owned()),
                "error" => output.error(self.parsed::<ErrorLine<'_>>(&line)?.message.into_owned()),
                "coverage" => replayed.chains.push(self.parsed(&line)?),
                "summary" => {
                    self.end(&line, &sums, output)?;
                    return Ok(replayed);
                }
                other => {
                    let at = format!("{}:{}", self.path.display(), self.number);
                    let what = format!("{at}: unknown line: {other}");
                    return Err(user_error(what, "make the report again"));
                }
            }
            next = self.next()?;
        }
        output.error(format!("{}: cut off: the summary is missing", self.path.display()));
        Ok(replayed)
    }

    /// Compares the lines with the sums.
    fn end<W: Write>(
        &self,
        line: &str,
        counted: &Summary,
        output: &mut Output<W>,
    ) -> anyhow::Result<()> {
        let sums: RecordedSums = self.parsed(line)?;
        let is_same = sums.digests == counted.digests
            && sums.backfill_digests == counted.backfill_digests
            && sums.logs == counted.logs;
        if let Some(Range { from, to }) = sums.found {
            output.cover([from, to]);
        }
        output.pending_logs(sums.pending_logs);
        output.trust(sums.trust);
        if !is_same {
            let name = self.path.display();
            output.error(format!("{name}: the summary does not match the lines"));
        }
        Ok(())
    }
}

/// The summary of a report.
#[derive(Deserialize)]
struct RecordedSums {
    found: Option<Range>,
    digests: Counts,
    backfill_digests: Counts,
    logs: Counts,
    pending_logs: u64,
    #[serde(flatten)]
    trust: KeyTrust,
}

/// Checks that a report is what was written: its last line has the SHA-256 of all others.
fn check_hash(path: &Path) -> anyhow::Result<()> {
    let name = || path.display().to_string();
    let mut reader = BufReader::new(File::open(path).with_context(name)?);
    let (mut hasher, mut line, mut last) = (Sha256::new(), Vec::new(), Vec::new());
    while reader.read_until(b'\n', &mut line).with_context(name)? > 0 {
        hasher.update(&last);
        std::mem::swap(&mut last, &mut line);
        line.clear();
    }
    let help = "make the report again";
    let is_whole = last.ends_with(b"\n");
    let seal: Result<SealLine, _> = serde_json::from_slice(&last);
    match seal {
        Ok(seal) if seal.kind == "sha256" && is_whole => {
            if seal.sha256 == Hash(hasher.finalize().into()) {
                return Ok(());
            }
            let what =
                format!("{}: changed since it was written: SHA-256 mismatch", path.display());
            Err(user_error(what, help))
        }
        _ => Err(user_error(format!("{}: cut off: its SHA-256 is missing", path.display()), help)),
    }
}
