//! The real moto server: S3, the trails of `CloudTrail` and SQS, answering much as AWS does.
//!
//! The first use installs it below `target/`, which takes python3 and half a minute. The tests of a
//! process share [`MOTO`] and keep apart by the names of their buckets. Trails are listed whole, so
//! tests of trails keep apart by region, by account ([`Moto::in_account`]) or by a server of their
//! own ([`Moto::start`]). What moto lacks (`ListPublicKeys`, `LookupEvents`, delivered logs) it
//! lacks here as well. Nothing here knows the program under test.

use std::fmt::Write as _;
use std::fs;
use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, LazyLock, mpsc};
use std::time::{Duration, Instant};
use std::{env, thread};

use serde_json::{Value, json};

use crate::harness::{document, files_below, put};
use crate::venv::{Installation, PYTHON};

/// What pip installs; another requirement makes another installation. Services that are not named
/// here (SNS, KMS, IAM, STS, Organizations, the logs of CloudWatch) need no more than the server does.
const REQUIREMENT: &str = "moto[server,s3,cloudtrail,sqs]==5.2.5";

const INSTALLATION: Installation = Installation { name: "moto", requirement: REQUIREMENT };

/// Names a python that has moto, to be used instead of an installation below `target/`.
const INSTEAD: &str = "CT_TEST_MOTO";

/// For how long a server may be silent.
const PATIENCE: Duration = Duration::from_mins(1);

/// Runs a server until the standard input ends, and that it does however the test process ends: a
/// static is never dropped, a killed process runs nothing more. The log's pipe is left to the
/// server alone, so that the log ends with it.
const SUPERVISOR: &str = "
import os, subprocess, sys
server = subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL)
os.close(2)
try:
    sys.stdin.read()
finally:
    server.kill()
";

/// The server itself, with queues that are good for many requests at once. As they come, a message is
/// handed to two polls now and then, and one that is sent while another is deleted may vanish: lists
/// are looked through and replaced without a lock. A poll lasts a second at most, so that no test waits
/// longer for its end. The service of a host and the key pair of a KMS key are remembered: moto reads a
/// folder for the one in each request, and searches for primes for the other.
const SERVER: &str = "
import sys, threading, time
from functools import cache
from moto.kms import models as kms
from moto.moto_server.werkzeug_app import DomainDispatcherApplication as Dispatcher
from moto.server import main
from moto.sqs.models import Queue, SQSBackend

Dispatcher.get_backend_for_host = cache(Dispatcher.get_backend_for_host)
kms.generate_private_key = cache(kms.generate_private_key)

lock = threading.RLock()

def alone(method):
    def locked(*given, **named):
        with lock:
            return method(*given, **named)
    return locked

Queue.add_message = alone(Queue.add_message)
Queue.delete_message = alone(Queue.delete_message)
SQSBackend.change_message_visibility = alone(SQSBackend.change_message_visibility)
receive = alone(SQSBackend.receive_message)

def polled(self, queue_name, count, wait_seconds_timeout, *rest, **named):
    end = time.monotonic() + min(wait_seconds_timeout, 1)
    while True:
        found = receive(self, queue_name, count, 0, *rest, **named)
        if found or time.monotonic() >= end:
            return found
        self.get_queue(queue_name).wait_for_messages(1)

SQSBackend.receive_message = polled
main(sys.argv[1:])
";

/// The server that all tests of this process share.
pub(crate) static MOTO: LazyLock<Moto> = LazyLock::new(Moto::start);

/// A running server, and the account that requests are for. It ends with its last owner.
#[derive(Clone)]
pub(crate) struct Moto {
    endpoint: String,
    access_key: String,
    /// Held so that the server goes on.
    _supervisor: Arc<Child>,
}

impl Moto {
    /// A server of its own, in moto's default account 123456789012.
    pub(crate) fn start() -> Self {
        let python = env::var_os(INSTEAD).map_or_else(|| INSTALLATION.python(), |it| Ok(it.into()));
        let python = python.unwrap_or_else(|error| panic!("{error}\n\n{}", advice()));
        let (supervisor, endpoint) =
            served(Command::new(PYTHON).args(["-c", SUPERVISOR]).arg(python).args(["-c", SERVER]))
                .unwrap_or_else(|error| panic!("moto does not start: {error}\n\n{}", advice()));
        Self { endpoint, access_key: "testing".to_owned(), _supervisor: Arc::new(supervisor) }
    }

