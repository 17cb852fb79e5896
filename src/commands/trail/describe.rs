//! `ct trail describe`.

use clap::Args;

use super::{Format, report_incomplete};
use crate::commands::{Context, Outcome};
use crate::manage;
use crate::trail::show;

/// Describe a trail: settings, status, recorded events, Insights and tags.
///
///   ct trail describe management-events
///   ct trail describe acme-trail -o json
///
/// Of a trail that another account owns, ct leaves out what access is denied to, and says so.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment, after_help = EXAMPLES)]
pub(super) struct Describe {
    /// Name or ARN of the trail.
    #[arg(value_name = "TRAIL")]
    trail: String,
    /// Output format.
    #[arg(short, long, value_name = "FORMAT", default_value = "text")]
    output: Format,
}

const EXAMPLES: &str = "\
Examples:
  ct trail describe management-events
  ct trail describe management-events -o json";

impl Describe {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Outcome> {
        let session = context.aws(None)?;
        let trail = session.find_trail(&self.trail)?;
        let is_foreign = session.account().is_ok_and(|account| account != trail.account());
        let (description, errors) = manage::describe(session, trail);
        self.output.print(&description, || show::description(&description))?;
        let outcome = report_incomplete(&errors);
        // The owner decides what other accounts may read: that is no failure.
        Ok(if is_foreign { Outcome::Yes } else { outcome })
    }
}
