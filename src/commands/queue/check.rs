//! `ct queue check`: whether notifications of new logs reach a queue. Knows the flags and the output; the
//! rules are in `trail::posture::queue_health`.

use clap::Args;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;

use crate::commands::check::{Printed, names};
use crate::commands::{Context, Outcome};
use crate::trail::posture::queue_health;
use crate::trail::posture::report::Report;

/// Check whether notifications of new logs reach a queue.
///
///   ct queue check new-logs
///   ct queue check new-logs --trail management-events -v
///   ct queue check new-logs --bucket acme-trail -o junit > queue.xml
///
/// Checks the notification source (S3, or an SNS topic that S3 or CloudTrail publishes to), its
/// filters, policies and KMS keys, the dead-letter queue, the visibility timeout and the retention
/// period. Without --bucket and --trail, all trails of the account are checked, and the buckets and
/// topics that the queue policy names: one source is enough. Changes nothing. Anything that cannot be
/// read counts as unknown, never as passed or failed; notes never fail. To check the trail itself,
/// use ct trail check.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment, after_help = EXAMPLES)]
pub(super) struct QueueCheck {
    /// Name, URL or ARN of the queue.
    #[arg(value_name = "QUEUE")]
    queue: String,
    /// Require notifications of the logs in this bucket.
    #[arg(long, conflicts_with = "trail")]
    bucket: Option<String>,
    /// Require notifications of the logs of this trail (name or ARN).
    #[arg(long, value_name = "TRAIL")]
    trail: Option<String>,
    /// Checks to skip; repeat, or separate with commas.
    #[arg(long, value_name = "CHECK", value_delimiter = ',', hide_possible_values = true)]
    #[arg(value_parser = names(queue_health::rules()))]
    skip: Vec<String>,
    #[command(flatten)]
    printed: Printed,
}

const EXAMPLES: &str = "\
Exit codes: 0 all passed, 1 a check failed, 2 none failed, but not everything could be read

Examples:
  ct queue check new-logs
  ct queue check new-logs -o json | jq -r '.checks[] | select(.state == \"fail\") | .fix'
  ct queue check new-logs --skip queue.polling,queue.backlog -o sarif > queue.sarif";

/// The subject, in the JSON document.
#[derive(Serialize)]
struct Subject {
    /// Its ARN.
    queue: String,
}

impl QueueCheck {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Outcome> {
        let today = Timestamp::now().to_zoned(TimeZone::UTC).date();
        let (bucket, trail) = (self.bucket.as_deref(), self.trail.as_deref());
        let session = context.aws(None)?;
        let snapshot = session.queue_snapshot_of(&self.queue, bucket, trail, today)?;
        let checks = queue_health::checks(&snapshot);
        let (subject, rules) = (Subject { queue: snapshot.queue }, queue_health::rules());
        let report = Report::new("ct queue check", rules, subject, checks, &self.skip);
        self.printed.print(&report, "1 queue", context)
    }
}
