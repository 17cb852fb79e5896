//! A queue that fails for a while, and objects that take their time, against the stub: moto does
//! neither.

use std::process::{Child, Command};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::json;

use super::going::Going;
use super::{REGION, sorted};
use crate::bucket::{at, events_of};
use crate::fixtures::gzip::deflated;
use crate::harness::{Ct, Ran};
use crate::stub::{Call, Faults, Stub};

/// Calls that are refused until somebody says otherwise.
const ALWAYS: usize = usize::MAX;

/// A queue on a server of its own, and what its messages name.
struct Queue {
    stub: Stub,
    /// Every record, in the order in which they were sent.
    records: Vec<String>,
}

impl Queue {
    /// With so many messages, each of which names a log of one record.
    fn with(messages: usize) -> Self {
        let stub = Stub::start();
        stub.bucket("logs");
        stub.queue("new-logs", Duration::from_secs(10));
        let mut queue = Self { stub, records: Vec::new() };
        for _ in 0..messages {
            queue.log();
        }
        queue
    }

    /// Puts a log and sends a message of it; its key.
    fn log(&mut self) -> String {
        let number = self.records.len();
        let record = format!(
            r#"{{"eventVersion":"1.11","eventTime":"2026-11-20T10:00:00Z","eventName":"PutObject","eventID":"{number}"}}"#
        );
        let folder = events_of("111122223333", "eu-west-1");
        let key = format!(
            "{folder}/2026/11/20/111122223333_CloudTrail_eu-west-1_20261120T1005Z_{number:016}.json.gz"
        );
        let log = deflated(format!(r#"{{"Records":[{record}]}}"#).as_bytes());
        self.stub.put("logs", &key, &log);
        let news = json!({ "s3Bucket": "logs", "s3ObjectKey": [key] }).to_string();
        self.stub.send("new-logs", [news]);
        self.records.push(record);
        key
    }

    fn ct(&self, flags: &str) -> Ct {
        let line = format!("follow --queue new-logs {flags}");
        at(&self.stub.endpoint(), &line).env("AWS_REGION", REGION)
    }

    /// The calls of an operation so far.
    fn calls(&self, operation: &str) -> Vec<Call> {
        let calls = self.stub.requests().sqs;
        calls.into_iter().filter(|call| call.operation == operation).collect()
    }

    /// All messages, whoever has them.
    fn left(&self) -> usize {
        let (waiting, flying) = self.stub.depth("new-logs");
        waiting + flying
    }

    fn wait_for(&self, what: impl Fn(&Self) -> bool) {
        let begun = Instant::now();
        while !what(self) {
            assert!(begun.elapsed() < Duration::from_mins(1), "{:?}", self.stub.depth("new-logs"));
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// Asserts that each record was printed just once.
    fn expect_once(&self, ran: &Ran) {
        let records = sorted(self.records.iter().map(String::as_str).collect());
        assert_eq!(sorted(ran.lines()), records, "{ran}");
    }
}

#[test]
fn what_takes_long_is_kept_from_others() {
    let mut queue = Queue::with(0);
    let key = queue.log();
    // Longer than the queue hides a message.
    queue.stub.delay("logs", &key, Duration::from_secs(13));
    let ran = queue.ct("--max-messages 1").run();
    assert_eq!((ran.code, &*ran.stderr, queue.left()), (0, "", 0), "{ran}");
    queue.expect_once(&ran);
    let extended = queue.calls("ChangeMessageVisibilityBatch");
    assert!(extended.len() >= 2, "{}", extended.len());
    for call in &extended {
        let entries = call.input["Entries"].as_array().unwrap();
        assert_eq!((entries.len(), &entries[0]["VisibilityTimeout"]), (1, &json!(10)));
        assert_eq!(entries[0]["ReceiptHandle"], extended[0].input["Entries"][0]["ReceiptHandle"]);
    }
}

#[cfg(unix)]
fn interrupt(child: &Child) {
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
}

#[cfg(unix)]
#[test]
fn the_second_signal_ends_it_at_once_and_deletes_nothing() {
    let mut queue = Queue::with(3);
    let key = queue.log();
    queue.stub.delay("logs", &key, Duration::from_secs(8));
    // Polls of three seconds: those of the dead are answered too, and hide what they are given.
    let child = queue.ct("--until-idle 3s").start();
    queue.wait_for(|queue| queue.stub.requests().gets > 0);
    interrupt(&child);
    thread::sleep(Duration::from_millis(500));
    let begun = Instant::now();
    interrupt(&child);
    let ran = Ran::of(child.wait_with_output().unwrap());
    assert!(begun.elapsed() < Duration::from_secs(3), "{:?}", begun.elapsed());
    assert_eq!((ran.code, ran.text(), queue.left()), (130, "", 4), "{ran}");
    assert_eq!(queue.calls("DeleteMessageBatch").len(), 0);
    // Somebody else gets them once they are no longer hidden.
    let ran = queue.ct("--until-idle 11s").run();
    assert_eq!((ran.code, queue.left()), (0, 0), "{ran}");
    queue.expect_once(&ran);
}

#[test]
fn deletions_that_fail_are_tried_again() {
    let queue = Queue::with(10);
    queue.stub.fail_entries("DeleteMessageBatch", 2, "InternalError", "try again");
    let ran = queue.ct("--until-idle 2s").run();
    assert_eq!((ran.code, &*ran.stderr, queue.left()), (0, "", 0), "{ran}");
    queue.expect_once(&ran);
    let tries = queue.calls("DeleteMessageBatch");
    assert!(tries.len() == 3 && tries[2].at - tries[0].at >= Duration::from_millis(500));

    let queue = Queue::with(10);
    queue.stub.refuse_queues("DeleteMessageBatch", 2, (500, "InternalError"), "try again");
    let ran = queue.ct("--until-idle 2s").run();
    assert_eq!((ran.code, &*ran.stderr, queue.left()), (0, "", 0), "{ran}");
}

#[test]
fn what_is_never_deleted_is_told() {
    let queue = Queue::with(10);
    queue.stub.fail_entries("DeleteMessageBatch", ALWAYS, "InternalError", "out of order");
    let ran = queue.ct("--until-idle 3s").run();
    assert_eq!((ran.code, queue.left()), (2, 10), "{ran}");
    queue.expect_once(&ran);
    insta::assert_snapshot!(ran.stderr, @"
    ct: 10 of 10 messages not deleted: out of order: they will be received again
    10 messages · 10 objects · 10 of 10 events · 0 deleted · INCOMPLETE: 1 deletion failed
    ");
}

#[test]
fn a_batch_that_is_not_deleted_hides_no_other() {
    let queue = Queue::with(30);
    queue.stub.refuse_queues("DeleteMessageBatch", 1, (400, "InvalidAddress"), "no");
    let ran = queue.ct("--max-messages 30 -v").run();
    assert_eq!((ran.code, queue.left()), (2, 10), "{ran}");
    queue.expect_once(&ran);
    assert!(ran.stderr.contains("ct: InvalidAddress: no"), "{ran}");
    assert!(
        ran.stderr.contains("30 messages · 30 objects · 30 of 30 events · 20 deleted"),
        "{ran}"
    );
}

#[test]
fn polls_that_fail_are_made_again_later_and_later() {
    let mut queue = Queue::with(0);
    // Four hands: each fails twice.
    queue.stub.refuse_queues("ReceiveMessage", 8, (400, "InvalidSecurity"), "not like this");
    for _ in 0..5 {
        queue.log();
    }
    let ran = queue.ct("--max-messages 5").run();
    assert_eq!((ran.code, queue.left()), (0, 0), "{ran}");
    queue.expect_once(&ran);
    // Told once, unless a hand is well again before another's failure is heard of.
    let told = "ct: cannot receive messages: InvalidSecurity: not like this; will retry";
    assert!(!ran.stderr.is_empty() && ran.stderr.lines().all(|line| line == told), "{ran}");
    let calls = queue.calls("ReceiveMessage");
    // However slow a hand is: of five calls two are of one hand, of nine calls three.
    let waited = [calls[4].at - calls[0].at, calls[8].at - calls[0].at];
    assert!(
        waited[0] >= Duration::from_secs(1) && waited[1] >= Duration::from_secs(3),
        "{waited:?}"
    );
}

#[test]
fn what_is_wrong_meanwhile_is_named() {
    let table = [
        ("AccessDeniedException", "needs sqs:ReceiveMessage on new-logs"),
        ("QueueDoesNotExist", "no such queue in us-east-1: new-logs; check the name"),
        ("ExpiredToken", "renew them"),
    ];
    for (code, help) in table {
        let mut queue = Queue::with(1);
        let going = Going::start(queue.ct("--max-messages 3"));
        queue.wait_for(|queue| queue.left() == 0);
        // Whoever gets the second message is refused the next, and the others wait for the third.
        queue.stub.refuse_queues("ReceiveMessage", 1, (400, code), "no more");
        queue.log();
        going.wait_until(|_, told| told.ends_with('\n'));
        queue.log();
        let ran = going.end();
        assert_eq!((ran.code, queue.left()), (0, 0), "{code}: {ran}");
        queue.expect_once(&ran);
        assert_eq!(ran.stderr.matches("cannot receive messages: ").count(), 1, "{ran}");
        assert!(ran.stderr.contains(help) && ran.stderr.contains("; will retry"), "{ran}");
    }
}

#[test]
fn a_queue_that_is_well_again_is_empty_and_no_trouble() {
    let queue = Queue::with(0);
    queue.stub.refuse_queues("ReceiveMessage", 1, (400, "InvalidSecurity"), "not like this");
    let ran = queue.ct("--until-idle 4s").run();
    let told = "ct: cannot receive messages: InvalidSecurity: not like this; will retry\n";
    assert_eq!((ran.code, &*ran.stderr), (0, told), "{ran}");
}

#[test]
fn a_queue_that_takes_its_time_is_not_taken_for_an_empty_one() {
    let queue = Queue::with(5);
    queue.stub.set_faults(Faults { latency: Duration::from_secs(3), ..Faults::default() });
    let ran = queue.ct("--until-idle 1s").run();
    assert_eq!((ran.code, &*ran.stderr, queue.left()), (0, "", 0), "{ran}");
    queue.expect_once(&ran);
}

#[test]
fn who_gets_nothing_to_the_end_is_told_why() {
    let queue = Queue::with(1);
    queue.stub.refuse_queues("ReceiveMessage", ALWAYS, (400, "InvalidSecurity"), "not like this");
    insta::assert_snapshot!(queue.ct("--until-idle 2s").run(), @"
    code 2
    --- stdout
    --- stderr
    ct: cannot receive messages: InvalidSecurity: not like this; will retry
    ct: InvalidSecurity: not like this
    ");
    // A signature for another region than the endpoint's.
    let scope = "Credential should be scoped to a valid region, not 'us-east-1'.";
    queue.stub.refuse_queues("GetQueueUrl", 1, (403, "SignatureDoesNotMatch"), scope);
    insta::assert_snapshot!(queue.ct("").run(), @"
    code 2
    --- stdout
    --- stderr
    ct: wrong region: Credential should be scoped to a valid region, not 'us-east-1'.
    help: set AWS_REGION to the region that is meant
    ");
    // Nobody is there at all.
    let ran = at("http://127.0.0.1:1", "follow --queue new-logs").env("AWS_REGION", REGION).run();
    assert_eq!(ran.code, 2, "{ran}");
    assert!(ran.stderr.starts_with("ct: cannot reach AWS: "), "{ran}");
    assert!(ran.stderr.contains("help: check the network, AWS_REGION and --endpoint-url"), "{ran}");
}
