//! Where a chain begins, pauses and ends, and what explains it: an event in a valid log file, `--ended`,
//! or nothing.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::coverage::{busy, chain, covered, gaps};
use super::summary;
use super::world::{
    ABROAD, ACCOUNT, BUCKET, Chain, HOME, Mirror, Server, World, at, is_digest, minutes, switch,
};
use crate::harness::Ran;

/// From before the start to the end of [`World::usual`].
const DAY: [&str; 2] = ["10T05:00", "10T18:00"];

fn validate(world: &World, window: [&str; 2], flags: &str) -> Ran {
    let mirror = Mirror::new(world, at("11T06:00"));
    mirror.forget();
    mirror.validate(window.map(at), flags)
}

#[test]
fn hours_before_a_first_digest_are_before_the_start() {
    let world = World::usual();
    let ran = validate(&world, DAY, "-o jsonl");
    assert_eq!(ran.code, 0, "{ran}");
    assert_eq!(gaps(&ran, HOME), ["before_start 10T05:00 10T08:00"], "{ran}");
    assert_eq!(gaps(&ran, ABROAD), ["before_start 10T05:00 10T07:23:17"], "{ran}");
    let text = validate(&world, DAY, "");
    assert!(text.text().contains("before the trail started"), "{text}");
}

#[test]
fn hours_are_not_before_the_start_if_something_older_exists() {
    let mut world = World::usual();
    world.add_log(ABROAD, "10T06:00");
    let ran = validate(&world, DAY, "-o jsonl");
    assert_ne!(ran.code, 0, "{ran}");
    assert!(gaps(&ran, ABROAD).iter().all(|gap| !gap.starts_with("before_start")), "{ran}");
    // An older digest, with a missing one between it and the first of the window.
    let mut older = World::usual_chains().to_vec();
    older.push(Chain::new(HOME, at("08T08:00"), 3));
    let ran = validate(&World::new(&older), DAY, "-o jsonl");
    assert_eq!(ran.code, 2, "{ran}");
    assert_eq!(gaps(&ran, HOME), ["gap 10T05:00 10T08:00"], "{ran}");
}

/// A world without the objects delivered before a time, except those that are kept.
fn cut(before: Timestamp, keep: impl Fn(&str) -> bool) -> World {
    let mut world = busy();
    world.objects.retain(|key, object| object.period[0] >= before || keep(key));
    world
}

#[test]
fn an_expired_head_is_not_invalid_and_the_earliest_covered_time_is_named() {
    let world = cut(at("10T12:00"), |_| false);
    let ran = validate(&world, ["10T10:00", "10T17:00"], "-o jsonl");
    assert_eq!(ran.code, 2, "{ran}");
    assert_eq!(gaps(&ran, HOME), ["expired 10T10:00 10T12:00"], "{ran}");
    assert_eq!(gaps(&ran, ABROAD), ["expired 10T10:00 10T12:23:17"], "{ran}");
    let sums = summary(&ran);
    assert_eq!((&sums["verdict"], &sums["digests"]["invalid"]), (&json!("incomplete"), &json!(0)));
    let text = validate(&world, ["10T10:00", "10T17:00"], "");
    assert_eq!((text.code, text.text().contains("INVALID")), (2, false), "{text}");
    for expected in ["2025-06-10T12:23:17Z", "expired, not fetched or deleted"] {
        let all = format!("{}{}", text.text(), text.stderr);
        assert!(all.contains(expected), "{expected}\n{text}");
    }
    // The window begins after it.
    let ran = validate(&world, ["10T12:23:17", "10T17:00"], "-o jsonl");
    assert_eq!(ran.code, 0, "{ran}");
}

/// If older log files cannot be listed, no digest is proven to be missing.
#[test]
fn an_expired_head_is_not_invalid_where_the_logs_cannot_be_listed() {
    let server = Server::new(&cut(at("10T12:00"), |_| false));
    server.stub.deny(BUCKET, &format!("AWSLogs/{ACCOUNT}/CloudTrail/"));
    let ran = server.validate_bucket(["10T10:00", "10T17:00"].map(at), "-o jsonl --no-unlisted");
    assert_eq!((ran.code, summary(&ran)["digests"]["invalid"].as_u64()), (2, Some(0)), "{ran}");
    assert_eq!(gaps(&ran, HOME), ["expired 10T10:00 10T12:00"], "{ran}");
}

