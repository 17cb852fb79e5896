//! Carries out plans: one change after the other, and what was made if a plan stops.

use super::Plan;
use crate::aws::{self, Session};
use crate::error::UserError;
use crate::sink::colour::red;
use crate::sink::safe::shown;
use crate::source::interrupt::Interrupt;
use crate::trail::Trail;
use crate::trail::change::{Change, Summary};
use crate::trail::show;

impl Plan {
    /// The plan of one change of a trail.
    pub fn of_change(change: Change, trail: &Trail) -> Self {
        Self { changes: vec![change], region: trail.home.clone() }
    }

    /// Makes the changes. `done` receives a line for each of several; `note` receives what was made if
    /// the plan stops. The first signal ends the plan after the change that is under way.
    ///
    /// # Errors
    /// A change failed, or the user interrupted the plan.
    pub fn apply(
        &self,
        session: &Session,
        done: impl Fn(&str),
        note: impl Fn(&str),
    ) -> Result<(), UserError> {
        let Self { changes, region } = self;
        let interrupt = Interrupt::default();
        aws::listen(&interrupt)?;
        let on_done = |change: &Change| {
            if changes.len() > 1 {
                let Summary { action, target, .. } = change.summary();
                done(&format!("  done: {action} {}", shown(&target)));
            }
        };
        let Err(incomplete) = session.apply(changes, region, &interrupt, on_done) else {
            return Ok(());
        };
        let (done, rest) = changes.split_at(incomplete.done);
        let failed = rest.first().filter(|_| incomplete.error.is_some());
        if let Some(stopped) = show::stopped(done, failed, &session.flags(region)) {
            note(&red("stopped before the end; completed changes:"));
            note(&stopped);
            note("to resume: rerun the same command; it completes what is missing");
        }
        let Some((change, error)) = failed.zip(incomplete.error) else {
            return Err(UserError::new("interrupted", "the remaining changes were not made"));
        };
        let Summary { action, target, .. } = change.summary();
        let message = format!("cannot {action} {target}: {}", error.message);
        Err(UserError { message, ..error.into() })
    }
}
