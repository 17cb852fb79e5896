//! A trail from creation to deletion, and what it records of requests and policies.

use serde_json::{Value, json};

use super::Account;
use crate::harness::Ct;
use crate::relay::Answer;

/// The writes that create a bucket.
const BUCKET: [&str; 4] = [
    "s3:CreateBucket",
    "s3:PutPublicAccessBlock",
    "s3:PutBucketVersioning",
    "s3:PutBucketEncryption",
];

fn joined<'a>(parts: &[&[&'a str]]) -> Vec<&'a str> {
    parts.concat()
}

#[test]
fn create_without_flags_makes_a_logging_trail() {
    let account = Account::new("600000000001");
    let make = ["s3:PutBucketPolicy", "cloudtrail:CreateTrail", "cloudtrail:StartLogging"];
    let plan = account.as_planned("create --multi-region", &joined(&[&BUCKET, &make]));
    let verbs: Vec<String> = plan.lines().map(|line| line.trim()[..14].trim().to_owned()).collect();
    assert_eq!(verbs.len(), 4, "{plan}");
    assert!(plan.contains("aws-cloudtrail-logs-600000000001-"), "{plan}");
    assert!(plan.contains("all Regions, log file validation on"), "{plan}");

    let trail = account.json("describe management-events -o json");
    assert_eq!(trail["TrailARN"], account.arn("management-events"));
    for (name, value) in [
        ("IsMultiRegionTrail", true),
        ("LogFileValidationEnabled", true),
        ("IncludeGlobalServiceEvents", true),
        ("IsOrganizationTrail", false),
    ] {
        assert_eq!(trail[name], value, "{name}: {trail}");
    }
    assert_eq!(trail["Status"]["IsLogging"], true);

    let text = account.done("list");
    assert!(text.contains("management-events") && text.contains("all Regions"), "{text}");
    assert!(account.done("status management-events").starts_with("logging"), "{text}");

    assert_eq!(
        account.as_planned("stop management-events", &["cloudtrail:StopLogging"]).lines().count(),
        1
    );
    assert_eq!(account.trail("status management-events").code, 1);
    account.as_planned("start management-events", &["cloudtrail:StartLogging"]);
    account.relay.clear();
    account.done("start management-events");
    assert_eq!(account.relay.writes(), Vec::<String>::new(), "it is logging already");

    let plan = account.as_planned("delete management-events", &["cloudtrail:DeleteTrail"]);
    assert!(plan.contains("delivered log files stay"), "{plan}");
    assert_eq!(account.done("list"), "");
}

#[test]
fn created_bucket_is_private_and_allows_cloudtrail_to_write() {
    let account = Account::new("600000000002");
    account.done("create acme --bucket life-acme --create-bucket --prefix audit --yes -o json");
    let read = |what: &str| {
        account.moto.send(&format!("GET /life-acme?{what}"), "us-east-1/s3", &[], b"").unwrap()
    };
    assert!(read("versioning").contains("Enabled"));
    assert_eq!(read("publicAccessBlock").matches("true").count(), 4);
    assert!(read("ownershipControls").contains("BucketOwnerEnforced"));
    assert!(read("encryption").contains("AES256"));
    let policy: Value = serde_json::from_str(&read("policy")).unwrap();
    let sids: Vec<&str> = policy["Statement"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["Sid"].as_str().unwrap())
        .collect();
    assert_eq!(
        sids,
        ["AWSCloudTrailAclCheck20150319", "AWSCloudTrailWrite20150319", "DenyInsecureTransport"]
    );
    let write = &policy["Statement"][1];
    assert_eq!(write["Resource"], "arn:aws:s3:::life-acme/audit/AWSLogs/600000000002/*");
    assert_eq!(write["Condition"]["StringEquals"]["aws:SourceArn"], account.arn("acme"));
}

