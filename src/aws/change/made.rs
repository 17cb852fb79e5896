//! What was made for a trail, found again by its tag, and what of it is missing. Changes nothing.

use aws_sdk_iam::types::Role;
use aws_sdk_s3::types::{
    BucketVersioningStatus, FilterRuleName, S3KeyFilter, ServerSideEncryption,
    ServerSideEncryptionConfiguration, Tag,
};

use super::bucket::{Reached, code};
use super::region_of;
use crate::aws::Session;
use crate::aws::error::{Asked, Error};
use crate::source::FaultKind;
use crate::trail::change::{ROLE_POLICY, last};
use crate::trail::made::{BucketPart, MadeKey, RoleState, TAG};

impl Session {
    /// Whether a bucket was made for the trail with this ARN. One whose tags may not be read was
    /// not, as far as anybody can tell.
    ///
    /// # Errors
    /// There is no such bucket, or AWS cannot be reached.
    pub fn is_bucket_made_for(&self, name: &str, trail: &str) -> Result<bool, Error> {
        self.runtime.block_on(async {
            let there = self.bucket_at(name).await?;
            let value = tag_of(&there, name).await?;
            Ok(value.as_deref() == Some(trail))
        })
    }

    /// The buckets whose names begin like this and that were made for a trail, by name; and those
    /// without any tag.
    ///
    /// # Errors
    /// AWS refuses, or cannot be reached.
    pub fn buckets_made_for(
        &self,
        trail: &str,
        start: &str,
    ) -> Result<(Vec<String>, Vec<String>), Error> {
        let client = self.bucket_in("*", self.home()?).client;
        self.runtime.block_on(async {
            let asked = Asked { action: "s3:ListAllMyBuckets", resource: "*" };
            let pages = client.list_buckets().prefix(start).into_paginator().send();
            let pages = pages.collect::<Result<Vec<_>, _>>().await;
            let pages = pages.map_err(|error| Error::of(&error, asked))?;
            let buckets = pages.into_iter().flat_map(|page| page.buckets.unwrap_or_default());
            let names = buckets.filter_map(|bucket| bucket.name);
            let (mut made, mut bare) = (Vec::new(), Vec::new());
            for name in names.filter(|name| name.starts_with(start)) {
                // One that cannot be looked at was not made by who asks.
                let Ok(there) = self.bucket_at(&name).await else { continue };
                let Ok(Some(tags)) = tags_of(&there, &name).await else { continue };
                if tags.is_empty() {
                    bare.push(name);
                } else if tags.iter().any(|tag| tag.key == TAG && tag.value == trail) {
                    made.push(name);
                }
            }
            made.sort();
            bare.sort();
            Ok((made, bare))
        })
    }

    /// Whether a bucket has no tags, no policy and no objects: what a run leaves that is killed
    /// between `CreateBucket` and tagging, on a server that ignores tags in `CreateBucket`. `false` if
    /// any of the three cannot be read.
    pub fn is_bare_bucket(&self, name: &str) -> bool {
        let tags = self.runtime.block_on(async {
            let there = self.bucket_at(name).await?;
            tags_of(&there, name).await
        });
        tags.is_ok_and(|tags| tags.is_some_and(|tags| tags.is_empty()))
            && self.bucket_policy(name).is_ok_and(|policy| policy.is_empty())
            && self.bucket_is_empty(name).unwrap_or(false)
    }

    /// What a bucket lacks of the settings that one gets that is made, for a key if one is wanted.
    ///
    /// # Errors
    /// AWS refuses, or cannot be reached.
    pub fn bucket_lacks(&self, name: &str, with_key: bool) -> Result<Vec<BucketPart>, Error> {
        self.runtime.block_on(async {
            let there = self.bucket_at(name).await?;
            let mut lacks = Vec::new();
            for part in BucketPart::ALL {
                let has = match part {
                    BucketPart::PublicAccessBlock => is_closed(&there, name).await?,
                    BucketPart::Versioning => is_versioned(&there, name).await?,
                    BucketPart::Encryption => is_encrypted(&there, name, with_key).await?,
                };
                if !has {
                    lacks.push(part);
                }
            }
            Ok(lacks)
        })
    }

