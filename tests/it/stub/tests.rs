//! The server as a client sees it, without any library in between.

use std::io::{BufRead, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

use super::{Faults, Stub};

/// What came back.
struct Reply {
    status: u16,
    /// The status line and the headers.
    head: String,
    body: String,
    /// The length in the headers.
    length: usize,
}

impl Reply {
    /// The texts of all elements of a name.
    fn texts(&self, tag: &str) -> Vec<&str> {
        let (open, close) = (format!("<{tag}>"), format!("</{tag}>"));
        let parts = self.body.split(&open).skip(1);
        parts.map(|part| part.split_once(&close).unwrap().0).collect()
    }
}

/// Sends a request and reads the answer, up to the end of the connection if need be.
fn send(stream: &mut TcpStream, line: &str, headers: &str, body: &str) -> Reply {
    let length = body.len();
    let text = format!("{line} HTTP/1.1\r\n{headers}Content-Length: {length}\r\n\r\n{body}");
    stream.write_all(text.as_bytes()).unwrap();
    let mut reader = BufReader::new(stream);
    let head = read_head(&mut reader);
    let length = head.split_once("Content-Length: ").unwrap().1.lines().next().unwrap();
    let length = length.parse().unwrap();
    let mut body = String::new();
    if !line.starts_with("HEAD") {
        reader.take(length).read_to_string(&mut body).unwrap();
    }
    let length = usize::try_from(length).unwrap();
    Reply { status: head[9..12].parse().unwrap(), head, body, length }
}

fn read_head(reader: &mut impl BufRead) -> String {
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        assert_ne!(reader.read_line(&mut head).unwrap(), 0, "the connection ended after: {head}");
    }
    head
}

fn connect(stub: &Stub) -> TcpStream {
    TcpStream::connect(stub.endpoint().strip_prefix("http://").unwrap()).unwrap()
}

fn ask(stub: &Stub, line: &str) -> Reply {
    send(&mut connect(stub), line, "", "")
}

/// A server with one bucket, `logs`, with these keys in it.
fn stub_with(keys: &[&str]) -> Stub {
    let stub = Stub::start();
    stub.bucket("logs");
    for key in keys {
        stub.put("logs", key, key.as_bytes());
    }
    stub
}

#[test]
fn an_object_comes_with_its_headers() {
    let stub = stub_with(&[]);
    stub.put_with("logs", "a/b", b"hello", &[("signature", "0a0b")]);
    let mut stream = connect(&stub);
    let reply = send(&mut stream, "GET /logs/a/b?x-id=GetObject", "", "");
    assert_eq!((reply.status, reply.body.as_str()), (200, "hello"));
    let etag = "ETag: \"5d41402abc4b2a76b9719d911017c592\"\r\n";
    for header in [etag, "x-amz-meta-signature: 0a0b\r\n", "Last-Modified: Fri, 20 Nov 2026"] {
        assert!(reply.head.contains(header), "{}", reply.head);
    }
    // The same connection serves again.
    let reply = send(&mut stream, "HEAD /logs/a/b", "", "");
    assert_eq!((reply.status, reply.length), (200, 5));
    assert!(reply.head.contains(etag), "{}", reply.head);
    stub.remove("logs", "a/b");
    assert_eq!(send(&mut stream, "GET /logs/a/b", "", "").texts("Code"), ["NoSuchKey"]);
}

#[test]
fn a_bucket_tells_its_region() {
    let stub = stub_with(&[]);
    stub.bucket_in("far", "eu-west-1");
    assert!(ask(&stub, "HEAD /logs").head.contains("x-amz-bucket-region: us-east-1\r\n"));
    assert!(ask(&stub, "HEAD /far/").head.contains("x-amz-bucket-region: eu-west-1\r\n"));
    assert_eq!(ask(&stub, "HEAD /none").status, 404);
    assert_eq!(ask(&stub, "GET /none?list-type=2").texts("Code"), ["NoSuchBucket"]);
    assert_eq!(ask(&stub, "GET /none/key").texts("Code"), ["NoSuchBucket"]);
    stub.deny("far", "");
    let reply = ask(&stub, "HEAD /far");
    assert_eq!(reply.status, 403);
    assert!(reply.head.contains("x-amz-bucket-region: eu-west-1\r\n"), "{}", reply.head);
}

