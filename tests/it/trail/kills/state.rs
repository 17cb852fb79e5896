//! What an account holds, as text that is equal for equal accounts.

use std::fmt::Write as _;

use regex::Regex;
use serde_json::{Value, json};

use super::super::Account;
use crate::moto::cloudtrail;

/// Everything an account holds, without the values that differ from run to run.
pub(super) fn state(account: &Account) -> String {
    let parts = [trails(account), buckets(account), keys(account), queues(account), roles(account)];
    let text = parts.concat().replace(&account.number, "ACCOUNT");
    let names = [
        ("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "UUID"),
        ("aws-cloudtrail-logs-ACCOUNT-[0-9a-f]{8}", "BUCKET"),
        ("o-[0-9a-z]{10}", "ORGANIZATION"),
        ("<(RequestId|CreateDate|RoleId)>[^<]*<", "<$1><"),
    ];
    names.iter().fold(text, |text, (pattern, name)| {
        Regex::new(pattern).unwrap().replace_all(&text, *name).into_owned()
    })
}

/// The texts of all elements with this name.
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
        // S3 sends a test message when its notifications are set up.
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
