//! The counts of a fetch as lines for people.

use std::time::Duration;

use indicatif::HumanBytes;

use super::report::Report;
use crate::sink::colour::yellow;
use crate::sink::numbers::{counted, grouped};
use crate::sink::safe::shown;

/// Errors that are printed before the rest is only counted.
const PRINTED: usize = 3;
/// Keys on a page of a listing.
const PAGE: u64 = 1_000;

/// What a summary shows beside the counts.
#[derive(Clone, Copy, Debug, Default)]
pub struct SummaryStyle {
    /// Nothing was to be fetched.
    pub is_dry_run: bool,
    /// All errors.
    pub is_verbose: bool,
    /// How long the run took.
    pub took: Option<Duration>,
}

impl Report {
    /// Whether there is something to report of a run that is to be quiet.
    pub fn has_problems(&self) -> bool {
        !self.is_complete() || self.unknown_keys > 0 || !self.errors.is_empty()
    }

    /// The counts in one line, followed by the first errors.
    pub fn lines(&self, style: SummaryStyle) -> Vec<String> {
        let is_dry_run = style.is_dry_run;
        let mut parts = vec![counts(self, is_dry_run), HumanBytes(self.bytes).to_string()];
        if is_dry_run {
            let (gets, lists) = (self.fetched, self.listed().div_ceil(PAGE).max(1));
            parts.push(format!("about {} GET, {} LIST", grouped(gets), grouped(lists)));
        } else if let Some(took) = style.took {
            parts.push(format!("{:.1} s", took.as_secs_f64()));
        }
        if self.unknown_keys > 0 {
            let keys = counted(self.unknown_keys, "public key");
            parts.push(format!("{} {keys} unknown to CloudTrail", yellow("INVALID:")));
        }
        parts.extend(incomplete(self));
        let mut lines = vec![parts.join(" · ")];
        let most = if style.is_verbose { usize::MAX } else { PRINTED };
        lines.extend(self.errors.iter().take(most).map(|error| format!("  {}", shown(error))));
        if self.errors.len() > most {
            let rest = grouped((self.errors.len() - most) as u64);
            lines.push(format!("  … and {rest} more; all of them: --summary FILE"));
        }
        if self.disk_is_full {
            lines.push("stopped: the disk is full; free space and run the command again".into());
        }
        if self.interrupted {
            let kept = "interrupted; fetched objects are kept: run the command again to resume";
            lines.push(kept.into());
        }
        lines
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