    /// The same server for another account. Buckets are shared, trails are not.
    pub(crate) fn in_account(&self, account: &str) -> Self {
        let body = format!(
            "Action=AssumeRole&Version=2011-06-15&RoleSessionName=test\
             &RoleArn=arn%3Aaws%3Aiam%3A%3A{account}%3Arole%2Ftest"
        );
        let answer = self.form("sts", "us-east-1", &body).unwrap();
        let (_, rest) = answer.split_once("<AccessKeyId>").unwrap();
        let (access_key, _) = rest.split_once('<').unwrap();
        self.with_key(access_key)
    }

    /// The same server, asked with a key that it gave out: another account's, most likely.
    pub(crate) fn with_key(&self, access_key: &str) -> Self {
        Self { access_key: access_key.to_owned(), ..self.clone() }
    }

    /// The same server and account, with something in between that listens elsewhere.
    pub(crate) fn behind(&self, endpoint: String) -> Self {
        Self { endpoint, ..self.clone() }
    }

    /// Where the server answers: `http://127.0.0.1:PORT`.
    pub(crate) fn endpoint(&self) -> &str {
        &self.endpoint
    }

    /// What a program needs in its environment to find the server and the account.
    pub(crate) fn environment(&self) -> [(&'static str, &str); 3] {
        [
            ("AWS_ENDPOINT_URL", &self.endpoint),
            ("AWS_ACCESS_KEY_ID", &self.access_key),
            // moto checks no signature.
            ("AWS_SECRET_ACCESS_KEY", "testing"),
        ]
    }

    /// Creates a bucket.
    pub(crate) fn bucket(&self, name: &str) {
        self.send(&format!("PUT /{name}"), "us-east-1/s3", &[], b"").unwrap();
    }

    /// Puts an object.
    pub(crate) fn put(&self, bucket: &str, key: &str, bytes: &[u8]) {
        self.put_with(bucket, key, bytes, &[]);
    }

    /// Puts an object with user metadata.
    pub(crate) fn put_with(
        &self,
        bucket: &str,
        key: &str,
        bytes: &[u8],
        metadata: &[(&str, &str)],
    ) {
        let names: Vec<String> =
            metadata.iter().map(|(name, _)| format!("x-amz-meta-{name}")).collect();
        let headers: Vec<(&str, &str)> =
            names.iter().zip(metadata).map(|(name, (_, value))| (name.as_str(), *value)).collect();
        let line = format!("PUT /{bucket}/{}", encoded(key));
        self.send(&line, "us-east-1/s3", &headers, bytes).unwrap();
    }

    /// Puts every file below a folder; its key is the prefix, as it is, and the path from the folder.
    ///
    /// `NAME.metadata.json` is no object but the user metadata of `NAME`, a flat JSON object.
    pub(crate) fn put_tree(&self, bucket: &str, prefix: &str, folder: &Path) {
        for path in files_below(folder) {
            let below = path.strip_prefix(folder).unwrap().to_str().unwrap();
            let key = format!("{prefix}{}", below.replace(std::path::MAIN_SEPARATOR, "/"));
            if !key.ends_with(".metadata.json") {
                let metadata = metadata_beside(&path);
                let pairs: Vec<(&str, &str)> =
                    metadata.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
                self.put_with(bucket, &key, &fs::read(&path).unwrap(), &pairs);
            }
        }
    }

    /// Calls an operation of a service that speaks JSON 1.1; an error is the whole answer.
    pub(crate) fn call(
        &self,
        service: &str,
        region: &str,
        target: &str,
        body: &Value,
    ) -> Result<Value, String> {
        let headers = [("Content-Type", "application/x-amz-json-1.1"), ("X-Amz-Target", target)];
        let scope = format!("{region}/{service}");
        let answer = self.send("POST /", &scope, &headers, body.to_string().as_bytes())?;
        // Some operations have nothing to say.
        if answer.is_empty() {
            return Ok(Value::Null);
        }
        serde_json::from_str(&answer).map_err(|error| format!("{error}: {answer}"))
    }

    /// Calls an operation of a service that speaks forms and XML; an error is the whole answer.
    pub(crate) fn form(&self, service: &str, region: &str, body: &str) -> Result<String, String> {
        let headers = [("Content-Type", "application/x-www-form-urlencoded")];
        self.send("POST /", &format!("{region}/{service}"), &headers, body.as_bytes())
    }

    /// Creates a trail as a `CreateTrail` request says; its bucket must be there.
    pub(crate) fn trail(&self, region: &str, request: &Value) {
        self.call("cloudtrail", region, &cloudtrail("CreateTrail"), request).unwrap();
    }

    /// The body of the answer to a request; `line` is its method and path, `scope` region and service.
    pub(crate) fn send(
        &self,
        line: &str,
        scope: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Result<String, String> {
        let answer = self
            .exchange(line, scope, headers, body)
            .map_err(|error| format!("{line} to {}: {error}", self.endpoint))?;
        let (head, body) = answer.split_once("\r\n\r\n").unwrap_or_default();
        if head.split(' ').nth(1).is_some_and(|code| code.starts_with('2')) {
            return Ok(body.to_owned());
        }
        Err(format!("{line} to {}: {answer}", self.endpoint))
    }

    /// The whole answer to a request, head and body.
    fn exchange(
        &self,
        line: &str,
        scope: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> io::Result<String> {
        let host = self.endpoint.trim_start_matches("http://");
        // moto learns account, region and service from the credential of a signature.
        let mut head = format!(
            "{line} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\
             Content-Length: {}\r\nAuthorization: AWS4-HMAC-SHA256 \
             Credential={}/20261120/{scope}/aws4_request, SignedHeaders=host, Signature=0\r\n",
            body.len(),
            self.access_key
        );
        for (name, value) in headers {
            write!(head, "{name}: {value}\r\n").unwrap();
        }
        let mut stream = TcpStream::connect(host)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.write_all(&[head.as_bytes(), b"\r\n", body].concat())?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        Ok(String::from_utf8_lossy(&answer).into_owned())
    }
}

/// The target of a call to `CloudTrail`.
pub(crate) fn cloudtrail(operation: &str) -> String {
    format!("com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.{operation}")
}

/// A key as it stands in a path.
fn encoded(key: &str) -> String {
    let mut path = String::new();
    for byte in key.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            path.push(char::from(byte));
        } else {
            write!(path, "%{byte:02X}").unwrap();
        }
    }
    path
}

/// The user metadata of a file of a tree, as far as there is any.
fn metadata_beside(path: &Path) -> Vec<(String, String)> {
    let mut name = path.as_os_str().to_owned();
    name.push(".metadata.json");
    let beside = Path::new(&name);
    if !beside.exists() {
        return Vec::new();
    }
    let pair =
        |(name, value): (&String, &Value)| (name.clone(), value.as_str().unwrap().to_owned());
    document(beside).as_object().unwrap().iter().map(pair).collect()
}

/// Starts the supervisor of a server, and waits until the server prints its address.
fn served(command: &mut Command) -> Result<(Child, String), String> {
    // A port that is looked up beforehand could be gone by the time the server takes it.
    command.args(["-H", "127.0.0.1", "-p", "0"]);
    // What a developer has set for AWS, or for another moto, is not meant for this one.
    let foreign = |name: &str| name.starts_with("AWS_") || name.starts_with("MOTO_");
    for (name, _) in env::vars_os().filter(|(name, _)| name.to_str().is_some_and(foreign)) {
        command.env_remove(name);
    }
    command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|error| format!("{PYTHON}: {error}"))?;
    let log = BufReader::new(child.stderr.take().unwrap());
    let (sender, lines) = mpsc::channel();
    // Reads on when there is no receiver: a full pipe would stop the server.
    thread::spawn(move || {
        log.split(b'\n').map_while(Result::ok).for_each(|line| drop(sender.send(line)));
    });
    let endpoint = address(&lines)?;
    Ok((child, endpoint))
}

