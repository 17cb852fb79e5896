//! `ct trail`: create, inspect, change and delete trails.

mod bucket;
mod check;
mod confirm;
mod create;
mod delete;
mod describe;
mod events;
mod insights;
mod list;
mod logging;
mod names;
mod resources;
mod selectors;
mod status;
mod table;
mod tag;
mod update;

use clap::{Args, Subcommand, ValueEnum};

pub(super) use list::trail_list;
pub(super) use names::find;

use super::{Context, Outcome, print_message, stdout, yellow};
use crate::sink::safe::{self, shown};

/// Create, inspect, change and delete trails.
///
///   ct trail create --multi-region
///   ct trail list
///   ct trail describe management-events
///
/// Changes in AWS are shown first; --dry-run stops there. Trails are given by name or ARN, and looked
/// up in their home Region.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment, after_help = EXAMPLES)]
pub(super) struct Trail {
    #[command(subcommand)]
    command: Command,
    /// Home Region of a new trail, and the Region in which names are looked up.
    #[arg(long, value_name = "REGION", global = true)]
    region: Option<String>,
}

const EXAMPLES: &str = "\
Exit codes: 0 done, 1 no (declined, differs, or a check failed), 2 could not tell or could not be done

Examples:
  ct trail create --multi-region --dry-run
  ct trail list
  ct trail describe acme-trail -o json";

#[derive(Debug, Subcommand)]
enum Command {
    Create(Box<create::Create>),
    List(list::List),
    Describe(describe::Describe),
    Status(status::Status),
    Start(logging::Start),
    Stop(logging::Stop),
    Update(Box<update::Update>),
    Delete(delete::Delete),
    Events(Box<events::Events>),
    Insights(insights::Insights),
    Tag(tag::Tag),
    Untag(tag::Untag),
    Check(check::TrailCheck),
}

impl Trail {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Outcome> {
        context.aws(self.region.as_deref())?;
        match self.command {
            Command::Create(command) => command.run(context),
            Command::List(command) => command.run(context),
            Command::Describe(command) => command.run(context),
            Command::Status(command) => command.run(context),
            Command::Start(command) => command.run(context),
            Command::Stop(command) => command.run(context),
            Command::Update(command) => command.run(context),
            Command::Delete(command) => command.run(context),
            Command::Events(command) => command.run(context),
            Command::Insights(command) => command.run(context),
            Command::Tag(command) => command.run(context),
            Command::Untag(command) => command.run(context),
            Command::Check(command) => command.run(context),
        }
    }
}

/// The output format.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people.
    #[default]
    Text,
    /// JSON with the member names of the CloudTrail API.
    Json,
}

fn print(text: &str) -> anyhow::Result<()> {
    stdout::print(text)
}

fn print_json(value: &impl serde::Serialize) -> anyhow::Result<()> {
    print(&safe::json_document(value)?)
}

/// Prints what could not be read, a line each. The outcome is "could not tell" if there is any.
fn report_incomplete(errors: &[String]) -> Outcome {
    if errors.is_empty() {
        return Outcome::Yes;
    }
    print_message(&yellow("INCOMPLETE"));
    for error in errors {
        print_message(&format!("  {}", shown(error)));
    }
    Outcome::Unsure
}
