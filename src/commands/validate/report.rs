//! What a validation found: verdicts as they come, then the sums.

use std::io::{self, Write};
use std::time::Duration;

use jiff::Timestamp;
use serde::Serialize;
use serde_json::value::RawValue;

use super::plan::Plan;
use super::{ByPlace, Format};
use crate::commands::{Context, counted, grouped, stderr_is_terminal, tell, yellow};
use crate::digest::{
    Asked, ChainId, Counts, Finding, Gap, Kind, Location, Overall, Reason, Summary, Verdict,
};
use crate::sink::safe::shown;

/// Prints verdicts in one of the formats.
pub(super) struct Report<W> {
    format: Format,
    verbose: bool,
    asked: Asked,
    out: W,
    summary: Summary,
    /// What could not be listed or looked up.
    errors: Vec<String>,
    /// For formats that are one document.
    held: Vec<Box<RawValue>>,
    suites: ByPlace<Suite>,
}

/// What `JUnit` is told of an account and region.
#[derive(Default)]
struct Suite {
    valid: u64,
    cases: Vec<(String, Verdict, String)>,
}

/// One object, in JSON.
#[derive(Serialize)]
struct Line<'f> {
    version: u32,
    kind: Kind,
    uri: String,
    account: &'f str,
    region: &'f str,
    backfill: bool,
    verdict: Verdict,
    reason: Option<Reason>,
    message: &'f str,
}

/// Time without digests, in JSON.
#[derive(Serialize)]
struct GapLine<'g> {
    version: u32,
    kind: &'static str,
    account: &'g str,
    region: &'g str,
    from: Timestamp,
    to: Timestamp,
    missing_digests: u64,
    explained_by: Option<&'g str>,
}

/// The sums, in JSON.
#[derive(Serialize)]
struct Sums<'s> {
    version: u32,
    kind: &'static str,
    verdict: Overall,
    requested: Range,
    found: Option<Range>,
    digests: Counts,
    backfill_digests: Counts,
    logs: Counts,
    unlisted: u64,
    regions: Vec<&'s str>,
    seconds: f64,
    /// Only if it is so.
    #[serde(skip_serializing_if = "Option::is_none")]
    relocated: Option<bool>,
    /// This and the next are of the format that is one document.
    #[serde(skip_serializing_if = "Option::is_none")]
    errors: Option<&'s [String]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    findings: Option<&'s [Box<RawValue>]>,
}

#[derive(Serialize)]
struct Range {
    from: Timestamp,
    to: Timestamp,
}

