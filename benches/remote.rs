//! Shared by benchmarks of a bucket: how a command finds the server, and a client that only reads.

use std::ffi::OsString;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};

/// Connections of the client that only reads.
pub(crate) const CONNECTIONS: usize = 128;

/// The start of the command line of a program that reads from the server.
pub(crate) fn environment(endpoint: &str) -> Vec<OsString> {
    let mut words: Vec<OsString> = vec!["env".into()];
    for (name, value) in [
        ("AWS_ENDPOINT_URL", endpoint),
        ("AWS_ACCESS_KEY_ID", "x"),
        ("AWS_SECRET_ACCESS_KEY", "y"),
        ("AWS_REGION", "us-east-1"),
        ("AWS_EC2_METADATA_DISABLED", "true"),
    ] {
        words.push(format!("{name}={value}").into());
    }
    words
}

/// How long it takes to read everything over persistent connections.
pub(crate) fn ceiling(endpoint: &str, paths: &[String]) -> anyhow::Result<Duration> {
    let address = endpoint.trim_start_matches("http://");
    let start = Instant::now();
    thread::scope(|scope| {
        let hands: Vec<_> = (0..CONNECTIONS.min(paths.len()))
            .map(|first| {
                scope.spawn(move || read(address, paths[first..].iter().step_by(CONNECTIONS)))
            })
            .collect();
        for hand in hands {
            hand.join().map_err(|_| anyhow::anyhow!("a reader died"))??;
        }
        anyhow::Ok(())
    })?;
    Ok(start.elapsed())
}

fn read<'p>(address: &str, paths: impl Iterator<Item = &'p String>) -> anyhow::Result<()> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_nodelay(true)?;
    let mut buffer = vec![0; 64 << 10];
    for path in paths {
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\n\r\n")?;
        let mut read = 0;
        loop {
            if read == buffer.len() {
                buffer.resize(2 * read, 0);
            }
            let more = stream.read(&mut buffer[read..])?;
            ensure!(more > 0, "{path}: the answer ends early");
            read += more;
            let head = buffer[..read].windows(4).position(|end| end == b"\r\n\r\n");
            let Some(head) = head else { continue };
            let text = String::from_utf8_lossy(&buffer[..head]).to_ascii_lowercase();
            ensure!(text.starts_with("http/1.1 200"), "{text}");
            let length = text.split("content-length: ").nth(1).context("no length")?;
            let length: usize = length.lines().next().unwrap_or("").trim().parse()?;
            if read >= head + 4 + length {
                break;
            }
        }
    }
    Ok(())
}
