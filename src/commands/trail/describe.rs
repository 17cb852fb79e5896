//! `ct trail describe`.

use clap::Args;

use super::names::find;
use super::status::{rows, scope, table};
use super::{Format, print, print_json, report_incomplete};
use crate::aws::{Error, Session};
use crate::commands::{Context, Outcome};
use crate::source::Fault;
use crate::trail::selectors::Selectors;
use crate::trail::{Description, Trail};

/// Describe a trail: settings, status, recorded events, Insights and tags.
///
///   ct trail describe management-events
///   ct trail describe acme-trail -o json
///
/// Of a trail that another account owns, ct leaves out what access is denied to, and says so.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment, after_help = EXAMPLES)]
pub(super) struct Describe {
    /// Name or ARN of the trail.
    #[arg(value_name = "TRAIL")]
    trail: String,
    /// Output format.
    #[arg(short, long, value_name = "FORMAT", default_value = "text")]
    output: Format,
}

const EXAMPLES: &str = "\
Examples:
  ct trail describe management-events
  ct trail describe management-events -o json";

impl Describe {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Outcome> {
        let session = context.aws(None)?;
        let trail = find(session, &self.trail)?;
        let is_foreign = session.account().is_ok_and(|account| account != trail.account());
        let (description, errors) = describe(session, trail);
        match self.output {
            Format::Json => print_json(&description)?,
            Format::Text => print(&text(&description))?,
        }
        let outcome = report_incomplete(&errors);
        // The owner decides what other accounts may read: that is no failure.
        Ok(if is_foreign { Outcome::Yes } else { outcome })
    }
}

/// Everything about a trail; and what could not be read, a line each.
fn describe(session: &Session, trail: Trail) -> (Description, Vec<String>) {
    let mut errors = Vec::new();
    let mut note = |what: &str, error: Error| {
        errors.push(format!("{what} of {}: {}", trail.arn, Fault::from(error)));
    };
    let status = session.status(&trail).map_err(|error| note("status", error)).ok();
    let selectors = session.selectors(&trail).map_err(|error| note("events", error)).ok();
    let insights = session.insights(&trail).map_err(|error| note("insights", error)).ok();
    let tags = session.tags(&trail).map_err(|error| note("tags", error)).ok();
    (Description { trail, status, selectors, insights, tags }, errors)
}

fn text(description: &Description) -> String {
    let Description { trail, status, selectors, insights, tags } = description;
    let mut all: Vec<[String; 2]> = Vec::new();
    let mut row = |name: &str, value: String| all.push([name.to_owned(), value]);
    let or_dash = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
    row("name", trail.name.clone());
    row("arn", trail.arn.clone());
    row("records", scope(trail));
    let prefix = if trail.prefix.is_empty() { String::new() } else { format!("/{}", trail.prefix) };
    row("bucket", format!("s3://{}{prefix}", trail.bucket));
    row("validation", if trail.validation { "on" } else { "OFF" }.to_owned());
    row("key", trail.key.clone().unwrap_or_else(|| "SSE-S3".to_owned()));
    row("topic", or_dash(&trail.topic));
    row("log group", or_dash(&trail.log_group));
    for line in selectors.iter().flat_map(Selectors::describe) {
        row("events", line);
    }
    for insight in insights.iter().flatten() {
        row("insights", insight.insight_type.clone());
    }
    for tag in tags.iter().flatten() {
        row("tag", format!("{}={}", tag.key, tag.value));
    }
    all.extend(status.iter().flat_map(rows));
    table(&all)
}
