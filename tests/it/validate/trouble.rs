//! Objects that are denied or cannot be read are no tampering and no proof, and the run continues.
//! Missing objects are INVALID. Network faults change nothing.

use std::fs;
use std::time::Duration;

use serde_json::json;

use super::online::Online;
use super::world::{Chain, HOME, Server, World, at};
use super::{
    A_LOG, Copied, counts, digest, expect_all_valid, fixture, is_sidecar, object_verdicts,
    verdict_lines, without_seconds,
};
use crate::fixtures::gzip::stored;
#[cfg(unix)]
use crate::harness::Ran;
use crate::stub::Faults;

/// The key of the one object whose name has this part.
fn key(part: &str) -> String {
    let mut keys = fixture().into_keys().filter(|key| key.contains(part) && !is_sidecar(key));
    keys.next().unwrap()
}

#[test]
fn a_denied_log_is_unreadable() {
    let online = Online::new();
    online.stub.deny("acme-trail", &key(A_LOG));
    let ran = online.validate("-o jsonl");
    assert_eq!(
        object_verdicts(&ran),
        ["log us-east-1 20261120T1010Z unreadable access_denied"],
        "{ran}"
    );
    assert_eq!((ran.code, counts(&ran)), (2, [[8, 0, 0, 0], [20, 0, 1, 0]]), "{ran}");
}

#[test]
fn a_vanished_log_is_missing() {
    let online = Online::new();
    online.stub.vanish("acme-trail", &key(A_LOG));
    let ran = online.validate("-o jsonl");
    assert_eq!(object_verdicts(&ran), ["log us-east-1 20261120T1010Z invalid missing"], "{ran}");
    assert_eq!((ran.code, counts(&ran)), (1, [[8, 0, 0, 0], [20, 1, 0, 0]]), "{ran}");
    let text = online.validate("");
    assert_eq!(super::verdict_lines(&text, "INVALID: not found").len(), 1, "{text}");
}

#[test]
fn an_archived_log_is_unreadable() {
    let online = Online::new();
    online.stub.archive("acme-trail", &key(A_LOG));
    let ran = online.validate("-o jsonl");
    assert_eq!(
        object_verdicts(&ran),
        ["log us-east-1 20261120T1010Z unreadable archived"],
        "{ran}"
    );
    assert_eq!((ran.code, counts(&ran)), (2, [[8, 0, 0, 0], [20, 0, 1, 0]]), "{ran}");
}

#[test]
fn a_denied_digest_is_unreadable_and_the_run_continues() {
    let online = Online::new();
    online.stub.deny("acme-trail", &key(&digest("us-east-1", 10)));
    let ran = online.validate("-o jsonl");
    assert_eq!((ran.code, counts(&ran)[0]), (2, [7, 0, 1, 0]), "{ran}");
    assert_eq!(counts(&ran)[1], [18, 0, 0, 0], "{ran}");
}

#[test]
fn a_region_that_cannot_be_listed_is_inconclusive() {
    let online = Online::new();
    online.stub.deny("acme-trail", "AWSLogs/111122223333/CloudTrail-Digest/eu-west-1/");
    let ran = online.validate("-o jsonl");
    assert_eq!(ran.code, 2, "{ran}");
    assert_eq!(super::summary(&ran)["verdict"], "incomplete", "{ran}");
    assert!(ran.stderr.contains("eu-west-1"), "{ran}");
}

#[test]
fn tampering_outweighs_what_cannot_be_read() {
    let online = Online::new();
    online.stub.deny("acme-trail", &key(A_LOG));
    online.stub.remove("acme-trail", &key("CloudTrail_us-east-1_20261120T0910Z"));
    let ran = online.validate("-o jsonl");
    assert_eq!((ran.code, counts(&ran)), (1, [[8, 0, 0, 0], [19, 1, 1, 0]]), "{ran}");
}

#[test]
fn without_keys_the_answer_is_inconclusive() {
    let online = Online::new();
    online.stub.refuse("ListPublicKeys", 400, "AccessDeniedException", "not for you");
    let ran = online.validate("-o jsonl");
    assert_eq!((ran.code, counts(&ran)[0]), (2, [0, 0, 0, 8]), "{ran}");
    assert!(ran.stderr.contains("public keys of us-east-1"), "{ran}");
    assert_eq!(super::summary(&ran)["verdict"], "incomplete", "{ran}");
}

#[test]
fn access_denied_for_describe_trails_is_an_error() {
    let online = Online::new();
    online.stub.refuse("DescribeTrails", 400, "AccessDeniedException", "not for you");
    let ran = online.ct("trail:").run();
    assert_eq!((ran.code, ran.text()), (2, ""), "{ran}");
    assert!(ran.stderr.contains("DescribeTrails"), "{ran}");
}

#[test]
fn an_unreachable_bucket_is_inconclusive() {
    let online = Online::new();
    online.stub.fail_with(403, "AccessDenied", "Access Denied");
    let ran = online.validate("-o jsonl");
    assert_eq!(ran.code, 2, "{ran}");
    assert!(!ran.text().contains("\"verdict\":\"invalid\""), "{ran}");
}

/// Asserts that a server with these faults gives the same lines as one without.
fn expect_no_change(faults: Faults) -> [usize; 3] {
    let online = Online::new();
    let expected = without_seconds(&online.validate("-o jsonl --verbose"));
    online.stub.set_faults(faults);
    for threads in [1, 2, 4, 8] {
        let ran = online.validate(&format!("-o jsonl --verbose --threads {threads}"));
        let wrong: Vec<String> =
            object_verdicts(&ran).into_iter().filter(|line| !line.ends_with(" valid -")).collect();
        assert_eq!((ran.code, wrong), (0, vec![]), "{threads} threads: {}", ran.stderr);
        assert!(without_seconds(&ran) == expected, "{threads} threads: other lines");
    }
    online.stub.set_faults(Faults::default());
    expect_all_valid(&online.validate("-o jsonl"));
    let struck = online.stub.requests();
    [struck.slow_downs, struck.resets, struck.truncations]
}

