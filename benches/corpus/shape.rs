//! The kinds of record in the corpus: how often each occurs, and its members.
//!
//! `object` replaces `$word`. Everything else is literal JSON.

/// One kind of record. Empty members are left out of the record.
pub(crate) struct Shape {
    /// How many of 1,000 records are of this kind.
    pub(crate) weight: usize,
    /// The eventSource, without `.amazonaws.com`.
    pub(crate) service: &'static str,
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    pub(crate) request: &'static str,
    pub(crate) response: &'static str,
    pub(crate) additional: &'static str,
    pub(crate) resources: &'static str,
    /// The host name of the request, if it is not `SERVICE.REGION.amazonaws.com`.
    pub(crate) host: &'static str,
}

/// The category of a record.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A management event that only reads.
    Read,
    /// A management event that changes something.
    Write,
    /// A data event that only reads.
    DataRead,
    /// A data event that changes something.
    DataWrite,
    /// A console sign-in.
    SignIn,
}

/// The default members.
const SHAPE: Shape = Shape {
    weight: 0,
    service: "",
    name: "",
    kind: Kind::Read,
    request: "null",
    response: "null",
    additional: "",
    resources: "",
    host: "",
};

const S3_HOST: &str = "$bucket.s3.$region.amazonaws.com";
const S3_OBJECT: &str = r#"[{"type":"AWS::S3::Object","ARN":"arn:aws:s3:::$bucket/$key"},{"accountId":"$account","type":"AWS::S3::Bucket","ARN":"arn:aws:s3:::$bucket"}]"#;
const S3_REQUEST: &str =
    r#"{"bucketName":"$bucket","Host":"$bucket.s3.$region.amazonaws.com","key":"$key"}"#;
const S3_READ: &str = r#"{"SignatureVersion":"SigV4","CipherSuite":"TLS_AES_128_GCM_SHA256","bytesTransferredIn":0,"SSEApplied":"SSE_KMS","AuthenticationMethod":"AuthHeader","x-amz-id-2":"$token","bytesTransferredOut":$size}"#;
const KMS_KEY: &str = r#"[{"accountId":"$account","type":"AWS::KMS::Key","ARN":"arn:aws:kms:$region:$account:key/$kms"}]"#;
const LAMBDA: &str = r#"[{"accountId":"$account","type":"AWS::Lambda::Function","ARN":"arn:aws:lambda:$region:$account:function:$function"}]"#;

/// The shape of the rare event.
pub(crate) const DELETE_TRAIL: Shape = Shape {
    service: "cloudtrail",
    name: "DeleteTrail",
    kind: Kind::Write,
    request: r#"{"name":"arn:aws:cloudtrail:$region:$account:trail/$bucket"}"#,
    ..SHAPE
};

