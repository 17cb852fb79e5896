//! Every rule: a queue that is well told, in each way, and what changes with each fault.

mod made;
mod others;
mod tellers;

use made::{by_s3, by_trail};

use super::{Feed, RULES, checks};
use crate::trail::posture::{Check, Severity, State};

/// What checks say of what did not pass: rule and state.
fn found(feed: &Feed) -> Vec<(&'static str, State)> {
    let all = checks(feed);
    for check in &all {
        assert!(!check.why.is_empty(), "{check:?}");
        let is_open = matches!(check.state, State::Fail | State::Unknown);
        assert!(!is_open || !check.fix.is_empty(), "nothing to do: {check:?}");
        assert!(check.state != State::Fail || check.severity != Severity::Info, "{check:?}");
    }
    let others = all.iter().filter(|check| check.state != State::Pass);
    others.map(|check| (check.id, check.state)).collect()
}

/// The same, of a queue that S3 tells, once it was changed.
fn changed(change: impl FnOnce(&mut Feed)) -> Vec<(&'static str, State)> {
    let mut feed = by_s3();
    change(&mut feed);
    found(&feed)
}

/// A check of it.
fn check(id: &str, feed: &Feed) -> Check {
    let all = checks(feed);
    all.into_iter().find(|check| check.id == id).unwrap_or_else(|| panic!("no check {id}"))
}

#[test]
fn what_is_well_made_passes_every_rule() {
    let all = [checks(&by_s3()), checks(&by_trail())].concat();
    for check in &all {
        assert_eq!(check.state, State::Pass, "{check:?}");
        assert!(check.fix.is_empty() && !check.why.is_empty(), "{check:?}");
    }
    for rule in RULES {
        assert!(all.iter().any(|check| check.id == rule.id), "{} is never checked", rule.id);
    }
}

#[test]
fn names_of_rules_are_unique() {
    let mut ids: Vec<&str> = RULES.iter().map(|rule| rule.id).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), RULES.len());
}
