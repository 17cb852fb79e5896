//! The rate of calls, concurrent Regions, and errors that make an answer incomplete.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader};
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::json;

use super::{Account, FIRST, answered, record};
use crate::harness::Ran;
use crate::stub::Call;

/// The times of the calls by region.
fn times(calls: &[Call]) -> BTreeMap<&str, Vec<Instant>> {
    let mut times = BTreeMap::<&str, Vec<Instant>>::new();
    for call in calls {
        times.entry(&call.region).or_default().push(call.at);
    }
    times
}

#[test]
fn regions_are_looked_up_concurrently_at_two_calls_a_second() {
    let account = Account::limited()
        .with_pages("eu-west-1", 5, 60)
        .with_pages("us-east-1", 5, 60)
        .with_pages("ap-south-1", 5, 60);
    let line = "grep --count --region eu-west-1,us-east-1,ap-south-1 history:";
    assert_eq!(account.ct(line).run().expect_silent_yes().number(), 45);
    let calls = account.calls();
    let times = times(&calls);
    assert_eq!(times.len(), 3);
    for (region, times) in &times {
        assert!(times.len() >= 5, "{region}");
        // Between a call and the next but one there is a second, but for what the way took.
        for three in times.windows(3) {
            assert!(three[2] - three[0] > Duration::from_millis(900), "{region}: {three:?}");
        }
    }
    let first = |region: &str| times[region][0];
    let last = |region: &str| times[region].last().copied().unwrap();
    for [one, other] in [["eu-west-1", "us-east-1"], ["us-east-1", "ap-south-1"]] {
        assert!(first(one) < last(other) && first(other) < last(one), "one after the other");
    }
}

#[test]
fn throttled_calls_are_retried() {
    let account = Account::new().with_pages("eu-west-1", 3, 60);
    account.stub.limit("LookupEvents", 2, Duration::from_millis(900), 2);
    let ran = account.ct("grep --count --region eu-west-1 history:").run().expect_silent_yes();
    assert_eq!(ran.number(), 9);
    let calls = account.calls();
    assert!(calls.iter().filter(|call| call.throttled).count() >= 2 && calls.len() >= 5);
    assert!(calls[2].input["NextToken"].is_null());
}

#[test]
fn access_denied_in_one_region_does_not_affect_others() {
    let account = Account::new().with_pages("eu-west-1", 2, 60).with_pages("us-east-1", 1, 60);
    let (kind, no) = ("AccessDeniedException", "explicit deny in a service control policy");
    account.stub.refuse_in("ap-south-1", "LookupEvents", (400, kind), no);
    let line = "grep --count --region eu-west-1,us-east-1,ap-south-1 history:";
    insta::assert_snapshot!(account.ct(line).run(), @"
    code 2
    --- stdout
    9
    --- stderr
    9 of 9 events in 4 objects · eu-west-1 us-east-1 · INCOMPLETE: 1 object not read
      history:ap-south-1: access denied; needs cloudtrail:LookupEvents on *
    ");
    let denied = account.calls().iter().filter(|call| call.region == "ap-south-1").count();
    assert_eq!(denied, 1);
}

#[test]
fn a_rejected_token_reports_the_last_event_time() {
    let account = Account::new();
    let page = |events| json!({ "Events": events, "NextToken": "stale" });
    let events = vec![answered(&record("eu-west-1", 0, FIRST), FIRST)];
    account.stub.answer_in("eu-west-1", "LookupEvents", vec![page(events)]);
    insta::assert_snapshot!(account.ct("grep --count --region eu-west-1 history:").run(), @"
    code 2
    --- stdout
    1
    --- stderr
    1 of 1 event in 2 objects · eu-west-1 · INCOMPLETE: 1 object not read
      history:eu-west-1: InvalidNextTokenException: There is no such page.; events before 2026-09-21T14:13:20Z may be missing
    ");
}

#[test]
fn an_interrupted_run_reports_the_last_event_time() {
    let account = Account::limited().with_pages("eu-west-1", 200, 60);
    let mut child = account.ct("grep --region eu-west-1 history:").start();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut lines = Vec::new();
    for _ in 0..6 {
        let mut line = String::new();
        out.read_line(&mut line).unwrap();
        lines.push(line);
    }
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
    lines.extend(out.lines().map(|line| line.unwrap() + "\n"));
    let ran = Ran::of(child.wait_with_output().unwrap());
    assert!((6..60).contains(&lines.len()) && lines.len() % 3 == 0, "{}", lines.len());
    let last = i64::try_from(lines.len()).unwrap() - 1;
    let reached = jiff::Timestamp::from_second(FIRST - last * 60).unwrap();
    let message = format!("history:eu-west-1: interrupted: events before {reached} may be missing");
    assert!(ran.code == 2 && ran.stderr.contains(&message), "{message}\n{ran}");
    assert!(ran.stderr.contains("INCOMPLETE: 1 object not read"), "{ran}");
}

#[test]
fn an_interrupted_sort_prints_what_has_arrived() {
    let account = Account::limited().with_pages("eu-west-1", 200, 60);
    let child = account.ct("grep --region eu-west-1 --sort time history:").start();
    let begun = Instant::now();
    while account.calls().len() < 4 {
        assert!(begun.elapsed() < Duration::from_mins(1), "no further calls");
        thread::sleep(Duration::from_millis(5));
    }
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
    let ran = Ran::of(child.wait_with_output().unwrap());
    let last = ran.lines().len() - 1;
    assert!((8..60).contains(&last) && ran.code == 2, "{ran}");
    assert!(ran.lines()[last].contains("eu-west-1-0\""), "{ran}");
    assert!(ran.lines()[0].contains(&format!("eu-west-1-{last}\"")), "{ran}");
    assert!(ran.stderr.contains("history:eu-west-1: interrupted: events before "), "{ran}");
}

#[test]
fn missing_credentials_are_reported_once() {
    let account = Account::new();
    let ran = account.ct("grep history:").env("AWS_ACCESS_KEY_ID", "").run();
    let message = "ct: no usable AWS credentials: ";
    assert!(ran.code == 2 && ran.stderr.starts_with(message), "{ran}");
    assert!(ran.stderr.lines().count() == 2 && account.calls().is_empty(), "{ran}");
}

#[test]
fn a_closed_pipe_ends_the_lookup() {
    let account = Account::limited().with_pages("eu-west-1", 200, 60);
    let (line, ran) = account.ct("grep --region eu-west-1 history:").run_for_one_line();
    assert!(line.contains("eu-west-1-0") && ran.code == 0 && ran.stderr.is_empty(), "{ran}");
    // The process has ended, so there will be no more calls.
    let calls = account.calls().len();
    assert!(calls < 100, "{calls}");
}

#[test]
fn limit_ends_the_lookup() {
    let account = Account::limited().with_pages("eu-west-1", 200, 60);
    let ran = account.ct("grep --limit 4 --region eu-west-1 history:").run().expect_silent_yes();
    assert!(ran.lines().len() == 4 && account.calls().len() < 100, "{ran}");
}
