//! A bucket: who may write, who may read, and whether what was written stays.

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
    BucketVersioningStatus, Event, FilterRuleName, MfaDeleteStatus,
    NotificationConfigurationFilter, ObjectOwnership,
};
use futures_util::future::{join, join3, join4};

use super::{Asked, Error, FaultKind, Piece};
use crate::policy::name::partition;
use crate::trail::posture::feed::Source;
use crate::trail::posture::{
    AccessBlock, Bucket, Encryption, Notified, Ownership, Told, Versioning,
};

/// A bucket, as its questions name it.
struct Named<'n> {
    name: &'n str,
    arn: String,
}

/// What is found of a bucket, with a client for its region; `account` is the one that asks.
pub(super) async fn found(
    name: &str,
    client: Result<Client, Error>,
    account: &str,
) -> Piece<Bucket> {
    let (client, region, named) = match reached(name, client) {
        Ok(reached) => reached,
        Err(piece) => return piece,
    };
    let (access, safety, others) = Box::pin(join3(
        named.access(&client),
        named.safety(&client),
        named.others(&client, account),
    ))
    .await;
    let (policy, public, access_block, grants) = access;
    let (versioning, encryption, logging, ownership) = safety;
    let (notified, is_own) = others;
    Piece::Known(Bucket {
        region,
        is_own,
        policy,
        public,
        access_block,
        grants,
        versioning,
        encryption,
        logging,
        ownership,
        notified,
    })
}

/// A bucket to ask, with its region; or what is known of one that cannot be asked.
fn reached<T>(
    name: &str,
    client: Result<Client, Error>,
) -> Result<(Client, String, Named<'_>), Piece<T>> {
    let client = match client {
        Ok(client) => client,
        Err(error) if error.kind == FaultKind::Missing => return Err(Piece::Absent),
        Err(error) => return Err(Piece::refused(error)),
    };
    let region = client.config().region().map_or("", |region| region.as_ref()).to_owned();
    let named = Named { name, arn: format!("arn:{}:s3:::{name}", partition(&region)) };
    Ok((client, region, named))
}

/// What is found of a bucket that may tell a queue; logs of today are below `today`.
pub(super) async fn source(
    name: &str,
    client: Result<Client, Error>,
    account: &str,
    today: Option<String>,
) -> Piece<Source> {
    let (client, region, named) = match reached(name, client) {
        Ok(reached) => reached,
        Err(piece) => return piece,
    };
    let ((notified, is_own), largest) =
        join(named.others(&client, account), named.largest(&client, today)).await;
    Piece::Known(Source { region, is_own, notified, largest })
}

