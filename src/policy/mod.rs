//! Who may write the logs, and who may read them: policies as values, made by pure functions.
//!
//! Knows no AWS SDK, no command line, no files and no clock: names come in, a [`Policy`] comes out,
//! and two policies can be compared. What CloudTrail needs is from "Amazon S3 bucket policy for
//! CloudTrail", "Amazon SNS topic policy for CloudTrail", "Configure AWS KMS key policies for
//! CloudTrail" and "Role policy document for CloudTrail to use CloudWatch Logs" in the AWS
//! CloudTrail User Guide. The service principals are the same in all partitions; ARNs are not, and
//! take theirs from the regions of the things that they name.
//!
//! - [`bucket`], [`key`], [`topic`], [`queue`]: what CloudTrail, S3 and SNS may do with these.
//! - [`role`]: the role that delivers to CloudWatch Logs, and one for readers in another account.
//! - [`reader`], [`operator`]: what `ct` needs to read logs, and to manage trails.
//! - [`compare`]: a policy that is in use, held against one that is wanted.

pub mod arn;
pub mod bucket;
pub mod compare;
pub mod key;
pub mod name;
pub mod operator;
pub mod queue;
pub mod reader;
pub mod region;
pub mod role;
pub mod topic;

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::ser::{SerializeMap as _, SerializeStruct as _};
use serde::{Serialize, Serializer};

use arn::{Arn, Trails};
use name::BucketName;

/// The service that delivers logs.
pub const CLOUDTRAIL: &str = "cloudtrail.amazonaws.com";
/// The service that tells of new objects.
pub const S3: &str = "s3.amazonaws.com";
/// The service that fans messages out.
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
    /// Letters and digits, unique in its policy.
    pub sid: String,
    /// What it does with what it matches.
    pub effect: Effect,
    /// Whom it is about; none in the policies of readers and roles, which are about their owner.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub principal: Option<Principal>,
    /// The actions, with wildcards.
    pub action: Values,
    /// The resources, with wildcards; none where a role says who may take it.
    #[serde(skip_serializing_if = "Values::is_empty")]
    pub resource: Values,
    /// What must hold as well.
    #[serde(skip_serializing_if = "Condition::is_empty")]
    pub condition: Condition,
}

/// What a statement does with what it matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Effect {
    /// Lets it pass, unless another statement denies it.
    Allow,
    /// Refuses it, whatever else allows it.
    Deny,
}

/// Whom a statement is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Principal {
    /// Everybody.
    Anyone,
    /// A service of AWS, such as [`CLOUDTRAIL`].
    Service(Cow<'static, str>),
    /// Accounts, users and roles by their ARNs.
    Aws(Values),
}

/// One or several strings: AWS writes one without a list around it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Values(Vec<String>);

/// Tests of the keys of a request, by operator. All of them must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Condition(BTreeMap<&'static str, BTreeMap<String, Values>>);

impl Policy {
    /// The document as people read it, with a line break at its end.
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

    /// Only for these trails. The ARN is that of the home region, wherever the events are from.
    fn for_trails(self, trails: &Trails) -> Self {
        self.when("StringEquals", SOURCE_ARN, trails.arns())
    }

    /// Only for what happens in a bucket, which `account` owns: its name alone could be another's
    /// once it was deleted.
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
    /// Each of them.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// Whether there are none.
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
    /// Whether there is nothing that must hold.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Each test: operator, key, values.
    pub fn tests(&self) -> impl Iterator<Item = (&'static str, &str, &Values)> {
        self.0.iter().flat_map(|(operator, keys)| {
            keys.iter().map(move |(key, values)| (*operator, key.as_str(), values))
        })
    }
}