#[test]
fn statements_are_added_to_an_existing_bucket_policy() {
    let account = Account::new("600000000003");
    account.moto.bucket("life-shared");
    let own = json!({ "Version": "2012-10-17", "Statement": [{
        "Sid": "Ours", "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::600000000003:root" },
        "Action": "s3:GetObject", "Resource": "arn:aws:s3:::life-shared/*",
    }] });
    let put = |policy: &Value| {
        let body = policy.to_string();
        let line = "PUT /life-shared?policy";
        account.moto.send(line, "us-east-1/s3", &[], body.as_bytes()).unwrap();
    };
    put(&own);
    let calls = ["s3:PutBucketPolicy", "cloudtrail:CreateTrail", "cloudtrail:StartLogging"];
    let plan = account.as_planned("create one --bucket life-shared", &calls);
    assert!(
        plan.contains("adds AWSCloudTrailAclCheck20150319, AWSCloudTrailWrite20150319"),
        "{plan}"
    );
    let read = || {
        let text = account.moto.send("GET /life-shared?policy", "us-east-1/s3", &[], b"").unwrap();
        serde_json::from_str::<Value>(&text).unwrap()
    };
    let policy = read();
    assert_eq!(policy["Statement"][0], own["Statement"][0]);
    assert_eq!(policy["Statement"].as_array().unwrap().len(), 3);
    // A second trail gets access, and the first one keeps it.
    account.done("create two --bucket life-shared --yes");
    let sids: Vec<Value> =
        read()["Statement"].as_array().unwrap().iter().map(|it| it["Sid"].clone()).collect();
    assert_eq!(sids.len(), 5, "{sids:?}");

    // A Deny statement is not overridden.
    let mut closed = own.clone();
    closed["Statement"].as_array_mut().unwrap().push(json!({
        "Sid": "Closed", "Effect": "Deny", "Principal": "*", "Action": "s3:PutObject",
        "Resource": "arn:aws:s3:::life-shared/*",
    }));
    put(&closed);
    account.relay.clear();
    let ran = account.trail("create three --bucket life-shared --yes");
    assert_eq!((ran.code, account.relay.writes().len()), (2, 0), "{ran}");
    assert!(ran.stderr.contains("denies access to cloudtrail.amazonaws.com"), "{ran}");
    assert!(ran.stderr.contains("Closed"), "{ran}");
}

#[test]
fn create_makes_all_resources_in_one_run() {
    let account = Account::new("600000000004");
    let line = "create full --multi-region --bucket life-full --create-bucket --create-key \
                --create-topic --queue new-logs --queue-from topic --cloudwatch-log-group trail \
                --tag team=security --tag stage=prod --data s3:life-data:write";
    let calls = joined(&[
        &["kms:CreateKey", "kms:EnableKeyRotation", "kms:CreateAlias"],
        &BUCKET,
        &["s3:PutBucketPolicy", "sns:CreateTopic"],
        &["sqs:CreateQueue", "sqs:CreateQueue", "logs:CreateLogGroup"],
        &["iam:CreateRole", "iam:PutRolePolicy", "cloudtrail:CreateTrail"],
        &["cloudtrail:PutEventSelectors", "sns:Subscribe", "cloudtrail:StartLogging"],
    ]);
    let plan = account.as_planned(line, &calls);
    assert_eq!(plan.lines().count(), 11, "{plan}");
    let trail = account.json("describe full -o json");
    assert!(trail["KmsKeyId"].as_str().unwrap().starts_with("arn:aws:kms:us-east-1:"), "{trail}");
    let topic = "arn:aws:sns:us-east-1:600000000004:full-deliveries";
    assert_eq!(trail["SnsTopicARN"], topic);
    let group = "arn:aws:logs:us-east-1:600000000004:log-group:trail:*";
    assert_eq!(trail["CloudWatchLogsLogGroupArn"], group);
    assert_eq!(
        trail["TagsList"],
        json!([
            { "Key": "ct:trail", "Value": account.arn("full") },
            { "Key": "stage", "Value": "prod" }, { "Key": "team", "Value": "security" }
        ])
    );
    assert_eq!(trail["AdvancedEventSelectors"].as_array().unwrap().len(), 2, "{trail}");

    // A second run changes nothing.
    account.relay.clear();
    let ran = account.trail(&format!("{line} --yes"));
    assert_eq!((ran.code, account.relay.writes().len()), (0, 0), "{ran}");
    assert!(ran.stderr.contains("needs no change"), "{ran}");
}

