//! `--geoip`: the databases that say where addresses are, read when a command uses them. Knows no
//! database format.

use std::env;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;

use super::user_error;
use crate::event::column::Column;
use crate::geo::{Geo, GeoError};
use crate::source::{Fault, SourceError};

/// The variable that stands for `--geoip`.
const VARIABLE: &str = "CT_GEOIP";

/// Databases of addresses.
#[derive(Debug, Clone, Default, Args)]
pub(super) struct GeoArgs {
    /// Database for geo.country, geo.city, geo.asn and geo.org: a MaxMind city, country or ASN file;
    /// repeat for more. If not given, those of $CT_GEOIP, separated as in $PATH.
    #[arg(long, value_name = "FILE.mmdb", help_heading = "Reading options")]
    geoip: Vec<PathBuf>,
}

impl GeoArgs {
    /// The databases, for a command that reads these columns; `None` if none is given. Files of
    /// `CT_GEOIP` are left alone if no column and nothing `optional` needs them.
    ///
    /// # Errors
    /// A database cannot be read, or is missing for one of the columns.
    pub(super) fn open<'c>(
        &self,
        columns: impl Iterator<Item = &'c Column>,
        optional: bool,
    ) -> anyhow::Result<Option<Arc<Geo>>> {
        let needed: Vec<&Column> = columns.filter(|column| column.geo_fact().is_some()).collect();
        let is_used = optional || !needed.is_empty() || !self.geoip.is_empty();
        let paths = if is_used { self.paths() } else { Vec::new() };
        let mut geo = Geo::default();
        for path in &paths {
            let bytes = std::fs::read(path).map_err(|error| {
                let message = SourceError::new(path, Fault::from(error));
                user_error(format!("cannot read {message}"), HELP)
            })?;
            let name = path.display().to_string();
            geo.add(&name, bytes).map_err(|error| {
                user_error(format!("cannot read {name}: {error}"), help(&error))
            })?;
        }
        for column in needed {
            if let Some(fact) = column.geo_fact().filter(|fact| !geo.has(*fact)) {
                let name = column.written();
                return Err(user_error(format!("{name} needs {}", fact.database()), MISSING));
            }
        }
        Ok((!paths.is_empty()).then(|| Arc::new(geo)))
    }

    /// The files of the flag, or else of the variable.
    fn paths(&self) -> Vec<PathBuf> {
        if !self.geoip.is_empty() {
            return self.geoip.clone();
        }
        let variable = env::var_os(VARIABLE).unwrap_or_default();
        env::split_paths(&variable).filter(|path| !path.as_os_str().is_empty()).collect()
    }
}

const MISSING: &str = "pass --geoip FILE.mmdb or set CT_GEOIP";
const HELP: &str = "name the .mmdb file of a city, country or ASN database in --geoip or CT_GEOIP";

fn help(error: &GeoError) -> &'static str {
    match error {
        GeoError::Compressed => "decompress it: gunzip FILE.mmdb.gz, or tar -xzf FILE.tar.gz",
        GeoError::Corrupt(_) => "download the database again",
        GeoError::Type(_) => HELP,
        GeoError::Second(..) => "name one database of places and one of autonomous systems",
    }
}
