//! The changes that a plan makes in AWS, as values: a plan is shown first, and what is shown is what
//! is done.
//!
//! A change names everything it needs, the operations it calls, and how to roll it back. It makes no
//! call itself.

mod describe;

pub use describe::Summary;

use super::created::BucketSetting;
use super::selectors::{InsightSelector, Selectors};
use super::{Tag, TrailSettings};

/// One change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Create a private, versioned, encrypted bucket with object ownership enforced.
    CreateBucket {
        /// Its name.
        bucket: String,
        /// Its Region.
        region: String,
        /// The KMS key of its default encryption; `None` for SSE-S3.
        key: Option<String>,
        /// The ARN of the trail that it is created for.
        trail: String,
    },
    /// Set what a bucket lacks that was created for the trail.
    CompleteBucket {
        /// Its name.
        bucket: String,
        /// The KMS key of its default encryption; `None` for SSE-S3.
        key: Option<String>,
        /// What it lacks.
        settings: Vec<BucketSetting>,
    },
    /// Replace a policy by one that has more statements.
    PutPolicy {
        /// Whose policy it is.
        target: PolicyTarget,
        /// The whole document.
        policy: String,
        /// The ids of the statements that are new in it.
        added: Vec<String>,
        /// Whether there was no policy before.
        is_first: bool,
    },
    /// Have S3 notify a queue of new objects; other notifications stay.
    NotifyQueue {
        /// The bucket.
        bucket: String,
        /// The prefix of the object keys.
        prefix: String,
        /// The ARN of the queue.
        queue: String,
    },
    /// Create a KMS key that rotates, with an alias.
    CreateKey {
        /// `alias/NAME`
        alias: String,
        /// Its key policy.
        policy: String,
        /// The ARN of the trail that it is created for.
        trail: String,
    },
    /// Set what a KMS key lacks that was created for the trail.
    CompleteKey {
        /// Its ARN.
        key: String,
        /// Whether to enable rotation.
        rotation: bool,
        /// The alias to create: `alias/NAME`.
        alias: Option<String>,
    },
    /// Create an SNS topic.
    CreateTopic {
        /// Its ARN, the last part of which is its name.
        topic: String,
        /// Its policy.
        policy: String,
        /// The ARN of the trail that it is created for.
        trail: String,
    },
    /// Create an SQS queue and its dead-letter queue.
    CreateQueue {
        /// Its ARN, the last part of which is its name.
        queue: String,
        /// Its policy.
        policy: String,
        /// The ARN of the trail that it is created for.
        trail: String,
    },
    /// Subscribe a queue to a topic.
    Subscribe {
        /// The ARN of the topic.
        topic: String,
        /// The ARN of the queue.
        queue: String,
    },
    /// Create a `CloudWatch` Logs log group.
    CreateLogGroup {
        /// Its name.
        name: String,
        /// The ARN of the trail that it is created for.
        trail: String,
    },
    /// Create the role that writes to a log group.
    CreateRole {
        /// Its ARN, the last part of which is its name.
        role: String,
        /// Its trust policy.
        trust: String,
        /// Its inline policy.
        permissions: String,
        /// The ARN of the trail that it is created for.
        trail: String,
    },
    /// Put the inline policy of a role that was created for the trail.
    CompleteRole {
        /// Its ARN.
        role: String,
        /// Its inline policy.
        permissions: String,
    },
    /// Create a trail.
    CreateTrail(Box<TrailSettings>),
    /// Change settings of a trail.
    UpdateTrail(Box<TrailSettings>),
    /// Replace the event selectors of a trail.
    PutSelectors {
        /// Name or ARN.
        trail: String,
        /// All of them.
        selectors: Selectors,
    },
    /// Replace the insight selectors of a trail.
    PutInsights {
        /// Name or ARN.
        trail: String,
        /// All of them; none disables Insights.
        insights: Vec<InsightSelector>,
    },
    /// Start logging.
    StartLogging {
        /// Name or ARN.
        trail: String,
    },
    /// Stop logging.
    StopLogging {
        /// Name or ARN.
        trail: String,
    },
    /// Delete a trail; its log files stay.
    DeleteTrail {
        /// Name or ARN.
        trail: String,
    },
    /// Delete an empty bucket.
    DeleteBucket {
        /// Its name.
        bucket: String,
    },
    /// Add tags to a trail; they replace those with the same keys.
    AddTags {
        /// Its ARN.
        trail: String,
        /// The tags.
        tags: Vec<Tag>,
    },
    /// Remove tags from a trail.
    RemoveTags {
        /// Its ARN.
        trail: String,
        /// The tags, with their present values.
        tags: Vec<Tag>,
    },
}

