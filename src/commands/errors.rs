//! Errors as users see them: a line `ct: …`, and a line `help: …` if there is something to do.
//!
//! Knows no command. Errors of the command line itself are in `usage.rs`.

use std::{fmt, io};

use super::Outcome;
use super::message::{in_place, print_message};
use super::{bold, red};
use crate::aws;
pub(super) use crate::error::UserError;
use crate::sink::safe::shown;

/// An error with a message and what to do about it.
pub(super) fn user_error(message: impl fmt::Display, help: impl fmt::Display) -> anyhow::Error {
    UserError::new(message, help).into()
}

/// Prints an error to stderr. The outcome is always exit code 2.
pub(super) fn report_error(error: &anyhow::Error) -> Outcome {
    print_message(&format!("{} {}", red("ct:"), shown(&format!("{error:#}"))));
    if error.chain().any(is_storage_full) {
        print_message(&format!("{} make room on the disk, or write elsewhere", bold("help:")));
    }
    let mut help = error.downcast_ref::<aws::Error>().map_or("", |error| &error.help);
    if let Some(error) = error.downcast_ref::<UserError>() {
        error.marked.iter().for_each(|marked| print_message(&in_place(marked)));
        help = &error.help;
    }
    if !help.is_empty() {
        report_help(help);
    }
    Outcome::Unsure
}

/// Prints what to do about an error.
pub(super) fn report_help(help: &str) {
    print_message(&format!("{} {}", bold("help:"), shown(help)));
}

fn is_storage_full(cause: &(dyn std::error::Error + 'static)) -> bool {
    let error = cause.downcast_ref::<io::Error>();
    error.is_some_and(|error| error.kind() == io::ErrorKind::StorageFull)
}
