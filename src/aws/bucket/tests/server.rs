//! An HTTP server on this machine that answers requests for a bucket as a test says.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use aws_sdk_s3::config::Credentials;
use tokio::runtime::Builder;

use crate::aws::interrupt::Ending;
use crate::aws::{Bucket, Limits, Session, Settings, config_loader};

/// What the server does with a request: its first line, how many there were for objects before, and
/// the connection to write to.
pub(super) type Handler = dyn Fn(&str, usize, &mut TcpStream) + Send + Sync;

/// A server, and the bucket `logs` on it.
pub(super) struct Server {
    pub(super) bucket: Bucket,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// Starts a server. `HEAD` of the bucket always succeeds.
    pub(super) fn start(
        limits: Limits,
        memory: usize,
        handle: impl Fn(&str, usize, &mut TcpStream) + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let endpoint = format!("http://{}", listener.local_addr().unwrap());
        let requests = Arc::<Mutex<Vec<String>>>::default();
        let (seen, handle) = (Arc::clone(&requests), Arc::<Box<Handler>>::new(Box::new(handle)));
        thread::spawn(move || {
            for stream in listener.incoming() {
                let (seen, handle) = (Arc::clone(&seen), Arc::clone(&handle));
                thread::spawn(move || serve(stream.unwrap(), &seen, &**handle));
            }
        });
        let settings = Settings {
            region: Some("us-east-1".to_owned()),
            endpoint: Some(endpoint),
            concurrency: 8,
            memory,
            limits,
            ..Settings::default()
        };
        let threads = Builder::new_multi_thread().enable_all().build().unwrap();
        let credentials = Credentials::new("x", "y", None, None, "test");
        let loader = config_loader(&settings).credentials_provider(credentials);
        let config = threads.block_on(loader.load());
        let session = Session::with_config(&settings, config, threads, Ending::new(None));
        Self { bucket: Bucket::below(&session, "logs", "").unwrap(), requests }
    }

    /// The first lines of the requests for objects and listings so far.
    pub(super) fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }
}

/// Answers one request and closes the connection.
fn serve(mut stream: TcpStream, seen: &Mutex<Vec<String>>, handle: &Handler) {
    let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
    let Some(Ok(first)) = lines.next() else { return };
    // The end of the headers is an empty line.
    let _ = lines.find(|line| line.as_ref().is_ok_and(String::is_empty));
    if first.starts_with("HEAD ") {
        let _ = stream.write_all(&head(0));
        return;
    }
    let number = {
        let mut seen = seen.lock().unwrap();
        seen.push(first.clone());
        seen.len() - 1
    };
    handle(&first, number, &mut stream);
}

/// The head of a response with a body of so many bytes.
pub(super) fn head(length: usize) -> Vec<u8> {
    format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n").into_bytes()
}

/// Sends a complete object of so many bytes.
pub(super) fn send_object(stream: &mut TcpStream, length: usize) {
    let _ = stream.write_all(&[head(length), vec![b'x'; length]].concat());
}

/// Announces an object, sends its first bytes, and waits until the client closes the connection.
pub(super) fn stall(stream: &mut TcpStream, length: usize, sent: usize) {
    let _ = stream.write_all(&[head(length), vec![b'x'; sent]].concat());
    let _ = stream.read(&mut [0]);
}

/// Short deadlines; those that a test does not set stay long.
pub(super) fn two_attempts() -> Limits {
    let pause = Duration::from_millis(1);
    let attempts = 2;
    Limits {
        attempts,
        first_attempts: attempts,
        first_pause: pause,
        longest_pause: pause,
        ..Limits::default()
    }
}
