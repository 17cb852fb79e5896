//! An account with a recommended configuration, as far as moto supports it, and ways to break it.

use serde_json::{Value, json};

use crate::harness::Ct;
use crate::moto::{MOTO, Moto, cloudtrail};
use crate::relay::Relay;

const REGION: &str = "us-east-1";

pub(super) struct Account {
    /// The endpoint of the program. Faults are set up behind it.
    pub(super) relay: Relay,
    moto: Moto,
    number: String,
    /// The name of the bucket.
    pub(super) name: String,
    /// The ARN of the key.
    pub(super) key: String,
}

impl Account {
    /// An account with a trail, a bucket, a key, a topic and a queue.
    pub(super) fn new(number: &str) -> Self {
        let mut account = Self::empty(number);
        account.make_bucket();
        account.make_key();
        account.make_topic();
        account.trail(
            "CreateTrail",
            &json!({
                "Name": "main",
                "S3BucketName": account.name,
                "SnsTopicName": "new-logs",
                "IsMultiRegionTrail": true,
                "EnableLogFileValidation": true,
                "KmsKeyId": account.key,
                "CloudWatchLogsLogGroupArn": account.arn("logs", "log-group:trail:*"),
                "CloudWatchLogsRoleArn": format!("arn:aws:iam::{number}:role/trail"),
            }),
        );
        account.trail("StartLogging", &json!({ "Name": "main" }));
        account.trail(
            "PutEventSelectors",
            &json!({ "TrailName": "main", "AdvancedEventSelectors": [
                { "FieldSelectors": [{ "Field": "eventCategory", "Equals": ["Management"] }] },
                { "FieldSelectors": [
                    { "Field": "eventCategory", "Equals": ["Data"] },
                    { "Field": "resources.type", "Equals": ["AWS::S3::Object"] },
                ]},
            ]}),
        );
        account
    }

    /// An account with nothing.
    pub(super) fn empty(number: &str) -> Self {
        let moto = MOTO.in_account(number);
        let relay = Relay::before(&moto).strict();
        let (name, key) = (format!("check-{number}"), String::new());
        Self { relay, moto, number: number.to_owned(), name, key }
    }

    /// The program in this account.
    pub(super) fn ct(&self, line: &str) -> Ct {
        let ct = Ct::new(line).env("AWS_REGION", REGION);
        self.relay.environment().into_iter().fold(ct, |ct, (name, value)| ct.env(name, value))
    }

    /// What the program has tried to change.
    pub(super) fn writes(&self) -> Vec<String> {
        self.relay.writes()
    }

    /// What `ct policy` prints for names of this account.
    pub(super) fn printed(&self, line: &str) -> String {
        let ran = Ct::new(line).args(&format!("--account {} --region {REGION}", self.number)).run();
        ran.expect_silent_yes().text().to_owned()
    }

    /// Asks something of the bucket.
    pub(super) fn bucket(&self, method: &str, part: &str, body: &str) {
        let line = format!("{method} /{}?{part}", self.name);
        self.moto.send(&line, "us-east-1/s3", &[], body.as_bytes()).unwrap();
    }

    /// Changes the statements of the bucket's policy.
    pub(super) fn policy(&self, change: impl FnOnce(&mut Vec<Value>)) {
        let mut policy: Value = serde_json::from_str(&self.bucket_policy()).unwrap();
        change(policy["Statement"].as_array_mut().unwrap());
        self.bucket("PUT", "policy", &policy.to_string());
    }

    fn bucket_policy(&self) -> String {
        self.printed(&format!("policy bucket --bucket {} --trail main", self.name))
    }

    /// Calls CloudTrail.
    pub(super) fn trail(&self, operation: &str, request: &Value) {
        self.moto.call("cloudtrail", REGION, &cloudtrail(operation), request).unwrap();
    }

    /// A trail of one region that records management events as well.
    pub(super) fn second_trail(&self) {
        self.trail(
            "CreateTrail",
            &json!({
                "Name": "second",
                "S3BucketName": self.name,
                "EnableLogFileValidation": true,
                "KmsKeyId": self.key,
                "CloudWatchLogsLogGroupArn": self.arn("logs", "log-group:trail:*"),
            }),
        );
        self.trail("StartLogging", &json!({ "Name": "second" }));
        let trails = "--trail main --trail second";
        let policy = self.printed(&format!("policy bucket --bucket {} {trails}", self.name));
        self.bucket("PUT", "policy", &policy);
        let policy = self.printed(&format!("policy key {trails} --bucket-key"));
        self.kms("PutKeyPolicy", json!({ "PolicyName": "default", "Policy": policy }));
    }

    /// Asks something of the key.
    pub(super) fn kms(&self, operation: &str, mut request: Value) {
        request["KeyId"] = json!(self.key.rsplit('/').next());
        self.moto.call("kms", REGION, &format!("TrentService.{operation}"), &request).unwrap();
    }