/// The address in a server's log, which it prints once it listens.
fn address(lines: &mpsc::Receiver<Vec<u8>>) -> Result<String, String> {
    let deadline = Instant::now() + PATIENCE;
    let mut log = String::new();
    loop {
        let wait = deadline.saturating_duration_since(Instant::now());
        let line = match lines.recv_timeout(wait) {
            Ok(line) => String::from_utf8_lossy(&line).into_owned(),
            Err(mpsc::RecvTimeoutError::Disconnected) => return Err(format!("it ended\n{log}")),
            Err(mpsc::RecvTimeoutError::Timeout) => {
                return Err(format!("no answer within {PATIENCE:?}\n{log}"));
            }
        };
        if let Some((_, rest)) = line.split_once("http://127.0.0.1:") {
            let port: String = rest.chars().take_while(char::is_ascii_digit).collect();
            return Ok(format!("http://127.0.0.1:{port}"));
        }
        log.push_str(&line);
        log.push('\n');
    }
}

/// What to do by hand.
fn advice() -> String {
    format!(
        "These tests need the AWS stand-in moto, and for that {PYTHON} (3.10 or later) with its \
         modules venv and pip. By hand:\n  \
         {PYTHON} -m venv moto && moto/bin/python -m pip install '{REQUIREMENT}'\n  \
         {INSTEAD}=$PWD/moto/bin/python cargo test\n\
         An installation that no longer works is made anew once {} is removed.",
        INSTALLATION.home().display()
    )
}

