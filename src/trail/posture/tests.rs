//! Every rule: an account that is well set up, and what changes with each fault.

mod account;
mod made;
mod targets;
mod trails;

use made::{NOW, made};

use super::{Check, RULES, Snapshot, State, checks};

/// What checks say of a snapshot: rule and state, of all but those that passed or have nothing to
/// judge in the one that is well made.
fn changed(change: impl FnOnce(&mut Snapshot)) -> Vec<(&'static str, State)> {
    let before = checks(&made(), NOW);
    let mut snapshot = made();
    change(&mut snapshot);
    let after = checks(&snapshot, NOW);
    let state = |all: &[Check], id: &str, subject: &str| {
        let found = all.iter().find(|check| check.id == id && check.subject == subject);
        found.map(|check| check.state)
    };
    let is_new = |check: &&Check| state(&before, check.id, &check.subject) != Some(check.state);
    after.iter().filter(is_new).map(|check| (check.id, check.state)).collect()
}

/// What a check says of a snapshot that was changed.
fn check(id: &str, change: impl FnOnce(&mut Snapshot)) -> Check {
    let mut snapshot = made();
    change(&mut snapshot);
    let all = checks(&snapshot, NOW);
    all.into_iter().find(|check| check.id == id).unwrap_or_else(|| panic!("no check {id}"))
}

#[test]
fn what_is_well_made_passes_every_rule() {
    let all = checks(&made(), NOW);
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

#[test]
fn whatever_fails_or_is_unknown_says_what_to_do() {
    let mut snapshot = made();
    snapshot.trails[0].trail.key = None;
    snapshot.trails[0].status = super::Piece::Refused("no".to_owned());
    for check in checks(&snapshot, NOW) {
        let is_good = matches!(check.state, State::Pass | State::NotApplicable);
        assert_eq!(check.fix.is_empty(), is_good, "{check:?}");
    }
}
