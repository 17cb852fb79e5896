//! A search without a match reports which field or name occurs in no record, and similar ones that do.

use crate::harness::{Ct, Ran};

fn grep(line: &str) -> Ran {
    Ct::new(&format!("grep {line}")).run()
}

/// What a search that found nothing in the trail says.
fn hints(line: &str) -> String {
    let ran = grep(&format!("fixtures/trail {line}"));
    assert_eq!((ran.code, ran.text()), (1, ""), "{ran}");
    ran.stderr
}

#[test]
fn names_that_occur_in_no_record_are_reported_with_similar_ones() {
    for (line, expected) in [
        ("--event-name PutObjct", "no record has eventName PutObjct; 31 have PutObject\n"),
        ("--event-source s33", "no record has eventSource s33; 62 have s3.amazonaws.com\n"),
        ("--error-code AccesDenied", "no record has errorCode AccesDenied; 14 have AccessDenied\n"),
        ("--event-name Nothing", "no record has eventName Nothing\n"),
        (
            "--where 'eventName in (PutObjct, GetObject) and eventSource = iam'",
            "no record has eventName PutObjct; 31 have PutObject\n",
        ),
        (
            "--event-name s3:CreateUser,ec2:PutObject",
            "no record has eventName s3:CreateUser; 1 has iam:CreateUser\n\
            no record has eventName ec2:PutObject; 31 have s3:PutObject\n",
        ),
    ] {
        assert_eq!(hints(line), expected, "{line}");
    }
}

#[test]
fn fields_that_occur_in_no_record_are_reported_with_similar_ones() {
    let bucket =
        "no record has requestParameters.bucketname; 58 have requestParameters.bucketName\n";
    assert_eq!(hints("--where 'requestParameters.bucketname = acme'"), bucket);
    assert_eq!(hints("--where 'requestParameters.bucketname exists'"), bucket);
    assert_eq!(hints("--event-name PutObject --where 'requestParameters.bucketname ~ a'"), bucket);
    assert_eq!(
        hints("--where 'requestParameters.noSuch = a'"),
        "no record has requestParameters.noSuch\n"
    );
    // It is the value that differs.
    assert_eq!(hints("--where 'requestParameters.bucketName = acme'"), "");
    assert_eq!(hints("--where 'eventName = PutObject and userIdentity.userName = nobody'"), "");
    // -q leaves hints out.
    assert_eq!(hints("-q --where 'requestParameters.bucketname = acme'"), "");
}

#[test]
fn only_records_of_the_scope_count() {
    let line = "--event-name PutObjct --region us-east-1 --until 2026-11-20T08:01:30Z";
    assert_eq!(hints(line), "no record has eventName PutObjct; 1 has PutObject\n");
}

#[test]
fn stdin_is_read_once() {
    let record = |name: &str, bucket: usize| {
        format!(
            r#"{{"eventVersion":"1.08","eventName":"{name}","requestParameters":{{"bucketName":"{bucket}"}}}}"#
        )
    };
    let few: String = (0..3).map(|n| record("PutObject", n) + "\n").collect();
    let ask = |line: &str, input: &str| Ct::new(&format!("grep {line} -")).input(input).run();
    let ran = ask("--event-name putobjct", &few);
    assert_eq!(
        (ran.code, &*ran.stderr),
        (1, "no record has eventName putobjct; 3 have PutObject\n")
    );
    let ran = ask("--where 'requestParameters.buckteName = x'", &few);
    let expected =
        "no record has requestParameters.buckteName; 3 have requestParameters.bucketName\n";
    assert_eq!((ran.code, &*ran.stderr), (1, expected));
    // Of many only the first are.
    let many: Vec<String> = (0..12_000).map(|n| record("PutObject", n)).collect();
    let many = format!("{{\"Records\":[{}]}}", many.join(","));
    let ran = ask("--event-name putobjct", &many);
    let expected =
        "none of the first 10,000 records has eventName putobjct; 10,000 have PutObject\n";
    assert_eq!((ran.code, &*ran.stderr), (1, expected));
    let ran = ask("--event-name putobject --count", &many);
    assert_eq!((ran.number(), &*ran.stderr), (12_000, ""));
}

#[test]
fn chosen_fields_that_no_matching_record_has_are_reported_once() {
    let hints = |line: &str| grep(&format!("fixtures/trail --event-name PutObject {line}")).stderr;
    assert_eq!(
        hints("--fields eventName,requestParameters.bucketname"),
        "no matching record has requestParameters.bucketname; 31 have requestParameters.bucketName\n"
    );
    assert_eq!(
        hints("--fields requestParameters.Buckets -o csv"),
        "no matching record has requestParameters.Buckets\n"
    );
    // That a record has no error is no mistake.
    assert_eq!(hints("--fields eventName,errorCode,requestParameters.bucketName,principal"), "");
    assert_eq!(hints("--fields requestParameters.bucketname --count"), "");
    assert_eq!(hints("-q --fields requestParameters.bucketname"), "");
}

#[test]
fn control_characters_in_hints_are_escaped() {
    let record = "{\"eventVersion\":\"1.08\",\"requestParameters\":{\"buck\\u001b[31mname\":1}}";
    let ran = Ct::new("grep -").arg("--where").arg("requestParameters.buckname = 1").input(record);
    let ran = ran.run();
    assert!(ran.code == 1 && !ran.stderr.contains('\u{1b}'), "{ran}");
}
