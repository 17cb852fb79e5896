//! Amazon S3, path style: which operation a request is, and what is said to it.

use std::collections::BTreeMap;
use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use super::bucket::{Bucket, Object, State};
use super::faults::{Dice, Fault};
use super::http::{Delivery, Request, Response};
use super::listing::{self, Listing, Paging};
use super::requests::Tally;
use super::text;

/// When every object was stored; no clock is read.
pub(super) const MODIFIED: &str = "2026-11-20T10:00:00.000Z";
const MODIFIED_AS_HEADER: &str = "Fri, 20 Nov 2026 10:00:00 GMT";

/// An error as S3 reports it.
#[derive(Clone)]
pub(super) struct Failure {
    status: u16,
    code: String,
    message: String,
    /// The Region in the response that denies access to a bucket.
    region: Option<String>,
}

impl Failure {
    pub(super) fn new(status: u16, code: &str, message: &str) -> Self {
        Self { status, code: code.to_owned(), message: message.to_owned(), region: None }
    }

    fn of_bucket() -> Self {
        Self::new(404, "NoSuchBucket", "The specified bucket does not exist")
    }

    fn of_key() -> Self {
        Self::new(404, "NoSuchKey", "The specified key does not exist.")
    }

    fn of_access() -> Self {
        Self::new(403, "AccessDenied", "Access Denied")
    }

    fn of_archive() -> Self {
        let message = "The operation is not valid for the object's storage class";
        Self::new(403, "InvalidObjectState", message)
    }

    fn of_haste() -> Self {
        Self::new(503, "SlowDown", "Please reduce your request rate.")
    }

    fn of_stub() -> Self {
        let message = "A header or query you provided requests functionality not implemented here";
        Self::new(501, "NotImplemented", message)
    }

    fn response(&self) -> Response {
        let mut document = format!("{}<Error>", listing::XML);
        listing::element(&mut document, "Code", &text::escape(&self.code));
        listing::element(&mut document, "Message", &text::escape(&self.message));
        if self.code == "InvalidObjectState" {
            listing::element(&mut document, "StorageClass", "GLACIER");
        }
        listing::element(&mut document, "RequestId", REQUEST);
        document.push_str("</Error>");
        let region = self.region.iter().map(|region| (REGION.to_owned(), region.clone()));
        xml(self.status, document).headers(region)
    }
}

/// The number of every request, so that outputs that quote it are the same every time.
const REQUEST: &str = "0000000000000000";
const REGION: &str = "x-amz-bucket-region";
const METADATA: &str = "x-amz-meta-";

/// The buckets, and what goes wrong with them.
#[derive(Default)]
pub(super) struct S3 {
    buckets: RwLock<Buckets>,
    pub(super) dice: Dice,
    failure: RwLock<Option<Failure>>,
    pub(super) paging: RwLock<Paging>,
}

type Buckets = BTreeMap<String, Bucket>;

impl S3 {
    /// The buckets, to be changed.
    pub(super) fn buckets(&self) -> RwLockWriteGuard<'_, Buckets> {
        self.buckets.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// The error in response to every request, if any.
    pub(super) fn fail(&self, failure: Option<Failure>) {
        *self.failure.write().unwrap_or_else(PoisonError::into_inner) = failure;
    }

    /// The answer to a request.
    pub(super) fn respond(&self, request: &Request, tally: &Tally) -> Response {
        let result = self.result(request, tally);
        let mut response = result.unwrap_or_else(|failure| failure.response());
        if request.method == "HEAD" {
            response.delivery = Delivery::Head;
        }
        response.header("x-amz-request-id", REQUEST).header("Server", "AmazonS3")
    }

    fn result(&self, request: &Request, tally: &Tally) -> Result<Response, Failure> {
        let path = request.path.trim_start_matches('/');
        let (bucket, key) = path.split_once('/').unwrap_or((path, ""));
        let (Some(bucket), Some(key)) = (text::decode(bucket), text::decode(key)) else {
            return Err(Failure::new(400, "InvalidURI", "Couldn't parse the specified URI."));
        };
        match (request.method.as_str(), key.is_empty()) {
            ("GET", true) => tally.note(|requests| requests.lists += 1),
            ("GET", false) => tally.note(|requests| requests.gets += 1),
            ("HEAD", _) => tally.note(|requests| requests.heads += 1),
            ("PUT", false) => tally.note(|requests| requests.puts += 1),
            _ => {}
        }
        if let Some(failure) = &*self.failure.read().unwrap_or_else(PoisonError::into_inner) {
            return Err(failure.clone());
        }
        match (request.method.as_str(), key.is_empty()) {
            ("GET", true) => self.list(&bucket, request, tally),
            ("HEAD", true) => self.head_bucket(&bucket),
            _ if request.asks_beyond(&["x-id"]) => Err(Failure::of_stub()),
            ("GET", false) => self.get(&bucket, &key, tally),
            ("HEAD", false) => self.head(&bucket, &key),
            ("PUT", false) => self.put(&bucket, &key, request),
            _ => Err(Failure::of_stub()),
        }
    }

