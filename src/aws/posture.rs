//! What there is to know of trails and of what they deliver to, asked without changing anything.
//!
//! What is refused becomes [`Piece::Refused`] with the permission that it needs, what is not there
//! [`Piece::Absent`]. Judges nothing.

mod bucket;
mod feed;
mod key;
mod messages;

use std::collections::{BTreeMap, BTreeSet};
use std::thread;

use aws_sdk_s3::config::http::HttpResponse;
use aws_sdk_s3::error::{ProvideErrorMetadata, SdkError};
use futures_util::future::{join, join_all};

pub use feed::NamedQueue;

use super::error::{Asked, Error};
use super::{ANY_REGION, Session};
use crate::source::{Fault, FaultKind};
use crate::trail::Trail;
use crate::trail::posture::{Bucket, Piece, Snapshot, Told, Topic, TrailFacts};

/// Codes of what is not there, of all services that are asked.
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

impl<T> Piece<T> {
    /// What came of asking.
    fn of<E>(answer: Result<T, SdkError<E, HttpResponse>>, asked: Asked<'_>) -> Self
    where
        E: ProvideErrorMetadata + std::error::Error + 'static,
    {
        let error = match answer {
            Ok(value) => return Self::Known(value),
            Err(error) => error,
        };
        let code = error.as_service_error().and_then(|error| error.meta().code());
        let code = code.map(|code| code.rsplit('#').next().unwrap_or(code));
        if code.is_some_and(|code| MISSING.contains(&code)) {
            return Self::Absent;
        }
        Self::refused(Error::of(&error, asked))
    }

    fn refused(error: Error) -> Self {
        Self::Refused(Fault::from(error).to_string())
    }
}

impl<T> Piece<Option<T>> {
    /// What an answer did not say is not there.
    fn flat(self) -> Piece<T> {
        match self {
            Self::Known(Some(value)) => Piece::Known(value),
            Self::Known(None) | Self::Absent => Piece::Absent,
            Self::Refused(why) => Piece::Refused(why),
        }
    }
}

impl Session {
    /// All that checks look at, of these trails. Whether they are all there are, the caller knows.
    pub fn snapshot(&self, trails: &[Trail]) -> Snapshot {
        let facts = thread::scope(|scope| {
            let asked = trails.iter().map(|trail| scope.spawn(|| self.facts(trail)));
            let asked: Vec<_> = asked.collect();
            let told = asked.into_iter().zip(trails).map(|(thread, trail)| {
                thread.join().unwrap_or_else(|_| unasked(trail, "the question broke off"))
            });
            told.collect()
        });
        let names = set(trails.iter().map(|trail| &trail.bucket));
        let clients: Vec<_> =
            names.iter().map(|name| (name.as_str(), self.bucket_client(name))).collect();
        let organised = trails.iter().any(|trail| trail.organisation);
        self.runtime.block_on(async {
            let (account, organisation) =
                join(self.asking(), self.organisation_asking(organised)).await;
            let number = account.known().map_or("", String::as_str);
            let asked =
                clients.into_iter().map(|(name, client)| bucket::found(name, client, number));
            let keys = set(trails.iter().filter_map(|trail| trail.key.as_ref()));
            let (buckets, keys) = join(
                join_all(asked),
                join_all(keys.iter().map(|arn| key::found(self.kms(region_of(arn)), arn))),
            )
            .await;
            let mut snapshot = Snapshot {
                account,
                organisation,
                is_whole: true,
                trails: facts,
                buckets: names.iter().cloned().zip(buckets).collect(),
                keys: keys.into_iter().collect(),
                topics: BTreeMap::new(),
                queues: BTreeMap::new(),
            };
            self.add_told(&mut snapshot).await;
            snapshot
        })
    }

    /// Topics, and then queues: which there are, buckets, trails and topics tell.
    async fn add_told(&self, snapshot: &mut Snapshot) {
        let notified: Vec<_> = snapshot.buckets.values().filter_map(Piece::known).collect();
        let notified = notified.iter().filter_map(|bucket: &&Bucket| bucket.notified.known());
        let own = snapshot.trails.iter().filter_map(|facts| facts.trail.topic.as_ref());
        let topics = set(own.chain(notified.clone().flat_map(|it| arns(&it.topics))));
        let told = topics.iter().map(|arn| messages::topic(self.sns(region_of(arn)), arn));
        let found = join_all(told).await;
        let subscribed = found.iter().filter_map(Piece::known).filter_map(queues_of).flatten();
        let queues = set(notified.flat_map(|it| arns(&it.queues)).chain(subscribed));
        let told = queues.iter().map(|arn| messages::queue(self.sqs(region_of(arn)), arn));
        let queues = queues.iter().cloned().zip(join_all(told).await).collect();
        snapshot.topics = topics.into_iter().zip(found).collect();
        snapshot.queues = queues;
    }

    fn facts(&self, trail: &Trail) -> TrailFacts {
        let status = match self.status(trail) {
            Ok(status) => Piece::Known(status),
            Err(error) if error.kind == FaultKind::Missing => Piece::Absent,
            Err(error) => Piece::refused(error),
        };
        let selectors = self.selectors(trail).map_or_else(Piece::refused, Piece::Known);
        TrailFacts { trail: trail.clone(), status, selectors }
    }

    /// The account that asks. Nobody may be refused this ("`GetCallerIdentity`", AWS STS API
    /// Reference).
    async fn asking(&self) -> Piece<String> {
        let client = self.sts(self.region().unwrap_or(ANY_REGION));
        let asked = Asked { action: "sts:GetCallerIdentity", resource: "*" };
        let answer = Piece::of(client.get_caller_identity().send().await, asked);
        answer.map(|answer| answer.account).flat()
    }

    /// Its organisation, if that is of interest.
    async fn organisation_asking(&self, is_asked: bool) -> Piece<String> {
        if !is_asked {
            return Piece::Absent;
        }
        let client = self.organizations(self.region().unwrap_or(ANY_REGION));
        let asked = Asked { action: "organizations:DescribeOrganization", resource: "*" };
        let answer = Piece::of(client.describe_organization().send().await, asked);
        answer.map(|answer| answer.organization?.id).flat()
    }
}

fn arns(told: &[Told]) -> impl Iterator<Item = &String> {
    told.iter().map(|it| &it.arn)
}

/// The queues that a topic tells.
fn queues_of(topic: &Topic) -> Option<impl Iterator<Item = &String>> {
    let subscriptions = topic.subscriptions.known()?.iter();
    Some(subscriptions.filter(|it| it.protocol == "sqs").map(|it| &it.endpoint))
}

fn unasked(trail: &Trail, why: &str) -> TrailFacts {
    let (status, selectors) = (Piece::Refused(why.to_owned()), Piece::Refused(why.to_owned()));
    TrailFacts { trail: trail.clone(), status, selectors }
}

fn set<'s>(names: impl Iterator<Item = &'s String>) -> BTreeSet<String> {
    names.cloned().collect()
}

/// Of an ARN.
fn region_of(arn: &str) -> &str {
    arn.split(':').nth(3).unwrap_or_default()
}
