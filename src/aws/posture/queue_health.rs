//! Looks up a queue and everything that may send to it. Changes nothing.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use aws_sdk_sns::types::Subscription as ApiSubscription;
use aws_sdk_sqs::types::QueueAttributeName as Name;
use futures_util::future::join_all;
use jiff::civil::Date;

use super::{ApiCall, Error, FaultKind, Lookup, Session, bucket, key, messaging};
use crate::aws::account::no_region;
use crate::aws::queue::address::QueueAddress;
use crate::aws::trails::TrailList;
use crate::policy::arn::{ArnParts, region_of};
use crate::policy::compare::senders::source_arns;
use crate::trail::Trail;
use crate::trail::posture::queue_health::{
    DeadLetterQueue, EncryptionKey, ExpectedLogs, QueueFacts, QueueSnapshot, RedrivePolicy,
    SubscriptionFacts, SubscriptionSettings, TopicFacts,
};
use crate::trail::posture::{Key, KeyFacts};

/// A queue that a user named, and its attributes.
pub struct NamedQueue {
    /// Its ARN, or the name as given if the ARN is not known.
    arn: String,
    facts: Lookup<QueueFacts>,
}

impl Session {
    /// The queue with this name, URL or ARN.
    ///
    /// # Errors
    /// The name is not one of a queue, no Region is configured, or AWS cannot be reached. A queue
    /// that does not exist or cannot be read is not an error.
    pub fn named_queue(&self, given: &str) -> Result<NamedQueue, Error> {
        let address = QueueAddress::parse(given)?;
        let region = address.region().or(self.region()).ok_or_else(no_region)?.to_owned();
        let client = self.sqs_client(&region, &address);
        self.runtime.block_on(async {
            let attributes = match address.url(&client, &region).await {
                Ok(url) => self.attributes(&client, &url, given).await,
                Err(error) => Err(error),
            };
            let (facts, arn) = match attributes {
                Ok(all) => {
                    let arn = all.get(&Name::QueueArn).cloned();
                    (Lookup::Found(self.queue_facts(&region, all).await), arn)
                }
                Err(error) if error.kind == FaultKind::Missing => (Lookup::Absent, None),
                Err(error) if error.kind == FaultKind::Denied => (Lookup::failed(error), None),
                Err(error) => return Err(error),
            };
            Ok(NamedQueue { arn: arn.unwrap_or_else(|| given.to_owned()), facts })
        })
    }

    /// Every fact that the rules of `ct queue check` judge, of the queue with this name, URL or ARN, which
    /// is to receive the logs of a bucket, of a trail, or of any. The size of logs is that of those
    /// delivered on `day`.
    ///
    /// # Errors
    /// The queue or the trail is no name of one, or AWS cannot be reached.
    pub fn queue_snapshot_of(
        &self,
        queue: &str,
        bucket: Option<&str>,
        trail: Option<&str>,
        day: Date,
    ) -> Result<QueueSnapshot, Error> {
        let queue = self.named_queue(queue)?;
        let (expected, trails) = match (bucket, trail) {
            (Some(bucket), _) => (ExpectedLogs::Bucket(bucket.to_owned()), self.known_trails()),
            (None, Some(name)) => {
                let trail = Box::new(self.find_trail(name)?);
                (ExpectedLogs::Trail(trail), TrailList::default())
            }
            (None, None) => (ExpectedLogs::Any, self.known_trails()),
        };
        Ok(self.queue_snapshot(queue, expected, trails, day))
    }

    /// Every fact that the rules of `ct queue check` judge: the queue, and the buckets and topics that
    /// may send to it. `list` has the trails of the account; the size of logs is that of those
    /// delivered on `day`.
    pub fn queue_snapshot(
        &self,
        queue: NamedQueue,
        expected: ExpectedLogs,
        list: TrailList,
        day: Date,
    ) -> QueueSnapshot {
        let NamedQueue { arn, facts } = queue;
        let trails = expected_trails(list.trails, &expected);
        let sources = match (&expected, facts.found()) {
            (ExpectedLogs::Any, Some(facts)) => source_arns(&facts.policy),
            _ => BTreeSet::new(),
        };
        let mut names: BTreeSet<String> = sources.iter().filter_map(|arn| bucket_of(arn)).collect();
        names.extend(trails.iter().map(|trail| trail.bucket.clone()));
        if let ExpectedLogs::Bucket(name) = &expected {
            names.insert(name.clone());
        }
        // Nothing sends to a queue that does not exist.
        names.retain(|_| facts.found().is_some());
        let mut clients: HashMap<_, _> =
            names.iter().map(|name| (name.clone(), self.bucket_client(name))).collect();
        self.runtime.block_on(async {
            let account = self.caller_account().await;
            let number = account.found().map_or("", String::as_str);
            let reachable = names.iter().filter_map(|name| Some((name, clients.remove(name)?)));
            let found = reachable.map(|(name, client)| {
                bucket::source(name, client, number, today(&trails, name, day))
            });
            let found = join_all(found).await;
            let buckets: BTreeMap<_, _> = names.iter().cloned().zip(found).collect();
            let sent = buckets.values().filter_map(|it| it.found()?.notifications.found());
            let mut topics: BTreeSet<String> =
                sent.flat_map(|it| it.topics.iter().map(|topic| topic.arn.clone())).collect();
            topics.extend(trails.iter().filter_map(|trail| trail.topic.clone()));
            topics.extend(sources.into_iter().filter(|arn| arn.contains(":sns:")));
            topics.retain(|_| facts.found().is_some());
            let found = join_all(topics.iter().map(|topic| self.topic_facts(topic, &arn))).await;
            let topics = topics.iter().cloned().zip(found).collect();
            let dead_letters = self.dead_letters(facts.found()).await;
            QueueSnapshot {
                queue: arn,
                account,
                expected,
                facts,
                dead_letters,
                trails,
                unread_trails: (!list.unread.is_empty()).then(|| list.unread.join("; ")),
                buckets,
                topics,
            }
        })
    }

