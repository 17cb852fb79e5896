//! What `ct follow` prints beside events: messages as they happen, a status line a minute, and the
//! summary.

use crate::commands::history::regions_off;
use crate::commands::{Context, Outcome, print_message, stderr_is_terminal, user_error, yellow};
use crate::follow::{FollowError, Reporter, Summary};
use crate::sink::safe::shown;

/// Prints the messages of a run on the standard error.
pub(super) struct Messages<'c> {
    context: &'c Context,
}

impl<'c> Messages<'c> {
    pub(super) fn new(context: &'c Context) -> Self {
        Self { context }
    }
}

impl Reporter for Messages<'_> {
    fn info(&self, text: &str) {
        if !self.context.globals.quiet {
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
        let globals = &self.context.globals;
        (globals.verbose || stderr_is_terminal()) && !globals.quiet
    }

    fn status(&self, text: &str) {
        print_message(text);
    }

    fn regions_skipped(&self, names: &[&str], has_token: bool) {
        if self.context.globals.verbose {
            print_message(&format!("history: {}: {}", regions_off(has_token), names.join(" ")));
        }
    }
}

/// Prints the summary; gives the outcome.
pub(super) fn finish(summary: &Summary, context: &Context) -> Outcome {
    let globals = &context.globals;
    let is_wanted = globals.verbose || stderr_is_terminal() || summary.is_interrupted;
    if !summary.is_complete() || is_wanted && !globals.quiet {
        print_message(&summary.line());
    }
    if summary.is_complete() { Outcome::Yes } else { Outcome::Unsure }
}

/// The error of a run as the command line reports it.
pub(super) fn into_error(error: FollowError) -> anyhow::Error {
    match error {
        FollowError::User { message, help } => user_error(message, help),
        FollowError::Output(error) => {
            anyhow::Error::new(error).context("cannot write to the standard output")
        }
        FollowError::ReaderGone => error.into(),
    }
}
