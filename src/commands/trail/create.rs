//! `ct trail create`.

use anyhow::Context as _;
use clap::Args;

use super::Format;
use super::confirm::{Consent, PlanOutcome};
use super::resources::ResourceArgs;
use super::selectors::SelectorArgs;
use crate::commands::{Context, Outcome, print_message};
use crate::manage::{Manager, NewTrail};
use crate::policy::name::Prefix;
use crate::trail::Tag;

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
        let wanted = self.wanted()?;
        let session = context.aws(None)?;
        let manager = Manager::new(session, &print_message);
        let plan = manager.create(&wanted)?;
        if plan.changes.is_empty() {
            print_message(&format!("{} exists already and needs no change", self.name));
            self.report(&manager)?;
            return Ok(Outcome::Yes);
        }
        let outcome = self.consent.carry_out(&plan, session)?;
        if outcome == PlanOutcome::Done {
            self.report(&manager).with_context(|| format!("{} is created, but", self.name))?;
        }
        Ok(outcome.outcome())
    }

    /// The trail that the flags describe.
    fn wanted(&self) -> anyhow::Result<NewTrail> {
        let wanted = NewTrail {
            name: self.name.clone(),
            multi_region: self.multi_region,
            organization: self.organization,
            prefix: self.prefix.clone(),
            resources: self.resources.options(),
            tags: Vec::new(),
            validation: !self.no_validation,
            start_logging: !self.no_start,
            global_events: !self.no_global_events,
            events: None,
        };
        wanted.check()?;
        let (tags, events) = (Tag::parse_new(&self.tags)?, self.selectors.requested()?);
        Ok(NewTrail { tags, events, ..wanted })
    }

    /// Prints the trail.
    fn report(&self, manager: &Manager<'_>) -> anyhow::Result<()> {
        let Some(trail) = manager.existing(&self.name)? else { return Ok(()) };
        let logging = if self.no_start { "not logging" } else { "logging" };
        self.output.print(&trail, || format!("{}  {}  {logging}\n", trail.name, trail.arn))?;
        let name = &self.name;
        print_message(&if self.no_start {
            format!("the trail is not logging yet: ct trail start {name}")
        } else {
            format!("first log files arrive in about five minutes: ct trail status {name} --watch")
        });
        Ok(())
    }
}
