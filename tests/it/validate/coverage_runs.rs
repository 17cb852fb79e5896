//! Consecutive digests are deleted, up to all of a Region, with or without their log files: no window
//! that touches one of their periods exits with 0.

use jiff::Timestamp;
use proptest::prelude::*;

use super::coverage_property::{BOTH, Done, Drawn, WORLD, near, overlap, run, window_at};
use super::world::{ABROAD, HOME, Mirror, at, is_digest};
use crate::fixtures::gzip::deflated;

/// What happens to the log files of the deleted digests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Logs {
    Gone,
    Left,
    /// One of each digest is left, and is rewritten.
    Forged,
}

fn logs() -> impl Strategy<Value = Logs> {
    prop_oneof![Just(Logs::Gone), Just(Logs::Left), Just(Logs::Forged)]
}

/// The logs that a digest of a Region lists.
fn logs_of(region: &str, period: [Timestamp; 2]) -> Vec<String> {
    let is_its = |key: &&String| {
        let object = &WORLD.objects[*key];
        !is_digest(key) && object.region == region && object.period == period
    };
    WORLD.objects.keys().filter(is_its).cloned().collect()
}

/// Deletes these digests, and changes their log files.
fn done_to(digests: &[String], region: &str, logs: Logs) -> Done {
    let mut done = Done::new();
    for key in digests {
        done.insert(key.clone(), None);
        done.insert(format!("{key}{}", super::SIDECAR), None);
        for (n, log) in logs_of(region, WORLD.objects[key].period).into_iter().enumerate() {
            match logs {
                Logs::Gone => done.insert(log, None),
                Logs::Forged if n > 0 => done.insert(log, None),
                Logs::Forged => done.insert(log, Some(deflated(br#"{"Records":[]}"#))),
                Logs::Left => None,
            };
        }
    }
    done
}

/// Whether one of the deleted digests is required: all of its period lies in the window, or a part
/// with log files or that the other Region covers.
fn is_needed(digests: &[String], region: &str, logs: Logs, window: [Timestamp; 2]) -> bool {
    let other = if region == HOME { ["10T07:23:17", BOTH[1]] } else { ["10T08:00", "10T19:00"] };
    digests.iter().any(|key| {
        let period = WORLD.objects[key].period;
        let Some(part) = overlap(period, window) else { return false };
        let has_logs = logs != Logs::Gone && !logs_of(region, period).is_empty();
        part == period || has_logs || overlap(part, other.map(at)) == Some(part)
    })
}

#[test]
fn consecutive_deleted_digests_are_detected_in_each_window_that_they_touch() {
    let mirror = Mirror::new(&WORLD, at("11T06:00"));
    mirror.forget();
    let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(60) };
    proptest!(config, |(
        region in prop_oneof![Just(HOME), Just(ABROAD)],
        first in 0_usize..11,
        count in 1_usize..12,
        logs in logs(),
        drawn in any::<Drawn>(),
        near in near(),
    )| {
        let all = WORLD.digests(region);
        let gone: Vec<String> = all.iter().skip(first).take(count).cloned().collect();
        let period = WORLD.objects[&gone[gone.len() / 2]].period;
        let window = window_at(period, drawn, near, true);
        prop_assume!(window[0] < window[1]);
        // Nothing would show that the chain existed.
        prop_assume!(gone.len() < all.len() || logs != Logs::Gone);
        prop_assume!(is_needed(&gone, region, logs, window));
        let ran = run(&mirror, &done_to(&gone, region, logs), window);
        prop_assert!(matches!(ran.code, 1 | 2), "{region} {:?} {logs:?}\n{:?}\n{ran}", window, gone);
    });
}

/// The ledger of a mirror and an earlier report name a chain even if nothing of it is left.
#[test]
fn a_deleted_region_is_detected_in_each_due_window() {
    for region in [HOME, ABROAD] {
        let mirror = Mirror::new(&WORLD, at("11T06:00"));
        let digests = WORLD.digests(region);
        let made = mirror.validate(["10T09:00", "10T17:00"].map(at), "--report first.jsonl");
        assert_eq!(made.code, 0, "{made}");
        let done = done_to(&digests, region, Logs::Gone);
        for window in
            [["10T09:00", "10T17:00"], ["10T12:00", "10T13:23:17"], ["10T17:50", "10T18:20"]]
        {
            let ran = run(&mirror, &done, window.map(at));
            assert!(matches!(ran.code, 1 | 2), "{region} {window:?}\n{ran}");
        }
        mirror.forget();
        for key in done.keys() {
            std::fs::remove_file(mirror.root().join(key)).unwrap();
        }
        let ran = mirror.validate(["10T12:00", "10T17:00"].map(at), "--previous first.jsonl");
        assert_eq!(ran.code, 2, "{region}\n{ran}");
    }
}
