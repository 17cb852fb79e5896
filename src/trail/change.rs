//! What is to be changed in AWS, step by step, before anything is: so that a plan can be shown, and
//! what is shown is what is done.
//!
//! A step is a value that names all it needs. Knows which operations it takes and how to undo it;
//! does nothing.

use super::Tag;
use super::made::{BucketPart, part_names};
use super::selectors::{InsightSelector, Selectors};
pub use super::settings::Settings;
use crate::policy::arn::ArnParts;

/// A step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// A private, versioned, encrypted bucket whose objects its owner owns.
    CreateBucket {
        /// Its name.
        bucket: String,
        /// Where it lies.
        region: String,
        /// The key that encrypts what is put into it, if it is not that of S3.
        key: Option<String>,
        /// The ARN of the trail that it is made for.
        trail: String,
    },
    /// A bucket that was made for the trail gets the settings that it lacks.
    CompleteBucket {
        /// Its name.
        bucket: String,
        /// The key that encrypts what is put into it, if it is not that of S3.
        key: Option<String>,
        /// What it lacks.
        parts: Vec<BucketPart>,
    },
    /// A policy with more in it than before.
    PutPolicy {
        /// What it is the policy of.
        of: Guarded,
        /// The whole document.
        policy: String,
        /// The statements that are new in it.
        added: Vec<String>,
        /// Whether there was none before.
        is_first: bool,
    },
    /// S3 tells a queue of new objects, and goes on telling all others that it tells.
    NotifyQueue {
        /// The bucket.
        bucket: String,
        /// What keys begin with.
        prefix: String,
        /// The ARN of the queue.
        queue: String,
    },
    /// A key of KMS that rotates, with an alias.
    CreateKey {
        /// `alias/NAME`
        alias: String,
        /// Who may use it.
        policy: String,
        /// The ARN of the trail that it is made for.
        trail: String,
    },
    /// A key that was made for the trail gets what it lacks.
    CompleteKey {
        /// Its ARN.
        key: String,
        /// Whether it is yet to rotate.
        rotation: bool,
        /// `alias/NAME`, if it is yet to have that.
        alias: Option<String>,
    },
    /// A topic.
    CreateTopic {
        /// Its ARN, the last part of which is its name.
        topic: String,
        /// Who may publish.
        policy: String,
        /// The ARN of the trail that it is made for.
        trail: String,
    },
    /// A queue, and one for what it cannot be rid of.
    CreateQueue {
        /// Its ARN, the last part of which is its name.
        queue: String,
        /// Who may send.
        policy: String,
        /// The ARN of the trail that it is made for.
        trail: String,
    },
    /// A topic passes on to a queue what it is told.
    Subscribe {
        /// The ARN of the topic.
        topic: String,
        /// The ARN of the queue.
        queue: String,
    },
    /// A log group of `CloudWatch`.
    CreateLogGroup {
        /// Its name.
        name: String,
        /// The ARN of the trail that it is made for.
        trail: String,
    },
    /// The role that writes to a log group.
    CreateRole {
        /// Its ARN, the last part of which is its name.
        role: String,
        /// Who may take it.
        trust: String,
        /// What it may.
        permissions: String,
        /// The ARN of the trail that it is made for.
        trail: String,
    },
    /// A role that was made for the trail gets its policy.
    CompleteRole {
        /// Its ARN.
        role: String,
        /// What it may.
        permissions: String,
    },
    /// A trail.
    CreateTrail(Box<Settings>),
    /// Members of a trail are others from now on.
    UpdateTrail(Box<Settings>),
    /// What a trail records.
    PutSelectors {
        /// Name or ARN.
        trail: String,
        /// All of them.
        selectors: Selectors,
    },
    /// Of what a trail takes note when it is unusual.
    PutInsights {
        /// Name or ARN.
        trail: String,
        /// All of them; none switches them off.
        insights: Vec<InsightSelector>,
    },
    /// It records from now on.
    StartLogging {
        /// Name or ARN.
        trail: String,
    },
    /// It records no more.
    StopLogging {
        /// Name or ARN.
        trail: String,
    },
    /// The trail is gone; what it delivered stays.
    DeleteTrail {
        /// Name or ARN.
        trail: String,
    },
    /// An empty bucket is gone.
    DeleteBucket {
        /// Its name.
        bucket: String,
    },
    /// A trail has these tags as well.
    AddTags {
        /// Its ARN.
        trail: String,
        /// They replace those of the same names.
        tags: Vec<Tag>,
    },
    /// A trail has these tags no more.
    RemoveTags {
        /// Its ARN.
        trail: String,
        /// As they are now.
        tags: Vec<Tag>,
    },
}

