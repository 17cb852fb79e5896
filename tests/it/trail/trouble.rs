//! Errors of `ct trail`: each with a line that says what to do next.

use super::Account;
use crate::harness::Ct;
use crate::relay::Answer;

#[test]
fn policy_that_is_not_propagated_yet_is_retried() {
    let account = Account::new("600000000021");
    let code = "InsufficientS3BucketPolicyException";
    account.relay.answer(
        Answer::error("CreateTrail", 400, code, "Incorrect S3 bucket policy is detected").times(2),
    );
    account.done("create main --bucket trouble-wait --create-bucket --yes");
    let creates = account.relay.calls().into_iter().filter(|call| call.operation == "CreateTrail");
    assert_eq!(creates.count(), 3);
}

#[test]
fn failed_create_names_completed_changes_and_rollback_commands() {
    let account = Account::new("600000000022");
    account.relay.answer(Answer::error("CreateTrail", 400, "KmsException", "no"));
    let line = "create main --bucket trouble-half --create-bucket --queue half --yes";
    let ran = account.trail(line);
    assert_eq!(ran.code, 2, "{ran}");
    for expected in [
        "stopped before the end; completed changes:",
        "create bucket  trouble-half",
        "aws s3api delete-bucket --bucket trouble-half --region us-east-1",
        "ct trail delete main --region us-east-1",
        "get-queue-url --queue-name half ",
        "cannot create trail main: KmsException: no",
        "help: the key must be enabled",
    ] {
        let stderr = ran.stderr.split_whitespace().collect::<Vec<_>>().join(" ");
        let expected = expected.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(stderr.contains(&expected), "{expected}: {ran}");
    }
}

#[test]
fn each_exception_has_help() {
    let account = Account::new("600000000023");
    account.done("create main --bucket trouble-steps --create-bucket --yes");
    let table = [
        ("create", "MaximumNumberOfTrailsExceededException", "can have 5 trails"),
        ("create", "TrailAlreadyExistsException", "choose another name"),
        ("create", "InsufficientSnsTopicPolicyException", "ct policy topic"),
        ("create", "CloudTrailAccessNotEnabledException", "enable-aws-service-access"),
        ("create", "NotOrganizationMasterAccountException", "management account"),
        ("create", "OrganizationNotInAllFeaturesModeException", "all features"),
        ("create", "NoManagementAccountSLRExistsException", "create-service-linked-role"),
        ("update", "InvalidHomeRegionException", "home Region"),
        ("update", "ConflictException", "try again in a few minutes"),
        ("update", "InvalidParameterCombinationException", "see ct trail create --help"),
    ];
    for (command, code, expected) in table {
        let operation = if command == "create" { "CreateTrail" } else { "UpdateTrail" };
        account.relay.answer(Answer::error(operation, 400, code, "said so").times(20));
        let ran = if command == "create" {
            account.trail("create other --bucket trouble-steps --yes")
        } else {
            account.trail("update main --no-validation --yes")
        };
        assert_eq!(ran.code, 2, "{code}: {ran}");
        let help = ran.stderr.lines().find(|line| line.starts_with("help:")).unwrap_or_default();
        assert!(ran.stderr.contains(code) && help.contains(expected), "{code}: {ran}");
        account.relay.answer(Answer::error(operation, 400, code, "x").times(0));
    }
}

#[test]
fn invalid_values_are_refused_before_any_write() {
    let account = Account::new("600000000024");
    for (line, expected) in [
        ("create a..b --bucket trouble-names", "NAME: not the name of a trail"),
        ("create ab --bucket trouble-names", "NAME: not the name of a trail"),
        ("create 192.168.5.4 --bucket trouble-names", "NAME: not the name of a trail"),
        ("create ok1 --bucket Trouble", "--bucket"),
        ("create ok1 --bucket trouble-names --prefix x/AWSLogs/y", "not a prefix"),
        ("create ok1 --bucket trouble-names --queue-from topic --queue q", "has no topic"),
        ("create ok1 --bucket trouble-names --tag aws:x=1", "not a tag"),
        ("create ok1 --bucket trouble-names --tag a=1 --tag a=2", "given twice"),
        ("create ok1 --bucket trouble-names --tag x", "not a tag"),
        ("create ok1 --create-bucket --bucket trouble-names --queue q.fifo", "--queue: not the"),
        ("create ok1 --create-bucket --bucket trouble-names --kms-key ''", "no key is named"),
        (
            "create ok1 --create-bucket --bucket trouble-names --data s3:",
            "no resource after the colon",
        ),
        ("create ok1 --create-bucket --bucket trouble-names --data s3:b:wirte", "not an access"),
        ("create arn:aws:cloudtrail:eu-west-1:600000000024:trail/x", "not an ARN"),
        ("create ok1 --bucket trouble-names", "there is no bucket trouble-names"),
        ("create ok1 --multi-region --no-global-events", "--no-global-events"),
        ("describe nothing", "no trail named nothing"),
        ("delete nothing --yes", "no trail named nothing"),
        ("start arn:aws:cloudtrail:eu-west-1:600000000024:trail/nothing", "no trail named"),
    ] {
        let ran = account
            .trail(&format!("{line} {}", if line.starts_with("create") { "--yes" } else { "" }));
        assert_eq!((ran.code, account.relay.writes().len()), (2, 0), "{line}: {ran}");
        assert!(ran.stderr.contains(expected), "{line}: {ran}");
    }
}

