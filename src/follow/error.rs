//! Why a run ends early.

use std::fmt::Display;
use std::io;

use crate::aws;
use crate::error::UserError;

/// Why a run ended early.
#[derive(Debug, thiserror::Error)]
pub enum FollowError {
    /// The reader of the standard output closed the pipe.
    #[error("the reader of the standard output is gone")]
    ReaderGone,
    /// The standard output cannot be written.
    #[error("cannot write to the standard output")]
    Output(#[source] io::Error),
    /// Something that the user can change.
    #[error(transparent)]
    User(#[from] UserError),
}

/// What an engine function returns.
pub type Result<T> = std::result::Result<T, FollowError>;

impl FollowError {
    pub(super) fn user(message: impl Display, help: impl Display) -> Self {
        Self::User(UserError::new(message, help))
    }
}

impl From<io::Error> for FollowError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::ReaderGone,
            _ => Self::Output(error),
        }
    }
}

impl From<aws::Error> for FollowError {
    fn from(error: aws::Error) -> Self {
        Self::User(error.into())
    }
}
