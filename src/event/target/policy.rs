//! Whom a policy in a record allows something.
//!
//! A reading aid: conditions and denials are not weighed.

use std::borrow::Cow;
use std::collections::HashSet;

use super::Value;
use super::path::{member, values, walk};

/// The principals of all statements that allow. Some services record the policy as a text of JSON.
pub(super) fn principals(policy: Value<'_>) -> Vec<Cow<'_, str>> {
    if !policy.is_string() {
        return allowed(policy);
    }
    let text = policy.text();
    let value = Value::new(text.trim().as_bytes());
    allowed(value).into_iter().map(|name| Cow::Owned(name.into_owned())).collect()
}

fn allowed(policy: Value<'_>) -> Vec<Cow<'_, str>> {
    let mut names = Vec::new();
    walk(policy, &["Statement"], &mut |statement| {
        let is_allowed = member(statement, "Effect").is_some_and(|effect| effect.text_is("Allow"));
        let Some(principal) = member(statement, "Principal").filter(|_| is_allowed) else { return };
        if principal.is_object() {
            // By kind: AWS, Service, Federated, CanonicalUser.
            principal.members().for_each(|(_, of_kind)| names.extend(values(of_kind, &[])));
        } else {
            names.extend(values(principal, &[]));
        }
    });
    let mut seen = HashSet::new();
    names.retain(|name| seen.insert(name.clone()));
    names
}
