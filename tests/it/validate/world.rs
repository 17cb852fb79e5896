//! Trails for tests: any accounts and Regions, digest periods that begin at any second, late
//! digests, restarts, backfill, several trails in one bucket.
//!
//! Signed by [`crate::sign`], so that it knows nothing of the verifier. The objects are plain data: a
//! test removes, moves and replaces them as an attacker would who can write to the bucket.

mod place;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

pub(super) use self::place::{Mirror, Server, arn, gather};
use crate::fixtures::gzip::deflated;
use crate::sign::{Digest, Document, Log, Signer, Trail, sha256};

pub(super) const ACCOUNT: &str = "111122223333";
pub(super) const BUCKET: &str = "ops-logs";
pub(super) const HOME: &str = "us-east-1";
pub(super) const ABROAD: &str = "eu-west-1";
/// The trail of most tests.
pub(super) const OPS: Trail = Trail { account: ACCOUNT, name: "ops", home: HOME, bucket: BUCKET };

/// Regions have keys of their own.
static SIGNERS: LazyLock<[Signer; 3]> = LazyLock::new(|| [11, 12, 13].map(Signer::from_seed));

/// A time of June 2025, such as `10T08:00` or `10T08:23:17`.
pub(super) fn at(text: &str) -> Timestamp {
    let seconds = if text.len() == 8 { ":00" } else { "" };
    format!("2025-06-{text}{seconds}Z").parse().unwrap()
}

pub(super) fn minutes(number: i64) -> SignedDuration {
    SignedDuration::from_mins(number)
}

pub(super) fn hours(number: i64) -> SignedDuration {
    SignedDuration::from_hours(number)
}

/// A digest period.
#[derive(Clone)]
pub(super) struct Period {
    pub(super) start: Timestamp,
    pub(super) end: Timestamp,
    /// When its logs are delivered, and a record of each.
    pub(super) logs: Vec<(Timestamp, Value)>,
    /// How long after its end the digest is delivered.
    pub(super) delay: SignedDuration,
    /// It has no previous digest: the trail was created or logging started again.
    pub(super) is_first: bool,
}

/// What a trail delivers for one account and Region.
#[derive(Clone)]
pub(super) struct Chain {
    trail: Trail,
    region: &'static str,
    /// The part of a key before the account.
    above: &'static str,
    pub(super) periods: Vec<Period>,
    is_backfill: bool,
    /// Lists without logs are written as `null`.
    writes_null: bool,
}

impl Chain {
    /// Digest periods from a time on, with 0 to 3 log files each. Digests are 5 minutes late.
    pub(super) fn new(region: &'static str, start: Timestamp, periods: i64) -> Self {
        let period = |n: i64| Period {
            start: start + hours(n),
            end: start + hours(n + 1),
            logs: Vec::new(),
            delay: minutes(5),
            is_first: n == 0,
        };
        let periods = (0..periods).map(period).collect();
        let (trail, above) = (OPS, "AWSLogs/");
        let chain = Self { trail, region, above, periods, is_backfill: false, writes_null: false };
        // The first is delivered in the minute in which the period begins, the last just before its end.
        chain.logs(|n| match n % 4 {
            0 => vec![12, 1800],
            1 => vec![900],
            2 => Vec::new(),
            _ => vec![40, 1500, 3590],
        })
    }

    /// Of another trail.
    pub(super) fn of(self, trail: Trail) -> Self {
        Self { trail, ..self }
    }

    /// Below another prefix, such as `AWSLogs/o-a1b2c3d4e5/`.
    pub(super) fn above(self, above: &'static str) -> Self {
        Self { above, ..self }
    }

    pub(super) fn backfill(self) -> Self {
        Self { is_backfill: true, ..self }
    }

    pub(super) fn writes_null(self) -> Self {
        Self { writes_null: true, ..self }
    }

    /// With log files at these seconds after the start of the period with this number.
    pub(super) fn logs(mut self, seconds: impl Fn(i64) -> Vec<i64>) -> Self {
        for (n, period) in (0..).zip(&mut self.periods) {
            let times = seconds(n).into_iter();
            let times = times.map(|after| period.start + SignedDuration::from_secs(after));
            period.logs = times.map(|time| (time, plain_record(time))).collect();
        }
        self
    }

    /// With digests delivered this many minutes after the end of their period.
    pub(super) fn late(mut self, delay: impl Fn(i64) -> i64) -> Self {
        for (n, period) in (0..).zip(&mut self.periods) {
            period.delay = minutes(delay(n));
        }
        self
    }

    /// Logging was off in the periods with these numbers: the next one is a first one.
    pub(super) fn off(mut self, from: usize, to: usize) -> Self {
        self.periods.drain(from..to);
        self.periods[from].is_first = true;
        self
    }

