//! The user's record of the public keys that CloudTrail returned, like the known hosts of ssh: a folder
//! outside of any mirror, with one file for each Region and key, in the format of `ListPublicKeys`.
//!
//! Keys are never removed. Follows no links, and trusts no folder that others can write to. Knows
//! nothing of AWS, and verifies no signatures.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::{env, process};

use serde::Serialize;

use crate::digest::{KeySource, Keys, KnownKey};

/// The largest file, in bytes. Keys are much smaller.
const LARGEST: u64 = 64 << 10;

/// The record of keys.
#[derive(Clone, Debug)]
pub struct Keyring {
    folder: PathBuf,
}

/// The file of a key.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Recorded<'k> {
    /// The account of the trail for which it was looked up, if known. All accounts of a Region have the
    /// same keys.
    #[serde(skip_serializing_if = "Option::is_none")]
    account: Option<&'k str>,
    region: &'k str,
    public_key_list: [RecordedKey<'k>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct RecordedKey<'k> {
    fingerprint: &'k str,
    validity_start_time: String,
    validity_end_time: String,
    value: &'k str,
}

impl Keyring {
    /// The record of the current user: `$XDG_STATE_HOME/ct/keys`, by default
    /// `~/.local/state/ct/keys`. None without a home folder.
    pub fn open_default() -> Option<Self> {
        // The XDG Base Directory Specification has relative paths ignored.
        let state = env::var_os("XDG_STATE_HOME").map(PathBuf::from).filter(|p| p.is_absolute());
        let home = || env::home_dir().filter(|home| home.is_absolute());
        let state = state.or_else(|| Some(home()?.join(".local/state")))?;
        Some(Self::new(&state.join("ct")))
    }

    fn new(folder: &Path) -> Self {
        Self { folder: folder.join("keys") }
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Adds the recorded keys of a Region to `keys`.
    ///
    /// # Errors
    /// The record exists and cannot be read, or others can write to it.
    pub fn add_to(&self, keys: &mut Keys, region: &str) -> io::Result<()> {
        if !self.check()? {
            return Ok(());
        }
        let start = format!("{region}.");
        for entry in fs::read_dir(&self.folder)? {
            let name = entry?.file_name();
            let Some(name) = name.to_str().filter(|name| name.starts_with(&start)) else {
                continue;
            };
            if let Some(text) = read(&self.folder.join(name))? {
                // A key that is refused here is just not trusted.
                keys.add(Some(region), &KeySource::Record, &text).map_err(io::Error::other)?;
            }
        }
        Ok(())
    }

    /// Records the keys of a Region that CloudTrail returned.
    ///
    /// # Errors
    /// A file cannot be written, or others can write to the folder.
    pub fn record(&self, account: Option<&str>, region: &str, keys: &Keys) -> io::Result<()> {
        let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
        if region.is_empty() || !region.chars().all(is_plain) {
            return Ok(());
        }
        let own = keys
            .known()
            .filter(|key| *key.source == KeySource::CloudTrail && key.region == Some(region));
        for KnownKey { fingerprint, value, since, until, .. } in own {
            let time =
                |time: Option<jiff::Timestamp>| time.map_or(String::new(), |t| t.to_string());
            let (from, to) = (time(since), time(until));
            let key = RecordedKey {
                fingerprint,
                validity_start_time: from,
                validity_end_time: to,
                value,
            };
            let document = Recorded { account, region, public_key_list: [key] };
            let text = serde_json::to_string(&document)? + "\n";
            self.write(&format!("{region}.{fingerprint}.json"), text.as_bytes())?;
        }
        Ok(())
    }

    /// Writes a file under a temporary name and renames it, unless it exists with these bytes.
    fn write(&self, name: &str, text: &[u8]) -> io::Result<()> {
        if !self.check()? {
            builder().create(&self.folder)?;
            self.check()?;
        }
        let path = self.folder.join(name);
        if read(&path).is_ok_and(|found| found.is_some_and(|found| found == text)) {
            return Ok(());
        }
        let temporary = self.folder.join(format!(".{name}.{}", process::id()));
        // Left by a process that was killed.
        fs::remove_file(&temporary).ok();
        let placed = private().open(&temporary).and_then(|mut file| {
            file.write_all(text)?;
            file.sync_all()?;
            drop(file);
            fs::rename(&temporary, &path)
        });
        if placed.is_err() {
            // A file of this name is never read.
            fs::remove_file(&temporary).ok();
        }
        placed
    }

    /// Whether the folder exists. An error if others can write to it.
    fn check(&self) -> io::Result<bool> {
        for folder in self.folder.parent().into_iter().chain([&*self.folder]) {
            let found = match folder.symlink_metadata() {
                Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
                found => found?,
            };
            if !found.is_dir() {
                let what = format!("{}: not a folder", folder.display());
                return Err(io::Error::other(what));
            }
            if is_shared(&found) {
                let what =
                    format!("{}: not used, because others may write to it", folder.display());
                return Err(io::Error::other(what));
            }
        }
        Ok(true)
    }
}

/// The bytes of a regular file; none if it does not exist.
fn read(path: &Path) -> io::Result<Option<Vec<u8>>> {
    let refused = |why: &str| io::Error::other(format!("{}: {why}", path.display()));
    let listed = match path.symlink_metadata() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        listed => listed?,
    };
    if !listed.is_file() {
        return Err(refused("not a regular file"));
    }
    if is_shared(&listed) {
        return Err(refused("not used, because others may write to it"));
    }
    if listed.len() > LARGEST {
        return Err(refused("larger than a public key"));
    }
    let mut text = Vec::new();
    File::open(path)?.take(LARGEST).read_to_end(&mut text)?;
    Ok(Some(text))
}

#[cfg(unix)]
fn is_shared(found: &fs::Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    found.permissions().mode() & 0o022 != 0
}

/// On other systems a user's folders are private by default.
#[cfg(not(unix))]
fn is_shared(_: &fs::Metadata) -> bool {
    false
}

/// Creates private folders.
fn builder() -> DirBuilder {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
}

/// Creates a private file; an existing one is not opened.
fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

#[cfg(test)]
mod tests {
    use super::*;

    const REGION: &str = "eu-west-1";
    const FILE: &str = "eu-west-1.394e579611429be674bf45ad07bfc9ca.json";

    fn given() -> Keys {
        let mut keys = Keys::default();
        let answer = crate::digest::test_keys();
        keys.add(Some(REGION), &KeySource::CloudTrail, answer.to_string().as_bytes()).unwrap();
        keys
    }

    fn count(ring: &Keyring, region: &str) -> io::Result<usize> {
        let mut keys = Keys::default();
        ring.add_to(&mut keys, region)?;
        Ok(keys.known().filter(|key| *key.source == KeySource::Record).count())
    }

    #[test]
    fn keys_are_recorded_for_their_region() {
        let folder = tempfile::tempdir().unwrap();
        let ring = Keyring::new(&folder.path().join("state/ct"));
        assert_eq!(count(&ring, REGION).unwrap(), 0);
        for _ in 0..2 {
            ring.record(Some("111122223333"), REGION, &given()).unwrap();
        }
        assert_eq!(count(&ring, REGION).unwrap(), 1);
        assert_eq!(count(&ring, "eu-west").unwrap(), 0);
        let names: Vec<_> = fs::read_dir(ring.folder()).unwrap().collect();
        assert_eq!(names.len(), 1);
    }

    #[test]
    fn keys_of_a_mirror_are_not_recorded() {
        let folder = tempfile::tempdir().unwrap();
        let ring = Keyring::new(&folder.path().join("ct"));
        let mut keys = Keys::default();
        let answer = crate::digest::test_keys().to_string();
        keys.add(Some(REGION), &KeySource::Mirror, answer.as_bytes()).unwrap();
        ring.record(None, REGION, &keys).unwrap();
        assert_eq!(count(&ring, REGION).unwrap(), 0);
    }

    #[cfg(unix)]
    #[test]
    fn the_record_is_private_and_not_used_if_others_can_write_to_it() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let ring = Keyring::new(&folder.path().join("ct"));
        ring.record(None, REGION, &given()).unwrap();
        let file = ring.folder().join(FILE);
        let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(ring.folder()), 0o700);
        assert_eq!(mode(&folder.path().join("ct")), 0o700);
        assert_eq!(mode(&file), 0o600);
        for path in [&*file, ring.folder(), &folder.path().join("ct")] {
            let own = mode(path);
            fs::set_permissions(path, fs::Permissions::from_mode(own | 0o020)).unwrap();
            assert!(count(&ring, REGION).is_err(), "{path:?}");
            fs::set_permissions(path, fs::Permissions::from_mode(own)).unwrap();
        }
        assert_eq!(count(&ring, REGION).unwrap(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn links_are_not_followed() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().unwrap();
        let ring = Keyring::new(&folder.path().join("ct"));
        ring.record(None, REGION, &given()).unwrap();
        let (file, other) = (ring.folder().join(FILE), folder.path().join("other"));
        fs::rename(&file, &other).unwrap();
        symlink(&other, &file).unwrap();
        assert!(count(&ring, REGION).is_err());
        // The link is replaced, and its target stays.
        fs::write(&other, "precious").unwrap();
        ring.record(None, REGION, &given()).unwrap();
        assert_eq!(count(&ring, REGION).unwrap(), 1);
        assert_eq!(fs::read(&other).unwrap(), b"precious");
        let linked = folder.path().join("linked");
        symlink(folder.path().join("ct"), &linked).unwrap();
        let ring = Keyring::new(&linked);
        assert!(count(&ring, REGION).is_err());
        assert!(ring.record(None, REGION, &given()).is_err());
    }
}
