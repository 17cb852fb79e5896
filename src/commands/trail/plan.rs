//! What is to be changed: shown, agreed to, and then done, step by step.

use std::io::{self, BufRead as _, IsTerminal as _, Write as _};

use clap::Args;

use super::print;
use super::table::columns;
use crate::aws::Session;
use crate::commands::{Outcome, UserError, red, stderr_is_terminal, tell, user_error};
use crate::sink::safe::shown;
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
    if consent.dry_run { show(changes) } else { perform(changes, region, session) }
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
    for (number, change) in changes.iter().enumerate() {
        let done = &changes[..number];
        let is_fresh = done.iter().any(makes);
        if let Err(error) = session.perform(change, region, is_fresh) {
            told_half_way(done);
            let [what, whom, _] = change.told();
            let mut error = UserError::from(error);
            error.message = format!("cannot {what} {whom}: {}", error.message);
            return Err(error.into());
        }
    }
    Ok(Agreed::Done)
}

/// Whether a step makes something that others refer to.
fn makes(change: &Change) -> bool {
    change.undo().is_some() || matches!(change, Change::PutPolicy { .. })
}

/// What was done before a step failed, and how to undo it, the last first.
fn told_half_way(done: &[Change]) {
    if done.is_empty() {
        return;
    }
    tell(&red("stopped half-way; done so far:"));
    tell(&lines(done));
    let undo: Vec<String> = done.iter().rev().filter_map(Change::undo).collect();
    if !undo.is_empty() {
        tell(&format!("to undo it:\n  {}", undo.join("\n  ")));
    }
}
