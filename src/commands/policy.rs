//! `ct policy`: the policies that a trail and its readers need, printed for other tools to put in
//! place. Asks nothing of AWS.

mod given;
mod roles;
mod writers;

use clap::{Args, Subcommand};

use super::{Outcome, stdout};
use crate::policy;
use crate::sink::safe::shown_json;

/// Print a policy that a trail or its readers need, as JSON.
///
///   ct policy bucket --bucket my-logs --trail main --account 111122223333 --region eu-west-1
///   ct policy reader --bucket my-logs
///
/// Nothing is asked of AWS and nothing is changed there: what is printed is for other tools. ARNs
/// are of the partition of the region. The service principals are the same in all of them.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment, after_help = EXAMPLES)]
#[command(subcommand_value_name = "KIND", subcommand_help_heading = "Kinds")]
pub(super) struct Policy {
    #[command(subcommand)]
    kind: Kind,
}

const EXAMPLES: &str = "\
Exit codes: 0 printed, 2 wrong usage, or a name that AWS would not give

Examples:
  ct policy bucket --bucket my-logs --trail arn:aws:cloudtrail:eu-west-1:111122223333:trail/main
  ct policy queue --queue new-logs --bucket my-logs --account 111122223333 --region eu-west-1
  ct policy reader --bucket my-logs | jq '.Statement[].Action'";

#[derive(Debug, Subcommand)]
enum Kind {
    Bucket(writers::BucketPolicy),
    Key(writers::KeyPolicy),
    Topic(writers::TopicPolicy),
    Queue(writers::QueuePolicy),
    DeliveryRole(roles::DeliveryRole),
    Reader(roles::Reader),
    Operator(roles::Operator),
    CrossAccountRole(roles::CrossAccountRole),
}

impl Policy {
    pub(super) fn run(&self) -> anyhow::Result<Outcome> {
        let policy = match &self.kind {
            Kind::Bucket(command) => command.policy(),
            Kind::Key(command) => command.policy(),
            Kind::Topic(command) => command.policy(),
            Kind::Queue(command) => command.policy(),
            Kind::DeliveryRole(command) => command.policy(),
            Kind::Reader(command) => command.policy(),
            Kind::Operator(command) => command.policy(),
            Kind::CrossAccountRole(command) => command.policy(),
        }?;
        print(&policy)
    }
}

fn print(policy: &policy::Policy) -> anyhow::Result<Outcome> {
    let text = policy.pretty()?;
    stdout::print(&shown_json(&text))?;
    Ok(Outcome::Yes)
}
