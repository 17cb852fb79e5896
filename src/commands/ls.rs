//! `ct ls`: which accounts, Regions and days have logs.

use std::borrow::Cow;
use std::collections::BTreeMap;

use clap::{Args, ValueEnum};
use comfy_table::presets::NOTHING;
use comfy_table::{CellAlignment, Table};
use indicatif::HumanBytes;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;
use serde::Serialize;

use super::filter_args::ScopeArgs;
use super::sources::{self, SourceArgs};
use super::{
    Context, Outcome, counted, grouped, print_message, progress, stdout, user_error, yellow,
};
use crate::event::key::{Folder, Key, Kind};
use crate::filter::Filter;
use crate::scan::Progress;
use crate::sink::csv::{self, Separator};
use crate::sink::safe::{self, shown};
use crate::source::{self, Listed, SourceError};

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

/// The objects in one Region's folder.
#[derive(Debug, Default, Serialize)]
struct Row {
    #[serde(rename = "organisation", skip_serializing_if = "Option::is_none")]
    organization: Option<String>,
    account: String,
    /// As the folder is named: `CloudTrail`, `CloudTrail-Digest`, …
    kind: &'static str,
    region: String,
    /// The first and the last day of delivery.
    first: Option<Date>,
    last: Option<Date>,
    objects: u64,
    bytes: u64,
    /// Objects that must be restored from an archive before they can be read.
    archived: u64,
}

/// The document of `-o json`.
#[derive(Serialize)]
struct Document<'d> {
    version: u32,
    complete: bool,
    folders: Vec<&'d Row>,
    /// Objects whose keys are not CloudTrail's.
    others: u64,
    errors: &'d [String],
}

#[derive(Default)]
struct Map {
    rows: BTreeMap<(String, String, &'static str, String), Row>,
    others: u64,
    errors: Vec<String>,
}

impl Ls {
    pub(super) fn run(&self, context: &Context) -> anyhow::Result<Outcome> {
        let now = Timestamp::now();
        let filter = self.scope.filter(now)?;
        let interrupt = context.interrupt()?;
        let sources = self.sources.open(context, self.scope.one_region())?;
        let scope = source::Scope::new(&filter, true);
        let progress = Progress::default();
        let mut map = Map::default();
        progress::watch(&progress, context, std::iter::empty::<()>, |_| {
            for found in sources::listing(&sources, &scope, interrupt) {
                progress.objects.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                map.add(found, &filter);
            }
        });
        if map.rows.is_empty() && map.errors.is_empty() {
            return Err(user_error(
                map.nothing(&self.sources.names()),
                "check the prefix, --account, --region, --since and --until",
            ));
        }
        let text = match self.output {
            Format::Text => map.table(),
            Format::Json => safe::json_document(&map.document())?,
            Format::Csv => map.lines(Separator::Comma, !self.no_header),
            Format::Tsv => map.lines(Separator::Tab, !self.no_header),
        };
        stdout::print(&text)?;
        map.report(context);
        Ok(if map.errors.is_empty() { Outcome::Yes } else { Outcome::Unsure })
    }
}

impl Map {
    fn add(&mut self, found: Result<Listed, SourceError>, filter: &Filter) {
        let listed = match found {
            Ok(listed) => listed,
            Err(error) => return self.errors.push(error.to_string()),
        };
        let Some(key) = Key::parse(&listed.key) else {
            self.others += u64::from(!listed.key.ends_with('/'));
            return;
        };
        // A day is listed as a whole, and a folder may have no days.
        if !filter.admits(&key) {
            return;
        }
        let folder = key.folder.unwrap_or_default();
        let organization = folder.organization.map(str::to_owned);
        let place = (
            organization.clone().unwrap_or_default(),
            key.account.to_owned(),
            key.kind.name(),
            key.region.to_owned(),
        );
        let row = self.rows.entry(place).or_insert_with(|| Row {
            organization,
            account: key.account.to_owned(),
            kind: key.kind.name(),
            region: key.region.to_owned(),
            ..Row::default()
        });
        let day = day(&folder, &key);
        row.first = Some(row.first.map_or(day, |first| first.min(day)));
        row.last = Some(row.last.map_or(day, |last| last.max(day)));
        row.objects += 1;
        row.bytes += listed.size;
        row.archived += u64::from(listed.archived);
    }

    /// The message that there are no logs, and how many other objects there are.
    fn nothing(&self, names: &str) -> String {
        let none = format!("no CloudTrail logs in {names}");
        match self.others {
            0 => none,
            others => format!("{none}: {} not named as logs", counted(others, "object")),
        }
    }

    fn document(&self) -> Document<'_> {
        Document {
            version: 1,
            complete: self.errors.is_empty(),
            folders: self.rows.values().collect(),
            others: self.others,
            errors: &self.errors,
        }
    }

    /// One line a folder, for other programs.
    fn lines(&self, separator: Separator, has_header: bool) -> String {
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
        for row in self.rows.values() {
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

    fn table(&self) -> String {
        let has_organizations = self.rows.values().any(|row| row.organization.is_some());
        if self.rows.is_empty() {
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
        for row in self.rows.values() {
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
    fn report(&self, context: &Context) {
        let sum = |number: fn(&Row) -> u64| self.rows.values().map(number).sum::<u64>();
        let logs = |row: &Row| if row.kind == Kind::Digest.name() { 0 } else { row.objects };
        let mut parts = vec![
            counted(sum(|row| row.objects), "object"),
            HumanBytes(sum(|row| row.bytes)).to_string(),
            counted(self.rows.values().map(logs).sum(), "log"),
        ];
        let archived = sum(|row| row.archived);
        if archived > 0 {
            parts.push(format!("{} archived", grouped(archived)));
        }
        if self.others > 0 {
            parts.push(format!("{} not CloudTrail's", grouped(self.others)));
        }
        if !self.errors.is_empty() {
            parts.push(format!(
                "{} {} not listed",
                yellow("INCOMPLETE:"),
                counted(self.errors.len() as u64, "folder")
            ));
        }
        let wanted = context.globals.verbose || super::stderr_is_terminal();
        if (wanted && !context.globals.quiet) || !self.errors.is_empty() {
            print_message(&parts.join(" · "));
            self.errors.iter().for_each(|error| print_message(&format!("  {}", shown(error))));
        }
    }
}

/// The day of the key's folder, else of its timestamp.
fn day(folder: &Folder<'_>, key: &Key<'_>) -> Date {
    let days = folder.days().filter(|(first, last)| first == last);
    days.map_or_else(|| Offset::UTC.to_datetime(key.stamp).date(), |(day, _)| day)
}
