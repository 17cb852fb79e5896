//! `ct queue`: the queues that are told of new logs.

mod check;

use clap::{Args, Subcommand};

use super::{Context, Outcome};

/// Check the queues that are told of new logs.
///
///   ct queue check new-logs
///   ct queue check new-logs --trail management-events
///
/// Changes nothing. A trail with a queue is made by ct trail create --queue, and read by ct follow.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment, after_help = EXAMPLES)]
pub(super) struct Queue {
    #[command(subcommand)]
    command: Command,
    /// The region to ask in, where queues and trails are looked up by name.
    #[arg(long, value_name = "REGION", global = true)]
    region: Option<String>,
}

const EXAMPLES: &str = "\
Exit codes: 0 all passed, 1 a check failed, 2 could not tell

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
