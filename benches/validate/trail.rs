//! A signed trail in a bucket of the tests' own server.

use std::io;

use jiff::{SignedDuration, Timestamp};
use libdeflater::{CompressionLvl, Compressor};
use serde_json::json;

use crate::corpus;
use crate::sign::{Digest, Document, Log, Signer, Trail};
use crate::stub::Stub;

/// Where the trail delivers to.
pub(crate) const BUCKET: &str = "acme-trail";
pub(crate) const ARN: &str = "arn:aws:cloudtrail:us-east-1:111122223333:trail/management-events";
/// The first is home.
pub(crate) const REGIONS: [&str; 8] = [
    "us-east-1",
    "us-east-2",
    "us-west-1",
    "us-west-2",
    "eu-west-1",
    "eu-central-1",
    "ap-southeast-1",
    "ap-southeast-2",
];
const TRAIL: Trail =
    Trail { account: "111122223333", name: "management-events", home: REGIONS[0], bucket: BUCKET };
/// When the trail begins: 2024-01-01T00:00:00Z.
const BEGIN: i64 = 1_704_067_200;
/// Hours of that year.
pub(crate) const YEAR: usize = 366 * 24;

/// What a trail delivers.
pub(crate) struct Delivery<'t> {
    pub(crate) regions: &'t [&'static str],
    pub(crate) hours: usize,
    /// How many logs a digest lists.
    pub(crate) logs: usize,
    /// The text of each log, by its number.
    pub(crate) text: &'t dyn Fn(usize) -> Vec<u8>,
}

/// What was delivered.
#[derive(Default)]
pub(crate) struct Delivered {
    pub(crate) digests: usize,
    pub(crate) logs: usize,
    /// Of the logs, inflated and packed.
    pub(crate) inflated: usize,
    pub(crate) packed: usize,
    /// Of the digests, inflated.
    pub(crate) documents: usize,
    /// The paths of all objects in requests.
    pub(crate) paths: Vec<String>,
}

/// When an hour of the trail begins, or the one before it ends.
fn time(hour: usize) -> Timestamp {
    let seconds = i64::try_from(hour * 3_600).expect("an hour of a year");
    Timestamp::from_second(BEGIN + seconds).expect("a time of this age")
}

/// The time range of the digests of the first hours, without the digest that begins where they end.
pub(crate) fn range(hours: usize) -> [String; 2] {
    [time(0), time(hours) - SignedDuration::from_mins(1)].map(|time| time.to_string())
}

/// Starts a server and delivers the trail to it.
pub(crate) fn deliver(delivery: &Delivery) -> io::Result<(Stub, Delivered)> {
    let stub = Stub::start();
    stub.bucket(BUCKET);
    let signer = Signer::from_seed(1);
    let mut key = signer.public_key("", "");
    key["ValidityStartTime"] = json!((time(0) - SignedDuration::from_hours(24)).as_second());
    key["ValidityEndTime"] = json!((time(YEAR) + SignedDuration::from_hours(24)).as_second());
    stub.answer("ListPublicKeys", vec![json!({ "PublicKeyList": [key] })]);
    let mut sender = Sender {
        stub: &stub,
        signer,
        compressor: Compressor::new(CompressionLvl::default()),
        delivered: Delivered::default(),
    };
    for region in delivery.regions {
        sender.chain(region, delivery)?;
    }
    let delivered = sender.delivered;
    Ok((stub, delivered))
}

struct Sender<'s> {
    stub: &'s Stub,
    signer: Signer,
    compressor: Compressor,
    delivered: Delivered,
}

impl Sender<'_> {
    /// Delivers the whole chain of a Region.
    fn chain(&mut self, region: &str, delivery: &Delivery) -> io::Result<()> {
        let mut previous: Option<Digest> = None;
        for hour in 0..delivery.hours {
            let mut logs = Vec::new();
            for number in 0..delivery.logs {
                let text = (delivery.text)(self.delivered.logs);
                logs.push(self.log(region, (hour, number * 60 / delivery.logs), text)?);
            }
            let [start, end] = [hour, hour + 1].map(|hour| time(hour).to_string());
            let mut document = Document::new(&TRAIL, region, &start, &end).with_logs(&logs);
            if let Some(previous) = &previous {
                document = document.after(previous);
            }
            previous = Some(self.digest(document)?);
        }
        Ok(())
    }

    fn log(
        &mut self,
        region: &str,
        (hour, minute): (usize, usize),
        bytes: Vec<u8>,
    ) -> io::Result<Log> {
        let minutes = i64::try_from(minute).expect("a minute of an hour");
        let stamp = time(hour) + SignedDuration::from_mins(minutes);
        let (account, number) = (TRAIL.account, self.delivered.logs);
        let key = format!(
            "AWSLogs/{account}/CloudTrail/{region}/{}/{account}_CloudTrail_{region}_{}_{number:016}.json.gz",
            stamp.strftime("%Y/%m/%d"),
            stamp.strftime("%Y%m%dT%H%MZ"),
        );
        let packed = self.put(&key, &bytes, &[])?;
        self.delivered.logs += 1;
        self.delivered.inflated += bytes.len();
        self.delivered.packed += packed;
        let times = [stamp.to_string(), stamp.to_string()];
        Ok(Log { bucket: BUCKET.to_owned(), key, bytes, times })
    }

    fn digest(&mut self, document: Document) -> io::Result<Digest> {
        let digest = self.signer.sign(document);
        let metadata =
            [("signature", &*digest.signature), ("signature-algorithm", "SHA256withRSA")];
        self.put(&digest.key, &digest.bytes, &metadata)?;
        self.delivered.digests += 1;
        self.delivered.documents += digest.bytes.len();
        Ok(digest)
    }

    /// Stores an object; gives its size.
    fn put(&mut self, key: &str, text: &[u8], metadata: &[(&str, &str)]) -> io::Result<usize> {
        let packed = corpus::gzip(text, &mut self.compressor)?;
        self.stub.put_with(BUCKET, key, &packed, metadata);
        self.delivered.paths.push(format!("/{BUCKET}/{key}"));
        Ok(packed.len())
    }
}
