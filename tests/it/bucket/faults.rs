//! Slow downs, connections that break and answers that are cut short: the same bytes come out,
//! however many threads and requests there are.

use std::time::Duration;

use super::{ACCOUNTS, Logs, events_of};
use crate::stub::Faults;

/// As bad as it gets: one request in five fails.
pub(crate) const BAD: Faults = Faults {
    slow_down: 0.05,
    reset: 0.05,
    truncate: 0.05,
    damage: 0.05,
    latency: Duration::from_millis(30),
};

/// Asserts that every kind of fault has struck.
pub(crate) fn expect_all_kinds(logs: &Logs) {
    let requests = logs.stub.requests();
    let kinds = [requests.slow_downs, requests.resets, requests.truncations, requests.damages];
    assert!(kinds.iter().all(|&number| number > 3), "hardly a fault: {kinds:?}");
}

#[test]
fn faults_do_not_change_the_answer() {
    let logs = Logs::with(400);
    let expected = logs.lines(|_| true);
    assert_eq!(logs.ct("grep s3://logs").run().expect_silent_yes().text(), expected);
    logs.stub.set_faults(BAD);
    let ran = logs.ct("grep s3://logs").run().expect_silent_yes();
    assert!(ran.text() == expected, "other events than without faults");
    expect_all_kinds(&logs);
}

#[test]
fn threads_and_concurrency_do_not_change_the_answer() {
    let logs = Logs::with(100);
    let expected = logs.lines(|_| true);
    for threads in [1, 8] {
        for concurrency in [1, 64] {
            let latency = Duration::from_millis(30 * (concurrency / 64));
            logs.stub.set_faults(Faults { latency, ..BAD });
            let line = format!("grep --threads {threads} --concurrency {concurrency} s3://logs");
            let ran = logs.ct(&line).run().expect_silent_yes();
            assert!(ran.text() == expected, "{line}");
        }
    }
    expect_all_kinds(&logs);
}

#[test]
fn concurrency_limits_requests_in_flight() {
    let logs = Logs::with(200);
    logs.stub.set_faults(Faults { latency: Duration::from_millis(10), ..Faults::default() });
    for allowed in [1, 4, 16] {
        let line = format!("grep --count --concurrency {allowed} s3://logs");
        assert_eq!(logs.ct(&line).run().expect_silent_yes().number(), 400);
        let most = logs.stub.requests().most_at_once;
        assert!(most <= allowed, "{most} requests at once, {allowed} allowed");
    }
    // And the window is made use of.
    assert!(logs.stub.requests().most_at_once > 4);
}

#[test]
fn objects_beyond_a_share_of_memory_are_read_like_others() {
    let mut logs = Logs::with(20);
    let folder = format!("{}/2025/09/15", events_of(ACCOUNTS[0], "eu-west-1"));
    let record = format!(r#"{{"eventName":"Large","x":"{}"}}"#, "y".repeat(2 << 20));
    for number in 0..4 {
        let object = format!(r#"{{"Records":[{record}]}}"#);
        logs.put(&format!("{folder}/{number}.json"), object.as_bytes());
    }
    // A share is 768 KiB then.
    let ran = logs.ct("grep --count --max-memory 512M --threads 64 s3://logs").run();
    assert_eq!(ran.expect_silent_yes().number(), 44);
}
