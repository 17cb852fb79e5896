//! `ct policy`: the policies in `fixtures/policies`, linted, and compared with the documentation of
//! AWS and with the requests of `ct trail`; and the arguments that are refused.

mod facts;
mod lint;
mod operator;
mod trouble;

use serde_json::Value;

use crate::harness::{document, root};

/// Each partition, and the region that its policies are for.
const PARTITIONS: [(&str, &str); 3] =
    [("aws", "eu-west-1"), ("aws-cn", "cn-north-1"), ("aws-us-gov", "us-gov-west-1")];

/// A policy's name, and the arguments that print it. `P` and `R` are partition and region.
const CASES: [(&str, &str); 21] = [
    ("bucket", "bucket --bucket acme-trail --trail main --account 111122223333 --region R"),
    (
        "bucket-prefix",
        "bucket --bucket acme-trail --prefix audit/logs/ --trail arn:P:cloudtrail:R:111122223333:trail/main",
    ),
    (
        "bucket-accounts",
        "bucket --bucket acme-trail --trail main --account 111122223333 --account 444455556666 --region R",
    ),
    (
        "bucket-organisation",
        "bucket --bucket acme-trail --prefix org --trail org --account 111122223333 --region R --org-id o-a1b2c3d4e5",
    ),
    ("key", "key --trail main --account 111122223333 --region R"),
    (
        "key-readers",
        "key --trail main --account 111122223333 --account 444455556666 --region R --key-owner 777788889999 --bucket-key \
         --reader 444455556666 --reader arn:P:iam::777788889999:role/audit",
    ),
    ("topic-trail", "topic --topic new-logs --trail main --account 111122223333 --region R"),
    ("topic-bucket", "topic --topic arn:P:sns:R:111122223333:new-logs --bucket acme-trail"),
    (
        "queue-bucket",
        "queue --queue new-logs --bucket acme-trail --account 444455556666 --bucket-owner 111122223333 --region R",
    ),
    ("queue-topic", "queue --queue new-logs --topic trail --account 111122223333 --region R"),
    ("delivery-role-trust", "delivery-role --trust"),
    (
        "delivery-role-permissions",
        "delivery-role --permissions --log-group trail --account 111122223333 --region R",
    ),
    (
        "delivery-role-permissions-organisation",
        "delivery-role --permissions --log-group arn:P:logs:R:111122223333:log-group:trail:* --org-id o-a1b2c3d4e5",
    ),
    ("reader", "reader --bucket acme-trail --region R"),
    (
        "reader-queue-key",
        "reader --bucket acme-trail --prefix audit --queue arn:P:sqs:R:111122223333:new-logs \
         --kms-key arn:P:kms:R:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
    ),
    (
        "reader-audit",
        "reader --bucket acme-trail --audit --topic new-logs --account 111122223333 --region R \
         --kms-key arn:P:kms:R:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
    ),
    ("operator", "operator --region R"),
    (
        "operator-organisation",
        "operator --bucket acme-trail --account 111122223333 --organization --region R",
    ),
    ("cross-account-role-trust", "cross-account-role --trust --reader 444455556666 --region R"),
    (
        "cross-account-role-trust-third-party",
        "cross-account-role --trust --reader arn:P:iam::444455556666:role/siem --external-id a1b2c3 --mfa",
    ),
    (
        "cross-account-role-permissions",
        "cross-account-role --permissions --bucket acme-trail --prefix audit --account 444455556666 --region R",
    ),
];

/// Each policy in each partition: `PARTITION/NAME`, and the command line.
pub(crate) fn cases() -> impl Iterator<Item = (String, String)> {
    PARTITIONS.into_iter().flat_map(|(partition, region)| {
        CASES.into_iter().map(move |(name, line)| {
            let line = line.replace("arn:P:", &format!("arn:{partition}:"));
            let line = line.replace(":R:", &format!(":{region}:"));
            let line = line.replace("--region R", &format!("--region {region}"));
            (format!("{partition}/{name}"), format!("policy {line}"))
        })
    })
}

/// A policy of `fixtures/policies`.
fn golden(name: &str) -> Value {
    document(&root().join(format!("fixtures/policies/{name}.json")))
}

fn is_trust(name: &str) -> bool {
    name.contains("-trust")
}
