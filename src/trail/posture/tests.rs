//! Every rule: an account with a recommended configuration, and the checks that change with each fault.

mod account;
mod fixtures;
mod targets;
mod trails;

use fixtures::{NOW, snapshot};

use super::{Check, Severity, Snapshot, State, checks, rules};

/// The checks whose state differs from that of the recommended configuration: rule id and state.
fn changed(change: impl FnOnce(&mut Snapshot)) -> Vec<(&'static str, State)> {
    let before = checks(&snapshot(), NOW);
    let mut snapshot = snapshot();
    change(&mut snapshot);
    let after = checks(&snapshot, NOW);
    let state = |all: &[Check], id: &str, subject: &str| {
        let found = all.iter().find(|check| check.id == id && check.subject == subject);
        found.map(|check| check.state)
    };
    let differs = |check: &&Check| state(&before, check.id, &check.subject) != Some(check.state);
    after.iter().filter(differs).map(|check| (check.id, check.state)).collect()
}

/// One check after a change.
fn check(id: &str, change: impl FnOnce(&mut Snapshot)) -> Check {
    let mut snapshot = snapshot();
    change(&mut snapshot);
    let all = checks(&snapshot, NOW);
    all.into_iter().find(|check| check.id == id).unwrap_or_else(|| panic!("no check {id}"))
}

#[test]
fn every_rule_passes_on_a_recommended_configuration() {
    let all = checks(&snapshot(), NOW);
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

#[test]
fn failed_and_unknown_checks_have_a_next_step() {
    let mut snapshot = snapshot();
    snapshot.trails[0].trail.key = None;
    snapshot.trails[0].status = super::Lookup::Failed("no".to_owned());
    for check in checks(&snapshot, NOW) {
        let needs_no_step = matches!(check.state, State::Pass | State::NotApplicable);
        assert_eq!(check.fix.is_empty(), needs_no_step, "{check:?}");
    }
}

#[test]
fn json_names_of_states_and_severities_are_published() {
    let states = [State::Fail, State::Unknown, State::NotApplicable, State::Pass];
    let text = serde_json::to_string(&states).unwrap();
    assert_eq!(text, r#"["fail","unknown","not-applicable","pass"]"#);
    let severities = [Severity::High, Severity::Medium, Severity::Low, Severity::Info];
    let text = serde_json::to_string(&severities).unwrap();
    assert_eq!(text, r#"["high","medium","low","info"]"#);
}

#[test]
fn json_members_of_a_check_are_published() {
    let check = Check {
        id: "trail.logging",
        title: "the trail is logging",
        subject: "arn".to_owned(),
        state: State::Fail,
        why: "stopped".to_owned(),
        fix: "start it".to_owned(),
        cis: Some("CIS 1"),
        severity: Severity::High,
    };
    let expected = r#"{"id":"trail.logging","title":"the trail is logging","subject":"arn","state":"fail","why":"stopped","fix":"start it","cis":"CIS 1","severity":"high"}"#;
    assert_eq!(serde_json::to_string(&check).unwrap(), expected);
}
