//! Resources that have data events: the short names of their types, what people call them, and how
//! their ARNs end.
//!
//! Types are from the table "Data events supported by AWS CloudTrail" in "Logging data events" of the
//! AWS CloudTrail User Guide, ARNs from "`AdvancedFieldSelector`" in the API Reference. A type that
//! is not in here is written out. Knows no selector.

/// A type of resources.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Kind {
    /// What a user types.
    pub(super) short: &'static str,
    /// `resources.type`
    pub(super) name: &'static str,
    /// What people call them.
    pub(super) told: &'static str,
    /// What stands before the name at the end of an ARN; none if there is more to it than a name.
    pub(super) tail: Option<&'static str>,
}

pub(super) const S3: &str = "AWS::S3::Object";

/// The types with short names. `short, type, told, tail`
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
    told: &'static str,
    tail: Option<&'static str>,
) -> Kind {
    Kind { short, name, told, tail }
}

/// The type with a short name.
pub(super) fn called(short: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|kind| kind.short == short)
}

/// Whether ARNs of events go on behind that of the resource that a user has: they are those of
/// objects, and the resource is what holds these.
pub(super) fn holds_objects(name: &str) -> bool {
    ["AWS::S3::AccessPoint", "AWS::S3Express::Object", "AWS::S3Outposts::Object"].contains(&name)
}

/// What is known of a type.
pub(super) fn of(name: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|kind| kind.name == name)
}

/// What people call the resources of a type: at worst the type itself.
pub(super) fn told(name: &str) -> &str {
    of(name).map_or(name, |kind| kind.told)
}

/// All short names, for who typed another.
pub(super) fn shorts() -> String {
    KINDS.map(|kind| kind.short).join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_of_one_type_each() {
        for kind in &KINDS {
            assert_eq!(called(kind.short), Some(kind));
            assert_eq!(of(kind.name), Some(kind));
            assert_eq!(kind.name.split("::").count(), 3, "{}", kind.name);
        }
        assert_eq!(told("AWS::SCN::Instance"), "AWS::SCN::Instance");
    }
}