#[test]
fn queue_receives_notifications_of_new_objects() {
    let account = Account::new("600000000005");
    account.done("create notify --bucket life-notify --create-bucket --queue notify --yes");
    account.moto.send("DELETE /life-notify?policy", "us-east-1/s3", &[], b"").unwrap();
    account.moto.put("life-notify", "AWSLogs/600000000005/CloudTrail/x.json.gz", b"x");
    let url = json!({ "QueueName": "notify" });
    let sqs = |operation: &str, input: &Value| {
        let moto = &account.moto;
        moto.call("sqs", "us-east-1", &format!("AmazonSQS.{operation}"), input).unwrap()
    };
    let url = sqs("GetQueueUrl", &url)["QueueUrl"].clone();
    let received = sqs("ReceiveMessage", &json!({ "QueueUrl": url, "MaxNumberOfMessages": 10 }));
    let bodies = received["Messages"].to_string();
    assert!(bodies.contains("x.json.gz"), "{received}");
}

#[test]
fn update_sends_only_settings_that_differ() {
    let account = Account::new("600000000006");
    account.done("create main --bucket life-main --create-bucket --yes");
    let update = ["cloudtrail:UpdateTrail"];
    let plan = account.as_planned("update main --multi-region", &update);
    assert!(plan.contains("all Regions") && !plan.contains("validation"), "{plan}");
    account.relay.clear();
    let ran = account.trail("update main --multi-region --validation --yes");
    assert!(ran.code == 0 && ran.stderr.contains("needs no change"), "{ran}");
    assert_eq!(account.relay.writes(), Vec::<String>::new());

    let moved = joined(&[&BUCKET, &["s3:PutBucketPolicy", "cloudtrail:UpdateTrail"]]);
    account.as_planned("update main --bucket life-other --create-bucket --prefix p", &moved);
    let trail = account.json("describe main -o json");
    assert_eq!(
        (&trail["S3BucketName"], &trail["S3KeyPrefix"]),
        (&json!("life-other"), &json!("p"))
    );
    let ran = account.trail("update main --no-validation --yes");
    let lines: Vec<&str> = ran.stderr.lines().take(2).collect();
    assert_eq!(lines, ["  - log file validation: yes", "  + log file validation: no"]);
    assert_eq!(account.json("describe main -o json")["LogFileValidationEnabled"], false);
}

#[test]
fn start_and_stop_call_the_home_region() {
    let account = Account::new("600000000007");
    account.done("create main --multi-region --bucket life-home --create-bucket --yes");
    let arn = account.arn("main");
    for (region, name) in [("eu-west-1", "main"), ("eu-west-1", &*arn), ("us-east-1", &arn)] {
        for line in ["stop", "start"] {
            account.relay.clear();
            let ran = account.ct_in(region, &format!("trail {line} {name} --yes"));
            assert_eq!(ran.code, 0, "{ran}");
            let call =
                account.relay.calls().into_iter().rfind(|call| call.operation.ends_with("Logging"));
            assert_eq!(call.unwrap().region, "us-east-1");
        }
    }
    let list = account.ct_in("eu-west-1", "trail list -o json");
    let list: Value = serde_json::from_str(list.text()).unwrap();
    assert_eq!((list.as_array().unwrap().len(), &list[0]["HomeRegion"]), (1, &json!("us-east-1")));
    // A single-Region trail is listed from another Region as well.
    let ran = account.ct_in(
        "eu-west-1",
        "trail create local --bucket life-local --create-bucket --yes --no-start",
    );
    assert_eq!(ran.code, 0, "{ran}");
    // moto lists the trails of one Region only.
    let listed = json!({ "Trails": [
        { "TrailARN": arn, "Name": "main", "HomeRegion": "us-east-1" },
        { "TrailARN": arn.replace("us-east-1", "eu-west-1").replace("main", "local"),
          "Name": "local", "HomeRegion": "eu-west-1" },
    ] });
    account.relay.answer_with("ListTrails", listed);
    let names = account.json("list -o json");
    let names: Vec<&str> =
        names.as_array().unwrap().iter().map(|trail| trail["Name"].as_str().unwrap()).collect();
    assert_eq!(names, ["local", "main"]);
}

