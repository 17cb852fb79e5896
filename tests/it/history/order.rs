//! What comes out: all pages of all regions, newest first, byte for byte.

use serde_json::{Value, json};

use super::{Account, FIRST, answered, record};
use crate::harness::document;

fn ids(text: &str) -> Vec<String> {
    let id = |line: &str| {
        let record: Value = serde_json::from_str(line).unwrap();
        record["eventID"].as_str().unwrap().to_owned()
    };
    text.lines().map(id).collect()
}

#[test]
fn pages_of_a_region_are_newest_first() {
    let account = Account::new().with_pages("eu-west-1", 3, 60);
    let ran = account.ct("grep --region eu-west-1 history:").run().expect_silent_yes();
    let expected: Vec<String> = (0..9).map(|number| format!("eu-west-1-{number}")).collect();
    assert_eq!(ids(ran.text()), expected);
    let calls = account.calls();
    let tokens: Vec<&Value> = calls.iter().map(|call| &call.input["NextToken"]).collect();
    assert_eq!(tokens, [&Value::Null, &json!("1"), &json!("2")]);
    // A token is good for the same question only.
    for call in &calls {
        assert_eq!(call.input["EndTime"], calls[0].input["EndTime"]);
        assert_eq!(
            (&call.region, &call.input["MaxResults"]),
            (&"eu-west-1".to_owned(), &json!(50))
        );
        assert!(call.input["EndTime"].is_number() && call.input["StartTime"].is_null());
    }
}

#[test]
fn regions_are_merged_in_order_of_time() {
    let account = Account::new().with_pages("eu-west-1", 2, 60).with_pages("us-east-1", 3, 45);
    let line = "grep --region eu-west-1,us-east-1";
    let ran = account.ct(&format!("{line} --fields eventTime -o text history:")).run();
    let times = ran.expect_silent_yes();
    let mut sorted = times.lines();
    assert_eq!(sorted.len(), 15);
    sorted.sort_unstable();
    sorted.reverse();
    assert_eq!(times.lines(), sorted);
    let line = format!("{line} --sort time --fields eventTime -o text history:");
    let oldest = account.ct(&line).run().expect_silent_yes();
    sorted.reverse();
    assert_eq!(oldest.lines(), sorted);
    let first = account.ct(&line).arg("--limit").arg("2").run().expect_silent_yes();
    assert_eq!(first.lines(), sorted[..2]);
}

#[test]
fn records_are_printed_unchanged() {
    let written = [
        r#"{"eventVersion": "1.08", "eventID":"1",  "eventName":"A\u0041\/\"<é\ud83d\ude00","awsRegion":"eu-west-1","b": 1.0e5}"#,
        "{\n  \"eventVersion\" : \"1.08\",\n  \"eventID\":\"2\",\"awsRegion\":\"eu-west-1\",\"Records\":[{}]}",
        r#"{"eventVersion":"1.08","eventID":"3","awsRegion":"eu-west-1","requestParameters":{"policy":"{\"eventVersion\":\"1.08\"}"}}"#,
    ];
    let account = Account::new();
    let events = written.map(|record| answered(record, FIRST));
    account.stub.answer_in("eu-west-1", "LookupEvents", vec![json!({ "Events": events })]);
    let ran = account.ct("grep --region eu-west-1 history:").run().expect_silent_yes();
    // A record is a line, so that line breaks outside its strings are blanks.
    assert_eq!(ran.lines(), written.map(|record| record.replace('\n', " ")));
}

