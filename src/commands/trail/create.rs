//! `ct trail create`: what is wished for, and what is there already.

use std::hash::{BuildHasher as _, RandomState};
use std::net::Ipv4Addr;

use anyhow::Context as _;
use clap::Args;

use super::parts::{Parts, adopt_or_remove, found, refused_by};
use super::plan::{self, Agreed, Consent};
use super::recorded::Recorded;
use super::resume::{answered, rest};
use super::steps::{Found, Surroundings, steps};
use super::{Format, print, print_json, tag};
use crate::aws::Session;
use crate::commands::{Context, Outcome, UserError, tell, user_error};
use crate::policy::arn::{Home, Trail};
use crate::policy::name::{BucketName, Prefix, Refused};
use crate::source::FaultKind;
use crate::trail::made::TAG;
use crate::trail::selectors::Selectors;
use crate::trail::{self, Tag};

/// Create a trail, and what it needs.
///
///   ct trail create --multi-region
///   ct trail create acme-trail --multi-region --bucket acme-trail --create-bucket --queue new-logs
///   ct trail create data-trail --bucket acme-trail --management none --data s3:finance-reports
///
/// It logs at once, and its log files can be validated, unless that is declined. Without --bucket
/// one is created. What is there already is used: to its policy is added what CloudTrail needs, and
/// nothing is taken away. All of it is shown before, and has to be agreed to.
///
/// A run that was stopped half-way is completed by running it again: what ct creates has the tag
/// ct:trail, by which it is found. If a trail of that name differs from what the flags say, the
/// differences are listed and the exit code is 1.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment, after_help = EXAMPLES)]
pub(super) struct Create {
    /// The name of the trail.
    #[arg(value_name = "NAME", default_value = "management-events")]
    name: String,
    /// Record all regions.
    #[arg(long)]
    multi_region: bool,
    /// Record all accounts of the organisation.
    #[arg(long)]
    organization: bool,
    /// What keys begin with, before AWSLogs/.
    #[arg(long, value_name = "PREFIX", default_value = "", hide_default_value = true)]
    prefix: Prefix,
    #[command(flatten)]
    parts: Parts,
    /// Tag it; repeat for more.
    #[arg(long = "tag", value_name = "KEY=VALUE")]
    tags: Vec<String>,
    /// Deliver no digests: nobody will be able to prove that nothing was altered.
    #[arg(long)]
    no_validation: bool,
    /// Do not log yet.
    #[arg(long)]
    no_start: bool,
    /// Leave out services that have no region, such as IAM; not with --multi-region.
    #[arg(long, conflicts_with = "multi_region")]
    no_global_events: bool,
    #[command(flatten)]
    recorded: Recorded,
    #[command(flatten)]
    consent: Consent,
    /// The format.
    #[arg(short, long, value_name = "FORMAT", default_value = "text")]
    output: Format,
}

const EXAMPLES: &str = "\
Examples:
  ct trail create --multi-region --dry-run
  ct trail create acme --bucket my-logs --prefix audit --kms-key alias/logs --no-start
  ct trail create acme --multi-region --bucket my-logs --queue new-logs --tag team=security";

/// What a trail is to be.
#[derive(Debug)]
pub(super) struct Wish {
    pub(super) prefix: Prefix,
    pub(super) multi_region: bool,
    pub(super) organisation: bool,
    pub(super) global_events: bool,
    pub(super) validation: bool,
    pub(super) starts: bool,
    pub(super) queue_from_topic: bool,
    pub(super) selectors: Option<Selectors>,
    pub(super) tags: Vec<Tag>,
}

impl Create {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Outcome> {
        answered(self.created(context))
    }

