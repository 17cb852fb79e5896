//! `ct trail create`.

use std::net::Ipv4Addr;

use anyhow::Context as _;
use clap::Args;

use super::bucket::{default_bucket, report_other_buckets};
use super::confirm::{Consent, PlanOutcome, carry_out, report_difference};
use super::resources::{ResourceArgs, invalid};
use super::selectors::SelectorArgs;
use super::{Format, print, print_json, tag};
use crate::aws::Session;
use crate::commands::{Context, Outcome, UserError, print_message, user_error};
use crate::policy::arn::{self, Home};
use crate::policy::name::Prefix;
use crate::trail::created::TRAIL_TAG;
use crate::trail::plan::{self, BucketRequest, BucketSource, CurrentTrail, Request};
use crate::trail::{Tag, Trail};

/// Create a trail and the resources it needs.
///
///   ct trail create --multi-region
///   ct trail create acme-trail --multi-region --bucket acme-trail --create-bucket --queue new-logs
///   ct trail create data-trail --bucket acme-trail --management none --data s3:finance-reports
///
/// The trail starts logging at once, with log file validation. Without --bucket, a bucket is created.
/// Existing resources are used: what CloudTrail needs is added to their policies, and nothing is
/// removed. The plan is shown first and has to be confirmed.
///
/// To complete an interrupted run, rerun it: ct tags what it creates with ct:trail and finds it again.
/// If a trail of that name differs from the flags, ct lists the differences and exits with 1.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment, after_help = EXAMPLES)]
pub(super) struct Create {
    /// Name of the trail.
    #[arg(value_name = "NAME", default_value = "management-events")]
    name: String,
    /// Record events of all Regions.
    #[arg(long)]
    multi_region: bool,
    /// Record events of all accounts of the organization.
    #[arg(long)]
    organization: bool,
    /// Prefix of object keys, before AWSLogs/.
    #[arg(long, value_name = "PREFIX", default_value = "", hide_default_value = true)]
    prefix: Prefix,
    #[command(flatten)]
    resources: ResourceArgs,
    /// Tag the trail; repeatable.
    #[arg(long = "tag", value_name = "KEY=VALUE")]
    tags: Vec<String>,
    /// Deliver no digest files: log files cannot be validated.
    #[arg(long)]
    no_validation: bool,
    /// Do not start logging.
    #[arg(long)]
    no_start: bool,
    /// Leave out global services such as IAM; not with --multi-region.
    #[arg(long, conflicts_with = "multi_region")]
    no_global_events: bool,
    #[command(flatten)]
    selectors: SelectorArgs,
    #[command(flatten)]
    consent: Consent,
    /// Output format.
    #[arg(short, long, value_name = "FORMAT", default_value = "text")]
    output: Format,
}

const EXAMPLES: &str = "\
Examples:
  ct trail create --multi-region --dry-run
  ct trail create acme --bucket my-logs --prefix audit --kms-key alias/logs --no-start
  ct trail create acme --multi-region --bucket my-logs --queue new-logs --tag team=security";

impl Create {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Outcome> {
        report_difference(self.create(context))
    }

    fn create(&self, context: &Context) -> anyhow::Result<Outcome> {
        self.check_name()?;
        self.resources.check(&self.prefix, false)?;
        let tags = self.tags()?;
        let session = context.aws(None)?;
        let existing = self.existing(session)?;
        let request = self.request(session, existing.as_ref(), tags)?;
        let resources = session.find_resources(&request).map_err(UserError::from)?;
        resources.check(&request)?.iter().for_each(|note| print_message(note));
        let changes = match existing {
            Some(trail) => {
                let notification = plan::notification_change(&request, &resources);
                let is_connected = match &notification {
                    Some(change) => session.is_queue_connected(change).map_err(UserError::from)?,
                    None => true,
                };
                let current = current_trail(session, trail)?;
                let notification = notification.filter(|_| !is_connected);
                plan::resume(&request, &resources, &current, notification)?
            }
            None => plan::create(&request, &resources)?,
        };
        let region = request.home.region.to_string();
        if changes.is_empty() {
            print_message(&format!("{} exists already and needs no change", self.name));
            self.report(session)?;
            return Ok(Outcome::Yes);
        }
        let outcome = carry_out(&changes, &self.consent, &region, session)?;
        if outcome == PlanOutcome::Done {
            self.report(session).with_context(|| format!("{} is created, but", self.name))?;
        }
        Ok(outcome.outcome())
    }

