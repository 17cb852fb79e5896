//! What a trail needs around it, as flags name it, and what is there of it already.

use clap::{Args, ValueEnum};

use super::resume::Differs;
use super::steps::Found;
use crate::aws::{Error, Session};
use crate::commands::{UserError, tell, user_error};
use crate::policy::arn::{Home, LogGroup, Queue, Topic, Trail};
use crate::policy::name::{BucketName, Prefix, Refused};
use crate::source::FaultKind;
use crate::trail::change::DEAD;
use crate::trail::made::{BucketPart, MadeKey, RoleState, TAG, part_names};

/// Bucket, key, topic, queue and log group.
#[derive(Debug, Args)]
pub(super) struct Parts {
    /// The bucket to deliver to.
    #[arg(long, value_name = "BUCKET")]
    pub(super) bucket: Option<BucketName>,
    /// Create the bucket of --bucket.
    #[arg(long, requires = "bucket")]
    create_bucket: bool,
    /// Encrypt with this key: its ARN, its id, or alias/NAME.
    #[arg(long, value_name = "KEY", conflicts_with = "create_key")]
    kms_key: Option<String>,
    /// Encrypt with a key that is created: alias/cloudtrail-NAME.
    #[arg(long)]
    create_key: bool,
    /// Tell this topic of deliveries: its name or ARN.
    #[arg(long, value_name = "TOPIC")]
    sns_topic: Option<String>,
    /// Create the topic of --sns-topic, or one that is called NAME-deliveries.
    #[arg(long)]
    pub(super) create_topic: bool,
    /// Have a queue told of new logs, and create it if it is not there.
    #[arg(long, value_name = "QUEUE")]
    queue: Option<String>,
    /// Who tells the queue: the bucket, or CloudTrail through the topic.
    #[arg(long, value_name = "SENDER", default_value = "s3", requires = "queue")]
    queue_from: Sender,
    /// Deliver to this log group of CloudWatch as well, and create it if it is not there.
    #[arg(long, value_name = "GROUP")]
    cloudwatch_log_group: Option<String>,
    /// The role that writes to the log group; if not given, CloudTrail-NAME, which is created if it
    /// is not there.
    #[arg(long, value_name = "ROLE", requires = "cloudwatch_log_group")]
    cloudwatch_role: Option<String>,
}

/// Who tells a queue of new logs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Sender {
    /// The bucket: one message for each object.
    S3,
    /// The topic of the trail: one message for each delivery.
    Topic,
}

impl Parts {
    /// What does not go together, before anything is asked.
    pub(super) fn check(&self, prefix: &Prefix, has_topic: bool) -> anyhow::Result<()> {
        let is_told = has_topic || self.sns_topic.is_some() || self.create_topic;
        if self.queue_from == Sender::Topic && !is_told {
            return Err(user_error(
                "--queue-from topic, but the trail has no topic",
                "add --sns-topic TOPIC or --create-topic",
            ));
        }
        if prefix.to_string().contains("AWSLogs") {
            return Err(user_error(
                format!("not a prefix: {prefix}"),
                "CloudTrail adds AWSLogs/ itself, and takes no prefix that has it",
            ));
        }
        Ok(())
    }

    /// Whether anything is named.
    pub(super) fn is_given(&self) -> bool {
        let named = [&self.kms_key, &self.sns_topic, &self.queue, &self.cloudwatch_log_group];
        self.bucket.is_some()
            || self.create_key
            || self.create_topic
            || named.iter().any(|name| name.is_some())
    }

    /// Whether a queue is told through the topic.
    pub(super) fn queue_from_topic(&self) -> bool {
        self.queue_from == Sender::Topic
    }

    /// The bucket that is named.
    pub(super) fn bucket(&self, session: &Session) -> anyhow::Result<Option<(BucketName, Found)>> {
        let Some(name) = &self.bucket else { return Ok(None) };
        let found = match session.bucket_policy(&name.to_string()) {
            Err(error) if error.kind == FaultKind::Denied => {
                tell(&format!(
                    "bucket {name} may not be looked at; its owner must let CloudTrail in: ct \
                     policy bucket"
                ));
                Found::Foreign
            }
            asked => found(asked)?,
        };
        match (&found, self.create_bucket) {
            (Found::Nothing, false) => Err(user_error(
                format!("there is no bucket {name}"),
                "check the name, or add --create-bucket",
            )),
            _ => Ok(Some((name.clone(), found))),
        }
    }

