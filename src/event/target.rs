//! What an event was about: the instances it created, the rule it opened, the policy it attached.
//!
//! A reading aid for one column of text output; filters ask for fields by name instead. The calls
//! that matter most in an incident have a row in `TABLE`; for all others the names and ids in the
//! request are shown. Knows nothing of terminals: it shortens ARNs, and cuts nothing.

mod hash;
mod path;
mod policy;
mod rules;
mod template;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use memchr::memmem;

use super::string::decoded_name;
use super::{Event, Value};
use hash::NameHash;
use path::values;
use template::{Template, shortened};

/// How ARNs are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arns {
    /// As the record has them.
    Whole,
    /// Without partition, service, Region and the event's own account.
    Short,
}

/// One row for each call, or several that read alike: `SERVICE NAME… = TEMPLATE`.
///
/// In a template `{a.b}` stands for the values at `requestParameters.a.b`, at any depth of lists;
/// `{response.a}`, `{additional.a}`, `{details.a}` and `{record.a}` for those in `responseElements`,
/// `additionalEventData`, `serviceEventDetails` and the record itself. `{a|b}` is the first of two
/// that has a value, `{a,b}` the values of both. What stands in `[ ]` is left out where a value in it
/// is missing. `{@rules}` stands for security group rules, `{@principals a}` for the principals that
/// the policy at `a` allows. Names match without regard to case.
const TABLE: &str = "
ec2 RunInstances = {response.instancesSet.items.instanceId|instancesSet.items.imageId}[ {instanceType}]
ec2 StartInstances StopInstances TerminateInstances RebootInstances = {instancesSet.items.instanceId}
ec2 ModifyInstanceAttribute = {instanceId}[ {attribute}][ {groupSet.items.groupId}]
ec2 AuthorizeSecurityGroupIngress AuthorizeSecurityGroupEgress = {groupId|groupName|response.securityGroupRuleSet.items.groupId} {@rules}
ec2 RevokeSecurityGroupIngress RevokeSecurityGroupEgress = {groupId|groupName} {@rules}
ec2 ModifySecurityGroupRules = {ModifySecurityGroupRulesRequest.GroupId|groupId} {@rules}
ec2 CreateSecurityGroup = {response.groupId|groupName}[ {groupName}][ in {vpcId}]
ec2 CreateVolume = {response.volumeId}[ from {snapshotId}]
ec2 CreateSnapshot = {response.snapshotId}[ of {volumeId}]
ec2 CreateSnapshots = {response.snapshotSet.items.snapshotId}[ of {InstanceSpecification.InstanceId}]
ec2 CreateImage = {response.imageId|name}[ of {instanceId}]
ec2 CopySnapshot CopyImage = {response.snapshotId|response.imageId}[ of {sourceSnapshotId|sourceImageId}][ in {sourceRegion}]
ec2 CreateKeyPair ImportKeyPair = {keyName}[ {response.keyPairId}]
ec2 AttachVolume DetachVolume = {volumeId}[ and {instanceId}]
ec2 ModifyImageAttribute = {imageId}[ shared with {launchPermission.add.items.userId,launchPermission.add.items.group,launchPermission.add.items.organizationArn}][ no longer shared with {launchPermission.remove.items.userId,launchPermission.remove.items.group,launchPermission.remove.items.organizationArn}]
ec2 ModifySnapshotAttribute = {snapshotId}[ shared with {createVolumePermission.add.items.userId,createVolumePermission.add.items.group}][ no longer shared with {createVolumePermission.remove.items.userId,createVolumePermission.remove.items.group}]
ec2 CreateTags DeleteTags = {resourcesSet.items.resourceId}[ {tagSet.items.key}]
ec2 AssociateIamInstanceProfile = {AssociateIamInstanceProfileRequest.IamInstanceProfile.Name,AssociateIamInstanceProfileRequest.IamInstanceProfile.Arn}[ to {AssociateIamInstanceProfileRequest.InstanceId}]
ec2 CreateNetworkAclEntry ReplaceNetworkAclEntry = {networkAclId}[ {ruleAction}][ protocol {aclProtocol}][ {cidrBlock|ipv6CidrBlock}]
ec2 CreateRoute ReplaceRoute = {routeTableId}[ {destinationCidrBlock|destinationIpv6CidrBlock}][ via {gatewayId|natGatewayId|transitGatewayId|networkInterfaceId|instanceId|vpcPeeringConnectionId}]
ec2 CreateFlowLogs = {CreateFlowLogsRequest.ResourceId.content|CreateFlowLogsRequest.ResourceId|resourceIds.items}
ec2 DeleteFlowLogs = {DeleteFlowLogsRequest.FlowLogId.content|DeleteFlowLogsRequest.FlowLogId|flowLogIds.items}
ec2-instance-connect SendSSHPublicKey SendSerialConsoleSSHPublicKey = {instanceId}[ as {instanceOSUser}]
iam AttachUserPolicy AttachRolePolicy AttachGroupPolicy = {policyArn}[ to {userName|roleName|groupName}]
iam DetachUserPolicy DetachRolePolicy DetachGroupPolicy = {policyArn}[ from {userName|roleName|groupName}]
iam PutUserPolicy PutRolePolicy PutGroupPolicy = {policyName}[ to {userName|roleName|groupName}]
iam DeleteUserPolicy DeleteRolePolicy DeleteGroupPolicy = {policyName}[ from {userName|roleName|groupName}]
iam PutUserPermissionsBoundary PutRolePermissionsBoundary = {permissionsBoundary}[ to {userName|roleName}]
iam CreatePolicyVersion SetDefaultPolicyVersion DeletePolicyVersion = {policyArn}[ {versionId|response.policyVersion.versionId}]
iam CreatePolicy = {response.policy.arn|policyName}
iam CreateAccessKey = {response.accessKey.accessKeyId}[ for {userName|response.accessKey.userName}]
iam UpdateAccessKey DeleteAccessKey = {accessKeyId}[ of {userName}][ {status}]
iam CreateLoginProfile UpdateLoginProfile DeleteLoginProfile = {userName|response.loginProfile.userName}
iam CreateVirtualMFADevice = {response.virtualMFADevice.serialNumber|virtualMFADeviceName}
iam EnableMFADevice DeactivateMFADevice ResyncMFADevice = {serialNumber}[ of {userName}]
iam UpdateAssumeRolePolicy = {roleName}[ trusts {@principals policyDocument}]
iam CreateRole = {roleName}[ trusts {@principals assumeRolePolicyDocument}]
iam AddUserToGroup = {userName}[ to {groupName}]
iam RemoveUserFromGroup = {userName}[ from {groupName}]
iam AddRoleToInstanceProfile = {roleName}[ to {instanceProfileName}]
iam CreateServiceSpecificCredential = {response.serviceSpecificCredential.serviceSpecificCredentialId}[ for {userName}]
sts AssumeRole AssumeRoleWithSAML AssumeRoleWithWebIdentity = {roleArn|response.assumedRoleUser.arn}[ as {roleSessionName}]
sts AssumeRoot = {targetPrincipal}[ with {taskPolicyArn.arn|taskPolicyArn}]
sts GetFederationToken = {response.federatedUser.arn|name}
* ConsoleLogin = {response.ConsoleLogin}[, MFA: {additional.MFAUsed}]
* SwitchRole ExitRole RenewRole = {response.SwitchRole|response.ExitRole|response.RenewRole}[ from {additional.SwitchFrom}]
* CheckMfa = {response.CheckMfa}[, MFA: {additional.MfaType}]
* CredentialVerification = {details.CredentialVerification|response.CredentialVerification}[, {additional.CredentialType}]
* CredentialChallenge = {details.CredentialChallenge|response.CredentialChallenge}[, {additional.CredentialType}]
* UserAuthentication = {details.UserAuthentication|response.UserAuthentication}[, {additional.CredentialType}]
* GetSigninToken = {response.GetSigninToken}
* PasswordRecoveryRequested PasswordRecoveryCompleted PasswordUpdated = {response.PasswordRecoveryRequested|response.PasswordRecoveryCompleted|response.PasswordUpdated}
s3 PutBucketPolicy = {bucketName}[ allows {@principals bucketPolicy}]
s3 PutBucketAcl = {bucketName}[ {x-amz-acl}][ {AccessControlPolicy.AccessControlList.Grant.Grantee.URI}]
s3 PutObjectAcl = {bucketName}/{key}[ {x-amz-acl}][ {AccessControlPolicy.AccessControlList.Grant.Grantee.URI}]
s3 PutBucketPublicAccessBlock PutPublicAccessBlock PutAccountPublicAccessBlock = {bucketName|accountId|record.recipientAccountId}[ policies: {PublicAccessBlockConfiguration.BlockPublicPolicy}][ ACLs: {PublicAccessBlockConfiguration.BlockPublicAcls}]
s3 PutBucketVersioning = {bucketName}[ {VersioningConfiguration.Status}]
s3 PutBucketReplication = {bucketName}[ to {ReplicationConfiguration.Rule.Destination.Bucket}]
s3 CopyObject = {bucketName}/{key}[ of {x-amz-copy-source}]
rds ModifyDBInstance CreateDBInstance = {dBInstanceIdentifier}[ publicly accessible: {publiclyAccessible}]
rds ModifyDBSnapshotAttribute ModifyDBClusterSnapshotAttribute = {dBSnapshotIdentifier|dBClusterSnapshotIdentifier}[ shared with {valuesToAdd}][ no longer shared with {valuesToRemove}]
rds CreateDBSnapshot CreateDBClusterSnapshot = {dBSnapshotIdentifier|dBClusterSnapshotIdentifier}[ of {dBInstanceIdentifier|dBClusterIdentifier}]
rds CopyDBSnapshot CopyDBClusterSnapshot = {targetDBSnapshotIdentifier|targetDBClusterSnapshotIdentifier}[ of {sourceDBSnapshotIdentifier|sourceDBClusterSnapshotIdentifier}]
rds RestoreDBInstanceFromDBSnapshot RestoreDBClusterFromSnapshot = {dBInstanceIdentifier|dBClusterIdentifier}[ from {dBSnapshotIdentifier|snapshotIdentifier}][ publicly accessible: {publiclyAccessible}]
rds StartExportTask = {sourceArn}[ to {s3BucketName}]
ssm SendCommand = {instanceIds|targets.values}[ {documentName}]
ssm StartSession = {target}[ {documentName}]
ssm GetParameter GetParameters GetParametersByPath GetParameterHistory PutParameter DeleteParameter DeleteParameters = {name|names|path}
ssm ModifyDocumentPermission = {name}[ shared with {accountIdsToAdd}][ no longer shared with {accountIdsToRemove}]
lambda CreateFunction = {functionName}[ as {role}]
lambda AddPermission = {functionName} {action}[ to {principal}]
lambda CreateFunctionUrlConfig UpdateFunctionUrlConfig = {functionName}[ auth: {authType}]
lambda CreateEventSourceMapping = {functionName}[ from {eventSourceArn}]
kms Decrypt Encrypt ReEncrypt GenerateDataKey GenerateDataKeyWithoutPlaintext Sign = {record.resources.ARN|keyId|response.keyId}
kms ScheduleKeyDeletion = {keyId|response.keyId}[ in {pendingWindowInDays} days]
kms DisableKey EnableKey CancelKeyDeletion DisableKeyRotation DeleteImportedKeyMaterial = {keyId}
kms CreateGrant = {keyId}[ to {granteePrincipal}]
kms CreateKey = {response.keyMetadata.arn|response.keyMetadata.keyId}
kms PutKeyPolicy = {keyId}[ allows {@principals policy}]
secretsmanager GetSecretValue PutSecretValue UpdateSecret DeleteSecret RestoreSecret RotateSecret = {secretId}
secretsmanager BatchGetSecretValue = {secretIdList}
secretsmanager CreateSecret = {name|response.arn}
cloudtrail StopLogging StartLogging DeleteTrail = {name}
cloudtrail CreateTrail UpdateTrail = {name}[ to {s3BucketName}][ multi-Region: {isMultiRegionTrail}][ validation: {enableLogFileValidation}]
cloudtrail PutEventSelectors = {trailName}[ {eventSelectors.readWriteType}][ management events: {eventSelectors.includeManagementEvents}][ {advancedEventSelectors.name}]
guardduty CreateDetector = {response.detectorId}[ enabled: {enable}]
guardduty UpdateDetector DeleteDetector = {detectorId}[ enabled: {enable}]
guardduty CreateFilter UpdateFilter = {name|filterName}[ {action}]
guardduty CreateIPSet UpdateIPSet CreateThreatIntelSet UpdateThreatIntelSet = {name|ipSetId|threatIntelSetId}[ {location}]
guardduty DeleteMembers DisassociateMembers StopMonitoringMembers = {accountIds}
guardduty ArchiveFindings = {findingIds}
organizations CreateAccount = {response.createAccountStatus.accountId|response.createAccountStatus.id|accountName}
organizations InviteAccountToOrganization = {target.id}
organizations RemoveAccountFromOrganization CloseAccount = {accountId}
organizations MoveAccount = {accountId}[ from {sourceParentId}][ to {destinationParentId}]
organizations AttachPolicy = {policyId}[ to {targetId}]
organizations DetachPolicy = {policyId}[ from {targetId}]
organizations CreatePolicy UpdatePolicy DeletePolicy = {policyId|response.policy.policySummary.id|name}[ {response.policy.policySummary.name}]
organizations RegisterDelegatedAdministrator DeregisterDelegatedAdministrator = {accountId}[ for {servicePrincipal}]
config StopConfigurationRecorder DeleteConfigurationRecorder = {configurationRecorderName}
config DeleteDeliveryChannel = {deliveryChannelName}
monitoring DeleteAlarms DisableAlarmActions = {alarmNames}
logs PutSubscriptionFilter = {logGroupName}[ to {destinationArn}]
logs DeleteLogStream = {logGroupName}[ {logStreamName}]
events PutTargets = {rule}[ to {targets.arn}]
sso CreateAccountAssignment = {permissionSetArn}[ to {principalId}][ in {targetId}]
ram CreateResourceShare = {name}[ {resourceArns}][ to {principals}]
route53 ChangeResourceRecordSets = {hostedZoneId}[ {changeBatch.changes.action}][ {changeBatch.changes.resourceRecordSet.name}]
";

