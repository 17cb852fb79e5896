//! A queue, and all who may tell it: asked without changing anything.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use aws_sdk_sns::types::Subscription as Told;
use aws_sdk_sqs::types::QueueAttributeName as Name;
use futures_util::future::join_all;
use jiff::civil::Date;

use super::{Asked, Error, FaultKind, Piece, Session, bucket, key, messages, region_of};
use crate::aws::account::no_region;
use crate::aws::queue::address::QueueAddress;
use crate::trail::Trail;
use crate::trail::posture::feed::{
    Asked as Wish, Dead, Delivery, Encrypted, Fan, Feed, Member, QueueFacts, redrive, sources,
};
use crate::trail::posture::{Key, KeyFacts};

/// A queue that was asked for by its name, URL or ARN, and what it says of itself.
pub struct NamedQueue {
    /// Its ARN, or what was given if that is not known.
    arn: String,
    facts: Piece<QueueFacts>,
}

impl Session {
    /// A queue as it is called by a user.
    ///
    /// # Errors
    /// What was given is no name of a queue, no region is configured, or AWS cannot be asked at
    /// all. That there is no such queue, or that it may not be asked, is no error.
    pub fn named_queue(&self, given: &str) -> Result<NamedQueue, Error> {
        let place = QueueAddress::parse(given)?;
        let region = place.region().or(self.region()).ok_or_else(no_region)?.to_owned();
        let client = self.sqs_client(&region, &place);
        self.runtime.block_on(async {
            let asked = match place.url(&client, &region).await {
                Ok(url) => self.attributes(&client, &url, given).await.map(|all| (all, url)),
                Err(error) => Err(error),
            };
            let (facts, arn) = match asked {
                Ok((all, _)) => {
                    let arn = all.get(&Name::QueueArn).cloned();
                    (Piece::Known(self.queue_facts(&region, all).await), arn)
                }
                Err(error) if error.kind == FaultKind::Missing => (Piece::Absent, None),
                Err(error) if error.kind == FaultKind::Denied => (Piece::refused(error), None),
                Err(error) => return Err(error),
            };
            Ok(NamedQueue { arn: arn.unwrap_or_else(|| given.to_owned()), facts })
        })
    }

    /// Who may tell a queue: buckets, topics, and what is known of them. `trails` are those of the
    /// account, and why that may not be all; the largest log is looked for among those of a day.
    pub fn feed(
        &self,
        queue: NamedQueue,
        asked: Wish,
        (trails, unseen): (Vec<Trail>, Option<String>),
        day: Date,
    ) -> Feed {
        let NamedQueue { arn, facts } = queue;
        let trails = narrowed(trails, &asked);
        let bound = match (&asked, facts.known()) {
            (Wish::Any, Some(facts)) => sources(&facts.policy),
            _ => BTreeSet::new(),
        };
        let mut names: BTreeSet<String> = bound.iter().filter_map(|arn| bucket_of(arn)).collect();
        names.extend(trails.iter().map(|trail| trail.bucket.clone()));
        if let Wish::Bucket(name) = &asked {
            names.insert(name.clone());
        }
        // Nobody needs to be asked about a queue that is not there.
        names.retain(|_| facts.known().is_some());
        let mut clients: HashMap<_, _> =
            names.iter().map(|name| (name.clone(), self.bucket_client(name))).collect();
        self.runtime.block_on(async {
            let account = self.asking().await;
            let number = account.known().map_or("", String::as_str);
            let asked_of = names.iter().filter_map(|name| Some((name, clients.remove(name)?)));
            let found = asked_of.map(|(name, client)| {
                bucket::source(name, client, number, today(&trails, name, day))
            });
            let found = join_all(found).await;
            let buckets: BTreeMap<_, _> = names.iter().cloned().zip(found).collect();
            let told = buckets.values().filter_map(|it| it.known()?.notified.known());
            let mut topics: BTreeSet<String> =
                told.flat_map(|it| it.topics.iter().map(|told| told.arn.clone())).collect();
            topics.extend(trails.iter().filter_map(|trail| trail.topic.clone()));
            topics.extend(bound.into_iter().filter(|arn| arn.contains(":sns:")));
            topics.retain(|_| facts.known().is_some());
            let fans = join_all(topics.iter().map(|topic| self.fan(topic, &arn))).await;
            let topics = topics.iter().cloned().zip(fans).collect();
            let dead = self.dead(facts.known()).await;
            Feed { queue: arn, account, asked, facts, dead, trails, unseen, buckets, topics }
        })
    }

