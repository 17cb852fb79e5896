//! A policy that is in use, held against one that is wanted.
//!
//! Knows nothing of where either comes from. A wanted statement is taken apart into the requests
//! that it is about, one for each principal, action, resource and value that it asks for; the
//! statements in use are asked about each of them ("Policy evaluation logic", IAM User Guide). In
//! doubt, what is in use grants nothing. Where there is no policy yet, nothing needs comparing: an
//! empty text is an error here.

mod condition;
mod document;
mod glob;
mod merge;
mod request;

#[cfg(test)]
mod tests;

use super::{Effect, Policy, Statement};
use condition::Truth;
use document::{Document, Found};
use request::Request;

pub use merge::merged;

/// A policy in use that cannot be understood.
#[derive(Debug, thiserror::Error)]
pub enum CompareError {
    /// Not JSON, or not a JSON object.
    #[error("the policy is no JSON object: {0}")]
    Json(#[from] serde_json::Error),
    /// A statement that AWS would not take.
    #[error("statement {} of the policy {why}", index + 1)]
    Statement {
        /// Its place, from zero.
        index: usize,
        /// What is wrong with it.
        why: &'static str,
    },
    /// Statements that are neither an object nor a list.
    #[error("the Statement of the policy is neither an object nor a list")]
    NoStatements,
}

/// Something to look at in a policy that is in use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Concern {
    /// Which statement, from zero.
    pub index: usize,
    /// Its name, if it has one.
    pub sid: Option<String>,
    /// Why, in one line.
    pub why: String,
    /// Whether it is so, and not only may be, depending on what is not known here.
    pub is_certain: bool,
}

/// The wanted statements that nothing in use grants, or denies, as a whole.
///
/// Names of statements do not matter, nor how lists are written. A statement in use counts if it
/// covers what is wanted: with wildcards, without a condition, or with one that holds for every
/// wanted request, as `aws:SourceAccount` does for a trail of that account. Whether it covers too
/// much is for [`too_broad`] to say.
///
/// # Errors
/// The policy in use cannot be understood.
pub fn missing(existing: &str, wanted: &Policy) -> Result<Vec<Statement>, CompareError> {
    ungranted(existing, wanted, |truth| truth == Truth::Yes)
}

/// Those of the [`missing`] statements that are so whatever conditions depend on that is not known
/// here.
///
/// # Errors
/// The policy in use cannot be understood.
pub fn surely_missing(existing: &str, wanted: &Policy) -> Result<Vec<Statement>, CompareError> {
    ungranted(existing, wanted, |truth| truth != Truth::No)
}

fn ungranted(
    existing: &str,
    wanted: &Policy,
    is_enough: fn(Truth) -> bool,
) -> Result<Vec<Statement>, CompareError> {
    let document = Document::parse(existing)?;
    let is_granted = |effect: Effect, request: &Request| {
        let mut granting = document.statements.iter().map(|found| found.grants(effect, request));
        granting.any(is_enough)
    };
    let is_missing = |statement: &&Statement| {
        !request::all(statement).iter().all(|request| is_granted(statement.effect, request))
    };
    Ok(wanted.statements.iter().filter(is_missing).cloned().collect())
}

/// Statements in use that let in more than is wanted: anyone, or a wanted service on behalf of
/// whomever.
///
/// A condition that pins the caller (`aws:SourceArn` or `aws:SourceAccount`, and for anyone also the
/// organisation, principal or owner) makes a statement narrow, unless its values are wildcards.
///
/// # Errors
/// The policy in use cannot be understood.
pub fn too_broad(existing: &str, wanted: &Policy) -> Result<Vec<Concern>, CompareError> {
    let document = Document::parse(existing)?;
    let services = pinned_services(wanted);
    let allowing = document.statements.iter().filter(|found| found.effect == Effect::Allow);
    let concern = |found: &Found| found.breadth(&services).map(|why| found.concern(why));
    Ok(allowing.filter_map(concern).collect())
}

