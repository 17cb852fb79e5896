//! Buckets and trails: how they are named, which keys are looked up, and where a trail delivers to.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{
    Copied, RANGE, SIDECAR, counts, expect_all_valid, fixture, is_sidecar, object_verdicts,
    public_keys, without_seconds,
};
use crate::bucket::at;
use crate::fixtures::gzip::deflated;
use crate::harness::{Ct, Ran};
use crate::stub::Stub;

pub(super) const ARN: &str = "arn:aws:cloudtrail:us-east-1:111122223333:trail/management-events";

/// A server with the bucket `acme-trail`, into which the trail of the fixture delivers.
pub(super) struct Online {
    pub(super) stub: Stub,
}

impl Online {
    pub(super) fn new() -> Self {
        let online = Self::empty("acme-trail");
        deliver(&online, "acme-trail");
        online
    }

    /// A bucket without objects. Each page of keys has those of one Region, so that a program that reads
    /// only the first page fails.
    pub(super) fn empty(bucket: &str) -> Self {
        let stub = Stub::start();
        stub.bucket(bucket);
        let pages = ["us-east-1", "eu-west-1"].map(|region| answer(public_keys(&[region])));
        stub.answer("ListPublicKeys", pages.to_vec());
        Self { stub }
    }

    /// Stores an object with the metadata of the file beside it.
    pub(super) fn put(&self, bucket: &str, key: &str, bytes: &[u8], metadata: Option<&[u8]>) {
        let metadata: BTreeMap<String, String> =
            metadata.map(|text| serde_json::from_slice(text).unwrap()).unwrap_or_default();
        let metadata: Vec<(&str, &str)> =
            metadata.iter().map(|(name, value)| (&**name, &**value)).collect();
        self.stub.put_with(bucket, key, bytes, &metadata);
    }

    pub(super) fn ct(&self, line: &str) -> Ct {
        at(&self.stub.endpoint(), &format!("validate {RANGE} {line}"))
    }

    /// Validates the bucket.
    pub(super) fn validate(&self, flags: &str) -> Ran {
        self.ct(&format!("{flags} s3://acme-trail")).run()
    }

    /// The Regions whose keys were looked up, and the requests.
    fn asked_keys(&self) -> Vec<(String, Value)> {
        let calls = self.stub.requests().cloudtrail.into_iter();
        let calls = calls.filter(|call| call.operation == "ListPublicKeys");
        calls.map(|call| (call.region, call.input)).collect()
    }
}

/// Puts the objects of the fixture into a bucket, digests with their metadata.
fn deliver(online: &Online, bucket: &str) {
    let files = fixture();
    for (key, bytes) in files.iter().filter(|(key, _)| key.starts_with("AWSLogs/")) {
        if !is_sidecar(key) {
            let metadata = files.get(&format!("{key}{SIDECAR}"));
            online.put(bucket, key, bytes, metadata.map(Vec::as_slice));
        }
    }
}

/// Keys as the service returns them, with times in seconds.
fn answer(mut keys: Value) -> Value {
    for key in keys["PublicKeyList"].as_array_mut().unwrap() {
        for name in ["ValidityStartTime", "ValidityEndTime"] {
            let time: Timestamp = key[name].as_str().unwrap().parse().unwrap();
            key[name] = json!(time.as_second());
        }
    }
    keys
}

/// The one trail of the account.
pub(super) fn trails(bucket: &str, prefix: Option<&str>) -> Value {
    json!({ "trailList": [{
        "Name": "management-events", "TrailARN": ARN, "S3BucketName": bucket, "S3KeyPrefix": prefix,
        "HomeRegion": "us-east-1", "IsMultiRegionTrail": true, "IsOrganizationTrail": false,
        "LogFileValidationEnabled": true,
    }] })
}

#[test]
fn a_bucket_is_validated() {
    let online = Online::new();
    expect_all_valid(&online.validate("-o jsonl"));
    let named = online.validate("-o jsonl --verbose");
    let key = "s3://acme-trail/AWSLogs/111122223333/CloudTrail/us-east-1/2026/11/20/";
    assert!(named.text().contains(key), "{named}");
}

