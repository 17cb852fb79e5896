//! Looks up the resources that `ct` created for a trail, by their tag, and what they lack. Changes
//! nothing.

use aws_sdk_iam::types::Role;
use aws_sdk_s3::types::{
    BucketVersioningStatus, FilterRuleName, S3KeyFilter, ServerSideEncryption,
    ServerSideEncryptionConfiguration, Tag,
};

use super::client::{BucketClient, code};
use super::region_of;
use crate::aws::Session;
use crate::aws::error::{ApiCall, Error};
use crate::policy::arn::name_of;
use crate::source::FaultKind;
use crate::trail::change::{Change, ROLE_POLICY};
use crate::trail::created::{BucketSetting, CreatedKey, RoleState, TRAIL_TAG};

/// The buckets whose names have a prefix.
#[derive(Debug, Default)]
pub struct PrefixedBuckets {
    /// Those with the tag of the trail, sorted.
    pub created: Vec<String>,
    /// Those without any tag, sorted.
    pub untagged: Vec<String>,
    /// Those to whose tags access is denied, sorted.
    pub unread: Vec<(String, Error)>,
}

impl Session {
    /// The tags of a bucket; `None` if access to them is denied.
    ///
    /// # Errors
    /// There is no such bucket, or AWS cannot be reached.
    pub(super) fn bucket_tags(&self, name: &str) -> Result<Option<Vec<Tag>>, Error> {
        match self.runtime.block_on(self.tags_of_bucket(name)) {
            Ok(tags) => Ok(Some(tags)),
            Err(error) if error.kind == FaultKind::Denied => Ok(None),
            Err(error) => Err(error),
        }
    }

    async fn tags_of_bucket(&self, name: &str) -> Result<Vec<Tag>, Error> {
        tags_of(&self.bucket_at(name).await?, name).await
    }

    /// The buckets with a name prefix that `ct` created for the trail with this ARN, those without any
    /// tag, and those that cannot be read. `in_use` is left out.
    ///
    /// # Errors
    /// AWS refuses the list of buckets, or cannot be reached.
    pub fn buckets_created_for(
        &self,
        trail: &str,
        prefix: &str,
        in_use: Option<&str>,
    ) -> Result<PrefixedBuckets, Error> {
        let client = self.bucket_in("*", self.home()?).client;
        self.runtime.block_on(async {
            let call = ApiCall { action: "s3:ListAllMyBuckets", resource: "*" };
            let pages = client.list_buckets().prefix(prefix).into_paginator().send();
            let pages = pages.collect::<Result<Vec<_>, _>>().await;
            let pages = pages.map_err(|error| Error::of(&error, call))?;
            let buckets = pages.into_iter().flat_map(|page| page.buckets.unwrap_or_default());
            let names = buckets.filter_map(|bucket| bucket.name);
            let mut names: Vec<String> =
                names.filter(|it| it.starts_with(prefix) && Some(it.as_str()) != in_use).collect();
            names.sort();
            let mut found = PrefixedBuckets::default();
            for name in names {
                match self.tags_of_bucket(&name).await {
                    Ok(tags) if tags.is_empty() => found.untagged.push(name),
                    Ok(tags) if is_tagged_for(&tags, trail) => found.created.push(name),
                    Ok(_) => {}
                    Err(error) if error.kind == FaultKind::Denied => {
                        found.unread.push((name, error));
                    }
                    // It was deleted meanwhile.
                    Err(error) if error.kind == FaultKind::Missing => {}
                    Err(error) => return Err(error),
                }
            }
            Ok(found)
        })
    }

    /// Whether a bucket has neither a policy nor objects.
    ///
    /// # Errors
    /// There is no such bucket; or AWS refuses, or cannot be reached.
    pub fn is_unused_bucket(&self, name: &str) -> Result<bool, Error> {
        Ok(self.bucket_policy(name)?.is_empty() && self.bucket_is_empty(name)?)
    }

    /// The settings that a bucket lacks of those that `ct` sets on a new one. `with_key`: it is to be
    /// encrypted with a KMS key.
    ///
    /// # Errors
    /// AWS refuses, or cannot be reached.
    pub fn bucket_lacks(&self, name: &str, with_key: bool) -> Result<Vec<BucketSetting>, Error> {
        self.runtime.block_on(async {
            let s3 = self.bucket_at(name).await?;
            let mut lacks = Vec::new();
            for setting in BucketSetting::ALL {
                let has = match setting {
                    BucketSetting::PublicAccessBlock => blocks_public_access(&s3, name).await?,
                    BucketSetting::Versioning => is_versioned(&s3, name).await?,
                    BucketSetting::Encryption => is_encrypted(&s3, name, with_key).await?,
                };
                if !has {
                    lacks.push(setting);
                }
            }
            Ok(lacks)
        })
    }

