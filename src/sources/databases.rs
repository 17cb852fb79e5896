//! The user's databases of addresses: those of `--geoip`, or else of `CT_GEOIP`.
//!
//! Reads files. Knows no database format.

use std::env;
use std::path::PathBuf;
use std::sync::Arc;

use crate::error::UserError;
use crate::event::column::Column;
use crate::geo::{Fact, Geo, GeoError};
use crate::source::{Fault, SourceError};

/// The variable that stands for `--geoip`.
const VARIABLE: &str = "CT_GEOIP";
const MISSING: &str = "pass --geoip FILE.mmdb or set CT_GEOIP";
const HELP: &str = "name the .mmdb file of a city, country or ASN database in --geoip or CT_GEOIP";

/// The open databases.
#[derive(Clone, Debug)]
pub struct Databases(Option<Arc<Geo>>);

impl Databases {
    /// Opens all of them. `given`: the files of `--geoip`.
    ///
    /// # Errors
    /// A database cannot be read.
    pub fn open(given: &[PathBuf]) -> Result<Self, UserError> {
        let variable = env::var_os(VARIABLE).filter(|_| given.is_empty()).unwrap_or_default();
        let variable = env::split_paths(&variable).filter(|path| !path.as_os_str().is_empty());
        let paths: Vec<PathBuf> = given.iter().cloned().chain(variable).collect();
        let mut geo = Geo::default();
        for path in &paths {
            let bytes = std::fs::read(path).map_err(|error| {
                let message = SourceError::new(path, Fault::from(error));
                UserError::new(format_args!("cannot read {message}"), HELP)
            })?;
            let name = path.display().to_string();
            geo.add(&name, bytes).map_err(|error| {
                UserError::new(format_args!("cannot read {name}: {error}"), help(&error))
            })?;
        }
        Ok(Self((!paths.is_empty()).then(|| Arc::new(geo))))
    }

    /// The databases for a command that reads these columns: those that are `open`, if they were
    /// opened before. Files of `CT_GEOIP` are left alone if no column needs them.
    ///
    /// # Errors
    /// A database cannot be read, or is missing for one of the columns.
    pub fn for_columns<'c>(
        columns: impl Iterator<Item = &'c Column>,
        given: &[PathBuf],
        open: Option<Self>,
    ) -> Result<Self, UserError> {
        let needed: Vec<_> =
            columns.filter_map(|column| Some((column.written(), column.geo_fact()?))).collect();
        let databases = match open {
            Some(open) => open,
            None if needed.is_empty() && given.is_empty() => Self(None),
            None => Self::open(given)?,
        };
        match needed.into_iter().find(|(_, fact)| !databases.has(*fact)) {
            Some((name, fact)) => {
                Err(UserError::new(format_args!("{name} needs {}", fact.database()), MISSING))
            }
            None => Ok(databases),
        }
    }

    /// Whether one of them has this fact of addresses.
    pub fn has(&self, fact: Fact) -> bool {
        self.0.as_ref().is_some_and(|geo| geo.has(fact))
    }

    /// The databases for a filter; `None` if there is none.
    pub fn into_geo(self) -> Option<Arc<Geo>> {
        self.0
    }
}

fn help(error: &GeoError) -> &'static str {
    match error {
        GeoError::Compressed => "decompress it: gunzip FILE.mmdb.gz, or tar -xzf FILE.tar.gz",
        GeoError::Corrupt(_) => "download the database again",
        GeoError::Type(_) => HELP,
        GeoError::Second(..) => "name one database of places and one of autonomous systems",
    }
}
