//! The open sources of a command, read one after another: standard input, files, folders, buckets and
//! Event History.
//!
//! [`NamedSources`] are those that a user names, [`Search`] reads them into a sink; [`Scope`] decides what
//! is read of a source, and [`HistoryRequest`] what is looked up for a filter. Knows no flags' parser and
//! no terminal.

mod databases;
mod lookup;
mod named;
mod open;
mod search;

use std::path::{Path, PathBuf};

pub use self::databases::Databases;
pub use self::lookup::{HistoryRequest, account};
pub use self::named::NamedSources;
pub use self::open::{USUAL, error_of_usual, open, open_events};
pub use self::search::{Search, Searched};
use crate::aws::{Bucket, History};
use crate::source::interrupt::Interrupt;
use crate::source::local::{self, Directory};
use crate::source::{Entries, Fault, Listing, Object, Scope, SourceError, Store as _};

/// An open source.
pub enum Source {
    /// The standard input.
    Stdin,
    /// A file.
    File(PathBuf),
    /// A folder.
    Folder(Directory),
    /// A bucket, or the folder of a prefix in it.
    Bucket(Bucket),
    /// Event History.
    History(Box<History>),
}

impl Source {
    /// Event History, if that is the source.
    pub fn history(&self) -> Option<&History> {
        match self {
            Self::History(history) => Some(history),
            _ => None,
        }
    }

    /// Its name in messages.
    fn name(&self) -> String {
        match self {
            Self::Stdin => "-".to_owned(),
            Self::File(path) => path.display().to_string(),
            Self::Folder(folder) => folder.root().display().to_string(),
            Self::Bucket(bucket) => format!("s3://{}", bucket.name()),
            Self::History(_) => "history:".to_owned(),
        }
    }
}

/// The scheme of `s3://…`, `trail:…` or `history:…`, and what follows it.
pub fn scheme(path: &Path) -> Option<(&'static str, &str)> {
    let text = path.to_str()?;
    let schemes = [("s3", "s3://"), ("trail", "trail:"), ("history", "history:")];
    schemes.into_iter().find_map(|(name, start)| {
        let (scheme, rest) = text.split_at_checked(start.len())?;
        scheme.eq_ignore_ascii_case(start).then_some((name, rest))
    })
}

/// The objects of all sources, in the order of the sources. Once interrupted, what is left of a
/// source is an error.
pub fn entries<'a>(
    sources: &'a [Source],
    scope: &'a Scope<'a>,
    interrupt: &'a Interrupt,
) -> Entries<'a> {
    Box::new(sources.iter().flat_map(move |source| -> Entries<'a> {
        let one = move |object: &dyn Fn() -> Object| {
            let fault = Fault::Interrupted;
            if interrupt.is_set() {
                Err(SourceError { name: source.name(), fault })
            } else {
                Ok(scope.judge(object()))
            }
        };
        let entries: Entries<'a> = match source {
            Source::Stdin => {
                return Box::new(std::iter::once_with(move || one(&|| local::stdin(interrupt))));
            }
            Source::File(path) => {
                return Box::new(std::iter::once_with(move || {
                    one(&|| local::file(path, interrupt))
                }));
            }
            Source::Folder(folder) => folder.entries(scope),
            Source::Bucket(bucket) => bucket.entries(scope),
            // Event History reports itself where it was interrupted.
            Source::History(history) => return history.entries(),
        };
        Box::new(until(interrupt, source.name(), entries))
    }))
}

/// The items of a source, and an error after them if an interrupt ended it early.
fn until<'a, T: 'a>(
    interrupt: &'a Interrupt,
    name: String,
    mut found: impl Iterator<Item = Result<T, SourceError>> + Send + 'a,
) -> impl Iterator<Item = Result<T, SourceError>> + Send + 'a {
    let mut name = Some(name);
    std::iter::from_fn(move || {
        name.as_ref()?;
        let next = if interrupt.is_set() { None } else { found.next() };
        // An interrupt ends the wait for the next item as if there were none.
        if interrupt.is_set() {
            let name = name.take()?;
            return Some(Err(SourceError { name, fault: Fault::Interrupted }));
        }
        next
    })
}

/// The objects of all sources by name, with an error for each that was interrupted.
pub fn listing<'a>(
    sources: &'a [Source],
    scope: &'a Scope<'a>,
    interrupt: &'a Interrupt,
) -> Listing<'a> {
    Box::new(sources.iter().flat_map(move |source| -> Listing<'a> {
        let listing: Listing<'a> = match source {
            // These can be read once only, or cannot be listed.
            Source::Stdin | Source::History(_) => return Box::new(std::iter::empty()),
            Source::File(path) => Box::new(std::iter::once_with(move || local::listed(path))),
            Source::Folder(folder) => folder.list_readable(scope.local_folders()),
            Source::Bucket(bucket) => bucket.list(scope.bucket_folders()),
        };
        Box::new(until(interrupt, source.name(), listing))
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interrupt_ends_what_comes_from_a_source_with_one_error() {
        let interrupt = Interrupt::default();
        let numbers = (0..10).map(Ok).inspect(|number| {
            // While the fourth is waited for.
            if *number == Ok::<_, ()>(3) {
                interrupt.set();
            }
        });
        let numbers = numbers.map(|number| Ok(number.unwrap_or(0)));
        let found: Vec<Result<i32, SourceError>> =
            until(&interrupt, "logs".to_owned(), numbers).collect();
        let found: Vec<_> =
            found.into_iter().map(|it| it.map_err(|error| error.to_string())).collect();
        assert_eq!(found, [Ok(0), Ok(1), Ok(2), Err("logs: interrupted".to_owned())]);
        let all: Vec<Result<i32, SourceError>> =
            until(&Interrupt::default(), "logs".to_owned(), (0..3).map(Ok)).collect();
        assert!(all.len() == 3 && all.iter().all(Result::is_ok));
    }
}
