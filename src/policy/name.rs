//! Checked names for policies: accounts, Regions, organizations, buckets, prefixes.
//!
//! A name that AWS does not allow is an error, so that no wildcard and no policy variable gets into a
//! policy. Knows nothing of policies.

use std::fmt;
use std::str::FromStr;

/// A name that is not allowed, and the rule that it breaks.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not {what}: {rule}")]
pub struct Refused {
    /// `an account`, `the ARN of a queue`.
    pub what: String,
    /// The rule.
    pub rule: String,
}

impl Refused {
    pub(super) fn new(what: impl Into<String>, rule: impl Into<String>) -> Self {
        Self { what: what.into(), rule: rule.into() }
    }
}

/// An account id: 12 digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account(String);

/// The name of a Region.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region(String);

/// The id of an organization: `o-…`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrganizationId(String);

/// The name of a bucket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BucketName(String);

/// The prefix of object keys before `AWSLogs`; may be empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prefix(String);

/// The external id that a third party passes to assume a role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExternalId(String);

impl Region {
    /// The partition of its ARNs ("AWS partitions", AWS General Reference).
    pub fn partition(&self) -> &'static str {
        partition(&self.0)
    }
}

impl Prefix {
    /// The start of every key: empty, or the prefix with a slash.
    pub fn path(&self) -> String {
        if self.0.is_empty() { String::new() } else { format!("{}/", self.0) }
    }
}

impl FromStr for Account {
    type Err = Refused;

    fn from_str(text: &str) -> Result<Self, Refused> {
        let is_account = text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit());
        is_account
            .then(|| Self(text.to_owned()))
            .ok_or_else(|| Refused::new("an account", "it has 12 digits"))
    }
}

impl FromStr for Region {
    type Err = Refused;

    fn from_str(text: &str) -> Result<Self, Refused> {
        let words: Vec<&str> = text.split('-').collect();
        let is_word = |word: &&str| {
            (2..=16).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_lowercase())
        };
        let is_region = match words.as_slice() {
            [names @ .., number] => {
                (2..=4).contains(&names.len())
                    && names.iter().all(is_word)
                    && matches!(number.len(), 1 | 2)
                    && number.bytes().all(|byte| byte.is_ascii_digit())
            }
            [] => false,
        };
        is_region
            .then(|| Self(text.to_owned()))
            .ok_or_else(|| Refused::new("a region", "one is written like eu-west-1"))
    }
}

impl FromStr for OrganizationId {
    type Err = Refused;

    fn from_str(text: &str) -> Result<Self, Refused> {
        let is_byte = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
        text.strip_prefix("o-")
            .filter(|id| (10..=32).contains(&id.len()) && id.bytes().all(is_byte))
            .map(|_| Self(text.to_owned()))
            .ok_or_else(|| {
                let rule = "it is o- and 10 to 32 small letters and digits, like o-a1b2c3d4e5";
                Refused::new("an organization", rule)
            })
    }
}

impl FromStr for BucketName {
    type Err = Refused;

    /// "General purpose bucket naming rules", Amazon S3 User Guide.
    fn from_str(text: &str) -> Result<Self, Refused> {
        let is_edge = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
        let bytes = text.as_bytes();
        let is_bucket = (3..=63).contains(&bytes.len())
            && bytes.iter().all(|byte| is_edge(byte) || matches!(byte, b'.' | b'-'))
            && bytes.first().is_some_and(is_edge)
            && bytes.last().is_some_and(is_edge)
            && !text.contains("..")
            && text.parse::<std::net::Ipv4Addr>().is_err();
        is_bucket.then(|| Self(text.to_owned())).ok_or_else(|| {
            let rule = "it has 3 to 63 small letters, digits, dots and hyphens, begins and ends \
                        with a letter or digit, and is no address";
            Refused::new("the name of a bucket", rule)
        })
    }
}

impl FromStr for Prefix {
    type Err = Refused;

    /// A slash at the end is allowed: it is the one before `AWSLogs`.
    fn from_str(text: &str) -> Result<Self, Refused> {
        let whole = text;
        let text = whole.strip_suffix('/').unwrap_or(whole);
        let is_wild = |c: char| matches!(c, '*' | '?' | '$') || c.is_control();
        let is_prefix = text.chars().count() <= 200
            && !whole.starts_with('/')
            && !text.ends_with('/')
            && !text.contains(is_wild);
        is_prefix.then(|| Self(text.to_owned())).ok_or_else(|| {
            let rule = "it has up to 200 characters, none of them * ? $, and no slash at its ends";
            Refused::new("a prefix", rule)
        })
    }
}

