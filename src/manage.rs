//! Plans for trails, from what a user requests and what exists in AWS.
//!
//! A [`Manager`] looks up what exists and lets `trail::plan` decide. It changes nothing: the caller shows
//! its plans, has them confirmed, and calls [`Plan::apply`]. Knows flags by their names only, and no
//! terminal.

mod apply;
mod bucket;
mod create;
mod delete;
mod events;
mod update;

pub use create::NewTrail;
pub use delete::Deletion;
pub use events::{EventFlags, insight_selectors, untag};
pub use update::{TrailUpdate, Update};

use crate::aws::{self, Session};
use crate::policy::name::Refused;
use crate::source::Fault;
use crate::trail::change::Change;
use crate::trail::plan::PlanError;
use crate::trail::selectors;
use crate::trail::{Description, Trail};

/// Looks up what exists and plans changes.
pub struct Manager<'m> {
    session: &'m Session,
    /// Receives what the user should know, a message each.
    note: &'m dyn Fn(&str),
}

/// Changes, and the Region to make them in.
#[derive(Debug)]
pub struct Plan {
    /// In the order in which they are made.
    pub changes: Vec<Change>,
    /// The home Region of the trail.
    pub region: String,
}

/// Why there is no plan.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// AWS refuses, or cannot be reached.
    #[error(transparent)]
    Aws(#[from] aws::Error),
    /// The request cannot be met, or what exists differs from it.
    #[error(transparent)]
    Plan(#[from] PlanError),
}

impl From<Refused> for Error {
    fn from(refused: Refused) -> Self {
        Self::Plan(refused.into())
    }
}

impl From<selectors::Refused> for Error {
    fn from(refused: selectors::Refused) -> Self {
        Self::Plan(refused.into())
    }
}

type Result<T> = std::result::Result<T, Error>;

impl<'m> Manager<'m> {
    /// `note` receives what the user should know about existing resources.
    pub fn new(session: &'m Session, note: &'m dyn Fn(&str)) -> Self {
        Self { session, note }
    }
}

/// Everything about a trail; and what could not be read, a line each.
pub fn describe(session: &Session, trail: Trail) -> (Description, Vec<String>) {
    let mut errors = Vec::new();
    let mut note = |what: &str, error: aws::Error| {
        errors.push(format!("{what} of {}: {}", trail.arn, Fault::from(error)));
    };
    let status = session.status(&trail).map_err(|error| note("status", error)).ok();
    let selectors = session.selectors(&trail).map_err(|error| note("events", error)).ok();
    let insights = session.insights(&trail).map_err(|error| note("insights", error)).ok();
    let tags = session.tags(&trail).map_err(|error| note("tags", error)).ok();
    (Description { trail, status, selectors, insights, tags }, errors)
}

/// All trails with their status; and what could not be read, a line each.
///
/// # Errors
/// The trails cannot be listed.
pub fn list(session: &Session) -> std::result::Result<(Vec<Description>, Vec<String>), aws::Error> {
    let aws::TrailList { trails, unread: mut errors } = session.list_trails()?;
    let described = trails.into_iter().map(|trail| {
        let status = session.status(&trail);
        let status = status.map_err(|error| {
            errors.push(format!("status of {}: {}", trail.arn, Fault::from(error)));
        });
        Description { trail, status: status.ok(), ..Description::default() }
    });
    let described = described.collect();
    Ok((described, errors))
}
