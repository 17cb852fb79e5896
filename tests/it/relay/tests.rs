//! The relay as a client sees it: what it notes, what it says instead of moto, and what it leaves as
//! it is.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;

use serde_json::{Value, json};

use super::{Answer, Relay, host};
use crate::harness::Ct;
use crate::moto::{MOTO, Moto, cloudtrail};

/// The headers that every request to S3 has.
const SIGNED: &str = "Host: 127.0.0.1\r\nAuthorization: AWS4-HMAC-SHA256 \
    Credential=testing/20261120/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0\r\n";

fn get_trail(moto: &Moto, name: &str) -> Result<Value, String> {
    moto.call("cloudtrail", "us-east-1", &cloudtrail("GetTrail"), &json!({ "Name": name }))
}

/// A connection to a server, and what was read of it.
struct Client(BufReader<TcpStream>);

impl Client {
    fn of(moto: &Moto) -> Self {
        Self(BufReader::new(TcpStream::connect(host(moto)).unwrap()))
    }

    fn write(&mut self, text: &str) {
        self.0.get_mut().write_all(text.as_bytes()).unwrap();
    }

    /// The status line and the headers.
    fn head(&mut self) -> String {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            assert_ne!(self.0.read_line(&mut head).unwrap(), 0, "the end came after: {head}");
        }
        head
    }

    /// An answer: its head without what is never the same, and its body.
    fn answer(&mut self) -> (String, String) {
        let head = self.head();
        let length = head.split_once("Content-Length: ").unwrap().1.lines().next().unwrap();
        let mut body = vec![0; length.parse().unwrap()];
        self.0.read_exact(&mut body).unwrap();
        let varies = ["Date:", "Connection:", "x-amzn-requestid:"];
        let kept = |line: &&str| !varies.iter().any(|start| line.starts_with(start));
        (head.lines().filter(kept).collect::<Vec<_>>().join("\n"), String::from_utf8(body).unwrap())
    }
}

#[test]
fn calls_are_told_in_every_protocol() {
    let relay = Relay::before(&MOTO);
    let moto = &relay.front;
    let json = |service: &str, target: &str| {
        moto.call(service, "eu-west-1", target, &json!({ "Name": "relay" })).unwrap_or_default();
    };
    json("cloudtrail", &cloudtrail("DescribeTrails"));
    json("sqs", "AmazonSQS.ListQueues");
    json("kms", "TrentService.CreateKey");
    json("logs", "Logs_20140328.DescribeLogGroups");
    json("organizations", "AWSOrganizationsV20161128.DescribeOrganization");
    moto.form("sns", "us-east-1", "Action=CreateTopic&Name=relay").unwrap();
    moto.form("iam", "us-east-1", "Version=2010-05-08&Action=ListRoles").unwrap();
    moto.send("GET /?Action=GetCallerIdentity", "us-east-1/sts", &[], b"").unwrap();
    let names: Vec<String> = relay.calls().iter().map(super::Call::name).collect();
    let expected = [
        "cloudtrail:DescribeTrails",
        "sqs:ListQueues",
        "kms:CreateKey",
        "logs:DescribeLogGroups",
        "organizations:DescribeOrganization",
        "sns:CreateTopic",
        "iam:ListRoles",
        "sts:GetCallerIdentity",
    ];
    assert_eq!(names, expected);
    assert_eq!(relay.writes(), ["kms:CreateKey", "sns:CreateTopic"]);
    let first = &relay.calls()[0];
    assert_eq!((first.region.as_str(), first.refused), ("eu-west-1", false));
    assert_eq!(first.input(), json!({ "Name": "relay" }));
    relay.clear();
    assert!(relay.calls().is_empty());
}

