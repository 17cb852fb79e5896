//! `ct policy`: prints the policies that trails, their readers and operators need, for other tools to
//! apply. Calls no AWS API.

mod given;
mod roles;
mod writers;

use clap::{Args, Subcommand};

use super::{Outcome, stdout};
use crate::sink::safe::shown_json;

/// Print a policy for trails, readers or operators, as JSON.
///
///   ct policy bucket --bucket my-logs --trail main --account 111122223333 --region eu-west-1
///   ct policy reader --bucket my-logs
///
/// Calls no AWS API and changes nothing: apply the output with other tools. The partition of ARNs is
/// that of the Region; service principals are the same in all partitions.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment, after_help = EXAMPLES)]
#[command(subcommand_value_name = "KIND", subcommand_help_heading = "Kinds")]
pub(super) struct Policy {
    #[command(subcommand)]
    kind: PolicyKind,
}

const EXAMPLES: &str = "\
Exit codes: 0 printed, 2 usage error or invalid name

Examples:
  ct policy bucket --bucket my-logs --trail arn:aws:cloudtrail:eu-west-1:111122223333:trail/main
  ct policy queue --queue new-logs --bucket my-logs --account 111122223333 --region eu-west-1
  ct policy reader --bucket my-logs | jq '.Statement[].Action'";

#[derive(Debug, Subcommand)]
enum PolicyKind {
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
            PolicyKind::Bucket(command) => command.policy(),
            PolicyKind::Key(command) => command.policy(),
            PolicyKind::Topic(command) => command.policy(),
            PolicyKind::Queue(command) => command.policy(),
            PolicyKind::DeliveryRole(command) => command.policy(),
            PolicyKind::Reader(command) => command.policy(),
            PolicyKind::Operator(command) => command.policy(),
            PolicyKind::CrossAccountRole(command) => command.policy(),
        };
        stdout::print(&shown_json(&policy?.pretty()?))?;
        Ok(Outcome::Yes)
    }
}
