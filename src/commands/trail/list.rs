//! `ct trail list`.

use clap::Args;

use super::{Format, report_incomplete};
use crate::commands::{Context, Outcome, counted, print_message, stderr_is_terminal};
use crate::manage;
use crate::trail::show;

/// List the trails of all Regions and their status.
///
///   ct trail list
///   ct trail list -o json
///
/// The list includes organization trails that another account owns.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment, after_help = EXAMPLES)]
pub(super) struct List {
    /// Output format.
    #[arg(short, long, value_name = "FORMAT", default_value = "text")]
    output: Format,
}

const EXAMPLES: &str = "\
Examples:
  ct trail list
  ct trail list -o json | jq -r '.[].TrailARN'";

impl List {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Outcome> {
        let (described, errors) = manage::list(context.aws(None)?)?;
        let is_empty = described.is_empty();
        self.output
            .print(&described, || if is_empty { String::new() } else { show::list(&described) })?;
        if is_empty {
            print_message("this account has no trail");
        } else if context.globals.verbose || stderr_is_terminal() && !context.globals.quiet {
            print_message(&counted(described.len() as u64, "trail"));
        }
        Ok(report_incomplete(&errors))
    }
}
