//! The events that a user requests of a trail, from the values of the flags, and Insights and tags.
//!
//! Knows flags by their names only.

use std::io::Read as _;
use std::path::Path;
use std::str::FromStr;

use super::Plan;
use crate::aws::Session;
use crate::error::UserError;
use crate::sink::safe::shown;
use crate::source::{Fault, SourceError};
use crate::trail::Trail;
use crate::trail::change::Change;
use crate::trail::selectors::insight::{self, Insight, Watched};
use crate::trail::selectors::shorthand::Shorthand;
use crate::trail::selectors::{
    Access, AdvancedSelector, InsightSelector, Refused, RequestedEvents, check,
};

/// The values of the flags; together they replace all event selectors.
#[derive(Clone, Copy, Debug)]
pub struct EventFlags<'f> {
    /// `--management`: which ones; `Some(None)` for none.
    pub management: Option<Option<Access>>,
    /// `--exclude`
    pub exclude: &'f [String],
    /// `--data`
    pub data: &'f [String],
    /// `--network`
    pub network: &'f [String],
    /// `--advanced`
    pub advanced: Option<&'f Path>,
}

impl EventFlags<'_> {
    /// The requested events; `None` without flags. May read stdin, so call it once.
    ///
    /// # Errors
    /// A flag is malformed, or the document cannot be read.
    pub fn requested(&self) -> Result<Option<RequestedEvents>, UserError> {
        if let Some(path) = self.advanced {
            return read_document(path).map(RequestedEvents::Document).map(Some);
        }
        let lists = [self.exclude, self.data, self.network];
        if self.management.is_none() && lists.iter().all(|list| list.is_empty()) {
            return Ok(None);
        }
        Ok(Some(RequestedEvents::Shorthand(Shorthand {
            management: self.management.unwrap_or(Some(Access::All)),
            excluded: self.exclude.to_vec(),
            data: parse_all("--data", self.data)?,
            network: parse_all("--network", self.network)?,
        })))
    }
}

fn parse_all<T: FromStr<Err = Refused>>(
    flag: &str,
    values: &[String],
) -> Result<Vec<T>, UserError> {
    let wrong = |Refused { message, help }| UserError::new(format_args!("{flag}: {message}"), help);
    values.iter().map(|value| value.parse().map_err(wrong)).collect()
}

fn read_document(path: &Path) -> Result<Vec<AdvancedSelector>, UserError> {
    let mut text = String::new();
    let is_stdin = path == Path::new("-");
    let read = if is_stdin {
        std::io::stdin().lock().read_to_string(&mut text).map(drop)
    } else {
        std::fs::read_to_string(path).map(|read| text = read)
    };
    read.map_err(|error| {
        let message = SourceError::new(path, Fault::from(error));
        UserError::new(message, "name a file with advanced event selectors, or - for stdin")
    })?;
    check::parse(&text).map_err(|faults| {
        let help = "the rules: AdvancedFieldSelector in the AWS CloudTrail API Reference";
        let name = if is_stdin { "standard input".into() } else { path.display().to_string() };
        if let [fault] = faults.as_slice() {
            return UserError::new(format_args!("{name}: {fault}"), help);
        }
        let lines: Vec<String> = faults.iter().map(|fault| format!("  {}", shown(fault))).collect();
        let message = format_args!("{name}: {} errors", faults.len());
        UserError::new(message, help).with_marked(lines.join("\n"))
    })
}

/// The selectors of these insight types for a trail; none if there is no type. `with_data`: data events
/// are watched as well.
///
/// # Errors
/// The trail does not record what they need, or AWS refuses.
pub fn insight_selectors(
    session: &Session,
    trail: &Trail,
    types: &[Insight],
    with_data: bool,
) -> Result<Vec<InsightSelector>, UserError> {
    if types.is_empty() {
        return Ok(Vec::new());
    }
    let recorded = session.selectors(trail)?;
    let watched = if with_data { Watched::ManagementAndData } else { Watched::Management };
    insight::selectors(types, watched, &recorded)
        .map_err(|it| UserError::new(it.message, it.help.replace("NAME", &trail.name)))
}

/// The plan that removes the tags with these keys.
///
/// # Errors
/// The trail has no such tag, or AWS refuses.
pub fn untag(session: &Session, trail: &Trail, keys: &[String]) -> Result<Plan, UserError> {
    let mut tags = session.tags(trail)?;
    tags.retain(|tag| keys.contains(&tag.key));
    if let Some(key) = keys.iter().find(|key| tags.iter().all(|tag| tag.key != **key)) {
        return Err(UserError::new(
            format_args!("{} has no tag {key}", trail.name),
            format_args!("to list its tags: ct trail describe {}", trail.name),
        ));
    }
    Ok(Plan::of_change(Change::RemoveTags { trail: trail.arn.clone(), tags }, trail))
}