#[test]
fn resets_and_throttling_change_no_verdict() {
    let latency = Duration::ZERO;
    let struck = expect_no_change(Faults {
        slow_down: 0.1,
        reset: 0.1,
        truncate: 0.0,
        damage: 0.0,
        latency,
    });
    assert!(struck[..2].iter().all(|&number| number > 3), "hardly a fault: {struck:?}");
}

/// Such an answer looks complete. Proxies do that; it is no tampering.
#[test]
fn truncated_answers_change_no_verdict() {
    let latency = Duration::ZERO;
    let struck = expect_no_change(Faults {
        slow_down: 0.05,
        reset: 0.05,
        truncate: 0.05,
        damage: 0.05,
        latency,
    });
    assert!(struck.iter().all(|&number| number > 0), "hardly a fault: {struck:?}");
}

/// Starts `ct validate`, and sends this signal while it waits for the oldest log of the last chain. It
/// makes one request at a time, so all others were answered before.
#[cfg(unix)]
fn end_at_the_last_log(online: &Online, signal: &str) -> Ran {
    online.stub.hold("CloudTrail_us-east-1_20261120T0810Z");
    let child = online.ct("--threads 1 --concurrency 1 --no-unlisted s3://acme-trail").start();
    online.stub.wait_for_held();
    let ran = crate::interrupt::ended_by(signal, child);
    assert!(ran.stderr.contains("interrupted: the rest was not checked"), "{ran}");
    ran
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_without_an_invalid_object_exits_with_2() {
    for signal in ["-INT", "-TERM", "-HUP"] {
        let ran = end_at_the_last_log(&Online::new(), signal);
        assert_eq!(ran.code, 2, "{signal} {ran}");
        assert_eq!(verdict_lines(&ran, "INVALID"), Vec::<&str>::new(), "{signal} {ran}");
    }
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_that_found_an_invalid_log_exits_with_1() {
    for signal in ["-INT", "-TERM", "-HUP"] {
        let online = Online::new();
        online.put("acme-trail", &key("CloudTrail_eu-west-1_"), b"altered", None);
        let ran = end_at_the_last_log(&online, signal);
        assert_eq!(ran.code, 1, "{signal} {ran}");
        assert_eq!(verdict_lines(&ran, "INVALID").len(), 1, "{signal} {ran}");
    }
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_that_found_a_missing_digest_exits_with_1() {
    let online = Online::new();
    online.stub.remove("acme-trail", &key(&digest("eu-west-1", 10)));
    let ran = end_at_the_last_log(&online, "-TERM");
    assert_eq!(ran.code, 1, "{ran}");
    let missing = verdict_lines(&ran, "INVALID: not found");
    assert_eq!(missing.len(), 1, "{ran}");
    assert!(missing[0].contains(&digest("eu-west-1", 10)), "{ran}");
}

/// Whether anything older is left was not listed when the run ended.
#[cfg(unix)]
#[test]
fn an_interrupted_run_calls_no_log_invalid_that_may_have_expired() {
    let online = Online::new();
    online.stub.remove("acme-trail", &key("CloudTrail_eu-west-1_20261120T0820Z"));
    let ran = end_at_the_last_log(&online, "-TERM");
    assert_eq!(ran.code, 1, "the first digest of the chain lists it: {ran}");
    let online = Online::new();
    for hour in [9, 10] {
        online.stub.remove("acme-trail", &key(&digest("eu-west-1", hour)));
    }
    // The oldest digest lists the last of them, and links to an older one.
    for time in ["0820", "0845", "1010"] {
        online.stub.remove("acme-trail", &key(&format!("CloudTrail_eu-west-1_20261120T{time}Z")));
    }
    let ran = end_at_the_last_log(&online, "-TERM");
    assert_eq!(ran.code, 2, "{ran}");
    assert_eq!(verdict_lines(&ran, "INVALID"), Vec::<&str>::new(), "{ran}");
}

/// With 512 MiB, 64 MiB of objects may be under way.
#[test]
fn a_log_that_finds_no_room_while_others_are_under_way_is_read_alone() {
    let time = at("10T08:10");
    let record = json!({ "eventName": "Large", "x": "y".repeat(65 << 20) });
    let mut world = World::new(&[Chain::new(HOME, at("10T08:00"), 3).record(time, record)]);
    for object in world.objects.values_mut().filter(|object| object.text.len() > 65 << 20) {
        object.bytes = stored(&object.text);
    }
    let server = Server::new(&world);
    let ran = server.validate_bucket(
        [at("10T08:00"), at("10T10:30")],
        "-o jsonl --max-memory 512M --threads 4",
    );
    assert_eq!(ran.code, 0, "{ran}");
    assert!(server.stub.requests().gets > world.objects.len(), "{ran}");
}

#[test]
fn a_log_that_memory_does_not_allow_names_the_flag_that_does() {
    let copied = Copied::new();
    // Takes no room on the disk.
    let log = fs::File::create(copied.object(A_LOG)).unwrap();
    log.set_len(200 << 20).unwrap();
    let ran = copied.validate("--max-memory 512M");
    assert_eq!(ran.code, 2, "{ran}");
    let lines = verdict_lines(&ran, "unreadable: larger than memory allows");
    assert_eq!(lines.len(), 1, "{ran}");
    assert!(lines[0].contains("raise --max-memory"), "{ran}");
}