/// Every other shape; the weights sum to 1,000.
pub(crate) const SHAPES: &[Shape] = &[
    Shape {
        weight: 168,
        service: "s3",
        name: "GetObject",
        kind: Kind::DataRead,
        request: S3_REQUEST,
        additional: S3_READ,
        resources: S3_OBJECT,
        host: S3_HOST,
        ..SHAPE
    },
    Shape {
        weight: 80,
        service: "s3",
        name: "PutObject",
        kind: Kind::DataWrite,
        request: r#"{"bucketName":"$bucket","Host":"$bucket.s3.$region.amazonaws.com","x-amz-acl":"bucket-owner-full-control","x-amz-server-side-encryption":"aws:kms","key":"$key"}"#,
        response: r#"{"x-amz-server-side-encryption":"aws:kms","x-amz-server-side-encryption-aws-kms-key-id":"arn:aws:kms:$region:$account:key/$kms"}"#,
        additional: r#"{"SignatureVersion":"SigV4","CipherSuite":"TLS_AES_128_GCM_SHA256","bytesTransferredIn":$size.0,"SSEApplied":"SSE_KMS","AuthenticationMethod":"AuthHeader","x-amz-id-2":"$token","bytesTransferredOut":0.0}"#,
        resources: S3_OBJECT,
        host: S3_HOST,
    },
    Shape {
        weight: 30,
        service: "s3",
        name: "HeadObject",
        kind: Kind::DataRead,
        request: S3_REQUEST,
        additional: S3_READ,
        resources: S3_OBJECT,
        host: S3_HOST,
        ..SHAPE
    },
    Shape {
        weight: 30,
        service: "s3",
        name: "ListObjects",
        kind: Kind::DataRead,
        request: r#"{"list-type":"2","bucketName":"$bucket","encoding-type":"url","prefix":"raw/2026/","delimiter":"/","Host":"$bucket.s3.$region.amazonaws.com"}"#,
        additional: S3_READ,
        resources: r#"[{"type":"AWS::S3::Object","ARNPrefix":"arn:aws:s3:::$bucket/"},{"accountId":"$account","type":"AWS::S3::Bucket","ARN":"arn:aws:s3:::$bucket"}]"#,
        host: S3_HOST,
        ..SHAPE
    },
    Shape {
        weight: 22,
        service: "s3",
        name: "GetBucketAcl",
        request: r#"{"bucketName":"$bucket","Host":"$bucket.s3.$region.amazonaws.com","acl":""}"#,
        additional: S3_READ,
        resources: r#"[{"accountId":"$account","type":"AWS::S3::Bucket","ARN":"arn:aws:s3:::$bucket"}]"#,
        host: S3_HOST,
        ..SHAPE
    },
    Shape {
        weight: 110,
        service: "kms",
        name: "Decrypt",
        request: r#"{"encryptionContext":{"aws:s3:arn":"arn:aws:s3:::$bucket/$key"},"encryptionAlgorithm":"SYMMETRIC_DEFAULT"}"#,
        resources: KMS_KEY,
        ..SHAPE
    },
    Shape {
        weight: 70,
        service: "kms",
        name: "GenerateDataKey",
        request: r#"{"keyId":"arn:aws:kms:$region:$account:key/$kms","encryptionContext":{"aws:cloudtrail:arn":"arn:aws:cloudtrail:$region:$account:trail/audit","aws:s3:arn":"arn:aws:s3:::$bucket/$key"},"keySpec":"AES_256"}"#,
        resources: KMS_KEY,
        ..SHAPE
    },
    Shape {
        weight: 90,
        service: "sts",
        name: "AssumeRole",
        request: r#"{"roleArn":"arn:aws:iam::$account:role/service-role/$function-role","roleSessionName":"$function","durationSeconds":3600}"#,
        response: r#"{"credentials":{"accessKeyId":"$temporary","sessionToken":"$token$token","expiration":"Mar 9, 2026, 7:25:09 PM"},"assumedRoleUser":{"assumedRoleId":"AROA3X6M2QJ7K5LTZ4PWN:$function","arn":"arn:aws:sts::$account:assumed-role/$function-role/$function"}}"#,
        resources: r#"[{"accountId":"$account","type":"AWS::IAM::Role","ARN":"arn:aws:iam::$account:role/service-role/$function-role"}]"#,
        ..SHAPE
    },
    Shape { weight: 19, service: "sts", name: "GetCallerIdentity", ..SHAPE },
    Shape {
        weight: 65,
        service: "ec2",
        name: "DescribeInstances",
        request: r#"{"maxResults":1000,"instancesSet":{"items":[{"instanceId":"i-0$hex"},{"instanceId":"i-0$hex"}]},"filterSet":{"items":[{"name":"instance-state-name","valueSet":{"items":[{"value":"running"},{"value":"pending"}]}}]}}"#,
        ..SHAPE
    },
    Shape {
        weight: 36,
        service: "ec2",
        name: "DescribeNetworkInterfaces",
        request: r#"{"networkInterfaceIdSet":{"items":[{"networkInterfaceId":"eni-0$hex"}]},"filterSet":{}}"#,
        ..SHAPE
    },
    Shape {
        weight: 6,
        service: "ec2",
        name: "RunInstances",
        kind: Kind::Write,
        request: r#"{"instancesSet":{"items":[{"imageId":"ami-0$hex","minCount":1,"maxCount":2}]},"instanceType":"m7g.large","blockDeviceMapping":{"items":[{"deviceName":"/dev/xvda","ebs":{"volumeSize":64,"deleteOnTermination":true,"volumeType":"gp3","encrypted":true}}]},"monitoring":{"enabled":false},"disableApiTermination":false,"clientToken":"$uuid","tagSpecificationSet":{"items":[{"resourceType":"instance","tags":[{"key":"Name","value":"$function"},{"key":"cost-centre","value":"R&D 7"}]}]}}"#,
        response: r#"{"requestId":"$uuid","reservationId":"r-0$hex","ownerId":"$account","groupSet":{},"instancesSet":{"items":[{"instanceId":"i-0$hex","imageId":"ami-0$hex","instanceState":{"code":0,"name":"pending"},"privateDnsName":"ip-10-20-1-7.$region.compute.internal","amiLaunchIndex":0,"productCodes":{},"instanceType":"m7g.large","launchTime":1772445600000,"placement":{"availabilityZone":"$region\u0061","tenancy":"default"},"monitoring":{"state":"disabled"},"subnetId":"subnet-0$hex","vpcId":"vpc-0$hex","privateIpAddress":"10.20.1.7","stateReason":{"code":"pending","message":"pending"},"architecture":"arm64","rootDeviceType":"ebs","rootDeviceName":"/dev/xvda","blockDeviceMapping":{},"virtualizationType":"hvm","hypervisor":"xen","tagSet":{"items":[{"key":"Name","value":"$function"}]},"networkInterfaceSet":{"items":[{"networkInterfaceId":"eni-0$hex","status":"in-use","groupSet":{"items":[{"groupId":"sg-0$hex","groupName":"default"}]}}]}}]}}"#,
        ..SHAPE
    },
    Shape {
        weight: 10,
        service: "ec2",
        name: "AuthorizeSecurityGroupIngress",
        kind: Kind::Write,
        request: r#"{"groupId":"sg-0$hex","ipPermissions":{"items":[{"ipProtocol":"tcp","fromPort":443,"toPort":443,"groups":{},"ipRanges":{"items":[{"cidrIp":"10.20.0.0/16","description":"inside \"only\""}]},"ipv6Ranges":{},"prefixListIds":{}}]}}"#,
        response: r#"{"requestId":"$uuid","_return":true,"securityGroupRuleSet":{"items":[{"groupOwnerId":"$account","groupId":"sg-0$hex","securityGroupRuleId":"sgr-0$hex","isEgress":false,"ipProtocol":"tcp","fromPort":443,"toPort":443,"cidrIpv4":"10.20.0.0/16"}]}}"#,
        ..SHAPE
    },
    Shape {
        weight: 12,
        service: "iam",
        name: "GetRole",
        request: r#"{"roleName":"$function-role"}"#,
        host: "iam.amazonaws.com",
        ..SHAPE
    },
    Shape {
        weight: 10,
        service: "iam",
        name: "PutRolePolicy",
        kind: Kind::Write,
        request: r#"{"roleName":"$function-role","policyName":"inline","policyDocument":"{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [\n    {\n      \"Effect\": \"Allow\",\n      \"Action\": [\"s3:GetObject\", \"s3:PutObject\"],\n      \"Resource\": \"arn:aws:s3:::$bucket/*\",\n      \"Condition\": {\"StringLike\": {\"aws:PrincipalArn\": \"arn:aws:iam::$account:role/*\"}}\n    }\n  ]\n}"}"#,
        host: "iam.amazonaws.com",
        ..SHAPE
    },
    Shape {
        weight: 5,
        service: "iam",
        name: "CreateRole",
        kind: Kind::Write,
        request: r#"{"path":"/service-role/","roleName":"$function-role","description":"made by \\\\ci\\deploy","assumeRolePolicyDocument":"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"lambda.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}"}"#,
        response: r#"{"role":{"path":"/service-role/","roleName":"$function-role","roleId":"AROA3X6M2QJ7K5LTZ4PWN","arn":"arn:aws:iam::$account:role/service-role/$function-role","createDate":"Mar 9, 2026, 6:25:09 PM","assumeRolePolicyDocument":"%7B%22Version%22%3A%222012-10-17%22%2C%22Statement%22%3A%5B%7B%22Effect%22%3A%22Allow%22%2C%22Principal%22%3A%7B%22Service%22%3A%22lambda.amazonaws.com%22%7D%2C%22Action%22%3A%22sts%3AAssumeRole%22%7D%5D%7D"}}"#,
        host: "iam.amazonaws.com",
        ..SHAPE
    },
    Shape {
        weight: 7,
        service: "signin",
        name: "ConsoleLogin",
        kind: Kind::SignIn,
        response: r#"{"ConsoleLogin":"Success"}"#,
        additional: r#"{"LoginTo":"https://console.aws.amazon.com/console/home?hashArgs=%23&isauthcode=true&state=hashArgsFromTB_$region\u0026nc2=h_ct","MobileVersion":"No","MFAUsed":"Yes","MFAIdentifier":"arn:aws:iam::$account:mfa/phone"}"#,
        host: "signin.aws.amazon.com",
        ..SHAPE
    },
    Shape {
        weight: 50,
        service: "lambda",
        name: "Invoke",
        kind: Kind::DataWrite,
        request: r#"{"functionName":"arn:aws:lambda:$region:$account:function:$function","invocationType":"RequestResponse","clientContext":"eyJ0cmFjZSI6Im9uIn0="}"#,
        additional: r#"{"functionVersion":"arn:aws:lambda:$region:$account:function:$function:$LATEST"}"#,
        resources: LAMBDA,
        ..SHAPE
    },
    Shape {
        weight: 20,
        service: "lambda",
        name: "GetFunction20150331v2",
        request: r#"{"functionName":"$function"}"#,
        ..SHAPE
    },
    Shape {
        weight: 5,
        service: "lambda",
        name: "UpdateFunctionCode20150331v2",
        kind: Kind::Write,
        request: r#"{"functionName":"$function","s3Bucket":"$bucket","s3Key":"$key","publish":true,"dryRun":false}"#,
        response: r#"{"functionName":"$function","functionArn":"arn:aws:lambda:$region:$account:function:$function","runtime":"python3.12","role":"arn:aws:iam::$account:role/service-role/$function-role","handler":"app.handler","codeSize":$size,"description":"","timeout":30,"memorySize":512,"lastModified":"$time","codeSha256":"$digest","version":"41","tracingConfig":{"mode":"PassThrough"},"revisionId":"$uuid","state":"Active","packageType":"Zip","architectures":["arm64"]}"#,
        resources: LAMBDA,
        ..SHAPE
    },
    Shape {
        weight: 30,
        service: "ssm",
        name: "GetParameters",
        request: r#"{"withDecryption":true,"names":["/$function/url","/$function/token"]}"#,
        resources: r#"[{"accountId":"$account","ARN":"arn:aws:ssm:$region:$account:parameter/$function/url"},{"accountId":"$account","ARN":"arn:aws:ssm:$region:$account:parameter/$function/token"}]"#,
        ..SHAPE
    },
    Shape {
        weight: 35,
        service: "dynamodb",
        name: "GetItem",
        kind: Kind::DataRead,
        request: r#"{"tableName":"$function","key":{"id":"HIDDEN_DUE_TO_SECURITY_REASONS"},"consistentRead":false,"returnConsumedCapacity":"NONE"}"#,
        resources: r#"[{"accountId":"$account","type":"AWS::DynamoDB::Table","ARN":"arn:aws:dynamodb:$region:$account:table/$function"}]"#,
        ..SHAPE
    },
    Shape {
        weight: 45,
        service: "logs",
        name: "CreateLogStream",
        kind: Kind::Write,
        request: r#"{"logGroupName":"/aws/lambda/$function","logStreamName":"2026/03/09/[$LATEST]$digest"}"#,
        ..SHAPE
    },
    Shape {
        weight: 20,
        service: "secretsmanager",
        name: "GetSecretValue",
        request: r#"{"secretId":"arn:aws:secretsmanager:$region:$account:secret:$function-Qx7Lk2","versionStage":"AWSCURRENT"}"#,
        ..SHAPE
    },
    Shape {
        weight: 15,
        service: "monitoring",
        name: "DescribeAlarms",
        request: r#"{"alarmNamePrefix":"$function","maxRecords":100}"#,
        ..SHAPE
    },
    Shape {
        weight: 10,
        service: "cloudtrail",
        name: "LookupEvents",
        request: r#"{"startTime":"Mar 8, 2026, 12:00:00 AM","maxResults":50}"#,
        ..SHAPE
    },
];