/// Request parameters that name the thing acted on, the most specific first.
const NAMES: [&str; 30] = [
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
    "dBClusterIdentifier",
    "dBSnapshotIdentifier",
    "dBClusterSnapshotIdentifier",
    "clusterName",
    "repositoryName",
    "logGroupName",
    "volumeId",
    "snapshotId",
    "imageId",
    "vpcId",
    "subnetId",
    "resourceArn",
    "resourceId",
];

/// What the names of calls begin with that make something, whose id is in the response.
const CREATING: [&str; 6] = ["Create", "Run", "Allocate", "Import", "Copy", "Register"];
/// What the names of members end with that name something.
const NAMING: [&str; 4] = ["Id", "Arn", "Name", "Identifier"];

/// Templates by API name; each with the service it is of, or `*`.
type Templates = HashMap<&'static [u8], Vec<(&'static str, Template)>, NameHash>;

static TEMPLATES: LazyLock<Templates> = LazyLock::new(|| {
    let mut templates = Templates::default();
    for (service, names, template) in rows() {
        for name in names.split(' ') {
            templates.entry(name.as_bytes()).or_default().push((service, template.clone()));
        }
    }
    templates
});

fn rows() -> impl Iterator<Item = (&'static str, &'static str, Template)> {
    TABLE.lines().filter_map(|line| {
        let (calls, template) = line.split_once(" = ")?;
        let (service, names) = calls.split_once(' ')?;
        Some((service, names, Template::parse(template)?))
    })
}

