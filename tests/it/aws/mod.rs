//! Buckets and trails as sources, against moto: what users of AWS type, and what comes of it.
//!
//! Faults, refusals and other behaviour that moto lacks are tested with the stub.

// ct fetch, and what the copy is good for.
mod fetch;
// ct ls against a walk of the folder.
mod ls;
// Where region, endpoint and credentials come from.
mod profiles;
// ct grep of buckets and trails.
mod sources;
// Which trail is meant, and where it delivers to.
mod trails;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::fixtures;
use crate::harness::{Ct, document, files_below};
use crate::moto::{MOTO, Moto, cloudtrail};
use crate::stub::Stub;

/// The account whose trail `management-events` delivers `fixtures/trail` to the bucket `acme-trail`;
/// no test changes it. README.md's examples read it.
pub(crate) static ACME: LazyLock<World> =
    LazyLock::new(|| World::new("210987654321", "acme-trail").with_queue("new-logs"));

/// An account with a bucket and the trail that delivers to it. moto answers, but for questions about
/// trails: those the stub answers, what moto would and also what it cannot, `ListPublicKeys`.
pub(crate) struct World {
    moto: Moto,
    stub: Stub,
    bucket: &'static str,
}

impl World {
    /// An account; its number and the bucket must be no other test's.
    pub(crate) fn new(account: &str, bucket: &'static str) -> Self {
        let moto = MOTO.in_account(account);
        moto.bucket(bucket);
        deliver(&moto, bucket, "");
        moto.trail("us-east-1", &everywhere("management-events", bucket));
        let trails =
            moto.call("cloudtrail", "us-east-1", &cloudtrail("DescribeTrails"), &json!({}));
        let stub = Stub::start();
        stub.answer("DescribeTrails", vec![trails.unwrap()]);
        stub.answer("ListPublicKeys", vec![public_keys()]);
        stub.answer("LookupEvents", vec![json!({ "Events": [] })]);
        for region in ["us-east-1", "eu-west-1"] {
            stub.answer_in(region, "LookupEvents", vec![history(region)]);
        }
        Self { moto, stub, bucket }
    }

    /// The same logs below a prefix too.
    pub(crate) fn with_prefix(self, prefix: &str) -> Self {
        deliver(&self.moto, self.bucket, prefix);
        self
    }

    /// And in both regions a log that was delivered just now.
    pub(crate) fn with_news(self) -> Self {
        let bytes = fs::read(fixtures::folder().join("objects/records.json.gz")).unwrap();
        let now = Timestamp::now();
        for region in ["us-east-1", "eu-west-1"] {
            let folder = format!("AWSLogs/111122223333/CloudTrail/{region}");
            let file = format!("111122223333_CloudTrail_{region}");
            let (day, stamp) = (now.strftime("%Y/%m/%d"), now.strftime("%Y%m%dT%H%MZ"));
            let key = format!("{folder}/{day}/{file}_{stamp}_JustNow0JustNow0.json.gz");
            self.moto.put(self.bucket, &key, &bytes);
        }
        self
    }

    /// And a queue to which the bucket may send, with a message of one log.
    pub(crate) fn with_queue(self, name: &str) -> Self {
        let sqs = |operation: &str, input: &Value| {
            self.moto.call("sqs", "us-east-1", &format!("AmazonSQS.{operation}"), input).unwrap()
        };
        let dead = sqs("CreateQueue", &json!({ "QueueName": "dead" }))["QueueUrl"].to_string();
        let account = dead.rsplit('/').nth(1).unwrap();
        let dead = format!("arn:aws:sqs:us-east-1:{account}:dead");
        let redrive = json!({ "deadLetterTargetArn": dead, "maxReceiveCount": 100 }).to_string();
        let bucket = format!("arn:aws:s3:::{}", self.bucket);
        let policy = json!({ "Statement": [{
            "Effect": "Allow", "Principal": { "Service": "s3.amazonaws.com" },
            "Action": "SQS:SendMessage", "Resource": "*",
            "Condition": { "ArnEquals": { "aws:SourceArn": bucket } },
        }] });
        let attributes = json!({ "Policy": policy.to_string(), "RedrivePolicy": redrive });
        let queue = json!({ "QueueName": name, "Attributes": attributes });
        let url = sqs("CreateQueue", &queue)["QueueUrl"].clone();
        let folder = trail().join("AWSLogs/111122223333/CloudTrail/us-east-1/2026/11/20");
        let key = format!("AWSLogs/{}", below_logs(&files_below(&folder)[0]));
        let notification = json!({ "s3Bucket": self.bucket, "s3ObjectKey": [key] }).to_string();
        sqs("SendMessage", &json!({ "QueueUrl": url, "MessageBody": notification }));
        self
    }

