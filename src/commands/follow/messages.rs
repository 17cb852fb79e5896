//! What `ct follow` prints beside events: messages as they happen, a status line a minute, and the
//! summary.

use crate::commands::{Context, Outcome, print_message, yellow};
use crate::follow::{FollowError, Reporter, Summary};
use crate::sink::safe::shown;

/// Prints the messages of a run on stderr.
pub(super) struct Messages<'c>(pub(super) &'c Context);

impl Reporter for Messages<'_> {
    fn info(&self, text: &str) {
        if !self.0.globals.quiet {
            print_message(text);
        }
    }

    fn problem(&self, text: &str) {
        print_message(text);
    }

    fn failure(&self, text: &str) {
        print_message(&format!("{} {}", yellow("ct:"), shown(text)));
    }

    fn wants_status(&self) -> bool {
        self.0.shows_summary()
    }

    fn status(&self, text: &str) {
        print_message(text);
    }

    fn detail(&self, text: &str) {
        self.0.print_detail(text);
    }
}

/// Prints the summary; gives the outcome.
pub(super) fn finish(summary: &Summary, context: &Context) -> Outcome {
    let is_wanted = context.shows_summary() || summary.is_interrupted && !context.globals.quiet;
    if !summary.is_complete() || is_wanted {
        print_message(&summary.line());
    }
    if summary.is_complete() { Outcome::Yes } else { Outcome::Unsure }
}

/// The error of a run as the command line reports it.
pub(super) fn into_error(error: FollowError) -> anyhow::Error {
    match error {
        FollowError::User(error) => error.into(),
        error => error.into(),
    }
}
