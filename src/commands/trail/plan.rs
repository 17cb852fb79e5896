//! What is to be changed: shown, agreed to, and then done, step by step.

use std::io::{self, BufRead as _, IsTerminal as _, Write as _};

use clap::Args;

use super::print;
use super::table::columns;
use crate::aws::{self, Session};
use crate::commands::{Outcome, UserError, red, stderr_is_terminal, tell, user_error};
use crate::sink::safe::shown;
use crate::source::interrupt::Interrupt;
use crate::trail::change::Change;

/// Whether what is shown may be done.
#[derive(Debug, Args)]
pub(super) struct Consent {
    /// Only show what would be done.
    #[arg(long, conflicts_with = "yes")]
    dry_run: bool,
    /// Do it without asking.
    #[arg(short, long)]
    yes: bool,
}

/// What came of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Agreed {
    /// All of it was done.
    Done,
    /// It was only to be shown.
    Shown,
    /// The user said no.
    Declined,
}

impl Agreed {
    /// Whoever declines has it as it was.
    pub(super) fn outcome(self) -> Outcome {
        if self == Self::Declined { Outcome::No } else { Outcome::Yes }
    }
}

/// Shows what is to be changed, asks, and does it.
///
/// # Errors
/// Nobody can be asked; or a step is refused, and then what was done before is told.
pub(super) fn carry_out(
    changes: &[Change],
    consent: &Consent,
    region: &str,
    session: &Session,
) -> anyhow::Result<Agreed> {
    if consent.dry_run {
        return show(changes);
    }
    tell("This will");
    tell(&lines(changes));
    if !consent.yes {
        if !io::stdin().is_terminal() || !stderr_is_terminal() {
            return Err(user_error(
                "nobody can be asked whether to go ahead: this is no terminal",
                "add --yes to do it, or --dry-run to only see it",
            ));
        }
        if !is_agreed()? {
            tell("nothing was changed");
            return Ok(Agreed::Declined);
        }
    }
    perform(changes, region, session)
}

/// Does what needs no leave: it harms nothing and is undone as easily.
///
/// # Errors
/// A step is refused.
pub(super) fn do_at_once(
    changes: &[Change],
    consent: &Consent,
    region: &str,
    session: &Session,
) -> anyhow::Result<Agreed> {
    if consent.dry_run {
        return show(changes);
    }
    let agreed = perform(changes, region, session)?;
    tell(&lines(changes));
    Ok(agreed)
}

fn show(changes: &[Change]) -> anyhow::Result<Agreed> {
    print(&(lines(changes) + "\n"))?;
    Ok(Agreed::Shown)
}

fn lines(changes: &[Change]) -> String {
    let told = changes.iter().map(|change| change.told().map(|text| shown(&text).into_owned()));
    columns(&told.map(Vec::from).collect::<Vec<_>>(), "  ")
}

fn is_agreed() -> io::Result<bool> {
    let mut out = anstream::stderr();
    write!(out, "Go ahead? [y/N] ")?;
    out.flush()?;
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer)?;
    Ok(["y", "yes"].contains(&answer.trim().to_lowercase().as_str()))
}

fn perform(changes: &[Change], region: &str, session: &Session) -> anyhow::Result<Agreed> {
    // A step that was begun is finished.
    let interrupt = Interrupt::default();
    aws::listen(&interrupt).map_err(UserError::from)?;
    for (number, change) in changes.iter().enumerate() {
        if interrupt.is_set() {
            told_half_way(&changes[..number], None, &session.flags(region));
            return Err(user_error("interrupted", "the rest of the plan was not begun"));
        }
        let is_fresh = changes[..number].iter().any(Change::makes);
        if let Err(error) = session.perform(change, region, is_fresh) {
            told_half_way(&changes[..number], Some(change), &session.flags(region));
            let [what, whom, _] = change.told();
            let mut error = UserError::from(error);
            error.message = format!("cannot {what} {whom}: {}", error.message);
            return Err(error.into());
        }
        if stderr_is_terminal() && changes.len() > 1 {
            let [what, whom, _] = change.told();
            tell(&format!("  done: {what} {}", shown(&whom)));
        }
    }
    Ok(Agreed::Done)
}

/// What was done before a step failed, and how to undo it, the last first. The step itself may
/// have been done in part.
fn told_half_way(done: &[Change], failed: Option<&Change>, flags: &str) {
    let made: Vec<String> =
        done.iter().chain(failed).rev().filter_map(|change| change.undo(flags)).collect();
    if done.is_empty() && made.is_empty() {
        return;
    }
    tell(&red("stopped half-way; done so far:"));
    tell(&if done.is_empty() { "  nothing as a whole".to_owned() } else { lines(done) });
    if !made.is_empty() {
        tell(&format!("to undo it, what is there of it:\n  {}", made.join("\n  ")));
    }
    tell("or to go on: run the same command again; it completes what is missing");
}
