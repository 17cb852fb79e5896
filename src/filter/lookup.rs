//! What of a filter Event History can answer: the one attribute that `LookupEvents` takes, and what
//! it never has.
//!
//! An attribute is sent only if no event that the filter wants can lack it, because "nothing found"
//! must mean that nothing happened. Three flags are therefore never sent, and all others only with
//! one exact value:
//!
//! - `--user`: `Username` is the user's name or the role session's name, but `--user` is also a role,
//!   an ARN, a source identity, an invoking service …
//! - `--resource`: `ResourceName` is what CloudTrail lists for some types of resources, but
//!   `--resource` is also any string in the request or the response;
//! - `--write-only`: `ReadOnly=false` leaves out events that do not say whether they read.
//!
//! The service compares exactly, but people type names in any case. Services are written in small
//! letters. Names of APIs are sent only if they are among those whose one spelling is known here.
//!
//! From "`LookupEvents`" and "`LookupAttribute`" in the AWS CloudTrail API Reference. Knows nothing of
//! requests.

use jiff::Timestamp;

use super::Filter;
use super::condition::Condition;
use super::pattern::Pattern;
use crate::event::time::Range;

/// Which of the two histories of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum History {
    /// Management events.
    Management,
    /// Insight events.
    Insight,
}

impl History {
    /// The category of its events.
    fn category(self) -> &'static str {
        match self {
            Self::Management => "Management",
            Self::Insight => "Insight",
        }
    }
}

/// Attributes that are sent, the most selective first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    /// The key that signed the call.
    AccessKeyId,
    /// The event's id.
    EventId,
    /// What was called.
    EventName,
    /// Which service, as `s3.amazonaws.com`.
    EventSource,
    /// `true`.
    ReadOnly,
}

/// What the service is to look for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Attribute {
    /// In which attribute.
    pub key: Key,
    /// For which value, exactly; case counts.
    pub value: String,
}

impl Key {
    /// As the API names it.
    pub fn name(self) -> &'static str {
        match self {
            Self::AccessKeyId => "AccessKeyId",
            Self::EventId => "EventId",
            Self::EventName => "EventName",
            Self::EventSource => "EventSource",
            Self::ReadOnly => "ReadOnly",
        }
    }
}

/// Something that the filter requires and Event History does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lack {
    /// The filter requires nothing else.
    pub is_all: bool,
    /// In one line.
    pub message: String,
}

/// The longest value; some characters count twice.
const LONGEST: usize = 2_000;

/// Types of events that are no management events ("CloudTrail record contents", AWS CloudTrail
/// User Guide).
const OTHER_TYPES: [&str; 4] =
    ["AwsVpceEvent", "AwsVpceEvents", "AwsCloudTrailInsight", "AwsAggregatedEvent"];

/// Calls that are data events of the services where people look for them ("Logging data events",
/// AWS CloudTrail User Guide).
const DATA_EVENTS: [(&str, &[&str]); 3] = [
    (
        "s3",
        &[
            "AbortMultipartUpload",
            "CompleteMultipartUpload",
            "CopyObject",
            "CreateMultipartUpload",
            "DeleteObject",
            "DeleteObjects",
            "GetObject",
            "GetObjectAcl",
            "HeadObject",
            "ListObjects",
            "ListObjectVersions",
            "PutObject",
            "PutObjectAcl",
            "RestoreObject",
            "SelectObjectContent",
            "UploadPart",
        ],
    ),
    (
        "dynamodb",
        &[
            "BatchGetItem",
            "BatchWriteItem",
            "DeleteItem",
            "GetItem",
            "PutItem",
            "TransactGetItems",
            "TransactWriteItems",
            "UpdateItem",
        ],
    ),
    ("lambda", &["Invoke"]),
];

impl Filter {
    /// The most selective attribute that every matching event has, if there is one.
    pub fn attribute(&self, history: History, partition: &str) -> Option<Attribute> {
        let attributes = self.conditions.iter().filter_map(|condition| of(condition, partition));
        attributes
            // Insight events have the names of what they are about elsewhere than others.
            .filter(|found| history == History::Management || found.key == Key::EventId)
            .filter(|found| (1..=LONGEST).contains(&length(&found.value)))
            .min()
    }

    /// When the events happened.
    pub fn happened(&self) -> Range {
        let mut all = Range::default();
        for condition in &self.conditions {
            if let Condition::Time(range) = condition {
                all.since = all.since.max(range.since);
                all.until = [all.until, range.until].into_iter().flatten().min();
            }
        }
        all
    }

    /// Whether an event of this region may match.
    pub fn asks_for_region(&self, region: &str) -> bool {
        self.admits_region(region, Timestamp::MAX)
    }

    /// Values of filters on regions that are no globs.
    pub fn named_regions(&self) -> impl Iterator<Item = &str> {
        self.regions.iter().flatten().filter_map(Pattern::plain)
    }