#[test]
fn denied_parts_are_reported_and_the_rest_is_shown() {
    let account = Account::new("600000000025");
    account.done("create main --bucket trouble-denied --create-bucket --yes");
    for operation in ["GetTrailStatus", "ListTags"] {
        let denied = Answer::error(operation, 403, "AccessDeniedException", "no");
        account.relay.answer(denied);
    }
    let ran = account.trail("describe main");
    assert_eq!(ran.code, 2, "{ran}");
    assert!(ran.text().contains("s3://trouble-denied"), "{ran}");
    assert!(ran.stderr.contains("needs cloudtrail:GetTrailStatus"), "{ran}");
    assert!(ran.stderr.contains("needs cloudtrail:ListTags"), "{ran}");
    let ran = account.trail("list");
    assert_eq!(ran.code, 2, "{ran}");
    assert!(ran.text().contains("main") && ran.text().contains('?'), "{ran}");
}

#[test]
fn delete_reports_a_key_whose_tags_cannot_be_read() {
    let account = Account::new("600000000091");
    account.done("create main --bucket trouble-key --create-bucket --create-key --yes");
    let denied = Answer::error("kms:ListResourceTags", 400, "AccessDeniedException", "no");
    account.relay.answer(denied);
    let ran = account.trail("delete main --yes");
    assert_eq!(ran.code, 0, "{ran}");
    let expected = "stays; cannot check whether it was created for the trail: ";
    let line = ran.stderr.lines().find(|line| line.contains(expected)).unwrap_or_default();
    assert!(line.contains("kms:ListResourceTags"), "{ran}");
}

#[test]
fn rollback_names_a_change_that_was_made_in_part() {
    let account = Account::new("600000000026");
    let denied = Answer::error("PutPublicAccessBlock", 403, "AccessDenied", "no");
    account.relay.answer(denied);
    let ran = account.trail("create main --bucket trouble-part --create-bucket --yes");
    assert_eq!(ran.code, 2, "{ran}");
    assert!(ran.stderr.contains("stopped before the end"), "{ran}");
    assert!(ran.stderr.contains("aws s3api delete-bucket --bucket trouble-part"), "{ran}");
}

#[test]
fn profile_flag_overrides_credentials_in_the_environment() {
    let account = Account::new("600000000027");
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("credentials");
    let text = "[prod]\naws_access_key_id = AKIAPRODPRODPROD\naws_secret_access_key = x\n";
    std::fs::write(&config, text).unwrap();
    let run = |profile: &str| {
        let environment = account.relay.environment().into_iter();
        let ct = Ct::new(&format!("--profile {profile} trail list")).env("AWS_REGION", "us-east-1");
        let ct = ct.env("AWS_SHARED_CREDENTIALS_FILE", config.to_str().unwrap());
        environment.fold(ct, |ct, (name, value)| ct.env(name, value)).run()
    };
    assert_eq!(run("prod").code, 0);
    let calls = account.relay.calls();
    assert!(calls.iter().all(|call| call.access_key == "AKIAPRODPRODPROD"));
    account.relay.clear();
    let ran = run("nope");
    assert_eq!((ran.code, account.relay.calls().len()), (2, 0), "{ran}");
    assert!(ran.stderr.contains("nope") && ran.stderr.contains("help:"), "{ran}");
}

#[test]
fn empty_endpoint_url_is_refused() {
    let ct = Ct::new("trail list").env("AWS_REGION", "us-east-1").env("AWS_ENDPOINT_URL", "");
    let ran = ct.run();
    assert_eq!(ran.code, 2, "{ran}");
    assert!(ran.stderr.starts_with("ct: AWS_ENDPOINT_URL is empty\n"), "{ran}");
}
