//! Plans: shown and confirmed. [`crate::manage`] carries them out.

use std::io::{self, BufRead as _, IsTerminal as _, Write as _};

use clap::Args;

use crate::aws::Session;
use crate::commands::{Outcome, print_message, stderr_is_terminal, stdout, user_error};
use crate::manage::Plan;
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

impl Consent {
    /// Shows a plan, asks for confirmation, and carries it out.
    ///
    /// # Errors
    /// There is no terminal to ask on; or a change failed, and the completed changes were printed.
    pub(super) fn carry_out(&self, plan: &Plan, session: &Session) -> anyhow::Result<PlanOutcome> {
        if self.dry_run {
            return show_only(plan);
        }
        print_message("This will");
        print_message(&show::plan(&plan.changes));
        if !self.yes && !is_confirmed()? {
            print_message("nothing was changed");
            return Ok(PlanOutcome::Declined);
        }
        apply(plan, session)
    }

    /// Carries out a plan that needs no confirmation: it is harmless and easily undone.
    ///
    /// # Errors
    /// A change failed.
    pub(super) fn carry_out_unasked(
        &self,
        plan: &Plan,
        session: &Session,
    ) -> anyhow::Result<PlanOutcome> {
        if self.dry_run {
            return show_only(plan);
        }
        let outcome = apply(plan, session)?;
        print_message(&show::plan(&plan.changes));
        Ok(outcome)
    }
}

fn show_only(plan: &Plan) -> anyhow::Result<PlanOutcome> {
    stdout::print(&(show::plan(&plan.changes) + "\n"))?;
    Ok(PlanOutcome::Shown)
}

fn apply(plan: &Plan, session: &Session) -> anyhow::Result<PlanOutcome> {
    let done = |line: &str| {
        if stderr_is_terminal() {
            print_message(line);
        }
    };
    plan.apply(session, done, print_message)?;
    Ok(PlanOutcome::Done)
}

fn is_confirmed() -> anyhow::Result<bool> {
    if !io::stdin().is_terminal() || !stderr_is_terminal() {
        return Err(user_error(
            "cannot ask for confirmation: stdin and stderr are not a terminal",
            "add --yes to go ahead, or --dry-run to only show the plan",
        ));
    }
    let mut out = anstream::stderr();
    write!(out, "Go ahead? [y/N] ")?;
    out.flush()?;
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer)?;
    Ok(["y", "yes"].contains(&answer.trim().to_lowercase().as_str()))
}
