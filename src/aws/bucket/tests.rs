//! Downloads over a network: deadlines, slow transfers, and the room for objects in flight.

mod server;

use std::io::Write as _;
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use aws_smithy_http_client::Connector;
use aws_smithy_runtime_api::client::http::HttpConnector as _;
use futures_util::future::join;

use super::response::ObjectResponse;
use super::transfer::{Room, TransferError};
use super::*;
use crate::aws::Limits;
use server::{Server, head, send_object, stall, two_attempts};

const MIB: usize = 1 << 20;
const SHORT: Duration = Duration::from_millis(200);

/// Room ahead for 1,000 bytes.
const SMALL_BUDGET: usize = 8_000;

fn listed(key: &str, size: u64) -> Listed {
    Listed { key: key.to_owned(), size, etag: String::new(), archived: false }
}

/// What reading `s3://logs/key` fails with.
fn error(server: &Server) -> String {
    let object = server.bucket.get("key").unwrap();
    object.arrive(MIB).unwrap_err().to_string()
}

#[test]
fn an_object_that_is_incomplete_at_its_deadline_is_requested_again() {
    let limits = Limits { object_attempt: SHORT, ..two_attempts() };
    let server = Server::start(limits, 1 << 30, |_, _, stream| stall(stream, 1_000, 10));
    let expected = "s3://logs/key: incomplete or corrupt in 2 attempts: incomplete after 0.2 s; \
                    check the network";
    assert_eq!(error(&server), expected);
    assert_eq!(server.requests().len(), 2);
}

#[test]
fn a_stalled_transfer_is_repeated_and_named() {
    let limits = Limits { stall: SHORT, ..two_attempts() };
    let server = Server::start(limits, 1 << 30, |_, _, stream| stall(stream, 1_000, 10));
    let expected = "s3://logs/key: incomplete or corrupt in 2 attempts: stalled: less than 1 KiB/s \
                    for 0.2 s; check the network";
    assert_eq!(error(&server), expected);
    assert_eq!(server.requests().len(), 2);
}

#[test]
fn an_object_arrives_after_a_stalled_transfer() {
    let limits = Limits { stall: SHORT, ..two_attempts() };
    let server = Server::start(limits, 1 << 30, |_, number, stream| match number {
        0 => stall(stream, 1_000, 10),
        _ => send_object(stream, 1_000),
    });
    let arrived = server.bucket.get("key").unwrap().arrive(MIB).unwrap();
    assert_eq!(arrived.bytes.len(), 1_000);
}

#[test]
fn a_transfer_that_trickles_is_stalled() {
    let limits = Limits { stall: SHORT, ..two_attempts() };
    let server = Server::start(limits, 1 << 30, |_, _, stream| {
        let _ = stream.write_all(&head(MIB));
        // About 100 bytes a second.
        while stream.write_all(b"x").is_ok() {
            thread::sleep(Duration::from_millis(10));
        }
    });
    assert!(error(&server).contains("stalled: less than 1 KiB/s"), "{}", error(&server));
}

#[test]
fn a_listing_that_is_incomplete_at_its_deadline_is_an_error() {
    let limits = Limits { attempt: SHORT, ..two_attempts() };
    let server = Server::start(limits, 1 << 30, |_, _, stream| stall(stream, 1_000, 10));
    let error = server.bucket.level("").unwrap_err().to_string();
    assert!(error.starts_with("s3://logs/: no complete response from AWS"), "{error}");
    assert_eq!(server.requests().len(), 2);
}

#[test]
fn a_server_that_does_not_respond_is_given_up() {
    let limits = Limits { response: SHORT, ..two_attempts() };
    let server = Server::start(limits, 1 << 30, |_, _, stream| {
        let _ = std::io::Read::read(stream, &mut [0]);
    });
    let error = server.bucket.level("").unwrap_err().to_string();
    assert!(error.starts_with("s3://logs/: cannot reach AWS: timed out"), "{error}");
    assert_eq!(server.requests().len(), 2);
}

/// Nothing of ct runs while the rest of an object arrives: that is no stall.
#[test]
fn time_in_which_ct_does_not_read_is_not_counted_as_a_stall() {
    let (sent, rest_is_sent) = channel();
    let sent = std::sync::Mutex::new(sent);
    let server = Server::start(two_attempts(), 1 << 30, move |_, _, stream| {
        stream.write_all(&[head(1_000), vec![b'x'; 10]].concat()).unwrap();
        thread::sleep(3 * SHORT);
        stream.write_all(&[b'x'; 990]).unwrap();
        sent.lock().unwrap().send(()).unwrap();
    });
    let config = server.bucket.remote.client.config();
    let endpoint = server.bucket.session.config.endpoint_url().unwrap().to_owned();
    assert!(config.region().is_some());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let read = runtime.block_on(async {
        let mut request =
            aws_sdk_s3::config::http::HttpRequest::new(aws_sdk_s3::primitives::SdkBody::empty());
        request.set_uri(format!("{endpoint}/logs/key")).unwrap();
        let connector: Connector = Connector::builder().build_http();
        let response = connector.call(request).await.unwrap();
        let mut room = Room::Reader(MIB);
        let read = ObjectResponse::from_http(response).read(None, &mut room, SHORT);
        // Blocks the only thread of the runtime.
        let block = async { rest_is_sent.recv().unwrap() };
        join(read, block).await.0
    });
    assert_eq!(read.map(|arrived| arrived.bytes.len()), Ok::<_, TransferError>(1_000));
}