impl Named<'_> {
    fn piece<T, E>(&self, answer: Result<T, SdkError<E, HttpResponse>>, action: &str) -> Piece<T>
    where
        E: ProvideErrorMetadata + std::error::Error + 'static,
    {
        Piece::of(answer, Asked { action, resource: &self.arn })
    }

    /// Who may read and write.
    async fn access(
        &self,
        client: &Client,
    ) -> (Piece<String>, Piece<bool>, Piece<AccessBlock>, Piece<Vec<String>>) {
        let (policy, public, block, acl) = Box::pin(join4(
            client.get_bucket_policy().bucket(self.name).send(),
            client.get_bucket_policy_status().bucket(self.name).send(),
            client.get_public_access_block().bucket(self.name).send(),
            client.get_bucket_acl().bucket(self.name).send(),
        ))
        .await;
        let public = self.piece(public, "s3:GetBucketPolicyStatus");
        let public = public.map(|answer| answer.policy_status?.is_public);
        (
            self.piece(policy, "s3:GetBucketPolicy").map(|answer| answer.policy).flat(),
            public.flat(),
            self.piece(block, "s3:GetBucketPublicAccessBlock").map(block_of).flat(),
            self.piece(acl, "s3:GetBucketAcl").map(groups_of),
        )
    }

    /// Whether what is written stays, and who can tell of it.
    async fn safety(
        &self,
        client: &Client,
    ) -> (Piece<Versioning>, Piece<Encryption>, Piece<String>, Piece<Ownership>) {
        let (versioning, encryption, logging, ownership) = Box::pin(join4(
            client.get_bucket_versioning().bucket(self.name).send(),
            client.get_bucket_encryption().bucket(self.name).send(),
            client.get_bucket_logging().bucket(self.name).send(),
            client.get_bucket_ownership_controls().bucket(self.name).send(),
        ))
        .await;
        let logging = self.piece(logging, "s3:GetBucketLogging");
        (
            self.piece(versioning, "s3:GetBucketVersioning").map(|answer| versioning_of(&answer)),
            self.piece(encryption, "s3:GetEncryptionConfiguration").map(encryption_of).flat(),
            logging.map(|answer| Some(answer.logging_enabled?.target_bucket)).flat(),
            self.piece(ownership, "s3:GetBucketOwnershipControls").map(ownership_of).flat(),
        )
    }

    /// Who is told, and whether the account owns it.
    async fn others(&self, client: &Client, account: &str) -> (Piece<Notified>, Piece<bool>) {
        let (notified, is_own) = join(
            client.get_bucket_notification_configuration().bucket(self.name).send(),
            self.is_own(client, account),
        )
        .await;
        (self.piece(notified, "s3:GetBucketNotification").map(notified_of), is_own)
    }

    /// Bytes of the largest of the first thousand objects below a prefix. Where they may not be
    /// listed, none was seen.
    async fn largest(&self, client: &Client, prefix: Option<String>) -> Option<u64> {
        let list = client.list_objects_v2().bucket(self.name).prefix(prefix?);
        let sizes = list.send().await.ok()?.contents.unwrap_or_default().into_iter();
        sizes.filter_map(|object| u64::try_from(object.size?).ok()).max()
    }

    /// Whether the account owns it: S3 refuses who names another owner, as it refuses who may not
    /// ask at all ("Verifying bucket ownership with bucket owner condition", Amazon S3 User Guide).
    async fn is_own(&self, client: &Client, account: &str) -> Piece<bool> {
        if account.is_empty() {
            return Piece::Refused("it is not known which account asks".to_owned());
        }
        let head = || client.head_bucket().bucket(self.name);
        let own = head().expected_bucket_owner(account).send().await;
        let is_refused = own.as_ref().is_err_and(|error| {
            error.raw_response().is_some_and(|response| response.status().as_u16() == 403)
        });
        if !is_refused {
            return self.piece(own, "s3:ListBucket").map(|_| true);
        }
        self.piece(head().send().await, "s3:ListBucket").map(|_| false)
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

fn groups_of(answer: GetBucketAclOutput) -> Vec<String> {
    let grants = answer.grants.unwrap_or_default().into_iter();
    grants.filter_map(|grant| grant.grantee?.uri).collect()
}

fn versioning_of(answer: &GetBucketVersioningOutput) -> Versioning {
    Versioning {
        is_enabled: answer.status == Some(BucketVersioningStatus::Enabled),
        mfa_delete: answer.mfa_delete == Some(MfaDeleteStatus::Enabled),
    }
}

fn encryption_of(answer: GetBucketEncryptionOutput) -> Option<Encryption> {
    let rules = answer.server_side_encryption_configuration?.rules;
    let rule = rules.into_iter().next()?;
    let algorithm = rule.apply_server_side_encryption_by_default.map(|it| it.sse_algorithm);
    Some(Encryption {
        algorithm: algorithm.map(|it| it.to_string()).unwrap_or_default(),
        bucket_key: rule.bucket_key_enabled.unwrap_or(false),
    })
}

fn ownership_of(answer: GetBucketOwnershipControlsOutput) -> Option<Ownership> {
    let rule = answer.ownership_controls?.rules.into_iter().next()?;
    Some(match rule.object_ownership {
        ObjectOwnership::BucketOwnerEnforced => Ownership::Enforced,
        _ => Ownership::ByAcl,
    })
}

fn notified_of(answer: GetBucketNotificationConfigurationOutput) -> Notified {
    let topics = answer.topic_configurations.unwrap_or_default().into_iter();
    let queues = answer.queue_configurations.unwrap_or_default().into_iter();
    Notified {
        topics: topics.map(|it| told(it.topic_arn, &it.events, it.filter)).collect(),
        queues: queues.map(|it| told(it.queue_arn, &it.events, it.filter)).collect(),
        event_bridge: answer.event_bridge_configuration.is_some(),
    }
}

/// S3 writes the names of rules as it likes: `Prefix`, `prefix`.
fn told(arn: String, events: &[Event], filter: Option<NotificationConfigurationFilter>) -> Told {
    let rules = filter.and_then(|filter| filter.key).and_then(|key| key.filter_rules);
    let rules = rules.unwrap_or_default();
    let value = |wanted: &str| {
        let is_wanted = |name: &FilterRuleName| name.as_str().eq_ignore_ascii_case(wanted);
        let rule = rules.iter().find(|rule| rule.name.as_ref().is_some_and(is_wanted));
        rule.and_then(|rule| rule.value.clone()).unwrap_or_default()
    };
    let (prefix, suffix) = (value("prefix"), value("suffix"));
    Told { arn, events: events.iter().map(ToString::to_string).collect(), prefix, suffix }
}
