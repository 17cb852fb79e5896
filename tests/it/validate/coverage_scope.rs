//! Which chains there must be: those of the trail's scope that were ever there. And whose chains they
//! are: an account's own, or those of an organization.

use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use super::coverage::{busy, chain, coverage, gaps, not_verifiable};
use super::summary;
use super::world::{
    ABROAD, ACCOUNT, BUCKET, Chain, HOME, Mirror, OPS, Server, World, arn, at, hours, is_digest,
    name,
};
use crate::harness::Ran;
use crate::sign::Trail;

const WINDOW: [&str; 2] = ["10T09:00", "10T18:00"];

fn all(ran: &Ran) -> String {
    format!("{}{}", ran.text(), ran.stderr)
}

/// The usual trail without what a Region has, but for what is kept.
fn without_abroad(world: &World, keep: impl Fn(&str) -> bool) -> World {
    let mut world = world.clone();
    world.objects.retain(|key, object| object.region != ABROAD || keep(key));
    world
}

#[test]
fn a_region_whose_digests_were_all_deleted_is_missed_by_its_logs() {
    let world = World::usual();
    let mirror = Mirror::new(&without_abroad(&world, |key| !is_digest(key)), at("11T06:00"));
    mirror.forget();
    let ran = mirror.validate(WINDOW.map(at), "-o jsonl");
    assert_ne!(ran.code, 0, "{ran}");
    assert!(chain(&ran, ABROAD)["from"].is_null(), "{ran}");
    assert!(not_verifiable(&ran).len() >= 10, "{ran}");
    let text = mirror.validate(WINDOW.map(at), "");
    assert!(text.text().contains(ABROAD) && text.text().contains("not verifiable"), "{text}");
}

#[test]
fn a_region_of_which_nothing_is_left_is_missed_by_the_ledger_of_a_mirror() {
    let world = World::usual();
    let mirror = Mirror::new(&world, at("11T06:00"));
    for key in world.objects.keys().filter(|key| world.objects[*key].region == ABROAD) {
        mirror.delete(key);
        mirror.delete_metadata(key);
    }
    let ran = mirror.validate(WINDOW.map(at), "-o jsonl");
    assert_ne!(ran.code, 0, "{ran}");
    assert!(chain(&ran, ABROAD)["from"].is_null(), "{ran}");
    let text = mirror.validate(WINDOW.map(at), "");
    assert!(text.code != 0 && all(&text).contains(ABROAD), "{text}");
}

#[test]
fn a_region_of_which_only_an_earlier_month_is_left_is_missed() {
    let may: Timestamp = "2025-05-27T08:11:17Z".parse().unwrap();
    let mut world = World::new(&[Chain::new(HOME, at("10T08:00"), 11), Chain::new(ABROAD, may, 3)]);
    world.objects.retain(|key, object| object.region != ABROAD || is_digest(key));
    let mirror = Mirror::new(&world, at("11T06:00"));
    mirror.forget();
    let ran = mirror.validate(WINDOW.map(at), "-o jsonl");
    assert_eq!((ran.code, gaps(&ran, ABROAD).len()), (2, 1), "{ran}");
    let server = Server::new(&world);
    server.describe(&OPS, true);
    for region in [HOME, ABROAD] {
        server.status(region, at("10T19:05"), None);
    }
    for line in ["-o jsonl trail:", &format!("-o jsonl s3://{BUCKET}")] {
        let ran = server.validate(WINDOW.map(at), line);
        assert_eq!((ran.code, chain(&ran, ABROAD)["from"].is_null()), (2, true), "{line} {ran}");
    }
}

#[test]
fn a_region_of_which_nothing_is_left_is_missed_by_an_earlier_report() {
    let world = World::usual();
    let mirror = Mirror::new(&world, at("11T06:00"));
    let first = mirror.validate(WINDOW.map(at), "--report first.jsonl");
    assert_eq!(first.code, 0, "{first}");
    for key in world.objects.keys().filter(|key| world.objects[*key].region == ABROAD) {
        mirror.delete(key);
        mirror.delete_metadata(key);
    }
    mirror.forget();
    let ran = mirror.validate(WINDOW.map(at), "-o jsonl --previous first.jsonl");
    assert_eq!((ran.code, chain(&ran, ABROAD)["from"].is_null()), (2, true), "{ran}");
    // What is no report is no reason to be content.
    let ran = mirror.validate(WINDOW.map(at), "--previous nothing.jsonl");
    assert_eq!((ran.code, ran.text()), (2, ""), "{ran}");
    assert!(ran.stderr.contains("nothing.jsonl"), "{ran}");
}

#[test]
fn the_home_region_is_always_expected_of_a_named_trail() {
    let mut world = World::usual();
    world.objects.retain(|_, object| object.region != HOME);
    let server = Server::new(&world);
    server.describe(&OPS, true);
    server.status(ABROAD, at("10T18:30"), None);
    server.status(HOME, at("10T18:30"), None);
    let ran = server.validate(WINDOW.map(at), "-o jsonl trail:");
    assert_eq!((ran.code, chain(&ran, HOME)["from"].is_null()), (2, true), "{ran}");
}

