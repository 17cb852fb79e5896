//! One bucket as a [`Store`]: listed where it is wanted, and fetched a window of objects ahead.

mod answer;
mod direct;
mod get;

use std::collections::VecDeque;
use std::sync::Arc;

use aws_sdk_s3::Client;
use aws_sdk_s3::config::http::HttpResponse;
use tokio::runtime::Handle;
use tokio::sync::Semaphore;

pub(super) use self::direct::Direct;
use self::direct::Way;

use super::Session;
use super::error::{Asked, Error};
use super::interrupt::Ending;
use super::layout::Start;
use super::listing::Pages;
use crate::policy::name::partition;
use crate::source::{
    Body, Download, Fault, FaultKind, Level, Listed, Listing, Object, Objects, SourceError, Store,
    Wanted,
};

/// Bytes that may be on their way, or here and not yet read, at once.
const ROOM: u64 = 64 << 20;
const REGION_HEADER: &str = "x-amz-bucket-region";

/// A bucket, or what is below one of its prefixes.
pub struct Bucket {
    session: Arc<Session>,
    remote: Remote,
    start: Start,
}

/// A bucket out there: all that a task needs to ask it.
#[derive(Clone)]
pub(super) struct Remote {
    pub(super) client: Client,
    pub(super) bucket: Arc<str>,
    pub(super) requests: Arc<Semaphore>,
    pub(super) runtime: Handle,
    /// Ends listings,
    pub(super) ending: Ending,
    /// and downloads.
    downloads: Ending,
    /// How objects are asked for, if there are credentials.
    way: Option<Arc<Way>>,
}

impl Bucket {
    /// Everything of CloudTrail below a prefix, which may be empty, end above an `AWSLogs` folder
    /// or lie below one. Asks for the bucket's region.
    ///
    /// # Errors
    /// There is no such bucket, or it cannot be reached.
    pub fn below(session: &Arc<Session>, bucket: &str, prefix: &str) -> Result<Self, Error> {
        Self::open(session, bucket, Start::Search(prefix.to_owned()))
    }

    /// What a trail delivers: `prefix` is that of the trail.
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
        let way = session.direct.clone().map(|direct| Arc::new(Way::new(direct)));
        let (runtime, ending) = (session.runtime.clone(), session.ending.clone());
        let downloads = ending.clone();
        let bucket = bucket.into();
        let remote = Remote { client, bucket, requests, runtime, ending, downloads, way };
        Ok(Self { session: Arc::clone(session), remote, start })
    }

    /// The same, but an interrupt does not end its downloads.
    #[must_use]
    pub fn finishing_downloads(mut self) -> Self {
        self.remote.downloads = Ending::new(None);
        self
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.remote.bucket
    }

    /// Whether the user named the object with this key, and not a folder that it is in.
    fn names(&self, key: &str) -> bool {
        matches!(&self.start, Start::Search(path) if path == key)
    }

    /// How it is written: `s3://BUCKET`, and what of it is meant.
    pub fn place(&self) -> String {
        let (Start::Search(path) | Start::Folder(path)) = &self.start;
        // One slash at the end means the same as none, two do not.
        let folder = path.strip_suffix('/').filter(|it| !it.is_empty() && !it.ends_with('/'));
        let path = folder.unwrap_or(path);
        let slash = if path.is_empty() { "" } else { "/" };
        format!("s3://{}{slash}{path}", self.name())
    }

    /// The object with this key as it is listed now, if it is there.
    ///
    /// # Errors
    /// The bucket cannot be listed.
    pub fn listed(&self, key: &str) -> Result<Option<Listed>, Fault> {
        let found = self.session.wait(self.remote.object(key)).and_then(|found| found);
        found.map_err(Fault::from)
    }

    /// Starts to fetch an object.
    pub fn download(&self, listed: &Listed) -> Download {
        self.remote.fetch(&listed.key, Some(listed))
    }

    /// Starts to download the object with this key if it has at most `limit` bytes; a larger one
    /// fails with [`Fault::TooLarge`].
    pub fn get_at_most(&self, limit: usize, key: &str) -> Download {
        self.remote.fetch_at_most(limit as u64, key, None)
    }

    /// Starts to fetch what `listing` lists, as far as `is_wanted` says, several at a time; gives
    /// everything in the order of the listing, each with its download if there is one.
    pub fn downloads<'a>(
        &'a self,
        listing: Listing<'a>,
        is_wanted: impl FnMut(&Listed) -> bool + Send + 'a,
    ) -> impl Iterator<Item = Result<(Listed, Option<Download>), SourceError>> + Send + 'a {
        Window {
            listing,
            is_wanted,
            remote: self.remote.clone(),
            most: self.session.concurrency,
            started: VecDeque::new(),
            bytes: 0,
        }
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

    fn list<'a>(&'a self, wanted: Wanted<'a>) -> Listing<'a> {
        Box::new(Pages::new(self.remote.clone(), &self.start, wanted))
    }

    fn objects<'a>(&'a self, wanted: Wanted<'a>) -> Objects<'a> {
        let is_wanted =
            move |listed: &Listed| self.names(&listed.key) || (wanted.object)(&listed.key);
        let downloads = self.downloads(self.list(wanted), is_wanted);
        Box::new(downloads.map(|found| {
            let (listed, download) = found?;
            let name = format!("s3://{}/{}", self.name(), listed.key);
            let body = download.map_or(Body::Left, Body::Coming);
            Ok(Object { name, explicit: self.names(&listed.key), key: listed.key, body })
        }))
    }

    fn get(&self, key: &str) -> Result<Object, SourceError> {
        let name = format!("s3://{}/{key}", self.name());
        let body = Body::Coming(self.remote.fetch(key, None));
        Ok(Object { name, key: key.to_owned(), explicit: true, body })
    }
}

