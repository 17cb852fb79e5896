//! Each row of the table with a record as AWS writes it, and what the text says of it.

use std::collections::HashSet;

use super::*;
use crate::event::json::Index;

/// `SERVICE NAME => other members of the record => what the text says`; the last have no row.
const CALLS: &str = r#"
ec2 RunInstances => "requestParameters":{"instancesSet":{"items":[{"imageId":"ami-1","minCount":1}]},"instanceType":"p5.48xlarge"},"responseElements":{"requestId":"r","instancesSet":{"items":[{"instanceId":"i-0a"},{"instanceId":"i-0b"}]}} => i-0a,i-0b p5.48xlarge
ec2 RunInstances => "errorCode":"Client.UnauthorizedOperation","requestParameters":{"instancesSet":{"items":[{"imageId":"ami-1"}]}},"responseElements":null => ami-1
ec2 TerminateInstances => "requestParameters":{"instancesSet":{"items":[{"instanceId":"i-1"},{"instanceId":"i-2"}]}} => i-1,i-2
ec2 ModifyInstanceAttribute => "requestParameters":{"instanceId":"i-1","groupSet":{"items":[{"groupId":"sg-9"}]}} => i-1 sg-9
ec2 AuthorizeSecurityGroupIngress => "requestParameters":{"groupId":"sg-1","ipPermissions":{"items":[{"ipProtocol":"tcp","fromPort":22,"toPort":22,"groups":{},"ipRanges":{"items":[{"cidrIp":"0.0.0.0/0"}]},"ipv6Ranges":{"items":[{"cidrIpv6":"::/0"}]}},{"ipProtocol":"-1","groups":{"items":[{"groupId":"sg-2","userId":"111122223333"}]},"ipRanges":{}}]}} => sg-1 tcp/22 0.0.0.0/0,::/0; all sg-2
ec2 AuthorizeSecurityGroupEgress => "requestParameters":{"groupId":"sg-1","ipPermissions":{"items":[{"ipProtocol":"udp","fromPort":8000,"toPort":8100,"prefixListIds":{"items":[{"prefixListId":"pl-1"}]}}]}} => sg-1 udp/8000-8100 pl-1
ec2 AuthorizeSecurityGroupIngress => "requestParameters":{"groupName":"web","ipProtocol":"tcp","fromPort":3389,"toPort":3389,"cidrIp":"203.0.113.0/24"} => web tcp/3389 203.0.113.0/24
ec2 AuthorizeSecurityGroupIngress => "requestParameters":{"groupId":"sg-1"},"responseElements":{"securityGroupRuleSet":{"items":[{"groupId":"sg-1","securityGroupRuleId":"sgr-1","isEgress":false,"ipProtocol":"tcp","fromPort":443,"toPort":443,"cidrIpv4":"10.0.0.0/8"}]}} => sg-1 tcp/443 10.0.0.0/8
ec2 RevokeSecurityGroupIngress => "requestParameters":{"groupId":"sg-1","ipPermissions":{},"securityGroupRuleIds":{"items":[{"securityGroupRuleId":"sgr-7"}]}} => sg-1 sgr-7
ec2 ModifySecurityGroupRules => "requestParameters":{"ModifySecurityGroupRulesRequest":{"GroupId":"sg-1","SecurityGroupRule":{"SecurityGroupRuleId":"sgr-1","tag":1,"SecurityGroupRule":{"IpProtocol":"tcp","FromPort":22,"ToPort":22,"CidrIpv4":"0.0.0.0/0"}}}} => sg-1 tcp/22 0.0.0.0/0
ec2 ModifySecurityGroupRules => "requestParameters":{"ModifySecurityGroupRulesRequest":{"GroupId":"sg-1","SecurityGroupRule":[{"SecurityGroupRuleId":"sgr-1","SecurityGroupRule":{"IpProtocol":"icmp","FromPort":-1,"ToPort":-1,"CidrIpv6":"::/0"}},{"SecurityGroupRuleId":"sgr-2","SecurityGroupRule":{"IpProtocol":"tcp","FromPort":0,"ToPort":65535,"ReferencedGroupId":"sg-2"}}]}} => sg-1 icmp ::/0; tcp/0-65535 sg-2
ec2 CreateSecurityGroup => "requestParameters":{"groupName":"web","groupDescription":"x","vpcId":"vpc-1"},"responseElements":{"requestId":"r","_return":true,"groupId":"sg-1"} => sg-1 web in vpc-1
ec2 CreateVolume => "requestParameters":{"size":"8","zone":"eu-west-1a","snapshotId":"snap-1"},"responseElements":{"volumeId":"vol-1"} => vol-1 from snap-1
ec2 CreateSnapshot => "requestParameters":{"volumeId":"vol-1"},"responseElements":{"snapshotId":"snap-1","volumeId":"vol-1"} => snap-1 of vol-1
ec2 CreateSnapshots => "requestParameters":{"InstanceSpecification":{"InstanceId":"i-1"}},"responseElements":{"snapshotSet":{"items":[{"snapshotId":"snap-1"},{"snapshotId":"snap-2"}]}} => snap-1,snap-2 of i-1
ec2 CreateImage => "requestParameters":{"instanceId":"i-1","name":"copy"},"responseElements":{"imageId":"ami-1"} => ami-1 of i-1
ec2 CopySnapshot => "requestParameters":{"sourceRegion":"us-east-1","sourceSnapshotId":"snap-1"},"responseElements":{"snapshotId":"snap-2"} => snap-2 of snap-1 in us-east-1
ec2 ImportKeyPair => "requestParameters":{"keyName":"intruder","publicKeyMaterial":"c3No"},"responseElements":{"keyName":"intruder","keyPairId":"key-1"} => intruder key-1
ec2 AttachVolume => "requestParameters":{"volumeId":"vol-1","instanceId":"i-1","device":"/dev/sdf"} => vol-1 and i-1
ec2 ModifyImageAttribute => "requestParameters":{"imageId":"ami-1","launchPermission":{"add":{"items":[{"userId":"444455556666"},{"group":"all"}]}},"attributeType":"launchPermission"} => ami-1 shared with 444455556666,all
ec2 ModifySnapshotAttribute => "requestParameters":{"snapshotId":"snap-1","createVolumePermission":{"add":{"items":[{"userId":"444455556666"}]}},"attributeType":"CREATE_VOLUME_PERMISSION"} => snap-1 shared with 444455556666
ec2 ModifySnapshotAttribute => "requestParameters":{"snapshotId":"snap-1","createVolumePermission":{"remove":{"items":[{"group":"all"}]}}} => snap-1 no longer shared with all
ec2 CreateTags => "requestParameters":{"resourcesSet":{"items":[{"resourceId":"i-1"},{"resourceId":"vol-1"}]},"tagSet":{"items":[{"key":"Name","value":"x"}]}} => i-1,vol-1 Name
ec2 AssociateIamInstanceProfile => "requestParameters":{"AssociateIamInstanceProfileRequest":{"InstanceId":"i-1","IamInstanceProfile":{"Name":"admin"}}} => admin to i-1
ec2 CreateNetworkAclEntry => "requestParameters":{"networkAclId":"acl-1","ruleNumber":1,"egress":false,"ruleAction":"allow","aclProtocol":"-1","cidrBlock":"0.0.0.0/0"} => acl-1 allow protocol -1 0.0.0.0/0
ec2 CreateRoute => "requestParameters":{"routeTableId":"rtb-1","destinationCidrBlock":"0.0.0.0/0","gatewayId":"igw-1"} => rtb-1 0.0.0.0/0 via igw-1
ec2 CreateFlowLogs => "requestParameters":{"CreateFlowLogsRequest":{"ResourceId":{"tag":1,"content":"vpc-1"},"TrafficType":"ALL"}} => vpc-1
ec2 DeleteFlowLogs => "requestParameters":{"DeleteFlowLogsRequest":{"FlowLogId":{"tag":1,"content":"fl-1"}}} => fl-1
ec2-instance-connect SendSSHPublicKey => "requestParameters":{"instanceId":"i-1","osUser":"root","instanceOSUser":"root"} => i-1 as root
iam AttachRolePolicy => "requestParameters":{"roleName":"deploy","policyArn":"arn:aws:iam::aws:policy/PowerUserAccess"} => policy/PowerUserAccess to deploy
iam DetachGroupPolicy => "requestParameters":{"groupName":"ops","policyArn":"arn:aws:iam::111122223333:policy/limits"} => policy/limits from ops
iam PutUserPolicy => "requestParameters":{"userName":"mallory","policyName":"all","policyDocument":"{}"} => all to mallory
iam DeleteRolePolicy => "requestParameters":{"roleName":"deploy","policyName":"deny-all"} => deny-all from deploy
iam PutRolePermissionsBoundary => "requestParameters":{"roleName":"deploy","permissionsBoundary":"arn:aws:iam::111122223333:policy/edge"} => policy/edge to deploy
iam SetDefaultPolicyVersion => "requestParameters":{"policyArn":"arn:aws:iam::111122223333:policy/edge","versionId":"v3"} => policy/edge v3
iam CreatePolicy => "requestParameters":{"policyName":"edge"},"responseElements":{"policy":{"arn":"arn:aws:iam::111122223333:policy/edge"}} => policy/edge
iam CreateAccessKey => "requestParameters":null,"responseElements":{"accessKey":{"userName":"alice","accessKeyId":"AKIAEXAMPLE","status":"Active"}} => AKIAEXAMPLE for alice
iam CreateAccessKey => "requestParameters":{"userName":"mallory"},"responseElements":{"accessKey":{"userName":"mallory","accessKeyId":"AKIAEXAMPLE"}} => AKIAEXAMPLE for mallory
iam CreateAccessKey => "errorCode":"AccessDenied","requestParameters":{"userName":"mallory"},"responseElements":null => mallory
iam UpdateAccessKey => "requestParameters":{"userName":"bob","status":"Inactive","accessKeyId":"AKIAEXAMPLE"} => AKIAEXAMPLE of bob Inactive
iam UpdateLoginProfile => "requestParameters":{"userName":"bob","passwordResetRequired":false} => bob
iam CreateVirtualMFADevice => "requestParameters":{"virtualMFADeviceName":"m"},"responseElements":{"virtualMFADevice":{"serialNumber":"arn:aws:iam::111122223333:mfa/m"}} => mfa/m
iam DeactivateMFADevice => "requestParameters":{"userName":"bob","serialNumber":"arn:aws:iam::111122223333:mfa/bob"} => mfa/bob of bob
iam UpdateAssumeRolePolicy => "requestParameters":{"roleName":"admin","policyDocument":"{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":[\"arn:aws:iam::444455556666:root\",\"*\"],\"Service\":\"ec2.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"},{\"Effect\":\"Deny\",\"Principal\":\"x\"}]}"} => admin trusts 444455556666:root,*,ec2.amazonaws.com
iam UpdateAssumeRolePolicy => "requestParameters":{"roleName":"admin","policyDocument":"not json"} => admin
iam CreateRole => "requestParameters":{"roleName":"r","assumeRolePolicyDocument":"{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":\"*\"}}"} => r trusts *
iam AddUserToGroup => "requestParameters":{"userName":"bob","groupName":"admins"} => bob to admins
iam RemoveUserFromGroup => "requestParameters":{"userName":"bob","groupName":"admins"} => bob from admins
iam AddRoleToInstanceProfile => "requestParameters":{"roleName":"admin","instanceProfileName":"web"} => admin to web
iam CreateServiceSpecificCredential => "requestParameters":{"userName":"bob","serviceName":"bedrock.amazonaws.com"},"responseElements":{"serviceSpecificCredential":{"serviceSpecificCredentialId":"ACCAEXAMPLE"}} => ACCAEXAMPLE for bob
sts AssumeRole => "requestParameters":{"roleArn":"arn:aws:iam::444455556666:role/admin","roleSessionName":"x"} => 444455556666:role/admin as x
sts AssumeRoot => "requestParameters":{"targetPrincipal":"444455556666","taskPolicyArn":{"arn":"arn:aws:iam::aws:policy/root-task/IAMDeleteRootUserCredentials"}} => 444455556666 with policy/root-task/IAMDeleteRootUserCredentials
sts GetFederationToken => "requestParameters":{"name":"console"},"responseElements":{"federatedUser":{"arn":"arn:aws:sts::111122223333:federated-user/console"}} => federated-user/console
signin ConsoleLogin => "requestParameters":null,"responseElements":{"ConsoleLogin":"Failure"},"errorMessage":"Failed authentication","additionalEventData":{"LoginTo":"https://console.aws.amazon.com","MFAUsed":"Yes"} => Failure, MFA: Yes
signin SwitchRole => "responseElements":{"SwitchRole":"Success"},"additionalEventData":{"SwitchFrom":"arn:aws:iam::444455556666:user/eve","RedirectTo":"https://console.aws.amazon.com"} => Success from 444455556666:user/eve
signin CheckMfa => "responseElements":{"CheckMfa":"Failure"},"additionalEventData":{"MfaType":"Virtual MFA"} => Failure, MFA: Virtual MFA
signin CredentialVerification => "responseElements":null,"serviceEventDetails":{"CredentialVerification":"Failure"},"additionalEventData":{"CredentialType":"PASSWORD"} => Failure, PASSWORD
signin CredentialChallenge => "serviceEventDetails":{"CredentialChallenge":"Success"},"additionalEventData":{"CredentialType":"TOTP"} => Success, TOTP
signin UserAuthentication => "serviceEventDetails":{"UserAuthentication":"Success"},"additionalEventData":{"CredentialType":"PASSWORD,TOTP"} => Success, PASSWORD,TOTP
signin GetSigninToken => "responseElements":{"GetSigninToken":"Success"} => Success
signin PasswordRecoveryRequested => "responseElements":{"PasswordRecoveryRequested":"Success"} => Success
s3 PutBucketPolicy => "requestParameters":{"bucketName":"b","bucketPolicy":{"Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject"}]},"policy":""} => b allows *
s3 PutBucketAcl => "requestParameters":{"bucketName":"b","x-amz-acl":["public-read"],"acl":""} => b public-read
s3 PutObjectAcl => "requestParameters":{"bucketName":"b","key":"k/l","AccessControlPolicy":{"AccessControlList":{"Grant":[{"Grantee":{"URI":"http://acs.amazonaws.com/groups/global/AllUsers"},"Permission":"READ"}]}}} => b/k/l http://acs.amazonaws.com/groups/global/AllUsers
s3 PutBucketPublicAccessBlock => "requestParameters":{"bucketName":"b","publicAccessBlock":"","PublicAccessBlockConfiguration":{"BlockPublicAcls":true,"IgnorePublicAcls":true,"BlockPublicPolicy":false,"RestrictPublicBuckets":false}} => b policies: false ACLs: true
s3 PutBucketVersioning => "requestParameters":{"bucketName":"b","VersioningConfiguration":{"Status":"Suspended"}} => b Suspended
s3 PutBucketReplication => "requestParameters":{"bucketName":"b","ReplicationConfiguration":{"Rule":[{"Destination":{"Bucket":"arn:aws:s3:::elsewhere"}}]}} => b to elsewhere
s3 CopyObject => "requestParameters":{"bucketName":"b","key":"k","x-amz-copy-source":"c/l"} => b/k of c/l
s3 GetObject => "requestParameters":{"bucketName":"b","key":"k/l"} => b/k/l
s3 DeleteBucket => "requestParameters":{"bucketName":"b"} => b
rds ModifyDBInstance => "requestParameters":{"dBInstanceIdentifier":"orders","publiclyAccessible":true,"applyImmediately":true} => orders publicly accessible: true
rds ModifyDBSnapshotAttribute => "requestParameters":{"dBSnapshotIdentifier":"nightly","attributeName":"restore","valuesToAdd":["444455556666","all"]} => nightly shared with 444455556666,all
rds CreateDBClusterSnapshot => "requestParameters":{"dBClusterSnapshotIdentifier":"s","dBClusterIdentifier":"c"} => s of c
rds CopyDBSnapshot => "requestParameters":{"sourceDBSnapshotIdentifier":"rds:a","targetDBSnapshotIdentifier":"b"} => b of rds:a
rds RestoreDBInstanceFromDBSnapshot => "requestParameters":{"dBInstanceIdentifier":"copy","dBSnapshotIdentifier":"nightly","publiclyAccessible":true} => copy from nightly publicly accessible: true
rds StartExportTask => "requestParameters":{"exportTaskIdentifier":"x","sourceArn":"arn:aws:rds:eu-west-1:111122223333:snapshot:nightly","s3BucketName":"out"} => snapshot:nightly to out
ssm SendCommand => "requestParameters":{"documentName":"AWS-RunShellScript","instanceIds":["i-1","i-2"],"parameters":"HIDDEN_DUE_TO_SECURITY_REASONS"} => i-1,i-2 AWS-RunShellScript
ssm SendCommand => "requestParameters":{"documentName":"AWS-RunShellScript","targets":[{"key":"tag:env","values":["prod"]}],"instanceIds":[]} => prod AWS-RunShellScript
ssm StartSession => "requestParameters":{"target":"i-1"},"responseElements":{"sessionId":"alice-1"} => i-1
ssm GetParameters => "requestParameters":{"names":["/prod/db/password","/prod/api/key"],"withDecryption":true} => /prod/db/password,/prod/api/key
ssm ModifyDocumentPermission => "requestParameters":{"name":"doc","permissionType":"Share","accountIdsToAdd":["all"]} => doc shared with all
lambda CreateFunction20150331 => "requestParameters":{"functionName":"f","role":"arn:aws:iam::111122223333:role/admin"} => f as role/admin
lambda AddPermission20150331v2 => "requestParameters":{"functionName":"f","action":"lambda:InvokeFunction","principal":"*"} => f lambda:InvokeFunction to *
lambda UpdateFunctionCode20150331v2 => "requestParameters":{"functionName":"arn:aws:lambda:eu-west-1:111122223333:function:f"} => function:f
lambda CreateFunctionUrlConfig => "requestParameters":{"functionName":"f","authType":"NONE"} => f auth: NONE
lambda CreateEventSourceMapping20150331 => "requestParameters":{"functionName":"f","eventSourceArn":"arn:aws:sqs:eu-west-1:111122223333:jobs"} => f from jobs
kms Decrypt => "requestParameters":{"encryptionContext":{"name":"x"}},"resources":[{"type":"AWS::KMS::Key","ARN":"arn:aws:kms:eu-west-1:111122223333:key/0eee"}] => key/0eee
kms ScheduleKeyDeletion => "requestParameters":{"keyId":"0eee","pendingWindowInDays":7} => 0eee in 7 days
kms DisableKey => "requestParameters":{"keyId":"arn:aws:kms:eu-west-1:111122223333:key/0eee"} => key/0eee
kms CreateGrant => "requestParameters":{"keyId":"0eee","granteePrincipal":"arn:aws:iam::444455556666:root"} => 0eee to 444455556666:root
kms CreateKey => "requestParameters":{"policy":"{}"},"responseElements":{"keyMetadata":{"keyId":"0eee","arn":"arn:aws:kms:eu-west-1:111122223333:key/0eee"}} => key/0eee
kms PutKeyPolicy => "requestParameters":{"keyId":"0eee","policyName":"default","policy":"{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"*\"}}]}"} => 0eee allows *
secretsmanager GetSecretValue => "requestParameters":{"secretId":"arn:aws:secretsmanager:eu-west-1:111122223333:secret:prod/db-AbCdEf"} => secret:prod/db-AbCdEf
secretsmanager BatchGetSecretValue => "requestParameters":{"secretIdList":["a","b"]} => a,b
secretsmanager CreateSecret => "requestParameters":{"name":"prod/db"} => prod/db
cloudtrail StopLogging => "requestParameters":{"name":"arn:aws:cloudtrail:eu-west-1:111122223333:trail/main"} => trail/main
cloudtrail UpdateTrail => "requestParameters":{"name":"main","isMultiRegionTrail":false,"enableLogFileValidation":false} => main multi-Region: false validation: false
cloudtrail PutEventSelectors => "requestParameters":{"trailName":"main","eventSelectors":[{"readWriteType":"ReadOnly","includeManagementEvents":false}]} => main ReadOnly management events: false
guardduty CreateDetector => "requestParameters":{"enable":true},"responseElements":{"detectorId":"12ab"} => 12ab enabled: true
guardduty UpdateDetector => "requestParameters":{"detectorId":"12ab","enable":false} => 12ab enabled: false
guardduty CreateFilter => "requestParameters":{"detectorId":"12ab","name":"hide","action":"ARCHIVE"} => hide ARCHIVE
guardduty CreateIPSet => "requestParameters":{"detectorId":"12ab","name":"trusted","location":"https://s3.amazonaws.com/b/ips.txt"} => trusted https://s3.amazonaws.com/b/ips.txt
guardduty DisassociateMembers => "requestParameters":{"detectorId":"12ab","accountIds":["444455556666"]} => 444455556666
guardduty ArchiveFindings => "requestParameters":{"detectorId":"12ab","findingIds":["f1","f2"]} => f1,f2
organizations CreateAccount => "requestParameters":{"accountName":"HIDDEN_DUE_TO_SECURITY_REASONS"},"responseElements":{"createAccountStatus":{"id":"car-1","state":"IN_PROGRESS"}} => car-1
organizations InviteAccountToOrganization => "requestParameters":{"target":{"type":"ACCOUNT","id":"444455556666"}} => 444455556666
organizations RemoveAccountFromOrganization => "requestParameters":{"accountId":"444455556666"} => 444455556666
organizations MoveAccount => "requestParameters":{"accountId":"444455556666","sourceParentId":"r-1","destinationParentId":"ou-1"} => 444455556666 from r-1 to ou-1
organizations AttachPolicy => "requestParameters":{"policyId":"p-1","targetId":"ou-1"} => p-1 to ou-1
organizations DetachPolicy => "requestParameters":{"policyId":"p-1","targetId":"ou-1"} => p-1 from ou-1
organizations CreatePolicy => "requestParameters":{"name":"scp","content":"{}"},"responseElements":{"policy":{"policySummary":{"id":"p-1","name":"scp"}}} => p-1 scp
organizations RegisterDelegatedAdministrator => "requestParameters":{"accountId":"444455556666","servicePrincipal":"guardduty.amazonaws.com"} => 444455556666 for guardduty.amazonaws.com
config StopConfigurationRecorder => "requestParameters":{"configurationRecorderName":"default"} => default
config DeleteDeliveryChannel => "requestParameters":{"deliveryChannelName":"default"} => default
monitoring DeleteAlarms => "requestParameters":{"alarmNames":["root-login"]} => root-login
logs PutSubscriptionFilter => "requestParameters":{"logGroupName":"g","destinationArn":"arn:aws:logs:eu-west-1:444455556666:destination:d"} => g to 444455556666:destination:d
logs DeleteLogStream => "requestParameters":{"logGroupName":"g","logStreamName":"s"} => g s
events PutTargets => "requestParameters":{"rule":"r","targets":[{"id":"1","arn":"arn:aws:lambda:eu-west-1:111122223333:function:f"}]} => r to function:f
sso CreateAccountAssignment => "requestParameters":{"permissionSetArn":"arn:aws:sso:::permissionSet/ssoins-1/ps-1","principalId":"u-1","targetId":"444455556666"} => permissionSet/ssoins-1/ps-1 to u-1 in 444455556666
ram CreateResourceShare => "requestParameters":{"name":"s","resourceArns":["arn:aws:ec2:eu-west-1:111122223333:subnet/subnet-1"],"principals":["444455556666"]} => s subnet/subnet-1 to 444455556666
route53 ChangeResourceRecordSets => "requestParameters":{"hostedZoneId":"Z1","changeBatch":{"changes":[{"action":"UPSERT","resourceRecordSet":{"name":"www.example.com.","type":"A"}}]}} => Z1 UPSERT www.example.com.
iam CreateUser => "requestParameters":{"userName":"mallory"},"responseElements":{"user":{"userId":"AIDAEXAMPLE","userName":"mallory"}} => AIDAEXAMPLE mallory
ec2 CreateVpc => "requestParameters":{"cidrBlock":"10.0.0.0/16"},"responseElements":{"requestId":"r","vpc":{"vpcId":"vpc-1"}} => vpc-1
codepipeline StartPipelineExecution => "requestParameters":{"clientToken":"t","pipelineName":"release"} => release
iot AttachPolicy => "requestParameters":{"policyName":"p","target":"t"} => p
x Y => "requestParameters":null,"resources":[{"ARNPrefix":"p"},{"ARN":"arn:x"}] => arn:x
x Y => "requestParameters":{"limit":5} => 
"#;

