//! An error that the user can do something about: what failed, and what to do.
//!
//! Every room may return one; `commands` prints it. Knows no terminal and no exit code.

use std::fmt::Display;

/// An error that the user can do something about.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct UserError {
    /// What failed and why.
    pub message: String,
    /// Lines that show where in a text the error is.
    pub marked: Option<String>,
    /// What to do; empty if there is nothing to say.
    pub help: String,
}

impl UserError {
    /// An error with what to do about it.
    pub fn new(message: impl Display, help: impl Display) -> Self {
        Self { message: message.to_string(), marked: None, help: help.to_string() }
    }

    /// The same error with lines that show where it is.
    #[must_use]
    pub fn with_marked(self, marked: impl Into<String>) -> Self {
        Self { marked: Some(marked.into()), ..self }
    }
}
