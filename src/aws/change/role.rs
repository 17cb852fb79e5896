//! Keys of KMS, and what `CloudWatch` needs: a log group, and a role that writes to it.

use crate::aws::Session;
use crate::aws::error::{Asked, Error};
use crate::trail::change::{ROLE_POLICY, last};

use super::region_of;

/// The name of the only policy that a key can have ("`PutKeyPolicy`", AWS KMS API Reference).
const KEY_POLICY: &str = "default";

impl Session {
    pub(super) async fn create_key(
        &self,
        alias: &str,
        policy: &str,
        region: &str,
    ) -> Result<(), Error> {
        let client = self.kms(region);
        let asked = |action| Asked { action, resource: "*" };
        let create = client.create_key().description("Logs of AWS CloudTrail").policy(policy);
        let answer = create.send().await;
        let answer = answer.map_err(|error| Error::of(&error, asked("kms:CreateKey")))?;
        let id = answer.key_metadata.map(|key| key.key_id).unwrap_or_default();
        let rotate = client.enable_key_rotation().key_id(&id).send().await;
        rotate.map_err(|error| Error::of(&error, asked("kms:EnableKeyRotation")))?;
        let name = client.create_alias().alias_name(alias).target_key_id(&id).send().await;
        name.map(drop).map_err(|error| Error::of(&error, asked("kms:CreateAlias")))
    }

    pub(super) async fn put_key_policy(&self, key: &str, policy: &str) -> Result<(), Error> {
        let asked = Asked { action: "kms:PutKeyPolicy", resource: key };
        let put = self.kms(region_of(key)).put_key_policy().key_id(key).policy_name(KEY_POLICY);
        let answer = put.policy(policy).send().await;
        answer.map(drop).map_err(|error| Error::of(&error, asked))
    }

    /// The ARN and the policy of a key that is named by its id, its ARN or an alias.
    ///
    /// # Errors
    /// There is no such key ([`crate::source::FaultKind::Missing`]); or AWS refuses, or cannot be
    /// reached.
    pub fn key_policy(&self, key: &str, region: &str) -> Result<(String, String), Error> {
        let region = if key.starts_with("arn:") { region_of(key) } else { region };
        let client = self.kms(region);
        self.runtime.block_on(async {
            let asked = Asked { action: "kms:DescribeKey", resource: key };
            let answer = client.describe_key().key_id(key).send().await;
            let answer = answer.map_err(|error| Error::of(&error, asked))?;
            let arn = answer.key_metadata.and_then(|key| key.arn).unwrap_or_default();
            let asked = Asked { action: "kms:GetKeyPolicy", resource: key };
            let answer = client.get_key_policy().key_id(&arn).policy_name(KEY_POLICY).send().await;
            let answer = answer.map_err(|error| Error::of(&error, asked))?;
            Ok((arn, answer.policy.unwrap_or_default()))
        })
    }

    pub(super) async fn create_log_group(&self, name: &str, region: &str) -> Result<(), Error> {
        let client = aws_sdk_cloudwatchlogs::Client::new(&self.at(region));
        let asked = Asked { action: "logs:CreateLogGroup", resource: name };
        let answer = client.create_log_group().log_group_name(name).send().await;
        answer.map(drop).map_err(|error| Error::of(&error, asked))
    }

    pub(super) async fn create_role(
        &self,
        role: &str,
        trust: &str,
        permissions: &str,
        region: &str,
    ) -> Result<(), Error> {
        let client = aws_sdk_iam::Client::new(&self.at(region));
        let asked = Asked { action: "iam:CreateRole", resource: role };
        let create = client.create_role().role_name(last(role)).assume_role_policy_document(trust);
        create.send().await.map_err(|error| Error::of(&error, asked))?;
        let asked = Asked { action: "iam:PutRolePolicy", resource: role };
        let put = client.put_role_policy().role_name(last(role)).policy_name(ROLE_POLICY);
        let answer = put.policy_document(permissions).send().await;
        answer.map(drop).map_err(|error| Error::of(&error, asked))
    }

    /// Whether there is a role of this name.
    ///
    /// # Errors
    /// AWS refuses, or cannot be reached.
    pub fn has_role(&self, role: &str, region: &str) -> Result<bool, Error> {
        let client = aws_sdk_iam::Client::new(&self.at(region));
        let asked = Asked { action: "iam:GetRole", resource: role };
        match self.runtime.block_on(client.get_role().role_name(last(role)).send()) {
            Ok(_) => Ok(true),
            Err(error) => match Error::of(&error, asked) {
                error if error.kind == crate::source::FaultKind::Missing => Ok(false),
                error => Err(error),
            },
        }
    }

    /// Whether there is a log group of this name.
    ///
    /// # Errors
    /// AWS refuses, or cannot be reached.
    pub fn has_log_group(&self, name: &str, region: &str) -> Result<bool, Error> {
        let client = aws_sdk_cloudwatchlogs::Client::new(&self.at(region));
        let asked = Asked { action: "logs:DescribeLogGroups", resource: name };
        let describe = client.describe_log_groups().log_group_name_prefix(name);
        let answer = self.runtime.block_on(describe.send());
        let answer = answer.map_err(|error| Error::of(&error, asked))?;
        Ok(answer.log_groups().iter().any(|group| group.log_group_name() == Some(name)))
    }
}
