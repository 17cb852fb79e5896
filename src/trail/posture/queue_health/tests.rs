//! Every rule: a queue with a recommended configuration for each route, and the checks that change with
//! each fault.

mod fixtures;
mod queue;
mod sources;

use fixtures::{notified_by_s3, notified_by_topic};

use super::{QueueSnapshot, checks, rules};
use crate::trail::posture::{Check, Severity, State};

/// The checks that do not pass: rule id and state.
fn found(snapshot: &QueueSnapshot) -> Vec<(&'static str, State)> {
    let all = checks(snapshot);
    for check in &all {
        assert!(!check.why.is_empty(), "{check:?}");
        let is_open = matches!(check.state, State::Fail | State::Unknown);
        assert!(!is_open || !check.fix.is_empty(), "nothing to do: {check:?}");
        assert!(check.state != State::Fail || check.severity != Severity::Info, "{check:?}");
    }
    let others = all.iter().filter(|check| check.state != State::Pass);
    others.map(|check| (check.id, check.state)).collect()
}

/// The checks that do not pass after a change to a queue that S3 notifies.
fn changed(change: impl FnOnce(&mut QueueSnapshot)) -> Vec<(&'static str, State)> {
    let mut snapshot = notified_by_s3();
    change(&mut snapshot);
    found(&snapshot)
}

/// One check.
fn check(id: &str, snapshot: &QueueSnapshot) -> Check {
    let all = checks(snapshot);
    all.into_iter().find(|check| check.id == id).unwrap_or_else(|| panic!("no check {id}"))
}

#[test]
fn every_rule_passes_on_a_recommended_configuration() {
    let all = [checks(&notified_by_s3()), checks(&notified_by_topic())].concat();
    for check in &all {
        assert_eq!(check.state, State::Pass, "{check:?}");
        assert!(check.fix.is_empty() && !check.why.is_empty(), "{check:?}");
    }
    for rule in rules() {
        assert!(all.iter().any(|check| check.id == rule.id), "{} is never checked", rule.id);
    }
}

#[test]
fn rule_ids_are_unique() {
    let mut ids: Vec<&str> = rules().map(|rule| rule.id).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), rules().count());
}
