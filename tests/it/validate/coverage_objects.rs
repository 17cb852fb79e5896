//! Objects that CloudTrail did not deliver this way: digests whose metadata a copy lost, lists that are
//! null, junk with the name of a digest.

use serde_json::{Value, json};

use super::coverage::busy;
use super::world::{ABROAD, Chain, HOME, Mirror, Object, Server, World, at, is_digest, name};
use super::{documents, object_verdicts, summary};
use crate::fixtures::gzip::deflated;
use crate::harness::Ran;

const WINDOW: [&str; 2] = ["10T09:00", "10T17:00"];

/// A bucket of which one Region was copied without the metadata of digests.
fn copied_again() -> World {
    let mut world = busy();
    world.strip(&world.digests(ABROAD));
    world
}

#[test]
fn the_next_digest_proves_one_without_metadata_in_a_bucket_too() {
    let world = copied_again();
    let server = Server::new(&world);
    // The newest is after the window: all digests of the window are proven.
    let inner = ["10T09:00", "10T14:00"].map(at);
    let ran = server.validate_bucket(inner, "-o jsonl");
    let sums = summary(&ran);
    assert_eq!((ran.code, &sums["verdict"]), (2, &json!("incomplete")), "{ran}");
    let bad = ["invalid", "unverified"].map(|kind| sums["digests"][kind].as_u64().unwrap());
    assert_eq!((bad, &sums["logs"]["unverified"]), ([0, 0], &json!(0)), "{ran}");
    let logs = sums["logs"]["valid"].as_u64().unwrap();
    let of_abroad = world.logs(ABROAD, "10T09:23:17", "10T14:00").len() as u64;
    let of_home = world.logs(HOME, "10T09:30", "10T14:00").len() as u64;
    assert!(logs >= of_abroad + of_home, "{logs} logs of {of_abroad} and {of_home}\n{ran}");
    let text = server.validate_bucket(inner, "");
    assert!(text.code == 2 && text.text().contains("metadata"), "{text}");
    assert!(!text.text().contains("INVALID"), "{text}");
}

#[test]
fn the_newest_digest_without_metadata_is_unverified() {
    let world = copied_again();
    let window = ["10T09:00", "10T17:23:17"].map(at);
    let newest = format!("digest {ABROAD} 20250610T172317Z unverified no_signature");
    for ran in [
        Server::new(&world).validate_bucket(window, "-o jsonl"),
        Mirror::new(&world, at("10T18:30")).validate(window, "-o jsonl"),
    ] {
        assert_eq!((ran.code, object_verdicts(&ran).contains(&newest)), (2, true), "{ran}");
        let sums = summary(&ran);
        let bad = ["invalid", "unverified"].map(|kind| sums["digests"][kind].as_u64().unwrap());
        assert_eq!(bad, [0, 1], "{ran}");
    }
}

#[test]
fn the_next_digest_proves_one_without_metadata_in_a_copy() {
    let mirror = Mirror::new(&copied_again(), at("10T18:30"));
    let ran = mirror.validate(["10T09:00", "10T14:00"].map(at), "-o jsonl");
    assert_eq!(ran.code, 0, "{ran}");
    let ran = Mirror::plain_copy(&busy()).validate(["10T09:00", "10T14:00"].map(at), "-o jsonl");
    assert_eq!(ran.code, 0, "{ran}");
}

#[test]
fn lost_metadata_hides_no_tampering() {
    let mut world = copied_again();
    let log = world.logs(ABROAD, "10T12:00", "10T12:30")[1].clone();
    world.rewrite(&log);
    let ran = Server::new(&world).validate_bucket(WINDOW.map(at), "-o jsonl");
    assert_eq!((ran.code, summary(&ran)["logs"]["invalid"].as_u64()), (1, Some(1)), "{ran}");
    let mut world = copied_again();
    let digest = world.digest(ABROAD, "10T12:23:17");
    world.rewrite(&digest);
    let ran = Server::new(&world).validate_bucket(WINDOW.map(at), "-o jsonl");
    assert_eq!(ran.code, 1, "{ran}");
}

