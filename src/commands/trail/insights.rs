//! `ct trail insights`.

use clap::Args;
use serde::Serialize;

use super::confirm::{Consent, PlanOutcome, carry_out};
use super::events::{find_trail, with_heading};
use super::{Format, print};
use crate::commands::{Context, Outcome, UserError, print_message, user_error};
use crate::sink::safe::{json_document, shown};
use crate::trail::Trail;
use crate::trail::change::Change;
use crate::trail::selectors::InsightSelector;
use crate::trail::selectors::insight::{self, Insight, Watched};

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

/// The document of `-o json`: the response of `GetInsightSelectors`.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct InsightSelectorsDocument<'d> {
    insight_selectors: &'d [InsightSelector],
}

impl Insights {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Outcome> {
        let types = self.types()?;
        let (session, trail) = find_trail(context, &self.name)?;
        let before = session.insights(&trail).map_err(UserError::from)?;
        let Some(types) = types else { return self.show(&trail, &before) };
        let mut after = Vec::new();
        if !types.is_empty() {
            let recorded = session.selectors(&trail).map_err(UserError::from)?;
            let watched = if self.data { Watched::ManagementAndData } else { Watched::Management };
            after = insight::selectors(&types, watched, &recorded)
                .map_err(|it| user_error(it.message, it.help.replace("NAME", &trail.name)))?;
        }
        if insight::are_same(&before, &after) {
            print_message(&format!("no change: {} has these insights already", shown(&trail.name)));
            return self.show(&trail, &before);
        }
        if !context.globals.quiet {
            print_difference(&trail, &before, &after);
        }
        let change = Change::PutInsights { trail: trail.arn.clone(), insights: after.clone() };
        match carry_out(&[change], &self.consent, &trail.home, session)? {
            PlanOutcome::Done => self.show(&trail, &after),
            PlanOutcome::Shown => Ok(Outcome::Yes),
            PlanOutcome::Declined => Ok(Outcome::No),
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

    /// Prints the insight types.
    fn show(&self, trail: &Trail, insights: &[InsightSelector]) -> anyhow::Result<Outcome> {
        print(&match self.output {
            Format::Json => {
                json_document(&InsightSelectorsDocument { insight_selectors: insights })?
            }
            Format::Text => {
                let off = if insights.is_empty() { "  insights off" } else { "  insights" };
                with_heading(&format!("{}{off}", trail.name), &insight::describe(insights))
            }
        })?;
        Ok(Outcome::Yes)
    }
}

/// Prints the difference between two lists of insight selectors.
fn print_difference(trail: &Trail, before: &[InsightSelector], after: &[InsightSelector]) {
    let (before, after) = (insight::describe(before), insight::describe(after));
    print_message(&format!("{} watches", shown(&trail.name)));
    for line in &before {
        let sign = if after.contains(line) { ' ' } else { '-' };
        print_message(&format!("  {sign} {}", shown(line)));
    }
    for line in after.iter().filter(|line| !before.contains(line)) {
        print_message(&format!("  + {}", shown(line)));
    }
}
