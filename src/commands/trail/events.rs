//! `ct trail events`.

use clap::Args;

use super::Format;
use super::confirm::{Consent, PlanOutcome};
use super::selectors::SelectorArgs;
use crate::commands::{Context, Outcome, print_message};
use crate::manage::Plan;
use crate::sink::safe::shown;
use crate::trail::change::Change;
use crate::trail::plan::PlanError;
use crate::trail::selectors::Selectors;
use crate::trail::show;

/// Show or set which events a trail records.
///
///   ct trail events management-events
///   ct trail events management-events --data lambda --exclude kms --dry-run
///   ct trail events management-events --management none --data s3:a:write --data s3:b:write --dry-run
///
/// Without flags, ct shows the recorded events. With flags, it shows the difference and asks for
/// confirmation. The flags replace all event selectors; only --management none leaves out management
/// events.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment, after_help = EXAMPLES)]
pub(super) struct Events {
    /// Name or ARN of the trail.
    #[arg(value_name = "NAME|ARN")]
    name: String,
    /// Output format.
    #[arg(short, long, value_name = "FORMAT", default_value = "text")]
    output: Format,
    #[command(flatten)]
    consent: Consent,
    #[command(flatten)]
    selectors: SelectorArgs,
}

const EXAMPLES: &str = "\
Exit codes: 0 shown, set, or nothing to change; 1 declined; 2 wrong usage, or refused

Examples:
  ct trail events management-events
  ct trail events management-events -o json > selectors.json
  ct trail events management-events --data dynamodb:orders --network ec2 --dry-run";

impl Events {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Outcome> {
        // Faults of the flags are reported before the first call.
        let requested = self.selectors.requested()?;
        let session = context.aws(None)?;
        let trail = session.find_trail(&self.name)?;
        let before = session.selectors(&trail)?;
        let show = |selectors: &Selectors| {
            self.output.print(selectors, || show::events(&trail, selectors)).map(|()| Outcome::Yes)
        };
        let Some(requested) = requested else { return show(&before) };
        let after = requested.selectors(trail.partition()).map_err(PlanError::from)?;
        if requested.is_met(&before, &after) {
            print_message(&format!("no change: {} records this already", shown(&trail.name)));
            return show(&before);
        }
        if !context.globals.quiet {
            print_message(&show::events_difference(&trail, &before, &after));
        }
        let change = Change::PutSelectors { trail: trail.arn.clone(), selectors: after.clone() };
        match self.consent.carry_out(&Plan::of_change(change, &trail), session)? {
            PlanOutcome::Done => show(&after),
            outcome => Ok(outcome.outcome()),
        }
    }
}