/// Service, API name, other members, text.
fn calls() -> impl Iterator<Item = (&'static str, &'static str, &'static str, &'static str)> {
    CALLS.trim().lines().map(|line| {
        let parts: Vec<&str> = line.split(" =>").map(str::trim).collect();
        let (service, name) = parts[0].split_once(' ').unwrap();
        (service, name, parts[1], parts[2])
    })
}

fn shown(service: &str, name: &str, members: &str, arns: Arns) -> String {
    let record = format!(
        r#"{{"eventSource":"{service}.amazonaws.com","eventName":"{name}","recipientAccountId":"111122223333",{members}}}"#
    );
    let mut index = Index::default();
    target(&Event::parse(record.as_bytes(), &mut index).unwrap(), arns)
}

#[test]
fn calls_say_what_they_were_about() {
    for (service, name, members, expected) in calls() {
        assert_eq!(shown(service, name, members, Arns::Short), expected, "{service}:{name}");
    }
}

#[test]
fn each_row_is_well_formed_and_tested() {
    let lines = TABLE.lines().filter(|line| !line.is_empty()).count();
    assert_eq!(rows().count(), lines, "a row that cannot be read");
    let tested: HashSet<_> =
        calls().map(|(_, name, ..)| without_version(name.as_bytes())).collect();
    for (service, names, _) in rows() {
        assert!(names.split(' ').any(|name| tested.contains(name.as_bytes())), "{service} {names}");
    }
    assert!(lines >= 50);
}

