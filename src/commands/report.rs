//! `ct report`: runs reports. Its flags, which arguments are reports, and the choice of output.

mod repeat;

use std::io::{self, BufWriter, IsTerminal as _, Write as _};
use std::path::Path;

use clap::{Args, ValueEnum};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use self::repeat::Repeat;
use super::filter_args::Reads;
use super::scan::ScanArgs;
use super::stdout::UntilClosed;
use super::summary::{self, Printed};
use super::{Context, Outcome, args, print_message, user_error};
use crate::aggregate::{Aggregates, Newness};
use crate::report::result::{CoverageNote, Document};
use crate::report::run::{Run, RunSettings, Selected};
use crate::report::{BUILTIN, Report, render};
use crate::sink::budget::Budget;
use crate::sink::inputs::Inputs;
use crate::sink::safe::shown;
use crate::sink::unique::{Repeats, Unique};
use crate::table::text::Look;

/// Run reports: overview, errors, sign-ins, changes, or your own.
///
///   ct report                                   list all reports
///   ct report overview ./logs
///   ct report errors sign-ins -o html ./logs > report.html
///
/// Runs one or more reports in one pass over the logs. Leading arguments that name a report, all, or
/// end in .toml are reports; the first that is none starts the sources (./errors is a folder).
/// ct report show NAME prints a definition.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment, after_help = EXAMPLES, after_long_help = include_str!("report/help.txt"))]
pub(super) struct ReportArgs {
    #[command(flatten)]
    scan: ScanArgs,

    /// Run only this tile: REPORT.ID, or ID with one report.
    #[arg(long, value_name = "ID", help_heading = "Report options")]
    tile: Option<String>,
    /// Of the report new: how long before --since something must not have occurred.
    #[arg(long, value_name = "DURATION", default_value = "30d", help_heading = "Report options")]
    #[arg(value_parser = args::duration)]
    baseline: std::time::Duration,
    /// Count an event once, however often it was delivered (same eventID and account).
    #[arg(short, long, help_heading = "Report options")]
    unique: bool,
    /// Exit 1 if a tile has rows, 0 if none has: for CI.
    #[arg(long, help_heading = "Report options")]
    fail_if_rows: bool,
    /// Output format; default: text.
    #[arg(short, long, value_name = "FORMAT", help_heading = "Output options", env = "CT_FORMAT")]
    output: Option<ReportFormat>,
    /// Print times in the local time zone instead of UTC.
    #[arg(long, help_heading = "Output options")]
    local: bool,
}

/// A format of reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ReportFormat {
    /// Tables, bars and sparklines for a terminal.
    Text,
    /// One HTML file with charts.
    Html,
    /// One JSON document.
    Json,
    /// One tile as comma-separated values (--tile).
    Csv,
    /// Markdown for a ticket.
    Md,
}

const EXAMPLES: &str = "\
Examples:
  ct report
  ct report overview ./logs
  ct report all -o html ./logs > report.html";

/// The time within which something is new by default.
const NEW: SignedDuration = SignedDuration::from_hours(7 * 24);
/// Columns of output that is no terminal.
const WIDTH: usize = 100;

impl ReportArgs {
    pub(super) fn run(&self, context: &Context) -> anyhow::Result<Outcome> {
        let mut scan = self.scan.clone();
        let names = scan.take_leading(is_report);
        if names.is_empty() {
            return match self.scan.first_argument() {
                None => list(),
                Some(first) => Err(unknown(first)),
            };
        }
        if names[0] == "show" {
            return show(&self.scan.clone().take_leading(|_| true)[1..]);
        }
        let reports = reports(&names)?;
        let selected = self.selected(&reports)?;
        self.run_reports(scan, &selected, context)
    }

