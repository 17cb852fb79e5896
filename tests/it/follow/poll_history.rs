//! `ct follow history:`: late events are found, and no event is printed twice.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::going::Going;
use super::sorted;
use crate::bucket::expect_help;
use crate::harness::Ct;
use crate::history::Account;
use crate::stub::Call;

/// The events of a Region, to which a test adds.
struct Past {
    account: Account,
    events: Vec<(i64, String)>,
}

impl Past {
    fn new() -> Self {
        Self { account: Account::limited(), events: Vec::new() }
    }

    /// Adds an event that happened so many seconds ago; gives its record.
    fn add(&mut self, seconds_ago: i64) -> String {
        let time = Timestamp::now().as_second() - seconds_ago;
        let number = i64::try_from(self.events.len()).unwrap();
        let record = crate::history::record("eu-west-1", number, time);
        self.events.push((time, record.clone()));
        self.answer();
        record
    }

    /// Answers with all events, newest first, two a page.
    fn answer(&self) {
        let mut events = self.events.clone();
        events.sort_by_key(|(time, _)| -time);
        let event = |(time, record): &(i64, String)| {
            let id = record.split("\"eventID\":\"").nth(1).unwrap().split('"').next().unwrap();
            json!({ "EventId": id, "EventTime": time, "CloudTrailEvent": record })
        };
        let page = |page: &[(i64, String)]| -> Value {
            json!({ "Events": page.iter().map(event).collect::<Vec<_>>() })
        };
        self.account.stub.answer_in(
            "eu-west-1",
            "LookupEvents",
            events.chunks(2).map(page).collect(),
        );
    }

    /// How many cycles looked up a Region so far.
    fn cycles(&self, region: &str) -> usize {
        let is_first_page = |call: &&Call| call.input["NextToken"].is_null();
        let calls = self.account.calls();
        calls.iter().filter(|call| call.region == region).filter(is_first_page).count()
    }

    /// Waits until a run has looked up a Region in so many whole cycles from now on.
    fn wait_for_cycles(&self, going: &Going, region: &str, cycles: usize) {
        let before = self.cycles(region);
        going.wait_until(|_, _| self.cycles(region) > before + cycles);
    }

    fn ct(&self, flags: &str) -> Ct {
        self.account.ct(&format!("follow history: --region eu-west-1 --every 1s {flags}"))
    }
}

#[test]
fn late_events_and_events_of_the_same_second_are_printed_once() {
    let mut past = Past::new();
    let going = Going::begun(past.ct("--since 5m"));
    assert!(going.messages().starts_with("history: 1 region, starting with events from "));
    let mut wanted = vec![past.add(10)];
    going.wait_for(1);
    // Of the same second, and earlier.
    wanted.push(past.add(10));
    wanted.push(past.add(10));
    wanted.push(past.add(200));
    going.wait_for(4);
    wanted.push(past.add(250));
    wanted.push(past.add(0));
    going.wait_for(6);
    past.wait_for_cycles(&going, "eu-west-1", 1);
    let ran = going.stop("-INT");
    assert_eq!(ran.code, 0, "{ran}");
    assert_eq!(sorted(ran.lines()), sorted(wanted.iter().map(String::as_str).collect()));
    assert!(ran.stderr.ends_with("\n6 of 6 events\n"), "{ran}");
}

#[test]
fn each_cycle_looks_up_the_last_half_hour_again() {
    let past = Past::new();
    let ran = past.ct("--since 2h --until-idle 3s -q").run().expect_silent_yes();
    assert_eq!(ran.text(), "");
    let calls = past.account.calls();
    assert!(calls.len() >= 4, "{}", calls.len());
    let time = |at: usize, name: &str| calls[at].input[name].as_f64().unwrap();
    let length = time(1, "EndTime") - time(0, "StartTime");
    assert!((length - 7200.0).abs() < 5.0, "{length}");
    for at in 2..calls.len() {
        let overlap = time(at - 1, "EndTime") - time(at, "StartTime");
        assert!((overlap - 1800.0).abs() < 2.0, "{overlap}");
    }
}

#[test]
fn an_early_start_time_is_looked_up_in_windows_that_do_not_overlap() {
    let past = Past::new();
    past.ct("--since 50h --until-idle 1s -q").run().expect_silent_yes();
    let calls = past.account.calls();
    let time = |at: usize, name: &str| calls[at].input[name].as_f64().unwrap();
    let mut length = 3600.0;
    for at in 0..5 {
        let covered = time(at, "EndTime") - time(at, "StartTime");
        assert!((covered - length).abs() < 2.0, "{covered}");
        length *= 2.0;
        let gap = time(at + 1, "StartTime") - time(at, "EndTime");
        assert!(gap.abs() < 1.0, "{gap}");
    }
    let now = Timestamp::now().as_second();
    let last = time(calls.len() - 1, "EndTime");
    #[expect(clippy::cast_precision_loss, reason = "seconds")]
    let behind = now as f64 - last;
    assert!(behind.abs() < 10.0, "{behind}");
}

