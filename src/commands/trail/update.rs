//! `ct trail update`.

use clap::Args;

use super::confirm::{Consent, PlanOutcome, carry_out, report_difference};
use super::events::print_difference;
use super::names::find;
use super::resources::ResourceArgs;
use super::selectors::SelectorArgs;
use crate::aws::Session;
use crate::commands::{Context, Outcome, UserError, print_message};
use crate::policy::arn;
use crate::policy::name::Prefix;
use crate::trail::change::Change;
use crate::trail::plan::{
    self, BucketRequest, BucketSource, PolicyLookup, Removed, Request, WithPolicy,
};
use crate::trail::{Trail, TrailSettings};

/// Change a trail. Settings without a flag stay.
///
///   ct trail update management-events --multi-region
///   ct trail update acme-trail --prefix audit --dry-run
///
/// Flags for recorded events replace the event selectors: events that they do not name are no longer
/// recorded. What CloudTrail needs is added to the policies of a new bucket, prefix, key or topic. The
/// plan is shown first and has to be confirmed.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment, after_help = EXAMPLES)]
pub(super) struct Update {
    /// Name or ARN of the trail.
    #[arg(value_name = "TRAIL")]
    trail: String,
    /// Record events of all Regions.
    #[arg(long)]
    multi_region: bool,
    /// Record events of the home Region only.
    #[arg(long, conflicts_with = "multi_region")]
    single_region: bool,
    /// Record events of all accounts of the organization.
    #[arg(long)]
    organization: bool,
    /// Record events of this account only.
    #[arg(long, conflicts_with = "organization")]
    no_organization: bool,
    /// Prefix of object keys, before AWSLogs/; '' for none.
    #[arg(long, value_name = "PREFIX")]
    prefix: Option<Prefix>,
    #[command(flatten)]
    resources: ResourceArgs,
    /// Encrypt with SSE-S3.
    #[arg(long, conflicts_with_all = ["kms_key", "create_key"])]
    no_kms_key: bool,
    /// Send no delivery notifications.
    #[arg(long, conflicts_with_all = ["sns_topic", "create_topic"])]
    no_sns_topic: bool,
    /// Deliver to no log group.
    #[arg(long, conflicts_with = "cloudwatch_log_group")]
    no_cloudwatch: bool,
    /// Deliver digest files.
    #[arg(long)]
    validation: bool,
    /// Deliver no digest files: log files cannot be validated.
    #[arg(long, conflicts_with = "validation")]
    no_validation: bool,
    /// Record events of global services such as IAM.
    #[arg(long)]
    global_events: bool,
    /// Leave out global services such as IAM.
    #[arg(long, conflicts_with_all = ["global_events", "multi_region"])]
    no_global_events: bool,
    #[command(flatten)]
    selectors: SelectorArgs,
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
        report_difference(self.update(context))
    }

    fn update(&self, context: &Context) -> anyhow::Result<Outcome> {
        let session = context.aws(None)?;
        let trail = find(session, &self.trail)?;
        let (changes, settings) = self.plan(context, session, &trail)?;
        // Permission to update a trail does not include permission to read its status.
        let is_off = session.status(&trail).is_ok_and(|status| !status.is_logging);
        let off = format!("{} is not logging: ct trail start {}", trail.name, trail.name);
        if changes.is_empty() {
            print_message(&format!("{} needs no change", trail.name));
            if is_off {
                print_message(&off);
                return Ok(Outcome::No);
            }
            return Ok(Outcome::Yes);
        }
        if !context.globals.quiet {
            let lines = plan::settings_difference(&trail, &settings);
            for line in &lines {
                print_message(&format!("  {line}"));
            }
        }
        let outcome = carry_out(&changes, &self.consent, &trail.home, session)?;
        if outcome == PlanOutcome::Done {
            print_message(&format!("{} is updated", trail.name));
            if is_off {
                print_message(&off);
            }
        }
        Ok(outcome.outcome())
    }

    /// The changes to make, and the settings that they change.
    fn plan(
        &self,
        context: &Context,
        session: &Session,
        trail: &Trail,
    ) -> anyhow::Result<(Vec<Change>, TrailSettings)> {
        let request = self.request(session, trail)?;
        let mut resources = session.find_resources(&request).map_err(UserError::from)?;
        resources.check(&request)?.iter().for_each(|note| print_message(note));
        if let (None, Some(topic)) = (&resources.topic, &trail.topic) {
            let (name, policy) = (arn::Topic::new(topic, None)?, PolicyLookup::NotOurs);
            resources.topic = Some(WithPolicy { name, policy });
        }
        let mut changes = Vec::new();
        if self.needs_access() {
            changes = plan::prerequisites(&request, &resources)?;
        }
        let prefix = self.prefix.as_ref();
        let removed = Removed {
            key: self.no_kms_key,
            topic: self.no_sns_topic,
            log_group: self.no_cloudwatch,
        };
        let settings = plan::changed_settings(&request, &resources, trail, prefix, removed);
        if !plan::settings_difference(trail, &settings).is_empty() {
            changes.push(Change::UpdateTrail(Box::new(settings.clone())));
        }
        if let Some(selectors) = request.selectors.clone()
            && let before = session.selectors(trail).map_err(UserError::from)?
            && selectors != before
        {
            if !context.globals.quiet {
                print_difference(trail, &before, &selectors);
            }
            changes.push(Change::PutSelectors { trail: trail.arn.clone(), selectors });
        }
        if let Some(change) = plan::notification_change(&request, &resources)
            && !session.is_queue_connected(&change).map_err(UserError::from)?
        {
            changes.push(change);
        }
        Ok((changes, settings))
    }

    /// Whether CloudTrail may need access that it does not have yet.
    fn needs_access(&self) -> bool {
        self.resources.is_given() || self.prefix.is_some() || self.organization
    }

    fn request(&self, session: &Session, trail: &Trail) -> anyhow::Result<Request> {
        let prefix = match &self.prefix {
            Some(prefix) => prefix.clone(),
            None => trail.prefix.parse()?,
        };
        self.resources.check(&prefix, trail.topic.is_some())?;
        let arn = arn::Trail::new(&trail.arn, None)?;
        let home = arn.home().clone();
        let organization = if self.organization || trail.organization && !self.no_organization {
            Some(session.organization().map_err(UserError::from)?.id.parse()?)
        } else {
            None
        };
        let bucket = if let Some(bucket) = self.resources.bucket() {
            bucket
        } else {
            let needs_access = self.needs_access();
            let source = if needs_access { BucketSource::Default } else { BucketSource::Unchanged };
            BucketRequest { name: trail.bucket.parse()?, source }
        };
        let choose = |yes: bool, no: bool, now: bool| yes || now && !no;
        Ok(Request {
            resources: self.resources.names(&trail.name, bucket, &home)?,
            selectors: self.selectors.selectors(arn.partition())?,
            home,
            trail: arn,
            organization,
            prefix,
            multi_region: choose(self.multi_region, self.single_region, trail.multi_region),
            global_events: self.multi_region
                || choose(self.global_events, self.no_global_events, trail.global_events),
            validation: choose(self.validation, self.no_validation, trail.validation),
            start_logging: false,
            tags: Vec::new(),
        })
    }
}
