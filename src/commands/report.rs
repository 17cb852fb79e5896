//! `ct report`: runs reports. Its flags, which arguments are reports, and the choice of output.

mod output;
mod repeat;
mod select;

use clap::Args;
use jiff::{SignedDuration, Timestamp};

use self::output::ReportOutput;
use self::repeat::Repeat;
pub(super) use self::select::with_report_names;
use self::select::{all_tiles, is_report, list, reports, show, similar_tile, unknown};
use super::filter_args::Reads;
use super::scan::{ScanArgs, unwritten};
use super::{Context, Outcome, args, print_message, user_error};
use crate::aggregate::{Aggregates, Newness};
use crate::coverage::Printed;
use crate::report::Report;
use crate::report::result::{CoverageNote, Document, ReportResult, TileResult};
use crate::report::run::{Run, RunSettings, Selected};
use crate::sink::budget::Budget;
use crate::sink::inputs::Inputs;
use crate::sink::safe::shown;
use crate::sink::unique::{Repeats, Unique};

/// Run reports: overview, errors, sign-ins, changes, or your own.
///
///   ct report
///   ct report overview ./logs
///   ct report errors sign-ins -o html ./logs > report.html
///
/// Without arguments it lists the reports; otherwise it runs them in one pass over the logs. Leading
/// arguments that name a report, all, or end in .toml are reports; the first that is none starts the
/// sources (./errors is a folder). ct report show NAME prints a definition.
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
    #[command(flatten)]
    output: ReportOutput,
}

const EXAMPLES: &str = "\
Examples:
  ct report
  ct report overview ./logs
  ct report all -o html ./logs > report.html";

/// The time within which something is new by default.
const NEW: SignedDuration = SignedDuration::from_hours(7 * 24);

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
        self.output.print(&document, context).map_err(unwritten)?;
        let outcome = opened.finish(scanned, printed)?;
        Ok(self.outcome(&document, outcome))
    }

    /// The reports to run, or the one tile.
    fn selected<'r>(&'r self, reports: &'r [Report]) -> anyhow::Result<Vec<Selected<'r>>> {
        let Some(wanted) = &self.tile else {
            if self.output.is_of_one_tile() {
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
            let tiles = format!("tiles are {}", all_tiles(reports));
            let help = match similar_tile(reports, wanted) {
                Some(similar) => format!("a similar tile exists: {similar}; {tiles}"),
                None => tiles,
            };
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

    /// The exit code: `outcome` is that of the scan.
    fn outcome(&self, document: &Document, outcome: Outcome) -> Outcome {
        let missing = document.reports.iter().filter_map(|report| report.missing.as_ref());
        let mut is_unsure = outcome == Outcome::Unsure;
        for message in missing {
            print_message(&shown(message));
            is_unsure = true;
        }
        for (report, tile) in document.reports.iter().flat_map(with_tiles) {
            let too_many = tile.table.as_ref().err().map(ToString::to_string);
            for gap in tile.gaps.iter().cloned().chain(too_many) {
                print_message(&shown(&format!("{}.{}: {gap}", report.name, tile.id)));
                is_unsure = true;
            }
        }
        if is_unsure {
            return Outcome::Unsure;
        }
        if self.fail_if_rows {
            let mut tiles = document.reports.iter().flat_map(|report| &report.tiles);
            let has_rows =
                tiles.any(|tile| tile.table.as_ref().is_ok_and(|table| !table.rows.is_empty()));
            return if has_rows { Outcome::No } else { Outcome::Yes };
        }
        outcome
    }
}

/// The tiles of a report, each with the report.
fn with_tiles(report: &ReportResult) -> impl Iterator<Item = (&ReportResult, &TileResult)> {
    report.tiles.iter().map(move |tile| (report, tile))
}

/// What was read, for renderers.
fn note(coverage: &crate::coverage::Coverage, printed: Printed, context: &Context) -> CoverageNote {
    // Renderers know no colours.
    let plain = |line: String| anstream::adapter::strip_str(&line).to_string();
    let mut lines = coverage.lines(printed, context.globals.verbose).into_iter().map(plain);
    CoverageNote {
        line: lines.next().unwrap_or_default(),
        notes: lines.collect(),
        is_complete: coverage.is_complete(),
        json: coverage.document(printed),
        ..CoverageNote::default()
    }
}