#[test]
fn a_malformed_record_hides_no_other_and_a_missing_one_is_reported() {
    let account = Account::new();
    let whole = record("eu-west-1", 1, FIRST);
    let broken = answered(r#"{"eventVersion":"1.11","awsRegion":"eu-west-1","eventID":"#, FIRST);
    let missing = json!({ "EventId": "x", "EventTime": FIRST });
    let events = [broken, missing, answered(&whole, FIRST - 1)];
    account.stub.answer_in("eu-west-1", "LookupEvents", vec![json!({ "Events": events })]);
    let ran = account.ct("grep --region eu-west-1 --fields eventID history:").run();
    insta::assert_snapshot!(ran, @r#"
    code 2
    --- stdout
    {"eventID":"eu-west-1-1"}
    --- stderr
    1 of 2 events in 2 objects · eu-west-1 · INCOMPLETE: 1 object not read, 1 record malformed
      history:eu-west-1: events without a record: 1
      history:eu-west-1 at byte 30: EOF while parsing a value at line 1 column 57
    "#);
}

#[test]
fn all_regions_are_looked_up_and_covered() {
    let account = Account::new().with_pages("eu-west-1", 1, 60).with_pages("us-east-1", 1, 45);
    let no = "The security token included in the request is invalid.";
    for region in ["af-south-1", "me-south-1"] {
        let kind = "UnrecognizedClientException";
        account.stub.refuse_in(region, "LookupEvents", (400, kind), no);
    }
    let folder = tempfile::tempdir().unwrap();
    let summary = folder.path().join("summary.json");
    let line = "grep --count -v --summary";
    let ran = account.ct(line).arg(&summary).arg("history:").run();
    insta::assert_snapshot!(ran, @"
    code 0
    --- stdout
    6
    --- stderr
    history: looking up all events in 34 Regions; ct applies the filters
    history: these are the Regions of aws that this version of ct knows; add newer ones with --region
    history: not enabled: af-south-1 me-south-1
    6 of 6 events in 2 objects · 32 regions · 2 objects skipped (regions not enabled: 2)
    ");
    let mut regions: Vec<String> = account.calls().into_iter().map(|call| call.region).collect();
    regions.sort_unstable();
    regions.dedup();
    assert_eq!(regions.len(), 34);
    let written = document(&summary);
    assert_eq!(written["objects"]["skipped_because"], json!({ "not_enabled": 2 }));
    assert_eq!(written["regions"].as_array().unwrap().len(), 32);
    // A named Region that cannot be looked up is an error, and so is an account without any.
    let named = account.ct("grep --count --region me-south-1 history:").run();
    assert!(named.code == 2 && named.stderr.contains("rejects the credentials"), "{named}");
    account.stub.refuse_in("us-east-1", "LookupEvents", (400, "UnrecognizedClientException"), no);
    let ran = account.ct("grep --count --region 'us-*' history:").run();
    assert!(ran.code == 2 && ran.stderr.contains("history:us-east-1: AWS rejects"), "{ran}");
}

#[test]
fn no_match_is_no_only_if_all_regions_responded() {
    let account = Account::new();
    let ran = account.ct("grep --region 'eu-west-*' history:").run();
    assert_eq!((ran.code, ran.text(), &*ran.stderr), (1, "", ""), "{ran}");
    let ran = account.ct("grep --region 'xx-*' history:").run();
    assert!(ran.code == 2 && ran.stderr.contains("no known Region of aws"), "{ran}");
    let ran = account.ct("grep --region Frankfurt history:").run();
    assert!(ran.code == 2 && ran.stderr.contains("not a region: frankfurt"), "{ran}");
    let ran = account.ct("grep --region us-gov-west-1 --count -v history:").run();
    assert!(ran.code == 1 && ran.stderr.contains("us-gov-west-1"), "{ran}");
}

#[test]
fn event_history_can_be_combined_with_other_sources() {
    let account = Account::new().with_pages("eu-west-1", 2, 60);
    let line = "grep --region eu-west-1 --count fixtures/trail history:";
    let there = account.ct(line).run().expect_silent_yes().number();
    let here = account.ct(&line.replace(" history:", "")).run().expect_silent_yes().number();
    assert_eq!(there, here + 6);
    let names = account.ct("grep -l --region eu-west-1 history:").run().expect_silent_yes();
    assert_eq!(names.lines(), ["history:eu-west-1"; 2]);
    let default = account.ct("grep --count --region eu-west-1").env("CT_SOURCE", "history:").run();
    assert_eq!(default.expect_silent_yes().number(), 6);
}
