//! One bucket as a [`Store`]: lists what is wanted, and downloads objects ahead of their readers.

mod checksum;
mod download;
mod layout;
mod listing;
mod pages;
mod region;
mod remote;
mod response;
mod signed_get;
mod transfer;

use std::collections::VecDeque;
use std::sync::Arc;

use self::download::ObjectRequest;
use self::layout::Start;
use self::listing::ObjectListing;
pub(super) use self::region::look_up as region;
use self::remote::Remote;
use self::signed_get::SignedGet;
pub(super) use self::signed_get::Signer;
use super::Session;
use super::error::Error;
use super::interrupt::Ending;
use crate::source::{
    Arrived, Body, Download, Entries, Entry, Fault, FolderTest, Level, Listed, Listing, Object,
    ObjectId, Scope, Skip, SourceError, Store,
};

/// A bucket, or the part of it below a prefix.
pub struct Bucket {
    session: Arc<Session>,
    remote: Remote,
    start: Start,
}

impl Bucket {
    /// The CloudTrail objects below a prefix, which may be empty, end above an `AWSLogs` folder or
    /// be below one. Looks up the bucket's Region.
    ///
    /// # Errors
    /// There is no such bucket, or it cannot be reached.
    pub fn below(session: &Arc<Session>, bucket: &str, prefix: &str) -> Result<Self, Error> {
        Self::open(session, bucket, Start::Search(prefix.to_owned()))
    }

    /// The objects that a trail with this prefix delivers. Looks up the bucket's Region.
    ///
    /// # Errors
    /// There is no such bucket, or it cannot be reached.
    pub fn of_trail(session: &Arc<Session>, bucket: &str, prefix: &str) -> Result<Self, Error> {
        let slash = if prefix.is_empty() { "" } else { "/" };
        Self::open(session, bucket, Start::Folder(format!("{prefix}{slash}AWSLogs")))
    }

    fn open(session: &Arc<Session>, bucket: &str, start: Start) -> Result<Self, Error> {
        let client = session.bucket_client(bucket)?;
        let requests = Arc::clone(&session.requests);
        let signed_get = session.signer.clone().map(|signer| Arc::new(SignedGet::new(signer)));
        let remote = Remote {
            client,
            bucket: bucket.into(),
            requests,
            runtime: session.runtime.clone(),
            ending: session.ending.clone(),
            downloads: session.ending.clone(),
            ahead: Arc::clone(&session.ahead),
            limits: session.settings.limits,
            signed_get,
        };
        Ok(Self { session: Arc::clone(session), remote, start })
    }

    /// The same bucket with downloads that an interrupt does not end.
    #[must_use]
    pub fn finishing_downloads(mut self) -> Self {
        self.remote.downloads = Ending::new(None);
        self
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.remote.bucket
    }

    /// Whether the user named this key, and not a folder above it.
    fn names(&self, key: &str) -> bool {
        matches!(&self.start, Start::Search(path) if path == key)
    }

    /// Its URI: `s3://BUCKET[/PREFIX]`.
    pub fn place(&self) -> String {
        let (Start::Search(path) | Start::Folder(path)) = &self.start;
        // One slash at the end has no meaning, two have.
        let folder = path.strip_suffix('/').filter(|it| !it.is_empty() && !it.ends_with('/'));
        let path = folder.unwrap_or(path);
        let slash = if path.is_empty() { "" } else { "/" };
        format!("s3://{}{slash}{path}", self.name())
    }

    /// Lists the object with this key, if there is one.
    ///
    /// # Errors
    /// The bucket cannot be listed.
    pub fn listed(&self, key: &str) -> Result<Option<Listed>, Fault> {
        let listed = self.session.wait(self.remote.object(key)).and_then(|listed| listed);
        listed.map_err(Fault::from)
    }

    /// Downloads an object of at most `limit` bytes.
    ///
    /// # Errors
    /// It is larger, or cannot be downloaded.
    pub fn fetch(&self, listed: &Listed, limit: usize) -> Result<Arrived, Fault> {
        self.request(&listed.key, Some(listed)).fetch(limit)
    }

    fn request(&self, key: &str, listed: Option<&Listed>) -> ObjectRequest {
        let (remote, key, listed) = (self.remote.clone(), key.to_owned(), listed.cloned());
        ObjectRequest { remote, key, listed }
    }

