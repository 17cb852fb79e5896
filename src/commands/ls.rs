//! `ct ls`: which accounts, Regions and days have logs.

use std::borrow::Cow;

use clap::{Args, ValueEnum};
use comfy_table::presets::NOTHING;
use comfy_table::{CellAlignment, Table};
use indicatif::HumanBytes;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;

use super::filter_args::ScopeArgs;
use super::sources::SourceArgs;
use super::{
    Context, Outcome, UserError, counted, grouped, print_message, progress, stdout, user_error,
    yellow,
};
use crate::scan::Progress;
use crate::sink::csv::{self, Separator};
use crate::sink::safe::{self, shown};
use crate::source;
use crate::source::inventory::{FolderCount, Inventory};
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

/// The document of `-o json`.
#[derive(Serialize)]
struct Document<'d> {
    version: u32,
    complete: bool,
    folders: Vec<&'d FolderCount>,
    /// Objects whose keys are not CloudTrail's.
    others: u64,
    errors: &'d [String],
}

impl Ls {
    pub(super) fn run(&self, context: &Context) -> anyhow::Result<Outcome> {
        let now = Timestamp::now();
        let filter = self.scope.flags().filter(now).map_err(UserError::from)?;
        let interrupt = context.interrupt()?;
        let sources = self.sources.open(context, self.scope.flags().one_region())?;
        let scope = source::Scope::new(&filter, true);
        let progress = Progress::default();
        let mut inventory = Inventory::default();
        progress::watch(&progress, context, std::iter::empty::<()>, |_| {
            for found in listing(&sources, &scope, interrupt) {
                progress.objects.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                inventory.add(found, &filter);
            }
        });
        if inventory.is_empty() && inventory.is_complete() {
            return Err(user_error(
                nothing(&inventory, &self.sources.names()),
                "check the prefix, --account, --region, --since and --until",
            ));
        }
        let text = match self.output {
            Format::Text => table(&inventory),
            Format::Json => safe::json_document(&Document::new(&inventory))?,
            Format::Csv => lines(&inventory, Separator::Comma, !self.no_header),
            Format::Tsv => lines(&inventory, Separator::Tab, !self.no_header),
        };
        stdout::print(&text)?;
        report(&inventory, context);
        Ok(if inventory.is_complete() { Outcome::Yes } else { Outcome::Unsure })
    }
}

impl<'d> Document<'d> {
    fn new(inventory: &'d Inventory) -> Self {
        Self {
            version: 1,
            complete: inventory.is_complete(),
            folders: inventory.folders().collect(),
            others: inventory.others,
            errors: &inventory.errors,
        }
    }
}

/// The message that there are no logs, and how many other objects there are.
fn nothing(inventory: &Inventory, names: &str) -> String {
    let none = format!("no CloudTrail logs in {names}");
    match inventory.others {
        0 => none,
        others => format!("{none}: {} not named as logs", counted(others, "object")),
    }
}

/// One line a folder, for other programs.
fn lines(inventory: &Inventory, separator: Separator, has_header: bool) -> String {
    const NAMES: [&str; 9] = [
        "organisation",
        "account",
        "kind",
        "region",
        "first",
        "last",
        "objects",
        "bytes",
        "archived",
    ];
    let mut out = Vec::new();
    if has_header {
        csv::line(NAMES.into_iter().map(Cow::Borrowed), separator, &mut out);
    }
    for row in inventory.folders() {
        let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
        let numbers = [row.objects, row.bytes, row.archived].map(|number| number.to_string());
        let names = [
            row.organization.clone().unwrap_or_default(),
            row.account.clone(),
            row.kind.to_owned(),
            row.region.clone(),
            day(row.first),
            day(row.last),
        ];
        csv::line(names.into_iter().chain(numbers).map(Cow::Owned), separator, &mut out);
    }
    String::from_utf8_lossy(&out).into_owned()
}

fn table(inventory: &Inventory) -> String {
    let has_organizations = inventory.folders().any(|row| row.organization.is_some());
    if inventory.is_empty() {
        return String::new();
    }
    let mut table = Table::new();
    table.load_style(NOTHING);
    let mut header = vec!["ACCOUNT", "KIND", "REGION", "FIRST", "LAST", "OBJECTS", "BYTES"];
    if has_organizations {
        header.insert(0, "ORGANIZATION");
    }
    let numbers = header.len() - 2..header.len();
    table.set_header(header);
    for row in inventory.folders() {
        let day = |day: Option<Date>| day.map_or(String::new(), |day| day.to_string());
        let mut cells = vec![
            row.account.clone(),
            row.kind.to_owned(),
            row.region.clone(),
            day(row.first),
            day(row.last),
            grouped(row.objects),
            HumanBytes(row.bytes).to_string(),
        ];
        if has_organizations {
            cells.insert(0, row.organization.clone().unwrap_or_default());
        }
        table.add_row(cells);
    }
    for number in numbers {
        table.column_mut(number).into_iter().for_each(|column| {
            column.set_cell_alignment(CellAlignment::Right);
        });
    }
    let lines = table.lines().map(|line| format!("{}\n", line.trim()));
    lines.collect()
}

/// Reports the totals, and what could not be listed.
fn report(inventory: &Inventory, context: &Context) {
    let mut parts = vec![
        counted(inventory.sum(|folder| folder.objects), "object"),
        HumanBytes(inventory.sum(|folder| folder.bytes)).to_string(),
        counted(inventory.sum(FolderCount::logs), "log"),
    ];
    let archived = inventory.sum(|folder| folder.archived);
    if archived > 0 {
        parts.push(format!("{} archived", grouped(archived)));
    }
    if inventory.others > 0 {
        parts.push(format!("{} not CloudTrail's", grouped(inventory.others)));
    }
    if !inventory.is_complete() {
        parts.push(format!(
            "{} {} not listed",
            yellow("INCOMPLETE:"),
            counted(inventory.errors.len() as u64, "folder")
        ));
    }
    let wanted = context.globals.verbose || super::stderr_is_terminal();
    if (wanted && !context.globals.quiet) || !inventory.is_complete() {
        print_message(&parts.join(" · "));
        inventory.errors.iter().for_each(|error| print_message(&format!("  {}", shown(error))));
    }
}
