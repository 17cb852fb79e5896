//! What a validation found, in one of the formats: verdicts as they come, then the sums.
//!
//! Counts what it is given and knows nothing of how it was found out; the report is handed the same.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::time::Duration;

use jiff::Timestamp;
use serde::Serialize;
use serde_json::value::RawValue;

use super::Format;
use super::coverage::{self, ChainCoverage};
use super::junit::Suites;
use super::lines::{ChainLine, GapLine, ObjectLine, Range, Sums, VERSION};
use super::report::Report;
use super::shard::Shard;
use super::trust::{KeyTrust, OWN_KEYS};
use crate::commands::stdout::UntilClosed;
use crate::commands::{Context, counted, grouped, stderr_is_terminal, tell, yellow};
use crate::digest::{Overall, State, Summary, Verdict};
use crate::sink::safe::{json, json_document, shown, shown_lines};

/// What is validated.
#[derive(Clone, Debug)]
pub(super) struct Subject {
    pub(super) requested: Range,
    pub(super) chains: BTreeSet<ChainLine>,
    /// The places that digests record are believed.
    pub(super) relocated: bool,
    /// Other trails deliver to the same places, so that unlisted logs are not looked for.
    pub(super) shared: bool,
    /// Accounts with digests in the bucket that the trail does not record.
    pub(super) out_of_scope: BTreeSet<String>,
    /// Only this part of what there is, which may be nothing.
    pub(super) shard: Option<Shard>,
    /// CloudTrail is asked for everything, so that its keys go without saying.
    pub(super) is_online: bool,
}

/// Prints verdicts, and has them reported.
pub(super) struct Output<W> {
    format: Format,
    verbose: bool,
    subject: Subject,
    out: UntilClosed<W>,
    report: Option<Report>,
    summary: Summary,
    /// What each chain covers.
    chains: Vec<ChainCoverage>,
    /// Logs from before the window that are gone with everything older.
    expired_before: u64,
    /// Digests whose own signature is lost, and that the next digest proves.
    proven_by_next: u64,
    /// What could not be listed or looked up.
    errors: Vec<String>,
    /// The public keys that it all rests on.
    trust: KeyTrust,
    /// For formats that are one document.
    held: Vec<Box<RawValue>>,
    suites: Suites,
}

impl<W: Write> Output<W> {
    pub(super) fn new(
        (format, verbose): (Format, bool),
        subject: Subject,
        report: Option<Report>,
        out: W,
    ) -> Self {
        Self {
            format,
            verbose,
            subject,
            out: UntilClosed::new(out),
            report,
            summary: Summary::default(),
            chains: Vec::new(),
            expired_before: 0,
            proven_by_next: 0,
            errors: Vec::new(),
            trust: KeyTrust::default(),
            held: Vec::new(),
            suites: Suites::default(),
        }
    }

    /// Whether everything could be asked.
    pub(super) fn is_complete(&self) -> bool {
        self.errors.is_empty()
    }

    /// Whether there was not one digest.
    pub(super) fn is_empty(&self) -> bool {
        let Summary { digests, backfill_digests, .. } = &self.summary;
        digests.total() + backfill_digests.total() == 0
    }

    pub(super) fn unlisted(&self) -> u64 {
        self.summary.unlisted()
    }

    /// Says what is validated.
    pub(super) fn begin(&mut self) -> io::Result<()> {
        if self.format != Format::Text {
            return Ok(());
        }
        let Subject { requested: Range { from, to }, chains, relocated, shard, .. } = &self.subject;
        let chains = counted(chains.len() as u64, "chain");
        let part = shard.map_or(String::new(), |shard| format!("shard {shard} of "));
        let mut text =
            format!("Validating log files of {part}{chains} of digests between {from} and {to}\n");
        if self.verbose {
            text.extend(
                self.subject
                    .chains
                    .iter()
                    .map(|chain| format!("  {}\n", shown(&chain.to_string()))),
            );
        }
        if *relocated {
            text += "The place that a digest records is believed: this copy was relocated\n";
        }
        self.print(&text)
    }

    /// Takes the time that a valid digest of the window covers.
    pub(super) fn cover(&mut self, [start, end]: [Timestamp; 2]) {
        self.summary.cover(start, end);
    }

    /// Takes what a chain covers.
    pub(super) fn chain(&mut self, chain: ChainCoverage) {
        self.suites.chain(&chain);
        self.chains.push(chain);
    }

    /// Counts a log of a digest period that is not due yet.
    pub(super) fn pending_log(&mut self) {
        self.summary.pending_logs += 1;
    }

    /// Counts logs of digest periods that are not due yet.
    pub(super) fn pending_logs(&mut self, count: u64) {
        self.summary.pending_logs += count;
    }

    /// Counts a log from before the window that is gone with everything older.
    pub(super) fn expired_before(&mut self) {
        self.expired_before += 1;
    }

