//! Sources: the argument that names them, and how each is opened. [`crate::sources`] reads them.

use std::path::{Path, PathBuf};

use clap::Args;

use super::{Context, UserError, history, print_message, user_error};
use crate::aws::{self, Bucket};
use crate::source::local::Directory;
use crate::sources::{Source, scheme};

/// Where logs are read from.
#[derive(Debug, Clone, Args)]
pub(super) struct SourceArgs {
    /// File or folder, - for stdin, s3://BUCKET[/PREFIX], trail:NAME|ARN, or trail: for the account's
    /// trail (the default). For events also history: and history:insight, Event History, which needs
    /// no trail.
    #[arg(value_name = "SOURCE", env = "CT_SOURCE", hide_env_values = true)]
    sources: Vec<PathBuf>,
}

/// The message of an AWS error after an interrupt.
const INTERRUPTED: &str = "interrupted";
/// The source of a command that names none: the account's trail.
pub(super) const USUAL: &str = "trail:";

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

    fn named(&self) -> impl Iterator<Item = &Path> {
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
        if self.named().all(is_missing)
            && let Some(path) = self.named().next()
        {
            return Err(missing(path));
        }
        let opened: anyhow::Result<Vec<_>> = self.named().map(open).collect();
        if self.sources.is_empty() { opened.map_err(of_usual) } else { opened }
    }
}

/// An error of the default source.
pub(super) fn of_usual(error: anyhow::Error) -> anyhow::Error {
    match error.downcast::<UserError>() {
        Ok(error) if error.message == INTERRUPTED => error.into(),
        Ok(UserError { message, marked, help }) => {
            let message =
                format!("no source is named, and the account's trail cannot be read: {message}");
            let says_what = ["s3://", "trail:"].iter().any(|source| help.contains(source));
            let or = if says_what { "" } else { "; or name a file, a folder or s3://BUCKET" };
            let help = format!("{help}{or}");
            UserError { message, marked, help }.into()
        }
        Err(error) => error,
    }
}

fn is_history(path: &Path) -> bool {
    matches!(scheme(path), Some(("history", _)))
}

fn is_missing(path: &Path) -> bool {
    path != Path::new("-")
        && scheme(path).is_none()
        && std::fs::metadata(path).is_err_and(|e| e.kind() == std::io::ErrorKind::NotFound)
}

fn missing(path: &Path) -> anyhow::Error {
    let name = path.display().to_string();
    let help = if name.starts_with("arn:") {
        format!("to read the bucket of a trail write trail:{name}")
    } else if name.to_ascii_lowercase().starts_with("s3:") || name.contains("://") {
        "a bucket is written s3://BUCKET[/PREFIX]".to_owned()
    } else if name.contains(['/', '.', '\\']) {
        "check the path; a bucket is written s3://BUCKET[/PREFIX], a trail trail:NAME".to_owned()
    } else {
        format!("to search for text write: -e {name}; for a bucket s3://{name}")
    };
    user_error(format!("{name}: no such file or folder"), help)
}

/// Opens one source of objects.
///
/// # Errors
/// It is Event History, or cannot be reached.
pub(super) fn open(path: &Path, context: &Context, region: Option<&str>) -> anyhow::Result<Source> {
    Ok(match scheme(path) {
        Some(("s3", place)) => Source::Bucket(bucket(place, context, region)?),
        Some(("trail", name)) => Source::Bucket(trail(name, context, region)?),
        Some(_) => {
            let message = format!("{}: Event History has no objects", path.display());
            return Err(user_error(message, "only ct grep reads it; name trail: or s3://BUCKET"));
        }
        None if path == Path::new("-") => Source::Stdin,
        None if path.is_dir() => Source::Folder(Directory::new(path)),
        None => Source::File(path.to_owned()),
    })
}

/// `BUCKET[/PREFIX]`.
fn bucket(place: &str, context: &Context, region: Option<&str>) -> anyhow::Result<Bucket> {
    let (bucket, prefix) = place.split_once('/').unwrap_or((place, ""));
    if bucket.is_empty() {
        return Err(user_error(format!("no bucket in s3://{place}"), "write s3://BUCKET[/PREFIX]"));
    }
    let opened = Bucket::below(context.aws(region)?, bucket, prefix);
    Ok(opened.map_err(|error| of_source(&format!("s3://{bucket}"), error))?)
}

/// An AWS error, with the source's name.
fn of_source(name: &str, error: aws::Error) -> UserError {
    let mut error = UserError::from(error);
    let bare = name.trim_start_matches("s3://").trim_start_matches("trail:");
    // The account's only trail has an empty name here.
    if error.message != INTERRUPTED && !error.message.contains(bare) {
        error.message = format!("{name}: {}", error.message);
    }
    error
}

fn trail(name: &str, context: &Context, region: Option<&str>) -> anyhow::Result<Bucket> {
    let session = context.aws(region)?;
    let place = format!("trail:{name}");
    let trail = session.trail(name).map_err(|error| of_source(&place, error))?;
    if context.globals.verbose {
        let slash = if trail.prefix.is_empty() { "" } else { "/" };
        print_message(&format!("{}: s3://{}{slash}{}", trail.arn, trail.bucket, trail.prefix));
    }
    let bucket = session.bucket_of(&trail);
    Ok(bucket.map_err(|error| of_source(&format!("s3://{}", trail.bucket), error))?)
}
