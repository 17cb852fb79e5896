//! What an event was about: the bucket and key, instance, role or group that a reader would name.
//!
//! A reading aid for one column of text output; filters ask for fields by name instead.

use super::{Event, Value};

/// Request parameters that name the thing acted on, the most telling first.
const NAMES: [&str; 26] = [
    "secretId",
    "functionName",
    "instanceId",
    "userName",
    "roleName",
    "groupName",
    "policyArn",
    "roleArn",
    "groupId",
    "keyId",
    "tableName",
    "queueUrl",
    "topicArn",
    "trailName",
    "name",
    "stackName",
    "dBInstanceIdentifier",
    "clusterName",
    "repositoryName",
    "logGroupName",
    "volumeId",
    "snapshotId",
    "vpcId",
    "subnetId",
    "resourceArn",
    "resourceId",
];

/// The thing acted on; empty where the record does not say.
pub fn target(event: &Event<'_>) -> String {
    let parameters = event.get("requestParameters");
    let parameter = |name: &str| parameters.and_then(|found| found.member_text(name));
    if let Some(bucket) = parameter("bucketName") {
        return match parameter("key") {
            Some(key) => format!("{bucket}/{key}"),
            None => bucket.into_owned(),
        };
    }
    NAMES
        .iter()
        .find_map(|name| parameter(name))
        .or_else(|| items(parameters?))
        .or_else(|| event.get("resources")?.elements().find_map(|r| r.member_text("ARN")))
        .map(std::borrow::Cow::into_owned)
        .unwrap_or_default()
}

/// The first instance of an EC2 request: `instancesSet.items[0].instanceId`.
fn items(parameters: Value<'_>) -> Option<std::borrow::Cow<'_, str>> {
    parameters.member("instancesSet")?.member("items")?.elements().next()?.member_text("instanceId")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::json::Index;

    #[test]
    fn the_thing_acted_on_is_named() {
        let table = [
            (r#"{"requestParameters":{"bucketName":"b","key":"k/l"}}"#, "b/k/l"),
            (r#"{"requestParameters":{"bucketName":"b"}}"#, "b"),
            (r#"{"requestParameters":{"groupId":"sg-1","ipPermissions":{}}}"#, "sg-1"),
            (r#"{"requestParameters":{"instancesSet":{"items":[{"instanceId":"i-1"}]}}}"#, "i-1"),
            (
                r#"{"requestParameters":null,"resources":[{"ARNPrefix":"p"},{"ARN":"arn:x"}]}"#,
                "arn:x",
            ),
            ("{}", ""),
        ];
        for (record, expected) in table {
            let mut index = Index::default();
            assert_eq!(target(&Event::parse(record.as_bytes(), &mut index).unwrap()), expected);
        }
    }
}
