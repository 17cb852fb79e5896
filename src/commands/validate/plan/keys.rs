//! Public keys: looked up in each Region, read from files, from the user's record, or from a mirror.
//!
//! Knows where keys come from; what a key is worth is decided by [`crate::digest`].

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context as _;
use jiff::{SignedDuration, Timestamp};

use super::{Plan, later};
use crate::aws::Session;
use crate::commands::sources::Source;
use crate::commands::validate::trust::{KeyTrust, KeyUse};
use crate::commands::{Context, tell, user_error};
use crate::digest::{KeySource, Keys, RefusedKey};
use crate::keyring::Keyring;
use crate::mirror::MOST_KEYS;
use crate::sink::safe::shown;
use crate::source::{Fault, small};

/// Keys are looked up from so long before the range to so long after it.
const KEYS_AROUND: SignedDuration = SignedDuration::from_hours(24);
/// `--keys aws`: from CloudTrail.
const AWS: &str = "aws";

impl Plan {
    /// Looks up the public keys of all Regions, or reads saved ones.
    pub(in crate::commands::validate) fn load_keys(
        &mut self,
        from: &[PathBuf],
        context: &Context,
    ) -> anyhow::Result<()> {
        let mut keys = Keys::default();
        let (aws, files): (Vec<_>, Vec<_>) = from.iter().partition(|path| path.as_os_str() == AWS);
        for file in &files {
            let text = small::read(file, MOST_KEYS).with_context(|| file.display().to_string())?;
            let source = KeySource::File(file.display().to_string());
            let refused = keys
                .add(None, &source, &text)
                .map_err(|error| user_error(format!("{}: {error}", file.display()), HOW_TO_SAVE))?;
            self.refused.extend(refused.into_iter().map(|key| (None, key)));
        }
        if matches!(self.source, Source::Bucket(_)) {
            self.session = Some(Arc::clone(context.aws(None)?));
        }
        let asks = !aws.is_empty() || files.is_empty() && self.is_bucket();
        let session = if asks { Some(context.aws(None)?) } else { None };
        let ring = Keyring::of_user();
        let regions: BTreeSet<_> = self.chains.keys().map(|id| id.region.clone()).collect();
        for region in regions.into_iter().filter(|_| asks || files.is_empty()) {
            let loaded = match session {
                Some(session) => self.look_up(&region, session, &mut keys),
                None => self.read_saved(&region, ring.as_ref(), &mut keys, context),
            };
            if let Err(why) = loaded {
                self.errors.push(format!("public keys of {region}: {why}"));
            }
            if session.is_some()
                && let Some(ring) = &ring
                && let account = self.trail.as_ref().map(|trail| &*trail.account)
                && let Err(error) = ring.record(account, &region, &keys)
                && context.globals.verbose
            {
                tell(&format!("public keys are not recorded: {}", shown(&error.to_string())));
            }
        }
        self.keys = Arc::new(keys);
        Ok(())
    }

    /// The keys that verified something, and those that CloudTrail does not know.
    pub(in crate::commands::validate) fn trust(&self, trust_mirror: bool) -> KeyTrust {
        let used = self.keys.known().filter(|key| key.is_used);
        KeyTrust {
            keys: used.map(|key| KeyUse::new(&key, trust_mirror)).collect(),
            unknown_keys: self.unknown_keys.clone(),
        }
    }

    /// Looks up the keys of a Region, also for the time of those that a mirror has.
    fn look_up(&mut self, region: &str, session: &Session, keys: &mut Keys) -> Result<(), String> {
        let mut stored = Keys::default();
        let (mut since, mut until) = self.times_of_keys(region);
        if let Source::Folder(folder) = &self.source
            && let Some(text) = saved_keys(folder.root(), region)?
        {
            stored
                .add(Some(region), &KeySource::Mirror, &text)
                .map_err(|error| error.to_string())?;
            (since, until) = stored.times((since, until));
        }
        let answer = session.public_keys(region, since, until);
        let answer = answer.map_err(|error| Fault::from(error).to_string())?;
        let text = answer.document().map_err(|error| error.to_string())?;
        let refused = keys
            .add(Some(region), &KeySource::CloudTrail, &text)
            .map_err(|error| error.to_string())?;
        self.refused.extend(refused.into_iter().map(|key| (Some(region.to_owned()), key)));
        for fingerprint in stored.unknown_to(region, keys) {
            self.unknown_keys.insert(KeyUse::unknown(region, &fingerprint));
            let why = "CloudTrail does not know it";
            self.refused.push((Some(region.to_owned()), RefusedKey { fingerprint, why }));
        }
        Ok(())
    }

    /// Reads the keys of a Region from the user's record and from the mirror.
    fn read_saved(
        &mut self,
        region: &str,
        ring: Option<&Keyring>,
        keys: &mut Keys,
        context: &Context,
    ) -> Result<(), String> {
        let Source::Folder(folder) = &self.source else { return Ok(()) };
        if let Some(Err(error)) = ring.map(|ring| ring.add_to(keys, region))
            && !context.globals.quiet
        {
            tell(&format!(
                "the record of public keys cannot be used: {}",
                shown(&error.to_string())
            ));
        }
        let is_recorded = keys.known().any(|key| key.region == Some(region));
        match saved_keys(folder.root(), region)? {
            None if is_recorded => Ok(()),
            None => Err("none are saved: fetch them with ct fetch, or give --keys FILE".to_owned()),
            Some(text) => {
                let refused = keys
                    .add(Some(region), &KeySource::Mirror, &text)
                    .map_err(|error| error.to_string())?;
                self.refused.extend(refused.into_iter().map(|key| (Some(region.to_owned()), key)));
                Ok(())
            }
        }
    }

    /// When the digests of a Region may have been signed.
    fn times_of_keys(&self, region: &str) -> (Timestamp, Timestamp) {
        let since = self.asked.since.saturating_sub(KEYS_AROUND).unwrap_or(self.asked.since);
        let until = later(self.asked.until, KEYS_AROUND);
        // A backfill digest is signed when it is made, which may be today.
        let is_backfilled = self.chains.keys().any(|id| id.backfill && id.region == region);
        (since, if is_backfilled { until.max(self.now) } else { until })
    }
}

const HOW_TO_SAVE: &str = "save one: aws cloudtrail list-public-keys --start-time … > FILE";

/// The keys of a Region in a mirror, if there are any.
fn saved_keys(root: &Path, region: &str) -> Result<Option<Vec<u8>>, String> {
    let path = root.join("public-keys").join(format!("{region}.json"));
    match small::read(&path, MOST_KEYS) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(format!("{}: {error}", path.display())),
    }
}
