//! `ct follow`, against moto's queues, topics and buckets, and against the stub's where something must
//! fail: what goes in one way or another comes out as it is in the objects, and a message is deleted
//! only then.

// Every way in which a message may come.
mod shapes;
// What is not whole, not there, or not allowed.
mod trouble;
// A queue that fails for a while, and objects that take their time.
mod faults;
// Where it goes: folders, commands, formats.
mod outputs;
// A thousand objects.
mod many;
// Killed at any moment.
mod kills;
// Large objects within --max-memory, which Linux reports while a process runs.
#[cfg(target_os = "linux")]
mod memory;
// Runs that go on meanwhile.
mod going;
// Messages that are forged, or not for the buckets of the queue.
mod foreign;
// Without a queue: a bucket that is looked into again and again,
mod poll;
// from one run to the next,
mod poll_ledger;
// with folders that may not be listed for a while, or never,
mod poll_gaps;
// with folders to mirror to and ledgers that cannot be written,
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

/// Of all queues here.
const REGION: &str = "us-east-1";

/// An account with a bucket that tells a queue of every object that is put.
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
    /// The account must be no other test's. The queue hides messages for so many seconds.
    pub(crate) fn new(account: &str, hidden: u32) -> Self {
        Self::silent(&MOTO, account, hidden).told_by_s3()
    }

    /// The same, but that the bucket tells nobody.
    pub(crate) fn silent(moto: &Moto, account: &str, hidden: u32) -> Self {
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
        let attributes = json!({ "VisibilityTimeout": hidden.to_string(), "Policy": policy,
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

    fn told_by_s3(self) -> Self {
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

    /// Messages that wait, and messages that somebody has.
    fn depth(&self) -> (u64, u64) {
        let names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"];
        let input = json!({ "QueueUrl": self.url, "AttributeNames": names });
        let all = self.sqs("GetQueueAttributes", &input);
        let number = |name: &str| all["Attributes"][name].as_str().unwrap().parse().unwrap();
        (number(names[0]), number(names[1]))
    }

    /// The key of the next log, and what is in it: two records, every second time of a failure.
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

    /// Puts a log of two records; its key.
    fn log(&mut self) -> String {
        let (key, bytes) = self.next();
        self.moto.put(&self.bucket, &key, &bytes);
        key
    }

    /// All records that were put, one a line, in order of their text.
    fn all(&self) -> Vec<&str> {
        sorted(self.records.values().flatten().map(String::as_str).collect())
    }

    pub(crate) fn ct(&self, line: &str) -> Ct {
        let ct = Ct::new(line).env("AWS_REGION", REGION);
        self.moto.environment().into_iter().fold(ct, |ct, (name, value)| ct.env(name, value))
    }

    /// Runs `ct follow --queue new-logs` until the queue is silent.
    fn follow(&self, flags: &str) -> Ran {
        self.ct(&format!("follow --queue new-logs --until-idle 3s {flags}")).run()
    }

    /// Waits until the queue has told so many of its messages.
    fn wait_for(&self, what: impl Fn((u64, u64)) -> bool) {
        let begun = Instant::now();
        while !what(self.depth()) {
            assert!(begun.elapsed() < Duration::from_mins(1), "{:?}", self.depth());
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// Asserts that the run went well, that it printed every record just once, and that nothing is
    /// left in the queue.
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
