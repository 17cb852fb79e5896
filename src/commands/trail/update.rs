//! `ct trail update`: what is to be another way from now on.

use clap::Args;

use super::create::Wish;
use super::events::tell_difference;
use super::named::find;
use super::parts::{Parts, found};
use super::plan::{self, Agreed, Consent};
use super::recorded::Recorded;
use super::resume::{answered, delivery};
use super::steps::{Surroundings, needs, settings};
use crate::aws::Session;
use crate::commands::{Context, Outcome, UserError, tell};
use crate::policy::arn;
use crate::policy::name::Prefix;
use crate::trail::Trail;
use crate::trail::change::{Change, Settings, last};

/// Change a trail. What is not named stays as it is.
///
///   ct trail update management-events --multi-region
///   ct trail update acme-trail --prefix audit --dry-run
///
/// The flags for what is recorded are the whole of it: what they do not name is recorded no more.
/// A new bucket, prefix, key or topic must let CloudTrail in: what its policy lacks is added. What
/// changes is shown before, and has to be agreed to.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment, after_help = EXAMPLES)]
pub(super) struct Update {
    /// Its name or ARN.
    #[arg(value_name = "TRAIL")]
    trail: String,
    /// Record all regions.
    #[arg(long)]
    multi_region: bool,
    /// Record this region only.
    #[arg(long, conflicts_with = "multi_region")]
    single_region: bool,
    /// Record all accounts of the organisation.
    #[arg(long)]
    organization: bool,
    /// Record this account only.
    #[arg(long, conflicts_with = "organization")]
    no_organization: bool,
    /// What keys begin with, before AWSLogs/; '' for nothing.
    #[arg(long, value_name = "PREFIX")]
    prefix: Option<Prefix>,
    #[command(flatten)]
    parts: Parts,
    /// Encrypt with the key of S3.
    #[arg(long, conflicts_with_all = ["kms_key", "create_key"])]
    no_kms_key: bool,
    /// Tell no topic.
    #[arg(long, conflicts_with_all = ["sns_topic", "create_topic"])]
    no_sns_topic: bool,
    /// Deliver to no log group.
    #[arg(long, conflicts_with = "cloudwatch_log_group")]
    no_cloudwatch: bool,
    /// Deliver digests.
    #[arg(long)]
    validation: bool,
    /// Deliver no digests: nobody will be able to prove that nothing was altered.
    #[arg(long, conflicts_with = "validation")]
    no_validation: bool,
    /// Record services that have no region.
    #[arg(long)]
    global_events: bool,
    /// Leave out services that have no region.
    #[arg(long, conflicts_with_all = ["global_events", "multi_region"])]
    no_global_events: bool,
    #[command(flatten)]
    recorded: Recorded,
    #[command(flatten)]
    consent: Consent,
}

const EXAMPLES: &str = "\
Examples:
  ct trail update management-events --multi-region --yes
  ct trail update management-events --no-sns-topic --dry-run
  ct trail update management-events --data s3:finance-reports:write --dry-run";

impl Update {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Outcome> {
        answered(self.updated(context))
    }

    fn updated(&self, context: &Context) -> anyhow::Result<Outcome> {
        let session = context.aws(None)?;
        let now = find(session, &self.trail)?;
        let prefix = match &self.prefix {
            Some(prefix) => prefix.clone(),
            None => now.prefix.parse()?,
        };
        self.parts.check(&prefix, now.topic.is_some())?;
        let there = self.surroundings(session, &now)?;
        let wish = self.wish(&now, prefix, there.trail.partition())?;
        let mut changes = if self.moves() { needs(&wish, &there)? } else { Vec::new() };
        let mut wanted = settings(&wish, &there);
        if let (Some(made), Some(key)) = (&there.made_key, &now.key)
            && made.arn == *key
        {
            wanted.key = None;
        }
        let settings = self.changed(&now, &wanted);
        let differences = differences(&now, &settings);
        if !differences.is_empty() {
            changes.push(Change::UpdateTrail(Box::new(settings)));
        }
        if let Some(selectors) = &wish.selectors
            && let before = session.selectors(&now).map_err(UserError::from)?
            && *selectors != before
        {
            if !context.globals.quiet {
                tell_difference(&now, &before, selectors);
            }
            let selectors = selectors.clone();
            changes.push(Change::PutSelectors { trail: now.arn.clone(), selectors });
        }
        changes.extend(delivery(session, &wish, &there)?);
        // Who may update it need not be let see how it fares.
        let is_off = session.status(&now).is_ok_and(|status| !status.is_logging);
        let off = format!("{} is not logging: ct trail start {}", now.name, now.name);
        if changes.is_empty() {
            tell(&format!("{} is like that already", now.name));
            if is_off {
                tell(&off);
                return Ok(Outcome::No);
            }
            return Ok(Outcome::Yes);
        }
        if !context.globals.quiet {
            differences.iter().flatten().for_each(|line| tell(line));
        }
        let agreed = plan::carry_out(&changes, &self.consent, &now.home, session)?;
        if agreed == Agreed::Done {
            tell(&format!("{} is updated", now.name));
            if is_off {
                tell(&off);
            }
        }
        Ok(agreed.outcome())
    }

    /// Whether it goes where it was not let in before.
    fn moves(&self) -> bool {
        self.parts.is_given() || self.prefix.is_some() || self.organization
    }

