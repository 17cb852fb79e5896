//! `ct trail`: the whole life of a trail.

mod check;
mod create;
mod delete;
mod events;
mod insights;
mod logging;
mod named;
mod parts;
mod plan;
mod recorded;
mod resume;
mod show;
mod steps;
mod table;
mod tag;
mod update;

use clap::{Args, Subcommand, ValueEnum};

pub(super) use named::find;
pub(super) use show::all as every;

use super::{Context, Outcome, stdout};
use crate::sink::safe;

/// Create, watch, change and delete trails.
///
///   ct trail create --multi-region
///   ct trail list
///   ct trail describe management-events
///
/// What changes something in AWS is shown first; --dry-run stops there. Trails are named by their
/// names or ARNs, and asked for in their home regions.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment, after_help = EXAMPLES)]
pub(super) struct Trail {
    #[command(subcommand)]
    command: Command,
    /// The region to ask in: where a new trail is at home, and where names are looked up.
    #[arg(long, value_name = "REGION", global = true)]
    region: Option<String>,
}

const EXAMPLES: &str = "\
Exit codes: 0 done, 1 no (declined, or a check failed), 2 could not tell, or could not be done

Examples:
  ct trail create --multi-region --dry-run
  ct trail list
  ct trail describe acme-trail -o json";

#[derive(Debug, Subcommand)]
enum Command {
    Create(Box<create::Create>),
    List(show::List),
    Describe(show::Describe),
    Status(show::Status),
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

/// How trails are shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people.
    #[default]
    Text,
    /// With the member names of the API.
    Json,
}

fn print(text: &str) -> anyhow::Result<()> {
    stdout::print(text)
}

fn print_json(value: &impl serde::Serialize) -> anyhow::Result<()> {
    print(&safe::json_document(value)?)
}
