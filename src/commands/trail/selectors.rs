//! The flags that say which events a trail records, and what they stand for.

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use clap::{Args, ValueEnum};

use crate::commands::{UserError, user_error};
use crate::sink::safe::shown;
use crate::source::{Fault, SourceError};
use crate::trail::selectors::shorthand::Shorthand;
use crate::trail::selectors::{Access, AdvancedSelector, Refused, RequestedEvents, check};

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
    /// The requested events; `None` without flags. Reads stdin, so call it once.
    ///
    /// # Errors
    /// A flag is malformed, or the document cannot be read.
    pub(super) fn requested(&self) -> anyhow::Result<Option<RequestedEvents>> {
        if let Some(path) = &self.advanced {
            return read_document(path).map(RequestedEvents::Document).map(Some);
        }
        let lists = [&self.exclude, &self.data, &self.network];
        if self.management.is_none() && lists.iter().all(|list| list.is_empty()) {
            return Ok(None);
        }
        Ok(Some(RequestedEvents::Shorthand(Shorthand {
            management: self.management.unwrap_or(Management::All).access(),
            excluded: self.exclude.clone(),
            data: parse_all("--data", &self.data)?,
            network: parse_all("--network", &self.network)?,
        })))
    }
}

fn parse_all<T: FromStr<Err = Refused>>(flag: &str, values: &[String]) -> anyhow::Result<Vec<T>> {
    let parse = |value: &String| {
        value
            .parse()
            .map_err(|Refused { message, help }| user_error(format!("{flag}: {message}"), help))
    };
    values.iter().map(parse).collect()
}

fn read_document(path: &Path) -> anyhow::Result<Vec<AdvancedSelector>> {
    let mut text = String::new();
    let is_stdin = path == Path::new("-");
    let read = if is_stdin {
        std::io::stdin().lock().read_to_string(&mut text).map(drop)
    } else {
        std::fs::read_to_string(path).map(|read| text = read)
    };
    read.map_err(|error| {
        let message = SourceError::new(path, Fault::from(error));
        user_error(message, "name a file with advanced event selectors, or - for stdin")
    })?;
    check::parse(&text).map_err(|faults| {
        let help = "the rules: AdvancedFieldSelector in the AWS CloudTrail API Reference";
        let name = if is_stdin { "standard input".into() } else { path.display().to_string() };
        match faults.as_slice() {
            [fault] => user_error(format!("{name}: {fault}"), help),
            faults => {
                let lines: Vec<String> =
                    faults.iter().map(|fault| format!("  {}", shown(fault))).collect();
                let message = format!("{name}: {} errors", faults.len());
                UserError::new(message, help).with_marked(lines.join("\n")).into()
            }
        }
    })
}
