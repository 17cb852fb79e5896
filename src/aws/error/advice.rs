//! What to do about the errors of `CloudTrail` and of the services around it.
//!
//! Codes are those of the operations in the AWS CloudTrail API Reference.

/// Codes that say that something is not there.
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

/// The next step by code.
const ADVICE: [(&str, &str); 38] = [
    ("TrailNotFoundException", "see which there are: ct trail list"),
    ("TrailAlreadyExistsException", "choose another name, or change it: ct trail update"),
    (
        "MaximumNumberOfTrailsExceededException",
        "a region has room for 5 trails: delete one, or change one with ct trail update",
    ),
    (
        "InsufficientSnsTopicPolicyException",
        "CloudTrail must be let in: ct policy topic prints the policy that it needs",
    ),
    (
        "InsufficientEncryptionPolicyException",
        "CloudTrail must be let in: ct policy key prints the policy that the key needs",
    ),
    ("InvalidSnsTopicNameException", "give the name of a topic of this account, or the ARN of one"),
    ("KmsKeyNotFoundException", "the key must exist in the region of the bucket, and of the topic"),
    ("KmsException", "the key must be enabled and its policy must let CloudTrail use it"),
    ("InvalidKmsKeyIdException", "give an ARN or an id of a key, or alias/NAME"),
    (
        "InvalidCloudWatchLogsLogGroupArnException",
        "the log group must be of this account and region",
    ),
    (
        "InvalidCloudWatchLogsRoleArnException",
        "the role must exist and trust cloudtrail.amazonaws.com: ct policy delivery-role",
    ),
    (
        "CloudWatchLogsDeliveryUnavailableException",
        "CloudWatch Logs takes no deliveries in this region",
    ),
    (
        "InvalidHomeRegionException",
        "ask in the trail's home region, which ct trail list shows: set AWS_REGION",
    ),
    ("InvalidParameterCombinationException", "see ct trail create --help for what goes together"),
    ("InvalidEventSelectorsException", "ct trail events NAME shows what is there; see its --help"),
    (
        "InvalidTrailNameException",
        "3 to 128 letters, digits, dots, hyphens and underscores, no two signs together",
    ),
    ("InsightNotEnabledException", "switch them on: ct trail insights NAME --call-rate"),
    (
        "InvalidInsightSelectorsException",
        "call rates need write events recorded, error rates any management events",
    ),
    (
        "NotOrganizationMasterAccountException",
        "use the credentials of the management account, or of a delegated administrator",
    ),
    (
        "OrganizationsNotInUseException",
        "this account is in no organisation: leave out --organization",
    ),
    (
        "AWSOrganizationsNotInUseException",
        "this account is in no organisation: leave out --organization",
    ),
    (
        "OrganizationNotInAllFeaturesModeException",
        "enable all features of the organisation first: aws organizations enable-all-features",
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
        "the credentials need organizations:* rights that the management account gives",
    ),
    ("ConflictException", "another change is under way: try again in some minutes"),
    (
        "CloudTrailInvalidClientTokenIdException",
        "the account is suspended, or the region is not enabled",
    ),
    ("TagsLimitExceededException", "a trail has room for 50 tags"),
    ("BucketAlreadyExists", "another account has a bucket of this name: choose another"),
    ("BucketAlreadyOwnedByYou", "it is yours already: leave out --create-bucket"),
    ("BucketNotEmpty", "it holds objects or older versions of some"),
    ("AlreadyExistsException", "choose another name"),
    ("EntityAlreadyExists", "choose another name"),
    ("ResourceAlreadyExistsException", "choose another name"),
    ("QueueNameExists", "a queue of this name exists with other settings: choose another name"),
    ("QueueAlreadyExists", "a queue of this name exists with other settings: choose another name"),
    (
        "UnsupportedOperationException",
        "this cannot be done to this trail, for example because another account owns it",
    ),
    (
        "OperationNotPermittedException",
        "this cannot be done to this trail, for example because another account owns it",
    ),
];

/// The next step; empty if nothing can be said.
pub(super) fn advice(code: &str) -> &'static str {
    ADVICE.iter().find(|(known, _)| *known == code).map_or("", |(_, help)| help)
}