/// What has a policy of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Guarded {
    /// A bucket, by its name.
    Bucket(String),
    /// A key, by its ARN.
    Key(String),
    /// A topic, by its ARN.
    Topic(String),
    /// A queue, by its ARN.
    Queue(String),
}

impl Guarded {
    /// What people call it, and its name.
    pub fn named(&self) -> (&'static str, &str) {
        match self {
            Self::Bucket(name) => ("bucket", name),
            Self::Key(arn) => ("key", arn),
            Self::Topic(arn) => ("topic", arn),
            Self::Queue(arn) => ("queue", arn),
        }
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
    /// The operations that it takes, in this order.
    pub fn operations(&self) -> Vec<&'static str> {
        match self {
            Self::CreateBucket { .. } => vec![
                "s3:CreateBucket",
                "s3:PutPublicAccessBlock",
                "s3:PutBucketVersioning",
                "s3:PutBucketEncryption",
            ],
            Self::CompleteBucket { parts, .. } => {
                parts.iter().map(|part| part.operation()).collect()
            }
            Self::CompleteKey { rotation, alias, .. } => {
                let rotate = rotation.then_some("kms:EnableKeyRotation");
                rotate.into_iter().chain(alias.as_ref().map(|_| "kms:CreateAlias")).collect()
            }
            Self::PutPolicy { of, .. } => vec![of.operation()],
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

    /// For people: what is done, to what, and what there is to know about it.
    pub fn told(&self) -> [String; 3] {
        let (what, whom, note) = match self {
            Self::CreateTrail(settings) => {
                ("create trail", &*settings.name, settings.told().join(", "))
            }
            Self::UpdateTrail(settings) => {
                ("update trail", &*settings.name, settings.told().join(", "))
            }
            Self::PutSelectors { trail, selectors } => {
                ("record events", &**trail, selectors.told().join("; "))
            }
            Self::PutInsights { trail, insights } => {
                let kinds = insights.iter().map(|insight| &*insight.insight_type);
                let kinds = kinds.collect::<Vec<_>>().join(", ");
                ("take insights", &**trail, if kinds.is_empty() { "none".into() } else { kinds })
            }
            Self::StartLogging { trail } => ("start logging", &**trail, String::new()),
            Self::StopLogging { trail } => {
                let note = "nothing is recorded from then on, and the chain of digests breaks";
                ("stop logging", &**trail, note.to_owned())
            }
            Self::DeleteTrail { trail } => {
                let note = "nothing is recorded from then on; what it delivered stays";
                ("delete trail", &**trail, note.to_owned())
            }
            Self::AddTags { trail, tags } => {
                let tags = tags.iter().map(|Tag { key, value }| format!("{key}={value}"));
                ("add tags", &**trail, tags.collect::<Vec<_>>().join(", "))
            }
            Self::RemoveTags { trail, tags } => {
                let keys = tags.iter().map(|tag| &*tag.key);
                ("remove tags", &**trail, keys.collect::<Vec<_>>().join(", "))
            }
            other => return other.surroundings_told(),
        };
        // What has to be agreed to is named in full: names are used again in other regions.
        let whole = matches!(
            self,
            Self::UpdateTrail(_) | Self::StopLogging { .. } | Self::DeleteTrail { .. }
        );
        [what.to_owned(), if whole { whom } else { last(whom) }.to_owned(), note]
    }

    /// The same, of what is not the trail itself.
    fn surroundings_told(&self) -> [String; 3] {
        let (what, whom, note) = match self {
            Self::CreateBucket { bucket, key, region, .. } => {
                let key = if key.is_some() { ", encrypted with the key" } else { "" };
                ("create bucket", &**bucket, format!("{region}; private, versioned{key}"))
            }
            Self::CompleteBucket { bucket, parts, .. } => {
                let note = format!("made for this trail; gets {}", part_names(parts));
                ("complete bucket", &**bucket, note)
            }
            Self::CompleteKey { key, rotation, alias } => {
                let rotation = rotation.then(|| "rotation".to_owned());
                let gets = rotation.into_iter().chain(alias.clone()).collect::<Vec<_>>();
                let note = format!("made for this trail; gets {}", gets.join(", "));
                ("complete key", &**key, note)
            }
            Self::CompleteRole { role, .. } => {
                ("complete role", &**role, "made for this trail; gets its policy".to_owned())
            }
            Self::DeleteBucket { bucket } => ("delete bucket", &**bucket, "it is empty".to_owned()),
            Self::PutPolicy { of, added, is_first, .. } => {
                let (noun, name) = of.named();
                let added = added.join(", ");
                let note = if *is_first { added } else { format!("adds {added}; the rest stays") };
                ("put policy", name, format!("of the {noun}: {note}"))
            }
            Self::NotifyQueue { bucket, queue, prefix } => {
                ("notify queue", &**queue, format!("of new objects below {bucket}/{prefix}"))
            }
            Self::CreateKey { alias, .. } => {
                ("create key", &**alias, "of KMS; it rotates every year, and costs".to_owned())
            }
            Self::CreateTopic { topic, .. } => {
                ("create topic", &**topic, "CloudTrail may publish to it".to_owned())
            }
            Self::CreateQueue { queue, .. } => {
                let note = format!("what fails 5 times goes to {}{DEAD}", last(queue));
                ("create queue", &**queue, note)
            }
            Self::Subscribe { topic, queue } => {
                ("subscribe queue", &**queue, format!("to topic {}", last(topic)))
            }
            Self::CreateLogGroup { name, .. } => {
                ("create log group", &**name, "keeps events for ever, and costs".to_owned())
            }
            Self::CreateRole { role, .. } => {
                ("create role", &**role, "CloudTrail writes to the log group".to_owned())
            }
            _ => ("", "", String::new()),
        };
        [what.to_owned(), last(whom).to_owned(), note]
    }

    /// A command line that removes what it made, if it made anything. `flags` say where that is.
    pub fn undo(&self, flags: &str) -> Option<String> {
        let aws = |what: String| format!("aws {what}{flags}");
        let queue = |name: &str| {
            let url = aws(format!("sqs get-queue-url --queue-name {name} --output text"));
            aws(format!("sqs delete-queue --queue-url \"$({url})\""))
        };
        Some(match self {
            Self::CreateBucket { bucket, .. } => {
                aws(format!("s3api delete-bucket --bucket {bucket}"))
            }
            Self::CreateKey { alias, .. } => {
                let query = "--query KeyMetadata.KeyId --output text";
                let id = aws(format!("kms describe-key --key-id {alias} {query}"));
                let delete = aws(format!("kms schedule-key-deletion --key-id \"$({id})\""));
                let forget = aws(format!("kms delete-alias --alias-name {alias}"));
                format!("{delete} && {forget}")
            }
            Self::CreateTopic { topic, .. } => aws(format!("sns delete-topic --topic-arn {topic}")),
            Self::CreateQueue { queue: arn, .. } => {
                let name = last(arn);
                format!("{} && {}", queue(name), queue(&format!("{name}{DEAD}")))
            }
            Self::CreateLogGroup { name, .. } => {
                aws(format!("logs delete-log-group --log-group-name {name}"))
            }
            Self::CreateRole { role, .. } => {
                let role = format!("--role-name {}", last(role));
                let policy = format!("iam delete-role-policy {role} --policy-name {ROLE_POLICY}");
                format!("{} && {}", aws(policy), aws(format!("iam delete-role {role}")))
            }
            Self::CreateTrail(settings) => format!("ct trail delete {}{flags}", settings.name),
            _ => return None,
        })
    }

    /// Whether it makes something that others refer to.
    pub fn makes(&self) -> bool {
        self.undo("").is_some() || matches!(self, Self::PutPolicy { .. })
    }
}

/// How the name of a queue ends that takes what another cannot be rid of.
pub const DEAD: &str = "-dead";

/// The name of the policy in a role that `CreateRole` makes.
pub const ROLE_POLICY: &str = "write-to-log-group";

/// The name at the end of an ARN, or the name itself.
pub fn last(arn: &str) -> &str {
    let Some(ArnParts { resource, .. }) = ArnParts::parse(arn) else { return arn };
    let rest = resource.strip_prefix("log-group:").unwrap_or(resource).trim_end_matches(":*");
    let kinds = ["trail/", "key/", "role/"];
    kinds.iter().find_map(|kind| rest.strip_prefix(kind)).unwrap_or(rest)
}
