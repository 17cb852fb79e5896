//! What `ct` needs to create, change and delete trails, and to resume a run that was stopped.
//!
//! `ACTIONS` is the one list of these permissions. Creating a resource with tags also needs the
//! tagging action of its service; names and resources are those of the Service Authorization
//! Reference.

use super::name::{Account, BucketName, Region};
use super::{CLOUDTRAIL, Policy, Statement, bucket};

/// Where trails are managed.
#[derive(Clone, Debug)]
pub struct Operator {
    /// The partition of all ARNs.
    pub partition: &'static str,
    /// The Region of the trails; all Regions if none is given.
    pub region: Option<Region>,
    /// The account of the trails; all accounts if none is given.
    pub account: Option<Account>,
    /// The buckets to manage; if there are none, those that `ct trail create` names itself.
    pub buckets: Vec<BucketName>,
    /// Whether organization trails are managed.
    pub organization: bool,
}

/// The resources of a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scope {
    /// `*`: the actions support no resource, or the resource has no ARN before it is created.
    All,
    Buckets,
    Keys,
    KeysAndAliases,
    Topics,
    Queues,
    LogGroups,
    /// The roles that `ct trail create` names itself: `CloudTrail-NAME`.
    Roles,
}

/// Statement id, resources, actions.
const ACTIONS: [(&str, Scope, &[&str]); 10] = [
    (
        "Trail",
        Scope::All,
        &[
            "cloudtrail:DescribeTrails",
            "cloudtrail:GetTrailStatus",
            "cloudtrail:ListTrails",
            "cloudtrail:ListTags",
            "cloudtrail:GetEventSelectors",
            "cloudtrail:GetInsightSelectors",
            "cloudtrail:CreateTrail",
            "cloudtrail:UpdateTrail",
            "cloudtrail:DeleteTrail",
            "cloudtrail:StartLogging",
            "cloudtrail:StopLogging",
            "cloudtrail:PutEventSelectors",
            "cloudtrail:PutInsightSelectors",
            "cloudtrail:AddTags",
            "cloudtrail:RemoveTags",
        ],
    ),
    (
        "Account",
        Scope::All,
        &["s3:ListAllMyBuckets", "kms:ListKeys", "kms:CreateKey", "logs:DescribeLogGroups"],
    ),
    (
        "Bucket",
        Scope::Buckets,
        &[
            "s3:ListBucket",
            "s3:ListBucketVersions",
            "s3:CreateBucket",
            "s3:DeleteBucket",
            "s3:PutBucketOwnershipControls",
            "s3:GetBucketTagging",
            "s3:PutBucketTagging",
            "s3:GetBucketPublicAccessBlock",
            "s3:PutBucketPublicAccessBlock",
            "s3:GetBucketVersioning",
            "s3:PutBucketVersioning",
            "s3:GetEncryptionConfiguration",
            "s3:PutEncryptionConfiguration",
            "s3:GetBucketPolicy",
            "s3:PutBucketPolicy",
            "s3:GetBucketNotification",
            "s3:PutBucketNotification",
        ],
    ),
    (
        "Key",
        Scope::Keys,
        &[
            "kms:DescribeKey",
            "kms:GetKeyPolicy",
            "kms:PutKeyPolicy",
            "kms:GetKeyRotationStatus",
            "kms:EnableKeyRotation",
            "kms:ListResourceTags",
            "kms:TagResource",
        ],
    ),
    ("KeyAlias", Scope::KeysAndAliases, &["kms:CreateAlias"]),
    (
        "Topic",
        Scope::Topics,
        &[
            "sns:CreateTopic",
            "sns:TagResource",
            "sns:GetTopicAttributes",
            "sns:SetTopicAttributes",
            "sns:ListSubscriptionsByTopic",
            "sns:Subscribe",
        ],
    ),
    (
        "Queue",
        Scope::Queues,
        &[
            "sqs:CreateQueue",
            "sqs:TagQueue",
            "sqs:GetQueueUrl",
            "sqs:GetQueueAttributes",
            "sqs:SetQueueAttributes",
        ],
    ),
    ("LogGroup", Scope::LogGroups, &["logs:CreateLogGroup", "logs:TagResource"]),
    (
        "Role",
        Scope::Roles,
        &["iam:GetRole", "iam:GetRolePolicy", "iam:CreateRole", "iam:TagRole", "iam:PutRolePolicy"],
    ),
    ("PassRole", Scope::Roles, &["iam:PassRole"]),
];

/// For organization trails ("Prepare for creating a trail for your organization", AWS CloudTrail
/// User Guide).
const ORGANIZATION: [&str; 2] =
    ["organizations:DescribeOrganization", "organizations:ListAWSServiceAccessForOrganization"];

/// The policy of a user or role that manages trails.
pub fn policy(operator: &Operator) -> Policy {
    let statement = |(sid, scope, actions): (&str, Scope, &[&str])| {
        let actions: Vec<String> = actions.iter().map(|it| (*it).to_owned()).collect();
        let statement = Statement::allow(sid, actions).on(operator.resources(scope));
        if sid == "PassRole" {
            return statement.when("StringEquals", "iam:PassedToService", CLOUDTRAIL);
        }
        statement
    };
    let mut statements: Vec<Statement> = ACTIONS.into_iter().map(statement).collect();
    if operator.organization {
        statements.push(Statement::allow("Organization", ORGANIZATION).on("*"));
        statements.push(
            Statement::allow("OrganizationRole", "iam:CreateServiceLinkedRole")
                .on(operator.arn("iam", "role/aws-service-role/cloudtrail.amazonaws.com/*"))
                .when("StringEquals", "iam:AWSServiceName", CLOUDTRAIL),
        );
    }
    statements.into()
}

impl Operator {
    fn resources(&self, scope: Scope) -> Vec<String> {
        match scope {
            Scope::All => vec!["*".to_owned()],
            Scope::Buckets if self.buckets.is_empty() => {
                let account = self.account.as_ref().map_or("*".to_owned(), ToString::to_string);
                vec![format!("arn:{}:s3:::aws-cloudtrail-logs-{account}-*", self.partition)]
            }
            Scope::Buckets => {
                self.buckets.iter().map(|name| bucket::arn(self.partition, name)).collect()
            }
            Scope::Keys => vec![self.arn("kms", "key/*")],
            Scope::KeysAndAliases => {
                vec![self.arn("kms", "key/*"), self.arn("kms", "alias/cloudtrail-*")]
            }
            Scope::Topics => vec![self.arn("sns", "*")],
            Scope::Queues => vec![self.arn("sqs", "*")],
            Scope::LogGroups => vec![self.arn("logs", "log-group:*")],
            Scope::Roles => vec![self.arn("iam", "role/CloudTrail-*")],
        }
    }

    /// IAM is global: its ARNs have no Region.
    fn arn(&self, service: &str, rest: &str) -> String {
        let any = || "*".to_owned();
        let region = match service {
            "iam" => String::new(),
            _ => self.region.as_ref().map_or_else(any, ToString::to_string),
        };
        let account = self.account.as_ref().map_or_else(any, ToString::to_string);
        format!("arn:{}:{service}:{region}:{account}:{rest}", self.partition)
    }
}
