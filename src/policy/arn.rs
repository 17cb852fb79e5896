//! ARNs: [`ArnParts`] for any of them, and a checked type for each kind of resource that policies name.
//!
//! A checked one is given as an ARN, or as a name with the Region and account of the resource. A name
//! that AWS does not allow is an error, and so is a partition that is not that of the Region.

use std::fmt;
use std::ops::{Deref, RangeInclusive};

use super::name::{Account, Refused, Region};

/// The parts of `arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE`, as written; only their number is
/// checked. For what AWS returns, in which any part but the resource may be empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ArnParts<'a> {
    /// `aws`, `aws-cn`, …
    pub partition: &'a str,
    /// `s3`, `sqs`, …
    pub service: &'a str,
    /// Empty for global services, and for S3.
    pub region: &'a str,
    /// Empty for S3.
    pub account: &'a str,
    /// Everything after the fifth colon: `trail/main`, `log-group:NAME:*`.
    pub resource: &'a str,
}

impl<'a> ArnParts<'a> {
    /// Splits an ARN; none if the text is not one.
    pub fn parse(text: &'a str) -> Option<Self> {
        let mut parts = text.splitn(6, ':');
        parts.next().filter(|first| *first == "arn")?;
        let mut part = || parts.next();
        let (partition, service, region, account) = (part()?, part()?, part()?, part()?);
        Some(Self { partition, service, region, account, resource: part()? })
    }
}

/// The Region of an ARN; empty if there is none.
pub fn region_of(arn: &str) -> &str {
    ArnParts::parse(arn).map_or("", |parts| parts.region)
}

/// The account of an ARN; empty if there is none.
pub fn account_of(arn: &str) -> &str {
    ArnParts::parse(arn).map_or("", |parts| parts.account)
}

/// The name of the resource of an ARN, without its type; of a plain name, the name itself.
pub fn name_of(arn: &str) -> &str {
    let Some(ArnParts { resource, .. }) = ArnParts::parse(arn) else { return arn };
    let name = resource.strip_prefix("log-group:").unwrap_or(resource).trim_end_matches(":*");
    let types = ["trail/", "key/", "role/"];
    types.iter().find_map(|kind| name.strip_prefix(kind)).unwrap_or(name)
}

/// The URL of a queue ("Amazon SQS queue and message identifiers", Amazon SQS Developer Guide); not
/// known for partitions that are not public.
pub fn queue_url(arn: &str) -> Option<String> {
    let ArnParts { partition, service, region, account, resource } = ArnParts::parse(arn)?;
    let domain = match partition {
        _ if service != "sqs" => return None,
        "aws" | "aws-us-gov" => "amazonaws.com",
        "aws-cn" => "amazonaws.com.cn",
        _ => return None,
    };
    Some(format!("https://sqs.{region}.{domain}/{account}/{resource}"))
}

/// Where a resource is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Home {
    /// The Region, which implies the partition of the ARN.
    pub region: Region,
    /// The account that owns it.
    pub account: Account,
}

/// A checked ARN: `arn:PARTITION:SERVICE:REGION:ACCOUNT:…`, with all of these.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arn {
    home: Home,
    kind: ArnKind,
    name: String,
}

/// A kind of resource, and the rules for its name.
#[derive(Clone, Debug)]
struct ArnKind {
    what: &'static str,
    service: &'static str,
    /// The text before the name.
    before: &'static str,
    /// Characters that the name may contain besides letters and digits.
    signs: &'static str,
    lengths: RangeInclusive<usize>,
    /// Whether these characters must each be between letters or digits.
    is_strict: bool,
}

impl Arn {
    /// Its Region and account.
    pub fn home(&self) -> &Home {
        &self.home
    }

    /// Its partition.
    pub fn partition(&self) -> &'static str {
        self.home.region.partition()
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    fn new(kind: ArnKind, written: &str, home: Option<&Home>) -> Result<Self, Refused> {
        if written.starts_with("arn:") {
            return Self::parse(kind, written);
        }
        let home = home.ok_or_else(|| {
            let rule = format!("write arn:PARTITION:{}:REGION:ACCOUNT:…", kind.service);
            Refused::new(format!("the ARN of a {}", kind.what), rule)
        })?;
        Self::named(kind, written, home.clone())
    }

