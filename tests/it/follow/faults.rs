//! Requests to SQS that fail, and slow objects, against the stub: moto does neither.

use std::fs;
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

/// Calls that fail until the test says otherwise.
const ALWAYS: usize = usize::MAX;

/// A queue on a server of its own, and the records of the objects that its messages name.
pub(super) struct Queue {
    pub(super) stub: Stub,
    /// Every record, in the order in which they were sent.
    pub(super) records: Vec<String>,
}

impl Queue {
    /// With so many messages, each for a log file of one record.
    pub(super) fn with(messages: usize) -> Self {
        let stub = Stub::start();
        stub.bucket("logs");
        stub.queue("new-logs", Duration::from_secs(10));
        let mut queue = Self { stub, records: Vec::new() };
        for _ in 0..messages {
            queue.log();
        }
        queue
    }

    /// Puts a log file and sends a notification; gives the key.
    pub(super) fn log(&mut self) -> String {
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
        let notification = json!({ "s3Bucket": "logs", "s3ObjectKey": [key] }).to_string();
        self.stub.send("new-logs", [notification]);
        self.records.push(record);
        key
    }

    pub(super) fn ct(&self, flags: &str) -> Ct {
        let line = format!("follow --queue new-logs {flags}");
        at(&self.stub.endpoint(), &line).env("AWS_REGION", REGION)
    }

    /// The calls of an operation so far.
    fn calls(&self, operation: &str) -> Vec<Call> {
        let calls = self.stub.requests().sqs;
        calls.into_iter().filter(|call| call.operation == operation).collect()
    }

    /// How many messages are in the queue, visible or in flight.
    pub(super) fn depth(&self) -> usize {
        let (waiting, flying) = self.stub.depth("new-logs");
        waiting + flying
    }