    /// The program, where it finds this account.
    pub(crate) fn ct(&self, line: &str) -> Ct {
        ct(&self.moto, line).env("AWS_ENDPOINT_URL_CLOUDTRAIL", &self.stub.endpoint())
    }
}

/// The program in an account, with `us-east-1` as its region.
fn ct(moto: &Moto, line: &str) -> Ct {
    homeless(moto, line).env("AWS_REGION", "us-east-1")
}

/// The program in an account, with no region at all.
fn homeless(moto: &Moto, line: &str) -> Ct {
    moto.environment().into_iter().fold(Ct::new(line), |ct, (name, value)| ct.env(name, value))
}

/// A request for a trail of all regions.
fn everywhere(name: &str, bucket: &str) -> Value {
    json!({ "Name": name, "S3BucketName": bucket, "IsMultiRegionTrail": true })
}

/// A file's path below `AWSLogs/` of `fixtures/trail`.
fn below_logs(path: &Path) -> String {
    let below = path.strip_prefix(trail().join("AWSLogs")).unwrap();
    below.to_str().unwrap().replace('\\', "/")
}

fn trail() -> PathBuf {
    fixtures::folder().join("trail")
}

/// Puts `fixtures/trail` into a bucket, below a prefix; all but the saved public keys, which are none
/// of the bucket's.
fn deliver(moto: &Moto, bucket: &str, prefix: &str) {
    moto.put_tree(bucket, &format!("{prefix}AWSLogs/"), &trail().join("AWSLogs"));
}

/// The response of `ListPublicKeys`, with times as numbers.
fn public_keys() -> Value {
    let saved = files_below(&trail().join("public-keys"));
    let keys = saved.iter().flat_map(|file| {
        let Value::Array(keys) = document(file)["PublicKeyList"].take() else { panic!("no keys") };
        keys
    });
    let timed = |mut key: Value| {
        for name in ["ValidityStartTime", "ValidityEndTime"] {
            let time: Timestamp = key[name].as_str().unwrap().parse().unwrap();
            key[name] = json!(time.as_second());
        }
        key
    };
    json!({ "PublicKeyList": keys.map(timed).collect::<Vec<_>>() })
}

/// What Event History has of a region: the records of the folder that are no Insight events, newest
/// first.
fn history(region: &str) -> Value {
    let ran =
        Ct::new(&format!("grep --category Management --region {region} fixtures/trail")).run();
    let event = |line: &str| {
        let record: Value = serde_json::from_str(line).unwrap();
        let time: Timestamp = record["eventTime"].as_str().unwrap().parse().unwrap();
        json!({ "EventTime": time.as_second(), "CloudTrailEvent": line })
    };
    let mut events: Vec<Value> = ran.lines().into_iter().map(event).collect();
    events.sort_by_key(|event| std::cmp::Reverse(event["EventTime"].as_i64()));
    json!({ "Events": events })
}

/// What the program prints of all records of the folder.
fn all() -> Vec<u8> {
    Ct::new("grep fixtures/trail").run().expect_silent_yes().stdout
}

/// The files below a folder: their paths from there with slashes, in order.
fn names(folder: &Path) -> Vec<String> {
    let name =
        |path: &PathBuf| path.strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/");
    files_below(folder).iter().map(name).collect()
}