    fn list(&self, name: &str, request: &Request, tally: &Tally) -> Result<Response, Failure> {
        let known = match request.parameter("list-type") {
            Some("2") => &listing::PARAMETERS[..],
            None if request.parameter("location").is_some() => return self.location(name),
            None => &listing::FIRST_PARAMETERS,
            Some(_) => &[],
        };
        if request.asks_beyond(known) {
            return Err(Failure::of_stub());
        }
        let listing = Listing::of(request)?;
        let subject = format!("{name}?{}?{}", listing.prefix, listing.token.unwrap_or_default());
        if self.dice.for_page(&subject).is_some() {
            tally.note(|requests| requests.slow_downs += 1);
            return Err(Failure::of_haste());
        }
        if listing.token.is_none() {
            tally.note(|requests| requests.prefixes.push(listing.prefix.to_owned()));
        }
        let buckets = self.read();
        let bucket = buckets.get(name).ok_or_else(Failure::of_bucket)?;
        if bucket.denies(listing.prefix) {
            return Err(Failure::of_access());
        }
        let document = listing.document(name, &bucket.objects)?;
        let paging = *self.paging.read().unwrap_or_else(PoisonError::into_inner);
        Ok(xml(200, paging.bend(document)))
    }

    /// `GetBucketLocation`, which says nothing of us-east-1.
    fn location(&self, name: &str) -> Result<Response, Failure> {
        let buckets = self.read();
        let bucket = buckets.get(name).ok_or_else(Failure::of_bucket)?;
        let region = if bucket.region == "us-east-1" { "" } else { &bucket.region };
        let mut document = listing::XML.to_owned();
        listing::element(&mut document, "LocationConstraint", region);
        Ok(xml(200, document))
    }

    fn head_bucket(&self, name: &str) -> Result<Response, Failure> {
        let buckets = self.read();
        let bucket = buckets.get(name).ok_or_else(Failure::of_bucket)?;
        if bucket.denies("") {
            return Err(Failure { region: Some(bucket.region.clone()), ..Failure::of_access() });
        }
        Ok(Response::new(200, *b"").header(REGION, &bucket.region))
    }

    fn get(&self, bucket: &str, key: &str, tally: &Tally) -> Result<Response, Failure> {
        let fault = self.dice.for_object(&format!("{bucket}/{key}"));
        if fault == Some(Fault::SlowDown) {
            tally.note(|requests| requests.slow_downs += 1);
            return Err(Failure::of_haste());
        }
        let mut response = self.with_object(bucket, key, |object| match object.state {
            State::Archived => Err(Failure::of_archive()),
            State::Present | State::Vanished => {
                Ok(described(object.served.as_deref().unwrap_or(object)))
            }
        })?;
        // Half of nothing is all of it.
        match fault.filter(|_| !response.body.is_empty()) {
            Some(Fault::Reset) => {
                tally.note(|requests| requests.resets += 1);
                response.delivery = Delivery::Broken;
            }
            Some(Fault::Truncate) => {
                tally.note(|requests| requests.truncations += 1);
                response.delivery = Delivery::Half;
            }
            Some(Fault::Damage) => {
                tally.note(|requests| requests.damages += 1);
                let mut body = response.body.to_vec();
                let middle = body.len() / 2;
                body[middle] ^= 1;
                response.body = body.into();
            }
            Some(Fault::SlowDown) | None => {}
        }
        Ok(response)
    }

    fn head(&self, bucket: &str, key: &str) -> Result<Response, Failure> {
        self.with_object(bucket, key, |object| Ok(described(object)))
    }

    fn put(&self, bucket: &str, key: &str, request: &Request) -> Result<Response, Failure> {
        // To store a body with the framing of its chunks would be to damage it.
        if request.header("content-encoding").is_some_and(|value| value.contains("aws-chunked")) {
            return Err(Failure::of_stub());
        }
        let metadata = request.headers.iter().filter_map(|(name, value)| {
            Some((name.strip_prefix(METADATA)?.to_owned(), value.clone()))
        });
        let object = Object::new(&request.body, metadata.collect());
        let response = Response::new(200, *b"").header("ETag", &object.etag);
        let mut buckets = self.buckets();
        let bucket = buckets.get_mut(bucket).ok_or_else(Failure::of_bucket)?;
        bucket.objects.insert(key.to_owned(), object);
        Ok(response)
    }

    fn with_object(
        &self,
        bucket: &str,
        key: &str,
        read: impl FnOnce(&Object) -> Result<Response, Failure>,
    ) -> Result<Response, Failure> {
        let buckets = self.read();
        let bucket = buckets.get(bucket).ok_or_else(Failure::of_bucket)?;
        if bucket.denies(key) {
            return Err(Failure::of_access());
        }
        let object = bucket.objects.get(key).filter(|object| object.state != State::Vanished);
        read(object.ok_or_else(Failure::of_key)?)
    }

    fn read(&self) -> RwLockReadGuard<'_, Buckets> {
        self.buckets.read().unwrap_or_else(PoisonError::into_inner)
    }
}

/// An object with the headers that describe it.
fn described(object: &Object) -> Response {
    let metadata = object.metadata.iter();
    let etag = Some(&object.etag).filter(|etag| !etag.is_empty()).into_iter();
    let response = Response::new(200, object.bytes.clone())
        .headers(etag.map(|etag| ("ETag".to_owned(), etag.clone())))
        .header("Last-Modified", MODIFIED_AS_HEADER)
        .header("Content-Type", "binary/octet-stream")
        .headers(metadata.map(|(name, value)| (format!("{METADATA}{name}"), value.clone())));
    // S3 says nothing of the ordinary class.
    match object.class() {
        "STANDARD" => response,
        class => response.header("x-amz-storage-class", class),
    }
}

fn xml(status: u16, document: String) -> Response {
    Response::new(status, document.into_bytes()).header("Content-Type", "application/xml")
}
