//! A key of KMS: what it is, whether it is rotated, and its policy.

use aws_sdk_kms::Client;
use futures_util::future::join3;

use super::{Asked, Piece};
use crate::trail::posture::{Key, KeyFacts};

pub(super) async fn found(client: Client, arn: &str) -> (String, Key) {
    let asked = |action| Asked { action, resource: arn };
    let (described, rotation, policy) = join3(
        client.describe_key().key_id(arn).send(),
        client.get_key_rotation_status().key_id(arn).send(),
        client.get_key_policy().key_id(arn).policy_name("default").send(),
    )
    .await;
    let facts = Piece::of(described, asked("kms:DescribeKey")).map(|answer| {
        answer.key_metadata.map(|key| KeyFacts {
            state: key.key_state.map_or("unknown".to_owned(), |state| state.to_string()),
            is_aws_managed: key.key_manager.is_some_and(|manager| manager.as_str() == "AWS"),
            origin: key.origin.map_or("AWS_KMS".to_owned(), |origin| origin.to_string()),
        })
    });
    let rotation = Piece::of(rotation, asked("kms:GetKeyRotationStatus"));
    let policy = Piece::of(policy, asked("kms:GetKeyPolicy"));
    let key = Key {
        facts: facts.flat(),
        rotation: rotation.map(|answer| answer.key_rotation_enabled),
        policy: policy.map(|answer| answer.policy).flat(),
    };
    (arn.to_owned(), key)
}