    /// Whether a bucket sends notifications of new objects below a prefix to a queue already.
    ///
    /// # Errors
    /// AWS refuses, or cannot be reached.
    pub fn is_notifying(&self, bucket: &str, prefix: &str, queue: &str) -> Result<bool, Error> {
        self.runtime.block_on(async {
            let there = self.bucket_at(bucket).await?;
            let get = there.client.get_bucket_notification_configuration().bucket(bucket);
            let asked = there.asked("s3:GetBucketNotification");
            let answer = get.send().await.map_err(|error| Error::of(&error, asked))?;
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

    /// Whether a queue is subscribed to a topic already.
    ///
    /// # Errors
    /// AWS refuses, or cannot be reached.
    pub fn is_subscribed(&self, topic: &str, queue: &str) -> Result<bool, Error> {
        let asked = Asked { action: "sns:ListSubscriptionsByTopic", resource: topic };
        let list = self.sns(region_of(topic)).list_subscriptions_by_topic().topic_arn(topic);
        let pages = list.into_paginator().items().send();
        let all = self.runtime.block_on(pages.collect::<Result<Vec<_>, _>>());
        let all = all.map_err(|error| Error::of(&error, asked))?;
        Ok(all.iter().any(|it| it.endpoint() == Some(queue)))
    }

    /// The key that was made for a trail: the one that the alias names, or one that has no alias
    /// yet.
    ///
    /// # Errors
    /// AWS refuses, or cannot be reached.
    pub fn key_made_for(
        &self,
        trail: &str,
        alias: &str,
        region: &str,
    ) -> Result<Option<MadeKey>, Error> {
        match self.key_policy(alias, region) {
            Ok((arn, _)) => {
                let is_made = self.is_key_made_for(&arn, trail, region)?;
                return if is_made { self.made_key(arn, true, region) } else { Ok(None) };
            }
            Err(error) if error.kind == FaultKind::Missing => {}
            Err(error) => return Err(error),
        }
        let pages = self.kms(region).list_keys().into_paginator().items().send();
        let asked = Asked { action: "kms:ListKeys", resource: "*" };
        let keys = self.runtime.block_on(pages.collect::<Result<Vec<_>, _>>());
        let keys = keys.map_err(|error| Error::of(&error, asked))?;
        for arn in keys.into_iter().filter_map(|key| key.key_arn) {
            // A key that may not be looked at was not made by who asks.
            if self.is_key_made_for(&arn, trail, region).unwrap_or(false)
                && let Some(made) = self.made_key(arn, false, region)?
            {
                return Ok(Some(made));
            }
        }
        Ok(None)
    }

    /// Whether a key was made for the trail with this ARN.
    ///
    /// # Errors
    /// AWS refuses, or cannot be reached.
    pub fn is_key_made_for(&self, key: &str, trail: &str, region: &str) -> Result<bool, Error> {
        let asked = Asked { action: "kms:ListResourceTags", resource: key };
        let list = self.kms(region).list_resource_tags().key_id(key).send();
        let answer = self.runtime.block_on(list).map_err(|error| Error::of(&error, asked))?;
        Ok(answer.tags().iter().any(|tag| tag.tag_key() == TAG && tag.tag_value() == trail))
    }

    /// None of one that is about to be deleted.
    fn made_key(
        &self,
        arn: String,
        has_alias: bool,
        region: &str,
    ) -> Result<Option<MadeKey>, Error> {
        let client = self.kms(region);
        let asked = Asked { action: "kms:DescribeKey", resource: &arn };
        let answer = self.runtime.block_on(client.describe_key().key_id(&arn).send());
        let answer = answer.map_err(|error| Error::of(&error, asked))?;
        if answer.key_metadata().is_none_or(|key| !key.enabled()) {
            return Ok(None);
        }
        let asked = Asked { action: "kms:GetKeyRotationStatus", resource: &arn };
        let answer = self.runtime.block_on(client.get_key_rotation_status().key_id(&arn).send());
        let rotates = answer.map_err(|error| Error::of(&error, asked))?.key_rotation_enabled();
        let (_, policy) = self.key_policy(&arn, region)?;
        Ok(Some(MadeKey { arn, policy, rotates, has_alias }))
    }

    /// How far a role is that writes to a log group.
    ///
    /// # Errors
    /// AWS refuses, or cannot be reached.
    pub fn role_state(&self, role: &str, trail: &str, region: &str) -> Result<RoleState, Error> {
        let client = aws_sdk_iam::Client::new(&self.at(region));
        let asked = Asked { action: "iam:GetRole", resource: role };
        let answer = self.runtime.block_on(client.get_role().role_name(last(role)).send());
        let answer = match answer.map_err(|error| Error::of(&error, asked)) {
            Ok(answer) => answer,
            Err(error) if error.kind == FaultKind::Missing => return Ok(RoleState::Missing),
            Err(error) => return Err(error),
        };
        let tags = answer.role().map(Role::tags).unwrap_or_default();
        if !tags.iter().any(|tag| tag.key() == TAG && tag.value() == trail) {
            return Ok(RoleState::Complete);
        }
        let asked = Asked { action: "iam:GetRolePolicy", resource: role };
        let get = client.get_role_policy().role_name(last(role)).policy_name(ROLE_POLICY);
        match self.runtime.block_on(get.send()).map_err(|error| Error::of(&error, asked)) {
            Ok(_) => Ok(RoleState::Complete),
            Err(error) if error.kind == FaultKind::Missing => Ok(RoleState::WithoutPolicy),
            Err(error) => Err(error),
        }
    }
}

/// The trail that a bucket was made for.
pub(super) async fn tag_of(there: &Reached, name: &str) -> Result<Option<String>, Error> {
    let tags = tags_of(there, name).await?.unwrap_or_default();
    Ok(tags.into_iter().find(|tag| tag.key == TAG).map(|tag| tag.value))
}

/// The tags of a bucket; `None` if access to them is denied.
async fn tags_of(there: &Reached, name: &str) -> Result<Option<Vec<Tag>>, Error> {
    match there.client.get_bucket_tagging().bucket(name).send().await {
        Ok(answer) => Ok(Some(answer.tag_set)),
        Err(error) if code(&error) == Some("NoSuchTagSet") => Ok(Some(Vec::new())),
        Err(error) => match Error::of(&error, there.asked("s3:GetBucketTagging")) {
            error if error.kind == FaultKind::Denied => Ok(None),
            error => Err(error),
        },
    }
}

async fn is_closed(there: &Reached, name: &str) -> Result<bool, Error> {
    let answer = match there.client.get_public_access_block().bucket(name).send().await {
        Ok(answer) => answer,
        Err(error) if code(&error) == Some("NoSuchPublicAccessBlockConfiguration") => {
            return Ok(false);
        }
        Err(error) => return Err(Error::of(&error, there.asked("s3:GetBucketPublicAccessBlock"))),
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

async fn is_versioned(there: &Reached, name: &str) -> Result<bool, Error> {
    let answer = there.client.get_bucket_versioning().bucket(name).send().await;
    let answer =
        answer.map_err(|error| Error::of(&error, there.asked("s3:GetBucketVersioning")))?;
    Ok(answer.status() == Some(&BucketVersioningStatus::Enabled))
}

/// With a key of KMS, if one is wanted; which one is for its owner to choose.
async fn is_encrypted(there: &Reached, name: &str, with_key: bool) -> Result<bool, Error> {
    let answer = match there.client.get_bucket_encryption().bucket(name).send().await {
        Ok(answer) => answer,
        Err(error) if code(&error) == Some("ServerSideEncryptionConfigurationNotFoundError") => {
            return Ok(false);
        }
        Err(error) => return Err(Error::of(&error, there.asked("s3:GetEncryptionConfiguration"))),
    };
    let rules =
        answer.server_side_encryption_configuration().map(ServerSideEncryptionConfiguration::rules);
    let mut by = rules
        .unwrap_or_default()
        .iter()
        .filter_map(|rule| Some(rule.apply_server_side_encryption_by_default()?.sse_algorithm()));
    Ok(by.any(|algorithm| !with_key || *algorithm != ServerSideEncryption::Aes256))
}
