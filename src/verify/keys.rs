//! Public keys: looked up in each Region, read from files, from the record of keys, or from a mirror.
//!
//! Knows where keys come from. Whether one is valid is decided by [`crate::digest`].

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use super::Note;
use super::chains::Chains;
use super::origin::Origin;
use super::scope::{Scope, later};
use super::trust::KeyUse;
use crate::aws::Session;
use crate::digest::{KeySource, Keys, KeysError, RefusedKey};
use crate::error::UserError;
use crate::keyring::Keyring;
use crate::mirror::MOST_KEYS;
use crate::source::{Fault, small};

/// Keys are looked up this long before and after the window.
const AROUND: SignedDuration = SignedDuration::from_hours(24);

/// Saved answers of `ListPublicKeys`.
#[derive(Debug, Default)]
pub struct KeyFiles {
    keys: Keys,
    refused: Vec<RefusedKey>,
}

/// A file of public keys that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyFileError {
    /// It cannot be read, is no regular file, or is too large.
    #[error("{0}: {1}")]
    Unreadable(String, io::Error),
    /// It is no answer of `ListPublicKeys`.
    #[error("{0}: {1}")]
    Malformed(String, KeysError),
}

impl From<KeyFileError> for UserError {
    fn from(error: KeyFileError) -> Self {
        let help = match error {
            KeyFileError::Malformed(..) => {
                "save one: aws cloudtrail list-public-keys --start-time … > FILE"
            }
            KeyFileError::Unreadable(..) => "",
        };
        Self::new(&error, help)
    }
}

impl KeyFiles {
    /// Reads files; none if there is none.
    ///
    /// # Errors
    /// A file cannot be read, or is no answer of `ListPublicKeys`.
    pub fn read<'p>(
        files: impl IntoIterator<Item = &'p PathBuf>,
    ) -> Result<Option<Self>, KeyFileError> {
        let mut keys = None;
        for file in files {
            keys.get_or_insert_with(Self::default).add(file)?;
        }
        Ok(keys)
    }

    fn add(&mut self, path: &Path) -> Result<(), KeyFileError> {
        let name = || path.display().to_string();
        let text = small::read(path, MOST_KEYS)
            .map_err(|error| KeyFileError::Unreadable(name(), error))?;
        let added = self.keys.add(None, &KeySource::File(name()), &text);
        self.refused.extend(added.map_err(|error| KeyFileError::Malformed(name(), error))?);
        Ok(())
    }
}

/// Where public keys are looked up.
pub struct KeyLookup<'a> {
    /// Keys that the user saved.
    pub files: Option<KeyFiles>,
    /// CloudTrail, if it is called.
    pub session: Option<&'a Session>,
}

/// The public keys of a run.
#[derive(Debug, Default)]
pub(super) struct PublicKeys {
    /// Those that verify digests.
    pub(super) keys: Arc<Keys>,
    /// Those in the mirror that CloudTrail does not know.
    pub(super) unknown: BTreeSet<KeyUse>,
    /// Those that are not used, and their Regions.
    pub(super) refused: Vec<(Option<String>, RefusedKey)>,
}

/// Loads the keys of one run.
struct Loader<'a> {
    scope: &'a Scope,
    origin: &'a Origin,
    chains: &'a Chains,
    keys: Keys,
    unknown: BTreeSet<KeyUse>,
    refused: Vec<(Option<String>, RefusedKey)>,
    notes: Vec<Note>,
}

impl PublicKeys {
    /// Loads the keys of all Regions; gives also which could not be had, and what to note.
    pub(super) fn load(
        lookup: KeyLookup<'_>,
        scope: &Scope,
        origin: &Origin,
        chains: &Chains,
    ) -> (Self, Vec<String>, Vec<Note>) {
        let KeyLookup { files, session } = lookup;
        let has_files = files.is_some();
        let KeyFiles { keys, refused } = files.unwrap_or_default();
        let refused = refused.into_iter().map(|key| (None, key)).collect();
        let (unknown, notes) = (BTreeSet::new(), Vec::new());
        let mut loader = Loader { scope, origin, chains, keys, unknown, refused, notes };
        let mut errors = Vec::new();
        // Files stand for all Regions, unless CloudTrail is called as well.
        let regions =
            if has_files && session.is_none() { BTreeSet::new() } else { chains.regions() };
        let ring = Keyring::open_default();
        for region in regions {
            let result = match session {
                Some(session) => loader.look_up(&region, session),
                None => loader.read_saved(&region, ring.as_ref()),
            };
            if let Err(why) = result {
                errors.push(format!("public keys of {region}: {why}"));
            }
            if let (Some(_), Some(ring)) = (session, &ring) {
                loader.record(&region, ring);
            }
        }
        let Loader { keys, unknown, refused, notes, .. } = loader;
        (Self { keys: Arc::new(keys), unknown, refused }, errors, notes)
    }
}