/// A resource that has a policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PolicyTarget {
    /// A bucket, by its name.
    Bucket(String),
    /// A KMS key, by its ARN.
    Key(String),
    /// An SNS topic, by its ARN.
    Topic(String),
    /// An SQS queue, by its ARN.
    Queue(String),
}

impl PolicyTarget {
    /// `bucket`, `key`, `topic` or `queue`.
    pub fn noun(&self) -> &'static str {
        match self {
            Self::Bucket(_) => "bucket",
            Self::Key(_) => "key",
            Self::Topic(_) => "topic",
            Self::Queue(_) => "queue",
        }
    }

    /// Its name or ARN.
    pub fn name(&self) -> &str {
        let (Self::Bucket(name) | Self::Key(name) | Self::Topic(name) | Self::Queue(name)) = self;
        name
    }

    fn operation(&self) -> &'static str {
        match self {
            Self::Bucket(_) => "s3:PutBucketPolicy",
            Self::Key(_) => "kms:PutKeyPolicy",
            Self::Topic(_) => "sns:SetTopicAttributes",
            Self::Queue(_) => "sqs:SetQueueAttributes",
        }
    }
}

impl Change {
    /// The operations that it calls, in this order.
    pub fn operations(&self) -> Vec<&'static str> {
        match self {
            Self::CreateBucket { .. } => {
                let settings = BucketSetting::ALL.map(BucketSetting::operation);
                [&["s3:CreateBucket"], settings.as_slice()].concat()
            }
            Self::CompleteBucket { settings, .. } => {
                settings.iter().map(|setting| setting.operation()).collect()
            }
            Self::CompleteKey { rotation, alias, .. } => {
                let rotate = rotation.then_some("kms:EnableKeyRotation");
                rotate.into_iter().chain(alias.as_ref().map(|_| "kms:CreateAlias")).collect()
            }
            Self::PutPolicy { target, .. } => vec![target.operation()],
            Self::NotifyQueue { .. } => vec!["s3:PutBucketNotificationConfiguration"],
            Self::CreateKey { .. } => {
                vec!["kms:CreateKey", "kms:EnableKeyRotation", "kms:CreateAlias"]
            }
            Self::CreateTopic { .. } => vec!["sns:CreateTopic"],
            Self::CreateQueue { .. } => vec!["sqs:CreateQueue", "sqs:CreateQueue"],
            Self::Subscribe { .. } => vec!["sns:Subscribe"],
            Self::CreateLogGroup { .. } => vec!["logs:CreateLogGroup"],
            Self::CreateRole { .. } => vec!["iam:CreateRole", "iam:PutRolePolicy"],
            Self::CompleteRole { .. } => vec!["iam:PutRolePolicy"],
            Self::CreateTrail(_) => vec!["cloudtrail:CreateTrail"],
            Self::UpdateTrail(_) => vec!["cloudtrail:UpdateTrail"],
            Self::PutSelectors { .. } => vec!["cloudtrail:PutEventSelectors"],
            Self::PutInsights { .. } => vec!["cloudtrail:PutInsightSelectors"],
            Self::StartLogging { .. } => vec!["cloudtrail:StartLogging"],
            Self::StopLogging { .. } => vec!["cloudtrail:StopLogging"],
            Self::DeleteTrail { .. } => vec!["cloudtrail:DeleteTrail"],
            Self::DeleteBucket { .. } => vec!["s3:DeleteBucket"],
            Self::AddTags { .. } => vec!["cloudtrail:AddTags"],
            Self::RemoveTags { .. } => vec!["cloudtrail:RemoveTags"],
        }
    }

    /// Whether later changes may be refused until AWS has propagated this one.
    pub fn needs_propagation(&self) -> bool {
        self.rollback_command("").is_some() || matches!(self, Self::PutPolicy { .. })
    }
}

/// The suffix of the name of a dead-letter queue.
pub const DLQ_SUFFIX: &str = "-dead";

/// The name of the inline policy of a role that `CreateRole` creates.
pub const ROLE_POLICY: &str = "write-to-log-group";
