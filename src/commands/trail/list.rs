//! `ct trail list`.

use std::collections::BTreeMap;

use clap::Args;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::status::scope;
use super::table::columns;
use super::{Format, print, print_json, report_incomplete};
use crate::aws::{Session, TrailList};
use crate::commands::{Context, Outcome, UserError, counted, print_message, stderr_is_terminal};
use crate::sink::safe::shown;
use crate::source::Fault;
use crate::trail::{Description, Trail};

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
        let session = context.aws(None)?;
        let (trails, mut errors) = all_trails(session)?;
        let mut described = Vec::new();
        for trail in trails {
            let status = match session.status(&trail) {
                Ok(status) => Some(status),
                Err(error) => {
                    errors.push(format!("status of {}: {}", trail.arn, Fault::from(error)));
                    None
                }
            };
            described.push(Description { trail, status, ..Description::default() });
        }
        match self.output {
            Format::Json => print_json(&described)?,
            Format::Text if described.is_empty() => {}
            Format::Text => print(&table(&described))?,
        }
        if described.is_empty() {
            print_message("this account has no trail");
        } else if context.globals.verbose || stderr_is_terminal() && !context.globals.quiet {
            print_message(&counted(described.len() as u64, "trail"));
        }
        Ok(report_incomplete(&errors))
    }
}

/// All trails of the account and those of other accounts that it sees, by ARN; and what could not be
/// read of other Regions, a line each.
///
/// # Errors
/// The configured Region or the list of all trails cannot be read.
pub(in crate::commands) fn all_trails(
    session: &Session,
) -> anyhow::Result<(Vec<Trail>, Vec<String>)> {
    let mut errors = Vec::new();
    let region = session.home().map_err(UserError::from)?;
    let mut trails: BTreeMap<String, Trail> = BTreeMap::new();
    let mut add = |found: Vec<Trail>| {
        trails.extend(found.into_iter().map(|trail| (trail.arn.clone(), trail)));
    };
    add(session.trails_in(region, &[]).map_err(UserError::from)?);
    let listed = session.all_trails().map_err(UserError::from)?;
    let mut elsewhere: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (arn, home) in listed.into_iter().filter(|(_, home)| home != region) {
        elsewhere.entry(home).or_default().push(arn);
    }
    for (region, arns) in elsewhere {
        match session.trails_in(&region, &arns) {
            Ok(found) => add(found.into_iter().filter(|found| arns.contains(&found.arn)).collect()),
            Err(error) => errors.push(format!("trails of {region}: {}", Fault::from(error))),
        }
    }
    Ok((trails.into_values().collect(), errors))
}

/// The same as a value: why trails could not be read is no error.
pub(in crate::commands) fn trail_list(session: &Session) -> TrailList {
    match all_trails(session) {
        Ok((trails, errors)) => {
            TrailList { trails, unread: (!errors.is_empty()).then(|| errors.join("; ")) }
        }
        Err(error) => TrailList { trails: Vec::new(), unread: Some(on_one_line(&error)) },
    }
}

/// An error with what to do about it.
fn on_one_line(error: &anyhow::Error) -> String {
    let help = error.downcast_ref().map_or("", |error: &UserError| &error.help);
    if help.is_empty() { error.to_string() } else { format!("{error}; {help}") }
}

fn table(trails: &[Description]) -> String {
    let header = ["NAME", "HOME", "KIND", "LOGGING", "LAST LOG", "BUCKET", "TROUBLE"];
    let mut rows = vec![header.map(str::to_owned).to_vec()];
    for Description { trail, status, .. } in trails {
        let status = status.as_ref();
        let errors = status.map(|status| {
            let errors = status.errors().map(|(what, error)| format!("{what}: {error}"));
            errors.collect::<Vec<_>>().join(", ")
        });
        let logging = match status {
            Some(status) if status.is_logging => "yes",
            Some(_) => "NO",
            None => "?",
        };
        rows.push(vec![
            shown(&trail.name).into_owned(),
            trail.home.clone(),
            scope(trail),
            logging.to_owned(),
            minute(status.and_then(|status| status.latest_delivery_time)),
            trail.bucket.clone(),
            shown(&errors.unwrap_or_default()).into_owned(),
        ]);
    }
    columns(&rows, "") + "\n"
}

fn minute(time: Option<Timestamp>) -> String {
    let time = time.map(|time| time.to_zoned(TimeZone::UTC).strftime("%Y-%m-%d %H:%MZ"));
    time.map_or_else(|| "-".to_owned(), |time| time.to_string())
}