/// The thing acted on; empty where the record does not say.
pub fn target(event: &Event<'_>, arns: Arns) -> String {
    let display = Display { event, arns };
    let text = by_table(&display).or_else(|| by_names(&display)).unwrap_or_default();
    // All parts come from a record, which is valid UTF-8, and are cut only at ASCII characters.
    String::from_utf8(text)
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

/// An event, and how to show the ARNs in it.
#[derive(Clone, Copy)]
struct Display<'e, 'a> {
    event: &'e Event<'a>,
    arns: Arns,
}

impl Display<'_, '_> {
    /// What to show of a text, which may be an ARN.
    fn short<'t>(&self, text: &'t [u8]) -> &'t [u8] {
        if self.arns == Arns::Whole || !text.starts_with(b"arn:") {
            return text;
        }
        shortened(text, self.event.account().as_bytes())
    }
}

/// What the row of the call says, unless the record has none of its values.
fn by_table(display: &Display<'_, '_>) -> Option<Vec<u8>> {
    let name = display.event.get("eventName").map(Value::bytes).unwrap_or_default();
    let rows = TEMPLATES.get(without_version(&name))?;
    let source = display.event.get("eventSource").map(Value::bytes).unwrap_or_default();
    let is_of = |service: &str| {
        let rest = source.strip_prefix(service.as_bytes());
        rest.is_some_and(|rest| matches!(rest, [] | [b'.', ..]))
    };
    let (_, template) = rows.iter().find(|(service, _)| *service == "*" || is_of(service))?;
    template.text(display)
}

