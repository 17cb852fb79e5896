//! Several trails of one bucket, each with its own coverage; and mirrors of `ct fetch`, which record when
//! they were complete.

use std::fs;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::coverage::{chain, coverage, gaps};
use super::world::{ABROAD, BUCKET, Chain, HOME, Mirror, OPS, Server, World, at, hours, is_digest};
use super::{documents, object_verdicts, summary};
use crate::harness::{Ran, document};
use crate::sign::Trail;

const WINDOW: [&str; 2] = ["10T09:00", "10T17:00"];
/// Another trail of the same account.
const SECURITY: Trail = Trail { name: "security", ..OPS };

/// The coverage line of a trail in a Region.
fn line_of(ran: &Ran, trail: &str, region: &str) -> Value {
    let is_it = |line: &&Value| line["trail"] == trail && line["region"] == region;
    let lines = coverage(ran);
    lines.iter().find(is_it).unwrap_or_else(|| panic!("no {trail} in {region}: {ran}")).clone()
}

/// A multi-Region trail, and one of the home Region only.
fn two_trails() -> World {
    World::new(&[
        Chain::new(HOME, at("10T08:00"), 10).of(SECURITY).logs(|_| vec![60, 1900]),
        Chain::new(ABROAD, at("10T07:23:17"), 11).of(SECURITY).logs(|_| vec![61, 1900]),
        Chain::new(HOME, at("10T08:07:41"), 10).logs(|_| vec![300, 3000]),
    ])
}

#[test]
fn logs_that_another_trail_lists_are_not_unlisted() {
    let mirror = Mirror::new(&two_trails(), at("10T18:30"));
    mirror.forget();
    let ran = mirror.validate(WINDOW.map(at), "-o jsonl --strict");
    assert_eq!((ran.code, coverage(&ran).len()), (0, 3), "{ran}");
    assert_eq!(
        (object_verdicts(&ran).len(), summary(&ran)["unlisted"].as_u64()),
        (0, Some(0)),
        "{ran}"
    );
    // Nor of a named trail that never had the other Region.
    let server = Server::new(&two_trails());
    server.describe(&OPS, true);
    server.status(HOME, at("10T18:12"), None);
    server.status(ABROAD, at("10T18:12"), None);
    let ran = server.validate(WINDOW.map(at), "-o jsonl trail:");
    assert_eq!((ran.code, summary(&ran)["unlisted"].as_u64()), (0, Some(0)), "{ran}");
}

#[test]
fn a_trail_does_not_cover_what_another_trail_lacks() {
    let mut world = two_trails();
    let newest = world.digests(HOME).into_iter().rfind(|key| key.contains("_ops_"));
    world.remove(&newest.unwrap());
    let mirror = Mirror::new(&world, at("11T06:00"));
    mirror.forget();
    for window in
        [["10T09:00", "10T17:50"], ["10T17:20", "10T17:40"], ["10T17:07:41", "10T18:07:41"]]
    {
        let ran = mirror.validate(window.map(at), "-o jsonl");
        assert_ne!(ran.code, 0, "{ran}");
        assert_eq!(line_of(&ran, "ops", HOME)["gaps"].as_array().unwrap().len(), 1, "{ran}");
        if window[1] <= "10T17:50" {
            assert_eq!(line_of(&ran, "security", HOME)["gaps"], json!([]), "{ran}");
        }
    }
}

#[test]
fn a_backfill_digest_does_not_replace_a_standard_digest() {
    let mut chains = World::usual_chains().to_vec();
    chains.push(Chain::new(HOME, at("10T12:00"), 1).logs(|_| vec![777]).backfill());
    let mut world = World::new(&chains);
    let is_standard = |key: &&String| key.ends_with("_20250610T130000Z.json.gz");
    let standard = world.digests(HOME).iter().find(is_standard).unwrap().clone();
    world.remove(&standard);
    let ran = Mirror::new(&world, at("10T19:30")).validate(WINDOW.map(at), "-o jsonl");
    assert_eq!(
        (ran.code, gaps(&ran, HOME)),
        (1, vec!["missing 10T12:00 10T13:00".into()]),
        "{ran}"
    );
    let sums = summary(&ran);
    assert_eq!(sums["backfill_digests"]["valid"], 1, "{ran}");
    assert!(
        object_verdicts(&ran).iter().all(|line| !line.contains("T1212Z")),
        "its log is valid: {ran}"
    );
}

/// A log file of a backfill digest is rewritten.
#[test]
fn the_logs_of_backfill_digests_are_verified() {
    let mut chains = World::usual_chains().to_vec();
    chains.push(Chain::new(HOME, at("10T12:00"), 1).logs(|_| vec![777]).backfill());
    let mut world = World::new(&chains);
    let log = world.objects.keys().find(|key| key.contains("T1212Z")).unwrap().clone();
    world.rewrite(&log);
    let ran = Mirror::new(&world, at("10T19:30")).validate(WINDOW.map(at), "-o jsonl");
    assert_eq!((ran.code, object_verdicts(&ran).len()), (1, 1), "{ran}");
}

