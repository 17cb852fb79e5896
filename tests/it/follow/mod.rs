//! `ct follow`, against moto's queues, topics and buckets, and against the stub's where a request must
//! fail: events are printed unchanged, and a message is deleted only after that.

// Every format of notifications.
mod shapes;
// Corrupt, missing and denied objects and queues.
mod trouble;
// Requests to SQS that fail, and slow objects.
mod faults;
// Formats, a mirror, a command.
mod outputs;
// A thousand objects.
mod many;
// Killed at any moment.
mod kills;
// Large objects within --max-memory, which Linux reports while a process runs.
#[cfg(target_os = "linux")]
mod memory;
// Runs in the background.
mod going;
// Messages that are forged, or about other buckets.
mod foreign;
// A bucket without a queue,
mod poll;
// its ledger,
mod poll_ledger;
// folders that cannot be listed,
mod poll_gaps;
// mirrors and ledgers that cannot be written,
mod poll_disk;
// and Event History.
mod poll_history;

use std::collections::BTreeMap;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::bucket::events_of;
use crate::fixtures::gzip::deflated;
use crate::harness::{Ct, Ran};
use crate::moto::{MOTO, Moto};

/// The Region of all queues.
const REGION: &str = "us-east-1";

/// An account with a bucket that notifies a queue of each new object.
pub(crate) struct Feed {
    pub(crate) moto: Moto,
    account: String,
    bucket: String,
    /// The queue's URL.
    url: String,
    /// How many objects there were.
    number: usize,
    /// Each record that was put, by its object.
    records: BTreeMap<String, Vec<String>>,
}

impl Feed {
    /// The account must not be another test's. The visibility timeout is in seconds.
    pub(crate) fn new(account: &str, visibility_timeout: u32) -> Self {
        Self::silent(&MOTO, account, visibility_timeout).notified_by_s3()
    }

    /// The same, but the bucket notifies no queue.
    pub(crate) fn silent(moto: &Moto, account: &str, visibility_timeout: u32) -> Self {
        let moto = moto.in_account(account);
        let bucket = format!("follow-{account}");
        moto.bucket(&bucket);
        let (account, number, records) = (account.to_owned(), 0, BTreeMap::new());
        let mut feed = Self { moto, account, bucket, url: String::new(), number, records };
        feed.sqs("CreateQueue", &json!({ "QueueName": "dead" }));
        let dead = feed.arn().replace("new-logs", "dead");
        let redrive = json!({ "deadLetterTargetArn": dead, "maxReceiveCount": 1000 }).to_string();
        let bucket = format!("arn:aws:s3:::{}", feed.bucket);
        let policy = feed.policy(&[("s3", &bucket)]);
        let attributes = json!({ "VisibilityTimeout": visibility_timeout.to_string(), "Policy": policy,
            "RedrivePolicy": redrive });
        let queue = json!({ "QueueName": "new-logs", "Attributes": attributes });
        feed.sqs("CreateQueue", &queue)["QueueUrl"].as_str().unwrap().clone_into(&mut feed.url);
        feed
    }

    /// The policy of a queue to which these services may send, each for a source.
    fn policy(&self, senders: &[(&str, &str)]) -> String {
        let statement = |(service, source): &(&str, &str)| {
            json!({ "Effect": "Allow", "Principal": { "Service": format!("{service}.amazonaws.com") },
                "Action": "SQS:SendMessage", "Resource": self.arn(),
                "Condition": { "ArnEquals": { "aws:SourceArn": source } } })
        };
        let statements: Vec<Value> = senders.iter().map(statement).collect();
        json!({ "Version": "2012-10-17", "Statement": statements }).to_string()
    }

    /// Replaces the policy of the queue.
    fn allow(&self, senders: &[(&str, &str)]) {
        let input =
            json!({ "QueueUrl": self.url, "Attributes": { "Policy": self.policy(senders) } });
        self.sqs("SetQueueAttributes", &input);
    }

