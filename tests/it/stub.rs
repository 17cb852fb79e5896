//! A server that plays the parts of Amazon S3, Amazon SQS and AWS CloudTrail that `ct` reads, with faults
//! on demand.
//!
//! It knows nothing of `ct` nor of the other tests, so that a benchmark can use it too. Everything is
//! in memory, a connection is a thread, the clock only limits how fast CloudTrail is asked, and no
//! signature is checked.

// With their paths, since a benchmark includes this file from a folder of its own.
#[path = "stub/bucket.rs"]
mod bucket;
#[path = "stub/cloudtrail.rs"]
mod cloudtrail;
#[path = "stub/faults.rs"]
mod faults;
#[path = "stub/hold.rs"]
mod hold;
#[path = "stub/http.rs"]
mod http;
#[path = "stub/listing.rs"]
mod listing;
#[path = "stub/requests.rs"]
mod requests;
#[path = "stub/s3.rs"]
mod s3;
#[path = "stub/sqs.rs"]
mod sqs;
#[cfg(test)]
#[path = "stub/tests.rs"]
mod tests;
#[path = "stub/text.rs"]
mod text;

use std::collections::HashMap;
use std::io::{self, BufReader};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::panic;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use serde_json::Value;

use bucket::{Bucket, Object, State};
use cloudtrail::{Answer, CloudTrail, Limit};
pub(crate) use faults::Faults;
use hold::Hold;
use http::{Request, Response};
pub(crate) use listing::Paging;
pub(crate) use requests::Call;
pub(crate) use requests::Requests;
use requests::Tally;
use s3::{Failure, S3};
use sqs::Sqs;

/// A running server. It stops when it is dropped, and its threads with it.
pub(crate) struct Stub {
    address: SocketAddr,
    service: Arc<Service>,
    listening: Option<JoinHandle<()>>,
}

impl Stub {
    /// Listens on a free port of this machine.
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port is free");
        let address = listener.local_addr().expect("a bound listener has an address");
        let service = Arc::<Service>::default();
        let shared = Arc::clone(&service);
        let listening = Some(thread::spawn(move || shared.listen(&listener)));
        Self { address, service, listening }
    }

    /// Where it listens, as `AWS_ENDPOINT_URL` wants it.
    pub(crate) fn endpoint(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Creates an empty bucket in us-east-1.
    pub(crate) fn bucket(&self, name: &str) {
        self.bucket_in(name, "us-east-1");
    }

    /// Creates an empty bucket in a Region, which only `HeadBucket` returns.
    pub(crate) fn bucket_in(&self, name: &str, region: &str) {
        self.service.s3.buckets().insert(name.to_owned(), Bucket::new(region));
    }

    /// Stores an object, instead of what was there.
    pub(crate) fn put(&self, bucket: &str, key: &str, bytes: &[u8]) {
        self.put_with(bucket, key, bytes, &[]);
    }

    /// Stores an object with user metadata; the names come without `x-amz-meta-`.
    pub(crate) fn put_with(
        &self,
        bucket: &str,
        key: &str,
        bytes: &[u8],
        metadata: &[(&str, &str)],
    ) {
        let owned = |&(name, value): &(&str, &str)| (name.to_owned(), value.to_owned());
        let object = Object::new(bytes, metadata.iter().map(owned).collect());
        self.within(bucket, |bucket| bucket.objects.insert(key.to_owned(), object));
    }

    /// Deletes an object.
    pub(crate) fn remove(&self, bucket: &str, key: &str) {
        let removed = self.within(bucket, |bucket| bucket.objects.remove(key));
        assert!(removed.is_some(), "{key} is not in {bucket}");
    }

    /// Refuses listings whose prefix begins with this one, and reads of the keys that do.
    pub(crate) fn deny(&self, bucket: &str, prefix: &str) {
        self.within(bucket, |bucket| bucket.denied.push(prefix.to_owned()));
    }

    /// Ends what [`Stub::deny`] began.
    pub(crate) fn allow(&self, bucket: &str) {
        self.within(bucket, |bucket| bucket.denied.clear());
    }

    /// Lists the key still, but has no object for who reads it: deleted in between.
    pub(crate) fn vanish(&self, bucket: &str, key: &str) {
        self.within(bucket, |bucket| bucket.object(key).state = State::Vanished);
    }

    /// Serves other bytes than those that are listed, as if the object was replaced in between.
    pub(crate) fn replace_unlisted(&self, bucket: &str, key: &str, bytes: &[u8]) {
        let served = Some(Box::new(Object::new(bytes, Vec::new())));
        self.within(bucket, |bucket| bucket.object(key).served = served);
    }

    /// Lists and serves the object without an `ETag`.
    pub(crate) fn without_etag(&self, bucket: &str, key: &str) {
        self.within(bucket, |bucket| bucket.object(key).etag.clear());
    }

    /// Has pages of listings say this of the next page.
    pub(crate) fn set_paging(&self, paging: Paging) {
        *self.service.s3.paging.write().unwrap_or_else(PoisonError::into_inner) = paging;
    }

    /// Has the object in the storage class `GLACIER`, where it cannot be read.
    pub(crate) fn archive(&self, bucket: &str, key: &str) {
        self.within(bucket, |bucket| bucket.object(key).state = State::Archived);
    }

    /// Answers every request to S3 with this error until [`Stub::recover`].
    pub(crate) fn fail_with(&self, status: u16, code: &str, message: &str) {
        self.service.s3.fail(Some(Failure::new(status, code, message)));
    }

    /// Ends what [`Stub::fail_with`] began.
    pub(crate) fn recover(&self) {
        self.service.s3.fail(None);
    }

    /// Gives no answer to requests whose line, `GET /bucket/key` or `GET /bucket?prefix`, has this
    /// part, until [`Stub::release`].
    pub(crate) fn hold(&self, part: &str) {
        self.service.hold.begin(part);
    }

    /// Waits until a request is held.
    pub(crate) fn wait_for_held(&self) {
        self.service.hold.wait();
    }

    /// Ends what [`Stub::hold`] began.
    pub(crate) fn release(&self) {
        self.service.hold.end();
    }

    /// From now on these faults and no others.
    pub(crate) fn set_faults(&self, faults: Faults) {
        self.service.s3.dice.set(faults);
    }

    /// Answers an operation of CloudTrail with these pages; a `NextToken` is added where one follows.
    pub(crate) fn answer(&self, operation: &str, pages: Vec<Value>) {
        self.answer_in("", operation, pages);
    }

    /// The same in one region, for which there is no other answer then.
    pub(crate) fn answer_in(&self, region: &str, operation: &str, pages: Vec<Value>) {
        self.service.cloudtrail.set(operation, region, Answer::Pages(pages));
    }

    /// Answers an operation of CloudTrail with an error, such as 400 `AccessDeniedException`.
    pub(crate) fn refuse(&self, operation: &str, status: u16, kind: &str, message: &str) {
        self.refuse_in("", operation, (status, kind), message);
    }

    /// The same in one region.
    pub(crate) fn refuse_in(
        &self,
        region: &str,
        operation: &str,
        (status, kind): (u16, &str),
        message: &str,
    ) {
        let (kind, message) = (kind.to_owned(), message.to_owned());
        self.service.cloudtrail.set(operation, region, Answer::Error { status, kind, message });
    }

    /// From now on an operation of CloudTrail may be called so often in any such time, in each
    /// region; the first calls are answered with `ThrottlingException` in any case.
    pub(crate) fn limit(&self, operation: &str, calls: usize, within: Duration, first: usize) {
        self.service.cloudtrail.limit(operation, Limit { calls, within, first });
    }

    /// What was asked so far.
    pub(crate) fn requests(&self) -> Requests {
        self.service.tally.requests()
    }

    fn within<T>(&self, name: &str, change: impl FnOnce(&mut Bucket) -> T) -> T {
        let mut buckets = self.service.s3.buckets();
        change(buckets.get_mut(name).unwrap_or_else(|| panic!("there is no bucket {name}")))
    }
}