/// The API name without the date that Lambda adds: `CreateFunction20150331`, `AddPermission20150331v2`.
fn without_version(name: &[u8]) -> &[u8] {
    let is_digit_or_v = |byte: &u8| *byte == b'v' || byte.is_ascii_digit();
    if !name.last().is_some_and(is_digit_or_v) {
        return name;
    }
    let at = name.windows(2).position(|pair| pair == b"20").unwrap_or(name.len());
    let (start, end) = name.split_at(at);
    let Some((date, version)) = end.split_at_checked(8) else { return name };
    let is_date = date.iter().all(u8::is_ascii_digit);
    if is_date && version.iter().all(is_digit_or_v) { start } else { name }
}

/// What names and ids in the request say, and the id in the response to a call that makes something.
fn by_names(display: &Display<'_, '_>) -> Option<Vec<u8>> {
    let event = display.event;
    let parameters = event.get("requestParameters");
    let found = parameters.map(Parameters::find).unwrap_or_default();
    if let Some(bucket) = found.bucket {
        return Some(match found.key {
            Some(key) => [&bucket.bytes()[..], b"/", &key.bytes()].concat(),
            None => bucket.bytes().into_owned(),
        });
    }
    let short = |text: Cow<'_, [u8]>| display.short(&text).to_vec();
    let name = event.get("eventName").map(Value::bytes).unwrap_or_default();
    let is_creating = CREATING.iter().any(|verb| name.starts_with(verb.as_bytes()));
    let created = event.get("responseElements").filter(|_| is_creating).and_then(named);
    let requested = found.best.map(|(_, value)| value.bytes());
    let requested = requested.or_else(|| parameters.and_then(instances)).map(short);
    match (created.map(short), requested) {
        (Some(created), Some(requested)) if memmem::find(&created, &requested).is_none() => {
            Some([&created[..], b" ", &requested].concat())
        }
        (Some(created), _) => Some(created),
        (None, Some(requested)) => Some(requested),
        (None, None) => {
            let resources = event.get("resources").into_iter().flat_map(Value::elements);
            let arns = resources.filter_map(|resource| resource.member("ARN"));
            let mut arns = arns.map(Value::bytes).filter(|arn| !arn.is_empty());
            arns.next().or_else(|| named(parameters?)).map(short)
        }
    }
}

