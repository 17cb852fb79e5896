//! The argument that names sources, and the source of a command that names none.
//! [`crate::sources`] opens and reads them.

use std::path::{Path, PathBuf};

use clap::Args;

use super::{Context, UserError, history, print_message};
pub(super) use crate::sources::USUAL;
use crate::sources::{self, OpenError, Source, scheme};

/// Where logs are read from.
#[derive(Debug, Clone, Args)]
pub(super) struct SourceArgs {
    /// File or folder, - for stdin, s3://BUCKET[/PREFIX], trail:NAME|ARN, or trail: for the account's
    /// trail (the default). For events also history: and history:insight, Event History, which needs
    /// no trail.
    #[arg(value_name = "SOURCE", env = "CT_SOURCE", hide_env_values = true)]
    sources: Vec<PathBuf>,
}

/// The default source, for commands whose flags cannot have a default of their own.
pub(super) fn usual() -> PathBuf {
    std::env::var_os("CT_SOURCE").map_or(USUAL.into(), PathBuf::from)
}

impl SourceArgs {
    /// The sources, as the user named them.
    pub(super) fn names(&self) -> String {
        let names = self.named().map(|source| source.display().to_string());
        names.collect::<Vec<_>>().join(" ")
    }

    /// Whether Event History is one of the sources.
    pub(super) fn has_history(&self) -> bool {
        self.named().any(is_history)
    }

    /// Whether Event History is the only source.
    pub(super) fn is_history(&self) -> bool {
        self.named().all(is_history)
    }

    /// Takes the first arguments out that are names of something else; without any source left, the
    /// default is the source.
    pub(super) fn take_leading(&mut self, is_name: impl Fn(&str) -> bool) -> Vec<String> {
        let is_leading = |path: &&PathBuf| path.to_str().is_some_and(&is_name);
        let count = self.sources.iter().take_while(is_leading).count();
        let names =
            self.sources.drain(..count).filter_map(|path| path.into_os_string().into_string().ok());
        let names = names.collect();
        if self.sources.is_empty() {
            self.sources.extend(std::env::var_os("CT_SOURCE").map(PathBuf::from));
        }
        names
    }

    /// The first argument, whatever it is.
    pub(super) fn first(&self) -> Option<&Path> {
        self.sources.first().map(PathBuf::as_path)
    }

    /// Whether a source is in AWS.
    pub(super) fn has_remote(&self) -> bool {
        self.named().any(|source| scheme(source).is_some())
    }

    /// Whether all sources are in AWS.
    pub(super) fn is_remote(&self) -> bool {
        self.named().all(|source| scheme(source).is_some())
    }

    /// Whether all sources are files and folders, which can be read again.
    pub(super) fn is_local(&self) -> bool {
        self.named().all(|source| scheme(source).is_none() && source != Path::new("-"))
    }

    fn named(&self) -> impl Iterator<Item = &Path> + Clone {
        let usual = self.sources.is_empty().then_some(Path::new(USUAL));
        self.sources.iter().map(PathBuf::as_path).chain(usual)
    }

    /// Opens the sources of objects. `region`: where trails are looked up.
    ///
    /// # Errors
    /// One is Event History, which has no objects, or cannot be reached, or none of them exists.
    pub(super) fn open(
        &self,
        context: &Context,
        region: Option<&str>,
    ) -> anyhow::Result<Vec<Source>> {
        self.open_with(|path| open(path, context, region))
    }

    /// Opens the sources of events, Event History among them.
    ///
    /// # Errors
    /// One cannot be reached, or none of them exists.
    pub(super) fn open_for(
        &self,
        lookup: &history::HistoryLookup<'_>,
        region: Option<&str>,
    ) -> anyhow::Result<Vec<Source>> {
        self.open_with(|path| match scheme(path) {
            Some(("history", which)) => Ok(Source::History(Box::new(lookup.open(which, region)?))),
            _ => open(path, lookup.context, region),
        })
    }

    fn open_with(
        &self,
        open: impl Fn(&Path) -> anyhow::Result<Source>,
    ) -> anyhow::Result<Vec<Source>> {
        sources::expect_one(self.named()).map_err(UserError::from)?;
        let opened: anyhow::Result<Vec<_>> = self.named().map(open).collect();
        if self.sources.is_empty() { opened.map_err(of_usual) } else { opened }
    }
}

fn is_history(path: &Path) -> bool {
    matches!(scheme(path), Some(("history", _)))
}

/// An error of the default source.
pub(super) fn of_usual(error: anyhow::Error) -> anyhow::Error {
    match error.downcast() {
        Ok(UserError { message, help, .. }) => {
            UserError::from(OpenError { message, help }.of_usual()).into()
        }
        Err(error) => error,
    }
}

/// Opens one source of objects. With -v the bucket of a trail is printed.
///
/// # Errors
/// It is Event History, or cannot be reached.
pub(super) fn open(path: &Path, context: &Context, region: Option<&str>) -> anyhow::Result<Source> {
    let verbose = |text: &str| {
        if context.globals.verbose {
            print_message(text);
        }
    };
    Ok(sources::open(path, || context.aws(region), verbose)?)
}