#[test]
fn arns_are_whole_where_all_detail_is_wanted() {
    let members = r#""requestParameters":{"roleArn":"arn:aws:iam::444455556666:role/admin"}"#;
    let text = shown("sts", "AssumeRole", members, Arns::Whole);
    assert_eq!(text, "arn:aws:iam::444455556666:role/admin");
}

#[test]
fn only_what_is_known_is_left_out_of_arns() {
    for (arn, short) in [
        ("arn:aws:s3:::bucket/key", "bucket/key"),
        ("arn:aws-cn:iam::111122223333:user/a/b", "user/a/b"),
        ("arn:aws:iam::444455556666:user/a", "444455556666:user/a"),
        ("arn:aws:sns:eu-west-1:111122223333:t", "t"),
        ("arn:aws", "arn:aws"),
        ("arn:aws:s3:::", "arn:aws:s3:::"),
    ] {
        assert_eq!(shortened(arn.as_bytes(), b"111122223333"), short.as_bytes());
    }
}

#[test]
fn shapes_that_no_service_writes_do_no_harm() {
    for parameters in ["null", "\"text\"", "[]", "[[{}]]", "{}", "{\"ipPermissions\":[1,null]}"] {
        for (service, names, _) in rows() {
            for name in names.split(' ') {
                let members = format!(r#""requestParameters":{parameters},"responseElements":7"#);
                let _ = shown(service, name, &members, Arns::Short);
            }
        }
    }
}

#[test]
fn each_naming_parameter_has_its_place() {
    for (at, name) in super::NAMES.iter().enumerate() {
        assert_eq!(super::rank(name.as_bytes()), Some(at), "{name}");
    }
    assert_eq!(super::rank(b"encryptionContext"), None);
    assert_eq!(super::rank(b"requestId"), None);
}
