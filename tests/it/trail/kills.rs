//! Commands that are killed behind each of their requests and run again: the account ends as after
//! an undisturbed run.

use std::fmt::Write as _;
use std::thread;
use std::time::Duration;

use regex::Regex;
use serde_json::{Value, json};

use super::Account;
use crate::moto::cloudtrail;

/// What is killed: a line to prepare, and the line that is killed. `{}` is a number of its own.
struct Scene {
    first: Option<&'static str>,
    line: &'static str,
    /// What a repeated run may say once everything is done already.
    last: i32,
}

impl Scene {
    fn line(&self, number: usize) -> String {
        self.line.replace("{}", &number.to_string())
    }

    fn account(&self, number: usize) -> Account {
        let account = Account::new(&number.to_string());
        if let Some(first) = self.first {
            account.done(&first.replace("{}", &number.to_string()));
        }
        account.relay.clear();
        account
    }

    /// Kills the command behind each of its writes and runs it again.
    fn play(&self, start: usize) {
        let account = self.account(start);
        account.done(&self.line(start));
        let (writes, wanted) = (account.relay.writes(), state(&account));
        for behind in 1..=writes.len() {
            let number = start + behind;
            let account = self.account(number);
            kill(&account, &self.line(number), behind);
            let said = format!("killed behind {behind}: {}", writes[behind - 1]);
            let ran = account.trail(&self.line(number));
            let code = if behind == writes.len() { self.last } else { 0 };
            assert_eq!(ran.code, code, "{said}: {ran}");
            assert_eq!(state(&account), wanted, "{said}: {ran}");
        }
    }
}

/// Runs a command until so many of its writes are done, and no further.
fn kill(account: &Account, line: &str, writes: usize) {
    account.relay.cut_behind(writes);
    let mut child = account.program("us-east-1", &format!("trail {line}")).start();
    while !account.relay.is_cut() && child.try_wait().unwrap().is_none() {
        thread::sleep(Duration::from_millis(2));
    }
    assert!(account.relay.is_cut(), "it made fewer calls: {line}");
    child.kill().unwrap();
    child.wait().unwrap();
    account.relay.mend();
}

