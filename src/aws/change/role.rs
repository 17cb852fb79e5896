//! KMS keys, and `CloudWatch` Logs log groups with the role that writes to them.

use crate::aws::Session;
use crate::aws::error::{ApiCall, Error};
use crate::policy::arn::name_of;
use crate::source::FaultKind;
use crate::trail::change::ROLE_POLICY;
use crate::trail::created::TRAIL_TAG;

use super::region_of;

/// The only name of a key policy ("`PutKeyPolicy`", AWS KMS API Reference).
const KEY_POLICY: &str = "default";

impl Session {
    pub(super) async fn create_key(
        &self,
        alias: &str,
        policy: &str,
        trail: &str,
        region: &str,
    ) -> Result<(), Error> {
        let call = ApiCall { action: "kms:CreateKey", resource: "*" };
        let tag = aws_sdk_kms::types::Tag::builder().tag_key(TRAIL_TAG).tag_value(trail).build();
        let create = self.kms(region).create_key().description("Logs of AWS CloudTrail");
        let create = create.policy(policy).tags(tag.map_err(|error| incomplete(&error))?);
        let answer = create.send().await.map_err(|error| Error::of(&error, call))?;
        let id = answer.key_metadata.map(|key| key.key_id).unwrap_or_default();
        let completed = self.complete_key(&id, true, Some(alias), region).await;
        completed.map_err(|mut error| {
            // Without an alias no other command finds it.
            let remove = format!("aws kms schedule-key-deletion --key-id {id}");
            let flags = self.flags(region);
            error.help = format!(
                "{}; key {id} exists: rerun this command, or remove the key: \
                 {remove}{flags}",
                error.help
            );
            error
        })
    }

    pub(super) async fn complete_key(
        &self,
        key: &str,
        rotation: bool,
        alias: Option<&str>,
        region: &str,
    ) -> Result<(), Error> {
        let client = self.kms(region);
        if rotation {
            let call = ApiCall { action: "kms:EnableKeyRotation", resource: key };
            let rotate = client.enable_key_rotation().key_id(key).send().await;
            rotate.map_err(|error| Error::of(&error, call))?;
        }
        let Some(alias) = alias else { return Ok(()) };
        let call = ApiCall { action: "kms:CreateAlias", resource: key };
        let name = client.create_alias().alias_name(alias).target_key_id(key).send().await;
        name.map(drop).map_err(|error| Error::of(&error, call))
    }

    pub(super) async fn put_key_policy(&self, key: &str, policy: &str) -> Result<(), Error> {
        let call = ApiCall { action: "kms:PutKeyPolicy", resource: key };
        let put = self.kms(region_of(key)).put_key_policy().key_id(key).policy_name(KEY_POLICY);
        let answer = put.policy(policy).send().await;
        answer.map(drop).map_err(|error| Error::of(&error, call))
    }

    /// The ARN and the key policy of a key. `key`: its id, ARN or alias.
    ///
    /// # Errors
    /// There is no such key ([`crate::source::FaultKind::Missing`]); or AWS refuses, or cannot be
    /// reached.
    pub(super) fn key_policy(&self, key: &str, region: &str) -> Result<(String, String), Error> {
        let region = if key.starts_with("arn:") { region_of(key) } else { region };
        let client = self.kms(region);
        self.runtime.block_on(async {
            let call = ApiCall { action: "kms:DescribeKey", resource: key };
            let answer = client.describe_key().key_id(key).send().await;
            let answer = answer.map_err(|error| Error::of(&error, call))?;
            let arn = answer.key_metadata.and_then(|key| key.arn).unwrap_or_default();
            let call = ApiCall { action: "kms:GetKeyPolicy", resource: key };
            let answer = client.get_key_policy().key_id(&arn).policy_name(KEY_POLICY).send().await;
            let answer = answer.map_err(|error| Error::of(&error, call))?;
            Ok((arn, answer.policy.unwrap_or_default()))
        })
    }

    pub(super) async fn create_log_group(
        &self,
        name: &str,
        trail: &str,
        region: &str,
    ) -> Result<(), Error> {
        let client = aws_sdk_cloudwatchlogs::Client::new(&self.at(region));
        let call = ApiCall { action: "logs:CreateLogGroup", resource: name };
        let create = client.create_log_group().log_group_name(name).tags(TRAIL_TAG, trail);
        let answer = create.send().await;
        answer.map(drop).map_err(|error| Error::of(&error, call))
    }

    pub(super) async fn create_role(
        &self,
        role: &str,
        trust: &str,
        trail: &str,
        region: &str,
    ) -> Result<(), Error> {
        let client = aws_sdk_iam::Client::new(&self.at(region));
        let call = ApiCall { action: "iam:CreateRole", resource: role };
        let tag = aws_sdk_iam::types::Tag::builder().key(TRAIL_TAG).value(trail).build();
        let create =
            client.create_role().role_name(name_of(role)).assume_role_policy_document(trust);
        let answer = create.tags(tag.map_err(|error| incomplete(&error))?).send().await;
        answer.map(drop).map_err(|error| Error::of(&error, call))
    }

    pub(super) async fn complete_role(
        &self,
        role: &str,
        permissions: &str,
        region: &str,
    ) -> Result<(), Error> {
        let client = aws_sdk_iam::Client::new(&self.at(region));
        let call = ApiCall { action: "iam:PutRolePolicy", resource: role };
        let put = client.put_role_policy().role_name(name_of(role)).policy_name(ROLE_POLICY);
        let answer = put.policy_document(permissions).send().await;
        answer.map(drop).map_err(|error| Error::of(&error, call))
    }

    /// Whether a log group with this name exists.
    ///
    /// # Errors
    /// AWS refuses, or cannot be reached.
    pub(super) fn has_log_group(&self, name: &str, region: &str) -> Result<bool, Error> {
        let client = aws_sdk_cloudwatchlogs::Client::new(&self.at(region));
        let call = ApiCall { action: "logs:DescribeLogGroups", resource: name };
        let describe = client.describe_log_groups().log_group_name_prefix(name);
        let answer = self.runtime.block_on(describe.send());
        let answer = answer.map_err(|error| Error::of(&error, call))?;
        Ok(answer.log_groups().iter().any(|group| group.log_group_name() == Some(name)))
    }
}

/// A request lacks a required member.
fn incomplete(error: &dyn std::fmt::Display) -> Error {
    Error::new(FaultKind::Other, error.to_string(), "")
}