#[test]
fn a_key_may_hold_anything() {
    let stub = stub_with(&["a+b", "a%2Bb", "a b", "é/&<\u{1}>"]);
    for (path, key) in [
        ("a+b", "a+b"),
        ("a%2Bb", "a+b"),
        ("a%252Bb", "a%2Bb"),
        ("a%20b", "a b"),
        ("%C3%A9/%26%3c%01%3E", "é/&<\u{1}>"),
    ] {
        assert_eq!(ask(&stub, &format!("GET /logs/{path}")).body, key);
    }
    assert_eq!(ask(&stub, "GET /logs/%ff").texts("Code"), ["InvalidURI"]);
    let reply = ask(&stub, "GET /logs?list-type=2");
    assert_eq!(reply.texts("Key"), ["a b", "a%2Bb", "a+b", "é/&amp;&lt;&#x1;&gt;"]);
    let reply = ask(&stub, "GET /logs?list-type=2&encoding-type=url");
    assert_eq!(reply.texts("Key"), ["a+b", "a%252Bb", "a%2Bb", "%C3%A9/%26%3C%01%3E"]);
    assert_eq!(ask(&stub, "GET /logs?list-type=2&prefix=a+b").texts("Key"), ["a b"]);
    assert_eq!(ask(&stub, "GET /logs?list-type=2&prefix=a%2Bb").texts("Key"), ["a+b"]);
}

/// All pages of a listing: keys, common prefixes and how many pages there were.
fn list(stub: &Stub, parameters: &str) -> (Vec<String>, Vec<String>, usize) {
    let (mut keys, mut groups, mut pages) = (Vec::new(), Vec::new(), 0);
    let mut line = format!("GET /logs?list-type=2&{parameters}");
    loop {
        let reply = ask(stub, &line);
        assert_eq!(reply.status, 200, "{}", reply.body);
        let (listed, grouped) = (reply.texts("Key"), reply.texts("CommonPrefixes"));
        let count = listed.len() + grouped.len();
        assert_eq!(reply.texts("KeyCount"), [count.to_string()]);
        keys.extend(listed.into_iter().map(str::to_owned));
        groups.extend(grouped.into_iter().map(|group| {
            let prefix = group.strip_prefix("<Prefix>").unwrap();
            prefix.strip_suffix("</Prefix>").unwrap().to_owned()
        }));
        pages += 1;
        let tokens = reply.texts("NextContinuationToken");
        assert_eq!(reply.texts("IsTruncated"), [(!tokens.is_empty()).to_string()]);
        let [token] = tokens[..] else { return (keys, groups, pages) };
        line = format!("GET /logs?list-type=2&{parameters}&continuation-token={token}");
    }
}

#[test]
fn a_listing_has_pages() {
    let folder = |c: char| (0..100).map(move |i| format!("p/{c}/{i:02}"));
    let keys: Vec<String> = ('a'..='y').flat_map(folder).collect();
    let mut all: Vec<&str> = keys.iter().map(String::as_str).collect();
    all.extend(["o", "p/", "p/a", "q"]);
    let stub = stub_with(&all);
    all.retain(|key| key.starts_with("p/"));
    all.sort_unstable();

    let (listed, _, pages) = list(&stub, "prefix=p/");
    assert_eq!((listed, pages), (all.iter().map(|&key| key.to_owned()).collect(), 3));
    let (listed, _, pages) = list(&stub, "prefix=p/&start-after=p/y/97&max-keys=1");
    assert_eq!((listed, pages), (vec!["p/y/98".to_owned(), "p/y/99".to_owned()], 2));
    let (listed, ..) = list(&stub, "prefix=p/&start-after=o");
    assert_eq!(listed.len(), 2502);

    for (size, expected) in [(1, 27), (3, 9), (27, 1), (5000, 1)] {
        let line = format!("prefix=p/&delimiter=/&max-keys={size}");
        let (listed, groups, pages) = list(&stub, &line);
        assert_eq!(listed, ["p/", "p/a"]);
        assert_eq!((groups.len(), pages), (25, expected), "{size} a page");
        assert!(groups.iter().zip('a'..='y').all(|(group, c)| *group == format!("p/{c}/")));
    }
    let (listed, groups, _) = list(&stub, "delimiter=/&start-after=p/y/99");
    assert_eq!((listed, groups), (vec!["q".to_owned()], Vec::new()));
    let reply = ask(&stub, "GET /logs?list-type=2&continuation-token=none");
    assert_eq!(reply.texts("Code"), ["InvalidArgument"]);
    assert_eq!(list(&stub, "max-keys=0").0.len(), 0);
    let requests = stub.requests();
    let second_pages = 2 + 1 + 2 + 26 + 8 + 1;
    assert_eq!(requests.lists, requests.prefixes.len() + second_pages);
}

