//! The sources that a command names, before they are opened.

use std::path::{Path, PathBuf};

use super::open::{USUAL, error_of_usual, expect_one};
use super::{Source, scheme};
use crate::error::UserError;

/// The sources that a user names; the default one if there are none.
#[derive(Clone, Copy, Debug)]
pub struct NamedSources<'s>(&'s [PathBuf]);

impl<'s> NamedSources<'s> {
    /// `sources`: as the user wrote them.
    pub fn new(sources: &'s [PathBuf]) -> Self {
        Self(sources)
    }

    fn paths(self) -> impl Iterator<Item = &'s Path> + Clone {
        let usual = self.0.is_empty().then_some(Path::new(USUAL));
        self.0.iter().map(PathBuf::as_path).chain(usual)
    }

    /// The names, for people.
    pub fn text(self) -> String {
        self.paths().map(|path| path.display().to_string()).collect::<Vec<_>>().join(" ")
    }

    /// Whether Event History is one of them.
    pub fn has_history(self) -> bool {
        self.paths().any(is_history)
    }

    /// Whether Event History is the only one.
    pub fn is_history(self) -> bool {
        self.paths().all(is_history)
    }

    /// Whether one is in AWS.
    pub fn has_remote(self) -> bool {
        self.paths().any(|path| scheme(path).is_some())
    }

    /// Whether all are in AWS.
    pub fn is_remote(self) -> bool {
        self.paths().all(|path| scheme(path).is_some())
    }

    /// Whether all are files and folders, which can be read again.
    pub fn is_local(self) -> bool {
        self.paths().all(|path| scheme(path).is_none() && path != Path::new("-"))
    }

    /// Opens all of them with `open`.
    ///
    /// # Errors
    /// One cannot be opened, or all of them are files that do not exist.
    pub fn open(
        self,
        open: impl Fn(&Path) -> Result<Source, UserError>,
    ) -> Result<Vec<Source>, UserError> {
        expect_one(self.paths())?;
        let opened: Result<Vec<_>, UserError> = self.paths().map(open).collect();
        if self.0.is_empty() { opened.map_err(error_of_usual) } else { opened }
    }
}

fn is_history(path: &Path) -> bool {
    matches!(scheme(path), Some(("history", _)))
}