/// Its digests abroad are of a time when it was a multi-Region trail.
#[test]
fn a_single_region_trail_needs_its_home_region_only() {
    let world = World::new(&[
        Chain::new(HOME, at("10T08:00"), 11),
        Chain::new(ABROAD, at("10T07:23:17"), 2),
    ]);
    let server = Server::new(&world);
    server.status(HOME, at("10T19:05"), None);
    server.describe(&OPS, false);
    let ran = server.validate(["10T11:00", "10T18:00"].map(at), "-o jsonl trail:");
    assert_eq!(ran.code, 0, "{ran}");
    server.describe(&OPS, true);
    let ran = server.validate(["10T11:00", "10T18:00"].map(at), "-o jsonl trail:");
    assert_eq!(ran.code, 2, "{ran}");
}

/// Digest delivery stopped in one Region hours ago, with the logs: CloudTrail itself says so.
#[test]
fn a_region_whose_digest_delivery_stopped_is_no_proof_and_the_error_is_named() {
    let now = Timestamp::now();
    let hour = Timestamp::from_second(now.as_second() - now.as_second() % 3600).unwrap();
    let abroad = hour - hours(20) + SignedDuration::from_secs(677);
    let world =
        World::new(&[Chain::new(HOME, hour - hours(20), 22), Chain::new(ABROAD, abroad, 14)]);
    let there = world.until(now);
    let server = Server::new(&there);
    server.describe(&OPS, true);
    let newest = there.objects.iter().filter(|(key, o)| is_digest(key) && o.region == HOME);
    server.status(HOME, newest.map(|(_, object)| object.delivered).max().unwrap(), None);
    server.status(ABROAD, abroad + hours(14), Some("AccessDenied"));
    for window in [[now - hours(12), now], [now - hours(12), now - hours(4)]] {
        let ran = server.validate(window, "-o jsonl trail:");
        assert_eq!((ran.code, gaps(&ran, ABROAD).len()), (2, 1), "{ran}");
        let text = server.validate(window, "trail:");
        assert_eq!(text.code, 2, "{text}");
        for expected in [ABROAD, "AccessDenied", "stopped"] {
            assert!(all(&text).contains(expected), "{expected}\n{text}");
        }
    }
    let regions: Vec<String> = server
        .stub
        .requests()
        .cloudtrail
        .into_iter()
        .filter(|call| call.operation == "GetTrailStatus")
        .map(|call| call.region)
        .collect();
    assert!(regions.iter().any(|region| region == ABROAD), "{regions:?}");
}

/// An old time of the last delivery excuses nothing.
#[test]
fn the_time_of_the_last_delivery_makes_no_period_due_later() {
    let mut world = World::usual();
    world.remove(&world.digest(ABROAD, "10T18:23:17"));
    world.remove(&world.digest(ABROAD, "10T17:23:17"));
    let server = Server::new(&world);
    server.describe(&OPS, true);
    server.status(HOME, at("10T19:05"), None);
    server.status(ABROAD, at("10T16:28"), None);
    let ran = server.validate(["10T09:00", "10T18:23:17"].map(at), "-o jsonl trail:");
    assert_ne!(ran.code, 0, "{ran}");
    assert!(gaps(&ran, ABROAD).join(" ").contains(" 10T16:23:17 "), "{ran}");
}

/// The newest digest of a Region is gone with a log of it, and another says something else.
#[test]
fn a_forged_trail_is_noticed_in_a_bucket_too() {
    let mut world = busy();
    let logs = world.logs(ABROAD, "10T17:00", "10T17:30");
    world.remove(&world.digest(ABROAD, "10T17:23:17"));
    world.remove(&logs[0]);
    world.rewrite(&logs[1]);
    let server = Server::new(&world);
    server.describe(&OPS, true);
    server.status(HOME, at("10T18:05"), None);
    // Whatever CloudTrail says of its deliveries.
    for delivered in ["10T16:28", "10T17:28"] {
        server.status(ABROAD, at(delivered), None);
        for window in [["10T16:30", "10T17:00"], ["10T09:00", "10T17:23:17"]] {
            for line in ["trail:", &format!("s3://{BUCKET}")] {
                let ran = server.validate(window.map(at), &format!("-o jsonl {line}"));
                assert!(ran.code != 0 && !gaps(&ran, ABROAD).is_empty(), "{line}\n{ran}");
                let text = server.validate(window.map(at), line);
                let is_named = text.text().contains(name(&logs[1]));
                assert!(text.code != 0 && is_named, "{line}\n{text}");
            }
        }
    }
}

#[test]
fn the_chains_that_were_checked_are_listed() {
    let mirror = Mirror::new(&World::usual(), at("10T19:30"));
    let ran = mirror.validate(WINDOW.map(at), "-v");
    assert_eq!(ran.code, 0, "{ran}");
    for region in [HOME, ABROAD] {
        assert!(
            all(&ran).contains(&format!("{ACCOUNT} {region}"))
                || all(&ran).contains(&format!("{ACCOUNT}/{region}")),
            "{ran}"
        );
    }
}

