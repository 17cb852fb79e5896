//! The verdicts of a validation, in one of the formats: as they are found, then the sums.
//!
//! The report gets the same. Knows nothing of how verdicts are found.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::time::Duration;

use jiff::Timestamp;
use serde::Serialize;
use serde_json::value::RawValue;

use super::junit::Suites;
use super::report_file::ReportFile;
use super::{key_text, text};
use crate::digest::{GapState, Overall, Verdict};
use crate::sink::numbers::counted;
use crate::sink::safe::{json, json_document, shown, shown_lines};
use crate::verify::answer::{Answer, Subject};
use crate::verify::report::{ChainCoverage, GapLine, ObjectLine, Sums, TimeRange, VERSION};
use crate::verify::trust::KeyTrust;
use crate::verify::verdicts::Verdicts;

/// How verdicts are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// The lines of aws cloudtrail validate-logs.
    Text,
    /// One JSON document.
    Json,
    /// A line for each object, then gaps, coverage and a summary.
    Jsonl,
    /// A suite for each account and Region, for CI.
    Junit,
}

/// Prints verdicts, and writes them to a report.
pub struct Output<W> {
    format: Format,
    is_verbose: bool,
    out: W,
    report: Option<ReportFile>,
    answer: Answer,
    /// For the format that is one document.
    held: Vec<Box<RawValue>>,
    suites: Suites,
}

impl<W: Write> Output<W> {
    /// `is_verbose`: also valid objects are written, and every chain.
    pub fn new(
        (format, is_verbose): (Format, bool),
        subject: Subject,
        report: Option<ReportFile>,
        out: W,
    ) -> Self {
        Self {
            format,
            is_verbose,
            out,
            report,
            answer: Answer::new(subject),
            held: Vec::new(),
            suites: Suites::default(),
        }
    }

    /// What the verdicts add up to so far.
    pub(super) fn answer(&self) -> &Answer {
        &self.answer
    }

    /// Where it is written to.
    pub(super) fn writer(&mut self) -> &mut W {
        &mut self.out
    }

    /// Prints what is validated.
    pub(super) fn begin(&mut self) -> io::Result<()> {
        if self.format != Format::Text {
            return Ok(());
        }
        let Subject { requested, chains, is_relocated, shard, .. } = &self.answer.subject;
        let TimeRange { from, to } = requested;
        let count = counted(chains.len() as u64, "chain");
        let part = shard.map_or(String::new(), |shard| format!("shard {shard} of "));
        let mut text =
            format!("Validating log files of {part}{count} of digests between {from} and {to}\n");
        if self.is_verbose {
            text.extend(chains.iter().map(|chain| format!("  {}\n", shown(&chain.to_string()))));
        }
        if *is_relocated {
            text += "Relocated copy: the location that each digest records is believed\n";
        }
        self.print(&text)
    }

    fn json(&mut self, line: &impl Serialize) -> io::Result<()> {
        let line = json(line)?;
        if self.format == Format::Json {
            self.held.push(RawValue::from_string(line)?);
            return Ok(());
        }
        self.print(&line)
    }

    fn print(&mut self, line: &str) -> io::Result<()> {
        writeln!(self.out, "{}", shown_lines(line))
    }

    /// Prints the sums, and ends the report; gives what all verdicts add up to.
    pub(super) fn finish(mut self, took: Duration) -> io::Result<Answer> {
        let verdict = self.answer.verdict();
        let chains: Vec<_> =
            self.answer.chains.iter().map(ChainCoverage::without_details).collect();
        match self.format {
            Format::Text => self.print(&text::sums(&self.answer, self.is_verbose))?,
            Format::Jsonl => {
                for chain in &chains {
                    self.print(&json(chain)?)?;
                }
                self.print(&json(&self.sums(verdict, took))?)?;
            }
            Format::Json => {
                let document = Sums {
                    coverage: Some(&chains),
                    errors: Some(&self.answer.errors),
                    findings: Some(&self.held),
                    ..self.sums(verdict, took)
                };
                self.print(json_document(&document)?.trim_end())?;
            }
            Format::Junit => {
                let mut errors = self.answer.errors.clone();
                if self.answer.is_empty() {
                    errors.push("no digests found".to_owned());
                }
                errors.extend(key_text::faults(&self.answer.trust));
                let suites = std::mem::take(&mut self.suites);
                suites.write(&mut self.out, &errors)?;
            }
        }
        self.out.flush()?;
        if let Some(mut report) = self.report.take() {
            let sums = self.sums(verdict, took);
            report.finish(&self.answer.errors, &self.answer.chains, &sums)?;
        }
        Ok(self.answer)
    }