    /// Whether an event of this account may match.
    pub fn asks_for_account(&self, account: &str) -> bool {
        self.admits_account(account)
    }

    /// Whether only some accounts' events match.
    pub fn has_accounts(&self) -> bool {
        !self.accounts.is_empty()
    }

    /// What the filter requires and Event History never has.
    pub fn lacks(&self, history: History) -> Vec<Lack> {
        let mut lacks: Vec<Lack> =
            self.conditions.iter().filter_map(|condition| self.lack(condition, history)).collect();
        if !self.organizations.is_empty() {
            let message = "Event History covers one account and names no organization".to_owned();
            lacks.push(Lack { is_all: true, message });
        }
        lacks
    }

    fn lack(&self, condition: &Condition, history: History) -> Option<Lack> {
        let (lacking, is_all) = match condition {
            Condition::Category(patterns) => {
                let others = patterns.iter().filter(|pattern| !pattern.matches(history.category()));
                let others: Vec<&str> = others.map(Pattern::written).collect();
                let is_all = others.len() == patterns.len();
                (others.join(", "), is_all)
            }
            Condition::Field("eventType", patterns) if history == History::Management => {
                let others = patterns.iter().filter_map(Pattern::plain);
                let others: Vec<&str> =
                    others.filter(|name| is_among(name, &OTHER_TYPES)).collect();
                (others.join(", "), others.len() == patterns.len())
            }
            Condition::Field("eventName", patterns) if history == History::Management => {
                let names = patterns.iter().filter_map(Pattern::plain);
                let data = |name: &&str| self.data_event_of(name).is_some();
                // The same name may be another service's management event.
                (names.filter(data).collect::<Vec<_>>().join(", "), false)
            }
            _ => return None,
        };
        let kind = history.category();
        let message = format!("Event History has {kind} events alone, and never {lacking}");
        (!lacking.is_empty()).then_some(Lack { is_all, message })
    }

    /// The service of which this is a data event, if its events may match.
    fn data_event_of(&self, name: &str) -> Option<&'static str> {
        let may_match = |service: &str| {
            self.conditions.iter().all(|condition| match condition {
                Condition::Source(patterns) => {
                    let source = format!("{service}.amazonaws.com");
                    patterns.iter().any(|p| p.matches(&source) || p.matches(service))
                }
                _ => true,
            })
        };
        let mut services = DATA_EVENTS.iter();
        let (service, _) =
            services.find(|(service, names)| is_among(name, names) && may_match(service))?;
        Some(service)
    }
}

/// Whether a name is one of these, in whatever case.
fn is_among(name: &str, names: &[&str]) -> bool {
    names.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// The attribute that every event has for which the condition holds.
fn of(condition: &Condition, partition: &str) -> Option<Attribute> {
    let one = |patterns: &[Pattern]| match patterns {
        [pattern] => pattern.plain().map(str::to_owned),
        _ => None,
    };
    let (key, value) = match condition {
        Condition::AccessKey(patterns) => (Key::AccessKeyId, one(patterns)?),
        Condition::Id(patterns) => (Key::EventId, one(patterns)?),
        Condition::Field("eventName", patterns) => {
            (Key::EventName, spelled(&one(patterns)?)?.to_owned())
        }
        Condition::Source(patterns) => (Key::EventSource, source(&one(patterns)?, partition)?),
        Condition::ReadOnly(true) => (Key::ReadOnly, "true".to_owned()),
        _ => return None,
    };
    Some(Attribute { key, value })
}

/// Names of APIs that no two services spell differently, one a line: all of the services that
/// matter most for access, and of others those that change something. From the AWS API models.
const API_NAMES: &str = include_str!("lookup/api_names.txt");

/// How AWS spells the name of an API.
fn spelled(name: &str) -> Option<&'static str> {
    API_NAMES.lines().find(|known| known.eq_ignore_ascii_case(name))
}

/// The full name of a service, as the service compares it. In China the short one may stand for either of two.
fn source(written: &str, partition: &str) -> Option<String> {
    // AWS writes services in small letters, whatever case was typed.
    let written = written.to_ascii_lowercase();
    let is_full = [".amazonaws.com", ".amazonaws.com.cn"].iter().any(|end| written.ends_with(end));
    if is_full {
        return Some(written);
    }
    let is_short = !written.is_empty() && !written.contains('.') && partition != "aws-cn";
    is_short.then(|| format!("{written}.amazonaws.com"))
}

