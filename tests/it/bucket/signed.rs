//! Objects are requested once, with a signature that another implementation verifies.

use std::io::Write as _;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use super::events_of;
use crate::aws_cli::AWS_CLI;
use crate::fixtures::gzip::deflated;
use crate::harness::Ct;
use crate::moto::MOTO;
use crate::relay::{Answer, Call, Relay};

/// Signs requests anew, with the code of the AWS command line, and prints what it comes to.
const SCRIPT: &str = "
import json, sys
from awscli.botocore.auth import S3SigV4Auth
from awscli.botocore.awsrequest import AWSRequest
from awscli.botocore.credentials import Credentials
signed = []
for asked in json.load(sys.stdin):
    given = asked['headers']
    names = given['authorization'].split('SignedHeaders=')[1].split(',')[0].split(';')
    headers = {name: given[name] for name in names}
    request = AWSRequest(method='GET', url=asked['url'], headers=headers)
    request.context['timestamp'] = given['x-amz-date']
    request.context['signing'] = {}
    auth = S3SigV4Auth(Credentials(*asked['credentials']), 's3', asked['region'])
    auth._service_name, auth._region_name = 's3', asked['region']
    canonical = auth.canonical_request(request)
    signature = auth.signature(auth.string_to_sign(request, canonical), request)
    signed.append([names, signature])
json.dump(signed, sys.stdout)
";

/// A folder whose name has to be encoded.
const ODD: &str = "odd + %41=ü(1)!*~'@:/a..b";

/// The program with a token, before a relay.
fn ct(relay: &Relay, line: &str) -> Ct {
    let environment = relay.environment().into_iter().chain([("AWS_SESSION_TOKEN", "token")]);
    environment
        .fold(Ct::new(line).env("AWS_REGION", "eu-west-1"), |ct, (name, value)| ct.env(name, value))
}

/// A bucket with so many logs.
fn logs(account: &str, number: usize) -> (Relay, String) {
    let moto = MOTO.in_account(account);
    let bucket = format!("signed-{account}");
    moto.bucket(&bucket);
    for number in 0..number {
        let folder = events_of("111122223333", "eu-west-1");
        let name = format!("111122223333_CloudTrail_eu-west-1_20261120T1005Z_{number:016}.json.gz");
        let record = format!(
            r#"{{"Records":[{{"eventVersion":"1.11","eventTime":"2026-11-20T10:00:00Z","eventName":"PutObject","eventID":"{number}"}}]}}"#
        );
        let key = format!("{ODD}/{folder}/2026/11/20/{name}");
        moto.put(&bucket, &key, &deflated(record.as_bytes()));
    }
    (Relay::before(&moto), bucket)
}

fn objects(relay: &Relay) -> Vec<Call> {
    relay.calls().into_iter().filter(|call| call.operation == "GetObject").collect()
}

fn header<'c>(call: &'c Call, wanted: &str) -> &'c str {
    let found = call.headers.iter().find(|(name, _)| name == wanted);
    found.map_or("", |(_, value)| value)
}

/// The headers that are signed and the signature, according to another implementation.
fn signed(calls: &[Call]) -> Vec<Value> {
    let asked = calls.iter().map(|call| {
        let headers: Value =
            call.headers.iter().map(|(name, value)| (name.clone(), json!(value))).collect();
        let url = format!("http://{}{}", header(call, "host"), call.target);
        let credentials = [&*call.access_key, "testing", "token"];
        json!({ "url": url, "headers": headers, "region": call.region, "credentials": credentials })
    });
    let mut child = Command::new(AWS_CLI.python().unwrap())
        .args(["-c", SCRIPT])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(asked.collect::<Value>().to_string().as_bytes()).unwrap();
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "botocore does not sign");
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn an_object_is_requested_once_with_a_valid_signature() {
    let (relay, bucket) = logs("840000000001", 2);
    let ran = ct(&relay, "grep").args("-o jsonl").arg(format!("s3://{bucket}/{ODD}")).run();
    assert_eq!((ran.code, ran.lines().len()), (0, 2), "{ran}");
    let calls = objects(&relay);
    assert_eq!(calls.len(), 2, "asked again: {ran}");
    for (call, expected) in calls.iter().zip(signed(&calls)) {
        assert!(header(call, "user-agent").starts_with("ct/"), "{}", call.target);
        assert_eq!(call.region, "eu-west-1");
        assert_eq!(header(call, "x-amz-security-token"), "token");
        let (scope, signature) = header(call, "authorization").split_once("Signature=").unwrap();
        assert_eq!(expected[1], signature, "{scope} {}", call.target);
        for name in [
            "host",
            "x-amz-checksum-mode",
            "x-amz-content-sha256",
            "x-amz-date",
            "x-amz-security-token",
        ] {
            assert!(expected[0].as_array().unwrap().contains(&json!(name)), "{scope}");
        }
    }
}

#[test]
fn a_failed_signed_get_is_repeated_by_the_sdk() {
    let (relay, bucket) = logs("840000000002", 2);
    let throttled = Answer::error("GetObject", 503, "SlowDown", "Reduce your request rate");
    relay.answer(throttled.times(2));
    let ran = ct(&relay, "grep -c").arg(format!("s3://{bucket}/{ODD}")).run();
    assert_eq!((ran.code, ran.lines()), (0, vec!["2"]), "{ran}");
    assert_eq!(objects(&relay).len(), 4);
    let is_sdk = |call: &Call| header(call, "user-agent").starts_with("aws-sdk-rust");
    assert!(objects(&relay).iter().any(is_sdk), "what knows how to try again");
}

#[test]
fn repeated_failures_disable_the_signed_get() {
    let (relay, bucket) = logs("840000000003", 20);
    relay.answer(Answer::error("GetObject", 403, "AccessDenied", "Access Denied"));
    let ran = ct(&relay, "grep -c --concurrency 1").arg(format!("s3://{bucket}/{ODD}")).run();
    assert_eq!((ran.code, ran.lines()), (2, vec!["0"]), "{ran}");
    let is_direct = |call: &&Call| header(call, "user-agent").starts_with("ct/");
    let calls = objects(&relay);
    let direct = calls.iter().filter(is_direct).count();
    assert_eq!((direct, calls.len()), (8, 28), "{ran}");
}
