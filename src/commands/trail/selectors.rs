//! The flags that say which events a trail records.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::commands::UserError;
use crate::manage::EventFlags;
use crate::trail::selectors::{Access, RequestedEvents};

/// The recorded events. The flags together replace all event selectors.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Recorded events (these flags replace all event selectors)")]
pub(super) struct SelectorArgs {
    /// Management events to record; default: all.
    #[arg(long, value_name = "WHICH")]
    management: Option<Management>,
    /// Exclude management events of these services: kms, rdsdata; repeatable, comma-separated.
    #[arg(long, value_name = "SERVICE", value_delimiter = ',')]
    exclude: Vec<String>,
    /// Data events to record: TYPE[:RESOURCE][:read|write], such as s3, sqs:read,
    /// s3:BUCKET/PREFIX:write, lambda:FUNCTION, dynamodb:TABLE, AWS::SCN::Instance:ARN; repeatable.
    #[arg(long, value_name = "WHAT")]
    data: Vec<String>,
    /// Network activity events to record: calls to a service through VPC endpoints, or those that an
    /// endpoint policy denied: ec2, s3:VpceAccessDenied; repeatable, comma-separated.
    #[arg(long, value_name = "SERVICE", value_delimiter = ',')]
    network: Vec<String>,
    /// Advanced event selectors as JSON, from a file or stdin (-).
    #[arg(
        long,
        value_name = "FILE",
        conflicts_with_all = ["management", "exclude", "data", "network"]
    )]
    advanced: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Management {
    All,
    Read,
    Write,
    None,
}

impl Management {
    fn access(self) -> Option<Access> {
        match self {
            Self::All => Some(Access::All),
            Self::Read => Some(Access::Read),
            Self::Write => Some(Access::Write),
            Self::None => None,
        }
    }
}

impl SelectorArgs {
    /// The requested events; `None` without flags. May read stdin, so call it once.
    ///
    /// # Errors
    /// A flag is malformed, or the document cannot be read.
    pub(super) fn requested(&self) -> Result<Option<RequestedEvents>, UserError> {
        let flags = EventFlags {
            management: self.management.map(Management::access),
            exclude: &self.exclude,
            data: &self.data,
            network: &self.network,
            advanced: self.advanced.as_deref(),
        };
        flags.requested()
    }
}