    /// What a bucket that is there lacks, if it was made for the trail; nothing is known of others.
    ///
    /// # Errors
    /// It is to be created, is there, was not made for the trail, and is not as one that is
    /// created; or AWS refuses.
    pub(super) fn bucket_lacks(
        &self,
        session: &Session,
        bucket: &(BucketName, Found),
        trail: &str,
    ) -> anyhow::Result<Option<Vec<BucketPart>>> {
        let (name, found) = (bucket.0.to_string(), &bucket.1);
        if !matches!(found, Found::Policy(_)) {
            return Ok(None);
        }
        let with_key = self.create_key || self.kms_key.is_some();
        let lacks = || session.bucket_lacks(&name, with_key).map_err(UserError::from);
        if session.is_bucket_made_for(&name, trail).map_err(UserError::from)? {
            return Ok(Some(lacks()?));
        }
        if self.create_bucket {
            let lacks = lacks()?;
            if !lacks.is_empty() {
                let message = format!(
                    "bucket {name} is there already, and not made by ct for this trail; it has no \
                     {}",
                    part_names(&lacks)
                );
                let mut help =
                    "set that yourself, or use the bucket as it is: leave out --create-bucket"
                        .to_owned();
                if session.is_bare_bucket(&name) {
                    help += &format!(
                        "\nif an interrupted run of ct created it: {}",
                        adopt_or_remove(session, &name, trail)?
                    );
                }
                return Err(Differs { message, help }.into());
            }
            tell(&format!("bucket {name} is there already; its settings stay"));
        }
        Ok(None)
    }

    /// The key that was made for a trail by an earlier run.
    pub(super) fn made_key(
        &self,
        session: &Session,
        home: &Home,
        trail: &Trail,
    ) -> anyhow::Result<Option<MadeKey>> {
        if !self.create_key {
            return Ok(None);
        }
        let alias = format!("alias/cloudtrail-{}", trail.name());
        let made = session.key_made_for(&trail.to_string(), &alias, &home.region.to_string());
        Ok(made.map_err(UserError::from)?)
    }

    /// The key that is named, or that is to be created for a trail.
    pub(super) fn key(
        &self,
        session: &Session,
        home: &Home,
        trail: &str,
        made: Option<&MadeKey>,
    ) -> anyhow::Result<Option<(String, Found)>> {
        if self.create_key {
            let alias = format!("alias/cloudtrail-{trail}");
            if made.is_some() {
                return Ok(Some((alias, Found::Nothing)));
            }
            return match found(
                session.key_policy(&alias, &home.region.to_string()).map(|(_, policy)| policy),
            )? {
                Found::Nothing => Ok(Some((alias, Found::Nothing))),
                _ => Err(user_error(
                    format!("there is a key {alias}"),
                    format!("use it: --kms-key {alias}"),
                )),
            };
        }
        let Some(key) = &self.kms_key else { return Ok(None) };
        if key.is_empty() {
            return Err(user_error(
                "--kms-key: no key is named",
                "give its ARN, id, or alias/NAME",
            ));
        }
        let (arn, policy) = match session.key_policy(key, &home.region.to_string()) {
            Ok(known) => known,
            Err(error) if error.kind == FaultKind::Denied => {
                return Ok(Some((key.clone(), Found::Foreign)));
            }
            Err(error) => return Err(UserError::from(error).into()),
        };
        let region = arn.split(':').nth(3).unwrap_or_default();
        if region != home.region.to_string() {
            return Err(user_error(
                format!("--kms-key: {arn} is of region {region}"),
                format!("the key must be where the bucket is: {}", home.region),
            ));
        }
        let is_ours = arn.split(':').nth(4) == Some(&*home.account.to_string());
        Ok(Some((arn, if is_ours { Found::Policy(policy) } else { Found::Foreign })))
    }

    /// The topic that is named, or that is to be created for a trail.
    pub(super) fn topic(
        &self,
        session: &Session,
        home: &Home,
        trail: &str,
    ) -> anyhow::Result<Option<(Topic, Found)>> {
        let usual = || format!("{trail}-deliveries");
        let Some(name) = self.sns_topic.clone().or_else(|| self.create_topic.then(usual)) else {
            return Ok(None);
        };
        let topic = Topic::new(&name, Some(home)).map_err(|it| refused_by("--sns-topic", &it))?;
        if topic.home().account != home.account {
            return Ok(Some((topic, Found::Foreign)));
        }
        let found = found(session.topic_policy(&topic.to_string()))?;
        if self.create_topic && found != Found::Nothing {
            tell(&format!("topic {} is there already; its settings stay", topic.name()));
        }
        match (&found, self.create_topic) {
            (Found::Nothing, false) => Err(user_error(
                format!("there is no topic {}", *topic),
                "check the name, or add --create-topic",
            )),
            _ => Ok(Some((topic, found))),
        }
    }

