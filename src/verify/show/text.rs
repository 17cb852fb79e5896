//! A validation for people: what a report is of, the sums, and the one line on stderr.
//!
//! The first lines of the sums are those of `aws cloudtrail validate-logs`.

use std::io::{self, Write};
use std::time::Duration;

use super::key_text::{self, OWN_KEYS};
use crate::digest::{Overall, Summary, VerdictCounts};
use crate::sink::numbers::{counted, grouped};
use crate::sink::safe::shown;
use crate::verify::answer::Answer;
use crate::verify::replay::Preamble;
use crate::verify::report::{Header, TimeRange, coverage_lines, gap_lines};

/// The sums, as the last lines on stdout.
pub(super) fn sums(answer: &Answer, is_verbose: bool) -> String {
    let TimeRange { from, to } = answer.subject.requested;
    let mut lines = vec![format!("\nResults requested for {from} to {to}")];
    match answer.summary.found {
        None if answer.has_no_share() => {
            lines.push("Everything belongs to other shards".to_owned());
        }
        None if answer.is_empty() => lines.push("No digests found".to_owned()),
        None => lines.push("No valid digests found in range".to_owned()),
        // Several chains have no range in common.
        Some((start, end)) if answer.chains.len() <= 1 => {
            lines.push(format!("Results found for {start} to {end}:"));
        }
        Some(_) => {}
    }
    lines.push(String::new());
    lines.extend(verdict_counts(&answer.summary));
    lines.extend(other_counts(answer));
    lines.extend(match answer.subject.shard {
        // What all shards cover together, only their reports show.
        Some(_) => gap_lines(&answer.chains, answer.subject.requested),
        None => coverage_lines(&answer.chains, answer.subject.requested),
    });
    if !answer.subject.is_online || is_verbose {
        let keys = key_text::lines(&answer.trust);
        lines.extend(keys.iter().map(|line| shown(line).into_owned()));
    }
    if answer.is_valid_by_own_keys() {
        lines.push(format!("INCONCLUSIVE: {OWN_KEYS}"));
    }
    if !answer.is_complete() {
        lines.push("INCOMPLETE: stderr names what is missing".to_owned());
    }
    lines.join("\n")
}

/// How many digests and log files have each verdict, a line each.
fn verdict_counts(summary: &Summary) -> Vec<String> {
    let Summary { digests, backfill_digests, logs, .. } = summary;
    let kinds = [
        (digests, "digest files"),
        (backfill_digests, "backfill digest files"),
        (logs, "log files"),
    ];
    let line = |(counts, kind): (&VerdictCounts, &str)| {
        let all = counts.total();
        let verdicts = [
            (counts.valid, "valid"),
            (counts.invalid, "INVALID"),
            (counts.unreadable, "unreadable"),
            (counts.unverified, "unverified"),
        ];
        let verdicts = verdicts.into_iter().filter(|(count, _)| *count > 0);
        let verdicts: Vec<_> =
            verdicts.map(|(count, verdict)| format!("{count}/{all} {kind} {verdict}")).collect();
        (all > 0).then(|| verdicts.join(", "))
    };
    kinds.into_iter().filter_map(line).collect()
}

/// Counts beside the verdicts, a line each.
fn other_counts(answer: &Answer) -> Vec<String> {
    let Summary { not_verifiable, pending_logs, .. } = answer.summary;
    let counts = [
        (answer.summary.unlisted(), "object", " that no digest lists"),
        (not_verifiable, "log file", " not verifiable: no valid digest covers their period"),
        (pending_logs, "log file", " pending: the digest of their period is not due yet"),
        (answer.expired_logs, "log file", " from before the start expired with everything older"),
        (
            answer.proven_by_next,
            "digest",
            " without signature metadata, proven by the next digest's previousDigestSignature",
        ),
    ];
    let counts = counts.into_iter().filter(|(count, ..)| *count > 0);
    counts.map(|(count, noun, what)| counted(count, noun) + what).collect()
}

/// The one line on stderr. `took` is shown to people; `mark` is for a verdict that is not valid.
pub fn status(
    answer: &Answer,
    verdict: Overall,
    took: Option<Duration>,
    mark: fn(&str) -> String,
) -> String {
    let (summary, subject) = (&answer.summary, &answer.subject);
    let digests = summary.digests.total() + summary.backfill_digests.total();
    let verdict = match verdict {
        Overall::Valid => "valid".to_owned(),
        Overall::Invalid => mark("INVALID"),
        Overall::Incomplete if answer.is_valid_by_own_keys() => mark(OWN_KEYS),
        Overall::Incomplete => mark("INCOMPLETE"),
    };
    let mut parts = vec![
        verdict,
        counted(digests, "digest"),
        counted(summary.logs.total(), "log"),
        counted(subject.chains.len() as u64, "chain"),
    ];
    if summary.unlisted() > 0 {
        parts.push(format!("{} unlisted", grouped(summary.unlisted())));
    }
    if subject.is_shared {
        parts.push("other trails deliver here too: unlisted logs not looked for".to_owned());
    }
    if subject.is_relocated {
        parts.push("relocated: the recorded locations of digests are believed".to_owned());
    }
    if !subject.out_of_scope.is_empty() {
        let accounts: Vec<&str> = subject.out_of_scope.iter().map(String::as_str).collect();
        let accounts = accounts.join(", ");
        parts.push(format!(
            "out of scope: other accounts' digests ({}); --account-id validates them",
            shown(&accounts)
        ));
    }
    parts.extend(took.map(|took| format!("{:.1} s", took.as_secs_f64())));
    parts.join(" · ")
}

/// Prints who validated what, and with which keys.
pub(super) fn describe(
    header: &Header,
    preamble: &Preamble,
    out: &mut impl Write,
) -> io::Result<()> {
    let Header { tool, arguments, time, scope, .. } = header;
    writeln!(out, "Report of {} at {time}: {}", shown(tool), shown(&arguments.join(" ")))?;
    let trail = scope.trail.as_deref().map_or(String::new(), |trail| format!(", trail {trail}"));
    let TimeRange { from, to } = scope.requested;
    writeln!(out, "Source {}{}, {from} to {to}", shown(&scope.source), shown(&trail))?;
    for key in &preamble.keys {
        let region = key.region.as_deref().unwrap_or("any Region");
        let source = key.source.as_deref().map_or(String::new(), |name| format!(", from {name}"));
        let refused =
            key.refused.as_deref().map_or(String::new(), |why| format!(", refused: {why}"));
        let text = format!("Public key {} ({region}{source}{refused})", key.fingerprint);
        writeln!(out, "{}", shown(&text))?;
    }
    for chain in &preamble.chains {
        writeln!(out, "Chain {}", shown(&chain.to_string()))?;
    }
    writeln!(out)
}
