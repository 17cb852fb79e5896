//! `ct trail update`.

use clap::Args;

use super::confirm::{Consent, PlanOutcome};
use super::resources::ResourceArgs;
use super::selectors::SelectorArgs;
use crate::commands::{Context, Outcome, print_message};
use crate::manage::{Manager, TrailUpdate};
use crate::policy::name::Prefix;
use crate::trail::plan::Removed;

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
        let session = context.aws(None)?;
        let trail = session.find_trail(&self.trail)?;
        let manager = Manager::new(session, &print_message);
        let update = manager.update(&trail, &self.wanted()?)?;
        if !context.globals.quiet {
            update.difference.iter().for_each(|line| print_message(line));
        }
        // Permission to update a trail does not include permission to read its status.
        let is_off = session.status(&trail).is_ok_and(|status| !status.is_logging);
        let off = format!("{} is not logging: ct trail start {}", trail.name, trail.name);
        if update.plan.changes.is_empty() {
            print_message(&format!("{} needs no change", trail.name));
            if is_off {
                print_message(&off);
                return Ok(Outcome::No);
            }
            return Ok(Outcome::Yes);
        }
        let outcome = self.consent.carry_out(&update.plan, session)?;
        if outcome == PlanOutcome::Done {
            print_message(&format!("{} is updated", trail.name));
            if is_off {
                print_message(&off);
            }
        }
        Ok(outcome.outcome())
    }

    fn wanted(&self) -> anyhow::Result<TrailUpdate> {
        let setting = |yes: bool, no: bool| (yes || no).then_some(yes);
        Ok(TrailUpdate {
            multi_region: setting(self.multi_region, self.single_region),
            organization: setting(self.organization, self.no_organization),
            global_events: setting(self.global_events || self.multi_region, self.no_global_events),
            validation: setting(self.validation, self.no_validation),
            prefix: self.prefix.clone(),
            resources: self.resources.options(),
            removed: Removed {
                key: self.no_kms_key,
                topic: self.no_sns_topic,
                log_group: self.no_cloudwatch,
            },
            events: self.selectors.requested()?,
        })
    }
}
