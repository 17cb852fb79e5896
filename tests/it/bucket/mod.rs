//! Buckets on a server of a test's own, as `ct grep` and `ct ls` read them. What a test puts there
//! is remembered, to compare the output with it.

// What is found below a prefix, and that nothing else is listed.
mod layout;
// Slow downs, broken and short answers: the same bytes all the same.
pub(crate) mod faults;
// What may not or cannot be read, and AWS out of reach.
mod trouble;
// What a request for an object looks like.
mod signed;
// Many keys, and memory, which only Linux reports while a process runs.
#[cfg(target_os = "linux")]
pub(crate) mod many;

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::fixtures::gzip::deflated;
use crate::harness::{Ct, Ran};
use crate::stub::Stub;

/// Accounts that tests deliver logs for.
pub(crate) const ACCOUNTS: [&str; 3] = ["111122223333", "222233334444", "333344445555"];

/// The folder of an account's events of a region.
pub(crate) fn events_of(account: &str, region: &str) -> String {
    format!("AWSLogs/{account}/CloudTrail/{region}")
}

/// The folder of an account's digests of a region.
pub(crate) fn digests_of(account: &str, region: &str) -> String {
    format!("AWSLogs/{account}/CloudTrail-Digest/{region}")
}

/// A server with the bucket `logs`, and what of it is CloudTrail's.
pub(crate) struct Logs {
    pub(crate) stub: Stub,
    /// Every object by its key, and a digest's metadata as the file beside it: what a mirror of
    /// the bucket has to look like.
    pub(crate) tree: BTreeMap<String, Vec<u8>>,
    /// The records of each log.
    records: BTreeMap<String, Vec<String>>,
    /// How many objects had a number.
    numbers: usize,
}

impl Logs {
    /// An empty bucket, and one public key.
    pub(crate) fn new() -> Self {
        let stub = Stub::start();
        stub.bucket("logs");
        stub.answer("ListPublicKeys", vec![json!({ "PublicKeyList": [
            { "Fingerprint": "aa", "ValidityStartTime": 1_760_000_000, "ValidityEndTime": 1_770_000_000, "Value": "AAAA" },
        ] })]);
        Self { stub, tree: BTreeMap::new(), records: BTreeMap::new(), numbers: 0 }
    }

    /// A bucket with logs of two days of each of these regions in each of [`ACCOUNTS`].
    pub(crate) fn of_regions(regions: &[&str]) -> Self {
        let mut logs = Self::new();
        for account in ACCOUNTS {
            for region in regions {
                for stamp in ["20251119T2355Z", "20251120T1005Z", "20251120T1010Z"] {
                    logs.log(&events_of(account, region), stamp);
                }
            }
        }
        logs
    }

    /// A bucket with this many logs in one region, over some months.
    pub(crate) fn with(number: usize) -> Self {
        let mut logs = Self::new();
        for at in 0..number {
            let stamp = format!("2025{:02}{:02}T1005Z", 8 + at % 3, 1 + at % 28);
            logs.log(&events_of(ACCOUNTS[0], "eu-west-1"), &stamp);
        }
        logs
    }

    /// The program with the server in its environment.
    pub(crate) fn ct(&self, line: &str) -> Ct {
        at(&self.stub.endpoint(), line)
    }

    /// Puts an object.
    pub(crate) fn put(&mut self, key: &str, bytes: &[u8]) {
        self.stub.put("logs", key, bytes);
        self.tree.insert(key.to_owned(), bytes.to_owned());
    }

    /// Puts a log of two events into the folder of a region, and returns its key.
    pub(crate) fn log(&mut self, region: &str, stamp: &str) -> String {
        let day = [&stamp[..4], &stamp[4..6], &stamp[6..8]].join("/");
        self.log_in(&format!("{region}/{day}"), region, stamp)
    }

