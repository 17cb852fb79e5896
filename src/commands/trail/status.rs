//! `ct trail status`, and the status of a trail for people.

use std::thread;
use std::time::Duration;

use clap::Args;
use jiff::{Timestamp, Unit};

use super::names::find;
use super::table::columns;
use super::{Format, print, print_json};
use crate::commands::{Context, Outcome, UserError, print_message};
use crate::sink::safe::shown;
use crate::trail::{self, Trail};

/// The interval of `--watch`.
const INTERVAL: Duration = Duration::from_secs(15);

/// Show whether a trail is logging, and its last deliveries.
///
///   ct trail status management-events
///   ct trail status management-events --watch
///
/// Exits with 1 if the trail is not logging or a delivery failed.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment, after_help = EXAMPLES)]
pub(super) struct Status {
    /// Name or ARN of the trail.
    #[arg(value_name = "TRAIL")]
    trail: String,
    /// Repeat every 15 seconds until a log file is delivered.
    #[arg(long)]
    watch: bool,
    /// Output format.
    #[arg(short, long, value_name = "FORMAT", default_value = "text")]
    output: Format,
}

const EXAMPLES: &str = "\
Examples:
  ct trail status management-events
  ct trail status management-events -o json";

impl Status {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Outcome> {
        let session = context.aws(None)?;
        let trail = find(session, &self.trail)?;
        loop {
            let status = session.status(&trail).map_err(UserError::from)?;
            match self.output {
                Format::Json => print_json(&status)?,
                Format::Text => print(&table(&rows(&status)))?,
            }
            let is_healthy = status.is_logging && status.errors().next().is_none();
            if self.watch && !status.is_logging {
                print_message(&format!(
                    "{} is not logging: ct trail start {}",
                    trail.name, trail.arn
                ));
                return Ok(Outcome::No);
            }
            if !self.watch || is_healthy && status.latest_delivery_time.is_some() {
                return Ok(if is_healthy { Outcome::Yes } else { Outcome::No });
            }
            thread::sleep(INTERVAL);
        }
    }
}

/// The accounts and Regions whose events a trail records.
pub(super) fn scope(trail: &Trail) -> String {
    let regions = if trail.multi_region { "all Regions" } else { "one Region" };
    if trail.organization { format!("organization, {regions}") } else { regions.to_owned() }
}

/// The status of a trail as rows of a name and a value.
pub(super) fn rows(status: &trail::Status) -> Vec<[String; 2]> {
    let logging = if status.is_logging { "yes" } else { "NO" };
    let mut rows = vec![["logging".to_owned(), logging.to_owned()]];
    let times = [
        ("started", status.start_logging_time),
        ("stopped", status.stop_logging_time),
        ("last log", status.latest_delivery_time),
        ("last digest", status.latest_digest_delivery_time),
        ("last notification", status.latest_notification_time),
        ("last to CloudWatch", status.latest_cloud_watch_logs_delivery_time),
    ];
    let known = times.into_iter().filter_map(|(name, time)| Some([name.to_owned(), second(time?)]));
    rows.extend(known);
    rows.extend(status.errors().map(|(what, error)| {
        ["TROUBLE".to_owned(), format!("{what}: {error}: {}", next_step(error))]
    }));
    rows
}

/// Rows as aligned lines, escaped.
pub(super) fn table(rows: &[[String; 2]]) -> String {
    let escaped: Vec<Vec<String>> =
        rows.iter().map(|row| row.iter().map(|text| shown(text).into_owned()).collect()).collect();
    columns(&escaped, "") + "\n"
}

fn second(time: Timestamp) -> String {
    time.round(Unit::Second).unwrap_or(time).to_string()
}

/// What to do about a delivery error of S3, SNS or `CloudWatch` Logs.
fn next_step(error: &str) -> &'static str {
    match error {
        "NoSuchBucket" => "the bucket does not exist: create it, or use ct trail update --bucket",
        "AccessDenied" => {
            "the bucket policy does not allow CloudTrail to write: ct policy bucket, ct trail check"
        }
        "AuthorizationError" => {
            "the topic policy does not allow CloudTrail to publish: ct policy topic"
        }
        _ => "see ct trail check",
    }
}