/// Whatever the last delivery time of a digest is.
#[test]
fn a_tail_that_is_due_is_a_gap_even_with_its_logs_gone() {
    let online = Online::empty("acme-trail");
    for (key, bytes) in fixture() {
        let is_log = key.contains("/CloudTrail/");
        let tail = key.contains("T120000Z") || is_log && key.contains("_20261120T11");
        if key.starts_with("AWSLogs/") && !is_sidecar(&key) && !tail {
            let metadata = fixture().remove(&format!("{key}{SIDECAR}"));
            online.put("acme-trail", &key, &bytes, metadata.as_deref());
        }
    }
    online.stub.answer("DescribeTrails", vec![trails("acme-trail", None)]);
    for delivered in ["2026-11-20T12:05:00Z", "2026-11-20T11:05:00Z"] {
        let delivered: Timestamp = delivered.parse().unwrap();
        let status = json!({ "LatestDigestDeliveryTime": delivered.as_second() });
        online.stub.answer("GetTrailStatus", vec![status]);
        let ran = online.ct("-o jsonl trail:").run();
        assert_eq!((ran.code, counts(&ran)[0]), (2, [6, 0, 0, 0]), "{ran}");
    }
    let calls = online.stub.requests().cloudtrail.into_iter();
    let status = calls.filter(|call| call.operation == "GetTrailStatus");
    let mut asked: Vec<_> = status.map(|call| (call.region, call.input["Name"].clone())).collect();
    asked.sort_by(|one, other| one.0.cmp(&other.0));
    asked.dedup();
    let expected = ["eu-west-1", "us-east-1"].map(|region| (region.to_owned(), json!(ARN)));
    assert_eq!(asked, expected);
}

#[test]
fn a_bucket_and_its_mirror_have_the_same_verdicts() {
    let (online, copied) = (Online::new(), Copied::new());
    let [bucket, folder] =
        [online.validate("-o jsonl --verbose"), copied.validate("-o jsonl --verbose")];
    assert_eq!(object_verdicts(&bucket), object_verdicts(&folder));
}

#[test]
fn the_flags_of_aws_cli_work() {
    let online = Online::new();
    let ran = online.ct(&format!("-o jsonl --trail-arn {ARN} --s3-bucket acme-trail")).run();
    expect_all_valid(&ran);
    let trails = online.stub.requests().cloudtrail;
    assert!(trails.iter().all(|call| call.operation != "DescribeTrails"), "the bucket was given");
    let ran = online.ct(&format!("--verbose --trail-arn {ARN} --s3-bucket acme-trail")).run();
    assert!(ran.text().contains("8/8 digest files valid"), "{ran}");
    assert!(ran.text().contains("\tvalid"), "{ran}");
}

#[test]
fn the_bucket_of_a_trail_is_looked_up() {
    let online = Online::new();
    online.stub.answer("DescribeTrails", vec![trails("acme-trail", None)]);
    for line in [&*format!("--trail-arn {ARN}"), "trail:", "trail:management-events", ""] {
        expect_all_valid(&online.ct(&format!("-o jsonl {line}")).run());
    }
}

#[test]
fn digests_of_other_trails_are_ignored() {
    let online = Online::new();
    online.stub.answer("DescribeTrails", vec![trails("acme-trail", None)]);
    let name = "management-events-2_us-east-1_20261120T100000Z.json.gz";
    let folder = "AWSLogs/111122223333/CloudTrail-Digest/us-east-1/2026/11/20";
    let key = format!("{folder}/111122223333_CloudTrail-Digest_us-east-1_{name}");
    online.put("acme-trail", &key, &deflated(b"{}"), None);
    let ran = online.ct("-o jsonl trail:").run();
    assert_eq!((ran.code, counts(&ran)), (0, [[8, 0, 0, 0], [21, 0, 0, 0]]), "{ran}");
}

