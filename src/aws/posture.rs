//! Looks up the facts about trails and what they deliver to. Changes nothing, judges nothing.
//!
//! What does not exist becomes [`Lookup::Absent`]; what cannot be read [`Lookup::Failed`], with the
//! permission that is missing.

mod bucket;
mod key;
mod messaging;
mod queue_health;

use std::collections::{BTreeMap, BTreeSet};
use std::thread;

use aws_sdk_s3::config::http::HttpResponse;
use aws_sdk_s3::error::{ProvideErrorMetadata, SdkError};
use futures_util::future::{join, join_all};

pub use queue_health::NamedQueue;

use super::error::{ApiCall, Error};
use super::{ANY_REGION, Session};
use crate::policy::arn::region_of;
use crate::source::{Fault, FaultKind};
use crate::trail::Trail;
use crate::trail::notifications::NotificationTarget;
use crate::trail::posture::{Bucket, Lookup, Snapshot, Topic, TrailFacts};

/// Error codes for what does not exist, of all services that are called.
const MISSING: [&str; 10] = [
    "NoSuchBucketPolicy",
    "NoSuchPublicAccessBlockConfiguration",
    "OwnershipControlsNotFoundError",
    "ServerSideEncryptionConfigurationNotFoundError",
    "TrailNotFoundException",
    "NotFoundException",
    "NotFound",
    "AWS.SimpleQueueService.NonExistentQueue",
    "QueueDoesNotExist",
    "AWSOrganizationsNotInUseException",
];

impl<T> Lookup<T> {
    /// The result of a request.
    fn from_answer<E>(answer: Result<T, SdkError<E, HttpResponse>>, call: ApiCall<'_>) -> Self
    where
        E: ProvideErrorMetadata + std::error::Error + 'static,
    {
        let error = match answer {
            Ok(value) => return Self::Found(value),
            Err(error) => error,
        };
        let code = error.as_service_error().and_then(|error| error.meta().code());
        let code = code.map(|code| code.rsplit('#').next().unwrap_or(code));
        if code.is_some_and(|code| MISSING.contains(&code)) {
            return Self::Absent;
        }
        Self::failed(Error::of(&error, call))
    }

    fn failed(error: Error) -> Self {
        Self::Failed(Fault::from(error).to_string())
    }

    /// The same, of what a request for this value returns.
    async fn and_then<U>(self, look_up: impl AsyncFnOnce(T) -> Lookup<U>) -> Lookup<U> {
        match self {
            Self::Found(value) => look_up(value).await,
            Self::Absent => Lookup::Absent,
            Self::Failed(why) => Lookup::Failed(why),
        }
    }
}

impl<T> Lookup<Option<T>> {
    /// A member that an answer lacks is absent.
    fn flatten(self) -> Lookup<T> {
        match self {
            Self::Found(Some(value)) => Lookup::Found(value),
            Self::Found(None) | Self::Absent => Lookup::Absent,
            Self::Failed(why) => Lookup::Failed(why),
        }
    }
}

impl Session {
    /// Every fact that the rules of `ct trail check` judge, for these trails. The caller knows whether
    /// they are all of the account's.
    pub fn snapshot(&self, trails: &[Trail]) -> Snapshot {
        let facts = thread::scope(|scope| {
            let threads = trails.iter().map(|trail| scope.spawn(|| self.facts(trail)));
            let threads: Vec<_> = threads.collect();
            let facts = threads.into_iter().zip(trails).map(|(thread, trail)| {
                thread.join().unwrap_or_else(|_| unread(trail, "the lookup was interrupted"))
            });
            facts.collect()
        });
        let names = set(trails.iter().map(|trail| &trail.bucket));
        let clients: Vec<_> =
            names.iter().map(|name| (name.as_str(), self.bucket_client(name))).collect();
        let organized = trails.iter().any(|trail| trail.organization);
        self.runtime.block_on(async {
            let (account, organization) =
                join(self.caller_account(), self.caller_organization(organized)).await;
            let number = account.found().map_or("", String::as_str);
            let lookups =
                clients.into_iter().map(|(name, client)| bucket::look_up(name, client, number));
            let keys = set(trails.iter().filter_map(|trail| trail.key.as_ref()));
            let (buckets, keys) = join(
                join_all(lookups),
                join_all(keys.iter().map(|arn| key::look_up(self.kms(region_of(arn)), arn))),
            )
            .await;
            let mut snapshot = Snapshot {
                account,
                organization,
                is_whole: true,
                trails: facts,
                buckets: names.iter().cloned().zip(buckets).collect(),
                keys: keys.into_iter().collect(),
                topics: BTreeMap::new(),
                queues: BTreeMap::new(),
            };
            self.add_targets(&mut snapshot).await;
            snapshot
        })
    }

