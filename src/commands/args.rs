//! Flags that commands share: where logs are read from, and how records are printed. Each group
//! has one function that makes the core's type of it.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use clap::{Args, ValueEnum};

use super::{Context, UserError, history, tell, user_error};
use crate::aws::{Bucket, History};
use crate::event::field;
use crate::event::key::{Folder, Kind};
use crate::filter::Filter;
use crate::pipeline;
use crate::sink::csv::{Column, Separator};
use crate::sink::printer::Format;
use crate::sink::text::Look;
use crate::source::local::{self, Directory};
use crate::source::{Fault, Listing, Objects, SourceError, Store as _, Wanted};

/// Where logs are read from.
#[derive(Debug, Clone, Args)]
pub(super) struct From {
    /// A file or a folder of logs, - for the standard input, s3://BUCKET[/PREFIX], trail:NAME|ARN,
    /// or trail: for the account's one trail, which is read if nothing is named. For events also
    /// history: and history:insight, Event History, which needs no trail.
    #[arg(value_name = "SOURCE", env = "CT_SOURCE", hide_env_values = true)]
    sources: Vec<PathBuf>,
}

/// The trail that is read if nothing is named.
const USUAL: &str = "trail:";

/// What is read if nothing is named, for commands whose flags cannot say so themselves.
pub(super) fn usual() -> PathBuf {
    std::env::var_os("CT_SOURCE").map_or(USUAL.into(), PathBuf::from)
}

/// One of the places to read from.
pub(super) enum Source {
    Stdin,
    File(PathBuf),
    Folder(Directory),
    Bucket(Bucket),
    History(Box<History>),
}

impl From {
    /// The places, as they were named.
    pub(super) fn names(&self) -> String {
        let names = self.named().map(|source| source.display().to_string());
        names.collect::<Vec<_>>().join(" ")
    }

    /// Whether Event History is one of the places, and whether it is the only one.
    pub(super) fn history(&self) -> (bool, bool) {
        let is_history = |path| matches!(scheme(path), Some(("history", _)));
        (self.named().any(is_history), self.named().all(is_history))
    }

    /// Whether all places are in AWS.
    pub(super) fn is_remote(&self) -> bool {
        self.named().all(|source| scheme(source).is_some())
    }

    /// Whether all places are files and folders, which can be read again.
    pub(super) fn is_local(&self) -> bool {
        self.named().all(|source| scheme(source).is_none() && source != Path::new("-"))
    }

    fn named(&self) -> impl Iterator<Item = &Path> {
        let usual = self.sources.is_empty().then_some(Path::new(USUAL));
        self.sources.iter().map(PathBuf::as_path).chain(usual)
    }

    /// The places to read from. `region`: where to ask about trails.
    ///
    /// # Errors
    /// One is Event History, which holds no objects, or cannot be reached, or none of them exists.
    pub(super) fn open(
        &self,
        context: &Context,
        region: Option<&str>,
    ) -> anyhow::Result<Vec<Source>> {
        self.open_with(|path| open(path, context, region))
    }

