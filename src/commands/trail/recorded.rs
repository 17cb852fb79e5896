//! Flags that say what a trail is to record, and the selectors that they make.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use crate::commands::{marked_error, user_error};
use crate::sink::safe::shown;
use crate::source::{Fault, SourceError};
use crate::trail::selectors::wish::{DataWish, NetworkWish, Wishes};
use crate::trail::selectors::{Access, AdvancedSelector, Refused, Selectors, check};

/// What is to be recorded. All flags together are the whole of it.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "What is recorded (all of it: what is not named here is not)")]
pub(super) struct Recorded {
    /// Which management events; all if not given.
    #[arg(long, value_name = "WHICH")]
    management: Option<Management>,
    /// Services whose management events are not recorded: kms, rdsdata; repeat, or use commas.
    #[arg(long, value_name = "SERVICE", value_delimiter = ',')]
    exclude: Vec<String>,
    /// Data events, TYPE[:NAME][:read|write]: s3, s3:BUCKET/PREFIX:write, lambda:FUNCTION,
    /// dynamodb:TABLE, sqs, AWS::SCN::Instance:ARN; repeat for more.
    #[arg(long, value_name = "WHAT")]
    data: Vec<DataWish>,
    /// Calls through VPC endpoints, SERVICE[:VpceAccessDenied]: ec2, s3:VpceAccessDenied; repeat, or
    /// use commas.
    #[arg(long, value_name = "SERVICE", value_delimiter = ',')]
    network: Vec<NetworkWish>,
    /// Advanced event selectors as JSON, in a file or on the standard input (-).
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

impl Recorded {
    /// The selectors that the flags ask for; none if no flag was given. ARNs are of this partition.
    ///
    /// # Errors
    /// CloudTrail cannot record that, or a document cannot be read.
    pub(super) fn selectors(&self, partition: &str) -> anyhow::Result<Option<Selectors>> {
        if let Some(path) = &self.advanced {
            return document(path).map(Selectors::Advanced).map(Some);
        }
        if !self.is_given() {
            return Ok(None);
        }
        let wishes = Wishes {
            management: self.management.unwrap_or(Management::All).access(),
            excluded: self.exclude.clone(),
            data: self.data.clone(),
            network: self.network.clone(),
        };
        Ok(Some(wishes.selectors(partition).map_err(|it| refused(&it))?))
    }

    /// Whether any of the flags was given.
    pub(super) fn is_given(&self) -> bool {
        let lists = [self.exclude.is_empty(), self.data.is_empty(), self.network.is_empty()];
        self.management.is_some() || self.advanced.is_some() || lists.contains(&false)
    }

    /// Whether the selectors were written by the user, names and all.
    pub(super) fn is_document(&self) -> bool {
        self.advanced.is_some()
    }
}

/// An error of the user.
pub(super) fn refused(refused: &Refused) -> anyhow::Error {
    user_error(&refused.message, &refused.help)
}

/// The selectors in a file, or on the standard input.
fn document(path: &Path) -> anyhow::Result<Vec<AdvancedSelector>> {
    let mut text = String::new();
    let read = if path == Path::new("-") {
        std::io::stdin().lock().read_to_string(&mut text).map(drop)
    } else {
        std::fs::read_to_string(path).map(|read| text = read)
    };
    read.map_err(|error| {
        let message = SourceError::new(path, Fault::from(error));
        user_error(
            message,
            "name a file with advanced event selectors, or - for the standard input",
        )
    })?;
    check::parse(&text).map_err(|faults| {
        let help = "the rules: AdvancedFieldSelector in the AWS CloudTrail API Reference";
        let name = path.display();
        match faults.as_slice() {
            [fault] => user_error(format!("{name}: {fault}"), help),
            faults => {
                let lines: Vec<String> =
                    faults.iter().map(|fault| format!("  {}", shown(fault))).collect();
                let message = format!("{name}: {} things are wrong", faults.len());
                marked_error(message, lines.join("\n"), help)
            }
        }
    })
}