    pub(super) fn topic_policy(&self, policy: &str) {
        let topic = self.arn("sns", "new-logs");
        self.sns(
            "SetTopicAttributes",
            &[("TopicArn", &topic), ("AttributeName", "Policy"), ("AttributeValue", policy)],
        );
    }

    pub(super) fn queue_policy(&self, policy: &str) {
        let request = json!({ "QueueUrl": format!("{}/{}/new-logs", self.moto.endpoint(), self.number),
            "Attributes": { "Policy": policy } });
        self.moto.call("sqs", REGION, "AmazonSQS.SetQueueAttributes", &request).unwrap();
    }

    /// Makes an organization of the account; its id.
    pub(super) fn organise(&self) -> String {
        let target = "AWSOrganizationsV20161128.CreateOrganization";
        let request = json!({ "FeatureSet": "ALL" });
        let made = self.moto.call("organizations", REGION, target, &request).unwrap();
        made["Organization"]["Id"].as_str().unwrap().to_owned()
    }

    /// Has S3 notify a queue of new objects.
    pub(super) fn notify(&self, queue: &str) {
        let configuration =
            format!("<Id>new</Id><Queue>{queue}</Queue><Event>s3:ObjectCreated:*</Event>");
        let configuration = format!("<QueueConfiguration>{configuration}</QueueConfiguration>");
        let configuration =
            format!("<NotificationConfiguration>{configuration}</NotificationConfiguration>");
        self.bucket("PUT", "notification", &configuration);
    }

    fn arn(&self, service: &str, name: &str) -> String {
        format!("arn:aws:{service}:{REGION}:{}:{name}", self.number)
    }

    fn make_bucket(&self) {
        let access = format!("PUT /{}-access", self.name);
        let log = [("x-amz-acl", "log-delivery-write")];
        self.moto.send(&access, "us-east-1/s3", &log, b"").unwrap();
        self.moto.bucket(&self.name);
        let settings = [
            ("policy", self.bucket_policy()),
            ("versioning", "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>".to_owned()),
            ("logging", format!("<BucketLoggingStatus><LoggingEnabled><TargetBucket>{}-access</TargetBucket><TargetPrefix>a/</TargetPrefix></LoggingEnabled></BucketLoggingStatus>", self.name)),
            ("publicAccessBlock", "<PublicAccessBlockConfiguration><BlockPublicAcls>true</BlockPublicAcls><IgnorePublicAcls>true</IgnorePublicAcls><BlockPublicPolicy>true</BlockPublicPolicy><RestrictPublicBuckets>true</RestrictPublicBuckets></PublicAccessBlockConfiguration>".to_owned()),
            ("ownershipControls", "<OwnershipControls><Rule><ObjectOwnership>BucketOwnerEnforced</ObjectOwnership></Rule></OwnershipControls>".to_owned()),
            ("encryption", "<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>aws:kms</SSEAlgorithm></ApplyServerSideEncryptionByDefault><BucketKeyEnabled>true</BucketKeyEnabled></Rule></ServerSideEncryptionConfiguration>".to_owned()),
        ];
        for (part, body) in settings {
            self.bucket("PUT", part, &body);
        }
    }

    fn make_key(&mut self) {
        let policy = self.printed("policy key --trail main --bucket-key");
        let target = "TrentService.CreateKey";
        let made = self.moto.call("kms", REGION, target, &json!({ "Policy": policy })).unwrap();
        made["KeyMetadata"]["Arn"].as_str().unwrap().clone_into(&mut self.key);
        self.kms("EnableKeyRotation", json!({}));
    }

    /// A topic, and a queue that subscribes to it.
    fn make_topic(&self) {
        let policy = self.printed("policy queue --queue new-logs --topic new-logs");
        let request = json!({ "QueueName": "new-logs", "Attributes": { "Policy": policy } });
        self.moto.call("sqs", REGION, "AmazonSQS.CreateQueue", &request).unwrap();
        self.sns("CreateTopic", &[("Name", "new-logs")]);
        self.topic_policy(&self.printed("policy topic --topic new-logs --trail main"));
        let (topic, queue) = (self.arn("sns", "new-logs"), self.arn("sqs", "new-logs"));
        self.sns("Subscribe", &[("TopicArn", &topic), ("Protocol", "sqs"), ("Endpoint", &queue)]);
    }

    fn sns(&self, action: &str, parameters: &[(&str, &str)]) {
        let mut body = format!("Action={action}&Version=2010-03-31");
        for (name, value) in parameters {
            body = format!("{body}&{name}={}", encoded(value));
        }
        self.moto.form("sns", REGION, &body).unwrap();
    }
}

/// A value of an HTML form.
fn encoded(text: &str) -> String {
    let byte = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    };
    text.bytes().map(byte).collect()
}
