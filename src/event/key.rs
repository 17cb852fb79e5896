//! Object keys: what a key says about the object before it is read.
//!
//! ```text
//! [prefix/]AWSLogs/[o-orgid/]ACCOUNT/KIND/REGION/YYYY/MM/DD/FILE
//! log     ACCOUNT_KIND_REGION_YYYYMMDDThhmmZ_unique.json.gz
//! digest  ACCOUNT_CloudTrail-Digest_REGION_TRAIL_HOMEREGION_YYYYMMDDThhmmssZ[_backfill].json.gz
//! ```
//! From "Getting and viewing your CloudTrail log files" and "CloudTrail digest file structure" in
//! the AWS CloudTrail User Guide. Stamps are times of *delivery*, not of the events inside.
//! Knows nothing of buckets or file systems: a key is text with slashes.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;

/// What the objects of a folder hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Management and data events: `CloudTrail`.
    Events,
    /// `CloudTrail-Insight`.
    Insight,
    /// `CloudTrail-NetworkActivity`.
    NetworkActivity,
    /// `CloudTrail-Aggregated`.
    Aggregated,
    /// `CloudTrail-Digest`: no events, but the proof that no log was changed.
    Digest,
}

impl Kind {
    const ALL: [Self; 5] =
        [Self::Events, Self::Insight, Self::NetworkActivity, Self::Aggregated, Self::Digest];

    /// The folder's name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Events => "CloudTrail",
            Self::Insight => "CloudTrail-Insight",
            Self::NetworkActivity => "CloudTrail-NetworkActivity",
            Self::Aggregated => "CloudTrail-Aggregated",
            Self::Digest => "CloudTrail-Digest",
        }
    }

    fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// What the name of a digest says beyond that of a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DigestName<'a> {
    /// The trail's name.
    pub trail: &'a str,
    /// The trail's home region.
    pub home: &'a str,
    /// Whether the digest was made after the fact.
    pub backfill: bool,
}

/// The key of a CloudTrail object, taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key<'a> {
    /// The folder, where the key has one.
    pub folder: Option<Folder<'a>>,
    /// Twelve digits.
    pub account: &'a str,
    /// What the object holds.
    pub kind: Kind,
    /// The region whose trail delivered the object.
    pub region: &'a str,
    /// When it was delivered.
    pub stamp: Timestamp,
    /// The random part of a log's name; empty for digests.
    pub unique: &'a str,
    /// For digests.
    pub digest: Option<DigestName<'a>>,
}

impl<'a> Key<'a> {
    /// Takes a key apart, or a file's name without any folder. `None` for everything that is
    /// not named as CloudTrail names its objects.
    pub fn parse(key: &'a str) -> Option<Self> {
        let (path, file) = key.rsplit_once('/').unwrap_or(("", key));
        let name = file.strip_suffix(".json.gz").or_else(|| file.strip_suffix(".json"))?;
        let (account, rest) = name.split_once('_')?;
        let (kind, rest) = rest.split_once('_')?;
        let (region, rest) = rest.split_once('_')?;
        let kind = Kind::named(kind)?;
        if !is_account(account) || !is_region(region) {
            return None;
        }
        let folder = Folder::parse(path);
        let key = Self {
            folder,
            account,
            kind,
            region,
            stamp: Timestamp::UNIX_EPOCH,
            unique: "",
            digest: None,
        };
        if kind == Kind::Digest { key.digest_name(rest) } else { key.log_name(rest) }
    }

    /// `YYYYMMDDThhmmZ_unique`; one old example of the documentation lacks the underscore.
    fn log_name(self, rest: &'a str) -> Option<Self> {
        let (stamp, unique) = rest.split_at_checked("YYYYMMDDThhmmZ".len())?;
        let unique = unique.strip_prefix('_').unwrap_or(unique);
        let sound =
            (8..=32).contains(&unique.len()) && unique.bytes().all(|b| b.is_ascii_alphanumeric());
        sound.then_some(Self { stamp: stamp_of(stamp)?, unique, ..self })
    }

    /// `TRAIL_HOMEREGION_YYYYMMDDThhmmssZ[_backfill]`; a trail's name may hold underscores.
    fn digest_name(self, rest: &'a str) -> Option<Self> {
        let (rest, backfill) = match rest.strip_suffix("_backfill") {
            Some(rest) => (rest, true),
            None => (rest, false),
        };
        let (rest, stamp) = rest.rsplit_once('_')?;
        let (trail, home) = rest.rsplit_once('_')?;
        if trail.is_empty() || !is_region(home) || stamp.len() != "YYYYMMDDThhmmssZ".len() {
            return None;
        }
        Some(Self {
            stamp: stamp_of(stamp)?,
            digest: Some(DigestName { trail, home, backfill }),
            ..self
        })
    }
}

impl fmt::Display for Key<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(folder) = &self.folder {
            write!(formatter, "{folder}/")?;
        }
        write!(formatter, "{}_{}_{}_", self.account, self.kind.name(), self.region)?;
        let stamp = Offset::UTC.to_datetime(self.stamp);
        match self.digest {
            None => write!(formatter, "{}_{}", stamp.strftime("%Y%m%dT%H%MZ"), self.unique)?,
            Some(DigestName { trail, home, backfill }) => {
                let backfill = if backfill { "_backfill" } else { "" };
                write!(formatter, "{trail}_{home}_{}{backfill}", stamp.strftime("%Y%m%dT%H%M%SZ"))?;
            }
        }
        formatter.write_str(".json.gz")
    }
}