    /// Puts a log of two events into any folder; its name is that of a log of `region`.
    pub(crate) fn log_in(&mut self, folder: &str, region: &str, stamp: &str) -> String {
        self.numbers += 1;
        let number = self.numbers;
        let [account, kind, name] = last_three(region);
        let time = format!("{}-{}-{}T10:00:00Z", &stamp[..4], &stamp[4..6], &stamp[6..8]);
        let record = |at: usize| {
            format!(
                concat!(
                    r#"{{"eventVersion":"1.11","eventTime":"{}","eventName":"PutObject","#,
                    r#""awsRegion":"{}","eventID":"{:08}-0000-4000-8000-{:012}","#,
                    r#""recipientAccountId":"{}"}}"#
                ),
                time, name, number, at, account
            )
        };
        let records: Vec<String> = (0..2).map(record).collect();
        let key = format!("{folder}/{account}_{kind}_{name}_{stamp}_{number:016}.json.gz");
        self.put(&key, &deflated(format!(r#"{{"Records":[{}]}}"#, records.join(",")).as_bytes()));
        self.records.insert(key.clone(), records);
        key
    }

    /// Puts a digest into the folder of a region, and returns its key. The stamp has seconds.
    pub(crate) fn digest(&mut self, region: &str, stamp: &str) -> String {
        self.numbers += 1;
        let [account, kind, name] = last_three(region);
        let day = [&stamp[..4], &stamp[4..6], &stamp[6..8]].join("/");
        let key = format!("{region}/{day}/{account}_{kind}_{name}_trail_us-east-1_{stamp}.json.gz");
        let signature = format!("{:0512x}", self.numbers);
        let metadata = [("signature", &*signature), ("signature-algorithm", "SHA256withRSA")];
        let bytes = deflated(format!(r#"{{"digestS3Object":"{key}"}}"#).as_bytes());
        self.stub.put_with("logs", &key, &bytes, &metadata);
        self.tree.insert(key.clone(), bytes);
        let beside: Value = metadata.into_iter().collect();
        self.tree.insert(format!("{key}.metadata.json"), beside.to_string().into_bytes());
        key
    }

    /// The records of the logs whose keys are wanted, in the order of the keys, one a line.
    pub(crate) fn lines(&self, is_wanted: impl Fn(&str) -> bool) -> String {
        let wanted = self.records.iter().filter(|(key, _)| is_wanted(key));
        let mut lines = String::new();
        for record in wanted.flat_map(|(_, records)| records) {
            lines.push_str(record);
            lines.push('\n');
        }
        lines
    }

    /// How many objects there are.
    pub(crate) fn objects(&self) -> usize {
        self.tree.keys().filter(|key| is_object(key)).count()
    }
}

/// Whether a file of a mirror is an object, and not what stands beside one.
pub(crate) fn is_object(key: &str) -> bool {
    !key.ends_with(".metadata.json")
}

/// The program with a server in its environment, and keys that it does not look at.
pub(crate) fn at(endpoint: &str, line: &str) -> Ct {
    let place = Ct::new(line).env("AWS_ENDPOINT_URL", endpoint).env("AWS_REGION", "us-east-1");
    place.env("AWS_ACCESS_KEY_ID", "x").env("AWS_SECRET_ACCESS_KEY", "y")
}

/// Account, kind and region of a region's folder.
fn last_three(region: &str) -> [&str; 3] {
    let parts: Vec<&str> = region.rsplitn(4, '/').collect();
    let [name, kind, account, ..] = parts[..] else {
        panic!("not the folder of a region: {region}")
    };
    [account, kind, name]
}

/// Asserts an error of one line and its help, and an empty stdout.
pub(crate) fn expect_help(ran: &Ran, message: &str, help: &str) {
    let lines: Vec<&str> = ran.stderr.lines().collect();
    let [first, second] = lines[..] else { panic!("not an error and its help: {ran}") };
    assert!(first.starts_with("ct: ") && first.contains(message), "{message}\n{ran}");
    assert!(second.starts_with("help: ") && second.contains(help), "{help}\n{ran}");
    assert_eq!((ran.code, ran.text()), (2, ""), "{ran}");
}