impl Drop for Stub {
    fn drop(&mut self) {
        self.service.stopping.store(true, Ordering::SeqCst);
        self.service.sqs.close();
        self.service.hold.end();
        // The listener waits for a connection, so it gets one.
        let woken = TcpStream::connect(self.address).is_ok();
        let listening = self.listening.take().filter(|_| woken);
        // A fault of the server itself must not pass for one of the program under test.
        if let Some(Err(fault)) = listening.map(JoinHandle::join)
            && !thread::panicking()
        {
            panic::resume_unwind(fault);
        }
    }
}

/// What all connections share.
#[derive(Default)]
struct Service {
    s3: S3,
    cloudtrail: CloudTrail,
    sqs: Sqs,
    tally: Tally,
    hold: Hold,
    stopping: AtomicBool,
}

/// The connections that are open, by a number of their own.
type Open = Mutex<HashMap<usize, Arc<TcpStream>>>;

impl Service {
    /// Serves connections one after another in a thread of its own, until it is stopped.
    fn listen(&self, listener: &TcpListener) {
        let open = Open::default();
        let streams = || open.lock().unwrap_or_else(PoisonError::into_inner);
        thread::scope(|scope| {
            for (number, accepted) in listener.incoming().enumerate() {
                if self.stopping.load(Ordering::SeqCst) {
                    break;
                }
                let Ok(stream) = accepted.map(Arc::new) else {
                    // No file descriptor is left, most likely; some connection will end.
                    thread::sleep(Duration::from_millis(5));
                    continue;
                };
                streams().insert(number, Arc::clone(&stream));
                scope.spawn(move || {
                    // That a client goes away is its right.
                    let _ = self.serve(&stream);
                    let _ = stream.shutdown(Shutdown::Both);
                    streams().remove(&number);
                });
            }
            for stream in streams().values() {
                let _ = stream.shutdown(Shutdown::Both);
            }
        });
    }

    /// Answers the requests of one connection until it ends.
    fn serve(&self, stream: &TcpStream) -> io::Result<()> {
        stream.set_nodelay(true)?;
        let mut reader = BufReader::new(stream);
        while let Some(request) = Request::read(&mut reader)? {
            self.tally.begin();
            let response = self.respond(&request);
            // Before the client can know of it: what it asks next is not at the same time.
            self.tally.end();
            response.write(stream)?;
            if response.ends_connection() || request.ends_connection() {
                break;
            }
        }
        Ok(())
    }

    fn respond(&self, request: &Request) -> Response {
        thread::sleep(self.s3.dice.faults().latency);
        self.hold.pass(&request.line());
        match request.header("x-amz-target") {
            Some(target) if target.starts_with("AmazonSQS.") => {
                self.sqs.respond(target, request, &self.tally)
            }
            Some(target) => self.cloudtrail.respond(target, request, &self.tally),
            None => self.s3.respond(request, &self.tally),
        }
    }
}
