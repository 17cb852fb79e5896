//! `ct trail insights`: what a trail watches for unusual activity, shown or set.

use clap::Args;
use serde::Serialize;

use super::events::{listed, trail_called};
use super::plan::{self, Agreed, Consent};
use super::{Format, print};
use crate::commands::{Context, Outcome, UserError, tell, user_error};
use crate::sink::safe::{json_document, shown};
use crate::trail::Trail;
use crate::trail::change::Change;
use crate::trail::selectors::InsightSelector;
use crate::trail::selectors::insight::{self, Insight, Watched};

/// Show or set what a trail watches for unusual activity.
///
///   ct trail insights management-events
///   ct trail insights management-events --call-rate --error-rate --dry-run
///   ct trail insights management-events --off --dry-run
///
/// Without flags it shows it. With flags it shows what would change, and asks. CloudTrail Insights
/// cost by the number of events that are watched.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment, after_help = EXAMPLES)]
pub(super) struct Insights {
    /// The trail, by its name or ARN.
    #[arg(value_name = "NAME|ARN")]
    name: String,
    /// Watch how often is called: management events that write.
    #[arg(long)]
    call_rate: bool,
    /// Watch how often calls fail.
    #[arg(long)]
    error_rate: bool,
    /// Watch data events as well.
    #[arg(long)]
    data: bool,
    /// Watch nothing.
    #[arg(long, conflicts_with_all = ["call_rate", "error_rate", "data"])]
    off: bool,
    /// The format.
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

/// The document of `-o json`: what `GetInsightSelectors` answers.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Document<'d> {
    insight_selectors: &'d [InsightSelector],
}

impl Insights {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Outcome> {
        let wanted = self.wanted()?;
        let (session, trail) = trail_called(context, &self.name)?;
        let before = session.insights(&trail).map_err(UserError::from)?;
        let Some(wanted) = wanted else { return self.show(&trail, &before) };
        let mut after = Vec::new();
        if !wanted.is_empty() {
            let recorded = session.selectors(&trail).map_err(UserError::from)?;
            let watched = if self.data { Watched::DataAsWell } else { Watched::Management };
            after = insight::wanted(&wanted, watched, &recorded)
                .map_err(|it| user_error(it.message, it.help.replace("NAME", &trail.name)))?;
        }
        if insight::are_same(&before, &after) {
            tell(&format!("nothing to change: {} is set so already", shown(&trail.name)));
            return self.show(&trail, &before);
        }
        if !context.globals.quiet {
            tell_difference(&trail, &before, &after);
        }
        let change = Change::PutInsights { trail: trail.arn.clone(), insights: after.clone() };
        match plan::carry_out(&[change], &self.consent, &trail.home, session)? {
            Agreed::Done => self.show(&trail, &after),
            Agreed::Shown => Ok(Outcome::Yes),
            Agreed::Declined => Ok(Outcome::No),
        }
    }

    /// What is to be watched: nothing at all if it is switched off, none if no flag was given.
    fn wanted(&self) -> anyhow::Result<Option<Vec<Insight>>> {
        let flags = [(self.call_rate, Insight::CallRate), (self.error_rate, Insight::ErrorRate)];
        let wanted: Vec<Insight> =
            flags.into_iter().filter(|(is_given, _)| *is_given).map(|(_, it)| it).collect();
        if self.data && wanted.is_empty() {
            let message = "--data does not say what of data events is to be watched";
            return Err(user_error(message, "add --call-rate, --error-rate"));
        }
        Ok((self.off || !wanted.is_empty()).then_some(wanted))
    }

    /// Writes what the trail watches.
    fn show(&self, trail: &Trail, insights: &[InsightSelector]) -> anyhow::Result<Outcome> {
        print(&match self.output {
            Format::Json => json_document(&Document { insight_selectors: insights })?,
            Format::Text => {
                let off = if insights.is_empty() { "  insights off" } else { "  insights" };
                listed(&format!("{}{off}", trail.name), &insight::told(insights))
            }
        })?;
        Ok(Outcome::Yes)
    }
}

/// The difference, line by line, for people.
fn tell_difference(trail: &Trail, before: &[InsightSelector], after: &[InsightSelector]) {
    let (before, after) = (insight::told(before), insight::told(after));
    tell(&format!("{} watches", shown(&trail.name)));
    for line in &before {
        let sign = if after.contains(line) { ' ' } else { '-' };
        tell(&format!("  {sign} {}", shown(line)));
    }
    for line in after.iter().filter(|line| !before.contains(line)) {
        tell(&format!("  + {}", shown(line)));
    }
}
