//! A minimal queue client: the most that a server can deliver.

use std::collections::HashSet;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail, ensure};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};

pub(crate) const BUCKET: &str = "logs";
/// Concurrent polls and object reads, as in `ct follow`.
const HANDS: usize = 4;
const READERS: usize = 32 / HANDS;
/// Messages in a batch.
const BATCH: usize = 10;

/// What the client does with each message before it deletes it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bare {
    Messages,
    Objects,
}

/// A bucket.
pub(crate) struct Place {
    address: String,
    messages: u32,
}

/// A queue whose messages name its objects.
pub(crate) struct Queue<'p> {
    place: &'p Place,
    url: String,
}

impl Place {
    /// Stores so many objects.
    pub(crate) fn prepare(endpoint: &str, messages: u32) -> anyhow::Result<Self> {
        let address = endpoint.trim_start_matches("http://").to_owned();
        let mut client = Client::new(&address);
        for number in 0..messages {
            client.ask("PUT", &format!("/{BUCKET}/{}", key(number)), &s3(), &log(number)?)?;
        }
        Ok(Self { address, messages })
    }

    /// A new queue with a message for each object. Each run has its own queue, because polls of an earlier reader may
    /// still be answered; the visibility timeout is so long that no message is received twice.
    pub(crate) fn queue(&self, name: &str) -> anyhow::Result<Queue<'_>> {
        let mut client = Client::new(&self.address);
        let hidden = json!({ "VisibilityTimeout": "3600" });
        let made =
            client.sqs("CreateQueue", &json!({ "QueueName": name, "Attributes": hidden }))?;
        let url = made["QueueUrl"].as_str().context("no URL")?.to_owned();
        let numbers: Vec<u32> = (0..self.messages).collect();
        for batch in numbers.chunks(BATCH) {
            let entry = |number: &u32| {
                let body = json!({ "s3Bucket": BUCKET, "s3ObjectKey": [key(*number)] });
                json!({ "Id": number.to_string(), "MessageBody": body.to_string() })
            };
            let entries: Vec<Value> = batch.iter().map(entry).collect();
            client.sqs("SendMessageBatch", &json!({ "QueueUrl": url, "Entries": entries }))?;
        }
        Ok(Queue { place: self, url })
    }
}

impl Queue<'_> {
    /// How long it takes to receive and delete everything.
    pub(crate) fn drain(&self, what: Bare) -> anyhow::Result<Duration> {
        let (begun, taken) = (Instant::now(), Mutex::default());
        thread::scope(|scope| {
            let hands: Vec<_> =
                (0..HANDS).map(|_| scope.spawn(|| self.hand(what, &taken))).collect();
            for hand in hands {
                hand.join().map_err(|_| anyhow::anyhow!("a hand died"))??;
            }
            anyhow::Ok(())
        })?;
        Ok(begun.elapsed())
    }

    fn hand(&self, what: Bare, taken: &Mutex<HashSet<String>>) -> anyhow::Result<()> {
        let mut client = Client::new(&self.place.address);
        let mut readers: Vec<_> = (0..READERS).map(|_| Client::new(&self.place.address)).collect();
        while u32::try_from(lock(taken).len())? < self.place.messages {
            let input = json!({ "QueueUrl": self.url, "MaxNumberOfMessages": BATCH });
            let answer = client.sqs("ReceiveMessage", &input)?;
            let Some(found) = answer["Messages"].as_array().filter(|found| !found.is_empty())
            else {
                continue;
            };
            if what == Bare::Objects {
                read(&mut readers, found)?;
            }
            let entry = |(at, message): (usize, &Value)| json!({ "Id": at.to_string(), "ReceiptHandle": message["ReceiptHandle"] });
            let entries: Vec<Value> = found.iter().enumerate().map(entry).collect();
            let input = json!({ "QueueUrl": self.url, "Entries": entries });
            client.sqs("DeleteMessageBatch", &input)?;
            let id = |message: &Value| message["MessageId"].as_str().unwrap_or_default().to_owned();
            lock(taken).extend(found.iter().map(id));
        }
        Ok(())
    }

    /// Messages that are visible or in flight.
    pub(crate) fn depth(&self) -> anyhow::Result<u32> {
        let names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"];
        let input = json!({ "QueueUrl": self.url, "AttributeNames": names });
        let all = Client::new(&self.place.address).sqs("GetQueueAttributes", &input)?;
        let number = |name: &str| {
            anyhow::Ok::<u32>(all["Attributes"][name].as_str().context("no number")?.parse()?)
        };
        Ok(number(names[0])? + number(names[1])?)
    }
}

/// The received messages; one may be received twice.
fn lock(taken: &Mutex<HashSet<String>>) -> MutexGuard<'_, HashSet<String>> {
    taken.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Reads the object of each message, some at a time.
