//! `ct trail list`, `describe` and `status`.

use std::collections::BTreeMap;
use std::thread;
use std::time::Duration;

use clap::Args;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Unit};

use super::named::find;
use super::table::columns;
use super::{Format, print, print_json};
use crate::aws::{Error, Session};
use crate::commands::{Context, Outcome, UserError, counted, stderr_is_terminal, tell, yellow};
use crate::sink::safe::shown;
use crate::source::Fault;
use crate::trail::{Described, Status as Fortune, Trail};

/// How often `--watch` asks.
const PERIOD: Duration = Duration::from_secs(15);

/// List the trails of all regions, and whether they fare well.
///
///   ct trail list
///   ct trail list -o json
///
/// Trails of other home regions, and those of an organisation that another account owns, are
/// listed too.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment, after_help = LIST_EXAMPLES)]
pub(super) struct List {
    /// The format.
    #[arg(short, long, value_name = "FORMAT", default_value = "text")]
    output: Format,
}

const LIST_EXAMPLES: &str = "\
Examples:
  ct trail list
  ct trail list -o json | jq -r '.[].TrailARN'";

/// Show all there is to know about a trail.
///
///   ct trail describe management-events
///   ct trail describe acme-trail -o json
///
/// What it is, how it fares, what it records, its insights and its tags. What may not be asked of a
/// trail that another account owns is left out, and that is told.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment, after_help = DESCRIBE_EXAMPLES)]
pub(super) struct Describe {
    /// Its name or ARN.
    #[arg(value_name = "TRAIL")]
    trail: String,
    /// The format.
    #[arg(short, long, value_name = "FORMAT", default_value = "text")]
    output: Format,
}

const DESCRIBE_EXAMPLES: &str = "\
Examples:
  ct trail describe management-events
  ct trail describe management-events -o json";

/// Show whether a trail records, and what it delivered when.
///
///   ct trail status management-events
///   ct trail status management-events --watch
///
/// Exits with 1 if it does not record, or cannot deliver.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment, after_help = STATUS_EXAMPLES)]
pub(super) struct Status {
    /// Its name or ARN.
    #[arg(value_name = "TRAIL")]
    trail: String,
    /// Ask again every 15 seconds, until it delivered a log.
    #[arg(long)]
    watch: bool,
    /// The format.
    #[arg(short, long, value_name = "FORMAT", default_value = "text")]
    output: Format,
}

const STATUS_EXAMPLES: &str = "\
Examples:
  ct trail status management-events
  ct trail status management-events -o json";

impl List {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Outcome> {
        let session = context.aws(None)?;
        let (trails, mut troubles) = all(session)?;
        let described: Vec<Described> = trails
            .into_iter()
            .map(|trail| {
                let status = session.status(&trail);
                let status = status.map_err(|error| note(&trail, "status", error, &mut troubles));
                Described { trail, status: status.ok(), ..Described::default() }
            })
            .collect();
        match self.output {
            Format::Json => print_json(&described)?,
            Format::Text if described.is_empty() => {}
            Format::Text => print(&table(&described))?,
        }
        if described.is_empty() {
            tell("this account has no trail");
        } else if context.globals.verbose || stderr_is_terminal() && !context.globals.quiet {
            tell(&counted(described.len() as u64, "trail"));
        }
        Ok(told(&troubles))
    }
}