#[test]
fn a_linked_digest_is_missing_if_anything_older_exists() {
    let a_log = |key: &str| key.contains("CloudTrail_eu-west-1_20250610T0748Z");
    let a_digest = |key: &str| key.contains("_ops_us-east-1_20250610T082317Z");
    for keep in [&a_log as &dyn Fn(&str) -> bool, &a_digest] {
        let world = cut(at("10T12:00"), keep);
        let older = world.objects.values().filter(|object| object.period[0] < at("10T12:00"));
        assert_eq!(older.count(), 1);
        let ran = validate(&world, ["10T10:00", "10T17:00"], "-o jsonl");
        assert_eq!(ran.code, 1, "{ran}");
        assert!(gaps(&ran, ABROAD)[0].starts_with("missing "), "{ran}");
    }
}

/// The usual trail, off from 12:00 to 14:00 and a little longer in the other Region. The record, if
/// there is one, is delivered in the home Region.
fn interrupted(record: Option<(Timestamp, Value)>) -> World {
    let home = Chain::new(HOME, at("10T08:00"), 11).off(4, 6);
    let home = match record {
        Some((time, record)) => home.record(time, record),
        None => home,
    };
    World::new(&[home, Chain::new(ABROAD, at("10T07:23:17"), 11).off(5, 7)])
}

#[test]
fn an_event_that_stopped_the_trail_explains_a_gap_before_a_restart() {
    let time = at("10T11:50");
    for (name, parameters) in [
        ("StopLogging", json!({ "name": "ops" })),
        ("StopLogging", json!({ "name": "arn:aws:cloudtrail:us-east-1:111122223333:trail/ops" })),
        ("DeleteTrail", json!({ "name": "ops" })),
        ("UpdateTrail", json!({ "name": "ops", "enableLogFileValidation": false })),
    ] {
        let world = interrupted(Some((time, switch(name, time, &parameters))));
        let ran = validate(&world, ["10T08:00", "10T18:00"], "-o jsonl");
        assert_eq!(ran.code, 0, "{name}\n{ran}");
        assert_eq!(gaps(&ran, HOME), ["explained 10T12:00 10T14:00"], "{ran}");
        assert_eq!(gaps(&ran, ABROAD), ["explained 10T12:23:17 10T14:23:17"], "{ran}");
        for region in [HOME, ABROAD] {
            let by = chain(&ran, region)["gaps"][0]["explained_by"].clone();
            let by = by.as_str().unwrap_or_default();
            assert!(by.starts_with(name) && by.contains("2025-06-10T11:50:00Z"), "{ran}");
        }
        let text = validate(&world, ["10T08:00", "10T18:00"], "");
        let own = text.text().lines().filter(|line| line.contains(name));
        assert_eq!((text.code, own.count() >= 1), (0, true), "{text}");
    }
}

#[test]
fn an_unexplained_gap_before_a_restart_is_inconclusive() {
    let time = at("10T11:50");
    let late = at("10T16:50");
    for record in [
        None,
        Some((time, switch("StopLogging", time, &json!({ "name": "other" })))),
        Some((time, switch("StartLogging", time, &json!({ "name": "ops" })))),
        // After the gap.
        Some((late, switch("StopLogging", late, &json!({ "name": "ops" })))),
    ] {
        let name = record.as_ref().map(|(time, record)| format!("{time} {record}"));
        let ran = validate(&interrupted(record), ["10T08:00", "10T18:00"], "-o jsonl");
        assert_eq!(ran.code, 2, "{name:?}\n{ran}");
        assert_eq!(gaps(&ran, HOME), ["gap 10T12:00 10T14:00"], "{name:?}\n{ran}");
        assert_eq!(gaps(&ran, ABROAD), ["gap 10T12:23:17 10T14:23:17"], "{name:?}\n{ran}");
        assert!(chain(&ran, HOME)["gaps"][0]["explained_by"].is_null(), "{ran}");
    }
}

#[test]
fn failed_calls_and_invalid_logs_explain_nothing() {
    let time = at("10T11:50");
    let mut denied = switch("StopLogging", time, &json!({ "name": "ops" }));
    denied["errorCode"] = json!("AccessDenied");
    let ran = validate(&interrupted(Some((time, denied))), ["10T08:00", "10T18:00"], "-o jsonl");
    assert_eq!(ran.code, 2, "{ran}");
    // A forged log that no digest lists.
    let mut world = interrupted(None);
    let record = switch("StopLogging", time, &json!({ "name": "ops" }));
    let key = world.add_log(HOME, "10T11:54");
    world.add(&key, HOME, time, json!({ "Records": [record] }).to_string());
    let ran = validate(&world, ["10T08:00", "10T18:00"], "-o jsonl");
    assert_eq!((ran.code, gaps(&ran, HOME)), (2, vec!["gap 10T12:00 10T14:00".into()]), "{ran}");
}

