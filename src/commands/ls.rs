//! `ct ls`: which accounts, Regions and days have logs.

use clap::{Args, ValueEnum};
use jiff::Timestamp;

use super::filter_args::ScopeArgs;
use super::sources::SourceArgs;
use super::{Context, Outcome, print_message, progress, stdout, user_error, yellow};
use crate::scan::Progress;
use crate::sink::csv::Separator;
use crate::sink::inventory;
use crate::sink::safe::shown;
use crate::source;
use crate::source::inventory::Inventory;
use crate::sources::listing;

/// List the logs of a source: accounts, Regions, first and last day, objects, bytes.
///
///   ct ls
///   ct ls s3://my-logs
///   ct ls --since 30d -o json trail:management-events
///
/// Lists a bucket level by level below AWSLogs, and only the days from --since to --until; or a local
/// folder. Nothing is downloaded.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment, after_help = EXAMPLES)]
pub(super) struct Ls {
    #[command(flatten)]
    sources: SourceArgs,
    #[command(flatten, next_help_heading = "Filters (values may be globs; repeat, or use commas)")]
    scope: ScopeArgs,
    /// Output format.
    #[arg(short, long, value_name = "FORMAT", default_value = "text", env = "CT_LS_FORMAT")]
    output: Format,
    /// Print csv and tsv without a header line.
    #[arg(long)]
    no_header: bool,
}

const EXAMPLES: &str = "\
Exit codes: 0 there are logs, 2 there are none, or not everything could be listed

Examples:
  ct ls
  ct ls s3://my-logs/prefix --account 111122223333
  ct ls --since 2026-11-01 -o json trail: | jq '.folders[].objects'";

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Table for people.
    #[value(alias = "table")]
    Text,
    /// One JSON document.
    Json,
    /// Comma-separated values.
    Csv,
    /// Tab-separated values.
    Tsv,
}

impl Ls {
    pub(super) fn run(&self, context: &Context) -> anyhow::Result<Outcome> {
        let now = Timestamp::now();
        let filter = self.scope.flags().filter(now)?;
        let interrupt = context.interrupt()?;
        let sources = self.sources.open(context, self.scope.flags().one_region())?;
        let scope = source::Scope::new(&filter, true);
        let progress = Progress::default();
        let mut counts = Inventory::default();
        progress::watch(&progress, context, std::iter::empty::<()>, |_| {
            for found in listing(&sources, &scope, interrupt) {
                progress.objects.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                counts.add(found, &filter);
            }
        });
        if counts.is_empty() && counts.is_complete() {
            return Err(user_error(
                inventory::nothing(&counts, &self.sources.named().text()),
                "check the prefix, --account, --region, --since and --until",
            ));
        }
        let text = match self.output {
            Format::Text => inventory::table(&counts),
            Format::Json => inventory::json(&counts)?,
            Format::Csv => inventory::lines(&counts, Separator::Comma, !self.no_header),
            Format::Tsv => inventory::lines(&counts, Separator::Tab, !self.no_header),
        };
        stdout::print(&text)?;
        report(&counts, context);
        Ok(if counts.is_complete() { Outcome::Yes } else { Outcome::Unsure })
    }
}

/// Reports the totals, and what could not be listed.
fn report(counts: &Inventory, context: &Context) {
    if context.shows_summary() || !counts.is_complete() {
        print_message(&inventory::totals(counts, yellow));
        counts.errors.iter().for_each(|error| print_message(&format!("  {}", shown(error))));
    }
}
