//! Looks up a bucket: its policy, its settings and its notifications.

use aws_sdk_s3::Client;
use aws_sdk_s3::config::http::HttpResponse;
use aws_sdk_s3::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_s3::operation::get_bucket_acl::GetBucketAclOutput;
use aws_sdk_s3::operation::get_bucket_encryption::GetBucketEncryptionOutput;
use aws_sdk_s3::operation::get_bucket_notification_configuration::GetBucketNotificationConfigurationOutput;
use aws_sdk_s3::operation::get_bucket_ownership_controls::GetBucketOwnershipControlsOutput;
use aws_sdk_s3::operation::get_bucket_versioning::GetBucketVersioningOutput;
use aws_sdk_s3::operation::get_public_access_block::GetPublicAccessBlockOutput;
use aws_sdk_s3::types::{
    BucketVersioningStatus, Event, FilterRuleName, Grantee, MfaDeleteStatus,
    NotificationConfigurationFilter, ObjectOwnership,
};
use futures_util::future::{join, join3, join4};

use super::{ApiCall, Error, FaultKind, Lookup};
use crate::policy::name::partition;
use crate::trail::notifications::{NotificationTarget, Notifications};
use crate::trail::posture::queue_health::SourceBucket;
use crate::trail::posture::{AccessBlock, Bucket, Versioning};

/// A bucket, as requests and errors name it.
struct BucketName<'n> {
    name: &'n str,
    arn: String,
}

/// The facts about a bucket, with a client for its Region; `account` is the caller's.
pub(super) async fn look_up(
    name: &str,
    client: Result<Client, Error>,
    account: &str,
) -> Lookup<Bucket> {
    let (client, region, named) = match reachable(name, client) {
        Ok(reachable) => reachable,
        Err(lookup) => return lookup,
    };
    let (access, safety, others) = Box::pin(join3(
        named.access(&client),
        named.safety(&client),
        named.others(&client, account),
    ))
    .await;
    let (policy, public, access_block, grants) = access;
    let (versioning, bucket_key, logging, no_acls) = safety;
    let (notifications, is_own) = others;
    Lookup::Found(Bucket {
        region,
        is_own,
        policy,
        public,
        access_block,
        grants,
        versioning,
        bucket_key,
        logging,
        no_acls,
        notifications,
    })
}

/// A bucket and its Region; or the result for one that cannot be reached.
fn reachable<T>(
    name: &str,
    client: Result<Client, Error>,
) -> Result<(Client, String, BucketName<'_>), Lookup<T>> {
    let client = match client {
        Ok(client) => client,
        Err(error) if error.kind == FaultKind::Missing => return Err(Lookup::Absent),
        Err(error) => return Err(Lookup::failed(error)),
    };
    let region = client.config().region().map_or("", |region| region.as_ref()).to_owned();
    let named = BucketName { name, arn: format!("arn:{}:s3:::{name}", partition(&region)) };
    Ok((client, region, named))
}

/// The facts about a bucket that may notify a queue; `today` is the prefix of today's logs.
pub(super) async fn source(
    name: &str,
    client: Result<Client, Error>,
    account: &str,
    today: Option<String>,
) -> Lookup<SourceBucket> {
    let (client, region, named) = match reachable(name, client) {
        Ok(reachable) => reachable,
        Err(lookup) => return lookup,
    };
    let ((notifications, is_own), largest) =
        join(named.others(&client, account), named.largest(&client, today)).await;
    Lookup::Found(SourceBucket { region, is_own, notifications, largest })
}