/// Another account that delivers into the same bucket, with a trail of the same name.
const NEIGHBOUR: Trail = Trail { account: "222233334444", ..OPS };

/// A bucket of two accounts, the second of which has a log that somebody rewrote.
fn shared() -> Server {
    let mut world = World::new(&[
        Chain::new(HOME, at("10T08:00"), 11),
        Chain::new(ABROAD, at("10T07:23:17"), 11),
        Chain::new(HOME, at("10T08:00"), 11).of(NEIGHBOUR).logs(|_| vec![1200]),
    ]);
    let log = world.objects.iter().find(|(key, object)| {
        !is_digest(key) && object.account == NEIGHBOUR.account && object.period[0] == at("10T12:00")
    });
    let log = log.unwrap().0.clone();
    world.rewrite(&log);
    let server = Server::new(&world);
    server.describe(&OPS, true);
    for region in [HOME, ABROAD] {
        server.status(region, at("10T19:05"), None);
    }
    server
}

#[test]
fn a_named_trail_of_an_account_is_not_judged_by_another_accounts_chain() {
    let server = shared();
    for line in [
        "trail:",
        &format!("--trail-arn {}", arn(&OPS)),
        &format!("--trail-arn {} --s3-bucket {BUCKET}", arn(&OPS)),
    ] {
        let ran = server.validate(WINDOW.map(at), &format!("-o jsonl {line}"));
        assert_eq!((ran.code, coverage(&ran).len()), (0, 2), "{line}\n{ran}");
        assert_eq!(summary(&ran)["logs"]["invalid"], 0, "{line}\n{ran}");
        let text = server.validate(WINDOW.map(at), line);
        assert_eq!(text.code, 0, "{line}\n{text}");
        let says = all(&text).contains(NEIGHBOUR.account) && all(&text).contains("out of scope");
        assert!(says, "{line}\n{text}");
    }
}

#[test]
fn another_accounts_chain_is_validated_if_that_is_asked_for() {
    let server = shared();
    let neighbour = format!("-o jsonl --account-id {} trail:", NEIGHBOUR.account);
    let ran = server.validate(WINDOW.map(at), &neighbour);
    assert_eq!((ran.code, summary(&ran)["logs"]["invalid"].as_u64()), (1, Some(1)), "{ran}");
    // Without a trail all of the bucket is meant.
    let ran = server.validate_bucket(WINDOW.map(at), "-o jsonl");
    assert_eq!(ran.code, 1, "{ran}");
}

#[test]
fn an_organization_trail_covers_its_member_accounts() {
    let above = "AWSLogs/o-a1b2c3d4e5/";
    let mut world = World::new(&[
        Chain::new(HOME, at("10T08:00"), 11).above(above),
        Chain::new(HOME, at("10T08:00"), 11).of(NEIGHBOUR).above(above),
    ]);
    let server = Server::new(&world);
    let organization = json!({ "IsOrganizationTrail": true });
    server.describe_as(&OPS, &organization);
    server.status(HOME, at("10T19:05"), None);
    let ran = server.validate(WINDOW.map(at), "-o jsonl trail:");
    assert_eq!((ran.code, coverage(&ran).len()), (0, 2), "{ran}");
    let is_it = |key: &&String| {
        !is_digest(key) && key.contains("222233334444_CloudTrail_us-east-1_20250610T1125Z")
    };
    let log = world.objects.keys().find(is_it).unwrap().clone();
    world.rewrite(&log);
    server.put(&log, &world.objects[&log]);
    let ran = server.validate(WINDOW.map(at), "-o jsonl trail:");
    assert_eq!(ran.code, 1, "{ran}");
}

#[test]
fn a_prefix_without_a_bucket_is_accepted() {
    let above = "audit/AWSLogs/";
    let world = World::new(&[Chain::new(HOME, at("10T08:00"), 11).above(above)]);
    let server = Server::new(&world);
    server.describe_as(&OPS, &json!({ "S3KeyPrefix": "audit" }));
    server.status(HOME, at("10T19:05"), None);
    for prefix in ["audit", "audit/"] {
        let line = format!("-o jsonl --trail-arn {} --s3-prefix {prefix}", arn(&OPS));
        let ran = server.validate(WINDOW.map(at), &line);
        assert_eq!((ran.code, summary(&ran)["digests"]["valid"].as_u64()), (0, Some(11)), "{ran}");
    }
    // As for aws-cli, the prefix is that of the trail; that is said.
    let line = format!("-o jsonl --trail-arn {} --s3-prefix elsewhere", arn(&OPS));
    let ran = server.validate(WINDOW.map(at), &line);
    assert_eq!((ran.code, summary(&ran)["digests"]["valid"].as_u64()), (0, Some(11)), "{ran}");
    assert!(ran.stderr.contains("the trail's own prefix is used: audit"), "{ran}");
}