    /// Counts a digest whose own signature is lost, and that the next digest proves.
    pub(super) fn proven_by_next(&mut self) {
        self.proven_by_next += 1;
    }

    /// How many digests have lost their own signature, and are proven by the next one.
    pub(super) fn lost_signatures(&self) -> u64 {
        self.proven_by_next
    }

    /// Takes what could not be listed or asked.
    pub(super) fn error(&mut self, error: String) {
        self.errors.push(error);
    }

    /// Takes the public keys that verdicts rest on.
    pub(super) fn trust(&mut self, trust: KeyTrust) {
        self.trust.join(trust);
    }

    /// Takes a verdict.
    pub(super) fn object(&mut self, mut line: ObjectLine<'_>) -> io::Result<()> {
        self.summary.add(line.kind, line.backfill, line.verdict, line.reason);
        if let Some(report) = &mut self.report {
            report.line(&line)?;
        }
        (line.sha256, line.stored_sha256) = (None, None);
        let is_wanted = self.verbose || line.verdict != Verdict::Valid;
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

    /// Takes time without digests; those that are missing from it are objects of their own.
    pub(super) fn gap(&mut self, mut line: GapLine<'_>) -> io::Result<()> {
        self.summary.add_gap(line.state);
        if let Some(report) = &mut self.report {
            report.line(&line)?;
        }
        if line.is_detail() {
            return Ok(());
        }
        (line.cause, line.trail) = (None, None);
        match self.format {
            Format::Text if line.state == State::Explained => {
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

    fn json(&mut self, line: &impl Serialize) -> io::Result<()> {
        let line = json(line)?;
        if self.format == Format::Json {
            self.held.push(RawValue::from_string(line)?);
            return Ok(());
        }
        self.print(&line)
    }

    /// Prints a line.
    fn print(&mut self, line: &str) -> io::Result<()> {
        writeln!(self.out, "{}", shown_lines(line))
    }

    /// Prints the sums, and ends the report; gives the verdict on everything.
    pub(super) fn finish(&mut self, took: Duration) -> io::Result<Overall> {
        let verdict = self.verdict();
        let chains: Vec<_> = self.chains.iter().map(ChainCoverage::without_details).collect();
        match self.format {
            Format::Text => self.print(&self.sums())?,
            Format::Jsonl => {
                for chain in &chains {
                    self.print(&json(chain)?)?;
                }
                self.print(&json(&self.document(verdict, took))?)?;
            }
            Format::Json => {
                let coverage = Some(&*chains);
                let document = Sums { coverage, ..self.document(verdict, took) };
                self.print(json_document(&document)?.trim_end())?;
            }
            Format::Junit => {
                let mut errors = self.errors.clone();
                if self.is_empty() {
                    errors.push("no digests found".to_owned());
                }
                errors.extend(self.trust.faults());
                let suites = std::mem::take(&mut self.suites);
                suites.write(&mut self.out, &errors)?;
            }
        }
        self.out.flush()?;
        if let Some(mut report) = self.report.take() {
            let sums = Sums { errors: None, findings: None, ..self.document(verdict, took) };
            report.finish(&self.errors, &self.chains, &sums)?;
        }
        Ok(verdict)
    }

    fn verdict(&self) -> Overall {
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

    /// Whether nothing is wrong but that the keys are the mirror's own.
    fn is_valid_by_own_keys(&self) -> bool {
        self.summary.verdict() == Overall::Valid && self.is_complete() && self.trust.is_mirrors()
    }

    /// Whether all that there is falls to other shards.
    fn has_no_share(&self) -> bool {
        let Subject { shard, chains, .. } = &self.subject;
        shard.is_some() && !chains.is_empty() && self.is_empty()
    }

    /// The last lines of aws-cli.
    fn sums(&self) -> String {
        let Range { from, to } = self.subject.requested;
        let mut lines = vec![format!("\nResults requested for {from} to {to}")];
        match self.summary.found {
            None if self.has_no_share() => lines.push("None of it falls to this shard".to_owned()),
            None if self.is_empty() => lines.push("No digests found".to_owned()),
            None => lines.push("No valid digests found in range".to_owned()),
            // More than one chain has no range in common.
            Some((start, end)) if self.chains.len() <= 1 => {
                lines.push(format!("Results found for {start} to {end}:"));
            }
            Some(_) => {}
        }
        lines.push(String::new());
        let Summary { digests, backfill_digests, logs, .. } = &self.summary;
        for (counts, what) in [
            (digests, "digest files"),
            (backfill_digests, "backfill digest files"),
            (logs, "log files"),
        ] {
            let all = counts.total();
            let told = [
                (counts.valid, "valid"),
                (counts.invalid, "INVALID"),
                (counts.unreadable, "unreadable"),
                (counts.unverified, "unverified"),
            ];
            let told = told.into_iter().filter(|(count, _)| *count > 0);
            let told: Vec<_> =
                told.map(|(count, how)| format!("{count}/{all} {what} {how}")).collect();
            lines.extend((all > 0).then(|| told.join(", ")));
        }
        if self.unlisted() > 0 {
            lines.push(format!("{} that no digest lists", counted(self.unlisted(), "object")));
        }
        if self.summary.not_verifiable > 0 {
            let logs = counted(self.summary.not_verifiable, "log file");
            lines.push(format!("{logs} not verifiable: no valid digest covers their period"));
        }
        if self.summary.pending_logs > 0 {
            let logs = counted(self.summary.pending_logs, "log file");
            lines.push(format!("{logs} pending: the digest of their period is not due yet"));
        }
        if self.expired_before > 0 {
            let logs = counted(self.expired_before, "log file");
            lines.push(format!("{logs} from before the start are gone with everything older"));
        }
        if self.proven_by_next > 0 {
            let digests = counted(self.proven_by_next, "digest");
            lines.push(format!(
                "{digests} without signature metadata, proven by the next digest's \
                 previousDigestSignature"
            ));
        }
        lines.extend(match self.subject.shard {
            // What all shards cover together, only their reports show.
            Some(_) => coverage::gap_lines(&self.chains, self.subject.requested),
            None => coverage::lines(&self.chains, self.subject.requested),
        });
        if !self.subject.is_online || self.verbose {
            lines.extend(self.trust.lines().iter().map(|line| shown(line).into_owned()));
        }
        if self.is_valid_by_own_keys() {
            lines.push(format!("INCONCLUSIVE: {OWN_KEYS}"));
        }
        if !self.is_complete() {
            lines.push("INCOMPLETE: the standard error says what is missing".to_owned());
        }
        lines.join("\n")
    }

    fn document(&self, verdict: Overall, took: Duration) -> Sums<'_> {
        let regions: BTreeSet<_> = self.subject.chains.iter().map(|id| &*id.region).collect();
        let is_whole = self.format == Format::Json;
        Sums {
            version: VERSION,
            kind: "summary",
            verdict,
            requested: self.subject.requested,
            found: self.summary.found.map(|(from, to)| Range { from, to }),
            digests: self.summary.digests,
            backfill_digests: self.summary.backfill_digests,
            logs: self.summary.logs,
            unlisted: self.unlisted(),
            pending_logs: self.summary.pending_logs,
            not_verifiable: self.summary.not_verifiable,
            regions: regions.into_iter().collect(),
            seconds: took.as_secs_f64(),
            relocated: self.subject.relocated.then_some(true),
            trust: &self.trust,
            coverage: None,
            errors: is_whole.then_some(&*self.errors),
            findings: is_whole.then_some(&*self.held),
        }
    }

    /// One line for people, and what could not be asked.
    pub(super) fn tell(&self, verdict: Overall, took: Duration, context: &Context) {
        // That something was not looked for is told wherever it is read.
        let is_narrower = self.subject.shared || !self.subject.out_of_scope.is_empty();
        let wanted = context.globals.verbose || stderr_is_terminal() || is_narrower;
        if (wanted && !context.globals.quiet) || verdict != Overall::Valid {
            let Summary { digests, backfill_digests, logs, .. } = &self.summary;
            let word = match verdict {
                Overall::Valid => "valid".to_owned(),
                Overall::Invalid => yellow("INVALID"),
                Overall::Incomplete if self.is_valid_by_own_keys() => yellow(OWN_KEYS),
                Overall::Incomplete => yellow("INCOMPLETE"),
            };
            let mut parts = vec![
                word,
                counted(digests.total() + backfill_digests.total(), "digest"),
                counted(logs.total(), "log"),
                counted(self.subject.chains.len() as u64, "chain"),
            ];
            if self.unlisted() > 0 {
                parts.push(format!("{} unlisted", grouped(self.unlisted())));
            }
            if self.subject.shared {
                parts
                    .push("other trails deliver here too: not looked for unlisted logs".to_owned());
            }
            if self.subject.relocated {
                parts.push("relocated: the places that digests record are believed".to_owned());
            }
            if !self.subject.out_of_scope.is_empty() {
                let accounts: Vec<&str> =
                    self.subject.out_of_scope.iter().map(String::as_str).collect();
                parts.push(format!(
                    "out of scope: other accounts' digests ({}); --account-id validates them",
                    shown(&accounts.join(", "))
                ));
            }
            if stderr_is_terminal() {
                parts.push(format!("{:.1} s", took.as_secs_f64()));
            }
            tell(&parts.join(" · "));
        }
        self.errors.iter().for_each(|error| tell(&format!("  {}", shown(error))));
        self.trust.notes().iter().for_each(|note| tell(&shown(note)));
    }
}

/// The line with nothing in it that could steer a terminal; its tabs stay.
fn shown_line(line: &str) -> String {
    line.split('\t').map(|part| shown(part).into_owned()).collect::<Vec<_>>().join("\t")
}