    /// The places to read events from, Event History among them.
    ///
    /// # Errors
    /// One cannot be reached, or none of them exists.
    pub(super) fn open_for(
        &self,
        asked: &history::Asked<'_>,
        region: Option<&str>,
    ) -> anyhow::Result<Vec<Source>> {
        self.open_with(|path| match scheme(path) {
            Some(("history", which)) => Ok(Source::History(Box::new(asked.open(which, region)?))),
            _ => open(path, asked.context, region),
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
        self.named().map(open).collect()
    }
}

fn is_missing(path: &Path) -> bool {
    path != Path::new("-")
        && scheme(path).is_none()
        && std::fs::metadata(path).is_err_and(|e| e.kind() == std::io::ErrorKind::NotFound)
}

fn missing(path: &Path) -> anyhow::Error {
    let name = path.display();
    user_error(
        format!("{name}: no such file or folder"),
        format!("to search for text write: -e {name}"),
    )
}

/// `s3`, `trail`, `history` of `s3://…`, `trail:…`, `history:`, and what stands behind it.
pub(super) fn scheme(path: &Path) -> Option<(&'static str, &str)> {
    let text = path.to_str()?;
    let schemes = [("s3", "s3://"), ("trail", "trail:"), ("history", "history:")];
    schemes.into_iter().find_map(|(name, start)| Some((name, text.strip_prefix(start)?)))
}

/// One place to read from.
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
    Ok(Bucket::below(context.aws(region)?, bucket, prefix).map_err(UserError::from)?)
}

fn trail(name: &str, context: &Context, region: Option<&str>) -> anyhow::Result<Bucket> {
    let session = context.aws(region)?;
    let trail = session.trail(name).map_err(UserError::from)?;
    if context.globals.verbose {
        let slash = if trail.prefix.is_empty() { "" } else { "/" };
        tell(&format!("{}: s3://{}{slash}{}", trail.arn, trail.bucket, trail.prefix));
    }
    Ok(session.bucket_of(&trail).map_err(UserError::from)?)
}

/// What is wanted of the places, told by names alone.
pub(super) struct Gates<'g> {
    folder: Box<dyn Fn(&Folder<'_>) -> bool + Send + Sync + 'g>,
    /// The same for a bucket, where to look costs a request.
    there: Box<dyn Fn(&Folder<'_>) -> bool + Send + Sync + 'g>,
    object: Box<dyn Fn(&str) -> bool + Send + Sync + 'g>,
}

impl<'g> Gates<'g> {
    /// Gates that let pass what the filter may want; of a bucket digests only if `digests` says so.
    pub(super) fn new(filter: &'g Filter, digests: bool) -> Self {
        let there = move |folder: &Folder<'_>| {
            filter.admits_folder(folder) && (digests || folder.kind() != Some(Kind::Digest))
        };
        Self {
            folder: Box::new(|folder| filter.admits_folder(folder)),
            there: Box::new(there),
            object: Box::new(|key| pipeline::skip(key, false, filter).is_none()),
        }
    }

    /// What is wanted of a folder on this machine.
    pub(super) fn here(&self) -> Wanted<'_> {
        Wanted { folder: &self.folder, object: &self.object }
    }

    /// What is wanted of a bucket.
    pub(super) fn there(&self) -> Wanted<'_> {
        Wanted { folder: &self.there, object: &self.object }
    }
}

/// The objects of all sources, in the order of the sources. Once `interrupted`, what is left of a
/// source is an error.
pub(super) fn objects<'a>(
    sources: &'a [Source],
    gates: &'a Gates<'_>,
    interrupted: &'a AtomicBool,
) -> Objects<'a> {
    Box::new(sources.iter().flat_map(move |source| -> Objects<'a> {
        let objects: Objects<'a> = match source {
            Source::Stdin => Box::new(std::iter::once(Ok(local::stdin()))),
            Source::File(path) => Box::new(std::iter::once(Ok(local::file(path)))),
            Source::Folder(folder) => folder.objects(gates.here()),
            Source::Bucket(bucket) => bucket.objects(gates.there()),
            // Tells itself where it was interrupted.
            Source::History(history) => return history.objects(),
        };
        until(interrupted, source, objects)
    }))
}

fn until<'a>(
    interrupted: &'a AtomicBool,
    source: &'a Source,
    mut objects: Objects<'a>,
) -> Objects<'a> {
    let mut is_over = false;
    Box::new(std::iter::from_fn(move || {
        if is_over || !interrupted.load(Ordering::Acquire) {
            return objects.next().filter(|_| !is_over);
        }
        is_over = true;
        let fault = Fault::Other("interrupted: the rest was not read".to_owned());
        Some(Err(SourceError { name: source.name(), fault }))
    }))
}

impl Source {
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

/// What there is in all sources, by name alone.
pub(super) fn listing<'a>(sources: &'a [Source], gates: &'a Gates<'_>) -> Listing<'a> {
    Box::new(sources.iter().flat_map(move |source| -> Listing<'a> {
        match source {
            // What comes once, or is not listed before it is read.
            Source::Stdin | Source::History(_) => Box::new(std::iter::empty()),
            Source::File(path) => Box::new(std::iter::once(local::listed(path))),
            Source::Folder(folder) => folder.list(gates.here()),
            Source::Bucket(bucket) => bucket.list(gates.there()),
        }
    }))
}