#[test]
fn objects_in_flight_are_bounded_by_bytes() {
    let server = Server::start(two_attempts(), SMALL_BUDGET, |_, _, stream| {
        send_object(stream, 400);
    });
    let objects = ["a", "b", "c", "d"].map(|key| Ok(listed(key, 400)));
    let mut window = Window {
        listing: Box::new(objects.into_iter()),
        is_wanted: |_: &Listed| true,
        bucket: &server.bucket,
        started: VecDeque::new(),
        without_room: None,
    };
    window.fill();
    assert_eq!(window.started.len(), 2, "two objects of 400 bytes in 1,000");
    let (_, download) = window.next().unwrap().unwrap();
    window.fill();
    assert_eq!(window.started.len(), 1, "an object takes room until it is read");
    assert_eq!(download.unwrap().wait(MIB).unwrap().bytes.len(), 400);
    window.fill();
    assert_eq!(window.started.len(), 2);
    let rest = window.map(|found| found.unwrap().1.unwrap().wait(MIB).unwrap().bytes.len());
    assert_eq!(rest.collect::<Vec<_>>(), [400; 3]);
    assert_eq!(server.requests().len(), 4, "{:?}", server.requests());
}

#[test]
fn an_object_that_never_fits_is_requested_by_its_reader() {
    let server = Server::start(two_attempts(), SMALL_BUDGET, |line, _, stream| {
        send_object(stream, if line.contains("/large") { 5_000 } else { 10 });
    });
    let objects = [listed("large", 5_000), listed("small", 10)].map(Ok);
    let mut found = server.bucket.downloads(Box::new(objects.into_iter()), |_| true);
    let large = found.next().unwrap().unwrap().1.unwrap();
    let small = found.next().unwrap().unwrap().1.unwrap();
    assert_eq!(small.wait(MIB).unwrap().bytes.len(), 10);
    assert_eq!(large.size(), Some(5_000));
    assert_eq!(server.requests().len(), 1, "only the small object was requested");
    assert_eq!(large.wait(MIB).unwrap().bytes.len(), 5_000);
}

#[test]
fn an_object_over_the_readers_limit_is_not_requested() {
    let server =
        Server::start(two_attempts(), SMALL_BUDGET, |_, _, stream| send_object(stream, 5_000));
    let objects = [Ok(listed("large", 5_000))];
    let mut found = server.bucket.downloads(Box::new(objects.into_iter()), |_| true);
    let large = found.next().unwrap().unwrap().1.unwrap();
    assert!(matches!(large.wait(4_999), Err(Fault::TooLarge(4_999))));
    assert_eq!(server.requests().len(), 0);
}

#[test]
fn an_object_that_is_larger_than_listed_is_left_to_its_reader() {
    let server =
        Server::start(two_attempts(), SMALL_BUDGET, |_, _, stream| send_object(stream, 5_000));
    for limit in [MIB, 4_999] {
        let objects = [Ok(listed("key", 10))];
        let mut found = server.bucket.downloads(Box::new(objects.into_iter()), |_| true);
        let download = found.next().unwrap().unwrap().1.unwrap();
        assert_eq!(download.size(), Some(5_000), "the size in the response");
        let arrived = download.wait(limit).map(|arrived| arrived.bytes.len());
        assert_eq!(arrived.ok(), (limit == MIB).then_some(5_000));
    }
}

#[test]
fn an_object_of_unknown_size_takes_room_as_it_arrives() {
    let server = Server::start(two_attempts(), SMALL_BUDGET, |line, _, stream| {
        let length = if line.contains("/large") { 5_000 } else { 900 };
        let head = b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n";
        let _ = stream.write_all(&[&head[..], &vec![b'x'; length]].concat());
    });
    let Body::Coming(small) = server.bucket.get("small").unwrap().body else { panic!() };
    assert_eq!(small.size(), Some(900));
    let Body::Coming(large) = server.bucket.get("large").unwrap().body else { panic!() };
    assert_eq!(large.size(), Some(Download::UNKNOWN));
    assert_eq!(large.wait(MIB).unwrap().bytes.len(), 5_000);
}