#[test]
fn with_bucket_deletes_only_an_empty_unshared_bucket() {
    let account = Account::new("600000000008");
    account.done("create main --bucket life-kept --create-bucket --yes");
    // Its policy denies requests without TLS, to moto as well.
    account.moto.send("DELETE /life-kept?policy", "us-east-1/s3", &[], b"").unwrap();
    account.moto.put("life-kept", "AWSLogs/600000000008/x", b"x");
    account.relay.clear();
    let ran = account.trail("delete main --with-bucket --yes");
    assert_eq!((ran.code, account.relay.writes().len()), (2, 0), "{ran}");
    assert!(ran.stderr.contains("not empty"), "{ran}");
    account
        .moto
        .send("DELETE /life-kept/AWSLogs/600000000008/x", "us-east-1/s3", &[], b"")
        .unwrap();
    let ran = account.trail("delete main --with-bucket --yes");
    assert_eq!(ran.code, 2, "an older version is a log file as well: {ran}");
    account.done("create other --bucket life-empty --create-bucket --yes");
    account.done("create another --bucket life-empty --yes");
    let ran = account.trail("delete other --with-bucket --yes");
    assert_eq!(ran.code, 2, "{ran}");
    assert!(ran.stderr.contains("trail/another delivers to bucket life-empty as well"), "{ran}");
    account.done("delete another --yes");
    account
        .as_planned("delete other --with-bucket", &["cloudtrail:DeleteTrail", "s3:DeleteBucket"]);
}

#[test]
fn tags_are_added_and_removed() {
    let account = Account::new("600000000009");
    account.done("create main --bucket life-tags --create-bucket --yes");
    account.as_planned("tag main a=1 b=", &["cloudtrail:AddTags"]);
    account.as_planned("untag main a", &["cloudtrail:RemoveTags"]);
    assert_eq!(
        account.json("describe main -o json")["TagsList"],
        json!([{ "Key": "b", "Value": "" }, { "Key": "ct:trail", "Value": account.arn("main") }])
    );
}

#[test]
fn organization_trail_is_created() {
    let account = Account::new("600000000010");
    let organisations = |operation: &str, input: &Value| {
        let target = format!("AWSOrganizationsV20161128.{operation}");
        account.moto.call("organizations", "us-east-1", &target, input).unwrap()
    };
    let id = organisations("CreateOrganization", &json!({ "FeatureSet": "ALL" }));
    let id = id["Organization"]["Id"].as_str().unwrap().to_owned();
    let service = json!({ "ServicePrincipal": "cloudtrail.amazonaws.com" });
    organisations("EnableAWSServiceAccess", &service);
    let line = "create all --organization --multi-region --bucket life-org --create-bucket";
    let make = ["s3:PutBucketPolicy", "cloudtrail:CreateTrail", "cloudtrail:StartLogging"];
    account.as_planned(line, &joined(&[&BUCKET, &make]));
    let policy = account.moto.send("GET /life-org?policy", "us-east-1/s3", &[], b"").unwrap();
    assert!(policy.contains(&format!("arn:aws:s3:::life-org/AWSLogs/{id}/*")), "{policy}");
    assert_eq!(account.json("describe all -o json")["IsOrganizationTrail"], true);
}