    pub(super) fn wait_for(&self, condition: impl Fn(&Self) -> bool) {
        let begun = Instant::now();
        while !condition(self) {
            assert!(begun.elapsed() < Duration::from_mins(1), "{:?}", self.stub.depth("new-logs"));
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// Asserts that each record was printed just once.
    pub(super) fn expect_once(&self, ran: &Ran) {
        let records = sorted(self.records.iter().map(String::as_str).collect());
        assert_eq!(sorted(ran.lines()), records, "{ran}");
    }
}

#[test]
fn the_visibility_timeout_of_a_slow_message_is_extended() {
    let mut queue = Queue::with(0);
    let key = queue.log();
    queue.stub.hold(&key);
    let going = Going::start(queue.ct("--max-messages 1"));
    queue.wait_for(|queue| queue.calls("ChangeMessageVisibilityBatch").len() >= 2);
    queue.stub.release();
    let ran = going.end();
    assert_eq!((ran.code, &*ran.stderr, queue.depth()), (0, "", 0), "{ran}");
    queue.expect_once(&ran);
    let extended = queue.calls("ChangeMessageVisibilityBatch");
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
fn the_second_signal_ends_a_run_at_once_and_deletes_nothing() {
    let mut queue = Queue::with(3);
    let key = queue.log();
    // The first signal waits for this object, which never arrives.
    queue.stub.hold(&key);
    let mut child = queue.ct("").start();
    queue.stub.wait_for_held();
    while child.try_wait().unwrap().is_none() {
        interrupt(&child);
        thread::sleep(Duration::from_millis(20));
    }
    let ran = Ran::of(child.wait_with_output().unwrap());
    queue.stub.release();
    assert_eq!((ran.code, ran.text(), queue.depth()), (130, "", 4), "{ran}");
    assert_eq!(queue.calls("DeleteMessageBatch").len(), 0);
    // They are received again after their visibility timeout.
    queue.stub.expire("new-logs");
    let ran = queue.ct("--max-messages 4").run();
    assert_eq!((ran.code, queue.depth()), (0, 0), "{ran}");
    queue.expect_once(&ran);
}

#[test]
fn messages_that_cannot_be_processed_do_not_stop_the_others() {
    let mut queue = Queue::with(0);
    for number in 0..20 {
        queue.log();
        if number % 5 == 0 {
            queue.stub.send("new-logs", [format!("poison {number}")]);
        }
    }
    let key = queue.log().replace("_0000", "_9000");
    let log = deflated(br#"{"Records":[]}"#);
    // Truncated.
    queue.stub.put("logs", &key, &log[..log.len() / 2]);
    let notification = json!({ "s3Bucket": "logs", "s3ObjectKey": [key] }).to_string();
    queue.stub.send("new-logs", [notification]);
    let going = Going::start(queue.ct(""));
    queue.wait_for(|queue| queue.stub.depth("new-logs") == (0, 5));
    queue.stub.expire("new-logs");
    // They are received again, and not reported again.
    queue.wait_for(|queue| queue.stub.depth("new-logs") == (0, 5));
    queue.log();
    going.wait_for(22);
    let ran = going.stop("-INT");
    assert_eq!(ran.code, 2, "{ran}");
    queue.expect_once(&ran);
    assert_eq!(ran.stderr.matches("unknown message format").count(), 4, "{ran}");
    assert_eq!(ran.stderr.matches(&key).count(), 1, "{ran}");
    assert!(ran.stderr.contains("INCOMPLETE: 5 messages left in the queue"), "{ran}");
    assert_eq!(queue.depth(), 5);
}

#[cfg(unix)]
#[test]
fn the_message_of_a_failed_command_is_left_in_the_queue() {
    let queue = Queue::with(2);
    // Fails for one record, once.
    let folder = tempfile::tempdir().unwrap();
    let (flag, out) = (folder.path().join("flag"), folder.path().join("out"));
    let script = folder.path().join("script");
    let text = format!(
        "read record\ncase \"$record\" in *'\"eventID\":\"1\"'*)\n\
         if [ ! -e {flag} ]; then touch {flag}; exit 3; fi;;\nesac\necho \"$record\" >> {out}\n",
        flag = flag.display(),
        out = out.display()
    );
    fs::write(&script, text).unwrap();
    let exec = format!("--exec 'sh {}' --unique", script.display());
    let going = Going::start(queue.ct(&exec));
    going.wait_until(|_, messages| messages.contains("--exec: exit status: 3"));
    queue.wait_for(|queue| queue.stub.depth("new-logs") == (0, 1));
    queue.stub.expire("new-logs");
    queue.wait_for(|queue| queue.depth() == 0);
    let ran = going.stop("-INT");
    assert_eq!(ran.code, 0, "{ran}");
    let found = fs::read_to_string(&out).unwrap();
    let missing = |record: &&String| !found.lines().any(|line| line == record.as_str());
    assert_eq!(queue.records.iter().find(missing), None, "{found}");
}

#[test]
fn failed_deletions_are_retried() {
    let queue = Queue::with(10);
    queue.stub.fail_entries("DeleteMessageBatch", 2, "InternalError", "try again");
    let ran = queue.ct("--until-idle 1s").run();
    assert_eq!((ran.code, &*ran.stderr, queue.depth()), (0, "", 0), "{ran}");
    queue.expect_once(&ran);
    let attempts = queue.calls("DeleteMessageBatch");
    assert!(attempts.len() == 3 && attempts[2].at - attempts[0].at >= Duration::from_millis(500));

    let queue = Queue::with(10);
    queue.stub.refuse_queues("DeleteMessageBatch", 2, (500, "InternalError"), "try again");
    let ran = queue.ct("--until-idle 1s").run();
    assert_eq!((ran.code, &*ran.stderr, queue.depth()), (0, "", 0), "{ran}");
}

#[test]
fn messages_that_are_never_deleted_are_reported() {
    let queue = Queue::with(10);
    queue.stub.fail_entries("DeleteMessageBatch", ALWAYS, "InternalError", "out of order");
    let ran = queue.ct("--until-idle 1s").run();
    assert_eq!((ran.code, queue.depth()), (2, 10), "{ran}");
    queue.expect_once(&ran);
    insta::assert_snapshot!(ran.stderr, @"
    ct: 10 of 10 messages not deleted: out of order: they will be received again
    10 messages · 10 objects · 10 of 10 events · 0 deleted · INCOMPLETE: 1 deletion failed
    ");
}

#[test]
fn a_failed_delete_request_does_not_stop_the_others() {
    let queue = Queue::with(30);
    queue.stub.refuse_queues("DeleteMessageBatch", 1, (400, "InvalidAddress"), "no");
    let ran = queue.ct("--max-messages 30 -v").run();
    assert_eq!((ran.code, queue.depth()), (2, 10), "{ran}");
    queue.expect_once(&ran);
    assert!(ran.stderr.contains("ct: InvalidAddress: no"), "{ran}");
    assert!(
        ran.stderr.contains("30 messages · 30 objects · 30 of 30 events · 20 deleted"),
        "{ran}"
    );
}

#[test]
fn failed_receive_requests_are_retried_after_growing_pauses() {
    let mut queue = Queue::with(0);
    // Four receivers: each fails twice.
    queue.stub.refuse_queues("ReceiveMessage", 8, (400, "InvalidSecurity"), "not like this");
    for _ in 0..5 {
        queue.log();
    }
    let ran = queue.ct("--max-messages 5").run();
    assert_eq!((ran.code, queue.depth()), (0, 0), "{ran}");
    queue.expect_once(&ran);
    // Reported once, unless a receiver works again before another one fails.
    let message = "ct: cannot receive messages: InvalidSecurity: not like this; will retry";
    assert!(!ran.stderr.is_empty() && ran.stderr.lines().all(|line| line == message), "{ran}");
    let calls = queue.calls("ReceiveMessage");
    // Two of five calls are of one receiver, three of nine calls.
    let waited = [calls[4].at - calls[0].at, calls[8].at - calls[0].at];
    assert!(
        waited[0] >= Duration::from_secs(1) && waited[1] >= Duration::from_secs(3),
        "{waited:?}"
    );
}

#[test]
fn a_failed_receive_request_is_reported_with_its_reason() {
    let table = [
        ("AccessDeniedException", "needs sqs:ReceiveMessage on new-logs"),
        ("QueueDoesNotExist", "no such queue in us-east-1: new-logs; check the name"),
        ("ExpiredToken", "renew them"),
    ];
    for (code, help) in table {
        let mut queue = Queue::with(1);
        let going = Going::start(queue.ct("--max-messages 3"));
        queue.wait_for(|queue| queue.depth() == 0);
        // One receiver fails once; the others wait for the third message.
        queue.stub.refuse_queues("ReceiveMessage", 1, (400, code), "no more");
        queue.log();
        going.wait_until(|_, messages| messages.ends_with('\n'));
        queue.log();
        let ran = going.end();
        assert_eq!((ran.code, queue.depth()), (0, 0), "{code}: {ran}");
        queue.expect_once(&ran);
        assert_eq!(ran.stderr.matches("cannot receive messages: ").count(), 1, "{ran}");
        assert!(ran.stderr.contains(help) && ran.stderr.contains("; will retry"), "{ran}");
    }
}

#[test]
fn a_receive_request_that_fails_once_does_not_change_the_exit_code() {
    let queue = Queue::with(0);
    queue.stub.refuse_queues("ReceiveMessage", 1, (400, "InvalidSecurity"), "not like this");
    let ran = queue.ct("--until-idle 2s").run();
    let message = "ct: cannot receive messages: InvalidSecurity: not like this; will retry\n";
    assert_eq!((ran.code, &*ran.stderr), (0, message), "{ran}");
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_that_could_not_receive_at_the_end_has_exit_code_2() {
    let queue = Queue::with(1);
    let going = Going::start(queue.ct(""));
    going.wait_for(1);
    queue.stub.refuse_queues("ReceiveMessage", ALWAYS, (400, "InvalidSecurity"), "not like this");
    going.wait_until(|_, messages| messages.contains("cannot receive messages: "));
    let ran = going.stop("-INT");
    assert_eq!((ran.code, queue.depth()), (2, 0), "{ran}");
    assert!(ran.stderr.ends_with("ct: InvalidSecurity: not like this\n"), "{ran}");
    queue.expect_once(&ran);
}

#[test]
fn a_gone_object_is_counted_once_however_often_it_is_named() {
    let queue = Queue::with(0);
    let key = "AWSLogs/111122223333/CloudTrail/eu-west-1/2026/11/20/\
               111122223333_CloudTrail_eu-west-1_20261120T1005Z_0000000000000000.json.gz";
    let send = || {
        let notification = json!({ "s3Bucket": "logs", "s3ObjectKey": [key] }).to_string();
        queue.stub.send("new-logs", [notification]);
    };
    send();
    let going = Going::start(queue.ct("--max-messages 2"));
    going.wait_until(|_, messages| messages.contains("no longer in the bucket"));
    send();
    let ran = going.end();
    assert_eq!((ran.code, queue.depth()), (2, 0), "{ran}");
    assert_eq!(ran.stderr.matches("no longer in the bucket").count(), 1, "{ran}");
    assert!(ran.stderr.contains("2 messages") && ran.stderr.contains("1 object gone"), "{ran}");
}

#[test]
fn an_event_without_a_readable_time_is_reported_in_a_time_range() {
    let queue = Queue::with(0);
    let record = r#"{"eventVersion":"1.11","eventTime":"soon","eventName":"PutObject"}"#;
    let folder = events_of("111122223333", "eu-west-1");
    let key =
        format!("{folder}/2026/11/20/111122223333_CloudTrail_eu-west-1_20261120T1005Z_a.json.gz");
    let log = deflated(format!(r#"{{"Records":[{record}]}}"#).as_bytes());
    queue.stub.put("logs", &key, &log);
    for (flags, code, shortfall) in
        [("--since 2026-11-01", 2, "INCOMPLETE: 1 event without a readable time"), ("", 0, "")]
    {
        let notification = json!({ "s3Bucket": "logs", "s3ObjectKey": [key] }).to_string();
        queue.stub.send("new-logs", [notification]);
        let ran = queue.ct(&format!("--max-messages 1 {flags}")).run();
        assert_eq!((ran.code, ran.lines().len()), (code, 1), "{ran}");
        assert!(ran.stderr.contains(shortfall), "{ran}");
    }
}

#[test]
fn a_slow_queue_is_not_idle() {
    let queue = Queue::with(5);
    queue.stub.set_faults(Faults { latency: Duration::from_millis(500), ..Faults::default() });
    let ran = queue.ct("--until-idle 100ms").run();
    assert_eq!((ran.code, &*ran.stderr, queue.depth()), (0, "", 0), "{ran}");
    queue.expect_once(&ran);
}

#[test]
fn a_run_that_received_nothing_ends_with_the_reason() {
    let queue = Queue::with(1);
    queue.stub.refuse_queues("ReceiveMessage", ALWAYS, (400, "InvalidSecurity"), "not like this");
    insta::assert_snapshot!(queue.ct("--until-idle 1s").run(), @"
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
    help: set AWS_REGION to the Region of the resource
    ");
    // No server at all.
    let ran = at("http://127.0.0.1:1", "follow --queue new-logs").env("AWS_REGION", REGION).run();
    assert_eq!(ran.code, 2, "{ran}");
    assert!(ran.stderr.starts_with("ct: cannot reach AWS: "), "{ran}");
    assert!(ran.stderr.contains("help: check the network, AWS_REGION and --endpoint-url"), "{ran}");
}