#[test]
fn what_is_wrong_with_a_key_shows_when_it_is_read() {
    let stub = stub_with(&["a/1", "a/2", "a/3", "b/1"]);
    stub.vanish("logs", "a/1");
    stub.archive("logs", "a/2");
    stub.deny("logs", "b/");
    let reply = ask(&stub, "GET /logs?list-type=2");
    assert_eq!(reply.texts("Key"), ["a/1", "a/2", "a/3", "b/1"]);
    assert_eq!(reply.texts("StorageClass"), ["STANDARD", "GLACIER", "STANDARD", "STANDARD"]);
    let response = |line: &str| {
        let reply = ask(&stub, line);
        format!("{} {}", reply.status, reply.texts("Code").join(" "))
    };
    assert_eq!(response("GET /logs/a/1"), "404 NoSuchKey");
    assert_eq!(response("GET /logs/a/2"), "403 InvalidObjectState");
    assert_eq!(response("GET /logs/a/3"), "200 ");
    assert_eq!(response("GET /logs/b/1"), "403 AccessDenied");
    assert_eq!(response("GET /logs?list-type=2&prefix=b/1"), "403 AccessDenied");
    assert_eq!(response("GET /logs?list-type=2&prefix=b"), "200 ");
    assert!(ask(&stub, "HEAD /logs/a/2").head.contains("x-amz-storage-class: GLACIER\r\n"));
    stub.fail_with(400, "ExpiredToken", "The provided token has expired.");
    assert_eq!(response("GET /logs/a/3"), "400 ExpiredToken");
    assert_eq!(ask(&stub, "HEAD /logs").status, 400);
    stub.recover();
    assert_eq!(response("GET /logs/a/3"), "200 ");
    assert_eq!(response("GET /logs/a/3?acl"), "501 NotImplemented");
    assert_eq!(stub.requests().prefixes, ["", "b/1", "b"]);
}

#[test]
fn an_object_can_be_stored() {
    let stub = stub_with(&[]);
    let mut stream = connect(&stub);
    let head = "PUT /logs/new%20one HTTP/1.1\r\nX-Amz-Meta-Signature: 0a\r\n\
                Expect: 100-continue\r\nContent-Length: 4\r\n\r\n";
    stream.write_all(head.as_bytes()).unwrap();
    let mut reader = BufReader::new(&stream);
    assert_eq!(read_head(&mut reader), "HTTP/1.1 100 Continue\r\n\r\n");
    reader.get_mut().write_all(b"text").unwrap();
    assert!(read_head(&mut reader).starts_with("HTTP/1.1 200 OK\r\n"));
    let reply = ask(&stub, "GET /logs/new%20one");
    assert_eq!(reply.body, "text");
    assert!(reply.head.contains("x-amz-meta-signature: 0a\r\n"), "{}", reply.head);
    let chunked = "Content-Encoding: aws-chunked\r\n";
    assert_eq!(send(&mut stream, "PUT /logs/chunked", chunked, "4\r\ntext").status, 501);
}

#[test]
fn faults_come_by_chance_but_never_too_often() {
    let stub = stub_with(&["0123456789"]);
    stub.put("logs", "empty", b"");
    let faults = |slow_down, reset, truncate| {
        stub.set_faults(Faults { slow_down, reset, truncate, ..Faults::default() });
    };
    faults(1.0, 0.0, 0.0);
    for line in ["GET /logs/0123456789", "GET /logs?list-type=2"] {
        let answers = (0..6).map(|_| ask(&stub, line).status);
        assert_eq!(answers.collect::<Vec<_>>(), [503, 503, 503, 503, 503, 200]);
    }
    faults(0.0, 1.0, 0.0);
    let reply = ask(&stub, "GET /logs/0123456789");
    assert_eq!((reply.length, reply.body.as_str()), (10, "01234"));
    assert_eq!(ask(&stub, "GET /logs/empty").status, 200);
    faults(0.0, 0.0, 1.0);
    let reply = ask(&stub, "GET /logs/0123456789");
    assert_eq!((reply.length, reply.body.as_str()), (5, "01234"));
    let requests = stub.requests();
    assert_eq!([requests.slow_downs, requests.resets, requests.truncations], [10, 1, 1]);

    faults(0.1, 0.0, 0.1);
    let mut stream = connect(&stub);
    for _ in 0..1000 {
        send(&mut stream, "GET /logs/0123456789", "", "");
    }
    let requests = stub.requests();
    let shares = [requests.slow_downs - 10, requests.truncations - 1];
    assert!(shares.iter().all(|share| (70..130).contains(share)), "{shares:?}");
}