    fn named(kind: ArnKind, name: &str, home: Home) -> Result<Self, Refused> {
        if !kind.allows(name) {
            let (least, most) = (kind.lengths.start(), kind.lengths.end());
            let strict =
                if kind.is_strict { ", no two of these signs together or at an end" } else { "" };
            let rule = format!(
                "it has {least} to {most} letters, digits and {}{strict}",
                spaced(kind.signs)
            );
            return Err(Refused::new(format!("the name of a {}", kind.what), rule));
        }
        Ok(Self { home, kind, name: name.to_owned() })
    }

    fn parse(kind: ArnKind, text: &str) -> Result<Self, Refused> {
        let refused = |rule: String| Refused::new(format!("the ARN of a {}", kind.what), rule);
        let Some(parts) = ArnParts::parse(text) else {
            return Err(refused("it has six parts with colons between them".to_owned()));
        };
        let ArnParts { partition, service, region, account, resource } = parts;
        let Some(name) = resource.strip_prefix(kind.before).filter(|_| service == kind.service)
        else {
            let (service, before) = (kind.service, kind.before);
            return Err(refused(format!(
                "one is arn:PARTITION:{service}:REGION:ACCOUNT:{before}NAME"
            )));
        };
        let home = Home { region: region.parse()?, account: account.parse()? };
        if home.region.partition() != partition {
            let rule = format!("the partition of {region} is {}", home.region.partition());
            return Err(refused(rule));
        }
        // DescribeLogGroups returns ARNs with this suffix.
        let name = if kind.service == "logs" { name.trim_end_matches(":*") } else { name };
        Self::named(kind, name, home)
    }
}

impl ArnKind {
    fn allows(&self, name: &str) -> bool {
        let is_sign = |c: char| self.signs.contains(c);
        let mut parts = name.split(is_sign);
        self.lengths.contains(&name.len())
            && name.chars().all(|c| c.is_ascii_alphanumeric() || is_sign(c))
            && (!self.is_strict || parts.all(|part| !part.is_empty()))
    }
}

fn spaced(signs: &str) -> String {
    signs.chars().map(String::from).collect::<Vec<_>>().join(" ")
}

impl PartialEq for ArnKind {
    fn eq(&self, other: &Self) -> bool {
        self.what == other.what
    }
}

impl Eq for ArnKind {}

impl fmt::Display for Arn {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ArnKind { service, before, .. } = self.kind;
        let Home { region, account } = &self.home;
        let partition = self.partition();
        write!(formatter, "arn:{partition}:{service}:{region}:{account}:{before}{}", self.name)
    }
}

/// A type for each kind of resource.
macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $kind:expr;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct $name(Arn);

        impl $name {
            /// Parses an ARN; or a name, if the home is given.
            ///
            /// # Errors
            /// The text is neither, or a name without a home.
            pub fn new(written: &str, home: Option<&Home>) -> Result<Self, Refused> {
                Arn::new($kind, written, home).map(Self)
            }
        }

        impl Deref for $name {
            type Target = Arn;

            fn deref(&self) -> &Arn {
                &self.0
            }
        }
    )*};
}

kinds! {
    /// A trail, in its home Region.
    Trail = ArnKind {
        what: "trail", service: "cloudtrail", before: "trail/",
        signs: "._-", lengths: 3..=128, is_strict: true,
    };
    /// A queue.
    Queue = ArnKind {
        what: "queue", service: "sqs", before: "",
        signs: "-_.", lengths: 1..=80, is_strict: false,
    };
    /// A topic.
    Topic = ArnKind {
        what: "topic", service: "sns", before: "",
        signs: "-_.", lengths: 1..=256, is_strict: false,
    };
    /// A KMS key; not an alias, which policies cannot name.
    Key = ArnKind {
        what: "KMS key", service: "kms", before: "key/",
        signs: "-", lengths: 1..=64, is_strict: true,
    };
    /// A log group of CloudWatch Logs.
    LogGroup = ArnKind {
        what: "log group", service: "logs", before: "log-group:",
        signs: "_-/.#", lengths: 1..=512, is_strict: false,
    };
}

/// Trails that write to the same place: at least one, all in one partition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trails {
    trails: Vec<Trail>,
    partition: &'static str,
}