#[test]
fn keys_of_every_kind_are_put() {
    MOTO.bucket("moto-keys");
    let keys = ["a b+c%2F=d.json", "a//b/../c", "\u{fc}nicode \u{1f980}", "#?;:@$,'"];
    for key in keys {
        MOTO.put("moto-keys", key, key.as_bytes());
    }
    let listing = MOTO.send("GET /moto-keys?list-type=2", "us-east-1/s3", &[], b"").unwrap();
    for key in keys {
        assert!(listing.contains(&format!("<Key>{key}</Key>")), "{key} is not in {listing}");
        let line = format!("GET /moto-keys/{}", encoded(key));
        assert_eq!(MOTO.send(&line, "us-east-1/s3", &[], b"").unwrap(), key);
    }
}

#[test]
fn a_tree_keeps_its_metadata() {
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), "b/c.json", "{}");
    put(folder.path(), "b/c.json.metadata.json", r#"{"signature": "00ff"}"#);
    put(folder.path(), "d", "");
    MOTO.bucket("moto-tree");
    MOTO.put_tree("moto-tree", "a/", folder.path());
    let listing = MOTO.send("GET /moto-tree?list-type=2", "us-east-1/s3", &[], b"").unwrap();
    let keys: Vec<&str> =
        listing.split("<Key>").skip(1).map(|rest| rest.split_once('<').unwrap().0).collect();
    assert_eq!(keys, ["a/b/c.json", "a/d"]);
    let answer = MOTO.exchange("HEAD /moto-tree/a/b/c.json", "us-east-1/s3", &[], b"").unwrap();
    assert!(answer.contains("x-amz-meta-signature: 00ff"), "{answer}");
}

#[test]
fn trails_keep_apart_by_region_and_account() {
    let (account, other) = (MOTO.in_account("222233334444"), MOTO.in_account("444455556666"));
    assert_ne!(account.environment(), other.environment());
    MOTO.bucket("moto-trails");
    account.trail("eu-west-1", &json!({"Name": "here", "S3BucketName": "moto-trails"}));
    let names = |moto: &Moto, region: &str| -> Vec<Value> {
        let target = cloudtrail("DescribeTrails");
        let answer = moto.call("cloudtrail", region, &target, &json!({})).unwrap();
        answer["trailList"].as_array().unwrap().iter().map(|it| it["Name"].clone()).collect()
    };
    assert_eq!(names(&account, "eu-west-1"), ["here"]);
    assert!(names(&account, "eu-west-2").is_empty());
    assert!(names(&other, "eu-west-1").is_empty());
    let request = json!({"Name": "there", "S3BucketName": "moto-no-such-bucket"});
    let error = other.call("cloudtrail", "eu-west-1", &cloudtrail("CreateTrail"), &request);
    assert!(error.unwrap_err().contains("S3BucketDoesNotExistException"));
}

#[test]
fn a_server_of_its_own_ends_when_dropped() {
    let moto = Moto::start();
    moto.bucket("moto-own");
    let host = moto.endpoint().trim_start_matches("http://").to_owned();
    drop(moto);
    let deadline = Instant::now() + PATIENCE;
    while TcpStream::connect(&host).is_ok() {
        assert!(Instant::now() < deadline, "{host} goes on");
        thread::sleep(Duration::from_millis(20));
    }
}
