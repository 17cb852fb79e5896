//! The argument that names sources. [`crate::sources`] opens and reads them.

use std::path::{Path, PathBuf};

use clap::Args;
use jiff::Timestamp;

use super::{Context, UserError};
use crate::filter::Filter;
use crate::sources::{self, NamedSources, Source, USUAL};

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
    /// The sources as the user named them.
    pub(super) fn named(&self) -> NamedSources<'_> {
        NamedSources::new(&self.sources)
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

    /// Opens the sources of objects. `region`: where trails are looked up.
    ///
    /// # Errors
    /// One is Event History, which has no objects, or cannot be reached, or none of them exists.
    pub(super) fn open(
        &self,
        context: &Context,
        region: Option<&str>,
    ) -> Result<Vec<Source>, UserError> {
        self.named().open(|path| open(path, context, region))
    }

    /// Opens the sources of events for a filter, Event History among them.
    ///
    /// # Errors
    /// One cannot be reached, or none of them exists.
    pub(super) fn open_events(
        &self,
        context: &Context,
        region: Option<&str>,
        filter: &Filter,
        now: Timestamp,
    ) -> Result<Vec<Source>, UserError> {
        let (session, detail) = (|| context.aws(region), |text: &str| context.print_detail(text));
        self.named().open(|path| sources::open_events(path, session, detail, filter, now))
    }
}

/// Opens one source of objects.
///
/// # Errors
/// It is Event History, or cannot be reached.
pub(super) fn open(
    path: &Path,
    context: &Context,
    region: Option<&str>,
) -> Result<Source, UserError> {
    sources::open(path, || context.aws(region), |text| context.print_detail(text))
}