#[test]
fn without_since_only_new_events_are_looked_up() {
    let mut past = Past::new();
    past.add(100);
    let going = Going::begun(past.ct(""));
    past.wait_for_cycles(&going, "eu-west-1", 1);
    let calls = past.account.calls();
    let since = calls.last().unwrap().input["StartTime"].as_f64().unwrap();
    assert!(since >= calls[0].input["StartTime"].as_f64().unwrap());
    assert_eq!(going.stop("-TERM").code, 0);
}

#[test]
fn a_denied_region_is_reported_once() {
    let past = Past::new();
    past.answer();
    let refusal = (400, "AccessDeniedException");
    past.account.stub.refuse_in("us-east-1", "LookupEvents", refusal, "no");
    let line = "follow history: --region eu-west-1,us-east-1 --every 1s --until-idle 4s --since 1h";
    let ran = past.account.ct(line).run();
    assert_eq!(ran.code, 2, "{ran}");
    assert_eq!(ran.stderr.matches("history:us-east-1: access denied").count(), 1, "{ran}");
    assert!(ran.stderr.contains("INCOMPLETE: 1 region not read"), "{ran}");
    // Access is denied in all Regions.
    let line = "follow history: --region us-east-1 --every 1s -q";
    expect_help(&past.account.ct(line).run(), "access denied", "cloudtrail:LookupEvents");
}

#[test]
fn a_region_that_fails_for_a_while_loses_no_event() {
    let mut past = Past::new();
    let first = past.add(10);
    let going = Going::begun(past.ct("--since 5m"));
    going.wait_for(1);
    let refusal = (400, "AccessDeniedException");
    past.account.stub.refuse_in("eu-west-1", "LookupEvents", refusal, "no");
    going.wait_until(|_, messages| messages.contains("will retry"));
    let second = past.add(100);
    going.wait_for(2);
    let ran = going.stop("-INT");
    assert_eq!((ran.code, ran.lines()), (0, vec![&*first, &*second]), "{ran}");
}

#[test]
fn flags_that_event_history_cannot_serve_are_usage_errors() {
    let past = Past::new();
    expect_help(&past.ct("--to ./x").run(), "--to is not for history:", "trail:");
    expect_help(&past.ct("--ledger ./x").run(), "--ledger is not for history:", "--since");
    let ran = past.account.ct("follow history:x").run();
    expect_help(&ran, "unknown source history:x", "history:insight");
    let ran = past.ct("--category Data").run();
    assert!(ran.code == 2 && ran.stderr.contains("nothing would ever be found"), "{ran}");
}

#[test]
fn a_region_that_keeps_failing_does_not_keep_the_run_going() {
    let past = Past::new();
    past.answer();
    let refusal = (400, "AccessDeniedException");
    past.account.stub.refuse_in("us-east-1", "LookupEvents", refusal, "no");
    let line =
        "follow history: --region eu-west-1,us-east-1 --every 2s --until-idle 3s --since 50h";
    let going = Going::begun(past.account.ct(line));
    going.wait_until(|_, messages| messages.contains("INCOMPLETE: 1 region not read"));
    assert_eq!(going.end().code, 2);
}

#[test]
fn a_region_counts_as_not_enabled_only_if_it_never_answered() {
    let past = Past::new();
    past.answer();
    let refusal = (400, "UnrecognizedClientException");
    past.account.stub.refuse_in("me-south-1", "LookupEvents", refusal, "no");
    let line = "follow history: --region 'eu-west-1,me-*' --every 1s --since 10m -v";
    let going = Going::begun(past.account.ct(line));
    going.wait_until(|_, messages| messages.contains("history: not enabled: me-south-1\n"));
    past.wait_for_cycles(&going, "me-central-1", 1);
    past.account.stub.refuse_in("me-central-1", "LookupEvents", refusal, "no");
    going.wait_until(|_, messages| messages.contains("history:me-central-1: AWS rejects"));
    past.wait_for_cycles(&going, "me-central-1", 1);
    let ran = going.stop("-INT");
    assert!(ran.code == 2 && ran.stderr.contains("INCOMPLETE: 1 region not read"), "{ran}");
    assert_eq!(ran.stderr.matches("me-central-1: AWS").count(), 1, "{ran}");
    assert!(ran.stderr.contains("1 object skipped (regions not enabled: 1)"), "{ran}");
}

#[test]
fn an_event_without_a_record_is_reported_once() {
    let past = Past::new();
    let time = Timestamp::now().as_second() - 60;
    let event = json!({ "EventId": "a", "EventTime": time });
    let page = json!({ "Events": [event] });
    past.account.stub.answer_in("eu-west-1", "LookupEvents", vec![page]);
    let ran = past.ct("--since 5m --until-idle 4s").run();
    assert_eq!(ran.stderr.matches("events without a record: 1").count(), 1, "{ran}");
    assert!(ran.code == 2 && ran.stderr.contains("INCOMPLETE: 1 answer not whole"), "{ran}");
}
