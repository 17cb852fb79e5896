//! HTTP/1.1, as much of it as AWS clients speak. It does not know what is asked.

use std::io::{self, BufRead, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::sync::Arc;

use super::text;

/// A request, with its body.
pub(super) struct Request {
    pub(super) method: String,
    /// Still percent-encoded.
    pub(super) path: String,
    query: Vec<(String, String)>,
    /// The names are in lower case.
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
}

impl Request {
    /// The next request of a connection; none if the client has closed it.
    pub(super) fn read(reader: &mut BufReader<&TcpStream>) -> io::Result<Option<Self>> {
        let first = line(reader)?;
        if first.is_empty() {
            return Ok(None);
        }
        let mut words = first.split(' ');
        let (Some(method), Some(target)) = (words.next(), words.next()) else {
            return Err(io::ErrorKind::InvalidData.into());
        };
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let mut request = Self {
            method: method.to_owned(),
            path: path.to_owned(),
            query: text::parameters(query),
            headers: headers(reader)?,
            body: Vec::new(),
        };
        request.body = request.read_body(reader)?;
        Ok(Some(request))
    }

    fn read_body(&self, reader: &mut BufReader<&TcpStream>) -> io::Result<Vec<u8>> {
        let Some(length) = self.header("content-length") else {
            // Where a body of unknown length ends is not worth finding out.
            let unknown = self.header("transfer-encoding").is_some();
            return if unknown { Err(io::ErrorKind::Unsupported.into()) } else { Ok(Vec::new()) };
        };
        let length = length.parse().map_err(|_| io::ErrorKind::InvalidData)?;
        if self.header("expect").is_some_and(|value| value.eq_ignore_ascii_case("100-continue")) {
            reader.get_mut().write_all(b"HTTP/1.1 100 Continue\r\n\r\n")?;
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body)?;
        Ok(body)
    }

    /// The value of a header, whose name is in lower case.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        value(&self.headers, name)
    }

    /// What is asked: `GET /bucket/key`, `GET /bucket?prefix`.
    pub(super) fn line(&self) -> String {
        let prefix = self.parameter("prefix").map(|prefix| format!("?{prefix}"));
        format!("{} {}{}", self.method, self.path, prefix.unwrap_or_default())
    }

    /// The value of a parameter of the query.
    pub(super) fn parameter(&self, name: &str) -> Option<&str> {
        value(&self.query, name)
    }

    /// Whether the query asks for something else than these.
    pub(super) fn asks_beyond(&self, known: &[&str]) -> bool {
        self.query.iter().any(|(name, _)| !known.contains(&name.as_str()))
    }

    /// Whether the client wants no more of this connection.
    pub(super) fn ends_connection(&self) -> bool {
        self.header("connection").is_some_and(|value| value.eq_ignore_ascii_case("close"))
    }
}

fn value<'p>(pairs: &'p [(String, String)], wanted: &str) -> Option<&'p str> {
    pairs.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str())
}

fn headers(reader: &mut impl BufRead) -> io::Result<Vec<(String, String)>> {
    let mut headers = Vec::new();
    loop {
        let line = line(reader)?;
        if line.is_empty() {
            return Ok(headers);
        }
        let (name, value) = line.split_once(':').ok_or(io::ErrorKind::InvalidData)?;
        headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
}

/// The next line without its end; empty also when nothing follows.
fn line(reader: &mut impl BufRead) -> io::Result<String> {
    let mut line = String::new();
    reader.read_line(&mut line)?;
    line.truncate(line.trim_end_matches(['\r', '\n']).len());
    Ok(line)
}

/// How much of the body is sent.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Delivery {
    Whole,
    /// Only the headers, as `HEAD` wants it.
    Head,
    /// Half of it, said to be all.
    Half,
    /// Half of it, and then the connection ends.
    Broken,
}

/// An answer.
pub(super) struct Response {
    pub(super) status: u16,
    headers: Vec<(String, String)>,
    pub(super) body: Arc<[u8]>,
    pub(super) delivery: Delivery,
}

impl Response {
    /// An answer with nothing but a body.
    pub(super) fn new(status: u16, body: impl Into<Arc<[u8]>>) -> Self {
        Self { status, headers: Vec::new(), body: body.into(), delivery: Delivery::Whole }
    }

    /// With one more header.
    pub(super) fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// With a header for each.
    pub(super) fn headers(mut self, headers: impl Iterator<Item = (String, String)>) -> Self {
        self.headers.extend(headers);
        self
    }

    /// Sends it, all in one piece.
    pub(super) fn write(&self, mut stream: &TcpStream) -> io::Result<()> {
        let (all, half) = (self.body.len(), self.body.len() / 2);
        let (length, sent) = match self.delivery {
            Delivery::Whole => (all, all),
            Delivery::Head => (all, 0),
            Delivery::Half => (half, half),
            Delivery::Broken => (all, half),
        };
        let mut bytes = Vec::with_capacity(1024 + sent);
        write!(bytes, "HTTP/1.1 {} {}\r\n", self.status, reason(self.status))?;
        for (name, value) in &self.headers {
            write!(bytes, "{name}: {value}\r\n")?;
        }
        write!(bytes, "Content-Length: {length}\r\n\r\n")?;
        bytes.extend_from_slice(&self.body[..sent]);
        stream.write_all(&bytes)
    }

    /// Whether nothing can follow on this connection.
    pub(super) fn ends_connection(&self) -> bool {
        self.delivery == Delivery::Broken
    }
}

fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        400 => "Bad Request",
        403 => "Forbidden",
        404 => "Not Found",
        501 => "Not Implemented",
        503 => "Service Unavailable",
        _ => "Unnamed",
    }
}
