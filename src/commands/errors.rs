//! Errors as users see them: a line `ct: …`, and a line `help: …` if there is something to do.
//!
//! Knows no command. Errors of the command line itself are in `usage.rs`.

use std::path::Path;
use std::{fmt, io};

use super::Outcome;
use super::message::{in_place, print_message};
use super::{bold, red};
use crate::aws;
use crate::filter::values::FlagError;
use crate::mirror::files::Access;
use crate::mirror::new_file::NewFile;
use crate::sink::safe::shown;
use crate::source::{Fault, SourceError};
use crate::sources::OpenError;
use crate::verify::{ArgumentError, ReportError};

/// An error that the user can do something about.
#[derive(Debug)]
pub(super) struct UserError {
    pub(super) message: String,
    /// Lines that show where the error is.
    pub(super) marked: Option<String>,
    /// What to do; empty if there is nothing to say.
    pub(super) help: String,
}

/// An error with a message and what to do about it.
pub(super) fn user_error(message: impl fmt::Display, help: impl fmt::Display) -> anyhow::Error {
    UserError { message: message.to_string(), marked: None, help: help.to_string() }.into()
}

/// The same with lines that show where the error is.
pub(super) fn marked_error(message: String, marked: String, help: &str) -> anyhow::Error {
    UserError { message, marked: Some(marked), help: help.to_owned() }.into()
}

impl std::error::Error for UserError {}

impl fmt::Display for UserError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl From<aws::Error> for UserError {
    fn from(error: aws::Error) -> Self {
        Self { message: error.message, marked: None, help: error.help }
    }
}

impl From<ArgumentError> for UserError {
    fn from(error: ArgumentError) -> Self {
        Self { message: error.to_string(), marked: None, help: error.help.to_owned() }
    }
}

impl From<ReportError> for UserError {
    fn from(error: ReportError) -> Self {
        let help = match &error {
            ReportError::Refused { help, .. } => *help,
            ReportError::Unreadable { .. } | ReportError::Output(_) => "",
        };
        Self { message: error.to_string(), marked: None, help: help.to_owned() }
    }
}

impl From<OpenError> for UserError {
    fn from(OpenError { message, help }: OpenError) -> Self {
        Self { message, marked: None, help }
    }
}

impl From<FlagError> for UserError {
    fn from(FlagError { message, marked, help }: FlagError) -> Self {
        Self { message, marked, help }
    }
}

/// Creates a file that the user named.
///
/// # Errors
/// It cannot be written, or another program wrote the file of that name.
pub(super) fn create(path: &Path) -> anyhow::Result<NewFile> {
    NewFile::create(path, Access::Usual).map_err(|error| uncreated(path, error))
}

/// The error for a file that the user named and that cannot be created.
pub(super) fn uncreated(path: &Path, error: io::Error) -> anyhow::Error {
    let message = SourceError::new(path, Fault::from(error));
    user_error(
        format!("cannot write {message}"),
        "name a file in a folder that exists and that you may write to; a file that ct did not \
         write is not replaced",
    )
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
