//! The resource types that have data events: short names, titles for people, and the shape of their
//! ARNs.
//!
//! Types are from the table "Data events supported by AWS CloudTrail" in "Logging data events" of the
//! AWS CloudTrail User Guide, ARNs from "`AdvancedFieldSelector`" in the API Reference. Users write
//! out a type that is not listed here. Knows no selector.

/// A resource type.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct ResourceType {
    /// The short name, for `--data`.
    pub(super) short: &'static str,
    /// `resources.type`
    pub(super) name: &'static str,
    /// The plural noun for people.
    pub(super) title: &'static str,
    /// What precedes the name at the end of an ARN; `None` if the ARN does not end in a plain name.
    pub(super) before_name: Option<&'static str>,
}

pub(super) const S3_OBJECT: &str = "AWS::S3::Object";

/// The types with short names: `short, name, title, before_name`.
const RESOURCE_TYPES: [ResourceType; 27] = [
    row("s3", S3_OBJECT, "S3 objects", None),
    row("lambda", "AWS::Lambda::Function", "Lambda functions", Some(":function:")),
    row("dynamodb", "AWS::DynamoDB::Table", "DynamoDB tables", Some(":table/")),
    row("dynamodb-stream", "AWS::DynamoDB::Stream", "DynamoDB streams", None),
    row("s3-accesspoint", "AWS::S3::AccessPoint", "S3 access points", None),
    row(
        "s3-object-lambda",
        "AWS::S3ObjectLambda::AccessPoint",
        "S3 Object Lambda access points",
        Some(":accesspoint/"),
    ),
    row("s3outposts", "AWS::S3Outposts::Object", "objects of S3 on Outposts", None),
    row("s3express", "AWS::S3Express::Object", "objects of S3 directory buckets", None),
    row("ebs", "AWS::EC2::Snapshot", "EBS snapshots", Some(":snapshot/")),
    row("sns", "AWS::SNS::Topic", "SNS topics", Some(":")),
    row("sns-endpoint", "AWS::SNS::PlatformEndpoint", "SNS platform endpoints", None),
    row("sqs", "AWS::SQS::Queue", "SQS queues", Some(":")),
    row("kinesis", "AWS::Kinesis::Stream", "Kinesis streams", Some(":stream/")),
    row("kinesis-consumer", "AWS::Kinesis::StreamConsumer", "Kinesis stream consumers", None),
    row("kinesis-video", "AWS::KinesisVideo::Stream", "Kinesis video streams", None),
    row("cognito", "AWS::Cognito::IdentityPool", "Cognito identity pools", Some(":identitypool/")),
    row("bedrock", "AWS::Bedrock::Model", "Bedrock models", None),
    row("bedrock-agent", "AWS::Bedrock::AgentAlias", "Bedrock agent aliases", None),
    row("bedrock-flow", "AWS::Bedrock::FlowAlias", "Bedrock flow aliases", None),
    row("bedrock-guardrail", "AWS::Bedrock::Guardrail", "Bedrock guardrails", None),
    row(
        "bedrock-knowledge-base",
        "AWS::Bedrock::KnowledgeBase",
        "Bedrock knowledge bases",
        Some(":knowledge-base/"),
    ),
    row("keyspaces", "AWS::Cassandra::Table", "Keyspaces tables", None),
    row("glue", "AWS::Glue::Table", "Glue tables", None),
    row("rds-data", "AWS::RDS::DBCluster", "RDS clusters (Data API)", None),
    row("guardduty", "AWS::GuardDuty::Detector", "GuardDuty detectors", Some(":detector/")),
    row("appconfig", "AWS::AppConfig::Configuration", "AppConfig configurations", None),
    row(
        "stepfunctions",
        "AWS::StepFunctions::StateMachine",
        "state machines",
        Some(":stateMachine:"),
    ),
];

const fn row(
    short: &'static str,
    name: &'static str,
    title: &'static str,
    before_name: Option<&'static str>,
) -> ResourceType {
    ResourceType { short, name, title, before_name }
}

/// The type with a short name.
pub(super) fn from_short_name(short: &str) -> Option<&'static ResourceType> {
    RESOURCE_TYPES.iter().find(|kind| kind.short == short)
}

/// Whether events carry the ARNs of objects in the resource: these start with the resource's ARN.
pub(super) fn has_objects(name: &str) -> bool {
    ["AWS::S3::AccessPoint", "AWS::S3Express::Object", "AWS::S3Outposts::Object"].contains(&name)
}

/// The type with this `resources.type`.
pub(super) fn find(name: &str) -> Option<&'static ResourceType> {
    RESOURCE_TYPES.iter().find(|kind| kind.name == name)
}

/// The plural noun for a type; of an unlisted type, the type itself.
pub(super) fn title(name: &str) -> &str {
    find(name).map_or(name, |kind| kind.title)
}

/// All short names, for error messages.
pub(super) fn short_names() -> String {
    RESOURCE_TYPES.map(|kind| kind.short).join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_name_belongs_to_one_type() {
        for kind in &RESOURCE_TYPES {
            assert_eq!(from_short_name(kind.short), Some(kind));
            assert_eq!(find(kind.name), Some(kind));
            assert_eq!(kind.name.split("::").count(), 3, "{}", kind.name);
        }
        assert_eq!(title("AWS::SCN::Instance"), "AWS::SCN::Instance");
    }
}
