//! Changes for people: the line of a plan, and the command that rolls a change back.

use super::{Change, DLQ_SUFFIX, ROLE_POLICY};
use crate::policy::arn::name_of;
use crate::trail::Tag;
use crate::trail::created::BucketSetting;

/// One line of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// The verb and its noun: `create bucket`.
    pub action: &'static str,
    /// What is changed. A change that stops, deletes or redefines a trail names its whole ARN, because
    /// names recur in other Regions.
    pub target: String,
    /// Details; may be empty.
    pub note: String,
}

impl Summary {
    fn new(action: &'static str, target: &str, note: impl Into<String>) -> Self {
        Self { action, target: target.to_owned(), note: note.into() }
    }
}

impl Change {
    /// The change as a line of a plan.
    pub fn summary(&self) -> Summary {
        match self {
            Self::CreateTrail(settings) => Summary::new(
                "create trail",
                name_of(&settings.name),
                settings.describe().join(", "),
            ),
            Self::UpdateTrail(settings) => {
                Summary::new("update trail", &settings.name, settings.describe().join(", "))
            }
            Self::PutSelectors { trail, selectors } => {
                let note = selectors.describe().join("; ");
                Summary::new("set events of", name_of(trail), note)
            }
            Self::PutInsights { trail, insights } => {
                let types: Vec<&str> = insights.iter().map(|it| &*it.insight_type).collect();
                let note = if types.is_empty() { "none".to_owned() } else { types.join(", ") };
                Summary::new("set insights of", name_of(trail), note)
            }
            Self::StartLogging { trail } => Summary::new("start logging", name_of(trail), ""),
            Self::StopLogging { trail } => {
                let note = "events are no longer recorded, and the digest chain breaks";
                Summary::new("stop logging", trail, note)
            }
            Self::DeleteTrail { trail } => {
                let note = "events are no longer recorded; delivered log files stay";
                Summary::new("delete trail", trail, note)
            }
            Self::AddTags { trail, tags } => {
                let tags = tags.iter().map(|Tag { key, value }| format!("{key}={value}"));
                let note = tags.collect::<Vec<_>>().join(", ");
                Summary::new("add tags to", name_of(trail), note)
            }
            Self::RemoveTags { trail, tags } => {
                let keys: Vec<&str> = tags.iter().map(|tag| &*tag.key).collect();
                Summary::new("remove tags from", name_of(trail), keys.join(", "))
            }
            other => other.resource_summary(),
        }
    }

    /// The summary of a change to a resource that is no trail.
    fn resource_summary(&self) -> Summary {
        let name = name_of;
        match self {
            Self::CreateBucket { bucket, key, region, .. } => {
                let key = if key.is_some() { ", encrypted with the key" } else { "" };
                let note = format!("{region}; private, versioned{key}");
                Summary::new("create bucket", bucket, note)
            }
            Self::CompleteBucket { bucket, settings, .. } => {
                let note =
                    format!("created for this trail; sets {}", BucketSetting::names(settings));
                Summary::new("complete bucket", bucket, note)
            }
            Self::CompleteKey { key, rotation, alias } => {
                let rotation = rotation.then(|| "rotation".to_owned());
                let sets: Vec<String> = rotation.into_iter().chain(alias.clone()).collect();
                let note = format!("created for this trail; sets {}", sets.join(", "));
                Summary::new("complete key", name(key), note)
            }
            Self::CompleteRole { role, .. } => {
                Summary::new("complete role", name(role), "created for this trail; sets its policy")
            }
            Self::DeleteBucket { bucket } => Summary::new("delete bucket", bucket, "it is empty"),
            Self::PutPolicy { target, added, is_first, .. } => {
                let added = added.join(", ");
                let note = if *is_first { added } else { format!("adds {added}; the rest stays") };
                let note = format!("of the {}: {note}", target.noun());
                Summary::new("put policy", name(target.name()), note)
            }
            Self::NotifyQueue { bucket, queue, prefix } => {
                let note = format!("of new objects in {bucket}/{prefix}");
                Summary::new("notify queue", name(queue), note)
            }
            Self::CreateKey { alias, .. } => {
                Summary::new("create key", alias, "KMS; rotates every year; incurs cost")
            }
            Self::CreateTopic { topic, .. } => {
                Summary::new("create topic", name(topic), "CloudTrail may publish to it")
            }
            Self::CreateQueue { queue, .. } => {
                let note = format!("dead-letter queue {}{DLQ_SUFFIX}", name(queue));
                Summary::new("create queue", name(queue), note)
            }
            Self::Subscribe { topic, queue } => {
                Summary::new("subscribe queue", name(queue), format!("to topic {}", name(topic)))
            }
            Self::CreateLogGroup { name: group, .. } => {
                Summary::new("create log group", group, "events never expire; incurs cost")
            }
            Self::CreateRole { role, .. } => {
                Summary::new("create role", name(role), "CloudTrail writes to the log group")
            }
            _ => Summary::new("", "", ""),
        }
    }

    /// The command line that removes what the change creates, if it creates anything. `flags` are
    /// the global flags of the commands: Region, profile, endpoint.
    pub fn rollback_command(&self, flags: &str) -> Option<String> {
        let aws = |command: String| format!("aws {command}{flags}");
        let delete_queue = |name: &str| {
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
            Self::CreateQueue { queue, .. } => {
                let name = name_of(queue);
                let dlq = delete_queue(&format!("{name}{DLQ_SUFFIX}"));
                format!("{} && {dlq}", delete_queue(name))
            }
            Self::CreateLogGroup { name, .. } => {
                aws(format!("logs delete-log-group --log-group-name {name}"))
            }
            Self::CreateRole { role, .. } => {
                let role = format!("--role-name {}", name_of(role));
                let policy = format!("iam delete-role-policy {role} --policy-name {ROLE_POLICY}");
                format!("{} && {}", aws(policy), aws(format!("iam delete-role {role}")))
            }
            Self::CreateTrail(settings) => format!("ct trail delete {}{flags}", settings.name),
            _ => return None,
        })
    }
}