    /// Downloads the objects of a listing that `is_wanted` admits, several at a time. Gives all
    /// objects in the order of the listing, those that are wanted with their downloads.
    pub fn downloads<'a>(
        &'a self,
        listing: Listing<'a>,
        is_wanted: impl FnMut(&Listed) -> bool + Send + 'a,
    ) -> impl Iterator<Item = Result<(Listed, Option<Download>), SourceError>> + Send + 'a {
        Window { listing, is_wanted, bucket: self, started: VecDeque::new(), without_room: None }
    }
}

impl Store for Bucket {
    fn level(&self, folder: &str) -> Result<Level, SourceError> {
        let prefix = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        let page = self.session.wait(self.remote.level(&prefix)).and_then(|page| page);
        let page = page.map_err(|error| error.at(self.remote.name(&prefix)))?;
        let name = |path: &str| {
            path.strip_prefix(&*prefix).unwrap_or(path).trim_end_matches('/').to_owned()
        };
        Ok(Level {
            folders: page.folders.iter().map(|folder| name(folder)).collect(),
            objects: page.objects.iter().map(|object| name(&object.key)).collect(),
        })
    }

    fn list<'a>(&'a self, folders: FolderTest<'a>) -> Listing<'a> {
        Box::new(ObjectListing::new(self.remote.clone(), &self.start, folders))
    }

    fn entries<'a>(&'a self, scope: &'a Scope<'a>) -> Entries<'a> {
        let skip = move |key: &str| scope.skip(key, self.names(key));
        let is_wanted = move |listed: &Listed| skip(&listed.key).is_none();
        let downloads = self.downloads(self.list(scope.bucket_folders()), is_wanted);
        Box::new(downloads.map(move |found| {
            let (listed, download) = found?;
            let id = ObjectId::s3(self.name(), listed.key);
            let explicit = self.names(&id.key);
            Ok(if let Some(download) = download {
                Entry::Object(Object { id, explicit, body: Body::Coming(download) })
            } else {
                let why = skip(&id.key).unwrap_or(Skip::OutOfScope);
                Entry::Skipped(id, why)
            })
        }))
    }

    fn get(&self, key: &str) -> Result<Object, SourceError> {
        let request = self.request(key, None);
        let body = Body::Coming(match self.remote.ahead.reserve(0) {
            Some(reservation) => request.prefetch(reservation),
            None => request.defer(Download::UNKNOWN),
        });
        Ok(Object { id: ObjectId::s3(self.name(), key), explicit: true, body })
    }
}

/// An object of a listing, with its download if it is wanted.
type Found = Result<(Listed, Option<Download>), SourceError>;

/// The next objects of a listing, their downloads started as far as there is room.
struct Window<'a, F> {
    listing: Listing<'a>,
    is_wanted: F,
    bucket: &'a Bucket,
    started: VecDeque<Found>,
    /// A wanted object for which there was no room.
    without_room: Option<Listed>,
}

impl<F: FnMut(&Listed) -> bool> Window<'_, F> {
    /// Starts downloads as long as there is room.
    fn fill(&mut self) {
        while self.started.len() < self.bucket.session.concurrency {
            let found = match self.without_room.take() {
                Some(listed) => Ok((listed, true)),
                None => match self.listing.next() {
                    None => return,
                    Some(Err(error)) => Err(error),
                    Some(Ok(listed)) => {
                        let is_wanted = (self.is_wanted)(&listed);
                        Ok((listed, is_wanted))
                    }
                },
            };
            let started = match found {
                Err(error) => Err(error),
                Ok((listed, false)) => Ok((listed, None)),
                Ok((listed, true)) => match self.start(&listed) {
                    None => {
                        self.without_room = Some(listed);
                        return;
                    }
                    started => Ok((listed, started)),
                },
            };
            self.started.push_back(started);
        }
    }

    /// Starts a download if there is room, and leaves it to its reader if there will be none.
    fn start(&self, listed: &Listed) -> Option<Download> {
        let request = self.bucket.request(&listed.key, Some(listed));
        let ahead = &self.bucket.remote.ahead;
        if let Some(reservation) = ahead.reserve(listed.size) {
            return Some(request.prefetch(reservation));
        }
        let is_left = listed.size > ahead.capacity() || self.started.is_empty();
        is_left.then(|| request.defer(listed.size))
    }
}

impl<F: FnMut(&Listed) -> bool> Iterator for Window<'_, F> {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        self.fill();
        self.started.pop_front()
    }
}

#[cfg(test)]
mod tests;
