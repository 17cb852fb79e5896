//! `ct trail events`: which events a trail records, shown or set.

use std::sync::Arc;

use clap::Args;

use super::named::find;
use super::plan::{self, Agreed, Consent};
use super::recorded::Recorded;
use super::{Format, print};
use crate::aws::Session;
use crate::commands::{Context, Outcome, UserError, tell};
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
/// Without flags it shows them. With flags it shows what would change, and asks. What is recorded
/// then is what the flags say and no more; management events are left out by --management none
/// alone.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment, after_help = EXAMPLES)]
pub(super) struct Events {
    /// The trail, by its name or ARN.
    #[arg(value_name = "NAME|ARN")]
    name: String,
    /// The format.
    #[arg(short, long, value_name = "FORMAT", default_value = "text")]
    output: Format,
    #[command(flatten)]
    consent: Consent,
    #[command(flatten)]
    recorded: Recorded,
}

const EXAMPLES: &str = "\
Exit codes: 0 shown, set, or nothing to change; 1 declined; 2 wrong usage, or refused

Examples:
  ct trail events management-events
  ct trail events management-events -o json > selectors.json
  ct trail events management-events --data dynamodb:orders --network ec2 --dry-run";

impl Events {
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Outcome> {
        // What is wrong with the flags is told before anybody is asked.
        let asked = self.recorded.asked()?;
        let (session, trail) = trail_called(context, &self.name)?;
        let before = session.selectors(&trail).map_err(UserError::from)?;
        let Some(asked) = asked else { return self.show(&trail, &before) };
        let after = asked.selectors(partition(&trail))?;
        if asked.is_met(&before, &after) {
            tell(&format!("nothing to change: {} records this already", shown(&trail.name)));
            return self.show(&trail, &before);
        }
        if !context.globals.quiet {
            tell_difference(&trail, &before, &after);
        }
        let change = Change::PutSelectors { trail: trail.arn.clone(), selectors: after.clone() };
        match plan::carry_out(&[change], &self.consent, &trail.home, session)? {
            Agreed::Done => self.show(&trail, &after),
            Agreed::Shown => Ok(Outcome::Yes),
            Agreed::Declined => Ok(Outcome::No),
        }
    }

    /// Writes what the trail records.
    fn show(&self, trail: &Trail, selectors: &Selectors) -> anyhow::Result<Outcome> {
        let text = match self.output {
            Format::Json => json_document(selectors)?,
            Format::Text => {
                let head = format!("{}  {} event selectors", trail.name, selectors.kind());
                listed(&head, &selectors.told())
            }
        };
        print(&text)?;
        Ok(Outcome::Yes)
    }
}

/// The difference, line by line, for people.
pub(super) fn tell_difference(trail: &Trail, before: &Selectors, after: &Selectors) {
    tell(&format!("{} records", shown(&trail.name)));
    let lines = before.difference(after);
    let is_same = lines.iter().all(|line| line.starts_with(' '));
    for line in lines {
        tell(&format!("  {}", shown(&line)));
    }
    if before.kind() != after.kind() {
        tell(&format!("  replaces the {} selectors with {} ones", before.kind(), after.kind()));
    } else if is_same {
        tell("  the same events; the selectors are written otherwise");
    }
}

/// A head, and lines below it.
pub(super) fn listed(head: &str, lines: &[String]) -> String {
    let lines = lines.iter().map(|line| format!("  {}\n", shown(line)));
    format!("{}\n{}", shown(head), lines.collect::<String>())
}

/// The trail that is meant.
pub(super) fn trail_called<'c>(
    context: &'c Context,
    name: &str,
) -> anyhow::Result<(&'c Arc<Session>, Trail)> {
    let session = context.aws(None)?;
    Ok((session, find(session, name)?))
}

/// The partition that the trail is in.
fn partition(trail: &Trail) -> &str {
    trail.arn.split(':').nth(1).unwrap_or("aws")
}
