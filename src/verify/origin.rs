//! Where the objects are: a bucket, or a folder that mirrors one.
//!
//! Lists and fetches. Decides nothing about chains, and judges nothing.

use std::collections::HashMap;
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;

use super::scope::{Scope, TrailScope, days};
use crate::aws::{self, Bucket, Session};
use crate::digest::{Candidate, ChainId, DigestDocument, DigestWindow, Location, S3Uri};
use crate::event::inflate::Inflater;
use crate::event::key::{Folder, Key, Kind};
use crate::mirror::{self, Mirror};
use crate::source::local::Directory;
use crate::source::{Arrived, Fault, FolderTest, Listed, Listing, Object, SourceError, Store};

/// A bucket or a mirror.
pub enum Source {
    /// The bucket that CloudTrail delivers to.
    Bucket(Bucket),
    /// A folder with the objects of a bucket.
    Folder(Directory),
}

/// The bucket that a trail delivers to.
pub(super) struct TrailBucket {
    /// The bucket.
    pub(super) bucket: Bucket,
    /// The trail.
    pub(super) trail: TrailScope,
    /// The trail's key prefix.
    pub(super) prefix: String,
}

impl TrailBucket {
    /// Looks a trail up, by name or ARN, and opens its bucket.
    ///
    /// # Errors
    /// There is no such trail, or it or its bucket cannot be looked up.
    pub(super) fn open(session: &Arc<Session>, name: &str) -> Result<Self, aws::Error> {
        let trail = session.trail(name)?;
        let bucket = session.bucket_of(&trail)?;
        let scope = TrailScope {
            account: TrailScope::from_arn(&trail.arn).map(|it| it.account).unwrap_or_default(),
            name: trail.name,
            home: trail.home,
            arn: trail.arn,
            is_organization: Some(trail.organization),
            is_multi_region: Some(trail.multi_region),
        };
        Ok(Self { bucket, trail: scope, prefix: trail.prefix })
    }
}

impl Source {
    /// Whether it is a bucket.
    pub fn is_bucket(&self) -> bool {
        matches!(self, Self::Bucket(_))
    }

    /// Up to when it can have objects. A mirror does not have what was delivered after it was
    /// fetched.
    ///
    /// # Errors
    /// The metadata of a mirror cannot be read.
    pub fn reaches(&self, now: Timestamp) -> io::Result<Timestamp> {
        match self {
            Self::Folder(folder) => Ok(mirror::completed(folder.root())?.unwrap_or(now)),
            Self::Bucket(_) => Ok(now),
        }
    }
}

/// Where objects are, and where digests must be.
pub struct Origin {
    source: Source,
    /// The name of the bucket, or of the bucket that the folder mirrors; empty if unknown.
    bucket: String,
    location: Location,
    /// Opens other buckets; none for a folder.
    session: Option<Arc<Session>>,
    /// Other buckets that chains continue in.
    others: Mutex<HashMap<String, Arc<Bucket>>>,
}

impl Origin {
    /// `session`: opens the other buckets that a chain continues in. `is_relocated`: the copy has
    /// another bucket name or folder than CloudTrail delivered to.
    ///
    /// # Errors
    /// The metadata of a mirror cannot be read.
    pub fn new(
        source: Source,
        session: Option<Arc<Session>>,
        is_relocated: bool,
    ) -> io::Result<Self> {
        let bucket = match &source {
            Source::Bucket(bucket) => bucket.name().to_owned(),
            Source::Folder(folder) => mirror::bucket_of(folder.root())?.unwrap_or_default(),
        };
        let location = match (is_relocated, bucket.is_empty()) {
            (true, _) => Location::Relocated,
            (false, true) => Location::Key,
            (false, false) => Location::Exact,
        };
        Ok(Self { source, bucket, location, session, others: Mutex::default() })
    }

    /// A folder's path, or `s3://BUCKET`.
    pub fn name(&self) -> String {
        match &self.source {
            Source::Folder(folder) => folder.root().display().to_string(),
            Source::Bucket(_) => format!("s3://{}", self.bucket),
        }
    }

    /// The bucket's name; empty for a copy that does not record it.
    pub(super) fn bucket(&self) -> &str {
        &self.bucket
    }

    /// Where digests must be.
    pub(super) fn location(&self) -> Location {
        self.location
    }

    /// Whether it is a bucket, where CloudTrail's metadata must be, and not a copy.
    pub fn is_bucket(&self) -> bool {
        self.source.is_bucket()
    }