/// `64K`, `10M`, `1G`, or bytes.
pub(super) fn size(text: &str) -> Result<usize, String> {
    let digits = text.trim_end_matches(|c: char| !c.is_ascii_digit());
    let shift = match text[digits.len()..].trim_start().to_ascii_uppercase().trim_end_matches('B') {
        "" => 0,
        "K" | "KI" => 10,
        "M" | "MI" => 20,
        "G" | "GI" => 30,
        _ => return Err("a size is a number and K, M or G".to_owned()),
    };
    let number: usize =
        digits.parse().map_err(|_| "a size is a number and K, M or G".to_owned())?;
    number.checked_mul(1 << shift).filter(|&size| size > 0).ok_or("too large or nothing".to_owned())
}

/// A format of records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FormatName {
    /// One line an event, for people.
    Text,
    /// Records as CloudTrail wrote them, one a line.
    Jsonl,
    /// The same in one document, {"Records":[…]}.
    Json,
    /// A table with commas.
    Csv,
    /// A table with tabs.
    Tsv,
}

/// How records are printed.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Output options")]
pub(super) struct How {
    /// The format of the records; text on a terminal and jsonl elsewhere if not given.
    #[arg(short, long, value_name = "FORMAT", env = "CT_FORMAT")]
    output: Option<FormatName>,
    /// Only these fields: eventTime,userIdentity.type,resources[].ARN; also principal, target, object.
    #[arg(long, value_name = "FIELDS", env = "CT_FIELDS")]
    fields: Vec<String>,
    /// Times in this machine's zone instead of UTC; for text.
    #[arg(long)]
    local: bool,
}

impl How {
    /// The format that the flags ask for.
    ///
    /// # Errors
    /// A field is unknown.
    pub(super) fn format(&self, context: &Context, terminal: bool) -> anyhow::Result<Format> {
        let column = |text: &str| {
            let column: Result<Column, _> = text.trim().parse();
            column.map_err(|error| user_error(&error, error.help()))
        };
        let fields: Vec<_> = self.fields.iter().flat_map(|list| list.split(',')).collect();
        let columns = fields.into_iter().map(column).collect::<anyhow::Result<Vec<_>>>()?;
        let chosen = (!columns.is_empty()).then_some(columns);
        let name =
            self.output.unwrap_or(if terminal { FormatName::Text } else { FormatName::Jsonl });
        Ok(match (name, chosen) {
            (FormatName::Text, None) => Format::Text(self.look(context, terminal)),
            (FormatName::Text, Some(columns)) => Format::Fields(columns),
            (FormatName::Jsonl, chosen) => Format::JsonLines(chosen),
            (FormatName::Json, chosen) => Format::Json(chosen),
            (FormatName::Csv, chosen) => {
                Format::Table(chosen.unwrap_or_else(Column::usual), Separator::Comma)
            }
            (FormatName::Tsv, chosen) => {
                Format::Table(chosen.unwrap_or_else(Column::usual), Separator::Tab)
            }
        })
    }

    /// The paths among the chosen fields that lead below a field that CloudTrail documents, or to
    /// one that it does not: these can be misspelt.
    pub(super) fn paths(&self) -> Vec<field::Path> {
        let fields = self.fields.iter().flat_map(|list| list.split(','));
        let paths = fields.filter_map(|text| text.trim().parse::<field::Path>().ok());
        paths.filter(|path| path.written() != path.first_name()).collect()
    }

    fn look(&self, context: &Context, terminal: bool) -> Look {
        let zone = if self.local { jiff::tz::TimeZone::system() } else { jiff::tz::TimeZone::UTC };
        let width =
            terminal.then(|| terminal_size::terminal_size().map_or(120, |(w, _)| usize::from(w.0)));
        Look { colour: context.colour(), width, arn: context.globals.verbose, zone }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_have_units() {
        assert_eq!(
            (size("1G"), size("64k"), size("10MiB"), size("5")),
            (Ok(1 << 30), Ok(64 << 10), Ok(10 << 20), Ok(5))
        );
        for text in ["", "G", "1T", "-1", "0", "99999999999999999999", "99999999999G"] {
            assert!(size(text).is_err(), "{text}");
        }
    }
}