#[test]
fn operations_of_s3_are_told_by_method_path_and_query() {
    let relay = Relay::before(&MOTO);
    let moto = &relay.front;
    for (line, operation) in [
        ("PUT /relay-s3", "CreateBucket"),
        ("HEAD /relay-s3", "HeadBucket"),
        ("PUT /relay-s3?policy", "PutBucketPolicy"),
        ("GET /relay-s3?policyStatus", "GetBucketPolicyStatus"),
        ("GET /relay-s3?versioning", "GetBucketVersioning"),
        ("DELETE /relay-s3?publicAccessBlock", "DeletePublicAccessBlock"),
        ("GET /relay-s3?ownershipControls", "GetBucketOwnershipControls"),
        ("GET /relay-s3/?lifecycle=", "GetBucketLifecycleConfiguration"),
        ("GET /relay-s3?location", "GetBucketLocation"),
        ("GET /relay-s3?prefix=acl&list-type=2", "ListObjectsV2"),
        ("PUT /relay-s3/a/b?x-id=PutObject", "PutObject"),
        ("HEAD /relay-s3/a/b", "HeadObject"),
        ("GET /relay-s3/a/b?tagging", "GetObjectTagging"),
        ("POST /relay-s3/a/c?uploads", "CreateMultipartUpload"),
        ("DELETE /relay-s3/a/b", "DeleteObject"),
        ("POST /relay-s3?delete", "DeleteObjects"),
        ("GET /", "ListBuckets"),
        ("DELETE /relay-s3", "DeleteBucket"),
        ("PATCH /relay-s3", "Unknown"),
    ] {
        // Whether moto likes it is not the question.
        let _ = moto.send(line, "us-east-1/s3", &[], b"");
        let call = relay.calls().pop().unwrap();
        assert_eq!((call.name(), call.region.as_str()), (format!("s3:{operation}"), "us-east-1"));
        assert_eq!(call.target, line.split_once(' ').unwrap().1);
    }
}

#[test]
fn what_passes_is_left_as_it_is() {
    let relay = Relay::before(&MOTO);
    MOTO.bucket("relay-bytes");
    let mut client = Client::of(&relay.front);
    client.write(&format!(
        "PUT /relay-bytes/a%20b HTTP/1.1\r\n{SIGNED}x-amz-meta-Signature: 00fF\r\n\
         Expect: 100-continue\r\nContent-Length: 4\r\n\r\n"
    ));
    assert_eq!(client.head(), "HTTP/1.1 100 Continue\r\n\r\n");
    client.write("te\r\n");
    let (head, body) = client.answer();
    assert!(head.starts_with("HTTP/1.1 200 OK\n"), "{head}{body}");
    // On the same connection, as all that follows.
    client.write(&format!(
        "PUT /relay-bytes/chunked HTTP/1.1\r\n{SIGNED}Transfer-Encoding: chunked\r\n\r\n\
         4\r\nte\r\n\r\n2\r\nxt\r\n0\r\n\r\n"
    ));
    let (head, body) = client.answer();
    assert!(head.starts_with("HTTP/1.1 200 OK\n"), "{head}{body}");
    let chunks = "4;chunk-signature=0\r\ntext\r\n0;chunk-signature=0\r\nx-amz-checksum-crc32:O+zFUg==\r\n\r\n";
    client.write(&format!(
        "PUT /relay-bytes/signed HTTP/1.1\r\n{SIGNED}Content-Encoding: aws-chunked\r\n\
         x-amz-content-sha256: STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER\r\n\
         x-amz-trailer: x-amz-checksum-crc32\r\nx-amz-decoded-content-length: 4\r\n\
         Content-Length: {}\r\n\r\n{chunks}",
        chunks.len()
    ));
    let (head, _) = client.answer();
    assert!(head.starts_with("HTTP/1.1 200 OK\n"), "{head}");
    let bodies: Vec<String> = relay.calls().into_iter().map(|call| call.body).collect();
    assert_eq!(bodies, ["te\r\n", "te\r\nxt", "text"]);

    let mut direct = |line: &str| {
        let mut direct = Client::of(&MOTO);
        direct.write(&format!("{line} HTTP/1.1\r\n{SIGNED}\r\n"));
        client.write(&format!("{line} HTTP/1.1\r\n{SIGNED}\r\n"));
        let answer = client.answer();
        assert_eq!(answer, direct.answer());
        answer
    };
    let (head, body) = direct("GET /relay-bytes/a%20b");
    assert!(head.contains("x-amz-meta-signature: 00fF\n") && body == "te\r\n", "{head}");
    assert_eq!(direct("GET /relay-bytes/chunked").1, "te\r\nxt");
    assert_eq!(direct("GET /relay-bytes/signed").1, "text");
    direct("GET /relay-bytes?location");
}

