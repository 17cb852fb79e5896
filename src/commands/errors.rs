//! Errors as users see them: a line `ct: …`, and a line `help: …` if there is something to do.
//!
//! Knows no command. Errors of the command line itself are in `usage.rs`.

use std::fs::File;
use std::path::Path;
use std::{fmt, io};

use anyhow::Context as _;

use super::Outcome;
use super::message::{in_place, print_message};
use super::{bold, red};
use crate::aws;
pub(super) use crate::error::UserError;
use crate::mirror::files::Access;
use crate::mirror::new_file::NewFile;
use crate::sink::safe::shown;
use crate::source::{Fault, SourceError};

/// An error with a message and what to do about it.
pub(super) fn user_error(message: impl fmt::Display, help: impl fmt::Display) -> anyhow::Error {
    UserError::new(message, help).into()
}

/// Creates a file that the user named.
///
/// # Errors
/// It cannot be written, or another program wrote the file of that name.
pub(super) fn create(path: &Path) -> Result<NewFile, UserError> {
    NewFile::create(path, Access::Usual).map_err(|error| uncreated(path, error))
}

/// Writes and finishes a file, if there is one.
///
/// # Errors
/// It cannot be written.
pub(super) fn write_file(
    file: Option<NewFile>,
    write: impl FnOnce(&File) -> io::Result<()>,
) -> anyhow::Result<()> {
    let Some(mut file) = file else { return Ok(()) };
    let written = write(file.file()).and_then(|()| file.finish());
    written.with_context(|| file.path().display().to_string())
}

/// The error for a file that the user named and that cannot be created.
pub(super) fn uncreated(path: &Path, error: io::Error) -> UserError {
    let message = SourceError::new(path, Fault::from(error));
    UserError::new(
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
