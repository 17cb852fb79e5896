//! Buckets: created with the settings of a log bucket, connected to a queue, deleted.

use aws_sdk_s3::types::{
    BucketLocationConstraint, BucketVersioningStatus, CreateBucketConfiguration, Event, FilterRule,
    FilterRuleName, NotificationConfiguration, NotificationConfigurationFilter, ObjectOwnership,
    PublicAccessBlockConfiguration, QueueConfiguration, S3KeyFilter, ServerSideEncryption,
    ServerSideEncryptionByDefault, ServerSideEncryptionConfiguration, ServerSideEncryptionRule,
    Tag, Tagging, VersioningConfiguration,
};

use super::client::code;
use super::existing::{is_tagged_for, tags_of};
use crate::aws::Session;
use crate::aws::error::Error;
use crate::source::FaultKind;
use crate::trail::created::{BucketSetting, TRAIL_TAG};

impl Session {
    /// Creates a bucket with its tag in the same request, so that a rerun finds the bucket of a killed
    /// run.
    pub(super) async fn create_bucket(
        &self,
        name: &str,
        region: &str,
        trail: &str,
    ) -> Result<(), Error> {
        let s3 = self.bucket_in(name, region);
        let client = &s3.client;
        let tag =
            Tag::builder().key(TRAIL_TAG).value(trail).build().map_err(|error| rejected(&error))?;
        // us-east-1 is no valid constraint ("CreateBucket", Amazon S3 API Reference).
        let place = (region != "us-east-1").then(|| BucketLocationConstraint::from(region));
        let place = CreateBucketConfiguration::builder().set_location_constraint(place);
        let create = client
            .create_bucket()
            .bucket(name)
            .object_ownership(ObjectOwnership::BucketOwnerEnforced)
            .create_bucket_configuration(place.tags(tag.clone()).build());
        let call = s3.call("s3:CreateBucket");
        create.send().await.map_err(|error| Error::of(&error, call))?;
        match tags_of(&s3, name).await {
            Ok(tags) if is_tagged_for(&tags, trail) => return Ok(()),
            Err(error) if error.kind != FaultKind::Denied => return Err(error),
            _ => {}
        }
        // Servers that only resemble S3 may ignore the tags of CreateBucket.
        let tags = Tagging::builder().tag_set(tag).build().map_err(|error| rejected(&error))?;
        let answer = client.put_bucket_tagging().bucket(name).tagging(tags).send().await;
        answer.map(drop).map_err(|error| Error::of(&error, s3.call("s3:PutBucketTagging")))
    }

    pub(super) async fn complete_bucket(
        &self,
        name: &str,
        key: Option<&str>,
        settings: &[BucketSetting],
    ) -> Result<(), Error> {
        let s3 = self.bucket_at(name).await?;
        let client = &s3.client;
        for setting in settings {
            match setting {
                BucketSetting::PublicAccessBlock => {
                    let closed = PublicAccessBlockConfiguration::builder()
                        .block_public_acls(true)
                        .ignore_public_acls(true)
                        .block_public_policy(true)
                        .restrict_public_buckets(true)
                        .build();
                    let put = client.put_public_access_block().bucket(name);
                    let answer = put.public_access_block_configuration(closed).send().await;
                    let call = s3.call("s3:PutBucketPublicAccessBlock");
                    answer.map(drop).map_err(|error| Error::of(&error, call))?;
                }
                BucketSetting::Versioning => {
                    let versions = VersioningConfiguration::builder();
                    let versions = versions.status(BucketVersioningStatus::Enabled).build();
                    let put = client.put_bucket_versioning().bucket(name);
                    let answer = put.versioning_configuration(versions).send().await;
                    let call = s3.call("s3:PutBucketVersioning");
                    answer.map(drop).map_err(|error| Error::of(&error, call))?;
                }
                BucketSetting::Encryption => {
                    let put = client.put_bucket_encryption().bucket(name);
                    let by = encryption(key)?;
                    let answer = put.server_side_encryption_configuration(by).send().await;
                    let call = s3.call("s3:PutEncryptionConfiguration");
                    answer.map(drop).map_err(|error| Error::of(&error, call))?;
                }
            }
        }
        Ok(())
    }

    pub(super) async fn delete_bucket(&self, name: &str) -> Result<(), Error> {
        let s3 = self.bucket_at(name).await?;
        let call = s3.call("s3:DeleteBucket");
        let answer = s3.client.delete_bucket().bucket(name).send().await;
        answer.map(drop).map_err(|error| Error::of(&error, call))
    }

