//! IAM policies as values: who can write logs, who can read them, and who can send notifications.
//!
//! Pure functions: names go in, a [`Policy`] comes out, and two policies can be compared. Knows no AWS
//! SDK, no command line, no files and no clock. What CloudTrail needs is from "Amazon S3 bucket policy for
//! CloudTrail", "Amazon SNS topic policy for CloudTrail", "Configure AWS KMS key policies for
//! CloudTrail" and "Role policy document for CloudTrail to use CloudWatch Logs" in the AWS
//! CloudTrail User Guide. Service principals are the same in all partitions; the partition of an ARN is
//! that of its Region.
//!
//! - [`bucket`], [`key`], [`topic`], [`queue`]: what these allow CloudTrail, S3 and SNS to do.
//! - [`role`]: the role for delivery to CloudWatch Logs, and one for readers in another account.
//! - [`reader`], [`operator`]: what `ct` needs to read logs, and to manage trails.
//! - [`sender`]: what each sender of notifications needs.
//! - [`given`]: the resources that a user gives by name or ARN.
//! - [`compare`]: compares a policy in use with a wanted one.

pub mod arn;
pub mod bucket;
pub mod caller;
pub mod compare;
pub mod given;
pub mod key;
pub mod name;
pub mod operator;
pub mod queue;
pub mod reader;
pub mod region;
pub mod role;
pub mod sender;
pub mod topic;

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::ser::{SerializeMap as _, SerializeStruct as _};
use serde::{Serialize, Serializer};

use arn::{Arn, Trails};
use name::BucketName;

/// The service that delivers logs.
pub const CLOUDTRAIL: &str = "cloudtrail.amazonaws.com";
/// The service that sends notifications of new objects.
pub const S3: &str = "s3.amazonaws.com";
/// The service that forwards notifications to subscribers.
pub const SNS: &str = "sns.amazonaws.com";

const SOURCE_ARN: &str = "aws:SourceArn";
const SOURCE_ACCOUNT: &str = "aws:SourceAccount";

/// A policy document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Policy {
    /// In the order in which they are printed.
    pub statements: Vec<Statement>,
}

/// One statement of a policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Statement {
    /// Its Sid: letters and digits, unique in the policy.
    pub sid: String,
    /// Whether it allows or denies.
    pub effect: Effect,
    /// Its principal; none in identity-based policies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub principal: Option<Principal>,
    /// The actions, with wildcards.
    pub action: Values,
    /// The resources, with wildcards; none in trust policies.
    #[serde(skip_serializing_if = "Values::is_empty")]
    pub resource: Values,
    /// Its conditions.
    #[serde(skip_serializing_if = "Condition::is_empty")]
    pub condition: Condition,
}

/// The effect of a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Effect {
    /// Allows, unless another statement denies.
    Allow,
    /// Denies, whatever other statements allow.
    Deny,
}

/// The principal of a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Principal {
    /// Everyone: `*`.
    Anyone,
    /// An AWS service, such as [`CLOUDTRAIL`].
    Service(Cow<'static, str>),
    /// Accounts, users and roles, by ARN.
    Aws(Values),
}

/// One or several strings; a single one is written without a list, as AWS does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Values(Vec<String>);

/// Condition operators, keys and values. All of them must match.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Condition(BTreeMap<&'static str, BTreeMap<String, Values>>);

impl Policy {
    /// The document as indented JSON, with a line break at its end.
    ///
    /// # Errors
    /// None that is known: a policy holds nothing but strings.
    pub fn pretty(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string_pretty(self).map(|text| text + "\n")
    }
}

impl From<Vec<Statement>> for Policy {
    fn from(statements: Vec<Statement>) -> Self {
        Self { statements }
    }
}

impl Serialize for Policy {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut document = serializer.serialize_struct("Policy", 2)?;
        document.serialize_field("Version", "2012-10-17")?;
        document.serialize_field("Statement", &self.statements)?;
        document.end()
    }
}

impl Statement {
    fn allow(sid: &str, action: impl Into<Values>) -> Self {
        Self {
            sid: sid.to_owned(),
            effect: Effect::Allow,
            principal: None,
            action: action.into(),
            resource: Values::default(),
            condition: Condition::default(),
        }
    }

    fn deny(sid: &str, action: impl Into<Values>) -> Self {
        Self { effect: Effect::Deny, ..Self::allow(sid, action) }
    }

    fn by(self, principal: Principal) -> Self {
        Self { principal: Some(principal), ..self }
    }

    fn by_service(self, service: impl Into<Cow<'static, str>>) -> Self {
        self.by(Principal::Service(service.into()))
    }

    fn on(self, resource: impl Into<Values>) -> Self {
        Self { resource: resource.into(), ..self }
    }

    fn when(mut self, operator: &'static str, key: &str, values: impl Into<Values>) -> Self {
        let tests = self.condition.0.entry(operator).or_default();
        tests.insert(key.to_owned(), values.into());
        self
    }

    /// For these trails only. The ARN is that of the home Region, whichever Region events are from.
    fn for_trails(self, trails: &Trails) -> Self {
        self.when("StringEquals", SOURCE_ARN, trails.arns())
    }

    /// For events of a bucket that `account` owns. After the bucket is deleted, another account could
    /// create one of that name.
    fn for_bucket(self, bucket: &BucketName, owner: &Arn, account: &name::Account) -> Self {
        let arn = format!("arn:{}:s3:*:*:{bucket}", owner.partition());
        self.when("ArnLike", SOURCE_ARN, arn).when(
            "StringEquals",
            SOURCE_ACCOUNT,
            account.to_string(),
        )
    }
}

impl Serialize for Principal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if *self == Self::Anyone {
            return serializer.serialize_str("*");
        }
        let mut map = serializer.serialize_map(Some(1))?;
        match self {
            Self::Service(name) => map.serialize_entry("Service", name)?,
            Self::Aws(arns) => map.serialize_entry("AWS", arns)?,
            Self::Anyone => {}
        }
        map.end()
    }
}

impl Values {
    /// Each value.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// Whether there are no values.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Serialize for Values {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0.as_slice() {
            [value] => serializer.serialize_str(value),
            values => values.serialize(serializer),
        }
    }
}

impl From<&str> for Values {
    fn from(value: &str) -> Self {
        Self(vec![value.to_owned()])
    }
}

impl From<String> for Values {
    fn from(value: String) -> Self {
        Self(vec![value])
    }
}

impl From<Vec<String>> for Values {
    fn from(values: Vec<String>) -> Self {
        Self(values)
    }
}

impl<const N: usize> From<[&str; N]> for Values {
    fn from(values: [&str; N]) -> Self {
        Self(values.map(str::to_owned).to_vec())
    }
}

impl Condition {
    /// Whether there are no conditions.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Each condition: operator, key, values.
    pub fn tests(&self) -> impl Iterator<Item = (&'static str, &str, &Values)> {
        self.0.iter().flat_map(|(operator, keys)| {
            keys.iter().map(move |(key, values)| (*operator, key.as_str(), values))
        })
    }
}
