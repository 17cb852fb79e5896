//! `ct queue check`: what would keep events from arriving in a queue.

use clap::Args;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;

use crate::aws::Session;
use crate::commands::check::{Findings, Printed, names};
use crate::commands::trail::{every, find};
use crate::commands::{Context, Outcome, UserError};
use crate::trail::Trail;
use crate::trail::posture::feed::{self, Asked, RULES};

/// Check what would keep events from arriving in a queue.
///
///   ct queue check new-logs
///   ct queue check new-logs --trail management-events -v
///   ct queue check new-logs --bucket acme-trail -o junit > queue.xml
///
/// Who tells the queue (S3, or a topic of SNS that S3 or CloudTrail tells), whether of all logs,
/// and whether policies and keys let them; the dead-letter queue; and for how long messages are
/// hidden and kept. Without --bucket and --trail, all trails of the account are looked at, and the
/// buckets and topics that the queue's policy names: one that tells the queue is enough. Reads and
/// changes nothing. What may not be read counts as unknown, never as good or bad; notes never fail.
/// Whether the trail itself delivers, ct trail check says.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment, after_help = EXAMPLES)]
pub(super) struct QueueCheck {
    /// The queue: its name, its URL or its ARN.
    #[arg(value_name = "QUEUE")]
    queue: String,
    /// The bucket whose logs it should be told of.
    #[arg(long, conflicts_with = "trail")]
    bucket: Option<String>,
    /// The trail whose logs it should be told of, by its name or ARN.
    #[arg(long, value_name = "TRAIL")]
    trail: Option<String>,
    /// Checks to leave out; repeat, or use commas.
    #[arg(long, value_name = "CHECK", value_delimiter = ',', hide_possible_values = true)]
    #[arg(value_parser = names(RULES))]
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

/// What was looked at.
#[derive(Serialize)]
struct Looked {
    /// Its ARN.
    queue: String,
}

impl QueueCheck {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Outcome> {
        let session = context.aws(None)?;
        let queue = session.named_queue(&self.queue).map_err(UserError::from)?;
        let asked = self.asked(session)?;
        let trails = match asked {
            Asked::Trail(_) => (Vec::new(), None),
            Asked::Bucket(_) | Asked::Any => trails(session),
        };
        let today = Timestamp::now().to_zoned(TimeZone::UTC).date();
        let found = session.feed(queue, asked, trails, today);
        let checks = feed::checks(&found);
        let (command, told) = ("ct queue check", "1 queue".to_owned());
        let of = Looked { queue: found.queue };
        let findings = Findings { command, rules: RULES, of, told, checks };
        findings.print(&self.skip, &self.printed, context)
    }

    /// Of which logs it should be told.
    fn asked(&self, session: &Session) -> anyhow::Result<Asked> {
        Ok(match (&self.bucket, &self.trail) {
            (Some(bucket), _) => Asked::Bucket(bucket.clone()),
            (None, Some(name)) => Asked::Trail(Box::new(find(session, name)?)),
            (None, None) => Asked::Any,
        })
    }
}

/// The trails of the account, and why these may not be all.
fn trails(session: &Session) -> (Vec<Trail>, Option<String>) {
    match every(session) {
        Ok((trails, troubles)) => (trails, (!troubles.is_empty()).then(|| troubles.join("; "))),
        Err(error) => (Vec::new(), Some(error.to_string())),
    }
}