/// A folder below `AWSLogs/`, as deep as the path goes: each part is there only if the one before is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Folder<'a> {
    /// What stands before `AWSLogs/`, without the slash between them.
    pub prefix: &'a str,
    /// The organization's id, `o-…`.
    pub organization: Option<&'a str>,
    /// Twelve digits.
    pub account: Option<&'a str>,
    /// The service's folder as named; CloudTrail's own have a [`Kind`].
    pub service: Option<&'a str>,
    /// The region.
    pub region: Option<&'a str>,
    /// Year, month and day of delivery, as far as the path goes.
    pub date: (Option<i16>, Option<i8>, Option<i8>),
}

impl<'a> Folder<'a> {
    /// Takes apart a path without its last slash; `None` if it is not below an `AWSLogs` folder.
    /// A prefix may hold `AWSLogs` itself: the last one counts.
    pub fn parse(path: &'a str) -> Option<Self> {
        if path == "AWSLogs" {
            return Some(Self::default());
        }
        if let Some(prefix) = path.strip_suffix("/AWSLogs") {
            return Some(Self { prefix, ..Self::default() });
        }
        let at = match path.rfind("/AWSLogs/") {
            Some(at) => at + 1,
            None if path.starts_with("AWSLogs/") => 0,
            None => return None,
        };
        // A prefix may end in a slash of its own.
        let prefix = path[..at].strip_suffix('/').unwrap_or_default();
        let mut folder = Self { prefix, ..Self::default() };
        let mut parts = path[at + "AWSLogs/".len()..].split('/').peekable();
        folder.organization = parts.next_if(|part| is_organization(part));
        folder.account = parts.next_if(|part| is_account(part));
        if folder.account.is_none() {
            return Some(folder);
        }
        folder.service = parts.next();
        if folder.kind().is_none() {
            return Some(folder);
        }
        folder.region = parts.next();
        folder.date.0 = parts.next().and_then(|year| year.parse().ok());
        let mut number = || parts.next().and_then(|part| part.parse().ok());
        folder.date.1 = folder.date.0.and_then(|_| number());
        folder.date.2 = folder.date.1.and_then(|_| number());
        Some(folder)
    }

    /// What the folder holds, if it is one of CloudTrail's.
    pub fn kind(&self) -> Option<Kind> {
        self.service.and_then(Kind::named)
    }

    /// Whether the folder belongs to another service, such as `Config` or `elasticloadbalancing`.
    pub fn is_foreign(&self) -> bool {
        self.service.is_some() && self.kind().is_none()
    }

    /// The first and the last day of delivery that the folder can hold, if it names any.
    pub fn days(&self) -> Option<(Date, Date)> {
        let (year, month, day) = self.date;
        let first = Date::new(year?, month.unwrap_or(1), day.unwrap_or(1)).ok()?;
        let last = match (month, day) {
            (Some(_), Some(_)) => first,
            (Some(_), None) => first.last_of_month(),
            _ => first.last_of_year(),
        };
        Some((first, last))
    }
}

impl fmt::Display for Folder<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.prefix.is_empty() {
            write!(formatter, "{}/", self.prefix)?;
        }
        formatter.write_str("AWSLogs")?;
        let parts = [self.organization, self.account, self.service, self.region];
        for part in parts.into_iter().flatten() {
            write!(formatter, "/{part}")?;
        }
        if let Some(year) = self.date.0 {
            write!(formatter, "/{year:04}")?;
        }
        for part in [self.date.1, self.date.2].into_iter().flatten() {
            write!(formatter, "/{part:02}")?;
        }
        Ok(())
    }
}

fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|b| b.is_ascii_digit())
}

fn is_organization(text: &str) -> bool {
    text.strip_prefix("o-").is_some_and(|id| {
        (10..=32).contains(&id.len())
            && id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    })
}

fn is_region(text: &str) -> bool {
    text.contains('-')
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

/// `YYYYMMDDThhmmZ` or `YYYYMMDDThhmmssZ`.
fn stamp_of(text: &str) -> Option<Timestamp> {
    let digits = text.strip_suffix('Z')?;
    let number = |from: usize| digits.get(from..from + 2)?.parse::<i8>().ok();
    let sound = digits
        .bytes()
        .enumerate()
        .all(|(at, b)| if at == 8 { b == b'T' } else { b.is_ascii_digit() });
    if !sound {
        return None;
    }
    let second = if digits.len() == 15 { number(13)? } else { 0 };
    let (year, month, day) = (digits.get(..4)?.parse().ok()?, number(4)?, number(6)?);
    let time = DateTime::new(year, month, day, number(9)?, number(11)?, second, 0).ok()?;
    Offset::UTC.to_timestamp(time).ok()
}

/// Whether a file with this key or path may be a log, going by its name alone. An export of
/// CloudWatch Logs consists of `000000.gz`, `000001.gz` and so on.
pub fn is_log_name(key: &str) -> bool {
    let name = key.rsplit_once('/').map_or(key, |(_, name)| name).to_ascii_lowercase();
    let (name, is_gzip) = name.strip_suffix(".gz").map_or((&*name, false), |name| (name, true));
    let is_export = is_gzip && name.len() == 6 && name.bytes().all(|byte| byte.is_ascii_digit());
    is_export || [".json", ".jsonl", ".ndjson"].iter().any(|suffix| name.ends_with(suffix))
}

#[cfg(test)]
mod tests;
