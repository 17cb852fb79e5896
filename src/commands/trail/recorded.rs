//! Flags that say what a trail is to record, and the selectors that they make.

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use clap::{Args, ValueEnum};

use crate::commands::{marked_error, user_error};
use crate::sink::safe::shown;
use crate::source::{Fault, SourceError};
use crate::trail::selectors::wish::Wishes;
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
    /// Data events, of all or one resource, with :read or :write behind it: s3, sqs:read,
    /// s3:BUCKET/PREFIX:write, lambda:FUNCTION, dynamodb:TABLE, AWS::SCN::Instance:ARN; repeat for
    /// more.
    #[arg(long, value_name = "WHAT")]
    data: Vec<String>,
    /// Calls through VPC endpoints to a service, or those alone that an endpoint's policy denied:
    /// ec2, s3:VpceAccessDenied; repeat, or use commas.
    #[arg(long, value_name = "SERVICE", value_delimiter = ',')]
    network: Vec<String>,
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

/// What the flags ask for, as far as it can be told without knowing the trail.
#[derive(Debug, Clone)]
pub(super) enum Asked {
    /// In a few words.
    Wishes(Wishes),
    /// In the words of the API.
    Document(Vec<AdvancedSelector>),
}

impl Recorded {
    /// The selectors that the flags ask for; none if no flag was given. ARNs are of this partition.
    ///
    /// # Errors
    /// CloudTrail cannot record that, or a document cannot be read.
    pub(super) fn selectors(&self, partition: &str) -> anyhow::Result<Option<Selectors>> {
        self.asked()?.map(|asked| asked.selectors(partition)).transpose()
    }

    /// What is asked for; none if no flag was given. The standard input is read but once.
    ///
    /// # Errors
    /// A flag says what is not understood, or a document cannot be read.
    pub(super) fn asked(&self) -> anyhow::Result<Option<Asked>> {
        if let Some(path) = &self.advanced {
            return document(path).map(Asked::Document).map(Some);
        }
        let lists = [&self.exclude, &self.data, &self.network];
        if self.management.is_none() && lists.iter().all(|list| list.is_empty()) {
            return Ok(None);
        }
        Ok(Some(Asked::Wishes(Wishes {
            management: self.management.unwrap_or(Management::All).access(),
            excluded: self.exclude.clone(),
            data: parsed("--data", &self.data)?,
            network: parsed("--network", &self.network)?,
        })))
    }
}

impl Asked {
    /// The selectors that say so, for a trail of this partition.
    ///
    /// # Errors
    /// CloudTrail cannot record that.
    pub(super) fn selectors(&self, partition: &str) -> anyhow::Result<Selectors> {
        match self {
            Self::Wishes(wishes) => wishes.selectors(partition).map_err(|it| refused(&it)),
            Self::Document(selectors) => Ok(Selectors::Advanced(selectors.clone())),
        }
    }

    /// Whether a trail that records this needs no change. What somebody wrote is wanted to the
    /// letter.
    pub(super) fn is_met(&self, before: &Selectors, wanted: &Selectors) -> bool {
        match self {
            Self::Wishes(_) => before.means(wanted),
            Self::Document(_) => before == wanted,
        }
    }
}

fn parsed<T: FromStr<Err = Refused>>(flag: &str, values: &[String]) -> anyhow::Result<Vec<T>> {
    let parse = |value: &String| {
        let named = |Refused { message, help }| user_error(format!("{flag}: {message}"), help);
        value.parse().map_err(named)
    };
    values.iter().map(parse).collect()
}

/// An error of the user.
fn refused(refused: &Refused) -> anyhow::Error {
    user_error(&refused.message, &refused.help)
}

/// The selectors in a file, or on the standard input.
fn document(path: &Path) -> anyhow::Result<Vec<AdvancedSelector>> {
    let mut text = String::new();
    let is_stdin = path == Path::new("-");
    let read = if is_stdin {
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
        let name = if is_stdin { "standard input".into() } else { path.display().to_string() };
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