    async fn attributes(
        &self,
        client: &aws_sdk_sqs::Client,
        url: &str,
        resource: &str,
    ) -> Result<HashMap<Name, String>, Error> {
        let ask = client.get_queue_attributes().queue_url(url).attribute_names(Name::All);
        let asked = Asked { action: "sqs:GetQueueAttributes", resource };
        let answer = ask.send().await.map_err(|error| Error::of(&error, asked))?;
        Ok(answer.attributes.unwrap_or_default())
    }

    async fn queue_facts(&self, region: &str, mut all: HashMap<Name, String>) -> QueueFacts {
        let key = match all.remove(&Name::KmsMasterKeyId).filter(|name| !name.is_empty()) {
            Some(name) => Some(self.encrypted(region, name).await),
            None => None,
        };
        let number = |name| all.get(&name).and_then(|text| text.parse().ok()).unwrap_or_default();
        QueueFacts {
            policy: all.get(&Name::Policy).cloned().unwrap_or_default(),
            key,
            redrive: all.get(&Name::RedrivePolicy).and_then(|text| redrive(text)),
            hidden: number(Name::VisibilityTimeout),
            kept: number(Name::MessageRetentionPeriod),
            delay: number(Name::DelaySeconds),
            wait: number(Name::ReceiveMessageWaitTimeSeconds),
            waiting: number(Name::ApproximateNumberOfMessages),
            in_flight: number(Name::ApproximateNumberOfMessagesNotVisible),
        }
    }

    async fn dead(&self, facts: Option<&QueueFacts>) -> Piece<Dead> {
        let Some(redrive) = facts.and_then(|facts| facts.redrive.as_ref()) else {
            return Piece::Absent;
        };
        let client = self.sqs(region_of(&redrive.queue));
        let place = match QueueAddress::parse(&redrive.queue) {
            Ok(place) => place,
            Err(error) => return Piece::refused(error),
        };
        let all = match place.url(&client, region_of(&redrive.queue)).await {
            Ok(url) => self.attributes(&client, &url, &redrive.queue).await,
            Err(error) => Err(error),
        };
        match all {
            Ok(all) => {
                let number = |name| all.get(&name).and_then(|text| text.parse().ok()).unwrap_or(0);
                let waiting = number(Name::ApproximateNumberOfMessages);
                Piece::Known(Dead { waiting, kept: number(Name::MessageRetentionPeriod) })
            }
            Err(error) if error.kind == FaultKind::Missing => Piece::Absent,
            Err(error) => Piece::refused(error),
        }
    }

    /// A key that is named by its id, its ARN or an alias. Its policy is asked for by the ARN.
    async fn encrypted(&self, region: &str, name: String) -> Encrypted {
        let client = self.kms(if name.starts_with("arn:") { region_of(&name) } else { region });
        let described = client.describe_key().key_id(&name).send().await;
        let asked = Asked { action: "kms:DescribeKey", resource: &name };
        let arn = Piece::of(described, asked).map(|it| it.key_metadata.and_then(|it| it.arn));
        let (arn, key) = match arn.flat() {
            Piece::Known(arn) => key::found(client, &arn).await,
            Piece::Absent => (name.clone(), unknown(&Piece::Absent)),
            Piece::Refused(why) => (name.clone(), unknown(&Piece::Refused(why))),
        };
        Encrypted { name, arn, key }
    }