/// The parameters of a request that name something, found in one pass. Of a member that occurs
/// twice, the first counts.
#[derive(Default)]
struct Parameters<'a> {
    bucket: Option<Value<'a>>,
    key: Option<Value<'a>>,
    /// The place of the most specific one in [`NAMES`], and its value.
    best: Option<(usize, Value<'a>)>,
}

impl<'a> Parameters<'a> {
    fn find(parameters: Value<'a>) -> Self {
        let mut found = Self::default();
        let mut seen = 0_u64;
        for (written, value) in parameters.members() {
            let rank = match decoded_name(written).as_ref() {
                b"bucketName" => BUCKET,
                b"key" => KEY,
                name => match rank(name) {
                    Some(rank) => rank,
                    None => continue,
                },
            };
            let is_first = seen & (1 << rank) == 0;
            seen |= 1 << rank;
            let is_better = found.best.as_ref().is_none_or(|(best, _)| rank < *best);
            if !is_first || (rank < NAMES.len() && !is_better) {
                continue;
            }
            if !matches!(value.written(), b"null" | b"\"\"") {
                match rank {
                    BUCKET => found.bucket = Some(value),
                    KEY => found.key = Some(value),
                    rank => found.best = Some((rank, value)),
                }
            }
        }
        found
    }
}