#[test]
fn create_without_terminal_needs_yes() {
    let account = Account::new("600000000011");
    let ran = account.trail("create --multi-region");
    assert_eq!((ran.code, account.relay.writes().len()), (2, 0), "{ran}");
    assert!(ran.stderr.contains("add --yes"), "{ran}");
    let help = Ct::new("trail create --help").run();
    assert!(help.text().contains("--dry-run"), "{help}");
}

/// The calls of a service with these names.
fn named(account: &Account, names: &[&str]) -> Vec<Value> {
    let calls = account.relay.calls().into_iter();
    calls.filter(|call| names.contains(&&*call.name())).map(|call| call.input()).collect()
}

#[test]
fn existing_resources_are_used_and_their_policies_extended() {
    let account = Account::new("600000000012");
    account.done(
        "create first --bucket life-first --create-bucket --create-key --create-topic \
                  --queue first --cloudwatch-log-group first --yes",
    );
    // All resources but the bucket are shared.
    let line = "create second --bucket life-second --create-bucket --kms-key \
                alias/cloudtrail-first --sns-topic first-deliveries --queue first \
                --cloudwatch-log-group first --cloudwatch-role CloudTrail-first --no-start \
                --no-global-events";
    let calls = joined(&[
        &["kms:PutKeyPolicy"],
        &BUCKET,
        &["s3:PutBucketPolicy", "sns:SetTopicAttributes", "sqs:SetQueueAttributes"],
        &["cloudtrail:CreateTrail", "s3:PutBucketNotificationConfiguration"],
    ]);
    let plan = account.as_planned(line, &calls);
    assert_eq!(plan.matches("the rest stays").count(), 3, "{plan}");
    let trail = account.json("describe second -o json");
    let first = account.json("describe first -o json");
    for name in ["KmsKeyId", "SnsTopicARN", "CloudWatchLogsLogGroupArn", "CloudWatchLogsRoleArn"] {
        assert_eq!(trail[name], first[name], "{name}");
    }
    assert_eq!(trail["IncludeGlobalServiceEvents"], false);
    assert_eq!(trail["Status"]["IsLogging"], false);
    // Both trails have access.
    let policy = named(&account, &["kms:PutKeyPolicy"])[0]["Policy"].to_string();
    assert!(policy.contains("trail/first") && policy.contains("trail/second"), "{policy}");

    // Removing them changes nothing else.
    let line = "update second --no-kms-key --no-sns-topic --no-cloudwatch";
    account.as_planned(line, &["cloudtrail:UpdateTrail"]);
    let input = &named(&account, &["cloudtrail:UpdateTrail"])[0];
    let names: Vec<&String> = input.as_object().unwrap().keys().collect();
    assert_eq!(
        names,
        ["CloudWatchLogsLogGroupArn", "CloudWatchLogsRoleArn", "KmsKeyId", "Name", "SnsTopicName"]
    );
}

#[test]
fn denied_parts_of_another_accounts_trail_are_no_failure() {
    let account = Account::new("600000000013");
    account.done("create main --bucket life-other-account --create-bucket --yes");
    let mut trail = account.json("describe main -o json");
    for name in ["Status", "EventSelectors", "InsightSelectors", "TagsList"] {
        trail.as_object_mut().unwrap().remove(name);
    }
    trail["TrailARN"] = json!("arn:aws:cloudtrail:us-east-1:699999999999:trail/theirs");
    trail["Name"] = json!("theirs");
    trail["IsOrganizationTrail"] = json!(true);
    account.relay.answer_with("DescribeTrails", json!({ "trailList": [trail] }));
    for operation in ["GetEventSelectors", "GetInsightSelectors", "ListTags"] {
        account.relay.answer(Answer::error(operation, 403, "AccessDeniedException", "no"));
    }
    account.relay.answer_with("GetTrailStatus", json!({ "IsLogging": true }));
    let ran = account.trail("describe theirs");
    assert_eq!(ran.code, 0, "{ran}");
    assert!(ran.text().contains("organization, one Region"), "{ran}");
    assert!(ran.stderr.contains("needs cloudtrail:ListTags"), "{ran}");
}