    fn notified_by_s3(self) -> Self {
        self.notify(&format!(
            "<QueueConfiguration><Queue>{}</Queue><Event>s3:ObjectCreated:*</Event>\
             </QueueConfiguration>",
            self.arn()
        ));
        self
    }

    fn notify(&self, configuration: &str) {
        let body =
            format!("<NotificationConfiguration>{configuration}</NotificationConfiguration>");
        let line = format!("PUT /{}?notification", self.bucket);
        self.moto.send(&line, "us-east-1/s3", &[], body.as_bytes()).unwrap();
    }

    fn sqs(&self, operation: &str, input: &Value) -> Value {
        self.moto.call("sqs", REGION, &format!("AmazonSQS.{operation}"), input).unwrap()
    }

    fn arn(&self) -> String {
        format!("arn:aws:sqs:{REGION}:{}:new-logs", self.account)
    }

    /// Puts a message into the queue.
    fn send(&self, body: &str) {
        self.sqs("SendMessage", &json!({ "QueueUrl": self.url, "MessageBody": body }));
    }

    /// How many messages are visible, and how many in flight.
    fn depth(&self) -> (u64, u64) {
        let names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"];
        let input = json!({ "QueueUrl": self.url, "AttributeNames": names });
        let all = self.sqs("GetQueueAttributes", &input);
        let number = |name: &str| all["Attributes"][name].as_str().unwrap().parse().unwrap();
        (number(names[0]), number(names[1]))
    }

    /// The key and the bytes of the next log file: two records, the second with an error.
    fn next(&mut self) -> (String, Vec<u8>) {
        self.number += 1;
        let number = self.number;
        let folder = events_of("111122223333", "eu-west-1");
        let key = format!(
            "{folder}/2026/11/20/111122223333_CloudTrail_eu-west-1_20261120T1005Z_{number:016}.json.gz"
        );
        let record = |at: usize| {
            let error = if at == 1 { r#","errorCode":"AccessDenied""# } else { "" };
            format!(
                r#"{{"eventVersion":"1.11","eventTime":"2026-11-20T10:00:00Z","eventName":"PutObject","eventID":"{number:08}-{at}"{error},"recipientAccountId":"111122223333"}}"#
            )
        };
        let records: Vec<String> = (0..2).map(record).collect();
        let bytes = deflated(format!(r#"{{"Records":[{}]}}"#, records.join(",")).as_bytes());
        self.records.insert(key.clone(), records);
        (key, bytes)
    }

    /// Puts a log file of two records; gives its key.
    fn log(&mut self) -> String {
        let (key, bytes) = self.next();
        self.moto.put(&self.bucket, &key, &bytes);
        key
    }

    /// All records that were put, sorted.
    fn all(&self) -> Vec<&str> {
        sorted(self.records.values().flatten().map(String::as_str).collect())
    }

    pub(crate) fn ct(&self, line: &str) -> Ct {
        let ct = Ct::new(line).env("AWS_REGION", REGION);
        self.moto.environment().into_iter().fold(ct, |ct, (name, value)| ct.env(name, value))
    }

    /// Runs `ct follow --queue new-logs` until the queue is idle.
    fn follow(&self, flags: &str) -> Ran {
        self.ct(&format!("follow --queue new-logs --until-idle 1s {flags}")).run()
    }

    /// Waits until the number of messages meets a condition.
    fn wait_for(&self, condition: impl Fn((u64, u64)) -> bool) {
        let begun = Instant::now();
        while !condition(self.depth()) {
            assert!(begun.elapsed() < Duration::from_mins(1), "{:?}", self.depth());
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// Asserts that the run succeeded, printed every record once, and left the queue empty.
    fn expect_all(&self, ran: &Ran) {
        assert_eq!((ran.code, &*ran.stderr), (0, ""), "{ran}");
        assert_eq!(sorted(ran.lines()), self.all());
        assert_eq!(self.depth(), (0, 0), "{ran}");
    }
}

fn sorted(mut lines: Vec<&str>) -> Vec<&str> {
    lines.sort_unstable();
    lines
}