    fn run_reports(
        &self,
        mut scan: ScanArgs,
        selected: &[Selected<'_>],
        context: &Context,
    ) -> anyhow::Result<Outcome> {
        let settings = self.settings(&mut scan, selected, Timestamp::now())?;
        let run = Run::new(selected.to_vec(), settings)?;
        let mut plan = run.plan();
        plan.is_by_event = self.unique;
        let columns = plan.fields.columns();
        let reads = Reads { columns: &columns, uses_geo: settings.has_geoip };
        let mut opened = scan.open(context, reads)?;
        let budget = Budget::new(opened.take_memory());
        let repeats = if self.unique { Repeats::LeaveOut } else { Repeats::Pass };
        let scanned = opened.run(&[], |_| {
            let aggregates = Aggregates::new(plan, budget.clone());
            Inputs::new(Unique::new(aggregates, repeats).with_budget(budget))
        })?;
        let (sink, scanned) = scanned.split();
        let (unique, inputs_sha256, inputs) = sink.into_parts();
        let (duplicates, aggregates) = (unique.duplicates(), unique.into_inner());
        let count = scanned.coverage().events().matched;
        let printed = Printed { count, duplicates, are_left_out: self.unique, has_fields: false };
        let repeat = Repeat::new(std::env::args_os(), settings);
        let coverage = scanned.coverage();
        let reports = run.results(aggregates.answers(), coverage, &|report, tile, span| {
            repeat.commands(report.name(), tile, span)
        });
        let document = Document {
            coverage: CoverageNote { inputs_sha256, inputs, ..note(coverage, printed, context) },
            made: settings.now,
            command: repeat.command(),
            reports,
        };
        self.print(&document, context)?;
        let outcome = opened.finish(scanned, printed)?;
        Ok(self.outcome(&document, outcome))
    }

    /// The reports to run, or the one tile.
    fn selected<'r>(&'r self, reports: &'r [Report]) -> anyhow::Result<Vec<Selected<'r>>> {
        let Some(wanted) = &self.tile else {
            if self.output == Some(ReportFormat::Csv) {
                let ids = all_tiles(reports);
                return Err(user_error("csv has one tile", format!("add --tile: {ids}")));
            }
            return Ok(reports.iter().map(|report| Selected { report, tile: None }).collect());
        };
        let found = reports.iter().find_map(|report| {
            let of_this =
                wanted.strip_prefix(report.name()).and_then(|rest| rest.strip_prefix('.'));
            let id = of_this.or((reports.len() == 1).then_some(wanted))?;
            let tile = report.tile_ids().find(|known| *known == id)?;
            Some(Selected { report, tile: Some(tile) })
        });
        let error = || {
            let help = format!("tiles are {}", all_tiles(reports));
            user_error(format!("unknown tile: {wanted}"), help)
        };
        found.map(|one| vec![one]).ok_or_else(error)
    }

    /// What the run depends on; `scan` then reads all that the tiles need.
    fn settings(
        &self,
        scan: &mut ScanArgs,
        selected: &[Selected<'_>],
        now: Timestamp,
    ) -> anyhow::Result<RunSettings> {
        let range = scan.range(now)?;
        let is_live = scan.is_live();
        let is_about_new = selected.iter().any(|one| one.report.is_about_new());
        let baseline = SignedDuration::try_from(self.baseline).unwrap_or(SignedDuration::MAX);
        let end = range.until.unwrap_or(now);
        let before = |time: Timestamp, age| time.checked_sub(age).unwrap_or(Timestamp::MIN);
        let newness = match range.since {
            Some(since) => Newness::Since(since),
            None if is_live => Newness::Since(before(end, NEW)),
            None => Newness::BeforeLast(NEW),
        };
        let has_default_spans = is_live && range.since.is_none();
        // Where reading starts; `None`: at the first event.
        let mut since = range.since;
        if has_default_spans {
            let mut spans = selected.iter().map(|one| one.report.longest_span());
            let longest =
                spans.try_fold(SignedDuration::ZERO, |longest, span| Some(longest.max(span?)));
            since = longest.map(|longest| before(end, longest));
        }
        if let (true, Newness::Since(new)) = (is_about_new, newness) {
            since = since.map(|since| since.min(before(new, baseline)));
        }
        if let Some(since) = since.filter(|since| Some(*since) != range.since) {
            scan.set_since(since);
        }
        Ok(RunSettings {
            now,
            has_default_spans,
            since: range.since,
            until: range.until,
            newness,
            baseline,
            has_geoip: scan.has_countries()?,
        })
    }

    fn print(&self, document: &Document, context: &Context) -> io::Result<()> {
        let mut out = BufWriter::new(UntilClosed::new(io::stdout().lock()));
        let zone = if self.local { TimeZone::system() } else { TimeZone::UTC };
        match self.output.unwrap_or(ReportFormat::Text) {
            ReportFormat::Text => {
                let terminal = io::stdout().is_terminal().then(terminal_size::terminal_size);
                let width = terminal.flatten().map_or(WIDTH, |(width, _)| usize::from(width.0));
                let look = Look { width, colour: context.colour(), zone };
                render::terminal::write(document, &look, &mut out)?;
            }
            ReportFormat::Html => render::html::write(document, &zone, &mut out)?,
            ReportFormat::Json => render::json::write(document, &mut out)?,
            ReportFormat::Csv => render::csv::write(document, &mut out)?,
            ReportFormat::Md => render::markdown::write(document, &zone, &mut out)?,
        }
        out.flush()
    }

    /// The exit code: `outcome` is that of the scan.
    fn outcome(&self, document: &Document, outcome: Outcome) -> Outcome {
        let missing = document.reports.iter().filter_map(|report| report.missing.as_ref());
        let mut is_unsure = outcome == Outcome::Unsure;
        for message in missing {
            print_message(&shown(message));
            is_unsure = true;
        }
        let tiles = || document.reports.iter().flat_map(|report| &report.tiles);
        if is_unsure || tiles().any(|tile| tile.table.is_err()) {
            return Outcome::Unsure;
        }
        if self.fail_if_rows {
            let has_rows =
                tiles().any(|tile| tile.table.as_ref().is_ok_and(|t| !t.rows.is_empty()));
            return if has_rows { Outcome::No } else { Outcome::Yes };
        }
        outcome
    }
}

/// Whether a leading argument is a report.
fn is_report(text: &str) -> bool {
    let is_file = Path::new(text).extension().is_some_and(|extension| extension == "toml");
    text == "all" || text == "show" || is_file || BUILTIN.iter().any(|(name, _)| *name == text)
}

/// The named reports, each once.
fn reports(names: &[String]) -> anyhow::Result<Vec<Report>> {
    let mut reports: Vec<Report> = Vec::new();
    for name in names {
        let found = match name.as_str() {
            "all" => {
                BUILTIN.iter().filter(|(name, _)| *name != "new").map(|(name, _)| *name).collect()
            }
            name => vec![name],
        };
        for name in found {
            if reports.iter().all(|report| report.name() != name) {
                reports.push(match Report::builtin(name) {
                    Some(report) => report,
                    None => read(name)?,
                });
            }
        }
    }
    Ok(reports)
}

/// Reads a definition.
fn read(path: &str) -> anyhow::Result<Report> {
    let text = std::fs::read_to_string(path).map_err(|error| {
        user_error(format!("cannot read {path}: {error}"), "ct report lists the built-in reports")
    })?;
    Report::parse(path, &text).map_err(|error| {
        let (line, column) = error.position(&text);
        user_error(format!("{path}:{line}:{column}: {error}"), &error.help)
    })
}

fn all_tiles(reports: &[Report]) -> String {
    let is_alone = reports.len() == 1;
    let of_report = |report: &Report| {
        let name =
            |id: &str| if is_alone { id.to_owned() } else { format!("{}.{id}", report.name()) };
        report.tile_ids().map(name).collect::<Vec<_>>()
    };
    reports.iter().flat_map(of_report).collect::<Vec<_>>().join(", ")
}

fn unknown(first: &Path) -> anyhow::Error {
    let first = first.display().to_string();
    let distance = |name: &str| strsim::levenshtein(name, &first);
    let near = BUILTIN.iter().map(|(name, _)| *name).min_by_key(|name| distance(name));
    let help = match near.filter(|name| distance(name) <= 3) {
        Some(near) => format!("a similar report exists: {near}"),
        None => "name a report before the sources: ct report overview ./logs; ct report lists all"
            .into(),
    };
    user_error(format!("unknown report: {first}"), help)
}

/// Lists the reports.
fn list() -> anyhow::Result<Outcome> {
    let mut out = BufWriter::new(UntilClosed::new(io::stdout().lock()));
    for (name, _) in BUILTIN {
        let summary = Report::builtin(name).map(|report| report.summary().to_owned());
        writeln!(out, "{name:<18}{}", summary.unwrap_or_default())?;
    }
    writeln!(out, "{:<18}All of these but new, in one pass.", "all")?;
    out.flush()?;
    Ok(Outcome::Yes)
}

/// Prints definitions.
fn show(names: &[String]) -> anyhow::Result<Outcome> {
    if names.is_empty() {
        return Err(user_error("no report is named", "write: ct report show overview"));
    }
    let mut out = UntilClosed::new(io::stdout().lock());
    for name in names {
        let Some((_, text)) = BUILTIN.iter().find(|(known, _)| known == name) else {
            return Err(unknown(Path::new(name)));
        };
        out.write_all(text.as_bytes())?;
    }
    Ok(Outcome::Yes)
}

/// What was read, for renderers.
fn note(coverage: &crate::coverage::Coverage, printed: Printed, context: &Context) -> CoverageNote {
    let mut lines = summary::lines(coverage, printed, context).into_iter();
    CoverageNote {
        line: lines.next().unwrap_or_default(),
        notes: lines.collect(),
        is_complete: coverage.is_complete(),
        json: summary::document(coverage, printed),
        ..CoverageNote::default()
    }
}

/// Leading arguments may be reports, so the environment names no source instead of them.
pub(super) fn with_report_names(command: clap::Command) -> clap::Command {
    command.mut_subcommand("report", |report| {
        report.mut_arg("sources", |sources| sources.env(None::<&str>).value_name("REPORT|SOURCE"))
    })
}