    fn sums(&self, verdict: Overall, took: Duration) -> Sums<'_> {
        let Answer { subject, summary, trust, .. } = &self.answer;
        let regions: BTreeSet<_> = subject.chains.iter().map(|id| &*id.region).collect();
        Sums {
            version: VERSION,
            kind: "summary",
            verdict,
            requested: subject.requested,
            found: summary.found.map(|(from, to)| TimeRange { from, to }),
            digests: summary.digests,
            backfill_digests: summary.backfill_digests,
            logs: summary.logs,
            unlisted: summary.unlisted(),
            pending_logs: summary.pending_logs,
            not_verifiable: summary.not_verifiable,
            regions: regions.into_iter().collect(),
            seconds: took.as_secs_f64(),
            relocated: subject.is_relocated.then_some(true),
            trust,
            coverage: None,
            errors: None,
            findings: None,
        }
    }
}

impl<W: Write> Verdicts for Output<W> {
    fn object(&mut self, mut line: ObjectLine<'_>) -> io::Result<()> {
        self.answer.add_object(&line);
        if let Some(report) = &mut self.report {
            report.line(&line)?;
        }
        (line.sha256, line.stored_sha256) = (None, None);
        let is_wanted = self.is_verbose || line.verdict != Verdict::Valid;
        match self.format {
            Format::Text if is_wanted => self.print(&shown_line(&line.to_string())),
            Format::Json | Format::Jsonl if is_wanted => self.json(&line),
            Format::Junit => {
                self.suites.object(&line);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn gap(&mut self, mut line: GapLine<'_>) -> io::Result<()> {
        self.answer.add_gap(&line);
        if let Some(report) = &mut self.report {
            report.line(&line)?;
        }
        if line.is_detail() {
            return Ok(());
        }
        (line.cause, line.trail) = (None, None);
        match self.format {
            Format::Text if line.state == GapState::Explained => {
                let GapLine { account, region, from, to, explained_by, .. } = &line;
                let explained = shown(explained_by.as_deref().unwrap_or_default());
                let (account, region) = (shown(account), shown(region));
                self.print(&format!(
                    "No log files were delivered by CloudTrail between {from} and {to} \
                     ({account} {region}, explained by {explained})"
                ))
            }
            Format::Json | Format::Jsonl => self.json(&line),
            Format::Text | Format::Junit => Ok(()),
        }
    }

    fn chain(&mut self, chain: ChainCoverage) {
        self.suites.chain(&chain);
        self.answer.chains.push(chain);
    }

    fn cover(&mut self, [start, end]: [Timestamp; 2]) {
        self.answer.summary.cover(start, end);
    }

    fn pending_logs(&mut self, count: u64) {
        self.answer.summary.pending_logs += count;
    }

    fn expired_log(&mut self) {
        self.answer.expired_logs += 1;
    }

    fn proven_by_next(&mut self) {
        self.answer.proven_by_next += 1;
    }

    fn error(&mut self, error: String) {
        self.answer.errors.push(error);
    }

    fn trust(&mut self, trust: KeyTrust) {
        self.answer.trust.join(trust);
    }
}

/// The line with nothing in it that could steer a terminal; its tabs stay.
fn shown_line(line: &str) -> String {
    line.split('\t').map(|part| shown(part).into_owned()).collect::<Vec<_>>().join("\t")
}