    async fn attributes(
        &self,
        client: &aws_sdk_sqs::Client,
        url: &str,
        resource: &str,
    ) -> Result<HashMap<Name, String>, Error> {
        let ask = client.get_queue_attributes().queue_url(url).attribute_names(Name::All);
        let call = ApiCall { action: "sqs:GetQueueAttributes", resource };
        let answer = ask.send().await.map_err(|error| Error::of(&error, call))?;
        Ok(answer.attributes.unwrap_or_default())
    }

    async fn queue_facts(&self, region: &str, mut all: HashMap<Name, String>) -> QueueFacts {
        let key = match all.remove(&Name::KmsMasterKeyId).filter(|name| !name.is_empty()) {
            Some(name) => Some(self.encryption_key(region, name).await),
            None => None,
        };
        let number = |name| all.get(&name).and_then(|text| text.parse().ok()).unwrap_or_default();
        QueueFacts {
            policy: all.get(&Name::Policy).cloned().unwrap_or_default(),
            key,
            redrive: all.get(&Name::RedrivePolicy).and_then(|text| RedrivePolicy::parse(text)),
            visibility_timeout: number(Name::VisibilityTimeout),
            retention: number(Name::MessageRetentionPeriod),
            delay: number(Name::DelaySeconds),
            wait_time: number(Name::ReceiveMessageWaitTimeSeconds),
            messages: number(Name::ApproximateNumberOfMessages),
            in_flight: number(Name::ApproximateNumberOfMessagesNotVisible),
        }
    }

    async fn dead_letters(&self, facts: Option<&QueueFacts>) -> Lookup<DeadLetterQueue> {
        let Some(redrive) = facts.and_then(|facts| facts.redrive.as_ref()) else {
            return Lookup::Absent;
        };
        let client = self.sqs(region_of(&redrive.queue));
        let address = match QueueAddress::parse(&redrive.queue) {
            Ok(place) => place,
            Err(error) => return Lookup::failed(error),
        };
        let all = match address.url(&client, region_of(&redrive.queue)).await {
            Ok(url) => self.attributes(&client, &url, &redrive.queue).await,
            Err(error) => Err(error),
        };
        match all {
            Ok(all) => {
                let number = |name| all.get(&name).and_then(|text| text.parse().ok()).unwrap_or(0);
                let messages = number(Name::ApproximateNumberOfMessages);
                let retention = number(Name::MessageRetentionPeriod);
                Lookup::Found(DeadLetterQueue { messages, retention })
            }
            Err(error) if error.kind == FaultKind::Missing => Lookup::Absent,
            Err(error) => Lookup::failed(error),
        }
    }

    /// The key with this id, ARN or alias. Its policy can be read by the ARN only.
    async fn encryption_key(&self, region: &str, name: String) -> EncryptionKey {
        let client = self.kms(if name.starts_with("arn:") { region_of(&name) } else { region });
        let described = client.describe_key().key_id(&name).send().await;
        let call = ApiCall { action: "kms:DescribeKey", resource: &name };
        let arn =
            Lookup::from_answer(described, call).map(|it| it.key_metadata.and_then(|it| it.arn));
        let (arn, key) = match arn.flatten() {
            Lookup::Found(arn) => key::look_up(client, &arn).await,
            Lookup::Absent => (name.clone(), unknown(&Lookup::Absent)),
            Lookup::Failed(why) => (name.clone(), unknown(&Lookup::Failed(why))),
        };
        EncryptionKey { name, arn, key }
    }