#[test]
fn metadata_without_a_signature_is_invalid() {
    for metadata in [
        json!({ "signature-algorithm": "SHA256withRSA" }),
        json!({ "owner": "somebody" }),
        json!({ "signature": "", "signature-algorithm": "SHA256withRSA" }),
    ] {
        let mut world = busy();
        let digest = world.digest(ABROAD, "10T12:23:17");
        world.objects.get_mut(&digest).unwrap().metadata = Some(metadata.clone());
        let ran = Server::new(&world).validate_bucket(WINDOW.map(at), "-o jsonl");
        let line = format!("digest {ABROAD} 20250610T122317Z invalid signature");
        assert_eq!(
            (ran.code, object_verdicts(&ran).contains(&line)),
            (1, true),
            "{metadata}\n{ran}"
        );
    }
}

#[test]
fn a_null_list_of_logs_is_empty() {
    let world = World::new(&World::usual_chains().map(Chain::writes_null));
    let is_null = |object: &&Object| object.text.ends_with(br#""logFiles":null}"#);
    assert!(world.objects.values().filter(is_null).count() > 2);
    let ran = Mirror::new(&world, at("10T19:30")).validate(WINDOW.map(at), "-o jsonl");
    assert_eq!((ran.code, summary(&ran)["digests"]["invalid"].as_u64()), (0, Some(0)), "{ran}");
    // Other values than a list are malformed.
    let mut world = World::usual();
    let digest = world.digest(HOME, "10T11:00");
    let text = String::from_utf8(world.objects[&digest].text.clone()).unwrap();
    let object = world.objects.get_mut(&digest).unwrap();
    object.bytes = deflated(text.replace("\"logFiles\":[]", "\"logFiles\":{}").as_bytes());
    let ran = Mirror::new(&world, at("10T19:30")).validate(WINDOW.map(at), "-o jsonl");
    assert_eq!(ran.code, 1, "{ran}");
}

/// The key of an object named like a digest of the home Region with this stamp.
fn junk_key(world: &World, day: &str, stamp: &str) -> String {
    let key = world.digest(HOME, "10T12:00");
    key.replace("2025/06/10", day).replace("20250610T120000Z", stamp)
}

fn junk_lines(ran: &Ran, key: &str) -> Vec<Value> {
    let is_it = |line: &Value| line["uri"].as_str().is_some_and(|uri| uri.ends_with(name(key)));
    documents(ran).into_iter().filter(is_it).collect()
}

#[test]
fn junk_with_the_name_of_a_digest_is_stray() {
    for (day, stamp) in [
        ("2025/06/10", "20250610T123456Z"),
        ("2025/06/10", "20250610T115959Z"),
        ("2025/06/09", "20250610T123456Z"),
        ("2025/06/11", "20250610T123456Z"),
        ("2025/06/10", "20250610T163001Z"),
    ] {
        let mut world = World::usual();
        let key = junk_key(&world, day, stamp);
        world.add(&key, HOME, at("10T12:40"), "no digest at all");
        let mirror = Mirror::new(&world, at("10T19:30"));
        let ran = mirror.validate(WINDOW.map(at), "-o jsonl");
        assert_eq!(ran.code, 0, "{key}\n{ran}");
        let clean =
            Mirror::new(&World::usual(), at("10T19:30")).validate(WINDOW.map(at), "-o jsonl");
        for kind in ["valid", "invalid", "unreadable", "unverified"] {
            let [with, without] = [&ran, &clean].map(|ran| summary(ran)["digests"][kind].clone());
            assert_eq!(with, without, "{kind} {key}\n{ran}");
        }
        for line in junk_lines(&ran, &key) {
            assert_eq!(
                (&line["verdict"], &line["reason"]),
                (&json!("unlisted"), &json!("unlinked"))
            );
        }
        let text = mirror.validate(WINDOW.map(at), "");
        assert_eq!(text.code, 0, "{key}\n{text}");
        if let Some(line) = text.text().lines().find(|line| line.contains(name(&key))) {
            assert!(line.contains("stray"), "{text}");
        }
    }
}

/// Junk in the chain's own day folder is named.
#[test]
fn stray_junk_is_named() {
    let mut world = World::usual();
    let key = junk_key(&world, "2025/06/10", "20250610T123456Z");
    world.add(&key, HOME, at("10T12:40"), "no digest at all");
    let server = Server::new(&world);
    let mirror = Mirror::new(&world, at("10T19:30"));
    for [jsonl, text] in [
        ["-o jsonl", ""].map(|flags| mirror.validate(WINDOW.map(at), flags)),
        ["-o jsonl", ""].map(|flags| server.validate_bucket(WINDOW.map(at), flags)),
    ] {
        assert_eq!((jsonl.code, text.code), (0, 0), "{jsonl}\n{text}");
        let lines = junk_lines(&jsonl, &key);
        assert_eq!(lines.len(), 1, "{jsonl}");
        assert_eq!(
            (&lines[0]["verdict"], &lines[0]["reason"]),
            (&json!("unlisted"), &json!("unlinked"))
        );
        let line = text.text().lines().find(|line| line.contains(name(&key))).unwrap_or_default();
        assert!(line.contains("stray") && !line.contains("INVALID"), "{text}");
    }
}

/// Far from the window, and before and after all digests.
#[test]
fn junk_in_the_future_and_in_the_past_changes_nothing() {
    for (day, stamp) in [
        ("2025/06/10", "20250620T003456Z"),
        ("2025/06/20", "20250620T003456Z"),
        ("2025/06/05", "20250605T030405Z"),
        ("2025/06/10", "20250605T030405Z"),
        ("2025/06/10", "20250610T183001Z"),
    ] {
        let mut world = World::usual();
        let key = junk_key(&world, day, stamp);
        world.add(&key, HOME, at("10T12:40"), "no digest at all");
        let mirror = Mirror::new(&world, at("10T19:30"));
        for window in [WINDOW, ["10T09:00", "10T18:50"]] {
            let ran = mirror.validate(window.map(at), "-o jsonl");
            assert_eq!(
                (ran.code, summary(&ran)["digests"]["invalid"].as_u64()),
                (0, Some(0)),
                "{key}\n{ran}"
            );
        }
    }
}

#[test]
fn an_object_where_the_next_digest_is_expected_is_judged_as_a_digest() {
    for text in [&b"no digest at all"[..], b"", b"{}"] {
        let mut world = World::new(&[
            Chain::new(HOME, at("10T08:00"), 10),
            Chain::new(ABROAD, at("10T07:23:17"), 11),
        ]);
        let key = junk_key(&world, "2025/06/10", "20250610T190000Z");
        world.add(&key, HOME, at("10T19:05"), text);
        // Whether due or not: the object exists.
        for now in ["10T19:30", "11T06:00"] {
            let mirror = Mirror::new(&world, at(now));
            let ran = mirror.validate(["10T09:00", "10T19:00"].map(at), "-o jsonl");
            let lines = junk_lines(&ran, &key);
            assert_eq!((ran.code, lines.len()), (1, 1), "{now}\n{ran}");
            assert_eq!(lines[0]["verdict"], "invalid", "{now}\n{ran}");
        }
    }
}

/// A digest copied under other names proves nothing, and does no harm.
#[test]
fn a_digest_copied_to_an_impossible_time_is_stray() {
    let mut world = World::usual();
    let original = world.digest(HOME, "10T12:00");
    let copy = Object { delivered: at("10T12:40"), ..world.objects[&original].clone() };
    world.objects.insert(junk_key(&world, "2025/06/10", "20250610T124500Z"), copy);
    assert!(world.objects.keys().filter(|key| is_digest(key)).count() > 20);
    let ran = Mirror::new(&world, at("10T19:30")).validate(WINDOW.map(at), "-o jsonl");
    assert_eq!(ran.code, 0, "{ran}");
}