    fn created(&self, context: &Context) -> anyhow::Result<Outcome> {
        if self.name.starts_with("arn:") {
            let help = "its account and region are those of the credentials and of --region";
            return Err(user_error(format!("NAME: a name, not an ARN: {}", self.name), help));
        }
        if self.name.parse::<Ipv4Addr>().is_ok() {
            let help = "CloudTrail takes no name in the form of an IP address";
            return Err(user_error(format!("NAME: not the name of a trail: {}", self.name), help));
        }
        self.parts.check(&self.prefix, false)?;
        let mut tags = tag::parsed(&self.tags)?;
        if tags.len() >= tag::MOST {
            let help = "a trail has room for 50 tags, one of which is ct's own";
            return Err(user_error(format!("{} tags", tags.len()), help));
        }
        let session = context.aws(None)?;
        let now = self.existing(session)?;
        let there = self.surroundings(session, now.as_ref())?;
        tags.insert(0, Tag { key: TAG.to_owned(), value: there.trail.to_string() });
        let wish = self.wish(tags, there.trail.partition())?;
        let region = there.home.region.to_string();
        let changes = match &now {
            Some(now) => rest(session, now, &wish, &there)?,
            None => steps(&wish, &there)?,
        };
        if changes.is_empty() {
            tell(&format!("{} is like that already", self.name));
            self.tell(session, &region)?;
            return Ok(Outcome::Yes);
        }
        let agreed = plan::carry_out(&changes, &self.consent, &region, session)?;
        if agreed == Agreed::Done {
            self.tell(session, &region).with_context(|| format!("{} is made, but", self.name))?;
        }
        Ok(agreed.outcome())
    }

    fn wish(&self, tags: Vec<Tag>, partition: &str) -> anyhow::Result<Wish> {
        Ok(Wish {
            prefix: self.prefix.clone(),
            multi_region: self.multi_region,
            organisation: self.organization,
            global_events: !self.no_global_events,
            validation: !self.no_validation,
            starts: !self.no_start,
            queue_from_topic: self.parts.queue_from_topic(),
            selectors: self.recorded.selectors(partition)?,
            tags,
        })
    }

    /// What is there of all that the trail needs.
    fn surroundings(
        &self,
        session: &Session,
        now: Option<&trail::Trail>,
    ) -> anyhow::Result<Surroundings> {
        let region = session.home().map_err(UserError::from)?.to_owned();
        let account = session.account().map_err(UserError::from)?;
        let home = Home { region: region.parse()?, account: account.parse()? };
        let organisation = self.organization.then(|| session.organisation()).transpose();
        let organisation = organisation.map_err(UserError::from)?;
        let owner = match &organisation {
            Some(organisation) => {
                Home { account: organisation.management.parse()?, ..home.clone() }
            }
            None => home.clone(),
        };
        let trail = Trail::new(&self.name, Some(&owner)).map_err(|it| refused_by("NAME", &it))?;
        let organisation = organisation.map(|organisation| organisation.id.parse()).transpose()?;
        let arn = trail.to_string();
        let bucket = match self.parts.bucket(session)? {
            Some(bucket) => {
                // Buckets that may not be listed are no reason to stop.
                let (made, bare) =
                    session.buckets_made_for(&arn, &usual_start(&account)).unwrap_or_default();
                let is_other = |name: &&String| **name != bucket.0.to_string();
                tell_orphans(session, made.iter().filter(is_other))?;
                tell_untagged(session, bare.iter().filter(is_other), &arn)?;
                bucket
            }
            None => usual_bucket(session, &account, &arn, now)?,
        };
        let made_key = self.parts.made_key(session, &home, &trail)?;
        Ok(Surroundings {
            bucket_lacks: self.parts.bucket_lacks(session, &bucket, &arn)?,
            bucket,
            key: self.parts.key(session, &home, &self.name, made_key.as_ref())?,
            made_key,
            topic: self.parts.topic(session, &home, &self.name)?,
            queue: self.parts.queue(session, &home)?,
            log_group: self.parts.log_group(session, &home)?,
            role: self.parts.role(session, &home, &trail)?,
            home,
            trail,
            organisation,
        })
    }