    pub(super) async fn put_bucket_policy(&self, name: &str, policy: &str) -> Result<(), Error> {
        let s3 = self.bucket_at(name).await?;
        let call = s3.call("s3:PutBucketPolicy");
        let answer = s3.client.put_bucket_policy().bucket(name).policy(policy).send().await;
        answer.map(drop).map_err(|error| Error::of(&error, call))
    }

    /// Adds a queue to the notification configuration, which is one document: the rest of it stays.
    pub(super) async fn notify_queue(
        &self,
        name: &str,
        prefix: &str,
        queue: &str,
    ) -> Result<(), Error> {
        let s3 = self.bucket_at(name).await?;
        let call = s3.call("s3:GetBucketNotification");
        let now = s3.client.get_bucket_notification_configuration().bucket(name).send().await;
        let now = now.map_err(|error| Error::of(&error, call))?;
        let rule = FilterRule::builder().name(FilterRuleName::Prefix).value(prefix).build();
        let filter = NotificationConfigurationFilter::builder()
            .key(S3KeyFilter::builder().filter_rules(rule).build())
            .build();
        let added = QueueConfiguration::builder()
            .id("ct-new-logs")
            .queue_arn(queue)
            .events(Event::from("s3:ObjectCreated:*"))
            .filter(filter)
            .build()
            .map_err(|error| Error::new(FaultKind::Other, error.to_string(), ""))?;
        let mut queues = now.queue_configurations.unwrap_or_default();
        queues.retain(|other| other.id != added.id);
        queues.push(added);
        let all = NotificationConfiguration::builder()
            .set_queue_configurations(Some(queues))
            .set_topic_configurations(now.topic_configurations)
            .set_lambda_function_configurations(now.lambda_function_configurations)
            .set_event_bridge_configuration(now.event_bridge_configuration)
            .build();
        let call = s3.call("s3:PutBucketNotification");
        let put = s3.client.put_bucket_notification_configuration().bucket(name);
        let answer = put.notification_configuration(all).send().await;
        answer.map(drop).map_err(|error| Error::of(&error, call))
    }

    /// The policy of a bucket; empty if it has none.
    ///
    /// # Errors
    /// There is no such bucket ([`FaultKind::Missing`]); or AWS refuses, or cannot be reached.
    pub fn bucket_policy(&self, name: &str) -> Result<String, Error> {
        self.runtime.block_on(async {
            let s3 = self.bucket_at(name).await?;
            let call = s3.call("s3:GetBucketPolicy");
            match s3.client.get_bucket_policy().bucket(name).send().await {
                Ok(answer) => Ok(answer.policy.unwrap_or_default()),
                Err(error) if code(&error) == Some("NoSuchBucketPolicy") => Ok(String::new()),
                Err(error) => Err(Error::of(&error, call)),
            }
        })
    }

    /// Whether a bucket has no object versions and no delete markers.
    ///
    /// # Errors
    /// There is no such bucket; or AWS refuses, or cannot be reached.
    pub fn bucket_is_empty(&self, name: &str) -> Result<bool, Error> {
        self.runtime.block_on(async {
            let s3 = self.bucket_at(name).await?;
            let call = s3.call("s3:ListBucketVersions");
            let answer = s3.client.list_object_versions().bucket(name).max_keys(1).send().await;
            let answer = answer.map_err(|error| Error::of(&error, call))?;
            Ok(answer.versions().is_empty() && answer.delete_markers().is_empty())
        })
    }
}

/// Default encryption with a KMS key, or with SSE-S3.
fn encryption(key: Option<&str>) -> Result<ServerSideEncryptionConfiguration, Error> {
    let by = match key {
        Some(_) => ServerSideEncryption::AwsKms,
        None => ServerSideEncryption::Aes256,
    };
    let default = ServerSideEncryptionByDefault::builder()
        .sse_algorithm(by)
        .set_kms_master_key_id(key.map(str::to_owned))
        .build()
        .map_err(|error| rejected(&error))?;
    let rule = ServerSideEncryptionRule::builder()
        .apply_server_side_encryption_by_default(default)
        .set_bucket_key_enabled(key.map(|_| true))
        .build();
    ServerSideEncryptionConfiguration::builder()
        .rules(rule)
        .build()
        .map_err(|error| rejected(&error))
}

/// A request lacks a required member.
fn rejected(error: &aws_sdk_s3::error::BuildError) -> Error {
    Error::new(FaultKind::Other, error.to_string(), "")
}
