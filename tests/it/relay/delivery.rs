//! Whether CloudTrail could deliver where a trail that is created or updated says: AWS checks
//! policies beforehand, moto none. What else is wrong with a call it does not ask.

use serde_json::{Value, json};

use super::answer::Refusal;
use super::policy::Question;
use super::strict::{Asked, refusal, text};

/// A trail as the call will have it.
struct Plan<'c, 'a> {
    asked: &'a Asked<'c>,
    /// As it is now, if it is.
    trail: Value,
    account: String,
    arn: String,
}

impl<'c, 'a> Plan<'c, 'a> {
    /// The plan of a call that has one.
    fn of(asked: &'a Asked<'c>) -> Option<Self> {
        if !asked.is(&["CreateTrail", "UpdateTrail"]) {
            return None;
        }
        let (account, region) = (asked.account(), &asked.call.region);
        let trail = asked.trail().unwrap_or_default();
        let name = trail["Name"].as_str().unwrap_or(text(&asked.input["Name"]));
        let arn = format!("arn:{}:cloudtrail:{region}:{account}:trail/{name}", partition(region));
        Some(Self { asked, trail, account, arn })
    }

    /// A setting: that of the call, or else the one that there is.
    fn setting(&self, name: &str) -> &str {
        let new = self.asked.input[name].as_str();
        new.or_else(|| self.trail[name].as_str()).unwrap_or_default()
    }

    fn is_organization_trail(&self) -> bool {
        let name = "IsOrganizationTrail";
        let new = self.asked.input[name].as_bool();
        new.or_else(|| self.trail[name].as_bool()).unwrap_or_default()
    }

    /// The prefix of keys, with a slash behind it if it is one.
    fn prefix(&self) -> String {
        let prefix = self.setting("S3KeyPrefix");
        if prefix.is_empty() { String::new() } else { format!("{prefix}/") }
    }

    fn topic_arn(&self) -> String {
        let topic = self.setting("SnsTopicName");
        if topic.is_empty() || topic.starts_with("arn:") {
            return topic.to_owned();
        }
        let region = &self.asked.call.region;
        format!("arn:{}:sns:{region}:{}:{topic}", partition(region), self.account)
    }

    /// Whether a policy lets CloudTrail do something for this trail.
    fn is_granted(&self, policy: &Value, action: &str, resource: &str) -> bool {
        let context = [
            ("aws:SourceArn", self.arn.as_str()),
            ("aws:SourceAccount", &self.account),
            ("aws:SecureTransport", "true"),
            ("s3:x-amz-acl", "bucket-owner-full-control"),
            ("kms:EncryptionContext:aws:cloudtrail:arn", &self.arn),
        ];
        Question { action, resource, context: &context }.is_granted(policy)
    }
}

/// Whether CloudTrail could deliver; a call that says nothing of that may go on.
pub(super) fn is_possible(asked: &Asked<'_>) -> Result<(), Refusal> {
    let rules = [organization_is_in_use, bucket_admits, topic_admits, key_admits];
    let Some(plan) = Plan::of(asked) else { return Ok(()) };
    rules.iter().try_for_each(|rule| rule(&plan))
}

/// An organization's trail needs an organization, and to be its management account's.
fn organization_is_in_use(plan: &Plan<'_, '_>) -> Result<(), Refusal> {
    if !plan.is_organization_trail() {
        return Ok(());
    }
    let organization = organization(plan.asked);
    if organization.is_null() {
        let message = "Your account is not a member of an organization.";
        return Err(refusal("OrganizationsNotInUseException", message));
    }
    if organization["MasterAccountId"] != plan.account {
        let message = "Your account is not the management account of its organization.";
        return Err(refusal("NotOrganizationMasterAccountException", message));
    }
    Ok(())
}

/// The bucket is there, and its policy lets CloudTrail see it and put logs of each owner.
fn bucket_admits(plan: &Plan<'_, '_>) -> Result<(), Refusal> {
    let bucket = plan.setting("S3BucketName");
    let policy = bucket_policy(plan.asked, bucket)?;
    let mut owners = vec![plan.account.clone()];
    if plan.is_organization_trail() {
        owners.push(text(&organization(plan.asked)["Id"]).to_owned());
    }
    let arn = format!("arn:{}:s3:::{bucket}", partition(&plan.asked.call.region));
    let is_put = |owner: &String| {
        let folder = format!("{arn}/{}AWSLogs/{owner}/*", plan.prefix());
        plan.is_granted(&policy, "s3:PutObject", &folder)
    };
    if plan.is_granted(&policy, "s3:GetBucketAcl", &arn) && owners.iter().all(is_put) {
        return Ok(());
    }
    let message = format!("Incorrect S3 bucket policy is detected for bucket: {bucket}");
    Err(refusal("InsufficientS3BucketPolicyException", &message))
}

