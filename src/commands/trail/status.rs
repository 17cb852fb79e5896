//! `ct trail status`.

use std::thread;
use std::time::Duration;

use clap::Args;

use super::Format;
use crate::commands::{Context, Outcome, print_message};
use crate::trail::{Trail, show};

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
        let trail = session.find_trail(&self.trail)?;
        loop {
            let status = session.status(&trail)?;
            self.output.print(&status, || show::status(&status))?;
            let is_healthy = status.is_logging && status.errors().next().is_none();
            if self.watch && !status.is_logging {
                let Trail { name, arn, .. } = &trail;
                print_message(&format!("{name} is not logging: ct trail start {arn}"));
                return Ok(Outcome::No);
            }
            if !self.watch || is_healthy && status.latest_delivery_time.is_some() {
                return Ok(if is_healthy { Outcome::Yes } else { Outcome::No });
            }
            thread::sleep(INTERVAL);
        }
    }
}