    /// The topics that trails and buckets notify; then the queues that buckets and topics notify.
    async fn add_targets(&self, snapshot: &mut Snapshot) {
        let buckets: Vec<_> = snapshot.buckets.values().filter_map(Lookup::found).collect();
        let notifications = buckets.iter().filter_map(|it: &&Bucket| it.notifications.found());
        let own = snapshot.trails.iter().filter_map(|facts| facts.trail.topic.as_ref());
        let topics = set(own.chain(notifications.clone().flat_map(|it| arns(&it.topics))));
        let lookups = topics.iter().map(|arn| messaging::topic(self.sns(region_of(arn)), arn));
        let found = join_all(lookups).await;
        let subscribed =
            found.iter().filter_map(Lookup::found).filter_map(subscribed_queues).flatten();
        let queues = set(notifications.flat_map(|it| arns(&it.queues)).chain(subscribed));
        let lookups = queues.iter().map(|arn| messaging::queue(self.sqs(region_of(arn)), arn));
        let queues = queues.iter().cloned().zip(join_all(lookups).await).collect();
        snapshot.topics = topics.into_iter().zip(found).collect();
        snapshot.queues = queues;
    }

    fn facts(&self, trail: &Trail) -> TrailFacts {
        let status = match self.status(trail) {
            Ok(status) => Lookup::Found(status),
            Err(error) if error.kind == FaultKind::Missing => Lookup::Absent,
            Err(error) => Lookup::failed(error),
        };
        let selectors = self.selectors(trail).map_or_else(Lookup::failed, Lookup::Found);
        TrailFacts { trail: trail.clone(), status, selectors }
    }

    /// The account of the credentials. No permission is needed ("`GetCallerIdentity`", AWS STS API
    /// Reference).
    async fn caller_account(&self) -> Lookup<String> {
        let client = self.sts(self.region().unwrap_or(ANY_REGION));
        let call = ApiCall { action: "sts:GetCallerIdentity", resource: "*" };
        let answer = Lookup::from_answer(client.get_caller_identity().send().await, call);
        answer.map(|answer| answer.account).flatten()
    }

    /// The organization of that account, if it is needed.
    async fn caller_organization(&self, is_needed: bool) -> Lookup<String> {
        if !is_needed {
            return Lookup::Absent;
        }
        let client = self.organizations(self.region().unwrap_or(ANY_REGION));
        let call = ApiCall { action: "organizations:DescribeOrganization", resource: "*" };
        let answer = Lookup::from_answer(client.describe_organization().send().await, call);
        answer.map(|answer| answer.organization?.id).flatten()
    }
}

fn arns(targets: &[NotificationTarget]) -> impl Iterator<Item = &String> {
    targets.iter().map(|it| &it.arn)
}

fn subscribed_queues(topic: &Topic) -> Option<impl Iterator<Item = &String>> {
    let subscriptions = topic.subscriptions.found()?.iter();
    Some(subscriptions.filter(|it| it.protocol == "sqs").map(|it| &it.endpoint))
}

fn unread(trail: &Trail, why: &str) -> TrailFacts {
    let (status, selectors) = (Lookup::Failed(why.to_owned()), Lookup::Failed(why.to_owned()));
    TrailFacts { trail: trail.clone(), status, selectors }
}

fn set<'s>(names: impl Iterator<Item = &'s String>) -> BTreeSet<String> {
    names.cloned().collect()
}