impl FromStr for ExternalId {
    type Err = Refused;

    fn from_str(text: &str) -> Result<Self, Refused> {
        let is_byte = |byte: u8| byte.is_ascii_alphanumeric() || b"+=,.@:/-_".contains(&byte);
        let is_id = (2..=1224).contains(&text.len()) && text.bytes().all(is_byte);
        is_id.then(|| Self(text.to_owned())).ok_or_else(|| {
            let rule = "it has 2 to 1,224 letters, digits and + = , . @ : / - _";
            Refused::new("an external id", rule)
        })
    }
}

/// The partition of a Region, whatever its name looks like.
pub fn partition(region: &str) -> &'static str {
    match region.split_once('-').map(|(first, rest)| (first, rest.split('-').next())) {
        Some(("cn", _)) => "aws-cn",
        Some(("us", Some("gov"))) => "aws-us-gov",
        Some(("us", Some("iso"))) => "aws-iso",
        Some(("us", Some("isob"))) => "aws-iso-b",
        Some(("eu", Some("isoe"))) => "aws-iso-e",
        Some(("us", Some("isof"))) => "aws-iso-f",
        Some(("eusc", _)) => "aws-eusc",
        _ => "aws",
    }
}

macro_rules! impl_display {
    ($($name:ident)*) => {$(
        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(&self.0)
            }
        }
    )*};
}

impl_display!(Account Region OrganizationId BucketName Prefix ExternalId);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn region_implies_the_partition() {
        let table = [
            ("eu-west-1", "aws"),
            ("cn-northwest-1", "aws-cn"),
            ("us-gov-east-1", "aws-us-gov"),
            ("us-iso-east-1", "aws-iso"),
            ("us-isob-east-1", "aws-iso-b"),
            ("eu-isoe-west-1", "aws-iso-e"),
            ("us-isof-south-1", "aws-iso-f"),
            ("eusc-de-east-1", "aws-eusc"),
            ("nonsense", "aws"),
        ];
        for (region, expected) in table {
            assert_eq!(partition(region), expected, "{region}");
        }
    }

    fn check<T: FromStr<Err = Refused> + fmt::Display>(good: &[&str], bad: &[&str]) {
        for text in good {
            assert_eq!(text.parse::<T>().map(|it| it.to_string()).as_deref(), Ok(*text));
        }
        for text in bad {
            assert!(text.parse::<T>().is_err(), "{text:?}");
        }
    }

    #[test]
    fn names_follow_the_rules_of_aws() {
        check::<Account>(
            &["111122223333", "000000000000"],
            &["", "11112222333", "1111222233334", "11112222333x", "١١١١٢٢"],
        );
        check::<Region>(
            &["us-east-1", "us-gov-west-1", "us-isob-east-1", "eusc-de-east-1", "ap-southeast-12"],
            &["", "-", "useast1", "us-east", "us-east-", "US-EAST-1", "us--1", "us-east-1a", "*"],
        );
        check::<OrganizationId>(
            &["o-a1b2c3d4e5", "o-abcdefghijklmnopqrstuvwxyz012345"],
            &["", "o-", "o-short", "a1b2c3d4e5", "o-A1B2C3D4E5", "o-a1b2c3d4e*"],
        );
        let long = "a".repeat(64);
        check::<BucketName>(
            &["acme-trail", "a.b", "123", &long[1..]],
            &["", "ab", "Acme", "-ab", "ab-", "a..b", "a_b", "1.2.3.4", "a/b", "a*b", &long],
        );
        check::<ExternalId>(&["a1", "a+b=c,d.e@f:g/h-i_j"], &["", "a", "a b", "a*", "${a}", "ü1"]);
    }

    #[test]
    fn prefix_has_no_wildcards() {
        let prefix: Prefix = "logs/eu/".parse().unwrap();
        assert_eq!((prefix.path().as_str(), prefix.to_string().as_str()), ("logs/eu/", "logs/eu"));
        assert_eq!("".parse::<Prefix>().unwrap().path(), "");
        let long = "a".repeat(201);
        for bad in ["/", "/logs", "logs//", "lo*gs", "lo?s", "${aws:username}", "a\nb", &long] {
            assert!(bad.parse::<Prefix>().is_err(), "{bad}");
        }
    }

    #[test]
    fn error_names_the_rule() {
        let refused = "12".parse::<Account>().unwrap_err();
        assert_eq!(refused.to_string(), "not an account: it has 12 digits");
    }
}