/// Years outside the window are not listed key by key.
#[test]
fn chains_are_found_without_listing_years_of_keys() {
    let world = World::usual();
    let lists = |server: &Server| {
        let before = server.stub.requests().lists;
        let ran = server.validate_bucket(WINDOW.map(at), "-o jsonl");
        assert_eq!(ran.code, 0, "{ran}");
        server.stub.requests().lists - before
    };
    let short = lists(&Server::new(&world));
    let server = Server::new(&world);
    let first = at("10T12:00") - hours(24 * 730);
    for day in 0..700 {
        for region in [HOME, ABROAD] {
            let time = first + hours(24 * day);
            let folder = time.strftime("%Y/%m/%d");
            let stamp = time.strftime("%Y%m%dT%H%M%SZ");
            let name = format!("111122223333_CloudTrail-Digest_{region}_ops_us-east-1_{stamp}");
            let key =
                format!("AWSLogs/111122223333/CloudTrail-Digest/{region}/{folder}/{name}.json.gz");
            server.stub.put(BUCKET, &key, b"old");
        }
    }
    let long = lists(&server);
    assert!(long <= short + 12, "{long} pages with two years of digests, {short} without");
}

/// The default end is the present: days without digests are no pass.
#[test]
fn days_without_digests_before_the_present_are_inconclusive() {
    let server = Server::new(&World::usual());
    server.describe(&OPS, true);
    server.stub.answer("GetTrailStatus", vec![json!({ "IsLogging": true })]);
    for start in ["2025-06-10T09:00:00Z", "2025-06-14"] {
        for flags in ["-o jsonl", "-o junit"] {
            let ran = server.ct(&format!("validate --start-time {start} {flags} trail:")).run();
            assert_eq!(ran.code, 2, "{start} {flags}\n{ran}");
            let shows = flags == "-o jsonl" || ran.text().contains("<error ");
            assert!(shows, "{start}\n{ran}");
        }
    }
}

fn fetch(server: &Server, flags: &str) -> Mirror {
    Mirror::made_by(|root| {
        let ran = server.ct(&format!("fetch s3://{BUCKET} {flags}")).arg(root).run();
        assert_eq!(ran.code, 0, "{ran}");
    })
}

fn completed(mirror: &Mirror) -> Option<Timestamp> {
    let note = document(&mirror.root().join(".ct/mirror.json"));
    note["completed"].as_str().map(|time| time.parse().unwrap())
}

#[test]
fn a_mirror_records_when_its_last_complete_fetch_ended() {
    let server = Server::new(&World::usual());
    let before = Timestamp::now();
    let mirror = fetch(&server, "");
    let first = completed(&mirror).expect("it was complete");
    assert!(before <= first && first <= Timestamp::now(), "{first}");
    // A failed fetch does not change it.
    let key = World::usual().digest(HOME, "10T12:00");
    fs::remove_file(mirror.root().join(&key)).unwrap();
    server.stub.deny(BUCKET, &key);
    let ran = server.ct(&format!("fetch s3://{BUCKET}")).arg(mirror.root()).run();
    assert_ne!(ran.code, 0, "{ran}");
    assert_eq!(completed(&mirror), Some(first));
    // A complete one does, even if it fetches only one object.
    server.stub.allow(BUCKET);
    let ran = server.ct(&format!("fetch s3://{BUCKET}")).arg(mirror.root()).run();
    assert!(ran.code == 0 && completed(&mirror) > Some(first), "{ran}");
}

/// Older mirrors do not record it.
#[test]
fn a_mirror_without_a_completion_time_is_validated() {
    let mirror = Mirror::new(&World::usual(), at("10T19:30"));
    fs::write(mirror.root().join(".ct/mirror.json"), "{\"version\":1,\"bucket\":\"ops-logs\"}\n")
        .unwrap();
    let ran = mirror.validate(WINDOW.map(at), "-o jsonl");
    assert_eq!(ran.code, 0, "{ran}");
    let ran = mirror.validate(["10T09:00", "10T23:00"].map(at), "-o jsonl");
    assert_eq!(ran.code, 2, "nothing says that the rest is not due: {ran}");
}

#[test]
fn a_mirror_of_fetch_since_begins_at_that_time() {
    let server = Server::new(&World::usual());
    let mirror = fetch(&server, "--since 2025-06-10T13:30:00Z --late 0s");
    let root = mirror.root();
    let key = World::usual().digest(HOME, "10T12:00");
    assert!(!root.join(&key).exists(), "it was delivered before that");
    let window = ["10T10:00", "10T17:00"];
    let ran = mirror.validate(window.map(at), "-o jsonl");
    let states: Vec<String> = gaps(&ran, HOME);
    assert!(
        ran.code == 2 && states.iter().any(|gap| gap.starts_with("expired 10T10:00 ")),
        "{ran}"
    );
    assert_eq!(summary(&ran)["digests"]["invalid"], 0, "{ran}");
    let ran = mirror.validate(["10T15:00", "10T18:00"].map(at), "-o jsonl");
    assert_eq!(ran.code, 0, "{ran}");
}

/// Objects without a coverage line are not counted as covered either.
#[test]
fn each_object_belongs_to_a_listed_chain() {
    let mut world = two_trails();
    world.rewrite(&world.logs(ABROAD, "10T12:00", "10T12:30")[0].clone());
    let ran = Mirror::new(&world, at("10T18:30")).validate(WINDOW.map(at), "-o jsonl -v");
    assert_eq!(ran.code, 1, "{ran}");
    let chains: Vec<(Value, Value)> = coverage(&ran)
        .into_iter()
        .map(|line| (line["account"].clone(), line["region"].clone()))
        .collect();
    let objects = documents(&ran).into_iter().filter(|line| line["uri"].is_string());
    let mut count = 0;
    for object in objects {
        count += 1;
        let place = (object["account"].clone(), object["region"].clone());
        assert!(chains.contains(&place), "{object}");
    }
    assert!(count > 60, "{count}\n{ran}");
    assert!(chain(&ran, ABROAD)["to"].is_string());
    assert!(world.objects.keys().filter(|key| is_digest(key)).count() == 31);
}
