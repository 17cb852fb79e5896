//! What is to be done, shown and agreed to before it is done.

use std::io::{self, BufRead as _, IsTerminal as _};

use clap::Args;

use crate::aws::Session;
use crate::commands::{UserError, tell, user_error};
use crate::sink::safe::shown;
use crate::trail::change::Change;

/// Whether it may be done.
#[derive(Debug, Args)]
pub(super) struct Consent {
    /// Show what would be done, and do nothing.
    #[arg(long)]
    dry_run: bool,
    /// Do it without asking.
    #[arg(short, long, conflicts_with = "dry_run")]
    yes: bool,
}

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Agreed {
    Done,
    Shown,
    Declined,
}

pub(super) fn carry_out(
    changes: &[Change],
    consent: &Consent,
    region: &str,
    session: &Session,
) -> anyhow::Result<Agreed> {
    tell("This will");
    for change in changes {
        tell(&format!("  {}", shown(&change.told().join("  "))));
    }
    if consent.dry_run {
        return Ok(Agreed::Shown);
    }
    if !consent.yes {
        if !io::stdin().is_terminal() {
            return Err(user_error("nobody is there to be asked", "add --yes, or --dry-run"));
        }
        tell("Go ahead? [y/N]");
        let mut answer = String::new();
        io::stdin().lock().read_line(&mut answer)?;
        if answer.trim() != "y" {
            return Ok(Agreed::Declined);
        }
    }
    for change in changes {
        session.perform(change, region).map_err(UserError::from)?;
    }
    Ok(Agreed::Done)
}