impl BucketName<'_> {
    fn lookup<T, E>(&self, answer: Result<T, SdkError<E, HttpResponse>>, action: &str) -> Lookup<T>
    where
        E: ProvideErrorMetadata + std::error::Error + 'static,
    {
        Lookup::from_answer(answer, ApiCall { action, resource: &self.arn })
    }

    /// Policy, ACL and Block Public Access.
    async fn access(
        &self,
        client: &Client,
    ) -> (Lookup<String>, Lookup<bool>, Lookup<AccessBlock>, Lookup<Vec<String>>) {
        let (policy, public, block, acl) = Box::pin(join4(
            client.get_bucket_policy().bucket(self.name).send(),
            client.get_bucket_policy_status().bucket(self.name).send(),
            client.get_public_access_block().bucket(self.name).send(),
            client.get_bucket_acl().bucket(self.name).send(),
        ))
        .await;
        let public = self.lookup(public, "s3:GetBucketPolicyStatus");
        let public = public.map(|answer| answer.policy_status?.is_public);
        (
            self.lookup(policy, "s3:GetBucketPolicy").map(|answer| answer.policy).flatten(),
            public.flatten(),
            self.lookup(block, "s3:GetBucketPublicAccessBlock").map(block_of).flatten(),
            self.lookup(acl, "s3:GetBucketAcl").map(groups_of),
        )
    }

    /// Versioning, encryption, access logging and object ownership.
    async fn safety(
        &self,
        client: &Client,
    ) -> (Lookup<Versioning>, Lookup<bool>, Lookup<String>, Lookup<bool>) {
        let (versioning, encryption, logging, ownership) = Box::pin(join4(
            client.get_bucket_versioning().bucket(self.name).send(),
            client.get_bucket_encryption().bucket(self.name).send(),
            client.get_bucket_logging().bucket(self.name).send(),
            client.get_bucket_ownership_controls().bucket(self.name).send(),
        ))
        .await;
        let logging = self.lookup(logging, "s3:GetBucketLogging");
        (
            self.lookup(versioning, "s3:GetBucketVersioning").map(|answer| versioning_of(&answer)),
            self.lookup(encryption, "s3:GetEncryptionConfiguration").map(has_bucket_key).flatten(),
            logging.map(|answer| Some(answer.logging_enabled?.target_bucket)).flatten(),
            self.lookup(ownership, "s3:GetBucketOwnershipControls").map(disables_acls).flatten(),
        )
    }

    /// The notification targets, and whether the account owns the bucket.
    async fn others(
        &self,
        client: &Client,
        account: &str,
    ) -> (Lookup<Notifications>, Lookup<bool>) {
        let (notifications, is_own) = join(
            client.get_bucket_notification_configuration().bucket(self.name).send(),
            self.is_own(client, account),
        )
        .await;
        (self.lookup(notifications, "s3:GetBucketNotification").map(notifications_of), is_own)
    }

    /// The size in bytes of the largest of the first thousand objects with a prefix; none if they
    /// cannot be listed.
    async fn largest(&self, client: &Client, prefix: Option<String>) -> Option<u64> {
        let list = client.list_objects_v2().bucket(self.name).prefix(prefix?);
        let sizes = list.send().await.ok()?.contents.unwrap_or_default().into_iter();
        sizes.filter_map(|object| u64::try_from(object.size?).ok()).max()
    }

    /// Whether the account owns it: S3 denies access if another owner is expected, and also without
    /// permission ("Verifying bucket ownership with bucket owner condition", Amazon S3 User Guide).
    async fn is_own(&self, client: &Client, account: &str) -> Lookup<bool> {
        if account.is_empty() {
            return Lookup::Failed("the caller's account is not known".to_owned());
        }
        let head = || client.head_bucket().bucket(self.name);
        let own = head().expected_bucket_owner(account).send().await;
        let is_refused = own.as_ref().is_err_and(|error| {
            error.raw_response().is_some_and(|response| response.status().as_u16() == 403)
        });
        if !is_refused {
            return self.lookup(own, "s3:ListBucket").map(|_| true);
        }
        self.lookup(head().send().await, "s3:ListBucket").map(|_| false)
    }
}

fn block_of(answer: GetPublicAccessBlockOutput) -> Option<AccessBlock> {
    let block = answer.public_access_block_configuration?;
    Some(AccessBlock {
        block_acls: block.block_public_acls.unwrap_or(false),
        ignore_acls: block.ignore_public_acls.unwrap_or(false),
        block_policy: block.block_public_policy.unwrap_or(false),
        restrict: block.restrict_public_buckets.unwrap_or(false),
    })
}

/// The URIs of groups; an empty one for a grantee that the response does not name.
fn groups_of(answer: GetBucketAclOutput) -> Vec<String> {
    let grants = answer.grants.unwrap_or_default().into_iter();
    let uri = |grantee: Grantee| match grantee {
        Grantee { id: None, email_address: None, uri, .. } => Some(uri.unwrap_or_default()),
        Grantee { uri, .. } => uri,
    };
    grants.filter_map(|grant| grant.grantee.map_or(Some(String::new()), uri)).collect()
}

fn versioning_of(answer: &GetBucketVersioningOutput) -> Versioning {
    Versioning {
        is_enabled: answer.status == Some(BucketVersioningStatus::Enabled),
        mfa_delete: answer.mfa_delete == Some(MfaDeleteStatus::Enabled),
    }
}

fn has_bucket_key(answer: GetBucketEncryptionOutput) -> Option<bool> {
    let rule = answer.server_side_encryption_configuration?.rules.into_iter().next()?;
    Some(rule.bucket_key_enabled.unwrap_or(false))
}

fn disables_acls(answer: GetBucketOwnershipControlsOutput) -> Option<bool> {
    let rule = answer.ownership_controls?.rules.into_iter().next()?;
    Some(rule.object_ownership == ObjectOwnership::BucketOwnerEnforced)
}

fn notifications_of(answer: GetBucketNotificationConfigurationOutput) -> Notifications {
    let topics = answer.topic_configurations.unwrap_or_default().into_iter();
    let queues = answer.queue_configurations.unwrap_or_default().into_iter();
    Notifications {
        topics: topics.map(|it| target(it.topic_arn, &it.events, it.filter)).collect(),
        queues: queues.map(|it| target(it.queue_arn, &it.events, it.filter)).collect(),
        event_bridge: answer.event_bridge_configuration.is_some(),
    }
}

/// S3 returns the names of filter rules in either case: `Prefix`, `prefix`.
fn target(
    arn: String,
    events: &[Event],
    filter: Option<NotificationConfigurationFilter>,
) -> NotificationTarget {
    let rules = filter.and_then(|filter| filter.key).and_then(|key| key.filter_rules);
    let rules = rules.unwrap_or_default();
    let value = |wanted: &str| {
        let is_wanted = |name: &FilterRuleName| name.as_str().eq_ignore_ascii_case(wanted);
        let rule = rules.iter().find(|rule| rule.name.as_ref().is_some_and(is_wanted));
        rule.and_then(|rule| rule.value.clone()).unwrap_or_default()
    };
    let (prefix, suffix) = (value("prefix"), value("suffix"));
    let events = events.iter().map(ToString::to_string).collect();
    NotificationTarget { arn, events, prefix, suffix }
}
