//! `ct queue`: queues that receive notifications of new logs.

mod check;

use clap::{Args, Subcommand};

use super::{Context, Outcome};

/// Check SQS queues that receive log notifications.
///
///   ct queue check new-logs
///   ct queue check new-logs --trail management-events
///
/// Changes nothing. ct trail create --queue creates a trail with a queue; ct follow reads the queue.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment, after_help = EXAMPLES)]
pub(super) struct Queue {
    #[command(subcommand)]
    command: Command,
    /// Region in which to look up queues and trails by name.
    #[arg(long, value_name = "REGION", global = true)]
    region: Option<String>,
}

const EXAMPLES: &str = "\
Exit codes: 0 all passed, 1 a check failed, 2 inconclusive

Examples:
  ct queue check new-logs
  ct queue check new-logs -o json";

#[derive(Debug, Subcommand)]
enum Command {
    Check(check::QueueCheck),
}

impl Queue {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Outcome> {
        context.aws(self.region.as_deref())?;
        match self.command {
            Command::Check(command) => command.run(context),
        }
    }
}