impl Trails {
    /// Trails in one partition: partitions share no resources.
    ///
    /// # Errors
    /// There are none, or they are in several partitions.
    pub fn new(trails: Vec<Trail>) -> Result<Self, Refused> {
        let Some(partition) = trails.first().map(|trail| trail.partition()) else {
            return Err(Refused::new("a list of trails", "it has at least one"));
        };
        if let Some(other) = trails.iter().find(|trail| trail.partition() != partition) {
            let rule = format!("{partition} and {} share nothing", other.partition());
            return Err(Refused::new("a list of trails", rule));
        }
        Ok(Self { trails, partition })
    }

    /// Their partition.
    pub fn partition(&self) -> &'static str {
        self.partition
    }

    /// Their ARNs, each once.
    pub fn arns(&self) -> Vec<String> {
        once(self.trails.iter().map(|trail| trail.to_string()))
    }

    /// Their accounts, each once.
    pub fn accounts(&self) -> Vec<String> {
        once(self.trails.iter().map(|trail| trail.home().account.to_string()))
    }
}

impl From<Trail> for Trails {
    fn from(trail: Trail) -> Self {
        Self { partition: trail.partition(), trails: vec![trail] }
    }
}

fn once(texts: impl Iterator<Item = String>) -> Vec<String> {
    let mut known = Vec::new();
    for text in texts {
        if !known.contains(&text) {
            known.push(text);
        }
    }
    known
}

#[cfg(test)]
mod tests {
    use super::*;

    fn home() -> Home {
        let region = "cn-north-1".parse().unwrap();
        Home { region, account: "111122223333".parse().unwrap() }
    }

    #[test]
    fn name_with_home_or_arn_is_accepted() {
        let arn = "arn:aws-cn:cloudtrail:cn-north-1:111122223333:trail/main";
        let trail = Trail::new("main", Some(&home())).unwrap();
        assert_eq!(trail.to_string(), arn);
        assert_eq!(Trail::new(arn, None).unwrap(), trail);
        assert_eq!((trail.name(), trail.home()), ("main", &home()));
        let group =
            LogGroup::new("arn:aws:logs:us-east-1:111122223333:log-group:aws/trail:*", None);
        assert_eq!(group.unwrap().name(), "aws/trail");
    }

    #[test]
    fn other_arns_are_rejected() {
        let bad = [
            "main",
            "arn:",
            "arn:aws:cloudtrail:us-east-1:111122223333",
            "arn:aws:sqs:us-east-1:111122223333:main",
            "arn:aws:cloudtrail:us-east-1:111122223333:channel/main",
            "arn:aws:cloudtrail:us-east-1:1111:trail/main",
            "arn:aws:cloudtrail:*:111122223333:trail/main",
            "arn:aws:cloudtrail:us-east-1:111122223333:trail/*",
            "arn:aws:cloudtrail:us-east-1:111122223333:trail/",
            "arn:aws:cloudtrail:us-east-1:111122223333:trail/ab",
            "arn:aws:cloudtrail:us-east-1:111122223333:trail/a._b",
            "arn:aws:cloudtrail:us-east-1:111122223333:trail/main-",
            "arn:aws:cloudtrail:cn-north-1:111122223333:trail/main",
        ];
        for text in bad {
            assert!(Trail::new(text, None).is_err(), "{text}");
        }
        let error = Trail::new(bad[12], None).unwrap_err().to_string();
        assert_eq!(error, "not the ARN of a trail: the partition of cn-north-1 is aws-cn");
        assert!(Queue::new("a b", Some(&home())).is_err());
        assert!(Key::new("arn:aws:kms:us-east-1:111122223333:alias/logs", None).is_err());
    }

    #[test]
    fn trails_must_be_in_one_partition() {
        let trail = |text: &str| Trail::new(text, None).unwrap();
        let here = trail("arn:aws-cn:cloudtrail:cn-north-1:111122223333:trail/main");
        let there = trail("arn:aws:cloudtrail:us-east-1:111122223333:trail/main");
        assert!(Trails::new(Vec::new()).is_err());
        assert!(Trails::new(vec![here.clone(), there]).is_err());
        let twice = Trails::new(vec![here.clone(), here]).unwrap();
        assert_eq!((twice.arns().len(), twice.accounts()), (1, vec!["111122223333".to_owned()]));
    }
}