/// The log file with the stop was delivered before the window.
#[test]
fn a_log_before_the_window_explains_a_gap_at_its_start() {
    let time = at("10T11:50");
    let stop = || switch("StopLogging", time, &json!({ "name": "ops" }));
    let world = interrupted(Some((time, stop())));
    let ran = validate(&world, ["10T12:40", "10T18:00"], "-o jsonl");
    assert_eq!(ran.code, 0, "{ran}");
    let ran = validate(&interrupted(None), ["10T12:40", "10T18:00"], "-o jsonl");
    assert_eq!(ran.code, 2, "{ran}");
}

/// A stop does not explain log files delivered after it.
#[test]
fn a_stop_explains_no_logs_in_the_gap() {
    let time = at("10T11:50");
    let record = switch("StopLogging", time, &json!({ "name": "ops" }));
    let mut world = interrupted(Some((time, record)));
    world.add_log(HOME, "10T13:10");
    let ran = validate(&world, ["10T08:00", "10T18:00"], "-o jsonl");
    assert_ne!(ran.code, 0, "{ran}");
}

/// A trail whose last digests end at 16:00, and a bit later in the other Region.
fn ended(record: Option<Value>) -> World {
    let home = Chain::new(HOME, at("10T08:00"), 8);
    let home = match record {
        Some(record) => home.record(at("10T15:50"), record),
        None => home,
    };
    World::new(&[home, Chain::new(ABROAD, at("10T07:23:17"), 9)])
}

/// Asserts that this ended a chain, and that it explains all gaps.
fn expect_ended(ran: &Ran, region: &str, by: &str) {
    let ended = chain(ran, region)["ended"].clone();
    assert!(ended["time"].is_string(), "{region} has not ended: {ran}");
    assert!(ended["by"].as_str().unwrap_or_default().contains(by), "{ran}");
    assert!(gaps(ran, region).iter().all(|gap| gap.starts_with("explained ")), "{ran}");
}

#[test]
fn a_stopped_or_deleted_trail_is_required_up_to_that_event() {
    let time = at("10T15:50");
    for name in ["StopLogging", "DeleteTrail"] {
        let record = switch(name, time, &json!({ "name": "ops" }));
        let ran = validate(&ended(Some(record.clone())), ["10T09:00", "10T23:00"], "-o jsonl");
        assert_eq!(ran.code, 0, "{name}\n{ran}");
        for region in [HOME, ABROAD] {
            expect_ended(&ran, region, name);
        }
        // Earlier digests are still required.
        let mut world = ended(Some(record));
        world.remove(&world.digest(ABROAD, "10T15:23:17"));
        let ran = validate(&world, ["10T09:00", "10T23:00"], "-o jsonl");
        assert_ne!(ran.code, 0, "{name}\n{ran}");
    }
    let ran = validate(&ended(None), ["10T09:00", "10T23:00"], "-o jsonl");
    assert_eq!(ran.code, 2, "nothing says that the trail ended\n{ran}");
}

#[test]
fn a_trail_changed_to_single_region_needs_only_its_home_region() {
    let time = at("10T11:50");
    let parameters = json!({ "name": "ops", "isMultiRegionTrail": false });
    let record = switch("UpdateTrail", time, &parameters);
    let chains = |home: Chain| World::new(&[home, Chain::new(ABROAD, at("10T07:23:17"), 5)]);
    let home = Chain::new(HOME, at("10T08:00"), 11);
    let ran =
        validate(&chains(home.clone().record(time, record)), ["10T09:00", "10T18:00"], "-o jsonl");
    assert_eq!(ran.code, 0, "{ran}");
    expect_ended(&ran, ABROAD, "UpdateTrail");
    assert!(chain(&ran, HOME)["ended"].is_null(), "{ran}");
    let ran = validate(&chains(home), ["10T09:00", "10T18:00"], "-o jsonl");
    assert_eq!(ran.code, 2, "{ran}");
}

/// The trail was switched on again, so later missing digests were deleted.
#[test]
fn a_stop_followed_by_a_start_ends_no_chain() {
    let [off, on] = [at("10T15:30"), at("10T15:40")];
    let [stop, start] = [("StopLogging", off), ("StartLogging", on)]
        .map(|(name, time)| switch(name, time, &json!({ "name": "ops" })));
    let home = Chain::new(HOME, at("10T08:00"), 8).record(off, stop).record(on, start);
    let world = World::new(&[home, Chain::new(ABROAD, at("10T07:23:17"), 9)]);
    let ran = validate(&world, ["10T09:00", "10T23:00"], "-o jsonl");
    assert_eq!(ran.code, 2, "{ran}");
    let multi = |time, value: bool| {
        switch("UpdateTrail", time, &json!({ "name": "ops", "isMultiRegionTrail": value }))
    };
    let [off, on] = [at("10T11:50"), at("10T11:54")];
    let home = Chain::new(HOME, at("10T08:00"), 11);
    let home = home.record(off, multi(off, false)).record(on, multi(on, true));
    let world = World::new(&[home, Chain::new(ABROAD, at("10T07:23:17"), 5)]);
    let ran = validate(&world, ["10T09:00", "10T18:00"], "-o jsonl");
    assert_eq!(ran.code, 2, "{ran}");
}