/// All trails of the account, and those of others that it sees.
///
/// # Errors
/// The configured region or the list of all cannot be asked; what other regions refuse is told
/// beside the trails.
pub(in crate::commands) fn all(session: &Session) -> anyhow::Result<(Vec<Trail>, Vec<String>)> {
    let mut troubles = Vec::new();
    let here = session.home().map_err(UserError::from)?;
    let mut trails: BTreeMap<String, Trail> = BTreeMap::new();
    let mut add = |found: Vec<Trail>| {
        for trail in found {
            trails.insert(trail.arn.clone(), trail);
        }
    };
    add(session.trails_in(here, &[]).map_err(UserError::from)?);
    let listed = session.all_trails().map_err(UserError::from)?;
    let mut elsewhere: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (arn, home) in listed.into_iter().filter(|(_, home)| home != here) {
        elsewhere.entry(home).or_default().push(arn);
    }
    for (region, arns) in elsewhere {
        match session.trails_in(&region, &arns) {
            Ok(found) => add(found.into_iter().filter(|found| arns.contains(&found.arn)).collect()),
            Err(error) => troubles.push(format!("trails of {region}: {}", Fault::from(error))),
        }
    }
    Ok((trails.into_values().collect(), troubles))
}

fn table(all: &[Described]) -> String {
    let header = ["NAME", "HOME", "KIND", "LOGGING", "LAST LOG", "BUCKET", "TROUBLE"];
    let mut rows = vec![header.map(str::to_owned).to_vec()];
    for Described { trail, status, .. } in all {
        let status = status.as_ref();
        let troubles = status.map(|status| {
            let troubles = status.errors().map(|(what, error)| format!("{what}: {error}"));
            troubles.collect::<Vec<_>>().join(", ")
        });
        let logging = match status {
            Some(status) if status.is_logging => "yes",
            Some(_) => "NO",
            None => "?",
        };
        rows.push(vec![
            shown(&trail.name).into_owned(),
            trail.home.clone(),
            kind(trail),
            logging.to_owned(),
            minute(status.and_then(|status| status.latest_delivery_time)),
            trail.bucket.clone(),
            shown(&troubles.unwrap_or_default()).into_owned(),
        ]);
    }
    columns(&rows, "") + "\n"
}

/// Which accounts and regions it records.
fn kind(trail: &Trail) -> String {
    let regions = if trail.multi_region { "all regions" } else { "one region" };
    if trail.organisation { format!("organisation, {regions}") } else { regions.to_owned() }
}

fn minute(time: Option<Timestamp>) -> String {
    let time = time.map(|time| time.to_zoned(TimeZone::UTC).strftime("%Y-%m-%d %H:%MZ"));
    time.map_or_else(|| "-".to_owned(), |time| time.to_string())
}

/// Notes what could not be asked; of another account's trail that is to be expected.
fn note(trail: &Trail, what: &str, error: Error, troubles: &mut Vec<String>) {
    troubles.push(format!("{what} of {}: {}", trail.arn, Fault::from(error)));
}

/// Tells what could not be asked.
fn told(troubles: &[String]) -> Outcome {
    if troubles.is_empty() {
        return Outcome::Yes;
    }
    tell(&yellow("INCOMPLETE"));
    for trouble in troubles {
        tell(&format!("  {}", shown(trouble)));
    }
    Outcome::Unsure
}

impl Describe {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Outcome> {
        let session = context.aws(None)?;
        let trail = find(session, &self.trail)?;
        let is_foreign = session.account().is_ok_and(|account| account != trail.account());
        let mut troubles = Vec::new();
        let described = describe(session, trail, &mut troubles);
        match self.output {
            Format::Json => print_json(&described)?,
            Format::Text => print(&text(&described))?,
        }
        let outcome = told(&troubles);
        // Another account's trail shows what that account lets be seen.
        Ok(if is_foreign { Outcome::Yes } else { outcome })
    }
}

fn describe(session: &Session, trail: Trail, troubles: &mut Vec<String>) -> Described {
    let status = session.status(&trail);
    let status = status.map_err(|error| note(&trail, "status", error, troubles)).ok();
    let selectors = session.selectors(&trail);
    let selectors = selectors.map_err(|error| note(&trail, "events", error, troubles)).ok();
    let insights = session.insights(&trail);
    let insights = insights.map_err(|error| note(&trail, "insights", error, troubles)).ok();
    let tags = session.tags(&trail);
    let tags = tags.map_err(|error| note(&trail, "tags", error, troubles)).ok();
    Described { trail, status, selectors, insights, tags }
}