/// How long a value is for `LookupEvents`.
fn length(value: &str) -> usize {
    value.chars().map(|c| if matches!(c, '_' | ' ' | ',' | '\n') { 2 } else { 1 }).sum()
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;

    fn patterns(values: &[&str]) -> Vec<Pattern> {
        values.iter().map(|value| Pattern::new(value).unwrap()).collect()
    }

    fn filter(conditions: Vec<Condition>) -> Filter {
        Filter::new(conditions, SignedDuration::ZERO)
    }

    fn sent(conditions: Vec<Condition>) -> String {
        let attribute = filter(conditions).attribute(History::Management, "aws");
        let sent = attribute.map(|sent| format!("{}={}", sent.key.name(), sent.value));
        sent.unwrap_or_default()
    }

    fn name(values: &[&str]) -> Condition {
        Condition::Field("eventName", patterns(values))
    }

    #[test]
    fn the_most_selective_exact_value_is_sent() {
        let source = |value| Condition::Source(patterns(&[value]));
        let key = || Condition::AccessKey(patterns(&["AKIA"]));
        let id = || Condition::Id(patterns(&["1-2"]));
        assert_eq!(sent(vec![Condition::ReadOnly(true), id(), key()]), "AccessKeyId=AKIA");
        assert_eq!(sent(vec![name(&["CreateUser"]), id()]), "EventId=1-2");
        assert_eq!(sent(vec![source("iam"), name(&["CreateUser"])]), "EventName=CreateUser");
        assert_eq!(
            sent(vec![Condition::ReadOnly(true), source("s3")]),
            "EventSource=s3.amazonaws.com"
        );
        assert_eq!(sent(vec![source("s3.amazonaws.com")]), "EventSource=s3.amazonaws.com");
        assert_eq!(sent(vec![Condition::ReadOnly(true)]), "ReadOnly=true");
    }

    #[test]
    fn names_are_sent_as_aws_spells_them() {
        for typed in ["consolelogin", "CONSOLELOGIN", "ConsoleLogin"] {
            assert_eq!(sent(vec![name(&[typed])]), "EventName=ConsoleLogin");
        }
        let source = |typed| vec![Condition::Source(vec![Pattern::name(typed).unwrap()])];
        assert_eq!(sent(source("IAM")), "EventSource=iam.amazonaws.com");
        assert_eq!(sent(source("S3.AmazonAWS.com")), "EventSource=s3.amazonaws.com");
        // Amazon RDS and Amazon Timestream spell it differently; the other is not known at all.
        assert_eq!(sent(vec![name(&["CreateDBInstance"])]), "");
        assert_eq!(sent(vec![name(&["NoSuchCall"])]), "");
    }

    #[test]
    fn each_known_name_has_one_spelling() {
        let mut names: Vec<String> = API_NAMES.lines().map(str::to_ascii_lowercase).collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
    }

    #[test]
    fn what_could_lose_events_is_not_sent() {
        assert_eq!(sent(vec![name(&["CreateUser", "DeleteUser"])]), "");
        assert_eq!(sent(vec![name(&["CreateUser*"])]), "");
        assert_eq!(sent(vec![name(&[""])]), "");
        assert_eq!(sent(vec![Condition::Id(patterns(&[&"_".repeat(1_001)]))]), "");
        assert_eq!(sent(vec![Condition::ReadOnly(false)]), "");
        assert_eq!(sent(vec![Condition::User(patterns(&["alice"]))]), "");
        assert_eq!(sent(vec![Condition::Resource(patterns(&["logs"]))]), "");
        assert_eq!(sent(vec![Condition::Source(patterns(&["s3.other"]))]), "");
        let short = filter(vec![Condition::Source(patterns(&["s3"]))]);
        assert_eq!(short.attribute(History::Management, "aws-cn"), None);
        assert_eq!(filter(vec![name(&["CreateUser"])]).attribute(History::Insight, "aws"), None);
    }

    #[test]
    fn what_event_history_never_has_is_known() {
        let lacks = |conditions, history| -> Vec<(bool, String)> {
            let lacks = filter(conditions).lacks(history).into_iter();
            lacks.map(|lack| (lack.is_all, lack.message)).collect()
        };
        let category = |values: &[&str]| vec![Condition::Category(patterns(values))];
        let data = lacks(category(&["Data"]), History::Management);
        let said = "Event History has Management events alone, and never Data".to_owned();
        assert_eq!(data, [(true, said.clone())]);
        assert_eq!(lacks(category(&["Data", "Manage*"]), History::Management), [(false, said)]);
        assert!(lacks(category(&["*"]), History::Management).is_empty());
        assert!(lacks(category(&["Insight"]), History::Insight).is_empty());
        assert_eq!(lacks(category(&["Management"]), History::Insight).len(), 1);
        assert_eq!(lacks(vec![name(&["PutObject"])], History::Management).len(), 1);
        assert_eq!(lacks(vec![name(&["putobject"])], History::Management).len(), 1);
        let other = vec![name(&["PutObject"]), Condition::Source(patterns(&["mediastore"]))];
        assert!(lacks(other, History::Management).is_empty());
        let types = Condition::Field("eventType", patterns(&["AwsVpceEvent"]));
        assert!(lacks(vec![types], History::Management)[0].0);
    }
}
