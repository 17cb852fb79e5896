//! The resources around a trail: how a request names them, what exists of them, and whether the two
//! go together.

use super::{PlanError, Request};
use crate::policy::arn::{ArnParts, LogGroup, Queue, Topic};
use crate::policy::name::BucketName;
use crate::trail::created::{BucketSetting, CreatedKey, RoleState, TRAIL_TAG};

/// Bucket, key, topic, queue, log group and role, as a request names them.
#[derive(Clone, Debug)]
pub struct ResourceNames {
    /// The bucket that receives log files.
    pub bucket: BucketRequest,
    /// The KMS key; `None` for SSE-S3.
    pub key: Option<KeyRequest>,
    /// The SNS topic.
    pub topic: Option<Topic>,
    /// Create the topic if it does not exist.
    pub create_topic: bool,
    /// The SQS queue that receives notifications; it is created if it does not exist.
    pub queue: Option<Queue>,
    /// The topic notifies the queue, not the bucket.
    pub notify_from_topic: bool,
    /// The log group; it is created if it does not exist.
    pub log_group: Option<LogGroup>,
    /// The role that writes to the log group.
    pub role: Option<RoleRequest>,
}

/// A bucket, and how the request came by its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BucketRequest {
    /// Its name.
    pub name: BucketName,
    /// Where the name is from.
    pub source: BucketSource,
}

/// Where the name of a bucket is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BucketSource {
    /// The user: an existing bucket.
    User,
    /// The user: a bucket to create.
    UserCreates,
    /// `ct` or the trail: an existing bucket or a new one.
    Default,
    /// `ct`, which created the bucket for the trail in an earlier run.
    Created,
    /// The trail, and the request does not touch the bucket: it is not looked up.
    Unchanged,
}

/// A KMS key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyRequest {
    /// An existing key: its ARN, id or alias.
    Existing(String),
    /// A new key with this alias: `alias/NAME`.
    New(String),
}

/// The role that writes to a log group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleRequest {
    /// Its ARN.
    pub arn: String,
    /// The user gave its ARN: it exists and is left as it is.
    pub is_given: bool,
}

/// What exists of the resources.
#[derive(Clone, Debug)]
pub struct Resources {
    /// The bucket.
    pub bucket: FoundBucket,
    /// The key.
    pub key: Option<FoundKey>,
    /// The topic.
    pub topic: Option<WithPolicy<Topic>>,
    /// The queue.
    pub queue: Option<WithPolicy<Queue>>,
    /// Whether the log group exists.
    pub has_log_group: bool,
    /// The role.
    pub role: RoleState,
    /// The global flags of `aws` and `ct` commands in error messages: Region, profile, endpoint.
    pub cli_flags: String,
}

/// A resource and its policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WithPolicy<T> {
    /// Its name or ARN.
    pub name: T,
    /// Its policy.
    pub policy: PolicyLookup,
}

/// What a lookup of a resource's policy found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PolicyLookup {
    /// The resource does not exist.
    NotFound,
    /// The resource exists and has this policy; empty if it has none.
    Policy(String),
    /// The resource exists, and its policy is not the caller's to read or to change.
    NotOurs,
}

/// A bucket, as it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundBucket {
    /// Its policy.
    pub policy: PolicyLookup,
    /// It has the tag of the trail: `ct` created it for the trail.
    pub is_created: bool,
    /// It has no tags, no policy and no objects.
    pub is_bare: bool,
    /// The settings that it lacks of those that `ct` sets on a new bucket. Looked up only for a
    /// bucket that is tagged for the trail or to be created.
    pub lacks: Vec<BucketSetting>,
}

/// A KMS key, as it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundKey {
    /// Its ARN, or the alias of a key that is yet to be created.
    pub id: String,
    /// Its policy.
    pub policy: PolicyLookup,
    /// The key that an earlier run created for the trail.
    pub created: Option<CreatedKey>,
}

