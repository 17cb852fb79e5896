//! Compares a policy in use with a wanted one.
//!
//! A wanted statement is split into requests, one for each principal, action, resource and condition
//! value; the statements in use are evaluated for each request ("Policy evaluation logic", IAM User
//! Guide). In doubt, a policy in use grants nothing. An empty text is an error: a missing policy needs no
//! comparison. Knows nothing of where either policy comes from.

mod condition;
mod document;
mod glob;
mod merge;
mod request;
pub mod senders;

#[cfg(test)]
mod tests;

use super::{Effect, Policy, Statement};
use condition::Truth;
use document::{FoundStatement, PolicyDocument};
use request::Request;

pub use merge::merged;

/// A policy in use that cannot be parsed.
#[derive(Debug, thiserror::Error)]
pub enum CompareError {
    /// Not JSON, or not a JSON object.
    #[error("the policy is no JSON object: {0}")]
    Json(#[from] serde_json::Error),
    /// A statement that AWS does not accept.
    #[error("statement {} of the policy {why}", index + 1)]
    Statement {
        /// Its index, from 0.
        index: usize,
        /// What is wrong.
        why: &'static str,
    },
    /// Statements that are neither an object nor a list.
    #[error("the Statement of the policy is neither an object nor a list")]
    NoStatements,
}

/// A problem of a policy in use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Concern {
    /// The index of the statement, from 0.
    pub index: usize,
    /// Its Sid, if it has one.
    pub sid: Option<String>,
    /// The problem, in one line.
    pub why: String,
    /// Whether it is certain, or depends on something that is not known here.
    pub is_certain: bool,
}

/// The wanted statements that the policy in use does not fully contain.
///
/// Sids and the notation of lists do not matter. A statement in use counts if it covers a wanted request:
/// with wildcards, without a condition, or with one that every wanted request meets, as
/// `aws:SourceAccount` for a trail of that account. [`too_broad`] finds statements that cover too much.
///
/// # Errors
/// The policy in use cannot be parsed.
pub fn missing(existing: &str, wanted: &Policy) -> Result<Vec<Statement>, CompareError> {
    ungranted(existing, wanted, |truth| truth == Truth::Yes)
}

/// Those of the [`missing`] statements that are missing even if every unknown condition is met.
///
/// # Errors
/// The policy in use cannot be parsed.
pub fn surely_missing(existing: &str, wanted: &Policy) -> Result<Vec<Statement>, CompareError> {
    ungranted(existing, wanted, |truth| truth != Truth::No)
}

fn ungranted(
    existing: &str,
    wanted: &Policy,
    is_enough: fn(Truth) -> bool,
) -> Result<Vec<Statement>, CompareError> {
    let document = PolicyDocument::parse(existing)?;
    let is_granted = |effect: Effect, request: &Request| {
        let mut granting = document.statements.iter().map(|found| found.grants(effect, request));
        granting.any(is_enough)
    };
    let is_missing = |statement: &&Statement| {
        !request::all(statement).iter().all(|request| is_granted(statement.effect, request))
    };
    Ok(wanted.statements.iter().filter(is_missing).cloned().collect())
}

/// Statements in use that allow more than is wanted: anyone, or a wanted service on behalf of any
/// account.
///
/// A condition that restricts the caller (`aws:SourceArn` or `aws:SourceAccount`; for anyone, also the
/// organization, principal or owner) makes a statement narrow, unless its values are wildcards.
///
/// # Errors
/// The policy in use cannot be parsed.
pub fn too_broad(existing: &str, wanted: &Policy) -> Result<Vec<Concern>, CompareError> {
    let document = PolicyDocument::parse(existing)?;
    let services = pinned_services(wanted);
    let allowing = document.statements.iter().filter(|found| found.effect == Effect::Allow);
    let concern = |found: &FoundStatement| found.breadth(&services).map(|why| found.concern(why));
    Ok(allowing.filter_map(concern).collect())
}

/// Statements in use that deny a wanted request, whatever allows it.
///
/// Conditions are evaluated with what is known of a request. Where that is not enough, the statement is
/// returned as one that may block.
///
/// # Errors
/// The policy in use cannot be parsed.
pub fn blocks(existing: &str, wanted: &Policy) -> Result<Vec<Concern>, CompareError> {
    let document = PolicyDocument::parse(existing)?;
    let allowed = wanted.statements.iter().filter(|it| it.effect == Effect::Allow);
    let requests: Vec<Request> = allowed.flat_map(request::all).collect();
    let denying = document.statements.iter().filter(|found| found.effect == Effect::Deny);
    Ok(denying.filter_map(|found| found.blocked(&requests)).collect())
}

/// Services whose wanted statements all restrict the source.
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

impl FoundStatement {
    /// Whether it has an effect on a request.
    fn grants(&self, effect: Effect, request: &Request) -> Truth {
        // NotPrincipal, NotAction and NotResource could match anything.
        let is_plain = !self.principals.is_inverted
            && !self.actions.is_inverted
            && !self.resources.is_inverted;
        if self.effect == effect && is_plain && self.applies_to(request) {
            self.condition.holds(request)
        } else {
            Truth::No
        }
    }

    fn applies_to(&self, request: &Request) -> bool {
        let principals = &self.principals;
        // AWS does not document whether `*` includes services, except for senders of messages. A Deny
        // for `*` includes them.
        let anyone =
            self.effect == Effect::Deny || !request.is_of_service() || request.is_message();
        principals.matches(|name| name.is(&request.principal, anyone))
            && self.actions.matches(|action| glob::covers_action(action, &request.action))
            && self.resources.matches(|resource| glob::covers(resource, &request.resource))
    }

    fn concern(&self, why: String) -> Concern {
        Concern { index: self.index, sid: self.sid.clone(), why, is_certain: true }
    }

    /// Why it allows too much, if it does.
    fn breadth(&self, services: &[&str]) -> Option<String> {
        if self.principals.is_inverted {
            return Some("allows everyone except the principals that it names".to_owned());
        }
        if self.principals.matches(document::PrincipalName::is_anyone) {
            let is_open = !self.condition.pins(condition::is_caller);
            return is_open
                .then(|| "allows anyone, and no condition restricts the caller".to_owned());
        }
        let service = services
            .iter()
            .find(|service| self.principals.matches(|name| name.is(service, false)))?;
        let is_open = !self.condition.pins(condition::is_source);
        is_open.then(|| {
            format!(
                "allows {service} on behalf of any account: it lacks a condition on aws:SourceArn \
                 or aws:SourceAccount"
            )
        })
    }

    /// Matcher of these requests it denies or may deny, if any.
    fn blocked(&self, requests: &[Request]) -> Option<Concern> {
        let about = || requests.iter().filter(|request| self.applies_to(request));
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
