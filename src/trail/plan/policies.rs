//! Changes of policies: statements are added, and nothing is taken away.

use super::PlanError;
use crate::policy::{CLOUDTRAIL, Effect, Policy, Principal, Statement, compare};
use crate::trail::change::{Change, PolicyTarget};

/// Puts the first policy of a resource.
pub(super) fn put(target: PolicyTarget, wanted: &Policy) -> Result<Change, PlanError> {
    let added = wanted.statements.iter().map(|statement| statement.sid.clone()).collect();
    Ok(Change::PutPolicy { target, policy: wanted.pretty()?, added, is_first: true })
}

/// Adds the statements that allow AWS services in; `None` if the policy has them.
///
/// # Errors
/// The policy cannot be parsed, or denies what it is to allow.
pub(super) fn add_service_access(
    target: PolicyTarget,
    existing: &str,
    wanted: &Policy,
) -> Result<Option<Change>, PlanError> {
    let allows_service = |statement: &&Statement| {
        statement.effect == Effect::Allow
            && matches!(statement.principal, Some(Principal::Service(_)))
    };
    let services: Vec<Statement> =
        wanted.statements.iter().filter(allows_service).cloned().collect();
    add_all(target, existing, &Policy::from(services))
}

/// Adds all wanted statements that a policy lacks; `None` if it has them.
///
/// # Errors
/// See [`add_service_access`].
pub(super) fn add_all(
    target: PolicyTarget,
    existing: &str,
    wanted: &Policy,
) -> Result<Option<Change>, PlanError> {
    if existing.trim().is_empty() {
        return put(target, wanted).map(Some);
    }
    let (noun, name) = (target.noun(), target.name());
    let unreadable = |error| PlanError::of_policy(noun, name, &error);
    let denies = compare::blocks(existing, wanted).map_err(unreadable)?;
    if let Some(deny) = denies.iter().find(|deny| deny.is_certain) {
        let sid = deny.sid.clone().unwrap_or_else(|| format!("number {}", deny.index + 1));
        return Err(PlanError::unusable(
            format!("the policy of {noun} {name} denies access to {CLOUDTRAIL}"),
            format!("change its statement {sid}: {}", deny.why),
        ));
    }
    let missing = compare::missing(existing, wanted).map_err(unreadable)?;
    if missing.is_empty() {
        return Ok(None);
    }
    let policy = compare::merged(existing, &missing).map_err(unreadable)?;
    let added = missing.into_iter().map(|statement| statement.sid).collect();
    Ok(Some(Change::PutPolicy { target, policy, added, is_first: false }))
}