    fn wish(&self, now: &Trail, prefix: Prefix, partition: &str) -> anyhow::Result<Wish> {
        let either = |yes: bool, no: bool, now: bool| yes || now && !no;
        Ok(Wish {
            prefix,
            multi_region: either(self.multi_region, self.single_region, now.multi_region),
            organisation: either(self.organization, self.no_organization, now.organisation),
            global_events: either(self.global_events, self.no_global_events, now.global_events)
                || self.multi_region,
            validation: either(self.validation, self.no_validation, now.validation),
            starts: false,
            queue_from_topic: self.parts.queue_from_topic(),
            selectors: self.recorded.selectors(partition)?,
            tags: Vec::new(),
        })
    }

    fn surroundings(&self, session: &Session, now: &Trail) -> anyhow::Result<Surroundings> {
        let trail = arn::Trail::new(&now.arn, None)?;
        let home = trail.home().clone();
        let organisation = if now.organisation && !self.no_organization || self.organization {
            Some(session.organisation().map_err(UserError::from)?.id.parse()?)
        } else {
            None
        };
        let bucket = match self.parts.bucket(session)? {
            Some(bucket) => bucket,
            None if self.moves() => {
                (now.bucket.parse()?, found(session.bucket_policy(&now.bucket))?)
            }
            None => (now.bucket.parse()?, super::steps::Found::Foreign),
        };
        let name = &now.name;
        let mut topic = self.parts.topic(session, &home, name)?;
        if let (None, Some(known)) = (&topic, &now.topic) {
            topic = Some((arn::Topic::new(known, None)?, super::steps::Found::Foreign));
        }
        let made_key = self.parts.made_key(session, &home, &trail)?;
        Ok(Surroundings {
            bucket_lacks: self.parts.bucket_lacks(session, &bucket, &now.arn)?,
            bucket,
            key: self.parts.key(session, &home, name, made_key.as_ref())?,
            made_key,
            topic,
            queue: self.parts.queue(session, &home)?,
            log_group: self.parts.log_group(session, &home)?,
            role: self.parts.role(session, &home, &trail)?,
            home,
            trail,
            organisation,
        })
    }

    /// What is to be another way, and nothing else.
    fn changed(&self, now: &Trail, wanted: &Settings) -> Settings {
        let flag = |wanted: Option<bool>, now: bool| wanted.filter(|wanted| *wanted != now);
        let text = |wanted: &Option<String>, now: Option<&str>| {
            wanted.clone().filter(|wanted| Some(wanted.as_str()) != now)
        };
        let none =
            |is_gone: bool, now: &Option<String>| (is_gone && now.is_some()).then(String::new);
        let prefix = self.prefix.as_ref().map(ToString::to_string);
        let topic = wanted.topic.clone().filter(|topic| {
            now.topic
                .as_deref()
                .is_none_or(|now| now != topic && !now.ends_with(&format!(":{topic}")))
        });
        let group = wanted.log_group.clone().filter(|[group, role]| {
            (Some(group), Some(role)) != (now.log_group.as_ref(), now.log_role.as_ref())
        });
        let no_group = || [String::new(), String::new()];
        Settings {
            name: now.arn.clone(),
            bucket: text(&wanted.bucket, Some(&now.bucket)),
            prefix: text(&prefix, Some(&now.prefix)),
            multi_region: flag(wanted.multi_region, now.multi_region),
            organisation: flag(Some(wanted.organisation.unwrap_or(false)), now.organisation),
            global_events: flag(wanted.global_events, now.global_events),
            validation: flag(wanted.validation, now.validation),
            key: none(self.no_kms_key, &now.key).or(text(&wanted.key, now.key.as_deref())),
            topic: none(self.no_sns_topic, &now.topic).or(topic.filter(|_| !self.no_sns_topic)),
            log_group: none(self.no_cloudwatch, &now.log_group).map(|_| no_group()).or(group),
            tags: Vec::new(),
        }
    }
}

/// What was and what will be, two lines each.
fn differences(now: &Trail, settings: &Settings) -> Vec<[String; 2]> {
    let yes = |is: bool| if is { "yes" } else { "no" }.to_owned();
    let text = |text: Option<&str>| match text {
        None | Some("") => "none".to_owned(),
        Some(text) => last(text).to_owned(),
    };
    let flags = [
        ("all regions", now.multi_region, settings.multi_region),
        ("all accounts of the organisation", now.organisation, settings.organisation),
        ("services without a region", now.global_events, settings.global_events),
        ("log file validation", now.validation, settings.validation),
    ];
    let flags =
        flags.into_iter().filter_map(|(name, now, then)| Some((name, yes(now), yes(then?))));
    let group = settings.log_group.as_ref().map(|[group, _]| group.as_str());
    let texts = [
        ("bucket", Some(&*now.bucket), settings.bucket.as_deref()),
        ("prefix", Some(&*now.prefix), settings.prefix.as_deref()),
        ("key", now.key.as_deref(), settings.key.as_deref()),
        ("topic", now.topic.as_deref(), settings.topic.as_deref()),
        ("log group", now.log_group.as_deref(), group),
    ];
    let texts = texts
        .into_iter()
        .filter_map(|(name, now, then)| then.map(|then| (name, text(now), text(Some(then)))));
    let both = |(name, now, then)| [format!("  - {name}: {now}"), format!("  + {name}: {then}")];
    flags.chain(texts).map(both).collect()
}
