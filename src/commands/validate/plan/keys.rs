//! Public keys: asked for, region by region, or read from where they were saved.
//!
//! Knows where keys come from; what a key is worth is decided by [`crate::digest`].

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context as _;
use jiff::SignedDuration;

use super::{Plan, later};
use crate::commands::sources::Source;
use crate::commands::{Context, user_error};
use crate::digest::Keys;
use crate::mirror::MOST_KEYS;
use crate::source::{Fault, small};

/// Keys are asked for from so long before the range to so long behind it.
const KEYS_AROUND: SignedDuration = SignedDuration::from_hours(24);

impl Plan {
    /// Asks for the public keys of all regions, or reads saved ones.
    pub(in crate::commands::validate) fn load_keys(
        &mut self,
        files: &[PathBuf],
        context: &Context,
    ) -> anyhow::Result<()> {
        let mut keys = Keys::default();
        for file in files {
            let text = small::read(file, MOST_KEYS).with_context(|| file.display().to_string())?;
            let refused = keys
                .add(None, &text)
                .map_err(|error| user_error(format!("{}: {error}", file.display()), HOW_TO_SAVE))?;
            self.refused.extend(refused.into_iter().map(|key| (None, key)));
        }
        if matches!(self.source, Source::Bucket(_)) {
            self.session = Some(Arc::clone(context.aws(None)?));
        }
        let regions: BTreeSet<_> = self.chains.keys().map(|id| id.region.clone()).collect();
        for region in regions.into_iter().filter(|_| files.is_empty()) {
            let document = match &self.source {
                Source::Folder(folder) => saved_keys(folder.root(), &region),
                _ => self.keys_of(&region),
            };
            let added =
                document.and_then(|text| keys.add(Some(&region), &text).map_err(|e| e.to_string()));
            match added {
                Ok(refused) => {
                    let refused = refused.into_iter().map(|key| (Some(region.clone()), key));
                    self.refused.extend(refused);
                }
                Err(why) => self.errors.push(format!("public keys of {region}: {why}")),
            }
        }
        self.keys = Arc::new(keys);
        Ok(())
    }

    fn keys_of(&self, region: &str) -> Result<Vec<u8>, String> {
        let session = self.session.as_ref().ok_or("no session")?;
        let since = self.asked.since.saturating_sub(KEYS_AROUND).unwrap_or(self.asked.since);
        let until = later(self.asked.until, KEYS_AROUND);
        // A backfill digest is signed when it is made, which may be today.
        let is_backfilled = self.chains.keys().any(|id| id.backfill && id.region == region);
        let until = if is_backfilled { until.max(self.now) } else { until };
        let keys = session.public_keys(region, since, until);
        let keys = keys.map_err(|error| Fault::from(error).to_string())?;
        keys.joined_with(None).map_err(|error| error.to_string())
    }
}

const HOW_TO_SAVE: &str = "save one: aws cloudtrail list-public-keys --start-time … > FILE";

fn saved_keys(root: &Path, region: &str) -> Result<Vec<u8>, String> {
    let path = root.join("public-keys").join(format!("{region}.json"));
    small::read(&path, MOST_KEYS).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => {
            "none are saved: fetch them with ct fetch, or give --keys FILE".to_owned()
        }
        _ => format!("{}: {error}", path.display()),
    })
}