    fn check_name(&self) -> anyhow::Result<()> {
        if self.name.starts_with("arn:") {
            let help = "account and Region are those of the credentials and of --region";
            return Err(user_error(format!("NAME: a name, not an ARN: {}", self.name), help));
        }
        if self.name.parse::<Ipv4Addr>().is_ok() {
            let help = "CloudTrail accepts no name in the form of an IP address";
            return Err(user_error(format!("NAME: not the name of a trail: {}", self.name), help));
        }
        Ok(())
    }

    fn tags(&self) -> anyhow::Result<Vec<Tag>> {
        let tags = tag::parse_all(&self.tags)?;
        if tags.len() >= tag::MAX_TAGS {
            let help = "a trail can have 50 tags, one of which is ct's own";
            return Err(user_error(format!("{} tags", tags.len()), help));
        }
        Ok(tags)
    }

    fn request(
        &self,
        session: &Session,
        existing: Option<&Trail>,
        mut tags: Vec<Tag>,
    ) -> anyhow::Result<Request> {
        let region = session.home().map_err(UserError::from)?;
        let account = session.account().map_err(UserError::from)?;
        let home = Home { region: region.parse()?, account: account.parse()? };
        let organization = self.organization.then(|| session.organization()).transpose();
        let organization = organization.map_err(UserError::from)?;
        let owner = match &organization {
            Some(organization) => {
                Home { account: organization.management.parse()?, ..home.clone() }
            }
            None => home.clone(),
        };
        let trail =
            arn::Trail::new(&self.name, Some(&owner)).map_err(|error| invalid("NAME", &error))?;
        let arn = trail.to_string();
        let bucket = match (self.resources.bucket(), existing) {
            (Some(bucket), _) => {
                let name = bucket.name.to_string();
                report_other_buckets(session, &home.account, &name, &arn)?;
                bucket
            }
            (None, Some(existing)) => {
                let name = existing.bucket.parse()?;
                BucketRequest { name, source: BucketSource::Default }
            }
            (None, None) => default_bucket(session, &home.account, &arn)?,
        };
        tags.insert(0, Tag { key: TRAIL_TAG.to_owned(), value: arn });
        Ok(Request {
            resources: self.resources.names(&self.name, bucket, &home)?,
            selectors: self.selectors.selectors(trail.partition())?,
            home,
            trail,
            organization: organization.map(|it| it.id.parse()).transpose()?,
            prefix: self.prefix.clone(),
            multi_region: self.multi_region,
            global_events: !self.no_global_events,
            validation: !self.no_validation,
            start_logging: !self.no_start,
            tags,
        })
    }

    /// The trail of that name in the configured Region.
    fn existing(&self, session: &Session) -> anyhow::Result<Option<Trail>> {
        let region = session.home().map_err(UserError::from)?;
        let trails = session.trails_in(region, &[]).map_err(UserError::from)?;
        Ok(trails.into_iter().find(|trail| trail.name == self.name && trail.home == region))
    }

    /// Prints the trail.
    fn report(&self, session: &Session) -> anyhow::Result<()> {
        let Some(trail) = self.existing(session)? else { return Ok(()) };
        let logging = if self.no_start { "not logging" } else { "logging" };
        match self.output {
            Format::Json => print_json(&trail)?,
            Format::Text => print(&format!("{}  {}  {logging}\n", trail.name, trail.arn))?,
        }
        print_message(&if self.no_start {
            format!("the trail is not logging yet: ct trail start {}", self.name)
        } else {
            format!(
                "first log files arrive in about five minutes: ct trail status {} --watch",
                self.name
            )
        });
        Ok(())
    }
}

fn current_trail(session: &Session, trail: Trail) -> anyhow::Result<CurrentTrail> {
    Ok(CurrentTrail {
        tags: session.tags(&trail).map_err(UserError::from)?,
        is_logging: session.status(&trail).map_err(UserError::from)?.is_logging,
        selectors: session.selectors(&trail).map_err(UserError::from)?,
        trail,
    })
}
