//! Reads reports again: for a merge, for a person, and for the chains that an earlier run expected.
//!
//! Believes what a report records once its SHA-256 shows that it is the report that was written.

use std::collections::BTreeSet;
use std::fmt::Display;
use std::fs::File;
use std::io::{self, BufRead as _, BufReader, Lines};
use std::path::{Path, PathBuf};

use serde::Deserialize;
use sha2::{Digest as _, Sha256};

use super::report::{
    ChainCoverage, ChainLine, ErrorLine, GapLine, Header, KeyLine, ObjectLine, REPORT_VERSION,
    RecordedSums, SealLine, Tag, TimeRange, VERSION,
};
use super::shard::Shard;
use super::verdicts::Verdicts;
use crate::digest::{ChainId, Hash, Summary};
use crate::error::UserError;

const REPEAT: &str = "validate again with --report";

/// A report that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// It cannot be read.
    #[error("{}: {error}", path.display())]
    Unreadable {
        /// The report.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// A verdict cannot be written.
    #[error("cannot write: {0}")]
    Output(#[from] io::Error),
    /// It is no report, or it was changed, or it does not fit with others.
    #[error("{message}")]
    Refused {
        /// What is wrong.
        message: String,
        /// What to do.
        help: &'static str,
    },
}

impl From<ReportError> for UserError {
    fn from(error: ReportError) -> Self {
        let help = match &error {
            ReportError::Refused { help, .. } => *help,
            ReportError::Unreadable { .. } | ReportError::Output(_) => "",
        };
        Self::new(&error, help)
    }
}

impl ReportError {
    /// Says why a report is refused, and what to do.
    pub(super) fn refused(message: impl Display, help: &'static str) -> Self {
        Self::Refused { message: message.to_string(), help }
    }
}

/// The chains that reports name.
///
/// # Errors
/// As for [`ReportReader::open`].
pub(super) fn report_chains(paths: &[PathBuf]) -> Result<Vec<ChainId>, ReportError> {
    let mut chains = Vec::new();
    for path in paths {
        let preamble = ReportReader::open(path)?.preamble()?;
        chains.extend(preamble.chains.into_iter().map(ChainId::from));
    }
    Ok(chains)
}

/// A report that is being read.
pub struct ReportReader {
    /// The file.
    pub path: PathBuf,
    /// Its first line.
    pub header: Header,
    /// Which part it has of a validation that several runs shared.
    pub shard: Option<Shard>,
    lines: Lines<BufReader<File>>,
    number: usize,
}

/// The keys and chains of a report.
#[derive(Default)]
pub struct Preamble {
    /// The expected chains.
    pub chains: BTreeSet<ChainLine>,
    /// The public keys.
    pub keys: BTreeSet<KeyLine>,
    /// The first line after them.
    pub next: Option<String>,
}

/// What is known once a report was read to its end.
#[derive(Default)]
pub struct Replayed {
    /// Its gaps.
    pub gaps: Vec<GapLine<'static>>,
    /// What each chain covers.
    pub chains: Vec<ChainCoverage>,
}

impl ReportReader {
    /// Opens a report and checks its SHA-256.
    ///
    /// # Errors
    /// The file cannot be read, is no report of this version, or was changed or truncated.
    pub fn open(path: &Path) -> Result<Self, ReportError> {
        let unreadable = |error| ReportError::Unreadable { path: path.to_owned(), error };
        let help = "name a file that ct validate --report wrote";
        let refuse =
            |what: &str| ReportError::refused(format_args!("{}: {what}", path.display()), help);
        if !path.metadata().map_err(unreadable)?.is_file() {
            return Err(refuse("not a file"));
        }
        let mut lines = BufReader::new(File::open(path).map_err(unreadable)?).lines();
        let first = lines.next().transpose().map_err(unreadable)?.unwrap_or_default();
        let header: Header = serde_json::from_str(&first).map_err(|_| refuse("not a report"))?;
        if header.kind != "report" {
            return Err(refuse("not a report"));
        }
        if header.version != REPORT_VERSION {
            let what = format!("{}: a report of another version of ct", path.display());
            return Err(ReportError::refused(what, REPEAT));
        }
        check_hash(path)?;
        let shard = header.shard.as_deref().map(str::parse).transpose();
        let shard = shard.map_err(|_| refuse("not a report"))?;
        Ok(Self { path: path.to_owned(), header, shard, lines, number: 1 })
    }

    fn next(&mut self) -> Result<Option<String>, ReportError> {
        self.number += 1;
        let line = self.lines.next().transpose();
        line.map_err(|error| ReportError::Unreadable { path: self.path.clone(), error })
    }

    fn parsed<'l, T: Deserialize<'l>>(&self, line: &'l str) -> Result<T, ReportError> {
        serde_json::from_str(line)
            .map_err(|error| self.refused(format_args!("not a line of a report: {error}"), REPEAT))
    }

    /// An error about the current line.
    fn refused(&self, what: impl Display, help: &'static str) -> ReportError {
        let Self { path, number, .. } = self;
        ReportError::refused(format_args!("{}:{number}: {what}", path.display()), help)
    }

    /// Reads the keys and chains, which are first.
    ///
    /// # Errors
    /// The file cannot be read, or has other lines than a report.
    pub fn preamble(&mut self) -> Result<Preamble, ReportError> {
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

    /// Hands in the objects and errors of the report; gives its gaps and coverage. `first`: the line
    /// after the preamble. `is_new`: whether the object is to be counted.
    ///
    /// # Errors
    /// As for [`ReportReader::preamble`]; or a verdict cannot be written.
    pub fn replay(
        &mut self,
        first: Option<String>,
        verdicts: &mut impl Verdicts,
        mut is_new: impl FnMut(&ObjectLine<'_>) -> bool,
    ) -> Result<Replayed, ReportError> {
        let mut replayed = Replayed::default();
        let mut summary = Summary::default();
        let mut next = first;
        while let Some(line) = next {
            let Tag { version, kind } = self.parsed(&line)?;
            if version != VERSION {
                let help = "merge with the version that wrote it";
                return Err(self.refused("written by another version of ct", help));
            }
            match &*kind {
                "digest" | "log" => {
                    let object = self.parsed::<ObjectLine<'_>>(&line)?;
                    summary.add(object.kind, object.backfill, object.verdict, object.reason);
                    if is_new(&object) {
                        verdicts.object(object)?;
                    }
                }
                "gap" => replayed.gaps.push(self.parsed::<GapLine<'_>>(&line)?.into_owned()),
                "error" => {
                    verdicts.error(self.parsed::<ErrorLine<'_>>(&line)?.message.into_owned());
                }
                "coverage" => replayed.chains.push(self.parsed(&line)?),
                "summary" => {
                    self.end(&line, &summary, verdicts)?;
                    return Ok(replayed);
                }
                other => return Err(self.refused(format_args!("unknown line: {other}"), REPEAT)),
            }
            next = self.next()?;
        }
        verdicts.error(format!("{}: truncated: the summary is missing", self.path.display()));
        Ok(replayed)
    }

    /// Compares the lines with the sums, and hands in what only the sums have.
    fn end(
        &self,
        line: &str,
        counted: &Summary,
        verdicts: &mut impl Verdicts,
    ) -> Result<(), ReportError> {
        let sums: RecordedSums = self.parsed(line)?;
        let is_same = sums.digests == counted.digests
            && sums.backfill_digests == counted.backfill_digests
            && sums.logs == counted.logs;
        if let Some(TimeRange { from, to }) = sums.found {
            verdicts.cover([from, to]);
        }
        verdicts.pending_logs(sums.pending_logs);
        verdicts.trust(sums.trust);
        if !is_same {
            let name = self.path.display();
            verdicts.error(format!("{name}: the summary does not match the lines"));
        }
        Ok(())
    }
}

/// Checks that a report is what was written: its last line has the SHA-256 of all others.
fn check_hash(path: &Path) -> Result<(), ReportError> {
    let unreadable = |error| ReportError::Unreadable { path: path.to_owned(), error };
    let mut reader = BufReader::new(File::open(path).map_err(unreadable)?);
    let (mut hasher, mut line, mut last) = (Sha256::new(), Vec::new(), Vec::new());
    while reader.read_until(b'\n', &mut line).map_err(unreadable)? > 0 {
        hasher.update(&last);
        std::mem::swap(&mut last, &mut line);
        line.clear();
    }
    let is_complete = last.ends_with(b"\n");
    let what = match serde_json::from_slice::<SealLine>(&last) {
        Ok(seal) if seal.kind == "sha256" && is_complete => {
            if seal.sha256 == Hash(hasher.finalize().into()) {
                return Ok(());
            }
            "changed since it was written: SHA-256 mismatch"
        }
        _ => "truncated: its SHA-256 is missing",
    };
    Err(ReportError::refused(format_args!("{}: {what}", path.display()), REPEAT))
}
