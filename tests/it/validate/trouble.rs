//! What may not or cannot be read is no tampering and no proof, and the run goes on. What is gone is
//! gone. The network's faults change nothing.

use std::time::Duration;

use super::online::Online;
use super::{
    A_LOG, counts, digest, expect_all_valid, fixture, is_sidecar, told, verdict_lines,
    without_seconds,
};
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
    assert_eq!(told(&ran), ["log us-east-1 20261120T1010Z unreadable access_denied"], "{ran}");
    assert_eq!((ran.code, counts(&ran)), (2, [[8, 0, 0, 0], [20, 0, 1, 0]]), "{ran}");
}

#[test]
fn a_vanished_log_is_missing() {
    let online = Online::new();
    online.stub.vanish("acme-trail", &key(A_LOG));
    let ran = online.validate("-o jsonl");
    assert_eq!(told(&ran), ["log us-east-1 20261120T1010Z invalid missing"], "{ran}");
    assert_eq!((ran.code, counts(&ran)), (1, [[8, 0, 0, 0], [20, 1, 0, 0]]), "{ran}");
    let text = online.validate("");
    assert_eq!(super::verdict_lines(&text, "INVALID: not found").len(), 1, "{text}");
}

#[test]
fn an_archived_log_is_unreadable() {
    let online = Online::new();
    online.stub.archive("acme-trail", &key(A_LOG));
    let ran = online.validate("-o jsonl");
    assert_eq!(told(&ran), ["log us-east-1 20261120T1010Z unreadable archived"], "{ran}");
    assert_eq!((ran.code, counts(&ran)), (2, [[8, 0, 0, 0], [20, 0, 1, 0]]), "{ran}");
}

#[test]
fn a_denied_digest_is_unreadable_and_the_run_goes_on() {
    let online = Online::new();
    online.stub.deny("acme-trail", &key(&digest("us-east-1", 10)));
    let ran = online.validate("-o jsonl");
    assert_eq!((ran.code, counts(&ran)[0]), (2, [7, 0, 1, 0]), "{ran}");
    assert_eq!(counts(&ran)[1], [18, 0, 0, 0], "{ran}");
}

#[test]
fn a_region_that_may_not_be_listed_is_no_proof() {
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
fn without_keys_nothing_is_proven() {
    let online = Online::new();
    online.stub.refuse("ListPublicKeys", 400, "AccessDeniedException", "not for you");
    let ran = online.validate("-o jsonl");
    assert_eq!((ran.code, counts(&ran)[0]), (2, [0, 0, 0, 8]), "{ran}");
    assert!(ran.stderr.contains("public keys of us-east-1"), "{ran}");
    assert_eq!(super::summary(&ran)["verdict"], "incomplete", "{ran}");
}

#[test]
fn trails_that_may_not_be_described_are_an_error() {
    let online = Online::new();
    online.stub.refuse("DescribeTrails", 400, "AccessDeniedException", "not for you");
    let ran = online.ct("trail:").run();
    assert_eq!((ran.code, ran.text()), (2, ""), "{ran}");
    assert!(ran.stderr.contains("DescribeTrails"), "{ran}");
}

#[test]
fn a_bucket_that_cannot_be_reached_is_no_proof() {
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
            told(&ran).into_iter().filter(|line| !line.ends_with(" valid -")).collect();
        assert_eq!((ran.code, wrong), (0, vec![]), "{threads} threads: {}", ran.stderr);
        assert!(without_seconds(&ran) == expected, "{threads} threads: other lines");
    }
    online.stub.set_faults(Faults::default());
    expect_all_valid(&online.validate("-o jsonl"));
    let struck = online.stub.requests();
    [struck.slow_downs, struck.resets, struck.truncations]
}

#[test]
fn answers_that_break_or_are_slowed_down_change_no_verdict() {
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

/// Such an answer says of itself that it is whole. A proxy on the way does that, and no tampering.
#[test]
fn answers_that_are_cut_short_change_no_verdict() {
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

#[cfg(unix)]
#[test]
fn an_interrupted_run_keeps_what_it_found() {
    for (is_tampered, code) in [(false, 2), (true, 1)] {
        let online = Online::new();
        if is_tampered {
            let key =
                fixture().into_keys().find(|key| key.contains("CloudTrail_eu-west-1_")).unwrap();
            online.put("acme-trail", &key, b"altered", None);
        }
        // The oldest log of the last chain: one request at a time, all others were answered before.
        online.stub.hold("CloudTrail_us-east-1_20261120T0810Z");
        let child = online.ct("--threads 1 --concurrency 1 --no-unlisted s3://acme-trail").start();
        online.stub.wait_for_held();
        let ran = crate::interrupt::interrupted(child);
        assert_eq!(ran.code, code, "{ran}");
        assert!(ran.stderr.contains("interrupted: the rest was not checked"), "{ran}");
        assert_eq!(verdict_lines(&ran, "INVALID").len(), usize::from(is_tampered), "{ran}");
    }
}
