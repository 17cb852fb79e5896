//! `ct policy operator`, compared with the requests that `ct trail` sends: each is allowed, and
//! nothing is allowed without a reason.

use std::collections::BTreeSet;

use super::golden;
use crate::trail::Account;

/// Operations of S3 whose permission has another name ("Actions, resources, and condition keys for
/// Amazon S3", Service Authorization Reference).
const RENAMED: [(&str, &str); 10] = [
    ("s3:HeadBucket", "s3:ListBucket"),
    ("s3:ListBuckets", "s3:ListAllMyBuckets"),
    ("s3:ListObjectVersions", "s3:ListBucketVersions"),
    ("s3:GetPublicAccessBlock", "s3:GetBucketPublicAccessBlock"),
    ("s3:PutPublicAccessBlock", "s3:PutBucketPublicAccessBlock"),
    ("s3:GetBucketEncryption", "s3:GetEncryptionConfiguration"),
    ("s3:PutBucketEncryption", "s3:PutEncryptionConfiguration"),
    ("s3:GetBucketNotificationConfiguration", "s3:GetBucketNotification"),
    ("s3:PutBucketNotificationConfiguration", "s3:PutBucketNotification"),
    ("s3:GetBucketLocation", "s3:ListBucket"),
];

/// Permissions that AWS checks as part of another request: for tags at creation, for the ownership
/// of a new bucket's objects, and for the role that CloudTrail assumes.
const IMPLIED: [&str; 8] = [
    "iam:PassRole",
    "iam:TagRole",
    "kms:TagResource",
    "logs:TagResource",
    "s3:PutBucketOwnershipControls",
    "s3:PutBucketTagging",
    "sns:TagResource",
    "sqs:TagQueue",
];

/// Everyone may call this.
const FREE: &str = "sts:GetCallerIdentity";

fn printed() -> BTreeSet<String> {
    let policy = golden("aws/operator");
    let statements = policy["Statement"].as_array().unwrap().iter();
    let actions = statements.flat_map(|statement| match statement["Action"].as_array() {
        Some(actions) => actions.clone(),
        None => vec![statement["Action"].clone()],
    });
    actions.map(|action| action.as_str().unwrap().to_owned()).collect()
}

/// The permissions that the requests of these command lines need.
fn needed(account: &Account, lines: &[&str]) -> BTreeSet<String> {
    account.relay.clear();
    for line in lines {
        account.done(line);
    }
    let permission = |name: String| {
        let renamed = RENAMED.iter().find(|(operation, _)| *operation == name);
        renamed.map_or(name, |(_, action)| (*action).to_owned())
    };
    let calls = account.relay.calls().into_iter().map(|call| permission(call.name()));
    calls.filter(|action| action != FREE).collect()
}

#[test]
fn operator_policy_allows_every_request_of_ct_trail_and_nothing_else() {
    let account = Account::new("770000000001");
    let full = "create full --multi-region --create-key --create-topic --queue full \
                --queue-from topic --cloudwatch-log-group full --tag team=security --yes";
    let shared = "create shared --bucket operator-bucket --create-bucket --queue shared --yes";
    let needed = needed(
        &account,
        &[
            full,
            full,
            shared,
            shared,
            "list",
            "describe full",
            "update shared --bucket operator-other --create-bucket --sns-topic more --create-topic \
             --yes",
            "update full --queue other --yes",
            "update shared --kms-key alias/cloudtrail-full --queue full --yes",
            "update full --queue shared --queue-from topic --yes",
            "create third --bucket operator-other --sns-topic more --kms-key \
             alias/cloudtrail-full --yes",
            "events full --data s3 --yes",
            "insights full --call-rate --yes",
            "tag full add=1 --yes",
            "untag full add --yes",
            "stop full --yes",
            "start full --yes",
            "delete third --yes",
            "delete shared --yes",
            "delete full --with-bucket --yes",
        ],
    );
    let printed = printed();
    let lacks: Vec<&String> = needed.difference(&printed).collect();
    assert_eq!(lacks, [""; 0], "the policy lacks");
    let spare: Vec<&str> = printed.difference(&needed).map(String::as_str).collect();
    let spare: Vec<&str> = spare.into_iter().filter(|it| !IMPLIED.contains(it)).collect();
    assert_eq!(spare, [""; 0], "no request needs");
}