fn text(described: &Described) -> String {
    let Described { trail, status, selectors, insights, tags } = described;
    let mut rows: Vec<[String; 2]> = Vec::new();
    let mut row = |name: &str, value: String| rows.push([name.to_owned(), value]);
    row("name", trail.name.clone());
    row("arn", trail.arn.clone());
    row("records", kind(trail));
    let below = if trail.prefix.is_empty() { String::new() } else { format!("/{}", trail.prefix) };
    row("bucket", format!("s3://{}{below}", trail.bucket));
    row("validation", if trail.validation { "on" } else { "OFF" }.to_owned());
    row("key", trail.key.clone().unwrap_or_else(|| "of S3".to_owned()));
    row("topic", trail.topic.clone().unwrap_or_else(|| "-".to_owned()));
    row("log group", trail.log_group.clone().unwrap_or_else(|| "-".to_owned()));
    for line in selectors.iter().flat_map(crate::trail::selectors::Selectors::told) {
        row("events", line);
    }
    for insight in insights.iter().flatten() {
        row("insights", insight.insight_type.clone());
    }
    for tag in tags.iter().flatten() {
        row("tag", format!("{}={}", tag.key, tag.value));
    }
    for line in status.iter().flat_map(fortune) {
        rows.push(line);
    }
    lines(&rows)
}

fn lines(rows: &[[String; 2]]) -> String {
    let shown: Vec<Vec<String>> =
        rows.iter().map(|row| row.iter().map(|text| shown(text).into_owned()).collect()).collect();
    columns(&shown, "") + "\n"
}

/// How a trail fares, row by row.
fn fortune(status: &Fortune) -> Vec<[String; 2]> {
    let mut rows =
        vec![["logging".to_owned(), if status.is_logging { "yes" } else { "NO" }.into()]];
    let times = [
        ("started", status.start_logging_time),
        ("stopped", status.stop_logging_time),
        ("last log", status.latest_delivery_time),
        ("last digest", status.latest_digest_delivery_time),
        ("last notification", status.latest_notification_time),
        ("last to CloudWatch", status.latest_cloud_watch_logs_delivery_time),
    ];
    let told = times.into_iter().filter_map(|(name, time)| Some([name.to_owned(), said(time?)]));
    rows.extend(told);
    rows.extend(status.errors().map(|(what, error)| {
        ["TROUBLE".to_owned(), format!("{what}: {error}: {}", next_step(error))]
    }));
    rows
}

/// A time to the second.
fn said(time: Timestamp) -> String {
    time.round(Unit::Second).unwrap_or(time).to_string()
}

/// What to do about what S3, SNS or `CloudWatch` Logs said.
fn next_step(error: &str) -> &'static str {
    match error {
        "NoSuchBucket" => "the bucket is gone: ct trail update --bucket, or create it again",
        "AccessDenied" => "its policy keeps CloudTrail out: ct policy bucket, ct trail check",
        "AuthorizationError" => "the topic's policy keeps CloudTrail out: ct policy topic",
        _ => "see ct trail check",
    }
}

impl Status {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Outcome> {
        let session = context.aws(None)?;
        let trail = find(session, &self.trail)?;
        loop {
            let status = session.status(&trail).map_err(UserError::from)?;
            match self.output {
                Format::Json => print_json(&status)?,
                Format::Text => print(&lines(&fortune(&status)))?,
            }
            let fares_well = status.is_logging && status.errors().next().is_none();
            if self.watch && !status.is_logging {
                tell(&format!("{} does not log: ct trail start {}", trail.name, trail.arn));
                return Ok(Outcome::No);
            }
            if !self.watch || fares_well && status.latest_delivery_time.is_some() {
                return Ok(if fares_well { Outcome::Yes } else { Outcome::No });
            }
            thread::sleep(PERIOD);
        }
    }
}