/// Objects on their way, the first in line first.
struct Window<'a, F> {
    listing: Listing<'a>,
    is_wanted: F,
    remote: Remote,
    most: usize,
    started: VecDeque<Result<(Listed, Option<Download>), SourceError>>,
    /// Of those that were started.
    bytes: u64,
}

impl<F: FnMut(&Listed) -> bool> Window<'_, F> {
    /// Starts downloads as long as there is room.
    fn fill(&mut self) {
        while self.started.len() < self.most && self.bytes < ROOM {
            let Some(found) = self.listing.next() else { return };
            let started = found.map(|listed| {
                let download = (self.is_wanted)(&listed).then(|| {
                    self.bytes += listed.size;
                    self.remote.fetch(&listed.key, Some(&listed))
                });
                (listed, download)
            });
            self.started.push_back(started);
        }
    }
}

impl<F: FnMut(&Listed) -> bool> Iterator for Window<'_, F> {
    type Item = Result<(Listed, Option<Download>), SourceError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.fill();
        let first = self.started.pop_front()?;
        if let Ok((listed, Some(_))) = &first {
            self.bytes -= listed.size;
        }
        Some(first)
    }
}

impl Remote {
    /// Of its ARNs.
    pub(super) fn partition(&self) -> &'static str {
        self.client.config().region().map_or("aws", |region| partition(region.as_ref()))
    }
}

/// The region of a bucket. S3 tells it also where it refuses to tell anything else ("`HeadBucket`",
/// Amazon S3 API Reference).
pub(super) async fn region(client: &Client, bucket: &str, asked_in: &str) -> Result<String, Error> {
    let error = match client.head_bucket().bucket(bucket).send().await {
        Ok(answer) => return Ok(answer.bucket_region.unwrap_or_else(|| asked_in.to_owned())),
        Err(error) => error,
    };
    if let Some(region) = error.raw_response().and_then(told_region) {
        return Ok(region.to_owned());
    }
    if error.raw_response().is_some_and(|response| response.status().as_u16() == 404) {
        let message = format!("no such bucket: {bucket}");
        return Err(Error::new(FaultKind::Missing, message, "check the name and the account"));
    }
    let resource = format!("arn:{}:s3:::{bucket}", partition(asked_in));
    let asked = Asked { action: "s3:ListBucket", resource: &resource };
    if error.as_service_error().is_none() {
        return Err(Error::of(&error, asked));
    }
    // An answer to HEAD says no more than a number; that to another question says why.
    let list = client.list_objects_v2().bucket(bucket).prefix("AWSLogs/").max_keys(1);
    match list.send().await.map_err(|error| Error::of(&error, asked)) {
        // Whether other objects may be read is another question.
        Err(error) if error.kind != FaultKind::Denied => Err(error),
        _ => Ok(asked_in.to_owned()),
    }
}

fn told_region(response: &HttpResponse) -> Option<&str> {
    response.headers().get(REGION_HEADER)
}