    /// With a log file of this record, delivered some minutes after the event.
    pub(super) fn record(mut self, time: Timestamp, record: Value) -> Self {
        let delivered = time + minutes(4);
        let mut periods = self.periods.iter_mut();
        let period = periods.find(|period| period.start <= delivered && delivered < period.end);
        period.expect("no digest covers the record").logs.push((delivered, record));
        self
    }

    fn signer(&self) -> &'static Signer {
        signer(self.region)
    }

    fn key(&self, key: &str) -> String {
        key.replacen("AWSLogs/", self.above, 1)
    }

    fn digest(&self, period: &Period, logs: &[Log], previous: Option<&Digest>) -> Digest {
        let [start, end] = [period.start, period.end].map(|time| time.to_string());
        let mut document = Document::new(&self.trail, self.region, &start, &end).with_logs(logs);
        document.digest_s3_object = self.key(&document.digest_s3_object);
        if self.is_backfill {
            let key = document.digest_s3_object.replace(".json.gz", "_backfill.json.gz");
            document.digest_s3_object = key;
        }
        if let Some(previous) = previous.filter(|_| !period.is_first) {
            document = document.after(previous);
        }
        document.digest_public_key_fingerprint.clone_from(&self.signer().fingerprint);
        let written = serde_json::to_string(&document).unwrap();
        let written = if self.writes_null {
            written.replace("\"logFiles\":[]", "\"logFiles\":null")
        } else {
            written
        };
        self.signer().sign_written(document, written.into_bytes())
    }

    fn deliver(&self, objects: &mut BTreeMap<String, Object>) {
        let mut previous: Option<Digest> = None;
        for period in &self.periods {
            let span = [period.start, period.end];
            let place = |log: &(Timestamp, Value)| {
                let log = log_object(&self.trail, self.region, log.0, &log.1);
                Log { key: self.key(&log.key), ..log }
            };
            let logs: Vec<Log> = period.logs.iter().map(place).collect();
            let digest = self.digest(period, &logs, previous.as_ref());
            for (log, (delivered, _)) in logs.into_iter().zip(&period.logs) {
                let object = self.object(log.bytes, *delivered, span);
                objects.insert(log.key, object);
            }
            let delivered = period.end + period.delay;
            let mut metadata = digest.metadata();
            if self.is_backfill {
                metadata["backfill-generation-timestamp"] = json!(delivered.to_string());
            }
            let object = self.object(digest.bytes.clone(), delivered, span);
            let object = Object { metadata: Some(metadata), ..object };
            objects.insert(digest.key.clone(), object);
            previous = Some(digest);
        }
    }

    fn object(&self, text: Vec<u8>, delivered: Timestamp, period: [Timestamp; 2]) -> Object {
        let (region, account) = (self.region, self.trail.account);
        Object { bytes: deflated(&text), text, metadata: None, delivered, period, region, account }
    }
}

pub(super) fn signer(region: &str) -> &'static Signer {
    let regions = [HOME, ABROAD];
    &SIGNERS[regions.iter().position(|known| *known == region).unwrap_or(2)]
}

/// A record of `cloudtrail.amazonaws.com` on a trail, such as `StopLogging`.
pub(super) fn switch(name: &str, time: Timestamp, parameters: &Value) -> Value {
    json!({
        "eventVersion": "1.11", "eventTime": time.to_string(), "awsRegion": HOME,
        "eventSource": "cloudtrail.amazonaws.com", "eventName": name,
        "requestParameters": parameters, "recipientAccountId": ACCOUNT,
    })
}

fn plain_record(time: Timestamp) -> Value {
    json!({
        "eventVersion": "1.11", "eventTime": time.to_string(), "eventName": "DescribeInstances",
        "eventSource": "ec2.amazonaws.com", "recipientAccountId": ACCOUNT,
    })
}

/// A log file delivered at this time, with the stamp of the minute.
fn log_object(trail: &Trail, region: &str, delivered: Timestamp, record: &Value) -> Log {
    let account = trail.account;
    let text = json!({ "Records": [record], "of": [region, account, trail.name] });
    let bytes = text.to_string().into_bytes();
    let [day, stamp] = ["%Y/%m/%d", "%Y%m%dT%H%MZ"].map(|form| delivered.strftime(form));
    let name = format!("{account}_CloudTrail_{region}_{stamp}_{}.json.gz", &sha256(&bytes)[..16]);
    let time = (delivered - minutes(4)).to_string();
    Log {
        bucket: trail.bucket.to_owned(),
        key: format!("AWSLogs/{account}/CloudTrail/{region}/{day}/{name}"),
        bytes,
        times: [time.clone(), time],
    }
}

/// An object of the bucket.
#[derive(Clone)]
pub(super) struct Object {
    pub(super) bytes: Vec<u8>,
    /// What it inflates to.
    pub(super) text: Vec<u8>,
    /// Of a digest.
    pub(super) metadata: Option<Value>,
    pub(super) delivered: Timestamp,
    /// The period of the digest, or of the digest that lists the log file.
    pub(super) period: [Timestamp; 2],
    pub(super) region: &'static str,
    pub(super) account: &'static str,
}