#[test]
fn requests_are_counted_while_they_wait() {
    let stub = stub_with(&["key"]);
    stub.set_faults(Faults { latency: Duration::from_millis(200), ..Faults::default() });
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| ask(&stub, "GET /logs/key"));
        }
    });
    stub.set_faults(Faults::default());
    ask(&stub, "HEAD /logs/key");
    send(&mut connect(&stub), "PUT /logs/key", "", "value");
    let requests = stub.requests();
    assert!((2..=4).contains(&requests.most_at_once), "{}", requests.most_at_once);
    assert_eq!([requests.gets, requests.heads, requests.puts, requests.lists], [4, 1, 1, 0]);
}

#[test]
fn cloudtrail_says_what_it_was_told_to() {
    let stub = Stub::start();
    let keys = |keys: &[u8]| json!({ "PublicKeyList": keys });
    stub.answer("ListPublicKeys", vec![keys(&[1]), keys(&[2]), keys(&[])]);
    stub.refuse("LookupEvents", 400, "ThrottlingException", "Rate exceeded");
    let call = |operation: &str, input: &Value| {
        let service = "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101";
        let headers = format!(
            "X-Amz-Target: {service}.{operation}\r\n\
             Authorization: AWS4-HMAC-SHA256 Credential=ID/20261120/eu-west-1/cloudtrail/aws4_request\r\n"
        );
        let reply = send(&mut connect(&stub), "POST /", &headers, &input.to_string());
        (reply.status, serde_json::from_str::<Value>(&reply.body).unwrap())
    };
    let page = |token| call("ListPublicKeys", &json!({ "NextToken": token }));
    let (status, first) = call("ListPublicKeys", &json!({}));
    assert_eq!((status, first), (200, json!({ "PublicKeyList": [1], "NextToken": "1" })));
    assert_eq!(page("1"), (200, json!({ "PublicKeyList": [2], "NextToken": "2" })));
    assert_eq!(page("2"), (200, json!({ "PublicKeyList": [] })));
    assert_eq!(page("3").1["__type"], "InvalidNextTokenException");
    let (status, refused) = call("LookupEvents", &json!({}));
    assert_eq!((status, &refused["__type"]), (400, &json!("ThrottlingException")));
    let (status, unknown) = call("GetTrail", &json!({}));
    assert_eq!((status, &unknown["__type"]), (400, &json!("UnknownOperationException")));
    let calls = stub.requests().cloudtrail;
    assert_eq!(calls.len(), 6);
    assert_eq!(
        (calls[1].operation.as_str(), calls[1].region.as_str()),
        ("ListPublicKeys", "eu-west-1")
    );
    assert_eq!(calls[1].input["NextToken"], "1");
}

#[test]
fn regions_have_their_own_answers_and_a_limit() {
    let stub = Stub::start();
    stub.answer("LookupEvents", vec![json!({ "Events": [] })]);
    stub.refuse_in("ap-south-1", "LookupEvents", (400, "AccessDeniedException"), "no");
    stub.answer_in("eu-west-1", "LookupEvents", vec![json!({ "Events": [1] })]);
    let call = |region: &str| {
        let headers = format!(
            "X-Amz-Target: com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.LookupEvents\r\n\
             Authorization: AWS4-HMAC-SHA256 Credential=ID/20261120/{region}/cloudtrail/aws4_request\r\n"
        );
        let reply = send(&mut connect(&stub), "POST /", &headers, "{}");
        serde_json::from_str::<Value>(&reply.body).unwrap()
    };
    assert_eq!(call("us-east-1"), json!({ "Events": [] }));
    assert_eq!(call("eu-west-1"), json!({ "Events": [1] }));
    assert_eq!(call("ap-south-1")["__type"], "AccessDeniedException");
    stub.limit("LookupEvents", 2, Duration::from_mins(10), 1);
    let throttled = [0; 4].map(|_| call("eu-west-1")["__type"] == "ThrottlingException");
    assert_eq!(throttled, [true, false, false, true]);
    assert_eq!(stub.requests().cloudtrail.iter().filter(|call| call.throttled).count(), 2);
}

