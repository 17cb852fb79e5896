//! Opens a source that the user names, and says what to do if it cannot be opened.

use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;

use super::{HistoryRequest, Source, scheme};
use crate::aws::{self, Bucket, Session};
use crate::error::UserError;
use crate::filter::Filter;
use crate::source::S3Uri;
use crate::source::local::Directory;

/// The source of a command that names none: the account's trail.
pub const USUAL: &str = "trail:";
/// The message of an AWS error after an interrupt.
const INTERRUPTED: &str = "interrupted";

/// An AWS error, with the source's name.
fn error_of(name: &str, error: aws::Error) -> UserError {
    let mut error = UserError::from(error);
    let bare = name.trim_start_matches("s3://").trim_start_matches("trail:");
    // The account's only trail has an empty name here.
    if error.message != INTERRUPTED && !error.message.contains(bare) {
        error.message = format!("{name}: {}", error.message);
    }
    error
}

/// The error of a source, where a command names none and this is the default.
#[must_use]
pub fn error_of_usual(error: UserError) -> UserError {
    let UserError { message, help, .. } = &error;
    if message == INTERRUPTED {
        return error;
    }
    let says_what = ["s3://", "trail:"].iter().any(|source| help.contains(source));
    let or = if says_what { "" } else { "; or name a file, a folder or s3://BUCKET" };
    UserError::new(
        format_args!("no source is named, and the account's trail cannot be read: {message}"),
        format_args!("{help}{or}"),
    )
}

/// Opens a source of objects. `session`: the AWS session, for a source in AWS. `detail` receives which
/// bucket a trail delivers to.
///
/// # Errors
/// It is Event History, which has no objects, or cannot be reached.
pub fn open<'s>(
    path: &Path,
    session: impl FnOnce() -> Result<&'s Arc<Session>, UserError>,
    detail: impl FnOnce(&str),
) -> Result<Source, UserError> {
    match scheme(path) {
        Some(("s3", place)) => {
            let uri = path.to_str().and_then(S3Uri::parse).unwrap_or_default();
            if uri.bucket.is_empty() {
                let message = format!("no bucket in s3://{place}");
                return Err(UserError::new(message, "write s3://BUCKET[/PREFIX]"));
            }
            let opened = Bucket::below(session()?, &uri.bucket, &uri.key);
            let name = || format!("s3://{}", uri.bucket);
            Ok(Source::Bucket(opened.map_err(|error| error_of(&name(), error))?))
        }
        Some(("trail", name)) => Ok(Source::Bucket(trail(name, session()?, detail)?)),
        Some(_) => {
            let message = format!("{}: Event History has no objects", path.display());
            let help = "only ct grep reads it; name trail: or s3://BUCKET";
            Err(UserError::new(message, help))
        }
        None if path == Path::new("-") => Ok(Source::Stdin),
        None if path.is_dir() => Ok(Source::Folder(Directory::new(path))),
        None => Ok(Source::File(path.to_owned())),
    }
}

/// Opens a source of events for a filter: also Event History. `now`: the present.
///
/// # Errors
/// It cannot be reached.
pub fn open_events<'s>(
    path: &Path,
    session: impl FnOnce() -> Result<&'s Arc<Session>, UserError>,
    detail: impl Fn(&str),
    filter: &Filter,
    now: Timestamp,
) -> Result<Source, UserError> {
    let Some(("history", which)) = scheme(path) else { return open(path, session, detail) };
    let request = HistoryRequest { session: session()?, filter, now, oldest_first: false };
    Ok(Source::History(Box::new(request.open(which, detail)?)))
}

fn trail(
    name: &str,
    session: &Arc<Session>,
    detail: impl FnOnce(&str),
) -> Result<Bucket, UserError> {
    let place = format!("trail:{name}");
    let trail = session.trail(name).map_err(|error| error_of(&place, error))?;
    let slash = if trail.prefix.is_empty() { "" } else { "/" };
    detail(&format!("{}: s3://{}{slash}{}", trail.arn, trail.bucket, trail.prefix));
    let bucket = session.bucket_of(&trail);
    bucket.map_err(|error| error_of(&format!("s3://{}", trail.bucket), error))
}

/// Why none of the sources can be opened, if all of them are files that do not exist.
///
/// # Errors
/// They are.
pub(super) fn expect_one<'p>(
    mut sources: impl Iterator<Item = &'p Path> + Clone,
) -> Result<(), UserError> {
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

fn missing(path: &Path) -> UserError {
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
    UserError::new(format!("{name}: no such file or folder"), help)
}
