//! Opens a source that the user names, and says what to do if it cannot be opened.

use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;

use super::{Source, scheme};
use crate::aws::{self, Bucket, Session};
use crate::source::S3Uri;
use crate::source::local::Directory;

/// The source of a command that names none: the account's trail.
pub const USUAL: &str = "trail:";
/// The message of an AWS error after an interrupt.
const INTERRUPTED: &str = "interrupted";

/// Why a source cannot be opened.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct OpenError {
    /// What failed and why.
    pub message: String,
    /// What to do about it.
    pub help: String,
}

impl From<aws::Error> for OpenError {
    fn from(error: aws::Error) -> Self {
        Self { message: error.message, help: error.help }
    }
}

impl OpenError {
    fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), help: help.into() }
    }

    /// An AWS error, with the source's name.
    fn of_source(name: &str, error: aws::Error) -> Self {
        let mut error = Self::from(error);
        let bare = name.trim_start_matches("s3://").trim_start_matches("trail:");
        // The account's only trail has an empty name here.
        if error.message != INTERRUPTED && !error.message.contains(bare) {
            error.message = format!("{name}: {}", error.message);
        }
        error
    }

    /// The same error, of the source of a command that names none.
    #[must_use]
    pub fn of_usual(self) -> Self {
        let Self { message, help } = self;
        if message == INTERRUPTED {
            return Self { message, help };
        }
        let message =
            format!("no source is named, and the account's trail cannot be read: {message}");
        let says_what = ["s3://", "trail:"].iter().any(|source| help.contains(source));
        let or = if says_what { "" } else { "; or name a file, a folder or s3://BUCKET" };
        Self { message, help: format!("{help}{or}") }
    }
}

/// Opens a source of objects. `session`: the AWS session, for a source in AWS. `verbose`: receives which
/// bucket a trail delivers to.
///
/// # Errors
/// It is Event History, which has no objects, or cannot be reached.
pub fn open<'s, E: From<OpenError>>(
    path: &Path,
    session: impl FnOnce() -> Result<&'s Arc<Session>, E>,
    verbose: impl FnOnce(&str),
) -> Result<Source, E> {
    match scheme(path) {
        Some(("s3", place)) => {
            let uri = path.to_str().and_then(S3Uri::parse).unwrap_or_default();
            if uri.bucket.is_empty() {
                let message = format!("no bucket in s3://{place}");
                return Err(OpenError::new(message, "write s3://BUCKET[/PREFIX]").into());
            }
            let opened = Bucket::below(session()?, &uri.bucket, &uri.key);
            let name = || format!("s3://{}", uri.bucket);
            Ok(Source::Bucket(opened.map_err(|error| OpenError::of_source(&name(), error))?))
        }
        Some(("trail", name)) => Ok(Source::Bucket(trail(name, session()?, verbose)?)),
        Some(_) => {
            let message = format!("{}: Event History has no objects", path.display());
            let help = "only ct grep reads it; name trail: or s3://BUCKET";
            Err(OpenError::new(message, help).into())
        }
        None if path == Path::new("-") => Ok(Source::Stdin),
        None if path.is_dir() => Ok(Source::Folder(Directory::new(path))),
        None => Ok(Source::File(path.to_owned())),
    }
}

fn trail(
    name: &str,
    session: &Arc<Session>,
    verbose: impl FnOnce(&str),
) -> Result<Bucket, OpenError> {
    let place = format!("trail:{name}");
    let trail = session.trail(name).map_err(|error| OpenError::of_source(&place, error))?;
    let slash = if trail.prefix.is_empty() { "" } else { "/" };
    verbose(&format!("{}: s3://{}{slash}{}", trail.arn, trail.bucket, trail.prefix));
    let bucket = session.bucket_of(&trail);
    bucket.map_err(|error| OpenError::of_source(&format!("s3://{}", trail.bucket), error))
}

/// Why none of the sources can be opened, if all of them are files that do not exist.
///
/// # Errors
/// They are.
pub fn expect_one<'p>(
    mut sources: impl Iterator<Item = &'p Path> + Clone,
) -> Result<(), OpenError> {
    match sources.clone().next() {
        Some(first) if sources.all(is_missing) => Err(missing(first)),
        _ => Ok(()),
    }
}

fn is_missing(path: &Path) -> bool {
    path != Path::new("-")
        && scheme(path).is_none()
        && std::fs::metadata(path).is_err_and(|error| error.kind() == ErrorKind::NotFound)
}

fn missing(path: &Path) -> OpenError {
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
    OpenError::new(format!("{name}: no such file or folder"), help)
}
