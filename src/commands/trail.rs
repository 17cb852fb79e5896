//! `ct trail`: create, inspect, change and delete trails.

mod check;
mod confirm;
mod create;
mod delete;
mod describe;
mod events;
mod insights;
mod list;
mod logging;
mod resources;
mod selectors;
mod status;
mod tag;
mod update;

use clap::{Args, Subcommand, ValueEnum};

use super::{Context, Outcome, bold, print_message, red, stdout, user_error, yellow};
use crate::manage;
use crate::sink::safe::{json_document, shown};
use crate::trail::plan::PlanError;

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
        settle(match self.command {
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
        })
    }
}

/// Prints the differences that stand in the way of a plan, and turns them into "no".
///
/// # Errors
/// Any other error, as one of the user or of AWS.
fn settle(result: anyhow::Result<Outcome>) -> anyhow::Result<Outcome> {
    let error = match result.map_err(anyhow::Error::downcast::<manage::Error>) {
        Ok(outcome) => return Ok(outcome),
        Err(Ok(manage::Error::Aws(error))) => return Err(error.into()),
        Err(Ok(manage::Error::Plan(error))) => error,
        Err(Err(error)) => error.downcast::<PlanError>()?,
    };
    if !error.is_difference {
        return Err(user_error(error.message, error.help));
    }
    let escaped = |text: &str| {
        text.lines().map(|line| shown(line).into_owned()).collect::<Vec<_>>().join("\n")
    };
    print_message(&format!("{} {}", red("ct:"), escaped(&error.message)));
    print_message(&format!("{} {}", bold("help:"), escaped(&error.help)));
    Ok(Outcome::No)
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

impl Format {
    /// Prints a value as JSON, or this text for people.
    fn print(
        self,
        value: &impl serde::Serialize,
        text: impl FnOnce() -> String,
    ) -> anyhow::Result<()> {
        stdout::print(&match self {
            Self::Text => text(),
            Self::Json => json_document(value)?,
        })
    }
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
