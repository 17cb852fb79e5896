//! The callers of the corpus: each number is one user, role session or service, with its address and client.

use super::random::{BASE32, HEX, Random};

/// The account of the corpus.
pub(crate) const ACCOUNT: &str = "111122223333";
/// The access key that occurs in three records.
pub(crate) const RARE_ACCESS_KEY: &str = "AKIARAREKEY000000001";

/// How many callers there are.
const POPULATION: usize = 3000;
const TEAMS: &[&str] =
    &["payments", "search", "ledger", "mobile", "data-platform", "billing", "edge", "identity"];
const DUTIES: &[&str] =
    &["api", "worker", "batch", "deploy", "readonly", "admin", "ingest", "scheduler"];
const NAMES: &[&str] = &[
    "ana", "bo", "chidi", "dewi", "emre", "farah", "goran", "hana", "ines", "jun", "kofi", "lena",
];
const SERVICES: &[&str] =
    &["cloudtrail", "lambda", "ec2", "autoscaling", "config", "delivery.logs", "eks", "rds"];
const AGENTS: &[&str] = &[
    "aws-cli/2.22.7 md/awscrt#0.23.4 ua/2.0 os/linux#6.8.0-1021-aws md/arch#x86_64 lang/python#3.12.6 md/command#s3.cp",
    "Boto3/1.35.36 md/Botocore#1.35.36 ua/2.0 os/linux#5.10.228-219.884.amzn2.x86_64 md/arch#x86_64 lang/python#3.11.10 exec-env/AWS_Lambda_python3.11",
    "aws-sdk-go-v2/1.32.2 ua/2.1 os/linux lang/go#1.23.2 md/GOOS#linux md/GOARCH#arm64 api/s3#1.66.0 m/E",
    "APN/1.0 HashiCorp/1.0 Terraform/1.9.8 (+https://www.terraform.io) terraform-provider-aws/5.74.0 (+https://registry.terraform.io/providers/hashicorp/aws)",
    "aws-sdk-java/2.29.6 md/io#sync md/http#Apache ua/2.1 os/Linux#5.15.0-1071-aws lang/java#21.0.5 md/en_US",
    "[aws-sdk-js/3.687.0 ua/2.1 os/linux#6.1.112-124.190.amzn2023.x86_64 lang/js md/nodejs#20.18.0 api/dynamodb#3.687.0 exec-env/AWS_ECS_FARGATE]",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36",
    "[S3Console/0.4, aws-internal/3 aws-sdk-java/1.12.750 Linux/5.10.226-192.879.amzn2int.x86_64 OpenJDK_64-Bit_Server_VM/25.412-b09]",
    "rclone/v1.68.1",
];

/// One caller, with everything about it that a record shows.
pub(crate) struct Principal {
    /// The value of `userIdentity`.
    pub(crate) identity: String,
    pub(crate) arn: String,
    pub(crate) address: String,
    pub(crate) agent: String,
    /// Whether an AWS service calls on its own behalf (it then shows no TLS details).
    pub(crate) is_service: bool,
}

impl Principal {
    /// One of the population; `since` is the start of its session.
    pub(crate) fn any(random: &mut Random, since: &str) -> Self {
        let number = random.below(POPULATION);
        let mut own = Random::new(number as u64 ^ 0xca11_e500);
        match number % 10 {
            0 | 1 | 6 => Self::user(&mut own, number, None),
            2..=4 => Self::service(&mut own),
            5 if number < 100 => Self::root(&mut own),
            _ => Self::session(&mut own, number, random, since),
        }
    }

    /// The user with the rare access key.
    pub(crate) fn rare() -> Self {
        Self::user(&mut Random::new(1), POPULATION, Some(RARE_ACCESS_KEY))
    }

    fn user(own: &mut Random, number: usize, access_key: Option<&str>) -> Self {
        let name = format!("{}.{}{number}", own.pick(NAMES), own.pick(TEAMS));
        let arn = format!("arn:aws:iam::{ACCOUNT}:user/{name}");
        let access_key = access_key.map_or_else(|| id(own, "AKIA", 16), str::to_owned);
        let identity = format!(
            r#"{{"type":"IAMUser","principalId":"{}","arn":"{arn}","accountId":"{ACCOUNT}","accessKeyId":"{access_key}","userName":"{name}"}}"#,
            id(own, "AIDA", 17),
        );
        Self {
            identity,
            arn,
            address: address(own),
            agent: own.pick(AGENTS).to_owned(),
            is_service: false,
        }
    }

    fn root(own: &mut Random) -> Self {
        let arn = format!("arn:aws:iam::{ACCOUNT}:root");
        let identity = format!(
            r#"{{"type":"Root","principalId":"{ACCOUNT}","arn":"{arn}","accountId":"{ACCOUNT}","accessKeyId":"{}"}}"#,
            id(own, "ASIA", 16),
        );
        Self {
            identity,
            arn,
            address: address(own),
            agent: own.pick(AGENTS).to_owned(),
            is_service: false,
        }
    }

    fn service(own: &mut Random) -> Self {
        let service = format!("{}.amazonaws.com", own.pick(SERVICES));
        let identity = format!(r#"{{"type":"AWSService","invokedBy":"{service}"}}"#);
        Self {
            identity,
            arn: service.clone(),
            address: service.clone(),
            agent: service,
            is_service: true,
        }
    }

    fn session(own: &mut Random, number: usize, now: &mut Random, since: &str) -> Self {
        let role = format!("{}-{}-{number}", own.pick(TEAMS), own.pick(DUTIES));
        let role_id = id(own, "AROA", 17);
        let session = match number % 3 {
            0 => format!("{}@example.com", own.pick(NAMES)),
            1 => format!("i-0{}", spelled(now, HEX, 16)),
            _ => format!("botocore-session-17{}", spelled(now, b"0123456789", 8)),
        };
        let arn = format!("arn:aws:sts::{ACCOUNT}:assumed-role/{role}/{session}");
        let mfa = number.is_multiple_of(3);
        let identity = format!(
            r#"{{"type":"AssumedRole","principalId":"{role_id}:{session}","arn":"{arn}","accountId":"{ACCOUNT}","accessKeyId":"{}","sessionContext":{{"sessionIssuer":{{"type":"Role","principalId":"{role_id}","arn":"arn:aws:iam::{ACCOUNT}:role/{role}","accountId":"{ACCOUNT}","userName":"{role}"}},"attributes":{{"creationDate":"{since}","mfaAuthenticated":"{mfa}"}}}}}}"#,
            id(now, "ASIA", 16),
        );
        Self {
            identity,
            arn,
            address: address(own),
            agent: own.pick(AGENTS).to_owned(),
            is_service: false,
        }
    }
}

fn id(random: &mut Random, prefix: &str, length: usize) -> String {
    format!("{prefix}{}", spelled(random, BASE32, length))
}

fn spelled(random: &mut Random, alphabet: &[u8], length: usize) -> String {
    let mut out = String::with_capacity(length);
    random.spell(&mut out, alphabet, length);
    out
}

/// An address of the documentation or private networks; never one of 203.0.113.0/24, where the rare address lies.
fn address(random: &mut Random) -> String {
    let (third, host) = (random.below(64), 1 + random.below(254));
    match random.below(4) {
        0 => format!("198.51.100.{host}"),
        1 => format!("192.0.2.{host}"),
        2 => format!("10.20.{third}.{host}"),
        _ => format!("2001:db8:{third:x}::{host:x}"),
    }
}