#[test]
fn keys_are_looked_up_in_each_region_around_the_range() {
    let online = Online::new();
    online.validate("");
    let asked = online.asked_keys();
    // Two pages each.
    let mut regions: Vec<&str> = asked.iter().map(|(region, _)| &**region).collect();
    regions.sort_unstable();
    assert_eq!(regions, ["eu-west-1", "eu-west-1", "us-east-1", "us-east-1"]);
    let [from, to] = ["2026-11-20T08:00:00Z", "2026-11-20T12:00:00Z"]
        .map(|time| time.parse::<Timestamp>().unwrap().as_second());
    for (_, input) in asked {
        let [start, end] = ["StartTime", "EndTime"].map(|name| input[name].as_f64().unwrap());
        // A key may be replaced between the hour that a digest covers and its signature.
        #[expect(clippy::cast_precision_loss, reason = "seconds of this century are exact")]
        let margins = [from as f64 - start, end - to as f64];
        assert!(margins.iter().all(|&margin| margin >= 3600.0), "{input}");
    }
    // Not those of other Regions.
    let online = Online::new();
    online.validate("--region eu-west-1");
    assert!(online.asked_keys().iter().all(|(region, _)| region == "eu-west-1"));
}

#[test]
fn keys_of_a_file_are_not_looked_up() {
    let (online, folder) = (Online::new(), tempfile::tempdir().unwrap());
    let keys = public_keys(&["us-east-1", "eu-west-1"]).to_string();
    let keys = crate::harness::put(folder.path(), "keys.json", keys);
    expect_all_valid(&online.ct("-o jsonl s3://acme-trail --keys").arg(keys).run());
    assert_eq!(online.asked_keys(), []);
}

/// The next digest proves it, but the exit code is 2.
#[test]
fn removed_metadata_in_a_bucket_is_inconclusive() {
    let online = Online::new();
    let files = fixture();
    let name = super::digest("us-east-1", 10);
    let key = files.keys().find(|key| key.contains(&name) && !is_sidecar(key)).unwrap();
    online.put("acme-trail", key, &files[key], None);
    let ran = online.validate("-o jsonl");
    assert_eq!((ran.code, counts(&ran)), (2, [[8, 0, 0, 0], [21, 0, 0, 0]]), "{ran}");
    assert!(ran.stderr.contains("metadata"), "{ran}");
}

#[test]
fn a_fetched_mirror_is_validated_without_the_network() {
    let (online, folder) = (Online::new(), tempfile::tempdir().unwrap());
    let fetched = at(&online.stub.endpoint(), "fetch s3://acme-trail").arg(folder.path()).run();
    assert_eq!(fetched.code, 0, "{fetched}");
    let [bucket, folder] = [
        online.validate("-o jsonl --verbose"),
        super::validate(folder.path(), "-o jsonl --verbose"),
    ];
    let expected = without_seconds(&bucket).replace("cloudtrail", "mirror");
    assert_eq!((folder.code, without_seconds(&folder)), (0, expected));
}

/// A bucket that is a copy of another one.
#[test]
fn relocated_accepts_a_copy_in_another_bucket() {
    let online = Online::empty("copy");
    deliver(&online, "copy");
    let moved = online.ct("-o jsonl s3://copy").run();
    assert_eq!((moved.code, counts(&moved)[0]), (1, [0, 8, 0, 0]), "{moved}");
    expect_all_valid(&online.ct("-o jsonl --relocated s3://copy").run());
}

#[test]
fn the_output_does_not_depend_on_the_number_of_threads() {
    let online = Online::new();
    let key = fixture().into_keys().find(|key| key.contains(super::A_LOG)).unwrap();
    online.stub.vanish("acme-trail", &key);
    let [one, eight] = [1, 8].map(|threads| {
        let ran = online.validate(&format!("-o jsonl --verbose --threads {threads}"));
        assert_eq!(ran.code, 1, "{ran}");
        without_seconds(&ran)
    });
    assert_eq!(one, eight);
}