    /// Whether a queue is connected already: to a bucket by [`Change::NotifyQueue`], to a topic by
    /// [`Change::Subscribe`]. `false` for other changes, and if the bucket or topic is still to be
    /// created.
    ///
    /// # Errors
    /// AWS refuses, or cannot be reached.
    pub fn is_queue_connected(&self, change: &Change) -> Result<bool, Error> {
        let result = match change {
            Change::NotifyQueue { bucket, prefix, queue } => {
                self.is_notifying(bucket, prefix, queue)
            }
            Change::Subscribe { topic, queue } => self.is_subscribed(topic, queue),
            _ => Ok(false),
        };
        match result {
            Err(error) if error.kind == FaultKind::Missing => Ok(false),
            result => result,
        }
    }

    fn is_notifying(&self, bucket: &str, prefix: &str, queue: &str) -> Result<bool, Error> {
        self.runtime.block_on(async {
            let s3 = self.bucket_at(bucket).await?;
            let get = s3.client.get_bucket_notification_configuration().bucket(bucket);
            let call = s3.call("s3:GetBucketNotification");
            let answer = get.send().await.map_err(|error| Error::of(&error, call))?;
            Ok(answer.queue_configurations().iter().any(|to| {
                let key = to.filter().and_then(|filter| filter.key());
                let rules = key.map(S3KeyFilter::filter_rules).unwrap_or_default();
                let is_prefix =
                    |name: &FilterRuleName| name.as_str().eq_ignore_ascii_case("prefix");
                let is_all = to.events().iter().any(|it| it.as_str() == "s3:ObjectCreated:*");
                to.queue_arn() == queue
                    && is_all
                    && rules.len() == 1
                    && rules.iter().all(|rule| {
                        rule.name().is_some_and(is_prefix) && rule.value() == Some(prefix)
                    })
            }))
        })
    }

    fn is_subscribed(&self, topic: &str, queue: &str) -> Result<bool, Error> {
        let call = ApiCall { action: "sns:ListSubscriptionsByTopic", resource: topic };
        let list = self.sns(region_of(topic)).list_subscriptions_by_topic().topic_arn(topic);
        let pages = list.into_paginator().items().send();
        let all = self.runtime.block_on(pages.collect::<Result<Vec<_>, _>>());
        let all = all.map_err(|error| Error::of(&error, call))?;
        Ok(all.iter().any(|it| it.endpoint() == Some(queue)))
    }

    /// The KMS key that `ct` created for a trail: the key of the alias, or a key that has no alias yet.
    ///
    /// # Errors
    /// AWS refuses, or cannot be reached.
    pub(super) fn key_created_for(
        &self,
        trail: &str,
        alias: &str,
        region: &str,
    ) -> Result<Option<CreatedKey>, Error> {
        match self.key_policy(alias, region) {
            Ok((arn, _)) => {
                let is_created = self.is_key_created_for(&arn, trail, region)?;
                return if is_created { self.created_key(arn, true, region) } else { Ok(None) };
            }
            Err(error) if error.kind == FaultKind::Missing => {}
            Err(error) => return Err(error),
        }
        let pages = self.kms(region).list_keys().into_paginator().items().send();
        let call = ApiCall { action: "kms:ListKeys", resource: "*" };
        let keys = self.runtime.block_on(pages.collect::<Result<Vec<_>, _>>());
        let keys = keys.map_err(|error| Error::of(&error, call))?;
        for arn in keys.into_iter().filter_map(|key| key.key_arn) {
            let is_created = match self.is_key_created_for(&arn, trail, region) {
                // A key that the caller cannot read is another user's.
                Err(error) if error.kind == FaultKind::Denied => false,
                is_created => is_created?,
            };
            if is_created && let Some(created) = self.created_key(arn, false, region)? {
                return Ok(Some(created));
            }
        }
        Ok(None)
    }

    /// Whether a KMS key has the tag of the trail with this ARN.
    ///
    /// # Errors
    /// AWS refuses, or cannot be reached.
    pub fn is_key_created_for(&self, key: &str, trail: &str, region: &str) -> Result<bool, Error> {
        let call = ApiCall { action: "kms:ListResourceTags", resource: key };
        let list = self.kms(region).list_resource_tags().key_id(key).send();
        let answer = self.runtime.block_on(list).map_err(|error| Error::of(&error, call))?;
        Ok(answer.tags().iter().any(|tag| tag.tag_key() == TRAIL_TAG && tag.tag_value() == trail))
    }