#[test]
fn a_queue_hides_what_it_hands_out() {
    let stub = Stub::start();
    let url = stub.queue("new-logs", Duration::from_mins(1));
    stub.send("new-logs", (0..12).map(|number| number.to_string()));
    let call = |operation: &str, mut input: Value| {
        input["QueueUrl"] = json!(url);
        let headers = format!("X-Amz-Target: AmazonSQS.{operation}\r\n");
        let reply = send(&mut connect(&stub), "POST /", &headers, &input.to_string());
        (reply.status, serde_json::from_str::<Value>(&reply.body).unwrap())
    };
    let receive = |most: u32| call("ReceiveMessage", json!({ "MaxNumberOfMessages": most })).1;
    let first = receive(10);
    let first = first["Messages"].as_array().unwrap();
    assert_eq!((first.len(), stub.depth("new-logs")), (10, (2, 10)));
    assert_eq!(
        (&first[3]["Body"], &first[3]["MD5OfBody"]),
        (&json!("3"), &json!("eccbc87e4b5ce2fe28308fd9f2a7baf3"))
    );
    let entries = |hidden: u32| {
        let entry = |(at, message): (usize, &Value)| {
            json!({ "Id": at.to_string(), "ReceiptHandle": message["ReceiptHandle"],
                "VisibilityTimeout": hidden })
        };
        json!({ "Entries": first.iter().enumerate().map(entry).collect::<Vec<_>>() })
    };
    stub.fail_entries("DeleteMessageBatch", 1, "InternalError", "not now");
    let (status, response) = call("DeleteMessageBatch", entries(0));
    assert_eq!((status, response["Failed"].as_array().unwrap().len()), (200, 10));
    stub.refuse_queues("DeleteMessageBatch", 1, (403, "AccessDeniedException"), "no");
    assert_eq!(call("DeleteMessageBatch", entries(0)).0, 403);
    call("ChangeMessageVisibilityBatch", entries(0));
    assert_eq!(stub.depth("new-logs"), (12, 0));
    // What they were handed out with is good no more.
    let response = call("ChangeMessageVisibilityBatch", entries(9)).1;
    assert_eq!(response["Failed"][9]["Code"], "ReceiptHandleIsInvalid");
    assert_eq!(receive(1)["Messages"].as_array().unwrap().len(), 1);
    stub.expire("new-logs");
    assert_eq!(stub.depth("new-logs"), (12, 0));
    let (status, response) = call("GetQueueUrl", json!({ "QueueName": "other" }));
    assert_eq!((status, &response["__type"]), (400, &json!("com.amazonaws.sqs#QueueDoesNotExist")));
    assert_eq!(stub.requests().sqs.len(), 7);
}

#[test]
fn a_dropped_server_lets_go_of_its_clients() {
    let stub = stub_with(&["key"]);
    let mut stream = connect(&stub);
    assert_eq!(send(&mut stream, "GET /logs/key", "", "").body, "key");
    drop(stub);
    // Whether the end is polite depends on the system.
    assert_eq!(stream.read(&mut [0]).unwrap_or(0), 0);
}

/// What aws-cli asks of a bucket before it validates what is in it.
#[test]
fn the_older_operations_are_known_too() {
    let stub = stub_with(&["a/1", "a/2", "a/3", "b"]);
    stub.bucket_in("far", "eu-west-1");
    let region = |name: &str| ask(&stub, &format!("GET /{name}?location")).body;
    assert!(region("far").contains("<LocationConstraint>eu-west-1</LocationConstraint>"));
    assert!(region("logs").contains("<LocationConstraint></LocationConstraint>"));
    let reply = ask(&stub, "GET /logs?prefix=a/&marker=a/1&max-keys=1&encoding-type=url");
    assert_eq!(reply.texts("Key"), ["a/2"]);
    assert_eq!((reply.texts("Marker"), reply.texts("IsTruncated")), (vec!["a/1"], vec!["true"]));
    assert!(reply.texts("NextContinuationToken").is_empty());
    let reply = ask(&stub, "GET /logs?prefix=a/&marker=a/2");
    assert_eq!((reply.texts("Key"), reply.texts("IsTruncated")), (vec!["a/3"], vec!["false"]));
    assert_eq!(ask(&stub, "GET /logs?delimiter=/").texts("Code"), ["NotImplemented"]);
}
