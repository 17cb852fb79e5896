//! `ct trail`: what is done with trails, one file an action.

mod check;

use clap::{Args, Subcommand};

use super::{Context, Outcome};

/// Look after trails.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Trail {
    #[command(subcommand)]
    action: Action,
}

const EXAMPLES: &str = "\
Exit codes: 0 yes, 1 no, 2 could not tell

Examples:
  ct trail check
  ct trail check management-events";

#[derive(Debug, Subcommand)]
enum Action {
    Check(check::TrailCheck),
}

impl Trail {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Outcome> {
        match self.action {
            Action::Check(command) => command.run(context),
        }
    }
}