/// A bucket into which trails deliver, by keys.
#[derive(Clone)]
pub(super) struct World {
    pub(super) objects: BTreeMap<String, Object>,
}

impl World {
    pub(super) fn new(chains: &[Chain]) -> Self {
        let mut objects = BTreeMap::new();
        for chain in chains {
            chain.deliver(&mut objects);
        }
        Self { objects }
    }

    /// The multi-Region trail of most tests on June 10: clock hours from 08:00 to 19:00 at home,
    /// periods at odd seconds from 07:23:17 to 18:23:17 in the other Region. The newest ones have no log
    /// files.
    pub(super) fn usual() -> Self {
        Self::new(&Self::usual_chains())
    }

    pub(super) fn usual_chains() -> [Chain; 2] {
        [Chain::new(HOME, at("10T08:00"), 11), Chain::new(ABROAD, at("10T07:23:17"), 11)]
    }

    /// The key of the digest of a Region that ends at this time.
    pub(super) fn digest(&self, region: &str, end: &str) -> String {
        let end = at(end);
        let is_it = |(key, object): &(&String, &Object)| {
            is_digest(key) && object.region == region && object.period[1] == end
        };
        let mut found = self.objects.iter().filter(is_it);
        let (key, _) = found.next().unwrap_or_else(|| panic!("{region} has no digest at {end}"));
        assert!(found.next().is_none(), "{region} has several digests at {end}");
        key.clone()
    }

    /// The keys of all digests of a Region, the oldest first.
    pub(super) fn digests(&self, region: &str) -> Vec<String> {
        self.keys(|key, object| is_digest(key) && object.region == region)
    }

    /// The keys of the log files of the digests of a Region that end in this time.
    pub(super) fn logs(&self, region: &str, from: &str, to: &str) -> Vec<String> {
        let [from, to] = [from, to].map(at);
        self.keys(|key, object| {
            let is_then = from < object.period[1] && object.period[1] <= to;
            !is_digest(key) && object.region == region && is_then
        })
    }

    fn keys(&self, is_wanted: impl Fn(&str, &Object) -> bool) -> Vec<String> {
        let wanted = self.objects.iter().filter(|(key, object)| is_wanted(key, object));
        wanted.map(|(key, _)| key.clone()).collect()
    }

    pub(super) fn remove(&mut self, key: &str) {
        assert!(self.objects.remove(key).is_some(), "{key} is not there");
    }

    /// Replaces the content of an object.
    pub(super) fn rewrite(&mut self, key: &str) {
        let object = self.objects.get_mut(key).unwrap_or_else(|| panic!("{key} is not there"));
        object.text = br#"{"Records":[{"eventName":"Forged"}]}"#.to_vec();
        object.bytes = deflated(&object.text);
    }

    /// Removes the metadata of digests.
    pub(super) fn strip(&mut self, keys: &[String]) {
        for key in keys {
            self.objects.get_mut(key).unwrap().metadata = None;
        }
    }

    /// Adds a log that no digest lists, and returns its key.
    pub(super) fn add_log(&mut self, region: &'static str, delivered: &str) -> String {
        let delivered = at(delivered);
        let record = json!({ "eventName": "Unlisted", "at": delivered.to_string() });
        let log = log_object(&OPS, region, delivered, &record);
        self.add(&log.key, region, delivered, log.bytes);
        log.key
    }

    /// Adds an object whose content is this text.
    pub(super) fn add(
        &mut self,
        key: &str,
        region: &'static str,
        delivered: Timestamp,
        text: impl Into<Vec<u8>>,
    ) {
        let text = text.into();
        let (bytes, period) = (deflated(&text), [delivered; 2]);
        let account = ACCOUNT;
        let object = Object { bytes, text, metadata: None, delivered, period, region, account };
        self.objects.insert(key.to_owned(), object);
    }

    /// The objects that exist at a time.
    pub(super) fn until(&self, now: Timestamp) -> Self {
        self.delivered(Timestamp::MIN, now)
    }

    /// The objects delivered after one time and up to another.
    pub(super) fn delivered(&self, after: Timestamp, until: Timestamp) -> Self {
        let is_then = |object: &Object| after < object.delivered && object.delivered <= until;
        let there = self.objects.iter().filter(|(_, object)| is_then(object));
        Self { objects: there.map(|(key, object)| (key.clone(), object.clone())).collect() }
    }

    /// Expires all objects of the days before one, such as `2025/06/10`.
    pub(super) fn expire(&mut self, day: &str) {
        self.objects.retain(|key, _| {
            let folder = key.rsplit_once('/').unwrap().0;
            &folder[folder.len() - day.len()..] >= day
        });
    }
}

pub(super) fn is_digest(key: &str) -> bool {
    key.contains("/CloudTrail-Digest/")
}

/// The name of an object without its folders.
pub(super) fn name(key: &str) -> &str {
    key.rsplit('/').next().unwrap_or(key)
}