/// A stop explains nothing that is missing long after it.
#[test]
fn an_old_stop_does_not_explain_a_missing_tail() {
    let time = at("10T09:50");
    let stop = switch("StopLogging", time, &json!({ "name": "ops" }));
    let world = World::new(&[
        Chain::new(HOME, at("10T08:00"), 8).record(time, stop),
        Chain::new(ABROAD, at("10T07:23:17"), 9),
    ]);
    let ran = validate(&world, ["10T09:00", "10T23:00"], "-o jsonl");
    assert_eq!(ran.code, 2, "{ran}");
}

#[test]
fn ended_requires_a_chain_only_up_to_that_time() {
    let world = World::new(&[
        Chain::new(HOME, at("10T08:00"), 11),
        Chain::new(ABROAD, at("10T07:23:17"), 5),
    ]);
    let window = ["10T09:00", "10T18:00"];
    let flags = |time: &str| format!("-o jsonl --ended {ACCOUNT}/{ABROAD}=2025-06-10T{time}Z");
    assert_eq!(validate(&world, window, "-o jsonl").code, 2);
    let ran = validate(&world, window, &flags("12:30:00"));
    assert_eq!(ran.code, 0, "{ran}");
    assert_eq!(covered(&ran, ABROAD), ["10T09:00", "10T12:23:17"], "{ran}");
    expect_ended(&ran, ABROAD, "--ended");
    // Digests that are due before that are gone.
    let ran = validate(&world, window, &flags("15:00:00"));
    assert_eq!(ran.code, 2, "{ran}");
    // Another chain is not the one that ended.
    let other = format!("-o jsonl --ended {ACCOUNT}/ap-south-1=2025-06-10T12:30:00Z");
    assert_eq!(validate(&world, window, &other).code, 2);
    // Malformed values are refused.
    for wrong in [
        "eu-west-1",
        "111122223333/eu-west-1",
        "1/eu-west-1=2025-06-10",
        "111122223333/eu-west-1=soon",
    ] {
        let ran = validate(&world, window, &format!("--ended {wrong}"));
        assert_eq!((ran.code, ran.text()), (2, ""), "{ran}");
    }
}

#[test]
fn logs_after_the_time_of_ended_contradict_it() {
    let mut world = World::new(&[
        Chain::new(HOME, at("10T08:00"), 11),
        Chain::new(ABROAD, at("10T07:23:17"), 11).logs(|_| vec![600]),
    ]);
    let after = at("10T12:30");
    world.objects.retain(|key, object| {
        object.region == HOME || !is_digest(key) || object.period[1] <= after + minutes(1)
    });
    let flags = format!("-o jsonl --ended {ACCOUNT}/{ABROAD}=2025-06-10T12:30:00Z");
    let ran = validate(&world, ["10T09:00", "10T18:00"], &flags);
    assert_ne!(ran.code, 0, "{ran}");
}

/// The oldest digest lists a log file that is gone. It may have expired.
#[test]
fn an_expired_log_is_not_invalid_where_older_logs_cannot_be_listed() {
    let mut world = cut(at("10T12:00"), |_| false);
    let older = world.add_log(HOME, "09T10:00");
    world.remove(&world.logs(HOME, "10T12:00", "10T13:00")[0].clone());
    let window = ["10T12:00", "10T17:00"].map(at);
    let server = Server::new(&world);
    let folder = older.rsplit_once('/').unwrap().0;
    // With an older log file it was deleted.
    let ran = server.validate_bucket(window, "-o jsonl");
    assert_eq!((ran.code, summary(&ran)["logs"]["invalid"].as_u64()), (1, Some(1)), "{ran}");
    let listed = server.stub.requests().prefixes;
    let listed = listed.iter().filter(|prefix| prefix.trim_end_matches('/') == folder);
    assert_eq!(listed.count(), 1, "{ran}");

    server.stub.deny(BUCKET, folder);
    let ran = server.validate_bucket(window, "-o jsonl");
    assert_eq!((ran.code, summary(&ran)["logs"]["invalid"].as_u64()), (2, Some(0)), "{ran}");
    assert!(ran.stderr.contains(folder), "{ran}");
}