impl Resources {
    /// Checks that what exists is what the request names. Returns what the user should know about
    /// existing resources, a sentence each.
    ///
    /// # Errors
    /// A resource is missing, is in the way, or differs.
    pub fn check(&self, request: &Request) -> Result<Vec<String>, PlanError> {
        let mut notes = Vec::new();
        notes.extend(self.check_bucket(request)?);
        self.check_key(request)?;
        notes.extend(self.check_topic(request)?);
        Ok(notes)
    }

    fn check_bucket(&self, request: &Request) -> Result<Option<String>, PlanError> {
        let BucketRequest { name, source } = &request.resources.bucket;
        Ok(match (&self.bucket.policy, source) {
            (PolicyLookup::NotFound, BucketSource::User) => {
                return Err(PlanError::unusable(
                    format!("there is no bucket {name}"),
                    "check the name, or add --create-bucket",
                ));
            }
            (PolicyLookup::NotOurs, BucketSource::User | BucketSource::UserCreates) => {
                Some(format!(
                    "access to bucket {name} is denied; its owner must allow CloudTrail to write to \
                     it: ct policy bucket"
                ))
            }
            (PolicyLookup::Policy(_), BucketSource::UserCreates) if !self.bucket.is_created => {
                if !self.bucket.lacks.is_empty() {
                    return Err(self.unmanaged_bucket(name, &request.trail.to_string()));
                }
                Some(format!("bucket {name} exists already; its settings stay"))
            }
            _ => None,
        })
    }

    /// The bucket to create exists, has no tag of the trail, and is not as `ct` would create it.
    fn unmanaged_bucket(&self, name: &BucketName, trail: &str) -> PlanError {
        let lacks = BucketSetting::names(&self.bucket.lacks);
        let message = format!(
            "bucket {name} exists already, and ct did not create it for this trail; it lacks {lacks}"
        );
        let mut help =
            "set that yourself, or leave out --create-bucket to use the bucket as it is".to_owned();
        if self.bucket.is_bare {
            help += "\nif an interrupted run of ct created the bucket, ";
            help += &adopt_or_remove(&name.to_string(), trail, &self.cli_flags);
        }
        PlanError::difference(message, help)
    }

    fn check_key(&self, request: &Request) -> Result<(), PlanError> {
        let Some((found, wanted)) = self.key.as_ref().zip(request.resources.key.as_ref()) else {
            return Ok(());
        };
        match wanted {
            KeyRequest::New(alias) if found.policy != PolicyLookup::NotFound => {
                let help = format!("to use it: --kms-key {alias}");
                Err(PlanError::unusable(format!("key {alias} exists already"), help))
            }
            KeyRequest::Existing(_) => {
                let region = request.home.region.to_string();
                match ArnParts::parse(&found.id).map(|parts| parts.region) {
                    Some(of_key) if of_key != region => Err(PlanError::unusable(
                        format!("--kms-key: {} is in Region {of_key}", found.id),
                        format!("the key must be in the Region of the bucket: {region}"),
                    )),
                    _ => Ok(()),
                }
            }
            KeyRequest::New(_) => Ok(()),
        }
    }

    fn check_topic(&self, request: &Request) -> Result<Option<String>, PlanError> {
        let Some(topic) = &self.topic else { return Ok(None) };
        match (&topic.policy, request.resources.create_topic) {
            (PolicyLookup::NotFound, false) => Err(PlanError::unusable(
                format!("there is no topic {}", *topic.name),
                "check the name, or add --create-topic",
            )),
            (PolicyLookup::Policy(_), true) => {
                let name = topic.name.name();
                Ok(Some(format!("topic {name} exists already; its settings stay")))
            }
            _ => Ok(None),
        }
    }
}

/// What to do with an empty bucket without tags that may be `ct`'s: the commands that hand it to the
/// trail with this ARN, or remove it. `ct` runs neither: the bucket may be another program's.
pub fn adopt_or_remove(bucket: &str, trail: &str, cli_flags: &str) -> String {
    format!(
        "tag it and rerun this command, or remove it:\n  \
         aws s3api put-bucket-tagging --bucket {bucket} \
         --tagging 'TagSet=[{{Key={TRAIL_TAG},Value={trail}}}]'{cli_flags}\n  \
         aws s3api delete-bucket --bucket {bucket}{cli_flags}"
    )
}
