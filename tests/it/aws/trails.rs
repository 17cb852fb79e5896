//! `trail:`: which trail is meant, and what of its bucket is read.

use std::sync::LazyLock;

use serde_json::json;

use super::{ACME, all, ct, deliver, everywhere, homeless};
use crate::fixtures;
use crate::harness::Ct;
use crate::moto::{MOTO, Moto};

/// An account, whose trails may deliver to `acme-trail` as well: moto's buckets are everybody's.
fn account(number: &str) -> Moto {
    LazyLock::force(&ACME);
    MOTO.in_account(number)
}

/// One object of another account in `AWSLogs` at the root of a bucket.
fn stray(moto: &Moto, bucket: &str, below: &str) {
    let bytes = std::fs::read(fixtures::folder().join("objects/records.json.gz")).unwrap();
    let file = "444455556666_CloudTrail_us-east-1_20261120T0900Z_Stray0Stray0Stra.json.gz";
    let folder = "AWSLogs/444455556666/CloudTrail/us-east-1/2026/11/20";
    moto.put(bucket, &format!("{below}{folder}/{file}"), &bytes);
}

#[test]
fn an_account_without_trails_is_an_error() {
    let moto = MOTO.in_account("300000000001");
    insta::assert_snapshot!(ct(&moto, "grep --count").run(), @"
    code 2
    --- stdout
    --- stderr
    ct: no source is named, and the account's trail cannot be read: no trails in this account and Region
    help: check account and Region; to read a bucket, use s3://BUCKET
    ");
    insta::assert_snapshot!(ct(&moto, "ls").run(), @"
    code 2
    --- stdout
    --- stderr
    ct: no source is named, and the account's trail cannot be read: no trails in this account and Region
    help: check account and Region; to read a bucket, use s3://BUCKET
    ");
}

#[test]
fn several_multi_region_trails_need_a_name() {
    let moto = account("300000000002");
    moto.bucket("aws-several-too");
    moto.trail("us-east-1", &everywhere("first", "acme-trail"));
    moto.trail("eu-west-1", &everywhere("second", "aws-several-too"));
    insta::assert_snapshot!(ct(&moto, "grep --count").run(), @"
    code 2
    --- stdout
    --- stderr
    ct: no source is named, and the account's trail cannot be read: 2 trails: first (us-east-1), second (eu-west-1)
    help: name one: trail:first
    ");
    insta::assert_snapshot!(ct(&moto, "grep --count trail:third").run(), @"
    code 2
    --- stdout
    --- stderr
    ct: no trail named third
    help: existing trails: first (us-east-1), second (eu-west-1)
    ");
    assert!(ct(&moto, "grep trail:first").run().expect_silent_yes().stdout == all());
}

#[test]
fn a_multi_region_trail_is_preferred() {
    let moto = account("300000000003");
    moto.bucket("aws-narrow");
    moto.trail("us-east-1", &json!({ "Name": "narrow", "S3BucketName": "aws-narrow" }));
    moto.trail("us-east-1", &everywhere("wide", "acme-trail"));
    assert!(ct(&moto, "grep").run().expect_silent_yes().stdout == all());
    insta::assert_snapshot!(ct(&moto, "grep trail:narrow").run(), @"
    code 2
    --- stdout
    --- stderr
    ct: no CloudTrail logs in trail:narrow
    help: ct ls shows which logs there are
    ");
}

#[test]
fn a_single_region_trail_is_the_default_if_it_is_the_only_one() {
    let moto = account("300000000004");
    moto.trail("us-east-1", &json!({ "Name": "single", "S3BucketName": "acme-trail" }));
    assert!(ct(&moto, "grep").run().expect_silent_yes().stdout == all());
}

#[test]
fn a_trail_can_have_another_home_region() {
    let moto = account("300000000005");
    moto.trail("eu-west-1", &everywhere("abroad", "acme-trail"));
    let arn = "arn:aws:cloudtrail:eu-west-1:300000000005:trail/abroad";
    for source in ["trail:", "trail:abroad", &format!("trail:{arn}")] {
        let ran = ct(&moto, &format!("grep -v --count {source}")).run();
        assert_eq!((ran.code, ran.number()), (0, 144), "{ran}");
        assert!(ran.stderr.starts_with(&format!("{arn}: s3://acme-trail\n")), "{ran}");
    }
}

#[test]
fn an_arn_selects_between_trails_with_the_same_name() {
    let moto = account("300000000006");
    moto.bucket("aws-twins-too");
    moto.trail("us-east-1", &everywhere("twin", "acme-trail"));
    moto.trail("eu-west-1", &everywhere("twin", "aws-twins-too"));
    insta::assert_snapshot!(ct(&moto, "grep trail:twin").run(), @"
    code 2
    --- stdout
    --- stderr
    ct: 2 trails: twin (us-east-1), twin (eu-west-1)
    help: name one: trail:arn:aws:cloudtrail:us-east-1:300000000006:trail/twin
    ");
    let arn = "arn:aws:cloudtrail:us-east-1:300000000006:trail/twin";
    assert!(ct(&moto, &format!("grep trail:{arn}")).run().expect_silent_yes().stdout == all());
}

#[test]
fn a_trail_with_a_prefix_reads_only_below_it() {
    let moto = MOTO.in_account("300000000007");
    moto.bucket("aws-prefixed");
    deliver(&moto, "aws-prefixed", "audit/2026 +%/");
    stray(&moto, "aws-prefixed", "");
    let mut request = everywhere("prefixed", "aws-prefixed");
    request["S3KeyPrefix"] = json!("audit/2026 +%");
    moto.trail("us-east-1", &request);
    assert!(ct(&moto, "grep").run().expect_silent_yes().stdout == all());
    // The bucket holds more than the trail delivers.
    let bucket = ct(&moto, "grep --count s3://aws-prefixed").run().expect_silent_yes();
    assert_eq!(bucket.number(), 144 + 5);
}

#[test]
fn an_organization_trail_reads_all_accounts() {
    let moto = MOTO.in_account("300000000008");
    moto.bucket("aws-organisation");
    let folder = super::trail().join("AWSLogs");
    moto.put_tree("aws-organisation", "AWSLogs/o-a1b2c3d4e5/", &folder);
    let file = "444455556666_CloudTrail_us-east-1_20261120T0900Z_Member0Member0Me.json.gz";
    let below = "AWSLogs/o-a1b2c3d4e5/444455556666/CloudTrail/us-east-1/2026/11/20";
    let bytes = std::fs::read(fixtures::folder().join("objects/records.json.gz")).unwrap();
    moto.put("aws-organisation", &format!("{below}/{file}"), &bytes);
    let mut request = everywhere("organisation", "aws-organisation");
    request["IsOrganizationTrail"] = json!(true);
    moto.trail("us-east-1", &request);
    insta::assert_snapshot!(ct(&moto, "grep -v --count").run(), @"
    code 0
    --- stdout
    149
    --- stderr
    arn:aws:cloudtrail:us-east-1:300000000008:trail/organisation: s3://aws-organisation
    149 of 149 events in 22 objects · 111122223333 444455556666 · eu-west-1 us-east-1 · delivered through 2026-11-20 11:55Z
    ");
    insta::assert_snapshot!(ct(&moto, "ls").run(), @"
    code 0
    --- stdout
    ORGANIZATION  ACCOUNT       KIND               REGION     FIRST       LAST        OBJECTS      BYTES
    o-a1b2c3d4e5  111122223333  CloudTrail         eu-west-1  2026-11-20  2026-11-20        6  11.04 KiB
    o-a1b2c3d4e5  111122223333  CloudTrail         us-east-1  2026-11-20  2026-11-20       15  28.86 KiB
    o-a1b2c3d4e5  111122223333  CloudTrail-Digest  eu-west-1  2026-11-20  2026-11-20        4   2.93 KiB
    o-a1b2c3d4e5  111122223333  CloudTrail-Digest  us-east-1  2026-11-20  2026-11-20        4   3.57 KiB
    o-a1b2c3d4e5  444455556666  CloudTrail         us-east-1  2026-11-20  2026-11-20        1   1.91 KiB
    --- stderr
    ");
    let one = ct(&moto, "grep --account 111122223333").run().expect_silent_yes();
    assert!(one.stdout == all());
}

#[test]
fn a_region_comes_from_the_flag_or_the_configuration() {
    let moto = account("300000000009");
    moto.trail("us-east-1", &everywhere("regions", "acme-trail"));
    insta::assert_snapshot!(homeless(&moto, "grep --count").run(), @"
    code 2
    --- stdout
    --- stderr
    ct: no source is named, and the account's trail cannot be read: no AWS Region is configured
    help: set AWS_REGION, a Region in the profile, or --region; or name a file, a folder or s3://BUCKET
    ");
    let flag = homeless(&moto, "grep --region us-east-1").run().expect_silent_yes();
    let here = Ct::new("grep --region us-east-1 fixtures/trail").run();
    assert!(flag.stdout == here.stdout);
    // Not the region to ask in, but regions to look for.
    insta::assert_snapshot!(homeless(&moto, "grep --region 'us-*' --count").run(), @"
    code 2
    --- stdout
    --- stderr
    ct: no source is named, and the account's trail cannot be read: no AWS Region is configured
    help: set AWS_REGION, a Region in the profile, or --region; or name a file, a folder or s3://BUCKET
    ");
    // A bucket's Region is looked up.
    let bucket = homeless(&moto, "grep s3://acme-trail").run().expect_silent_yes();
    assert!(bucket.stdout == all());
}
