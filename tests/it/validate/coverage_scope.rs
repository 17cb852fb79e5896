//! Which chains are expected: those of the trail that are known to have existed, of its own account or
//! of its organization.

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

/// The usual trail without the objects of a Region, except those that are kept.
fn without_abroad(world: &World, keep: impl Fn(&str) -> bool) -> World {
    let mut world = world.clone();
    world.objects.retain(|key, object| object.region != ABROAD || keep(key));
    world
}

#[test]
fn logs_show_a_region_whose_digests_were_all_deleted() {
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
fn the_ledger_of_a_mirror_shows_a_deleted_region() {
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
fn an_earlier_month_shows_a_deleted_region() {
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
fn an_earlier_report_shows_a_deleted_region() {
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
    // A file that is no report is an error.
    let ran = mirror.validate(WINDOW.map(at), "--previous nothing.jsonl");
    assert_eq!((ran.code, ran.text()), (2, ""), "{ran}");
    assert!(ran.stderr.contains("nothing.jsonl"), "{ran}");
}

#[test]
fn the_home_region_of_a_named_trail_is_expected() {
    let mut world = World::usual();
    world.objects.retain(|_, object| object.region != HOME);
    let server = Server::new(&world);
    server.describe(&OPS, true);
    server.status(ABROAD, at("10T18:30"), None);
    server.status(HOME, at("10T18:30"), None);
    let ran = server.validate(WINDOW.map(at), "-o jsonl trail:");
    assert_eq!((ran.code, chain(&ran, HOME)["from"].is_null()), (2, true), "{ran}");
}

/// Its digests of the other Region are from when it was a multi-Region trail.
#[test]
fn a_single_region_trail_needs_only_its_home_region() {
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

/// Digest delivery to one Region stopped hours ago, according to CloudTrail, and so did log files.
#[test]
fn stopped_digest_delivery_is_inconclusive_and_named() {
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

/// An old time of the last delivery explains nothing.
#[test]
fn the_last_delivery_time_makes_no_period_due_later() {
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

/// The newest digest of a Region and one of its log files are deleted, and another is rewritten.
#[test]
fn a_forged_trail_is_detected_in_a_bucket() {
    let mut world = busy();
    let logs = world.logs(ABROAD, "10T17:00", "10T17:30");
    world.remove(&world.digest(ABROAD, "10T17:23:17"));
    world.remove(&logs[0]);
    world.rewrite(&logs[1]);
    let server = Server::new(&world);
    server.describe(&OPS, true);
    server.status(HOME, at("10T18:05"), None);
    // Whatever the delivery status is.
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
fn verbose_lists_the_expected_chains() {
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

/// Another account that delivers to the same bucket, with a trail of the same name.
const NEIGHBOUR: Trail = Trail { account: "222233334444", ..OPS };

/// A bucket of two accounts; a log file of the second one is rewritten.
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
fn chains_of_other_accounts_are_out_of_scope_of_a_named_trail() {
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
fn account_id_validates_the_chain_of_another_account() {
    let server = shared();
    let neighbour = format!("-o jsonl --account-id {} trail:", NEIGHBOUR.account);
    let ran = server.validate(WINDOW.map(at), &neighbour);
    assert_eq!((ran.code, summary(&ran)["logs"]["invalid"].as_u64()), (1, Some(1)), "{ran}");
    // Without a trail the whole bucket is validated.
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
fn s3_prefix_without_a_bucket_uses_the_prefix_of_the_trail() {
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
    // As in aws-cli, the prefix is the trail's; a message says so.
    let line = format!("-o jsonl --trail-arn {} --s3-prefix elsewhere", arn(&OPS));
    let ran = server.validate(WINDOW.map(at), &line);
    assert_eq!((ran.code, summary(&ran)["digests"]["valid"].as_u64()), (0, Some(11)), "{ran}");
    assert!(ran.stderr.contains("the trail's own prefix is used: audit"), "{ran}");
}

/// The newer digest, below another prefix, is the first of a new chain; the older one links to
/// digests that are gone.
#[test]
fn digests_of_other_months_below_all_prefixes_show_what_is_missing() {
    let july = |day: i64| at("10T08:00") + hours(24 * day);
    let objects = |chain: Chain| World::new(&[chain]).objects;
    let mut world = World::new(&[Chain::new(HOME, at("10T08:00"), 11)]);
    let mut linked = objects(Chain::new(ABROAD, july(30), 2));
    let first = linked.keys().find(|key| is_digest(key)).unwrap().clone();
    linked.remove(&first);
    world.objects.extend(linked);
    world.objects.extend(objects(Chain::new(ABROAD, july(31), 1).above("b/AWSLogs/")));
    let mirror = Mirror::new(&world, july(40));
    mirror.forget();
    let ran = mirror.validate(["10T09:00", "10T17:00"].map(at), "-o jsonl");
    assert_ne!(ran.code, 0, "{ran}");
    assert!(gaps(&ran, ABROAD).iter().all(|gap| !gap.starts_with("before_start")), "{ran}");
}
