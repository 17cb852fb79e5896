//! The public keys beside the digest files of a mirror: those that CloudTrail gives, and no others.
//!
//! A stored key that CloudTrail does not know may be forged: it is replaced and reported.

use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;

use anyhow::Context as _;
use jiff::{SignedDuration, Timestamp};

use super::report::Report;
use crate::aws::Session;
use crate::digest::{KeySource, Keys};
use crate::keyring::Keyring;
use crate::mirror::{MOST_KEYS, Mirror};
use crate::source::{Fault, small};

/// Keys are looked up from this long before the first digest file to this long after the last: a
/// digest file is signed later than its name says.
const MARGIN: SignedDuration = SignedDuration::from_hours(24);

/// The key files of a mirror.
pub(super) struct KeyFiles<'k> {
    pub(super) root: &'k Path,
    pub(super) session: &'k Arc<Session>,
    pub(super) mirror: &'k mut Mirror,
    pub(super) report: &'k mut Report,
}

impl KeyFiles<'_> {
    /// Saves the public keys of a Region for the period of its digest files and for the validity
    /// periods of the stored keys.
    ///
    /// # Errors
    /// The file is not a list of public keys, or cannot be read or written; or CloudTrail refuses or
    /// has no key.
    pub(super) fn save(
        &mut self,
        region: &str,
        (first, last): (Timestamp, Timestamp),
    ) -> anyhow::Result<()> {
        let path = format!("public-keys/{region}.json");
        let mut stored = Keys::default();
        match small::read(&self.root.join(&path), MOST_KEYS) {
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            read => {
                let text = read.with_context(|| path.clone())?;
                stored.add(Some(region), &KeySource::Mirror, &text).with_context(|| {
                    format!("{path} is not a list of public keys: move it away and run the command again")
                })?;
            }
        }
        let since = first.saturating_sub(MARGIN).unwrap_or(first);
        let until = last.saturating_add(MARGIN).unwrap_or(last);
        let (since, until) = stored.times((since, until));
        let given_keys = self.session.public_keys(region, since, until);
        let given_keys = given_keys.map_err(|error| anyhow::anyhow!("{}", Fault::from(error)))?;
        if given_keys.keys.is_empty() {
            anyhow::bail!("CloudTrail has none for the period of the digest files");
        }
        let document = given_keys.document()?;
        let mut given = Keys::default();
        given.add(Some(region), &KeySource::CloudTrail, &document)?;
        self.mirror.write(&path, &document)?;
        for fingerprint in stored.unknown_to(region, &given) {
            self.report.count_unknown_key(format!(
                "{path}: public key {fingerprint} is unknown to CloudTrail: replaced"
            ));
        }
        let recorded = Keyring::open_default().map_or(Ok(()), |ring| ring.record(None, region, &given));
        if let Err(error) = recorded {
            self.report.add_error(format!("public keys of {region} are not recorded: {error}"));
        }
        Ok(())
    }
}
