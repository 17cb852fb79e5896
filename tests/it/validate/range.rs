//! Accounts, Regions and times on the command line, and what is refused.

use super::{Copied, counts, expect_all_valid, summary};
use crate::bucket::expect_help;
use crate::harness::{Ct, Ran};

/// Validates any range of time.
fn ran(line: &str) -> Ran {
    Ct::new(&format!("validate {line} --trust-mirror-keys fixtures/trail")).run()
}

#[test]
fn region_limits_the_validation() {
    let copied = Copied::new();
    let abroad = copied.validate("-o jsonl --region eu-west-1");
    assert_eq!((abroad.code, counts(&abroad)), (0, [[4, 0, 0, 0], [6, 0, 0, 0]]), "{abroad}");
    // Faults in other Regions do not matter.
    copied.delete(super::A_LOG);
    assert_eq!(copied.validate("--region eu-west-1").code, 0);
    assert_eq!(copied.validate("--region us-east-1").code, 1);
    assert_eq!(copied.validate("--region eu-west-1 --region us-east-1").code, 1);
}

#[test]
fn account_id_limits_the_validation() {
    let copied = Copied::new();
    expect_all_valid(&copied.validate("-o jsonl --account-id 111122223333"));
    let both = copied.validate("-o jsonl --account-id 999999999999 --account-id 111122223333");
    expect_all_valid(&both);
    let other = copied.validate("-o jsonl --account-id 999999999999");
    assert_eq!((other.code, counts(&other)), (2, [[0; 4]; 2]), "{other}");
}

#[test]
fn a_region_without_digests_is_inconclusive() {
    let ran = Copied::new().validate("-o jsonl --region ap-south-1");
    assert_eq!((ran.code, counts(&ran)), (2, [[0; 4]; 2]), "{ran}");
}

#[test]
fn a_range_without_digests_is_inconclusive() {
    let empty = "--start-time 2026-11-10 --end-time 2026-11-11";
    let none = ran(empty);
    assert_eq!(none.code, 2, "{none}");
    assert!(none.text().contains("No digests found"), "{none}");
    let allowed = ran(&format!("{empty} --allow-empty"));
    assert_eq!(allowed.code, 0, "{allowed}");
    let sums = ran(&format!("{empty} -o jsonl"));
    let summary = summary(&sums);
    assert_eq!((sums.code, summary["verdict"].as_str()), (2, Some("incomplete")), "{sums}");
    assert!(summary["found"].is_null(), "{sums}");
}

#[test]
fn allow_empty_allows_nothing_else() {
    let copied = Copied::new();
    copied.delete(super::A_LOG);
    assert_eq!(copied.validate("--allow-empty").code, 1);
    let copied = Copied::new();
    copied.delete_all(super::SIDECAR);
    assert_eq!(copied.validate("--allow-empty").code, 2);
}

#[test]
fn part_of_the_time_is_checked() {
    let ran = ran("--start-time 2026-11-20T10:00:00Z --end-time 2026-11-20T10:30:00Z -o jsonl");
    // aws-cli takes the digests that end from the start to an hour after the end.
    assert_eq!((ran.code, counts(&ran)[0]), (0, [4, 0, 0, 0]), "{ran}");
}

#[test]
fn times_have_offsets() {
    let line = "--start-time 2026-11-20T10:00:00+02:00 --end-time 2026-11-20T04:00:00-08:00";
    let ran = ran(&format!("{line} -o jsonl"));
    expect_all_valid(&ran);
    let requested = &summary(&ran)["requested"];
    assert_eq!(requested["from"], "2026-11-20T08:00:00Z");
    assert_eq!(requested["to"], "2026-11-20T12:00:00Z");
}

#[test]
fn a_range_that_ends_before_it_begins_is_refused() {
    let ran = ran("--start-time 2026-11-20T12:00:00Z --end-time 2026-11-20T08:00:00Z");
    expect_help(&ran, "empty range", "--start-time");
}

#[test]
fn malformed_times_are_refused() {
    let ran = ran("--start-time soon");
    assert_eq!((ran.code, ran.text()), (2, ""), "{ran}");
    assert!(ran.stderr.contains("soon"), "{ran}");
}

#[test]
fn arns_of_other_resources_are_refused() {
    for arn in [
        "management-events",
        "arn:aws:s3:::acme-trail",
        "arn:aws:cloudtrail:us-east-1:111122223333:trail/",
        "arn:aws:cloudtrail:us-east-1:1111:trail/management-events",
        "arn:aws:cloudtrail:us-east-1:111122223333:eventdatastore/11111111",
    ] {
        let ran = Ct::new(&format!("validate {} --trail-arn {arn}", super::RANGE)).run();
        expect_help(&ran, arn, "arn:aws:cloudtrail:");
    }
}

#[test]
fn a_source_that_is_no_folder_is_refused() {
    let ran = Ct::new(&format!("validate {} fixtures/no-such-folder", super::RANGE)).run();
    expect_help(&ran, "fixtures/no-such-folder", "folder");
}
