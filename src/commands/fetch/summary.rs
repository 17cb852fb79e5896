//! Prints the counts of a fetch, and decides its exit code.

use std::path::Path;
use std::time::Instant;

use indicatif::HumanBytes;

use crate::commands::{
    Context, Outcome, counted, grouped, print_message, stderr_is_terminal, user_error, yellow,
};
use crate::fetch::Report;
use crate::sink::safe::shown;

/// Errors that are printed before the rest is only counted.
const PRINTED: usize = 3;
/// Keys on a page of a listing.
const PAGE: u64 = 1_000;

/// Prints the counts and the first errors.
pub(super) fn print(report: &Report, context: &Context, dry_run: bool, start: Instant) {
    if context.globals.quiet
        && report.is_complete()
        && report.unknown_keys == 0
        && report.errors.is_empty()
    {
        return;
    }
    let mut parts = vec![counts(report, dry_run), HumanBytes(report.bytes).to_string()];
    if dry_run {
        let (gets, lists) = (report.fetched, report.listed().div_ceil(PAGE).max(1));
        parts.push(format!("about {} GET, {} LIST", grouped(gets), grouped(lists)));
    } else if stderr_is_terminal() {
        parts.push(format!("{:.1} s", start.elapsed().as_secs_f64()));
    }
    if report.unknown_keys > 0 {
        let keys = counted(report.unknown_keys, "public key");
        parts.push(format!("{} {keys} unknown to CloudTrail", yellow("INVALID:")));
    }
    parts.extend(incomplete(report));
    print_message(&parts.join(" · "));
    let most = if context.globals.verbose { usize::MAX } else { PRINTED };
    report.errors.iter().take(most).for_each(|error| print_message(&format!("  {}", shown(error))));
    if report.errors.len() > most {
        let rest = grouped((report.errors.len() - most) as u64);
        print_message(&format!("  … and {rest} more; all of them: --summary FILE"));
    }
    if report.disk_is_full {
        print_message("stopped: the disk is full; free space and run the command again");
    }
    if report.interrupted {
        print_message("interrupted; fetched objects are kept: run the command again to resume");
    }
}

fn counts(report: &Report, dry_run: bool) -> String {
    format!(
        "listed {} = {} {} + already there {} + skipped {} + failed {}",
        grouped(report.listed()),
        if dry_run { "to fetch" } else { "fetched" },
        grouped(report.fetched),
        grouped(report.already_there),
        grouped(report.skipped),
        grouped(report.failed),
    )
}

/// What is missing, if anything is.
fn incomplete(report: &Report) -> Option<String> {
    let missing = [
        (report.failed, "object", "not fetched"),
        (report.not_proven, "object", "not proven"),
        (report.not_listed, "folder", "not listed"),
        (report.without_keys, "region", "without public keys"),
    ];
    let missing = missing.into_iter().filter(|(count, ..)| *count > 0);
    let missing: Vec<_> =
        missing.map(|(count, noun, how)| format!("{} {how}", counted(count, noun))).collect();
    (!missing.is_empty()).then(|| format!("{} {}", yellow("INCOMPLETE:"), missing.join(", ")))
}

/// The answer of the command.
///
/// # Errors
/// The source has no CloudTrail logs that were requested.
pub(super) fn outcome(report: &Report, source: &Path) -> anyhow::Result<Outcome> {
    if report.unknown_keys > 0 {
        return Ok(Outcome::No);
    }
    if !report.is_complete() {
        return Ok(Outcome::Unsure);
    }
    if report.has_only_skipped() {
        return Err(user_error(
            format!("no CloudTrail logs in {}{}", source.display(), report.only_skipped()),
            "check the prefix, --account, --region, --since and --until; ct ls lists what exists",
        ));
    }
    Ok(Outcome::Yes)
}