impl Loader<'_> {
    /// Looks up the keys of a Region, for the window and for the validity periods of those that a
    /// mirror has.
    fn look_up(&mut self, region: &str, session: &Session) -> Result<(), String> {
        let mut stored = Keys::default();
        let (mut since, mut until) = self.signing_times(region);
        if let Some(text) = self.mirror_keys(region)? {
            stored
                .add(Some(region), &KeySource::Mirror, &text)
                .map_err(|error| error.to_string())?;
            (since, until) = stored.times((since, until));
        }
        let answer = session.public_keys(region, since, until);
        let answer = answer.map_err(|error| Fault::from(error).to_string())?;
        let text = answer.document().map_err(|error| error.to_string())?;
        self.add(region, &KeySource::CloudTrail, &text)?;
        for fingerprint in stored.unknown_to(region, &self.keys) {
            self.unknown.insert(KeyUse::unknown(region, &fingerprint));
            let why = "CloudTrail does not know it";
            self.refused.push((Some(region.to_owned()), RefusedKey { fingerprint, why }));
        }
        Ok(())
    }

    /// Reads the keys of a Region from the record of keys and from the mirror.
    fn read_saved(&mut self, region: &str, ring: Option<&Keyring>) -> Result<(), String> {
        if self.origin.is_bucket() {
            return Ok(());
        }
        if let Some(Err(error)) = ring.map(|ring| ring.add_to(&mut self.keys, region)) {
            let text = format!("the record of public keys cannot be used: {error}");
            self.notes.push(Note { text, is_detail: false });
        }
        let is_recorded = self.keys.known().any(|key| key.region == Some(region));
        match self.mirror_keys(region)? {
            None if is_recorded => Ok(()),
            None => Err("none are saved: fetch them with ct fetch, or give --keys FILE".to_owned()),
            Some(text) => self.add(region, &KeySource::Mirror, &text),
        }
    }

    /// Adds the keys that CloudTrail gave to the record of keys.
    fn record(&mut self, region: &str, ring: &Keyring) {
        let account = self.scope.trail.as_ref().map(|trail| &*trail.account);
        if let Err(error) = ring.record(account, region, &self.keys) {
            let text = format!("public keys are not recorded: {error}");
            self.notes.push(Note { text, is_detail: true });
        }
    }

    fn add(&mut self, region: &str, source: &KeySource, text: &[u8]) -> Result<(), String> {
        let refused = self.keys.add(Some(region), source, text);
        let refused = refused.map_err(|error| error.to_string())?;
        self.refused.extend(refused.into_iter().map(|key| (Some(region.to_owned()), key)));
        Ok(())
    }

    /// When the digests of a Region may have been signed.
    fn signing_times(&self, region: &str) -> (Timestamp, Timestamp) {
        let window = self.scope.window;
        let since = window.since.saturating_sub(AROUND).unwrap_or(window.since);
        let until = later(window.until, AROUND);
        // A backfill digest is signed when it is generated, which may be today.
        let is_backfilled = self.chains.parts.keys().any(|id| id.backfill && id.region == region);
        (since, if is_backfilled { until.max(self.scope.now) } else { until })
    }

    /// The saved keys of a Region in the mirror, if there are any.
    fn mirror_keys(&self, region: &str) -> Result<Option<Vec<u8>>, String> {
        let Some(root) = self.origin.folder() else { return Ok(None) };
        let path = root.join("public-keys").join(format!("{region}.json"));
        match small::read(&path, MOST_KEYS) {
            Ok(text) => Ok(Some(text)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(format!("{}: {error}", path.display())),
        }
    }
}
