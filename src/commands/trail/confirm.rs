//! Plans: shown, confirmed, and carried out.

use std::io::{self, BufRead as _, IsTerminal as _, Write as _};

use clap::Args;

use crate::aws::{self, Session};
use crate::commands::{
    Outcome, UserError, print_message, red, stderr_is_terminal, stdout, user_error,
};
use crate::sink::safe::shown;
use crate::source::interrupt::Interrupt;
use crate::trail::change::{Change, Summary};
use crate::trail::show;

/// Whether to carry out a plan.
#[derive(Debug, Args)]
pub(super) struct Consent {
    /// Show the plan and exit.
    #[arg(long, conflicts_with = "yes")]
    dry_run: bool,
    /// Do not ask for confirmation.
    #[arg(short, long)]
    yes: bool,
}

/// What became of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PlanOutcome {
    /// It was carried out.
    Done,
    /// It was shown only.
    Shown,
    /// The user declined.
    Declined,
}

impl PlanOutcome {
    /// "No" if the user declined.
    pub(super) fn outcome(self) -> Outcome {
        if self == Self::Declined { Outcome::No } else { Outcome::Yes }
    }
}

/// Shows a plan, asks for confirmation, and carries it out.
///
/// # Errors
/// There is no terminal to ask on; or a change failed, and the completed changes were printed.
pub(super) fn carry_out(
    changes: &[Change],
    consent: &Consent,
    region: &str,
    session: &Session,
) -> anyhow::Result<PlanOutcome> {
    if consent.dry_run {
        return show_only(changes);
    }
    print_message("This will");
    print_message(&show::plan(changes));
    if !consent.yes {
        if !io::stdin().is_terminal() || !stderr_is_terminal() {
            return Err(user_error(
                "cannot ask for confirmation: stdin and stderr are not a terminal",
                "add --yes to go ahead, or --dry-run to only show the plan",
            ));
        }
        if !is_confirmed()? {
            print_message("nothing was changed");
            return Ok(PlanOutcome::Declined);
        }
    }
    apply(changes, region, session)
}

/// Carries out changes that need no confirmation: they are harmless and easily undone.
///
/// # Errors
/// A change failed.
pub(super) fn carry_out_unasked(
    changes: &[Change],
    consent: &Consent,
    region: &str,
    session: &Session,
) -> anyhow::Result<PlanOutcome> {
    if consent.dry_run {
        return show_only(changes);
    }
    let outcome = apply(changes, region, session)?;
    print_message(&show::plan(changes));
    Ok(outcome)
}

fn show_only(changes: &[Change]) -> anyhow::Result<PlanOutcome> {
    stdout::print(&(show::plan(changes) + "\n"))?;
    Ok(PlanOutcome::Shown)
}

fn is_confirmed() -> io::Result<bool> {
    let mut out = anstream::stderr();
    write!(out, "Go ahead? [y/N] ")?;
    out.flush()?;
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer)?;
    Ok(["y", "yes"].contains(&answer.trim().to_lowercase().as_str()))
}

fn apply(changes: &[Change], region: &str, session: &Session) -> anyhow::Result<PlanOutcome> {
    // The first signal ends the plan after the change that is under way.
    let interrupt = Interrupt::default();
    aws::listen(&interrupt)?;
    let on_done = |change: &Change| {
        if stderr_is_terminal() && changes.len() > 1 {
            let Summary { action, target, .. } = change.summary();
            print_message(&format!("  done: {action} {}", shown(&target)));
        }
    };
    let Err(incomplete) = session.apply(changes, region, &interrupt, on_done) else {
        return Ok(PlanOutcome::Done);
    };
    let (done, rest) = changes.split_at(incomplete.done);
    let failed = rest.first().filter(|_| incomplete.error.is_some());
    if let Some(stopped) = show::stopped(done, failed, &session.flags(region)) {
        print_message(&red("stopped before the end; completed changes:"));
        print_message(&stopped);
        print_message("to resume: rerun the same command; it completes what is missing");
    }
    let Some((change, error)) = failed.zip(incomplete.error) else {
        return Err(user_error("interrupted", "the remaining changes were not made"));
    };
    let Summary { action, target, .. } = change.summary();
    let mut error = UserError::from(error);
    error.message = format!("cannot {action} {target}: {}", error.message);
    Err(error.into())
}
