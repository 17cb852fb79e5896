//! Log files that are not verifiable, in text and in `JUnit`.

use super::coverage::{busy, gaps, not_verifiable};
use super::world::{ABROAD, Chain, HOME, Mirror, World, at, name, switch};
use super::{object_verdicts, summary};
use crate::harness::Ran;

const WINDOW: [&str; 2] = ["10T09:00", "10T17:00"];

fn validate(world: &World, now: &str, window: [&str; 2], flags: &str) -> Ran {
    let mirror = Mirror::new(world, at(now));
    mirror.forget();
    mirror.validate(window.map(at), flags)
}

#[test]
fn the_logs_of_a_missing_digest_are_named_as_not_verifiable() {
    let mut world = busy();
    world.remove(&world.digest(HOME, "10T13:00"));
    let logs = world.logs(HOME, "10T12:30", "10T13:00");
    assert_eq!(logs.len(), 3);
    let text = validate(&world, "10T18:30", WINDOW, "");
    assert_eq!(text.code, 1, "{text}");
    assert!(!text.text().contains("No log files were delivered"), "{text}");
    for expected in ["2025-06-10T12:00:00Z", "2025-06-10T13:00:00Z", "not verifiable"] {
        assert!(text.text().contains(expected), "{expected}\n{text}");
    }
    for log in &logs {
        assert!(text.text().contains(name(log)), "{log}\n{text}");
    }
    let ran = validate(&world, "10T18:30", WINDOW, "-o jsonl");
    assert_eq!(not_verifiable(&ran).len(), 3, "{ran}");
    assert_eq!(summary(&ran)["unlisted"], 0, "{ran}");
    assert_eq!(gaps(&ran, HOME), ["missing 10T12:00 10T13:00"], "{ran}");
}

/// A missing digest without log files: nothing is known about its hour.
#[test]
fn a_missing_digest_without_logs_is_not_an_hour_without_deliveries() {
    let mut world = World::usual();
    world.remove(&world.digest(HOME, "10T11:00"));
    let text = validate(&world, "10T19:30", WINDOW, "");
    assert_eq!(text.code, 1, "{text}");
    assert!(!text.text().contains("No log files were delivered"), "{text}");
}

#[test]
fn a_log_between_two_digests_that_do_not_list_it_is_unlisted() {
    let mut world = World::usual();
    let mine = [world.add_log(HOME, "10T12:30"), world.add_log(ABROAD, "10T10:22:40")];
    let text = validate(&world, "10T19:30", WINDOW, "");
    assert_eq!(text.code, 0, "{text}");
    for log in &mine {
        let line = text.text().lines().find(|line| line.contains(name(log)));
        assert!(line.is_some_and(|line| line.contains("unlisted")), "{text}");
    }
    let ran = validate(&world, "10T19:30", WINDOW, "-o jsonl");
    assert_eq!((ran.code, summary(&ran)["unlisted"].as_u64()), (0, Some(2)), "{ran}");
    let strict = validate(&world, "10T19:30", WINDOW, "--strict");
    assert_eq!(strict.code, 1, "{strict}");
    let strict = validate(&World::usual(), "10T19:30", WINDOW, "--strict");
    assert_eq!(strict.code, 0, "{strict}");
}

/// Stamps are minutes: a log file of the minute in which a period begins may belong to either digest.
#[test]
fn a_log_that_the_next_digest_lists_is_not_unlisted() {
    let world = World::new(&[
        Chain::new(HOME, at("10T08:00"), 10).logs(|_| vec![-20, 1800, 3595]),
        Chain::new(ABROAD, at("10T07:23:17"), 10).logs(|_| vec![-10, 5, 3599]),
    ]);
    let ran = validate(&world, "10T18:30", WINDOW, "-o jsonl --strict");
    assert_eq!((ran.code, summary(&ran)["unlisted"].as_u64()), (0, Some(0)), "{ran}");
    for window in [["10T10:00", "10T11:00"], ["10T10:23:17", "10T12:23:17"]] {
        let ran = validate(&world, "10T18:30", window, "-o jsonl --strict");
        assert_eq!((ran.code, summary(&ran)["unlisted"].as_u64()), (0, Some(0)), "{ran}");
    }
}

/// The next digest, which could list it, is missing.
#[test]
fn a_log_is_not_unlisted_if_the_next_digest_is_missing() {
    let mut world = World::usual();
    world.add_log(HOME, "10T12:30");
    world.remove(&world.digest(HOME, "10T14:00"));
    let ran = validate(&world, "10T19:30", WINDOW, "-o jsonl");
    assert_eq!((ran.code, summary(&ran)["unlisted"].as_u64()), (1, Some(0)), "{ran}");
    let is_named = object_verdicts(&ran).iter().any(|line| line.contains("20250610T1230Z"));
    assert!(is_named, "{ran}");
}