/// All that an account holds, without what differs from run to run.
fn state(account: &Account) -> String {
    let parts = [trails(account), buckets(account), keys(account), queues(account), roles(account)];
    let text = parts.concat().replace(&account.number, "ACCOUNT");
    let names = [
        ("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "UUID"),
        ("aws-cloudtrail-logs-ACCOUNT-[0-9a-f]{8}", "BUCKET"),
        ("<(RequestId|CreateDate|RoleId)>[^<]*<", "<$1><"),
    ];
    names.iter().fold(text, |text, (pattern, name)| {
        Regex::new(pattern).unwrap().replace_all(&text, *name).into_owned()
    })
}

/// The texts of the elements of a document that are called so.
fn elements(document: &str, name: &str) -> Vec<String> {
    let pattern = format!("<{name}>([^<]*)</{name}>");
    let pattern = Regex::new(&pattern).unwrap();
    pattern.captures_iter(document).map(|found| found[1].to_owned()).collect()
}

fn trails(account: &Account) -> String {
    let ask = |operation: &str, input: &Value| {
        account.moto.call("cloudtrail", "us-east-1", &cloudtrail(operation), input).unwrap()
    };
    let mut trails = ask("DescribeTrails", &json!({}));
    for trail in trails["trailList"].as_array_mut().unwrap() {
        let name = json!({ "Name": trail["TrailARN"] });
        trail["IsLogging"] = ask("GetTrailStatus", &name)["IsLogging"].take();
        trail["Selectors"] = ask("GetEventSelectors", &json!({ "TrailName": trail["TrailARN"] }));
        trail["Tags"] = ask("ListTags", &json!({ "ResourceIdList": [trail["TrailARN"]] }));
    }
    format!("{trails:#}\n")
}

fn buckets(account: &Account) -> String {
    let get = |line: &str| {
        account.moto.send(&format!("GET /{line}"), "us-east-1/s3", &[], b"").unwrap_or_else(
            |error| {
                error.lines().next().unwrap_or_default().split(" to ").next().unwrap().to_owned()
            },
        )
    };
    let parts =
        ["versioning", "publicAccessBlock", "encryption", "ownershipControls", "policy", "tagging"];
    let mut text = String::new();
    let all = get("");
    let (_, all) = all.split_once("<Buckets>").unwrap_or_default();
    for name in elements(all, "Name") {
        for part in parts.iter().chain(&["notification"]) {
            writeln!(text, "{name} {part}: {}", get(&format!("{name}?{part}"))).unwrap();
        }
    }
    text
}

fn keys(account: &Account) -> String {
    let ask = |operation: &str, input: &Value| {
        let target = format!("TrentService.{operation}");
        account.moto.call("kms", "us-east-1", &target, input).unwrap()
    };
    let mut text = String::new();
    for key in ask("ListKeys", &json!({}))["Keys"].as_array().unwrap() {
        let named = json!({ "KeyId": key["KeyId"] });
        let policy = json!({ "KeyId": key["KeyId"], "PolicyName": "default" });
        writeln!(text, "key {}", ask("GetKeyRotationStatus", &named)["KeyRotationEnabled"])
            .unwrap();
        writeln!(text, "{}", ask("GetKeyPolicy", &policy)["Policy"]).unwrap();
        writeln!(text, "{}", ask("ListResourceTags", &named)["Tags"]).unwrap();
        let aliases = ask("ListAliases", &named)["Aliases"].take();
        let aliases = aliases.as_array().unwrap().iter().map(|alias| alias["AliasName"].clone());
        writeln!(text, "{}", aliases.collect::<Value>()).unwrap();
    }
    text
}

fn queues(account: &Account) -> String {
    let sns = |body: &str| account.moto.form("sns", "us-east-1", body).unwrap();
    let topics = sns("Action=ListTopics");
    let mut text = topics.clone();
    for arn in elements(&topics, "TopicArn") {
        let attributes = sns(&format!("Action=GetTopicAttributes&TopicArn={arn}"));
        text += &attributes;
        text += &sns(&format!("Action=ListTagsForResource&ResourceArn={arn}"));
        text += &elements(&sns("Action=ListSubscriptions"), "Endpoint").join(" ");
    }
    let sqs = |operation: &str, input: &Value| {
        account.moto.call("sqs", "us-east-1", &format!("AmazonSQS.{operation}"), input).unwrap()
    };
    for url in sqs("ListQueues", &json!({}))["QueueUrls"].as_array().into_iter().flatten() {
        let ask = json!({ "QueueUrl": url, "AttributeNames": ["All"] });
        let mut all = sqs("GetQueueAttributes", &ask)["Attributes"].take();
        for name in ["CreatedTimestamp", "LastModifiedTimestamp"] {
            all.as_object_mut().unwrap().remove(name);
        }
        // The notification of a test that S3 sends when it is set up.
        all.as_object_mut().unwrap().remove("ApproximateNumberOfMessages");
        writeln!(text, "{all:#} {}", sqs("ListQueueTags", &json!({ "QueueUrl": url }))).unwrap();
    }
    text
}

fn roles(account: &Account) -> String {
    let iam = |body: &str| {
        account.moto.form("iam", "us-east-1", body).unwrap_or_else(|_| "none".to_owned())
    };
    let mut text = String::new();
    let date = Regex::new("<CreateDate>.*?</CreateDate>|<RoleId>.*?</RoleId>").unwrap();
    for role in elements(&iam("Action=ListRoles&Version=2010-05-08"), "RoleName") {
        let named = format!("Version=2010-05-08&RoleName={role}");
        text += &date.replace_all(&iam(&format!("Action=GetRole&{named}")), "");
        text += &iam(&format!("Action=GetRolePolicy&PolicyName=write-to-log-group&{named}"));
    }
    let target = "Logs_20140328.DescribeLogGroups";
    let groups = account.moto.call("logs", "us-east-1", target, &json!({})).unwrap();
    for group in groups["logGroups"].as_array().unwrap() {
        writeln!(text, "group {}", group["arn"]).unwrap();
    }
    text
}

#[test]
fn a_killed_create_of_everything_is_completed_by_the_next() {
    let line = "create full --multi-region --create-key --create-topic --queue full --queue-from \
                topic --cloudwatch-log-group full --tag team=security --data s3:kills:write --yes";
    Scene { first: None, line, last: 0 }.play(630_000_000_000);
}

#[test]
fn a_killed_create_of_a_named_bucket_is_completed_by_the_next() {
    let line = "create main --bucket kills-{} --create-bucket --queue main --yes";
    Scene { first: None, line, last: 0 }.play(630_000_000_100);
}

#[test]
fn a_killed_create_without_start_does_not_log() {
    let line = "create main --bucket kills-{} --create-bucket --no-start --yes";
    Scene { first: None, line, last: 0 }.play(630_000_000_200);
}

#[test]
fn a_killed_update_is_completed_by_the_next() {
    let line = "update main --bucket kills-{}-new --create-bucket --create-key --create-topic \
                --queue main --cloudwatch-log-group main --data s3:kills:write --yes";
    let first = Some("create main --bucket kills-{} --create-bucket --yes");
    Scene { first, line, last: 0 }.play(630_000_000_300);
}

#[test]
fn a_killed_delete_is_completed_by_the_next() {
    let first = Some("create main --bucket kills-{} --create-bucket --yes");
    // What is deleted cannot be named once more.
    Scene { first, line: "delete main --with-bucket --yes", last: 2 }.play(630_000_000_400);
}
