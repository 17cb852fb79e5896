//! The resource types that have data events: short names, titles for people, and the shape of their
//! ARNs.
//!
//! Types are from the table "Data events supported by AWS CloudTrail" in "Logging data events" of the
//! AWS CloudTrail User Guide, ARNs from "`AdvancedFieldSelector`" in the API Reference. Users write
//! out a type that is not listed here. Knows no selector.

/// A resource type.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Kind {
    /// The short name, for `--data`.
    pub(super) short: &'static str,
    /// `resources.type`
    pub(super) name: &'static str,
    /// The plural noun for people.
    pub(super) title: &'static str,
    /// What precedes the name at the end of an ARN; `None` if the ARN does not end in a plain name.
    pub(super) before_name: Option<&'static str>,
}

pub(super) const S3: &str = "AWS::S3::Object";

/// The types with short names: `short, name, title, before_name`.
const KINDS: [Kind; 27] = [
    kind("s3", S3, "S3 objects", None),
    kind("lambda", "AWS::Lambda::Function", "Lambda functions", Some(":function:")),
    kind("dynamodb", "AWS::DynamoDB::Table", "DynamoDB tables", Some(":table/")),
    kind("dynamodb-stream", "AWS::DynamoDB::Stream", "DynamoDB streams", None),
    kind("s3-accesspoint", "AWS::S3::AccessPoint", "S3 access points", None),
    kind(
        "s3-object-lambda",
        "AWS::S3ObjectLambda::AccessPoint",
        "S3 Object Lambda access points",
        Some(":accesspoint/"),
    ),
    kind("s3outposts", "AWS::S3Outposts::Object", "objects of S3 on Outposts", None),
    kind("s3express", "AWS::S3Express::Object", "objects of S3 directory buckets", None),
    kind("ebs", "AWS::EC2::Snapshot", "EBS snapshots", Some(":snapshot/")),
    kind("sns", "AWS::SNS::Topic", "SNS topics", Some(":")),
    kind("sns-endpoint", "AWS::SNS::PlatformEndpoint", "SNS platform endpoints", None),
    kind("sqs", "AWS::SQS::Queue", "SQS queues", Some(":")),
    kind("kinesis", "AWS::Kinesis::Stream", "Kinesis streams", Some(":stream/")),
    kind("kinesis-consumer", "AWS::Kinesis::StreamConsumer", "Kinesis stream consumers", None),
    kind("kinesis-video", "AWS::KinesisVideo::Stream", "Kinesis video streams", None),
    kind("cognito", "AWS::Cognito::IdentityPool", "Cognito identity pools", Some(":identitypool/")),
    kind("bedrock", "AWS::Bedrock::Model", "Bedrock models", None),
    kind("bedrock-agent", "AWS::Bedrock::AgentAlias", "Bedrock agent aliases", None),
    kind("bedrock-flow", "AWS::Bedrock::FlowAlias", "Bedrock flow aliases", None),
    kind("bedrock-guardrail", "AWS::Bedrock::Guardrail", "Bedrock guardrails", None),
    kind(
        "bedrock-knowledge-base",
        "AWS::Bedrock::KnowledgeBase",
        "Bedrock knowledge bases",
        Some(":knowledge-base/"),
    ),
    kind("keyspaces", "AWS::Cassandra::Table", "Keyspaces tables", None),
    kind("glue", "AWS::Glue::Table", "Glue tables", None),
    kind("rds-data", "AWS::RDS::DBCluster", "RDS clusters (Data API)", None),
    kind("guardduty", "AWS::GuardDuty::Detector", "GuardDuty detectors", Some(":detector/")),
    kind("appconfig", "AWS::AppConfig::Configuration", "AppConfig configurations", None),
    kind(
        "stepfunctions",
        "AWS::StepFunctions::StateMachine",
        "state machines",
        Some(":stateMachine:"),
    ),
];

const fn kind(
    short: &'static str,
    name: &'static str,
    title: &'static str,
    before_name: Option<&'static str>,
) -> Kind {
    Kind { short, name, title, before_name }
}

/// The type with a short name.
pub(super) fn from_short_name(short: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|kind| kind.short == short)
}

/// Whether events carry the ARNs of objects in the resource: these start with the resource's ARN.
pub(super) fn has_objects(name: &str) -> bool {
    ["AWS::S3::AccessPoint", "AWS::S3Express::Object", "AWS::S3Outposts::Object"].contains(&name)
}

/// The type with this `resources.type`.
pub(super) fn find(name: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|kind| kind.name == name)
}

/// The plural noun for a type; of an unlisted type, the type itself.
pub(super) fn title(name: &str) -> &str {
    find(name).map_or(name, |kind| kind.title)
}

/// All short names, for error messages.
pub(super) fn short_names() -> String {
    KINDS.map(|kind| kind.short).join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_name_belongs_to_one_type() {
        for kind in &KINDS {
            assert_eq!(from_short_name(kind.short), Some(kind));
            assert_eq!(find(kind.name), Some(kind));
            assert_eq!(kind.name.split("::").count(), 3, "{}", kind.name);
        }
        assert_eq!(title("AWS::SCN::Instance"), "AWS::SCN::Instance");
    }
}