    /// The state of a key; `None` if it is disabled or pending deletion.
    fn created_key(
        &self,
        arn: String,
        has_alias: bool,
        region: &str,
    ) -> Result<Option<CreatedKey>, Error> {
        let client = self.kms(region);
        let call = ApiCall { action: "kms:DescribeKey", resource: &arn };
        let answer = self.runtime.block_on(client.describe_key().key_id(&arn).send());
        let answer = answer.map_err(|error| Error::of(&error, call))?;
        if answer.key_metadata().is_none_or(|key| !key.enabled()) {
            return Ok(None);
        }
        let call = ApiCall { action: "kms:GetKeyRotationStatus", resource: &arn };
        let answer = self.runtime.block_on(client.get_key_rotation_status().key_id(&arn).send());
        let rotates = answer.map_err(|error| Error::of(&error, call))?.key_rotation_enabled();
        let (_, policy) = self.key_policy(&arn, region)?;
        Ok(Some(CreatedKey { arn, policy, rotates, has_alias }))
    }

    /// The state of the role that writes to a log group.
    ///
    /// # Errors
    /// AWS refuses, or cannot be reached.
    pub(super) fn role_state(
        &self,
        role: &str,
        trail: &str,
        region: &str,
    ) -> Result<RoleState, Error> {
        let client = aws_sdk_iam::Client::new(&self.at(region));
        let call = ApiCall { action: "iam:GetRole", resource: role };
        let answer = self.runtime.block_on(client.get_role().role_name(name_of(role)).send());
        let answer = match answer.map_err(|error| Error::of(&error, call)) {
            Ok(answer) => answer,
            Err(error) if error.kind == FaultKind::Missing => return Ok(RoleState::Missing),
            Err(error) => return Err(error),
        };
        let tags = answer.role().map(Role::tags).unwrap_or_default();
        if !tags.iter().any(|tag| tag.key() == TRAIL_TAG && tag.value() == trail) {
            return Ok(RoleState::Complete);
        }
        let call = ApiCall { action: "iam:GetRolePolicy", resource: role };
        let get = client.get_role_policy().role_name(name_of(role)).policy_name(ROLE_POLICY);
        match self.runtime.block_on(get.send()).map_err(|error| Error::of(&error, call)) {
            Ok(_) => Ok(RoleState::Complete),
            Err(error) if error.kind == FaultKind::Missing => Ok(RoleState::WithoutPolicy),
            Err(error) => Err(error),
        }
    }
}

/// Whether tags have that of the trail with this ARN.
pub(super) fn is_tagged_for(tags: &[Tag], trail: &str) -> bool {
    tags.iter().any(|tag| tag.key == TRAIL_TAG && tag.value == trail)
}

/// The tags of a bucket.
pub(super) async fn tags_of(s3: &BucketClient, name: &str) -> Result<Vec<Tag>, Error> {
    match s3.client.get_bucket_tagging().bucket(name).send().await {
        Ok(answer) => Ok(answer.tag_set),
        Err(error) if code(&error) == Some("NoSuchTagSet") => Ok(Vec::new()),
        Err(error) => Err(Error::of(&error, s3.call("s3:GetBucketTagging"))),
    }
}

async fn blocks_public_access(s3: &BucketClient, name: &str) -> Result<bool, Error> {
    let answer = match s3.client.get_public_access_block().bucket(name).send().await {
        Ok(answer) => answer,
        Err(error) if code(&error) == Some("NoSuchPublicAccessBlockConfiguration") => {
            return Ok(false);
        }
        Err(error) => return Err(Error::of(&error, s3.call("s3:GetBucketPublicAccessBlock"))),
    };
    Ok(answer.public_access_block_configuration().is_some_and(|block| {
        let all = [
            block.block_public_acls(),
            block.ignore_public_acls(),
            block.block_public_policy(),
            block.restrict_public_buckets(),
        ];
        all.iter().all(|is_set| *is_set == Some(true))
    }))
}

async fn is_versioned(s3: &BucketClient, name: &str) -> Result<bool, Error> {
    let answer = s3.client.get_bucket_versioning().bucket(name).send().await;
    let answer = answer.map_err(|error| Error::of(&error, s3.call("s3:GetBucketVersioning")))?;
    Ok(answer.status() == Some(&BucketVersioningStatus::Enabled))
}

/// `with_key`: default encryption uses a KMS key; any key will do.
async fn is_encrypted(s3: &BucketClient, name: &str, with_key: bool) -> Result<bool, Error> {
    let answer = match s3.client.get_bucket_encryption().bucket(name).send().await {
        Ok(answer) => answer,
        Err(error) if code(&error) == Some("ServerSideEncryptionConfigurationNotFoundError") => {
            return Ok(false);
        }
        Err(error) => return Err(Error::of(&error, s3.call("s3:GetEncryptionConfiguration"))),
    };
    let rules =
        answer.server_side_encryption_configuration().map(ServerSideEncryptionConfiguration::rules);
    let mut by = rules
        .unwrap_or_default()
        .iter()
        .filter_map(|rule| Some(rule.apply_server_side_encryption_by_default()?.sse_algorithm()));
    Ok(by.any(|algorithm| !with_key || *algorithm != ServerSideEncryption::Aes256))
}