    /// A topic, and the queue's subscription to it.
    async fn topic_facts(&self, topic: &str, queue: &str) -> Lookup<TopicFacts> {
        let client = self.sns(region_of(topic));
        let call = |action| ApiCall { action, resource: topic };
        let all = client.get_topic_attributes().topic_arn(topic).send().await;
        let all = Lookup::from_answer(all, call("sns:GetTopicAttributes"))
            .map(|answer| answer.attributes.unwrap_or_default());
        if all == Lookup::Absent {
            return Lookup::Absent;
        }
        let (name, policy) = key_and_policy(&all);
        let key = async |name| Lookup::Found(self.encryption_key(region_of(topic), name).await);
        let key = name.and_then(key).await;
        let all = messaging::subscriptions(&client, topic).await;
        let own = all.map(|all| all.into_iter().find(|it| it.endpoint.as_deref() == Some(queue)));
        let subscription = async |own| Lookup::Found(subscription(&client, own).await);
        let subscription = own.flatten().and_then(subscription).await;
        Lookup::Found(TopicFacts { policy, key, subscription })
    }
}

/// The name of a topic's key, and its policy. Without access to the attributes neither is known.
fn key_and_policy(all: &Lookup<HashMap<String, String>>) -> (Lookup<String>, Lookup<String>) {
    let get = |name: &str| {
        all.clone().map(|mut all| all.remove(name).filter(|text| !text.is_empty())).flatten()
    };
    (get("KmsMasterKeyId"), get("Policy"))
}

/// Before it is confirmed, a subscription has no ARN and no readable settings.
async fn subscription(client: &aws_sdk_sns::Client, answer: ApiSubscription) -> SubscriptionFacts {
    let arn = answer.subscription_arn.filter(|arn| arn.starts_with("arn:"));
    let Some(arn) = arn else {
        return SubscriptionFacts { is_confirmed: false, settings: Lookup::Absent };
    };
    let answer = client.get_subscription_attributes().subscription_arn(&arn).send().await;
    let call = ApiCall { action: "sns:GetSubscriptionAttributes", resource: &arn };
    let all = Lookup::from_answer(answer, call).map(|answer| answer.attributes.unwrap_or_default());
    let is = |name: &str, value: &str| {
        all.found().and_then(|all| all.get(name)).is_some_and(|found| found == value)
    };
    let is_confirmed = !is("PendingConfirmation", "true");
    let filters_body = is("FilterPolicyScope", "MessageBody");
    let is_raw = is("RawMessageDelivery", "true");
    let settings = all.map(|mut all| {
        let filter = all.remove("FilterPolicy").unwrap_or_default();
        SubscriptionSettings { filter, filters_body, is_raw }
    });
    SubscriptionFacts { is_confirmed, settings }
}

fn unknown(facts: &Lookup<KeyFacts>) -> Key {
    let why = |piece: &Lookup<KeyFacts>| match piece {
        Lookup::Failed(why) => why.clone(),
        _ => "there is no such key".to_owned(),
    };
    let why = why(facts);
    Key { facts: facts.clone(), rotation: Lookup::Failed(why.clone()), policy: Lookup::Failed(why) }
}

/// The trails whose logs are expected.
fn expected_trails(mut trails: Vec<Trail>, expected: &ExpectedLogs) -> Vec<Trail> {
    match expected {
        ExpectedLogs::Trail(trail) => return vec![Trail::clone(trail)],
        ExpectedLogs::Bucket(name) => trails.retain(|trail| trail.bucket == *name),
        ExpectedLogs::Any => {}
    }
    trails
}

/// The bucket in the ARN of a bucket or object.
fn bucket_of(arn: &str) -> Option<String> {
    let parts = ArnParts::parse(arn).filter(|parts| parts.service == "s3")?;
    let is_bucket = parts.region.is_empty() && parts.account.is_empty();
    is_bucket.then(|| parts.resource.split('/').next().unwrap_or_default().to_owned())
}

/// The prefix of the logs of a day, of a trail that delivers to a bucket.
fn today(trails: &[Trail], bucket: &str, day: Date) -> Option<String> {
    let trail = trails.iter().find(|trail| trail.bucket == bucket && !trail.organization)?;
    let slash = if trail.prefix.is_empty() { "" } else { "/" };
    Some(format!(
        "{}{slash}AWSLogs/{}/CloudTrail/{}/{}/",
        trail.prefix,
        trail.account(),
        trail.home,
        day.strftime("%Y/%m/%d")
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn key_of_an_unreadable_topic_is_unknown() {
        let failed = || Lookup::Failed("access denied".to_owned());
        let attributes = Lookup::Failed("access denied".to_owned());
        assert_eq!(key_and_policy(&attributes), (failed(), failed()));
        let known = |key: &str| {
            let all = [("KmsMasterKeyId", key), ("Policy", "{}")];
            key_and_policy(&Lookup::Found(
                all.map(|(name, text)| (name.into(), text.into())).into(),
            ))
        };
        let policy = || Lookup::Found("{}".to_owned());
        assert_eq!(known("a1b2"), (Lookup::Found("a1b2".to_owned()), policy()));
        assert_eq!(known(""), (Lookup::Absent, policy()));
    }
}