impl<W: Write> Report<W> {
    pub(super) fn new(format: Format, verbose: bool, asked: Asked, out: W) -> Self {
        let (summary, errors, held, suites) = Default::default();
        Self { format, verbose, asked, out, summary, errors, held, suites }
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

    pub(super) fn begin(&mut self, plan: &Plan) -> io::Result<()> {
        self.errors.extend(plan.errors.iter().cloned());
        if self.format != Format::Text {
            return Ok(());
        }
        let Asked { since, until, .. } = self.asked;
        let chains = counted(plan.chains.len() as u64, "chain");
        writeln!(
            self.out,
            "Validating log files of {chains} of digests between {since} and {until}"
        )?;
        if plan.location == Location::Relocated {
            writeln!(
                self.out,
                "The place that a digest records is believed: this copy was relocated"
            )?;
        }
        writeln!(self.out)
    }

    pub(super) fn cover(&mut self, start: Timestamp, end: Timestamp) {
        self.summary.cover(start, end);
    }

    pub(super) fn error(&mut self, error: String) {
        self.errors.push(error);
    }

    /// Takes a verdict.
    pub(super) fn finding(&mut self, chain: &ChainId, finding: &Finding) -> io::Result<()> {
        self.summary.add(finding);
        self.print(chain, finding)
    }

    fn print(&mut self, chain: &ChainId, finding: &Finding) -> io::Result<()> {
        let judgement = &finding.judgement;
        let is_wanted = self.verbose || judgement.verdict != Verdict::Valid;
        match self.format {
            Format::Text if is_wanted => writeln!(self.out, "{}", shown_line(&finding.to_string())),
            Format::Json | Format::Jsonl if is_wanted => {
                let line = Line {
                    version: 1,
                    kind: finding.kind,
                    uri: finding.place.to_string(),
                    account: &chain.account,
                    region: &chain.region,
                    backfill: finding.backfill,
                    verdict: judgement.verdict,
                    reason: judgement.reason,
                    message: &judgement.message,
                };
                self.line(serde_json::to_string(&line)?)
            }
            Format::Junit => {
                let place = (chain.account.clone(), chain.region.clone());
                let suite = self.suites.entry(place).or_default();
                if judgement.verdict == Verdict::Valid {
                    suite.valid += 1;
                } else {
                    let message = judgement.message.to_string();
                    suite.cases.push((finding.place.to_string(), judgement.verdict, message));
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// Takes time without digests, and the digests that are missing from it.
    pub(super) fn gap(&mut self, chain: &ChainId, gap: &Gap) -> io::Result<()> {
        self.summary.add_gap(gap);
        for finding in gap.findings() {
            self.print(chain, &finding)?;
        }
        let missing = gap.missing_digests();
        match self.format {
            Format::Text => {
                let explained = match &gap.explained_by {
                    Some(event) => format!(", explained by {event}"),
                    None if missing > 0 => format!(", {} missing", counted(missing, "digest")),
                    None => String::new(),
                };
                writeln!(
                    self.out,
                    "No log files were delivered by CloudTrail between {} and {} ({} {}{})",
                    gap.from,
                    gap.to,
                    chain.account,
                    chain.region,
                    shown(&explained)
                )
            }
            Format::Json | Format::Jsonl => self.line(serde_json::to_string(&GapLine {
                version: 1,
                kind: "gap",
                account: &chain.account,
                region: &chain.region,
                from: gap.from,
                to: gap.to,
                missing_digests: missing,
                explained_by: gap.explained_by.as_deref(),
            })?),
            Format::Junit => {
                let place = (chain.account.clone(), chain.region.clone());
                let message = match &gap.explained_by {
                    Some(event) => format!("explained by {event}"),
                    None => format!("{missing} digests missing"),
                };
                let name = format!("no digests from {} to {}", gap.from, gap.to);
                let cases = &mut self.suites.entry(place).or_default().cases;
                cases.push((name, Verdict::Unlisted, message));
                Ok(())
            }
        }
    }

    fn line(&mut self, line: String) -> io::Result<()> {
        if self.format == Format::Json {
            self.held.push(RawValue::from_string(line)?);
            return Ok(());
        }
        writeln!(self.out, "{line}")
    }

    /// Prints the sums; gives the verdict on everything.
    pub(super) fn finish(
        &mut self,
        plan: &Plan,
        took: Duration,
        context: &Context,
    ) -> io::Result<Overall> {
        let mut verdict = self.summary.verdict();
        if verdict == Overall::Valid && !self.errors.is_empty() {
            verdict = Overall::Incomplete;
        }
        match self.format {
            Format::Text => self.sums()?,
            Format::Jsonl => {
                let sums = serde_json::to_string(&self.document(plan, verdict, took))?;
                writeln!(self.out, "{sums}")?;
            }
            Format::Json => {
                let sums = serde_json::to_string_pretty(&self.document(plan, verdict, took))?;
                writeln!(self.out, "{sums}")?;
            }
            Format::Junit => self.junit()?,
        }
        self.out.flush()?;
        self.tell(plan, verdict, took, context);
        Ok(verdict)
    }

    /// The last lines of aws-cli.
    fn sums(&mut self) -> io::Result<()> {
        let Asked { since, until, .. } = self.asked;
        writeln!(self.out, "\nResults requested for {since} to {until}")?;
        let Some((start, end)) = self.summary.found else {
            let what = if self.is_empty() {
                "No digests found"
            } else {
                "No valid digests found in range"
            };
            return writeln!(self.out, "{what}");
        };
        writeln!(self.out, "Results found for {start} to {end}:\n")?;
        let Summary { digests, backfill_digests, logs, .. } = self.summary.clone();
        for (counts, what) in [
            (digests, "digest files"),
            (backfill_digests, "backfill digest files"),
            (logs, "log files"),
        ] {
            let all = counts.total();
            if all == 0 {
                continue;
            }
            let told = [
                (counts.valid, "valid"),
                (counts.invalid, "INVALID"),
                (counts.unreadable, "unreadable"),
                (counts.unverified, "unverified"),
            ];
            let told = told.into_iter().filter(|(count, _)| *count > 0);
            let told: Vec<_> =
                told.map(|(count, how)| format!("{count}/{all} {what} {how}")).collect();
            writeln!(self.out, "{}", told.join(", "))?;
        }
        if self.summary.unlisted() > 0 {
            writeln!(
                self.out,
                "{} that no digest lists",
                counted(self.summary.unlisted(), "object")
            )?;
        }
        Ok(())
    }

    fn document<'s>(&'s self, plan: &'s Plan, verdict: Overall, took: Duration) -> Sums<'s> {
        let mut regions: Vec<_> = plan.chains.keys().map(|id| id.region.as_str()).collect();
        regions.sort_unstable();
        regions.dedup();
        let Asked { since, until, .. } = self.asked;
        let is_whole = self.format == Format::Json;
        Sums {
            version: 1,
            kind: "summary",
            verdict,
            requested: Range { from: since, to: until },
            found: self.summary.found.map(|(from, to)| Range { from, to }),
            digests: self.summary.digests,
            backfill_digests: self.summary.backfill_digests,
            logs: self.summary.logs,
            unlisted: self.summary.unlisted(),
            regions,
            seconds: took.as_secs_f64(),
            relocated: (plan.location == Location::Relocated).then_some(true),
            errors: is_whole.then_some(&*self.errors),
            findings: is_whole.then_some(&*self.held),
        }
    }

    fn junit(&mut self) -> io::Result<()> {
        let head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"ct validate\">";
        writeln!(self.out, "{head}")?;
        for ((account, region), suite) in &self.suites {
            let count =
                |kind| suite.cases.iter().filter(|(_, verdict, _)| case(*verdict) == kind).count();
            let (failures, errors) = (count("failure"), count("error"));
            let tests = suite.cases.len() + 1;
            writeln!(
                self.out,
                "  <testsuite name=\"{account} {region}\" tests=\"{tests}\" \
                 failures=\"{failures}\" errors=\"{errors}\">"
            )?;
            writeln!(self.out, "    <testcase name=\"{} objects valid\"/>", suite.valid)?;
            for (place, verdict, message) in &suite.cases {
                let (tag, place, message) = (case(*verdict), escaped(place), escaped(message));
                writeln!(
                    self.out,
                    "    <testcase name=\"{place}\"><{tag} message=\"{message}\"/></testcase>"
                )?;
            }
            writeln!(self.out, "  </testsuite>")?;
        }
        let mut errors = self.errors.clone();
        if self.is_empty() {
            errors.push("no digests found".to_owned());
        }
        if !errors.is_empty() {
            let count = errors.len();
            writeln!(
                self.out,
                "  <testsuite name=\"coverage\" tests=\"{count}\" failures=\"0\" errors=\"{count}\">"
            )?;
            for error in errors {
                let error = escaped(&error);
                writeln!(
                    self.out,
                    "    <testcase name=\"{error}\"><error message=\"{error}\"/></testcase>"
                )?;
            }
            writeln!(self.out, "  </testsuite>")?;
        }
        writeln!(self.out, "</testsuites>")
    }

    /// One line for people, and what could not be asked.
    fn tell(&self, plan: &Plan, verdict: Overall, took: Duration, context: &Context) {
        // That something was not looked for is told wherever it is read.
        let wanted = context.globals.verbose || stderr_is_terminal() || !plan.shared.is_empty();
        if (wanted && !context.globals.quiet) || verdict != Overall::Valid {
            let Summary { digests, backfill_digests, logs, .. } = &self.summary;
            let word = match verdict {
                Overall::Valid => "valid".to_owned(),
                Overall::Invalid => yellow("INVALID"),
                Overall::Incomplete => yellow("INCOMPLETE"),
            };
            let mut parts = vec![
                word,
                counted(digests.total() + backfill_digests.total(), "digest"),
                counted(logs.total(), "log"),
                counted(plan.chains.len() as u64, "chain"),
            ];
            if self.summary.unlisted() > 0 {
                parts.push(format!("{} unlisted", grouped(self.summary.unlisted())));
            }
            if !plan.shared.is_empty() {
                parts
                    .push("other trails deliver here too: not looked for unlisted logs".to_owned());
            }
            if plan.location == Location::Relocated {
                parts.push("relocated: the places that digests record are believed".to_owned());
            }
            if stderr_is_terminal() {
                parts.push(format!("{:.1} s", took.as_secs_f64()));
            }
            tell(&parts.join(" · "));
        }
        self.errors.iter().for_each(|error| tell(&format!("  {}", shown(error))));
    }
}

/// The line with nothing in it that could steer a terminal; its tabs stay.
fn shown_line(line: &str) -> String {
    line.split('\t').map(|part| shown(part).into_owned()).collect::<Vec<_>>().join("\t")
}

/// What `JUnit` calls a verdict. That a log is in no digest's list makes nothing invalid.
fn case(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Invalid => "failure",
        Verdict::Unlisted => "skipped",
        _ => "error",
    }
}

fn escaped(text: &str) -> String {
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}
