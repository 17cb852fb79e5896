//! `ct trail events`.

use std::sync::Arc;

use clap::Args;

use super::confirm::{Consent, PlanOutcome, carry_out};
use super::names::find;
use super::selectors::SelectorArgs;
use super::{Format, print};
use crate::aws::Session;
use crate::commands::{Context, Outcome, UserError, print_message};
use crate::sink::safe::{json_document, shown};
use crate::trail::Trail;
use crate::trail::change::Change;
use crate::trail::selectors::Selectors;

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
        let (session, trail) = find_trail(context, &self.name)?;
        let before = session.selectors(&trail).map_err(UserError::from)?;
        let Some(requested) = requested else { return self.show(&trail, &before) };
        let after = requested.selectors(trail.partition())?;
        if requested.is_met(&before, &after) {
            print_message(&format!("no change: {} records this already", shown(&trail.name)));
            return self.show(&trail, &before);
        }
        if !context.globals.quiet {
            print_difference(&trail, &before, &after);
        }
        let change = Change::PutSelectors { trail: trail.arn.clone(), selectors: after.clone() };
        match carry_out(&[change], &self.consent, &trail.home, session)? {
            PlanOutcome::Done => self.show(&trail, &after),
            PlanOutcome::Shown => Ok(Outcome::Yes),
            PlanOutcome::Declined => Ok(Outcome::No),
        }
    }

    /// Prints the recorded events.
    fn show(&self, trail: &Trail, selectors: &Selectors) -> anyhow::Result<Outcome> {
        let text = match self.output {
            Format::Json => json_document(selectors)?,
            Format::Text => {
                let head = format!("{}  {} event selectors", trail.name, selectors.kind());
                with_heading(&head, &selectors.describe())
            }
        };
        print(&text)?;
        Ok(Outcome::Yes)
    }
}

/// Prints the difference between two sets of event selectors.
pub(super) fn print_difference(trail: &Trail, before: &Selectors, after: &Selectors) {
    print_message(&format!("{} records", shown(&trail.name)));
    let lines = before.difference(after);
    let is_same = lines.iter().all(|line| line.starts_with(' '));
    for line in lines {
        print_message(&format!("  {}", shown(&line)));
    }
    if before.kind() != after.kind() {
        print_message(&format!(
            "  replaces the {} selectors with {} ones",
            before.kind(),
            after.kind()
        ));
    } else if is_same {
        print_message("  the same events, with different selectors");
    }
}

/// Lines below a heading, escaped.
pub(super) fn with_heading(head: &str, lines: &[String]) -> String {
    let lines = lines.iter().map(|line| format!("  {}\n", shown(line)));
    format!("{}\n{}", shown(head), lines.collect::<String>())
}

/// The session, and the trail with a name or ARN.
pub(super) fn find_trail<'c>(
    context: &'c Context,
    name: &str,
) -> anyhow::Result<(&'c Arc<Session>, Trail)> {
    let session = context.aws(None)?;
    Ok((session, find(session, name)?))
}
