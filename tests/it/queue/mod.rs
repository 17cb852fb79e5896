//! `ct queue check`, against moto: what `ct trail create` creates passes, and each fault is found.

// Each fault, one at a time.
mod faults;
// From a new trail to its events.
mod first;
// What cannot be read, and what is not a queue.
mod unknown;

use serde_json::{Value, json};

use crate::trail::Account;

pub(crate) const REGION: &str = "us-east-1";

/// Allows to put and read objects: moto applies every Deny and ignores its condition, such as that on TLS.
pub(crate) fn unlock(account: &Account, bucket: &str) {
    account.moto.send(&format!("DELETE /{bucket}?policy"), "us-east-1/s3", &[], b"").unwrap();
}

/// An account with a trail `main`, its bucket, and a queue `new-logs`.
pub(crate) struct QueueAccount {
    pub(crate) account: Account,
    pub(crate) bucket: String,
}

impl QueueAccount {
    /// S3 notifies the queue. Each test needs an account of its own.
    pub(crate) fn notified_by_s3(number: &str) -> Self {
        Self::made(number, "")
    }

    /// The trail publishes to a topic that sends to the queue.
    pub(crate) fn notified_by_topic(number: &str) -> Self {
        Self::made(number, "--sns-topic deliveries --create-topic --queue-from topic")
    }

    fn made(number: &str, flags: &str) -> Self {
        let (account, bucket) = (Account::new(number), format!("queue-{number}"));
        let bucket_of = format!("--bucket {bucket} --create-bucket --queue new-logs");
        account.done(&format!("create main --multi-region {bucket_of} {flags} --yes"));
        let place = Self { account, bucket };
        // The test message of S3 is not needed.
        place.sqs("PurgeQueue", &json!({ "QueueUrl": place.url("new-logs") }));
        place.account.relay.clear();
        place
    }

    pub(crate) fn arn(&self, service: &str, name: &str) -> String {
        format!("arn:aws:{service}:{REGION}:{}:{name}", self.account.number)
    }

    pub(crate) fn url(&self, queue: &str) -> String {
        format!("{}/{}/{queue}", self.account.moto.endpoint(), self.account.number)
    }

    pub(crate) fn sqs(&self, operation: &str, input: &Value) -> Value {
        let target = format!("AmazonSQS.{operation}");
        self.account.moto.call("sqs", REGION, &target, input).unwrap()
    }

    /// Sets attributes of the queue. moto forgets a policy that is not set with the others.
    pub(crate) fn set(&self, mut attributes: Value) {
        let url = self.url("new-logs");
        let request = json!({ "QueueUrl": url, "AttributeNames": ["Policy"] });
        let policy = self.sqs("GetQueueAttributes", &request)["Attributes"]["Policy"].clone();
        if attributes["Policy"].is_null() && policy.is_string() {
            attributes["Policy"] = policy;
        }
        self.sqs("SetQueueAttributes", &json!({ "QueueUrl": url, "Attributes": attributes }));
    }

    /// Calls SNS with a form.
    pub(crate) fn sns(&self, form: &str) -> String {
        let form = format!("Version=2010-03-31&{form}");
        self.account.moto.form("sns", REGION, &form).unwrap()
    }

    /// Sets the notification configuration of the bucket.
    pub(crate) fn notify(&self, configurations: &str) {
        let space = "xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"";
        let body = format!(
            "<NotificationConfiguration {space}>{configurations}</NotificationConfiguration>"
        );
        let line = format!("PUT /{}?notification", self.bucket);
        self.account.moto.send(&line, "us-east-1/s3", &[], body.as_bytes()).unwrap();
    }

    /// S3 notifies the queue of objects with a prefix.
    pub(crate) fn notify_below(&self, prefix: &str, event: &str) {
        let queue = self.arn("sqs", "new-logs");
        let rule = format!("<FilterRule><Name>prefix</Name><Value>{prefix}</Value></FilterRule>");
        let filter = format!("<Filter><S3Key>{rule}</S3Key></Filter>");
        let filter = if prefix.is_empty() { "" } else { &filter };
        let place = format!("<Queue>{queue}</Queue><Event>{event}</Event>{filter}");
        self.notify(&format!("<QueueConfiguration>{place}</QueueConfiguration>"));
    }

    /// Every check that does not pass: `fail queue.told`.
    pub(crate) fn found(&self, flags: &str) -> Vec<String> {
        let line = format!("queue check new-logs {flags} -o json");
        let ran = self.account.ct(&line);
        let document: Value =
            serde_json::from_slice(&ran.stdout).unwrap_or_else(|_| panic!("{ran}"));
        let checks = document["checks"].as_array().unwrap();
        let is_any = |state: &str| checks.iter().any(|check| check["state"] == state);
        let code = if is_any("fail") { 1 } else { 2 * i32::from(is_any("unknown")) };
        assert_eq!(ran.code, code, "{ran}");
        assert_eq!(document["queue"], self.arn("sqs", "new-logs"));
        assert_eq!(self.account.relay.writes(), [""; 0]);
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let others = checks.iter().filter(|check| check["state"] != "pass");
        let line = |check: &Value| match text(&check["state"]).as_str() {
            "not-applicable" if check["severity"] == "info" => {
                format!("note {}", text(&check["id"]))
            }
            state => format!("{state} {}", text(&check["id"])),
        };
        others.map(line).collect()
    }
}
