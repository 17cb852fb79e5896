//! Trails for people: lists, status, recorded events and plans, as lines of text.
//!
//! Text from AWS is escaped. Knows neither terminals nor colours.

use comfy_table::presets::NOTHING;
use comfy_table::{Row, Table};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Unit};

use super::change::{Change, Summary};
use super::selectors::insight;
use super::selectors::{InsightSelector, Selectors};
use super::{Description, Status, Trail};
use crate::sink::safe::shown;

/// A table of trails; empty if there are none.
pub fn list(trails: &[Description]) -> String {
    if trails.is_empty() {
        return String::new();
    }
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

/// Everything about a trail, a line each.
pub fn description(description: &Description) -> String {
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
    all.extend(status.iter().flat_map(status_rows));
    pairs(&all)
}

/// The status of a trail, a line for each part.
pub fn status(status: &Status) -> String {
    pairs(&status_rows(status))
}

/// The recorded events of a trail.
pub fn events(trail: &Trail, selectors: &Selectors) -> String {
    let head = format!("{}  {} event selectors", trail.name, selectors.kind());
    with_heading(&head, &selectors.describe())
}

/// The difference between two sets of event selectors.
pub fn events_difference(trail: &Trail, before: &Selectors, after: &Selectors) -> String {
    let mut lines = vec![format!("{} records", shown(&trail.name))];
    let difference = before.difference(after);
    lines.extend(difference.iter().map(|line| format!("  {}", shown(line))));
    if before.kind() != after.kind() {
        let (before, after) = (before.kind(), after.kind());
        lines.push(format!("  replaces the {before} selectors with {after} ones"));
    } else if difference.iter().all(|line| line.starts_with(' ')) {
        lines.push("  the same events, with different selectors".to_owned());
    }
    lines.join("\n")
}

/// The insight types of a trail.
pub fn insights(trail: &Trail, insights: &[InsightSelector]) -> String {
    let off = if insights.is_empty() { "  insights off" } else { "  insights" };
    with_heading(&format!("{}{off}", trail.name), &insight::describe(insights))
}

/// The difference between two lists of insight selectors.
pub fn insights_difference(
    trail: &Trail,
    before: &[InsightSelector],
    after: &[InsightSelector],
) -> String {
    let (before, after) = (insight::describe(before), insight::describe(after));
    let mut lines = vec![format!("{} watches", shown(&trail.name))];
    for line in &before {
        let sign = if after.contains(line) { ' ' } else { '-' };
        lines.push(format!("  {sign} {}", shown(line)));
    }
    let added = after.iter().filter(|line| !before.contains(line));
    lines.extend(added.map(|line| format!("  + {}", shown(line))));
    lines.join("\n")
}

/// Changes, a line each, without a line break at the end.
pub fn plan(changes: &[Change]) -> String {
    let row = |change: &Change| {
        let Summary { action, target, note } = change.summary();
        vec![action.to_owned(), shown(&target).into_owned(), shown(&note).into_owned()]
    };
    columns(&changes.iter().map(row).collect::<Vec<_>>(), "  ")
}

/// The completed changes of a plan that stopped, and the commands that roll them back, the last one
/// first; `None` if there is nothing to say. The failed change may have been made in part.
pub fn stopped(done: &[Change], failed: Option<&Change>, flags: &str) -> Option<String> {
    let all = done.iter().chain(failed).rev();
    let rollback: Vec<String> = all.filter_map(|it| it.rollback_command(flags)).collect();
    if done.is_empty() && rollback.is_empty() {
        return None;
    }
    let mut text = if done.is_empty() { "  none".to_owned() } else { plan(done) };
    if !rollback.is_empty() {
        text += &format!("\nto roll back what exists of it:\n  {}", rollback.join("\n  "));
    }
    Some(text)
}

/// The accounts and Regions whose events a trail records.
fn scope(trail: &Trail) -> String {
    let regions = if trail.multi_region { "all Regions" } else { "one Region" };
    if trail.organization { format!("organization, {regions}") } else { regions.to_owned() }
}

/// The status of a trail as rows of a name and a value.
fn status_rows(status: &Status) -> Vec<[String; 2]> {
    let logging = if status.is_logging { "yes" } else { "NO" };
    let mut rows = vec![["logging".to_owned(), logging.to_owned()]];
    let times = [
        ("started", status.start_logging_time),
        ("stopped", status.stop_logging_time),
        ("last log", status.latest_delivery_time),
        ("last digest", status.latest_digest_delivery_time),
        ("last notification", status.latest_notification_time),
        ("last to CloudWatch", status.latest_cloud_watch_logs_delivery_time),
    ];
    let known = times.into_iter().filter_map(|(name, time)| Some([name.to_owned(), second(time?)]));
    rows.extend(known);
    rows.extend(status.errors().map(|(what, error)| {
        ["TROUBLE".to_owned(), format!("{what}: {error}: {}", next_step(error))]
    }));
    rows
}

/// What to do about a delivery error of S3, SNS or `CloudWatch` Logs.
fn next_step(error: &str) -> &'static str {
    match error {
        "NoSuchBucket" => "the bucket does not exist: create it, or use ct trail update --bucket",
        "AccessDenied" => {
            "the bucket policy does not allow CloudTrail to write: ct policy bucket, ct trail check"
        }
        "AuthorizationError" => {
            "the topic policy does not allow CloudTrail to publish: ct policy topic"
        }
        _ => "see ct trail check",
    }
}

fn minute(time: Option<Timestamp>) -> String {
    let time = time.map(|time| time.to_zoned(TimeZone::UTC).strftime("%Y-%m-%d %H:%MZ"));
    time.map_or_else(|| "-".to_owned(), |time| time.to_string())
}

fn second(time: Timestamp) -> String {
    time.round(Unit::Second).unwrap_or(time).to_string()
}

/// Lines below a heading.
fn with_heading(head: &str, lines: &[String]) -> String {
    let lines = lines.iter().map(|line| format!("  {}\n", shown(line)));
    format!("{}\n{}", shown(head), lines.collect::<String>())
}

/// Rows of a name and a value as aligned lines.
fn pairs(rows: &[[String; 2]]) -> String {
    let escaped = |row: &[String; 2]| row.iter().map(|text| shown(text).into_owned()).collect();
    columns(&rows.iter().map(escaped).collect::<Vec<_>>(), "") + "\n"
}

/// Rows as lines with aligned columns. Each line starts with `indent`.
fn columns(rows: &[Vec<String>], indent: &str) -> String {
    let mut table = Table::new();
    table.load_style(NOTHING);
    table.add_rows(rows.iter().map(|row| Row::from(row.clone())));
    let lines = table.lines().map(|line| format!("{indent}{}", line.trim()));
    lines.collect::<Vec<_>>().join("\n")
}
