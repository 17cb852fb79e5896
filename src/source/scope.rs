//! What of a source is read, by the names of folders and objects alone.

use serde::Serialize;

use super::{Entry, FolderTest, Object};
use crate::event::archive::Archive;
use crate::event::key::{Folder, Key, Kind, is_log_name};
use crate::filter::Filter;

/// Why an object is not read although it was listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Skip {
    /// A digest file, or what belongs to one.
    Digest,
    /// Another service's file, or a document that is no log.
    Foreign,
    /// An archive, or compressed in a way that is not read.
    Archive,
    /// Its name is not that of a log file.
    NotALog,
    /// By its key, it holds nothing that the filter can match.
    OutOfScope,
    /// A Region that rejects credentials that others accept: the account has not enabled it.
    NotEnabled,
    /// A Region that rejects a session token that others accept: the account has not enabled it, or
    /// the token is not valid there.
    NotEnabledOrToken,
}

impl Skip {
    /// For people.
    pub fn name(self) -> &'static str {
        match self {
            Self::Digest => "digests",
            Self::Foreign => "not CloudTrail",
            Self::Archive => "archives",
            Self::NotALog => "not log files",
            Self::OutOfScope => "out of scope",
            Self::NotEnabled => "regions not enabled",
            Self::NotEnabledOrToken => "regions not enabled, or closed to the session token",
        }
    }
}

type Test<'f> = Box<dyn Fn(&Folder<'_>) -> bool + Send + Sync + 'f>;

/// Which folders are entered, and which objects are read.
pub struct Scope<'f> {
    filter: &'f Filter,
    local: Test<'f>,
    remote: Test<'f>,
}

impl<'f> Scope<'f> {
    /// The scope of a filter; in a bucket, digests are listed only if `with_digests` says so.
    pub fn new(filter: &'f Filter, with_digests: bool) -> Self {
        let remote = move |folder: &Folder<'_>| {
            filter.admits_folder(folder) && (with_digests || folder.kind() != Some(Kind::Digest))
        };
        let local = |folder: &Folder<'_>| filter.admits_folder(folder);
        Self { filter, local: Box::new(local), remote: Box::new(remote) }
    }

    /// The folders of a tree on this machine: digests among them, so that they are counted.
    pub fn local_folders(&self) -> FolderTest<'_> {
        &self.local
    }

    /// The folders of a bucket, where listing costs requests.
    pub fn bucket_folders(&self) -> FolderTest<'_> {
        &self.remote
    }

    /// The entry for an object: skipped, or to be read.
    pub fn judge(&self, object: Object) -> Entry {
        match self.skip(&object.id.key, object.explicit) {
            Some(why) => Entry::Skipped(object.id, why),
            None => Entry::Object(object),
        }
    }

    /// Why an object is not read; see [`skip`].
    pub fn skip(&self, key: &str, explicit: bool) -> Option<Skip> {
        skip(key, explicit, self.filter)
    }
}

/// Why an object with this key is not read, if its key says so. `explicit`: the user named it.
pub fn skip(key: &str, explicit: bool, filter: &Filter) -> Option<Skip> {
    let parsed = Key::parse(key);
    let folder = key.rsplit_once('/').and_then(|(path, _)| Folder::parse(path));
    match (parsed, folder) {
        (Some(parsed), _) if parsed.kind == Kind::Digest => Some(Skip::Digest),
        (Some(parsed), _) if !filter.admits(&parsed) => Some(Skip::OutOfScope),
        (Some(_), _) => None,
        (None, _) if explicit => None,
        (None, Some(folder)) if folder.kind() == Some(Kind::Digest) => Some(Skip::Digest),
        (None, Some(folder)) if folder.is_foreign() => Some(Skip::Foreign),
        _ if Archive::of_name(key).is_some() => Some(Skip::Archive),
        _ if !is_log_name(key) => Some(Skip::NotALog),
        _ => None,
    }
}
