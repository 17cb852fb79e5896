//! Public keys beside the digests of a mirror: what CloudTrail gives, and nothing else.
//!
//! A key that was there and that CloudTrail does not know may be a forger's: it is replaced and named.

use std::io::ErrorKind;
use std::path::Path;

use anyhow::Context as _;
use jiff::{SignedDuration, Timestamp};

use super::report::Report;
use crate::commands::Context;
use crate::digest::{KeySource, Keys};
use crate::keyring::Keyring;
use crate::mirror::{MOST_KEYS, Mirror};
use crate::source::{Fault, small};

/// Public keys are looked up from so long before the first digest to so long after the last: a
/// digest is signed later than its name says.
const MARGIN: SignedDuration = SignedDuration::from_hours(24);

/// Where the keys of a mirror are saved.
pub(super) struct SavedKeys<'s> {
    pub(super) dest: &'s Path,
    pub(super) mirror: &'s mut Mirror,
    pub(super) context: &'s Context,
    pub(super) report: &'s mut Report,
}

impl SavedKeys<'_> {
    /// Saves the public keys of a Region for the time of its digests, and for that of the keys that
    /// were saved before.
    pub(super) fn save(
        &mut self,
        region: &str,
        (first, last): (Timestamp, Timestamp),
    ) -> anyhow::Result<()> {
        let path = format!("public-keys/{region}.json");
        let mut stored = Keys::default();
        match small::read(&self.dest.join(&path), MOST_KEYS) {
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            read => {
                let text = read.with_context(|| path.clone())?;
                stored.add(Some(region), &KeySource::Mirror, &text).with_context(|| {
                    format!("{path} is no document of public keys: move it away and run the command again")
                })?;
            }
        }
        let since = first.saturating_sub(MARGIN).unwrap_or(first);
        let until = last.saturating_add(MARGIN).unwrap_or(last);
        let (since, until) = stored.times((since, until));
        let answer = self.context.aws(None)?.public_keys(region, since, until);
        let answer = answer.map_err(|error| anyhow::anyhow!("{}", Fault::from(error)))?;
        if answer.keys.is_empty() {
            anyhow::bail!("AWS knows none for the time of the digests");
        }
        let document = answer.document()?;
        let mut given = Keys::default();
        given.add(Some(region), &KeySource::CloudTrail, &document)?;
        self.mirror.write(&path, &document)?;
        for fingerprint in stored.unknown_to(region, &given) {
            self.report.unknown_key(format!(
                "{path}: CloudTrail does not know the public key {fingerprint}: replaced"
            ));
        }
        let recorded =
            Keyring::open_default().map_or(Ok(()), |ring| ring.record(None, region, &given));
        if let Err(error) = recorded {
            self.report.error(format!("public keys of {region} are not recorded: {error}"));
        }
        Ok(())
    }
}
