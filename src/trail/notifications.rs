//! Event notifications of buckets, and whether they cover the logs of trails: their events, and their
//! key filters.
//!
//! A filter has at most one prefix and one suffix, and both must match ("Configuring event
//! notifications using object key name filtering", Amazon S3 User Guide). CloudTrail writes a log with
//! one request (`s3:ObjectCreated:Put`); keys are those of "Finding your CloudTrail log files", AWS
//! CloudTrail User Guide.

use super::Trail;
use crate::event::key::Kind;
use crate::policy::sender::Target;

/// The end of the key of every log.
const SUFFIX: &str = ".json.gz";
const FOLDER: &str = "AWSLogs/";

/// The event notifications of a bucket.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notifications {
    /// Topics.
    pub topics: Vec<NotificationTarget>,
    /// Queues.
    pub queues: Vec<NotificationTarget>,
    /// Whether all events are sent to EventBridge, too.
    pub event_bridge: bool,
}

/// A topic or queue, and the events that it receives notifications of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NotificationTarget {
    /// The ARN of the topic or queue.
    pub arn: String,
    /// `s3:ObjectCreated:*`, …
    pub events: Vec<String>,
    /// The prefix that object keys must have; empty for all.
    pub prefix: String,
    /// The suffix that object keys must have; empty for all.
    pub suffix: String,
}

impl Notifications {
    /// The notifications for one topic or queue.
    pub fn sent_to(&self, target: Target<'_>) -> Vec<&NotificationTarget> {
        let (all, arn) = match target {
            Target::Queue(arn) => (&self.queues, arn),
            Target::Topic(arn) => (&self.topics, arn),
        };
        all.iter().filter(|it| it.arn == arn).collect()
    }
}

impl NotificationTarget {
    /// Whether it includes objects that are put.
    pub fn includes_put(&self) -> bool {
        let puts = ["s3:ObjectCreated:*", "s3:ObjectCreated:Put"];
        self.events.iter().any(|event| puts.contains(&event.as_str()))
    }

    /// Whether it covers everything that any trail may deliver.
    pub fn covers_every_log(&self) -> bool {
        FOLDER.starts_with(&self.prefix) || self.prefix.ends_with(FOLDER)
    }

    /// Whether it includes objects that are not logs of AWS.
    pub fn includes_other_objects(&self) -> bool {
        !format!("/{}", self.prefix).contains("/AWSLogs")
    }

    /// Why no log has such a key, if the suffix is one that no log has.
    fn suffix_mismatch(&self) -> Option<Coverage> {
        let suffix = self.suffix.as_str();
        (!SUFFIX.ends_with(suffix)).then(|| {
            let why = format!("keys must end with {suffix}, and those of logs end with {SUFFIX}");
            Coverage::Part(why)
        })
    }
}

/// How much of the logs notifications cover, the best first.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Coverage {
    /// All.
    All,
    /// It depends on something that is not known.
    Unknown(String),
    /// Some or all logs are excluded, and why.
    Part(String),
}

/// A folder of logs.
struct LogFolder<'t> {
    trail: &'t Trail,
    path: String,
    /// Whether the trail is known to deliver there.
    is_certain: bool,
}

impl Coverage {
    /// How much of the logs of these trails the notifications cover together: S3 allows no overlapping
    /// filters, so that each may be for another trail. No trails: the writers are not known.
    pub fn new(all: &[&NotificationTarget], trails: &[&Trail]) -> Self {
        if trails.is_empty() {
            let each = all.iter().map(|target| {
                target.suffix_mismatch().unwrap_or_else(|| of_prefix(&target.prefix))
            });
            return each.min().unwrap_or(Self::All);
        }
        let folders = trails.iter().flat_map(|trail| log_folders(trail));
        folders.map(|folder| folder.coverage(all)).max().unwrap_or(Self::All)
    }
}

impl LogFolder<'_> {
    /// The best coverage by one notification, or perhaps by several together.
    fn coverage(&self, all: &[&NotificationTarget]) -> Coverage {
        let best = all.iter().map(|target| self.covered_by(target)).min();
        let fits = all.iter().filter(|target| target.suffix_mismatch().is_none());
        let within: Vec<&str> = fits
            .map(|target| target.prefix.as_str())
            .filter(|prefix| prefix.starts_with(&self.path))
            .collect();
        match best.unwrap_or(Coverage::All) {
            Coverage::Part(_) if within.len() > 1 => Coverage::Unknown(format!(
                "keys must begin with {}, and whether that is all of {} is not known",
                within.join(" or "),
                self.path
            )),
            best => best,
        }
    }

    fn covered_by(&self, target: &NotificationTarget) -> Coverage {
        let Self { trail: Trail { name, .. }, path, is_certain } = self;
        let prefix = target.prefix.as_str();
        if let Some(part) = target.suffix_mismatch() {
            return part;
        }
        if path.starts_with(prefix) || self.is_organization_folder(prefix) {
            return Coverage::All;
        }
        if *is_certain {
            return Coverage::Part(format!(
                "keys must begin with {prefix}, and logs of trail {name} are in {path}"
            ));
        }
        Coverage::Unknown(format!(
            "keys must begin with {prefix}, and logs of trail {name} may be in {path} as well: it has \
             custom event selectors"
        ))
    }

    /// The folder of an organization, whose id is not known here.
    fn is_organization_folder(&self, prefix: &str) -> bool {
        let rest = prefix.strip_prefix(&self.path).filter(|_| self.trail.organization);
        rest.is_some_and(|rest| is_organization_id(rest.trim_end_matches('/')))
    }
}

/// The folders of a trail's logs. Its selectors are not known here, only whether it has custom ones.
fn log_folders(trail: &Trail) -> Vec<LogFolder<'_>> {
    let slash = if trail.prefix.is_empty() { "" } else { "/" };
    let base = format!("{}{slash}{FOLDER}", trail.prefix);
    if trail.organization {
        return vec![LogFolder { trail, path: base, is_certain: true }];
    }
    let region = if trail.multi_region { String::new() } else { format!("{}/", trail.home) };
    let kinds = [
        (Kind::Events, true, true),
        (Kind::Insight, trail.insight_selectors, true),
        (Kind::NetworkActivity, trail.custom_selectors, false),
        (Kind::Aggregated, trail.custom_selectors, false),
    ];
    let delivered = kinds.into_iter().filter(|(_, is_delivered, _)| *is_delivered);
    let folder = |(kind, _, is_certain): (Kind, bool, bool)| {
        let path = format!("{base}{}/{}/{region}", trail.account(), kind.name());
        LogFolder { trail, path, is_certain }
    };
    delivered.map(folder).collect()
}

fn is_organization_id(part: &str) -> bool {
    part.starts_with("o-") && !part.contains('/')
}

/// Without a trail: whole folders of organizations and accounts count as covered.
fn of_prefix(prefix: &str) -> Coverage {
    let unknown = || {
        Coverage::Unknown(format!(
            "keys must begin with {prefix}, and the trails that deliver are not known"
        ))
    };
    let rest = match prefix.rsplit_once(FOLDER) {
        Some((_, rest)) => rest,
        None if FOLDER.starts_with(prefix) => "",
        None => return unknown(),
    };
    let mut parts = rest.split('/').filter(|part| !part.is_empty()).peekable();
    parts.next_if(|part| is_organization_id(part));
    parts.next_if(|part| part.len() == 12 && part.bytes().all(|byte| byte.is_ascii_digit()));
    parts.next_if(|part| *part == "CloudTrail");
    if parts.next().is_none() { Coverage::All } else { unknown() }
}