/// Statements in use that deny something that is wanted, and so refuse it whatever allows it.
///
/// A condition is held against what is known of a wanted request. Where that is not enough to tell,
/// the statement is told as one that may block.
///
/// # Errors
/// The policy in use cannot be understood.
pub fn blocks(existing: &str, wanted: &Policy) -> Result<Vec<Concern>, CompareError> {
    let document = Document::parse(existing)?;
    let allowed = wanted.statements.iter().filter(|it| it.effect == Effect::Allow);
    let requests: Vec<Request> = allowed.flat_map(request::all).collect();
    let denying = document.statements.iter().filter(|found| found.effect == Effect::Deny);
    Ok(denying.filter_map(|found| found.blocked(&requests)).collect())
}

/// Services of the wanted statements that are each bound to a source.
fn pinned_services(wanted: &Policy) -> Vec<&str> {
    let is_allow = |it: &&Statement| it.effect == Effect::Allow;
    let is_pinned = |statement: &Statement| {
        statement.condition.tests().any(|(_, key, _)| condition::is_source(key))
    };
    let allowing = || wanted.statements.iter().filter(is_allow);
    let free: Vec<_> = allowing().filter(|it| !is_pinned(it)).filter_map(service).collect();
    allowing().filter_map(service).filter(|name| !free.contains(name)).collect()
}

fn service(statement: &Statement) -> Option<&str> {
    match &statement.principal {
        Some(super::Principal::Service(name)) => Some(name),
        _ => None,
    }
}

impl Found {
    /// Whether it has this effect on a request.
    fn grants(&self, effect: Effect, request: &Request) -> Truth {
        // What it says it is not about could be anything.
        let is_plain = !self.principals.is_inverted
            && !self.actions.is_inverted
            && !self.resources.is_inverted;
        if self.effect == effect && is_plain && self.is_about(request) {
            self.condition.holds(request)
        } else {
            Truth::No
        }
    }

    fn is_about(&self, request: &Request) -> bool {
        let principals = &self.principals;
        // Whether a service is anyone, AWS does not say, but of who sends messages; it is to whom
        // everything is denied.
        let anyone =
            self.effect == Effect::Deny || !request.is_of_service() || request.is_message();
        principals.matches(|name| name.is(&request.principal, anyone))
            && self.actions.matches(|action| glob::covers_action(action, &request.action))
            && self.resources.matches(|resource| glob::covers(resource, &request.resource))
    }

    fn concern(&self, why: String) -> Concern {
        Concern { index: self.index, sid: self.sid.clone(), why, is_certain: true }
    }

    /// Why it lets in too many, if it does.
    fn breadth(&self, services: &[&str]) -> Option<String> {
        if self.principals.is_inverted {
            return Some("allows all but those it names".to_owned());
        }
        if self.principals.matches(document::Name::is_anyone) {
            let is_free = !self.condition.pins(condition::is_caller);
            return is_free.then(|| "allows anyone, and no condition says who".to_owned());
        }
        let service = services
            .iter()
            .find(|service| self.principals.matches(|name| name.is(service, false)))?;
        let is_free = !self.condition.pins(condition::is_source);
        is_free.then(|| {
            format!(
                "allows {service} on behalf of any account: it lacks a condition on aws:SourceArn \
                 or aws:SourceAccount"
            )
        })
    }

    /// How it denies one of these requests, if it does or may.
    fn blocked(&self, requests: &[Request]) -> Option<Concern> {
        let about = || requests.iter().filter(|request| self.is_about(request));
        let truth = |request: &Request| self.condition.holds(request);
        if let Some(request) = about().find(|request| truth(request) == Truth::Yes) {
            let Request { principal, action, .. } = request;
            return Some(self.concern(format!("denies {action} to {principal}")));
        }
        let request = about().find(|request| truth(request) == Truth::Unknown)?;
        let Request { principal, action, .. } = request;
        let keys = self.condition.keys().collect::<Vec<_>>().join(", ");
        let why = format!("may deny {action} to {principal}: depends on {keys}");
        Some(Concern { is_certain: false, ..self.concern(why) })
    }
}
