//! Where an address is: its country, city and network, looked up in the user's own databases of the
//! `MaxMind` format.
//!
//! Knows bytes and addresses: no files, no events, no flags.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

use maxminddb::{PathElement, Reader};
use serde::Deserialize;

/// What a database says of an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fact {
    /// The ISO code of the country.
    Country,
    /// The name of the city, in English if it has one.
    City,
    /// The number of the autonomous system.
    Asn,
    /// The organization that announces the network.
    Org,
}

impl Fact {
    /// The kind of database that has it, with its article.
    pub fn database(self) -> &'static str {
        match self {
            Self::Country => "a city or country database",
            Self::City => "a city database",
            Self::Asn | Self::Org => "an ASN database",
        }
    }
}

/// What a database is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    City,
    Country,
    Asn,
}

const COUNTRY: [PathElement<'_>; 2] = [PathElement::Key("country"), PathElement::Key("iso_code")];
const CITY: [PathElement<'_>; 3] =
    [PathElement::Key("city"), PathElement::Key("names"), PathElement::Key("en")];
const CITY_NAMES: [PathElement<'_>; 2] = [PathElement::Key("city"), PathElement::Key("names")];
const ASN: [PathElement<'_>; 1] = [PathElement::Key("autonomous_system_number")];
const ORG: [PathElement<'_>; 1] = [PathElement::Key("autonomous_system_organization")];

impl Kind {
    /// The kind of a database by the type that it names: `GeoLite2-City`, `DBIP-ASN-Lite`, …
    fn named(database_type: &str) -> Option<Self> {
        let name = database_type.to_ascii_lowercase();
        let has = |word: &str| name.contains(word);
        if has("city") || has("enterprise") {
            Some(Self::City)
        } else if has("country") {
            Some(Self::Country)
        } else if has("asn") || has("isp") {
            Some(Self::Asn)
        } else {
            None
        }
    }
}

/// Why a file is no database that can be used.
#[derive(Debug, thiserror::Error)]
pub enum GeoError {
    /// It is a compressed file.
    #[error("a compressed file, not a MaxMind database (.mmdb)")]
    Compressed,
    /// It is something else, or a part of it is missing.
    #[error("not a MaxMind database (.mmdb), or corrupt: {0}")]
    Corrupt(String),
    /// It is of something else than places and networks.
    #[error("a database of type {0:?}, which is none of city, country and ASN")]
    Type(String),
    /// There is such a database already.
    #[error("a second database of {0}; {1} is the first")]
    Second(&'static str, String),
}

/// One database.
#[derive(Debug)]
struct Database {
    name: String,
    kind: Kind,
    reader: Reader<Vec<u8>>,
}

impl Database {
    /// A value of an address's record.
    fn get<'d, T: Deserialize<'d>>(
        &'d self,
        address: IpAddr,
        path: &[PathElement<'_>],
    ) -> Result<Option<T>, maxminddb::MaxMindDbError> {
        if address.is_ipv6() && self.reader.metadata().ip_version == 4 {
            return Ok(None);
        }
        self.reader.lookup(address)?.decode_path(path)
    }
}

/// A lookup that failed because the database is corrupt.
#[derive(Debug)]
pub struct Fault {
    /// The name of the database.
    pub database: String,
    /// What is wrong.
    pub message: String,
}

/// The databases of one run: at most one of places, and one of networks.
#[derive(Debug, Default)]
pub struct Geo {
    places: Option<Database>,
    networks: Option<Database>,
    faults: AtomicU64,
    first_fault: OnceLock<Fault>,
}

impl Geo {
    /// Adds a database. `name`: what errors call it.
    ///
    /// # Errors
    /// The bytes are no database of cities, countries or networks, or there is one of that kind.
    pub fn add(&mut self, name: &str, bytes: Vec<u8>) -> Result<(), GeoError> {
        if bytes.starts_with(&[0x1f, 0x8b]) || bytes.starts_with(b"PK\x03\x04") {
            return Err(GeoError::Compressed);
        }
        let reader = Reader::from_source(bytes).map_err(|e| GeoError::Corrupt(e.to_string()))?;
        let database_type = reader.metadata().database_type.clone();
        let Some(kind) = Kind::named(&database_type) else {
            return Err(GeoError::Type(database_type));
        };
        let database = Database { name: name.to_owned(), kind, reader };
        let (place, what) = match kind {
            Kind::City | Kind::Country => (&mut self.places, "cities or countries"),
            Kind::Asn => (&mut self.networks, "autonomous systems"),
        };
        if let Some(first) = place {
            return Err(GeoError::Second(what, first.name.clone()));
        }
        *place = Some(database);
        Ok(())
    }

    /// Whether a database has this fact of addresses.
    pub fn has(&self, fact: Fact) -> bool {
        let places = self.places.as_ref().map(|database| database.kind);
        match fact {
            Fact::Country => places.is_some(),
            Fact::City => places == Some(Kind::City),
            Fact::Asn | Fact::Org => self.networks.is_some(),
        }
    }

    /// The ISO code of an address's country.
    pub fn country(&self, address: IpAddr) -> Option<&str> {
        self.get(self.places.as_ref(), address, &COUNTRY)
    }

    /// The name of an address's city.
    pub fn city(&self, address: IpAddr) -> Option<&str> {
        let database = self.places.as_ref();
        let any = || {
            let names: BTreeMap<&str, &str> = self.get(database, address, &CITY_NAMES)?;
            names.into_values().next()
        };
        self.get(database, address, &CITY).or_else(any)
    }

    /// The number of an address's autonomous system.
    pub fn asn(&self, address: IpAddr) -> Option<u32> {
        self.get(self.networks.as_ref(), address, &ASN)
    }

    /// The organization that announces an address's network.
    pub fn org(&self, address: IpAddr) -> Option<&str> {
        self.get(self.networks.as_ref(), address, &ORG)
    }

    /// How many lookups failed since the last call because a database is corrupt, and why the first
    /// of all did.
    pub fn take_faults(&self) -> Option<(u64, &Fault)> {
        let first = self.first_fault.get()?;
        let count = self.faults.swap(0, Ordering::Relaxed);
        (count > 0).then_some((count, first))
    }

    fn get<'d, T: Deserialize<'d>>(
        &'d self,
        database: Option<&'d Database>,
        address: IpAddr,
        path: &[PathElement<'_>],
    ) -> Option<T> {
        let database = database?;
        database.get(address, path).unwrap_or_else(|error| {
            self.faults.fetch_add(1, Ordering::Relaxed);
            self.first_fault.get_or_init(|| Fault {
                database: database.name.clone(),
                message: format!("corrupt at the record of {address}: {error}"),
            });
            None
        })
    }
}

#[cfg(test)]
mod tests;