    /// The queue that is named.
    pub(super) fn queue(
        &self,
        session: &Session,
        home: &Home,
    ) -> anyhow::Result<Option<(Queue, Found)>> {
        let Some(name) = &self.queue else { return Ok(None) };
        let queue = Queue::new(name, Some(home)).map_err(|it| refused_by("--queue", &it))?;
        // The longest name leaves room for that of the other queue.
        let longest = 80 - DEAD.len();
        let is_sound = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        if queue.name().len() > longest || !queue.name().chars().all(is_sound) {
            return Err(user_error(
                format!("--queue: not the name of a queue: {}", queue.name()),
                format!("it has up to {longest} letters, digits, - and _; S3 tells no FIFO queue"),
            ));
        }
        let found = found(session.queue_policy(&queue.to_string()))?;
        Ok(Some((queue, found)))
    }

    /// The log group that is named, and whether it is there.
    pub(super) fn log_group(
        &self,
        session: &Session,
        home: &Home,
    ) -> anyhow::Result<Option<(LogGroup, bool)>> {
        let Some(name) = &self.cloudwatch_log_group else { return Ok(None) };
        let group = LogGroup::new(name, Some(home))
            .map_err(|it| refused_by("--cloudwatch-log-group", &it))?;
        let is_there = session.has_log_group(group.name(), &home.region.to_string());
        Ok(Some((group, is_there.map_err(UserError::from)?)))
    }

    /// The role that writes to the log group, and whether it is there.
    pub(super) fn role(
        &self,
        session: &Session,
        home: &Home,
        trail: &Trail,
    ) -> anyhow::Result<Option<(String, RoleState)>> {
        if self.cloudwatch_log_group.is_none() {
            return Ok(None);
        }
        let name = match &self.cloudwatch_role {
            Some(arn) if arn.starts_with("arn:") && arn.contains(":iam::") => {
                return Ok(Some((arn.clone(), RoleState::Complete)));
            }
            Some(name) if is_role(name) => name.clone(),
            Some(name) => {
                let help = "give its ARN, or a name of up to 64 letters, digits and + = , . @ - _";
                return Err(user_error(format!("--cloudwatch-role: no role: {name}"), help));
            }
            None => format!("CloudTrail-{}", trail.name()),
        };
        let (partition, account) = (home.region.partition(), &home.account);
        let arn = format!("arn:{partition}:iam::{account}:role/{name}");
        let state = session.role_state(&arn, &trail.to_string(), &home.region.to_string());
        Ok(Some((arn, state.map_err(UserError::from)?)))
    }
}

/// The commands that hand an empty, untagged bucket to the trail, or remove it.
pub(super) fn adopt_or_remove(
    session: &Session,
    bucket: &str,
    trail: &str,
) -> anyhow::Result<String> {
    let flags = session.flags(session.home().map_err(UserError::from)?);
    Ok(format!(
        "tag it and rerun this command, or remove it:\n  \
         aws s3api put-bucket-tagging --bucket {bucket} \
         --tagging 'TagSet=[{{Key={TAG},Value={trail}}}]'{flags}\n  \
         aws s3api delete-bucket --bucket {bucket}{flags}"
    ))
}

/// "IAM and AWS STS quotas", AWS IAM User Guide.
fn is_role(name: &str) -> bool {
    let is_sign = |c: char| c.is_ascii_alphanumeric() || "+=,.@-_".contains(c);
    (1..=64).contains(&name.len()) && name.chars().all(is_sign)
}

/// A name that a flag gives and that is none.
pub(super) fn refused_by(flag: &str, refused: &Refused) -> anyhow::Error {
    user_error(format!("{flag}: {refused}"), "see --help")
}

/// What was found out about a policy: that there is none is no error.
pub(super) fn found(asked: Result<String, Error>) -> anyhow::Result<Found> {
    match asked {
        Ok(policy) => Ok(Found::Policy(policy)),
        Err(error) if error.kind == FaultKind::Missing => Ok(Found::Nothing),
        Err(error) => Err(UserError::from(error).into()),
    }
}