/// The places of `bucketName` and `key` among the parameters, after those of [`NAMES`].
const BUCKET: usize = NAMES.len();
const KEY: usize = NAMES.len() + 1;

/// The place of a parameter in [`NAMES`].
fn rank(name: &[u8]) -> Option<usize> {
    // Most parameters are refused by how they end.
    let may_be = matches!(name, [.., b'I', b'd'] | [.., b'm', b'e'] | [.., b'r', b'n' | b'l'])
        || name.ends_with(b"Identifier");
    may_be.then(|| RANKS.get(name).copied())?
}

/// The place of each of [`NAMES`].
static RANKS: LazyLock<HashMap<&[u8], usize, NameHash>> = LazyLock::new(|| {
    NAMES.iter().enumerate().map(|(rank, name)| (name.as_bytes(), rank)).collect()
});

/// The instances of an EC2 request: `instancesSet.items[].instanceId`.
fn instances(parameters: Value<'_>) -> Option<Cow<'_, [u8]>> {
    let ids = values(parameters, &["instancesSet", "items", "instanceId"]);
    (!ids.is_empty()).then(|| Cow::Owned(ids.join(",").into_bytes()))
}

/// The first id, ARN or name in an object, or in an object in it.
fn named<'a>(object: Value<'a>) -> Option<Cow<'a, [u8]>> {
    let is_naming = |name: &[u8]| {
        let name = name.trim_ascii_end();
        let name = name.strip_suffix(b"\"").unwrap_or(name);
        let is_request = name.eq_ignore_ascii_case(b"\"requestId");
        !is_request && NAMING.iter().any(|end| name.ends_with(end.as_bytes()))
    };
    let direct = |object: Value<'a>| {
        let mut members = object.members();
        let found = members.find(|(name, value)| is_naming(name) && is_name(*value));
        found.map(|(_, value)| value.bytes())
    };
    direct(object).or_else(|| object.members().find_map(|(_, value)| direct(value)))
}

fn is_name(value: Value<'_>) -> bool {
    value.is_string() && value.written().len() > 2
}
