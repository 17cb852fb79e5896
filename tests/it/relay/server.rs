//! Listens on a port of this machine and gives each connection a thread. What is said there it does
//! not know.

use std::collections::HashMap;
use std::io;
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::panic;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};

/// A running server. It stops when it is dropped, and its threads with it.
pub(super) struct Server {
    address: SocketAddr,
    stopping: Arc<AtomicBool>,
    listening: Option<JoinHandle<()>>,
}

/// The connections that are open, by a number of their own.
type Open = Mutex<HashMap<usize, Arc<TcpStream>>>;

impl Server {
    /// Listens on a free port; `serve` talks to a connection until that ends.
    pub(super) fn start(
        serve: impl Fn(&TcpStream) -> io::Result<()> + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let address = listener.local_addr().unwrap();
        let stopping = Arc::<AtomicBool>::default();
        let stop = Arc::clone(&stopping);
        let listening = Some(thread::spawn(move || listen(&listener, &stop, &serve)));
        Self { address, stopping, listening }
    }

    /// Where it listens, as `AWS_ENDPOINT_URL` wants it.
    pub(super) fn endpoint(&self) -> String {
        format!("http://{}", self.address)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stopping.store(true, Ordering::SeqCst);
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

fn listen(
    listener: &TcpListener,
    stopping: &AtomicBool,
    serve: &(impl Fn(&TcpStream) -> io::Result<()> + Sync),
) {
    let open = Open::default();
    let streams = || open.lock().unwrap_or_else(PoisonError::into_inner);
    thread::scope(|scope| {
        for (number, accepted) in listener.incoming().enumerate() {
            if stopping.load(Ordering::SeqCst) {
                break;
            }
            let Ok(stream) = accepted.map(Arc::new) else { continue };
            streams().insert(number, Arc::clone(&stream));
            scope.spawn(move || {
                // That a client goes away is its right.
                let _ = serve(&stream);
                let _ = stream.shutdown(Shutdown::Both);
                streams().remove(&number);
            });
        }
        for stream in streams().values() {
            let _ = stream.shutdown(Shutdown::Both);
        }
    });
}