/// The topic is there, and its policy lets CloudTrail publish.
fn topic_admits(plan: &Plan<'_, '_>) -> Result<(), Refusal> {
    let topic = plan.topic_arn();
    let is_granted = || plan.is_granted(&topic_policy(plan.asked, &topic), "SNS:Publish", &topic);
    if topic.is_empty() || is_granted() {
        return Ok(());
    }
    let message = "SNS Topic does not exist or the topic policy is incorrect!";
    Err(refusal("InsufficientSnsTopicPolicyException", message))
}

/// The key is there, and its policy lets CloudTrail encrypt with it.
fn key_admits(plan: &Plan<'_, '_>) -> Result<(), Refusal> {
    let key = plan.setting("KmsKeyId");
    if key.is_empty() {
        return Ok(());
    }
    let Some(arn) = key_arn(plan.asked, key) else {
        let message = format!("KMS key {key} does not exist.");
        return Err(refusal("KmsKeyNotFoundException", &message));
    };
    let input = json!({ "KeyId": arn, "PolicyName": "default" });
    let answer = kms(plan.asked, "GetKeyPolicy", &input);
    let policy = serde_json::from_str(text(&answer["Policy"])).unwrap_or_default();
    if plan.is_granted(&policy, "kms:GenerateDataKey", &arn) {
        return Ok(());
    }
    let bucket = plan.setting("S3BucketName");
    let message =
        format!("Insufficient permissions to access S3 bucket {bucket} or KMS key {key}.");
    Err(refusal("InsufficientEncryptionPolicyException", &message))
}

/// The ARN of a key that is named in any way; none if there is no such key.
pub(super) fn key_arn(asked: &Asked<'_>, key: &str) -> Option<String> {
    if key.is_empty() {
        return None;
    }
    let answer = kms(asked, "DescribeKey", &json!({ "KeyId": key }));
    answer["KeyMetadata"]["Arn"].as_str().map(str::to_owned)
}

/// What moto's KMS answers; null if it refuses.
fn kms(asked: &Asked<'_>, operation: &str, input: &Value) -> Value {
    let target = format!("TrentService.{operation}");
    asked.moto.call("kms", &asked.call.region, &target, input).unwrap_or_default()
}

/// The organization that the account is in; null if it is in none.
fn organization(asked: &Asked<'_>) -> Value {
    let target = "AWSOrganizationsV20161128.DescribeOrganization";
    let answer = asked.moto.call("organizations", "us-east-1", target, &json!({}));
    answer.map(|mut answer| answer["Organization"].take()).unwrap_or_default()
}

/// The policy of a bucket; null if it has none.
fn bucket_policy(asked: &Asked<'_>, bucket: &str) -> Result<Value, Refusal> {
    match asked.moto.send(&format!("GET /{bucket}?policy"), "us-east-1/s3", &[], b"") {
        Ok(policy) => Ok(serde_json::from_str(&policy).unwrap_or_default()),
        Err(error) if error.contains("NoSuchBucketPolicy") => Ok(Value::Null),
        Err(_) => {
            let message = format!("S3 bucket {bucket} does not exist!");
            Err(refusal("S3BucketDoesNotExistException", &message))
        }
    }
}

/// The policy of a topic; null if there is no such topic.
fn topic_policy(asked: &Asked<'_>, topic: &str) -> Value {
    let body = format!("Action=GetTopicAttributes&Version=2010-03-31&TopicArn={topic}");
    let answer = asked.moto.form("sns", &asked.call.region, &body).unwrap_or_default();
    let policy = answer.split_once("<key>Policy</key><value>").map_or("", |(_, rest)| rest);
    let policy = policy.split_once('<').map_or("", |(policy, _)| policy);
    let policy = policy.replace("&quot;", "\"").replace("&gt;", ">").replace("&lt;", "<");
    serde_json::from_str(&policy.replace("&amp;", "&")).unwrap_or_default()
}

fn partition(region: &str) -> &'static str {
    match region {
        _ if region.starts_with("cn-") => "aws-cn",
        _ if region.starts_with("us-gov-") => "aws-us-gov",
        _ => "aws",
    }
}
