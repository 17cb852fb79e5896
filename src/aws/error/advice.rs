//! The help for error codes of CloudTrail and the services around it.
//!
//! Codes are those of the operations in the AWS CloudTrail API Reference.

/// Codes of resources that do not exist.
pub(super) const MISSING: [&str; 9] = [
    "TrailNotFoundException",
    "NotFoundException",
    "ResourceNotFoundException",
    "NoSuchEntity",
    "NoSuchEntityException",
    "AWS.SimpleQueueService.NonExistentQueue",
    "QueueDoesNotExist",
    "AWSOrganizationsNotInUseException",
    "NotFound",
];

/// The help by code.
const ADVICE: [(&str, &str); 38] = [
    ("TrailNotFoundException", "ct trail list lists the trails"),
    ("TrailAlreadyExistsException", "choose another name, or change it: ct trail update"),
    (
        "MaximumNumberOfTrailsExceededException",
        "a Region can have 5 trails: delete one, or change one with ct trail update",
    ),
    (
        "InsufficientSnsTopicPolicyException",
        "allow CloudTrail to publish: ct policy topic prints the topic policy",
    ),
    (
        "InsufficientEncryptionPolicyException",
        "allow CloudTrail to use the key: ct policy key prints the key policy",
    ),
    ("InvalidSnsTopicNameException", "give the name of a topic in this account, or a topic ARN"),
    ("KmsKeyNotFoundException", "the key must be in the Region of the bucket and of the topic"),
    ("KmsException", "the key must be enabled, and its policy must allow CloudTrail to use it"),
    ("InvalidKmsKeyIdException", "give a key ARN, a key ID, or alias/NAME"),
    (
        "InvalidCloudWatchLogsLogGroupArnException",
        "the log group must be in this account and Region",
    ),
    (
        "InvalidCloudWatchLogsRoleArnException",
        "the role must exist and trust cloudtrail.amazonaws.com: ct policy delivery-role",
    ),
    (
        "CloudWatchLogsDeliveryUnavailableException",
        "CloudTrail cannot deliver to CloudWatch Logs in this Region",
    ),
    (
        "InvalidHomeRegionException",
        "set AWS_REGION to the trail's home Region: ct trail list shows it",
    ),
    ("InvalidParameterCombinationException", "see ct trail create --help"),
    (
        "InvalidEventSelectorsException",
        "ct trail events NAME shows the current selectors; see its --help",
    ),
    (
        "InvalidTrailNameException",
        "a name has 3 to 128 letters, digits, dots, hyphens and underscores, and no two adjacent signs",
    ),
    ("InsightNotEnabledException", "enable Insights: ct trail insights NAME --call-rate"),
    (
        "InvalidInsightSelectorsException",
        "the call rate needs write management events, the error rate any management events",
    ),
    (
        "NotOrganizationMasterAccountException",
        "use the credentials of the management account, or of a delegated administrator",
    ),
    (
        "OrganizationsNotInUseException",
        "this account is not in an organization: leave out --organization",
    ),
    (
        "AWSOrganizationsNotInUseException",
        "this account is not in an organization: leave out --organization",
    ),
    (
        "OrganizationNotInAllFeaturesModeException",
        "enable all features of the organization first: aws organizations enable-all-features",
    ),
    (
        "CloudTrailAccessNotEnabledException",
        "aws organizations enable-aws-service-access --service-principal \
             cloudtrail.amazonaws.com",
    ),
    (
        "NoManagementAccountSLRExistsException",
        "the management account must run: aws iam create-service-linked-role \
             --aws-service-name cloudtrail.amazonaws.com",
    ),
    (
        "InsufficientDependencyServiceAccessPermissionException",
        "the credentials need organizations:* permissions in the management account",
    ),
    ("ConflictException", "another change is in progress: try again in a few minutes"),
    (
        "CloudTrailInvalidClientTokenIdException",
        "the account is suspended, or the Region is not enabled",
    ),
    ("TagsLimitExceededException", "a trail can have 50 tags"),
    ("BucketAlreadyExists", "another account has a bucket with this name: choose another name"),
    ("BucketAlreadyOwnedByYou", "the account already has this bucket: leave out --create-bucket"),
    ("BucketNotEmpty", "the bucket has objects or noncurrent versions"),
    ("AlreadyExistsException", "choose another name"),
    ("EntityAlreadyExists", "choose another name"),
    ("ResourceAlreadyExistsException", "choose another name"),
    ("QueueNameExists", "a queue with this name has other settings: choose another name"),
    ("QueueAlreadyExists", "a queue with this name has other settings: choose another name"),
    (
        "UnsupportedOperationException",
        "not possible for this trail, for example because another account owns it",
    ),
    (
        "OperationNotPermittedException",
        "not possible for this trail, for example because another account owns it",
    ),
];

/// The help for a code; may be empty.
pub(super) fn advice(code: &str) -> &'static str {
    ADVICE.iter().find(|(known, _)| *known == code).map_or("", |(_, help)| help)
}