    /// The folder, unless it is a bucket.
    pub(super) fn folder(&self) -> Option<&Path> {
        match &self.source {
            Source::Folder(folder) => Some(folder.root()),
            Source::Bucket(_) => None,
        }
    }

    /// The listings of the bucket or folder.
    pub(super) fn store(&self) -> &dyn Store {
        match &self.source {
            Source::Bucket(bucket) => bucket,
            Source::Folder(folder) => folder,
        }
    }

    /// The objects in the folders that pass the test, by name.
    pub(super) fn list<'a>(&'a self, folders: FolderTest<'a>) -> Listing<'a> {
        self.store().list(folders)
    }

    /// The key in the bucket of a listed object.
    pub(super) fn key(&self, listed: &str) -> String {
        let Source::Folder(folder) = &self.source else { return listed.to_owned() };
        let root = folder.root().to_string_lossy();
        let root = if cfg!(windows) { root.replace('\\', "/") } else { root.into_owned() };
        let rest = listed.strip_prefix(root.trim_end_matches('/')).unwrap_or(listed);
        rest.trim_start_matches('/').to_owned()
    }

    /// The URI of an object of the bucket.
    pub(super) fn uri(&self, key: &str) -> S3Uri {
        S3Uri::new(&*self.bucket, key)
    }

    /// An object. Its download starts now if there is room for it.
    ///
    /// # Errors
    /// The object does not exist, or its bucket cannot be opened.
    pub(super) fn fetch(&self, uri: &S3Uri) -> Result<Object, SourceError> {
        if uri.bucket != self.bucket && self.session.is_some() {
            return self.other(&uri.bucket)?.get(&uri.key);
        }
        if self.folder().is_some() && Mirror::refuses(&uri.key).is_some() {
            return Err(SourceError { name: uri.to_string(), fault: Fault::Missing });
        }
        self.store().get(&uri.key)
    }

    /// Reads an object of at most `limit` bytes.
    ///
    /// # Errors
    /// The object does not exist, cannot be read, or is larger.
    pub(super) fn read(&self, uri: &S3Uri, limit: usize) -> Result<Arrived, SourceError> {
        self.fetch(uri)?.arrive(limit)
    }

    /// Another bucket, opened once.
    fn other(&self, name: &str) -> Result<Arc<Bucket>, SourceError> {
        let fault = |fault: Fault| SourceError { name: format!("s3://{name}"), fault };
        let session = self.session.as_ref().ok_or_else(|| fault(Fault::Missing))?;
        let lock = || self.others.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = lock().get(name) {
            return Ok(Arc::clone(known));
        }
        let bucket = Bucket::below(session, name, "").map_err(|error| fault(error.into()))?;
        Ok(Arc::clone(lock().entry(name.to_owned()).or_insert(bucket.into())))
    }

    /// The digests of a part of a chain that end before a time, in the bucket and below the prefix
    /// of another object: a chain may continue there.
    ///
    /// # Errors
    /// The bucket cannot be listed.
    pub(super) fn digests_beside(
        &self,
        uri: &S3Uri,
        (id, part): (&ChainId, DigestWindow),
        before: Timestamp,
        scope: &Scope,
    ) -> Result<Vec<Candidate>, SourceError> {
        let Some(session) = &self.session else { return Ok(Vec::new()) };
        let error = |error: aws::Error| SourceError { name: uri.to_string(), fault: error.into() };
        let prefix = prefix_of(&uri.key).unwrap_or_default();
        let bucket = Bucket::of_trail(session, &uri.bucket, prefix).map_err(error)?;
        let days = days(part.since, before);
        let folder = |folder: &Folder<'_>| scope.wants(folder, Kind::Digest, days);
        let mut digests = Vec::new();
        for listed in bucket.list(&folder) {
            let Listed { key, .. } = listed?;
            if let Some((other, digest)) = Candidate::parse(&uri.bucket, &key)
                && other == *id
                && digest.stamp < before
            {
                digests.push(digest);
            }
        }
        Ok(digests)
    }

    /// A copy does not know its bucket's name; a digest does. Only messages show it.
    pub(super) fn name_from_digest(&mut self, digest: &S3Uri, limit: usize) {
        let Ok(Arrived { bytes, .. }) = self.read(digest, limit) else { return };
        let mut text = Vec::new();
        Inflater::new(limit).inflate_carefully(&bytes, &mut text);
        if let Ok(document) = DigestDocument::parse(&text) {
            self.bucket = document.uri.bucket;
        }
    }
}

/// What stands before `AWSLogs/` in a key.
pub(super) fn prefix_of(key: &str) -> Option<&str> {
    Key::parse(key)?.folder.map(|folder| folder.prefix)
}
