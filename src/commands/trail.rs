//! `ct trail`: trails, and what they record.

mod events;
mod insights;
mod plan;
mod recorded;

use clap::{Args, Subcommand};

use super::{Context, Outcome};
use crate::trail::selectors::Selectors;

/// What trails record.
///
///   ct trail events main
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Trail {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    Events(Box<events::Events>),
    Insights(insights::Insights),
}

impl Trail {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Outcome> {
        match self.what {
            What::Events(command) => command.run(context),
            What::Insights(command) => command.run(context),
        }
    }
}

/// `ct trail create` and `update` will take the same flags.
const _: fn(&recorded::Recorded, &str) -> anyhow::Result<Option<Selectors>> =
    recorded::Recorded::selectors;
