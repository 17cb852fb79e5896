//! `ct trail insights`.

use clap::Args;

use super::Format;
use super::confirm::{Consent, PlanOutcome};
use crate::commands::{Context, Outcome, print_message, user_error};
use crate::manage::{self, Plan};
use crate::sink::safe::shown;
use crate::trail::change::Change;
use crate::trail::selectors::InsightSelector;
use crate::trail::selectors::insight::{self, Insight, InsightSelectors};
use crate::trail::show;

/// Show or set CloudTrail Insights of a trail.
///
///   ct trail insights management-events
///   ct trail insights management-events --call-rate --error-rate --dry-run
///   ct trail insights management-events --off --dry-run
///
/// Without flags, ct shows the insight types. With flags, it shows the difference and asks for
/// confirmation. AWS charges for Insights by the number of analyzed events.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment, after_help = EXAMPLES)]
pub(super) struct Insights {
    /// Name or ARN of the trail.
    #[arg(value_name = "NAME|ARN")]
    name: String,
    /// Watch the API call rate of write management events.
    #[arg(long)]
    call_rate: bool,
    /// Watch the API error rate.
    #[arg(long)]
    error_rate: bool,
    /// Watch data events as well.
    #[arg(long)]
    data: bool,
    /// Disable Insights.
    #[arg(long, conflicts_with_all = ["call_rate", "error_rate", "data"])]
    off: bool,
    /// Output format.
    #[arg(short, long, value_name = "FORMAT", default_value = "text")]
    output: Format,
    #[command(flatten)]
    consent: Consent,
}

const EXAMPLES: &str = "\
Exit codes: 0 shown, set, or nothing to change; 1 declined; 2 wrong usage, or refused

Examples:
  ct trail insights management-events -o json
  ct trail insights management-events --error-rate --dry-run";

impl Insights {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Outcome> {
        let types = self.types()?;
        let session = context.aws(None)?;
        let trail = session.find_trail(&self.name)?;
        let before = session.insights(&trail)?;
        let show = |insight_selectors: &[InsightSelector]| {
            let document = InsightSelectors { insight_selectors };
            self.output.print(&document, || show::insights(&trail, insight_selectors))?;
            Ok(Outcome::Yes)
        };
        let Some(types) = types else { return show(&before) };
        let after = manage::insight_selectors(session, &trail, &types, self.data)?;
        if insight::are_same(&before, &after) {
            print_message(&format!("no change: {} has these insights already", shown(&trail.name)));
            return show(&before);
        }
        if !context.globals.quiet {
            print_message(&show::insights_difference(&trail, &before, &after));
        }
        let change = Change::PutInsights { trail: trail.arn.clone(), insights: after.clone() };
        match self.consent.carry_out(&Plan::of_change(change, &trail), session)? {
            PlanOutcome::Done => show(&after),
            outcome => Ok(outcome.outcome()),
        }
    }

    /// The requested insight types: empty with `--off`, `None` without flags.
    fn types(&self) -> anyhow::Result<Option<Vec<Insight>>> {
        let flags = [(self.call_rate, Insight::CallRate), (self.error_rate, Insight::ErrorRate)];
        let types: Vec<Insight> =
            flags.into_iter().filter(|(is_given, _)| *is_given).map(|(_, it)| it).collect();
        if self.data && types.is_empty() {
            let message = "--data needs an insight type";
            return Err(user_error(message, "add --call-rate, --error-rate, or both"));
        }
        Ok((self.off || !types.is_empty()).then_some(types))
    }
}