    /// A topic, and the queue's subscription.
    async fn fan(&self, topic: &str, queue: &str) -> Piece<Fan> {
        let client = self.sns(region_of(topic));
        let asked = |action| Asked { action, resource: topic };
        let all = client.get_topic_attributes().topic_arn(topic).send().await;
        let all = Piece::of(all, asked("sns:GetTopicAttributes"))
            .map(|answer| answer.attributes.unwrap_or_default());
        if all == Piece::Absent {
            return Piece::Absent;
        }
        let (name, policy) = of_topic(&all);
        let key = match name {
            Piece::Known(name) => Piece::Known(self.encrypted(region_of(topic), name).await),
            Piece::Absent => Piece::Absent,
            Piece::Refused(why) => Piece::Refused(why),
        };
        let told = messages::subscriptions(&client, topic).await;
        let own = told.map(|all| all.into_iter().find(|it| it.endpoint.as_deref() == Some(queue)));
        let member = match own.flat() {
            Piece::Known(own) => Piece::Known(member(&client, own).await),
            Piece::Absent => Piece::Absent,
            Piece::Refused(why) => Piece::Refused(why),
        };
        Piece::Known(Fan { policy, key, member })
    }
}

/// The name of a topic's key, and its policy. What may not be read is neither there nor absent.
fn of_topic(all: &Piece<HashMap<String, String>>) -> (Piece<String>, Piece<String>) {
    let get = |name: &str| {
        all.clone().map(|mut all| all.remove(name).filter(|text| !text.is_empty())).flat()
    };
    (get("KmsMasterKeyId"), get("Policy"))
}

/// One that is not confirmed has no ARN, and cannot be asked more.
async fn member(client: &aws_sdk_sns::Client, told: Told) -> Member {
    let arn = told.subscription_arn.filter(|arn| arn.starts_with("arn:"));
    let Some(arn) = arn else { return Member { is_confirmed: false, delivery: Piece::Absent } };
    let answer = client.get_subscription_attributes().subscription_arn(&arn).send().await;
    let asked = Asked { action: "sns:GetSubscriptionAttributes", resource: &arn };
    let all = Piece::of(answer, asked).map(|answer| answer.attributes.unwrap_or_default());
    let is = |name: &str, value: &str| {
        all.known().and_then(|all| all.get(name)).is_some_and(|found| found == value)
    };
    let is_confirmed = !is("PendingConfirmation", "true");
    let (is_of_body, is_raw) =
        (is("FilterPolicyScope", "MessageBody"), is("RawMessageDelivery", "true"));
    let delivery = all.map(|mut all| {
        let filter = all.remove("FilterPolicy").unwrap_or_default();
        Delivery { filter, is_of_body, is_raw }
    });
    Member { is_confirmed, delivery }
}

fn unknown(facts: &Piece<KeyFacts>) -> Key {
    let why = |piece: &Piece<KeyFacts>| match piece {
        Piece::Refused(why) => why.clone(),
        _ => "there is no such key".to_owned(),
    };
    let why = why(facts);
    Key { facts: facts.clone(), rotation: Piece::Refused(why.clone()), policy: Piece::Refused(why) }
}

/// The trails that are asked about.
fn narrowed(mut trails: Vec<Trail>, asked: &Wish) -> Vec<Trail> {
    match asked {
        Wish::Trail(trail) => return vec![Trail::clone(trail)],
        Wish::Bucket(name) => trails.retain(|trail| trail.bucket == *name),
        Wish::Any => {}
    }
    trails
}

/// The bucket of an ARN.
fn bucket_of(arn: &str) -> Option<String> {
    let parts: Vec<&str> = arn.splitn(6, ':').collect();
    match parts[..] {
        ["arn", _, "s3", "", "", name] => Some(name.split('/').next().unwrap_or(name).to_owned()),
        _ => None,
    }
}

/// Below which the logs of a day are, of a trail that delivers to a bucket.
fn today(trails: &[Trail], bucket: &str, day: Date) -> Option<String> {
    let trail = trails.iter().find(|trail| trail.bucket == bucket && !trail.organisation)?;
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
    fn a_topic_that_may_not_be_read_may_have_a_key() {
        let refused = || Piece::Refused("access denied".to_owned());
        let asked = Piece::Refused("access denied".to_owned());
        assert_eq!(of_topic(&asked), (refused(), refused()));
        let known = |key: &str| {
            let all = [("KmsMasterKeyId", key), ("Policy", "{}")];
            of_topic(&Piece::Known(all.map(|(name, text)| (name.into(), text.into())).into()))
        };
        let policy = || Piece::Known("{}".to_owned());
        assert_eq!(known("a1b2"), (Piece::Known("a1b2".to_owned()), policy()));
        assert_eq!(known(""), (Piece::Absent, policy()));
    }
}