fn read(readers: &mut [Client], messages: &[Value]) -> anyhow::Result<()> {
    let many = readers.len();
    thread::scope(|scope| {
        let readers = readers.iter_mut().enumerate().map(|(first, client)| {
            scope.spawn(move || {
                for message in messages.iter().skip(first).step_by(many) {
                    let body: Value = serde_json::from_str(message["Body"].as_str().unwrap_or(""))?;
                    let key = body["s3ObjectKey"][0].as_str().context("no key")?;
                    client.ask("GET", &format!("/{BUCKET}/{key}"), &s3(), b"")?;
                }
                anyhow::Ok(())
            })
        });
        for reader in readers.collect::<Vec<_>>() {
            reader.join().map_err(|_| anyhow::anyhow!("a reader died"))??;
        }
        Ok(())
    })
}

/// A connection that is reopened when the server closes it.
struct Client {
    address: String,
    stream: Option<TcpStream>,
}

impl Client {
    fn new(address: &str) -> Self {
        Self { address: address.to_owned(), stream: None }
    }

    fn sqs(&mut self, operation: &str, input: &Value) -> anyhow::Result<Value> {
        let headers = format!(
            "X-Amz-Target: AmazonSQS.{operation}\r\nContent-Type: application/x-amz-json-1.0\r\n{}",
            signed("sqs")
        );
        let answer = self.ask("POST", "/", &headers, input.to_string().as_bytes())?;
        if answer.is_empty() { Ok(Value::Null) } else { Ok(serde_json::from_slice(&answer)?) }
    }

    /// The body of the response.
    fn ask(
        &mut self,
        method: &str,
        path: &str,
        headers: &str,
        body: &[u8],
    ) -> anyhow::Result<Vec<u8>> {
        let mut request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\n{headers}Content-Length: {}\r\n\r\n",
            self.address,
            body.len()
        )
        .into_bytes();
        request.extend_from_slice(body);
        let kept = self.stream.take();
        let was_kept = kept.is_some();
        match self.exchange(kept, &request) {
            // The server may close an idle connection.
            Err(_) if was_kept => self.exchange(None, &request),
            answer => answer,
        }
        .with_context(|| format!("{method} {path}"))
    }

    fn exchange(&mut self, kept: Option<TcpStream>, request: &[u8]) -> anyhow::Result<Vec<u8>> {
        let mut stream = match kept {
            Some(stream) => stream,
            None => TcpStream::connect(&self.address)?,
        };
        stream.set_nodelay(true)?;
        stream.write_all(request)?;
        let (mut answer, mut buffer) = (Vec::new(), [0; 16 << 10]);
        loop {
            let more = stream.read(&mut buffer)?;
            ensure!(more > 0, "the answer ends early");
            answer.extend_from_slice(&buffer[..more]);
            let Some(head) = answer.windows(4).position(|end| end == b"\r\n\r\n") else { continue };
            let text = String::from_utf8_lossy(&answer[..head]).to_ascii_lowercase();
            let length = text.split("content-length: ").nth(1).context("no length")?;
            let length: usize = length.lines().next().unwrap_or("").trim().parse()?;
            if answer.len() < head + 4 + length {
                continue;
            }
            let status = text.split(' ').nth(1).unwrap_or_default();
            if !status.starts_with('2') {
                bail!("{}", String::from_utf8_lossy(&answer));
            }
            if !text.contains("connection: close") && !text.starts_with("http/1.0") {
                self.stream = Some(stream);
            }
            return Ok(answer.split_off(head + 4));
        }
    }
}

fn s3() -> String {
    signed("s3")
}

/// The credential scope, from which moto takes account, Region and service. The signature is not checked.
fn signed(service: &str) -> String {
    format!(
        "Authorization: AWS4-HMAC-SHA256 Credential=x/20261120/us-east-1/{service}/aws4_request, \
         SignedHeaders=host, Signature=0\r\n"
    )
}

/// Logs of an account that is not very busy.
fn key(number: u32) -> String {
    let folder = "AWSLogs/111122223333/CloudTrail/us-east-1/2026/11/20";
    let (hour, minute) = (number / 60 % 24, number % 60);
    format!(
        "{folder}/111122223333_CloudTrail_us-east-1_20261120T{hour:02}{minute:02}Z_{number:016}.json.gz"
    )
}

/// A log of eight records.
fn log(number: u32) -> anyhow::Result<Vec<u8>> {
    let records: Vec<String> = (0..8_u32)
        .map(|at| {
            // Differs from record to record, and compresses badly.
            let id = u64::from(number * 8 + at).wrapping_mul(0x9E37_79B9_7F4A_7C15);
            format!(
                r#"{{"eventVersion":"1.11","userIdentity":{{"type":"IAMUser","userName":"ci","accessKeyId":"AKIA{id:016X}"}},"eventTime":"2026-11-20T09:15:00Z","eventSource":"s3.amazonaws.com","eventName":"PutObject","awsRegion":"us-east-1","sourceIPAddress":"198.51.100.{}","requestParameters":{{"bucketName":"artifacts","key":"{id:x}"}},"eventID":"{id:016x}-0000-4000-8000-000000000000","recipientAccountId":"111122223333"}}"#,
                id % 254
            )
        })
        .collect();
    let text = format!("{{\"Records\":[{}]}}", records.join(","));
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed.write_all(text.as_bytes())?;
    Ok(packed.finish()?)
}