#[test]
fn logs_of_pending_periods_are_counted_and_not_named() {
    let world = busy();
    let there = world.until(at("10T12:59"));
    let [home, abroad] = [HOME, ABROAD].map(|region| {
        let listed = there.digests(region).iter().map(|key| there.objects[key].period[1]).max();
        let is_pending = |key: &&String| there.objects[*key].period[0] >= listed.unwrap();
        let logs = there.logs(region, "10T07:00", "10T19:00");
        logs.iter().filter(is_pending).count()
    });
    assert!(home + abroad >= 3, "{home} {abroad}");
    let window = ["10T09:00", "10T12:59"];
    let ran = validate(&there, "10T12:59", window, "-o jsonl");
    let sums = summary(&ran);
    assert_eq!((ran.code, &sums["pending_logs"]), (0, &(home + abroad).into()), "{ran}");
    assert_eq!((object_verdicts(&ran).len(), &sums["unlisted"]), (0, &0.into()), "{ran}");
    let text = validate(&there, "10T12:59", window, "");
    let is_named = text.text().contains("CloudTrail_us-east-1_20250610T12");
    assert!(text.text().contains("pending") && !is_named, "{text}");
}

/// The names of the cases with this result.
fn cases(ran: &Ran, tag: &str) -> usize {
    ran.text().matches(&format!("<{tag} ")).count()
        + ran.text().matches(&format!("<{tag}/>")).count()
}

fn results(world: &World, now: &str, window: [&str; 2]) -> (i32, [bool; 3]) {
    let ran = validate(world, now, window, "-o junit");
    let results = ["failure", "error", "skipped"].map(|tag| cases(&ran, tag) > 0);
    assert!(ran.text().contains("<testcase "), "{ran}");
    (ran.code, results)
}

#[test]
fn junit_has_a_failure_for_invalid_and_missing_objects() {
    let mut rewritten = World::usual();
    rewritten.rewrite(&rewritten.logs(HOME, "10T12:30", "10T13:00")[0].clone());
    assert_eq!(results(&rewritten, "10T19:30", WINDOW), (1, [true, false, false]));
    let mut missing = World::usual();
    missing.remove(&missing.digest(HOME, "10T11:00"));
    assert_eq!(results(&missing, "10T19:30", WINDOW), (1, [true, false, false]));
}

#[test]
fn junit_has_an_error_for_gaps_and_unverified_objects() {
    let mut gone = World::usual();
    gone.remove(&gone.digest(ABROAD, "10T18:23:17"));
    let window = ["10T09:00", "10T18:23:17"];
    assert_eq!(results(&gone, "11T06:00", window), (2, [false, true, false]));
    // A restart that nothing explains.
    let restart = World::new(&[Chain::new(HOME, at("10T08:00"), 11).off(4, 6)]);
    assert_eq!(results(&restart, "10T19:30", WINDOW), (2, [false, true, false]));
    let mut expired = busy();
    expired.objects.retain(|_, object| object.period[0] >= at("10T12:00"));
    assert_eq!(results(&expired, "10T18:30", WINDOW), (2, [false, true, false]));
}

#[test]
fn junit_has_harmless_results_as_skipped() {
    let healthy = World::usual();
    assert_eq!(results(&healthy, "10T19:30", WINDOW), (0, [false, false, false]));
    assert_eq!(results(&healthy, "10T19:30", ["10T09:00", "10T19:30"]), (0, [false, false, true]));
    assert_eq!(results(&healthy, "10T19:30", ["10T05:00", "10T17:00"]), (0, [false, false, true]));
    let mut unlisted = World::usual();
    unlisted.add_log(HOME, "10T12:30");
    assert_eq!(results(&unlisted, "10T19:30", WINDOW), (0, [false, false, true]));
    let time = at("10T11:50");
    let stop = switch("StopLogging", time, &serde_json::json!({ "name": "ops" }));
    let chain = Chain::new(HOME, at("10T08:00"), 11).off(4, 6).record(time, stop);
    assert_eq!(results(&World::new(&[chain]), "10T19:30", WINDOW), (0, [false, false, true]));
}

/// A job that validates yesterday, and one up to the present, long after the digests ended.
#[test]
fn days_without_digests_are_never_valid() {
    let world = World::usual();
    let ran = validate(&world, "14T06:00", ["10T09:00", "14T06:00"], "-o jsonl");
    assert_eq!((ran.code, gaps(&ran, HOME).len()), (2, 1), "{ran}");
    let ran = validate(&world, "14T06:00", ["12T00:00", "14T06:00"], "-o jsonl");
    assert_eq!(ran.code, 2, "{ran}");
    // The last hours are pending.
    assert_eq!(results(&world, "14T06:00", ["10T09:00", "14T06:00"]), (2, [false, true, true]));
}

/// The digest that would list it ends after the requested time, so that its period is no gap.
#[test]
fn a_log_after_the_last_digest_is_counted_at_the_end_of_the_window() {
    let mut world = World::usual();
    let there = world.until(at("10T17:30"));
    let ran = validate(&there, "10T17:30", WINDOW, "-o jsonl");
    assert_eq!((ran.code, summary(&ran)["pending_logs"].as_u64()), (0, Some(1)), "{ran}");
    for end in ["10T18:00", "10T19:00"] {
        world.remove(&world.digest(HOME, end));
    }
    let ran = validate(&world, "11T06:00", WINDOW, "-o jsonl");
    assert_eq!(not_verifiable(&ran), [format!("{HOME} 20250610T1715Z")], "{ran}");
    assert_eq!(summary(&ran)["not_verifiable"], 1, "{ran}");
}
