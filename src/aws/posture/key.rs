//! Looks up a KMS key: its metadata, its rotation and its policy.

use aws_sdk_kms::Client;
use futures_util::future::join3;

use super::{ApiCall, Lookup};
use crate::trail::posture::{Key, KeyFacts};

/// The key with this ARN.
pub(super) async fn look_up(client: Client, arn: &str) -> (String, Key) {
    let call = |action| ApiCall { action, resource: arn };
    let (described, rotation, policy) = join3(
        client.describe_key().key_id(arn).send(),
        client.get_key_rotation_status().key_id(arn).send(),
        client.get_key_policy().key_id(arn).policy_name("default").send(),
    )
    .await;
    let facts = Lookup::from_answer(described, call("kms:DescribeKey")).map(|answer| {
        answer.key_metadata.map(|key| KeyFacts {
            state: key.key_state.map_or("unknown".to_owned(), |state| state.to_string()),
            is_aws_managed: key.key_manager.is_some_and(|manager| manager.as_str() == "AWS"),
            origin: key.origin.map_or("AWS_KMS".to_owned(), |origin| origin.to_string()),
        })
    });
    let rotation = Lookup::from_answer(rotation, call("kms:GetKeyRotationStatus"));
    let policy = Lookup::from_answer(policy, call("kms:GetKeyPolicy"));
    let key = Key {
        facts: facts.flatten(),
        rotation: rotation.map(|answer| answer.key_rotation_enabled),
        policy: policy.map(|answer| answer.policy).flatten(),
    };
    (arn.to_owned(), key)
}