    /// The trail of that name that is there.
    fn existing(&self, session: &Session) -> anyhow::Result<Option<trail::Trail>> {
        let region = session.home().map_err(UserError::from)?;
        let trails = session.trails_in(region, &[]).map_err(UserError::from)?;
        Ok(trails.into_iter().find(|trail| trail.name == self.name && trail.home == region))
    }

    /// What was made.
    fn tell(&self, session: &Session, region: &str) -> anyhow::Result<()> {
        let trails = session.trails_in(region, &[]).map_err(UserError::from)?;
        let made = trails.into_iter().find(|trail| trail.name == self.name && trail.home == region);
        let Some(made) = made else { return Ok(()) };
        let logging = if self.no_start { "not logging" } else { "logging" };
        match self.output {
            Format::Json => print_json(&made)?,
            Format::Text => print(&format!("{}  {}  {logging}\n", made.name, made.arn))?,
        }
        tell(&if self.no_start {
            format!("it records nothing yet: ct trail start {}", self.name)
        } else {
            format!(
                "first logs arrive in about five minutes: ct trail status {} --watch",
                self.name
            )
        });
        Ok(())
    }
}

/// The bucket of a trail for which none is named: that of the trail if it is there, else one that
/// an earlier run made for it, else a new one.
fn usual_bucket(
    session: &Session,
    account: &str,
    arn: &str,
    now: Option<&trail::Trail>,
) -> anyhow::Result<(BucketName, Found)> {
    let start = usual_start(account);
    let name = if let Some(now) = now {
        now.bucket.clone()
    } else {
        let (made, bare) = match session.buckets_made_for(arn, &start) {
            Err(error) if error.kind == FaultKind::Denied => {
                let why = "a bucket that an earlier run made cannot be found again";
                tell(&format!("{why}: {}: {}", error.message, error.help));
                (Vec::new(), Vec::new())
            }
            asked => asked.map_err(UserError::from)?,
        };
        tell_orphans(session, made.iter().skip(1))?;
        tell_untagged(session, bare.iter(), arn)?;
        match made.into_iter().next() {
            Some(name) => name,
            None => return Ok((new_bucket(&start)?, Found::Nothing)),
        }
    };
    Ok((name.parse()?, found(session.bucket_policy(&name))?))
}

/// How the names of buckets begin that are not given.
fn usual_start(account: &str) -> String {
    format!("aws-cloudtrail-logs-{account}-")
}

/// Names the buckets that earlier runs created for the trail and left empty.
fn tell_orphans<'b>(
    session: &Session,
    buckets: impl Iterator<Item = &'b String>,
) -> anyhow::Result<()> {
    let flags = session.flags(session.home().map_err(UserError::from)?);
    for name in buckets {
        if session.bucket_policy(name).is_ok_and(|policy| policy.is_empty())
            && session.bucket_is_empty(name).unwrap_or(false)
        {
            tell(&format!(
                "bucket {name} is empty and no trail delivers to it; to remove it:\n  \
                 aws s3api delete-bucket --bucket {name}{flags}"
            ));
        }
    }
    Ok(())
}

/// Names the buckets that an interrupted run may have left before it tagged them. They may as well be
/// another program's, so that `ct` does not use them.
fn tell_untagged<'b>(
    session: &Session,
    buckets: impl Iterator<Item = &'b String>,
    trail: &str,
) -> anyhow::Result<()> {
    for name in buckets.filter(|name| session.is_bare_bucket(name)) {
        tell(&format!(
            "bucket {name} is empty and has no tags; if an interrupted run of ct created it: {}",
            adopt_or_remove(session, name, trail)?
        ));
    }
    Ok(())
}

/// The name of a bucket that nobody else has.
fn new_bucket(start: &str) -> Result<BucketName, Refused> {
    let random = RandomState::new().hash_one(start);
    format!("{start}{:08x}", random >> 32).parse()
}
