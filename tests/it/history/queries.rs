//! The queries that are sent, and the events that Event History never has.

use serde_json::{Value, json};

use super::Account;
use crate::harness::Ran;

/// The query that flags send, and the run.
fn sent(flags: &str) -> (Value, Ran) {
    let account = Account::new();
    let ran = account.ct(&format!("grep --region eu-west-1 {flags}")).run();
    let calls = account.calls();
    assert!(calls.len() < 2, "{flags}");
    (calls.into_iter().next().map(|call| call.input).unwrap_or_default(), ran)
}

#[test]
fn the_most_selective_filter_is_the_lookup_attribute() {
    let table = [
        ("--access-key AKIA --event-id 1 --event-name CreateUser", ["AccessKeyId", "AKIA"]),
        ("--event-id 1-2 --event-name CreateUser", ["EventId", "1-2"]),
        ("--event-name consolelogin", ["EventName", "ConsoleLogin"]),
        ("--event-name IAM:createuser", ["EventName", "CreateUser"]),
        ("--event-source IAM.amazonaws.COM", ["EventSource", "iam.amazonaws.com"]),
        ("--event-name CreateUser --event-source iam", ["EventName", "CreateUser"]),
        ("--event-source iam --read-only", ["EventSource", "iam.amazonaws.com"]),
        ("--event-source iam.amazonaws.com", ["EventSource", "iam.amazonaws.com"]),
        ("--read-only --user alice", ["ReadOnly", "true"]),
    ];
    for (flags, [key, value]) in table {
        let (input, ran) = sent(&format!("-v {flags} history:"));
        let expected = json!([{ "AttributeKey": key, "AttributeValue": value }]);
        assert_eq!(input["LookupAttributes"], expected, "{flags}");
        assert!(input["EventCategory"].is_null());
        assert_eq!(ran.code, 1, "{ran}");
        let message =
            format!("history: looking up {key}={value} in 1 Region; ct applies the other");
        assert!(ran.stderr.starts_with(&message), "{ran}");
    }
}

#[test]
fn filters_that_could_lose_events_are_not_sent() {
    for flags in [
        "",
        "--event-name 'Create*'",
        "--event-name CreateUser,DeleteUser",
        "--event-name iam:CreateUser,sts:AssumeRole",
        // Services spell it differently, or it is not known here.
        "--event-name CreateDBInstance",
        "--event-name BrandNewCall",
        "--user alice",
        "--resource logs",
        "--write-only",
        "--errors",
        "-e CreateUser",
        "--where 'eventName = CreateUser'",
    ] {
        let (input, ran) = sent(&format!("-v {flags} history:"));
        assert!(input["LookupAttributes"].is_null() && ran.code == 1, "{flags}: {input}");
        assert!(ran.stderr.starts_with("history: looking up all events in 1 Region;"), "{ran}");
    }
}

#[test]
fn filters_that_are_not_sent_are_applied_locally() {
    let account = Account::new().with_pages("eu-west-1", 2, 60);
    let line = "grep --region eu-west-1 --user alice --event-id '*-[24]' --fields eventID history:";
    let ran = account.ct(line).run().expect_silent_yes();
    assert_eq!(ran.lines(), [r#"{"eventID":"eu-west-1-2"}"#, r#"{"eventID":"eu-west-1-4"}"#]);
    // The stub does not filter, so that it must be done here too.
    let ran = account.ct("grep --region eu-west-1 --event-name DeleteUser history:").run();
    assert_eq!((ran.code, ran.text()), (1, ""), "{ran}");
}

#[test]
fn event_names_match_in_any_case() {
    let account = Account::new().with_pages("eu-west-1", 1, 60);
    let found = |name: &str| {
        let line = format!("grep --count --region eu-west-1 --event-name {name} history:");
        account.ct(&line).run().number()
    };
    let all = account.ct("grep --count --region eu-west-1 history:").run().number();
    assert_eq!((found("createuser"), found("CREATEUSER"), found("createuse")), (all, all, 0));
    let line = "grep --region eu-west-1 --event-name brandnewcal history:";
    let ran = account.ct(line).run();
    assert!(ran.code == 1 && ran.stderr.contains("no record has eventName brandnewcal"), "{ran}");
}

#[test]
fn history_insight_looks_up_insight_events() {
    let (input, ran) = sent("--event-name CreateUser history:insight");
    assert_eq!((&input["EventCategory"], ran.code), (&json!("insight"), 1), "{ran}");
    assert!(input["LookupAttributes"].is_null(), "{input}");
    let (input, _) = sent("--event-id 1-2 history:insight");
    assert_eq!(input["LookupAttributes"][0]["AttributeKey"], "EventId");
    let (input, ran) = sent("--category Management history:insight");
    assert!(input.is_null() && ran.code == 2, "{ran}");
}

#[test]
fn times_are_sent_and_limited_to_ninety_days() {
    let (input, ran) = sent("--since 2d --until 1d history:");
    let time = |name: &str| input[name].as_f64().unwrap();
    assert!(
        (time("EndTime") - time("StartTime") - 86_400.0).abs() < 2.0 && ran.code == 1,
        "{input}"
    );
    let (input, ran) = sent("--since 90d history:");
    assert!(input["StartTime"].is_number() && ran.code == 1, "{ran}");
    let (input, ran) = sent("--since 100d history:");
    assert!(input["StartTime"].is_null() && input["EndTime"].is_number(), "{input}");
    let message = "history: Event History reaches back 90 days, to 20";
    assert!(ran.code == 2 && ran.stderr.contains(message), "{ran}");
    assert!(ran.stderr.contains("INCOMPLETE: 1 object not read"), "{ran}");
    let (input, ran) = sent("--since 2020-01-01 --until 2020-02-01 history:");
    assert!(input.is_null() && ran.code == 2 && ran.stderr.contains("90 days"), "{ran}");
}

#[test]
fn events_that_event_history_lacks_are_inconclusive() {
    let never = |flags: &str, said: &str, is_asked: bool| {
        let (input, ran) = sent(&format!("{flags} history:"));
        assert_eq!((ran.code, !input.is_null()), (2, is_asked), "{ran}");
        assert!(ran.stderr.contains(said), "{ran}");
    };
    never("--category Data", "Management events alone, and never Data", false);
    never("--category NetworkActivity,Management", "never NetworkActivity", true);
    never("--event-type AwsVpceEvent", "never AwsVpceEvent", false);
    never("--event-name PutObject", "never PutObject", true);
    never("--org-id o-a1b2c3d4e5", "names no organization", false);
}

#[test]
fn other_accounts_are_inconclusive() {
    // The stub has no STS, so the account is unknown.
    let (input, ran) = sent("--account 444455556666 history:");
    assert!(input.is_null() && ran.code == 2, "{ran}");
    assert!(ran.stderr.contains("cannot determine the caller's account"), "{ran}");
}