#[test]
fn calls_are_refused_as_often_as_wanted() {
    let account = MOTO.in_account("500000000000");
    account.bucket("relay-refusals");
    let relay = Relay::before(&account);
    let moto = &relay.front;
    let busy = || Answer::error("CreateTrail", 400, "ConflictException", "Try <later>.");
    relay.answer(busy().skip(1).times(2));
    let create = |name: &str| {
        let input = json!({ "Name": name, "S3BucketName": "relay-refusals" });
        moto.call("cloudtrail", "us-east-1", &cloudtrail("CreateTrail"), &input)
    };
    let names = ["relay-one", "relay-two", "relay-three", "relay-four"];
    assert_eq!(names.map(|name| create(name).is_ok()), [true, false, false, true]);
    assert_eq!(names.map(|name| get_trail(&account, name).is_ok()), [true, false, false, true]);
    let refused: Vec<bool> = relay.calls().iter().map(|call| call.refused).collect();
    assert_eq!(refused, [false, true, true, false]);
    assert_eq!(relay.writes().len(), 4);

    relay.answer(busy().late().times(1));
    let error = create("relay-five").unwrap_err();
    assert!(error.contains("x-amzn-errortype: ConflictException\r\n"), "{error}");
    assert!(error.ends_with(r#"{"__type":"ConflictException","message":"Try <later>."}"#));
    assert!(get_trail(&account, "relay-five").is_ok());

    relay.answer(Answer::nothing("cloudtrail:CreateTrail").times(1));
    assert!(create("relay-six").is_err());
    assert!(get_trail(&account, "relay-six").is_err());
    assert!(relay.calls().pop().unwrap().refused);
    assert!(create("relay-six").is_ok());
}

#[test]
fn answers_are_in_the_protocol_of_the_service() {
    let relay = Relay::before(&MOTO);
    let moto = &relay.front;
    relay.answer(Answer::error("sns:CreateTopic", 403, "AuthorizationError", "a < b"));
    let error = moto.form("sns", "us-east-1", "Action=CreateTopic&Name=refused").unwrap_err();
    let xml = "<Code>AuthorizationError</Code><Message>a &lt; b</Message>";
    assert!(error.contains(&format!("<ErrorResponse><Error><Type>Sender</Type>{xml}")), "{error}");
    relay.answer(Answer::error("HeadBucket", 403, "AccessDenied", ""));
    let error = moto.send("HEAD /relay-answers", "us-east-1/s3", &[], b"").unwrap_err();
    assert!(error.contains("HTTP/1.1 403 ") && error.ends_with("\r\n\r\n"), "{error}");
    relay.answer(Answer::error("PutBucketPolicy", 409, "OperationAborted", "Again."));
    let error = moto.send("PUT /relay-answers?policy", "us-east-1/s3", &[], b"{}").unwrap_err();
    assert!(error.contains("\r\n\r\n<Error><Code>OperationAborted</Code>"), "{error}");

    let keys = json!({ "PublicKeyList": [] });
    relay.answer_with("ListPublicKeys", keys.clone());
    let ask = || moto.call("cloudtrail", "us-east-1", &cloudtrail("ListPublicKeys"), &json!({}));
    assert_eq!(ask().as_ref(), Ok(&keys));
    // The latest answer comes first.
    relay.answer(Answer::error("ListPublicKeys", 400, "ThrottlingException", "").times(1));
    assert!(ask().is_err());
    assert_eq!(ask(), Ok(keys));
}

#[test]
fn the_program_finds_the_account_behind_it() {
    let relay = Relay::before(&MOTO);
    MOTO.bucket("relay-ct");
    MOTO.put("relay-ct", "a.json", br#"{"Records": []}"#);
    assert_ne!(relay.endpoint(), MOTO.endpoint());
    let ct = relay.environment().into_iter().fold(
        Ct::new("grep --count s3://relay-ct/").env("AWS_REGION", "us-east-1"),
        |ct, (name, value)| ct.env(name, value),
    );
    assert_eq!(ct.run().text(), "0\n");
    let calls = relay.calls();
    assert!(calls.iter().any(|call| call.name() == "s3:ListObjectsV2"));
    assert!(relay.writes().is_empty());
}
