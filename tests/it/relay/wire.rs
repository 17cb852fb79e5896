//! HTTP/1.1 messages, kept as the bytes that came. What they ask for it does not know.

use std::io::{self, BufRead, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

/// For how long moto may be silent.
const PATIENCE: Duration = Duration::from_mins(1);

/// A request.
pub(super) struct Request {
    pub(super) method: String,
    /// Path and query, still percent-encoded.
    pub(super) target: String,
    /// The names are in lower case.
    pub(super) headers: Vec<(String, String)>,
    /// The body as it was meant: of no chunks.
    pub(super) body: Vec<u8>,
    /// All of it as it came, head and body.
    raw: Vec<u8>,
}

impl Request {
    /// The next request of a connection; none if the client has closed it.
    pub(super) fn read(reader: &mut BufReader<&TcpStream>) -> io::Result<Option<Self>> {
        let mut raw = Vec::new();
        let first = line(reader, &mut raw)?;
        if first.is_empty() {
            return Ok(None);
        }
        let mut words = first.split(' ').map(str::to_owned);
        let (Some(method), Some(target)) = (words.next(), words.next()) else {
            return Err(io::ErrorKind::InvalidData.into());
        };
        let headers = headers(reader, &mut raw)?;
        let mut request = Self { method, target, headers, body: Vec::new(), raw };
        request.read_body(reader)?;
        Ok(Some(request))
    }

    fn read_body(&mut self, reader: &mut BufReader<&TcpStream>) -> io::Result<()> {
        if self.says("expect", "100-continue") {
            reader.get_mut().write_all(b"HTTP/1.1 100 Continue\r\n\r\n")?;
        }
        if self.says("transfer-encoding", "chunked") {
            self.body = chunks(reader, &mut self.raw)?;
        } else if let Some(length) = self.header("content-length") {
            let length = length.parse().map_err(|_| io::ErrorKind::InvalidData)?;
            self.body = exactly(reader, length, &mut self.raw)?;
        }
        if self.says("content-encoding", "aws-chunked") {
            self.body = chunks(&mut self.body.as_slice(), &mut Vec::new())?;
        }
        Ok(())
    }

    /// The same request with a JSON document as its body.
    pub(super) fn with_body(&self, body: &str) -> Self {
        let kept = |name: &str| !["content-length", "transfer-encoding", "expect"].contains(&name);
        let headers: Vec<(String, String)> =
            self.headers.iter().filter(|(name, _)| kept(name)).cloned().collect();
        let mut raw = format!("{} {} HTTP/1.1\r\n", self.method, self.target);
        for (name, value) in &headers {
            raw.extend([name, ": ", value, "\r\n"]);
        }
        let raw = format!("{raw}content-length: {}\r\n\r\n{body}", body.len()).into_bytes();
        let (method, target) = (self.method.clone(), self.target.clone());
        Self { method, target, headers, body: body.as_bytes().to_vec(), raw }
    }

    /// What the server at `host` answers. It must end the connection, as moto does.
    pub(super) fn forward(&self, host: &str) -> io::Result<Response> {
        let mut stream = TcpStream::connect(host)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.write_all(&self.raw)?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        Response::of(&answer).ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
    }

    /// The value of a header, whose name is in lower case.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(given, _)| given == name).map(|(_, value)| value.as_str())
    }

    /// Whether a word is in the list that a header is.
    pub(super) fn says(&self, name: &str, word: &str) -> bool {
        let list = self.header(name).unwrap_or_default();
        list.split(',').any(|given| given.trim().eq_ignore_ascii_case(word))
    }
}

/// An answer.
pub(super) struct Response {
    /// The status line and the headers, each with its end.
    head: String,
    pub(super) body: Vec<u8>,
}

impl Response {
    /// An answer of one's own.
    pub(super) fn new(status: u16, headers: &[(&str, &str)], body: String) -> Self {
        let mut head = format!("HTTP/1.1 {status} Relayed\r\n");
        for (name, value) in headers {
            head.extend([name, ": ", value, "\r\n"]);
        }
        let head = format!("{head}Content-Length: {}\r\n", body.len());
        Self { head, body: body.into_bytes() }
    }

    /// The answer in these bytes, without those that ask to go on.
    fn of(mut bytes: &[u8]) -> Option<Self> {
        loop {
            let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
            let (head, body) = (&bytes[..end + 2], &bytes[end + 4..]);
            if !head.starts_with(b"HTTP/1.1 1") {
                let head = String::from_utf8(head.to_vec()).ok()?;
                return Some(Self { head, body: body.to_vec() });
            }
            bytes = body;
        }
    }

    pub(super) fn is_success(&self) -> bool {
        self.head.split(' ').nth(1).is_some_and(|status| status.starts_with('2'))
    }

    /// The same answer with another body.
    pub(super) fn with_body(&self, body: String) -> Self {
        let kept = |line: &&str| !line.to_ascii_lowercase().starts_with("content-length:");
        let head: String = self.head.split_inclusive('\n').filter(kept).collect();
        Self { head: format!("{head}Content-Length: {}\r\n", body.len()), body: body.into_bytes() }
    }

    /// Sends it. That moto ends its connection is between it and the relay: the client's goes on if
    /// it knows where the response ends.
    pub(super) fn write(&self, mut stream: &TcpStream, is_head: bool) -> io::Result<()> {
        let kept = |line: &&str| {
            self.is_endless() || !line.to_ascii_lowercase().starts_with("connection:")
        };
        let head: String = self.head.split_inclusive('\n').filter(kept).collect();
        let body = if is_head { &[] } else { self.body.as_slice() };
        stream.write_all(&[head.as_bytes(), b"\r\n", body].concat())
    }

    /// Whether the response ends only with the connection.
    pub(super) fn is_endless(&self) -> bool {
        let head = self.head.to_ascii_lowercase();
        !head.contains("\r\ncontent-length:") && !head.contains("\r\ntransfer-encoding:")
    }
}

fn headers(reader: &mut impl BufRead, raw: &mut Vec<u8>) -> io::Result<Vec<(String, String)>> {
    let mut headers = Vec::new();
    loop {
        let line = line(reader, raw)?;
        if line.is_empty() {
            return Ok(headers);
        }
        let (name, value) = line.split_once(':').ok_or(io::ErrorKind::InvalidData)?;
        headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
}

/// What chunks hold, up to the last and the trailers behind it. Those of AWS may be signed.
fn chunks(reader: &mut impl BufRead, raw: &mut Vec<u8>) -> io::Result<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let first = line(reader, raw)?;
        let digits = first.split(';').next().unwrap_or_default().trim();
        let length = usize::from_str_radix(digits, 16).map_err(|_| io::ErrorKind::InvalidData)?;
        if length == 0 {
            headers(reader, raw)?;
            return Ok(body);
        }
        body.extend(exactly(reader, length, raw)?);
        line(reader, raw)?;
    }
}

fn exactly(reader: &mut impl BufRead, length: usize, raw: &mut Vec<u8>) -> io::Result<Vec<u8>> {
    let mut bytes = vec![0; length];
    reader.read_exact(&mut bytes)?;
    raw.extend_from_slice(&bytes);
    Ok(bytes)
}

/// The next line without its end; empty also when nothing follows.
fn line(reader: &mut impl BufRead, raw: &mut Vec<u8>) -> io::Result<String> {
    let start = raw.len();
    reader.read_until(b'\n', raw)?;
    let line = String::from_utf8_lossy(&raw[start..]);
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}
